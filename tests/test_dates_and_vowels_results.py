"""The stored trainings on dates and vowels, and the switch that makes them anew."""

from unrolled import datasets

NOTEBOOK = "chapters/10_language_and_speech.ipynb"
NEEDED = (
    "imports", "keras-import", "define-results", "signals-stored", "dates-draw", "define-tokens",
    "define-translator", "define-taught", "define-translate", "define-misspelled", "dates-misspelled",
    "define-belief", "define-date-exam", "define-date-run", "define-listened", "define-mean",
    "define-halves", "define-listener", "define-along", "define-vowel-run",
)  # fmt: skip


def test_three_seeds_of_every_arm_and_measure_are_stored():
    stored = datasets.load_signals()
    for experiment in ("dates", "vowels"):
        for runs in stored[experiment].values():
            assert all(len(values) == 3 for values in runs.values())
    assert max(stored["vowels"]["bag of frames"]["accuracy"]) < 0.55


def test_the_switch_retrains_in_the_stored_format(notebook):
    X, mask, words = notebook["listened"](1000, 99)
    notebook.update(RETRAIN=True, X_test=X, mask_test=mask, words_test=words, last=mask.sum(axis=1) - 1)
    brief = {
        "dates": (lambda arm, seed: notebook["date_run"](arm, seed, updates=2), ("attention",)),
        "vowels": (lambda arm, seed: notebook["vowel_run"](arm, seed, epochs=1), ("bag of frames", "GRU")),
    }
    for experiment, (run, arms) in brief.items():
        found = notebook["results"](experiment, run, arms, seeds=(0,))
        for arm in arms:
            assert set(found[arm]) == set(datasets.load_signals()[experiment][arm])
            assert all(len(v) == 1 and isinstance(v[0], float) for v in found[arm].values())
