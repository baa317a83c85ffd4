import assert from "node:assert/strict";
import { test } from "node:test";
import { GRU } from "../core/cells.js";
import { uniform } from "../core/random.js";
import freeRun from "../free_run.js";
import { network, read, run } from "../free_run/simulate.js";
import { compute, prerender } from "./widgets.js";
import { normal } from "./random.js";
import { assertIdsFit, combinations } from "./shared.js";

const UNITS = 4;
const SIZE = 3 * UNITS * (1 + UNITS + 2) + UNITS + 1;
const x = Array.from({ length: 261 }, (_, t) => +(0.7 * Math.sin(t / 3)).toFixed(4));
const numbers = new DataView(Int16Array.from(normal(1)(3 * SIZE), (value) => Math.round(2000 * value)).buffer);
const measured = {
  forcing: { one_step: 0.005, free: 0.36, leaves: 10 },
  noise: { one_step: 0.035, free: 0.17, leaves: null },
  sampling: { one_step: 0.032, free: 0.42, leaves: 42 },
};
const state = (changes = {}) => ({
  kind: "FreeRun",
  series: x,
  numbers,
  measured,
  sizes: { units: UNITS, scale: 4096, runs: 8, starts: [60, 66, 72], level: 0.3 },
  limits: { start: [60, 160], horizon: [10, 100], forcing: [0, 1], noise: [0, 0.3], seed: [0, 99] },
  initial: {},
  predictions: {},
  start: 90, horizon: 60, forcing: 0, noise: 0, training: "forcing", seed: 0, axis: "log",
  ...changes,
});
const about = { horizon: 60, leaves: 10, level: 0.3, oneStep: 0.005, errors: Array.from({ length: 60 }, (_, h) => 0.03 * (h + 1)) };
const skipped = { leave: { answer: null, about }, cure: { answer: null, about: { measured, level: 0.3 } } };
const reply = (key, answer, changed = {}) => {
  const { verdict, about: now } = freeRun.questions(compute(state())).find((one) => one.key === key);
  const { right, said, why } = verdict({ answer, about: key === "leave" ? { ...about, ...changed } : now });
  return { right, words: `${said} ${why}`.replace(/\s+/g, " ") };
};

test("no extreme setting shows a number that is none", () => {
  const extremes = combinations({ start: [60, 160], horizon: [10, 100], forcing: [0, 0.5, 1], noise: [0, 0.3], axis: ["log", "linear"], training: Object.keys(measured) });
  for (const [k, setting] of extremes.entries()) {
    const predictions = k % 2 ? {} : skipped;
    const markup = prerender(state({ ...setting, predictions })) + freeRun.numbers(compute(state(setting)));
    assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(setting));
    assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting));
  }
});

test("a run takes the steps of the GRU of the core", () => {
  const net = network(numbers, UNITS, 4096);
  assert.ok(net.cell instanceof GRU);
  let H = net.cell.forward(x.slice(0, 61).map((value) => [value])).state;
  const shown = run(net, x, H, 60, state({ horizon: 30 }), 0);
  for (const y of shown) {
    assert.ok(Math.abs(y - read(net, H)) < 1e-13);
    H = net.cell.step([read(net, H)], H);
  }
});

test("the probability of a true input is kept, and each seed has runs of its own", () => {
  const share = (seed) => Array.from({ length: 3000 }, (_, k) => Number(uniform(seed, 3 * k) < 0.3)).reduce((a, b) => a + b) / 3000;
  for (const seed of [0, 1, 99]) assert.ok(Math.abs(share(seed) - 0.3) < 0.03);
  const fan = (seed) => compute(state({ forcing: 0.5, seed })).fan;
  assert.equal(fan(0).length, 8);
  assert.notDeepEqual(fan(0)[0], fan(0)[1]);
  assert.notDeepEqual(fan(0), fan(1));
  assert.deepEqual(compute(state()).fan, compute(state({ seed: 5 })).fan); // no chance, no seed
  assert.deepEqual(fan(3).map((one) => one.slice(0, 10)), compute(state({ forcing: 0.5, seed: 3, horizon: 10 })).fan);
});

test("each answer to where the run leaves is told its own number", () => {
  const begins = (answer, right, words) => {
    const told = reply("leave", answer);
    assert.equal(told.right, right, told.words);
    assert.ok(told.words.startsWith(words), told.words);
    assert.ok(told.words.includes("exposure bias. After 10 steps the RMSE is 0.3, 60 times that of one step."));
  };
  begins(10, true, "You said 10, and 10 it is. ");
  begins(12, true, "You said 12, close to the 10 that it is. ");
  begins(30, false, "You said 30; it is 10. At your step 30 the RMSE is 0.9: errors do not add up");
  begins(4, false, "You said 4; it is 10. At your step 4 the RMSE is still 0.12.");
  begins(0, false, "You said 0; it is 10. The first forecast, step 1, is still made from true inputs");
  begins(61, false, "You said 61; it is 10. It does not even reach the end of the 60 steps below 0.3.");
  begins(null, null, "It is step 10. ");
});

test("the verdict on the three trainings quotes them all", () => {
  const list = "true inputs passes 0.3 at step 10 (RMSE one step ahead 0.005, at step 50 0.36), noisy inputs stays below 0.3 for all 100 steps (RMSE one step ahead 0.035, at step 50 0.17), own forecasts passes 0.3 at step 42 (RMSE one step ahead 0.032, at step 50 0.42)";
  for (const [answer, right, words] of [
    ["noise", true, "You said noisy inputs, and so it is."],
    ["forcing", false, "You said true inputs: that network passes 0.3 at step 10; it is the one with noisy inputs."],
    ["sampling", false, "You said own forecasts: that network passes 0.3 at step 42; it is the one with noisy inputs."],
    [null, null, "It is the one with noisy inputs."],
  ]) {
    const told = reply("cure", answer);
    assert.equal(told.right, right);
    assert.ok(told.words.startsWith(words) && told.words.includes(list), told.words);
  }
});

test("the caption is silent about what is asked", () => {
  const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
  const asks = freeRun.questions(compute(state())).find(({ key }) => key === "leave");
  assert.equal(asks.moot, compute(state()).leaves === null);
  assert.doesNotMatch(caption(prerender(state())), /step 60|passes/);
  const other = state({ training: "noise", predictions: { leave: skipped.leave } });
  assert.match(prerender(other), /data-veil="cure"/);
  assert.doesNotMatch(caption(prerender(other)), /step 60|passes/);
  assert.match(caption(prerender(state({ predictions: skipped }))), /at step 60, and (first|never) passes 0.3/);
});

test("ids fit, also of two widgets on a page", () => assertIdsFit(state()));
