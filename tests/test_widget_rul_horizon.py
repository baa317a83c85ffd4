"""W13's Python side: its cells, its forecasts, and that JavaScript and NumPy say the same."""

import math

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.battery import conformal_quantile, first_crossing
from unrolled.datasets import load_pybamm_fleet
from unrolled.widgets import RulHorizon
from unrolled.widgets.rul_horizon import (
    EVERY, GROUPS, LAST, METHODS, NOISE, fleet, group, interval_score, lives, measured, normals, outlook, raw,
)  # fmt: skip

# ---- traits and cells -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "low", "high"), [("cell", 1, GROUPS["look"]), ("cutoff", 20, 250), ("limit", 70, 85), ("level", 50, 95)]
)
def test_whole_number_out_of_range_is_refused_with_the_range(name, low, high):
    for bad in (low - 1, high + 1, low + 0.5, None, True):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            RulHorizon(**{name: bad})


def test_cutoff_between_two_points_and_unknown_method_are_refused():
    with pytest.raises(TraitError, match="cutoff must be a multiple of 5; got 52"):
        RulHorizon(cutoff=52)
    with pytest.raises(TraitError, match="method must be '.*' or '.*'; got 'other'"):
        RulHorizon(method="other")


def test_every_cell_of_the_fleet_is_there_once_and_in_one_group():
    soh, names = fleet()
    cells = load_pybamm_fleet()
    assert len(soh) == len(names) == len(cells.soh) == sum(GROUPS.values())
    rows = np.concatenate([np.arange(len(soh))[group(name)] for name in GROUPS])
    assert sorted(rows) == list(range(len(soh)))
    for limit in (0.85, 0.8, 0.7):
        ours, theirs = EVERY * first_crossing(soh, limit), first_crossing(cells.soh, limit)
        np.testing.assert_allclose(np.sort(ours), np.sort(theirs), atol=0.5)


def test_noise_is_white_and_as_large_as_told():
    noise = (measured() - fleet()[0])[~np.isnan(fleet()[0])]
    assert np.mean(noise) == pytest.approx(0, abs=1e-4) and np.std(noise) == pytest.approx(NOISE, rel=0.05)
    assert abs(np.corrcoef(noise[1:], noise[:-1])[0, 1]) < 0.05
    z = normals()
    assert np.mean(z) == pytest.approx(0, abs=0.05) and np.cov(z.T) == pytest.approx(np.eye(3), abs=0.1)


# ---- forecasts ------------------------------------------------------------------------------


def seen(cell, cutoff):
    return measured()[cell, : cutoff // EVERY + 1]


def test_lines_of_a_falling_cell_end_around_the_line_of_least_squares():
    points = seen(0, 50)
    slope, level = np.polyfit(EVERY * np.arange(len(points)), points, 1)
    assert np.median(lives("line", points, 0.8)) == pytest.approx((0.8 - level) / slope, rel=0.02)


def test_what_never_ends_counts_as_the_last_cycle_and_nothing_ends_before_the_cutoff():
    flat = np.full(11, 0.99)
    for method in ("line", "parabola"):
        assert lives(method, flat, 0.8)[-1] == LAST
    for method in METHODS:
        assert lives(method, np.linspace(1, 0.81, 11), 0.8)[0] >= 50


def test_a_rising_cell_is_forecast_by_lines_where_no_parabola_falls():
    rising = 1 - 0.1 * np.linspace(0, 1, 21) + 0.06 * np.linspace(0, 1, 21) ** 2
    np.testing.assert_array_equal(lives("falling", rising, 0.8), lives("line", rising, 0.8))
    assert (lives("parabola", rising, 0.8) == LAST).all()


def test_another_cell_that_ages_twice_as_fast_is_told_half_of_each_life():
    others = fleet()[0][group("others")]
    slow = np.interp(np.arange(0, 101, EVERY) / 2, EVERY * np.arange(others.shape[1]), others[0])
    assert np.abs(lives("others", slow, 0.8) - 2 * EVERY * first_crossing(others[0], 0.8)).min() < 2


@pytest.mark.parametrize("method", METHODS)
def test_calibrated_intervals_hold_as_often_as_they_say(method):
    """Over all cut-offs; alone, most methods hold far less often."""
    held = {conformal: [] for conformal in (False, True)}
    for conformal, found in held.items():
        for cutoff in (40, 60, 80, 100):
            said = outlook(method, conformal, cutoff, 0.8, 0.9)
            found.extend((said.low <= said.truth) & (said.truth <= said.high))
    assert np.mean(held[True]) >= 0.8
    assert np.mean(held[True]) >= np.mean(held[False])


def test_too_few_cells_leave_the_interval_without_an_end():
    said = outlook("line", True, 250, 0.85, 0.95)
    assert len(raw("calibrate", "line", 250, 0.85, 0.95).cells) < 19
    assert np.isinf(said.high).all() and (said.low == 250).all()


def test_score_is_the_width_and_a_fine_for_each_cycle_missed():
    assert interval_score(10, 30, 20, 0.9) == 20
    assert interval_score(10, 30, 33, 0.9) == pytest.approx(20 + 20 * 3)
    assert interval_score(10, 30, 6, 0.5) == pytest.approx(20 + 4 * 4)


# ---- the same numbers as NumPy --------------------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of the ends of all settings and of random ones."""
    rng = np.random.default_rng(13)
    made = [
        RulHorizon(method=method, conformal=conformal, cutoff=cutoff, limit=limit, level=level)
        for method in METHODS
        for conformal in (False, True)
        for cutoff, limit, level in ((20, 70, 50), (50, 80, 90), (250, 85, 95))
    ]
    made += [
        RulHorizon(
            method=str(rng.choice(METHODS)),
            conformal=bool(rng.integers(2)),
            cell=int(rng.integers(1, GROUPS["look"] + 1)),
            cutoff=int(rng.integers(4, 51)) * 5,
            limit=int(rng.integers(70, 86)),
            level=int(rng.integers(50, 96)),
        )
        for _ in range(30)
    ]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def same(actual, expected, method="line"):
    """To 12 digits; 9 for parabolas, some of which only graze the limit, far from their data."""
    actual = [math.inf if value is None else value for value in actual]  # JSON has no infinity
    tolerance = 1e-12 if method in ("line", "others") else 1e-9
    np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=1e-12)


def settings(widget):
    return widget.method, widget.conformal, widget.cutoff, widget.limit / 100, widget.level / 100


def test_intervals_and_coverage_equal_numpy(cases):
    for widget, values, _ in cases:
        said = outlook(*settings(widget))
        shown = {name: [one[name] for one in values["known"]] for name in ("cell", "low", "high", "truth", "held")}
        assert shown["cell"] == list(said.cells + 1)
        same(shown["truth"], said.truth)
        same(shown["low"], said.low, widget.method)
        same(shown["high"], said.high, widget.method)
        assert shown["held"] == list((said.low <= said.truth) & (said.truth <= said.high))
        assert values["held"] == sum(shown["held"])


def test_draws_and_scores_equal_numpy(cases):
    for widget, values, _ in cases:
        at = widget.cell - 1
        points = seen(at, widget.cutoff)
        same(values["seen"], points[~np.isnan(points)])
        if values["over"]:
            assert EVERY * first_crossing(fleet()[0][at], widget.limit / 100) <= widget.cutoff
            continue
        drawn = lives(widget.method, seen(at, widget.cutoff), widget.limit / 100)
        same(values["lives"], drawn, widget.method)
        same([values["median"]], [np.median(drawn)], widget.method)
        low, high = (math.inf if end is None else end for end in values["interval"])
        same([values["score"]], [interval_score(low, high, values["truth"], widget.level / 100)])


def test_the_conformal_quantile_is_exact(cases):
    """The page's rank and shift are those of `conformal_quantile`, bit for bit, from the same scores."""
    for widget, values, _ in cases:
        calibration = values["calibration"]
        assert (calibration is not None) == widget.conformal
        if calibration:
            known = raw("calibrate", widget.method, widget.cutoff, widget.limit / 100, widget.level / 100)
            assert calibration["n"] == len(known.cells)
            expected = conformal_quantile(calibration["scores"], widget.level / 100)
            assert (math.inf if calibration["shift"] is None else calibration["shift"]) == expected
            assert calibration["rank"] == -(-(calibration["n"] + 1) * widget.level // 100)


def test_copied_python_computes_what_is_shown(cases):
    for widget, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        same([one["low"] for one in values["known"]], place["low"], widget.method)
        same([one["high"] for one in values["known"]], place["high"], widget.method)
        assert values["held"] == place["held"].sum()
        if not values["over"]:
            same([values["score"]], place["score"][place["here"]], widget.method)


def test_the_picture_and_its_words_tell_the_present_state(cases):
    pictures = set()
    for widget, values, _ in (cases[0], cases[4], cases[-1]):
        data, metadata = widget._repr_mimebundle_()
        pictures.add(data["image/png"])
        words = metadata["image/png"]["alt"]
        assert f"Of {len(values['known'])} cells, {values['held']} are held" in words
        assert "before." in words if values["over"] else f"ended at cycle {values['truth']:.0f} " in words
    assert len(pictures) == 3
