"""Trains the networks of the widget GateDuel and measures them: python tools/train_gate_duel.py

The task: noise, and in it up to three pulses of height +1 or -1; at the end the answer H_T w + b
shall be the sign of the last pulse, or 0 where there was none.  The last pulse lies up to 40
timesteps back.  Each of the five networks gets the same budget, from each of five seeds; stored is
the one with the median accuracy of its five, not the best.  Writes unrolled/widgets/gate_duel.npz
within some minutes on one core.
"""

from pathlib import Path

import numpy as np

from unrolled.cells import GRU, LSTM, SimpleRNN

CELLS = {"SimpleRNN": SimpleRNN, "GRU": GRU, "LSTM": LSTM}
NETWORKS = (("SimpleRNN", 8), ("GRU", 8), ("LSTM", 8), ("SimpleRNN", 17), ("GRU", 9))
TARGET = Path(__file__).parents[1] / "unrolled" / "widgets" / "gate_duel.npz"
SEEDS = range(5)
STEPS = 2000
BATCH = 64
RATE = 5e-3  # of Adam, gradients clipped to norm 1
NOISE = 0.2


def sequences(rng, n, T):
    """X (n, T, 1), noise with pulses, and the sign of each last pulse, (n,); 0 without a pulse."""
    X = rng.normal(0, NOISE, (n, T))
    pulses = np.zeros((n, T))
    for share, latest in ((0.8, T // 4), (0.4, T), (0.4, T)):  # the first one early, so that holding is long
        there = np.flatnonzero(rng.random(n) < share)
        pulses[there, rng.integers(0, latest, len(there))] = rng.choice([-1.0, 1.0], len(there))
    last = T - 1 - np.argmax(pulses[:, ::-1] != 0, axis=1)
    return np.where(pulses, pulses, X)[..., None], pulses[np.arange(n), last]


def accuracy(cell, w, w_b):
    """The share of 4000 new sequences of 40 timesteps whose answer rounds to the right one."""
    X, target = sequences(np.random.default_rng(2026), 4000, 40)
    answer = cell.forward(X).H[:, -1] @ w + w_b
    return np.mean(np.round(np.clip(answer, -1, 1)) == target)


def train(name, units, seed):
    """The trained W_x, W_h, b, w and w_b, in float32."""
    rng = np.random.default_rng([seed, units])
    cell = CELLS[name].random(1, units, seed)
    limit = np.sqrt(6 / (units + 1))
    parts = [cell.W_x, cell.W_h, cell.b, rng.uniform(-limit, limit, units), np.zeros(())]
    means, squares = ([np.zeros_like(part) for part in parts] for _ in range(2))
    for step in range(1, STEPS + 1):
        X, target = sequences(rng, BATCH, int(rng.integers(10, 41)))
        *weights, w, w_b = parts
        cell = CELLS[name](*weights)
        trace = cell.forward(X)
        d_answer = 2 / BATCH * (trace.H[:, -1] @ w + w_b - target)  # of the mean squared error
        back = cell.backward(trace, d_answer[:, None] * w)
        gradients = [back.dW_x, back.dW_h, back.db, d_answer @ trace.H[:, -1], d_answer.sum()]
        shrink = min(1, 1 / np.sqrt(sum(np.sum(g**2) for g in gradients)))
        for k, g in enumerate(gradients):
            means[k] = 0.9 * means[k] + 0.1 * shrink * g
            squares[k] = 0.999 * squares[k] + 0.001 * (shrink * g) ** 2
            corrected = np.sqrt(squares[k] / (1 - 0.999**step)) + 1e-7
            parts[k] = parts[k] - RATE * means[k] / (1 - 0.9**step) / corrected
    return [np.float32(part) for part in parts]


def main():
    stored, chosen, spread = {}, [], []
    for name, units in NETWORKS:
        trained = [train(name, units, seed) for seed in SEEDS]
        scores = [accuracy(CELLS[name](*parts[:3]), *parts[3:]) for parts in trained]
        median = np.argsort(scores)[len(scores) // 2]
        print(f"{name}, {units} units: accuracy", *(f"{score:.3f}" for score in scores), f"stored: seed {median}")
        stored |= {f"{name}{units}.{part}": value for part, value in zip(("W_x", "W_h", "b", "w", "w_b"), trained[median], strict=True)}
        chosen.append(scores[median])
        spread.append(scores)
    np.savez_compressed(TARGET, accuracy=chosen, accuracy_by_seed=spread, **stored)


if __name__ == "__main__":
    main()
