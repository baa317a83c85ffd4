"""A course's folder, which is nbgrader's: where everything of it lies, and who takes part.

    course = Course.create("autumn", roster="students.csv")
    course.release("A1")                   autumn/release/A1/A1_windows.ipynb
    course.submitted("ab123", "A1")        autumn/submitted/ab123/A1/A1_windows.ipynb

What nbgrader has no place for lies in `grading/`: the course's secret, what was collected, and an
outcome for each submission.
"""

import json
import os
import re
import secrets
import shlex
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from .collect import CollectError, read_roster

# The notebooks with their solutions, in the repository that this package was installed from.
ASSIGNMENTS = Path(__file__).resolve().parents[2] / "lab" / "assignments"

CONFIG = """\
# The configuration of nbgrader, which keeps this course's gradebook.  `nbgrader export` and the
# formgrader work as usual.
c = get_config()

# Never runs what students wrote: grade with `python -m unrolled.grading grade`, in a sandbox.
c.Autograde.sanitize_preprocessors = ["unrolled.grading.course.refuse"]
# Its pages would show less than those of `python -m unrolled.grading feedback`, in the same place.
c.GenerateFeedback.preprocessors = ["unrolled.grading.course.refuse"]
"""


class CourseError(ValueError):
    """What keeps a course from going on; the message says what and, where it can, what to do."""


def refuse(notebook, resources):
    """Keeps nbgrader from running submissions, and from writing feedback of its own."""
    raise CourseError("Here nbgrader neither grades nor writes feedback. Use python -m unrolled.grading grade and feedback.")


@dataclass(frozen=True)
class Student:
    """One who takes part; `name` is what people read, or the id where nothing else is known."""

    id: str
    name: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""


@dataclass(frozen=True)
class Received:
    """What is known of a submission beside its bytes.

    path      : the file as it was handed in, for people to read
    submitted : when, as ISO 8601, or "" where nothing says so
    """

    path: str
    submitted: str = ""
    late: bool = False
    notes: tuple[str, ...] = ()

    @property
    def time(self):
        """When it was handed in as a datetime with a zone (this machine's where none was given), or None."""
        return datetime.fromisoformat(self.submitted).astimezone() if self.submitted else None


@dataclass(frozen=True)
class Collected:
    """What has been handed in of an assignment so far.

    deadline : as ISO 8601, or ""
    received : for each student's id, a `Received`
    """

    deadline: str = ""
    received: dict[str, Received] = field(default_factory=dict)


@dataclass(frozen=True)
class Course:
    """The paths of a course.  Those of files do not say that the file is there."""

    root: Path

    @classmethod
    def create(cls, root, roster=None):
        """A new course in a folder, which is made where it is missing; an existing one keeps all that it has.

        roster : a CSV file with a header: a column `id` (or `student`), and `name`, `email` if you like

        Raises CourseError for a roster that cannot serve; then nothing was made.
        """
        course = cls(Path(root).resolve())
        if roster is not None:
            _students(roster)
        course.root.parent.mkdir(parents=True, exist_ok=True)
        course.root.mkdir(mode=0o700, exist_ok=True)  # solutions and marks are nobody else's
        for folder in ("source", "release", "submitted", "grading"):
            (course.root / folder).mkdir(parents=True, exist_ok=True)
        if roster is not None and Path(roster).resolve() != course.roster:
            write(course.roster, Path(roster).read_bytes())
        if not course.config.exists():
            write(course.config, CONFIG)
        if not course.secret.exists():
            write(course.secret, secrets.token_bytes(32), 0o600)
        return course

    @classmethod
    def open(cls, root="."):
        """The course in a folder.  Raises CourseError where there is none."""
        course = cls(Path(root).resolve())
        if not (course.config.is_file() and course.secret.is_file()):
            raise CourseError(f"{course.root} holds no course. Say where yours is (--course FOLDER), or make one here with: {course.call('init')}")
        return course

    def call(self, words):
        """A command about this course as it can be typed where we are."""
        folder = short(self.root)
        return f"python -m unrolled.grading{'' if folder == '.' else f' --course {shlex.quote(folder)}'} {words}"

    @property
    def config(self):
        return self.root / "nbgrader_config.py"

    @property
    def roster(self):
        return self.root / "roster.csv"

    @property
    def database(self):
        return self.root / "gradebook.db"

    @property
    def secret(self):
        """The file of the bytes from which the seeds of hidden inputs follow; nobody else may read it."""
        return self.root / "grading" / "secret"

    def notebook(self, name):
        """The notebook's name without its ending, such as A1_windows.  Raises CourseError where there is none."""
        for folder, pattern in ((self.root / "source" / name, "*.ipynb"), (ASSIGNMENTS, f"{name}_*.ipynb")):
            found = sorted(folder.glob(pattern)) if re.fullmatch(r"\w+", name) else []
            if len(found) > 1:
                raise CourseError(f"{folder} holds more than one notebook for {name}: {', '.join(path.name for path in found)}")
            if found:
                return found[0].stem
        known = sorted({path.name.partition("_")[0] for path in ASSIGNMENTS.glob("*_*.ipynb")} | {path.parent.name for path in self.root.glob("source/*/*.ipynb")})
        raise CourseError(f"There is no assignment {name}; there are: {', '.join(known) or 'none'}.")

    def source(self, name):
        return self.root / "source" / name / f"{self.notebook(name)}.ipynb"

    def release(self, name):
        return self.root / "release" / name / f"{self.notebook(name)}.ipynb"

    def submitted(self, student, name):
        """The bytes as they came, whatever they are; `timestamp.txt` lies beside them."""
        return self._of("submitted", student, name) / f"{self.notebook(name)}.ipynb"

    def autograded(self, student, name):
        return self._of("autograded", student, name) / f"{self.notebook(name)}.ipynb"

    def feedback(self, student, name):
        return self._of("feedback", student, name) / f"{self.notebook(name)}.html"

    def grading(self, name):
        """The folder of what nbgrader has no place for."""
        return self.root / "grading" / name

    def collected(self, name):
        return self.grading(name) / "collected.json"

    def outcomes(self, name):
        """The folder of the outcomes, one file `ID.json` for each student."""
        return self.grading(name) / "outcomes"

    def outcome(self, student, name):
        return self.outcomes(name) / f"{check_id(student)}.json"

    def similarity(self, name):
        return self.grading(name) / "similarity.html"

    def marks(self, name):
        return self.grading(name) / "marks.csv"

    def _of(self, step, student, name):
        return self.root / step / check_id(student) / name

    def released(self, name):
        """The released notebook as a dict.  Raises CourseError before the release."""
        path = self.release(name)
        if not path.is_file():
            raise CourseError(f"{name} has not been released. Do that with: {self.call(f'release {name}')}")
        return json.loads(path.read_text("utf-8"))

    def students(self):
        """Everybody in the roster, in its order; nobody where there is none.  Raises CourseError for a roster that cannot serve."""
        return _students(self.roster) if self.roster.exists() else []

    def called(self):
        """For the id of everybody in the roster, what people read: the id with the name beside it."""
        return {student.id: f"{student.id} {student.name}" if student.name != student.id else student.id for student in self.students()}

    def read_collected(self, name):
        """The `Collected` of an assignment; empty before anything was.  Raises CourseError where its file was damaged."""
        try:
            values = json.loads(self.collected(name).read_text("utf-8"))
            received = {student: Received(**entry | {"notes": tuple(entry["notes"])}) for student, entry in values["received"].items()}
            return Collected(values["deadline"], received)
        except FileNotFoundError:
            return Collected()
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CourseError(f"{self.collected(name)} cannot be read any more ({error}). Mend it, or delete it and collect again.") from None

    def write_collected(self, name, collected):
        """Keeps a `Collected` instead of the one before.  Raises CourseError for an id that cannot serve."""
        for student in collected.received:
            check_id(student)
        write(self.collected(name), json.dumps(asdict(collected), indent=1))

    def gradebook(self):
        """nbgrader's gradebook, to be used with `with`; made where there is none."""
        return open_gradebook(self.database)


def check_id(student):
    """The id, where it may be the name of a folder, on every system and for nbgrader.  Raises CourseError for others."""
    bad = re.search(r'[/\\<>:"|?*\[\]+\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]', student)
    if bad:
        raise CourseError(f"The student id {student!r} cannot be used: it contains {bad[0]!r}. Give another one in the roster.")
    if not student or student != student.strip() or student[0] in ".-=@~" or student[-1] == "." or len(student.encode()) > 120:
        raise CourseError(f"The student id {student!r} cannot be used: it is empty or too long, or begins or ends with a sign that no id should. Give another one in the roster.")
    return student


def _students(path):
    """The `Student`s of a roster."""
    try:
        rows = read_roster(path)
    except CollectError as error:
        raise CourseError(str(error)) from None
    found = []
    for row in rows:
        whole, first, last = (_line(row.get(column, "")) for column in ("name", "first_name", "last_name"))
        if whole and not (first or last):
            before, comma, after = (part.strip() for part in whole.partition(","))
            first, last = (after, before) if comma else (whole.rpartition(" ")[0].strip(), whole.rpartition(" ")[2])
        name = f"{first} {last}".strip()
        found.append(Student(check_id(row["id"]), name or row["id"], first, last, _line(row.get("email", ""))))
    return found


def _line(text):
    """A text of the roster on one line, without what is no letter of any script."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]


def short(path):
    """A path as seen from here, where that is shorter."""
    seen = os.path.relpath(path)
    return seen if len(seen) < len(str(path)) else str(path)


def write(path, content, mode=0o644):
    """Writes text or bytes to a file at once: who reads it sees the old content or the new, whatever happens."""
    path.parent.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    number, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with open(number, "wb") as file:
            os.fchmod(file.fileno(), mode)
            file.write(data)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return path


@contextmanager
def open_gradebook(path):
    """nbgrader's gradebook in a file."""
    from nbgrader.api import Gradebook  # takes a second

    with alembic_on_path():
        # Waits for the formgrader where that is writing.
        gradebook = Gradebook(f"sqlite:///{path}?timeout=60")
    try:
        yield gradebook
    finally:
        gradebook.close()
        gradebook.engine.dispose()


@contextmanager
def alembic_on_path():
    """nbgrader makes a gradebook with the command `alembic`, which lies beside this Python."""
    if shutil.which("alembic"):
        yield
        return
    import sysconfig

    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before
