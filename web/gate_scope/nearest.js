// The five moments whose states lie closest to that at t, in this input and in the reference text.
import { fixed, html, readout } from "../ui/html.js";
import { inputsOf, tokensOf } from "./model.js";
import { visible } from "./words.js";

const HOW_MANY = 5;
const AROUND = 14; // characters before and behind
const NEAR = 2; // moments so close to another one are the same moment

/** { here, distance, tokens, at } of the closest moments; a generator, since the reference is read anew. */
export function* moments(values) {
  const { card, net, tokens, trace, bare, layer, direction, t, kind } = values;
  const field = (one) => one.layers[layer - 1][direction];
  const state = (one) => field(one).c ?? field(one).h;
  const { units } = values;
  const target = state(trace).subarray((t - 1) * units, t * units);
  const places = [{ tokens, states: state(trace), here: true }];
  if (card.reference) {
    const other = kind === "numbers" ? null : tokensOf(card, card.reference);
    const inputs = inputsOf(card, other, card.reference);
    // In pieces, as the network reads at most so much at a time: each piece begins in the zero state.
    for (let from = 0; from < inputs.length; from += values.most) {
      const piece = inputs.slice(from, from + values.most);
      places.push({ tokens: other ?? card.reference.slice(from, from + values.most), from: other ? from : 0, states: state(net.forward(piece, [])), here: false, offset: from });
      yield;
    }
  }
  const found = [];
  for (const { states, here, tokens: around, from = 0, offset = 0 } of places) {
    for (let s = 0; s < states.length / units; s++) {
      if (here && Math.abs(s - (t - 1)) <= NEAR) continue;
      let sum = 0;
      for (let k = 0; k < units; k++) sum += (states[s * units + k] - target[k]) ** 2;
      found.push({ distance: Math.sqrt(sum), here, tokens: around, at: from + s, t: offset + s + 1 });
    }
    yield;
  }
  found.sort((a, b) => a.distance - b.distance);
  return found.slice(0, HOW_MANY);
}

export function nearest(values, list) {
  const { kind, t, lines, card } = values;
  const head = html`<p class="u-heading">Moments with the closest ${lines.c ? "cell state" : "hidden state"} to that at <i>t</i> = ${t}${card.reference && html`, here and in ${card.referenceName}`}</p>`;
  if (!list) return html`<div class="u-nearest">${head}<p class="u-soft">looking …</p></div>`;
  if (list.length === 0) return html`<div class="u-nearest">${head}<p class="u-soft">There is no other moment yet: write more.</p></div>`;
  const text = (tokens, from, to) => tokens.slice(Math.max(0, from), to).map((token) => (kind === "words" ? token : visible(token))).join(kind === "words" ? " " : "");
  const where = ({ here, t: at }) => (here ? html`<button type="button" class="u-quiet" data-edit="go" data-with="[${at}]">here, <i>t</i> = ${at}</button>` : "there");
  const quote = ({ tokens, at, t: step, here }) =>
    kind === "numbers" ? html`at timestep ${step}` : html`<span class="u-quote"><span class="u-left">${text(tokens, at - AROUND, at)}<b>${text(tokens, at, at + 1)}</b></span><span>${text(tokens, at + 1, at + AROUND)}</span></span>`;
  return html`<div class="u-nearest">${head}<table class="u-table"><thead><tr><th scope="col">moment</th><th scope="col">where</th><th scope="col">distance</th></tr></thead><tbody>${list.map(
    (one, i) => html`<tr><td>${quote(one)}</td><td>${where(one)}</td><td>${readout(`near.${i + 1}`, one.distance, fixed(one.distance, 2))}</td></tr>`)}</tbody></table></div>`;
}
