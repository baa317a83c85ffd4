// The stack as rows to edit, and what each of their buttons does.
import { html } from "../ui/html.js";
import { isRecurrent } from "../core/shapes.js";

const KINDS = ["SimpleRNN", "LSTM", "GRU", "Dense", "TimeDistributed", "RepeatVector", "Flatten"];
const OPTIONS = { TimeDistributed: "TimeDistributed(Dense)" };
const NEW = { kind: "SimpleRNN", size: 8, return_sequences: false };

export const edits = {
  start({ starts }, pattern) {
    const { timesteps, features, layers } = starts[pattern];
    return { pattern, timesteps, features, layers };
  },
  add: ({ layers }) => ({ layers: [...layers, NEW] }),
  remove: ({ layers }, at) => ({ layers: layers.toSpliced(at, 1) }),
  up: ({ layers }, at) => ({ layers: [...layers.slice(0, at - 1), layers[at], layers[at - 1], ...layers.slice(at + 1)] }),
  sequences: ({ layers }, at, on) => ({ layers: layers.with(at, { ...layers[at], return_sequences: on }) }),
  kind: ({ layers, limits }, at, kind) => ({ layers: layers.with(at, turned(layers[at], kind, limits.size)) }),
};

/** A layer turned into another kind: what both have is kept. */
function turned({ size = 8, return_sequences: all = false }, kind, sizes) {
  if (kind === "Flatten") return { kind };
  const sized = { kind, size: Math.min(size, sizes[kind][1]) };
  return isRecurrent(sized) ? { ...sized, return_sequences: all } : sized;
}

export function stack({ layers, limits, error }, uid) {
  const full = layers.length === limits.layers[1];
  return html`<ol class="u-rows">${layers.map((layer, at) => row(layer, at, layers.length, limits.size, error, uid))}</ol>
    <button type="button" class="u-add" id="${uid}-add" data-edit="add" data-then="${uid}-kind-${layers.length}"${full && html` disabled`}>
      + Add layer${full && ` (${layers.length} are the most)`}</button>`;
}

function row(layer, at, n, sizes, error, uid) {
  const { kind, size, return_sequences: all } = layer;
  const named = (words) => `${words} of layer ${at + 1}`;
  const button = (edit, to, sign, words, then, dead) => html`<button type="button" id="${uid}-${edit === "up" && to > at ? "down" : edit}-${at}"
    data-edit="${edit}" data-with="[${to}]" data-then="${uid}-${then}" aria-label="${words} layer ${at + 1}" title="${words}"${dead && html` disabled`}>${sign}</button>`;
  return html`<li class="${error?.at === at && "u-refused"}">
    <b class="u-soft">${at + 1}</b>
    <select id="${uid}-kind-${at}" data-edit="kind" data-with="[${at}]" aria-label="${named("kind")}">${KINDS.map(
      (name) => html`<option value="${name}"${name === kind && html` selected`}>${OPTIONS[name] ?? name}</option>`,
    )}</select>
    <span class="u-size">${size !== undefined && numberField(layer, at, sizes[kind], uid)}</span>
    <span class="u-all">${isRecurrent(layer) && html`<label class="u-toggle"><input type="checkbox" role="switch" id="${uid}-all-${at}"
      data-edit="sequences" data-with="[${at}]" aria-label="${named("return_sequences")}"${all && html` checked`}><span>return_sequences</span></label>`}</span>
    <span class="u-moves">
      ${button("up", at, "↑", "Move up", at > 1 ? `up-${at - 1}` : "down-0", at === 0)}
      ${button("up", at + 1, "↓", "Move down", at + 2 < n ? `down-${at + 1}` : `up-${at + 1}`, at === n - 1)}
      ${button("remove", at, "✕", "Remove", n > 2 ? `remove-${Math.min(at, n - 2)}` : "kind-0", n === 1)}
    </span>
  </li>`;
}

function numberField({ kind, size }, at, [min, max], uid) {
  const word = kind === "RepeatVector" ? "times" : "units";
  return html`<label><span>${word}</span><input type="number" id="${uid}-size-${at}" data-trait="layers" data-at="[${at},&quot;size&quot;]"
    aria-label="${word} of layer ${at + 1}" min="${min}" max="${max}" step="1" required autocomplete="off" value="${size}"></label>`;
}
