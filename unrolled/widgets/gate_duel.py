"""W7: SimpleRNN, GRU and LSTM on the same input, as Keras starts them and after training."""

from functools import cache
from pathlib import Path

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import GRU, LSTM, SimpleRNN

from .base import STATIC, Choice, Reals, Whole, Widget

TIMESTEPS = 40
SEED = 0
CELLS = {"SimpleRNN": SimpleRNN, "GRU": GRU, "LSTM": LSTM}
# (cell, units) of all networks.  With one feature the LSTM's 8 units have 320 parameters; a GRU of
# 9 units (324) and a SimpleRNN of 17 (323) are the nearest to it.
NETWORKS = (("SimpleRNN", 8), ("GRU", 8), ("LSTM", 8), ("SimpleRNN", 17), ("GRU", 9))
MATCHES = {"units": (0, 1, 2), "parameters": (3, 4, 2)}
TRAINED = Path(__file__).with_name("gate_duel.npz")  # made by tools/train_gate_duel.py


@cache
def _trained():
    with np.load(TRAINED) as file:
        return dict(file)


def _network(weights, name, units):
    if weights == "start":
        return CELLS[name].random(1, units, SEED, dtype=np.float32)
    stored = _trained()
    return CELLS[name](*(stored[f"{name}{units}.{part}"] for part in ("W_x", "W_h", "b")))


def networks(weights="start", match="units"):
    """The three cells of the duel, {"SimpleRNN": cell, "GRU": cell, "LSTM": cell}, in float64.

    weights : "start", as Keras starts them (seed 0), or "trained", to keep the sign of the last pulse
    match   : "units", 8 each, or "parameters", as near to the LSTM's 320 as whole units allow

    The weights are rounded to float32, as Keras keeps them.  Raises ValueError for other words.
    """
    if weights not in ("start", "trained"):
        raise ValueError(f"weights {weights!r}; expected 'start' or 'trained'")
    duel = {}
    for name, units in _matched(match):
        cell = _network(weights, name, units)
        duel[name] = CELLS[name](*(part.astype(float) for part in (cell.W_x, cell.W_h, cell.b)))
    return duel


def readouts(match="units"):
    """What turns a trained network's H_t into its answer H_t w + b: {name: (w (units,), b)}.

    Raises ValueError for another `match` than those of `networks`.
    """
    stored = _trained()
    return {
        name: (stored[f"{name}{units}.w"].astype(float), float(stored[f"{name}{units}.w_b"]))
        for name, units in _matched(match)
    }


def _matched(match):
    if match not in MATCHES:
        raise ValueError(f"match {match!r}; expected 'units' or 'parameters'")
    return [NETWORKS[k] for k in MATCHES[match]]


def inputs():
    """The series to start from: {name: (40,)}, numbers from -1 to 1."""
    pulse, two, step = np.zeros((3, TIMESTEPS))
    pulse[0] = two[0] = 1
    two[14] = -1
    step[4:] = 1
    noise = np.round(np.random.default_rng(SEED).normal(0, 0.2, TIMESTEPS), 2)  # largest: 0.47
    noise[0] = 1
    return {"pulse": pulse, "two": two, "step": step, "noise": noise}


def _float32(values, _):
    return values.astype("<f4").tobytes()


class GateDuel(Widget):
    """SimpleRNN, GRU and LSTM on the same input: what each gate does, and what is left of one timestep.

    series   : the input X, 40 numbers from -1 to 1
    timestep : t, 1 to 40: the timestep that is taken out, and whose numbers are read
    read     : 1 to 40: when the states with and without X_t are compared, and the gradient starts
    weights  : "start", as Keras starts them, or "trained", to keep the sign of the last pulse
    match    : "units" (8 each) or "parameters" (SimpleRNN 17, GRU 9, LSTM 8 units)

    `networks(weights, match)` of this module gives the cells.
    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "gate_duel.js"

    networks = traitlets.List(read_only=True).tag(sync=True)  # [cell, units, accuracy after training]
    numbers = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=_float32)
    presets = traitlets.Dict(read_only=True).tag(sync=True)

    series = Reals(inputs()["pulse"])
    timestep = Whole(1)
    read = Whole(30)
    weights = Choice("start", "trained", default="start")
    match = Choice("units", "parameters", default="units")

    def __init__(self, **settings):
        stored = _trained()
        self.set_trait("networks", [[*one, float(stored["accuracy"][k])] for k, one in enumerate(NETWORKS)])
        # One network after the other, each W_x, W_h, b: as started, then trained with its w and b.
        parts = []
        for weights in ("start", "trained"):
            for name, units in NETWORKS:
                cell = _network(weights, name, units)
                parts += [cell.W_x, cell.W_h, cell.b]
                if weights == "trained":
                    parts += [stored[f"{name}{units}.w"], stored[f"{name}{units}.w_b"]]
        self.set_trait("numbers", np.concatenate([part.ravel() for part in parts]))
        self.set_trait("presets", {name: series.tolist() for name, series in inputs().items()})
        self.set_trait("limits", {"series": (-1, 1), "timestep": (1, TIMESTEPS), "read": (1, TIMESTEPS)})
        super().__init__(**settings)

    def _picture(self, figure):
        X = np.array(self.series)[None, :, None]
        without = X.copy()
        without[0, self.timestep - 1] = 0
        t = np.arange(1, TIMESTEPS + 1)
        places = figure.subplot_mosaic([["input"] * 3, list(CELLS)], height_ratios=(1, 2))
        series = places.pop("input")
        series.plot(t, X[0, :, 0], color=theme.color("input"), linestyle="-", drawstyle="steps-mid")
        series.plot(self.timestep, X[0, self.timestep - 1, 0], "o", color=theme.color("input"))
        series.set(title="the input; the dot is taken out", ylim=(-1.4, 1.4), xticks=[1, 10, 20, 30, 40])

        told = []
        for name, cell in networks(self.weights, self.match).items():
            left = np.linalg.norm(cell.forward(X).H[0] - cell.forward(without).H[0], axis=-1)
            share = 100 * left / (left.max() or 1)  # a timestep of zero changes nothing
            axes = places[name]
            axes.plot(t, share, color=theme.color("hidden"), linestyle="-")
            axes.axvline(self.read, color=theme.color("muted"), linewidth=1, linestyle="--")
            axes.set_title(f"{name}, {cell.units} units", fontsize=9)
            axes.set(xlabel="timestep", xticks=[1, 10, 20, 30, 40], yticks=[0, 50, 100], ylim=(-3, 103))
            told.append(f"{name}\xa0{_percent(share[self.read - 1])}")
        places["SimpleRNN"].set_ylabel(f"% left of $X_{{{self.timestep}}}$")
        weights = "as Keras starts them" if self.weights == "start" else "trained"
        return "Gate duel", (
            f"The states with and without X = {self.series[self.timestep - 1]:g} at t = {self.timestep}, of cells with "
            f"equal {self.match} and weights {weights}: how far they are apart, 100 % where they are farthest. "
            f"Left at t = {self.read} (dashed): {', '.join(told)}."
        )


def _percent(share):
    """"31\xa0%": the number and its sign stay on one line."""
    text = f"{share:.3g}" if share >= 0.001 or share == 0 else "below 0.001"
    return f"{text}\xa0%"
