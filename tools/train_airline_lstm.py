"""Trains the LSTM of the widget LSTMStepper: four units that forecast the airline series.

`python tools/train_airline_lstm.py` writes unrolled/widgets/lstm_airline.json (a few seconds).

The network reads months one by one, as logarithms of the passengers scaled to [-1, 1] on the
training part.  At every timestep its read-out says by how much the next month differs from the
present one.  Whole windows are moved up or down at random while it trains, so that it learns the
shape of a year rather than a level, which would be of no use for a series that grows.
"""

import json
from pathlib import Path

import numpy as np

from unrolled import datasets, sequences
from unrolled.cells import LSTM

FILE = Path(__file__).resolve().parents[1] / "unrolled" / "widgets" / "lstm_airline.json"
TRAIN = 108  # months 1949 to 1957; the three years after them are the test
WINDOW, UNITS, SEED = 24, 4, 0
JUDGED = 12  # forecasts count once the network has read a year
STEPS, RATE, SHIFT, DECAY = 2500, 0.02, 0.5, 1e-4
DIGITS = 3


def data():
    """The scaled series (144,), and a function from scaled values to thousands of passengers."""
    logs = np.log(datasets.load_airline().values)
    low, high = logs[:TRAIN].min(), logs[:TRAIN].max()
    return 2 * (logs - low) / (high - low) - 1, lambda x: np.exp(low + (x + 1) / 2 * (high - low))


def train(series, steps=STEPS, seed=SEED):
    """Weights [W_x, W_h, b, W_y, b_y] after `steps` steps of Adam on all windows, and the losses."""
    windows = sequences.windows(series[:TRAIN], WINDOW + 1)[0].reshape(-1, WINDOW + 1, 1)
    X, change = windows[:, :-1], np.diff(windows, axis=1)
    rng = np.random.default_rng(seed)
    start = LSTM.random(1, UNITS, seed=seed)
    W_y = rng.normal(0, 0.5, (UNITS, 1))
    weights = [array.copy() for array in (start.W_x, start.W_h, start.b, W_y, np.zeros(1))]
    means, squares = ([np.zeros_like(array) for array in weights] for _ in range(2))
    losses = []
    for step in range(1, steps + 1):
        *kernel, W_y, b_y = weights
        cell = LSTM(*kernel)
        trace = cell.forward(X + SHIFT * rng.uniform(-1, 1, (len(X), 1, 1)))
        error = trace.H @ W_y + b_y - change
        error[:, :JUDGED] = 0
        n = len(X) * (WINDOW - JUDGED)
        losses.append(float((error**2).sum() / n))
        dY = 2 * error / n
        back = cell.backward(trace, dY @ W_y.T)
        dW_y = np.tensordot(trace.H, dY, axes=([0, 1], [0, 1]))
        gradients = [back.dW_x, back.dW_h, back.db, dW_y, dY.sum((0, 1))]
        rate = RATE * (1 + np.cos(np.pi * step / steps)) / 2
        for array, gradient, mean, square in zip(weights, gradients, means, squares):
            gradient = gradient + DECAY * array
            mean += 0.1 * (gradient - mean)
            square += 0.001 * (gradient**2 - square)
            array -= rate * mean / (1 - 0.9**step) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
    return weights, losses


def measure(weights, series, passengers):
    """RMSE of the forecasts for the next month in the test years, in thousands of passengers.

    Beside the network two baselines: "next month is like this one", and "it grows as it did a year before".
    """
    *kernel, W_y, b_y = map(np.asarray, weights)
    X = sequences.windows(series[TRAIN - WINDOW :], WINDOW)[0].reshape(-1, WINDOW, 1)
    forecast = X[:, -1] + LSTM(*kernel).forward(X).H[:, -1] @ W_y + b_y
    truth = passengers(series[TRAIN:])

    def rmse(scaled):
        return round(float(np.sqrt(np.mean((passengers(scaled) - truth) ** 2))), 1)

    return {
        "network": rmse(forecast[:, 0]),
        "last month": rmse(series[TRAIN - 1 : -1]),
        "growth of last year": rmse(series[TRAIN - 1 : -1] + np.diff(series)[TRAIN - 13 : -12]),
    }


def main():
    series, passengers = data()
    weights = [np.round(array, DIGITS) for array in train(series)[0]]  # what is measured is what is shipped
    parts = {name: array.tolist() for name, array in zip(("W_x", "W_h", "b", "W_y", "b_y"), weights)}
    parts["x"] = np.round(series[TRAIN - WINDOW : TRAIN], DIGITS).tolist()
    parts["rmse"] = measure(weights, series, passengers)
    lines = [f"{json.dumps(name)}: {json.dumps(part)}" for name, part in parts.items()]
    FILE.write_text("{" + ",\n ".join(lines) + "}\n", "utf-8")
    print(parts["rmse"])


if __name__ == "__main__":
    main()
