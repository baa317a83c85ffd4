// The network that is trained: SimpleRNN and Dense(1) of core/cells.js written out for one feature and flat
// arrays.  A training takes 15,000 timesteps forward and 4,000 back, at every move of a slider; small arrays
// for each of them would not fit into a frame.  A test compares it with the cells.
//
// The weights are flat: W_x (h), W_h (h * h, row by row), b (h), V (h), c (1).
import { clipByGlobalNorm, globalNorm } from "../core/training.js";

/** The forecast for x (T,); H_1 ... H_T go into H ((T + 1) * h), whose first h numbers stay zero. */
export function forward([W_x, W_h, b, V, c], x, H) {
  const h = b.length;
  for (let t = 0; t < x.length; t++) {
    for (let j = 0; j < h; j++) {
      let a = b[j] + x[t] * W_x[j];
      for (let i = 0; i < h; i++) a += H[t * h + i] * W_h[i * h + j];
      H[(t + 1) * h + j] = Math.tanh(a);
    }
  }
  let y = c[0];
  for (let j = 0; j < h; j++) y += H[x.length * h + j] * V[j];
  return y;
}

/** Adds to the gradients G, shaped like the weights, those of a forecast whose derivative of the loss is d. */
export function backward([W_x, W_h, b, V], x, H, d, G) {
  const h = b.length;
  const last = x.length * h;
  const dH = V.map((v) => d * v);
  const delta = dH.slice();
  for (let j = 0; j < h; j++) G[3][j] += d * H[last + j];
  G[4][0] += d;
  for (let t = x.length - 1; t >= 0; t--) {
    for (let j = 0; j < h; j++) {
      delta[j] = dH[j] * (1 - H[(t + 1) * h + j] ** 2);
      G[0][j] += x[t] * delta[j];
      G[2][j] += delta[j];
    }
    for (let i = 0; i < h; i++) {
      dH[i] = 0;
      for (let j = 0; j < h; j++) {
        G[1][i * h + j] += H[t * h + i] * delta[j];
        dH[i] += delta[j] * W_h[i * h + j];
      }
    }
  }
}

/**
 * A whole training: {training, validation, norms}, one number an epoch, up to the last epoch in which all
 * are finite.  The training loss is Keras's, the mean over the epoch's batches while the weights move;
 * the norm is that of all gradients before clipping, also averaged.
 *
 * data: {training, validation}, lists of {x, y}; plan: {epochs, batch, optimizer, clipnorm or null}
 */
export function train(start, data, { epochs, batch, optimizer, clipnorm }) {
  let weights = start;
  let state = optimizer.start(weights);
  const G = start.map((part) => new Float64Array(part.length));
  const H = new Float64Array((data.training[0].x.length + 1) * start[2].length);
  const errorOf = ({ x, y }) => forward(weights, x, H) - y;
  const run = { training: [], validation: [], norms: [] };
  for (let epoch = 0; epoch < epochs; epoch++) {
    const losses = [];
    const norms = [];
    for (let from = 0; from < data.training.length; from += batch) {
      for (const part of G) part.fill(0);
      let sum = 0;
      for (const one of data.training.slice(from, from + batch)) {
        const error = errorOf(one);
        sum += error * error;
        backward(weights, one.x, H, (2 * error) / batch, G);
      }
      losses.push(sum / batch);
      norms.push(globalNorm(G));
      const gradients = clipnorm === null ? G : clipByGlobalNorm(G, clipnorm);
      [weights, state] = optimizer.update(weights, gradients, state);
    }
    const row = [mean(losses), mean(data.validation.map((one) => errorOf(one) ** 2)), mean(norms)];
    if (![...row, ...weights.map((part) => part.reduce((a, b) => a + b))].every(Number.isFinite)) break;
    [run.training, run.validation, run.norms].forEach((list, k) => list.push(row[k]));
  }
  return run;
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
