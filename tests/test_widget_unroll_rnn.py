"""W2's Python side, and that JavaScript, NumPy and Keras compute the same."""

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.cells import SimpleRNN
from unrolled.widgets import UnrollRNN

# ---- traits ------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "low", "high"), [("timesteps", 1, 10), ("features", 1, 2), ("units", 1, 3), ("t", 1, 10)])
def test_whole_number_out_of_range_is_refused_with_the_range(name, low, high):
    for bad in (low - 1, high + 1, 1.5, "1", None):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            UnrollRNN(**{name: bad})


@pytest.mark.parametrize(("name", "shape"), [("x", (10, 2)), ("W_x", (2, 3)), ("W_h", (3, 3)), ("b", (3,))])
def test_numbers_out_of_range_are_refused_with_the_range(name, shape):
    for bad in (2.001, -2.001, np.nan, np.inf):
        with pytest.raises(TraitError, match="numbers from -2 to 2"):
            UnrollRNN(**{name: np.full(shape, bad)})
    widget = UnrollRNN()
    setattr(widget, name, np.full(shape, -2))
    assert np.array_equal(getattr(widget, name), np.full(shape, -2))


def test_arrays_set_the_sizes_by_their_shapes():
    widget = UnrollRNN(x=[[1], [0]], W_x=[[0.5]], W_h=[[0.9]], b=[0])
    assert (widget.timesteps, widget.features, widget.units) == (2, 1, 1)
    assert (widget.x[0][0], widget.W_x[0][0], widget.W_h[0][0], widget.b[0]) == (1, 0.5, 0.9, 0)
    alone = UnrollRNN(W_h=np.zeros((3, 3)))
    assert (alone.timesteps, alone.units) == (4, 3)


def test_more_units_show_the_numbers_that_fewer_units_hid():
    widget = UnrollRNN()
    kernel = widget.W_h
    widget.units = 1
    widget.units = 3
    assert widget.W_h == kernel and np.shape(kernel) == (3, 3)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"x": [[1]], "W_x": [[1], [1]]}, r"W_x has shape \(2, 1\); expected \(features, units\) = \(1, 1\)"),
        ({"W_h": [[1, 2]]}, r"W_h has shape \(1, 2\); expected \(units, units\) = \(1, 1\)"),
        ({"W_x": np.zeros((2, 3)), "b": [1, 1]}, r"b has shape \(2,\); expected \(units\) = \(3,\)"),
        ({"x": [[1]], "timesteps": 3}, r"x has shape \(1, 1\); expected \(timesteps, features\) = \(3, 1\)"),
        ({"x": np.zeros((11, 1))}, r"x has shape \(11, 1\); expected \(timesteps, features\), at most \(10, 2\)"),
        ({"x": [1, 2]}, r"x has shape \(2,\); expected \(timesteps, features\)"),
        ({"b": []}, r"b has shape \(0,\)"),
        ({"x": [[1], [1, 2]]}, "x must hold numbers, in rows of one length; got "),
        ({"W_h": "ab"}, "W_h must hold numbers"),
    ],
)
def test_shapes_that_disagree_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        UnrollRNN(**settings)


def test_a_widget_is_made_again_from_the_settings_of_another():
    widget = UnrollRNN(x=[[1, 2], [0, 0]], b=[0.5])
    assert UnrollRNN(**widget.initial).initial == widget.initial


def test_an_unknown_setting_is_refused_with_the_known_ones():
    with pytest.raises(TypeError, match="UnrollRNN has no setting 'unit'; its settings are .*units"):
        UnrollRNN(unit=2)


# ---- the same numbers as NumPy and Keras -------------------------------------------------


def random_widget(rng):
    timesteps, features, units = (int(rng.integers(1, most + 1)) for most in (10, 2, 3))
    uniform = lambda *shape: rng.uniform(-2, 2, shape)  # noqa: E731
    return UnrollRNN(
        x=uniform(timesteps, features),
        W_x=uniform(features, units),
        W_h=uniform(units, units),
        b=uniform(units),
        t=int(rng.integers(1, 11)),
        unfolded=bool(rng.random() < 0.5),
    )


def used(widget):
    """The parts of x, W_x, W_h and b that are shown."""
    T, d, h = widget.timesteps, widget.features, widget.units
    x, W_x, W_h, b = (np.array(getattr(widget, name)) for name in ("x", "W_x", "W_h", "b"))
    return x[:T, :d], W_x[:d, :h], W_h[:h, :h], b[:h]


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of the defaults and of 60 random settings."""
    rng = np.random.default_rng(7)
    made = [UnrollRNN(), *(random_widget(rng) for _ in range(60))]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def test_states_equal_the_package(cases):
    for widget, values, _ in cases:
        x, *weights = used(widget)
        cell = SimpleRNN(*weights)
        trace = cell.forward(x[None])
        np.testing.assert_allclose(values["H"], trace.H[0], rtol=1e-12, atol=1e-12)
        np.testing.assert_allclose(values["A"], trace.A[0], rtol=1e-12, atol=1e-12)
        assert values["n_parameters"] == cell.n_parameters


def test_the_terms_are_those_of_the_chosen_timestep(cases):
    for widget, values, _ in cases:
        x, W_x, W_h, b = used(widget)
        t = min(widget.t, widget.timesteps) - 1
        before = values["H"][t - 1] if t else np.zeros(len(b))
        for unit, terms in enumerate(values["terms"]):
            np.testing.assert_allclose([v["product"] for v in terms["input"]], x[t] * W_x[:, unit], rtol=1e-12)
            np.testing.assert_allclose([v["product"] for v in terms["state"]], before * W_h[:, unit], rtol=1e-12, atol=1e-12)
            assert terms["bias"] == b[unit]


def test_how_far_the_first_input_reaches(cases):
    for widget, values, _ in cases:
        x, *weights = used(widget)
        without = x.copy()
        without[0] = 0
        cell = SimpleRNN(*weights)
        moved = np.abs(cell.forward(x[None]).H - cell.forward(without[None]).H)[0].max(axis=1)
        np.testing.assert_allclose(values["moved"], moved, rtol=1e-9, atol=1e-12)


def test_copied_python_computes_what_is_shown(cases):
    for _, values, code in cases:
        place = {}
        exec(compile(code, "copied", "exec"), place)
        np.testing.assert_allclose(place["H"], values["H"], rtol=1e-12, atol=1e-12)
        assert place["n_parameters"] == values["n_parameters"]


def test_keras_computes_the_same_as_the_copied_python_says(cases):
    import keras

    for _, values, code in cases[:12]:
        code, comment = code.split("# The same in Keras:\n")
        place = {}
        exec(compile(code + comment.replace("# ", ""), "copied", "exec"), place)
        assert isinstance(place["layer"], keras.layers.SimpleRNN)
        np.testing.assert_allclose(place["layer"](place["X"][None])[0], values["H"], rtol=1e-10, atol=1e-10)
