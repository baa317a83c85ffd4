"""The stored trainings of chapter 6, and the switch that makes them anew."""

import numpy as np

from unrolled import datasets

NOTEBOOK = "chapters/06_architectures.ipynb"
NEEDED = (
    "imports", "keras-import", "define-signs", "signs", "define-stack", "define-examined", "define-study",
    "define-zoneout", "define-normalized", "define-regularizers", "define-runs", "retrain",
)  # fmt: skip


def test_stored_runs_are_all_arms_of_the_chapter(notebook):
    expected = [(name, str(value)) for name, values in notebook["STUDY"].items() for value in values]
    expected += [("regularizer", name) for name in notebook["REGULARIZERS"]]
    stored = datasets.load_architectures()
    assert list(stored) == expected
    for runs in stored.values():
        assert np.shape(runs) == (3, 3) and np.min(runs) >= 0 and np.max(runs) <= 1


def test_the_center_of_the_study_is_stored_once_and_shown_four_times(notebook):
    stored = datasets.load_architectures()
    center = [stored[name, str(value)] for name, value in notebook["CENTER"].items()]
    assert all(runs == center[0] for runs in center)


def test_the_switch_retrains_in_the_stored_format(notebook, sources, capsys):
    assert notebook["RETRAIN"] is False
    brief = notebook["retrained"](study={"units": (4,)}, names=("zoneout 0.2",), seeds=(0,), short=80, long=8)
    assert list(brief) == [("units", "4"), ("regularizer", "zoneout 0.2")]
    stored = datasets.load_architectures()
    for arm, runs in brief.items():
        assert np.shape(runs) == (1, 3) and type(runs[0][0]) is float
        assert {type(part) for part in arm} == {type(part) for part in next(iter(stored))}

    switched = notebook | {"RETRAIN": True, "retrained": lambda: brief, "datasets": None}
    exec(sources["study-results"], switched)
    assert switched["results"] is brief and "units        4" in capsys.readouterr().out
