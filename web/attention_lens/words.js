// The words and numbers of AttentionLens: read-outs, questions, verdicts, the description, the tables.
import { fixed, given, html, readout, signed } from "../ui/html.js";
import { after } from "../ui/question.js";

export const SCORES = { none: "none", dot: "dot", additive: "additive" };
export const NAMES = { none: "no attention", dot: "dot attention", additive: "additive attention" };
const FEWEST = 3;
const ASKED = 16; // the length that the question names
const SEQUENCES = 2000; // of each length, behind every stored share
const TRAININGS = 5;

/** "₁₂" */
export const subscript = (n) => String(n).replace(/\d/g, (c) => "₀₁₂₃₄₅₆₇₈₉"[c]);

/** A temperature: "1", "0.1", "12.5". */
export const amount = (value) => given(+value.toFixed(2));

/** "57.3 %", "100 %", "0 %", with a space that does not break */
export const rate = (part) => `${+(100 * part).toFixed(1)}\u00a0%`;

/** The question that what the network says would answer. */
const asking = ({ weights, masked }) => (weights ? (masked ? "mask" : null) : "bottleneck");

/** The class of what would answer the question that this setting asks. */
export const veil = (values) => asking(values) && `veil-${asking(values)}`;

/** The tokens by their weight, the heaviest first. */
const ranked = (weights) => weights.map((_, k) => k).sort((a, b) => weights[b] - weights[a]);

/** How many tokens share the weight: the exponential of its entropy. */
export const spread = (weights) => Math.exp(-weights.reduce((sum, w) => sum + (w > 0 ? w * Math.log(w) : 0), 0));

// ---- read-outs --------------------------------------------------------------------------------

export function readouts(values) {
  const { T, step, said, right, probabilities, score, accuracy } = values;
  const s = step - 1;
  const p = probabilities[s][said[s]];
  const hidden = (markup) => (asking(values) ? after(asking(values), markup) : markup);
  const line = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;
  const measured = accuracy[score];
  const [part, low, high] = ["shipped", "low", "high"].map((name) => measured[name][T - FEWEST]);
  const fits = said.filter((digit, t) => digit === right[t]).length;
  return html`<table><tbody>
    ${values.weights && mixing(values, line)}
    ${line("digit", html`right is ${readout("right", right[s])}; step ${step} says ${hidden(html`<b>${readout("said", said[s])}</b>, p = ${readout("probability", p, fixed(p))}`)}`)}
    ${line("here", html`${hidden(readout("fits", fits))} of ${T} digits right`)}
    ${line("measured", html`${after("bottleneck", html`<b>${readout("accuracy", part, rate(part))}</b> of ${SEQUENCES} sequences of ${T} digits without a mistake${values.weights && ", at τ = 1 and without a mask"};
      ${TRAININGS} trainings: ${readout("low", low, rate(low))} to ${readout("high", high, rate(high))}`)}`)}
  </tbody></table>`;
}

/** Score, weight and weighted sum of the chosen step, written out. */
function mixing({ step, scores, weights, context, H, score, scale, temperature }, line) {
  const s = step - 1;
  const [best, second] = ranked(weights[s]);
  const e = scores[s];
  const [k, t] = [html`<sub>${best + 1}</sub>`, html`<sub>${step}</sub>`];
  const unit = context[s].reduce((top, value, j) => (Math.abs(value) > Math.abs(context[s][top]) ? j : top), 0);
  const rest = context[s][unit] - weights[s][best] * H[best][unit] - weights[s][second] * H[second][unit];
  const term = (at) => html`<span class="u-term">${fixed(weights[s][at])} · (${signed(H[at][unit])})</span>`;
  const formula = score === "dot" ? html`${fixed(scale)} · S${t} · H${k}` : html`v · tanh(S${t} W<sub>q</sub> + H${k} W<sub>k</sub>)`;
  const divided = temperature === 1 ? "" : ` / ${amount(temperature)}`;
  return html`
    ${line("score", html`e${k} = ${formula} = ${readout("score", e[best], fixed(e[best]))}`)}
    ${line("weight", html`α${k} = exp(e${k}${divided}) / Σ exp(e<sub>k</sub>${divided}) = <b>${readout("weight", weights[s][best], fixed(weights[s][best], 3))}</b>`)}
    ${line("sum", html`c${t} in unit ${readout("unit", unit + 1)}: ${term(best)} + ${term(second)} + <span class="u-term">rest ${signed(rest)}</span> = <b>${readout("context", context[s][unit], signed(context[s][unit]))}</b>`)}
    ${line("looks at", html`${readout("spread", spread(weights[s]), fixed(spread(weights[s]), 1))} tokens (exp of the entropy of its weights)`)}`;
}

// ---- questions --------------------------------------------------------------------------------

const CHANGES = { none: "none", one: "that of this step alone", more: "that one and others" };

export function questions({ units, accuracy, weights, masked, T, changed, said, right, text, score, temperature }) {
  const need = T + 1 - masked;
  return [
    {
      key: "bottleneck",
      locks: true,
      moot: false,
      about: { units, accuracy: [4, 8, ASKED].map((length) => accuracy.none.shipped[length - FEWEST]) },
      setting: ({ units }) => `${units} units`,
      text: html`An encoder with ${units} units reads ${ASKED} digits. Without attention its last state is all that the decoder gets to say them backwards.
        The network was trained on lengths 3 to 20. <strong>How many percent of the sequences of ${ASKED} digits does it say without a mistake?</strong>`,
      label: "percent",
      step: 0.1,
      max: 100,
      verdict: bottleneckVerdict,
    },
    {
      key: "mask",
      moot: !weights || !masked,
      about: { text, score, units, temperature, masked, need, changed, said: said[need - 1], right: right[need - 1] },
      setting: ({ masked, text }) => `token ${masked} of ${text}`,
      text: html`Step ${need} needs token ${masked}, which attention now may not look at; the encoder has read it. <strong>Which of the digits that the network says change?</strong>`,
      choices: CHANGES,
      verdict: maskVerdict,
    },
  ];
}

function bottleneckVerdict({ answer, about: { units, accuracy: [four, eight, truth] } }) {
  const why = `Sequences of 4 digits it says without a mistake in ${rate(four)} of all cases, of 8 in ${rate(eight)}: a state of ${units} numbers holds a few digits in order, and with every further one something gives way. Turn attention on.`;
  const fact = `it is ${rate(truth)} of ${SEQUENCES} sequences`;
  if (answer === null) return { right: null, said: `I${fact.slice(1)}.`, why };
  const off = Math.abs(answer / 100 - truth);
  const told = `You said ${given(answer)}\u00a0%`;
  if (off <= 0.05) return { right: true, said: `${told}, and ${fact}.`, why };
  if (answer / 100 < truth) return { right: false, said: `${told}; ${fact}.`, why };
  const each = rate((answer / 100) ** (1 / ASKED));
  return { right: false, said: `${told}; ${fact}.`, why: `That takes ${each} right for each of the ${ASKED} digits. ${why}` };
}

function maskVerdict({ answer, about: { masked, need, changed, said, right } }) {
  const kind = changed.length === 0 ? "none" : changed.length === 1 && changed[0] === need ? "one" : "more";
  const steps = changed.length > 1 ? `the digits of steps ${changed.slice(0, -1).join(", ")} and ${changed.at(-1)} change` : `the digit of step ${changed[0]} alone changes`;
  const fact = kind === "none" ? "none of them changes" : steps;
  const why = {
    none: `Step ${need} says ${said}, as before: what is left to mix gives this digit too. Mask another token.`,
    one: `The decoder reads that digit from the state of token ${masked}: without it step ${need} says ${said}, and right is ${right}. The other steps look at other tokens.`,
    more: `Step ${need} says ${said}, and right is ${right}. Every digit said is read by the next step, and weights that spread over many tokens lose a part of each mixture.`,
  }[kind];
  if (answer === null) return { right: null, said: `${fact[0].toUpperCase()}${fact.slice(1)}.`, why };
  const told = `You said ${CHANGES[answer]}`;
  return answer === kind ? { right: true, said: `${told}, and so it is: ${fact}.`, why } : { right: false, said: `${told}; ${fact}.`, why };
}

// ---- the figure in one sentence, and its numbers -----------------------------------------------

export function describe(values, open) {
  const { text, T, units, score, temperature, masked, weights, step, said, right } = values;
  const how = weights ? `${NAMES[score]} at temperature ${amount(temperature)}` : NAMES[score];
  const setting = `A GRU encoder and decoder of ${units} units with ${how} read ${text}${weights && masked ? `, token ${masked} masked` : ""}`;
  const s = step - 1;
  const [best] = weights ? ranked(weights[s]) : [];
  const looks = weights ? ` Step ${step} looks at ${fixed(spread(weights[s]), 1)} tokens, most at token ${best + 1} (weight ${fixed(weights[s][best])}).` : "";
  if (open && open === asking(values)) return `${setting}.${looks}`;
  const fits = said.filter((digit, t) => digit === right[t]).length;
  return `${setting} and say ${said.join("")}: ${fits} of ${T} digits are right.${looks}`;
}

export function numbers({ digits, T, step, scores, weights, context, S, logits, accuracy, said }) {
  const s = step - 1;
  const cells = (list, name, digitsShown = 3) => list.map((value, k) => html`<td>${name ? readout(`${name}.${k + 1}`, value, fixed(value, digitsShown)) : fixed(value, digitsShown)}</td>`);
  const heads = (list) => list.map((one) => html`<th scope="col">${one}</th>`);
  return html`<table class="u-table">
    <caption>Step ${step}</caption>
    ${weights && html`<thead><tr><th scope="col">token</th>${heads(digits.map((digit, k) => `${k + 1}: ${digit}`))}</tr></thead>
    <tbody><tr><th scope="row">score</th>${cells(scores[s], "scores")}</tr><tr><th scope="row">weight</th>${cells(weights[s], "weights")}</tr></tbody>`}
    <tbody><tr><th scope="row">digit</th>${heads([...Array(10).keys()])}</tr><tr><th scope="row">logit</th>${cells(logits[s], "logits")}</tr></tbody>
    <tbody><tr><th scope="row">unit</th>${heads(S[s].map((_, j) => j + 1))}</tr><tr><th scope="row">S</th>${cells(S[s], "S")}</tr>
      ${weights && html`<tr><th scope="row">c</th>${cells(context[s], "c")}</tr>`}</tbody>
  </table>
  ${weights && html`<table class="u-table">
    <caption>All weights: a row for each step, a column for each token</caption>
    <thead><tr><th scope="col">step, says</th>${heads(digits)}</tr></thead>
    <tbody>${weights.map((row, t) => html`<tr><th scope="row">${t + 1}, ${said[t]}</th>${cells(row, null, 2)}</tr>`)}</tbody>
  </table>`}
  <table class="u-table">
    <caption>Share of ${SEQUENCES} sequences said without a mistake; in brackets the worst and best of ${TRAININGS} trainings</caption>
    <thead><tr><th scope="col">length</th>${heads(Object.keys(accuracy).map((name) => NAMES[name]))}</tr></thead>
    <tbody>${Array.from({ length: 18 }, (_, i) => html`<tr><th scope="row">${i + FEWEST}</th>${Object.values(accuracy).map(
      ({ shipped, low, high }) => html`<td>${rate(shipped[i])} (${rate(low[i])} to ${rate(high[i])})</td>`)}</tr>`)}</tbody>
  </table>`;
}
