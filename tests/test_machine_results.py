"""The stored trainings on machines that fail, and the switch that makes them anew."""

from unrolled import datasets

NOTEBOOK = "chapters/10b_predictive_maintenance.ipynb"
NEEDED = (
    "imports", "machines-draw", "define-outcomes", "define-alarms", "keras-import", "define-results",
    "define-vibration", "define-windows", "define-summary", "define-regression", "define-watcher",
    "define-trained", "define-machine-run",
)  # fmt: skip


def test_five_fleets_of_every_arm_are_stored():
    for experiment in ("machines", "one test", "same test, own thresholds"):
        for runs in datasets.load_signals()[experiment].values():
            assert all(len(values) == 5 for values in runs.values())


def test_the_switch_retrains_in_the_stored_format(notebook):
    notebook["RETRAIN"] = True
    arms = "vibration, 120", "logistic, 120", "GRU, 120"
    found = notebook["results"]("machines", lambda arm, seed: notebook["machine_run"](arm, seed, updates=2), arms, seeds=(0,))
    for arm in arms:
        assert set(found[arm]) == set(datasets.load_signals()["machines"][arm])
        assert all(len(v) == 1 and isinstance(v[0], float) for v in found[arm].values())
