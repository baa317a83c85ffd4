// The six results of a timestep, in the order in which they are computed, and the figure in words.
import { count, fixed, html, readout, signed } from "../ui/html.js";

export const ROLES = {
  forget: { letter: "f", name: "forget", field: "F", range: [0, 1], line: "solid" },
  input: { letter: "i", name: "input", field: "I", range: [0, 1], line: "dashed" },
  candidate: { letter: "c\u0303", name: "candidate", field: "C_tilde", range: [-1, 1], line: "dash-dotted" },
  cell: { letter: "c", name: "cell", field: "C", line: "thick" },
  output: { letter: "o", name: "output", field: "O", range: [0, 1], line: "dotted" },
  hidden: { letter: "h", name: "hidden", field: "H", range: [-1, 1], line: "double" },
};

/** A gate is between 0 and 1; what may be negative shows its sign. */
export const short = (role, value) => (ROLES[role].range?.[0] === 0 ? fixed(value) : signed(value));

export function describe({ preset, x, t, unit, units, now, lines }, open) {
  const results = Object.entries(now).map(([role, value]) => `${ROLES[role].letter} = ${short(role, value)}`).join(", ");
  const end = open || t === x.length ? "" : ` At t = ${x.length} the cell state is ${signed(lines.cell.at(-1))}.`;
  return `An LSTM with ${count(units, "unit")} (${preset}) reads ${x.length} timesteps. At t = ${t} its input is ${signed(x[t - 1])}, and unit ${unit} has ${results}.${end}`;
}

export function numbers({ x, lines, preset, unit, W_x, W_h, b }) {
  const roles = Object.entries(ROLES);
  const list = (values) => values.join(", ").replaceAll("-", "\u2212");
  return html`<table class="u-table">
    <caption>Every timestep of unit ${unit} (${preset})</caption>
    <thead><tr><th scope="col">t</th><th scope="col">x</th>${roles.map(([, { letter }]) => html`<th scope="col">${letter}</th>`)}</tr></thead>
    <tbody>${x.map((value, k) => html`<tr><th scope="row">${k + 1}</th><td>${fixed(value, 3)}</td>${roles.map(
      ([role, { field }]) => html`<td>${readout(`${field}.${k + 1}`, lines[role][k], fixed(lines[role][k], 4))}</td>`,
    )}</tr>`)}</tbody>
  </table>
  <p class="u-soft">Weights in Keras's order, i, f, c\u0303, o: W<sub>x</sub> = (${list(W_x[0])});
    W<sub>h</sub> = (${W_h.map(list).join("; ")}); b = (${list(b)}).</p>`;
}
