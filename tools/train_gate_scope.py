"""Trains the three networks of the widget GateScope and measures them: python tools/train_gate_scope.py

characters  An LSTM that guesses the next character of a book.  It learns from the first 80 % of
            Alice's Adventures in Wonderland (unrolled.language.text_parts), in random pieces of
            64 characters; dropout, units and steps were chosen on the next 10 %; the last 10 %
            are the test.  Three seeds; stored is the one with the median of the three on the
            validation part, not the best.
brackets    An LSTM that guesses the next bracket of random strings of () and [], nested up to four
            deep: at each depth from 1 to 3 the string closes with probability 1/2, at depth 4 it
            must.  The read-out pays for each weight (an L1 penalty), so that few units have a say
            in it.  Three seeds; stored is, of those that are right after every string tried, the
            one in which a single unit says most clearly which bracket is open.
forecaster  A GRU that guesses the next value of a noisy wave: sine, square, triangle or sawtooth, of
            a period from 6 to 20, an amplitude from 0.4 to 1 and a level from -0.3 to 0.3.
            Three seeds; stored is the one with the median error, not the best.

All are trained by Adam with its rate falling along half a cosine, on gradients clipped to norm 1,
in NumPy and float32 on one thread.  The weights are then rounded to whole multiples of a power of
two, so that int16, float32 and float64 hold exactly the same numbers, and everything measured is
measured with these.  Writes unrolled/widgets/gate_scope.npz in about five CPU minutes.  The same
versions of Python and NumPy on the same kind of processor write the same bytes.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"  # sums in one order

import json
import time
from pathlib import Path

import numpy as np

from unrolled.cells import GRU, LSTM
from unrolled.datasets import load_alice
from unrolled.language import ALPHABET, NGram, bits_per_character, decode, text_parts
from unrolled.network import Network
from unrolled.training import Adam, CosineDecay, clip_by_global_norm

TARGET = Path(__file__).parents[1] / "unrolled" / "widgets" / "gate_scope.npz"
SEEDS = (0, 1, 2)

# --- training


def start(cell, embedding, outputs, seed):
    """The weights before training: the cell as Keras starts it, a read-out by Glorot's rule."""
    limit = np.sqrt(6 / (cell.units + outputs))
    read_out = np.random.default_rng([seed, cell.units]).uniform(-limit, limit, (cell.units, outputs))
    weights = {} if embedding is None else {"embedding": embedding}
    weights |= {"W_x": cell.W_x, "W_h": cell.W_h, "b": cell.b, "W_y": read_out, "b_y": np.zeros(outputs)}
    return {name: np.float32(values) for name, values in weights.items()}


def network(kind, weights, activation):
    """The `Network` of these weights."""
    return Network(
        layers=[kind(*(np.float64(weights[name]) for name in ("W_x", "W_h", "b")))],
        embedding=np.float64(weights["embedding"]) if "embedding" in weights else None,
        dense=[(np.float64(weights["W_y"]), np.float64(weights["b_y"]), activation)],
    )


def gradients(kind, weights, inputs, d_outputs, keep=None):
    """The gradient for each array of weights, {name: as the weights}.

    d_outputs : the gradient of the loss with respect to the outputs before their activation, as a function of them
    keep      : (n, T, units), dropout: what the read-out sees of each hidden value, 0 or more than 1
    """
    embedded = "embedding" in weights
    cell = kind(weights["W_x"], weights["W_h"], weights["b"])
    trace = cell.forward(weights["embedding"][inputs] if embedded else inputs)
    H = trace.H if keep is None else trace.H * keep
    d = d_outputs(H @ weights["W_y"] + weights["b_y"])
    dH = d @ weights["W_y"].T
    back = cell.backward(trace, dH if keep is None else dH * keep)
    found = {"W_x": back.dW_x, "W_h": back.dW_h, "b": back.db, "W_y": _rows(H).T @ _rows(d), "b_y": _rows(d).sum(axis=0)}
    if embedded:
        found["embedding"] = np.eye(len(weights["embedding"]), dtype=np.float32)[inputs.ravel()].T @ _rows(back.dX)
    return found


def _rows(array):
    return array.reshape(-1, array.shape[-1])


def cross_entropy(targets):
    """The gradient of the mean cross-entropy for targets (n, T), as a function of the logits."""

    def gradient(logits):
        p = softmax(logits)
        p -= np.eye(p.shape[-1], dtype=p.dtype)[targets]
        return p / np.float32(targets.size)

    return gradient


def softmax(logits):
    p = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return p / p.sum(axis=-1, keepdims=True)


def train(kind, weights, batch, steps, rate, fixed=(), dropout=0.0, decay=0.0, sparse=0.0, seed=0):
    """The weights after training.

    batch   : a function of a generator: inputs, and the gradient of the loss as a function of the outputs
    fixed   : names of weights that stay
    dropout : the share of hidden values that the read-out does not see
    decay   : weight decay apart from the gradient (AdamW), of the matrices of the cell and the read-out
    sparse  : of the L1 penalty on the read-out's matrix
    """
    rng = np.random.default_rng([seed, len(weights["b_y"])])
    optimizer = Adam(CosineDecay(rate, steps, alpha=0.01))
    names = [name for name in weights if name not in fixed]
    state = optimizer.start([weights[name] for name in names])
    for step in range(steps):
        inputs, d_outputs = batch(rng)
        keep = None
        if dropout:
            shape = (*inputs.shape[:2], len(weights["W_h"]))
            keep = (rng.random(shape, dtype=np.float32) >= dropout) / np.float32(1 - dropout)
        found = gradients(kind, weights, inputs, d_outputs, keep)
        found["W_y"] = found["W_y"] + np.float32(sparse) * np.sign(weights["W_y"])
        before = [weights[name] for name in names]
        after, state = optimizer.update(before, clip_by_global_norm([found[name] for name in names], 1.0), state)
        shrink = decay * optimizer.rate(step)
        weights = weights | {
            name: np.float32(new - shrink * old if name.startswith("W") else new)
            for name, old, new in zip(names, before, after, strict=True)
        }
    return weights


def rounded(weights, step):
    """The weights as whole multiples of `step`, which is a power of two.  Raises ValueError beyond 16 bits."""
    whole = {name: np.round(np.float64(values) / step) for name, values in weights.items()}
    if max(np.abs(values).max() for values in whole.values()) > 32767:
        raise ValueError(f"a weight beyond {32767 * step} does not fit into 16 bits of {step}")
    return {name: values * step for name, values in whole.items()}


def stored(net, step, seed, **facts):
    """What the file holds of one network: its numbers in int16, and what is said about it."""
    spec, numbers = net.to_spec()
    return np.round(numbers / step).astype(np.int16), {"spec": spec, "scale": step, "seed": seed, **facts}


def _clamp(track, unit, value, first, last):
    return {"layer": 0, "direction": "forward", "track": track, "unit": int(unit), "value": float(value), "from": first, "to": last}


def _told(value):
    return f"{value:.2f}".replace("-", "−")


# --- characters

UNITS, EMBEDDING, LENGTH, BATCH = 96, 16, 64, 32
CHARACTER_STEPS = 4000
TEXT = '"i mean what i say," the mock turtle replied'  # in the validation part
REFERENCE = slice(600, 1112)  # of the validation part


def train_characters(seed):
    ids, _, _ = text_parts(load_alice())
    rng = np.random.default_rng([seed, 38])
    weights = start(LSTM.random(EMBEDDING, UNITS, seed), rng.uniform(-0.05, 0.05, (len(ALPHABET), EMBEDDING)), len(ALPHABET), seed)

    def batch(rng):
        first = rng.integers(0, len(ids) - LENGTH, BATCH)
        pieces = ids[first[:, None] + np.arange(LENGTH + 1)]
        return pieces[:, :-1], cross_entropy(pieces[:, 1:])

    weights = train(LSTM, weights, batch, CHARACTER_STEPS, 1e-2, dropout=0.5, decay=1e-2, seed=seed)
    return network(LSTM, rounded(weights, 2.0**-10), "softmax")


def characters():
    train_part, valid, test = text_parts(load_alice())
    nets = [train_characters(seed) for seed in SEEDS]
    on_valid = [bits_per_character(net, valid) for net in nets]
    median = int(np.argsort(on_valid)[len(nets) // 2])
    net = nets[median]
    bits = {}
    for order in range(1, 7):
        gram = NGram(order).fit(train_part)
        bits[str(order)] = [gram.bits_per_character(part, context=32) for part in (valid, test)]
    measured = {
        "network": {"validation": on_valid, "test": [bits_per_character(one, test) for one in nets]},
        "n-gram": {"validation": {n: two[0] for n, two in bits.items()}, "test": {n: two[1] for n, two in bits.items()}},
    }
    return stored(
        net, 2.0**-10, SEEDS[median], vocabulary=list(ALPHABET), initial=TEXT,
        presets={
            "A quotation": TEXT + " in an offended tone.",
            "A quotation that stays open": '"i could tell you my adventures, beginning from this morn',
            "A word begun": "the mock turt",
            "Alice or all": "then al",
            "Not by Carroll": "the network reads one symbol at a time, and keeps what it can.",
            "No English": "xq zv xq zv xq zv xq zv",
        },
        reference=decode(valid[REFERENCE]), measured=measured, notable=notable_characters(net, valid[REFERENCE]),
    )


def notable_characters(net, ids):
    """What single units do on a held-out text of 512 characters, and what the network is worth without them."""
    trace = net.forward(ids)
    C, last = trace.layers[0].forward["c"], len(ids) - 1
    letters = np.minimum(letters_read(ids), 8)
    as_trained = _bits(net, ids)

    def clamped(track, unit, value):
        return _bits(net, ids, [_clamp(track, unit, value, 0, last)])

    needed = [clamped("h", unit, 0) for unit in range(UNITS)]
    most = int(np.argmax(needed))
    constants = net.time_constants(trace, 0)
    slow = int(np.argmax(constants))
    without = clamped("f", slow, 0)
    correlations = [np.corrcoef(C[:, unit], letters)[0, 1] for unit in range(UNITS)]
    counter = int(np.argmax(np.abs(correlations)))
    mean = float(C[:, counter].mean())
    uncounted = clamped("c", counter, mean)
    return [
        {
            "layer": 0, "unit": most, "track": "h", "name": "needed most", "clamp": 0.0, "bits": {"as trained": as_trained, "clamped": needed[most]},
            "says": f"needed most: held at 0, the reference text takes {needed[most]:.3f} bits per character instead of {as_trained:.3f}",
        },
        {
            "layer": 0, "unit": slow, "track": "f", "name": "longest memory", "time constant": float(constants[slow]),
            "clamp": 0.0, "bits": {"as trained": as_trained, "clamped": without},
            "says": f"slowest to forget, with a time constant of {constants[slow]:.1f}: with its forget gate held at 0, the reference text "
            f"takes {without:.3f} bits per character instead of {as_trained:.3f}",
        },
        {
            "layer": 0, "unit": counter, "track": "c", "name": "letters of the word", "correlation": float(correlations[counter]),
            "clamp": mean, "bits": {"as trained": as_trained, "clamped": uncounted},
            "says": f"goes with the letters since the last space (correlation {_told(correlations[counter])}): held at its mean, "
            f"the reference text takes {uncounted:.3f} bits per character instead of {as_trained:.3f}",
        },
    ]


def letters_read(ids):
    """(N,): how many symbols have been read since the last space."""
    read = np.zeros(len(ids), np.int64)
    for t in range(1, len(ids)):
        read[t] = 0 if ids[t] == 0 else read[t - 1] + 1
    return read


def _bits(net, ids, clamps=()):
    """Bits per character of a text that is read from an empty state, its first character left out."""
    p = net.forward(ids, clamps).outputs[:-1]
    return float(-np.log2(p[np.arange(len(p)), ids[1:]]).mean())


# --- brackets

BRACKETS = "([)]"
DEPTH = 4
ALLOWED = 0.1  # a symbol with a higher probability counts as allowed
BRACKET_UNITS, BRACKET_LENGTH = 20, 48
BRACKET_STEPS = 4000


def strings(rng, n, length):
    """Random strings of brackets, as numbers: (n, length)."""
    made, stack, depth, rows = np.zeros((n, length), np.int64), np.zeros((n, DEPTH + 1), np.int64), np.zeros(n, np.int64), np.arange(n)
    for t in range(length):
        close = (depth == DEPTH) | ((depth > 0) & (rng.random(n) < 0.5))
        kind = rng.integers(0, 2, n)
        made[:, t] = np.where(close, 2 + stack[rows, depth - 1], kind)
        stack[rows, np.where(close, DEPTH, depth)] = kind  # the last column is for what is not opened
        depth += np.where(close, -1, 1)
    return made


def open_brackets(ids):
    """The brackets that are open after each one, innermost last: a list of tuples of 0 and 1.

    Raises ValueError for a string that closes what is not open, or opens more than DEPTH.
    """
    stack, after = [], []
    for symbol in ids:
        if symbol < 2:
            stack.append(int(symbol))
        elif not stack or stack.pop() != symbol - 2:
            raise ValueError(f"{symbol} closes what is not open")
        if len(stack) > DEPTH:
            raise ValueError(f"more than {DEPTH} brackets are open")
        after.append(tuple(stack))
    return after


def allowed(stack):
    """(4,) booleans: which brackets may follow."""
    return np.array([len(stack) < DEPTH] * 2 + [stack[-1:] == (kind,) for kind in (0, 1)])


def every_string(net, length):
    """All strings of 1 bracket, of 2, ... of `length`: a list with, for each length, (probabilities (N, 4), allowed (N, 4),
    the open brackets of each string, hidden states, cell states)."""
    cell, (W, b, _) = net.layers[0], net.dense[0]
    stacks, H, C = [()], np.zeros((1, cell.units)), np.zeros((1, cell.units))
    found = []
    for _ in range(length):
        ways = [(k, x) for k, stack in enumerate(stacks) for x in np.flatnonzero(allowed(stack))]
        rows, symbols = np.array(ways).T
        stacks = [(*stacks[k], int(x)) if x < 2 else stacks[k][:-1] for k, x in ways]
        H, C = cell.step(net.embedding[symbols], (H[rows], C[rows]))
        found.append((softmax(H @ W + b), np.array([allowed(stack) for stack in stacks]), stacks, H, C))
    return found


def train_brackets(seed):
    weights = start(LSTM.random(4, BRACKET_UNITS, seed), np.eye(4), 4, seed)

    def batch(rng):
        made = strings(rng, 64, BRACKET_LENGTH + 1)
        return made[:, :-1], cross_entropy(made[:, 1:])

    weights = train(LSTM, weights, batch, BRACKET_STEPS, 1e-2, fixed=("embedding",), sparse=3e-3, seed=seed)
    return network(LSTM, rounded(weights, 2.0**-11), "softmax")


def long_strings(net, n=2000, length=128):
    """Random strings and what the network says: ids (n, length), probabilities (n, length, 4), allowed (n, length, 4)."""
    ids = strings(np.random.default_rng(2026), n, length)
    return ids, net.predict(ids), np.array([[allowed(stack) for stack in open_brackets(one)] for one in ids])


def right(p, may):
    """Whether after each string exactly the allowed brackets have a probability above ALLOWED."""
    return ((p > ALLOWED) == may).all(axis=-1)


def brackets():
    nets = [train_brackets(seed) for seed in SEEDS]
    by_seed = []
    for net in nets:
        levels = every_string(net, 11)
        p, may = (np.concatenate([level[k] for level in levels]) for k in (0, 1))
        _, p_long, may_long = long_strings(net)
        unit, sure = type_unit(net, levels)
        by_seed.append({
            "every string up to": 11, "strings": len(p), "right": int(right(p, may).sum()),
            "random strings": int(right(p_long, may_long).size), "random right": int(right(p_long, may_long).sum()),
            "least allowed": float(min(p[may].min(), p_long[may_long].min())),
            "most forbidden": float(max(p[~may].max(), p_long[~may_long].max())),
            "type unit": int(unit), "type unit tells": float(sure), "read by the head": read_by_the_head(net),
        })
        print("brackets", by_seed[-1], flush=True)
    perfect = [k for k, one in enumerate(by_seed) if one["right"] == one["strings"] and one["random right"] == one["random strings"]]
    best = max(perfect, key=lambda k: by_seed[k]["type unit tells"])
    net = nets[best]
    ids = strings(np.random.default_rng(7), 1, 512)[0]
    return stored(
        net, 2.0**-11, SEEDS[best], vocabulary=list(BRACKETS), initial="([[]()])([",
        presets={
            "Mixed": "([[]()])([", "Closed again": "[()[]]", "Counting": "(((())))((()",
            "As deep as it goes": "[[([", "A long way back": "[()()()()()()()()()", "Wrong bracket": "([)]",
        },
        reference="".join(BRACKETS[k] for k in ids), depth=DEPTH, allowed=ALLOWED,
        measured={"by seed": by_seed}, notable=notable_brackets(net),
    )


def type_unit(net, levels):
    """The unit whose cell state tells most surely which bracket is open innermost, and its share of right tellings."""
    C = np.concatenate([level[4] for level in levels])
    stacks = [stack for level in levels for stack in level[2]]
    some = np.array([len(stack) > 0 for stack in stacks])
    kind = np.array([stack[-1] for stack in stacks if stack])
    shares = [max(share := np.mean((C[some, unit] > 0) == kind), 1 - share) for unit in range(C.shape[1])]
    return int(np.argmax(shares)), max(shares)


def notable_brackets(net):
    """Units that hold which bracket is open, keep a fifth one out, and follow how many are open, each proven by clamping."""
    levels = every_string(net, 9)
    stacks = [stack for level in levels for stack in level[2]]
    H, C = (np.concatenate([level[k] for level in levels]) for k in (3, 4))
    depth, kind = np.array([len(stack) for stack in stacks]), np.array([stack[-1] if stack else -1 for stack in stacks])
    W, b, _ = net.dense[0]

    def held(unit, value, rows):
        """The outputs after these strings with the unit's cell state clamped to the value at the last step alone."""
        h = H[rows, unit] / np.tanh(C[rows, unit]) * np.tanh(value)  # its output gate times the new tanh
        return softmax(H[rows] @ W + b + np.outer(h - H[rows, unit], W[unit]))

    holder, sure = type_unit(net, levels)
    sign = 1 if C[kind == 0, holder].mean() > 0 else -1
    furthest = [sign * float((sign * C[kind == 0, holder]).max()), -sign * float((-sign * C[kind == 1, holder]).max())]
    turned = np.concatenate([(p := held(holder, furthest[1 - k], kind == k))[:, 3 - k] > p[:, 2 + k] for k in (0, 1)])
    wrong = float(turned.mean())

    room = [held(unit, C[depth == DEPTH - 1, unit].mean(), depth == DEPTH)[:, :2].min(axis=1) > ALLOWED for unit in range(len(W))]
    stopper = int(np.argmax([share.mean() for share in room]))
    one_more = float(room[stopper].mean())
    at = [float(C[depth == d, stopper].mean()) for d in (DEPTH - 1, DEPTH)]

    correlations = [np.corrcoef(C[:, unit], depth)[0, 1] for unit in range(len(W))]
    counter = int(np.argmax(np.abs(correlations)))
    by_depth = [float(C[depth == d, counter].mean()) for d in range(DEPTH + 1)]
    ids, _, may = long_strings(net, 60, 40)
    after = [np.array([net.forward(one, clamp).outputs for one in ids]) for clamp in ((), [_clamp("c", counter, by_depth[-1], 0, 39)])]
    shares = [float(right(p, may).mean()) for p in after]
    return [
        {
            "layer": 0, "unit": holder, "track": "c", "name": "which bracket is open", "right": float(sure),
            "clamp": {"(": furthest[0], "[": furthest[1]}, "turned": wrong, "strings": int((depth > 0).sum()),
            "says": f"holds which bracket is open innermost, {'above' if sign > 0 else 'below'} 0 for ( and {'below' if sign > 0 else 'above'} for [ "
            f"after {100 * sure:.0f} % of all strings: held at the other one’s furthest value, the network closes wrongly after {100 * wrong:.0f} %",
        },
        {
            "layer": 0, "unit": stopper, "track": "c", "name": "no fifth bracket", "clamp": at[0], "at": {str(DEPTH - 1): at[0], str(DEPTH): at[1]}, "opens": one_more,
            "says": f"keeps a fifth bracket out: held, at depth {DEPTH}, at its mean of depth {DEPTH - 1}, {_told(at[0])} instead of {_told(at[1])}, "
            f"the network allows one after {100 * one_more:.0f} % of the strings",
        },
        {
            "layer": 0, "unit": counter, "track": "c", "name": "depth", "correlation": float(correlations[counter]), "by depth": by_depth,
            "clamp": by_depth[-1], "right": {"as trained": shares[0], "clamped": shares[1]},
            "says": f"goes with the number of open brackets (correlation {_told(correlations[counter])}): held at its mean of depth {DEPTH}, "
            f"the network is right after {100 * shares[1]:.0f} % of random strings instead of {100 * shares[0]:.0f} %",
        },
    ]


def read_by_the_head(net):
    """The units to which the read-out listens: those with a weight above a hundredth of the largest."""
    W = np.abs(net.dense[0][0])
    return np.flatnonzero((W > W.max() / 100).any(axis=1)).tolist()


# --- forecaster

FORMS = ("sine", "square", "triangle", "sawtooth")
WARM_UP = 24  # values that are read before a forecast counts
WAVE_LENGTH, WAVE_UNITS, WAVE_STEPS, NOISE = 72, 24, 3000, 0.03
LAGS = 24  # of the linear forecast


def waves(rng, n, length):
    """Random waves (n, length) and the number of the form of each."""
    form, period, amplitude = rng.integers(0, 4, n), rng.uniform(6, 20, (n, 1)), rng.uniform(0.4, 1, (n, 1))
    level, phase = rng.uniform(-0.3, 0.3, (n, 1)), rng.random((n, 1))
    values = level + amplitude * wave(form[:, None], (np.arange(length) / period + phase) % 1)
    return values + rng.normal(0, NOISE, (n, length)), form


def wave(form, phase):
    """A wave between -1 and 1 at a phase from 0 to 1."""
    return np.choose(form, [np.sin(2 * np.pi * phase), np.where(phase < 0.5, 1.0, -1.0), 1 - 4 * np.abs(phase - 0.5), 2 * phase - 1])


def train_forecaster(seed):
    weights = start(GRU.random(1, WAVE_UNITS, seed), None, 1, seed)

    def batch(rng):
        values = np.float32(waves(rng, 32, WAVE_LENGTH + 1)[0])[:, :, None]

        def gradient(outputs):  # of the mean squared error
            d = 2 * (outputs - values[:, 1:]) / np.float32(32 * (WAVE_LENGTH - WARM_UP))
            d[:, :WARM_UP] = 0
            return d

        return values[:, :-1], gradient

    weights = train(GRU, weights, batch, WAVE_STEPS, 5e-3, seed=seed)
    return network(GRU, rounded(weights, 2.0**-12), "linear")


def linear_forecast():
    """Ridge regression on the last LAGS values, from as many waves as one network sees: (weights, intercept)."""
    values, _ = waves(np.random.default_rng(11), 20_000, WAVE_LENGTH + 1)
    windows = np.lib.stride_tricks.sliding_window_view(values, LAGS + 1, axis=1)[:, ::6].reshape(-1, LAGS + 1)
    X, y = np.column_stack([windows[:, :-1], np.ones(len(windows))]), windows[:, -1]
    solved = np.linalg.solve(X.T @ X + 1e-3 * np.eye(LAGS + 1), X.T @ y)
    return solved[:-1], solved[-1]


def test_waves():
    return waves(np.random.default_rng(2026), 1000, WAVE_LENGTH + 1)


def by_form(errors, form):
    """Root mean squared errors: of all, and of each form."""
    return {"all": _rmse(errors), **{name: _rmse(errors[form == k]) for k, name in enumerate(FORMS)}}


def _rmse(errors):
    return float(np.sqrt(np.mean(errors**2)))


def forecaster():
    values, form = test_waves()
    target = values[:, WARM_UP + 1 :]
    nets = [train_forecaster(seed) for seed in SEEDS]
    errors = [by_form(net.predict(values[:, :-1, None])[:, WARM_UP:, 0] - target, form) for net in nets]
    median = int(np.argsort([one["all"] for one in errors])[len(nets) // 2])
    weights, intercept = linear_forecast()
    windows = np.lib.stride_tricks.sliding_window_view(values, LAGS, axis=1)[:, WARM_UP + 1 - LAGS : -1]
    measured = {
        "network": errors, "persistence": by_form(values[:, WARM_UP:-1] - target, form),
        "linear": by_form(windows @ weights + intercept - target, form), "noise": NOISE,
    }
    net = nets[median]
    rng = np.random.default_rng(5)

    def one(k, period, length=48, amplitude=0.8, noise=0.0):
        return np.round(amplitude * wave(k, np.arange(length) / period % 1) + rng.normal(0, noise, length), 2).tolist()

    t = np.arange(48)
    return stored(
        net, 2.0**-12, SEEDS[median], units="", range=[-1.5, 1.5], period=[6, 20], initial=one(1, 12),
        presets={
            "Square": one(1, 12), "Sine": one(0, 12), "Triangle": one(2, 16), "Sawtooth": one(3, 10),
            "Square, then sine": one(1, 12, 24) + one(0, 12, 24),
            "Two tones, never seen": np.round(0.5 * np.sin(2 * np.pi * t / 16) + 0.4 * np.sin(2 * np.pi * t / 6.3), 2).tolist(),
            "One pulse": np.where(t == 12, 1.0, 0.0).tolist(),
        },
        reference=np.concatenate([np.round(waves(rng, 1, 96)[0][0], 2) for _ in range(4)]).tolist(),
        measured=measured, notable=notable_forecaster(net),
    )


def notable_forecaster(net):
    """The unit without which the forecast is worst, and the one that follows the last step best."""
    values, _ = test_waves()
    X, target = values[:60, :-1, None], values[:60, WARM_UP + 1 :]
    traces = [net.forward(one) for one in X]
    H = np.array([trace.layers[0].forward["h"] for trace in traces])
    last = X.shape[1] - 1

    def error(clamps):
        return _rmse(np.array([net.forward(one, clamps).outputs[WARM_UP:, 0] for one in X]) - target)

    means = H.mean(axis=(0, 1))
    errors = [error([_clamp("h", unit, means[unit], 0, last)]) for unit in range(WAVE_UNITS)]
    most, as_trained = int(np.argmax(errors)), error(())
    slope = np.diff(X[:, :, 0], axis=1).ravel()
    correlations = [np.corrcoef(H[:, 1:, unit].ravel(), slope)[0, 1] for unit in range(WAVE_UNITS)]
    follower = int(np.argmax(np.abs(correlations)))
    constants = np.mean([net.time_constants(trace, 0) for trace in traces], axis=0)
    slow = int(np.argmax(constants))
    forgetful = error([_clamp("z", slow, 0, 0, last)])
    return [
        {
            "layer": 0, "unit": most, "track": "h", "name": "needed most", "clamp": float(means[most]), "error": {"as trained": as_trained, "clamped": errors[most]},
            "says": f"needed most: held at its mean, {_told(means[most])}, the error grows from {as_trained:.3f} to {errors[most]:.3f}",
        },
        {
            "layer": 0, "unit": follower, "track": "h", "name": "last step", "correlation": float(correlations[follower]),
            "clamp": float(means[follower]), "error": {"as trained": as_trained, "clamped": errors[follower]},
            "says": f"goes with the last step up or down (correlation {_told(correlations[follower])}): held at its mean, {_told(means[follower])}, "
            f"the error grows from {as_trained:.3f} to {errors[follower]:.3f}",
        },
        {
            "layer": 0, "unit": slow, "track": "z", "name": "longest memory", "time constant": float(constants[slow]),
            "clamp": 0.0, "error": {"as trained": as_trained, "clamped": forgetful},
            "says": f"slowest to change, with a time constant of {constants[slow]:.1f}: with its update gate held at 0, "
            f"the error grows from {as_trained:.3f} to {forgetful:.3f}",
        },
    ]


def main():
    arrays, facts = {}, {}
    for name, make in (("characters", characters), ("brackets", brackets), ("forecaster", forecaster)):
        begun = time.process_time()
        arrays[f"{name}.numbers"], facts[name] = make()
        print(f"{name}: {time.process_time() - begun:.0f} CPU seconds, seed {facts[name]['seed']}, {arrays[f'{name}.numbers'].size} numbers")
        print(json.dumps(facts[name]["measured"], indent=1), flush=True)
        print(json.dumps(facts[name]["notable"], indent=1), flush=True)
    np.savez_compressed(TARGET, **arrays, facts=json.dumps(facts))


if __name__ == "__main__":
    main()
