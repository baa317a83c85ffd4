// The six results over time, one track each, below the input and in step with it.
import { fixed, html } from "../ui/html.js";
import { ROLES, short } from "./words.js";

const PITCH = 46;
const INSET = { top: 8, height: 30 };

export function tracks(values) {
  const { x: input, t, lines } = values;
  const T = input.length;
  const x = (k) => `${+((100 * k) / T).toFixed(3)}%`;
  const height = PITCH * Object.keys(ROLES).length;
  return html`<svg class="u-figure" width="100%" height="${height}" role="img" aria-label="Gates and states over time">
    <rect x="${x(t - 1)}" y="0" width="${x(1)}" height="${height}" class="u-paper-place"/>
    ${Object.keys(ROLES).map((role, i) => track(role, i * PITCH + INSET.top, lines[role], t, x))}
    ${input.map((_, k) => html`<rect x="${x(k)}" y="0" width="${x(1)}" height="${height}" class="u-hit" data-pick="t" data-to="${k + 1}"/>`)}
  </svg>`;
}

function track(role, top, line, t, x) {
  const [low, high] = ROLES[role].range ?? reach(line);
  const level = (value) => (high - value) / (high - low);
  const y = (value) => +(top + level(value) * INSET.height).toFixed(2);
  const draw = (part) => {
    const points = part.map((value, k) => `${k + 0.5},${+level(value).toFixed(4)}`).join(" ");
    return html`<svg y="${top}" width="100%" height="${INSET.height}" viewBox="0 0 ${line.length} 1" preserveAspectRatio="none" overflow="visible">
      <polyline points="${points}" class="u-role-${role}" vector-effect="non-scaling-stroke"/>
      ${role === "hidden" && html`<polyline points="${points}" class="u-gap" vector-effect="non-scaling-stroke"/>`}</svg>`;
  };
  const value = line[t - 1];
  const left = t > line.length / 2;
  const secret = role === "cell" || role === "hidden"; // the end of these answers the question
  const below = level(value) < 0.5; // the number stands on the side where there is room
  return html`<g data-lit="${role}">
    ${[...new Set([high, 0, low])].map((tick) => html`<line x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}" class="u-grid"/>
      ${(tick || !low) && html`<text x="-6" y="${y(tick) + 4}" text-anchor="end" class="u-soft">${fixed(tick, 0)}</text>`}`)}
    <text x="-36" y="${top + 20}" class="u-name role-${role}">${ROLES[role].letter}</text>
    <g class="${secret && "veil-hold"}">${draw(line)}</g>
    ${secret && html`<g class="ask-hold">${draw(line.slice(0, t))}<text x="${x(t + 1.5)}" y="${top + 20}" class="u-soft">and then?</text></g>`}
    <circle cx="${x(t - 0.5)}" cy="${y(value)}" r="3.5" class="u-at-${role}"/>
    <text x="${x(t - 0.5)}" dx="${left ? -6 : 6}" y="${y(value) + (below ? 15 : -6)}" text-anchor="${left ? "end" : "start"}" class="u-halo ${secret && "veil-hold"}">${short(role, value)}</text>
  </g>`;
}

/** Whole numbers around all cell states, with 0 and 1; a hair beyond may stand over the edge. */
const reach = (line) => [Math.floor(Math.min(0, ...line) + 0.05), Math.ceil(Math.max(1, ...line) - 0.05)];
