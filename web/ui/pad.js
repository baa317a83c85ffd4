// A series to draw: drag over it with pointer or finger, or take its slider with the keyboard.
//
//   body       ${pad(uid, "x", html`input X`, slots.x, settings.x, "t")}      the trait that is drawn, and that of the place (from 1);
//                        where the trait has rows, `data-column` of the paper says which column is drawn
//   slots      x: series(values.x, { low, high, selected: t, label, name })         the slot is named like the trait;
//                                                                            name: a letter at the left, where there are tracks below
//   controls   x: padSetting([low, high], values.x, t, text)                  text: what stands beside the label, "t = 3: +0.40"
//
// Drawing moves the place along, so `t` is where the pointer was last.  With the keyboard the pad is
// one slider: arrows up and down (PageUp, PageDown by five) change the value by two steps, left and right
// move to the neighbor, Home and End to the ends.  The frame hands both to `stroke` and `keyStroke`,
// which answer with the traits' new values.  The pad is as wide as its box; names of ticks hang out at its left.
import { setting } from "./controls.js";
import { fixed, html } from "./html.js";
import { percent } from "./svg.js";

const GRID = 0.05; // of what is drawn, so that it can be read and copied; a key goes twice as far
export const HEIGHT = 112;
export const EDGE = 10; // above the highest value and below the lowest, in pixels

export const padSetting = (limits, values, t, text) => ({ ...setting(limits, values[t - 1], text, GRID), at: [t - 1] });

export function pad(uid, trait, label, drawing, { min, max, value, text, step, at }, place, column = null) {
  return html`<div class="u-drawn">
    <label for="${uid}-${trait}">${label}</label>
    <span class="u-amount" data-amount="${trait}" aria-hidden="true">${text}</span>
    <div class="u-paper" data-pad="${trait}" data-place="${place}"${column !== null && html` data-column="${column}"`}>
      <input type="range" id="${uid}-${trait}" data-trait="${trait}" data-at="${JSON.stringify(at)}" min="${min}" max="${max}"
        step="${step}" value="${value}" aria-valuetext="${text}">
      <div data-slot="${trait}">${drawing}</div>
    </div>
  </div>`;
}

export function series(values, { low, high, selected, label, name = "" }) {
  const column = 100 / values.length;
  const x = (k) => percent(k * column);
  const y = (value) => +(EDGE + ((high - value) / (high - low)) * (HEIGHT - 2 * EDGE)).toFixed(2);
  const zero = y(0);
  return html`<svg class="u-figure" width="100%" height="${HEIGHT}" role="img" aria-label="${label}">
    <rect x="0" y="0" width="100%" height="${HEIGHT}" class="u-paper-sheet"/>
    <rect x="${x(selected - 1)}" y="0" width="${x(1)}" height="${HEIGHT}" class="u-paper-place"/>
    ${name && html`<text x="-36" y="${zero + 5}" class="u-name role-input">${name}</text>`}
    ${[high, 0, low].map((tick) => html`<line x1="0" x2="100%" y1="${y(tick)}" y2="${y(tick)}" class="u-grid"/>
      <text x="-6" y="${y(tick) + 4}" text-anchor="end" class="u-soft">${fixed(tick, 0)}</text>`)}
    ${values.map((value, k) => html`<rect x="${x(k + 0.2)}" width="${x(0.6)}" y="${Math.min(y(value), zero)}" height="${Math.abs(y(value) - zero)}"
      class="${value < 0 ? "u-fill-negative" : "u-fill-positive"}"/><circle cx="${x(k + 0.5)}" cy="${y(value)}" r="2.5" class="u-dot-input"/>`)}
  </svg>`;
}

/**
 * The series after a movement over the paper, and the place where it ended: {values, place}.
 *
 * `to` and `from` are pointer events ({clientX, clientY}); `from` is null where the drawing begins.
 * All timesteps between them are drawn, however fast the hand was.
 */
export function stroke(values, box, [low, high, step = GRID], from, to) {
  const point = ({ clientX, clientY }) => ({
    k: limited(Math.floor(((clientX - box.left) / box.width) * values.length), 0, values.length - 1),
    value: limited(high - ((clientY - box.top - EDGE) / (HEIGHT - 2 * EDGE)) * (high - low), low, high),
  });
  const end = point(to);
  const start = from ? point(from) : end;
  const drawn = values.slice();
  const way = Math.sign(end.k - start.k);
  for (let k = start.k; k !== end.k; k += way) {
    const part = (k - start.k) / (end.k - start.k);
    drawn[k] = rounded(start.value + part * (end.value - start.value), step);
  }
  drawn[end.k] = rounded(end.value, step);
  return { values: drawn, place: end.k + 1 };
}

/** The same for a key pressed at `place`; null for keys that mean nothing here. */
export function keyStroke(values, [low, high, step = GRID], place, key) {
  const places = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 1, End: values.length };
  if (key in places) return { values, place: limited(places[key], 1, values.length) };
  const steps = { ArrowUp: 1, ArrowDown: -1, PageUp: 5, PageDown: -5 }[key];
  if (!steps) return null;
  return { values: values.with(place - 1, limited(rounded(values[place - 1] + 2 * steps * step, step), low, high)), place };
}

const limited = (value, low, high) => Math.min(Math.max(value, low), high);

const rounded = (value, step) => Number((Math.round(value / step) * step).toPrecision(12)) + 0; // + 0: no -0
