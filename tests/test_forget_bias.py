"""The stored trainings of chapter 4, and the switch that makes them anew."""

import numpy as np

from unrolled import datasets

NOTEBOOK = "chapters/04_lstm.ipynb"
NEEDED = (
    "imports", "define-adam", "define-small-test", "define-train", "define-adding", "adding-check",
    "define-add-with-bias", "retrain",
)  # fmt: skip


def test_stored_runs_end_when_solved_or_out_of_budget():
    stored = datasets.load_forget_bias()
    assert list(stored) == [0, 1, 3]
    for runs in stored.values():
        assert len(runs) == 3
        for errors in runs:
            assert all(error >= 0.01 for error in errors[:-1])
            assert errors[-1] < 0.01 or len(errors) == 24


def test_the_switch_retrains_in_the_stored_format(notebook, sources, capsys):
    assert notebook["RETRAIN"] is False
    brief = notebook["retrained"](biases=(3,), seeds=(0,), updates=100)

    def shape(results):
        return {(type(b), type(runs), type(runs[0]), type(runs[0][0])) for b, runs in results.items()}

    assert shape(brief) == shape(datasets.load_forget_bias())
    # The first errors of a training have not yet had the time to go another way.
    np.testing.assert_allclose(brief[3][0], datasets.load_forget_bias()[3][0][:2], rtol=0.05)

    switched = notebook | {"RETRAIN": True, "retrained": lambda: brief}
    exec(sources["adding-results"], switched)
    assert switched["results"] is brief and "bias 3: updates [100]" in capsys.readouterr().out
