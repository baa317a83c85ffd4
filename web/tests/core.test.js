import assert from "node:assert/strict";
import { test } from "node:test";
import { meanLoss } from "../core/losses.js";
import { dividedWindows, fitScale, nWindows, pad, windows } from "../core/sequences.js";

const series = (length) => Array.from({ length }, (_, t) => [t, -t]);

test("the formula counts exactly the windows that fit", () => {
  for (let length = 1; length <= 30; length++) {
    for (const window of [1, 2, 5, 8]) {
      for (const horizon of [1, 3]) {
        for (const stride of [1, 2, 7]) {
          let fit = 0;
          for (let start = 0; start + window + horizon <= length; start += stride) fit += 1;
          assert.equal(nWindows(length, window, horizon, stride), fit);
        }
      }
    }
  }
});

test("a window starts at its stride and is followed by its targets", () => {
  const { X, y } = windows(series(11), 3, 2, 4, 1);
  assert.deepEqual(X[1], [[4, -4], [5, -5], [6, -6]]);
  assert.deepEqual(y, [[-3, -4], [-7, -8]]);
});

test("a leak is a training window with a value of the test part, and splitting first has none", () => {
  for (const train of [2, 9, 20, 30, 99]) {
    const setting = { length: 30, window: 4, horizon: 2, stride: 3, train };
    for (const { start, end, part, leaks } of dividedWindows({ ...setting, order: "window first" })) {
      assert.equal(part, start < train ? "train" : "test");
      assert.equal(leaks, start < train && end > train);
    }
    for (const { start, end, part, leaks } of dividedWindows({ ...setting, order: "split first" })) {
      assert.equal(leaks, false);
      assert.ok(part === "train" ? end <= train : start >= train);
    }
  }
});

test("a constant part is only shifted", () => {
  assert.deepEqual(fitScale([0.1, 0.1, 0.1]).spread, 1);
  assert.deepEqual(fitScale([1, 3]), { center: 2, spread: 1 });
});

test("padding keeps every value and the mask finds them again", () => {
  for (const where of ["post", "pre"]) {
    const { X, mask } = pad([[1, 2, 3], [4]], 5, where);
    assert.deepEqual(X.map((row, i) => row.filter((_, t) => mask[i][t])), [[1, 2, 3], [4]]);
    assert.ok(X.every((row) => row.length === 5));
  }
  assert.deepEqual(pad([[7]], 3, "pre").X, [[0, 0, 7]]);
});

test("the masked loss is the mean over real steps", () => {
  assert.equal(meanLoss([[1, 5], [3, 100]], [[true, true], [true, false]]), 3);
  assert.equal(meanLoss([[1, 5]]), 3);
});
