// The padded batch, one row a sequence, and the hidden states of one of them, column under column.
import { count, fixed, html } from "../ui/html.js";
import { LENGTHS, NAMES } from "./batch.js";

const ROW = { top: 4, pitch: 54, label: 18, cell: 28 };
const PLOT = { top: ROW.top + 4 * ROW.pitch + 34, height: 116 };
const BOTTOM = PLOT.top + PLOT.height + 26;
const UNITS = ["u-state", "u-state u-state-2"];

export function grid(values, uid) {
  const { padTo, sequence } = values;
  const x = (t) => `${+((100 * t) / padTo).toFixed(3)}%`;
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
    const kind = v < 0 ? "u-fill-negative" : "u-fill-positive";
    return html`${real && html`<rect ${box} class="${kind}" fill-opacity="${(0.08 + 0.3 * Math.min(1, Math.abs(v) / 2)).toFixed(3)}"/>`}
      <rect ${box} class="${real ? "u-real" : "u-pad"}"/>
      ${!real && masked && html`<line x1="${x(t)}" x2="${x(t + 1)}" y1="${y + ROW.cell}" y2="${y}" class="u-strike"/>`}
      <text x="${x(t + 0.5)}" y="${y + 19}" text-anchor="middle" class="${real ? "u-cell" : "u-cell u-soft"}">${real ? fixed(v, 1) : masked ? "" : "0"}</text>`;
  });
  const state = drift[k] === 0 ? "unchanged" : `moved by ${fixed(drift[k])}`;
  return html`<g class="${k === sequence && "u-selected"}">
    <text x="0" y="${top + 12}" class="u-strong">${NAMES[k]} <tspan class="u-soft u-plain">${LENGTHS[k]} real, ${padTo - LENGTHS[k]} padded${k === sequence && ", shown below"}</tspan></text>
    <text x="100%" y="${top + 12}" text-anchor="end" class="${drift[k] > 0 && "u-strong u-ink-gradient"} veil-drift">${state}</text>
    ${cells}
    <rect x="0" y="${top}" width="100%" height="${ROW.pitch}" class="u-hit" data-pick="sequence" data-to="${JSON.stringify(NAMES[k])}"/>
  </g>`;
}

function states({ states: all, alone: free, mask, sequence, padTo, where }, x) {
  const own = LENGTHS[sequence];
  const first = where === "post" ? 0 : padTo - own; // the column of the first real step
  const level = (h) => +((1 - h) / 2).toFixed(4);
  const y = (h) => +(PLOT.top + level(h) * PLOT.height).toFixed(2);
  const line = (steps, from, kind) => html`<polyline points="${steps.map((h, t) => `${from + t + 0.5},${level(h)}`).join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  const padded = first ? [0, first] : [own, padTo];
  const name = NAMES[sequence];
  const last = all[sequence].at(-1);
  const labels = apart(last.map(y));
  return html`<text x="0" y="${PLOT.top - 14}" class="u-strong">Hidden state of ${name}, step by step <tspan class="u-soft u-plain">thin: alone</tspan></text>
    ${padded[1] > padded[0] && html`<rect x="${x(padded[0])}" y="${PLOT.top}" width="${x(padded[1] - padded[0])}" height="${PLOT.height}" class="u-fill-panel"/>
      <text x="${x((padded[0] + padded[1]) / 2)}" y="${PLOT.top + PLOT.height - 6}" text-anchor="middle" class="u-soft">padding</text>
      <text x="${x((padded[0] + padded[1]) / 2)}" y="${PLOT.top + PLOT.height / 2 - 8}" text-anchor="middle" class="ask-drift">what happens here?</text>`}
    ${[-1, 0, 1].map((h) => html`<line x1="0" x2="100%" y1="${y(h)}" y2="${y(h)}" class="u-grid"/>
      <text x="0" y="${h > 0 ? y(h) + 12 : y(h) - 3}" class="u-soft">${fixed(h, 0)}</text>`)}
    <svg x="0" y="${PLOT.top}" width="100%" height="${PLOT.height}" viewBox="0 0 ${padTo} 1" preserveAspectRatio="none" overflow="visible">
      ${last.map((_, unit) => {
        const solo = free[sequence].map((h) => h[unit]);
        return line(where === "post" ? [...solo, ...Array(padTo - own).fill(solo.at(-1))] : solo, first, "u-alone");
      })}
      <g class="veil-drift">${last.map((_, unit) => line(all[sequence].map((h) => h[unit]), 0, UNITS[unit]))}</g>
    </svg>
    <g class="veil-drift">${last.map((h, unit) => html`${all[sequence].map(
      (step, t) => html`<circle cx="${x(t + 0.5)}" cy="${y(step[unit])}" r="3" class="${mask[sequence][t] ? "u-dot" : "u-dot-hollow"}"/>`,
    )}<text x="100%" dx="-4" y="${labels[unit]}" text-anchor="end" class="u-halo">unit ${unit + 1}</text>`)}</g>
    ${all[sequence].map((_, t) => html`<text x="${x(t + 0.5)}" y="${PLOT.top + PLOT.height + 18}" text-anchor="middle" class="u-soft">${t ? t + 1 : "t = 1"}</text>`)}`;
}

/** Labels above their points, below where the plot has no room, and 16 pixels from each other. */
function apart(heights) {
  const [upper, lower] = heights[0] <= heights[1] ? [0, 1] : [1, 0];
  const labels = heights.map((height) => (height < PLOT.top + 20 ? height + 18 : height - 8));
  if (labels[lower] - labels[upper] < 16) labels[lower] = Math.max(labels[upper] + 16, heights[lower] + 18);
  return labels;
}
