// States as a widget's traits arrive in the page.
import { combinations } from "./shared.js";

/** Rows of features as the binary trait: float64, little-endian, row by row. */
export function binary(rows) {
  const view = new DataView(new ArrayBuffer(8 * rows.length * rows[0].length));
  rows.flat().forEach((value, i) => view.setFloat64(8 * i, value, true));
  return view;
}

const SERIES = Array.from({ length: 60 }, (_, t) => [10 + 5 * Math.sin(t / 4), 1000 - t, t % 7]);

export const state = (changes = {}) => ({
  kind: "SequenceTensor",
  series: binary(SERIES),
  names: ["temperature", "pressure", "humidity"],
  units: ["°C", "hPa", "%"],
  limits: {
    length: [8, 60], window: [1, 24], stride: [1, 24], horizon: [1, 12], features: [1, 3],
    train: [2, 60], selected: [0, 59], pad_to: [6, 12],
  },
  initial: {},
  predictions: {},
  mode: "windows", length: 40, window: 8, stride: 4, horizon: 2, features: 3, train: 28,
  order: "window first", selected: 0, pad_to: 8, where: "post", mask: false, sequence: "C",
  ...changes,
});

/** Every combination of the lowest and highest value of the sliders and of all choices, in one view. */
export function extremes(mode) {
  const { limits } = state();
  const options =
    mode === "windows"
      ? {
          ...Object.fromEntries(["length", "window", "stride", "horizon", "features", "train", "selected"].map((name) => [name, limits[name]])),
          order: ["window first", "split first"],
        }
      : { length: limits.length, pad_to: limits.pad_to, where: ["post", "pre"], mask: [true, false], sequence: ["A", "B", "C", "D"] };
  return combinations(options, [state({ mode })]);
}
