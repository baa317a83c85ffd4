import { html } from "./html.js";

/** The pattern of the role `gradient`: a hatch that needs no color to be seen. */
export const hatch = (id) => html`<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
  <rect width="6" height="6" class="u-fill-surface"/><path d="M1.5 0V6" class="u-hatch"/></pattern>`;

/** A place or a length in percent of the width: short, and exact to a hundredth of a pixel. */
export const percent = (value) => `${+value.toFixed(3)}%`;
