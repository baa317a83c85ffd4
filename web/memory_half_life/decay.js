// f^t by timestep with the half-life, the target lag and the simulated cell state.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html } from "../ui/html.js";
import { percent } from "../ui/svg.js";
import { lasting, remaining } from "./words.js";

const TOP = 24;
const HEIGHT = 210;
const FLOOR = TOP + HEIGHT;

export function decay({ timesteps, left, simulated, lag, halfLife, log10Left }) {
  const x = (t) => percent((100 * t) / timesteps);
  const y = (value) => +(FLOOR - value * HEIGHT).toFixed(2);
  const dots = Math.ceil(timesteps / 25);
  const step = [1, 2, 5, 10, 20, 25, 50, 100].find((s) => timesteps / s <= 6);
  const level = (value, text) => html`<line x1="0" x2="100%" y1="${y(value)}" y2="${y(value)}" class="u-grid"/>
    <text x="-6" y="${y(value) + 4}" text-anchor="end" class="u-soft">${text}</text>`;
  const ticks = Array.from({ length: Math.floor(timesteps / step) + 1 }, (_, i) => i * step);
  const named = Math.round((2 * timesteps) / 3);
  const early = lag < timesteps / 2;
  return html`<svg class="u-figure" width="100%" height="${FLOOR + 24}" role="img" aria-label="What is left of the cell state by timestep">
    ${level(1, "1")}${level(0.5, "½")}${level(0, "0")}
    ${ticks.map((t) => html`<line x1="${x(t)}" x2="${x(t)}" y1="${FLOOR}" y2="${FLOOR + 4}" class="u-tick"/>
      <text x="${x(t)}" y="${FLOOR + 18}" text-anchor="middle" class="u-soft">${t}</text>`)}
    <line x1="${x(lag)}" x2="${x(lag)}" y1="${TOP - 6}" y2="${FLOOR}" class="u-marker"/>
    <g class="ask-half"><circle cx="0" cy="${y(1)}" r="4" class="u-simulated"/>
      <text x="10" y="${y(1) + 18}" class="u-soft u-halo">it starts at 1: how fast does it fall?</text></g>
    <g class="veil-half">
      <svg y="${TOP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${timesteps} 1" preserveAspectRatio="none" overflow="visible">
        <polyline points="${left.map((value, t) => `${t},${+(1 - value).toFixed(5)}`).join(" ")}" class="u-forget" vector-effect="non-scaling-stroke"/></svg>
      ${simulated.map((value, t) => t % dots === 0 && html`<circle cx="${x(t)}" cy="${y(value)}" r="3.5" class="u-simulated"/>`)}
      <text x="${x(named)}" y="${y(left[named]) + (left[named] < 0.9 ? -9 : 20)}" text-anchor="middle" class="u-name">fᵗ</text>
      ${half(halfLife, timesteps, x, y)}
      <circle cx="${x(lag)}" cy="${y(left[lag])}" r="5" class="u-read"/>
    </g>
    <text x="${x(lag)}" dx="${early ? -5 : 5}" y="12" text-anchor="${early ? "start" : "end"}" class="u-strong u-halo">lag ${lag}<tspan class="veil-half">: ${remaining(log10Left)} left</tspan></text>
  </svg>`;
}

/** Where half is left, or a word on where it would be. */
function half(halfLife, timesteps, x, y) {
  const words = `half-life ${lasting(halfLife)}`;
  if (halfLife > timesteps)
    return html`<line x1="0" x2="100%" y1="${y(0.5)}" y2="${y(0.5)}" class="u-half"/>
      <text x="100%" y="${y(0.5) + 18}" text-anchor="end" class="u-strong u-halo">${words} →</text>`;
  const early = halfLife < timesteps / 2; // above right of the curve is room, later below left
  return html`<line x1="0" x2="${x(halfLife)}" y1="${y(0.5)}" y2="${y(0.5)}" class="u-half"/>
    <line x1="${x(halfLife)}" x2="${x(halfLife)}" y1="${y(0.5)}" y2="${y(0)}" class="u-half"/>
    <circle cx="${x(halfLife)}" cy="${y(0.5)}" r="4.5" class="u-cross"/>
    <text x="${x(halfLife)}" dx="${early ? 9 : -9}" y="${y(0.5) + (early ? -8 : 18)}" text-anchor="${early ? "start" : "end"}" class="u-strong u-halo">${words}</text>`;
}
