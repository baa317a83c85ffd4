// A trained network, opened: unrolled/network.py for the page, name by name.
//
//   const net = network(spec, numbers)     the description and numbers (Float64Array) of Network.to_spec
//   net.layers[k]                          { name, kind, units, ..., merge, forward, backward or null }: cells with
//                                          flat weights W_x (features x gates * units), W_h, b, row by row
//   net.embedding                          (V x d) or null; net.dense: { W, b, activation, shape }
//   net.forward(inputs, clamps, from, known) -> trace   inputs: T ids, or T rows of features
//     known: another trace that is the same in its first `from` timesteps, from which it goes on if it can
//     { T, inputs, mask, clamps, logits, outputs, layers: [{ X, forward, backward or null, H }] }
//     forward and backward hold one flat array (T x units) a track, in forward time: forward["c~"][t * units + k];
//     logits and outputs are (T x q), or (1 x q) if the head sees the last timestep alone
//   net.connectivity(trace, t, output, of) -> { gradient (T x d), norm (T), gradient_x_input (T) }
//     of: "logit" (default) or "output"
//   net.occlusion(inputs, t, output, of, clamps)   a generator: yields after each timestep, returns (T)
//   net.timeConstants(trace, layer, direction) -> (units), in timesteps
//   net.nearest(trace, layer, t, k, direction, among) -> the k timesteps, nearest first; `among`: another trace
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

/** out += x W for W with `width` columns, in the columns [from, to): four rows at once, for speed. */
function addProduct(out, x, W, width, from = 0, to = width) {
  const n = x.length;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const [p, q, r, s] = [x[i], x[i + 1], x[i + 2], x[i + 3]];
    if (p === 0 && q === 0 && r === 0 && s === 0) continue; // most of a one-hot row
    const P = i * width;
    const Q = P + width;
    const R = Q + width;
    const S = R + width;
    for (let j = from; j < to; j++) out[j] += p * W[P + j] + q * W[Q + j] + r * W[R + j] + s * W[S + j];
  }
  for (; i < n; i++) for (let j = from; j < to; j++) out[j] += x[i] * W[i * width + j];
}

/** out += d W^T, over the columns [from, to) of d and W. */
function addTransposed(out, d, W, width, from = 0, to = width) {
  const n = out.length;
  let i = 0;
  for (; i + 3 < n; i += 4) {
    const P = i * width;
    const Q = P + width;
    const R = Q + width;
    const S = R + width;
    let [p, q, r, s] = [0, 0, 0, 0];
    for (let j = from; j < to; j++) {
      p += d[j] * W[P + j];
      q += d[j] * W[Q + j];
      r += d[j] * W[R + j];
      s += d[j] * W[S + j];
    }
    out[i] += p;
    out[i + 1] += q;
    out[i + 2] += r;
    out[i + 3] += s;
  }
  for (; i < n; i++) for (let j = from; j < to; j++) out[i] += d[j] * W[i * width + j];
}

const DIRECTIONS = ["forward", "backward"];

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

const add = (out, values) => values.forEach((value, k) => (out[k] += value));

function concatenated(rows) {
  const out = new Float64Array(rows.reduce((all, { length }) => all + length, 0));
  let at = 0;
  for (const values of rows) {
    out.set(values, at);
    at += values.length;
  }
  return out;
}

const row = (array, t, width) => array.subarray(t * width, (t + 1) * width);

/** The rows of all tracks at t; of no timestep, the states before the first one. */
const rowsAt = (tracks, t, n) =>
  Object.fromEntries(Object.entries(tracks).map(([name, values]) => [name, t < 0 ? new Float64Array(n) : row(values, t, n)]));

/** Timesteps as (t, the one before it), in the order in which a cell reads them; -1 is none. */
const reading = (T, direction) =>
  Array.from({ length: T }, (_, k) => (direction === "forward" ? [k, k - 1] : [T - 1 - k, k ? T - k : -1]));

/**
 * All tracks of a cell; where `real` is false the state is carried on.
 * Only the timesteps [from, to), counted as the cell reads them, are computed; the others are `known`.
 */
function runCell(cell, X, real, held, direction, from, to, known) {
  const { kind, features, units: n, W_x, b } = cell;
  const { step } = CELLS[kind];
  const tracks = Object.fromEntries(TRACKS[kind].map((name) => [name, new Float64Array(real.length * n)]));
  if (known) for (const name of TRACKS[kind]) tracks[name].set(known[name].subarray(0, from * n));
  const order = reading(real.length, direction).slice(from, to);
  let before = rowsAt(tracks, order[0]?.[1] ?? -1, n);
  for (const [t] of order) {
    const now = rowsAt(tracks, t, n);
    const a = b.slice();
    addProduct(a, row(X, t, features), W_x, b.length);
    step(cell, a, before, now, (...names) => {
      for (const name of names) held[name]?.[t]?.forEach((value, k) => (now[name][k] = value));
    });
    if (!real[t]) for (const name of ["c", "h"]) now[name]?.set(before[name]);
    before = now;
  }
  return tracks;
}

/** dL/dX, (T x features), from dL/dH, (T x units). */
function backpropagate(cell, tracks, real, held, direction, dH) {
  const { kind, features, units: n, W_x, b } = cell;
  const { back } = CELLS[kind];
  const G = { h: new Float64Array(n), c: new Float64Array(n) };
  const delta = new Float64Array(b.length);
  const dX = new Float64Array(real.length * features);
  let reached = false; // the timesteps behind the one that is explained get nothing
  for (const [t, last] of reading(real.length, direction).reverse()) {
    const d = row(dH, t, n);
    reached ||= d.some(Boolean);
    if (!reached) continue;
    add(G.h, d);
    if (!real[t]) continue;
    const free = (name, gradient) => held[name]?.[t]?.forEach((_, k) => (gradient[k] = 0));
    back(cell, rowsAt(tracks, last, n), rowsAt(tracks, t, n), G, delta, free);
    addTransposed(row(dX, t, features), delta, W_x, b.length);
  }
  return dX;
}

/** How each merge combines the states p and q of both directions, and its derivative by p. */
const MERGES = {
  sum: [(p, q) => p + q, () => 1],
  ave: [(p, q) => (p + q) / 2, () => 0.5],
  mul: [(p, q) => p * q, (p, q) => q],
};

/** One row of what a layer hands on, from the states of its two directions. */
const merge = (name, p, q) =>
  name === "concat" ? concatenated([p, q]) : p.map((value, k) => MERGES[name][0](value, q[k]));

/** What of the gradient d of a merged row is p's, and what is q's. */
function share(name, d, p, q) {
  if (name === "concat") return [d.subarray(0, p.length), d.subarray(p.length)];
  const slope = MERGES[name][1];
  return [d.map((g, k) => g * slope(p[k], q[k])), d.map((g, k) => g * slope(q[k], p[k]))];
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
    this.bidirectional = this.layers.some((layer) => layer.backward);
    this.dense = dense.map((layer) => ({ ...layer, W: take(...layer.shape), b: take(layer.shape[1]) }));
  }

  forward(inputs, clamps = [], from = 0, known = null) {
    const T = inputs.length;
    if (this.bidirectional) from = 0;
    const layers = this.run(inputs, clamps, { from, known: from ? known.layers : null });
    const q = this.dense.at(-1).shape[1];
    const before = (t) => ({ logit: row(known.logits, t, q), output: row(known.outputs, t, q) });
    const heads = this.return_sequences ? Array.from({ length: T }, (_, t) => (t < from ? before(t) : this.head(layers, t))) : [this.head(layers, T - 1)];
    const [logits, outputs] = ["logit", "output"].map((of) => concatenated(heads.map((head) => head[of])));
    return { T, inputs, mask: this.mask(inputs), clamps, layers, logits, outputs };
  }

  /** True where a timestep is no padding. */
  mask(inputs) {
    return Array.from(inputs, (x) => !this.mask_zero || (this.embedding ? x !== 0 : x.some((value) => value !== 0)));
  }

  /**
   * The traces of all layers; `without` is a timestep that is left out.
   * Layers that read forward alone compute only the timesteps [from, to) where those before are `known`: the
   * traces of the layers in an earlier run.
   */
  run(inputs, clamps, { without = -1, from = 0, to = inputs.length, known = null } = {}) {
    const mask = this.mask(inputs);
    const real = mask.map((value, t) => value && t !== without);
    if (this.bidirectional) [from, to, known] = [0, inputs.length, null];
    let X = concatenated(Array.from(inputs, (x) => (this.embedding ? row(this.embedding, x, this.features) : x)));
    return this.layers.map((layer, k) => {
      const trace = { X };
      for (const direction of DIRECTIONS) {
        const held = heldIn(clamps, k, direction);
        trace[direction] = layer[direction] && runCell(layer[direction], X, real, held, direction, from, to, known?.[k][direction]);
      }
      const merged = (t) => this.merged(k, trace, t, t).map((value) => (mask[t] ? value : 0));
      X = trace.H = layer.backward ? concatenated(mask.map((_, t) => merged(t))) : trace.forward.h;
      return trace;
    });
  }

  /** What layer k hands on from its states at p, forward, and at q, backward. */
  merged(k, { forward, backward }, p, q) {
    const { merge: name, units } = this.layers[k];
    const there = row(forward.h, p, units);
    return backward ? merge(name, there, row(backward.h, q, units)) : there;
  }

  /** What the dense layers make of timestep t: { values: their inputs and outputs, logit, output }. */
  head(layers, t) {
    const { H, X } = layers.at(-1);
    const k = layers.length - 1;
    const last = X.length / this.layers[k].features - 1;
    let y = this.return_sequences ? row(H, t, this.dense[0].shape[0]) : this.merged(k, layers[k], last, 0);
    let logit;
    const values = [y];
    for (const { W, b, activation } of this.dense) {
      logit = b.slice();
      addProduct(logit, y, W, b.length);
      y = activate(activation, logit);
      values.push(y);
    }
    return { values, logit, output: y };
  }

  /** The gradient of one logit or output with respect to what the dense layers see at t. */
  headGradient(layers, t, output, of) {
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
    return d;
  }

  /** The gradient of one logit or output with respect to every input vector, exact. */
  connectivity({ T, mask, clamps, layers }, t, output, of = "logit") {
    const d = this.headGradient(layers, t, output, of);
    // What arrives at the states of each layer: [gradient of a merged row, its timesteps forward and backward].
    let arriving = [this.return_sequences ? [d, t, t] : [d, T - 1, 0]];
    let dX; // dL/dX of the layer at hand
    for (let k = this.layers.length - 1; k >= 0; k--) {
      const layer = this.layers[k];
      const { forward, backward, X } = layers[k];
      const dH = { forward: new Float64Array(forward.h.length), backward: new Float64Array(forward.h.length) };
      const at = (array, s) => row(array, s, layer.units);
      for (const [g, p, q] of arriving) {
        if (!layer.backward) at(dH.forward, p).set(g);
        else if (mask[p] || p !== q) {
          // At a padded timestep zeros stand in place of the merged row, whatever the states are.
          const [dp, dq] = share(layer.merge, g, at(forward.h, p), at(backward.h, q));
          at(dH.forward, p).set(dp);
          at(dH.backward, q).set(dq);
        }
      }
      dX = new Float64Array(X.length);
      for (const direction of DIRECTIONS) {
        const held = heldIn(clamps, k, direction);
        if (layer[direction]) add(dX, backpropagate(layer[direction], layers[k][direction], mask, held, direction, dH[direction]));
      }
      arriving = mask.map((_, s) => [row(dX, s, layer.features), s, s]);
    }
    const rows = mask.map((_, s) => row(dX, s, this.features));
    const inputs = mask.map((_, s) => row(layers[0].X, s, this.features));
    return {
      gradient: dX,
      norm: Float64Array.from(rows, (g) => Math.hypot(...g)),
      gradient_x_input: Float64Array.from(rows, (g, s) => g.reduce((sum, value, i) => sum + value * inputs[s][i], 0)),
    };
  }

  /** The chosen number minus what it is without timestep s, for every s: a generator, for idle time. */
  *occlusion(inputs, t, output, of = "logit", clamps = []) {
    const layers = this.run(inputs, clamps);
    const whole = this.head(layers, t)[of][output];
    const lost = new Float64Array(inputs.length);
    const to = this.return_sequences ? t + 1 : lost.length;
    for (let s = 0; s < lost.length; s++) {
      const others = this.run(inputs, clamps, { without: s, from: s, to, known: layers });
      lost[s] = whole - this.head(others, t)[of][output];
      yield s;
    }
    return lost;
  }

  /** How long each unit remembers, in timesteps; see network.py. */
  timeConstants({ mask, layers }, layer, direction = "forward") {
    const tracks = layers[layer][direction];
    const gate = tracks.f ?? tracks.z;
    const steps = mask.flatMap((real, t) => (real ? [t] : []));
    const n = this.layers[layer].units;
    return Float64Array.from({ length: n }, (_, k) => {
      const series = steps.map((t) => (gate ?? tracks.h)[t * n + k]);
      const kept = gate ? mean(series) : autocorrelation(series);
      if (!(kept > 0)) return 0;
      return kept < 1 ? Math.min(-1 / Math.log(kept), MAX_TIME_CONSTANT) : MAX_TIME_CONSTANT;
    });
  }

  /** The k timesteps of `among` whose state is closest to that at t, nearest first. */
  nearest(trace, layer, t, k = 5, direction = "forward", among = trace) {
    const n = this.layers[layer].units;
    const states = ({ layers }) => layers[layer][direction].c ?? layers[layer][direction].h;
    const here = row(states(trace), t, n);
    const distance = (s) => row(states(among), s, n).reduce((sum, value, i) => sum + (value - here[i]) ** 2, 0);
    const others = among.mask.flatMap((real, s) => (real && (among !== trace || s !== t) ? [[distance(s), s]] : []));
    return others.sort(([a], [b]) => a - b).slice(0, k).map(([, s]) => s);
  }
}

const MAX_TIME_CONSTANT = 10_000;

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of neighbors in time; 0 for a series that does not change. */
function autocorrelation(series) {
  const center = mean(series);
  const away = series.map((value) => value - center);
  const power = away.reduce((sum, value) => sum + value * value, 0);
  const size = series.reduce((sum, value) => sum + value * value, 0);
  return power > 1e-24 * size ? away.slice(1).reduce((sum, value, t) => sum + value * away[t], 0) / power : 0;
}

/** The clamps of one cell, { track: { t: Map(unit => value) } }; a later clamp wins. */
function heldIn(clamps, layer, direction) {
  const held = {};
  for (const clamp of clamps) {
    if (clamp.layer !== layer || clamp.direction !== direction) continue;
    const track = (held[clamp.track] ??= {});
    for (let t = clamp.from; t <= clamp.to; t++) (track[t] ??= new Map()).set(clamp.unit, clamp.value);
  }
  return held;
}

export const network = (spec, numbers) => new Network(spec, numbers);
