// W7 GateDuel: SimpleRNN, GRU and LSTM on the same input.
// This file computes and lays out; its drawings, words and Python lie in the folder of the same name.
import { GRU, LSTM, SimpleRNN } from "./core/cells.js";
import { columns } from "./gate_duel/columns.js";
import { gateDuelPython } from "./gate_duel/python.js";
import { GATES, MATCHES, NAMES, PRESETS, STATES, WEIGHTS, amount, describe, mean, percent, questions, rate, size, subscript } from "./gate_duel/words.js";
import { choice, range, setting } from "./ui/controls.js";
import { fixed, html, readout } from "./ui/html.js";
import { pad, padSetting, series as drawn } from "./ui/pad.js";
import { after } from "./ui/question.js";

const CELLS = { SimpleRNN, GRU, LSTM };
const WIDTHS = { SimpleRNN: 1, GRU: 3, LSTM: 4 }; // of the fused weights, in units
const DUELS = { units: [0, 1, 2], parameters: [3, 4, 2] }; // which of the networks meet

export default {
  kind: "GateDuel",
  title: "Gate duel",
  lead: "The same input goes through a SimpleRNN, a GRU and an LSTM: see what each of them keeps, and which gate keeps it.",
  traits: ["networks", "numbers", "presets", "limits", "initial", "predictions", "series", "timestep", "read", "weights", "match"],

  compute(state) {
    const { series, timestep, read, weights, match, presets, limits } = state;
    const X = series.map((x) => [x]);
    const stored = networks(state)[weights];
    const [duel, rivals] = [match, "parameters"].map((match) =>
      DUELS[match].map((k) => {
        const [name, units, accuracy] = state.networks[k];
        return { name, units, accuracy, k };
      }),
    );
    return {
      series, timestep, read, weights, match, presets, limits, rivals,
      duel: duel.map((one) => ({ ...one, ...run(stored[one.k], X, timestep, read) })),
    };
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
    ${pad(uid, "series", html`input <i>X</i>, to draw on`, slots.series, settings.series, "timestep")}
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
      const width = WIDTHS[name] * units;
      const [W_x, W_h] = [matrix(1, width), matrix(units, width)];
      const cell = new CELLS[name]({ W_x, W_h, b: name === "GRU" ? matrix(2, width) : vector(width) });
      return trained ? { cell, w: vector(units), w_b: vector(1)[0] } : { cell };
    });
  return { start: all(false), trained: all(true) };
}

/** One network on X, and on X without its timestep t. */
function run({ cell, w, w_b }, X, t, read) {
  const trace = cell.forward(X);
  const without = cell.forward(X.with(t - 1, [0])).H;
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

const key = ({ timestep, read }) => html`<b>Left of X${subscript(timestep)}:</b> how far the states with and without it (solid line) are apart, 100% where they are farthest; the number is that at t = ${read} (dashed line).
  <b class="role-gradient">Hatched:</b> how much a small change of each timestep changes the state at t = ${read}, on a log axis; the number is that of t = ${timestep}.
  <b>States:</b> a row for each unit, orange up for positive, blue down for negative.
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
    ${row(`gates at ${timestep}`, (one) => GATES[one.name].map(([part, letter, role]) => {
      const gate = mean(one.trace[part][timestep - 1]);
      return role !== "candidate" && html`<i class="role-${role}">${letter}</i> ${value(one, part, gate, fixed(gate))} `;
    }))}
    ${weights === "trained" && html`
      ${row("answer", (one) => told(value(one, "answer", one.answers[0], fixed(one.answers[0]))))}
      ${row(`without X${subscript(timestep)}`, (one) => told(value(one, "without", one.answers[1], fixed(one.answers[1]))))}
      ${row("accuracy", (one) => told(value(one, "accuracy", one.accuracy, rate(one.accuracy))))}`}
  </tbody></table>`;
}

function numbers({ duel, series, timestep }) {
  const head = (words) => duel.map(({ name }) => html`<th scope="col">${name} ${words}</th>`);
  const states = ({ name, trace }) => html`<table class="u-table">
    <caption>${name} at t = ${timestep}, unit by unit</caption>
    <thead><tr><th scope="col"></th>${trace.H[0].map((_, j) => html`<th scope="col">${j + 1}</th>`)}</tr></thead>
    <tbody>${[...GATES[name], ...STATES[name]].map(([part, letter]) => html`<tr><th scope="row">${letter}</th>${trace[part][timestep - 1].map(
      (value, j) => html`<td>${readout(`${name}.${part}.${j + 1}`, value, fixed(value, 3))}</td>`,
    )}</tr>`)}</tbody>
  </table>`;
  return html`<table class="u-table">
    <caption>The difference of the states with and without X at t = ${timestep}, and the gradient of the state that is read, by timestep</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X</th>${head("left")}${head("gradient")}</tr></thead>
    <tbody>${series.map((x, k) => html`<tr><th scope="row">${k + 1}</th><td>${fixed(x)}</td>${duel.map(({ left }) => html`<td>${amount(left[k])}</td>`)}${
      duel.map(({ gradient }) => html`<td>${amount(gradient[k])}</td>`)}</tr>`)}</tbody>
  </table>${duel.map(states)}`;
}
