// Losses, norms of the gradient and learning rates over one axis of epochs, with what early stopping does.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { html, superscript } from "../ui/html.js";
import { hatch, percent } from "../ui/svg.js";
import { amount } from "./words.js";

const TOP = 24;
const LOSS = 250; // heights of the tracks
const BELOW = 48;
const GAP = 28;
const NORM = TOP + LOSS + GAP; // their upper ends
const RATE = NORM + BELOW + GAP;
const FLOOR = RATE + BELOW;

export function chart(values, uid) {
  const { epochs, training, validation, norms, rates, clipnorm, trained, epoch } = values;
  const x = (e) => percent((100 * e) / epochs);
  // Early stopping is about the validation loss: the training loss may leave the picture one decade below it.
  const low = Math.max(Math.min(...training), Math.min(...validation) / 10);
  const loss = axis(low, Math.max(...training, ...validation), TOP, LOSS, 6);
  const limit = clipnorm ?? norms[0];
  const norm = axis(Math.min(...norms, limit), Math.max(...norms, limit), NORM, BELOW, 2);
  const most = Math.max(...rates);
  const points = (list, level) => list.map((value, k) => [k + 1, +level(value).toFixed(4)]);
  const line = (places, kind) => html`<polyline points="${places.map((place) => place.join()).join(" ")}" class="${kind}" vector-effect="non-scaling-stroke"/>`;
  const dots = html`<path d="${points(validation, loss.level).map(([e, v]) => `M${e} ${v}h0`).join("")}" class="u-epochs" vector-effect="non-scaling-stroke"/>`;
  const track = (top, height, lines) =>
    html`<svg y="${top}" width="100%" height="${height}" viewBox="0 0 ${epochs} 1" preserveAspectRatio="none">${lines}</svg>`;
  const under = points(norms, norm.level).map(([e, v]) => `${+(e / epochs).toFixed(4)},${v}`);
  return html`<svg class="u-figure" width="100%" height="${FLOOR + 24}" role="img" aria-label="Losses, gradient norm and learning rate by epoch">
    <defs>${hatch(`${uid}-hatch`)}<clipPath id="${uid}-under" clipPathUnits="objectBoundingBox"><polygon points="${+(1 / epochs).toFixed(4)},1 ${under.join(" ")} ${trained / epochs},1"/></clipPath></defs>
    ${[...loss.ticks, ...norm.ticks].map(([y, words]) => html`<line x1="0" x2="100%" y1="${y}" y2="${y}" class="u-grid"/>
      <text x="-6" y="${+(y + 4).toFixed(2)}" text-anchor="end" class="u-soft">${words}</text>`)}
    <line x1="0" x2="100%" y1="${NORM + BELOW}" y2="${NORM + BELOW}" class="u-grid"/><line x1="0" x2="100%" y1="${FLOOR}" y2="${FLOOR}" class="u-grid"/>
    ${[1, 10, 20, 30, 40, 50, 60].map((e) => html`<text x="${x(e)}" y="${FLOOR + 18}" text-anchor="middle" class="u-soft">${e}</text>`)}
    <line x1="${x(epoch)}" x2="${x(epoch)}" y1="${TOP}" y2="${FLOOR}" class="u-marker"/>
    ${track(TOP, LOSS, [line(points(training, loss.level), "u-training"), line(points(validation, loss.level), "u-validation"), dots])}
    <rect y="${NORM}" width="100%" height="${BELOW}" fill="url(#${uid}-hatch)" clip-path="url(#${uid}-under)"/>
    ${track(NORM, BELOW, line(points(norms, norm.level), "u-norm"))}
    ${clipnorm !== null && html`<line x1="0" x2="100%" y1="${norm.y(clipnorm)}" y2="${norm.y(clipnorm)}" class="u-limit"/>
      <text x="100%" y="${norm.y(clipnorm) - 4}" text-anchor="end" class="u-halo">clipped to ${amount(clipnorm)}</text>`}
    ${track(RATE, BELOW, line(rates.map((rate, k) => [+(((k + 1) * epochs) / rates.length).toFixed(3), +(1 - (0.96 * rate) / most).toFixed(4)]), "u-rate"))}
    <g class="veil-stop">${stop(values, loss.y, x)}</g>
    ${trained < epochs && html`<rect x="${x(trained)}" width="${x(epochs - trained)}" y="${TOP}" height="${LOSS}" class="u-lost"/>
      <text x="100%" y="${TOP + LOSS - 46}" text-anchor="end" class="u-strong u-halo">no finite number from epoch ${trained + 1} on</text>`}
    <text x="0" y="${NORM - 6}" class="u-halo">gradient norm</text><text x="0" y="${RATE - 6}" class="u-halo">learning rate, up to ${amount(most)}</text>
    ${names(values, loss, x)}
    ${epoch <= trained && [training, validation].map((list) => loss.level(list[epoch - 1]) <= 1 && html`<circle cx="${x(epoch)}" cy="${loss.y(list[epoch - 1])}" r="3.5" class="u-read"/>`)}
  </svg>`;
}

/** A log axis with at most `most` ticks: {level(value), 0 at the top to 1, y(value), ticks: [y, words]}. */
function axis(least, largest, top, height, most) {
  const high = Math.log10(largest) + 0.06;
  const low = Math.min(Math.log10(least) - 0.06, high - 0.5);
  // What is far below the picture is drawn a little below it: numbers of any size would lame the browser.
  const level = (value) => Math.min((high - Math.log10(value)) / (high - low), 2);
  const y = (value) => +(top + level(value) * height).toFixed(2);
  const exponents = Array.from({ length: Math.floor(high) - Math.floor(low) + 1 }, (_, k) => Math.floor(low) + k);
  const inside = (values) => values.filter((value) => value >= 10 ** low && value <= 10 ** high);
  const fine = inside(exponents.flatMap((e) => [1, 2, 5].map((digit) => Number(`${digit}e${e}`))));
  const step = [1, 2, 5, 10, 20, 50, 100].find((s) => (high - low) / s <= most);
  const coarse = inside(exponents.filter((e) => e % step === 0).map((e) => Number(`1e${e}`)));
  const words = (value) => (value < 0.001 || value > 1000 ? `10${superscript(Math.round(Math.log10(value)))}` : String(value));
  return { level, y, ticks: (fine.length <= most ? fine : coarse).map((value) => [y(value), words(value)]) };
}

/** The lines' names at their ends, each on the side that the other leaves free; or where the line leaves the picture. */
function names({ training, validation, trained }, { y, level }, x) {
  const ends = [validation, training].map((list) => y(list.at(-1)));
  const left = level(training.at(-1)) > 1 ? training.findIndex((value) => level(value) > 1) : -1;
  const above = ends[0] <= ends[1];
  const room = Math.min(...ends) > TOP + 18; // above the higher of them; else both names stand below
  const places = room ? ends.map((end, k) => end + (above === (k === 0) ? -10 : 19)) : ends.map((end, k) => end + (above === (k === 0) ? 18 : 36));
  const text = (words, kind, at, height) => html`<text x="${at}" y="${height}" text-anchor="end" class="u-line ${kind} u-halo">${words}</text>`;
  // Where it leaves, the name ends 12 epochs before, below the line; near the left edge it stands beyond the line.
  const out = left > 28 ? left - 12 : left + 16;
  return html`${text("validation", "role-gradient", x(trained), places[0])}${
    left < 0 ? text("training", "role-input", x(trained), places[1]) : text("training ↓", "role-input", x(out), TOP + LOSS - 3)}`;
}

/** The best epoch, how long patience waited, where training stopped, and what it never saw. */
function stop({ best, stopped, lowest, end, epochs, validation, patience }, y, x) {
  const loss = (epoch) => validation[epoch - 1];
  const level = y(loss(best));
  const low = level > TOP + LOSS - 30; // else the words would stand among the gradients
  const anchor = (epoch) => (epoch < epochs / 4 ? "start" : epoch > 0.75 * epochs ? "end" : "middle");
  return html`
    ${stopped && html`<rect x="${x(stopped)}" width="${x(epochs - stopped)}" y="${TOP}" height="${FLOOR - TOP}" class="u-never"/>
      <line x1="${x(stopped)}" x2="${x(stopped)}" y1="${TOP - 6}" y2="${FLOOR}" class="u-stop"/>
      <line x1="${x(best)}" x2="${x(stopped)}" y1="${level}" y2="${level}" class="u-wait"/>`}
    <text x="${stopped ? x(stopped) : "100%"}" y="12" text-anchor="${anchor(end)}" class="u-strong u-halo">${
      stopped ? `stops after epoch ${stopped}` : `patience ${patience} never runs out`}</text>
    ${lowest > end && html`<circle cx="${x(lowest)}" cy="${y(loss(lowest))}" r="5" class="u-missed"/>
      <text x="${x(lowest)}" y="${y(loss(lowest)) + 22}" text-anchor="${anchor(lowest)}" class="u-halo">missed: ${amount(loss(lowest))}</text>`}
    <circle cx="${x(best)}" cy="${level}" r="5.5" class="u-best"/>
    <text x="${x(best)}" y="${low ? level - 14 : level + 22}" text-anchor="${anchor(best)}" class="u-strong u-halo">best: epoch ${best}, ${amount(loss(best))}</text>`;
}
