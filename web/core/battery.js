// How a battery fades, when it is at its end, and how sure one can be of that: mirrors unrolled/battery.py.
// Capacities are shares of the new cell's; a cell's list ends with its last cycle.

/** The cycle (counted from 0 in the list) at which the capacity first reaches the limit, on the line between two cycles; else Infinity. */
export function firstCrossing(capacity, limit) {
  const after = capacity.findIndex((value) => value <= limit);
  if (after < 1) return after < 0 ? Infinity : 0;
  const [high, low] = [capacity[after - 1], capacity[after]];
  return after - 1 + (high - limit) / (high - low);
}

/**
 * Parabolas (lines for degree 1) that may be the true fade, coefficients of 1, cycle, cycle^2: normal posterior of
 * a least-squares fit with a weak prior; `monotone` keeps those that rise nowhere between cycle 0 and the horizon.
 * normals: rows of degree + 1 standard normal numbers, taken in order. Null where too few of them give one.
 */
export function bayesQuadratic(cycles, capacity, { draws, monotone = true, degree = 2, horizon = 1000, prior = 3, normals }) {
  const powers = Array.from({ length: degree + 1 }, (_, k) => k);
  const inputs = cycles.map((cycle) => powers.map((k) => (cycle / horizon) ** k));
  const gram = powers.map((j) => powers.map((k) => inputs.reduce((sum, row) => sum + row[j] * row[k], 0)));
  const moments = powers.map((j) => inputs.reduce((sum, row, i) => sum + row[j] * capacity[i], 0));
  const fit = solve(cholesky(gram), moments);
  const squares = inputs.reduce((sum, row, i) => sum + (capacity[i] - dot(row, fit)) ** 2, 0);
  const variance = Math.max(squares / (cycles.length - degree - 1), 1e-12);
  const weight = powers.map((k) => (k ? prior : 0.05) ** -2);
  const root = cholesky(gram.map((row, j) => row.map((value, k) => value / variance + (j === k ? weight[k] : 0))));
  const mean = solve(root, moments.map((value, k) => value / variance + (k ? 0 : weight[0])));
  const found = [];
  for (let i = 0; i < normals.length && found.length < draws; i++) {
    const step = backward(root, normals[i]);
    const [level, slope, bend = 0] = mean.map((value, k) => value + step[k]);
    // The slope of a parabola is a line: it is nowhere above 0 if it is not at the ends.
    if (!monotone || (slope <= 0 && slope + 2 * bend <= 0)) found.push([level, slope / horizon, bend / horizon ** 2]);
  }
  return found.length === draws ? found : null;
}

/** The cycle at which the curve with these coefficients first reaches the limit from `start` on; else Infinity. */
export function life([level, slope, bend], limit, start) {
  const above = level + slope * start + bend * start ** 2 - limit;
  if (above <= 0) return start;
  const tilt = slope + 2 * bend * start;
  const inside = tilt ** 2 - 4 * bend * above;
  const fall = Math.sqrt(Math.max(inside, 0)) - tilt; // the smaller positive root, in the form that bend = 0 allows too
  return inside >= 0 && fall > 0 ? start + (2 * above) / fall : Infinity;
}

/** The rank ceil((n + 1) level) of `conformalQuantile`; rounding lifts none, since in floats 100 * 0.55 comes out above 55. */
export const conformalRank = (n, level) => Math.ceil((n + 1) * level - 1e-9);

/** The score that a new one stays at or below with probability of at least `level`; Infinity where there are too few. */
export function conformalQuantile(scores, level) {
  const sorted = Float64Array.from(scores).sort();
  return sorted[conformalRank(sorted.length, level) - 1] ?? Infinity;
}

// ---- linear algebra of two or three unknowns ------------------------------------------------

const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0);

/** The lower triangular L with L L^T = A. */
function cholesky(A) {
  const L = A.map((row) => row.map(() => 0));
  for (let j = 0; j < A.length; j++) {
    for (let i = j; i < A.length; i++) {
      let sum = A[i][j];
      for (let k = 0; k < j; k++) sum -= L[i][k] * L[j][k];
      L[i][j] = i === j ? Math.sqrt(sum) : sum / L[j][j];
    }
  }
  return L;
}

/** L^-T b */
function backward(L, b) {
  const x = [...b];
  for (let i = L.length - 1; i >= 0; i--) {
    for (let k = i + 1; k < L.length; k++) x[i] -= L[k][i] * x[k];
    x[i] /= L[i][i];
  }
  return x;
}

/** (L L^T)^-1 b */
function solve(L, b) {
  const y = [];
  for (let i = 0; i < L.length; i++) y.push((b[i] - L[i].reduce((sum, value, k) => (k < i ? sum + value * y[k] : sum), 0)) / L[i][i]);
  return backward(L, y);
}
