"""`unrolled.cells`: equal to Keras, to finite differences and to what masks and truncation mean."""

import doctest
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled import cells
from unrolled.cells import GRU, LSTM, Bidirectional, SimpleRNN, from_keras

# No deadline, since a busy machine is no failure; always the same examples, 25 of them.
steady = settings(deadline=None, derandomize=True, max_examples=25)

ACTIVATIONS = ("tanh", "relu", "sigmoid", "linear")
KINDS = {
    **{f"SimpleRNN {name}": (SimpleRNN, {"activation": name}) for name in ACTIVATIONS},
    "LSTM": (LSTM, {}),
    "GRU reset after": (GRU, {"reset_after": True}),
    "GRU reset before": (GRU, {"reset_after": False}),
}
MERGES = ("concat", "sum", "ave", "mul")
each_kind = pytest.mark.parametrize("kind", KINDS)
seeds = st.integers(0, 2**32 - 1)
sizes = st.tuples(st.integers(1, 3), st.integers(1, 6), st.integers(1, 3), st.integers(1, 4))  # n, T, d, h


def make(kind, features, units, rng, dtype=float):
    """A cell all of whose weights are random, the biases too."""
    make_cell, options = KINDS[kind]
    start = make_cell.random(features, units, **options)
    return with_weights(start, [rng.normal(0, 0.6, w.shape).astype(dtype) for w in (start.W_x, start.W_h, start.b)])


def with_weights(cell, weights):
    """A cell of the same kind with other weights."""
    options = {name: getattr(cell, name) for name in ("activation", "reset_after") if hasattr(cell, name)}
    return type(cell)(*weights, **options)


def has_cell_state(cell):
    return isinstance(cell, LSTM)


def random_state(cell, n, rng):
    states = tuple(rng.normal(0, 0.5, (n, cell.units)).astype(cell.dtype) for _ in range(1 + has_cell_state(cell)))
    return states if has_cell_state(cell) else states[0]


def as_tuple(state):
    return state if isinstance(state, tuple) else (state,)


def random_mask(n, T, rng):
    """Holes anywhere; the first row has no real step at all."""
    mask = rng.random((n, T)) < 0.6
    mask[0] = False
    return mask


def backward(cell, trace, dH, dC_T=None, **options):
    """`cell.backward`, which takes dC_T for an LSTM only."""
    if has_cell_state(cell):
        options["dC_T"] = dC_T
    return cell.backward(trace, dH, **options)


def in_order(gradients):
    """The gradients as a list, in the order of `keras_run`."""
    states = [gradients.dH0] if gradients.dC0 is None else [gradients.dH0, gradients.dC0]
    return [gradients.dX, *states, gradients.dW_x, gradients.dW_h, gradients.db]


def keras_run(cell, X, state, mask, dH, dC_T):
    """Outputs, last states and gradients of sum(H * dH) + sum(C_T * dC_T) as Keras computes them."""
    layer = cell.to_keras(return_sequences=True, return_state=True)
    inputs = [tf.constant(array) for array in (X, *as_tuple(state))]
    with tf.GradientTape() as tape:
        tape.watch(inputs)
        H, *states = layer(inputs[0], initial_state=inputs[1:], mask=mask)
        loss = tf.reduce_sum(H * dH)
        if has_cell_state(cell):
            loss += tf.reduce_sum(states[1] * dC_T)
    gradients = tape.gradient(loss, [*inputs, *layer.trainable_variables], unconnected_gradients="zero")
    return np.asarray(H), [np.asarray(s) for s in states], [np.asarray(g) for g in gradients]


def a_case(kind, size, seed, masked, started, dtype=float):
    """A random cell with inputs, state, mask and loss gradients for it."""
    n, T, d, h = size
    rng = np.random.default_rng(seed)
    cell = make(kind, d, h, rng, dtype)
    X = rng.normal(size=(n, T, d)).astype(dtype)
    state = random_state(cell, n, rng)
    if not started:
        state = tuple(map(np.zeros_like, state)) if has_cell_state(cell) else np.zeros_like(state)
    mask = random_mask(n, T, rng) if masked else None
    dH, dC_T = rng.normal(size=(n, T, h)).astype(dtype), rng.normal(size=(n, h)).astype(dtype)
    return cell, X, state, mask, dH, dC_T


def begun(mask):
    """(n, T, 1): from the first real step on.  Before it, Keras puts out zeros, not its state."""
    return 1 if mask is None else (np.cumsum(mask, axis=1) > 0)[:, :, None]


def test_the_example_of_the_module_holds():
    result = doctest.testmod(cells)
    assert result.attempted > 0 and result.failed == 0


# --- equal to Keras


@each_kind
@steady
@given(size=sizes, seed=seeds, masked=st.booleans(), started=st.booleans())
def test_outputs_and_gradients_equal_keras_in_float64(kind, size, seed, masked, started):
    cell, X, state, mask, dH, dC_T = a_case(kind, size, seed, masked, started)
    dH = dH * begun(mask)
    H, states, expected = keras_run(cell, X, state, mask, dH, dC_T)
    trace = cell.forward(X, state if started else None, mask)
    np.testing.assert_allclose(trace.H * begun(mask), H * begun(mask), rtol=0, atol=1e-10, err_msg="outputs")
    for ours, theirs in zip(as_tuple(trace.state), states):
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10, err_msg="outputs")
    gradients = backward(cell, trace, dH, dC_T)
    for ours, theirs in zip(in_order(gradients), expected):
        assert ours.shape == theirs.shape
        np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-10, err_msg="gradients")


@each_kind
@pytest.mark.parametrize("masked", [False, True])
def test_outputs_and_gradients_equal_keras_in_float32(kind, masked):
    size = (8, 12, 3, 6)
    cell, X, state, mask, dH, dC_T = a_case(kind, size, 7, masked, started=True, dtype="float32")
    cell = with_weights(cell, [w / 2 for w in (cell.W_x, cell.W_h, cell.b)])
    dH = (dH * begun(mask)).astype("float32")
    H, _, expected = keras_run(cell, X, state, mask, dH, dC_T)
    trace = cell.forward(X, state, mask)
    assert trace.H.dtype == np.float32
    np.testing.assert_allclose(trace.H * begun(mask), H * begun(mask), rtol=0, atol=5e-6, err_msg="outputs")
    for ours, theirs in zip(in_order(backward(cell, trace, dH, dC_T)), expected):
        assert ours.dtype == np.float32
        np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-4 * np.abs(theirs).max(), err_msg="gradients")


@pytest.mark.parametrize("merge", MERGES)
@pytest.mark.parametrize("kind", ["SimpleRNN tanh", "LSTM", "GRU reset after", "GRU reset before"])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("sequences", [False, True])
def test_bidirectional_equals_keras(merge, kind, masked, sequences):
    rng = np.random.default_rng(3)
    n, T, d, h = 3, 5, 2, 4
    both = Bidirectional(make(kind, d, h, rng), make(kind, d, h, rng), merge)
    X, mask = rng.normal(size=(n, T, d)), random_mask(n, T, rng) if masked else None
    trace = both.forward(X, mask=mask)
    ours = trace.H if sequences else trace.last
    dH = rng.normal(size=ours.shape)

    layer = both.to_keras(return_sequences=sequences)
    x = tf.constant(X)
    with tf.GradientTape() as tape:
        tape.watch(x)
        theirs = layer(x, mask=mask)
        loss = tf.reduce_sum(theirs * dH)
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-10, err_msg="outputs")
    gradients = both.backward(trace, dH)
    there, back = gradients.forward, gradients.backward
    found = [gradients.dX, there.dW_x, there.dW_h, there.db, back.dW_x, back.dW_h, back.db]
    for mine, other in zip(found, tape.gradient(loss, [x, *layer.trainable_variables])):
        np.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-10, err_msg="gradients")


def test_bidirectional_takes_cells_of_different_size_and_initial_states():
    rng = np.random.default_rng(4)
    there, back = make("LSTM", 2, 3, rng), make("LSTM", 2, 5, rng)
    states = random_state(there, 2, rng), random_state(back, 2, rng)
    X = rng.normal(size=(2, 4, 2))
    both = Bidirectional(there, back)
    trace = both.forward(X, states)
    np.testing.assert_array_equal(trace.H[:, :, :3], there.forward(X, states[0]).H)
    np.testing.assert_array_equal(trace.H[:, :, 3:], back.forward(X[:, ::-1], states[1]).H[:, ::-1])
    np.testing.assert_array_equal(trace.last[:, 3:], trace.H[:, 0, 3:])
    assert both.n_parameters == there.n_parameters + back.n_parameters
    layer = both.to_keras()
    assert layer.count_params() == both.n_parameters
    np.testing.assert_allclose(layer(X, initial_state=[*states[0], *states[1]]), trace.last, atol=1e-12)


@each_kind
def test_weights_survive_the_way_to_keras_and_back(kind):
    for dtype in ("float32", "float64"):
        cell = make(kind, 3, 4, np.random.default_rng(0), dtype)
        again = from_keras(cell.to_keras(return_sequences=True))
        assert type(again) is type(cell) and again.dtype == dtype
        for name in ("W_x", "W_h", "b"):
            np.testing.assert_array_equal(getattr(again, name), getattr(cell, name))
        assert again.n_parameters == cell.to_keras().count_params() == cell.n_parameters


@each_kind
def test_a_bidirectional_layer_survives_the_way_to_keras_and_back(kind):
    rng = np.random.default_rng(0)
    both = Bidirectional(make(kind, 3, 4, rng), make(kind, 3, 4, rng), "ave")
    again = from_keras(both.to_keras())
    assert again.merge == "ave"
    for ours, theirs in ((both.forward_cell, again.forward_cell), (both.backward_cell, again.backward_cell)):
        np.testing.assert_array_equal(ours.W_x, theirs.W_x)
        np.testing.assert_array_equal(ours.W_h, theirs.W_h)


@pytest.mark.parametrize("make_layer", [
    lambda: keras.layers.SimpleRNN(3, use_bias=False, return_sequences=True),
    lambda: keras.layers.LSTM(3, use_bias=False, return_sequences=True),
    lambda: keras.layers.GRU(3, use_bias=False, return_sequences=True),
    lambda: keras.layers.GRU(3, use_bias=False, reset_after=False, return_sequences=True),
    lambda: keras.layers.LSTM(3, dropout=0.5, recurrent_dropout=0.5, return_sequences=True),
    lambda: keras.layers.Bidirectional(keras.layers.GRU(3, return_sequences=True)),
])
def test_a_cell_computes_what_the_layer_predicts(make_layer):
    layer = make_layer()
    X = np.random.default_rng(0).normal(size=(2, 5, 2)).astype("float32")
    expected = layer(X, training=False)
    np.testing.assert_allclose(from_keras(layer).forward(X).H, expected, atol=5e-6)


@pytest.mark.parametrize("kind, biases, H_T, C_T", [
    (LSTM, {"f": 50, "o": 50}, np.tanh(0.7), 0.7),  # all forget gates open: the cell state stays
    (LSTM, {"f": -50, "i": 50, "c": 50, "o": 50}, np.tanh(1), 1),
    (LSTM, {"f": 50, "o": -50}, 0, 0.7),
    (GRU, {"z": 50, "h": 50}, 0.3, None),  # z near 1 keeps
    (GRU, {"z": -50, "h": 50}, 1, None),
])
def test_each_gate_is_where_keras_has_it(kind, biases, H_T, C_T):
    """Gates of a Keras layer that are forced open or shut by their biases alone."""
    start = kind.random(1, 2)
    cell = kind(0 * start.W_x, 0 * start.W_h, 0 * start.b)
    for name, value in biases.items():
        cell.gate(name)[2][...] = value
    state = [np.full((1, 2), value) for value in (0.3, 0.7)][: 1 if C_T is None else 2]
    _, *states = cell.to_keras(return_state=True)(np.ones((1, 4, 1)), initial_state=state)
    for found, expected in zip(states, (H_T, C_T)):
        np.testing.assert_allclose(found, np.full((1, 2), expected), atol=1e-12)
    W_x, W_h, b = cell.gate(kind.gates[0])
    assert (W_x.shape, W_h.shape, b.shape[-1]) == ((1, 2), (2, 2), 2)


@pytest.mark.parametrize("make_cell, layer", [
    (SimpleRNN, keras.layers.SimpleRNN), (LSTM, keras.layers.LSTM), (GRU, keras.layers.GRU),
])
def test_random_cells_start_as_keras_layers_do(make_cell, layer):
    cell = make_cell.random(40, 60, seed=2)
    theirs = layer(60)
    theirs.build((None, None, 40))
    W_x, W_h, b = theirs.get_weights()
    assert [w.shape for w in (cell.W_x, cell.W_h, cell.b)] == [w.shape for w in (W_x, W_h, b)]
    assert np.abs(cell.W_x).max() == pytest.approx(np.abs(W_x).max(), rel=0.01)
    np.testing.assert_allclose(cell.W_h @ cell.W_h.T, np.eye(60), atol=1e-12)
    assert {np.sign(make_cell.random(1, 1, seed).W_h[0, 0]) for seed in range(9)} == {-1, 1}
    np.testing.assert_array_equal(cell.b, b)
    np.testing.assert_array_equal(cell.W_x, make_cell.random(40, 60, seed=2).W_x)
    assert (cell.W_x != make_cell.random(40, 60, seed=3).W_x).any()


def test_the_forget_bias_is_the_bias_of_the_forget_gate():
    cell = LSTM.random(2, 3, forget_bias=5.0, dtype="float32")
    assert (cell.gate("f")[2] == 5).all() and cell.b.sum() == 15 and cell.dtype == np.float32


# --- the trace


@each_kind
@steady
@given(size=sizes, seed=seeds)
def test_forward_is_step_after_step(kind, size, seed):
    cell, X, state, *_ = a_case(kind, size, seed, masked=False, started=True)
    trace = cell.forward(X, state)
    for t in range(X.shape[1]):
        state = cell.step(X[:, t], state)
        np.testing.assert_allclose(trace.H[:, t], as_tuple(state)[0], atol=1e-13)
    for ours, theirs in zip(as_tuple(trace.state), as_tuple(state)):
        np.testing.assert_allclose(ours, theirs, atol=1e-13)


def test_the_traces_hold_what_the_equations_name():
    rng = np.random.default_rng(5)
    X = rng.normal(size=(3, 4, 2))
    mask = random_mask(3, 4, rng)

    cell = make("SimpleRNN sigmoid", 2, 3, rng)
    trace = cell.forward(X)
    np.testing.assert_allclose(trace.H, 1 / (1 + np.exp(-trace.A)), atol=1e-14)
    np.testing.assert_array_equal(trace.X, X)

    cell = make("LSTM", 2, 3, rng)
    for trace in (cell.forward(X), cell.forward(X, mask=mask)):
        real = np.ones((3, 4), bool) if trace.mask is None else mask
        C_before = np.concatenate([trace.C0[:, None], trace.C[:, :-1]], axis=1)
        H_before = np.concatenate([trace.H0[:, None], trace.H[:, :-1]], axis=1)
        np.testing.assert_allclose(
            trace.C[real], (trace.F * C_before + trace.I * trace.C_tilde)[real], atol=1e-14
        )
        np.testing.assert_allclose(trace.H[real], (trace.O * np.tanh(trace.C))[real], atol=1e-14)
        W_xf, W_hf, b_f = cell.gate("f")  # at a masked step too: what the gate would have been
        np.testing.assert_allclose(trace.F, 1 / (1 + np.exp(-(X @ W_xf + H_before @ W_hf + b_f))), atol=1e-14)

    cell = make("GRU reset after", 2, 3, rng)
    trace = cell.forward(X)
    H_before = np.concatenate([trace.H0[:, None], trace.H[:, :-1]], axis=1)
    np.testing.assert_allclose(trace.H, trace.Z * H_before + (1 - trace.Z) * trace.H_tilde, atol=1e-14)
    W_xr, W_hr, b_r = cell.gate("r")
    np.testing.assert_allclose(trace.R, 1 / (1 + np.exp(-(X @ W_xr + H_before @ W_hr + b_r.sum(0)))), atol=1e-14)


@each_kind
@steady
@given(size=sizes, seed=seeds, masked=st.booleans(), cut=st.integers(1, 5))
def test_a_stream_in_chunks_is_one_pass(kind, size, seed, masked, cut):
    cell, X, state, mask, *_ = a_case(kind, size, seed, masked, started=True)
    whole = cell.forward(X, state, mask)
    states = []
    for start in range(0, X.shape[1], cut):
        chunk = slice(start, start + cut)
        trace = cell.forward(X[:, chunk], state, None if mask is None else mask[:, chunk])
        states.append(trace.H)
        state = trace.state
    np.testing.assert_allclose(np.concatenate(states, axis=1), whole.H, atol=1e-13)
    for ours, theirs in zip(as_tuple(state), as_tuple(whole.state)):
        np.testing.assert_allclose(ours, theirs, atol=1e-13)


@each_kind
def test_a_trace_does_not_follow_later_changes_of_its_input(kind):
    """A stream may refill one buffer, here of one sequence."""
    cell, X, *_ = a_case(kind, (1, 3, 2, 3), 29, masked=False, started=False)
    trace, kept = cell.forward(X), X.copy()
    X[:] = 0
    np.testing.assert_array_equal(trace.X, kept)


def test_large_inputs_saturate_without_a_warning():
    X = np.array([[[1e6]], [[-1e6]]])
    for kind in KINDS:
        cell = make(kind, 1, 2, np.random.default_rng(0))
        with np.errstate(all="raise", under="ignore"):
            trace = cell.forward(X)
            assert np.isfinite(trace.H).all()
            assert np.isfinite(backward(cell, trace, np.ones((2, 2))).dX).all()


# --- gradients by definition


def difference(loss, array, width=1e-6):
    """The gradient of a scalar function with respect to an array, by central differences."""
    gradient = np.zeros_like(array)
    for index in np.ndindex(array.shape):
        kept = array[index]
        array[index] = kept + width
        above = loss()
        array[index] = kept - width
        below = loss()
        array[index] = kept
        gradient[index] = (above - below) / (2 * width)
    return gradient


@each_kind
@pytest.mark.parametrize("masked", [False, True])
def test_gradients_are_finite_differences(kind, masked):
    cell, X, state, mask, dH, dC_T = a_case(kind, (2, 4, 2, 3), 11, masked, started=True)

    def loss():
        trace = cell.forward(X, state, mask)
        return np.sum(trace.H * dH) + (np.sum(trace.C[:, -1] * dC_T) if has_cell_state(cell) else 0)

    found = in_order(backward(cell, cell.forward(X, state, mask), dH, dC_T))
    for ours, array in zip(found, [X, *as_tuple(state), cell.W_x, cell.W_h, cell.b]):
        np.testing.assert_allclose(ours, difference(loss, array), atol=2e-8)


@each_kind
@steady
@given(size=sizes, seed=seeds)
def test_a_loss_at_the_last_timestep_may_be_given_alone(kind, size, seed):
    cell, X, state, mask, dH, dC_T = a_case(kind, size, seed, masked=True, started=True)
    dH[:, :-1] = 0
    trace = cell.forward(X, state, mask)
    for truncate in (None, 1, 2):
        short = in_order(backward(cell, trace, dH[:, -1], dC_T, truncate=truncate))
        for a, b in zip(short, in_order(backward(cell, trace, dH, dC_T, truncate=truncate))):
            np.testing.assert_allclose(a, b, atol=1e-13)


@each_kind
@steady
@given(size=sizes, seed=seeds)
def test_delta_is_the_gradient_of_the_input_side(kind, size, seed):
    """dX, dW_x and the bias of the input side follow from delta alone."""
    cell, X, state, mask, dH, dC_T = a_case(kind, size, seed, masked=True, started=True)
    gradients = backward(cell, cell.forward(X, state, mask), dH, dC_T)
    np.testing.assert_allclose(gradients.dX, gradients.delta @ cell.W_x.T, atol=1e-12)
    np.testing.assert_allclose(gradients.dW_x, np.einsum("ntd,ntg->dg", X, gradients.delta), atol=1e-12)
    np.testing.assert_allclose(np.atleast_2d(gradients.db)[0], gradients.delta.sum((0, 1)), atol=1e-12)


# --- masks


@each_kind
@steady
@given(size=sizes, seed=seeds)
def test_masked_steps_might_as_well_be_absent(kind, size, seed):
    """Cutting them out of each sequence gives the same states and the same gradients."""
    cell, X, state, mask, dH, dC_T = a_case(kind, size, seed, masked=True, started=True)
    trace = cell.forward(X, state, mask)
    gradients = backward(cell, trace, dH[:, -1], dC_T)
    assert (gradients.dX[~mask] == 0).all() and (gradients.delta[~mask] == 0).all()
    dW_h = np.zeros_like(cell.W_h)
    for k, real in enumerate(mask):
        row = slice(k, k + 1)
        start = tuple(s[row] for s in as_tuple(state))
        if not real.any():
            for now, before in zip(as_tuple(trace.state), start):
                np.testing.assert_array_equal(now[row], before)
            np.testing.assert_array_equal(gradients.dH0[row], dH[row, -1])
            continue
        short = cell.forward(X[row][:, real], start if has_cell_state(cell) else start[0])
        np.testing.assert_allclose(trace.H[row][:, real], short.H, atol=1e-13)
        np.testing.assert_allclose(as_tuple(trace.state)[-1][row], as_tuple(short.state)[-1], atol=1e-13)
        alone = backward(cell, short, dH[row, -1], dC_T[row])
        np.testing.assert_allclose(gradients.dX[row][:, real], alone.dX, atol=1e-12)
        np.testing.assert_allclose(gradients.dH0[row], alone.dH0, atol=1e-12)
        dW_h += alone.dW_h
    np.testing.assert_allclose(gradients.dW_h, dW_h, atol=1e-12)


@each_kind
def test_what_stands_at_a_masked_step_does_not_matter(kind):
    cell, X, state, mask, dH, dC_T = a_case(kind, (3, 5, 2, 3), 13, masked=True, started=True)
    other = np.where(mask[:, :, None], X, 1e3)
    first, second = cell.forward(X, state, mask), cell.forward(other, state, mask)
    np.testing.assert_array_equal(first.H, second.H)
    for a, b in zip(in_order(backward(cell, first, dH, dC_T)), in_order(backward(cell, second, dH, dC_T))):
        np.testing.assert_array_equal(a, b)


# --- truncation


@each_kind
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("truncate", [1, 2, 4, 5, 9])
def test_truncation_is_the_gradient_with_the_state_held_k_steps_back(kind, masked, truncate):
    """For the loss at each t, the state after timestep t - k is a constant."""
    n, T, d, h = size = (2, 5, 2, 2)
    cell, X, state, mask, dH, dC_T = a_case(kind, size, 17, masked, started=True)
    full = cell.forward(X, state, mask)
    held = [
        tuple(array[:, t].copy() for array in ((full.H, full.C) if has_cell_state(cell) else (full.H,)))
        for t in range(T)
    ]

    def loss():
        total = 0.0
        for t in range(T):
            first = max(t - truncate + 1, 0)
            start = as_tuple(state) if first == 0 else held[first - 1]
            part = slice(first, t + 1)
            trace = cell.forward(
                X[:, part], start if has_cell_state(cell) else start[0], None if mask is None else mask[:, part]
            )
            total += np.sum(trace.H[:, -1] * dH[:, t])
            if has_cell_state(cell) and t == T - 1:
                total += np.sum(trace.C[:, -1] * dC_T)
        return total

    found = in_order(backward(cell, full, dH, dC_T, truncate=truncate))
    for ours, array in zip(found, [X, *as_tuple(state), cell.W_x, cell.W_h, cell.b]):
        np.testing.assert_allclose(ours, difference(loss, array), atol=2e-8)


@each_kind
@steady
@given(size=sizes, seed=seeds, beyond=st.integers(0, 3))
def test_truncation_beyond_the_sequence_is_the_full_gradient(kind, size, seed, beyond):
    cell, X, state, mask, dH, dC_T = a_case(kind, size, seed, masked=True, started=True)
    trace = cell.forward(X, state, mask)
    full = backward(cell, trace, dH, dC_T)
    for a, b in zip(in_order(full), in_order(backward(cell, trace, dH, dC_T, truncate=size[1] + beyond))):
        np.testing.assert_array_equal(a, b)


# --- Jacobians of the SimpleRNN


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("masked", [False, True])
def test_jacobians_are_finite_differences(activation, masked):
    cell, X, _, mask, *_ = a_case(f"SimpleRNN {activation}", (3, 4, 2, 3), 19, masked, started=False)
    trace = cell.forward(X, mask=mask)
    for t in range(1, 4):
        jacobian, before = cell.jacobian(trace, t), trace.H[:, t - 1].copy()
        for i in range(3):
            ends = []
            for sign in (1, -1):
                moved = before.copy()
                moved[:, i] += sign * 1e-6
                now = None if mask is None else mask[:, t : t + 1]
                ends.append(cell.forward(X[:, t : t + 1], moved, now).H[:, -1])
            np.testing.assert_allclose(jacobian[:, i], (ends[0] - ends[1]) / 2e-6, atol=1e-8)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@steady
@given(size=sizes, seed=seeds, masked=st.booleans())
def test_the_norms_are_those_of_the_plain_products(activation, size, seed, masked):
    cell, X, _, mask, *_ = a_case(f"SimpleRNN {activation}", size, seed, masked, started=False)
    n, T, _, h = size
    trace = cell.forward(X, mask=mask)
    found = cell.log10_jacobian_norms(trace)
    assert found.shape == (n, T + 1)
    product = np.broadcast_to(np.eye(h), (n, h, h))
    for lag in range(T + 1):
        if lag:
            product = cell.jacobian(trace, T - lag) @ product
        largest = np.linalg.svd(product, compute_uv=False)[:, 0]
        np.testing.assert_allclose(10 ** found[:, lag], largest, rtol=1e-9, atol=1e-300)


@pytest.mark.parametrize("rho", [1e-4, 0.5, 0.9, 1.0, 1.5, 1e4])
def test_the_norms_of_a_linear_orthogonal_network_are_powers(rho):
    """Far below the smallest float, 1e-308, and far above the largest."""
    start = SimpleRNN.random(1, 4, seed=5)
    cell = SimpleRNN(start.W_x, rho * start.W_h, start.b, "linear")
    T = 1200
    found = cell.log10_jacobian_norms(cell.forward(np.zeros((1, T, 1))))
    np.testing.assert_allclose(found[0], np.arange(T + 1) * np.log10(rho), rtol=1e-12, atol=1e-10)


def test_the_norms_of_a_contraction_are_right_below_the_smallest_float():
    """A diagonal network with tanh: each unit's product is known by its logarithms."""
    cell = SimpleRNN(np.ones((1, 2)), np.diag([0.3, 0.2]), np.zeros(2))
    trace = cell.forward(np.random.default_rng(0).normal(size=(2, 900, 1)))
    logs = np.log10(np.diag(cell.W_h) * (1 - trace.H**2))[:, ::-1].cumsum(axis=1).max(axis=2)
    found = cell.log10_jacobian_norms(trace)
    assert found.min() < -400
    np.testing.assert_allclose(found[:, 1:], logs, rtol=1e-12)


def test_a_product_that_is_zero_has_no_logarithm():
    cell = SimpleRNN(np.ones((1, 1)), np.ones((1, 1)), np.zeros(1), "relu")
    trace = cell.forward(np.array([[[1.0], [-5.0], [1.0]]]))  # the unit is off at the second timestep
    np.testing.assert_array_equal(cell.log10_jacobian_norms(trace), [[0, 0, -np.inf, -np.inf]])


def test_the_norm_bounds_the_gradient_of_the_initial_state():
    cell, X, *_ = a_case("SimpleRNN tanh", (1, 6, 2, 4), 23, masked=False, started=False)
    trace = cell.forward(X)
    norm = 10 ** cell.log10_jacobian_norms(trace)[0, -1]
    gradients = [np.linalg.norm(cell.backward(trace, row[None]).dH0) for row in np.eye(4)]
    assert max(gradients) <= norm * (1 + 1e-9) and norm <= np.linalg.norm(gradients) * (1 + 1e-9)


# --- what is refused

LSTM_2_3 = LSTM.random(2, 3)
RNN_2_3 = SimpleRNN.random(2, 3)
X = np.zeros((4, 5, 2))


def layer_of(layer, **options):
    layer = layer(3, **options)
    layer.build((None, None, 2))
    return layer


@pytest.mark.parametrize("call, message", [
    (lambda: SimpleRNN(np.ones((2, 3)), np.ones((3, 4)), np.ones(3)),
     r"W_h has shape \(3, 4\); expected \(units, units\)"),
    (lambda: LSTM(np.ones((2, 12)), np.ones((3, 9)), np.ones(12)),
     r"W_h has shape \(3, 9\); expected \(units, 4 \* units\)"),
    (lambda: LSTM(np.ones((2, 9)), np.ones((3, 12)), np.ones(12)),
     r"W_x has shape \(2, 9\); expected \(features, 12\)"),
    (lambda: LSTM(np.ones((2, 12)), np.ones((3, 12)), np.ones(3)), r"b has shape \(3,\); expected \(12,\)"),
    (lambda: GRU(np.ones((2, 9)), np.ones((3, 9)), np.ones(9)), r"b has shape \(9,\); expected \(2, 9\)"),
    (lambda: GRU(np.ones((2, 9)), np.ones((3, 9)), np.ones((2, 9)), reset_after=False),
     r"b has shape \(2, 9\); expected \(9,\)"),
    (lambda: SimpleRNN([[np.nan]], [[1.0]], [0.0]), "W_x has NaN or infinite values"),
    (lambda: SimpleRNN([["a"]], [[1.0]], [0.0]), "W_x holds <U1; expected real numbers"),
    (lambda: SimpleRNN(*(np.ones(s, "float16") for s in ((1, 1), (1, 1), 1))),
     "weights hold float16; expected float32 or float64"),
    (lambda: SimpleRNN([[1.0]], [[1.0]], [0.0], "selu"), "activation 'selu'; expected one of .*'tanh', 'relu'"),
    (lambda: LSTM_2_3.gate("g"), r"gate 'g'; expected one of \('i', 'f', 'c', 'o'\)"),
    (lambda: LSTM.random(2, 3, dtype=int), "weights hold int64; expected float32 or float64"),
    (lambda: LSTM.random(2, 3, forget_bias=np.nan), "b has NaN or infinite values"),
    (lambda: LSTM.random(0, 3), "features is 0; expected a whole number of at least 1"),
    (lambda: LSTM.random(2, 1.5), "units is 1.5; expected a whole number of at least 1"),
    (lambda: RNN_2_3.forward(np.zeros((5, 2))), r"X has shape \(5, 2\); expected \(n, T, 2\)"),
    (lambda: RNN_2_3.forward(np.zeros((4, 0, 2))), r"X has shape \(4, 0, 2\); expected \(n, T, 2\)"),
    (lambda: RNN_2_3.forward(X + np.nan), "X has NaN or infinite values"),
    (lambda: RNN_2_3.forward(X, np.zeros((3, 3))), r"initial_state has shape \(3, 3\); expected \(4, 3\)"),
    (lambda: LSTM_2_3.forward(X, np.zeros((4, 3))), "initial_state is a ndarray; expected a pair"),
    (lambda: LSTM_2_3.forward(X, (np.zeros((4, 3)), np.zeros(3))),
     r"initial_state\[1\] has shape \(3,\); expected \(4, 3\)"),
    (lambda: RNN_2_3.forward(X, mask=np.ones((4, 5))), "mask holds float64; expected booleans"),
    (lambda: RNN_2_3.forward(X, mask=np.ones((5, 4), bool)), r"mask has shape \(5, 4\); expected \(4, 5\)"),
    (lambda: RNN_2_3.step(np.zeros((4, 3)), np.zeros((4, 3))), r"X_t has shape \(4, 3\); expected \(n, 2\)"),
    (lambda: RNN_2_3.step(np.zeros((4, 2)), np.zeros((4, 2))), r"H has shape \(4, 2\); expected \(4, 3\)"),
    (lambda: LSTM_2_3.step(np.zeros((4, 2)), np.zeros((4, 3))), "state is a ndarray; expected a pair"),
    (lambda: RNN_2_3.backward(RNN_2_3.forward(X), np.zeros((4, 4, 3))),
     r"dH has shape \(4, 4, 3\); expected \(4, 5, 3\)"),
    (lambda: RNN_2_3.backward(RNN_2_3.forward(X), np.zeros((5, 3))), r"dH has shape \(5, 3\); expected \(4, 3\)"),
    (lambda: LSTM_2_3.backward(LSTM_2_3.forward(X), np.zeros((4, 3)), np.zeros(3)),
     r"dC_T has shape \(3,\); expected \(4, 3\)"),
    (lambda: RNN_2_3.backward(RNN_2_3.forward(X), np.zeros((4, 3)), truncate=0),
     "truncate is 0; expected a whole number of at least 1"),
    (lambda: RNN_2_3.jacobian(RNN_2_3.forward(X), 5), "t is 5; expected a whole number from 0 to 4"),
    (lambda: Bidirectional(RNN_2_3, SimpleRNN.random(3, 3)),
     "forward_cell has features 2 and backward_cell 3; expected the same"),
    (lambda: Bidirectional(RNN_2_3, SimpleRNN.random(2, 4), "sum"),
     "forward_cell has 3 units and backward_cell 4; expected the same for merge 'sum'"),
    (lambda: Bidirectional(RNN_2_3, LSTM_2_3), "forward_cell is a SimpleRNN and backward_cell a LSTM"),
    (lambda: Bidirectional(RNN_2_3, RNN_2_3, "max"), "merge 'max'; expected one of .*'concat', 'sum', 'ave', 'mul'"),
    (lambda: Bidirectional(LSTM_2_3, LSTM_2_3).forward(X, np.zeros((4, 3))),
     "initial_state is a ndarray; expected a pair"),
    (lambda: Bidirectional(LSTM_2_3, LSTM_2_3).backward(
        Bidirectional(LSTM_2_3, LSTM_2_3).forward(X), np.zeros((4, 5, 3))),
     r"dH has shape \(4, 5, 3\); expected \(4, 5, 6\)"),
    (lambda: Bidirectional(LSTM_2_3, LSTM_2_3).backward(
        Bidirectional(LSTM_2_3, LSTM_2_3).forward(X), np.zeros((4, 3))),
     r"dH has shape \(4, 3\); expected \(4, 6\)"),
    (lambda: from_keras(keras.layers.Dense(3)), "Dense is not supported; supported: SimpleRNN, LSTM, GRU"),
    (lambda: from_keras(keras.layers.LSTM(3)), "is not built and has no weights yet"),
    (lambda: from_keras(keras.layers.Bidirectional(keras.layers.LSTM(3))), "is not built and has no weights yet"),
    (lambda: from_keras(layer_of(keras.layers.LSTM, go_backwards=True)), "has go_backwards True; supported: False"),
    (lambda: from_keras(layer_of(keras.layers.LSTM, activation="relu")), "has activation 'relu'; supported: 'tanh'"),
    (lambda: from_keras(layer_of(keras.layers.GRU, recurrent_activation="hard_sigmoid")),
     "has recurrent_activation 'hard_sigmoid'; supported: 'sigmoid'"),
    (lambda: from_keras(layer_of(keras.layers.SimpleRNN, activation="selu")), "has activation 'selu'; supported: "),
    (lambda: from_keras(keras.layers.Bidirectional(keras.layers.LSTM(3), merge_mode=None)),
     "has merge_mode None; supported: "),
])
def test_what_cannot_be_is_refused_with_a_reason(call, message):
    with pytest.raises(ValueError, match=message):
        call()
