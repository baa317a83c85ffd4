"""W5's Python side: its presets, and that JavaScript, NumPy and Keras compute the same."""

import json

import numpy as np
import pytest
import train_airline_lstm as training
from traitlets import TraitError

from unrolled.cells import LSTM
from unrolled.widgets import LSTMStepper

FIELDS = {"forget": "F", "input": "I", "candidate": "C_tilde", "cell": "C", "output": "O", "hidden": "H"}
PRESETS = ("latch", "integrator", "counter", "trained")


def arrays(preset):
    weights = LSTMStepper().presets[preset]
    return [np.array(weights[name], dtype=float) for name in ("W_x", "W_h", "b")]


def settings(seed):
    """A random setting of each preset."""
    rng = np.random.default_rng(seed)
    for preset in PRESETS:
        units = len(arrays(preset)[1])
        yield LSTMStepper(
            preset=preset, x=rng.uniform(-1, 1, 24), t=int(rng.integers(1, 25)), unit=int(rng.integers(1, units + 1)),
            step=list(FIELDS)[rng.integers(6)],
        )


# ---- traits ------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "low", "high"), [("t", 1, 24), ("unit", 1, 4)])
def test_whole_number_out_of_range_is_refused_with_the_range(name, low, high):
    for bad in (low - 1, high + 1, 1.5, "1", None):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            LSTMStepper(**{name: bad})


@pytest.mark.parametrize("bad", [np.full(24, 1.01), np.full(24, -1.01), np.full(24, np.nan), np.zeros(23), "x", None])
def test_an_input_that_cannot_be_drawn_is_refused_with_what_can(bad):
    with pytest.raises(TraitError, match=r"x must have shape \(24,\) and numbers from -1 to 1; got "):
        LSTMStepper(x=bad)


def test_unknown_words_are_refused_with_those_that_are_known():
    with pytest.raises(TraitError, match="preset must be 'latch' or 'integrator' or 'counter' or 'trained'; got 'gru'"):
        LSTMStepper(preset="gru")
    with pytest.raises(TraitError, match="step must be 'forget' or 'input' or "):
        LSTMStepper(step="update")


def test_what_came_with_it_is_not_overwritten():
    for name in ("presets", "airline"):
        with pytest.raises(TraitError):
            setattr(LSTMStepper(), name, {})


# ---- the same numbers --------------------------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, what the page computes) of ten settings of each preset."""
    widgets = [widget for seed in range(10) for widget in settings(seed)]
    return list(zip(widgets, in_javascript(widgets), strict=True))


def test_javascript_computes_what_numpy_does(cases):
    for widget, shown in cases:
        trace = LSTM(*arrays(widget.preset)).forward(np.array(widget.x)[None, :, None])
        for role, field in FIELDS.items():
            expected = getattr(trace, field)[0, :, widget.unit - 1]
            np.testing.assert_allclose(shown["values"]["lines"][role], expected, rtol=1e-12, atol=1e-15)
            assert shown["values"]["now"][role] == shown["values"]["lines"][role][widget.t - 1]


@pytest.mark.parametrize(("dtype", "tolerance"), [("float32", 5e-6), ("float64", 1e-10)])
def test_keras_computes_what_is_shown(in_javascript, dtype, tolerance):
    keras = pytest.importorskip("keras")
    widgets = [LSTMStepper(), *settings(3), *settings(4)]
    for widget, shown in zip(widgets, in_javascript(widgets)):
        kernel = arrays(widget.preset)
        layer = keras.layers.LSTM(len(kernel[1]), return_sequences=True, return_state=True, dtype=dtype)
        layer.build((None, None, 1))
        layer.set_weights(kernel)
        H, _, c = layer(np.array(widget.x)[None, :, None].astype(dtype))
        unit = widget.unit - 1
        np.testing.assert_allclose(shown["values"]["lines"]["hidden"], np.array(H)[0, :, unit], rtol=0, atol=tolerance)
        np.testing.assert_allclose(shown["values"]["lines"]["cell"][-1], np.array(c)[0, unit], atol=tolerance, rtol=tolerance)


def test_copied_python_gives_what_is_shown_and_keras_agrees(in_javascript):
    pytest.importorskip("keras")
    widgets = list(settings(5))
    for widget, shown in zip(widgets, in_javascript(widgets)):
        code = shown["python"]
        assert len(code.splitlines()) <= 40
        start = code.index("# import keras")
        names = {}
        exec(code[:start] + code[start:].replace("# ", ""), names)  # noqa: S102, our own code
        for role, field in FIELDS.items():
            np.testing.assert_allclose(names[field][:, widget.unit - 1], shown["values"]["lines"][role], rtol=1e-12, atol=1e-15)


# ---- the trained weights -----------------------------------------------------------------


def test_the_trained_weights_are_as_good_as_the_widget_says():
    shipped = json.loads(training.FILE.read_text("utf-8"))
    series, passengers = training.data()
    measured = training.measure([shipped[name] for name in ("W_x", "W_h", "b", "W_y", "b_y")], series, passengers)
    assert measured == shipped["rmse"]
    assert measured["growth of last year"] < measured["network"] < 0.6 * measured["last month"]
    says = LSTMStepper().presets["trained"]["says"]
    assert f"miss the next month by {measured['network']} thousand passengers" in says
    assert f"the last month by {measured['last month']}, " in says
    assert f"last year's growth by {measured['growth of last year']}." in says


def test_the_airline_input_is_the_end_of_its_training_part():
    series, _ = training.data()
    assert (series[: training.TRAIN].min(), series[: training.TRAIN].max()) == (-1, 1)
    np.testing.assert_allclose(LSTMStepper().airline, series[84:108], atol=0.0005)
    LSTMStepper(x=LSTMStepper().airline)


def test_training_learns_and_its_seed_decides_everything():
    series, _ = training.data()
    weights, losses = training.train(series, steps=300)
    assert np.mean(losses[-5:]) < 0.65 * np.mean(losses[:5])
    again, _ = training.train(series, steps=300)
    other, _ = training.train(series, steps=5, seed=1)
    assert all(np.array_equal(a, b) for a, b in zip(weights, again))
    assert not np.array_equal(weights[0], other[0])
