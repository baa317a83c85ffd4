"""Outcomes in nbgrader's gradebook: manual marks stay, nothing unearned looks like a 0, and nothing of a student runs."""

import csv
import json
import os
import shutil
import subprocess
import sys
from datetime import datetime

import nbformat
import pytest
from a_course import blank, enter, hand_in, mark_by_hand, outcome, work

from unrolled.grading.course import CourseError
from unrolled.grading.export import export
from unrolled.grading.gradebook import marks, read_outcomes, record, rows

LEAK, CONTEXT = "written-leak", "written-context"


def row(course, student):
    return next(row for row in rows(course, "A1") if row.student == student)


def grades(course, student):
    with course.gradebook() as gradebook:
        found = gradebook.find_submission("A1", student)
        return {grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade) for grade in found.notebooks[0].grades}


def comments(course, student):
    with course.gradebook() as gradebook:
        found = gradebook.find_submission("A1", student)
        return {comment.name: (comment.auto_comment, comment.manual_comment) for comment in found.notebooks[0].comments}


def test_scores_and_what_was_said_reach_the_gradebook(course):
    hand_in(course, "ada", work())
    assert enter(course, outcome(course, "ada", windows=("graded", 2, "Which hour does the first window answer for?"))) == ()
    assert grades(course, "ada")["public-windows"] == (2, None, False)
    assert grades(course, "ada")["public-rmse"] == (2, None, False)
    assert grades(course, "ada")[LEAK] == (None, None, True)
    assert comments(course, "ada")["answer-windows"] == ("Which hour does the first window answer for?", None)
    found = row(course, "ada")
    assert (found.status, found.score, found.automatic, found.written, found.written_pending, found.max_score) == ("graded", 22, 22, None, 2, 30)
    assert (found.name, found.email) == ("Ada Lovelace", "ada@example.org")


def test_marks_and_comments_of_a_person_survive_grading_again(course):
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada", rmse=0))
    mark_by_hand(course, "ada", LEAK, 2.5, "Good; which experiment?")
    mark_by_hand(course, "ada", "public-rmse", 1, "The formula is right.")
    enter(course, outcome(course, "ada", rmse=0))
    assert grades(course, "ada")[LEAK] == (None, 2.5, False)
    assert grades(course, "ada")["public-rmse"] == (0, 1, False)
    assert comments(course, "ada")["answer-rmse"][1] == "The formula is right."
    assert row(course, "ada").score == 22 + 1 + 2.5 and row(course, "ada").written_pending == 1


def test_a_mark_is_asked_for_again_where_the_answer_has_changed(course):
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada", rmse=0))
    mark_by_hand(course, "ada", LEAK, 2.5)
    mark_by_hand(course, "ada", CONTEXT, 3)
    mark_by_hand(course, "ada", "public-rmse", 1)
    hand_in(course, "ada", work(written_leak="Another answer."))
    enter(course, outcome(course, "ada"))
    assert grades(course, "ada")[LEAK] == (None, 2.5, True)
    assert grades(course, "ada")[CONTEXT] == (None, 3, False)
    assert grades(course, "ada")["public-rmse"] == (2, 1, True)


def test_a_written_answer_that_was_left_blank_has_0_as_in_nbgrader(course):
    hand_in(course, "ada", blank(course))
    enter(course, outcome(course, "ada", **{name: 0 for name in ("windows", "split", "overlap", "scale", "rmse", "compare", "own")}))
    assert grades(course, "ada")[LEAK] == (0, None, False)
    assert comments(course, "ada")[LEAK] == ("No response.", None)
    assert row(course, "ada").score == 0 and row(course, "ada").written_pending == 0
    hand_in(course, "alan", work(written_leak="  \n"))
    enter(course, outcome(course, "alan"))
    assert grades(course, "alan")[LEAK] == (0, None, False)


@pytest.mark.parametrize("status", ["unreadable", "timed out", "crashed"])
def test_what_was_not_graded_is_no_0(course, status):
    hand_in(course, "ada", b"not a notebook" if status == "unreadable" else work())
    enter(course, outcome(course, "ada", status, **{name: (status, 0, "") for name in ("windows", "split", "overlap", "scale", "rmse", "compare", "own")}))
    assert all(auto is None and pending for auto, _, pending in grades(course, "ada").values())
    assert (row(course, "ada").status, row(course, "ada").score) == (status, None)
    mark_by_hand(course, "ada", LEAK, 2)
    assert row(course, "ada").score == 2


def test_a_question_that_was_lost_costs_its_own_points_only(course):
    hand_in(course, "ada", work())
    lost = {"windows": ("timed out", 0, "It had not answered after 20 seconds."), "split": ("check failed", 0, "KeyError: secret inputs")}
    enter(course, outcome(course, "ada", "partly", **lost))
    assert grades(course, "ada")["public-windows"] == (0, None, False)
    assert grades(course, "ada")["public-split"] == (None, None, True)
    assert "secret" not in comments(course, "ada")["answer-split"][0]
    assert row(course, "ada").score == 24 - 8
    assert any("secret inputs" in note for note in row(course, "ada").notes)


def test_everybody_of_the_roster_has_a_row_and_nobody_else_is_lost(course):
    hand_in(course, "ada", work())
    hand_in(course, "grace", work(), late=True)
    hand_in(course, "guest", work())
    enter(course, outcome(course, "ada"), outcome(course, "guest"))
    found = {each.student: (each.status, each.late, each.score) for each in rows(course, "A1")}
    assert found == {
        "ada": ("graded", False, 24), "alan": ("missing", False, None), "grace": ("not graded", True, None),
        "kurt": ("missing", False, None), "guest": ("graded", False, 24),
    }


def test_nbgrader_knows_when_it_was_handed_in_and_how_late(course):
    hand_in(course, "ada", work(), "2026-11-20T19:30:00+01:00")
    hand_in(course, "alan", work(), "2026-11-21T18:00:00+00:00", late=True)
    enter(course, outcome(course, "ada"), outcome(course, "alan"))
    with course.gradebook() as gradebook:
        assert gradebook.find_submission("A1", "ada").timestamp == datetime(2026, 11, 20, 18, 30)
        assert gradebook.find_submission("A1", "ada").total_seconds_late == 1800
        assert gradebook.find_submission("A1", "alan").total_seconds_late == 86400


def test_a_file_that_was_replaced_after_it_was_graded_is_not_recorded(course):
    hand_in(course, "ada", work())
    old = outcome(course, "ada")
    hand_in(course, "ada", blank(course))
    assert enter(course, old) == ("ada",)
    assert not course.autograded("ada", "A1").exists() and row(course, "ada").score is None


def test_the_formgraders_notebook_is_the_release_with_the_answers(course):
    hand_in(course, "ada", work(written_leak="Twins: `X[s]` shares rows with `X[s + 1]`.\n\n- **first**\n- second"))
    enter(course, outcome(course, "ada"))
    notebook = nbformat.read(course.autograded("ada", "A1"), as_version=4)
    nbformat.validate(notebook)
    cells = {cell.id: cell for cell in notebook.cells}
    assert cells["answer-windows"].source.startswith("def make_windows(") and "np.stack" in cells["answer-windows"].source
    assert "compare_with_persistence(*test" in cells["work-own"].source
    assert "<strong>first</strong>" in cells[LEAK].source and "X[s + 1]" in cells[LEAK].source
    released = {cell["id"]: cell for cell in course.released("A1")["cells"]}
    assert cells["public-windows"].source == "".join(released["public-windows"]["source"])
    assert cells["public-windows"].metadata.nbgrader == released["public-windows"]["metadata"]["nbgrader"]


def test_a_file_that_could_not_be_read_tells_whoever_marks_it(course):
    hand_in(course, "ada", b"<p>my homework</p>")
    enter(course, outcome(course, "ada", "unreadable"))
    first = nbformat.read(course.autograded("ada", "A1"), as_version=4).cells[0].source
    assert "unreadable" in first and "<p>" not in first


def test_an_unfinished_outcome_does_not_count(course):
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada"))
    path = course.outcome("alan", "A1")
    path.write_text(course.outcome("ada", "A1").read_text()[:500])
    assert list(read_outcomes(course, "A1")) == ["ada"]


def test_before_the_release_there_is_a_clear_error(template):
    with pytest.raises(CourseError, match="release A2"):
        record(template, "A2", [])


# ------------------------------------------------------------ nbgrader itself


def nbgrader(course, *arguments):
    bins = os.path.dirname(sys.executable)
    environment = os.environ | {"PATH": f"{bins}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments], cwd=course.root, env=environment, capture_output=True, text=True, timeout=300
    )


def test_nbgrader_exports_as_usual_but_neither_runs_submissions_nor_writes_pages(course, tmp_path):
    touched = tmp_path / "touched"
    hand_in(course, "ada", work(answer_windows=f"open({str(touched)!r}, 'w')\ndef make_windows(series, window, horizon, target): pass"))
    enter(course, outcome(course, "ada", windows=1))
    mark_by_hand(course, "ada", LEAK, 2)
    done = nbgrader(course, "export", "--to", str(tmp_path / "grades.csv"))
    assert done.returncode == 0, done.stderr
    lines = list(csv.DictReader(open(tmp_path / "grades.csv")))
    assert {line["student_id"]: float(line["score"]) for line in lines if line["assignment"] == "A1"}["ada"] == 21 + 2
    done = nbgrader(course, "generate_feedback", "A1")
    assert done.returncode != 0 and not course.feedback("ada", "A1").exists()
    shutil.rmtree(course.root / "autograded")
    done = nbgrader(course, "autograde", "A1")
    assert done.returncode != 0 and "unrolled.grading grade" in done.stderr
    assert not touched.exists()
    assert grades(course, "ada")[LEAK] == (None, 2, False)


def test_a_gradebook_is_made_where_alembic_is_not_on_the_path(tmp_path, monkeypatch):
    from unrolled.grading.course import Course

    monkeypatch.setenv("PATH", "/nonexistent")
    with Course.create(tmp_path).gradebook() as gradebook:
        assert gradebook.students == []
    assert os.environ["PATH"] == "/nonexistent"


# ------------------------------------------------------------ export


def table(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {line["student"]: line for line in csv.DictReader(file)}


def test_the_csv_has_a_status_and_no_score_that_was_not_earned(course):
    hand_in(course, "ada", work(), late=True)
    hand_in(course, "alan", b"\x00")
    hand_in(course, "grace", blank(course))
    zeros = {name: 0 for name in ("windows", "split", "overlap", "scale", "rmse", "compare", "own")}
    enter(course, outcome(course, "ada", rmse=0.5), outcome(course, "alan", "unreadable"), outcome(course, "grace", **zeros))
    found = table(export(course, "A1"))
    assert {student: (line["status"], line["score"]) for student, line in found.items()} == {
        "ada": ("graded, late", "22.5"), "alan": ("unreadable", ""), "grace": ("graded", "0"), "kurt": ("missing", ""),
    }
    assert (found["ada"]["written_pending"], found["alan"]["written_pending"]) == ("2", "0")
    assert found["ada"]["max_score"] == "30"
    assert found["kurt"]["name"] == "Kurt Gödel"


def test_no_cell_of_the_csv_is_a_formula(course):
    course.roster.write_text('id,name,email\nada,"=HYPERLINK(""http://x"",""y"")",+1\nalan," @SUM(1)\n=1",-2\ngrace,\t=cmd|x,\n')
    for line in table(export(course, "A1")).values():
        assert not any(value.lstrip().startswith(("=", "+", "-", "@")) for value in line.values())


def test_an_export_can_go_elsewhere(course, tmp_path):
    assert export(course, "A1", tmp_path / "deep" / "marks.csv") == tmp_path / "deep" / "marks.csv"
    assert len(table(tmp_path / "deep" / "marks.csv")) == 4
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["marks.csv"]


def test_marks_say_where_a_person_has_spoken(course):
    hand_in(course, "ada", work())
    enter(course, outcome(course, "ada"))
    mark_by_hand(course, "ada", LEAK, 2, "Yes.")
    found = marks(course, "A1")["ada"][LEAK]
    assert (found.score, found.max_score, found.comment, found.by_hand, found.pending) == (2, 3, "Yes.", True, False)


def test_outcomes_are_read_back_as_they_were(course):
    hand_in(course, "ada", work())
    each = outcome(course, "ada")
    enter(course, each)
    assert read_outcomes(course, "A1") == {"ada": each}
    assert json.loads(course.outcome("ada", "A1").read_text())["student"] == "ada"
