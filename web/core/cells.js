// The recurrent cells of unrolled/cells.py for ONE sequence, name by name: no batch axis, plain
// arrays.  Row vectors: X[t] has `features` numbers, H[t] `units`.  Weights are fused as in Keras.
//
//   new SimpleRNN({ W_x, W_h, b, activation })   W_x (d, h), W_h (h, h), b (h,); "tanh" (default),
//                                                "relu", "sigmoid", "linear"
//   new LSTM({ W_x, W_h, b })                    (d, 4h), (h, 4h), (4h,); gates i, f, c, o
//   new GRU({ W_x, W_h, b, reset_after })        (d, 3h), (h, 3h), (2, 3h); gates z, r, h;
//                                                b is (3h,) with reset_after: false (default true)
//   new Bidirectional({ forward_cell, backward_cell, merge })   "concat" (default), "sum", "ave", "mul"
//
//   cell.features, cell.units
//   cell.step(x, state) -> state            x (d,); a state is h (h,), for the LSTM [h, c]
//   cell.forward(X, { initialState, mask }) -> trace
//     X (T, d); initialState is a state, zeros if left out; mask (T,) of booleans: where it is false
//     the state is carried on unchanged (the gates hold what the cell would have computed).
//     trace.state is the last state, in the form that initialState takes; besides
//       SimpleRNN   X, mask, H0, A, H                        A: pre-activations; all (T, h), H0 (h,)
//       LSTM        X, mask, H0, C0, I, F, C_tilde, O, C, H
//       GRU         X, mask, H0, Z, R, H_tilde, H
//   cell.backward(trace, dH, { dC_T, truncate }) -> { dX, dW_x, dW_h, db, dH0, dC0, delta }
//     dH: dL/dH_t as the loss gives it at each timestep, (T, h), or (h,) at the last timestep alone;
//     dC_T (h,), LSTM only: what arrives at the last cell state.  Shapes as X, the weights and the
//     state (dC0 of the LSTM alone, else null); delta (T, gates * h) is dL/dA_t.
//     truncate: k lets the gradient of the loss at t reach timesteps t ... t-k+1 and no earlier one;
//     left out, or k >= T, is the full gradient.
//   simpleRnn.jacobian(trace, t) -> (h, h): [i][j] = dH_t[j] / dH_{t-1}[i]
//   simpleRnn.log10JacobianNorms(trace) -> (T + 1,): entry k is log10 ||dH_T / dH_{T-k}||_2;
//     -Infinity where the product is exactly zero
//
//   bi.forward(X, { initialState, mask }) -> { forward, backward, H, last }: two traces (the second in
//     reversed time), the merged outputs (T, 2h or h), and what return_sequences=False would give;
//     initialState is [state of forward_cell, state of backward_cell]
//   bi.backward(trace, dH) -> { dX, forward, backward }; dH like H, (T, m), or like last, (m,)
//
// Nothing passed in is changed.  Shapes and NaN are checked in Python, where the numbers enter.
import { identity, largestSingularValue, product, rescale } from "./linalg.js";

const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** phi(a), and its derivative from a and y = phi(a).  The derivative of ReLU at 0 is 0, as in Keras. */
const ACTIVATIONS = {
  tanh: { phi: Math.tanh, slope: (a, y) => 1 - y * y },
  relu: { phi: (a) => (a > 0 ? a : 0), slope: (a) => (a > 0 ? 1 : 0) },
  sigmoid: { phi: sigmoid, slope: (a, y) => y * (1 - y) },
  linear: { phi: (a) => a, slope: () => 1 },
};

export class SimpleRNN {
  constructor({ W_x, W_h, b, activation = "tanh" }) {
    Object.assign(this, { W_x, W_h, b, activation, features: W_x.length, units: W_h.length });
  }

  step(x, h) {
    return this.forward([x], { initialState: h }).state;
  }

  /** H_t = phi(X_t W_x + H_{t-1} W_h + b) */
  forward(X, { initialState = null, mask = null } = {}) {
    const { phi } = ACTIVATIONS[this.activation];
    const H0 = initialState ?? zeros(this.units);
    const A = [];
    const H = [];
    let h = H0;
    for (let t = 0; t < X.length; t++) {
      const a = preactivation(X[t], this.W_x, h, this.W_h, this.b);
      A.push(a);
      if (isReal(mask, t)) h = a.map(phi);
      H.push(h);
    }
    return { X, mask, H0, A, H, state: h };
  }

  backward(trace, dH, { truncate = null } = {}) {
    const { X, mask, H0, A, H } = trace;
    const { slope } = ACTIVATIONS[this.activation];
    const delta = matrix(X.length, this.units);

    const start = reachBack(perTimestep(dH, X.length, this.units), null, truncate, (t, dState) => {
      if (!isReal(mask, t)) return;
      const dA = zeros(this.units);
      for (let j = 0; j < this.units; j++) dA[j] = dState.H[j] * slope(A[t][j], H[t][j]);
      add(delta[t], dA);
      dState.H = timesTransposed(dA, this.W_h);
    });
    return {
      ...inputGradients(X, this.W_x, delta),
      dW_h: outerSum(before(H, H0), delta),
      db: columnSums(delta),
      dH0: start.H,
      dC0: null,
      delta,
    };
  }

  /** dH_t / dH_{t-1}: [i][j] = W_h[i][j] phi'(A_t[j]); t counts from 0.  The identity where masked. */
  jacobian({ mask, A, H }, t) {
    if (!isReal(mask, t)) return identity(this.units);
    const { slope } = ACTIVATIONS[this.activation];
    const slopes = A[t].map((a, j) => slope(a, H[t][j]));
    return this.W_h.map((row) => row.map((weight, j) => weight * slopes[j]));
  }

  /** Entry k is log10 ||dH_T / dH_{T-k}||_2.  A power of two is split off at every lag and its
   *  exponent kept, so that no product underflows or overflows. */
  log10JacobianNorms(trace) {
    const norms = [0];
    let matrix = identity(this.units);
    let exponent = 0;
    for (let t = trace.X.length - 1; t >= 0; t--) {
      const scaled = rescale(product(this.jacobian(trace, t), matrix));
      matrix = scaled.matrix;
      exponent += scaled.exponent;
      norms.push(Math.log10(largestSingularValue(matrix)) + exponent * Math.log10(2));
    }
    return norms;
  }
}

export class LSTM {
  constructor({ W_x, W_h, b }) {
    Object.assign(this, { W_x, W_h, b, features: W_x.length, units: W_h.length });
  }

  step(x, state) {
    return this.forward([x], { initialState: state }).state;
  }

  /** C_t = F_t C_{t-1} + I_t C~_t, H_t = O_t tanh(C_t) */
  forward(X, { initialState = null, mask = null } = {}) {
    const n = this.units;
    const [H0, C0] = initialState ?? [zeros(n), zeros(n)];
    const trace = { X, mask, H0, C0, I: [], F: [], C_tilde: [], O: [], C: [], H: [] };
    let h = H0;
    let c = C0;
    for (let t = 0; t < X.length; t++) {
      const a = preactivation(X[t], this.W_x, h, this.W_h, this.b);
      const I = a.slice(0, n).map(sigmoid);
      const F = a.slice(n, 2 * n).map(sigmoid);
      const C_tilde = a.slice(2 * n, 3 * n).map(Math.tanh);
      const O = a.slice(3 * n).map(sigmoid);
      if (isReal(mask, t)) {
        c = c.map((value, j) => F[j] * value + I[j] * C_tilde[j]);
        h = c.map((value, j) => O[j] * Math.tanh(value));
      }
      trace.I.push(I);
      trace.F.push(F);
      trace.C_tilde.push(C_tilde);
      trace.O.push(O);
      trace.C.push(c);
      trace.H.push(h);
    }
    return { ...trace, state: [h, c] };
  }

  backward(trace, dH, { dC_T = null, truncate = null } = {}) {
    const { X, mask, H0, C0, I, F, C_tilde, O, C, H } = trace;
    const n = this.units;
    const delta = matrix(X.length, 4 * n);
    const C_before = before(C, C0);

    const start = reachBack(perTimestep(dH, X.length, n), dC_T ?? zeros(n), truncate, (t, dState) => {
      if (!isReal(mask, t)) return;
      const dA = zeros(4 * n);
      const dC = zeros(n);
      for (let j = 0; j < n; j++) {
        const [i, f, g, o] = [I[t][j], F[t][j], C_tilde[t][j], O[t][j]];
        const tanhC = Math.tanh(C[t][j]);
        const dCell = dState.C[j] + dState.H[j] * o * (1 - tanhC * tanhC);
        dA[j] = dCell * g * i * (1 - i);
        dA[n + j] = dCell * C_before[t][j] * f * (1 - f);
        dA[2 * n + j] = dCell * i * (1 - g * g);
        dA[3 * n + j] = dState.H[j] * tanhC * o * (1 - o);
        dC[j] = dCell * f;
      }
      add(delta[t], dA);
      dState.H = timesTransposed(dA, this.W_h);
      dState.C = dC;
    });
    return {
      ...inputGradients(X, this.W_x, delta),
      dW_h: outerSum(before(H, H0), delta),
      db: columnSums(delta),
      dH0: start.H,
      dC0: start.C,
      delta,
    };
  }
}

export class GRU {
  constructor({ W_x, W_h, b, reset_after = true }) {
    Object.assign(this, { W_x, W_h, b, reset_after, features: W_x.length, units: W_h.length });
  }

  step(x, h) {
    return this.forward([x], { initialState: h }).state;
  }

  /** H_t = Z_t H_{t-1} + (1 - Z_t) H~_t; the reset gate acts after or before H_{t-1} meets W_h. */
  forward(X, { initialState = null, mask = null } = {}) {
    const n = this.units;
    const H0 = initialState ?? zeros(n);
    const [b_x, b_h] = this.reset_after ? this.b : [this.b, zeros(3 * n)];
    // U: the candidate's recurrent part, which R_t multiplies (reset_after) or has multiplied
    const trace = { X, mask, H0, Z: [], R: [], U: [], H_tilde: [], H: [] };
    let h = H0;
    for (let t = 0; t < X.length; t++) {
      const fromX = b_x.slice();
      addProduct(fromX, X[t], this.W_x);
      const fromH = b_h.slice();
      addProduct(fromH, h, this.W_h, 0, this.reset_after ? 3 * n : 2 * n);
      const gate = (from) => Array.from({ length: n }, (_, j) => sigmoid(fromX[from + j] + fromH[from + j]));
      const Z = gate(0);
      const R = gate(n);
      if (!this.reset_after) addProduct(fromH, h.map((value, j) => R[j] * value), this.W_h, 2 * n, 3 * n);
      const U = fromH.slice(2 * n);
      const H_tilde = U.map((u, j) => Math.tanh(fromX[2 * n + j] + (this.reset_after ? R[j] * u : u)));
      if (isReal(mask, t)) h = h.map((value, j) => Z[j] * value + (1 - Z[j]) * H_tilde[j]);
      trace.Z.push(Z);
      trace.R.push(R);
      trace.U.push(U);
      trace.H_tilde.push(H_tilde);
      trace.H.push(h);
    }
    return { ...trace, state: h };
  }

  backward(trace, dH, { truncate = null } = {}) {
    const { X, mask, H0, Z, R, U, H_tilde, H } = trace;
    const n = this.units;
    const delta = matrix(X.length, 3 * n);
    const H_before = before(H, H0);

    const start = reachBack(perTimestep(dH, X.length, n), null, truncate, (t, dState) => {
      if (!isReal(mask, t)) return;
      const [z, r, h] = [Z[t], R[t], H_before[t]];
      const dA = zeros(3 * n);
      for (let j = 0; j < n; j++) {
        dA[j] = dState.H[j] * (h[j] - H_tilde[t][j]) * z[j] * (1 - z[j]);
        dA[2 * n + j] = dState.H[j] * (1 - z[j]) * (1 - H_tilde[t][j] ** 2);
      }
      const dBefore = dState.H.map((value, j) => value * z[j]);
      if (this.reset_after) {
        for (let j = 0; j < n; j++) dA[n + j] = dA[2 * n + j] * U[t][j] * r[j] * (1 - r[j]);
        add(dBefore, timesTransposed(recurrentDelta(dA, r), this.W_h));
      } else {
        const dReset = timesTransposed(dA, this.W_h, 2 * n, 3 * n); // dL/d(R_t H_{t-1})
        for (let j = 0; j < n; j++) {
          dA[n + j] = dReset[j] * h[j] * r[j] * (1 - r[j]);
          dBefore[j] += dReset[j] * r[j];
        }
        add(dBefore, timesTransposed(dA, this.W_h, 0, 2 * n));
      }
      add(delta[t], dA);
      dState.H = dBefore;
    });

    const input = inputGradients(X, this.W_x, delta);
    const ends = { dH0: start.H, dC0: null, delta };
    if (this.reset_after) {
      const recurrent = delta.map((row, t) => recurrentDelta(row, R[t]));
      return { ...input, dW_h: outerSum(H_before, recurrent), db: [columnSums(delta), columnSums(recurrent)], ...ends };
    }
    const reset = H_before.map((h, t) => h.map((value, j) => R[t][j] * value));
    const gates = outerSum(H_before, delta);
    const candidate = outerSum(reset, delta);
    const dW_h = gates.map((row, i) => [...row.slice(0, 2 * n), ...candidate[i].slice(2 * n)]);
    return { ...input, dW_h, db: columnSums(delta), ...ends };
  }
}

/** With reset_after the candidate meets H_{t-1} W_h + b_h only through R_t. */
function recurrentDelta(dA, r) {
  const n = r.length;
  return dA.map((value, j) => (j < 2 * n ? value : value * r[j - 2 * n]));
}

/** How the two directions make one output, and the gradient of each from that of the output. */
const MERGES = {
  concat: { merge: (f, b) => [...f, ...b], split: (d, f) => [d.slice(0, f.length), d.slice(f.length)] },
  sum: { merge: (f, b) => f.map((value, j) => value + b[j]), split: (d) => [d, d] },
  ave: { merge: (f, b) => f.map((value, j) => (value + b[j]) / 2), split: (d) => [d.map((value) => value / 2), d.map((value) => value / 2)] },
  mul: { merge: (f, b) => f.map((value, j) => value * b[j]), split: (d, f, b) => [d.map((value, j) => value * b[j]), d.map((value, j) => value * f[j])] },
};

export class Bidirectional {
  constructor({ forward_cell, backward_cell, merge = "concat" }) {
    Object.assign(this, { forward_cell, backward_cell, merge, features: forward_cell.features, units: forward_cell.units });
  }

  forward(X, { initialState = null, mask = null } = {}) {
    const { merge } = MERGES[this.merge];
    const [first, second] = initialState ?? [null, null];
    const forward = this.forward_cell.forward(X, { initialState: first, mask });
    const backward = this.backward_cell.forward(X.toReversed(), { initialState: second, mask: mask && mask.toReversed() });
    const H_backward = backward.H.toReversed();
    return {
      forward,
      backward,
      H: forward.H.map((h, t) => merge(h, H_backward[t])),
      last: merge(forward.H.at(-1), backward.H.at(-1)),
    };
  }

  backward(trace, dH) {
    const { split } = MERGES[this.merge];
    const H = trace.forward.H;
    const H_backward = trace.backward.H;
    const T = H.length;
    let parts; // what arrives at each direction, the second in reversed time
    if (Array.isArray(dH[0])) {
      const both = dH.map((row, t) => split(row, H[t], H_backward[T - 1 - t]));
      parts = [both.map((pair) => pair[0]), both.map((pair) => pair[1]).reverse()];
    } else {
      parts = split(dH, H.at(-1), H_backward.at(-1));
    }
    const forward = this.forward_cell.backward(trace.forward, parts[0]);
    const backward = this.backward_cell.backward(trace.backward, parts[1]);
    const dX = forward.dX.map((row, t) => row.map((value, i) => value + backward.dX[T - 1 - t][i]));
    return { dX, forward, backward };
  }
}

/**
 * Carries the gradient of the loss at each timestep back through time, `truncate` timesteps at most.
 * back(t, dState) takes what arrives at H_t (and C_t), { H, C }, adds dL/dA_t to its sum and
 * puts what arrives at H_{t-1} (and C_{t-1}) in its place.
 * Returns what reaches the initial state, { H, C }; C is null for cells without a cell state.
 */
function reachBack(dH, dC_T, truncate, back) {
  const T = dH.length;
  const units = dH[0].length;
  const nothing = () => ({ H: zeros(units), C: dC_T && zeros(units) });
  const arrive = (dState, t) => {
    dState.H = dState.H.map((value, j) => value + dH[t][j]);
    if (dC_T && t === T - 1) dState.C = dC_T.slice();
  };

  if (truncate === null || truncate >= T) {
    const dState = nothing();
    for (let t = T - 1; t >= 0; t--) {
      arrive(dState, t);
      back(t, dState);
    }
    return dState;
  }
  const start = nothing();
  for (let from = T - 1; from >= 0; from--) {
    const dState = nothing();
    arrive(dState, from);
    const end = Math.max(from - truncate, -1);
    for (let t = from; t > end; t--) back(t, dState);
    if (from - truncate < 0) {
      add(start.H, dState.H);
      if (dC_T) add(start.C, dState.C);
    }
  }
  return start;
}

/** dH at every timestep, (T, h), from (T, h) or from (h,), which arrives at the last one alone. */
function perTimestep(dH, T, units) {
  if (Array.isArray(dH[0])) return dH;
  return Array.from({ length: T }, (_, t) => (t === T - 1 ? dH : zeros(units)));
}

/** The state before each timestep: the initial one, then all but the last. */
const before = (states, initial) => [initial, ...states.slice(0, -1)];

const isReal = (mask, t) => !mask || mask[t];

/** dX_t = dL/dA_t W_x^T and dW_x = the sum of X_t^T dL/dA_t. */
function inputGradients(X, W_x, delta) {
  return { dX: delta.map((dA) => timesTransposed(dA, W_x)), dW_x: outerSum(X, delta) };
}

/** x W_x + h W_h + b */
function preactivation(x, W_x, h, W_h, b) {
  const a = b.slice();
  addProduct(a, x, W_x);
  addProduct(a, h, W_h);
  return a;
}

/** out += x W, in the columns [from, to). */
function addProduct(out, x, W, from = 0, to = out.length) {
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    const row = W[i];
    for (let j = from; j < to; j++) out[j] += value * row[j];
  }
}

/** d W^T, over the columns [from, to) of d and W. */
function timesTransposed(d, W, from = 0, to = d.length) {
  const out = zeros(W.length);
  for (let i = 0; i < W.length; i++) {
    const row = W[i];
    let sum = 0;
    for (let j = from; j < to; j++) sum += d[j] * row[j];
    out[i] = sum;
  }
  return out;
}

/** The sum over t of rows[t]^T delta[t]. */
function outerSum(rows, delta) {
  const out = matrix(rows[0].length, delta[0].length);
  for (let t = 0; t < rows.length; t++) {
    const d = delta[t];
    for (let i = 0; i < out.length; i++) {
      const value = rows[t][i];
      const row = out[i];
      for (let j = 0; j < d.length; j++) row[j] += value * d[j];
    }
  }
  return out;
}

function columnSums(rows) {
  const out = zeros(rows[0].length);
  for (const row of rows) add(out, row);
  return out;
}

/** out += values */
function add(out, values) {
  for (let j = 0; j < out.length; j++) out[j] += values[j];
}

const zeros = (n) => Array(n).fill(0);
const matrix = (rows, columns) => Array.from({ length: rows }, () => zeros(columns));
