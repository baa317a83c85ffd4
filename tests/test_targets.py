"""`benchmarks/targets.py`: that it trains anew, notices what fails, and asks for what the notebooks have."""

import ast
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "benchmarks"))

import targets  # noqa: E402


@pytest.fixture
def notebook(tmp_path):
    def write(**cells):
        path = tmp_path / "page.ipynb"
        cells = [{"cell_type": "code", "id": name, "source": text.splitlines(True)} for name, text in cells.items()]
        path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "id": "title", "source": ["# x"]}, *cells]}))
        return path

    return write


def test_a_notebook_runs_with_its_switch_on(notebook, capsys):
    path = notebook(
        setup="%pip install nothing",
        define="RETRAIN = False\n\ndef results():\n    return [1.0, 2.0] if RETRAIN else [9.0]",
        use="found = results()\nprint(found)",
    )
    names, failed = targets.run(path)
    assert names["found"] == [1.0, 2.0] and failed == [] and capsys.readouterr().out == ""


def test_a_cell_that_fails_is_told_and_the_rest_still_measured(notebook):
    path = notebook(first="value = 3", second="assert value < 2, 'too large'", third="other = value + 1")
    names, failed = targets.run(path)
    assert failed == ["cell second: AssertionError: too large"] and names["other"] == 4


def test_targets_are_met_or_missed_or_not_there():
    goals = {
        "met": ("mean(x)", 0, 2),
        "missed": ("max(x)", 0, 2.5),
        "between": ("share", 0.85, 0.98),
        "above": ("share", 0.95, targets.math.inf),
        "gone": ("y['a']", 0, 1),
        "not a number": ("float('nan')", 0, 1),
    }
    found = targets.measure({"x": [1.0, 3.0], "share": 0.9}, goals)
    assert [entry["met"] for entry in found.values()] == [True, False, True, False, False, False]
    assert found["met"] == {"value": 2, "goal": "at most 2", "met": True}
    assert found["between"]["goal"] == "0.85 to 0.98" and found["above"]["goal"] == "at least 0.95"
    assert found["gone"]["value"] is None and "NameError" in found["gone"]["why"]


@pytest.mark.parametrize("path", targets.TARGETS)
def test_every_target_asks_for_variables_that_its_notebook_has(path):
    cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
    text = "".join("".join(cell["source"]) for cell in cells)
    assert text.count(targets.SWITCH) >= 1
    trees = [ast.parse(targets.source(cell)) for cell in cells]
    bound = {
        node.id for tree in trees for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {"mean", "median", "max", "min", "len"}
    for expression, least, most in targets.TARGETS[path].values():
        used = [node for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)]
        own = {node.id for node in used if isinstance(node.ctx, ast.Store)}
        assert {node.id for node in used} <= bound | own, expression
        assert least < most
