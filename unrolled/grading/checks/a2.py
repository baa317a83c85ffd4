"""A2: a recurrent cell and its gradient by hand."""

import numpy as np

from ...cells import SimpleRNN
from ..assignments import Assignment, Question
from ..oracle import close
from . import call_and_look, field, items, mark, typed

_STEP = """
def rnn_step(x, h, W_x, W_h, b):
    return np.tanh(x @ W_x + h @ W_h + b)
"""

_BACKWARD = """
def rnn_backward(X, H0, H, dH, W_x, W_h):
    delta, back = np.zeros(H.shape), 0
    for t in reversed(range(H.shape[1])):
        delta[:, t] = (dH[:, t] + back) * (1 - H[:, t] ** 2)
        back = delta[:, t] @ W_h.T
    before = np.concatenate([H0[:, None], H[:, :-1]], axis=1)
    dW_x, dW_h = (np.einsum("nti,ntj->ij", source, delta) for source in (X, before))
    return {"dX": delta @ W_x.T, "dW_x": dW_x, "dW_h": dW_h, "db": delta.sum(axis=(0, 1)), "dH0": back}
"""

ASSIGNMENT = Assignment(
    "A2",
    (
        Question("step", 2, "def rnn_step(", ("rnn_step",), stand_in=_STEP),
        Question("forward", 4, "def rnn_forward(", ("rnn_forward",), uses=("step",)),
        Question("loss", 4, "def softmax_cross_entropy(", ("softmax_cross_entropy",)),
        Question("backward", 6, "def rnn_backward(", ("rnn_backward",), stand_in=_BACKWARD),
        Question("truncated", 3, "def truncated_backward(", ("truncated_backward",), uses=("backward",)),
        Question("clip", 2, "def clip_by_norm(", ("clip_by_norm",)),
        Question("own", 3, "def my_numbers(", ("my_numbers",)),
    ),
    setup="import numpy as np",
)


def checks(student_id=""):
    """For the name of each question, its check."""
    return {
        "step": check_step,
        "forward": check_forward,
        "loss": check_loss,
        "backward": check_backward,
        "truncated": check_truncated,
        "clip": check_clip,
        "own": typed("A2", own_numbers, OWN, student_id),
    }


def _case(rng, T=6, features=2, units=4, n=3):
    """A cell with weights that no other shape fits, inputs, and a state that is not zero."""
    cell = SimpleRNN(
        rng.normal(size=(features, units)), 0.7 * rng.normal(size=(units, units)), rng.normal(size=units)
    )
    return cell, rng.normal(size=(n, T, features)), 0.5 * rng.normal(size=(n, units))


def check_step(ask, rng):
    def right(n, features, units):
        cell, X, H0 = _case(rng, 1, features, units, n)
        value, untouched = call_and_look(ask, "rnn_step", X[:, 0], H0, cell.W_x, cell.W_h, cell.b)
        return close(value, cell.step(X[:, 0], H0)), untouched

    # A square case hides nothing here: with W_h transposed the shapes fit in each.
    return mark(
        (
            1,
            lambda: right(3, 2, 4)[0] and right(4, 3, 3)[0] and right(1, 5, 2)[0],
            "tanh(x W_x + h W_h + b), with rows as sequences, gives other numbers.",
        ),
        (
            1,
            lambda: all(right(3, 2, 4)),
            "The state that came in was changed, or the next one is not right: whoever called still needs h.",
        ),
    )


def check_forward(ask, rng):
    def right(T, dtype=float):
        cell, X, H0 = _case(rng, T, n=int(rng.integers(2, 5)))
        given = [array.astype(dtype) for array in (X, H0, cell.W_x, cell.W_h, cell.b)]
        value, untouched = call_and_look(ask, "rnn_forward", *given)
        same = close(value, cell.forward(X, initial_state=H0).H, *((1e-4, 1e-5) if dtype is np.float32 else ()))
        return same, untouched, same and value.dtype == dtype

    return mark(
        (
            2,
            lambda: right(7)[0] and right(1)[0],
            "H[:, t] is not the state after timestep t, for every t, started from H0.",
        ),
        (1, lambda: all(right(5)), "X, H0 or the weights were changed, or the states are not right."),
        (
            1,
            lambda: all(right(5, np.float32)),
            "float32 went in and something else came out: make H in the dtype of X.",
        ),
    )


def check_loss(ask, rng):
    def case(shift=0.0, certain=False):
        logits, labels = rng.normal(size=(3, 5)), rng.permutation(5)[:3]
        if certain:  # of the first row's class, whose logit is far from the others of its row
            logits[0, labels[0]] = 1e4
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        loss = -np.log(shares[np.arange(3), labels]).mean()
        gradient = (shares - np.eye(5)[labels]) / 3
        value, untouched = call_and_look(ask, "softmax_cross_entropy", logits + shift, labels)
        value = items(value, 2)
        return close(value[0], loss, 1e-6, 1e-9), close(value[1], gradient, 1e-6, 1e-9), untouched

    def far():
        rows = np.array([[1e4], [-1e4], [0]])
        return all(case(1e4)) and all(case(-1e4)) and all(case(rows)) and all(case(certain=True))

    return mark(
        (
            1,
            lambda: case()[0],
            "The loss is the mean over the batch of -log of the share of the true class; shares sum to 1 "
            "in each row.",
        ),
        (
            2,
            lambda: case()[1] and case()[2],
            "The gradient is (shares - one-hot labels) / n, and logits and labels stay as they are.",
        ),
        (
            1,
            far,
            "With 10,000 added to all logits, or to those of one row, loss and gradient must stay as they are, and "
            "a single logit may be 10,000: exp overflows, so subtract each row's largest first.",
        ),
    )


def check_backward(ask, rng):
    replies = []

    def reply(T):
        cell, X, H0 = _case(rng, T, features=3, units=4, n=2)
        trace = cell.forward(X, initial_state=H0)
        dH = rng.normal(size=trace.H.shape)
        value, untouched = call_and_look(ask, "rnn_backward", X, H0, trace.H, dH, cell.W_x, cell.W_h)
        return value, cell.backward(trace, dH), untouched

    def ask_once():
        if not replies:
            replies.extend([reply(T) for T in (1, 6)])
        return replies

    def right(*names):
        return all(
            close(field(value, name), getattr(expected, name)) for value, expected, _ in ask_once() for name in names
        )

    def untouched():
        return right("dW_h") and all(same for *_, same in ask_once())

    return mark(
        (1, lambda: right("db"), "db is not the sum over sequences and timesteps of delta."),
        (1, lambda: right("dW_x"), "dW_x is not right: at each timestep it gains X_t^T delta_t."),
        (
            2,
            lambda: right("dW_h"),
            "dW_h is not right: it pairs delta_t with the state BEFORE the timestep, H0 at the first.",
        ),
        (
            1,
            lambda: right("dH0", "dX"),
            "dH0 or dX is not right: delta goes back through the transposed kernels.",
        ),
        (1, untouched, "An argument was changed (often dH, by +=), or dW_h is not right."),
    )


def check_truncated(ask, rng):
    def right(*reaches):
        cell, X, H0 = _case(rng, T=9, features=3, units=4, n=2)
        trace = cell.forward(X, initial_state=H0)
        dH_last = rng.normal(size=H0.shape)
        for k in reaches:
            expected = cell.backward(trace, dH_last, truncate=k)
            value, same = call_and_look(ask, "truncated_backward", X, H0, trace.H, dH_last, cell.W_x, cell.W_h, k)
            if not same or not all(close(field(value, name), getattr(expected, name)) for name in ("dW_x", "dW_h", "db")):
                return False
        return True

    return mark(
        (1, lambda: right(1), "With k = 1 only the last timestep counts, and dW_h pairs its delta with the state before it."),
        (
            1,
            lambda: right(3, 7),
            "Finite differences with the state held k timesteps back give another gradient: count the "
            "timesteps that were summed, and look which state stands before the first of them.",
        ),
        (
            1,
            lambda: right(9, 20),
            "With k = T, or more, nothing is cut off: the first timestep counts, with H0 before it.",
        ),
    )


def check_clip(ask, rng):
    def right(limit_of):
        gradients = [rng.normal(size=shape) for shape in ((2, 4), (4, 4), (4,))]
        norm = np.sqrt(sum((gradient**2).sum() for gradient in gradients))
        limit = float(norm * limit_of)
        value, same = call_and_look(ask, "clip_by_norm", gradients, limit)
        clipped, said = items(value, 2)
        factor = min(1.0, limit_of)
        return (
            same
            and all(map(close, items(clipped, 3), [factor * gradient for gradient in gradients]))
            and close(said, norm)
        )

    def zero():
        clipped, said = items(ask("clip_by_norm", [np.zeros((2, 3)), np.zeros(3)], 1.0), 2)
        return close(said, 0.0) and all(map(close, items(clipped, 2), [np.zeros((2, 3)), np.zeros(3)]))

    return mark(
        (
            1,
            lambda: right(0.3),
            "All arrays together have one norm, they are scaled by one factor, and new arrays come back "
            "with the norm as it was.",
        ),
        (
            1,
            lambda: right(2.5) and right(1.0) and zero(),
            "Gradients whose norm is below the limit, or zero, stay as they are.",
        ),
    )


def own_numbers(batch):
    """What `my_numbers` should hold for one student's `Batch`."""
    cell = SimpleRNN(batch.W_x, batch.W_h, batch.b)
    trace = cell.forward(batch.X, initial_state=batch.H0)
    odds = np.exp(trace.H[:, -1] @ batch.W_y + batch.b_y)
    shares = odds / odds.sum(axis=1, keepdims=True)
    n = len(batch.labels)
    dlogits = (shares - np.eye(len(batch.b_y))[batch.labels]) / n
    dH_last = dlogits @ batch.W_y.T
    whole, cut = (cell.backward(trace, dH_last, truncate=k).dW_h for k in (None, batch.k))
    return {
        "loss": float(-np.log(shares[np.arange(n), batch.labels]).mean()),
        "norm": float(np.linalg.norm(whole)),
        "left_out": float(np.linalg.norm(whole - cut) / np.linalg.norm(whole)),
    }


OWN = (
    (1, ["loss"], "The loss is not that of your batch and your weights."),
    (1, ["norm"], "The norm of dW_h is not that of your batch."),
    (1, ["left_out"], "What the truncated dW_h leaves out is not that of your batch and your k."),
)
