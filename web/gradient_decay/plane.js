// The eigenvalues of the recurrent kernel in the complex plane.
import { fixed, html } from "../ui/html.js";

const SIDE = 250; // pixels
const REACH = 1.9; // of the axes

/** Those outside the unit circle are diamonds: what they carry grows at every step of a linear cell. */
export function plane({ eigenvalues, radius, family }) {
  const x = (re) => +(SIDE * (0.5 + re / (2 * REACH))).toFixed(2);
  const size = (length) => +((SIDE * length) / (2 * REACH)).toFixed(2);
  const middle = SIDE / 2;
  const mark = ([re, im]) =>
    Math.hypot(re, im) > 1 + 1e-9
      ? html`<path d="M${x(re)} ${x(-im) - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z" class="u-outside"/>`
      : html`<circle cx="${x(re)}" cy="${x(-im)}" r="4" class="u-inside"/>`;
  const outside = eigenvalues.filter(([re, im]) => Math.hypot(re, im) > 1 + 1e-9).length;
  return html`<p class="u-heading">Eigenvalues of <i>W</i><sub>h</sub>: ${outside ? `${outside} of ${eigenvalues.length}` : "none"} outside${family === "identity" && ", all in one place"}</p>
  <svg class="u-figure u-plane" width="${SIDE}" height="${SIDE}" role="img" aria-label="Eigenvalues in the complex plane, spectral radius ${fixed(radius)}">
    <line x1="0" x2="${SIDE}" y1="${middle}" y2="${middle}" class="u-tick"/>
    <line x1="${middle}" x2="${middle}" y1="0" y2="${SIDE}" class="u-tick"/>
    <circle cx="${middle}" cy="${middle}" r="${size(1)}" class="u-unit"/>
    <circle cx="${middle}" cy="${middle}" r="${size(radius)}" class="u-radius"/>
    ${eigenvalues.map(mark)}
    <text x="${SIDE}" y="12" text-anchor="end" class="u-soft u-halo">imaginary ↑</text>
    <text x="${SIDE}" y="${middle + 18}" text-anchor="end" class="u-soft u-halo">real →</text>
    <text x="0" y="12" class="u-halo">solid: unit circle</text>
    <text x="0" y="${SIDE - 2}" class="u-halo">dashed: radius ${fixed(radius)}</text>
  </svg>`;
}
