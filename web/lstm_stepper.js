// W5 LSTMStepper: the gates of an LSTM, computed from an input that the reader draws.
import { LSTM } from "./core/cells.js";
import { cell } from "./lstm_stepper/cell.js";
import { equation } from "./lstm_stepper/equation.js";
import { FILLS, fill } from "./lstm_stepper/inputs.js";
import { python } from "./lstm_stepper/python.js";
import { questions, task } from "./lstm_stepper/task.js";
import { tracks } from "./lstm_stepper/tracks.js";
import { ROLES, describe, numbers } from "./lstm_stepper/words.js";
import { choice, range, setting } from "./ui/controls.js";
import { html, signed } from "./ui/html.js";
import { pad, padSetting, series } from "./ui/pad.js";

const GATES = ["input", "forget", "candidate", "output"]; // Keras's order
const PRESETS = { latch: "latch", integrator: "integrator", counter: "counter", trained: "trained" };
const STEPS = Object.fromEntries(Object.entries(ROLES).map(([role, { letter, name }], i) => [role, html`${i + 1} ${name} <i class="role-${role}">${letter}</i>`]));

export default {
  kind: "LSTMStepper",
  title: "An LSTM, step by step",
  lead: "Draw the input: every gate is computed from it and from the state before.",
  traits: ["limits", "initial", "predictions", "presets", "airline", "preset", "x", "t", "step", "unit"],

  compute({ limits, presets, airline, preset, x, t, step, unit: wanted }) {
    const { W_x, W_h, b, says } = presets[preset];
    const lstm = new LSTM({ W_x, W_h, b });
    const trace = lstm.forward(x.map((value) => [value]));
    const { units } = lstm;
    const unit = Math.min(wanted, units);
    const lines = Object.fromEntries(Object.entries(ROLES).map(([role, { field }]) => [role, trace[field].map((row) => row[unit - 1])]));
    const [H, C] = t > 1 ? [trace.H[t - 2], trace.C[t - 2]] : [trace.H0, trace.C0];
    const column = GATES.indexOf(step) * units + unit - 1;
    const term = (value, weight) => ({ value, weight, product: value * weight });
    return {
      limits, airline, preset, x, t, step, unit, units, W_x, W_h, b, says, lines,
      now: Object.fromEntries(Object.entries(lines).map(([role, line]) => [role, line[t - 1]])),
      before: { hidden: H[unit - 1], cell: C[unit - 1] },
      terms: GATES.includes(step) && {
        input: [term(x[t - 1], W_x[0][column])],
        state: H.map((h, i) => term(h, W_h[i][column])),
        bias: b[column],
      },
    };
  },

  controls({ limits, x, t, unit, units }) {
    return {
      x: padSetting(limits.x, x, t, `t = ${t}: ${signed(x[t - 1])}`),
      t: setting(limits.t, t, `${t} of ${x.length}`),
      unit: { ...setting([1, units], unit, `${unit} of ${units}`), disabled: units === 1 },
    };
  },

  edits: {
    fill: ({ airline, x }, name) => ({ x: fill(name, x.length, airline) }),
    // The trained cell comes with what it was trained for.
    weights: ({ airline }, preset) => (preset === "trained" ? { preset, x: airline } : { preset }),
    go: (_, t, step) => ({ t, step }),
  },

  body(values, uid, slots) {
    const settings = this.controls(values);
    return html`<div class="u-controls">${choice(uid, "preset", "weights", PRESETS, values.preset, "weights")}</div>
    <p class="u-says" data-slot="says">${slots.says}</p>
    <div class="u-pair">
      <div>
        ${pad(uid, "x", html`input <i class="role-input">x</i>: draw it`, slots.x, settings.x, "t")}
        <div class="u-fills" role="group" aria-label="Inputs to start from">${Object.keys(FILLS).map(
          (name) => html`<button type="button" class="u-quiet" data-edit="fill" data-with="${JSON.stringify([name])}">${name}</button>`,
        )}</div>
        <div class="u-tracks" data-slot="tracks">${slots.tracks}</div>
        <div class="u-controls u-scrub">${range(uid, "t", html`timestep <i>t</i>`, settings.t)}</div>
        <div data-slot="task">${slots.task}</div>
      </div>
      <div>
        <div class="u-controls u-where">
          ${choice(uid, "step", "sub-step", STEPS, values.step)}
          ${range(uid, "unit", "unit", settings.unit)}
        </div>
        <div class="u-wired" data-slot="cell">${slots.cell}</div>
        <div class="u-formula u-step" data-slot="equation">${slots.equation}</div>
      </div>
    </div>
    <p class="u-key">Point at a symbol, a wire or a track: those that belong together light up.
      ${Object.entries(ROLES).map(([role, { letter, name, line }], i) => html`${i > 0 && "; "}<b class="role-${role}">${letter}</b> ${name}, ${line}`)}.</p>`;
  },

  slots: (values, uid) => ({
    says: html`${values.says}`,
    x: series(values.x, { low: -1, high: 1, selected: values.t, label: `The input at ${values.x.length} timesteps` }),
    tracks: tracks(values),
    cell: cell(values),
    equation: equation(values, uid),
    task: task(values),
  }),

  questions,
  describe,
  numbers,
  python,
};
