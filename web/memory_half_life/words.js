// The words of MemoryHalfLife: its numbers, questions, verdicts and description.
import { biasFor, halfLife, logForget } from "../core/memory.js";
import { count, fixed, html, power } from "../ui/html.js";

const DEFAULT = 1; // Keras: unit_forget_bias=True
const LONG = 100; // timesteps, of the second question

/** "1", "−0.5" */
export const biasText = (b) => String(+b.toFixed(2)).replace("-", "−");

/** A half-life in words: "0.17 steps", "2.21 steps", "103 steps". */
export const lasting = (steps) => `${steps < 99.5 ? +steps.toPrecision(3) : Math.round(steps)} step${steps === 1 ? "" : "s"}`;

/** What is left, from its log10: "0.731", "0.99966", "3.16 × 10⁻⁵". */
export const remaining = (log10) => (log10 < 0 && log10 > -0.01 ? fixed(10 ** log10, 5) : power(log10));

const after = (b, t) => remaining((t * logForget(b)) / Math.LN10);

export const questions = () => [
  {
    key: "half",
    locks: true,
    moot: false,
    about: { bias: DEFAULT },
    setting: ({ bias }) => `forget bias ${bias}`,
    text: html`Keras starts the forget bias at ${DEFAULT}. <strong>After how many timesteps is half of the cell state gone?</strong>`,
    label: "timesteps",
    step: 0.1,
    verdict: halfVerdict,
  },
  {
    key: "keep",
    moot: false,
    about: { lag: LONG },
    setting: ({ lag }) => `a lag of ${lag}`,
    text: html`The LSTM shall remember over ${LONG} timesteps. <strong>Which forget bias leaves half of the cell state there?</strong>`,
    label: "forget bias",
    step: 0.1,
    max: 8,
    verdict: keepVerdict,
  },
];

function halfVerdict({ answer }) {
  const truth = halfLife(DEFAULT);
  const f = after(DEFAULT, 1);
  const why = `f = σ(${DEFAULT}) = ${f}, and ln ½ / ln ${f} = ${fixed(truth)}. Move the bias and see how the curve opens.`;
  if (answer === null) return { right: null, said: `${fixed(truth, 1)} timesteps.`, why };
  const right = answer >= 2 && answer <= 2.4;
  if (right) return { right, said: `You said ${answer}, and it is ${fixed(truth)}.`, why };
  const takes = answer ? `the bias ${fixed(biasFor(answer))}` : "a gate that keeps nothing";
  return {
    right,
    said: `You said ${answer}; it is ${fixed(truth, 1)}.`,
    why: `Too ${answer < truth ? "short" : "long"}: after ${answer} there is ${after(DEFAULT, answer)} left. A half-life of ${answer} takes ${takes}. ${why}`,
  };
}

function keepVerdict({ answer, about: { lag } }) {
  const truth = biasFor(lag);
  const why = `Half is left at lag ${lag} where f = 2^(−1/${lag}) = ${fixed(2 ** (-1 / lag), 5)}, so b = ln(f / (1 − f)) = ${fixed(truth)}. Each further 1 makes a long half-life 2.7 times as long.`;
  if (answer === null) return { right: null, said: `About ${fixed(truth, 0)}.`, why };
  const right = Math.abs(answer - truth) <= 0.2;
  if (right) return { right, said: `You said ${answer}, and it is ${fixed(truth)}.`, why };
  return {
    right,
    said: `You said ${answer}; it is ${fixed(truth)}.`,
    why: `Too ${answer < truth ? "small" : "large"}: the half-life of ${answer} is ${lasting(halfLife(answer))}, and ${after(answer, lag)} is left at lag ${lag}. ${why}`,
  };
}

export function describe({ bias, lag, f, halfLife, log10Left, needed }, open) {
  if (open === "half") return `A forget gate with bias ${biasText(bias)}, applied at every timestep to a cell state that starts at 1.`;
  return `With forget bias ${biasText(bias)} the gate is ${remaining(Math.log10(f))}: half of the cell state is gone after ${lasting(halfLife)}, and after ${count(lag, "step")} ${remaining(log10Left)} of it is left. Half is left there with bias ${fixed(needed)}.`;
}
