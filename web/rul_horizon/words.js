// The words of RulHorizon: names, numbers, the questions, the verdicts, the description.
import { conformalRank } from "../core/battery.js";
import { count, fixed, html, readout } from "../ui/html.js";
import { after } from "../ui/question.js";
import { intervalScore } from "./forecast.js";

export const METHODS = { line: "straight line", parabola: "parabola", falling: "parabola that never heals", others: "other cells" };
const BY = { line: "the straight line", parabola: "the parabola", falling: "the parabola that never heals", others: "the other cells" };

export const whole = (value) => fixed(value, 0);

/** "210 to 305"; "from 140 on" where there is no upper end. */
export const span = ([low, high]) => (high < Infinity ? `${whole(low)} to ${whole(high)}` : `from ${whole(low)} on`);
const ordinal = (n) => `${n}${{ 1: "st", 2: "nd", 3: "rd" }[n % 100 > 10 && n % 100 < 14 ? 0 : n % 10] ?? "th"}`;

/** By how many cycles an interval misses the truth; 0 inside. */
const miss = ([low, high], truth) => Math.max(0, low - truth, truth - high);

/** "the width, 35" or "35 + 20 × 12 = 275"; with no upper end, words. */
function working(interval, truth, promise) {
  const [low, high] = interval;
  if (high === Infinity) return "infinite, since it has no upper end";
  const by = miss(interval, truth);
  const width = +(high - low).toFixed(1);
  return by ? `${width} + ${fine(promise)} × ${+by.toFixed(2)} = ${whole(intervalScore(interval, truth, promise))}` : `its width, ${width}`;
}

/** What a missed cycle costs: "20", or "2/0.15" where that is no whole number. */
function fine(promise) {
  const each = 2 / (1 - promise);
  return Math.abs(each - Math.round(each)) < 1e-9 ? Math.round(each) : `2/${fixed(1 - promise)}`;
}

/** How far chance moves the number of n cells that are held; calibration cells are another draw, which moves all of them at once. */
function spread(n, promise, calibration) {
  if (!calibration) return Math.sqrt(n * promise * (1 - promise));
  const all = calibration.n + 1;
  const share = Math.min(calibration.rank / all, 1);
  return Math.sqrt((n * share * (1 - share) * (all + n)) / (all + 1)); // beta-binomial
}

export function readouts(values) {
  const { seen, cutoff, over, truth, interval, median, blind, own, score, promise, level, calibration, alive, known, held, method, name, cell } = values;
  const rounds = told(values.predictions);
  const row = (title, content) => html`<tr><th scope="row">${title}</th><td>${content}</td></tr>`;
  const hidden = (markup) => (blind ? "hidden until you have said yours" : after("own", markup));
  const bound = (end, id) => readout(id, end, end < Infinity ? whole(end) : "no end");
  const scored = (id, interval, value) => html`score ${readout(id, value, working(interval, truth, promise))}`;
  return html`<table><tbody>
    ${row("seen", html`cell ${cell}, ${name}${!over && `: ${whole(100 * seen.at(-1))} % left at cycle ${cutoff}`}`)}
    ${over
      ? row("ended", html`at cycle <b>${readout("truth", truth, whole(truth))}</b>, before the cut-off: there is nothing left to forecast`)
      : html`${row(`${level} % interval`, after("own", html`<b>${bound(interval[0], "low")} to ${bound(interval[1], "high")}</b>, by ${BY[method]}; median ${readout("median", median, whole(median))}`))}
        ${row("ended", hidden(truth ? html`at cycle <b>${readout("truth", truth, whole(truth))}</b>, ${miss(interval, truth) ? `missed by ${whole(miss(interval, truth))}` : "held"}; ${scored("score", interval, score)}` : html`not within the simulation`))}
        ${row("yours", after("own", own ? html`<b>${span(own.interval)}</b>, ${miss(own.interval, truth) ? "missed" : "held"}; ${scored("own_score", own.interval, own.score)}` : "none for this setting"))}`}
    ${rounds.length > 1 && row("so far", html`${rounds.length} intervals of yours: ${tally(rounds.map(({ mine }) => mine))}; the forecasts: ${tally(rounds.map(({ theirs }) => theirs))}`)}
    ${row("calibration", calibration ? html`${widening(calibration)}` : html`off; ${count(alive, "cell")} would calibrate`)}
    ${row("all cells", after("cover", html`<b>${readout("held", held)} of ${readout("known", known.length)}</b> hold; ${level} % promises ${calibration && "at least "}${fixed(known.length * promise, 1)} ± ${fixed(spread(known.length, promise, calibration), 1)}`))}
  </tbody></table>`;
}

/** Every interval that the reader has said, and the forecast's at that time, both as {score, off}. */
const told = (predictions) =>
  Object.entries(predictions)
    .filter(([key, { answer }]) => key.startsWith("own") && answer)
    .map(([, { answer, about: { truth, interval, level } }]) => {
      const judge = (one) => ({ score: intervalScore(one, truth, level / 100), off: miss(one, truth) });
      return { mine: judge([...answer].sort((a, b) => a - b)), theirs: judge(bounds(interval)) };
    });

/** "2 held, mean score 140" */
function tally(judged) {
  const mean = judged.reduce((sum, { score }) => sum + score, 0) / judged.length;
  return `${judged.filter(({ off }) => off === 0).length} held, mean score ${mean < Infinity ? whole(mean) : "without end"}`;
}

/** What JSON keeps of an interval, with its upper end. */
const bounds = ([low, high]) => [low, high ?? Infinity];

/** What the calibration cells did to the intervals. */
function widening({ n, rank, shift }) {
  if (rank > n) return html`${count(n, "cell")} are too few: it takes the ${ordinal(rank)} smallest of their misses`;
  const factor = Math.exp(shift);
  return html`at its lower end, the life left is divided by <b>${readout("factor", factor, fixed(factor))}</b>, at its upper multiplied: ${after("rank", html`the ${readout("rank", rank, ordinal(rank))} smallest of ${readout("calibrating", n)} misses`)}`;
}

// ---- questions ------------------------------------------------------------------------------

export function questions(values) {
  const { cell, name, cutoff, limit, level, method, conformal, truth, over, interval, seen, hidden, asked, known, held, calibration, predictions, promise, sizes } = values;
  const own = (key) => ({
    key,
    locks: key === "own",
    moot: over || !truth,
    about: { cell, cutoff, limit, level, method, conformal, truth: truth && +truth.toFixed(4), interval: interval?.map((end) => (end < Infinity ? +end.toFixed(4) : null))},
    setting: (about) => `cell ${about.cell}, seen until cycle ${about.cutoff}, with ${about.limit} % as the end`,
    text: html`Cell ${cell} (${name}) has been measured until cycle ${cutoff} and has ${fixed(100 * seen.at(-1), 1)} % of its capacity left. <strong>Between which
      cycles will it fall below ${limit} %, with ${level} % probability?</strong> Your interval is scored: its width, and ${fine(promise)} more for each cycle by which it misses.`,
    label: ["from cycle", "to cycle"],
    max: 9999,
    verdict: ownVerdict,
  });
  return [
    own("own"),
    ...(asked !== "own" && (hidden || asked in predictions) ? [own(asked)] : []),
    {
      key: "cover",
      moot: conformal || known.length === 0,
      about: { method, cutoff, limit, level, held, n: known.length },
      setting: (about) => `${BY[about.method]} from cycle ${about.cutoff} on`,
      text: html`${known.length} of the ${sizes.groups.look} cells that are looked at are alive at cycle ${cutoff}, and for each there is a ${level} % interval by ${BY[method]}.
        <strong>How many of the ${known.length} intervals hold the truth?</strong>`,
      label: "cells",
      max: known.length,
      verdict: coverVerdict,
    },
    {
      key: "rank",
      moot: !calibration,
      about: { n: calibration?.n, level },
      setting: (about) => `${about.n} calibration cells and ${about.level} %`,
      text: html`${calibration?.n} other cells, which no forecast has learned from, are forecast in the same way, and their misses are put in order.
        <strong>Counted from the smallest, which of these misses shall widen the intervals, so that a new cell is held with at least ${level} % probability?</strong> (0 if they are too few.)`,
      label: "rank",
      verdict: rankVerdict,
    },
  ];
}

function ownVerdict({ answer, about: { level, method, conformal, truth, interval } }) {
  const promise = level / 100;
  const said = bounds(interval);
  const by = `${BY[method]}${conformal ? " with calibration" : ""}`;
  const theirs = `${by[0].toUpperCase()}${by.slice(1)} said ${span(said)}: score ${working(said, truth, promise)}.`;
  if (answer === null) return { right: null, said: `It ended at cycle ${whole(truth)}.`, why: theirs };
  const mine = [...answer].sort((a, b) => a - b);
  const off = miss(mine, truth);
  const [my, other] = [mine, said].map((one) => intervalScore(one, truth, promise));
  const better = my < other ? "Yours is better: less is better." : my > other ? "Less is better: this time it beats yours." : "A draw.";
  const why = `Your score is ${working(mine, truth, promise)}. ${theirs} ${better}`;
  const quoted = `You said ${span(mine)}, and it ended at cycle ${whole(truth)}`;
  if (!off) {
    const wide = mine[1] - mine[0] > 2 * truth ? " So wide an interval always holds, and says little." : "";
    return { right: true, said: `${quoted}: held.`, why: `${why}${wide}` };
  }
  const late = truth < mine[0];
  const reason = late
    ? "It faded faster than you hoped: cells speed up at a knee that their first cycles do not show."
    : "It faded more slowly than you feared.";
  return { right: false, said: `${quoted}, ${whole(off)} ${late ? "before" : "after"} your interval.`, why: `${reason} ${why}` };
}

function coverVerdict({ answer, about: { method, level, held, n } }) {
  const promise = level / 100;
  const expected = `${level} % of ${n} is ${fixed(promise * n, 1)}, and chance moves that by ${fixed(spread(n, promise), 1)}`;
  const beyond = (held - promise * n) / spread(n, promise);
  const cause = {
    line: "A line fitted to much data knows its own slope well, and does not know that the fade bends.",
    parabola: "A parabola bends as the noise tells it to.",
    falling: "Without healing the curves agree better, but they still are parabolas, and the cells are not.",
    others: "No other cell has lived quite as this one, and those few do not span all lives.",
  }[method];
  const why = beyond < -2
    ? `${expected}. ${cause} The draws tell what the noise leaves open if the curve is right, and nothing of a wrong curve. Calibration measures that on other cells: switch it on.`
    : beyond > 2
      ? `${expected}. So these intervals are wider than they say.`
      : `${expected}: this agrees.`;
  if (answer === null) return { right: null, said: `${held} of ${n}.`, why };
  if (answer === held) return { right: true, said: `You said ${answer}, and ${held} of ${n} hold.`, why };
  const said = `You said ${answer}; ${held} of ${n} hold.`;
  if (Math.abs(answer - held) <= 1) return { right: true, said: `You said ${answer}, close to the ${held} of ${n} that hold.`, why };
  if (answer > held && Math.abs(answer - promise * n) <= 1) return { right: false, said, why: `You took the ${level} % at its word. ${why}` };
  return { right: false, said, why: `${answer > held ? "Fewer than you thought." : "More than you thought."} ${why}` };
}

function rankVerdict({ answer, about: { n, level } }) {
  const rank = conformalRank(n, level / 100);
  const least = Math.ceil(level / (100 - level) - 1e-9);
  const enough = rank <= n;
  const sum = `(${n} + 1) × ${level} % = ${fixed(((n + 1) * level) / 100, 2)}, rounded up ${rank}`;
  const why = enough
    ? `The new cell's miss is as likely to take each of the ${n + 1} places among ${n}: ${sum}.`
    : `${sum}, more than there are: ${level} % takes at least ${least} cells, and until then only an interval without end is safe.`;
  const truth = enough ? `the ${ordinal(rank)}` : "none, they are too few";
  if (answer === null) return { right: null, said: `${truth[0].toUpperCase()}${truth.slice(1)}.`, why };
  if (answer === (enough ? rank : 0)) return { right: true, said: `You said ${answer}: ${truth}.`, why };
  const plain = Math.ceil((n * level) / 100 - 1e-9);
  const slip = answer === plain ? `The ${ordinal(plain)} holds ${level} % of the ${n} themselves, but the new cell is one more. ` : "";
  return { right: false, said: `You said ${answer}; it is ${truth}.`, why: `${slip}${why}` };
}

// ---- the figure in one sentence, and its numbers ----------------------------------------------

export function describe(values, open) {
  const { cell, name, cutoff, limit, level, method, calibration, interval, truth, over, blind, known, held, seen } = values;
  const who = `Cell ${cell} (${name}) ${over ? `was at its end, ${limit} %, at cycle ${whole(truth)}, before cycle ${cutoff}` : `has ${whole(100 * seen.at(-1))} % of its capacity left at cycle ${cutoff}`}`;
  if (open?.startsWith("own")) return `${who}.`;
  const all = open === "cover" ? "" : ` Of ${known.length} cells, ${held} are held by their intervals; ${level} % promises ${calibration ? "at least " : ""}${fixed((known.length * level) / 100, 1)}.`;
  if (over) return `${who}.${all}`;
  const end = blind || !truth ? "" : ` It ended at cycle ${whole(truth)}.`;
  return `${who}; the ${level} % interval for its end at ${limit} %, by ${BY[method]}${calibration ? " with calibration" : ""}, is ${span(interval)}.${end}${all}`;
}

export function numbers(values) {
  const { known, calibration, cutoff, lives, cell, level, over } = values;
  return html`<table class="u-table">
    <caption>Cycle at which each cell that is looked at ended, and its ${level} % interval from cycle ${cutoff} on</caption>
    <thead><tr><th scope="col">cell</th><th scope="col">from</th><th scope="col">to</th><th scope="col">ended</th><th scope="col">held</th></tr></thead>
    <tbody>${known.map((one) => html`<tr><th scope="row">${one.cell}</th><td>${readout(`low.${one.cell}`, one.low, whole(one.low))}</td>
      <td>${readout(`high.${one.cell}`, one.high, one.high < Infinity ? whole(one.high) : "no end")}</td>
      <td>${readout(`truth.${one.cell}`, one.truth, fixed(one.truth, 1))}</td><td>${one.held ? "yes" : "no"}</td></tr>`)}</tbody>
  </table>
  ${calibration && html`<p>Misses of the calibration cells, in order, as logarithms of remaining lives: ${calibration.scores.map((score, i) => html`${i > 0 && ", "}${readout(`miss.${i + 1}`, score, fixed(score))}`)}.</p>`}
  ${!over && html`<p>Ends of cell ${cell} that were drawn: ${[0, 0.25, 0.5, 0.75, 1].map((share, i) => html`${["least ", ", quartiles ", ", ", ", ", ", most "][i]}${whole(lives[Math.round(share * (lives.length - 1))])}`)}.</p>`}`;
}
