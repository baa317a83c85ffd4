// The five moments whose states lie closest to that at t, in this input and in the reference text.
import { fixed, html, readout } from "../ui/html.js";
import { inputsOf, tokensOf } from "./model.js";
import { visible } from "./words.js";

const HOW_MANY = 5;
const AROUND = 14; // characters before and behind
const NEAR = 2; // moments so close to another one are the same moment

/** { here, distance, tokens, at, t } of the closest moments; a generator, since the reference is read anew. */
export function* moments(values) {
  const { card, net, tokens, trace, layer, direction, units, t, kind, most } = values;
  const state = (one, s) => {
    const { c, h } = one.layers[layer - 1][direction];
    return (c ?? h).subarray(s * units, (s + 1) * units);
  };
  const here = state(trace, t - 1);
  const distance = (other) => Math.hypot(...other.map((value, k) => value - here[k]));
  const closest = (among, k) => net.nearest(trace, layer - 1, t - 1, k, direction, among).map((s) => ({ s, distance: distance(state(among, s)) }));
  const found = closest(trace, HOW_MANY + 2 * NEAR).filter(({ s }) => Math.abs(s - t + 1) > NEAR).map((one) => ({ ...one, here: true, tokens, at: one.s, t: one.s + 1 }));
  const reference = card.reference && (kind === "numbers" ? card.reference : tokensOf(card, card.reference));
  // In pieces, as much at a time as is read here: each begins in the zero state.
  for (let from = 0; reference && from < reference.length; from += most) {
    yield;
    const piece = reference.slice(from, from + most);
    const other = net.forward(inputsOf(card, piece, piece), []);
    found.push(...closest(other, HOW_MANY).map((one) => ({ ...one, here: false, tokens: reference, at: from + one.s, t: from + one.s + 1 })));
  }
  return found.sort((a, b) => a.distance - b.distance).slice(0, HOW_MANY);
}

export function nearest(values, list) {
  const { kind, t, lines, card } = values;
  const head = html`<p class="u-heading">Moments with the closest ${lines.c ? "cell state" : "hidden state"} to that at <i>t</i> = ${t}${card.reference && html`, here and in ${card.referenceName}`}</p>`;
  if (!list) return html`<div class="u-nearest">${head}<p class="u-soft">looking …</p></div>`;
  if (list.length === 0) return html`<div class="u-nearest">${head}<p class="u-soft">There is none yet.</p></div>`;
  const text = (tokens, from, to) => tokens.slice(Math.max(0, from), to).map((token) => (kind === "words" ? ` ${token}` : visible(token))).join("");
  const where = ({ here, t: at }) => (here ? html`<button type="button" class="u-quiet" data-edit="go" data-with="[${at}]">here, <i>t</i> = ${at}</button>` : "unseen");
  const quote = ({ tokens, at, t: step, here }) =>
    kind === "numbers" ? html`at timestep ${step}` : html`<span class="u-quote"><span class="u-left">${text(tokens, at - AROUND, at)}<b>${text(tokens, at, at + 1)}</b></span><span>${text(tokens, at + 1, at + AROUND)}</span></span>`;
  return html`<div class="u-nearest">${head}<table class="u-table"><thead><tr><th scope="col">moment</th><th scope="col">where</th><th scope="col">distance</th></tr></thead><tbody>${list.map(
    (one, i) => html`<tr><td>${quote(one)}</td><td>${where(one)}</td><td>${readout(`near.${i + 1}`, one.distance, fixed(one.distance, 2))}</td></tr>`)}</tbody></table></div>`;
}
