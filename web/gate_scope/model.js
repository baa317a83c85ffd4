// A model as it comes in the traits: its numbers, what it reads and what it says.

/** The numbers of a model: int16 times a scale of its own, or float32. */
export function numbersOf({ dtype, scale, from, size }, weights) {
  const at = weights.byteOffset + from;
  const view = new DataView(weights.buffer, at, size * (dtype === "int16" ? 2 : 4));
  return Float64Array.from({ length: size }, dtype === "int16" ? (_, k) => view.getInt16(2 * k, true) * scale : (_, k) => view.getFloat32(4 * k, true));
}

/** A text as tokens: characters, or words between spaces. */
export const tokensOf = ({ kind }, text) => (kind === "words" ? text.split(" ").filter(Boolean) : [...text]);

export const joined = ({ kind }, tokens) => tokens.join(kind === "words" ? " " : "");

/** Small letters where the model has no capitals: it reads what it can. */
export function readable(card, text) {
  const known = new Set(card.vocabulary);
  return joined(card, tokensOf(card, text).map((token) => (known.has(token) ? token : token.toLowerCase()))) + (card.kind === "words" && text.endsWith(" ") ? " " : "");
}

/** Why a text cannot be read, in words; null where it can. */
export function unreadable(card, text, most) {
  const tokens = tokensOf(card, readable(card, text));
  const known = new Set(card.vocabulary);
  const strange = tokens.find((token) => !known.has(token));
  if (strange !== undefined) return `“${strange}” cannot be read: ${card.title} knows ${listed(card)}.`;
  if (tokens.length === 0) return "There is nothing to read.";
  return tokens.length > most ? `There are ${tokens.length} ${card.kind === "words" ? "words" : "characters"}; at most ${most} can be read.` : null;
}

function listed({ kind, vocabulary }) {
  if (kind === "words") return vocabulary.length > 24 ? `${vocabulary.length} words, among them ${vocabulary.slice(1, 9).join(", ")}` : `the words ${vocabulary.join(", ")}`;
  const letters = vocabulary.filter((token) => token.length === 1);
  return letters.map((token) => (token === " " ? "the space" : token === "\n" ? "the end of a line" : token)).join(letters.length > 12 ? " " : ", ");
}

/** What the network reads: ids where it has an embedding, else a row of features at each timestep. */
export function inputsOf(card, tokens, series) {
  const { kind, vocabulary, spec, scaler } = card;
  if (kind === "numbers") return series.map((row) => row.map((value, j) => (value - scaler.center[j]) / scaler.spread[j]));
  const ids = tokens.map((token) => vocabulary.indexOf(token));
  if (spec.embedding) return ids;
  return ids.map((id) => vocabulary.map((_, k) => Number(k === id)));
}
