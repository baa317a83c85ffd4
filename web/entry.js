// What a host imports: build.js makes one module for each widget, which stands here for "widget".
import widget from "widget";
import { mount, prerender as prerenderWidget } from "./ui/frame.js";

/** The values that the widget shows and the Python that it copies, for tests without a page. */
export const compute = (state) => widget.compute(state);
export const python = (state) => widget.python(compute(state));

/** The widget as HTML for a page whose scripts have not run yet; `uid` keeps its ids apart. */
export const prerender = (state, uid) => prerenderWidget(widget, state, uid);

export default {
  render: ({ model, el }) => mount(widget, { model, el }),
};
