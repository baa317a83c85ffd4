// The eight steps of the tour.  Each is { title, hides, state, look, ask, choices, then, says }:
//   state    the traits that the step sets, {model, text, t, layer, track, unit, clamps, order, output ...}
//   look     what to look at
//   ask      the question, choices its answers, or null where there is none to choose
//   hides    whether the outputs would give the answer away
//   then     the traits that are set once it is answered, if any
//   says     what happened, a function of the values (see compute in ../gate_scope.js) that gives html text
// tests/test_gate_scope_tour.py checks that what the steps lead to is so with the stored weights.
import { fixed, html, signed } from "../ui/html.js";
import { finished } from "../ui/later.js";

const percent = (share) => `${fixed(100 * share, 1)} %`;
const grouped = (n) => n.toLocaleString("en-US");
const steps = ({ T }) => Array.from({ length: T }, (_, k) => k + 1);
const largest = (list) => list.indexOf(Math.max(...list)) + 1;

/** The innermost open bracket after each step; "" where none is open. */
function innermost(tokens) {
  const open = [];
  return tokens.map((token) => {
    if ("([".includes(token)) open.push(token);
    else open.pop();
    return open.at(-1) ?? "";
  });
}

const HOLDER = 19; // of the bracket model: the unit that holds which bracket is open
const brackets = (text, changes) => ({ model: "brackets", text, t: text.length, track: "c", unit: HOLDER, order: "trained", ...changes });
const SAID = '"i mean what i say," the mock turtle replied';

export const TOUR = [
  {
    title: "What it expects",
    hides: true,
    state: { model: "characters", text: "the mock turt", t: 13, track: "h", order: "trained", output: -1 },
    look: html`An LSTM has read these 13 characters. The <b>bars</b> will say how probable it finds each one to come next.`,
    ask: "Which one leads?",
    choices: ["a", "l", "a space"],
    says: ({ top: [best, second] }) => html`“${best.name}” with ${percent(best.value)}; then “${second.name}” with ${percent(second.value)}. Type something of your own, and watch them.`,
  },
  {
    title: "A column is a timestep, a row is a unit",
    state: { model: "characters", text: "the mock turtle", t: 9, track: "h", order: "trained" },
    look: html`The large map is the hidden state: a column for each character, a row for each unit.`,
    ask: "Another last letter: which columns change?",
    choices: ["all of them", "the last alone"],
    says({ net, inputs, T, units, bare, at, t, unit }) {
      const other = net.forward([...inputs.slice(0, -1), 1]).layers[0].forward.h;
      const moved = Array.from(other, (value, k) => Math.abs(value - bare.layers[0].forward.h[k]));
      return html`The last alone: with an “a” there, its units move by up to ${fixed(Math.max(...moved.slice((T - 1) * units)))}, and all columns before it by
        ${fixed(Math.max(...moved.slice(0, (T - 1) * units)))}. A state knows only what has been read: at t = ${t}, unit ${unit} is at ${signed(at("h", t, unit))} whatever follows.`;
    },
  },
  {
    title: "A unit with a meaning",
    state: brackets("([[]()]"),
    look: html`A network of 20 units that reads brackets. Follow the outlined row, the cell state of unit ${HOLDER}: orange above 0, blue below.`,
    ask: "What does its sign tell?",
    choices: ["how many are open", "which one is open innermost", "which one was read last"],
    says(values) {
      const inner = innermost(values.tokens);
      const list = (bracket) => steps(values).filter((t) => inner[t - 1] === bracket).map((t) => signed(values.at("c", t, HOLDER))).join(", ");
      return html`Which one is open innermost. While that is “(”: ${list("(")}. While it is “[”: ${list("[")}.`;
    },
  },
  {
    title: "Prove it: hold the unit",
    state: brackets("([[]()", { output: -1 }),
    look: html`Open are “([”, so only “]” may close. Now the cell state of unit ${HOLDER} will be held at −1, as if “(” were open innermost, at the last timestep alone.`,
    ask: "How will the network close?",
    choices: ["with ]", "with )", "not at all"],
    then: { clamps: [{ layer: 0, direction: "forward", track: "c", unit: HOLDER - 1, value: -1, from: 5, to: 5 }] },
    says: ({ free, value }) => html`With the wrong one: “]” goes from ${percent(free.value("]"))} to ${percent(value("]"))}, “)” from ${percent(free.value(")"))} to ${percent(value(")"))}.
      To see that a unit goes with something is not enough; to change it, and to see the answer change, is the proof.`,
  },
  {
    title: "What the answer depends on",
    state: brackets("[()()()", { output: 3 }),
    look: html`Under the input, for the output “]”: the <b>gradient</b>, how much it moves when an input vector moves a little, and <b>gradient × input</b>.`,
    ask: "Which bracket has the longest gradient?",
    choices: ["the first, which is to be closed", "the last one read"],
    says({ connectivity: { norm, gradient_x_input: product } }) {
      return html`The one at t = ${largest(norm)}: ${fixed(norm[largest(norm) - 1])}, and ${fixed(norm[0])} at t = 1. Gradient × input is largest at t = ${largest(product)}: ${signed(product[largest(product) - 1])}.
        Two fair questions, two answers.`;
    },
  },
  {
    title: "Where they disagree",
    state: brackets("(()()()", { output: 2 }),
    look: html`The output is “)” now. <b>Left out</b> is what it loses when the network skips a timestep. The gradient is longest at the last bracket.`,
    ask: "If the network skips that last bracket, “)” …",
    choices: ["falls most", "does not fall"],
    says({ net, inputs, end, chosen, acting, connectivity: { norm } }) {
      const lost = finished(net.occlusion(inputs, end - 1, chosen.index, "logit", acting));
      return html`It loses ${signed(lost[6])}, so it rises: without the last bracket another “(” waits for it. Without the first it loses ${signed(lost[0])}, though the gradient there is ${fixed(norm[0])} and not ${fixed(norm[6])}.
        A gradient tells of a small push; leaving out makes another input.`;
    },
  },
  {
    title: "Slow and fast units",
    state: { model: "characters", text: SAID, t: SAID.length, track: "f", order: "time" },
    look: html`The forget gates of the character model, the slowest unit on top. A <b>time constant</b> is in how many timesteps a unit keeps 37 % of what it holds.`,
    ask: "How long is the longest of the 96?",
    choices: ["about 5", "about 50", "about 500"],
    says({ constants: all }) {
      return html`${fixed(Math.max(...all), 1)} characters, in unit ${largest(all)}; the shortest is ${fixed(Math.min(...all), 1)}. So it knows the word that it is in, and hardly whether a quotation is open.`;
    },
  },
  {
    title: "Your own model",
    state: { model: "characters", text: SAID, t: SAID.length, track: "h", order: "trained" },
    look: html`<code>GateScope.from_keras(model, vocabulary=…)</code> opens your network like this one: SimpleRNN, LSTM, GRU, also Bidirectional, up to two layers.`,
    ask: "How large may it be?",
    choices: ["like this one", "about 25 times", "1000 times"],
    says: ({ card }) => html`This one has ${grouped(card.size)} numbers; yours may have ${grouped(1.25e6)}, ${fixed(1.25e6 / card.size, 0)} times as many.`,
  },
];
