// The padded batch, one row a sequence, and the hidden states of one of them, column under column.
import { count, fixed, html } from "../ui/html.js";
import { percent } from "../ui/svg.js";
import { LENGTHS, NAMES } from "./batch.js";

const ROW = { top: 4, pitch: 54, label: 18, cell: 28 };
const PLOT = { top: ROW.top + 4 * ROW.pitch + 48, tab: 17, height: 116 };
const BOTTOM = PLOT.top + PLOT.height + 26;
const UNITS = ["u-unit-1", "u-unit-2"];

/** How far a state has moved: two decimals, one digit where two decimals would hide that it did. */
export const moved = (v) => (matters(v) ? fixed(v) : String(+v.toPrecision(1)).replace("-", "−"));

/** Whether that can be seen in two decimals, and so deserves the color of an error. */
export const matters = (v) => v >= 0.005;

export function grid(values, uid) {
  const { padTo, sequence } = values;
  const x = (t) => percent((100 * t) / padTo);
  return html`<svg class="u-figure" width="100%" height="${BOTTOM}" role="img" aria-label="The padded batch and the hidden states of sequence ${NAMES[sequence]}">
    ${NAMES.map((_, k) => row(values, k, x))}
    ${states(values, x)}
  </svg>`;
}

function row({ X, mask, masked, sequence, drift, padTo }, k, x) {
  const top = ROW.top + k * ROW.pitch;
  const y = top + ROW.label;
  const cells = X[k].map((v, t) => {
    const real = mask[k][t];
    const box = html`x="${x(t)}" y="${y}" width="${x(1)}" height="${ROW.cell}"`;
    return html`${real && html`<rect ${box} class="${v < 0 ? "u-fill-negative" : "u-fill-positive"}" fill-opacity="${(0.08 + 0.3 * Math.min(1, Math.abs(v) / 2)).toFixed(3)}"/>`}
      <rect ${box} class="${real ? "u-real" : "u-pad"}"/>
      ${!real && masked && html`<line x1="${x(t)}" x2="${x(t + 1)}" y1="${y + ROW.cell}" y2="${y}" class="u-strike"/>`}
      <text x="${x(t + 0.5)}" y="${y + 19}" text-anchor="middle" class="u-cell ${!real && "u-soft"}">${real ? fixed(v, 1) : !masked && "0"}</text>`;
  });
  return html`<g class="${k === sequence && "u-selected"}">
    <text x="0" y="${top + 12}" class="u-strong">${NAMES[k]} <tspan class="u-soft u-plain">${LENGTHS[k]} real, ${padTo - LENGTHS[k]} padded${k === sequence && html`<tspan class="u-spare">, shown below</tspan>`}</tspan></text>
    <text x="100%" y="${top + 12}" text-anchor="end" class="${matters(drift[k]) && "u-strong u-ink-gradient"} veil-drift">moved by ${moved(drift[k])}</text>
    ${cells}
    <rect x="0" y="${top}" width="100%" height="${ROW.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(NAMES[k])}"/>
  </g>`;
}

function states({ states: all, alone: free, mask, sequence, drift, padTo, where }, x) {
  const own = LENGTHS[sequence];
  const first = where === "post" ? 0 : padTo - own; // the column of the first real step
  const level = (h) => +((1 - h) / 2).toFixed(4);
  const y = (h) => +(PLOT.top + level(h) * PLOT.height).toFixed(2);
  const line = (steps, from, kind) => html`<polyline points="${steps.map((h, t) => `${from + t + 0.5},${level(h)}`).join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  const padded = first ? [0, first] : [own, padTo];
  const name = NAMES[sequence];
  const last = all[sequence].at(-1);
  const middle = x((padded[0] + padded[1]) / 2);
  // A thin line is named where it runs alone: over the zeros after it, or left of where it begins.
  const thin = where === "post"
    ? { at: middle, anchor: "middle", h: free[sequence].at(-1) }
    : { at: x(first + 0.5), dx: -8, anchor: "end", h: free[sequence][0] };
  const labels = apart([...last, ...thin.h].map(y));
  return html`<text x="0" y="${PLOT.top - 30}" class="u-strong">Hidden state of ${name}, step by step</text>
    ${padded[1] > padded[0] && html`<rect x="${x(padded[0])}" y="${PLOT.top - PLOT.tab}" width="${x(padded[1] - padded[0])}" height="${PLOT.height + PLOT.tab}" class="u-fill-panel"/>
      <text x="${middle}" y="${PLOT.top - 5}" text-anchor="middle" class="u-soft">padding</text>`}
    ${[-1, 0, 1].map((h) => html`<line x1="0" x2="100%" y1="${y(h)}" y2="${y(h)}" class="u-grid"/>
      <text x="0" y="${h > 0 ? y(h) + 12 : y(h) - 3}" class="u-soft">${fixed(h, 0)}</text>`)}
    <svg x="0" y="${PLOT.top}" width="100%" height="${PLOT.height}" viewBox="0 0 ${padTo} 1" preserveAspectRatio="none" overflow="visible">
      ${last.map((_, unit) => {
        const solo = free[sequence].map((h) => h[unit]);
        return line(where === "post" ? [...solo, ...Array(padTo - own).fill(solo.at(-1))] : solo, first, `u-alone ${UNITS[unit]}`);
      })}
      <g class="veil-drift">${last.map((_, unit) => line(all[sequence].map((h) => h[unit]), 0, `u-state ${UNITS[unit]}`))}</g>
    </svg>
    <g class="veil-drift">${last.map((h, unit) => html`${all[sequence].map(
      (step, t) => html`<circle cx="${x(t + 0.5)}" cy="${y(step[unit])}" r="3" class="${mask[sequence][t] ? "u-dot" : "u-dot-hollow"}"/>`,
    )}<text x="100%" dx="-4" y="${labels[unit]}" text-anchor="end" class="u-halo">unit ${unit + 1}</text>`)}</g>
    ${drift[sequence] > 0 && thin.h.map((_, unit) => html`<text x="${thin.at}" dx="${thin.dx ?? 0}" y="${labels[last.length + unit]}" text-anchor="${thin.anchor}" class="u-halo u-soft">unit ${unit + 1} alone</text>`)}
    ${padded[1] > padded[0] && html`<text x="${middle}" y="${PLOT.top + PLOT.height / 2 - 6}" text-anchor="middle" class="ask-drift u-halo">what happens here?</text>`}
    ${all[sequence].map((_, t) => html`<text x="${x(t + 0.5)}" y="${PLOT.top + PLOT.height + 18}" text-anchor="middle" class="u-soft">${t ? t + 1 : "t = 1"}</text>`)}`;
}

/** The heights of labels: just above their points, at least 15 pixels apart and inside the plot. */
function apart(heights) {
  const gap = 15;
  const down = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  const labels = [];
  let y = PLOT.top + 12 - gap;
  for (const i of down) y = labels[i] = Math.max(heights[i] - 8, y + gap);
  let floor = PLOT.top + PLOT.height - 4;
  for (const i of down.toReversed()) {
    labels[i] = +Math.min(labels[i], floor).toFixed(2);
    floor = labels[i] - gap;
  }
  return labels;
}
