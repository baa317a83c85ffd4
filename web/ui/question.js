// Predict, try, explain: a question before the controls, an answer that quotes the prediction.
import { html } from "./html.js";

/**
 * The explanation of the question answered last, then the first open one.
 *
 * A question is {key, text, locks, moot, about, choices?, label?, step?, max?, setting(about), verdict(prediction)}:
 * `label` names the number asked for, or is a list of two names where the answer is two numbers,
 * `moot` where the present setting leaves nothing to ask, `about` the setting it is asked for,
 * `setting` that in words, `step` and `max` of the number asked for are 1 and 999 if left out, and
 * `verdict` is {right: true, false or null if skipped, said, why}.
 */
export function ask(uid, questions, predictions) {
  const last = Object.keys(predictions).map((key) => questions.find((one) => one.key === key)).findLast(Boolean);
  const open = firstOpen(questions, predictions);
  return html`${last && answered(last, predictions[last.key])}${open && form(uid, open)}`;
}

/** The verdict; one line that names its setting once the present one is another. */
function answered({ key, about, setting, verdict }, prediction) {
  const { right, said, why } = verdict(prediction);
  const past = JSON.stringify(prediction.about) !== JSON.stringify(about);
  const kind = [right === true && " u-right", right === false && " u-wrong", past && " u-past"];
  return html`<p class="u-verdict${kind}" data-verdict="${key}" tabindex="-1">${
    past ? html`For ${setting(prediction.about)}: ${said[0].toLowerCase()}${said.slice(1)}` : html`${said} ${why}`
  }</p>`;
}

/** Hidden, with a question mark in its place, until the question is answered or skipped. */
export const after = (question, markup) =>
  html`<span class="u-after"><span class="veil-${question}">${markup}</span><span class="ask-${question}" aria-hidden="true">?</span></span>`;

/** The questions that the present setting asks and that nobody has answered or skipped. */
export const openOnes = (questions, predictions) => questions.filter(({ key, moot }) => !moot && !(key in predictions));

export const firstOpen = (questions, predictions) => openOnes(questions, predictions)[0];

function form(uid, { key, text, label, choices, locks, step = 1, max = 999 }) {
  const number = (name, i = "") => html`<label for="${uid}-answer${i}">${name}</label>
      <input id="${uid}-answer${i}" type="number" inputmode="${step === 1 ? "numeric" : "decimal"}" step="${step}" min="0" max="${max}" required autocomplete="off">`;
  const input = choices
    ? Object.entries(choices).map(
        ([answer, words]) => html`<button type="button" data-answer="${answer}">${words}</button>`,
      )
    : html`${Array.isArray(label) ? label.map((name, i) => html`<span>${number(name, i)}</span>`) : number(label)}
      <button type="submit" class="u-primary">Check</button>`;
  return html`<form class="u-question" data-question="${key}">
    <p id="${uid}-ask"><strong>Predict.</strong> ${text}</p>
    <div class="u-answer" role="group" aria-labelledby="${uid}-ask">${input}
      <button type="button" class="u-quiet" data-skip>${locks ? "Skip and explore" : "Skip"}</button></div>
  </form>`;
}
