"""W1: from a series to the tensor (batch, timesteps, features)."""

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import SimpleRNN
from unrolled.sequences import pad, scale

from .base import STATIC, Choice, Whole, Widget, binary

SHORTEST, LONGEST, MOST_FEATURES = 8, 144, 3

# The padding view: the sequences' lengths, and a cell whose states forecast the next value.
_LENGTHS = {"A": 6, "B": 4, "C": 2, "D": 5}
_CELL = SimpleRNN([[0.9, -0.6]], [[0.5, -0.4], [0.3, 0.6]], [0.4, -0.3])


def weather():
    """Sixty synthetic hours of temperature (°C), pressure (hPa) and humidity (%), shape (60, 3).

    Not measured: a daily wave, a passing front and a slow trend, rounded to one decimal, so
    that every number on the page can be made again from this formula.
    """
    t = np.arange(60.0)
    day = np.sin(2 * np.pi * (t - 9) / 24)
    front = np.exp(-(((t - 33) / 9) ** 2))
    temperature = 12 + 5 * day + 0.04 * t - 3 * front + 0.6 * np.sin(1.7 * t)
    pressure = 1014 + 0.05 * t - 9 * front + 0.8 * np.sin(0.9 * t + 1)
    humidity = 62 - 16 * day + 14 * front + 2 * np.sin(2.3 * t)
    return np.round(np.stack([temperature, pressure, humidity], axis=1), 1)


class SequenceTensor(Widget):
    """A batch is a box, windows overlap, and padding must not count.

    series : (N,) or (N, features) finite numbers, 8 to 144 timesteps and at most 3 features,
             or None for 60 synthetic hours of weather
    names, units : one string a feature

    mode     : "windows" or "padding", which of the two views is shown
    length   : N, how many values of the series are used
    window   : T, timesteps in a window
    stride   : s, timesteps from one window to the next
    horizon  : H, values of the first feature to predict after each window
    features : d, how many features are used
    train    : how many values the training part has
    order    : "window first" cuts the series before it is split, "split first" after
    selected : the window that is shown
    pad_to   : timesteps of the padded batch
    where    : "post" or "pre", where the zeros stand
    mask     : whether padded steps are skipped
    sequence : "A", "B", "C" or "D", the sequence whose states are drawn

    Raises ValueError for a series of another shape or with NaN or infinity, for names or units
    of another number, and `traitlets.TraitError` for a setting out of range.
    """

    _esm = STATIC / "sequence_tensor.js"

    series = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=binary)
    names = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    units = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)

    mode = Choice("windows", "padding", default="windows")
    length = Whole()
    window = Whole()
    stride = Whole(4)
    horizon = Whole(2)
    features = Whole()
    train = Whole()
    order = Choice("window first", "split first", default="window first")
    selected = Whole()
    pad_to = Whole(8)
    where = Choice("post", "pre", default="post")
    mask = traitlets.Bool(False).tag(sync=True, setting=True)
    sequence = Choice("A", "B", "C", "D", default="C")

    def __init__(self, series=None, names=None, units=None, **settings):
        if series is None:
            series = weather()
            names = names or ["temperature", "pressure", "humidity"]
            units = units or ["°C", "hPa", "%"]
        series = _checked(series)
        steps, features = series.shape
        self.set_trait("series", series)
        self.set_trait("names", _texts("names", names, features, "feature {}"))
        self.set_trait("units", _texts("units", units, features, ""))
        self.set_trait(
            "limits",
            {
                "length": (SHORTEST, steps),
                "window": (1, 24),
                "stride": (1, 24),
                "horizon": (1, 12),
                "features": (1, features),
                "train": (2, steps),
                "selected": (0, steps - 1),
                "pad_to": (6, 12),
            },
        )
        super().__init__(**settings)

    # Defaults that fit the series, where the settings leave them open.
    @traitlets.default("length")
    def _length(self):
        return min(40, len(self.series))

    @traitlets.default("window")
    def _window(self):
        return min(8, self.length // 4)

    @traitlets.default("train")
    def _train(self):
        return round(0.7 * self.length)

    @traitlets.default("features")
    def _features(self):
        return self.series.shape[1]

    def _picture(self, figure):
        return self._windows_picture(figure) if self.mode == "windows" else self._padding_picture(figure)

    def _windows_picture(self, figure):
        from matplotlib.patches import Rectangle

        N, T, H, border = self.length, self.window, self.horizon, min(self.train, self.length)
        starts, trains, leaks = self._cut()
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(2, 3))
        above.plot(self.series[:N, 0], color=theme.color("input"), linestyle="-", linewidth=1.8)
        above.set(title=self.names[0] + (f" ({self.units[0]})" if self.units[0] else ""))
        for row, start in enumerate(starts):
            if leaks[row]:
                target = {"facecolor": theme.color("surface"), "edgecolor": theme.color("gradient"), "hatch": "/////"}
            else:
                target = {"facecolor": theme.color("output"), "alpha": 0.5}
            fill = theme.color("input" if trains[row] else "muted")
            below.add_patch(Rectangle((start - 0.5, row + 0.15), T, 0.7, facecolor=fill, alpha=0.6))
            below.add_patch(Rectangle((start + T - 0.5, row + 0.15), H, 0.7, **target))
        for axes in (above, below):
            axes.axvline(border - 0.5, color=theme.color("ink"), linestyle="--", linewidth=1)
        below.set(title="windows and their targets (dashed: the split)", xlabel="timestep", ylim=(max(len(starts), 1), 0), yticks=[])
        below.set_xlim(-0.5, N - 0.5)
        n = len(starts)
        return "Sequence tensor", (
            f"{N} values, window {T}, horizon {H}, stride {self.stride}: {n} windows, X of shape ({n}, {T}, {self.features}), "
            f"{sum(trains)} to train and {n - sum(trains)} to test (blue and gray; the targets are purple). Cut \"{self.order}\": "
            f"{sum(leaks)} training windows reach into the test part (hatched)."
        )

    def _cut(self):
        """Where the windows start, whether each trains, and whether it reaches across the split."""
        N, whole, border = self.length, self.window + self.horizon, min(self.train, self.length)
        spans = [(0, N)] if self.order == "window first" else [(0, border), (border, N)]
        starts = [start for first, last in spans for start in range(first, last - whole + 1, self.stride)]
        trains = [start < border for start in starts]
        return starts, trains, [train and start + whole > border for start, train in zip(starts, trains)]

    def _padding_picture(self, figure):
        X, mask, alone = self._batch()
        states = _CELL.forward(X, mask=mask if self.mask else None).H
        grid, curve = figure.subplots(1, 2, width_ratios=(3, 2))
        for (row, t), real in np.ndenumerate(mask):
            color = theme.color("ink" if real else "gradient")
            grid.text(t, row, f"{X[row, t, 0]:.1f}" if real else "0", ha="center", va="center", fontsize=8, color=color)
        grid.imshow(np.where(mask, 0.25, 0), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        grid.set(title="the batch; zeros are padded", xlabel="timestep", yticks=range(4), yticklabels=list(_LENGTHS))
        grid.grid(False)

        k = list(_LENGTHS).index(self.sequence)
        for unit, linestyle in enumerate(("-", "--")):
            look = {"color": theme.color("hidden"), "linestyle": linestyle}
            curve.plot(states[k, :, unit], linewidth=2.5, **look)
            curve.plot(np.flatnonzero(mask[k]), alone[k][:, unit], linewidth=1, marker="o", markersize=3, **look)
        curve.set(title=f"states of {self.sequence}", xlabel="timestep", ylim=(-1.05, 1.05))
        drift = np.abs(states[k, -1] - alone[k][-1]).max()
        where = "after" if self.where == "post" else "before"
        return "Sequence tensor: padding and mask", (
            f"Four sequences padded to {self.pad_to} timesteps with zeros {where} the real ones, the mask {'on' if self.mask else 'off'}. "
            f"Thick: the states in the batch; thin with dots: those of sequence {self.sequence} alone. "
            f"The last state is moved by {drift:.2f}."
        )

    def _batch(self):
        """The padded batch (4, T, 1), its mask, and the states of each sequence alone."""
        _, values = scale(self.series[: self.length, 0])
        starts = [k * (self.length - own - 1) // 3 for k, own in enumerate(_LENGTHS.values())]
        sequences = [values[start : start + own] for start, own in zip(starts, _LENGTHS.values())]
        X, mask = pad(sequences, where=self.where, length=self.pad_to)
        return X, mask, [_CELL.forward(sequence[None, :, None]).H[0] for sequence in sequences]


def _checked(series):
    values = np.asarray(series)
    if values.dtype.kind not in "fiub" or values.ndim not in (1, 2):
        raise ValueError(
            f"series has shape {values.shape} and holds {values.dtype}; "
            f"expected real numbers of shape (N,) or (N, features)"
        )
    values = values.reshape(len(values), -1).astype(float)
    steps, features = values.shape
    if not SHORTEST <= steps <= LONGEST or not 1 <= features <= MOST_FEATURES:
        raise ValueError(
            f"series has {steps} timesteps and {features} features; expected {SHORTEST} to "
            f"{LONGEST} timesteps and 1 to {MOST_FEATURES} features"
        )
    if not np.isfinite(values).all():
        raise ValueError(
            f"series has {np.count_nonzero(~np.isfinite(values))} NaN or infinite values; "
            f"expected finite numbers"
        )
    return values


def _texts(what, texts, features, pattern):
    texts = [pattern.format(i + 1) for i in range(features)] if texts is None else list(texts)
    if len(texts) != features:
        raise ValueError(f"{what} has {len(texts)} entries; the series has {features} features")
    return texts
