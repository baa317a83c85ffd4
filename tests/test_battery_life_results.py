"""The stored runs of the battery lab's second half, and the switch that makes them anew."""

import numpy as np
import pytest

from unrolled import battery, datasets

NOTEBOOK = "lab/01_battery_degradation.ipynb"
NEEDED = (
    "imports", "keras-import", "define-network", "define-judged", "define-results", "life-fleet",
    "life-define-roll-out", "life-define-rolled",
    "life-define-drift", "life-define-results", "life-define-alive", "life-define-features",
    "life-define-goals", "life-define-pinball", "life-define-stretched", "life-define-life-network",
    "life-define-conformal", "life-define-nearest", "life-define-ridge", "life-define-contest",
    "life-define-fleet-run", "life-define-one-step", "life-define-changes",
    "life-define-change-network", "life-define-nasa-run",
)  # fmt: skip


@pytest.fixture(scope="module")
def notebook(notebook):
    """With what the notebook's slower cells would have prepared, made smaller."""
    curves = battery.simulate_fleet(3, seed=0).soh[:, ::8]
    cells = {f"cell {k}": curve[~np.isnan(curve)] for k, curve in enumerate(curves)}
    notebook.update(clean=battery.true_fade(1000), cells=cells)
    return notebook


def test_every_seed_of_every_arm_is_stored():
    stored = datasets.load_battery_life()
    seeds = {"roll-out": 5, "fleet": 5, "NASA": 3}
    assert list(stored) == list(seeds)
    for experiment, arms in stored.items():
        runs = [values for arm in arms.values() for values in arm.values()]
        assert all(len(values) == seeds[experiment] and np.isfinite(values).all() for values in runs)
    shares = [v for arm in stored["fleet"].values() for m, vs in arm.items() if m[:8] == "coverage" for v in vs]
    assert len(shares) == 45 and all(0 <= share <= 1 for share in shares)


def test_without_the_switch_nothing_is_trained(notebook):
    assert notebook["life_results"]("NASA", None, 3) == datasets.load_battery_life()["NASA"]


def test_the_switch_runs_anew_in_the_stored_format(notebook):
    brief = {
        "roll-out": lambda seed: notebook["drifts"](seed, epochs=1),
        "fleet": lambda seed: notebook["fleet_run"](seed, epochs=1),
        "NASA": lambda seed: notebook["nasa_run"](seed, members=1, epochs=1),
    }
    notebook["RETRAIN"] = True
    try:
        for experiment, stored in datasets.load_battery_life().items():
            found = notebook["life_results"](experiment, brief[experiment], seeds=1)
            assert set(found) == set(stored)
            for arm, runs in found.items():
                assert set(runs) == set(stored[arm])
                assert all(len(v) == 1 and isinstance(v[0], float) for v in runs.values())
    finally:
        notebook["RETRAIN"] = False
