"""W6's Python side, and that JavaScript, NumPy and Keras compute the same."""

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.cells import LSTM
from unrolled.widgets import MemoryHalfLife


def simulated(bias, timesteps):
    """C_0 to C_T of a one-unit LSTM that starts at 1, with zero input and a closed input gate."""
    cell = LSTM(np.zeros((1, 4)), np.zeros((1, 4)), np.array([-100, bias, 0, 0]))
    state = np.zeros((1, 1)), np.ones((1, 1))
    return np.append(1, cell.forward(np.zeros((1, timesteps, 1)), state).C)


@pytest.mark.parametrize("lag", [0, 401, 20.0, None, True])
def test_lag_out_of_range_is_refused_with_the_range(lag):
    with pytest.raises(TraitError, match="lag must be a whole number from 1 to 400; got "):
        MemoryHalfLife(lag=lag)


@pytest.mark.parametrize("bias", [-4.1, 8.1, float("nan"), "1", None])
def test_bias_out_of_range_is_refused_with_the_range(bias):
    with pytest.raises(TraitError, match="bias must be a number from -4 to 8; got "):
        MemoryHalfLife(bias=bias)


def test_it_starts_as_keras_does():
    widget = MemoryHalfLife()
    assert widget.initial == {"bias": 1.0, "lag": 20}


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) at both ends, at Keras's default and at random."""
    rng = np.random.default_rng(6)
    settings = [(b, lag) for b in (-4, 0, 1, 3, 5, 8) for lag in (1, 2, 100, 400)]
    settings += [(round(b, 1), int(lag)) for b, lag in zip(rng.uniform(-4, 8, 30), rng.integers(1, 401, 30))]
    made = [MemoryHalfLife(bias=b, lag=lag) for b, lag in settings]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def test_closed_form_equals_numpy(cases):
    for widget, values, _ in cases:
        log_f = -np.logaddexp(0, -widget.bias)
        t = np.arange(values["timesteps"] + 1)
        np.testing.assert_allclose(values["left"], np.exp(log_f * t), rtol=1e-12, atol=1e-300)
        f = 2 ** (-1 / widget.lag)
        expected = {
            "f": np.exp(log_f),
            "halfLife": np.log(0.5) / log_f,
            "log10Left": widget.lag * log_f / np.log(10),
            "needed": np.log(f / (1 - f)),
        }
        for name, number in expected.items():
            assert values[name] == pytest.approx(number, rel=1e-12, abs=1e-12), (name, widget.initial)


def test_simulation_equals_the_package_and_the_closed_form(cases):
    for widget, values, _ in cases:
        C = simulated(widget.bias, values["timesteps"])
        np.testing.assert_allclose(values["simulated"], C, rtol=1e-12, atol=1e-300)
        np.testing.assert_allclose(values["left"], C, rtol=1e-12, atol=1e-300)
        assert values["difference"] <= 1e-12


def test_half_is_left_after_the_half_life_and_at_the_lag_with_the_needed_bias(in_javascript):
    lags = [1, 7, 100, 400]
    first = in_javascript([MemoryHalfLife(lag=lag) for lag in lags])
    biases = [answer["values"]["needed"] for answer in first]
    for lag, answer in zip(lags, in_javascript([MemoryHalfLife(bias=b, lag=lag) for b, lag in zip(biases, lags)])):
        assert answer["values"]["halfLife"] == pytest.approx(lag, rel=1e-12)
        assert answer["values"]["left"][lag] == pytest.approx(0.5, rel=1e-12)


def test_the_answers_are_2_2_steps_and_bias_5(cases):
    found = {(widget.bias, widget.lag): values for widget, values, _ in cases}
    assert found[1.0, 100]["halfLife"] == pytest.approx(2.2127, abs=1e-4)
    assert found[1.0, 100]["needed"] == pytest.approx(4.968, abs=1e-3)
    assert found[8.0, 1]["halfLife"] == pytest.approx(2066.6, abs=0.1)
    assert found[8.0, 1]["f"] == pytest.approx(0.99966, abs=1e-5)


def test_keras_computes_the_same(cases):
    import keras

    for bias in (-4.0, 1.0, 3.0, 8.0):
        values = next(values for widget, values, _ in cases if (widget.bias, widget.lag) == (bias, 100))
        layer = keras.layers.LSTM(1, return_state=True, dtype="float64")
        layer.build((1, None, 1))
        layer.set_weights([np.zeros((1, 4)), np.zeros((1, 4)), np.array([-100, bias, 0, 0])])
        for t in (1, 20, values["timesteps"]):
            _, _, C = layer(np.zeros((1, t, 1)), initial_state=[np.zeros((1, 1)), np.ones((1, 1))])
            for name in ("left", "simulated"):
                np.testing.assert_allclose(values[name][t], float(C[0, 0]), rtol=1e-10, atol=1e-300)


def test_copied_python_computes_what_is_shown(cases):
    names = {"f": "f", "half_life": "halfLife", "left": "left", "log10_left": "log10Left", "needed": "needed", "simulated": "simulated"}
    for _, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        for name, key in names.items():
            np.testing.assert_allclose(place[name], values[key], rtol=1e-12, atol=1e-12, err_msg=name)
