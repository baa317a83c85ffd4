"""A5: battery life with intervals, on a fleet of one's own."""

import numpy as np

from ...battery import conformal_quantile
from ..assignments import Assignment, Question
from ..oracle import close
from . import call_and_look, field, items, mark, typed

ASSIGNMENT = Assignment(
    "A5",
    (
        Question("life", 3, "def life_and_rul(", ("life_and_rul",)),
        Question("split", 3, "def split_by_cell(", ("split_by_cell",)),
        Question("features", 3, "def early_features(", ("early_features",)),
        Question("baselines", 2, "def baseline_forecasts(", ("baseline_forecasts",)),
        Question("ridge", 3, "def ridge_forecast(", ("ridge_forecast",)),
        Question("intervals", 4, "def life_intervals(", ("life_intervals",)),
        Question("judge", 3, "def judge(", ("judge",)),
        Question("own", 3, "def my_numbers(", ("my_numbers",)),
    ),
    setup="import numpy as np",
)


def checks(student_id=""):
    """For the name of each question, its check."""
    return {
        "life": check_life,
        "split": check_split,
        "features": check_features,
        "baselines": check_baselines,
        "ridge": check_ridge,
        "intervals": check_intervals,
        "judge": check_judge,
        "own": typed("A5", own_numbers, OWN, student_id),
    }


# --- what the answers should return


def _lives(capacity, limit, run):
    low, starts = capacity <= limit, capacity.shape[1] - run + 1
    stays = np.logical_and.reduce([low[:, later : later + starts] for later in range(run)])
    return np.where(stays.any(axis=1), stays.argmax(axis=1), np.inf)


def _split(cells, order, sizes):
    return [np.flatnonzero(np.isin(cells, drawn)) for drawn in np.split(order, np.cumsum(sizes)[:-1])]


def _features(capacity, now):
    half = now // 2
    middle, last = (np.maximum(1 - np.median(capacity[:, end - 10 : end], axis=1), 1e-3) for end in (half, now))
    return np.column_stack([np.log(middle), np.log(last), 1e4 * (last - middle) / (now - half)])


def _line(capacity, limit, now):
    slope, start = np.polyfit(np.arange(now), capacity[:, :now].T, 1)
    return np.where(slope < 0, np.maximum((limit - start) / slope - now, 0), np.inf)


def _ridge(X, y, X_new, strength):
    center, spread = X.mean(axis=0), X.std(axis=0)
    spread = np.where(np.ptp(X, axis=0) == 0, 1.0, spread)
    Z, logs = (X - center) / spread, np.log(y)
    weights = np.linalg.solve(Z.T @ Z + strength * np.eye(Z.shape[1]), Z.T @ (logs - logs.mean()))
    return np.exp(logs.mean() + (X_new - center) / spread @ weights)


def _intervals(rul, forecast, parts, level):
    _, calibration, test = parts
    reach = np.exp(conformal_quantile(abs(np.log(rul[calibration] / forecast[calibration])), level))
    return forecast[test] / reach, forecast[test] * reach


def _judged(rul, forecast, low, high, baselines, level):
    error, *others = (float(np.median(abs(guess - rul))) for guess in (forecast, *baselines.values()))
    outside = np.maximum(low - rul, 0) + np.maximum(rul - high, 0)
    return {
        "error": error,
        "baseline": min(others),
        "better": error < min(others),
        "coverage": float(np.mean((low <= rul) & (rul <= high))),
        "width": float(np.mean(high - low)),
        "score": float(np.mean(high - low + 2 / (1 - level) * outside)),
    }


# --- the checks


def check_life(ask, rng):
    limit, run = round(float(rng.uniform(0.76, 0.84)), 2), int(rng.integers(3, 7))

    def curves(patterns, equal=False):
        """Capacities that are at or below the limit where a pattern says so; NaN after it.

        equal : the low ones are at the limit and the others a little above it, so that rounding shows
        """
        capacity = np.full((len(patterns), max(map(len, patterns))), np.nan)
        for curve, pattern in zip(capacity, patterns, strict=True):
            low = limit - (0 if equal else rng.uniform(0.001, 0.1, len(pattern)))
            high = limit + rng.uniform(0.001, 0.003 if equal else 0.1, len(pattern))
            curve[: len(pattern)] = np.where(pattern, low, high)
        return capacity

    def pattern(length, *spans):
        below = np.zeros(length, bool)
        for start, stop in spans:
            below[start:stop] = True
        return below

    def reply(capacity, now):
        life = _lives(capacity, limit, run)
        return items(ask("life_and_rul", capacity, limit, run, now), 2), life, np.maximum(life - now, 0)

    def stays():
        end = int(rng.integers(24, 32))
        dips = (5, 4 + run), (end - run, end - 1)
        patterns = [
            pattern(70, *dips, (end, 70)),
            pattern(70, *dips, (end, end + run), (end + run + 2, 60)),  # recovers, falls, is mended
            pattern(70, dips[0], (end + 9, 70)),
            pattern(70, (0, 70)),
        ]
        found = [reply(curves(patterns, equal), 10) for equal in (False, True)]
        return all(close(lives, life) for (lives, _), life, _ in found)

    def never():
        patterns = [
            pattern(60),
            pattern(60, (20, 19 + run)),
            pattern(60, (61 - run, 60)),  # too few cycles before the record ends
            pattern(40, (41 - run, 40)),
            pattern(45, (30, 45)),
        ]
        (lives, rul), life, left = reply(curves(patterns), 10)
        return np.isinf(life).sum() == 4 and close(lives, life) and close(rul, left)

    def left_over():
        ends = rng.integers(15, 45, size=6)
        capacity = curves([pattern(60, (end, 60)) for end in ends])
        cycles = (0, 5, int(ends[2]), 50)
        return all(close(left, expected) for (_, left), _, expected in (reply(capacity, now) for now in cycles))

    return mark(
        (
            1,
            stays,
            "The end is the first cycle of the first `run` cycles in a row at or below the limit: one low "
            "measurement is too few, and what comes after those does not count.",
        ),
        (
            1,
            never,
            "A cell whose record ends before `run` cycles in a row are at or below the limit has not ended: "
            "both its numbers are infinity. NaN is no low capacity.",
        ),
        (1, left_over, "What is left is life - now, and 0 from the end on."),
    )


def check_split(ask, rng):
    replies = []

    def reply():
        """Several rows a cell, in any order: whole numbers between gaps for labels."""
        sizes = [int(size) for size in rng.integers(2, 6, size=3)]
        order = rng.choice(np.arange(100, 1000), size=sum(sizes), replace=False)
        cells = rng.permutation(np.concatenate([order, rng.choice(order, size=3 * len(order))]))
        return cells, order, sizes, items(ask("split_by_cell", cells, order, sizes), 3)

    def ask_once():
        if not replies:
            replies.extend([reply() for _ in range(3)])
        return replies

    def whole():
        for cells, _, _, parts in ask_once():
            if not all(type(part) is np.ndarray and part.ndim == 1 and part.dtype.kind == "i" for part in parts):
                return False
            if not np.array_equal(np.sort(np.concatenate(parts)), np.arange(len(cells))):
                return False
            if sum(len(np.unique(cells[part])) for part in parts) != len(np.unique(cells)):
                return False
        return True

    def right():
        return all(
            all(map(close, parts, _split(cells, order, sizes))) for cells, order, sizes, parts in ask_once()
        )

    return mark(
        (
            1,
            whole,
            "Three arrays of row numbers (whole numbers) are wanted: each row belongs to exactly one part, and "
            "all rows of a cell to the same.  Ask for the cells of two parts and look for common ones.",
        ),
        (
            2,
            right,
            "The first cells of the lottery train, the next ones calibrate, the last ones test; `sizes` "
            "counts cells; the rows of a part ascend.",
        ),
    )


def check_features(ask, rng):
    def case(now, later=0):
        n = int(rng.integers(4, 8))
        speed = rng.uniform(3e-4, 9e-4, size=(n, 1))
        capacity = 1 - speed * np.arange(now + later) ** 0.9 + 0.001 * rng.normal(size=(n, now + later))
        return capacity + 0.03 * (rng.random(capacity.shape) < 0.1)  # recoveries: a mean would see them

    def formula():
        for now in (int(rng.integers(30, 60)) * 2, int(rng.integers(30, 60)) * 2 + 1):
            capacity = case(now)
            value, untouched = call_and_look(ask, "early_features", capacity, now)
            if not untouched or not close(value, _features(capacity, now)):
                return False
        return True

    def known():
        now = 2 * int(rng.integers(30, 45))  # even: a half rounded up is a mistake of the formula alone
        capacity = case(now, later=80)
        expected = _features(capacity, now)
        first = ask("early_features", capacity, now)
        capacity[:, now:] = rng.uniform(0.2, 1.8, size=(len(capacity), 80))
        second = ask("early_features", capacity, now)
        capacity[:, now + 20 :] = np.nan
        third = ask("early_features", capacity, now)
        return all(close(value, expected) for value in (first, second, third))

    def fresh():
        now = 2 * int(rng.integers(30, 45))
        capacity = case(now)
        capacity[0] = 1.01 + 1e-4 * rng.normal(size=now)
        capacity[1] = 0.9995 + 1e-4 * rng.normal(size=now)  # a fade between 0 and the floor
        return close(ask("early_features", capacity, now), _features(capacity, now))

    return mark(
        (
            1,
            formula,
            "On records of exactly `now` cycles the numbers differ: medians of ten cycles, at the end of each "
            "half, and the growth between the two for each cycle, times 10,000.",
        ),
        (
            1,
            known,
            "When only cycles from `now` on change, no feature may change: at that time they lie in the future.",
        ),
        (
            1,
            fresh,
            "A new cell can hold more than 1: each fade below 0.001, above 0 too, counts as 0.001, in the "
            "logarithms and in the growth.",
        ),
    )


def check_baselines(ask, rng):
    def case():
        now, n = int(rng.integers(30, 60)), int(rng.integers(5, 9))
        limit = round(float(rng.uniform(0.76, 0.84)), 2)
        speed = rng.uniform(1e-3, 2e-3, size=(n, 1))
        speed[0], speed[1] = -1e-3, 0.4 / now  # one that gains, and one that has ended already
        capacity = 1 - speed * np.arange(now + 40) - 1e-5 * np.arange(now + 40) ** 1.5
        capacity = capacity + 0.002 * rng.normal(size=capacity.shape)
        capacity[:, now:] = rng.uniform(0.3, 0.9, size=(n, 40))
        rul = rng.lognormal(6, 0.6, size=int(rng.integers(11, 20)))
        reply = ask("baseline_forecasts", capacity, limit, now, rul)
        return reply, np.full(n, rul.mean()), _line(capacity, limit, now)

    def right(name, place):
        found = [case() for _ in range(2)]
        return all(close(field(reply[0], name), reply[1 + place]) for reply in found)

    return mark(
        (
            1,
            lambda: right("mean", 0),
            "The mean forecasts the mean remaining life of the training cells, the same for every cell: (n,).",
        ),
        (
            1,
            lambda: right("line", 1),
            "The line is fitted to the cycles 0 to now - 1 alone; what is left counts from `now` on, is never "
            "below 0, and infinity where the line does not fall.",
        ),
    )


def check_ridge(ask, rng):
    def case(n_new=6):
        n, offset, size = int(rng.integers(14, 22)), rng.normal(scale=9, size=3), rng.uniform(0.2, 30, size=3)
        normal = rng.normal(size=(n + n_new, 3))
        normal[n:] += 1.5  # the new cells differ from those of the training
        y = np.exp(6 + 0.5 * normal[:n] @ rng.normal(size=3) + 0.3 * rng.normal(size=n))
        X = offset + size * normal
        return [X[:n], y, X[n:], float(rng.uniform(1, 6))]

    def values():
        for given in (case(), case()):
            value, untouched = call_and_look(ask, "ridge_forecast", *given)
            if not untouched or not close(value, _ridge(*given)):
                return False
        return True

    def alone():
        X, y, X_new, strength = case()
        expected = _ridge(X, y, X_new, strength)
        crowd = np.concatenate([X_new, X_new + 1000])
        single = ask("ridge_forecast", X, y, X_new[:1], strength)
        together = ask("ridge_forecast", X, y, crowd, strength)
        both = close(single, expected[:1]) and type(together) is np.ndarray and close(together[:6], expected)
        X[:, 1] = 7.0
        return both and close(ask("ridge_forecast", X, y, X_new, strength), _ridge(X, y, X_new, strength))

    return mark(
        (
            2,
            values,
            "The forecasts are not those of ridge on the logarithm: scale each feature with the training cells "
            "(dividing by N), penalize the weights and not the intercept, and come back with exp; arguments "
            "stay as they are.",
        ),
        (
            1,
            alone,
            "A new cell must get the same forecast alone and in a crowd; a feature that is constant in "
            "training has spread 1.",
        ),
    )


def check_intervals(ask, rng):
    def case(n_calibration, level):
        """Rows in any order; training cells are met too well, as they are."""
        sizes = int(rng.integers(25, 35)), n_calibration, int(rng.integers(5, 9))
        forecast = rng.lognormal(6, 0.5, size=sum(sizes))
        parts = [np.sort(part) for part in np.split(rng.permutation(sum(sizes)), np.cumsum(sizes)[:-1])]
        miss = rng.normal(0.15, 0.4, size=sum(sizes))
        miss[parts[0]] *= 0.2
        return [forecast * np.exp(miss), forecast, parts, level]

    def right(*cases):
        for given in (case(*each) for each in cases):
            value, untouched = call_and_look(ask, "life_intervals", *given)
            if not untouched or not all(map(close, items(value, 2), _intervals(*given))):
                return False
        return True

    def rank():
        n = int(rng.integers(21, 28))
        # With 19 and 24 the rank is a whole number before rounding; with 9 it is the last one there is.
        return right((19, 0.9), (24, 0.8), (9, 0.9), (n, 0.9), (n + 9, 0.75), (n, 0.8))

    def roles():
        given = case(22, 0.8)
        rul, forecast, parts, level = given
        moved, widened = rul.copy(), rul.copy()
        moved[parts[0]] *= 7
        moved[parts[2]] *= 11
        widened[parts[1]] = forecast[parts[1]] * (rul[parts[1]] / forecast[parts[1]]) ** 3
        first, second, third = (
            items(ask("life_intervals", lives, forecast, parts, level), 2) for lives in (rul, moved, widened)
        )
        if not all(type(end) is np.ndarray and end.shape == parts[2].shape for end in first + third):
            return False
        as_before = all(map(close, second, first))
        return as_before and bool(((first[1] > first[0]) & (third[1] - third[0] > first[1] - first[0])).all())

    return mark(
        (
            2,
            rank,
            "The factor is exp of the score of rank ceil((n + 1) level) among the n calibration cells, smallest "
            "first; a score is |log(rul / forecast)|, and the factor works on both sides.",
        ),
        (
            1,
            roles,
            "The intervals must follow from the calibration cells alone: they may not change with the remaining "
            "lives of training or test cells, and have to widen when calibration cells are met worse.",
        ),
        (
            1,
            lambda: right((8, 0.9), (3, 0.8)),
            "Where the rank is larger than n there is no such score: the interval is 0 to infinity.",
        ),
    )


def check_judge(ask, rng):
    def case(error=0.2, worst_first=True, tie=False, level=None):
        n, level = int(rng.integers(20, 30)), level or float(rng.choice([0.75, 0.8, 0.9]))
        rul = rng.lognormal(6, 0.5, size=n)
        forecast = rul * np.exp(error * rng.normal(size=n))
        center = forecast * np.exp(0.3 * rng.normal(size=n))
        low, high = center * np.exp(-rng.uniform(0.1, 0.6, n)), center * np.exp(rng.uniform(0.1, 0.9, n))
        low[0], high[0], low[1], high[1] = rul[0], 2 * rul[0], rul[1] / 2, rul[1]  # the ends belong to it
        fair, bad = rul * np.exp(0.5 * rng.normal(size=n)), np.where(np.arange(n) < 0.7 * n, np.inf, rul + 3)
        if tie:
            fair = forecast.copy()
        baselines = {"line": bad, "mean": fair} if worst_first else {"mean": fair, "line": bad}
        given = (rul, forecast, low, high, baselines, level)
        return ask("judge", *given), _judged(*given)

    def right(found, *names):
        return all(close(field(reply, name), expected[name]) for reply, expected in found for name in names)

    def verdict():
        found = [case(0.1), case(0.1, worst_first=False), case(2.0), case(2.0, worst_first=False), case(tie=True)]
        answers = [expected["better"] for _, expected in found]
        said = [field(reply, "better") for reply, _ in found]
        return answers == [True, True, False, False, False] == said and right(found, "error", "baseline")

    return mark(
        (
            1,
            verdict,
            "Errors are medians of |forecast - rul|, the baseline is the one that errs least, and better means "
            "a smaller error than that: a draw is not better.",
        ),
        (
            1,
            lambda: right([case() for _ in range(5)], "coverage", "width"),
            "Coverage is the share of cells inside, ends included; width is the mean of high - low.",
        ),
        (
            1,
            lambda: right([case(level=level) for level in (0.9, 0.75, 0.5)], "score"),
            "The interval score is the width, plus 2 / (1 - level) times the distance of a life below low or "
            "above high: the mean over cells.",
        ),
    )


def own_numbers(cells):
    """What `my_numbers` should hold for one student's `Cells`."""
    life = _lives(cells.capacity, cells.limit, cells.run)
    rul = np.maximum(life - cells.now, 0)
    asked = np.isfinite(life) & (life > cells.now)
    parts = [part[asked[part]] for part in _split(cells.serial, cells.order, cells.sizes)]
    train, _, test = parts
    X = _features(cells.capacity, cells.now)
    forecast = _ridge(X[train], rul[train], X, 1.0)
    low, high = _intervals(rul, forecast, parts, cells.level)
    lines = _line(cells.capacity, cells.limit, cells.now)[test]
    baselines = {"mean": np.full(len(test), rul[train].mean()), "line": lines}
    found = _judged(rul[test], forecast[test], low, high, baselines, cells.level)
    del found["better"]
    return {"ended": int(np.isfinite(life).sum())} | found


OWN = (
    (
        1,
        ["ended", "baseline"],
        "How many of your cells have ended, or what the better baseline misses on your test cells, is not right.",
    ),
    (1, ["error"], "The median error of ridge on your test cells is not right: which cells trained it?"),
    (
        1,
        ["coverage", "width", "score"],
        "Coverage, width and score are not those of your test cells at your level, calibrated on your "
        "calibration cells.",
    ),
)
