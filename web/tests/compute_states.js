// Reads states as JSON (series in base64) from stdin; writes what the built bundle computes and copies.
import { readFileSync } from "node:fs";
import { compute, python } from "../../unrolled/widgets/static/unrolled.js";

const states = JSON.parse(readFileSync(0, "utf8")).map((state) => {
  const bytes = Uint8Array.from(Buffer.from(state.series, "base64"));
  return { ...state, series: new DataView(bytes.buffer) };
});
process.stdout.write(JSON.stringify(states.map((state) => ({ values: compute(state), python: python(state) }))));
