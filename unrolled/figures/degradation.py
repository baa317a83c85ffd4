"""The battery lab: a capacity that fades, forecasts of it, windows made relative, what a window allows."""

import numpy as np
from matplotlib.figure import Figure

from unrolled import theme

from ._drawing import WIDTH, end_labels


def capacity_fade(measured, curves, marks, limit):
    """A capacity cycle by cycle, with curves over it, a limit, and cycles that matter.

    measured: (cycles,).  curves: {name: (cycles,)}, at most three, NaN where there is nothing to
    draw.  marks: {name: cycle}, vertical lines with their names at the top.  limit: (name, value),
    a horizontal line.  Raises ValueError for more curves, or curves of another length.
    """
    measured = np.asarray(measured, dtype=float)
    roles = ("input", "forget", "candidate")
    if len(curves) > len(roles):
        raise ValueError(f"expected at most {len(roles)} curves; got {len(curves)}")
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    axes.plot(measured, ".", markersize=2.5, color=theme.color("line"), label="measured")
    name, value = limit
    axes.axhline(value, color=theme.color("muted"), linewidth=1.2, linestyle=":")
    ends = [(len(measured) - 1, value, name, "muted")]
    for role, (name, curve) in zip(roles, curves.items()):
        curve = np.asarray(curve, dtype=float)
        if curve.shape != measured.shape:
            raise ValueError(f"curve {name!r} has shape {curve.shape}; expected {measured.shape}")
        axes.plot(curve, **theme.line(role))
        last = int(np.flatnonzero(np.isfinite(curve))[-1])
        ends.append((last, curve[last], name, role))
    axes.set(xlabel="cycle", ylabel="capacity", ylim=(0, 1.22))
    for name, cycle in marks.items():
        axes.plot([cycle, cycle], [0, 1.06], color=theme.color("ink"), linewidth=1, linestyle="-")
        axes.annotate(name, (cycle, 1.08), ha="center", va="bottom")
    end_labels(axes, ends, height=200)
    return figure


def relative_windows(windows, targets, relative, goals):
    """Windows of a falling series and the value after each, as they are and made relative.

    windows, relative: {name: (window,)}, three at most, the same names; targets, goals: {name: value}.
    Raises ValueError for names that differ, or more than three windows.
    """
    roles = ("input", "forget", "candidate")
    if not 1 <= len(windows) <= len(roles) or not set(windows) == set(targets) == set(relative) == set(goals):
        raise ValueError(
            f"expected one to {len(roles)} windows, each with target, relative window and goal; "
            f"got {list(windows)}, {list(targets)}, {list(relative)}, {list(goals)}"
        )
    figure = Figure(figsize=(WIDTH, 3.2))
    panels = figure.subplots(1, 2)
    for axes, rows, nexts in zip(panels, (windows, relative), (targets, goals)):
        for role, (name, values) in zip(roles, rows.items()):
            look = theme.line(role) | {"linewidth": 1.6}
            axes.plot(values, **look, label=name)
            axes.plot(len(values), nexts[name], "o", markersize=6, color=theme.color(role))
        axes.set_xlabel("place in the window")
    panels[0].set(title="as measured", ylabel="capacity", ylim=(0, 1.05))
    panels[1].set(title="made relative", ylabel="spreads from the mean")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=len(windows))
    return figure


def factor_by_window(windows, theory, points):
    """By how much a one-step forecast misses the noise floor, against the length of its window.

    windows, theory: the curve, (n,) each.  points: {name: (windows, factors)}, at most two kinds;
    several factors of one window are drawn beside each other.  Raises ValueError for more kinds.
    """
    kinds = (("muted", "o"), ("candidate", "^"))
    if len(points) > len(kinds):
        raise ValueError(f"expected at most {len(kinds)} kinds of points; got {len(points)}")
    figure = Figure(figsize=(WIDTH, 3.4))
    axes = figure.subplots()
    axes.plot(windows, theory, **theme.line("input"), label="a straight line, in theory")
    axes.axhline(1, color=theme.color("ink"), linewidth=1.2, linestyle=":")
    axes.annotate("noise floor", (1, 1), (-2, 4), xycoords=("axes fraction", "data"),
                  textcoords="offset points", ha="right", va="bottom")  # fmt: skip
    for (role, marker), (name, (places, factors)) in zip(kinds, points.items()):
        places = np.asarray(places, dtype=float) + (1.2 if marker == "^" else 0)
        axes.plot(places, factors, marker, markersize=6, color=theme.color(role), label=name,
                  markeredgecolor=theme.color("surface"))  # fmt: skip
    axes.legend(loc="upper right", frameon=False)
    axes.set(xlabel="window, in cycles", ylabel="RMSE, in noise floors")
    return figure
