"""From the bytes of a submitted file to its marks, as plain values that fit into JSON.

    task = Task("A1", "ab123", data, seed)
    outcome = grade_submission(task, released)
    Outcome.read(outcome.text()) == outcome

The one who calls needs a sandbox (see `sandbox`), no course folder and no gradebook: it may run on
another machine.
"""

import hashlib
import hmac
import inspect
import json
import sys
from dataclasses import asdict, dataclass, replace
from functools import cache

from . import checks, oracle, runner
from .normalise import normalise
from .oracle import Cell, Score
from .sandbox import Limits

ANSWER = "answer-"  # the grade id of an automatic answer is this and the name of its question


@dataclass(frozen=True)
class Task:
    """One submission to be graded.

    student   : the id of the roster, from which the student's own numbers follow
    data      : the bytes of the submitted file
    seed      : of the hidden checks' random numbers; see `seed`
    """

    assignment: str
    student: str
    data: bytes
    seed: int


@dataclass(frozen=True)
class Outcome:
    """What became of a submission.

    status      : graded; partly (some questions were lost); timed out or crashed (all were); unreadable
    digest      : SHA-256 of the submitted bytes: the same file need not be graded twice
    scores      : of every automatic question, in order
    cells       : the code cells as they were graded
    written     : for the grade id of each written question that was found, the text
    notes       : what had to be mended to read the file, and why an unreadable one is so
    named       : the student id that the notebook itself gives; anybody may write anything there
    cpu_seconds : what the answers and their interpreters took
    checks      : `fingerprint` of what graded it: another one may come to another mark
    """

    assignment: str
    student: str
    status: str
    digest: str
    scores: tuple[Score, ...] = ()
    cells: tuple[Cell, ...] = ()
    written: dict[str, str] | None = None
    notes: tuple[str, ...] = ()
    named: str = ""
    cpu_seconds: float = 0.0
    checks: str = ""

    @property
    def points(self):
        return sum(score.points for score in self.scores)

    @property
    def names_another(self):
        """Whether the notebook was worked on with another id than that of who handed it in."""
        return bool(self.named) and self.named.strip().casefold() != self.student.strip().casefold()

    def text(self):
        """As JSON."""
        return json.dumps(asdict(self), ensure_ascii=True)

    @classmethod
    def read(cls, text):
        """From JSON.  Raises ValueError where it is none of an outcome, as after an interrupted write."""
        try:
            values = json.loads(text)
            return cls(
                **values
                | {
                    "scores": tuple(Score(**score) for score in values["scores"]),
                    "cells": tuple(Cell(**cell) for cell in values["cells"]),
                    "notes": tuple(values["notes"]),
                }
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"no outcome of a submission: {error}") from None


def read_outcome(path):
    """The `Outcome` in a file, or None where there is none, or one that an interruption left unfinished."""
    try:
        return Outcome.read(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def digest(data):
    """SHA-256 of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def seed(secret, assignment, student):
    """The seed of a student's hidden inputs: the same each time, and known only to who has the course's secret (bytes)."""
    said = hmac.new(secret, f"{assignment}/{student}".encode(), hashlib.sha256).digest()
    return int.from_bytes(said[:8], "big")


def fingerprint(assignment, released):
    """Of all that a mark depends on beside the submission: the released notebook, the hidden checks, the grader.

    Two that are the same give the same marks.  Raises ValueError for an assignment that there is not.
    """
    notebook = json.dumps(released, sort_keys=True)
    return digest((_sources(assignment) + notebook).encode())


@cache
def _sources(assignment):
    """The sources of the assignment's checks and of every module of this package that they or the grader use."""
    package = __name__.partition(".")[0] + "."
    found = [checks.load(assignment), sys.modules[__name__], runner]
    for module in found:
        for value in list(vars(module).values()):
            other = sys.modules.get(value.__name__ if inspect.ismodule(value) else getattr(value, "__module__", None))
            # A package's list of its assignments, of which only one matters, is not followed.
            if other and other.__name__.startswith(package) and other not in found and not _another(other, assignment):
                found.append(other)
    return "".join(inspect.getsource(module) for module in sorted(found, key=lambda module: module.__name__))


def _another(module, assignment):
    """Whether a module holds the checks of another assignment."""
    return module.__name__.startswith(checks.__name__ + ".") and module is not checks.load(assignment)


def grade_submission(task, released, limits=Limits()):
    """The `Outcome` of a task.

    released : the released notebook as a dict

    Raises SandboxError where there is no sandbox: that is nobody's mark.
    """
    module = checks.load(task.assignment)
    answers = normalise(task.data, released)
    start = Outcome(task.assignment, task.student, "unreadable", digest(task.data), written={}, notes=answers.notes, named=answers.student_id, checks=fingerprint(task.assignment, released))
    if answers.unreadable:
        return replace(start, notes=(*answers.notes, answers.unreadable))
    names = {question.name for question in module.ASSIGNMENT.questions}
    cells = tuple(Cell(cell.source, _question(cell.question, names)) for cell in answers.cells)
    graded = oracle.grade(module.ASSIGNMENT, module.checks(task.student), cells, task.seed, limits)
    return replace(start, status=graded.status, scores=graded.scores, cells=cells, written=answers.written, cpu_seconds=graded.cpu_seconds)


def _question(grade_id, names):
    """The automatic question that a cell answers; a place to work in, such as `work-own`, is none."""
    name = (grade_id or "").removeprefix(ANSWER)
    return name if name in names else None
