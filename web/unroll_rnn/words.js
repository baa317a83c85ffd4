// Numbers as the figure, its sentence and its table write them.
import { count, fixed, given, html, readout, signed } from "../ui/html.js";
import { after } from "../ui/question.js";

export const row = (h) => `(${h.map((value) => signed(value)).join(", ")})`;

/** The count of parameters, which has no T in it. */
export const counting = ({ features: d, units: h, n_parameters: n, timesteps }) => html`<p class="u-heading">Parameters</p>
  <p class="u-law">${after("count", html`<span class="u-term"><i>d</i> <i>h</i> + <i>h</i>² + <i>h</i></span>
    <span class="u-term">= ${d} · ${h} + ${h}² + ${h} = <b>${readout("n_parameters", n)}</b></span>`)}</p>
  <p class="u-soft veil-count">in W<sub>x</sub>, W<sub>h</sub> and b, for T = ${timesteps} as for any other T.</p>`;

export function describe({ features, units, timesteps, unfolded, H, t, n_parameters: n }, open) {
  const size = open === "count" ? "" : `, ${n} parameters in all`;
  const drawn = unfolded ? `unrolled over ${count(timesteps, "timestep")}` : `drawn as one cell with its loop, at timestep ${t} of ${timesteps}`;
  const last = unfolded && t < timesteps ? `, and at t = ${timesteps} it is ${row(H.at(-1))}` : "";
  return `A SimpleRNN with ${count(features, "feature")} and ${count(units, "unit")}${size}, ${drawn}. At t = ${t} its state is ${row(H[t - 1])}${last}.`;
}

export function numbers({ x, A, H, W_x, W_h, b }) {
  const head = (name, values) => values.map((_, i) => html`<th scope="col">${name}${values.length > 1 && html` [${i + 1}]`}</th>`);
  const cells = (values) => values.map((value) => html`<td>${fixed(value, 4)}</td>`);
  const list = (rows) => rows.map((values) => [values].flat().map(given).join(", ")).join("; ");
  return html`<table class="u-table">
    <caption>Every timestep: input, pre-activation and state of each unit</caption>
    <thead><tr><th scope="col">t</th>${head(html`X<sub>t</sub>`, x[0])}${head(html`A<sub>t</sub>`, b)}${head(html`H<sub>t</sub>`, b)}</tr></thead>
    <tbody>${x.map((values, k) => html`<tr><th scope="row">${k + 1}</th>${cells(values)}${cells(A[k])}${cells(H[k])}</tr>`)}</tbody>
  </table>
  <p class="u-soft">A<sub>t</sub> = X<sub>t</sub> W<sub>x</sub> + H<sub>t−1</sub> W<sub>h</sub> + b and H<sub>t</sub> = tanh(A<sub>t</sub>), from H<sub>0</sub> = 0,
    with W<sub>x</sub> = (${list(W_x)}), W<sub>h</sub> = (${list(W_h)}), b = (${list([b])}); rows end at semicolons, column j is unit j.</p>`;
}
