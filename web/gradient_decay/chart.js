// The norm of the gradient by lag, with the two powers beside it and what float32 cannot hold.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html, power, superscript } from "../ui/html.js";
import { hatch, percent } from "../ui/svg.js";
import { SINGLE } from "./words.js";

const TOP = 24;
const HEIGHT = 270;
const FLOOR = TOP + HEIGHT;
const SHOWN = 10; // lags that are drawn while the question is open

export function chart(values, uid) {
  const { norms, clipped, radiusPowers, bounds, timesteps, lag, clip, threshold } = values;
  const axis = decades(values);
  const x = (k) => percent((100 * k) / timesteps);
  const level = (log10) => (axis.high - log10) / (axis.high - axis.low);
  const y = (log10) => +(TOP + level(log10) * HEIGHT).toFixed(2);
  const draw = (line, kind) =>
    html`<polyline points="${line.map((v, k) => `${k},${+level(v).toFixed(4)}`).join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  const straight = (line, kind) => {
    const inside = Math.min(1, axis.high / Math.max(line[timesteps], 1e-9)); // the bound may leave the picture
    return html`<path d="M0 ${level(0)}L${timesteps * inside} ${level(line[timesteps] * inside)}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  };
  const veil = asks(values);
  const till = veil === "below" ? Math.min(SHOWN, timesteps) : 0;
  const stretched = (lines) =>
    html`<svg y="${TOP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${timesteps} 1" preserveAspectRatio="none">${lines}</svg>`;
  return html`<svg class="u-figure" width="100%" height="${FLOOR + 24}" role="img" aria-label="Norm of the gradient by lag, log axis">
    <defs>${hatch(`${uid}-hatch`)}<clipPath id="${uid}-under" clipPathUnits="objectBoundingBox">${area(clipped, level, timesteps)}</clipPath></defs>
    ${single(axis, y)}
    ${axis.ticks.map(
      (tick) => html`<line x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}" class="u-grid"/>
        <text x="-6" y="${y(tick) + 4}" text-anchor="end" class="u-soft">${tick ? `10${superscript(tick)}` : "1"}</text>`,
    )}
    ${lagTicks(timesteps, x)}
    <g class="veil-${veil}">
      <rect y="${TOP}" width="100%" height="${HEIGHT}" fill="url(#${uid}-hatch)" clip-path="url(#${uid}-under)" class="u-arrives"/>
      ${stretched([straight(bounds, "u-bound"), straight(radiusPowers, "u-radius"), clip && draw(norms, "u-before"), draw(clipped, "u-norm")])}
      ${thousandth(values, axis, x, y)}
      ${names(values, axis, x, y)}
    </g>
    <g class="ask-${veil}">${stretched(draw(norms.slice(0, till + 1), "u-norm"))}
      <text x="${x(till)}" dx="10" y="${y(norms[till]) + (till ? 4 : 20)}" class="u-soft u-halo">${till ? "and so on: how far down?" : "does it shrink from the first step on?"}</text></g>
    ${clip && html`<line x1="0" x2="100%" y1="${y(threshold)}" y2="${y(threshold)}" class="u-threshold"/>
      <text x="100%" y="${y(threshold) - 5}" text-anchor="end" class="u-halo">clip at ${power(threshold)}</text>`}
    <g class="${tells(values) && `veil-${veil}`}">${marker(values, x, y)}</g>
    ${single(axis, y, true)}
  </svg>`;
}

/** The lines' decades, rounded to ticks; the bound may leave the picture. */
function decades({ norms, radiusPowers, bounds, clip, threshold }) {
  const all = [0, ...norms, radiusPowers.at(-1), ...(clip ? [threshold] : [])];
  const low = Math.min(...all);
  const high = Math.max(...all);
  const span = Math.max(high - low, 3);
  const room = bounds.at(-1) > high + 0.05 * span ? 0.2 : 0.1;
  const ends = [Math.min(low - 0.1 * span, -1.1), high + room * span]; // two ticks at least
  const step = [1, 2, 5, 10, 20, 50, 100].find((s) => (ends[1] - ends[0]) / s <= 7);
  const first = Math.ceil(ends[0] / step);
  const count = Math.floor(ends[1] / step) - first + 1;
  return { low: ends[0], high: ends[1], ticks: Array.from({ length: count }, (_, i) => (first + i) * step) };
}

/** The room under a line as a polygon of the unit square. */
function area(line, level, timesteps) {
  const points = line.map((v, k) => `${+(k / timesteps).toFixed(5)},${+level(v).toFixed(4)}`);
  return html`<polygon points="0,1 ${points.join(" ")} 1,1"/>`;
}

/** Where float32 ends: first the bands, later their words, which stand above the lines. */
function single({ low, high }, y, words = false) {
  const bands = [
    [high, SINGLE.infinite, "u-lost", "overflows in float32 here"],
    [SINGLE.normal, SINGLE.zero, "u-poor", ""],
    [SINGLE.zero, low, "u-lost", "underflows in float32 here"],
  ];
  return bands.map(([from, to, kind, text]) => {
    const [top, bottom] = [y(Math.min(from, high)), y(Math.max(to, low))];
    if (bottom <= top) return null;
    if (!words) return html`<rect y="${top}" width="100%" height="${+(bottom - top).toFixed(2)}" class="${kind}"/>`;
    const line = text.startsWith("over") ? top + 16 : bottom - 6;
    return text && bottom - top > 20 && html`<text x="6" y="${line}" class="u-strong u-halo">${text}</text>`;
  });
}

function lagTicks(timesteps, x) {
  const step = [1, 2, 5, 10, 20, 25, 50].find((s) => timesteps / s <= 5);
  return Array.from({ length: Math.floor(timesteps / step) + 1 }, (_, i) => i * step).map(
    (k) => html`<line x1="${x(k)}" x2="${x(k)}" y1="${FLOOR}" y2="${FLOOR + 4}" class="u-tick"/>
      <text x="${x(k)}" y="${FLOOR + 18}" text-anchor="middle" class="u-soft">${k}</text>`,
  );
}

/** Where the norm first falls below 1/1000, or exceeds 1000. */
function thousandth({ below, beyond, timesteps }, { low, high }, x, y) {
  const cross = [
    [below, -3, "1/1000"],
    [beyond, 3, "1000"],
  ];
  return cross.map(([k, at, words]) => {
    if (k === null || at < low || at > high) return null;
    const left = k > timesteps / 2;
    const under = left === at < 0; // the side that the line leaves free
    const room = Math.abs(y(at) - y(0)) > 40; // else it would stand among the lines' names
    return html`<circle cx="${x(k)}" cy="${y(at)}" r="4.5" class="u-cross"/>
      ${room && html`<text x="${x(k)}" dx="${left ? -9 : 9}" y="${y(at) + (under ? 17 : -8)}" text-anchor="${left ? "end" : "start"}" class="u-halo">${words} at lag ${k}</text>`}`;
  });
}

/** Each line's name on its free side; lines that lie on each other share one. */
function names({ norms, radiusPowers, bounds, timesteps }, axis, x, y) {
  const [low, high] = [axis.low, Math.min(axis.high, SINGLE.infinite)]; // above stand the words for float32
  const same = (one, other) => one.every((v, k) => Math.abs(y(v) - y(other[k])) < 2);
  const lines = [
    { line: bounds, name: "upper bound", short: "bound", ink: "u-soft", at: 0.6 },
    { line: radiusPowers, name: "radius^lag", short: "radius^lag", ink: "", at: 0.4 },
    { line: norms, name: "gradient norm", short: "norm", ink: "u-ink-gradient", at: 0.7 },
  ];
  const groups = lines.reduce((known, one) => {
    const group = known.find(([first]) => same(first.line, one.line));
    if (group) group.push(one);
    else known.push([one]);
    return known;
  }, []);
  return groups.map((group) => {
    const { line, ink } = group.at(-1);
    const others = groups.filter((other) => other !== group).map(([other]) => other.line);
    const rises = line.at(-1) > 0;
    const highest = (k) => others.every((other) => other[k] <= line[k] + 1e-9 || (line === norms && other[k] > high));
    // A rising line leaves room at its lower right, a falling one at its upper right; only what is
    // highest while it rises, or lowest while it falls, is named on the other side.
    const far = Math.round((rises && highest(timesteps) ? 0.9 : others.length ? group[0].at : 0.15) * timesteps);
    const k = seen(line, far, low, high);
    const lowest = others.length > 0 && others.every((other) => other[k] >= line[k] - 1e-9);
    const leaves = line === bounds && rises && line[timesteps] > high; // its end is out of the picture
    const left = !leaves && (rises ? highest(k) : lowest);
    const below = leaves ? 4 : rises !== left ? 17 : -8;
    const [first, second, third] = group.toReversed().map(({ short }) => short);
    const words = second ? html`${first} = ${second}${third && html`<tspan class="u-spare"> = ${third}</tspan>`}` : group[0].name;
    return html`<text x="${x(k)}" dx="${left ? -8 : 8}" y="${y(line[k]) + below}" text-anchor="${left ? "end" : "start"}" class="u-strong u-halo ${ink}">${words}</text>`;
  });
}

/** The last lag up to `k` at which a line is still inside the picture, with room for its name. */
function seen(line, k, low, high) {
  const room = 0.08 * (high - low);
  while (k > 1 && (line[k] > high - room || line[k] < low + room)) k -= 1;
  return k;
}

/** The question that this setting may ask, and whether the lag that is read would answer it. */
export const asks = ({ family }) => (family === "gaussian" ? "growth" : "below");
export const tells = (values) => values.family === "gaussian" || values.lag > SHOWN;

/** The lag that is read, and the norm there. */
function marker({ lag, norms, clipped, timesteps }, x, y) {
  const left = lag > timesteps / 2;
  const there = y(clipped[lag]);
  return html`<line x1="${x(lag)}" x2="${x(lag)}" y1="${TOP - 6}" y2="${FLOOR}" class="u-marker"/>
    <circle cx="${x(lag)}" cy="${there}" r="5" class="u-read"/>
    <text x="${x(lag)}" dx="${left ? 5 : -5}" y="12" text-anchor="${left ? "end" : "start"}" class="u-strong u-halo">lag ${lag}: ${power(norms[lag])}</text>`;
}
