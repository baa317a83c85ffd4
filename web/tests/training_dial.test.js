import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { SimpleRNN } from "../core/cells.js";
import { compute, prerender } from "./widgets.js";
import trainingDial from "../training_dial.js";
import { backward, forward } from "../training_dial/network.js";
import { amount, outcome } from "../training_dial/words.js";
import { normal } from "./random.js";
import { assertIdsFit, combinations } from "./shared.js";

// The traits as the class in Python sends them; a test there says when they are outdated.
const DATA = JSON.parse(readFileSync(new URL("fixtures/training_dial.json", import.meta.url), "utf8"));
const state = (changes = {}) => ({ kind: "TrainingDial", ...DATA, initial: {}, predictions: {}, ...changes });

const about = (changes = {}) => {
  const { optimizer, log10_rate, schedule, clip, log10_clip, patience, min_delta, validation } = compute(state(changes));
  return { optimizer, log10_rate, schedule, clip, log10_clip: clip ? log10_clip : 0, patience, min_delta, validation };
};
const reply = (key, answer, changes) => trainingDial.questions(compute(state(changes))).find((one) => one.key === key).verdict({ answer, about: about(changes) });
const skipped = (changes) => ({ stop: { answer: null, about: about(changes) }, weights: { answer: null, about: about(changes) } });
const explored = (changes = {}) => prerender(state({ predictions: skipped(changes), ...changes }));
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const said = (one) => `${one.said} ${one.why}`;

const EXTREMES = combinations({
  optimizer: ["SGD", "Adam"], log10_rate: [-3, -1.5, 0.5], schedule: ["constant", "cosine"], clip: [false, true],
}).flatMap((one) => [{ ...one, log10_clip: -2, patience: 1, epoch: 1 }, { ...one, log10_clip: 1, patience: 30, min_delta: 0.1, epoch: 60 }]);

test("no extreme setting shows a number that is none, and every training has an epoch", () => {
  for (const changes of EXTREMES) {
    const values = compute(state(changes));
    const answers = Object.fromEntries(trainingDial.questions(values).map(({ key, about }) => [key, { answer: null, about }]));
    const markup = prerender(state({ ...changes, predictions: answers })) + trainingDial.numbers(values);
    const where = JSON.stringify(changes);
    assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, where);
    assert.doesNotMatch(markup, /(width|height|r)="-/, where);
    assert.ok(values.trained > 0, where);
  }
});

test("the network written out equals the cells", () => {
  const random = normal(3);
  const [W_x, W_h, b, V, c] = [6, 36, 6, 6, 1].map((n) => random(n));
  const rows = (flat, n) => Array.from({ length: flat.length / n }, (_, i) => flat.slice(i * n, (i + 1) * n));
  const cell = new SimpleRNN({ W_x: [W_x], W_h: rows(W_h, 6), b });
  const x = random(9);
  const trace = cell.forward(x.map((value) => [value]));
  const H = new Float64Array(10 * 6);
  const weights = [W_x, W_h, b, V, c];
  const near = (one, other) => assert.ok(Math.abs(one - other) < 1e-13 * Math.max(1, Math.abs(other)), `${one} ${other}`);
  near(forward(weights, x, H), trace.H[8].reduce((sum, h, j) => sum + h * V[j], c[0]));
  trace.H.flat().forEach((h, k) => near(H[6 + k], h));
  const G = weights.map((part) => part.map(() => 0.5)); // gradients are added
  backward(weights, x, H, 1.7, G);
  const { dW_x, dW_h, db } = cell.backward(trace, V.map((v) => 1.7 * v));
  const expected = [dW_x.flat(), dW_h.flat(), db, trace.H[8].map((h) => 1.7 * h), [1.7]];
  expected.forEach((part, k) => part.forEach((value, i) => near(G[k][i], value + 0.5)));
});

test("as it starts: patience 5 stops on the first hill, patience 10 finds the valley behind it, and then it overfits", () => {
  const { best, stopped, lowest, validation, training } = compute(state());
  assert.deepEqual([best, stopped, lowest], [10, 15, 32]);
  assert.deepEqual([1, 2, 10, 30].map((patience) => compute(state({ patience })).stopped), [2, 3, 42, null]);
  assert.ok(validation[59] > 2.5 * validation[31] && training[59] < 0.1 * training[9]);
});

test("a rate too high diverges and is told in words", () => {
  const { trained } = compute(state({ optimizer: "SGD", log10_rate: 0 }));
  assert.ok(trained > 40 && trained < 60);
  const markup = explored({ optimizer: "SGD", log10_rate: 0, epoch: 60, patience: 30 });
  assert.match(caption(markup), new RegExp(`^SGD with learning rate 1: the loss grows to \\d\\.\\d\\d × 10³⁰. and in epoch ${trained + 1} is no finite number any more\\. Early stopping with patience 30 ends it after epoch 31; the best epoch until then is 1`));
  assert.match(markup, new RegExp(`>no finite number from epoch ${trained + 1} on</text>`));
  assert.equal(markup.match(/u-alarm">no finite number/g).length, 3); // of epoch 60: two losses and the norm
  assert.match(caption(explored({ optimizer: "SGD", log10_rate: -0.3 })), /: the training diverges; the validation loss grows from 34 to 1\.32 × 10²⁰³ in 60 epochs\./);
});

test("clipping by the norm tames the rate that diverges", () => {
  const { trained, validation, norms } = compute(state({ optimizer: "SGD", log10_rate: -0.3, clip: true, log10_clip: -0.3 }));
  assert.equal(trained, 60);
  assert.ok(Math.max(...validation) < 10 && norms[0] > 0.5); // the norm is that before clipping
});

test("the rate follows its schedule", () => {
  const rates = (schedule) => compute(state({ schedule, log10_rate: -1 })).rates;
  assert.deepEqual([...new Set(rates("constant"))], [0.1]);
  assert.deepEqual([...new Set(rates("step"))], [0.1, 0.05, 0.025, 0.0125]);
  assert.equal(rates("step").indexOf(0.05), 45);
  assert.ok(Math.abs(rates("exponential")[90] - 0.1 * Math.sqrt(0.1)) < 1e-15);
  assert.equal(rates("cosine")[0], 0);
  assert.equal(rates("cosine").indexOf(Math.max(...rates("cosine"))), 18);
  assert.match(explored({ schedule: "cosine", epoch: 60 }), /data-value="rate" data-exact="[\d.e-]+">[\d.]+( × 10⁻.)?</);
});

test("the answer quotes the prediction and says what went wrong", () => {
  const rule = "Epoch 10 reaches 0.374; epochs 11 to 15 do not go below it, and that makes 5.";
  const missed = "epoch 32 would have reached 0.305";
  for (const [answer, right, words] of [
    [15, true, "You said 15, and so it is."],
    [16, null, "You said 16; after epoch 15. Close: the first epoch without improvement is 11"],
    [14, null, "Close"],
    [10, false, "Epoch 10 is the best one so far, but that shows only afterwards: 5 epochs must pass first."],
    [32, false, "Epoch 32 has the lowest loss of the whole drawing, 0.305, but training never gets there"],
    [37, false, "You waited from the lowest point of the whole drawing, epoch 32"],
    [4, false, "Too early: at epoch 4 the wait since epoch 1 is 3, and patience is 5."],
    [8, false, "Too early: at epoch 8 the loss is lower than ever before, and patience is 5."],
    [60, false, "Too late: by epoch 60 patience has run out."],
    [0, false, "Epochs count from 1 to 60."],
    [null, null, "After epoch 15."],
  ]) {
    const one = reply("stop", answer);
    assert.equal(one.right, right, String(answer));
    for (const part of [words, rule, missed]) assert.ok(said(one).includes(part), `${answer}: ${said(one)}`);
  }
});

test("where patience never runs out, or the loss ends in no number, the answer says so", () => {
  assert.match(said(reply("stop", 60, { patience: 30 })), /^You said 60, and so it is\. No 30 epochs in a row pass without a new best loss, so all 60 are trained; the best is epoch 32/);
  assert.match(said(reply("stop", 40, { patience: 30 })), /^You said 40; it never stops, so 60\. Too early/);
  const gone = { optimizer: "SGD", log10_rate: 0.5, patience: 10 };
  assert.match(said(reply("stop", 55, gone)), /^You said 55; after epoch 11\. In epoch 55 the loss is no finite number any more\./);
  assert.match(said(reply("stop", 11, gone)), /epochs 2 to 11 do not go below it, and that makes 10\.$/);
  assert.match(said(reply("stop", null, { min_delta: 0.1, patience: 5 })), /do not go below it by more than 0\.100, and/);
});

test("the second answer tells what the model keeps, and what is restored", () => {
  const why = "Stopping alone keeps the weights as they are, whose validation loss is 0.416. With restore_best_weights=True Keras puts back those of epoch 10, with 0.374.";
  for (const [answer, right, words] of [
    ["last", true, "You said those of the last epoch, and so it is: epoch 15."],
    ["best", false, "You said those of the best epoch; it holds those of epoch 15, the last."],
    [null, null, "It holds those of epoch 15, the last."],
  ]) assert.deepEqual(reply("weights", answer), { right, said: words, why });
});

test("the open question locks the controls and is answered neither by the drawing nor in words", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*data-body disabled/);
  assert.match(open, /data-veil="stop weights"/);
  const unveiled = open
    .replace(/<g class="veil-stop">[^]*?<\/g>/g, "")
    .replace(/<span class="veil-(stop|weights)">[^]*?<span class="ask-\1"/g, "<b")
    .replace(/<[^>]*>/g, " ");
  assert.doesNotMatch(unveiled, /\b15\b|0\.416/);
  assert.doesNotMatch(caption(open), /best|stop/);
  assert.doesNotMatch(explored(), /data-body disabled/);
  assert.match(explored({ patience: 1, epoch: 15 }), /u-verdict/);
});

test("a verdict about another setting names its setting in one line", () => {
  const markup = prerender(state({ patience: 8, predictions: { stop: { answer: 15, about: about() } } }));
  assert.match(markup, /u-past" data-verdict="stop" tabindex="-1">For Adam with learning rate 0\.0316, and patience 5: you said 15, and so it is\.</);
});

test("reading another epoch asks nothing anew", () => {
  assert.doesNotMatch(explored({ epoch: 3 }), /u-past/);
});

test("the stopping told is that of the losses shown", () => {
  for (const changes of [{}, { patience: 2 }, { min_delta: 0.05 }, { optimizer: "SGD", log10_rate: -1 }, { optimizer: "SGD", log10_rate: 0.5 }]) {
    const values = compute(state(changes));
    const { best, stopped } = outcome(values);
    const least = Math.min(...values.validation.slice(0, stopped ?? 60));
    if (!changes.min_delta) assert.equal(values.validation[best - 1], least);
    assert.match(explored(changes), new RegExp(`data-value="best_loss" data-exact="${values.validation[best - 1]}">${amount(values.validation[best - 1]).replace(".", "\\.")}<`));
    if (stopped) assert.equal(stopped - best, values.patience);
  }
});

test("the training loss leaves the picture in words, not by a clipped line alone", () => {
  assert.match(explored(), />training ↓<\/text>/);
  assert.match(explored({ log10_rate: -3 }), />training<\/text>/);
});

test("every label has its control, and two on a page share no id", () => assertIdsFit(state()));
