// The words of GateScope: names of the tracks, of inputs and outputs, the question, the description, the table.
import { fixed, html, readout, signed } from "../ui/html.js";

/** The tracks: their letters, what they are, the role whose color they have, and whether they lie in 0..1. */
export const TRACKS = {
  i: { letter: "i", name: "input gate", role: "input", gate: true },
  f: { letter: "f", name: "forget gate", role: "forget", gate: true },
  z: { letter: "z", name: "update gate", role: "forget", gate: true },
  r: { letter: "r", name: "reset gate", role: "output", gate: true },
  "c~": { letter: "c\u0303", name: "candidate", role: "candidate" },
  "h~": { letter: "h\u0303", name: "candidate", role: "candidate" },
  o: { letter: "o", name: "output gate", role: "output", gate: true },
  c: { letter: "c", name: "cell state", role: "cell" },
  h: { letter: "h", name: "hidden state", role: "hidden" },
};

export const ORDERS = { trained: "as trained", time: "slow first", value: "by value at t" };
export const SPANS = { on: "from t on", all: "at all steps", one: "at t alone" };

/** A token as it can be seen. */
export const visible = (token) => (token === " " ? "\u2423" : token === "\n" ? "\u21b5" : token === "" ? "\u2205" : token);

/** A number of a track: without a sign where it lies in 0..1. */
export const amount = (track, value, digits = 2) => (TRACKS[track].gate ? fixed(value, digits) : signed(value, digits));

/** An output: a share in percent, or a number. */
export const told = ({ shares }, value) => (shares ? percent(value) : short(value));
const percent = (share) => (share >= 0.9995 ? `${share === 1 ? "" : ">\u202f"}99.9\u202f%` : share < 0.0005 ? "<\u202f0.1\u202f%" : `${fixed(100 * share, 1)}\u202f%`);
export const short = (value) => (Math.abs(value) >= 1e5 ? value.toExponential(2).replace("-", "\u2212") : String(+value.toPrecision(4)).replace("-", "\u2212"));

/** What the output has seen, its end: “…upon a tim”. */
export function read({ tokens, kind, seen: t }, most = 16) {
  if (kind === "numbers") return `${t} ${t === 1 ? "timestep" : "timesteps"}`;
  const upTo = tokens.slice(Math.max(0, t - (kind === "words" ? 6 : most)), t);
  const text = upTo.map((token) => (token === "\n" ? "\u21b5" : token)).join(kind === "words" ? " " : "");
  return `“${upTo.length < t ? "…" : ""}${text}”`;
}

// ---- the question ----------------------------------------------------------------------------

const CHOICES = 4;

export function questions(values) {
  const { card, tour, names, end, shares, acting, free, connectivity, kind, predictions } = values;
  const next = shares && names.length > 2;
  // The verdict keeps to the setting that it was asked for: what stands above the figure must not move with t.
  const about = predictions[next ? "next" : "part"]?.about ?? (next
    ? { read: read(values, 24), chances: Object.fromEntries(free.top.slice(0, CHOICES).map(({ name, value }) => [name, value])) }
    : { parts: parts(connectivity.norm, end), t: end, output: values.chosen.name });
  const moot = tour > 0 || acting.length > 0 || (!next && end < 3);
  return [
    next
      ? {
          key: "next", locks: true, moot, about,
          setting: (past) => past.read,
          text: html`This network has read ${about.read} and ${card.writes ? `says what comes next, out of ${names.length} ${kind}` : `answers, with one of ${names.length} outputs`}.
            <strong>Which does it find most probable?</strong>`,
          // In the order of the alphabet: the most probable must not stand first.
          choices: Object.fromEntries(Object.keys(about.chances).sort().map((name) => [name, visible(name)])),
          verdict: nextVerdict,
        }
      : {
          key: "part", locks: true, moot, about,
          setting: (past) => `t = ${past.t}`,
          text: html`The network has read ${end} ${kind === "numbers" ? "timesteps" : kind}, and its output is ${values.chosen.name}.
            <strong>Which part of the input moves that output most, measured by its gradient?</strong>`,
          choices: PARTS,
          verdict: partVerdict,
        },
  ];
}

function nextVerdict({ answer, about: { chances, read } }) {
  const [best, second] = Object.keys(chances);
  const share = (name) => percent(chances[name]);
  const why = "Below is all that it computed on the way.";
  const fact = `after ${read} it gives “${visible(best)}” ${share(best)}`;
  if (answer === null) return { right: null, said: `A${fact.slice(1)}.`, why };
  if (answer === best) return { right: true, said: `You said “${visible(answer)}”, and ${fact}, ahead of “${visible(second)}” with ${share(second)}.`, why };
  return { right: false, said: `You said “${visible(answer)}”, to which it gives ${share(answer)}; ${fact}.`, why };
}

const PARTS = { first: "the first third", middle: "the middle third", last: "the last third" };

/** The shares of three thirds in the sum of the gradient's norms. */
function parts(norm, end) {
  const sums = [0, 0, 0];
  for (let s = 0; s < end; s++) sums[Math.min(2, Math.floor((3 * s) / end))] += norm[s];
  const total = sums[0] + sums[1] + sums[2];
  return Object.fromEntries(Object.keys(PARTS).map((name, k) => [name, total ? sums[k] / total : 0]));
}

function partVerdict({ answer, about: { parts: found, output } }) {
  const names = Object.keys(PARTS);
  const best = names.reduce((one, other) => (found[other] > found[one] ? other : one));
  const list = names.map((name) => `${PARTS[name]} has ${percent(found[name])}`).join(", ");
  const why = html`Of the gradient’s norms of ${output}, summed over the timesteps, ${list}.`;
  if (answer === null) return { right: null, said: `It is ${PARTS[best]}.`, why };
  if (answer === best) return { right: true, said: `You said ${PARTS[answer]}, and so it is.`, why };
  return { right: false, said: `You said ${PARTS[answer]}; it is ${PARTS[best]}.`, why };
}

export const asked = ({ shares, names }) => (shares && names.length > 2 ? "next" : "part");

// ---- the figure in one sentence, and its numbers ---------------------------------------------

export function describe(values, open) {
  const { card, t, T, end, seen, names, chosen: { index }, outs, track, unit, at, acting, free, shares } = values;
  const { name, letter } = TRACKS[track];
  const answer = (one) => (shares ? `“${visible(one.top[0].name)}” ${told(values, one.top[0].value)}` : `${names[index]} = ${told(values, one.values[index])}`);
  const output = open || values.hidden ? "" : acting.length ? `; with ${acting.length === 1 ? "one value" : `${acting.length} values`} held it gives ${answer(outs)}, without ${answer(free)}` : `; it gives ${answer(outs)}`;
  return `${card.title}: at t = ${end} of ${T} it has read ${read(values)}${output}. Unit ${unit}${t < end ? ` at t = ${t}` : ""}: ${name} ${letter} = ${amount(track, at(track, t, unit))}.`;
}

export function numbers(values) {
  const { t, T, tracks, units, at, names, outs, free, shares, connectivity, tokens, chosen, end, constants, kind } = values;
  const cell = (name, value, digits = 4) => html`<td>${readout(name, value, fixed(value, digits))}</td>`;
  const list = (n) => Array.from({ length: n }, (_, k) => k);
  return html`<table class="u-table">
    <caption>All units at t = ${t}${kind !== "numbers" && html`, after “${visible(tokens[t - 1])}”`}, and their time constants in timesteps</caption>
    <thead><tr><th scope="col">unit</th>${tracks.map((track) => html`<th scope="col">${TRACKS[track].letter}</th>`)}<th scope="col">constant</th></tr></thead>
    <tbody>${list(units).map((k) => html`<tr><th scope="row">${k + 1}</th>${tracks.map((track) => cell(`${track}.${k + 1}`, at(track, t, k + 1)))}${cell(`constant.${k + 1}`, constants[k], 1)}</tr>`)}</tbody>
  </table>
  <table class="u-table">
    <caption>The outputs at t = ${end}</caption>
    <thead><tr><th scope="col">output</th><th scope="col">before the last activation</th><th scope="col">${shares ? "probability" : "value"}</th><th scope="col">nothing held</th></tr></thead>
    <tbody>${names.map((name, j) => html`<tr><th scope="row">${visible(name)}</th>${cell(`logit.${j}`, outs.logits[j])}${cell(`output.${j}`, outs.values[j])}${cell(`free.${j}`, free.values[j])}</tr>`)}</tbody>
  </table>
  <table class="u-table">
    <caption>What the output ${visible(chosen.name)} at t = ${end}, before its activation, depends on</caption>
    <thead><tr><th scope="col">timestep</th><th scope="col">input</th><th scope="col">gradient’s norm</th><th scope="col">gradient × input</th></tr></thead>
    <tbody>${list(T).map((s) => html`<tr><th scope="row">${s + 1}</th><td>${visible(tokens[s])}</td>
      <td>${readout(`norm.${s + 1}`, connectivity.norm[s], connectivity.norm[s].toExponential(2))}</td>${cell(`product.${s + 1}`, connectivity.gradient_x_input[s])}</tr>`)}</tbody>
  </table>`;
}
