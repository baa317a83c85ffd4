// What is held: the chosen track of the chosen unit, and the list of all clamps.
import { html } from "../ui/html.js";
import { TRACKS, amount } from "./words.js";

/** What the slider below holds. */
export function hand({ track, unit, clamp, t, constants }) {
  const { letter, name, role } = TRACKS[track];
  const memory = constants[unit - 1];
  return html`<p class="u-heading"><b>Hold</b> ${name} <b class="role-${role}">${letter}</b> of unit ${unit} and watch the output${clamp ? "" : html`: move the slider`}.
    <span class="u-soft">Its time constant is ${memory >= 100 ? "more than 99" : memory.toFixed(1)} timesteps.</span></p>`;
}

const when = ({ from, to }, T) => (from === 0 && to >= T - 1 ? "at all steps" : from === to ? `at t = ${from + 1}` : `from t = ${from + 1} on`);

export function held({ clamps, T, layers }) {
  if (clamps.length === 0) return html``;
  const one = (clamp, i) => html`<li><span>${layers.length > 1 && `${layers[clamp.layer].name}, `}${clamp.direction === "backward" && "backward, "}unit ${clamp.unit + 1}: <b class="role-${TRACKS[clamp.track].role}">${TRACKS[clamp.track].letter}</b> =
    ${amount(clamp.track, clamp.value)} ${when(clamp, T)}</span>
    <button type="button" class="u-quiet" data-edit="release" data-with="[${i}]" aria-label="Let go of unit ${clamp.unit + 1}, ${TRACKS[clamp.track].name}">let go</button></li>`;
  return html`<ul class="u-held">${clamps.map(one)}</ul>`;
}

/** The clamp of the chosen track and unit at a value, in the place of the one that is there. */
export function clamped(values, value, span = values.span) {
  const { clamps, layer, direction, track, unit, t, clamp, most } = values;
  const [from, to] = { on: [t - 1, most - 1], all: [0, most - 1], one: [t - 1, t - 1] }[span];
  const when = clamp && span === values.span ? { from: clamp.from, to: clamp.to } : { from, to };
  return [...clamps.filter((one) => one !== clamp), { layer: layer - 1, direction, track, unit: unit - 1, value, ...when }];
}
