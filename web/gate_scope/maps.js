// The maps: units x time as images.  All tracks small, the chosen one large, in the order of the units.
import { html, readout } from "../ui/html.js";
import { percent } from "../ui/svg.js";
import { picture } from "./image.js";
import { TRACKS, amount, short } from "./words.js";

const MAP = 200; // pixels: the height of the large map, about

const COLUMNS = { characters: 40, words: 20, numbers: 128 }; // of the large map: so many can be told apart on a phone
const PAGE = 8; // it moves on by so many

/** The timesteps from..to - 1 (from 0) that the large map and all above it show. */
export function visibleSteps({ kind, T, t }) {
  const columns = Math.min(T, COLUMNS[kind]);
  const behind = PAGE * Math.ceil((t - columns + PAGE - 2) / PAGE); // t stands before the last few
  const from = Math.max(0, Math.min(behind, T - columns));
  return { from, to: from + columns, columns };
}

/** What the strongest color stands for, and between which values a track can be held. */
export function scaleOf(track, line, { kind, activation }) {
  if (TRACKS[track].gate) return { most: 1, limits: [0, 1] };
  const bounded = track !== "c" && (kind !== "SimpleRNN" || activation === "tanh");
  if (bounded) return { most: 1, limits: [-1, 1] };
  const sizes = line.map(Math.abs).sort();
  const largest = rounded(sizes.at(-1));
  // Few states are much larger than the others, which would be pale beside them.
  return { most: rounded(sizes[Math.floor(0.97 * sizes.length)]), limits: [-largest, largest] };
}

/** Rounded up to what can be said. */
function rounded(value) {
  const unit = 10 ** Math.floor(Math.log10(value || 1));
  return Number((Math.ceil(value / unit || 1) * unit).toPrecision(1));
}

/** A track as an image in the colors of its role, `columns` x units pixels in a frame of that size. */
function paint(values, name, id, from, columns) {
  const { lines, units, ordered, scales } = values;
  const { gate, role } = TRACKS[name];
  const { most } = scales[name];
  const line = lines[name];
  const part = (sign, ink, key) => html`<mask id="${id}${key}" maskUnits="userSpaceOnUse" x="0" y="0" width="${columns}" height="${units}"><image width="${columns}" height="${units}"
    preserveAspectRatio="none" image-rendering="pixelated" href="${picture(line, units, ordered, from, columns, sign * most)}"/></mask>
    <rect width="${columns}" height="${units}" class="${ink}" mask="url(#${id}${key})"/>`;
  return html`<rect width="${columns}" height="${units}" class="u-fill-surface"/>${
    gate ? part(1, `u-ink-of-${role}`, "") : [part(1, "u-fill-positive", "p"), part(-1, "u-fill-negative", "n")]}`;
}

const frame = (columns, units, markup) => html`<svg width="100%" height="100%" viewBox="0 0 ${columns} ${units}" preserveAspectRatio="none">${markup}</svg>`;

/** A drawing, taken from those that are there already. */
const once = ({ drawn }, key, draw) => {
  if (!drawn.has(key)) drawn.set(key, draw());
  return drawn.get(key);
};

/** A small map of all timesteps. */
export function minis(values, name, uid) {
  const { T, units, tracks } = values;
  return once(values, name, () => html`<svg width="100%" height="56" aria-hidden="true">${frame(T, units, paint(values, name, `${uid}-m${tracks.indexOf(name)}`, 0, T))}</svg>`);
}

/** The chosen map, large. */
export function sheet(values, uid) {
  const { window: { from, columns }, units, track } = values;
  return once(values, `${track} ${from}`, () => frame(columns, units, paint(values, track, `${uid}-s`, from, columns)));
}

export const rowHeight = (units) => Math.max(1, Math.min(22, Math.floor(MAP / units)));

/** What the large map shows, its colors, and the number under the cursor. */
export function heading(values) {
  const { track, unit, t, at } = values;
  const { letter, name, role, gate } = TRACKS[track];
  const { most, limits } = values.scales[track];
  const more = limits[1] > most;
  const bar = gate
    ? html`0 <span class="u-bar u-bar-${role}"></span> 1`
    : html`${more && "≤ "}\u2212${short(most)} <span class="u-bar u-bar-signed"></span> ${more && "≥ "}+${short(most)}`;
  return html`<span><b class="role-${role}">${letter}</b> ${name} ${bar}</span>
    <span>unit ${unit}, <i>t</i> = ${t}: <b>${readout("cell", at(track, t, unit), amount(track, at(track, t, unit), 3))}</b></span>`;
}

/** Where the large map is looked at: the column of t, the row of the unit, and what is held in it. */
export function cursor(values) {
  const { window: { from, to, columns }, t, unit, units, ordered, clamp } = values;
  const row = rowHeight(units);
  const place = ordered.indexOf(unit - 1);
  const x = (step) => percent((100 * (step - from)) / columns);
  const share = (steps) => percent((100 * steps) / columns);
  const name = (k, kind) => html`<text x="-5" y="${row * (k + 0.5) + 4}" text-anchor="end" class="${kind}">${ordered[k] + 1}</text>`;
  const far = (k) => Math.abs(k - place) * row > 14; // names must not lie on each other
  const begin = clamp && Math.max(clamp.from, from);
  const steps = clamp && Math.min(clamp.to + 1, to) - begin;
  return html`${t > from && t <= to && html`<rect x="${x(t - 1)}" width="${share(1)}" y="-3" height="${row * units + 6}" class="u-now"/>`}
    <rect x="0" width="100%" y="${row * place}" height="${Math.max(row, 2)}" class="u-now"/>
    ${clamp && steps > 0 && html`<rect x="${x(begin)}" width="${share(steps)}" y="${row * place - 2}" height="${Math.max(row, 2) + 4}" class="u-held-row"/>`}
    ${[0, units - 1].filter((k) => k !== place && far(k)).map((k) => name(k, "u-soft"))}
    ${name(place, "u-strong")}`;
}
