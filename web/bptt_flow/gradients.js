// One sequence through a SimpleRNN and back, whole and in chunks, and what each timestep adds to dL/dW_h.
// A timestep's index counts from 0, as in a trace; the page counts from 1.
import { SimpleRNN } from "../core/cells.js";

export const AIM = 0.9; // the cosine that the question asks for

export function compute(state) {
  const { timesteps: T, loss, carry, W_x, W_h, b, V, c } = state;
  const network = { cell: new SimpleRNN({ W_x, W_h, b }), V, c };
  const X = state.series.slice(0, T).map((x) => [x]);
  const targets = state.targets.slice(0, T);
  const counts = targets.map((_, t) => loss === "every" || t === T - 1);
  const run = (k, carried = carry) => backThrough(network, X, targets, counts, chunks(T, k), carried);

  const k = Math.min(state.truncate, T);
  const full = run(T);
  const cut = run(k);
  const cosines = targets.map((_, i) => cosine(run(i + 1).dW_h, full.dW_h));
  for (const one of [full, cut]) {
    one.parts = one.delta.map((d, i) => one.before[i].map((h) => d.map((v) => h * v))); // H_{t-1}^T delta_t
    one.shares = one.parts.map((part) => along(part, full.dW_h));
  }
  return {
    T, k, loss, carry, counts, targets, full, cut, cosines,
    t: Math.min(state.selected, T) - 1,
    limits: state.limits,
    weights: { W_x, W_h, b, V, c },
    x: X.map(([x]) => x),
    borders: chunks(T, k).slice(1).map(([from]) => from), // a chunk begins at each of them
    norm: norm(full.dW_h),
    cutNorm: norm(cut.dW_h),
    kept: along(cut.dW_h, full.dW_h),
    cosine: cosines[k - 1],
    least: cosines.findIndex((value) => value >= AIM) + 1,
    losses: { carried: full.loss, reset: run(k, false).loss },
  };
}

/** Chunks [from, to) of k timesteps, counted back from the end: the last is full, the first may be shorter. */
export function chunks(T, k) {
  const first = T % k || k;
  return Array.from({ length: Math.ceil(T / k) }, (_, i) => [i ? first + (i - 1) * k : 0, first + i * k]);
}

/**
 * Forward and back, chunk after chunk: the gradient stops where a chunk begins; the state is carried
 * on there, or starts from zero.  Returns, for each of T timesteps,
 *   H, before (T, h)   the states H_t and H_{t-1}
 *   Y, losses (T,)     forecasts, and the squared errors of the timesteps that count
 *   own (T, h)         dL_t/dH_t, what the loss at t itself gives
 *   delta (T, h)       dL/dA_t
 *   flow (T, h)        what arrives at t from t + 1; zero where it is cut
 * and the sums loss and dW_h, and dropped: {border: dL/dH_{t-1} of the chunk, which goes no further}.
 */
function backThrough({ cell, V, c }, X, targets, counts, spans, carry) {
  const run = { H: [], before: [], Y: [], losses: [], own: [], delta: [], flow: [], dropped: {} };
  let dW_h = cell.W_h.map((row) => row.map(() => 0));
  let state = null;
  for (const [from, to] of spans) {
    const trace = cell.forward(X.slice(from, to), { initialState: carry ? state : null });
    const Y = trace.H.map((h) => dot(h, V) + c);
    const errors = Y.map((y, i) => (counts[from + i] ? y - targets[from + i] : 0));
    const own = errors.map((error) => V.map((v) => 2 * error * v));
    const { delta, dH0, dW_h: added } = cell.backward(trace, own);
    run.H.push(...trace.H);
    run.before.push(trace.H0, ...trace.H.slice(0, -1));
    run.Y.push(...Y);
    run.losses.push(...errors.map((error) => error ** 2));
    run.own.push(...own);
    run.delta.push(...delta);
    run.flow.push(...delta.slice(1).map((d) => cell.W_h.map((row) => dot(row, d))), V.map(() => 0));
    dW_h = dW_h.map((row, i) => row.map((value, j) => value + added[i][j]));
    run.dropped[from] = dH0;
    state = trace.state;
  }
  return { ...run, dW_h, loss: run.losses.reduce((sum, value) => sum + value, 0) };
}

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** The Euclidean norm of a vector, the Frobenius norm of a matrix. */
export const norm = (value) => Math.hypot(...value.flat());

/** How far a matrix reaches along the direction of another: <part, G> / ||G||; 0 where G is zero. */
function along(part, G) {
  const length = norm(G);
  return length ? dot(part.flat(), G.flat().map((value) => value / length)) : 0;
}

/** The cosine of the angle between two matrices; null where one of them is zero. */
function cosine(A, B) {
  const length = norm(A);
  return length && norm(B) ? along(A, B) / length : null;
}
