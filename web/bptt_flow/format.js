// How this widget writes its numbers.
import { fixed, html, readout } from "../ui/html.js";

/** A norm in at most six characters: two significant digits, powers of ten where it is tiny. */
export function short(value) {
  if (value === 0) return "0";
  if (value >= 99.5) return String(Math.round(value));
  if (value >= 0.001) return String(+value.toPrecision(2));
  return value.toExponential(0).replace("-", "−");
}

/** (1, 2, 3) with three decimals each. */
export const vector = (numbers) => `(${numbers.map((value) => fixed(value, 3)).join(", ")})`;

/** A vector whose read-outs carry full precision, `name.0` and so on. */
export const exactly = (name, numbers) =>
  html`<span class="u-vector">(${numbers.map((value, i) => [i > 0 && ", ", readout(`${name}.${i}`, value, fixed(value, 3))])})</span>`;

export const percent = (value) => `${fixed(100 * value, 0)} %`;
