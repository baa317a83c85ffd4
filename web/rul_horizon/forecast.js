// What each method says of a cell, as unrolled/widgets/rul_horizon.py has it, function by function.
import { bayesQuadratic, conformalQuantile, conformalRank, firstCrossing, life } from "../core/battery.js";
import { normal } from "../core/random.js";

/** The stored cells as they really are: shares of the new capacity every `every` cycles, up to each cell's last. */
export function curves(fleet, { cells, scale }) {
  const points = fleet.byteLength / 2 / cells;
  return Array.from({ length: cells }, (_, cell) => {
    const curve = [];
    for (let k = 0; k < points; k++) {
      const stored = fleet.getUint16(2 * (cell * points + k), true);
      if (stored === 0) break;
      curve.push(stored / scale);
    }
    return curve;
  });
}

/** What is measured of a cell up to the cut-off; number k of the noise belongs to point k of all cells' points. */
export const measured = (curve, cell, count, points, noise) => curve.slice(0, count).map((value, k) => value + noise * normal(1, 2 * (cell * points + k)));

/** Rows of three standard normal numbers, the same for every fit. */
export const normals = (rows) => Array.from({ length: rows }, (_, i) => [0, 1, 2].map((k) => normal(0, 2 * (3 * i + k))));

/**
 * The curves that a method draws for a cell from what is seen of it: coefficients of 1, cycle and cycle^2, or
 * `{ curve, stretch }` of another cell, whose cycle n comes at `stretch` n; with the cycle at which each reaches the limit.
 */
export function draw(method, seen, limit, { sizes: { every, last, draws, prior, around }, others, z }) {
  const cutoff = every * (seen.length - 1);
  const lives = (found) => found.map((cycle) => Math.min(Math.max(cycle, cutoff), last));
  if (method === "others") {
    const level = Math.max(seen.slice(-around).reduce((sum, value) => sum + value, 0) / around, limit);
    const known = others.filter((curve) => curve.at(-1) <= limit);
    const drawn = known.map((curve) => ({ curve, stretch: (cutoff - (every * (around - 1)) / 2) / (every * firstCrossing(curve, level)) }));
    return { drawn, lives: lives(drawn.map(({ curve, stretch }) => every * stretch * firstCrossing(curve, limit))) };
  }
  const cycles = seen.map((_, k) => every * k);
  const fit = (options) => bayesQuadratic(cycles, seen, { draws, horizon: last, prior, normals: z, monotone: false, ...options });
  const line = () => fit({ degree: 1 });
  const drawn = method === "line" ? line() : fit({ monotone: method === "falling" }) ?? line();
  return { drawn, lives: lives(drawn.map((coefficients) => life(coefficients, limit, cutoff))) };
}

/** The capacity of a drawn curve at a cycle; null after a cell's last. */
export function capacity(curve, cycle, every) {
  if (Array.isArray(curve)) return curve[0] + cycle * (curve[1] + cycle * (curve[2] ?? 0));
  const at = cycle / curve.stretch / every;
  const k = Math.floor(at);
  const [left, right] = [curve.curve[k], curve.curve[k + 1]];
  return right === undefined ? null : left + (at - k) * (right - left);
}

/** The linear quantile of numbers in ascending order, as NumPy's default. */
export function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const k = Math.min(Math.floor(at), sorted.length - 2);
  return sorted[k] + (at - k) * (sorted[k + 1] - sorted[k]);
}

/** The middle interval of this share. */
export const middle = (sorted, level) => [quantile(sorted, 0.5 - level / 2), quantile(sorted, 0.5 + level / 2)];

const left = (cycle, cutoff) => Math.log(Math.max(cycle - cutoff, 1));

/** How the calibration cells' scores widen an interval: rank, shift (Infinity where they are too few), the scores in ascending order. */
export function calibrate(intervals, level, cutoff) {
  const scores = intervals.map(({ low, high, truth }) => {
    const known = Math.log(truth - cutoff);
    return Math.max(left(low, cutoff) - known, known - left(high, cutoff));
  });
  const n = scores.length;
  return { n, rank: conformalRank(n, level), shift: conformalQuantile(scores, level), scores: scores.sort((a, b) => a - b) };
}

/** The interval with its remaining lives divided and multiplied by exp(shift); its middle where that would turn it round. */
export function widened([low, high], cutoff, shift) {
  const [a, b] = [left(low, cutoff), left(high, cutoff)];
  const by = Math.max(shift, (a - b) / 2);
  return [cutoff + Math.exp(a - by), cutoff + Math.exp(b + by)];
}

/** The width, and 2 / (1 - level) for each cycle by which the truth is missed (Winkler 1972). */
export const intervalScore = ([low, high], truth, level) => high - low + (2 / (1 - level)) * Math.max(0, low - truth, truth - high);
