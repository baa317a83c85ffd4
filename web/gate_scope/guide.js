// The frame of the tour: eight steps, left at any time; what they show and ask is in tour.js.
import { html } from "../ui/html.js";
import { TOUR } from "./tour.js";

const N = TOUR.length;

const go = (uid, step, label, kind, id) => html`<button type="button" class="${kind}" id="${uid}-tour-${id}" data-edit="tour" data-with="[${step}]" data-then="${uid}-${step ? "guide" : "tour-in"}">${label}</button>`;

export const wayIn = ({ tour, tourable }, uid) => html`${tourable && tour === 0 && go(uid, 1, html`Take the tour: ${N} short steps`, "u-primary", "in")}`;

/** The card of the present step. */
export function guide(values, uid) {
  const { tour, prediction, predictions, tourable } = values;
  if (!tourable || tour === 0) return html``;
  const { title, look, ask, choices, says } = TOUR[tour - 1];
  const answered = `tour ${tour}` in predictions;
  const given = (one) => (typeof one === "function" ? one(values) : one);
  const options = choices ?? ["Show what happened"];
  return html`<section class="u-guide" id="${uid}-guide" tabindex="-1" aria-label="Tour, step ${tour} of ${N}">
    <p class="u-step"><span>Step ${tour} of ${N}</span> <b>${title}</b></p>
    <p>${given(look)}</p>
    <p><strong>${choices ? "Predict." : "Think."}</strong> ${given(ask)}</p>
    ${answered
      ? html`<p class="u-happened" id="${uid}-happened" tabindex="-1">${prediction !== null && choices && html`You said “${prediction}”. `}${says(values)}</p>`
      : html`<div class="u-answer">${options.map((option) => html`<button type="button" data-edit="tourAnswer" data-with="${JSON.stringify([choices ? option : null])}" data-then="${uid}-happened">${option}</button>`)}</div>`}
    <div class="u-answer u-steps">${tour > 1 && go(uid, tour - 1, "Back", "u-quiet", "back")}${tour < N && go(uid, tour + 1, "Next", answered ? "u-primary" : "", "next")}${go(uid, 0, tour === N ? "End the tour" : "Leave the tour", "u-quiet", "out")}</div>
  </section>`;
}

/** The traits that a step of the tour sets. */
export function stepped({ models, model, predictions }, step, fresh) {
  if (step === 0) return { tour: 0 };
  const { state } = TOUR[step - 1];
  const { [`tour ${step}`]: _, ...others } = predictions;
  const other = state.model && state.model !== model ? fresh(models.find(({ name }) => name === state.model)) : {};
  return { ...other, clamps: [], ...state, tour: step, predictions: others };
}

/** Whether the present step's question would be answered by the outputs. */
export const hides = ({ tour, predictions }) => Boolean(TOUR[tour - 1]?.hides) && !(`tour ${tour}` in predictions);

/** The traits that an answer sets. */
export function answered({ tour, predictions }, answer) {
  return { ...TOUR[tour - 1].then, predictions: { ...predictions, [`tour ${tour}`]: { answer, about: {} } } };
}
