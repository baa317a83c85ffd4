// W11 AttentionLens: a trained network says digits backwards, without attention and with it.
// This file computes and lays out; its drawings, words and Python lie in the folder of the same name.
import { maskedSoftmax } from "./core/attention.js";
import { curve } from "./attention_lens/curve.js";
import { decode, weightsOf } from "./attention_lens/decode.js";
import { lens } from "./attention_lens/lens.js";
import { map } from "./attention_lens/map.js";
import { python } from "./attention_lens/python.js";
import { SCORES, amount, describe, numbers, questions, readouts } from "./attention_lens/words.js";
import { choice, range, setting, typed } from "./ui/controls.js";
import { html } from "./ui/html.js";

export default {
  kind: "AttentionLens",
  title: "Attention lens",
  lead: "A network reads digits and says them backwards. Without attention all of them must fit into one state.",
  traits: ["networks", "numbers", "limits", "initial", "predictions", "digits", "score", "units", "temperature", "masked", "step"],

  compute({ networks, numbers, limits, digits: text, score, units, temperature, masked: wanted, step: asked }) {
    const digits = [...text].map(Number);
    const T = digits.length;
    const masked = wanted <= T ? wanted : 0;
    const step = Math.min(asked, T);
    const net = weightsOf({ networks, numbers }, score, units);
    const run = (mask) => decode(net, digits, mask, temperature);
    const all = run(null);
    const now = masked && all.weights ? run(digits.map((_, k) => k !== masked - 1)) : all;
    const accuracy = Object.fromEntries(networks.filter((one) => one.units === units).map((one) => [one.score, one.accuracy]));
    return {
      limits, text, digits, T, score, units, temperature, masked, step, accuracy, ...now,
      scale: net.scale,
      right: digits.toReversed(),
      changed: now.said.flatMap((digit, t) => (digit === all.said[t] ? [] : [t + 1])), // by the mask
      probabilities: now.logits.map((row) => maskedSoftmax(row)),
    };
  },

  controls({ limits, T, temperature, masked, step, digits, weights }) {
    const attends = (shown) => (weights ? shown : { ...shown, text: "no attention", disabled: true });
    return {
      length: setting(limits.length, T, `${T} digits`),
      temperature: attends(setting(limits.temperature, temperature, amount(temperature), 0.1)),
      masked: attends(setting([0, T], masked, masked ? `token ${masked}: ${digits[masked - 1]}` : "none")),
      step: setting([1, T], step, `${step} of ${T}`),
    };
  },

  body(values, uid, slots) {
    const settings = this.controls(values);
    const fresh = html`<button type="button" data-edit="random">new digits</button>`;
    return html`<div class="u-controls">
      ${choice(uid, "score", "attention", SCORES, values.score)}
      ${choice(uid, "units", "units", { 16: 16, 32: 32 }, values.units, "units")}
      ${range(uid, "temperature", html`temperature <i>τ</i>`, settings.temperature)}
      ${typed(uid, "digits", "digits", values.text, "[0-9]{3,20}", "3 to 20 digits from 0 to 9", fresh)}
      ${range(uid, "length", "length", settings.length, "length")}
    </div>
    <div class="u-pair">
      <div>
        <div class="u-map" data-slot="map">${slots.map}</div>
        <div class="u-controls u-scrub">
          ${range(uid, "step", html`step <i>t</i> of the decoder`, settings.step)}
          ${range(uid, "masked", "masked token", settings.masked)}
        </div>
      </div>
      <div data-slot="lens">${slots.lens}</div>
    </div>
    <div class="u-formula" data-slot="readouts">${slots.readouts}</div>
    <div class="u-curve-box" data-slot="curve">${slots.curve}</div>
    <p class="u-key"><b>Map:</b> a row for each step, a column for each token; the darker, the more weight. Dashed: the token that the step needs.
      Click a row to take its step, a digit above to mask it.
      <b>States:</b> a bar for each unit, orange up, blue down (negative); the paler, the less weight. <b>Digit:</b> the right one is underlined.</p>`;
  },

  slots: (values, uid) => ({ map: map(values, uid), lens: lens(values), readouts: readouts(values), curve: curve(values) }),

  edits: {
    units: (_, units) => ({ units: Number(units) }),
    length: ({ text }, length) => ({ digits: longer(text.slice(0, length), Number(length)) }),
    random: ({ text, T }) => ({ digits: longer(`${text}|`, 2 * T + 1).slice(-T) }),
  },

  questions,
  describe,
  numbers,
  python,
};

/** A text, lengthened by digits that look random but always follow from those before. */
function longer(text, length) {
  let long = text;
  while (long.length < length) {
    let hash = 2166136261;
    for (const sign of long) hash = Math.imul(hash ^ sign.charCodeAt(0), 16777619);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    long += ((hash ^ (hash >>> 13)) >>> 0) % 10;
  }
  return long;
}
