"""Vowels whose reverse is another word, and machines whose wear explains what is measured."""

import doctest

import numpy as np
import pytest

from unrolled import signals


def test_the_example_in_the_docstring():
    assert doctest.testmod(signals).failed == 0


# --- vowels


def test_mel_has_its_fixed_points_and_bands_are_equally_wide_in_it():
    assert signals.mel(0) == 0 and abs(signals.mel(1000) - 1000) < 0.1
    steps = np.diff(signals.mel(signals.band_centers(20)))
    np.testing.assert_allclose(steps, steps[0])
    assert 100 < signals.band_centers()[0] < signals.band_centers()[-1] < 4000


def test_a_glide_starts_at_one_vowel_ends_at_the_other_and_reversed_is_its_mirror():
    track = signals.formant_track("ai", 200, width=0.03)
    np.testing.assert_allclose(track[[0, -1]], [signals.FORMANTS["a"], signals.FORMANTS["i"]], rtol=1e-3)
    np.testing.assert_allclose(track[::-1], signals.formant_track("ia", 200, width=0.03))
    early = signals.formant_track("au", 30, middle=0.35, tract=1.1)
    np.testing.assert_allclose(early[::-1], signals.formant_track("ua", 30, middle=0.65, tract=1.1))


def test_a_band_is_loudest_where_its_formant_is():
    centers = signals.band_centers()
    energies = signals.band_energies([[centers[3], centers[15]]])[0]
    assert set(np.argsort(energies)[-2:]) == {3, 15}
    assert abs(energies[3] - 1) < 0.01 and energies[9] < 0.05


def test_words_are_drawn_as_documented():
    energies, words = signals.diphthongs(400, seed=3)
    lengths = np.array([len(e) for e in energies])
    assert set(lengths) == set(range(16, 33)) and set(words) == {0, 1, 2, 3}
    assert all(e.shape[1] == 20 and e.dtype == np.float32 for e in energies)
    again, _ = signals.diphthongs(400, seed=3)
    assert all((a == b).all() for a, b in zip(energies, again))


def test_the_noise_is_what_was_asked_for():
    silent = np.concatenate([e[:, -1] for e in signals.diphthongs(300, seed=0)[0]])  # above all formants
    assert abs(silent.std() - 0.6) < 0.02 and abs(silent.mean()) < 0.03
    assert max(e[:, -1].max() for e in signals.diphthongs(50, seed=0, noise=0)[0]) < 0.2


# --- machines


def test_machines_run_until_the_wear_is_one_and_their_readings_follow_from_it():
    for run in signals.machines(20, seed=0, noise=0):
        assert run.readings.shape == (run.life, 7) and run.readings.dtype == np.float32
        age, load, room, vibration, temperature, pressure, current = run.readings.T.astype(float)
        np.testing.assert_array_equal(age, np.arange(1, run.life + 1))
        assert run.wear[0] == 0 and (np.diff(run.wear) > 0).all() and run.wear[-1] < 1
        for reading, clean in (
            (vibration, 1 + 1.5 * load + 2.2 * load * run.wear),
            (temperature, room + 28 * load + 10 * run.wear),
            (pressure, 6.5 - 1.2 * load - 0.4 * run.wear),
            (current, 8 + 22 * load + 1.5 * run.wear),
        ):
            assert np.ptp(reading - clean) < 1e-3 * abs(clean).max()  # the machine's offset alone


def test_a_harder_load_wears_faster():
    runs = signals.machines(200, seed=1)
    speed = np.concatenate([np.diff(run.wear) / (0.15 + run.wear[:-1]) for run in runs])
    load = np.concatenate([run.readings[:-1, 1] for run in runs])
    hard, gentle = speed[load > 0.85].mean(), speed[load < 0.55].mean()
    assert 4 < hard / gentle < 8  # (0.92 / 0.5) ** 3 is about 6


def test_fleets_are_the_same_for_a_seed_and_begin_alike():
    few, many = signals.machines(3, seed=5), signals.machines(6, seed=5)
    for a, b in zip(few, many):
        np.testing.assert_array_equal(a.readings, b.readings)
    assert signals.machines(1, seed=6)[0].life != few[0].life


@pytest.mark.parametrize(
    "call, told",
    [
        (lambda: signals.formant_track("ae", 20), "glide 'ae'"),
        (lambda: signals.formant_track("ai", 1), "frames"),
        (lambda: signals.formant_track("ai", 20, width=0), "width"),
        (lambda: signals.band_centers(20, 500, 100), "500"),
        (lambda: signals.band_energies([1.0, 2.0]), r"shape \(2,\)"),
        (lambda: signals.diphthongs(0, 0), "n is 0"),
        (lambda: signals.diphthongs(2, 0, shortest=20, longest=10), "longest"),
        (lambda: signals.diphthongs(2, 0, noise=-1), "noise"),
        (lambda: signals.machines(0, 0), "n is 0"),
        (lambda: signals.machines(1, 0, noise=float("nan")), "noise"),
    ],
)
def test_what_cannot_be_is_refused(call, told):
    with pytest.raises(ValueError, match=told):
        call()
