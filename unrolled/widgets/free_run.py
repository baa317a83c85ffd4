"""W10: a forecasting network that reads the truth, and one that reads its own forecasts."""

from functools import cache
from pathlib import Path

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import GRU

from .base import STATIC, Choice, Real, Whole, Widget

UNITS = 20
TRAININGS = ("forcing", "noise", "sampling")
WEIGHTS = Path(__file__).with_name("free_run.npz")  # made by tools/train_free_run.py
WIDTHS = ((1, 3 * UNITS), (UNITS, 3 * UNITS), (2, 3 * UNITS), (UNITS,), ())  # W_x, W_h, b, w, w_b
STEPS_PER_UNIT = 4096  # stored weights are whole multiples of 1 / 4096

PERIODS = (20.0, 20.0 * np.sqrt(5))  # timesteps; no common multiple, so the series never repeats
HEIGHTS = (0.7, 0.55)
FIRST, LAST = 60, 160  # starts: before the first, the state has 60 timesteps to find both phases
LONGEST = 100
LENGTH = LAST + LONGEST + 1
STARTS = tuple(range(FIRST, FIRST + 96, 6))  # the 16 starts of the error by horizon
RUNS = 8  # of the fan
LEVEL = 0.3  # about half of the series' standard deviation, 0.63


def tones(t):
    """The sum of two sines at whole or fractional timesteps t, any shape."""
    return sum(height * np.sin(2 * np.pi * t / period) for height, period in zip(HEIGHTS, PERIODS))


def series():
    """The widget's series, (261,), rounded to four decimals: x_0 to x_260."""
    return np.round(tones(np.arange(LENGTH)), 4) + 0.0


def unpack(numbers):
    """The cell and its read-out (w (units,), b) from the stored whole numbers."""
    parts, at = [], 0
    for shape in WIDTHS:
        size = int(np.prod(shape))
        parts.append(np.reshape(numbers[at : at + size], shape) / STEPS_PER_UNIT)
        at += size
    *weights, w, w_b = parts
    return GRU(*weights), w, float(w_b)


@cache
def _stored():
    with np.load(WEIGHTS) as file:
        return dict(file)


def network(training="forcing"):
    """The trained GRU and its read-out, (cell, w (units,), b): the forecast is H_t w + b.

    training : "forcing", "noise" or "sampling", how it was trained (tools/train_free_run.py)

    Raises ValueError for another word.
    """
    if training not in TRAININGS:
        raise ValueError(f"training {training!r}; expected one of {TRAININGS}")
    return unpack(_stored()[training])


def uniform(seed, k):
    """Random numbers in (0, 1) for whole k >= 0, an array: the generator mulberry32, its state
    counted on from a seed's own place, so that number k needs none of those before it.

    The page has the same function, and gets the same numbers.
    """
    mask = np.uint64(0xFFFFFFFF)
    times = lambda a, b: (np.asarray(a, np.uint64) * np.uint64(b)) & mask  # noqa: E731
    a = (times(seed + 1, 0x9E3779B1) + times(np.asarray(k) + 1, 0x6D2B79F5)) & mask
    a = ((a ^ (a >> np.uint64(15))) * (a | np.uint64(1))) & mask
    a ^= (a + (((a ^ (a >> np.uint64(7))) * (a | np.uint64(61))) & mask)) & mask
    return ((a ^ (a >> np.uint64(14))).astype(float) + 0.5) / 2**32


def draws(seed, runs, horizon):
    """What chance decides in each run at each step: u, uniform in (0, 1), and z, standard normal.

    Both of shape (runs, horizon).  Step h of run r takes the random numbers 3 (100 r + h) and the two after it.
    """
    k = 3 * (LONGEST * np.asarray(runs)[:, None] + np.arange(horizon))
    return uniform(seed, k), np.sqrt(-2 * np.log(uniform(seed, k + 1))) * np.cos(2 * np.pi * uniform(seed, k + 2))


def run(network, x, starts, u, z, forcing=0.0, noise=0.0):
    """Forecasts of x_{start + 1} to x_{start + horizon} for each start, (starts, horizon).

    The network reads the truth up to x_start.  From then on each input is the truth with probability
    `forcing`, where u < forcing, and else the last forecast; noise * z is added to it.
    """
    cell, w, b = network
    states = cell.forward(x[None, :, None]).H[0]
    H = states[np.asarray(starts)]
    Y = np.empty(np.shape(u))
    Y[:, 0] = H @ w + b
    for h in range(1, Y.shape[1]):
        truth = x[np.asarray(starts) + h]
        inputs = np.where(u[:, h] < forcing, truth, Y[:, h - 1]) + noise * z[:, h]
        H = cell.step(inputs[:, None], H)
        Y[:, h] = H @ w + b
    return Y


def errors(network, x, u, z, forcing=0.0, noise=0.0):
    """RMSE by horizon over the 16 starts, (horizon,)."""
    horizon = u.shape[1]
    Y = run(network, x, STARTS, u, z, forcing, noise)
    truth = x[np.array(STARTS)[:, None] + np.arange(1, horizon + 1)]
    return np.sqrt(np.mean((Y - truth) ** 2, axis=0))


def measure(numbers):
    """{"forced": RMSE of one step, "free": RMSE by horizon of the free run, (100,)} of stored weights."""
    u, z = draws(0, range(len(STARTS)), LONGEST)
    one = unpack(numbers)
    return {"forced": float(np.sqrt(np.mean(errors(one, series(), u, z, forcing=1.0) ** 2))), "free": errors(one, series(), u, z)}


def first_above(rmse, level=LEVEL):
    """The first step, from 1, whose error is above the level; None where none is."""
    above = np.flatnonzero(np.asarray(rmse) > level)
    return int(above[0]) + 1 if len(above) else None


@cache
def _measured():
    """What the words of the page say of each network: RMSE of one step, and when its free run leaves."""
    found = {}
    for training in TRAININGS:
        one = measure(_stored()[training])
        found[training] = {"one_step": one["forced"], "free": float(one["free"][49]), "leaves": first_above(one["free"])}
    return found


def _int16(values, _):
    return values.astype("<i2").tobytes()


class FreeRun(Widget):
    """Teacher forcing against free running: what a network forecasts from its own forecasts.

    A GRU of 20 units with a linear read-out forecasts the next value of a sum of two tones, whose
    standard deviation is 0.63.  It reads the truth up to x_start; from then on each input is the
    truth with probability `forcing`, and else its own last forecast.

    start    : 60 to 160, the last timestep that is read for certain
    horizon  : 10 to 100, how many steps are forecast
    forcing  : 0 (free running) to 1 (teacher forcing)
    noise    : 0 to 0.3, standard deviation of what is added to the inputs after the start
    training : "forcing" (its inputs were true values), "noise" (with noise of 0.1 added) or "sampling"
               (scheduled sampling: more and more of its inputs were its own forecasts)
    seed     : 0 to 99, of the draws and the noise
    axis     : "log" or "linear", of the error

    Each of the three networks got 1200 steps of training (tools/train_free_run.py); `measured` has its
    RMSE one step ahead and, in free running, at step 50, and the step at which that first passes 0.3.
    Random numbers: `uniform` of this module, which the page mirrors.
    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "free_run.js"

    series = traitlets.List(read_only=True).tag(sync=True)
    numbers = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=_int16)
    measured = traitlets.Dict(read_only=True).tag(sync=True)
    sizes = traitlets.Dict(read_only=True).tag(sync=True)

    start = Whole(90)
    horizon = Whole(60)
    forcing = Real(0.0)
    noise = Real(0.0)
    training = Choice(*TRAININGS, default="forcing")
    seed = Whole(0)
    axis = Choice("log", "linear", default="log")

    def __init__(self, **settings):
        self.set_trait("series", series().tolist())
        self.set_trait("numbers", np.concatenate([_stored()[training] for training in TRAININGS]))
        self.set_trait("measured", _measured())
        self.set_trait("sizes", {"units": UNITS, "scale": STEPS_PER_UNIT, "runs": RUNS, "starts": list(STARTS), "level": LEVEL})
        limits = {"start": (FIRST, LAST), "horizon": (10, LONGEST), "forcing": (0, 1), "noise": (0, 0.3), "seed": (0, 99)}
        self.set_trait("limits", limits)
        super().__init__(**settings)

    def _picture(self, figure):
        x, one, horizon = series(), network(self.training), self.horizon
        settings = {"forcing": self.forcing, "noise": self.noise}
        fan = run(one, x, [self.start] * RUNS, *draws(self.seed, np.arange(RUNS) + len(STARTS), horizon), **settings)
        u, z = draws(self.seed, range(len(STARTS)), horizon)
        rmse, forced = errors(one, x, u, z, **settings), errors(one, x, u, z, forcing=1.0)
        above, below = figure.subplots(2, 1, height_ratios=(3, 2))
        steps = np.arange(1, horizon + 1)
        t = np.arange(self.start - 20, self.start + horizon + 1)
        above.plot(t, x[t], color=theme.color("ink"), linestyle="-", linewidth=1.5)
        for Y in fan:
            above.plot(self.start + steps, Y, color=theme.color("output"), linestyle="-", linewidth=0.8)
        above.axvline(self.start, color=theme.color("muted"), linewidth=1, linestyle="--")
        above.set(title="the truth (dark) and what is forecast from the dashed line on", ylim=(-2, 2))
        below.plot(steps, forced, color=theme.color("input"), linestyle="--")
        below.plot(steps, rmse, color=theme.color("output"), linestyle="-")
        below.axhline(LEVEL, color=theme.color("muted"), linewidth=1)
        below.set(title="RMSE by horizon (dashed: one step ahead)", yscale=self.axis, xlabel="steps after the start")

        leaves = first_above(rmse)
        when = f"passes {LEVEL} at step {leaves}" if leaves else f"stays below {LEVEL}"
        return "Free running", (
            f"A GRU of {UNITS} units forecasts {horizon} steps from t = {self.start}; an input is the truth with probability "
            f"{self.forcing:g}, with noise {self.noise:g}. Its error over {len(STARTS)} starts {when}; one step ahead "
            f"it is {np.sqrt(np.mean(forced**2)):.4f}."
        )
