"""`unrolled.grading.normalise`: no honest answer is lost, whatever the file went through, and nothing aborts."""

import copy
import json
import random
import sys
import textwrap

import nbformat
import pytest
import small_assignment as small
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled.grading import normalise as module
from unrolled.grading.normalise import looks_readable, normalise, rebuild

STUB = "    # YOUR CODE HERE\n    raise NotImplementedError()"
TEMPLATES = {
    "windows": f'def make_windows(series, window):\n    """Windows, one a row."""\n{STUB}',
    "rmse": f"def persistence_rmse(series):\n{STUB}",
    "step": f"def step(x, h, W, U, b):\n{STUB}",
}
ANSWERS = {
    "windows": "def make_windows(series, window):\n    return [series[i:i + window] for i in range(len(series) - window + 1)]",
    "rmse": "import math\n\ndef persistence_rmse( series ):\n    return math.sqrt(sum(series) % 7)",
    "step": "def step (x, h, W, U, b):\n    return np.tanh(x @ W + h @ U + b)",
}
WHY = "Because tomorrow is like today, Zoë says."


def cell(kind, cell_id, source, **marks):
    made = {"cell_type": kind, "id": cell_id, "metadata": {}, "source": source}
    if marks:
        made["metadata"] = {"nbgrader": {"schema_version": 3, "task": False, "locked": False, "grade": False, "solution": False, **marks}}
    return made | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def released():
    cells = [
        cell("code", "setup", "import numpy as np", grade_id="setup", locked=True),
        cell("code", "student", 'STUDENT_ID = ""'),
    ]
    for name, template in TEMPLATES.items():
        cells += [
            cell("markdown", f"text-{name}", f"## {name}"),
            cell("code", f"id-{name}", template, grade_id=name, solution=True),
            cell("code", f"check-{name}", f"assert {name} is not None", grade_id=f"public-{name}", grade=True, locked=True, points=2),
        ]
    cells += [
        cell("markdown", "text-why", "**Why** does persistence do so well?"),
        cell("markdown", "id-why", "YOUR ANSWER HERE", grade_id="why", grade=True, solution=True, points=2),
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def submitted(**changed):
    """The released notebook, answered."""
    notebook = released()
    for made in notebook["cells"]:
        name = made["id"].removeprefix("id-")
        if name in ANSWERS and made["id"] != name:
            made["source"] = changed.get(name, ANSWERS[name])
    by_id(notebook, "id-why")["source"] = WHY
    by_id(notebook, "student")["source"] = 'STUDENT_ID = "ada"'
    return notebook


def by_id(notebook, cell_id):
    return next(made for made in notebook["cells"] if made["id"] == cell_id)


def data(notebook, **options):
    return json.dumps(notebook, **options).encode()


def read(notebook):
    return normalise(data(notebook) if isinstance(notebook, dict) else notebook, released())


def found(answers):
    return {made.question: made.source for made in answers.cells if made.question}


def own(answers):
    return [made.source for made in answers.cells if made.question is None]


def assert_nothing_lost(answers):
    assert answers.unreadable == ""
    assert found(answers) == ANSWERS


# ---------------------------------------------------------------- the file as it should be


def test_an_untouched_file_gives_its_answers_and_no_note():
    answers = read(submitted())
    assert_nothing_lost(answers)
    assert (answers.written, answers.student_id, answers.notes) == ({"why": WHY}, "ada", ())
    assert own(answers) == ['STUDENT_ID = "ada"']  # set-up and checks are the release's, not the student's


def test_the_empty_notebook_is_readable_and_holds_the_templates():
    answers = read(released())
    assert (found(answers), answers.unreadable) == (TEMPLATES, "")


def test_sources_as_lists_of_lines_are_the_same():
    notebook = submitted()
    for made in notebook["cells"]:
        made["source"] = made["source"].splitlines(keepends=True)
    assert read(notebook) == read(submitted())


def test_own_cells_stay_in_their_order():
    notebook = submitted()
    notebook["cells"].insert(3, cell("code", "mine", "def helper():\n    return 1"))
    notebook["cells"].append(cell("code", "mine2", "print(helper())"))
    answers = read(notebook)
    order = [made.question or made.source[:5] for made in answers.cells]
    assert order == ["STUDE", "def h", "windows", "rmse", "step", "print"]


def test_a_public_check_that_the_student_changed_is_the_students_own():
    notebook = submitted()
    by_id(notebook, "check-rmse")["source"] = "def helper():\n    return 1"
    assert "def helper():\n    return 1" in own(read(notebook))


# ---------------------------------------------------------------- notebooks that lost something


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.booleans(), st.booleans(), st.booleans())
def test_any_order_deletion_and_duplication_of_cells_keeps_every_answer(seed, no_metadata, no_ids, same_ids):
    chance = random.Random(seed)
    notebook = submitted()
    answers = [made for made in notebook["cells"] if made["id"].removeprefix("id-") in ANSWERS and made["id"].startswith("id-")]
    others = [made for made in notebook["cells"] if made not in answers and chance.random() < 0.6]
    copies = [copy.deepcopy(chance.choice(answers)) for _ in range(chance.randrange(3))]
    empty = [made for made in released()["cells"] if made["id"].startswith("id-") and chance.random() < 0.5]
    cells = [*answers, *others, *copies, *empty]
    chance.shuffle(cells)
    for made in cells:
        if no_metadata:
            made["metadata"] = {}
        if no_ids:
            made.pop("id")
        elif same_ids:
            made["id"] = "id-windows"
    assert_nothing_lost(read(notebook | {"cells": cells}))


def test_deleted_checks_and_lost_metadata_lose_nothing():
    notebook = submitted()
    notebook["cells"] = [{"cell_type": "code", "source": source} for source in ANSWERS.values()]
    assert_nothing_lost(read(notebook))


def test_swapped_ids_and_edited_points_have_no_effect():
    notebook = submitted()
    windows, rmse = by_id(notebook, "id-windows"), by_id(notebook, "id-rmse")
    windows["metadata"], rmse["metadata"] = rmse["metadata"], windows["metadata"]
    windows["id"], rmse["id"] = rmse["id"], windows["id"]
    by_id(notebook, "check-step")["metadata"]["nbgrader"]["points"] = 100
    by_id(notebook, "id-why")["metadata"]["nbgrader"]["points"] = 100
    answers = read(notebook)
    assert_nothing_lost(answers)
    assert any("the content counts" in note for note in answers.notes)
    assert any("points of why" in note for note in answers.notes)


def test_blank_work_with_faked_outputs_stays_blank():
    notebook = released()
    for made in notebook["cells"]:
        made["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "8 of 8"}]
    assert found(read(notebook)) == TEMPLATES


@pytest.mark.parametrize(
    "cells, counts",
    [
        (["def step(x):\n    return 1", "def step(x):\n    return 2"], "def step(x):\n    return 2"),
        (["def step(x):\n    return 1", TEMPLATES["step"]], "def step(x):\n    return 1"),
        (["def step(x):\n    return 1", "def step(x):\n    return ("], "def step(x):\n    return 1"),
        (["def step(x):\n    return 1", "step = timed(step)"], "def step(x):\n    return 1"),
        (["step = lambda x: 1", "print(step(2))"], "step = lambda x: 1"),
    ],
    ids=["the last", "not the empty template", "not the broken one", "not the wrapper", "a name bound otherwise"],
)
def test_which_of_several_cells_counts(cells, counts):
    notebook = submitted()
    notebook["cells"] = [{"cell_type": "code", "source": source} for source in cells]
    answers = read(notebook)
    assert found(answers) == {"step": counts}
    assert TEMPLATES["step"] not in own(answers)  # run behind the answer, it would undo it


def test_the_grade_id_and_then_the_cell_id_know_an_answer_of_another_form():
    notebook = submitted(step="exec('def ' + 'step(x): return 1')", rmse="from helpers import *")
    by_id(notebook, "id-rmse")["metadata"] = {}
    answers = found(read(notebook))
    assert answers["step"].startswith("exec") and answers["rmse"] == "from helpers import *"


def test_one_cell_may_answer_several_questions():
    notebook = submitted()
    notebook["cells"] = [cell("code", "all", "\n\n".join(ANSWERS.values()))]
    answers = read(notebook)
    assert list(found(answers)) == list(ANSWERS) and len(set(found(answers).values())) == 1
    assert own(answers) == []


def test_a_missing_answer_is_named_and_the_others_stay():
    notebook = submitted()
    notebook["cells"].remove(by_id(notebook, "id-rmse"))
    answers = read(notebook)
    assert set(found(answers)) == {"windows", "step"}
    assert "There is no answer to rmse." in answers.notes


def test_the_notebook_of_another_assignment_is_no_blank_one():
    """They share a question, so that something in it does answer one."""
    mine, other = released(), submitted()
    for notebook, name in ((mine, "A2"), (other, "A1")):
        notebook["cells"].insert(2, cell("code", "data", f'load = assignments.data("{name}", STUDENT_ID)', grade_id="data", locked=True))
    assert normalise(data(other), mine).unreadable == ""  # all questions are there, whatever else is
    for name in ("windows", "rmse"):
        other["cells"].remove(by_id(other, f"id-{name}"))
    assert "another assignment, A1" in normalise(data(other), mine).unreadable
    by_id(other, "data")["source"] = by_id(mine, "data")["source"]
    assert set(found(normalise(data(other), mine))) == {"step"}


def test_an_answer_in_a_text_cell_is_read_as_code():
    notebook = submitted()
    by_id(notebook, "id-step")["cell_type"] = "raw"
    answers = read(notebook)
    assert_nothing_lost(answers)
    assert any("no code cell" in note for note in answers.notes)


def test_a_written_answer_without_its_mark_is_found_behind_its_question():
    notebook = submitted()
    for made in notebook["cells"]:
        made["metadata"] = {}
        made.pop("id")
    notebook["cells"].append({"cell_type": "markdown", "source": "And more."})
    assert read(notebook).written == {"why": f"{WHY}\n\nAnd more."}


# ---------------------------------------------------------------- files that were damaged


def forms():
    notebook = submitted()
    plain = data(notebook, ensure_ascii=False)
    text = plain.decode()
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [
        {"cell_type": made["cell_type"], "input" if made["cell_type"] == "code" else "source": made["source"]} for made in notebook["cells"]
    ]}]}
    newer = copy.deepcopy(notebook) | {"nbformat": 7, "surprise": [1]}
    for made in newer["cells"]:
        if "nbgrader" in made["metadata"]:
            made["metadata"]["nbgrader"]["schema_version"] = 99
    odd = copy.deepcopy(notebook)
    odd["cells"] += [None, 3, {"cell_type": "code"}, {"cell_type": "code", "source": 4}, {"source": "x", "metadata": [], "id": {}}]
    return {
        "utf-8": plain,
        "byte order mark": b"\xef\xbb\xbf" + plain,
        "latin-1": text.encode("latin-1"),
        "utf-16": text.encode("utf-16"),
        "utf-16-le without mark": text.encode("utf-16-le"),
        "utf-16-be without mark": text.encode("utf-16-be"),
        "utf-32": text.encode("utf-32"),
        "windows' line ends": json.dumps(json.loads(text.replace("\\n", "\\r\\n")), indent=1).replace("\n", "\r\n").encode(),
        "garbage behind": plain + b"\n<<<<<<< HEAD\x00\x00",
        "blanks before": b"\n\n  " + plain,
        "format 3": data(old),
        "newer format and schema": data(newer),
        "damaged cells": data(odd),
        "no format": data({"cells": notebook["cells"]}),
    }


@pytest.mark.parametrize("form", forms())
def test_a_damaged_file_keeps_its_answers(form):
    assert_nothing_lost(read(forms()[form]))


def test_what_was_mended_is_noted():
    assert "cp1252" in read(forms()["latin-1"]).notes[0]
    assert "behind the end" in read(forms()["garbage behind"]).notes[0]
    assert any("4 damaged" in note for note in read(forms()["damaged cells"]).notes)


def test_the_accents_of_a_latin_file_are_right():
    assert read(forms()["latin-1"]).written == {"why": WHY}


def deep(depth):
    return "[" * depth + "]" * depth


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "empty"),
        (b"\x00" * 500, "empty"),
        (b" \n", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "zip"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (bytes(range(128, 256)) * 50 + bytes(range(32)) * 50, "no text"),
        (b'{"cells": [', "damaged or cut off"),
        (json.dumps(["a"]).encode(), "no notebook"),
        (b'{"cells": 3}', "no cells"),
        (b'{"cells": []}', "no cells"),
        (b'{"worksheets": [3]}', "no cells"),
        (b"I did not manage.", "no answer"),
        (deep(100_000).encode(), "deeply"),
        (b'{"metadata": ' + deep(100_000).encode() + b', "cells": []}', "deeply"),
        (data({"cells": [cell("code", "x", "print(1)")]}), "another one"),
    ],
    ids=range(16),
)
def test_what_cannot_be_read_is_no_answer_and_says_why(content, words):
    answers = read(content)
    assert words in answers.unreadable
    assert (answers.cells, answers.written) == ((), {})


@settings(max_examples=80, deadline=None, derandomize=True)
@given(st.binary(max_size=300), st.integers(0, 10_000), st.integers(0, 300))
def test_no_damage_raises(noise, start, length):
    good = data(submitted())
    answers = normalise(good[:start] + noise + good[start + length :], released())
    assert isinstance(answers.unreadable, str)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["cells", "source", "metadata", "nbgrader", "grade_id", "id", "cell_type", "worksheets"]), inner, max_size=5), max_leaves=20))
def test_no_json_raises(value):
    normalise(json.dumps({"cells": value}).encode(), released())
    normalise(json.dumps({"cells": [value, {"cell_type": "code", "source": "x", "metadata": value, "id": "id-step"}]}).encode(), released())


# ---------------------------------------------------------------- huge files


def test_huge_and_deep_outputs_are_never_built(monkeypatch):
    monkeypatch.setattr(module, "MAX_PLAIN", 10_000)
    monkeypatch.setattr(module, "MAX_REST", 10_000)
    notebook = submitted()
    by_id(notebook, "id-step")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": ["0\n", 'quote " and ] and \\'] * 50_000}]
    notebook["metadata"]["widgets"] = {"state": ["x" * 100_000]}
    text = data(notebook).replace(b'"outputs": []', b'"outputs": ' + deep(50_000).encode(), 1)
    assert_nothing_lost(read(text))


def test_deep_outputs_of_a_small_file_do_not_matter():
    assert_nothing_lost(read(data(submitted()).replace(b'"outputs": []', b'"outputs": ' + deep(20_000).encode(), 1)))


def test_a_file_beyond_the_limits_is_not_read(monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 1000)
    assert "MB" in read(submitted()).unreadable
    monkeypatch.undo()
    monkeypatch.setattr(module, "MAX_PLAIN", 1000)
    monkeypatch.setattr(module, "MAX_REST", 1000)
    assert "beside its outputs" in read(submitted()).unreadable


def test_many_cells_lose_no_answer():
    notebook = submitted()
    notebook["cells"] = [cell("code", "x", f"a = {number}") for number in range(3000)] + notebook["cells"]
    answers = read(notebook)
    assert_nothing_lost(answers)
    assert len(own(answers)) == module.MAX_CELLS
    assert any("were kept" in note for note in answers.notes)


@pytest.mark.parametrize(
    "source",
    ["(" * 10_000, "-" * 50_000 + "1", "1" + "+1" * 50_000, "x" + ".y" * 50_000, "\n" * 100_000, " " * 100_000 + "%", "!" * 5000, "x = '\ud800'", "9" * 10_000, "\x00\x0c"],
    ids=range(10),
)
def test_a_cell_that_is_hard_to_parse_harms_nobody(source):
    notebook = submitted(step=f"def step(x):\n    return 0\n{source}")
    notebook["cells"].append(cell("code", "x", source))
    answers = read(notebook)
    assert set(found(answers)) == set(ANSWERS)
    assert found(answers)["windows"] == ANSWERS["windows"]
    for made in answers.cells:
        made.source.encode()


# ---------------------------------------------------------------- notebook commands


@pytest.mark.parametrize(
    "source, left",
    [
        ("!pip install x\ndef step(x):\n    return x", "pass\ndef step(x):\n    return x"),
        ("%matplotlib inline\ndef step(x):\n    return (x\n        % 7)", "pass\ndef step(x):\n    return (x\n        % 7)"),
        ("%%time\ndef step(x):\n    return x", "pass\ndef step(x):\n    return x"),
        ("if True:\n    !ls 'a\n    ?step\ndef step(x):\n    return x", "if True:\n    pass\n    pass\ndef step(x):\n    return x"),
        ("files = !ls\ndef step(x):\n    return x", "files = None\ndef step(x):\n    return x"),
        ("def step(x):\n    return x\nstep?", "def step(x):\n    return x\npass"),
        ("get_ipython().system('ls')\ndef step(x):\n    return x", "pass\ndef step(x):\n    return x"),
        ('def step(x):\n    return """\n%d\n!\n""" % x', 'def step(x):\n    return """\n%d\n!\n""" % x'),
    ],
)
def test_notebook_commands_go_and_python_stays(source, left):
    answers = read(submitted(step=source))
    assert found(answers) == ANSWERS | {"step": left}
    assert (left == source) or any("Notebook commands" in note for note in answers.notes)


def test_cells_of_another_language_are_left_out():
    notebook = submitted()
    notebook["cells"].append(cell("code", "x", "%%bash\nls | wc"))
    answers = read(notebook)
    assert_nothing_lost(answers)
    assert any("%%bash" in note for note in answers.notes)
    assert not any("wc" in source for source in own(answers))


# ---------------------------------------------------------------- scripts


def test_a_script_with_marks_is_read_cell_by_cell():
    text = "#!/usr/bin/env python\n# coding: utf-8\n\n" + "".join(f"# In[{n}]:\n\n\n{source}\n\n\n" for n, source in enumerate(ANSWERS.values()))
    answers = read(text.encode())
    assert {name: source.strip() for name, source in found(answers).items()} == ANSWERS
    percent = "".join(f"# %%\n{source}\n\n" for source in ANSWERS.values())
    assert {name: source.strip() for name, source in found(read(percent.encode())).items()} == ANSWERS


def test_a_script_without_marks_is_cut_at_its_statements():
    text = '"""# A1\n"""\n\n!pip install x\nimport numpy as np\n\n' + "\n\n".join(ANSWERS.values()) + "\n\nassert step is None\nlate = 1\n"
    answers = read(text.encode())
    assert set(found(answers)) == set(ANSWERS)
    assert found(answers)["windows"].strip() == ANSWERS["windows"]
    assert any(source.strip() == "import math" for source in own(answers))
    assert own(answers)[-1].strip() == "late = 1"  # the failing assert before it does not keep it from running


def test_a_script_with_a_broken_statement_keeps_the_others():
    text = "\n\n".join([ANSWERS["windows"], "def step(x, h, W, U, b):\n    return (", ANSWERS["rmse"]]) + "\n"
    answers = found(read(text.encode()))
    assert answers["windows"].strip() == ANSWERS["windows"]
    assert "math.sqrt" in answers["rmse"]


# ---------------------------------------------------------------- rebuilding, and the release


def test_the_rebuilt_notebook_is_the_release_with_the_answers():
    notebook = submitted()
    notebook["cells"] = [made for made in notebook["cells"] if not made["id"].startswith("check-")]
    notebook["cells"].insert(3, cell("code", "mine", "def helper():\n    return 1"))
    by_id(notebook, "id-why")["metadata"]["nbgrader"]["points"] = 100
    by_id(notebook, "student")["outputs"] = [{"output_type": "display_data", "data": {"text/html": "<script>"}, "metadata": {}}]
    built = rebuild(released(), read(notebook))
    nbformat.validate(built)
    assert "<script>" not in json.dumps(built) and "100" not in json.dumps(built)
    assert [made for made in built["cells"] if made["id"].startswith("check-")] == [
        made for made in released()["cells"] if made["id"].startswith("check-")
    ]
    assert {name: by_id(built, f"id-{name}")["source"] for name in ANSWERS} == ANSWERS
    assert by_id(built, "id-why")["source"] == WHY
    places = [made["source"] for made in built["cells"]]
    assert places.index("def helper():\n    return 1") == places.index(ANSWERS["windows"]) - 1


def test_rebuilding_changes_nothing_that_it_was_given():
    release = released()
    rebuild(release, read(submitted()))
    assert release == released()


@pytest.mark.parametrize(
    "change, words",
    [
        (lambda cells: cells.clear(), "no answer cell"),
        (lambda cells: cells.append(cells[3]), "grade id"),
        (lambda cells: cells.append(cell("code", "x", TEMPLATES["step"], grade_id="other", solution=True)), "same first line"),
        (lambda cells: cells.append(cell("code", "x", "", grade_id="other", solution=True)), "empty"),
    ],
)
def test_a_release_that_cannot_serve_is_refused(change, words):
    notebook = released()
    change(notebook["cells"])
    with pytest.raises(ValueError, match=words):
        normalise(data(submitted()), notebook)


def test_looks_readable():
    assert looks_readable(data(submitted())) and looks_readable(b"def step(x): pass")
    assert not looks_readable(b"") and not looks_readable(b"%PDF-1") and not looks_readable(deep(sys.getrecursionlimit() * 9).encode())


# ---------------------------------------------------------------- all the way to the mark


def test_a_battered_file_has_all_its_points_and_an_empty_template_none(sandboxed):
    release = {"cells": [cell("code", f"id-{name}", template, grade_id=name, solution=True) for name, template in small.TEMPLATES.items()]}
    battered = [
        {"cell_type": "code", "source": "!pip install numpy\n" + textwrap.dedent(small.RIGHT["step"])},
        cell("code", "id-step", textwrap.dedent(small.RIGHT["rmse"]), grade_id="windows", solution=True),
        cell("code", "id-step", textwrap.dedent(small.RIGHT["windows"]), grade_id="windows", solution=True, schema_version=99),
        cell("code", "id-step", small.TEMPLATES["step"], grade_id="step", solution=True, points=8),
    ]
    content = "\ufeff" + json.dumps({"nbformat": 9, "cells": battered})
    outcome = small.graded(normalise(content.encode("utf-16"), release).cells)
    assert (outcome.status, outcome.points) == ("graded", 8)
    outcome = small.graded(normalise(data(release), release).cells)
    assert (outcome.status, outcome.points) == ("graded", 0)
