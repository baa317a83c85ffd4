"""The drawings of the book: one function a figure.

Each function draws what it is given, in the colors and line styles of `unrolled.theme`, and
returns a `matplotlib.figure.Figure`.  Such a figure is unknown to pyplot: a notebook shows it
once, as the value of its cell, and nothing has to be closed.  Call `theme.use()` first.
"""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, Polygon, Rectangle
from matplotlib.ticker import MaxNLocator

from unrolled import theme

# A phone shows 342 pixels of it: narrow enough that 10-point text is still 9 pixels high there.
_WIDTH = 5.2


def timeline(values, labels):
    """Earlier values with arrows into the present one, and the next one still unknown.

    values: the past and, last, the present.  labels: one more, for the time of each value and
    of the unknown next one.  Raises ValueError for fewer than two values or other labels.
    """
    if len(values) < 2 or len(labels) != len(values) + 1:
        raise ValueError(
            f"timeline needs at least 2 values and one label more than values; "
            f"got {len(values)} values and {len(labels)} labels"
        )
    present = len(values) - 1
    figure = Figure(figsize=(_WIDTH, 2.6))
    axes = _drawing(figure)
    for i, text in enumerate([*(f"{v:g}" for v in values), "?"]):
        name = "input" if i <= present else "output"
        axes.add_patch(
            FancyBboxPatch(
                (i - 0.3, 0), 0.6, 0.6, boxstyle="round,pad=0,rounding_size=0.08", linewidth=1.8,
                facecolor=theme.color("panel" if i == present else "surface"),
                edgecolor=theme.color(name), linestyle="-" if i <= present else ":",
            )  # fmt: skip
        )
        axes.text(i, 0.3, text, ha="center", va="center", fontsize=12)
        index = "t" if i == present else f"{{t{i - present:+d}}}"
        axes.text(i, -0.3, f"$x_{index}$", ha="center", va="center", fontsize=13)
        axes.text(i, -0.65, labels[i], ha="center", va="center", color=theme.color("muted"))
    for past in range(present):
        _arrow(axes, (past, 0.6), (present - 0.04 * (present - past), 0.6), "muted", curve=-0.45)
    _arrow(axes, (present + 0.25, 0.3), (present + 0.75, 0.3), "output", curve=0)
    axes.set_xlim(-0.4, present + 1.4)
    axes.set_ylim(-0.8, 0.9 + 0.25 * present)
    return figure


def four_panels(price, beat, text, sound):
    """Four kinds of sequence: a price, a heartbeat, a sentence and a sound.

    price: one value a day.  beat: (seconds, millivolts).  text: a string, drawn as its code
    points.  sound: (milliseconds, pressure).  Raises ValueError for an empty text.
    """
    if not text:
        raise ValueError("text is empty; expected at least one character")
    figure = Figure(figsize=(5.6, 4.8))  # four charts need a little more room
    axes = figure.subplots(2, 2).ravel()
    look = {"color": theme.color("input"), "linestyle": "-", "linewidth": 1.8}
    axes[0].plot(price, **look)
    axes[0].set(title="Finance: a price", xlabel="day", ylabel="price")
    axes[1].plot(*beat, **look)
    axes[1].set(title="Medicine: a heartbeat", xlabel="seconds", ylabel="millivolt")
    codes = [ord(c) for c in text]
    axes[2].vlines(range(len(codes)), 0, codes, color=theme.color("grid"), linewidth=1)
    axes[2].plot(codes, "o", markersize=3, color=theme.color("input"), linestyle="none")
    for i, c in enumerate(text):
        axes[2].annotate(c, (i, codes[i]), (0, 4), textcoords="offset points", ha="center")
    axes[2].set(title="Language: a sentence", xlabel="position", ylabel="code point", ylim=(0, 145))
    axes[3].plot(*sound, **look)
    axes[3].set(title="Audio: a vowel", xlabel="milliseconds", ylabel="pressure")
    return figure


def resampled_log(times, readings, grid, past, interpolated):
    """Irregular readings and two ways to put them on a regular grid.

    times, readings: the log.  grid: the regular times.  past, interpolated: the values on the
    grid, from earlier readings alone and from straight lines to the next reading.
    Raises ValueError unless the lengths fit.
    """
    if len(times) != len(readings) or not len(grid) == len(past) == len(interpolated):
        raise ValueError(
            f"lengths differ: {len(times)} times and {len(readings)} readings; "
            f"{len(grid)} grid times, {len(past)} past and {len(interpolated)} interpolated values"
        )
    readings, past, interpolated = map(np.asarray, (readings, past, interpolated))
    figure = Figure(figsize=(_WIDTH, 3.2))
    axes = figure.subplots()
    axes.plot(
        grid, interpolated, marker="D", markersize=5, color=theme.color("gradient"), linestyle=":"
    )
    axes.plot(
        grid, past, drawstyle="steps-post", marker="s", markersize=5, color=theme.color("input"),
        linestyle="-",
    )  # fmt: skip
    axes.plot(times, readings, "o", markersize=9, color=theme.color("ink"), linestyle="none")
    widest = int(np.argmax(np.abs(past - interpolated)))
    above = past[widest] > interpolated[widest]
    _named(axes, grid[widest], past[widest], "past only", "input", above)
    _named(axes, grid[widest], interpolated[widest], "interpolated", "gradient", not above)
    peak = int(np.argmax(readings))
    axes.annotate(
        "readings", (times[peak], readings[peak]), (0, 9), textcoords="offset points", ha="center"
    )
    axes.set(title="One log, two grids", xlabel="minutes", ylabel="temperature in °C")
    axes.margins(x=0.04, y=0.15)
    return figure


def tensor_box(batch, timesteps, names, highlight):
    """The tensor (batch, timesteps, features) as a deck of cards, one card a sequence.

    A card is a table as NumPy prints it: timesteps down, features across.
    batch, timesteps: sizes, at least 1.  names: the features, one name each.
    highlight: the timestep, counted from 1, whose slice X_t is tinted through the deck.
    Raises ValueError for a size below 1, no names, or a highlight outside 1..timesteps.
    """
    features = len(names)
    if min(batch, timesteps, features) < 1 or not 1 <= highlight <= timesteps:
        raise ValueError(
            f"a box needs sizes of at least 1 and 1 <= highlight <= timesteps; got batch {batch}, "
            f"timesteps {timesteps}, {features} names, highlight {highlight}"
        )
    column = 2.6  # rows are 1 high; a column is wide enough for its name
    width, depth = features * column, np.array([3.0, 2.0])  # from the front card to the last
    figure = Figure(figsize=(_WIDTH, 3.6))
    axes = _drawing(figure)
    for k in reversed(range(batch)):
        corner = depth * k / max(batch - 1, 1)
        axes.add_patch(
            Rectangle(
                corner, width, timesteps, facecolor=theme.color("panel"),
                edgecolor=theme.color("ink" if k == 0 else "line"), linewidth=1.5 if k == 0 else 0.6,
            )  # fmt: skip
        )
    for t in range(timesteps):  # the first timestep on top, as one reads
        row = timesteps - 1 - t
        for j in range(features):
            axes.add_patch(
                Rectangle((j * column, row), column, 1, facecolor="none", edgecolor=theme.color("line"))
            )
        axes.text(-0.2, row + 0.5, f"$t={t + 1}$", ha="right", va="center", fontsize=11)
    for j, name in enumerate(names):
        axes.text((j + 0.5) * column, -0.35, name, ha="center", va="center", fontsize=11)
    row, tint = timesteps - highlight, theme.color("input")
    axes.add_patch(Rectangle((0, row), width, 1, facecolor=tint, alpha=0.35))
    corners = np.array([(width, row), (width, row + 1), (width, row + 1) + depth, (width, row) + depth])
    axes.add_patch(Polygon(corners, facecolor=tint, alpha=0.35))
    x, y = corners[2:].mean(axis=0)
    axes.text(
        x + 0.2, y, f"$X_{{{highlight}}}$: shape\n({batch}, {features})", color=tint, ha="left",
        va="center", fontsize=11,
    )  # fmt: skip
    axes.text(
        -1.45, timesteps / 2, f"timesteps $T={timesteps}$", rotation=90, ha="center", va="center",
        fontsize=12,
    )  # fmt: skip
    axes.text(width / 2, -1.0, f"features $d={features}$", ha="center", va="center", fontsize=12)
    axes.text(
        width + depth[0] / 2 + 0.3, depth[1] / 2 - 0.3, f"batch $n={batch}$", rotation=34, ha="center",
        va="center", rotation_mode="anchor", fontsize=12,
    )  # fmt: skip
    axes.set_xlim(-1.8, width + depth[0] + 2.1)
    axes.set_ylim(-1.3, timesteps + depth[1] + 0.1)
    axes.set_aspect("equal")
    return figure


def window_rows(values, window, horizon, stride):
    """A series and, below it, one row of cells for each of its windows; dotted cells are targets.

    values: N numbers.  window, horizon, stride: positive counts.
    Raises ValueError when a count is below 1 or no window fits.
    """
    length = len(values)
    if min(window, horizon, stride) < 1 or length < window + horizon:
        raise ValueError(
            f"{length} values; window {window} + horizon {horizon} need at least {window + horizon}, "
            f"and window, horizon and stride ({stride}) at least 1"
        )
    starts = range(0, length - window - horizon + 1, stride)
    figure = Figure(figsize=(_WIDTH, 2.0 + 0.42 * len(starts)))
    top, rows = figure.subplots(2, 1, sharex=True, height_ratios=(1.2, 0.42 * len(starts) + 0.3))
    top.plot(values, marker="o", color=theme.color("ink"), linestyle="-", linewidth=1.5)
    top.set_yticks([])
    top.grid(False)
    top.spines["left"].set_visible(False)
    top.tick_params(bottom=False, labelbottom=False)
    top.set_title(f"$N={length}$ values, $T={window}$, $H={horizon}$, $s={stride}$: {len(starts)} windows")
    for k, start in enumerate(starts):
        for i in range(start, start + window + horizon):
            target = i >= start + window
            color = theme.color("output" if target else "input")
            rows.add_patch(
                Rectangle(
                    (i - 0.42, k - 0.36), 0.84, 0.72, linewidth=1.2, edgecolor=color,
                    facecolor=(color, 0.3), linestyle=":" if target else "-",
                )  # fmt: skip
            )
    under = {"y": len(starts) - 0.2, "ha": "center", "va": "center", "fontsize": 11}
    middle = starts[-1] + window - 0.5  # between the last window and its targets
    rows.text(x=middle - window / 2, s="window", color=theme.color("input"), **under)
    rows.text(x=middle + horizon / 2, s="horizon", color=theme.color("output"), **under)
    for i in range(starts[-1] + window + horizon, length):
        rows.text(i, len(starts) - 1, "not\nused", ha="center", va="center", color=theme.color("muted"))
    if len(starts) > 1:
        _arrow(rows, (-0.5, 1), (stride - 0.45, 1), "ink", curve=0)
        rows.text(stride / 2 - 0.5, 1.15, "stride", ha="center", va="top", fontsize=11)
    rows.set_xlim(-0.7, length - 0.3)
    rows.set_ylim(len(starts) + 0.15, -0.6)
    rows.set_yticks(range(len(starts)), [f"$i={k}$" for k in range(len(starts))])
    rows.set_xticks(range(length))
    rows.set_xlabel("position in the series, counted from 0")
    rows.grid(False)
    rows.spines["left"].set_visible(False)
    rows.tick_params(left=False)
    return figure


def split_parts(index, parts, names, ylabel):
    """A series cut into consecutive parts, and the range of the first part.

    index: N positions on the time axis.  parts: arrays of together N values.
    names: one for each part.  Raises ValueError unless the lengths fit.
    """
    lengths = [len(p) for p in parts]
    if sum(lengths) != len(index) or len(names) != len(parts):
        raise ValueError(
            f"parts of {lengths} values need {sum(lengths)} index entries and {len(parts)} names; "
            f"got {len(index)} and {len(names)}"
        )
    figure = Figure(figsize=(_WIDTH, 3.4))
    axes = figure.subplots()
    values = np.concatenate(parts)
    axes.plot(index, values, color=theme.color("ink"), linestyle="-", linewidth=1.6)
    low, high = parts[0].min(), parts[0].max()
    axes.axhline(low, color=theme.color("input"), linestyle="--", linewidth=1.5)
    axes.axhline(high, color=theme.color("input"), linestyle="--", linewidth=1.5)
    blue = {"textcoords": "offset points", "color": theme.color("input")}
    axes.annotate(f"largest value in {names[0]}: {high:g}", (index[0], high), (2, 4), **blue)
    axes.annotate(f"smallest: {low:g}", (index[-1], low), (-2, -4), ha="right", va="top", **blue)
    starts = np.cumsum([0, *lengths])
    ceiling = values.max() + 0.16 * np.ptp(values)
    for k, name in enumerate(names):
        first, last = index[starts[k]], index[starts[k + 1] - 1]
        if k:
            axes.axvline(first, color=theme.color("line"), linewidth=1.2, linestyle="-")
        if k % 2 == 0:
            axes.axvspan(first, last, facecolor=theme.color("panel"), linewidth=0, zorder=0)
        middle = index[starts[k] + lengths[k] // 2]
        axes.text(middle, ceiling, f"{name}\n{lengths[k]} values", ha="center", va="center")
    axes.set_ylim(low - 0.16 * np.ptp(values), ceiling + 0.12 * np.ptp(values))
    axes.margins(x=0.01)
    axes.set_ylabel(ylabel)
    axes.grid(False)
    return figure


def padding_grid(X, mask):
    """Sequences of different length in one rectangle; padded cells are hatched.

    X, mask: shape (n, T); the mask is true where a value is real.
    Raises ValueError when the shapes differ or are not two-dimensional.
    """
    X, mask = np.asarray(X), np.asarray(mask, dtype=bool)
    if X.ndim != 2 or X.shape != mask.shape:
        raise ValueError(f"expected X and mask of one shape (n, T); got {X.shape} and {mask.shape}")
    n, timesteps = X.shape
    figure = Figure(figsize=(_WIDTH, 0.9 + 0.5 * n))
    axes = _drawing(figure)
    for i in range(n):
        for t in range(timesteps):
            real = mask[i, t]
            axes.add_patch(
                Rectangle(
                    (t, n - 1 - i), 1, 1, facecolor=theme.color("panel" if real else "surface"),
                    edgecolor=theme.color("line"), hatch=None if real else "////",
                )  # fmt: skip
            )
            axes.text(
                t + 0.5, n - 0.5 - i, f"{X[i, t]:g}" if real else "pad", ha="center", va="center",
                color=theme.color("ink"), fontsize=11,
                bbox=None if real else {"facecolor": theme.color("surface"), "edgecolor": "none", "pad": 1},
            )  # fmt: skip
        axes.text(
            timesteps + 0.15, n - 0.5 - i, f"{mask[i].sum()} real", ha="left", va="center", fontsize=11
        )
    for t in range(timesteps):
        axes.text(t + 0.5, n + 0.3, f"$t={t + 1}$", ha="center", va="center", fontsize=11)
    axes.set_xlim(-0.1, timesteps + 1.3)
    axes.set_ylim(-0.1, n + 0.65)
    return figure


def masked_states(masked, unmasked, length):
    """One hidden unit over a padded sequence, with and without the mask.

    masked, unmasked: the state after each of T timesteps.  length: how many of them are real.
    Raises ValueError when the lengths differ or `length` is not within 1..T.
    """
    if len(masked) != len(unmasked) or not 1 <= length <= len(masked):
        raise ValueError(
            f"expected two states of one length and 1 <= length <= T; "
            f"got {len(masked)}, {len(unmasked)} and length {length}"
        )
    figure = Figure(figsize=(_WIDTH, 3.0))
    axes = figure.subplots()
    steps = np.arange(1, len(masked) + 1)
    axes.axvspan(
        length + 0.5, len(steps) + 0.5, facecolor=theme.color("panel"), linewidth=0, zorder=0
    )
    axes.plot(steps, unmasked, marker="D", **theme.line("gradient") | {"linestyle": ":"})
    axes.plot(steps, masked, marker="o", color=theme.color("hidden"), linestyle="-")
    _end_label(axes, steps[-1], masked[-1], "with mask", "hidden")
    _end_label(axes, steps[-1], unmasked[-1], "no mask", "gradient")
    axes.text(length + 0.6, 1.0, "padding", transform=axes.get_xaxis_transform(), va="bottom")
    axes.set_xticks(steps)
    axes.set_xlim(0.5, len(steps) + 0.5)
    axes.set(xlabel="timestep", ylabel="state of one unit")
    return figure


def _drawing(figure):
    """Axes without axis: for pictures that are not charts."""
    axes = figure.subplots()
    axes.set_axis_off()
    return axes


def _arrow(axes, start, end, name, curve):
    """An arrow between two points that stops short of both markers."""
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops={
            "arrowstyle": "-|>", "color": theme.color(name), "linewidth": 1.3,
            "shrinkA": 7, "shrinkB": 7, "connectionstyle": f"arc3,rad={curve}",
        },
    )  # fmt: skip


def _named(axes, x, y, text, name, above):
    """The name of a line beside one of its points, in its own color."""
    axes.annotate(
        text, (x, y), (-7, 5 if above else -5), textcoords="offset points", ha="right",
        va="bottom" if above else "top", color=theme.color(name),
    )  # fmt: skip


def _end_label(axes, x, y, text, name):
    """The name of a line, written at its end in its own color."""
    axes.annotate(
        text, (x, y), (8, 0), textcoords="offset points", va="center", color=theme.color(name),
        annotation_clip=False,
    )  # fmt: skip

# Chapter 2


def folded_and_unrolled(timesteps):
    """One recurrent cell with its loop, and the same cell drawn once for each timestep.

    timesteps: how many, at least 2.  Raises ValueError for fewer.
    """
    if timesteps < 2:
        raise ValueError(f"an unrolled loop needs at least 2 timesteps; got {timesteps}")
    figure = Figure(figsize=(_WIDTH, 2.9))
    axes = _drawing(figure)
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
    figure = Figure(figsize=(_WIDTH, 3.2))
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
    figure = Figure(figsize=(_WIDTH, 1.2 + 0.28 * len(scores)))
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
    figure = Figure(figsize=(_WIDTH, 1.75 * rows))
    axes = _drawing(figure)
    for k, (name, inputs, outputs) in enumerate(patterns):
        left, y = 6.4 * (k % 2), -3.4 * (k // 2)
        axes.text(left - 0.4, y + 1.55, name, va="center", fontsize=11, fontweight="bold")
        for t, (has_input, has_output) in enumerate(zip(inputs, outputs)):
            x = left + t
            for present, role, above in ((has_input, "input", -1), (has_output, "output", 1)):
                if present == "1":
                    ends = ((x, 0.87 * above + y), (x, 0.3 * above + y))
                    _short_arrow(axes, *(ends if above < 0 else ends[::-1]), role)
                    _box(axes, x, y + 0.93 * above, 0.2, role, "--" if role == "input" else ":")
            _box(axes, x, y, 0.27, "hidden", "-")
            if t:
                _short_arrow(axes, (x - 0.7, y), (x - 0.29, y), "hidden")
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
    figure = Figure(figsize=(_WIDTH, 4.6))
    axes = _drawing(figure)
    halves = (("training: fed with the truth", 0, True), ("inference: fed with itself", -3.9, False))
    for name, y, forced in halves:
        axes.text(-0.6, y + 1.75, name, va="center", fontsize=11, fontweight="bold")
        for t in range(timesteps):
            x = 1.9 * t
            truth = forced or t == 0
            _box(axes, x, y, 0.4, "hidden", "-")
            axes.text(x, y, "cell", ha="center", va="center", fontsize=11)
            _short_arrow(axes, (x, y - 0.95), (x, y - 0.44), "input" if truth else "output")
            _short_arrow(axes, (x, y + 0.44), (x, y + 0.95), "output")
            fed = f"$x_{{{t + 1}}}$" if truth else f"$\\hat{{x}}_{{{t + 1}}}$"
            color = theme.color("input" if truth else "output")
            axes.text(x, y - 1.2, fed, ha="center", va="center", fontsize=13, color=color)
            axes.text(
                x, y + 1.2, f"$\\hat{{x}}_{{{t + 2}}}$", ha="center", va="center", fontsize=13,
                color=theme.color("output"),
            )  # fmt: skip
            if t:
                _short_arrow(axes, (x - 1.46, y), (x - 0.44, y), "hidden")
                if not forced:
                    _arrow(axes, (x - 1.75, y + 1.2), (x - 0.05, y - 1.15), "output", curve=0)
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
    figure = Figure(figsize=(_WIDTH, 3.8))
    top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(1.4, 1))
    steps = np.arange(1, len(true) + 1)
    top.plot(steps, true, color=theme.color("ink"), linestyle="-", linewidth=1.2)
    top.plot(steps, free, **theme.line("output"))
    top.set(title="The series and the free run", ylabel="value")
    _end_label(top, steps[-1], true[-1], "truth", "ink")
    _end_label(top, steps[-1], free[-1], "free", "output")
    for values, role, name in ((forced, "input", "forced"), (free, "output", "free")):
        error = np.abs(np.asarray(values) - true)
        bottom.semilogy(steps, np.maximum(error, 1e-6), **theme.line(role))
        _end_label(bottom, steps[-1], max(error[-1], 1e-6), name, role)
    bottom.set(title="Absolute error", xlabel="timesteps after the known part", ylabel="error")
    bottom.set_xlim(steps[0], steps[-1] + 0.18 * len(steps))  # room for the names of the lines
    return figure


def _cell(axes, x, t):
    """A cell with its input below and its output above."""
    _box(axes, x, 0, 0.4, "hidden", "-")
    axes.text(x, 0, "cell", ha="center", va="center", fontsize=11)
    _short_arrow(axes, (x, -1.15), (x, -0.43), "input")
    _short_arrow(axes, (x, 0.43), (x, 1.15), "output")
    axes.text(x + 0.08, -0.75, "$W_x$", va="center", fontsize=11)
    axes.text(x + 0.08, 0.72, "$W_y$", va="center", fontsize=11)
    axes.text(x, -1.45, f"$x_{{{t}}}$", ha="center", va="center", fontsize=13, color=theme.color("input"))
    axes.text(x, 1.4, f"$y_{{{t}}}$", ha="center", va="center", fontsize=13, color=theme.color("output"))


def _hidden_arrow(axes, start, end, state, weight):
    _short_arrow(axes, (start, 0), (end, 0), "hidden")
    middle = (start + end) / 2
    axes.text(middle, 0.12, state, ha="center", va="bottom", fontsize=12)
    axes.text(middle, -0.12, weight, ha="center", va="top", fontsize=11)


def _box(axes, x, y, half, role, linestyle):
    axes.add_patch(
        FancyBboxPatch(
            (x - half, y - half), 2 * half, 2 * half, boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=theme.color("panel"), edgecolor=theme.color(role), linewidth=1.6, linestyle=linestyle,
        )  # fmt: skip
    )


def _short_arrow(axes, start, end, role):
    """A straight arrow from point to point, without the distance that `_arrow` keeps."""
    axes.annotate(
        "", end, start,
        arrowprops={
            "arrowstyle": "-|>", "color": theme.color(role), "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0,
        },
    )  # fmt: skip


# Chapter 3

_SERIES = ("input", "forget", "candidate", "output")  # lines that differ in color and in dashes
_LABEL_GAP = 14  # points from one line of text to the next


def backward_chain(timesteps):
    """An unrolled cell: states forward, gradients backward, and every step's share of one dW_h.

    timesteps: how many steps, 2 to 6.  Raises ValueError for others.
    """
    if not 2 <= timesteps <= 6:
        raise ValueError(f"backward_chain draws 2 to 6 timesteps; got {timesteps}")
    figure = Figure(figsize=(_WIDTH, 3.4))
    axes = _drawing(figure)
    last = timesteps
    for t in range(timesteps + 1):
        axes.add_patch(
            FancyBboxPatch(
                (t - 0.26, -0.26), 0.52, 0.52, boxstyle="round,pad=0,rounding_size=0.08",
                facecolor=theme.color("surface" if t else "panel"),
                edgecolor=theme.color("hidden"), linewidth=1.8,
            )  # fmt: skip
        )
        axes.text(t, 0, f"$H_{t}$", ha="center", va="center", fontsize=13)
        if t == 0:
            continue
        _arrow(axes, (t - 0.8, 0.1), (t - 0.2, 0.1), "hidden", curve=0)
        _arrow(axes, (t - 0.2, -0.12), (t - 0.8, -0.12), "gradient", curve=0)
        _arrow(axes, (t, -0.18), (t, -1.22), "gradient", curve=0)
        axes.text(
            t + 0.08, -0.72, rf"$H_{t - 1}^\top\delta_{t}$", va="center", fontsize=11,
            color=theme.color("gradient"),
        )  # fmt: skip
    axes.text(last, 1.02, "loss $L$", ha="center", va="center", color=theme.color("gradient"))
    _arrow(axes, (last, 0.98), (last, 0.2), "gradient", curve=0)
    axes.text(0, 1.02, "states, forward", va="center", ha="left")
    axes.text(0, 0.66, "gradients, backward", va="center", ha="left", color=theme.color("gradient"))
    axes.add_patch(
        Rectangle(
            (0.6, -1.6), timesteps - 0.1, 0.42, facecolor=theme.color("panel"),
            edgecolor=theme.color("gradient"), linewidth=1.8,
        )  # fmt: skip
    )
    axes.text(
        0.55 + timesteps / 2, -1.39, "one $dW_h$: the sum of them all", ha="center", va="center"
    )
    axes.set_xlim(-0.35, timesteps + 0.75)
    axes.set_ylim(-1.7, 1.2)
    return figure


def norms_by_lag(panels):
    """Gradient norms against the lag, one panel a title, on a logarithmic axis.

    panels: {title: {name: log10 of the norm at lag 0, 1, 2, ...}}, at most four names a panel.
    Where a curve falls below the smallest float32, a line says so; minus infinity ends a curve.
    Raises ValueError without panels, or for a panel with no curve or with more than four.
    """
    if not panels or not all(1 <= len(curves) <= len(_SERIES) for curves in panels.values()):
        counts = [len(curves) for curves in panels.values()]
        raise ValueError(f"expected panels of 1 to {len(_SERIES)} curves each; got {counts}")
    figure = Figure(figsize=(_WIDTH, 0.4 + 2.5 * len(panels)))
    figure.get_layout_engine().set(hspace=0.08)
    for axes, (title, curves) in zip(np.atleast_1d(figure.subplots(len(panels))), panels.items()):
        axes.axhline(0, color=theme.color("line"), linewidth=1)
        ends = []
        for role, (name, log10) in zip(_SERIES, curves.items()):
            log10 = np.asarray(log10, dtype=float)
            log10 = log10[: np.argmin(np.append(np.isfinite(log10), False))]
            axes.plot(log10, **theme.line(role))
            ends.append((len(log10) - 1, log10[-1], name, role))
        smallest = np.log10(np.finfo(np.float32).smallest_subnormal)
        if min(y for _, y, _, _ in ends) < smallest:
            axes.axhline(smallest, color=theme.color("muted"), linewidth=1, linestyle=":")
            axes.annotate(
                "float32 ends here", (0, smallest), (4, -4), textcoords="offset points",
                va="top", color=theme.color("muted"),
            )  # fmt: skip
        axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.yaxis.set_major_formatter(lambda y, _: f"$10^{{{y:.0f}}}$")
        axes.set(title=title, ylabel="norm", xlabel="lag in timesteps")
        _end_labels(axes, ends, height=125)
    return figure


def norm_histograms(before, after, threshold):
    """How long the gradients were before clipping by norm, and after it, on one logarithmic axis.

    before, after: the norms of the same updates.  Raises ValueError unless there are equally
    many, all positive and finite, and the threshold is positive.
    """
    before, after = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    together = np.concatenate([before, after])
    if len(before) != len(after) or not len(before) or threshold <= 0:
        raise ValueError(
            f"expected as many norms before as after, and a positive threshold; "
            f"got {len(before)}, {len(after)} and {threshold}"
        )
    if not np.all(np.isfinite(together) & (together > 0)):
        raise ValueError(f"expected positive finite norms; got {together.min():g} to {together.max():g}")
    low, high = np.log10(together.min()) - 0.1, np.log10(together.max()) + 0.1
    bins = np.logspace(low, high, 31)
    figure = Figure(figsize=(_WIDTH, 4.0))
    panels = figure.subplots(2, sharex=True)
    for axes, norms, when in zip(panels, (before, after), ("before", "after")):
        axes.hist(norms, bins, color=theme.color("gradient"), edgecolor=theme.color("surface"))
        axes.axvline(threshold, color=theme.color("ink"), linewidth=1.5, linestyle="--")
        axes.set(title=f"Norms {when} clipping", ylabel="updates", xscale="log")
    panels[1].annotate(
        f"threshold {threshold:g}", (threshold, 0.95), (6, 0), textcoords="offset points",
        xycoords=panels[1].get_xaxis_transform(), va="top",
    )  # fmt: skip
    panels[1].set_xlabel("norm of the gradient of all weights")
    return figure


def clipped_arrows(gradient, threshold):
    """A gradient of two numbers, clipped by norm (to the circle) and by value (to the square).

    Raises ValueError unless the gradient has two positive numbers, of which the larger is above
    the positive threshold.
    """
    gradient = np.asarray(gradient, dtype=float)
    if gradient.shape != (2,) or gradient.min() <= 0 or not 0 < threshold < gradient.max():
        raise ValueError(
            f"expected two positive numbers, the larger above the threshold > 0; "
            f"got {gradient.tolist()} and {threshold}"
        )
    by_norm = gradient * threshold / np.hypot(*gradient)
    by_value = np.clip(gradient, -threshold, threshold)
    figure = Figure(figsize=(_WIDTH, 2.9))
    axes = figure.subplots()
    axes.add_patch(Circle((0, 0), threshold, fill=False, edgecolor=theme.color("line")))
    axes.add_patch(
        Rectangle(
            (-threshold, -threshold), 2 * threshold, 2 * threshold, fill=False,
            edgecolor=theme.color("line"), linestyle="--",
        )  # fmt: skip
    )
    drawn = [(gradient, "gradient", "gradient"), (by_value, "by value", "forget"), (by_norm, "by norm", "input")]
    for end, name, role in drawn:
        axes.annotate(
            "", end, (0, 0),
            arrowprops={
                "arrowstyle": "-|>", "color": theme.color(role), "shrinkA": 0, "shrinkB": 0,
                "linewidth": 1.2 if role == "gradient" else 2.4,
            },
        )  # fmt: skip
        axes.annotate(
            name, end, (8, -9 if role == "input" else 2), textcoords="offset points",
            va="center", color=theme.color(role),
        )  # fmt: skip
    axes.set_aspect("equal")
    axes.set_xlim(-0.2 * threshold, max(gradient[0], threshold) * 1.45)
    axes.set_ylim(-0.2 * threshold, max(gradient[1], threshold) * 1.25)
    axes.set(xlabel="first weight", ylabel="second weight")
    return figure


def learning_curves(runs, levels, xlabel, ylabel, log=False):
    """What several runs of each kind have reached along the training, beside known levels.

    runs: {kind: [(x, y), ...]}, one pair of arrays a seed, at most four kinds.  levels: {name: y},
    drawn as horizontal lines.  log: a logarithmic y-axis.
    Raises ValueError without runs, for too many kinds, or when x and y differ in length.
    """
    if not 1 <= len(runs) <= len(_SERIES) or not all(runs.values()):
        raise ValueError(f"expected 1 to {len(_SERIES)} kinds, each with a run; got {list(runs)}")
    for kind, seeds in runs.items():
        for x, y in seeds:
            if len(x) != len(y) or not len(x):
                raise ValueError(f"a run of {kind!r} has {len(x)} x and {len(y)} y; expected as many, at least 1")
    figure = Figure(figsize=(_WIDTH, 3.3))
    axes = figure.subplots()
    if log:
        axes.set_yscale("log")
    ends = []
    for role, (kind, seeds) in zip(_SERIES, runs.items()):
        for x, y in seeds:
            axes.plot(x, y, **theme.line(role) | {"linewidth": 1.6})
            axes.plot(x[-1], y[-1], "o", markersize=5, color=theme.color(role))
        x, y = max(seeds, key=lambda run: run[0][-1])
        ends.append((x[-1], y[-1], kind, role))
    right = max(x[-1] for seeds in runs.values() for x, _ in seeds)
    for name, level in levels.items():
        axes.axhline(level, color=theme.color("muted"), linewidth=1, linestyle=":")
        ends.append((right, level, name, "muted"))
    axes.set(xlabel=xlabel, ylabel=ylabel)
    _end_labels(axes, ends, height=185)
    return figure


def _end_labels(axes, ends, height):
    """The names of lines at their ends, moved apart where they would lie on each other.

    ends: (x, y, name, color) each.  height: of the axes, in points, roughly.
    """
    axes.margins(x=0.02)
    scale, limits = axes.yaxis.get_transform(), np.array(axes.get_ylim())
    low, high = scale.transform(limits)
    places = (scale.transform(np.array([y for _, y, _, _ in ends])) - low) / (high - low) * height
    order, moved = np.argsort(places), places.copy()
    for below, above in zip(order, order[1:]):
        moved[above] = max(moved[above], moved[below] + _LABEL_GAP)
    moved += np.mean(places - moved)
    for (x, y, name, color), place, target in zip(ends, places, moved):
        axes.annotate(
            name, (x, y), (8, target - place), textcoords="offset points", va="center",
            color=theme.color(color), annotation_clip=False,
            bbox={"facecolor": theme.color("surface"), "edgecolor": "none", "pad": 0.5},
        )  # fmt: skip


# Chapter 4

# The wires of an LSTM cell: the parts that they belong to, the role, the points from start to end.
_LSTM_WIRES = (
    ("forget input candidate output", "hidden", [(0.2, 0.9), (7.2, 0.9)]),
    ("forget input candidate output", "input", [(1.0, 0.0), (1.0, 0.9)]),
    ("forget", "hidden", [(2.2, 0.9), (2.2, 1.62)]),
    ("input", "hidden", [(3.8, 0.9), (3.8, 1.62)]),
    ("candidate", "hidden", [(5.4, 0.9), (5.4, 1.62)]),
    ("output", "hidden", [(7.2, 0.9), (7.2, 1.62)]),
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

    def look(belongs, role):  # color, line width, dashes, and how far in front
        if part == "all" or part in belongs.split():
            return theme.color(role), 2.4, theme.line(role)["linestyle"], 3
        return theme.color("line"), 1.0, "-", 1

    figure = Figure(figsize=(_WIDTH, 3.0))
    axes = _drawing(figure)
    for belongs, role, points in _LSTM_WIRES:
        color, width, dash, height = look(belongs, role)
        axes.plot(*zip(*points), color=color, linewidth=width, linestyle=dash, zorder=height)
        axes.annotate(
            "", points[-1], points[-2], zorder=height,
            arrowprops={
                "arrowstyle": "-|>", "color": color, "linewidth": width, "shrinkA": 0, "shrinkB": 0,
                "mutation_scale": 9,
            },
        )  # fmt: skip
    for belongs, role, (x, y), inside in _LSTM_NODES:
        color, width, _, height = look(belongs, role)
        surface = theme.color("surface")
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
        color, _, _, height = look(belongs, role)
        if height == 1:
            color = theme.color("muted")
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
    figure = Figure(figsize=(_WIDTH, 6.0))
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


# Chapter 5


def gru_cell(step):
    """A GRU as far as its equation number `step`; what comes later is drawn in outline.

    step: 1 the update gate, 2 the reset gate, 3 the candidate, 4 the new state.
    Raises ValueError for others.
    """
    if step not in (1, 2, 3, 4):
        raise ValueError(f"gru_cell has the steps 1 to 4; got {step}")
    figure = Figure(figsize=(_WIDTH, 3.1))
    axes = _drawing(figure)

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
        _short_arrow(axes, start, end, role(name, since))

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
    figure = Figure(figsize=(_WIDTH, 0.5 + 0.8 * len(tracks)))
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
    figure = Figure(figsize=(_WIDTH, sum(1.25 + 0.27 * n for n in rows)))
    figure.get_layout_engine().set(hspace=0.06)
    charts = np.atleast_1d(figure.subplots(len(panels), height_ratios=rows))
    for axes, (title, (label, name, baseline, scores)) in zip(charts, panels.items()):
        axes.axvline(baseline, color=theme.color("muted"), linestyle="--", linewidth=1.5)
        for row, values in enumerate(scores.values()):
            places = row + 0.22 * (np.arange(len(values)) - (len(values) - 1) / 2)
            axes.plot(
                values, places, "o", markersize=6, color=theme.color("input"), linestyle="none",
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
