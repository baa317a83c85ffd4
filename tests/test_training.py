"""Optimizers, clipping, schedules and early stopping: as Keras does them, and JavaScript the same."""

import json
import math
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from unrolled.training import (
    SGD,
    Adam,
    CosineDecay,
    EarlyStopping,
    ExponentialDecay,
    Watch,
    clip_by_global_norm,
    clip_by_norm,
    clip_by_value,
    global_norm,
)
from unrolled.widgets.training_dial import STEPS, _backward, schedule, start, windows

ROOT = Path(__file__).parents[1]
SHAPES = [(1, 3), (3, 3), (3,), ()]

OPTIMIZERS = [
    SGD(0.1),
    SGD(0.05, momentum=0.9),
    SGD(ExponentialDecay(0.2, 10, 0.5), momentum=0.3),
    Adam(),
    Adam(0.03, beta_1=0.8, beta_2=0.9, epsilon=1e-3),
    Adam(CosineDecay(0.0, 30, alpha=0.1, warmup_target=0.1, warmup_steps=5)),
]
SCHEDULES = [
    ExponentialDecay(0.1, 45, 0.5),
    ExponentialDecay(0.1, 45, 0.5, staircase=True),
    ExponentialDecay(2.0, 7, 1.5),
    CosineDecay(0.1, 50),
    CosineDecay(0.1, 50, alpha=0.2),
    CosineDecay(0.0, 162, warmup_target=0.1, warmup_steps=18),
    CosineDecay(0.01, 40, alpha=0.5, warmup_target=0.3, warmup_steps=7),
    CosineDecay(0.3, 40, warmup_target=0.05),
]
CLIPS = {"clipByNorm": clip_by_norm, "clipByGlobalNorm": clip_by_global_norm, "clipByValue": clip_by_value}


@pytest.fixture(scope="module")
def keras():
    """Keras in float64, in which its schedules and comparisons then compute too."""
    keras = pytest.importorskip("keras")
    floatx, policy = keras.config.floatx(), keras.config.dtype_policy()
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")  # a layer made before this has fixed it for good
    yield keras
    keras.config.set_floatx(floatx)
    keras.config.set_dtype_policy(policy)


def arrays(seed, scale=1.0):
    rng = np.random.default_rng(seed)
    return [np.asarray(scale * rng.normal(size=shape)) for shape in SHAPES]


def updates(optimizer, steps=50):
    """The variables after every step, with random gradients of very different sizes."""
    variables, state = arrays(0), optimizer.start(arrays(0))
    history = []
    for step in range(steps):
        variables, state = optimizer.update(variables, arrays(step + 1, 10.0 ** (step % 5 - 3)), state)
        history.append(variables)
    assert state.iterations == steps
    return history


def in_keras(keras, setting):
    """The same optimizer or schedule of Keras; schedules get numbers that it does not round to float32."""
    exact = callable(setting)
    module = keras.optimizers if isinstance(setting, (SGD, Adam)) else keras.optimizers.schedules
    options = {name: getattr(setting, name) for name in setting.__dataclass_fields__}
    if exact:
        options = {name: np.float64(value) if type(value) is float else value for name, value in options.items()}
    rate = options.get("learning_rate")
    if callable(rate):
        options["learning_rate"] = in_keras(keras, rate)
    return getattr(module, type(setting).__name__)(**options)


# --- optimizers


@pytest.mark.parametrize("optimizer", OPTIMIZERS, ids=str)
def test_fifty_updates_equal_keras(keras, optimizer):
    theirs = in_keras(keras, optimizer)
    variables = [keras.Variable(array, dtype="float64") for array in arrays(0)]
    for step, ours in enumerate(updates(optimizer)):
        theirs.apply(arrays(step + 1, 10.0 ** (step % 5 - 3)), variables)
        for mine, other in zip(ours, variables, strict=True):
            np.testing.assert_allclose(mine, np.asarray(other), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["constant", "exponential", "step", "cosine"])
def test_fifty_adam_steps_on_the_dial_equal_keras(keras, name):
    """The network of W12: its gradients by unrolled.cells here, by TensorFlow there."""
    (x, y), weights = windows(), start()
    model = keras.Sequential([keras.Input((6, 1)), keras.layers.SimpleRNN(6), keras.layers.Dense(1)])
    model.set_weights([*weights[:3], weights[3][:, None], weights[4]])
    rate = schedule(name, 0.03)
    theirs = in_keras(keras, rate) if callable(rate) else rate
    model.compile(keras.optimizers.Adam(theirs), "mse")
    ours = Adam(rate)
    state = ours.start(weights)
    for step in range(50):
        batch = np.arange(12).reshape(3, 4)[step % 3]
        loss, gradients = _backward(weights, x[batch], y[batch])
        assert float(model.train_on_batch(x[batch], y[batch])) > 0
        assert math.isfinite(loss)
        weights, state = ours.update(weights, gradients, state)
        for mine, other in zip(weights, model.get_weights(), strict=True):
            np.testing.assert_allclose(mine, other.reshape(mine.shape), rtol=0, atol=1e-8)


def test_updates_change_nothing_that_was_passed_in_and_keep_the_dtype():
    for optimizer in (*OPTIMIZERS, SGD(), Adam(ExponentialDecay(0.1, 5, 0.5))):
        weights = [np.ones((2, 2), np.float32), np.ones(3)]
        gradients = [np.full((2, 2), 0.5, np.float32), np.full(3, 0.5)]
        state = optimizer.start(weights)
        updated, after = optimizer.update(weights, gradients, state)
        assert [array.dtype for array in updated] == [np.float32, np.float64]
        assert all((array == 1).all() for array in weights) and all((array == 0.5).all() for array in gradients)
        assert state.iterations == 0 and all((one == 0).all() for moment in state.moments for one in moment)
        assert after.iterations == 1


@given(st.floats(-1e3, 1e3).filter(lambda g: abs(g) > 1e-3), st.floats(1e-4, 1))
def test_the_first_adam_step_is_as_long_as_the_rate(gradient, rate):
    adam = Adam(rate)
    (moved,), _ = adam.update([np.zeros(1)], [np.array([gradient])], adam.start([np.zeros(1)]))
    # alpha m / (sqrt(v) + epsilon) with m = .1 g, v = .001 g^2: the rate, up to epsilon and float32
    assert moved[0] == pytest.approx(-math.copysign(rate, gradient), rel=1e-7 / (math.sqrt(0.001) * abs(gradient)) + 1e-5)


def test_a_gradient_that_is_no_number_reaches_the_weights():
    adam = Adam()
    (moved,), _ = adam.update([np.zeros(2)], [np.array([np.nan, 1])], adam.start([np.zeros(2)]))
    assert np.isnan(moved[0]) and moved[1] < 0


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Adam(0), "learning_rate is 0; expected a positive number"),
        (lambda: SGD(float("nan")), "learning_rate is nan; expected a finite number"),
        (lambda: SGD("fast"), "learning_rate is 'fast'; expected a finite number"),
        (lambda: SGD(0.1, momentum=1.5), "momentum is 1.5; expected a number from 0 to 1"),
        (lambda: Adam(beta_2=1), "beta_2 is 1; expected a number from 0 to below 1"),
        (lambda: Adam(epsilon=0), "epsilon is 0; expected a positive number"),
        (lambda: ExponentialDecay(0.1, 0, 0.5), "decay_steps is 0; expected a positive number"),
        (lambda: CosineDecay(0.0, 10), "initial_learning_rate is 0.0; expected a positive number"),
        (lambda: CosineDecay(0.1, 10, warmup_steps=5), "warmup_steps is 5 without a warmup_target"),
        (lambda: CosineDecay(0.1, 10, warmup_target=1, warmup_steps=2.5), "warmup_steps is 2.5; expected a whole number"),
        (lambda: EarlyStopping(patience=-1), "patience is -1; expected a whole number of at least 0"),
        (lambda: EarlyStopping(min_delta=-0.1), "min_delta is -0.1; expected a number of at least 0"),
        (lambda: EarlyStopping(baseline=math.inf), "baseline is inf; expected a finite number"),
        (lambda: EarlyStopping(start_from_epoch=True), "start_from_epoch is True; expected a whole number"),
        (lambda: clip_by_norm([np.ones(2)], 0), "clipnorm is 0; expected a positive number"),
        (lambda: clip_by_value([np.ones(2)], -1), "clipvalue is -1; expected a positive number"),
        (lambda: clip_by_global_norm(np.ones(2), 1), "gradients is one array; expected a list of arrays"),
        (lambda: global_norm([]), "gradients is empty"),
        (lambda: Adam().start([np.ones(2, int)]), "variables hold int64; expected floating-point numbers"),
    ],
)
def test_bad_settings_are_named_with_what_was_expected(make, message):
    with pytest.raises(ValueError, match=f"^{message.replace('(', chr(92) + '(')}"):
        make()


def test_gradients_and_states_of_other_variables_are_refused():
    adam = Adam()
    weights = [np.zeros((2, 2)), np.zeros(2)]
    state = adam.start(weights)
    with pytest.raises(ValueError, match=r"gradients have shapes \[\(2, 2\)\]; expected those of the variables"):
        adam.update(weights, [np.zeros((2, 2))], state)
    with pytest.raises(ValueError, match="moments have shapes"):
        adam.update(weights, weights, adam.start([np.zeros(3)]))


# --- clipping


@pytest.mark.parametrize(("how", "option"), [("clipByNorm", "clipnorm"), ("clipByGlobalNorm", "global_clipnorm"), ("clipByValue", "clipvalue")])
@pytest.mark.parametrize("scale", [1e-3, 1.0, 50.0, 0.0])
def test_clipping_equals_keras(keras, how, option, scale):
    theirs = keras.optimizers.SGD(1.0, **{option: 0.7})
    variables = [keras.Variable(np.zeros(shape), dtype="float64") for shape in SHAPES]
    gradients = arrays(3, scale)
    theirs.apply(gradients, variables)
    for mine, moved in zip(CLIPS[how](gradients, 0.7), variables, strict=True):
        np.testing.assert_allclose(mine, -np.asarray(moved), rtol=1e-14, atol=1e-300)


@given(st.lists(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=4), min_size=1, max_size=4), st.floats(1e-3, 1e3))
def test_clipping_by_the_global_norm_keeps_the_direction_and_the_limit(lists, limit):
    gradients = [np.array(one) for one in lists]
    clipped = clip_by_global_norm(gradients, limit)
    norm = global_norm(gradients)
    assert global_norm(clipped) == pytest.approx(min(norm, limit), rel=1e-12)
    scale = min(1, limit / norm) if norm else 1
    for before, after in zip(gradients, clipped, strict=True):
        np.testing.assert_allclose(after, before * scale, rtol=1e-12, atol=1e-300)


def test_clipping_each_by_itself_turns_the_common_direction():
    gradients = [np.array([10.0]), np.array([1.0])]
    assert [float(g[0]) for g in clip_by_norm(gradients, 1.0)] == [1.0, 1.0]
    together = clip_by_global_norm(gradients, 1.0)
    assert together[0] / together[1] == pytest.approx(10)


@pytest.mark.parametrize("bad", [np.inf, np.nan])
def test_a_norm_that_is_not_finite_gives_nan_as_in_keras(bad):
    assert all(np.isnan(g).all() for g in clip_by_global_norm([np.array([bad, 1.0]), np.ones(2)], 1.0))


# --- schedules


@pytest.mark.parametrize("ours", SCHEDULES, ids=str)
def test_schedules_equal_keras(keras, ours):
    theirs = in_keras(keras, ours)
    steps = np.arange(0, 250)
    for step in steps:
        assert ours(step) == pytest.approx(float(theirs(int(step))), rel=1e-12, abs=1e-16)
    np.testing.assert_allclose(ours(steps), [ours(step) for step in steps], rtol=1e-14)


def test_the_schedules_of_the_dial_start_and_end_where_it_says():
    assert schedule("constant", 0.1) == 0.1
    assert schedule("exponential", 0.1)(STEPS) == pytest.approx(0.01)
    assert [schedule("step", 0.1)(15 * 3 * k) for k in range(4)] == pytest.approx([0.1, 0.05, 0.025, 0.0125])
    cosine = schedule("cosine", 0.1)
    assert [cosine(0), cosine(18), cosine(STEPS)] == pytest.approx([0, 0.1, 0])


# --- early stopping


def random_curves(count=500):
    """(settings, values): losses on a grid, so that ties and exact differences of min_delta are frequent, some with NaN."""
    rng = np.random.default_rng(8)
    for k in range(count):
        length = int(rng.integers(1, 40))
        fall = np.exp(-np.arange(length) / rng.uniform(2, 20)) + rng.normal(0, rng.choice([0.02, 0.2]), length)
        values = np.round(fall * 32) / 32
        if k % 5 == 0:
            values[rng.integers(0, length) :] = np.nan
        elif k % 5 == 1:
            values[rng.integers(0, length)] = np.nan
        settings = {
            "patience": int(rng.integers(0, 8)),
            "min_delta": float(rng.choice([0, 0, 1 / 32, 1 / 8])),
            "start_from_epoch": int(rng.choice([0, 0, 0, 3, 50])),
            "baseline": [None, None, 0.5][rng.integers(0, 3)],
        }
        yield settings, values.tolist()


class Epochs:
    """A model whose only weight is the number of its epoch."""

    metrics = ()

    def __init__(self):
        self.epoch, self.stop_training = None, False

    def get_weights(self):
        return self.epoch

    def set_weights(self, epoch):
        self.epoch = epoch


@pytest.mark.parametrize("floatx", ["float64", "float32"])
def test_early_stopping_equals_keras_on_500_curves(keras, floatx):
    keras.config.set_floatx(floatx)
    stopped = restored = 0
    for settings, values in random_curves():
        model = Epochs()
        theirs = keras.callbacks.EarlyStopping(monitor="val_loss", mode="min", restore_best_weights=True, **settings)
        theirs.set_model(model)
        theirs.on_train_begin()
        for epoch, value in enumerate(values):
            model.epoch = epoch
            theirs.on_epoch_end(epoch, {"val_loss": value})
            if model.stop_training:
                break
        last = model.epoch
        theirs.on_train_end()
        ours = EarlyStopping(**settings).follow(values)
        assert (ours.stopped_epoch is not None) == model.stop_training, (settings, values)
        assert ours.stopped_epoch in (None, last)
        kept = last if ours.best_epoch is None else ours.best_epoch
        assert kept == model.epoch, (settings, values)
        if ours.best_epoch is not None:
            assert ours.best_epoch == theirs.best_epoch
            np.testing.assert_equal(ours.best, theirs.best)
            assert ours.wait == theirs.wait
        stopped += model.stop_training
        restored += kept != last
    assert 100 < stopped < 450 and restored > 100
    keras.config.set_floatx("float64")


def test_epoch_by_epoch_is_the_whole_curve():
    for settings, values in random_curves(100):
        rule, watch = EarlyStopping(**settings), Watch()
        for epoch, value in enumerate(values):
            watch = rule.update(watch, epoch, value)
            if watch.stopped_epoch is not None:
                break
        np.testing.assert_equal(asdict(watch), asdict(rule.follow(values)))


@given(st.lists(st.floats(0, 10), min_size=1, max_size=40), st.integers(1, 10))
def test_more_patience_stops_later_and_never_at_a_worse_best(values, patience):
    less, more = (EarlyStopping(p).follow(values) for p in (patience, patience + 1))
    assert more.best <= less.best
    if more.stopped_epoch is not None:
        assert more.stopped_epoch > less.stopped_epoch
    if less.stopped_epoch is not None:
        assert less.stopped_epoch == less.best_epoch + patience


def test_losses_that_become_nan_stop_after_patience_and_a_first_nan_is_never_beaten():
    nan = math.nan
    assert EarlyStopping(patience=3).follow([2.0, 1.0, nan, nan, nan, 0.1]) == Watch(1.0, 1, 3, 4)
    first = EarlyStopping(patience=2).follow([nan, 1.0, 0.5, 0.1])
    assert first.best_epoch == 0 and first.stopped_epoch == 2


def test_an_improvement_of_exactly_min_delta_does_not_count():
    assert EarlyStopping(patience=2, min_delta=0.25).follow([1.0, 0.75, 0.5]).best_epoch == 2
    assert EarlyStopping(patience=2, min_delta=0.25).follow([1.0, 0.75, 0.75]).stopped_epoch == 2


# --- JavaScript


def plain(value):
    """What JSON can hold: arrays flat, settings by their names, NaN and infinity as strings."""
    if isinstance(value, np.ndarray):
        return plain(value.ravel().tolist())
    if isinstance(value, (list, tuple)):
        return [plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        settings = {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
        return {"name": type(value).__name__, "settings": settings}
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, float) and not math.isfinite(value):
        return {math.inf: "Infinity", -math.inf: "-Infinity"}.get(value, "NaN")
    return value


def in_node(cases):
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert node, "Node is missing: run `make book`"
    done = subprocess.run(
        [node, "web/tests/run_training.js"], cwd=ROOT, input=json.dumps(plain(cases)), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def close(shown, expected):
    expected = np.concatenate([np.ravel(one) for one in expected])
    shown = np.array([float(number) for one in shown for number in one])
    np.testing.assert_allclose(shown, expected, rtol=1e-12, atol=1e-12)


def test_javascript_updates_the_same():
    gradients = [arrays(step + 1, 10.0 ** (step % 5 - 3)) for step in range(50)]
    cases = [{"run": "optimizer", "optimizer": one, "variables": arrays(0), "gradients": gradients} for one in OPTIMIZERS]
    for optimizer, shown in zip(OPTIMIZERS, in_node(cases), strict=True):
        for each, expected in zip(shown, updates(optimizer), strict=True):
            close(each, expected)


def test_javascript_has_the_same_rates():
    steps = list(range(0, 200, 3))
    shown = in_node([{"run": "schedule", "schedule": one, "steps": steps} for one in SCHEDULES])
    for schedule_, rates in zip(SCHEDULES, shown, strict=True):
        np.testing.assert_allclose(rates, schedule_(np.array(steps)), rtol=1e-12, atol=1e-15)


def test_javascript_clips_the_same():
    gradients = [arrays(k, 10.0 ** (k - 4)) for k in range(7)] + [[np.array([np.inf, 1.0])], [np.array([np.nan])], [np.zeros(3)]]
    cases = [(how, one, limit) for how in CLIPS for one in gradients for limit in (0.01, 1.0)]
    shown = in_node([{"run": "clip", "how": how, "gradients": one, "limit": limit} for how, one, limit in cases])
    with np.errstate(invalid="ignore"):
        for (how, one, limit), answer in zip(cases, shown, strict=True):
            close(answer, CLIPS[how](one, limit))
    norms = in_node([{"run": "norm", "gradients": one} for one in gradients])
    np.testing.assert_allclose([float(norm) for norm in norms], [global_norm(one) for one in gradients], rtol=1e-12)


def test_javascript_stops_at_the_same_epoch():
    curves = list(random_curves())
    shown = in_node([{"run": "stopping", "stopping": EarlyStopping(**settings), "values": values} for settings, values in curves])
    for (settings, values), answer in zip(curves, shown, strict=True):
        expected = asdict(EarlyStopping(**settings).follow(values))
        assert answer == {name: plain(value) for name, value in expected.items()}, (settings, values)
