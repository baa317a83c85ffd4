// The recursion at one timestep with its numbers, and the two gradients side by side.
import { fixed, html, readout } from "../ui/html.js";
import { after } from "../ui/question.js";
import { exactly, percent, vector as written } from "./format.js";

const vector = (numbers) => html`<span class="u-vector">${written(numbers)}</span>`;
const delta = (index) => html`δ<sub>${index}</sub>`;

export function recursion({ T, t, k, cut, targets, counts, borders, weights }) {
  const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;
  const last = t === T - 1;
  const stopped = borders.includes(t + 1);
  const why = last ? "nothing comes back to the last timestep" : `cut between t = ${t + 1} and ${t + 2}`;
  const h = cut.H[t];
  const slope = h.map((value) => 1 - value * value);
  const sum = cut.own[t].map((value, unit) => value + cut.flow[t][unit]);
  return html`<p class="u-law">${delta("t")} = (∂L<sub>t</sub>/∂H<sub>t</sub> + ${delta("t+1")} W<sub>h</sub><sup>⊤</sup>) ⊙ (1 − H<sub>t</sub>²)</p>
    <table><tbody>
      ${row(html`∂L<sub>t</sub>/∂H<sub>t</sub>`, counts[t]
        ? html`2 (Y<sub>t</sub> − target) V = 2 (${fixed(cut.Y[t], 3)} ${targets[t] < 0 ? "+" : "−"} ${fixed(Math.abs(targets[t]), 3)}) ${vector(weights.V)} = ${exactly("own", cut.own[t])}`
        : html`0: no loss stands at t = ${t + 1}`)}
      ${row(html`${delta(t + 2)} W<sub>h</sub><sup>⊤</sup>`, last || stopped
        ? html`0: ${why}`
        : exactly("flow", cut.flow[t]))}
      ${row(html`1 − H<sub>t</sub>²`, vector(slope))}
      ${row(delta(t + 1), html`${vector(sum)} ⊙ ${vector(slope)} = <b class="role-gradient">${exactly("delta", cut.delta[t])}</b>`)}
      ${row("its bar", html`⟨H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub>, G⟩ / ‖G‖ = <b>${readout("share", cut.shares[t], fixed(cut.shares[t], 3))}</b>${
        cut.before[t].every((value) => value === 0) && html` <span class="u-soft">since H<sub>t−1</sub> = 0</span>`}`)}
    </tbody></table>`;
}

export function gradients({ full, cut, norm, cutNorm, kept, cosine, carry }) {
  const told = cosine === null ? html`<span class="u-soft">none: a gradient is zero</span>` : readout("cosine", cosine, fixed(cosine, 3));
  const loss = readout("loss", cut.loss, fixed(cut.loss, 3));
  const row = (name, whole, part) => html`<tr><th scope="row">${name}</th><td>${whole}</td><td>${part}</td></tr>`;
  return html`<table class="u-table">
    <caption>∂L/∂W<sub>h</sub>, full (G) and with cuts</caption>
    <thead><tr><td></td><th scope="col">full</th><th scope="col">with cuts</th></tr></thead>
    <tbody>
      ${row(html`loss L = Σ L<sub>t</sub>`, readout("loss_full", full.loss, fixed(full.loss, 3)), carry ? loss : after("carry", loss))}
      ${row("norm", readout("norm", norm, fixed(norm, 3)), readout("cut_norm", cutNorm, fixed(cutNorm, 3)))}
      ${row("cosine with G", fixed(1, 3), after("reach", told))}
      ${row("sum of the bars", fixed(norm, 3), readout("kept", kept, fixed(kept, 3)))}
      ${row("share kept", percent(1), norm ? readout("kept_share", kept / norm, percent(kept / norm)) : "none")}
    </tbody>
  </table>
  <p class="u-soft u-small">A bar is the part of H<sub>t−1</sub><sup>⊤</sup> δ<sub>t</sub> that points along G, so the outlined bars add up to the norm of G, the hatched ones to norm × cosine of the cut gradient.</p>`;
}
