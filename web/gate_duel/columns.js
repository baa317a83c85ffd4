// Three columns with one time axis: what is left, the gradient, the states and the gates of each network.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html, superscript } from "../ui/html.js";
import { hatch } from "../ui/svg.js";
import { PARTS, amount, mean, percent, size, subscript } from "./words.js";

const SHOWN = 4; // timesteps that are drawn while the question is open
const CAPTION = 18;
const HEIGHT = 44; // of a track with lines
const ROW = 9; // of a unit

export function columns(values, uid) {
  const logs = values.duel.flatMap(({ gradient }) => gradient.filter((norm) => norm > 0).map(Math.log10));
  const low = Math.floor(Math.min(...logs, -1));
  const axis = { low, high: Math.max(Math.ceil(Math.max(...logs, -1)), low + 1) };
  return html`${values.duel.map((one, k) => column(values, one, axis, `${uid}-${k}`))}`;
}

function column({ series, timestep, read, weights }, one, { low, high }, id) {
  const T = series.length;
  const x = (t) => `${(100 * (t - 0.5)) / T}%`;
  const { name, units, trace, left, share, gradient } = one;
  const X = `X${subscript(timestep)}`;
  let y = 0;

  /**
   * A track: words over it, names at its upper and lower end, and draw(from, to), the markup of these
   * timesteps in pixels; what is drawn after the first ones waits for the answer.
   */
  const track = (height, role, words, ends, draw, beside) => {
    const top = (y += CAPTION);
    y += height + 4;
    const part = (from, to) => html`<svg y="${top}" width="100%" height="${height}" viewBox="0 0 ${T} ${height}" preserveAspectRatio="none"
      style="--c:var(--u-${role});--w:var(--u-${role}-width);--d:var(--u-${role}-dash)">${draw(from, to)}</svg>`;
    return html`<text x="0" y="${top - 5}" class="u-halo">${words}</text>
      ${ends.map((text, k) => html`<text x="-6" y="${top + (k ? height : 9)}" text-anchor="end" class="u-soft">${text}</text>`)}
      <line x1="0" x2="100%" y1="${top + height}" y2="${top + height}" class="u-grid"/>
      ${part(0, SHOWN)}<g class="veil-${weights}">${part(SHOWN - 1, T)}
      ${beside && html`<text x="100%" y="${top - 5}" text-anchor="end" class="u-strong u-halo">${beside}</text>`}</g>`;
  };
  const points = (values, from, to, level) => values.slice(from, to).map((v, k) => `${from + k + 0.5},${level(v).toFixed(1)}`).join(" ");
  const curve = (points, kind = "u-curve") => html`<polyline points="${points}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  const symbol = (letter, role) => html`<tspan class="u-symbol" style="--c:var(--u-${role})">${letter}</tspan>`;

  const kept = () => {
    const largest = Math.max(...left) || 1;
    const level = (v) => HEIGHT - 1 - (v / largest) * (HEIGHT - 2);
    return track(HEIGHT, "hidden", `left of ${X}`, ["100%", 0], (from, to) => curve(points(left, from, to, level)), percent(share));
  };

  const ribbon = () => {
    const level = (norm) => (high - Math.max(norm > 0 ? Math.log10(norm) : low, low)) / (high - low);
    const under = gradient.slice(0, read).map((norm, k) => `${(k + 0.5) / T},${level(norm).toFixed(3)}`).join(" ");
    const top = y + CAPTION;
    return html`<clipPath id="${id}-under" clipPathUnits="objectBoundingBox"><polygon points="${0.5 / T},1 ${under} ${(read - 0.5) / T},1"/></clipPath>
      <g class="veil-${weights}"><rect y="${top}" width="100%" height="${HEIGHT}" fill="url(#${id}-hatch)" clip-path="url(#${id}-under)"/></g>
      ${track(HEIGHT, "gradient", `‖∂H${subscript(read)}/∂${X}‖`, [decade(high), decade(low)],
        (from) => from > 0 && curve(points(gradient, 0, read, (norm) => HEIGHT * level(norm)), "u-curve u-solid"), amount(gradient[timestep - 1]))}`;
  };

  const bars = ([part, letter, role]) => {
    const rows = trace[part];
    const top = Math.max(...rows.flat().map(Math.abs)) || 1;
    const path = (sign, from, to) => rows.slice(from, to).flatMap((row, k) => row.map((v, j) => {
      const tall = +((v / top) * (ROW / 2)).toFixed(1);
      return sign * tall > 0 ? `M${from + k} ${ROW * (j + 0.5)}h1v${-tall}h-1z` : "";
    })).join("");
    return track(ROW * units, role, html`${symbol(letter, role)} ${role} state, to ±${+top.toPrecision(2)}`, [], (from, to) =>
      html`<path d="${path(1, from, to)}" class="u-fill-positive"/><path d="${path(-1, from, to)}" class="u-fill-negative"/>`);
  };

  const gate = ([part, letter, role, words = role]) => {
    const floor = role === "candidate" ? -1 : 0;
    const level = (v) => 1 + ((1 - v) / (1 - floor)) * (HEIGHT - 2);
    const lines = Array.from({ length: units }, (_, j) => trace[part].map((row) => row[j]));
    return track(HEIGHT, role, html`${symbol(letter, role)} ${words}`, [1, floor ? "−1" : 0], (from, to) =>
      html`${lines.map((line) => curve(points(line, from, to, level), "u-unit"))}${curve(points(trace[part].map(mean), from, to, level))}`);
  };

  const tracks = [kept(), ribbon(), PARTS[name].map((part) => (/hidden|cell/.test(part[2]) ? bars : gate)(part))];
  const mark = (t, kind) => html`<line x1="${x(t)}" x2="${x(t)}" y1="${CAPTION}" y2="${y}" class="u-mark${kind}"/>`;
  return html`<div class="u-column">
    <p class="u-name"><b>${name}</b>${units} units, ${size(one)} parameters</p>
    <svg class="u-figure" width="100%" height="${y + 18}" role="img" aria-label="${name} by timestep">
      <defs>${hatch(`${id}-hatch`)}</defs>
      ${mark(timestep, "")}${mark(read, " u-read")}${tracks}
      ${[1, 10, 20, 30, 40].map((t) => html`<text x="${x(t)}" y="${y + 13}" text-anchor="middle" class="u-soft">${t}</text>`)}
    </svg>
  </div>`;
}

const decade = (exponent) => (exponent ? `10${superscript(exponent)}` : "1");
