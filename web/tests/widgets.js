// All widgets, straight from their sources; the `kind` of a state says whose it is.
import { readdir } from "node:fs/promises";
import { prerender as prerenderWidget } from "../ui/frame.js";

const folder = new URL("..", import.meta.url);
const widgets = {};
for (const file of await readdir(folder))
  if (file.endsWith(".js") && !["build.js", "entry.js"].includes(file)) {
    const { default: widget } = await import(new URL(file, folder));
    widgets[widget.kind] = widget;
  }

export const compute = (state) => widgets[state.kind].compute(state);
export const python = (state) => widgets[state.kind].python(compute(state));
export const prerender = (state, uid) => prerenderWidget(widgets[state.kind], state, uid);
