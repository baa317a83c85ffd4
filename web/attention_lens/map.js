// The heat map: a row for each step of the decoder, a column for each token that the encoder read.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html } from "../ui/html.js";
import { percent, signs } from "../ui/svg.js";
import { subscript, veil } from "./words.js";

const HEAD = 26;
const LEAST = 0.004; // a weight that is too pale to be seen

export function map(values) {
  const { digits, T, weights, said, right, step, masked } = values;
  const row = Math.min(26, Math.max(17, Math.floor(320 / T)));
  const x = (k) => percent((100 * k) / T);
  const y = (t) => HEAD + t * row;
  const steps = (list, at) => list.map((sign, t) => [sign, at, y(t + 0.5) + 4.5]);
  const fits = said.map((digit, t) => digit === right[t]);
  const square = (t, k) => `M${k} ${t}h1v1h-1z`;
  const dark = (of, t) => of.map((weight, k) => weight > LEAST && html`<path d="${square(t, k)}" fill-opacity="${+weight.toFixed(3)}"/>`);
  const unseen = (k) => weights !== null && masked === k + 1;
  return html`<p class="u-heading">${weights ? "Where each step looks: its weights" : "No step looks back: there are no weights"}</p>
    <svg class="u-figure" width="100%" height="${y(T) + 4}" role="img" aria-label="Weights by step and token">
      <text x="-52" y="17" text-anchor="middle" class="u-soft">says</text><text x="-17" y="17" text-anchor="middle" class="u-soft">right</text>
      <rect y="${y(0)}" width="100%" height="${T * row}" class="u-sheet"/>
      <svg y="${y(0)}" width="100%" height="${T * row}" viewBox="0 0 ${T} ${T}" preserveAspectRatio="none">
        ${weights?.map(dark)}
        ${weights && html`<path d="${digits.map((_, t) => square(t, T - 1 - t)).join("")}" class="u-need" vector-effect="non-scaling-stroke"/>`}
      </svg>
      ${[false, true].map((struck) => signs(digits.map((digit, k) => [digit, x(k + 0.5), 17]).filter((_, k) => unseen(k) === struck), `u-strong${struck ? " u-struck" : ""}`))}
      ${weights && masked > 0 && html`<rect x="${x(masked - 1)}" y="${y(0)}" width="${x(1)}" height="${T * row}" class="u-masked"/>
        <line x1="${x(masked - 0.5)}" x2="${x(masked - 0.5)}" y1="${y(0)}" y2="${y(T)}" class="u-line"/>`}
      ${!weights && bottleneck(T, row, y)}
      <g class="${veil(values)}">${signs(steps(said, -52), "u-strong")}
        ${signs(steps(said.map(() => "="), -35).filter((_, t) => fits[t]), "u-soft")}
        ${signs(steps(said.map(() => "≠"), -35).filter((_, t) => !fits[t]), "u-ink-gradient u-strong")}</g>
      ${signs(steps(right, -17), "u-soft")}
      <rect x="0" y="${y(step - 1)}" width="100%" height="${row}" class="u-now"/>
      ${digits.map((_, t) => html`<rect x="-66" y="${y(t)}" width="66" height="${row}" class="u-hit" data-pick="step" data-to="${t + 1}"/>
        <rect x="0" y="${y(t)}" width="100%" height="${row}" class="u-hit" data-pick="step" data-to="${t + 1}"/>`)}
      ${weights && digits.map((_, k) => html`<rect x="${x(k)}" y="0" width="${x(1)}" height="${HEAD - 2}" class="u-hit" data-pick="masked" data-to="${masked === k + 1 ? 0 : k + 1}"/>`)}
    </svg>`;
}

/** Without attention: what the decoder is left with. */
function bottleneck(T, row, y) {
  const words = ["All that the decoder", `gets is the last state,`, `H${subscript(T)}. It must hold`, `${T} digits in order.`];
  const lines = T * row < 90 ? [`Only H${subscript(T)} is passed on.`] : words;
  return lines.map((line, i) => html`<text x="50%" y="${y(T / 2) + 5 + 18 * (i - (lines.length - 1) / 2)}" text-anchor="middle" class="u-halo">${line}</text>`);
}
