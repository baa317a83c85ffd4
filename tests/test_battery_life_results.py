"""The stored runs of the battery lab's second half, and the switch that makes them anew."""

import json
from pathlib import Path

import numpy as np
import pytest

from unrolled import datasets

LAB = Path(__file__).parents[1] / "lab"
NEEDED = (
    "imports", "keras-import", "define-network", "life-define-roll-out", "life-define-rolled",
    "life-define-drift", "life-define-results", "life-define-alive", "life-define-features",
    "life-define-goals", "life-define-pinball", "life-define-stretched", "life-define-life-network",
    "life-define-conformal", "life-define-nearest", "life-define-ridge", "life-define-contest",
    "life-define-fleet-run", "life-define-one-step", "life-define-changes",
    "life-define-change-network", "life-define-nasa-run",
)  # fmt: skip


@pytest.fixture(scope="module")
def page():
    pytest.importorskip("keras")
    sources = {}
    for notebook in sorted(LAB.glob("*.ipynb")):
        for cell in json.loads(notebook.read_text("utf-8"))["cells"]:
            sources.setdefault(cell["id"], "".join(cell["source"]))
    names = {"__name__": "page", "RETRAIN": False, "adjust": None}
    for name in NEEDED:
        exec(sources[name], names)
    names["clean"] = names["battery"].true_fade(1000)
    curves = names["battery"].simulate_fleet(3, seed=0).soh[:, ::8]
    names["cells"] = {f"cell {k}": curve[~np.isnan(curve)] for k, curve in enumerate(curves)}
    return names


def test_every_seed_of_every_arm_is_stored():
    stored = datasets.load_battery_life()
    seeds = {"roll-out": 5, "fleet": 5, "NASA": 3}
    assert list(stored) == list(seeds)
    for experiment, arms in stored.items():
        runs = [values for arm in arms.values() for values in arm.values()]
        assert all(len(values) == seeds[experiment] and np.isfinite(values).all() for values in runs)
    shares = [v for arm in stored["fleet"].values() for m, vs in arm.items() if m[:8] == "coverage" for v in vs]
    assert len(shares) == 45 and all(0 <= share <= 1 for share in shares)


def test_without_the_switch_nothing_is_trained(page):
    assert page["life_results"]("NASA", None, 3) == datasets.load_battery_life()["NASA"]


def test_the_switch_runs_anew_in_the_stored_format(page):
    brief = {
        "roll-out": lambda seed: page["drifts"](seed, epochs=1),
        "fleet": lambda seed: page["fleet_run"](seed, epochs=1),
        "NASA": lambda seed: page["nasa_run"](seed, members=1, epochs=1),
    }
    page["RETRAIN"] = True
    try:
        for experiment, stored in datasets.load_battery_life().items():
            found = page["life_results"](experiment, brief[experiment], seeds=1)
            assert set(found) == set(stored)
            for arm, runs in found.items():
                assert set(runs) == set(stored[arm])
                assert all(len(v) == 1 and isinstance(v[0], float) for v in runs.values())
    finally:
        page["RETRAIN"] = False
