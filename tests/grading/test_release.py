"""What a student opens: the source without solutions and hidden tests, and nothing of these anywhere else."""

import ast
import json
import re
import secrets
from copy import deepcopy

import nbformat
import pytest
from in_process import LAB

from unrolled.grading import checks
from unrolled.grading.course import Course, CourseError
from unrolled.grading.normalise import normalise
from unrolled.grading.release import LeakError, prove, read, release, secret_lines

SOURCES = sorted(LAB.glob("A*_*.ipynb"))
ADDRESS = "https://colab.research.google.com/github/ada/course/blob/main/labs/"


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module", params=SOURCES, ids=lambda path: path.stem)
def released(request, tmp_path_factory):
    """A source, and the file that was made of it, with the course."""
    course = Course.create(tmp_path_factory.mktemp("course"))
    name = request.param.name.partition("_")[0]
    return course, name, read(request.param), release(course, name)


def test_it_is_the_source_without_its_solutions(released):
    _, _, source, path = released
    notebook = read(path)
    assert [cell["id"] for cell in notebook["cells"]] == [cell["id"] for cell in source["cells"]]
    for before, after in zip(source["cells"], notebook["cells"]):
        expected, inside = [], False
        for line in before["source"].split("\n"):
            if "BEGIN SOLUTION" in line:
                indent = line[: len(line) - len(line.lstrip())]
                expected += [indent + "# YOUR CODE HERE", indent + "raise NotImplementedError()"]
                inside = True
            elif "END SOLUTION" in line:
                inside = False
            elif not inside and not line.startswith("[Open in Colab]"):
                expected.append(line)
        if before["id"].startswith("written-"):
            expected = ["YOUR ANSWER HERE"]
        assert after["source"] == "\n".join(expected).rstrip("\n")


def test_nothing_of_a_solution_is_left_in_the_file(released):
    _, _, source, path = released
    everything = squeezed(path.read_text("utf-8").encode().decode("unicode_escape", "replace"))
    visible = squeezed("\n".join(cell["source"] for cell in read(path)["cells"]))
    lines = {line for cell in source["cells"] for line in secret_lines(cell)}
    assert len(lines) > 20
    for line in lines:
        if squeezed(line) not in visible:
            assert squeezed(line) not in everything
    # What stands in a solution and elsewhere too is too short to help.
    assert all(len(squeezed(line)) < 40 for line in lines if squeezed(line) in visible)


def test_no_hidden_test_instructors_text_output_or_secret_is_left(released):
    course, name, source, path = released
    text = path.read_text("utf-8")
    assert not re.search("SOLUTION|HIDDEN|MARK SCHEME|lab/assignments", text)
    assert course.secret.read_bytes().hex() not in text
    page = next(LAB.glob(f"{name}_*.md")).read_text("utf-8")
    said = [squeezed(part) for line in page.splitlines() for part in re.split(r"\||(?<=[.?!]) ", line)]
    assert not [part for part in said if len(part) > 40 and part in squeezed(text)]
    for cell in read(path)["cells"]:
        assert not cell.get("outputs") and not cell.get("execution_count") and not cell.get("attachments")
        assert set(cell["metadata"]) <= {"nbgrader", "deletable", "editable"}


def test_a_student_opens_it_without_anything_else(released):
    _, name, _, path = released
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    assert "nbgrader" not in code and "unrolled.grading" not in code and "grading" not in code
    checked = {cell.id: cell.source for cell in notebook.cells if cell.id.startswith("public-")}
    assert len(checked) == len(checks.load(name).ASSIGNMENT.questions)
    for source in checked.values():
        assert any(isinstance(node, ast.Assert) for node in ast.walk(ast.parse(source)))


def test_answers_to_it_are_found(released):
    _, name, source, path = released
    found = normalise(json.dumps(source).encode(), read(path))
    assert not found.unreadable
    questions = {f"answer-{question.name}" for question in checks.load(name).ASSIGNMENT.questions}
    assert questions <= {cell.question for cell in found.cells}
    written = {cell["id"]: cell["source"] for cell in source["cells"] if cell["id"].startswith("written-")}
    assert found.written == written


def test_the_gradebook_knows_its_points(released):
    course, name, source, path = released
    points = {cell["id"]: cell["metadata"]["nbgrader"].get("points") for cell in source["cells"] if "nbgrader" in cell["metadata"]}
    with course.gradebook() as gradebook:
        notebook = gradebook.find_notebook(path.stem, name)
        assert {cell.name: cell.max_score for cell in notebook.grade_cells} == {cell: worth for cell, worth in points.items() if worth}


def test_each_source_has_one_line_for_colab(released):
    _, _, source, _ = released
    text = "\n".join(cell["source"] for cell in source["cells"])
    assert len(re.findall(r"^\[Open in Colab\]\([^)]*\)$", text, re.M)) == 1


def test_the_line_for_colab_opens_the_release_and_never_the_source(released):
    course, name, _, path = released
    assert "colab.research" not in "".join(cell["source"] for cell in read(path)["cells"] if cell["id"] == "title")
    release(course, name, ADDRESS)
    title = read(path)["cells"][0]["source"]
    assert f"[Open in Colab]({ADDRESS}{path.name})" in title.split("\n")
    assert not re.search(r"/unrolled/blob", title)
    release(course, name)
    assert read(path)["cells"][0]["source"] == title
    release(course, name, "")
    assert "Open in Colab" not in read(path)["cells"][0]["source"]


# ------------------------------------------------------------ what is refused


@pytest.fixture
def course(tmp_path):
    """A course with a source of its own, and what it holds."""
    course = Course.create(tmp_path / "course")
    folder = course.root / "source" / "A1"
    folder.mkdir(parents=True)
    return course, read(LAB / "A1_windows.ipynb"), folder / "A1_windows.ipynb"


def cell(notebook, name):
    return next(cell for cell in notebook["cells"] if cell["id"] == name)


def misspelled(notebook):
    windows = cell(notebook, "answer-windows")
    windows["source"] = windows["source"].replace("### BEGIN SOLUTION", "### BEGIN SOLUTON").replace("    ### END SOLUTION", "")


def unfinished(notebook):
    windows = cell(notebook, "answer-windows")
    windows["source"] = windows["source"].replace("### END SOLUTION", "")


def quoted(notebook):
    cell(notebook, "task-rmse")["source"] += "\n\nUse `return spread * np.sqrt( np.mean(error**2) )`."
    cell(notebook, "task-rmse")["source"] += "\nBefore, `error = np.ravel(y) - np.ravel(prediction)`."


def in_another_cell(notebook):
    cell(notebook, "student-id")["source"] += "\ndistance = np.abs(np.asarray(test_starts)[:, None] - np.asarray(train_starts))"


def number(notebook):
    cell(notebook, "task-own")["source"] += "\nThe center is 64.6846 without an id."


def sentence(notebook):
    cell(notebook, "task-leak")["source"] += "\nA flexible model can look the answer up instead of forecasting it."
    cell(notebook, "task-leak")["source"] += "\nThe second leak is the scaler: its mean and spread were computed with the test hours."


def hidden_test_without_end(notebook):
    cell(notebook, "public-windows")["source"] += "\n### BEGIN HIDDEN TESTS\nassert make_windows(1, 2, 3, 4)"


def hidden_test_misspelled(notebook):
    cell(notebook, "public-windows")["source"] += "\n### BEGIN HIDEN TESTS\nassert make_windows(1, 2, 3, 4)\n### END HIDEN TESTS"


def comment(notebook):
    cell(notebook, "hand-in")["source"] += "\n<!-- for the instructor: half points for a reason -->"


def raw_cell(notebook):
    notebook["cells"].append({"cell_type": "raw", "id": "rubric", "metadata": {}, "source": "half points for a reason"})


def attachment(notebook):
    cell(notebook, "hand-in")["attachments"] = {"a.png": {"image/png": "aGFsZg=="}}


def way_to_the_source(notebook):
    cell(notebook, "hand-in")["source"] += "\n[More](https://example.org/lab/assignments/A1_windows.md)"


def no_first_line(notebook):
    cell(notebook, "answer-windows")["source"] = "def other():\n    ### BEGIN SOLUTION\n    pass\n    ### END SOLUTION"


def other_points(notebook):
    cell(notebook, "public-windows")["metadata"]["nbgrader"]["points"] = 40


@pytest.mark.parametrize(
    "plant",
    [
        misspelled, unfinished, quoted, in_another_cell, number, sentence, hidden_test_without_end, hidden_test_misspelled,
        comment, raw_cell, attachment, way_to_the_source, no_first_line, other_points,
    ],
    ids=lambda plant: plant.__name__,
)
def test_a_source_that_would_leak_is_refused_and_nothing_is_written(course, plant):
    course, notebook, path = course
    plant(notebook)
    path.write_text(json.dumps(notebook))
    with pytest.raises(CourseError) as error:
        release(course, "A1")
    assert "\n" not in str(error.value)
    assert not course.release("A1").exists() and not course.database.exists()


def test_what_was_planted_in_metadata_and_outputs_is_left_out(course):
    course, notebook, path = course
    word = secrets.token_hex(8)
    notebook["metadata"]["instructor"] = word
    notebook["metadata"]["kernelspec"]["note"] = word
    cell(notebook, "student-id")["metadata"]["tags"] = [word]
    cell(notebook, "student-id")["outputs"] = [{"output_type": "stream", "name": "stdout", "text": word}]
    cell(notebook, "task-leak")["metadata"]["solution"] = word
    hidden = f"\n### BEGIN HIDDEN TESTS\nassert '{word}'\n### END HIDDEN TESTS"
    cell(notebook, "public-windows")["source"] += hidden
    path.write_text(json.dumps(notebook))
    assert word not in release(course, "A1").read_text()
    with course.gradebook() as gradebook:
        assert word not in gradebook.find_source_cell("task-leak", "A1_windows", "A1").source


@pytest.fixture(scope="module")
def pair(tmp_path_factory):
    """A source and its release, as dicts."""
    course = Course.create(tmp_path_factory.mktemp("pair"))
    return read(LAB / "A1_windows.ipynb"), read(release(course, "A1"))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda notebook: cell(notebook, "answer-scale").update(source="def scale_parts(parts):\n    return [], 1, 2"),
        lambda notebook: cell(notebook, "title")["metadata"].update(answer="x"),
        lambda notebook: notebook["metadata"].update(answer="x"),
        lambda notebook: cell(notebook, "public-scale").update(outputs=[{"output_type": "stream", "name": "stdout", "text": "x"}]),
        lambda notebook: cell(notebook, "public-scale")["metadata"]["nbgrader"].update(points=1),
        lambda notebook: notebook["cells"].pop(),
    ],
)
def test_the_proof_does_not_trust_what_made_the_release(pair, spoil):
    source, notebook = pair
    prove(source, notebook, "A1")
    notebook = deepcopy(notebook)
    spoil(notebook)
    with pytest.raises(LeakError):
        prove(source, notebook, "A1")


def test_an_earlier_release_stays_where_a_new_one_is_refused(course):
    course, notebook, path = course
    path.write_text(json.dumps(notebook))
    before = release(course, "A1").read_bytes()
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("ada")
        gradebook.add_submission("A1", "ada")
    notebook["cells"] = [cell for cell in notebook["cells"] if cell["id"] != "task-context"]
    path.write_text(json.dumps(notebook))
    with pytest.raises(CourseError, match="submissions"):
        release(course, "A1")
    assert course.release("A1").read_bytes() == before


def test_only_an_address_can_be_where_colab_opens_it(course):
    for wrong in ("javascript:alert(1)", "http://x", "https://x) [y](https://z", "https://x y", "https://github.com/ada/course", f"{ADDRESS} x", f"{ADDRESS}) [y](https://z"):
        with pytest.raises(CourseError, match="address"):
            release(course[0], "A1", wrong)
