"""Chapter 10: scores beside the best that is possible, and words that decide about others."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unrolled import theme

from ._drawing import WIDTH, drawing

_LINE = 44  # characters in a line of words
_TAGS = {"person": ("candidate", "-"), "place": ("output", "--")}


def scores_below_ceilings(scores, ceilings, label, kinds):
    """One row for each model: two kinds of scores, hollow and filled, and the best possible of the filled ones.

    scores: {name: (hollow, filled)}, each some numbers in 0..1, one a seed.
    ceilings: {name: the best possible filled score}, a mark in the row; may leave names out.
    label: of the axis.  kinds: what the hollow and the filled ones are.  Raises ValueError without scores, or for a ceiling of another name.
    """
    if not scores or not all(len(part) for pair in scores.values() for part in pair):
        raise ValueError(f"expected at least one name, each with scores; got {scores}")
    if set(ceilings) - set(scores):
        raise ValueError(f"ceilings of {sorted(set(ceilings) - set(scores))}, which have no scores")
    figure = Figure(figsize=(WIDTH, 1.3 + 0.42 * len(scores)))
    axes = figure.subplots()
    for row, (name, pair) in enumerate(scores.items()):
        for values, filled in zip(pair, (False, True)):
            places = row + (0.13 if filled else -0.13) + 0.09 * (np.arange(len(values)) - (len(values) - 1) / 2)
            axes.plot(
                values, places, "o", markersize=5.5, linestyle="none", clip_on=False,
                color=theme.color("input"), markeredgewidth=1.3,
                markerfacecolor=theme.color("input" if filled else "surface"),
            )  # fmt: skip
        if name in ceilings:
            mark = {"color": theme.color("gradient"), "linewidth": 2.5, "linestyle": "-"}
            axes.plot([ceilings[name]] * 2, [row - 0.36, row + 0.36], **mark)
    first = next(iter(ceilings), None)
    if first is not None:
        axes.annotate(
            "best possible", (ceilings[first], list(scores).index(first) - 0.36), (0, 3), ha="center", va="bottom",
            textcoords="offset points", color=theme.color("gradient"), annotation_clip=False,
        )  # fmt: skip
    left = 0.4 if min(min(part) for pair in scores.values() for part in pair) > 0.4 else 0
    axes.set_yticks(range(len(scores)), list(scores))
    axes.set(xlabel=f"{label}: ○ {kinds[0]}, ● {kinds[1]}", xlim=(left, 1.02), ylim=(len(scores) - 0.4, -0.75))
    axes.grid(axis="x")
    axes.tick_params(left=False, labelcolor=theme.color("ink"))
    axes.spines["left"].set_visible(False)
    return figure


def pointing_words(words, links):
    """A sentence in lines of boxed words, with an arrow from each word that decides to the name it decides about.

    words: a list of strings.  links: (place of the word that decides, place of the name, its tag)
    each, places from 0 and tags "person" or "place".  Both ends must stand in one line.
    Raises ValueError for a place outside, another tag, or ends in two lines.
    """
    lines, starts, used = [], [], _LINE
    for word in words:
        if used + len(word) > _LINE:
            lines.append(0)
            used = 0
        starts.append((len(lines) - 1, used))
        used += len(word) + 1.5
    for cue, name, tag in links:
        if not (0 <= cue < len(words) and 0 <= name < len(words)) or tag not in _TAGS:
            raise ValueError(f"link {(cue, name, tag)}; expected places 0 to {len(words) - 1} and one of {list(_TAGS)}")
        if starts[cue][0] != starts[name][0]:
            raise ValueError(f"{words[cue]!r} and {words[name]!r} stand in two lines; expected one")
    gap = 3.0
    figure = Figure(figsize=(WIDTH, 1.05 * len(lines)))
    axes = drawing(figure)
    tags = {name: tag for _, name, tag in links}
    for k, (word, (line, start)) in enumerate(zip(words, starts)):
        y, width = -gap * line, len(word) + 1.0
        role, style = _TAGS.get(tags.get(k), ("line", "-"))
        axes.add_patch(
            Rectangle(
                (start, y - 0.5), width, 1.0, facecolor=theme.color("panel"), edgecolor=theme.color(role),
                linewidth=1.8 if k in tags else 0.8, linestyle=style,
            )  # fmt: skip
        )
        axes.text(start + width / 2, y, word, ha="center", va="center", fontsize=10)
        if k in tags:
            axes.text(start + width / 2, y - 0.7, tags[k], ha="center", va="top", fontsize=10, color=theme.color(role))
    for cue, name, tag in links:
        (line, start), (_, end) = starts[cue], starts[name]
        a, b = start + (len(words[cue]) + 1.0) / 2, end + (len(words[name]) + 1.0) / 2
        bend = (-1 if b > a else 1) * min(0.5, 5 / abs(b - a))
        axes.annotate(
            "", (b, -gap * line + 0.5), (a, -gap * line + 0.5),
            arrowprops={
                "arrowstyle": "-|>", "connectionstyle": f"arc3,rad={bend}", "linewidth": 1.5,
                "color": theme.color(_TAGS[tag][0]), "linestyle": _TAGS[tag][1], "shrinkA": 0, "shrinkB": 0,
            },
        )  # fmt: skip
    axes.set_xlim(-0.5, _LINE + 1)
    axes.set_ylim(-gap * (len(lines) - 1) - 1.5, 2.0)
    return figure
