"""Trains the networks of the widget FreeRun and measures them: python tools/train_free_run.py

The task: forecast the next value of a sum of two tones, whose periods have no common multiple, from
its values so far.  A GRU with a linear read-out is trained three times on equal budgets:

  forcing   its inputs are the true values
  noise     its inputs are the true values and noise of standard deviation 0.1
  sampling  more and more of its inputs are its own last forecasts (scheduled sampling, Bengio et al.
            2015): the probability of the truth falls from 1 to 0.25

Each is trained from three seeds; stored is the one with the median error in free runs, not the best.
Weights are stored as whole multiples of 1/4096, and measured like that.  Writes
unrolled/widgets/free_run.npz within some minutes on one core.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

from unrolled.cells import GRU
from unrolled.widgets.free_run import STEPS_PER_UNIT, TRAININGS, UNITS, WEIGHTS, measure, tones

SEEDS = range(3)
STEPS = 1200
BATCH, LENGTH = 32, 40
WARM_UP = 10  # timesteps without loss, until the phases can be known
RATE = 5e-3  # of Adam; gradients clipped to norm 1
NOISE = 0.1
LEAST_FORCING = 0.25


def sampled(cell, w, w_b, X, forcing, rng):
    """The inputs when each but the first is the truth with this probability, else the last forecast."""
    inputs = X.copy()
    H = np.zeros((len(X), cell.units))
    for t in range(X.shape[1] - 1):
        H = cell.step(inputs[:, t], H)
        own = rng.random(len(X)) >= forcing
        if t >= WARM_UP:
            inputs[own, t + 1, 0] = (H @ w + w_b)[own]
    return inputs


def train(training, seed):
    """W_x, W_h, b, w and w_b one after the other, in int16, as multiples of 1/4096."""
    rng = np.random.default_rng([seed, 10])
    cell = GRU.random(1, UNITS, seed)
    limit = np.sqrt(6 / (UNITS + 1))
    parts = [cell.W_x, cell.W_h, cell.b, rng.uniform(-limit, limit, UNITS), np.zeros(())]
    means, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    for step in range(1, STEPS + 1):
        # Every window lies before the series of the widget, which starts at 0.
        series = tones(-rng.integers(LENGTH + 1, 5000, (BATCH, 1)) + np.arange(LENGTH + 1))
        X, target = series[:, :-1, None], series[:, 1:]
        *weights, w, w_b = parts
        cell = GRU(*weights)
        if training == "noise":
            X = X + rng.normal(0, NOISE, X.shape)
        elif training == "sampling":
            X = sampled(cell, w, w_b, X, 1 - (1 - LEAST_FORCING) * step / STEPS, rng)
        trace = cell.forward(X)
        d_answer = 2 / BATCH / (LENGTH - WARM_UP) * (trace.H @ w + w_b - target)  # of the mean squared error
        d_answer[:, :WARM_UP] = 0
        back = cell.backward(trace, d_answer[:, :, None] * w)
        gradients = [back.dW_x, back.dW_h, back.db, np.einsum("nt,nth->h", d_answer, trace.H), d_answer.sum()]
        shrink = min(1, 1 / np.sqrt(sum(np.sum(g**2) for g in gradients)))
        for k, g in enumerate(gradients):
            means[k] = 0.9 * means[k] + 0.1 * shrink * g
            squares[k] = 0.999 * squares[k] + 0.001 * (shrink * g) ** 2
            corrected = np.sqrt(squares[k] / (1 - 0.999**step)) + 1e-7
            parts[k] = parts[k] - RATE * means[k] / (1 - 0.9**step) / corrected
    scaled = np.round(np.concatenate([np.ravel(part) for part in parts]) * STEPS_PER_UNIT)
    if np.abs(scaled).max() > 32767:
        raise ValueError("a weight beyond 8 does not fit into 16 bits")
    return scaled.astype(np.int16)


def main():
    stored = {}
    for training in TRAININGS:
        trained = [train(training, seed) for seed in SEEDS]
        measured = [measure(parts) for parts in trained]
        order = np.argsort([one["free"][49] for one in measured])
        median = order[len(order) // 2]
        print(training, f"stored: seed {median}")
        for seed, one in enumerate(measured):
            print(f"  seed {seed}: one step {one['forced']:.4f}, free run at 10, 50, 100", *(f"{one['free'][h - 1]:.3f}" for h in (10, 50, 100)))
        stored[training] = trained[median]
        stored[f"{training}.free50_by_seed"] = [one["free"][49] for one in measured]
    np.savez_compressed(WEIGHTS, **stored)


if __name__ == "__main__":
    main()
