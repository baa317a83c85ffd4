// The arithmetic of one timestep, written out for each unit.
import { fixed, html, readout } from "../ui/html.js";
import { given } from "./words.js";

const DIGITS = 3;

export function step({ t, terms, A, H }) {
  const X_t = html`<i>X</i><sub>${t}</sub>`;
  const before = html`<i>H</i><sub>${t - 1}</sub>`;
  const A_t = html`<i>A</i><sub>${t}</sub>`;
  const H_t = html`<i>H</i><sub>${t}</sub>`;
  const W_x = html`<i>W</i><sub>x</sub>`;
  const W_h = html`<i>W</i><sub>h</sub>`;
  const line = (kind, name, content, result) => html`<tr class="${kind}"><th scope="row">${name}</th><td>${content}</td><td>${result}</td></tr>`;
  const unit = ({ input, state, bias }, u) => {
    const a = A[t - 1][u];
    const h = H[t - 1][u];
    return html`<tbody>
      <tr><th scope="rowgroup" colspan="3">unit ${u + 1}</th></tr>
      ${line("role-input", html`${X_t} ${W_x}`, sum(input, given), fixed(total(input), DIGITS))}
      ${line("role-hidden", html`${before} ${W_h}`, sum(state, (value) => (value === 0 ? "0" : fixed(value, DIGITS))), fixed(total(state), DIGITS))}
      ${line("", html`<i>b</i>`, "", given(bias))}
      ${line("u-total", A_t, "their sum", readout(`A.${t}.${u + 1}`, a, fixed(a, DIGITS)))}
      ${line("u-result", H_t, html`tanh(${fixed(a, DIGITS)})`, readout(`H_t.${u + 1}`, h, fixed(h, DIGITS)))}
    </tbody>`;
  };
  return html`<p class="u-law">${H_t} = tanh(<span class="role-input">${X_t} ${W_x}</span> + <span class="role-hidden">${before} ${W_h}</span> + <i>b</i>)</p>
    <table>${terms.map(unit)}</table>
    <p class="u-soft">Shown rounded, computed with all digits.</p>`;
}

const total = (terms) => terms.reduce((sum, { product }) => sum + product, 0);

/** "0.717 · 0.8 − 0.664 · (−0.9)": the sign of a value joins the terms, that of a weight stays with it. */
const sum = (terms, write) =>
  terms.map(({ value, weight }, i) => {
    const text = write(value);
    const minus = text.startsWith("\u2212");
    const sign = i === 0 ? "" : minus ? "\u2212 " : "+ ";
    const factor = i > 0 && minus ? text.slice(1) : text;
    return html`<span class="u-term">${sign}${factor} · ${weight < 0 ? `(${given(weight)})` : given(weight)}</span> `;
  });
