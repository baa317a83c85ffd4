// What has `data-grid="name"` calls the edit of that name with {x, y}, where it is pressed or dragged over as shares of its
// width and height, and with {key}; null as the answer leaves the key to the page.  `grid` of a widget that has such:
export const grid = {
  /** What pressing changes; outside of the grid counts as its edge. */
  point({ edits }, values, element, { clientX, clientY }) {
    const { left, top, width, height } = element.getBoundingClientRect();
    const share = (at) => Math.min(Math.max(at, 0), 1 - 1e-9);
    return edits[element.dataset.grid](values, { x: share((clientX - left) / width), y: share((clientY - top) / height) });
  },
  /** What a key changes is put in by `set`; the answer is whether it changes anything. */
  key({ edits }, values, event, set) {
    const { target, key, ctrlKey, metaKey, altKey } = event;
    const element = target.closest("[data-grid]");
    const changes = element && !ctrlKey && !metaKey && !altKey && edits[element.dataset.grid](values, { key });
    if (changes) {
      event.preventDefault();
      set(changes);
    }
    return changes;
  },
};
