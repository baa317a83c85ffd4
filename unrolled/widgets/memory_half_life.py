"""W6: how long a forget gate keeps the cell state."""

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import LSTM

from .base import STATIC, Real, Whole, Widget

_CLOSED = -100  # the bias of the input gate


def log_forget(bias):
    """The logarithm of f = sigmoid(bias), with all its digits where f is near 0 or 1."""
    return -np.logaddexp(0, -np.asarray(bias, dtype=float))


def half_life(bias):
    """The timesteps after which a forget gate with this bias leaves half: ln(1/2) / ln(f)."""
    return np.log(0.5) / log_forget(bias)


def bias_for(lag):
    """The forget bias that leaves half after `lag` timesteps: ln(f / (1 - f)) with f = 2^(-1/lag)."""
    return -np.log(2) / lag - np.log(-np.expm1(-np.log(2) / lag))


class MemoryHalfLife(Widget):
    """The forget bias sets the memory of an LSTM.

    With zero input, a closed input gate and no recurrent weights the forget gate is the same at
    every timestep, f = sigmoid(bias), and of the cell state C_0 = 1 there is left C_t = f^t.
    Half of it is gone after ln(1/2) / ln(f) timesteps, its half-life.

    bias : b of the forget gate, -4 to 8; Keras starts it at 1
    lag  : over how many timesteps one wants to remember, 1 to 400

    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "memory_half_life.js"

    limits = traitlets.Dict({"bias": (-4, 8), "lag": (1, 400)}, read_only=True).tag(sync=True)

    bias = Real(1.0)
    lag = Whole(20)

    def _picture(self, figure):
        lag, half = self.lag, half_life(self.bias)
        t = np.arange(max(10, -(-5 * lag // 4)) + 1)  # as long an axis as in the page
        decay, halves = figure.subplots(1, 2, width_ratios=(3, 2))

        decay.plot(t, np.exp(t * log_forget(self.bias)), **theme.line("forget"))
        every = slice(None, None, -(-t[-1] // 25))
        decay.plot(t[every], self._simulated(t[-1])[every], "o", color=theme.color("cell"), markersize=4)
        decay.axvline(lag, color=theme.color("muted"), linewidth=1)
        if half <= t[-1]:
            dashed = {"color": theme.color("ink"), "linestyle": "--", "linewidth": 1}
            decay.plot([0, half, half], [0.5, 0.5, 0], **dashed)
        decay.set(title="$f^{\\,t}$, and a simulated cell state", xlabel="timestep t", ylim=(-0.03, 1.05))
        decay.set_yticks([0, 0.5, 1])

        biases = np.linspace(*self.limits["bias"], 97)
        halves.plot(biases, half_life(biases), **theme.line("forget"))
        halves.plot(self.bias, half, "o", color=theme.color("forget"))
        for bias in (0, 1, 3, 5):
            halves.plot(bias, half_life(bias), "o", color=theme.color("ink"), markersize=3)
            where = {"xytext": (5, -9), "textcoords": "offset points", "fontsize": 8}
            halves.annotate(f"{bias}: {half_life(bias):.3g}", (bias, half_life(bias)), **where)
        halves.set(title="half-life", xlabel="forget bias b", yscale="log")

        lasts = f"{half:.3g}" if half < 100 else f"{half:.0f}"
        left = lag * log_forget(self.bias) / np.log(10)
        kept = f"{10**left:.3g}" if left > -5 else f"10^{left:.1f}"
        return "Memory half-life", (
            f"Forget bias {self.bias:g}: f = {np.exp(log_forget(self.bias)):.5g}, half-life {lasts} timesteps. "
            f"At lag {lag} (vertical line) there is {kept} left; half is left there with forget bias {bias_for(lag):.2f}. "
            f"Keras starts the bias at 1."
        )

    def _simulated(self, timesteps):
        """C_0 to C_T of a one-unit LSTM that starts at 1, with zero input and a closed input gate."""
        cell = LSTM(np.zeros((1, 4)), np.zeros((1, 4)), np.array([_CLOSED, self.bias, 0, 0]))
        trace = cell.forward(np.zeros((1, timesteps, 1)), (np.zeros((1, 1)), np.ones((1, 1))))
        return np.append(1, trace.C)
