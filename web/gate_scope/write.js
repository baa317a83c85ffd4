// The network writes on: its own output is its next input.
import { uniform } from "../core/random.js";
import { inputsOf, joined } from "./model.js";

/** The text with `n` more tokens: each the most probable, or drawn from the probabilities at a temperature. */
export function continued({ card, net, names, trace, clamps, most, tokens, inputs }, n, { seed, temperature }) {
  const written = [...tokens];
  const read = [...inputs];
  let known = trace.layers;
  for (let k = 0; k < n && written.length < most; k++) {
    const last = read.length - 1;
    if (k > 0) known = net.run(read, clamps, { from: last, known });
    const { output } = net.head(known, last);
    const token = names[temperature === null ? output.indexOf(Math.max(...output)) : drawn(output, temperature, uniform(seed, written.length))];
    written.push(token);
    read.push(...inputsOf(card, [token]));
  }
  return { text: joined(card, written), t: written.length };
}

/** p^(1/temperature), shared out anew: where the running sum passes u. */
function drawn(p, temperature, u) {
  const most = Math.max(...p);
  const weights = Array.from(p, (value) => (value / most) ** (1 / temperature));
  let rest = u * weights.reduce((sum, value) => sum + value, 0);
  const index = weights.findIndex((value) => (rest -= value) < 0);
  return index < 0 ? weights.length - 1 : index;
}
