"""W14's Python side, and that JavaScript, NumPy and Keras see the same in a network."""

import json

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.network import TRACKS
from unrolled.sequences import Scaler
from unrolled.widgets import GateScope
from unrolled.widgets.gate_scope import LONGEST, MODELS, TRAINED, measured, network

CLAMP = {"layer": 0, "direction": "forward", "track": "f", "unit": 3, "value": 0.25, "from": 2, "to": LONGEST - 1}

# ---- traits ----------------------------------------------------------------------------------


def test_settings_out_of_range_are_refused_with_the_range():
    for name, bad, low, high in [("t", 0, 1, 128), ("unit", 0, 1, 96), ("seed", 100, 0, 99), ("tour", 9, 0, 8), ("layer", 3, 1, 2), ("output", -2, -1, 37)]:
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got {bad}"):
            GateScope(**{name: bad})
    with pytest.raises(TraitError, match="temperature must be a number from 0.2 to 1.5; got 2"):
        GateScope(temperature=2)
    for name in ("track", "order", "span", "direction"):
        with pytest.raises(TraitError, match=f"{name} must be '.*' or '.*'; got 'other'"):
            GateScope(**{name: "other"})
    for make in (lambda: GateScope("other"), lambda: setattr(GateScope(), "model", "other")):
        with pytest.raises(TraitError, match="model must be 'characters' or 'forecaster' or 'brackets'; got 'other'"):
            make()


def test_a_text_that_cannot_be_read_is_refused_with_what_is_strange_in_it():
    with pytest.raises(TraitError, match="text has 'é', which the character model does not know"):
        GateScope(text="café")
    for bad, why in [("", "got 0"), ("a" * 129, "got 129"), (3, "expected a unicode string, not the int 3")]:
        with pytest.raises(TraitError, match=why):
            GateScope(text=bad)
    assert GateScope(text="ALICE").text == "alice"  # it has no capitals, and reads small letters
    assert GateScope("brackets", text="([").text == "(["


def test_a_series_keeps_its_shape():
    for bad in ([], [[1, 2]], [np.nan], "abc", [0.0] * 129, None):
        with pytest.raises(TraitError, match=r"series must have shape \(T, 1\) or \(T,\) with 1 to 128 timesteps of finite numbers; got "):
            GateScope("forecaster", series=bad)
    assert GateScope("forecaster", series=[0, 1]).series == [[0.0], [1.0]]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"layer": 1}, "a clamp's layer must be a whole number from 0 to 0; got 1"),
        ({"unit": 96}, "a clamp's unit must be a whole number from 0 to 95; got 96"),
        ({"track": "z"}, "a clamp's track must be 'i' or 'f'.*; got 'z'"),
        ({"direction": "backward"}, "a clamp's direction must be 'forward'; got 'backward'"),
        ({"value": float("inf")}, "a clamp's value must be a finite number; got inf"),
        ({"to": 1}, "a clamp's 'to' must be a whole number from 2 to 127; got 1"),
        ({"more": 1}, "a clamp must have layer, direction, track, unit, value, from, to; got"),
    ],
)
def test_a_clamp_that_the_network_does_not_have_is_refused(change, why):
    with pytest.raises(TraitError, match=why):
        GateScope(clamps=[CLAMP | change])


def test_another_network_begins_with_its_own_input():
    scope = GateScope(clamps=[CLAMP], t=7, output=3)
    scope.model = "forecaster"
    assert scope.clamps == [] and scope.output == -1 and scope.trace().outputs.shape == (len(scope.series), 1)
    scope.model = "brackets"
    assert set(scope.text) <= set("([)]") and scope.trace().outputs.shape == (len(scope.text), 4)


def test_the_scope_in_python_computes_what_its_network_does():
    scope = GateScope(text="the mock turt", clamps=[CLAMP])
    ids = [scope.models[0]["vocabulary"].index(sign) for sign in "the mock turt"]
    np.testing.assert_array_equal(scope.inputs(), ids)
    np.testing.assert_array_equal(scope.inputs("he"), [scope.models[0]["vocabulary"].index(sign) for sign in "he"])
    expected = network("characters").forward(np.array(ids), [CLAMP | {"to": 12}])
    np.testing.assert_array_equal(scope.trace().outputs, expected.outputs)
    assert (scope.trace().layers[0].forward["f"][2:, 3] == 0.25).all()
    with pytest.raises(ValueError, match="model 'other'; expected one of 'characters', 'forecaster', 'brackets'"):
        network("other")


def test_the_shipped_weights_are_light():
    assert TRAINED.stat().st_size < 300_000
    assert {name: set(measured(name)) for name in MODELS}.keys() == set(MODELS)


# ---- the same numbers as NumPy ---------------------------------------------------------------


def random_scope(rng):
    name = str(rng.choice(MODELS))
    net = network(name)
    tracks = TRACKS[type(net.layers[0])]
    length = int(rng.integers(1, 60))
    if name == "forecaster":
        given = {"series": np.round(rng.normal(size=length), 2).tolist()}
    else:
        vocabulary = next(card for card in GateScope(name).models if card["name"] == name)["vocabulary"]
        given = {"text": "".join(rng.choice(vocabulary, length))}
    first = int(rng.integers(0, length))
    clamps = [
        {"layer": 0, "direction": "forward", "track": str(rng.choice(tracks)), "unit": int(rng.integers(net.layers[0].units)),
         "value": round(rng.uniform(-1, 1), 2), "from": first, "to": int(rng.integers(first, LONGEST))}
        for _ in range(rng.integers(0, 3))
    ]  # fmt: skip
    return GateScope(
        name, **given, clamps=clamps, t=int(rng.integers(1, 70)), unit=int(rng.integers(1, net.layers[0].units + 1)),
        track=str(rng.choice(tracks)), output=int(rng.integers(-1, len(net.dense[-1][1]))), order=str(rng.choice(["trained", "time", "value"])),
    )  # fmt: skip


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, what the page computes, copied Python) of random inputs, clamps and places."""
    rng = np.random.default_rng(14)
    made = [GateScope(), GateScope("brackets"), GateScope("forecaster"), GateScope(text="a", clamps=[CLAMP]), *(random_scope(rng) for _ in range(40))]
    return [(widget, one["values"], one["python"]) for widget, one in zip(made, in_javascript(made), strict=True)]


def flat(values):
    """A Float64Array as it comes in JSON."""
    return np.array(list(values.values()) if isinstance(values, dict) else values, float)


def same(actual, expected, tolerance=1e-12):
    np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


def test_what_the_page_computes_equals_numpy(cases):
    for widget, values, _ in cases:
        net, trace = widget.network, widget.trace()
        free = net.forward(trace.inputs)
        T, t = len(trace.inputs), values["t"]
        assert values["T"] == T and t == min(widget.t, T) and values["end"] == t
        for name, expected in trace.layers[0].forward.items():
            same(flat(values["lines"][name]).reshape(T, -1), expected)
        same(flat(values["outs"]["logits"]), trace.logits[t - 1])
        same(flat(values["outs"]["values"]), trace.outputs[t - 1])
        same(flat(values["free"]["values"]), free.outputs[t - 1])
        chosen = values["chosen"]["index"]
        assert chosen == (widget.output if widget.output >= 0 else trace.outputs[t - 1].argmax() if len(values["names"]) > 1 else 0)
        expected = net.connectivity(trace, t - 1, chosen)
        same(flat(values["connectivity"]["norm"]), expected.norm, 1e-11)
        same(flat(values["connectivity"]["gradient_x_input"]), expected.gradient_x_input, 1e-11)
        constants = net.time_constants(free, 0)
        same(flat(values["constants"]), constants, 1e-10)
        ranks = {"trained": np.arange(len(constants)), "time": -constants, "value": -trace.layers[0].forward[widget.track][t - 1]}[widget.order]
        assert (np.diff(ranks[values["ordered"]]) >= -1e-12).all() and sorted(values["ordered"]) == list(range(len(constants)))


def test_copied_python_gives_what_is_shown(cases):
    for widget, values, code in cases[:20]:
        names = {}
        exec(code, names)  # noqa: S102, our own code
        same(names["prediction"], flat(values["outs"]["values"]))
        same(names["free"], flat(values["free"]["values"]))
        same(names["connectivity"].norm, flat(values["connectivity"]["norm"]), 1e-11)
        assert len(names["left_out"]) == values["T"]
        assert max(len(line) for line in code.splitlines() if "series =" not in line and "text =" not in line) < 140


# ---- the reader's own model ------------------------------------------------------------------


@pytest.fixture(scope="module")
def keras():
    return pytest.importorskip("keras")


@pytest.fixture(scope="module")
def letters(keras):
    L = keras.layers
    return keras.Sequential([L.Input((None,)), L.Embedding(5, 3, mask_zero=True), L.GRU(4, return_sequences=True), L.Dense(5, "softmax")], name="letters")


@pytest.fixture(scope="module")
def sensors(keras):
    L = keras.layers
    return keras.Sequential([L.Input((None, 2)), L.Bidirectional(L.LSTM(3, return_sequences=True)), L.SimpleRNN(4), L.Dense(2)], name="sensors")


def test_an_own_model_is_open_in_its_own_words(letters, in_javascript):
    scope = GateScope.from_keras(letters, vocabulary=["", "a", "b", "c", "d"], examples={"one": "abba", "two": "dcb"})
    assert scope.model == "letters" and scope.text == "abba" and len(scope.models) == 1 and scope.models[0]["writes"]
    expected = letters.predict(np.array([[1, 2, 2, 1]]), verbose=0)[0]
    np.testing.assert_allclose(scope.trace().outputs, expected, atol=5e-6)
    (shown,) = in_javascript([scope])
    same(flat(shown["values"]["outs"]["values"]), scope.trace().outputs[-1])
    names = {"model": letters}
    exec(shown["python"], names)  # noqa: S102
    same(names["prediction"], flat(shown["values"]["outs"]["values"]))
    with pytest.raises(TraitError, match="text has 'x', which letters does not know"):
        scope.text = "axe"
    with pytest.raises(TraitError, match="model must be 'letters'"):
        scope.model = "brackets"


def test_an_own_model_of_numbers_is_given_in_the_readers_units(sensors, in_javascript):
    series = np.array([[20.0, 1000], [21, 1010], [25, 990]])
    scaler = Scaler(np.array([21.0, 1000]), np.array([2.0, 10]))
    scope = GateScope.from_keras(sensors, scaler=scaler, examples={"day": series}, outputs=["wear", "heat"], title="pump")
    expected = sensors.predict(scaler.transform(series)[None], verbose=0)
    np.testing.assert_allclose(scope.trace().outputs, expected, atol=5e-6)
    low, high = np.array(scope.models[0]["limits"]).T
    assert (low < series.min(axis=0)).all() and (high > series.max(axis=0)).all()
    made = [
        scope,
        GateScope.from_keras(sensors, scaler=scaler, examples={"day": series}, layer=2, t=2, output=1),
        GateScope.from_keras(sensors, scaler=scaler, examples={"day": series}, direction="backward", track="c", clamps=[CLAMP | {"direction": "backward", "unit": 1}]),
    ]
    for widget, shown in zip(made, in_javascript(made), strict=True):
        values, trace = shown["values"], widget.trace()
        same(flat(values["outs"]["values"]), trace.outputs[0])
        layer = trace.layers[min(widget.layer, 2) - 1]
        tracks = layer.backward if widget.direction == "backward" and widget.layer == 1 else layer.forward
        for name, expected in tracks.items():
            same(flat(values["lines"][name]).reshape(3, -1), expected)
        names = {"model": sensors}
        exec(shown["python"], names)  # noqa: S102
        same(names["prediction"], flat(values["outs"]["values"]))


@pytest.mark.parametrize("how", ["Scaler", "StandardScaler", "MinMaxScaler", "pair", "none"])
def test_every_scaler_gives_what_it_gives_itself(sensors, how):
    rng = np.random.default_rng(1)
    data = rng.normal(size=(50, 2)) * [3, 100] + [10, 500]
    if how in ("StandardScaler", "MinMaxScaler"):
        scaler = getattr(pytest.importorskip("sklearn.preprocessing"), how)().fit(data)
        expected = scaler.transform(data)
    else:
        center, spread = data.mean(axis=0), data.std(axis=0)
        scaler = {"Scaler": Scaler(center, spread), "pair": (center, spread), "none": None}[how]
        expected = data if how == "none" else (data - center) / spread
    scope = GateScope.from_keras(sensors, scaler=scaler)
    same(scope.inputs(data), expected, 1e-12)


def test_words_are_typed_between_spaces(keras):
    L = keras.layers
    model = keras.Sequential([L.Input((None,)), L.Embedding(6, 3), L.LSTM(4), L.Dense(1, "sigmoid")])
    scope = GateScope.from_keras(model, vocabulary={"": 0, "[UNK]": 1, "good": 2, "bad": 3, "not": 4, "a": 5}, examples={"x": "not  a good"})
    assert scope.text == "not a good" and scope.models[0]["kind"] == "words"
    np.testing.assert_array_equal(scope.inputs(), [4, 5, 2])
    assert len(scope.trace().outputs) == 1


def test_one_hot_tokens_need_no_embedding(keras):
    L = keras.layers
    model = keras.Sequential([L.Input((None, 3)), L.LSTM(4, return_sequences=True), L.Dense(3, "softmax")])
    scope = GateScope.from_keras(model, vocabulary=list("abc"), examples={"x": "cab"})
    np.testing.assert_array_equal(scope.inputs(), np.eye(3)[[2, 0, 1]])


@pytest.mark.parametrize(
    ("which", "settings", "why"),
    [
        ("letters", {}, "Embedding of 5 ids: vocabulary must say what they stand for"),
        ("letters", {"vocabulary": list("abcdef")}, "vocabulary has 6 tokens; the model has an Embedding of 5 ids"),
        ("letters", {"vocabulary": list("abcd"), "scaler": (0, 1)}, "vocabulary and scaler contradict each other"),
        ("letters", {"vocabulary": list("aab")}, "vocabulary has the token 'a' twice"),
        ("letters", {"vocabulary": {"a": 1, "b": 1}}, "each token an id of its own"),
        ("letters", {"vocabulary": []}, "vocabulary has no tokens"),
        ("letters", {"vocabulary": list("abcd"), "examples": {"x": "abz"}}, "example 'x' has 'z', which letters does not know"),
        ("letters", {"vocabulary": list("abcd"), "outputs": ["one"]}, "outputs has 1 names; the model has 5 outputs"),
        ("letters", {"vocabulary": list("abcd"), "outputs": ["one"] * 5}, "outputs has a name twice"),
        ("letters", {"vocabulary": list("abcd"), "features": ["one"]}, "vocabulary and features contradict each other"),
        ("sensors", {"features": ["one"]}, "features has 1 names; the model has 2 features"),
        ("sensors", {"vocabulary": list("abc")}, "vocabulary has 3 tokens; the model has 2 features, one for each token"),
        ("sensors", {"scaler": (np.zeros(3), np.ones(3))}, "scaler has 3 and 3 features; the model reads 2"),
        ("sensors", {"scaler": (0, 0)}, "spreads above 0"),
        ("sensors", {"scaler": "standard"}, "scaler is a str; expected unrolled.sequences.Scaler"),
        ("sensors", {"examples": {"x": np.zeros((4, 3))}}, r"example 'x' must have shape \(T, 2\).* got shape \(4, 3\)"),
        ("sensors", {"examples": {"x": np.zeros((129, 2))}}, r"with 1 to 128 timesteps of finite numbers; got shape \(129, 2\)"),
    ],
)
def test_arguments_that_contradict_the_model_are_refused(request, which, settings, why):
    with pytest.raises(ValueError, match=why):
        GateScope.from_keras(request.getfixturevalue(which), **settings)


def test_a_model_that_is_too_heavy_is_refused_with_its_size(keras):
    L = keras.layers
    model = keras.Sequential([L.Input((None, 4)), L.LSTM(600), L.Dense(1)])
    with pytest.raises(ValueError, match=r"has 5\.8 MB of weights as float32; GateScope takes 5 MB at most"):
        GateScope.from_keras(model)


def test_the_state_is_json_but_for_the_weights():
    for scope in [GateScope(name) for name in MODELS]:
        state = scope.get_state()
        assert isinstance(state.pop("weights"), (bytes, memoryview))
        json.dumps({name: value for name, value in state.items() if not name.startswith("_") and name not in ("layout", "tooltip", "tabbable")})


def test_the_picture_shows_the_present_state():
    scope = GateScope(text="the mock turt")
    before = scope._still()
    scope.clamps = [CLAMP]
    after = scope._still()
    assert before[0] != after[0] and "with 1 held" in after[1] and "reads “the mock turt”" in after[1]
    assert all(one._still()[1] for one in (GateScope("forecaster", t=3), GateScope("brackets", track="c")))
