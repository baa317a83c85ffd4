// The tensor as what it is: one sheet (timesteps, features) a window, one behind the other.
import { html } from "../ui/html.js";
import { hatch } from "../ui/svg.js";

const WIDTH = 320;
const HEIGHT = 290;
const FRONT = { x: 32, bottom: 264 }; // lower left corner of the first sheet
const DEPTH = 104; // how far to the right the last sheet lies
const SLOPE = 0.5; // how fast the sheets rise on the way there
const GAP = 12; // between the training and the test windows

export function box(values, uid) {
  const { n, window, features, selected, cut, nTrain, nTest } = values;
  const cell = { width: 26, height: Math.min(21, 180 / window) };
  const size = { width: features * cell.width, height: window * cell.height };
  if (!n) {
    const place = { x: FRONT.x, y: FRONT.bottom - size.height };
    return html`<svg class="u-figure u-box" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="An empty box: no window fits">
      ${outline(place, size, "u-void")}${axes(values, () => place, size)}</svg>`;
  }
  const gap = nTrain && nTest ? GAP : 0;
  const step = Math.min(11, (DEPTH - gap) / n);
  const at = (k) => {
    const back = k * step + (k >= nTrain ? gap : 0);
    return { x: FRONT.x + back, y: FRONT.bottom - size.height - back * SLOPE };
  };
  const fromBack = cut.map((_, k) => n - 1 - k);
  return html`<svg class="u-figure u-box" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"
    aria-label="The tensor as a box: a sheet of ${window} timesteps by ${features} features for every window, X[${selected}] beside it">
    <defs>${hatch(`${uid}-sheet`)}</defs>
    ${fromBack.map((k) => (k === selected ? outline(at(k), size, "u-slot") : sheet(cut[k], k, at(k), size, uid)))}
    ${grid(at(0), size, cell, window, features)}
    ${pulled(values, at(selected), size, cell)}
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

/** The chosen window beside the box; each cell is darker the higher its value in its feature. */
function pulled({ series, X, features, selected, window }, place, size, cell) {
  const out = { x: FRONT.x + size.width + DEPTH + 20, y: FRONT.bottom - size.height - (DEPTH * SLOPE) / 2 };
  const columns = Array.from({ length: features }, (_, i) => series.map((row) => row[i]));
  const strength = columns.map((column) => {
    const low = Math.min(...column);
    const high = Math.max(...column);
    return (v) => r(0.08 + 0.72 * (high === low ? 0.5 : (v - low) / (high - low)));
  });
  const cells = X.flatMap((row, t) =>
    row.map((v, i) => html`<rect x="${r(out.x + i * cell.width)}" y="${r(out.y + t * cell.height)}" width="${cell.width}" height="${r(cell.height)}" class="u-fill-input" fill-opacity="${strength[i](v)}"/>`),
  );
  const right = r(place.x + size.width);
  return html`<path d="M${right} ${r(place.y)}L${r(out.x)} ${r(out.y)}M${right} ${r(place.y + size.height)}L${r(out.x)} ${r(out.y + size.height)}" class="u-guide"/>
    ${cells}${grid(out, size, cell, window, features)}${outline(out, size, "u-sheet-chosen")}
    <text x="${r(out.x + size.width / 2)}" y="${r(out.y - 8)}" text-anchor="middle" class="u-strong u-ink-input">X[${selected}]</text>`;
}

function axes({ n, window, features, nTrain, nTest }, at, size) {
  const rear = at(n - 1);
  const { x, y } = at(0);
  const angle = r((Math.atan(SLOPE) * 180) / Math.PI);
  return html`<text transform="translate(${r(x - 3)} ${r(y - 10)}) rotate(${-angle})" class="u-halo">batch n = <tspan class="ask-count">?</tspan><tspan class="veil-count">${n}</tspan></text>
    ${nTest > 0 && nTrain > 0 && html`<text x="${r(rear.x + size.width)}" y="${r(rear.y - 6)}" text-anchor="end" class="u-soft veil-count">test</text>`}
    <text transform="translate(${r(x - 10)} ${r(y + size.height / 2)}) rotate(-90)" text-anchor="middle">timesteps T = ${window}</text>
    <text x="${r(x)}" y="${r(y + size.height + 18)}">features d = ${features}</text>`;
}
