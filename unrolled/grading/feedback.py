"""A page for each student: points, what was said about each answer, and what a person added.

    for path in write(course, "A1"):       feedback/ID/A1/A1_windows.html
        ...

One file that works offline, on a phone, in light and dark.  It holds no hidden input, no source of
a check and no script; whatever came from the student is text, or has passed `inert`.  A policy in
the page keeps a browser from running or loading anything, should that ever fail.
"""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from types import SimpleNamespace

import jinja2

from .. import theme
from . import inert
from .course import write as write_file
from .gradebook import PUBLIC, marks, read_outcomes, rows
from .outcome import ANSWER

SIGNS = {"full": "\N{CHECK MARK}", "part": "\N{CIRCLE WITH LEFT HALF BLACK}", "none": "\N{WHITE CIRCLE}", "wait": "\N{HORIZONTAL ELLIPSIS}"}
MAX_SAID = 600  # characters about one answer
# An answer may raise an exception that shows what it was given: numbers as they are drawn do not get out.
NUMBER = re.compile(r"[-+]?\d*\.\d{3,}(?:e[-+]?\d+)?", re.I)
AGAIN = "Open the notebook, run it from top to bottom, download it as .ipynb and hand it in again, or ask your instructor."
LOST = {
    "missing": "There is no answer to this question in your notebook.",
    "timed out": "This answer did not come back in time.",
    "crashed": "This answer ended the program that ran it.",
    "check failed": "Something went wrong on our side here, not on yours: your instructor will look at this answer.",
}


def write(course, name):
    """Writes the pages of everybody whose submission was graded, and returns their paths, in the roster's order.

    Raises CourseError before the release.
    """
    released = course.released(name)
    outcomes, given, collected = read_outcomes(course, name), marks(course, name), course.read_collected(name)
    paths = []
    for row in rows(course, name):
        if row.student in outcomes and row.student in given:
            received = collected.received.get(row.student)
            text = page(released, row, outcomes[row.student], given[row.student], received)
            paths.append(write_file(course.feedback(row.student, name), text))
    return paths


def page(released, row, outcome, given, received=None):
    """The page of one student as HTML.

    released : the released notebook as a dict
    row      : of `gradebook.rows`
    given    : a `Mark` for the grade id of each cell with points
    received : what is known of the file, if anything
    """
    questions = _questions(released, outcome, given)
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    words, reasons = _words(row, outcome, questions)
    shown = SimpleNamespace(
        title=_title(released),
        name=row.name,
        student=row.student,
        submitted=f"{received.time:%-d %B %Y, %H:%M %Z}" if received and received.time else "",
        late=row.late,
        score=None if row.score is None else _number(row.score),
        max_score=_number(row.max_score),
        pending=any(question.kind == "wait" for question in questions),
        words=words,
        reasons=reasons,
        questions=questions if row.score is not None or outcome.scores else [],
        bar=_bar(questions) if row.score is not None else [],
        bar_text="; ".join(f"{question.title}: {question.points}" for question in questions),
        formulas=any("$" in question.comment + question.written for question in questions),
        notes=[*(received.notes if received else ()), *(() if reasons else outcome.notes)],
    )
    return _template().render(page=shown, style=style, digest=digest)


def _questions(released, outcome, given):
    """What the page says about each question, in the notebook's order."""
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"]) for cell in released["cells"] if "nbgrader" in cell["metadata"]}
    scores = {PUBLIC + score.question: score for score in outcome.scores}
    answers = {PUBLIC + cell.question: cell.source for cell in outcome.cells if cell.question}
    written = outcome.written or {}
    found = []
    for cell in cells:
        mark = given.get(cell)
        if mark is None:
            continue
        automatic = cell.startswith(PUBLIC)
        short = cell.removeprefix(PUBLIC).removeprefix("written-")
        blank = cells.get(ANSWER + short if automatic else cell, "").strip()
        text = answers.get(cell, "") if automatic else written.get(cell, "")
        left = text.strip() in ("", blank)
        lost = outcome.status not in ("graded", "partly") and not mark.by_hand
        if mark.score is None:
            kind = "none" if lost else "wait"
        else:
            kind = "full" if mark.score >= mark.max_score else "part" if mark.score > 0 else "none"
        found.append(
            SimpleNamespace(
                title=_heading(cells.get(f"task-{short}", "")) or short,
                kind=kind,
                sign=SIGNS[kind],
                points=_points(mark, lost),
                said=_said(scores.get(cell), mark, left) if automatic else _said_of_written(mark, left, lost),
                comment=inert.html(mark.comment),
                code=inert.shown(text) if automatic and not left else "",
                written=inert.html(text) if not automatic and not left else "",
                score=mark.score or 0,
                max_score=mark.max_score,
            )
        )
    return found


def _said(score, mark, left):
    """About an automatic question, in words."""
    if left and not mark.by_hand and (score is None or score.status in ("graded", "missing")):
        return "You left this question open."
    if score is None:
        return ""
    if score.status == "check failed":
        return "" if mark.by_hand else LOST["check failed"]
    said = f"{LOST[score.status]} {score.said}" if score.status in LOST else score.said
    if not said and not mark.by_hand and mark.score is not None and mark.score < mark.max_score:
        said = "Not all of it is right yet."
    return inert.shown(NUMBER.sub("\N{HORIZONTAL ELLIPSIS}", said.strip())[:MAX_SAID])


def _said_of_written(mark, left, lost):
    if left and not mark.by_hand and not lost:
        return "You left this question open."
    return "Your instructor will read this answer." if mark.score is None and not lost else ""


def _points(mark, lost):
    if mark.score is not None:
        return f"{_number(mark.score)} of {_number(mark.max_score)}"
    return "not graded" if lost else f"up to {_number(mark.max_score)}"


def _words(row, outcome, questions):
    """What the page says first, and the reasons where a file could not be read or run."""
    if outcome.status == "unreadable":
        return ["Your file arrived, but no answer could be read in it. This is not a mark of 0.", AGAIN], outcome.notes
    if outcome.status == "timed out":
        return ["None of your answers came back in time: look for a loop that never ends. This is not a mark of 0.", AGAIN], ()
    if outcome.status == "crashed":
        return ["Your answers ended the program that ran them, so there is nothing to mark. This is not a mark of 0.", AGAIN], () if outcome.scores else outcome.notes
    scored = [question for question in questions if question.kind != "wait"]
    full = sum(question.kind == "full" for question in scored)
    words = []
    if scored and full == len(scored):
        words.append("Every answer marked so far has all its points. Well done!" if len(scored) < len(questions) else "Every answer has all its points. Well done!")
    elif sum(question.score for question in scored) == 0:
        words.append("No points yet. The notes below say what to look at first; one question at a time is a good way to go on.")
    else:
        words.append(f"{full} of {len(scored)} answers {'has' if full == 1 else 'have'} all their points. The notes below say where to look next." if full else "Some points are there already. The notes below say where to look next.")
    if outcome.status == "partly":
        words.append("Some answers could not be run to their end; that has cost their own points only.")
    waiting = [question for question in questions if question.kind == "wait"]
    if waiting:
        one = len(waiting) == 1
        words.append(f"{'One answer is' if one else f'{len(waiting)} answers are'} still to be read by your instructor, for up to {_number(sum(question.max_score for question in waiting))} more points.")
    return words, ()


def _bar(questions):
    """The parts of the bar, a question each, as wide as its points: 1000 units in all, with gaps."""
    gap, total = 6, sum(question.max_score for question in questions)
    room, x, parts = 1000 - gap * (len(questions) - 1), 0, []
    for question in questions:
        width = room * question.max_score / total
        share = min(1, question.score / question.max_score) if question.max_score else 0
        parts.append(SimpleNamespace(x=round(x, 2), width=round(width, 2), earned=round(width * share, 2), missed=share < 1, pending=question.kind == "wait"))
        x += width + gap
    return parts


def _title(released):
    return next((found for cell in released["cells"] if cell["cell_type"] == "markdown" and (found := _heading("".join(cell["source"])))), "Feedback")


def _heading(text):
    """The first heading of a text in Markdown, without signs and points."""
    found = re.search(r"^#+[ \t]*(.+?)[ \t]*(?:\([^()]*points?[^()]*\))?[ \t]*$", text, re.M)
    return re.sub(r"[*`$]", "", found[1]) if found else ""


def _number(value):
    return f"{round(value, 2):g}"


@cache
def _template():
    text = files(__package__).joinpath("feedback.html.j2").read_text("utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(text)


@cache
def _style():
    """The page's style, its colors from the book's tokens."""
    table = theme.tokens()["neutral"] | theme.tokens()["roles"]
    light, dark = ("".join(f"--{name}:{entry[mode]};" for name, entry in table.items()) for mode in theme.MODES)
    rules = files(__package__).joinpath("feedback.css").read_text("utf-8")
    return f":root{{{light}}}\n@media (prefers-color-scheme: dark){{:root{{{dark}}}}}\n@media print{{:root{{{light}}}}}\n{rules}"
