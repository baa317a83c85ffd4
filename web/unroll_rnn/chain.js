// The chain of all timesteps, or the one cell with its loop.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html } from "../ui/html.js";
import { percent } from "../ui/svg.js";
import { given, signed } from "./words.js";

const LANE = { top: 2, pitch: 66, zero: 41, reach: 23 }; // one lane a unit: its name, its bars
const GAP = 30; // between lanes and cell
const CELL = 42;
const DROP = 40; // from the cell down to the input
const TILE = 22; // one feature of the input
const MANY = 6; // from here on columns are narrow on a phone
const MARGIN = { left: 0.5, right: 0.3 }; // room for H_0 and for the last labels, in columns
const BAR = 0.54; // width of bars and of cells, in columns
const NARROW = 0.45; // width of many cells, so that W_h has room between them

/** Heights in pixels, from the lanes at the top to the input at the bottom. */
const places = ({ units, features }) => {
  const lanes = LANE.top + units * LANE.pitch;
  const input = lanes + GAP + CELL + DROP;
  return { lanes, cell: lanes + GAP, middle: lanes + GAP + CELL / 2, input, height: input + features * TILE + 20 };
};

export function chain(values) {
  const { timesteps, unfolded, t } = values;
  const place = places(values);
  const what = unfolded ? `The chain of ${timesteps} cells with their inputs and states` : `The cell with its loop at timestep ${t}`;
  return html`<svg class="u-figure${timesteps > MANY && unfolded && " u-many"}" width="100%" height="${place.height}" role="img" aria-label="${what}">
    ${(unfolded ? unrolled : folded)(values, place)}
  </svg>`;
}

/** What marks the chosen timestep, behind the chain, which stays as it is while t moves. */
export function chosen(values) {
  const { timesteps, unfolded, t } = values;
  if (!unfolded) return null;
  const { x, center, cell } = columns(timesteps);
  return html`<svg width="100%" height="100%" aria-hidden="true">
    <rect x="${x(center(t) - 0.5)}" y="0" width="${x(1)}" height="100%" rx="8" class="u-fill-panel"/>
    <rect x="${x(center(t) - cell / 2)}" y="${places(values).cell}" width="${x(cell)}" height="${CELL}" rx="8" class="u-ring"/>
  </svg>`;
}

// ---- unfolded ----------------------------------------------------------------------------

/** Where things stand, in columns from the left: x in percent, the middle of timestep k, the width of a cell. */
function columns(timesteps) {
  const column = 100 / (Math.max(timesteps, 4) + MARGIN.left + MARGIN.right);
  return {
    x: (wide) => percent(wide * column),
    center: (k) => MARGIN.left + k - 0.5,
    cell: timesteps > MANY ? NARROW : BAR,
  };
}

function unrolled(values, place) {
  const { timesteps } = values;
  const { x, center, cell } = columns(timesteps);
  const steps = Array.from({ length: timesteps }, (_, i) => i + 1);
  const arrow = (k) => {
    const from = k > 1 ? center(k - 1) + cell / 2 : 0.12;
    const to = center(k) - cell / 2;
    return html`<g class="u-w-h">${across(x(from), x(to), place.middle)}
      <text x="${x((from + to) / 2)}" y="${place.middle - 9}" text-anchor="middle">${sub("W", "h")}</text></g>`;
  };
  return html`${baselines(values, "0", x(center(timesteps) + 0.5))}
    ${steps.map(arrow)}
    <text x="0" y="${place.middle + 17}" class="u-soft">${sub("H", 0)}</text>
    <text x="0" y="${place.middle + 31}" class="u-soft">= 0</text>
    ${steps.map((k) => timestep(values, place, k, { at: x(center(k)), cell: [x(center(k) - cell / 2), x(cell)], bar: [x(center(k) - BAR / 2), x(BAR)] }))}
    ${steps.map((k) => html`<rect x="${x(center(k) - 0.5)}" y="0" width="${x(1)}" height="${place.height}" rx="8" class="u-hit" data-pick="t" data-to="${k}"/>`)}`;
}

// ---- folded ------------------------------------------------------------------------------

/** One cell at the middle, and beside it what the loop keeps from one timestep to the next. */
function folded(values, place) {
  const { t, before, units } = values;
  const at = { at: "44%", cell: ["34%", "20%"], bar: ["34%", "20%"] };
  const { middle } = place;
  const box = { left: 62, width: 56, height: 18 * units + 12 };
  const top = middle - box.height / 2;
  return html`${baselines(values, "24%", "64%")}
    <svg x="54%" y="0" width="1" height="1" overflow="visible">
      <g class="u-loop">${double(`M0 ${middle - 12}H${box.left}`)}${head(`translate(${box.left} ${middle - 12})`)}</g>
      <g class="u-w-h">${double(`M${box.left} ${middle + 12}H6`)}${head(`translate(1 ${middle + 12}) rotate(180)`)}
        <text x="32" y="${middle + 30}" text-anchor="middle">${sub("W", "h")}</text></g>
      <rect x="${box.left}" y="${top}" width="${box.width}" height="${box.height}" rx="6" class="u-kept"/>
      ${before.map((h, i) => html`<text x="${box.left + box.width / 2}" y="${top + 19 + 18 * i}" text-anchor="middle" data-value="H_before.${i + 1}" data-exact="${h}">${signed(h)}</text>`)}
      <text x="${box.left + box.width / 2}" y="${top - 7}" text-anchor="middle" class="u-strong">${sub("H", t - 1)}</text>
      <text x="${box.left + box.width / 2}" y="${top + box.height + 15}" text-anchor="middle" class="u-soft">kept</text>
    </svg>
    ${timestep(values, place, t, at)}`;
}

// ---- what both have ----------------------------------------------------------------------

function baselines({ units }, from, to) {
  return Array.from({ length: units }, (_, u) => {
    const top = LANE.top + u * LANE.pitch;
    return html`<line x1="${from}" x2="${to}" y1="${top + LANE.zero}" y2="${top + LANE.zero}" class="u-grid"/>
      <text x="0" y="${top + 12}" class="u-soft">unit ${u + 1}</text>`;
  });
}

/** One timestep: its input, its cell, its state; `at` is the middle, `cell` and `bar` say from where over which width. */
function timestep({ x, H }, place, k, { at, cell, bar }) {
  const below = place.cell + CELL;
  return html`<g class="u-w-x"><line x1="${at}" x2="${at}" y1="${place.input}" y2="${below + 6}" class="u-line-input"/>${headAt(at, below, -90)}
      <text x="${at}" dx="6" y="${below + 26}" class="u-ink-input">${sub("W", "x")}</text></g>
    <line x1="${at}" x2="${at}" y1="${place.cell}" y2="${place.lanes + 10}" class="u-double"/>
    <line x1="${at}" x2="${at}" y1="${place.cell}" y2="${place.lanes + 10}" class="u-double-gap"/>${headAt(at, place.lanes + 4, -90)}
    <text x="${at}" dx="7" y="${place.lanes + 21}">${sub("H", k)}</text>
    <rect x="${cell[0]}" y="${place.cell}" width="${cell[1]}" height="${CELL}" rx="8" class="u-cell-box"/>
    <text x="${at}" y="${place.middle + 4}" text-anchor="middle" class="u-cell-name">tanh</text>
    ${H[k - 1].map((h, u) => level(h, u, k, at, bar))}
    ${x[k - 1].map((value, i) => tile(value, i, k, place, at, bar))}
    <text x="${at}" y="${place.input + x[0].length * TILE + 15}" text-anchor="middle" class="u-ink-input">${sub("X", k)}</text>`;
}

/** A state as a bar; its number stands on the other side of zero, where there is always room. */
function level(h, u, k, at, [left, width]) {
  const zero = LANE.top + u * LANE.pitch + LANE.zero;
  const tall = +(LANE.reach * Math.abs(h)).toFixed(2);
  return html`<rect x="${left}" y="${h > 0 ? +(zero - tall).toFixed(2) : zero}" width="${width}" height="${tall}" class="${h > 0 ? "u-fill-positive" : "u-fill-negative"}"/>
    <text x="${at}" y="${h < 0 ? zero - 5 : zero + 15}" text-anchor="middle" data-value="H.${k}.${u + 1}" data-exact="${h}">${narrow(signed(h))}</text>`;
}

function tile(value, i, k, place, at, [left, width]) {
  const y = place.input + i * TILE;
  const kind = value < 0 ? "u-fill-negative" : "u-fill-positive";
  return html`<rect x="${left}" y="${y}" width="${width}" height="${TILE - 2}" class="${kind}" fill-opacity="${(0.2 * Math.abs(value)).toFixed(3)}"/>
    <rect x="${left}" y="${y}" width="${width}" height="${TILE - 2}" class="u-input-box"/>
    <text x="${at}" y="${y + 15}" text-anchor="middle" data-value="X.${k}.${i + 1}" data-exact="${value}">${narrow(given(value))}</text>`;
}

/** The 0 before the point goes where there is no room for it. */
function narrow(text) {
  const [before, after] = text.split("0.");
  return after === undefined ? text : html`${before}<tspan class="u-zero">0</tspan>.${after}`;
}

/** A letter and its index, drawn lower. */
const sub = (letter, index) => html`<tspan class="u-letter">${letter}</tspan><tspan dy="3" class="u-index">${index}</tspan>`;

const double = (path) => html`<path d="${path}" class="u-double"/><path d="${path}" class="u-double-gap"/>`;
const head = (transform) => html`<path d="M0 0L-9 -5.5V5.5Z" transform="${transform}" class="u-head"/>`;
const headAt = (x, y, turn) => html`<svg x="${x}" y="${y}" width="1" height="1" overflow="visible">${head(`rotate(${turn})`)}</svg>`;

/** A double arrow to the right; its line ends within its head. */
const across = (from, to, y) => html`<g transform="translate(-5 0)"><line x1="${from}" x2="${to}" y1="${y}" y2="${y}" class="u-double"/><line x1="${from}" x2="${to}" y1="${y}" y2="${y}" class="u-double-gap"/></g>${headAt(to, y, 0)}`;
