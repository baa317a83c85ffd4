// A series cut into windows, and the box (batch, timesteps, features) that they fill.
import { dividedWindows, nWindows } from "../core/sequences.js";
import { choice, range, setting } from "../ui/controls.js";
import { count, fixed, html, readout } from "../ui/html.js";
import { after } from "../ui/question.js";
import { box } from "./box.js";
import { bars } from "./bars.js";
export { windowsPython as python } from "./python.js";

const ORDERS = { "window first": "window, then split", "split first": "split, then window" };

export function compute(state) {
  const { rows, length, window, stride, horizon, features, train, order, limits } = state;
  const border = Math.min(train, length);
  const series = rows.map((row) => row.slice(0, features));
  const cut = dividedWindows(state);
  const n = cut.length;
  const selected = Math.min(state.selected, Math.max(0, n - 1));
  const chosen = cut[selected] ?? null;
  const middle = chosen && chosen.start + window;
  const number = (wanted) => cut.filter(wanted).length;
  return {
    series, length, window, stride, horizon, features, train, order, limits, border, cut, n, selected, chosen,
    names: state.names.slice(0, features),
    units: state.units.slice(0, features),
    X: chosen ? series.slice(chosen.start, middle) : [],
    y: chosen ? series.slice(middle, chosen.end).map((row) => row[0]) : [],
    nTrain: number(({ part }) => part === "train"),
    nTest: number(({ part }) => part === "test"),
    nLeak: number(({ leaks }) => leaks),
    firstLeak: cut.findIndex(({ leaks }) => leaks),
    notes: notes(state, border),
  };
}

/** Why there is no window, or none in one part: one sentence each. */
function notes({ length, window, horizon, order }, border) {
  const parts =
    order === "split first"
      ? [["No training windows", "training part", border], ["No test windows", "test part", length - border]]
      : [["Nothing to cut", "series", length]];
  return parts
    .filter(([, , values]) => values < window + horizon)
    .map(([what, part, values]) => `${what}: window ${window} + horizon ${horizon} needs at least ${window + horizon} values; the ${part} has ${values}.`);
}

// ---- controls and places -----------------------------------------------------------------

export function controls({ length, window, stride, horizon, features, train, limits, selected, n }) {
  return {
    length: setting(limits.length, length, count(length, "value")),
    window: setting(limits.window, window, count(window, "step")),
    horizon: setting(limits.horizon, horizon, count(horizon, "step")),
    stride: setting(limits.stride, stride, count(stride, "step")),
    features: setting(limits.features, features, String(features)),
    train: setting(limits.train, train, count(train, "value")),
    selected: setting([0, n - 1], selected, n ? `X[${selected}]` : "none"),
  };
}

export function body(values, uid, slots) {
  const settings = controls(values);
  const slider = (trait, label) => range(uid, trait, label, settings[trait]);
  return html`<div class="u-controls">
    ${slider("length", html`series <i>N</i>`)}
    ${slider("window", html`window <i class="role-input">T</i>`)}
    ${slider("horizon", html`horizon <i class="role-output">H</i>`)}
    ${slider("stride", html`stride <i>s</i>`)}
    ${slider("features", html`features <i>d</i>`)}
    ${slider("train", "train part")}
    ${choice(uid, "order", "order", ORDERS, values.order)}
  </div>
  <div data-slot="series">${slots.series}</div>
  <p class="u-key" data-slot="key">${slots.key}</p>
  <div class="u-formula" data-slot="formula">${slots.formula}</div>
  <div class="u-pair">
    <div data-slot="box">${slots.box}</div>
    <div class="u-slice">
      ${slider("selected", "window shown")}
      <div class="u-scroll" role="group" aria-label="Numbers of the window shown" tabindex="0" data-slot="slice">${slots.slice}</div>
    </div>
  </div>`;
}

export const slots = (values, uid) => ({
  series: bars(values, uid),
  key: key(values),
  formula: formula(values),
  box: box(values, uid),
  slice: slice(values),
});

/** What the drawing means; the leak keeps its place, so that nothing moves when one appears. */
const key = ({ names, nLeak }) => html`<b class="role-input">X[k], filled:</b> the inputs of window number k, counted from 0.
  <b class="role-output">y[k], striped:</b> its targets, ${names[0]}.
  <span class="${nLeak ? "veil-leak" : "u-unseen"}"><b class="role-gradient">Hatched:</b> a leak.</span>`;

// ---- the formula and the numbers of one window -------------------------------------------

function formula({ length, border, window, horizon, stride, features, order, n, nTrain, nTest, nLeak, notes: why }) {
  const row = (name, content) => html`<tr><th scope="row">${name}</th><td>${content}</td></tr>`;
  const sum = (name, total, key, result) =>
    row(name, total < window + horizon
      ? html`${readout(key, result)} <span class="u-soft">windows: too short</span>`
      : html`⌊(${total} − ${window} − ${horizon}) / ${stride}⌋ + 1 = ${after("count", html`<b>${readout(key, result)}</b>`)}`);
  const divided = html`${readout("n_train", nTrain)} train, <span class="${nLeak > 0 && "u-alarm"}">${readout("n_leak", nLeak)} of them
    ${nLeak === 1 ? "leaks" : "leak"}</span>; ${readout("n_test", nTest)} test`;
  const shape = (k) => `(${k}, ${window}, ${features})`;
  return html`<p class="u-law"><i>n</i> = ⌊(<i>N</i> − <i class="role-input">T</i> − <i class="role-output">H</i>) / <i>s</i>⌋ + 1</p>
    <table><tbody>${
      order === "split first"
        ? [sum("train", border, "n_train", nTrain), sum("test", length - border, "n_test", nTest)]
        : [sum("all", length, "n", n), row("split", after("leak", divided))]
    }${row("shapes", after("leak", html`X_train <b>${shape(nTrain)}</b>, X_test <b>${shape(nTest)}</b>`))}</tbody></table>
    ${why.length > 0 && html`<p class="u-note" role="note">${why.join(" ")}</p>`}`;
}

const decimals = (v) => fixed(v, Math.abs(v) < 10000 ? 1 : 0);

function slice({ names, units, X, y, window, features, horizon, selected, chosen }) {
  if (!chosen) return html`<p class="u-soft">No window, so nothing to show.</p>`;
  const middle = chosen.start + window;
  return html`<table class="u-table">
    <caption>X[${selected}] has shape (${window}, ${features}), y[${selected}] has shape (${horizon},)</caption>
    <thead><tr><th scope="col">t</th>${names.map((name, i) => html`<th scope="col">${name} <span class="u-soft">${units[i]}</span></th>`)}</tr></thead>
    <tbody class="u-inputs">${X.map(
      (row, t) => html`<tr><th scope="row">${chosen.start + t}</th>${row.map((v, i) => html`<td>${readout(`X.${t}.${i}`, v, decimals(v))}</td>`)}</tr>`,
    )}</tbody>
    <tbody class="u-targets"><tr><th scope="rowgroup" colspan="${features + 1}">to predict</th></tr>${y.map(
      (v, t) => html`<tr><th scope="row">${middle + t}</th><td>${readout(`y.${t}`, v, decimals(v))}</td></tr>`,
    )}</tbody>
  </table>`;
}

// ---- questions ---------------------------------------------------------------------------

export function questions({ length, window, horizon, stride, train, order, nLeak }) {
  const about = { length, window, horizon, stride, order };
  return [
    {
      key: "count",
      locks: true,
      moot: order === "split first" || !nWindows(length, window, horizon, stride),
      about,
      setting: inWords,
      text: html`A series has ${length} values. Windows of ${count(window, "step")}, each followed by ${count(horizon, "target")}, start every
        ${stride === 1 ? "step" : `${stride} steps`}. <strong>How many windows fit?</strong>`,
      label: "windows",
      verdict: countVerdict,
    },
    {
      key: "leak",
      moot: !nLeak,
      about: { ...about, train },
      setting: inWords,
      text: html`The windows were cut first, and those that start before value ${train} are used to train.
        <strong>Which is the first of them that touches the test part?</strong>`,
      label: "window number, counted from 0",
      verdict: leakVerdict,
    },
  ];
}

const inWords = ({ length, window, horizon, stride, train }) =>
  `N = ${length}, T = ${window}, H = ${horizon}, s = ${stride}${train ? ` and ${count(train, "training value")}` : ""}`;

/** What a wrong count left out, by the count that it leads to. */
const SLIPS = [
  [({ length, window, horizon, stride }) => Math.floor((length - window - horizon) / stride), "The + 1 is missing: the window that starts at 0 counts too."],
  [({ length, window, stride }) => nWindows(length, window, 0, stride), "That leaves no room for the targets of the last window."],
  [({ length, stride }) => Math.floor(length / stride), "That counts every start, even where the window would run over the end."],
  [({ length, window }) => Math.floor(length / window), "That lays the windows side by side; with a stride below the window they overlap."],
  [({ length, window, horizon }) => nWindows(length, window, horizon), "That is the count for stride 1."],
];

function countVerdict({ answer, about }) {
  const { length, window, horizon, stride } = about;
  const n = nWindows(length, window, horizon, stride);
  const last = (n - 1) * stride;
  const why = `The last start that still fits is ${last}: its ${window + horizon} values end at ${last + window + horizon - 1}, and the series ends at ${length - 1}. With starts 0, ${stride}, …, ${last} that makes ${last} / ${stride} + 1 = ${n}.`;
  if (answer === null) return { right: null, said: `${count(n, "window")}.`, why };
  if (answer === n) return { right: true, said: `You said ${answer}, and ${answer} it is.`, why };
  const slip = SLIPS.find(([wrong]) => wrong(about) === answer)?.[1] ?? "";
  return { right: false, said: `You said ${answer}; it is ${n}.`, why: `${slip} ${why}` };
}

function leakVerdict({ answer, about }) {
  const cut = dividedWindows(about);
  const leaking = cut.flatMap(({ leaks }, k) => (leaks ? [k] : []));
  const border = Math.min(about.train, about.length);
  const remedy = "Split first and window each part on its own, and no window can leak.";
  const [first] = leaking;
  const why = `X[${first}] and its targets cover values ${cut[first].start} to ${cut[first].end - 1}; the test part begins at ${border}. ${count(leaking.length, "training window")} ${leaking.length === 1 ? "leaks" : "leak"}. ${remedy}`;
  if (answer === null) return { right: null, said: `It is X[${first}].`, why };
  if (answer === first) return { right: true, said: `You said X[${answer}], and that is it.`, why };
  return { right: false, said: `You said X[${answer}]; it is X[${first}].`, why: `${miss(cut, answer, first, border)} ${why}` };
}

function miss(cut, answer, first, border) {
  const given = cut[answer];
  if (!given) return `There are only X[0] to X[${cut.length - 1}].`;
  if (given.part === "test") return `X[${answer}] starts in the test part, where it may be.`;
  return answer > first ? `X[${answer}] leaks too, but not first.` : `X[${answer}] ends at value ${given.end - 1}, before ${border}.`;
}

// ---- words and numbers -------------------------------------------------------------------

export function describe({ length, features, window, stride, horizon, n, nLeak, nTrain, nTest, order, selected, chosen, notes: why }, open) {
  const series = `A series of ${length} timesteps and ${count(features, "feature")}`;
  if (!n) return `${series}. ${why.join(" ")}`;
  const each = `windows of ${count(window, "timestep")} that start every ${stride === 1 ? "step" : `${stride} steps`}, each with its next ${count(horizon, "value")} as target`;
  if (open === "count") return `${series}, to be cut into ${each}.`;
  const cutting = order === "split first" ? `split and then cut into ${nTrain} training and ${nTest} test` : `cut into ${n}`;
  const leak = open === "leak" ? "" : nLeak ? ` ${nLeak} of the ${count(nTrain, "training window")} ${nLeak === 1 ? "reaches" : "reach"} into the test part.` : " No training window reaches into the test part.";
  const strict = order === "split first" ? ` Each part is cut on its own; with context, the test could borrow the last ${count(window, "training value")} as inputs.` : "";
  return `${series}, ${cutting} ${each}. X[${selected}] starts at timestep ${chosen.start}.${leak}${strict}`;
}

export function numbers({ cut, window, horizon }) {
  const span = (from, size) => (size === 1 ? String(from) : `${from} to ${from + size - 1}`);
  return html`<table class="u-table">
    <caption>Every window: which timesteps it reads and which it must predict</caption>
    <thead><tr><th scope="col">window</th><th scope="col">inputs</th><th scope="col">targets</th><th scope="col">part</th><th scope="col">leaks</th></tr></thead>
    <tbody>${cut.map(
      ({ start, part, leaks }, k) => html`<tr><th scope="row">X[${k}]</th><td>${span(start, window)}</td><td>${span(start + window, horizon)}</td><td>${part}</td><td>${after("leak", leaks ? "yes" : "no")}</td></tr>`,
    )}</tbody>
  </table>`;
}
