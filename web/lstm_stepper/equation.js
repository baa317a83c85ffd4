// The equation of the present sub-step, and below it the same with its numbers.
import { fixed, given, html, readout } from "../ui/html.js";
import { sum, total } from "../ui/terms.js";
import { ROLES } from "./words.js";

const DIGITS = 4;
const NAMES = { forget: "forget gate", input: "input gate", candidate: "candidate", cell: "cell state", output: "output gate", hidden: "hidden state" };

export function equation(values, uid) {
  const { t, step } = values;
  const then = (id) => html` data-then="${uid}-${id}"`;
  const go = (place, role) => html` data-edit="go" data-with="${JSON.stringify([place, role])}"`;
  const symbol = (letter, index, color, lit, title, doing) =>
    html`<button type="button" class="u-symbol role-${color}" data-lit="${lit}" title="${title}"${doing}><i>${letter}</i><sub>${index}</sub></button>`;
  const s = (role) => symbol(ROLES[role].letter, t, role, role, `${NAMES[role]}: its equation`, html`${role === step && html` id="${uid}-result"`}${go(t, role)}${then("result")}`);
  // What came before the first timestep is 0 and has no equation.
  const before = (role) =>
    symbol(ROLES[role].letter, t - 1, role, `${role}-before`, t > 1 ? `${NAMES[role]} of the timestep before: its equation` : "0 at the start",
      t > 1 && html`${go(t - 1, role)}${then("result")}`);
  const x = symbol("x", t, "input", "x", "input: draw it", html`${go(t, step)}${then("x")}`);
  const [law, rows] = (ways[step] ?? gate)(values, { s, before, x });
  return html`<p class="u-law">${s(step)} = ${law}</p><table><tbody>${rows.map(
    ([name, content, result], i) => html`<tr class="${i === rows.length - 1 && "u-total"}"><th scope="row">${name}</th><td>${content}</td><td>${result}</td></tr>`,
  )}</tbody></table>`;
}

const number = (value) => (value === 0 ? "0" : fixed(value, DIGITS));
const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));

function gate({ step, t, terms, now }, { before, x }) {
  const { letter } = ROLES[step];
  const f = step === "candidate" ? "tanh" : "σ";
  const index = letter.slice(0, 1);
  const a = total(terms.input) + total(terms.state) + terms.bias;
  const W_x = html`<i>W</i><sub>x${index}</sub>`;
  const W_h = html`<i>W</i><sub>h${index}</sub>`;
  const b = html`<i>b</i><sub>${index}</sub>`;
  return [
    html`${f}(${x} ${W_x} + ${before("hidden")} ${W_h} + ${b})`,
    [
      [html`<i>x</i><sub>${t}</sub> ${W_x}`, sum(terms.input, given), number(total(terms.input))],
      [html`<i>h</i><sub>${t - 1}</sub> ${W_h}`, sum(terms.state, (value) => (value === 0 ? "0" : fixed(value, 3))), number(total(terms.state))],
      [b, "", given(terms.bias)],
      [html`<i>${letter}</i><sub>${t}</sub>`, html`${f}(${readout("A", a, number(a))})`, number(now[step])],
    ],
  ];
}

const ways = {
  cell({ t, now, before: { cell } }, { s, before }) {
    const [kept, added] = [now.forget * cell, now.input * now.candidate];
    return [
      html`${s("forget")} · ${before("cell")} + ${s("input")} · ${s("candidate")}`,
      [
        [html`<i>f</i><sub>${t}</sub> · <i>c</i><sub>${t - 1}</sub>`, html`${number(now.forget)} · ${factor(cell)}`, number(kept)],
        [html`<i>i</i><sub>${t}</sub> · <i>c\u0303</i><sub>${t}</sub>`, html`${number(now.input)} · ${factor(now.candidate)}`, number(added)],
        [html`<i>c</i><sub>${t}</sub>`, "their sum", number(now.cell)],
      ],
    ];
  },
  hidden({ t, now }, { s }) {
    const shown = Math.tanh(now.cell);
    return [
      html`${s("output")} · tanh(${s("cell")})`,
      [
        [html`tanh(<i>c</i><sub>${t}</sub>)`, html`tanh(${number(now.cell)})`, number(shown)],
        [html`<i>h</i><sub>${t}</sub>`, html`${number(now.output)} · ${factor(shown)}`, number(now.hidden)],
      ],
    ];
  },
};
