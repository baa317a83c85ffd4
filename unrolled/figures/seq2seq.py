"""Chapter 7: encoder and decoder, where attention looks, a scan in rounds."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from unrolled import theme

from ._drawing import WIDTH, box, drawing, short_arrow


def encoder_decoder(number, attending):
    """An encoder that reads the digits of a number, and a decoder that says them in reverse.

    number: a string of 2 to 4 characters.  attending: whether the decoder's second step looks
    back at all states of the encoder.  Raises ValueError for another length.
    """
    if not 2 <= len(number) <= 4:
        raise ValueError(f"encoder_decoder draws 2 to 4 digits; got {len(number)}")
    figure = Figure(figsize=(WIDTH, 3.0))
    axes = drawing(figure)
    gap, n = 1.15, len(number)

    def cell(x, fed, said):
        box(axes, x, 0, 0.36, "hidden", "-")
        short_arrow(axes, (x, -0.95), (x, -0.4), "input")
        axes.text(x, -1.2, fed, ha="center", va="center", fontsize=12, color=theme.color("input"))
        if said:
            short_arrow(axes, (x, 0.4), (x, 0.95), "output")
            axes.text(x, 1.2, said, ha="center", va="center", fontsize=12, color=theme.color("output"))

    for t, digit in enumerate(number):
        cell(t * gap, digit, "")
        if t:
            short_arrow(axes, ((t - 1) * gap + 0.38, 0), (t * gap - 0.38, 0), "hidden")
    start, answer = n * gap + 0.75, [*number[::-1], "end"]
    short_arrow(axes, ((n - 1) * gap + 0.38, 0), (start - 0.38, 0), "cell")
    axes.text((n * gap - gap + start) / 2, 0.22, "$H, C$", ha="center", va="bottom", color=theme.color("cell"))
    for t, (fed, said) in enumerate(zip(["start", *number[::-1]], answer)):
        cell(start + t * gap, fed, said)
        if t:
            short_arrow(axes, (start + (t - 1) * gap + 0.38, 0), (start + t * gap - 0.38, 0), "hidden")
    if attending:
        top = 2.15
        for t in range(n):
            axes.plot(
                [t * gap, t * gap, start + gap - 0.2], [0.38, top, top], color=theme.color("candidate"),
                linewidth=1.3, linestyle="--",
            )  # fmt: skip
        axes.plot([start + gap - 0.2] * 2, [top, 0.8], color=theme.color("candidate"), linewidth=1.3, linestyle="--")
        short_arrow(axes, (start + gap - 0.2, 0.8), (start + gap - 0.2, 0.38), "candidate")
        axes.text(
            start + gap + 0.05, top, "weighted sum", ha="left", va="center", color=theme.color("candidate")
        )
    for x, name in (((n - 1) * gap / 2, "encoder"), (start + n * gap / 2, "decoder")):
        axes.text(x, -1.75, name, ha="center", va="center", fontsize=11, fontweight="bold")
    axes.set_xlim(-0.6, start + n * gap + 0.6)
    axes.set_ylim(-2.0, 2.5 if attending else 1.5)
    return figure


def attention_map(weights, read, said):
    """Where a decoder looked: one row for each thing said, one column for each thing read.

    weights: (said, read), each row with the sum 1.  read, said: the labels.
    Raises ValueError unless the shape fits the labels.
    """
    weights = np.asarray(weights, dtype=float)
    if weights.shape != (len(said), len(read)) or not weights.size:
        raise ValueError(f"weights has shape {weights.shape}; the labels expect {(len(said), len(read))}")
    figure = Figure(figsize=(WIDTH, 1.1 + 0.3 * len(said)))
    axes = figure.subplots()
    for (row, column), weight in np.ndenumerate(weights):
        axes.add_patch(
            Rectangle(
                (column - 0.5, row - 0.5), 1, 1, facecolor=theme.color("candidate"), alpha=weight, linewidth=0
            )
        )
    axes.set(xlim=(-0.5, len(read) - 0.5), ylim=(len(said) - 0.5, -0.5))
    axes.set_xticks(range(len(read)), read)
    axes.set_yticks(range(len(said)), said)
    axes.set(xlabel="read by the encoder", ylabel="said by the decoder")
    axes.grid(False)
    axes.tick_params(length=0, labelcolor=theme.color("ink"))
    return figure


def scan_rounds(timesteps):
    """How a scan joins stretches of doubling length until each timestep knows its whole past.

    timesteps: 2 to 8.  Raises ValueError for others.
    """
    if not 2 <= timesteps <= 8:
        raise ValueError(f"scan_rounds draws 2 to 8 timesteps; got {timesteps}")
    figure = Figure(figsize=(WIDTH, 3.4))
    axes = drawing(figure)
    rounds = int(np.ceil(np.log2(timesteps)))
    for row in range(rounds + 1):
        y, reach = -1.2 * row, 2 ** (row - 1)
        for t in range(timesteps):
            first = max(1, t + 2 - 2**row)
            known = f"{t + 1}" if first == t + 1 else f"{first}–{t + 1}"
            done = first == 1
            if row:
                short_arrow(axes, (t, y + 0.96), (t, y + 0.26), "line")
                if t >= reach:
                    short_arrow(axes, (t - reach, y + 0.96), (t - 0.14, y + 0.26), "candidate")
            axes.text(
                t, y, known, ha="center", va="center", fontsize=11,
                color=theme.color("hidden" if done else "muted"), fontweight="bold" if done else "normal",
            )  # fmt: skip
        name = "start" if row == 0 else f"round {row}"
        axes.text(-0.75, y, name, ha="right", va="center", color=theme.color("ink"))
    axes.set_xlim(-1.9, timesteps - 0.5)
    axes.set_ylim(-1.2 * rounds - 0.35, 0.35)
    return figure
