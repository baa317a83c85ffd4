"""A trained recurrent network, opened: every gate and state, its clamps, its exact gradients.

A network is an optional embedding, one or two recurrent layers and a head of dense layers.
`forward` runs it on ONE sequence and keeps all that it computes in a trace; `connectivity` is the
gradient of one output with respect to every input, `occlusion` what the output loses when an
input is left out.

    >>> network = Network(
    ...     layers=[LSTM.random(features=2, units=3)],
    ...     dense=[(np.ones((3, 1)), np.zeros(1), "linear")],
    ... )
    >>> trace = network.forward(np.ones((5, 2)))
    >>> trace.layers[0].forward["f"].shape, trace.outputs.shape
    ((5, 3), (5, 1))
    >>> network.connectivity(trace, t=4, output=0).gradient.shape
    (5, 2)

A clamp holds one quantity of one unit at a value: whatever comes after it is computed from that
value, and no gradient goes through it to what it would have been computed from.

    {"layer": 0, "direction": "forward", "track": "f", "unit": 2, "value": 0.0, "from": 1, "to": 4}

Timesteps count from 0 and `to` is included; the direction is "backward" in the second cell of a
`Bidirectional`.  The tracks of each cell are listed in `TRACKS`.  At a timestep that is masked or
left out nothing is computed, so nothing is clamped: the state is carried on as it is.

`unrolled.cells` is where the cells are explained and trained.  Here each is written a second
time, one timestep after another, because a clamp comes in between the gates and the state.
web/core/network.js is the same in JavaScript.
"""

from dataclasses import dataclass, replace
from numbers import Real

import numpy as np

from unrolled import cells
from unrolled.cells import _ACTIVATIONS, _MERGES, GRU, LSTM, Bidirectional, SimpleRNN
from unrolled.cells import _check_shape, _numbers, _sigmoid, _whole

TRACKS = {
    SimpleRNN: ("h",),
    LSTM: ("i", "f", "c~", "o", "c", "h"),
    GRU: ("z", "r", "h~", "h"),
}
MAX_BYTES = 5_000_000  # of float32 weights: a page carries them
MAX_TIME_CONSTANT = 10_000.0  # timesteps; a gate that stays at 1 would forget nothing in any time


# --- one timestep of a cell, forward and backward


def _simple_rnn_step(cell, A, before, hold):
    f, _ = _ACTIVATIONS[cell.activation]
    return {"h": hold("h", f(A + before["h"] @ cell.W_h))}


def _simple_rnn_back(cell, now, before, G, free):
    _, slope = _ACTIVATIONS[cell.activation]
    delta = free("h", G["h"]) * slope(now["h"])
    return delta, {"h": delta @ cell.W_h.T}


def _lstm_step(cell, A, before, hold):
    A_i, A_f, A_c, A_o = np.split(A + before["h"] @ cell.W_h, 4, axis=-1)
    now = {
        "i": hold("i", _sigmoid(A_i)),
        "f": hold("f", _sigmoid(A_f)),
        "c~": hold("c~", np.tanh(A_c)),
        "o": hold("o", _sigmoid(A_o)),
    }
    now["c"] = hold("c", now["f"] * before["c"] + now["i"] * now["c~"])
    now["h"] = hold("h", now["o"] * np.tanh(now["c"]))
    return now


def _lstm_back(cell, now, before, G, free):
    i, f, c_tilde, o, tanh_c = now["i"], now["f"], now["c~"], now["o"], np.tanh(now["c"])
    dH = free("h", G["h"])
    dC = free("c", G["c"] + dH * o * (1 - tanh_c**2))
    delta = np.concatenate([
        free("i", dC * c_tilde) * i * (1 - i),
        free("f", dC * before["c"]) * f * (1 - f),
        free("c~", dC * i) * (1 - c_tilde**2),
        free("o", dH * tanh_c) * o * (1 - o),
    ])
    return delta, {"h": delta @ cell.W_h.T, "c": dC * f}


def _gru_step(cell, A, before, hold):
    H, n = before["h"], cell.units
    A_z, A_r, A_h = np.split(A, 3, axis=-1)
    b = cell.b[1] if cell.reset_after else np.zeros(3 * n)
    U_z, U_r = np.split(H @ cell.W_h[:, : 2 * n] + b[: 2 * n], 2, axis=-1)
    z, r = hold("z", _sigmoid(A_z + U_z)), hold("r", _sigmoid(A_r + U_r))
    W_hh = cell.W_h[:, 2 * n :]
    U_h = r * (H @ W_hh + b[2 * n :]) if cell.reset_after else (r * H) @ W_hh
    h_tilde = hold("h~", np.tanh(A_h + U_h))
    return {"z": z, "r": r, "h~": h_tilde, "h": hold("h", z * H + (1 - z) * h_tilde)}


def _gru_back(cell, now, before, G, free):
    z, r, h_tilde, H, n = now["z"], now["r"], now["h~"], before["h"], cell.units
    W_hh = cell.W_h[:, 2 * n :]
    dH = free("h", G["h"])
    delta_z = free("z", dH * (H - h_tilde)) * z * (1 - z)
    delta_h = free("h~", dH * (1 - z)) * (1 - h_tilde**2)
    if cell.reset_after:
        dR = delta_h * (H @ W_hh + cell.b[1, 2 * n :])
        dH_before = (delta_h * r) @ W_hh.T
    else:
        S = delta_h @ W_hh.T
        dR, dH_before = S * H, S * r
    delta = np.concatenate([delta_z, free("r", dR) * r * (1 - r), delta_h])
    return delta, {"h": dH * z + dH_before + delta[: 2 * n] @ cell.W_h[:, : 2 * n].T}


_STEPS = {
    SimpleRNN: (_simple_rnn_step, _simple_rnn_back),
    LSTM: (_lstm_step, _lstm_back),
    GRU: (_gru_step, _gru_back),
}


# --- one cell over all timesteps


def _reading_order(T, direction):
    return range(T) if direction == "forward" else range(T)[::-1]


def _run_cell(cell, X, real, held, direction):
    """All tracks of a cell over a batch, {track: (n, T, units)}, in forward time.

    X : (n, T, features), real : (n, T) booleans; where False the state is carried on
    held : {track: (T, units)}, NaN where nothing is clamped
    """
    step, _ = _STEPS[type(cell)]
    n, T, _ = X.shape
    A = X @ cell.W_x + (cell.b[0] if cell.b.ndim == 2 else cell.b)
    now = dict.fromkeys(TRACKS[type(cell)], np.zeros((n, cell.units)))
    tracks = {name: np.empty((n, T, cell.units)) for name in now}
    for t in _reading_order(T, direction):
        before = now

        def hold(name, value):
            if name not in held:
                return value
            return np.where(np.isnan(held[name][t]), value, held[name][t])

        now = step(cell, A[:, t], before, hold)
        for name in {"c", "h"} & now.keys():
            now[name] = np.where(real[:, t, None], now[name], before[name])
        for name, values in now.items():
            tracks[name][:, t] = values
    return tracks


def _backpropagate(cell, tracks, real, held, direction, dH):
    """dL/dX, (T, features), from the tracks of one sequence and dL/dH_t, (T, units)."""
    _, step_back = _STEPS[type(cell)]
    order = _reading_order(len(dH), direction)
    zeros = np.zeros(cell.units)
    G = {"h": zeros, "c": zeros}
    delta = np.zeros((len(dH), cell.W_h.shape[1]))
    for k, t in reversed(list(enumerate(order))):
        now, before = (
            {name: values[s] for name, values in tracks.items()} if s is not None else dict.fromkeys(tracks, zeros)
            for s in (t, order[k - 1] if k else None)
        )

        def free(name, gradient):
            return np.where(np.isnan(held[name][t]), gradient, 0) if name in held else gradient

        G["h"] = G["h"] + dH[t]
        if real[t]:
            delta[t], G = step_back(cell, now, before, G, free)
    return delta @ cell.W_x.T


# --- the head


def _softmax(A):
    E = np.exp(A - A.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def _activate(name, A):
    return _softmax(A) if name == "softmax" else _ACTIVATIONS[name][0](A)


def _deactivate(name, Y, dY):
    """dL/dA from dL/dY, for Y = f(A)."""
    if name == "softmax":
        return Y * (dY - (dY * Y).sum(axis=-1, keepdims=True))
    return dY * _ACTIVATIONS[name][1](Y)


HEAD_ACTIVATIONS = (*_ACTIVATIONS, "softmax")


# --- what comes out


@dataclass(frozen=True, eq=False)
class LayerTrace:
    """What one recurrent layer computed on one sequence.

    X        : (T, features), its inputs
    forward  : {track: (T, units)}
    backward : the same of the second cell of a `Bidirectional`, in forward time too; else None
    H        : (T, m), what it hands on, both directions merged
    last     : (m,), what it hands on without return_sequences
    """

    X: np.ndarray
    forward: dict
    backward: dict | None
    H: np.ndarray
    last: np.ndarray


@dataclass(frozen=True, eq=False)
class Trace:
    """What `Network.forward` computed.

    inputs  : (T,) ids or (T, features) numbers, as they came in
    mask    : (T,) booleans, False where the network skips a padded timestep
    clamps  : those that acted
    layers  : a `LayerTrace` each
    logits  : (T, q), before the last activation; (1, q) if the head sees the last timestep alone
    outputs : after it
    """

    inputs: np.ndarray
    mask: np.ndarray
    clamps: tuple
    layers: tuple
    logits: np.ndarray
    outputs: np.ndarray


@dataclass(frozen=True, eq=False)
class Connectivity:
    """The gradient of one number with respect to every input vector.

    gradient         : (T, d), d of the embedding, or features
    norm             : (T,), its Euclidean norm at each timestep
    gradient_x_input : (T,), the sum over d of gradient times input
    """

    gradient: np.ndarray
    norm: np.ndarray
    gradient_x_input: np.ndarray


# --- the network


@dataclass(frozen=True, eq=False)
class Network:
    """A trained network: its weights, in float64, and what can be asked of it.

    layers    : one or two of `unrolled.cells`: SimpleRNN, LSTM, GRU, Bidirectional
    dense     : one or more (W, b, activation); linear, softmax, sigmoid, tanh or relu
    embedding : (V, d), looked up by ids; None if the inputs are numbers
    mask_zero : whether id 0, or a timestep of zeros alone, is padding and skipped
    return_sequences : whether the head sees every timestep, or the last alone
    names     : of the recurrent layers

    Raises ValueError for parts that do not fit together, and for NaN or infinite weights.
    """

    layers: tuple
    dense: tuple
    embedding: np.ndarray | None = None
    mask_zero: bool = False
    return_sequences: bool = True
    names: tuple = ()

    def __post_init__(self):
        layers = tuple(_in_float64(layer) for layer in self.layers)
        if len(layers) not in (1, 2):
            raise ValueError(f"{len(layers)} recurrent layers; expected one or two")
        dense = tuple((np.array(W, float), np.array(b, float), activation) for W, b, activation in self.dense)
        if not dense:
            raise ValueError("no dense layer after the recurrent ones; expected one or more")
        embedding = None if self.embedding is None else np.array(self.embedding, float)
        names = tuple(self.names) or tuple(f"layer {k + 1}" for k in range(len(layers)))
        width = layers[0].features if embedding is None else embedding.shape[1]
        for name, layer in zip(names, layers, strict=True):
            if layer.features != width:
                raise ValueError(f"{name} takes {layer.features} features and gets {width}")
            if len({(cell.units, *_options(cell).values()) for cell in _cells(layer).values()}) > 1:
                raise ValueError(f"{name} has directions of different units or settings; expected the same in both")
            width = _width(layer)
        for W, b, activation in dense:
            if W.shape != (width, len(b)):
                raise ValueError(f"dense weights of shape {W.shape}; expected {(width, len(b))}")
            if activation not in HEAD_ACTIVATIONS:
                raise ValueError(f"dense activation {activation!r}; expected one of {HEAD_ACTIVATIONS}")
            width = len(b)
        for array in [a for W, b, _ in dense for a in (W, b)] + [embedding] * (embedding is not None):
            if not np.isfinite(array).all():
                raise ValueError("weights have NaN or infinite values; expected finite numbers")
        for field, value in (("layers", layers), ("dense", dense), ("embedding", embedding), ("names", names)):
            object.__setattr__(self, field, value)

    @property
    def features(self):
        """The length of an input vector: d of the embedding, or the number of features."""
        return self.layers[0].features

    # --- to and from elsewhere

    @classmethod
    def from_keras(cls, model):
        """The network of a built Keras model, Sequential or a functional chain.

        It may have Embedding or Masking first, SimpleRNN, LSTM, GRU or Bidirectional (one or
        two), then Dense; Dropout and noise play no part, as when Keras predicts.

        Raises ValueError, naming the layer and what is supported, for anything else.
        """
        return _from_keras(cls, model)

    def to_spec(self):
        """The network as a description for JSON and all its numbers, a 1-D array."""
        spec = {
            "embedding": None if self.embedding is None else list(self.embedding.shape),
            "mask_zero": bool(self.mask_zero),
            "layers": [
                {"name": name, **_layer_spec(layer)} for name, layer in zip(self.names, self.layers)
            ],
            "return_sequences": bool(self.return_sequences),
            "dense": [{"shape": list(W.shape), "activation": activation} for W, _, activation in self.dense],
        }
        arrays = [] if self.embedding is None else [self.embedding]
        arrays += [w for layer in self.layers for cell in _cells(layer).values() for w in (cell.W_x, cell.W_h, cell.b)]
        arrays += [w for W, b, _ in self.dense for w in (W, b)]
        return spec, np.concatenate([array.ravel() for array in arrays])

    @classmethod
    def from_spec(cls, spec, numbers):
        """The inverse of `to_spec`; raises ValueError for too few or too many numbers."""
        numbers = np.asarray(numbers, float)
        position = 0

        def take(*shape):
            nonlocal position
            start, position = position, position + int(np.prod(shape))
            if position > numbers.size:
                raise ValueError(f"{numbers.size} numbers; the description needs more")
            return numbers[start:position].reshape(shape)

        network = cls(
            embedding=spec["embedding"] and take(*spec["embedding"]),
            mask_zero=spec["mask_zero"],
            layers=[_layer_of(layer, take) for layer in spec["layers"]],
            return_sequences=spec["return_sequences"],
            dense=[(take(*layer["shape"]), take(layer["shape"][1]), layer["activation"]) for layer in spec["dense"]],
            names=[layer["name"] for layer in spec["layers"]],
        )
        if position != numbers.size:
            raise ValueError(f"{numbers.size} numbers; the description needs {position}")
        return network

    # --- questions

    def forward(self, inputs, clamps=()):
        """Run the network on one sequence from zero states: a `Trace`.

        inputs : (T,) ids, or (T, features) numbers without an embedding
        clamps : see the head of this module

        Raises ValueError for inputs and clamps that the network does not have.
        """
        inputs = self._checked(inputs, "T")
        X, mask = self._vectors(inputs[None])
        layers, logits, outputs = self._run(X, mask, mask, self._held(clamps, len(inputs)))
        return Trace(inputs, mask[0], tuple(clamps), tuple(map(_first, layers)), logits[0], outputs[0])

    def predict(self, inputs):
        """The outputs for a batch of sequences, as Keras gives them: (n, T, q) or (n, q).

        inputs : (n, T) ids, or (n, T, features) numbers
        """
        X, mask = self._vectors(self._checked(inputs, "n", "T"))
        _, _, outputs = self._run(X, mask, mask, {})
        return outputs if self.return_sequences else outputs[:, 0]

    def connectivity(self, trace, t, output, of="logit"):
        """The exact gradient of one number with respect to every input vector: a `Connectivity`.

        t      : the timestep at which the head is read; the last one if it sees no other
        output : which of the q numbers
        of     : "logit", before the last activation, or "output", after it

        Backpropagation through both layers and directions; no gradient passes a clamp or a
        timestep that is masked.  Raises ValueError for t, output and `of` that do not exist.
        """
        T = len(trace.inputs)
        self._check_question(T, t, output, of)
        top = trace.layers[-1]
        values, _ = self._head(top.H[t] if self.return_sequences else top.last)
        d = np.eye(len(values[-1]))[output]
        for k, (W, _, activation) in reversed(list(enumerate(self.dense))):
            if of == "output" or k < len(self.dense) - 1:
                d = _deactivate(activation, values[k + 1], d)
            d = W @ d
        held = self._held(trace.clamps, T)
        dH = np.zeros_like(top.H)
        dH[t] = d  # for a head that sees the last states alone, t is T - 1
        for k, (layer, layer_trace) in reversed(list(enumerate(zip(self.layers, trace.layers)))):
            from_last = layer_trace is top and not self.return_sequences
            shares = _shares(layer, layer_trace, dH, trace.mask, from_last)
            dH = sum(
                _backpropagate(cell, getattr(layer_trace, direction), trace.mask, held.get((k, direction), {}), direction, share)
                for (direction, cell), share in zip(_cells(layer).items(), shares)
            )
        return Connectivity(dH, np.linalg.norm(dH, axis=1), (dH * trace.layers[0].X).sum(axis=1))

    def occlusion(self, inputs, t, output, of="logit", clamps=()):
        """What one number loses when a timestep is left out, for each of them: (T,).

        The number is chosen as in `connectivity`.  A timestep is left out as under a mask: both
        directions of all layers carry their state over it.  All T runs are one batch, whose
        traces take memory in proportion to T^2.

        Raises ValueError as `forward` and `connectivity` do.
        """
        inputs = self._checked(inputs, "T")
        T = len(inputs)
        self._check_question(T, t, output, of)
        X, mask = (np.repeat(array, T + 1, axis=0) for array in self._vectors(inputs[None]))
        real = mask & np.vstack([~np.eye(T, dtype=bool), np.ones((1, T), bool)])
        _, logits, outputs = self._run(X, mask, real, self._held(clamps, T))
        numbers = (logits if of == "logit" else outputs)[:, t if self.return_sequences else 0, output]
        return numbers[-1] - numbers[:-1]

    def time_constants(self, trace, layer, direction="forward"):
        """How long each unit remembers, (units,), in timesteps: the lag at which 1/e is left.

        A gate that keeps the fraction m of a state at each timestep leaves m^k = e^(-k/tau) of
        it after k, tau = -1 / ln m: m is the mean over the trace of an LSTM's forget gate or of
        a GRU's update gate.  A SimpleRNN has no such gate: m is the correlation of its hidden
        state with itself one timestep later, and tau is 0 where that is not positive.
        From 0 to `MAX_TIME_CONSTANT`; padded timesteps do not count.
        """
        tracks = self._tracks(trace, layer, direction)
        gate = tracks.get("f", tracks.get("z"))
        rows = (tracks["h"] if gate is None else gate)[trace.mask]
        if not len(rows):
            return np.zeros(rows.shape[1])
        kept = rows.mean(axis=0) if gate is not None else _autocorrelation(rows)
        with np.errstate(divide="ignore", invalid="ignore"):
            tau = np.where(kept < 1, -1 / np.log(kept), MAX_TIME_CONSTANT)
        return np.where(kept > 0, np.minimum(tau, MAX_TIME_CONSTANT), 0.0)

    def nearest(self, trace, layer, t, k=5, direction="forward", among=None):
        """The k other timesteps with the state most like that at t, nearest first.

        The cell state of an LSTM, the hidden state of the others, by Euclidean distance.
        among : another trace of this network in which to look; None is the same one
        """
        among = trace if among is None else among
        (here, there) = (
            tracks.get("c", tracks["h"])
            for tracks in (self._tracks(one, layer, direction) for one in (trace, among))
        )
        distances = ((there - here[_whole("t", t, least=0, most=len(here) - 1)]) ** 2).sum(axis=1)
        order = np.argsort(distances, kind="stable")
        return order[among.mask[order] & ((order != t) | (among is not trace))][: _whole("k", k)]

    def _tracks(self, trace, layer, direction):
        _whole("layer", layer, least=0, most=len(self.layers) - 1)
        _one_of("direction", direction, tuple(_cells(self.layers[layer])))
        return getattr(trace.layers[layer], direction)

    def _check_question(self, T, t, output, of):
        _whole("t", t, least=0, most=T - 1)
        if not self.return_sequences and t != T - 1:
            raise ValueError(f"t is {t}; this network gives one output, after the last timestep, {T - 1}")
        _whole("output", output, least=0, most=len(self.dense[-1][1]) - 1)
        _one_of("of", of, ("logit", "output"))

    def _checked(self, inputs, *axes):
        """The ids, with these axes, or the numbers, with the features as one more."""
        if self.embedding is None:
            inputs = _numbers("inputs", inputs)
            _check_shape("inputs", inputs, (*axes, self.features))
            return inputs
        inputs, V = np.asarray(inputs), len(self.embedding)
        _check_shape("inputs", inputs, axes)
        if inputs.dtype.kind not in "iu":
            raise ValueError(f"inputs hold {inputs.dtype}; expected whole numbers from 0 to {V - 1}, ids of the embedding")
        outside = inputs[(inputs < 0) | (inputs >= V)]
        if outside.size:
            raise ValueError(f"id {outside[0]} is outside the vocabulary; expected 0 to {V - 1}")
        return inputs

    def _vectors(self, inputs):
        """What the first recurrent layer sees, (n, T, d), and the mask, (n, T)."""
        if self.embedding is None:
            X = inputs.astype(float)
            mask = (X != 0).any(axis=-1)
        else:
            X, mask = self.embedding[inputs], inputs != 0
        return X, mask if self.mask_zero else np.ones_like(mask)

    def _run(self, X, mask, real, held):
        """All layers over a batch; `real` says which timesteps act, `mask` which are no padding."""
        traces = []
        for k, layer in enumerate(self.layers):
            tracks = {
                direction: _run_cell(cell, X, real, held.get((k, direction), {}), direction)
                for direction, cell in _cells(layer).items()
            }
            H = tracks["forward"]["h"]
            last = H[:, -1]
            if "backward" in tracks:
                merge, _ = _MERGES[layer.merge]
                last = merge(last, tracks["backward"]["h"][:, 0])
                H = np.where(mask[..., None], merge(H, tracks["backward"]["h"]), 0)  # as Keras does
            traces.append(LayerTrace(X, tracks["forward"], tracks.get("backward"), H, last))
            X = H
        values, logits = self._head(H if self.return_sequences else last[:, None])
        return traces, logits, values[-1]

    def _head(self, Y):
        """The input of each dense layer and the output of the last, and that before its activation."""
        values = [Y]
        for W, b, activation in self.dense:
            logits = values[-1] @ W + b
            values.append(_activate(activation, logits))
        return values, logits

    def _held(self, clamps, T):
        """{(layer, direction): {track: (T, units)}}, NaN where nothing is clamped; later clamps win."""
        held = {}
        for clamp in clamps:
            if set(clamp) != set(_CLAMP):
                raise ValueError(f"clamp has {', '.join(clamp)}; expected {', '.join(_CLAMP)}")
            _whole("clamp: layer", clamp["layer"], least=0, most=len(self.layers) - 1)
            cells = _cells(self.layers[clamp["layer"]])
            _one_of("clamp: direction", clamp["direction"], tuple(cells))
            cell = cells[clamp["direction"]]
            _one_of("clamp: track", clamp["track"], TRACKS[type(cell)])
            _whole("clamp: unit", clamp["unit"], least=0, most=cell.units - 1)
            _whole("clamp: from", clamp["from"], least=0, most=T - 1)
            _whole("clamp: to", clamp["to"], least=clamp["from"], most=T - 1)
            value = clamp["value"]
            if not isinstance(value, Real) or isinstance(value, bool) or not np.isfinite(value):
                raise ValueError(f"clamp: value is {value!r}; expected a finite number")
            tracks = held.setdefault((clamp["layer"], clamp["direction"]), {})
            values = tracks.setdefault(clamp["track"], np.full((T, cell.units), np.nan))
            values[clamp["from"] : clamp["to"] + 1, clamp["unit"]] = value
        return held


_CLAMP = ("layer", "direction", "track", "unit", "value", "from", "to")


def _one_of(name, value, values):
    if value not in values:
        raise ValueError(f"{name} is {value!r}; expected {' or '.join(map(repr, values))}")


def _first(trace):
    """The `LayerTrace` of the first sequence of a batch."""
    forward, backward = (
        tracks and {name: values[0] for name, values in tracks.items()} for tracks in (trace.forward, trace.backward)
    )
    return LayerTrace(trace.X[0], forward, backward, trace.H[0], trace.last[0])


def _autocorrelation(H):
    """The correlation of each column with itself one row later; 0 where it does not change."""
    away = H - H.mean(axis=0)
    power, size = (away**2).sum(axis=0), (H**2).sum(axis=0)
    changes = power > 1e-24 * size  # beyond the rounding of the mean
    return np.where(changes, (away[1:] * away[:-1]).sum(axis=0) / np.where(changes, power, 1), 0)


def _shares(layer, trace, dH, mask, from_last):
    """What of dL/dH, (T, m), arrives at the states of each direction, (T, units) each.

    from_last : the loss sees the two last states alone; its gradient is the last row of dH
    """
    if trace.backward is None:
        return (dH,)
    _, share = _MERGES[layer.merge]
    P, Q = trace.forward["h"], trace.backward["h"]
    if not from_last:  # at a padded timestep zeros stand there, whatever the states are
        return share(np.where(mask[:, None], dH, 0), P, Q)
    dP, dQ = np.zeros_like(P), np.zeros_like(Q)
    dP[-1], dQ[0] = share(dH[-1], P[-1], Q[0])
    return dP, dQ


# --- layers


def _cells(layer):
    """{"forward": cell}, with "backward" too for a `Bidirectional`."""
    if isinstance(layer, Bidirectional):
        return {"forward": layer.forward_cell, "backward": layer.backward_cell}
    return {"forward": layer}


def _width(layer):
    """The length of a row of what the layer hands on."""
    cells = list(_cells(layer).values())
    return sum(cell.units for cell in cells) if getattr(layer, "merge", None) == "concat" else cells[0].units


def _in_float64(layer):
    if isinstance(layer, Bidirectional):
        cells = {f"{direction}_cell": _in_float64(cell) for direction, cell in _cells(layer).items()}
        return replace(layer, **cells)
    return replace(layer, **{name: getattr(layer, name).astype(float) for name in ("W_x", "W_h", "b")})


def _options(cell):
    return {name: getattr(cell, name) for name in ("activation", "reset_after") if hasattr(cell, name)}


def _layer_spec(layer):
    cell = _cells(layer)["forward"]
    return {
        "kind": type(cell).__name__,
        "features": cell.features,
        "units": cell.units,
        **_options(cell),
        "merge": getattr(layer, "merge", None),
    }


def _layer_of(spec, take):
    """The layer of a description, its weights taken by `take(*shape)`."""
    kind = {kind.__name__: kind for kind in TRACKS}[spec["kind"]]
    options = {name: spec[name] for name in ("activation", "reset_after") if name in spec}
    d, h = spec["features"], spec["units"]
    width = (len(kind.gates) or 1) * h

    def cell():
        bias = (2, width) if options.get("reset_after") else (width,)
        return kind(take(d, width), take(h, width), take(*bias), **options)

    return Bidirectional(cell(), cell(), spec["merge"]) if spec["merge"] else cell()


# --- Keras

_SUPPORTED = "Embedding, SimpleRNN, LSTM, GRU, Bidirectional, Dropout and Dense"
_AT_INFERENCE_NOTHING = (
    "InputLayer", "Dropout", "SpatialDropout1D", "AlphaDropout", "GaussianDropout", "GaussianNoise", "ActivityRegularization",
)  # fmt: skip
_ACTIVATION_LAYERS = ("Activation", "Softmax", "ReLU")


def _from_keras(cls, model):
    import keras

    parts = {"embedding": None, "mask_zero": False, "layers": [], "return_sequences": True, "names": [], "dense": []}
    for layer in _chain(model, keras):
        inner = layer
        if type(layer) is keras.layers.TimeDistributed and type(layer.layer) is keras.layers.Dense:
            inner = layer.layer
        kind = type(inner).__name__
        if type(inner) is not getattr(keras.layers, kind, None):
            raise _refused(layer, f"GateScope takes {_SUPPORTED}, of keras.layers")
        if kind in _AT_INFERENCE_NOTHING:
            continue
        if kind in ("Embedding", "Masking"):
            _add_first(parts, layer, kind)
        elif kind in ("SimpleRNN", "LSTM", "GRU", "Bidirectional"):
            _add_recurrent(parts, layer)
        elif kind == "Dense":
            if not parts["layers"]:
                raise _refused(layer, "it stands before the recurrent layers, and GateScope takes Dense after them alone")
            W = keras.ops.convert_to_numpy(inner.kernel)
            b = keras.ops.convert_to_numpy(inner.bias) if inner.use_bias else np.zeros(W.shape[1])
            parts["dense"].append((W, b, _head_activation(layer, inner.activation)))
        elif kind in _ACTIVATION_LAYERS:
            _add_activation(parts, layer, kind)
        else:
            raise _refused(layer, f"GateScope takes {_SUPPORTED}")
    if not parts["layers"]:
        raise ValueError(f"model {model.name!r} has no recurrent layer; GateScope opens SimpleRNN, LSTM, GRU and Bidirectional")
    if not parts["dense"]:
        raise ValueError(
            f"model {model.name!r} has no Dense layer after {parts['names'][-1]!r}; GateScope shows what a Dense head puts out"
        )
    network = cls(**parts)
    size = 4 * network.to_spec()[1].size
    if size > MAX_BYTES:
        raise ValueError(
            f"model {model.name!r} has {size / 1e6:.1f} MB of weights as float32; "
            f"GateScope takes {MAX_BYTES / 1e6:.0f} MB at most, since they travel with the page"
        )
    return network


def _chain(model, keras):
    """The layers of a model, in the order in which the data pass them."""
    if not isinstance(model, keras.Model):
        raise ValueError(f"model is {_a(type(model).__name__)}; expected a Keras model, Sequential or functional")
    if not model.built:
        raise ValueError(f"model {model.name!r} is not built and has no weights yet; give it an Input, or call it first")
    if isinstance(model, keras.Sequential):
        return model.layers
    if not getattr(model, "outputs", None):
        raise ValueError(f"model {model.name!r} is {_a(type(model).__name__)}; expected a Sequential or a functional model")
    if len(model.inputs) != 1 or len(model.outputs) != 1:
        raise ValueError(
            f"model {model.name!r} has inputs: {len(model.inputs)}, outputs: {len(model.outputs)}; expected one of each"
        )
    chain, tensors = [], model.outputs
    while tensors:
        layer, node, _ = tensors[0]._keras_history
        tensors = layer._inbound_nodes[node].input_tensors
        tensors = [x for x in tensors if x is not getattr(tensors[0], "_keras_mask", None)]  # Keras adds it by itself
        if len(tensors) > 1:
            raise _refused(layer, f"it joins {len(tensors)} tensors, and GateScope takes one chain of {_SUPPORTED}")
        chain.insert(0, layer)
    return chain


def _a(name):
    return f"{'an' if name[0] in 'AEIOU' or name == 'LSTM' else 'a'} {name}"


def _refused(layer, reason):
    return ValueError(f"layer {layer.name!r} is {_a(type(layer).__name__)}; {reason}")


def _add_first(parts, layer, kind):
    """Embedding or Masking: what makes vectors and mask of the inputs."""
    if parts["layers"] or parts["mask_zero"] or parts["embedding"] is not None:
        raise _refused(layer, "GateScope takes one Embedding or Masking, as the first layer")
    if kind == "Embedding":
        parts |= {"embedding": layer.get_weights()[0], "mask_zero": layer.mask_zero}
    elif layer.mask_value != 0:
        raise _refused(layer, f"its mask_value is {layer.mask_value}, and GateScope takes 0")
    else:
        parts["mask_zero"] = True


def _add_recurrent(parts, layer):
    if parts["dense"]:
        raise _refused(layer, "it stands after a Dense, and GateScope takes recurrent layers before all Dense ones")
    if len(parts["layers"]) == 2:
        raise _refused(layer, "it is the third recurrent layer, and GateScope takes two at most")
    for option in ("return_state", "stateful", "zero_output_for_mask"):
        if getattr(layer, option, False):
            raise _refused(layer, f"it has {option}=True, and GateScope runs every sequence from zero states to its outputs")
    try:
        cell = cells.from_keras(layer)
    except ValueError as error:
        raise _refused(layer, f"{error}") from None
    parts["layers"].append(cell)
    parts["names"].append(layer.name)
    parts["return_sequences"] = bool(layer.return_sequences)


def _head_activation(layer, activation):
    name = getattr(activation, "__name__", type(activation).__name__)
    if name not in HEAD_ACTIVATIONS:
        raise _refused(layer, f"its activation is {name!r}, and GateScope takes {', '.join(HEAD_ACTIVATIONS)}")
    return name


def _add_activation(parts, layer, kind):
    """An activation that stands as a layer of its own becomes that of the Dense before it."""
    if not parts["dense"] or parts["dense"][-1][2] != "linear":
        raise _refused(layer, "GateScope takes it after a Dense without activation alone")
    if kind == "Softmax" and parts["mask_zero"] and parts["return_sequences"]:
        raise _refused(layer, "under a mask it is another function; use Activation('softmax')")
    plain = {
        "Activation": lambda: True,
        "Softmax": lambda: layer.axis == -1,
        "ReLU": lambda: (layer.max_value, layer.negative_slope, layer.threshold) == (None, 0, 0),
    }
    if not plain[kind]():
        raise _refused(layer, "GateScope takes it with its default settings")
    name = _head_activation(layer, layer.activation) if kind == "Activation" else kind.lower()
    W, b, _ = parts["dense"].pop()
    parts["dense"].append((W, b, name))
