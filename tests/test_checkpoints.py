"""A resumed training equals an unbroken one, and a crash costs no more than the last checkpoint."""

import os
import signal
import subprocess
import sys

import keras
import numpy as np
import pytest

from unrolled import checkpoints

SERIES = np.random.default_rng(0)
X = SERIES.normal(size=(48, 10, 2)).astype("float32")
y = X.sum(axis=(1, 2))[:, None]


def make(seed=0, units=8, optimizer="adam"):
    """A model with all that can be forgotten: moments, a schedule, dropout of three kinds."""
    keras.utils.set_random_seed(seed)
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input((10, 2)),
            layers.LSTM(units, dropout=0.2, recurrent_dropout=0.2),
            layers.Dropout(0.3),
            layers.Dense(1),
        ]
    )
    rate = keras.optimizers.schedules.CosineDecay(0.02, 18)
    makers = {"adam": keras.optimizers.Adam, "sgd": keras.optimizers.SGD}
    model.compile(makers[optimizer](rate), loss="mse")
    return model


def train(model, start, stop, seed=7):
    """Epochs start .. stop - 1, in an order that seed and epoch alone decide."""
    for epoch in range(start, stop):
        order = np.random.default_rng([seed, epoch]).permutation(len(X))
        model.fit(X[order], y[order], batch_size=16, shuffle=False, verbose=0)


def numbers(model):
    return [keras.ops.convert_to_numpy(v) for v in (*model.variables, *model.optimizer.variables)]


def same(model, other):
    pairs = zip(numbers(model), numbers(other), strict=True)
    return all(np.array_equal(a, b) for a, b in pairs)


@pytest.fixture(scope="module")
def unbroken():
    model = make()
    train(model, 0, 6)
    return model


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.ckpt"


def test_resumed_training_has_the_weights_of_an_unbroken_one(unbroken, path):
    model = make()
    for epoch in range(3):
        train(model, epoch, epoch + 1)
        checkpoints.save(path, model, epoch=epoch + 1)

    resumed = make(seed=99)  # other weights, other seeds, an optimizer that is not built
    assert checkpoints.load(path, resumed) == {"epoch": 3}
    train(resumed, 3, 6)
    assert same(resumed, unbroken)


def test_the_previous_checkpoint_resumes_as_well(unbroken, path):
    model = make()
    for epoch in range(3):
        train(model, epoch, epoch + 1)
        checkpoints.save(path, model, epoch=epoch + 1)
    path.write_bytes(path.read_bytes()[:-1000])

    resumed = make(seed=99)
    assert checkpoints.load(checkpoints.previous(path), resumed) == {"epoch": 2}
    train(resumed, 2, 6)
    assert same(resumed, unbroken)


def test_keras_own_file_does_not_suffice(unbroken, tmp_path):
    """The reason for this module: should Keras save its seed generators, look at it again."""
    model = make()
    train(model, 0, 3)
    model.save_weights(tmp_path / "run.weights.h5")
    resumed = make(seed=99)
    resumed.optimizer.build(resumed.trainable_variables)
    resumed.load_weights(tmp_path / "run.weights.h5")
    assert np.array_equal(model.get_layer(index=0).cell.kernel, resumed.get_layer(index=0).cell.kernel)
    train(resumed, 3, 6)
    assert not same(resumed, unbroken)


def test_carried_states_and_a_lowered_rate_are_kept(path):
    def streaming():
        layers = keras.layers
        inner = layers.Bidirectional(layers.GRU(3, stateful=True))
        model = keras.Sequential(
            [keras.Input((5, 2), batch_size=4), layers.LSTM(3, stateful=True, return_sequences=True), inner]
        )
        model.compile(keras.optimizers.Adam(0.01), loss="mse")
        return model

    model, Y = streaming(), np.ones((4, 6), "float32")
    model.train_on_batch(X[:4, :5], Y)
    model.optimizer.learning_rate = 0.001
    checkpoints.save(path, model)
    resumed = streaming()
    assert checkpoints.load(path, resumed) == {}
    for one in (model, resumed):
        one.train_on_batch(X[:4, 5:], Y)
    assert same(model, resumed)
    np.testing.assert_array_equal(model.predict_on_batch(X[:4, :5]), resumed.predict_on_batch(X[:4, :5]))


@pytest.mark.parametrize("where", ["first byte", "middle", "last byte", "cut short", "empty", "text"])
def test_a_damaged_file_is_named_and_the_previous_one_too(path, where):
    model = make()
    checkpoints.save(path, model, epoch=1)
    checkpoints.save(path, model, epoch=2)
    content = bytearray(path.read_bytes())
    if where in ("first byte", "middle", "last byte"):
        content[{"first byte": 0, "middle": len(content) // 2, "last byte": -1}[where]] ^= 1
    else:
        content = {"cut short": content[: len(content) // 2], "empty": b"", "text": b"epoch 2\n"}[where]
    path.write_bytes(content)

    other = make(seed=5)
    before = numbers(other)
    with pytest.raises(ValueError) as error:
        checkpoints.load(path, other)
    assert str(path) in str(error.value) and f"load {checkpoints.previous(path)}" in str(error.value)
    assert all(np.array_equal(a, b) for a, b in zip(before, numbers(other)))
    assert checkpoints.load(checkpoints.previous(path), other) == {"epoch": 1}

    checkpoints.save(path, other, epoch=3)  # the damaged file must not push out the whole one
    assert checkpoints.load(checkpoints.previous(path), other) == {"epoch": 1}
    assert checkpoints.load(path, other) == {"epoch": 3}


def test_a_damaged_previous_checkpoint_is_not_promised(path):
    model = make()
    checkpoints.save(path, model, epoch=1)
    checkpoints.save(path, model, epoch=2)
    for file in (path, checkpoints.previous(path)):
        file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(ValueError, match="damaged .* no earlier one that is whole"):
        checkpoints.load(path, model)


def test_a_checkpoint_that_cannot_be_read_now_is_not_overwritten(path, monkeypatch):
    """A share that fails for a moment: what lies there may be whole."""
    model = make()
    checkpoints.save(path, model, epoch=1)

    def fail(self):
        raise PermissionError(13, "Permission denied", str(self))

    with monkeypatch.context() as patch:
        patch.setattr(type(path), "read_bytes", fail)
        with pytest.raises(PermissionError, match=r"run\.ckpt"):
            checkpoints.save(path, model, epoch=2)
    assert checkpoints.load(path, model) == {"epoch": 1}
    assert [file.name for file in path.parent.iterdir()] == ["run.ckpt"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_refuses_leaves_the_last_checkpoint(path, monkeypatch, step):
    model = make()
    checkpoints.save(path, model, epoch=1)

    def full(*args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(OSError, match="No space"):
            checkpoints.save(path, model, epoch=2)
    assert checkpoints.load(path, model) == {"epoch": 1}
    assert [file.name for file in path.parent.iterdir()] == ["run.ckpt"]


def test_missing_file(path):
    with pytest.raises(FileNotFoundError, match=r"run\.ckpt; no earlier one"):
        checkpoints.load(path, make())


@pytest.mark.parametrize("deadly", ["fsync", "replace", "second replace"])
def test_killed_while_it_writes(path, deadly):
    """A process that dies inside `save` leaves the last checkpoint or the one before it."""
    script = f"""
import os, signal, sys
sys.path.insert(0, {os.path.dirname(__file__)!r})
import test_checkpoints as t
model = t.make()
t.checkpoints.save({str(path)!r}, model, epoch=1)
t.checkpoints.save({str(path)!r}, model, epoch=2)
calls, name = [], {deadly.split()[-1]!r}
whole = getattr(os, name)
def die(*args):
    calls.append(args)
    if len(calls) == {2 if "second" in deadly else 1}:
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(*args)
setattr(os, name, die)
t.checkpoints.save({str(path)!r}, model, epoch=3)
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    model = make()
    if deadly == "second replace":  # between the two renamings
        with pytest.raises(FileNotFoundError, match="previous"):
            checkpoints.load(path, model)
        assert checkpoints.load(checkpoints.previous(path), model) == {"epoch": 2}
    else:
        assert checkpoints.load(path, model) == {"epoch": 2}
        assert checkpoints.load(checkpoints.previous(path), model) == {"epoch": 1}
    checkpoints.save(path, model, epoch=3)
    assert checkpoints.load(path, model) == {"epoch": 3}
    assert checkpoints.load(checkpoints.previous(path), model) == {"epoch": 2}


@pytest.mark.parametrize("change", [{"units": 9}, {"optimizer": "sgd"}])
def test_another_model_or_optimizer_is_refused(path, change):
    checkpoints.save(path, make())
    other = make(**change)
    before = numbers(other)
    with pytest.raises(ValueError, match="another model or optimizer"):
        checkpoints.load(path, other)
    after = numbers(other)
    assert all(np.array_equal(a, b) for a, b in zip(before, after))


def test_what_cannot_be_saved_is_refused_and_changes_nothing(path):
    model = make()
    checkpoints.save(path, model, epoch=1)
    with pytest.raises(TypeError, match="float32"):
        checkpoints.save(path, model, loss=np.float32(1))
    with pytest.raises(ValueError, match="not compiled"):
        checkpoints.save(path, keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)]))
    with pytest.raises(ValueError, match="not built"):
        checkpoints.save(path, keras.Sequential([keras.layers.Dense(1)]))
    assert checkpoints.load(path, model) == {"epoch": 1}
    assert [file.name for file in path.parent.iterdir()] == ["run.ckpt"]


def test_importing_it_loads_no_tensorflow():
    script = "import sys; from unrolled import checkpoints; sys.exit('keras' in sys.modules or 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script]).returncode == 0
