"""Submissions from a folder or from the archive that a learning platform (LMS) gives.

`collect(source)` finds whose each file is, when it was handed in, and which of a student's files
counts.  Nothing is unpacked to disk: a file is read where it lies, at most `MAX_FILE` bytes of
it, when it is asked for.  Links are never followed, names never used as paths.

Names that are understood (`file` is whatever the student called it, "(1)" and " - Copy" included):

    Moodle      Ada Lovelace_12345_assignsubmission_file_/file      or ..._file_file without a folder
    Canvas      lovelaceada_12345_67890_file                        lovelaceada_LATE_12345_67890_file-2
    Blackboard  A1_ada_attempt_2026-11-20-13-45-07_file
    nbgrader    ada/A1/file                                         with its timestamp.txt
    else        ada/file, ada.ipynb, A1_ada.ipynb               with a roster also ada in any place of the name

Outer folders that all files share name nobody.  What only a student chose (the name of a file
within what the platform or a folder names) never decides whose it is.

A roster is a CSV file with a header: a column `id` (or `student_id`, `student`, or Moodle's
`ID number`), and any of `name`, `first_name`, `last_name`, `email`, `username` and other columns ending in `id`.  All of
them name the student, in any case, with any spaces, points or accents, first name first or last.

Of several files of a student the latest that is readable counts; of two with the same time the
one with the higher number in its name.
"""

import contextlib
import csv
import io
import os
import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath

from .normalise import looks_readable, normalise

MAX_FILE = 256 * 2**20  # bytes of one submitted file
MAX_MEMBERS = 50_000  # files in a folder or an archive
MAX_TOTAL = 64 * 2**30  # bytes that an archive says it holds
MAX_RATIO = 1100  # of a file's size to its packed size; no more than 1032 is possible in an honest zip
MAX_DEPTH = 20  # folders inside each other
MAX_INNER = 64 * 2**20  # bytes of a zip archive inside the archive

JUNK = re.compile(r"(^|/)(__MACOSX|\.ipynb_checkpoints|\.[^/]*|Thumbs\.db|desktop\.ini)(/|$)", re.I)
NOTEBOOKS = (".ipynb", ".ipynb.txt", ".ipynb.json", ".json", ".py", ".txt", ".zip", "")

MOODLE = re.compile(r"^(?P<student>.+?)_(?P<number>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)$", re.I)
CANVAS = re.compile(r"^(?P<student>.+?)(?P<late>_LATE)?_(?P<number>\d+)_(?P<upload>\d+)_(?P<file>.+)$")
BLACKBOARD = re.compile(r"^(?P<title>.*)_(?P<student>[^_/]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?P<file>_.*|\.txt)$")


class CollectError(ValueError):
    """Something that cannot or must not be read; the message says what and why."""


@dataclass(frozen=True)
class Submission:
    """One student's work.

    student   : the id of the roster; without a roster, or where it knows nobody such, the name as written
    path      : where the file lies, in the folder or the archive, for people to read
    submitted : when, or None where nothing says so; without a time zone if the source has none
    late      : whether that is after the deadline, or the platform says so
    notes     : other files of the student that do not count, and why; what is odd about the file
    """

    student: str
    path: str
    submitted: datetime | None
    late: bool
    notes: tuple[str, ...] = ()
    _read: Callable[[], bytes] = field(default=None, repr=False, compare=False)

    def read(self):
        """The bytes of the file.  Raises CollectError where it cannot be read; the message says why."""
        return self._read()


@dataclass(frozen=True)
class Collection:
    """What was found.

    submissions : one for each student, sorted by student; those of nobody in the roster included
    unmatched   : the names among them that the roster does not know, or knows twice
    missing     : the ids of the roster of whom there is nothing
    notes       : files that are nobody's work, and files that must not be touched, with the reason
    """

    submissions: tuple[Submission, ...]
    unmatched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def collect(source, released=None, roster=None, deadline=None, assignment=""):
    """The `Collection` in a folder or a zip archive.

    released   : the released notebook as a dict; then a file is readable if it answers one of its questions
    roster     : path of a CSV file
    deadline   : datetime.  Times without a zone, as archives have them, are taken to be in its zone
    assignment : its name, which is no part of a student's (`A1_ada.ipynb`)

    Raises CollectError where the source, or the roster, is none, or where the archive is damaged,
    or a trap as a whole (too many files, too much in them, files that overlap).
    """
    source, notes = Path(source), []
    known = _Roster(roster) if roster is not None else None
    if source.is_dir():
        entries = _folder_entries(source, notes)
    elif source.is_file():
        entries = _archive_entries(source, notes)
    else:
        raise CollectError(f"{source} is neither a folder nor a zip archive.")
    entries = list(entries)
    times = _timestamps(entries)
    files = {}  # key of the student -> [_File]
    unmatched = {}
    entries = [entry for entry in entries if PurePosixPath(entry.name).name != "timestamp.txt"]
    common = _common(entries)
    for entry in entries:
        whose = _whose(entry, assignment, common)
        if whose is None:
            notes.append(f"{entry.name}: written by the platform, no file of a student.")
            continue
        student = known.find(whose.names, whose.tokens) if known else None
        key = ("", student) if student is not None else ("?", _folded(whose.names[0]))
        if known and student is None:
            unmatched.setdefault(key, whose.names[0])
            if several := known.called(whose.names[0]):
                notes.append(f"{entry.name}: left out, as {' and '.join(several)} have this name in the roster.")
        submitted = whose.time or times.get(str(PurePosixPath(entry.name).parent)) or entry.time
        shown = student if student is not None else unmatched.get(key, whose.names[0])
        for inner in _opened(entry, notes):
            files.setdefault(key, []).append(_File(shown, inner, submitted, whose.late, whose.number))
    submissions = [_submission(mine, released, deadline) for mine in files.values()]
    missing = [student for student in (known.ids if known else ()) if ("", student) not in files]
    return Collection(
        tuple(sorted(submissions, key=lambda submission: (submission.student.casefold(), submission.student))),
        tuple(sorted(unmatched.values())),
        tuple(missing),
        tuple(notes),
    )


# ---------------------------------------------------------------- files


@dataclass(frozen=True)
class _Entry:
    name: str  # with forward slashes
    size: int
    time: datetime | None
    read: Callable[[], bytes]


@dataclass(frozen=True)
class _File:
    student: str
    entry: _Entry
    time: datetime | None
    late: bool
    number: int


def _folder_entries(folder, notes):
    """The files of a folder and of the folders in it; links and what is no file are noted and left alone."""
    waiting, count = [(folder, 0)], 0
    while waiting:
        here, depth = waiting.pop()
        try:
            found = sorted(os.scandir(here), key=lambda item: item.name)
        except OSError as error:
            notes.append(f"{_shown(here)}: cannot be read: {error.strerror}.")
            continue
        for item in found:
            count += 1
            if count > MAX_MEMBERS:
                raise CollectError(f"{folder} holds more than {MAX_MEMBERS} files.")
            name = _shown(Path(item.path).relative_to(folder).as_posix())
            if JUNK.search(name):
                continue
            if item.is_symlink():
                notes.append(f"{name}: a link, which was not followed.")
            elif item.is_dir(follow_symlinks=False):
                if depth >= MAX_DEPTH:
                    notes.append(f"{name}: more than {MAX_DEPTH} folders deep.")
                else:
                    waiting.append((item.path, depth + 1))
            elif not item.is_file(follow_symlinks=False):
                notes.append(f"{name}: no ordinary file.")
            else:
                status = item.stat(follow_symlinks=False)
                try:
                    time = datetime.fromtimestamp(status.st_mtime).astimezone()
                except (ValueError, OverflowError, OSError):
                    time = None
                yield _Entry(name, status.st_size, time, lambda path=item.path, name=name: _read_file(path, name))


def _read_file(path, name):
    try:
        # What was a file when the folder was listed may be a link or a pipe by now.
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(number, "rb") as file:
            if not stat.S_ISREG(os.fstat(number).st_mode):
                raise CollectError(f"{name} is no ordinary file.")
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise CollectError(f"{name} cannot be read: {error.strerror}.") from None
    return _bounded(data, name)


def _archive_entries(path, notes):
    """The files of a zip archive.  Raises CollectError for what is none, and for traps."""
    try:
        # It stays open while its submissions live: its directory may name thousands of files.
        archive = zipfile.ZipFile(path)
        members = _checked(archive, path.stat().st_size, path.name)
    except CollectError:
        raise
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise CollectError(f"{path.name} is no zip archive, or a damaged one: {error}.") from None
    return _members(members, lambda: contextlib.nullcontext(archive), "", notes)


def _checked(archive, size, name):
    """The members of an archive that as a whole is no trap."""
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise CollectError(f"{name} holds {len(members)} files; more than {MAX_MEMBERS} are not read.")
    if sum(member.file_size for member in members) > MAX_TOTAL:
        raise CollectError(f"{name} says that it holds more than {MAX_TOTAL // 2**30} GB.")
    if sum(member.compress_size for member in members) > size:
        raise CollectError(f"{name} is a trap: its files overlap.")
    return members


def _members(members, reopen, prefix, notes):
    for member in members:
        name = member.filename
        if not member.flag_bits & 0x800:  # the name claims to be of 1981; many programs write UTF-8 all the same
            try:
                name = name.encode("cp437").decode("utf-8")
            except UnicodeError:
                pass
        name = name.replace("\\", "/")
        shown = _shown(prefix + "/".join(part for part in name.split("/") if part not in ("", ".")))
        mode = member.external_attr >> 16
        if name.startswith("/") or re.match(r"[A-Za-z]:", name) or ".." in name.split("/"):
            notes.append(f"{shown}: left out, as its name points outside of the archive.")
        elif name.endswith("/") or JUNK.search(name):
            continue
        elif stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            notes.append(f"{shown}: a link or no ordinary file; it was left out.")
        elif name.count("/") > MAX_DEPTH:
            notes.append(f"{shown}: more than {MAX_DEPTH} folders deep.")
        else:
            yield _Entry(shown, member.file_size, _zip_time(member), lambda member=member, shown=shown: _read_member(reopen, member, shown))


def _read_member(reopen, member, name):
    if member.flag_bits & 0x1:
        raise CollectError(f"{name} is protected by a password.")
    if member.file_size > MAX_FILE:
        raise CollectError(f"{name} says that it has {member.file_size / 2**20:.0f} MB; more than {MAX_FILE // 2**20} are not read.")
    if member.file_size > MAX_RATIO * max(member.compress_size, 1) + 1000:
        raise CollectError(f"{name} is a trap: packed more tightly than possible.")
    try:
        with reopen() as archive, archive.open(member) as file:
            data = file.read(MAX_FILE + 1)
    except NotImplementedError:
        raise CollectError(f"{name} is packed in a way that cannot be read.") from None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError) as error:
        raise CollectError(f"{name} is damaged: {error}.") from None
    return _bounded(data, name)


def _bounded(data, name):
    if len(data) > MAX_FILE:
        raise CollectError(f"{name} has more than {MAX_FILE // 2**20} MB.")
    return data


def _zip_time(member):
    try:
        return datetime(*member.date_time) if member.date_time[0] > 1980 else None
    except ValueError:
        return None


def _opened(entry, notes):
    """The entry itself, or the files in it where a student handed in a zip archive."""
    if not entry.name.lower().endswith(".zip"):
        return [entry]
    try:
        if entry.size > MAX_INNER:
            raise CollectError(f"{entry.name} is an archive of more than {MAX_INNER // 2**20} MB.")
        data = entry.read()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = _checked(archive, len(data), entry.name)
    except (CollectError, zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        notes.append(f"{entry.name}: an archive that cannot be read: {error}")
        return [entry]
    inside = _members(members, lambda: zipfile.ZipFile(io.BytesIO(entry.read())), f"{entry.name}/", notes)
    # Only notebooks: what else a student packed with them is not looked at.
    return [inner for inner in inside if _ending(inner.name) in (".ipynb", ".ipynb.txt", ".ipynb.json", ".py")] or [entry]


# ---------------------------------------------------------------- whose


@dataclass(frozen=True)
class _Whose:
    names: tuple[str, ...]  # what may name the student, the surest first
    tokens: tuple[str, ...] = ()  # parts of a file's name that may be an id
    time: datetime | None = None
    late: bool = False
    number: int = 0


def _common(entries):
    """How many outer folders are everybody's, and so nobody's name."""
    paths = [PurePosixPath(entry.name) for entry in entries]
    parents = [path.parent.parts for path in paths]
    shared = 0
    while parents and all(len(parts) > shared and parts[shared] == parents[0][shared] for parts in parents):
        shared += 1
    # Nothing but copies of one file: the folders are their student's.
    return 0 if len({_bare(_stem(path.name)) for path in paths}) == 1 and len(set(parents)) == 1 else shared


def _whose(entry, assignment, common):
    """Whose file it is by its name, or None for what the platform itself wrote."""
    *folders, name = entry.name.split("/")
    number = _number(name)
    for part in (*folders, name):
        if found := MOODLE.match(part):
            if found["kind"].lower() == "onlinetext":
                return None
            return _Whose((found["student"], found["number"]), number=number)
    folders = [folder for folder in folders[common:] if _folded(folder) not in (_folded(assignment), "submitted")]
    if found := BLACKBOARD.match(name):
        if found["file"] == ".txt":
            return None
        return _Whose((found["student"],), time=_stamp(found["time"], "%Y-%m-%d-%H-%M-%S"), number=number)
    if found := CANVAS.match(name):
        # Canvas itself counts what is handed in again: file-2.ipynb
        again = re.search(r"-(\d{1,3})$", _stem(found["file"]))
        student = _without(found["student"], assignment) or found["student"]
        # "a_b_1_2_c" may also be what a student called a file.
        surer = folders if "_" in student else ()
        return _Whose((*surer, student, found["number"]), _tokens(student), late=bool(found["late"]), number=int(again[1]) if again else number)
    stem = _bare(_stem(name))
    if folders:  # the outermost, as those within may be the student's own, like the file's name
        return _Whose(tuple(folders), number=number)
    without = _without(stem, assignment)
    return _Whose((without or stem or name,) + ((stem,) if without else ()), _tokens(stem), number=number)


COPY = re.compile(r"\s*(?:\((\d{1,4})\)|[-_ ]+(?:copy|kopie|copie|copia)(?:[ _]?\(?(\d{1,4})\)?)?)$", re.I)


ENDING = re.compile(r"\.ipynb(\s*\(\d+\))?(\.(txt|json))?$|\.[A-Za-z]\w{0,7}$", re.I)


def _stem(name):
    found = ENDING.search(name)
    return name[: found.start()] if found and found.start() else name


def _ending(name):
    """A file's ending in small letters, `.ipynb.txt` and the like as a whole; "(1)" may stand behind it."""
    found = ENDING.search(name)
    return re.sub(r"\s*\(\d+\)", "", found[0].lower()) if found and found.start() else ""


def _bare(stem):
    """A stem without "(1)", " - Copy" and "Copy of"."""
    previous = None
    while previous != stem:
        previous, stem = stem, COPY.sub("", stem).strip()
    return re.sub(r"^(copy|kopie|copie|copia) (of|von|de|di) ", "", stem, flags=re.I).strip() or previous


def _number(name):
    """The number of a copy: 2 of "A1 (2).ipynb", 0 where there is none."""
    found = re.search(r"\((\d{1,4})\)", name)
    return int(found[1]) if found else 0


def _without(stem, assignment):
    """A stem without the assignment's name at one of its ends, or "" where it has no such."""
    if not assignment:
        return ""
    found = re.fullmatch(rf"{re.escape(assignment)}[\s_.-]+(.+)|(.+?)[\s_.-]+{re.escape(assignment)}", stem, re.I)
    return (found[1] or found[2]) if found else ""


def _tokens(stem):
    return tuple(part for part in re.split(r"[\s_.,;+-]+", stem) if len(part) > 2)


def read_roster(path):
    """The rows of a roster as dicts by the names of its columns, in small letters with `_` for spaces; the id as `id`.

    Raises CollectError where the file is no roster, or has an id twice or a row without one.
    """
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise CollectError(f"The roster {path} cannot be read: {error.strerror}.") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        columns = [re.sub(r"[\s_]+", "_", column.strip().casefold()) for column in next(table, [])]
        if "email" not in columns:
            columns = ["email" if column == "email_address" else column for column in columns]
        rows = {table.line_num: dict(zip(columns, row)) for row in table if any(cell.strip() for cell in row)}
    except csv.Error as error:
        raise CollectError(f"The roster {path} is no CSV file: {error}.") from None
    key = next((column for column in ("id", "student_id", "student", "id_number") if column in columns), None)
    if key is None:
        raise CollectError(f"The roster {path} needs a column id (or student_id, ID number); it has: {', '.join(columns) or 'nothing'}.")
    seen = set()
    for line, row in rows.items():
        student = row["id"] = row.get(key, "").strip()
        if not student or student in seen:
            raise CollectError(f"The roster {path} has {f'the id {student} twice' if student else 'a row without an id'}, in line {line}.")
        seen.add(student)
    return list(rows.values())


class _Roster:
    """Who may hand in, and by what names."""

    def __init__(self, path):
        self.ids, self._by_name, self._by_id = [], {}, {}
        for row in read_roster(path):
            student = row["id"]
            self.ids.append(student)
            ids = {student, row.get("username", ""), row.get("email", ""), row.get("email", "").partition("@")[0]}
            ids |= {value for column, value in row.items() if column.endswith("id")}
            first, last = row.get("first_name", ""), row.get("last_name", "")
            whole = row.get("name", "")
            before, comma, after = whole.partition(",")
            names = {whole, f"{after} {before}" if comma else "", f"{first} {last}", f"{last} {first}"}
            parts = whole.replace(",", " ").split()
            names |= {" ".join(parts[turn:] + parts[:turn]) for turn in range(len(parts))}
            for name in map(_folded, ids | names):
                self._by_name.setdefault(name, set()).add(student)
            for name in map(_folded, ids):
                self._by_id.setdefault(name, set()).add(student)
        self._by_name.pop("", None)
        self._by_id.pop("", None)

    def find(self, names, tokens):
        """The id of the one student that a name names, or that all known tokens name; None where unsure."""
        for name in names:
            found = self._by_name.get(_folded(name), ())
            if len(found) == 1:
                return next(iter(found))
        found = set().union(*(self._by_id.get(_folded(token), ()) for token in tokens))
        return next(iter(found)) if len(found) == 1 else None

    def called(self, name):
        """The ids of all who have a name, sorted."""
        return sorted(self._by_name.get(_folded(name), ()))


def _folded(name):
    """A name without case, spaces, punctuation and accents; letters of every script stay."""
    plain = unicodedata.normalize("NFKD", str(name)).casefold()
    return "".join(letter for letter in plain if letter.isalnum()) or str(name).strip()


def _shown(name):
    """A name that harms no terminal and no page's layout."""
    name = os.fspath(name).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)[:500] or "(no name)"


# ---------------------------------------------------------------- which counts


def _submission(files, released, deadline):
    """The latest readable file of a student as a `Submission`."""
    ordered = sorted(files, key=lambda file: _rank(file, deadline), reverse=True)
    chosen, notes = ordered[0], []
    if len(ordered) > 1:
        for file in ordered:
            reason = _unreadable(file, released)
            if not reason:
                chosen = file
                break
            notes.append(f"{file.entry.name} does not count: {reason}")
        else:
            notes = [note for note in notes if not note.startswith(f"{chosen.entry.name} does not")]
        told = {note.partition(" does not count: ")[0] for note in notes} | {chosen.entry.name}
        notes += [f"{file.entry.name} does not count: another file is later." for file in ordered if file.entry.name not in told]
    time = _zoned(chosen.time, deadline)
    if time is None and deadline is not None:
        notes.append("Nothing says when it was handed in.")
    late = chosen.late or bool(deadline and time and time > _zoned(deadline, deadline))
    return Submission(chosen.student, chosen.entry.name, chosen.time, late, tuple(notes), chosen.entry.read)


def _rank(file, deadline):
    """The later file has the greater rank; files that are no notebooks by their names come last."""
    time = _zoned(file.time, deadline)
    return _ending(file.entry.name) in NOTEBOOKS, time.timestamp() if time else 0, file.number, file.entry.name


def _unreadable(file, released):
    """Why a file cannot be read as an answer, or ""."""
    try:
        data = file.entry.read()
    except CollectError as error:
        return str(error)
    if released is not None:
        return normalise(data, released).unreadable
    return "" if looks_readable(data) else "it is no notebook."


def _zoned(time, deadline):
    """A time with a zone: the deadline's own where it says none, else this machine's."""
    if time is None or time.tzinfo is not None:
        return time
    zone = deadline.tzinfo if deadline is not None else None
    return time.replace(tzinfo=zone) if zone else time.astimezone()


def _timestamps(entries):
    """For each folder that nbgrader has stamped, when its files were handed in."""
    times = {}
    for entry in entries:
        path = PurePosixPath(entry.name)
        if path.name == "timestamp.txt" and entry.size < 200:
            try:
                text = entry.read().decode("utf-8", "replace").strip()
            except CollectError:
                continue
            for form in ("%Y-%m-%d %H:%M:%S.%f %Z", "%Y-%m-%d %H:%M:%S %Z", "%Y-%m-%d %H:%M:%S.%f %z", "%Y-%m-%d %H:%M:%S %z"):
                if time := _stamp(text, form):
                    times[str(path.parent)] = time if time.tzinfo or not text.endswith("UTC") else _stamp(text[:-3] + "+0000", form[:-2] + "%z")
                    break
    return times


def _stamp(text, form):
    try:
        time = datetime.strptime(text, form)
    except ValueError:
        return None
    return time if time.year > 1980 else None
