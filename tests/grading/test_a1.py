"""A1, windows, splits and scaling: right answers have their marks, and every known mistake is caught."""

import textwrap

import numpy as np
import pytest
from in_process import SEEDS, Notebook, result, run_all

from unrolled import assignments
from unrolled.grading.checks.a1 import ASSIGNMENT, checks, own_numbers
from unrolled.grading.oracle import grade

NOTEBOOK = Notebook("A1_windows.ipynb")
FULL = {question.name: question.points for question in ASSIGNMENT.questions}

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

_ = NOTEBOOK.mutant
MUTANTS = [
    ("one window too few", "windows", _("windows", "- horizon + 1\n", "- horizon\n").replace("window + horizon - 1 :,", "window + horizon - 1 : -1,")),
    ("one window too many", "windows", _("windows", "len(series) - window - horizon + 1", "len(series) - window - horizon + 2").replace("start : start + window]", "min(start, len(series) - window) :][:window]")),
    ("horizon ignored", "windows", _("windows", "window + horizon - 1 :, target]", "window :, target][:n]")),
    ("horizon counted from the first hour after", "windows", _("windows", "horizon + 1\n", "horizon\n").replace("horizon - 1 :,", "horizon :,")),
    ("the last hour of the window as the answer", "windows", _("windows", "window + horizon - 1 :, target]", "window - 1 :, target][:n]")),
    ("target ignored", "windows", _("windows", "horizon - 1 :, target]", "horizon - 1 :, 0]")),
    ("last column as the target", "windows", _("windows", "horizon - 1 :, target]", "horizon - 1 :, -1]")),
    ("axes in another order", "windows", _("windows", "range(n)])", "range(n)]).swapaxes(1, 2)")),
    ("features and hours reshaped, not swapped", "windows", "def make_windows(series, window, horizon, target):\n    spans = np.lib.stride_tricks.sliding_window_view(series, window + horizon, axis=0)\n    X = spans[:, :, :window]\n    return X.reshape(len(X), window, -1), spans[:, target, -1]"),
    ("the target column alone in X", "windows", _("windows", "start + window]", "start + window, [target]]")),
    ("y as a column", "windows", _("windows", ":, target]", ":, [target]]")),
    ("every hour up to the horizon", "windows", "def make_windows(series, window, horizon, target):\n    spans = np.lib.stride_tricks.sliding_window_view(series, window + horizon, axis=0)\n    return spans[:, :, :window].swapaxes(1, 2), spans[:, target, window:]"),
    ("windows side by side", "windows", _("windows", "range(n)]", "range(0, n, window)]").replace(":, target]", "::window, target]")),
    ("shuffled windows", "windows", _("windows", "return X, series[window + horizon - 1 :, target]", "order = np.random.default_rng(0).permutation(n)\n    return X[order], series[window + horizon - 1 :, target][order]")),
    ("shuffled split", "split", _("split", "first, second =", "series = np.random.default_rng(0).permutation(series)\n    first, second =")),
    ("no context", "split", _("split", " - context", "")),
    ("context after the part", "split", _("split", "series[first - context : second]", "series[first : second + context]")),
    ("context taken from the part itself", "split", _("split", "series[first - context : second]", "series[first + context : second]")),
    ("context for the test part alone", "split", _("split", "first - context", "first")),
    ("context for training, from the end of the series", "split", _("split", "series[:first]", "np.concatenate([series[len(series) - context :], series[:first]])")),
    ("overlapping training part", "split", _("split", "series[:first]", "series[: first + context]")),
    ("test first", "split", "def split_in_order(series, sizes, context):\n    a, b, c = sizes\n    return series[c + b - context:], series[c - context:c + b], series[:c]"),
    ("the test part loses its last hour", "split", _("split", "second - context :]", "second - context : -1]")),
    ("only the same start counts", "overlap", _("overlap", "distance < span", "distance == 0")),
    ("one row too many", "overlap", _("overlap", "distance < span", "distance <= span")),
    ("one row too few", "overlap", _("overlap", "distance < span", "distance < span - 1")),
    ("only training examples before", "overlap", _("overlap", "np.abs(", "(").replace("(distance < span)", "((distance >= 0) & (distance < span))")),
    ("only the last training example", "overlap", _("overlap", "np.asarray(train_starts)", "np.asarray(train_starts)[-1:]")),
    ("clean instead of contaminated", "overlap", _("overlap", "return (distance < span).any(axis=1)", "return (distance >= span).all(axis=1)")),
    ("any and all exchanged", "overlap", _("overlap", ".any(", ".all(")),
    ("one answer for each training example", "overlap", _("overlap", "axis=1", "axis=0")),
    ("scaler fitted on everything", "scale", _("scale", "center, spread = parts[0].mean(axis=0), parts[0].std(axis=0)", "whole = np.concatenate(parts)\n    center, spread = whole.mean(axis=0), whole.std(axis=0)")),
    ("scaler fitted on training and validation", "scale", _("scale", "center, spread = parts[0].mean(axis=0), parts[0].std(axis=0)", "whole = np.concatenate(parts[:2])\n    center, spread = whole.mean(axis=0), whole.std(axis=0)")),
    ("each part by itself", "scale", _("scale", "[(part - center) / spread for part in parts]", "[(part - part.mean(axis=0)) / part.std(axis=0) for part in parts]")),
    ("divided by N - 1", "scale", _("scale", ".std(axis=0)", ".std(axis=0, ddof=1)")),
    ("one mean for all columns", "scale", _("scale", "parts[0].mean(axis=0)", "np.full(parts[0].shape[1], parts[0].mean())")),
    ("one spread for all columns", "scale", _("scale", "parts[0].std(axis=0)", "np.full(parts[0].shape[1], parts[0].std())")),
    ("each row by itself", "scale", "def scale_parts(parts):\n    center, spread = parts[0].mean(axis=0), parts[0].std(axis=0)\n    return [(p - p.mean(1, keepdims=True)) / p.std(1, keepdims=True) for p in parts], center, spread"),
    ("variance for the spread", "scale", _("scale", ".std(axis=0)", ".var(axis=0)")),
    ("range for the spread", "scale", _("scale", ", parts[0].std(axis=0)", ", np.ptp(parts[0], axis=0)")),
    ("constant column divided by zero", "scale", _("scale", "    spread = np.where(np.ptp(parts[0], axis=0) == 0, 1.0, spread)\n", "")),
    ("a little something against zero", "scale", _("scale", "np.where(np.ptp(parts[0], axis=0) == 0, 1.0, spread)", "spread + 1e-3")),
    ("parts overwritten", "scale", _("scale", "    return [(part - center)", "    for part in parts:\n        part -= center\n        part /= spread\n    return parts, center, spread\n    return [(part - center)")),
    ("training part left unscaled", "scale", _("scale", "return [(part - center) / spread for part in parts]", "return [parts[0], *((part - center) / spread for part in parts[1:])]")),
    ("RMSE on scaled data", "rmse", _("rmse", "spread * ", "")),
    ("center added to the error", "rmse", _("rmse", "spread * np.sqrt", "center + spread * np.sqrt")),
    ("scaled with the variance", "rmse", _("rmse", "spread * ", "spread**2 * ")),
    ("no root", "rmse", _("rmse", "np.sqrt(np.mean(error**2))", "np.mean(error**2)")),
    ("mean absolute error", "rmse", _("rmse", "np.sqrt(np.mean(error**2))", "np.mean(np.abs(error))")),
    ("sum instead of mean", "rmse", _("rmse", "np.mean(error**2)", "np.sum(error**2)")),
    ("(n, 1) minus (n,)", "rmse", _("rmse", "np.ravel(y) - np.ravel(prediction)", "y - prediction")),
    ("one error for each hour", "rmse", _("rmse", "np.mean(error**2)", "error**2")),
    ("spread of the predictions", "rmse", _("rmse", "error = ", "spread = np.std(y)\n    error = ")),
    ("mean of the window as baseline", "compare", _("compare", "X[:, -1, target]", "X[:, :, target].mean(axis=1)")),
    ("first hour of the window as baseline", "compare", _("compare", "X[:, -1, target]", "X[:, 0, target]")),
    ("first column as baseline", "compare", _("compare", "X[:, -1, target]", "X[:, -1, 0]")),
    ("mean of the answers as baseline", "compare", _("compare", "X[:, -1, target]", "np.full(len(y), y.mean())")),
    ("no baseline", "compare", _("compare", "bool(model < persistence)", "True")),
    ("verdict turned around", "compare", _("compare", "model < persistence", "model > persistence")),
    ("a draw counts as better", "compare", _("compare", "model < persistence", "model <= persistence")),
    ("errors exchanged", "compare", _("compare", '"model": model, "persistence": persistence', '"model": persistence, "persistence": model')),
    ("(n, 1) minus (n,) in the comparison", "compare", _("compare", "model = rmse_in_units(y, prediction, 0, 1)", "model = np.sqrt(np.mean((y - prediction) ** 2))")),
    ("counted without the horizon", "own", _("own", "405", "407")),
    ("center of the whole series", "own", _("own", "64.6846", "60.4445")),
    ("persistence at horizon 1", "own", _("own", "3.92871", "2.79")),
    ("typed with two digits", "own", _("own", "3.92871", "3.9")),
]


def points(question, answer, seed, student_id=""):
    return result(ASSIGNMENT, checks(student_id)[question], NOTEBOOK.answers, question, answer, seed).points


def test_the_notebook_holds_what_the_assignment_says():
    for question in ASSIGNMENT.questions:
        answer, public = NOTEBOOK.metadata(f"answer-{question.name}"), NOTEBOOK.metadata(f"public-{question.name}")
        assert (answer["solution"], answer["grade"], answer["locked"]) == (True, False, False)
        assert (public["solution"], public["grade"], public["locked"]) == (False, True, True)
        assert public["points"] == question.points
        assert NOTEBOOK.answers[question.name].startswith(question.first_line)
        assert sum(source.startswith(question.first_line) for source in NOTEBOOK.sources.values()) == 1
    assert set(NOTEBOOK.answers) == set(FULL) == set(checks())
    written = [NOTEBOOK.metadata(f"written-{name}") for name in NOTEBOOK.of("written-")]
    assert all(cell["grade"] and cell["solution"] for cell in written)
    assert len(written) == 2 and sum(FULL.values()) + sum(cell["points"] for cell in written) == 30
    ids = [cell["metadata"]["nbgrader"]["grade_id"] for cell in NOTEBOOK.cells if "nbgrader" in cell["metadata"]]
    assert len(set(ids)) == len(ids)


def test_the_notebook_runs_and_its_solutions_pass_the_public_checks():
    run_all(NOTEBOOK, {})


@pytest.mark.parametrize("question", FULL)
def test_solutions_have_full_marks_and_blanks_none(question):
    for seed in SEEDS:
        assert points(question, NOTEBOOK.answers[question], seed) == FULL[question]
        assert points(question, NOTEBOOK.stubs[question], seed) == 0


@pytest.mark.parametrize(("question", "answer"), VARIANTS)
def test_right_answers_in_another_style_have_full_marks(question, answer):
    run_all(NOTEBOOK, {question: textwrap.dedent(answer)})
    for seed in SEEDS:
        assert points(question, answer, seed) == FULL[question]


@pytest.mark.parametrize(("question", "answer"), [case[1:] for case in MUTANTS], ids=[case[0] for case in MUTANTS])
def test_a_mistake_costs_points_on_every_seed_and_is_explained(question, answer):
    for seed in SEEDS:
        found = result(ASSIGNMENT, checks()[question], NOTEBOOK.answers, question, answer, seed)
        assert found.points < FULL[question] and found.said


def test_a_number_that_is_no_number_earns_nothing():
    for question in FULL:
        for value in ("None", "float('nan')", "'x'", "{}", "[]", "True", "np.full((3, 3), np.nan)"):
            name = next(asked.defines[0] for asked in ASSIGNMENT.questions if asked.name == question)
            assert points(question, f"def {name}(*given):\n    return {value}", 0) == 0


def test_numbers_of_somebody_else_earn_nothing():
    answer = NOTEBOOK.answers["own"]
    found = result(ASSIGNMENT, checks("ab123")["own"], NOTEBOOK.answers, "own", answer, 0)
    assert (found.points, found.said) == (0, "These are the numbers of the practice data: put your id into STUDENT_ID and run again.")
    theirs = own_numbers(assignments.data("A1", "ab123"))
    copied = f"def my_numbers():\n    return {theirs}"
    assert points("own", copied, 0, student_id=" AB123 ") == 4
    assert points("own", copied, 0, student_id="cd456") <= 1  # two buildings may have as many hours


def test_every_student_has_data_of_their_own_and_always_the_same():
    ids = ["", *(f"student{number}" for number in range(40))]
    loads = [assignments.data("A1", name) for name in ids]
    for load, name in zip(loads, ids, strict=True):
        assert np.array_equal(load.series, assignments.data("A1", name.upper()).series)
        assert len(load.series) == sum(load.sizes) and np.isfinite(load.series).all()
        assert min(load.sizes) > load.window + load.horizon
        numbers = own_numbers(load)
        assert abs(load.series[:, 0].mean() / numbers["center"] - 1) > 0.01  # a leaking scaler is seen
    assert len({round(own_numbers(load)["persistence_rmse"], 3) for load in loads}) == len(ids)


@pytest.mark.parametrize(("assignment", "student_id", "said"), [("A9", "", "A1"), ("A1", 123, "quotation marks")])
def test_bad_requests_are_explained(assignment, student_id, said):
    with pytest.raises(ValueError, match=said):
        assignments.data(assignment, student_id)


def test_in_the_real_sandbox(sandboxed):
    work = NOTEBOOK.answers | {"overlap": NOTEBOOK.stubs["overlap"], "rmse": NOTEBOOK.mutant("rmse", "spread * ", "")}
    outcome = grade(ASSIGNMENT, checks(), NOTEBOOK.submission(work), seed=1)
    assert {score.question: (score.points, score.status) for score in outcome.scores} == {
        name: (0 if name in ("overlap", "rmse") else worth, "graded") for name, worth in FULL.items()
    }
