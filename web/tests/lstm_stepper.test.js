import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { FILLS, fill } from "../lstm_stepper/inputs.js";
import widget from "../lstm_stepper.js";
import { judge } from "../lstm_stepper/task.js";
import { compute, prerender } from "./widgets.js";

const T = 24;
const trained = JSON.parse(readFileSync(new URL("../../unrolled/widgets/lstm_airline.json", import.meta.url), "utf8"));
const flat = (n) => Array(n).fill(0);
// The weights as unrolled/widgets/lstm_stepper.py has them; tests/test_widget_lstm_stepper.py reads the real ones.
const PRESETS = {
  latch: { W_x: [[20, 16, 0, 0]], W_h: [[-30, 0, 0, 0]], b: [-10, 8, 4, 4], says: "Latch." },
  integrator: { W_x: [[0, 0, 0.2, 0]], W_h: [flat(4)], b: [8, 8, 0, 4], says: "Integrator." },
  counter: { W_x: [[20, 20, ...flat(6)]], W_h: [flat(8), [-30, ...flat(7)]], b: [-10, -10, 8, -8, 4, 4, 4, 4], says: "Counter." },
  trained: { ...trained, says: "Trained." },
};
const filled = (name) => fill(name, T, trained.x);
const state = (changes = {}) => ({
  kind: "LSTMStepper", limits: { x: [-1, 1], t: [1, T], unit: [1, 4] }, initial: {}, predictions: {},
  presets: PRESETS, airline: trained.x, preset: "latch", x: filled("pulse"), t: 3, step: "forget", unit: 1,
  ...changes,
});
const drawn = (points) => flat(T).map((_, k) => points[k + 1] ?? 0);
const cells = (preset, x, unit = 1) => compute(state({ preset, x, unit })).lines.cell;
const near = (value, expected, by) => assert.ok(Math.abs(value - expected) < by, `${value}, expected ${expected}`);
const text = (markup) => String(markup).replace(/<[^>]+>/g, "").replace(/\s+/g, " ").trim();
const skipped = { hold: { answer: null, about: { c: 0.99, f: 0.9997, i: 1e-14 } } };
const STEPS = ["forget", "input", "candidate", "cell", "output", "hidden"];

test("no extreme setting shows a number that is none", () => {
  const inputs = [...Object.keys(FILLS).map(filled), flat(T).fill(1), flat(T).fill(-1), flat(T).map((_, k) => (-1) ** k)];
  for (const preset of Object.keys(PRESETS)) for (const x of inputs) for (const t of [1, 2, T]) for (const step of STEPS) for (const unit of [1, 4]) {
    for (const predictions of [{}, skipped]) {
      const markup = prerender(state({ preset, x, t, step, unit, predictions }));
      assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify({ preset, t, step, unit }));
      assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify({ preset, t, step, unit }));
    }
  }
});

test("the latch keeps a pulse, takes no second one, and is emptied by a negative input", () => {
  const kept = cells("latch", filled("two pulses"));
  assert.ok(kept[1] < 0.01 && kept.slice(2).every((c) => c > 0.98 && c < 1.01), kept);
  const long = cells("latch", drawn({ 3: 1, 4: 1, 5: 1, 6: 1 }));
  near(long.at(-1), 0.99, 0.01);
  const emptied = cells("latch", drawn({ 3: 1, 10: -1 }));
  assert.ok(emptied[8] > 0.98 && emptied.slice(9).every((c) => c < 0.01));
});

test("the integrator adds a fifth of every input", () => {
  for (const name of ["pulse", "step", "ramp", "sine"]) {
    const x = filled(name);
    let sum = 0;
    cells("integrator", x).forEach((c, k) => {
      sum += x[k] / 5;
      near(c, sum, 0.03 * Math.max(1, Math.abs(sum)));
    });
  }
});

test("the counter counts pulses, long ones and close ones too, and no ramp and no dip", () => {
  const counts = [
    [drawn({}), 0], [filled("pulse"), 1], [filled("two pulses"), 2], [filled("step"), 1],
    [drawn({ 3: 1, 5: 1, 7: 1, 9: 1, 11: 1, 13: 1 }), 6], [drawn({ 4: -1, 5: -1 }), 0], [drawn({ 4: -1, 5: 1, 6: -1, 7: 1 }), 2],
  ];
  for (const [x, expected] of counts) near(cells("counter", x).at(-1), expected, 0.01 * expected + 0.002);
  near(cells("counter", filled("ramp")).at(-1), 0, 0.15);
});

test("every gate is the logistic function of the sum that is written out, and the states follow from them", () => {
  const sum = (terms) => terms.reduce((total, { product }) => total + product, 0);
  for (const preset of Object.keys(PRESETS)) for (const t of [1, 4, T]) for (const unit of [1, 2]) {
    for (const step of STEPS) {
      const { terms, now, before } = compute(state({ preset, x: filled("sine"), t, step, unit }));
      near(now.cell, now.forget * before.cell + now.input * now.candidate, 1e-12);
      near(now.hidden, now.output * Math.tanh(now.cell), 1e-12);
      if (!terms) continue;
      const a = sum(terms.input) + sum(terms.state) + terms.bias;
      near(now[step], step === "candidate" ? Math.tanh(a) : 1 / (1 + Math.exp(-a)), 1e-12);
    }
  }
});

test("a unit beyond the last is the last", () => {
  const { unit, units } = compute(state({ preset: "counter", unit: 4 }));
  assert.deepEqual([unit, units], [2, 2]);
  assert.equal(widget.controls(compute(state({ unit: 4 }))).unit.disabled, true);
});

test("the trained weights bring the series that they were trained on; the others leave what is drawn", () => {
  const values = compute(state());
  assert.deepEqual(widget.edits.weights(values, "trained"), { preset: "trained", x: trained.x });
  assert.deepEqual(widget.edits.weights(values, "counter"), { preset: "counter" });
  for (const name of Object.keys(FILLS)) {
    const { x } = widget.edits.fill(values, name);
    assert.equal(x.length, T);
    assert.ok(x.every((value) => value >= -1 && value <= 1), name);
  }
});

test("the question locks the default and no other input or weights", () => {
  const asks = (changes) => widget.questions(compute(state(changes)))[0].moot === false;
  assert.ok(asks());
  for (const changes of [{ preset: "counter" }, { x: filled("step") }, { t: 20 }]) assert.ok(!asks(changes));
});

test("while it is asked, neither the tracks nor the sentence tell the end", () => {
  const markup = prerender(state());
  assert.doesNotMatch(text(markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1]), /t = 24/);
  assert.equal(markup.match(/class="veil-hold"/g).length, 2);
  assert.match(text(prerender(state({ predictions: skipped }))), /At t = 24 the cell state is \+0\.99/);
});

test("each wrong prediction is answered with the reader's own number and a reason", () => {
  const [{ about, choices, verdict }] = widget.questions(compute(state()));
  const said = (answer) => {
    const { right, said, why } = verdict({ answer, about });
    return [right, text(`${said} ${why}`)];
  };
  assert.deepEqual(Object.keys(choices), ["gone", "fades", "held", "grows"]);
  assert.match(said("held")[1], /^You said about 1, and it is 0\.99\./);
  assert.equal(said("held")[0], true);
  for (const [answer, words] of [
    ["gone", /^You said 0; it is 0\.99\. A cell does not show its input/],
    ["fades", /^You said about 0\.5; it is 0\.99\. To lose half in 17 timesteps the forget gate would have to stand at 0\.960/],
    ["grows", /^You said about 17; it is 0\.99\. To grow by 1 .* close it, at t = 20 to about 10−14/],
  ]) {
    assert.equal(said(answer)[0], false);
    assert.match(said(answer)[1], words);
    assert.match(said(answer)[1], /0\.9997/);
  }
  assert.equal(said(null)[0], null);
});

test("the task tells what the drawn input does instead, with its numbers", () => {
  const told = (points) => {
    const { solved, words } = judge(compute(state({ x: drawn(points) })));
    return [solved, text(words)];
  };
  const expected = [
    [{}, /no pulse yet/],
    [{ 3: 1 }, /one pulse, at t = 3/],
    [{ 3: 0.4, 12: 0.35 }, /none of your 2 pulses is latched\. The highest, x = \+0\.40 at t = 3, opens the input gate to 0\.12, and c stays below 0\.75/],
    [{ 3: 1, 12: 1 }, /the first pulse gets in: x = \+1\.00 at t = 3 opens the input gate to 1\.00, and c becomes 1\.00/],
    [{ 3: 0.5, 12: 1 }, /the first pulse gets in: x = \+0\.50 at t = 3 opens the input gate to 0\.50, and c becomes 0\.50/],
    [{ 3: 0.35, 12: 0.9, 20: -0.7 }, /what is latched at t = 12 is lost: x = −0\.70 at t = 20 closes the forget gate to 0\.04\.$/],
    [{ 3: 0.35, 8: 0.9, 12: -0.7, 15: 1 }, /lost: .* 2 pulses are latched in all/],
  ];
  for (const [points, words] of expected) {
    assert.equal(told(points)[0], false, JSON.stringify(points));
    assert.match(told(points)[1], words);
  }
  const [solved, words] = told({ 3: 0.35, 12: 0.9 });
  assert.ok(solved);
  assert.match(words, /the first pulse leaves c at 0\.05 at most; x = \+0\.90 at t = 12 opens the input gate to 1\.00, and at t = 24 the cell still holds 1\.0/);
});

test("no input to start from solves the task", () => {
  for (const name of Object.keys(FILLS)) assert.equal(judge(compute(state({ x: filled(name) }))).solved, false, name);
});

test("every symbol of the equation leads to what computes it", () => {
  const markup = prerender(state({ step: "cell", t: 4, predictions: skipped }), "w");
  const law = markup.match(/<p class="u-law">([^]*?)<\/p>/)[1];
  const goes = [...law.matchAll(/data-lit="([^"]+)"[^>]*data-with="([^"]+)" data-then="w-result"/g)].map(([, lit, to]) => [lit, ...JSON.parse(to.replaceAll("&quot;", '"'))]);
  assert.deepEqual(goes, [["cell", 4, "cell"], ["forget", 4, "forget"], ["cell-before", 3, "cell"], ["input", 4, "input"], ["candidate", 4, "candidate"]]);
  for (const [lit] of goes) assert.ok(markup.split(`data-lit="${lit}"`).length > 2, `${lit} lights nothing else`);
  assert.deepEqual(widget.edits.go(null, 3, "cell"), { t: 3, step: "cell" });
  assert.doesNotMatch(prerender(state({ t: 1, step: "cell" })), /data-with="\[0,/);
});
