// Losses, norms of the gradient and learning rates over one axis of epochs, with what early stopping does.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html, superscript } from "../ui/html.js";
import { hatch, percent } from "../ui/svg.js";
import { amount } from "./words.js";

const TOP = 22; // of the losses
const LOSS = 210; // heights
const BELOW = 54;
const GAP = 26;
const HIGHEST = 3; // decades: a loss that diverges leaves the picture at 1000
const LOWEST = -5;

export function chart(values, uid) {
  const { epochs, training, validation, norms, rates, clipnorm, trained, epoch } = values;
  const x = (e) => percent((100 * e) / epochs);
  const tops = { loss: TOP, norm: TOP + LOSS + GAP, rate: TOP + LOSS + BELOW + 2 * GAP };
  const floor = tops.rate + BELOW;
  const loss = decades([...training, ...validation], tops.loss, LOSS);
  const norm = decades(clipnorm === null ? norms : [...norms, clipnorm], tops.norm, BELOW);
  const logs = (list, { level }) => list.map((value, k) => [k + 1, level(value)]);
  const most = Math.max(...rates);
  const line = (points, kind) =>
    html`<polyline points="${points.map(([e, v]) => `${+e.toFixed(3)},${+v.toFixed(4)}`).join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  const part = (top, height, lines) =>
    html`<svg y="${top}" width="100%" height="${height}" viewBox="0 0 ${epochs} 1" preserveAspectRatio="none">${lines}</svg>`;
  const under = norms.map((value, k) => `${((k + 1) / epochs).toFixed(4)},${Math.min(Math.max(norm.level(value), 0), 1).toFixed(4)}`);
  return html`<svg class="u-figure" width="100%" height="${floor + 24}" role="img" aria-label="Losses, gradient norm and learning rate by epoch">
    <defs>${hatch(`${uid}-hatch`)}<clipPath id="${uid}-under" clipPathUnits="objectBoundingBox"><polygon points="${1 / epochs},1 ${under.join(" ")} ${trained / epochs},1"/></clipPath></defs>
    ${ticks(loss)}${ticks(norm)}
    <text x="0" y="${tops.norm - 7}" class="u-soft u-halo">gradient norm</text>
    <text x="0" y="${tops.rate - 7}" class="u-soft u-halo">learning rate</text>
    <text x="-6" y="${tops.rate + 8}" text-anchor="end" class="u-soft">${amount(most)}</text>
    <text x="-6" y="${floor + 4}" text-anchor="end" class="u-soft">0</text>
    <line x1="0" x2="100%" y1="${floor}" y2="${floor}" class="u-grid"/>
    ${[1, 10, 20, 30, 40, 50, 60].map((e) => html`<text x="${x(e)}" y="${floor + 18}" text-anchor="middle" class="u-soft">${e}</text>`)}
    <line x1="${x(epoch)}" x2="${x(epoch)}" y1="${TOP}" y2="${floor}" class="u-marker"/>
    ${part(tops.loss, LOSS, [line(logs(training, loss), "u-training"), line(logs(validation, loss), "u-validation")])}
    ${trained > 0 && html`<rect y="${tops.norm}" width="100%" height="${BELOW}" fill="url(#${uid}-hatch)" clip-path="url(#${uid}-under)"/>`}
    ${part(tops.norm, BELOW, line(logs(norms, norm), "u-norm"))}
    ${clipnorm !== null && html`<line x1="0" x2="100%" y1="${norm.y(clipnorm)}" y2="${norm.y(clipnorm)}" class="u-limit"/>
      <text x="100%" y="${norm.y(clipnorm) - 4}" text-anchor="end" class="u-halo">clipped to ${amount(clipnorm)}</text>`}
    ${part(tops.rate - 1, BELOW + 1, line(rates.map((rate, k) => [((k + 1) * epochs) / rates.length, 1 - (0.96 * rate) / most]), "u-rate"))}
    ${diverged(values, loss, x)}
    <g class="veil-stop">${stop(values, loss, floor, x)}</g>
    ${names(values, loss, x)}
    <g>${[training, validation].map((list) => epoch <= trained && loss.holds(list[epoch - 1]) &&
      html`<circle cx="${x(epoch)}" cy="${loss.y(list[epoch - 1])}" r="3" class="u-read"/>`)}</g>
  </svg>`;
}

/** A log axis for these values, whole decades within its limits: {ticks, y(value), level(value) from 0 at the top to 1, holds(value)}. */
function decades(values, top, height) {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const high = Math.min(Math.ceil(Math.max(...logs, -1)), HIGHEST);
  const low = Math.min(Math.max(Math.floor(Math.min(...logs, high - 1)), LOWEST), high - 1);
  const level = (value) => (high - Math.max(Math.log10(value), low - 1)) / (high - low);
  return {
    level,
    y: (value) => +(top + level(value) * height).toFixed(2),
    holds: (value) => level(value) >= 0 && level(value) <= 1,
    ticks: Array.from({ length: high - low + 1 }, (_, k) => high - k),
  };
}

const ticks = ({ ticks, y }) =>
  ticks.map((exponent) => html`<line x1="0" x2="100%" y1="${y(10 ** exponent)}" y2="${y(10 ** exponent)}" class="u-grid"/>
    ${(ticks.length < 5 || exponent % 2 === 0) && html`<text x="-6" y="${y(10 ** exponent) + 4}" text-anchor="end" class="u-soft">${exponent ? `10${superscript(exponent)}` : "1"}</text>`}`);

/** The lines' names, each on the side of its line that the other leaves free. */
function names({ training, validation, trained, epochs }, { y, holds }, x) {
  const seen = validation.findLastIndex((value, k) => holds(value) && holds(training[k]));
  if (seen < 0) return null;
  const at = trained < epochs || seen < trained - 1 ? seen : epochs - 1;
  const late = at > epochs / 2;
  const above = validation[at] >= training[at];
  const text = (list, words, kind, up) =>
    html`<text x="${x(at + 1)}" dx="${late ? 0 : 8}" y="${y(list[at]) + (up ? -9 : 18)}" text-anchor="${late ? "end" : "start"}" class="u-name ${kind} u-halo">${words}</text>`;
  return html`${text(validation, "validation", "role-gradient", above)}${text(training, "training", "role-input", !above)}`;
}

/** Where the losses end because they are no numbers any more, in words. */
function diverged({ trained, epochs, validation }, { y }, x) {
  if (trained < epochs) {
    const words = `no finite number from epoch ${trained + 1} on`;
    return html`<rect x="${x(trained)}" width="${x(epochs - trained)}" y="${TOP}" height="${LOSS}" class="u-lost"/>
      <text x="100%" y="${TOP + LOSS - 10}" text-anchor="end" class="u-strong u-halo">${words}</text>`;
  }
  const out = Math.log10(Math.max(...validation)) > HIGHEST;
  return out && html`<text x="100%" y="${y(10 ** HIGHEST) + 16}" text-anchor="end" class="u-strong u-halo">${amount(Math.max(...validation))} ↑</text>`;
}

/** The best epoch, how long patience waited, where training stopped, and what it never saw. */
function stop({ best, stopped, lowest, end, epochs, validation, patience }, { y, holds }, floor, x) {
  if (best === null) return null;
  const loss = (epoch) => validation[epoch - 1];
  const dot = (epoch, kind) => holds(loss(epoch)) && html`<circle cx="${x(epoch)}" cy="${y(loss(epoch))}" r="5" class="${kind}"/>`;
  const early = best < epochs / 2;
  const level = Math.min(Math.max(y(loss(best)), TOP), TOP + LOSS);
  const side = end < epochs / 2;
  return html`
    ${stopped && stopped < epochs && html`<rect x="${x(stopped)}" width="${x(epochs - stopped)}" y="${TOP}" height="${floor - TOP}" class="u-unseen"/>`}
    ${stopped && html`<line x1="${x(stopped)}" x2="${x(stopped)}" y1="${TOP - 4}" y2="${floor}" class="u-stop"/>
      <line x1="${x(best)}" x2="${x(stopped)}" y1="${level}" y2="${level}" class="u-wait"/>`}
    <text x="${stopped ? x(stopped) : "100%"}" dx="${side ? -2 : 0}" y="12" text-anchor="${side ? "start" : "end"}" class="u-strong u-halo">${
      stopped ? `stops after epoch ${stopped}` : `patience ${patience} never runs out`}</text>
    ${lowest > end && html`${dot(lowest, "u-missed")}<text x="${x(lowest)}" y="${y(loss(lowest)) - 12}" text-anchor="middle" class="u-soft u-halo">missed: ${amount(loss(lowest))}</text>`}
    ${dot(best, "u-best")}
    <text x="${x(best)}" dx="${early ? -4 : 4}" y="${level + 20}" text-anchor="${early ? "start" : "end"}" class="u-strong u-halo">best: epoch ${best}, ${amount(loss(best))}</text>`;
}
