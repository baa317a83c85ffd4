"""Chapter 5: the GRU equation by equation, and the contest of the cells."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch
from matplotlib.ticker import MaxNLocator

from unrolled import theme

from ._drawing import WIDTH, drawing, short_arrow


def gru_cell(step):
    """A GRU as far as its equation number `step`; what comes later is drawn in outline.

    step: 1 the update gate, 2 the reset gate, 3 the candidate, 4 the new state.
    Raises ValueError for others.
    """
    if step not in (1, 2, 3, 4):
        raise ValueError(f"gru_cell has the steps 1 to 4; got {step}")
    figure = Figure(figsize=(WIDTH, 3.1))
    axes = drawing(figure)

    def role(name, since):
        return name if since <= step else "line"

    def write(x, y, text, name, since, **place):
        place = {"ha": "center", "va": "center", "fontsize": 12} | place
        axes.text(x, y, text, color=theme.color(name if since <= step else "muted"), **place)

    def gate(x, y, text, name, since):
        axes.add_patch(
            FancyBboxPatch(
                (x - 0.55, y - 0.32), 1.1, 0.64, boxstyle="round,pad=0,rounding_size=0.12",
                facecolor=theme.color("panel" if since == step else "surface"),
                edgecolor=theme.color(role(name, since)), linewidth=2.6 if since == step else 1.4,
            )  # fmt: skip
        )
        write(x, y, text, name, since, fontsize=14)

    def operation(x, y, sign, since):
        axes.add_patch(
            Circle(
                (x, y), 0.24, facecolor=theme.color("surface"), edgecolor=theme.color(role("ink", since)),
                linewidth=2.2 if since == step else 1.2, zorder=3,
            )  # fmt: skip
        )
        write(x, y, sign, "ink", since, fontsize=14, zorder=4)

    def wire(start, end, name, since):
        short_arrow(axes, start, end, role(name, since))

    both, left, middle, right = "$X_t,\\ H_{t-1}$", 1.1, 3.9, 7.1
    lane, upper, lower = 4.6, 2.9, 1.1
    # Z_t opens the lane, and what is left of 1 lets the candidate in.
    wire((2.1, upper), (middle - 0.58, upper), "input", 1)
    write(2.0, upper, both, "ink", 1, ha="right")
    gate(middle, upper, "$Z_t$", "forget", 1)
    wire((middle, upper + 0.35), (middle, lane - 0.26), "forget", 1)
    wire((middle + 0.58, upper), (right - 0.26, upper), "input", 4)
    write((middle + right) / 2 + 0.15, upper + 0.3, "$1-Z_t$", "input", 4)
    # R_t lets the old state into the candidate.
    wire((left, lower - 0.85), (left, lower - 0.35), "input", 2)
    write(left, lower - 1.15, both, "ink", 2)
    gate(left, lower, "$R_t$", "output", 2)
    wire((left + 0.58, lower), (middle - 0.26, lower), "output", 3)
    wire((middle, lower - 0.85), (middle, lower - 0.26), "hidden", 3)
    write(middle, lower - 1.15, "$H_{t-1}W_{hh}+b_{hh}$", "ink", 3)
    operation(middle, lower, "×", 3)
    wire((middle + 0.26, lower), (right - 0.58, lower), "output", 3)
    wire((right, lower - 0.85), (right, lower - 0.35), "input", 3)
    write(right, lower - 1.15, "$X_t$", "ink", 3)
    gate(right, lower, r"$\tilde H_t$", "candidate", 3)
    wire((right, lower + 0.35), (right, upper - 0.26), "candidate", 4)
    operation(right, upper, "×", 4)
    wire((right, upper + 0.26), (right, lane - 0.26), "candidate", 4)
    # The one lane of the state.
    write(0.45, lane, "$H_{t-1}$", "ink", 1, fontsize=14)
    wire((1.05, lane), (middle - 0.26, lane), "hidden", 4)
    operation(middle, lane, "×", 4)
    wire((middle + 0.26, lane), (right - 0.26, lane), "hidden", 4)
    operation(right, lane, "+", 4)
    wire((right + 0.26, lane), (8.45, lane), "hidden", 4)
    write(8.85, lane, "$H_t$", "ink", 4, fontsize=14)
    axes.set_xlim(-0.2, 9.3)
    axes.set_ylim(-0.4, 5.0)
    axes.set_aspect("equal")
    return figure


def unit_tracks(tracks):
    """What happens in one unit over time: one row for each track, on a common time axis.

    tracks: {label: (role, values)}, all of one length, at least one.
    Raises ValueError without tracks or for values of different lengths.
    """
    lengths = {len(values) for _, values in tracks.values()}
    if len(lengths) != 1 or 0 in lengths:
        raise ValueError(f"expected tracks of one length; got lengths {sorted(lengths)}")
    figure = Figure(figsize=(WIDTH, 0.5 + 0.8 * len(tracks)))
    rows = np.atleast_1d(figure.subplots(len(tracks), sharex=True))
    for axes, (label, (role, values)) in zip(rows, tracks.items()):
        t = np.arange(1, len(values) + 1)
        axes.plot(t, values, **theme.line(role), drawstyle="steps-mid")
        axes.set_ylabel(label, color=theme.color(role), rotation=0, ha="right", va="center", fontsize=12)
        axes.margins(x=0.01, y=0.15)
        axes.yaxis.set_major_locator(MaxNLocator(3))
        axes.tick_params(bottom=axes is rows[-1])
    rows[-1].set_xlabel("timestep")
    figure.align_ylabels(rows)
    return figure


def contest(panels):
    """Scores of several networks on several tasks: one panel a task, one row a network, one dot a seed.

    panels: {title: (label of the axis, name of the baseline, baseline, {network: scores})}.
    Raises ValueError without panels, or for a network without scores.
    """
    tables = [scores for _, _, _, scores in panels.values()]
    if not tables or not all(scores and all(map(len, scores.values())) for scores in tables):
        raise ValueError(f"expected panels, each with networks that have scores; got {panels}")
    rows = [len(scores) for scores in tables]
    figure = Figure(figsize=(WIDTH, sum(1.25 + 0.27 * n for n in rows)))
    figure.get_layout_engine().set(hspace=0.06)
    charts = np.atleast_1d(figure.subplots(len(panels), height_ratios=rows))
    for axes, (title, (label, name, baseline, scores)) in zip(charts, panels.items()):
        axes.axvline(baseline, color=theme.color("muted"), linestyle="--", linewidth=1.5)
        for row, values in enumerate(scores.values()):
            apart = min(0.22, 0.6 / max(len(values) - 1, 1))  # dots stay nearer their row than the next
            places = row + apart * (np.arange(len(values)) - (len(values) - 1) / 2)
            axes.plot(
                values, places, "o", markersize=6, color=theme.color("ink"), linestyle="none",
                markeredgecolor=theme.color("surface"), clip_on=False,
            )  # fmt: skip
        far = max(baseline, *(max(values) for values in scores.values()))
        axes.set_yticks(range(len(scores)), list(scores))
        axes.set(title=title, xlabel=label, xlim=(0, 1.05 * far), ylim=(len(scores) - 0.4, -1.2))
        right = baseline > 0.6 * far  # then there is no room beside it
        axes.annotate(
            name, (baseline, -0.8), (-5 if right else 5, 0), textcoords="offset points", va="center",
            ha="right" if right else "left", color=theme.color("muted"),
        )  # fmt: skip
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.grid(axis="x")
        axes.grid(False, axis="y")
        axes.tick_params(left=False, labelcolor=theme.color("ink"))
        axes.spines["left"].set_visible(False)
    return figure
