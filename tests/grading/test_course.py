"""A course's folder: who takes part, which ids can be used, and files that are never half written."""

import json
import os
import stat

import pytest

from unrolled.grading.course import Collected, Course, CourseError, Received, Student, check_id, write


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "students.csv"
    path.write_text("Student ID;Name;E-Mail;Email\nab123;Ada Lovelace;x;ada@example.org\ncd456;Turing, Alan;;\nef789;;;\n", "utf-8")
    return path


def test_a_course_is_made_and_found_again(tmp_path, roster):
    course = Course.create(tmp_path / "autumn", roster)
    assert Course.open(tmp_path / "autumn") == course
    assert course.students() == [
        Student("ab123", "Ada Lovelace", "Ada", "Lovelace", "ada@example.org"),
        Student("cd456", "Alan Turing", "Alan", "Turing"),
        Student("ef789", "ef789"),
    ]
    assert stat.S_IMODE(course.secret.stat().st_mode) == 0o600 and len(course.secret.read_bytes()) == 32


def test_making_it_again_keeps_its_secret_and_its_configuration(tmp_path, roster):
    course = Course.create(tmp_path / "autumn")
    secret = course.secret.read_bytes()
    course.config.write_text("# mine\n")
    assert course.students() == []
    again = Course.create(tmp_path / "autumn", roster)
    assert (again.secret.read_bytes(), again.config.read_text(), len(again.students())) == (secret, "# mine\n", 3)


def test_two_courses_have_different_secrets(tmp_path):
    assert Course.create(tmp_path / "a").secret.read_bytes() != Course.create(tmp_path / "b").secret.read_bytes()


def test_a_folder_without_a_course_says_how_to_make_one(tmp_path):
    with pytest.raises(CourseError, match="init"):
        Course.open(tmp_path)


@pytest.mark.parametrize("text", ["name\nAda\n", "id,name\nada,A\nada,B\n", "id,name\n../x,A\n", "id\n,\nx\n,y\n"])
def test_a_roster_that_cannot_serve_makes_no_course(tmp_path, text):
    (tmp_path / "roster.csv").write_text(text)
    with pytest.raises(CourseError):
        Course.create(tmp_path / "course", tmp_path / "roster.csv")
    assert not (tmp_path / "course").exists()


def test_the_roster_of_the_folder_itself_can_be_its_roster(tmp_path):
    (tmp_path / "roster.csv").write_text("id\nada\n")
    assert [student.id for student in Course.create(tmp_path, tmp_path / "roster.csv").students()] == ["ada"]


@pytest.mark.parametrize(
    "student",
    ["", ".", "..", ".git", "a/b", "..\\c", "a+b", "a\x00", "a\nb", " a", "a ", "x" * 121, "a*", "[a]", "<b>", 'a"', "=1", "-rf", "a.", "a:b", "~root", "a\u2028b", "a\x85b"],
)
def test_an_id_that_cannot_be_a_folder_is_refused(tmp_path, student):
    with pytest.raises(CourseError, match="id"):
        check_id(student)
    course = Course.create(tmp_path)
    for path in (course.submitted, course.autograded, course.feedback, course.outcome):
        with pytest.raises(CourseError):
            path(student, "A1")


@pytest.mark.parametrize("student", ["ab123", "Ada Lovelace", "O'Hara", "ada@example.org", "Gödel, Kurt", "學生", "a.b_c-d", "123"])
def test_other_ids_are_taken_as_they_are(student):
    assert check_id(student) == student


def test_paths_are_those_of_nbgrader(tmp_path):
    course = Course.create(tmp_path)
    assert course.submitted("ada", "A1") == course.root / "submitted/ada/A1/A1_windows.ipynb"
    assert course.feedback("ada", "A1") == course.root / "feedback/ada/A1/A1_windows.html"
    assert course.source("A1") == course.root / "source/A1/A1_windows.ipynb"


@pytest.mark.parametrize("name", ["B7", "", "../A1", "A*", "A1/.."])
def test_an_assignment_that_there_is_not_says_which_there_are(tmp_path, name):
    with pytest.raises(CourseError, match="A1, A2"):
        Course.create(tmp_path).release(name)


def test_what_was_collected_is_read_back(tmp_path):
    course = Course.create(tmp_path)
    assert course.read_collected("A1") == Collected()
    collected = Collected("2026-11-20T18:00:00+01:00", {"ada": Received("x (1).ipynb", "2026-11-20T17:00:00+01:00", False, ("one more",)), "alan": Received("y")})
    course.write_collected("A1", collected)
    assert course.read_collected("A1") == collected
    assert collected.received["alan"].time is None and collected.received["ada"].time.utcoffset() is not None
    with pytest.raises(CourseError):
        course.write_collected("A1", Collected("", {"a/b": Received("y")}))
    assert json.loads(course.collected("A1").read_text())["received"].keys() == {"ada", "alan"}


@pytest.mark.parametrize("damage", ['{"deadline": "", "rec', "[]", '{"deadline": ""}', '{"deadline": "", "received": {"ada": {}}}'])
def test_a_damaged_collection_is_told(tmp_path, damage):
    course = Course.create(tmp_path)
    write(course.collected("A1"), damage)
    with pytest.raises(CourseError, match="collected.json cannot be read"):
        course.read_collected("A1")


def test_moodles_own_list_of_participants_is_a_roster(tmp_path):
    (tmp_path / "list.csv").write_text('"First name","Last name","ID number","Email address"\nAda,Lovelace,004711,ada@uni.example\n', "utf-8-sig")
    (student,) = Course.create(tmp_path / "autumn", tmp_path / "list.csv").students()
    assert (student.id, student.name, student.email) == ("004711", "Ada Lovelace", "ada@uni.example")


def test_nobody_else_may_look_into_a_new_course(tmp_path):
    assert Course.create(tmp_path / "deep" / "autumn").root.stat().st_mode & 0o077 == 0


def test_a_file_is_written_at_once_or_not_at_all(tmp_path, monkeypatch):
    path = write(tmp_path / "deep" / "file", "before")

    def fail(*_):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError):
            write(path, "after")
    assert path.read_text() == "before" and os.listdir(path.parent) == ["file"]
