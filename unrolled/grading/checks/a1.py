"""A1: windows, splits and scaling without leakage."""

import numpy as np

from ... import sequences
from ...forecasting import rmse
from ..assignments import Assignment, Question
from ..oracle import close
from . import call_and_look, field, items, mark, typed

_RMSE = """
def rmse_in_units(y, prediction, center, spread):
    return spread * np.sqrt(np.mean((np.ravel(y) - np.ravel(prediction)) ** 2))
"""

ASSIGNMENT = Assignment(
    "A1",
    (
        Question("windows", 4, "def make_windows(", ("make_windows",)),
        Question("split", 4, "def split_in_order(", ("split_in_order",)),
        Question("overlap", 3, "def sees_training(", ("sees_training",)),
        Question("scale", 4, "def scale_parts(", ("scale_parts",)),
        Question("rmse", 2, "def rmse_in_units(", ("rmse_in_units",), stand_in=_RMSE),
        Question("compare", 3, "def compare_with_persistence(", ("compare_with_persistence",), uses=("rmse",)),
        Question("own", 4, "def my_numbers(", ("my_numbers",)),
    ),
    setup="import numpy as np",
)


def checks(student_id=""):
    """For the name of each question, its check."""
    return {
        "windows": check_windows,
        "split": check_split,
        "overlap": check_overlap,
        "scale": check_scale,
        "rmse": check_rmse,
        "compare": check_compare,
        "own": typed("A1", own_numbers, OWN, student_id),
    }


def check_windows(ask, rng):
    cases = []
    for horizon, spare in ((1, 9), (2, 13), (int(rng.integers(3, 6)), 7), (int(rng.integers(3, 6)), 0)):
        window, features = int(rng.integers(2, 7)), int(rng.integers(3, 6))
        series = rng.normal(size=(window + horizon + spare, features))
        target = int(rng.integers(1, features - 1))  # neither the first column nor the last
        X, y = sequences.windows(series, window, horizon, target=target)
        cases.append(((series, window, horizon, target), X, y[:, -1]))
    replies = {}

    def right(place):
        # One case after the other: an exception at a single window is no hint for who miscounts, and takes no y away.
        for number, (given, *expected) in enumerate(cases):
            if place == 1 and len(expected[1]) == 1:
                continue
            if number not in replies:
                replies[number] = items(ask("make_windows", *given), 2)
            if not close(replies[number][place], expected[place]):
                return False
        return True

    return mark(
        (
            2,
            lambda: right(0),
            "X has another shape, or other rows, than the windows: count the first and the last one.",
        ),
        (
            2,
            lambda: right(1),
            "y is not the target column, `horizon` hours after the last hour of each window.",
        ),
    )


def check_split(ask, rng):
    def right(shape, context):
        sizes = [int(size) for size in rng.integers(8, 15, size=3)]
        series = rng.normal(size=(sum(sizes), *shape))
        expected = sequences.split(series, sizes, context=context)
        value, untouched = call_and_look(ask, "split_in_order", series, sizes, context)
        return untouched and all(map(close, items(value, 3), expected))

    return mark(
        (
            2,
            lambda: right((3,), 0),
            "Without context the parts, put end to end, are not the series in its order.",
        ),
        (
            2,
            lambda: right((2,), int(rng.integers(3, 8))) and right((), 2),
            "The context is not right: only later parts have it, and it comes before their own values.",
        ),
    )


def check_overlap(ask, rng):
    def right(train, test, span):
        rows = {row for start in train for row in range(start, start + span)}
        expected = [any(row in rows for row in range(start, start + span)) for start in test]
        return close(ask("sees_training", train, test, span), np.array(expected))

    def ordered():
        span = int(rng.integers(3, 7))
        edge = int(rng.integers(20, 30))  # the last training start: the examples around its end are decisive
        return right(np.arange(edge + 1), np.arange(edge + 1, edge + 3 * span), span)

    def shuffled():
        starts, span = rng.permutation(400), int(rng.integers(4, 9))
        return right(starts[:20], starts[20:70], span)

    return mark(
        (1, ordered, "Two examples share a row where their starts lie closer together than one span."),
        (
            2,
            shuffled,
            "With starts in any order some test examples are told wrongly: look at training examples on "
            "both sides.",
        ),
    )


def check_scale(ask, rng):
    def parts():
        offset, size = rng.normal(scale=20, size=3), rng.uniform(2, 9, size=3)
        return [offset + size * rng.normal(size=(n, 3)) + 4 * k for k, n in enumerate((30, 11, 12))]

    def right(given, result):
        scaled, center, spread = items(result, 3)
        scaler, *expected = sequences.scale(*given)
        return (
            all(map(close, items(scaled, len(given)), expected))
            and close(center, scaler.center)
            and close(spread, scaler.spread)
        )

    def fitted_on_training():
        given = parts()
        moved = [*given[:2], given[2] + 1000]
        return right(given, ask("scale_parts", given)) and right(moved, ask("scale_parts", moved))

    def constant():
        given = parts()
        for part in given:
            part[:, 1] = 7.0
        given[2][:, 1] = 9.0
        return right(given, ask("scale_parts", given))

    def untouched():
        given = parts()
        value, same = call_and_look(ask, "scale_parts", given)
        return same and right(given, value)

    return mark(
        (
            2,
            fitted_on_training,
            "Each column needs the mean and the standard deviation (dividing by N) of the training part "
            "alone: when only the test part moves, the scaled training part must not.",
        ),
        (1, constant, "A column that is constant in training has spread 0: it is shifted, and divided by 1."),
        (1, untouched, "The parts that were handed in must be as before."),
    )


def check_rmse(ask, rng):
    def right(shape, prediction_shape):
        n, center, spread = int(rng.integers(15, 25)), float(rng.normal(scale=50)), float(rng.uniform(2, 9))
        y, prediction = rng.normal(size=n), rng.normal(size=n)
        given = (y.reshape(shape), prediction.reshape(prediction_shape), center, spread)
        steady = (y.reshape(shape), (y + 0.5).reshape(prediction_shape), center, 4.0)  # wrong by 0.5 of 4: 2.0
        expected = spread * rmse(y, prediction)
        return close(ask("rmse_in_units", *given), expected) and close(ask("rmse_in_units", *steady), 2.0)

    return mark(
        (
            1,
            lambda: right(-1, -1),
            "An error of 0.5 standard deviations of 4 kW is 2 kW, always: is the result in kW, and is it "
            "a root of a mean?",
        ),
        (
            1,
            lambda: right(-1, (-1, 1)) and right((-1, 1), -1),
            "(n, 1) minus (n,) is a table of shape (n, n): bring both to one shape first.",
        ),
    )


def check_compare(ask, rng):
    def ask_about(error=0.0, column=False, share=None):
        """share : of persistence's own errors, made by the model; exactly the same where it is 1"""
        n, window, target = int(rng.integers(30, 50)), int(rng.integers(3, 7)), 1
        walk = rng.normal(size=(n + window, 3)).cumsum(axis=0)
        X, y = sequences.windows(walk, window, target=target)
        y = y[:, 0]
        last = X[:, -1, target]
        prediction = y + error * np.sign(rng.normal(size=n))
        if share:
            prediction = last + (1 - share) * (y - last)
        reply = ask("compare_with_persistence", X, y, prediction[:, None] if column else prediction, target)
        return reply, rmse(y, prediction), rmse(y, last)

    def persistence():
        reply, _, expected = ask_about(0.3)
        return close(field(reply, "persistence"), expected)

    def model():
        plain, plain_expected, _ = ask_about(0.3)
        column, column_expected, _ = ask_about(0.7, column=True)
        return close(field(plain, "model"), plain_expected) and close(field(column, "model"), column_expected)

    def verdict():
        cases = [
            ({"error": 0.1}, True),
            ({"error": 9.0}, False),
            ({"error": 9.0, "column": True}, False),
            ({"share": 1}, False),
            ({"share": 0.9999}, True),
            ({"share": 1.0001}, False),
        ]
        # In an order that no answer can count along with.
        return all(field(ask_about(**cases[k][0])[0], "better") is cases[k][1] for k in rng.permutation(len(cases)))

    return mark(
        (1, persistence, "Persistence repeats the last value that the window shows of the target column."),
        (
            1,
            model,
            "The model's RMSE is not right; a prediction of shape (n, 1) must count like one of shape "
            "(n,).",
        ),
        (1, verdict, "Better means a smaller RMSE than persistence has: not a larger one, and not the same."),
    )


def own_numbers(load):
    """What `my_numbers` should hold for one student's `Load`."""
    context = load.window + load.horizon - 1
    train, _, test = sequences.split(load.series, load.sizes, context=context)
    scaler, _ = sequences.scale(train)
    X, y = sequences.windows(test, load.window, load.horizon, target=load.target)
    return {
        "train_examples": sequences.n_windows(len(train), load.window, load.horizon),
        "test_examples": len(X),
        "center": float(scaler.center[load.target]),
        "spread": float(scaler.spread[load.target]),
        "persistence_rmse": rmse(y[:, -1], X[:, -1, load.target]),
    }


OWN = (
    (1, ["train_examples", "test_examples"], "The number of examples is not that of your series."),
    (1, ["center", "spread"], "Center and spread are not those of your training part."),
    (2, ["persistence_rmse"], "The RMSE of persistence is not that of your test part at your horizon."),
)
