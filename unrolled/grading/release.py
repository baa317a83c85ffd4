"""The student's notebook from the source with its solutions, and the proof that nothing of these is left.

    release(course, "A1", colab="https://colab.research.google.com/github/ada/course/blob/main/labs")

nbgrader makes the notebook: it takes out what stands between the marks of a solution or of hidden
tests, and writes the questions into the gradebook.  That is not taken on trust: what came out is
compared, cell by cell, with what this module itself expects of the source, and searched for
anything of the solutions.  A notebook that does not pass is not released.

A source holds one line `[Open in Colab](...)`.  Wherever it points to, the release puts the address
of the student's notebook there, or, without one, leaves the line out: the source has the solutions
and must never be what a student opens.
"""

import json
import logging
import re
import shutil
import tempfile
from pathlib import Path

import nbformat

from . import checks
from .course import ASSIGNMENTS, CourseError, alembic_on_path, write
from .normalise import normalise
from .outcome import ANSWER

GITHUB = "https://colab.research.google.com/github/"  # how Colab opens what lies on GitHub
COLAB = re.compile(r"^\[Open in Colab\]\(([^)\n]*)\)[ \t]*(?:\n|\Z)", re.M)
CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"
MARK = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)")
# What may still be said of a released notebook and of its cells beside their sources.
NOTEBOOK_KEYS = {"kernelspec": {"display_name", "language", "name"}, "language_info": {"name"}}
CELL_KEYS = {"nbgrader", "deletable", "editable"}
NBGRADER_KEYS = {"grade", "grade_id", "locked", "schema_version", "solution", "task", "points", "cell_type", "checksum"}
TELLING = 16  # letters of a line from which on it tells something of a solution


class LeakError(CourseError):
    """A notebook that must not be released; the message names each place."""


def release(course, name, colab=None):
    """Makes release/NAME/NOTEBOOK.ipynb, and returns its path.

    colab : where Colab is going to open the notebook, without its name: an address that begins with `GITHUB`,
            or "" for nowhere; without it as in the release before

    Copies the source from the lab where the course has none.  Raises LeakError where anything of a
    solution would be left, and CourseError where the source cannot be released for another reason;
    an earlier release then stays as it was.
    """
    if colab is None:
        colab = _colab_before(course.release(name))
    if colab and not re.fullmatch(re.escape(GITHUB) + r"[^\s()<>\"'\\]+", colab):
        raise CourseError(f"{colab!r} is no address for Colab's link. It is like {GITHUB}OWNER/REPOSITORY/blob/main")
    source = course.source(name)
    if not source.is_file():
        write(source, (ASSIGNMENTS / source.name).read_bytes())
    try:
        original = read(source)
    except (ValueError, nbformat.ValidationError) as error:
        raise CourseError(f"{source} is no notebook that can be released: {error}") from None
    link = f"{colab.rstrip('/')}/{source.name}" if colab else ""
    # First where nobody looks: no student's notebook exists before it is known to be clean.
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder) / "source" / name / source.name
        there.parent.mkdir(parents=True)
        shutil.copy(source, there)
        made = Path(folder) / "release" / name / source.name
        _generate(folder, None, name, link)
        prove(original, read(made), name, link)
        clean = made.read_bytes()
        _generate(folder, f"sqlite:///{course.database}?timeout=60", name, link)
    return write(course.release(name), clean)


def prove(source, released, name, link=""):
    """Raises LeakError unless a released notebook is its source (both as dicts) without solutions and hidden tests.

    link : where its line for Colab points to, "" where there is none
    """
    found = [*_differences(source, released, link), *_remains(source, released)]
    if not found:
        found = _unusable(released, name)
    if found:
        raise LeakError(f"{name} is not released: " + " ".join(found))


def read(path):
    """A notebook as a dict, the source of each cell in one piece.  Raises ValueError or ValidationError where it is none of format 4.5."""
    notebook = json.loads(Path(path).read_text("utf-8"))
    if not isinstance(notebook, dict) or notebook.get("nbformat") != 4 or notebook.get("nbformat_minor", 0) < 5:
        raise ValueError("its format is not 4.5")
    nbformat.validate(notebook)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def solutions(source):
    """For the name of each automatic question of a source (a dict), the right answer."""
    answers = {cell["id"].removeprefix(ANSWER): cell["source"].split("\n") for cell in source["cells"] if cell["id"].startswith(ANSWER)}
    return {name: "\n".join(line for line in lines if not MARK.search(line)) for name, lines in answers.items()}


def stub(cell):
    """The source of a cell as a student gets it, but for the line for Colab."""
    marks, kept, inside, taken = cell["metadata"].get("nbgrader", {}), [], "", False
    code = cell["cell_type"] == "code"
    for line in cell["source"].split("\n"):
        mark = MARK.search(line)
        if mark and mark[1] == "BEGIN":
            if inside:
                raise LeakError(f"Cell {cell['id']}: {mark[0]} stands within {inside}.")
            inside = mark[2]
            if inside == "SOLUTION":
                taken = True
                indent = re.match(r"\s*", line)[0]
                kept += [indent + part for part in (CODE_STUB if code else TEXT_STUB).split("\n")]
        elif mark:
            if mark[2] != inside:
                raise LeakError(f"Cell {cell['id']}: {mark[0]} ends what has not begun.")
            inside = ""
        elif not inside:
            kept.append(line)
    if inside:
        raise LeakError(f"Cell {cell['id']}: the end of {inside} is missing.")
    if marks.get("solution") and not taken:
        return CODE_STUB if code else TEXT_STUB
    return "\n".join(kept)


def secret_lines(cell):
    """The lines of a cell that no student may see, without spaces around them."""
    visible = stub(cell).split("\n")
    lines = cell["source"].split("\n")
    if any(MARK.search(line) for line in lines):
        found, inside = [], False
        for line in lines:
            mark = MARK.search(line)
            if mark:
                inside = mark[1] == "BEGIN"
            elif inside:
                found.append(line)
        lines = found
    elif not cell["metadata"].get("nbgrader", {}).get("solution"):
        return []
    return [line.strip() for line in lines if line.strip() and line not in visible]


# ---------------------------------------------------------------- nbgrader


def _generate(root, url, name, link):
    """Lets nbgrader release an assignment of a course folder, and write its questions into the gradebook at an address."""
    from nbgrader import preprocessors
    from nbgrader.converters import GenerateAssignment
    from nbgrader.converters.base import NbGraderException
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config

    def fill(notebook, resources):
        for cell in notebook.cells:
            if cell.cell_type == "markdown":
                cell.source = _linked(cell.source, link)
        return notebook, resources

    def strip(notebook, resources):
        """What editors keep in a notebook tells students nothing, and might tell them too much."""
        notebook.metadata = _only(notebook.metadata, NOTEBOOK_KEYS)
        for key, names in NOTEBOOK_KEYS.items():
            if key in notebook.metadata:
                notebook.metadata[key] = _only(notebook.metadata[key], names)
        for cell in notebook.cells:
            cell.metadata = _only(cell.metadata, CELL_KEYS)
        return notebook, resources

    settings = Config()
    settings.CourseDirectory.root = str(root)
    if url:
        settings.CourseDirectory.db_url = url
    settings.CourseDirectory.assignment_id = name
    settings.ClearSolutions.code_stub = {"python": CODE_STUB}
    settings.ClearSolutions.text_stub = TEXT_STUB
    said = _Said()
    directory = CourseDirectory(config=settings)
    converter = GenerateAssignment(coursedir=directory, config=settings, force=True, no_database=not url)
    converter.preprocessors = [
        fill,
        strip,
        preprocessors.LockCells,
        preprocessors.ClearSolutions,
        preprocessors.ClearOutput,
        preprocessors.CheckCellMetadata,
        preprocessors.ComputeChecksums,
        *([preprocessors.SaveCells] if url else []),
        preprocessors.ClearHiddenTests,
        preprocessors.ClearMarkScheme,
        preprocessors.ComputeChecksums,
        preprocessors.CheckCellMetadata,
    ]
    converter.log = said.log
    try:
        with alembic_on_path():
            converter.start()
    except NbGraderException:
        raise CourseError(f"nbgrader cannot release {name}: {said.last}") from None


class _Said(logging.Handler):
    """Keeps nbgrader's log from the terminal, and the reason of a failure from getting lost."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.log = logging.Logger("release")
        self.log.addHandler(self)
        self.last = ""

    def emit(self, record):
        text = record.getMessage().strip()
        if "Traceback" in text:
            self.last = text.splitlines()[-1]


def _linked(text, link):
    """A text whose line for Colab points to a student's notebook, or is gone."""
    text = COLAB.sub(lambda found: f"[Open in Colab]({link})" + ("\n" if found[0].endswith("\n") else "") if link else "", text)
    return text if link else text.rstrip("\n")


def _colab_before(path):
    """Where Colab opens what was released before, without the notebook's name; "" where nothing says so."""
    try:
        cells = read(path)["cells"]
    except (OSError, ValueError, nbformat.ValidationError):
        return ""
    links = (COLAB.search(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return next((found[1].rpartition("/")[0] for found in links if found), "")


def _only(values, keys):
    return {key: value for key, value in values.items() if key in keys}


# ---------------------------------------------------------------- the proof


def _differences(source, released, link):
    """Where a release is not what this module expects of its source."""
    if [cell["id"] for cell in source["cells"]] != [cell["id"] for cell in released["cells"]]:
        yield "The cells are not those of the source."
        return
    for before, after in zip(source["cells"], released["cells"]):
        expected = stub(before)
        if before["cell_type"] == "markdown":
            expected = _linked(expected, link)
        if after["cell_type"] != before["cell_type"] or after["source"] != expected:
            yield f"Cell {after['id']} is not its source without solutions and hidden tests."
        if after.get("outputs") or after.get("execution_count") or after.get("attachments"):
            yield f"Cell {after['id']} has outputs or attachments."
        marks, theirs = (dict(cell["metadata"].get("nbgrader", {})) for cell in (before, after))
        if set(after["metadata"]) - CELL_KEYS or set(theirs) - NBGRADER_KEYS:
            yield f"Cell {after['id']} has metadata that a student does not need."
        if any(theirs.get(key) != marks.get(key) for key in NBGRADER_KEYS - {"checksum", "cell_type"}):
            yield f"Cell {after['id']} is marked in another way than in the source."
    if any(key not in NOTEBOOK_KEYS or set(value) - NOTEBOOK_KEYS[key] for key, value in released["metadata"].items()):
        yield "The notebook has metadata that a student does not need."


def _remains(source, released):
    """Anything of a solution that stands anywhere in a release, and what only instructors should read."""
    text = _squeezed(" ".join(_strings(released)))
    visible = _squeezed("\n".join(stub(cell) for cell in source["cells"]))
    for cell in source["cells"]:
        lines = secret_lines(cell)
        telling = [line for line in lines if len(_squeezed(line)) >= TELLING]
        there = [line for line in telling if _squeezed(line) in text]
        if any(_squeezed(line) not in visible for line in there) or (there and 2 * len(there) >= len(telling)):
            yield f"Of the solution of {cell['id']} there is left: {there[0]!r}."
        for number in re.findall(r"(?<![\w.])\d+\.\d+(?![\w.])", "\n".join(lines)):
            if len(number.replace(".", "").lstrip("0")) >= 5 and re.search(rf"(?<![\d.]){re.escape(number)}(?!\d)", "\n".join(_strings(released))):
                yield f"The number {number} of the solution of {cell['id']} is left."
    for cell in released["cells"]:
        if found := re.search(r"^[ \t#]*#[ \t]*(BEGIN|END)\b.*|(BEGIN|END) (SOLUTION|HIDDEN|MARK).*", cell["source"], re.M):
            yield f"Cell {cell['id']} has the mark {found[0].strip()!r}, which is misspelled or without its other end."
        if cell["cell_type"] == "markdown" and "<!--" in cell["source"]:
            yield f"Cell {cell['id']} has a comment that is not shown."
        if cell["cell_type"] == "raw":
            yield f"Cell {cell['id']} is raw text, which is not shown."
        if "lab/assignments" in cell["source"]:
            yield f"Cell {cell['id']} points to where the solutions are."


def _unusable(released, name):
    """Why submissions on this notebook could not be graded."""
    found = []
    try:
        unreadable = normalise(json.dumps(released).encode(), released).unreadable
        found += [unreadable] if unreadable else []
    except ValueError as error:
        found.append(f"{error}.")
    if name in checks.NAMES:
        cells = {cell["id"]: cell for cell in released["cells"]}
        for question in checks.load(name).ASSIGNMENT.questions:
            if not cells.get(ANSWER + question.name, {}).get("source", "").startswith(question.first_line):
                found.append(f"There is no cell {ANSWER}{question.name} that begins with {question.first_line!r}.")
            if cells.get(f"public-{question.name}", {}).get("metadata", {}).get("nbgrader", {}).get("points") != question.points:
                found.append(f"There is no cell public-{question.name} with {question.points} points.")
    return found


def _strings(value):
    """All texts in a JSON value, the names of its entries among them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for key, entry in value.items() for text in (key, *_strings(entry))]
    return [text for entry in value for text in _strings(entry)] if isinstance(value, list) else []


def _squeezed(text):
    return re.sub(r"\s+", "", text)
