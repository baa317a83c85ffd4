/** Draws from a seed: random(n) is an array of n numbers, random(n, m) n rows of m, about normal (0, 1). */
export function normal(seed) {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const one = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return (n, m) => Array.from({ length: n }, () => (m === undefined ? one() : Array.from({ length: m }, one)));
}
