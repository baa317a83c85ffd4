"""Chapter 9: forecasts beside what came, and what a window of a given length can know."""

import numpy as np
from matplotlib.figure import Figure

from unrolled import theme

from ._drawing import WIDTH, end_labels

_ROLES = ("input", "gradient", "candidate")


def forecasts(times, actual, start, lines, ylabel, xlabel=""):
    """A series and forecasts of its end, with a vertical line where the end begins.

    times, actual: (N,).  start: the first index of the end, between 1 and N - 1.
    lines: {name: forecasts of the values from `start` on}, one to three of them.
    Raises ValueError for other lengths or another number of forecasts.
    """
    actual = np.asarray(actual, dtype=float)
    lengths = {name: len(values) for name, values in lines.items()}
    if not 1 <= len(lines) <= len(_ROLES) or not 0 < start < len(actual):
        raise ValueError(
            f"expected 1 to {len(_ROLES)} forecasts and a start inside the series; "
            f"got {len(lines)} and start {start} of {len(actual)}"
        )
    if len(times) != len(actual) or set(lengths.values()) != {len(actual) - start}:
        raise ValueError(
            f"expected as many times as values and {len(actual) - start} forecasts each; "
            f"got {len(times)} times, {len(actual)} values and {lengths}"
        )
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    axes.plot(times, actual, color=theme.color("ink"), linewidth=1.4, linestyle="-")
    ends = [(times[-1], actual[-1], "what came", "ink")]
    for role, (name, values) in zip(_ROLES, lines.items()):
        axes.plot(times[start:], values, **theme.line(role))
        ends.append((times[-1], values[-1], name, role))
    axes.axvline(times[start], color=theme.color("muted"), linewidth=1, linestyle=":")
    axes.set(xlabel=xlabel, ylabel=ylabel)
    end_labels(axes, ends, height=200)
    return figure


def limit_by_window(windows, limits, scores, floor, ylabel):
    """The smallest error that a window of each length allows, and the errors of networks.

    windows, limits: one limit a window length, at least two.
    scores: {name: (window, errors of the seeds)}, any number.  floor: the error of the truth.
    Raises ValueError for other lengths or a network without errors.
    """
    if len(windows) != len(limits) or len(windows) < 2:
        raise ValueError(f"expected a limit for each of at least 2 windows; got {len(limits)} and {len(windows)}")
    if not all(len(errors) for _, errors in scores.values()):
        raise ValueError(f"expected networks that have scores; got {scores}")
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    axes.plot(windows, limits, **theme.line("input"), label="the best that a window allows")
    axes.axhline(floor, color=theme.color("muted"), linewidth=1.2, linestyle=":", label="the noise")
    for marker, (name, (window, errors)) in zip("o^sDvP", scores.items()):
        axes.plot(
            [window] * len(errors), errors, marker, markersize=7, linestyle="none", label=name,
            color=theme.color("ink"), markerfacecolor="none", clip_on=False,
        )  # fmt: skip
    axes.set(xlabel="window, timesteps", ylabel=ylabel, xlim=(0, None))
    axes.legend(loc="upper right", frameon=False)
    return figure
