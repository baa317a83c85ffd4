// How long a constant forget gate f = sigmoid(b) keeps a cell state, as in
// unrolled/widgets/memory_half_life.py: without cancellation where f is near 0 or 1.

/** ln f */
export const logForget = (b) => -Math.log1p(Math.exp(-b));

/** The timesteps after which half is left: ln(1/2) / ln f. */
export const halfLife = (b) => -Math.LN2 / logForget(b);

/** The forget bias that leaves half after `lag` timesteps: ln(f / (1 - f)) with f = 2^(-1/lag). */
export const biasFor = (lag) => -Math.LN2 / lag - Math.log(-Math.expm1(-Math.LN2 / lag));
