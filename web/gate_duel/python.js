// The present state as Python that runs alone; a test executes it and compares.
export function gateDuelPython({ series, timestep, read, weights, match }) {
  const trained = weights === "trained";
  return `import numpy as np
from unrolled.widgets.gate_duel import networks${trained ? ", readouts" : ""}

X = np.array([${series.map((x, k) => (k % 10 ? ` ${x}` : `\n    ${x}`)).join(",")},
]).reshape(1, 40, 1)  # one sequence, 40 timesteps, one feature
t, read = ${timestep}, ${read}
without = X.copy()
without[0, t - 1] = 0

duel = {}
for name, cell in networks(weights="${weights}", match="${match}").items():
    trace = cell.forward(X)
    H = trace.H[0]
    H_without = cell.forward(without).H[0]
    left = np.linalg.norm(H - H_without, axis=1)  # by timestep

    # Backpropagation through time from each unit of H_read: the rows of dH_read/dX_t.
    until = cell.forward(np.repeat(X[:, :read], cell.units, axis=0))
    dX = cell.backward(until, np.eye(cell.units)).dX[..., 0]
    gradient = np.linalg.norm(dX, axis=0)

    share = left[read - 1] / left.max() if left.any() else 0.0
    duel[name] = {"parameters": cell.n_parameters, "trace": trace, "left": left, "share": share, "gradient": gradient}
${
  trained
    ? `    w, b = readouts(match="${match}")[name]
    duel[name]["answers"] = H[read - 1] @ w + b, H_without[read - 1] @ w + b
`
    : ""
}    print(f"{name}: {cell.units} units, {cell.n_parameters} parameters, {share:.3g} of the change left at t = {read}")
`;
}
