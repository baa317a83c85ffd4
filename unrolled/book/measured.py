"""The tables of the page "How we know": what the last whole run of the benchmarks found, with each
goal beside its figure, and a reason for each goal that was missed.
"""

import json
import math
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from html import escape
from pathlib import Path

import yaml
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from unrolled.book import colab

BENCH, REASONS = "benchmarks/bench.json", "benchmarks/reasons.yml"

# What a figure is called, and its unit.
NAMES = {
    "page_kb": ("weight", "KB"),
    "ready_ms": ("ready after", "ms"),
    "layout_shift": ("layout shift", ""),
    "requests": ("files", ""),
    "repaint_median_ms": ("median", "ms"),
    "repaint_p95_ms": ("95th percentile", "ms"),
    "moves": ("moves", ""),
    "import_s": ("import unrolled", "s"),
    "bundle_kb": ("all widgets in one module", "KB"),
    "module_kb": ("module", "KB"),
    "performance": ("performance", "of 100"),
    "accessibility": ("accessibility", "of 100"),
    "numpy_ms": ("NumPy", "ms"),
    "train_on_batch_ms": ("train_on_batch", "ms"),
    "compiled_step_ms": ("compiled step", "ms"),
    "ratio": ("NumPy over train_on_batch", ""),
    "submissions": ("submissions", ""),
    "a_minute": ("graded in a minute", ""),
    "peak_mb": ("its kernel", "MiB"),
    "memory_mb": ("with JupyterLab", "MiB"),
    "cpu_s": ("CPU time", "s"),
    "cpu_min": ("CPU time", "min"),
    "setup_s": ("setting up", "s"),
    "book_s": ("make book", "s"),
    "test_s": ("make test", "s"),
    "cases": ("cases", ""),
    "numbers": ("numbers", ""),
    "difference": ("largest difference", ""),
    "value": ("reached", ""),
}


# --- figures, goals, verdicts


def met(value, goal):
    """Whether a figure keeps a goal, {"least": ..., "most": ...}; what was not measured does not."""
    return value is not None and goal.get("least", -math.inf) <= value <= goal.get("most", math.inf)


def goal_of(bench, figure):
    """The goal of a figure, such as "pages/index.html/ready_ms"; None where it has none."""
    return next((goal for pattern, goal in bench["goals"].items() if fnmatchcase(figure, pattern)), None)


def reasons(root):
    """[(patterns of figures, why they miss their goals and what was tried), ...]"""
    return [(entry["figures"], entry["why"].strip()) for entry in yaml.safe_load((root / REASONS).read_text("utf-8"))]


@dataclass(frozen=True)
class Miss:
    """A figure that misses its goal, or a part that could not be measured and says so in `value`."""

    figure: str
    value: float | str | None
    goal: dict | None
    reason: str | None

    @property
    def where(self):
        """Page, widget, notebook or table, in words."""
        inner = self.figure.rpartition("/")[0].partition("/")[2]
        inner = inner.removeprefix("pages/").removeprefix("notebooks/")
        return _place(re.sub(r"\.(html|ipynb)(/targets)?/", ", ", inner)) or "all"

    def said(self):
        if self.goal is None:
            return f"{self.figure.partition('/')[0].capitalize()} ({self.where}): failed with {self.value}"
        name, unit = NAMES[self.figure.rpartition("/")[2]]
        return f"{self.figure}: {name} {plain(self.value)} {unit}, the goal is {bound(self.goal)}"


def missed(bench, why):
    """Every Miss of a run, with its reason from `why`, as `reasons` gives it."""
    found = []
    for name, part in bench["parts"].items():
        for figure, value, goal in _judged(bench, name, part["found"]):
            if goal is None or not met(value, goal):
                reason = next((text for patterns, text in why if any(fnmatchcase(figure, p) for p in patterns)), None)
                found.append(Miss(figure, value, goal, reason))
    return found


def _judged(bench, path, found):
    """(figure, value, goal) of all that has a goal, and of what failed, with no goal and its message."""
    if isinstance(found.get("failed"), str):
        yield f"{path}/failed", found["failed"], None
    for key, value in found.items():
        figure = f"{path}/{key}"
        if isinstance(value, dict):
            own = _own_goal(value)
            if own and own[1] is not None:  # else the row says what failed
                yield f"{figure}/{own[0]}", own[1], own[2]
            yield from _judged(bench, figure, value)
        elif isinstance(value, (int, float)) and (goal := goal_of(bench, figure)):
            yield figure, value, goal


def _own_goal(row):
    """(key, value, goal) of a row that brings its goal along: a comparison, or a forecast."""
    if "tolerance" in row:
        return "difference", row["difference"], {"most": row["tolerance"]}
    if "goal" in row:
        return "value", row["value"], row["goal"]
    return None


# --- words


def plain(value):
    """A figure with three digits that mean something, and with all of a whole number."""
    if isinstance(value, int):
        return f"{value:,}"
    if value == 0 or 1e-3 <= abs(value) < 1e6:
        digits = 2 if value == 0 else max(0, 2 - math.floor(math.log10(abs(value))))
        text = f"{value:,.{digits}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    mantissa, _, exponent = f"{value:.0e}".partition("e")
    return f"{mantissa} × 10^{int(exponent)}"


def bound(goal):
    least, most = goal.get("least"), goal.get("most")
    if least is None:
        return f"at most {plain(most)}"
    return f"at least {plain(least)}" if most is None else f"{plain(least)} to {plain(most)}"


def _html(value):
    """A figure on the page, with all its digits for machines."""
    if value is None:
        return "not measured"
    text = plain(value)
    if "^" in text:
        base, _, exponent = text.partition("^")
        text = f"{base}<sup>{exponent.replace('-', '−')}</sup>"
    return f'<data value="{value!r}">{text}</data>'


def _raised(text):
    """The words of a bound with its power of ten raised."""
    head, hat, exponent = text.partition("^")
    return f"{head}<sup>{exponent.replace('-', '−')}</sup>" if hat else text


def _named(key):
    """The name and the unit of "ready_ms", or of "mobile/performance"."""
    form, _, last = key.rpartition("/")
    name, unit = NAMES[last]
    return f"{form} {name}".strip(), unit


def _minutes(seconds):
    took = round(seconds)
    return f"{took} seconds" if took < 100 else f"{took / 60:.0f} minutes"


def _day(text):
    day = date.fromisoformat(text[:10])
    return f"{day.day} {day:%B %Y}"


def _place(page):
    return page.removesuffix(".html").removesuffix(".ipynb")


# --- tables


def grid(bench, caption, first, columns, rows):
    """A table: a row for each (name, path, figures) of `rows`, a column for each key of `columns`.

    The goal stands in the head of a column where all rows have the same, else in the cell; the
    last column says in words whether the row keeps its goals.
    """
    goals = {(path, key): _goal(bench, path, key, found) for _, path, found in rows for key in columns}
    shared = {key: _shared([goals[path, key] for _, path, _ in rows]) for key in columns}
    judged = any(goals.values())
    head = _cell("th", first, "col") + "".join(_head(key, shared[key]) for key in columns)
    body = ""
    for name, path, found in rows:
        cells, late = "", []
        for key in columns:
            goal, value = goals[path, key], found.get(key)
            cells += _cell("td", _html(value) + (_small(goal) if goal and not shared[key] else ""))
            if goal and not met(value, goal):
                late.append(_named(key)[0])
        if isinstance(found.get("failed"), str):
            late = [escape(found["failed"])]
        kept = "met" if any(goals[path, key] for key in columns) else "no goal"
        verdict = _cell("td", f"<strong>missed</strong>: {', '.join(late)}" if late else kept) if judged else ""
        body += f"<tr>{_cell('th', escape(name), 'row')}{cells}{verdict}</tr>"
    head += _cell("th", "verdict", "col") if judged else ""
    return framed(caption, f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def framed(caption, content):
    """A table in a box that scrolls, and that the keyboard reaches."""
    return (
        f'<div class="book-measured" role="region" aria-label="{escape(caption)}" tabindex="0">'
        f'<table class="table"><caption>{escape(caption)}</caption>{content}</table></div>'
    )


def _goal(bench, path, key, found):
    own = _own_goal(found)
    return own[2] if own and own[0] == key else goal_of(bench, f"{path}/{key}")


def _shared(goals):
    return goals[0] if goals and all(goal == goals[0] for goal in goals) else None


def _head(key, goal):
    name, unit = _named(key)
    return _cell("th", name + (f" ({unit})" if unit else "") + (_small(goal) if goal else ""), "col")


def _small(goal):
    return f' <small>{_raised(bound(goal))}</small>'


def _cell(tag, html, scope=None):
    return f'<{tag} scope="{scope}">{html}</{tag}>' if scope else f"<{tag}>{html}</{tag}>"


# --- sections: what `{measured} NAME` shows


def _parity(bench, found):
    columns = ["difference", "numbers", "cases"]
    tables = [
        grid(bench, f"NumPy against Keras, {precision}", "what", columns, [
            (row, f"parity/NumPy to Keras/{row}/{precision}", kinds[precision])
            for row, kinds in found["NumPy to Keras"].items() if precision in kinds
        ])
        for precision in ("float64", "float32")
    ]  # fmt: skip
    for caption, table, shown in (
        ("The page's JavaScript against NumPy", "page to NumPy", columns),
        ("The page's JavaScript against Keras", "page to Keras", columns[:2]),
    ):
        tables.append(grid(bench, caption, "widget", shown, [
            (f"{row}, {precision}", f"parity/{table}/{row}/{precision}", figures)
            for row, kinds in found[table].items() for precision, figures in kinds.items()
        ]))  # fmt: skip
    return "".join(tables)


def _forecasts(bench, found):
    return "".join(
        grid(bench, f"{_place(notebook)}, trained anew in {_minutes(page['cpu_s'])} of CPU time", "forecast", ["value"], [
            (what, f"forecasts/{notebook}/targets/{what}", row) for what, row in page["targets"].items()
        ])
        for notebook, page in found.items()
    )  # fmt: skip


def _widgets(bench, found):
    columns = ["repaint_median_ms", "repaint_p95_ms"]
    slowest = {}
    for page, widgets in found["pages"].items():
        for widget, times in widgets.items():
            kind, number, *control = widget.replace(",", "").split()
            name = ", ".join([kind, *control])
            if name not in slowest or times["repaint_p95_ms"] > slowest[name][2]["repaint_p95_ms"]:
                slowest[name] = (f"{name}: {_place(page)}", f"widgets/pages/{page}/{widget}", times)
    by_kernel = ("ipywidgets and matplotlib, a kernel on the same machine", "widgets/kernel", found["kernel"])
    same = [(f"{widget.split()[0]} of the book", f"widgets/pages/{page}/{widget}", times)
            for page, widgets in found["pages"].items() for widget, times in widgets.items()
            if widget.startswith("MemoryHalfLife")][:1]  # fmt: skip
    return grid(bench, "The same figure, with and without a kernel", "slider", [*columns, "moves"], [by_kernel, *same]) + grid(
        bench, "Each widget, where it is slowest", "widget and page", columns, [slowest[name] for name in sorted(slowest)]
    )


def _cells(bench, found):
    columns = ["numpy_ms", "train_on_batch_ms", "compiled_step_ms", "ratio"]
    return grid(bench, "A training step in NumPy and in Keras", "network", columns, _rows("cells", found))


def _grading(bench, found):
    rows = _rows("grading", found)
    return grid(bench, "Grading made-up submissions", "assignment", ["submissions", "a_minute", "cpu_s"], rows)


def _notebooks(bench, found):
    rows = [
        (_place(name), f"notebooks/notebooks/{name}", row | {"cpu_min": row["cpu_s"] and row["cpu_s"] / 60})
        for name, row in found["notebooks"].items()
    ]
    lead = f"<p>JupyterLab itself holds {_html(found['server_mb'])} MiB, which the last figure counts in.</p>"
    return lead + grid(bench, "What each notebook takes", "notebook", ["cpu_min", "peak_mb", "memory_mb"], rows)


def _pages(bench, found):
    rows = _rows("pages", found)
    return grid(bench, "Weight and time of each page", "page", ["page_kb", "requests", "ready_ms", "layout_shift"], rows)


def _lighthouse(bench, found):
    columns = [f"{form}/{key}" for key in ("performance", "accessibility", "layout_shift") for form in ("mobile", "desktop")]
    rows = [
        (_place(page), f"lighthouse/pages/{page}", {f"{form}/{key}": row[key] for form, row in forms.items() for key in row})
        for page, forms in found["pages"].items()
    ]
    return grid(bench, "What Lighthouse says of each page", "page", columns, rows)


def _modules(bench, found):
    rows = [(name, f"modules/module_kb/{name}", {"module_kb": size}) for name, size in found["module_kb"].items()]
    together = [("all widgets", "modules", {"bundle_kb": found["bundle_kb"]})]
    return grid(bench, "The module of each widget", "widget", ["module_kb"], rows) + grid(
        bench, "If all widgets were one module", "what", ["bundle_kb"], together
    )


def _package(bench, found):
    return grid(bench, "The package", "statement", ["import_s"], [("import unrolled", "package", found)])


def _build(bench, found):
    rows = [("a fresh clone", "build", found)]
    return grid(bench, "Building and testing from nothing", "what", ["setup_s", "book_s", "test_s"], rows)


def _rows(part, found):
    return [(_place(name), f"{part}/{name}", row) for name, row in found.items()]


PARTS = {
    "parity": _parity, "forecasts": _forecasts, "widgets": _widgets, "cells": _cells, "grading": _grading,
    "notebooks": _notebooks, "pages": _pages, "lighthouse": _lighthouse, "modules": _modules,
    "package": _package, "build": _build,
}  # fmt: skip
SECTIONS = (*PARTS, "missed", "conditions", "colab")


def section(name, bench, why):
    """The HTML of a part of the benchmarks, of "missed" or of "conditions"."""
    if name == "missed":
        return _missed(bench, why)
    if name == "conditions":
        return _conditions(bench)
    part = bench["parts"].get(name)
    if part is None:
        return "<p><strong>Not measured</strong> so far.</p>"
    if isinstance(part["found"].get("failed"), str) and len(part["found"]) == 1:
        return f"<p><strong>Not measured</strong> on {_day(part['date'])}: {escape(part['found']['failed'])}.</p>"
    return f"<p>Measured on {_day(part['date'])}.</p>" + PARTS[name](bench, part["found"])


def _missed(bench, why):
    if not bench["parts"]:
        return "<p><strong>Not measured</strong> so far.</p>"
    counts = Counter(
        _kind(figure, goal)
        for name, part in bench["parts"].items() for figure, _, goal in _judged(bench, name, part["found"]) if goal
    )
    groups = {}
    for miss in missed(bench, why):
        groups.setdefault(miss.reason, {}).setdefault(_kind(miss.figure, miss.goal), []).append(miss)
    late = sum(len(of_kind) for kinds in groups.values() for of_kind in kinds.values() if of_kind[0].goal)
    html = f"<p>{_html(counts.total() - late)} of {_html(counts.total())} figures with a goal keep it.</p>"
    for reason, kinds in groups.items():
        terms = "".join(f"<dt>{_summary(of_kind, counts[kind])}</dt>" for kind, of_kind in kinds.items())
        html += f"<dl>{terms}<dd>{escape(reason) if reason else '<strong>No reason is given.</strong>'}</dd></dl>"
    return f'<div class="book-missed">{html}</div>'


def _kind(figure, goal):
    """Figures of one kind are told together: those of a part with the same name and goal."""
    return figure.partition("/")[0], figure.rpartition("/")[2], bound(goal) if goal else figure


def _summary(misses, of_all):
    first = misses[0]
    if first.goal is None:
        return escape(first.said())
    worst = max(misses, key=lambda miss: _excess(miss.value, miss.goal))
    name, unit = _named(worst.figure.rpartition("/")[2])
    told = f"{first.figure.partition('/')[0].capitalize()}, {name} {_raised(bound(worst.goal))} {unit}".strip()
    value = f"{_html(worst.value)} ({escape(worst.where)})"
    return f"{told}: {value}" if of_all == 1 else f"{told}: missed by {_html(len(misses))} of {_html(of_all)}, the worst {value}"


def _excess(value, goal):
    return max(value - goal.get("most", math.inf), goal.get("least", -math.inf) - value)


def _conditions(bench):
    places = {}
    for name, part in bench["parts"].items():
        places.setdefault(tuple(part["with"].items()), []).append((name, part))
    html = ""
    for facts, parts in places.items():
        rows = "".join(f"<tr>{_cell('th', escape(what), 'row')}{_cell('td', escape(str(value)))}</tr>" for what, value in facts)
        names = "all parts" if len(places) == 1 else ", ".join(name for name, _ in parts)
        html += framed(f"Where and with what: {names}", f"<tbody>{rows}</tbody>")
    rows = "".join(
        f"<tr>{_cell('th', name, 'row')}{_cell('td', _day(part['date']))}{_cell('td', _minutes(part['took_s']))}</tr>"
        for name, part in bench["parts"].items()
    )
    head = "".join(_cell("th", name, "col") for name in ("part", "measured on", "took"))
    return html + framed("When", f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")


def on_colab(root):
    """The HTML of how the notebooks went on Colab's versions, from the file that `make test-colab` writes."""
    if not (root / colab.RESULT).exists():
        return "<p><strong>Not measured</strong> so far.</p>"
    result = json.loads((root / colab.RESULT).read_text("utf-8"))
    told = ", ".join(f"{escape(name)} {escape(number)}" for name, number in result["versions"].items())
    rows = ""
    for name, record in sorted(result["notebooks"].items()):
        if record["code"] != colab.code_hash(root / name):
            outcome = "its code has changed since"
        else:
            outcome = "ran whole" if record["passed"] else f"<strong>failed</strong>: {escape(record['failed'])}"
        minutes = _html(record["cpu_s"] / 60)
        cells = "".join(_cell("td", text) for text in (_day(record["date"]), outcome, minutes))
        rows += f"<tr>{_cell('th', escape(_place(name)), 'row')}{cells}</tr>"
    head = "".join(_cell("th", text, "col") for text in ("notebook", "tried on", "outcome", "CPU time (min)"))
    return (
        f"<p>With {told}; {_html(len(result['widgets']))} widgets work there.</p>"
        + framed("On Colab's versions", f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")
    )


class Measured(SphinxDirective):
    """`{measured} NAME`: a part of the last whole run of the benchmarks, "missed", "conditions" or "colab"."""

    required_arguments = 1

    def run(self):
        root = Path(self.env.srcdir)
        for name in (BENCH, REASONS, colab.RESULT):
            self.env.note_dependency(str(root / name))
        (name,) = self.arguments
        if name not in SECTIONS:
            raise self.error(f"there is no part {name!r}; the parts are {', '.join(SECTIONS)}")
        html = on_colab(root) if name == "colab" else section(name, load(root), reasons(root))
        return [nodes.raw("", html, format="html")]


def load(root):
    """The last whole run; without any part where there was none."""
    path = root / BENCH
    return json.loads(path.read_text("utf-8")) if path.exists() else {"goals": {}, "parts": {}}
