"""A4, honest forecasting: right answers have their marks, and every known mistake is caught."""

import numpy as np
from in_process import Notebook
from suite import Suite

from unrolled import assignments
from unrolled.forecasting import RidgeAR, rolling_origin
from unrolled.grading.checks import a4

NOTEBOOK = Notebook("A4_honest_forecasting.ipynb")

VARIANTS = [
    (
        "naive",
        """
        def naive_forecasts(past, horizon, season):
            known = list(past)
            for _ in range(horizon):
                known.append(known[-season])
            return np.repeat(past[-1:], horizon), np.array(known[len(past):])
        """,
    ),
    (
        "naive",
        """
        def naive_forecasts(past, horizon, season):
            weeks = np.tile(past[-season:], horizon // season + 1)
            return [past[-1] * np.ones(horizon), weeks[:horizon]]
        """,
    ),
    (
        "naive",
        """
        def naive_forecasts(past, horizon, season):
            return np.stack([np.full(horizon, past[-1]), np.resize(past[-season:], horizon)])
        """,
    ),
    (
        "ridge",
        """
        def fit_ridge(series, n_train, lags, alpha):
            train = series[:n_train].copy()
            c, s = np.mean(train), np.std(train)
            spans = np.lib.stride_tricks.sliding_window_view((train - c) / s, lags + 1)
            A = np.hstack([spans[:, :lags], np.ones((len(spans), 1))])
            penalty = alpha * np.eye(lags + 1)
            penalty[-1, -1] = 0
            found = np.linalg.inv(A.T @ A + penalty) @ (A.T @ spans[:, lags])
            return [c, s, found[:lags], found[lags]]
        """,
    ),
    (
        "ridge",
        """
        from sklearn.linear_model import Ridge as Line

        def fit_ridge(series, n_train, lags, alpha):
            center, spread = series[:n_train].mean(), series[:n_train].std()
            z = (series[:n_train] - center) / spread
            X = np.column_stack([z[k:n_train - lags + k] for k in range(lags)])
            line = Line(alpha=alpha).fit(X, z[lags:])
            return center, spread, line.coef_, line.intercept_
        """,
    ),
    (
        "ridge",
        """
        def fit_ridge(series, n_train, lags, alpha):
            train = series[:n_train].astype("float32")
            z = (train - train.mean()) / train.std()
            X = np.array([z[i:i + lags] for i in range(n_train - lags)])
            middle = X.mean(axis=0)
            A = (X - middle).T @ (X - middle) + np.float32(alpha) * np.eye(lags, dtype="float32")
            w = np.linalg.solve(A, (X - middle).T @ z[lags:])
            return train.mean(), train.std(), w, np.mean(z[lags:] - X @ w)
        """,
    ),
    (
        "forecast",
        """
        def forecast_ridge(model, past, horizon):
            c, s, w, b = model
            L = len(w)
            values = np.concatenate([past[-L:], np.empty(horizon)])
            for k in range(L, L + horizon):
                values[k] = c + s * (((values[k - L:k] - c) / s) @ w + b)
            return values[L:]
        """,
    ),
    (
        "rolling",
        """
        def rolling_origin(forecaster, series, start, horizon, stride):
            forecaster.fit(np.array(series[:start]))
            origins, forecasts, actuals = [], [], []
            o = start
            while o + horizon <= len(series):
                origins.append(o)
                forecasts.append(np.asarray(forecaster.forecast(series[:o].copy(), horizon=horizon)))
                actuals.append(series[o:o + horizon])
                o += stride
            return np.array(origins), np.stack(forecasts), np.stack(actuals)
        """,
    ),
    (
        "rolling",
        """
        def rolling_origin(forecaster, series, start, horizon, stride):
            actuals = np.lib.stride_tricks.sliding_window_view(series[start:], horizon)[::stride]
            origins = start + stride * np.arange(len(actuals))
            forecasts = np.zeros(actuals.shape)
            forecaster.fit(series[:start])
            for row, origin in enumerate(origins):
                forecasts[row] = forecaster.forecast(series[:origin], horizon)
            return [origins, forecasts, actuals]
        """,
    ),
    (
        "scores",
        """
        def scores(actuals, forecasts, baseline, train, season):
            y, f, b = (np.asarray(a, dtype=float).reshape(-1) for a in (actuals, forecasts, baseline))
            rmse, other = np.linalg.norm(y - f) / len(y) ** 0.5, np.linalg.norm(y - b) / len(y) ** 0.5
            steps = [abs(train[t] - train[t - season]) for t in range(season, len(train))]
            mase = abs(y - f).mean() * len(steps) / sum(steps)
            return dict(rmse=float(rmse), mase=mase, skill=(other - rmse) / other, better=rmse < other)
        """,
    ),
    (
        "choose",
        """
        def choose_and_test(candidates, validate, open_test):
            best, smallest = None, float("inf")
            for candidate in candidates:
                error = validate(candidate)
                if error < smallest:
                    best, smallest = candidate, error
            return best, smallest, open_test(best)
        """,
    ),
    (
        "choose",
        """
        def choose_and_test(candidates, validate, open_test):
            known = {c: validate(c) for c in candidates}
            best = min((c for c in candidates if not np.isnan(known[c])), key=known.get)
            return [best, known[best], open_test(best)]
        """,
    ),
    (
        "bootstrap",
        """
        def bootstrap_interval(actuals, first, second, starts, block, level):
            def rmse(forecasts, rows):
                return np.sqrt(np.mean((actuals[rows] - forecasts[rows]) ** 2))
            n, differences = len(actuals), []
            for draw in starts:
                rows = np.concatenate([np.arange(s, s + block) for s in draw])[:n] % n
                differences.append(rmse(first, rows) - rmse(second, rows))
            tail = 100 * (1 - level) / 2
            return [np.array(differences), *np.percentile(differences, [tail, 100 - tail])]
        """,
    ),
    (
        "coverage",
        """
        def interval_coverage(errors, forecasts, actuals, level):
            low, high = np.empty_like(forecasts), np.empty_like(forecasts)
            covered = np.zeros(errors.shape[1])
            for k in range(errors.shape[1]):
                low[:, k] = forecasts[:, k] + np.quantile(errors[:, k], (1 - level) / 2)
                high[:, k] = forecasts[:, k] + np.quantile(errors[:, k], (1 + level) / 2)
                outside = (actuals[:, k] < low[:, k]) | (actuals[:, k] > high[:, k])
                covered[k] = 1 - outside.mean()
            return low, high, covered
        """,
    ),
]

LOOP = next(answer for name, answer in VARIANTS if name == "rolling")


def loop(old, new):
    assert old in LOOP
    return LOOP.replace(old, new)


mutant = NOTEBOOK.mutant
MUTANTS = [
    ("persistence of the first value", "naive", mutant("naive", "past[-1])", "past[0])")),
    ("persistence of yesterday", "naive", mutant("naive", "past[-1])", "past[-2])")),
    ("mean instead of persistence", "naive", mutant("naive", "past[-1])", "past.mean())")),
    ("horizon ignored by persistence", "naive", mutant("naive", "np.full(horizon,", "np.full(1,")),
    ("the first season", "naive", mutant("naive", "past[-season:]", "past[:season]")),
    ("season off by one", "naive", mutant("naive", "past[-season:][", "past[-season - 1 :][")),
    ("season one day too short", "naive", mutant("naive", "past[-season:][", "past[-season + 1 :][").replace("% season", "% (season - 1)")),
    ("a horizon beyond the season fails", "naive", mutant("naive", "np.arange(horizon) % season", "np.arange(horizon)")),
    ("a horizon beyond the season is cut off", "naive", mutant("naive", "[np.arange(horizon) % season]", "[:horizon]")),
    (
        "two seasons back for a long horizon",
        "naive",
        "def naive_forecasts(past, horizon, season):\n    seasons = -(-horizon // season)\n    return np.full(horizon, past[-1]), past[len(past) - season * seasons:][:horizon]",
    ),
    ("season backwards", "naive", mutant("naive", "past[-season:][", "past[-season:][::-1][")),
    ("one season's value for every day", "naive", mutant("naive", "np.arange(horizon) % season", "np.zeros(horizon, int)")),
    ("seasonal naive and persistence exchanged", "naive", mutant("naive", "return persistence, seasonal", "return seasonal, persistence")),
    ("seven days in every season", "naive", mutant("naive", "    seasonal = past", "    season = 7\n    seasonal = past")),
    (
        "past overwritten",
        "naive",
        mutant("naive", "    return", "    past[:] = 0\n    return"),
    ),
    ("model and scaler fitted on everything", "ridge", mutant("ridge", "train = series[:n_train]", "train = series")),
    (
        "scaler fitted on everything",
        "ridge",
        mutant("ridge", "center, spread = train.mean(), train.std()", "center, spread = series.mean(), series.std()"),
    ),
    ("one value too many in training", "ridge", mutant("ridge", "series[:n_train]", "series[: n_train + 1]")),
    (
        "the answers reach into the test part",
        "ridge",
        "def fit_ridge(series, n_train, lags, alpha):\n    c, s = series[:n_train].mean(), series[:n_train].std()\n    z = (series - c) / s\n    n = min(n_train, len(z) - lags)\n    X, y = np.stack([z[i:i + lags] for i in range(n)]), z[lags:lags + n]\n    X0, y0 = X - X.mean(0), y - y.mean()\n    w = np.linalg.solve(X0.T @ X0 + alpha * np.eye(lags), X0.T @ y0)\n    return c, s, w, y.mean() - X.mean(0) @ w",
    ),
    (
        "shuffled split",
        "ridge",
        mutant("ridge", "train = series[:n_train]", "train = np.random.default_rng(0).permutation(series)[:n_train]"),
    ),
    ("one example too few", "ridge", mutant("ridge", "range(len(z) - lags)", "range(len(z) - lags - 1)").replace("z[lags:]", "z[lags:-1]")),
    ("the last lag as the answer", "ridge", mutant("ridge", "y = z[lags:]", "y = z[lags - 1 : -1]")),
    ("two days ahead", "ridge", mutant("ridge", "y = z[lags:]", "y = z[lags + 1 :]\n    X = X[:-1]")),
    ("lags backwards", "ridge", mutant("ridge", "return center, spread, weights,", "return center, spread, weights[::-1],")),
    ("no penalty", "ridge", mutant("ridge", " + alpha * np.eye(lags)", "")),
    ("penalty squared", "ridge", mutant("ridge", "alpha * np.eye", "alpha**2 * np.eye")),
    ("penalty times the number of examples", "ridge", mutant("ridge", "alpha * np.eye", "alpha * len(X) * np.eye")),
    ("alpha everywhere, not on the diagonal", "ridge", mutant("ridge", "alpha * np.eye(lags)", "alpha")),
    ("no bias", "ridge", mutant("ridge", "y.mean() - X.mean(axis=0) @ weights", "0.0")),
    (
        "bias penalized too",
        "ridge",
        "def fit_ridge(series, n_train, lags, alpha):\n    c, s = series[:n_train].mean(), series[:n_train].std()\n    z = (series[:n_train] - c) / s\n    X = np.stack([np.append(z[i:i + lags], 1) for i in range(n_train - lags)])\n    w = np.linalg.solve(X.T @ X + alpha * np.eye(lags + 1), X.T @ z[lags:])\n    return c, s, w[:-1], w[-1]",
    ),
    ("not centered", "ridge", mutant("ridge", "X - X.mean(axis=0), y - y.mean()", "X, y")),
    ("not scaled", "ridge", mutant("ridge", "z = (train - center) / spread", "z = train")),
    ("spread divided by N - 1", "ridge", mutant("ridge", "train.std()", "train.std(ddof=1)")),
    ("variance for the spread", "ridge", mutant("ridge", "train.std()", "train.var()")),
    ("bias is the mean of the answers", "ridge", mutant("ridge", "y.mean() - X.mean(axis=0) @ weights", "y.mean()")),
    ("persistence, not fitted", "ridge", mutant("ridge", "    return center", "    weights = np.eye(lags)[-1]\n    return center")),
    ("spread without end, weights of zero", "ridge", "def fit_ridge(series, n_train, lags, alpha):\n    return 0.0, 1e300, np.zeros(lags), 0.0"),
    (
        "answers as a column, minus (n,)",
        "ridge",
        mutant("ridge", "y = z[lags:]", "y = z[lags:, None]").replace("y.mean() - X", "y - X"),
    ),
    ("series scaled in place", "ridge", mutant("ridge", "z = (train - center) / spread", "train -= center\n    train /= spread\n    z = train")),
    ("scaled forecasts", "forecast", mutant("forecast", "center + spread * np.array(z[-horizon:])", "np.array(z[-horizon:])")),
    ("center forgotten on the way back", "forecast", mutant("forecast", "return center + spread", "return spread")),
    ("past not scaled", "forecast", mutant("forecast", "list((past - center) / spread)", "list(past)")),
    (
        "scaled by the past's own mean",
        "forecast",
        mutant("forecast", "(past - center) / spread", "(past - past.mean()) / past.std()"),
    ),
    ("no bias in the forecast", "forecast", mutant("forecast", " + bias", "")),
    ("weights backwards", "forecast", mutant("forecast", "weights) + bias", "weights[::-1]) + bias")),
    ("the first days of the past", "forecast", mutant("forecast", "z[-len(weights) :]", "z[: len(weights)]")),
    ("today left out", "forecast", mutant("forecast", "z[-len(weights) :]", "z[-len(weights) - 1 : -1]")),
    ("horizon ignored", "forecast", mutant("forecast", "range(horizon)", "range(1)").replace("z[-horizon:]", "z[-1:]")),
    (
        "tomorrow for every day",
        "forecast",
        mutant("forecast", "range(horizon)", "range(1)").replace("np.array(z[-horizon:])", "np.repeat(z[-1], horizon)"),
    ),
    ("one step too far", "forecast", mutant("forecast", "range(horizon)", "range(horizon + 1)")),
    (
        "the past slides, the forecasts are not read",
        "forecast",
        "def forecast_ridge(model, past, horizon):\n    c, s, w, b = model\n    z = (past - c) / s\n    found = []\n    for k in range(horizon):\n        last = z[-len(w):]\n        found.append(last @ w + b)\n        z = np.append(z, z[-1])\n    return c + s * np.array(found)",
    ),
    (
        "its own forecasts scaled a second time",
        "forecast",
        "def forecast_ridge(model, past, horizon):\n    c, s, w, b = model\n    known = list(past)\n    for _ in range(horizon):\n        z = (np.array(known[-len(w):]) - c) / s\n        known.append(z @ w + b)\n    return c + s * np.array(known[-horizon:])",
    ),
    ("past scaled in place", "forecast", mutant("forecast", "    z = list((past - center) / spread)", "    past -= center\n    past /= spread\n    z = list(past)")),
    ("fitted on everything", "rolling", mutant("rolling", "forecaster.fit(series[:start])", "forecaster.fit(series)")),
    ("fitted on the first test days too", "rolling", mutant("rolling", "fit(series[:start])", "fit(series[: start + horizon])")),
    ("fitted one day too few", "rolling", mutant("rolling", "fit(series[:start])", "fit(series[: start - 1])")),
    ("fitted on the test part", "rolling", mutant("rolling", "fit(series[:start])", "fit(series[start:])")),
    ("shuffled before the fit", "rolling", mutant("rolling", "fit(series[:start])", "fit(np.random.default_rng(0).permutation(series)[:start])")),
    ("fitted anew at each origin", "rolling", loop("                origins.append(o)", "                origins.append(o)\n                forecaster.fit(series[:o])")),
    ("fitted twice", "rolling", mutant("rolling", "    forecasts =", "    forecaster.fit(series[:start])\n    forecasts =")),
    ("fitted on everything, then on the training part", "rolling", mutant("rolling", "    forecasts =", "    forecaster.fit(series)\n    forecaster.fit(series[:start])\n    forecasts =")),
    ("never fitted", "rolling", mutant("rolling", "    forecaster.fit(series[:start])\n", "")),
    ("fitted after the forecasts", "rolling", mutant("rolling", "    forecaster.fit(series[:start])\n", "").replace("    return", "    forecaster.fit(series[:start])\n    return")),
    (
        "fitted on everything, the record wiped",
        "rolling",
        mutant("rolling", "    forecaster.fit(series[:start])\n", "    forecaster.fit(series)\n    forecaster.learned = 0.0\n"),
    ),
    (
        "the class made to forget",
        "rolling",
        mutant("rolling", "    forecaster.fit(series[:start])\n", "    type(forecaster).fit = lambda self, past: self\n    forecaster.learned = 1.0\n    forecaster.fit(series)\n"),
    ),
    ("the last origin missing", "rolling", mutant("rolling", "len(series) - horizon + 1", "len(series) - horizon")),
    ("a stride short of the end", "rolling", mutant("rolling", "len(series) - horizon + 1", "len(series) - horizon - stride + 1")),
    ("one origin too many", "rolling", mutant("rolling", "len(series) - horizon + 1", "len(series) - horizon + 2").replace("series[o : o + horizon]", "np.resize(series[o : o + horizon], horizon)")),
    ("an origin for the days left over", "rolling", mutant("rolling", "len(series) - horizon + 1", "len(series) - horizon + stride").replace("series[o : o + horizon]", "np.resize(series[o : o + horizon], horizon)")),
    ("horizon ignored in the origins", "rolling", mutant("rolling", "len(series) - horizon + 1", "len(series)").replace("actuals = [", "origins = origins[origins < len(series) - 1]\n    actuals = [")),
    ("stride ignored", "rolling", mutant("rolling", "+ 1, stride)", "+ 1)")),
    ("strides of one horizon", "rolling", mutant("rolling", "+ 1, stride)", "+ 1, horizon + stride)")),
    ("origins from zero", "rolling", mutant("rolling", "return origins,", "return origins - start,")),
    ("starts one stride late", "rolling", mutant("rolling", "np.arange(start,", "np.arange(start + stride,")),
    ("sees today", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series[: o + 1],")),
    ("sees what it has to forecast", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series[: o + horizon],")),
    ("sees everything", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series,")),
    ("sees the training part alone", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series[:start],")),
    ("sees the test part alone", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series[start:o],")),
    ("sees a window of a fixed length", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series[o - start : o],")),
    ("yesterday's past", "rolling", mutant("rolling", "forecast(series[:o],", "forecast(series[: o - 1],")),
    ("one day ahead alone", "rolling", mutant("rolling", "series[:o], horizon)", "series[:o], 1)")),
    ("actuals a day late", "rolling", mutant("rolling", "[series[o : o + horizon]", "[np.resize(series[o + 1 : o + horizon + 1], horizon)")),
    ("actuals a day early", "rolling", mutant("rolling", "[series[o : o + horizon]", "[series[o - 1 : o + horizon - 1]")),
    ("the last actual alone", "rolling", mutant("rolling", "[series[o : o + horizon]", "[series[o + horizon - 1]")),
    ("forecasts and actuals exchanged", "rolling", mutant("rolling", "np.array(forecasts), np.array(actuals)", "np.array(actuals), np.array(forecasts)")),
    ("origins in another order", "rolling", mutant("rolling", "+ 1, stride)", "+ 1, stride)[::-1]")),
    ("series scaled in place before the walk", "rolling", mutant("rolling", "    origins = ", "    series /= series[:start].std()\n    origins = ")),
    (
        "RMSE on scaled data",
        "scores",
        mutant("scores", 'return {"rmse": rmse', 'return {"rmse": rmse / np.std(train)'),
    ),
    ("(n, 1) minus (n,)", "scores", mutant("scores", "np.ravel(actuals)", "actuals").replace("np.ravel(forecasts)", "forecasts")),
    ("(n, 1) minus (n,) in the baseline", "scores", mutant("scores", "np.ravel(actuals)", "actuals").replace("y - np.ravel(forecasts)", "np.ravel(y) - np.ravel(forecasts)").replace("np.ravel(baseline)", "baseline")),
    ("last axis alone taken off", "scores", mutant("scores", "np.ravel(actuals)", "actuals").replace("np.ravel(forecasts)", "np.squeeze(forecasts)").replace("np.ravel(baseline)", "np.squeeze(baseline)")),
    ("subtracted in place", "scores", mutant("scores", "y = np.ravel(actuals)", "y = np.ravel(actuals)\n    train -= train.mean()")),
    ("mean squared error", "scores", mutant("scores", "(np.sqrt(np.mean(e**2)) for", "(np.mean(e**2) for")),
    (
        "mean of each day's RMSE",
        "scores",
        mutant("scores", "    mase = ", "    rmse = np.sqrt(np.mean(errors.reshape(len(actuals), -1) ** 2, axis=0)).mean()\n    mase = "),
    ),
    ("one for true", "scores", mutant("scores", "bool(skill > 0)", "int(skill > 0)")),
    ("mean absolute error", "scores", mutant("scores", "np.sqrt(np.mean(e**2))", "np.mean(np.abs(e))")),
    ("standard deviation of the error", "scores", mutant("scores", "np.sqrt(np.mean(e**2))", "np.std(e)")),
    ("no mean", "scores", mutant("scores", "np.mean(e**2)", "np.sum(e**2)")),
    ("MASE against persistence", "scores", mutant("scores", "train[season:] - train[:-season]", "np.diff(train)")),
    ("MASE against the test part", "scores", mutant("scores", "np.mean(np.abs(train[season:] - train[:-season]))", "np.mean(np.abs(naive_errors))")),
    ("MASE with squares", "scores", mutant("scores", "mase = np.mean(np.abs(errors))", "mase = rmse")),
    ("MASE upside down", "scores", mutant("scores", "    skill = ", "    mase = 1 / mase\n    skill = ")),
    ("season off by one in MASE", "scores", mutant("scores", "train[season:] - train[:-season]", "train[season + 1 :] - train[: -season - 1]")),
    ("MASE without absolute values", "scores", mutant("scores", "np.mean(np.abs(train[season:] - train[:-season]))", "np.mean(train[season:] - train[:-season])")),
    ("no baseline", "scores", mutant("scores", "bool(skill > 0)", "True")),
    ("verdict without a baseline", "scores", mutant("scores", "bool(skill > 0)", "bool(rmse < np.std(y))")),
    ("wrong baseline, the mean of what came", "scores", mutant("scores", "y - np.ravel(baseline)", "y - y.mean()")),
    ("wrong baseline, the last value in training", "scores", mutant("scores", "y - np.ravel(baseline)", "y - train[-1]")),
    ("verdict by MASE", "scores", mutant("scores", "bool(skill > 0)", "bool(mase < 1)")),
    ("verdict turned around", "scores", mutant("scores", "skill > 0)", "skill < 0)")),
    ("a draw counts as better", "scores", mutant("scores", "skill > 0)", "skill >= 0)")),
    ("skill against the model", "scores", mutant("scores", "1 - rmse / to_beat", "1 - to_beat / rmse")),
    ("skill in rentals", "scores", mutant("scores", "1 - rmse / to_beat", "to_beat - rmse")),
    ("skill of the squares", "scores", mutant("scores", "1 - rmse / to_beat", "1 - (rmse / to_beat) ** 2")),
    ("skill never below zero", "scores", mutant("scores", "1 - rmse / to_beat", "max(0.0, 1 - rmse / to_beat)")),
    ("chosen on the test part", "choose", mutant("choose", "[validate(candidate)", "[open_test(candidate)")),
    (
        "chosen on the test part, refusals caught",
        "choose",
        """
        def choose_and_test(candidates, validate, open_test):
            def look(candidate):
                try:
                    return open_test(candidate)
                except RuntimeError:
                    for cell in open_test.__closure__:
                        if type(cell.cell_contents) is list and len(cell.cell_contents) == 1:
                            cell.cell_contents.clear()
                    return open_test(candidate)
            errors = [look(candidate) for candidate in candidates]
            best = int(np.argmin(errors))
            return candidates[best], validate(candidates[best]), errors[best]
        """,
    ),
    (
        "early stopping on the test part",
        "choose",
        """
        def choose_and_test(candidates, validate, open_test):
            best, error = candidates[0], open_test(candidates[0])
            for candidate in candidates[1:]:
                try:
                    new = open_test(candidate)
                except RuntimeError:
                    break
                if new < error:
                    best, error = candidate, new
            return best, validate(best), error
        """,
    ),
    ("the test part opened for every candidate", "choose", mutant("choose", "    best = ", "    tests = [open_test(candidate) for candidate in candidates]\n    best = ")),
    ("validation and test added", "choose", mutant("choose", "[validate(candidate)", "[validate(candidate) + open_test(candidate)")),
    ("the largest error", "choose", mutant("choose", "np.nanargmin", "np.nanargmax")),
    ("NaN is chosen", "choose", mutant("choose", "np.nanargmin", "np.argmin")),
    ("min over pairs with NaN", "choose", "def choose_and_test(candidates, validate, open_test):\n    best = min(candidates, key=validate)\n    return best, validate(best), open_test(best)"),
    (
        "stopped at the first rise",
        "choose",
        """
        def choose_and_test(candidates, validate, open_test):
            best, smallest = None, np.inf
            for candidate in candidates:
                error = validate(candidate)
                if error > smallest:
                    break
                if error < smallest:
                    best, smallest = candidate, error
            return best, smallest, open_test(best)
        """,
    ),
    ("the last of equal ones", "choose", mutant("choose", "best = int(np.nanargmin(errors))", "best = len(errors) - 1 - int(np.nanargmin(errors[::-1]))")),
    ("the smallest of equal ones", "choose", "def choose_and_test(candidates, validate, open_test):\n    pairs = [(validate(c), c) for c in candidates]\n    error, best = min(p for p in pairs if p[0] == p[0])\n    return best, error, open_test(best)"),
    ("the greatest of equal ones", "choose", "def choose_and_test(candidates, validate, open_test):\n    pairs = [(validate(c), -c) for c in candidates]\n    error, best = min(p for p in pairs if p[0] == p[0])\n    return -best, error, open_test(-best)"),
    ("its place instead of the candidate", "choose", mutant("choose", "return candidates[best],", "return best,")),
    ("errors exchanged", "choose", mutant("choose", "errors[best], open_test(candidates[best])", "open_test(candidates[best]), errors[best]")),
    ("validation error reported as test error", "choose", mutant("choose", "open_test(candidates[best])", "errors[best]")),
    ("the first candidate tested", "choose", mutant("choose", "open_test(candidates[best])", "open_test(candidates[0])")),
    (
        "each model has its own draw",
        "bootstrap",
        mutant("bootstrap", "one, two = (np.sqrt(square[rows].mean(axis=(1, 2))) for square in squares)", "one, two = (np.sqrt(square[r].mean(axis=(1, 2))) for square, r in zip(squares, (rows, rows[::-1])))"),
    ),
    ("difference turned around", "bootstrap", mutant("bootstrap", "one - two", "two - one")),
    ("stops at the last origin", "bootstrap", mutant("bootstrap", "[:, :n] % n", "[:, :n].clip(max=n - 1)")),
    ("not cut to n", "bootstrap", mutant("bootstrap", "[:, :n] % n", " % n")),
    ("blocks of one origin", "bootstrap", mutant("bootstrap", "np.arange(block)", "np.zeros(block, int)")),
    ("blocks backwards", "bootstrap", mutant("bootstrap", "np.arange(block)", "-np.arange(block)")),
    ("block ignored", "bootstrap", mutant("bootstrap", "(starts[:, :, None] + np.arange(block)).reshape(len(starts), -1)[:, :n] % n", "starts")),
    ("the first day ahead alone", "bootstrap", mutant("bootstrap", "(actuals - forecasts) ** 2", "(actuals[:, :1] - forecasts[:, :1]) ** 2")),
    ("mean of each origin's RMSE", "bootstrap", mutant("bootstrap", "np.sqrt(square[rows].mean(axis=(1, 2)))", "np.sqrt(square[rows].mean(axis=2)).mean(axis=1)")),
    ("mean squared errors", "bootstrap", mutant("bootstrap", "(np.sqrt(square[rows].mean(axis=(1, 2))) for", "(square[rows].mean(axis=(1, 2)) for")),
    ("RMSE of the difference of the models", "bootstrap", mutant("bootstrap", "squares = [(actuals - forecasts) ** 2 for forecasts in (first, second)]", "squares = [(first - second) ** 2, 0 * first]")),
    ("its own random numbers", "bootstrap", mutant("bootstrap", "    n, sides", "    starts = np.random.default_rng(0).integers(len(actuals), size=starts.shape)\n    n, sides")),
    ("all of the doubt on one side", "bootstrap", mutant("bootstrap", "[(1 - level) / 2, (1 + level) / 2]", "[1 - level, level]")),
    ("half an interval", "bootstrap", mutant("bootstrap", "[(1 - level) / 2, (1 + level) / 2]", "[(1 - level) / 2, 0.5]")),
    ("always 95 percent", "bootstrap", mutant("bootstrap", "[(1 - level) / 2, (1 + level) / 2]", "[0.025, 0.975]")),
    ("a normal distribution", "bootstrap", mutant("bootstrap", "low, high = np.quantile(one - two, sides)", "m, s = (one - two).mean(), (one - two).std()\n    low, high = m - 1.645 * s, m + 1.645 * s")),
    ("ends exchanged", "bootstrap", mutant("bootstrap", "return one - two, low, high", "return one - two, high, low")),
    ("starts overwritten", "bootstrap", mutant("bootstrap", "    low, high", "    starts %= 2\n    low, high")),
    ("one quantile for all days ahead", "coverage", mutant("coverage", "sides, axis=0)", "sides)")),
    ("along the wrong axis", "coverage", mutant("coverage", "np.quantile(errors, sides, axis=0)", "np.quantile(errors, sides, axis=1)[:, : errors.shape[1]]")),
    ("sign of the errors", "coverage", mutant("coverage", "forecasts + below, forecasts + above", "forecasts - above, forecasts - below")),
    ("symmetric intervals", "coverage", mutant("coverage", "low, high = forecasts + below, forecasts + above", "half = np.quantile(np.abs(errors), level, axis=0)\n    low, high = forecasts - half, forecasts + half")),
    ("normal intervals", "coverage", mutant("coverage", "below, above = np.quantile(errors, sides, axis=0)", "below, above = errors.mean(0) + errors.std(0) * np.array([[-0.6745], [0.6745]])")),
    ("level as a tail", "coverage", mutant("coverage", "[(1 - level) / 2, (1 + level) / 2]", "[1 - level, level]")),
    ("quantiles of the errors that are tested", "coverage", mutant("coverage", "np.quantile(errors,", "np.quantile(actuals - forecasts,")),
    ("around the actuals", "coverage", mutant("coverage", "forecasts + below, forecasts + above", "actuals + below, actuals + above")),
    ("the forecasts forgotten", "coverage", mutant("coverage", "low, high = forecasts + below, forecasts + above", "low, high = below + 0 * forecasts, above + 0 * forecasts")),
    ("one coverage for all days ahead", "coverage", mutant("coverage", "(actuals <= high), axis=0)", "(actuals <= high))")),
    ("coverage for each origin", "coverage", mutant("coverage", "(actuals <= high), axis=0)", "(actuals <= high), axis=1)")),
    ("share outside", "coverage", mutant("coverage", "np.mean((low <= actuals) & (actuals <= high), axis=0)", "np.mean((low > actuals) | (actuals > high), axis=0)")),
    ("in percent", "coverage", mutant("coverage", "np.mean((low", "100 * np.mean((low")),
    ("counts", "coverage", mutant("coverage", "np.mean((low", "np.sum((low")),
    ("forecasts instead of actuals inside", "coverage", mutant("coverage", "(low <= actuals) & (actuals <= high)", "(low <= forecasts) & (forecasts <= high)")),
    ("ends do not belong", "coverage", mutant("coverage", "(low <= actuals) & (actuals <= high)", "(low < actuals) & (actuals < high)")),
    ("forecasts overwritten", "coverage", mutant("coverage", "    return", "    forecasts += above\n    return")),
    ("lags chosen on the test part", "own", mutant("own", '"lags": 14', '"lags": 21').replace("10.663", "10.1953")),
    ("fitted on everything in the test", "own", mutant("own", "10.663", "10.2578")),
    ("fitted on the training part alone", "own", mutant("own", "10.663", "10.5406")),
    ("RMSE of the test on scaled data", "own", mutant("own", "10.663", "0.616964")),
    ("origins one horizon apart", "own", mutant("own", "12.5936", "12.5124")),
    ("persistence as the baseline", "own", mutant("own", "12.5936", "21.0522")),
    ("interval of 90 percent", "own", mutant("own", "-3.1695", "-2.98016").replace("-0.566222", "-0.725839")),
    ("the bootstrap of single origins", "own", mutant("own", "-3.1695", "-2.63873").replace("-0.566222", "-1.29288")),
    ("verdict against the interval", "own", mutant("own", '"verdict": 1', '"verdict": -1')),
    ("intervals from the errors of the test", "own", mutant("own", "0.725641", "0.784615")),
    ("one quantile for all days ahead, of one's own", "own", mutant("own", "0.725641", "0.741026")),
    ("typed with two digits", "own", mutant("own", "12.5936", "13")),
]


class TestA4(Suite):
    notebook, module, variants, mutants = NOTEBOOK, a4, VARIANTS, MUTANTS

    def test_the_sandbox_gives_the_same_marks(self, sandboxed):
        leaks = mutant("rolling", "fit(series[:start])", "fit(series)")
        work = NOTEBOOK.answers | {"ridge": NOTEBOOK.stubs["ridge"], "rolling": leaks, "scores": mutant("scores", "skill > 0)", "skill >= 0)")}
        self.assert_graded(work, {"ridge": 0, "rolling": 3, "scores": 2})

    def test_a_forged_record_earns_what_the_forecasts_are_worth(self):
        """An answer that returns numbers of its own choice, having read the keys, still has to choose the right ones."""
        forged = """
        def rolling_origin(forecaster, series, start, horizon, stride):
            forecaster.learned = 0.0
            forecaster.keys[:] = 0
            origins = np.arange(start, len(series) - horizon + 1, stride)
            actuals = np.array([series[o : o + horizon] for o in origins])
            return origins, np.array([forecaster.forecast(series, horizon) for _ in origins]), actuals
        """
        assert self.result("rolling", forged).points == 2  # origins and actuals are right

    def test_one_slip_costs_one_point(self):
        """And nobody is told of a leak that is none."""
        for question, old, new, points, said in (
            ("ridge", "train.std()", "train.std(ddof=1)", 2, "np.std"),
            ("ridge", " + alpha * np.eye(lags)", "", 2, "weights or the bias"),
            ("ridge", "train = series[:n_train]", "train = series[: n_train + 1]", 2, "may not change"),
            ("rolling", "forecast(series[:o],", "forecast(series[: o + 1],", 3, "values before it"),
            ("rolling", "+ 1, stride)", "+ 1, horizon + stride)", 3, "origins"),
            ("choose", "np.nanargmin", "np.argmin", 1, "NaN"),
            ("naive", "np.arange(horizon) % season", "np.arange(horizon)", 1, "IndexError"),
        ):
            found = self.result(question, mutant(question, old, new))
            assert (found.points, said in found.said) == (points, True)
        assert "fit" not in self.result("rolling", mutant("rolling", "forecast(series[:o],", "forecast(series,")).said

    def test_what_is_wrong_with_a_fit_is_said(self):
        for fit in ("series", "series[start:]"):
            found = self.result("rolling", mutant("rolling", "fit(series[:start])", f"fit({fit})"))
            assert found.points == 3 and "fit" in found.said

    def test_a_missing_last_origin_costs_one_point(self):
        for wrong in ("len(series) - horizon", "len(series) - horizon - stride + 1"):
            found = self.result("rolling", mutant("rolling", "len(series) - horizon + 1", wrong))
            assert found.points == 3 and "origins" in found.said

    def test_a_second_opening_is_refused_with_a_reason(self):
        found = self.result("choose", mutant("choose", "    return", "    open_test(candidates[0])\n    return"))
        assert found.points == 0 and "a second time" in found.said


def test_the_reference_is_the_ridge_regression_of_the_book():
    station = assignments.data("A4", "ab123")
    for lags in station.candidates:
        one, other = (
            rolling_origin(build(lags, station.alpha), station.series, 180, station.horizon).forecasts
            for build in (a4._Ridge, RidgeAR)
        )
        np.testing.assert_allclose(one, other, rtol=1e-9)


def test_every_student_has_a_station_of_their_own_and_the_verdicts_differ():
    ids = ["", *(f"student{number}" for number in range(30))]
    stations = [assignments.data("A4", name) for name in ids]
    for station, name in zip(stations, ids, strict=True):
        assert np.array_equal(station.series, assignments.data("A4", name.upper()).series)
        assert len(station.series) == sum(station.sizes) and (station.series > 0).all()
        assert station.starts.max() < station.sizes[2] - station.horizon + 1 <= station.starts.shape[1] * station.block
    numbers = [a4.own_numbers(station) for station in stations]
    assert len({round(found["naive_rmse"], 3) for found in numbers}) == len(ids)
    verdicts = [found["verdict"] for found in numbers]
    assert all(verdicts.count(verdict) >= 5 for verdict in (-1, 0, 1))
