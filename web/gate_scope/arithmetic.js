// The inspector: how the chosen track of one unit comes about at one timestep, with its numbers.
import { fixed, html, readout, signed } from "../ui/html.js";
import { TRACKS, amount, visible } from "./words.js";

const NAMED = 3; // contributions of the states that are named; the rest is one sum
const GATES = { LSTM: ["i", "f", "c~", "o"], GRU: ["z", "r", "h~"], SimpleRNN: ["h"] };
const APPLIED = { tanh: "tanh", sigmoid: "σ", relu: "ReLU", linear: "" };
const DIGITS = 3;

const number = (value) => signed(value, DIGITS);
const factor = (value) => (value < 0 ? html`(${fixed(value, DIGITS)})` : fixed(value, DIGITS));
const symbol = (track, index) => html`<span class="role-${TRACKS[track].role}"><i>${TRACKS[track].letter}</i><sub>${index}</sub></span>`;

/** The parts of a pre-activation: what each input, each state and the bias add; they sum to `sum`. */
export function contributions(values, track = values.track) {
  const { t, layer, direction, unit, units, trace, lines, layers, card, kind, tokens } = values;
  const { kind: cellKind, features, W_x, W_h, b, b_h, reset_after } = layers[layer - 1][direction];
  const gate = GATES[cellKind].indexOf(track);
  const width = b.length;
  const column = gate * units + unit - 1;
  const before = direction === "forward" ? t - 2 : t; // of the timestep that was read before, from 0
  const none = before < 0 || before >= trace.T;
  const X = trace.layers[layer - 1].X;
  // A reset gate lies between the states and the candidate.
  const r = track === "h~" ? lines.r : null;
  const reset = (j) => (r ? r[(t - 1) * units + (reset_after ? unit - 1 : j)] : 1);
  const inputs = Array.from({ length: features }, (_, i) => {
    const value = X[(t - 1) * features + i];
    return { name: layer > 1 ? `unit ${i + 1} below` : kind === "numbers" ? card.features[i] : "", value, weight: W_x[i * width + column], product: value * W_x[i * width + column] };
  });
  const states = Array.from({ length: units }, (_, j) => {
    const value = none ? 0 : lines.h[before * units + j] * reset(j);
    return { name: `unit ${j + 1}`, value, weight: W_h[j * width + column], product: value * W_h[j * width + column] };
  });
  const bias = b[column] + b_h[column] * (r && reset_after ? reset(unit - 1) : 1);
  const total = (list) => list.reduce((sum, { product }) => sum + product, 0);
  const text = layer === 1 && kind !== "numbers" ? visible(tokens[t - 1]) : null;
  return { inputs, states, bias, text, fromInputs: total(inputs), fromStates: total(states), sum: total(inputs) + total(states) + bias, reset: Boolean(r), before: none ? null : before + 1 };
}

const applied = (track, { kind, activation }) => (TRACKS[track].gate ? "sigmoid" : kind === "SimpleRNN" ? activation : "tanh");

export function arithmetic(values) {
  const { track, t, unit, layers, layer, direction, clamp, trace, tracks, at, lines, units } = values;
  const { kind } = layers[layer - 1];
  const chain = html`<p class="u-chain">${tracks.map((name, i) => html`${i > 0 && " "}<span class="u-term">${symbol(name, t)} = ${amount(name, at(name, t, unit), DIGITS)}</span>`)}</p>`;
  const heading = html`<p class="u-heading">Unit ${unit} at <i>t</i> = ${t}, worked out: ${TRACKS[track].name} ${symbol(track, t)}</p>`;
  if (!trace.mask[t - 1]) return html`${heading}<p>This timestep is padding: it is skipped, and the states stay.</p>`;
  const before = direction === "forward" ? t - 1 : t + 1;
  const previous = (name) => (before < 1 || before > trace.T ? 0 : lines[name][(before - 1) * units + unit - 1]);
  const [rows, computed] = GATES[kind].includes(track) ? gateRows(values) : stateRows(values, previous, before);
  const now = at(track, t, unit);
  const isHeld = clamp && clamp.from <= t - 1 && t - 1 <= clamp.to;
  return html`${heading}<table><tbody>${rows}
    <tr class="u-total"><th scope="row">${symbol(track, t)}</th><td>${isHeld ? html`held; else ${amount(track, computed, DIGITS)}` : ""}</td><td>${readout("result", now, amount(track, now, DIGITS))}</td></tr></tbody></table>${chain}`;
}

const line = (name, content, result) => html`<tr><th scope="row">${name}</th><td>${content}</td><td>${result}</td></tr>`;
const product = ({ value, weight }) => html`${fixed(value, DIGITS)} · ${weight < 0 ? html`(${fixed(weight, DIGITS)})` : fixed(weight, DIGITS)}`;

function gateRows(values) {
  const { track, t, layers, layer } = values;
  const { inputs, states, bias, text, fromInputs, fromStates, sum, reset, before } = contributions(values);
  const f = applied(track, layers[layer - 1]);
  const largest = (list) => list.toSorted((a, b) => Math.abs(b.product) - Math.abs(a.product)).slice(0, NAMED).filter((one) => one.product !== 0);
  const named = (list, whole) => {
    const best = largest(list);
    const rest = whole - best.reduce((all, one) => all + one.product, 0);
    const others = list.length - best.length;
    return html`${best.map((one) => html`<span class="u-term">${one.name}: ${product(one)} = ${number(one.product)}</span>; `)}${
      others > 0 && html`<span class="u-term">${others === 1 ? "the other" : `the ${others} others`} ${number(rest)}</span>`}`;
  };
  const ofInputs = text === null ? named(inputs, fromInputs) : html`“${text}”`;
  const ofStates = before === null ? "0: there is no state yet" : html`${reset && html`after the reset gate ${symbol("r", t)}: `}${named(states, fromStates)}`;
  const activation = { sigmoid: 1 / (1 + Math.exp(-sum)), tanh: Math.tanh(sum), relu: Math.max(0, sum), linear: sum }[f];
  return [[
    line("input", ofInputs, readout("fromInputs", fromInputs, number(fromInputs))),
    line(html`states at ${before === null ? "the start" : html`<i>t</i> = ${before}`}`, ofStates, readout("fromStates", fromStates, number(fromStates))),
    line("bias", "", readout("bias", bias, number(bias))),
    line("sum", html`${APPLIED[f]}(${number(sum)}) = ${amount(track, activation, DIGITS)}`, readout("sum", sum, number(sum))),
  ], activation];
}

function stateRows(values, previous, before) {
  const { track, t, unit, at, layers, layer } = values;
  const get = (name) => at(name, t, unit);
  const two = (a, b, first, second) => [[
    line(first[0], first[1], number(a)), line(second[0], second[1], number(b)), line("sum", "", readout("sum", a + b, number(a + b))),
  ], a + b];
  if (track === "c")
    return two(get("f") * previous("c"), get("i") * get("c~"),
      [html`${symbol("f", t)} · ${symbol("c", before)}`, html`${factor(get("f"))} · ${factor(previous("c"))}: kept`],
      [html`${symbol("i", t)} · ${symbol("c~", t)}`, html`${factor(get("i"))} · ${factor(get("c~"))}: written`]);
  if (layers[layer - 1].kind === "GRU")
    return two(get("z") * previous("h"), (1 - get("z")) * get("h~"),
      [html`${symbol("z", t)} · ${symbol("h", before)}`, html`${factor(get("z"))} · ${factor(previous("h"))}: kept`],
      [html`(1 \u2212 ${symbol("z", t)}) · ${symbol("h~", t)}`, html`${factor(1 - get("z"))} · ${factor(get("h~"))}: written`]);
  const tanh = Math.tanh(get("c"));
  return [[
    line(html`tanh(${symbol("c", t)})`, html`tanh(${number(get("c"))})`, number(tanh)),
    line(html`${symbol("o", t)} · tanh(${symbol("c", t)})`, html`${factor(get("o"))} · ${factor(tanh)}: let out`, readout("sum", get("o") * tanh, number(get("o") * tanh))),
  ], get("o") * tanh];
}
