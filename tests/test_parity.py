"""`benchmarks/parity.py`: that it writes down what tests compare, and that it asks for tests that there are."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "benchmarks"))

import parity  # noqa: E402

TESTS = """
import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

@pytest.fixture
def cases():
    return [1, 2, 3]

def test_of_a_widget(cases):
    for case in cases:
        np.testing.assert_allclose([100.0 + 1e-9, case], [100.0, case], rtol=0, atol=1e-8)
    np.testing.assert_array_equal([1.0, np.nan], [1.0, np.nan])

@pytest.mark.parametrize("kind", ["LSTM", "GRU"])
def test_labelled(kind):
    one = np.float32(1)
    np.testing.assert_allclose([one], np.array([one]), atol=1e-6, err_msg="outputs")
    np.testing.assert_allclose([2.0, 3.0], [2.0, 3.3], atol=1, err_msg="gradients")
    np.testing.assert_allclose([7.0], [9.0], atol=5, err_msg="something else")

@settings(max_examples=7, derandomize=True)
@given(st.floats(0, 1))
def test_of_many_examples(x):
    np.testing.assert_allclose(x, x)

def test_of_words(cases):
    assert "ab" == "a" + "b"

def test_that_fails():
    np.testing.assert_allclose([1.0], [2.0])
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """The rows of the tests above, in a process of its own: a pytest within a pytest shares its modules."""
    folder = tmp_path_factory.mktemp("parity")
    (folder / "tests").mkdir()
    (folder / "tests" / "test_trial.py").write_text(TESTS)
    tables = {"table": {
        "test_trial.py::test_of_a_widget": "widget", "test_trial.py::test_labelled": "{kind}",
        "test_trial.py::test_of_many_examples": "many", "test_trial.py::test_of_words": "words", "test_trial.py::test_that_fails": "wrong",
    }}  # fmt: skip
    script = f"import json, parity, pathlib; parity.ROOT = pathlib.Path({str(folder)!r}); print(json.dumps(parity.measure({tables!r})))"
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT / "benchmarks", stdout=subprocess.PIPE, text=True, check=True)
    return parity.json.loads(done.stdout)


def test_the_largest_difference_is_relative_to_the_largest_number(found):
    row = found["table"]["widget"]["float64"]
    assert row["cases"] == 3 and row["numbers"] == 3 * 2 + 2
    assert row["difference"] == pytest.approx(1e-11, rel=1e-3) and row["tolerance"] == pytest.approx(1e-10)


def test_labels_and_precisions_make_rows_of_their_own(found):
    rows = found["table"]
    for kind in ("LSTM", "GRU"):
        assert rows[f"{kind}, outputs"].keys() == {"float32"}
        gradients = rows[f"{kind}, gradients"]["float64"]
        assert gradients["numbers"] == 2 and gradients["difference"] == pytest.approx(0.3 / 3.3, rel=1e-2)
    assert not {"LSTM", "something else"} & rows.keys()


def test_what_is_compared_without_numbers_counts_its_cases(found):
    assert found["table"]["words"] == {parity.PLAIN: {"cases": 3, "numbers": 0, "difference": 0, "tolerance": 0}}


def test_every_example_is_a_case(found):
    assert found["table"]["many"]["float64"]["cases"] == 7


def test_a_failing_test_is_told(found):
    assert "test_that_fails" in found["failed"] and "wrong" not in found["table"]


@pytest.mark.parametrize("test", [test for tests in parity.TABLES.values() for test in tests])
def test_every_test_that_is_asked_for_is_there(test):
    file, _, name = test.partition("::")
    functions = {node.name for node in ast.parse((ROOT / "tests" / file).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}
    assert name in functions


def test_every_widget_is_compared():
    from unrolled import widgets

    compared = {row for table in ("page to NumPy", "page to Keras") for row in parity.TABLES[table].values()}
    assert set(widgets.__all__) <= compared
