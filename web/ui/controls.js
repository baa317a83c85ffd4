// Native controls. `data-trait` names the trait that a control sets; the frame keeps both in step.
import { html } from "./html.js";

/** What a slider shows: its place, its limits and its value in words ("8 steps"). */
export const setting = ([min, max], value, text) => ({ min, max, value, text, disabled: min > max });

export function range(uid, trait, label, { min, max, value, text, disabled }) {
  return html`<div class="u-range">
    <label for="${uid}-${trait}">${label}</label>
    <span class="u-amount" data-amount="${trait}" aria-hidden="true">${text}</span>
    <input type="range" id="${uid}-${trait}" data-trait="${trait}" min="${min}" max="${max}" step="1"
      value="${value}" style="--u-at:${share(min, max, value)}" aria-valuetext="${text}"${disabled && html` disabled`}>
  </div>`;
}

/** How far along its track a slider stands, 0 to 1. */
const share = (min, max, value) => (max > min ? (value - min) / (max - min) : 0);

/** One of several: radio buttons that look like one segmented control. choices: {value: label}. */
export function choice(uid, trait, label, choices, value) {
  return html`<fieldset class="u-choice">
    <legend>${label}</legend>
    <div class="u-segments">${Object.entries(choices).map(
      ([option, text]) => html`<label><input type="radio" name="${uid}-${trait}" data-trait="${trait}"
        value="${option}"${option === String(value) && html` checked`}><span>${text}</span></label>`,
    )}</div>
  </fieldset>`;
}

export function toggle(trait, label, value) {
  return html`<label class="u-toggle"><input type="checkbox" role="switch" data-trait="${trait}"${
    value && html` checked`
  }><span>${label}</span></label>`;
}

/** Bring the controls under `root` to the values; the one that is being held is already there. */
export function sync(root, settings, state) {
  for (const input of root.querySelectorAll("[data-trait]")) {
    const trait = input.dataset.trait;
    if (input.type === "radio") input.checked = input.value === String(state[trait]);
    else if (input.type === "checkbox") input.checked = state[trait];
    else syncRange(root, input, settings[trait]);
  }
}

function syncRange(root, input, { min, max, value, text, disabled }) {
  // Writing what is there already would cost a new layout of every slider.
  if (input.value === String(value) && input.max === String(max) && input.getAttribute("aria-valuetext") === text) return;
  input.min = min;
  input.max = max;
  input.value = value;
  input.disabled = disabled;
  input.style.setProperty("--u-at", share(min, max, value));
  input.setAttribute("aria-valuetext", text);
  root.querySelector(`[data-amount="${input.dataset.trait}"]`).textContent = text;
}

/** What the user has set: a number, a truth value or one of the choices. */
export function reading(input) {
  if (input.type === "range") return Number(input.value);
  return input.type === "checkbox" ? input.checked : input.value;
}
