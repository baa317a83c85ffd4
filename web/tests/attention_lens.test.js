import assert from "node:assert/strict";
import { test } from "node:test";
import attentionLens from "../attention_lens.js";
import { spread } from "../attention_lens/words.js";
import { additiveScores, context, dotScores, maskedSoftmax } from "../core/attention.js";
import { compute, prerender } from "./widgets.js";
import { normal } from "./random.js";
import { assertIdsFit, combinations } from "./shared.js";

const curveOf = (share) => ({ shipped: Array(18).fill(share), low: Array(18).fill(share - 0.01), high: Array(18).fill(share) });
const falling = Array.from({ length: 18 }, (_, i) => Math.max(0, 1 - i / 10));
const accuracies = { none: { shipped: falling, low: falling.map((x) => x / 2), high: falling }, dot: curveOf(0.98), additive: curveOf(1) };

/** Networks with random weights, in the order and shapes in which Python sends them. */
const networks = [16, 32].flatMap((units) =>
  ["none", "dot", "additive"].map((score) => ({
    score,
    units,
    parts: [
      ["encoder.W_x", [10, 3 * units], 0.01], ["encoder.W_h", [units, 3 * units], 0.005], ["encoder.b", [2, 3 * units], 0.01],
      ["decoder.W_x", [11, 3 * units], 0.01], ["decoder.W_h", [units, 3 * units], 0.005], ["decoder.b", [2, 3 * units], 0.01],
      ...(score === "additive" ? [["W_q", [units, units], 0.01], ["W_k", [units, units], 0.01], ["scale", [units], 0.02]] : []),
      ...(score === "dot" ? [["scale", [], 0.02]] : []),
      ["W_y", [score === "none" ? units : 2 * units, 10], 0.02], ["b_y", [10], 0.01],
    ],
    accuracy: accuracies[score],
  })),
);
const sizes = networks.flatMap(({ parts }) => parts.map(([, shape]) => shape.reduce((all, n) => all * n, 1)));
const numbers = new DataView(Int8Array.from(normal(5)(sizes.reduce((a, b) => a + b)), (value) => Math.max(-127, Math.min(127, 40 * value))).buffer);

const state = (changes = {}) => ({
  kind: "AttentionLens",
  networks,
  numbers,
  limits: { length: [3, 20], temperature: [0.1, 20], masked: [0, 20], step: [1, 20] },
  initial: {},
  predictions: {},
  digits: "3141592653589793", score: "none", units: 32, temperature: 1, masked: 0, step: 5,
  ...changes,
});
const skipped = { bottleneck: { answer: null, about: { units: 32, accuracy: [0.9, 0.5, 0] } }, mask: { answer: null, about: { masked: 1, need: 1, changed: [], said: 1, right: 1, text: "123" } } };
const explored = (changes) => prerender(state({ predictions: skipped, ...changes }));
const question = (key, changes) => attentionLens.questions(compute(state(changes))).find((one) => one.key === key);
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const asked = (changes) => prerender(state(changes)).match(/data-question="(\w+)"/)?.[1];

// ---- mathematics ----------------------------------------------------------------------------

test("scores, weights and context are the sums that their names say", () => {
  const keys = [[1, 2], [3, -1], [0, 0.5]];
  assert.deepEqual(dotScores([2, 1], keys, 0.5), [2, 2.5, 0.25]);
  const additive = additiveScores([2, 1], keys, [1, -2]);
  keys.forEach(([a, b], k) => assert.ok(Math.abs(additive[k] - (Math.tanh(2 + a) - 2 * Math.tanh(1 + b))) < 1e-15));
  assert.deepEqual(context([0.5, 0.25, 0.25], keys), [1.25, 0.875]);
});

test("weights add up to one, masked ones are zero, and no score is too large", () => {
  for (const temperature of [0.001, 0.1, 1, 20]) {
    const weights = maskedSoftmax([1000, -1000, 999, 5000], [true, true, true, false], temperature);
    assert.ok(Math.abs(weights.reduce((a, b) => a + b) - 1) < 1e-12);
    assert.equal(weights[3], 0);
  }
  assert.deepEqual(maskedSoftmax([1, 1]), [0.5, 0.5]);
});

test("as many tokens as share the weight equally", () => {
  assert.equal(spread([0, 1, 0]), 1);
  assert.ok(Math.abs(spread([0.25, 0.25, 0, 0.25, 0.25]) - 4) < 1e-12);
});

// ---- the widget -----------------------------------------------------------------------------

test("no extreme setting shows a number that is none", () => {
  const options = { digits: ["000", "99999999999999999999"], score: ["none", "dot", "additive"], units: [16, 32], temperature: [0.1, 20], masked: [0, 1, 20], step: [1, 20] };
  for (const setting of combinations(options)) {
    const markup = explored(setting) + attentionLens.numbers(compute(state(setting)));
    assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(setting));
    assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting));
  }
});

test("a token or step beyond the last digit is none, or the last", () => {
  const { masked, step, weights } = compute(state({ digits: "123", score: "dot", masked: 4, step: 20 }));
  assert.deepEqual([masked, step, weights.length], [0, 3, 3]);
});

test("masking a token leaves it no weight and changes what the others get", () => {
  const { weights } = compute(state({ score: "additive", masked: 4 }));
  const free = compute(state({ score: "additive" })).weights;
  assert.ok(weights.every((row) => row[3] === 0 && Math.abs(row.reduce((a, b) => a + b) - 1) < 1e-12));
  assert.ok(weights[0].every((weight, k) => k === 3 || weight > free[0][k]));
});

test("a low temperature looks at one token, a high one at all", () => {
  const at = (temperature) => compute(state({ score: "dot", temperature })).weights.map(spread);
  assert.ok(at(0.1).every((tokens, t) => tokens <= at(1)[t] && at(1)[t] <= at(20)[t]));
  assert.ok(at(20).every((tokens) => tokens > 15));
});

test("length shortens and lengthens the digits, the same way each time, and new digits differ", () => {
  const values = compute(state());
  assert.deepEqual(attentionLens.edits.length(values, "5"), { digits: "31415" });
  const { digits } = attentionLens.edits.length(values, "20");
  assert.match(digits, /^3141592653589793\d{4}$/);
  const between = attentionLens.edits.length(values, "18"); // on the way to 20
  assert.deepEqual(attentionLens.edits.length(compute(state(between)), "20"), { digits });
  const fresh = [values];
  for (let i = 0; i < 20; i++) fresh.push(compute(state(attentionLens.edits.random(fresh.at(-1)))));
  assert.equal(new Set(fresh.map(({ text }) => text)).size, 21);
  const counts = fresh.slice(1).map(({ text }) => text).join("");
  for (const digit of "0123456789") assert.ok(counts.split(digit).length > 15, digit);
  assert.ok(fresh.every(({ text }) => /^\d{16}$/.test(text)));
  assert.deepEqual(attentionLens.edits.units(values, "16"), { units: 16 });
});

test("the open question locks the controls and is not answered by the page", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*data-body disabled/);
  assert.match(open, /data-veil="bottleneck"/);
  assert.equal(caption(open), "A GRU encoder and decoder of 32 units with no attention read 3141592653589793.");
  assert.match(open, /veil-bottleneck"><b><span class="u-value" data-value="accuracy"/);
  assert.match(open, /veil-bottleneck"><b><span class="u-value" data-value="said"/);
  assert.match(open, /veil-bottleneck"><span class="u-value" data-value="fits"/);
  const says = caption(explored());
  assert.match(says, /and say \d{16}: \d+ of 16 digits are right\.$/);
});

test("each number predicted is quoted, judged and answered with the measured one", () => {
  const told = (answer, truth = 0.004) => {
    const { right, said, why } = question("bottleneck").verdict({ answer, about: { units: 32, accuracy: [0.993, 0.573, truth] } });
    return [right, `${said} ${why}`.replaceAll("\u00a0", " ")];
  };
  const why = "Sequences of 4 digits it says without a mistake in 99.3 % of all cases, of 8 in 57.3 %";
  assert.equal(told(3)[0], true);
  assert.ok(told(3)[1].startsWith(`You said 3 %, and it is 0.4 % of 2000 sequences. ${why}`));
  assert.equal(told(50)[0], false);
  assert.ok(told(50)[1].startsWith(`You said 50 %; it is 0.4 % of 2000 sequences. That takes 95.8 % right for each of the 16 digits. ${why}`));
  assert.equal(told(10, 0.4)[0], false);
  assert.ok(told(10, 0.4)[1].startsWith(`You said 10 %; it is 40 % of 2000 sequences. ${why}`));
  assert.ok(told(null)[1].startsWith("It is 0.4 % of 2000 sequences."));
});

test("what a mask changes is asked where there is a mask, and told as computed", () => {
  const free = { predictions: { bottleneck: skipped.bottleneck } };
  assert.equal(asked({ ...free, score: "dot" }), undefined);
  assert.equal(asked({ ...free, masked: 3 }), undefined); // no attention, nothing to mask
  assert.equal(asked({ ...free, score: "dot", masked: 3 }), "mask");
  const { about } = question("mask", { score: "dot", masked: 3 });
  const values = compute(state({ score: "dot", masked: 3 }));
  const all = compute(state({ score: "dot" })).said;
  assert.deepEqual(about.changed, values.said.flatMap((digit, t) => (digit === all[t] ? [] : [t + 1])));
  assert.deepEqual([about.need, about.right], [14, 4]);
  const told = (answer, changed) => question("mask", { score: "dot", masked: 3 }).verdict({ answer, about: { ...about, changed, said: 7 } });
  assert.deepEqual([told("one", [14]).right, told("one", [14]).said], [true, "You said that of this step alone, and so it is: the digit of step 14 alone changes."]);
  assert.match(told("one", [14]).why, /without it step 14 says 7, and right is 4/);
  assert.deepEqual([told("none", [14]).right, told("none", [14]).said], [false, "You said none; the digit of step 14 alone changes."]);
  assert.equal(told("more", [14, 15, 16]).said, "You said that one and others, and so it is: the digits of steps 14, 15 and 16 change.");
  assert.equal(told("one", []).said, "You said that of this step alone; none of them changes.");
  assert.equal(told("one", [3]).right, false);
  assert.equal(told(null, [14]).said, "The digit of step 14 alone changes.");
});

test("while the mask is asked about, what the network says is hidden and its weights are shown", () => {
  const open = prerender(state({ predictions: { bottleneck: skipped.bottleneck }, score: "dot", masked: 3 }));
  assert.doesNotMatch(open, /data-body disabled/);
  assert.match(open, /data-veil="mask"/);
  assert.match(open, /veil-mask"><b><span class="u-value" data-value="said"/);
  assert.doesNotMatch(caption(open), /and say/);
  assert.match(caption(open), /token 3 masked\. Step 5 looks at/);
});

test("without attention temperature and mask wait", () => {
  const { temperature, masked, step } = attentionLens.controls(compute(state()));
  assert.deepEqual([temperature.disabled, masked.disabled, step.disabled], [true, true, false]);
  assert.equal(attentionLens.controls(compute(state({ score: "dot" }))).masked.disabled, false);
});

test("every label has its control, and two on a page share no id", () => assertIdsFit(state()));
