// The frame around every widget: title, question, body, tools.
//
// A widget is an object without state of its own:
//   kind, title, lead    its name in Python and for people, and the one thing to understand
//   traits               the synced traits that it reads
//   settings             the names of those that its controls set
//   modes                {value: label} of the trait `mode`, where it has several views
//   compute(state, last) everything that is shown, from the traits alone, without the DOM; `last` are the values shown
//                        until now, if any, from which parts may be taken over that would come out the same
//   slots(values, uid)   the parts that change, {name: markup}
//   body(values, uid, slots)  the controls, and the slots in elements with `data-slot="name"`;
//                        drawn once a mode, so controls that come and go belong into a slot
//   controls(values)     the sliders' limits, values and words, {trait: setting}
//   questions(values)    see question.js
//   describe(values, open)  the figure in one sentence, silent about the question that is open
//   numbers(values), python(values)   the table and the code behind the tools
//   edits                changes of several traits, or of one that no control can hold: {name: (values, ...) => changes};
//                        called by what has `data-edit="name"`, with the list in `data-with` and then the element's value
//                        (parts of a drawing have `data-pick` as well, as all that can be clicked there).
//                        `data-then` is the id of the element that has the focus afterwards
// and, where it needs them,
//   layout(values)       the body is drawn anew when this changes; else when the mode does
//   faults               why a typed text cannot be read: {trait: (values, text) => words, or null}
//   later                slots that take longer than a frame; see later.js
//   grid                 drawings that are pressed, dragged over and moved in by keys; see grid.js
import { choice, fault, reading, sync } from "./controls.js";
import { html } from "./html.js";
import { keyStroke, stroke } from "./pad.js";
import { ask, firstOpen, openOnes } from "./question.js";
import { download, svgFile } from "./save.js";

const TOOLS = { numbers: "Show numbers", python: "Copy Python", svg: "Save SVG", reset: "Reset" };
const TELLING = ["numbers", "python"]; // tools that would answer the question that locks the controls
const FIRST = "Answer or skip the question first";

/** The whole widget as an HTML string, for the page before any script has run. */
export function prerender(widget, state, uid = "u") {
  const values = widget.compute(state);
  return frame(widget, state, values, view(widget, state, values, uid, widget.later?.finished), uid).toString();
}

/** What depends on the values: `veil` names the questions that must not be answered by the drawing, `late` gives the slots that took longer. */
function view(widget, state, values, uid, late) {
  const questions = widget.questions(values);
  const open = firstOpen(questions, state.predictions);
  return {
    locked: Boolean(open?.locks),
    veil: openOnes(questions, state.predictions).map(({ key }) => key).join(" "),
    slots: {
      ask: ask(uid, questions, state.predictions),
      caption: html`${widget.describe(values, open?.key)}`,
      ...widget.slots(values, uid),
      ...late?.(values),
    },
  };
}

function frame(widget, state, values, { locked, veil, slots }, uid) {
  const tool = ([action, label]) => html`<button type="button" data-action="${action}"${
    action === "numbers" && html` aria-expanded="false" aria-controls="${uid}-numbers"`
  }${TELLING.includes(action) && html` aria-disabled="${locked}" title="${locked ? FIRST : ""}"`}>${label}</button>`;
  return html`<section class="unrolled-widget" data-widget="${widget.kind}" role="group"
    aria-label="${widget.title}, interactive figure" data-veil="${veil}" data-lm-suppress-shortcuts="true">
    <header class="u-head">
      <p class="u-title">${widget.title}</p>
      <div class="u-tools" role="group" aria-label="Tools">${Object.entries(TOOLS).map(tool)}</div>
    </header>
    <div class="u-numbers" id="${uid}-numbers" role="group" aria-label="Numbers of the figure" tabindex="0" data-slot="numbers" hidden></div>
    <textarea class="u-code" aria-label="Python code" rows="12" readonly hidden></textarea>
    <p class="u-lead">${widget.lead}</p>
    ${widget.modes && html`<div class="u-modes">${choice(uid, "mode", "View", widget.modes, state.mode)}</div>`}
    <div class="u-ask" data-slot="ask">${slots.ask}</div>
    <figure>
      <fieldset class="u-body" data-body${locked && html` disabled`}>${widget.body(values, uid, slots)}</fieldset>
      <p class="u-note u-fault" role="alert" hidden></p>
      <figcaption data-slot="caption">${slots.caption}</figcaption>
    </figure>
    <p class="u-live" role="status" aria-live="polite"></p>
  </section>`;
}

/** Markup without what stands in its fields: `sync` fills those, so that none is replaced while it is typed in. */
const skeleton = (markup) => markup?.text.replace(/(<input type="(?:number|text)"[^>]*?) value="[^"]*"/g, "$1");

/** Bring a widget to life in `el`; returns the function that takes it away again. */
export function mount(widget, { model, el }) {
  const uid = `u${Math.random().toString(36).slice(2, 10)}`;
  const read = () => Object.fromEntries(widget.traits.map((name) => [name, model.get(name)]));
  const abort = new AbortController();
  const listen = (type, handler) => root.addEventListener(type, handler, { signal: abort.signal });
  let state = read();
  let values = widget.compute(state);
  const late = widget.later?.begin((slot, markup) => (find(`[data-slot="${slot}"]`).innerHTML = shown.slots[slot] = markup));
  let shown = view(widget, state, values, uid, late?.slots);
  let requested = 0; // the frame that will update
  let drawn = 0; // the frame before which we have updated already
  let talking = 0;
  let held = false; // while a slider is dragged, the text above it waits and keeps its height
  let pen = null; // where the pointer was last on a pad that is drawn on
  let focusOn = null; // the verdict that is read next
  let focusThen = null; // the element that a click sends the focus to

  el.innerHTML = frame(widget, state, values, shown, uid);
  const root = el.firstElementChild;
  const find = (selector) => root.querySelector(selector);

  function update() {
    cancelAnimationFrame(requested);
    requested = 0;
    const layout = widget.layout?.(values) ?? state.mode;
    state = read();
    values = widget.compute(state, values);
    const before = shown.slots;
    shown = view(widget, state, values, uid, late?.slots);
    const { locked, veil, slots } = shown;
    if (held) slots.ask = before.ask;
    const body = find("[data-body]");
    const focus = focusThen ?? find(":focus")?.id;
    focusThen = null;
    if (root.dataset.veil !== veil) root.dataset.veil = veil;
    body.disabled = locked;
    if ((widget.layout?.(values) ?? state.mode) !== layout) body.innerHTML = widget.body(values, uid, slots);
    for (const [name, markup] of Object.entries(slots)) {
      if (before[name] === markup || skeleton(before[name]) === skeleton(markup)) continue;
      const place = find(`[data-slot="${name}"]`); // in another layout it may have none
      if (place) place.innerHTML = markup;
    }
    // What is drawn anew keeps the focus.
    if (focus && find(":focus")?.id !== focus) find(`#${focus}`)?.focus();
    showNumbers(!locked && !find("[data-slot=numbers]").hidden);
    for (const action of TELLING) {
      find(`[data-action=${action}]`).ariaDisabled = String(locked);
      find(`[data-action=${action}]`).title = locked ? FIRST : "";
    }
    find(".u-code").hidden = true;
    sync(root, widget.controls(values), state);
    find(".u-fault").hidden = true;
    const verdict = focusOn && find(`[data-verdict="${focusOn}"]`);
    focusOn = null;
    verdict?.focus();
    say((verdict ?? find("[data-slot=caption]")).textContent);
    late?.go(values);
  }

  function schedule() {
    requested ||= requestAnimationFrame(update);
  }

  // Screen readers hear where a movement ended, not every step of it.
  function say(text) {
    clearTimeout(talking);
    talking = setTimeout(() => (find(".u-live").textContent = text), 400);
  }

  function set(changes) {
    for (const [name, value] of Object.entries(changes)) model.set(name, value);
    model.save_changes();
    // Draw at once, so that the next frame only has to paint; a second event waits for its frame.
    if (drawn) return;
    update();
    drawn = requestAnimationFrame(() => (drawn = 0));
  }

  /** Do what an element with `data-edit` says; `value` is what the reader chose there, if anything. */
  function edit({ dataset }, ...value) {
    focusThen = dataset.then ?? null;
    set(widget.edits[dataset.edit](values, ...JSON.parse(dataset.with ?? "[]"), ...value));
  }

  /** A pad as `stroke` and `keyStroke` take it, and what sets their answer. */
  function paper(element) {
    const { pad, place, column } = element.dataset;
    const { min, max, step } = element.querySelector("input");
    const all = model.get(pad);
    const put = ({ values }) => (column ? all.map((row, k) => row.with(column, values[k])) : values);
    return {
      values: column ? all.map((row) => row[column]) : all,
      limits: [min, max, step].map(Number),
      place: model.get(place),
      put: (drawn) => set({ [pad]: put(drawn), [place]: drawn.place }),
    };
  }

  function draw(event) {
    if (pen.element.dataset.grid) return set(widget.grid.point(widget, values, pen.element, event));
    const { values: all, limits, put } = paper(pen.element);
    put(stroke(all, pen.element.getBoundingClientRect(), limits, pen.last, event));
    pen.last = event;
  }

  function press(event) {
    const { values, limits, place, put } = paper(event.target.closest("[data-pad]"));
    const drawn = keyStroke(values, limits, place, event.key);
    if (!drawn) return;
    event.preventDefault();
    put(drawn);
  }

  function refuse(input, why) {
    input.ariaInvalid = "true";
    find(".u-fault").textContent = why;
    find(".u-fault").hidden = false;
  }

  function predict(answer) {
    const { key, about } = firstOpen(widget.questions(values), state.predictions);
    focusOn = key;
    set({ predictions: { ...state.predictions, [key]: { answer, about } } });
  }

  function showNumbers(open) {
    const table = find("[data-slot=numbers]");
    const button = find("[data-action=numbers]");
    if (!open && table.hidden) return;
    table.hidden = !open;
    table.innerHTML = open ? widget.numbers(values) : "";
    button.ariaExpanded = String(open);
    button.textContent = open ? "Hide numbers" : TOOLS.numbers;
  }

  const actions = {
    numbers() {
      showNumbers(find("[data-slot=numbers]").hidden);
    },
    async python() {
      const code = find(".u-code");
      code.value = widget.python(values);
      try {
        await navigator.clipboard.writeText(code.value);
        done("python", "Python copied");
      } catch {
        // No permission, or a page without TLS: the reader copies by hand.
        code.hidden = false;
        code.focus();
        code.select();
        say("Press Ctrl+C or Command+C to copy the selected Python code");
      }
    },
    svg() {
      download(`${widget.kind}.svg`, svgFile(root, widget.title, find("[data-slot=caption]").textContent));
      done("svg", "SVG saved");
    },
    reset() {
      set({ ...state.initial, predictions: {} });
      done("reset", "Reset done");
    },
  };

  function done(action, words) {
    const button = find(`[data-action=${action}]`);
    button.dataset.done = "";
    button.addEventListener("animationend", () => delete button.dataset.done, { once: true });
    say(words);
  }

  listen("input", ({ target }) => {
    const { trait } = target.dataset;
    const wrong = /number|text/.test(target.type) && trait && (fault(target) ?? widget.faults?.[trait]?.(values, target.value));
    if (wrong) return refuse(target, wrong);
    if (target.dataset.edit) return edit(target, target.type === "checkbox" ? target.checked : target.value);
    if (trait) set({ [trait]: reading(target, model.get(trait)) });
  });
  // A field left with what cannot be read shows again what is drawn.
  listen("focusout", ({ target }) => target.ariaInvalid === "true" && update());
  listen("keydown", (event) => {
    const { target, key } = event;
    if (target.closest("[data-pad]")) return press(event);
    if (!shown.locked && widget.grid?.key(widget, values, event, set)) return;
    const pages = { PageUp: 5, PageDown: -5 }[key];
    if (target.type !== "range" || !pages) return;
    event.preventDefault();
    target.value = Number(target.value) + pages * Number(target.step);
    target.dispatchEvent(new Event("input", { bubbles: true }));
  });
  listen("submit", (event) => {
    event.preventDefault();
    const answer = [...event.target.querySelectorAll("input")].map((input) => input.valueAsNumber);
    predict(answer.length > 1 ? answer : answer[0]);
  });
  listen("click", ({ target }) => {
    const button = target.closest("button");
    const pick = target.closest("[data-pick]");
    if (button?.ariaDisabled === "true") {
      find(".u-question :is(input, button)").focus();
      say(FIRST);
    } else if (button?.dataset.action) actions[button.dataset.action]();
    else if (button?.dataset.answer) predict(button.dataset.answer);
    else if (button && "skip" in button.dataset) predict(null);
    else if (button?.dataset.edit) edit(button);
    else if (!pick || shown.locked) return;
    else if (pick.dataset.edit) edit(pick);
    else set({ [pick.dataset.pick]: JSON.parse(pick.dataset.to) });
  });

  listen("pointerdown", (event) => {
    const element = event.button === 0 && !shown.locked && event.target.closest("[data-pad], [data-grid]");
    held = Boolean(element) || event.target.type === "range";
    if (!element) return;
    event.preventDefault(); // no text is selected while drawing
    element.setPointerCapture(event.pointerId);
    (element.querySelector("input") ?? element).focus({ preventScroll: true, focusVisible: false });
    pen = { element, last: null };
    draw(event);
  });
  listen("pointermove", (event) => pen && draw(event));
  for (const type of ["pointerup", "pointercancel"]) {
    window.addEventListener(type, () => {
      if (held) schedule();
      held = false;
      pen = null;
    }, { signal: abort.signal });
  }

  const events = widget.traits.map((name) => `change:${name}`);
  for (const event of events) model.on(event, schedule);
  late?.go(values);
  return () => {
    abort.abort();
    late?.go(null);
    cancelAnimationFrame(requested);
    cancelAnimationFrame(drawn);
    clearTimeout(talking);
    for (const event of events) model.off(event, schedule);
    el.replaceChildren();
  };
}
