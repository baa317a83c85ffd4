// The tensor as what it is: one sheet (timesteps, features) a window, one behind the other.
import { html } from "../ui/html.js";
import { hatch } from "../ui/svg.js";

const WIDTH = 300;
const HEIGHT = 290;
const FRONT = { x: 32, bottom: 258 }; // lower left corner of the first sheet
const DEPTH = 104; // how far to the right the last sheet lies
const SLOPE = 0.5; // how fast the sheets rise on the way there
const GAP = 12; // between the training and the test windows

export function box(values, uid) {
  const { n, window, features, selected, cut, nTrain, nTest } = values;
  if (!n) {
    return html`<svg class="u-figure u-box" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="No window fits, so there is no tensor">
      <text x="${WIDTH / 2}" y="${HEIGHT / 2}" text-anchor="middle" class="u-soft">no window, no tensor</text></svg>`;
  }
  const cell = { width: 24, height: Math.min(19, 168 / window) };
  const size = { width: features * cell.width, height: window * cell.height };
  const gap = nTrain && nTest ? GAP : 0;
  const step = Math.min(11, (DEPTH - gap) / n);
  const at = (k) => {
    const back = k * step + (k >= nTrain ? gap : 0);
    return { x: FRONT.x + back, y: FRONT.bottom - size.height - back * SLOPE };
  };
  const fromBack = cut.map((_, k) => n - 1 - k);
  return html`<svg class="u-figure u-box" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
    aria-label="The tensor as a box: a sheet of ${window} timesteps by ${features} features for every window, X[${selected}] pulled out">
    <defs>${hatch(`${uid}-sheet`)}</defs>
    ${fromBack.map((k) => (k === selected ? pulled(values, at(k), size, cell) : sheet(cut[k], k, at(k), size, uid)))}
    ${selected > 0 && grid(at(0), size, cell, window, features)}
    ${axes(values, at, size)}
  </svg>`;
}

const r = (v) => +v.toFixed(2);
const outline = ({ x, y }, { width, height }, kind) =>
  html`<rect x="${r(x)}" y="${r(y)}" width="${width}" height="${r(height)}" class="${kind}"/>`;

function sheet({ part, leaks }, k, place, size, uid) {
  return html`<g class="${k > 1 && "veil-count"}">${outline(place, size, `u-sheet u-sheet-${part}`)}${
    leaks && html`<rect x="${r(place.x)}" y="${r(place.y)}" width="${size.width}" height="${r(size.height)}" fill="url(#${uid}-sheet)" class="u-bar-leak veil-leak"/>`
  }</g>`;
}

function grid({ x, y }, { width, height }, cell, window, features) {
  const down = Array.from({ length: window - 1 }, (_, t) => `M${r(x)} ${r(y + (t + 1) * cell.height)}h${width}`);
  const across = Array.from({ length: features - 1 }, (_, i) => `M${r(x + (i + 1) * cell.width)} ${r(y)}v${r(height)}`);
  return html`<path d="${[...down, ...across].join("") || "M0 0"}" class="u-cell-lines"/>`;
}

/** The chosen window drawn out of its place; each cell is darker the higher its value in its feature. */
function pulled({ series, X, features, selected, window }, place, size, cell) {
  const out = { x: place.x + size.width + 16, y: place.y };
  const columns = Array.from({ length: features }, (_, i) => series.map((row) => row[i]));
  const strength = columns.map((column) => {
    const low = Math.min(...column);
    const high = Math.max(...column);
    return (v) => r(0.08 + 0.72 * (high === low ? 0.5 : (v - low) / (high - low)));
  });
  const cells = X.flatMap((row, t) =>
    row.map((v, i) => html`<rect x="${r(out.x + i * cell.width)}" y="${r(out.y + t * cell.height)}" width="${cell.width}" height="${r(cell.height)}" class="u-fill-input" fill-opacity="${strength[i](v)}"/>`),
  );
  const right = place.x + size.width;
  return html`${outline(place, size, "u-slot")}
    <path d="M${r(right)} ${r(place.y)}H${r(out.x)}M${r(right)} ${r(place.y + size.height)}H${r(out.x)}" class="u-guide"/>
    ${outline(out, size, "u-fill-surface")}${cells}${grid(out, size, cell, window, features)}${outline(out, size, "u-sheet-chosen")}
    <text x="${r(out.x + size.width / 2)}" y="${r(out.y - 7)}" text-anchor="middle" class="u-strong u-ink-input">X[${selected}]</text>`;
}

function axes({ n, window, features }, at, size) {
  const { x, y } = at(0);
  const angle = r((Math.atan(SLOPE) * 180) / Math.PI);
  return html`<text transform="translate(${r(x - 2)} ${r(y - 7)}) rotate(${-angle})" class="u-halo">batch n = <tspan class="veil-count">${n}</tspan></text>
    <text transform="translate(${r(x - 10)} ${r(y + size.height / 2)}) rotate(-90)" text-anchor="middle">timesteps T = ${window}</text>
    <text x="${r(x)}" y="${r(y + size.height + 18)}">features d = ${features}</text>`;
}
