"""`unrolled.datasets`: the series, where their files are found, and what happens when they are not."""

import dataclasses
import hashlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from unrolled import datasets
from unrolled.datasets import Series, load_airline, load_alice, load_pm25, make_noisy_sine

ROOT = Path(__file__).parents[1]
AIRLINE = (ROOT / "data" / "airline_passengers.csv").read_bytes()


# --- the series


def test_the_airline_series_is_the_published_one():
    series = load_airline()
    assert len(series) == 144 and series.values.sum() == 40_363
    assert (series.values.min(), series.values.max()) == (104, 622)
    assert series.index[0] == pd.Timestamp("1949-01-01") and series.index.freqstr == "MS"
    assert series.values[series.index == "1960-07-01"] == 622
    assert series.units == "thousands of passengers" and "Series G" in series.origin
    assert "144 values, 1949-01-01 to 1960-12-01, thousands of passengers" in repr(series)


def test_the_pm25_series_is_that_of_the_article():
    series = load_pm25()
    assert series.values.shape == (25,) and list(series.values[-5:]) == [70, 72, 75, 80, 85]
    assert list(series.index) == list(range(25)) and series.units == "µg/m³"
    assert "not stated" in series.origin


def test_the_text_is_the_whole_of_alice_in_plain_characters():
    text = load_alice()
    assert len(text) == 142_131 and text.count("\n") == 959 and text.isascii()
    assert text.startswith("CHAPTER I\nDown the Rabbit-Hole\nAlice was beginning to get very tired of sitting by her sister on the bank")
    assert text.endswith("the happy summer days.\nTHE END\n")
    assert len(re.findall(r"^CHAPTER [IVX]+$", text, re.MULTILINE)) == 12
    assert not set(text) & set("`*_[]\r\t") and "  " not in text and " \n" not in text
    assert text.count("Alice") + text.count("ALICE") == 397


def test_the_text_is_made_by_changing_marks_and_lines_alone(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "data"))
    from make_alice import cleaned

    edition = (
        "  TITLE\r\n\r\n          CHAPTER I\r\n\r\n  `I don't know,' she\r\nsaid;  `\"tis so\" is a tea-\r\ntime _word_.'\r\n\r\n"
        "     *     *\r\n\r\n      How doth\r\n        the bee!\r\n\r\n      [later editions continued as follows\r\nThe end]\r\n\x1a"
    )
    assert cleaned(edition) == (
        "CHAPTER I\n\"I don't know,\" she said; \"'tis so' is a tea-time word.\"\nHow doth\nthe bee!\nThe end\n"
    )


def test_the_noisy_sine_is_a_sine_with_the_noise_that_was_asked_for():
    series = make_noisy_sine(length=5000, noise=0.2, seed=3)
    residual = series.values - np.sin(0.02 * np.arange(5000))
    assert abs(residual.std() - 0.2) < 0.01 and abs(residual.mean()) < 0.01
    assert isinstance(series.index, pd.RangeIndex) and len(series.index) == len(series) == 5000
    np.testing.assert_array_equal(make_noisy_sine(5000, 0.2, 3).values, series.values)
    assert (make_noisy_sine(5000, 0.2, 4).values != series.values).any()
    assert make_noisy_sine(1, noise=0).values == [0.0]


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"length": 0}, "length is 0; expected a whole number of at least 1"),
        ({"length": 10.0}, "length is 10.0; expected a whole number"),
        ({"noise": -0.1}, "noise is -0.1; expected a finite number of at least 0"),
        ({"noise": float("nan")}, "noise is nan; expected a finite number"),
        ({"noise": float("inf")}, "noise is inf; expected a finite number"),
    ],
)
def test_a_sine_that_cannot_be_made_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        make_noisy_sine(**arguments)


@pytest.mark.parametrize("load", [load_airline, load_pm25, make_noisy_sine])
def test_a_series_cannot_be_changed(load):
    series = load()
    assert series.values.dtype == np.float64
    with pytest.raises(ValueError, match="read-only"):
        series.values[0] = 0
    with pytest.raises(dataclasses.FrozenInstanceError):
        series.units = "dozens"


def test_values_and_index_must_be_of_one_length():
    with pytest.raises(ValueError, match=r"values has shape \(3,\); the index expects \(2,\)"):
        Series("x", [1, 2, 3], pd.RangeIndex(2), "dimensionless", "made here")


# --- the files and what is said about them


def test_files_readme_package_and_code_name_the_same_files():
    files = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / "data").iterdir()
        if path.suffix == ".csv" or path.name == "alice.txt"
    }
    readme = (ROOT / "data" / "README.md").read_text("utf-8")
    assert dict(re.findall(r"\| `(\S+)` .*`([0-9a-f]{64})` \|", readme)) == files
    assert datasets.SHA256 == files
    wheel = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    packed = wheel["targets"]["wheel"]["force-include"]
    assert {f"data/{name}": f"unrolled/_data/{name}" for name in files}.items() <= packed.items()


# --- where a file is found


def files_under(folder):
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def put(folder, content, name="airline_passengers.csv"):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)
    return folder / name


@pytest.mark.parametrize("place", ["chosen", "site/data", "site/unrolled/_data"])
def test_a_file_is_found_in_each_folder_without_the_network(elsewhere, serve, monkeypatch, place):
    asked = serve(b"", status=404)
    put(elsewhere / place, AIRLINE)
    if place == "chosen":
        monkeypatch.setenv("UNROLLED_DATA", str(elsewhere / place))
    assert len(load_airline()) == 144 and asked == []


def test_the_first_place_that_has_the_file_decides(elsewhere, monkeypatch):
    bad = [put(elsewhere / place, b"") for place in ("chosen", "site/data", "site/unrolled/_data")]
    monkeypatch.setenv("UNROLLED_DATA", str(elsewhere / "chosen"))
    for path in bad:  # each complains of the first that is left
        with pytest.raises(ValueError, match=f"^{re.escape(str(path))} is not the file"):
            load_airline()
        path.unlink()


def test_a_chosen_folder_without_the_file_is_passed_over(elsewhere, monkeypatch):
    monkeypatch.setenv("UNROLLED_DATA", str(elsewhere / "nowhere"))
    put(elsewhere / "site" / "data", AIRLINE)
    assert len(load_airline()) == 144


def test_a_changed_file_is_refused_and_left_alone(elsewhere):
    changed = AIRLINE.replace(b"1949-01,112", b"1949-01,113")
    path = put(elsewhere / "site" / "data", changed)
    found = hashlib.sha256(changed).hexdigest()
    expected = datasets.SHA256[path.name]
    message = f"{re.escape(str(path))} .* expected SHA-256 {expected}, found {found}; .*restore.*delete"
    with pytest.raises(ValueError, match=message):
        load_airline()
    assert path.read_bytes() == changed


def test_a_download_is_kept_for_the_next_time(elsewhere, serve):
    asked = serve(AIRLINE)
    assert load_airline().values.sum() == load_airline().values.sum() == 40_363
    assert asked == ["/data/airline_passengers.csv"]
    assert files_under(elsewhere) == {"airline_passengers.csv": AIRLINE}


def test_a_download_replaces_an_outdated_copy_in_the_cache(elsewhere, serve):
    put(elsewhere / "cache" / "unrolled", b"an older edition")
    serve(AIRLINE)
    assert load_airline().values.sum() == 40_363
    assert files_under(elsewhere) == {"airline_passengers.csv": AIRLINE}


@pytest.mark.parametrize("failure", ["cut short", "another file", "not there", "no network"])
@pytest.mark.parametrize("old", [None, b"an older edition"])
def test_a_failed_download_says_what_to_do_and_touches_nothing(elsewhere, serve, failure, old):
    if old is not None:
        put(elsewhere / "cache" / "unrolled", old)
    before = files_under(elsewhere)
    if failure == "cut short":
        serve(AIRLINE[:900], length=len(AIRLINE))
    elif failure == "another file":
        serve(AIRLINE[:900])
    elif failure == "not there":
        serve(b"nothing here", status=404)
    else:
        serve(None)
    with pytest.raises(OSError, match="airline_passengers.csv is not on this machine") as caught:
        load_airline()
    assert datasets.BASE_URL in str(caught.value) and "UNROLLED_DATA" in str(caught.value)
    assert caught.value.__cause__ is not None
    assert files_under(elsewhere) == before


# --- importing costs nothing


def test_importing_the_package_loads_neither_tensorflow_nor_pandas():
    code = (
        "import sys, unrolled, unrolled.sequences, unrolled.datasets;"
        "print(sorted({'tensorflow', 'keras', 'pandas', 'pooch', 'matplotlib'} & set(sys.modules)))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout.strip() == "[]"
