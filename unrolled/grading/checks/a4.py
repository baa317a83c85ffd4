"""A4: honest forecasting.

Two questions are handed objects that the answer calls: a forecaster, and the ways into a
validation and a test part.  Those are built inside, where an answer can read and change them, so
nothing that they note down is believed.  What the forecaster returns depends on every value that
this call of `forecast` and all calls of `fit` were handed, with coefficients drawn for this one
walk, and the forecasts are compared out here with what the right calls would have given: to forge the record is to
make the right calls.  The test part gives one number and then refuses; an answer that gets round
the refusal still has to return the candidate that validation chooses.  What an answer does with
other objects than ours no value shows.
"""

from functools import partial

import numpy as np

from ... import forecasting
from ...forecasting import SeasonalNaive, rmse
from ..assignments import Assignment, Question
from ..oracle import close
from . import call_and_look, field, items, mark, typed

ASSIGNMENT = Assignment(
    "A4",
    (
        Question("naive", 2, "def naive_forecasts(", ("naive_forecasts",)),
        Question("ridge", 3, "def fit_ridge(", ("fit_ridge",)),
        Question("forecast", 2, "def forecast_ridge(", ("forecast_ridge",)),
        Question("rolling", 4, "def rolling_origin(", ("rolling_origin",)),
        Question("scores", 3, "def scores(", ("scores",)),
        Question("choose", 2, "def choose_and_test(", ("choose_and_test",)),
        Question("bootstrap", 2, "def bootstrap_interval(", ("bootstrap_interval",)),
        Question("coverage", 2, "def interval_coverage(", ("interval_coverage",)),
        Question("own", 4, "def my_numbers(", ("my_numbers",)),
    ),
    setup="import numpy as np",
)

# A forecaster whose answers are a fingerprint of what it was handed.
_SPY = """
class _Spy:
    def __init__(self, keys, weights):
        self.keys, self.weights, self.learned = keys, weights, None

    def fit(self, past):
        past = np.asarray(past, dtype=float)
        known = 0.0 if self.learned is None else 0.5 * self.learned  # an earlier fit leaves its trace
        self.learned = known + float(past @ np.cos(self.keys[0] * np.arange(len(past))))
        return self

    def forecast(self, past, horizon):
        if self.learned is None:
            raise RuntimeError("forecast was called before fit")
        past = np.asarray(past, dtype=float)
        seen = float(past @ np.cos(self.keys[1] * np.arange(len(past))))
        return self.weights[0] * self.learned + self.weights[1] * seen + self.keys[2] * np.arange(horizon)

def _roll_spy(series, start, horizon, stride, keys, weights):
    return [rolling_origin(_Spy(keys, weights), series, start, horizon, stride), series]
"""

_SEALED = """
def _choose_sealed(candidates, errors, test_errors):
    opened = []

    def validate(candidate):
        return float(errors[candidates.index(candidate)])

    def open_test(candidate):
        if opened:
            raise RuntimeError("the test part was opened a second time")
        opened.append(candidate)
        return float(test_errors[candidates.index(candidate)])

    return choose_and_test(list(candidates), validate, open_test)
"""


def checks(student_id=""):
    """For the name of each question, its check."""
    return {
        "naive": check_naive,
        "ridge": check_ridge,
        "forecast": check_forecast,
        "rolling": check_rolling,
        "scores": check_scores,
        "choose": check_choose,
        "bootstrap": check_bootstrap,
        "coverage": check_coverage,
        "own": typed("A4", own_numbers, OWN, student_id),
    }


def check_naive(ask, rng):
    def right(place):
        season = int(rng.choice([4, 5, 6, 8, 9]))  # never the week of the practice data
        for horizon in (1, season - 2, season, 2 * season + 3)[: 2 + 2 * place]:
            past = rng.normal(size=3 * season + int(rng.integers(1, season)))
            expected = np.repeat(past[-1], horizon), SeasonalNaive(season).forecast(past, horizon)
            value, untouched = call_and_look(ask, "naive_forecasts", past, horizon, season)
            value = list(value) if type(value) is np.ndarray and value.ndim == 2 else value  # the two as rows
            if not (untouched and close(items(value, 2)[place], expected[place])):
                return False
        return True

    return mark(
        (1, lambda: right(0), "Persistence repeats the last value for each of the `horizon` days."),
        (
            1,
            lambda: right(1),
            "The seasonal naive forecast repeats the last whole season, in its order, also where the horizon is "
            "longer than a season.",
        ),
    )


def _ridge(train, lags, alpha, scale=None):
    """Center, spread, weights and bias: the penalty as `lags` more rows of a least-squares problem.

    scale : center and spread, if not the mean and standard deviation
    """
    center, spread = scale or (train.mean(), train.std())
    spans = np.lib.stride_tricks.sliding_window_view((train - center) / spread, lags + 1)
    rows = np.column_stack([spans[:, :-1], np.ones(len(spans))])
    rows = np.vstack([rows, np.sqrt(alpha) * np.eye(lags, lags + 1)])
    found = np.linalg.lstsq(rows, np.append(spans[:, -1], np.zeros(lags)), rcond=None)[0]
    return center, spread, found[:-1], found[-1]


def _ahead(model, past, horizon):
    """The forecasts of such a model, which reads its own ones, in the units of `past`."""
    center, spread, weights, bias = model
    z = np.append((past[-len(weights) :] - center) / spread, np.zeros(horizon))
    for day in range(len(weights), len(z)):
        z[day] = z[day - len(weights) : day] @ weights + bias
    return center + spread * z[-horizon:]


class _Ridge:
    """The forecaster of the two: scikit-learn's, in `forecasting.RidgeAR`, takes a second to import."""

    def __init__(self, lags, alpha):
        self.lags, self.alpha = lags, alpha

    def fit(self, past):
        self.model = _ridge(past, self.lags, self.alpha)
        return self

    def forecast(self, past, horizon):
        return _ahead(self.model, past, horizon)


def check_ridge(ask, rng):
    near = partial(close, rtol=1e-4, atol=1e-5)  # single precision is precise enough

    def fitted(series, *given):
        value, untouched = call_and_look(ask, "fit_ridge", series, *given)
        return items(value if untouched else None, 4)

    def sizes():
        return int(rng.integers(30, 45)), int(rng.integers(2, 6)), float(rng.uniform(2, 9))

    def asked():
        n_train, lags, alpha = sizes()
        series = 40 + rng.normal(size=n_train).cumsum() + rng.normal(size=n_train)
        return fitted(series, n_train, lags, alpha), (series, lags, alpha)

    def scaling_right():
        value, (train, *_) = asked()
        return near(value[0], train.mean()) and near(value[1], train.std())

    def weights_right():
        """With the scale of the answer, if it is of the right size: a slip in the spread costs one point."""
        value, (train, lags, alpha) = asked()
        if not all(type(number) in (int, float) for number in value[:2]):
            return False
        if not (close(value[0], train.mean(), atol=train.std()) and close(value[1], train.std(), rtol=0.5)):
            return False
        return all(map(near, value[2:], _ridge(train, lags, alpha, value[:2])[2:]))

    def alone(rest):
        """Whether the same is fitted when the days after the training part move, and anything at all."""
        n_train, lags, alpha = sizes()
        days = np.arange(n_train + rest)
        series = 40 + 8 * np.cos(0.6 * days + rng.uniform(0, 6)) + rng.normal(size=len(days))
        moved = series + 1000 * (days >= n_train)
        value, other = (fitted(values, n_train, lags, alpha) for values in (series, moved))
        center, spread, weights, bias = value
        if not all(type(number) in (int, float) for number in (center, spread, bias)):
            return False
        if not (all(map(near, value, other)) and np.shape(weights) == (lags,)):
            return False
        spans = np.lib.stride_tricks.sliding_window_view((series[:n_train] - center) / spread, lags + 1)
        errors = spans[:, -1] - spans[:, :-1] @ weights - bias
        return np.mean(errors**2) < 0.9 * np.var(spans[:, -1])

    return mark(
        (1, scaling_right, "Center and spread are the mean and np.std of the training values."),
        (
            1,
            lambda: weights_right() and weights_right(),
            "The weights or the bias are not those of the smallest penalized error: lags in the order of time, "
            "every example of the training part, the bias without a penalty.",
        ),
        (
            1,
            lambda: alone(1) and alone(20),
            "What is fitted has to forecast the training part better than its mean does, and may not change when "
            "only the values after the training part do.",
        ),
    )


def check_forecast(ask, rng):
    def right(horizon, spare):
        lags = int(rng.integers(3, 6))
        center, spread, bias = float(rng.normal(scale=50)), float(rng.uniform(3, 9)), float(rng.normal())
        weights = 0.4 * rng.normal(size=lags)
        past = center + spread * rng.normal(size=lags + spare)
        model = (center, spread, weights, bias)
        value, untouched = call_and_look(ask, "forecast_ridge", model, past, horizon)
        return untouched and close(value, _ahead(model, past, horizon))

    return mark(
        (
            1,
            lambda: right(1, 6) and right(1, 0),
            "One day ahead: scale the last values, apply weights and bias, and return rentals, not scaled numbers.",
        ),
        (
            1,
            lambda: right(2, 3) and right(9, 4),
            "Several days ahead each forecast is read as the newest value by the next one, and `past` stays as it is.",
        ),
    )


def check_rolling(ask, rng):
    def asked(fit=0.0, past=0.0, stride=1, spare=0):
        """The three arrays, what they should be, and what they should be at the origins that the answer returned.

        spare : so many days are left over behind the last origin
        """
        horizon, start = int(rng.integers(2, 5)), int(rng.integers(12, 18))
        series = rng.normal(size=start + 5 * stride + horizon + spare)
        keys = rng.uniform(0.5, 2.5, size=3)
        ask.run(_SPY, "spy")
        reply = ask("_roll_spy", series, start, horizon, stride, keys, np.array([fit, past]))
        value, after = items(reply, 2)

        def fingerprint(values, key):
            return values @ np.cos(key * np.arange(len(values)))

        def walk(origins):
            forecasts = [
                fit * fingerprint(series[:start], keys[0])
                + past * fingerprint(series[:origin], keys[1])
                + keys[2] * np.arange(horizon)
                for origin in origins
            ]
            actuals = [series[origin : origin + horizon] for origin in origins]
            return origins, np.array(forecasts), np.array(actuals)

        value = items(value if close(after, series, rtol=0, atol=0) else None, 3)
        expected = walk(start + stride * np.arange(6))
        own = value[0]
        if type(own) is np.ndarray and own.ndim == 1 and own.dtype.kind == "i" and len(np.unique(own)) > 1:
            if start <= own.min() and own.max() <= len(series) - horizon:
                return value, expected, walk(own)
        return value, expected, expected

    def origins_right():
        stride = int(rng.integers(2, 5))
        cases = [asked(), asked(stride=stride), asked(stride=stride, spare=stride - 1)]
        return all(close(value[0], expected[0]) for value, expected, _ in cases)

    def right(place, **weights):
        """A walk along other origins costs the point for the origins alone."""
        cases = [asked(**weights), asked(**weights)]
        return all(rows(value[place], one[place]) or close(value[place], own[place]) for value, one, own in cases)

    def rows(value, expected):
        """An origin too few or too many at the end costs the point for the origins alone."""
        count = len(value) if type(value) is np.ndarray and value.ndim == 2 else 0
        return abs(count - len(expected)) <= 1 and close(value[: len(expected)], expected[:count])

    return mark(
        (
            1,
            origins_right,
            "The origins are start, start + stride, ... as long as all `horizon` values after them are in the series.",
        ),
        (1, lambda: right(2), "The actuals of an origin o are the values o, ..., o + horizon - 1."),
        (
            1,
            lambda: right(1, past=1.0),
            "At an origin the forecaster did not get exactly the values before it, or not the horizon.",
        ),
        (
            1,
            lambda: right(1, fit=1.0),
            "`fit` was not handed exactly series[:start], and once: did it see the test part, or was it called again?",
        ),
    )


def check_scores(ask, rng):
    def asked(error, shapes=((-1,), (-1,), (-1,)), horizon=1, uneven=False, times=False):
        """The reply for a model that errs by `error`, None for the baseline itself, and what was given.

        uneven : by that on average;  times : by so many times the baseline's RMSE
        """
        season, n = int(rng.integers(3, 8)), int(rng.integers(20, 30))
        walk = rng.normal(scale=4, size=40 + n + horizon).cumsum()
        spans = np.lib.stride_tricks.sliding_window_view(walk[39:], horizon + 1)
        actuals, baseline = spans[:, 1:], np.repeat(spans[:, :1], horizon, axis=1)
        unit = rng.exponential(size=actuals.shape) if uneven else rmse(actuals, baseline) if times else 1.0
        forecasts = baseline if error is None else actuals + error * unit
        given = [values.reshape(shape) for values, shape in zip((actuals, forecasts, baseline), shapes, strict=True)]
        value, untouched = call_and_look(ask, "scores", *given, walk[:40], season)
        return value if untouched else None, (actuals, forecasts, baseline, walk[:40], season)

    shapes = [((-1,), (-1, 1), (-1,)), ((-1, 1), (-1, 1, 1), (-1,)), ((-1,), (-1, 1), (-1, 1))]
    far = ((-1, 3), (-1, 3, 1), (-1, 3))

    def rmse_right():
        replies = [asked(2.0), asked(-2.0), asked(2.0, uneven=True), asked(2.0, far, horizon=3, uneven=True)]
        replies += [asked(2.0, shape) for shape in shapes]
        return all(close(field(reply, "rmse"), rmse(given[0], given[1])) for reply, given in replies)

    def mase_right():
        replies = [asked(2.0), asked(-3.0, uneven=True), asked(-2.0, far, horizon=3, uneven=True)]
        return all(
            close(field(reply, "mase"), forecasting.mase(actuals, forecasts, train, season))
            for reply, (actuals, forecasts, _, train, season) in replies
        )

    def skill_right():
        cases = [(asked(size, times=True), size < 1) for size in (0.1, 0.9, 1.1, 1.1, 8.0)]
        cases += [(asked(None), False), (asked(8.0, shapes[2], times=True), False)]
        cases += [(asked(0.9, far, horizon=3, times=True), True)]
        return all(
            close(field(reply, "skill"), 1 - rmse(actuals, forecasts) / rmse(actuals, baseline), rtol=1e-5)
            and field(reply, "better") is better
            for (reply, (actuals, forecasts, baseline, *_)), better in cases
        )

    return mark(
        (
            1,
            rmse_right,
            "Forecasts that are wrong by 2 rentals every day have the RMSE 2, whatever axes of length 1 there are.",
        ),
        (
            1,
            mase_right,
            "MASE divides the mean absolute error by the one of repeating the last season within the training part.",
        ),
        (
            1,
            skill_right,
            "Skill is 1 - RMSE / RMSE of the baseline: on a random walk a bad model has less than 0 and is not "
            "better, nor is the baseline better than itself.",
        ),
    )


def check_choose(ask, rng):
    def asked(rising, diverged, draw=True):
        count = int(rng.integers(5, 8))
        candidates = [int(number) for number in rng.permutation(np.arange(1, 60))[:count]]
        errors = rng.permutation(np.arange(3.0, 3.0 + count))
        errors[:2].sort()  # they rise before they fall
        first, second = sorted(int(place) for place in rng.permutation(np.arange(2, count))[:2])
        errors[[first, second]] = 2.0, 2.0 if draw else 2.5
        if (candidates[first] < candidates[second]) != rising:
            candidates[first], candidates[second] = candidates[second], candidates[first]
        test_errors = 20 + errors + rng.random(count)
        test_errors[0] = 1.0  # on the test part another one is best
        if diverged:
            errors[0] = np.nan
        ask.run(_SEALED, "sealed")
        value = items(ask("_choose_sealed", candidates, errors, test_errors), 3)
        return value, (candidates[first], 2.0, test_errors[first])

    def choice_right():
        cases = (asked(rising, diverged) for rising in (True, False) for diverged in (True, False))
        return all(close(value[0], expected[0]) for value, expected in cases)

    def errors_right():
        """Where nothing makes the choice hard: a slip with a draw or NaN costs the other point."""
        cases = (asked(rising, diverged=False, draw=False) for rising in (True, False))
        return all(all(map(close, value, expected)) for value, expected in cases)

    return mark(
        (
            1,
            choice_right,
            "The smallest validation error chooses: the first of several equal ones, never one that is NaN.",
        ),
        (
            1,
            errors_right,
            "The validation error and the test error must be those of the candidate with the smallest validation error.",
        ),
    )


def check_bootstrap(ask, rng):
    def right(places, level, wrap):
        n, horizon, block, draws = int(rng.integers(14, 20)), int(rng.integers(2, 4)), 4, 60
        actuals = rng.normal(scale=5, size=(n, horizon)).cumsum(axis=0)
        first, second = (actuals + size * rng.normal(size=(n, horizon)) for size in (1.0, 1.5))
        blocks = -(-n // block)
        starts = rng.integers(n if wrap else n - block + 1, size=(draws, blocks))
        rows = [[(start + step) % n for start in draw for step in range(block)][:n] for draw in starts]
        differences = np.array([rmse(actuals[r], first[r]) - rmse(actuals[r], second[r]) for r in rows])
        expected = differences, *np.quantile(differences, [(1 - level) / 2, (1 + level) / 2])
        value, untouched = call_and_look(ask, "bootstrap_interval", actuals, first, second, starts, block, level)
        value = items(value, 3)
        return untouched and all(close(value[place], expected[place]) for place in places)

    return mark(
        (
            1,
            lambda: right([0], 0.9, wrap=False) and right([0], 0.9, wrap=True),
            "A draw takes the same whole origins for both models, in blocks that go on at the beginning after the "
            "last origin, cut to n; the difference is RMSE of the first less RMSE of the second.",
        ),
        (
            1,
            lambda: right([0, 1, 2], 0.9, wrap=True) and right([0, 1, 2], 0.5, wrap=True),
            "The interval leaves out (1 - level) / 2 of the differences on each side.",
        ),
    )


def check_coverage(ask, rng):
    def right(places):
        horizon = int(rng.integers(2, 5))
        n, m = 4 * int(rng.integers(4, 8)) + 1, 9  # quantiles 0.25 and 0.75 are whole numbers then
        errors = np.round(rng.exponential(20, size=(n, horizon)) * np.arange(1, horizon + 1))
        forecasts = np.round(rng.normal(200, 30, size=(m, horizon)))
        low, high = (forecasts + np.quantile(errors, q, axis=0) for q in (0.25, 0.75))
        actuals = np.round(rng.uniform(low - 12, high + 12))
        actuals[0], actuals[1] = low[0], high[1]  # the ends belong to the interval
        expected = low, high, np.mean((low <= actuals) & (actuals <= high), axis=0)
        value, untouched = call_and_look(ask, "interval_coverage", errors, forecasts, actuals, 0.5)
        value = items(value, 3)
        tails = items(ask("interval_coverage", errors, forecasts, actuals, 0.8), 3)
        wide = [forecasts + np.quantile(errors, q, axis=0) for q in (0.1, 0.9)]
        return (
            untouched
            and all(close(value[place], expected[place]) for place in places)
            and all(map(close, tails[:2], wide))
        )

    return mark(
        (
            1,
            lambda: right([0, 1]) and right([0, 1]),
            "The interval adds to each forecast two quantiles of the errors (actual - forecast) of its own day ahead.",
        ),
        (
            1,
            lambda: right([0, 1, 2]) and right([0, 1, 2]),
            "The coverage is one share for each day ahead, and the ends of an interval belong to it.",
        ),
    )


def own_numbers(rentals):
    """What `my_numbers` should hold for one student's `Rentals`; the verdict is -1, 0 or 1."""
    end, whole = rentals.sizes[0], rentals.sizes[0] + rentals.sizes[1]

    def roll(forecaster, series, start):
        test = forecasting.rolling_origin(forecaster, series, start, rentals.horizon)
        return test.actuals, test.forecasts

    def ridge(lags):
        return _Ridge(lags, rentals.alpha)

    validated = {lags: roll(ridge(lags), rentals.series[:whole], end) for lags in rentals.candidates}
    lags = min(validated, key=lambda candidate: rmse(*validated[candidate]))
    actuals, model = roll(ridge(lags), rentals.series, whole)
    naive = roll(SeasonalNaive(rentals.season), rentals.series, whole)[1]
    rows = (rentals.starts[:, :, None] + np.arange(rentals.block)).reshape(len(rentals.starts), -1)
    rows = rows[:, : len(actuals)] % len(actuals)
    drawn = [np.sqrt(((actuals - forecasts) ** 2)[rows].mean(axis=(1, 2))) for forecasts in (model, naive)]
    low, high = np.quantile(drawn[0] - drawn[1], [0.025, 0.975])
    errors = np.subtract(*validated[lags])
    below, above = (model + np.quantile(errors, (1 + side * rentals.level) / 2, axis=0) for side in (-1, 1))
    return {
        "lags": lags,
        "model_rmse": rmse(actuals, model),
        "naive_rmse": rmse(actuals, naive),
        "low": float(low),
        "high": float(high),
        "verdict": int(high < 0) - int(low > 0),
        "covered": float(np.mean((below <= actuals) & (actuals <= above))),
    }


OWN = (
    (1, ["naive_rmse"], "The RMSE of the seasonal naive forecast is not that of your test part."),
    (
        1,
        ["lags", "model_rmse"],
        "The lags are not those that validation chooses, or their RMSE on the test part is not right.",
    ),
    (1, ["low", "high", "verdict"], "The interval of the difference, or what it says, is not right."),
    (1, ["covered"], "The coverage is not that of intervals from your validation errors."),
)
