// Mounts anywidgets on a static page: no kernel, no require.js, no html-manager.
// The Sphinx extension has put each view's picture into a slot behind the view's script, and in
// the page's widget state it has replaced every `_esm` by the URL of a file.
const MIME = "application/vnd.jupyter.widget-";

const isData = (x) => typeof x === "object" && x !== null && !ArrayBuffer.isView(x);
const same = (a, b) => Object.is(a, b) || (isData(a) && isData(b) && JSON.stringify(a) === JSON.stringify(b));
const idOf = (reference) => String(reference).replace(/^(IPY_MODEL_|anywidget:)/, "");

// The part of a widget model that anywidgets use; what would go to a kernel goes nowhere.
class Model {
  #state;
  #listeners = new Map();
  constructor(id, state, manager) {
    this.model_id = id;
    this.widget_manager = manager;
    this.#state = state;
  }
  get(name) {
    return this.#state[name];
  }
  set(name, value) {
    const update = isData(name) ? name : { [name]: value };
    const changed = Object.entries(update).filter(([key, now]) => !same(this.#state[key], now));
    for (const [key, now] of changed) this.#state[key] = now;
    for (const [key, now] of changed) this.#emit(`change:${key}`, this, now);
    if (changed.length) this.#emit("change", this);
  }
  save_changes() {}
  send() {}
  on(names, callback, context) {
    for (const name of names.split(/\s+/))
      this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), { callback, context }]);
  }
  off(names, callback, context) {
    for (const name of names ? names.split(/\s+/) : this.#listeners.keys())
      this.#listeners.set(name, (this.#listeners.get(name) ?? []).filter((it) =>
        (callback && it.callback !== callback) || (context && it.context !== context)));
  }
  #emit(name, ...values) {
    for (const { callback, context } of this.#listeners.get(name) ?? []) callback.apply(context ?? this, values);
  }
}

// A reader is there and goes on, or has had a look: until then a page has no more to do than what it shows.
const LOOK = 2000; // milliseconds
const stirred = new Promise((begin) => {
  for (const sign of ["scroll", "wheel", "pointermove", "pointerdown", "keydown"])
    window.addEventListener(sign, begin, { once: true, passive: true });
  window.addEventListener("load", () => setTimeout(begin, LOOK), { once: true });
});

// Modules, and numbers that stand in files, start while the page is still being parsed; a failure
// is told where the widget stands.
function startEarly(links, fetchOne) {
  const started = new Map();
  for (const { href } of document.querySelectorAll(links)) {
    if (href === import.meta.url) continue;
    started.set(href, fetchOne(href));
    started.get(href).catch(() => {});
  }
  return (url) => started.get(new URL(url, document.baseURI).href);
}
const module = startEarly("link[rel=modulepreload]", (href) => import(href));
const packed = startEarly("link[rel=preload][as=fetch]", async (href) => {
  const response = await fetch(href);
  if (!response.ok) throw new Error("its numbers are missing");
  const stream = response.body.pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
});

// In a file the first bytes of all numbers stand together, then the second, and so on.
function unpacked(planes, stride) {
  const bytes = new Uint8Array(planes.length);
  let at = 0;
  for (let first = 0; first < stride; first++)
    for (let k = first; k < bytes.length; k += stride) bytes[k] = planes[at++];
  return bytes;
}

// Binary traits are base64 beside the state or, large ones, in files; widgets expect DataViews inside it.
async function stateWithBuffers({ state, buffers = [] }) {
  for (const { path, data, url, stride } of buffers) {
    const bytes = url ? unpacked(await packed(url), stride) : Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
    const parent = path.slice(0, -1).reduce((value, key) => value[key], state);
    parent[path.at(-1)] = new DataView(bytes.buffer);
  }
  return state;
}

// "interactive" comes when the page is parsed, before the theme's deferred scripts have run.
if (document.readyState === "loading")
  await new Promise((parsed) => document.addEventListener("readystatechange", parsed, { once: true }));

const entries = {};
for (const script of document.querySelectorAll(`script[type="${MIME}state+json"]`))
  Object.assign(entries, JSON.parse(script.textContent).state);

const started = new Map();
const manager = { get_model: async (reference) => (await start(idOf(reference))).model };
const experimental = {
  invoke: async () => {
    throw new Error("no kernel on the static site");
  },
};

// One model and one module instance for each widget, however many views it has.
function start(id) {
  if (!started.has(id)) started.set(id, startNow(id));
  return started.get(id);
}
async function startNow(id) {
  const entry = entries[id];
  if (!entry) throw new Error("its state is missing from this page");
  const state = await stateWithBuffers(entry);
  const { default: exported } = await module(state._esm);
  const widget = typeof exported === "function" ? await exported() : exported;
  const model = new Model(id, state, manager);
  const exports = await widget.initialize?.({ model, experimental, signal: new AbortController().signal });
  return { model, widget, exports };
}

const host = {
  getModel: manager.get_model,
  getWidget: async (reference) => {
    const one = await start(idOf(reference));
    return { exports: one.exports, render: ({ el, signal }) => draw(one, el, signal) };
  },
};
const draw = ({ model, widget }, el, signal) => widget.render?.({ model, el, signal, host, experimental });

const cleanups = new Map();

async function mount(script) {
  const slot = script.nextElementSibling;
  if (!slot?.classList.contains("u-mount")) return; // a dead widget, already a build warning
  const stop = new AbortController();
  // The widget draws beside the picture and takes its place when it is whole: nothing jumps,
  // and a module that fails leaves the picture standing.
  const el = document.createElement("div");
  try {
    const one = await start(JSON.parse(script.textContent).model_id);
    const picture = [...slot.childNodes];
    slot.append(el);
    const cleanup = await draw(one, el, stop.signal);
    for (const node of picture) node.remove();
    slot.inert = false;
    slot.dataset.ready = "true";
    cleanups.set(slot, () => {
      stop.abort();
      cleanup?.();
    });
  } catch (error) {
    el.remove();
    console.error(error);
    const note = document.createElement("p");
    note.className = "u-mount-note";
    note.setAttribute("role", "note");
    note.textContent = `This figure could not start (${error.message}). Reload the page, or open the notebook in Colab or Binder.`;
    slot.before(note);
    slot.dataset.ready = "failed";
  }
}

function unmount(slot) {
  cleanups.get(slot)?.();
  cleanups.delete(slot);
}
new MutationObserver(() => {
  for (const slot of cleanups.keys()) if (!slot.isConnected) unmount(slot);
}).observe(document.body, { childList: true, subtree: true });

// One after the other, each in a task of its own, so that the page answers in between.
const SLICE = 8; // milliseconds
const turn = () => globalThis.scheduler?.yield?.() ?? new Promise((next) => setTimeout(next));
for (const script of document.querySelectorAll(`script[type="${MIME}view+json"]`)) {
  await mount(script);
  await turn();
}
performance.mark("widgets-ready");

// The book's style lays out only what is near the screen, so that a page is ready early.  Once its
// reader stirs, the rest follows in idle slices: a jump down the page then lands on places that stay.
await stirred;
const rest = () => new Promise((begin) => (window.requestIdleCallback ?? ((later) => setTimeout(later, 50)))(begin));
let end = 0;
for (const section of document.querySelectorAll("section")) {
  if (getComputedStyle(section).contentVisibility !== "auto") continue;
  if (performance.now() > end) {
    await rest();
    end = performance.now() + SLICE;
  }
  section.style.contentVisibility = "visible";
  section.getBoundingClientRect(); // laid out within this slice
}
document.documentElement.dataset.settled = "true";
document.dispatchEvent(new Event("contentvisibilityautostatechange")); // the theme gives the focus to what scrolls
