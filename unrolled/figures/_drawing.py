"""What the drawings share: a width, axes without axis, arrows, boxes, names at the ends of lines."""

import numpy as np
from matplotlib.patches import FancyBboxPatch

from unrolled import theme

# A phone shows 342 pixels of it: narrow enough that 10-point text is still 9 pixels high there.
WIDTH = 5.2


def drawing(figure):
    """Axes without axis: for pictures that are not charts."""
    axes = figure.subplots()
    axes.set_axis_off()
    return axes


def arrow(axes, start, end, name, curve):
    """An arrow between two points that stops short of both markers."""
    axes.annotate(
        "", end, start, zorder=1,
        arrowprops={
            "arrowstyle": "-|>", "color": theme.color(name), "linewidth": 1.3,
            "shrinkA": 7, "shrinkB": 7, "connectionstyle": f"arc3,rad={curve}",
        },
    )  # fmt: skip


def end_label(axes, x, y, text, name):
    """The name of a line, written at its end in its own color."""
    axes.annotate(
        text, (x, y), (8, 0), textcoords="offset points", va="center", color=theme.color(name),
        annotation_clip=False,
    )  # fmt: skip


def box(axes, x, y, half, role, linestyle):
    axes.add_patch(
        FancyBboxPatch(
            (x - half, y - half), 2 * half, 2 * half, boxstyle="round,pad=0,rounding_size=0.08",
            facecolor=theme.color("panel"), edgecolor=theme.color(role), linewidth=1.6, linestyle=linestyle,
        )  # fmt: skip
    )


def short_arrow(axes, start, end, role):
    """A straight arrow from point to point, without the distance that `_arrow` keeps."""
    axes.annotate(
        "", end, start,
        arrowprops={
            "arrowstyle": "-|>", "color": theme.color(role), "linewidth": 1.5, "shrinkA": 0, "shrinkB": 0,
        },
    )  # fmt: skip

_LABEL_GAP = 14  # points from one line of text to the next


def end_labels(axes, ends, height):
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
