"""The second half of the battery lab: a future rolled out, fans of curves, a fleet, intervals, a feature and a life."""

import numpy as np
from matplotlib.figure import Figure

from unrolled import theme

from ._drawing import WIDTH, end_labels


def rolled_out(measured, start, futures, truth, limit):
    """A measured capacity, and what forecasters said of all that follows `start`.

    measured: (cycles,).  futures: {name: (cycles - start,)}, at most three.  truth: (cycles,), the
    curve without noise.  limit: (name, value), a horizontal line.  Raises ValueError for more
    futures, or ones of another length.
    """
    measured, truth = np.asarray(measured, dtype=float), np.asarray(truth, dtype=float)
    roles = ("forget", "input", "candidate")
    if not 1 <= len(futures) <= len(roles):
        raise ValueError(f"expected 1 to {len(roles)} futures; got {len(futures)}")
    figure = Figure(figsize=(WIDTH, 3.8))
    axes = figure.subplots()
    axes.plot(measured, ".", markersize=2.5, color=theme.color("line"))
    axes.plot(truth, color=theme.color("ink"), linewidth=1.2, linestyle="-")
    last = len(measured) - 1
    ends = [(last, limit[1], limit[0], "muted"), (last, truth[-1], "truth", "ink")]
    axes.axhline(limit[1], color=theme.color("muted"), linewidth=1.2, linestyle=":")
    for role, (name, future) in zip(roles, futures.items()):
        if np.shape(future) != (len(measured) - start,):
            raise ValueError(f"{name!r} has shape {np.shape(future)}; expected {(len(measured) - start,)}")
        axes.plot(np.arange(start, len(measured)), future, **theme.line(role))
        ends.append((last, future[-1], name, role))
    axes.axvline(start, color=theme.color("ink"), linewidth=1, linestyle="-")
    axes.annotate(
        f"now: {start}", (start, 0.98), (5, 0), textcoords="offset points",
        xycoords=("data", "axes fraction"), va="top",
    )  # fmt: skip
    axes.set(xlabel="cycle", ylabel="capacity")
    end_labels(axes, ends, height=215)
    return figure


def fade_fans(measured, fans, truth, limit):
    """The middle 90 % of the curves of several models, one panel each, with the data and the truth.

    measured: (n,), what the models were fitted to.  fans: {name: curves (draws, cycles)}.
    truth: (cycles,).  limit: (name, value), a horizontal line.  Raises ValueError without fans, or
    for curves of another length than the truth.
    """
    truth = np.asarray(truth, dtype=float)
    if not fans:
        raise ValueError("fans is empty; expected a fan of curves or more")
    figure = Figure(figsize=(WIDTH, 0.5 + 1.75 * len(fans)))
    panels = figure.subplots(len(fans), 1, sharex=True, sharey=True, squeeze=False)[:, 0]
    cycles = np.arange(len(truth))
    for axes, (name, curves) in zip(panels, fans.items()):
        if np.ndim(curves) != 2 or np.shape(curves)[1] != len(truth):
            raise ValueError(f"{name!r} has shape {np.shape(curves)}; expected (draws, {len(truth)})")
        low, middle, high = np.quantile(curves, (0.05, 0.5, 0.95), axis=0)
        axes.fill_between(
            cycles, low, high, facecolor=theme.color("grid"), edgecolor=theme.color("line"), linewidth=0.8
        )
        axes.plot(cycles, middle, **theme.line("input"))
        axes.plot(cycles, truth, color=theme.color("ink"), linewidth=1.4, linestyle="-")
        axes.plot(measured, ".", markersize=2, color=theme.color("muted"))
        axes.axhline(limit[1], color=theme.color("muted"), linewidth=1.2, linestyle=":")
        axes.annotate(
            limit[0], (1, limit[1]), (-4, 3), xycoords=("axes fraction", "data"),
            textcoords="offset points", ha="right", color=theme.color("muted"),
        )  # fmt: skip
        axes.set_title(name)
        axes.set(ylabel="capacity", ylim=(0.55, 1.08))
    panels[-1].set_xlabel("cycle")
    return figure


def fleet_curves(fleet, chosen, now, limit):
    """The capacities of many cells, a few of them in color, and a cycle at which one asks.

    fleet: (cells, cycles), NaN after a cell's end.  chosen: (at most three, cycles).  limit:
    (name, value), a horizontal line.  Raises ValueError for more than three chosen cells.
    """
    roles = ("input", "candidate", "gradient")
    if len(chosen) > len(roles):
        raise ValueError(f"expected at most {len(roles)} chosen cells; got {len(chosen)}")
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    for curve in fleet:
        axes.plot(curve, color=theme.color("line"), linewidth=0.7, linestyle="-")
    for role, curve in zip(roles, chosen):
        axes.plot(curve, **theme.line(role))
    axes.axhline(limit[1], color=theme.color("muted"), linewidth=1.2, linestyle=":")
    axes.axvline(now, color=theme.color("ink"), linewidth=1, linestyle="-")
    axes.annotate(
        f"cycle {now}", (now, 0.98), (5, 0), textcoords="offset points",
        xycoords=("data", "axes fraction"), va="top",
    )  # fmt: skip
    axes.annotate(
        limit[0], (1, limit[1]), (-4, 4), xycoords=("axes fraction", "data"),
        textcoords="offset points", ha="right", color=theme.color("muted"),
    )  # fmt: skip
    axes.set(xlabel="cycle", ylabel="capacity")
    return figure


def life_intervals(truth, low, middle, high, ylabel="remaining life in cycles"):
    """An interval for each cell, with its median and the truth; cells in the order of the truth.

    truth, low, middle, high: (cells,).  Raises ValueError for other shapes.
    """
    truth, low, middle, high = (np.asarray(values, dtype=float) for values in (truth, low, middle, high))
    if not truth.shape == low.shape == middle.shape == high.shape or truth.ndim != 1 or not len(truth):
        raise ValueError(
            f"expected four arrays of one shape (cells,); "
            f"got {truth.shape}, {low.shape}, {middle.shape}, {high.shape}"
        )
    order = np.argsort(truth)
    truth, low, middle, high = (values[order] for values in (truth, low, middle, high))
    inside = (low <= truth) & (truth <= high)
    rank = np.arange(1, len(truth) + 1)
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    axes.vlines(rank, low, high, color=theme.color("line"), linewidth=4, linestyle="-", label="90 % interval")
    axes.plot(rank, middle, "_", markersize=8, markeredgewidth=1.6, color=theme.color("input"), label="median")
    axes.plot(rank[inside], truth[inside], "o", markersize=4.5, color=theme.color("ink"), label="truth, inside")
    if not inside.all():
        axes.plot(
            rank[~inside], truth[~inside], "X", markersize=8, color=theme.color("gradient"), label="truth, outside"
        )
    axes.legend(loc="upper left", frameon=False)
    axes.set(xlabel="cells, by the truth", ylabel=ylabel, ylim=(0, None))
    axes.set_xticks([])
    axes.grid(axis="x", visible=False)
    return figure


def held_out_cells(cells, forecasts, window, ylabel):
    """The capacity of several cells and one-step forecasts of each, one panel a cell.

    cells: {name: (n,)}, four at most.  forecasts: {name: (n - window,)}, the same names.
    Raises ValueError for other names, lengths, or more cells.
    """
    if not 1 <= len(cells) <= 4 or set(cells) != set(forecasts):
        raise ValueError(f"expected forecasts for 1 to 4 cells; got {list(cells)} and {list(forecasts)}")
    rows = -(-len(cells) // 2)
    figure = Figure(figsize=(WIDTH, 0.6 + 1.7 * rows))
    panels = figure.subplots(rows, 2, sharex=True, squeeze=False).ravel()
    for axes, (name, capacity) in zip(panels, cells.items()):
        told = np.asarray(forecasts[name], dtype=float)
        if told.shape != (len(capacity) - window,):
            raise ValueError(f"{name!r}: got {told.shape} forecasts; expected {(len(capacity) - window,)}")
        axes.plot(capacity, marker=".", markersize=3.5, linewidth=0.7, linestyle="-", color=theme.color("ink"))
        axes.plot(np.arange(window, len(capacity)), told, **theme.line("gradient") | {"linestyle": "-", "linewidth": 1.5})
        axes.set_title(name)
    for axes in panels[len(cells) :]:
        axes.set_axis_off()
    figure.supxlabel("discharge", fontsize=10)
    figure.supylabel(ylabel, fontsize=10)
    return figure


def life_by_feature(parts, line, factor, xlabel):
    """Lives against one early feature, with a fitted line and the interval around it.

    parts: {name: (feature (n,), life (n,))}, at most three.  line: (slope, start) of log10(life).
    factor: the interval reaches from life / factor to life * factor.  Raises ValueError for more
    parts, or a factor below 1.
    """
    looks = (("muted", "o"), ("input", "^"), ("gradient", "s"))
    if not 1 <= len(parts) <= len(looks) or not factor >= 1:
        raise ValueError(f"expected 1 to {len(looks)} parts and a factor of at least 1; got {len(parts)}, {factor}")
    figure = Figure(figsize=(WIDTH, 4.0))
    axes = figure.subplots()
    every = np.concatenate([np.asarray(feature, dtype=float) for feature, _ in parts.values()])
    grid = np.linspace(every.min(), every.max(), 50)
    middle = 10 ** np.polyval(line, grid)
    axes.fill_between(
        grid, middle / factor, middle * factor, facecolor=theme.color("panel"),
        edgecolor=theme.color("line"), linewidth=0.8,
    )  # fmt: skip
    axes.plot(grid, middle, color=theme.color("ink"), linewidth=1.6, linestyle="-")
    for (color, marker), (name, (feature, life)) in zip(looks, parts.items()):
        axes.plot(
            feature, life, marker, markersize=4.5, linestyle="none", label=name, color=theme.color(color),
            markeredgecolor=theme.color("surface"), markeredgewidth=0.5,
        )  # fmt: skip
    axes.set_yscale("log")
    ticks = [tick for tick in (200, 300, 500, 1000, 2000) if middle.min() / 2 < tick < 2 * middle.max()]
    axes.set_yticks(ticks, [str(tick) for tick in ticks])
    axes.minorticks_off()
    axes.legend(frameon=False)
    axes.set(xlabel=xlabel, ylabel="life in cycles")
    return figure
