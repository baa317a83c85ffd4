"""A course in a folder with a release, and submissions that are graded without a sandbox."""

import json
from datetime import UTC, datetime

from in_process import LAB

from unrolled.grading import checks
from unrolled.grading.course import Collected, Course, Received, write
from unrolled.grading.gradebook import record
from unrolled.grading.normalise import normalise
from unrolled.grading.oracle import Cell, Score
from unrolled.grading.outcome import Outcome, digest
from unrolled.grading.release import read, release

ROSTER = "id,name,email\nada,Ada Lovelace,ada@example.org\nalan,\"Turing, Alan\",\ngrace,Grace Hopper,\nkurt,Kurt Gödel,\n"
NAMES = [question.name for question in checks.load("A1").ASSIGNMENT.questions]
FULL = {question.name: question.points for question in checks.load("A1").ASSIGNMENT.questions}


def make(folder):
    """A course with A1 released, and its roster."""
    roster = folder / "roster.csv"
    roster.write_text(ROSTER)
    course = Course.create(folder / "course", roster)
    release(course, "A1")
    return course


def work(**answers):
    """The bytes of a notebook with right answers but for those given by their cells' ids, `_` for `-`."""
    notebook = read(LAB / "A1_windows.ipynb")
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"].replace("-", "_"), cell["source"])
    return json.dumps(notebook).encode()


def blank(course):
    return course.release("A1").read_bytes()


def hand_in(course, student, data, time="2026-11-20T12:00:00+00:00", late=False):
    """A file in `submitted`, as collecting leaves it."""
    write(course.submitted(student, "A1"), data)
    write(course.submitted(student, "A1").with_name("timestamp.txt"), "2026-11-20 12:00:00 UTC")
    collected = course.read_collected("A1")
    received = collected.received | {student: Received(f"{student} (1).ipynb", time, late)}
    course.write_collected("A1", Collected("2026-11-20T18:00:00+00:00", received))


def outcome(course, student, status="graded", said="", **scores):
    """What grading the file would give: full marks, but for the questions given as points or (status, points, said)."""
    data = course.submitted(student, "A1").read_bytes()
    answers = normalise(data, course.released("A1"))
    found = []
    if status in ("graded", "partly", "timed out", "crashed"):
        for name in NAMES:
            given = scores.get(name, FULL[name])
            found.append(Score(name, *((given[1], given[0], given[2]) if isinstance(given, tuple) else (given, "graded", said))))
    cells = tuple(Cell(cell.source, (cell.question or "").removeprefix("answer-") or None) for cell in answers.cells)
    notes = (*answers.notes, answers.unreadable) if answers.unreadable else answers.notes
    return Outcome("A1", student, status, digest(data), tuple(found), cells, answers.written, notes, answers.student_id)


def enter(course, *outcomes):
    """Keeps outcomes and records them, as grading does."""
    for each in outcomes:
        write(course.outcome(each.student, "A1"), each.text())
    return record(course, "A1", outcomes)


def mark_by_hand(course, student, cell, points=None, comment=None):
    """What a person does in the formgrader."""
    with course.gradebook() as gradebook:
        if points is not None:
            grade = gradebook.find_grade(cell, "A1_windows", "A1", student)
            grade.manual_score, grade.needs_manual_grade = points, False
        if comment is not None:
            gradebook.find_comment(cell.replace("public-", "answer-"), "A1_windows", "A1", student).manual_comment = comment
        gradebook.db.commit()


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)
