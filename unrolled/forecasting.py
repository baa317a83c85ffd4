"""Forecasts and their honest measurement: baselines, rolling origins, scores in original units.

A *forecaster* is any object with two methods.  `fit(past)` learns its parameters from a series
of shape (N,) and returns the forecaster; `forecast(past, horizon=1)` returns the `horizon`
values, shape (horizon,), that it expects after the `past` handed to it, which grows from origin
to origin while the parameters stay.  The classes here are the baselines of the book, and a
network with these two methods is measured in the same way:

    >>> series = np.array([3.0, 5.0, 4.0, 6.0, 5.0, 8.0])
    >>> test = rolling_origin(Persistence(), series, start=3)
    >>> test.origins, test.forecasts[:, 0], test.actuals[:, 0]
    (array([3, 4, 5]), array([4., 6., 5.]), array([6., 5., 8.]))
    >>> mae(test.actuals, test.forecasts)
    2.0

`rolling_origin` hands a forecaster the past alone; `catch_peeking` finds what knew the future
before that, such as a scaler fitted on the whole series.  statsmodels and scikit-learn are
loaded by the forecasters that need them, never with this module.
"""

import warnings
from dataclasses import dataclass, field

import numpy as np

from unrolled.sequences import _numbers, _whole, scale, windows


class _Forecaster:
    """What the forecasters share: their input is checked, and logarithms come off again.

    A subclass gives `_least`, the shortest past it can use, `_predict`, and `_learn` if it has
    parameters; it sets `_fitted` there.  `_positive` marks one that divides by its values, and
    `_varying` one that a constant series leaves nothing to estimate.
    """

    log = False
    _least = 1
    _positive = False
    _varying = False

    def fit(self, past):
        """Learn the parameters from `past`, shape (N,).  Returns this forecaster.

        Raises ValueError for a past that is too short, constant where parameters are to be
        estimated, not positive where it must be, that holds NaN or infinity, or of another
        shape.
        """
        past = self._checked(past)
        if self._varying and np.ptp(past) == 0:
            raise ValueError(
                f"series is constant, {len(past)} times {past[0]:.12g}; {self} has nothing to "
                f"estimate from it"
            )
        self._learn(np.log(past) if self.log else past)
        return self

    def forecast(self, past, horizon=1):
        """The `horizon` values expected after `past`, shape (horizon,).

        Raises ValueError as `fit` does, and for a horizon below 1; RuntimeError before `fit`.
        """
        _whole("horizon", horizon)
        past = self._checked(past)
        if getattr(self, "_fitted", self) is None:
            raise RuntimeError(f"{self} has learned nothing yet; call fit(past) first")
        values = self._predict(np.log(past) if self.log else past, horizon)
        return np.exp(values) if self.log else values

    def _learn(self, past):
        pass

    def _checked(self, past):
        past = _series("series", past)
        if len(past) < self._least:
            raise ValueError(f"series has {len(past)} values; {self} needs at least {self._least}")
        if (self._positive or self.log) and past.min() <= 0:
            k = int(np.argmax(past <= 0))
            raise ValueError(
                f"series[{k}] is {past[k]:.12g}; {self} needs positive values (it divides by "
                f"them or takes their logarithm)"
            )
        return past


@dataclass(frozen=True)
class Persistence(_Forecaster):
    """Tomorrow is as today: repeats the last value.  The forecast to beat first."""

    def _predict(self, past, horizon):
        return np.repeat(past[-1], horizon)


@dataclass(frozen=True)
class Drift(_Forecaster):
    """Continues the line from the first value to the last, or with `window` that of the latest.

    window : how many values the line spans, at least 2; None takes the whole past.  2 repeats
             the last difference.

    Source: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 5.2.
    """

    window: int | None = None

    def __post_init__(self):
        if self.window is not None:
            _whole("window", self.window, least=2)

    @property
    def _least(self):
        return self.window or 2

    def _predict(self, past, horizon):
        past = past[-self.window :] if self.window else past
        return past[-1] + (past[-1] - past[0]) / (len(past) - 1) * np.arange(1, horizon + 1)


@dataclass(frozen=True)
class SeasonalNaive(_Forecaster):
    """Repeats the last season: the value of the same month of the last year.

    season : values in a season, 12 for months of a year
    growth : multiply by the last yearly growth, y_N / y_(N - season), once for each season
             ahead; needs positive values
    """

    season: int
    growth: bool = False

    def __post_init__(self):
        _whole("season", self.season)

    @property
    def _least(self):
        return self.season + self.growth

    @property
    def _positive(self):
        return self.growth

    def _predict(self, past, horizon):
        ahead = np.arange(horizon)
        growth = past[-1] / past[-1 - self.season] if self.growth else 1.0
        return past[-self.season :][ahead % self.season] * growth ** (1 + ahead // self.season)


@dataclass(frozen=True)
class MovingAverage(_Forecaster):
    """The mean of the last `window` values, at every step ahead."""

    window: int

    def __post_init__(self):
        _whole("window", self.window)

    @property
    def _least(self):
        return self.window

    def _predict(self, past, horizon):
        return np.repeat(past[-self.window :].mean(), horizon)


@dataclass(frozen=True)
class LinearTrend(_Forecaster):
    """Continues the least-squares line through the last `window` values, at least 2."""

    window: int

    def __post_init__(self):
        _whole("window", self.window, least=2)

    @property
    def _least(self):
        return self.window

    def _predict(self, past, horizon):
        steps = np.arange(self.window) - (self.window - 1) / 2  # centered: slope and mean part
        recent = past[-self.window :]
        slope = steps @ recent / (steps @ steps)
        return recent.mean() + slope * (steps[-1] + np.arange(1, horizon + 1))


@dataclass
class HarmonicRegression(_Forecaster):
    """A constant and sine waves of one period and its harmonics, by least squares.

    period    : timesteps in a wave, above 2, not necessarily whole; None lets `fit` search the
                one that leaves the smallest squared error, from the peak of the periodogram
    harmonics : waves of period, period / 2, ..., period / harmonics

    `fit` learns the period; the amplitudes come from the whole past at each origin.  Source of
    the idea: Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 7.4.
    """

    period: float | None = None
    harmonics: int = 1
    _fitted: float | None = field(default=None, init=False, repr=False, compare=False)
    _varying = True

    def __post_init__(self):
        _whole("harmonics", self.harmonics)
        if self.period is not None and not 2 < self.period < np.inf:
            raise ValueError(f"period is {self.period!r}; expected None or a number above 2")

    @property
    def _least(self):
        return 2 * (2 * self.harmonics + 1)

    def _learn(self, past):
        self._fitted = self.period or self._search(past)

    def _search(self, past):
        from scipy.optimize import minimize_scalar

        power = np.abs(np.fft.rfft(past - past.mean())) ** 2
        peak = 1 + int(np.argmax(power[1:-1]))  # in waves over the whole past
        best = minimize_scalar(
            lambda waves: np.sum((past - self._waves(past, len(past) / waves, 0)) ** 2),
            bounds=(max(peak - 1, 0.5), peak + 1),
            method="bounded",
        )
        return len(past) / best.x

    def _waves(self, past, period, horizon):
        """The fitted curve over the past and `horizon` steps on, shape (N + horizon,)."""
        angles = 2 * np.pi / period * np.arange(len(past) + horizon)
        orders = np.arange(1, self.harmonics + 1)
        angles = angles[:, None] * orders
        columns = np.column_stack([np.ones(len(angles)), np.sin(angles), np.cos(angles)])
        return columns @ np.linalg.lstsq(columns[: len(past)], past, rcond=None)[0]

    def _predict(self, past, horizon):
        return self._waves(past, self._fitted, horizon)[-horizon:]


@dataclass
class RidgeAR(_Forecaster):
    """A linear autoregression with an L2 penalty: the next value from the last `lags`.

    lags  : how many values it reads
    alpha : the penalty (scikit-learn's `Ridge`), on values scaled to mean 0 and standard
            deviation 1 over the training data, so that it means the same for every series
    log   : work on logarithms; the forecast is then the median, not the mean, of the next value

    Several steps ahead it reads its own forecasts.  Source of the penalty: Hoerl and Kennard,
    Technometrics 12 (1970).
    """

    lags: int
    alpha: float = 0.1
    log: bool = False
    _fitted: tuple | None = field(default=None, init=False, repr=False, compare=False)
    _varying = True

    def __post_init__(self):
        _whole("lags", self.lags)
        if not 0 <= self.alpha < np.inf:
            raise ValueError(f"alpha is {self.alpha!r}; expected a penalty of at least 0")

    @property
    def _least(self):
        return self.lags + 2

    def _learn(self, past):
        from sklearn.linear_model import Ridge

        scaler, past = scale(past)
        X, y = windows(past, self.lags)
        line = Ridge(alpha=self.alpha).fit(X[:, :, 0], y[:, 0])
        self._fitted = scaler, line.coef_, line.intercept_

    def _predict(self, past, horizon):
        scaler, weights, bias = self._fitted
        values = list(scaler.transform(past[-self.lags :]))
        for _ in range(horizon):
            values.append(weights @ values[-self.lags :] + bias)
        return scaler.inverse(np.array(values[-horizon:]))


@dataclass
class ExponentialSmoothing(_Forecaster):
    """Level, trend and season as moving averages that forget: the ETS family of statsmodels.

    trend    : None, "add" or "mul"; damped lets it fade with the horizon
    seasonal : None, "add" or "mul", with `season` values a season
    error    : "add" or "mul"

    ETS(M,Ad,M) is `ExponentialSmoothing("add", True, "mul", 12, error="mul")`.  Smoothing
    weights and first states are those of the training data by maximum likelihood; at each
    origin the states run through the past with them.  Source: Hyndman, Koehler, Snyder and
    Grose, International Journal of Forecasting 18 (2002).
    """

    trend: str | None = None
    damped: bool = False
    seasonal: str | None = None
    season: int = 1
    error: str = "add"
    _fitted: np.ndarray | None = field(default=None, init=False, repr=False, compare=False)
    _varying = True

    def __post_init__(self):
        for name in ("trend", "seasonal", "error"):
            allowed = ("add", "mul") if name == "error" else (None, "add", "mul")
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name} is {getattr(self, name)!r}; expected one of {allowed}")
        if self.damped and self.trend is None:
            raise ValueError("damped is True without a trend to damp")
        _whole("season", self.season, least=2 if self.seasonal else 1)

    @property
    def _least(self):
        return 10 + 2 * self.season if self.seasonal else 10

    @property
    def _positive(self):
        return "mul" in (self.trend, self.seasonal, self.error)

    def _learn(self, past):
        self._fitted = _estimated(self, self._model(past), past).params

    def _predict(self, past, horizon):
        return np.asarray(self._model(past).smooth(self._fitted).forecast(horizon))

    def _model(self, past):
        from statsmodels.tsa.exponential_smoothing.ets import ETSModel

        return ETSModel(
            past,
            error=self.error,
            trend=self.trend,
            damped_trend=self.damped,
            seasonal=self.seasonal,
            seasonal_periods=self.season if self.seasonal else None,
        )


@dataclass
class SARIMA(_Forecaster):
    """Box and Jenkins' seasonal ARIMA(p, d, q)(P, D, Q)_s, by maximum likelihood (statsmodels).

    order          : (p, d, q)
    seasonal_order : (P, D, Q, s)
    log            : work on logarithms; the forecast is then the median of the next value

    The "airline model" is `SARIMA((0, 1, 1), (0, 1, 1, 12), log=True)`.  The parameters stay as
    fitted; at each origin a Kalman filter runs through the past with them.  Source: Box, Jenkins
    and Reinsel, Time Series Analysis, chapter 9.
    """

    order: tuple
    seasonal_order: tuple = (0, 0, 0, 0)
    log: bool = False
    _fitted: object = field(default=None, init=False, repr=False, compare=False)
    _varying = True

    def __post_init__(self):
        for name, length in (("order", 3), ("seasonal_order", 4)):
            value = tuple(getattr(self, name))
            if len(value) != length:
                raise ValueError(f"{name} is {value!r}; expected {length} whole numbers")
            for k, number in enumerate(value):
                _whole(f"{name}[{k}]", number, least=0)

    @property
    def _least(self):
        (p, d, q), (P, D, Q, s) = self.order, self.seasonal_order
        return d + D * s + max(p + P * s, q + Q * s) + p + q + P + Q + 2

    def _learn(self, past):
        from statsmodels.tsa.statespace.sarimax import SARIMAX

        model = SARIMAX(past, order=self.order, seasonal_order=self.seasonal_order)
        self._fitted = _estimated(self, model, past)

    def _predict(self, past, horizon):
        return np.asarray(self._fitted.apply(past).forecast(horizon))


@dataclass
class Theta(_Forecaster):
    """The theta method: exponential smoothing with half of the linear trend added back.

    season : values a season; 1 for none.  Seasonal factors are those of a classical
             decomposition of the training data (statsmodels chooses multiplicative or additive).

    Factors, slope and smoothing weight stay as fitted; at each origin the level runs through
    the past.  Source: Assimakopoulos and Nikolopoulos, International Journal of Forecasting 16
    (2000), in the form of Hyndman and Billah, the same journal, 19 (2003).
    """

    season: int = 1
    _fitted: tuple | None = field(default=None, init=False, repr=False, compare=False)
    _varying = True

    def __post_init__(self):
        _whole("season", self.season)

    @property
    def _least(self):
        return 10 + 2 * self.season if self.season > 1 else 10

    def _learn(self, past):
        from statsmodels.tsa.forecasting.theta import ThetaModel

        model = ThetaModel(past, period=self.season, deseasonalize=self.season > 1)
        fitted = _estimated(self, model, past)
        season = fitted.forecast_components(self.season)["seasonal"].to_numpy()
        # The components begin after the past; rolled, they begin with its first value.
        season = np.roll(season, len(past) % self.season)
        alpha, slope = (float(fitted.params[name]) for name in ("alpha", "b0"))
        self._fitted = season, model.method.startswith("mul"), alpha, slope

    def _predict(self, past, horizon):
        season, multiplied, alpha, slope = self._fitted
        n = len(past)
        factors = season[np.arange(n + horizon) % self.season]
        adjusted = past / factors[:n] if multiplied else past - factors[:n]
        level = adjusted[0]
        for value in adjusted:
            level += alpha * (value - level)
        # The line's remaining rise after n steps, theta = 2 (Hyndman and Billah, equation 6).
        rise = slope / 2 * (np.arange(horizon) + (1 - (1 - alpha) ** n) / alpha)
        ahead = factors[n:]
        return (level + rise) * ahead if multiplied else level + rise + ahead


@dataclass(frozen=True)
class Mean(_Forecaster):
    """The mean of the forecasts of several forecasters, a tuple or list of at least one.

    Source: Bates and Granger, The Combination of Forecasts, Operational Research Quarterly 20
    (1969).
    """

    forecasters: tuple

    def __post_init__(self):
        object.__setattr__(self, "forecasters", tuple(self.forecasters))
        if not self.forecasters:
            raise ValueError("forecasters is empty; expected at least one")

    def _learn(self, past):
        for forecaster in self.forecasters:
            forecaster.fit(past.copy())

    def _predict(self, past, horizon):
        return np.mean([f.forecast(past.copy(), horizon) for f in self.forecasters], axis=0)


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Backtest:
    """What `rolling_origin` found.

    origins   : (n,), how many values were known at each forecast
    forecasts : (n, horizon), in the units of the series
    actuals   : (n, horizon), what came
    """

    origins: np.ndarray
    forecasts: np.ndarray
    actuals: np.ndarray


def rolling_origin(forecaster, series, start, horizon=1, stride=1, refit=False):
    """Forecast from one origin after the other, each time from the past alone.

    The forecaster is fitted on `series[:start]`.  At each origin o = start, start + stride, ...
    it is handed a new copy of `series[:o]`, with NaN in the memory behind it, and its forecast
    is kept beside the `horizon` values from o on.

    series  : (N,), finite numbers, or a series with an evenly spaced index (pandas', or that of
              `unrolled.datasets`)
    start   : the first origin; the values before it are the training data
    stride  : how far an origin is from the next
    refit   : fit anew at each origin, on `series[:o]`

    Returns a `Backtest`.  Raises ValueError for a series that is too short, has gaps, NaN or
    infinity, for settings that are not whole numbers of at least 1, and, naming forecaster and
    origin, for a forecast of another shape or with NaN or infinity in it.

    Source: Tashman, Out-of-sample tests of forecasting accuracy, International Journal of
    Forecasting 16 (2000).
    """
    series, origins = _origins(series, start, horizon, stride)
    forecasts = _forecasts(forecaster, series, origins, horizon, refit)
    actuals = np.stack([series[o : o + horizon] for o in origins])
    return Backtest(origins, forecasts, actuals)


def catch_peeking(build, series, start, horizon=1, stride=1, refit=False, seed=0):
    """The origins at which a forecast knows the future: change the future, see what changes.

    At each origin a second forecaster is built on a series that is the same up to the origin
    and different after it.  Whoever uses the past alone gives the same forecast both times.

    build : function of the whole series that returns a forecaster, with all in it that a
            notebook does to the series before `fit`: scaling, transforming, choosing.  What
            it takes from elsewhere, such as a series outside the function, cannot be changed
            and so cannot be caught.

    The other arguments are those of `rolling_origin`; every origin costs one fit, and a longer
    stride visits fewer of them.  The new values lie above all the old ones, by random amounts,
    so that the largest value, the mean and the order change too.

    Returns an array of origins, empty for an honest forecaster.  Raises ValueError as
    `rolling_origin` does, and for a forecaster that gives other forecasts when built and fitted
    again on the same series: seed it.
    """
    series, origins = _origins(series, start, horizon, stride)
    rng = np.random.default_rng(seed)
    span = np.ptp(series) or abs(series[0]) or 1.0

    def forecasts(values, origins):
        return _forecasts(build(values.copy()), values, origins, horizon, refit)

    def differ(one, other):
        return np.abs(one - other).max() > 1e-6 * span  # float32 networks round

    honest = forecasts(series, origins)
    if differ(honest[:1], forecasts(series, origins[:1])):
        raise ValueError(
            f"two forecasts at origin {origins[0]} from the same series differ; expected a "
            f"forecaster whose randomness is seeded"
        )
    caught = []
    for k, origin in enumerate(origins):
        other = series.copy()
        other[origin:] += span * (1 + rng.random(len(series) - origin))
        # Fitted as the first was, on what came before `start`, which is the same in both.
        fitted = _fit(build(other.copy()), other, origin if refit else start)
        if differ(honest[k], _forecast(fitted, other, origin, horizon)):
            caught.append(origin)
    return np.array(caught, dtype=int)


def rmse(actual, forecast):
    """Root mean squared error, in the units of the series.

    actual, forecast : of the same shape, finite, at least one value; so in every measure here,
    which raise ValueError otherwise.
    """
    actual, forecast = _pair(actual, forecast)
    return float(np.sqrt(np.mean((actual - forecast) ** 2)))


def mae(actual, forecast):
    """Mean absolute error, in the units of the series."""
    actual, forecast = _pair(actual, forecast)
    return float(np.mean(np.abs(actual - forecast)))


def mase(actual, forecast, train, season=1):
    """Mean absolute scaled error: `mae` over that of the seasonal naive forecast in training.

    train  : (N,), the training series, longer than a season
    season : values a season; 1 compares with persistence

    Below 1 the forecasts err less than repeating the last season did in training, one step
    ahead.  It has no unit, so that series of other sizes compare.  Raises ValueError also for a
    training series whose seasons repeat exactly, where the scale is 0.

    Source: Hyndman and Koehler, Another look at measures of forecast accuracy, International
    Journal of Forecasting 22 (2006).
    """
    _whole("season", season)
    train = _series("train", train)
    if len(train) <= season:
        raise ValueError(
            f"train has {len(train)} values; season {season} needs at least {season + 1}"
        )
    naive = np.mean(np.abs(train[season:] - train[:-season]))
    if naive == 0:
        raise ValueError(
            f"train repeats itself every {season} values, so the scale of MASE is 0; "
            f"expected a series that changes"
        )
    return mae(actual, forecast) / float(naive)


def pinball(actual, quantile_forecast, level):
    """Pinball loss of quantile forecasts, in the units of the series.

    level : between 0 and 1; a value above the forecast costs `level` times its distance, one
            below it `1 - level` times

    On average it is smallest at the `level` quantile; at 0.5 it is half the mean absolute
    error.  Source: Koenker and Bassett, Econometrica 46 (1978); Gneiting and Raftery, Journal
    of the American Statistical Association 102 (2007), section 6.
    """
    _level(level)
    actual, quantile = _pair(actual, quantile_forecast)
    above = actual - quantile
    return float(np.mean(np.maximum(level * above, (level - 1) * above)))


def coverage(actual, low, high):
    """The share of values in their interval, its ends included: 0 to 1.

    low, high : as `actual`, or -infinity and infinity where an end is open; low <= high
    """
    actual = _numbers("actual", actual)
    low, high = _interval(low, high)
    _same_shape(actual, low, "actual", "low")
    return float(np.mean((low <= actual) & (actual <= high)))


def width(low, high):
    """The mean width of the intervals, in the units of the series; infinite if one is open."""
    low, high = _interval(low, high)
    return float(np.mean(high - low))


def bootstrap_difference(
    actual, first, second, metric=rmse, level=0.95, draws=2000, block=None, seed=0
):
    """Interval of `metric(actual, first) - metric(actual, second)` under resampled origins.

    actual, first, second : (n, ...), one row an origin, n at least 2
    metric : function of (actual, forecast) that returns a number
    level  : between 0 and 1, the probability of the interval
    draws  : resamples, each of blocks of consecutive origins, the last followed by the first
    block  : length of a block; None takes n^(1/3) rounded up, or the number of columns where
             that is more, since forecasts of overlapping spans err together

    Returns (low, high), the quantiles of the differences.  An interval with 0 in it says that
    this test cannot tell the two apart.  Raises ValueError for shapes that differ, fewer than
    two origins, a block longer than n, and settings out of range.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; for the
    blocks, Politis and Romano, A circular block-resampling procedure (1992).
    """
    actual, first = _pair(actual, first, "first")
    actual, second = _pair(actual, second, "second")
    n = len(actual) if actual.ndim else 1
    if n < 2:
        raise ValueError(f"actual has shape {actual.shape}; expected at least two origins")
    _level(level)
    _whole("draws", draws)
    if block is None:
        # A root such as 27^(1/3) must not round up to one more.
        block = min(n, max(int(np.ceil(n ** (1 / 3) - 1e-9)), actual[0].size))
    _whole("block", block, most=n)
    starts = np.random.default_rng(seed).integers(n, size=(draws, -(-n // block)))
    rows = (starts[:, :, None] + np.arange(block)).reshape(draws, -1)[:, :n] % n
    differences = [metric(actual[r], first[r]) - metric(actual[r], second[r]) for r in rows]
    low, high = np.quantile(differences, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _origins(series, start, horizon, stride):
    """The checked series and the origins at which it is forecast."""
    series = _series("series", series)
    _whole("start", start)
    _whole("horizon", horizon)
    _whole("stride", stride)
    if len(series) < start + horizon:
        raise ValueError(
            f"series has {len(series)} values; start {start} + horizon {horizon} needs at least "
            f"{start + horizon}"
        )
    return series, np.arange(start, len(series) - horizon + 1, stride)


def _forecasts(forecaster, series, origins, horizon, refit):
    """The forecasts at the origins, (n, horizon), from a forecaster fitted before the first."""
    fitted = None if refit else _fit(forecaster, series, origins[0])
    rows = []
    for origin in origins:
        if refit:
            fitted = _fit(forecaster, series, origin)
        rows.append(_forecast(fitted, series, origin, horizon))
    return np.array(rows)


def _past(series, origin):
    """A copy of `series[:origin]` with NaN behind it, as far as the series goes.

    A plain copy could lie where freed memory still holds the future, right behind its end.
    """
    room = np.full(len(series), np.nan)
    room[:origin] = series[:origin]
    return room[:origin]


def _fit(forecaster, series, origin):
    fitted = forecaster.fit(_past(series, origin))
    if not hasattr(fitted, "forecast"):
        raise ValueError(
            f"fit of {_name(forecaster)} returned {fitted!r}; expected the forecaster itself"
        )
    return fitted


def _forecast(forecaster, series, origin, horizon):
    found = np.asarray(forecaster.forecast(_past(series, origin), horizon))
    who = f"{_name(forecaster)} at origin {origin}"
    if found.shape != (horizon,):
        raise ValueError(f"{who} forecast shape {found.shape}; expected {(horizon,)}")
    if found.dtype.kind not in "fiu" or not np.isfinite(found).all():
        raise ValueError(f"{who} forecast {found}; expected finite numbers")
    return found.astype(float)


def _name(forecaster):
    text = repr(forecaster)
    return type(forecaster).__name__ if text.startswith("<") else text  # no memory addresses


def _estimated(forecaster, model, past):
    """The fitted statsmodels model; of its warnings only the one that matters is passed on."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # remarks on starting values, which the fit improves
        fitted = model.fit(disp=False)
    converged = getattr(fitted, "mle_retvals", None)
    if converged is not None and not converged["converged"]:
        warnings.warn(
            f"{forecaster} did not converge on {len(past)} values; its forecasts may be poor",
            RuntimeWarning,
            stacklevel=4,  # the line that called `fit`
        )
    return fitted


def _series(name, values):
    """One series as a float64 array of shape (N,), without gaps, NaN or infinity."""
    if hasattr(values, "index") and hasattr(values, "values"):
        _evenly_spaced(name, values.index)
        values = values.values
    return _numbers(name, values, ranks=(1,)).astype(float, copy=False)


def _evenly_spaced(name, index):
    """Refuse an index that skips a time: the values alone would not show it."""
    import pandas as pd

    dates = isinstance(index, pd.DatetimeIndex)
    if len(index) < 3 or (dates and (index.freq or pd.infer_freq(index))):
        return
    if dates or index.dtype.kind in "iuf":
        steps = np.diff(index.asi8 if dates else index)
        wide = int(np.argmax(steps))
        if dates or not np.allclose(steps, steps[0]):
            raise ValueError(
                f"{name} is not evenly spaced: {index[wide]} is followed by {index[wide + 1]}; "
                f"expected a series without gaps"
            )


def _pair(actual, forecast, name="forecast"):
    actual, forecast = _numbers("actual", actual), _numbers(name, forecast)
    _same_shape(actual, forecast, "actual", name)
    return actual, forecast


def _interval(low, high):
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    _same_shape(low, high, "low", "high")
    if not (low <= high).all():  # NaN fails it too
        k = np.argwhere(~(np.atleast_1d(low) <= np.atleast_1d(high)))[0].tolist()
        raise ValueError(f"low is above high, or one of them NaN, at index {tuple(k)}")
    return low, high


def _same_shape(one, other, name, other_name):
    if one.shape != other.shape or not one.size:
        raise ValueError(
            f"{name} has shape {one.shape} and {other_name} {other.shape}; expected the same "
            f"shape and at least one value"
        )


def _level(level):
    if not 0 < level < 1:
        raise ValueError(f"level is {level!r}; expected a number between 0 and 1")
