// The present state as Python that runs alone; a test executes it and compares.
export const python = ({ training, start, horizon, forcing, noise, seed, level, chance, sizes }) => `import numpy as np
from unrolled.widgets.free_run import STARTS, draws, network, series

cell, w, b = network("${training}")  # trained by tools/train_free_run.py; the forecast is H_t w + b
x = series()
start, horizon = ${start}, ${horizon}
forcing, noise, seed = ${forcing}, ${noise}, ${seed}
states = cell.forward(x[None, :, None]).H[0]  # the state after each true value


def run(starts, runs):
    """Forecasts of the \`horizon\` steps after each start, (starts, horizon)."""
    u, z = draws(seed, runs, horizon)  # uniform in (0, 1), and standard normal
    H = states[starts]
    Y = np.empty(u.shape)
    Y[:, 0] = H @ w + b
    for h in range(1, horizon):
        inputs = np.where(u[:, h] < forcing, x[starts + h], Y[:, h - 1]) + noise * z[:, h]
        H = cell.step(inputs[:, None], H)
        Y[:, h] = H @ w + b
    return Y


starts, steps = np.array(STARTS), np.arange(1, horizon + 1)
fan = run(np.full(${chance ? sizes.runs : 1}, start), np.arange(${chance ? sizes.runs : 1}) + len(starts))
forced = (states @ w + b)[start + steps - 1]  # one step ahead, from true inputs

truth = x[starts[:, None] + steps]
rmse = np.sqrt(np.mean((run(starts, np.arange(len(starts))) - truth) ** 2, axis=0))
one_step = np.sqrt(np.mean(((states @ w + b)[starts[:, None] + steps - 1] - truth) ** 2))
above = np.flatnonzero(rmse > ${level})
leaves = above[0] + 1 if len(above) else None
print("one step", one_step, "at the horizon", rmse[-1], "above ${level} from step", leaves)
`;
