// One module for all widgets: the trait `kind` says which of them a model is.
import attentionLens from "./attention_lens.js";
import bpttFlow from "./bptt_flow.js";
import gateDuel from "./gate_duel.js";
import gradientDecay from "./gradient_decay.js";
import ioPatterns from "./io_patterns.js";
import lstmStepper from "./lstm_stepper.js";
import memoryHalfLife from "./memory_half_life.js";
import sequenceTensor from "./sequence_tensor.js";
import unrollRNN from "./unroll_rnn.js";
import { mount, prerender as prerenderWidget } from "./ui/frame.js";

const all = [sequenceTensor, unrollRNN, ioPatterns, bpttFlow, gradientDecay, lstmStepper, memoryHalfLife, gateDuel, attentionLens];
const widgets = Object.fromEntries(all.map((widget) => [widget.kind, widget]));

/** The values that a widget shows and the Python that it copies, for tests without a page. */
export const compute = (state) => widgets[state.kind].compute(state);
export const python = (state) => widgets[state.kind].python(compute(state));

/** The widget as HTML for a page whose scripts have not run yet; `uid` keeps its ids apart. */
export const prerender = (state, uid) => prerenderWidget(widgets[state.kind], state, uid);

export default {
  render: ({ model, el }) => mount(widgets[model.get("kind")], { model, el }),
};
