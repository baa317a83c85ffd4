// W1 SequenceTensor: a batch is a box; windows overlap; padding must not count.
// This file joins its two views, which lie in the folder of the same name.
import * as padding from "./sequence_tensor/padding.js";
import * as windows from "./sequence_tensor/windows.js";

const VIEWS = { windows, padding };
const of = (values) => VIEWS[values.mode];

export default {
  kind: "SequenceTensor",
  title: "Sequence tensor",
  lead: "A batch is a box, windows overlap, and padding must not count.",
  traits: [
    "series", "names", "units", "limits", "initial", "predictions", "mode",
    "length", "window", "stride", "horizon", "features", "train", "order", "selected",
    "pad_to", "where", "mask", "sequence",
  ],
  modes: { windows: "Windows", padding: "Padding and mask" },

  compute(state) {
    return { ...VIEWS[state.mode].compute({ ...state, rows: rows(state) }), mode: state.mode, state };
  },

  body: (values, uid, slots) => of(values).body(values, uid, slots),
  slots: (values, uid) => of(values).slots(values, uid),
  controls: (values) => of(values).controls(values),
  questions: (values) => of(values).questions(values),
  describe: (values, open) => of(values).describe(values, open),
  numbers: (values) => of(values).numbers(values),
  python: (values) => of(values).python(values),
};

/** The binary trait (float64, little-endian, row by row) as rows of features, cut to `length`. */
function rows({ series, names, length }) {
  const columns = names.length;
  const at = (t, i) => series.getFloat64(8 * (t * columns + i), true);
  return Array.from({ length }, (_, t) => names.map((_, i) => at(t, i)));
}
