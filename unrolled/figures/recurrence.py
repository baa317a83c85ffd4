"""Chapter 2: the cell and its loop, patterns of input and output, running free."""

import numpy as np
from matplotlib.figure import Figure

from unrolled import theme

from ._drawing import WIDTH, arrow, box, drawing, end_label, short_arrow


def folded_and_unrolled(timesteps):
    """One recurrent cell with its loop, and the same cell drawn once for each timestep.

    timesteps: how many, at least 2.  Raises ValueError for fewer.
    """
    if timesteps < 2:
        raise ValueError(f"an unrolled loop needs at least 2 timesteps; got {timesteps}")
    figure = Figure(figsize=(WIDTH, 2.9))
    axes = drawing(figure)
    folded, gap = -2.3, 1.45
    _cell(axes, folded, "t")
    axes.annotate(
        "", (folded + 0.42, -0.2), (folded + 0.42, 0.2),
        arrowprops={
            "arrowstyle": "-|>", "color": theme.color("hidden"), "linewidth": 2, "shrinkA": 0,
            "shrinkB": 0, "connectionstyle": "arc3,rad=-2.2",
        },
    )  # fmt: skip
    axes.text(folded + 0.66, 0.38, "$h_t$", ha="center", va="bottom", fontsize=12)
    axes.text(folded + 0.66, -0.38, "$W_h$", ha="center", va="top", fontsize=11)
    for t in range(1, timesteps + 1):
        x = (t - 1) * gap
        _cell(axes, x, t)
        _hidden_arrow(axes, x - gap + 0.42, x - 0.42, f"$h_{{{t - 1}}}$", "$W_h$")
    x = timesteps * gap
    _hidden_arrow(axes, x - gap + 0.42, x - 0.62, f"$h_{{{timesteps}}}$", "")
    for middle, name in ((folded, "folded"), ((timesteps - 1) * gap / 2, "unrolled: one cell, several moments")):
        axes.text(middle, 2.0, name, ha="center", va="center", fontsize=11, fontweight="bold")
    axes.set_xlim(folded - 0.6, x - 0.1)
    axes.set_ylim(-1.75, 2.2)
    return figure


def recall_by_lag(curves, units):
    """How well a state recalls earlier inputs: mean over seeds, with the range between them.

    curves: a dictionary from a name to an array (seeds, lags) of values in 0..1.
    units: the size of the state; a store of as many values would recall them all, and is drawn.
    Raises ValueError for no curves, arrays of other dimensions, or more than three.
    """
    arrays = {name: np.asarray(values, dtype=float) for name, values in curves.items()}
    if not 1 <= len(arrays) <= 3 or any(values.ndim != 2 for values in arrays.values()):
        shapes = {name: values.shape for name, values in arrays.items()}
        raise ValueError(f"expected 1 to 3 arrays of shape (seeds, lags); got {shapes}")
    figure = Figure(figsize=(WIDTH, 3.2))
    axes = figure.subplots()
    longest = max(values.shape[1] for values in arrays.values())
    store = [0, units - 0.5, units - 0.5, longest - 1]
    axes.plot(store, [1, 1, 0, 0], color=theme.color("muted"), linestyle=":", linewidth=1.5)
    axes.text(units, 0.97, f"a store of\n{units} values", va="top", color=theme.color("muted"))
    for role, (name, values) in zip(("input", "forget", "output"), arrays.items()):
        mean, lags = values.mean(axis=0), np.arange(values.shape[1])
        axes.fill_between(
            lags, values.min(axis=0), values.max(axis=0), color=theme.color(role), alpha=0.25, linewidth=0
        )
        axes.plot(lags, mean, **theme.line(role))
        early = int(np.argmax(mean < 0.8 * mean[0]))
        axes.annotate(
            name, (early, mean[early]), (6, 4), textcoords="offset points", color=theme.color(role)
        )
    axes.set(xlabel="lag in timesteps", ylabel="recall", ylim=(-0.04, 1.06))
    axes.margins(x=0.01)
    return figure


def scores_by_choice(scores, baseline, label):
    """One row for each choice, one dot for each seed, and the baseline as a line.

    scores: a dictionary from a name to its scores in 0..1.  baseline: what guessing reaches.
    label: of the axis.  Raises ValueError when there is nothing to draw.
    """
    if not scores or not all(len(values) for values in scores.values()):
        raise ValueError(f"expected at least one choice with at least one score; got {scores}")
    figure = Figure(figsize=(WIDTH, 1.2 + 0.28 * len(scores)))
    axes = figure.subplots()
    axes.axvline(baseline, color=theme.color("muted"), linestyle="--", linewidth=1.5)
    axes.annotate(
        f"guessing {baseline:.3f}", (baseline, 1), (4, 3), xycoords=("data", "axes fraction"),
        textcoords="offset points", color=theme.color("muted"),
    )  # fmt: skip
    for row, values in enumerate(scores.values()):
        places = row + 0.22 * (np.arange(len(values)) - (len(values) - 1) / 2)
        axes.plot(
            values, places, "o", markersize=6, color=theme.color("input"), linestyle="none",
            markeredgecolor=theme.color("surface"), clip_on=False,
        )  # fmt: skip
    axes.set_yticks(range(len(scores)), list(scores))
    axes.set(xlabel=label, xlim=(0, 1.02), ylim=(len(scores) - 0.4, -0.6))
    axes.grid(axis="x")
    axes.tick_params(left=False, labelcolor=theme.color("ink"))
    axes.spines["left"].set_visible(False)
    return figure


def io_patterns(patterns):
    """Small unrolled networks that differ in which timesteps have an input and an output.

    patterns: (name, inputs, outputs) each, the last two as strings of one character a timestep,
    "1" where there is an input or output and "0" where there is none.
    Raises ValueError for no patterns, other characters, or strings of different length.
    """
    for name, inputs, outputs in patterns:
        if len(inputs) != len(outputs) or not set(inputs + outputs) <= {"0", "1"} or not inputs:
            raise ValueError(f"{name!r} needs two strings of 0 and 1 of one length; got {inputs!r}, {outputs!r}")
    if not patterns:
        raise ValueError("patterns is empty; expected at least one (name, inputs, outputs)")
    rows = -(-len(patterns) // 2)
    figure = Figure(figsize=(WIDTH, 1.75 * rows))
    axes = drawing(figure)
    for k, (name, inputs, outputs) in enumerate(patterns):
        left, y = 6.4 * (k % 2), -3.4 * (k // 2)
        axes.text(left - 0.4, y + 1.55, name, va="center", fontsize=11, fontweight="bold")
        for t, (has_input, has_output) in enumerate(zip(inputs, outputs)):
            x = left + t
            for present, role, above in ((has_input, "input", -1), (has_output, "output", 1)):
                if present == "1":
                    ends = ((x, 0.87 * above + y), (x, 0.3 * above + y))
                    short_arrow(axes, *(ends if above < 0 else ends[::-1]), role)
                    box(axes, x, y + 0.93 * above, 0.2, role, "--" if role == "input" else ":")
            box(axes, x, y, 0.27, "hidden", "-")
            if t:
                short_arrow(axes, (x - 0.7, y), (x - 0.29, y), "hidden")
    axes.set_xlim(-0.6, 11.8)
    axes.set_ylim(-3.4 * (rows - 1) - 1.25, 1.9)
    axes.set_aspect("equal")
    return figure


def forced_and_free(timesteps):
    """What a network that predicts the next value is fed with: the truth, or its own predictions.

    timesteps: how many each half shows, at least 2.  Raises ValueError for fewer.
    """
    if timesteps < 2:
        raise ValueError(f"the loop of predictions needs at least 2 timesteps; got {timesteps}")
    figure = Figure(figsize=(WIDTH, 4.6))
    axes = drawing(figure)
    halves = (("training: fed with the truth", 0, True), ("inference: fed with itself", -3.9, False))
    for name, y, forced in halves:
        axes.text(-0.6, y + 1.75, name, va="center", fontsize=11, fontweight="bold")
        for t in range(timesteps):
            x = 1.9 * t
            truth = forced or t == 0
            box(axes, x, y, 0.4, "hidden", "-")
            axes.text(x, y, "cell", ha="center", va="center", fontsize=11)
            short_arrow(axes, (x, y - 0.95), (x, y - 0.44), "input" if truth else "output")
            short_arrow(axes, (x, y + 0.44), (x, y + 0.95), "output")
            fed = f"$x_{{{t + 1}}}$" if truth else f"$\\hat{{x}}_{{{t + 1}}}$"
            color = theme.color("input" if truth else "output")
            axes.text(x, y - 1.2, fed, ha="center", va="center", fontsize=13, color=color)
            axes.text(
                x, y + 1.2, f"$\\hat{{x}}_{{{t + 2}}}$", ha="center", va="center", fontsize=13,
                color=theme.color("output"),
            )  # fmt: skip
            if t:
                short_arrow(axes, (x - 1.46, y), (x - 0.44, y), "hidden")
                if not forced:
                    arrow(axes, (x - 1.75, y + 1.2), (x - 0.05, y - 1.15), "output", curve=0)
    axes.set_xlim(-0.8, 1.9 * (timesteps - 1) + 0.8)
    axes.set_ylim(-5.4, 2.0)
    return figure


def free_run(true, forced, free):
    """A series, its one-step predictions, and what the network goes on with when left alone.

    All three: values of the same timesteps, counted from 1.  Raises ValueError unless the lengths fit.
    """
    if not len(true) == len(forced) == len(free) > 0:
        raise ValueError(
            f"expected three series of one length; got {len(true)} true, {len(forced)} forced and "
            f"{len(free)} free values"
        )
    figure = Figure(figsize=(WIDTH, 3.8))
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(1.4, 1))
    steps = np.arange(1, len(true) + 1)
    top.plot(steps, true, color=theme.color("ink"), linestyle="-", linewidth=1.2)
    top.plot(steps, free, **theme.line("output"))
    top.set(title="The series and the free run", ylabel="value")
    end_label(top, steps[-1], true[-1], "truth", "ink")
    end_label(top, steps[-1], free[-1], "free", "output")
    for values, role, name in ((forced, "input", "forced"), (free, "output", "free")):
        error = np.abs(np.asarray(values) - true)
        bottom.semilogy(steps, np.maximum(error, 1e-6), **theme.line(role))
        end_label(bottom, steps[-1], max(error[-1], 1e-6), name, role)
    bottom.set(title="Absolute error", xlabel="timesteps after the known part", ylabel="error")
    bottom.set_xlim(steps[0], steps[-1] + 0.18 * len(steps))  # room for the names of the lines
    return figure


def _cell(axes, x, t):
    """A cell with its input below and its output above."""
    box(axes, x, 0, 0.4, "hidden", "-")
    axes.text(x, 0, "cell", ha="center", va="center", fontsize=11)
    short_arrow(axes, (x, -1.15), (x, -0.43), "input")
    short_arrow(axes, (x, 0.43), (x, 1.15), "output")
    axes.text(x + 0.08, -0.75, "$W_x$", va="center", fontsize=11)
    axes.text(x + 0.08, 0.72, "$W_y$", va="center", fontsize=11)
    axes.text(x, -1.45, f"$x_{{{t}}}$", ha="center", va="center", fontsize=13, color=theme.color("input"))
    axes.text(x, 1.4, f"$y_{{{t}}}$", ha="center", va="center", fontsize=13, color=theme.color("output"))


def _hidden_arrow(axes, start, end, state, weight):
    short_arrow(axes, (start, 0), (end, 0), "hidden")
    middle = (start + end) / 2
    axes.text(middle, 0.12, state, ha="center", va="bottom", fontsize=12)
    axes.text(middle, -0.12, weight, ha="center", va="top", fontsize=11)
