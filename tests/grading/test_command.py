"""`python -m unrolled.grading`: what an instructor meets, from the roster to the marks, and whatever goes wrong on the way."""

import csv
import errno
import io
import os
import select
import shutil
import signal
import subprocess
import sys
import zipfile
from datetime import datetime, timezone

import pytest
from click.testing import CliRunner
from demo_grading import OFF_BY_ONE, SOURCE, own_numbers, submission
from processes import descendants

from unrolled.grading import sandbox, steps
from unrolled.grading.__main__ import cli
from unrolled.grading.course import Course
from unrolled.grading.outcome import Outcome
from unrolled.grading.release import read, solutions
from unrolled.grading.scale import Ungraded

RIGHT = {name: answer for name, answer in solutions(read(SOURCE)).items() if name != "own"}
STUDENTS = {"ab1": "Ada Lovelace", "ab2": "Alan Turing", "ab3": "Grace Hopper", "ab4": "Emmy Noether"}
EARLY, LATE = datetime(2026, 11, 20, 12), datetime(2026, 11, 20, 22)
DEADLINE = "2026-11-20 18:00"


def run(*words, code=0):
    """What a command prints; it must end with this code, and never in a traceback."""
    done = CliRunner().invoke(cli, list(map(str, words)), prog_name="python -m unrolled.grading")
    assert done.exit_code == code, done.output + repr(done.exception)
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.output


def refused(*words):
    """The one line of a command that cannot do what it was asked for."""
    said = run(*words, code=1)
    assert said.startswith("Error: ") and said.count("\n") == 1
    return said


def right(released, student, changes=()):
    answers = RIGHT | {"own": own_numbers(student, RIGHT)}
    for question, (old, new) in dict(changes).items():
        answers[question] = answers[question].replace(old, new)
    return submission(released, answers, student, {"leak": f"The words of {student}.", "context": "Past hours are known."})


def hand_in(folder, files):
    """An archive: for each path the bytes and when they were handed in."""
    with zipfile.ZipFile(folder / "handed_in.zip", "w") as archive:
        for path, (data, when) in files.items():
            archive.writestr(zipfile.ZipInfo(path, when.timetuple()[:6]), data)
    return folder / "handed_in.zip"


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """A course with a roster and A1 released."""
    folder = tmp_path_factory.mktemp("prepared")
    (folder / "students.csv").write_text("\n".join(["id,name", *(f"{student},{name}" for student, name in STUDENTS.items())]))
    run("--course", folder / "course", "init", folder / "students.csv")
    run("--course", folder / "course", "release", "A1")
    return folder / "course"


@pytest.fixture
def course(prepared, tmp_path, monkeypatch):
    """The same for one test, which stands in its folder."""
    shutil.copytree(prepared, tmp_path / "course")
    monkeypatch.chdir(tmp_path / "course")
    return Course.open(tmp_path / "course")


@pytest.fixture
def collected(course, tmp_path):
    """All four have handed in a right answer."""
    run("collect", "A1", hand_in(tmp_path, {f"{student}/A1.ipynb": (right(course.released("A1"), student), EARLY) for student in STUDENTS}))
    return course


def outcomes(course):
    """For each student the file of the outcome, by what tells whether it was written anew."""
    found = {path.stem: path.stat() for path in course.outcomes("A1").glob("[!.]*.json")}
    return {student: (status.st_ino, status.st_mtime_ns) for student, status in found.items()}


def marks(course):
    with open(course.marks("A1"), encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


# ---------------------------------------------------------------- the way


def test_the_whole_way(bubblewrap, course, tmp_path):
    released = course.released("A1")
    files = {
        "Ada Lovelace_11_assignsubmission_file_/A1 (1).ipynb": (right(released, "ab1"), EARLY),
        "Alan Turing_12_assignsubmission_file_/mine.ipynb": (right(released, "ab2", OFF_BY_ONE), LATE),
        "Grace Hopper_13_assignsubmission_file_/A1.pdf": (b"%PDF-1.7", EARLY),
        "Charles Babbage_14_assignsubmission_file_/A1.ipynb": (b"{}", EARLY),
    }
    said = run("collect", "a1", hand_in(tmp_path, files), "--deadline", DEADLINE)
    assert "3 students handed in A1: 3 new." in said and "1 late: after 2026-11-20 18:00" in said
    assert "Nothing from (1): ab4 Emmy Noether" in said and "Charles Babbage" in said and "roster.csv" in said
    assert "python -m unrolled.grading grade A1" in said
    said = run("grade", "A1", "--workers", 1)
    assert "Grading 3 submissions of A1: 3 for the first time." in said
    counts = {line.split()[0]: line.split()[1] for line in said.partition("students:\n")[2].splitlines()[:3]}
    assert counts == {"graded": "2", "unreadable": "1", "missing": "1"}
    assert "ab3 Grace Hopper (unreadable)" in said and "jupyter lab" in said and "Formgrader" in said and "feedback A1" in said
    pages = run("feedback", "A1")
    assert "3 pages" in pages and "export A1" in pages
    page = course.feedback("ab2", "A1").read_text("utf-8")
    assert "The words of ab2." in page and "<script" not in page
    said = run("similarity", "A1")
    assert course.similarity("A1").name in said and "feedback A1" in said
    said = run("export", "A1")
    assert "(2 graded, 1 unreadable, 1 missing)" in said and "Not final: written answers of 2 students" in said
    rows = marks(course)
    assert [(rows[student]["status"], rows[student]["score"]) for student in STUDENTS] == [
        ("graded", "24"), ("graded, late", "22"), ("unreadable", ""), ("missing", ""),
    ]  # fmt: skip


def test_nobody_is_graded_twice_unless_there_is_a_reason(bubblewrap, collected, tmp_path):
    run("grade", "A1", "--workers", 1)
    first = outcomes(collected)
    assert "Nothing to grade: all 4 of A1 are done." in run("grade", "A1")
    assert outcomes(collected) == first

    # Another file, other checks since, an outcome that a full disk cut off: each is a reason, for that student alone.
    run("collect", "A1", hand_in(tmp_path, {"ab1/A1.ipynb": (right(collected.released("A1"), "ab1", OFF_BY_ONE), LATE)}))
    path = collected.outcome("ab2", "A1")
    path.write_text(path.read_text().replace(Outcome.read(path.read_text()).checks, "0" * 64))
    path = collected.outcome("ab3", "A1")
    path.write_text(path.read_text()[:-100])
    said = run("grade", "A1", "--workers", 1)
    assert "1 for the first time, 1 handed in anew, 1 as the checks have changed; 1 done before" in said
    second = outcomes(collected)
    assert second["ab4"] == first["ab4"] and Outcome.read(collected.outcome("ab1", "A1").read_text()).points == 22

    said = run("grade", "A1", "ab4", "--again", "--workers", 1)
    assert "Grading 1 submission of A1: 1 again." in said
    third = outcomes(collected)
    run("export", "A1")
    assert [row["score"] for row in marks(collected).values()] == ["22", "24", "24", "24"]
    assert third.pop("ab4") != second.pop("ab4") and third == second


def test_another_deadline_is_that_of_all(course, tmp_path):
    work = right(course.released("A1"), "ab1")
    run("collect", "A1", hand_in(tmp_path, {"ab1/A1.ipynb": (work, LATE), "turingalan_LATE_1_2_A1.ipynb": (work, EARLY)}), "--deadline", DEADLINE)
    for deadline, late in (("2026-11-21", {"ab2"}), ("2026-11-20 11:00", {"ab1", "ab2"})):
        run("collect", "A1", hand_in(tmp_path, {"ab3/A1.ipynb": (work, EARLY)}), "--deadline", deadline)
        received = course.read_collected("A1").received
        assert {student for student in ("ab1", "ab2") if received[student].late} == late


def test_an_older_file_does_not_replace_a_later_one(course, tmp_path):
    later, earlier = right(course.released("A1"), "ab1"), right(course.released("A1"), "ab1", OFF_BY_ONE)
    for data, when, said in ((later, LATE, "1 new"), (later, LATE, "1 as before"), (earlier, EARLY, "1 older than what was there")):
        assert said in run("collect", "A1", hand_in(tmp_path, {"ab1/A1.ipynb": (data, when)}))
        assert course.submitted("ab1", "A1").read_bytes() == later
    when = datetime.strptime(course.submitted("ab1", "A1").with_name("timestamp.txt").read_text().strip(), "%Y-%m-%d %H:%M:%S.%f UTC")
    assert when.replace(tzinfo=timezone.utc) == LATE.astimezone()


def test_a_file_that_cannot_be_read_says_so_and_is_no_zero(bubblewrap, course, tmp_path):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("A1.ipynb", b"x" * 10_000, zipfile.ZIP_DEFLATED)
    damaged = bytearray(hand_in(tmp_path, {"ab1/A1.ipynb": (b"{}" * 1000, EARLY), "ab2/A1.ipynb": (b"{}", EARLY)}).read_bytes())
    damaged[60] ^= 0xFF  # within the first file, whose checksum is then wrong
    (tmp_path / "handed_in.zip").write_bytes(damaged)
    said = run("collect", "A1", tmp_path / "handed_in.zip")
    assert "Could not be read, and will be marked so (1): ab1 Ada Lovelace" in said
    run("grade", "A1", "--workers", 1)
    run("export", "A1")
    row = marks(course)["ab1"]
    assert (row["status"], row["score"]) == ("unreadable", "") and "damaged" in row["notes"]


# ---------------------------------------------------------------- interrupted


def started(course, *words):
    """A command as a process, in a group of its own as a terminal would have it."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "unrolled.grading", *words]
    return subprocess.Popen(command, cwd=course.root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def until_graded(course, process, count):
    """Waits until so many outcomes are there, while the command still runs."""
    while len(outcomes(course)) < count:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.02)


@pytest.fixture
def large(course, tmp_path, bubblewrap):
    """A course of so many that a run does not end before it is interrupted."""
    students = [f"s{number}" for number in range(16)]
    course.roster.write_text("\n".join(["id", *students]))
    slow = RIGHT | {"windows": f"import time; time.sleep(0.3)\n{RIGHT['windows']}"}
    files = {f"{student}/A1.ipynb": (submission(course.released("A1"), slow, student), EARLY) for student in students}
    run("collect", "A1", hand_in(tmp_path, files))
    return course


def test_a_killed_run_goes_on_where_it_was(large):
    process = started(large, "grade", "A1", "--workers", "2")
    until_graded(large, process, 3)
    below = [os.pidfd_open(pid) for pid in descendants(process.pid)]
    process.kill()
    process.communicate()
    for number in below:  # workers and sandboxes end with it
        assert select.select([number], [], [], 30)[0]
        os.close(number)
    first = outcomes(large)
    assert 3 <= len(first) < 16
    said = run("grade", "A1", "--workers", 2)
    assert f"Grading {16 - len(first)} submissions of A1" in said and "graded        16" in said
    assert first.items() <= outcomes(large).items() and len(outcomes(large)) == 16
    run("export", "A1")
    assert {row["score"] for row in marks(large).values()} == {"20"}


def test_an_interrupt_from_the_keyboard_is_one_line(large):
    process = started(large, "grade", "A1", "--workers", "2")
    until_graded(large, process, 2)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.split("\n\n") == ["\nStopping ...", "Stopped. What was finished is kept: run the same command again to go on.\n"]
    assert 2 <= len(outcomes(large)) < 16


def test_two_commands_at_once_do_not_meet(collected):
    with steps.alone(collected):
        assert "Another command is at work" in refused("collect", "A1", collected.root / "submitted")


# ---------------------------------------------------------------- what goes wrong


def test_the_order_of_the_commands_is_told(tmp_path, monkeypatch, course):
    assert "python -m unrolled.grading collect A1 FOLDER_OR_ZIP" in refused("grade", "A1")
    for early in ("similarity", "feedback"):
        assert "python -m unrolled.grading grade A1" in refused(early, "A1")
    for name in ("collect", "grade", "similarity", "feedback"):
        assert "python -m unrolled.grading release A2" in refused(name, "A2", *([course.root] if name == "collect" else []))
    monkeypatch.chdir(tmp_path)
    assert "holds no course" in refused("grade", "A1")
    there = f"--course {os.path.relpath(course.root)}"
    assert f"python -m unrolled.grading {there} collect A1" in refused("--course", course.root, "grade", "A1")


def test_what_cannot_be_understood_is_told(course, tmp_path):
    assert "There is no assignment A9; there are: A1" in refused("release", "A9")
    (tmp_path / "lms.zip").write_bytes(b"PK\x03\x04 damaged")
    assert "lms.zip is no zip archive, or a damaged one" in refused("collect", "A1", tmp_path / "lms.zip")
    assert "2026-11-20 18:00" in run("collect", "A1", tmp_path, "--deadline", "tomorrow", code=2)
    course.roster.unlink()
    assert "roster.csv" in refused("collect", "A1", tmp_path) and "id,name,email" in refused("collect", "A1", tmp_path)
    course.roster.write_text("name\nAda\n")
    assert "needs a column id" in refused("collect", "A1", tmp_path)


def test_without_bubblewrap_nothing_runs(collected, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.check_available.cache_clear()
    *_, said = run("grade", "A1", code=1).splitlines()
    assert said.startswith("Error: ") and "apt-get install bubblewrap" in said
    assert not outcomes(collected)


def test_a_full_disk_loses_nothing(bubblewrap, collected, monkeypatch):
    real = steps.write

    def full(path, content):
        if path.name == "ab3.json":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        return real(path, content)

    monkeypatch.setattr(steps, "write", full)
    said = run("grade", "A1", "--workers", 1, code=1)
    assert "Error: The disk is full" in said and "ab3" in said and "once there is room" in said
    first = outcomes(collected)
    monkeypatch.setattr(steps, "write", real)
    run("grade", "A1", "--workers", 1)
    assert first.items() <= outcomes(collected).items() and len(outcomes(collected)) == 4


def test_a_gradebook_that_cannot_be_used_is_told(bubblewrap, collected):
    whole = collected.database.read_bytes()
    collected.database.write_bytes(b"not a database" * 100)
    *_, said = run("grade", "A1", "--workers", 1, code=1).splitlines()
    assert said.startswith("Error: The gradebook cannot be used") and len(outcomes(collected)) == 4
    collected.database.write_bytes(whole)
    assert "Nothing to grade" in run("grade", "A1")
    run("export", "A1")
    assert {row["score"] for row in marks(collected).values()} == {"24"}


def test_what_the_grader_fails_on_is_named_and_the_others_have_marks(bubblewrap, collected, monkeypatch):
    real = steps.grade

    def failing(course, name, students, *others):
        yield from real(course, name, [student for student in students if student != "ab2"], *others)
        raise Ungraded({"ab2": "RuntimeError: a bug"})

    monkeypatch.setattr(steps, "grade", failing)
    said = run("grade", "A1", "--workers", 1, code=1)
    assert "NOT graded, as the grader itself failed (1): ab2 Alan Turing (RuntimeError: a bug)" in said and "not graded" in said
    run("export", "A1")
    assert [(row["status"], row["score"]) for row in marks(collected).values()] == [("graded", "24"), ("not graded", ""), *[("graded", "24")] * 2]


# ---------------------------------------------------------------- what it says


def test_the_help_shows_the_commands_in_their_order_and_an_example_of_each():
    names = ["init", "release", "collect", "grade", "similarity", "feedback", "export"]
    said = run("--help")
    listed = [line.split()[0] for line in said.partition("Commands:")[2].splitlines() if line.strip()]
    assert listed == names and "..." not in said.partition("Commands:")[2]
    for name in names:
        assert f"python -m unrolled.grading{' --course autumn' if name == 'init' else ''} {name}" in run(name, "--help").replace("\n", " ")


def test_the_page_about_similar_answers_shows_them_as_text(bubblewrap, course, tmp_path):
    odd = RIGHT["scale"].replace("def scale_parts(parts):", "def scale_parts(parts):\n    '</pre><script>alert(1)</script>'\n    parts = [part + 0 * 7 for part in parts]")
    renamed = odd.replace("center", "mu").replace("spread", "sigma")
    released = course.released("A1")
    files = {
        "ab1/A1.ipynb": (submission(released, {"scale": odd}, "ab1"), EARLY),
        "ab2/A1.ipynb": (submission(released, {"scale": renamed}, "ab1"), EARLY),
        "ab3/A1.ipynb": (submission(released, {"scale": "def scale_parts(parts):\n    return None"}, "ab3"), EARLY),
    }
    run("collect", "A1", hand_in(tmp_path, files))
    run("grade", "A1", "--workers", 1)
    said = run("similarity", "A1")
    assert "1 group of answers that are the same up to renaming, 0 pairs" in said and "1 notebook with another id" in said
    page = course.similarity("A1").read_text("utf-8")
    assert "<script" not in page and "&lt;script&gt;" in page and "accuses nobody" in page
    assert "<b>2 students</b>: ab1 Ada Lovelace, ab2 Alan Turing" in page and "<td>ab2 Alan Turing</td><td>ab1</td>" in page
    assert "<td>ab1 Ada Lovelace</td><td>ab2 Alan Turing</td><td>scale</td>" in page
