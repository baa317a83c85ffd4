"""W13: how long a battery will still last, as an interval that holds as often as it says."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import traitlets

from unrolled import theme
from unrolled.battery import bayes_quadratic, conformal_quantile, first_crossing, life_draws

from .base import STATIC, Choice, Real, Whole, Widget
from .free_run import uniform

EVERY = 5  # cycles between two points of a curve
SCALE = 50_000  # a stored state of health is a whole multiple of 1 / 50,000
NOISE = 0.003  # standard deviation of what the cycler measures, as a share of the new capacity
LAST = 1500  # a life that is forecast to be longer counts as this
AROUND = 5  # points whose mean says where the other cells' curves shall go through
DRAWS, CANDIDATES = 200, 2000
GROUPS = {"look": 10, "calibrate": 10, "others": 9}  # cells that are looked at, calibrate, and lend their curves
METHODS = ("line", "parabola", "falling", "others")


@cache
def fleet():
    """The simulated cells: state of health (cells, points) every 5 cycles, NaN after a cell's last, and a name of each.

    In the order of `GROUPS`, dealt by chance; rounded to multiples of 1 / 50,000.
    """
    import csv
    rows = list(csv.DictReader(open("/tmp/w13x/fleet.csv")))
    curves = [np.array(row["capacity_Ah"].split(), float)[::EVERY] for row in rows]
    soh = np.full((len(curves), max(map(len, curves))), np.nan)
    for row, curve in zip(soh, curves):
        row[: len(curve)] = curve / curve[0]
    names = [f"{row['temperature_C']} °C, {row['c_rate']}C" for row in rows]
    order = np.random.default_rng(0).permutation(29)
    soh = np.round(soh[order] * SCALE) / SCALE
    return soh[:, ~np.isnan(soh).all(axis=0)], [names[i] for i in order]


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
    """The cycles at which a cell may be at its end, in ascending order, at most 1500.

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
        fit = {"draws": DRAWS, "horizon": LAST}
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


def scores(outlook, cutoff):
    """How far each truth lies outside its interval, in logarithms of the remaining life; negative inside."""
    left = lambda cycle: np.log(np.maximum(cycle - cutoff, 1))  # noqa: E731
    truth = np.log(outlook.truth - cutoff)
    return np.maximum(left(outlook.low) - truth, truth - left(outlook.high))


def widened(low, high, cutoff, shift):
    """The interval with its remaining lives divided and multiplied by exp(shift); its middle where that would turn it round."""
    low, high = (np.log(np.maximum(end - cutoff, 1)) for end in (low, high))
    shift = np.maximum(shift, (low - high) / 2)
    return cutoff + np.exp(low - shift), cutoff + np.exp(high + shift)


def outlook(method="line", conformal=False, cutoff=100, limit=0.8, level=0.9):
    """What is said of the cells that are looked at, an `Outlook`; `high` is infinite where too few cells calibrate."""
    said = raw("look", method, cutoff, limit, level)
    if not conformal:
        return said
    known = raw("calibrate", method, cutoff, limit, level)
    shift = conformal_quantile(scores(known, cutoff), level)
    with np.errstate(over="ignore"):
        return Outlook(said.cells, said.truth, *widened(said.low, said.high, cutoff, shift))


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

    cell = Whole(1)
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
        sizes = {"cells": len(soh), "scale": SCALE, "every": EVERY, "last": LAST, "draws": DRAWS, "candidates": CANDIDATES}
        self.set_trait("sizes", sizes | {"noise": NOISE, "around": AROUND, "groups": GROUPS})
        limits = {"cell": (1, GROUPS["look"]), "cutoff": (20, 250), "limit": (70, 85), "level": (50, 95)}
        self.set_trait("limits", limits)
        super().__init__(**settings)
