"""Chapter 3: gradients on their way back, their norms, clipping, learning curves."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, FancyBboxPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from unrolled import theme

from ._drawing import WIDTH, arrow, drawing, end_labels

_SERIES = ("input", "forget", "candidate", "output")  # lines that differ in color and in dashes


def backward_chain(timesteps):
    """An unrolled cell: states forward, gradients backward, and every step's share of one dW_h.

    timesteps: how many steps, 2 to 6.  Raises ValueError for others.
    """
    if not 2 <= timesteps <= 6:
        raise ValueError(f"backward_chain draws 2 to 6 timesteps; got {timesteps}")
    figure = Figure(figsize=(WIDTH, 3.4))
    axes = drawing(figure)
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
        arrow(axes, (t - 0.8, 0.1), (t - 0.2, 0.1), "hidden", curve=0)
        arrow(axes, (t - 0.2, -0.12), (t - 0.8, -0.12), "gradient", curve=0)
        arrow(axes, (t, -0.18), (t, -1.22), "gradient", curve=0)
        axes.text(
            t + 0.08, -0.72, rf"$H_{t - 1}^\top\delta_{t}$", va="center", fontsize=11,
            color=theme.color("gradient"),
        )  # fmt: skip
    axes.text(last, 1.02, "loss $L$", ha="center", va="center", color=theme.color("gradient"))
    arrow(axes, (last, 0.98), (last, 0.2), "gradient", curve=0)
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
    figure = Figure(figsize=(WIDTH, 0.4 + 2.5 * len(panels)))
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
        end_labels(axes, ends, height=125)
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
    figure = Figure(figsize=(WIDTH, 4.0))
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
    figure = Figure(figsize=(WIDTH, 2.9))
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
    figure = Figure(figsize=(WIDTH, 3.3))
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
    end_labels(axes, ends, height=185)
    return figure
