"""W13: how long a battery will still last, as an interval that holds as often as it says."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import traitlets

from unrolled import theme
from unrolled.battery import bayes_quadratic, conformal_interval, first_crossing, life_draws
from unrolled.datasets import load_pybamm_fleet

from .base import STATIC, Choice, Whole, Widget
from .free_run import uniform

EVERY = 5  # cycles between two points of a curve
SCALE = 50_000  # a stored state of health is a whole multiple of 1 / 50,000
NOISE = 0.003  # standard deviation of what the cycler measures, as a share of the new capacity
LAST = 2500  # a life that is forecast to be longer counts as this
PRIOR = 10.0  # of `bayes_quadratic`: so much of the capacity may each term take within LAST cycles
AROUND = 5  # points whose mean says where the other cells' curves shall go through
DRAWS, CANDIDATES = 200, 2000
GROUPS = {"look": 20, "calibrate": 25, "others": 18}  # cells that are looked at, calibrate, and lend their curves
METHODS = ("line", "parabola", "falling", "others")


@cache
def fleet():
    """The cells of `load_pybamm_fleet`: state of health (cells, points) every 5 cycles, and a name of each.

    In the order of `GROUPS`, dealt by chance; NaN after a cell's last point, which lies on the line through its last
    two cycles; rounded to multiples of 1 / 50,000.
    """
    cells = load_pybamm_fleet()
    order = np.random.default_rng(0).permutation(len(cells.soh))
    soh = np.full((len(order), -(-cells.soh.shape[1] // EVERY) + 1), np.nan)
    for row, curve in zip(soh, cells.soh[order]):
        curve = curve[~np.isnan(curve)]
        curve = np.append(curve, curve[-1] + (curve[-1] - curve[-2]) * np.arange(1, EVERY))[::EVERY]
        row[: len(curve)] = np.round(curve * SCALE) / SCALE
    conditions = cells.parameters[["temperature_C", "c_rate"]].to_numpy()[order]
    return soh, [f"{temperature:g} °C, {rate:g}C" for temperature, rate in conditions]


def group(name):
    """Which rows of `fleet` are the cells of a group."""
    sizes = list(GROUPS.values())
    at = list(GROUPS).index(name)
    return slice(sum(sizes[:at]), sum(sizes[: at + 1]))


def normal(seed, k):
    """Standard normal numbers for whole k >= 0, an array; the page makes the same."""
    return np.sqrt(-2 * np.log(uniform(seed, 2 * k))) * np.cos(2 * np.pi * uniform(seed, 2 * k + 1))


@cache
def normals():
    """(2000, 3) standard normal numbers, the same for every fit."""
    return normal(0, np.arange(3 * CANDIDATES)).reshape(CANDIDATES, 3)


@cache
def measured():
    """What a cycler measures of `fleet`: (cells, points), with white noise."""
    soh = fleet()[0]
    return soh + NOISE * normal(1, np.arange(soh.size)).reshape(soh.shape)


def lives(method, seen, limit):
    """The cycles at which a cell may be at its end, in ascending order, at most 2500.

    method : "line", "parabola" or "falling": 200 draws of `bayes_quadratic` from the cell's own points, of straight
             lines, of parabolas, or of those that never heal (lines where too few of 2000 parabolas fall);
             or "others": one life from each of the other cells, stretched in time so that its curve goes through
             the mean of the last five points
    seen   : (n,) what was measured every 5 cycles up to the cut-off
    """
    cutoff = EVERY * (len(seen) - 1)
    if method == "others":
        curves = fleet()[0][group("others")]
        curves = curves[np.nanmin(curves, axis=1) <= limit]
        level = max(seen[-AROUND:].mean(), limit)
        with np.errstate(divide="ignore"):  # a cell that looks new
            found = (cutoff - EVERY * (AROUND - 1) / 2) * (first_crossing(curves, limit) / first_crossing(curves, level))
    else:
        fit = {"draws": DRAWS, "horizon": LAST, "prior": PRIOR}
        data = EVERY * np.arange(len(seen)), seen
        line = {"degree": 1, "monotone": False, "normals": normals()[:, :2]}
        try:
            curved = {"degree": 2, "monotone": method == "falling", "normals": normals()}
            curves = bayes_quadratic(*data, **fit, **(line if method == "line" else curved))
        except ValueError:  # nearly all parabolas turn up
            curves = bayes_quadratic(*data, **fit, **line)
        found = life_draws(curves, limit, start=cutoff)
    return np.sort(np.clip(found, cutoff, LAST))


@dataclass(frozen=True, eq=False)
class Outlook:
    """What a method says of the cells of a group that are alive at the cut-off and whose end is known.

    cells     : (n,) rows of `fleet`
    truth     : (n,) the cycle at which each is at its end
    low, high : (n,) its interval
    """

    cells: np.ndarray
    truth: np.ndarray
    low: np.ndarray
    high: np.ndarray


def raw(name, method, cutoff, limit, level):
    """The intervals of a group as the method gives them: quantiles of its `lives`, an `Outlook`."""
    soh = fleet()[0]
    ends = EVERY * first_crossing(soh, limit)
    cells = np.arange(len(soh))[group(name)]
    cells = cells[(ends[cells] > cutoff) & np.isfinite(ends[cells])]
    tails = (0.5 - level / 2, 0.5 + level / 2)
    seen = measured()[cells, : cutoff // EVERY + 1]
    quantiles = [np.quantile(lives(method, points, limit), tails) for points in seen]
    low, high = np.reshape(quantiles, (-1, 2)).T
    return Outlook(cells, ends[cells], low, high)


def outlook(method="line", conformal=False, cutoff=100, limit=0.8, level=0.9):
    """What is said of the cells that are looked at, an `Outlook`.

    conformal : whether the logarithms of the remaining lives, of 1 cycle at least, go through `conformal_interval`
                with the cells of the group "calibrate"; `high` is infinite where those are too few
    """
    said = raw("look", method, cutoff, limit, level)
    if not conformal:
        return said
    known = raw("calibrate", method, cutoff, limit, level)
    left = lambda cycle: np.log(np.maximum(cycle - cutoff, 1))  # noqa: E731
    logs = np.log(known.truth - cutoff), left(known.low), left(known.high), left(said.low), left(said.high)
    low, high = conformal_interval(*logs, level)
    return Outlook(said.cells, said.truth, cutoff + np.exp(low), cutoff + np.exp(high))


def interval_score(low, high, truth, level):
    """The width, and 2 / (1 - level) for each cycle by which the truth is missed; less is better (Winkler 1972)."""
    return high - low + 2 / (1 - level) * np.maximum(0, np.maximum(low - truth, truth - high))


def _uint16(values, _):
    return np.nan_to_num(np.round(values * SCALE)).astype("<u2").tobytes()


class RulHorizon(Widget):
    """Remaining useful life of a battery, as an interval that holds as often as it says.

    Cells that PyBaMM simulated are measured every 5 cycles up to a cut-off, with white noise of
    standard deviation 0.003.  Some are looked at, some calibrate, some lend their curves; no cell
    does two of these.

    cell      : 1 to 20, which of the cells that are looked at
    cutoff    : 20 to 250, the last cycle that is seen, a multiple of 5
    limit     : 70 to 85, percent of the new capacity at which a life ends
    level     : 50 to 95, percent; with what probability an interval shall hold
    method    : "line", "parabola", "falling" (parabolas that never heal) or "others"; see `lives` of this module
    conformal : whether intervals are widened by what the calibration cells missed
    hidden    : whether each truth waits for the reader's own interval

    The functions of this module give the numbers that are shown: `outlook` all intervals, `lives` the draws.
    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "rul_horizon.js"

    fleet = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=_uint16)
    names = traitlets.List(read_only=True).tag(sync=True)
    sizes = traitlets.Dict(read_only=True).tag(sync=True)

    cell = Whole(5)
    cutoff = Whole(50)
    limit = Whole(80)
    level = Whole(90)
    method = Choice(*METHODS, default="line")
    conformal = traitlets.Bool(False).tag(sync=True, setting=True)
    hidden = traitlets.Bool(False).tag(sync=True, setting=True)

    @traitlets.validate("cutoff")
    def _on_a_point(self, proposal):
        if proposal["value"] % EVERY:
            raise traitlets.TraitError(f"cutoff must be a multiple of {EVERY}; got {proposal['value']}")
        return proposal["value"]

    def __init__(self, **settings):
        soh, names = fleet()
        self.set_trait("fleet", soh)
        self.set_trait("names", names[: GROUPS["look"]])
        sizes = {"cells": len(soh), "scale": SCALE, "every": EVERY, "last": LAST, "draws": DRAWS, "candidates": CANDIDATES, "prior": PRIOR}
        self.set_trait("sizes", sizes | {"noise": NOISE, "around": AROUND, "groups": GROUPS})
        limits = {"cell": (1, GROUPS["look"]), "cutoff": (20, 250), "limit": (70, 85), "level": (50, 95)}
        self.set_trait("limits", limits)
        super().__init__(**settings)

    def _picture(self, figure):
        soh, names = fleet()
        at, limit, level = self.cell - 1, self.limit / 100, self.level / 100
        said = outlook(self.method, self.conformal, self.cutoff, limit, level)
        held = (said.low <= said.truth) & (said.truth <= said.high)
        curve, intervals = figure.subplots(1, 2, width_ratios=(3, 2))
        seen = measured()[at, : self.cutoff // EVERY + 1]
        cycles = EVERY * np.arange(soh.shape[1])
        curve.plot(cycles, 100 * soh[at], color=theme.color("ink"), linestyle="-", linewidth=2.5, alpha=0.6)
        curve.plot(cycles[: len(seen)], 100 * seen, "o", color=theme.color("ink"), markersize=3)
        curve.axhline(self.limit, color=theme.color("gradient"), linestyle="-", linewidth=1.5)
        curve.axvline(self.cutoff, color=theme.color("muted"), linewidth=1, linestyle="--")

        words = f"Cell {self.cell} ({names[at]}), seen until cycle {self.cutoff}, "
        here = said.cells == at
        if here.any():
            low, high, truth = (float(part[here][0]) for part in (said.low, said.high, said.truth))
            right = min(high, LAST)
            curve.plot([low, right], [self.limit] * 2, color=theme.color("output"), linestyle="-", linewidth=6, solid_capstyle="butt")
            curve.plot(truth, self.limit, "o", color=theme.color("ink"), markersize=5)
            until = f"to {high:.0f}" if np.isfinite(high) else "on, without end"
            words += f"ended at cycle {truth:.0f} with {self.limit} % left; forecast: {low:.0f} {until}, with {self.level} %."
            curve.set_xlim(0, 1.1 * min(max(right, truth), LAST))
        else:
            words += "was at its end before."
        curve.set(title="capacity in percent, by cycle", ylim=(66, 102), xlabel="cycle")

        for row, (low, high, truth, holds) in enumerate(zip(said.low, said.high, said.truth, held)):
            ends = np.clip((np.array([low, high]) - self.cutoff) / (truth - self.cutoff), 1 / 8, 8)
            look = {"color": theme.color("output"), "linestyle": "-"} if holds else {"color": theme.color("gradient"), "linestyle": ":"}
            intervals.plot(ends, [-row, -row], linewidth=3, **look)
        intervals.axvline(1, color=theme.color("ink"), linestyle="-", linewidth=1)
        intervals.set_xscale("log", base=2)
        intervals.set_xticks([1 / 8, 1 / 2, 1, 2, 8], ["1/8", "1/2", "1", "2", "8"])
        intervals.set(title="intervals ÷ life left", xlim=(1 / 8, 8), yticks=[])
        return "Remaining useful life", f"{words} Of {len(held)} cells, {held.sum()} are held by their intervals."
