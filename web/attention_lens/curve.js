// Accuracy by length: how many of the sequences are said without a mistake, without attention and with it.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html } from "../ui/html.js";
import { percent } from "../ui/svg.js";
import { NAMES, rate } from "./words.js";

const TOP = 20;
const HEIGHT = 130;
const LENGTHS = Array.from({ length: 18 }, (_, i) => i + 3);

export function curve({ accuracy, score, units, T }) {
  const shown = ["none", score === "none" ? "dot" : score];
  const x = (length) => (100 * (length - 2.5)) / LENGTHS.length;
  const y = (part) => +(TOP + (1 - part) * HEIGHT).toFixed(2);
  const points = (line) => line.map((part, i) => `${(i + 0.5).toFixed(1)},${(1 - part).toFixed(4)}`);
  const draw = (name) => html`<polygon points="${[...points(accuracy[name].low), ...points(accuracy[name].high).reverse()].join(" ")}" class="u-range-band"/>
    <polyline points="${points(accuracy[name].shipped).join(" ")}" class="u-line-${name === "none" ? "without" : "with"}" vector-effect="non-scaling-stroke"/>`;
  const at = (name) => accuracy[name].shipped[T - 3];
  const falls = accuracy.none.shipped.findIndex((part) => part < 0.6) + 3;
  // The two numbers at the mark keep clear of each other and of the lines.
  const [above, below] = [y(at(shown[1])), y(at("none"))];
  const upper = at(shown[1]) > 0.3 ? above + 16 : above - 24;
  const lower = at("none") > 0.6 ? Math.max(below, upper) + 16 : below - 7;
  const beyond = T > 12; // then they stand left of it
  const dot = (name, place) => html`<circle cx="${percent(x(T))}" cy="${y(at(name))}" r="4.5" class="u-dot"/>
    <text x="${percent(x(T))}" dx="${beyond ? -9 : 9}" y="${place}" text-anchor="${beyond ? "end" : "start"}" class="u-halo u-strong">${rate(at(name))}</text>`;
  return html`<p class="u-heading">Sequences said without a mistake, by length; ${units} units; band: five equal trainings</p>
    <svg class="u-figure" width="100%" height="${TOP + HEIGHT + 22}" role="img" aria-label="Accuracy by length">
      ${[1, 0.5, 0].map((part) => html`<line x1="0" x2="100%" y1="${y(part)}" y2="${y(part)}" class="u-grid"/>
        <text x="-6" y="${y(part) + 4}" text-anchor="end" class="u-soft">${100 * part} %</text>`)}
      ${LENGTHS.filter((length) => length % 4 === 0).map((length) => html`<text x="${percent(x(length))}" y="${TOP + HEIGHT + 16}" text-anchor="middle" class="u-soft">${length}</text>`)}
      <line x1="${percent(x(T))}" x2="${percent(x(T))}" y1="${TOP - 12}" y2="${TOP + HEIGHT}" class="u-here"/>
      <g class="veil-bottleneck">
        <svg y="${TOP}" width="100%" height="${HEIGHT}" viewBox="0 0 ${LENGTHS.length} 1" preserveAspectRatio="none">${shown.map(draw)}</svg>
        <text x="${percent(x(4))}" y="${TOP - 7}" class="u-halo">${NAMES[shown[1]]}</text>
        <text x="${percent(x(falls))}" dx="8" y="${y(0.55)}" class="u-halo">no attention</text>
        ${dot("none", lower)}${dot(shown[1], upper)}
      </g>
      <g class="ask-bottleneck"><text x="${percent(x(T))}" dx="-9" y="${y(0.5) + 4}" text-anchor="end" class="u-soft">without attention: ?</text></g>
    </svg>`;
}
