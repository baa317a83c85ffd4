import assert from "node:assert/strict";
import { test } from "node:test";
import { chunks } from "../bptt_flow/gradients.js";
import { compute, prerender } from "./widgets.js";
import { assertIdsFit, combinations } from "./shared.js";

const SERIES = [0.8, 0.6, 0, -0.7, -0.8, -0.3, 0.3, 0.5, 0.1, -0.3, -0.2, 0.3, 0.6, 0.5, -0.2, -0.8, -0.8];

const state = (changes = {}) => ({
  kind: "BPTTFlow",
  series: SERIES.slice(0, 16),
  targets: SERIES.slice(1),
  W_x: [[-0.5, 0.6, 0.5]],
  W_h: [[0.8, -0.4, 0.2], [-0.3, 0.3, -0.6], [-0.3, -0.1, 0.7]],
  b: [0.2, 0.2, -0.2],
  V: [-0.7, 0.3, 0.6],
  c: 0.1,
  limits: { timesteps: [2, 16], truncate: [1, 16], selected: [1, 16] },
  initial: {},
  predictions: {},
  timesteps: 12, loss: "last", truncate: 3, carry: true, selected: 11,
  ...changes,
});

const ABOUT = {
  reach: { T: 5, loss: "last", carry: true, cosines: [0.5, 0.7, 0.8, 0.95, 1] },
  carry: { T: 5, k: 2, loss: "last", losses: { carried: 1, reset: 2 } },
};
const skipped = (key) => ({ [key]: { answer: null, about: ABOUT[key] } });
const questions = { ...skipped("reach"), ...skipped("carry") };
const near = (a, b) => Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));
const total = (numbers) => numbers.reduce((sum, value) => sum + value, 0);
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const verdict = (key, answer, about, more) => {
  const markup = prerender(state({ predictions: { [key]: { answer, about } }, ...more }));
  return markup.match(/data-verdict[^>]*>([^]*?)<\/p>/)[1].replace(/<[^>]+>/g, "").replace(/\s+/g, " ");
};

/** All extreme settings, with ordinary weights, without any gradient, and with saturated units. */
function extremes() {
  const weights = [{}, { V: [0, 0, 0], c: 0 }, { W_h: Array(3).fill([0, 0, 0]) }, {
    series: Array(16).fill(5), targets: Array(16).fill(-5), W_x: [[3, 3, 3]], W_h: Array(3).fill([3, 3, 3]), b: [3, 3, 3], V: [3, 3, 3], c: 3,
  }];
  const options = { timesteps: [2, 9, 16], truncate: [1, 2, 16], selected: [1, 16], loss: ["last", "every"], carry: [true, false] };
  return combinations(options, weights.map((changes) => state(changes)));
}

test("chunks are counted back from the end", () => {
  assert.deepEqual(chunks(12, 5), [[0, 2], [2, 7], [7, 12]]);
  assert.deepEqual(chunks(4, 2), [[0, 2], [2, 4]]);
  assert.deepEqual(chunks(4, 4), [[0, 4]]);
});

test("no extreme setting shows a number that is none", () => {
  for (const extreme of extremes()) {
    for (const predictions of [{}, questions]) {
      const markup = prerender({ ...extreme, predictions });
      assert.doesNotMatch(markup, /NaN|undefined|Infinity|null|\[object/, JSON.stringify(extreme));
      assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(extreme));
    }
  }
});

test("the bars add up to what is drawn at their end", () => {
  for (const extreme of extremes()) {
    const { full, cut, norm, cutNorm, kept, cosine } = compute(extreme);
    assert.ok(near(total(full.shares), norm));
    assert.ok(near(total(cut.shares), kept));
    if (cosine !== null) assert.ok(near(kept, cutNorm * cosine));
  }
});

test("a gradient of zero has no direction, and the page says so", () => {
  const none = state({ truncate: 1, carry: false, predictions: questions });
  assert.equal(compute(none).cosine, null);
  assert.match(prerender(none), /none: a gradient is zero/);
  assert.match(caption(prerender(none)), /no direction to compare/);
});

test("a sum of zero is written above the axis, not on the word under it", () => {
  const markup = prerender(state({ timesteps: 2, truncate: 1, carry: false, predictions: questions }));
  const [, zero, kept] = markup.match(/y1="([\d.]+)"[^>]*class="u-zero"[^]*y="([\d.]+)"[^>]*>0\.00<\/text>/);
  assert.ok(Number(kept) < Number(zero));
});

test("at a cut the gradient stops, and the arithmetic of the timestep says where", () => {
  const markup = prerender(state({ truncate: 3, selected: 9, predictions: questions }));
  assert.match(markup, /0: cut between t = 9 and 10/);
  assert.match(markup, /0: no loss stands at t = 9/);
  assert.equal([...markup.matchAll(/>cut</g)].length, 3);
  assert.match(prerender(state({ selected: 12 })), /0: nothing comes back to the last timestep/);
  assert.doesNotMatch(prerender(state({ truncate: 16 })), />cut</);
});

test("a chunk that starts from zero says why its first bar is missing", () => {
  const first = (changes) => prerender(state({ truncate: 3, selected: 10, predictions: questions, ...changes }));
  assert.match(first({ carry: false }), /since H<sub>t−1<\/sub> = 0/);
  assert.doesNotMatch(first({ carry: true }), /since H/);
});

test("a timestep or a k beyond T is the last", () => {
  const { k, t } = compute(state({ timesteps: 5, truncate: 16, selected: 16 }));
  assert.deepEqual([k, t], [5, 4]);
});

test("the verdict quotes the learner's k, its cosine and the least k", () => {
  const { cosines, least } = compute(state());
  const here = { T: 12, loss: "last", carry: true, cosines };
  const told = (k) => cosines[k - 1].toFixed(3);
  const said = (answer) => verdict("reach", answer, here);
  assert.equal(least, 5);
  assert.ok(said(least).startsWith(`You said ${least}, and ${least} it is. k = ${least} reaches ${told(least)}`));
  assert.ok(said(least - 1).includes(`With k = ${least - 1} the cosine is ${told(least - 1)}`));
  assert.ok(said(7).includes(`k = 7 is enough, with a cosine of ${told(7)}, but not the least`));
  assert.ok(said(12).startsWith("You said 12; it is 5. k = 12 cuts nothing"));
  assert.ok(said(99).includes("k counts timesteps, from 1 to T = 12"));
  assert.ok(said(null).startsWith(`It is k = ${least}.`));
  assert.equal(verdict("reach", 4, ABOUT.reach), "For T = 5 and the loss at the last timestep only: you said 4, and 4 it is.");
});

test("the question locks and is not answered by the caption", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*disabled/);
  assert.doesNotMatch(caption(open), /cosine/);
  assert.match(open, /data-veil="reach carry"/);
  assert.match(caption(prerender(state({ predictions: questions }))), /cosine between them is 0\.\d{3}/);
});

test("with the loss at every timestep there is nothing to ask for, and nothing is locked", () => {
  const markup = prerender(state({ loss: "every" }));
  assert.doesNotMatch(markup, /data-question="reach"/);
  assert.doesNotMatch(markup, /<fieldset[^>]*disabled/);
});

test("carrying the state keeps the loss; resetting it changes the loss, and the verdict quotes both", () => {
  const { losses, full, cut } = compute(state());
  assert.equal(cut.loss, full.loss);
  assert.equal(compute(state({ carry: false })).cut.loss, losses.reset);
  const about = { T: 12, k: 3, loss: "last", losses };
  for (const [answer, words] of [["changes", "You said it changes, and it does."], ["same", "You said it stays the same; it changes."], [null, "It changes."]]) {
    const said = verdict("carry", answer, about);
    assert.ok(said.startsWith(words), said);
    assert.ok(said.includes(`L = ${losses.reset.toFixed(3)} instead of ${losses.carried.toFixed(3)}`));
  }
  assert.doesNotMatch(prerender(state({ truncate: 12, predictions: skipped("reach") })), /data-question="carry"/);
});

test("while it is asked, a loss from reset states is not shown", () => {
  const open = prerender(state({ carry: false, predictions: skipped("reach") }));
  assert.match(open, /class="veil-carry"><span class="u-value" data-value="loss"/);
  assert.match(open, /u-loss-value veil-carry/);
});

test("every label has its control, and two on a page share no id", () => {
  assertIdsFit(state());
});
