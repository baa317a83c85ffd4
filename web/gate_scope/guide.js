// The frame of the tour: eight steps, left at any time; what they show and ask is in tour.js.
import { html } from "../ui/html.js";
import { TOUR } from "./tour.js";

const N = TOUR.length;

/** The card of the present step, or the way in. */
export function guide(values, uid) {
  const { tour, prediction, predictions, tourable } = values;
  if (!tourable) return html``;
  const go = (step, label, kind = "", id = `tour-${step}`) => html`<button type="button" class="${kind}" id="${uid}-${id}" data-edit="tour" data-with="[${step}]" data-then="${uid}-${step ? "guide" : "tour-in"}">${label}</button>`;
  if (tour === 0 || tour > N) return html`<p class="u-way-in">${go(1, html`Take the tour: ${N} short steps`, "u-primary", "tour-in")}</p>`;
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
    <div class="u-answer u-steps">${tour > 1 && go(tour - 1, "Back", "u-quiet", "tour-back")}${tour < N && go(tour + 1, "Next", answered ? "u-primary" : "", "tour-next")}${go(0, tour === N ? "End the tour" : "Leave the tour", "u-quiet", "tour-out")}</div>
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

/** The traits that an answer sets. */
export function answered({ tour, predictions }, answer) {
  return { ...TOUR[tour - 1].then, predictions: { ...predictions, [`tour ${tour}`]: { answer, about: {} } } };
}
