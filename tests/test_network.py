"""`unrolled.network`: equal to Keras in every form it takes, its clamps, its gradients, its refusals."""

import doctest
import json
import os
import re
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from hypothesis import given, settings
from hypothesis import strategies as st
from networks import KINDS, MERGES, random_clamps, random_inputs, random_layer, random_network

from unrolled import network as module
from unrolled.cells import LSTM
from unrolled.network import Network

L = keras.layers
V, FEATURES, T = 9, 3, 7
steady = settings(deadline=None, derandomize=True, max_examples=25)
seeds = st.integers(0, 2**32 - 1)


def sequential(*layers, ids=False):
    return keras.Sequential([keras.Input((None,) if ids else (None, FEATURES)), *layers])


def functional():
    inputs = keras.Input((None,), dtype="int32")
    x = L.Embedding(V, 4, mask_zero=True)(inputs)
    x = L.Bidirectional(L.LSTM(3, return_sequences=True))(L.Dropout(0.5)(x))
    x = L.Dense(4, activation="relu")(L.GRU(3, return_sequences=True)(x))
    return keras.Model(inputs, L.Activation("softmax")(L.Dense(5)(x)))


FORMS = {
    **{
        f"SimpleRNN {name}": lambda name=name: sequential(L.SimpleRNN(4, name, return_sequences=True), L.Dense(2))
        for name in ("tanh", "relu", "sigmoid", "linear")
    },
    "SimpleRNN without bias": lambda: sequential(L.SimpleRNN(4, use_bias=False), L.Dense(2, use_bias=False)),
    "LSTM": lambda: sequential(L.LSTM(4, return_sequences=True), L.Dense(2)),
    "LSTM, last state": lambda: sequential(L.LSTM(4), L.Dense(2, "sigmoid")),
    "LSTM without bias": lambda: sequential(L.LSTM(4, use_bias=False), L.Dense(2)),
    "GRU reset after": lambda: sequential(L.GRU(4, return_sequences=True), L.Dense(2)),
    "GRU reset before": lambda: sequential(L.GRU(4, reset_after=False), L.Dense(2, "tanh")),
    "GRU reset after, without bias": lambda: sequential(L.GRU(4, use_bias=False), L.Dense(2)),
    "GRU reset before, without bias": lambda: sequential(L.GRU(4, use_bias=False, reset_after=False), L.Dense(2)),
    **{
        f"Bidirectional {merge}": lambda merge=merge: sequential(
            L.Bidirectional(L.LSTM(3, return_sequences=True), merge_mode=merge), L.Dense(2)
        )
        for merge in MERGES
    },
    **{
        f"Bidirectional {merge}, last states": lambda merge=merge: sequential(
            L.Bidirectional(L.GRU(3), merge_mode=merge), L.Dense(2)
        )
        for merge in MERGES
    },
    "Bidirectional SimpleRNN": lambda: sequential(L.Bidirectional(L.SimpleRNN(3, "relu")), L.Dense(2)),
    "two layers": lambda: sequential(L.LSTM(4, return_sequences=True), L.LSTM(3), L.Dense(2)),
    "two layers, mixed": lambda: sequential(
        L.Bidirectional(L.LSTM(3, return_sequences=True)), L.GRU(4, return_sequences=True), L.Dense(2)
    ),
    "Embedding": lambda: sequential(L.Embedding(V, 4), L.LSTM(4, return_sequences=True), L.Dense(V, "softmax"), ids=True),
    "Embedding, masked": lambda: sequential(
        L.Embedding(V, 4, mask_zero=True), L.GRU(4, return_sequences=True), L.Dense(3), ids=True
    ),
    "Embedding, masked, last state": lambda: sequential(
        L.Embedding(V, 4, mask_zero=True), L.LSTM(4), L.Dense(1, "sigmoid"), ids=True
    ),
    "Embedding, masked, Bidirectional": lambda: sequential(
        L.Embedding(V, 4, mask_zero=True), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Dense(3, "softmax"), ids=True
    ),
    "Embedding, masked, two Bidirectional": lambda: sequential(
        L.Embedding(V, 4, mask_zero=True), L.SpatialDropout1D(0.3), L.Bidirectional(L.GRU(3, return_sequences=True)),
        L.Bidirectional(L.LSTM(2), merge_mode="mul"), L.Dense(3), ids=True,
    ),
    "Masking": lambda: sequential(L.Masking(), L.LSTM(4, return_sequences=True), L.Dense(2)),
    "TimeDistributed": lambda: sequential(
        L.SimpleRNN(4, return_sequences=True), L.TimeDistributed(L.Dense(3, "softmax"))
    ),
    "two Dense": lambda: sequential(L.LSTM(4), L.Dense(5, "relu"), L.Dropout(0.5), L.Dense(3, "softmax")),
    "softmax in between": lambda: sequential(L.LSTM(4), L.Dense(5, "softmax"), L.Dense(3, "tanh")),
    "activations apart": lambda: sequential(L.LSTM(4), L.Dense(5), L.ReLU(), L.Dense(3), L.Activation("softmax")),
    "softmax apart": lambda: sequential(L.GRU(4, return_sequences=True), L.Dense(3), L.Softmax()),
    "noise": lambda: sequential(
        L.GaussianNoise(0.1), L.GRU(4, dropout=0.5, recurrent_dropout=0.2), L.Dropout(0.5), L.Dense(2)
    ),
    "functional": functional,
}  # fmt: skip


@pytest.fixture(params=[(form, dtype) for form in FORMS for dtype in ("float32", "float64")], ids="-".join)
def model(request):
    """A Keras model of each form with random weights, biases too, in each precision."""
    form, dtype = request.param
    before = keras.config.dtype_policy()
    keras.config.set_dtype_policy(dtype)  # once a layer has been built, `set_floatx` changes nothing any more
    try:
        model = FORMS[form]()
    finally:
        keras.config.set_dtype_policy(before)
    assert model.compute_dtype == dtype
    rng = np.random.default_rng(len(form))
    model.set_weights([rng.normal(0, 0.5, w.shape) for w in model.get_weights()])
    return model


def inputs_for(model, n=2):
    """Two sequences; the ids 0 and the rows of zeros are padding for the models that mask it."""
    rng = np.random.default_rng(5)
    if len(model.input_shape) == 2:
        ids = rng.integers(1, V, (n, T))
        ids[0, [3, 6]] = 0
        ids[1, :2] = 0
        return ids
    X = rng.normal(size=(n, T, FEATURES)).astype("float32")
    X[0, [2, 6]] = 0
    return X


def asked_of_keras(model, inputs):
    """A tape that watches the vectors of one sequence, these, the logits and the outputs, (T or 1, q)."""
    layers = [layer for layer in model.layers if not isinstance(layer, L.InputLayer)]
    x = tf.constant(inputs[None], model.compute_dtype if inputs.ndim == 2 else "int32")
    if isinstance(layers[0], L.Embedding):
        x = layers.pop(0)(x)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        vectors = x
        for layer in layers[:-1]:
            x = layer(x, training=False)
        last = getattr(layers[-1], "layer", layers[-1])
        if isinstance(last, L.Dense):
            x = tf.tensordot(x, last.kernel, 1) + (last.bias if last.use_bias else 0)
            outputs = last.activation(x)
        else:
            outputs = last(x)
        return tape, vectors, *(tf.reshape(y, (-1, y.shape[-1])) for y in (x, outputs))


def test_the_example_of_the_module_holds():
    result = doctest.testmod(module)
    assert result.attempted > 0 and result.failed == 0


# --- equal to Keras


def test_every_form_equals_keras(model):
    exact = model.compute_dtype == "float64"
    network, inputs = Network.from_keras(model), inputs_for(model)
    expected = model(inputs, training=False).numpy()
    tolerance = dict(rtol=0, atol=1e-10 if exact else 5e-6, err_msg="outputs")
    np.testing.assert_allclose(network.predict(inputs), expected, **tolerance)
    for sequence, outputs in zip(inputs, expected):
        np.testing.assert_allclose(network.forward(sequence).outputs, outputs.reshape(-1, outputs.shape[-1]), **tolerance)


def test_connectivity_of_every_form_equals_the_tape(model):
    exact = model.compute_dtype == "float64"
    network, inputs = Network.from_keras(model), inputs_for(model)[0]
    trace = network.forward(inputs)
    tape, vectors, logits, outputs = asked_of_keras(model, inputs)
    np.testing.assert_allclose(trace.logits, logits, rtol=0, atol=1e-10 if exact else 5e-6, err_msg="outputs")
    for t in (2, 4, T - 1) if network.return_sequences else (T - 1,):
        row, output = (t if network.return_sequences else 0), int(np.argmax(outputs[0]))
        for of, numbers in (("logit", logits), ("output", outputs)):
            with tape:
                number = numbers[row, output]
            expected = tape.gradient(number, vectors, unconnected_gradients="zero")[0].numpy()
            ours = network.connectivity(trace, t, output, of)
            tolerance = (1e-9 if exact else 1e-4) * max(np.abs(expected).max(), 1e-30)
            np.testing.assert_allclose(ours.gradient, expected, rtol=0, atol=tolerance, err_msg="gradients")
            np.testing.assert_allclose(ours.norm, np.sqrt((ours.gradient**2).sum(axis=1)), rtol=1e-12)
            products = (ours.gradient * vectors[0].numpy()).sum(axis=1)
            np.testing.assert_allclose(ours.gradient_x_input, products, rtol=1e-6, atol=1e-12)


def test_predict_and_not_only_the_call_is_equaled():
    model = FORMS["Embedding, masked, Bidirectional"]()
    inputs = inputs_for(model)
    np.testing.assert_allclose(Network.from_keras(model).predict(inputs), model.predict(inputs, verbose=0), rtol=0, atol=5e-6)


def test_a_description_gives_back_the_network(model):
    network, inputs = Network.from_keras(model), inputs_for(model)
    spec, numbers = network.to_spec()
    assert numbers.size == model.count_params() + missing_biases(model)
    again = Network.from_spec(spec, numbers)
    assert again.names == network.names and again.to_spec()[0] == spec
    np.testing.assert_array_equal(again.predict(inputs), network.predict(inputs))


def missing_biases(model):
    """How many zeros stand for the biases of layers without one."""
    count = 0
    for layer in model.layers:
        if getattr(layer, "use_bias", True) is False:
            gates = {"LSTM": 4, "GRU": 6 if getattr(layer, "reset_after", False) else 3}.get(type(layer).__name__, 1)
            count += gates * layer.units
    return count


def as_keras(network):
    """The Keras model, in float32, of a network without mask and backward direction: Sequential."""
    network = in_float32(network)
    layers = [layer.to_keras(return_sequences=True) for layer in network.layers]
    if network.embedding is not None:
        embedding = L.Embedding(*network.embedding.shape)
        embedding.build(None)
        embedding.set_weights([network.embedding])
        layers.insert(0, embedding)
    for W, b, activation in network.dense:
        layers.append(L.Dense(len(b), activation))
        layers[-1].build((None, None, len(W)))
        layers[-1].set_weights([W, b])
    return layers


def in_float32(network):
    layers = [replace(c, **{w: getattr(c, w).astype("float32") for w in ("W_x", "W_h", "b")}) for c in network.layers]
    other = Network.from_spec(*network.to_spec())
    object.__setattr__(other, "layers", layers)
    return other


def keras_lstm_tracks(layer, X):
    """The six tracks as Keras's own cell steps through X, (n, T, d); its gates from its weights and states."""
    h = c = tf.zeros((len(X), layer.units))
    tracks = {name: [] for name in module.TRACKS[LSTM]}
    for t in range(X.shape[1]):
        a = tf.matmul(X[:, t], layer.cell.kernel) + tf.matmul(h, layer.cell.recurrent_kernel) + layer.cell.bias
        i, f, c_tilde, o = tf.split(a, 4, axis=1)
        _, (h, c) = layer.cell(X[:, t], [h, c])
        values = (tf.sigmoid(i), tf.sigmoid(f), tf.tanh(c_tilde), tf.sigmoid(o), c, h)
        for name, value in zip(tracks, values):
            tracks[name].append(value.numpy())
    return {name: np.stack(values, axis=1) for name, values in tracks.items()}


def opened_networks():
    """A random network of the size of the character model and those that are shipped, each with a sequence."""
    rng = np.random.default_rng(1)
    network = random_network(rng, [("LSTM", None)], 36, units=64, features=16, spread=0.2, dense=["softmax"])
    spec, numbers = network.to_spec()
    yield pytest.param(Network.from_spec(spec, numbers.astype("float32")), random_inputs(network, 200, rng), id="random")
    with np.load(Path(module.__file__).parent / "widgets" / "gate_scope.npz") as shipped:
        for name, facts in json.loads(str(shipped["facts"])).items():
            numbers = (shipped[f"{name}.numbers"] * facts["scale"]).astype("float32")
            sequence = facts["reference"][:200]
            if "vocabulary" in facts:
                sequence = [facts["vocabulary"].index(token) for token in sequence]
            network = Network.from_spec(facts["spec"], numbers)
            yield pytest.param(network, np.array(sequence).reshape(200, *() if network.embedding is not None else (-1,)), id=name)


def assert_float32_near(ours, keras):
    """5e-6, or that fraction of what is larger than 1, as cell states may be."""
    keras = np.asarray(keras)
    assert (np.abs(np.asarray(ours) - keras) <= 5e-6 * np.maximum(1, np.abs(keras))).all()


@pytest.mark.parametrize(("network", "sequence"), list(opened_networks()))
def test_tracks_and_logits_of_200_prefixes_equal_keras(network, sequence):
    """The networks read forward: what they say after a prefix is what they say at its last timestep."""
    network = replace(network, return_sequences=True)
    inputs = sequence.reshape(2, 100, *sequence.shape[1:])
    *layers, last = as_keras(network)
    x = tf.constant(inputs, "float32" if network.embedding is None else "int32")
    traces = [network.forward(sequence) for sequence in inputs]
    recurrent = 0
    for layer in layers:
        if isinstance(layer, L.LSTM):
            for name, values in keras_lstm_tracks(layer, x).items():
                assert_float32_near([trace.layers[recurrent].forward[name] for trace in traces], values)
        x = layer(x)
        if isinstance(layer, (L.SimpleRNN, L.LSTM, L.GRU)):
            assert_float32_near([trace.layers[recurrent].H for trace in traces], x)
            recurrent += 1
    logits = (tf.tensordot(x, last.kernel, 1) + last.bias).numpy()
    ours = np.stack([trace.logits for trace in traces])
    assert_float32_near(ours, logits)
    np.testing.assert_array_equal(ours.argmax(axis=-1), logits.argmax(axis=-1))
    assert_float32_near([trace.outputs for trace in traces], last(x))
    prefix = network.forward(inputs[0][:37])
    np.testing.assert_allclose(prefix.logits[-1], traces[0].logits[36], rtol=0, atol=1e-12)


# --- clamps

SIGMOID = lambda a: 1 / (1 + np.exp(-a))  # noqa: E731
ACTIVATIONS = {"tanh": np.tanh, "relu": lambda a: max(a, 0.0), "sigmoid": SIGMOID, "linear": float}


def by_hand(cell, X, clamped):
    """H of a cell, one unit after another: {(track, unit, t): value} replaces what it would compute."""
    kind, n = type(cell).__name__, cell.units
    h, c, H = np.zeros(n), np.zeros(n), []
    blocks = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}[kind]
    W_x, W_h = (W.reshape(len(W), blocks, n) for W in (cell.W_x, cell.W_h))
    b = cell.b.reshape(-1, blocks, n)
    for t, x in enumerate(X):
        new_h, new_c = np.zeros(n), np.zeros(n)

        def take(track, unit, value):
            return clamped.get((track, unit, t), value)

        def pre(gate, unit, state):
            return x @ W_x[:, gate, unit] + state @ W_h[:, gate, unit] + b[:, gate, unit].sum()

        if kind == "GRU":
            z = [take("z", k, SIGMOID(pre(0, k, h))) for k in range(n)]
            r = np.array([take("r", k, SIGMOID(pre(1, k, h))) for k in range(n)])
        for k in range(n):
            if kind == "SimpleRNN":
                new_h[k] = take("h", k, ACTIVATIONS[cell.activation](pre(0, k, h)))
            elif kind == "LSTM":
                i, f, o = (take(name, k, SIGMOID(pre(gate, k, h))) for name, gate in (("i", 0), ("f", 1), ("o", 3)))
                new_c[k] = take("c", k, f * c[k] + i * take("c~", k, np.tanh(pre(2, k, h))))
                new_h[k] = take("h", k, o * np.tanh(new_c[k]))
            elif cell.reset_after:
                a = x @ W_x[:, 2, k] + b[0, 2, k] + r[k] * (h @ W_h[:, 2, k] + b[1, 2, k])
                new_h[k] = take("h", k, z[k] * h[k] + (1 - z[k]) * take("h~", k, np.tanh(a)))
            else:
                candidate = take("h~", k, np.tanh(pre(2, k, r * h)))
                new_h[k] = take("h", k, z[k] * h[k] + (1 - z[k]) * candidate)
        h, c = new_h, new_c
        H.append(h)
    return np.array(H)


def positions(clamps, layer, direction, T):
    """The clamps of one cell for `by_hand`, which reads forward."""
    return {
        (clamp["track"], clamp["unit"], t if direction == "forward" else T - 1 - t): clamp["value"]
        for clamp in clamps
        if (clamp["layer"], clamp["direction"]) == (layer, direction)
        for t in range(clamp["from"], clamp["to"] + 1)
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("merge", [None, "concat", "mul"])
@settings(steady, max_examples=8)
@given(seed=seeds)
def test_clamps_do_what_the_same_interventions_do_by_hand(kind, merge, seed):
    rng = np.random.default_rng(seed)
    network = random_network(rng, [(kind, merge), (kind, None)])
    X = random_inputs(network, T, rng)
    clamps = random_clamps(network, T, rng, n=6)
    there, *back = (
        [network.layers[0].forward_cell, network.layers[0].backward_cell] if merge else [network.layers[0]]
    )
    H = by_hand(there, X, positions(clamps, 0, "forward", T))
    if back:
        Q = by_hand(back[0], X[::-1], positions(clamps, 0, "backward", T))[::-1]
        H = np.hstack([H, Q]) if merge == "concat" else H * Q
    trace = network.forward(X, clamps)
    np.testing.assert_allclose(trace.layers[0].H, H, rtol=1e-12, atol=1e-12)
    H = by_hand(network.layers[1], H, positions(clamps, 1, "forward", T))
    W, b, _ = network.dense[0]
    np.testing.assert_allclose(trace.logits, H @ W + b, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_clamping_to_the_value_that_is_there_anyway_changes_nothing(kind):
    rng = np.random.default_rng(3)
    network = random_network(rng, [(kind, "concat")])
    X = random_inputs(network, T, rng)
    trace = network.forward(X)
    for direction in ("forward", "backward"):
        for track, values in getattr(trace.layers[0], direction).items():
            clamp = dict(layer=0, direction=direction, track=track, unit=1, value=values[4, 1])
            clamp |= {"from": 4, "to": 4}
            np.testing.assert_array_equal(network.forward(X, [clamp]).logits, trace.logits)


def test_a_clamped_gate_stands_in_the_trace_and_the_last_clamp_wins():
    rng = np.random.default_rng(4)
    network = random_network(rng, [("LSTM", None)])
    first = {"layer": 0, "direction": "forward", "track": "f", "unit": 2, "value": 1, "from": 1, "to": 5}
    second = first | {"value": 0.25, "from": 3, "to": 3}
    F = network.forward(random_inputs(network, T, rng), [first, second]).layers[0].forward["f"]
    np.testing.assert_array_equal(F[1:6, 2], [1, 1, 0.25, 1, 1])
    assert not np.isin(F[[0, 6], 2], [1, 0.25]).any() and not np.isin(F[:, :2], [1, 0.25]).any()


layouts = st.lists(st.tuples(st.sampled_from(list(KINDS)), st.sampled_from([None, *MERGES])), min_size=1, max_size=2)


@steady
@given(layouts, seeds, st.booleans(), st.booleans())
def test_connectivity_under_clamps_and_masks_equals_differences(layers, seed, mask_zero, return_sequences):
    """Central differences; relu has kinks, near which they say nothing."""
    layers = [("SimpleRNN tanh" if kind == "SimpleRNN relu" else kind, merge) for kind, merge in layers]
    rng = np.random.default_rng(seed)
    network = random_network(rng, layers, dense=["tanh", "softmax"], mask_zero=mask_zero, return_sequences=return_sequences)
    X = random_inputs(network, T, rng)
    clamps = random_clamps(network, T, rng)
    t = int(rng.integers(T)) if return_sequences else T - 1
    trace = network.forward(X, clamps)
    for of, numbers in (("logit", "logits"), ("output", "outputs")):
        gradient = network.connectivity(trace, t, 1, of).gradient
        for s, i in np.ndindex(X.shape):
            if not trace.mask[s]:
                assert gradient[s, i] == 0
                continue
            ends = []
            for sign in (1, -1):
                moved = X.copy()
                moved[s, i] += sign * 1e-5
                ends.append(getattr(network.forward(moved, clamps), numbers)[t if return_sequences else 0, 1])
            np.testing.assert_allclose(gradient[s, i], (ends[0] - ends[1]) / 2e-5, rtol=1e-5, atol=1e-8)


# --- occlusion, time constants, nearest moments


@steady
@given(st.sampled_from(list(KINDS)), st.sampled_from(list(KINDS)), seeds, st.booleans())
def test_occlusion_is_deletion_in_one_direction(kind, second, seed, return_sequences):
    rng = np.random.default_rng(seed)
    network = random_network(rng, [(kind, None), (second, None)], 5, dense=["softmax"], return_sequences=return_sequences)
    ids = random_inputs(network, T, rng)
    t = 4 if return_sequences else T - 1
    for of, numbers in (("logit", "logits"), ("output", "outputs")):
        whole = getattr(network.forward(ids), numbers)[t if return_sequences else 0, 2]
        lost = network.occlusion(ids, t, 2, of)
        for s in range(T):
            shorter = getattr(network.forward(np.delete(ids, s)), numbers)
            expected = whole - shorter[(t - 1 if s <= t else t) if return_sequences else 0, 2]
            np.testing.assert_allclose(lost[s], expected, rtol=1e-11, atol=1e-11)


def test_occlusion_in_both_directions_is_deletion_too_when_the_last_states_are_read():
    rng = np.random.default_rng(6)
    network = random_network(rng, [("GRU reset after", "sum"), ("LSTM", "concat")], 5, return_sequences=False)
    ids = random_inputs(network, T, rng)
    expected = [network.forward(ids).logits[0, 0] - network.forward(np.delete(ids, s)).logits[0, 0] for s in range(T)]
    np.testing.assert_allclose(network.occlusion(ids, T - 1, 0), expected, rtol=1e-11, atol=1e-12)


def test_without_its_only_timestep_the_head_sees_the_zero_state():
    network = random_network(np.random.default_rng(7), [("LSTM", "concat")], 5)
    whole, (_, b, _) = network.forward([3]), network.dense[0]
    np.testing.assert_allclose(network.occlusion([3], 0, 1), [whole.logits[0, 1] - b[1]], rtol=1e-13)


def test_occlusion_under_clamps_leaves_the_clamp_of_the_step_out_too():
    network = random_network(np.random.default_rng(8), [("LSTM", None)], 5)
    clamp = {"layer": 0, "direction": "forward", "track": "c", "unit": 0, "value": 2.0, "from": 2, "to": 2}
    ids = np.array([1, 2, 3, 4])
    lost = network.occlusion(ids, 3, 0, clamps=[clamp])
    whole = network.forward(ids, [clamp]).logits[3, 0]
    np.testing.assert_allclose(whole - lost[2], network.forward([1, 2, 4]).logits[2, 0], rtol=1e-13)


def test_padding_has_no_connectivity_and_nothing_to_lose():
    network = random_network(np.random.default_rng(9), [("LSTM", "concat"), ("GRU reset after", None)], 5, mask_zero=True)
    ids = [1, 2, 0, 3, 0]
    assert (network.connectivity(network.forward(ids), 4, 0).norm == 0).tolist() == [False, False, True, False, True]
    assert (network.occlusion(ids, 4, 0) == 0).tolist() == [False, False, True, False, True]
    np.testing.assert_allclose(network.forward(ids).logits[3], network.forward([1, 2, 3]).logits[2], rtol=1e-13)


def gated(kind, bias, gate):
    """A cell whose gate is always sigmoid(bias): its other weights do not matter here."""
    rng = np.random.default_rng(10)
    network = random_network(rng, [(kind, None)], 4, units=2)
    spec, numbers = network.to_spec()
    cell = network.layers[0]
    W_x, W_h, b = cell.W_x.copy(), cell.W_h.copy(), cell.b.copy()
    columns = slice(2 * gate, 2 * gate + 2)
    W_x[:, columns] = W_h[:, columns] = 0
    b[..., columns] = 0
    b.reshape(-1, b.shape[-1])[0, columns] = bias
    return replace(network, layers=[replace(cell, W_x=W_x, W_h=W_h, b=b)])


@pytest.mark.parametrize(("kind", "gate"), [("LSTM", 1), ("GRU reset after", 0), ("GRU reset before", 0)])
def test_time_constant_is_how_long_the_gate_keeps_a_state(kind, gate):
    network = gated(kind, [np.log(9), 50], gate)
    trace = network.forward([1, 2, 3, 0])
    expected = [-1 / np.log(0.9), module.MAX_TIME_CONSTANT]
    np.testing.assert_allclose(network.time_constants(trace, 0), expected, rtol=1e-12)


def test_time_constant_of_a_simple_rnn_is_read_from_its_states():
    """A linear unit that keeps .8 of its state, pushed by noise; one that flips; one that never moves."""
    W_h = np.diag([0.8, -0.5, 0.0])
    X = np.random.default_rng(11).normal(size=(20_000, 1))
    layer = replace(random_layer("SimpleRNN linear", None, 1, 3, np.random.default_rng(0)), W_h=W_h, W_x=np.array([[1.0, 1, 0]]))
    network = Network([layer], [(np.ones((3, 1)), np.zeros(1), "linear")])
    slow, flips, still = network.time_constants(network.forward(X), 0)
    assert slow == pytest.approx(-1 / np.log(0.8), rel=0.1) and flips == 0 and still == 0


def test_time_constants_are_finite_without_a_single_real_timestep():
    for kind in KINDS:
        network = random_network(np.random.default_rng(12), [(kind, None)], 5, mask_zero=True)
        for ids in ([0, 0], [3]):
            assert np.isfinite(network.time_constants(network.forward(ids), 0)).all()


@pytest.mark.parametrize("kind", KINDS)
def test_nearest_moments_are_those_with_the_closest_state(kind):
    rng = np.random.default_rng(13)
    network = random_network(rng, [(kind, "concat")], 5, mask_zero=True)
    ids, text = random_inputs(network, 20, rng), random_inputs(network, 30, rng)
    trace, among = network.forward(ids), network.forward(text)
    for direction in ("forward", "backward"):
        states, others = (
            tracks["c" if kind == "LSTM" else "h"]
            for tracks in (getattr(one.layers[0], direction) for one in (trace, among))
        )
        found = network.nearest(trace, 0, 7, direction=direction)
        real = [s for s in range(20) if s != 7 and ids[s] != 0]
        assert found.tolist() == sorted(real, key=lambda s: np.linalg.norm(states[s] - states[7]))[:5]
        found = network.nearest(trace, 0, 7, 3, direction, among)
        real = [s for s in range(30) if text[s] != 0]
        assert found.tolist() == sorted(real, key=lambda s: np.linalg.norm(others[s] - states[7]))[:3]


# --- refusals


def a_subclass():
    class Mine(keras.Model):
        def call(self, x):
            return x

    model = Mine(name="mine")
    model(np.zeros((1, 2)))
    return model


def two_inputs():
    a, b = keras.Input((None, 2)), keras.Input((None, 2))
    return keras.Model([a, b], L.Dense(1)(L.LSTM(2)(L.Add()([a, b]))), name="two")


def attention():
    inputs = keras.Input((None, 2))
    x = L.LSTM(3, return_sequences=True)(inputs)
    return keras.Model(inputs, L.Dense(1)(L.Attention(name="look")([x, x])))


def initial_state():
    inputs = keras.Input((None, 3))
    x, h, c = L.LSTM(3, return_sequences=True, return_state=True)(inputs)
    return keras.Model(inputs, L.Dense(1)(L.LSTM(3, name="decoder")(x, initial_state=[h, c])))


def last_cell_state():
    inputs = keras.Input((None, 3))
    return keras.Model(inputs, L.Dense(1)(L.LSTM(3, return_state=True, name="states")(inputs)[2]))


class OwnLSTM(L.LSTM):
    pass


def one_direction_larger():
    return L.Bidirectional(L.LSTM(3), backward_layer=L.LSTM(2, go_backwards=True), name="uneven")


TAKES = "GateScope takes Embedding, SimpleRNN, LSTM, GRU, Bidirectional, Dropout and Dense"
REFUSED = {
    "Conv1D": (lambda: sequential(L.Conv1D(4, 3, name="conv"), L.LSTM(3), L.Dense(1)), f"layer 'conv' is a Conv1D; {TAKES}"),
    "pooling": (
        lambda: sequential(L.LSTM(3, return_sequences=True), L.GlobalAveragePooling1D(name="mean"), L.Dense(1)),
        f"layer 'mean' is a GlobalAveragePooling1D; {TAKES}",
    ),
    "normalization in between": (
        lambda: sequential(L.LSTM(3, return_sequences=True), L.LayerNormalization(name="norm"), L.LSTM(3), L.Dense(1)),
        f"layer 'norm' is a LayerNormalization; {TAKES}",
    ),
    "RNN of cells": (lambda: sequential(L.RNN(L.LSTMCell(3), name="rnn"), L.Dense(1)), f"layer 'rnn' is a RNN; {TAKES}"),
    "a class of one's own": (lambda: sequential(OwnLSTM(3, name="own"), L.Dense(1)), "layer 'own' is an OwnLSTM; " + TAKES + ", of keras.layers"),
    "time-distributed LSTM": (
        lambda: keras.Sequential([
            keras.Input((None, 4, 2)), L.TimeDistributed(L.LSTM(3), name="each"), L.LSTM(3), L.Dense(1)
        ]),
        "layer 'each' is a TimeDistributed; " + TAKES,
    ),
    "nested": (
        lambda: sequential(sequential(L.LSTM(3), L.Dense(2)), L.Dense(1)),
        f" is a Sequential; {TAKES}",
    ),
    "relu LSTM": (
        lambda: sequential(L.LSTM(3, activation="relu", name="lstm_1"), L.Dense(1)),
        "layer 'lstm_1' is an LSTM; lstm_1 has activation 'relu'; supported: 'tanh'",
    ),
    "hard sigmoid GRU": (
        lambda: sequential(L.GRU(3, recurrent_activation="hard_sigmoid", name="gru_1"), L.Dense(1)),
        "layer 'gru_1' is a GRU; gru_1 has recurrent_activation 'hard_sigmoid'; supported: 'sigmoid'",
    ),
    "elu SimpleRNN": (
        lambda: sequential(L.SimpleRNN(3, "elu", name="rnn"), L.Dense(1)),
        "layer 'rnn' is a SimpleRNN; rnn has activation 'elu'; supported: 'tanh', 'relu', 'sigmoid', 'linear'",
    ),
    "backwards": (
        lambda: sequential(L.LSTM(3, go_backwards=True, name="back"), L.Dense(1)),
        "layer 'back' is an LSTM; back has go_backwards True; supported: False",
    ),
    "merge_mode None": (
        lambda: keras.Model(
            inputs := keras.Input((None, 2)), L.Dense(1)(L.Bidirectional(L.LSTM(3), merge_mode=None, name="both")(inputs)[0])
        ),
        "layer 'both' is a Bidirectional; both has merge_mode None; supported: ('concat', 'sum', 'ave', 'mul')",
    ),
    "uneven directions": (
        lambda: sequential(one_direction_larger(), L.Dense(1)),
        "uneven has directions of different units or settings; expected the same in both",
    ),
    "stateful": (
        lambda: keras.Sequential([keras.Input((5, 2), batch_size=1), L.GRU(3, stateful=True, name="kept"), L.Dense(1)]),
        "layer 'kept' is a GRU; it has stateful=True",
    ),
    "return_state": (last_cell_state, "layer 'states' is an LSTM; it has return_state=True"),
    "initial state": (initial_state, "layer 'decoder' is an LSTM; it joins 3 tensors, and GateScope takes one chain"),
    "zero output": (
        lambda: sequential(L.Masking(), L.LSTM(3, return_sequences=True, zero_output_for_mask=True, name="zero"), L.Dense(1)),
        "layer 'zero' is an LSTM; it has zero_output_for_mask=True",
    ),
    "third recurrent layer": (
        lambda: sequential(*(L.GRU(2, return_sequences=True, name=f"gru{k}") for k in range(3)), L.Dense(1)),
        "layer 'gru2' is a GRU; it is the third recurrent layer, and GateScope takes two at most",
    ),
    "recurrent layer after Dense": (
        lambda: sequential(L.LSTM(2, return_sequences=True), L.Dense(3), L.LSTM(2, name="late"), L.Dense(1)),
        "layer 'late' is an LSTM; it stands after a Dense",
    ),
    "Dense before": (
        lambda: sequential(L.Dense(3, name="early"), L.LSTM(2), L.Dense(1)),
        "layer 'early' is a Dense; it stands before the recurrent layers",
    ),
    "other mask value": (
        lambda: sequential(L.Masking(-1, name="mask"), L.LSTM(2), L.Dense(1)),
        "layer 'mask' is a Masking; its mask_value is -1, and GateScope takes 0",
    ),
    "Masking after Embedding": (
        lambda: sequential(L.Embedding(5, 2), L.Masking(name="mask"), L.LSTM(2), L.Dense(1), ids=True),
        "layer 'mask' is a Masking; GateScope takes one Embedding or Masking, as the first layer",
    ),
    "elu Dense": (
        lambda: sequential(L.LSTM(2), L.Dense(1, "elu", name="head")),
        "layer 'head' is a Dense; its activation is 'elu', and GateScope takes tanh, relu, sigmoid, linear, softmax",
    ),
    "two activations": (
        lambda: sequential(L.LSTM(2), L.Dense(2, "relu"), L.Activation("softmax", name="second")),
        "layer 'second' is an Activation; GateScope takes it after a Dense without activation alone",
    ),
    "activation of the states": (
        lambda: sequential(L.LSTM(2), L.ReLU(name="states"), L.Dense(2)),
        "layer 'states' is a ReLU; GateScope takes it after a Dense without activation alone",
    ),
    "masked Softmax": (
        lambda: sequential(L.Masking(), L.LSTM(2, return_sequences=True), L.Dense(2), L.Softmax(name="masked")),
        "layer 'masked' is a Softmax; under a mask it is another function; use Activation('softmax')",
    ),
    "leaky ReLU": (
        lambda: sequential(L.LSTM(2), L.Dense(2), L.ReLU(negative_slope=0.1, name="leaky")),
        "layer 'leaky' is a ReLU; GateScope takes it with its default settings",
    ),
    "no head": (lambda: sequential(L.LSTM(2, name="only")), "has no Dense layer after 'only'"),
    "nothing recurrent": (lambda: sequential(L.Dropout(0.1)), "has no recurrent layer; GateScope opens SimpleRNN, LSTM"),
    "not built": (lambda: keras.Sequential([L.LSTM(2), L.Dense(1)], name="new"), "model 'new' is not built and has no weights"),
    "two inputs": (two_inputs, "model 'two' has inputs: 2, outputs: 1; expected one of each"),
    "attention": (attention, "layer 'look' is an Attention; it joins 2 tensors"),
    "subclass": (a_subclass, "model 'mine' is a Mine; expected a Sequential or a functional model"),
    "no model": (lambda: L.LSTM(3), "model is an LSTM; expected a Keras model, Sequential or functional"),
    "too large": (
        lambda: keras.Sequential([keras.Input((None,)), L.Embedding(20_000, 64), L.LSTM(8), L.Dense(1)], name="big"),
        "model 'big' has 5.1 MB of weights as float32; GateScope takes 5 MB at most",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_keras_model_it_cannot_take_it_refuses_with_the_reason(case):
    make, message = REFUSED[case]
    with pytest.raises(ValueError, match=re.escape(message)):
        Network.from_keras(make())


NUMBERS = random_network(np.random.default_rng(14), [("LSTM", None)], return_sequences=False)
WORDS = random_network(np.random.default_rng(15), [("LSTM", None), ("GRU reset after", "concat")], 5)
CLAMP = {"layer": 0, "direction": "forward", "track": "f", "unit": 0, "value": 0.5, "from": 0, "to": 2}


@pytest.mark.parametrize(
    ("network", "inputs", "message"),
    [
        (NUMBERS, np.ones((4, 3)), "inputs has shape (4, 3); expected (T, 2)"),
        (NUMBERS, np.ones((0, 2)), "inputs has shape (0, 2); expected (T, 2)"),
        (NUMBERS, [[1.0, np.nan]], "inputs has NaN or infinite values"),
        (WORDS, [], "inputs has shape (0,); expected (T,)"),
        (WORDS, [[1, 2]], "inputs has shape (1, 2); expected (T,)"),
        (WORDS, [1.0, 2.0], "inputs hold float64; expected whole numbers from 0 to 4, ids of the embedding"),
        (WORDS, [1, 5], "id 5 is outside the vocabulary; expected 0 to 4"),
        (WORDS, [-1, 2], "id -1 is outside the vocabulary; expected 0 to 4"),
    ],
)
def test_inputs_that_it_does_not_have_are_refused(network, inputs, message):
    for ask in (network.forward, lambda x: network.occlusion(x, 0, 0)):
        with pytest.raises(ValueError, match=re.escape(message)):
            ask(inputs)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"layer": 2}, "clamp: layer is 2; expected a whole number from 0 to 1"),
        ({"direction": "backward"}, "clamp: direction is 'backward'; expected 'forward'"),
        ({"layer": 1, "track": "f"}, "clamp: track is 'f'; expected 'z' or 'r' or 'h~' or 'h'"),
        ({"track": "g"}, "clamp: track is 'g'; expected 'i' or 'f' or 'c~' or 'o' or 'c' or 'h'"),
        ({"unit": 3}, "clamp: unit is 3; expected a whole number from 0 to 2"),
        ({"from": -1}, "clamp: from is -1; expected a whole number from 0 to 3"),
        ({"to": 4}, "clamp: to is 4; expected a whole number from 0 to 3"),
        ({"from": 3}, "clamp: to is 2; expected a whole number from 3 to 3"),
        ({"value": np.inf}, "clamp: value is inf; expected a finite number"),
        ({"value": "1"}, "clamp: value is '1'; expected a finite number"),
        ({"step": 1}, "clamp has layer, direction, track, unit, value, from, to, step; expected layer, direction, track"),
    ],
)
def test_clamps_that_it_does_not_have_are_refused(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        WORDS.forward([1, 2, 3, 4], [CLAMP | change])


def test_questions_that_it_cannot_answer_are_refused():
    trace = WORDS.forward([1, 2, 3])
    for question, message in (
        ((3, 0), "t is 3; expected a whole number from 0 to 2"),
        ((0, 4), "output is 4; expected a whole number from 0 to 3"),
        ((0, 0, "loss"), "of is 'loss'; expected 'logit' or 'output'"),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            WORDS.connectivity(trace, *question)
    with pytest.raises(ValueError, match="t is 0; this network gives one output, after the last timestep, 1"):
        NUMBERS.occlusion(np.ones((2, 2)), 0, 0)
    with pytest.raises(ValueError, match="direction is 'backward'; expected 'forward'"):
        WORDS.time_constants(trace, 0, "backward")
    with pytest.raises(ValueError, match="t is 3; expected a whole number from 0 to 2"):
        WORDS.nearest(trace, 0, 3)


def test_numbers_that_do_not_fit_a_description_are_refused():
    spec, numbers = WORDS.to_spec()
    for wrong in (numbers[:-1], np.append(numbers, 0)):
        with pytest.raises(ValueError, match=f"{len(wrong)} numbers; the description needs "):
            Network.from_spec(spec, wrong)
    with pytest.raises(ValueError, match="NaN or infinite"):
        Network.from_spec(spec, np.full(len(numbers), np.nan))


def test_parts_that_do_not_fit_together_are_refused():
    cell, head = LSTM.random(2, 3), (np.ones((3, 1)), np.zeros(1), "linear")
    for parts, message in (
        (dict(layers=[], dense=[head]), "0 recurrent layers; expected one or two"),
        (dict(layers=[cell], dense=[]), "no dense layer after the recurrent ones"),
        (dict(layers=[cell, cell], dense=[head]), "layer 2 takes 2 features and gets 3"),
        (dict(layers=[cell], dense=[head], embedding=np.ones((5, 4))), "layer 1 takes 2 features and gets 4"),
        (dict(layers=[cell], dense=[(np.ones((2, 1)), np.zeros(1), "linear")]), "dense weights of shape (2, 1); expected (3, 1)"),
        (dict(layers=[cell], dense=[(*head[:2], "elu")]), "dense activation 'elu'; expected one of"),
        (dict(layers=[cell], dense=[(np.full((3, 1), np.nan), np.zeros(1), "linear")]), "weights have NaN"),
    ):
        with pytest.raises(ValueError, match=re.escape(message)):
            Network(**parts)
