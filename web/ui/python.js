// What the widgets' Python has in common.

/** Numbers, nested in arrays or not, as a Python literal: "[[1, 0.5], [0, 1]]". */
export const literal = (value) => (Array.isArray(value) ? `[${value.map(literal).join(", ")}]` : String(value));
