// The sensitivity of every output to every input, by backpropagation through time.
// Timesteps t and s count from 1, as on the page; indices of arrays from 0.
import { Bidirectional, GRU, LSTM, SimpleRNN } from "../core/cells.js";

const KINDS = { SimpleRNN, GRU, LSTM };

/** The traits, and
 *    T, t, s                  timesteps, the output and the input that are examined
 *    Y (T, m), map (T, T)     the outputs, and ||dY_t/dX_s||
 *    zeros                    how many entries of the map are exactly zero
 *    ahead, seen              how many entries lie in the future, and how many of those are not zero
 *    past, future, share      sums over the row of t up to t and beyond, and the future's part; 0 in a row of zeros
 *    live (m,), moved, length what Y_t is when nothing after X_t has come yet, its distance from Y_t, and ||Y_t||
 *    reached                  how many outputs X_s changes in a causal network
 */
export function compute(state) {
  const { weights, cell, direction, merge, series, timestep: t, position: s } = state;
  const X = series.map((x) => [x]);
  const T = X.length;
  const [there, back] = weights[cell].map((parts) => new KINDS[cell](parts));
  const causal = direction === "causal";
  const network = causal ? there : new Bidirectional({ forward_cell: there, backward_cell: back, merge });
  const trace = network.forward(X);
  const jacobians = causal ? jacobian(there, X) : merged(merge, jacobian(there, X), reversed(jacobian(back, X.toReversed())), trace);
  const map = jacobians.map((row) => row.map((d) => Math.hypot(...d)));
  const Y = trace.H;
  const live = network.forward(X.slice(0, t)).H.at(-1);
  const beyond = map.flatMap((row, k) => row.slice(k + 1));
  const [past, future] = [sum(map[t - 1].slice(0, t)), sum(map[t - 1].slice(t))];
  return {
    ...state, T, t, s, Y, map, past, future, live,
    zeros: map.flat().filter((value) => value === 0).length,
    ahead: beyond.length,
    seen: beyond.filter((value) => value > 0).length,
    share: future && future / (past + future),
    moved: Math.hypot(...Y[t - 1].map((y, j) => y - live[j])),
    length: Math.hypot(...Y[t - 1]),
    reached: T - s + 1,
  };
}

/** dH_t/dX_s of one cell, (T, T, h).  H_t has read X_1 to X_t: what comes later has no way into it, and is exactly zero. */
function jacobian(cell, X) {
  const unit = (j) => Array(cell.units).fill(0).with(j, 1);
  return X.map((_, t) => {
    const trace = cell.forward(X.slice(0, t + 1));
    const rows = unit(0).map((_, j) => cell.backward(trace, unit(j)).dX);
    return X.map((_, s) => rows.map((dX) => (s <= t ? dX[s][0] : 0)));
  });
}

/** Both time axes turned around. */
const reversed = (rows) => rows.map((row) => row.toReversed()).reverse();

/** The Jacobians of what is merged from P, read forward, and Q, read backward. */
function merged(merge, dP, dQ, { forward, backward }) {
  const [P, Q] = [forward.H, backward.H.toReversed()];
  const each = (combine) => dP.map((row, t) => row.map((p, s) => p.map((value, j) => combine(value, dQ[t][s][j], t, j))));
  return {
    concat: () => dP.map((row, t) => row.map((p, s) => [...p, ...dQ[t][s]])),
    sum: () => each((p, q) => p + q),
    ave: () => each((p, q) => (p + q) / 2),
    mul: () => each((p, q, t, j) => p * Q[t][j] + q * P[t][j]),
  }[merge]();
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
