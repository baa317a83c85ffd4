// W14 GateScope: a trained network, open on the reader's own input.
// This file computes and lays out; drawings, words, the tour and the Python lie in the folder of the same name.
import { network, TRACKS as OF } from "./core/network.js";
import { arithmetic } from "./gate_scope/arithmetic.js";
import { clamped, hand, held } from "./gate_scope/hand.js";
import { cursor, heading, minis, rowHeight, scaleOf, sheet, visibleSteps } from "./gate_scope/maps.js";
import { inputsOf, joined, numbersOf, readable, tokensOf, unreadable } from "./gate_scope/model.js";
import { moments, nearest } from "./gate_scope/nearest.js";
import { outputs } from "./gate_scope/outputs.js";
import { python } from "./gate_scope/python.js";
import { connectivity, occlusion, strip, stripHeight } from "./gate_scope/strip.js";
import { answered, guide, hides, stepped, wayIn } from "./gate_scope/guide.js";
import { ORDERS, SPANS, TRACKS, amount, describe, numbers, questions, short } from "./gate_scope/words.js";
import { continued } from "./gate_scope/write.js";
import { choice, range, setting } from "./ui/controls.js";
import { grid } from "./ui/grid.js";
import { fixed, html } from "./ui/html.js";
import { slowly } from "./ui/later.js";
import { pad } from "./ui/pad.js";

const WRITES = 20; // tokens

export default {
  kind: "GateScope",
  title: "GateScope",
  lead: "A trained network, open: write your own input and see every gate, every state, and what its answer depends on.",
  traits: [
    "models", "weights", "limits", "initial", "predictions", "model", "text", "series", "feature", "layer", "direction", "track", "unit", "t",
    "output", "clamps", "order", "span", "temperature", "seed", "tour",
  ],

  /** The traits, and
   *    card                    the model as it came, kind: "characters", "words" or "numbers"
   *    tokens, T, t, end       what is read; the timestep whose output is shown: t, or T where the head sees the last alone
   *    seen                    how many timesteps that output depends on
   *    tracks, units, lines    the names of the chosen layer's tracks, and the tracks, flat (T x units)
   *    acting                  the clamps that touch these timesteps; clamp: that of the chosen unit and track, or null
   *    outs, free              { logits, values, top } at `end`, with the clamps and without any
   *    chosen, connectivity    the output that is explained, and its gradients
   *    constants, ordered      by unit, in timesteps; the units from the top of the map down */
  compute(state, last) {
    const { models, weights, limits, clamps, track: wanted, order } = state;
    const as = (...traits) => last && traits.every((name) => state[name] === last[name]);
    const opened = as("model", "weights");
    const card = models.find(({ name }) => name === state.model);
    const { kind, names } = card;
    const net = opened ? last.net : network(card.spec, numbersOf(card, weights));
    const read = opened && as("text", "series");
    const tokens = read ? last.tokens : kind === "numbers" ? state.series.map((row) => row.join(", ")) : tokensOf(card, state.text);
    const inputs = read ? last.inputs : inputsOf(card, tokens, state.series);
    const T = tokens.length;
    const t = Math.min(state.t, T);
    const layer = Math.min(state.layer, net.layers.length);
    const { units, merge, kind: cell } = net.layers[layer - 1];
    const direction = merge ? state.direction : "forward";
    const tracks = OF[cell];
    const track = tracks.includes(wanted) ? wanted : "h";
    const unit = Math.min(state.unit, units);
    const acting = clamps.filter((clamp) => clamp.from < T);
    // What comes before the first change is taken over: most of it, while a text is typed or a clamp is dragged.
    const bare = read ? last.bare : net.forward(inputs, [], opened ? agreeing(inputs, last.inputs) : 0, last?.bare);
    const trace = !acting.length ? bare : read && as("clamps") ? last.trace : net.forward(inputs, acting, Math.min(...acting.map((clamp) => clamp.from)), bare);
    const lines = trace.layers[layer - 1][direction];
    const end = net.return_sequences ? t : T;
    const shares = card.spec.dense.at(-1).activation === "softmax";
    const q = names.length;
    const outputsOf = (one) => {
      const from = net.return_sequences ? (end - 1) * q : 0;
      const logits = one.logits.subarray(from, from + q);
      const values = one.outputs.subarray(from, from + q);
      const top = Array.from(values, (value, index) => ({ name: names[index], value, index })).sort((a, b) => b.value - a.value);
      return { logits, values, top, value: (name) => values[names.indexOf(name)] };
    };
    const [outs, free] = [outputsOf(trace), outputsOf(bare)];
    const index = state.output >= 0 && state.output < q ? state.output : shares ? outs.top[0].index : 0;
    const sameLayer = last?.trace === trace && last.layer === layer && last.direction === direction;
    const constants = sameLayer ? last.constants : net.timeConstants(bare, layer - 1, direction);
    const at = (name, step, k) => lines[name][(step - 1) * units + k - 1];
    const rank = { trained: (k) => k, time: (k) => -constants[k], value: (k) => -lines[track][(t - 1) * units + k] }[order];
    const ordered = Array.from({ length: units }, (_, k) => k).sort((a, b) => rank(a) - rank(b));
    const sameOrder = sameLayer && ordered.every((k, i) => k === last.ordered[i]);
    const favorites = net.return_sequences && card.writes ? tokens.map((_, s) => argMax(trace.outputs.subarray(s * q, (s + 1) * q))) : null;
    return {
      ...state, card, kind, names, hidden: hides(state), net, tokens, inputs, T, t, end, seen: net.bidirectional ? T : end, layer, direction, tracks, track, units, unit, lines, at, trace, bare,
      layers: net.layers, shares, outs, free, top: outs.top, value: outs.value, favorites, constants, ordered,
      acting, tourable: models.length > 1,
      clamp: clamps.findLast((one) => same(one, { layer: layer - 1, direction, track, unit: unit - 1 })) ?? null,
      chosen: { index, name: names[index], value: outs.values[index] },
      connectivity: sameLayer && last.end === end && last.chosen.index === index ? last.connectivity : net.connectivity(trace, end - 1, index, "logit"),
      scales: sameLayer ? last.scales : Object.fromEntries(tracks.map((name) => [name, scaleOf(name, lines[name], net.layers[layer - 1])])),
      drawn: sameOrder ? last.drawn : new Map(), // the images of these tracks in this order
      most: limits.length[1],
      prediction: state.predictions[`tour ${state.tour}`]?.answer ?? null,
      window: visibleSteps({ kind, T, t }),
    };
  },

  layout: ({ model, layer, direction, feature }) => `${model} ${layer} ${direction} ${feature}`,

  controls(values) {
    const { limits, t, T, unit, units, temperature, seed, series, feature, card, clamp, track } = values;
    const value = series[t - 1]?.[feature];
    const pads = value !== undefined && {
      series: { ...setting(card.limits[feature], value, `t = ${t}: ${short(value)}${card.units[feature] && ` ${card.units[feature]}`}`, card.steps[feature]), at: [t - 1, feature] },
    };
    return {
      ...pads,
      feature: setting(limits.feature, feature, card.features?.[feature]),
      t: setting([1, T], t, `${t} of ${T}`),
      unit: setting([1, units], unit, `${unit} of ${units}`),
      hold: setting(values.scales[track].limits, clamp ? clamp.value : values.at(track, t, unit), clamp ? `${amount(track, clamp.value)}, held` : amount(track, values.at(track, t, unit)), 0.01),
      temperature: setting(limits.temperature, temperature, fixed(temperature, 1), 0.1),
      seed: setting(limits.seed, seed, String(seed)),
    };
  },

  body(values, uid, slots) {
    const { models, card, model, kind, layers, layer, direction, order, span, tracks, units } = values;
    const settings = this.controls(values);
    const height = units * rowHeight(units);
    return html`<div class="u-which">
      <div data-slot="wayIn">${slots.wayIn}</div>
      ${models.length > 1 && choice(uid, "model", "network", Object.fromEntries(models.map(({ name, label }) => [name, label])), model, "model")}
      ${layers.length > 1 && choice(uid, "layer", "layer", Object.fromEntries(layers.map(({ name }, k) => [k + 1, name])), layer, "whole")}
      ${layers[layer - 1].merge && choice(uid, "direction", "direction", { forward: "forward", backward: "backward" }, direction)}
    </div>
    <div data-slot="guide">${slots.guide}</div>
    <p class="u-soft u-about">${card.about}</p>
    <div class="u-source">${kind !== "numbers" && typing(values, uid, slots, settings)}${presets(values)}</div>
    <div class="u-scope">
      <div class="u-answer-box">
        <div data-slot="outputs">${slots.outputs}</div>
      </div>
      <div class="u-reading">
        ${kind === "numbers" ? drawing(values, uid, slots, settings) : html`<div class="u-gutter"><svg class="u-figure" width="100%" height="${stripHeight(kind)}" role="img" aria-label="What is read"
          data-grid="step"><g data-slot="strip">${slots.strip}</g></svg></div>`}
        <div class="u-gutter"><div data-grid="step"><div data-slot="connectivity">${slots.connectivity}</div><div data-slot="occlusion">${slots.occlusion}</div></div></div>
        <div class="u-gutter">${range(uid, "t", html`timestep <i>t</i>`, settings.t)}</div>
      </div>
      <div class="u-maps">
        <fieldset class="u-minis"><legend class="u-heading">Inside, one row a unit, one column a timestep: choose a map</legend>
          ${tracks.map((name, i) => html`<label><input type="radio" id="${uid}-track-${i}" name="${uid}-track" data-trait="track" value="${name}"${name === values.track && html` checked`}>
            <span class="u-mini"><b class="role-${TRACKS[name].role}">${TRACKS[name].letter}</b> ${TRACKS[name].name.split(" ")[0]}<span data-slot="mini${i}">${slots[`mini${i}`]}</span></span></label>`)}
        </fieldset>
        <div class="u-heading u-large" data-slot="heading">${slots.heading}</div>
        <div class="u-gutter"><div class="u-sheet-box" id="${uid}-map" tabindex="0" role="application" data-grid="cell"
          aria-label="The large map: left and right move t, up and down the unit">
          <svg class="u-figure" width="100%" height="${height}" aria-hidden="true"><g data-slot="sheet">${slots.sheet}</g><g data-slot="cursor">${slots.cursor}</g></svg></div></div>
        <div class="u-formula u-arithmetic" data-slot="arithmetic">${slots.arithmetic}</div>
      </div>
      <div class="u-hand"><div class="u-controls">
        ${range(uid, "unit", "unit", settings.unit)}
        ${choice(uid, "order", "order of the units", ORDERS, order)}
        <div class="u-hold">
          <div data-slot="hand">${slots.hand}</div>
          ${range(uid, "hold", "hold it at", settings.hold, "hold")}
          ${choice(uid, "span", "when", SPANS, span, "span")}
        </div></div>
        <div data-slot="held">${slots.held}</div>
        <div data-slot="notable">${slots.notable}</div>
      </div>
    </div>
    <div data-slot="nearest">${slots.nearest}</div>
    <p class="u-key"><b>Gates</b> lie in 0…1: the stronger the color, the more open. <b>States and candidates</b> have a sign: orange above 0, blue below.
      ${values.favorites && kind === "characters" && html`<b>Guess</b>: what was most probable one step before; underlined where it came.`}
      <b class="role-gradient">Gradient</b>: how much the chosen output, before its activation, moves with each input vector; <b>gradient × input</b> shares it out with its sign;
      <b>left out</b>: what it loses without that timestep.
      Choose an output to explain it, press or drag in a map to move <i>t</i> and the unit.</p>`;
  },

  slots(values, uid) {
    return {
      wayIn: wayIn(values, uid),
      guide: guide(values, uid),
      series: values.kind === "numbers" ? strip(values, uid) : null,
      strip: values.kind === "numbers" ? null : strip(values, uid),
      writing: writing(values),
      connectivity: connectivity(values, uid),
      occlusion: occlusion(values, null),
      outputs: outputs(values, uid),
      ...Object.fromEntries(values.tracks.map((name, i) => [`mini${i}`, minis(values, name, uid)])),
      notable: notable(values, uid),
      heading: heading(values),
      sheet: sheet(values, uid),
      cursor: cursor(values),
      hand: hand(values),
      held: held(values),
      arithmetic: arithmetic(values),
      nearest: nearest(values, null),
    };
  },

  later: slowly((values) => {
    const { net, inputs, end, chosen, acting, model, t, layer, direction, connectivity: { norm } } = values;
    const input = JSON.stringify([model, values.text, values.series, acting]);
    return [
      {
        slot: "occlusion",
        about: JSON.stringify([input, values.window, end, t, chosen.index]),
        *work() {
          return occlusion(values, yield* net.occlusion(inputs, end - 1, chosen.index, "logit", acting));
        },
      },
      {
        slot: "nearest",
        about: JSON.stringify([input, layer, direction, t]),
        *work() {
          return nearest(values, yield* moments(values));
        },
      },
    ];
  }),

  grid,

  faults: { text: ({ card, most }, text) => unreadable(card, text, most) },

  edits: {
    model: ({ models }, name) => fresh(models.find((card) => card.name === name)),
    type({ card, text: old, t, T }, text) {
      const now = readable(card, text);
      const length = tokensOf(card, now).length;
      return { text: now, t: t === T ? length : Math.min(t, length) };
    },
    preset({ card }, name) {
      return started(card, card.presets[name]);
    },
    write: (values, n) => continued(values, n, { seed: values.seed, temperature: n > 1 ? values.temperature : null }),
    whole: (_, layer) => ({ layer: Number(layer) }),
    feature: (_, feature) => ({ feature: Number(feature) }),
    go: (_, t) => ({ t }),
    look({ card }, i) {
      const { layer, unit, track } = card.notable[i];
      return { layer: layer + 1, unit: unit + 1, track };
    },
    /** Along the input: only the timestep moves. */
    step: ({ window: { from, columns } }, { x }) => (x === undefined ? null : { t: from + Math.floor(x * columns) + 1 }),
    /** In the large map. */
    cell({ window: { from, columns }, T, t, ordered, unit, units }, { x, y, key }) {
      if (!key) return { t: from + Math.floor(x * columns) + 1, unit: ordered[Math.floor(y * units)] + 1 };
      const place = ordered.indexOf(unit - 1);
      const within = (value, most) => Math.max(0, Math.min(value, most - 1));
      const t0 = { ArrowLeft: t - 2, ArrowRight: t, Home: 0, End: T - 1 }[key];
      const row = { ArrowUp: place - 1, ArrowDown: place + 1, PageUp: place - 5, PageDown: place + 5 }[key];
      if (t0 === undefined && row === undefined) return null;
      return t0 === undefined ? { unit: ordered[within(row, units)] + 1 } : { t: within(t0, T) + 1 };
    },
    output: (_, output) => ({ output: Number(output) }),
    hold: (values, value) => ({ clamps: clamped(values, Number(value)) }),
    span: (values, span) => (values.clamp ? { span, clamps: clamped(values, values.clamp.value, span) } : { span }),
    release: ({ clamps }, i) => ({ clamps: clamps.toSpliced(i, 1) }),
    tour: (values, step) => stepped(values, step, fresh),
    tourAnswer: answered,
  },

  questions,
  describe,
  numbers,
  python,
};

/** An input to begin with, and t at its end. */
const started = (card, input) => (card.kind === "numbers" ? { series: input, t: input.length } : { text: input, t: tokensOf(card, input).length });

/** The traits of a model that is looked at for the first time. */
const fresh = (card) => ({
  model: card.name, ...started(card, card.initial), feature: 0, layer: 1, direction: "forward", track: "h", ...card.start, clamps: [], output: -1, order: "trained", tour: 0,
});

const presets = ({ card }) => Object.keys(card.presets).length > 0 && html`<div class="u-presets" role="group" aria-label="Inputs to start from">${Object.keys(card.presets).map(
  (name) => html`<button type="button" class="u-quiet" data-edit="preset" data-with="${JSON.stringify([name])}">${name}</button>`)}</div>`;

/** Units that training has given a meaning: a click goes there, and then it is said. */
const notable = ({ card, layer, track, unit, tour }, uid) => {
  if (tour > 0 || card.notable.length === 0) return html``; // the tour asks what they mean
  const here = (one) => one.layer + 1 === layer && one.track === track && one.unit + 1 === unit;
  const shown = card.notable.find(here);
  return html`<div class="u-presets" role="group" aria-label="Units worth a look">${card.notable.map((one, i) => html`<button type="button" class="u-quiet" id="${uid}-look-${i}" aria-pressed="${here(one)}"
      data-edit="look" data-with="[${i}]">unit ${one.unit + 1}: ${one.name}</button>`)}</div>${shown && html`<p class="u-says">Unit ${unit} ${shown.says}.</p>`}`;
};

/** Where a text is typed, and the network writes. */
function typing(values, uid, slots, settings) {
  const { card: { writes }, kind, text, most } = values;
  const rule = `1 to ${most} ${kind === "words" ? "words" : "characters"}`;
  return html`<div class="u-typed"><label for="${uid}-text">the network reads: write here</label>
      <input type="text" id="${uid}-text" data-trait="text" data-edit="type" title="${rule}"${kind === "characters" && html` maxlength="${most}"`} required autocomplete="off"
        autocapitalize="off" spellcheck="false" enterkeyhint="done" value="${text}"></div>
    ${writes && html`<div class="u-writing"><span data-slot="writing">${slots.writing}</span>
      ${range(uid, "temperature", "temperature", settings.temperature)}${range(uid, "seed", "seed", settings.seed)}</div>`}`;
}

const writing = ({ T, most }) => html`${[[1, "write the next one"], [WRITES, `write ${WRITES} by chance`]].map(
  ([n, words]) => html`<button type="button" data-edit="write" data-with="[${n}]"${T >= most && html` disabled`}>${words}</button>`)}`;

/** Where a series is drawn. */
function drawing(values, uid, slots, settings) {
  const { card, feature } = values;
  const several = card.features.length > 1;
  return html`<div class="u-gutter">
    ${several && (card.features.length > 6 ? range(uid, "feature", "feature", settings.feature) : choice(uid, "feature", "feature", Object.fromEntries(card.features.map((name, k) => [k, name])), feature, "feature"))}
    ${pad(uid, "series", html`the network reads: draw here`, slots.series, settings.series, "t", feature)}
  </div>`;
}

/** In how many timesteps from the first on two inputs are the same. */
function agreeing(inputs, others) {
  const differs = inputs.findIndex((x, s) => String(x) !== String(others[s]));
  return differs < 0 ? inputs.length : differs;
}

const argMax = (list) => list.reduce((best, value, j) => (value > list[best] ? j : best), 0);
const same = (one, other) => Object.entries(other).every(([name, value]) => one[name] === value);
