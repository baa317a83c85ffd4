"""Write pybamm_fleet.csv: lithium-ion cells aged by a physical model until their capacity rolls over.

`make data` runs this in an environment of its own (`requirements-pybamm.in`).  A run that is
interrupted goes on where it stopped; a cell that was half simulated is begun again.

Model: PyBaMM's single-particle model with the LG M50 parameters of O'Kane et al. (2022), a
solid-electrolyte interphase that grows by solvent diffusion, also on cracks, particles that swell
and crack, and loss of active material driven by their stress.  As published these parameters lose
0.2 % in 100 cycles; three of them are multiplied (`settings`), so that a life takes hundreds of
cycles and not tens of thousands.
"""

import csv
import hashlib
import os
import time
from itertools import product
from pathlib import Path

import numpy as np

TARGET = Path(__file__).with_name("pybamm_fleet.csv")
UNFINISHED = Path(__file__).parents[1] / "_build" / "pybamm_fleet"

CELLS = 63  # seven of each pair of temperature and rate
SEED = 0
CONDITIONS = list(product((15, 25, 35), (0.5, 1.0, 1.5)))  # °C, C-rate of the discharge

# The median by which each rate of aging is multiplied, and the standard deviation of its logarithm.
ACCELERATION = {"sei_factor": (60, 0.5), "lam_factor": (60, 0.5), "crack_factor": (20, 0.35)}

CHUNK = 25  # cycles between two looks at the capacity: a solution grows with every cycle it holds
STOP = 0.7  # share of the first capacity
COLUMNS = ["cell", "temperature_C", "c_rate", *ACCELERATION, "capacity_Ah"]


def settings(cell):
    """The conditions and multipliers of cell 0, 1, ..., whichever others are simulated."""
    temperature, rate = CONDITIONS[cell % len(CONDITIONS)]
    random = np.random.default_rng([SEED, cell])
    factors = {
        name: round(float(median * np.exp(spread * random.standard_normal())), 3)
        for name, (median, spread) in ACCELERATION.items()
    }
    return {"temperature_C": temperature, "c_rate": rate, **factors}


def simulate(temperature_C, c_rate, sei_factor, lam_factor, crack_factor):
    """Discharge capacity in Ah of each cycle, down to `STOP` or to where the protocol cannot go on.

    A cycle: discharge at `c_rate` to 2.5 V, charge at C/2 to 4.2 V, hold until C/20.
    """
    import pybamm

    values = pybamm.ParameterValues("OKane2022")
    kelvin = 273.15 + temperature_C
    factors = {
        "SEI solvent diffusivity [m2.s-1]": sei_factor,
        "Negative electrode LAM constant proportional term [s-1]": lam_factor,
        "Positive electrode LAM constant proportional term [s-1]": lam_factor,
        "Negative electrode cracking rate": crack_factor,  # there the interphase grows on cracks
    }
    values.update({name: scaled(values[name], by) for name, by in factors.items()})
    values.update({"Ambient temperature [K]": kelvin, "Initial temperature [K]": kelvin})
    simulation = pybamm.Simulation(
        pybamm.lithium_ion.SPM({
            "SEI": "solvent-diffusion limited",
            "SEI on cracks": "true",
            "particle mechanics": "swelling and cracking",
            "loss of active material": "stress-driven",
        }),
        parameter_values=values,
        experiment=pybamm.Experiment([(
            f"Discharge at {c_rate:g}C until 2.5 V", "Charge at 0.5C until 4.2 V", "Hold at 4.2 V until C/20",
        )] * CHUNK),
        solver=pybamm.IDAKLUSolver(),
    )
    capacity, last = [], None
    while not capacity or capacity[-1] > STOP * capacity[0]:
        try:
            solution = simulation.solve(starting_solution=last, calc_esoh=False)
        except pybamm.SolverError:  # past the knee
            break
        # The first cycle of a solution is not used: in the first chunk it discharges the state
        # that the parameters begin with, in later ones it is the last of the chunk before.
        found = [discharged(cycle) for cycle in solution.cycles[1:] if len(cycle.steps) == 3]
        capacity += found
        if len(found) < CHUNK - (last is None):  # the protocol could not be followed further
            break
        last = solution.last_state
    within = [value > STOP * capacity[0] for value in capacity] + [False]
    return capacity[: within.index(False) + 1]


def discharged(cycle):
    """Charge in Ah that the first step of a cycle took out."""
    charge = cycle.steps[0]["Discharge capacity [A.h]"].entries
    return float(charge[-1] - charge[0])


def scaled(value, by):
    """A parameter times `by`; PyBaMM gives some as functions of the temperature."""
    return (lambda T: by * value(T)) if callable(value) else by * value


def row(cell):
    """The line of one cell: its settings, then the capacities with spaces between them."""
    chosen = settings(cell)
    capacity = simulate(**chosen)
    if not capacity or capacity[-1] >= 0.8 * capacity[0]:
        raise RuntimeError(f"cell {cell} ended above 80 % of its first capacity: {chosen}, {len(capacity)} cycles")
    return [cell, *chosen.values(), " ".join(f"{value:.4f}" for value in capacity)]


def write(path, rows):
    """Replace the file as a whole, so that no interruption leaves half of one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    with draft.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows([COLUMNS, *rows])
    os.replace(draft, path)


def main():
    os.environ["PYBAMM_DISABLE_TELEMETRY"] = "true"
    import pybamm
    from tqdm import tqdm

    # Cells of another edition of this script or of PyBaMM are not taken over.
    edition = hashlib.sha256(Path(__file__).read_bytes() + pybamm.__version__.encode()).hexdigest()
    unfinished = UNFINISHED / f"{edition[:16]}.csv"
    rows = []
    if unfinished.exists():
        with unfinished.open(encoding="utf-8", newline="") as kept:
            rows = list(csv.reader(kept))[1:]
    cells = range(len(rows), CELLS)
    for cell in tqdm(cells, initial=len(rows), total=CELLS, desc="cells", unit="cell"):
        rows.append(row(cell))
        write(unfinished, rows)
    write(TARGET, rows)
    unfinished.unlink()
    print(f"{TARGET} has {len(rows)} cells; this run took {time.process_time():.0f} s of CPU time")


if __name__ == "__main__":
    main()
