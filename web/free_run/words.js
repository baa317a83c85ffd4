// The words of FreeRun: names, numbers, the questions, the verdicts, the description.
import { count, fixed, html, power, readout } from "../ui/html.js";
import { after } from "../ui/question.js";

export const TRAININGS = { forcing: "true inputs", noise: "noisy inputs", sampling: "own forecasts" };
export const AXES = { log: "log", linear: "linear" };
const SD = 0.63; // of the series

/** The question whose answer the runs of this network would give. */
const asked = (training) => (training === "forcing" ? "leave" : "cure");
export const veil = (training) => `veil-${asked(training)}`;

/** Three significant digits. */
const amount = (value) => (value > 0 ? power(Math.log10(value)) : "0");

export function readouts({ training, horizon, oneStep, rmse, leaves, level, forcing, noise }) {
  const told = (markup) => after(asked(training), markup);
  const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;
  const reads = forcing === 1 ? "the truth" : forcing === 0 ? "own forecasts" : `the truth with probability ${fixed(forcing)}`;
  const last = rmse.run[horizon - 1];
  return html`<table><tbody>
    ${row("one step ahead", html`RMSE ${readout("one_step", oneStep, amount(oneStep))}, from true inputs`)}
    ${row("the runs read", html`${reads}${noise > 0 && `, with noise ${fixed(noise)}`}`)}
    ${row(`at step ${horizon}`, told(html`RMSE <b>${readout("last", last, amount(last))}</b>, ${amount(last / oneStep)} times as much`))}
    ${row(`passes ${level}`, told(leaves ? html`at step <b>${readout("leaves", leaves)}</b>` : html`at no step up to ${horizon}`))}
  </tbody></table>`;
}

// ---- questions ------------------------------------------------------------------------------

export function questions({ training, forcing, noise, horizon, oneStep, rmse, leaves, level, measured }) {
  return [
    {
      key: "leave",
      locks: true,
      moot: training !== "forcing" || forcing > 0 || noise > 0 || !leaves,
      about: { horizon, leaves, level, oneStep, errors: rmse.run.map((value) => +value.toPrecision(6)) },
      setting: (about) => `a horizon of ${count(about.horizon, "step")}`,
      text: html`This network learned from true inputs, and one step ahead it misses by ${amount(oneStep)} (RMSE). From the start on it reads its own
        forecasts. <strong>At which step does its RMSE first pass ${level}, about half of the series’ standard deviation?</strong>`,
      label: "step",
      verdict: leaveVerdict,
    },
    {
      key: "cure",
      locks: false,
      moot: false,
      about: { measured, level },
      setting: () => "free runs of 100 steps",
      text: html`Three networks of equal size learned for equally long: from true inputs, from true inputs with noise of 0.1, and more and more from
        their own forecasts. <strong>Whose free run stays below ${level} longest?</strong>`,
      choices: TRAININGS,
      verdict: cureVerdict,
    },
  ];
}

function leaveVerdict({ answer, about: { horizon, leaves, level, oneStep, errors } }) {
  const why = html`Each forecast is the next input, so its error is read as if it were the truth, and the state moves to where the network has
    never been in training: this is exposure bias. After ${count(leaves, "step")} the RMSE is ${amount(errors[leaves - 1])}, ${Math.round(errors[leaves - 1] / oneStep)} times that of one step.`;
  if (answer === null) return { right: null, said: `It is step ${leaves}.`, why };
  if (answer === leaves) return { right: true, said: `You said ${answer}, and ${answer} it is.`, why };
  const near = Math.abs(answer - leaves) <= Math.max(2, 0.2 * leaves);
  if (near) return { right: true, said: `You said ${answer}, close to the ${leaves} that it is.`, why };
  const said = `You said ${answer}; it is ${leaves}.`;
  if (answer < 1) return { right: false, said, why: html`The first forecast, step 1, is still made from true inputs alone. ${why}` };
  if (answer > horizon) return { right: false, said, why: html`It does not even reach the end of the ${horizon} steps below ${level}. ${why}` };
  if (answer > leaves) return { right: false, said, why: html`At your step ${answer} the RMSE is ${amount(errors[answer - 1])}: errors do not add up one by one, they feed on each other. ${why}` };
  return { right: false, said, why: html`At your step ${answer} the RMSE is still ${amount(errors[answer - 1])}. ${why}` };
}

function cureVerdict({ answer, about: { measured, level } }) {
  const names = Object.keys(TRAININGS);
  const lasts = (name) => measured[name].leaves ?? 101;
  const best = names.reduce((one, other) => (lasts(other) > lasts(one) ? other : one));
  const until = (name) => (measured[name].leaves ? `passes ${level} at step ${measured[name].leaves}` : `stays below ${level} for all 100 steps`);
  const list = names.map((name) => `${TRAININGS[name]} ${until(name)} (RMSE one step ahead ${amount(measured[name].one_step)}, at step 50 ${amount(measured[name].free)})`).join(", ");
  const why = html`Over 16 starts: ${list}. Both remedies cost accuracy one step ahead. Noise has taught its network to come back to the truth;
    own forecasts only put the loss off, and at step 50 that network is no better than the first.`;
  const fact = `it is the one with ${TRAININGS[best]}`;
  if (answer === null) return { right: null, said: `I${fact.slice(1)}.`, why };
  if (answer === best) return { right: true, said: `You said ${TRAININGS[answer]}, and so it is.`, why };
  return { right: false, said: `You said ${TRAININGS[answer]}: that network ${until(answer)}; ${fact}.`, why };
}

// ---- the figure in one sentence, and its numbers ----------------------------------------------

export function describe({ training, start, horizon, forcing, noise, oneStep, rmse, leaves, level }, open) {
  const inputs = forcing === 0 ? "its own forecasts" : forcing === 1 ? "the truth" : `the truth with probability ${fixed(forcing)} and else its own forecasts`;
  const who = `A GRU trained with ${TRAININGS[training]} forecasts ${count(horizon, "step")} from t = ${start} and reads ${inputs}${noise > 0 ? `, with noise ${fixed(noise)}` : ""}`;
  if (open === asked(training)) return `${who}; one step ahead its RMSE is ${amount(oneStep)}.`;
  return `${who}: its RMSE over 16 starts is ${amount(rmse.run[0])} at step 1 and ${amount(rmse.run[horizon - 1])} at step ${horizon}, and ${
    leaves ? `first passes ${level} at step ${leaves}` : `never passes ${level}`}; the series’ standard deviation is ${SD}.`;
}

export function numbers({ start, truth, forced, fan, rmse }) {
  return html`<table class="u-table">
    <caption>Forecasts from t = ${start}, and the RMSE over all starts</caption>
    <thead><tr><th scope="col">step</th><th scope="col">truth</th><th scope="col">forced</th>${fan.map((_, r) => html`<th scope="col">run ${r + 1}</th>`)}
      <th scope="col">RMSE forced</th><th scope="col">RMSE of the runs</th></tr></thead>
    <tbody>${truth.map((value, h) => html`<tr><th scope="row">${h + 1}</th><td>${fixed(value, 3)}</td><td>${readout(`forced.${h + 1}`, forced[h], fixed(forced[h], 3))}</td>
      ${fan.map((run, r) => html`<td>${readout(`run.${r + 1}.${h + 1}`, run[h], fixed(run[h], 3))}</td>`)}
      <td>${amount(rmse.forced[h])}</td><td>${readout(`rmse.${h + 1}`, rmse.run[h], amount(rmse.run[h]))}</td></tr>`)}</tbody>
  </table>`;
}
