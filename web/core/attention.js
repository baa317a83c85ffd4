// Mirrors unrolled/attention.py, name by name, for ONE query: query (h,), keys and values (T, h).

/** scale * query . key of every key: (T,). */
export function dotScores(query, keys, scale = 1) {
  return keys.map((key) => {
    let sum = 0;
    for (let j = 0; j < key.length; j++) sum += query[j] * key[j];
    return scale * sum;
  });
}

/** The sum over the units of scale * tanh(query + key), of every key: (T,); scale (h,). */
export function additiveScores(query, keys, scale) {
  return keys.map((key) => {
    let sum = 0;
    for (let j = 0; j < key.length; j++) sum += scale[j] * Math.tanh(query[j] + key[j]);
    return sum;
  });
}

/** exp(score / temperature) over their sum: (T,). Where the mask is false, exactly 0; it must leave one key. */
export function maskedSoftmax(scores, mask = null, temperature = 1) {
  const seen = (k) => !mask || mask[k];
  const highest = Math.max(...scores.filter((_, k) => seen(k)));
  const shares = scores.map((score, k) => (seen(k) ? Math.exp((score - highest) / temperature) : 0));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** The values, mixed by the weights: (h,). */
export function context(weights, values) {
  const mixed = Array(values[0].length).fill(0);
  for (let k = 0; k < values.length; k++) {
    const weight = weights[k];
    const value = values[k];
    for (let j = 0; j < mixed.length; j++) mixed[j] += weight * value[j];
  }
  return mixed;
}
