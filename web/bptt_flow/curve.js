// The cosine between the gradient with cuts and the full one, for every k.
import { fixed, html } from "../ui/html.js";
import { percent as at } from "../ui/svg.js";
import { AIM } from "./gradients.js";

const TOP = 32;
const HEIGHT = 150;

export function curve({ T, k, cosines }) {
  const low = Math.min(...cosines) < 0 ? -1 : 0;
  const x = (step) => +((100 * (step - 0.5)) / T).toFixed(3);
  const y = (value) => +(TOP + ((1 - value) / (1 - low)) * HEIGHT).toFixed(2);
  const known = cosines.flatMap((value, i) => (value === null ? [] : [{ step: i + 1, value }]));
  const here = known.find(({ step }) => step === k);
  const side = k > T / 2 ? { dx: -6, anchor: "end" } : { dx: 6, anchor: "start" };
  const every = T > 12 ? 2 : 1;
  const grid = (value, words, kind) => html`<line x1="0" x2="100%" y1="${y(value)}" y2="${y(value)}" class="${kind}"/>
    <text x="0" y="${y(value) - 4}" class="u-soft u-halo">${words}</text>`;
  return html`<svg class="u-figure" width="100%" height="${TOP + HEIGHT + 42}" role="img" aria-label="Cosine between the gradient cut every k timesteps and the full gradient, for k from 1 to ${T}">
    <text x="0" y="12">Cosine with the full gradient, for every k</text>
    ${grid(low, fixed(low, 0), "u-zero")}${low < 0 && grid(0, "0", "u-tick")}
    <line x1="0" x2="100%" y1="${y(AIM)}" y2="${y(AIM)}" class="u-aim"/><text x="100%" y="${y(AIM) + 15}" text-anchor="end" class="u-soft u-halo">${AIM}</text>
    <text x="50%" y="${TOP + HEIGHT / 2}" text-anchor="middle" class="ask-reach">?</text>
    <g class="veil-reach">
      <svg x="0" y="0" width="100%" height="${TOP + HEIGHT}" viewBox="0 0 100 ${TOP + HEIGHT}" preserveAspectRatio="none" overflow="visible">
        <polyline points="${known.map(({ step, value }) => `${x(step)},${y(value)}`).join(" ")}" class="u-cosine" vector-effect="non-scaling-stroke"/>
      </svg>
      ${known.map(({ step, value }) => html`<circle cx="${x(step)}%" cy="${y(value)}" r="${step === k ? 6 : 3.5}" class="${step === k ? "u-here" : "u-point"}"/>`)}
      ${here && html`<line x1="${x(k)}%" x2="${x(k)}%" y1="${y(here.value) + 8}" y2="${TOP + HEIGHT}" class="u-tick"/>
        <text x="${x(k)}%" dx="${side.dx}" y="${TOP + HEIGHT - 8}" text-anchor="${side.anchor}" class="u-strong u-halo">k = ${k}: ${fixed(here.value, 3)}</text>`}
    </g>
    ${cosines.map((_, i) => i % every === 0 && html`<text x="${x(i + 1)}%" y="${TOP + HEIGHT + 18}" text-anchor="middle" class="${i + 1 === k ? "u-strong" : "u-soft"}">${i + 1}</text>`)}
    <text x="50%" y="${TOP + HEIGHT + 36}" text-anchor="middle" class="u-soft">k, timesteps from one cut to the next</text>
    ${cosines.map((_, i) => html`<rect x="${at((100 * i) / T)}" y="0" width="${at(100 / T)}" height="${TOP + HEIGHT + 22}" class="u-hit" data-pick="truncate" data-to="${i + 1}"/>`)}
  </svg>`;
}
