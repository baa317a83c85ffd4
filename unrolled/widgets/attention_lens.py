"""W11: what a decoder looks at when it says digits backwards, without and with attention."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import traitlets

from unrolled import theme
from unrolled.attention import additive_scores, context, dot_scores, masked_softmax
from unrolled.cells import GRU

from .base import STATIC, Choice, Real, Whole, Widget

SCORES = ("none", "dot", "additive")
UNITS = (16, 32)
LENGTHS = range(3, 21)
START = 10  # what the decoder reads first; after that, the digit that it said last
TRAINED = Path(__file__).with_name("attention_lens.npz")  # made by tools/train_attention_lens.py

_GRU = ("W_x", "W_h", "b")
_PARTS = (*(f"encoder.{part}" for part in _GRU), *(f"decoder.{part}" for part in _GRU), "W_q", "W_k", "scale", "W_y", "b_y")


@dataclass(frozen=True, eq=False)
class Decoding:
    """What `Reverser.decode` computed for n sequences of T digits.

    H, S    : (n, T, units), the states of the encoder and of the decoder
    scores, weights : (n, T, T), of each step (row) for each H_k; None without attention
    context : (n, T, units), the weighted sums; None without attention
    logits  : (n, T, 10)
    said    : (n, T), the digits with the largest logits
    """

    H: np.ndarray
    S: np.ndarray
    scores: np.ndarray | None
    weights: np.ndarray | None
    context: np.ndarray | None
    logits: np.ndarray
    said: np.ndarray


@dataclass(frozen=True, eq=False)
class Reverser:
    """An encoder and a decoder, both GRUs, that say digits backwards.

    score    : "none", "dot" or "additive"
    encoder  : reads the digits as one-hot vectors, 10 features, to the states H_1 ... H_T
    decoder  : starts from H_T and reads what was said last, 11 features: 10 digits and the start
    W_y, b_y : (units, 10) and (10,); with attention (2 * units, 10), on the decoder's state
               and on the context, side by side
    scale    : "dot": a number; "additive": (units,)
    W_q, W_k : (units, units), "additive" alone, what Bahdanau multiplies queries and keys by
    """

    score: str
    encoder: GRU
    decoder: GRU
    W_y: np.ndarray
    b_y: np.ndarray
    scale: np.ndarray | None = None
    W_q: np.ndarray | None = None
    W_k: np.ndarray | None = None

    @classmethod
    def of(cls, score, weights):
        """From weights by name: "encoder.W_x", "encoder.W_h", ... and those of the class."""
        cells = [GRU(*(weights[f"{name}.{part}"] for part in _GRU)) for name in ("encoder", "decoder")]
        rest = {name: weights[name] for name in ("W_y", "b_y", "scale", "W_q", "W_k") if name in weights}
        return cls(score, *cells, **rest)

    def scores(self, S, H):
        """The scores of all pairs: S (n, T_q, units) and H (n, T, units) to (n, T_q, T)."""
        if self.score == "dot":
            return dot_scores(S, H, self.scale)
        return additive_scores(S @ self.W_q, H @ self.W_k, self.scale)

    def decode(self, digits, mask=None, temperature=1.0):
        """Say each row of digits (n, T) backwards, always the likeliest digit next: a `Decoding`.

        mask        : (n, T) booleans, False where attention may not look; the encoder reads on
        temperature : above 0, of the softmax over the scores
        """
        digits = np.asarray(digits)
        one_hot = np.eye(START + 1, dtype=self.encoder.dtype)
        H = self.encoder.forward(one_hot[digits][..., :START]).H
        state, last = H[:, -1], np.full(len(digits), START)
        rows = []
        for _ in range(digits.shape[1]):
            state = self.decoder.step(one_hot[last], state)
            row, seen = {"S": state}, state
            if self.score != "none":
                row["scores"] = self.scores(state[:, None], H)
                row["weights"] = masked_softmax(row["scores"], mask, temperature)
                row["context"] = context(row["weights"], H)
                seen = np.concatenate([state, row["context"][:, 0]], axis=1)
            row["logits"] = seen @ self.W_y + self.b_y
            last = row["said"] = row["logits"].argmax(axis=1)
            rows.append({name: part[:, 0] if part.ndim == 3 else part for name, part in row.items()})
        parts = {name: np.stack([row[name] for row in rows], axis=1) for name in rows[0]}
        return Decoding(H=H, **dict.fromkeys(("scores", "weights", "context")) | parts)


@cache
def _trained():
    with np.load(TRAINED) as file:
        return dict(file)


def network(score="dot", units=32):
    """The trained network of a score ("none", "dot", "additive") with 16 or 32 units: a `Reverser`.

    Its weights, float64, are whole numbers from -127 to 127 times one scale for each array.
    Raises ValueError for other scores and units.
    """
    if score not in SCORES or units not in UNITS:
        raise ValueError(f"score {score!r} with units {units!r}; expected one of {SCORES} with one of {UNITS}")
    return Reverser.of(score, {name: whole * scale for name, whole, scale in _stored(score, units)})


def _stored(score, units):
    """(name, whole numbers, scale) of each array of weights of one network."""
    file = _trained()
    for part in _PARTS:
        if (key := f"{score}{units}.{part}") in file:
            yield part, file[key], float(file[f"{key}.scale"])


def accuracy(score, units):
    """The share of sequences said without a mistake, by length from 3 to 20: {"shipped", "low", "high"}.

    "shipped" is this network's, "low" and "high" are the worst and best of five equal trainings;
    each share is of 2000 random sequences.  Arrays (18,).
    """
    file = _trained()
    by_seed = file[f"{score}{units}.accuracy"]
    return {"shipped": by_seed[int(file[f"{score}{units}.seed"])], "low": by_seed.min(axis=0), "high": by_seed.max(axis=0)}


class Digits(traitlets.TraitType):
    """A text of 3 to 20 digits."""

    def __init__(self, default):
        super().__init__(default)
        self.tag(sync=True, setting=True)

    def validate(self, obj, value):
        if not isinstance(value, str) or not re.fullmatch("[0-9]{3,20}", value):
            raise traitlets.TraitError(f"{self.name} must be a text of 3 to 20 digits; got {value!r}")
        return value


def _whole_numbers(values, _):
    return values.astype("i1").tobytes()


class AttentionLens(Widget):
    """A trained network says digits backwards: without attention, and what it looks at with it.

    digits      : 3 to 20 digits, as text: "31415"
    score       : "none" (no attention), "dot" or "additive"
    units       : 16 or 32, of the encoder and of the decoder
    temperature : 0.1 to 20, of the softmax over the scores
    masked      : the token that attention may not look at, counted from 1; 0 for none of them
    step        : the step of the decoder that is written out, counted from 1

    A token or step beyond the last digit is none, or the last one.
    `network(score, units)` of this module gives the weights.
    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "attention_lens.js"

    networks = traitlets.List(read_only=True).tag(sync=True)  # {score, units, shapes, accuracy}
    numbers = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=_whole_numbers)

    digits = Digits("3141592653589793")
    score = Choice(*SCORES, default="none")
    units = Choice(*UNITS, default=32)
    temperature = Real(1.0)
    masked = Whole(0)
    step = Whole(5)

    def __init__(self, **settings):
        networks, numbers = [], []
        for units in UNITS:
            for score in SCORES:
                stored = list(_stored(score, units))
                networks.append({
                    "score": score,
                    "units": units,
                    "parts": [[name, list(whole.shape), scale] for name, whole, scale in stored],
                    "accuracy": {name: values.tolist() for name, values in accuracy(score, units).items()},
                })  # fmt: skip
                numbers += [whole.ravel() for _, whole, _ in stored]
        self.set_trait("networks", networks)
        self.set_trait("numbers", np.concatenate(numbers))
        self.set_trait("limits", {"length": (LENGTHS[0], LENGTHS[-1]), "temperature": (0.1, 20), "masked": (0, 20), "step": (1, 20)})
        super().__init__(**settings)

    def _picture(self, figure):
        from matplotlib.patches import Rectangle

        net = network(self.score, self.units)
        digits = [int(digit) for digit in self.digits]
        T = len(digits)
        mask = np.arange(1, T + 1)[None] != self.masked
        result = net.decode([digits], mask, self.temperature)
        said, right = result.said[0], digits[::-1]
        step = min(self.step, T)

        lens, curve = figure.subplots(1, 2, width_ratios=(1, 1.1))
        weights = np.zeros((T, T)) if result.weights is None else result.weights[0]
        lens.grid(False)
        lens.imshow(weights, cmap="Greys", vmin=0, vmax=1, aspect="auto")
        lens.set_xticks(range(T), self.digits)
        lens.set_yticks(range(T), [f"{digit} {'=' if digit == wanted else '≠'} {wanted}" for digit, wanted in zip(said, right)])
        lens.tick_params(labelsize=7, length=0, labeltop=True, labelbottom=False)
        lens.add_patch(Rectangle((-0.5, step - 1.5), T, 1, fill=False, edgecolor=theme.color("input"), linewidth=1.5))
        if result.weights is None:
            lens.text(T / 2 - 0.5, T / 2 - 0.5, f"no attention:\nonly $H_{{{T}}}$ is passed on", ha="center", va="center", fontsize=9)
        lens.set_xlabel("weights: row, step (says, right); column, token", fontsize=8)

        for score, linestyle in (("none", "--"), ("dot" if self.score == "none" else self.score, "-")):
            shares = accuracy(score, self.units)
            curve.fill_between(LENGTHS, 100 * shares["low"], 100 * shares["high"], color=theme.color("ink"), alpha=0.13, linewidth=0)
            curve.plot(LENGTHS, 100 * shares["shipped"], color=theme.color("ink"), linestyle=linestyle, label="no attention" if score == "none" else score)
        curve.axvline(T, color=theme.color("input"), linewidth=1)
        curve.legend(fontsize=8)
        curve.set_title("percent without a mistake, by length", fontsize=8.5)

        told = f"{(said == right).sum()} of {T} digits are right"
        if result.weights is not None:
            best = weights[step - 1].argmax()
            told += f"; step {step} looks most at token {best + 1} (weight {weights[step - 1, best]:.2f})"
        how = "no attention" if self.score == "none" else f"{self.score} attention at temperature {self.temperature:g}"
        hidden = f", token {self.masked} masked" if 0 < self.masked <= T and self.score != "none" else ""
        return "Attention lens", (
            f"A GRU encoder and decoder of {self.units} units with {how} read {self.digits}{hidden} and say "
            f"{''.join(map(str, said))}: {told}. Of sequences of this length "
            f"{100 * accuracy(self.score, self.units)['shipped'][T - LENGTHS[0]]:.1f}\xa0% are said without a mistake."
        )
