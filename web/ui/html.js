// HTML and SVG as strings, so that the same pure functions draw in the browser and in Node.

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
export const escape = (text) => String(text).replace(/[&<>"']/g, (c) => ESCAPES[c]);

function show(value) {
  if (value instanceof Markup) return value.text;
  if (Array.isArray(value)) return value.map(show).join("");
  return value === null || value === undefined || value === false ? "" : escape(value);
}

/** A template tag: everything filled in is escaped, unless it is markup itself. */
export function html(strings, ...values) {
  return new Markup(strings.reduce((text, s, i) => text + show(values[i - 1]) + s));
}

/** 1.234 -> "1.23", -0.5 -> "−0.50": fixed decimals and a true minus sign; never "−0.00". */
export function fixed(value, digits = 2) {
  const text = value.toFixed(digits);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
}

/** A number that the reader has set, with all the digits that it was given: 0.5, −1.25. */
export const given = (value) => String(value).replace("-", "\u2212");

/** A state with its sign: "+0.36", "−0.50"; "0" only where it is exactly zero. */
export function signed(value, digits = 2) {
  const text = fixed(value, digits);
  if (value === 0) return "0";
  return Number(text) === 0 ? "\u2248" + "0" : value > 0 ? `+${text}` : text;
}

/** "1 window", "8 windows". */
export const count = (n, thing) => `${n} ${thing}${n === 1 ? "" : "s"}`;

/** A read-out: the shown text, and beside it the number in full precision. */
export function readout(name, value, text = String(value)) {
  return html`<span class="u-value" data-value="${name}" data-exact="${value}">${text}</span>`;
}
