// The present state as Python that runs alone; a test executes it and compares.
import { LENGTHS, WEIGHTS } from "./batch.js";
import { literal } from "../ui/python.js";

const lines = (rows) => rows.map((row) => `    ${literal(row)},`).join("\n");

export function windowsPython({ series, names, units, window, stride, horizon, train, order, selected }) {
  const columns = names.map((name, i) => (units[i] ? `${name} (${units[i]})` : name)).join(", ");
  const first = order === "split first";
  return `import numpy as np

# One row a timestep: ${columns.replace(/\s+/g, " ")}
series = np.array([
${lines(series)}
], dtype=float)
window, horizon, stride, train = ${window}, ${horizon}, ${stride}, ${train}


def windows(series):
    """X of shape (n, window, features) and the next values of the first feature, (n, horizon)."""
    n = max(0, (len(series) - window - horizon) // stride + 1)
    starts = stride * np.arange(n)
    inputs = starts[:, None] + np.arange(window)
    targets = starts[:, None] + window + np.arange(horizon)
    return series[inputs], series[targets, 0], starts


${
  first
    ? `# Split first, then cut each part: no window can reach across.
X_train, y_train, starts_train = windows(series[:train])
X_test, y_test, starts_test = windows(series[train:])
X, y = np.concatenate([X_train, X_test]), np.concatenate([y_train, y_test])
starts = np.concatenate([starts_train, starts_test + train])
leaks = np.zeros(len(X), dtype=bool)`
    : `# Cut first, then split: a window trains if it starts before the split.
X, y, starts = windows(series)
in_train = starts < train
X_train, X_test = X[in_train], X[~in_train]
leaks = in_train & (starts + window + horizon > min(train, len(series)))`
}
print("X_train", X_train.shape, "X_test", X_test.shape, "leaking windows", leaks.sum())

selected = ${selected}
if len(X):
    print(X[selected], y[selected])
`;
}

export function paddingPython({ inputs, targets, padTo, where, masked }) {
  const { W_x, W_h, b, V, c } = WEIGHTS;
  const keras = where === "post" ? "post" : "pre";
  return `import numpy as np

# Four sequences of ${LENGTHS.join(", ")} steps (scaled), and for each step the value that follows.
sequences = [
${lines(inputs)}
]
targets = [
${lines(targets)}
]
length, where, use_mask = ${padTo}, "${where}", ${masked ? "True" : "False"}


def pad(rows, value=0.0):
    gap = [[value] * (length - len(row)) for row in rows]
    return np.array([row + g if where == "post" else g + row for row, g in zip(rows, gap)])


X, y = pad(sequences), pad(targets)
mask = pad([[True] * len(row) for row in sequences], False)

W_x = np.array(${literal(W_x)})
W_h = np.array(${literal(W_h)})
b = np.array(${literal(b)})
V, c = np.array(${literal(V)}), ${c}


def simple_rnn(x, keep):
    """Hidden states of every step, (T, units); where keep is False the state is carried on."""
    h, states = np.zeros(len(b)), []
    for value, real in zip(x, keep):
        if real:
            h = np.tanh(value * W_x[0] + h @ W_h + b)
        states.append(h)
    return np.array(states)


keep = mask if use_mask else np.ones_like(mask)
states = np.array([simple_rnn(x, k) for x, k in zip(X, keep)])
H_T = states[:, -1]
H_alone = np.array([simple_rnn(x, [True] * len(x))[-1] for x in sequences])
drift = np.abs(H_T - H_alone).max(axis=1)

errors = (states @ V + c - y) ** 2
loss_all = errors.mean()
loss_real = (errors * mask).sum() / mask.sum()
loss = loss_real if use_mask else loss_all
print("H_T", H_T, "moved by", drift, "loss", loss)

# The same in Keras; without dtype, pad_sequences would cut every value to a whole number.
# X = keras.utils.pad_sequences(sequences, maxlen=length, padding="${keras}", dtype="float64")[..., None]
# rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
# rnn.build(X.shape); rnn.set_weights([W_x, W_h, b])
# states = rnn(X, mask=${masked ? "mask" : "None"})
`;
}
