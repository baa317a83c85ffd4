// Small dense matrices as arrays of rows, for the Jacobian products of cells.js.

/** The product of A (n, m) and B (m, p), a new (n, p). */
export function product(A, B) {
  const columns = B[0].length;
  return A.map((row) => {
    const out = Array(columns).fill(0);
    for (let k = 0; k < row.length; k++) {
      const a = row[k];
      const other = B[k];
      for (let j = 0; j < columns; j++) out[j] += a * other[j];
    }
    return out;
  });
}

/** The identity (n, n). */
export function identity(n) {
  return Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
}

/**
 * M as { matrix, exponent } with M = matrix * 2^exponent and the largest entry of `matrix` near 1.
 * Powers of two round nothing, unless an entry is 1e-300 times smaller than the largest.
 * A matrix of zeros comes back as it is, with exponent 0.
 */
export function rescale(M) {
  let largest = 0;
  for (const row of M) for (let j = 0; j < row.length; j++) largest = Math.max(largest, Math.abs(row[j]));
  if (largest === 0) return { matrix: M, exponent: 0 };
  const exponent = Math.floor(Math.log2(largest));
  const half = Math.trunc(exponent / 2); // two factors, since 2^1074 alone is beyond the floats
  const first = 2 ** -half;
  const second = 2 ** (half - exponent);
  return { matrix: M.map((row) => row.map((value) => value * first * second)), exponent };
}

/** The largest singular value ||M||_2 of M (n, n), to about n rounding errors; 0 for zeros. */
export function largestSingularValue(M) {
  const { matrix, exponent } = rescale(M);
  const { diagonal, below } = tridiagonal(gram(matrix));
  const half = Math.trunc(exponent / 2);
  return Math.sqrt(Math.max(...eigenvalues(diagonal, below), 0)) * 2 ** half * 2 ** (exponent - half);
}

/** M^T M. The squares of small entries may underflow: they are too small to count in the norm. */
function gram(M) {
  const n = M[0].length;
  const G = Array.from({ length: n }, () => Array(n).fill(0));
  for (const row of M) {
    for (let i = 0; i < n; i++) {
      const value = row[i];
      const out = G[i];
      for (let j = 0; j <= i; j++) out[j] += value * row[j];
    }
  }
  return G;
}

/**
 * The tridiagonal matrix with the eigenvalues of the symmetric A, of which only the lower
 * triangle is read; A is overwritten.  Householder reflections from the last row up.
 * Returns diagonal (n,) and below (n,): below[i] couples i and i + 1, below[n - 1] is 0.
 */
function tridiagonal(A) {
  const n = A.length;
  const diagonal = Array(n).fill(0);
  const below = Array(n).fill(0);
  const p = Array(n).fill(0);
  for (let i = n - 1; i > 0; i--) {
    const v = A[i]; // v[0..i) is reflected onto its last entry
    diagonal[i] = v[i];
    let largest = 0;
    for (let k = 0; k < i - 1; k++) largest = Math.max(largest, Math.abs(v[k]));
    if (largest === 0) {
      below[i - 1] = v[i - 1];
      continue;
    }
    largest = Math.max(largest, Math.abs(v[i - 1]));
    let square = 0;
    for (let k = 0; k < i; k++) {
      v[k] /= largest;
      square += v[k] * v[k];
    }
    const length = v[i - 1] > 0 ? -Math.sqrt(square) : Math.sqrt(square);
    below[i - 1] = largest * length;
    const h = square - v[i - 1] * length; // |v|^2 / 2 of the reflection's vector
    v[i - 1] -= length;

    let along = 0;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let k = 0; k <= j; k++) sum += A[j][k] * v[k];
      for (let k = j + 1; k < i; k++) sum += A[k][j] * v[k];
      p[j] = sum / h;
      along += p[j] * v[j];
    }
    const shift = along / (2 * h);
    for (let j = 0; j < i; j++) p[j] -= shift * v[j];
    for (let j = 0; j < i; j++) {
      const row = A[j];
      for (let k = 0; k <= j; k++) row[k] -= v[j] * p[k] + p[j] * v[k];
    }
  }
  diagonal[0] = A[0][0];
  return { diagonal, below };
}

/** The eigenvalues of a symmetric tridiagonal matrix, by QL steps with implicit shifts, in place. */
function eigenvalues(diagonal, below) {
  const n = diagonal.length;
  const d = diagonal;
  const e = below;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(d[i]) + Math.abs(e[i]));
  const negligible = Number.EPSILON * largest; // beside the largest eigenvalue, the one that is asked for
  for (let l = 0; l < n; l++) {
    for (let round = 0; round < 60; round++) {
      let m = l; // the block l..m is the first that does not fall apart
      while (m < n - 1 && Math.abs(e[m]) > negligible) m += 1;
      if (m === l) break;
      const ratio = (d[l + 1] - d[l]) / (2 * e[l]);
      let g = d[m] - d[l] + e[l] / (ratio + Math.sign(ratio || 1) * Math.sqrt(ratio * ratio + 1));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * e[i];
        const b = c * e[i];
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1] -= p; // recover from underflow
          e[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = d[i + 1] - p;
        const q = (d[i] - g) * s + 2 * c * b;
        p = s * q;
        d[i + 1] = g + p;
        g = c * q - b;
      }
      if (i >= l) continue;
      d[l] -= p;
      e[l] = g;
      e[m] = 0;
    }
  }
  return d;
}
