"""One training step of an LSTM in NumPy against Keras: prints JSON, for bench.py.

A step is forward, backward and an update by gradient descent, in float32 on one thread, with
the mean squared error of the last hidden state; Keras runs it as one compiled function.  The
two take turns in one process, so that a busy machine slows both.  Times are CPU time.
"""

import os

# Libraries read these when they are loaded.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3"}

import json  # noqa: E402
import statistics  # noqa: E402
import time  # noqa: E402

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from unrolled.cells import LSTM  # noqa: E402

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


def keras_step(layer, X, y):
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
    """Median milliseconds of a step, and the median over the rounds of their ratio."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(BATCH, timesteps, FEATURES)).astype("float32")
    y = rng.normal(size=(BATCH, units)).astype("float32")
    cell = LSTM.random(FEATURES, units, dtype="float32")
    layer = cell.to_keras()
    ours, theirs = numpy_step(X, y), keras_step(layer, X, y)
    rounds = []
    for _ in range(ROUNDS + 1):
        start = time.process_time()
        for _ in range(STEPS):
            cell = ours(cell)
        middle = time.process_time()
        for _ in range(STEPS):
            theirs()
        rounds.append((middle - start, time.process_time() - middle))
    for name, mine, other in zip(("W_x", "W_h", "b"), (cell.W_x, cell.W_h, cell.b), layer.get_weights()):
        np.testing.assert_allclose(mine, other, atol=1e-4, err_msg=f"{name} after the same training")
    rounds = rounds[1:]  # the first one compiled
    return {
        "numpy_ms": round(1000 / STEPS * statistics.median(mine for mine, _ in rounds), 3),
        "keras_ms": round(1000 / STEPS * statistics.median(other for _, other in rounds), 3),
        "ratio": round(statistics.median(mine / other for mine, other in rounds), 3),
    }


if __name__ == "__main__":
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    print(json.dumps({f"{timesteps} timesteps, {units} units": compare(timesteps, units) for timesteps, units in SHAPES}))
