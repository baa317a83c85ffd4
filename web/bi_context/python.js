// The present state as Python that runs alone; a test executes it and compares.
import { literal } from "../ui/python.js";

export const python = ({ series, cell, direction, merge, t, s }) => `import numpy as np
from unrolled.widgets.bi_context import network

X = np.array(${literal(series)}).reshape(1, -1, 1)
net = network("${cell}", direction="${direction}", merge="${merge}")
t, s = ${t}, ${s}  # counted from 1

# Backpropagation through time from each of the m units of each output alone, all T * m at once.
Y = net.forward(X).H
_, T, m = Y.shape
starts = np.eye(T * m).reshape(T * m, T, m)
dX = net.backward(net.forward(np.repeat(X, T * m, axis=0)), starts).dX
sensitivity = np.linalg.norm(dX.reshape(T, m, T), axis=1)  # row t - 1: output, column s - 1: input

zeros = np.count_nonzero(sensitivity == 0)
seen = np.count_nonzero(np.triu(sensitivity, 1))  # inputs of the future that change an output
row = sensitivity[t - 1]
share = row[t:].sum() / row.sum() if row[t:].any() else 0.0

# The output at t, when X_{t+1} and all later inputs have not come yet.
live = net.forward(X[:, :t]).H[0, -1]
moved = np.linalg.norm(Y[0, t - 1] - live)
print("dY_t/dX_s", row[s - 1], "from the future", share, "exactly zero", zeros, "of", T * T, "moved", moved)
`;
