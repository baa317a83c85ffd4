// One card a pattern, and one for the broken stacks.
import { html } from "../ui/html.js";
import { following, isRepair } from "./repair.js";
import { PATTERNS } from "./words.js";

// Columns of the little chains that have an input, a cell and an output.
const SIGNS = {
  "one-to-one": [[1], [1], [1]],
  "one-to-many": [[0], [0, 1, 2], [0, 1, 2]],
  "many-to-one": [[0, 1, 2], [0, 1, 2], [2]],
  synchronous: [[0, 1, 2], [0, 1, 2], [0, 1, 2]],
  asynchronous: [[-0.5, 0.5], [-0.5, 0.5, 1.5, 2.5], [1.5, 2.5]],
  broken: [[0, 1, 2], [0, 2], []],
};

export function cards({ pattern, found }, uid) {
  const card = (name, words, goes, pressed) => html`<button type="button" id="${uid}-card-${name}" data-edit="start"
    data-with="[&quot;${goes}&quot;]" aria-pressed="${pressed}">${sign(SIGNS[name])}<span>${words}</span></button>`;
  return html`${Object.entries(PATTERNS).map(([name, [words]]) => card(name, words, name, name === found))}
    ${card("broken", "Broken stack", following(pattern), isRepair(pattern))}`;
}

function sign([inputs, cells, outputs]) {
  const x = (column) => 36 + 16 * (column - 1);
  const each = (columns, draw) => columns.map((column) => draw(x(column)));
  return html`<svg width="72" height="44" viewBox="0 0 72 44" aria-hidden="true">
    ${cells.slice(1).map((column, i) => html`<path d="M${x(cells[i])} 22H${x(column)}" class="u-pass"/>`)}
    ${each(inputs, (at) => html`<path d="M${at} 8V22" class="u-flow"/><rect x="${at - 5}" y="2" width="10" height="8" class="u-x"/>`)}
    ${each(outputs, (at) => html`<path d="M${at} 22V36" class="u-flow"/><rect x="${at - 5}" y="34" width="10" height="8" class="u-y"/>`)}
    ${each(cells, (at) => html`<rect x="${at - 5}" y="17" width="10" height="10" rx="4" class="u-h"/>`)}
    ${outputs.length === 0 && html`<path d="M${x(1) - 6} 16l12 12m0-12l-12 12" class="u-stopped"/>`}
  </svg>`;
}
