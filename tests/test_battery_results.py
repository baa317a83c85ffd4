"""The stored trainings of the battery lab's first steps, and the switch that makes them anew."""

import pytest

from unrolled import battery, datasets, forecasting

NOTEBOOK = "lab/01_battery_degradation.ipynb"
NEEDED = (
    "imports", "meet-cell", "know-data", "define-floor", "keras-import", "define-network", "define-recipe",
    "define-judged", "define-results", "define-relative", "define-ramps", "define-small", "define-change",
)  # fmt: skip


def test_every_arm_has_the_same_seeds_for_all_its_measures():
    stored = datasets.load_battery_one_step()
    assert {experiment: list(arms) for experiment, arms in stored.items()} == {
        "recipe": ["as published", "scaled on training", "shuffled"],
        "moved": ["50 %", "30 %", "50 %, scaled on all", "30 %, scaled on all", "30 %, shuffled"],
        "change": ["30 %, window 20", "80 %, window 60"],
    }
    for arms in stored.values():
        for runs in arms.values():
            assert {len(values) for values in runs.values()} in ({3}, {5})


def test_stored_errors_and_floors_agree():
    clean, runs = battery.true_fade(), datasets.load_battery_one_step()["recipe"]["as published"]
    for seed, (error, multiple) in enumerate(zip(runs["test"], runs["test in floors"])):
        floor = forecasting.rmse(battery.synthetic_fade(seed=seed)[804:], clean[804:])
        assert error / floor == pytest.approx(multiple, rel=0.002)


def test_the_stored_runs_reach_what_the_lab_states():
    stored = datasets.load_battery_one_step()

    def mean(experiment, arm, measure="moving in floors"):
        values = stored[experiment][arm][measure]
        return sum(values) / len(values)

    assert mean("change", "30 %, window 20") <= 1.12
    assert mean("change", "80 %, window 60") <= 1.05
    assert mean("recipe", "as published", "best epoch in floors") < 1.2 < mean("recipe", "as published")
    assert 4 < mean("moved", "50 %") < 7 and 13 < mean("moved", "30 %") < 20


def test_without_the_switch_nothing_is_trained(notebook):
    assert notebook["RETRAIN"] is False
    assert notebook["results"]("change", None, {}) == datasets.load_battery_one_step()["change"]


def test_the_switch_retrains_in_the_stored_format(notebook):
    stored = datasets.load_battery_one_step()
    brief = {
        "recipe": (notebook["recipe"], {"epochs": 1}),
        "moved": (notebook["recipe"], {"epochs": 1, "first": 300, "shuffled": True}),
        "change": (notebook["change_forecast"], {"members": 1, "updates": 2, "first": 300}),
    }
    notebook["RETRAIN"] = True
    try:
        for experiment, (run, settings) in brief.items():
            arm = list(stored[experiment])[-1]
            found = notebook["results"](experiment, run, {arm: ([0], settings)})
            assert set(found[arm]) == set(stored[experiment][arm])
            assert all(len(v) == 1 and isinstance(v[0], float) for v in found[arm].values())
    finally:
        notebook["RETRAIN"] = False
