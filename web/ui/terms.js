// Sums of products, {value, weight, product}, written out.
import { given, html } from "./html.js";

export const total = (terms) => terms.reduce((sum, { product }) => sum + product, 0);

/** "0.717 · 0.8 − 0.664 · (−0.9)": the sign of a value joins the terms, that of a weight stays with it. */
export const sum = (terms, write) =>
  terms.map(({ value, weight }, i) => {
    const text = write(value);
    const minus = text.startsWith("\u2212");
    const sign = i === 0 ? "" : minus ? "\u2212 " : "+ ";
    const factor = i > 0 && minus ? text.slice(1) : text;
    return html`<span class="u-term">${sign}${factor} · ${weight < 0 ? `(${given(weight)})` : given(weight)}</span> `;
  });
