"""W5: an LSTM step by step, its gates computed from an input that the reader draws."""

import json
from pathlib import Path

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import LSTM

from .base import STATIC, Choice, Reals, Whole, Widget

TIMESTEPS = 24
STEPS = ("forget", "input", "candidate", "cell", "output", "hidden")

_AIRLINE = json.loads((Path(__file__).parent / "lstm_airline.json").read_text("utf-8"))
_RMSE = _AIRLINE["rmse"]

# Weights of the preset cells, fused as in Keras: gates i, f, c, o.  All read one feature.
PRESETS = {
    "latch": {
        "W_x": [[20, 16, 0, 0]],
        "W_h": [[-30, 0, 0, 0]],
        "b": [-10, 8, 4, 4],
        "says": "Latch: an input above 0.5 opens the input gate, the state that it sets closes that gate again, "
        "and the forget gate keeps the state until an input below \u22120.5 empties the cell.",
    },
    "integrator": {
        "W_x": [[0, 0, 0.2, 0]],
        "W_h": [[0, 0, 0, 0]],
        "b": [8, 8, 0, 4],
        "says": "Integrator: forget and input gate both stand near 1 whatever comes, "
        "so the cell adds up a fifth of every input.",
    },
    # Unit 2 is high one timestep after a high input, and then keeps the input gate of unit 1 closed.
    "counter": {
        "W_x": [[20, 20, 0, 0, 0, 0, 0, 0]],
        "W_h": [[0] * 8, [-30, 0, 0, 0, 0, 0, 0, 0]],
        "b": [-10, -10, 8, -8, 4, 4, 4, 4],
        "says": "Counter: unit 1 adds 1 when the input jumps above 0.5, and unit 2, which remembers "
        "the last input alone, keeps it from counting one long pulse twice.",
    },
    "trained": {
        **{name: _AIRLINE[name] for name in ("W_x", "W_h", "b")},
        "says": "Trained: four units that learned to forecast the airline series up to 1957. "
        f"In 1958 to 1960 they miss the next month by {_RMSE['network']} thousand passengers (RMSE), "
        f"repeating the last month by {_RMSE['last month']}, last year's growth by {_RMSE['growth of last year']}.",
    },
}


def _pulse():
    x = np.zeros(TIMESTEPS)
    x[2] = 1
    return x


class LSTMStepper(Widget):
    """An LSTM that reads a drawn series of 24 timesteps, one sub-step at a time.

    preset : which weights, "latch", "integrator", "counter" or "trained" (on the airline series)
    x      : the input, 24 numbers from -1 to 1
    t      : the timestep that is written out, counted from 1
    step   : its sub-step, "forget", "input", "candidate", "cell", "output" or "hidden"
    unit   : the unit that is drawn, counted from 1; the last one where it is beyond

    `presets` holds the weights in Keras's order (W_x (1, 4h), W_h (h, 4h), b (4h,)), and `airline`
    the series' last 24 months of training, as scaled logarithms.

    Raises `traitlets.TraitError` for a setting out of range.
    """

    _esm = STATIC / "lstm_stepper.js"

    limits = traitlets.Dict({"x": (-1, 1), "t": (1, TIMESTEPS), "unit": (1, 4)}, read_only=True).tag(sync=True)
    presets = traitlets.Dict(PRESETS, read_only=True).tag(sync=True)
    airline = traitlets.List(_AIRLINE["x"], read_only=True).tag(sync=True)

    preset = Choice(*PRESETS, default="latch")
    x = Reals(_pulse())
    t = Whole(3)
    step = Choice(*STEPS, default="forget")
    unit = Whole(1)

    def _picture(self, figure):
        lstm = LSTM(*(PRESETS[self.preset][name] for name in ("W_x", "W_h", "b")))
        trace = lstm.forward(np.array(self.x)[None, :, None])
        unit = min(self.unit, lstm.units)
        t = np.arange(1, TIMESTEPS + 1)
        tracks = {
            "input $x$": ([*self.x], {"color": theme.color("input"), "linestyle": "-", "drawstyle": "steps-mid"}),
            **{
                name: (values[0, :, unit - 1], theme.line(role))
                for name, values, role in [
                    ("forget $f$", trace.F, "forget"), ("input gate $i$", trace.I, "input"),
                    (r"candidate $\tilde c$", trace.C_tilde, "candidate"), ("cell $c$", trace.C, "cell"),
                    ("output $o$", trace.O, "output"), ("hidden $h$", trace.H, "hidden"),
                ]
            },
        }  # fmt: skip
        x, f, i, candidate, c, o, h = tracks
        places = figure.subplot_mosaic([[x, x], [f, c], [i, o], [candidate, h]], sharex=True)
        for name, (values, look) in tracks.items():
            axes = places[name]
            axes.plot(t, values, **look)
            axes.axvline(self.t, color=theme.color("muted"), linewidth=1, linestyle="--")
            axes.set_title(name, fontsize=9)
            if name.startswith(("forget", "input gate", "output")):
                axes.set_ylim(-0.1, 1.1)
            elif not name.startswith("cell"):
                axes.set(ylim=(-1.2, 1.2), yticks=[-1, 1])
        for name in candidate, h:
            places[name].set(xlabel="timestep t", xticks=[1, *range(6, TIMESTEPS + 1, 6)])
        now = {"f": trace.F, "i": trace.I, "c": trace.C, "o": trace.O, "h": trace.H}
        read = ", ".join(f"{name} = {values[0, self.t - 1, unit - 1]:.3f}" for name, values in now.items())
        return "An LSTM, step by step", (
            f"An LSTM with {lstm.units} unit{'' if lstm.units == 1 else 's'} ({self.preset}) reads {TIMESTEPS} timesteps. "
            f"At t = {self.t} (dashed) its input is {self.x[self.t - 1]:g}, and unit {unit} has {read}."
        )
