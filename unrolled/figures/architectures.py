"""Chapter 6: stacked and bidirectional networks, what they see, and what they cost."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from unrolled import theme

from ._drawing import WIDTH, box, drawing, short_arrow


def stacked(layers, timesteps):
    """Recurrent layers one above the other, unrolled: states go right, and up to the next layer.

    layers: 1 to 3, timesteps: 2 to 5.  Raises ValueError for others.
    """
    if not 1 <= layers <= 3 or not 2 <= timesteps <= 5:
        raise ValueError(f"stacked draws 1 to 3 layers and 2 to 5 timesteps; got {layers} and {timesteps}")
    figure = Figure(figsize=(WIDTH, 1.3 + 0.95 * layers))
    axes = drawing(figure)
    half, top = 0.3, layers
    for t in range(1, timesteps + 1):
        axes.text(t, 0.1, f"$X_{t}$", ha="center", va="center", fontsize=13, color=theme.color("input"))
        axes.text(t, top + 0.95, f"$Y_{t}$", ha="center", va="center", fontsize=13, color=theme.color("candidate"))
        short_arrow(axes, (t, 0.28), (t, 1 - half), "input")
        for k in range(1, layers + 1):
            box(axes, t, k, half, "hidden", "-")
            axes.text(t, k, f"$H^{{({k})}}_{t}$", ha="center", va="center", fontsize=12)
            short_arrow(axes, (t, k + half), (t, k + 1 - (half if k < top else 0.2)), "hidden")
            if t > 1:
                short_arrow(axes, (t - 1 + half, k), (t - half, k), "hidden")
    for k in range(1, layers + 1):
        axes.text(0.45, k, f"layer {k}", ha="right", va="center", color=theme.color("muted"))
    axes.set_xlim(-0.35, timesteps + 0.45)
    axes.set_ylim(-0.1, top + 1.15)
    return figure


def two_directions(timesteps):
    """A bidirectional layer, unrolled: one chain to the right, one to the left, merged at each timestep.

    timesteps: 2 to 5.  Raises ValueError for others.
    """
    if not 2 <= timesteps <= 5:
        raise ValueError(f"two_directions draws 2 to 5 timesteps; got {timesteps}")
    figure = Figure(figsize=(WIDTH, 3.4))
    axes = drawing(figure)
    half, left, right = 0.26, -0.28, 0.28  # each timestep has a place for both states
    for t in range(1, timesteps + 1):
        x = 1.35 * t
        axes.text(x, 0.05, f"$X_{t}$", ha="center", va="center", fontsize=13, color=theme.color("input"))
        axes.text(x, 3.25, f"$Y_{t}$", ha="center", va="center", fontsize=13, color=theme.color("candidate"))
        for y, shift, name in ((1.0, left, r"\overrightarrow{H}"), (2.1, right, r"\overleftarrow{H}")):
            box(axes, x + shift, y, half, "hidden", "-")
            axes.text(x + shift, y, f"${name}_{t}$", ha="center", va="center", fontsize=12)
            short_arrow(axes, (x + shift, 0.25), (x + shift, y - half), "input")
            short_arrow(axes, (x + shift, y + half), (x + 0.4 * shift, 3.06), "hidden")
        if t > 1:
            short_arrow(axes, (x - 1.35 + left + half, 1.0), (x + left - half, 1.0), "hidden")
            short_arrow(axes, (x + right - half, 2.1), (x - 1.35 + right + half, 2.1), "hidden")
    axes.text(0.62, 1.0, "forward", ha="right", va="center", color=theme.color("muted"))
    axes.text(0.62, 2.1, "backward", ha="right", va="center", color=theme.color("muted"))
    axes.set_xlim(-0.45, 1.35 * timesteps + 0.7)
    axes.set_ylim(-0.15, 3.45)
    return figure


def sensitivity_maps(maps):
    """How strongly each output (row) reacts to each input (column); exact zeros are hatched.

    maps: {title: (T, T) of numbers >= 0}, one or two, with a positive number in each.
    Raises ValueError for another number of maps, another shape, or values that are negative.
    """
    tables = [np.asarray(table, dtype=float) for table in maps.values()]
    if len(tables) not in (1, 2):
        raise ValueError(f"sensitivity_maps draws one or two maps; got {len(tables)}")
    for title, table in zip(maps, tables):
        if table.ndim != 2 or table.shape[0] != table.shape[1] or not (table >= 0).all() or not table.any():
            raise ValueError(f"{title!r} has shape {table.shape}; expected (T, T) numbers >= 0, not all zero")
    # From nothing to the role's color, so that zero is the page's background in light and dark.
    shades = LinearSegmentedColormap.from_list("gradient", [to_rgba(theme.color("gradient"), part) for part in (0, 1)])
    figure = Figure(figsize=(WIDTH, 3.0))
    for axes, (title, table) in zip(np.atleast_1d(figure.subplots(1, len(tables))), zip(maps, tables)):
        T = len(table)
        axes.imshow(table, cmap=shades, vmin=0, extent=(0.5, T + 0.5, T + 0.5, 0.5), interpolation="nearest")
        for t, row in enumerate(table == 0, start=1):
            for first, last in _runs(row):
                axes.add_patch(
                    Rectangle(
                        (first + 0.5, t - 0.5), last - first, 1, hatch="////", linewidth=0,
                        facecolor=theme.color("panel"), edgecolor=theme.color("line"),
                    )  # fmt: skip
                )
        axes.plot([0.5, T + 0.5], [0.5, T + 0.5], color=theme.color("ink"), linewidth=0.6, linestyle="-")
        axes.set(xlabel="input s", ylabel="output t", aspect="equal")
        axes.set(xlim=(0.5, T + 0.5), ylim=(T + 0.5, 0.5))
        axes.set_title(title, fontsize=10)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(4, integer=True, prune="lower"))
        axes.grid(False)
    return figure


def _runs(flags):
    """The first and one past the last index of each run of true values."""
    steps = np.diff(np.concatenate([[0], np.asarray(flags, dtype=int), [0]]))
    return zip(np.flatnonzero(steps == 1), np.flatnonzero(steps == -1))


def pipeline(blocks):
    """Blocks one below the other, joined by arrows, each with what leaves it beside it.

    blocks: (name, what leaves it) each, at least two.  Raises ValueError for fewer.
    """
    if len(blocks) < 2:
        raise ValueError(f"a pipeline has at least two blocks; got {len(blocks)}")
    figure = Figure(figsize=(WIDTH, 0.2 + 0.6 * len(blocks)))
    axes = drawing(figure)
    for row, (name, leaves) in enumerate(blocks):
        y = -row
        axes.add_patch(
            FancyBboxPatch(
                (0.05, y - 0.26), 2.9, 0.52, boxstyle="round,pad=0,rounding_size=0.1",
                facecolor=theme.color("surface" if row == 0 else "panel"),
                edgecolor=theme.color("input" if row == 0 else "hidden"), linewidth=1.6,
            )  # fmt: skip
        )
        axes.text(1.5, y, name, ha="center", va="center", fontsize=11)
        axes.text(3.2, y, leaves, ha="left", va="center", fontsize=10.5)
        if row:
            short_arrow(axes, (1.5, y + 0.74), (1.5, y + 0.27), "hidden")
    axes.set_xlim(0, 7.2)
    axes.set_ylim(-len(blocks) + 0.6, 0.4)
    return figure


def word_weights(sentences):
    """Words on boxes that are tinted by their weights, one sentence after the other, in lines.

    sentences: (words, weights) each, as many weights as words, from 0 to 1.
    Raises ValueError without sentences, or for weights that do not fit.
    """
    for words, weights in sentences:
        weights = np.asarray(weights, dtype=float)
        if len(words) != len(weights) or not len(words) or not ((weights >= 0) & (weights <= 1)).all():
            raise ValueError(f"expected one weight from 0 to 1 for each word; got {words} and {weights}")
    if not sentences:
        raise ValueError("expected at least one sentence")
    lines = []  # [(where it starts, word, weight), ...] each, and None between two sentences
    for words, weights in sentences:
        line, used = [], 0
        for word, weight in zip(words, weights):
            if used + len(word) + 2 > _LINE:
                lines.append(line)
                line, used = [], 0
            line.append((used, word, weight))
            used += len(word) + 2
        lines += [line, None]
    lines.pop()
    strongest = max(np.max(weights) for _, weights in sentences)
    rows = sum(1 if line else 0.4 for line in lines)
    figure = Figure(figsize=(WIDTH, 0.2 + 0.34 * rows))
    axes, y = drawing(figure), 0.0
    for line in lines:
        if line is None:
            y -= 0.4
            continue
        for start, word, weight in line:
            frame = (start, y - 0.42), len(word) + 1.6, 0.84
            tint = 0.5 * weight / strongest  # half of the color at most, so that the ink stays legible
            axes.add_patch(Rectangle(*frame, facecolor=theme.color("input"), alpha=tint, linewidth=0))
            axes.add_patch(Rectangle(*frame, fill=False, edgecolor=theme.color("line"), linewidth=0.8))
            axes.text(start + 0.8 + len(word) / 2, y, word, ha="center", va="center", fontsize=10)
        y -= 1
    axes.set_xlim(-0.5, _LINE + 0.5)
    axes.set_ylim(y + 0.4, 0.6)
    return figure


_LINE = 52  # characters of a line of words


def score_by_latency(networks, levels):
    """Accuracy against the time of one step: a dot for each seed, the median time and its quartiles.

    networks: {name: (quartiles of the microseconds, scores)}.  levels: {name: score}, drawn as lines.
    Raises ValueError without networks, without scores, or for times that do not rise or are not positive.
    """
    for name, (times, scores) in networks.items():
        if len(times) != 3 or not 0 < times[0] <= times[1] <= times[2] or not len(scores):
            raise ValueError(f"{name!r}: expected three rising times > 0 and scores; got {times} and {scores}")
    if not networks:
        raise ValueError("expected at least one network")
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    for name, (times, scores) in networks.items():
        low, middle, high = times
        mean = np.mean(scores)
        axes.plot([low, high], [mean, mean], color=theme.color("muted"), linewidth=1.5, linestyle="-")
        axes.plot([middle, middle], [min(scores), max(scores)], color=theme.color("muted"), linewidth=1.5, linestyle="-")
        axes.plot(
            [middle] * len(scores), scores, "o", markersize=5.5, color=theme.color("input"),
            linestyle="none", markeredgecolor=theme.color("surface"),
        )  # fmt: skip
    for name, level in levels.items():
        axes.axhline(level, color=theme.color("muted"), linestyle="--", linewidth=1.2)
        axes.annotate(
            name, (0.99, level), (0, 3), xycoords=axes.get_yaxis_transform(), textcoords="offset points",
            ha="right", color=theme.color("muted"),
        )  # fmt: skip
    middles = [times[1] for times, _ in networks.values()]
    axes.set_xscale("log")
    axes.set_xlim(min(middles) / 1.6, max(middles) * 1.6)
    lowest = min(min(scores) for _, scores in networks.values())
    highest = max(max(scores) for _, scores in networks.values())
    top = max([highest, *levels.values()])
    axes.set_ylim(lowest - 0.22 * (top - lowest), top + 0.1 * (top - lowest))
    ticks = [t for e in range(0, 7) for t in (10**e, 2 * 10**e, 5 * 10**e)]
    axes.set_xticks([t for t in ticks if min(middles) / 1.6 <= t <= max(middles) * 1.6])
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    taken = []  # where names stand already, in points
    for name, (times, scores) in sorted(networks.items(), key=lambda item: item[1][0][1]):
        # Below its dots, or above them where the name of a neighbor stands below.
        for score, side, va in ((min(scores), -1, "top"), (max(scores), 1, "bottom")):
            x, y = axes.transData.transform((times[1], score)) * 72 / figure.dpi
            if all(abs(x - left) > 24 or abs(y - other) > 14 for left, other in taken):
                break
        taken.append((x, y))
        axes.annotate(name, (times[1], score), (0, 6 * side), textcoords="offset points", ha="center", va=va)
    axes.minorticks_off()
    axes.set(xlabel="microseconds of one step (median and quartiles)", ylabel="accuracy")
    return figure
