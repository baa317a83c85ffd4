import assert from "node:assert/strict";
import { test } from "node:test";
import biContext from "../bi_context.js";
import { Bidirectional, GRU, LSTM, SimpleRNN } from "../core/cells.js";
import { compute, prerender } from "./widgets.js";
import { normal } from "./random.js";
import { assertIdsFit, combinations } from "./shared.js";

const T = 16;
const KINDS = { SimpleRNN, GRU, LSTM };
const random = normal(5);
const half = (rows) => rows.map((row) => row.map((value) => 0.5 * value));
const parts = (gates, biases) => {
  const b = half(random(biases, gates * 4));
  return { W_x: half(random(1, gates * 4)), W_h: half(random(4, gates * 4)), b: biases > 1 ? b : b[0] };
};
const weights = { SimpleRNN: [parts(1, 1), parts(1, 1)], GRU: [parts(3, 2), parts(3, 2)], LSTM: [parts(4, 1), parts(4, 1)] };
const noise = Array.from(normal(2)(T), (value) => Math.max(-1, Math.min(1, Math.round(5 * value) / 10)));

const state = (changes = {}) => ({
  kind: "BiContext",
  weights,
  presets: { noise, wave: noise, step: noise, zeros: Array(T).fill(0) },
  limits: { series: [-1, 1], timestep: [1, T], position: [1, T] },
  initial: {},
  predictions: {},
  series: noise, direction: "bidirectional", merge: "concat", cell: "GRU", timestep: 8, position: 11,
  ...changes,
});
const question = (key, changes) => biContext.questions(compute(state(changes))).find((one) => one.key === key);
const reply = (key, answer, changes) => {
  const { verdict, about } = question(key, changes);
  const { right, said, why } = verdict({ answer, about });
  return { right, said, words: `${said} ${why}`.replace(/<[^>]+>/g, "").replace(/\s+/g, " ") };
};
const skipped = {
  live: { answer: null, about: { cell: "GRU", merge: "sum", T, t: 3, ahead: 120, seen: 120, share: 0.4, moved: 0.1, length: 0.2 } },
  column: { answer: null, about: { T, s: 4 } },
};

const directions = { direction: ["causal", "bidirectional"], merge: ["concat", "sum", "ave", "mul"], cell: Object.keys(KINDS) };

test("no extreme setting shows a number that is none", () => {
  const extremes = combinations({ ...directions, timestep: [1, T], position: [1, T], series: [Array(T).fill(0), Array(T).fill(-1)] });
  for (const setting of extremes) {
    for (const predictions of [{}, skipped]) {
      const markup = prerender(state({ ...setting, predictions })) + biContext.numbers(compute(state(setting)));
      assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(setting));
      assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting));
    }
  }
});

test("the map is what the network's own backward pass gives, and causal is zero above the diagonal", () => {
  for (const setting of combinations(directions)) {
    const values = compute(state(setting));
    const [there, back] = weights[setting.cell].map((one) => new KINDS[setting.cell](one));
    const network = setting.direction === "causal" ? there : new Bidirectional({ forward_cell: there, backward_cell: back, merge: setting.merge });
    const trace = network.forward(noise.map((x) => [x]));
    const m = trace.H[0].length;
    for (let t = 0; t < T; t += 5) {
      const rows = Array.from({ length: m }, (_, j) =>
        network.backward(trace, trace.H.map((_, k) => Array.from({ length: m }, (_, i) => Number(k === t && i === j)))).dX);
      values.map[t].forEach((value, s) => {
        const expected = Math.hypot(...rows.map((dX) => dX[s][0]));
        assert.ok(Math.abs(value - expected) <= 1e-13, `${JSON.stringify(setting)} ${t} ${s}`);
        if (setting.direction === "causal" && s > t) assert.equal(value, 0);
      });
    }
    assert.equal(values.zeros, setting.direction === "causal" ? 120 : 0);
    assert.equal(values.seen, setting.direction === "causal" ? 0 : 120);
  }
});

test("live outputs of a causal network are those of the whole sequence; of a bidirectional one only the last", () => {
  for (const timestep of [1, 8, 15, 16]) {
    assert.equal(compute(state({ direction: "causal", timestep })).moved, 0);
    assert.equal(compute(state({ timestep })).moved === 0, timestep === T);
  }
});

test("each answer to the live question is told why, with the learner's numbers", () => {
  const { share, moved, length } = compute(state());
  const facts = `Of the 256 entries 120 lie in the future, and none of them is zero: at t = 8, ${Math.round(100 * share)} % of the sensitivity comes from X9 to X16.`;
  const no = reply("live", "no");
  assert.equal(no.right, true);
  assert.ok(no.words.startsWith(`You said no, and so it is. ${facts}`), no.words);
  const yes = reply("live", "yes");
  assert.equal(yes.right, false);
  assert.ok(yes.words.startsWith(`You said yes; no. Y8 waits for X9 to X16. ${facts} A score`), yes.words);
  const zeros = reply("live", "zeros");
  assert.equal(zeros.right, false);
  assert.ok(zeros.words.includes(`${Math.round((100 * moved) / length)} % of its length. ${facts}`), zeros.words);
  assert.equal(reply("live", null).right, null);
  // Without biases a network that reads zeros stays at zero: then this input alone hides the loss.
  const unbiased = { SimpleRNN: weights.SimpleRNN.map((one) => ({ ...one, b: [0, 0, 0, 0] })) };
  const quiet = reply("live", "zeros", { cell: "SimpleRNN", weights: unbiased, series: noise.map((x, k) => (k < 8 ? x : 0)) });
  assert.ok(quiet.words.includes("Y8 is the same for this input alone"), quiet.words);
  assert.ok(reply("live", "no", { timestep: 15 }).words.includes("comes from X16."));
});

test("the live question is asked where there is a future that counts", () => {
  assert.equal(question("live").moot, false);
  const unbiased = weights.SimpleRNN.map((one) => ({ ...one, b: [0, 0, 0, 0] }));
  const zeros = { merge: "mul", cell: "SimpleRNN", weights: { SimpleRNN: unbiased }, series: Array(T).fill(0) };
  assert.equal(compute(state(zeros)).zeros, T * T);
  for (const changes of [{ direction: "causal" }, { timestep: T }, zeros]) {
    assert.equal(question("live", changes).moot, true, JSON.stringify(changes));
  }
});

test("each slip in counting the outputs is named", () => {
  const causal = { direction: "causal", position: 12 };
  const slips = { 4: "Y12 changes too", 16: "in a bidirectional network", 12: "too early to know", 11: "too early to know", 1: "carries the change on", 7: "X12 reaches Y12" };
  for (const [answer, words] of Object.entries(slips)) {
    const told = reply("column", Number(answer), causal);
    assert.equal(told.right, false);
    assert.ok(told.words.startsWith(`You said ${answer}; it is 5. `) && told.words.includes(words), told.words);
    assert.ok(told.words.includes("T(T − 1)/2 = 120 exact zeros"));
  }
  assert.deepEqual([reply("column", 5, causal).right, reply("column", 5, causal).said], [true, "You said 5, and 5 it is."]);
  assert.equal(reply("column", null, causal).said, "It is 5.");
  for (let s = 1; s <= T; s++) assert.equal(reply("column", T - s + 1, { direction: "causal", position: s }).right, true);
});

test("what is asked is neither drawn in the open nor told in the caption", () => {
  const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
  const locked = prerender(state());
  assert.match(locked, /data-veil="live"/);
  assert.doesNotMatch(caption(locked), /%|zero/);
  const causal = prerender(state({ direction: "causal", predictions: { live: skipped.live } }));
  assert.match(causal, /data-veil="column"/);
  assert.doesNotMatch(caption(causal), /%|zero/);
  assert.match(caption(prerender(state({ predictions: skipped }))), /future, and 0 of 256 entries are exactly zero/);
});

test("a click on an entry and a preset set what they show", () => {
  assert.deepEqual(biContext.edits.entry({}, 3, 9), { timestep: 3, position: 9 });
  assert.deepEqual(biContext.edits.preset(state(), "zeros"), { series: Array(T).fill(0) });
});

test("ids fit, also of two widgets on a page", () => {
  assertIdsFit(state());
  assertIdsFit(state({ direction: "causal", predictions: { live: skipped.live } }));
});
