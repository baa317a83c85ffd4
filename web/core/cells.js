// Mirrors unrolled/cells.py. Row vectors: a state is an array of `units` numbers.

/**
 * The hidden states of a SimpleRNN, H_t = tanh(X_t W + H_{t-1} U + b), shape (T, units).
 * x: (T, features); W: (features, units); U: (units, units); b: (units,).
 * Where the mask is false the step is skipped and the state carried on, as in Keras.
 */
export function simpleRnn(x, { W, U, b }, mask = null) {
  let h = b.map(() => 0);
  return x.map((row, t) => {
    if (!mask || mask[t]) h = step(row, h, W, U, b);
    return h;
  });
}

function step(row, h, W, U, b) {
  return b.map((bias, unit) => {
    let a = bias;
    row.forEach((value, i) => (a += value * W[i][unit]));
    h.forEach((value, i) => (a += value * U[i][unit]));
    return Math.tanh(a);
  });
}
