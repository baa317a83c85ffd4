import assert from "node:assert/strict";
import { test } from "node:test";
import { bayesQuadratic, conformalQuantile, conformalRank, firstCrossing, life } from "../core/battery.js";
import rulHorizon from "../rul_horizon.js";
import { calibrate, curves, intervalScore, normals, quantile, widened } from "../rul_horizon/forecast.js";
import { compute, prerender } from "./widgets.js";
import { assertIdsFit, combinations } from "./shared.js";

const groups = { look: 6, calibrate: 12, others: 5 };
const CELLS = 23;
const POINTS = 120;
const stored = Array.from({ length: CELLS }, (_, cell) =>
  Array.from({ length: POINTS }, (_, k) => 1 - (0.0004 + 0.00009 * ((cell * 7) % 23)) * 5 * k - 2e-6 * (5 * k) ** 2).map((share, k, all) =>
    k && all[k - 1] <= 0.7 ? 0 : Math.round(50000 * Math.max(share, 0)),
  ),
);
const state = (changes = {}) => ({
  kind: "RulHorizon",
  fleet: new DataView(Uint16Array.from(stored.flat()).buffer),
  names: Array.from({ length: groups.look }, (_, i) => `25 °C, ${i}C`),
  sizes: { cells: CELLS, scale: 50000, every: 5, last: 2500, draws: 200, candidates: 2000, prior: 10, noise: 0.003, around: 5, groups },
  limits: { cell: [1, groups.look], cutoff: [20, 250], limit: [70, 85], level: [50, 95] },
  initial: {},
  predictions: {},
  cell: 1, cutoff: 50, limit: 80, level: 90, method: "line", conformal: false, hidden: false,
  ...changes,
});
const METHODS = ["line", "parabola", "falling", "others"];
const find = (changes, key) => rulHorizon.questions(compute(state(changes))).find((one) => one.key === key);
const reply = (question, answer, changed = {}) => {
  const { right, said, why } = question.verdict({ answer, about: { ...question.about, ...changed } });
  return { right, words: `${said} ${why}`.replace(/\s+/g, " ") };
};
const skipped = (changes = {}) => ({ own: { answer: null, about: find(changes, "own").about }, cover: { answer: null, about: find(changes, "cover").about } });
const caption = (markup) => markup.match(/<figcaption[^>]*>([^]*?)<\/figcaption>/)[1];

test("no extreme setting shows a number that is none", () => {
  const extremes = combinations({ cell: [1, 6], cutoff: [20, 100, 250], limit: [70, 85], level: [50, 95], method: METHODS, conformal: [false, true], hidden: [false, true] });
  for (const [k, setting] of extremes.entries()) {
    const predictions = k % 2 ? {} : { own: { answer: [10, 1e4], about: find({}, "own").about } };
    const values = compute(state({ ...setting, predictions }));
    const markup = prerender(state({ ...setting, predictions })) + rulHorizon.numbers(values);
    assert.doesNotMatch(markup.replaceAll('data-exact="Infinity"', ""), /NaN|undefined|Infinity|\[object/, JSON.stringify(setting));
    assert.doesNotMatch(markup, /(width|height|r)="-/, JSON.stringify(setting));
  }
});

test("stored cells end where they ended", () => {
  const cells = curves(state().fleet, state().sizes);
  assert.equal(cells.length, CELLS);
  cells.forEach((curve, i) => assert.deepEqual(curve, stored[i].filter(Boolean).map((value) => value / 50000)));
});

test("a curve reaches the limit on the line between two cycles", () => {
  assert.ok(Math.abs(firstCrossing([1, 0.9, 0.7, 0.9, 0.5], 0.8) - 1.5) < 1e-12);
  assert.equal(firstCrossing([0.8, 0.7], 0.8), 0);
  assert.equal(firstCrossing([1, 0.9], 0.8), Infinity);
  assert.ok(Math.abs(life([1, -0.001, 0], 0.8, 50) - 200) < 1e-9);
  assert.ok(Math.abs(life([1, -5e-4, -5e-7], 0.8, 100) - 306.2257748298549) < 1e-9);
  assert.equal(life([1, -5e-4, 1e-6], 0.8, 100), Infinity); // turns up before
  assert.equal(life([0.7, -5e-4, 0], 0.8, 100), 100);
});

test("parabolas that never heal fall at both ends of the horizon, in the order of their candidates", () => {
  const cycles = Array.from({ length: 21 }, (_, k) => 5 * k);
  const capacity = cycles.map((n, k) => 1 - 6e-4 * n + 0.003 * Math.sin(7 * k));
  const z = normals(2000);
  const free = bayesQuadratic(cycles, capacity, { draws: 2000, monotone: false, horizon: 1500, normals: z });
  const falls = ([, slope, bend]) => slope <= 0 && slope + 2 * bend * 1500 <= 0;
  const kept = free.filter(falls);
  assert.ok(kept.length > 200 && kept.length < 1900);
  assert.deepEqual(bayesQuadratic(cycles, capacity, { draws: 200, horizon: 1500, normals: z }), kept.slice(0, 200));
  assert.equal(bayesQuadratic(cycles, capacity, { draws: kept.length + 1, horizon: 1500, normals: z }), null);
});

test("the conformal quantile is the ceil((n + 1) level)-th smallest, and infinite where there are too few", () => {
  const scores = Array.from({ length: 19 }, (_, i) => ((i * 7) % 19) + 1); // 1 to 19
  assert.equal(conformalQuantile(scores, 0.9), 18);
  assert.equal(conformalQuantile(scores, 0.95), 19);
  assert.equal(conformalQuantile(scores.slice(0, 18), 0.95), Infinity);
  assert.equal(conformalRank(99, 0.55), 55); // 100 * 0.55 is above 55 in floats
  assert.equal(calibrate([], 0.9, 50).shift, Infinity);
});

test("intervals widen in parts of the life that is left, and never turn round", () => {
  const near = (actual, expected) => actual.forEach((end, i) => assert.ok(Math.abs(end - expected[i]) < 1e-9, `${actual}`));
  near(widened([150, 250], 50, Math.log(2)), [100, 450]);
  near(widened([150, 450], 50, -Math.log(10)), [250, 250]);
  assert.deepEqual(widened([150, 250], 50, Infinity), [50, Infinity]);
});

test("a calibrated interval holds as many calibration cells as its rank", () => {
  for (const method of METHODS) {
    const { calibration } = compute(state({ method, conformal: true, level: 80 }));
    const { scores, rank, shift, n } = calibration;
    assert.ok(n > 8 && rank === Math.ceil((n + 1) * 0.8 - 1e-9));
    assert.equal(scores.filter((score) => score <= shift).length, rank);
  }
});

test("no noise, no cell and no draw depends on what comes after the cut-off", () => {
  const cut = stored.map((curve, i) => (i ? curve : curve.map((value, k) => (k > 10 && value ? value - 40 : value))));
  const one = compute(state());
  const other = compute(state({ fleet: new DataView(Uint16Array.from(cut.flat()).buffer) }));
  assert.deepEqual(other.lives, one.lives);
  assert.notEqual(other.truth, one.truth);
});

test("an own interval is scored, in whatever order it is said, and told of its setting alone", () => {
  const about = find({}, "own").about;
  const values = compute(state({ predictions: { own: { answer: [300, 100], about } } }));
  assert.deepEqual(values.own.interval, [100, 300]);
  assert.equal(values.own.score, intervalScore([100, 300], values.truth, 0.9));
  assert.equal(compute(state({ cell: 2, predictions: { own: { answer: [300, 100], about } } })).own, null);
});

test("from the second own interval on, all are added up beside the forecasts", () => {
  const about = (changes) => ({ ...find({}, "own").about, truth: 200, interval: [210, 230], level: 90, ...changes });
  const shown = (predictions) => prerender(state({ predictions })).replace(/\s+/g, " ");
  const own = { answer: [150, 250], about: about() };
  assert.doesNotMatch(shown({ own }), /so far/);
  const second = { answer: [210, 110], about: about({ cell: 2, interval: [50, null] }) };
  assert.match(shown({ own, "own 2 50 80": second }), /2 intervals of yours: 2 held, mean score 100; the forecasts: 1 held, mean score without end/);
  assert.match(shown({ own, "own 2 50 80": { ...second, about: about({ cell: 2 }) } }), /the forecasts: 0 held, mean score 220/);
});

test("each kind of own interval is told its own numbers", () => {
  const question = find({}, "own");
  const about = { truth: 200, interval: [210, 230], level: 90, method: "line", conformal: false };
  const begins = (answer, right, ...parts) => {
    const told = reply(question, answer, about);
    assert.equal(told.right, right, told.words);
    for (const part of parts) assert.ok(told.words.includes(part), told.words);
  };
  const theirs = "The straight line said 210 to 230: score 20 + 20 × 10 = 220.";
  begins([150, 260], true, "You said 150 to 260, and it ended at cycle 200: held. Your score is its width, 110.", theirs, "Yours is better: less is better.");
  begins([260, 150], true, "You said 150 to 260");
  begins([0, 1000], true, "this time it beats yours. So wide an interval always holds");
  begins([250, 300], false, "You said 250 to 300, and it ended at cycle 200, 50 before your interval.", "It faded faster than you hoped", "50 + 20 × 50 = 1050");
  begins([100, 180], false, "20 after your interval. It faded more slowly than you feared.");
  begins(null, null, "It ended at cycle 200.", theirs);
  const open = reply(question, [100, 300], { ...about, interval: [50, null], conformal: true });
  assert.ok(open.words.includes("The straight line with calibration said from 50 on: score infinite, since it has no upper end."), open.words);
});

test("the price of a missed cycle is exact at every level", () => {
  const about = { truth: 200, interval: [210, 230], method: "line", conformal: false };
  assert.ok(reply(find({}, "own"), [100, 170], { ...about, level: 85 }).words.includes("Your score is 70 + 2/0.15 × 30 = 470."));
  assert.ok(reply(find({}, "own"), [100, 170], { ...about, level: 95 }).words.includes("Your score is 70 + 40 × 30 = 1270."));
  assert.match(`${find({ level: 85 }, "own").text}`, /its width, and 2\/0.15 more for each/);
});

test("what chance does to the number held counts the draw of the calibration cells, too", () => {
  const told = (changes) => prerender(state({ ...changes, predictions: skipped() })).match(/hold; [^<]*/)[0];
  const { known, calibration } = compute(state({ conformal: true, level: 80 }));
  const [m, n, share] = [known.length, calibration.n, calibration.rank / (calibration.n + 1)];
  // The share that is held is Beta(rank, n + 1 - rank) over calibration sets (Vovk 2012); each cell is held with that share.
  const among = (share * (1 - share)) / (n + 2);
  const chance = Math.sqrt(m * (share * (1 - share) - among) + m ** 2 * among);
  assert.equal(told({ conformal: true, level: 80 }), `hold; 80 % promises at least ${(0.8 * m).toFixed(1)} ± ${chance.toFixed(1)}`);
  assert.equal(told({ level: 80 }), `hold; 80 % promises ${(0.8 * m).toFixed(1)} ± ${Math.sqrt(m * 0.16).toFixed(1)}`);
});

test("each answer to the coverage is told its own number", () => {
  const question = find({}, "cover");
  const about = { method: "line", level: 90, held: 2, n: 20 };
  for (const [answer, right, words] of [
    [2, true, "You said 2, and 2 of 20 hold. 90 % of 20 is 18.0, and chance moves that by 1.3. A line fitted"],
    [3, true, "You said 3, close to the 2 of 20 that hold."],
    [18, false, "You said 18; 2 of 20 hold. You took the 90 % at its word."],
    [9, false, "You said 9; 2 of 20 hold. Fewer than you thought."],
    [0, false, "You said 0; 2 of 20 hold. More than you thought."],
    [null, null, "2 of 20."],
  ]) {
    const told = reply(question, answer, about);
    if (answer === 0) assert.equal(told.right, false);
    else assert.equal(told.right, right);
    assert.ok(told.words.startsWith(words), told.words);
  }
  assert.ok(reply(question, 18, { ...about, held: 18 }).words.endsWith("chance moves that by 1.3: this agrees."));
  const wide = reply(question, 10, { ...about, level: 50, held: 18 });
  assert.ok(wide.words.endsWith("50 % of 20 is 10.0, and chance moves that by 2.2. So these intervals are wider than they say."), wide.words);
});

test("each answer to the rank is told its own number", () => {
  const question = find({ conformal: true }, "rank");
  for (const [answer, about, right, words] of [
    [18, { n: 19, level: 90 }, true, "You said 18: the 18th. The new cell's miss is as likely to take each of the 20 places among 19: (19 + 1) × 90 % = 18.00, rounded up 18."],
    [9, { n: 10, level: 90 }, false, "You said 9; it is the 10th. The 9th holds 90 % of the 10 themselves, but the new cell is one more."],
    [3, { n: 19, level: 90 }, false, "You said 3; it is the 18th. The new cell's"],
    [0, { n: 10, level: 95 }, true, "You said 0: none, they are too few. (10 + 1) × 95 % = 10.45, rounded up 11, more than there are: 95 % takes at least 19 cells"],
    [null, { n: 19, level: 90 }, null, "The 18th."],
  ]) {
    const told = reply(question, answer, about);
    assert.equal(told.right, right);
    assert.ok(told.words.startsWith(words), told.words);
  }
});

test("nothing tells the truth before the reader has said an interval", () => {
  const truth = compute(state()).truth.toFixed(0);
  const first = prerender(state());
  assert.doesNotMatch(caption(first), new RegExp(`${truth}|interval|held`));
  assert.match(first, /data-veil="own cover"/);
  const blind = state({ cell: 2, hidden: true, predictions: skipped() });
  const markup = prerender(blind) + rulHorizon.numbers(compute(blind));
  const end = compute(blind).truth.toFixed(0);
  assert.doesNotMatch(markup, new RegExp(`cycle (<b>)?${end}|ended at|class="u-truth"`));
  const { key } = rulHorizon.questions(compute(blind)).find((one) => one.key.startsWith("own "));
  const told = prerender(state({ cell: 2, hidden: true, predictions: { ...skipped(), [key]: { answer: [1, 2], about: find({ cell: 2 }, "own").about } } }));
  assert.match(told, /You said 1 to 2, and it ended at cycle/);
  assert.match(told, /class="u-truth"/);
});

test("a cell that has ended before the cut-off says so and asks nothing", () => {
  const early = state({ cutoff: 250, limit: 85 });
  const values = compute(early);
  assert.ok(values.over && values.truth < 250);
  assert.match(prerender(early), /before the cut-off: there is nothing left to forecast/);
  assert.ok(rulHorizon.questions(values).find(({ key }) => key === "own").moot);
});

test("quantiles are linear, as NumPy's", () => {
  assert.equal(quantile([1, 2, 4], 0.75), 3);
  assert.equal(quantile([1, 2, 4], 1), 4);
});

test("ids fit, also of two widgets on a page", () => assertIdsFit(state()));
