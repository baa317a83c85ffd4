// W6 MemoryHalfLife: the forget bias sets the memory.
// This file computes and lays out; its drawings, words and Python lie in the folder of the same name.
import { LSTM } from "./core/cells.js";
import { biasFor, halfLife, logForget } from "./core/memory.js";
import { decay } from "./memory_half_life/decay.js";
import { halves } from "./memory_half_life/halves.js";
import { CLOSED, memoryHalfLifePython } from "./memory_half_life/python.js";
import { biasText, describe, lasting, questions, remaining } from "./memory_half_life/words.js";
import { range, setting } from "./ui/controls.js";
import { count, fixed, html, readout } from "./ui/html.js";
import { after } from "./ui/question.js";

export default {
  kind: "MemoryHalfLife",
  title: "Memory half-life",
  lead: "The forget gate multiplies the cell state at every timestep, so its bias sets how long the LSTM remembers.",
  traits: ["limits", "initial", "predictions", "bias", "lag"],

  compute({ bias, lag, limits }) {
    const timesteps = Math.max(10, Math.ceil(1.25 * lag));
    const logF = logForget(bias);
    const left = Array.from({ length: timesteps + 1 }, (_, t) => Math.exp(t * logF));
    const simulated = simulate(bias, timesteps);
    return {
      bias, lag, limits, timesteps, left, simulated,
      f: Math.exp(logF),
      halfLife: halfLife(bias),
      log10Left: (lag * logF) / Math.LN10,
      needed: biasFor(lag),
      difference: Math.max(...left.map((value, t) => Math.abs(value - simulated[t]))),
    };
  },

  controls: ({ bias, lag, limits }) => ({
    bias: setting(limits.bias, bias, biasText(bias), 0.1),
    lag: setting(limits.lag, lag, count(lag, "step")),
  }),

  body(values, uid, slots) {
    const settings = this.controls(values);
    const slider = (trait, label) => range(uid, trait, label, settings[trait]);
    return html`<div class="u-controls">
      ${slider("bias", html`forget bias <i>b</i>`)}
      ${slider("lag", "target lag")}
    </div>
    <p class="u-heading">What is left of the cell state after <i>t</i> timesteps</p>
    <div class="u-plot" data-slot="decay">${slots.decay}</div>
    <p class="u-key" data-slot="key">${slots.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="readouts">${slots.readouts}</div>
      <div><p class="u-heading">Half-life in timesteps by forget bias, log axis</p>
        <div class="u-plot" data-slot="halves">${slots.halves}</div></div>
    </div>`;
  },

  slots: (values) => ({
    decay: decay(values),
    halves: halves(values),
    key: html`<b class="role-forget">Line:</b> <i>f</i><sup> t</sup> with <i>f</i> = σ(<i>b</i>); half is left at <i>t</i> = ln ½ / ln <i>f</i>.
      <b class="role-cell">Dots:</b> the cell state of an LSTM with one unit, step by step: it starts at 1, the input is zero and the input gate closed.`,
    readouts: readouts(values),
  }),

  questions,
  describe,
  numbers,
  python: memoryHalfLifePython,
};

/** The cell state C_t of a one-unit LSTM that starts at 1, t from 0. */
function simulate(bias, timesteps) {
  const nothing = [[0, 0, 0, 0]];
  const cell = new LSTM({ W_x: nothing, W_h: nothing, b: [CLOSED, bias, 0, 0] });
  const { C } = cell.forward(Array(timesteps).fill([0]), { initialState: [[0], [1]] });
  return [1, ...C.flat()];
}

function readouts({ bias, lag, f, halfLife, log10Left, simulated, needed, difference }) {
  const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${after("half", content)}</td></tr>`;
  return html`<table><tbody>
    ${row(html`forget gate <i>f</i>`, html`σ(${biasText(bias)}) = ${readout("f", f, remaining(Math.log10(f)))}`)}
    ${row("half-life", html`<b>${readout("half_life", halfLife, lasting(halfLife))}</b>`)}
    ${row(html`left at lag ${lag}`, html`<i>f</i><sup> ${lag}</sup> = ${readout("log10_left", log10Left, remaining(log10Left))}`)}
    ${row("simulated", html`<i>C</i><sub>${lag}</sub> = ${readout("simulated", simulated[lag], amount(simulated[lag]))}`)}
    ${row("largest difference", readout("difference", difference, amount(difference)))}
    ${row("half left with", html`<i>b</i> = ${readout("needed", needed, fixed(needed))}`)}
  </tbody></table>`;
}

/** A simulated number, which may have fallen below the smallest float64. */
const amount = (value) => (value === 0 ? "0" : remaining(Math.log10(value)));

function numbers({ lag, log10Left, simulated }) {
  return html`<table class="u-table">
    <caption>What is left of the cell state after t timesteps, and the simulated cell state</caption>
    <thead><tr><th scope="col">t</th><th scope="col">f^t</th><th scope="col">simulated</th></tr></thead>
    <tbody>${simulated.map(
      (value, t) => html`<tr><th scope="row">${t}</th><td>${remaining((t * log10Left) / lag)}</td><td>${amount(value)}</td></tr>`,
    )}</tbody>
  </table>`;
}
