// Broken stacks to repair: what is wanted, whether it is reached, and what the reader changed.
import { isRecurrent, patternOf, shapeText } from "../core/shapes.js";
import { html } from "../ui/html.js";
import { call, PATTERNS } from "./words.js";

export const isRepair = (pattern) => pattern.startsWith("repair");
const number = (pattern) => Number(pattern.split(" ")[1]);
const LAST = 3;
export const following = (pattern) => (isRepair(pattern) ? `repair ${(number(pattern) % LAST) + 1}` : "repair 1");

/** The task in words; null where a pattern is shown. */
export function task(values, uid) {
  const { pattern, repair, starts } = values;
  if (!repair) return null;
  const { timesteps, features, goal } = starts[pattern];
  const kind = [repair.solved && " u-right", repair.wrong && " u-wrong"];
  return html`<div class="u-task" role="group" aria-label="Broken stack">
    <p><strong>Broken stack ${number(pattern)} of ${LAST}.</strong> From ${shapeText([timesteps, features])} with a recurrent layer
      to ${shapeText(goal)}. Change what you like; one switch is enough.</p>
    <p class="u-verdict${kind}" data-value="repair" data-exact="${repair.solved ? "solved" : "open"}">${repair.words}</p>
    <div class="u-answer">
      <button type="button" class="u-primary" id="${uid}-next" data-edit="start" data-with="[&quot;${following(pattern)}&quot;]">${number(pattern) < LAST ? "Next broken stack" : "First broken stack"}</button>
      <button type="button" class="u-quiet" id="${uid}-again" data-edit="start" data-with="[&quot;${pattern}&quot;]">Start this one again</button>
    </div>
  </div>`;
}

/** How far the repair is: {solved, wrong, words}; null where a pattern is shown. */
export function progress({ pattern, starts }, { input, layers, error, output, steps }) {
  if (!isRepair(pattern)) return null;
  const { timesteps, features, goal, layers: before } = starts[pattern];
  const made = changes(before, layers);
  const you = made.length ? `You ${list(made)}.` : "";
  const wanted = [timesteps, features];
  const state = (solved, words) => ({ solved, wrong: !solved && made.length > 0, words: `${you} ${words}`.trim() });
  if (String(input) !== String(wanted)) return { ...state(false, `The input must stay ${shapeText(wanted)}; it is ${shapeText(input)}.`), wrong: true };
  if (error) return state(false, `Keras ${made.length ? "still refuses" : "refuses"} layer ${error.at + 1}: its message is below the drawing.`);
  if (String(output) !== String(goal)) {
    return state(false, `Keras builds it without a word, but the output is ${shapeText(output)} and not ${shapeText(goal)}.`);
  }
  if (!layers.some(isRecurrent)) {
    return state(false, `The shape is right, but no recurrent layer is left: nothing carries a state from timestep to timestep.`);
  }
  const [name, meaning] = PATTERNS[patternOf(input, { steps, output })];
  const path = [input, ...steps.map((step) => step.output)].map(shapeText).join(" → ");
  return state(true, `Repaired: ${path}. ${name}: ${meaning}.`);
}

const list = (parts) => (parts.length > 1 ? `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}` : parts[0]);

/** What leads from one stack to another with the fewest steps, in words. */
export function changes(before, now) {
  const known = new Map();
  const best = (i, j) => {
    const key = `${i} ${j}`;
    if (!known.has(key)) known.set(key, shortest(i, j));
    return known.get(key);
  };
  const shortest = (i, j) => {
    const ways = [];
    const way = (cost, words, rest) => ways.push({ cost: cost + rest.cost, words: [...words, ...rest.words] });
    if (i === before.length && j === now.length) return { cost: 0, words: [] };
    if (i < before.length && j < now.length) {
      const words = altered(before[i], now[j], j + 1);
      way(before[i].kind === now[j].kind ? words.length : 1.5, words, best(i + 1, j + 1));
    }
    if (i < before.length) way(1, [`removed ${call(before[i])}`], best(i + 1, j));
    if (j < now.length) way(1, [`added ${call(now[j])} as layer ${j + 1}`], best(i, j + 1));
    return ways.reduce((a, b) => (b.cost < a.cost ? b : a));
  };
  return best(0, 0).words;
}

function altered(before, now, at) {
  if (before.kind !== now.kind) return [`replaced ${call(before)} by ${call(now)}`];
  const words = [];
  if (before.return_sequences !== now.return_sequences) {
    words.push(`switched return_sequences ${now.return_sequences ? "on" : "off"} in layer ${at} (${now.kind})`);
  }
  if (before.size !== now.size) words.push(`changed the size of layer ${at} (${now.kind}) from ${before.size} to ${now.size}`);
  return words;
}
