import assert from "node:assert/strict";
import { test } from "node:test";
import { float32 } from "../gradient_decay/words.js";
import { compute, prerender } from "./widgets.js";
import { power } from "../ui/html.js";
import { assertIdsFit, combinations } from "./shared.js";

const UNITS = 16;
const matrix = (entry) => Array.from({ length: UNITS }, (_, i) => Array.from({ length: UNITS }, (_, j) => entry(i, j)));
const cycle = matrix((i, j) => Number(j === (i + 1) % UNITS)); // orthogonal
const triangle = matrix((i, j) => (i === j ? 1 : j === i + 1 ? 1.5 : 0)); // radius 1, norm above 1
const reflection = matrix((i, j) => (i + j === UNITS - 1 ? 1 : 0)); // symmetric
const identity = matrix((i, j) => Number(i === j));
const binary = (numbers) => new DataView(Float64Array.from(numbers.flat(3)).buffer);

const state = (changes = {}) => ({
  kind: "GradientDecay",
  families: ["orthogonal", "gaussian", "symmetric", "identity"],
  kernels: binary([cycle, triangle, reflection, identity]),
  eigenvalues: binary([0, 1, 2, 3].map((family) => matrix(() => 0).map((_, i) => (family ? [1, 0] : [Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8)])))),
  limits: { radius: [0.1, 1.6], timesteps: [5, 200], lag: [0, 200], threshold: [-3, 3] },
  initial: {},
  predictions: {},
  family: "orthogonal", radius: 0.9, activation: "linear", timesteps: 100, lag: 10, clip: false, threshold: 0,
  ...changes,
});

const about = { family: "orthogonal", radius: 0.9 };
const skipped = { below: { answer: null, about } };
const explored = (changes) => prerender(state({ predictions: skipped, ...changes }));
const answered = (answer, changes = {}) => prerender(state({ predictions: { below: { answer, about } }, ...changes }));
const verdict = (markup, key = "below") => markup.match(new RegExp(`data-verdict="${key}"[^>]*>([^]*?)</p>`))[1];
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];

const OPTIONS = {
  family: ["orthogonal", "gaussian", "symmetric", "identity"],
  activation: ["linear", "tanh", "relu", "sigmoid"],
  radius: [0.1, 1, 1.6],
  timesteps: [5, 200],
  read: [{ lag: 0 }, { lag: 200, clip: true, threshold: -3 }, { lag: 200, clip: true, threshold: 3 }],
};
const settings = combinations(OPTIONS);

test("no extreme setting shows a number that is none", () => {
  for (const { read, ...setting } of settings) {
    const markup = explored({ ...setting, ...read });
    assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(setting));
    assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting));
  }
});

test("a norm outside of float64 is shown as a power of ten, not as zero", () => {
  const far = { family: "identity", activation: "sigmoid", radius: 0.1, timesteps: 200, lag: 200 };
  const { norms } = compute(state(far));
  assert.ok(norms[200] < -330);
  assert.match(explored(far), new RegExp(`data-value="log10_norm" data-exact="${norms[200]}">\\d\\.\\d\\d × 10⁻³⁴⁵<`));
  assert.match(caption(explored(far)), /norm \d\.\d\d × 10⁻³⁴⁵ \(underflows in float32\)/);
});

test("numbers are told by their logarithm with three digits", () => {
  const told = [-412.7, -4.5, -3, -3.0000000000000004, Math.log10(0.9) * 66, 0, 2.0791812460476247, 3.9999999, 412.5];
  assert.deepEqual(told.map(power), ["2.00 × 10⁻⁴¹³", "3.16 × 10⁻⁵", "0.001", "0.001", "0.000955", "1", "120", "1.00 × 10⁴", "3.16 × 10⁴¹²"]);
});

test("float32 words stand where rounding to float32 gives zero or infinity, and nowhere else", () => {
  for (let log10 = -60; log10 < 60; log10 += 0.01) {
    const single = Math.fround(10 ** log10);
    assert.equal(float32(log10).startsWith("underflows"), single === 0, log10);
    assert.equal(float32(log10).startsWith("overflows"), single === Infinity, log10);
  }
  assert.match(explored({ radius: 0.1, timesteps: 60, lag: 46 }), /u-alarm">underflows in float32 here</);
  assert.doesNotMatch(explored({ radius: 0.1, timesteps: 60, lag: 37 }), /u-alarm/);
  assert.match(explored({ radius: 0.1, timesteps: 60, lag: 40 }), /u-alarm">loses digits in float32 here</);
  assert.match(explored({ radius: 1.6, timesteps: 200, lag: 189 }), /u-alarm">overflows in float32 here</);
});

test("the drawing names float32's end where the lines reach it", () => {
  const drawn = (changes) => /<text[^>]*>(under|over)flows in float32 here/.exec(explored(changes))?.[1];
  assert.equal(drawn({ radius: 0.1, timesteps: 100 }), "under");
  assert.equal(drawn({ radius: 1.6, timesteps: 200 }), "over");
  assert.equal(drawn({}), undefined);
});

test("the answer quotes the prediction and the norm at that lag", () => {
  assert.match(verdict(answered(66)), /^You said 66, and 66 it is\. .*0\.9⁶⁵ = 0\.00106 is not yet.*0\.9⁶⁶ = 0\.000955 is\./);
  assert.match(verdict(answered(63)), /^You said 63; it is 66\. Close\. At lag 63 the norm is 0\.9⁶³ = 0\.00131, still above/);
  assert.match(verdict(answered(70)), /^You said 70; it is 66\. Close\. At lag 70 the norm is 0\.9⁷⁰ = 0\.000627, already below/);
  assert.match(verdict(answered(10)), /^You said 10; it is 66\. Too early: at lag 10 the norm is 0\.9¹⁰ = 0\.349, still 349 times 1\/1000\./);
  assert.match(verdict(answered(100)), /^You said 100; it is 66\. Too late: at lag 100 the norm is 0\.9¹⁰⁰ = 2\.66 × 10⁻⁵, 34 steps after/);
  assert.match(verdict(answered(null)), /^At lag 66\./);
  const kind = (answer) => answered(answer).match(/class="u-verdict([^"]*)"/)[1];
  assert.deepEqual([66, 63, 10, 100, null].map(kind), [" u-right", "", " u-wrong", " u-wrong", ""]);
});

test("the lag that the verdict names is where the computed norm crosses, at every radius", () => {
  for (let r = 10; r < 100; r++) {
    const radius = r / 100;
    const { below } = compute(state({ radius, timesteps: 200 }));
    if (below === null) continue;
    const markup = prerender(state({ radius, timesteps: 200, predictions: { below: { answer: below, about: { family: "orthogonal", radius } } } }));
    assert.match(verdict(markup), new RegExp(`^You said ${below}, and`), String(radius));
  }
});

test("a verdict about another setting names its setting in one line", () => {
  assert.equal(verdict(answered(60, { radius: 0.8 })), "For the orthogonal matrix, spectral radius 0.9: you said 60; it is 66.");
  assert.doesNotMatch(answered(60, { timesteps: 200, lag: 3 }), /u-past/);
});

test("the open question locks the controls, veils the lines and is not answered in words", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*data-body disabled/);
  assert.match(open, /data-veil="below"/);
  assert.doesNotMatch(caption(open), /lag|1\/1000/);
  const unveiled = open.replace(/<g class="veil-below">[^]*?<\/g>/g, "").replace(/<span class="veil-below">[^]*?<span class="ask-below"/g, "<b");
  assert.doesNotMatch(unveiled.replace(/<[^>]*>/g, " "), /\b66\b/);
  assert.doesNotMatch(explored(), /data-body disabled/);
});

test("a lag beyond the drawn start is read only after the answer", () => {
  const marker = (lag) => prerender(state({ lag })).match(/<g class="([^"]*)"><line[^>]*class="u-marker"/)[1];
  assert.deepEqual([10, 66].map(marker), ["", "veil-below"]);
});

test("the first question is asked only where its answer is a power of the radius", () => {
  const asked = (changes) => prerender(state(changes)).match(/data-question="(\w+)"/)?.[1];
  assert.equal(asked({ family: "identity", radius: 0.5 }), "below");
  for (const changes of [{ activation: "tanh" }, { radius: 1.1 }, { timesteps: 20 }]) assert.equal(asked(changes), undefined);
});

/** What the question about growth remembers of the Gaussian matrix at these settings. */
function seen(changes) {
  const { radius, timesteps, norms, above } = compute(state({ family: "gaussian", ...changes }));
  const peak = norms.indexOf(Math.max(...norms));
  return { radius, timesteps, above, peak, highest: norms[peak], first: norms[1], last: norms.at(-1) };
}

test("growth is asked for the Gaussian matrix, locks nothing, and the answer quotes the figures", () => {
  const gaussian = { family: "gaussian" };
  const open = explored(gaussian);
  assert.match(open, /data-question="growth"/);
  assert.match(open, /data-veil="growth"/);
  assert.doesNotMatch(open, /data-body disabled/);
  assert.match(explored({ ...gaussian, clip: true }), /class="veil-growth">(<b>)?<span class="u-value" data-value="log10_clipped"/); // 1 would tell
  for (const none of [{ radius: 1 }, { activation: "relu" }]) assert.doesNotMatch(explored({ ...gaussian, ...none }), /data-question/);
  const growth = seen({});
  const { above, peak, highest } = growth;
  const reply = (answer) => verdict(prerender(state({ ...gaussian, predictions: { ...skipped, growth: { answer, about: growth } } })), "growth");
  assert.match(reply("grows"), /^You said it grows first, and it does\. /);
  assert.match(reply("shrinks"), /^You said it shrinks at every step; it grows first\. /);
  assert.ok(reply("shrinks").includes(`longest at lag ${peak}, ${power(highest)}, and stays above 1 for ${above} steps`));
});

test("a sequence that ends before the decay is not said to show it", () => {
  const short = { family: "gaussian", timesteps: 5 };
  const reply = verdict(prerender(state({ ...short, predictions: { growth: { answer: "grows", about: seen(short) } } })), "growth");
  assert.match(reply, /stays above 1 for 5 steps\. .* 5 timesteps are too few to see it\.$/);
});

test("a matrix whose norm is below 1 shrinks from the first step on, and the verdict says so", () => {
  const small = { family: "gaussian", radius: 0.2 };
  const reply = verdict(prerender(state({ ...small, predictions: { growth: { answer: "grows", about: seen(small) } } })), "growth");
  assert.match(reply, /^You said it grows first; it shrinks at every step\. The spectral norm decides the first step, and 0\.\d+ is below 1/);
});

test("clipping cuts what is above the threshold and cannot lift what has vanished", () => {
  const { norms, clipped } = compute(state({ radius: 1.5, clip: true, threshold: 0.5 }));
  assert.ok(clipped.every((norm, k) => norm === Math.min(norms[k], 0.5)));
  assert.match(caption(explored({ radius: 1.5, clip: true })), /norm 57\.7; .* Clipping cuts it to 1\.$/);
  assert.match(caption(explored({ clip: true })), /Clipping at 1 leaves it as it is: it cannot lift what has vanished\.$/);
  assert.match(caption(explored({ radius: 1.5, lag: 5, clip: true, threshold: 3 })), /Clipping at 1000 leaves it as it is\.$/); // 7.59
  assert.deepEqual(compute(state()).clipped, compute(state()).norms);
});

test("the threshold can be set only while clipping is on", () => {
  const slider = (clip) => explored({ clip }).match(/<input[^>]*data-trait="threshold"[^>]*>/)[0];
  assert.match(slider(false), / disabled/);
  assert.doesNotMatch(slider(true), / disabled/);
});

test("rounding does not count as growth or decay", () => {
  const { above, below, beyond } = compute(state({ radius: 1 }));
  assert.deepEqual([above, below, beyond], [0, null, null]);
  assert.equal(compute(state({ radius: 0.1 })).below, 4); // 0.1^3 is not below 1/1000
});

test("lines that lie on each other share one name", () => {
  assert.match(explored(), />norm = radius\^lag<tspan class="u-spare"> = bound</);
  const apart = explored({ family: "gaussian" });
  for (const name of ["gradient norm", "radius\\^lag", "upper bound"]) assert.match(apart, new RegExp(`>${name}</text>`));
});

test("a lag beyond the sequence is read at its start", () => {
  assert.equal(compute(state({ timesteps: 20, lag: 90 })).lag, 20);
});

test("every label has its control, and two on a page share no id", () => {
  assertIdsFit(state());
});
