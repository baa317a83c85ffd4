// W9 IOPatterns: one or many inputs, one or many outputs, and the stacks that Keras refuses.
import { build, patternOf, shapeText } from "./core/shapes.js";
import { cards } from "./io_patterns/cards.js";
import { chain } from "./io_patterns/chain.js";
import { python } from "./io_patterns/python.js";
import { progress, task } from "./io_patterns/repair.js";
import { edits, stack } from "./io_patterns/stack.js";
import { advice, call, PATTERNS } from "./io_patterns/words.js";
import { range, setting } from "./ui/controls.js";
import { count, html, readout } from "./ui/html.js";

export default {
  kind: "IOPatterns",
  title: "One or many in, one or many out",
  lead: "A stack builds when the shape that one layer returns is the shape that the next one takes.",
  traits: ["pattern", "timesteps", "features", "layers", "limits", "starts", "initial", "predictions"],
  compute,
  body,
  slots,
  controls,
  questions,
  describe,
  numbers,
  python,
  edits,
};

function compute({ pattern, timesteps, features, layers, limits, starts }) {
  const input = timesteps ? [timesteps, features] : [features];
  const built = { input, layers, ...build(input, layers) };
  return {
    pattern, timesteps, features, limits, starts, ...built,
    parameters: built.steps.reduce((sum, step) => sum + step.parameters, 0),
    found: built.error ? null : patternOf(input, built),
    repair: progress({ pattern, starts }, built),
  };
}

// ---- controls and places -----------------------------------------------------------------

function controls({ timesteps, features, limits }) {
  return {
    timesteps: setting(limits.timesteps, timesteps, timesteps ? count(timesteps, "step") : "no time axis"),
    features: setting(limits.features, features, String(features)),
  };
}

function body(values, uid, places) {
  const settings = controls(values);
  return html`<div class="u-cards" role="group" aria-label="Start from" data-slot="cards">${places.cards}</div>
  <div data-slot="task">${places.task}</div>
  <div class="u-controls">
    ${range(uid, "timesteps", html`timesteps <i class="role-input">T</i>`, settings.timesteps)}
    ${range(uid, "features", html`features <i>d</i>`, settings.features)}
  </div>
  <div class="u-stack" role="group" aria-label="Layers, from the input to the output" data-slot="stack">${places.stack}</div>
  <div data-slot="chain">${places.chain}</div>
  <p class="u-key"><b class="role-input">x, dashed:</b> inputs. <b>h, round:</b> one recurrent cell, used again at each timestep; the double line is its hidden state.
    <b class="role-output">y, dotted:</b> outputs. <b>×:</b> a state that return_sequences=False keeps to itself. <b class="role-gradient">Hatched:</b> refused.</p>
  <div data-slot="verdict">${places.verdict}</div>
  <div class="u-below">
    <div data-slot="summary">${places.summary}</div>
    <div data-slot="code">${places.code}</div>
  </div>`;
}

function slots(values, uid) {
  return {
    cards: cards(values, uid),
    task: html`${task(values, uid)}`,
    stack: stack(values, uid),
    chain: chain(values, uid),
    verdict: outcome(values),
    code: html`<p class="u-heading">The same in Keras</p><pre class="u-keras" role="group" aria-label="Keras code" tabindex="0"><code>${python(values)}</code></pre>`,
    summary: summary(values),
  };
}

/** The pattern of a stack that builds, else the error and what to do. */
function outcome(values) {
  const { error, found } = values;
  if (!error) return html`<p class="u-outcome"><strong>${PATTERNS[found][0]}:</strong> ${PATTERNS[found][1]}.</p>`;
  return html`<div class="u-outcome u-refusal"><p><strong>Keras 3 says:</strong></p>
    <p><code data-value="error">ValueError: ${error.message}</code></p><p>${advice(values)}</p></div>`;
}

/** How the parameters of a layer come about: "5·8 + 8·8 + 8 = ". */
function arithmetic({ weights }) {
  const shapes = Object.values(weights).map((shape) => shape.join("·"));
  return shapes.length > 0 && html`<span class="u-soft">${shapes.join(" + ")} = </span>`;
}

function summary({ steps, parameters, input }) {
  return html`<table class="u-table">
    <caption>What each layer returns, and its parameters</caption>
    <thead><tr><th scope="col">layer</th><th scope="col">output shape</th><th scope="col">parameters</th></tr></thead>
    <tbody><tr><th scope="row">input</th><td>${readout("shape.input", shapeText(input))}</td><td></td></tr>${steps.map(
      (step, k) => html`<tr><th scope="row">${step.name}</th><td>${step.output ? readout(`shape.${k}`, shapeText(step.output)) : "none"}</td>
        <td>${step.output && [arithmetic(step), readout(`parameters.${k}`, step.parameters)]}</td></tr>`,
    )}<tr><th scope="row">all</th><td></td><td><b>${readout("parameters", parameters)}</b></td></tr></tbody>
  </table>`;
}

// ---- the question ------------------------------------------------------------------------

function questions() {
  return [
    {
      key: "stacked",
      locks: true,
      moot: false,
      about: {},
      setting: () => "two stacked SimpleRNN layers",
      text: html`The input is (None, 12, 5). Two SimpleRNN(8) layers are stacked, the first with return_sequences=False, which is Keras's default.
        <strong>What happens?</strong>`,
      choices: {
        works: "It works and gives (None, 8)",
        one: "It works, but the second layer sees only one timestep",
        refuses: "Keras refuses",
      },
      verdict: stackedVerdict,
    },
  ];
}

const SLIPS = {
  works: "You said it works and gives (None, 8); Keras refuses. (None, 8) is already what the first layer returns.",
  one: "You said the second layer sees one timestep; Keras refuses. One timestep would be (None, 1, 8), and nothing adds that axis.",
  refuses: "You said Keras refuses, and it does.",
};

function stackedVerdict({ answer }) {
  const why = "The first layer returns its last state alone, (None, 8), with 2 dimensions; the second goes along time and needs 3. With return_sequences=True the first returns all twelve states, (None, 12, 8), and both fit. The card “Broken stack” has this one to repair.";
  if (answer === null) return { right: null, said: "Keras refuses.", why };
  return { right: answer === "refuses", said: SLIPS[answer], why };
}

// ---- words and numbers -------------------------------------------------------------------

function describe({ input, steps, error, found, parameters, repair }) {
  const shapes = steps.slice(0, error?.at).map(({ layer, output }) => `${call(layer)} → ${shapeText(output)}`);
  const path = [shapeText(input), ...shapes].join(" → ");
  const refused = error && `layer ${error.at + 1}, ${call(steps[error.at].layer)}, is refused`;
  const end = error ? `${path}; ${refused}.` : `${path}: ${PATTERNS[found][0].toLowerCase()}, ${count(parameters, "parameter")}.`;
  return `${end}${repair?.solved ? " The broken stack is repaired." : ""}`;
}

function numbers({ steps }) {
  const rows = steps.flatMap(({ name, weights }) => Object.entries(weights).map(([weight, shape]) => [name, weight, shape]));
  return html`<table class="u-table">
    <caption>Every weight of the layers that build, as Keras keeps it</caption>
    <thead><tr><th scope="col">layer</th><th scope="col">weight</th><th scope="col">shape</th><th scope="col">numbers</th></tr></thead>
    <tbody>${rows.map(
      ([name, weight, shape]) => html`<tr><th scope="row">${name}</th><td>${weight}</td><td>(${shape.join(", ")}${shape.length === 1 && ","})</td><td>${shape.reduce((a, b) => a * b)}</td></tr>`,
    )}</tbody>
  </table>`;
}
