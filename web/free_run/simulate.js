// Forecasts of a trained GRU that reads the truth, its own forecasts, or now one and now the other.
import { GRU } from "../core/cells.js";
import { normal, uniform } from "../core/random.js";

/** The cell and its read-out; numbers are whole multiples of 1/4096, W_x, W_h, b, w and the bias of w one after the other. */
export function network(numbers, units, scale) {
  let at = 0;
  const vector = (n) => Array.from({ length: n }, () => numbers.getInt16(2 * at++, true) / scale);
  const matrix = (rows) => Array.from({ length: rows }, () => vector(3 * units));
  const [W_x, W_h, b] = [1, units, 2].map(matrix);
  return { cell: new GRU({ W_x, W_h, b }), w: vector(units), bias: vector(1)[0] };
}

/** y = H w + bias */
export const read = ({ w, bias }, H) => H.reduce((sum, value, j) => sum + value * w[j], bias);

/**
 * Forecasts of x[start + 1] to x[start + horizon], from H, the state after x[start].  Each later input is the
 * truth with probability `forcing`, and else the last forecast; noise * (standard normal) is added to it.
 * Step h of run r takes the random numbers 3 (100 r + h) and the two after it.
 */
export function run(net, x, H, start, { horizon, forcing, noise, seed, limits }, r) {
  const step = stepper(net.cell, H);
  const Y = [read(net, H)];
  for (let h = 1; h < horizon; h++) {
    const k = 3 * (limits.horizon[1] * r + h);
    const forced = forcing === 1 || (forcing > 0 && uniform(seed, k) < forcing);
    Y.push(read(net, step((forced ? x[start + h] : Y[h - 1]) + (noise && noise * normal(seed, k + 1)))));
  }
  return Y;
}

/** `cell.step` for a thousand steps a frame: the same sums in the same order, but in arrays that are used again. */
function stepper({ W_x: [w], W_h, b: [b_x, b_h], units: n }, H) {
  const h = Float64Array.from(H);
  const [a, recurrent] = [new Float64Array(3 * n), new Float64Array(3 * n)];
  const U = Float64Array.from(W_h.flat());
  return (x) => {
    for (let j = 0; j < 3 * n; j++) {
      a[j] = b_x[j] + x * w[j];
      recurrent[j] = b_h[j];
    }
    for (let i = 0; i < n; i++) {
      const value = h[i];
      for (let j = 0, at = 3 * n * i; j < 3 * n; j++, at++) recurrent[j] += value * U[at];
    }
    for (let j = 0; j < n; j++) {
      const z = 1 / (1 + Math.exp(-(a[j] + recurrent[j])));
      const r = 1 / (1 + Math.exp(-(a[n + j] + recurrent[n + j])));
      h[j] = z * h[j] + (1 - z) * Math.tanh(a[2 * n + j] + r * recurrent[2 * n + j]);
    }
    return h;
  };
}
