"""A5, battery life with intervals: right answers have their marks, and every known mistake is caught."""

import numpy as np
import pytest
from in_process import Direct, Notebook, run_all
from suite import SEEDS, Suite

from unrolled import assignments, battery, forecasting
from unrolled.grading.checks import a5

NOTEBOOK = Notebook("A5_battery_life.ipynb")

VARIANTS = [
    (
        "own",
        """
        def my_numbers():
            return dict(ended=96, error=136.285, baseline=147.8, coverage=0.902439, width=546.723, score=602.478)
        """,
    ),
    (
        "life",
        """
        def life_and_rul(capacity, limit, run, now):
            lives = []
            for curve in capacity:
                count, life = 0, float("inf")
                for cycle, value in enumerate(curve):
                    count = count + 1 if value <= limit else 0
                    if count == run:
                        life = cycle - run + 1
                        break
                lives.append(life)
            return np.array(lives), np.array([max(0, life - now) for life in lives])
        """,
    ),
    (
        "life",
        """
        def life_and_rul(capacity, limit, run, now):
            low = np.cumsum(np.pad(capacity <= limit, ((0, 0), (1, 0))), axis=1)
            full = low[:, run:] - low[:, :-run] == run
            life = np.full(len(capacity), np.inf)
            cell, cycle = np.nonzero(full)
            np.minimum.at(life, cell, cycle)
            return [life, np.where(life > now, life - now, 0.0)]
        """,
    ),
    (
        "split",
        """
        def split_by_cell(cells, order, sizes):
            part = {cell: int(place >= sizes[0]) + int(place >= sizes[0] + sizes[1]) for place, cell in enumerate(order)}
            parts = [[], [], []]
            for row, cell in enumerate(cells):
                parts[part[cell]].append(row)
            return tuple(np.array(rows, dtype=int) for rows in parts)
        """,
    ),
    (
        "split",
        """
        def split_by_cell(cells, order, sizes):
            rank = np.argsort(order)[np.searchsorted(np.sort(order), cells)]
            part = np.digitize(rank, np.cumsum(sizes[:2]))
            return [np.where(part == number)[0] for number in range(3)]
        """,
    ),
    (
        "features",
        """
        import math

        def early_features(capacity, now):
            known, h = capacity[:, :now], now // 2
            rows = []
            for curve in known:
                first, second = (max(0.001, 1 - sorted(part)[4] / 2 - sorted(part)[5] / 2) for part in (curve[h - 10:h], curve[-10:]))
                rows.append([math.log(first), math.log(second), 10_000 * (second - first) / (now - h)])
            return np.array(rows)
        """,
    ),
    (
        "baselines",
        """
        def baseline_forecasts(capacity, limit, now, rul_train):
            mean, lines = sum(rul_train) / len(rul_train), []
            c = np.arange(now) - (now - 1) / 2
            for curve in capacity[:, :now]:
                slope = c @ curve / (c @ c)
                at_now = curve.mean() + slope * (now + 1) / 2
                lines.append(max(0.0, (at_now - limit) / -slope) if slope < 0 else np.inf)
            return dict(line=np.array(lines), mean=np.repeat(mean, len(capacity)))
        """,
    ),
    (
        "ridge",
        """
        from sklearn.linear_model import Ridge
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler

        def ridge_forecast(X, rul, X_new, strength):
            model = make_pipeline(StandardScaler(), Ridge(alpha=strength))
            return np.exp(model.fit(X, np.log(rul)).predict(X_new))
        """,
    ),
    (
        "ridge",
        """
        def ridge_forecast(X, rul, X_new, strength):
            mu = np.mean(X, 0)
            sd = np.sqrt(np.mean((X - mu) ** 2, 0))
            sd[sd == 0] = 1
            m, d = X.shape
            # the penalty as d further rows, with an intercept column that is not penalized
            A = np.block([[np.ones((m, 1)), (X - mu) / sd], [np.zeros((d, 1)), strength**0.5 * np.eye(d)]])
            answer = np.concatenate([np.log(rul), np.zeros(d)])
            w = np.linalg.lstsq(A, answer, rcond=None)[0]
            return np.exp(w[0] + (X_new - mu) / sd @ w[1:])
        """,
    ),
    (
        "intervals",
        """
        def life_intervals(rul, forecast, parts, level):
            train, calibration, test = parts
            misses = sorted(abs(np.log(rul[row]) - np.log(forecast[row])) for row in calibration) + [np.inf]
            alpha = 1 - level
            s = misses[min(len(calibration), int(np.ceil((len(calibration) + 1) * (1 - alpha))) - 1)]
            return np.exp(np.log(forecast[test]) - s), np.exp(np.log(forecast[test]) + s)
        """,
    ),
    (
        "intervals",
        """
        def life_intervals(rul, forecast, parts, level):
            ratio = rul[parts[1]] / forecast[parts[1]]
            scores = np.append(np.maximum(ratio, 1 / ratio), np.inf)  # the new cell may be the worst of all
            factor = np.quantile(scores, level, method="inverted_cdf")
            return [forecast[parts[2]] / factor, forecast[parts[2]] * factor]
        """,
    ),
    (
        "judge",
        """
        def judge(rul, forecast, low, high, baselines, level):
            def off(guess):
                return float(np.median(abs(rul - guess)))
            found = {"error": off(forecast), "baseline": sorted(map(off, baselines.values()))[0]}
            found["better"] = found["baseline"] > found["error"]
            alpha, n = 1 - level, len(rul)
            found["coverage"] = 1 - (np.sum(rul < low) + np.sum(rul > high)) / n
            found["width"] = sum(high - low) / n
            miss = (low - rul) * (rul < low) + (rul - high) * (rul > high)
            found["score"] = found["width"] + 2 / alpha * miss.mean()
            return found
        """,
    ),
]

mutant = NOTEBOOK.mutant
KNOWN = "capacity[:, end - 10 : end]"
LINE = "np.polyfit(np.arange(now), capacity[:, :now].T, 1)"
SPREAD = "    spread = np.where(np.ptp(X, axis=0) == 0, 1.0, spread)\n"
SCORES = "np.sort(np.abs(np.log(rul[calibration] / forecast[calibration])))"
RANK = "int(np.ceil((len(scores) + 1) * level))"
REACH = "np.exp(scores[rank - 1]) if rank <= len(scores) else np.inf"
MUTANTS = [
    ("the first low measurement", "life", mutant("life", "(below, run, axis=1)", "(below, 1, axis=1)")),
    ("one cycle too few", "life", mutant("life", "(below, run, axis=1)", "(below, run - 1, axis=1)")),
    ("one cycle too many", "life", mutant("life", "(below, run, axis=1)", "(below, run + 1, axis=1)")),
    ("the cycle at which it has stayed", "life", mutant("life", "spans.argmax(axis=1),", "spans.argmax(axis=1) + run - 1,")),
    ("counted from 1", "life", mutant("life", "spans.argmax(axis=1),", "spans.argmax(axis=1) + 1,")),
    ("below, not at the limit", "life", mutant("life", "capacity <= limit", "capacity < limit")),
    (
        "must stay to the end of the record",
        "life",
        mutant("life", "spans = ", "below = np.cumprod((below | np.isnan(capacity))[:, ::-1], axis=1)[:, ::-1] == 1\n    below &= ~np.isnan(capacity)\n    spans = "),
    ),
    ("low measurements counted, not in a row", "life", mutant("life", ".all(axis=2)", ".any(axis=2) & (np.cumsum(below, axis=1)[:, run - 1 :] >= run)")),
    ("a mean over the run", "life", mutant("life", "    below = capacity <= limit  # False for NaN\n", "").replace("(below, run, axis=1).all(axis=2)", "(capacity, run, axis=1).mean(axis=2) <= limit")),
    ("NaN as a low capacity", "life", mutant("life", "capacity <= limit", "~(capacity > limit)")),
    ("NaN filled with zero", "life", mutant("life", "capacity <= limit", "np.nan_to_num(capacity) <= limit")),
    ("never is cycle 0", "life", mutant("life", "np.where(spans.any(axis=1), spans.argmax(axis=1), np.inf)", "spans.argmax(axis=1)")),
    ("never is -1", "life", mutant("life", ", np.inf)", ", -1)")),
    ("never is NaN", "life", mutant("life", ", np.inf)", ", np.nan)")),
    ("never is the last column", "life", mutant("life", ", np.inf)", ", capacity.shape[1])")),
    ("never is the end of the record", "life", mutant("life", ", np.inf)", ", (~np.isnan(capacity)).sum(axis=1))")),
    ("less than nothing is left", "life", mutant("life", "np.maximum(life - now, 0)", "life - now")),
    ("one cycle more is left", "life", mutant("life", "life - now,", "life - now + 1,")),
    ("rounded to two digits", "life", mutant("life", "capacity <= limit", "np.round(capacity, 2) <= limit")),
    ("life for what is left", "life", mutant("life", "np.maximum(life - now, 0)", "life")),
    ("life and rul exchanged", "life", mutant("life", "return life, np.maximum(life - now, 0)", "return np.maximum(life - now, 0), life")),
    (
        "split by row",
        "split",
        "def split_by_cell(cells, order, sizes):\n    ends = np.round(len(cells) * np.cumsum(sizes) / sum(sizes)).astype(int)\n    return np.split(np.arange(len(cells)), ends[:-1])",
    ),
    (
        "rows dealt at random",
        "split",
        "def split_by_cell(cells, order, sizes):\n    rows = np.random.default_rng(0).permutation(len(cells))\n    ends = np.round(len(cells) * np.cumsum(sizes) / sum(sizes)).astype(int)\n    return [np.sort(part) for part in np.split(rows, ends[:-1])]",
    ),
    ("sizes count rows", "split", "def split_by_cell(cells, order, sizes):\n    return np.split(np.arange(len(cells)), np.cumsum(sizes)[:-1])"),
    ("the lottery ignored", "split", mutant("split", "np.split(order,", "np.split(np.sort(order),")),
    ("cells in the order of the table", "split", mutant("split", "np.split(order,", "np.split(np.array(list(dict.fromkeys(cells.tolist()))),")),
    ("test drawn first", "split", mutant("split", "for part in drawn", "for part in drawn[::-1]")),
    ("the last cell of the lottery lost", "split", mutant("split", "sizes[0] + sizes[1]]", "sizes[0] + sizes[1], len(order) - 1]").replace("in drawn", "in drawn[:3]")),
    ("a cell in two parts", "split", mutant("split", "drawn = np.split(order, [sizes[0], sizes[0] + sizes[1]])", "a, b = sizes[0], sizes[0] + sizes[1]\n    drawn = order[: a + 1], order[a:b], order[b:]")),
    ("the second border forgets the first", "split", mutant("split", "[sizes[0], sizes[0] + sizes[1]]", "[sizes[0], max(sizes[0], sizes[1])]")),
    ("one row for each cell", "split", mutant("split", "np.flatnonzero(np.isin(cells, part))", "np.sort([np.argmax(cells == cell) for cell in part])")),
    ("numbers of cells, not of rows", "split", mutant("split", "np.flatnonzero(np.isin(cells, part))", "part")),
    ("rows in the order of the lottery", "split", mutant("split", "np.flatnonzero(np.isin(cells, part))", "np.concatenate([np.flatnonzero(cells == cell) for cell in part])")),
    ("masks, not row numbers", "split", mutant("split", "np.flatnonzero(np.isin(cells, part))", "np.isin(cells, part)")),
    ("one cycle too far", "features", mutant("features", "(half, now)", "(half, min(now + 1, capacity.shape[1]))")),
    ("the whole record", "features", mutant("features", "half, fades = now // 2, []", "now = capacity.shape[1]\n    half, fades = now // 2, []")),
    ("scaled by later cycles", "features", mutant("features", "1 - np.median", "np.nanmax(capacity, axis=1) / np.nanmax(capacity[:, :now], axis=1) - np.median")),
    ("smoothed across now", "features", mutant("features", KNOWN, "capacity[:, end - 10 : end + 3]")),
    ("a mean sees recoveries", "features", mutant("features", "np.median", "np.mean")),
    ("one measurement for ten", "features", mutant("features", KNOWN, "capacity[:, end - 1 : end]")),
    ("nine cycles", "features", mutant("features", KNOWN, "capacity[:, end - 9 : end]")),
    ("the first half rounded up", "features", mutant("features", "now // 2", "(now + 1) // 2")),
    ("from the first cycles on", "features", mutant("features", "for end in (half, now)", "for end in (10, now)")),
    ("no floor", "features", mutant("features", "np.maximum(fade, 0.001)", "np.where(fade > 0, fade, fade.min())")),
    ("NaN of a new cell", "features", mutant("features", "np.maximum(fade, 0.001)", "fade")),
    ("a floor under negative fades alone", "features", mutant("features", "np.maximum(fade, 0.001)", "np.where(fade <= 0, 0.001, fade)")),
    ("a floor in the logarithms alone", "features", mutant("features", "np.maximum(fade, 0.001)", "fade").replace("np.log(fades[0]), np.log(fades[1])", "*np.log(np.maximum(fades, 0.001))")),
    ("absolute value for a floor", "features", mutant("features", "np.maximum(fade, 0.001)", "np.abs(fade)")),
    ("capacity for fade", "features", mutant("features", "fade = 1 - ", "fade = ")),
    ("no logarithm", "features", mutant("features", "np.log(fades[1])", "fades[1]")),
    ("growth over the first half's cycles", "features", mutant("features", "(now - half)", "half")),
    ("growth over all cycles", "features", mutant("features", "(now - half)", "now")),
    ("growth turned around", "features", mutant("features", "fades[1] - fades[0]", "fades[0] - fades[1]")),
    ("cells as columns", "features", mutant("features", "growth], axis=1)", "growth], axis=0)")),
    (
        "the record overwritten",
        "features",
        mutant("features", "    half,", "    capacity[capacity > 0.999] = 0.999\n    half,"),
    ),
    ("median for the mean", "baselines", mutant("baselines", "np.mean(rul_train)", "np.median(rul_train)")),
    ("mean of the logarithms", "baselines", mutant("baselines", "np.mean(rul_train)", "np.exp(np.mean(np.log(rul_train)))")),
    ("one number for all cells", "baselines", mutant("baselines", "np.full(len(capacity), np.mean(rul_train))", "np.mean(rul_train)")),
    ("mean life, now taken off again", "baselines", mutant("baselines", "np.mean(rul_train)", "np.mean(rul_train) - now")),
    ("a line through later cycles", "baselines", mutant("baselines", LINE, "np.polyfit(np.arange(capacity.shape[1]), capacity.T, 1)")),
    ("a line through one cycle more", "baselines", mutant("baselines", LINE, "np.polyfit(np.arange(now + 1), capacity[:, : now + 1].T, 1)")),
    ("a line through two cycles", "baselines", mutant("baselines", LINE, "(capacity[:, now - 1] - capacity[:, 0]) / (now - 1), capacity[:, 0]")),
    ("counted from 1 in the line", "baselines", mutant("baselines", "np.arange(now),", "np.arange(1, now + 1),")),
    ("life for what the line leaves", "baselines", mutant("baselines", "/ slope - now", "/ slope")),
    ("to zero instead of the limit", "baselines", mutant("baselines", "(limit - start)", "(0 - start)")),
    ("down to the limit from 1", "baselines", mutant("baselines", "(limit - start)", "(limit - 1)")),
    ("less than nothing by the line", "baselines", mutant("baselines", "np.maximum((limit - start) / slope - now, 0)", "(limit - start) / slope - now")),
    ("a rising line ends at once", "baselines", mutant("baselines", "np.where(slope < 0, left, np.inf)", "left")),
    ("a rising line is the mean", "baselines", mutant("baselines", "left, np.inf)", "left, np.mean(rul_train))")),
    ("a parabola", "baselines", mutant("baselines", "slope, start = " + LINE, "_, slope, start = np.polyfit(np.arange(now), capacity[:, :now].T, 2)")),
    (
        "scaled with the new cells too",
        "ridge",
        mutant("ridge", "center, spread = X.mean(axis=0), X.std(axis=0)", "whole = np.concatenate([X, X_new])\n    center, spread = whole.mean(axis=0), whole.std(axis=0)"),
    ),
    ("new cells scaled by themselves", "ridge", mutant("ridge", "(X_new - center) / spread", "(X_new - X_new.mean(axis=0)) / np.maximum(X_new.std(axis=0), 1e-9)")),
    ("new cells not scaled", "ridge", mutant("ridge", "(X_new - center) / spread", "X_new")),
    ("nothing scaled", "ridge", mutant("ridge", SPREAD, "    center, spread = 0 * center, 1 + 0 * spread\n")),
    ("shifted, not divided", "ridge", mutant("ridge", SPREAD, "    spread = 1.0\n")),
    ("divided by N - 1", "ridge", mutant("ridge", "X.std(axis=0)", "X.std(axis=0, ddof=1)")),
    ("a constant feature divided by zero", "ridge", mutant("ridge", SPREAD, "")),
    ("a little something against zero", "ridge", mutant("ridge", SPREAD, "    spread = spread + 1e-3\n")),
    ("cycles, not their logarithm", "ridge", mutant("ridge", "np.log(rul)", "rul").replace("np.exp(logs.mean() + Z_new @ weights)", "logs.mean() + Z_new @ weights")),
    ("still in logarithms", "ridge", mutant("ridge", "np.exp(logs.mean() + Z_new @ weights)", "logs.mean() + Z_new @ weights")),
    ("another base", "ridge", mutant("ridge", "np.log(rul)", "np.log10(rul)")),
    ("log of 1 + y", "ridge", mutant("ridge", "np.log(rul)", "np.log1p(rul)").replace("np.exp(logs.mean() + Z_new @ weights)", "np.expm1(logs.mean() + Z_new @ weights)")),
    ("no intercept", "ridge", mutant("ridge", "logs - logs.mean()", "logs").replace("np.exp(logs.mean() + ", "np.exp(")),
    (
        "the intercept penalized",
        "ridge",
        mutant("ridge", "logs = np.log(rul)\n", "logs = np.log(rul)\n    Z, Z_new = (np.column_stack([np.ones(len(a)), a]) for a in (Z, Z_new))\n").replace("np.eye(X.shape[1])", "np.eye(X.shape[1] + 1)").replace("logs - logs.mean()", "logs").replace("np.exp(logs.mean() + ", "np.exp("),
    ),
    ("not penalized", "ridge", mutant("ridge", "strength * ", "0 * ")),
    ("penalized by the square", "ridge", mutant("ridge", "strength * ", "strength**2 * ")),
    ("penalized for a mean", "ridge", mutant("ridge", "strength * ", "len(X) * strength * ")),
    ("every entry penalized", "ridge", mutant("ridge", "strength * np.eye(X.shape[1])", "strength")),
    ("mean of the lives for the intercept", "ridge", mutant("ridge", "np.exp(logs.mean() + ", "np.mean(rul) * np.exp(")),
    ("half the variance added", "ridge", mutant("ridge", "np.exp(logs.mean() + Z_new @ weights)", "np.exp(logs.mean() + Z_new @ weights + np.var(logs - logs.mean() - Z @ weights) / 2)")),
    ("features overwritten", "ridge", mutant("ridge", "    logs =", "    X -= center\n    logs =")),
    ("plain quantile", "intervals", mutant("intervals", REACH, "np.exp(np.quantile(scores, level)) if rank <= len(scores) else np.inf")),
    ("plain quantile, next higher", "intervals", mutant("intervals", REACH, 'np.exp(np.quantile(scores, level, method="higher")) if rank <= len(scores) else np.inf')),
    ("the quantile of the tutorials", "intervals", mutant("intervals", REACH, 'np.exp(np.quantile(scores, rank / len(scores), method="higher")) if rank <= len(scores) else np.inf')),
    ("rank rounded", "intervals", mutant("intervals", RANK, "round((len(scores) + 1) * level)")),
    ("rank among n", "intervals", mutant("intervals", RANK, "int(np.ceil(len(scores) * level))")),
    ("rank cut off", "intervals", mutant("intervals", RANK, "int((len(scores) + 1) * level)")),
    ("rank one too high where it is whole", "intervals", mutant("intervals", RANK, "int((len(scores) + 1) * level) + 1")),
    ("rank counted from 0", "intervals", mutant("intervals", "scores[rank - 1]", "scores[min(rank, len(scores) - 1)]")),
    ("alpha for the level", "intervals", mutant("intervals", RANK, "int(np.ceil((len(scores) + 1) * (1 - level)))")),
    ("half of alpha on each side", "intervals", mutant("intervals", RANK, "int(np.ceil((len(scores) + 1) * (1 + level) / 2))")),
    ("largest score first", "intervals", mutant("intervals", "scores[rank - 1]", "scores[::-1][rank - 1]")),
    ("not sorted", "intervals", mutant("intervals", "np.sort(np.abs(", "(np.abs(")),
    ("the mean score", "intervals", mutant("intervals", "scores[rank - 1]", "scores.mean()")),
    ("two standard deviations", "intervals", mutant("intervals", "scores[rank - 1]", "(1.64 * scores.std())")),
    ("calibrated on training cells", "intervals", mutant("intervals", "_, calibration, test", "calibration, _, test")),
    ("calibrated on test cells", "intervals", mutant("intervals", "parts\n", "parts\n    calibration = test\n")),
    ("calibrated on training and calibration cells", "intervals", mutant("intervals", "parts\n", "parts\n    calibration = np.concatenate(parts[:2])\n")),
    ("calibrated on everything", "intervals", mutant("intervals", "parts\n", "parts\n    calibration = np.arange(len(rul))\n")),
    ("intervals of the calibration cells", "intervals", mutant("intervals", "forecast[test] / reach, forecast[test] * reach", "forecast[calibration][: len(test)] / reach, forecast[calibration][: len(test)] * reach")),
    ("intervals around the truth", "intervals", mutant("intervals", "forecast[test] / reach, forecast[test] * reach", "rul[test] / reach, rul[test] * reach")),
    ("scores with a sign", "intervals", mutant("intervals", "np.abs(np.log(rul[calibration] / forecast[calibration]))", "np.log(rul[calibration] / forecast[calibration])")),
    ("only cells that live longer", "intervals", mutant("intervals", "np.abs(", "np.maximum(0, ")),
    ("one-sided, upward", "intervals", mutant("intervals", "return forecast[test] / reach", "return forecast[test]")),
    ("one-sided, down to 0", "intervals", mutant("intervals", "return forecast[test] / reach", "return 0 * forecast[test]")),
    (
        "cycles, not factors",
        "intervals",
        mutant("intervals", SCORES, "np.sort(np.abs(rul[calibration] - forecast[calibration]))").replace("np.exp(scores[rank - 1])", "scores[rank - 1]").replace("forecast[test] / reach, forecast[test] * reach", "forecast[test] - reach, forecast[test] + reach"),
    ),
    (
        "percent of the forecast",
        "intervals",
        mutant("intervals", SCORES, "np.sort(np.abs(rul[calibration] / forecast[calibration] - 1))").replace("np.exp(scores[rank - 1])", "1 + scores[rank - 1]").replace("forecast[test] / reach", "forecast[test] * (2 - reach)"),
    ),
    ("low and high exchanged", "intervals", mutant("intervals", "return forecast[test] / reach, forecast[test] * reach", "return forecast[test] * reach, forecast[test] / reach")),
    ("too few cells: the largest score", "intervals", mutant("intervals", "else np.inf", "else np.exp(scores[-1])")),
    ("too few cells: no interval", "intervals", mutant("intervals", "else np.inf", "else np.nan")),
    ("too few cells: the forecast alone", "intervals", mutant("intervals", "else np.inf", "else 1.0")),
    ("too few cells: an exception", "intervals", mutant("intervals", REACH, "np.exp(scores[rank - 1])")),
    ("calibration cells sorted in place", "intervals", mutant("intervals", SCORES, "np.log(rul[calibration] / forecast[calibration])").replace("scores = np.log", "rul[calibration] = np.sort(rul[calibration])\n    scores = np.log")),
    ("the best baseline of each cell", "judge", mutant("judge", "min(np.median(np.abs(other - rul)) for other in baselines.values())", "np.median(np.min([np.abs(other - rul) for other in baselines.values()], axis=0))")),
    ("infinite forecasts left out", "judge", mutant("judge", "np.median(np.abs(other - rul)) for", "np.median(np.abs(other - rul)[np.isfinite(other)]) for")),
    ("mean for the median", "judge", mutant("judge", "error = np.median(", "error = np.mean(")),
    ("median of errors with a sign", "judge", mutant("judge", "np.median(np.abs(forecast - rul))", "np.abs(np.median(forecast - rul))")),
    ("the first baseline alone", "judge", mutant("judge", "for other in baselines.values())", "for other in list(baselines.values())[:1])")),
    ("the mean alone", "judge", mutant("judge", "for other in baselines.values())", 'for other in [baselines["mean"]])').replace("error < baseline", "error < np.median(np.abs(list(baselines.values())[0] - rul))")),
    ("the worst baseline", "judge", mutant("judge", "baseline = min(", "baseline = max(")),
    ("baseline that is always infinite", "judge", mutant("judge", "baseline = min(", "baseline = sum(")),
    ("no baseline", "judge", mutant("judge", "bool(error < baseline)", "True")),
    ("verdict turned around", "judge", mutant("judge", "error < baseline", "error > baseline")),
    ("a draw counts as better", "judge", mutant("judge", "error < baseline", "error <= baseline")),
    ("ends outside", "judge", mutant("judge", "(low <= rul) & (rul <= high)", "(low < rul) & (rul < high)")),
    ("only the upper end", "judge", mutant("judge", "(low <= rul) & (rul <= high)", "rul <= high")),
    ("is the forecast inside?", "judge", mutant("judge", "(low <= rul) & (rul <= high)", "(low <= forecast) & (forecast <= high)")),
    ("share outside", "judge", mutant("judge", "np.mean((low", "1 - np.mean((low")),
    ("a count, not a share", "judge", mutant("judge", "np.mean((low", "np.sum((low")),
    ("median width", "judge", mutant("judge", '"width": np.mean(high - low)', '"width": np.median(high - low)')),
    ("half the width", "judge", mutant("judge", '"width": np.mean(high - low)', '"width": np.mean(high - low) / 2')),
    ("width of those that hold", "judge", mutant("judge", '"width": np.mean(high - low)', '"width": np.mean((high - low)[(low <= rul) & (rul <= high)])')),
    ("level for alpha", "judge", mutant("judge", "2 / (1 - level)", "2 / level")),
    ("alpha on each side", "judge", mutant("judge", "2 / (1 - level)", "1 / (1 - level)")),
    ("a miss costs the same however far", "judge", mutant("judge", "(1 - level) * outside", "(1 - level) * (outside > 0)")),
    ("only misses upward", "judge", mutant("judge", "np.maximum(low - rul, 0) + ", "")),
    ("only misses downward", "judge", mutant("judge", " + np.maximum(rul - high, 0)", "")),
    ("misses that are paid back", "judge", mutant("judge", "np.maximum(low - rul, 0) + np.maximum(rul - high, 0)", "np.maximum(low - rul, rul - high)")),
    ("score without the width", "judge", mutant("judge", "np.mean(high - low + 2", "np.mean(2")),
    ("a sum of scores", "judge", mutant("judge", '"score": np.mean(', '"score": np.sum(')),
    ("trained on test cells", "own", mutant("own", "136.285", "102.837").replace("0.902439", "1.0")),
    ("scaled with all cells, my numbers", "own", mutant("own", "136.285", "123.697").replace("0.902439", "0.975610")),
    ("trained on calibration cells too", "own", mutant("own", "546.723", "638.381").replace("0.902439", "0.975610").replace("602.478", "669.322")),
    ("the mean of the errors, and the worse baseline", "own", mutant("own", "147.8", "223.171")),
    ("calibrated on training cells, my numbers", "own", mutant("own", "0.902439", "0.609756").replace("546.723", "336.698").replace("602.478", "687.620")),
    ("plain quantile, my numbers", "own", mutant("own", "0.902439", "0.853659").replace("546.723", "522.204").replace("602.478", "593.890")),
    ("features that look at later cycles", "own", mutant("own", "136.285", "139.408").replace("0.902439", "0.780488")),
    ("all cells counted as ended", "own", mutant("own", "96", "112")),
    ("typed with two digits", "own", mutant("own", "136.285", "140")),
]


class TestA5(Suite):
    notebook, module, variants, mutants = NOTEBOOK, a5, VARIANTS, MUTANTS

    def test_a_single_mistake_costs_no_more_than_its_own_points(self):
        """Somebody who makes one of these understood the rul of the question."""
        for mistake, points in {
            "never is -1": 2,
            "less than nothing is left": 2,
            "the lottery ignored": 1,
            "the whole record": 2,
            "no floor": 2,
            "a floor under negative fades alone": 2,
            "a floor in the logarithms alone": 2,
            "the first half rounded up": 2,
            "growth over the first half's cycles": 2,
            "a constant feature divided by zero": 2,
            "rank among n": 1,
            "too few cells: an exception": 3,
            "a draw counts as better": 2,
            "level for alpha": 2,
        }.items():
            name, answer = self.cases("mutant")[mistake]
            assert [self.result(name, answer, seed).points for seed in SEEDS] == [points] * len(SEEDS), mistake

    def test_the_sandbox_gives_the_same_marks(self, sandboxed):
        _, without_floor = self.cases("mutant")["no floor"]
        work = NOTEBOOK.answers | {"split": NOTEBOOK.stubs["split"], "features": without_floor}
        self.assert_graded(work, {"split": 0, "features": 2})


def test_numbers_that_are_older_than_the_id_are_noticed_before_they_are_handed_in():
    with pytest.raises(AssertionError, match="older than your id"):
        run_all(NOTEBOOK, {"student-id": 'STUDENT_ID = "ab123"'})


def test_the_intervals_are_those_of_the_course():
    """The reference that marks, against the package's own conformal intervals and coverage."""
    ask = Direct(a5.ASSIGNMENT.setup, *NOTEBOOK.answers.values())
    rng = np.random.default_rng(3)
    forecast = rng.lognormal(6, 0.5, size=60)
    rul = forecast * rng.lognormal(0, 0.4, size=60)
    parts = np.split(np.arange(60), [20, 40])
    low, high = ask("life_intervals", rul, forecast, parts, 0.9)
    said = np.log(forecast)
    ends = battery.conformal_interval(np.log(rul[20:40]), said[20:40], said[20:40], said[40:], said[40:], level=0.9)
    assert np.allclose([low, high], np.exp(ends))
    found = ask("judge", rul[40:], forecast[40:], low, high, {"mean": forecast[40:] + 1}, 0.9)
    assert np.isclose(found["coverage"], forecasting.coverage(rul[40:], low, high))
    assert np.isclose(found["width"], forecasting.width(low, high))


def test_the_score_is_smallest_for_the_true_quantiles():
    ask = Direct(a5.ASSIGNMENT.setup, *NOTEBOOK.answers.values())
    rul = np.random.default_rng(4).uniform(0, 100, size=4000)
    ones = np.ones(4000)

    def score(low, high):
        return ask("judge", rul, 50 * ones, low * ones, high * ones, {"mean": 50 * ones}, 0.8)["score"]

    assert score(10, 90) < min(score(5, 95), score(15, 85), score(20, 100), score(0, 80))


def test_every_student_has_a_fleet_of_their_own_and_always_the_same():
    ids = ["", *(f"student{number}" for number in range(40))]
    fleets = [assignments.data("A5", name) for name in ids]
    numbers = [a5.own_numbers(fleet) for fleet in fleets]
    for fleet, name in zip(fleets, ids, strict=True):
        again = assignments.data("A5", f" {name.upper()}")
        assert np.array_equal(fleet.capacity, again.capacity, equal_nan=True)
        assert np.array_equal(np.sort(fleet.order), fleet.serial) and len(fleet.capacity) == sum(fleet.sizes)
        assert len(np.unique(fleet.serial)) == len(fleet.serial)
        assert not np.isnan(fleet.capacity[:, : fleet.now]).any()
    for name in ("error", "width", "score"):
        assert len({round(found[name], 3) for found in numbers}) == len(ids)
    # What the assignment says of the fleets: other cells help, intervals hold on average, some cells do not end.
    assert np.mean([found["error"] < found["baseline"] for found in numbers]) > 0.85
    assert abs(np.mean([found["coverage"] - fleet.level for found, fleet in zip(numbers, fleets, strict=True)])) < 0.04
    assert all(found["ended"] < len(fleet.capacity) for found, fleet in zip(numbers, fleets, strict=True))


@pytest.mark.parametrize("name", ["", "ab123", "cd456"])
def test_a_leak_shows_in_the_numbers(name):
    fleet = assignments.data("A5", name)
    life = a5._lives(fleet.capacity, fleet.limit, fleet.run)
    rul, right = np.maximum(life - fleet.now, 0), a5.own_numbers(fleet)
    train, calibration, test = (part[np.isfinite(life[part])] for part in a5._split(fleet.serial, fleet.order, fleet.sizes))
    X = a5._features(fleet.capacity, fleet.now)

    def numbers(learn, tune, features):
        forecast = a5._ridge(features[learn], rul[learn], features, 1.0)
        low, high = a5._intervals(rul, forecast, (learn, tune, test), fleet.level)
        return np.median(abs(forecast - rul)[test]), np.mean(high - low)

    assert np.allclose(numbers(train, calibration, X), (right["error"], right["width"]))
    for leaking in (
        numbers(train, train, X),
        numbers(np.concatenate([train, calibration]), calibration, X),
        numbers(train, calibration, a5._features(fleet.capacity, fleet.now + 10)),
    ):
        assert not np.allclose(leaking, (right["error"], right["width"]), rtol=2e-3)
