// Predict, try, explain: a question before the controls, an answer that quotes the prediction.
import { html } from "./html.js";

/**
 * The explanation of the question answered last, then the first open one.
 * A question is {key, text, locks, about, choices?, label?, verdict(prediction)}.
 */
export function ask(uid, questions, predictions) {
  const last = questions.findLast(({ key }) => key in predictions);
  const open = firstOpen(questions, predictions);
  return html`${last && html`<p class="u-verdict" data-verdict="${last.key}" tabindex="-1">${last.verdict(predictions[last.key])}</p>`}
    ${open && form(uid, open)}`;
}

/** Hidden, with a question mark in its place, until the question is answered or skipped. */
export const after = (question, markup) =>
  html`<span class="u-after"><span class="veil-${question}">${markup}</span><span class="ask-${question}" aria-hidden="true">?</span></span>`;

export const firstOpen = (questions, predictions) => questions.find(({ key }) => !(key in predictions));

function form(uid, { key, text, label, choices, locks }) {
  const input = choices
    ? Object.entries(choices).map(
        ([answer, words]) => html`<button type="button" data-answer="${answer}">${words}</button>`,
      )
    : html`<label for="${uid}-answer">${label}</label>
      <input id="${uid}-answer" type="number" inputmode="numeric" step="1" min="0" max="999" required autocomplete="off">
      <button type="submit" class="u-primary">Check</button>`;
  return html`<form class="u-question" data-question="${key}">
    <p id="${uid}-ask"><strong>Predict.</strong> ${text}</p>
    <div class="u-answer" role="group" aria-labelledby="${uid}-ask">${input}
      <button type="button" class="u-quiet" data-skip>${locks ? "Skip and explore" : "Skip"}</button></div>
  </form>`;
}
