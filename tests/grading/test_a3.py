"""A3, the LSTM's gates and its forget bias: right answers have their marks, and every known mistake is caught."""

import numpy as np
from in_process import Direct, Notebook
from suite import Suite

from unrolled import assignments
from unrolled.cells import LSTM
from unrolled.grading.checks import a3

NOTEBOOK = Notebook("A3_lstm_gates.ipynb")

VARIANTS = [
    (
        "gates",
        """
        def sigmoid(a):
            with np.errstate(over="ignore"):
                return 1 / (1 + np.exp(-a))

        def lstm_gates(x, h, W_x, W_h, b):
            units = h.shape[1]
            A = np.concatenate([h, x], axis=1) @ np.concatenate([W_h, W_x]) + b
            i, f, g, o = (A[:, k * units:(k + 1) * units] for k in range(4))
            return dict(o=sigmoid(o), g=np.tanh(g), f=sigmoid(f), i=sigmoid(i))
        """,
    ),
    (
        "gates",
        """
        from scipy.special import expit

        def lstm_gates(x, h, W_x, W_h, b):
            found = {}
            for k, name in enumerate("ifgo"):
                part = slice(k * len(W_h), (k + 1) * len(W_h))
                a = np.einsum("nd,dh->nh", x, W_x[:, part]) + h @ W_h[:, part] + b[part]
                found[name] = np.tanh(a) if name == "g" else expit(a)
            return found
        """,
    ),
    (
        "gates",
        """
        def lstm_gates(x, h, W_x, W_h, b):
            A = (x @ W_x + h @ W_h + b).reshape(len(x), 4, -1).transpose(1, 0, 2)
            odds = np.exp(-np.abs(A))
            gates = np.where(A >= 0, 1, odds) / (1 + odds)
            gates[2] = np.tanh(A[2])
            return dict(zip("ifgo", gates))
        """,
    ),
    (
        "gates",
        """
        def lstm_gates(x, h, W_x, W_h, b):
            i, f, g, o = np.split(x @ W_x + h @ W_h + b, 4, axis=1)
            i, f, o = (1 / (1 + np.exp(-np.clip(a, -20, 20))) for a in (i, f, o))
            return {"i": i, "f": f, "g": np.tanh(g), "o": o}
        """,
    ),
    (
        "step",
        """
        def lstm_step(x, h, c, W_x, W_h, b):
            A = x @ W_x + h @ W_h + b
            units = len(b) // 4
            A[:, :2 * units] = 1 / (1 + np.exp(-A[:, :2 * units]))
            A[:, 3 * units:] = 1 / (1 + np.exp(-A[:, 3 * units:]))
            new = A[:, units:2 * units] * c + A[:, :units] * np.tanh(A[:, 2 * units:3 * units])
            return [A[:, 3 * units:] * np.tanh(new), new]
        """,
    ),
    (
        "step",
        """
        def lstm_step(x, h, c, W_x, W_h, b):
            c, gates = c.copy(), lstm_gates(x, h, W_x, W_h, b)
            c *= gates["f"]
            c += gates["i"] * gates["g"]
            return np.multiply(gates["o"], np.tanh(c)), c
        """,
    ),
    (
        "forward",
        """
        def lstm_forward(X, H0, C0, W_x, W_h, b):
            n, T, _ = X.shape
            A, hidden = X @ W_x + b, np.zeros((n, T, len(W_h)))
            h, c = H0.copy(), C0.copy()
            for t in range(T):
                i, f, g, o = np.split(A[:, t] + h @ W_h, 4, axis=1)
                c = c / (1 + np.exp(-f)) + np.tanh(g) / (1 + np.exp(-i))
                h[:] = np.tanh(c) / (1 + np.exp(-o))
                hidden[:, t] = h
            return hidden, h, c
        """,
    ),
    (
        "forward",
        """
        def lstm_forward(X, H0, C0, W_x, W_h, b):
            states = [(H0, C0)]
            for x in np.swapaxes(X, 0, 1):
                states.append(lstm_step(x, *states[-1], W_x, W_h, b))
            hidden = np.array([h for h, _ in states[1:]])
            return hidden.swapaxes(0, 1), *states[-1]
        """,
    ),
    (
        "step",
        """
        def lstm_step(x, h, c, W_x, W_h, b):
            gates = lstm_gates(x, h, W_x, W_h, b)
            new = gates["f"] * c + gates["i"] * gates["g"]
            return np.array([gates["o"] * np.tanh(new), new])
        """,
    ),
    (
        "forward",
        """
        def lstm_forward(X, H0, C0, W_x, W_h, b):
            X, h, c, W_x, W_h, b = (np.float32(given) for given in (X, H0, C0, W_x, W_h, b))
            hidden = []
            for t in range(X.shape[1]):
                h, c = lstm_step(X[:, t], h, c, W_x, W_h, b)
                hidden.append(h)
            return np.stack(hidden, axis=1), h, c
        """,
    ),
    (
        "lane",
        """
        def lane_gradient(F):
            G = np.ones(F.shape)
            for t in range(F.shape[1] - 2, -1, -1):
                G[:, t] = G[:, t + 1] * F[:, t + 1]
            return G
        """,
    ),
    (
        "lane",
        """
        def lane_gradient(F):
            return np.array([[[np.prod(sequence[t + 1:, unit]) for unit in range(F.shape[2])]
                              for t in range(F.shape[1])] for sequence in F])
        """,
    ),
    (
        "lane",
        """
        def lane_gradient(F):
            with np.errstate(divide="ignore"):
                logs = np.log(F)
            G = np.ones_like(F)
            for t in range(F.shape[1]):
                G[:, t] = np.exp(logs[:, t + 1:].sum(axis=1))
            return G
        """,
    ),
    (
        "bias",
        """
        import math

        def start_bias(units, half_life):
            b = [0.0] * (4 * units)
            for unit in range(units):
                k = half_life[unit] if np.ndim(half_life) else half_life
                b[units + unit] = -math.log(2 ** (1 / k) - 1)
            return np.array(b)
        """,
    ),
    (
        "bias",
        """
        def start_bias(units, half_life):
            k = np.broadcast_to(half_life, (units,))
            b = -np.log(np.expm1(np.log(2) / k))
            return np.concatenate([np.zeros(units), b, np.zeros(2 * units)])
        """,
    ),
    (
        "count",
        """
        def count_parameters(kind, features, units, reset_after=True):
            if kind == "LSTM":
                return 4 * ((features + units) * units + units)
            total = 3 * units * (features + units + 1)
            return total + 3 * units * int(reset_after)
        """,
    ),
    (
        "count",
        """
        def count_parameters(kind, features, units, reset_after=True):
            width = units * (4 if kind == "LSTM" else 3)
            bias = (2, width) if kind == "GRU" and reset_after else (width,)
            return sum(np.prod(shape) for shape in [(features, width), (units, width), bias])
        """,
    ),
    (
        "keras",
        """
        def build_model(features, units, outputs, forget_bias):
            import keras
            from keras import layers

            reads = keras.Input(shape=(None, features))
            layer = layers.LSTM(units, return_sequences=True, return_state=True)
            _, h, c = layer(reads)
            layer.cell.bias.assign(np.repeat([0.0, forget_bias, 0.0, 0.0], units))
            return keras.Model(reads, layers.Dense(outputs)(h))
        """,
    ),
    (
        "keras",
        """
        def build_model(features, units, outputs, forget_bias):
            import tensorflow as tf

            def bias(shape, dtype=None):
                return tf.constant(np.repeat([0.0, forget_bias, 0.0, 0.0], units), dtype)

            cell = tf.keras.layers.LSTMCell(units, bias_initializer=bias, unit_forget_bias=False)
            return tf.keras.Sequential([tf.keras.layers.RNN(cell), tf.keras.layers.Dense(outputs)])
        """,
    ),
    (
        "keras",
        """
        def build_model(features, units, outputs, forget_bias):
            import keras

            model = keras.Sequential()
            model.add(keras.layers.Input((None, features)))
            model.add(keras.layers.LSTM(units, dropout=0.3, recurrent_dropout=0.2, kernel_initializer="he_normal"))
            model.add(keras.layers.Dropout(0.5))
            model.add(keras.layers.Dense(outputs, activation="linear"))
            weights = model.get_weights()
            weights[2][units:2 * units] = forget_bias
            model.set_weights(weights)
            model.compile("adam", "mse")
            return model
        """,
    ),
    (
        "keras",
        """
        def build_model(features, units, outputs, forget_bias):
            import keras

            class Reader(keras.Model):
                def __init__(self):
                    super().__init__()
                    self.head = keras.layers.Dense(outputs)
                    self.reader = keras.layers.LSTM(units, return_sequences=True)
                    self.head.build((None, units))
                    self.reader.build((None, None, features))
                    self.reader.cell.bias.assign(np.repeat([0.0, forget_bias, 0.0, 0.0], units))

                def call(self, X):
                    return self.head(self.reader(X)[:, -1])

            return Reader()
        """,
    ),
]

GATES = """def sigmoid(a):
    return 1 / (1 + np.exp(-a))


def lstm_gates(x, h, W_x, W_h, b):
    A = x @ W_x + h @ W_h + b
    i, f, g, o = np.split(A, 4, axis=1)
    return {"i": sigmoid(i), "f": sigmoid(f), "g": np.tanh(g), "o": sigmoid(o)}
"""


def changed(source):
    """A function that changes one thing in a source, which must be there."""

    def change(old, new):
        assert old in source
        return source.replace(old, new)

    return change


gates, lane_loop = changed(GATES), changed(next(answer for name, answer in VARIANTS if name == "lane"))
mutant = NOTEBOOK.mutant


def bias(old, new):
    return mutant("bias", old, new)


def keras(old, new):
    return mutant("keras", old, new)


KERNELS = "[keras.Input((None, features)), lstm, keras.layers.Dense(outputs)]"
OPENED = "    b[units : 2 * units] = forget_bias\n"

MUTANTS = [
    ("tanh gates", "gates", gates("1 / (1 + np.exp(-a))", "np.tanh(a)")),
    ("one gate with tanh", "gates", gates("sigmoid(o)", "np.tanh(o)")),
    ("candidate is a gate", "gates", gates("np.tanh(g)", "sigmoid(g)")),
    ("hard sigmoid", "gates", gates("1 / (1 + np.exp(-a))", "np.clip(a / 6 + 0.5, 0, 1)")),
    ("sign in the logistic function", "gates", gates("np.exp(-a)", "np.exp(a)")),
    ("overflow", "gates", gates("1 / (1 + np.exp(-a))", "np.exp(a) / (1 + np.exp(a))")),
    ("clipped, and too soon", "gates", gates("np.exp(-a)", "np.exp(-np.clip(a, -3, 3))")),
    ("order f, i, g, o", "gates", gates("i, f, g, o =", "f, i, g, o =")),
    ("order i, f, o, g", "gates", gates("i, f, g, o =", "i, f, o, g =")),
    ("order i, o, f, g", "gates", gates("i, f, g, o =", "i, o, f, g =")),
    ("order i, g, f, o", "gates", gates("i, f, g, o =", "i, g, f, o =")),
    ("blocks dealt out unit by unit", "gates", gates("np.split(A, 4, axis=1)", "A.reshape(len(x), -1, 4).transpose(2, 0, 1)")),
    ("split along the batch", "gates", gates("np.split(A, 4, axis=1)", "A.reshape(4, len(x), -1)")),
    (
        "recurrent blocks transposed",
        "gates",
        gates("h @ W_h", "np.hstack([h @ block.T for block in np.split(W_h, 4, axis=1)])"),
    ),
    ("weights on the left", "gates", gates("x @ W_x", "W_x @ x")),
    ("no bias", "gates", gates(" + b", "")),
    ("PyTorch's two biases", "gates", gates(" + b", " + b + b")),
    ("one bias for all blocks", "gates", gates(" + b", " + np.tile(b[:h.shape[1]], 4)")),
    ("no recurrence", "gates", gates(" + h @ W_h", "")),
    ("no input", "gates", gates("x @ W_x + ", "")),
    ("pre-activations", "gates", gates("sigmoid(f)", "f")),
    ("softmax over the gates", "gates", gates("sigmoid(i)", "np.exp(i) / (np.exp(i) + np.exp(f) + np.exp(o))")),
    ("input mutated in place", "gates", gates("    i, f", "    x[:] = 0\n    i, f")),
    ("a tuple", "gates", gates("return {", "return tuple({").replace("}\n", "}.values())\n")),
    ("forget gate ignored", "step", mutant("step", 'gates["f"] * c', "c")),
    ("old state ignored", "step", mutant("step", 'gates["f"] * c + ', "")),
    ("input gate ignored", "step", mutant("step", 'gates["i"] * gates["g"]', 'gates["g"]')),
    ("candidate ignored", "step", mutant("step", 'gates["i"] * gates["g"]', 'gates["i"]')),
    ("output gate ignored", "step", mutant("step", 'gates["o"] * ', "")),
    ("1 - f writes", "step", mutant("step", 'gates["i"] * gates["g"]', '(1 - gates["f"]) * gates["g"]')),
    ("a large forget gate forgets", "step", mutant("step", 'gates["f"] * c', '(1 - gates["f"]) * c')),
    ("gates i and f exchanged", "step", mutant("step", 'gates["f"] * c + gates["i"]', 'gates["i"] * c + gates["f"]')),
    ("no tanh of the cell state", "step", mutant("step", "np.tanh(c_next)", "c_next")),
    ("tanh on the lane", "step", mutant("step", 'gates["f"] * c + gates["i"] * gates["g"]', 'np.tanh(gates["f"] * c + gates["i"] * gates["g"])')),
    ("the old cell state is shown", "step", mutant("step", "np.tanh(c_next)", "np.tanh(c)")),
    ("forget gate on the hidden state", "step", mutant("step", 'gates["f"] * c ', 'gates["f"] * h ')),
    ("states exchanged", "step", mutant("step", 'gates["o"] * np.tanh(c_next), c_next', 'c_next, gates["o"] * np.tanh(c_next)')),
    ("the hidden state twice", "step", mutant("step", "np.tanh(c_next), c_next", "np.tanh(c_next), gates['o'] * np.tanh(c_next)")),
    (
        "state mutated in place",
        "step",
        mutant("step", 'c_next = gates["f"] * c + gates["i"] * gates["g"]', 'c *= gates["f"]\n    c += gates["i"] * gates["g"]\n    c_next = c'),
    ),
    (
        "hidden state mutated in place",
        "step",
        mutant("step", 'return gates["o"] * np.tanh(c_next)', 'h[:] = gates["o"] * np.tanh(c_next)\n    return h'),
    ),
    ("starts from zeros", "forward", mutant("forward", "h, c, hidden = H0, C0", "h, c, hidden = 0 * H0, 0 * C0")),
    ("C0 ignored", "forward", mutant("forward", "h, c, hidden = H0, C0", "h, c, hidden = H0, 0 * C0")),
    ("H0 and C0 exchanged", "forward", mutant("forward", "h, c, hidden = H0, C0", "h, c, hidden = C0, H0")),
    ("cell state starts anew", "forward", mutant("forward", "lstm_step(X[:, t], h, c,", "lstm_step(X[:, t], h, C0,")),
    ("hidden state starts anew", "forward", mutant("forward", "lstm_step(X[:, t], h, c,", "lstm_step(X[:, t], H0, c,")),
    ("from the last timestep to the first", "forward", mutant("forward", "X[:, t]", "X[:, -1 - t]")),
    ("last timestep left out", "forward", mutant("forward", "range(X.shape[1])", "range(max(1, X.shape[1] - 1))")),
    ("cell states instead of hidden ones", "forward", mutant("forward", "append(h)", "append(c)")),
    ("time first", "forward", mutant("forward", "axis=1", "axis=0")),
    ("last states exchanged", "forward", mutant("forward", "axis=1), h, c", "axis=1), c, h")),
    ("the first states come back", "forward", mutant("forward", "axis=1), h, c", "axis=1), H0, C0")),
    ("tanh of the last cell state", "forward", mutant("forward", "axis=1), h, c", "axis=1), h, np.tanh(c)")),
    ("only the last state", "forward", mutant("forward", "np.stack(hidden, axis=1), h", "h, h")),
    ("no final states", "forward", mutant("forward", "axis=1), h, c", "axis=1)")),
    (
        "states in a pair, as in PyTorch",
        "forward",
        mutant("forward", "axis=1), h, c", "axis=1), (h, c)"),
    ),
    (
        "H0 and C0 overwritten",
        "forward",
        mutant("forward", "        h, c = lstm_step", "        h[:], c[:] = lstm_step").replace("append(h)", "append(h.copy())"),
    ),
    (
        "all entries are the last state",
        "forward",
        mutant("forward", "h, c, hidden = H0, C0", "h, c, hidden = H0.copy(), C0.copy()").replace("        h, c = ", "        h[:], c[:] = "),
    ),
    ("its own gate as well", "lane", "def lane_gradient(F):\n    return np.cumprod(F[:, ::-1], axis=1)[:, ::-1]"),
    ("forward in time", "lane", "def lane_gradient(F):\n    return np.cumprod(F, axis=1)"),
    ("forward in time, from the first", "lane", lane_loop("return G", "return G[:, ::-1]")),
    ("all gates always", "lane", "def lane_gradient(F):\n    return np.broadcast_to(F.prod(axis=1, keepdims=True), F.shape).copy()"),
    ("one gate alone", "lane", lane_loop("G[:, t + 1] * F[:, t + 1]", "F[:, t + 1]")),
    ("sum instead of product", "lane", lane_loop("G[:, t + 1] * F[:, t + 1]", "G[:, t + 1] + F[:, t + 1]")),
    ("gate of the timestep itself", "lane", lane_loop("F[:, t + 1]\n", "F[:, t]\n")),
    ("mean over units", "lane", lane_loop("F[:, t + 1]\n", "F[:, t + 1].mean(axis=1, keepdims=True)\n")),
    ("mean over the batch", "lane", lane_loop("F[:, t + 1]\n", "F[:, t + 1].mean(axis=0)\n")),
    ("along the batch", "lane", "def lane_gradient(F):\n    return np.cumprod(F[::-1], axis=0)[::-1] / F"),
    ("power of one gate", "lane", "def lane_gradient(F):\n    T = F.shape[1]\n    return np.stack([F[:, -1] ** (T - 1 - t) for t in range(T)], axis=1)"),
    ("power of the mean gate", "lane", "def lane_gradient(F):\n    T = F.shape[1]\n    return np.stack([F.mean(axis=1) ** (T - 1 - t) for t in range(T)], axis=1)"),
    ("divided by a product", "lane", "def lane_gradient(F):\n    whole = np.cumprod(F, axis=1)\n    return whole[:, -1:] / whole"),
    ("slope of the gate", "lane", lane_loop("F[:, t + 1]\n", "F[:, t + 1] * (1 - F[:, t + 1])\n")),
    ("zeros at the last", "lane", lane_loop("return G", "G[:, -1] = 0\n            return G")),
    ("one timestep too few", "lane", mutant("lane", "np.concatenate([later, np.ones_like(F[:, :1])], axis=1)", "later")),
    ("something in the gate for safety", "lane", lane_loop("F[:, t + 1]\n", "(F[:, t + 1] + 1e-3)\n")),
    ("F overwritten", "lane", lane_loop("G = np.ones(F.shape)", "G = F\n            G[:, -1] = 1")),
    ("in the input gate's block", "bias", bias("b[1]", "b[0]")),
    ("in the candidate's block", "bias", bias("b[1]", "b[2]")),
    ("in the output gate's block", "bias", bias("b[1]", "b[3]")),
    ("in all blocks", "bias", bias("b[1]", "b[:]")),
    ("unit by unit", "bias", bias("b.ravel()", "b.T.ravel()")),
    ("Keras's 1 on top", "bias", bias("b[1] = ", "b[1] = 1 + ")),
    ("the other biases 1", "bias", bias("np.zeros", "np.ones")),
    ("always 1", "bias", bias("np.log(gate / (1 - gate))", "1.0")),
    ("the gate instead of the bias", "bias", bias("np.log(gate / (1 - gate))", "gate")),
    ("the other sign", "bias", bias("np.log(gate / (1 - gate))", "np.log((1 - gate) / gate)")),
    ("logarithm to base 2", "bias", bias("np.log(", "np.log2(")),
    ("logarithm of the half-life", "bias", bias("np.log(gate / (1 - gate))", "np.log(half_life)")),
    ("time constant instead of half-life", "bias", bias("0.5 ** (1 / np.asarray(half_life))", "np.exp(-1 / np.asarray(half_life))")),
    ("1 - 1/k", "bias", bias("0.5 ** (1 / np.asarray(half_life))", "1 - 1 / (np.asarray(half_life) + 1e-9)")),
    ("halved at every timestep", "bias", bias("0.5 ** (1 / np.asarray(half_life))", "0.5 ** np.asarray(half_life)")),
    ("one timestep more", "bias", bias("np.asarray(half_life)", "(np.asarray(half_life) + 1)")),
    ("whole timesteps alone", "bias", bias("np.asarray(half_life)", "np.ceil(half_life)")),
    ("a table of four rows", "bias", bias("b.ravel()", "b")),
    ("only one number for all units", "bias", bias("b[1] = ", "half_life, gate = np.mean(half_life), np.mean(gate)\n    b[1] = ")),
    ("half-lives sorted", "bias", bias("np.asarray(half_life)", "np.sort(np.atleast_1d(half_life))")),
    ("no bias counted", "count", mutant("count", " + biases * units", "")),
    ("one bias for all units", "count", mutant("count", "biases * units", "biases")),
    ("PyTorch's two biases for the LSTM", "count", mutant("count", 'kind == "GRU" and reset_after', 'kind == "LSTM" or reset_after')),
    ("reset_after forgotten", "count", mutant("count", '2 if kind == "GRU" and reset_after else 1', "1")),
    ("the LSTM's bias goes with reset_after", "count", mutant("count", "biases * units", '(biases - (kind == "LSTM" and not reset_after)) * units')),
    ("a second bias for the LSTM without reset_after", "count", mutant("count", 'kind == "GRU" and reset_after', '(kind == "GRU") == reset_after')),
    ("reset_after the other way", "count", mutant("count", "and reset_after", "and not reset_after")),
    ("two biases in every GRU", "count", mutant("count", " and reset_after", "")),
    ("three blocks for the LSTM", "count", mutant("count", '"LSTM": 4', '"LSTM": 3')),
    ("two gates and no candidate", "count", mutant("count", '"GRU": 3', '"GRU": 2')),
    ("no recurrent kernel", "count", mutant("count", " + units**2", "")),
    ("recurrent kernel between features", "count", mutant("count", "units**2", "features**2")),
    ("features and units exchanged", "count", mutant("count", "features * units + units**2 + biases * units", "features * units + features**2 + biases * features")),
    ("one block", "count", mutant("count", "return blocks * ", "return ")),
    ("return_sequences", "keras", keras("LSTM(units)", "LSTM(units, return_sequences=True)")),
    (
        "mean of all states",
        "keras",
        keras("LSTM(units)", "LSTM(units, return_sequences=True)").replace(KERNELS, KERNELS.replace("lstm,", "lstm, keras.layers.GlobalAveragePooling1D(),")),
    ),
    (
        "largest of all states",
        "keras",
        keras("LSTM(units)", "LSTM(units, return_sequences=True)").replace(KERNELS, KERNELS.replace("lstm,", "lstm, keras.layers.GlobalMaxPooling1D(),")),
    ),
    ("GRU for LSTM", "keras", keras("layers.LSTM", "layers.GRU").replace(OPENED, "    b[:, :units] = forget_bias\n")),
    ("SimpleRNN for LSTM", "keras", keras("layers.LSTM", "layers.SimpleRNN")),
    ("activation relu", "keras", keras("LSTM(units)", 'LSTM(units, activation="relu")')),
    ("activation sigmoid", "keras", keras("LSTM(units)", 'LSTM(units, activation="sigmoid")')),
    ("no activation", "keras", keras("LSTM(units)", "LSTM(units, activation=None)")),
    ("hard sigmoid gates", "keras", keras("LSTM(units)", 'LSTM(units, recurrent_activation="hard_sigmoid")')),
    ("gates with tanh", "keras", keras("LSTM(units)", 'LSTM(units, recurrent_activation="tanh")')),
    ("go_backwards", "keras", keras("LSTM(units)", "LSTM(units, go_backwards=True)")),
    ("both directions", "keras", keras(KERNELS, KERNELS.replace("lstm,", "keras.layers.Bidirectional(lstm),")).replace("lstm.get_weights()", "lstm.get_weights() if lstm.built else [0, 0, np.zeros(4 * units)]").replace("    lstm.set_weights([W_x, W_h, b])\n", "")),
    ("two layers", "keras", keras(KERNELS, KERNELS.replace("lstm,", "lstm, keras.layers.RepeatVector(3), keras.layers.LSTM(units),"))),
    ("wrong units", "keras", keras("LSTM(units)", "LSTM(2 * units)")),
    ("units and outputs exchanged", "keras", keras("LSTM(units)", "LSTM(outputs)").replace("Dense(outputs)", "Dense(units)").replace(OPENED, "")),
    ("LSTM without bias", "keras", keras("LSTM(units)", "LSTM(units, use_bias=False)").replace("W_x, W_h, b = ", "W_x, W_h = ").replace(OPENED, "").replace("[W_x, W_h, b]", "[W_x, W_h]")),
    ("dense layer without bias", "keras", keras("Dense(outputs)", "Dense(outputs, use_bias=False)")),
    ("dense layer with softmax", "keras", keras("Dense(outputs)", 'Dense(outputs, activation="softmax")')),
    ("dense layer with tanh", "keras", keras("Dense(outputs)", 'Dense(outputs, activation="tanh")')),
    ("no dense layer", "keras", keras(", keras.layers.Dense(outputs)", "")),
    ("dense layer of one", "keras", keras("Dense(outputs)", "Dense(1)")),
    ("normalized", "keras", keras(KERNELS, KERNELS.replace("lstm,", "keras.layers.UnitNormalization(), lstm,"))),
    (
        "dropout when it answers too",
        "keras",
        keras("import keras\n", "import keras\n\n    class Drop(keras.layers.Dropout):\n        def call(self, X, training=None):\n            return super().call(X, training=True)\n").replace(KERNELS, KERNELS.replace("lstm,", "lstm, Drop(0.5),")),
    ),
    ("forget bias left at 1", "keras", keras(OPENED, "")),
    ("forget bias on top of 1", "keras", keras("= forget_bias", "+= forget_bias")),
    ("first quarter of the bias", "keras", keras("b[units : 2 * units]", "b[:units]")),
    ("third quarter of the bias", "keras", keras("b[units : 2 * units]", "b[2 * units : 3 * units]")),
    ("one unit of the bias", "keras", keras("b[units : 2 * units]", "b[units]")),
    ("all biases", "keras", keras("b[units : 2 * units]", "b[:]")),
    (
        "the argument that looks like the forget bias",
        "keras",
        keras("LSTM(units)", "LSTM(units, bias_initializer=keras.initializers.Constant(forget_bias))").replace(OPENED, ""),
    ),
    (
        "the same argument without Keras's 1",
        "keras",
        keras("LSTM(units)", "LSTM(units, bias_initializer=keras.initializers.Constant(forget_bias), unit_forget_bias=False)").replace(OPENED, ""),
    ),
    ("set in a copy", "keras", keras("    lstm.set_weights([W_x, W_h, b])\n", "")),
    ("a percentage", "own", mutant("own", "0.109395", "10.9395")),
    ("norm of the cell state", "own", mutant("own", "1.64604", "6.31215")),
    ("norm of all states", "own", mutant("own", "1.64604", "8.42672")),
    ("started from zeros", "own", mutant("own", "1.64604", "1.58155")),
    ("all gates counted", "own", mutant("own", "0.109395", "0.100617")),
    ("median instead of mean", "own", mutant("own", "0.109395", "0.0954641")),
    ("mean gate to the power", "own", mutant("own", "0.109395", "0.0965306")),
    ("bias of a time constant", "own", mutant("own", "6.84449", "6.47774")),
]


class TestA3(Suite):
    notebook, module, variants, mutants = NOTEBOOK, a3, VARIANTS, MUTANTS

    def test_the_sandbox_gives_the_same_marks(self, sandboxed):
        _, in_place = self.cases("mutant")["state mutated in place"]
        _, backwards = self.cases("mutant")["go_backwards"]
        forward = next(answer for name, answer in VARIANTS if name == "forward")
        work = NOTEBOOK.answers | {"step": in_place, "forward": forward.replace("\n        ", "\n"), "keras": backwards, "lane": NOTEBOOK.stubs["lane"]}
        self.assert_graded(work, {"step": 2, "lane": 0, "keras": 1})

    def test_a_mistake_in_the_gates_is_paid_for_once(self, sandboxed):
        exchanged = GATES.replace("i, f, g, o =", "f, i, g, o =")
        self.assert_graded(NOTEBOOK.answers | {"gates": exchanged, "keras": NOTEBOOK.stubs["keras"]}, {"gates": 2, "keras": 0})

    def test_only_the_one_question_needs_keras(self):
        assert [name for name, source in NOTEBOOK.answers.items() if "keras" in source] == ["keras"]


def test_the_lane_is_the_gradient_where_nothing_else_connects_the_timesteps():
    """By backpropagation through an LSTM without recurrent weights, not by the reference that marks it."""
    rng = np.random.default_rng(3)
    cell = LSTM(rng.normal(size=(2, 16)), np.zeros((4, 16)), rng.normal(size=16))
    trace = cell.forward(rng.normal(size=(3, 7, 2)))
    ask = Direct(a3.ASSIGNMENT.setup, NOTEBOOK.answers["lane"])
    found = ask("lane_gradient", trace.F)
    for t in range(7):
        rest = cell.forward(trace.X[:, t + 1 :], initial_state=(trace.H[:, t], trace.C[:, t])) if t < 6 else None
        whole = cell.backward(rest, np.zeros((3, 4)), dC_T=np.ones((3, 4))).dC0 if rest else np.ones((3, 4))
        np.testing.assert_allclose(found[:, t], whole, rtol=1e-9)


def test_a_silent_lstm_has_the_half_life_that_was_asked_for():
    ask = Direct(a3.ASSIGNMENT.setup, NOTEBOOK.answers["bias"])
    half_life = np.array([3.0, 20, 45])
    silent = LSTM(np.zeros((1, 12)), np.zeros((3, 12)), ask("start_bias", 3, half_life))
    C = silent.forward(np.zeros((1, 60, 1)), initial_state=(np.zeros((1, 3)), np.ones((1, 3)))).C[0]
    np.testing.assert_allclose([C[int(k) - 1, unit] for unit, k in enumerate(half_life)], 0.5, rtol=1e-9)


def test_every_student_has_a_network_of_their_own_and_always_the_same():
    ids = ["", *(f"student{number}" for number in range(40))]
    numbers = [a3.own_numbers(assignments.data("A3", name)) for name in ids]
    assert numbers == [a3.own_numbers(assignments.data("A3", f" {name.upper()}")) for name in ids]
    assert len({(round(found["norm"], 3), round(found["left"], 4)) for found in numbers}) == len(ids)
    assert all(0.01 < found["left"] < 0.5 for found in numbers)  # something is lost and something is left
