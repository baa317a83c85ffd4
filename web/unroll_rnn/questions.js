// What the reader predicts: the count of parameters, and how far one input reaches.
import { count, fixed, html } from "../ui/html.js";

export function questions({ features, units, timesteps, x, moved }) {
  return [
    {
      key: "count",
      locks: true,
      moot: false,
      about: { features, units },
      setting: ({ features: d, units: h }) => `d = ${d} and h = ${h}`,
      text: html`This network has ${count(features, "feature")} and ${count(units, "unit")}, and reads T = ${count(timesteps, "timestep")}.
        <strong>How many parameters does it have when T doubles, from ${timesteps} to ${2 * timesteps}?</strong>`,
      label: "parameters",
      verdict: countVerdict,
    },
    {
      key: "reach",
      moot: timesteps < 3 || x[0].every((value) => value === 0) || moved.includes(0),
      about: { timesteps, moved },
      setting: ({ timesteps: T }) => `T = ${T} and the numbers as they were`,
      text: html`We set the first input, X<sub>1</sub>, to 0 and change nothing else. <strong>Which states become different?</strong>`,
      choices: { one: html`Only H<sub>1</sub>`, two: html`H<sub>1</sub> and H<sub>2</sub>`, all: html`All, H<sub>1</sub> to H<sub>${timesteps}</sub>` },
      verdict: reachVerdict,
    },
  ];
}

const SLIPS = [
  [(d, h) => d * h + h * h, "The biases are missing: each unit has one."],
  [(d, h) => d * h + h * h + 1, "There is one bias for each unit, not one for all."],
  [(d, h) => d * h + h * h + 2 * h, "That gives each unit two biases, as PyTorch does; here, as in Keras, it has one."],
  [(d, h) => d * h + h, html`That leaves out W<sub>h</sub>, the weights from state to state.`],
  [(d, h) => h * h + h, html`That leaves out W<sub>x</sub>, the weights of the input.`],
  [(d, h) => d * h + 2 * h, html`That gives each unit one recurrent weight; W<sub>h</sub> has one from every unit to every unit.`],
];

function countVerdict({ answer, about }) {
  const { features: d, units: h } = about;
  const n = d * h + h * h + h;
  const why = html`W<sub>x</sub> has ${d} · ${h}, W<sub>h</sub> ${h} · ${h} and b ${h} numbers: ${d * h} + ${h * h} + ${h} = ${n}.
    There is no T in it: every timestep uses the same ones. Move T and see what stays.`;
  if (answer === null) return { right: null, said: `${count(n, "parameter")}, as before.`, why };
  if (answer === n) return { right: true, said: `You said ${answer}, and ${answer} it is.`, why };
  const slip = SLIPS.find(([wrong]) => wrong(d, h) === answer)?.[1];
  const times = answer / n;
  const copies = Number.isInteger(times) && times > 1 && `${answer} is ${times === 2 ? "twice" : `${times} times`} ${n}, as if the added timesteps brought weights of their own.`;
  // A count may be both a slip and a multiple; the question is about doubling.
  return { right: false, said: `You said ${answer}; it is ${n}.`, why: html`${copies || slip} ${why}` };
}

const WORDS = { one: "only H₁", two: "H₁ and H₂" };

function reachVerdict({ answer, about }) {
  const { timesteps: T, moved } = about;
  const why = html`H<sub>1</sub> changes by ${size(moved[0])}, H<sub>2</sub> by ${size(moved[1])}, and H<sub>${T}</sub> still by ${size(moved[T - 1])}.
    X<sub>1</sub> enters H<sub>1</sub>, and every state enters the next through W<sub>h</sub>: the state is the memory. Set X<sub>1</sub> to 0 and see.`;
  if (answer === null) return { right: null, said: "All of them.", why };
  if (answer === "all") return { right: true, said: "You said all of them, and so it is.", why };
  return { right: false, said: `You said ${WORDS[answer]}; it is all of them.`, why };
}

/** Three decimals, or the first digit of what is smaller. */
const size = (v) => (v >= 0.0005 ? fixed(v, 3) : String(+v.toPrecision(1)).replace("-", "\u2212"));
