// The present state as Python that runs alone; a test executes it and compares.

/** The bias that closes the input gate. */
export const CLOSED = -100;

export const memoryHalfLifePython = ({ bias, lag, timesteps }) => `import numpy as np
from unrolled.cells import LSTM

b, lag, T = ${bias}, ${lag}, ${timesteps}
log_f = -np.log1p(np.exp(-b))  # ln sigmoid(b), exact at both ends
f = np.exp(log_f)
half_life = np.log(1 / 2) / log_f
left = np.exp(log_f * np.arange(T + 1))  # f**t
log10_left = lag * log_f / np.log(10)

# The bias that leaves half at the lag: ln(f / (1 - f)) with f = 2**(-1 / lag).
needed = -np.log(2) / lag - np.log(-np.expm1(-np.log(2) / lag))

# The same step by step: one unit, input gate closed, C_0 = 1, zero input.
nothing = np.zeros((1, 4))
cell = LSTM(W_x=nothing, W_h=nothing, b=np.array([${CLOSED}, b, 0, 0]))
C = cell.forward(np.zeros((1, T, 1)), initial_state=(np.zeros((1, 1)), np.ones((1, 1)))).C
simulated = np.concatenate([[1.0], C[0, :, 0]])

print(f, half_life, log10_left, needed, np.abs(simulated - left).max())
`;
