"""Chapter 10: a spoken glide in bands, a machine until it fails, what policies cost."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, to_rgba
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from unrolled import theme

from ._drawing import WIDTH


def bands_of_glide(panels, tracks, centers, frame_ms):
    """Energies in bands along time, darker where there is more, with the formants as lines.

    panels: {title: (frames, bands)}, one or two, of one shape.  tracks: (frames, formants) in Hz.
    centers: (bands,) in Hz, rising.  frame_ms: from one frame to the next.
    Raises ValueError for other shapes.
    """
    tables = [np.asarray(table, dtype=float) for table in panels.values()]
    tracks, centers = np.asarray(tracks, dtype=float), np.asarray(centers, dtype=float)
    frames, bands = len(tracks), len(centers)
    if len(tables) not in (1, 2) or any(table.shape != (frames, bands) for table in tables):
        raise ValueError(f"expected one or two panels of shape {(frames, bands)}; got {[t.shape for t in tables]}")
    # From nothing to the role's color, so that silence is the page's background in light and dark.
    shades = LinearSegmentedColormap.from_list("input", [to_rgba(theme.color("input"), part) for part in (0, 1)])
    figure = Figure(figsize=(WIDTH, 3.1))
    places = np.arange(bands)
    for axes, (title, table) in zip(np.atleast_1d(figure.subplots(1, len(tables), sharey=True)), zip(panels, tables)):
        extent = (0, frames * frame_ms, -0.5, bands - 0.5)
        axes.imshow(table.T, cmap=shades, vmin=0, vmax=1.4, extent=extent, origin="lower", aspect="auto", interpolation="nearest")
        for formant in tracks.T:
            axes.plot(
                (np.arange(frames) + 0.5) * frame_ms, np.interp(formant, centers, places),
                color=theme.color("ink"), linewidth=1.4, linestyle="--",
            )  # fmt: skip
        axes.set(xlabel="time in ms", xlim=extent[:2], ylim=extent[2:])
        axes.set_title(title, fontsize=10)
        shown = places[1::4]
        axes.set_yticks(shown, [f"{centers[k]:.0f}" for k in shown])
        axes.grid(False)
    figure.axes[0].set_ylabel("band, in Hz")
    return figure


def run_to_failure(series, hidden, last, xlabel="cycle"):
    """What a machine shows until it fails, one panel a reading, and below it what nobody sees.

    series: {label: (life,)}, one to four readings.  hidden: (label, (life,)).  last: how many of
    the last cycles are shaded.  Raises ValueError for other lengths or numbers of readings.
    """
    rows = [*series.items(), hidden]
    life = len(rows[-1][1])
    if not 1 <= len(series) <= 4 or any(len(values) != life for _, values in rows):
        raise ValueError(f"expected 1 to 4 readings of {life} cycles; got {[len(v) for _, v in rows[:-1]]}")
    if not 0 < last < life:
        raise ValueError(f"last is {last!r}; expected a number of cycles below the life of {life}")
    figure = Figure(figsize=(WIDTH, 0.6 + 1.15 * len(rows)))
    cycles = np.arange(1, life + 1)
    for axes, (label, values) in zip(figure.subplots(len(rows), 1, sharex=True), rows):
        role = "hidden" if label == hidden[0] else "input"
        axes.axvspan(life - last, life, color=theme.color("panel"), linewidth=0)
        # Dashes would vanish in the noise: the titles tell the lines apart.
        axes.plot(cycles, values, color=theme.color(role), linewidth=2 if role == "hidden" else 1.1, linestyle="-")
        axes.set_title(label, fontsize=10, pad=3)
        axes.set_xlim(0, life)
    axes.set_xlabel(xlabel)
    return figure


def cost_intervals(costs, limit, xlabel):
    """What each policy costs, with an interval; the best that is possible as a line.

    costs: {name: (low, value, high)}, all above 0, drawn on a logarithmic axis.
    limit: (name, value).  Raises ValueError unless low <= value <= high.
    """
    for name, (low, value, high) in costs.items():
        if not 0 < low <= value <= high:
            raise ValueError(f"{name!r} has {low!r}, {value!r}, {high!r}; expected 0 < low <= value <= high")
    if not costs:
        raise ValueError("costs is empty; expected at least one policy")
    figure = Figure(figsize=(WIDTH, 1.3 + 0.36 * len(costs)))
    axes = figure.subplots()
    axes.set_xscale("log")
    axes.axvline(limit[1], color=theme.color("muted"), linestyle="--", linewidth=1.5)
    axes.annotate(
        limit[0], (limit[1], 1), (4, 3), xycoords=("data", "axes fraction"), textcoords="offset points",
        color=theme.color("muted"),
    )  # fmt: skip
    for row, (low, value, high) in enumerate(costs.values()):
        axes.plot([low, high], [row, row], color=theme.color("line"), linewidth=4, linestyle="-")
        axes.plot(value, row, "o", markersize=7, color=theme.color("input"))
    axes.set_yticks(range(len(costs)), list(costs))
    axes.set(xlabel=xlabel, ylim=(len(costs) - 0.4, -0.6))
    axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5)))
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.grid(axis="x")
    axes.tick_params(left=False, labelcolor=theme.color("ink"))
    axes.spines["left"].set_visible(False)
    return figure
