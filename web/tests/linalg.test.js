import assert from "node:assert/strict";
import { test } from "node:test";
import { largestSingularValue, product, rescale } from "../core/linalg.js";
import { normal } from "./random.js";

const close = (value, exact, about) =>
  assert.ok(Math.abs(value - exact) <= 1e-13 * Math.abs(exact), `${about}: ${value} is not ${exact}`);

/** I - 2 v v^T / |v|^2, which is orthogonal. */
function reflection(v) {
  const square = v.reduce((sum, value) => sum + value * value, 0);
  return v.map((a, i) => v.map((b, j) => (i === j ? 1 : 0) - (2 * a * b) / square));
}

const diagonal = (values) => values.map((value, i) => values.map((_, j) => (i === j ? value : 0)));

test("the largest singular value of U S V is the largest of S", () => {
  const random = normal(1);
  for (const n of [1, 2, 3, 7, 16, 32]) {
    for (const spread of [0, 1, 5, 40]) {
      for (const scale of [1e-300, 1e-150, 1, 1e150, 1e300]) {
        const S = Array.from({ length: n }, (_, i) => 10 ** ((-spread * i) / n));
        const M = product(product(reflection(random(n)), diagonal(S)), reflection(random(n)));
        const scaled = M.map((row) => row.map((value) => value * scale));
        close(largestSingularValue(scaled), scale, `n ${n}, spread ${spread}, scale ${scale}`);
      }
    }
  }
});

test("zeros, rank one, equal values and entries of every size are no trouble", () => {
  assert.equal(largestSingularValue(diagonal([0, 0, 0])), 0);
  assert.equal(largestSingularValue([[0]]), 0);
  close(largestSingularValue([[-3e-310]]), 3e-310, "subnormal");
  close(largestSingularValue([[0, 1e-300], [1e300, 0]]), 1e300, "badly scaled");
  close(largestSingularValue([[1, 1e-160], [1e-160, 1e-300]]), 1, "squares that underflow");
  close(largestSingularValue(diagonal(Array(20).fill(7))), 7, "equal values");
  for (const n of [2, 16, 32]) {
    const [u, v] = [normal(2)(n), normal(3)(n)];
    const length = (w) => Math.hypot(...w);
    close(largestSingularValue(u.map((a) => v.map((b) => a * b))), length(u) * length(v), `rank one, n ${n}`);
    close(largestSingularValue(Array(n).fill(Array(n).fill(1e-200))), n * 1e-200, `ones, n ${n}`);
  }
});

test("the golden ratio is the norm of [[1, 1], [0, 1]]", () => {
  close(largestSingularValue([[1, 1], [0, 1]]), (1 + Math.sqrt(5)) / 2, "shear");
});

test("rescaling splits off a power of two and nothing else", () => {
  for (const value of [5e-324, 3e-310, 1e-300, 0.7, 1, 1e300, 1.7e308]) {
    const { matrix, exponent } = rescale([[value, -value / 2]]);
    assert.ok(matrix[0][0] >= 0.5 && matrix[0][0] <= 2);
    const half = Math.trunc(exponent / 2);
    assert.equal(matrix[0][0] * 2 ** half * 2 ** (exponent - half), value);
  }
  assert.deepEqual(rescale([[0, 0]]), { matrix: [[0, 0]], exponent: 0 });
});
