import assert from "node:assert/strict";
import { test } from "node:test";
import { compute, prerender } from "./widgets.js";
import gateDuel from "../gate_duel.js";
import { amount, percent, size } from "../gate_duel/words.js";
import { normal } from "./random.js";

const NETWORKS = [["SimpleRNN", 8, 0.92], ["GRU", 8, 0.998], ["LSTM", 8, 0.983], ["SimpleRNN", 17, 0.926], ["GRU", 9, 0.998]];
const zeros = Array(40).fill(0);
const pulse = zeros.with(0, 1);
const presets = { pulse, two: pulse.with(14, -1), step: zeros.map((_, k) => Number(k > 3)), noise: pulse.with(5, 0.3) };

const sizes = { SimpleRNN: (h) => h * h + 2 * h, GRU: (h) => 3 * (h * h + 3 * h), LSTM: (h) => 4 * (h * h + 2 * h) };
const total = NETWORKS.reduce((sum, [name, h]) => sum + 2 * sizes[name](h) + h + 1, 0);

const state = (changes = {}, scale = 0.4) => ({
  kind: "GateDuel",
  networks: NETWORKS,
  numbers: new DataView(Float32Array.from(normal(1)(total), (value) => scale * value).buffer),
  presets,
  limits: { series: [-1, 1], timestep: [1, 40], read: [1, 40] },
  initial: {},
  predictions: {},
  series: pulse, timestep: 1, read: 30, weights: "start", match: "units",
  ...changes,
});

const about = (changes) => ({ match: "units", shares: [0.31, 4.4e-7, 0.002], gradients: [6e-6, 1.2, 0.2], answers: [[0.82, -0.9], [1.02, 0], [1.03, -0.05]], accuracies: [0.92, 0.998, 0.983], ...changes });
const answered = (key, answer, changes = {}) => ({ [key]: { answer, about: about(changes) } });
const skipped = { ...answered("start", null), ...answered("trained", null), units: { answer: null, about: {} } };
const explored = (changes, scale) => prerender(state({ predictions: skipped, ...changes }, scale));
const verdictOf = (key, answer, changes) =>
  prerender(state({ predictions: answered(key, answer, changes) })).match(new RegExp(`class="u-verdict([^"]*)" data-verdict="${key}"[^>]*>([^]*?)</p>`)).slice(1);
const question = (key, values) => gateDuel.questions(values).find((one) => one.key === key);
const reply = (key, answer, changes) => question(key, compute(state())).verdict({ answer, about: about(changes) });
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];
const asked = (changes) => prerender(state(changes)).match(/data-question="(\w+)"/)?.[1];

test("no extreme setting shows a number that is none", () => {
  const inputs = [zeros, zeros.map(() => 1), zeros.map(() => -1), ...Object.values(presets)];
  for (const weights of ["start", "trained"]) {
    for (const match of ["units", "parameters"]) {
      const extremes = [[1, 1, 0.4], [1, 40, 30], [40, 1, 0.4], [40, 40, 0]];
      for (const [k, [timestep, read, scale]] of extremes.entries()) {
        for (const series of [inputs[0], inputs[k + 1]]) {
          const setting = { weights, match, timestep, read, series };
          const markup = explored(setting, scale) + gateDuel.numbers(compute(state(setting, scale)));
          assert.doesNotMatch(markup, /NaN|undefined|Infinity|\[object/, JSON.stringify({ ...setting, scale }));
          assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting));
        }
      }
    }
  }
});

test("parameters are counted as the formulas say, and the verdict writes them out", () => {
  for (const [name, units] of NETWORKS) assert.equal(size({ name, units }), sizes[name](units));
  const { said, why, right } = reply("units", "LSTM");
  assert.equal(said, "You said LSTM, which gets 8; the SimpleRNN gets the most, 17.");
  assert.equal(right, false);
  assert.match(why, /SimpleRNN 1 × \(17 \+ 17² \+ 17\) = 323 with 17 units; GRU 3 × \(9 \+ 9² \+ 2 × 9\) = 324 with 9 units; LSTM 4 × \(8 \+ 8² \+ 8\) = 320/);
  assert.equal(reply("units", "SimpleRNN").right, true);
  assert.equal(reply("units", null).said, "The SimpleRNN gets the most, 17.");
});

test("each answer is told its own number, and what all three kept", () => {
  const told = (answer) => {
    const { said, why, right } = reply("start", answer);
    return [right, `${said} ${why}`];
  };
  const left = "Of what the pulse changed there is left: SimpleRNN 31\u00a0%, GRU 4.40 × 10⁻⁵\u00a0%, LSTM 0.2\u00a0%. The SimpleRNN starts";
  const expected = {
    SimpleRNN: [true, `You said SimpleRNN, and so it is: the SimpleRNN alone keeps it. ${left}`],
    GRU: [false, `You said GRU; the SimpleRNN alone keeps it. The GRU has 4.40 × 10⁻⁵\u00a0% left. ${left}`],
    LSTM: [false, `You said LSTM; the SimpleRNN alone keeps it. The LSTM has 0.2\u00a0% left. ${left}`],
    none: [false, `You said none; the SimpleRNN alone keeps it. The SimpleRNN has 31\u00a0% left. ${left}`],
    gated: [false, `You said GRU and LSTM; the SimpleRNN alone keeps it. The GRU has 4.40 × 10⁻⁵\u00a0% left. ${left}`],
    all: [false, `You said all three; the SimpleRNN alone keeps it. The GRU has 4.40 × 10⁻⁵\u00a0% left. ${left}`],
  };
  for (const [answer, [right, words]] of Object.entries(expected)) {
    assert.equal(told(answer)[0], right, answer);
    assert.ok(told(answer)[1].startsWith(words), told(answer)[1]);
  }
  assert.equal(told(null)[0], null);
  assert.ok(told(null)[1].startsWith(`The SimpleRNN alone keeps it. ${left}`));
});

test("after training the verdict compares answers, gradients and accuracies", () => {
  const all = { shares: [1, 0.97, 0.99] };
  const gated = { shares: [1e-9, 0.99, 0.98] };
  const told = (answer, changes) => {
    const { right, said, why } = reply("trained", answer, changes);
    return [right, `${said} ${why}`];
  };
  const [right, words] = told("all", all);
  assert.equal(right, true);
  assert.match(words, /SimpleRNN 0\.82 and −0\.90, GRU 1\.02 and 0\.00, LSTM 1\.03 and −0\.05\. .* SimpleRNN 6\.00 × 10⁻⁶, GRU 1\.2, LSTM 0\.2\. .* SimpleRNN 92\.0\u00a0%, GRU 99\.8\u00a0%, LSTM 98\.3\u00a0%/);
  const begins = (answer, changes, kind, start) => {
    const [right, words] = told(answer, changes);
    assert.equal(right, kind, start);
    assert.ok(words.startsWith(start), words);
  };
  begins("LSTM", all, null, "You said LSTM; all three keep it. The SimpleRNN has 100\u00a0% left.");
  begins("gated", gated, true, "You said GRU and LSTM, and so it is: the GRU and the LSTM keep it. Of what");
  begins("GRU", gated, null, "You said GRU; the GRU and the LSTM keep it. The LSTM has 98\u00a0% left.");
  begins("all", gated, false, "You said all three; the GRU and the LSTM keep it. The SimpleRNN has 1.00 × 10⁻⁷\u00a0% left.");
  begins("none", gated, false, "You said none; the GRU and the LSTM keep it. The GRU has 99\u00a0% left.");
  begins("none", { shares: [0.01, 0.02, 0] }, true, "You said none, and so it is: none keeps it.");
});

test("a verdict for other networks names them in one line", () => {
  const [kind, words] = verdictOf("start", "GRU", { match: "parameters" });
  assert.equal(kind, " u-wrong u-past");
  assert.equal(words, "For the pulse at equal parameters, weights as Keras starts: you said GRU; the SimpleRNN alone keeps it.");
});

test("the verdict shown is that of the question answered last", () => {
  const shown = (predictions) => prerender(state({ predictions })).match(/data-verdict="(\w+)"/)[1];
  const units = { units: { answer: "GRU", about: {} } };
  assert.equal(shown({ ...units, ...answered("start", "GRU") }), "start");
  assert.equal(shown({ ...answered("start", "GRU"), ...units }), "units");
});

test("who keeps the pulse is asked for the pulse alone, of the weights that are shown", () => {
  assert.equal(asked({}), "start");
  assert.equal(asked({ weights: "trained" }), "trained");
  for (const changes of [{ read: 29 }, { timestep: 2 }, { series: presets.two }]) assert.equal(asked(changes), "units");
  assert.equal(asked({ read: 29, match: "parameters" }), undefined);
});

test("the open question locks the controls and is not answered in words", () => {
  const open = prerender(state());
  assert.match(open, /<fieldset[^>]*data-body disabled/);
  assert.match(open, /data-veil="start units"/);
  assert.doesNotMatch(caption(open), /left/);
  assert.match(caption(explored()), /at t = 30 there is left of what it changed: SimpleRNN/);
  const later = prerender(state({ weights: "trained", predictions: answered("start", "GRU") }));
  assert.doesNotMatch(later, /data-body disabled/);
  assert.match(later, /data-veil="trained units"/);
  assert.doesNotMatch(caption(later), /left/);
  // Shares, differences, gradients, answers and accuracies stand behind the veil.
  for (const [name] of NETWORKS.slice(0, 3)) {
    for (const what of ["share", "left", "gradient", "answer", "without", "accuracy"]) {
      assert.match(later, new RegExp(`veil-trained">(<b>)?<span class="u-value" data-value="${name}.${what}"`), what);
    }
  }
});

test("a zero, and what comes after the reading, are said to change nothing", () => {
  assert.match(caption(explored({ timestep: 2 })), /: to take out a zero changes nothing\./);
  assert.match(caption(explored({ series: presets.step, timestep: 31 })), /: at t = 30 it has not come yet, so it has changed nothing\./);
});

test("an input to start from takes its first whole pulse as the timestep to take out", () => {
  const values = compute(state());
  assert.deepEqual(gateDuel.edits.preset(values, "two"), { series: presets.two, timestep: 1 });
  assert.deepEqual(gateDuel.edits.preset(values, "step"), { series: presets.step, timestep: 5 });
});

test("small numbers are powers of ten and zero is zero", () => {
  assert.deepEqual([0, 1e-300, 0.5, 12.345].map(amount), ["0", "1.00 × 10⁻³⁰⁰", "0.5", "12.3"]);
  assert.deepEqual([0, 4.4e-9, 0.0996, 0.314, 1].map(percent), ["0\u00a0%", "4.40 × 10⁻⁷\u00a0%", "9.96\u00a0%", "31\u00a0%", "100\u00a0%"]);
});

test("every label has its control, and two on a page share no id", () => {
  const ids = (uid) => [...prerender(state(), uid).matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  for (const [, id] of prerender(state(), "a").matchAll(/ (?:for|aria-controls|aria-labelledby)="([^"]+)"/g)) assert.ok(ids("a").includes(id), id);
  assert.equal(new Set(ids("a")).size, ids("a").length);
  assert.equal(ids("a").filter((id) => ids("b").includes(id)).length, 0);
});
