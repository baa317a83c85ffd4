// W7 GateDuel: SimpleRNN, GRU and LSTM on the same input.
// This file computes and lays out; its drawings, words and Python lie in the folder of the same name.
import { GRU, LSTM, SimpleRNN } from "./core/cells.js";
import { columns } from "./gate_duel/columns.js";
import { gateDuelPython } from "./gate_duel/python.js";
import { MATCHES, NAMES, PARTS, PRESETS, SETS, WEIGHTS, amount, describe, mean, percent, questions, rate, size, subscript } from "./gate_duel/words.js";
import { choice, range, setting } from "./ui/controls.js";
import { fixed, html, readout } from "./ui/html.js";
import { pad, padSetting, series as drawn } from "./ui/pad.js";
import { after } from "./ui/question.js";

const CELLS = { SimpleRNN, GRU, LSTM };
const DUELS = { units: [0, 1, 2], parameters: [3, 4, 2] }; // which of the networks meet

export default {
  kind: "GateDuel",
  title: "Gate duel",
  lead: "A SimpleRNN, a GRU and an LSTM read the same input: what does each keep?",
  traits: ["networks", "numbers", "presets", "limits", "initial", "predictions", "series", "timestep", "read", "weights", "match"],

  compute(state) {
    const X = state.series.map((x) => [x]);
    const stored = networks(state)[state.weights];
    const [duel, rivals] = [state.match, "parameters"].map((match) =>
      DUELS[match].map((k) => {
        const [name, units, accuracy] = state.networks[k];
        return { name, units, accuracy, k };
      }),
    );
    return { ...state, rivals, duel: duel.map((one) => ({ ...one, ...run(stored[one.k], X, state) })) };
  },

  controls({ series, timestep, read, limits }) {
    return {
      series: padSetting(limits.series, series, timestep, `X at t = ${timestep}: ${fixed(series[timestep - 1])}`),
      timestep: setting(limits.timestep, timestep, `t = ${timestep}`),
      read: setting(limits.read, read, `t = ${read}`),
    };
  },

  body(values, uid, slots) {
    const settings = this.controls(values);
    return html`<div class="u-controls">
      ${choice(uid, "weights", "weights", WEIGHTS, values.weights)}
      ${choice(uid, "match", "equal", MATCHES, values.match)}
      ${range(uid, "timestep", html`take out <i>X</i><sub>t</sub>`, settings.timestep)}
      ${range(uid, "read", "compare the states", settings.read)}
    </div>
    <div class="u-presets" role="group" aria-label="Inputs to start from">${Object.entries(PRESETS).map(
      ([name, words]) => html`<button type="button" data-edit="preset" data-with='["${name}"]'>${words}</button>`,
    )}</div>
    ${pad(uid, "series", html`draw the input <i>X</i>`, slots.series, settings.series, "timestep")}
    <div class="u-columns" data-slot="columns">${slots.columns}</div>
    <p class="u-key" data-slot="key">${slots.key}</p>
    <div class="u-formula" data-slot="readouts">${slots.readouts}</div>`;
  },

  slots: (values, uid) => ({
    series: drawn(values.series, { low: -1, high: 1, selected: values.timestep, label: "The input X by timestep" }),
    columns: columns(values, uid),
    key: key(values),
    readouts: readouts(values),
  }),

  edits: {
    preset({ presets }, name) {
      const series = presets[name];
      return { series, timestep: series.findIndex((x) => Math.abs(x) === 1) + 1 };
    },
  },

  questions,
  describe,
  numbers,
  python: gateDuelPython,
};

/** All stored networks: {start, trained}, each a list of {cell} or {cell, w, w_b}. */
function networks({ networks, numbers }) {
  let at = 0;
  const vector = (n) => Array.from({ length: n }, () => numbers.getFloat32(4 * at++, true));
  const matrix = (rows, n) => Array.from({ length: rows }, () => vector(n));
  const all = (trained) =>
    networks.map(([name, units]) => {
      const [sets, biases] = SETS[name];
      const [W_x, W_h, b] = [1, units, biases].map((rows) => matrix(rows, sets * units));
      const cell = new CELLS[name]({ W_x, W_h, b: biases > 1 ? b : b[0] });
      return trained ? { cell, w: vector(units), w_b: vector(1)[0] } : { cell };
    });
  return { start: all(false), trained: all(true) };
}

/** One network on X, and on X without its timestep t. */
function run({ cell, w, w_b }, X, { timestep, read }) {
  const trace = cell.forward(X);
  const without = cell.forward(X.with(timestep - 1, [0])).H;
  const left = trace.H.map((h, k) => Math.hypot(...h.map((value, j) => value - without[k][j])));
  const largest = Math.max(...left);
  const answer = (h) => h.reduce((sum, value, j) => sum + value * w[j], w_b);
  return {
    trace, left,
    share: largest && left[read - 1] / largest,
    gradient: gradient(cell, X, read),
    answers: w && [trace.H, without].map((H) => answer(H[read - 1])),
  };
}

/** ||dH_read / dX_t|| for every t; zero after the reading. */
function gradient(cell, X, read) {
  const trace = cell.forward(X.slice(0, read));
  const rows = Array.from({ length: cell.units }, (_, j) => cell.backward(trace, Array(cell.units).fill(0).with(j, 1)).dX);
  return X.map((_, k) => (k < read ? Math.hypot(...rows.map((dX) => dX[k][0])) : 0));
}

// ---- what the drawing means, and its numbers ------------------------------------------------

const key = ({ timestep, read }) => html`<b>Left of X${subscript(timestep)}</b> (solid line): how far the states with and without it are apart; the number is at t = ${read} (dashed line).
  <b class="role-gradient">Hatched:</b> how much a small change of X changes the state at t = ${read}, on a log axis.
  <b>States:</b> a row for each unit, orange up, blue down (negative).
  <b>Gates:</b> thin lines are units, the thick line is their mean.`;

function readouts({ duel, timestep, read, weights }) {
  const row = (name, cell) => html`<tr><th scope="row">${name}</th>${duel.map((one) => html`<td>${cell(one)}</td>`)}</tr>`;
  const told = (markup) => after(weights, markup);
  const value = ({ name }, what, number, text) => readout(`${name}.${what}`, number, text);
  return html`<table>
    <thead><tr><td></td>${NAMES.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>
    ${row("units", (one) => value(one, "units", one.units))}
    ${row("parameters", (one) => value(one, "parameters", size(one)))}
    ${row(`left at ${read}`, (one) => told(html`<b>${value(one, "share", one.share, percent(one.share))}</b>`))}
    ${row("difference", (one) => told(value(one, "left", one.left[read - 1], amount(one.left[read - 1]))))}
    ${row("gradient", (one) => told(value(one, "gradient", one.gradient[timestep - 1], amount(one.gradient[timestep - 1]))))}
    ${row(`gates at ${timestep}`, (one) => PARTS[one.name].map(([part, letter, role]) => {
      const gate = mean(one.trace[part][timestep - 1]);
      return ["forget", "input", "output"].includes(role) && html`<i class="role-${role}">${letter}</i> ${value(one, part, gate, fixed(gate))} `;
    }))}
    ${weights === "trained" && html`
      ${row("answer", (one) => told(value(one, "answer", one.answers[0], fixed(one.answers[0]))))}
      ${row(`without X${subscript(timestep)}`, (one) => told(value(one, "without", one.answers[1], fixed(one.answers[1]))))}
      ${row("accuracy", (one) => told(value(one, "accuracy", one.accuracy, rate(one.accuracy))))}`}
  </tbody></table>`;
}

function numbers({ duel, series, timestep }) {
  const head = (words) => duel.map(({ name }) => html`<th scope="col">${name} ${words}</th>`);
  return html`<table class="u-table">
    <caption>What is left of X at t = ${timestep}, and the gradient, by timestep</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X</th>${head("left")}${head("gradient")}</tr></thead>
    <tbody>${series.map((x, k) => html`<tr><th scope="row">${k + 1}</th><td>${fixed(x)}</td>${duel.map(({ left }) => html`<td>${amount(left[k])}</td>`)}${
      duel.map(({ gradient }) => html`<td>${amount(gradient[k])}</td>`)}</tr>`)}</tbody>
  </table>
  <table class="u-table">
    <caption>Every unit at t = ${timestep}</caption>
    <tbody>${duel.map(({ name, trace }) => PARTS[name].map(([part, letter]) => html`<tr><th scope="row">${name} ${letter}</th>${trace[part][timestep - 1].map(
      (value, j) => html`<td>${readout(`${name}.${part}.${j + 1}`, value, fixed(value, 3))}</td>`,
    )}</tr>`))}</tbody>
  </table>`;
}
