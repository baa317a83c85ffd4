// A trained network, opened: unrolled/network.py for the page, name by name.
//
//   const net = network(spec, numbers)     the description and numbers (Float64Array) of Network.to_spec
//   net.layers[k]                          { name, kind, units, ..., merge, forward, backward or null }: cells with
//                                          flat weights W_x (features x gates * units), W_h, b, row by row
//   net.embedding                          (V x d) or null; net.dense: { W, b, activation, shape }
//   net.forward(inputs, clamps) -> trace   inputs: T ids, or T rows of features
//     { T, inputs, mask, clamps, logits, outputs, layers: [{ X, forward, backward or null, H }] }
//     forward and backward hold one flat array (T x units) a track, in forward time: forward["c~"][t * units + k];
//     logits and outputs are (T x q), or (1 x q) if the head sees the last timestep alone
//   net.connectivity(trace, t, output, of) -> { gradient (T x d), norm (T), gradient_x_input (T) }
//     of: "logit" (default) or "output"
//   net.occlusion(inputs, t, output, of, clamps)   a generator: yields after each timestep, returns (T)
//   net.timeConstants(trace, layer, direction) -> (units), in timesteps
//   net.nearest(trace, layer, t, k, direction) -> the k timesteps with the closest states, nearest first
//
// Clamps are those of network.py; shapes and ranges are checked in Python, where the numbers enter.
// The cells of cells.js explain; these are written for 64 units and 128 timesteps at every key pressed, so
// they hold flat arrays and let clamps come in between the gates and the state.

const sigmoid = (a) => 1 / (1 + Math.exp(-a));

/** Each activation, and its derivative as a function of its value; softmax is not elementwise. */
const ACTIVATIONS = {
  linear: [(a) => a, () => 1],
  relu: [(a) => (a > 0 ? a : 0), (y) => (y > 0 ? 1 : 0)],
  sigmoid: [sigmoid, (y) => y * (1 - y)],
  tanh: [Math.tanh, (y) => 1 - y * y],
};

export const TRACKS = {
  SimpleRNN: ["h"],
  LSTM: ["i", "f", "c~", "o", "c", "h"],
  GRU: ["z", "r", "h~", "h"],
};

/** out += x W for W with `width` columns, in the columns [from, to). */
function addProduct(out, x, W, width, from = 0, to = width) {
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    if (value === 0) continue; // most of a one-hot row
    for (let j = from, w = i * width + from; j < to; j++, w++) out[j] += value * W[w];
  }
}

/** out += d W^T, over the columns [from, to) of d and W. */
function addTransposed(out, d, W, width, from = 0, to = width) {
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = from, w = i * width + from; j < to; j++, w++) sum += d[j] * W[w];
    out[i] += sum;
  }
}

// One timestep of each cell.  step reads the pre-activations a = x W_x + b and the states before, and fills the
// rows of the tracks; hold(...tracks) puts clamped values in.  back reads rows and states, and the gradients of the
// states in G; it fills delta = dL/da and leaves in G those of the states before; free(track, gradient) sets
// to zero what does not go through a clamp.
const CELLS = {
  SimpleRNN: {
    step({ W_h, units: n, activation }, a, before, { h }, hold) {
      const [f] = ACTIVATIONS[activation];
      addProduct(a, before.h, W_h, n);
      for (let k = 0; k < n; k++) h[k] = f(a[k]);
      hold("h");
    },
    back({ W_h, units: n, activation }, before, { h }, G, delta, free) {
      const [, slope] = ACTIVATIONS[activation];
      free("h", G.h);
      for (let k = 0; k < n; k++) delta[k] = G.h[k] * slope(h[k]);
      G.h.fill(0);
      addTransposed(G.h, delta, W_h, n);
    },
  },

  LSTM: {
    step({ W_h, units: n }, a, before, { i, f, "c~": g, o, c, h }, hold) {
      addProduct(a, before.h, W_h, 4 * n);
      for (let k = 0; k < n; k++) {
        i[k] = sigmoid(a[k]);
        f[k] = sigmoid(a[n + k]);
        g[k] = Math.tanh(a[2 * n + k]);
        o[k] = sigmoid(a[3 * n + k]);
      }
      hold("i", "f", "c~", "o");
      for (let k = 0; k < n; k++) c[k] = f[k] * before.c[k] + i[k] * g[k];
      hold("c");
      for (let k = 0; k < n; k++) h[k] = o[k] * Math.tanh(c[k]);
      hold("h");
    },
    back({ W_h, units: n }, before, { i, f, "c~": g, o, c }, G, delta, free) {
      free("h", G.h);
      for (let k = 0; k < n; k++) {
        const tanhC = Math.tanh(c[k]);
        G.c[k] += G.h[k] * o[k] * (1 - tanhC * tanhC);
        delta[3 * n + k] = G.h[k] * tanhC * o[k] * (1 - o[k]);
      }
      free("c", G.c);
      for (let k = 0; k < n; k++) {
        delta[k] = G.c[k] * g[k] * i[k] * (1 - i[k]);
        delta[n + k] = G.c[k] * before.c[k] * f[k] * (1 - f[k]);
        delta[2 * n + k] = G.c[k] * i[k] * (1 - g[k] * g[k]);
        G.c[k] *= f[k];
      }
      ["i", "f", "c~", "o"].forEach((track, gate) => free(track, delta.subarray(gate * n, (gate + 1) * n)));
      G.h.fill(0);
      addTransposed(G.h, delta, W_h, 4 * n);
    },
  },

  GRU: {
    step({ W_h, b_h, units: n, reset_after }, a, before, { z, r, "h~": g, h }, hold) {
      const u = b_h.slice();
      addProduct(u, before.h, W_h, 3 * n, 0, reset_after ? 3 * n : 2 * n);
      for (let k = 0; k < n; k++) {
        z[k] = sigmoid(a[k] + u[k]);
        r[k] = sigmoid(a[n + k] + u[n + k]);
      }
      hold("z", "r");
      if (reset_after) for (let k = 0; k < n; k++) a[2 * n + k] += r[k] * u[2 * n + k];
      else addProduct(a, before.h.map((value, k) => r[k] * value), W_h, 3 * n, 2 * n);
      for (let k = 0; k < n; k++) g[k] = Math.tanh(a[2 * n + k]);
      hold("h~");
      for (let k = 0; k < n; k++) h[k] = z[k] * before.h[k] + (1 - z[k]) * g[k];
      hold("h");
    },
    back({ W_h, b_h, units: n, reset_after }, before, { z, r, "h~": g }, G, delta, free) {
      const dG = delta.subarray(2 * n);
      const dR = delta.subarray(n, 2 * n);
      free("h", G.h);
      for (let k = 0; k < n; k++) {
        delta[k] = G.h[k] * (before.h[k] - g[k]) * z[k] * (1 - z[k]);
        dG[k] = G.h[k] * (1 - z[k]) * (1 - g[k] * g[k]);
        G.h[k] *= z[k];
      }
      free("z", delta.subarray(0, n));
      free("h~", dG);
      if (reset_after) {
        const u = b_h.slice();
        addProduct(u, before.h, W_h, 3 * n, 2 * n);
        for (let k = 0; k < n; k++) dR[k] = dG[k] * u[2 * n + k] * r[k] * (1 - r[k]);
        addTransposed(G.h, delta.map((d, j) => (j < 2 * n ? 0 : d * r[j - 2 * n])), W_h, 3 * n, 2 * n);
      } else {
        const S = new Float64Array(n); // dL/d(r h)
        addTransposed(S, delta, W_h, 3 * n, 2 * n);
        for (let k = 0; k < n; k++) {
          dR[k] = S[k] * before.h[k] * r[k] * (1 - r[k]);
          G.h[k] += S[k] * r[k];
        }
      }
      free("r", dR);
      addTransposed(G.h, delta, W_h, 3 * n, 0, 2 * n);
    },
  },
};

const row = (array, t, width) => array.subarray(t * width, (t + 1) * width);

/** The rows of all tracks at t; of no timestep, the states before the first one. */
const rowsAt = (tracks, t, n) =>
  Object.fromEntries(Object.entries(tracks).map(([name, values]) => [name, t < 0 ? new Float64Array(n) : row(values, t, n)]));

/** Timesteps as (t, the one before it), in the order in which a cell reads them; -1 is none. */
const reading = (T, direction) =>
  Array.from({ length: T }, (_, k) => (direction === "forward" ? [k, k - 1] : [T - 1 - k, k ? T - k : -1]));

/** All tracks of a cell; where `real` is false the state is carried on. */
function runCell(cell, X, T, real, held, direction) {
  const { kind, features, units: n, W_x, b } = cell;
  const { step } = CELLS[kind];
  const tracks = Object.fromEntries(TRACKS[kind].map((name) => [name, new Float64Array(T * n)]));
  for (const [t, last] of reading(T, direction)) {
    const before = rowsAt(tracks, last, n);
    const now = rowsAt(tracks, t, n);
    const a = b.slice();
    addProduct(a, row(X, t, features), W_x, b.length);
    step(cell, a, before, now, (...names) => {
      for (const name of names) held[name]?.[t]?.forEach((value, k) => (now[name][k] = value));
    });
    if (!real[t]) for (const name of ["c", "h"]) now[name]?.set(before[name]);
  }
  return tracks;
}

/** Adds dL/dX to `dX`, (T x features), from dL/dH, (T x units). */
function backpropagate(cell, tracks, T, real, held, direction, dH, dX) {
  const { kind, features, units: n, W_x, b } = cell;
  const { back } = CELLS[kind];
  const G = { h: new Float64Array(n), c: new Float64Array(n) };
  const delta = new Float64Array(b.length);
  for (const [t, last] of reading(T, direction).reverse()) {
    row(dH, t, n).forEach((value, k) => (G.h[k] += value));
    if (!real[t]) continue;
    const free = (name, gradient) => held[name]?.[t]?.forEach((_, k) => (gradient[k] = 0));
    back(cell, rowsAt(tracks, last, n), rowsAt(tracks, t, n), G, delta, free);
    addTransposed(row(dX, t, features), delta, W_x, b.length);
  }
}

/** How each merge combines the states p and q of both directions, and its derivative by p. */
const MERGES = {
  sum: [(p, q) => p + q, () => 1],
  ave: [(p, q) => (p + q) / 2, () => 0.5],
  mul: [(p, q) => p * q, (p, q) => q],
};

/** One row of what a layer hands on, from the states of its two directions; q is undefined without a second. */
function merge(name, p, q) {
  if (!q) return p;
  return name === "concat" ? Float64Array.of(...p, ...q) : p.map((value, k) => MERGES[name][0](value, q[k]));
}

/** Adds to dp and dq what of the gradient d of a merged row is theirs. */
function share(name, d, p, q, dp, dq) {
  const slope = MERGES[name]?.[1] ?? (() => 1);
  dp.forEach((_, k) => (dp[k] += d[k] * slope(p[k], q?.[k])));
  dq?.forEach((_, k) => (dq[k] += d[name === "concat" ? p.length + k : k] * slope(q[k], p[k])));
}

function softmax(a) {
  const most = Math.max(...a);
  const e = a.map((value) => Math.exp(value - most));
  const sum = e.reduce((all, value) => all + value, 0);
  return e.map((value) => value / sum);
}

const activate = (name, a) => (name === "softmax" ? softmax(a) : a.map(ACTIVATIONS[name][0]));

/** dL/da from dL/dy, for y = f(a). */
function deactivate(name, y, dy) {
  if (name !== "softmax") return dy.map((d, k) => d * ACTIVATIONS[name][1](y[k]));
  const mean = dy.reduce((sum, d, k) => sum + d * y[k], 0);
  return dy.map((d, k) => y[k] * (d - mean));
}

class Network {
  constructor(spec, numbers) {
    let position = 0;
    const take = (...shape) => {
      const start = position;
      position += shape.reduce((all, size) => all * size, 1);
      return numbers.subarray(start, position);
    };
    const { embedding, mask_zero, layers, return_sequences, dense } = spec;
    const cell = (layer) => {
      const { kind, features, units, reset_after } = layer;
      const width = { SimpleRNN: 1, LSTM: 4, GRU: 3 }[kind] * units;
      const weights = { W_x: take(features, width), W_h: take(units, width), b: take(width) };
      return { ...layer, ...weights, b_h: reset_after ? take(width) : new Float64Array(width) };
    };
    Object.assign(this, { mask_zero, return_sequences, features: layers[0].features });
    this.embedding = embedding && take(...embedding);
    this.layers = layers.map((layer) => ({ ...layer, forward: cell(layer), backward: layer.merge && cell(layer) }));
    this.dense = dense.map((layer) => ({ ...layer, W: take(...layer.shape), b: take(layer.shape[1]) }));
  }

  forward(inputs, clamps = []) {
    const T = inputs.length;
    const layers = this.run(inputs, clamps);
    const timesteps = this.return_sequences ? [...Array(T).keys()] : [T - 1];
    const heads = timesteps.map((t) => this.head(layers, t));
    const [logits, outputs] = ["logit", "output"].map((of) => Float64Array.from(heads.flatMap((head) => [...head[of]])));
    return { T, inputs, mask: this.mask(inputs), clamps, layers, logits, outputs };
  }

  /** True where a timestep is no padding. */
  mask(inputs) {
    return Array.from(inputs, (x) => !this.mask_zero || (this.embedding ? x !== 0 : x.some((value) => value !== 0)));
  }

  /** The traces of all layers; `without` is a timestep that is left out. */
  run(inputs, clamps, without = -1) {
    const T = inputs.length;
    const mask = this.mask(inputs);
    const real = mask.map((value, t) => value && t !== without);
    let X = Float64Array.from(
      Array.from(inputs).flatMap((x) => (this.embedding ? [...row(this.embedding, x, this.features)] : x)),
    );
    return this.layers.map((layer, k) => {
      const trace = { X, backward: null };
      for (const direction of ["forward", "backward"])
        if (layer[direction]) trace[direction] = runCell(layer[direction], X, T, real, heldIn(clamps, k, direction), direction);
      if (layer.backward) {
        const merged = real.map((_, t) => [...this.merged(k, trace, t, t)].map((value) => (mask[t] ? value : 0)));
        trace.H = Float64Array.from(merged.flat());
      } else trace.H = trace.forward.h;
      X = trace.H;
      return trace;
    });
  }

  /** The states of a layer at p, forward, and at q, backward, as one row. */
  merged(k, { forward, backward }, p, q) {
    const { merge: name, units } = this.layers[k];
    return merge(name, row(forward.h, p, units), backward && row(backward.h, q, units));
  }

  /** What the dense layers make of timestep t: { values: those of each layer, logit, output }. */
  head(layers, t) {
    const top = layers.length - 1;
    const T = layers[top].X.length / this.layers[top].features;
    const width = this.dense[0].shape[0];
    let y = this.return_sequences ? row(layers[top].H, t, width) : this.merged(top, layers[top], T - 1, 0);
    const values = [y];
    let logit;
    for (const { W, b, activation } of this.dense) {
      logit = b.slice();
      addProduct(logit, y, W, b.length);
      y = activate(activation, logit);
      values.push(y);
    }
    return { values, logit, output: y };
  }

  /** The exact gradient of one logit or output at t with respect to every input vector. */
  connectivity({ T, inputs, mask, clamps, layers }, t, output, of = "logit") {
    const { values } = this.head(layers, t);
    let d = new Float64Array(values.at(-1).length);
    d[output] = 1;
    for (let k = this.dense.length - 1; k >= 0; k--) {
      const { W, b, activation } = this.dense[k];
      if (of === "output" || k < this.dense.length - 1) d = deactivate(activation, values[k + 1], d);
      const before = new Float64Array(values[k].length);
      addTransposed(before, d, W, b.length);
      d = before;
    }
    const real = mask;
    // [the gradient of a merged row, its timestep forward, its timestep backward]
    let gradients = this.return_sequences ? [[d, t, t]] : [[d, T - 1, 0]];
    let dX;
    for (let k = this.layers.length - 1; k >= 0; k--) {
      const { merge: name, units: n, features, ...cells } = this.layers[k];
      const trace = layers[k];
      const dH = { forward: new Float64Array(T * n), backward: cells.backward && new Float64Array(T * n) };
      const last = k === this.layers.length - 1 && !this.return_sequences;
      for (const [g, p, q] of gradients) {
        if (cells.backward && !mask[p] && !last) continue; // zeros stand there, whatever the states are
        const [there, back] = [[trace.forward, dH.forward, p], [trace.backward, dH.backward, q]].map(
          ([tracks, d, s]) => (tracks ? [row(tracks.h, s, n), row(d, s, n)] : []),
        );
        share(name, g, there[0], back[0], there[1], back[1]);
      }
      dX = new Float64Array(T * features);
      for (const direction of ["forward", "backward"])
        if (cells[direction])
          backpropagate(cells[direction], trace[direction], T, real, heldIn(clamps, k, direction), direction, dH[direction], dX);
      gradients = Array.from({ length: T }, (_, s) => [row(dX, s, features), s, s]);
    }
    const X = layers[0].X;
    const norm = new Float64Array(T);
    const gradient_x_input = new Float64Array(T);
    for (let s = 0; s < T; s++) {
      const g = row(dX, s, this.features);
      norm[s] = Math.hypot(...g);
      gradient_x_input[s] = row(X, s, this.features).reduce((sum, x, i) => sum + x * g[i], 0);
    }
    return { gradient: dX, norm, gradient_x_input };
  }

  /** The chosen number minus what it is without timestep s, for every s.  A generator, for idle time. */
  *occlusion(inputs, t, output, of = "logit", clamps = []) {
    const number = (without) => this.head(this.run(inputs, clamps, without), t)[of][output];
    const whole = number(-1);
    const losses = new Float64Array(inputs.length);
    for (let s = 0; s < losses.length; s++) {
      losses[s] = whole - number(s);
      yield s;
    }
    return losses;
  }
}

/** The clamps of one cell, { track: { t: Map(unit => value) } }; a later clamp wins. */
function heldIn(clamps, layer, direction) {
  const held = {};
  for (const clamp of clamps) {
    if (clamp.layer !== layer || (clamp.direction ?? "forward") !== direction) continue;
    const track = (held[clamp.track] ??= {});
    for (let t = clamp.from; t <= clamp.to; t++) (track[t] ??= new Map()).set(clamp.unit, clamp.value);
  }
  return held;
}

export const network = (spec, numbers) => new Network(spec, numbers);
