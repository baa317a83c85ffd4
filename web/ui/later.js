// Slots that take longer than a frame.  What `later` of a widget is made of:
//   later: slowly((values) => [{ slot, about, work }])
// `work` is a generator function that yields wherever it may be interrupted and returns the markup; it is done in idle
// slices, anew only when `about` is another.  Until then the slot shows what the widget's `slots` say.

// Safari has no idle slices: there, a few milliseconds after everything else.
const start = (work) => globalThis.requestIdleCallback?.(work, { timeout: 1000 }) ?? setTimeout(() => {
  const end = performance.now() + 8;
  work({ timeRemaining: () => end - performance.now() });
}, 16);
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
        const on = (slice) => {
          let step = working.next();
          while (!step.done && slice.timeRemaining() > 2) step = working.next();
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
