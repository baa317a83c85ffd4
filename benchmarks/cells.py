"""One training step of an LSTM in NumPy against Keras: prints JSON, for bench.py.

A step is forward, backward and an update by gradient descent, in float32 on one thread, with
the mean squared error of the last hidden state.  Keras runs it as `train_on_batch`, which is
what one calls, and as the bare compiled step inside it, which is the least it can take.  All
take turns in one process, so that a busy machine slows all of them.  Times are CPU time.
"""

import os

# Libraries read these when they are loaded.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}

import json
import time

import keras
import numpy as np
import tensorflow as tf

from unrolled.cells import LSTM

BATCH, FEATURES, RATE = 32, 8, 0.1
SHAPES = [(20, 32), (20, 64), (100, 32), (100, 64)]  # timesteps, units
ROUNDS, STEPS = 25, 8


def numpy_step(X, y):
    def step(cell):
        trace = cell.forward(X)
        gradients = cell.backward(trace, 2 / y.size * (trace.H[:, -1] - y))
        return LSTM(
            cell.W_x - RATE * gradients.dW_x,
            cell.W_h - RATE * gradients.dW_h,
            cell.b - RATE * gradients.db,
        )

    return step


def keras_model(timesteps, cell):
    model = keras.Sequential([keras.Input((timesteps, FEATURES)), cell.to_keras()])
    model.compile(keras.optimizers.SGD(RATE), "mse")
    return model


def compiled_step(layer, X, y):
    X, y = tf.constant(X), tf.constant(y)
    optimizer = keras.optimizers.SGD(RATE)
    optimizer.build(layer.trainable_variables)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((layer(X) - y) ** 2)
        optimizer.apply(tape.gradient(loss, layer.trainable_variables))

    return step


def compare(timesteps, units):
    """Median milliseconds of a step each, and the median over the rounds of their ratios."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(BATCH, timesteps, FEATURES)).astype("float32")
    y = rng.normal(size=(BATCH, units)).astype("float32")
    cell = LSTM.random(FEATURES, units, dtype="float32")
    model, layer = keras_model(timesteps, cell), cell.to_keras()
    ours, bare = numpy_step(X, y), compiled_step(layer, X, y)
    rounds = []
    for _ in range(ROUNDS + 1):
        times = [time.process_time()]
        for _ in range(STEPS):
            cell = ours(cell)
        times.append(time.process_time())
        for _ in range(STEPS):
            model.train_on_batch(X, y)
        times.append(time.process_time())
        for _ in range(STEPS):
            bare()
        times.append(time.process_time())
        rounds.append(np.diff(times))
    for theirs in (model, layer):  # the race was about the same thing
        for mine, other in zip((cell.W_x, cell.W_h, cell.b), theirs.get_weights()):
            np.testing.assert_allclose(mine, other, atol=1e-4)
    rounds = np.array(rounds[1:])  # the first one compiled
    mine, batch, bare = (1000 / STEPS * np.median(rounds, axis=0)).round(3).tolist()
    ratio, ratio_bare = np.median(rounds[:, :1] / rounds[:, 1:], axis=0).round(3).tolist()
    return {
        "numpy_ms": mine,
        "train_on_batch_ms": batch,
        "compiled_step_ms": bare,
        "ratio": ratio,
        "ratio_to_compiled_step": ratio_bare,
    }


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print(json.dumps({f"LSTM, {T} timesteps, {units} units": compare(T, units) for T, units in SHAPES}))
