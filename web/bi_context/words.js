// The words of BiContext: names, numbers, the questions, the verdicts, the description.
import { count, fixed, html, power, readout } from "../ui/html.js";
import { after } from "../ui/question.js";

export const MERGES = { concat: "concat", sum: "sum", ave: "ave", mul: "mul" };
export const PRESETS = { noise: "noise", wave: "wave", step: "step", zeros: "zeros" };

/** Three significant digits, powers of ten where they are needed; "0" only where it is exactly zero. */
export const amount = (value) => (value > 0 ? power(Math.log10(value)) : "0");

/** "28 %", "0.163 %" */
export const percent = (share) => `${share >= 0.1 ? Math.round(100 * share) : amount(100 * share)} %`;

const X = (k) => html`X<sub>${k}</sub>`;
const Y = (k) => html`Y<sub>${k}</sub>`;

/** "the future, X_9 to X_16" */
const later = (t, T) => (t + 1 < T ? html`${X(t + 1)} to ${X(T)}` : X(T));

export function readouts({ T, t, s, map, zeros, ahead, seen, share, past, moved, length }) {
  const told = (markup) => after("live", markup);
  const value = map[t - 1][s - 1];
  const entry = html`<b>${readout("entry", value, amount(value))}</b>${s > t && ", in the future"}`;
  const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;
  return html`<table><tbody>
    ${row(html`‖∂${Y(t)}/∂${X(s)}‖`, s > t ? told(entry) : entry)}
    ${row("of the future", told(html`<b>${readout("share", share, percent(share))}</b> of the row of t${past === 0 && share === 0 && ", which is zero"}`))}
    ${row("seen ahead", told(html`${readout("seen", seen)} of the ${readout("ahead", ahead)} entries with s &gt; t are not zero`))}
    ${row("exactly zero", told(html`${readout("zeros", zeros)} of all ${T * T}`))}
    ${row(html`${Y(t)} live`, told(html`without what comes after ${X(t)} it is ${moved === 0 ? html`the same: ${readout("moved", moved, "0")}` : html`another: ${readout("moved", moved, amount(moved))} away${length > 0 && ` (its length is ${amount(length)})`}`}`))}
  </tbody></table>`;
}

// ---- questions ------------------------------------------------------------------------------

export function questions({ direction, merge, cell, T, t, s, ahead, seen, share, moved, length, reached }) {
  return [
    {
      key: "live",
      locks: true,
      moot: direction === "causal" || t === T || seen === 0,
      about: { cell, merge, T, t, ahead, seen, share, moved, length },
      setting: (about) => `a bidirectional ${about.cell}, merged by ${about.merge}, at t = ${about.t}`,
      text: html`A bidirectional network gives an output Y<sub>t</sub> at every timestep. <strong>May it forecast live, where ${Y(t)} is needed
        as soon as ${X(t)} has come?</strong>`,
      choices: { yes: "Yes", zeros: "Yes, with zeros for what is to come", no: "No" },
      verdict: liveVerdict,
    },
    {
      key: "column",
      locks: false,
      moot: direction !== "causal",
      about: { T, s },
      setting: (about) => `s = ${about.s}`,
      text: html`In the causal network ${X(s)} alone is changed. <strong>How many of the ${T} outputs change?</strong>`,
      label: "outputs",
      verdict: columnVerdict,
    },
  ];
}

function liveVerdict({ answer, about: { T, t, ahead, seen, share, moved, length } }) {
  const facts = html`Of the ${T * T} entries ${ahead} lie in the future, and ${seen === ahead ? "none of them is" : `only ${ahead - seen} of them are`} zero:
    at t = ${t}, ${percent(share)} of the sensitivity comes from ${later(t, T)}.`;
  const window = "A window that is complete when the forecast is made may be read in both directions: all of it is past.";
  const away = moved > 0
    ? html`without ${later(t, T)}, ${Y(t)} ends ${amount(moved)} away from what it is otherwise${length > 0 && `, ${percent(moved / length)} of its length`}.`
    : html`${Y(t)} is the same for this input alone, which ends like that.`;
  if (answer === null) return { right: null, said: "It may not.", why: html`${facts} ${window}` };
  if (answer === "no") return { right: true, said: "You said no, and so it is.", why: html`${facts} ${window}` };
  if (answer === "zeros") {
    return { right: false, said: "You said yes, with zeros for what is to come; no.",
      why: html`It runs, but on another input than the one it would be trained with: ${away} ${facts}` };
  }
  return { right: false, said: "You said yes; no.",
    why: html`${Y(t)} waits for ${later(t, T)}. ${facts} A score that it reaches on recorded series is leakage. ${window}` };
}

function columnVerdict({ answer, about: { T, s } }) {
  const reached = T - s + 1;
  const why = html`${X(s)} reaches ${Y(s)} and every later output, ${T} − ${s} + 1 = ${reached}. The ${s - 1} outputs before it are exactly as they were;
    over all columns that is T(T − 1)/2 = ${(T * (T - 1)) / 2} exact zeros.`;
  const fact = `it is ${reached}`;
  if (answer === null) return { right: null, said: `I${fact.slice(1)}.`, why };
  if (answer === reached) return { right: true, said: `You said ${answer}, and ${answer} it is.`, why };
  const slip =
    answer === T - s ? html`${Y(s)} changes too: it has read ${X(s)}. `
    : answer === T ? "All of them would change in a bidirectional network. "
    : answer === s || answer === s - 1 ? "Those before it come too early to know of it. "
    : answer === 1 ? "The state carries the change on. "
    : "";
  return { right: false, said: `You said ${answer}; ${fact}.`, why: html`${slip}${why}` };
}

// ---- the figure in one sentence, and its numbers ----------------------------------------------

export function describe({ direction, merge, cell, T, t, s, map, zeros, share }, open) {
  const name = direction === "causal" ? `A causal ${cell}` : `A bidirectional ${cell}, merged by ${merge},`;
  if (open) return `${name} over ${count(T, "timestep")}; the output at t = ${t} is examined.`;
  return `${name} over ${count(T, "timestep")}: the output at t = ${t} changes by ${amount(map[t - 1][s - 1])} per unit of X at s = ${s}, ${
    share ? percent(share) : "none"} of its sensitivity comes from the future, and ${zeros} of ${T * T} entries are exactly zero.`;
}

export function numbers({ T, t, map, Y, series }) {
  return html`<table class="u-table">
    <caption>‖∂Y<sub>t</sub>/∂X<sub>s</sub>‖: a row for each output t, a column for each input s</caption>
    <thead><tr><th scope="col">t</th>${series.map((_, s) => html`<th scope="col">s = ${s + 1}</th>`)}</tr></thead>
    <tbody>${map.map((row, k) => html`<tr><th scope="row">${k + 1}</th>${row.map((value, s) => html`<td>${readout(`map.${k + 1}.${s + 1}`, value, amount(value))}</td>`)}</tr>`)}</tbody>
  </table>
  <table class="u-table">
    <caption>The output at t = ${t} of ${T}, and the input</caption>
    <tbody><tr><th scope="row">Y<sub>${t}</sub></th>${Y[t - 1].map((y, j) => html`<td>${readout(`Y.${j + 1}`, y, fixed(y, 3))}</td>`)}</tr>
      <tr><th scope="row">X</th>${series.map((x) => html`<td>${fixed(x)}</td>`)}</tr></tbody>
  </table>`;
}
