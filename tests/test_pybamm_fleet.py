"""The simulated fleet: what its file holds, and how its script goes on after an interruption.

PyBaMM is in an environment of its own and does not run here.
"""

import importlib.util
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from unrolled.datasets import load_pybamm_fleet

ROOT = Path(__file__).parents[1]


@pytest.fixture
def script():
    spec = importlib.util.spec_from_file_location("make_pybamm_fleet", ROOT / "data" / "make_pybamm_fleet.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# --- the file


def test_every_cell_ends_below_its_end_of_life():
    fleet = load_pybamm_fleet()
    cells, cycles = fleet.capacity.shape
    assert cells == len(fleet.parameters) == 63
    assert (fleet.soh[:, 0] == 1).all() and (4.7 < fleet.capacity[:, 0]).all() and (fleet.capacity[:, 0] < 5.1).all()
    ended = np.isnan(fleet.capacity)
    assert (np.diff(ended.astype(int)) >= 0).all(), "a gap in a curve"
    last = np.array([curve[~np.isnan(curve)][-1] for curve in fleet.soh])
    assert (last < 0.71).all() and (last > 0.65).all()
    # No cell heals: a model without noise, stored to 0.1 mAh.
    assert np.nanmax(np.diff(fleet.capacity)) <= 0.0001
    with pytest.raises(ValueError, match="read-only"):
        fleet.capacity[0, 0] = 0


def test_lives_are_as_wide_as_the_settings():
    fleet = load_pybamm_fleet()
    life = pd.Series((fleet.soh < 0.8).argmax(axis=1) + 1, index=fleet.parameters.index)
    assert life.min() < 80 and life.max() > 700 and 150 < life.median() < 350
    medians = life.groupby([fleet.parameters["temperature_C"], fleet.parameters["c_rate"]]).median().unstack()
    assert (medians.loc[15] < medians.loc[25]).all() and (medians.loc[25] < medians.loc[35]).all()
    assert medians[1.5].sum() < medians[1.0].sum() < medians[0.5].sum()


def test_the_fleet_is_that_of_the_script(script):
    parameters = load_pybamm_fleet().parameters
    expected = pd.DataFrame([script.settings(cell) for cell in range(script.CELLS)])
    pd.testing.assert_frame_equal(parameters.reset_index(drop=True), expected, check_dtype=False)
    assert (parameters.groupby(["temperature_C", "c_rate"]).size() == 7).all()


# --- the script


@pytest.fixture
def quick(script, monkeypatch, tmp_path):
    """The script with a formula in place of PyBaMM, writing into an empty folder."""

    def fade(temperature_C, c_rate, sei_factor, lam_factor, crack_factor):
        return [5 - 0.005 * sei_factor / 60 * cycle for cycle in range(400)]

    monkeypatch.setitem(sys.modules, "pybamm", SimpleNamespace(__version__="1"))
    monkeypatch.setitem(sys.modules, "tqdm", SimpleNamespace(tqdm=lambda cells, **options: cells))
    monkeypatch.setattr(script, "simulate", fade)
    monkeypatch.setattr(script, "UNFINISHED", tmp_path / "unfinished")
    monkeypatch.setattr(script, "TARGET", tmp_path / "fleet.csv")
    monkeypatch.setattr(script, "CELLS", 9)
    return script


@pytest.mark.parametrize("at", ["simulate", "write"])
def test_an_interrupted_run_goes_on_with_the_cell_it_lost(quick, monkeypatch, at):
    quick.main()
    whole = quick.TARGET.read_bytes()
    quick.TARGET.write_text("the edition before")
    calls, work = [], getattr(quick, at)

    def interrupted(*arguments, **settings):
        calls.append(arguments)
        if len(calls) == 5:
            raise KeyboardInterrupt
        return work(*arguments, **settings)

    with monkeypatch.context() as patched:
        patched.setattr(quick, at, interrupted)
        with pytest.raises(KeyboardInterrupt):
            quick.main()
        assert quick.TARGET.read_text() == "the edition before"
        (kept,) = quick.UNFINISHED.iterdir()
        assert kept.read_text("utf-8") == "\n".join(whole.decode().split("\n")[:5]) + "\n"
        done = len(calls)
        quick.main()
        if at == "simulate":
            assert len(calls) - done == 5  # cells 4 to 8
    assert quick.TARGET.read_bytes() == whole
    assert list(quick.UNFINISHED.iterdir()) == []


def test_cells_of_another_edition_are_not_taken_over(quick, monkeypatch):
    fade = quick.simulate
    with monkeypatch.context() as patched:
        stopped = iter([[5.0, 3.5], [5.0, 3.5]])
        patched.setattr(quick, "simulate", lambda **settings: next(stopped))
        with pytest.raises(StopIteration):
            quick.main()
    monkeypatch.setitem(sys.modules, "pybamm", SimpleNamespace(__version__="2"))
    monkeypatch.setattr(quick, "simulate", fade)
    quick.main()
    assert "3.5000" not in quick.TARGET.read_text().splitlines()[1].split()
    assert pd.read_csv(quick.TARGET)["capacity_Ah"].str.split().map(len).eq(400).all()


def test_a_cell_that_does_not_reach_its_end_stops_the_run(quick, monkeypatch):
    monkeypatch.setattr(quick, "simulate", lambda **settings: [5.0, 4.9, 4.8])
    with pytest.raises(RuntimeError, match="cell 0 ended above 80 % of its first capacity.*3 cycles"):
        quick.main()
    assert not quick.TARGET.exists()
