"""Everybody's marks as a CSV file that a spreadsheet or a learning platform reads.

    export(course, "A1")                   grading/A1/marks.csv

A score stands only where something was graded: beside it the status says what became of the
submission, so that a file that could not be read is never taken for an earned 0.
"""

import csv
import io
from pathlib import Path

from .course import write
from .gradebook import rows

COLUMNS = ("student", "name", "email", "status", "score", "max_score", "automatic", "written", "written_pending", "submitted", "notes")


def export(course, name, path=None):
    """Writes the marks of an assignment, for everybody in the roster, and returns the file's path.

    path : of the file; without one, the course's own `marks.csv`
    """
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(COLUMNS)
    for row in rows(course, name):
        status = f"{row.status}, late" if row.late else row.status
        texts = [row.student, row.name, row.email, status]
        numbers = [row.score, row.max_score, row.automatic, row.written, row.written_pending]
        table.writerow([*map(_cell, texts), *map(_number, numbers), _cell(row.submitted), _cell(" ".join(row.notes))])
    # Spreadsheets take a file for UTF-8 only where it begins with this mark.
    return write(Path(path) if path else course.marks(name), text.getvalue().encode("utf-8-sig"))


def _cell(text):
    """A text on one line that no spreadsheet takes for a formula."""
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return f"'{text}" if text.startswith(tuple("=+-@|%\uff1d\uff0b\uff0d\uff20")) else text


def _number(value):
    return "" if value is None else f"{round(value, 4):g}"
