"""W10's Python side, its trained networks, and that JavaScript, NumPy and Keras forecast the same."""

import sys
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.cells import GRU
from unrolled.widgets import FreeRun
from unrolled.widgets.free_run import (
    LENGTH, LEVEL, LONGEST, RUNS, STARTS, TRAININGS, WEIGHTS, draws, errors, first_above, measure, network, run, series, tones, uniform,
)  # fmt: skip

# ---- traits, series, random numbers, networks ----------------------------------------------


@pytest.mark.parametrize(("name", "low", "high"), [("start", 60, 160), ("horizon", 10, 100), ("seed", 0, 99)])
def test_whole_number_out_of_range_is_refused_with_the_range(name, low, high):
    for bad in (low - 1, high + 1, low + 0.5, None, True):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            FreeRun(**{name: bad})


@pytest.mark.parametrize(("name", "high"), [("forcing", "1"), ("noise", "0.3")])
def test_number_out_of_range_is_refused_with_the_range(name, high):
    for bad in (-0.01, 1.01, float("nan"), "0.1"):
        with pytest.raises(TraitError, match=f"{name} must be a number from 0 to {high}; got "):
            FreeRun(**{name: bad})


def test_unknown_word_is_refused_with_the_words():
    for name in ("training", "axis"):
        with pytest.raises(TraitError, match=f"{name} must be '.*' or '.*'; got 'other'"):
            FreeRun(**{name: "other"})
    with pytest.raises(ValueError, match="training 'other'; expected one of"):
        network("other")


def test_the_series_has_the_standard_deviation_that_the_words_tell_and_covers_every_run():
    assert len(series()) == LENGTH == FreeRun().limits["start"][1] + LONGEST + 1
    assert np.std(tones(np.arange(100_000))) == pytest.approx(0.63, abs=0.005)
    assert max(STARTS) + LONGEST < LENGTH


def test_random_numbers_are_uniform_normal_and_their_own_for_each_seed():
    numbers = uniform(4, np.arange(20_000))
    assert 0 < numbers.min() and numbers.max() < 1 and len(np.unique(numbers)) > 19_900
    assert np.histogram(numbers, 10, (0, 1))[0] == pytest.approx(np.full(10, 2000), abs=200)
    u, z = draws(4, range(100), LONGEST)
    assert np.mean(z) == pytest.approx(0, abs=0.05) and np.std(z) == pytest.approx(1, abs=0.05)
    assert abs(np.corrcoef(u[:, :-1].ravel(), u[:, 1:].ravel())[0, 1]) < 0.05
    other, _ = draws(5, range(100), LONGEST)
    assert abs(np.corrcoef(u.ravel(), other.ravel())[0, 1]) < 0.05
    np.testing.assert_array_equal(draws(4, [7], 20)[1][0], z[7, :20])  # number k needs none before it


def test_the_networks_are_as_good_as_told_and_medians_of_their_seeds(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "tools"))
    import train_free_run

    sys.modules.pop("train_free_run")
    told = FreeRun().measured
    with np.load(WEIGHTS) as file:
        for training in TRAININGS:
            measured = measure(file[training])
            assert told[training] == {
                "one_step": measured["forced"], "free": measured["free"][49], "leaves": first_above(measured["free"]),
            }  # fmt: skip
            by_seed = file[f"{training}.free50_by_seed"]
            assert len(by_seed) == len(train_free_run.SEEDS)
            assert measured["free"][49] == pytest.approx(np.median(by_seed), rel=1e-9)


def test_what_the_words_claim_of_the_three_trainings():
    """The truth alone is best one step ahead and leaves first; noise keeps the free run; own forecasts lose their lead by step 50."""
    told = FreeRun().measured
    assert told["forcing"]["one_step"] < 0.2 * min(told[name]["one_step"] for name in ("noise", "sampling"))
    assert told["forcing"]["leaves"] < told["sampling"]["leaves"] and told["noise"]["leaves"] is None
    assert told["noise"]["free"] < 0.6 * told["forcing"]["free"] and told["sampling"]["free"] >= told["forcing"]["free"]


# ---- the same numbers as NumPy and Keras ---------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of the ends of all settings and of random ones."""
    rng = np.random.default_rng(10)
    made = [
        FreeRun(training=training, forcing=forcing, noise=noise, start=60, horizon=100)
        for training in TRAININGS
        for forcing in (0, 0.5, 1)
        for noise in (0, 0.1)
    ]
    made += [
        FreeRun(
            training=str(rng.choice(TRAININGS)),
            forcing=round(rng.uniform(0, 1), 2),
            noise=float(rng.choice([0, 0.05, 0.3])),
            start=int(rng.integers(60, 161)),
            horizon=int(rng.integers(10, 101)),
            seed=int(rng.integers(0, 100)),
        )
        for _ in range(20)
    ]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def same(actual, expected, tolerance=1e-12):
    np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


def test_forecasts_and_errors_equal_numpy(cases):
    x = series()
    for widget, values, _ in cases:
        one, horizon = network(widget.training), widget.horizon
        chance = widget.noise > 0 or 0 < widget.forcing < 1
        assert values["chance"] == chance and len(values["fan"]) == (RUNS if chance else 1)
        settings = {"forcing": widget.forcing, "noise": widget.noise}
        runs = np.arange(len(values["fan"])) + len(STARTS)
        same(values["fan"], run(one, x, [widget.start] * len(runs), *draws(widget.seed, runs, horizon), **settings))
        u, z = draws(widget.seed, range(len(STARTS)), horizon)
        rmse, forced = errors(one, x, u, z, **settings), errors(one, x, u, z, forcing=1.0)
        same(values["rmse"]["run"], rmse)
        same(values["rmse"]["forced"], forced)
        same(values["forced"], run(one, x, [widget.start], u[:1], z[:1], forcing=1.0)[0])
        same(values["oneStep"], np.sqrt(np.mean(forced**2)))
        assert values["leaves"] == first_above(rmse)
        same(values["truth"], x[widget.start + 1 : widget.start + 1 + horizon])


def test_runs_read_the_truth_or_their_own_forecasts(cases):
    for widget, values, _ in cases:
        if widget.forcing == 1 and widget.noise == 0:
            same(values["fan"][0], values["forced"])
            same(values["rmse"]["run"], values["rmse"]["forced"])
        same([fan[0] for fan in values["fan"]], [values["forced"][0]] * len(values["fan"]))


@pytest.mark.parametrize("training", TRAININGS)
def test_a_free_run_of_100_steps_equals_a_keras_loop(cases, training):
    tf = pytest.importorskip("tensorflow")
    import keras

    (values,) = (
        values for widget, values, _ in cases
        if (widget.training, widget.start, widget.horizon, widget.forcing, widget.noise) == (training, 60, 100, 0, 0)
    )  # fmt: skip
    cell, w, b = network(training)
    layer = GRU(*(part.astype(np.float32) for part in (cell.W_x, cell.W_h, cell.b))).to_keras(return_state=True)
    dense = keras.layers.Dense(1)
    dense.build((None, cell.units))
    dense.set_weights([w[:, None], np.array([b])])

    @tf.function
    def step(inputs, state):
        _, state = layer(inputs, initial_state=state)
        return dense(state), state

    state = layer(series()[None, :61, None].astype(np.float32))[1]
    y, forecasts = dense(state), []
    for _ in range(LONGEST):
        forecasts.append(float(y[0, 0]))
        y, state = step(y[:, None], state)
    assert y.dtype == tf.float32
    np.testing.assert_allclose(values["fan"][0], np.float32(forecasts), atol=1e-4)


def test_copied_python_computes_what_is_shown(cases):
    for widget, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        same(values["fan"], place["fan"])
        same(values["forced"], place["forced"])
        same(values["rmse"]["run"], place["rmse"])
        same(values["oneStep"], place["one_step"])
        assert values["leaves"] == place["leaves"]


def test_the_picture_and_its_words_tell_the_present_state(cases):
    pictures = set()
    for widget, values, _ in (cases[0], cases[3], cases[-1]):
        data, metadata = widget._repr_mimebundle_()
        pictures.add(data["image/png"])
        when = f"passes {LEVEL} at step {values['leaves']}." if values["leaves"] else f"stays below {LEVEL};"
        assert when.rstrip(".;") in metadata["image/png"]["alt"]
        assert f"one step ahead it is {values['oneStep']:.4f}." in metadata["image/png"]["alt"]
    assert len(pictures) == 3
