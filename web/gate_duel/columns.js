// Three columns with one time axis: what is left, the gradient, the states and the gates of each network.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html } from "../ui/html.js";
import { hatch } from "../ui/svg.js";
import { superscript } from "../gradient_decay/words.js";
import { GATES, STATES, size } from "./words.js";

const SHOWN = 4; // timesteps that are drawn while the question is open
const CAPTION = 18;
const HEIGHT = 44; // of a track with lines
const ROW = 9; // of a unit

export function columns(values, uid) {
  const logs = values.duel.flatMap(({ gradient }) => gradient.filter((norm) => norm > 0).map(Math.log10));
  const low = Math.floor(Math.min(...logs, -1));
  const axis = { low, high: Math.max(Math.ceil(Math.max(...logs)), low + 1) };
  return html`${values.duel.map((one, k) => column(values, one, axis, `${uid}-${k}`))}`;
}

function column({ series, timestep, read, weights }, one, axis, id) {
  const T = series.length;
  const x = (t) => `${(100 * (t - 0.5)) / T}%`;
  const { name, trace, left, gradient } = one;
  let y = 0;

  /** A track: its name over it, and its drawing from timestep `from` to `to` in units of pixels and timesteps. */
  const track = (words, height, draw, role, veiled) => {
    const top = (y += CAPTION);
    y += height + 4;
    const part = (from, to) => html`<svg y="${top}" width="100%" height="${height}" viewBox="0 0 ${T} ${height}" preserveAspectRatio="none"
      style="--c:var(--u-${role});--w:var(--u-${role}-width);--d:var(--u-${role}-dash)">${draw(from, to)}</svg>`;
    return html`<text x="0" y="${top - 5}">${words}</text>
      <line x1="0" x2="100%" y1="${top + height}" y2="${top + height}" class="u-grid"/>
      ${!veiled && part(0, SHOWN)}<g class="veil-${weights}">${part(veiled ? 0 : SHOWN - 1, T)}</g>
      ${veiled && html`<text x="50%" y="${top + height / 2}" text-anchor="middle" class="ask-${weights} u-soft">?</text>`}`;
  };
  const line = (values, from, to, level) => values.slice(from, to).map((v, k) => `${from + k + 0.5},${level(v).toFixed(1)}`);
  const curve = (points) => html`<polyline points="${points.join(" ")}" class="u-curve" vector-effect="non-scaling-stroke"/>`;
  const tick = (text, level) => html`<text x="-6" y="${y - 4 - HEIGHT + level}" text-anchor="end" class="u-soft">${text}</text>`;

  const largest = Math.max(...left) || 1;
  const kept = track(html`left of <tspan class="u-math">X</tspan>`, HEIGHT, (from, to) => {
    const points = line(left, from, to, (v) => HEIGHT - 1 - (v / largest) * (HEIGHT - 2));
    return html`<polygon points="${from + 0.5},${HEIGHT} ${points.join(" ")} ${Math.min(to, T) - 0.5},${HEIGHT}" class="u-band"/>${curve(points)}`;
  }, "hidden");
  const keptTicks = [tick("100%", 8), tick("0", HEIGHT)];

  const level = (norm) => ((axis.high - (norm > 0 ? Math.log10(norm) : axis.low)) / (axis.high - axis.low)) * HEIGHT;
  const ribbon = track(html`gradient of the state at ${read}`, HEIGHT, (from, to) => {
    const points = line(gradient, from, Math.min(to, read), level);
    return html`<polygon points="0.5,${HEIGHT} ${points.join(" ")} ${read - 0.5},${HEIGHT}" fill="url(#${id}-hatch)" class="u-ribbon"/>${curve(points)}`;
  }, "gradient", true);
  const ribbonTicks = [tick(decade(axis.high), 8), tick(decade(axis.low), HEIGHT)];

  const bars = ([part, letter, role, words]) => {
    const rows = trace[part];
    const top = Math.max(...rows.flat().map(Math.abs)) || 1;
    const sign = (positive, from, to) => rows.slice(from, to).flatMap((row, k) => row.map((v, j) => {
      const tall = +((v / top) * (ROW / 2)).toFixed(1);
      return positive === tall > 0 && tall && `M${from + k} ${ROW * (j + 0.5)}h1v${-tall}h-1z`;
    })).filter(Boolean).join("");
    return track(html`${symbol(letter, role)} ${words}, to ±${+top.toPrecision(2)}`, ROW * one.units, (from, to) =>
      html`<path d="${sign(true, from, to)}" class="u-fill-positive"/><path d="${sign(false, from, to)}" class="u-fill-negative"/>`, role);
  };

  const gate = ([part, letter, role, words]) => {
    const rows = trace[part];
    const floor = role === "candidate" ? -1 : 0;
    const place = (v) => 1 + ((1 - v) / (1 - floor)) * (HEIGHT - 2);
    const drawn = track(html`${symbol(letter, role)} ${words}`, HEIGHT, (from, to) => {
      const over = (pick) => line(rows.map(pick), from, to, place);
      const mean = (row) => row.reduce((sum, v) => sum + v, 0) / row.length;
      const band = [...over((row) => Math.max(...row)), ...over((row) => Math.min(...row)).reverse()];
      return html`<polygon points="${band.join(" ")}" class="u-band"/>${curve(over(mean))}`;
    }, role);
    return [drawn, tick(1, 8), tick(floor ? "−1" : 0, HEIGHT)];
  };

  const drawn = [kept, keptTicks, ribbon, ribbonTicks, STATES[name].toReversed().map(bars), GATES[name].map(gate)];
  const bottom = y;
  const mark = (t, kind) => html`<line x1="${x(t)}" x2="${x(t)}" y1="${CAPTION}" y2="${bottom}" class="u-mark${kind}"/>`;
  return html`<div class="u-column">
    <p class="u-name"><b>${name}</b> ${one.units} units, ${size(one)} parameters</p>
    <svg class="u-figure" width="100%" height="${bottom + 18}" role="img" aria-label="${name}: what is left, gradient, states and gates by timestep">
      <defs>${hatch(`${id}-hatch`)}</defs>
      ${drawn}${mark(timestep, "")}${mark(read, " u-read")}
      ${[1, 10, 20, 30, 40].map((t) => html`<text x="${x(t)}" y="${bottom + 13}" text-anchor="middle" class="u-soft">${t}</text>`)}
    </svg>
  </div>`;
}

const symbol = (letter, role) => html`<tspan class="u-symbol" style="--c:var(--u-${role})">${letter}</tspan>`;

const decade = (exponent) => (exponent ? `10${superscript(exponent)}` : "1");
