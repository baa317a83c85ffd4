"""W4's Python side, and that JavaScript and NumPy compute the same."""

import itertools

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.cells import SimpleRNN
from unrolled.widgets import GradientDecay
from unrolled.widgets.gradient_decay import recurrent_kernels

FAMILIES = ("orthogonal", "gaussian", "symmetric", "identity")
STEEPEST = {"linear": 1, "tanh": 1, "relu": 1, "sigmoid": 0.25}


def log10_norms(widget):
    """What the package computes for a widget's setting: log10 of the norm for every lag."""
    W_h = widget.radius * recurrent_kernels()[widget.family]
    cell = SimpleRNN(np.ones((1, 16)), W_h, np.zeros(16), widget.activation)
    trace = cell.forward(np.ones((1, widget.timesteps, 1)))
    return cell.log10_jacobian_norms(trace)[0]


# ---- traits and matrices -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["timesteps", "lag"])
def test_whole_number_out_of_range_is_refused_with_the_range(name):
    low, high = GradientDecay().limits[name]
    for bad in (low - 1, high + 1, float(low), None, True):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            GradientDecay(**{name: bad})


@pytest.mark.parametrize("name", ["radius", "threshold"])
def test_number_out_of_range_is_refused_with_the_range(name):
    low, high = GradientDecay().limits[name]
    for bad in (low - 0.01, high + 0.01, float("nan"), "1", None):
        with pytest.raises(TraitError, match=f"{name} must be a number from {low} to {high}; got "):
            GradientDecay(**{name: bad})


@pytest.mark.parametrize("name", ["family", "activation"])
def test_unknown_word_is_refused_with_the_words(name):
    with pytest.raises(TraitError, match=f"{name} must be '.*' or '.*'; got 'other'"):
        GradientDecay(**{name: "other"})


def test_it_starts_where_the_question_asks():
    widget = GradientDecay()
    shown = (widget.family, widget.radius, widget.activation, widget.timesteps, widget.clip)
    assert shown == ("orthogonal", 0.9, "linear", 100, False)
    assert widget.initial["radius"] == 0.9 and "predictions" not in widget.initial


def test_the_matrices_are_what_their_names_say():
    kernels = recurrent_kernels()
    assert tuple(kernels) == FAMILIES
    for W in kernels.values():
        assert W.shape == (16, 16)
        assert np.abs(np.linalg.eigvals(W)).max() == pytest.approx(1, rel=1e-12)
    np.testing.assert_allclose(kernels["orthogonal"] @ kernels["orthogonal"].T, np.eye(16), atol=1e-12)
    assert np.array_equal(kernels["symmetric"], kernels["symmetric"].T)
    assert np.array_equal(kernels["identity"], np.eye(16))


def test_the_gaussian_matrix_grows_before_it_decays():
    """Spectral radius 0.9, norm 1.76, and ten steps above 1 (Trefethen and Embree call it transient growth)."""
    W = 0.9 * recurrent_kernels()["gaussian"]
    norms = [np.linalg.norm(np.linalg.matrix_power(W, k), 2) for k in range(1, 101)]
    assert norms[0] == pytest.approx(1.76, abs=0.005)
    assert all(norm > 1 for norm in norms[:10]) and all(norm < 1 for norm in norms[10:])


def test_the_matrices_travel_as_float64_with_their_eigenvalues():
    sent = GradientDecay().get_state()
    kernels = np.frombuffer(sent["kernels"], "<f8").reshape(4, 16, 16)
    eigenvalues = np.frombuffer(sent["eigenvalues"], "<f8").reshape(4, 16, 2)
    for k, (family, W) in enumerate(recurrent_kernels().items()):
        assert sent["families"][k] == family
        assert np.array_equal(kernels[k], W)
        z = eigenvalues[k] @ [1, 1j]
        assert np.sum(z) == pytest.approx(np.trace(W), rel=1e-10)
        assert np.prod(z) == pytest.approx(np.linalg.det(W), rel=1e-8)


# ---- the same numbers as NumPy -----------------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of all families and activations at the ends and in the middle."""
    rng = np.random.default_rng(5)
    made = [
        GradientDecay(family=family, activation=activation, radius=radius, timesteps=timesteps)
        for family, activation in itertools.product(FAMILIES, STEEPEST)
        for radius, timesteps in [(0.1, 200), (1.6, 200), (0.9, 100), (1.0, 5)]
    ]
    made += [
        GradientDecay(
            family=str(rng.choice(FAMILIES)),
            activation=str(rng.choice(list(STEEPEST))),
            radius=round(float(rng.uniform(0.1, 1.6)), 2),
            timesteps=int(rng.integers(5, 201)),
            lag=int(rng.integers(0, 201)),
            clip=bool(rng.random() < 0.5),
            threshold=float(rng.integers(-6, 7)) / 2,
        )
        for _ in range(40)
    ]
    made += [GradientDecay(radius=radius) for radius in (1.1, 1.5)]
    made += [GradientDecay(family="gaussian", activation="tanh", radius=1.5)]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def values_of(cases, **setting):
    """The values of the case with this setting."""
    for widget, values, _ in cases:
        if all(getattr(widget, name) == value for name, value in setting.items()):
            return values
    raise LookupError(setting)


def test_norms_equal_the_package(cases):
    for widget, values, _ in cases:
        np.testing.assert_allclose(values["norms"], log10_norms(widget), rtol=1e-9, atol=1e-9, err_msg=str(widget.initial))


def test_norms_and_bounds_equal_numpy(cases):
    for widget, values, _ in cases:
        W_h = widget.radius * recurrent_kernels()[widget.family]
        lags = np.arange(widget.timesteps + 1)
        assert values["spectralNorm"] == pytest.approx(np.linalg.norm(W_h, 2), rel=1e-12)
        bound = lags * np.log10(np.linalg.norm(W_h, 2) * STEEPEST[widget.activation])
        np.testing.assert_allclose(values["bounds"], bound, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(values["radiusPowers"], lags * np.log10(widget.radius), rtol=1e-12)
        assert (np.array(values["norms"]) <= bound + 1e-9).all()
        z = np.array(values["eigenvalues"]) @ [1, 1j]
        assert np.abs(z).max() == pytest.approx(widget.radius, rel=1e-12)
        assert values["lag"] == min(widget.lag, widget.timesteps)


def test_clipping_leaves_the_smaller_of_norm_and_threshold(cases):
    for widget, values, _ in cases:
        norms = np.array(values["norms"])
        expected = np.minimum(norms, widget.threshold) if widget.clip else norms
        assert np.array_equal(values["clipped"], expected)


def test_crossings_equal_numpy(cases):
    for _, values, _ in cases:
        norms = np.array(values["norms"])
        first = lambda wanted: int(np.argmax(wanted)) if wanted.any() else None  # noqa: E731
        low, high = norms < -3 - 1e-9, norms > 3 + 1e-9
        assert values["below"] == first(low)
        assert values["beyond"] == first(high)
        assert (values["back"] is None) == (not low.any() or low[np.argmax(low) :].all())
        assert (norms[1 : values["above"] + 1] > 0).all()
        assert values["above"] == len(norms) - 1 or norms[values["above"] + 1] <= 1e-9


def test_orthogonal_linear_norms_are_powers_of_the_radius(cases):
    """The table of the chapter: lags 10, 20, 50, 100."""
    table = {0.9: [0.35, 0.12, 5.2e-3, 2.7e-5], 1.1: [2.6, 6.7, 117, 1.4e4], 1.5: [58, 3.3e3, 6.4e8, 4.1e17]}
    for radius, expected in table.items():
        values = values_of(cases, family="orthogonal", activation="linear", radius=radius)
        norms = 10 ** np.array(values["norms"])
        np.testing.assert_allclose(norms, radius ** np.arange(101.0), rtol=1e-9)
        np.testing.assert_allclose(norms[[10, 20, 50, 100]], expected, rtol=0.02)


def test_the_answer_is_66(cases):
    values = values_of(cases, family="orthogonal", activation="linear", radius=0.9)
    assert values["below"] == 66 and values["back"] is None
    assert 0.9**65 > 1e-3 > 0.9**66


def test_radius_below_one_grows_first_and_radius_above_one_may_vanish(cases):
    growing = values_of(cases, family="gaussian", activation="linear", radius=0.9)
    assert growing["above"] == 10
    vanishing = values_of(cases, family="gaussian", activation="tanh", radius=1.5)
    assert vanishing["norms"][100] < -10 and vanishing["beyond"] is None


def test_logarithms_reach_beyond_float64(cases):
    tiny = values_of(cases, family="identity", activation="sigmoid", radius=0.1)["norms"][200]
    assert tiny < -330 and 10.0**tiny == 0
    linear = values_of(cases, family="orthogonal", activation="linear", radius=0.1)["norms"]
    np.testing.assert_allclose(linear, -np.arange(201.0), rtol=1e-9, atol=1e-9)
    assert values_of(cases, family="gaussian", activation="linear", radius=1.6)["norms"][200] > 40


def test_float32_words_stand_exactly_where_numpy_loses_the_value(cases):
    seen = set()
    for _, values, _ in cases:
        with np.errstate(over="ignore", under="ignore"):
            single = (10.0 ** np.array(values["norms"])).astype(np.float32)
        for value, words in zip(single, values["single"], strict=True):
            assert ("underflows in float32 here" == words) == (value == 0)
            assert ("overflows in float32 here" == words) == np.isinf(value)
            seen.add(words)
    assert {"", "underflows in float32 here", "overflows in float32 here"} <= seen


def test_copied_python_computes_what_is_shown(cases):
    names = {"log10_norms": "norms", "radius_powers": "radiusPowers", "bounds": "bounds", "clipped": "clipped", "spectral_norm": "spectralNorm", "lag": "lag"}
    for _, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        for name, key in names.items():
            np.testing.assert_allclose(place[name], values[key], rtol=1e-9, atol=1e-9, err_msg=name)
        z = np.array(values["eigenvalues"]) @ [1, 1j]
        np.testing.assert_allclose(np.sort_complex(place["eigenvalues"]), np.sort_complex(z), rtol=1e-9, atol=1e-9)
