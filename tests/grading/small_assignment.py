"""A made-up assignment of three questions, its checks, right answers, and limits for tests."""

import textwrap

import numpy as np

from unrolled.grading.assignments import Assignment, Question
from unrolled.grading.oracle import Cell, Result, close, grade
from unrolled.grading.sandbox import Limits

LIMITS = Limits(cpu=2, wall=8, memory=300 * 10**6, address_space=4 * 2**30, processes=64, disk=16 * 2**20)

SMALL = Assignment(
    "A0",
    (
        Question("windows", 3, "def make_windows(", ("make_windows",)),
        Question("rmse", 2, "def persistence_rmse(", ("persistence_rmse",)),
        Question("step", 3, "def step(", ("step",)),
    ),
    setup="import numpy as np",
)

TEMPLATES = {
    "windows": "def make_windows(series, window):\n    raise NotImplementedError",
    "rmse": "def persistence_rmse(series):\n    raise NotImplementedError",
    "step": "def step(x, h, W, U, b):\n    raise NotImplementedError",
}

RIGHT = {
    "windows": """
        def make_windows(series, window):
            return np.stack([series[start : start + window] for start in range(len(series) - window + 1)])
        """,
    "rmse": """
        def persistence_rmse(series):
            return np.sqrt(np.mean(np.diff(series) ** 2))
        """,
    "step": """
        def step(x, h, W, U, b):
            return np.tanh(x @ W + h @ U + b)
        """,
}


def check_windows(ask, rng):
    for _ in range(3):
        length, window = int(rng.integers(10, 30)), int(rng.integers(2, 6))
        series = rng.normal(size=length)
        if not close(ask("make_windows", series, window), np.lib.stride_tricks.sliding_window_view(series, window)):
            return Result(0, "Windows of another shape or content.")
    return Result(3)


def check_rmse(ask, rng):
    series = rng.normal(size=50).cumsum()
    return Result(2 if close(ask("persistence_rmse", series), np.sqrt(np.mean(np.diff(series) ** 2))) else 0)


def check_step(ask, rng):
    """Two points for the numbers, one for leaving the state alone."""
    x, h, W, U, b = (rng.normal(size=shape) for shape in [(4, 2), (4, 3), (2, 3), (3, 3), (3,)])
    expected = np.tanh(x @ W + h @ U + b)
    right = close(ask("step", x, h, W, U, b), expected)
    steady = right and close(ask("step", x, h, W, U, b=b), expected)
    return Result(2 * right + steady)


CHECKS = {"windows": check_windows, "rmse": check_rmse, "step": check_step}


def cells(**answers):
    """The cells of a submission: right answers, but for those that are given; None leaves one out."""
    chosen = {**RIGHT, **answers}
    return [Cell(textwrap.dedent(source).strip(), name) for name, source in chosen.items() if source is not None]


def graded(submission, limits=LIMITS, seed=1):
    return grade(SMALL, CHECKS, submission, seed, limits)


def points(outcome):
    return {score.question: score.points for score in outcome.scores}


def statuses(outcome):
    return {score.question: score.status for score in outcome.scores}
