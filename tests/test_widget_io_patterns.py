"""W9's Python side, and that its shapes, parameters and errors are Keras's."""

import contextlib
import io
import itertools
import random

import pytest
from traitlets import TraitError

from unrolled.widgets import IOPatterns
from unrolled.widgets.io_patterns import KINDS, RECURRENT, SIZES, STARTS

# One layer of every kind, recurrent ones with and without return_sequences.
CHOICES = [
    {"kind": kind} | ({"size": 3} if kind in SIZES else {}) | more
    for kind in KINDS
    for more in ([{"return_sequences": False}, {"return_sequences": True}] if kind in RECURRENT else [{}])
]
INPUTS = [(4, 5), (0, 5)]  # timesteps, features


# ---- traits ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("layers", "message"),
    [
        ([], "layers must be a list of 1 to 6 layers; got "),
        ([{"kind": "Flatten"}] * 7, "a list of 1 to 6 layers"),
        ("SimpleRNN", "a list of 1 to 6 layers"),
        (None, "a list of 1 to 6 layers"),
        (["SimpleRNN"], r"layers\[0\] must be a dict whose 'kind' is one of SimpleRNN, LSTM, .*; got 'SimpleRNN'"),
        ([{"kind": "Flatten"}, {"kind": "Lstm", "size": 3}], r"layers\[1\] must be a dict whose 'kind' is one of"),
        ([{"kind": "LSTM"}], r"layers\[0\]: the size of a LSTM must be a whole number from 1 to 64; got None"),
        ([{"kind": "Dense", "size": 65}], "from 1 to 64; got 65"),
        ([{"kind": "Dense", "size": True}], "from 1 to 64; got True"),
        ([{"kind": "RepeatVector", "size": 13}], "size of a RepeatVector must be a whole number from 1 to 12; got 13"),
        ([{"kind": "GRU", "size": 2, "return_sequences": 1}], "return_sequences must be True or False; got 1"),
        ([{"kind": "Flatten", "size": 2}], r"layers\[0\] has 'size'; a Flatten has kind"),
        ([{"kind": "Dense", "size": 2, "return_sequences": True}], "a Dense has kind, size"),
    ],
)
def test_a_bad_stack_is_refused_with_what_is_allowed(layers, message):
    with pytest.raises(TraitError, match=message):
        IOPatterns(layers=layers)


def test_other_settings_are_refused_with_their_range():
    for setting, message in [
        ({"timesteps": 13}, "timesteps must be a whole number from 0 to 12; got 13"),
        ({"features": 0}, "features must be a whole number from 1 to 16; got 0"),
        ({"pattern": "many"}, "pattern must be 'one-to-one' or .*; got 'many'"),
    ]:
        with pytest.raises(TraitError, match=message):
            IOPatterns(**setting)


def test_return_sequences_is_false_where_it_is_left_out():
    assert IOPatterns(layers=[{"kind": "LSTM", "size": 4}]).layers == [
        {"kind": "LSTM", "size": 4, "return_sequences": False}
    ]


def test_a_pattern_puts_down_its_stack():
    widget = IOPatterns(pattern="repair 2", features=3)
    assert (widget.features, len(widget.layers)) == (3, 4)
    widget.pattern = "one-to-one"
    assert widget.layers == STARTS["one-to-one"]["layers"]
    assert (widget.timesteps, widget.features) == (0, 5)


def test_what_the_reader_sends_is_kept_as_it_is():
    widget = IOPatterns()
    widget.set_state({"pattern": "synchronous", "features": 2, "layers": [{"kind": "Flatten"}]})
    assert (widget.pattern, widget.features, widget.layers) == ("synchronous", 2, [{"kind": "Flatten"}])


def test_an_edited_stack_leaves_the_cards_as_they_were():
    widget = IOPatterns()
    widget.layers[0]["size"] = 64
    assert IOPatterns().layers[0]["size"] == 8


# ---- the same as Keras -------------------------------------------------------------------


def layer_of(keras, setting, **name):
    layers, kind = keras.layers, setting["kind"]
    if kind == "TimeDistributed":
        return layers.TimeDistributed(layers.Dense(setting["size"]), **name)
    options = {k: v for k, v in setting.items() if k == "return_sequences"}
    return getattr(layers, kind)(*([setting["size"]] if "size" in setting else []), **options, **name)


def stable(message):
    """What every Keras 3 says: how the input is named has changed with 3.11."""
    return message.partition(" is incompatible with the layer: ")[2] or message


def of(timesteps, features):
    return (timesteps, features) if timesteps else (features,)


@pytest.fixture(scope="module")
def keras():
    return pytest.importorskip("keras")


@pytest.fixture(scope="module")
def small(in_javascript):
    """(input, stack, values) of all stacks of one to three layers."""
    stacks = [
        (given, list(stack))
        for given in INPUTS
        for n in (1, 2, 3)
        for stack in itertools.product(CHOICES, repeat=n)
    ]
    widgets = [IOPatterns(timesteps=t, features=d, layers=stack) for (t, d), stack in stacks]
    return [(*pair, made["values"]) for pair, made in zip(stacks, in_javascript(widgets), strict=True)]


def test_all_stacks_up_to_three_layers_are_as_keras_builds_them(keras, small):
    # Stacks share their first layers: each prefix is called once, and gives a tensor or an error.
    known = {(given, ()): (keras.Input(of(*given)), None, 0) for given in INPUTS}
    errors = set()
    for given, stack, values in small:
        key = tuple(map(str, stack))
        tensor, error, parameters = known[given, key[:-1]]
        if error is None:
            layer = layer_of(keras, stack[-1], name=values["steps"][-1]["name"])
            try:
                tensor = layer(tensor)
                parameters += layer.count_params()
            except ValueError as refused:
                error = (len(stack) - 1, str(refused))
                errors.add((stack[-1]["kind"], stable(str(refused)).split("received")[0]))
        known[given, key] = (tensor, error, parameters)
        assert values["parameters"] == parameters, (given, stack)
        if error:
            at, message = error
            assert values["output"] is None
            assert values["error"]["at"] == at
            assert stable(values["error"]["message"]) == stable(message), (given, stack)
            assert f"'{values['steps'][at]['name']}'" in message.replace('"', "'") or "TimeDistributed" in message
        else:
            assert values["error"] is None
            assert tuple(values["output"]) == tensor.shape[1:], (given, stack)
    assert {kind for kind, _ in errors} == {*RECURRENT, "TimeDistributed", "RepeatVector"}


def random_widgets(n, seed=0):
    rng = random.Random(seed)

    def layer():
        setting = dict(rng.choice(CHOICES))
        if "size" in setting:
            setting["size"] = rng.randint(1, SIZES[setting["kind"]][1])
        return setting

    # Half of them up to the edge of what Keras refuses, so that long stacks build too.
    for _ in range(n):
        stack = [layer() for _ in range(rng.randint(1, 6))]
        if rng.random() < 0.5:
            for setting in stack:
                if setting["kind"] in RECURRENT:
                    setting["return_sequences"] = True
            stack = [s for s in stack if s["kind"] not in ("RepeatVector", "Flatten")] or stack
        yield IOPatterns(timesteps=rng.choice([0, 1, 7, 12]), features=rng.randint(1, 16), layers=stack)


@pytest.fixture(scope="module")
def shown(in_javascript):
    """(widget, values, copied Python) of random stacks of up to six layers and of all cards."""
    widgets = [*random_widgets(120), *(IOPatterns(pattern=name) for name in STARTS)]
    return [(w, made["values"], made["python"]) for w, made in zip(widgets, in_javascript(widgets), strict=True)]


def test_copied_python_gives_the_shape_or_raises_the_error_that_is_shown(keras, shown, monkeypatch):
    # Collecting what earlier sessions left takes longer than all the rest.
    clear = keras.utils.clear_session
    monkeypatch.setattr(keras.utils, "clear_session", lambda: clear(free_memory=False))
    refused = set()
    for widget, values, python in shown:
        assert max(map(len, python.splitlines())) <= 60
        told, names = io.StringIO(), {}
        if values["error"]:
            with pytest.raises(ValueError) as error:
                exec(python, names)  # noqa: S102, our own widget's code
            assert stable(str(error.value)) == stable(values["error"]["message"]), widget.layers
            at = values["error"]["at"]
            refused.add(widget.layers[at]["kind"])
            if widget.layers[at]["kind"] != "TimeDistributed":
                assert f"'{values['steps'][at]['name']}'" in str(error.value).replace('"', "'")
        else:
            with contextlib.redirect_stdout(told):
                exec(python, names)  # noqa: S102
            model = names["model"]
            assert told.getvalue().strip() == str((None, *values["output"]))
            assert [layer.name for layer in model.layers] == [step["name"] for step in values["steps"]]
            assert [layer.output.shape[1:] for layer in model.layers] == [tuple(s["output"]) for s in values["steps"]]
            assert [layer.count_params() for layer in model.layers] == [s["parameters"] for s in values["steps"]]
            for layer, step in zip(model.layers, values["steps"], strict=True):
                assert [list(w.shape) for w in layer.weights] == list(step["weights"].values())
                assert [w.name for w in layer.weights] == list(step["weights"])
    assert refused == {*RECURRENT, "TimeDistributed", "RepeatVector"}


def test_the_whole_message_is_that_of_the_installed_keras(keras, shown):
    version = tuple(map(int, keras.__version__.split(".")[:2]))
    if version < (3, 15):
        pytest.skip(f"Keras {keras.__version__} names the input in other words")
    values = next(values for widget, values, _ in shown if widget.pattern == "repair 1")
    with pytest.raises(ValueError) as error:
        keras.layers.SimpleRNN(8, name="simple_rnn_1")(keras.Input((8,)))
    assert values["error"]["message"] == str(error.value)


@pytest.mark.parametrize("name", [name for name in STARTS if not name.startswith("repair")])
def test_each_card_shows_its_own_pattern(shown, name):
    values = next(values for widget, values, _ in shown if widget.pattern == name and "goal" not in STARTS[name]
                  and widget.layers == STARTS[name]["layers"])
    assert values["found"] == name


@pytest.mark.parametrize("name", ["repair 1", "repair 2", "repair 3"])
def test_each_broken_stack_is_repaired_by_one_switch(in_javascript, name):
    start = STARTS[name]
    stacks = [start["layers"]]
    for at, layer in enumerate(start["layers"]):
        if "return_sequences" in layer:
            switched = layer | {"return_sequences": not layer["return_sequences"]}
            stacks.append([*start["layers"][:at], switched, *start["layers"][at + 1 :]])
    made = in_javascript([IOPatterns(pattern=name, layers=stack) for stack in stacks])
    solved = [one["values"]["repair"]["solved"] for one in made]
    assert solved.count(True) == 1 and not solved[0]
