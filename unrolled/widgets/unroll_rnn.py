"""W2: one recurrent cell, used at every timestep with the same weights."""

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import SimpleRNN

from .base import STATIC, Reals, Whole, Widget

# At their greatest size; what is not shown is kept, so that fewer units lose no numbers.
# An impulse at t = 1: unit 1 forgets it slowly, unit 2 turns its sign at every timestep.
X = np.zeros((10, 2))
X[0, 0] = X[2, 1] = 1
W_X = [[0.9, -0.8, 0.4], [0.5, 0.3, -0.6]]
W_H = [[0.8, 0, 0.3], [0.1, -0.9, 0], [-0.2, 0.1, 0.5]]
B = [0, 0, 0]

AXES = {
    "x": ("timesteps", "features"),
    "W_x": ("features", "units"),
    "W_h": ("units", "units"),
    "b": ("units",),
}


class UnrollRNN(Widget):
    """A SimpleRNN step by step: H_t = tanh(X_t W_x + H_{t-1} W_h + b), with H_0 = 0.

    timesteps : T, 1 to 10
    features  : d, 1 or 2
    units     : h, 1 to 3
    t         : the timestep whose arithmetic is written out, counted from 1; T where it is beyond
    unfolded  : whether the chain of all timesteps is drawn, or the one cell with its loop
    x         : the sequence, (timesteps, features), all numbers here and below from -2 to 2
    W_x       : input kernel, (features, units)
    W_h       : recurrent kernel, (units, units)
    b         : bias, (units,)

    Arrays that are passed when the widget is made set timesteps, features and units by their
    shapes.  The traits hold them at their greatest size, (10, 2), (2, 3), (3, 3) and (3,), of
    which the first rows and columns are used.

    Raises ValueError for arrays whose shapes disagree with each other or with a size that is
    passed too, and `traitlets.TraitError` for a setting out of range.
    """

    _esm = STATIC / "unroll_rnn.js"

    limits = traitlets.Dict(
        {
            "timesteps": (1, 10),
            "features": (1, 2),
            "units": (1, 3),
            "t": (1, 10),
            "x": (-2, 2),
            "W_x": (-2, 2),
            "W_h": (-2, 2),
            "b": (-2, 2),
        },
        read_only=True,
    ).tag(sync=True)

    timesteps = Whole(4)
    features = Whole(1)
    units = Whole(2)
    t = Whole(2)
    unfolded = traitlets.Bool(True).tag(sync=True, setting=True)
    x = Reals(X)
    W_x = Reals(W_X)
    W_h = Reals(W_H)
    b = Reals(B)

    def __init__(self, **settings):
        super().__init__(**_filled(settings))

    def _picture(self, figure):
        T, d, h = self.timesteps, self.features, self.units
        x, W_x, W_h = np.array(self.x)[:T, :d], np.array(self.W_x)[:d, :h], np.array(self.W_h)[:h, :h]
        H = SimpleRNN(W_x, W_h, np.array(self.b)[:h]).forward(x[None]).H[0]
        t, shown = np.arange(1, T + 1), min(self.t, T)
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 1))
        markers = "osD"
        for unit in range(h):
            above.plot(t, H[:, unit], marker=markers[unit], color=theme.color("hidden"), label=f"unit {unit + 1}",
                       linestyle=("-", "--", ":")[unit], linewidth=1.5)  # fmt: skip
        for feature in range(d):
            below.plot(t, x[:, feature], marker=markers[feature], color=theme.color("input"),
                       label=f"feature {feature + 1}", linestyle=("-", "--")[feature], linewidth=1.5)  # fmt: skip
        for axes in (above, below):
            axes.axvline(shown, color=theme.color("line"), linewidth=8, alpha=0.3, linestyle="-")
            axes.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)
        above.set(title="states $H_t$", ylim=(-1.1, 1.1))
        below.set(title="inputs $X_t$", xlabel="timestep t", xticks=t)
        below.margins(y=0.15)
        state = ", ".join(f"{value:.3f}" for value in H[shown - 1])
        return "Unrolled SimpleRNN", (
            f"H_t = tanh(X_t W_x + H_(t-1) W_h + b) with {_counted(d, 'feature')} and {_counted(h, 'unit')} over "
            f"{_counted(T, 'timestep')}: {d * h + h * h + h} parameters, the same at every timestep. "
            f"At t = {shown} the state is ({state})."
        )


def _counted(n, thing):
    return f"{n} {thing}{'' if n == 1 else 's'}"


def _filled(settings):
    """The settings, with the sizes that their arrays imply and the arrays at their greatest size."""
    filled = dict(settings)
    sizes = {size: settings[size] for size in ("timesteps", "features", "units") if size in settings}
    for name, axes in AXES.items():
        if name not in settings:
            continue
        trait = getattr(UnrollRNN, name)
        array = _array(name, settings[name], axes, trait.shape)
        # An array of the greatest size fits all sizes that are said: so the settings of another widget do.
        if array.shape != trait.shape or not settings.keys() >= set(axes):
            expected = tuple(sizes.setdefault(axis, length) for axis, length in zip(axes, array.shape))
            if array.shape != expected:
                raise ValueError(f"{name} has shape {array.shape}; expected ({', '.join(axes)}) = {expected}")
        whole = np.array(trait.default_value)
        whole[tuple(map(slice, array.shape))] = array
        filled[name] = whole
    return filled | sizes


def _array(name, values, axes, greatest):
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must hold numbers, in rows of one length; got {values!r}") from None
    fits = array.ndim == len(axes) and all(1 <= n <= most for n, most in zip(array.shape, greatest))
    if not fits:
        raise ValueError(
            f"{name} has shape {array.shape}; expected ({', '.join(axes)}), at most {greatest}"
        )
    return array
