// Reads states as JSON (binary traits in base64) from stdin; writes what the built bundle computes and copies.
import { readFileSync } from "node:fs";
import { compute, python } from "../../unrolled/widgets/static/unrolled.js";

const revive = (key, value) =>
  value?.base64 === undefined ? value : new DataView(Uint8Array.from(Buffer.from(value.base64, "base64")).buffer);
const states = JSON.parse(readFileSync(0, "utf8"), revive);
process.stdout.write(JSON.stringify(states.map((state) => ({ values: compute(state), python: python(state) }))));
