// The chosen step: its state asks every H_k, the scores become weights, the weights mix the states, and
// the mixture and the state give the digit.  Without attention: how sure every step is of its digit.
// x is in percent of the width and y in pixels.
import { fixed, html } from "../ui/html.js";
import { subscript, veil } from "./words.js";

const HEAD = 22;
const ROW = 18;
const BARS = 56; // of the probabilities
const STATE = 62; // percent: where the states begin
const WEIGHT = [33, 47]; // percent: where the weights' bars begin and end
const WEIGHTS = 58; // percent: where their numbers end

export function lens(values) {
  const { digits, T, S, H, units, step, scores, weights, context, masked, right, said, probabilities } = values;
  const [s, t] = [step - 1, subscript(step)];
  const strips = [S[s], ...H, ...(weights ? [context[s]] : [])];
  const largest = Math.max(...strips.flat().map(Math.abs));
  const best = weights && weights[s].indexOf(Math.max(...weights[s]));
  let y = HEAD;

  const strip = (state, top, faint) => html`<svg x="${STATE}%" y="${top}" width="${100 - STATE}%" height="${ROW - 2}" viewBox="0 0 ${units} ${ROW - 2}"
    preserveAspectRatio="none"${faint && html` opacity="${faint}"`}>${bars(state, largest, (ROW - 2) / 2)}</svg>`;
  const line = (name, state, words) => {
    const top = y;
    y += ROW + 4;
    return html`<text x="0" y="${top + 13}" class="u-symbol">${name}</text><text x="9%" dx="8" y="${top + 13}" class="u-soft">${words}</text>${strip(state, top)}`;
  };
  const token = (k) => {
    const top = y;
    y += ROW;
    const seen = masked !== k + 1;
    const weight = weights[s][k];
    const kind = k === best && "u-strong";
    return html`<text x="9%" y="${top + 13}" text-anchor="end" class="u-soft">${k + 1}</text>
      <text x="9%" dx="8" y="${top + 13}" class="${kind}${!seen && "u-struck"}">${digits[k]}</text>
      <text x="31%" y="${top + 13}" text-anchor="end" class="${kind}">${fixed(scores[s][k], 1)}</text>
      <rect x="${WEIGHT[0]}%" y="${top + 2}" width="${+(weight * (WEIGHT[1] - WEIGHT[0])).toFixed(3)}%" height="${ROW - 4}" class="u-share"/>
      <text x="${WEIGHTS}%" y="${top + 13}" text-anchor="end" class="${kind}">${seen ? fixed(weight) : "masked"}</text>
      ${strip(H[k], top, 0.25 + 0.75 * weight)}`;
  };
  const before = weights ? null : line(`H${subscript(T)}`, H.at(-1), "all that is passed on");
  const asks = line(`S${t}`, S[s], weights ? "asks every state" : `${step} step${step > 1 ? "s" : ""} later`);
  const sure = (p, k) => {
    const top = y;
    y += ROW;
    const kind = k === s && "u-strong";
    return html`<text x="9%" y="${top + 13}" text-anchor="end" class="u-soft">${k + 1}</text>
      <text x="9%" dx="8" y="${top + 13}" class="${kind}">${right[k]}</text>
      <g class="${veil(values)}"><rect x="${WEIGHT[0]}%" y="${top + 2}" width="${+(p[right[k]] * (100 - WEIGHT[0])).toFixed(3)}%" height="${ROW - 4}" class="u-share"/>
      <text x="31%" y="${top + 13}" text-anchor="end" class="${kind}">${fixed(p[right[k]])}</text></g>`;
  };
  const steps = !weights && html`<text x="9%" dx="8" y="${(y += 18) - 5}" class="u-soft">p of the right digit, step by step</text>${probabilities.map(sure)}`;
  const table = weights && html`${digits.map((_, k) => token(k))}
    <line x1="${STATE}%" x2="100%" y1="${y + 2}" y2="${(y += 6) - 4}" class="u-line"/>${line(`c${t}`, context[s], "the weighted sum")}`;
  const head = (x, words, anchor = "end") => html`<text x="${x}" y="13" text-anchor="${anchor}" class="u-soft">${words}</text>`;
  const top = y + 26;
  return html`<p class="u-heading">Step ${step} of ${T}: ${weights ? "score, weight, weighted sum" : "what is passed on"}</p>
    <svg class="u-figure" width="100%" height="${top + BARS + 20}" role="img" aria-label="Step ${step} in detail">
      ${weights && [head("0", "token", "start"), head("31%", "score"), head(`${WEIGHTS}%`, "weight")]}
      ${head("100%", "states")}
      ${before}${asks}${steps}${table}
      <text x="0" y="${top - 10}" class="u-soft">${weights ? html`S${t} and c${t} give` : html`S${t} gives`} the digit:</text>
      <g class="${veil(values)}">${chances(probabilities[s], said[s], top)}</g>
      ${Array.from({ length: 10 }, (_, d) => html`<text x="${10 * d + 5}%" y="${top + BARS + 14}" text-anchor="middle" class="${d === right[s] ? "u-strong u-wanted" : "u-soft"}">${d}</text>`)}
      <line x1="0" x2="100%" y1="${top + BARS}" y2="${top + BARS}" class="u-line"/>
    </svg>`;
}

/** The units of a state as bars from a middle line, in the units of their own small picture. */
function bars(state, largest, middle) {
  const path = (sign) => state.map((v, j) => {
    const tall = +((v / largest) * (middle - 0.5)).toFixed(1);
    return sign * tall > 0 ? `M${j} ${middle}h1v${-tall}h-1z` : "";
  }).join("");
  return html`<path d="${path(1)}" class="u-fill-positive"/><path d="${path(-1)}" class="u-fill-negative"/>`;
}

const chances = (p, said, top) => p.map((one, d) => {
  const tall = +(one * (BARS - 16)).toFixed(1);
  return html`<rect x="${10 * d + 1.5}%" y="${top + BARS - tall}" width="7%" height="${tall}" class="u-share"/>
    ${d === said && html`<text x="${10 * d + 5}%" y="${top + BARS - tall - 4}" text-anchor="middle" class="u-strong u-halo">${fixed(one)}</text>`}`;
});
