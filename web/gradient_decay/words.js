// The words of GradientDecay: numbers beyond the floats, the question, the verdicts, the description.
import { count, fixed, html } from "../ui/html.js";

export const FAMILIES = { orthogonal: "orthogonal", gaussian: "Gaussian", symmetric: "symmetric", identity: "identity" };
export const ACTIVATIONS = { linear: "linear", tanh: "tanh", relu: "ReLU", sigmoid: "sigmoid" };

// ---- numbers --------------------------------------------------------------------------------

/** "⁻¹²" */
export const superscript = (n) => String(n).replace(/[-\d]/g, (c) => (c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c]));

/** Three significant digits of a number near 1. */
export const plain = (value) => String(+value.toPrecision(3));

/** The number with this log10, three digits: "0.349", "120", "2.66 × 10⁻⁵", "3.87 × 10⁻⁴¹²". */
export function power(log10) {
  let exponent = Math.floor(log10);
  let digits = (10 ** (log10 - exponent)).toFixed(2);
  if (digits === "10.00") {
    exponent += 1;
    digits = "1.00";
  }
  if (-5 < exponent && exponent < 4) return plain(10 ** log10);
  return `${digits} × 10${superscript(exponent)}`;
}

/** log10 of the bounds of float32: what rounds to zero, the smallest normal number, what rounds to infinity. */
export const SINGLE = { zero: -150 * Math.log10(2), normal: -126 * Math.log10(2), infinite: Math.log10((2 - 2 ** -24) * 2 ** 127) };

/** What becomes in float32 of the number with this log10; "" where it fits. */
export function float32(log10) {
  const single = Math.fround(10 ** log10);
  if (single === 0) return "underflows in float32 here";
  if (single === Infinity) return "overflows in float32 here";
  return log10 < SINGLE.normal ? "loses digits in float32 here" : "";
}

// ---- questions ------------------------------------------------------------------------------

/** `below` has a closed form where every power of the matrix has the norm radius^lag. */
export function questions({ family, radius, activation, timesteps, norms, below, above }) {
  const peak = norms.indexOf(Math.max(...norms));
  return [
    {
      key: "below",
      locks: true,
      moot: family === "gaussian" || activation !== "linear" || below === null,
      about: { family, radius },
      setting: ({ family, radius }) => `the ${FAMILIES[family]} matrix, spectral radius ${radius}`,
      text: html`${capital(FAMILIES[family])} matrix, spectral radius ${radius}, no activation.
        <strong>At which lag does the gradient first fall below 1/1000?</strong>`,
      label: "lag",
      verdict: belowVerdict,
    },
    {
      key: "growth",
      moot: family !== "gaussian" || activation !== "linear" || radius >= 1,
      about: { radius, timesteps, above, peak, highest: norms[peak], first: norms[1], last: norms.at(-1) },
      setting: ({ radius }) => `the Gaussian matrix, spectral radius ${radius}`,
      text: html`Gaussian matrix, spectral radius ${radius}, no activation.
        <strong>Does the gradient shrink from the first step on?</strong>`,
      choices: { shrinks: "yes, at every step", grows: "no, it grows first" },
      verdict: growthVerdict,
    },
  ];
}

const capital = (word) => word[0].toUpperCase() + word.slice(1);

function belowVerdict({ answer, about: { radius } }) {
  const at = (lag) => lag * Math.log10(radius);
  const truth = Math.floor(-3 / Math.log10(radius) + 1e-9) + 1;
  const form = (lag) => `${radius}${superscript(lag)} = ${power(at(lag))}`;
  const why = `Every step multiplies the norm by ${radius}: ${form(truth - 1)} is not yet below 1/1000, ${form(truth)} is. In one formula: log(1/1000) / log(${radius}) = ${fixed(-3 / Math.log10(radius), 1)}. Then choose the Gaussian matrix: another question waits there.`;
  if (answer === null) return { right: null, said: `At lag ${truth}.`, why };
  if (answer === truth) return { right: true, said: `You said ${answer}, and ${answer} it is.`, why };
  const said = `You said ${answer}; it is ${truth}.`;
  const there = `At lag ${answer} the norm is ${form(answer)}`;
  const near = Math.abs(answer - truth) <= 5;
  const early = answer < truth;
  if (near) return { right: null, said, why: `Close. ${there}, ${early ? "still above" : "already below"} 1/1000. ${why}` };
  return { right: false, said, why: `${early ? `Too early: ${lower(there)}, still ${power(at(answer) + 3)} times 1/1000` : `Too late: ${lower(there)}, ${answer - truth} steps after it fell below 1/1000`}. ${why}` };
}

const lower = (words) => words[0].toLowerCase() + words.slice(1);

function growthVerdict({ answer, about: { radius, timesteps, above, peak, highest, first, last } }) {
  const grows = above > 0;
  const claims = { shrinks: "it shrinks at every step", grows: "it grows first" };
  const truth = claims[grows ? "grows" : "shrinks"];
  const why = grows
    ? `The spectral norm decides the first step: it is ${power(first)}, so at lag 1 the gradient can be ${power(first)} times as long. It is longest at lag ${peak}, ${power(highest)}, and stays above 1 for ${count(above, "step")}. The spectral radius ${radius} decides the long run: ${above < timesteps ? `at lag ${timesteps} the norm is ${power(last)}` : `${count(timesteps, "timestep")} are too few to see it`}.`
    : `The spectral norm decides the first step, and ${power(first)} is below 1, so nothing can grow. Beyond radius ${fixed(radius / 10 ** first)} it is above 1, though the radius is not.`;
  if (answer === null) return { right: null, said: `${capital(truth)}.`, why };
  const right = (answer === "grows") === grows;
  return right
    ? { right, said: `You said ${truth}, and it does.`, why }
    : { right, said: `You said ${claims[answer]}; ${truth}.`, why };
}

// ---- the figure in one sentence -------------------------------------------------------------

export function describe({ family, radius, activation, timesteps, spectralNorm, norms, single, lag, below, back, beyond, above, clip, threshold }, open) {
  const cell = `A SimpleRNN with 16 ${ACTIVATIONS[activation]} units, ${FAMILIES[family]} recurrent kernel of spectral radius ${radius} and spectral norm ${plain(spectralNorm)}`;
  if (open) return `${cell}, over ${timesteps} timesteps.`;
  const words = single[lag];
  const clipping = !clip ? "" : norms[lag] > threshold ? ` Clipping cuts it to ${power(threshold)}.` : ` Clipping at ${power(threshold)} leaves it as it is${norms[lag] < 0 ? ": it cannot lift what has vanished" : ""}.`;
  const path = [
    above === timesteps ? [0, "stays above 1"] : [above || null, `stays above 1 for ${count(above, "step")}`],
    [below, `falls below 1/1000 at lag ${below}${back === null ? "" : ` (and is above it again at lag ${back})`}`],
    [beyond, `exceeds 1000 at lag ${beyond}`],
  ].filter(([k]) => k !== null).sort(([one], [other]) => one - other).map(([, words]) => words);
  const told = path.length ? `it ${path.join(path.length > 2 ? ", " : " and ")}` : "it stays between 1/1000 and 1";
  return `${cell}: the gradient that reaches ${count(lag, "timestep")} back has norm ${power(norms[lag])}${words && ` (${words.replace(" here", "")})`}; over ${timesteps} lags ${told}.${clipping}`;
}
