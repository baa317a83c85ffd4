// The eight steps of the tour.  Each is { title, look, ask, choices, state, says }:
//   state    the traits that the step sets, {model, text, t, layer, track, unit, clamps, order, output ...}
//   look     what to look at: html text, or a function of the values that gives it
//   ask      the question, choices its answers, or null where there is none to choose
//   says     what happened, a function of the values (see compute in ../gate_scope.js) that gives html text
import { fixed, html } from "../ui/html.js";

export const TOUR = [
  {
    title: "What it expects",
    state: { model: "characters", t: 12, clamps: [] },
    look: html`The <b>bars</b> beside the text: how probable the network finds each next character.`,
    ask: "Is it sure of one character here, or torn between several?",
    choices: ["sure of one", "torn between several"],
    says: ({ top }) => html`The favorite is <b>${top[0].name}</b> with ${fixed(100 * top[0].value, 1)} %, then ${top[1].name} with ${fixed(100 * top[1].value, 1)} %.`,
  },
  {
    title: "One unit through time",
    state: { model: "characters", t: 20, track: "f", unit: 5 },
    look: html`The outlined row of the large map is the forget gate of unit 5.`,
    ask: "What happens to it at the space?",
    choices: null,
    says: ({ at, t }) => html`At t = ${t} it is ${fixed(at("f", t, 5))}.`,
  },
];
