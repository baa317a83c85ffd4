// Slots that take longer than a frame.  What `later` of a widget is made of:
//   later: slowly((values) => [{ slot, about, work }])
// `work` is a generator function that yields wherever it may be interrupted and returns the markup; it is done in idle
// slices, anew only when `about` is another.  Until then the slot shows what the widget's `slots` say.

const SLICE = 8; // milliseconds: a phone that is four times slower still answers a finger between two of them

/** Call `work` when nothing else waits, or, in Safari, a moment later; `more()` says whether its slice goes on. */
const start = (work) => {
  const begin = () => {
    const end = performance.now() + SLICE;
    work(() => performance.now() < end);
  };
  return globalThis.requestIdleCallback?.(begin, { timeout: 1000 }) ?? setTimeout(begin, 16);
};
const stop = (id) => (globalThis.cancelIdleCallback ?? clearTimeout)(id);

/** What a generator returns, at once. */
export function finished(working) {
  let step;
  do step = working.next();
  while (!step.done);
  return step.value;
}

export function slowly(jobs) {
  return {
    jobs,
    /** Everything at once, {slot: markup}: for the page before any script has run. */
    finished: (values) => Object.fromEntries(jobs(values).map(({ slot, work }) => [slot, finished(work())])),
    /** For a widget that lives; `show(slot, markup)` puts in what is found. */
    begin(show) {
      const found = {}; // by slot
      let idle = 0; // the slice that goes on
      const known = ({ slot, about }) => found[slot]?.about === about;
      /** Begin with the first that is not there yet; without values, stop. */
      function go(values) {
        stop(idle);
        const next = values && jobs(values).find((job) => !known(job));
        if (!next) return;
        const working = next.work();
        const on = (more) => {
          let step = working.next();
          while (!step.done && more()) step = working.next();
          if (!step.done) return void (idle = start(on));
          found[next.slot] = { about: next.about, markup: step.value };
          show(next.slot, step.value);
          go(values);
        };
        idle = start(on);
      }
      return {
        slots: (values) => Object.fromEntries(jobs(values).filter(known).map(({ slot }) => [slot, found[slot].markup])),
        go,
      };
    },
  };
}
