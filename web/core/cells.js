// Mirrors unrolled/cells.py. Row vectors: a state is an array of `units` numbers.

/**
 * The hidden states of a SimpleRNN, H_t = tanh(X_t W_x + H_{t-1} W_h + b), shape (T, units).
 * x: (T, features); Wx: (features, units); Wh: (units, units); b: (units,).
 * Where the mask is false the step is skipped and the state carried on, as in Keras.
 */
export function simpleRnn(x, { Wx, Wh, b }, mask = null) {
  let h = b.map(() => 0);
  return x.map((row, t) => {
    if (!mask || mask[t]) h = step(row, h, Wx, Wh, b);
    return h;
  });
}

function step(row, h, Wx, Wh, b) {
  return b.map((bias, unit) => {
    let a = bias;
    row.forEach((value, i) => (a += value * Wx[i][unit]));
    h.forEach((value, i) => (a += value * Wh[i][unit]));
    return Math.tanh(a);
  });
}
