import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, prerender } from "./widgets.js";
import { escape, fixed } from "../ui/html.js";
import { binary, extremes, state } from "./states.js";
import { assertIdsFit } from "./shared.js";

const SHORT = "window 20 + horizon 5 needs at least 25 values; the series has 15";
const about = { length: 40, window: 8, horizon: 2, stride: 4, order: "window first" };
const leak = { ...about, train: 28 };
const answered = (key, prediction, more = {}) => prerender(state({ ...more, predictions: { [key]: prediction } }));
const verdict = (...given) => answered(...given).match(/data-verdict[^>]*>([^]*?)<\/p>/)[1];
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const drift = { sequence: "C", zeros: 6, where: "post", alone: [0.5, -0.25], padded: [0.1, 0.2] };
const skipped = { drift: { answer: null, about: drift }, count: { answer: null, about }, leak: { answer: null, about: leak } };

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
  assert.match(markup, /Nothing to cut: window 20/);
});

test("a part without windows is named, and nothing more is said than is true", () => {
  const note = (changes) => prerender(state({ order: "split first", ...changes })).match(/role="note">(.*?)<\/p>/)?.[1];
  const needs = "window 8 + horizon 2 needs at least 10 values";
  assert.equal(note({ train: 20 }), undefined);
  assert.equal(note({ train: 40 }), `No test windows: ${needs}; the test part has 0.`);
  assert.equal(note({ train: 3 }), `No training windows: ${needs}; the training part has 3.`);
  assert.equal(note({ length: 12, train: 6 }), `No training windows: ${needs}; the training part has 6. No test windows: ${needs}; the test part has 6.`);
});

test("the page says how many windows there are, how many leak and what the chosen one holds", () => {
  const values = compute(state());
  assert.deepEqual([values.n, values.nTrain, values.nLeak, values.nTest, values.firstLeak], [8, 7, 2, 1, 5]);
  assert.match(prerender(state()), /data-value="n_leak" data-exact="2"/);
  assert.match(prerender(state({ selected: 1 })), new RegExp(`data-value="X.0.0" data-exact="${10 + 5 * Math.sin(1)}"`));
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
  assert.match(verdict("leak", { answer: 5, about: leak }), /You said X\[5\], and that is it/);
  assert.match(verdict("leak", { answer: 6, about: leak }), /leaks too, but not first/);
  assert.match(verdict("leak", { answer: 2, about: leak }), /ends at value 17, before 28/);
  assert.match(verdict("leak", { answer: 7, about: leak }), /starts in the test part/);
  assert.match(verdict("leak", { answer: 99, about: leak }), /only X\[0\] to X\[7\]/);
});

test("an open question locks the controls and is not answered by the description", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*disabled/);
  assert.doesNotMatch(caption(open), /into 8/);
  const after = answered("count", { answer: null, about });
  assert.doesNotMatch(after, /<fieldset[^>]*disabled/);
  assert.match(after, /data-veil="leak"/);
});

test("tools that would tell the answer wait until it is given", () => {
  const waiting = (markup) => [...markup.matchAll(/data-action="(\w+)"[^>]*aria-disabled="true" title="Answer or skip/g)].map((match) => match[1]);
  assert.deepEqual(waiting(prerender(state())), ["numbers", "python"]);
  assert.deepEqual(waiting(prerender(state({ mode: "padding" }))), ["numbers", "python"]);
  assert.deepEqual(waiting(answered("count", { answer: null, about })), []);
});

test("the leak is asked for only where there is one, and locks nothing", () => {
  const form = /data-question="leak"/;
  assert.match(answered("count", { answer: 8, about }), form);
  for (const none of [{ train: 40 }, { order: "split first" }, { length: 8 }]) {
    const markup = answered("count", { answer: 8, about }, none);
    assert.doesNotMatch(markup, form);
    assert.match(markup, /data-veil=""/);
    assert.doesNotMatch(markup, /<fieldset[^>]*disabled/);
    assert.doesNotMatch(markup, /class="veil-leak"><b class="role-gradient">Hatched/);
  }
});

test("a verdict about another setting names its setting in one line", () => {
  const past = (key, prediction, more) => {
    const markup = answered(key, prediction, more);
    assert.match(markup, /class="u-verdict[^"]* u-past"/);
    return verdict(key, prediction, more);
  };
  assert.doesNotMatch(answered("count", { answer: 7, about }), /u-past/);
  assert.equal(past("count", { answer: 7, about }, { window: 9 }), "For N = 40, T = 8, H = 2, s = 4: you said 7; it is 8.");
  assert.equal(past("leak", { answer: 5, about: leak }, { train: 40 }), "For N = 40, T = 8, H = 2, s = 4 and 28 training values: you said X[5], and that is it.");
  assert.equal(past("drift", { answer: null, about: drift }, { mode: "padding" }), "For C with 6 zeros after it: it changes.");
});

test("right, wrong and skipped answers look different", () => {
  const kind = (answer) => answered("count", { answer, about }).match(/class="u-verdict([^"]*)"/)[1];
  assert.deepEqual([8, 7, null].map(kind), [" u-right", " u-wrong", ""]);
});

test("the values to predict are named at any number of features", () => {
  for (const features of [1, 3]) {
    assert.match(prerender(state({ features })), new RegExp(`<th scope="rowgroup" colspan="${features + 1}">to predict</th>`));
  }
});

test("splitting first tells that it gives the test part no context", () => {
  const told = (order) => caption(prerender(state({ order, predictions: skipped })));
  assert.match(told("split first"), /the test could borrow the last 8 training values as inputs/);
  assert.doesNotMatch(told("window first"), /borrow/);
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
  for (const mode of ["windows", "padding"]) assertIdsFit(state({ mode }));
});

test("the answer about padding quotes the prediction and both states", () => {
  const { hAlone, hPlain } = compute(state({ mode: "padding" }));
  const about = { ...drift, alone: hAlone[2], padded: hPlain[2] };
  const pair = (h) => `(${h.map((v) => fixed(v)).join(", ")})`;
  const text = (answer) => verdict("drift", { answer, about }, { mode: "padding" });
  assert.match(text("same"), /^You said it stays the same; it changes\. After 6 zeros/);
  assert.ok(text("same").includes(`${pair(hPlain[2])} instead of ${pair(hAlone[2])}`));
  assert.ok(text("same").includes("each of the four states equals the state of its sequence alone, to the last bit"));
  assert.match(text("changes"), /^You said it changes, and it does/);
});

test("a small movement has the same words in the batch and in the table, and no alarm", () => {
  const setting = state({ mode: "padding", where: "pre", pad_to: 12, predictions: skipped });
  const moved = compute(setting).drift;
  const markup = prerender(setting);
  const rows = [...markup.matchAll(/class="([^"]*)veil-drift">moved by ([^<]+)</g)];
  const cells = [...markup.matchAll(/<span class="(u-alarm)?"><span class="u-value" data-value="drift\.\w"[^>]*>([^<]+)</g)];
  assert.equal(rows.length, 4);
  assert.deepEqual(rows.map((row) => row[2]), cells.map((cell) => cell[2]));
  moved.forEach((d, k) => {
    assert.equal(cells[k][1] === "u-alarm", d >= 0.005);
    assert.equal(rows[k][1].includes("u-ink-gradient"), d >= 0.005);
    assert.notEqual(Number(cells[k][2].replace("−", "-")), 0);
  });
  assert.ok(moved.some((d) => d < 0.005) && moved.some((d) => d >= 0.005));
});

test("zeros after the sequences erase them, and the caption says so only then", () => {
  const shown = (changes) => prerender(state({ mode: "padding", predictions: skipped, ...changes }));
  const far = compute(state({ mode: "padding", pad_to: 12 }));
  assert.ok(far.apart < 0.1 * far.apartAlone);
  assert.match(caption(shown({ pad_to: 12 })), new RegExp(`one resting point, \\(0\\.35, −0\\.70\\).*end at most 0\\.00\\d apart, alone ${fixed(far.apartAlone)}`));
  assert.doesNotMatch(caption(shown({ pad_to: 12, mask: true })), /resting point/);
  assert.doesNotMatch(caption(shown({ pad_to: 12, where: "pre" })), /resting point/);
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
