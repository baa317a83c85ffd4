"""W3's Python side, and that JavaScript, NumPy and TensorFlow compute the same."""

import numpy as np
import pytest
from traitlets import TraitError

from unrolled import cells
from unrolled.widgets import BPTTFlow

# ---- traits ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["timesteps", "truncate", "selected"])
def test_whole_number_out_of_range_is_refused_with_the_range(name):
    widget = BPTTFlow()
    low, high = widget.limits[name]
    for bad in (low - 1, high + 1, 2.5):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            setattr(widget, name, bad)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"loss": "first"}, "loss must be 'last' or 'every'; got 'first'"),
        ({"W_h": np.eye(2)}, r"W_h must have shape \(3, 3\) and numbers from -3 to 3"),
        ({"W_h": 4 * np.eye(3)}, r"W_h must have shape \(3, 3\) and numbers from -3 to 3"),
        ({"series": np.zeros(12)}, r"series must have shape \(16,\)"),
        ({"targets": [np.nan] * 16}, r"targets must have shape \(16,\) and numbers from -5 to 5"),
        ({"c": 4}, "c must be a number from -3 to 3; got 4"),
    ],
)
def test_what_the_widget_cannot_take_is_refused(settings, message):
    with pytest.raises(TraitError, match=message):
        BPTTFlow(**settings)


def test_by_default_each_target_is_the_next_value_and_the_radius_lets_gradients_live():
    widget = BPTTFlow()
    assert widget.targets[:-1] == widget.series[1:]
    assert 0.9 <= np.abs(np.linalg.eigvals(np.array(widget.W_h))).max() <= 1


# ---- the same numbers as NumPy and TensorFlow ----------------------------------------------


def random_widget(rng):
    timesteps = int(rng.integers(2, 17))
    return BPTTFlow(
        series=rng.uniform(-2, 2, 16),
        targets=rng.uniform(-2, 2, 16),
        W_x=rng.uniform(-1, 1, (1, 3)),
        W_h=rng.uniform(-1, 1, (3, 3)),
        b=rng.uniform(-0.5, 0.5, 3),
        V=rng.uniform(-1, 1, 3),
        c=rng.uniform(-1, 1),
        timesteps=timesteps,
        truncate=int(rng.integers(2, 17)),  # chunks of one timestep from zero states have no gradient of W_h
        loss=str(rng.choice(["last", "every"])),
        carry=bool(rng.random() < 0.6),
        selected=int(rng.integers(1, 17)),
    )


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of random settings and of the defaults."""
    rng = np.random.default_rng(3)
    made = [BPTTFlow(), BPTTFlow(loss="every"), BPTTFlow(loss="every", carry=False), BPTTFlow(truncate=1)]
    made += [random_widget(rng) for _ in range(60)]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def borders(timesteps, k):
    return sorted({0, *range(timesteps, 0, -k)})


def backpropagate(widget, k, carry):
    """Loss, states, delta, and dL/dW_h with its part of each timestep, by `unrolled.cells`."""
    cell = cells.SimpleRNN(np.array(widget.W_x), np.array(widget.W_h), np.array(widget.b))
    x, targets, V = np.array(widget.series), np.array(widget.targets), np.array(widget.V)
    T = widget.timesteps
    counts = np.ones(T) if widget.loss == "every" else np.eye(T)[-1]
    edges = borders(T, k)
    loss, state, H, delta, dW_h, parts = 0.0, None, [], [], np.zeros((3, 3)), []
    for start, end in zip(edges, edges[1:], strict=False):
        trace = cell.forward(x[None, start:end, None], state if carry else None)
        errors = counts[start:end] * (trace.H[0] @ V + widget.c - targets[start:end])
        gradients = cell.backward(trace, 2 * errors[None, :, None] * V)
        before = np.concatenate([trace.H0, trace.H[0, :-1]])
        parts.append(np.einsum("ti,tj->tij", before, gradients.delta[0]))
        dW_h += gradients.dW_h
        loss += (errors**2).sum()
        H.append(trace.H[0])
        delta.append(gradients.delta[0])
        state = trace.state
    return loss, np.concatenate(H), np.concatenate(delta), dW_h, np.concatenate(parts)


def same(actual, expected, tolerance=1e-12):
    np.testing.assert_allclose(np.array(actual, dtype=float), expected, rtol=tolerance, atol=tolerance)


def cosine(a, b):
    return (a * b).sum() / np.linalg.norm(a) / np.linalg.norm(b)


def test_gradients_states_and_bars_equal_the_cells(cases):
    for widget, values, _ in cases:
        T, k = widget.timesteps, min(widget.truncate, widget.timesteps)
        _, _, _, G, parts_full = backpropagate(widget, T, widget.carry)
        loss, H, delta, dW_h, parts = backpropagate(widget, k, widget.carry)
        for name, expected in [("loss", loss), ("H", H), ("delta", delta), ("dW_h", dW_h), ("parts", parts)]:
            same(values["cut"][name], expected)
        same(values["full"]["dW_h"], G)
        same(values["full"]["shares"], (parts_full * G).sum((1, 2)) / np.linalg.norm(G))
        same(values["cut"]["shares"], (parts * G).sum((1, 2)) / np.linalg.norm(G))
        same([values["norm"], values["cutNorm"]], [np.linalg.norm(G), np.linalg.norm(dW_h)])


def test_the_cosine_for_every_k(cases):
    for widget, values, _ in cases:
        G = backpropagate(widget, widget.timesteps, widget.carry)[3]
        for k, shown in enumerate(values["cosines"], 1):
            cut = backpropagate(widget, k, widget.carry)[3]
            if np.linalg.norm(cut) == 0:
                assert shown is None
            else:
                same(shown, cosine(cut, G))
        same(values["cosine"], values["cosines"][values["k"] - 1])


def test_with_the_loss_last_and_the_state_carried_chunks_are_truncation(cases):
    """Also checks that the cells' own `truncate` and the chunks of a stateful layer agree."""
    chosen = [case for case in cases if case[0].loss == "last" and case[0].carry]
    assert len(chosen) > 10
    for widget, values, _ in chosen:
        T = widget.timesteps
        cell = cells.SimpleRNN(np.array(widget.W_x), np.array(widget.W_h), np.array(widget.b))
        trace = cell.forward(np.array(widget.series)[None, :T, None])
        V = np.array(widget.V)
        error = trace.H[0, -1] @ V + widget.c - widget.targets[T - 1]
        gradients = cell.backward(trace, 2 * error * V[None], truncate=widget.truncate)
        same(values["cut"]["dW_h"], gradients.dW_h)
        same(values["cut"]["delta"], gradients.delta[0])


def test_gradients_equal_tensorflow(cases):
    """GradientTape in float64, the gradient stopped at every border, as stateful training does."""
    tf = pytest.importorskip("tensorflow")
    for widget, values, _ in cases[:20]:
        W_x, W_h, b, V, series, targets = (
            tf.constant(getattr(widget, name), tf.float64) for name in ("W_x", "W_h", "b", "V", "series", "targets")
        )
        T = widget.timesteps
        for k, shown in ((T, values["full"]), (values["k"], values["cut"])):
            starts = borders(T, k)[1:-1]
            with tf.GradientTape() as tape:
                tape.watch(W_h)
                h, loss = tf.zeros((1, 3), tf.float64), tf.constant(0.0, tf.float64)
                for t in range(T):
                    if t in starts:
                        h = tf.stop_gradient(h) if widget.carry else tf.zeros_like(h)
                    h = tf.tanh(series[t] * W_x + h @ W_h + b)
                    if widget.loss == "every" or t == T - 1:
                        loss += (tf.tensordot(h[0], V, 1) + widget.c - targets[t]) ** 2
            same(shown["dW_h"], tape.gradient(loss, W_h).numpy(), 1e-10)
            same(shown["loss"], loss.numpy(), 1e-10)


def test_the_default_question_has_an_answer_between_the_ends(cases):
    _, values, _ = cases[0]
    assert 3 <= values["least"] <= 6
    assert values["cosines"][values["least"] - 2] < 0.9 <= values["cosines"][values["least"] - 1]


def test_copied_python_computes_what_is_shown(cases):
    for widget, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        for name, shown in [
            ("G", values["full"]["dW_h"]), ("cut", values["cut"]["dW_h"]), ("norm", values["norm"]), ("loss", values["cut"]["loss"]),
            ("loss_full", values["full"]["loss"]), ("bars", values["cut"]["shares"]), ("cut_norm", values["cutNorm"]),
        ]:  # fmt: skip
            same(shown, place[name])
        same(values["kept"], place["bars"].sum())
