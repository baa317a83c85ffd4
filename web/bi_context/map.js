// The map of sensitivities, the row of t as bars and the color bar, with a column for each input.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html, superscript } from "../ui/html.js";
import { hatch, percent as at } from "../ui/svg.js";
import { amount, percent } from "./words.js";

const TOP = 22; // of the map, below its caption
const ROW = 18;
const CAPTIONS = 52; // between the map and the bars
const BARS = 84;
const BELOW = 80; // ticks, color bar and its ticks
const SHADES = 12; // half decades: above 1, 1 to 0.316, ..., below 10⁻⁵
const BAR = 84; // percent of the width that the color bar takes

const shade = (value) => Math.min(Math.max(Math.floor(-2 * Math.log10(value)) + 1, 0), SHADES - 1);
const opacity = (k) => +(1 - k / SHADES).toFixed(3);
const sub = (text) => html`<tspan class="u-sub" dy="3">${text}</tspan>`;

export function map({ T, t, s, map: entries, past, future, share }, uid) {
  const x = (k) => at((100 * k) / T);
  const y = (row) => TOP + ROW * row;
  const bottom = y(T) + CAPTIONS + BARS;
  const names = entries.map((_, k) => k + 1);
  const grid = (content) => html`<svg y="${TOP}" width="100%" height="${T * ROW}" viewBox="0 0 ${T} ${T}" preserveAspectRatio="none" overflow="visible">${content}</svg>`;

  /** The entries of which `take(row, column)` is true: a path for each shade, and a 0 where one is exactly zero. */
  const cells = (kind, take) => {
    const paths = Array(SHADES).fill("");
    const zeros = entries.map((row, k) => row.flatMap((value, j) => {
      if (!take(k, j)) return [];
      if (value === 0) return [j];
      paths[shade(value)] += `M${j} ${k}h1v1h-1z`;
      return [];
    }));
    return html`<g class="${kind}">${grid(paths.map((d, k) => d && html`<path d="${d}" class="u-ink-gradient" fill-opacity="${opacity(k)}"/>`))}
      ${zeros.map((row, k) => row.length > 0 && html`<text x="${row.map((j) => x(j + 0.5)).join(" ")}" y="${y(k) + 13}" text-anchor="middle" class="u-soft">${"0".repeat(row.length)}</text>`)}</g>`;
  };
  const now = t - 1;
  const largest = Math.max(...entries[now]);
  const bars = (from, to) => entries[now].slice(from, to).map((value, k) => {
    const tall = +((value / largest) * BARS).toFixed(2);
    return value > 0
      ? html`<rect x="${x(from + k + 0.12)}" width="${x(0.76)}" y="${bottom - tall}" height="${tall}" fill="url(#${uid}-bar)" class="u-bar"/>`
      : html`<text x="${x(from + k + 0.5)}" y="${bottom - 4}" text-anchor="middle" class="u-soft">0</text>`;
  });
  const part = (value) => (past + future > 0 ? percent(value) : "0");

  return html`<svg class="u-figure" width="100%" height="${bottom + BELOW}" role="img" aria-label="How much each of ${T} inputs changes each of ${T} outputs">
    <defs>${hatch(`${uid}-bar`)}</defs>
    <text x="0" y="13">how input X${sub("s")}<tspan dy="-3"> changes output Y</tspan>${sub("t")}</text>
    <text x="100%" y="13" text-anchor="end" class="u-soft u-spare">future: s &gt; t</text>
    ${names.map((k) => html`<text x="-6" y="${y(k) - 5}" text-anchor="end" class="${k === t ? "u-strong" : "u-soft"}">${k}</text>`)}
    ${cells("", (k, j) => j <= k && k === now)}${cells("veil-column", (k, j) => j <= k && k !== now)}${cells("veil-live veil-column", (k, j) => j > k)}
    <text x="72%" y="${y(T / 3)}" text-anchor="middle" class="ask-live u-mark">?</text>
    <text x="50%" y="${y(T / 3)}" text-anchor="middle" class="ask-column u-mark">?</text>
    ${grid(html`<polyline points="${names.map((k) => `${k - 1},${k - 1} ${k},${k - 1}`).join(" ")} ${T},${T}" class="u-stairs" vector-effect="non-scaling-stroke"/>`)}
    <rect x="0" width="100%" y="${TOP}" height="${T * ROW}" class="u-edge"/>
    <rect x="0" width="100%" y="${y(now)}" height="${ROW}" class="u-row"/>
    <rect x="${x(s - 1)}" width="${x(1)}" y="${y(now)}" height="${ROW}" class="u-entry"/>

    ${t < T && html`<rect x="${x(t)}" width="${x(T - t)}" y="${bottom - BARS}" height="${BARS}" class="u-fill-panel"/>`}
    <text x="0" y="${y(T) + 24}">row t = ${t}: what changes Y${sub(t)}</text>
    <g class="veil-live"><text x="100%" y="${y(T) + 24}" text-anchor="end" class="u-soft u-spare">highest ${amount(largest)}</text></g>
    ${bars(0, t)}<g class="veil-live">${bars(t, T)}</g>
    <line x1="0" x2="100%" y1="${bottom}" y2="${bottom}" class="u-line"/>
    <line x1="${x(t)}" x2="${x(t)}" y1="${bottom - BARS}" y2="${bottom}" class="u-now"/>
    <g class="veil-live"><text x="0" y="${bottom - BARS - 6}">up to now ${part(1 - share)}</text>
      ${t < T && html`<text x="100%" y="${bottom - BARS - 6}" text-anchor="end" class="u-strong">future ${part(share)}</text>`}</g>
    ${names.map((k) => (k === s || (k % 2 === 1 && Math.abs(k - s) > 1)) && html`<text x="${x(k - 0.5)}" y="${bottom + 16}" text-anchor="middle" class="${k === s ? "u-strong" : "u-soft"}">${k}</text>`)}
    ${scale(bottom + 36)}
  </svg>`;
}

/** The color bar, with exact zeros apart from it. */
function scale(y) {
  const x = (k) => at((BAR * k) / SHADES);
  return html`${Array.from({ length: SHADES }, (_, k) => html`<rect x="${x(k)}" width="${x(1)}" y="${y}" height="14" class="u-ink-gradient" fill-opacity="${opacity(k)}"/>`)}
    <rect x="0" width="${at(BAR)}" y="${y}" height="14" class="u-edge"/>
    ${[0, -1, -2, -3, -4, -5].map((decade, k) => html`<text x="${x(2 * k + 1)}" y="${y + 30}" text-anchor="middle" class="u-soft">${decade ? `10${superscript(decade)}` : "1"}</text>`)}
    <rect x="94%" width="6%" y="${y}" height="14" class="u-edge"/><text x="97%" y="${y + 12}" text-anchor="middle" class="u-soft">0</text>`;
}

/** What can be clicked, above the drawing: the entries, and the columns of the bars. */
export function targets(T) {
  const x = (k) => at((100 * k) / T);
  const all = Array.from({ length: T }, (_, k) => k + 1);
  const entry = (t, s) => html`<rect x="${x(s - 1)}" y="${TOP + ROW * (t - 1)}" width="${x(1)}" height="${ROW}" class="u-hit" data-pick data-edit="entry" data-with="[${t},${s}]"/>`;
  return html`<svg class="u-targets" width="100%" height="${TOP + T * ROW + CAPTIONS + BARS}" aria-hidden="true">
    ${all.map((t) => all.map((s) => entry(t, s)))}
    ${all.map((s) => html`<rect x="${x(s - 1)}" y="${TOP + T * ROW + CAPTIONS}" width="${x(1)}" height="${BARS}" class="u-hit" data-pick="position" data-to="${s}"/>`)}
  </svg>`;
}
