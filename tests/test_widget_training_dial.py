"""W12's Python side, and that JavaScript, NumPy and Keras train the same."""

import json
import math
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.training import EarlyStopping
from unrolled.widgets import TrainingDial
from unrolled.widgets.training_dial import EPOCHS, OPTIMIZERS, schedule, start, train, windows

FIXTURE = Path(__file__).parents[1] / "web" / "tests" / "fixtures" / "training_dial.json"
# Trainings that stay calm, so that rounding does not grow: optimizer, log10 of the rate, schedule, clip.
CALM = [
    ("Adam", -1.5, "constant", None),
    ("Adam", -1.5, "cosine", -0.5),
    ("Adam", -1.3, "step", None),
    ("Adam", -2.2, "exponential", 0.0),
    ("Adam", -3.0, "constant", -2.0),
    ("SGD", -1.0, "constant", None),
    ("SGD", -0.7, "cosine", 1.0),
    ("SGD", -1.6, "exponential", -1.0),
    ("SGD", -3.0, "step", None),
]
WILD = [("SGD", 0.5, "constant", None), ("SGD", 0.0, "step", None), ("SGD", 0.3, "exponential", None)]
NAMES = ("training", "validation", "norms")


def dial(optimizer, log10_rate, name, log10_clip, **others):
    clip = {} if log10_clip is None else {"clip": True, "log10_clip": log10_clip}
    return TrainingDial(optimizer=optimizer, log10_rate=log10_rate, schedule=name, **clip, **others)


def losses(optimizer, log10_rate, name, log10_clip):
    rate = schedule(name, 10**log10_rate)
    return train(OPTIMIZERS[optimizer](rate), None if log10_clip is None else 10**log10_clip)


def test_the_fixture_of_the_javascript_tests_is_what_the_class_sends():
    sent = TrainingDial().get_state()
    known = json.loads(FIXTURE.read_text("utf-8"))
    fresh = json.loads(json.dumps({name: sent[name] for name in known}))
    assert fresh == known, f"write {FIXTURE.name} anew from TrainingDial().get_state()"


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ({"log10_rate": 0.6}, "log10_rate must be a number from -3 to 0.5; got 0.6"),
        ({"log10_rate": math.nan}, "log10_rate must be a number from -3 to 0.5; got nan"),
        ({"log10_clip": -3}, "log10_clip must be a number from -2 to 1; got -3"),
        ({"patience": 0}, "patience must be a whole number from 1 to 30; got 0"),
        ({"patience": 2.0}, "patience must be a whole number from 1 to 30; got 2.0"),
        ({"min_delta": -0.01}, "min_delta must be a number from 0 to 0.1; got -0.01"),
        ({"epoch": 61}, "epoch must be a whole number from 1 to 60; got 61"),
        ({"optimizer": "adam"}, "optimizer must be 'SGD' or 'Adam'; got 'adam'"),
        ({"schedule": "linear"}, "schedule must be 'constant' or 'exponential' or 'step' or 'cosine'; got 'linear'"),
        ({"clip": "yes"}, "clip"),
    ],
)
def test_settings_out_of_range_are_refused_with_the_range(setting, message):
    with pytest.raises(TraitError, match=message):
        TrainingDial(**setting)


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(setting, widget, values, copied Python) of calm trainings, then of wild ones."""
    made = [dial(*setting, patience=3 + k, min_delta=0.01 * (k % 2)) for k, setting in enumerate(CALM + WILD)]
    return [
        (setting, widget, answer["values"], answer["python"])
        for setting, widget, answer in zip(CALM + WILD, made, in_javascript(made), strict=True)
    ]


def test_javascript_trains_as_numpy_does(cases):
    for setting, _, values, _ in cases[: len(CALM)]:
        ours = losses(*setting)
        for name in NAMES:
            np.testing.assert_allclose(values[name], getattr(ours, name), rtol=1e-10, err_msg=f"{setting} {name}")
            # Before rounding has grown over the training
            np.testing.assert_allclose(values[name][:10], getattr(ours, name)[:10], rtol=1e-12, err_msg=f"{setting} {name}")


def test_javascript_diverges_as_numpy_does(cases):
    for setting, _, values, _ in cases[len(CALM) :]:
        ours = losses(*setting)
        assert values["trained"] == len(ours.validation)
        for name in NAMES:
            logs = np.log10(np.array(values[name], dtype=float)), np.log10(getattr(ours, name))
            np.testing.assert_allclose(*logs, atol=1e-3, err_msg=f"{setting} {name}")
    assert min(values["trained"] for _, _, values, _ in cases) < EPOCHS


def test_rates_are_those_of_the_schedule(cases):
    for (_, log10_rate, name, _), _, values, _ in cases:
        rate = schedule(name, 10**log10_rate)
        expected = rate(np.arange(180)) if callable(rate) else np.full(180, rate)
        np.testing.assert_allclose(values["rates"], expected, rtol=1e-12, atol=1e-16)


def test_stopping_is_that_of_the_package(cases):
    for _, widget, values, _ in cases:
        validation = values["validation"] + [math.nan] * (EPOCHS - values["trained"])
        watch = EarlyStopping(widget.patience, widget.min_delta).follow(validation)
        assert values["best"] == watch.best_epoch + 1
        assert values["stopped"] == (None if watch.stopped_epoch is None else watch.stopped_epoch + 1)
        assert values["lowest"] == int(np.nanargmin(validation)) + 1


def test_copied_python_computes_what_is_shown(cases):
    for setting, _, values, code in cases:
        assert len(code.splitlines()) <= 45, len(code.splitlines())
        place = {}
        with np.errstate(over="ignore", invalid="ignore"):
            exec(compile(code, "copied", "exec"), place)
        calm = setting in CALM
        for name in NAMES:
            shown, copied = (np.array(found[name], dtype=float) for found in (values, place))
            if calm:
                np.testing.assert_allclose(copied, shown, rtol=1e-10, err_msg=f"{setting} {name}")
            else:
                np.testing.assert_allclose(np.log10(copied), np.log10(shown), atol=1e-3, err_msg=f"{setting} {name}")
        assert place["stopping"].best_epoch == values["best"] - 1
        stopped = place["stopping"].stopped_epoch
        assert values["stopped"] == (None if stopped is None else stopped + 1)


@pytest.mark.parametrize("setting", [CALM[0], CALM[1], CALM[6]], ids=str)
def test_keras_fit_logs_the_same_losses_and_stops_at_the_same_epoch(in_javascript, setting):
    keras = pytest.importorskip("keras")
    optimizer, log10_rate, name, log10_clip = setting
    (values,) = (answer["values"] for answer in in_javascript([dial(*setting)]))
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    try:
        (x, y), weights = windows(), start()
        model = keras.Sequential([keras.Input((6, 1)), keras.layers.SimpleRNN(6), keras.layers.Dense(1)])
        model.set_weights([*weights[:3], weights[3][:, None], weights[4]])
        rate = np.float64(10**log10_rate)
        if name == "cosine":
            rate = keras.optimizers.schedules.CosineDecay(np.float64(0), 162, warmup_target=rate, warmup_steps=18)
        clip = {} if log10_clip is None else {"global_clipnorm": 10**log10_clip}
        model.compile(getattr(keras.optimizers, optimizer)(rate, **clip), "mse")
        stopping = keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)
        history = model.fit(
            x[:12], y[:12], batch_size=4, epochs=60, shuffle=False, validation_data=(x[12:], y[12:]),
            validation_batch_size=24, callbacks=[stopping], verbose=0,
        ).history
        restored = model.evaluate(x[12:], y[12:], batch_size=24, verbose=0)
    finally:
        keras.config.set_floatx(floatx)
        keras.config.set_dtype_policy(policy)
    assert len(history["loss"]) == (values["stopped"] or 60)
    assert stopping.best_epoch == values["best"] - 1
    np.testing.assert_allclose(history["loss"], values["training"][: len(history["loss"])], rtol=1e-7)
    np.testing.assert_allclose(history["val_loss"], values["validation"][: len(history["loss"])], rtol=1e-7)
    assert restored == pytest.approx(values["validation"][values["best"] - 1], rel=1e-7)


def test_the_picture_tells_the_present_state():
    def told(**settings):
        data, metadata = TrainingDial(**settings)._repr_mimebundle_()
        assert data["image/png"]
        return metadata["image/png"]["alt"]

    assert "Early stopping with patience 5 stops after epoch 15 (line). The best epoch is 10 (dot), with validation loss 0.374." in told()
    assert "stops after epoch 42" in told(patience=10)
    assert "stops" not in told(patience=30)
    assert "In epoch 49 the loss is no finite number any more." in told(optimizer="SGD", log10_rate=0.5)
    assert "gradients clipped to 0.1" in told(clip=True, log10_clip=-1, schedule="cosine")
