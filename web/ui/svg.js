import { html } from "./html.js";

/** The pattern of the role `gradient`: a hatch that needs no color to be seen. */
export const hatch = (id) => html`<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;

/** A place or a length in percent of the width: short, and exact to a hundredth of a pixel. */
export const percent = (value) => `${+value.toFixed(3)}%`;

/** Single signs, [sign, x, y] each, with their middles at places of their own: one element is drawn sooner than many. */
export const signs = (placed, kind) => placed.length > 0 && html`<text x="${placed.map(([, x]) => x).join(" ")}" y="${placed.map(([, , y]) => y).join(" ")}"
  text-anchor="middle" class="${kind}">${placed.map(([sign]) => sign).join("")}</text>`;
