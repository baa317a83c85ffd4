"""What the forecasts of chapter 9 and the battery lab must reach, trained anew: prints JSON, for bench.py.

The pages show stored runs of their long trainings.  Here each of the notebooks runs from its first
cell to its last with `RETRAIN = True`, so that every seed is trained again by the very code that
the reader sees, and every `assert` of the page meets the new numbers.  Each target is computed from
the variables that a cell has left.  One thread; CPU time, many minutes.

    python benchmarks/targets.py            both notebooks
    python benchmarks/targets.py lab        the one whose path has this in it
"""

import os

# Libraries read these when they are loaded.
os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "TF_NUM_INTRAOP_THREADS": "1",
               "TF_NUM_INTEROP_THREADS": "1", "TF_CPP_MIN_LOG_LEVEL": "3", "MPLBACKEND": "agg"}

import contextlib
import json
import math
import sys
import time
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
SWITCH = "RETRAIN = False"
FUNCTIONS = {"mean": np.mean, "max": max, "min": min, "len": len}  # a page may use these names for its own

# Notebook: {cell: {what is claimed: (an expression of the variables that the cell leaves, the least,
# the most, and what must be true of the data for it)}}.  Means are over the notebook's seeds.
TARGETS = {
    "chapters/09_forecasting.ipynb": {
        "airline-spread": {
            "airline, one step: RMSE of the GRU, 5 members": ("mean(spread['alone, 1 step'])", 0, 15.3),
            "airline, one step: number of ensembles": ("len(spread['alone, 1 step'])", 3, math.inf),
            "airline, one step: RMSE of SARIMA": ("table['SARIMA, log'][0]", 13.45, 14.05),
            "airline, twelve steps: RMSE of the mean of GRU, SARIMA and ETS over SARIMA's": (
                "mean(spread['mean, 12 steps']) / table['SARIMA, log'][2]", 0, 1),
        },
        "pm25-check": {
            "PM2.5, one step: RMSE of the last difference over the network's": (
                "slope / network_mean['one step']", 0, 1),
            "PM2.5, one step: RMSE of ridge AR(4) over the network's": (
                "ridge / network_mean['one step']", 0, 1),
        },
        "sine-spread": {
            "sine, one step: GRU(8), window 120, in noise floors": ("mean(gru)", 0, 1.04),
        },
    },
    "lab/01_battery_degradation.ipynb": {
        "earned-results": {
            "one step, window 60, 80 % split, GRU(8): RMSE in noise floors": (
                "mean(changes['80 %, window 60']['moving in floors'])", 0, 1.05),
            "one step, window 20, 30 % split, GRU(8): RMSE in noise floors": (
                "mean(changes['30 %, window 20']['moving in floors'])", 0, 1.12),
        },
        "life-holding-run": {
            "RUL at cycle 100, no healing: median error, cycles": ("held['no healing', 100][0]", 0, 35),
            "RUL at cycle 100, no healing: coverage of 90 %": ("held['no healing', 100][1]", 0.85, 0.98),
        },
        "life-fleet-check": {
            "fleet at cycle 100: error of the GRU over that of the own line": ("mean(ratios)", 0, 0.75),
            "fleet: lowest conformal coverage of 90 %, over 100, 200 and 400": ("min(shares)", 0.8, 0.95),
            "fleet: highest conformal coverage of 90 %, over 100, 200 and 400": ("max(shares)", 0.8, 0.95),
        },
        "life-one-step-run": {
            "NASA, window 16: RMSE of persistence, Ah": ("simple['persistent', 16][0]", 0.0186, 0.0188, "real"),
            "NASA, window 16: MAE of persistence, Ah": ("simple['persistent', 16][1]", 0.0113, 0.0115, "real"),
        },
        "life-nasa-results": {
            "NASA, window 36: RMSE of the GRU, Ah": ("mean(one_step['GRU']['RMSE'])", 0, 0.0176, "real"),
            "NASA, window 36: MAE of the GRU, Ah": ("mean(one_step['GRU']['MAE'])", 0, 0.0080, "real"),
        },
        "life-matr-fit": {
            "MATR, one feature: RMSE of the first test part, cycles": ("off_by['test1']", 137, 139, "many"),
            "MATR, one feature: RMSE of the second test part, cycles": ("off_by['test2']", 195, 197, "many"),
        },
    },
}


def source(cell):
    """What a code cell runs here: the switch is on, and nothing is installed."""
    if cell["cell_type"] != "code" or cell["id"] == "setup":
        return ""
    return "".join(cell["source"]).replace(SWITCH, SWITCH.replace("False", "True"))


def run(path, claims):
    """What a notebook with the switch on reaches of its targets, and a line for each cell that failed.

    path : the notebook, claims : its part of TARGETS
    """
    cells = json.loads(path.read_text("utf-8"))["cells"]
    names, found, failed = {"__name__": "page"}, {}, []  # a layer class wants a module
    for cell in cells:
        begin = time.process_time()
        try:
            with contextlib.redirect_stdout(None):
                exec(compile(source(cell), f"{path.name}, cell {cell['id']}", "exec"), names)
        except Exception as error:  # the other targets are measured all the same
            failed.append(f"cell {cell['id']}: {type(error).__name__}: {error}")
        plt.close("all")
        for what, claim in claims.get(cell["id"], {}).items():  # at once: later cells use names again
            found[what] = measure(names, *claim)
        if (taken := time.process_time() - begin) > 10:
            print(f"{path.name}, cell {cell['id']}: {taken:.0f} CPU seconds", file=sys.stderr)
    return found, failed


def measure(names, expression, least, most, needs=None):
    """Value and goal, or why there is no value."""
    goal = ({"least": least} if least else {}) | ({"most": most} if most != math.inf else {})
    try:
        if needs and not names[needs]:
            raise LookupError("the measured cells are neither here nor to be downloaded")
        value = float(eval(expression, names | FUNCTIONS))
    except Exception as error:  # such as names that a failed cell has not made
        return {"value": None, "failed": f"{type(error).__name__}: {error}", "goal": goal}
    return {"value": float(f"{value:.4g}"), "goal": goal}


def main(wanted=""):
    result = {}
    for notebook, claims in TARGETS.items():
        if wanted in notebook:
            begin = time.process_time()
            found, failed = run(ROOT / notebook, claims)
            taken = round(time.process_time() - begin)
            result[notebook] = {"targets": found, "cpu_s": taken} | ({"failed": "; ".join(failed)} if failed else {})
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:2])
