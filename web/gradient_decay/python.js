// The present state as Python that runs alone; a test executes it and compares.
const KERNELS = {
  orthogonal: "np.linalg.qr(G).Q",
  gaussian: "G",
  symmetric: "(G + G.T) / 2",
  identity: "np.eye(units)",
};
const CELLS = {
  linear: ["a", "np.ones(units)", 1],
  tanh: ["np.tanh(a)", "1 - h**2", 1],
  relu: ["np.maximum(a, 0)", "(a > 0).astype(float)", 1],
  sigmoid: ["1 / (1 + np.exp(-a))", "h * (1 - h)", 0.25],
};

export function python({ family, radius, activation, timesteps, lag, clip, threshold }) {
  const [state, slope, steepest] = CELLS[activation];
  return `import numpy as np

# The recurrent kernel: ${family}, scaled to its spectral radius.
units, T, radius, lag = 16, ${timesteps}, ${radius}, ${lag}
G = np.random.default_rng(1480).normal(size=(units, units))
W = ${KERNELS[family]}
W = W / np.abs(np.linalg.eigvals(W)).max()
W_h, eigenvalues = radius * W, radius * np.linalg.eigvals(W)
spectral_norm = np.linalg.norm(W_h, 2)

# Forward from a state of zeros; every unit receives 1 at every timestep.
h, slopes = np.zeros(units), []
for t in range(T):
    a = 1 + h @ W_h
    h = ${state}
    slopes.append(${slope})

# Back: dH_T/dH_{T-k} for k = 1, 2, ... Its size goes into a logarithm, so nothing underflows.
product, log10_norms = np.eye(units), [0.0]
for slope in reversed(slopes):
    product = (W_h * slope) @ product  # dH_t/dH_{t-1} = W_h times the slopes, column by column
    size = np.linalg.norm(product, 2)
    product /= size
    log10_norms.append(log10_norms[-1] + np.log10(size))
log10_norms = np.array(log10_norms)

lags = np.arange(T + 1)
radius_powers = lags * np.log10(radius)
bounds = lags * np.log10(spectral_norm * ${steepest})
clipped = np.minimum(log10_norms, ${clip ? threshold : "np.inf"})
print("log10 of the norm at lag", lag, "is", log10_norms[lag])
print("lags below 1/1000:", lags[log10_norms < -3 - 1e-9])
`;
}
