import assert from "node:assert/strict";
import test from "node:test";
import { keyStroke, pad, padSetting, series, stroke } from "../ui/pad.js";

const BOX = { left: 100, top: 50, width: 240, height: 112 }; // 10 pixels a timestep, 46 a unit of value
const at = (clientX, clientY) => ({ clientX, clientY });
const zeros = Array(24).fill(0);

test("a press sets the timestep below it to the value at its height, without touching the series it came with", () => {
  const { values, place } = stroke(zeros, BOX, [-1, 1], null, at(125, 60));
  assert.equal(place, 3);
  assert.deepEqual(values, zeros.with(2, 1));
  assert.equal(zeros[2], 0);
});

test("a fast drag leaves no timestep out, in either direction", () => {
  const [left, right] = [at(105, 60), at(145, 152)];
  const there = stroke(zeros, BOX, [-1, 1], left, right);
  assert.deepEqual(there.values.slice(0, 6), [1, 0.5, 0, -0.5, -1, 0]);
  assert.equal(there.place, 5);
  const back = stroke(zeros, BOX, [-1, 1], right, left);
  assert.deepEqual(back.values.slice(0, 6), [1, 0.5, 0, -0.5, -1, 0]);
  assert.equal(back.place, 1);
});

test("a hand beyond the paper draws its edge", () => {
  const { values, place } = stroke(zeros, BOX, [-1, 1], null, at(999, -999));
  assert.equal(place, 24);
  assert.equal(values[23], 1);
});

test("with the keyboard values and places change within their limits", () => {
  const press = (values, place, key) => keyStroke(values, [-1, 1], place, key);
  assert.deepEqual(press(zeros, 3, "ArrowUp"), { values: zeros.with(2, 0.1), place: 3 });
  assert.equal(press(zeros.with(2, -0.8), 3, "PageDown").values[2], -1);
  assert.equal(press(zeros, 24, "ArrowRight").place, 24);
  assert.equal(press(zeros, 5, "Home").place, 1);
  assert.equal(press(zeros, 5, "End").place, 24);
  assert.equal(press(zeros, 5, "Tab"), null);
});

test("the markup is one labeled slider, and one bar a timestep", () => {
  const values = zeros.with(2, -0.4);
  const setting = padSetting([-1, 1], values, 3, "t = 3: −0.40");
  const drawing = series(values, { low: -1, high: 1, selected: 3, label: "The input" });
  const text = pad("u", "x", "input", drawing, setting, "t").toString();
  assert.match(text, /<label for="u-x">input<\/label>/);
  assert.match(text, /type="range" id="u-x"[^>]*aria-valuetext="t = 3: −0.40"/);
  assert.equal(text.match(/u-fill-(posi|nega)tive/g).length, 24);
  assert.doesNotMatch(text, /NaN|undefined|Infinity/);
});
