// The cell at one timestep: values on its wires, from the input below to the states above.
// Drawn 320 wide; at the width of a small phone its text is still 11 pixels high.
import { fixed, html, signed } from "../ui/html.js";
import { ROLES, short } from "./words.js";

const WIDTH = 320;
const HEIGHT = 296;
const TOP = 44; // the cell state runs along here
const MEET = 128; // input gate meets candidate, output gate meets tanh
const GATE = { top: 196, height: 28, width: 42 };
const H_BUS = 248;
const X_BUS = 272;
const AT = { forget: 74, input: 122, candidate: 178, output: 240, add: 156 };

export function cell(values) {
  const { t, x, unit, units, now, before, step } = values;
  const order = Object.keys(ROLES);
  const part = (role, content) => {
    const place = order.indexOf(role) - order.indexOf(step);
    return html`<g class="${place > 0 ? "u-later" : place === 0 && "u-now"}">${content}</g>`;
  };
  const lit = (name, content) => html`<g data-lit="${name}"${ROLES[name] && html` data-pick="step" data-to="${JSON.stringify(name)}"`}>${content}</g>`;
  const name = (role, index = t) => html`<tspan class="u-letter">${ROLES[role].letter}</tspan><tspan dy="3" class="u-index">${index}</tspan><tspan dy="-3"> </tspan>`;
  const value = (field, number, text) => html`<tspan class="u-number" data-value="${field}" data-exact="${number}">${text}</tspan>`;
  /** Letter above, number below. */
  const stacked = (role, at, y) => html`<text x="${at}" y="${y}" class="u-role-ink role-${role}">${name(role)}</text>
    <text x="${at}" y="${y + 15}">${value(ROLES[role].field, now[role], short(role, now[role]))}</text>`;
  const feeds = (at) => html`${wire("hidden", `M${at - 8} ${H_BUS}V${GATE.top + GATE.height}`)}${wire("input", `M${at + 8} ${X_BUS}V${GATE.top + GATE.height + 1}`)}`;
  const gate = (role, f, path, at, y) => part(role, lit(role, html`${wire(role, path)}
    <rect x="${AT[role] - GATE.width / 2}" y="${GATE.top}" width="${GATE.width}" height="${GATE.height}" rx="6" class="u-gate u-gate-${role}"/>
    <text x="${AT[role]}" y="${GATE.top + 18}" text-anchor="middle">${f}</text>${stacked(role, at, y)}`));
  const added = now.input * now.candidate;
  const shown = Math.tanh(now.cell);

  return html`<svg class="u-figure" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="The cell at timestep ${t}, unit ${unit} of ${units}">
    ${lit("hidden-before", html`${wire("hidden", `M6 ${H_BUS}H${AT.output - 8}`)}
      <text x="6" y="${H_BUS + 16}">${name("hidden", t - 1)}${value("H_before", before.hidden, signed(before.hidden))}</text>`)}
    ${lit("x", html`${wire("input", `M6 ${X_BUS}H${AT.output + 8}`)}
      <text x="6" y="${X_BUS + 17}"><tspan class="u-letter">x</tspan><tspan dy="3" class="u-index">${t}</tspan><tspan dy="-3"> </tspan>${value("x", x[t - 1], signed(x[t - 1]))}</text>`)}
    ${["forget", "input", "candidate", "output"].map((role) => part(role, feeds(AT[role])))}
    ${lit("cell-before", html`${wire("cell", `M6 ${TOP}H${AT.forget - 11}`)}
      <text x="6" y="${TOP - 12}">${name("cell", t - 1)}${value("C_before", before.cell, signed(before.cell))}</text>`)}
    ${gate("forget", "σ", `M${AT.forget} ${GATE.top}V${TOP + 11}`, AT.forget + 9, 118)}
    ${gate("input", "σ", `M${AT.input} ${GATE.top}V${MEET}H${AT.add - 11}`, AT.input + 9, 164)}
    ${gate("candidate", "tanh", `M${AT.candidate} ${GATE.top}V${MEET}H${AT.add + 11}`, AT.candidate + 9, 164)}
    ${part("cell", html`${wire("cell", `M${AT.forget + 11} ${TOP}H${AT.add - 11}`)}
      <text x="${(AT.forget + AT.add) / 2}" y="${TOP - 12}" text-anchor="middle" class="u-number">${signed(now.forget * before.cell)}</text>
      ${wire("candidate", `M${AT.add} ${MEET - 11}V${TOP + 11}`)}
      <text x="${AT.add + 8}" y="${(TOP + MEET) / 2 + 4}" class="u-number">${signed(added)}</text>
      ${lit("cell", html`${wire("cell", `M${AT.add + 11} ${TOP}H308`)}${arrow("cell", 318, TOP)}
        <text x="${WIDTH - 2}" y="${TOP - 12}" text-anchor="end" class="u-role-ink role-cell">${name("cell")}${value("C", now.cell, signed(now.cell))}</text>`)}
      ${node(AT.forget, TOP, "×")}${node(AT.add, MEET, "×")}${node(AT.add, TOP, "+")}`)}
    ${gate("output", "σ", `M${AT.output} ${GATE.top}V${MEET + 11}`, AT.output + 9, 164)}
    ${part("hidden", html`${wire("cell", `M${AT.output} ${TOP}V${MEET - 11}`, "u-thin")}
      <rect x="${AT.output - 22}" y="66" width="44" height="22" rx="11" class="u-gate"/><text x="${AT.output}" y="81" text-anchor="middle">tanh</text>
      <text x="${AT.output + 9}" y="106" class="u-number">${fixed(shown)}</text>
      ${lit("hidden", html`${wire("hidden", `M${AT.output + 11} ${MEET}H310`)}${arrow("hidden", 319, MEET)}
        <text x="${WIDTH - 2}" y="${MEET + 20}" text-anchor="end" class="u-role-ink role-hidden">${name("hidden")}${value("H", now.hidden, signed(now.hidden))}</text>`)}
      ${node(AT.output, MEET, "×")}`)}
  </svg>`;
}

/** A wire in its role's line, with a broad invisible one to point at. */
const wire = (role, path, kind = "") => html`<path d="${path}" class="u-grab"/><path d="${path}" class="u-role-${role} ${kind}"/>${
  role === "hidden" && html`<path d="${path}" class="u-gap"/>`
}`;
const arrow = (role, x, y) => html`<path d="M${x} ${y}l-11 -6v12z" class="u-head-${role}"/>`;
const node = (x, y, sign) => html`<circle cx="${x}" cy="${y}" r="11" class="u-gate"/><text x="${x}" y="${y + 5}" text-anchor="middle" class="u-sign">${sign}</text>`;
