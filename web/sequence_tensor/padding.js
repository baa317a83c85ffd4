// Four sequences of different lengths in one batch, and what the padding does to a SimpleRNN.
import { choice, range, setting, toggle } from "../ui/controls.js";
import { count, fixed, html, readout } from "../ui/html.js";
import { LENGTHS, NAMES, WEIGHTS } from "./batch.js";
import { after } from "../ui/question.js";
import { grid, matters, moved } from "./grid.js";
export { compute } from "./batch.js";
export { paddingPython as python } from "./python.js";

const WHERE = { post: "after", pre: "before" };

// ---- controls and places -----------------------------------------------------------------

export const controls = ({ limits, padTo }) => ({
  pad_to: setting(limits.pad_to, padTo, count(padTo, "step")),
});

export function body(values, uid, slots) {
  return html`<div class="u-controls">
    ${range(uid, "pad_to", html`pad to <i>T</i>`, controls(values).pad_to)}
    ${choice(uid, "sequence", "states of", Object.fromEntries(NAMES.map((name) => [name, name])), NAMES[values.sequence])}
    ${choice(uid, "where", "zeros", WHERE, values.where)}
    ${toggle("mask", "Mask the padded steps", values.masked)}
  </div>
  <div data-slot="grid">${slots.grid}</div>
  <p class="u-key"><b>Solid:</b> unit 1. <b>Dashed:</b> unit 2. <b>Thick:</b> in the batch. <b>Thin:</b> the sequence alone. <b>Hollow:</b> a padded step.</p>
  <div class="u-pair">
    <div data-slot="states">${slots.states}</div>
    <div class="u-loss" data-slot="loss">${slots.loss}</div>
  </div>`;
}

export const slots = (values, uid) => ({ grid: grid(values, uid), states: states(values), loss: loss(values) });

// ---- read-outs ---------------------------------------------------------------------------

const vector = (key, h) => html`(${h.map((v, unit) => [unit > 0 && ", ", readout(`${key}.${unit}`, v, fixed(v))])})`;

function states({ hT, hAlone, drift }) {
  return html`<table class="u-table u-wide">
    <caption>Last hidden state, H<sub>T</sub></caption>
    <thead><tr><td></td><th scope="col">alone</th><th scope="col">in the batch</th><th scope="col">moved by</th></tr></thead>
    <tbody>${NAMES.map(
      (name, k) => html`<tr><th scope="row">${name}</th><td>${vector(`h_alone.${name}`, hAlone[k])}</td>
        <td>${after("drift", vector(`h_T.${name}`, hT[k]))}</td>
        <td>${after("drift", html`<span class="${matters(drift[k]) && "u-alarm"}">${readout(`drift.${name}`, drift[k], moved(drift[k]))}</span>`)}</td></tr>`,
    )}</tbody>
  </table>`;
}

function loss({ lossAll, lossReal, loss: used, lossAlone, masked, steps, realSteps }) {
  const most = Math.max(lossAll, lossReal, lossAlone) || 1;
  const bar = (key, value, words, counts) => html`<div class="u-meter${counts && " u-counts"}">
    <span>${words}${counts && html` <b class="veil-drift">counts</b>`}</span><b>${after("drift", readout(key, value, fixed(value, 3)))}</b>
    <i class="veil-drift" style="inline-size:${((100 * value) / most).toFixed(2)}%"></i></div>`;
  return html`<p class="u-heading">Loss, mean squared error</p>
    ${bar("loss_all", lossAll, `over all ${steps} steps`, !masked)}
    ${bar("loss_real", lossReal, `over the ${realSteps} real steps`, masked)}
    ${bar("loss_alone", lossAlone, "with no padding at all", false)}
    <p class="u-soft">Error e: the target, which is the following value, minus the forecast H<sub>t</sub> V + c.
      The mask m is 1 on real steps: L = Σ m e² / Σ m.
      <span class="veil-drift">Training would use ${readout("loss", used, fixed(used, 3))}.</span></p>`;
}

// ---- the question, words and numbers -----------------------------------------------------

export function questions({ padTo, where, hAlone, hPlain }) {
  const shortest = LENGTHS.indexOf(Math.min(...LENGTHS));
  const zeros = padTo - LENGTHS[shortest];
  return [
    {
      key: "drift",
      locks: true,
      moot: false,
      about: { sequence: NAMES[shortest], zeros, where, alone: hAlone[shortest], padded: hPlain[shortest] },
      setting: ({ sequence, zeros: added, where: side }) => `${sequence} with ${count(added, "zero")} ${side === "post" ? "after" : "before"} it`,
      text: html`Sequence ${NAMES[shortest]} has ${LENGTHS[shortest]} real steps and gets ${zeros} zeros ${where === "post" ? "after" : "before"} them. There is no mask.
        <strong>Does its last hidden state H<sub>T</sub> change?</strong>`,
      choices: { same: "No, zeros add nothing", changes: "Yes, it changes" },
      verdict: driftVerdict,
    },
  ];
}

function driftVerdict({ answer, about }) {
  const { sequence, zeros, where, alone, padded } = about;
  const pair = (h) => `(${h.map((v) => fixed(v)).join(", ")})`;
  const truth = alone.every((v, unit) => v === padded[unit]) ? "same" : "changes";
  const words = { same: "stays the same", changes: "changes" };
  const said = answer === null ? `It ${words[truth]}.` : answer === truth
    ? `You said it ${words[answer]}, and it does.` : `You said it ${words[answer]}; it ${words[truth]}.`;
  const order = where === "post" ? `After ${count(zeros, "zero")}` : `With ${count(zeros, "zero")} before it`;
  const why = html`${order} the state of ${sequence} is ${pair(padded)} instead of ${pair(alone)}.
    A step whose input is 0 is still a step: H<sub>t</sub> = tanh(0 W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b) moves the state by W<sub>h</sub> and b.
    Switch the mask on: the padded steps are skipped, and each of the four states equals the state of its sequence alone, to the last bit.`;
  return { right: answer === null ? null : answer === truth, said, why };
}

export function describe({ padTo, where, masked, drift, loss: used, lossAlone, pulled, rest, apart, apartAlone }, open) {
  const batch = `Four sequences of ${LENGTHS.slice(0, -1).join(", ")} and ${LENGTHS.at(-1)} steps, padded with zeros ${where === "post" ? "after" : "before"} the real steps to ${padTo}`;
  if (open) return `${batch}, without a mask.`;
  const most = drift.indexOf(Math.max(...drift));
  if (masked) return `${batch}, with a mask: every last state equals that of the sequence alone, and the loss is ${fixed(used, 3)} as it is without padding.`;
  if (drift[most] === 0) return `${batch}, without a mask.`;
  const pull = pulled
    ? ` The zeros pull every padded state toward one resting point, (${rest.map((v) => fixed(v)).join(", ")}), whatever the sequence was: the four end at most ${moved(apart)} apart, alone ${moved(apartAlone)}.`
    : "";
  return `${batch}, without a mask: the last state of ${NAMES[most]} moves most, by ${moved(drift[most])}, and the loss is ${fixed(used, 3)} where it should be ${fixed(lossAlone, 3)}.${pull}`;
}

export function numbers({ X, y, mask, states: steps, errors, masked, sequence, center, spread, name }) {
  const list = (rows) => rows.map((row) => [].concat(row).map((v) => fixed(v, 1)).join(", ")).join("; ");
  const { W_x, W_h, b, V, c } = WEIGHTS;
  return html`<table class="u-table">
    <caption>Sequence ${NAMES[sequence]} step by step, mask ${masked ? "on" : "off"}</caption>
    <thead><tr><th scope="col">t</th><th scope="col">real</th><th scope="col">X<sub>t</sub></th><th scope="col">H<sub>t</sub>, unit 1</th><th scope="col">H<sub>t</sub>, unit 2</th><th scope="col">target</th><th scope="col">squared error</th></tr></thead>
    <tbody>${X[sequence].map(
      (v, t) => html`<tr><th scope="row">${t + 1}</th><td>${mask[sequence][t] ? "yes" : "no"}</td><td>${fixed(v, 4)}</td>${steps[sequence][t].map(
        (h) => html`<td>${fixed(h, 4)}</td>`,
      )}<td>${fixed(y[sequence][t], 4)}</td><td>${fixed(errors[sequence][t], 4)}</td></tr>`,
    )}</tbody>
  </table>
  <p class="u-soft">X<sub>t</sub> is ${name}, scaled with mean ${fixed(center, 3)} and standard deviation ${fixed(spread, 3)} of this series; the target is the next value.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), forecast = H<sub>t</sub> V + c, with W<sub>x</sub> = (${list(W_x)}), W<sub>h</sub> = (${list(W_h)}), b = (${list([b])}), V = (${list([V])}), c = ${fixed(c, 1)}.</p>`;
}
