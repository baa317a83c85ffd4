// The present state as Python that runs alone; a test executes it and compares.
const line = "bayes_quadratic(cycles, seen, DRAWS, degree=1, monotone=False, **FIT, normals=normals()[:, :2])";
const parabola = (monotone) => `bayes_quadratic(cycles, seen, DRAWS, monotone=${monotone}, **FIT, normals=normals())`;

const CURVES = {
  line: `    curves = ${line}`,
  parabola: `    curves = ${parabola("False")}`,
  falling: `    try:
        curves = ${parabola("True")}
    except ValueError:  # too few of the parabolas fall
        curves = ${line}`,
};
const BAYES = (method) => `FIT = {"horizon": LAST, "prior": PRIOR}
cycles = EVERY * np.arange(cutoff // EVERY + 1)


def lives(seen):  # the cycles at which a cell may be at its end
${CURVES[method]}
    return np.clip(life_draws(curves, limit, start=cutoff), cutoff, LAST)
`;
const OTHERS = `others = soh[group("others")]
others = others[np.nanmin(others, axis=1) <= limit]


def lives(seen):  # the other cells' ends, stretched by how much later they come here
    here = max(seen[-AROUND:].mean(), limit)
    when = cutoff - EVERY * (AROUND - 1) / 2
    found = when * (first_crossing(others, limit) / first_crossing(others, here))
    return np.clip(found, cutoff, LAST)
`;
const CONFORMAL = `left = lambda cycle: np.log(np.maximum(cycle - cutoff, 1))
calibrate = alive("calibrate")
logs = np.log(truth[calibrate] - cutoff), *left(intervals(calibrate)), *left(np.array([low, high]))
low, high = cutoff + np.exp(conformal_interval(*logs, level))
`;

export const python = ({ method, conformal, cell, cutoff, limit, level, over }) => `import numpy as np
from unrolled.battery import ${method === "others" ? "" : "bayes_quadratic, "}${conformal ? "conformal_interval, " : ""}first_crossing${method === "others" ? "" : ", life_draws"}
from unrolled.widgets.rul_horizon import ${method === "others" ? "AROUND, EVERY, LAST, fleet, group, measured" : "DRAWS, EVERY, LAST, PRIOR, fleet, group, measured, normals"}

cell, cutoff, limit, level = ${cell}, ${cutoff}, ${limit} / 100, ${level} / 100
soh, names = fleet()  # every 5 cycles
truth = EVERY * first_crossing(soh, limit)
${method === "others" ? OTHERS : BAYES(method)}

def alive(name):
    cells = np.arange(len(soh))[group(name)]
    return cells[(truth[cells] > cutoff) & np.isfinite(truth[cells])]


def intervals(cells):
    draws = [lives(seen) for seen in measured()[cells, : cutoff // EVERY + 1]]
    return np.quantile(draws, (0.5 - level / 2, 0.5 + level / 2), axis=1)


known = alive("look")
low, high = intervals(known)
${conformal ? CONFORMAL : ""}held = (low <= truth[known]) & (truth[known] <= high)
miss = np.maximum(0, np.maximum(low - truth[known], truth[known] - high))
score = high - low + 2 / (1 - level) * miss
${over ? "" : "here = known == cell - 1\n"}print(held.sum(), "of", len(held), "hold"${over ? "" : ", low[here], high[here], truth[known][here], score[here]"})
`;
