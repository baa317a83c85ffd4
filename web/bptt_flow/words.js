// Questions, the sentence under the figure, and the table behind "Show numbers".
import { count, fixed, html } from "../ui/html.js";
import { vector } from "./format.js";
import { AIM, norm } from "./gradients.js";

const PLACES = { last: "at the last timestep only", every: "at every timestep" };

export function questions({ T, k, loss, carry, cosines, norm: length, losses }) {
  return [
    {
      key: "reach",
      locks: true,
      moot: loss !== "last" || !carry || length === 0,
      about: { T, loss, carry, cosines },
      setting: (about) => `T = ${about.T} and the loss ${PLACES[about.loss]}`,
      text: html`The loss stands at the last timestep only, T = ${T}. <strong>How many timesteps back must the gradient reach (k)
        for the truncated gradient of W<sub>h</sub> to point within a cosine of ${AIM} of the full one?</strong>`,
      label: "timesteps k",
      verdict: reachVerdict,
    },
    {
      key: "carry",
      locks: false,
      moot: k === T || losses.reset === losses.carried,
      about: { T, k, loss, losses },
      setting: (about) => `T = ${about.T}, a cut every ${count(about.k, "timestep")} and the loss ${PLACES[about.loss]}`,
      text: html`Every ${count(k, "timestep")} the gradient is cut; the state is carried on. Now switch carrying off: each chunk starts from H = 0.
        <strong>Does the loss itself change?</strong>`,
      choices: { same: "No, only the gradient", changes: "Yes, the loss too" },
      verdict: carryVerdict,
    },
  ];
}

function reachVerdict({ answer, about }) {
  const { T, cosines } = about;
  const least = cosines.findIndex((value) => value >= AIM) + 1;
  const told = (k) => fixed(cosines[k - 1], 3);
  const reached = `k = ${least} reaches ${told(least)}${least > 1 ? `, k = ${least - 1} only ${told(least - 1)}` : ""}.`;
  const limit = html`What happened more than k timesteps ago still gets no gradient at all: at no cosine can it be learned from.`;
  const right = answer === null ? null : answer === least;
  if (answer === null) return { right, said: `It is k = ${least}.`, why: html`${reached} ${limit}` };
  if (right) return { right, said: `You said ${answer}, and ${answer} it is.`, why: html`${reached} ${limit}` };
  const said = `You said ${answer}; it is ${least}.`;
  if (answer < 1 || answer > T) {
    return { right, said, why: html`k counts timesteps, from 1 to T = ${T}: ${T} is the full gradient. ${reached}` };
  }
  if (answer < least) {
    return { right, said, why: html`With k = ${answer} the cosine is ${told(answer)}: the timesteps beyond the cut still pull in a direction that is missed. ${reached}` };
  }
  const whole = answer === T ? html`k = ${T} cuts nothing, so its cosine is 1.` : html`k = ${answer} is enough, with a cosine of ${told(answer)}, but not the least.`;
  return { right, said, why: html`${whole} ${reached} Each step back multiplies by W<sub>h</sub><sup>⊤</sup> and by 1 − H², so the far timesteps hardly turn the sum. ${limit}` };
}

function carryVerdict({ answer, about }) {
  const { carried, reset } = about.losses;
  const words = { same: "stays the same", changes: "changes" };
  const right = answer === null ? null : answer === "changes";
  const said = answer === null ? "It changes." : right ? "You said it changes, and it does." : "You said it stays the same; it changes.";
  return {
    right,
    said,
    why: html`From zero states the forward pass is another one: L = ${fixed(reset, 3)} instead of ${fixed(carried, 3)}.
      Its gradient is then exact, but of that other loss. With the state carried on, L keeps its value and only the gradient is cut: this is what a stateful layer does.`,
  };
}

export function describe({ T, k, loss, carry, cosine, norm: length, cutNorm }, open) {
  const chain = `A SimpleRNN of ${count(T, "timestep")} with the loss ${PLACES[loss]}`;
  if (k === T) return `${chain}: the gradient flows back to the first timestep uncut, and ∂L/∂W_h has norm ${fixed(length, 3)}.`;
  const chunks = `${chain}, cut every ${count(k, "timestep")} counted back from the end, the state ${carry ? "carried on" : "reset to zero"} at each cut`;
  const norms = `the gradient of W_h has norm ${fixed(cutNorm, 3)}; the full one has ${fixed(length, 3)}`;
  const angle = open === "reach" ? "" : cosine === null ? ", and no direction to compare" : `, and the cosine between them is ${fixed(cosine, 3)}`;
  return `${chunks}: ${norms}${angle}.`;
}

export function numbers({ x, targets, counts, full, cut, weights }) {
  const { W_x, W_h, b, V, c } = weights;
  const rows = (matrix) => matrix.map((row) => vector(row)).join("; ");
  return html`<table class="u-table">
    <caption>Timestep by timestep, with cuts; the full gradient in brackets</caption>
    <thead><tr><th scope="col">t</th><th scope="col">X<sub>t</sub></th><th scope="col">target</th><th scope="col">Y<sub>t</sub></th><th scope="col">L<sub>t</sub></th>
      <th scope="col">H<sub>t</sub></th><th scope="col">δ<sub>t</sub></th><th scope="col">norm from t + 1</th><th scope="col">bar</th></tr></thead>
    <tbody>${x.map((value, t) => html`<tr><th scope="row">${t + 1}</th><td>${fixed(value, 2)}</td><td>${fixed(targets[t], 2)}</td><td>${fixed(cut.Y[t], 4)}</td>
      <td>${counts[t] ? fixed(cut.losses[t], 4) : "none"}</td><td>${vector(cut.H[t])}</td><td>${vector(cut.delta[t])}</td>
      <td>${both(norm(cut.flow[t]), norm(full.flow[t]))}</td><td>${both(cut.shares[t], full.shares[t])}</td></tr>`)}</tbody>
  </table>
  <p class="u-soft">∂L/∂W<sub>h</sub> full, G = ${rows(full.dW_h)}; with cuts ${rows(cut.dW_h)}.
    H<sub>t</sub> = tanh(X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b), Y<sub>t</sub> = H<sub>t</sub> V + c, L<sub>t</sub> = (Y<sub>t</sub> − target)²,
    with W<sub>x</sub> = ${rows(W_x)}, W<sub>h</sub> = ${rows(W_h)}, b = ${vector(b)}, V = ${vector(V)}, c = ${fixed(c, 3)}.</p>`;
}

const both = (cut, full) => `${fixed(cut, 4)} (${fixed(full, 4)})`;
