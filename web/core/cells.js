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
//   cell.features, cell.units (of Bidirectional: features alone)
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
//   bi.forward(X, { initialState, mask }) -> { forward, backward, mask, H, last }: two traces (the second
//     in reversed time), the merged states (T, m), zero where masked, and the two last states merged,
//     (m,), as Keras gives without return_sequences; m is 2h for "concat" and else h
//     initialState is [that of forward_cell, that of backward_cell]
//   bi.backward(trace, dH) -> { dX, forward, backward }; dH is dL/dH, (T, m), or dL/dlast, (m,)
//
// Nothing passed in is changed.  Shapes and NaN are checked in Python, where the numbers enter; only
// "relu" and "linear" states can outgrow the floats by themselves, to Infinity and then NaN.
import { identity, largestSingularValue, product, rescale } from "./linalg.js";

const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** Each activation f as f(a), and its derivative f'(a) as a function of h = f(a); ReLU's at 0 is 0. */
const ACTIVATIONS = {
  tanh: { f: Math.tanh, slope: (h) => 1 - h * h },
  relu: { f: (a) => (a > 0 ? a : 0), slope: (h) => (h > 0 ? 1 : 0) },
  sigmoid: { f: sigmoid, slope: (h) => h * (1 - h) },
  linear: { f: (a) => a, slope: () => 1 },
};

export class SimpleRNN {
  constructor({ W_x, W_h, b, activation = "tanh" }) {
    Object.assign(this, { W_x, W_h, b, activation, features: W_x.length, units: W_h.length });
  }

  step(x, h) {
    return this.forward([x], { initialState: h }).state;
  }

  /** H_t = f(X_t W_x + H_{t-1} W_h + b) */
  forward(X, { initialState = null, mask = null } = {}) {
    const { f } = ACTIVATIONS[this.activation];
    const H0 = initialState ?? zeros(this.units);
    const A = [];
    const H = [];
    let h = H0;
    for (let t = 0; t < X.length; t++) {
      const a = preactivation(X[t], this.W_x, h, this.W_h, this.b);
      A.push(a);
      if (isReal(mask, t)) h = a.map(f);
      H.push(h);
    }
    return { X, mask, H0, A, H, state: h };
  }

  backward(trace, dH, { truncate = null } = {}) {
    const { H } = trace;
    const { slope } = ACTIVATIONS[this.activation];
    const stepBack = (t, state, delta) => {
      for (let j = 0; j < this.units; j++) delta[j] = state.dH[j] * slope(H[t][j]);
      state.dH = timesTransposed(delta, this.W_h);
    };
    return gradients(this, trace, throughTime(this, trace, dH, null, truncate, stepBack));
  }

  /** dH_t / dH_{t-1}: [i][j] = W_h[i][j] f'(A_t[j]); t counts from 0.  The identity where masked. */
  jacobian({ mask, H }, t) {
    if (!isReal(mask, t)) return identity(this.units);
    const { slope } = ACTIVATIONS[this.activation];
    const slopes = H[t].map(slope);
    return this.W_h.map((row) => row.map((weight, j) => weight * slopes[j]));
  }

  /** Entry k is log10 ||dH_T / dH_{T-k}||_2.  A power of two is split off the product at every
   *  lag and its exponent kept, so that it neither underflows nor overflows. */
  log10JacobianNorms(trace) {
    const logs = [0];
    let scaled = { matrix: identity(this.units), exponent: 0 };
    let exponent = 0;
    for (let t = trace.X.length - 1; t >= 0; t--) {
      scaled = rescale(product(this.jacobian(trace, t), scaled.matrix));
      exponent += scaled.exponent;
      logs.push(exponent * Math.log10(2) + Math.log10(largestSingularValue(scaled.matrix)));
    }
    return logs;
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
    const { C0, I, F, C_tilde, O, C } = trace;
    const n = this.units;
    const C_before = before(C, C0);
    const stepBack = (t, state, delta) => {
      for (let j = 0; j < n; j++) {
        const [i, f, c_tilde, o] = [I[t][j], F[t][j], C_tilde[t][j], O[t][j]];
        const tanhC = Math.tanh(C[t][j]);
        const dC = state.dC[j] + state.dH[j] * o * (1 - tanhC * tanhC);
        delta[j] = dC * c_tilde * i * (1 - i);
        delta[n + j] = dC * C_before[t][j] * f * (1 - f);
        delta[2 * n + j] = dC * i * (1 - c_tilde * c_tilde);
        delta[3 * n + j] = state.dH[j] * tanhC * o * (1 - o);
        state.dC[j] = dC * f;
      }
      state.dH = timesTransposed(delta, this.W_h);
    };
    return gradients(this, trace, throughTime(this, trace, dH, dC_T ?? zeros(n), truncate, stepBack));
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
    const [b, b_recurrent] = this.reset_after ? this.b : [this.b, zeros(3 * n)];
    const ahead = this.reset_after ? 3 * n : 2 * n; // without reset_after the candidate waits for R
    // _recurrent, for backward: H_{t-1} W_hh + b_hh with reset_after, R_t H_{t-1} without
    const trace = { X, mask, H0, Z: [], R: [], H_tilde: [], H: [], _recurrent: [] };
    let h = H0;
    for (let t = 0; t < X.length; t++) {
      const A = b.slice();
      addProduct(A, X[t], this.W_x);
      const recurrent = b_recurrent.slice();
      addProduct(recurrent, h, this.W_h, 0, ahead);
      const Z = h.map((_, j) => sigmoid(A[j] + recurrent[j]));
      const R = h.map((_, j) => sigmoid(A[n + j] + recurrent[n + j]));
      let candidate;
      if (this.reset_after) {
        candidate = recurrent.slice(2 * n);
        for (let j = 0; j < n; j++) A[2 * n + j] += R[j] * candidate[j];
      } else {
        candidate = h.map((value, j) => R[j] * value);
        addProduct(A, candidate, this.W_h, 2 * n, 3 * n);
      }
      const H_tilde = A.slice(2 * n).map(Math.tanh);
      if (isReal(mask, t)) h = h.map((value, j) => Z[j] * value + (1 - Z[j]) * H_tilde[j]);
      trace.Z.push(Z);
      trace.R.push(R);
      trace.H_tilde.push(H_tilde);
      trace.H.push(h);
      trace._recurrent.push(candidate);
    }
    return { ...trace, state: h };
  }

  backward(trace, dH, { truncate = null } = {}) {
    const { H0, Z, R, H_tilde, H, _recurrent: candidate } = trace;
    const n = this.units;
    const H_before = before(H, H0);
    const stepBack = (t, state, delta) => {
      const [z, r, h] = [Z[t], R[t], H_before[t]];
      for (let j = 0; j < n; j++) {
        delta[j] = state.dH[j] * (h[j] - H_tilde[t][j]) * z[j] * (1 - z[j]);
        delta[2 * n + j] = state.dH[j] * (1 - z[j]) * (1 - H_tilde[t][j] ** 2);
        state.dH[j] *= z[j];
      }
      if (this.reset_after) {
        for (let j = 0; j < n; j++) delta[n + j] = delta[2 * n + j] * candidate[t][j] * r[j] * (1 - r[j]);
        add(state.dH, timesTransposed(recurrentDelta(delta, r), this.W_h));
      } else {
        const S = timesTransposed(delta, this.W_h, 2 * n, 3 * n); // dL/d(R_t H_{t-1})
        for (let j = 0; j < n; j++) {
          delta[n + j] = S[j] * h[j] * r[j] * (1 - r[j]);
          state.dH[j] += S[j] * r[j];
        }
        add(state.dH, timesTransposed(delta, this.W_h, 0, 2 * n));
      }
    };

    const back = throughTime(this, trace, dH, null, truncate, stepBack);
    const { delta } = back;
    if (this.reset_after) {
      const recurrent = delta.map((row, t) => recurrentDelta(row, R[t]));
      const db = [columnSums(delta), columnSums(recurrent)];
      return gradients(this, trace, back, outerSum(H_before, recurrent), db);
    }
    const [gates, last] = [outerSum(H_before, delta), outerSum(candidate, delta)];
    const dW_h = gates.map((row, i) => [...row.slice(0, 2 * n), ...last[i].slice(2 * n)]);
    return gradients(this, trace, back, dW_h);
  }
}

/** With reset_after the candidate meets H_{t-1} W_h + b_h only through R_t. */
function recurrentDelta(delta, r) {
  const n = r.length;
  return delta.map((value, j) => (j < 2 * n ? value : value * r[j - 2 * n]));
}

/** How each merge combines the states of both directions, and hands a gradient back to each. */
const MERGES = {
  concat: { merge: (p, q) => [...p, ...q], share: (d, p) => [d.slice(0, p.length), d.slice(p.length)] },
  sum: { merge: (p, q) => p.map((value, j) => value + q[j]), share: (d) => [d, d] },
  ave: {
    merge: (p, q) => p.map((value, j) => (value + q[j]) / 2),
    share: (d) => [d.map((value) => value / 2), d.map((value) => value / 2)],
  },
  mul: {
    merge: (p, q) => p.map((value, j) => value * q[j]),
    share: (d, p, q) => [d.map((value, j) => value * q[j]), d.map((value, j) => value * p[j])],
  },
};

export class Bidirectional {
  constructor({ forward_cell, backward_cell, merge = "concat" }) {
    Object.assign(this, { forward_cell, backward_cell, merge, features: forward_cell.features });
  }

  forward(X, { initialState = null, mask = null } = {}) {
    const { merge } = MERGES[this.merge];
    const [there, back] = initialState ?? [null, null];
    const forward = this.forward_cell.forward(X, { initialState: there, mask });
    const backward = this.backward_cell.forward(X.toReversed(), { initialState: back, mask: mask && mask.toReversed() });
    const [P, Q] = [forward.H, backward.H.toReversed()];
    const last = merge(P.at(-1), Q[0]);
    const H = P.map((p, t) => (isReal(mask, t) ? merge(p, Q[t]) : zeros(last.length)));
    return { forward, backward, mask, H, last };
  }

  backward({ forward, backward, mask, H, last }, dH) {
    const { share } = MERGES[this.merge];
    const [P, Q] = [forward.H, backward.H.toReversed()];
    let [dP, dQ] = [null, null];
    if (Array.isArray(dH[0])) {
      const shares = H.map((_, t) => share(isReal(mask, t) ? dH[t] : zeros(last.length), P[t], Q[t]));
      dP = shares.map((pair) => pair[0]);
      dQ = shares.map((pair) => pair[1]).reverse();
    } else {
      [dP, dQ] = share(dH, P.at(-1), Q[0]);
    }
    const there = this.forward_cell.backward(forward, dP);
    const back = this.backward_cell.backward(backward, dQ);
    const dX = there.dX.map((row, t) => row.map((value, i) => value + back.dX.at(-1 - t)[i]));
    return { dX, forward: there, backward: back };
  }
}

/**
 * Carries the gradients of the states back through time: the loop of every `backward`.
 *
 * stepBack(t, state, delta) reads what arrives at H_t and C_t, { dH, dC }, writes dL/dA_t into
 * `delta` and puts what arrives at H_{t-1} and C_{t-1} in its place; dC is null without cell state.
 * Returns { delta, dH0, dC0 }.
 */
function throughTime(cell, { X, mask }, dH, dC_T, truncate, stepBack) {
  const T = X.length;
  const reach = Math.min(truncate ?? T, T);
  const losses = Array.isArray(dH[0]) ? dH : X.map((_, t) => (t === T - 1 ? dH : zeros(cell.units)));
  const delta = matrix(T, cell.W_h[0].length);
  const nothing = () => ({ dH: zeros(cell.units), dC: dC_T && zeros(cell.units) });
  const arrive = (state, t) => {
    add(state.dH, losses[t]);
    if (dC_T && t === T - 1) add(state.dC, dC_T);
  };
  const back = (state, t) => {
    if (!isReal(mask, t)) return;
    const step = zeros(delta[t].length);
    stepBack(t, state, step);
    add(delta[t], step);
  };

  if (reach === T) {
    // All later losses travel in one sum, to which each timestep adds its own.
    const state = nothing();
    for (let t = T - 1; t >= 0; t--) {
      arrive(state, t);
      back(state, t);
    }
    return { delta, dH0: state.dH, dC0: state.dC };
  }
  // A loss goes `reach` timesteps back and no further, so each loss travels alone.
  const start = nothing();
  for (let from = T - 1; from >= 0; from--) {
    const state = nothing();
    arrive(state, from);
    if (isZero(state.dH) && (!dC_T || isZero(state.dC))) continue;
    for (let t = from; t > Math.max(from - reach, -1); t--) back(state, t);
    if (from < reach) {
      add(start.dH, state.dH);
      if (dC_T) add(start.dC, state.dC);
    }
  }
  return { delta, dH0: start.dH, dC0: start.dC };
}

/**
 * All gradients, once delta is known for all timesteps.  dW_h and db are given where the
 * recurrent part has a delta of its own, as in the GRU.
 */
function gradients(cell, { X, H0, H }, { delta, dH0, dC0 }, dW_h = null, db = null) {
  return {
    dX: delta.map((row) => timesTransposed(row, cell.W_x)),
    dW_x: outerSum(X, delta),
    dW_h: dW_h ?? outerSum(before(H, H0), delta),
    db: db ?? columnSums(delta),
    dH0,
    dC0,
    delta,
  };
}

/** The state before each timestep: the initial one, then all but the last. */
const before = (states, initial) => [initial, ...states.slice(0, -1)];

const isReal = (mask, t) => !mask || mask[t];

const isZero = (values) => values.every((value) => value === 0);

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
