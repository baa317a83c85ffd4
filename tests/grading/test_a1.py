"""A1, windows, splits and scaling: right answers have their marks, and every known mistake is caught."""

import numpy as np
import pytest
from in_process import Notebook
from suite import Suite

from unrolled import assignments
from unrolled.grading.checks import a1

NOTEBOOK = Notebook("A1_windows.ipynb")

VARIANTS = [
    (
        "windows",
        """
        def make_windows(series, window, horizon, target):
            spans = np.lib.stride_tricks.sliding_window_view(series, window + horizon, axis=0)
            return spans[:, :, :window].swapaxes(1, 2), spans[:, target, -1]
        """,
    ),
    (
        "windows",
        """
        def make_windows(series, window, horizon, target):
            X, y = [], []
            for end in range(window, len(series) - horizon + 1):
                X.append(series[end - window:end].tolist())
                y.append(series[end + horizon - 1][target])
            return [np.array(X), np.array(y)]
        """,
    ),
    (
        "split",
        """
        def split_in_order(series, sizes, context):
            borders = np.cumsum([0, *sizes])
            return [series[max(0, a - context) if a else 0:b].copy() for a, b in zip(borders, borders[1:])]
        """,
    ),
    (
        "split",
        """
        def split_in_order(series, sizes, context):
            train, validation, test = np.split(series, np.cumsum(sizes)[:-1])
            before = np.concatenate([train, validation])
            return (train, np.concatenate([train[len(train) - context:], validation]),
                    np.concatenate([before[len(before) - context:], test]))
        """,
    ),
    (
        "overlap",
        """
        def sees_training(train_starts, test_starts, span):
            used = set()
            for start in train_starts:
                used.update(range(start, start + span))
            return np.array([not used.isdisjoint(range(s, s + span)) for s in test_starts])
        """,
    ),
    (
        "scale",
        """
        def scale_parts(parts):
            mu = np.mean(parts[0], 0)
            sd = np.sqrt(np.mean((parts[0] - mu) ** 2, 0))
            sd[sd == 0] = 1
            return tuple((p - mu) / sd for p in parts), mu, sd
        """,
    ),
    (
        "scale",
        """
        from sklearn.preprocessing import StandardScaler

        def scale_parts(parts):
            scaler = StandardScaler().fit(parts[0])
            return [scaler.transform(part) for part in parts], scaler.mean_, scaler.scale_
        """,
    ),
    (
        "rmse",
        """
        def rmse_in_units(y, prediction, center, spread):
            y, prediction = (center + spread * a.reshape(-1) for a in (y, prediction))
            return float(np.linalg.norm(y - prediction) / len(y) ** 0.5)
        """,
    ),
    (
        "compare",
        """
        def compare_with_persistence(X, y, prediction, target):
            def error(a):
                return np.sqrt(((y - a) ** 2).mean())
            result = dict(model=error(prediction.squeeze()), persistence=error(X[:, -1, target]))
            result["better"] = result["model"] < result["persistence"]
            return result
        """,
    ),
]

mutant = NOTEBOOK.mutant
MUTANTS = [
    (
        "one window too few",
        "windows",
        mutant("windows", "- horizon + 1\n", "- horizon\n").replace("window + horizon - 1 :,", "window + horizon - 1 : -1,"),
    ),
    (
        "one window too many",
        "windows",
        mutant("windows", "len(series) - window - horizon + 1", "len(series) - window - horizon + 2").replace("start : start + window]", "min(start, len(series) - window) :][:window]"),
    ),
    ("horizon ignored", "windows", mutant("windows", "window + horizon - 1 :, target]", "window :, target][:n]")),
    (
        "horizon counted from the first hour after",
        "windows",
        mutant("windows", "horizon + 1\n", "horizon\n").replace("horizon - 1 :,", "horizon :,"),
    ),
    (
        "the last hour of the window as the answer",
        "windows",
        mutant("windows", "window + horizon - 1 :, target]", "window - 1 :, target][:n]"),
    ),
    ("target ignored", "windows", mutant("windows", "horizon - 1 :, target]", "horizon - 1 :, 0]")),
    ("last column as the target", "windows", mutant("windows", "horizon - 1 :, target]", "horizon - 1 :, -1]")),
    ("axes in another order", "windows", mutant("windows", "range(n)])", "range(n)]).swapaxes(1, 2)")),
    (
        "features and hours reshaped, not swapped",
        "windows",
        "def make_windows(series, window, horizon, target):\n    spans = np.lib.stride_tricks.sliding_window_view(series, window + horizon, axis=0)\n    X = spans[:, :, :window]\n    return X.reshape(len(X), window, -1), spans[:, target, -1]",
    ),
    ("the target column alone in X", "windows", mutant("windows", "start + window]", "start + window, [target]]")),
    ("y as a column", "windows", mutant("windows", ":, target]", ":, [target]]")),
    (
        "every hour up to the horizon",
        "windows",
        "def make_windows(series, window, horizon, target):\n    spans = np.lib.stride_tricks.sliding_window_view(series, window + horizon, axis=0)\n    return spans[:, :, :window].swapaxes(1, 2), spans[:, target, window:]",
    ),
    (
        "windows side by side",
        "windows",
        mutant("windows", "range(n)]", "range(0, n, window)]").replace(":, target]", "::window, target]"),
    ),
    (
        "shuffled windows",
        "windows",
        mutant("windows", "return X, series[window + horizon - 1 :, target]", "order = np.random.default_rng(0).permutation(n)\n    return X[order], series[window + horizon - 1 :, target][order]"),
    ),
    ("fails far ahead", "windows", mutant("windows", "    return X", "    assert horizon < 3\n    return X")),
    (
        "shuffled split",
        "split",
        mutant("split", "first, second =", "series = np.random.default_rng(0).permutation(series)\n    first, second ="),
    ),
    ("no context", "split", mutant("split", " - context", "")),
    (
        "context after the part",
        "split",
        mutant("split", "series[first - context : second]", "series[first : second + context]"),
    ),
    (
        "context taken from the part itself",
        "split",
        mutant("split", "series[first - context : second]", "series[first + context : second]"),
    ),
    ("context for the test part alone", "split", mutant("split", "first - context", "first")),
    (
        "context for training, from the end of the series",
        "split",
        mutant("split", "series[:first]", "np.concatenate([series[len(series) - context :], series[:first]])"),
    ),
    ("overlapping training part", "split", mutant("split", "series[:first]", "series[: first + context]")),
    (
        "test first",
        "split",
        "def split_in_order(series, sizes, context):\n    a, b, c = sizes\n    return series[c + b - context:], series[c - context:c + b], series[:c]",
    ),
    ("the test part loses its last hour", "split", mutant("split", "second - context :]", "second - context : -1]")),
    ("only the same start counts", "overlap", mutant("overlap", "distance < span", "distance == 0")),
    ("one row too many", "overlap", mutant("overlap", "distance < span", "distance <= span")),
    ("one row too few", "overlap", mutant("overlap", "distance < span", "distance < span - 1")),
    (
        "only training examples before",
        "overlap",
        mutant("overlap", "np.abs(", "(").replace("(distance < span)", "((distance >= 0) & (distance < span))"),
    ),
    (
        "only the last training example",
        "overlap",
        mutant("overlap", "np.asarray(train_starts)", "np.asarray(train_starts)[-1:]"),
    ),
    (
        "clean instead of contaminated",
        "overlap",
        mutant("overlap", "return (distance < span).any(axis=1)", "return (distance >= span).all(axis=1)"),
    ),
    ("any and all exchanged", "overlap", mutant("overlap", ".any(", ".all(")),
    ("one answer for each training example", "overlap", mutant("overlap", "axis=1", "axis=0")),
    (
        "scaler fitted on everything",
        "scale",
        mutant("scale", "center, spread = parts[0].mean(axis=0), parts[0].std(axis=0)", "whole = np.concatenate(parts)\n    center, spread = whole.mean(axis=0), whole.std(axis=0)"),
    ),
    (
        "scaler fitted on training and validation",
        "scale",
        mutant("scale", "center, spread = parts[0].mean(axis=0), parts[0].std(axis=0)", "whole = np.concatenate(parts[:2])\n    center, spread = whole.mean(axis=0), whole.std(axis=0)"),
    ),
    (
        "each part by itself",
        "scale",
        mutant("scale", "[(part - center) / spread for part in parts]", "[(part - part.mean(axis=0)) / part.std(axis=0) for part in parts]"),
    ),
    ("divided by N - 1", "scale", mutant("scale", ".std(axis=0)", ".std(axis=0, ddof=1)")),
    (
        "one mean for all columns",
        "scale",
        mutant("scale", "parts[0].mean(axis=0)", "np.full(parts[0].shape[1], parts[0].mean())"),
    ),
    (
        "one spread for all columns",
        "scale",
        mutant("scale", "parts[0].std(axis=0)", "np.full(parts[0].shape[1], parts[0].std())"),
    ),
    (
        "each row by itself",
        "scale",
        "def scale_parts(parts):\n    center, spread = parts[0].mean(axis=0), parts[0].std(axis=0)\n    return [(p - p.mean(1, keepdims=True)) / p.std(1, keepdims=True) for p in parts], center, spread",
    ),
    ("variance for the spread", "scale", mutant("scale", ".std(axis=0)", ".var(axis=0)")),
    ("range for the spread", "scale", mutant("scale", ", parts[0].std(axis=0)", ", np.ptp(parts[0], axis=0)")),
    (
        "constant column divided by zero",
        "scale",
        mutant("scale", "    spread = np.where(np.ptp(parts[0], axis=0) == 0, 1.0, spread)\n", ""),
    ),
    (
        "a little something against zero",
        "scale",
        mutant("scale", "np.where(np.ptp(parts[0], axis=0) == 0, 1.0, spread)", "spread + 1e-3"),
    ),
    (
        "parts overwritten",
        "scale",
        mutant("scale", "    return [(part - center)", "    for part in parts:\n        part -= center\n        part /= spread\n    return parts, center, spread\n    return [(part - center)"),
    ),
    (
        "training part left unscaled",
        "scale",
        mutant("scale", "return [(part - center) / spread for part in parts]", "return [parts[0], *((part - center) / spread for part in parts[1:])]"),
    ),
    ("RMSE on scaled data", "rmse", mutant("rmse", "spread * ", "")),
    ("center added to the error", "rmse", mutant("rmse", "spread * np.sqrt", "center + spread * np.sqrt")),
    ("scaled with the variance", "rmse", mutant("rmse", "spread * ", "spread**2 * ")),
    ("no root", "rmse", mutant("rmse", "np.sqrt(np.mean(error**2))", "np.mean(error**2)")),
    ("mean absolute error", "rmse", mutant("rmse", "np.sqrt(np.mean(error**2))", "np.mean(np.abs(error))")),
    ("sum instead of mean", "rmse", mutant("rmse", "np.mean(error**2)", "np.sum(error**2)")),
    ("(n, 1) minus (n,)", "rmse", mutant("rmse", "np.ravel(y) - np.ravel(prediction)", "y - prediction")),
    ("one error for each hour", "rmse", mutant("rmse", "np.mean(error**2)", "error**2")),
    ("spread of the predictions", "rmse", mutant("rmse", "error = ", "spread = np.std(y)\n    error = ")),
    ("mean of the window as baseline", "compare", mutant("compare", "X[:, -1, target]", "X[:, :, target].mean(axis=1)")),
    ("first hour of the window as baseline", "compare", mutant("compare", "X[:, -1, target]", "X[:, 0, target]")),
    ("first column as baseline", "compare", mutant("compare", "X[:, -1, target]", "X[:, -1, 0]")),
    ("mean of the answers as baseline", "compare", mutant("compare", "X[:, -1, target]", "np.full(len(y), y.mean())")),
    ("no baseline", "compare", mutant("compare", "bool(model < persistence)", "True")),
    ("verdict turned around", "compare", mutant("compare", "model < persistence", "model > persistence")),
    ("better by a tenth at least", "compare", mutant("compare", "model < persistence", "model < 0.9 * persistence")),
    ("better after rounding", "compare", mutant("compare", "model < persistence", "round(model, 2) < round(persistence, 2)")),
    ("a draw counts as better", "compare", mutant("compare", "model < persistence", "model <= persistence")),
    (
        "errors exchanged",
        "compare",
        mutant("compare", '"model": model, "persistence": persistence', '"model": persistence, "persistence": model'),
    ),
    (
        "(n, 1) minus (n,) in the comparison",
        "compare",
        mutant("compare", "model = rmse_in_units(y, prediction, 0, 1)", "model = np.sqrt(np.mean((y - prediction) ** 2))"),
    ),
    ("counted without the horizon", "own", mutant("own", "405", "407")),
    ("center of the whole series", "own", mutant("own", "64.6846", "60.4445")),
    ("persistence at horizon 1", "own", mutant("own", "3.92871", "2.76282")),
    ("typed with two digits", "own", mutant("own", "3.92871", "3.9")),
]


class TestA1(Suite):
    notebook, module, variants, mutants = NOTEBOOK, a1, VARIANTS, MUTANTS
    alike = 1  # two series may be equally long

    def test_who_miscounts_is_told_to_count(self):
        _, one_too_few = self.cases("mutant")["one window too few"]
        assert "count the first and the last" in self.result("windows", one_too_few).said
        in_x_alone = self.result("windows", mutant("windows", "- horizon + 1\n", "- horizon\n"))
        assert "count the first and the last" in in_x_alone.said and in_x_alone.points == 2

    def test_the_sandbox_gives_the_same_marks(self, sandboxed):
        work = NOTEBOOK.answers | {"overlap": NOTEBOOK.stubs["overlap"], "rmse": mutant("rmse", "spread * ", "")}
        self.assert_graded(work, {"overlap": 0, "rmse": 0})


def test_every_student_has_data_of_their_own_and_always_the_same():
    ids = ["", *(f"student{number}" for number in range(40))]
    loads = [assignments.data("A1", name) for name in ids]
    for load, name in zip(loads, ids, strict=True):
        assert np.array_equal(load.series, assignments.data("A1", name.upper()).series)
        assert len(load.series) == sum(load.sizes) and np.isfinite(load.series).all()
        assert min(load.sizes) > load.window + load.horizon
        center = a1.own_numbers(load)["center"]
        assert abs(load.series[:, 0].mean() / center - 1) > 0.01  # a leaking scaler is seen
    assert len({round(a1.own_numbers(load)["persistence_rmse"], 3) for load in loads}) == len(ids)


@pytest.mark.parametrize(("assignment", "student_id", "said"), [("A9", "", "A1"), ("A1", 123, "quotation marks")])
def test_bad_requests_are_explained(assignment, student_id, said):
    with pytest.raises(ValueError, match=said):
        assignments.data(assignment, student_id)
