import assert from "node:assert/strict";
import { test } from "node:test";
import { biasFor, halfLife, logForget } from "../core/memory.js";
import { compute, prerender } from "./widgets.js";
import { assertIdsFit } from "./shared.js";

const state = (changes = {}) => ({
  kind: "MemoryHalfLife", limits: { bias: [-4, 8], lag: [1, 400] }, initial: {}, predictions: {},
  bias: 1, lag: 20,
  ...changes,
});
const skipped = { half: { answer: null, about: { bias: 1 } } };
const explored = (changes) => prerender(state({ predictions: skipped, ...changes }));
const answered = (key, answer) => prerender(state({ predictions: { ...skipped, [key]: { answer, about: key === "half" ? { bias: 1 } : { lag: 100 } } } }));
const verdict = (markup) => markup.match(/data-verdict="\w+"[^>]*>([^]*?)<\/p>/)[1];
const kind = (markup) => markup.match(/class="u-verdict([^"]*)"/)[1];
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const near = (one, other, relative = 1e-14) => assert.ok(Math.abs(one - other) <= relative * Math.abs(other), `${one} is not ${other}`);

test("no extreme setting shows a number that is none", () => {
  for (const bias of [-4, -0.1, 0, 1, 8]) for (const lag of [1, 2, 100, 400]) {
    for (const predictions of [{}, skipped, { ...skipped, keep: { answer: null, about: { lag: 100 } } }]) {
      const markup = prerender(state({ bias, lag, predictions }));
      assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, `${bias} ${lag}`);
      assert.doesNotMatch(markup, /(width|height|r)="-/);
    }
  }
});

test("both ends of the bias keep all digits", () => {
  // computed with 60 digits by Python's decimal
  near(halfLife(-4), 0.17250406107149206);
  near(halfLife(8), 2066.58917830207213);
  near(biasFor(400), 6.35711090859597713);
  for (const lag of [1.5, 7, 100, 1e6, 1e12]) near(halfLife(biasFor(lag)), lag);
  near(logForget(40), -Math.exp(-40), 1e-15);
});

test("the simulated cell state lies on the curve at every timestep", () => {
  for (const bias of [-4, 0, 1, 3.3, 8]) for (const lag of [1, 20, 400]) {
    const { left, simulated, difference, timesteps } = compute(state({ bias, lag }));
    assert.equal(simulated.length, timesteps + 1);
    assert.ok(timesteps > lag);
    assert.ok(difference < 1e-12);
    simulated.forEach((value, t) => assert.ok(Math.abs(value - left[t]) <= difference));
  }
});

test("what is left below float64 is still told as a power of ten", () => {
  const markup = explored({ bias: -4, lag: 400 });
  assert.match(markup, /data-value="log10_left" data-exact="-698\.\d+">9\.46 × 10⁻⁶⁹⁹</);
  assert.match(markup, /data-value="simulated" data-exact="0">0</);
  assert.match(caption(markup), /after 400 steps 9\.46 × 10⁻⁶⁹⁹ of it is left/);
});

test("a gate that loses next to nothing is not rounded to 1", () => {
  assert.match(explored({ bias: 8 }), /data-value="f"[^>]*>0\.99966</);
});

test("a half-life beyond the axis is named with an arrow, else marked", () => {
  assert.match(explored({ bias: 8, lag: 20 }), />half-life 2067 steps →</);
  assert.match(explored({ bias: 1, lag: 20 }), />half-life 2\.21 steps</);
  assert.match(explored({ bias: 0 }), />half-life 1 step</);
});

test("the first answer quotes the prediction and the bias that would give it", () => {
  for (const right of [2, 2.2, 2.4]) {
    assert.match(verdict(answered("half", right)), new RegExp(`^You said ${right}, and it is 2\\.21\\. f = σ\\(1\\) = 0\\.731`));
    assert.equal(kind(answered("half", right)), " u-right");
  }
  assert.match(verdict(answered("half", 1)), /^You said 1; it is 2\.2\. Too short: after 1 there is 0\.731 left\. A half-life of 1 takes the bias 0\.00\./);
  assert.match(verdict(answered("half", 14.3)), /^You said 14\.3; it is 2\.2\. Too long: after 14\.3 there is 0\.0113 left\. A half-life of 14\.3 takes the bias 3\.00\./);
  assert.match(verdict(answered("half", 999)), /Too long: after 999 there is \d\.\d\d × 10⁻¹³⁶ left\. A half-life of 999 takes the bias 7\.27\./);
  assert.match(verdict(answered("half", 0)), /Too short: .* takes a gate that keeps nothing/);
  assert.match(verdict(answered("half", 0.1)), /takes the bias −6\.93\./);
  assert.match(verdict(answered("half", null)), /^2\.2 timesteps\. /);
  assert.deepEqual([1, 14.3, null].map((answer) => kind(answered("half", answer))), [" u-wrong", " u-wrong", ""]);
});

test("the second answer quotes the half-life of the predicted bias", () => {
  assert.match(verdict(answered("keep", 5)), /^You said 5, and it is 4\.97\. /);
  assert.match(verdict(answered("keep", 3)), /^You said 3; it is 4\.97\. Too small: the half-life of 3 is 14\.3 steps, and 0\.00776 is left at lag 100\. /);
  assert.match(verdict(answered("keep", 8)), /Too large: the half-life of 8 is 2067 steps, and 0\.967 is left/);
  assert.match(verdict(answered("keep", null)), /^About 5\. /);
});

test("the questions take decimals, and only the first locks", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*data-body disabled/);
  assert.match(open, /inputmode="decimal" step="0\.1" min="0" max="999"/);
  assert.doesNotMatch(caption(open), /2\.2/);
  const explore = explored();
  assert.doesNotMatch(explore, /data-body disabled/);
  assert.match(explore, /data-question="keep"/);
  assert.match(explore, /step="0\.1" min="0" max="8"/);
});

test("the open questions are not answered by the drawing", () => {
  const unveiled = (markup, key) =>
    markup.replaceAll(new RegExp(`<g class="veil-${key}">[^]*?</g>`, "g"), "").replaceAll(new RegExp(`<(t?span) class="veil-${key}">[^]*?</\\1>`, "g"), "").replace(/<[^>]*>/g, " ");
  assert.doesNotMatch(unveiled(prerender(state()), "half"), /2\.2/);
  assert.doesNotMatch(unveiled(explored(), "keep"), /\b103\b|4\.97/);
});

test("every label has its control, and two on a page share no id", () => assertIdsFit(state()));
