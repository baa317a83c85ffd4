"""W12: a small network trained in the page, with its rate, its schedule and its early stopping."""

from dataclasses import dataclass

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import SimpleRNN
from unrolled.training import (
    SGD,
    Adam,
    CosineDecay,
    EarlyStopping,
    ExponentialDecay,
    clip_by_global_norm,
    global_norm,
)

from .base import STATIC, Choice, Real, Whole, Widget

TIMESTEPS, UNITS = 6, 6
TRAINING, VALIDATION, BATCH, EPOCHS = 12, 24, 4, 60
STEPS = EPOCHS * TRAINING // BATCH  # updates in a whole training
SEED_DATA, SEED_WEIGHTS = 6, 1
OPTIMIZERS = {"SGD": SGD, "Adam": Adam}


def windows():
    """36 noisy waves: x (36, 6, 1), and y (36,), the values that follow; the first 12 are for training.

    Periods from 4 to 9 timesteps, random phases, noise with standard deviation 0.3, two decimals.
    """
    rng = np.random.default_rng(SEED_DATA)
    count = TRAINING + VALIDATION
    period, phase = rng.uniform(4, 9, count), rng.uniform(0, 2 * np.pi, count)
    waves = np.sin(2 * np.pi * np.arange(TIMESTEPS + 1) / period[:, None] + phase[:, None])
    waves = np.round(waves + rng.normal(0, 0.3, waves.shape), 2) + 0.0
    return waves[:, :TIMESTEPS, None], waves[:, TIMESTEPS]


def start():
    """The weights before training: W_x, W_h and b of SimpleRNN(6), V and c of Dense(1), as Keras starts
    them (Glorot uniform, orthogonal, zero), rounded to three decimals."""
    cell = SimpleRNN.random(1, UNITS, SEED_WEIGHTS)
    V = np.random.default_rng(100 + SEED_WEIGHTS).uniform(-1, 1, UNITS) * np.sqrt(6 / (UNITS + 1))
    return [np.round(part, 3) + 0.0 for part in (cell.W_x, cell.W_h, cell.b, V, np.zeros(1))]


def schedule(name, rate):
    """The learning rate over the 180 steps of the 60 epochs: a number, or a schedule of unrolled.training.

    name : "constant"; "exponential", down to a tenth; "step", halved every 15 epochs; "cosine",
           6 epochs up from zero, then half a cosine down to zero
    """
    if name == "exponential":
        return ExponentialDecay(rate, STEPS, 0.1)
    if name == "step":
        return ExponentialDecay(rate, STEPS // 4, 0.5, staircase=True)
    if name == "cosine":
        return CosineDecay(0.0, STEPS - STEPS // 10, warmup_target=rate, warmup_steps=STEPS // 10)
    return rate


@dataclass(frozen=True, eq=False)
class Losses:
    """What a training shows, one number an epoch, up to the last
    epoch in which all of them are finite.

    training, validation : mean squared errors; training as Keras logs it, averaged over the epoch's
                           batches while the weights move; validation at the end of the epoch
    norms : the norm of all gradients together before clipping, averaged over the epoch's batches
    """

    training: np.ndarray
    validation: np.ndarray
    norms: np.ndarray


def train(optimizer, clipnorm=None):
    """A whole training of the widget's network: 60 epochs of 3 batches in fixed order; see `Losses`.

    optimizer : of unrolled.training
    clipnorm  : for `clip_by_global_norm`; None leaves the gradients as they are
    """
    (x, y), weights = windows(), start()
    state = optimizer.start(weights)
    rows = []
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(EPOCHS):
            losses, norms = [], []
            for batch in np.arange(TRAINING).reshape(-1, BATCH):
                if not all(np.isfinite(part).all() for part in weights):
                    return _columns(rows)
                loss, gradients = _backward(weights, x[batch], y[batch])
                losses.append(loss)
                norms.append(global_norm(gradients))
                if clipnorm is not None:
                    gradients = clip_by_global_norm(gradients, clipnorm)
                weights, state = optimizer.update(weights, gradients, state)
            if not all(np.isfinite(part).all() for part in weights):
                return _columns(rows)
            _, errors = _forward(weights, x[TRAINING:], y[TRAINING:])
            row = np.mean(losses), np.mean(errors**2), np.mean(norms)
            if not np.isfinite(row).all():
                return _columns(rows)
            rows.append(row)
    return _columns(rows)


def _columns(rows):
    return Losses(*np.reshape(rows, (-1, 3)).T)


def _forward(weights, x, y):
    W_x, W_h, b, V, c = weights
    trace = SimpleRNN(W_x, W_h, b).forward(x)
    return trace, trace.H[:, -1] @ V + c - y


def _backward(weights, x, y):
    """The mean squared error of a batch, and its gradients in the order of the weights."""
    trace, errors = _forward(weights, x, y)
    d = 2 * errors / len(errors)
    back = SimpleRNN(*weights[:3]).backward(trace, d[:, None] * weights[3])
    return np.mean(errors**2), [back.dW_x, back.dW_h, back.db, trace.H[:, -1].T @ d, d.sum(keepdims=True)]


class TrainingDial(Widget):
    """Learning rate, schedule and early stopping of a training that runs in the page.

    A SimpleRNN of 6 units and a Dense(1) read 6 values of a noisy wave and forecast the next one,
    from 12 training windows in batches of 4, without shuffling, for 60 epochs; 24 windows validate.
    `windows()` and `start()` of this module give the data and the weights, `train` the losses.

    optimizer   : "SGD" or "Adam"
    log10_rate  : the logarithm of the learning rate, -3 to 0.5
    schedule    : "constant", "exponential", "step" or "cosine"; see `schedule` of this module
    clip        : whether all gradients together are clipped to a norm (`global_clipnorm`)
    log10_clip  : the logarithm of that norm, -2 to 1
    patience    : of early stopping, in epochs, 1 to 30
    min_delta   : how much an improvement must exceed, 0 to 0.1
    epoch       : the epoch, counted from 1, whose numbers are read, 1 to 60

    Where a high rate makes the loss jump about (Adam from 0.3 on), rounding grows from step to step,
    and Python and the page part ways after some epochs.
    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "training_dial.js"

    limits = traitlets.Dict(
        {"log10_rate": (-3, 0.5), "log10_clip": (-2, 1), "patience": (1, 30), "min_delta": (0, 0.1), "epoch": (1, EPOCHS)},
        read_only=True,
    ).tag(sync=True)
    waves = traitlets.List(read_only=True).tag(sync=True)  # rows of 7: six values and the next
    start = traitlets.List(read_only=True).tag(sync=True)  # as `start()`, each flat

    optimizer = Choice("SGD", "Adam", default="Adam")
    log10_rate = Real(-1.5)
    schedule = Choice("constant", "exponential", "step", "cosine", default="constant")
    clip = traitlets.Bool(False).tag(sync=True, setting=True)
    log10_clip = Real(0.0)
    patience = Whole(5)
    min_delta = Real(0.0)
    epoch = Whole(30)

    def __init__(self, **settings):
        x, y = windows()
        self.set_trait("waves", np.column_stack([x[:, :, 0], y]).tolist())
        self.set_trait("start", [part.ravel().tolist() for part in start()])
        super().__init__(**settings)

    def _picture(self, figure):
        rate = schedule(self.schedule, 10**self.log10_rate)
        losses = train(OPTIMIZERS[self.optimizer](rate), 10**self.log10_clip if self.clip else None)
        trained = len(losses.validation)
        unknown = np.full(EPOCHS - trained, np.nan)  # improves nothing, as in Keras
        watch = EarlyStopping(self.patience, self.min_delta).follow([*losses.validation, *unknown])
        above, below = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1))

        epochs = np.arange(1, trained + 1)
        looks = {"training": ("input", "--", 1.5), "validation": ("gradient", "-", 2.5)}
        for name, (role, dash, width) in looks.items():
            values = getattr(losses, name)
            values = np.where(values < 1e100, values, np.nan)  # beyond, matplotlib's ticks overflow
            above.plot(epochs, values, color=theme.color(role), linestyle=dash, linewidth=width, label=f"{name} loss")
        best, last = watch.best_epoch + 1, watch.stopped_epoch
        above.plot(best, watch.best, "o", markersize=8, color=theme.color("gradient"))
        told = f"The best epoch is {best} (dot), with validation loss {watch.best:.3g}."
        if last is not None:
            for axes in (above, below):
                axes.axvline(last + 1, color=theme.color("ink"), linewidth=1)
            told = f"Early stopping with patience {self.patience} stops after epoch {last + 1} (line). {told}"
        if trained < EPOCHS:
            told += f" In epoch {trained + 1} the loss is no finite number any more."
        above.set_yscale("log")
        above.set_title("mean squared error by epoch")
        above.legend(loc="upper left", bbox_to_anchor=(1, 1), fontsize=8)
        step = np.arange(STEPS)
        rates = rate(step) if callable(rate) else np.full(STEPS, rate)
        below.plot((step + 1) * EPOCHS / STEPS, rates, color=theme.color("ink"), linewidth=1.5)
        below.set(title="learning rate", xlabel="epoch", ylim=(0, 1.1 * 10**self.log10_rate), xlim=(0, EPOCHS + 1))
        clipped = f", gradients clipped to {10**self.log10_clip:.3g}" if self.clip else ""
        return "Training dial", (
            f"A small SimpleRNN trained with {self.optimizer}, learning rate {10**self.log10_rate:.3g}, {self.schedule} "
            f"schedule{clipped}. {told}"
        )
