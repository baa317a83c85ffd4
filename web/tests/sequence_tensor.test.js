import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, prerender } from "../main.js";
import { escape, fixed } from "../ui/html.js";
import { binary, extremes, state } from "./states.js";

const SHORT = "window 20 + horizon 5 needs at least 25 values; the series has 15";
const about = { length: 40, window: 8, horizon: 2, stride: 4 };
const verdict = (key, prediction, more = {}) =>
  prerender(state({ ...more, predictions: { [key]: prediction } })).match(/data-verdict[^>]*>([^]*?)<\/p>/)[1];

test("no extreme setting shows a number that is none", () => {
  for (const mode of ["windows", "padding"]) {
    for (const extreme of extremes(mode)) {
      const markup = prerender(extreme);
      assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(extreme));
      assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(extreme));
    }
  }
});

test("a window that does not fit is explained with what is needed and what is there", () => {
  const markup = prerender(state({ length: 15, window: 20, horizon: 5, train: 10 }));
  assert.ok(markup.includes(SHORT));
  assert.match(markup, /data-value="n" data-exact="0"/);
});

test("the page says how many windows there are, how many leak and what the chosen one holds", () => {
  const values = compute(state());
  assert.deepEqual([values.n, values.nTrain, values.nLeak, values.nTest, values.firstLeak], [8, 7, 2, 1, 5]);
  assert.match(prerender(state()), /data-value="n_leak" data-exact="2"/);
  assert.match(prerender(state()), new RegExp(`data-value="X.0.0" data-exact="${10 + 5 * Math.sin(1)}"`));
});

test("a window beyond the last shows the last", () => {
  assert.equal(compute(state({ selected: 59 })).selected, 7);
});

test("the answer to the count quotes the prediction and names the slip", () => {
  assert.match(verdict("count", { answer: 8, about }), /You said 8, and 8 it is/);
  assert.match(verdict("count", { answer: 7, about }), /You said 7; it is 8\. The \+ 1 is missing/);
  assert.match(verdict("count", { answer: 9, about }), /no room for the targets/);
  assert.match(verdict("count", { answer: null, about }), /^8 windows\./);
});

test("the answer to the leak says why the predicted window is not the first", () => {
  const leak = { ...about, train: 28, order: "window first" };
  assert.match(verdict("leak", { answer: 5, about: leak }), /You said X\[5\], and that is it/);
  assert.match(verdict("leak", { answer: 6, about: leak }), /leaks too, but not first/);
  assert.match(verdict("leak", { answer: 2, about: leak }), /ends at value 17, before 28/);
  assert.match(verdict("leak", { answer: 7, about: leak }), /starts in the test part/);
  assert.match(verdict("leak", { answer: 99, about: leak }), /only X\[0\] to X\[7\]/);
});

test("an open question locks the controls and is not answered by the description", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*disabled/);
  assert.doesNotMatch(open.match(/<figcaption[^]*<\/figcaption>/)[0], /into 8/);
  const skipped = prerender(state({ predictions: { count: { answer: null, about } } }));
  assert.doesNotMatch(skipped, /<fieldset[^>]*disabled/);
  assert.match(skipped, /data-veil="leak"/);
});

test("a mask leaves every last state exactly as it is without padding", () => {
  for (const extreme of extremes("padding")) {
    const { masked, drift, loss, lossAlone, padTo } = compute(extreme);
    if (masked) {
      assert.deepEqual(drift, [0, 0, 0, 0]);
      assert.ok(Math.abs(loss - lossAlone) <= 1e-12 * Math.max(1, lossAlone));
    } else if (padTo > 6) {
      assert.ok(drift.every((d) => d > 0));
    }
  }
});

test("every label has its control, and two views on a page share no id", () => {
  for (const mode of ["windows", "padding"]) {
    const ids = (uid) => [...prerender(state({ mode }), uid).matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    const markup = prerender(state({ mode }), "a");
    for (const [, id] of markup.matchAll(/ (?:for|aria-controls|aria-labelledby)="([^"]+)"/g)) assert.ok(ids("a").includes(id), id);
    assert.equal(new Set(ids("a")).size, ids("a").length);
    assert.equal(ids("a").filter((id) => ids("b").includes(id)).length, 0);
  }
});

test("the answer about padding quotes the prediction and both states", () => {
  const text = (answer, padded) => verdict("drift", { answer, about: { sequence: "C", zeros: 6, where: "post", alone: [0.5, -0.25], padded } }, { mode: "padding" });
  assert.match(text("same", [0.1, 0.2]), /You said it stays the same; it changes\..*\(0.10, 0.20\) instead of \(0.50, −0.25\)/);
  assert.match(text("changes", [0.1, 0.2]), /You said it changes, and it does/);
  assert.match(text("changes", [0.5, -0.25]), /You said it changes; it stays the same/);
});

test("names from outside are shown as text", () => {
  const rows = Array.from({ length: 60 }, (_, t) => [t]);
  const limits = { ...state().limits, features: [1, 1] };
  const odd = state({ series: binary(rows), names: ["<img src=x>"], units: ['"°'], features: 1, limits });
  assert.ok(prerender(odd).includes("&lt;img src=x&gt;"));
  assert.ok(!prerender(odd).includes("<img"));
  assert.equal(escape(`<a b="c" d='e'>&`), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;");
});

test("numbers carry a true minus sign, and never a negative zero", () => {
  assert.equal(fixed(-0.5, 1), "−0.5");
  assert.equal(fixed(-0.001), "0.00");
});
