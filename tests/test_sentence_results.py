"""The stored trainings of chapter 10 on sentences, and the switch that makes them anew."""

from unrolled import datasets

NOTEBOOK = "chapters/10_language_and_speech.ipynb"
NEEDED = (
    "imports", "reviews", "keras-import", "define-numbered", "numbered-check", "define-reader", "define-judge",
    "exams", "define-sentiment-run", "define-results", "name-sentences", "define-tagger", "tagger-check",
    "define-train-tagger", "define-names-run",
)  # fmt: skip


def test_three_seeds_of_every_arm_and_measure_are_stored(notebook):
    stored = datasets.load_language()
    assert {name: tuple(arms) for name, arms in stored.items()} == {
        "sentiment": tuple(notebook["readers"]), "names": tuple(notebook["taggers"]),
    }  # fmt: skip
    for arms in stored.values():
        for runs in arms.values():
            assert all(len(values) == 3 and 0 <= min(values) <= max(values) <= 1 for values in runs.values())


def test_without_the_switch_nothing_is_trained(notebook):
    assert notebook["RETRAIN"] is False
    assert notebook["results"]("names", None, ()) == datasets.load_language()["names"]


def test_the_switch_retrains_in_the_stored_format(notebook):
    brief = {
        "sentiment": lambda arm, seed: notebook["sentiment"](arm, seed, epochs=1),
        "names": lambda arm, seed: notebook["names"](arm, seed, epochs=1),
    }
    few = {"sentiment": ("bag, 32 units", "LSTM"), "names": ("word alone", "both, words hidden")}
    notebook["RETRAIN"] = True
    try:
        for experiment, stored in datasets.load_language().items():
            found = notebook["results"](experiment, brief[experiment], few[experiment], seeds=(0,))
            assert tuple(found) == few[experiment]
            for arm, runs in found.items():
                assert list(runs) == list(stored[arm])
                assert all(len(v) == 1 and isinstance(v[0], float) for v in runs.values())
    finally:
        notebook["RETRAIN"] = False
