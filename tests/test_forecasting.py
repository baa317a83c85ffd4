"""`unrolled.forecasting`: numbers worked out by hand, no way to the future, known results."""

import doctest
import sys
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from unrolled import forecasting
from unrolled.datasets import load_airline, load_pm25
from unrolled.forecasting import (
    SARIMA,
    Drift,
    ExponentialSmoothing,
    HarmonicRegression,
    LinearTrend,
    Mean,
    MovingAverage,
    Persistence,
    RidgeAR,
    SeasonalNaive,
    Theta,
    bootstrap_difference,
    catch_peeking,
    coverage,
    mae,
    mase,
    pinball,
    rmse,
    rolling_origin,
    width,
)

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

AIRLINE_MODEL = SARIMA((0, 1, 1), (0, 1, 1, 12), log=True)
moderate = st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
some_series = hnp.arrays(float, st.integers(8, 30), elements=moderate)
cheap = [Persistence(), Drift(), Drift(3), SeasonalNaive(4), MovingAverage(3), LinearTrend(5)]


@st.composite
def forecast_and_actual(draw):
    shape = draw(hnp.array_shapes(max_dims=2, max_side=8))
    return [draw(hnp.arrays(float, shape, elements=moderate)) for _ in range(2)]


def test_the_example_of_the_module_holds():
    result = doctest.testmod(forecasting)
    assert result.attempted > 0 and result.failed == 0


def test_the_heavy_libraries_wait_until_they_are_needed():
    import subprocess

    code = "import sys, unrolled.forecasting; print([m for m in ('statsmodels', 'sklearn', 'pandas', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- the baselines


@pytest.mark.parametrize(
    ("forecaster", "expected"),
    [
        (Persistence(), [12, 12, 12]),
        (Drift(), [14, 16, 18]),  # from 4 to 12 in four steps
        (Drift(window=2), [17, 22, 27]),  # 12 - 7 once more
        (SeasonalNaive(season=2), [7, 12, 7]),
        (SeasonalNaive(season=2, growth=True), [14, 24, 28]),  # 12 / 6 = 2, then 4 a season on
        (MovingAverage(window=2), [9.5, 9.5, 9.5]),
        (LinearTrend(window=2), [17, 22, 27]),
        (LinearTrend(window=3), [43 / 3, 52 / 3, 61 / 3]),  # 6, 7, 12: mean 25/3, slope 3
        (Mean((Persistence(), Drift(window=2))), [14.5, 17, 19.5]),
    ],
    ids=str,
)
def test_a_baseline_gives_the_numbers_worked_out_by_hand(forecaster, expected):
    past = np.array([4.0, 9.0, 6.0, 7.0, 12.0])
    np.testing.assert_allclose(forecaster.fit(past).forecast(past, 3), expected)


@pytest.mark.parametrize("forecaster", cheap, ids=str)
@given(past=some_series, horizon=st.integers(1, 9), shift=moderate, factor=st.floats(0.1, 10))
def test_a_baseline_follows_a_change_of_units(forecaster, past, horizon, shift, factor):
    found = forecaster.fit(past).forecast(past, horizon)
    assert found.shape == (horizon,)
    moved = forecaster.fit(factor * past + shift).forecast(factor * past + shift, horizon)
    np.testing.assert_allclose(moved, factor * found + shift, rtol=1e-9, atol=1e-6)


@given(start=moderate, slope=moderate, length=st.integers(5, 20))
def test_lines_are_continued_exactly(start, slope, length):
    line = start + slope * np.arange(length + 4)
    for forecaster in (Drift(), Drift(2), LinearTrend(5)):
        np.testing.assert_allclose(forecaster.forecast(line[:length], 4), line[length:], atol=1e-7)


def test_ridge_without_penalty_is_least_squares_and_reads_its_own_forecasts():
    past = np.array(load_airline().values[:60])
    rows = np.array([[1, past[k], past[k + 1]] for k in range(58)])
    bias, older, newer = np.linalg.lstsq(rows, past[2:], rcond=None)[0]
    first = bias + older * past[-2] + newer * past[-1]
    second = bias + older * past[-1] + newer * first
    np.testing.assert_allclose(RidgeAR(2, alpha=0).fit(past).forecast(past, 2), [first, second])


def test_a_larger_penalty_draws_ridge_to_the_mean():
    past = np.array(load_pm25().values)
    ahead = [RidgeAR(3, alpha=alpha).fit(past).forecast(past)[0] for alpha in (0, 10, 1e9)]
    distances = np.abs(np.array(ahead) - past[3:].mean())
    assert distances[0] > distances[1] > distances[2] and distances[2] < 1e-3


def test_logarithms_make_the_forecasts_follow_a_factor():
    past = np.array(load_airline().values[:60])
    model = RidgeAR(13, log=True)
    np.testing.assert_allclose(model.fit(7 * past).forecast(7 * past, 3), 7 * model.fit(past).forecast(past, 3))


def test_harmonic_regression_finds_the_period_and_the_curve():
    steps = np.arange(220.0)
    waves = 3 + 2 * np.sin(2 * np.pi * steps / 37.3 + 0.4) + np.cos(4 * np.pi * steps / 37.3)
    searching = HarmonicRegression(harmonics=2).fit(waves[:200])
    told = HarmonicRegression(period=37.3, harmonics=2).fit(waves[:200])
    np.testing.assert_allclose(told.forecast(waves[:200], 20), waves[200:], atol=1e-9)
    np.testing.assert_allclose(searching.forecast(waves[:200], 20), waves[200:], atol=1e-2)


def test_theta_without_anything_new_is_that_of_statsmodels():
    from statsmodels.tsa.forecasting.theta import ThetaModel

    series = np.array(load_airline().values[:101])  # not a whole number of years
    expected = ThetaModel(series, period=12).fit().forecast(20)
    np.testing.assert_allclose(Theta(12).fit(series).forecast(series, 20), expected)


@pytest.mark.parametrize(
    "forecaster",
    [
        AIRLINE_MODEL,
        ExponentialSmoothing("add", True, "mul", 12, error="mul"),
        Theta(12),
        RidgeAR(13, log=True),
        HarmonicRegression(12, 3),
        Mean([Theta(12), RidgeAR(13)]),
    ],
    ids=str,
)
def test_new_values_move_the_forecast_and_the_parameters_stay(forecaster):
    series = np.array(load_airline().values)
    train, later = series[:96], series[:108]
    before = forecaster.fit(train).forecast(train, 4)
    known = forecaster.forecast(later, 4)
    assert rmse(series[108:112], known) < rmse(series[108:112], np.repeat(before[:1], 4))
    np.testing.assert_array_equal(forecaster.forecast(train, 4), before)  # nothing learned since
    assert not np.allclose(forecaster.fit(later).forecast(later, 4), known) or isinstance(
        forecaster, HarmonicRegression  # has no parameter when told its period
    )


@pytest.mark.parametrize(
    "forecaster", [RidgeAR(2), HarmonicRegression(), ExponentialSmoothing(), SARIMA((1, 0, 0)), Theta()], ids=str
)
def test_a_forecast_before_the_fit_and_a_constant_series_are_refused(forecaster):
    with pytest.raises(RuntimeError, match="call fit"):
        forecaster.forecast(np.arange(20.0))
    with pytest.raises(ValueError, match="series is constant, 20 times 7"):
        forecaster.fit(np.full(20, 7.0))


@pytest.mark.parametrize(
    ("forecaster", "least"),
    [
        (Persistence(), 1),
        (Drift(), 2),
        (Drift(4), 4),
        (SeasonalNaive(12), 12),
        (SeasonalNaive(12, growth=True), 13),
        (MovingAverage(5), 5),
        (LinearTrend(5), 5),
        (RidgeAR(4), 6),
        (HarmonicRegression(), 6),
        (ExponentialSmoothing("add", True), 10),
        (ExponentialSmoothing("add", True, "mul", 12, error="mul"), 34),
        (AIRLINE_MODEL, 30),
        (Theta(12), 34),
    ],
    ids=str,
)
def test_the_shortest_series_works_and_a_shorter_one_is_refused(forecaster, least):
    series = np.array(load_airline().values[:least])
    with pytest.raises(ValueError, match=f"series has {least - 1} values; .* needs at least {least}"):
        forecaster.fit(series[:-1])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # so few values need not converge
        assert np.isfinite(forecaster.fit(series).forecast(series, 2)).all()


@pytest.mark.parametrize("forecaster", [*cheap, RidgeAR(2), SARIMA((1, 0, 0))], ids=str)
def test_what_is_no_series_is_refused(forecaster):
    good = np.arange(20.0)
    for values, message in (
        ([1.0, np.nan] * 10, "10 NaN or infinite values, the first at index 1"),
        ([1.0, np.inf] * 10, "10 NaN or infinite"),
        (np.ones((20, 1)), r"shape \(20, 1\); expected rank 1"),
        (["a"] * 20, "expected real numbers"),
        ([], "series has 0 values"),
    ):
        with pytest.raises(ValueError, match=message):
            forecaster.fit(values)
    for horizon in (0, 1.5, True):
        with pytest.raises(ValueError, match="horizon is"):
            forecaster.fit(good).forecast(good, horizon)


@pytest.mark.parametrize(
    "forecaster",
    [SeasonalNaive(2, growth=True), RidgeAR(2, log=True), SARIMA((1, 0, 0), log=True), ExponentialSmoothing(error="mul")],
    ids=str,
)
def test_logarithms_and_ratios_need_positive_values(forecaster):
    with pytest.raises(ValueError, match=r"series\[3\] is -1; .* needs positive values"):
        forecaster.fit([3.0, 2, 3, -1, *range(1, 20)])


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SeasonalNaive(0), "season is 0"),
        (lambda: MovingAverage(2.5), "window is 2.5"),
        (lambda: LinearTrend(1), "window is 1"),
        (lambda: Drift(1), "window is 1"),
        (lambda: RidgeAR(3, alpha=-1), "alpha is -1"),
        (lambda: RidgeAR(3, alpha=np.nan), "alpha is nan"),
        (lambda: HarmonicRegression(period=2), "period is 2"),
        (lambda: HarmonicRegression(harmonics=0), "harmonics is 0"),
        (lambda: SARIMA((1, 1)), r"order is \(1, 1\); expected 3"),
        (lambda: SARIMA((1, -1, 0)), r"order\[1\] is -1"),
        (lambda: ExponentialSmoothing("linear"), "trend is 'linear'; expected one of"),
        (lambda: ExponentialSmoothing(damped=True), "without a trend"),
        (lambda: ExponentialSmoothing(seasonal="add"), "season is 1"),
        (lambda: Mean(()), "expected at least one"),
    ],
)
def test_impossible_settings_are_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_of_the_warnings_of_statsmodels_only_a_failed_fit_is_heard(monkeypatch):
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    series = np.array(load_airline().values[:60])
    with pytest.warns(UserWarning, match="starting"):
        SARIMAX(series, order=(2, 0, 2)).fit(disp=False)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        SARIMA((2, 0, 2)).fit(series)

    fit = SARIMAX.fit
    monkeypatch.setattr(SARIMAX, "fit", lambda self, **options: fit(self, maxiter=1, **options))
    with pytest.warns(RuntimeWarning, match=r"SARIMA\(order=\(2, 0, 2\).*did not converge on 60 values") as heard:
        SARIMA((2, 0, 2)).fit(series)
    assert len(heard) == 1 and heard[0].filename == __file__  # the warning points at this line


# --- rolling origins


class Witness:
    """Keeps what it is handed, and changes it, which must not reach anybody."""

    def __init__(self):
        self.fitted, self.seen = [], []

    def fit(self, past):
        self.fitted.append(past.copy())
        past[:] = np.nan
        return self

    def forecast(self, past, horizon=1):
        self.seen.append(past.copy())
        past[:] = np.nan
        return np.arange(float(horizon))


@given(
    series=some_series, start=st.integers(1, 5), horizon=st.integers(1, 3), stride=st.integers(1, 4), refit=st.booleans()
)
def test_each_origin_is_handed_its_past_and_nothing_else(series, start, horizon, stride, refit):
    witness, before = Witness(), series.copy()
    test = rolling_origin(witness, series, start, horizon, stride, refit)
    np.testing.assert_array_equal(series, before)
    origins = range(start, len(series) - horizon + 1, stride)
    assert test.origins.tolist() == list(origins)
    assert test.forecasts.shape == test.actuals.shape == (len(origins), horizon)
    for origin, past, actual in zip(origins, witness.seen, test.actuals, strict=True):
        np.testing.assert_array_equal(past, before[:origin])
        np.testing.assert_array_equal(actual, before[origin : origin + horizon])
    for origin, past in zip(origins if refit else origins[:1], witness.fitted, strict=True):
        np.testing.assert_array_equal(past, before[:origin])


def test_nothing_lies_behind_the_past():
    """Neither the array that the past is a view of nor the memory behind it holds the future."""

    class Thief(Persistence):
        def forecast(self, past, horizon=1):
            assert not np.shares_memory(past, series)
            spoils.append(past.base[len(past) :])
            spoils.append(np.lib.stride_tricks.as_strided(past, series.shape)[len(past) :])
            return super().forecast(past, horizon)

    spoils, series = [], np.random.default_rng(0).normal(size=2000)
    rolling_origin(Thief(), series, 1000, stride=10)
    rolling_origin(Thief(), series.tolist(), 1000, stride=10)
    assert len(spoils) == 400 and np.isnan(np.concatenate(spoils)).all()


def test_the_parameters_come_from_the_training_part_unless_refitted():
    class MeanOfTraining(Persistence):
        def fit(self, past):
            object.__setattr__(self, "mean", past.mean())
            return self

        def forecast(self, past, horizon=1):
            return np.repeat(self.mean, horizon)

    series = np.arange(6.0)
    assert rolling_origin(MeanOfTraining(), series, 3).forecasts[:, 0].tolist() == [1, 1, 1]
    assert rolling_origin(MeanOfTraining(), series, 3, refit=True).forecasts[:, 0].tolist() == [1, 1.5, 2]


@pytest.mark.parametrize(
    ("result", "message"),
    [
        ([[1.0]], r"Broken at origin 5 forecast shape \(1, 1\); expected \(1,\)"),
        (1.0, r"Broken at origin 5 forecast shape \(\); expected \(1,\)"),
        ([np.nan], r"Broken at origin 5 forecast \[nan\]; expected finite numbers"),
        (["7"], "Broken at origin 5 forecast .*; expected finite numbers"),
    ],
)
def test_a_broken_forecast_is_named_with_its_origin(result, message):
    class Broken:
        def fit(self, past):
            return self

        def forecast(self, past, horizon=1):
            return [1.0] if len(past) < 5 else result

    with pytest.raises(ValueError, match=message):
        rolling_origin(Broken(), np.arange(8.0), 3)


def test_a_fit_that_returns_nothing_is_named():
    class Forgetful:
        def fit(self, past):
            pass

    with pytest.raises(ValueError, match="fit of Forgetful returned None; expected the forecaster itself"):
        rolling_origin(Forgetful(), np.arange(8.0), 3)


def test_a_series_without_room_for_a_test_is_refused():
    with pytest.raises(ValueError, match="series has 15 values; start 12 [+] horizon 4 needs at least 16"):
        rolling_origin(Persistence(), load_pm25().values[:15], 12, horizon=4)
    for settings_ in ({"start": 0}, {"start": 2, "horizon": 0}, {"start": 2, "stride": 0}):
        with pytest.raises(ValueError, match="expected a whole number of at least 1"):
            rolling_origin(Persistence(), np.arange(9.0), **settings_)


def test_dates_tell_of_a_gap_that_the_values_hide():
    months = pd.date_range("1949-01", periods=30, freq="MS")
    series = pd.Series(np.arange(30.0), months)
    assert len(rolling_origin(Persistence(), series, 20).origins) == 10
    assert len(rolling_origin(Persistence(), load_airline(), 96).origins) == 48
    assert len(rolling_origin(Persistence(), load_pm25(), 15).origins) == 10
    with pytest.raises(ValueError, match="not evenly spaced: 1949-05-01 .* is followed by 1949-07-01"):
        rolling_origin(Persistence(), series.drop(months[5]), 20)
    with pytest.raises(ValueError, match="not evenly spaced: 2 is followed by 4"):
        rolling_origin(Persistence(), pd.Series(np.arange(9.0)).drop(3), 5)


# --- who knows the future


class Scaled(Persistence):
    """Forecasts the mean that it was made with: what a scaler fitted on everything does."""

    def __init__(self, values):
        object.__setattr__(self, "mean", values.mean())

    def forecast(self, past, horizon=1):
        return np.repeat(0.9 * past[-1] + 0.1 * self.mean, horizon)


class Foreteller(Persistence):
    """Holds the whole series and looks up the next value, one step beyond the past."""

    def __init__(self, values):
        object.__setattr__(self, "values", values)

    def forecast(self, past, horizon=1):
        return np.resize(self.values[len(past) : len(past) + horizon], horizon)


class LateForeteller(Foreteller):
    def forecast(self, past, horizon=1):
        return super().forecast(past, horizon) if len(past) >= 100 else np.repeat(past[-1], horizon)


class LargestKnown(Foreteller):
    def forecast(self, past, horizon=1):
        return np.repeat(past[-1] / self.values.max(), horizon)


@pytest.mark.parametrize("refit", [False, True])
@pytest.mark.parametrize(("cheat", "first"), [(Scaled, 96), (Foreteller, 96), (LargestKnown, 96), (LateForeteller, 100)])
def test_a_peeking_forecaster_is_caught_where_it_peeks(cheat, first, refit):
    caught = catch_peeking(cheat, load_airline(), 96, horizon=2, stride=4, refit=refit)
    assert caught.tolist() == list(range(first, 143, 4))


@given(series=some_series, horizon=st.integers(1, 3), constant=st.booleans())
def test_every_look_into_the_future_is_caught_on_any_series(series, horizon, constant):
    series = np.full(8, series[0]) if constant else series
    assert catch_peeking(Foreteller, series, 4, horizon).tolist() == list(range(4, len(series) - horizon + 1))


@pytest.mark.parametrize(
    ("build", "stride"),
    [
        *((lambda series, forecaster=forecaster: forecaster, 1) for forecaster in cheap),
        (lambda series: RidgeAR(13, log=True), 6),
        (lambda series: Theta(12), 12),
        (lambda series: Scaled(series[:96]), 1),  # a scaler fitted on the training part
        (lambda series: AIRLINE_MODEL, 24),
    ],
)
def test_an_honest_forecaster_passes(build, stride):
    assert catch_peeking(build, load_airline(), 96, horizon=3, stride=stride).size == 0
    assert catch_peeking(build, load_airline(), 96, horizon=3, stride=24, refit=True).size == 0


def test_unseeded_chance_is_not_taken_for_peeking():
    rng = np.random.default_rng(0)

    class Dice(Persistence):
        def forecast(self, past, horizon=1):
            return past[-1] + rng.normal(size=horizon)

    with pytest.raises(ValueError, match="two forecasts at origin 96 from the same series differ"):
        catch_peeking(lambda series: Dice(), load_airline(), 96)


# --- scores


def test_the_measures_give_the_numbers_worked_out_by_hand():
    actual, forecast = [3.0, 5.0, 2.0, 8.0], [1.0, 5.0, 4.0, 4.0]
    assert mae(actual, forecast) == 2.0
    assert rmse(actual, forecast) == pytest.approx(np.sqrt(6))
    assert mase(actual, forecast, train=[1.0, 2.0, 4.0, 3.0]) == pytest.approx(2 / (4 / 3))
    assert mase(actual, forecast, train=[1.0, 2.0, 4.0, 3.0], season=2) == 1.0  # of 3 and 1
    assert pinball(actual, forecast, 0.9) == pytest.approx((0.9 * 2 + 0.1 * 2 + 0.9 * 4) / 4)
    assert coverage(actual, [3, 6, 0, 9], [4, 7, 2, 10]) == 0.5
    assert width([0, 1], [2, 4]) == 2.5


@given(forecast_and_actual(), st.floats(0.1, 10))
def test_the_measures_keep_their_laws(arrays, factor):
    actual, forecast = arrays
    assert mae(actual, actual) == rmse(actual, actual) == pinball(actual, actual, 0.3) == 0
    assert mae(actual, forecast) <= rmse(actual, forecast) * (1 + 1e-12)
    assert pinball(actual, forecast, 0.5) == pytest.approx(mae(actual, forecast) / 2)
    for measure in (mae, rmse, lambda a, f: pinball(a, f, 0.8)):
        assert measure(factor * actual, factor * forecast) == pytest.approx(factor * measure(actual, forecast))
    train = np.array([1.0, 4.0, 2.0])
    assert mase(factor * actual, factor * forecast, factor * train) == pytest.approx(mase(actual, forecast, train))


@pytest.mark.parametrize("season", [1, 12])
def test_mase_of_the_seasonal_naive_forecast_in_training_is_one(season):
    train = load_airline().values[:96]
    test = rolling_origin(SeasonalNaive(season), train, season)
    assert mase(test.actuals, test.forecasts, train, season) == pytest.approx(1)


@pytest.mark.parametrize("level", [0.1, 0.5, 0.95])
def test_pinball_is_smallest_at_the_quantile(level):
    actual = np.random.default_rng(0).gamma(2.0, size=999)
    candidates = np.linspace(0, 8, 801)
    losses = [pinball(actual, np.full(999, candidate), level) for candidate in candidates]
    assert candidates[np.argmin(losses)] == pytest.approx(np.quantile(actual, level), abs=0.02)


def test_a_quantile_covers_its_share_and_an_open_interval_everything():
    actual = np.random.default_rng(0).normal(size=1001)
    low, high = (np.full(1001, np.quantile(actual, level)) for level in (0.05, 0.95))
    assert coverage(actual, low, high) == pytest.approx(0.9, abs=0.002)
    assert coverage(actual, np.full(1001, -np.inf), np.full(1001, np.inf)) == 1
    assert width(low, np.full(1001, np.inf)) == np.inf


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: rmse([1, 2], [1]), r"actual has shape \(2,\) and forecast \(1,\)"),
        (lambda: rmse(np.ones((3, 1)), np.ones(3)), "expected the same shape"),  # would broadcast
        (lambda: mae([], []), "at least one value"),
        (lambda: mae([1, np.nan], [1, 2]), "actual has 1 NaN"),
        (lambda: mae([1, 2], [1, np.inf]), "forecast has 1 NaN or infinite"),
        (lambda: mase([1], [2], [5, 5, 5]), "the scale of MASE is 0"),
        (lambda: mase([1], [2], [5, 3, 5, 3], season=2), "repeats itself every 2 values"),
        (lambda: mase([1], [2], [5, 3], season=2), "train has 2 values; season 2 needs at least 3"),
        (lambda: pinball([1], [2], 1), "level is 1; expected a number between 0 and 1"),
        (lambda: coverage([1, 2], [0, 3], [1, 2]), r"low is above high.* at index \(1,\)"),
        (lambda: coverage([1], [np.nan], [1]), "one of them NaN"),
        (lambda: coverage([1, 2], [0], [1]), "expected the same shape"),
        (lambda: width([1], [0]), "low is above high"),
        (lambda: bootstrap_difference([1], [1], [2]), "expected at least two origins"),
        (lambda: bootstrap_difference([1, 2], [1, 2], [2]), "and second"),
        (lambda: bootstrap_difference([1, 2], [1, 2], [2, 2], level=0), "level is 0"),
        (lambda: bootstrap_difference([1, 2], [1, 2], [2, 2], block=3), "block is 3"),
        (lambda: bootstrap_difference([1, 2], [1, 2], [2, 2], draws=0), "draws is 0"),
    ],
)
def test_bad_scores_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# --- the interval of a difference


def test_the_bootstrap_interval_covers_the_true_difference():
    """100 tests in which the first forecaster errs by 1.2 and the second by 1.0 on average."""
    rng, covered = np.random.default_rng(0), 0
    for _ in range(100):
        errors = rng.normal(size=(2, 60)) * [[1.2], [1.0]]
        low, high = bootstrap_difference(np.zeros(60), *errors, draws=200, block=1)
        covered += low <= 0.2 <= high
    assert 86 <= covered <= 100  # 95 within three binomial deviations; percentiles run short


def test_errors_that_run_together_need_blocks():
    """Forecasts of overlapping spans: single origins taken for independent are too sure."""
    noise = np.random.default_rng(0).normal(size=(2, 211)).cumsum(axis=1)
    first, second = noise[:, 12:] - noise[:, :-12]
    single = bootstrap_difference(np.zeros(199), first, second, block=1)
    blocks = bootstrap_difference(np.zeros(199), first, second, block=12)
    assert np.diff(blocks) > 1.5 * np.diff(single)


def test_the_bootstrap_is_seeded_and_antisymmetric_and_zero_for_the_same_forecast():
    actual, first, second = np.random.default_rng(0).normal(size=(3, 27, 4))
    low, high = bootstrap_difference(actual, first, second)
    assert (low, high) == bootstrap_difference(actual, first, second)
    assert (low, high) == bootstrap_difference(actual, first, second, block=4)  # the columns
    assert (low, high) != bootstrap_difference(actual, first, second, seed=1)
    assert bootstrap_difference(actual, second, first) == pytest.approx((-high, -low))
    assert bootstrap_difference(actual, first, first, metric=mae) == (0, 0)


# --- known results


@pytest.mark.parametrize(
    ("forecaster", "one_step", "one_year"),
    [
        (Persistence(), (48.04, 1.371), (90.57, 2.419)),
        (Drift(), (48.17, 1.363), (89.93, 2.403)),
        (SeasonalNaive(12), (41.85, 1.266), (41.17, 1.217)),
        (SeasonalNaive(12, growth=True), (15.62, 0.387), (25.82, 0.703)),
        (RidgeAR(3), (44.58, 1.277), (106.09, 2.868)),
        (RidgeAR(13, log=True), (14.27, 0.369), (20.37, 0.555)),
        (AIRLINE_MODEL, (13.75, 0.368), (22.29, 0.592)),
        (Mean((AIRLINE_MODEL, RidgeAR(13, log=True))), (13.11, 0.342), (20.14, 0.554)),
        (ExponentialSmoothing("add", True, "mul", 12, error="mul"), (20.21, 0.560), (33.58, 0.922)),
        (Theta(12), (19.31, 0.513), (33.25, 0.906)),  # fitted once; refitted at each origin 17.55, 30.60
    ],
    ids=str,
)
def test_the_ladder_of_the_airline_series(forecaster, one_step, one_year):
    """Trained on 1949 to 1956, tested on 1957 to 1960: RMSE in thousands, and MASE."""
    series = load_airline()
    for horizon, origins, expected in ((1, 48, one_step), (12, 37, one_year)):
        test = rolling_origin(forecaster, series, 96, horizon)
        assert len(test.origins) == origins
        found = rmse(test.actuals, test.forecasts), mase(test.actuals, test.forecasts, series.values[:96], 12)
        assert found == pytest.approx(expected, rel=0.01)  # optimizers stop elsewhere by version


def test_the_ladder_of_the_fine_dust_series():
    """Refitted at each of 10 origins: the last difference and ridge beat persistence by half."""
    found = {}
    for forecaster in (Persistence(), Drift(window=2), RidgeAR(4)):
        test = rolling_origin(forecaster, load_pm25(), 15, refit=True)
        found[forecaster.__class__] = rmse(test.actuals, test.forecasts)
    assert list(found.values()) == pytest.approx([4.17, 2.19, 2.21], abs=0.01)


def test_the_noisy_sine_is_known_down_to_its_noise():
    series = np.sin(0.02 * np.arange(1000)) + 0.2 * np.random.default_rng(1).normal(size=1000)
    test = rolling_origin(HarmonicRegression(), series, 800, horizon=24)
    noise = test.actuals - np.sin(0.02 * (test.origins[:, None] + np.arange(24)))
    assert rmse(test.actuals, test.forecasts) < 1.02 * np.sqrt(np.mean(noise**2))
