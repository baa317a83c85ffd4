"""The fixtures with which the JavaScript cells are compared are what the NumPy cells compute today."""

import json
import math

import make_fixtures
from make_fixtures import PATH


def test_committed_fixtures_are_what_the_cells_compute():
    differences = list(compared(json.loads(make_fixtures.text()), json.loads(PATH.read_text("utf-8"))))
    assert not differences, (
        f"{len(differences)} differences in {PATH.name}, the first: {differences[0]}; "
        "if the cells are right: python tests/make_fixtures.py"
    )


def test_fixtures_reach_beyond_the_floats():
    norms = {case["name"]: case["log10JacobianNorms"] for case in make_fixtures.fixtures()["norms"]}
    assert norms["below the floats"][-1] < -320
    assert norms["beyond the floats"][-1] > 308
    assert norms["extinct"][-1] == "-Infinity"


def compared(fresh, committed, where="cells.json"):
    """A line for each place where two JSON values differ by more than rounding."""
    if isinstance(fresh, dict) and isinstance(committed, dict) and fresh.keys() == committed.keys():
        for key in fresh:
            yield from compared(fresh[key], committed[key], f"{where}.{key}")
    elif isinstance(fresh, list) and isinstance(committed, list) and len(fresh) == len(committed):
        for k, pair in enumerate(zip(fresh, committed)):
            yield from compared(*pair, f"{where}[{k}]")
    elif type(fresh) is float and type(committed) is float:
        if not math.isclose(fresh, committed, rel_tol=1e-13, abs_tol=1e-13):
            yield f"{where} is {committed}, the cells give {fresh}"
    elif type(fresh) is not type(committed) or fresh != committed:
        yield f"{where} is {committed!r:.60}, the cells give {fresh!r:.60}"
