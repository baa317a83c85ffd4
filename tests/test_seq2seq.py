"""The stored trainings of chapter 7, and the switch that makes them anew."""

from unrolled import datasets

NOTEBOOK = "chapters/07_seq2seq.ipynb"
NEEDED = (
    "imports", "keras-import", "define-draw", "define-build", "define-trained", "define-opened",
    "define-greedy", "define-exam", "define-tones", "define-wave-model", "define-listen",
    "define-wave-exam", "define-train-waves", "define-results", "define-dot", "define-looking",
    "define-reversal-run", "define-adding", "define-nets", "define-net", "define-contest",
)  # fmt: skip


def test_three_seeds_of_every_arm_and_measure_are_stored():
    stored = datasets.load_seq2seq()
    assert list(stored) == ["reversal", "same tones", "new tones", "contest"]
    for arms in stored.values():
        assert all(len(values) == 3 for runs in arms.values() for values in runs.values())
    assert list(stored["reversal"]) == ["plain", "attention"]
    assert len(stored["contest"]) == 5
    for share in stored["reversal"]["attention"].values():
        assert all(0 <= value <= 1 for value in share)


def test_without_the_switch_nothing_is_trained(notebook):
    assert notebook["RETRAIN"] is False
    assert notebook["results"]("contest", None, ()) == datasets.load_seq2seq()["contest"]


def test_the_switch_retrains_in_the_stored_format(notebook):
    def waves(arm, seed):
        return notebook["wave_exam"](notebook["train_waves"](arm, seed, updates=2))

    brief = {
        "reversal": lambda arm, seed: notebook["reversal"](arm, seed, updates=2),
        "same tones": waves,
        "new tones": waves,
        "contest": lambda arm, seed: notebook["compete"](arm, seed, updates=2),
    }
    notebook["RETRAIN"] = True
    try:
        for experiment, stored in datasets.load_seq2seq().items():
            few = ("FCN", "SimpleRNN") if experiment == "contest" else tuple(stored)
            found = notebook["results"](experiment, brief[experiment], few, seeds=(0,))
            assert list(found) == list(few)
            for arm, runs in found.items():
                assert set(runs) == set(stored[arm])
                assert all(len(v) == 1 and isinstance(v[0], float) for v in runs.values())
    finally:
        notebook["RETRAIN"] = False
