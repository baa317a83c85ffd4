"""The stored trainings of chapter 9, the switch that makes them anew, and the sealed test part."""

import numpy as np
import pytest

from unrolled import datasets

NOTEBOOK = "chapters/09_forecasting.ipynb"
NEEDED = (
    "imports", "keras-import", "define-pairs", "define-airline-recipe", "define-results",
    "define-sealed", "define-ladder", "define-views", "define-build", "define-opened",
    "define-train-to", "define-network", "define-fitted", "define-candidates", "define-validated",
    "define-ensemble-test", "define-pm25-recipe", "define-pm25-test", "define-sine-recipe",
    "define-direct", "define-sine-arms",
)  # fmt: skip


def test_every_seed_of_every_arm_and_measure_is_stored():
    stored = datasets.load_forecasting()
    assert list(stored) == [
        "airline recipe", "PM2.5 recipe", "sine recipe", "airline validation", "airline test",
        "PM2.5 test", "sine validation", "sine test",
    ]  # fmt: skip
    for experiment, arms in stored.items():
        seeds = 5 if experiment in ("airline recipe", "PM2.5 recipe") else 3
        assert all(len(values) == seeds for runs in arms.values() for values in runs.values())
        errors = [v for runs in arms.values() for name, v in runs.items() if name != "bias"]
        assert np.min(errors) > 0
    assert len(stored["airline validation"]) == len(stored["sine validation"]) == 4


def test_without_the_switch_nothing_is_trained(notebook):
    assert notebook["RETRAIN"] is False
    for experiment, arms in datasets.load_forecasting().items():
        assert notebook["results"](experiment, None, ()) == arms


def test_the_switch_retrains_in_the_stored_format(notebook):
    train, stored = datasets.load_airline().values[:96], datasets.load_forecasting()

    def one_epoch(arm, seed):
        return notebook["validated"](notebook["candidate"](arm, seed), train, epochs=(1,))

    def dust(arm, seed):
        return notebook["pm25_test"](notebook["Network"]("LSTM", 2, 2, "steps", 1, 1, seed), np.arange(12.0) ** 2, 7)

    notebook["RETRAIN"] = True
    try:
        one = notebook["results"]("airline validation", one_epoch, ("LSTM(4), raw",), seeds=(0,))
        assert set(one["LSTM(4), raw"]) == {"1", "1, mean"}
        two = notebook["results"]("PM2.5 test", dust, ("LSTM(4), differences",), seeds=(0,))
        assert set(two["LSTM(4), differences"]) == set(stored["PM2.5 test"]["LSTM(4), differences"])
        for runs in (*one.values(), *two.values()):
            assert all(len(values) == 1 and np.isfinite(values).all() for values in runs.values())
    finally:
        notebook["RETRAIN"] = False


def test_members_of_an_ensemble_learn_as_if_alone(notebook):
    """One update of one member is the same whatever its neighbors are."""
    import keras

    X = np.random.default_rng(0).normal(size=(6, 5, 1)).astype("float32")
    y = X[:, :1]
    both, alone = (notebook["build"]("GRU", 3, 5, members=n, skip=True, l2=3e-3) for n in (2, 1))
    for name in ("cell0", "out0"):
        alone.get_layer(name).set_weights(both.get_layer(name).get_weights())
    for model in (both, alone):
        model.compile(keras.optimizers.SGD(0.1), notebook["side_by_side"])
        model.train_on_batch(X, y)
    for name in ("cell0", "out0"):
        for one, other in zip(both.get_layer(name).get_weights(), alone.get_layer(name).get_weights()):
            np.testing.assert_allclose(one, other, atol=1e-6)


def test_a_sealed_series_opens_once(notebook):
    sealed = notebook["Sealed"](np.arange(5.0), 3)
    sealed.train[0] = 9  # a copy: the training part cannot be used to change the whole
    assert sealed.open().tolist() == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError, match="opened before"):
        sealed.open()
