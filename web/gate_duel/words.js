// The words of GateDuel: names, numbers, the questions, the verdicts, the description.
import { fixed, html, power } from "../ui/html.js";

export const NAMES = ["SimpleRNN", "GRU", "LSTM"];
export const WEIGHTS = { start: "as Keras starts", trained: "trained on pulses" };
export const MATCHES = { units: "units", parameters: "parameters" };
export const PRESETS = { pulse: "one pulse", two: "two pulses", step: "step", noise: "pulse in noise" };

/** What is drawn of each network: part of the trace, letter, role, and in words if they differ. */
const HIDDEN = ["H", "h", "hidden"];
export const PARTS = {
  SimpleRNN: [HIDDEN],
  GRU: [HIDDEN, ["Z", "z", "forget", "update: 1 keeps"], ["R", "r", "output", "reset"], ["H_tilde", "h̃", "candidate"]],
  LSTM: [HIDDEN, ["C", "c", "cell"], ["F", "f", "forget", "forget: 1 keeps"], ["I", "i", "input"], ["C_tilde", "c̃", "candidate"], ["O", "o", "output"]],
};

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** "₃₀" */
export const subscript = (n) => String(n).replace(/\d/g, (c) => "₀₁₂₃₄₅₆₇₈₉"[c]);

/** Three significant digits, powers of ten where they are needed. */
export const amount = (value) => (value > 0 ? power(Math.log10(value)) : "0");

/** "31 %", "0.163 %", "2.13 × 10⁻⁷ %", with a space that does not break */
export const percent = (share) => `${share >= 0.1 ? Math.round(100 * share) : amount(100 * share)}\u00a0%`;

/** "98.3 %" */
export const rate = (share) => `${fixed(100 * share, 1)}\u00a0%`;

/** Of the fused weights: how many sets, and how many biases in each. */
export const SETS = { SimpleRNN: [1, 1], GRU: [3, 2], LSTM: [4, 1] };

/** The number of parameters with one feature, as in Keras. */
export const size = ({ name, units: h }) => SETS[name][0] * (h + h * h + SETS[name][1] * h);

/** "3 × (9 + 9² + 2 × 9) = 324" */
const counted = ({ name, units: h }) => {
  const [sets, biases] = SETS[name];
  return `${sets} × (${h} + ${h}² + ${biases > 1 ? `${biases} × ` : ""}${h}) = ${size({ name, units: h })}`;
};

// ---- questions ------------------------------------------------------------------------------

const KEPT = 0.1; // the share that counts as keeping
const WHO = { SimpleRNN: "SimpleRNN", GRU: "GRU", LSTM: "LSTM", gated: "GRU and LSTM", all: "all three", none: "none" };
const CLAIMS = { gated: ["GRU", "LSTM"], all: NAMES, none: [] };

export function questions({ duel, rivals, series, timestep, read, weights, match, presets }) {
  const asked = timestep === 1 && read === 30 && series.every((x, k) => x === presets.pulse[k]);
  const about = {
    match,
    shares: duel.map(({ share }) => share),
    gradients: duel.map(({ gradient }) => gradient[0]),
    answers: duel.map(({ answers }) => answers),
    accuracies: duel.map(({ accuracy }) => accuracy),
  };
  const keeps = (key, intro, why) => ({
    key,
    locks: key === "start",
    moot: weights !== key || !asked,
    about,
    setting: ({ match }) => `the pulse at equal ${match}, weights ${WEIGHTS[key]}`,
    text: html`${intro} A pulse comes at t = 1.
      <strong>Which keeps the pulse at t = 30, at least a tenth of what it changed?</strong>`,
    choices: WHO,
    verdict: (prediction) => keepVerdict(prediction, why),
  });
  return [
    keeps("start", "Three untrained networks, as Keras starts them.", whyStart),
    keeps("trained", "All three are trained to keep a pulse, on equal budgets.", whyTrained),
    {
      key: "units",
      moot: match === "parameters",
      about: {},
      setting: () => "one feature",
      text: html`The LSTM’s 8 units have 320 parameters. <strong>With as many parameters each, which network gets the most units?</strong>`,
      choices: { SimpleRNN: "SimpleRNN", GRU: "GRU", LSTM: "LSTM" },
      verdict: ({ answer }) => unitsVerdict(answer, rivals),
    },
  ];
}

const listed = (numbers, format) => NAMES.map((name, k) => `${name} ${format(numbers[k])}`).join(", ");

function keepVerdict({ answer, about }, why) {
  const { shares } = about;
  const kept = NAMES.filter((_, k) => shares[k] >= KEPT);
  const fact = ["none keeps it", `the ${kept} alone keeps it`, `the ${kept.join(" and the ")} keep it`, "all three keep it"][kept.length];
  const left = `Of what the pulse changed there is left: ${listed(shares, percent)}. ${why(about)}`;
  if (answer === null) return { right: null, said: `${fact[0].toUpperCase()}${fact.slice(1)}.`, why: left };
  const claimed = CLAIMS[answer] ?? [answer];
  const lost = claimed.find((name) => !kept.includes(name));
  const missed = lost ?? kept.find((name) => !claimed.includes(name));
  if (!missed) return { right: true, said: `You said ${WHO[answer]}, and so it is: ${fact}.`, why: left };
  const told = `The ${missed} has ${percent(shares[NAMES.indexOf(missed)])} left.`;
  return { right: lost || answer === "none" ? false : null, said: `You said ${WHO[answer]}; ${fact}.`, why: `${told} ${left}` };
}

const whyStart = () => `The SimpleRNN starts with an orthogonal W_h, which turns the state and keeps its length. The GRU’s z starts near 0.5, the LSTM’s f near 0.73: alone they leave 0.5²⁹ = ${amount(0.5 ** 29)} and 0.73²⁹ = ${amount(0.73 ** 29)}. Gates must learn to keep: take the trained weights.`;

const whyTrained = ({ gradients, answers, accuracies }) => `They learned to tell the sign of the last pulse, 0 without one. With and without this pulse they say: ${listed(answers, (pair) => pair.map((one) => fixed(one)).join(" and "))}. The SimpleRNN saturates, pulse or not; gates hold and stay sensitive: ‖∂H₃₀/∂X₁‖ is ${listed(gradients, amount)}. Right in new noisy sequences: ${listed(accuracies, rate)}.`;

function unitsVerdict(answer, rivals) {
  const why = `${rivals.map((one) => `${one.name} ${counted(one)} with ${one.units} units`).join("; ")}. Every gate has weights of its own.`;
  const fact = `the SimpleRNN gets the most, ${rivals[0].units}`;
  if (answer === null) return { right: null, said: `T${fact.slice(1)}.`, why };
  const mine = rivals.find(({ name }) => name === answer);
  if (mine === rivals[0]) return { right: true, said: `You said SimpleRNN, and ${fact}.`, why };
  return { right: false, said: `You said ${answer}, which gets ${mine.units}; ${fact}.`, why };
}

// ---- the figure in one sentence -------------------------------------------------------------

export function describe({ duel, series, timestep, read, weights }, open) {
  const who = duel.map(({ name, units }) => `${name} (${units} units)`).join(", ");
  const setting = `${who}, weights ${WEIGHTS[weights]}, on 40 timesteps with X = ${fixed(series[timestep - 1])} at t = ${timestep}`;
  if (open === weights) return `${setting}.`;
  if (timestep > read) return `${setting}: at t = ${read} it has not come yet, so it has changed nothing.`;
  if (series[timestep - 1] === 0) return `${setting}: to take out a zero changes nothing.`;
  return `${setting}: at t = ${read} there is left of what it changed: ${listed(duel.map(({ share }) => share), percent)}.`;
}
