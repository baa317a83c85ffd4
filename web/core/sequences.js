// Mirrors unrolled/sequences.py, name by name. A series is an array of rows: series[t][feature].

/** floor((N - T - H) / s) + 1, or 0 when not even one window and its targets fit. */
export function nWindows(length, window, horizon = 1, stride = 1) {
  return length < window + horizon ? 0 : Math.floor((length - window - horizon) / stride) + 1;
}

/** The windows X[k] = series[ks .. ks + T), shape (n, T, d), and the H values of one column after each. */
export function windows(series, window, horizon = 1, stride = 1, target = 0) {
  const n = nWindows(series.length, window, horizon, stride);
  const cut = (k, from, to) => series.slice(k * stride + from, k * stride + to);
  return {
    X: Array.from({ length: n }, (_, k) => cut(k, 0, window)),
    y: Array.from({ length: n }, (_, k) => cut(k, window, window + horizon).map((row) => row[target])),
  };
}

/** Two consecutive parts: the past trains, the future tests. */
export function split(series, train) {
  return [series.slice(0, train), series.slice(train)];
}

/** Mean and standard deviation (dividing by N) of the values; a constant is only shifted. */
export function fitScale(values) {
  const center = values.reduce((sum, v) => sum + v, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - center) ** 2, 0) / values.length);
  const constant = values.every((v) => v === values[0]);
  return { center, spread: constant || spread === 0 ? 1 : spread };
}

/** Sequences of numbers as one batch (n, length), and the mask that is true on real steps. */
export function pad(sequences, length, where = "post", value = 0) {
  const fill = (sequence, filler, body) => {
    const missing = Array(length - sequence.length).fill(filler);
    return where === "post" ? [...body, ...missing] : [...missing, ...body];
  };
  return {
    X: sequences.map((sequence) => fill(sequence, value, sequence)),
    mask: sequences.map((sequence) => fill(sequence, false, sequence.map(() => true))),
  };
}

/**
 * Where every window of a divided series lies: {start, end, part, leaks}, inputs and targets together.
 *
 * "window first" cuts the whole series, and a window trains if it starts before the split; it
 * leaks if it trains and touches a value of the test part.  "split first" cuts each part on its
 * own, so that nothing can leak.
 */
export function dividedWindows({ length, window, horizon, stride, train, order }) {
  const border = Math.min(train, length);
  const parts = { train: [0, border], test: [border, length] };
  const cut = (from, to, partOf) =>
    Array.from({ length: nWindows(to - from, window, horizon, stride) }, (_, k) => {
      const start = from + k * stride;
      const end = start + window + horizon;
      const part = partOf(start);
      return { start, end, part, leaks: part === "train" && end > border };
    });
  return order === "split first"
    ? Object.entries(parts).flatMap(([part, [from, to]]) => cut(from, to, () => part))
    : cut(0, length, (start) => (start < border ? "train" : "test"));
}
