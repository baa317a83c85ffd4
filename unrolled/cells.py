"""SimpleRNN, LSTM, GRU and Bidirectional in NumPy: one step, a whole sequence, and its gradients.

A cell is its weights.  `forward` runs it over a batch and keeps every state and gate in a
trace; `backward` takes the trace and the gradient of a loss with respect to the hidden states
and returns the gradients of everything else, by backpropagation through time (Werbos 1990).

    >>> cell = LSTM.random(features=2, units=3)
    >>> X = np.random.default_rng(1).normal(size=(4, 5, 2))  # 4 sequences of 5 timesteps
    >>> trace = cell.forward(X)
    >>> trace.H.shape, cell.n_parameters
    ((4, 5, 3), 72)
    >>> gradients = cell.backward(trace, dH=np.ones((4, 3)))  # of the sum of the last states
    >>> gradients.dX.shape, gradients.dW_h.shape
    ((4, 5, 2), (3, 12))

Rows are sequences and weights stand on the right: A = X_t W_x + H_{t-1} W_h + b, with X_t of
shape (n, features), H of shape (n, units).  The weights of a cell's gates lie side by side in
one matrix, in the order in which Keras stores them, so that `from_keras` and `to_keras` copy
without rearranging.  Cells compute in the dtype of their weights, float32 or float64.

How they are fast.  The inputs of all timesteps are multiplied by W_x at once, and on the way
back dW_x, dW_h and dX are one product each.  What must wait for its neighbor in time, the
product with W_h and a few element-wise operations, writes into memory that is already there.
Inside, arrays are time-major, (T, n, ...), so that each timestep is one block of memory; the
arrays of a trace are views of them with the batch first.

A step that the mask excludes carries the state on unchanged and passes gradients back
unchanged.  (Keras carries it on too, but puts out zeros before the first real step.)

Only NumPy is needed; `from_keras` and `to_keras` import Keras.

Sources: Elman (1990), the simple recurrent network; Hochreiter and Schmidhuber (1997), the
LSTM, and Gers et al. (2000), its forget gate; Cho et al. (2014), the GRU; Schuster and
Paliwal (1997), the bidirectional network; Williams and Peng (1990), truncation.
"""

from dataclasses import dataclass, field
from numbers import Integral
from typing import ClassVar

import numpy as np

# --- what the cells have in common


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Gradients:
    """The gradients of a loss with respect to what went into `forward`.

    dX            : (n, T, features)
    dW_x, dW_h, db: as the weights
    dH0, dC0      : (n, units), the initial state; dC0 is None for a cell without a cell state
    delta         : (n, T, gates * units), dL/dA_t, with A_t what goes into the activations
    """

    dX: np.ndarray
    dW_x: np.ndarray
    dW_h: np.ndarray
    db: np.ndarray
    dH0: np.ndarray
    dC0: np.ndarray | None
    delta: np.ndarray


@dataclass(frozen=True, eq=False)
class _Cell:
    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray

    gates: ClassVar[tuple] = ()

    def __post_init__(self):
        arrays = {name: _numbers(name, getattr(self, name)) for name in ("W_x", "W_h", "b")}
        dtype = _dtype(np.result_type(*arrays.values()))
        blocks = len(self.gates) or 1
        width = f"{blocks} * units" if blocks > 1 else "units"
        W_h = arrays["W_h"]
        if W_h.ndim != 2 or not W_h.size or W_h.shape[1] != blocks * W_h.shape[0]:
            raise ValueError(f"W_h has shape {W_h.shape}; expected (units, {width})")
        _check_shape("W_x", arrays["W_x"], ("features", W_h.shape[1]))
        _check_shape("b", arrays["b"], self._bias_shape(W_h.shape[1]))
        for name, array in arrays.items():
            object.__setattr__(self, name, np.ascontiguousarray(array, dtype))

    def _bias_shape(self, width):
        return (width,)

    @property
    def features(self):
        return self.W_x.shape[0]

    @property
    def units(self):
        return self.W_h.shape[0]

    @property
    def n_parameters(self):
        return self.W_x.size + self.W_h.size + self.b.size

    @property
    def dtype(self):
        return self.W_x.dtype

    def gate(self, name):
        """The part of one gate: (W_x*, W_h*, b_*) of shapes (d, h), (h, h) and (h,), as views.

        With `reset_after` the bias of a GRU's gate has shape (2, h): input side, recurrent side.
        Raises ValueError for a name that is not in `gates`.
        """
        if name not in self.gates:
            raise ValueError(f"gate {name!r}; expected one of {self.gates}")
        k = self.gates.index(name)
        columns = slice(k * self.units, (k + 1) * self.units)
        return self.W_x[:, columns], self.W_h[:, columns], self.b[..., columns]

    def to_keras(self, **options):
        """A built Keras layer with these weights; options such as `return_sequences=True` go to it."""
        import keras

        kind = getattr(keras.layers, type(self).__name__)
        layer = kind(self.units, dtype=str(self.dtype), **self._keras_options(), **options)
        layer.build((None, None, self.features))
        layer.set_weights([self.W_x, self.W_h, self.b])
        return layer

    def _keras_options(self):
        """What the Keras layer needs to know beside the weights."""
        return {}


@dataclass(frozen=True, eq=False)
class _Trace:
    X: np.ndarray
    mask: np.ndarray | None
    H0: np.ndarray
    H: np.ndarray

    @property
    def state(self):
        """The last state, in the form that `initial_state` takes: a stream goes on from it."""
        return self.H[:, -1]


def _sigmoid(A, out=None):
    """The logistic function 1 / (1 + exp(-A)), in a form that never overflows."""
    out = np.multiply(A, 0.5, out=out)
    np.tanh(out, out=out)
    out *= 0.5
    out += 0.5
    return out


def _inputs(cell, X, mask):
    """X time-major, (T, n, features), the mask as booleans or None, and `_skip` of it."""
    X = _array("X", X, cell.dtype, ("n", "T", cell.features))
    if mask is not None:
        mask = np.asarray(mask)
        if mask.dtype != bool:
            raise ValueError(f"mask holds {mask.dtype}; expected booleans, True on real steps")
        _check_shape("mask", mask, X.shape[:2])
    return np.array(X.swapaxes(0, 1), order="C"), mask, _skip(mask)


def _by_gate(weights, gates):
    """Weights (rows, gates * h), which lie side by side, as one matrix for each gate, (gates, rows, h)."""
    rows, width = weights.shape
    return np.ascontiguousarray(weights.reshape(rows, gates, width // gates).swapaxes(0, 1))


def _room(cell, X, gates, others):
    """Memory for the gates, (T, gates, n, h), and for so many other arrays, (T + 1, n, h) each.

    It is one block: that is what the system's allocator can hand out again.  Several large ones
    it returns to the system, which then clears new pages in every training step.
    """
    T, n, _ = X.shape
    memory = np.empty((gates + others, T + 1, n, cell.units), cell.dtype)
    return memory[:gates].reshape(T + 1, gates, n, cell.units)[:-1], *memory[gates:]


def _project(X, W_x, b, out):
    """X_t W_x + b for all timesteps at once: (T, n, features) times (gates, features, h)."""
    np.matmul(X[:, None], W_x, out=out)
    out += b


def _start_from(states, cell, name, initial):
    """Set the state before the first timestep; None is zeros."""
    n, h = states.shape[1:]
    states[0] = 0 if initial is None else _array(name, initial, cell.dtype, (n, h))


def _through_time(cell, trace, dH, dC_T, truncate, step_back):
    """Carry the gradients of the states back through time: the loop of every `backward`.

    step_back(now, G, dC, delta) reads G = dL/dH_t and dC = dL/dC_t at `now`, one timestep or a
    slice of them, writes dL/dA_t into `delta`, and overwrites G and dC with the gradients of
    the states one timestep before.

    Returns delta, time-major, with dH0 and dC0.
    """
    n, T, h = trace.H.shape
    dH = np.asarray(dH)
    only_last = dH.ndim == 2
    dH = _array("dH", dH, cell.dtype, (n, h) if only_last else (n, T, h), finite=False)
    dC_T = 0 if dC_T is None else _array("dC_T", dC_T, cell.dtype, (n, h), finite=False)
    reach = T if truncate is None else min(_whole("truncate", truncate), T)
    skip = _skip(trace.mask)

    def step(now, G, dC, delta):
        if skip is None:
            step_back(now, G, dC, delta)
        else:  # a skipped step hands back what it was given, and its weights had no part
            G_kept, dC_kept = G.copy(), dC.copy()
            step_back(now, G, dC, delta)
            for array, kept in ((G, G_kept), (dC, dC_kept), (delta, 0)):
                np.copyto(array, kept, where=skip[now])

    if only_last or reach == T:
        # All later losses travel in one sum, to which each timestep adds its own.
        G = np.array(dH, order="C") if only_last else np.zeros((n, h), cell.dtype)
        dC = np.zeros_like(G) + dC_T
        delta = (np.empty if reach == T else np.zeros)((T, n, cell.W_h.shape[1]), cell.dtype)
        for t in reversed(range(T - reach, T)):
            if not only_last:
                G += dH[:, t]
            step(t, G, dC, delta[t])
        return (delta, G, dC) if reach == T else (delta, np.zeros_like(G), np.zeros_like(G))

    # A loss goes `reach` timesteps back and no further, so losses of different ages must not
    # share a sum.  Those of one age go back one timestep together, all timesteps at once:
    # G[t] is what the loss at t + age does to H_t.
    G = np.array(dH.swapaxes(0, 1), order="C")
    dC = np.zeros_like(G)
    dC[-1] = dC_T
    delta = np.zeros((T, n, cell.W_h.shape[1]), cell.dtype)
    dH0, dC0 = np.zeros_like(G[0]), np.zeros_like(G[0])
    for age in range(reach):
        now = slice(0, T - age)
        share = np.empty_like(delta[now])
        step(now, G, dC, share)
        delta[now] += share
        dH0 += G[0]
        dC0 += dC[0]
        G, dC = G[1:], dC[1:]
    return delta, dH0, dC0


def _gradients(cell, trace, delta, dH0, dC0=None, dW_h=None, db=None):
    """Collect the gradients once delta is known for all timesteps: one product for each.

    dW_h and db are given where the recurrent part has a delta of its own, as in the GRU.
    """
    X, H_before = trace.X.swapaxes(0, 1), trace._H[:-1]
    flat = _rows(delta)
    return Gradients(
        dX=(flat @ cell.W_x.T).reshape(X.shape).swapaxes(0, 1),
        dW_x=_rows(X).T @ flat,
        dW_h=_rows(H_before).T @ flat if dW_h is None else dW_h,
        db=flat.sum(axis=0) if db is None else db,
        dH0=dH0,
        dC0=dC0,
        delta=delta.swapaxes(0, 1),
    )


def _rows(array):
    """(T, n, width) as (T * n, width)."""
    return array.reshape(-1, array.shape[-1])


# --- SimpleRNN

# Each activation f as f(A, out=...), and its derivative f'(A) as a function of H = f(A).
_ACTIVATIONS = {
    "tanh": (np.tanh, lambda H: 1 - H * H),
    "relu": (lambda A, out=None: np.maximum(A, 0, out=out), lambda H: (H > 0).astype(H.dtype)),
    "sigmoid": (_sigmoid, lambda H: H * (1 - H)),
    "linear": (np.positive, np.ones_like),
}


@dataclass(frozen=True, eq=False)
class SimpleRNNTrace(_Trace):
    """What `SimpleRNN.forward` computed.

    X    : (n, T, features)
    mask : (n, T), or None
    H0   : (n, units), the state before the first timestep
    A, H : (n, T, units), the pre-activations and the hidden states; H[:, t] follows timestep t
    """

    A: np.ndarray
    _H: np.ndarray = field(repr=False)  # H0 and H, time-major: (T + 1, n, units)


@dataclass(frozen=True, eq=False)
class SimpleRNN(_Cell):
    """H_t = f(X_t W_x + H_{t-1} W_h + b), the simple recurrent network of Elman (1990).

    W_x : (features, units), W_h : (units, units), b : (units,)
    activation : f, one of "tanh", "relu", "sigmoid", "linear"

    Raises ValueError for other shapes, NaN or infinite weights and an unknown activation.
    """

    activation: str = "tanh"

    def __post_init__(self):
        super().__post_init__()
        if self.activation not in _ACTIVATIONS:
            raise ValueError(f"activation {self.activation!r}; expected one of {tuple(_ACTIVATIONS)}")

    @classmethod
    def random(cls, features, units, seed=0, dtype=float, activation="tanh"):
        """As Keras starts one: Glorot uniform W_x, orthogonal W_h, b zero."""
        return cls(*_start(features, units, 1, seed, dtype), activation=activation)

    def _keras_options(self):
        return {"activation": self.activation}

    def step(self, X_t, H):
        """One timestep: X_t (n, features) and H_{t-1} (n, units) to H_t (n, units)."""
        X_t, (H,) = _step_inputs(self, X_t, (H,))
        f, _ = _ACTIVATIONS[self.activation]
        return f(X_t @ self.W_x + H @ self.W_h + self.b)

    def forward(self, X, initial_state=None, mask=None):
        """Run over a batch from `initial_state`, or from zeros: a `SimpleRNNTrace`.

        X : (n, T, features), initial_state : (n, units), mask : (n, T) booleans, True on real steps

        Raises ValueError for other shapes, and for NaN or infinity among the inputs.
        """
        X, mask, skip = _inputs(self, X, mask)
        A, H = _room(self, X, gates=1, others=1)
        _start_from(H, self, "initial_state", initial_state)
        f, _ = _ACTIVATIONS[self.activation]
        _project(X, self.W_x, self.b, out=A)
        A = A[:, 0]
        recurrent = np.empty_like(H[0])
        for t in range(len(X)):
            np.matmul(H[t], self.W_h, out=recurrent)
            A[t] += recurrent
            f(A[t], out=H[t + 1])
            if skip is not None:
                np.copyto(H[t + 1], H[t], where=skip[t])
        return SimpleRNNTrace(X.swapaxes(0, 1), mask, H[0], H[1:].swapaxes(0, 1), A.swapaxes(0, 1), H)

    def backward(self, trace, dH, truncate=None):
        """The gradients of a loss from its gradients dL/dH_t: backpropagation through time.

        dH       : (n, T, units), at each timestep as the loss itself gives it, or (n, units),
                   at the last timestep only
        truncate : k, to let the loss at t reach the timesteps t, t - 1, ..., t - k + 1 only,
                   as if H_{t-k} were a constant; None lets it reach them all

        With dL/dH_t from the loss and from the timestep after, the chain rule gives

            delta_t    = dL/dA_t     = dL/dH_t * f'(A_t)
            dL/dH_{t-1}              = delta_t W_h^T
            dL/dW_h                  = sum over t of H_{t-1}^T delta_t

        Truncation costs up to k times as much, unless the loss is at the last timestep only.
        Raises ValueError for other shapes and for k that is not a whole number of at least 1.
        """
        _, slope = _ACTIVATIONS[self.activation]
        H, W_h_T = trace._H[1:], np.ascontiguousarray(self.W_h.T)

        def step_back(now, G, dC, delta):
            np.multiply(G, slope(H[now]), out=delta)
            np.matmul(delta, W_h_T, out=G)

        delta, dH0, _ = _through_time(self, trace, dH, None, truncate, step_back)
        return _gradients(self, trace, delta, dH0)

    def jacobian(self, trace, t):
        """dH_t / dH_{t-1}, shape (n, units, units); t counts from 0 like H[:, t].

        Entry [i, j] is dH_t[j] / dH_{t-1}[i] = W_h[i, j] f'(A_t[j]); at a masked step the
        matrix is the identity.  Raises ValueError for t outside the trace.
        """
        _whole("t", t, least=0, most=trace.H.shape[1] - 1)
        slope = _ACTIVATIONS[self.activation][1](trace.H[:, t])
        jacobian = self.W_h * slope[:, None, :]
        if trace.mask is not None:
            jacobian[~trace.mask[:, t]] = np.eye(self.units)
        return jacobian

    def log10_jacobian_norms(self, trace):
        """log10 of ||dH_T / dH_{T-k}||_2 for the lags k = 0, ..., T: shape (n, T + 1).

        The norm is the largest singular value of the product of the last k Jacobians.  The
        product is divided by its largest entry at every lag and the logarithms of the divisors
        are added up, so it neither underflows nor overflows; an exact zero gives -inf.
        """
        n, T, h = trace.H.shape
        logs = np.zeros((n, T + 1))
        product = np.broadcast_to(np.eye(h), (n, h, h))
        log_divisor = np.zeros(n)
        for lag in range(1, T + 1):
            product = self.jacobian(trace, T - lag).astype(float) @ product
            largest = np.abs(product).max(axis=(1, 2))
            with np.errstate(divide="ignore"):  # log10(0) is -inf, as it should be
                log_divisor += np.log10(largest)
            product /= np.where(largest == 0, 1, largest)[:, None, None]
            norm = np.linalg.norm(product, ord=2, axis=(1, 2))
            logs[:, lag] = log_divisor + np.log10(np.where(largest == 0, 1, norm))
        return logs


# --- LSTM


@dataclass(frozen=True, eq=False)
class LSTMTrace(_Trace):
    """What `LSTM.forward` computed.

    X      : (n, T, features)
    mask   : (n, T), or None
    H0, C0 : (n, units), the states before the first timestep
    I, F, C_tilde, O : (n, T, units), input gate, forget gate, candidate and output gate
    C, H   : (n, T, units), cell states and hidden states; H[:, t] follows timestep t
    """

    C0: np.ndarray
    I: np.ndarray
    F: np.ndarray
    C_tilde: np.ndarray
    O: np.ndarray
    C: np.ndarray
    _gates: np.ndarray = field(repr=False)  # I, F, C_tilde and O: (T, 4, n, units)
    _tanh_C: np.ndarray = field(repr=False)
    _C: np.ndarray = field(repr=False)  # C0 and C, time-major: (T + 1, n, units)
    _H: np.ndarray = field(repr=False)

    @property
    def state(self):
        """The last states (H, C), in the form that `initial_state` takes."""
        return self.H[:, -1], self.C[:, -1]


@dataclass(frozen=True, eq=False)
class LSTM(_Cell):
    """The LSTM with forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000).

        I_t, F_t, O_t = sigmoid(X_t W_x* + H_{t-1} W_h* + b_*)   each gate with its own weights
        C~_t          = tanh(X_t W_xc + H_{t-1} W_hc + b_c)
        C_t           = F_t * C_{t-1} + I_t * C~_t
        H_t           = O_t * tanh(C_t)

    W_x : (features, 4 * units), W_h : (units, 4 * units), b : (4 * units,), the gates in
    Keras's order i, f, c, o.  Raises ValueError for other shapes, NaN or infinite weights.
    """

    gates = ("i", "f", "c", "o")

    @classmethod
    def random(cls, features, units, seed=0, dtype=float, forget_bias=1.0):
        """As Keras starts one: Glorot uniform W_x, orthogonal W_h, b zero except b_f."""
        W_x, W_h, b = _start(features, units, 4, seed, dtype)
        b.reshape(4, units)[cls.gates.index("f")] = forget_bias
        return cls(W_x, W_h, b)

    def step(self, X_t, state):
        """One timestep: X_t (n, features) and (H_{t-1}, C_{t-1}) to (H_t, C_t), all (n, units)."""
        X_t, (H, C) = _step_inputs(self, X_t, _pair("state", state))
        A_i, A_f, A_c, A_o = np.split(X_t @ self.W_x + H @ self.W_h + self.b, 4, axis=1)
        C = _sigmoid(A_f) * C + _sigmoid(A_i) * np.tanh(A_c)
        return _sigmoid(A_o) * np.tanh(C), C

    def forward(self, X, initial_state=None, mask=None):
        """Run over a batch from `initial_state`, or from zeros: an `LSTMTrace`.

        X : (n, T, features), initial_state : (H0, C0), each (n, units), mask : (n, T) booleans,
        True on real steps

        Raises ValueError for other shapes, and for NaN or infinity among the inputs.
        """
        X, mask, skip = _inputs(self, X, mask)
        gates, tanh_C, C, H = _room(self, X, gates=4, others=3)
        I, F, C_tilde, O = gates.swapaxes(0, 1)
        H0, C0 = (None, None) if initial_state is None else _pair("initial_state", initial_state)
        _start_from(H, self, "initial_state[0]", H0)
        _start_from(C, self, "initial_state[1]", C0)

        # sigmoid(a) = tanh(a / 2) / 2 + 1 / 2.  With the weights of the three sigmoid gates
        # halved, one tanh serves all four.
        half = np.array([0.5, 0.5, 1, 0.5], self.dtype)[:, None, None]
        rest = 1 - half
        W_x, W_h, b = (half * _by_gate(weights, 4) for weights in (self.W_x, self.W_h, self.b[None]))
        _project(X, W_x, b, out=gates)
        recurrent, entering = np.empty_like(gates[0]), np.empty_like(C[0])
        for t in range(len(X)):
            now = gates[t]
            now += np.matmul(H[t], W_h, out=recurrent)
            np.tanh(now, out=now)
            now *= half
            now += rest
            np.multiply(F[t], C[t], out=C[t + 1])
            C[t + 1] += np.multiply(I[t], C_tilde[t], out=entering)
            np.tanh(C[t + 1], out=tanh_C[t])
            np.multiply(O[t], tanh_C[t], out=H[t + 1])
            if skip is not None:
                np.copyto(H[t + 1], H[t], where=skip[t])
                np.copyto(C[t + 1], C[t], where=skip[t])
        views = (array.swapaxes(0, 1) for array in (I, F, C_tilde, O, C[1:]))
        return LSTMTrace(
            X.swapaxes(0, 1), mask, H[0], H[1:].swapaxes(0, 1), C[0], *views, gates, tanh_C, C, H
        )

    def backward(self, trace, dH, dC_T=None, truncate=None):
        """The gradients of a loss from its gradients dL/dH_t: backpropagation through time.

        dH       : (n, T, units), at each timestep as the loss itself gives it, or (n, units),
                   at the last timestep only
        dC_T     : (n, units), what arrives at the last cell state from elsewhere
        truncate : k, to let the loss at t reach the timesteps t, t - 1, ..., t - k + 1 only,
                   as if H_{t-k} and C_{t-k} were constants; None lets it reach them all

        H_t depends on C_t, and C_t on C_{t-1} directly.  So two gradients go back, and the one
        of the cell state meets only the forget gate on its way:

            dL/dC_t   += dL/dH_t * O_t * (1 - tanh(C_t)^2)
            delta_i    = dL/dC_t * C~_t     * I_t * (1 - I_t)
            delta_f    = dL/dC_t * C_{t-1}  * F_t * (1 - F_t)
            delta_c    = dL/dC_t * I_t      * (1 - C~_t^2)
            delta_o    = dL/dH_t * tanh(C_t) * O_t * (1 - O_t)
            dL/dC_{t-1} = dL/dC_t * F_t
            dL/dH_{t-1} = delta_t W_h^T

        Truncation costs up to k times as much, unless the loss is at the last timestep only.
        Raises ValueError for other shapes and for k that is not a whole number of at least 1.
        """
        I, F, C_tilde, O = trace._gates.swapaxes(0, 1)
        tanh_C, C = trace._tanh_C, trace._C
        W_h_T = np.ascontiguousarray(self.W_h.T)

        def step_back(now, G, dC, delta):
            i, f, c, o, tanh_c = I[now], F[now], C_tilde[now], O[now], tanh_C[now]
            dC += G * o * (1 - tanh_c * tanh_c)
            parts = (
                dC * c * i * (1 - i),
                dC * C[now] * f * (1 - f),  # C[t] is the cell state before timestep t
                dC * i * (1 - c * c),
                G * tanh_c * o * (1 - o),
            )
            np.concatenate(parts, axis=-1, out=delta)
            dC *= f
            np.matmul(delta, W_h_T, out=G)

        return _gradients(self, trace, *_through_time(self, trace, dH, dC_T, truncate, step_back))


# --- GRU


@dataclass(frozen=True, eq=False)
class GRUTrace(_Trace):
    """What `GRU.forward` computed.

    X       : (n, T, features)
    mask    : (n, T), or None
    H0      : (n, units), the state before the first timestep
    Z, R    : (n, T, units), update gate (near 1: keep) and reset gate
    H_tilde : (n, T, units), the candidate
    H       : (n, T, units), hidden states; H[:, t] follows timestep t
    """

    Z: np.ndarray
    R: np.ndarray
    H_tilde: np.ndarray
    _gates: np.ndarray = field(repr=False)  # Z, R and H_tilde: (T, 3, n, units)
    # With reset_after H_{t-1} W_hh + b_hh, which R_t multiplies; without, R_t * H_{t-1}.
    _candidate: np.ndarray = field(repr=False)
    _H: np.ndarray = field(repr=False)


@dataclass(frozen=True, eq=False)
class GRU(_Cell):
    """The gated recurrent unit of Cho et al. (2014); Z near 1 keeps the old state, as in Keras.

        Z_t, R_t = sigmoid(X_t W_x* + H_{t-1} W_h* + b_*)   each gate with its own weights
        H~_t     = tanh(X_t W_xh + R_t * (H_{t-1} W_hh + b_hh) + b_h)   with reset_after
        H~_t     = tanh(X_t W_xh + (R_t * H_{t-1}) W_hh + b_h)          without
        H_t      = Z_t * H_{t-1} + (1 - Z_t) * H~_t

    W_x : (features, 3 * units), W_h : (units, 3 * units), the gates in Keras's order z, r, h
    b   : (2, 3 * units) with reset_after, the biases of the input and of the recurrent side;
          (3 * units,) without

    Raises ValueError for other shapes, NaN or infinite weights.
    """

    reset_after: bool = True

    gates = ("z", "r", "h")

    def _bias_shape(self, width):
        return (2, width) if self.reset_after else (width,)

    def _keras_options(self):
        return {"reset_after": self.reset_after}

    @classmethod
    def random(cls, features, units, seed=0, dtype=float, reset_after=True):
        """As Keras starts one: Glorot uniform W_x, orthogonal W_h, b zero."""
        W_x, W_h, b = _start(features, units, 3, seed, dtype)
        return cls(W_x, W_h, np.stack([b, b]) if reset_after else b, reset_after)

    def step(self, X_t, H):
        """One timestep: X_t (n, features) and H_{t-1} (n, units) to H_t (n, units)."""
        X_t, (H,) = _step_inputs(self, X_t, (H,))
        h = self.units
        b, b_recurrent = self.b if self.reset_after else (self.b, np.zeros_like(self.b))
        A = X_t @ self.W_x + b
        recurrent = H @ self.W_h + b_recurrent
        Z = _sigmoid(A[:, :h] + recurrent[:, :h])
        R = _sigmoid(A[:, h : 2 * h] + recurrent[:, h : 2 * h])
        if self.reset_after:
            H_tilde = np.tanh(A[:, 2 * h :] + R * recurrent[:, 2 * h :])
        else:
            H_tilde = np.tanh(A[:, 2 * h :] + (R * H) @ self.W_h[:, 2 * h :])
        return Z * H + (1 - Z) * H_tilde

    def forward(self, X, initial_state=None, mask=None):
        """Run over a batch from `initial_state`, or from zeros: a `GRUTrace`.

        X : (n, T, features), initial_state : (n, units), mask : (n, T) booleans, True on real steps

        Raises ValueError for other shapes, and for NaN or infinity among the inputs.
        """
        X, mask, skip = _inputs(self, X, mask)
        gates, candidate, H = _room(self, X, gates=3, others=2)
        Z, R, H_tilde = gates.swapaxes(0, 1)
        _start_from(H, self, "initial_state", initial_state)

        # One tanh for the two sigmoid gates, by halved weights as in the LSTM.
        half = np.array([0.5, 0.5, 1], self.dtype)[:, None, None]
        b, b_recurrent = self.b if self.reset_after else (self.b, np.zeros_like(self.b))
        W_x, W_h, b, b_recurrent = (
            half * _by_gate(weights, 3) for weights in (self.W_x, self.W_h, b[None], b_recurrent[None])
        )
        _project(X, W_x, b, out=gates)
        # With the reset before the product, the candidate's has to wait for R.
        ahead = 3 if self.reset_after else 2
        recurrent = np.empty_like(gates[0, :ahead])
        for t in range(len(X)):
            np.matmul(H[t], W_h[:ahead], out=recurrent)
            recurrent += b_recurrent[:ahead]
            now = gates[t, :2]
            now += recurrent[:2]
            np.tanh(now, out=now)
            now *= 0.5
            now += 0.5
            if self.reset_after:
                candidate[t] = recurrent[2]
                H_tilde[t] += R[t] * candidate[t]
            else:
                np.multiply(R[t], H[t], out=candidate[t])
                H_tilde[t] += candidate[t] @ W_h[2]
            np.tanh(H_tilde[t], out=H_tilde[t])
            np.subtract(H[t], H_tilde[t], out=H[t + 1])
            H[t + 1] *= Z[t]
            H[t + 1] += H_tilde[t]
            if skip is not None:
                np.copyto(H[t + 1], H[t], where=skip[t])
        views = (array.swapaxes(0, 1) for array in (Z, R, H_tilde))
        return GRUTrace(
            X.swapaxes(0, 1), mask, H[0], H[1:].swapaxes(0, 1), *views, gates, candidate[:-1], H
        )

    def backward(self, trace, dH, truncate=None):
        """The gradients of a loss from its gradients dL/dH_t: backpropagation through time.

        dH       : (n, T, units), at each timestep as the loss itself gives it, or (n, units),
                   at the last timestep only
        truncate : k, to let the loss at t reach the timesteps t, t - 1, ..., t - k + 1 only,
                   as if H_{t-k} were a constant; None lets it reach them all

        H_{t-1} reaches H_t on four ways: kept by Z_t, and through each of the three gates.

            delta_z = dL/dH_t * (H_{t-1} - H~_t) * Z_t * (1 - Z_t)
            delta_h = dL/dH_t * (1 - Z_t) * (1 - H~_t^2)
            delta_r = dL/dR_t * R_t * (1 - R_t)

        With reset_after, dL/dR_t = delta_h * (H_{t-1} W_hh + b_hh), and what goes back through
        W_h is delta with delta_h * R_t in place of delta_h.  Without, with
        S = delta_h W_hh^T, dL/dR_t = S * H_{t-1}, and S * R_t goes back.

        Truncation costs up to k times as much, unless the loss is at the last timestep only.
        Raises ValueError for other shapes and for k that is not a whole number of at least 1.
        """
        h = self.units
        Z, R, H_tilde = trace._gates.swapaxes(0, 1)
        candidate, H = trace._candidate, trace._H
        W_h_T = np.ascontiguousarray(self.W_h.T)

        def through_update(now, G):  # H[t] is the state before timestep t
            delta_z = G * (H[now] - H_tilde[now]) * Z[now] * (1 - Z[now])
            delta_h = G * (1 - Z[now]) * (1 - H_tilde[now] * H_tilde[now])
            return delta_z, delta_h

        def after(now, G, dC, delta):
            delta_z, delta_h = through_update(now, G)
            delta_r = delta_h * candidate[now] * R[now] * (1 - R[now])
            np.concatenate((delta_z, delta_r, delta_h), axis=-1, out=delta)
            G *= Z[now]
            G += np.concatenate((delta_z, delta_r, delta_h * R[now]), axis=-1) @ W_h_T

        def before(now, G, dC, delta):
            delta_z, delta_h = through_update(now, G)
            S = delta_h @ W_h_T[2 * h :]
            delta_r = S * H[now] * R[now] * (1 - R[now])
            np.concatenate((delta_z, delta_r, delta_h), axis=-1, out=delta)
            G *= Z[now]
            G += S * R[now]
            G += delta[..., : 2 * h] @ W_h_T[: 2 * h]

        step_back = after if self.reset_after else before
        delta, dH0, _ = _through_time(self, trace, dH, None, truncate, step_back)
        H_before, flat = _rows(H[:-1]), _rows(delta)
        if self.reset_after:
            back = flat.copy()
            back[:, 2 * h :] *= _rows(R)
            dW_h = H_before.T @ back
            db = np.stack([flat.sum(axis=0), back.sum(axis=0)])
        else:
            reset = _rows(candidate)
            dW_h = np.hstack([H_before.T @ flat[:, : 2 * h], reset.T @ flat[:, 2 * h :]])
            db = None
        return _gradients(self, trace, delta, dH0, dW_h=dW_h, db=db)


# --- Bidirectional


@dataclass(frozen=True, eq=False)
class BidirectionalTrace:
    """What `Bidirectional.forward` computed.

    forward, backward : the traces of the two cells, the second in reversed time
    mask : (n, T), or None
    H    : (n, T, m), merged timestep by timestep; zero at masked steps, as in Keras
    last : (n, m), the two last states merged, as Keras gives without `return_sequences`

    m is the sum of the units for "concat" and the units otherwise.
    """

    forward: _Trace
    backward: _Trace
    mask: np.ndarray | None
    H: np.ndarray
    last: np.ndarray


@dataclass(frozen=True, eq=False)
class BidirectionalGradients:
    """The gradients dX, (n, T, features), and those of the two cells, the second in reversed time."""

    dX: np.ndarray
    forward: Gradients
    backward: Gradients


# How each merge combines the states of both directions, and hands a gradient back to each.
_MERGES = {
    "concat": (
        lambda P, Q: np.concatenate([P, Q], axis=-1),
        lambda d, P, Q: (d[..., : P.shape[-1]], d[..., P.shape[-1] :]),
    ),
    "sum": (lambda P, Q: P + Q, lambda d, P, Q: (d, d)),
    "ave": (lambda P, Q: (P + Q) / 2, lambda d, P, Q: (d / 2, d / 2)),
    "mul": (lambda P, Q: P * Q, lambda d, P, Q: (d * Q, d * P)),
}


@dataclass(frozen=True, eq=False)
class Bidirectional:
    """Two cells, one reading forward and one backward in time (Schuster and Paliwal 1997).

    forward_cell, backward_cell : of the same kind, features and dtype
    merge : "concat", "sum", "ave" or "mul"; all but "concat" need the same units

    Raises ValueError for cells that do not go together and for an unknown merge.
    """

    forward_cell: _Cell
    backward_cell: _Cell
    merge: str = "concat"

    def __post_init__(self):
        cells = (self.forward_cell, self.backward_cell)
        there, back = (type(cell).__name__ for cell in cells)
        if there != back:
            raise ValueError(f"forward_cell is a {there} and backward_cell a {back}; expected the same kind")
        for name in ("features", "dtype"):
            there, back = (getattr(cell, name) for cell in cells)
            if there != back:
                raise ValueError(f"forward_cell has {name} {there} and backward_cell {back}; expected the same")
        if self.merge not in _MERGES:
            raise ValueError(f"merge {self.merge!r}; expected one of {tuple(_MERGES)}")
        there, back = (cell.units for cell in cells)
        if self.merge != "concat" and there != back:
            raise ValueError(
                f"forward_cell has {there} units and backward_cell {back}; "
                f"expected the same for merge {self.merge!r}"
            )

    @property
    def features(self):
        return self.forward_cell.features

    @property
    def n_parameters(self):
        return self.forward_cell.n_parameters + self.backward_cell.n_parameters

    @property
    def dtype(self):
        return self.forward_cell.dtype

    def forward(self, X, initial_state=None, mask=None):
        """Run both cells over a batch: a `BidirectionalTrace`.

        X : (n, T, features), mask : (n, T) booleans, True on real steps
        initial_state : (that of the forward cell, that of the backward cell)

        Raises ValueError for other shapes, and for NaN or infinity among the inputs.
        """
        there, back = (None, None) if initial_state is None else _pair("initial_state", initial_state)
        X = _array("X", X, self.dtype, ("n", "T", self.features))
        P = self.forward_cell.forward(X, there, mask)
        Q = self.backward_cell.forward(X[:, ::-1], back, None if mask is None else np.asarray(mask)[:, ::-1])
        merge, _ = _MERGES[self.merge]
        H = merge(P.H, Q.H[:, ::-1])
        if P.mask is not None:
            H[~P.mask] = 0
        return BidirectionalTrace(P, Q, P.mask, H, merge(P.H[:, -1], Q.H[:, -1]))

    def backward(self, trace, dH):
        """The gradients of a loss from dL/dH, (n, T, m), or from dL/dlast, (n, m).

        Raises ValueError for other shapes.
        """
        dH = np.asarray(dH)
        _, share = _MERGES[self.merge]
        P, Q = trace.forward.H, trace.backward.H
        if dH.ndim == 2:
            dH = _array("dH", dH, self.dtype, trace.last.shape, finite=False)
            dP, dQ = share(dH, P[:, -1], Q[:, -1])
        else:
            dH = _array("dH", dH, self.dtype, trace.H.shape, finite=False)
            if trace.mask is not None:
                dH = np.where(trace.mask[:, :, None], dH, 0).astype(self.dtype)
            dP, dQ = share(dH, P, Q[:, ::-1])
            dQ = dQ[:, ::-1]
        there = self.forward_cell.backward(trace.forward, dP)
        back = self.backward_cell.backward(trace.backward, dQ)
        return BidirectionalGradients(there.dX + back.dX[:, ::-1], there, back)

    def to_keras(self, **options):
        """A built Keras layer with these weights; options such as `return_sequences=True` go to it."""
        import keras

        there = self.forward_cell.to_keras(**options)
        back = self.backward_cell.to_keras(go_backwards=True, **options)
        layer = keras.layers.Bidirectional(
            there, backward_layer=back, merge_mode=self.merge, dtype=str(self.dtype)
        )
        layer.build((None, None, self.features))
        layer.set_weights(there.get_weights() + back.get_weights())
        return layer


# --- Keras


def from_keras(layer):
    """The cell with the weights of a built Keras layer: SimpleRNN, LSTM, GRU or Bidirectional of them.

    Dropout plays no part, as when Keras predicts; a layer without bias gets a bias of zeros.
    Raises ValueError, naming what is supported, for another layer, one that is not built, and
    for settings that the cells do not have.
    """
    import keras

    kinds = {keras.layers.SimpleRNN: SimpleRNN, keras.layers.LSTM: LSTM, keras.layers.GRU: GRU}
    if type(layer) is keras.layers.Bidirectional:
        if layer.merge_mode not in _MERGES:
            raise ValueError(f"{layer.name} has merge_mode {layer.merge_mode!r}; supported: {tuple(_MERGES)}")
        return Bidirectional(
            _cell_of(layer.forward_layer, kinds),
            _cell_of(layer.backward_layer, kinds, reads_backward=True),
            layer.merge_mode,
        )
    return _cell_of(layer, kinds)


def _cell_of(layer, kinds, reads_backward=False):
    if type(layer) not in kinds:
        raise ValueError(
            f"{type(layer).__name__} is not supported; supported: "
            f"SimpleRNN, LSTM, GRU and Bidirectional of them, of keras.layers"
        )
    if not layer.built:
        raise ValueError(f"{layer.name} is not built and has no weights yet; call it or its `build` first")
    kind = kinds[type(layer)]
    allowed = {"go_backwards": (reads_backward,)}
    if kind is SimpleRNN:
        allowed["activation"] = tuple(_ACTIVATIONS)
    else:
        allowed |= {"activation": ("tanh",), "recurrent_activation": ("sigmoid",)}
    for name, values in allowed.items():
        value = getattr(layer, name)
        value = getattr(value, "__name__", value)
        if value not in values:
            raise ValueError(f"{layer.name} has {name} {value!r}; supported: {', '.join(map(repr, values))}")
    weights = layer.get_weights()
    options = {}
    if kind is SimpleRNN:
        options["activation"] = layer.activation.__name__
    if kind is GRU:
        options["reset_after"] = layer.reset_after
    if not layer.use_bias:
        width = weights[0].shape[1]
        twice = options.get("reset_after", False)
        weights.append(np.zeros((2, width) if twice else width, weights[0].dtype))
    return kind(*weights, **options)


# --- small helpers


def _start(features, units, blocks, seed, dtype):
    """W_x, W_h and b as Keras starts them: Glorot uniform, orthogonal, zero."""
    _whole("features", features)
    _whole("units", units)
    _dtype(dtype)  # whole numbers would round all weights to zero
    rng = np.random.default_rng(seed)
    limit = np.sqrt(6 / (features + blocks * units))
    W_x = rng.uniform(-limit, limit, (features, blocks * units))
    Q, R = np.linalg.qr(rng.normal(size=(blocks * units, units)))
    W_h = (Q * np.sign(np.diag(R))).T  # with these signs, all orthogonal matrices are equally likely
    return W_x.astype(dtype), W_h.astype(dtype), np.zeros(blocks * units, dtype)


def _skip(mask):
    """True where the mask excludes a step, time-major, (T, n, 1); None without a mask."""
    return None if mask is None else ~mask.T[:, :, None]


def _step_inputs(cell, X_t, states):
    X_t = _array("X_t", X_t, cell.dtype, ("n", cell.features))
    names = ("H", "C")
    return X_t, [
        _array(name, state, cell.dtype, (len(X_t), cell.units)) for name, state in zip(names, states)
    ]


def _pair(name, values):
    if not isinstance(values, (tuple, list)) or len(values) != 2:
        raise ValueError(f"{name} is a {type(values).__name__}; expected a pair of two states")
    return values


def _array(name, values, dtype, shape, finite=True):
    """The values as an array of this dtype and shape; a letter in the shape stands for any size."""
    array = _numbers(name, values, finite)
    _check_shape(name, array, shape)
    return array.astype(dtype, copy=False)


def _dtype(dtype):
    dtype = np.dtype(dtype)
    if dtype not in (np.float32, np.float64):
        raise ValueError(f"weights hold {dtype}; expected float32 or float64")
    return dtype


def _numbers(name, values, finite=True):
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} holds {array.dtype}; expected real numbers")
    if finite and not np.isfinite(array).all():
        raise ValueError(f"{name} has NaN or infinite values; expected finite numbers")
    return array if array.dtype.kind == "f" else array.astype(float)


def _check_shape(name, array, shape):
    fits = array.ndim == len(shape) and all(
        size > 0 if isinstance(wanted, str) else size == wanted for size, wanted in zip(array.shape, shape)
    )
    if not fits:
        expected = ", ".join(map(str, shape)) + ("," if len(shape) == 1 else "")
        raise ValueError(f"{name} has shape {array.shape}; expected ({expected})")


def _whole(name, value, least=1, most=None):
    """The value, which must be a whole number from `least` to `most`."""
    if (
        not isinstance(value, Integral)
        or isinstance(value, bool)
        or value < least
        or (most is not None and value > most)
    ):
        limits = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} is {value!r}; expected a whole number {limits}")
    return int(value)
