// Native controls. `data-trait` names the trait that a control sets; the frame keeps both in step.
import { html } from "./html.js";

/** What a slider shows: its limits, its place, its value in words ("8 steps") and its step. */
export const setting = ([min, max], value, text, step = 1) => ({ min, max, value, text, step, disabled: min > max });

export function range(uid, trait, label, { min, max, value, text, step, disabled }, edit = null) {
  return html`<div class="u-range">
    <label for="${uid}-${trait}">${label}</label>
    <span class="u-amount" data-amount="${trait}" aria-hidden="true">${text}</span>
    <input type="range" id="${uid}-${trait}" data-trait="${trait}"${edit && html` data-edit="${edit}"`} min="${min}" max="${max}" step="${step}"
      value="${value}" style="--u-at:${share(min, max, value)}" aria-valuetext="${text}"${disabled && html` disabled`}>
  </div>`;
}

/** How far along its track a slider stands, 0 to 1. */
const share = (min, max, value) => (max > min ? (value - min) / (max - min) : 0);

/** One of several: radio buttons that look like one segmented control. choices: {value: label}; `edit` makes the change, if it is of several traits. */
export function choice(uid, trait, label, choices, value, edit = null) {
  return html`<fieldset class="u-choice">
    <legend>${label}</legend>
    <div class="u-segments">${Object.entries(choices).map(
      ([option, text], i) => html`<label><input type="radio" id="${uid}-${trait}-${i}" name="${uid}-${trait}" data-trait="${trait}"
        value="${option}"${edit && html` data-edit="${edit}"`}${option === String(value) && html` checked`}><span>${text}</span></label>`,
    )}</div>
  </fieldset>`;
}

/** A text to type; `rule` is the pattern in words, "3 to 20 digits", and `beside` stands next to the field. */
export function typed(uid, trait, label, value, pattern, rule, beside = null) {
  return html`<div class="u-typed">
    <label for="${uid}-${trait}">${label}</label>
    <input type="text" id="${uid}-${trait}" data-trait="${trait}" pattern="${pattern}" title="${rule}" required autocomplete="off"
      spellcheck="false" inputmode="numeric" value="${value}">${beside}
  </div>`;
}

export function toggle(trait, label, value) {
  return html`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${trait}"${
    value && html` checked`
  }><span>${label}</span></label>`;
}

/**
 * The numbers of a vector or matrix, each in a field of its own; `values` is the part of the trait
 * that is shown. Field (i, j) is announced as "W_h row 1 column 2", that of a vector as "b 1".
 */
export function fields(trait, label, values, [min, max], step = 0.1) {
  const rows = values.map((row) => [row].flat());
  const field = (value, i, j) => {
    const at = Array.isArray(values[i]) ? [i, j] : [i];
    const name = at.length > 1 ? `${trait} row ${i + 1} column ${j + 1}` : `${trait} ${i + 1}`;
    return html`<input type="number" data-trait="${trait}" data-at="${JSON.stringify(at)}" aria-label="${name}"
      min="${min}" max="${max}" step="${step}" required autocomplete="off" value="${value}">`;
  };
  return html`<fieldset class="u-fields" style="grid-template-columns:repeat(${rows[0].length},auto)">
    <legend>${label}</legend>${rows.map((row, i) => row.map((value, j) => field(value, i, j)))}</fieldset>`;
}

/** Bring the controls under `root` to the values; the one that is being held is already there. */
export function sync(root, settings, state) {
  for (const input of root.querySelectorAll("[data-trait]")) {
    const trait = input.dataset.trait;
    if (input.type === "radio") input.checked = input.value === String(state[trait]);
    else if (input.type === "checkbox") input.checked = state[trait];
    else if (input.type === "number") syncField(input, at(state[trait], input));
    else if (input.type === "text") syncText(input, state[trait]);
    else syncRange(root, input, settings[trait]);
  }
}

/** The element of a nested trait that a field shows. */
const at = (nested, input) => JSON.parse(input.dataset.at).reduce((part, index) => part[index], nested);

function syncField(input, value) {
  if (input.valueAsNumber !== value) input.value = value; // else "0." would become "0" while it is typed
  input.ariaInvalid = "false";
}

function syncText(input, value) {
  if (input.value !== value) input.value = value; // else the cursor would jump to the end
  input.ariaInvalid = "false";
}

function syncRange(root, input, { min, max, value, text, disabled, at }) {
  // Writing what is there already would cost a new layout of every slider.
  if (input.value === String(value) && input.max === String(max) && input.getAttribute("aria-valuetext") === text) return;
  input.min = min;
  input.max = max;
  input.value = value;
  input.disabled = disabled;
  if (at) input.dataset.at = JSON.stringify(at); // the slider of a pad, which goes from place to place
  input.style.setProperty("--u-at", share(min, max, value));
  input.setAttribute("aria-valuetext", text);
  root.querySelector(`[data-amount="${input.dataset.trait}"]`).textContent = text;
}

/** What the user has set: a number, a truth value, one of the choices, or the trait with one element changed. */
export function reading(input, present) {
  if (input.dataset.at) return replaced(present, JSON.parse(input.dataset.at), input.valueAsNumber);
  if (input.type === "range") return Number(input.value);
  return input.type === "checkbox" ? input.checked : input.value;
}

function replaced(nested, [index, ...deeper], value) {
  const element = deeper.length ? replaced(nested[index], deeper, value) : value;
  return Array.isArray(nested) ? nested.with(index, element) : { ...nested, [index]: element };
}

/** Why a field cannot be read, in words; null where it can. Values between the steps are welcome, but not between whole numbers. */
export function fault(input) {
  const { badInput, valueMissing, rangeUnderflow, rangeOverflow, stepMismatch, patternMismatch } = input.validity;
  if (input.type === "text") {
    if (!valueMissing && !patternMismatch) return null;
    return `${input.labels[0].textContent} must be ${input.title}; there is ${input.value ? `“${input.value}”` : "nothing"}.`;
  }
  const whole = input.step === "1";
  if (!(badInput || valueMissing || rangeUnderflow || rangeOverflow || (whole && stepMismatch))) return null;
  const came = input.value === "" ? "no number" : input.value;
  return `${input.ariaLabel} must be a ${whole ? "whole " : ""}number from ${input.min} to ${input.max}; there is ${came}.`.replaceAll("-", "\u2212");
}
