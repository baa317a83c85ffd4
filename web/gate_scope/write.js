// The network writes on: its own output is its next input.
import { uniform } from "../core/random.js";
import { inputsOf, joined } from "./model.js";

/** The text with `n` more tokens: each the most probable, or drawn from the probabilities at a temperature. */
export function continued(values, n, { seed, temperature }) {
  const { card, net, names, clamps, most } = values;
  let tokens = values.tokens;
  for (let k = 0; k < n && tokens.length < most; k++) {
    const { outputs } = net.forward(inputsOf(card, tokens), clamps);
    const last = outputs.subarray(outputs.length - names.length);
    const index = temperature === null ? last.indexOf(Math.max(...last)) : drawn(last, temperature, uniform(seed, tokens.length));
    tokens = [...tokens, names[index]];
  }
  return { text: joined(card, tokens), t: tokens.length };
}

/** p^(1/temperature), shared out anew: where the running sum passes u. */
function drawn(p, temperature, u) {
  const most = Math.max(...p);
  const weights = Array.from(p, (value) => (value / most) ** (1 / temperature));
  let rest = u * weights.reduce((sum, value) => sum + value, 0);
  const index = weights.findIndex((value) => (rest -= value) < 0);
  return index < 0 ? weights.length - 1 : index;
}
