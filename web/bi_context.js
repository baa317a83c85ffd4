// W8 BiContext: which inputs each output depends on; a bidirectional network sees the future.
import { map, targets } from "./bi_context/map.js";
import { python } from "./bi_context/python.js";
import { compute } from "./bi_context/sensitivity.js";
import { MERGES, PRESETS, describe, numbers, questions, readouts } from "./bi_context/words.js";
import { choice, range, setting } from "./ui/controls.js";
import { html, signed } from "./ui/html.js";
import { pad, padSetting, series } from "./ui/pad.js";

const DIRECTIONS = { causal: "causal", bidirectional: "bidirectional" };
const CELLS = { SimpleRNN: "SimpleRNN", GRU: "GRU", LSTM: "LSTM" };

export default {
  kind: "BiContext",
  title: "Context of each output",
  lead: "What each output has seen: a causal network looks back, a bidirectional one both ways.",
  traits: [
    "weights", "presets", "limits", "initial", "predictions",
    "series", "direction", "merge", "cell", "timestep", "position",
  ],
  compute,

  controls: ({ limits, series, t, s, T }) => ({
    series: padSetting(limits.series, series, s, `s = ${s}: ${signed(series[s - 1])}`),
    timestep: setting(limits.timestep, t, `t = ${t} of ${T}`),
  }),

  body(values, uid, slots) {
    const settings = this.controls(values);
    return html`<div class="u-controls">
      ${choice(uid, "direction", "network", DIRECTIONS, values.direction)}
      <div data-slot="merge">${slots.merge}</div>
      ${choice(uid, "cell", "cell", CELLS, values.cell)}
      ${range(uid, "timestep", html`output <i>Y</i><sub>t</sub>`, settings.timestep)}
    </div>
    <div class="u-presets" role="group" aria-label="Inputs to start from">${Object.entries(PRESETS).map(
      ([name, words]) => html`<button type="button" data-edit="preset" data-with='["${name}"]'>${words}</button>`,
    )}</div>
    ${pad(uid, "series", html`draw the input <i>X</i>`, slots.series, settings.series, "position")}
    <div class="u-map"><div data-slot="map">${slots.map}</div>${targets(values.T)}</div>
    <p class="u-key">A row is an output Y<sub>t</sub>, a column an input X<sub>s</sub>. <b class="role-gradient">Shade:</b> ‖∂Y<sub>t</sub>/∂X<sub>s</sub>‖ on a log scale;
      <b>0</b> is exactly zero. <b>Right of the stairs:</b> the future, s &gt; t. <b class="role-gradient">Bars:</b> the row of t on a linear scale. Click an entry to read it.
      The weights are as Keras starts them, before any training.</p>
    <div class="u-formula" data-slot="readouts">${slots.readouts}</div>`;
  },

  slots: (values, uid) => ({
    merge: values.direction === "causal"
      ? html`<p class="u-soft u-single">One direction: nothing to merge.</p>`
      : choice(uid, "merge", "merge", MERGES, values.merge),
    series: series(values.series, { low: -1, high: 1, selected: values.s, label: `The input X at ${values.T} timesteps` }),
    map: map(values, uid),
    readouts: readouts(values),
  }),

  edits: {
    preset: ({ presets }, name) => ({ series: presets[name] }),
    entry: (_, timestep, position) => ({ timestep, position }),
  },

  questions,
  describe,
  numbers,
  python,
};
