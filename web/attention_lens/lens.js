// The chosen step: its state asks every H_k, the scores become weights, the weights mix the states, and
// the mixture and the state give the digit.  Without attention: how sure every step is of its digit.
// x is in percent of the width and y in pixels.
import { fixed, html } from "../ui/html.js";
import { signs } from "../ui/svg.js";
import { subscript, veil } from "./words.js";

const HEAD = 22;
const ROW = 18;
const BARS = 56; // of the probabilities
const DIGIT = "12.5%"; // the middle of the digits
const STATE = 62; // percent: where the states begin
const WEIGHT = [33, 47]; // percent: where the weights' bars begin and end
const WEIGHTS = 58; // percent: where their numbers end

export function lens(values) {
  const { digits, T, S, H, units, step, scores, weights, context, masked, right, said, probabilities } = values;
  const [s, t] = [step - 1, subscript(step)];
  const largest = Math.max(...[S[s], ...H, ...(weights ? [context[s]] : [])].flat().map(Math.abs));
  const best = weights && weights[s].indexOf(Math.max(...weights[s]));
  let y = HEAD;

  const strips = (states, top, faint) => html`<svg x="${STATE}%" y="${top}" width="${100 - STATE}%" height="${ROW * states.length}" viewBox="0 0 ${units} ${ROW * states.length}"
    preserveAspectRatio="none">${states.map((state, k) => bars(state, largest, ROW * k, faint?.[k]))}</svg>`;
  /** Shares from 0 to 1, a bar for each row. */
  const shares = (list, top, width) => html`<svg x="${WEIGHT[0]}%" y="${top}" width="${width}%" height="${ROW * list.length}" viewBox="0 0 1 ${ROW * list.length}"
    preserveAspectRatio="none"><path d="${list.map((share, k) => `M0 ${ROW * k + 2}h${+share.toFixed(4)}v${ROW - 4}H0z`).join("")}" class="u-share"/></svg>`;
  const line = (name, state, words) => {
    const top = y;
    y += ROW + 4;
    return html`<text x="0" y="${top + 13}" class="u-symbol">${name}</text><text x="9%" dx="8" y="${top + 13}" class="u-soft">${words}</text>${strips([state], top)}`;
  };
  const top = (k) => y + ROW * k + 13; // the baselines of a table's rows, whose first begins at y
  const numbered = (list, bold, struck = -1) => html`${list.map((_, k) => html`<text x="9%" y="${top(k)}" text-anchor="end" class="u-soft">${k + 1}</text>`)}
    ${["", "u-strong"].map((kind) => signs(list.map((digit, k) => [digit, DIGIT, top(k)]).filter((_, k) => k !== struck && (k === bold) === (kind !== "")), kind))}
    ${struck >= 0 && signs([[list[struck], DIGIT, top(struck)]], "u-struck")}`;
  const written = (list, end, bold) => list.map((text, k) => html`<text x="${end}%" y="${top(k)}" text-anchor="end" class="${k === bold && "u-strong"}">${text}</text>`);

  const before = weights ? null : line(`H${subscript(T)}`, H.at(-1), "all that is passed on");
  const asks = line(`S${t}`, S[s], weights ? "asks every state" : `${step} step${step > 1 ? "s" : ""} later`);
  const title = weights ? null : html`<text x="9%" dx="8" y="${(y += 18) - 5}" class="u-soft">p of the right digit, step by step</text>`;
  const chance = probabilities.map((p, k) => p[right[k]]);
  const rows = weights
    ? html`${numbered(digits, best, masked - 1)}${written(scores[s].map((score) => fixed(score, 1)), 31, best)}
      ${shares(weights[s], y, WEIGHT[1] - WEIGHT[0])}${written(weights[s].map((weight, k) => (masked === k + 1 ? "masked" : fixed(weight))), WEIGHTS, best)}
      ${strips(H, y, weights[s].map((weight) => 0.25 + 0.75 * weight))}`
    : html`${numbered(right, s)}<g class="${veil(values)}">${shares(chance, y, 100 - WEIGHT[0])}${written(chance.map((p) => fixed(p)), 31, s)}</g>`;
  y += ROW * T;
  const sum = weights && html`<line x1="${STATE}%" x2="100%" y1="${y + 2}" y2="${(y += 6) - 4}" class="u-line"/>${line(`c${t}`, context[s], "the weighted sum")}`;
  const head = (x, words, anchor = "end") => html`<text x="${x}" y="13" text-anchor="${anchor}" class="u-soft">${words}</text>`;
  const below = y + 26;
  const names = Array.from({ length: 10 }, (_, d) => [d, `${10 * d + 5}%`, below + BARS + 14]);
  return html`<p class="u-heading">Step ${step} of ${T}: ${weights ? "score, weight, weighted sum" : "what is passed on"}</p>
    <svg class="u-figure" width="100%" height="${below + BARS + 20}" role="img" aria-label="Step ${step} in detail">
      ${weights && [head("0", "token", "start"), head("31%", "score"), head(`${WEIGHTS}%`, "weight")]}
      ${head("100%", "states")}
      ${before}${asks}${title}${rows}${sum}
      <text x="0" y="${below - 10}" class="u-soft">${weights ? html`S${t} and c${t} give` : html`S${t} gives`} the digit:</text>
      <g class="${veil(values)}">${chances(probabilities[s], said[s], below)}</g>
      ${[true, false].map((wanted) => signs(names.filter(([d]) => (d === right[s]) === wanted), wanted ? "u-strong u-wanted" : "u-soft"))}
      <line x1="0" x2="100%" y1="${below + BARS}" y2="${below + BARS}" class="u-line"/>
    </svg>`;
}

/** The units of a state as bars from a middle line, in the row that begins at `top`. */
function bars(state, largest, top, faint) {
  const middle = (ROW - 2) / 2;
  const path = (sign) => state.map((v, j) => {
    const tall = +((v / largest) * (middle - 0.5)).toFixed(1);
    return sign * tall > 0 ? `M${j} ${top + middle}h1v${-tall}h-1z` : "";
  }).join("");
  const pale = faint && html` opacity="${+faint.toFixed(3)}"`;
  return html`<path d="${path(1)}" class="u-fill-positive"${pale}/><path d="${path(-1)}" class="u-fill-negative"${pale}/>`;
}

/** The probabilities of the ten digits, and in figures that of the one that is said. */
function chances(p, said, top) {
  const tall = p.map((one) => +(one * (BARS - 16)).toFixed(1));
  return html`<svg y="${top}" width="100%" height="${BARS}" viewBox="0 0 100 ${BARS}" preserveAspectRatio="none">
      <path d="${tall.map((h, d) => `M${10 * d + 1.5} ${BARS}v${-h}h7v${h}z`).join("")}" class="u-share"/></svg>
    <text x="${10 * said + 5}%" y="${top + BARS - tall[said] - 4}" text-anchor="middle" class="u-strong u-halo">${fixed(p[said])}</text>`;
}
