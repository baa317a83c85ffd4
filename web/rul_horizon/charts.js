// The cell with its forecast, and the intervals of all cells that are looked at.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html } from "../ui/html.js";
import { percent as at } from "../ui/svg.js";
import { capacity } from "./forecast.js";
import { span, whole } from "./words.js";

const TOP = 24;
const HEIGHT = 190;
const FLOOR = TOP + HEIGHT;
const [LOW, HIGH] = [0.66, 1.02]; // of the capacity axis
const BINS = 48; // of the ends, over the axis
const STEPS = 44; // height of the steps
const BARS = FLOOR + 22 + STEPS + 6; // where the intervals begin
const ROW = 28;
const FAN = 40; // curves that are drawn
const PLACES = 16; // of a curve, from the cut-off to the end of the axis

const y = (share) => +(TOP + ((HIGH - share) / (HIGH - LOW)) * HEIGHT).toFixed(2);
const inside = (top, height, markup) => html`<svg y="${top}" width="100%" height="${height}" viewBox="0 ${top} 100 ${height}" preserveAspectRatio="none">${markup}</svg>`;

/** Lines through [x in percent, capacity], each apart from the others, as one path. */
const paths = (lines, kind) =>
  html`<path d="${lines.filter((points) => points.length > 1).map((points) => `M${points.map(([x, share]) => `${+x.toFixed(2)} ${y(share)}`).join("L")}`).join("")}"
    class="${kind}" vector-effect="non-scaling-stroke"/>`;

export function horizonChart(values) {
  const { end, cutoff, share, seen, rest, over, blind, cell, sizes } = values;
  const x = (cycle) => (100 * Math.min(cycle, end)) / end;
  const every = (points, from) => points.map((point, k) => [(100 * (from + k * sizes.every)) / end, point]);
  const early = x(cutoff) < 50;
  return html`<svg class="u-figure" width="100%" height="${BARS + 3 * ROW}" role="img" aria-label="Capacity of cell ${cell}, and forecasts from cycle ${cutoff}">
    <text x="0" y="13">capacity in percent of new, by cycle</text>
    <rect x="0" width="${at(x(cutoff))}" y="${TOP}" height="${HEIGHT}" class="u-fill-panel"/>
    ${[100, 90, 80, 70].map((percent) => html`<line x1="0" x2="100%" y1="${y(percent / 100)}" y2="${y(percent / 100)}" class="u-grid"/>
      <text x="-6" y="${y(percent / 100) + 4}" text-anchor="end" class="u-soft">${percent}</text>`)}
    ${!over && html`<g class="veil-own">${inside(TOP, HEIGHT, paths(fan(values), "u-fan"))}</g>`}
    ${!blind && html`<g class="veil-own">${inside(TOP, HEIGHT, paths([every(rest.slice(0, 2 + (end - cutoff) / sizes.every), cutoff)], "u-truth"))}</g>`}
    <line x1="0" x2="100%" y1="${y(share)}" y2="${y(share)}" class="u-limit"/>
    <text x="100%" y="${y(share) - 6}" text-anchor="end" class="u-strong u-halo">end of life</text>
    ${seen.map((point, k) => html`<circle cx="${at(x(k * sizes.every))}" cy="${y(point)}" r="2.5" class="u-point"/>`)}
    <line x1="${at(x(cutoff))}" x2="${at(x(cutoff))}" y1="${TOP - 4}" y2="${over ? FLOOR : BARS + 3 * ROW}" class="u-now"/>
    <text x="${at(x(cutoff))}" dx="${early ? 5 : -5}" y="${FLOOR - 6}" text-anchor="${early ? "start" : "end"}" class="u-soft u-halo">seen until ${cutoff}</text>
    ${[0, 1, 2, 3, 4].map((i) => html`<text x="${25 * i}%" y="${FLOOR + 15}" text-anchor="${i === 0 ? "start" : i === 4 ? "end" : "middle"}" class="u-soft">${(i * end) / 4}</text>`)}
    <text x="75%" y="${TOP + 60}" text-anchor="middle" class="ask-own u-ask-mark">?</text>
    ${!over && html`<g class="veil-own">${ends(values, x)}${bars(values, x)}</g>`}
  </svg>`;
}

/** Some of the curves, from the cut-off on to where they leave the drawing. */
function fan({ drawn, cutoff, end, sizes }) {
  const every = Math.ceil(drawn.length / FAN);
  const places = Array.from({ length: PLACES + 1 }, (_, i) => cutoff + (i * (end - cutoff)) / PLACES);
  return drawn
    .filter((_, i) => i % every === 0)
    .map((curve) => within(places.map((cycle) => [(100 * cycle) / end, capacity(curve, cycle, sizes.every)]).filter(([, share]) => share !== null)));
}

/** The points before the first that is too high or too low, and the place where the line to that one leaves. */
function within(points) {
  const out = points.findIndex(([, share]) => share < LOW || share > HIGH);
  if (out < 1) return out ? points : [];
  const [[x, share], [next, gone]] = [points[out - 1], points[out]];
  const edge = gone < LOW ? LOW : HIGH;
  return [...points.slice(0, out), [x + ((edge - share) / (gone - share)) * (next - x), edge]];
}

/** How many draws end in which part of the axis; those beyond it in a word; and down from the limit, past the ticks, the truth. */
function ends({ lives, end, drawn, blind, truth, share }, x) {
  const counts = Array(BINS).fill(0);
  for (const life of lives) if (life < end) counts[Math.floor((life / end) * BINS)] += 1;
  const most = Math.max(...counts, 1);
  const later = lives.filter((life) => life >= end).length;
  const floor = FLOOR + 22 + STEPS;
  return html`${inside(FLOOR + 22, STEPS, html`<path d="${counts.map((count, i) => count > 0 && `M${+((100 * i) / BINS).toFixed(2)} ${floor}v${+((-STEPS * count) / most).toFixed(1)}h${+(100 / BINS).toFixed(2)}v${+((STEPS * count) / most).toFixed(1)}z`).filter(Boolean).join("")}" class="u-ends"/>`)}
    <line x1="0" x2="100%" y1="${floor}" y2="${floor}" class="u-line"/>
    <text x="100%" y="${FLOOR + 22 + 14}" text-anchor="end" class="u-soft u-halo">${later > 0 ? `${whole((100 * later) / drawn.length)} % end after ${end} →` : "ends of the curves"}</text>
    ${!blind && truth && [[y(share), FLOOR], [FLOOR + 20, BARS + 2.5 * ROW]].map(([from, to]) => html`<line x1="${at(x(truth))}" x2="${at(x(truth))}" y1="${from}" y2="${to}" class="u-true"/>`)}`;
}

/** The method's interval, the reader's own and the truth, one below the other. */
function bars({ interval, own, truth, blind, median }, x) {
  const bar = (row, [low, high], kind, name) => {
    const middle = BARS + row * ROW + 21;
    const [place, anchor] = x(low) < 45 ? [x(low), "start"] : [x(high), "end"];
    return html`<line x1="${at(x(low))}" x2="${at(x(high))}" y1="${middle}" y2="${middle}" class="u-bar ${kind}"/>
      ${[low, high].map((edge) => Number.isFinite(edge) && x(edge) < 100 && html`<line x1="${at(x(edge))}" x2="${at(x(edge))}" y1="${middle - 6}" y2="${middle + 6}" class="u-edge ${kind}"/>`)}
      <text x="${at(place)}" y="${middle - 9}" text-anchor="${anchor}" class="u-halo">${name} <tspan class="u-strong">${span([low, high])}</tspan></text>`;
  };
  return html`${bar(0, interval, "u-method", "forecast")}
    <circle cx="${at(x(median))}" cy="${BARS + 21}" r="4" class="u-median"/>
    ${own && bar(1, own.interval, "u-own", "yours")}
    ${!blind && truth && html`<circle cx="${at(x(truth))}" cy="${BARS + 2.5 * ROW}" r="5" class="u-arrow"/>
      <text x="${at(x(truth))}" dx="${x(truth) > 50 ? -11 : 11}" y="${BARS + 2.5 * ROW + 4}" text-anchor="${x(truth) > 50 ? "end" : "start"}" class="u-strong u-halo">ended at ${whole(truth)}</text>`}`;
}

// ---- the cells that are looked at ---------------------------------------------------------------

const LINE = 12;
const [SHORT, LONG] = [1 / 8, 8]; // of the axis, in cycles that were left

export function fleetChart({ known, held, cell, cutoff, sizes }) {
  const x = (ratio) => (100 * Math.log(Math.min(Math.max(ratio, SHORT), LONG) / SHORT)) / Math.log(LONG / SHORT);
  const floor = TOP + sizes.groups.look * LINE;
  const place = (i) => TOP + i * LINE + 6;
  const row = (one, i) => {
    const [low, high] = [one.low, one.high].map((end) => x((end - cutoff) / (one.truth - cutoff)));
    const kind = one.held ? "u-holds" : "u-misses";
    return html`${one.cell === cell && html`<rect x="0" width="100%" y="${place(i) - 6}" height="${LINE}" class="u-here"/>
        <text x="${low < 20 ? "100%" : 0}" y="${place(i) + 4}" text-anchor="${low < 20 ? "end" : "start"}" class="u-halo">cell ${cell}</text>`}
      <line x1="${at(low)}" x2="${at(Math.max(high, low + 0.6))}" y1="${place(i)}" y2="${place(i)}" class="${kind}"/>`;
  };
  return html`<svg class="u-figure" width="100%" height="${floor + 36}" role="img" aria-label="Intervals of the cells that are looked at, against the truth">
    <text x="0" y="13">interval ÷ true life left</text>
    ${[1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8].map((ratio) => html`<line x1="${at(x(ratio))}" x2="${at(x(ratio))}" y1="${TOP}" y2="${floor}" class="${ratio === 1 ? "u-true" : "u-grid"}"/>
      <text x="${at(x(ratio))}" y="${floor + 15}" text-anchor="${ratio === SHORT ? "start" : ratio === LONG ? "end" : "middle"}" class="${ratio === 1 ? "u-strong" : "u-soft"}">${ratio < 1 ? `1/${1 / ratio}` : ratio}</text>`)}
    <text x="0" y="${floor + 31}" class="u-soft">too early</text><text x="50%" y="${floor + 31}" text-anchor="middle" class="u-strong">truth</text>
    <text x="100%" y="${floor + 31}" text-anchor="end" class="u-soft">too late</text>
    <text x="75%" y="${TOP + 70}" text-anchor="middle" class="ask-cover u-ask-mark">?</text>
    <g class="veil-cover">${known.map(row)}
      <text x="100%" y="13" text-anchor="end" class="u-strong">${held} of ${known.length} hold</text></g>
  </svg>`;
}
