"""Chapter 1: sequences, tensors, windows, splits, padding."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Polygon, Rectangle

from unrolled import theme

from ._drawing import WIDTH, arrow, drawing, end_label


# A phone shows 342 pixels of it: narrow enough that 10-point text is still 9 pixels high there.
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
    figure = Figure(figsize=(WIDTH, 2.6))
    axes = drawing(figure)
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
        arrow(axes, (past, 0.6), (present - 0.04 * (present - past), 0.6), "muted", curve=-0.45)
    arrow(axes, (present + 0.25, 0.3), (present + 0.75, 0.3), "output", curve=0)
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
    figure = Figure(figsize=(WIDTH, 3.2))
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
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = drawing(figure)
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
    figure = Figure(figsize=(WIDTH, 2.0 + 0.42 * len(starts)))
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
        arrow(rows, (-0.5, 1), (stride - 0.45, 1), "ink", curve=0)
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
    figure = Figure(figsize=(WIDTH, 3.4))
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
    figure = Figure(figsize=(WIDTH, 0.9 + 0.5 * n))
    axes = drawing(figure)
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
    figure = Figure(figsize=(WIDTH, 3.0))
    axes = figure.subplots()
    steps = np.arange(1, len(masked) + 1)
    axes.axvspan(
        length + 0.5, len(steps) + 0.5, facecolor=theme.color("panel"), linewidth=0, zorder=0
    )
    axes.plot(steps, unmasked, marker="D", **theme.line("gradient") | {"linestyle": ":"})
    axes.plot(steps, masked, marker="o", color=theme.color("hidden"), linestyle="-")
    end_label(axes, steps[-1], masked[-1], "with mask", "hidden")
    end_label(axes, steps[-1], unmasked[-1], "no mask", "gradient")
    axes.text(length + 0.6, 1.0, "padding", transform=axes.get_xaxis_transform(), va="bottom")
    axes.set_xticks(steps)
    axes.set_xlim(0.5, len(steps) + 0.5)
    axes.set(xlabel="timestep", ylabel="state of one unit")
    return figure


def _named(axes, x, y, text, name, above):
    """The name of a line beside one of its points, in its own color."""
    axes.annotate(
        text, (x, y), (-7, 5 if above else -5), textcoords="offset points", ha="right",
        va="bottom" if above else "top", color=theme.color(name),
    )  # fmt: skip
