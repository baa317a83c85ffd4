"""A2, a recurrent cell and its gradient: right answers have their marks, and every known mistake is caught."""

import numpy as np
import pytest
from in_process import Direct, Notebook
from suite import Suite

from unrolled import assignments
from unrolled.grading.checks import a2

NOTEBOOK = Notebook("A2_cell_and_gradient.ipynb")

VARIANTS = [
    (
        "step",
        """
        def rnn_step(x, h, W_x, W_h, b):
            A = np.concatenate([h, x], axis=1) @ np.concatenate([W_h, W_x]) + b
            return 2 / (1 + np.exp(-2 * A)) - 1
        """,
    ),
    (
        "step",
        """
        def rnn_step(x, h, W_x, W_h, b):
            out = np.empty_like(h)
            for row in range(len(x)):
                for unit in range(len(b)):
                    out[row, unit] = np.tanh(x[row] @ W_x[:, unit] + h[row] @ W_h[:, unit] + b[unit])
            return out
        """,
    ),
    (
        "forward",
        """
        def rnn_forward(X, H0, W_x, W_h, b):
            n, T, _ = X.shape
            H = np.zeros((n, T, len(b)), X.dtype)
            h = H0.copy()
            for t in range(T):
                h[:] = np.tanh(X[:, t] @ W_x + h @ W_h + b)
                H[:, t] = h
            return H
        """,
    ),
    (
        "forward",
        """
        def rnn_forward(X, H0, W_x, W_h, b):
            A, h, H = X @ W_x + b, H0, []
            for a in A.transpose(1, 0, 2):
                h = np.tanh(a + h @ W_h)
                H.append(h)
            return np.array(H).swapaxes(0, 1)
        """,
    ),
    (
        "loss",
        """
        from scipy.special import log_softmax

        def softmax_cross_entropy(logits, labels):
            logs, onehot = log_softmax(logits, axis=1), np.eye(logits.shape[1])[labels]
            return -(onehot * logs).sum() / len(labels), (np.exp(logs) - onehot) / len(labels)
        """,
    ),
    (
        "loss",
        """
        def softmax_cross_entropy(logits, labels):
            total, rows = 0.0, []
            for row, label in zip(logits, labels):
                p = np.exp(row - max(row))
                p = p / sum(p)
                total -= np.log(p[label])
                p[label] -= 1
                rows.append(p / len(labels))
            return [float(total / len(labels)), np.array(rows)]
        """,
    ),
    (
        "backward",
        """
        def rnn_backward(X, H0, H, dH, W_x, W_h):
            found = {"dX": np.zeros(X.shape), "dW_x": 0 * W_x, "dW_h": 0 * W_h, "db": np.zeros(len(W_h))}
            back = np.zeros(H0.shape)
            for t in range(X.shape[1] - 1, -1, -1):
                delta = (dH[:, t] + back) * (1 - H[:, t] * H[:, t])
                found["dX"][:, t] = delta @ W_x.T
                found["dW_x"] += X[:, t].T @ delta
                found["dW_h"] += (H[:, t - 1] if t > 0 else H0).T @ delta
                found["db"] += delta.sum(0)
                back = delta @ W_h.T
            found["dH0"] = back
            return found
        """,
    ),
    (
        "loss",
        """
        from scipy.special import log_softmax

        def softmax_cross_entropy(logits, labels):
            n, q = logits.shape
            logs = log_softmax(logits, axis=1)
            loss = np.mean([-row[label] for row, label in zip(logs, labels)])
            return float(loss), (np.exp(logs) - np.eye(q)[labels]) / n
        """,
    ),
    (
        "backward",
        """
        def rnn_backward(X, H0, H, dH, W_x, W_h):
            n, T, h = H.shape
            states = np.concatenate([H0[:, None], H], axis=1)
            D = np.zeros((n, T + 1, h))
            for t in range(T)[::-1]:
                D[:, t] = (dH[:, t] + D[:, t + 1] @ W_h.T) * (1 - H[:, t] ** 2)
            delta = D[:, :T].reshape(n * T, h)
            return {
                "dW_h": states[:, :T].reshape(n * T, h).T @ delta,
                "dW_x": X.reshape(n * T, -1).T @ delta,
                "db": delta.sum(axis=0),
                "dX": (delta @ W_x.T).reshape(X.shape),
                "dH0": D[:, 0] @ W_h.T,
            }
        """,
    ),
    (
        "truncated",
        """
        def truncated_backward(X, H0, H, dH_last, W_x, W_h, k):
            T = X.shape[1]
            dW_x, dW_h, db = np.zeros_like(W_x), np.zeros_like(W_h), np.zeros(len(W_h))
            g = dH_last.copy()
            for t in range(T - 1, max(T - k, 0) - 1, -1):
                g = g * (1 - H[:, t] ** 2)
                dW_x, db = dW_x + X[:, t].T @ g, db + g.sum(axis=0)
                dW_h = dW_h + (H[:, t - 1] if t else H0).T @ g
                g = g @ W_h.T
            return dict(dW_x=dW_x, dW_h=dW_h, db=db)
        """,
    ),
    (
        "clip",
        """
        def clip_by_norm(gradients, limit):
            norm = np.linalg.norm(np.concatenate([np.ravel(g) for g in gradients]))
            return (gradients if norm <= limit else [g * limit / norm for g in gradients]), float(norm)
        """,
    ),
    (
        "clip",
        """
        import math

        def clip_by_norm(gradients, limit):
            norm = math.sqrt(sum(float(np.vdot(g, g)) for g in gradients))
            return tuple(g / max(1, norm / limit) for g in gradients), norm
        """,
    ),
]

FORWARD = """def rnn_forward(X, H0, W_x, W_h, b):
    H = np.zeros((len(X), X.shape[1], len(b)), X.dtype)
    h = H0
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ W_x + h @ W_h + b)
        H[:, t] = h
    return H
"""


def forward(old, new):
    assert old in FORWARD
    return FORWARD.replace(old, new)


BACKWARD = next(answer for name, answer in VARIANTS if name == "backward")


def backward(old, new):
    assert old in BACKWARD
    return BACKWARD.replace(old, new)


mutant = NOTEBOOK.mutant
MUTANTS = [
    ("recurrent kernel transposed", "step", mutant("step", "h @ W_h", "h @ W_h.T")),
    ("weights on the left", "step", mutant("step", "x @ W_x + h @ W_h", "(W_x.T @ x.T).T + (W_h @ h.T).T")),
    ("no bias", "step", mutant("step", " + b)", ")")),
    ("bias added twice", "step", mutant("step", " + b)", " + 2 * b)")),
    ("bias outside tanh", "step", mutant("step", " + b)", ") + b")),
    ("no recurrence", "step", mutant("step", " + h @ W_h", "")),
    (
        "logistic function instead of tanh",
        "step",
        mutant("step", "np.tanh(x @ W_x + h @ W_h + b)", "1 / (1 + np.exp(-(x @ W_x + h @ W_h + b)))"),
    ),
    ("no activation", "step", mutant("step", "np.tanh", "")),
    ("relu", "step", mutant("step", "np.tanh(", "np.maximum(0, ")),
    ("state added", "step", mutant("step", "return ", "return h + ")),
    ("element-wise recurrence", "step", mutant("step", "h @ W_h", "h * np.diag(W_h)")),
    (
        "state mutated in place",
        "step",
        "def rnn_step(x, h, W_x, W_h, b):\n    h[:] = np.tanh(x @ W_x + h @ W_h + b)\n    return h",
    ),
    (
        "input mutated in place",
        "step",
        "def rnn_step(x, h, W_x, W_h, b):\n    new = np.tanh(x @ W_x + h @ W_h + b)\n    x *= 0\n    return new",
    ),
    ("starts from zeros", "forward", forward("h = H0\n", "h = np.zeros_like(H0)\n")),
    ("H0 always", "forward", forward("h @ W_h", "H0 @ W_h")),
    ("no recurrence over time", "forward", forward("+ h @ W_h ", "")),
    ("from the last timestep to the first", "forward", forward("X[:, t]", "X[:, -1 - t]")),
    (
        "states before instead of after",
        "forward",
        forward("        h = np.tanh(X[:, t] @ W_x + h @ W_h + b)\n        H[:, t] = h\n", "        H[:, t] = h\n        h = np.tanh(X[:, t] @ W_x + h @ W_h + b)\n"),
    ),
    ("only the last state", "forward", forward("return H\n", "return h\n")),
    ("time first", "forward", forward("return H\n", "return H.swapaxes(0, 1)\n")),
    ("H0 among the states", "forward", forward("return H\n", "return np.concatenate([H0[:, None], H], axis=1)\n")),
    ("last timestep left out", "forward", forward("range(X.shape[1])", "range(X.shape[1] - 1)")),
    ("H0 overwritten", "forward", forward("        h = np.tanh(", "        h[:] = np.tanh(")),
    ("float64 whatever came in", "forward", forward(", X.dtype)", ")")),
    ("float32 whatever came in", "forward", forward("X.dtype)", "np.float32)")),
    ("softmax over the batch", "loss", mutant("loss", "odds.sum(axis=1, keepdims=True)", "odds.sum(axis=0, keepdims=True)")),
    ("softmax over everything", "loss", mutant("loss", "odds.sum(axis=1, keepdims=True)", "odds.sum()")),
    ("overflow", "loss", mutant("loss", "logits - logits.max(axis=1, keepdims=True)", "logits")),
    (
        "clipped instead of shifted",
        "loss",
        mutant("loss", "logits - logits.max(axis=1, keepdims=True)", "np.clip(logits, -500, 500)"),
    ),
    ("the largest of all rows subtracted", "loss", mutant("loss", "logits.max(axis=1, keepdims=True)", "logits.max()")),
    ("each row's mean subtracted", "loss", mutant("loss", "logits.max(axis=1", "logits.mean(axis=1")),
    ("sum instead of mean", "loss", mutant("loss", "labels]).mean()", "labels]).sum()")),
    (
        "gradient of the sum",
        "loss",
        mutant("loss", "shares / len(labels)", "shares.copy()").replace("-= 1 / len(labels)", "-= 1"),
    ),
    ("batch size counted for the shares alone", "loss", mutant("loss", "-= 1 / len(labels)", "-= 1")),
    ("sign of the gradient", "loss", mutant("loss", ".mean(), gradient", ".mean(), -gradient")),
    ("sign of the loss", "loss", mutant("loss", "return -np", "return np")),
    (
        "share instead of its logarithm",
        "loss",
        mutant("loss", "-np.log(shares[rows, labels])", "(1 - shares[rows, labels])"),
    ),
    ("logarithm to base 2", "loss", mutant("loss", "np.log(", "np.log2(")),
    (
        "gradient without the labels",
        "loss",
        mutant("loss", "        gradient[rows, labels] -= 1 / len(labels)\n".removeprefix("    "), ""),
    ),
    ("every row loses every label", "loss", mutant("loss", "gradient[rows, labels]", "gradient[:, labels]")),
    ("first labels of the list", "loss", mutant("loss", "shares[rows, labels]", "shares[rows, rows]")),
    (
        "a little something in the logarithm",
        "loss",
        mutant("loss", "np.log(shares[rows, labels]", "np.log(shares[rows, labels] + 1e-3"),
    ),
    (
        "logits overwritten",
        "loss",
        mutant("loss", "    odds = np.exp(logits - logits.max(axis=1, keepdims=True))", "    logits -= logits.max(axis=1, keepdims=True)\n    odds = np.exp(logits)"),
    ),
    ("no transpose of the recurrent kernel", "backward", backward("back = delta @ W_h.T", "back = delta @ W_h")),
    ("nothing comes back from later", "backward", backward("(dH[:, t] + back)", "dH[:, t]")),
    ("only the last loss", "backward", backward("(dH[:, t] + back)", "(back if t < X.shape[1] - 1 else dH[:, t])")),
    ("no slope of tanh", "backward", backward(" * (1 - H[:, t] * H[:, t])", "")),
    ("slope of the logistic function", "backward", backward("(1 - H[:, t] * H[:, t])", "H[:, t] * (1 - H[:, t])")),
    ("slope of tanh without the square", "backward", backward("(1 - H[:, t] * H[:, t])", "(1 - H[:, t])")),
    ("slope at the state", "backward", backward("(1 - H[:, t] * H[:, t])", "(1 - np.tanh(H[:, t]) ** 2)")),
    ("state after instead of before", "backward", backward("(H[:, t - 1] if t > 0 else H0)", "H[:, t]")),
    ("the last state before the first timestep", "backward", backward("(H[:, t - 1] if t > 0 else H0)", "H[:, t - 1]")),
    (
        "zeros before the first timestep",
        "backward",
        backward("(H[:, t - 1] if t > 0 else H0)", "(H[:, t - 1] if t > 0 else 0 * H0)"),
    ),
    (
        "dW_h transposed",
        "backward",
        backward('    found["dH0"]', '    found["dW_h"] = found["dW_h"].T\n            found["dH0"]'),
    ),
    ("weights of the last timestep visited alone", "backward", backward('found["dW_h"] +=', 'found["dW_h"] =')),
    ("dW_x of one timestep", "backward", backward('found["dW_x"] +=', 'found["dW_x"] =')),
    ("bias of one timestep", "backward", backward('found["db"] +=', 'found["db"] =')),
    ("bias averaged over the batch", "backward", backward("delta.sum(0)", "delta.mean(0)")),
    ("first timestep left out", "backward", backward("X.shape[1] - 1, -1, -1", "X.shape[1] - 1, 0, -1")),
    ("last timestep left out", "backward", backward("X.shape[1] - 1, -1, -1", "X.shape[1] - 2, -1, -1")),
    ("forward in time", "backward", backward("range(X.shape[1] - 1, -1, -1)", "range(X.shape[1])")),
    ("slope forgotten on the way back", "backward", backward("back = delta @ W_h.T", "back = (dH[:, t] + back) @ W_h.T")),
    ("dH0 is the last delta", "backward", backward('found["dH0"] = back', 'found["dH0"] = delta')),
    ("dX through the wrong kernel", "backward", backward("delta @ W_x.T", "delta @ W_h.T[:, :X.shape[2]]")),
    (
        "divided by the batch size",
        "backward",
        backward('    found["dH0"]', '    found = {name: value / len(X) for name, value in found.items()}\n            found["dH0"]'),
    ),
    ("divided by the timesteps", "backward", backward("delta = ", "delta = 1 / X.shape[1] * ")),
    (
        "dH added to in place",
        "backward",
        backward("delta = (dH[:, t] + back)", "dH[:, t] += back\n                delta = dH[:, t]"),
    ),
    (
        "fails with more than one timestep",
        "backward",
        backward("back = np.zeros(H0.shape)", "back = np.zeros(H0.shape)\n            assert X.shape[1] == 1"),
    ),
    ("not truncated", "truncated", mutant("truncated", "max(0, H.shape[1] - k)", "0")),
    ("one timestep too many", "truncated", mutant("truncated", "H.shape[1] - k)", "H.shape[1] - k - 1)")),
    (
        "one timestep too few",
        "truncated",
        mutant("truncated", "H.shape[1] - k)", "min(H.shape[1] - 1, H.shape[1] - k + 1))"),
    ),
    (
        "the first k timesteps",
        "truncated",
        "def truncated_backward(X, H0, H, dH_last, W_x, W_h, k):\n    dH = np.zeros_like(H[:, :k])\n    dH[:, -1] = dH_last\n    return rnn_backward(X[:, :k], H0, H[:, :k], dH, W_x, W_h)",
    ),
    ("starts from H0 wherever it starts", "truncated", mutant("truncated", "H[:, first - 1] if first else H0", "H0")),
    (
        "H0 forgotten when nothing is cut off",
        "truncated",
        mutant("truncated", "H[:, first - 1] if first else H0", "H[:, first - 1]"),
    ),
    (
        "state at the cut set to zero",
        "truncated",
        mutant("truncated", "H[:, first - 1] if first else H0", "np.zeros_like(H0)"),
    ),
    ("the loss at every timestep", "truncated", mutant("truncated", "dH[:, -1] = dH_last", "dH += dH_last[:, None]")),
    ("fails with k above T", "truncated", mutant("truncated", "max(0, H.shape[1] - k)", "H.shape[1] - k")),
    (
        "scaled up for what was left out",
        "truncated",
        mutant("truncated", "found[name] for", "found[name] * H.shape[1] / min(k, H.shape[1]) for"),
    ),
    (
        "every array by itself",
        "clip",
        "def clip_by_norm(gradients, limit):\n    norms = [np.linalg.norm(g) for g in gradients]\n    return [g * min(1, limit / n) if n else g for g, n in zip(gradients, norms)], np.linalg.norm(norms)",
    ),
    ("by value", "clip", mutant("clip", "factor * gradient", "np.clip(gradient, -limit, limit)")),
    ("always scaled", "clip", mutant("clip", "limit / norm if norm > limit else 1.0", "limit / norm")),
    (
        "square of the norm",
        "clip",
        mutant("clip", "np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))", "sum(np.sum(gradient**2) for gradient in gradients)"),
    ),
    (
        "sum of the norms",
        "clip",
        mutant("clip", "np.sqrt(sum(np.sum(gradient**2) for gradient in gradients))", "sum(np.linalg.norm(gradient) for gradient in gradients)"),
    ),
    ("norm after clipping", "clip", mutant("clip", "], norm", "], min(norm, limit)")),
    ("normalized, the limit forgotten", "clip", mutant("clip", "limit / norm if", "1 / norm if")),
    (
        "clipped in place",
        "clip",
        mutant("clip", "    return", "    for gradient in gradients:\n        gradient *= factor\n    return gradients, norm\n    return"),
    ),
    (
        "norm and arrays exchanged",
        "clip",
        "def clip_by_norm(gradients, limit):\n    norm = np.sqrt(sum(np.sum(g**2) for g in gradients))\n    return norm, [g * min(1, limit / max(norm, 1e-12)) for g in gradients]",
    ),
    ("loss summed over the batch", "own", mutant("own", "2.00463", "12.0278")),
    ("gradient of the summed loss", "own", mutant("own", "0.711216", "4.26730")),
    ("truncated one timestep later", "own", mutant("own", "0.929853", "0.891004")),
    ("not truncated at all", "own", mutant("own", "0.929853", "0.0")),
]


class TestA2(Suite):
    notebook, module, variants, mutants = NOTEBOOK, a2, VARIANTS, MUTANTS

    def test_a_mistake_in_an_answer_that_others_call_is_paid_for_once(self, sandboxed):
        answer = "def rnn_backward(X, H0, H, dH, W_x, W_h):\n    return {}"
        _, no_bias = self.cases("mutant")["no bias"]
        self.assert_graded(NOTEBOOK.answers | {"step": no_bias, "backward": answer}, {"step": 0, "backward": 0})

    def test_the_sandbox_gives_the_same_marks(self, sandboxed):
        _, in_place = self.cases("mutant")["state mutated in place"]
        work = NOTEBOOK.answers | {"step": in_place, "forward": FORWARD, "loss": NOTEBOOK.stubs["loss"]}
        self.assert_graded(work, {"step": 1, "loss": 0})


@pytest.mark.parametrize("k", [1, 3, 7])
def test_the_truncated_gradient_is_that_of_a_state_held_k_steps_back(k):
    """By finite differences: what the question asks for, without the reference that marks it."""
    ask = Direct(a2.ASSIGNMENT.setup, *NOTEBOOK.answers.values())
    rng = np.random.default_rng(3)
    X, H0, W_x, W_h, b = (rng.normal(size=shape) for shape in ((2, 9, 3), (2, 4), (3, 4), (4, 4), (4,)))
    H = ask("rnn_forward", X, H0, W_x, W_h, b)
    dH_last = rng.normal(size=H0.shape)
    found = ask("truncated_backward", X, H0, H, dH_last, W_x, W_h, k)["dW_h"]
    for place in np.ndindex(W_h.shape):
        little = np.zeros_like(W_h)
        little[place] = 1e-5
        held = H[:, -k - 1]
        up, down = (ask("rnn_forward", X[:, -k:], held, W_x, W_h + sign * little, b)[:, -1] for sign in (1, -1))
        assert np.isclose(found[place], ((up - down) * dH_last).sum() / 2e-5, rtol=1e-5, atol=1e-8)


def test_every_student_has_weights_of_their_own_and_always_the_same():
    ids = ["", *(f"student{number}" for number in range(40))]
    numbers = [a2.own_numbers(assignments.data("A2", name)) for name in ids]
    assert numbers == [a2.own_numbers(assignments.data("A2", f" {name.upper()}")) for name in ids]
    assert len({round(found["loss"], 4) for found in numbers}) == len(ids)
    assert all(found["left_out"] > 0.05 for found in numbers)  # who did not truncate is seen
