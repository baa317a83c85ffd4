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
for name, cell in networks("${weights}", "${match}").items():
    trace = cell.forward(X)
    H, H_without = trace.H[0], cell.forward(without).H[0]
    left = np.linalg.norm(H - H_without, axis=1)
    # Back from each unit of H_read, all at once: the rows of dH_read/dX_t.
    until = cell.forward(np.repeat(X[:, :read], cell.units, axis=0))
    gradient = np.linalg.norm(cell.backward(until, np.eye(cell.units)).dX[..., 0], axis=0)
    share = left[read - 1] / left.max() if left.any() else 0.0
    duel[name] = {"parameters": cell.n_parameters, "trace": trace, "left": left, "share": share, "gradient": gradient}
${
  trained
    ? `    w, b = readouts("${match}")[name]
    duel[name]["answers"] = H[read - 1] @ w + b, H_without[read - 1] @ w + b
`
    : ""
}    print(name, cell.units, cell.n_parameters, share)
`;
}
