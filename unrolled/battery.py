"""How batteries fade, when they are at their end, and how sure one can be of that beforehand.

A cell loses capacity with every cycle of charge and discharge.  Its state of health (SOH) is the
capacity as a share of that of the new cell, its life ends where the SOH falls below a limit,
often 0.8, and its remaining useful life (RUL) at a cycle is how many are left until then:

    >>> measured = synthetic_fade(noise=0.01, seed=0)   # the course's first cell
    >>> true_life = end_of_life(true_fade())
    >>> lives = life_draws(bayes_quadratic(np.arange(100), measured[:100]))
    >>> low, middle, high = np.quantile(lives, (0.05, 0.5, 0.95), method="inverted_cdf") - 100
    >>> bool(low < true_life - 100 < high)
    True

`simulate_fleet` makes many cells that differ, for a model that learns across cells;
`conformal_interval` turns its forecasts into intervals that hold the truth as often as they say.

Capacities are shares of the new cell's, cycles are counted from 0, and lives may lie between two
cycles.  Bad shapes, NaN and infinity raise ValueError.
"""

import math
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from unrolled.sequences import _numbers, _whole

FLOOR = 0.1  # the synthetic curve never falls below it
ENDED = 0.65  # simulated cells are cycled down to this state of health
CANDIDATES = 400_000  # tried before a fit without healing is given up
BATCH = 4096


# --- cells


def true_fade(cycles=1000):
    """The capacity that the synthetic cell really has at each cycle from 0 on: (cycles,).

    1 - 5e-4 c - 5e-7 c^2, and 0.1 where that is less.  It passes 0.8 between the cycles 306 and
    307, and 0.1 at 932.
    """
    _whole("cycles", cycles)
    c = np.arange(cycles)
    return np.maximum(1 - 5e-4 * c - 5e-7 * c**2, FLOOR)


def synthetic_fade(cycles=1000, noise=0.01, seed=0):
    """The capacity that is measured at each cycle of the synthetic cell: (cycles,).

    `true_fade` with white noise of standard deviation `noise`, in shares of the new capacity, and
    clipped at 0.1 again, after the noise.  Real cyclers measure 4 to 60 times better than the
    1 % that is the default.
    """
    _whole("cycles", cycles)
    _number("noise", noise, least=0)
    c = np.arange(cycles)
    clean = 1 - 5e-4 * c - 5e-7 * c**2
    return np.maximum(clean + np.random.default_rng(seed).normal(0, noise, cycles), FLOOR)


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Fleet:
    """Cells that were cycled until they had faded to 65 %; NaN after the last cycle of each.

    soh        : (cells, cycles), as measured: with noise, and with short recoveries after rests
    smooth     : (cells, cycles), without either; lives are counted on it
    parameters : a row for each cell.  temperature in degrees Celsius and c_rate (1 is a full
                 charge in an hour) say how it was cycled; a, z, b, knee (cycle) and g are those
                 of the equation in `simulate_fleet`
    """

    soh: np.ndarray
    smooth: np.ndarray
    parameters: pd.DataFrame


def simulate_fleet(cells=120, seed=0):
    """Cells of one kind, cycled at other temperatures and currents until 65 % are left: a `Fleet`.

    At cycle n the state of health is

        1 - a n^z - b n - g (max(n - knee, 0) / knee)^2

    The first term is the film that grows on the anode and slows its own growth: about the root
    of time, faster when hot (Arrhenius, 28 kJ/mol).  The second is steady wear, least at 25
    degrees.  The third is the knee, which comes earlier where the others are large.  Every
    parameter scatters between cells as lognormal, z as normal:

        a    = 2.4e-3 exp(-28e3 / R (1 / T - 1 / 298.15)) C^0.15 LN(0.15),  z = N(0.52, 0.02)
        b    = 5e-5 C^0.7 (1 + ((T - 25) / 35)^2) LN(0.25)
        knee = 800 (b / 5e-5)^-0.5 (a / 2.4e-3)^-0.5 LN(0.15),  g = 0.5 LN(0.35)

    at 15, 25, 35 or 45 degrees and at 0.5, 1, 2 or 3 C.  The measured curve has recoveries as
    well, one in 45 cycles, of 0.4 % in the mean (exponential), each gone with a time constant of
    6 cycles, and noise: autoregressive, 0.6 from cycle to cycle, of standard deviation 0.0012,
    and white, 0.0008.

    The equation is ours and made for learning, on these grounds: a power near one half and an
    activation energy near 30 kJ/mol, Wang et al. (2011); knees, Attia et al. (2022); scatter
    between like cells, Baumhoefer et al. (2014); recoveries after rests, the cells of Saha and
    Goebel (2007).
    """
    _whole("cells", cells)
    rng = np.random.default_rng(seed)
    scatter = lambda sd: rng.lognormal(0, sd, cells)  # noqa: E731
    temperature = rng.choice([15.0, 25.0, 35.0, 45.0], cells)
    c_rate = rng.choice([0.5, 1.0, 2.0, 3.0], cells)
    arrhenius = np.exp(-28e3 / 8.314462618 * (1 / (temperature + 273.15) - 1 / 298.15))
    a = 2.4e-3 * arrhenius * c_rate**0.15 * scatter(0.15)
    z = rng.normal(0.52, 0.02, cells)
    b = 5e-5 * c_rate**0.7 * (1 + ((temperature - 25) / 35) ** 2) * scatter(0.25)
    knee = 800 / np.sqrt(b / 5e-5 * a / 2.4e-3) * scatter(0.15)
    g = 0.5 * scatter(0.35)
    parameters = pd.DataFrame(
        {"temperature": temperature, "c_rate": c_rate, "a": a, "z": z, "b": b, "knee": knee, "g": g}
    )

    cycles = 1024
    while (smooth := _fleet_curves(parameters, cycles))[:, -1].max() > ENDED:
        cycles *= 2
    last = (smooth <= ENDED).argmax(axis=1)
    smooth = smooth[:, : last.max() + 1]
    smooth[np.arange(smooth.shape[1]) > last[:, None]] = np.nan

    recoveries = rng.gamma(rng.poisson(1 / 45, smooth.shape), 0.004)  # n of them add up to a gamma
    shocks = rng.normal(0, 0.0012, smooth.shape)
    shocks[:, 1:] *= math.sqrt(1 - 0.6**2)  # so that its standard deviation stays that of the first
    soh = smooth + _remembered(recoveries, math.exp(-1 / 6)) + _remembered(shocks, 0.6)
    return Fleet(soh + rng.normal(0, 0.0008, smooth.shape), smooth, parameters)


def _fleet_curves(parameters, cycles):
    """The equation of `simulate_fleet`: (cells, cycles)."""
    n = np.arange(cycles)
    a, z, b, knee, g = (parameters[[name]].to_numpy() for name in ("a", "z", "b", "knee", "g"))
    return 1 - a * n**z - b * n - g * (np.maximum(n - knee, 0) / knee) ** 2


def _remembered(shocks, keep):
    """What is left at each cycle of the shocks so far: `keep` of it from each to the next."""
    level = np.zeros(len(shocks))
    levels = np.empty_like(shocks)
    for n, shock in enumerate(shocks.T):
        level = keep * level + shock
        levels[:, n] = level
    return levels


# --- the end of life


def first_crossing(capacity, limit, start=0):
    """The cycle at which the capacity first reaches the limit from above, or infinity: (...).

    capacity : (..., cycles); NaN at the end of a cell's cycles, and nowhere else
    limit    : in the units of the capacity
    start    : the cycle of the first value

    The line between the last cycle above the limit and the first at or below it says where
    between them; a cell at or below the limit from the first gets `start`.  A number for one
    cell, else an array.  On a noisy curve the first crossing comes early, since one low
    measurement is enough: smooth it before.
    """
    capacity = _capacity(capacity)
    _number("limit", limit)
    _number("start", start)
    below = capacity <= limit  # False for NaN
    after = below.argmax(axis=-1)[..., None]
    before = np.maximum(after - 1, 0)
    high, low = (np.take_along_axis(capacity, at, axis=-1)[..., 0] for at in (before, after))
    with np.errstate(divide="ignore", invalid="ignore"):  # where nothing falls
        between = np.where(after[..., 0] > 0, (high - limit) / (high - low), 0)
    cycle = np.where(below.any(axis=-1), start + before[..., 0] + between, np.inf)
    return cycle if cycle.ndim else float(cycle)


def end_of_life(capacity, limit=0.8):
    """The cycle at which a cell is at its end: `first_crossing` of capacities counted from cycle 0."""
    return first_crossing(capacity, limit)


def remaining_useful_life(capacity, at, limit=0.8):
    """Cycles that are left at cycle `at` until the end of life, 0 after it, else infinity: (...).

    capacity : (..., cycles), all of the cell's life: this is the truth that a forecast is scored by
    at       : a cycle, or an array of them that broadcasts with the shape of the lives
    """
    at = _numbers("at", at)
    if (at < 0).any():
        raise ValueError(f"at is {at.min():g}; expected cycles from 0 on")
    left = np.maximum(end_of_life(capacity, limit) - at, 0)
    return left if np.ndim(left) else float(left)


# --- curves with their uncertainty


def bayes_quadratic(
    cycles,
    capacity,
    draws=500,
    seed=0,
    monotone=True,
    degree=2,
    horizon=1000,
    prior=3.0,
    normals=None,
):
    """Parabolas that may be the true fade, given what was measured: coefficients (draws, degree + 1).

    cycles   : (n,), at least 0 and ascending, none above the horizon
    capacity : (n,), at least degree + 2 values
    monotone : True keeps only curves that rise nowhere between cycle 0 and the horizon: cells
               do not heal
    degree   : 2, or 1 for straight lines
    horizon  : in cycles
    prior    : how large the coefficients may be, see below
    normals  : (candidates, degree + 1) standard normal numbers to use instead of the seed's

    Coefficient k belongs to cycle^k.  With u = cycle / horizon the capacity is w_0 + w_1 u +
    w_2 u^2 plus white noise.  Prior: w_0 normal around 1 with standard deviation 0.05, since new
    cells have their nominal capacity; the others normal around 0 with standard deviation `prior`,
    so at its default each term may take the whole capacity three times over the horizon.  The
    noise is set to what least squares leaves, at least 1e-6.  The posterior is then normal, with
    precision P and mean m, and a candidate is m + L^-T z, with P = L L^T (Cholesky) and the next
    row z of normals.  `monotone` takes candidates in their order and rejects those whose slope is
    above 0 at cycle 0 or at the horizon, until there are enough.

    Raises ValueError when of 400,000 candidates, or of those that `normals` give, too few never
    heal: the data then turn up so clearly that a falling parabola is the wrong curve.  The root
    of the cycle as a clock, `bayes_quadratic(np.sqrt(cycles), ..., horizon=np.sqrt(1000))`, suits
    cells that fade fast at first.
    """
    if degree not in (1, 2):
        raise ValueError(f"degree is {degree!r}; expected 1 or 2")
    _whole("draws", draws)
    _number("horizon", horizon, above=0)
    _number("prior", prior, above=0)
    cycles, capacity = _curve(cycles, capacity, least=degree + 2)
    if cycles[-1] > horizon:
        raise ValueError(f"cycles reach {cycles[-1]:g}; expected none above the horizon {horizon:g}")

    powers = np.arange(degree + 1)
    inputs = (cycles[:, None] / horizon) ** powers
    residual = capacity - inputs @ np.linalg.lstsq(inputs, capacity, rcond=None)[0]
    variance = max(residual @ residual / (len(cycles) - degree - 1), 1e-12)
    center = np.eye(degree + 1)[0]
    weight = np.where(powers == 0, 0.05, prior) ** -2.0
    precision = inputs.T @ inputs / variance + np.diag(weight)
    mean = np.linalg.solve(precision, inputs.T @ capacity / variance + weight * center)
    spread = np.linalg.inv(np.linalg.cholesky(precision))  # rows z: z @ spread is (L^-T z)^T

    found, count = [], 0
    for z in _batches(normals, degree + 1, seed):
        candidates = mean + z @ spread
        if monotone:
            # The slope of a parabola is a line: it is nowhere above 0 if it is not at the ends.
            slopes = candidates[:, 1:] @ np.array([[1.0, 1.0], [0.0, 2.0]])[:degree]
            candidates = candidates[(slopes <= 0).all(axis=1)]
        found.append(candidates)
        count += len(candidates)
        if count >= draws:
            return np.concatenate(found)[:draws] / horizon**powers
    raise ValueError(
        f"of the candidates only {count} never heal; expected {draws}. The capacity rises, or its "
        f"fade slows too much for a parabola"
    )


def _batches(normals, width, seed):
    """Rows of `width` standard normal numbers: those given, or the stream of the seed."""
    if normals is None:
        rng = np.random.default_rng(seed)
        for _ in range(0, CANDIDATES, BATCH):
            yield rng.standard_normal((BATCH, width))
        return
    normals = _numbers("normals", normals, ranks=(2,))
    if normals.shape[1] != width:
        raise ValueError(f"normals has shape {normals.shape}; expected (candidates, {width})")
    yield normals


def fade_curves(coefficients, cycles):
    """The capacity that each draw expects at each cycle: (draws, n).

    coefficients : (draws, degree + 1), from `bayes_quadratic`
    cycles       : (n,)
    """
    coefficients = _coefficients(coefficients)
    cycles = _numbers("cycles", cycles, ranks=(1,))
    return coefficients @ cycles ** np.arange(coefficients.shape[1])[:, None]


def life_draws(coefficients, limit=0.8, start=0):
    """The cycle at which the curve of each draw first reaches the limit, or infinity: (draws,).

    coefficients : (draws, 2) for lines or (draws, 3) for parabolas, from `bayes_quadratic`
    limit        : in shares of the new capacity
    start        : the cycle to look from; a curve at or below the limit there gets `start`

    This is the root of the curve, no matter how far: `np.isinf` finds those that never end.
    Infinite draws belong to the quantiles: take them with method="inverted_cdf".
    """
    coefficients = _coefficients(coefficients)
    _number("limit", limit)
    _number("start", start, least=0)
    level, slope, bend = np.pad(coefficients, ((0, 0), (0, 3 - coefficients.shape[1]))).T
    above = level + slope * start + bend * start**2 - limit
    slope = slope + 2 * bend * start
    # The smaller positive root of above + slope t + bend t^2, in the form that bend = 0 allows too.
    inside = slope**2 - 4 * bend * above
    fall = np.sqrt(np.maximum(inside, 0)) - slope
    reaches = (inside >= 0) & (fall > 0)
    t = np.divide(2 * above, fall, out=np.full_like(above, np.inf), where=reaches)
    return start + np.where(above <= 0, 0, t)


# --- intervals that hold


def conformal_quantile(scores, level):
    """The score that a new one stays at or below with probability of at least `level`.

    scores : (n,), how far off a model was on each calibration case, which it was not trained on
    level  : between 0 and 1

    The k-th smallest with k = ceil((n + 1) level): if the new case is exchangeable with the n, its
    score is as likely to take each of n + 1 ranks.  Infinity where k > n, that is for fewer than
    level / (1 - level) cases.  Sources: Vovk, Gammerman and Shafer (2005); Romano, Patterson and
    Candes (2019).
    """
    scores = np.sort(_numbers("scores", scores, ranks=(1,)))
    if not len(scores):
        raise ValueError("scores is empty; expected at least one")
    _number("level", level, above=0)
    if level >= 1:
        raise ValueError(f"level is {level!r}; expected a number between 0 and 1")
    # In floats 100 * 0.55 comes out above 55, which would be a rank too many.
    rank = math.ceil((len(scores) + 1) * level - 1e-9)
    return float(scores[rank - 1]) if rank <= len(scores) else math.inf


def conformal_interval(actual, low, high, new_low, new_high, level=0.9):
    """Intervals of a model, made wider or narrower until they hold: `(low, high)` of the new cases.

    actual            : (n,), the truth of the calibration cases
    low, high         : (n,), what the model said of them; the same array twice for a model that
                        says one number
    new_low, new_high : (m,), what it says of new cases
    level             : the share of new cases that their intervals hold, at least, in the mean
                        over calibration sets

    A case's score is how far the truth lies outside its interval, negative inside, and the
    `conformal_quantile` of the scores moves both ends outward.  Where few cases make it infinite,
    so is the interval; where it is negative and an interval is narrower than that, the interval
    is its middle.  Groups stay together: all windows of a cell are one case, not many.
    Source: Romano, Patterson and Candes (2019), conformalized quantile regression.
    """
    actual, low, high = _like("actual", actual, low=low, high=high)
    new_low, new_high = _like("new_low", new_low, new_high=new_high)
    if (low > high).any() or (new_low > new_high).any():
        raise ValueError("low is above high in some case; expected low <= high")
    shift = conformal_quantile(np.maximum(low - actual, actual - high), level)
    shift = np.maximum(shift, (new_low - new_high) / 2)
    return new_low - shift, new_high + shift


# --- what is refused


def _number(name, value, least=-math.inf, above=-math.inf):
    """Refuse anything but a finite number of at least `least` and above `above`."""
    if isinstance(value, bool) or not isinstance(value, Real) or not math.isfinite(value):
        raise ValueError(f"{name} is {value!r}; expected a finite number")
    if value < least or value <= above:
        limits = f"of at least {least}" if value < least else f"above {above}"
        raise ValueError(f"{name} is {value!r}; expected a number {limits}")


def _capacity(capacity):
    """Capacities (..., cycles) as floats; NaN only after the last cycle of a cell."""
    capacity = np.asarray(capacity)
    if capacity.ndim == 0 or not capacity.shape[-1] or capacity.dtype.kind not in "fiu":
        raise ValueError(
            f"capacity has shape {capacity.shape} and type {capacity.dtype}; "
            f"expected real numbers of shape (..., cycles)"
        )
    capacity = capacity.astype(float)
    missing = np.isnan(capacity)
    gap = missing[..., :1].any() or (missing[..., :-1] & ~missing[..., 1:]).any()
    if gap or np.isinf(capacity).any():
        raise ValueError("capacity has a gap (NaN before its last cycle) or infinity; fill it first")
    return capacity


def _curve(cycles, capacity, least):
    """Cycles and the capacities measured at them, both (n,)."""
    cycles, capacity = _like("cycles", cycles, capacity=capacity)
    if len(cycles) < least:
        raise ValueError(f"capacity has {len(cycles)} values; the fit needs at least {least}")
    if cycles[0] < 0 or (np.diff(cycles) <= 0).any():
        raise ValueError("cycles is not ascending from 0 on; expected each cycle once, in order")
    return cycles, capacity


def _like(name, first, **others):
    """Arrays of shape (n,), finite, all as long as the first."""
    first = _numbers(name, first, ranks=(1,))
    others = {other: _numbers(other, values, ranks=(1,)) for other, values in others.items()}
    for other, values in others.items():
        if values.shape != first.shape:
            raise ValueError(
                f"{name} has {len(first)} values and {other} {len(values)}; expected as many"
            )
    return first, *others.values()


def _coefficients(coefficients):
    coefficients = _numbers("coefficients", coefficients, ranks=(2,))
    if coefficients.shape[1] not in (2, 3):
        raise ValueError(
            f"coefficients has shape {coefficients.shape}; expected (draws, 2) or (draws, 3)"
        )
    return coefficients
