"""The page "How we know": its tables are what the benchmarks found, with verdicts and reasons."""

import json
import re
from copy import deepcopy
from html.parser import HTMLParser

import pytest
import yaml
from build_book import ROOT

from unrolled.book import colab, measured

WITH = {"system": "Linux", "cores": 2}
GOALS = {"pages/*/ready_ms": {"most": 400}, "cells/small/ratio": {"most": 0.4}, "cells/*/ratio": {"most": 1}}
FOUND = {
    "parity": {
        "NumPy to Keras": {
            "LSTM, outputs": {
                "float64": {"cases": 25, "numbers": 900, "difference": 4.44e-16, "tolerance": 1e-10},
                "float32": {"cases": 2, "numbers": 80, "difference": 3e-7, "tolerance": 5e-6},
            },
        },
        "page to NumPy": {"UnrollRNN": {"float64": {"cases": 61, "numbers": 5000, "difference": 0.0, "tolerance": 2e-12}}},
        "page to Keras": {"GateDuel": {"float32": {"cases": 14, "numbers": 700, "difference": 2e-7, "tolerance": 5e-6}}},
    },
    "pages": {
        "index.html": {"page_kb": 301.7, "requests": 31, "ready_ms": 354.2, "layout_shift": 0.0},
        "chapters/01_one.html": {"page_kb": 388.4, "requests": 42, "ready_ms": 491.9, "layout_shift": 0.0023},
    },
    "cells": {
        name: {"numpy_ms": 1.0, "train_on_batch_ms": 2.2, "compiled_step_ms": 1.6, "ratio": 0.45} for name in ("small", "large")
    },
    "forecasts": {
        "chapters/09_forecasting.ipynb": {
            "targets": {
                "reached": {"value": 14.2, "goal": {"most": 15.3}},
                "out of range": {"value": 12.9, "goal": {"least": 13.4, "most": 14.1}},
                "impossible": {"value": None, "failed": "LookupError: no cells", "goal": {"most": 1}},
            },
            "cpu_s": 1520,
        },
    },
    "widgets": {
        "pages": {
            "chapters/01_one.html": {
                "SequenceTensor 1": {"repaint_median_ms": 8.4, "repaint_p95_ms": 16.5, "moves": 300},
                "SequenceTensor 2": {"repaint_median_ms": 9.4, "repaint_p95_ms": 18.5, "moves": 300},
                "GateScope 3, typing": {"repaint_median_ms": 12.0, "repaint_p95_ms": 31.0, "moves": 300},
            },
            "chapters/04_lstm.html": {
                "MemoryHalfLife 2": {"repaint_median_ms": 5.1, "repaint_p95_ms": 17.9, "moves": 300},
            },
        },
        "kernel": {"repaint_median_ms": 88.2, "repaint_p95_ms": 131.0, "moves": 300},
    },
    "notebooks": {"server_mb": 121, "notebooks": {"chapters/01_one.ipynb": {"peak_mb": 410, "cpu_s": 90.0, "memory_mb": 531}}},
    "lighthouse": {
        "pages": {
            "index.html": {
                form: {"performance": 97, "accessibility": 100, "layout_shift": 0.01, "failed": ["unused-css-rules"], "runs": 3}
                for form in ("mobile", "desktop")
            },
        },
    },
    "modules": {"module_kb": {"unroll_rnn": 14.2}, "bundle_kb": 106.9},
    "package": {"import_s": 0.0002},
    "grading": {"A1": {"submissions": 200, "a_minute": 620.1, "cpu_s": 0.12}},
    "build": {"setup_s": 95, "book_s": 340, "test_s": 880},
}
BENCH = {
    "goals": GOALS,
    "parts": {
        name: {"date": "2026-11-05 08:30", "took_s": 41, "with": WITH, "found": found} for name, found in FOUND.items()
    },
}
WHY = [(["pages/*/ready_ms"], "The browser has to serve the page itself.")]


class Tables(HTMLParser):
    """The numbers on a page with all their digits, its rows as texts, and its boxes."""

    def __init__(self, html):
        super().__init__()
        self.values, self.rows, self.boxes = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "data":
            self.values.append(float(attributes["value"]))
        if tag == "tr":
            self.rows.append("")
        if attributes.get("class") == "book-measured":
            self.boxes.append(attributes)

    def handle_data(self, data):
        if self.rows:
            self.rows[-1] += data + " "

    def row(self, beginning):
        return next(row for row in self.rows if row.startswith(beginning))


def shown(name, bench=BENCH, why=WHY):
    return Tables(measured.section(name, bench, why))


def numbers(found):
    """All numbers of a JSON value but tolerances and goals, which stand on the page in words."""
    if isinstance(found, dict):
        return [n for key, inner in found.items() if key not in ("tolerance", "goal") for n in numbers(inner)]
    return [found] if isinstance(found, (int, float)) else []


@pytest.mark.parametrize("name", sorted(set(FOUND) - {"forecasts", "widgets", "notebooks", "lighthouse", "parity"}))
def test_a_part_shows_every_number_that_was_found(name):
    assert sorted(shown(name).values) == sorted(numbers(FOUND[name]))


def test_parity_shows_every_number_but_the_cases_of_a_part_of_the_states():
    expected = sorted(numbers(FOUND["parity"]))
    expected.remove(14)
    assert sorted(shown("parity").values) == expected


def test_each_widget_is_shown_where_it_is_slowest_beside_the_one_of_a_kernel():
    table = shown("widgets")
    assert "88.2" in table.row("ipywidgets") and "5.1" in table.row("MemoryHalfLife of the book")
    assert "9.4" in table.row("SequenceTensor: chapters/01_one") and 8.4 not in table.values
    assert "31" in table.row("GateScope, typing: chapters/01_one")


def test_notebooks_are_told_in_minutes_and_lighthouse_for_both_forms():
    assert shown("notebooks").values == [121, 1.5, 410, 531]
    assert sorted(shown("lighthouse").values) == [0.01, 0.01, 97, 97, 100, 100]


@pytest.mark.parametrize(("value", "text"), [
    (0.0, "0"), (12.345, "12.3"), (491.9, "492"), (0.0023, "0.0023"), (4.44e-16, "4 × 10^-16"), (2048, "2,048"),
    (1234567.0, "1 × 10^6"), (0.05, "0.05"), (880, "880"), (99.96, "100"), (None, None),
])  # fmt: skip
def test_numbers_have_no_more_digits_than_they_mean(value, text):
    if value is None:
        assert measured.section("forecasts", BENCH, WHY).count("not measured") == 1
    else:
        assert measured.plain(value) == text


def test_verdicts_are_words_and_follow_the_numbers():
    table = shown("pages")
    assert "missed : ready after" in table.row("chapters/01_one") and "met" in table.row("index").split()
    better = deepcopy(BENCH)
    better["parts"]["pages"]["found"]["chapters/01_one.html"]["ready_ms"] = 399.0
    assert "missed" not in shown("pages", better).row("chapters/01_one")
    assert 399.0 in shown("pages", better).values and 491.9 not in shown("pages", better).values


def test_the_first_goal_that_fits_a_figure_holds():
    table = shown("cells")
    assert "missed" in table.row("small") and "met" in table.row("large").split()


def test_forecasts_are_held_against_both_ends_and_say_what_failed():
    table = shown("forecasts")
    assert "met" in table.row("reached").split()
    assert "13.4 to 14.1" in table.row("out of range") and "missed" in table.row("out of range")
    assert "LookupError: no cells" in table.row("impossible")


def test_a_difference_above_the_tolerance_misses():
    worse = deepcopy(BENCH)
    worse["parts"]["parity"]["found"]["page to NumPy"]["UnrollRNN"]["float64"]["difference"] = 3e-12
    assert "met" in shown("parity").row("UnrollRNN").split()
    assert "missed" in shown("parity", worse).row("UnrollRNN")
    assert [miss.figure for miss in measured.missed(worse, []) if miss.figure.startswith("parity")] == [
        "parity/page to NumPy/UnrollRNN/float64/difference"
    ]


def test_a_missed_goal_shows_its_reason_and_one_without_is_flagged():
    html = measured.section("missed", BENCH, WHY)
    text = re.sub("<[^>]+>", "", html)
    assert "Pages, ready after at most 400 ms: missed by 1 of 2, the worst 492 (chapters/01_one)" in text
    assert "Forecasts, reached 13.4 to 14.1: 12.9 (chapters/09_forecasting, out of range)" in text
    assert "The browser has to serve the page itself." in text
    assert "No reason is given." in text.partition("The browser")[2]  # for the cells and the forecasts
    told = [[pattern], "Because."] if (pattern := "*") else None
    assert "No reason is given." not in measured.section("missed", BENCH, [told])


def test_the_count_of_goals_is_that_of_the_figures():
    kept, goals = shown("missed").values[:2]
    assert (kept, goals) == (3 + 1 + 1 + 1 + 1, 4 + 2 + 2 + 2)


@pytest.mark.parametrize("name", measured.PARTS)
def test_what_was_not_measured_says_so(name):
    assert "Not measured" in measured.section(name, {"goals": {}, "parts": {}}, [])
    failed = deepcopy(BENCH)
    failed["parts"][name]["found"] = {"failed": "OSError: no room"}
    assert "Not measured</strong> on 5 November 2026: OSError: no room" in measured.section(name, failed, [])
    assert any("OSError: no room" in miss.said() for miss in measured.missed(failed, []))


def test_colab_tells_what_ran_what_failed_and_what_has_changed_since(tmp_path):
    assert "Not measured" in measured.on_colab(tmp_path)
    (tmp_path / "benchmarks").mkdir()
    records = {}
    for name, outcome in {"ran": {"passed": True}, "broke": {"passed": False, "failed": "cell x: ValueError"}, "new": {"passed": True}}.items():
        cell = {"cell_type": "code", "id": name, "source": [f"{name} = 1"]}
        (tmp_path / f"{name}.ipynb").write_text(json.dumps({"cells": [cell]}))
        code = colab.code_hash(tmp_path / f"{name}.ipynb") if name != "new" else "another"
        records[f"{name}.ipynb"] = {"date": "2026-11-21", "code": code, "cpu_s": 90.0} | outcome
    result = {"versions": {"tensorflow": "2.20.0"}, "widgets": ["UnrollRNN", "BPTTFlow"], "notebooks": records}
    (tmp_path / colab.RESULT).write_text(json.dumps(result))
    table = Tables(measured.on_colab(tmp_path))
    assert "ran whole" in table.row("ran") and "changed" in table.row("new")
    assert "failed : cell x: ValueError" in table.row("broke")
    assert table.values == [2, 1.5, 1.5, 1.5]


def test_every_table_can_be_scrolled_by_keyboard_and_has_a_name():
    for name in (*measured.PARTS, "conditions"):
        for box in shown(name).boxes:
            assert box["tabindex"] == "0" and box["role"] == "region" and box["aria-label"]


def test_the_page_shows_every_part_once():
    text = (ROOT / "how_we_know.md").read_text("utf-8")
    assert sorted(re.findall(r"^```\{measured\} (\w+)$", text, re.M)) == sorted(measured.SECTIONS)


def test_every_goal_and_every_reason_is_about_a_part_that_is_measured():
    for patterns, why in measured.reasons(ROOT):
        assert len(why.split()) > 10
        assert all(pattern.partition("/")[0] in measured.PARTS for pattern in patterns)
    assert all(set(entry) == {"figures", "why"} for entry in yaml.safe_load((ROOT / measured.REASONS).read_text("utf-8")))


def test_the_committed_run_can_be_shown():
    bench = measured.load(ROOT)
    for name in bench["parts"]:
        assert measured.section(name, bench, measured.reasons(ROOT))
    assert json.dumps(bench)
