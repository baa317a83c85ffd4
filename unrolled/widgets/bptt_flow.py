"""W3: what flows back through a SimpleRNN, and what truncation cuts off."""

import numpy as np
import traitlets

from .base import Choice, Real, Reals, Whole, Widget

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
