// The chain of timesteps with what flows back through it, and under each timestep what it adds to dL/dW_h.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { fixed, html } from "../ui/html.js";
import { hatch, percent as at } from "../ui/svg.js";
import { short } from "./format.js";
import { norm } from "./gradients.js";

const CHAIN = 83; // percent of the width; the rest is for names and the sum
const SUM = 93.5;
const Y = { value: 18, loss: 50, state: 104, flow: 137, norm: 174, title: 214, bars: 246, axis: 434, end: 440 };
const BARS = 162; // pixels between the highest and the lowest bar
const HEAD = 7; // pixels of an arrow's head

export function flow(values, uid) {
  const { T, t, counts } = values;
  const radius = T > 12 ? 8 : 10;
  const scene = { ...values, radius, x: (step) => +(((step + 0.5) * CHAIN) / T).toFixed(3), hatched: `url(#${uid}-flow)` };
  const steps = counts.map((_, step) => step);
  const name = (y, words) => html`<text x="100%" y="${y + 4}" text-anchor="end" class="u-soft u-name">${words}</text>`;
  return html`<svg class="u-figure${T > 7 && " u-dense"}${T > 12 && " u-denser"}" width="100%" height="${Y.end}" role="img" aria-label="The chain of ${T} timesteps, the gradient that flows back through it, and what each timestep adds to the gradient of W_h">
    <defs>${hatch(`${uid}-flow`)}</defs>
    <rect x="${at((t * CHAIN) / T)}" y="0" width="${at(CHAIN / T)}" height="${Y.end}" class="u-fill-panel"/>
    ${name(Y.value, "loss")}${name(Y.state, "state")}${name(Y.flow, "gradient")}${name(Y.norm, "its norm")}
    ${steps.slice(1).map((step) => link(scene, step))}
    ${steps.map((step) => [counts[step] && fall(scene, step), node(scene, step)])}
    ${bars(scene, steps)}
    ${steps.map((step) => html`<rect x="${at((step * CHAIN) / T)}" y="0" width="${at(CHAIN / T)}" height="${Y.end}" class="u-hit" data-pick="selected" data-to="${step + 1}"/>`)}
  </svg>`;
}

/** A place whose inside is measured in pixels. */
const place = (x, y, drawing) => html`<svg x="${at(x)}" y="${y}" overflow="visible">${drawing}</svg>`;

/** Pixels of thickness of a gradient of this norm: 2 at 0.003 and below, 11 at 10 and above. */
const thick = (size) => +(2 + 9 * Math.min(1, Math.max(0, (Math.log10(size) + 2.5) / 3.5))).toFixed(2);

// ---- the chain ---------------------------------------------------------------------------

function node({ x, t, radius }, step) {
  return place(x(step), Y.state, html`<circle r="${radius}" class="u-node${step === t && " u-chosen"}"/>
    <circle r="${radius}" class="u-gap"/><text y="4" text-anchor="middle" class="u-number${step === t && " u-strong"}">${step + 1}</text>`);
}

/** The loss of a timestep, its value, and the gradient that it gives to the state under it. */
function fall({ x, cut, carry, hatched, radius }, step) {
  const size = norm(cut.own[step]);
  const half = thick(size) / 2;
  const tip = Y.state - Y.loss - radius - 3;
  const arrow = `M${-half} ${radius + 1}V${tip - HEAD}H${-half - 3}L0 ${tip}L${half + 3} ${tip - HEAD}H${half}V${radius + 1}Z`;
  return [
    label(x(step), Y.value, fixed(cut.losses[step], 2), carry ? "u-loss-value" : "u-loss-value veil-carry"),
    place(x(step), Y.loss, html`${size > 0 && html`<path d="${arrow}" fill="${hatched}" class="u-flow"/>`}
      <circle r="${radius - 1}" class="u-loss-mark"/><text y="4" text-anchor="middle" class="u-strong u-ink-gradient">L</text>`),
  ];
}

/** Between two timesteps: the state goes forward, the gradient comes back, unless a chunk begins here. */
function link(scene, step) {
  const { x, full, cut, carry, borders, hatched } = scene;
  const [to, from] = [x(step - 1), x(step)];
  const border = borders.includes(step);
  const middle = (to + from) / 2;
  const size = norm(cut.flow[step - 1]);
  const lost = border && carry ? norm(cut.dropped[step]) : 0;
  return [
    (carry || !border) && html`<line x1="${at(to)}" x2="${at(from)}" y1="${Y.state}" y2="${Y.state}" class="u-forward"/>`,
    border && !carry && html`<text x="${at(middle)}" y="${Y.state + 4}" text-anchor="middle" class="u-strong u-halo">0</text>`,
    arrow(to, from, norm(full.flow[step - 1]), "none", "u-full"),
    arrow(to, from, size, hatched, "u-flow"),
    lost > 0 && shaft(middle, from, lost, { left: 3, right: 2 }, hatched, "u-flow"),
    border && html`<line x1="${at(middle)}" x2="${at(middle)}" y1="${Y.state + 11}" y2="${Y.norm - 18}" class="u-cut"/>`,
    border
      ? label(middle, Y.norm, "cut", "u-strong u-ink-gradient")
      : label(middle, Y.norm, short(size), size ? "" : "u-soft"),
  ];
}

/** An arrow from the later timestep to the earlier one; only its shaft stretches with the width. */
function arrow(to, from, size, fill, kind) {
  if (size === 0) return null;
  const half = thick(size) / 2;
  return [
    shaft(to, from, size, { left: HEAD + 2, right: 2 }, fill, kind),
    place(to, Y.flow, html`<path d="M2 0l${HEAD} ${-half - 3}v${2 * half + 6}z" fill="${fill}" class="${kind}"/>`),
  ];
}

/** A bar between two places in percent, shorter by some pixels at its ends. */
function shaft(to, from, size, { left, right }, fill, kind) {
  const thickness = thick(size);
  return html`<svg x="${at(to)}" y="${Y.flow}" width="${at(from - to)}" height="1" overflow="visible"><rect x="${left}" y="${-thickness / 2}"
    width="100%" style="width:calc(100% - ${left + right}px)" height="${thickness}" fill="${fill}" class="${kind}"/></svg>`;
}

/** A number of one column; where columns are narrow it stands upright. */
const label = (x, y, words, kind) =>
  place(x, y, html`<text y="4" text-anchor="middle" class="u-column ${kind}">${words}</text>`);

// ---- the bars ----------------------------------------------------------------------------

function bars({ x, T, t, full, cut, norm: sum, kept, hatched }, steps) {
  const all = [...full.shares, ...cut.shares, sum, kept, 0];
  const high = Math.max(...all);
  const low = Math.min(...all);
  const scale = BARS / (high - low || 1);
  const y = (value) => Y.bars + (high - value) * scale;
  const bar = (middle, width, value, fill, kind) => {
    const [top, bottom] = [y(Math.max(value, 0)), y(Math.min(value, 0))];
    return html`<rect x="${at(middle - width / 2)}" y="${top.toFixed(2)}" width="${at(width)}" height="${(bottom - top).toFixed(2)}" fill="${fill}" class="${kind}"/>`;
  };
  const pair = (middle, width, whole, part) => [
    part !== 0 && bar(middle, width, part, hatched, "u-share"),
    bar(middle, width, whole, "none", "u-share-full"),
  ];
  const width = Math.min((0.62 * CHAIN) / T, 7);
  return html`<text x="0" y="${Y.title}" class="u-halo">What each timestep adds to ∂L/∂W<tspan class="u-sub" dy="3">h</tspan></text>
    <line x1="0" x2="100%" y1="${y(0).toFixed(2)}" y2="${y(0).toFixed(2)}" class="u-zero"/>
    ${steps.map((step) => [
      pair(x(step), width, full.shares[step], cut.shares[step]),
      cut.shares[step] !== 0 && label(x(step), y(Math.max(full.shares[step], cut.shares[step], 0)) - 12, fixed(cut.shares[step], 2), "u-share-value"),
      html`<text x="${at(x(step))}" y="${Y.axis}" text-anchor="middle" class="${step === t ? "u-strong" : "u-soft"}">${step + 1}</text>`,
    ])}
    <text x="${at(CHAIN + 2)}" y="${Y.axis}" text-anchor="middle">=</text>
    ${pair(SUM, 7, sum, kept)}
    <text x="${at(SUM)}" y="${(y(sum) - 5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo">${fixed(sum, 2)}</text>
    ${kept !== sum && html`<text x="${at(SUM)}" y="${Math.min(y(Math.max(kept, 0)) + 16, y(0) - 5).toFixed(2)}" text-anchor="middle" class="u-strong u-halo u-ink-gradient">${fixed(kept, 2)}</text>`}
    <text x="${at(SUM)}" y="${Y.axis}" text-anchor="middle" class="u-soft">sum</text>`;
}
