// What Keras makes of a Sequential stack: shapes, weights, names and refusals.
// A layer is {kind, size?, return_sequences?}; a shape is a list without the batch, [12, 5] or [8].

/** As Keras prints it, with the batch: "(None, 12, 5)". */
export const shapeText = (shape) => `(None, ${shape.join(", ")})`;

const product = (numbers) => numbers.reduce((all, n) => all * n, 1);
const dense = (d, q) => ({ kernel: [d, q], bias: [q] });
const recurrent = (gates, bias = 1) => (d, h) => ({
  kernel: [d, gates * h],
  recurrent_kernel: [h, gates * h],
  bias: bias > 1 ? [bias, gates * h] : [gates * h],
});

/** The shapes of the weights of a layer with `size` units on `features` inputs. */
const WEIGHTS = {
  SimpleRNN: recurrent(1),
  LSTM: recurrent(4),
  GRU: recurrent(3, 2), // reset_after=True, Keras's default
  Dense: dense,
  TimeDistributed: dense,
};

export const isRecurrent = ({ kind }) => ["SimpleRNN", "LSTM", "GRU"].includes(kind);

/** The shape after a layer, from the shape before it; only for what `refusal` lets pass. */
function after({ kind, size, return_sequences: all }, shape) {
  if (kind === "Flatten") return [product(shape)];
  if (kind === "RepeatVector") return [size, ...shape];
  if (kind === "Dense" || kind === "TimeDistributed" || all) return [...shape.slice(0, -1), size];
  return [size];
}

/** The text of Keras's ValueError where a layer cannot take a shape, else null. */
function refusal(layer, name, shape) {
  if (layer.kind === "TimeDistributed") {
    if (shape.length > 1) return null;
    return `\`TimeDistributed\` Layer should be passed an \`input_shape\` with at least 3 dimensions, received: ${shapeText(shape)}`;
  }
  const ndim = layer.kind === "RepeatVector" ? 2 : 3;
  if (shape.length + 1 === ndim || !(isRecurrent(layer) || layer.kind === "RepeatVector")) return null;
  return `Input 0 with name 'None' of layer '${name}' is incompatible with the layer: expected ndim=${ndim}, found ndim=${shape.length + 1}. Full shape received: ${shapeText(shape)}`;
}

const SNAKE = {
  SimpleRNN: "simple_rnn", LSTM: "lstm", GRU: "gru", Dense: "dense",
  TimeDistributed: "time_distributed", RepeatVector: "repeat_vector", Flatten: "flatten",
};

/** Keras's own names in a fresh session; the Dense inside a TimeDistributed takes one too. */
export function names(layers) {
  const used = {};
  const next = (kind) => {
    used[kind] = (used[kind] ?? -1) + 1;
    return used[kind] ? `${SNAKE[kind]}_${used[kind]}` : SNAKE[kind];
  };
  return layers.map(({ kind }) => {
    if (kind === "TimeDistributed") next("Dense");
    return next(kind);
  });
}

/**
 * Build a stack as Keras does: layer by layer until one refuses.
 *
 * Gives {steps, error, output}: for each layer {layer, name, input, output, weights, parameters}, where
 * those from the refusing one on have no output; `error` is {at, message} or null, and `output` the
 * last shape or null.
 */
export function build(input, layers) {
  const called = names(layers);
  const steps = [];
  let shape = input;
  let error = null;
  layers.forEach((layer, at) => {
    const message = shape && refusal(layer, called[at], shape);
    if (message) error = { at, message };
    const output = shape && !message ? after(layer, shape) : null;
    const weights = output ? (WEIGHTS[layer.kind]?.(shape.at(-1), layer.size) ?? {}) : {};
    const parameters = Object.values(weights).reduce((sum, weight) => sum + product(weight), 0);
    steps.push({ layer, name: called[at], input: shape, output, weights, parameters });
    shape = output;
  });
  return { steps, error, output: shape };
}

/** Which of the five patterns a stack that builds has. */
export function patternOf(input, { steps, output }) {
  const hasTime = (shape) => shape.length > 1;
  if (!hasTime(input)) return hasTime(output) ? "one-to-many" : "one-to-one";
  if (!hasTime(output)) return "many-to-one";
  // Once all timesteps have gone into one vector, outputs no longer go with inputs.
  return steps.every((step) => hasTime(step.output)) ? "synchronous" : "asynchronous";
}
