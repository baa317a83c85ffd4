// Layers, patterns and refusals in words.
import { isRecurrent, shapeText } from "../core/shapes.js";

export const PATTERNS = {
  "one-to-one": ["One-to-one", "one vector in, one vector out"],
  "one-to-many": ["One-to-many", "one vector in, an output at each timestep"],
  "many-to-one": ["Many-to-one", "all timesteps in, one vector out"],
  synchronous: ["Many-to-many, synchronous", "an output at each timestep of the input"],
  asynchronous: ["Many-to-many, asynchronous", "the whole input is read into one vector before the first output"],
};

/** As in the code: "SimpleRNN(8, return_sequences=True)". */
export function call({ kind, size = "", return_sequences: all }, module = "") {
  const inner = kind === "TimeDistributed" ? `${module}Dense(${size})` : size;
  return `${module}${kind}(${inner}${all ? ", return_sequences=True" : ""})`;
}

/** What to do about the refusal, in one sentence that names the layer at fault. */
export function advice({ steps, error }) {
  const { layer, input: shape } = steps[error.at];
  const culprit = steps.slice(0, error.at).findLast((step) => step.input.length !== step.output.length);
  const number = culprit && steps.indexOf(culprit) + 1;
  const source = culprit ? `layer ${number}, ${culprit.layer.kind},` : "the input";
  if (layer.kind === "RepeatVector") {
    const sequence = `RepeatVector repeats one vector, but a sequence ${shapeText(shape)} arrives`;
    // The last recurrent layer is the one that can be told to return one vector.
    const last = steps.slice(0, error.at).findLastIndex((step) => isRecurrent(step.layer));
    return last >= 0
      ? `${sequence}: switch return_sequences off in layer ${last + 1}, so that it returns its last state alone, or remove RepeatVector.`
      : `${sequence}: put a recurrent layer with return_sequences off before it, or remove it.`;
  }
  const gone = `${layer.kind} goes along a time axis, and ${source} leaves none: what arrives is ${shapeText(shape)}`;
  if (!culprit) return `${gone}. Give the input timesteps, or put RepeatVector first.`;
  return isRecurrent(culprit.layer)
    ? `${gone}. Switch return_sequences on in layer ${number}, or put RepeatVector between.`
    : `${gone}. Remove layer ${number}, or put RepeatVector between.`;
}
