"""`unrolled.battery`: cells that fade, when they end, and intervals that hold the truth."""

import doctest
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled import battery
from unrolled.battery import (
    bayes_quadratic,
    conformal_interval,
    conformal_quantile,
    end_of_life,
    fade_curves,
    first_crossing,
    life_draws,
    remaining_useful_life,
    simulate_fleet,
    synthetic_fade,
    true_fade,
)

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

TRUE_LIFE = math.sqrt(650_000) - 500  # of 1 - 5e-4 c - 5e-7 c^2 at 0.8
slopes = st.floats(1e-5, 5e-3)


@pytest.fixture(scope="module")
def fleets():
    return [simulate_fleet(seed=seed) for seed in range(5)]


def forecasts(measured, seeds, **settings):
    """Median and 90 % interval of the life by each seed's first measurements: (seeds, 3)."""
    cycles = np.arange(measured)
    lives = [
        life_draws(bayes_quadratic(cycles, synthetic_fade(measured, seed=s), 400, s, **settings))
        for s in seeds
    ]
    return np.quantile(lives, (0.5, 0.05, 0.95), axis=1, method="inverted_cdf").T


def test_the_example_of_the_module_holds():
    result = doctest.testmod(battery)
    assert result.attempted > 0 and result.failed == 0


# --- the synthetic cell


def test_the_synthetic_cell_is_that_of_the_article():
    clean = true_fade()
    np.testing.assert_allclose(clean[:933], [max(1 - 5e-4 * c - 5e-7 * c * c, 0.1) for c in range(933)])
    assert (clean > 0.8).sum() == 307 and clean[307] < 0.8  # cycles 0 to 306 are above
    assert clean[804] == pytest.approx(0.2748, abs=1e-4)
    assert clean[931] > 0.1 and (clean[932:] == 0.1).all() and len(clean[932:]) == 68


def test_the_clip_comes_after_the_noise():
    measured = np.stack([synthetic_fade(seed=seed) for seed in range(50)])
    assert measured.min() == 0.1
    assert (measured[:, 960:] > 0.1).mean() < 0.02  # noise on a clipped curve would leave half above
    assert ((measured - true_fade())[:, :800]).std() == pytest.approx(0.01, rel=0.02)


def test_the_best_possible_errors_of_the_last_fifth():
    errors = np.stack([synthetic_fade(seed=seed) - true_fade() for seed in range(200)])[:, 804:]
    floor = np.sqrt((errors**2).mean(axis=1))
    unclipped = np.sqrt((errors[:, true_fade()[804:] > 0.13] ** 2).mean(axis=1))
    # The spread from seed to seed is 0.0005 and 0.0007; means of 200 are 14 times as sure.
    assert floor.mean() == pytest.approx(0.0080, abs=0.0002)
    assert unclipped.mean() == pytest.approx(0.0100, abs=0.0002)


def test_a_seed_decides_the_noise_and_zero_is_none():
    np.testing.assert_array_equal(synthetic_fade(seed=3), synthetic_fade(seed=3))
    assert (synthetic_fade(seed=3) != synthetic_fade(seed=4)).any()
    np.testing.assert_allclose(synthetic_fade(700, noise=0), true_fade(700))


# --- the fleet


def test_a_fleet_is_measured_until_each_cell_has_faded(fleets):
    for fleet in fleets:
        assert fleet.soh.shape == fleet.smooth.shape and len(fleet.soh) == len(fleet.parameters) == 120
        alive = np.isfinite(fleet.smooth)
        np.testing.assert_array_equal(alive, np.isfinite(fleet.soh))
        cycles = alive.sum(axis=1)
        assert cycles.max() == fleet.soh.shape[1]
        assert (alive == (np.arange(fleet.soh.shape[1]) < cycles[:, None])).all()
        last = fleet.smooth[np.arange(120), cycles - 1]
        assert (last <= 0.65).all() and (fleet.smooth[np.arange(120), cycles - 2] > 0.65).all()
        assert (np.diff(fleet.smooth)[alive[:, 1:]] < 0).all() and (fleet.smooth[:, 0] == 1).all()


def test_each_cell_follows_its_equation(fleets):
    fleet = fleets[0]
    for row, smooth in zip(fleet.parameters.itertuples(), fleet.smooth):
        n = np.arange(np.isfinite(smooth).sum())
        after = np.clip(n - row.knee, 0, None) / row.knee
        expected = 1 - row.a * n**row.z - row.b * n - row.g * after**2
        np.testing.assert_allclose(smooth[: len(n)], expected, atol=1e-12)


def test_heat_and_current_wear_the_cells_as_stated():
    parameters = simulate_fleet(4000, seed=1).parameters
    assert set(parameters.temperature) == {15, 25, 35, 45} and set(parameters.c_rate) == {0.5, 1, 2, 3}
    middle = parameters.groupby(["temperature", "c_rate"]).median()
    cool, hot = middle.loc[(25, 1)], middle.loc[(45, 1)]
    assert cool.a == pytest.approx(2.4e-3, rel=0.06) and cool.b == pytest.approx(5e-5, rel=0.08)
    assert cool.knee == pytest.approx(800, rel=0.07) and parameters.g.median() == pytest.approx(0.5, rel=0.04)
    kelvin = 28e3 / 8.314 * (1 / 298.15 - 1 / 318.15)
    assert hot.a / cool.a == pytest.approx(math.exp(kelvin), rel=0.08)
    assert hot.b / cool.b == pytest.approx(1 + (20 / 35) ** 2, rel=0.12)
    assert middle.loc[(25, 3)].b / cool.b == pytest.approx(3**0.7, rel=0.12)
    assert parameters.z.mean() == pytest.approx(0.52, abs=0.002)
    assert np.log(parameters.g).std() == pytest.approx(0.35, rel=0.05)


def test_the_lives_of_a_fleet(fleets):
    lives = np.array([end_of_life(fleet.smooth) for fleet in fleets])
    assert np.isfinite(lives).all()
    # Over 30 seeds: shortest 221 to 315, longest 1942 to 2632, median 769 with a spread of 39.
    assert 200 < lives.min(axis=1).min() and lives.min(axis=1).max() < 340
    assert 1800 < lives.max(axis=1).min() and lives.max(axis=1).max() < 2900
    assert (abs(np.median(lives, axis=1) - 769) < 4 * 39).all()
    for fleet, life in zip(fleets, lives):
        fade = np.log(1 - fleet.smooth[:, 100])
        assert np.corrcoef(fade, np.log(life))[0, 1] == pytest.approx(-0.89, abs=0.06)
        knee = np.array([np.interp(k, np.arange(len(s)), s) for k, s in zip(fleet.parameters.knee, fleet.smooth)])
        low, high = np.nanquantile(knee, (0.05, 0.95))
        assert 0.79 < low < 0.85 and 0.88 < high < 0.93


def test_the_measurements_have_noise_with_a_memory_and_recoveries(fleets):
    rest = np.concatenate([(fleet.soh - fleet.smooth)[:, :200] for fleet in fleets])
    # The lower half has next to no recovery in it.
    assert np.median(rest) - np.quantile(rest, 0.16) == pytest.approx(0.0016, abs=0.0003)
    assert 0.0004 < rest.mean() < 0.0008  # 1 / 45 of 0.4 %, which lasts 1 / (1 - e^-1/6) = 6.5 cycles
    steps = np.diff(rest)
    assert (steps > 0.008).mean() == pytest.approx(math.exp(-2) / 45, rel=0.5)
    assert (steps > 0.008).mean() > 5 * (steps < -0.008).mean()  # a recovery comes at once and goes slowly
    calm = rest[np.abs(rest).max(axis=1) < 0.006]
    ratio = [np.corrcoef(r[:-1], r[1:])[0, 1] for r in calm]
    assert 0.3 < np.mean(ratio) < 0.7


def test_a_seed_decides_the_fleet():
    first, again, other = (simulate_fleet(8, seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(first.soh, again.soh)
    assert first.parameters.equals(again.parameters) and not first.parameters.equals(other.parameters)


# --- the end of life


@given(slopes, st.floats(0.5, 0.99))
def test_a_straight_fade_crosses_at_the_root(slope, limit):
    capacity = 1 - slope * np.arange(math.ceil((1 - limit) / slope) + 2)
    assert first_crossing(capacity, limit) == pytest.approx((1 - limit) / slope, rel=1e-6, abs=1e-6)


@given(st.floats(1e-4, 1e-3), st.floats(1e-7, 1e-6), st.floats(0.6, 0.95))
def test_a_parabola_crosses_within_a_hair_of_its_root(linear, bend, limit):
    c = np.arange(1000)
    root = max(np.roots([-bend, -linear, 1 - limit]))
    found = first_crossing(1 - linear * c - bend * c**2, limit)
    if root > 999:
        assert found == np.inf
    else:  # the chord's crossing is off by bend / 4 over the slope at most
        assert abs(found - root) <= bend / 4 / linear + 1e-6


def test_the_first_of_several_crossings_counts():
    capacity = [1.0, 0.9, 0.7, 0.9, 0.6]
    assert first_crossing(capacity, 0.8) == pytest.approx(1.5)
    assert first_crossing(capacity, 0.9) == 1  # at the limit is the end
    assert first_crossing(capacity, 0.65) == pytest.approx(3 + 0.25 / 0.3)
    assert first_crossing(capacity, 0.5) == np.inf
    assert first_crossing(capacity, 1.0) == 0
    assert first_crossing(capacity, 0.8, start=100) == pytest.approx(101.5)
    assert first_crossing(capacity, 2.0, start=100) == 100
    assert isinstance(first_crossing(capacity, 0.8), float)
    assert end_of_life(true_fade()) == pytest.approx(TRUE_LIFE, abs=1e-3)


def test_many_cells_at_once_give_what_each_gives_alone(fleets):
    cells = fleets[0].soh[:12].reshape(3, 4, -1)
    together = end_of_life(cells, 0.75)
    assert together.shape == (3, 4)
    alone = [end_of_life(cell[np.isfinite(cell)], 0.75) for cell in cells.reshape(12, -1)]
    np.testing.assert_array_equal(together.ravel(), alone)
    ended = np.array([[1.0, 0.9, np.nan], [1.0, 0.7, np.nan]])  # the first was stopped above 80 %
    np.testing.assert_allclose(end_of_life(ended), [np.inf, 2 / 3])


def test_what_is_left_is_the_life_less_the_age():
    assert remaining_useful_life(true_fade(), at=100) == pytest.approx(TRUE_LIFE - 100, abs=1e-3)
    assert remaining_useful_life(true_fade(), at=500) == 0
    assert remaining_useful_life(true_fade(100), at=10) == np.inf
    cells = 1 - np.array([[0.001], [0.002]]) * np.arange(300)
    np.testing.assert_allclose(remaining_useful_life(cells, at=[50, 150]), [150, 0], atol=1e-9)
    grid = remaining_useful_life(cells, at=np.array([[0], [50]]), limit=0.9)
    np.testing.assert_allclose(grid, [[100, 50], [50, 0]], atol=1e-9)


# --- Bayesian curves


@pytest.mark.parametrize("measured", [30, 100, 200])
def test_draws_never_heal(measured):
    for seed in range(20):
        capacity = synthetic_fade(measured, seed=seed)
        curves = fade_curves(bayes_quadratic(np.arange(measured), capacity, 100, seed), np.arange(1001))
        assert curves.shape == (100, 1001) and np.diff(curves).max() <= 1e-12
        rising = bayes_quadratic(np.arange(measured), capacity, 100, seed, monotone=False)
        if measured == 30:
            assert np.diff(fade_curves(rising, np.arange(1001))).max() > 0


def test_without_the_constraint_the_draws_have_the_posterior_of_the_textbook():
    cycles, horizon, prior = np.arange(0, 120, 2.0), 800, 1.5
    capacity = synthetic_fade(120, seed=2)[::2]
    found = bayes_quadratic(cycles, capacity, 40_000, 1, monotone=False, horizon=horizon, prior=prior)
    A = np.vander(cycles / horizon, 3, increasing=True)
    fit = np.polynomial.Polynomial.fit(cycles, capacity, 2)
    noise = np.sqrt(((capacity - fit(cycles)) ** 2).sum() / (60 - 3))
    rows = np.vstack([A / noise, np.diag([1 / 0.05, 1 / prior, 1 / prior])])  # the prior as three more data
    wanted = np.concatenate([capacity / noise, [1 / 0.05, 0, 0]])
    mean, covariance = np.linalg.lstsq(rows, wanted, rcond=None)[0], np.linalg.inv(rows.T @ rows)
    found = found * horizon ** np.arange(3.0)
    spread = np.sqrt(np.diag(covariance))
    np.testing.assert_allclose(found.mean(axis=0), mean, atol=4 * spread.max() / 200)
    np.testing.assert_allclose(np.cov(found.T), covariance, atol=0.03 * spread.max() ** 2)
    np.testing.assert_allclose(np.corrcoef(found.T), covariance / np.outer(spread, spread), atol=0.01)


def test_candidates_are_taken_in_the_order_of_the_normals():
    cycles, capacity = np.arange(100), synthetic_fade(100, seed=5)
    normals = np.random.default_rng(9).standard_normal((20_000, 3))
    every = bayes_quadratic(cycles, capacity, 20_000, monotone=False, normals=normals)
    falls = (every[:, 1] <= 0) & (every[:, 1] + 2000 * every[:, 2] <= 0)
    kept = bayes_quadratic(cycles, capacity, 300, normals=normals)
    np.testing.assert_array_equal(kept, every[falls][:300])
    np.testing.assert_array_equal(kept, bayes_quadratic(cycles, capacity, 300, seed=9))
    np.testing.assert_array_equal(kept[:40], bayes_quadratic(cycles, capacity, 40, seed=9))
    assert (bayes_quadratic(cycles, capacity, 300, seed=8) != kept).any()


def test_a_candidate_is_the_mean_and_the_solved_normals():
    """What a mirror in another language computes: m + L^-T z, with P = L L^T."""
    cycles, capacity = np.array([0.0, 100, 200, 300]), np.array([1.0, 0.93, 0.88, 0.79])
    z = np.array([[0.3, -1.2, 0.7]])
    u = cycles / 1000
    A = np.stack([np.ones(4), u, u * u], axis=1)
    left = capacity - A @ np.linalg.solve(A.T @ A, A.T @ capacity)
    precision = A.T @ A / (left @ left) + np.diag([400, 1 / 9, 1 / 9])  # 4 - 3 = 1 degree of freedom
    mean = np.linalg.solve(precision, A.T @ capacity / (left @ left) + [400, 0, 0])
    L = np.linalg.cholesky(precision)
    expected = (mean + np.linalg.solve(L.T, z[0])) / [1, 1e3, 1e6]
    found = bayes_quadratic(cycles, capacity, draws=1, monotone=False, normals=z)
    np.testing.assert_allclose(found[0], expected, rtol=1e-7)


def test_exact_measurements_leave_no_doubt():
    cycles = np.arange(150)
    for degree, truth in ((2, [1, -5e-4, -5e-7]), (1, [0.99, -6e-4])):
        capacity = np.polynomial.polynomial.polyval(cycles, truth)
        found = bayes_quadratic(cycles, capacity, draws=50, degree=degree)
        np.testing.assert_allclose(found, np.tile(truth, (50, 1)), rtol=2e-3)


def test_the_unit_of_the_cycle_does_not_matter():
    cycles, capacity = np.arange(100), synthetic_fade(100, seed=1)
    lives = life_draws(bayes_quadratic(cycles, capacity))
    tenths = life_draws(bayes_quadratic(cycles / 10, capacity, horizon=100))
    np.testing.assert_allclose(tenths * 10, lives, rtol=1e-9)


def test_the_target_at_100_cycles_over_many_seeds_of_noise():
    middle, low, high = forecasts(100, range(300)).T
    # Three hundred other seeds give 28 to 31 cycles and 0.93 to 0.95.
    assert np.median(abs(middle - TRUE_LIFE)) <= 35
    assert 0.85 <= ((low <= TRUE_LIFE) & (TRUE_LIFE <= high)).mean() <= 0.98
    assert 140 < np.median(high - low) < 220


def test_the_constraint_halves_the_error_and_makes_the_interval_finite():
    free, held = (forecasts(100, range(150), monotone=monotone) for monotone in (False, True))
    error_free, error_held = (np.median(abs(f[:, 0] - TRUE_LIFE)) for f in (free, held))
    assert error_held < 0.7 * error_free
    assert np.isinf(free[:, 2]).mean() > 0.5 and np.isfinite(held).all()


def test_a_straight_line_is_narrow_and_wrong():
    middle, low, high = forecasts(100, range(100), degree=1).T
    assert np.median(abs(middle - TRUE_LIFE)) > 50
    assert np.median(high - low) < 80
    assert ((low <= TRUE_LIFE) & (TRUE_LIFE <= high)).mean() < 0.1


def test_more_cycles_make_better_forecasts():
    errors = [np.median(abs(forecasts(k, range(60))[:, 0] - TRUE_LIFE)) for k in (60, 100, 150, 200)]
    assert errors == sorted(errors, reverse=True) and errors[-1] < 12


def test_the_root_as_a_clock_suits_a_cell_that_a_parabola_does_not(fleets):
    capacity = fleets[0].soh[0, :200]
    with pytest.raises(ValueError, match="never heal"):
        bayes_quadratic(np.arange(200), capacity)
    clock = np.sqrt(np.arange(200))
    curves = fade_curves(bayes_quadratic(clock, capacity, horizon=np.sqrt(1000)), clock)
    assert np.sqrt(((curves.mean(axis=0) - fleets[0].smooth[0, :200]) ** 2).mean()) < 0.003


# --- the lives of curves


@given(st.floats(0.81, 1.2), st.floats(-5e-3, 5e-3), st.floats(-5e-6, 5e-6), st.integers(0, 300))
def test_a_life_is_the_first_root_after_the_start(level, slope, bend, start):
    found = life_draws([[level, slope, bend]], 0.8, start)[0]
    curve = np.polynomial.Polynomial([level - 0.8, slope, bend])
    if curve(start) <= 0:
        assert found == start
    elif np.isinf(found):
        assert (curve(start + np.linspace(0, 3000, 3001)) > 0).all()
    else:
        assert found > start and abs(curve(found)) < 1e-9 * max(1, abs(slope * found), abs(bend) * found**2)
        assert (curve(np.linspace(start, found, 500, endpoint=False)) > 0).all()


def test_lives_agree_with_the_curves():
    draws = bayes_quadratic(np.arange(100), synthetic_fade(100, seed=3), draws=50)
    lives = life_draws(draws, 0.75)
    grid = first_crossing(fade_curves(draws, np.arange(2000)), 0.75)
    np.testing.assert_allclose(lives, grid, atol=0.01)
    np.testing.assert_allclose(life_draws([[1, -0.001]]), [200])
    np.testing.assert_array_equal(life_draws([[1, 0.001], [1, 0], [0.7, 0.1]]), [np.inf, np.inf, 0])


# --- conformal intervals


def test_the_conformal_quantile_by_hand():
    scores = [5.0, 1.0, 4.0, 2.0, 3.0, 6.0, 7.0, 9.0, 8.0, 10.0]
    assert conformal_quantile(scores, 0.8) == 9  # ceil(11 * 0.8) = 9; of n instead of n + 1, 8
    assert conformal_quantile(scores, 0.5) == 6  # ceil(5.5)
    assert conformal_quantile(scores, 0.9) == 10  # ceil(9.9)
    assert conformal_quantile(scores, 0.91) == math.inf  # ceil(10.01)
    assert conformal_quantile(scores[:8], 0.9) == math.inf  # nine are the least
    assert conformal_quantile(scores[:9], 0.9) == 9
    assert conformal_quantile(range(1, 100), 0.55) == 55  # 100 * 0.55 is 55.00000000000001 in floats
    assert conformal_quantile([3.0, 3.0, 3.0], 0.5) == 3


@given(st.lists(st.integers(-100, 100), min_size=1, max_size=40), st.integers(1, 99))
def test_the_conformal_quantile_is_a_rank(scores, percent):
    rank = -(-(len(scores) + 1) * percent // 100)
    wanted = sorted(scores)[rank - 1] if rank <= len(scores) else math.inf
    assert conformal_quantile(scores, percent / 100) == wanted


@pytest.mark.parametrize("n, level", [(10, 0.8), (19, 0.9), (37, 0.9), (60, 0.5)])
def test_exchangeable_cases_are_covered_as_often_as_promised(n, level):
    rng = np.random.default_rng(n)
    cases = rng.standard_t(2, (4000, n + 1))  # heavy tails and a model that is off by one and too sure
    held = []
    for row in cases:
        low, high = conformal_interval(row[:n], np.full(n, 0.8), np.full(n, 1.2), [0.8], [1.2], level)
        held.append(low[0] <= row[n] <= high[0])
    exact = math.ceil((n + 1) * level - 1e-9) / (n + 1)
    error = math.sqrt(exact * (1 - exact) / 4000)
    assert np.mean(held) == pytest.approx(exact, abs=4 * error)
    assert exact >= level


def test_the_shift_by_hand():
    actual = np.array([0.0, 2.0, 5.0, 7.0])  # scores 1, -1, 3, 2
    low, high = np.array([1.0, 1.0, 0.0, 9.0]), np.array([4.0, 4.0, 2.0, 9.0])
    new_low, new_high = conformal_interval(actual, low, high, [10.0, 20.0], [14.0, 20.0], level=0.75)
    # The scores are max(low - y, y - high): 1, -1, 3, 2, and ceil(5 * 0.75) = 4.
    np.testing.assert_array_equal(new_low, [7, 17])
    np.testing.assert_array_equal(new_high, [17, 23])
    new_low, new_high = conformal_interval(actual, low, high, [10.0], [14.0], level=0.9)
    assert (new_low, new_high) == (-np.inf, np.inf)


def test_intervals_that_are_too_wide_shrink_but_never_turn_over():
    actual = np.linspace(-1, 1, 19)
    wide = np.full(19, 10.0)
    low, high = conformal_interval(actual, -wide, wide, [-10.0, 4.0], [10.0, 5.0], level=0.9)
    assert -1.1 < low[0] < -0.8 and 0.8 < high[0] < 1.1
    assert low[1] == high[1] == 4.5  # narrower than the shift


# --- what is refused


FIT = {"cycles": np.arange(10), "capacity": np.linspace(1, 0.9, 10)}
BAD = [
    (true_fade, {"cycles": 0}, "cycles is 0; expected a whole number of at least 1"),
    (synthetic_fade, {"cycles": 10.0}, "cycles is 10.0; expected a whole number"),
    (synthetic_fade, {"noise": -0.1}, "noise is -0.1; expected a number of at least 0"),
    (synthetic_fade, {"noise": math.nan}, "noise is nan; expected a finite number"),
    (simulate_fleet, {"cells": 0}, "cells is 0; expected a whole number"),
    (first_crossing, {"capacity": [1, math.nan, 0.5], "limit": 0.8}, "capacity has a gap"),
    (first_crossing, {"capacity": [math.nan, math.nan], "limit": 0.8}, "capacity has a gap"),
    (first_crossing, {"capacity": [1, math.inf], "limit": 0.8}, "infinity"),
    (first_crossing, {"capacity": [], "limit": 0.8}, r"capacity has shape \(0,\)"),
    (first_crossing, {"capacity": 1.0, "limit": 0.8}, r"capacity has shape \(\)"),
    (first_crossing, {"capacity": ["a"], "limit": 0.8}, "expected real numbers"),
    (end_of_life, {"capacity": [1.0], "limit": math.nan}, "limit is nan; expected a finite number"),
    (first_crossing, {"capacity": [1.0], "limit": 0.8, "start": "0"}, "start is '0'; expected a finite"),
    (remaining_useful_life, {"capacity": [1.0], "at": -1}, "at is -1; expected cycles from 0 on"),
    (remaining_useful_life, {"capacity": [1.0], "at": math.nan}, "at has 1 NaN"),
    (bayes_quadratic, FIT | {"degree": 3}, "degree is 3; expected 1 or 2"),
    (bayes_quadratic, FIT | {"draws": 0}, "draws is 0; expected a whole number"),
    (bayes_quadratic, FIT | {"horizon": 5}, "cycles reach 9; expected none above the horizon 5"),
    (bayes_quadratic, FIT | {"horizon": 0}, "horizon is 0; expected a number above 0"),
    (bayes_quadratic, FIT | {"prior": 0.0}, "prior is 0.0; expected a number above 0"),
    (bayes_quadratic, FIT | {"capacity": np.ones(9)}, "cycles has 10 values and capacity 9"),
    (bayes_quadratic, FIT | {"capacity": [math.nan] * 10}, "capacity has 10 NaN"),
    (bayes_quadratic, {"cycles": [0, 1, 2], "capacity": [1, 1, 1]}, "3 values; the fit needs at least 4"),
    (bayes_quadratic, FIT | {"cycles": np.arange(10)[::-1]}, "cycles is not ascending"),
    (bayes_quadratic, FIT | {"cycles": np.arange(-1, 9)}, "cycles is not ascending from 0"),
    (bayes_quadratic, FIT | {"normals": np.zeros((9, 2))}, r"normals has shape \(9, 2\); expected"),
    (bayes_quadratic, FIT | {"normals": np.zeros((9, 3)), "draws": 10}, "only 9 never heal; expected 10"),
    (bayes_quadratic, FIT | {"capacity": np.linspace(0.9, 1, 10)}, "only 0 never heal"),
    (fade_curves, {"coefficients": np.ones((2, 4)), "cycles": [0]}, r"coefficients has shape \(2, 4\)"),
    (fade_curves, {"coefficients": np.ones((2, 3)), "cycles": 5}, "cycles has shape"),
    (life_draws, {"coefficients": np.ones(3)}, "coefficients has shape"),
    (life_draws, {"coefficients": np.ones((1, 3)), "start": -1}, "start is -1; expected a number of at least"),
    (conformal_quantile, {"scores": [], "level": 0.9}, "scores is empty"),
    (conformal_quantile, {"scores": [1.0], "level": 1}, "level is 1; expected a number between 0 and 1"),
    (conformal_quantile, {"scores": [1.0], "level": 0}, "level is 0; expected a number above 0"),
    (conformal_quantile, {"scores": [math.nan], "level": 0.9}, "scores has 1 NaN"),
]


@pytest.mark.parametrize("function, arguments, message", BAD)
def test_bad_input_gets_a_clear_error(function, arguments, message):
    with pytest.raises(ValueError, match=message):
        function(**arguments)


@pytest.mark.parametrize(
    "arrays, message",
    [
        (([1.0], [2.0], [1.0], [0.0], [1.0]), "low is above high"),
        (([1.0], [0.0], [1.0], [2.0], [1.0]), "low is above high"),
        (([1.0, 2.0], [0.0], [1.0], [0.0], [1.0]), "actual has 2 values and low 1"),
        (([1.0], [0.0], [1.0], [0.0, 1.0], [1.0]), "new_low has 2 values and new_high 1"),
        (([], [], [], [0.0], [1.0]), "scores is empty"),
    ],
)
def test_intervals_that_do_not_belong_together_are_refused(arrays, message):
    with pytest.raises(ValueError, match=message):
        conformal_interval(*arrays)
