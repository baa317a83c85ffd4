// Random numbers that can be counted: number k of a seed needs none of those before it.
// unrolled/widgets/free_run.py has the same functions.

/** Uniform in (0, 1), for whole seed and k from 0 on: mulberry32, its state counted on from the seed's own place. */
export function uniform(seed, k) {
  let a = (Math.imul(seed + 1, 0x9e3779b1) + Math.imul(k + 1, 0x6d2b79f5)) | 0;
  a = Math.imul(a ^ (a >>> 15), a | 1);
  a ^= a + Math.imul(a ^ (a >>> 7), a | 61);
  return (((a ^ (a >>> 14)) >>> 0) + 0.5) / 2 ** 32;
}

/** Standard normal, from the uniform numbers k and k + 1 (Box and Muller 1958). */
export const normal = (seed, k) => Math.sqrt(-2 * Math.log(uniform(seed, k))) * Math.cos(2 * Math.PI * uniform(seed, k + 1));
