import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, prerender, python } from "./widgets.js";
import { assertIdsFit } from "./shared.js";

const LIMITS = { timesteps: [1, 10], features: [1, 2], units: [1, 3], t: [1, 10], x: [-2, 2], W_x: [-2, 2], W_h: [-2, 2], b: [-2, 2] };
const filled = (rows, columns, write) => Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => write(i, j)));
const state = (changes = {}) => ({
  kind: "UnrollRNN", limits: LIMITS, initial: {}, predictions: {},
  timesteps: 4, features: 1, units: 2, t: 2, unfolded: true,
  x: filled(10, 2, (i, j) => (i === 2 * j ? 1 : 0)),
  W_x: [[0.9, -0.8, 0.4], [0.5, 0.3, -0.6]],
  W_h: [[0.8, 0, 0.3], [0.1, -0.9, 0], [-0.2, 0.1, 0.5]],
  b: [0, 0, 0],
  ...changes,
});
const skipped = { count: { answer: null, about: {} }, reach: { answer: null, about: { timesteps: 4, moved: [1, 1, 1, 1] } } };
const open = (changes) => prerender(state({ predictions: skipped, ...changes }));
const answered = (key, answer, about, changes) => prerender(state({ predictions: { count: skipped.count, [key]: { answer, about } }, ...changes }));
const text = (markup) => markup.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");
const verdict = (markup) => text(markup.match(/data-verdict[^>]*>([^]*?)<\/p>/)[1]);
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const exacts = (markup, name) => [...markup.matchAll(new RegExp(`data-value="${name}" data-exact="([^"]+)"`, "g"))].map((match) => Number(match[1]));

test("no extreme setting shows a number that is none", () => {
  for (const timesteps of [1, 2, 10]) for (const features of [1, 2]) for (const units of [1, 2, 3]) for (const t of [1, 10]) {
    for (const unfolded of [true, false]) for (const value of [-2, 0, 1e-9, 2]) {
      const all = state({
        timesteps, features, units, t, unfolded, b: [value, value, value],
        x: filled(10, 2, () => value), W_x: filled(2, 3, () => value), W_h: filled(3, 3, () => value),
      });
      for (const shown of [all, { ...all, predictions: skipped }]) {
        const markup = prerender(shown);
        assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(shown));
        assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(shown));
      }
    }
  }
});

test("each state is tanh of the sum of the terms that are written out", () => {
  for (const t of [1, 2, 4]) {
    const { terms, A, H } = compute(state({ t, features: 2, units: 3, b: [0.1, -0.2, 0.3] }));
    terms.forEach(({ input, state: recurrent, bias }, unit) => {
      assert.deepEqual([input.length, recurrent.length], [2, 3]);
      const sum = [...input, ...recurrent].reduce((total, { value, weight }) => total + value * weight, bias);
      assert.ok(Math.abs(A[t - 1][unit] - sum) < 1e-12);
      assert.ok(Math.abs(H[t - 1][unit] - Math.tanh(sum)) < 1e-12);
    });
  }
});

test("a sum is written with the signs of its values between the terms and those of its weights in brackets", () => {
  const sums = [...open().matchAll(/class="role-hidden"><th[^>]*>[^]*?<\/th><td>([^]*?)<\/td>/g)].map((match) => text(match[1]).trim());
  assert.deepEqual(sums, ["0.716 · 0.8 − 0.664 · 0.1", "0.716 · 0 − 0.664 · (−0.9)"]);
});

test("fewer units, features or timesteps use the first numbers of every matrix", () => {
  const few = compute(state({ units: 1, timesteps: 3 }));
  assert.deepEqual([few.W_x, few.W_h, few.b, few.x], [[[0.9]], [[0.8]], [0], [[1], [0], [0]]]);
  assert.equal(compute(state({ t: 9 })).t, 4);
});

test("the number of parameters has no T in it", () => {
  const n = (changes) => exacts(open(changes), "n_parameters");
  for (const timesteps of [1, 4, 10]) assert.deepEqual(n({ timesteps, features: 2, units: 3 }), [2 * 3 + 9 + 3]);
  assert.deepEqual(n({}), [8]);
});

test("all copies of a weight carry the same label, and unfolding shows one for each timestep", () => {
  const labels = (markup, name) => markup.split(`class="u-w-${name}"`).length - 1;
  for (const timesteps of [1, 7]) {
    assert.deepEqual(["x", "h"].map((name) => labels(open({ timesteps }), name)), [timesteps, timesteps]);
    assert.deepEqual(["x", "h"].map((name) => labels(open({ timesteps, unfolded: false }), name)), [1, 1]);
  }
});

test("the folded cell shows the state that the loop keeps and the one it makes of it", () => {
  const { H } = compute(state());
  const markup = open({ unfolded: false, t: 3 });
  assert.deepEqual([1, 2].map((unit) => exacts(markup, `H_before.${unit}`)[0]), H[1]);
  assert.deepEqual([1, 2].map((unit) => exacts(markup, `H.3.${unit}`)[0]), H[2]);
  assert.deepEqual(exacts(markup, "H.2.1"), []);
  assert.deepEqual(exacts(open({ unfolded: false, t: 1 }), "H_before.1"), [0]);
});

test("the open question is answered by no part of the page", () => {
  const locked = prerender(state());
  assert.match(locked, /<fieldset[^>]*disabled/);
  assert.match(locked, /data-veil="count reach"/);
  assert.match(text(locked), /reads T = 4 timesteps.*T doubles, from 4 to 8/);
  assert.doesNotMatch(caption(locked), /parameters/);
  assert.match(caption(open()), /8 parameters in all/);
  assert.match(locked.match(/data-slot="count">([^]*?)<\/div>/)[1], /veil-count">[^]*data-value="n_parameters"[^]*class="ask-count"/);
});

test("the answer to the count quotes the prediction and names the slip", () => {
  const about = { features: 2, units: 3 };
  const said = (answer) => verdict(answered("count", answer, about, about));
  assert.match(said(18), /^You said 18, and 18 it is\..*6 \+ 9 \+ 3 = 18/);
  assert.match(said(36), /^You said 36; it is 18\. 36 is twice 18, as if the added timesteps brought weights of their own/);
  assert.match(said(72), /72 is 4 times 18/);
  assert.match(said(15), /The biases are missing/);
  assert.match(said(16), /one bias for each unit/);
  assert.match(said(21), /two biases, as PyTorch does/);
  assert.match(said(9), /leaves out Wh/);
  assert.match(said(12), /leaves out Wx|one recurrent weight/);
  assert.match(said(5), /^You said 5; it is 18\. Wx has/);
  assert.match(said(null), /^18 parameters, as before\./);
});

test("the answer to the count stays while T moves and shrinks when the network changes", () => {
  const about = { features: 1, units: 2 };
  const predictions = { count: { answer: 16, about } };
  const line = (changes) => verdict(prerender(state({ predictions, ...changes })));
  assert.match(line({ timesteps: 8 }), /twice 8/);
  assert.equal(line({ units: 3 }), "For d = 1 and h = 2: you said 16; it is 8.");
});

test("how far an input reaches is asked only where it reaches to the end", () => {
  const first = { count: { answer: 8, about: { features: 1, units: 2 } } };
  const asks = (changes) => /data-question="reach"/.test(prerender(state({ predictions: first, ...changes })));
  assert.equal(asks({}), true);
  assert.equal(asks({ timesteps: 2 }), false);
  assert.equal(asks({ x: filled(10, 2, () => 0) }), false);
  assert.equal(asks({ W_h: filled(3, 3, () => 0) }), false);
});

test("the answer to the reach says by how much the first and the last state change", () => {
  const { moved } = compute(state());
  const without = compute(state({ x: filled(10, 2, () => 0) })).H;
  assert.deepEqual(moved, compute(state()).H.map((h, k) => Math.max(...h.map((value, unit) => Math.abs(value - without[k][unit])))));
  const said = (answer) => verdict(answered("reach", answer, { timesteps: 4, moved }));
  assert.match(said("one"), /^You said only H₁; it is all of them\. H1 changes by 0\.716, H2 by 0\.535, and H4 still by 0\.38/);
  assert.match(said("two"), /^You said H₁ and H₂; it is all of them/);
  assert.match(said("all"), /^You said all of them, and so it is/);
});

test("a state too small for two decimals is not called zero", () => {
  const markup = open({ units: 1, timesteps: 10, W_h: filled(3, 3, () => 0.3) });
  const shown = text(markup.match(/data-value="H.10.1"[^>]*>([^]*?)<\/text>/)[1]);
  assert.equal(shown, "≈0");
  assert.match(open({ b: [0, 0, 0], x: filled(10, 2, () => 0) }), /data-value="H.1.1" data-exact="0">0</);
});

test("fields show the used part of each matrix, and copied Python holds the same numbers", () => {
  const fields = (markup, trait) => [...markup.matchAll(new RegExp(`data-trait="${trait}" data-at="([^"]+)"[^>]*value="([^"]+)"`, "g"))].map((match) => [match[1], match[2]]);
  assert.deepEqual(fields(open(), "W_h"), [["[0,0]", "0.8"], ["[0,1]", "0"], ["[1,0]", "0.1"], ["[1,1]", "-0.9"]]);
  assert.deepEqual(fields(open(), "b"), [["[0]", "0"], ["[1]", "0"]]);
  assert.equal(fields(open({ timesteps: 10, features: 2 }), "x").length, 20);
  assert.match(python(state()), /W_h = np\.array\(\[\[0\.8, 0\], \[0\.1, -0\.9\]\]/);
});

test("every label has its control, and two widgets on a page share no id", () => {
  assertIdsFit(state());
});

test("while t moves the chain is not drawn anew, and its mark moves", () => {
  const slot = (name, changes) => open(changes).match(new RegExp(`data-slot="${name}">([^]*?)</svg>`))[1];
  assert.equal(slot("chain", { t: 1 }), slot("chain", { t: 3 }));
  assert.notEqual(slot("chosen", { t: 1 }), slot("chosen", { t: 3 }));
  assert.notEqual(slot("chain", { t: 1, unfolded: false }), slot("chain", { t: 3, unfolded: false }));
});
