import assert from "node:assert/strict";
import { test } from "node:test";
import { Bidirectional, GRU, LSTM, SimpleRNN } from "../core/cells.js";
import { normal } from "./random.js";

const T = 6;
const D = 2;
const UNITS = 3;

const weights = (random, gates, biasRows = 0) => ({
  W_x: random(D, gates * UNITS),
  W_h: random(UNITS, gates * UNITS),
  b: biasRows ? random(biasRows, gates * UNITS) : random(gates * UNITS),
});

/** One of every cell, with the names of its initial gradients. */
const CELLS = {
  ...Object.fromEntries(
    ["tanh", "relu", "sigmoid", "linear"].map((activation) => [
      `SimpleRNN ${activation}`,
      (random) => new SimpleRNN({ ...weights(random, 1), activation }),
    ]),
  ),
  LSTM: (random) => new LSTM(weights(random, 4)),
  "GRU reset after": (random) => new GRU(weights(random, 3, 2)),
  "GRU reset before": (random) => new GRU({ ...weights(random, 3), reset_after: false }),
};

const dot = (a, b) => [a].flat(9).reduce((sum, value, i) => sum + value * [b].flat(9)[i], 0);
const cloned = (value) => structuredClone(value);

/** The same cell with one entry of one of its weights moved. */
function moved(cell, name, path, by) {
  const { W_x, W_h, b, activation, reset_after } = cell;
  const fields = cloned({ W_x, W_h, b, activation, reset_after });
  move(fields[name], path, by);
  return new cell.constructor(fields);
}

function move(nested, path, by) {
  const row = path.slice(0, -1).reduce((inner, i) => inner[i], nested);
  row[path.at(-1)] += by;
}

const paths = (nested) =>
  nested.flatMap((value, i) => (Array.isArray(value) ? paths(value).map((path) => [i, ...path]) : [[i]]));
const at = (nested, path) => path.reduce((inner, i) => inner[i], nested);

/** Every entry of `gradient` against the central difference of loss(path, by). */
function checkDifferences(gradient, loss, name) {
  for (const path of paths(gradient)) {
    const difference = (loss(path, 1e-5) - loss(path, -1e-5)) / 2e-5;
    const exact = at(gradient, path);
    assert.ok(Math.abs(exact - difference) < 1e-7 * Math.max(1, Math.abs(exact)), `${name} ${path}: ${exact} is not ${difference}`);
  }
}

for (const [name, make] of Object.entries(CELLS)) {
  for (const masked of [false, true]) {
    test(`${name}: every gradient is the slope of the loss${masked ? ", with a mask" : ""}`, () => {
      const random = normal(1);
      const cell = make(random);
      const X = random(T, D);
      const lstm = cell instanceof LSTM;
      const state = lstm ? [random(UNITS), random(UNITS)] : random(UNITS);
      const mask = masked ? [true, true, false, true, true, false] : null;
      const dH = random(T, UNITS);
      const dC_T = lstm ? random(UNITS) : null;
      const loss = (c, x = X, initialState = state) => {
        const trace = c.forward(x, { initialState, mask });
        return dot(trace.H, dH) + (lstm ? dot(trace.C.at(-1), dC_T) : 0);
      };
      const changed = (nested, path, by) => {
        const copy = cloned(nested);
        move(copy, path, by);
        return copy;
      };

      const gradients = cell.backward(cell.forward(X, { initialState: state, mask }), dH, { dC_T });

      for (const weight of ["W_x", "W_h", "b"]) {
        checkDifferences(gradients[`d${weight}`], (path, by) => loss(moved(cell, weight, path, by)), weight);
      }
      checkDifferences(gradients.dX, (path, by) => loss(cell, changed(X, path, by)), "X");
      checkDifferences(gradients.dH0, (path, by) => loss(cell, X, lstm ? [changed(state[0], path, by), state[1]] : changed(state, path, by)), "H0");
      if (lstm) checkDifferences(gradients.dC0, (path, by) => loss(cell, X, [state[0], changed(state[1], path, by)]), "C0");
      else assert.equal(gradients.dC0, null);
    });
  }

  test(`${name}: truncation holds the state k steps back fixed`, () => {
    const random = normal(2);
    const cell = make(random);
    const X = random(T, D);
    const dH = random(T, UNITS);
    const trace = cell.forward(X);
    const stateAt = (t) => (t < 0 ? undefined : cell instanceof LSTM ? [trace.H[t], trace.C[t]] : trace.H[t]);
    for (const truncate of [1, 2, T - 1]) {
      // The loss at t as a function of the weights, from the recorded state k steps back.
      const loss = (c) =>
        dH.reduce((sum, d, t) => {
          const from = Math.max(t - truncate + 1, 0);
          const { H } = c.forward(X.slice(from, t + 1), { initialState: stateAt(from - 1) });
          return sum + dot(H.at(-1), d);
        }, 0);
      const gradients = cell.backward(trace, dH, { truncate });
      for (const weight of ["W_x", "W_h", "b"]) {
        checkDifferences(gradients[`d${weight}`], (path, by) => loss(moved(cell, weight, path, by)), `k = ${truncate}: ${weight}`);
      }
    }
    assert.deepEqual(cell.backward(trace, dH, { truncate: T }), cell.backward(trace, dH));
  });

  test(`${name}: a masked step changes nothing, and a stream can be carried on`, () => {
    const random = normal(3);
    const cell = make(random);
    const X = random(4, D);
    const alone = cell.forward(X);
    const padded = cell.forward([X[0], [9, 9], X[1], X[2], X[3], [7, 7]], { mask: [true, false, true, true, true, false] });
    assert.deepEqual(padded.state, alone.state);
    assert.deepEqual(padded.H[1], padded.H[0]);
    const second = cell.forward(X.slice(2), { initialState: cell.forward(X.slice(0, 2)).state });
    assert.deepEqual(second.H, alone.H.slice(2));
    assert.deepEqual(X.reduce((state, x) => cell.step(x, state), cell instanceof LSTM ? [[0, 0, 0], [0, 0, 0]] : [0, 0, 0]), alone.state);
  });

  test(`${name}: a gradient at the last state is one at the last timestep`, () => {
    const random = normal(4);
    const cell = make(random);
    const trace = cell.forward(random(T, D));
    const last = random(UNITS);
    const everywhere = Array.from({ length: T }, (_, t) => (t === T - 1 ? last : [0, 0, 0]));
    for (const truncate of [3, T]) assert.deepEqual(cell.backward(trace, last, { truncate }), cell.backward(trace, everywhere, { truncate }));
  });
}

test("LSTM: the gradients of the hidden states and of the last cell state add up", () => {
  const random = normal(7);
  const cell = CELLS.LSTM(random);
  const trace = cell.forward(random(T, D));
  const [dH, dC_T] = [random(T, UNITS), random(UNITS)];
  const none = dH.map(() => [0, 0, 0]);
  for (const truncate of [1, 3, T]) {
    const [both, first, second] = [[dH, dC_T], [dH, null], [none, dC_T]].map(([d, c]) => cell.backward(trace, d, { dC_T: c, truncate }).dW_h);
    for (const path of paths(both)) assert.ok(Math.abs(at(both, path) - at(first, path) - at(second, path)) < 1e-14);
  }
});

test("Bidirectional: the gradient of the input is the slope of the loss, for each merge", () => {
  for (const merge of ["concat", "sum", "ave", "mul"]) {
    const random = normal(5);
    const cell = new Bidirectional({ forward_cell: CELLS.LSTM(random), backward_cell: CELLS["GRU reset after"](random), merge });
    const X = random(T, D);
    const mask = [true, true, true, false, true, false];
    const trace = cell.forward(X, { mask });
    for (const output of ["H", "last"]) {
      const dH = output === "H" ? random(T, trace.H[0].length) : random(trace.last.length);
      checkDifferences(cell.backward(trace, dH).dX, (path, by) => {
        const copy = cloned(X);
        move(copy, path, by);
        return dot(cell.forward(copy, { mask })[output], dH);
      }, `${merge} ${output}`);
    }
  }
});

test("SimpleRNN: a Jacobian is the slope of one step, and the identity where masked", () => {
  const random = normal(6);
  const cell = CELLS["SimpleRNN tanh"](random);
  const trace = cell.forward(random(T, D), { mask: [true, true, true, false, true, true] });
  const t = 2;
  const jacobian = cell.jacobian(trace, t);
  for (const [i, j] of paths(jacobian)) {
    const stepped = (by) => cell.step(trace.X[t], trace.H[t - 1].map((value, k) => (k === i ? value + by : value)))[j];
    assert.ok(Math.abs(jacobian[i][j] - (stepped(1e-5) - stepped(-1e-5)) / 2e-5) < 1e-9);
  }
  assert.deepEqual(cell.jacobian(trace, 3), [[1, 0, 0], [0, 1, 0], [0, 0, 1]]);
  const norms = cell.log10JacobianNorms(trace);
  assert.equal(norms.length, T + 1);
  assert.equal(norms[0], 0);
  assert.equal(norms[3], norms[2]);
});

test("log10 norms are right far below and above the range of the floats, and at zero", () => {
  const linear = (scale) => new SimpleRNN({ W_x: [[0, 0]], W_h: [[0, scale], [-scale, 0]], b: [0, 0], activation: "linear" });
  for (const scale of [1e-5, 0.5, 1, 1.6, 1e5]) {
    const cell = linear(scale);
    cell.log10JacobianNorms(cell.forward(Array(200).fill([0]))).forEach((norm, lag) => {
      const exact = lag * Math.log10(scale);
      assert.ok(Math.abs(norm - exact) <= 1e-12 * Math.max(1, Math.abs(exact)), `${scale}, lag ${lag}: ${norm} is not ${exact}`);
    });
  }
  const dead = new SimpleRNN({ W_x: [[1, 1]], W_h: [[1, 2], [3, 4]], b: [0, 0], activation: "relu" });
  assert.deepEqual(dead.log10JacobianNorms(dead.forward([[1], [-99], [1]])).slice(2), [-Infinity, -Infinity]);
});
