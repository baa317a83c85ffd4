// Reads states as JSON (binary traits in base64) from stdin; writes what the built modules compute and copy.
import { readFileSync } from "node:fs";

const revive = (key, value) =>
  value?.base64 === undefined ? value : new DataView(Uint8Array.from(Buffer.from(value.base64, "base64")).buffer);
const shown = async ({ module, state }) => {
  const { compute, python } = await import(`../../unrolled/widgets/static/${module}.js`);
  return { values: compute(state), python: python(state) };
};
const wanted = JSON.parse(readFileSync(0, "utf8"), revive);
process.stdout.write(JSON.stringify(await Promise.all(wanted.map(shown))));
