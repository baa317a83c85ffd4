"""`unrolled.grading.collect`: every student's work is found, nobody's is lost, and no archive does harm."""

import json
import os
import stat
import struct
import zipfile
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unrolled.grading import collect as module
from unrolled.grading.collect import CollectError, collect

NOTEBOOK = json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": "def step(x):\n    return x"}]}).encode()
TIME = datetime(2026, 11, 20, 12, 0, 0)
ROSTER = """id,first_name,last_name,email,lms_user_id
ada,Ada,Lovelace,Ada@uni.example,12345
jg,Jörg,Müller,j.mueller@uni.example,777
li,李,小龙,li@uni.example,778
"""


@pytest.fixture
def roster(tmp_path):
    path = tmp_path / "roster.csv"
    path.write_text(ROSTER, encoding="utf-8")
    return path


@pytest.fixture
def zipped(tmp_path):
    """Makes an archive of names and contents; a content may come with its time."""

    def make(files, name="archive.zip"):
        path = tmp_path / name
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, content in files.items():
                content, time = content if isinstance(content, tuple) else (content, TIME)
                archive.writestr(zipfile.ZipInfo(member, time.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
        return path

    return make


@pytest.fixture
def folder(tmp_path):
    def make(files):
        root = tmp_path / "folder"
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            os.utime(path, (TIME.timestamp(),) * 2)
        return root

    return make


def students(found):
    return {submission.student: submission.path for submission in found.submissions}


# ---------------------------------------------------------------- whose


@pytest.mark.parametrize(
    "name, student",
    [
        ("Ada Lovelace_9_assignsubmission_file_/A1.ipynb", "Ada Lovelace"),
        ("A1-99/Ada Lovelace_9_assignsubmission_file/A1 (1).ipynb", "Ada Lovelace"),
        ("Ada Lovelace_9_assignsubmission_file_A1.ipynb", "Ada Lovelace"),
        ("lovelaceada_123_456_A1-2.ipynb", "lovelaceada"),
        ("lovelaceada_LATE_123_456_A1.ipynb", "lovelaceada"),
        ("love_lace_ada_LATE_123_456_A1.ipynb", "love_lace_ada"),
        ("ada/my_work_11_20_A1.ipynb", "ada"),
        ("A1_ada_2026_11_20.ipynb", "ada"),
        ("A1_windows_ada_attempt_2026-11-20-13-45-07_my_work.ipynb", "ada"),
        ("ada/A1/A1.ipynb", "ada"),
        ("ada/final/really/A1.ipynb", "ada"),
        ("submitted/ada/A1/A1.ipynb", "ada"),
        ("ada.ipynb", "ada"),
        ("ada (1).ipynb", "ada"),
        ("ada.ipynb (1).txt", "ada"),
        ("ada - Copy.ipynb", "ada"),
        ("ada - Copy (2).ipynb", "ada"),
        ("Copy of ada.ipynb", "ada"),
        ("A1_ada.ipynb", "ada"),
        ("ada-a1.ipynb.txt", "ada"),
        ("李小龙.ipynb", "李小龙"),
        ("A1.ipynb", "A1"),
    ],
)
def test_whose_a_file_is(zipped, name, student):
    found = collect(zipped({name: NOTEBOOK}), assignment="A1")
    assert students(found) == {student: name}
    assert found.submissions[0].read() == NOTEBOOK


@pytest.mark.parametrize(
    "name, student",
    [
        ("ADA  lovelace_9_assignsubmission_file_/A1.ipynb", "ada"),
        ("lovelaceada_12345_456_A1.ipynb", "ada"),
        ("Someone_12345_456_A1.ipynb", "ada"),
        ("Lovelace, Ada/A1.ipynb", "ada"),
        ("ADA@uni.example.ipynb", "ada"),
        ("homework ada A1.ipynb", "ada"),
        ("Mu\u0308ller Jo\u0308rg_9_assignsubmission_file_/x.ipynb", "jg"),
        ("mullerjorg_1_2_x.ipynb", "jg"),
        ("muller_jorg_1_2_x.ipynb", "jg"),
        ("homework_ada_2026_11_20.ipynb", "ada"),
        ("section 1/muller_jorg_1_2_x.ipynb", "jg"),
        ("li/ada_lovelace_1_2_x.ipynb", "li"),
        ("小龙李_9_assignsubmission_file_x.ipynb", "li"),
    ],
)
def test_the_roster_knows_a_student_by_any_of_the_names(zipped, roster, name, student):
    found = collect(zipped({name: NOTEBOOK}), roster=roster, assignment="A1")
    assert students(found) == {student: name}
    assert found.unmatched == ()
    assert set(found.missing) == {"ada", "jg", "li"} - {student}


def test_an_unknown_student_is_listed_and_not_dropped(zipped, roster):
    found = collect(zipped({"ada.ipynb": NOTEBOOK, "stranger.ipynb": NOTEBOOK}), roster=roster)
    assert set(students(found)) == {"ada", "stranger"}
    assert found.unmatched == ("stranger",)


def test_a_name_of_two_students_is_nobodys(zipped, tmp_path):
    roster = tmp_path / "roster.csv"
    roster.write_text("id;name\n1;Ann Lee\n2;Lee Ann\n", encoding="utf-8")
    found = collect(zipped({"Ann Lee_9_assignsubmission_file_/x.ipynb": NOTEBOOK}), roster=roster)
    assert found.unmatched == ("Ann Lee",) and found.missing == ("1", "2")


def test_who_shares_a_name_is_told_and_known_by_the_platforms_number(zipped, tmp_path):
    roster, names = tmp_path / "roster.csv", [f"Ann Lee_{number}_assignsubmission_file_/x.ipynb" for number in (9020, 9021)]
    archive = zipped(dict.fromkeys(names, NOTEBOOK))
    roster.write_text("id,name\na1,Ann Lee\na2,Ann Lee\n")
    found = collect(archive, roster=roster)
    assert found.missing == ("a1", "a2") and all(any(note.startswith(name) and "a1 and a2" in note for note in found.notes) for name in names)
    roster.write_text("id,name,Moodle A1 ID\na1,Ann Lee,9021\na2,Ann Lee,9020\n")
    assert students(collect(archive, roster=roster)) == {"a2": names[0], "a1": names[1]}


def test_the_name_that_a_student_gives_a_file_does_not_make_it_anothers(zipped, roster):
    names = ["Eve_9_assignsubmission_file_/ada.ipynb", "eve_1_2_ada.ipynb", "A1_eve_attempt_2026-11-20-13-45-07_ada.ipynb"]
    for name in names:
        assert collect(zipped({name: NOTEBOOK}), roster=roster).unmatched
    found = collect(zipped({"eve/ada.ipynb": NOTEBOOK, "jg/ada/x.ipynb": NOTEBOOK}), roster=roster)
    assert found.unmatched == ("eve",) and "ada" in found.missing


def test_one_student_written_in_two_ways_is_one(zipped):
    found = collect(zipped({"Ada Lovelace/x.ipynb": NOTEBOOK, "ada lovelace/y.ipynb": NOTEBOOK, "bob/x.ipynb": NOTEBOOK}))
    assert len(found.submissions) == 2


def test_a_folder_that_all_share_is_nobody(zipped):
    found = collect(zipped({"download/ada.ipynb": NOTEBOOK, "download/bob.ipynb": NOTEBOOK}))
    assert set(students(found)) == {"ada", "bob"}


@pytest.mark.parametrize(
    "content, words",
    [
        (b"name,mail\nx,y\n", "needs a column id"),
        (b"", "needs a column id"),
        (b"id,name\n1,a\n1,b\n", "twice"),
        (b"id,name\n1,a\n\n,b\n", "without an id, in line 4"),
    ],
)
def test_a_roster_that_is_none_is_refused(zipped, tmp_path, content, words):
    (tmp_path / "r.csv").write_bytes(content)
    with pytest.raises(CollectError, match=words):
        collect(zipped({"ada.ipynb": NOTEBOOK}), roster=tmp_path / "r.csv")
    with pytest.raises(CollectError, match="cannot be read"):
        collect(zipped({"ada.ipynb": NOTEBOOK}), roster=tmp_path / "none.csv")


def test_a_roster_of_excel_is_read(zipped, tmp_path):
    (tmp_path / "r.csv").write_bytes(b"\xef\xbb\xbf" + "Student ID;Name\r\n7;Müller, Jörg\r\n".encode())
    assert students(collect(zipped({"Jörg Müller/x.ipynb": NOTEBOOK}), roster=tmp_path / "r.csv")) == {"7": "Jörg Müller/x.ipynb"}


# ---------------------------------------------------------------- which counts, and when


def test_the_latest_readable_file_counts_and_the_others_are_noted(zipped):
    hours = [TIME + timedelta(hours=hour) for hour in range(4)]
    found = collect(
        zipped({"ada/a.ipynb": (NOTEBOOK, hours[0]), "ada/b.ipynb": (NOTEBOOK, hours[1]), "ada/c.ipynb": (b"{broken", hours[2]), "ada/d.pdf": (b"%PDF", hours[3]), "bob/x.ipynb": NOTEBOOK})
    )
    ada = found.submissions[0]
    assert (ada.path, ada.submitted) == ("ada/b.ipynb", hours[1])
    assert {note.split(":")[0] for note in ada.notes} == {f"ada/{name} does not count" for name in ("a.ipynb", "c.ipynb", "d.pdf")}


def test_of_files_of_one_time_the_higher_number_counts(zipped):
    found = collect(zipped({f"A1 {number}.ipynb".replace(" .", ".").replace(" A", "A"): NOTEBOOK for number in ("", "(10)", "(9)")}))
    assert students(found) == {"A1": "A1 (10).ipynb"}
    found = collect(zipped({f"lovelaceada_1_{number}_A1-{number}.ipynb": NOTEBOOK for number in (11, 2)}))
    assert students(found) == {"lovelaceada": "lovelaceada_1_11_A1-11.ipynb"}


def test_a_released_notebook_decides_what_is_readable(zipped):
    marks = {"nbgrader": {"grade_id": "step", "solution": True, "grade": False}}
    released = {"cells": [{"cell_type": "code", "id": "a", "metadata": marks, "source": "def step(x):\n    pass"}]}
    other = json.dumps({"cells": [{"cell_type": "code", "source": "print(1)"}]}).encode()
    found = collect(zipped({"ada/A1.ipynb": NOTEBOOK, "ada/other.ipynb": (other, TIME + timedelta(1)), "bob/x.ipynb": NOTEBOOK}), released)
    assert students(found)["ada"] == "ada/A1.ipynb"


def test_a_student_with_nothing_readable_is_still_there(zipped):
    found = collect(zipped({"ada/x.pdf": b"%PDF", "ada/y.ipynb": b"", "bob/only.docx": b"PK\x03\x04"}))
    assert students(found) == {"ada": "ada/y.ipynb", "bob": "bob/only.docx"}


def test_late_is_after_the_deadline_or_what_the_platform_says(zipped):
    zone = timezone(timedelta(hours=2))
    deadline = TIME.replace(tzinfo=zone)
    found = collect(
        zipped(
            {
                "ada/x.ipynb": (NOTEBOOK, TIME),
                "bob/x.ipynb": (NOTEBOOK, TIME + timedelta(seconds=2)),
                "A1_eve_attempt_2026-11-20-11-59-59_x.ipynb": (NOTEBOOK, TIME + timedelta(1)),
                "A1_fay_attempt_2026-11-20-12-00-01_x.ipynb": (NOTEBOOK, TIME - timedelta(1)),
                "gus_LATE_1_2_x.ipynb": (NOTEBOOK, TIME - timedelta(1)),
                "hal/x.ipynb": (NOTEBOOK, datetime(1980, 1, 1)),
            }
        ),
        deadline=deadline,
    )
    late = {submission.student: submission.late for submission in found.submissions}
    assert late == {"ada": False, "bob": True, "eve": False, "fay": True, "gus": True, "hal": False}
    hal = found.submissions[-1]
    assert hal.submitted is None and hal.notes == ("Nothing says when it was handed in.",)


def test_the_timestamp_of_nbgrader_is_believed(folder):
    root = folder({"ada/A1/x.ipynb": NOTEBOOK, "ada/A1/timestamp.txt": b"2026-11-20 09:00:00.000000 UTC", "bob/A1/x.ipynb": NOTEBOOK})
    found = collect(root, assignment="A1", deadline=datetime(2026, 11, 20, 10, tzinfo=timezone.utc))
    assert [(made.student, made.late) for made in found.submissions] == [("ada", False), ("bob", True)]
    assert found.submissions[0].submitted == datetime(2026, 11, 20, 9, tzinfo=timezone.utc)


def test_what_the_platform_wrote_is_no_submission(zipped):
    found = collect(
        zipped(
            {
                "Ada L_9_assignsubmission_onlinetext_/onlinetext.html": b"<p>",
                "A1_bob_attempt_2026-11-20-13-45-07.txt": b"Name: Bob",
                "A1_bob_attempt_2026-11-20-13-45-07_x.ipynb": NOTEBOOK,
                "__MACOSX/eve/._x.ipynb": b"x",
                "eve/.ipynb_checkpoints/x-checkpoint.ipynb": NOTEBOOK,
                "eve/.DS_Store": b"x",
            }
        )
    )
    assert set(students(found)) == {"bob"}
    assert len(found.notes) == 2


def test_a_zip_in_the_zip_is_opened(zipped):
    inner = zipped({"deep/folder/work.ipynb": NOTEBOOK, "data.csv": b"1"}, "inner.zip").read_bytes()
    found = collect(zipped({"ada/all.zip": inner, "bob/x.ipynb": NOTEBOOK, "eve/bad.zip": b"PK\x03\x04"}))
    assert students(found) == {"ada": "ada/all.zip/deep/folder/work.ipynb", "bob": "bob/x.ipynb", "eve": "eve/bad.zip"}
    assert found.submissions[0].read() == NOTEBOOK
    assert any("bad.zip" in note for note in found.notes)


# ---------------------------------------------------------------- traps


@pytest.mark.parametrize("name", ["../ada.ipynb", "ada/../../x.ipynb", "/etc/ada.ipynb", "C:/ada.ipynb", "..\\ada.ipynb"])
def test_a_name_that_points_outside_is_left_out(zipped, tmp_path, name):
    before = sorted(tmp_path.rglob("*"))
    path = zipped({name: NOTEBOOK, "bob.ipynb": NOTEBOOK})
    found = collect(path)
    assert set(students(found)) == {"bob"} and "outside" in found.notes[0]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


def test_links_are_not_followed(folder, tmp_path):
    (tmp_path / "secret.ipynb").write_bytes(NOTEBOOK)
    root = folder({"bob.ipynb": NOTEBOOK})
    (root / "ada.ipynb").symlink_to(tmp_path / "secret.ipynb")
    (root / "up").symlink_to(tmp_path)
    os.mkfifo(root / "eve.ipynb")
    found = collect(root)
    assert set(students(found)) == {"bob"}
    assert len(found.notes) == 3
    path = tmp_path / "links.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("ada.ipynb")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert collect(path).submissions == () and "link" in collect(path).notes[0]


def test_a_file_that_became_a_link_is_not_read(folder, tmp_path):
    (tmp_path / "secret").write_bytes(NOTEBOOK)
    root = folder({"ada.ipynb": NOTEBOOK})
    found = collect(root)
    (root / "ada.ipynb").unlink()
    (root / "ada.ipynb").symlink_to(tmp_path / "secret")
    with pytest.raises(CollectError, match="ada.ipynb cannot be read"):
        found.submissions[0].read()


def test_a_bomb_costs_its_maker_the_mark_and_nobody_else(zipped, monkeypatch):
    monkeypatch.setattr(module, "MAX_FILE", 10**6)
    found = collect(zipped({"ada.ipynb": b"0" * 10**7, "bob.ipynb": NOTEBOOK}))
    assert set(students(found)) == {"ada", "bob"}
    with pytest.raises(CollectError, match="10 MB"):
        found.submissions[0].read()
    assert found.submissions[1].read() == NOTEBOOK


def test_a_file_that_lies_about_its_size_is_damaged(zipped):
    path = zipped({"ada.ipynb": b"0" * 10**6, "bob.ipynb": NOTEBOOK})
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 100)  # the size in the archive's directory
    path.write_bytes(data)
    found = collect(path)
    with pytest.raises(CollectError, match="damaged"):
        found.submissions[0].read()
    assert found.submissions[1].read() == NOTEBOOK


def test_a_size_that_no_packing_reaches_is_a_trap(zipped):
    path = zipped({"ada.ipynb": b"0" * 10**5})
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 24 : start + 28] = struct.pack("<I", 10**8)
    path.write_bytes(data)
    with pytest.raises(CollectError, match="packed more tightly"):
        collect(path).submissions[0].read()


def test_long_repeated_output_is_no_trap(zipped):
    notebook = NOTEBOOK[:-1] + b', "metadata": "' + b"0" * 20_000_000 + b'"}'
    assert collect(zipped({"ada.ipynb": notebook})).submissions[0].read() == notebook


def test_overlapping_files_and_too_many_are_refused(zipped, monkeypatch):
    path = zipped({f"{number}.ipynb": os.urandom(1000) for number in range(3)})
    data = bytearray(path.read_bytes())
    start = data.index(b"PK\x01\x02")
    data[start + 20 : start + 24] = struct.pack("<I", 5000)  # packed size
    path.write_bytes(data)
    with pytest.raises(CollectError, match="overlap"):
        collect(path)
    monkeypatch.setattr(module, "MAX_MEMBERS", 2)
    with pytest.raises(CollectError, match="3 files"):
        collect(path)


def test_a_folder_of_too_many_files_is_refused(folder, monkeypatch):
    root = folder({f"{number}.ipynb": NOTEBOOK for number in range(3)})
    monkeypatch.setattr(module, "MAX_MEMBERS", 2)
    with pytest.raises(CollectError, match="more than 2 files"):
        collect(root)


def test_a_protected_file_is_said_to_be_so(zipped):
    path = zipped({"ada.ipynb": NOTEBOOK, "bob.ipynb": NOTEBOOK})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    found = collect(path)
    with pytest.raises(CollectError, match="password"):
        found.submissions[0].read()


def test_what_is_neither_folder_nor_archive_is_refused(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"no zip")
    for path, words in ((tmp_path / "x.zip", "no zip archive"), (tmp_path / "none", "neither")):
        with pytest.raises(CollectError, match=words):
            collect(path)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2000), st.binary(min_size=1, max_size=8))
def test_no_damage_of_an_archive_raises_anything_else(tmp_path_factory, start, noise):
    path = tmp_path_factory.mktemp("damage") / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("ada.ipynb", "Bob B_9_assignsubmission_file_/x.ipynb", "eve/all.zip"):
            archive.writestr(name, NOTEBOOK)
    data = bytearray(path.read_bytes())
    start %= len(data)
    data[start : start + len(noise)] = noise
    path.write_bytes(data)
    try:
        for submission in collect(path).submissions:
            submission.read()
    except CollectError:
        pass


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=4, unique=True))
@example(["\x00", " ", ".", "(1).ipynb", "_A1//12345", "./x"])
def test_no_name_in_an_archive_raises(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("names") / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name.encode("utf-8", "replace").decode()), NOTEBOOK)
    found = collect(path, assignment="A1")
    for submission in found.submissions:
        assert submission.student and submission.path.isprintable()


def test_names_that_are_odd_or_not_unicode(tmp_path):
    root = tmp_path / "odd"
    root.mkdir()
    for name in (b"a\xff.ipynb", b"\x1b[31mred.ipynb", "…’ “ada”.ipynb".encode(), b"-rf.ipynb", b"(1).ipynb", b"_.ipynb"):
        (root / os.fsdecode(name)).write_bytes(NOTEBOOK)
    found = collect(root)
    assert len(found.submissions) == 6
    assert all(submission.read() == NOTEBOOK and (submission.student + submission.path).isprintable() for submission in found.submissions)
