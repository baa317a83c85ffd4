"""W8: which inputs each output of a causal and of a bidirectional network depends on."""

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import GRU, LSTM, Bidirectional, SimpleRNN

from .base import STATIC, Choice, Reals, Whole, Widget

TIMESTEPS = 16
UNITS = 4
SEED = 0
CELLS = {"SimpleRNN": SimpleRNN, "GRU": GRU, "LSTM": LSTM}
MERGES = ("concat", "sum", "ave", "mul")


def _cells(kind):
    """The cell that reads forward and the one that reads backward, as Keras starts them (seeds 0 and 1)."""
    started = [CELLS[kind].random(1, UNITS, seed) for seed in (SEED, SEED + 1)]
    # Three decimals, so that the page computes with the very same numbers.
    return [CELLS[kind](*(np.round(part, 3) + 0.0 for part in (one.W_x, one.W_h, one.b))) for one in started]


def network(cell="GRU", direction="bidirectional", merge="concat"):
    """The network of the widget, with one feature, in float64.

    cell      : "SimpleRNN", "GRU" or "LSTM", each with 4 units
    direction : "bidirectional", or "causal", which is its forward cell alone
    merge     : "concat", "sum", "ave" or "mul", as in Keras; a causal network has nothing to merge

    Weights as Keras starts them, seed 0 for the cell that reads forward and 1 for the other, rounded
    to three decimals.  Raises ValueError for other words.
    """
    for name, value, known in (
        ("cell", cell, tuple(CELLS)), ("direction", direction, ("causal", "bidirectional")), ("merge", merge, MERGES),
    ):  # fmt: skip
        if value not in known:
            raise ValueError(f"{name} {value!r}; expected one of {known}")
    there, back = _cells(cell)
    return there if direction == "causal" else Bidirectional(there, back, merge)


def sensitivity(network, series):
    """||dY_t / dX_s||, (T, T), of a network on a series of T numbers: row t the output, column s the input.

    Backpropagation through time from each of the m units of each output Y_t alone, all T * m at once.
    """
    T = len(series)
    X = np.reshape(series, (1, T, 1))
    m = network.forward(X).H.shape[-1]
    starts = np.eye(T * m).reshape(T * m, T, m)
    dX = network.backward(network.forward(np.repeat(X, T * m, axis=0)), starts).dX
    return np.linalg.norm(dX.reshape(T, m, T), axis=1)


def inputs():
    """The series to start from: {name: (16,)}, numbers from -1 to 1."""
    t = np.arange(1, TIMESTEPS + 1)
    return {
        "noise": np.round(np.random.default_rng(3).uniform(-0.8, 0.8, TIMESTEPS), 1) + 0.0,
        "wave": np.round(0.8 * np.sin(2 * np.pi * t / 8), 1) + 0.0,
        "step": np.where(t < 9, -1.0, 1.0),
        "zeros": np.zeros(TIMESTEPS),
    }


class BiContext(Widget):
    """Which inputs X_s each output Y_t depends on: a bidirectional network sees the future.

    series    : the input X, 16 numbers from -1 to 1
    direction : "bidirectional", or "causal": the forward cell alone
    merge     : "concat", "sum", "ave" or "mul", how the states of both directions become one output
    cell      : "SimpleRNN", "GRU" or "LSTM", 4 units in each direction
    timestep  : t, 1 to 16, the output that is examined
    position  : s, 1 to 16, the input whose influence is read

    `network(cell, direction, merge)` of this module gives the network, `sensitivity(network, series)`
    the map.  A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "bi_context.js"

    weights = traitlets.Dict(read_only=True).tag(sync=True)
    presets = traitlets.Dict(read_only=True).tag(sync=True)

    series = Reals(inputs()["noise"])
    direction = Choice("causal", "bidirectional", default="bidirectional")
    merge = Choice(*MERGES, default="concat")
    cell = Choice(*CELLS, default="GRU")
    timestep = Whole(8)
    position = Whole(11)

    def __init__(self, **settings):
        pairs = {
            kind: [{name: getattr(one, name).tolist() for name in ("W_x", "W_h", "b")} for one in _cells(kind)]
            for kind in CELLS
        }
        self.set_trait("weights", pairs)
        self.set_trait("presets", {name: series.tolist() for name, series in inputs().items()})
        self.set_trait("limits", {"series": (-1, 1), "timestep": (1, TIMESTEPS), "position": (1, TIMESTEPS)})
        super().__init__(**settings)

    def _picture(self, figure):
        from matplotlib.colors import LinearSegmentedColormap, LogNorm

        T, t = TIMESTEPS, self.timestep
        values = sensitivity(network(self.cell, self.direction, self.merge), self.series)
        zeros = np.argwhere(values == 0)
        shades = LinearSegmentedColormap.from_list("gradient", [theme.color("surface"), theme.color("gradient")])
        whole, row = figure.subplots(1, 2, width_ratios=(1, 1))
        edges = np.arange(T + 1) + 0.5
        shown = whole.pcolormesh(edges, edges, np.ma.masked_equal(values, 0), norm=LogNorm(1e-5, 1), cmap=shades)
        if len(zeros) < T * T:
            figure.colorbar(shown, ax=whole, location="left", shrink=0.8)
        for output, position in zeros + 1:
            whole.text(position, output, "0", ha="center", va="center", fontsize=6, color=theme.color("muted"))
        whole.step(edges, edges, where="post", color=theme.color("ink"), linestyle="-", linewidth=1)
        whole.axhspan(t - 0.5, t + 0.5, fill=False, edgecolor=theme.color("ink"), linewidth=1.5)
        whole.set(xlabel="input s", ylabel="output t", xticks=(1, 4, 8, 12, 16), yticks=(1, 4, 8, 12, 16), ylim=(T + 0.5, 0.5), aspect="equal")
        whole.set_title("right of the stairs: the future", fontsize=9)
        whole.grid(False)

        now = values[t - 1]
        row.bar(np.arange(1, T + 1), now, color=theme.color("surface"), edgecolor=theme.color("gradient"), hatch="////")
        row.axvline(t + 0.5, color=theme.color("ink"), linewidth=1, linestyle="--")
        row.set(xlabel="input s (dashed: now)", xticks=(1, 4, 8, 12, 16))
        row.set_title(f"what changes output {t}", fontsize=9)

        share = f"{100 * now[t:].sum() / now.sum():.0f} %" if now[t:].any() else "none"
        name = f"A causal {self.cell} with {UNITS} units"
        if self.direction == "bidirectional":
            name = f"A bidirectional {self.cell} with {UNITS} units in each direction, merged by {self.merge},"
        return "Context of each output", (
            f"{name} reads {T} timesteps; shades are the sensitivity of output t to input s, on a log scale. "
            f"{len(zeros)} of {T * T} entries are exactly zero. At t = {t}, {share} of the sensitivity comes from the future."
        )
