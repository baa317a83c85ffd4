// The series with its split, and under it every window as a bar.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { count, html } from "../ui/html.js";
import { hatch, percent } from "../ui/svg.js";

const PLOTS = { top: 22, height: 201 };
const BARS = { top: 269, height: 168 };
const BOTTOM = BARS.top + BARS.height;

export function bars(values, uid) {
  const { length, border, chosen, window, horizon, features } = values;
  const x = (t) => percent((100 * t) / length);
  const height = PLOTS.height / features;
  const band = (from, steps, kind) =>
    html`<rect x="${x(from)}" y="${PLOTS.top}" width="${x(steps)}" height="${BARS.top - PLOTS.top}" class="${kind}"/>`;
  return html`<svg class="u-figure" width="100%" height="${BOTTOM + 4}" role="img" aria-label="The series, its split and its windows">
    <defs>${hatch(`${uid}-leak`)}</defs>
    <rect x="${x(border)}" y="0" width="${x(length - border)}" height="${BOTTOM}" class="u-fill-panel"/>
    ${chosen && [band(chosen.start, window, "u-band-input"), band(chosen.start + window, horizon, "u-band-output")]}
    ${values.names.map((_, i) => plot(values, i, PLOTS.top + i * height, height, x))}
    ${axis(length, x)}
    <line x1="${x(border)}" x2="${x(border)}" y1="0" y2="${BOTTOM}" class="u-split"/>
    ${chosen ? [nameChosen(values, x), values.cut.map((_, k) => bar(values, k, x, uid)), more(values, x)] : misfit(values, x, uid)}
    <text x="0" y="12" class="u-strong u-halo">train: ${count(border, "value")}</text>
    ${border < length && html`<text x="100%" y="12" class="u-strong u-halo" text-anchor="end">test: ${length - border}</text>`}
  </svg>`;
}

function plot({ series, names, units, chosen, window, length }, i, top, height, x) {
  const column = series.map((row) => row[i]);
  const low = Math.min(...column);
  const high = Math.max(...column);
  const level = (v) => +(high === low ? 0.5 : (high - v) / (high - low)).toFixed(4);
  const floor = top + 21;
  const tall = height - 30;
  const line = (from, to, kind) => {
    const points = column.slice(from, to).map((v, k) => `${from + k + 0.5},${level(v)}`);
    return html`<polyline points="${points.join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  };
  const dots = (from, to, kind) =>
    column.slice(from, to).map(
      (v, k) => html`<circle cx="${x(from + k + 0.5)}" cy="${+(floor + level(v) * tall).toFixed(2)}" r="2.6" class="${kind}"/>`,
    );
  const middle = chosen && chosen.start + window;
  const target = chosen && i === 0; // the first feature is the one to predict
  return html`<text x="0" y="${top + 13}" class="u-halo">${names[i]} <tspan class="u-soft">${short(low)} to ${short(high)} ${units[i]}</tspan></text>
    <svg x="0" y="${floor}" width="100%" height="${tall}" viewBox="0 0 ${length} 1" preserveAspectRatio="none" overflow="visible">
      ${line(0, length, "u-line")}
      ${chosen && line(chosen.start, middle, "u-line-input")}
      ${target && line(middle - 1, chosen.end, "u-line-output")}
    </svg>
    ${chosen && dots(chosen.start, middle, "u-dot-input")}
    ${target && dots(middle, chosen.end, "u-dot-output")}`;
}

/** Four significant digits; every digit before the point. */
const short = (v) => String(Math.abs(v) < 1000 ? +v.toPrecision(4) : Math.round(v)).replace("-", "−");

function axis(length, x) {
  const step = [1, 5, 10, 20, 25, 50].find((s) => length / s <= 6);
  const y = PLOTS.top + PLOTS.height;
  return Array.from({ length: Math.ceil(length / step) }, (_, k) => k * step).map(
    (t) => html`<line x1="${x(t + 0.5)}" x2="${x(t + 0.5)}" y1="${y}" y2="${y + 4}" class="u-tick"/>
      <text x="${t ? x(t + 0.5) : 0}" y="${y + 17}" text-anchor="${t ? "middle" : "start"}" class="u-soft">${t || "t = 0"}</text>`,
  );
}

/** X[k] and y[k], left and right of where the inputs end and the targets begin. */
function nameChosen({ selected, chosen, window, length }, x) {
  const middle = Math.min(Math.max(chosen.start + window, 0.14 * length), 0.86 * length); // inside the drawing
  return html`<text x="${x(middle)}" dx="-5" y="${BARS.top - 8}" text-anchor="end" class="u-strong u-halo u-ink-input">X[${selected}]</text>
    <text x="${x(middle)}" dx="5" y="${BARS.top - 8}" class="u-strong u-halo u-ink-output">y[${selected}]</text>`;
}

function bar({ cut, n, selected, window, horizon, border, length }, k, x, uid) {
  const { start, end, leaks } = cut[k];
  const pitch = Math.min(21, BARS.height / n);
  const y = +(BARS.top + k * pitch).toFixed(2);
  const height = +(pitch - (pitch > 6 ? 4 : pitch / 4)).toFixed(2);
  const middle = +(y + height / 2).toFixed(2);
  const from = Math.max(start, border); // where the test part begins within this window
  const side = end < 0.76 * length ? { x: x(end), dx: 6, "text-anchor": "start" } : { x: x(start), dx: -6, "text-anchor": "end" };
  const place = Object.entries(side).map(([name, value]) => html` ${name}="${value}"`);
  return html`<g class="u-bar${k === selected && " u-selected"}${k > 1 && " veil-count"}">
    <rect x="${x(start)}" y="${y}" width="${x(window)}" height="${height}" class="u-bar-input"/>
    <line x1="${x(start + window)}" x2="${x(end)}" y1="${middle}" y2="${middle}" stroke-width="${height}" class="u-bar-output"/>
    ${leaks && html`<rect x="${x(from)}" y="${y}" width="${x(end - from)}" height="${height}" fill="url(#${uid}-leak)" class="u-bar-leak veil-leak"/>`}
    ${pitch >= 12 && html`<text${place} y="${middle + 4}" class="u-halo">${k}${leaks && html`<tspan class="u-strong u-ink-gradient veil-leak"> leaks</tspan>`}</text>`}
    <rect x="0" y="${y}" width="100%" height="${+pitch.toFixed(2)}" class="u-hit" data-pick="selected" data-to="${k}"/>
  </g>`;
}

/** While the count is the question, only two windows are drawn. */
function more({ cut, n }, x) {
  const y = BARS.top + 2 * Math.min(21, BARS.height / n) + 14;
  return n > 2 && html`<text x="${x(cut[2].start)}" y="${y.toFixed(2)}" class="ask-count"><tspan class="u-soft">and so on: how many?</tspan></text>`;
}

/** No window fits: the first one, drawn as far as there are values. */
function misfit({ length, window, horizon }, x, uid) {
  return html`<rect x="0" y="${BARS.top}" width="${x(Math.min(window, length))}" height="20" class="u-bar-input"/>
    ${window < length && html`<rect x="${x(window)}" y="${BARS.top}" width="${x(length - window)}" height="20" fill="url(#${uid}-leak)" class="u-bar-leak"/>`}
    <text x="0" y="${BARS.top + 42}" class="u-strong u-ink-gradient">needs ${window + horizon} values and does not fit</text>`;
}
