"""`benchmarks/targets.py`: that it trains anew, notices what fails, and asks for what the notebooks have."""

import ast
import json
import sys
from pathlib import Path

import pytest

from unrolled.book import measured

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
        again="found = [7.0]",
    )
    claims = {"use": {"trained": ("mean(found)", 0, 2)}, "again": {"later": ("found[0]", 7, targets.math.inf)}}
    found, failed = targets.run(path, claims)
    assert found["trained"] == {"value": 1.5, "goal": {"most": 2}}
    assert found["later"] == {"value": 7, "goal": {"least": 7}}
    assert failed == [] and capsys.readouterr().out == ""


def test_a_cell_that_fails_is_told_and_the_rest_still_measured(notebook):
    path = notebook(first="value = 3", second="assert value < 2, 'too large'", third="other = value + 1")
    claims = {"second": {"value": ("value", 0, 2)}, "third": {"other": ("other", 4, 5)}}
    found, failed = targets.run(path, claims)
    assert failed == ["cell second: AssertionError: too large"]
    assert found["value"] == {"value": 3, "goal": {"most": 2}}
    assert found["other"] == {"value": 4, "goal": {"least": 4, "most": 5}}


@pytest.mark.parametrize(
    "claim, met",
    [
        (("mean(x)", 0, 2), True),
        (("max(x)", 0, 2.5), False),
        (("share", 0.95, targets.math.inf), False),
        (("share", 0.9, 0.98, "real"), True),
        (("float('nan')", 0, 1), False),
    ],
)
def test_targets_are_met_or_missed(claim, met):
    names = {"x": [1.0, 3.0], "share": 0.9, "real": True, "mean": 9.0}  # a page's own mean
    found = targets.measure(names, *claim)
    assert measured.met(found["value"], found["goal"]) is met


def test_what_cannot_be_measured_says_why():
    for claim, why in ((("y", 0, 1), "NameError"), (("x", 0, 1, "real"), "measured cells are neither here")):
        found = targets.measure({"x": 0.5, "real": False}, *claim)
        assert found["value"] is None and why in found["failed"]


@pytest.mark.parametrize("path", targets.TARGETS)
def test_every_target_asks_for_what_its_notebook_has(path):
    cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
    assert any(targets.SWITCH in "".join(cell["source"]) for cell in cells)
    bound, left = set(targets.FUNCTIONS), dict(targets.TARGETS[path])
    for cell in cells:
        nodes = ast.walk(ast.parse(targets.source(cell)))
        bound |= {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for expression, *limits in left.pop(cell["id"], {}).values():
            used = [node for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)]
            own = {node.id for node in used if isinstance(node.ctx, ast.Store)}
            assert {node.id for node in used} | set(limits[2:]) <= bound | own, expression
            assert limits[0] < limits[1]
    assert not left, "cells that the notebook has not"
