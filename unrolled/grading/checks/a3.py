"""A3: the gates of an LSTM, and its forget bias."""

import numpy as np

from ...cells import LSTM
from ..assignments import Assignment, Question
from ..oracle import Result, close
from . import call_and_look, field, items, mark, typed

_GATES = """
def lstm_gates(x, h, W_x, W_h, b):
    i, f, g, o = np.split(x @ W_x + h @ W_h + b, 4, axis=1)
    logistic = lambda a: (1 + np.tanh(a / 2)) / 2
    return {"i": logistic(i), "f": logistic(f), "g": np.tanh(g), "o": logistic(o)}
"""

_STEP = """
def lstm_step(x, h, c, W_x, W_h, b):
    i, f, g, o = np.split(x @ W_x + h @ W_h + b, 4, axis=1)
    logistic = lambda a: (1 + np.tanh(a / 2)) / 2
    c_next = logistic(f) * c + logistic(i) * np.tanh(g)
    return logistic(o) * np.tanh(c_next), c_next
"""

ASSIGNMENT = Assignment(
    "A3",
    (
        Question("gates", 3, "def lstm_gates(", ("lstm_gates",), stand_in=_GATES),
        Question("step", 3, "def lstm_step(", ("lstm_step",), uses=("gates",), stand_in=_STEP),
        Question("forward", 4, "def lstm_forward(", ("lstm_forward",), uses=("step",)),
        Question("lane", 3, "def lane_gradient(", ("lane_gradient",)),
        Question("bias", 3, "def start_bias(", ("start_bias",)),
        Question("count", 2, "def count_parameters(", ("count_parameters",)),
        Question("keras", 3, "def build_model(", ("build_model",)),
        Question("own", 3, "def my_numbers(", ("my_numbers",)),
    ),
    setup="import numpy as np",
)


def checks(student_id=""):
    """For the name of each question, its check."""
    return {
        "gates": check_gates,
        "step": check_step,
        "forward": check_forward,
        "lane": check_lane,
        "bias": check_bias,
        "count": check_count,
        "keras": check_keras,
        "own": typed("A3", own_numbers, OWN, student_id),
    }


def _case(rng, T=1, features=2, units=4, n=3, **biases):
    """A cell with weights that no other shape fits, inputs, and states that are not zero.

    biases : by the name of a block, a number for all its units
    """
    b = rng.normal(size=4 * units)
    for name, value in biases.items():
        b.reshape(4, units)[LSTM.gates.index(name)] = value
    cell = LSTM(rng.normal(size=(features, 4 * units)), 0.7 * rng.normal(size=(units, 4 * units)), b)
    H0, C0 = rng.normal(size=(2, n, units))
    return cell, rng.normal(size=(n, T, features)), 0.5 * H0, C0


def _near(value, expected):
    """Single precision is enough for a state, as it is in Keras, and a gate clipped at 20 is shut."""
    return close(value, expected, 1e-4, 1e-6)


def check_gates(ask, rng):
    def right(names, n, features, units, far=0, unchanged=False):
        cell, X, H0, _ = _case(rng, 1, features, units, n)
        # The same signs in all blocks: whoever exchanges two has paid for that already.
        cell = LSTM(cell.W_x, cell.W_h, cell.b + far * np.tile(rng.permutation(np.arange(units) % 2 * 2 - 1), 4))
        trace = cell.forward(X, initial_state=(H0, np.zeros_like(H0)))
        expected = {"i": trace.I, "f": trace.F, "g": trace.C_tilde, "o": trace.O}
        value, same = call_and_look(ask, "lstm_gates", X[:, 0], H0, cell.W_x, cell.W_h, cell.b)
        numbers = all(_near(field(value, name), expected[name][:, 0]) for name in names)
        return numbers and (same or not unchanged)

    return mark(
        (
            1,
            lambda: all(right("ifo", *shape) for shape in ((3, 2, 4), (4, 3, 3), (1, 5, 2))),
            "i, f or o is not right: blocks of `units` columns in the order i, f, g, o, each through the "
            "logistic function.",
        ),
        (
            1,
            lambda: right("g", 3, 2, 4) and right("g", 4, 3, 3),
            "g is not right: the third block, and it may be negative.",
        ),
        (
            1,
            lambda: right("ifgo", 3, 2, 4, far=1000, unchanged=True),
            "With biases of 1000 and -1000 every gate is 1 or 0 and every candidate 1 or -1; nothing is NaN, "
            "and what came in stays as it is.",
        ),
    )


def check_step(ask, rng):
    def reply(n, features, units, **biases):
        cell, X, H0, C0 = _case(rng, 1, features, units, n, **biases)
        value, untouched = call_and_look(ask, "lstm_step", X[:, 0], H0, C0, cell.W_x, cell.W_h, cell.b)
        right_h, right_c = map(_near, items(value, 2), cell.step(X[:, 0], (H0, C0)))
        return right_h, right_c, untouched

    return mark(
        (
            1,
            lambda: reply(3, 2, 4, f=50, i=-50)[1] and reply(2, 3, 4, f=-50, i=50)[1],
            "A forget gate of 1 and an input gate of 0 must keep c, and the other way round c is the candidate.",
        ),
        (
            1,
            lambda: all(all(reply(*shape)[:2]) for shape in ((3, 2, 4), (4, 3, 3), (1, 5, 2))),
            "(h, c), in this order, with c = f * c + i * g and h = o * tanh(c), has other numbers.",
        ),
        (
            1,
            lambda: all(reply(3, 2, 4)[1:]),
            "A state that came in was changed, or c is not right: whoever called still needs h and c.",
        ),
    )


def check_forward(ask, rng):
    def reply(T, **biases):
        cell, X, H0, C0 = _case(rng, T, n=int(rng.integers(2, 5)), **biases)
        value, untouched = call_and_look(ask, "lstm_forward", X, H0, C0, cell.W_x, cell.W_h, cell.b)
        trace = cell.forward(X, initial_state=(H0, C0))
        return items(value, 3), trace, untouched

    def states(T):
        (H, _, _), trace, _ = reply(T)
        return _near(H, trace.H)

    def last(T, **biases):
        (_, h, c), trace, _ = reply(T, **biases)
        return _near(h, trace.H[:, -1]) and _near(c, trace.C[:, -1])

    def halves():
        cell, X, H0, C0 = _case(rng, 8)
        weights = cell.W_x, cell.W_h, cell.b
        _, h, c = items(ask("lstm_forward", X[:, :3], H0, C0, *weights), 3)
        H, _, _ = items(ask("lstm_forward", X[:, 3:], h, c, *weights), 3)
        return _near(H, cell.forward(X, initial_state=(H0, C0)).H[:, 3:])

    def untouched():
        (H, _, _), trace, same = reply(5)
        return same and _near(H, trace.H)

    return mark(
        (
            1,
            lambda: states(7) and states(1),
            "H[:, t] is not the hidden state after timestep t, for every t, started from H0 and C0.",
        ),
        (
            1,
            lambda: last(6) and last(80, f=50, i=-50),
            "The second and third of what is returned are not the last hidden state and the last cell state.",
        ),
        (
            1,
            halves,
            "A sequence in two parts, the second started with the states of the first, differs from the whole.",
        ),
        (1, untouched, "X, H0, C0 or the weights were changed, or the states are not right."),
    )


def check_lane(ask, rng):
    def right(T, shut=False, unchanged=False):
        F = rng.uniform(0.2, 1, size=(int(rng.integers(2, 4)), T, 5))
        if shut:
            F[0, T // 2, 1] = F[1, T - 1, 3] = 0
        value, untouched = call_and_look(ask, "lane_gradient", F)
        expected = np.stack([F[:, t + 1 :].prod(axis=1) for t in range(T)], axis=1)
        return (untouched or not unchanged) and close(value, expected)

    return mark(
        (
            1,
            lambda: right(2, unchanged=True),
            "With two timesteps there are two gradients: that of the last cell state with respect to itself, "
            "and with respect to the one before, on which one gate has acted. F stays as it is.",
        ),
        (1, lambda: right(1) and right(9), "The gradient of C_t has passed the gates of the timesteps after t."),
        (1, lambda: right(8, shut=True), "A gate of exactly 0 ends the way: 0 before it, no NaN, and nothing else changes."),
    )


def _forget_bias(half_life):
    gate = 0.5 ** (1 / np.asarray(half_life))
    return np.log(gate / (1 - gate))


def check_bias(ask, rng):
    def reply(half_life):
        units = np.size(half_life) if np.ndim(half_life) else int(rng.integers(3, 7))
        value, untouched = call_and_look(ask, "start_bias", units, half_life)
        if type(value) is not np.ndarray or value.shape != (4 * units,) or not untouched:
            return np.full((4, units), np.nan), np.zeros(units)
        return value.reshape(4, units), np.broadcast_to(_forget_bias(half_life), units)

    def numbers():
        return np.exp(rng.uniform(np.log(3), np.log(2000), size=int(rng.integers(3, 7))))

    def place():
        rows, _ = reply(float(numbers()[0]))
        return not rows[[0, 2, 3]].any() and rows[1].all() and np.ptp(rows[1]) == 0

    def value(half_life):
        rows, expected = reply(half_life)  # in any of the blocks, but in one alone
        return close(rows.sum(axis=0), expected) and close(np.abs(rows).max(axis=0), np.abs(expected))

    return mark(
        (1, place, "Only the second quarter differs from 0, and there all units have the same bias."),
        (
            1,
            lambda: value(float(numbers()[0])) and value(0.4) and value(1e5),
            "After half_life timesteps of silence one half must be left: sigmoid(b) ** half_life = 1/2, solved for b.",
        ),
        (
            1,
            lambda: value(numbers()) and close(reply(np.array([2.0, 30.0, 7.0]))[0][1], _forget_bias([2, 30, 7])),
            "With a half-life for each unit, each unit has its own forget bias, in their order.",
        ),
    )


def check_count(ask, rng):
    def right(kind, biases, *reset_after):
        for _ in range(3):
            d, h = (int(size) for size in rng.permutation(np.arange(2, 90))[:2])
            blocks = {"LSTM": 4, "GRU": 3}[kind]
            if not close(ask("count_parameters", kind, d, h, *reset_after), blocks * (d * h + h * h + biases * h)):
                return False
        return True

    return mark(
        (
            1,
            lambda: right("LSTM", 1) and right("LSTM", 1, False),
            "An LSTM in Keras has four blocks with two kernels and one bias each, whatever `reset_after` says.",
        ),
        (
            1,
            lambda: right("GRU", 2) and right("GRU", 2, True) and right("GRU", 1, False),
            "A GRU has three blocks; with reset_after, the default, each of them has two biases.",
        ),
    )


def check_keras(ask, rng):
    features, units, outputs, forget_bias = 2, 5, 3, float(rng.uniform(2, 6))
    model = ask.keep("build_model", features, units, outputs, forget_bias)
    cell, X, _, _ = _case(rng, 7, features, units)
    ask.method(model, "__call__", X.astype("f4"))  # who left the input open has weights from the first batch on
    W_y, b_y = rng.normal(size=(units, outputs)), rng.normal(size=outputs)
    wanted = {weights.shape: weights for weights in (cell.W_x, cell.W_h, cell.b, W_y, b_y)}  # in any order
    start = ask.method(model, "get_weights")
    arrays = type(start) is list and all(type(weights) is np.ndarray for weights in start)
    shapes = [weights.shape for weights in start] if arrays else []
    if sorted(shapes) != sorted(wanted):
        return Result(
            0,
            "The weights have other shapes than those of one LSTM layer of `units` units and one dense layer "
            "of `outputs`, both with biases.",
        )
    found = {weights.shape: weights for weights in start}[cell.b.shape]

    def right(T):
        reads = rng.normal(size=(4, T, features)).astype("f4")
        expected = cell.forward(reads).H[:, -1] @ W_y + b_y
        return close(ask.method(model, "__call__", reads), expected, 1e-4, 1e-5)

    def same():
        ask.method(model, "set_weights", [wanted[shape].astype("f4") for shape in shapes])
        return right(7) and right(4)

    expected = np.concatenate([np.zeros(units), np.full(units, forget_bias), np.zeros(2 * units)])
    return mark(
        (
            2,
            same,
            "With the same weights it answers otherwise than an LSTM that reads forward, with the logistic "
            "function in its gates and tanh elsewhere, and a dense layer without activation that reads its "
            "last state.",
        ),
        (
            1,
            lambda: close(found, expected, 1e-5, 1e-6),
            "At the start the forget bias must be `forget_bias` and every other bias of the layer 0: look at "
            "the bias with np.split(b, 4).",
        ),
    )


def own_numbers(memory):
    """What `my_numbers` should hold for one student's `Memory`."""
    cell = LSTM(memory.W_x, memory.W_h, memory.b)
    trace = cell.forward(memory.X, initial_state=(memory.H0, memory.C0))
    return {
        "norm": float(np.linalg.norm(trace.H[:, -1])),
        "left": float(trace.F[:, 1:].prod(axis=1).mean()),
        "bias": float(_forget_bias(memory.half_life)),
    }


OWN = (
    (1, ["norm"], "The norm of the last hidden state is not that of your network."),
    (1, ["left"], "What is left along the lane is not the mean over your sequences and units."),
    (1, ["bias"], "The forget bias does not belong to your half-life."),
)
