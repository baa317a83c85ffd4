"""W6: how long a forget gate keeps the cell state."""

import traitlets

from .base import Real, Whole, Widget


class MemoryHalfLife(Widget):
    """The forget bias sets the memory of an LSTM.

    With zero input, a closed input gate and no recurrent weights the forget gate is the same at
    every timestep, f = sigmoid(bias), and of the cell state C_0 = 1 there is left C_t = f^t.
    Half of it is gone after ln(1/2) / ln(f) timesteps, its half-life.

    bias : b of the forget gate, -4 to 8; Keras starts it at 1
    lag  : over how many timesteps one wants to remember, 1 to 400

    A setting out of range raises `traitlets.TraitError` with the range.
    """

    limits = traitlets.Dict({"bias": (-4, 8), "lag": (1, 400)}, read_only=True).tag(sync=True)

    bias = Real(1.0)
    lag = Whole(20)
