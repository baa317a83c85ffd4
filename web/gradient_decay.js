// W4 GradientDecay: why gradients vanish or explode.
// This file computes and lays out; its drawings, words and Python lie in the folder of the same name.
import { SimpleRNN } from "./core/cells.js";
import { largestSingularValue } from "./core/linalg.js";
import { asks, chart, tells } from "./gradient_decay/chart.js";
import { plane } from "./gradient_decay/plane.js";
import { python } from "./gradient_decay/python.js";
import { ACTIVATIONS, FAMILIES, describe, float32, plain, power, questions } from "./gradient_decay/words.js";
import { choice, range, setting, toggle } from "./ui/controls.js";
import { count, fixed, html, readout } from "./ui/html.js";
import { after } from "./ui/question.js";

const UNITS = 16;
const STEEPEST = { linear: 1, tanh: 1, relu: 1, sigmoid: 0.25 }; // the largest slope of each activation
const ROUNDING = 1e-9; // of log10: a norm that is exactly 1 or 1/1000 must not count as above or below

export default {
  kind: "GradientDecay",
  title: "Gradient decay",
  lead: "A gradient that travels back in time is multiplied once a step: it vanishes or explodes.",
  traits: [
    "families", "kernels", "eigenvalues", "limits", "initial", "predictions",
    "family", "radius", "activation", "timesteps", "lag", "clip", "threshold",
  ],

  compute(state) {
    const { family, radius, activation, timesteps, clip, threshold, limits } = state;
    const which = state.families.indexOf(family);
    const W_h = scaled(state.kernels, which, UNITS, radius);
    const cell = new SimpleRNN({ W_x: [Array(UNITS).fill(1)], W_h, b: Array(UNITS).fill(0), activation });
    const norms = cell.log10JacobianNorms(cell.forward(Array(timesteps).fill([1])));
    const spectralNorm = largestSingularValue(W_h);
    const rate = Math.log10(spectralNorm * STEEPEST[activation]);
    const lags = norms.map((_, k) => k);
    return {
      family, radius, activation, timesteps, clip, threshold, limits, norms, spectralNorm,
      lag: Math.min(state.lag, timesteps),
      eigenvalues: scaled(state.eigenvalues, which, 2, radius),
      steepest: STEEPEST[activation],
      radiusPowers: lags.map((k) => k * Math.log10(radius)),
      bounds: lags.map((k) => k * rate),
      single: norms.map(float32),
      clipped: norms.map((norm) => (clip ? Math.min(norm, threshold) : norm)),
      ...crossings(norms),
    };
  },

  controls({ radius, timesteps, lag, clip, threshold, limits }) {
    return {
      radius: setting(limits.radius, radius, fixed(radius), 0.01),
      timesteps: setting(limits.timesteps, timesteps, count(timesteps, "step")),
      lag: setting([0, timesteps], lag, count(lag, "step")),
      threshold: { ...setting(limits.threshold, threshold, clip ? power(threshold) : "off", 0.5), disabled: !clip },
    };
  },

  body(values, uid, slots) {
    const settings = this.controls(values);
    const slider = (trait, label) => range(uid, trait, label, settings[trait]);
    return html`<div class="u-controls">
      ${choice(uid, "family", html`recurrent kernel <i>W</i><sub>h</sub>`, FAMILIES, values.family)}
      ${choice(uid, "activation", "activation", ACTIVATIONS, values.activation)}
      ${slider("radius", "spectral radius")}
      ${slider("timesteps", html`length <i>T</i>`)}
      ${toggle("clip", "clip the norm", values.clip)}
      ${slider("threshold", "largest norm")}
    </div>
    <p class="u-heading">Norm ‖∂<i>H</i><sub>T</sub> / ∂<i>H</i><sub>T−k</sub>‖<sub>2</sub> of the gradient that reaches <i>k</i> timesteps back, on a log axis</p>
    <div class="u-plot" data-slot="chart">${slots.chart}</div>
    <div class="u-scrub">${slider("lag", html`lag <i>k</i>`)}</div>
    <p class="u-key" data-slot="key">${slots.key}</p>
    <div class="u-pair">
      <div class="u-formula" data-slot="readouts">${slots.readouts}</div>
      <div data-slot="plane">${slots.plane}</div>
    </div>`;
  },

  slots: (values, uid) => ({
    chart: chart(values, uid),
    key: key(values),
    readouts: readouts(values),
    plane: plane(values),
  }),

  questions,
  describe,
  numbers,
  python,
};

/** Matrix number `which` of a binary trait (float64, little-endian, row by row), times `factor`. */
function scaled(view, which, columns, factor) {
  const at = (i, j) => view.getFloat64(8 * ((which * UNITS + i) * columns + j), true);
  return Array.from({ length: UNITS }, (_, i) => Array.from({ length: columns }, (_, j) => factor * at(i, j)));
}

/** Where log10 norms first cross 1/1000 and 1000, whether they come back, and how long they stay above 1. */
function crossings(norms) {
  const find = (wanted, from = 0) => {
    const k = norms.findIndex((norm, k) => k >= from && wanted(norm));
    return k < 0 ? null : k;
  };
  const below = find((norm) => norm < -3 - ROUNDING);
  return {
    below,
    back: below === null ? null : find((norm) => norm >= -3 - ROUNDING, below),
    beyond: find((norm) => norm > 3 + ROUNDING),
    above: (find((norm) => norm <= ROUNDING, 1) ?? norms.length) - 1,
  };
}

// ---- what the drawing means, and its numbers ------------------------------------------------

const key = ({ clip, steepest, single }) => html`<b class="role-gradient">Hatched:</b> what arrives${clip && " after clipping; thin line: before"}.
  <b>Dashed:</b> radius^lag, the slope of linear units in the long run, not a bound.
  <b>Thin gray:</b> (spectral norm${steepest < 1 && " × ¼, the steepest sigmoid"})^lag, an upper bound.
  Every unit receives 1 at every timestep, and the state starts at zero.${single.some(Boolean) && html`
  <b>Shaded:</b> beyond float32, which overflows above 3.4 × 10³⁸, loses digits below 1.2 × 10⁻³⁸ and underflows to zero below its smallest number, 1.4 × 10⁻⁴⁵.`}`;

function readouts(values) {
  const { radius, spectralNorm, norms, single, clipped, radiusPowers, bounds, lag, timesteps, below, back, beyond, above, steepest, clip } = values;
  const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;
  const value = (name, log10) => readout(name, log10, power(log10));
  const told = (markup) => (tells(values) ? after(asks(values), markup) : markup);
  const form = (base, name, log10) => told(html`${base}<sup>${lag}</sup> = ${value(name, log10)}`);
  const never = html`<span class="u-soft">not within ${timesteps} lags</span>`;
  const crossed = (name, k, more) => (k === null ? never : html`lag ${readout(name, k)}${more}`);
  const again = back === null ? ", and stays" : html`, above again at ${readout("back", back)}`;
  return html`<table><tbody>
    ${row("spectral radius", readout("radius", radius, fixed(radius)))}
    ${row("spectral norm", readout("spectral_norm", spectralNorm, plain(spectralNorm)))}
    ${row(html`norm at lag ${lag}`, told(html`<b>${value("log10_norm", norms[lag])}</b> = 10<sup>${fixed(norms[lag])}</sup>`))}
    ${row("precision", single[lag] ? html`<span class="u-alarm">${single[lag]}</span>` : "fits into float32")}
    ${row("after clipping", clip ? told(value("log10_clipped", clipped[lag])) : html`<span class="u-soft">not clipped</span>`)}
    ${row("radius^lag", form(plain(radius), "log10_radius_power", radiusPowers[lag]))}
    ${row("upper bound", form(steepest < 1 ? `(${plain(spectralNorm)} × ¼)` : plain(spectralNorm), "log10_bound", bounds[lag]))}
    ${row("above 1 for", after("growth", readout("above", above, above ? `the first ${count(above, "step")}` : "no step")))}
    ${row("below 1/1000", after("below", crossed("below", below, again)))}
    ${row("above 1000", crossed("beyond", beyond))}
  </tbody></table>`;
}

function numbers({ family, norms, single, clipped, radiusPowers, bounds, clip }) {
  const told = (text) => (family === "gaussian" ? after("growth", text) : text);
  return html`<table class="u-table">
    <caption>Norm of ∂H_T/∂H_T−k for every lag k, its base-ten logarithm, and the bounds</caption>
    <thead><tr><th scope="col">lag</th><th scope="col">norm</th><th scope="col">log10</th>${clip && html`<th scope="col">clipped</th>`}<th scope="col">radius^lag</th><th scope="col">bound</th><th scope="col">in float32</th></tr></thead>
    <tbody>${norms.map(
      (norm, k) => html`<tr><th scope="row">${k}</th><td>${told(power(norm))}</td><td>${told(fixed(norm, 3))}</td>${
        clip && html`<td>${told(power(clipped[k]))}</td>`
      }<td>${power(radiusPowers[k])}</td><td>${power(bounds[k])}</td><td>${single[k] || "fits"}</td></tr>`,
    )}</tbody>
  </table>`;
}
