"""Trains the networks of the widget AttentionLens and measures them: python tools/train_attention_lens.py

The task: say a sequence of 3 to 20 random digits backwards.  An encoder reads it, a decoder starts
from the encoder's last state and writes one digit a timestep; with attention it also sees a
weighted sum of all the encoder's states.  For each score (none, dot, additive) and each number of
units there is one network from each of several seeds, all on the same budget.  Stored is the one
with the median quality of its seeds, not the best, its weights rounded to whole numbers from -127
to 127 times one scale a matrix; what is measured is measured with exactly these weights.  Writes
unrolled/widgets/attention_lens.npz within half an hour on two cores.
"""
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from unrolled.attention import additive_scores, context, dot_scores, masked_softmax
from unrolled.cells import GRU

STEPS = 3000
BATCH = 64
RATE = 3e-3

def start(score, units, seed):
    rng = np.random.default_rng([seed, units])
    enc = GRU.random(10, units, seed, np.float32)
    dec = GRU.random(11, units, seed + 1000, np.float32)
    width = units if score == "none" else 2 * units
    lim = np.sqrt(6 / (width + 10))
    p = {"encoder.W_x": enc.W_x, "encoder.W_h": enc.W_h, "encoder.b": enc.b, "decoder.W_x": dec.W_x, "decoder.W_h": dec.W_h, "decoder.b": dec.b,
      "W_y": rng.uniform(-lim, lim, (width, 10)).astype(np.float32), "b_y": np.zeros(10, np.float32)}
    if score == "dot": p["scale"] = np.ones((), np.float32)
    if score == "additive":
        lim = np.sqrt(6/(units+1)); p["scale"] = rng.uniform(-lim, lim, units).astype(np.float32)
    return p

def step_grad(score, p, digits):
    n, T = digits.shape
    enc = GRU(p["encoder.W_x"], p["encoder.W_h"], p["encoder.b"]); dec = GRU(p["decoder.W_x"], p["decoder.W_h"], p["decoder.b"])
    target = digits[:, ::-1]
    eye = np.eye(11, dtype=np.float32)
    X = eye[:, :10][digits]
    said = eye[np.concatenate([np.full((n, 1), 10), target[:, :-1]], axis=1)]
    read = enc.forward(X)
    wrote = dec.forward(said, read.H[:, -1])
    K, Q = read.H, wrote.H
    if score == "none":
        A = Q
    else:
        if score == "dot":
            raw = Q @ K.swapaxes(1, 2); s = p["scale"] * raw
        else:
            U = np.tanh(Q[:, :, None] + K[:, None]); s = U @ p["scale"]
        e = np.exp(s - s.max(-1, keepdims=True)); W = e / e.sum(-1, keepdims=True)
        ctx = W @ K
        A = np.concatenate([Q, ctx], -1)
    logits = A @ p["W_y"] + p["b_y"]
    e = np.exp(logits - logits.max(-1, keepdims=True)); P = e / e.sum(-1, keepdims=True)
    loss = -np.log(np.take_along_axis(P, target[..., None], -1)).mean()
    d = (P - eye[:, :10][target]) / (n * T)
    g = {"W_y": A.reshape(n*T, -1).T @ d.reshape(n*T, -1), "b_y": d.sum((0, 1))}
    dA = d @ p["W_y"].T
    h = Q.shape[2]
    dQ = dA[..., :h].copy(); dK = np.zeros_like(K)
    if score != "none":
        dctx = dA[..., h:]
        dW = dctx @ K.swapaxes(1, 2); dK += W.swapaxes(1, 2) @ dctx
        ds = W * (dW - (W * dW).sum(-1, keepdims=True))
        if score == "dot":
            g["scale"] = (ds * raw).sum(); ds = ds * p["scale"]
            dQ += ds @ K; dK += ds.swapaxes(1, 2) @ Q
        else:
            g["scale"] = np.tensordot(ds, U, 3)
            dU = ds[..., None] * p["scale"] * (1 - U * U)
            dQ += dU.sum(2); dK += dU.sum(1)
    b = dec.backward(wrote, dQ)
    g["decoder.W_x"], g["decoder.W_h"], g["decoder.b"] = b.dW_x, b.dW_h, b.db
    dK[:, -1] += b.dH0
    b = enc.backward(read, dK)
    g["encoder.W_x"], g["encoder.W_h"], g["encoder.b"] = b.dW_x, b.dW_h, b.db
    return loss, g

def train(score, units, seed, steps=STEPS, rate=RATE):
    rng = np.random.default_rng([seed, units, 7])
    p = start(score, units, seed)
    m = {k: np.zeros_like(v) for k, v in p.items()}; v2 = {k: np.zeros_like(v) for k, v in p.items()}
    for i in range(1, steps + 1):
        digits = rng.integers(0, 10, (BATCH, int(rng.integers(3, 21))))
        loss, g = step_grad(score, p, digits)
        shrink = min(1, 1 / np.sqrt(sum(float((x*x).sum()) for x in g.values())))
        r = rate * min(1, 2 * (1 - i / steps) + 0.02)
        for k in p:
            x = shrink * g[k]
            m[k] = .9 * m[k] + .1 * x; v2[k] = .999 * v2[k] + .001 * x * x
            p[k] = np.float32(p[k] - r * (m[k] / (1 - .9**i)) / (np.sqrt(v2[k] / (1 - .999**i)) + 1e-7))
    return p

def quantize(p, levels=127):
    out = {}
    for k, v in p.items():
        s = np.abs(v).max() / levels
        out[k] = np.float32(np.round(v / s) * s)
    return out

def decode(score, p, digits, mask=None, temperature=1.0):
    n, T = digits.shape
    enc = GRU(p["encoder.W_x"], p["encoder.W_h"], p["encoder.b"]); dec = GRU(p["decoder.W_x"], p["decoder.W_h"], p["decoder.b"])
    eye = np.eye(11, dtype=np.float32)
    K = enc.forward(eye[:, :10][digits]).H
    H = K[:, -1]; last = np.full(n, 10); out = []; Ws = []
    for _ in range(T):
        H = dec.step(eye[last], H); A = H
        if score != "none":
            s = dot_scores(H[:, None], K, float(p["scale"])) if score == "dot" else additive_scores(H[:, None], K, p["scale"])
            W = masked_softmax(s, mask, temperature); Ws.append(W[:, 0])
            A = np.concatenate([H, context(W, K)[:, 0]], -1)
        last = np.argmax(A @ p["W_y"] + p["b_y"], -1); out.append(last)
    return np.stack(out, 1), (np.stack(Ws, 1) if Ws else None)

def curve(score, p, n=500):
    return [float((decode(score, p, d)[0] == d[:, ::-1]).all(1).mean()) for L in range(3, 21) for d in [np.random.default_rng(L).integers(0, 10, (n, L))]]

def one(job):
    import time
    t = time.process_time(); p = train(*job); t = time.process_time() - t
    q = quantize(p); c = curve(job[0], p); cq = curve(job[0], q)
    d = np.random.default_rng(5).integers(0, 10, (200, 12)); W = decode(job[0], q, d)[1]
    diag = "" if W is None else [round(float(np.mean([W[:, s, 11 - s + o][:] for s in range(2, 10)])), 2) for o in (-1, 0, 1)]
    return job, t, [round(c[L-3], 2) for L in (4, 8, 12, 16, 20)], [round(cq[L-3], 2) for L in (4, 8, 12, 16, 20)], diag, p

if __name__ == "__main__":
    pass
