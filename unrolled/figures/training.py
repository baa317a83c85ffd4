"""Chapter 8: the best model of a training, schedules of the rate, calibration."""

import numpy as np
from matplotlib.figure import Figure

from unrolled import theme

from ._drawing import WIDTH, end_labels


def best_model(training, validation, levels, ylabel, first=1):
    """The errors of a training, epoch by epoch, with the model of the lowest validation error marked.

    training, validation: one error an epoch, as many of each.  levels: {name: error}, known errors,
    drawn as horizontal lines.  first: the number of the first epoch that is given.  Raises
    ValueError unless there are equally many, at least two.
    """
    training, validation = np.asarray(training, dtype=float), np.asarray(validation, dtype=float)
    if training.shape != validation.shape or training.ndim != 1 or len(training) < 2:
        raise ValueError(
            f"expected as many training as validation errors, at least 2; "
            f"got shapes {training.shape} and {validation.shape}"
        )
    figure = Figure(figsize=(WIDTH, 3.6))
    axes = figure.subplots()
    epochs, best = first + np.arange(len(training)), int(validation.argmin())
    ends = []
    for errors, name, role in ((training, "training", "input"), (validation, "validation", "forget")):
        axes.plot(epochs, errors, **theme.line(role))
        ends.append((epochs[-1], errors[-1], name, role))
    for name, level in levels.items():
        axes.axhline(level, color=theme.color("muted"), linewidth=1, linestyle=":")
        ends.append((epochs[-1], level, name, "muted"))
    axes.axvline(epochs[best], color=theme.color("ink"), linewidth=1)
    axes.plot(epochs[best], validation[best], "o", markersize=8, color=theme.color("ink"))
    axes.annotate(
        f"best model:\nepoch {epochs[best]}", (epochs[best], 0.97), (6, 0), textcoords="offset points",
        xycoords=("data", "axes fraction"), va="top",
    )  # fmt: skip
    axes.set(xlabel="epoch", ylabel=ylabel, ylim=(0, None))
    end_labels(axes, ends, height=200)
    return figure


def rate_schedules(rates):
    """The learning rate along a training, one small chart a schedule, all with the same axes.

    rates: {name: one rate an update}, two schedules or more, of equal length.
    Raises ValueError for fewer, or for schedules of different length.
    """
    lengths = {len(values) for values in rates.values()}
    if len(rates) < 2 or len(lengths) != 1:
        raise ValueError(f"expected at least two schedules of one length; got {len(rates)} of lengths {sorted(lengths)}")
    rows = -(-len(rates) // 2)
    figure = Figure(figsize=(WIDTH, 1.35 * rows + 0.3))
    panels = figure.subplots(rows, 2, sharex=True, sharey=True, squeeze=False).ravel()
    for axes, (name, values) in zip(panels, rates.items()):
        axes.plot(values, color=theme.color("input"), linewidth=2, linestyle="-")
        axes.set_title(name)
        axes.set_ylim(0, 1.08 * max(max(each) for each in rates.values()))
    for k in range(len(rates), len(panels)):  # the last row leaves one empty
        panels[k].set_axis_off()
        panels[k - 2].tick_params(labelbottom=True)
    figure.supxlabel("update", fontsize=10)
    figure.supylabel("learning rate", fontsize=10)
    return figure


def reliability(curves, xlabel, ylabel):
    """How often something happened against how probable it was called; honest forecasts lie on the diagonal.

    curves: {name: (forecasts, frequencies)}, at most three, numbers from 0 to 1.
    Raises ValueError for other numbers of curves, or values outside.
    """
    roles = ("input", "gradient", "candidate")
    if not 1 <= len(curves) <= len(roles):
        raise ValueError(f"expected 1 to {len(roles)} curves; got {len(curves)}")
    figure = Figure(figsize=(WIDTH, 3.9))
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color=theme.color("muted"), linewidth=1.2, linestyle=":")
    for role, marker, (name, points) in zip(roles, "os^", curves.items()):
        forecasts, frequencies = (np.asarray(values, dtype=float) for values in points)
        both = np.concatenate([forecasts, frequencies])
        if forecasts.shape != frequencies.shape or not np.all((0 <= both) & (both <= 1)):
            raise ValueError(f"{name!r} needs as many frequencies as forecasts, all from 0 to 1")
        look = theme.line(role) | {"linewidth": 1.6}
        axes.plot(forecasts, frequencies, marker=marker, markersize=6, label=name, **look)
    axes.legend(loc="upper left", frameon=False)
    axes.set(xlabel=xlabel, ylabel=ylabel, xlim=(0, 1), ylim=(0, 1), aspect="equal")
    return figure
