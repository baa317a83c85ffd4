"""Trains the networks of the widget AttentionLens and measures them: python tools/train_attention_lens.py

The task: say 3 to 20 random digits backwards.  An encoder reads them, a decoder starts from the
encoder's last state and says one digit a step; with attention it also gets a weighted sum of all
the encoder's states.  For each score (none, dot, additive) and each number of units there is a
network from each of five seeds, all on the same budget: 2000 batches of 64 sequences, each batch
of one random length, the right digits fed to the decoder.  Stored is the one with the median
quality of its five, not the best, its weights rounded to whole numbers from -127 to 127 times one
scale for each array.  What is measured, the share of 2000 new sequences of each length said without
a mistake, is measured with exactly these weights.  Writes unrolled/widgets/attention_lens.npz
within a quarter of an hour on two cores.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # one training a core

from concurrent.futures import ProcessPoolExecutor

import numpy as np

from unrolled.attention import context, masked_softmax
from unrolled.cells import GRU
from unrolled.widgets.attention_lens import LENGTHS, SCORES, START, TRAINED, UNITS, Reverser

SEEDS = range(5)
STEPS = 2000
BATCH = 64
RATE = 3e-3  # of Adam, falling over the second half, gradients clipped to norm 1
SEQUENCES = 2000  # of each length, to measure with


def start(score, units, seed):
    """The weights before training, {name: float32 array}; the cells as Keras starts them."""
    rng = np.random.default_rng([seed, units])

    def glorot(*shape):
        limit = np.sqrt(6 / sum(shape))
        return rng.uniform(-limit, limit, shape).astype(np.float32)

    cells = {"encoder": GRU.random(10, units, seed), "decoder": GRU.random(START + 1, units, seed + 1000)}
    weights = {f"{name}.{part}": np.float32(getattr(cell, part)) for name, cell in cells.items() for part in ("W_x", "W_h", "b")}
    weights["W_y"] = glorot(units if score == "none" else 2 * units, 10)
    weights["b_y"] = np.zeros(10, np.float32)
    if score == "dot":
        weights["scale"] = np.ones((), np.float32)
    if score == "additive":
        weights |= {"W_q": glorot(units, units), "W_k": glorot(units, units), "scale": glorot(units, 1)[:, 0]}
    return weights


def gradients(net, digits):
    """The gradient of the mean cross-entropy for digits (n, T), {name: as the weights}."""
    n, T = digits.shape
    one_hot = np.eye(START + 1, dtype=net.encoder.dtype)
    right = digits[:, ::-1]
    before = np.concatenate([np.full((n, 1), START), right[:, :-1]], axis=1)
    read = net.encoder.forward(one_hot[digits][..., :START])
    wrote = net.decoder.forward(one_hot[before], read.state)
    H, S = read.H, wrote.H
    seen = S
    if net.score != "none":
        weights = masked_softmax(net.scores(S, H))
        seen = np.concatenate([S, context(weights, H)], axis=2)
    d_logits = (masked_softmax(seen @ net.W_y + net.b_y) - one_hot[right][..., :START]) / (n * T)
    d_seen = d_logits @ net.W_y.T
    units = S.shape[2]
    dS, dH = d_seen[..., :units].copy(), np.zeros_like(H)
    back = {"W_y": _outer(seen, d_logits), "b_y": d_logits.sum(axis=(0, 1))}
    if net.score != "none":
        d_context = d_seen[..., units:]
        dH += weights.swapaxes(1, 2) @ d_context
        d_weights = d_context @ H.swapaxes(1, 2)
        d_scores = weights * (d_weights - (weights * d_weights).sum(axis=2, keepdims=True))
    if net.score == "dot":
        back["scale"] = (d_scores * (S @ H.swapaxes(1, 2))).sum()
        dS += net.scale * d_scores @ H
        dH += net.scale * d_scores.swapaxes(1, 2) @ S
    if net.score == "additive":
        U = np.tanh((S @ net.W_q)[:, :, None] + (H @ net.W_k)[:, None])
        back["scale"] = np.tensordot(d_scores, U, 3)
        dU = d_scores[..., None] * net.scale * (1 - U * U)
        d_query, d_key = dU.sum(axis=2), dU.sum(axis=1)
        back |= {"W_q": _outer(S, d_query), "W_k": _outer(H, d_key)}
        dS += d_query @ net.W_q.T
        dH += d_key @ net.W_k.T
    for name, cell, trace, d_states in (("decoder", net.decoder, wrote, dS), ("encoder", net.encoder, read, dH)):
        through = cell.backward(trace, d_states)
        back |= {f"{name}.{part}": getattr(through, f"d{part}") for part in ("W_x", "W_h", "b")}
        dH[:, -1] += through.dH0  # the decoder starts from the encoder's last state
    return back


def _outer(rows, deltas):
    """The sum of rows^T deltas over all sequences and timesteps."""
    return rows.reshape(-1, rows.shape[-1]).T @ deltas.reshape(-1, deltas.shape[-1])


def train(score, units, seed):
    """The trained weights, {name: float32 array}."""
    rng = np.random.default_rng([seed, units, 7])
    weights = start(score, units, seed)
    means, squares = ({name: np.zeros_like(part) for name, part in weights.items()} for _ in range(2))
    for step in range(1, STEPS + 1):
        digits = rng.integers(0, 10, (BATCH, rng.choice(LENGTHS)))
        back = gradients(Reverser.of(score, weights), digits)
        shrink = min(1, 1 / np.sqrt(sum(np.sum(g**2) for g in back.values())))
        rate = RATE * min(1, 2 * (1 - step / STEPS) + 0.02)
        for name, g in back.items():
            means[name] = 0.9 * means[name] + 0.1 * shrink * g
            squares[name] = 0.999 * squares[name] + 0.001 * (shrink * g) ** 2
            corrected = np.sqrt(squares[name] / (1 - 0.999**step)) + 1e-7
            weights[name] = np.float32(weights[name] - rate * means[name] / (1 - 0.9**step) / corrected)
    return weights


def rounded(weights):
    """The weights as whole numbers of one byte each, and their scales: {name: int8}, {name: scale}."""
    scales = {name: float(np.abs(part).max()) / 127 for name, part in weights.items()}
    return {name: np.round(part / scales[name]).astype(np.int8) for name, part in weights.items()}, scales


def accuracy(net):
    """By length, the share of new sequences that are said without a mistake: (18,)."""
    shares = []
    for length in LENGTHS:
        digits = np.random.default_rng([2026, length]).integers(0, 10, (SEQUENCES, length))
        shares.append(np.mean((net.decode(digits).said == digits[:, ::-1]).all(axis=1)))
    return np.array(shares)


def trained(job):
    """(score, units, seed) to the rounded weights, their scales and their accuracy."""
    score, units, seed = job
    whole, scales = rounded(train(score, units, seed))
    return whole, scales, accuracy(Reverser.of(score, {name: whole[name] * scales[name] for name in whole}))


def main():
    stored = {}
    jobs = [(score, units, seed) for units in UNITS for score in SCORES for seed in SEEDS]
    with ProcessPoolExecutor() as pool:
        results = dict(zip(jobs, pool.map(trained, jobs), strict=True))
    for score, units in dict.fromkeys(job[:2] for job in jobs):
        curves = np.array([results[score, units, seed][2] for seed in SEEDS])
        median = int(np.argsort(curves.mean(axis=1))[len(curves) // 2])
        whole, scales, _ = results[score, units, median]
        name = f"{score}{units}"
        stored |= {f"{name}.{part}": values for part, values in whole.items()}
        stored |= {f"{name}.{part}.scale": scale for part, scale in scales.items()}
        stored |= {f"{name}.accuracy": curves, f"{name}.seed": median}
        told = ", ".join(f"{length}: {curves[:, length - 3].min():.3f} {curves[median, length - 3]:.3f} {curves[:, length - 3].max():.3f}" for length in (4, 8, 12, 16, 20))
        print(f"{score}, {units} units: exact match by length, lowest, stored, highest: {told}; stored: seed {median}")
    np.savez_compressed(TRAINED, **stored)


if __name__ == "__main__":
    main()
