import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { test } from "node:test";
import gateScope from "../gate_scope.js";
import { contributions } from "../gate_scope/arithmetic.js";
import { picture } from "../gate_scope/image.js";
import { TOUR } from "../gate_scope/tour.js";
import { compute, prerender } from "./widgets.js";
import { normal } from "./random.js";
import { assertIdsFit, combinations } from "./shared.js";

const TOKENS = [" ", "a", "b", "c", "\n"];
const layer = (kind, features, units, more = {}) => ({ name: kind, kind, features, units, merge: null, ...(kind === "GRU" ? { reset_after: true } : kind === "SimpleRNN" ? { activation: "tanh" } : {}), ...more });
const sizeOf = ({ embedding, layers, dense }) =>
  (embedding ? embedding[0] * embedding[1] : 0) +
  layers.reduce((sum, { kind, features, units, merge, reset_after }) => {
    const gates = { LSTM: 4, GRU: 3, SimpleRNN: 1 }[kind];
    return sum + gates * units * (features + units + (reset_after ? 2 : 1)) * (merge ? 2 : 1);
  }, 0) +
  dense.reduce((sum, { shape: [m, q] }) => sum + (m + 1) * q, 0);

const SPECS = {
  letters: { embedding: [5, 3], mask_zero: false, return_sequences: true, layers: [layer("LSTM", 3, 6)], dense: [{ shape: [6, 5], activation: "softmax" }] },
  numbers: { embedding: null, mask_zero: false, return_sequences: false, layers: [layer("GRU", 2, 4, { merge: "concat" }), layer("SimpleRNN", 8, 3)], dense: [{ shape: [3, 2], activation: "linear" }] },
  words: { embedding: [5, 3], mask_zero: true, return_sequences: true, layers: [layer("GRU", 3, 4)], dense: [{ shape: [4, 1], activation: "sigmoid" }] },
};
const numbers = {};
const random = normal(3);
let from = 0;
const cardOf = (name, more) => {
  const size = sizeOf(SPECS[name]);
  numbers[name] = random(size).map((value) => Math.round(600 * value));
  const card = {
    name, label: name, title: `the model of ${name}`, about: "It reads.", expects: "next comes", spec: SPECS[name], dtype: "int16", scale: 1 / 1024, from, size,
    notable: [], presets: {}, reference: null, referenceName: "", output: null, writes: false, start: { track: "h", unit: 1 }, ...more,
  };
  from += 2 * size;
  return card;
};
const series = (n) => Array.from({ length: n }, (_, t) => [Math.sin(t / 3), 100 + t]);
const MODELS = [
  cardOf("letters", { kind: "characters", vocabulary: TOKENS, names: TOKENS, initial: "ab cab", presets: { other: "cc\nab" }, reference: "abc abc ".repeat(30), writes: true, notable: [{ layer: 0, unit: 2, track: "f", says: "knows a" }] }),
  cardOf("numbers", { kind: "numbers", vocabulary: null, names: ["x", "y"], features: ["p", "q"], units: ["°C", ""], scaler: { center: [0, 100], spread: [1, 10] }, limits: [[-2, 2], [50, 300]], steps: [0.05, 5], initial: series(20) }),
  cardOf("words", { kind: "words", vocabulary: ["", "[UNK]", "good", "bad", "not"], names: ["positive"], initial: "not good" }),
];
const weights = new DataView(Int16Array.from(MODELS.flatMap(({ name }) => numbers[name])).buffer);
const clamp = (more) => ({ layer: 0, direction: "forward", track: "h", unit: 1, value: 0.5, from: 2, to: 127, ...more });
const state = (changes = {}) => {
  const card = MODELS.find(({ name }) => name === (changes.model ?? "letters"));
  return {
    kind: "GateScope", models: MODELS, weights, predictions: {}, initial: {},
    limits: { length: [1, 128], t: [1, 128], feature: [0, 1], temperature: [0.2, 1.5], seed: [0, 99] },
    model: "letters", text: card.kind === "numbers" ? "" : card.initial, series: card.kind === "numbers" ? card.initial : [],
    feature: 0, layer: 1, direction: "forward", track: "h", unit: 1, t: 128, output: -1, clamps: [], order: "trained", span: "on", temperature: 0.7, seed: 0, tour: 0,
    ...changes,
  };
};
const skipped = { next: { answer: null, about: { read: "“ab”", chances: { a: 0.6, b: 0.3 } } }, part: { answer: null, about: { parts: { first: 0.1, middle: 0.2, last: 0.7 }, t: 9, output: "x" } } };
const edit = (name, changes, ...values) => gateScope.edits[name](compute(state(changes)), ...values);

test("no extreme setting shows a number that is none", () => {
  const settings = [
    ...combinations({ model: ["letters"], text: ["a", "ab c", "abc \n".repeat(25)], track: ["i", "c"], t: [1, 30, 128], order: ["time", "value"], clamps: [[], [clamp({ track: "f" }), clamp({ track: "c", value: 3 })]] }),
    ...combinations({ model: ["numbers"], series: [series(1), series(128)], layer: [1, 2], direction: ["forward", "backward"], unit: [4], output: [1], feature: [1], clamps: [[], [clamp({ direction: "backward" })]] }),
    ...combinations({ model: ["words"], text: ["good", "not ".repeat(60).trim()], t: [1, 128], track: ["z", "h~"] }),
  ];
  for (const [k, setting] of settings.entries()) {
    const predictions = k % 2 ? {} : skipped;
    const markup = prerender(state({ ...setting, predictions })) + gateScope.numbers(compute(state(setting)));
    assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify(setting).slice(0, 200));
    assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting).slice(0, 200));
  }
});

test("a picture is a PNG whose pixels are the numbers", () => {
  // Seven timesteps of four units; drawn are the units 2, 0 and 3 from the third timestep on.
  const line = Float64Array.from({ length: 28 }, (_, k) => Math.sin(k));
  const bytes = Buffer.from(picture(line, 4, [2, 0, 3], 2, 5, -0.9).split(",")[1], "base64");
  assert.equal(bytes.subarray(1, 4).toString(), "PNG");
  assert.deepEqual([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], [5, 3]);
  const begin = bytes.indexOf("IDAT") + 4;
  const raw = inflateSync(bytes.subarray(begin, begin + bytes.readUInt32BE(begin - 8)));
  const gray = (value) => Math.round(255 * Math.min(Math.max(-value / 0.9, 0), 1));
  [2, 0, 3].forEach((unit, r) => assert.deepEqual([...raw.subarray(6 * r, 6 * r + 6)], [0, ...[2, 3, 4, 5, 6].map((t) => gray(line[4 * t + unit]))]));
  const rows = Array.from({ length: 300 }, (_, k) => k);
  const large = Buffer.from(picture(new Float64Array(120_000).fill(2), 300, rows, 0, 400, 1).split(",")[1], "base64"); // more than one block; what is above 1 is 1
  const at = large.indexOf("IDAT") + 4;
  assert.equal(inflateSync(large.subarray(at, at + large.readUInt32BE(at - 8))).filter((byte) => byte === 255).length, 120_000);
});

test("what the inspector adds up is what the map shows", () => {
  const sigmoid = (a) => 1 / (1 + Math.exp(-a));
  for (const changes of combinations({ model: ["letters", "numbers", "words"], layer: [1, 2], direction: ["forward", "backward"], t: [1, 2, 128], unit: [1, 3] })) {
    const values = compute(state(changes));
    for (const track of values.tracks.filter((one) => !["c", "h"].includes(one) || values.tracks.length === 1)) {
      const { sum, fromInputs, fromStates, bias } = contributions({ ...values, track });
      const f = ["i", "f", "o", "z", "r"].includes(track) ? sigmoid : Math.tanh;
      assert.ok(Math.abs(f(sum) - values.at(track, values.t, values.unit)) < 1e-12, `${track} ${JSON.stringify(changes)}`);
      assert.ok(Math.abs(fromInputs + fromStates + bias - sum) < 1e-12);
    }
  }
});

test("a clamp changes what is shown, says what was before, and can be let go", () => {
  const { clamps } = edit("hold", { track: "c", unit: 2, t: 3 }, "1.5");
  assert.deepEqual(clamps, [{ layer: 0, direction: "forward", track: "c", unit: 1, value: 1.5, from: 2, to: 127 }]);
  const values = compute(state({ clamps, track: "c", unit: 2 }));
  for (let t = 3; t <= values.T; t++) assert.equal(values.at("c", t, 2), 1.5);
  assert.notEqual(values.at("c", 2, 2), 1.5);
  assert.deepEqual([...values.free.values], [...compute(state()).outs.values]);
  assert.match(prerender(state({ clamps, predictions: skipped })), /had .*; with what is held it has/s);
  // Held again, it keeps its timesteps; another span changes them.
  assert.deepEqual(edit("hold", { clamps, track: "c", unit: 2, t: 5 }, "1").clamps, [{ ...clamps[0], value: 1 }]);
  assert.deepEqual(edit("span", { clamps, track: "c", unit: 2, t: 5 }, "all").clamps, [{ ...clamps[0], from: 0 }]);
  assert.deepEqual(edit("span", { clamps, track: "c", unit: 2, t: 5 }, "one").clamps, [{ ...clamps[0], from: 4, to: 4 }]);
  assert.deepEqual(edit("span", { t: 5 }, "one"), { span: "one" });
  assert.deepEqual(edit("release", { clamps: [...clamps, clamp()] }, 0).clamps, [clamp()]);
});

test("what cannot be read is named, and capitals are read as small letters", () => {
  const why = (model, text) => gateScope.faults.text(compute(state({ model })), text);
  assert.match(why("letters", "abz"), /“z” cannot be read: the model of letters knows the space, a, b, c, the end of a line\./);
  assert.match(why("words", "not goo"), /“goo” cannot be read: the model of words knows the words/);
  assert.match(why("letters", "a".repeat(129)), /There are 129 characters; at most 128/);
  assert.equal(why("letters", "ABC"), null);
  assert.deepEqual(edit("type", {}, "ABC"), { text: "abc", t: 3 });
  assert.deepEqual(edit("type", { t: 2 }, "abcabc"), { text: "abcabc", t: 2 }); // t stays unless it stood at the end
  assert.deepEqual(edit("type", { model: "words" }, "not "), { text: "not ", t: 1 });
});

test("the network writes: the most probable, or by chance, the same for the same seed", () => {
  const one = edit("write", {}, 1);
  assert.equal(one.text, `ab cab${compute(state()).top[0].name}`);
  assert.equal(one.t, 7);
  const by = (seed) => edit("write", { seed }, 20).text;
  assert.equal(by(1), by(1));
  assert.equal(by(1).length, 26);
  assert.notEqual(by(1), by(2));
  assert.equal(edit("write", { text: "a".repeat(127) }, 20).text.length, 128);
  // At a temperature close to 0 chance has no part.
  const cold = edit("write", { temperature: 1e-5 }, 20).text;
  let text = "ab cab";
  for (let k = 0; k < 20; k++) ({ text } = edit("write", { text }, 1));
  assert.equal(cold, text);
});

test("arrows move in the map, along the order in which the units stand", () => {
  const place = { t: 3, unit: 2 };
  assert.deepEqual(edit("cell", place, { key: "ArrowLeft" }), { t: 2 });
  assert.deepEqual(edit("cell", place, { key: "End" }), { t: 6 });
  assert.deepEqual(edit("cell", place, { key: "ArrowDown" }), { unit: 3 });
  assert.deepEqual(edit("cell", { t: 1, unit: 1 }, { key: "PageUp" }), { unit: 1 });
  assert.equal(edit("cell", place, { key: "Tab" }), null);
  const { ordered } = compute(state({ order: "time" }));
  assert.deepEqual(edit("cell", { order: "time", unit: ordered[0] + 1 }, { key: "ArrowDown" }), { unit: ordered[1] + 1 });
  assert.deepEqual(edit("cell", { order: "time" }, { x: 0.5, y: 0 }), { t: 4, unit: ordered[0] + 1 });
  assert.deepEqual(edit("step", {}, { x: 0.99, y: 0.5 }), { t: 6 });
  assert.equal(edit("step", {}, { key: "ArrowLeft" }), null);
});

test("of a long input the large map shows the part around t", () => {
  for (let t = 1; t <= 128; t++) {
    const { window: { from, to, columns } } = compute(state({ text: "abcabc a".repeat(16), t }));
    assert.equal(columns, 40);
    assert.ok(from >= 0 && to <= 128 && from < t && t <= to);
  }
  assert.deepEqual(compute(state({ model: "numbers", series: series(128) })).window, { from: 0, to: 128, columns: 128 });
});

test("each answer to the question is told its own number", () => {
  const reply = (key, answer) => {
    const { verdict } = gateScope.questions(compute(state({ model: key === "next" ? "letters" : "numbers" }))).find((one) => one.key === key);
    const { right, said } = verdict({ answer, about: skipped[key].about });
    return [right, said];
  };
  assert.deepEqual(reply("next", "a"), [true, "You said “a”, and after “ab” it gives “a” 60.0\u202f%, ahead of “b” with 30.0\u202f%."]);
  assert.deepEqual(reply("next", "b"), [false, "You said “b”, to which it gives 30.0\u202f%; after “ab” it gives “a” 60.0\u202f%."]);
  assert.deepEqual(reply("next", null), [null, "After “ab” it gives “a” 60.0\u202f%."]);
  assert.deepEqual(reply("part", "last"), [true, "You said the last third, and so it is."]);
  assert.deepEqual(reply("part", "first"), [false, "You said the first third; it is the last third."]);
});

test("the answer is veiled while it is asked", () => {
  const markup = prerender(state());
  assert.match(markup, /data-veil="next"/);
  assert.doesNotMatch(markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1], /gives/);
  assert.match(markup, /u-outputs veil-next/);
});

test("what takes long yields, and finds what it would find at once", () => {
  const values = compute(state({ t: 5 }));
  const found = {};
  for (const { slot, work } of gateScope.later.jobs(values)) {
    const working = work();
    let pauses = 0;
    let step = working.next();
    for (; !step.done; step = working.next()) pauses++;
    assert.ok(pauses >= 2, slot);
    found[slot] = step.value.toString();
  }
  const shown = found.occlusion.match(/data-exact="([^"]+)"/)[1].split(" ").map(Number);
  assert.equal(shown.length, 6);
  assert.equal(shown[5], 0); // what comes after t has no part in it
  assert.equal(found.nearest.match(/data-value="near/g).length, 5);
  const abouts = (changes) => gateScope.later.jobs(compute(state(changes))).map(({ about }) => about);
  assert.deepEqual(abouts({ unit: 1 }), abouts({ unit: 3, track: "f" }));
  assert.notDeepEqual(abouts({ t: 3 }), abouts({ t: 4 }));
});

test("each step of the tour sets what its networks have, asks and answers", () => {
  for (const { title, state: sets, ask, choices, says } of TOUR) {
    assert.ok(title && ask && typeof says === "function" && (choices === null || choices.length > 1), title);
    assert.ok(["characters", "forecaster", "brackets", undefined].includes(sets.model), title);
  }
});

test("ids fit, also of two widgets on a page", () => {
  for (const { name } of MODELS) assertIdsFit(state({ model: name }));
});
