// The stack unrolled: time to the right, one band a layer, from the inputs on top to the outputs below.
// x is in percent of the width and y in pixels, so that text keeps its size at any width.
import { isRecurrent, shapeText } from "../core/shapes.js";
import { html } from "../ui/html.js";
import { hatch, percent } from "../ui/svg.js";
import { call } from "./words.js";

const PITCH = 68; // from band to band: a line of text, the boxes, the arrows to the next band
const TOP = 22; // of the boxes in their band
const TALL = 24;

const sub = (n) => String(n).replace(/\d/g, (digit) => "₀₁₂₃₄₅₆₇₈₉"[digit]);

/** Where the vectors of a shape stand: side by side along time. */
function places(timesteps) {
  const at = Array.from({ length: timesteps }, (_, t) => (100 * (t + 0.5)) / timesteps);
  return { at, wide: Math.min(60 / timesteps, 10) };
}

export function chain(values, uid) {
  const { input, steps, error, output } = values;
  const bands = [band(0, "Input", shapeText(input)), boxes(0, layOut(input), "u-x", input.length > 1 ? "x" : null)];
  let from = layOut(input);
  steps.forEach((step, k) => {
    const y = (k + 1) * PITCH;
    if (!step.output) {
      bands.push(unbuilt(step, k, y, error, from, uid));
      return;
    }
    const to = next(step, from);
    bands.push(arrows(y, step, from, to, uid), drawn(step, y, from, to, uid));
    bands.push(band(y, html`${k + 1} ${label(step.layer)}`, shapeText(step.output)));
    from = to;
  });
  if (output) {
    const y = (steps.length + 1) * PITCH;
    bands.push(arrows(y, null, from, from, uid), boxes(y, from, "u-y", "y", output.length > 1));
    bands.push(band(y, "Output", shapeText(output)));
  }
  const height = (steps.length + (output ? 1 : 0)) * PITCH + TOP + TALL + 4;
  return html`<svg class="u-figure" width="100%" height="${height}" role="img" aria-label="The stack, unrolled in time">
    <defs>${hatch(`${uid}-refused`)}${tip(uid, "tip")}${tip(uid, "stop")}</defs>${bands}</svg>`;
}

const tip = (uid, kind) => html`<marker id="${uid}-${kind}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8"
  markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0.5 L8 4 L0 7.5 z" class="u-${kind}"/></marker>`;

/** A single vector stands in the middle, a sequence along the width. */
const layOut = (shape) => (shape.length > 1 ? places(shape[0]) : { at: [50], wide: 10 });

/** Where the outputs of a layer stand, when its inputs stand at `from`. */
function next({ layer, input, output }, from) {
  if (layer.kind === "RepeatVector") return places(output[0]);
  if (layer.kind === "Flatten" && input.length > 1) return { at: [50], wide: 10 };
  if (isRecurrent(layer) && output.length === 1) return { at: from.at.slice(-1), wide: from.wide };
  return from;
}

/** The name at the left and the shape that leaves at the right, above the boxes. */
const band = (y, name, shape, kind = "") => html`<text x="0" y="${y + 14}" class="u-strong u-halo ${kind}">${name}</text>
  <text x="100%" y="${y + 14}" text-anchor="end" class="u-strong u-halo ${kind}">${shape}</text>`;

/** The layer with its size; what return_sequences does is said where there is room, and drawn anyway. */
const label = (layer) => html`${call({ ...layer, return_sequences: false }).replace("()", "")}${
  isRecurrent(layer) && html`<tspan class="u-roomy u-plain">  return_sequences=${layer.return_sequences ? "True" : "False"}</tspan>`
}`;

function boxes(y, { at, wide }, kind, name, numbered = true) {
  return at.map((x, t) => html`<rect x="${percent(x - wide / 2)}" y="${y + TOP}" width="${percent(wide)}" height="${TALL}" rx="${kind === "u-h" ? 8 : 2}" class="${kind}"/>
    ${name && html`<text x="${percent(x)}" y="${y + TOP + 16}" text-anchor="middle" class="${at.length > 6 && "u-roomy"}">${name}${numbered && sub(t + 1)}</text>`}`);
}

/** From the vectors above to the boxes of this band. */
function arrows(y, step, from, to, uid) {
  const top = y - PITCH + TOP + TALL;
  const line = (a, b) => html`<line x1="${percent(a)}" y1="${top}" x2="${percent(b)}" y2="${y + TOP}" class="u-flow" marker-end="url(#${uid}-tip)"/>`;
  if (step?.layer.kind === "RepeatVector") return to.at.map((x) => line(from.at[0], x));
  return from.at.map((x) => line(x, x));
}

function drawn({ layer, input, output }, y, from, to, uid) {
  if (isRecurrent(layer)) return [states(y, from, uid), boxes(y, from, "u-h", "h"), output.length === 1 && dropped(y, from)];
  if (layer.kind === "Flatten") return bar(y, `${output[0]} values`, "u-plate", input.length > 1 ? [2, 96] : [from.at[0] - 5, 10]);
  const frame = layer.kind === "TimeDistributed" && html`<rect x="0" y="${y + TOP - 4}" width="100%" height="${TALL + 8}" rx="4" class="u-each"/>`;
  return [frame, boxes(y, to, "u-plate", null)];
}

const bar = (y, words, kind, [x, width], fill) => html`<rect x="${percent(x)}" y="${y + TOP}" width="${percent(width)}" height="${TALL}" rx="2" class="${kind}"${fill && html` fill="${fill}"`}/>
  <text x="${percent(x + width / 2)}" y="${y + TOP + 16}" text-anchor="middle" class="u-strong u-halo">${words}</text>`;

/** The hidden state, handed from cell to cell: a double line. */
const states = (y, { at, wide }, uid) => at.slice(1).map((x, t) => {
  const ends = html`x1="${percent(at[t] + wide / 2)}" x2="${percent(x - wide / 2)}" y1="${y + TOP + 12}" y2="${y + TOP + 12}"`;
  return html`<line ${ends} class="u-pass"/><line ${ends} class="u-core"/><line ${ends} class="u-none" marker-end="url(#${uid}-tip)"/>`;
});

/** All states but the last leave the layer only with return_sequences=True. */
const dropped = (y, { at }) => at.slice(0, -1).map((x) => {
  const top = y + TOP + TALL;
  return html`<line x1="${percent(x)}" x2="${percent(x)}" y1="${top}" y2="${top + 9}" class="u-dropped"/>
    <text x="${percent(x)}" y="${top + 17}" text-anchor="middle" class="u-soft u-cross">×</text>`;
});

/** The layer that refuses is hatched; those after it are never built. */
function unbuilt({ layer }, k, y, error, from, uid) {
  const refuses = error.at === k;
  const shape = refuses ? "refused" : "not built";
  const top = y - PITCH + TOP + TALL;
  const [wanted, found] = layer.kind === "RepeatVector" ? [2, 3] : [3, 2];
  return [
    refuses && from.at.map((x) => html`<line x1="${percent(x)}" x2="${percent(x)}" y1="${top}" y2="${y + TOP}" class="u-stopped" marker-end="url(#${uid}-stop)"/>`),
    refuses
      ? bar(y, `needs ${wanted} dimensions, gets ${found}`, "u-refuses", [0.5, 99], `url(#${uid}-refused)`)
      : html`<rect x="0.5%" y="${y + TOP}" width="99%" height="${TALL}" rx="2" class="u-unbuilt"/>`,
    band(y, html`${k + 1} ${label(layer)}`, shape, refuses ? "u-ink-gradient" : "u-soft u-plain"),
  ];
}
