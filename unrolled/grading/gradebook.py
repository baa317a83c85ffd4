"""Outcomes into nbgrader's gradebook, and everybody's marks out of it.

    record(course, "A1", outcomes)
    for row in rows(course, "A1"):
        print(row.student, row.status, row.score)

nbgrader's formgrader, its manual marks and `nbgrader export` work on what `record` writes.  What a
person entered is never overwritten: it counts before what was computed, and where a submission
has changed since, nbgrader asks to look at it again.

What was not earned is no 0: of a submission that could not be read, or whose answers all crashed
or ran out of time, nothing is scored, and a person has to look.
"""

import json
import shutil
import warnings
from dataclasses import dataclass
from datetime import UTC, datetime

import nbformat
from sqlalchemy.exc import SAWarning

from . import inert
from .course import write
from .normalise import normalise, rebuild
from .outcome import ANSWER, digest, read_outcome

PUBLIC = "public-"  # the grade id of a question's points is this and its name
SCORED = ("graded", "partly")
NO_RESPONSE = "No response."  # as nbgrader says it


@dataclass(frozen=True)
class Mark:
    """What a cell of the notebook has earned.

    score   : None where nobody has given any yet
    pending : whether a person should look
    said    : by the grader
    comment : by a person
    by_hand : whether a person gave the score
    """

    score: float | None
    max_score: float
    pending: bool
    said: str = ""
    comment: str = ""
    by_hand: bool = False


@dataclass(frozen=True)
class Row:
    """One student's marks.

    status          : of the `Outcome`, or "not graded" for what only was collected, or "missing"
    submitted       : as ISO 8601, or "" where nothing says when
    score           : of everything together; None where nothing was graded
    automatic       : points of the questions that were run; None where none was scored
    written         : points of the written answers; None where none was marked
    written_pending : how many written answers wait for a person
    notes           : for the instructor
    """

    student: str
    name: str
    email: str
    status: str
    late: bool
    submitted: str
    score: float | None
    automatic: float | None
    written: float | None
    written_pending: int
    max_score: float
    notes: tuple[str, ...]


def record(course, name, outcomes):
    """Writes outcomes into the gradebook, and autograded/ID/NAME for the formgrader.

    Returns the ids of students whose file is not the one that was graded: theirs was not recorded.
    Raises CourseError before the release.
    """
    from nbgrader.api import BaseCell

    released = course.released(name)
    collected = course.read_collected(name)
    stale = []
    with course.gradebook() as gradebook:
        _enter_people(gradebook, course.students())
        if collected.deadline:
            gradebook.update_or_create_assignment(name, duedate=_utc(datetime.fromisoformat(collected.deadline).astimezone()))
        # Asking each grade for its cell would be a query each time.
        names = {cell.id: cell.name for cell in gradebook.db.query(BaseCell)}
        for outcome in outcomes:
            data = _bytes(course.submitted(outcome.student, name))
            if digest(data) != outcome.digest:
                stale.append(outcome.student)
                continue
            received = collected.received.get(outcome.student)
            notebook = _shown_notebook(released, outcome, data)
            path = course.autograded(outcome.student, name)
            before = _sources(json.loads(path.read_text("utf-8"))) if path.is_file() else {}
            _enter(gradebook, name, names, outcome, received.time if received else None, notebook, before)
            write(path, json.dumps(notebook, indent=1))
            stamp = course.submitted(outcome.student, name).with_name("timestamp.txt")
            if stamp.is_file():
                shutil.copyfile(stamp, path.with_name("timestamp.txt"))
    return tuple(stale)


def read_outcomes(course, name):
    """For each student's id, the `Outcome`; what an interrupted run has left unfinished does not count."""
    found = map(read_outcome, sorted(course.outcomes(name).glob("[!.]*.json")))
    return {outcome.student: outcome for outcome in found if outcome}


def marks(course, name):
    """For each student's id in the gradebook, a `Mark` for the grade id of each cell with points."""
    from nbgrader.api import Assignment, BaseCell, Comment, Grade, GradeCell, SubmittedAssignment, SubmittedNotebook

    found = {}
    with course.gradebook() as gradebook:

        def of(table, *columns):
            return (
                gradebook.db.query(SubmittedAssignment.student_id, BaseCell.name, *columns)
                .select_from(table)
                .join(SubmittedNotebook, table.notebook_id == SubmittedNotebook.id)
                .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
                .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
                .join(BaseCell, table.cell_id == BaseCell.id)
                .filter(Assignment.name == name)
            )

        comments = {(student, cell): said for student, cell, *said in of(Comment, Comment.auto_comment, Comment.manual_comment)}
        cells = {cell.id: cell.max_score for cell in gradebook.db.query(GradeCell)}
        for student, cell, key, auto, manual, extra, pending in of(
            Grade, Grade.cell_id, Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade
        ):
            score = auto if manual is None else manual
            if extra:
                score = (score or 0) + extra
            # What is said about a question stands at its answer, its points at its public check.
            said, comment = comments.get((student, _answer(cell)), (None, None))
            found.setdefault(student, {})[cell] = Mark(score, cells[key], pending, said or "", comment or "", manual is not None)
    return found


def rows(course, name):
    """A `Row` for everybody in the roster, in its order, and for whoever else handed in."""
    outcomes, collected, scored = read_outcomes(course, name), course.read_collected(name), marks(course, name)
    people = {student.id: student for student in course.students()}
    points = {cell["metadata"]["nbgrader"]["grade_id"]: cell["metadata"]["nbgrader"]["points"] for cell in _graded(course.released(name))}
    found = []
    for student in dict.fromkeys([*people, *sorted(collected.received), *outcomes]):
        person, outcome, received = people.get(student), outcomes.get(student), collected.received.get(student)
        given = scored.get(student, {}) if outcome else {}
        automatic = [mark.score for cell, mark in given.items() if cell.startswith(PUBLIC) and mark.score is not None]
        written = [mark.score for cell, mark in given.items() if not cell.startswith(PUBLIC) and mark.score is not None]
        found.append(
            Row(
                student,
                person.name if person else student,
                person.email if person else "",
                outcome.status if outcome else "not graded" if received else "missing",
                received.late if received else False,
                received.submitted if received else "",
                sum(automatic + written) if _earned(outcome, given) else None,
                sum(automatic) if automatic else None,
                sum(written) if _earned(outcome, given) and written else None,
                # Of a file that could not be read, there is nothing to mark.
                sum(mark.pending for cell, mark in given.items() if not cell.startswith(PUBLIC) and outcome.status != "unreadable"),
                sum(points.values()),
                _notes(outcome, received),
            )
        )
    return found


def _earned(outcome, given):
    """Whether there is a score at all: something was graded, by the grader or by a person."""
    return any(mark.by_hand for mark in given.values()) or (
        outcome is not None and outcome.status in SCORED and any(mark.score is not None for mark in given.values())
    )


def _notes(outcome, received):
    notes = list(received.notes) if received else []
    if outcome:
        notes += outcome.notes
        if outcome.names_another:
            notes.append(f"The notebook gives the student id {outcome.named}.")
        for score in outcome.scores:
            if score.status == "check failed":
                notes.append(f"The check of {score.question} itself failed: {score.said}")
            elif score.status not in ("graded", "missing"):
                notes.append(f"{score.question}: {score.status}.")
    return tuple(notes)


# ---------------------------------------------------------------- one submission


def _enter(gradebook, name, names, outcome, time, notebook, before):
    """The scores and comments of one outcome.

    names  : the grade ids of the cells by the keys that the gradebook has for them
    before : the sources of the cells that a person may have marked, by grade id
    """
    gradebook.update_or_create_student(outcome.student)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # nbgrader builds a submission piece by piece
        submission = gradebook.update_or_create_submission(name, outcome.student, timestamp=_utc(time))
    scores = {PUBLIC + score.question: score for score in outcome.scores}
    now, blank = _sources(notebook), _blank(notebook)
    for entry in submission.notebooks:
        for grade in entry.grades:
            cell = names[grade.cell_id]
            if outcome.status not in SCORED:
                auto = None
            elif cell in scores:
                auto = None if scores[cell].status == "check failed" else scores[cell].points
            else:
                auto = 0 if cell in blank else None
            if grade.manual_score is None:
                grade.needs_manual_grade = auto is None
            elif auto != grade.auto_score or before.get(_answer(cell)) != now.get(_answer(cell)):
                grade.needs_manual_grade = True
            grade.auto_score = auto
        for comment in entry.comments:
            cell = names[comment.cell_id]
            comment.auto_comment = _said(scores.get(PUBLIC + cell.removeprefix(ANSWER))) or (
                NO_RESPONSE if cell in blank and outcome.status in SCORED else None
            )
    gradebook.db.commit()


def _said(score):
    """What nbgrader shows as the grader's comment: text, which the formgrader puts into a field."""
    if score is None:
        return ""
    if score.status == "check failed":
        return "The check itself failed: a person has to mark this answer."
    return {"graded": "", "missing": "There is no answer. "}.get(score.status, f"{score.status.capitalize()}. ") + score.said


def _shown_notebook(released, outcome, data):
    """The release with a submission's answers in it as a dict, and nothing of the student that a browser would obey."""
    answers = None
    # What once could be read within a worker can be read here too.
    if outcome.cells or outcome.written:
        answers = normalise(data, released)
    notebook = rebuild(released, answers) if answers else json.loads(json.dumps(released))
    templates = _sources(released)
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
        cell.pop("attachments", None)
        marks = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code":
            cell["source"] = inert.shown(cell["source"])
        elif marks.get("solution"):
            if cell["source"].strip() in ("", templates[marks["grade_id"]].strip()):
                cell["source"] = templates[marks["grade_id"]]
            else:
                cell["source"] = f"<div>{inert.html(cell['source'])}</div>"
    notes = [f"Status: {outcome.status}.", *outcome.notes, *(f"{score.question}: {score.status}. {score.said}" for score in outcome.scores if score.status not in ("graded", "missing"))]
    if len(notes) > 1 or outcome.status != "graded":
        about = {"cell_type": "markdown", "id": "grading-notes", "metadata": {}, "source": inert.plain("\n".join(notes))}
        notebook["cells"].insert(0, about)
    return notebook


def _blank(notebook):
    """The grade ids of written answers that are as they were released: nbgrader gives them 0."""
    from nbgrader.utils import compute_checksum

    cells = nbformat.from_dict({"cells": _graded(notebook)})["cells"]
    return {
        cell.metadata.nbgrader.grade_id
        for cell in cells
        if cell.metadata.nbgrader.solution and compute_checksum(cell) == cell.metadata.nbgrader.get("checksum")
    }


def _graded(notebook):
    return [cell for cell in notebook["cells"] if cell["metadata"].get("nbgrader", {}).get("grade")]


def _sources(notebook):
    """The sources of the cells that nbgrader knows, by grade id."""
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"]) for cell in notebook["cells"] if "nbgrader" in cell["metadata"]
    }


def _answer(cell):
    """The grade id of the cell with the answer whose points a cell holds."""
    return ANSWER + cell.removeprefix(PUBLIC) if cell.startswith(PUBLIC) else cell


def _bytes(path):
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""


# ---------------------------------------------------------------- people and times


def _enter_people(gradebook, students):
    """The roster into the gradebook; people already there are left alone where nothing has changed."""
    known = {student.id: student for student in gradebook.students}
    for student in students:
        values = {"first_name": _harmless(student.first_name), "last_name": _harmless(student.last_name), "email": _harmless(student.email)}
        there = known.get(student.id)
        if there is None or any((getattr(there, key) or "") != value for key, value in values.items()):
            gradebook.update_or_create_student(student.id, **values)


def _harmless(text):
    """A name in which no page of nbgrader, which does not escape names, finds a tag or the end of an attribute."""
    return text.translate(str.maketrans({"<": "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}", ">": "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}", '"': "\N{RIGHT DOUBLE QUOTATION MARK}", "'": "\N{RIGHT SINGLE QUOTATION MARK}", ",": " "}))


def _utc(time):
    """As nbgrader keeps it: in UTC, without saying so."""
    return time.astimezone(UTC).replace(tzinfo=None) if time else None
