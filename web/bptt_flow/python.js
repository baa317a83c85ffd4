// The present state as Python that runs alone; a test executes it and compares.
import { literal } from "../ui/python.js";

export function python({ T, k, loss, carry, x, targets, weights }) {
  const { W_x, W_h, b, V, c } = weights;
  return `import numpy as np
from unrolled.cells import SimpleRNN

x = np.array(${literal(x)})
targets = np.array(${literal(targets)})
W_x = np.array(${literal(W_x)}, dtype=float)
W_h = np.array(${literal(W_h)}, dtype=float)
b = np.array(${literal(b)}, dtype=float)
cell = SimpleRNN(W_x, W_h, b)
V, c = np.array(${literal(V)}), ${c}
T, counts = len(x), np.ones(len(x))${loss === "last" ? "\ncounts[:-1] = 0  # only the last timestep has a loss" : "  # a loss at every timestep"}


def backpropagate(k, carry=True):
    """The loss, and H_{t-1}^T delta_t of every timestep, cut every k timesteps from the end."""
    loss, parts, state = 0.0, [], None
    borders = sorted({0, *range(T, 0, -k)})
    for start, end in zip(borders, borders[1:]):
        chunk = slice(start, end)
        trace = cell.forward(x[None, chunk, None], state if carry else None)
        errors = counts[chunk] * (trace.H[0] @ V + c - targets[chunk])
        gradients = cell.backward(trace, 2 * errors[None, :, None] * V)  # stops at the chunk's start
        before = np.concatenate([trace.H0, trace.H[0, :-1]])
        parts.append(before[:, :, None] * gradients.delta[0][:, None, :])
        loss, state = loss + (errors**2).sum(), trace.state
    return loss, np.concatenate(parts)


loss_full, parts_full = backpropagate(T)
loss, parts = backpropagate(${k}, carry=${carry ? "True" : "False"})
G, cut = parts_full.sum(axis=0), parts.sum(axis=0)  # dL/dW_h, full and with cuts
norm, cut_norm = np.linalg.norm(G), np.linalg.norm(cut)
bars = (parts * G).sum(axis=(1, 2)) / norm
print("loss", loss_full, loss, "cosine", bars.sum() / cut_norm)
`;
}
