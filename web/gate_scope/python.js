// The present state as Python that runs alone; a test executes it and compares.
import { TRACKS } from "./words.js";

const text = (value) => JSON.stringify(value);
const clampText = ({ layer, direction, track, unit, value, from, to }) =>
  `{"layer": ${layer}, "direction": ${text(direction)}, "track": ${text(track)}, "unit": ${unit}, "value": ${value}, "from": ${from}, "to": ${to}}`;

export function python(values) {
  const { models, model, card, kind, names, tokens, series, T, t, end, net, acting, chosen, layer, direction, track, unit, shares } = values;
  const shipped = card.dtype === "int16";
  const clamps = acting.map((clamp) => `    ${clampText({ ...clamp, to: Math.min(clamp.to, T - 1) })},\n`).join("");
  const input = kind === "numbers" ? `series = ${JSON.stringify(series)}` : `text = ${text(values.text)}`;
  const opened = shipped
    ? `from unrolled.widgets import GateScope

${input}
scope = GateScope(${text(model)})
network, inputs = scope.network, scope.inputs(${kind === "numbers" ? "series" : "text"})`
    : `from unrolled.network import Network

${input}
network = Network.from_keras(model)  # your Keras model
${ownInputs(values)}`;
  return `import numpy as np
${opened}
clamps = [
${clamps}]
t, output = ${end - 1}, ${chosen.index}  # from 0; the output is ${text(chosen.name)}

trace = network.forward(inputs, clamps)
row = ${net.return_sequences ? "t" : "0"}  # of the outputs
prediction = trace.outputs[row]
free = network.forward(inputs).outputs[row]  # with nothing held
tracks = trace.layers[${layer - 1}].${direction}  # (timesteps, units) each: ${values.tracks.join(", ")}
connectivity = network.connectivity(trace, t, output)
left_out = network.occlusion(inputs, t, output, clamps=clamps)

print("output", prediction[output], "with nothing held", free[output])
print(${text(`unit ${unit}, ${TRACKS[track].name} at t = ${t}:`)}, tracks[${text(track)}][${t - 1}, ${unit - 1}])
print("gradient's norm by timestep", connectivity.norm)
print("gradient x input", connectivity.gradient_x_input)
print("left out", left_out)
`;
}

/** The reader's own input, as the network gets it. */
function ownInputs({ card, kind, inputs, tokens }) {
  if (kind === "numbers") return `inputs = (np.array(series) - ${JSON.stringify(card.scaler.center)}) / ${JSON.stringify(card.scaler.spread)}`;
  const ids = tokens.map((token) => card.vocabulary.indexOf(token));
  return card.spec.embedding ? `inputs = np.array(${JSON.stringify(inputs)})  # the ids of the text` : `inputs = np.eye(${card.vocabulary.length})[${JSON.stringify(ids)}]  # one-hot rows of the text`;
}
