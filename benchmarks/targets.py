"""What the forecasts of chapter 9 and the battery lab must reach, trained anew: prints JSON, for bench.py.

The pages show stored runs of their long trainings.  Here each of the notebooks runs from its first
cell to its last with `RETRAIN = True`, so that every seed is trained again by the very code that
the reader sees, and every `assert` of the page meets the new numbers.  Then each target is
computed from the variables that the notebook has left.  One thread; CPU time, many minutes.

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

# Notebook: {what is claimed: (an expression of the notebook's variables, the least, the most)}.
# Values are means over the notebook's seeds unless they say otherwise.
TARGETS = {
    "lab/01_battery_degradation.ipynb": {
        "one step, GRU(8), window 60, 80 % split: RMSE in noise floors": (
            "mean(changes['80 %, window 60']['moving in floors'])", 0, 1.05),
        "one step, GRU(8), window 20, 30 % split: RMSE in noise floors": (
            "mean(changes['30 %, window 20']['moving in floors'])", 0, 1.12),
    },
}


def source(cell):
    """What a code cell runs here: the switch is on, and nothing is installed."""
    if cell["cell_type"] != "code" or cell["id"] == "setup":
        return ""
    return "".join(cell["source"]).replace(SWITCH, SWITCH.replace("False", "True"))


def run(path):
    """The variables that a notebook leaves with the switch on, and a line for each cell that failed."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    names, failed = {"__name__": "page"}, []  # a layer class wants a module
    for cell in cells:
        begin = time.process_time()
        try:
            with contextlib.redirect_stdout(None):
                exec(compile(source(cell), f"{path.name}, cell {cell['id']}", "exec"), names)
        except Exception as error:  # the other targets are measured all the same
            failed.append(f"cell {cell['id']}: {type(error).__name__}: {error}")
        plt.close("all")
        if (taken := time.process_time() - begin) > 10:
            print(f"{path.name}, cell {cell['id']}: {taken:.0f} CPU seconds", file=sys.stderr)
    return names, failed


def measure(names, targets):
    """Value, goal and whether it is met, for each target."""
    found = {}
    for what, (expression, least, most) in targets.items():
        try:
            value = round(float(eval(expression, {"mean": np.mean, "median": np.median} | names)), 4)
        except Exception as error:  # such as cells that could not be loaded
            found[what] = {"value": None, "why": f"{type(error).__name__}: {error}"}
        else:
            found[what] = {"value": value}
        goal = f"at most {most}" if least == 0 else f"at least {least}" if most == math.inf else f"{least} to {most}"
        met = found[what]["value"] is not None and least <= found[what]["value"] <= most
        found[what] |= {"goal": goal, "met": met}
    return found


def main(wanted=""):
    result = {}
    for notebook, targets in TARGETS.items():
        if wanted in notebook:
            begin = time.process_time()
            names, failed = run(ROOT / notebook)
            result[notebook] = {
                "targets": measure(names, targets),
                "failed": failed,
                "cpu_s": round(time.process_time() - begin),
            }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(*sys.argv[1:2])
