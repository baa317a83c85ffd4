// The half-life against the forget bias, on a log axis.
import { halfLife } from "../core/memory.js";
import { fixed, html } from "../ui/html.js";
import { percent } from "../ui/svg.js";
import { biasText, lasting } from "./words.js";

const TOP = 24;
const DECADE = 44;
const [LOW, HIGH] = [-1, 4]; // log10 of the half-life
const FLOOR = TOP + (HIGH - LOW) * DECADE;
const ASKED = 5; // near the answer of the second question
// Biases with a name, and whether it stands above left or below right of the curve.
const NAMED = [
  { b: 0, left: true },
  { b: 1, name: "Keras's 1" },
  { b: 3 },
  { b: ASKED, left: true },
];

export function halves({ bias, lag, needed, limits }) {
  const [first, last] = limits.bias;
  const x = (b) => percent((100 * (b - first)) / (last - first));
  const y = (steps) => +(FLOOR - (Math.log10(steps) - LOW) * DECADE).toFixed(2);
  const curve = Array.from({ length: 4 * (last - first) + 1 }, (_, i) => first + i / 4);
  const low = bias < (first + last) / 2;
  const near = needed < (first + last) / 2;
  return html`<svg class="u-figure" width="100%" height="${FLOOR + 24}" role="img" aria-label="Half-life by forget bias, log axis">
    ${[0.1, 1, 10, 100, 1000].map((steps) => html`<line x1="0" x2="100%" y1="${y(steps)}" y2="${y(steps)}" class="u-grid"/>
      <text x="-6" y="${y(steps) + 4}" text-anchor="end" class="u-soft">${steps}</text>`)}
    ${[-4, -2, 0, 2, 4, 6, 8].map((b) => html`<line x1="${x(b)}" x2="${x(b)}" y1="${FLOOR}" y2="${FLOOR + 4}" class="u-tick"/>
      <text x="${x(b)}" y="${FLOOR + 18}" text-anchor="middle" class="u-soft">${biasText(b)}</text>`)}
    <line x1="${x(bias)}" x2="${x(bias)}" y1="${TOP - 6}" y2="${FLOOR}" class="u-marker"/>
    <g class="veil-half">
      <svg y="${TOP}" width="100%" height="${FLOOR - TOP}" viewBox="0 ${TOP} ${last - first} ${FLOOR - TOP}" preserveAspectRatio="none">
        <polyline points="${curve.map((b) => `${b - first},${y(halfLife(b))}`).join(" ")}" class="u-forget" vector-effect="non-scaling-stroke"/></svg>
      <line x1="0" x2="${x(needed)}" y1="${y(lag)}" y2="${y(lag)}" class="u-half"/>
      <line x1="${x(needed)}" x2="${x(needed)}" y1="${y(lag)}" y2="${FLOOR}" class="u-half"/>
      ${NAMED.map(({ b, left, name = b }) => {
        const label = (steps) => html`<text x="${x(b)}" dx="${left ? -8 : 8}" y="${y(halfLife(b)) + (left ? -5 : 15)}" text-anchor="${left ? "end" : "start"}" class="u-halo">${name}: ${steps}</text>`;
        const known = label(lasting(halfLife(b)));
        return html`<circle cx="${x(b)}" cy="${y(halfLife(b))}" r="4" class="u-cross"/>
        ${b === ASKED ? html`<g class="ask-keep">${label("?")}</g><g class="veil-keep">${known}</g>` : known}`;
      })}
      <circle cx="${x(bias)}" cy="${y(halfLife(bias))}" r="5" class="u-read"/>
      <text x="${x(needed)}" dx="${near ? 6 : -6}" y="${FLOOR - 6}" text-anchor="${near ? "start" : "end"}" class="u-soft u-halo">lag ${lag}: ${fixed(needed)}</text>
    </g>
    <text x="${x(bias)}" dx="${low ? -5 : 5}" y="12" text-anchor="${low ? "start" : "end"}" class="u-strong u-halo">b = ${biasText(bias)}<tspan class="veil-half">: ${lasting(halfLife(bias))}</tspan></text>
  </svg>`;
}
