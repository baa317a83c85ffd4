// Reads the state of a GateScope as JSON (binary traits in base64) from stdin, takes its tour, and writes what each
// step shows: before and after an answer, the choices, and what it says.
import { readFileSync } from "node:fs";
import widget from "../gate_scope.js";
import { TOUR } from "../gate_scope/tour.js";

const revive = (key, value) =>
  value?.base64 === undefined ? value : new DataView(Uint8Array.from(Buffer.from(value.base64, "base64")).buffer);
let state = JSON.parse(readFileSync(0, "utf8"), revive);
const shown = ({ model, text, t, unit, track, acting, chosen, top, at }) => ({
  model, text, t, unit, track, chosen, clamps: acting, value: at(track, t, unit), outputs: Object.fromEntries(top.map(({ name, value }) => [name, value])),
});
const steps = TOUR.map(({ title, choices, says }, k) => {
  state = { ...state, ...widget.edits.tour(widget.compute(state), k + 1) };
  const before = widget.compute(state);
  const after = widget.compute({ ...state, ...widget.edits.tourAnswer(before, choices?.[0] ?? null) });
  return { title, choices, before: shown(before), after: shown(after), says: String(says(after)) };
});
process.stdout.write(JSON.stringify(steps));
