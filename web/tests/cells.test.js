// The cells against unrolled/cells.py: the fixtures are written by tests/make_fixtures.py.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Bidirectional, GRU, LSTM, SimpleRNN } from "../core/cells.js";

const fixtures = JSON.parse(readFileSync(new URL("fixtures/cells.json", import.meta.url), "utf8"));
const KINDS = { SimpleRNN, LSTM, GRU };
const cellOf = ({ kind, ...fields }) => new KINDS[kind](fields);

/** Every number of `expected` has its like in `actual`, at the same place, and no list is longer. */
function same(actual, expected, where) {
  if (expected === null) return assert.equal(actual, null, where);
  if (typeof expected === "object") {
    if (Array.isArray(expected)) assert.equal(actual.length, expected.length, where);
    for (const key of Object.keys(expected)) same(actual[key], expected[key], `${where}.${key}`);
    return;
  }
  const allowed = 1e-12 * Math.max(1, Math.abs(expected));
  assert.ok(Math.abs(actual - expected) <= allowed, `${where}: ${actual}, in NumPy ${expected}`);
}

test("the fixtures hold every cell, activation and merge", () => {
  const kinds = fixtures.cells.map(({ cell }) => [cell.kind, cell.activation, cell.reset_after].join(" "));
  assert.equal(new Set(kinds).size, 7);
  assert.equal(new Set(fixtures.bidirectional.map(({ merge }) => merge)).size, 4);
});

for (const { name, cell: fields, X, mask, initialState, dH, dC_T, truncate, ...numpy } of fixtures.cells) {
  test(`as NumPy: ${name}`, () => {
    const cell = cellOf(fields);
    const trace = cell.forward(X, { initialState, mask });
    same(trace, numpy.trace, "trace");
    same(cell.backward(trace, dH, { dC_T, truncate }), numpy.gradients, "gradients");
    const zeros = Array(cell.units).fill(0);
    same(cell.step(X[0], initialState ?? (cell instanceof LSTM ? [zeros, zeros] : zeros)), numpy.step, "step");
    if (numpy.jacobians) same(X.map((_, t) => cell.jacobian(trace, t)), numpy.jacobians, "jacobians");
  });
}

for (const { name, forward_cell, backward_cell, merge, X, mask, initialState, dH, ...numpy } of fixtures.bidirectional) {
  test(`as NumPy: Bidirectional ${name}`, () => {
    const cell = new Bidirectional({ forward_cell: cellOf(forward_cell), backward_cell: cellOf(backward_cell), merge });
    const trace = cell.forward(X, { initialState, mask });
    same(trace.H, numpy.H, "H");
    same(trace.last, numpy.last, "last");
    same(cell.backward(trace, dH), numpy.gradients, "gradients");
  });
}

for (const { name, cell: fields, X, mask, log10JacobianNorms } of fixtures.norms) {
  test(`as NumPy: log10 of the Jacobian norms, ${name}`, () => {
    const cell = cellOf(fields);
    const norms = cell.log10JacobianNorms(cell.forward(X, { mask }));
    assert.equal(norms.length, log10JacobianNorms.length);
    norms.forEach((norm, lag) => {
      const expected = Number(log10JacobianNorms[lag]); // infinities are written as strings
      // 1e-14: the logarithm of a norm near 1 is near 0 and has few exact digits
      const near = norm === expected || Math.abs(norm - expected) <= 1e-12 * Math.abs(expected) + 1e-14;
      assert.ok(near, `lag ${lag}: ${norm}, in NumPy ${expected}`);
    });
  });
}
