// What the tests of all widgets have in common.
import assert from "node:assert/strict";
import { prerender } from "./widgets.js";

/** Every combination of options, {name: values}, on top of each of the states. */
export const combinations = (options, states = [{}]) =>
  Object.entries(options).reduce(
    (known, [name, values]) => known.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    states,
  );

/** Every label and reference finds its element, and two widgets on a page share no id. */
export function assertIdsFit(state) {
  const ids = (uid) => [...prerender(state, uid).matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
  for (const [, id] of prerender(state, "a").matchAll(/ (?:for|aria-controls|aria-labelledby)="([^"]+)"/g)) assert.ok(ids("a").includes(id), id);
  assert.equal(new Set(ids("a")).size, ids("a").length);
  assert.equal(ids("a").filter((id) => ids("b").includes(id)).length, 0);
}
