"""W3: what flows back through a SimpleRNN, and what truncation cuts off."""

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import SimpleRNN

from .base import STATIC, Choice, Real, Reals, Whole, Widget

LONGEST = 16


def wave():
    """Seventeen values of two slow waves, rounded to one decimal: 16 inputs and their next values."""
    t = np.arange(1, LONGEST + 2)
    return np.round(0.6 * np.sin(2 * np.pi * t / 6) + 0.3 * np.cos(2 * np.pi * t / 11), 1) + 0.0


class BPTTFlow(Widget):
    """Gradients flow back through every timestep; truncation cuts them.

    A SimpleRNN of 3 units reads a series of one feature, H_t = tanh(X_t W_x + H_{t-1} W_h + b),
    and forecasts Y_t = H_t V + c.  The loss is the sum of (Y_t - target_t)^2.

    series, targets : 16 numbers each, of which the first `timesteps` are used
    W_x, W_h, b     : the weights of the SimpleRNN, shapes (1, 3), (3, 3) and (3,)
    V, c            : the linear read-out, shape (3,) and a number

    timesteps : T, 2 to 16
    loss      : "last" or "every", the timesteps at which a loss stands
    truncate  : k; the gradient is cut every k timesteps, counted back from the end, so that the
                last chunk is full.  k of T or more cuts nothing.
    carry     : whether the state is carried over a cut; else each chunk starts from zero
    selected  : the timestep, counted from 1, whose recursion is shown with its numbers

    The full gradient, with which the truncated one is compared, is that of the uncut sequence.
    Raises `traitlets.TraitError` for a setting out of range.
    """

    _esm = STATIC / "bptt_flow.js"

    series = Reals(wave()[:-1])
    targets = Reals(wave()[1:])
    W_x = Reals([[-0.5, 0.6, 0.5]])
    W_h = Reals([[0.8, -0.4, 0.2], [-0.3, 0.3, -0.6], [-0.3, -0.1, 0.7]])
    b = Reals([0.2, 0.2, -0.2])
    V = Reals([-0.7, 0.3, 0.6])
    c = Real(0.1)

    timesteps = Whole(12)
    loss = Choice("last", "every", default="last")
    truncate = Whole(3)
    carry = traitlets.Bool(True).tag(sync=True, setting=True)
    selected = Whole(11)

    @traitlets.default("limits")
    def _limits(self):
        values, weights = ("series", "targets"), ("W_x", "W_h", "b", "V", "c")
        return {
            **dict.fromkeys(values, (-5, 5)),
            **dict.fromkeys(weights, (-3, 3)),
            "timesteps": (2, LONGEST),
            "truncate": (1, LONGEST),
            "selected": (1, LONGEST),
        }

    def _picture(self, figure):
        T, k = self.timesteps, min(self.truncate, self.timesteps)
        full = self._shares(T)
        G = full.sum(axis=0)
        length = np.linalg.norm(G) or 1.0  # a zero gradient has no direction, and no bars
        along = [(parts * G).sum(axis=(1, 2)) / length for parts in (full, self._shares(k))]
        bars, curve = figure.subplots(1, 2, width_ratios=(3, 2))

        t = np.arange(1, T + 1)
        bars.set_axisbelow(True)
        bars.bar(t, along[1], width=0.6, color=theme.color("surface"), edgecolor=theme.color("gradient"), hatch="////")
        bars.bar(t, along[0], width=0.8, fill=False, edgecolor=theme.color("ink"), linewidth=1)
        for border in range(T - k, 0, -k):
            bars.axvline(border + 0.5, color=theme.color("muted"), linestyle="--", linewidth=1)
        bars.set(title="what each timestep adds to $\\partial L/\\partial W_h$", xlabel="timestep t (dashed: cuts)")

        cosines = [_cosine(self._shares(step).sum(axis=0), G) for step in t]
        curve.plot(t, cosines, "o-", color=theme.color("gradient"), markersize=3, linewidth=1.5)
        curve.plot(k, cosines[k - 1], "o", color=theme.color("gradient"), markersize=8)
        curve.set(title="cosine with the full one", xlabel="cut every k timesteps", ylim=(None, 1.05))
        curve.xaxis.get_major_locator().set_params(integer=True)

        where = "the last timestep" if self.loss == "last" else "every timestep"
        state = "carried over the cuts" if self.carry else "reset at the cuts"
        cosine = cosines[k - 1]
        angle = "one of the gradients is zero" if np.isnan(cosine) else f"cosine {cosine:.3f}"
        return "Backpropagation through time", (
            f"SimpleRNN with 3 units over {T} timesteps, loss at {where}, gradient cut every {k} timesteps, state "
            f"{state}. Hatched: the gradient with cuts; outline: the full one; {angle} between them."
        )

    def _shares(self, k):
        """H_{t-1}^T delta_t of every timestep, (T, 3, 3), cut every k timesteps counted from the end."""
        cell = SimpleRNN(self.W_x, self.W_h, self.b)
        V, T = np.array(self.V), self.timesteps
        x, targets = np.array(self.series[:T]), np.array(self.targets[:T])
        counts = np.ones(T) if self.loss == "every" else np.eye(T)[-1]
        parts, state = [], None
        borders = sorted({0, *range(T, 0, -k)})
        for start, end in zip(borders, borders[1:]):
            chunk = slice(start, end)
            trace = cell.forward(x[None, chunk, None], state if self.carry else None)
            errors = counts[chunk] * (trace.H[0] @ V + self.c - targets[chunk])
            delta = cell.backward(trace, 2 * errors[None, :, None] * V).delta[0]
            before = np.concatenate([trace.H0, trace.H[0, :-1]])
            parts.append(before[:, :, None] * delta[:, None, :])
            state = trace.state
        return np.concatenate(parts)


def _cosine(A, B):
    """The cosine of the angle between two matrices, NaN where one of them is zero."""
    lengths = np.linalg.norm(A) * np.linalg.norm(B)
    return (A * B).sum() / lengths if lengths else np.nan
