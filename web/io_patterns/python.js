// The stack as Keras code; a refused one raises what the widget shows.
import { shapeText } from "../core/shapes.js";
import { call } from "./words.js";

export function python({ input, layers, output, error }) {
  const comma = input.length === 1 ? "," : "";
  const rows = layers.map((layer, at) => `${error?.at === at ? "    # Keras refuses this one:\n" : ""}    ${call(layer, "layers.")},`);
  return `import keras
from keras import layers

keras.utils.clear_session()  # fresh names
model = keras.Sequential([
    keras.Input(shape=(${input.join(", ")}${comma})),
${rows.join("\n")}
])
print(model.output_shape)  # ${error ? "never reached" : shapeText(output)}
`;
}
