"""Chapter 4: the LSTM part by part, and its gates on a series."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from unrolled import theme

from ._drawing import WIDTH, drawing

# The wires of an LSTM cell: the parts that they belong to, the role, the points from start to end.
# One that ends where others start has no arrow's head.
_LSTM_WIRES = (
    ("forget input candidate output", "hidden", [(0.2, 0.9), (2.2, 0.9)]),
    ("input candidate output", "hidden", [(2.2, 0.9), (3.8, 0.9)]),
    ("candidate output", "hidden", [(3.8, 0.9), (5.4, 0.9)]),
    ("forget input candidate output", "input", [(1.0, 0.0), (1.0, 0.9)]),
    ("forget", "hidden", [(2.2, 0.9), (2.2, 1.62)]),
    ("input", "hidden", [(3.8, 0.9), (3.8, 1.62)]),
    ("candidate", "hidden", [(5.4, 0.9), (5.4, 1.62)]),
    ("output", "hidden", [(5.4, 0.9), (7.2, 0.9), (7.2, 1.62)]),
    ("forget cell", "forget", [(2.2, 2.38), (2.2, 4.75)]),
    ("input cell", "input", [(3.8, 2.38), (3.8, 3.5), (4.35, 3.5)]),
    ("candidate cell", "candidate", [(5.4, 2.38), (5.4, 3.5), (4.85, 3.5)]),
    ("cell", "candidate", [(4.6, 3.75), (4.6, 4.75)]),
    ("cell", "cell", [(0.2, 5.0), (1.95, 5.0)]),
    ("cell", "cell", [(2.45, 5.0), (4.35, 5.0)]),
    ("cell hidden", "cell", [(4.85, 5.0), (9.9, 5.0)]),
    ("hidden", "cell", [(8.5, 5.0), (8.5, 4.28)]),
    ("hidden", "cell", [(8.5, 3.62), (8.5, 3.1)]),
    ("output hidden", "output", [(7.2, 2.38), (7.2, 2.85), (8.25, 2.85)]),
    ("hidden", "hidden", [(8.5, 2.6), (8.5, 0.9), (9.9, 0.9)]),
)


# Its boxes and operations: the parts, the role, the center, what stands inside.
_LSTM_NODES = (
    ("forget", "forget", (2.2, 2.0), r"$\sigma$"),
    ("input", "input", (3.8, 2.0), r"$\sigma$"),
    ("candidate", "candidate", (5.4, 2.0), r"$\tanh$"),
    ("output", "output", (7.2, 2.0), r"$\sigma$"),
    ("hidden", "cell", (8.5, 3.95), r"$\tanh$"),
    ("cell", "cell", (2.2, 5.0), r"$\odot$"),
    ("cell", "cell", (4.6, 3.5), r"$\odot$"),
    ("cell", "cell", (4.6, 5.0), "$+$"),
    ("hidden", "hidden", (8.5, 2.85), r"$\odot$"),
)


# The names of what runs on the wires: the parts, the role, the place, the name.
_LSTM_NAMES = (
    ("cell", "cell", (0.2, 5.42), "$C_{t-1}$"),
    ("cell hidden", "cell", (9.9, 5.42), "$C_t$"),
    ("forget input candidate output", "hidden", (0.2, 1.3), "$H_{t-1}$"),
    ("forget input candidate output", "input", (1.45, 0.15), "$X_t$"),
    ("forget cell", "forget", (1.75, 3.1), "$F_t$"),
    ("input cell", "input", (3.4, 3.1), "$I_t$"),
    ("candidate cell", "candidate", (5.9, 3.1), r"$\tilde C_t$"),
    ("output hidden", "output", (6.75, 2.9), "$O_t$"),
    ("hidden", "hidden", (9.9, 1.3), "$H_t$"),
)


def lstm_part(part):
    """One timestep of an LSTM, with one of its six equations in color and the rest pale.

    part: "forget", "input", "candidate", "cell", "output", "hidden", or "all" of them.
    Raises ValueError for another.
    """
    parts = ("forget", "input", "candidate", "cell", "output", "hidden")
    if part not in (*parts, "all"):
        raise ValueError(f"part {part!r}; expected one of {(*parts, 'all')}")

    def look(belongs, role):  # how its line is drawn, and how far in front
        if part == "all" or part in belongs.split():
            line = theme.line(role)
            return line, line.pop("path_effects", None) is not None, 3
        return {"color": theme.color("line"), "linewidth": 1.0, "linestyle": "-"}, False, 1

    figure = Figure(figsize=(WIDTH, 3.0))
    axes = drawing(figure)
    for belongs, role, points in _LSTM_WIRES:
        line, double, height = look(belongs, role)
        *_, before, end = map(np.array, points)
        ahead = (end - before) / np.linalg.norm(end - before)
        goes_on = any(points[-1] == start for _, _, (start, *_) in _LSTM_WIRES)
        # Else it stops inside its arrow's head, so that the head keeps its tip.
        x, y = zip(*points[:-1], end if goes_on else end - 0.2 * ahead)
        axes.plot(x, y, **line, zorder=height, solid_joinstyle="miter")
        if double:  # its gap lies above all its branches
            gap = line | {"color": theme.color("surface"), "linewidth": line["linewidth"] / 3}
            axes.plot(x, y, **gap, zorder=height + 0.5)
        if not goes_on:
            axes.annotate(
                "", end, end - 0.01 * ahead, zorder=height + 0.7,
                arrowprops={
                    "arrowstyle": "-|>", "color": line["color"], "linewidth": 1, "shrinkA": 0, "shrinkB": 0,
                    "mutation_scale": 6 + 3 * line["linewidth"],
                },
            )  # fmt: skip
    for belongs, role, (x, y), inside in _LSTM_NODES:
        line, _, height = look(belongs, role)
        color, width, surface = line["color"], min(line["linewidth"], 2.5), theme.color("surface")
        if inside in (r"$\sigma$", r"$\tanh$"):
            half = (0.5, 0.35)
            axes.add_patch(
                FancyBboxPatch(
                    (x - half[0], y - half[1]), 2 * half[0], 2 * half[1], zorder=height + 1,
                    boxstyle="round,pad=0,rounding_size=0.1", facecolor=surface, edgecolor=color,
                    linewidth=width,
                )  # fmt: skip
            )
        else:
            axes.plot(
                x, y, "o", markersize=16, markerfacecolor=surface, markeredgecolor=color,
                markeredgewidth=width, zorder=height + 1,
            )  # fmt: skip
        axes.text(
            x, y, inside, ha="center", va="center_baseline", fontsize=11, color=color, zorder=height + 2
        )
    for belongs, role, (x, y), name in _LSTM_NAMES:
        line, _, height = look(belongs, role)
        color = theme.color("muted") if height == 1 else line["color"]
        axes.text(x, y, name, ha="center", va="center", fontsize=13, color=color)
    axes.set_xlim(-0.4, 10.4)
    axes.set_ylim(-0.1, 5.8)
    return figure


def gate_tracks(index, series, name, tracks):
    """A series and what one unit of an LSTM does while reading it, as aligned tracks over time.

    index, series: the T moments and values read.  name: of the series.
    tracks: {role: T values} for the roles forget, input, candidate, cell, output and hidden.
    Raises ValueError for another length or other roles.
    """
    symbols = {
        "forget": "$F_t$", "input": "$I_t$", "candidate": r"$\tilde C_t$", "cell": "$C_t$",
        "output": "$O_t$", "hidden": "$H_t$",
    }  # fmt: skip
    lengths = {len(index), len(series), *(len(values) for values in tracks.values())}
    if set(tracks) != set(symbols) or len(lengths) != 1:
        raise ValueError(
            f"expected tracks {tuple(symbols)} of one length with index and series; "
            f"got {tuple(tracks)} of lengths {sorted(lengths)}"
        )
    figure = Figure(figsize=(WIDTH, 6.0))
    top, *panels = figure.subplots(7, sharex=True, height_ratios=[1.6, *[1] * 6])
    top.plot(index, series, color=theme.color("ink"), linewidth=1.5, linestyle="-")
    top.set_title(name)
    for axes, (role, symbol) in zip(panels, symbols.items()):
        values = np.asarray(tracks[role], dtype=float)
        axes.plot(index, values, **theme.line(role) | {"linewidth": 1.8, "path_effects": []})
        axes.annotate(
            symbol, (1, 0.5), (8, 0), xycoords="axes fraction", textcoords="offset points",
            va="center", fontsize=13, color=theme.color(role), annotation_clip=False,
        )  # fmt: skip
        if role in ("forget", "input", "output"):
            axes.set(ylim=(-0.08, 1.08), yticks=[0, 1])
        else:
            reach = max(1, np.abs(values).max()) * 1.08
            axes.axhline(0, color=theme.color("line"), linewidth=0.8)
            axes.set(ylim=(-reach, reach), yticks=[-1, 1])
    return figure
