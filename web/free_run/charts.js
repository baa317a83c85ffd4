// The series with its forecasts, and the error by horizon, on one time axis.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { fixed, html, superscript } from "../ui/html.js";
import { percent as at } from "../ui/svg.js";
import { veil } from "./words.js";

const BEFORE = 20; // timesteps of the past that are drawn
const TOP = 24;
const HEIGHT = { forecasts: 150, errors: 120 };
const TALLEST = 2; // of the forecasts' axis; what goes beyond is cut off
const LOWEST = 1e-3; // of the log axis
const HIGHEST = 3; // of both error axes

/** Place of step h, where 0 is the start. */
const place = (horizon) => (h) => (100 * (BEFORE + h)) / (BEFORE + horizon);

function frame({ horizon }, kind, label, title, content, ticks) {
  const height = HEIGHT[kind];
  const x = place(horizon);
  const curves = (markup) => html`<svg y="${TOP}" width="100%" height="${height}" viewBox="0 0 100 ${height}" preserveAspectRatio="none">${markup}</svg>`;
  const every = horizon > 50 ? 20 : 10;
  const steps = Array.from({ length: Math.floor(horizon / every) + 1 }, (_, k) => k * every);
  return html`<svg class="u-figure" width="100%" height="${TOP + height + 20}" role="img" aria-label="${label}">
    <text x="0" y="13">${title}</text>
    <rect x="0" width="${at(x(0))}" y="${TOP}" height="${height}" class="u-fill-panel"/>
    ${ticks.map(([y, name]) => html`<line x1="0" x2="100%" y1="${TOP + y}" y2="${TOP + y}" class="u-grid"/>
      <text x="-6" y="${TOP + y + 4}" text-anchor="end" class="u-soft">${name}</text>`)}
    <line x1="${at(x(0))}" x2="${at(x(0))}" y1="${TOP}" y2="${TOP + height}" class="u-now"/>
    ${content(curves, x)}
    ${steps.map((h) => html`<text x="${at(x(h))}" y="${TOP + height + 15}" text-anchor="${h === horizon ? "end" : "middle"}" class="u-soft">${h ? `+${h}` : "start"}</text>`)}
  </svg>`;
}

/** A line through values[h] at the steps from + h. */
const line = (values, from, x, y, kind) =>
  html`<polyline points="${values.map((value, h) => `${+x(from + h).toFixed(2)},${y(value).toFixed(1)}`).join(" ")}" class="u-path ${kind}" vector-effect="non-scaling-stroke"/>`;

export function forecasts(values) {
  const { series, start, horizon, truth, forced, fan, training } = values;
  const height = HEIGHT.forecasts;
  const y = (value) => ((TALLEST - Math.max(-TALLEST, Math.min(TALLEST, value))) / (2 * TALLEST)) * height;
  const content = (curves, x) => html`<text x="4" y="${TOP + height - 6}" class="u-soft">the past</text>
    ${curves(line([...series.slice(start - BEFORE, start + 1), ...truth], -BEFORE, x, y, "u-truth"))}
    ${curves(line(forced, 1, x, y, "u-forced"))}
    <g class="${veil(training)}">${curves(fan.map((run) => line(run, 1, x, y, "u-run")))}</g>`;
  return frame(values, "forecasts", `The series and forecasts of ${horizon} steps from t = ${start}`, "the truth, and forecasts", content,
    [1, 0, -1].map((value) => [y(value), fixed(value, 0)]));
}

export function errors(values) {
  const { horizon, rmse, axis, level, leaves, training } = values;
  const height = HEIGHT.errors;
  const log = (value) => (Math.log10(HIGHEST) - Math.log10(Math.max(value, LOWEST))) / Math.log10(HIGHEST / LOWEST);
  const top = 1.5;
  const y = (value) => Math.max(0, height * (axis === "log" ? log(value) : 1 - value / top));
  const ticks = axis === "log" ? [0, -1, -2, -3].map((k) => [y(10 ** k), k ? `10${superscript(k)}` : "1"]) : [1.5, 1, 0.5, 0].map((value) => [y(value), value ? fixed(value, 1) : "0"]);
  const content = (curves, x) => html`<line x1="0" x2="100%" y1="${TOP + y(level)}" y2="${TOP + y(level)}" class="u-level"/>
    <text x="4" y="${TOP + y(level) - 4}" class="u-soft u-halo">${level}</text>
    ${curves(line(rmse.forced, 1, x, y, "u-forced"))}
    <text x="50%" y="${TOP + height / 2}" class="ask-${training === "forcing" ? "leave" : "cure"} u-mark">?</text>
    <g class="${veil(training)}">${curves(line(rmse.run, 1, x, y, "u-run u-thick"))}
      ${leaves && html`<circle cx="${at(x(leaves))}" cy="${TOP + y(rmse.run[leaves - 1])}" r="5" class="u-leaves"/>
        <text x="100%" y="13" text-anchor="end" class="u-strong">passes ${level} at step ${leaves}</text>`}</g>`;
  return frame(values, "errors", `RMSE by horizon, ${axis} axis`, html`RMSE<tspan class="u-spare"> by horizon</tspan>`, content, ticks);
}
