// W3 BPTTFlow: gradients flow back; truncation cuts them.
import { choice, range, setting, toggle } from "./ui/controls.js";
import { count, html } from "./ui/html.js";
import { curve } from "./bptt_flow/curve.js";
import { flow } from "./bptt_flow/flow.js";
import { compute } from "./bptt_flow/gradients.js";
import { python } from "./bptt_flow/python.js";
import { gradients, recursion } from "./bptt_flow/readouts.js";
import { describe, numbers, questions } from "./bptt_flow/words.js";

const LOSSES = { last: "last t", every: "every t" };

const controls = ({ limits, T, k, t }) => ({
  timesteps: setting(limits.timesteps, T, count(T, "step")),
  truncate: setting([limits.truncate[0], T], k, k === T ? `${count(k, "step")}, no cut` : count(k, "step")),
  selected: setting([1, T], t + 1, `t = ${t + 1}`),
});

export default {
  kind: "BPTTFlow",
  title: "Backpropagation through time",
  lead: "Gradients flow back through every timestep; truncation cuts them.",
  traits: [
    "series", "targets", "W_x", "W_h", "b", "V", "c", "limits", "initial", "predictions",
    "timesteps", "loss", "truncate", "carry", "selected",
  ],
  compute,
  controls,

  body(values, uid, slots) {
    const settings = controls(values);
    return html`<div class="u-controls">
      ${range(uid, "timesteps", html`timesteps <i>T</i>`, settings.timesteps)}
      ${range(uid, "truncate", html`cut every <i>k</i>`, settings.truncate)}
      ${choice(uid, "loss", "loss at", LOSSES, values.loss)}
      ${toggle("carry", "Carry the state over each cut", values.carry)}
    </div>
    <div data-slot="flow">${slots.flow}</div>
    <p class="u-key"><b class="role-gradient">Hatched:</b> the gradient with cuts. <b>Outline:</b> the full gradient.
      <b>Thickness:</b> the norm of what flows back, on a log scale.</p>
    <div class="u-timestep">${range(uid, "selected", html`timestep <i>t</i>`, settings.selected)}</div>
    <div class="u-formula" data-slot="recursion">${slots.recursion}</div>
    <div class="u-pair">
      <div data-slot="curve">${slots.curve}</div>
      <div data-slot="gradients">${slots.gradients}</div>
    </div>`;
  },

  slots: (values, uid) => ({
    flow: flow(values, uid),
    recursion: recursion(values),
    curve: curve(values),
    gradients: gradients(values),
  }),
  questions,
  describe,
  numbers,
  python,
};
