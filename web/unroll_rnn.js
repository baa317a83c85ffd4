// W2 UnrollRNN: one cell used at every timestep, the same weights each time.
import { SimpleRNN } from "./core/cells.js";
import { fields, range, setting, toggle } from "./ui/controls.js";
import { html } from "./ui/html.js";
import { chain, chosen } from "./unroll_rnn/chain.js";
import { python } from "./unroll_rnn/python.js";
import { questions } from "./unroll_rnn/questions.js";
import { step } from "./unroll_rnn/step.js";
import { counting, describe, numbers } from "./unroll_rnn/words.js";

/** The weights to edit: their columns are units, so they stand one below the other. */
const WEIGHTS = { W_x: html`<i class="role-input">W<sub>x</sub></i>`, W_h: html`<i class="role-hidden">W<sub>h</sub></i>`, b: html`<i>b</i>` };

export default {
  kind: "UnrollRNN",
  title: "One cell, unrolled",
  lead: "One cell is used at every timestep, with the same weights each time.",
  traits: ["limits", "initial", "predictions", "timesteps", "features", "units", "t", "unfolded", "x", "W_x", "W_h", "b"],

  compute(state) {
    const { timesteps, features, units, unfolded, limits } = state;
    const x = state.x.slice(0, timesteps).map((row) => row.slice(0, features));
    const W_x = state.W_x.slice(0, features).map((row) => row.slice(0, units));
    const W_h = state.W_h.slice(0, units).map((row) => row.slice(0, units));
    const b = state.b.slice(0, units);
    const cell = new SimpleRNN({ W_x, W_h, b });
    const { A, H, H0 } = cell.forward(x);
    const without = cell.forward(x.with(0, x[0].map(() => 0))).H;
    const t = Math.min(state.t, timesteps);
    const before = t > 1 ? H[t - 2] : H0;
    return {
      timesteps, features, units, unfolded, limits, x, W_x, W_h, b, A, H, t, before,
      terms: b.map((bias, unit) => ({
        input: x[t - 1].map((value, i) => ({ value, weight: W_x[i][unit], product: value * W_x[i][unit] })),
        state: before.map((value, i) => ({ value, weight: W_h[i][unit], product: value * W_h[i][unit] })),
        bias,
      })),
      n_parameters: features * units + units * units + units,
      moved: H.map((h, k) => Math.max(...h.map((value, unit) => Math.abs(value - without[k][unit])))),
    };
  },

  controls({ timesteps, features, units, t, limits }) {
    return {
      timesteps: setting(limits.timesteps, timesteps, String(timesteps)),
      features: setting(limits.features, features, String(features)),
      units: setting(limits.units, units, String(units)),
      t: setting([1, timesteps], t, `${t} of ${timesteps}`),
    };
  },

  body(values, uid, slots) {
    const settings = this.controls(values);
    const slider = (trait, label) => range(uid, trait, label, settings[trait]);
    return html`<div class="u-controls">
      ${slider("timesteps", html`timesteps <i>T</i>`)}
      ${slider("features", html`features <i>d</i>`)}
      ${slider("units", html`units <i>h</i>`)}
      ${toggle("unfolded", "Unfolded", values.unfolded)}
    </div>
    <div class="u-stage">
      <div data-slot="chosen">${slots.chosen}</div>
      <div data-slot="chain">${slots.chain}</div>
    </div>
    <p class="u-key"><b class="role-input">Dashed:</b> the input, every time through the same W<sub>x</sub>.
      <b class="role-hidden">Double:</b> the hidden state, every time through the same W<sub>h</sub>.
      Bars: its units, <b class="u-plus">up</b> for positive and <b class="u-minus">down</b> for negative.</p>
    <div class="u-controls u-scrub">${slider("t", html`timestep <i>t</i>`)}</div>
    <div class="u-pair">
      <div class="u-step" data-slot="step">${slots.step}</div>
      <div>
        <div class="u-given">
          <div class="u-controls" data-slot="x">${slots.x}</div>
          <div class="u-controls" data-slot="weights">${slots.weights}</div>
        </div>
        <div class="u-formula" data-slot="count">${slots.count}</div>
      </div>
    </div>`;
  },

  slots: (values) => ({
    chosen: html`${chosen(values)}`,
    chain: chain(values),
    step: step(values),
    // Two slots, since fields are slow to make: T changes only those of x, and units only the others.
    x: fields("x", html`<i class="role-input">X</i>`, values.x, values.limits.x),
    weights: html`${Object.entries(WEIGHTS).map(([name, label]) => fields(name, label, values[name], values.limits[name]))}`,
    count: counting(values),
  }),

  questions,
  describe,
  numbers,
  python,
};
