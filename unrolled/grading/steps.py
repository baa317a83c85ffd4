"""What the commands do, without a word: collect, grade and look for similar answers in a course folder.

`grading/A1/collected.json` says what was collected from whom, `grading/A1/outcomes/ID.json` what
became of it: one `Outcome` a file, written whole or not at all.  These files are the journal: a
run that was interrupted, or killed, goes on with those that have no outcome yet.
"""

import fcntl
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone

from . import similarity
from .collect import CollectError, collect
from .course import Collected, CourseError, Received, write
from .outcome import Task, digest, fingerprint, read_outcome, seed
from .similarity_page import page


@dataclass
class Found:
    """What a collection changed: ids of students, names and notes."""

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)  # what was there is later than what came
    late: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    unmatched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Who is to be graded, and why the others are not.

    first    : without an outcome
    changed  : whose file is another one since
    outdated : graded by other checks than those of today
    again    : graded anew because somebody asked for it
    done     : graded already
    """

    first: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    done: tuple[str, ...] = ()

    @property
    def waiting(self):
        return (*self.first, *self.changed, *self.outdated, *self.again)


@contextmanager
def alone(course):
    """No other command works on the course meanwhile.  The lock ends with this process, however it ends."""
    with open(course.root / "grading" / "command.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CourseError(f"Another command is at work in {course.root}. Wait until it has ended.") from None
        yield


# ---------------------------------------------------------------- collect


def collect_from(source, course, name, deadline=None, each=iter):
    """Takes over what a folder or an archive holds; what is in the course already stays unless it is replaced.

    deadline : datetime with a zone; without one the deadline of the last collection
    each     : wraps the list of submissions, to show how far it is

    Raises CollectError for a source that is none, CourseError for a course that cannot take part.
    """
    if not course.students():
        raise CourseError(f"{course.roster} names no students. Give it a line `id,name,email` and then one line for each student.")
    before = course.read_collected(name)
    if deadline is None and before.deadline:
        deadline = datetime.fromisoformat(before.deadline)
    collection = collect(source, released=course.released(name), roster=course.roster, deadline=deadline, assignment=name)
    received, found = dict(before.received), Found(unmatched=collection.unmatched, notes=collection.notes)
    if before.deadline and deadline != datetime.fromisoformat(before.deadline):
        received = {student: _by(deadline, one, before.deadline) for student, one in received.items()}
    for submission in each([one for one in collection.submissions if one.student not in collection.unmatched]):
        _take(course, name, submission, received, found)
    course.write_collected(name, Collected(deadline.isoformat() if deadline else "", received))
    found.missing = tuple(student for student in collection.missing if student not in received)
    return found


def _by(deadline, received, before):
    """What was `Received`, late or not by another deadline; what the platform alone called late stays so."""
    if received.time is None or (received.late and received.time <= datetime.fromisoformat(before)):
        return received
    return replace(received, late=received.time > deadline)


def _take(course, name, submission, received, found):
    """Keeps one submission, unless a later one is there."""
    student, before = submission.student, received.get(submission.student)
    time = submission.submitted.astimezone(timezone.utc) if submission.submitted else None
    if before and before.time and time and time < before.time:
        found.kept.append(student)
        return
    notes, path = submission.notes, course.submitted(student, name)
    try:
        data = submission.read()
    except CollectError as error:
        data, notes = b"", (*notes, f"{error} Nothing of it could be kept.")
        found.unreadable.append(student)
    if before and path.exists() and path.read_bytes() == data:
        found.same.append(student)
    else:
        (found.changed if before else found.new).append(student)
        write(path, data)
    stamp, said = path.with_name("timestamp.txt"), f"{time:%Y-%m-%d %H:%M:%S.%f} UTC\n" if time else ""  # in nbgrader's own form
    if not said:
        stamp.unlink(missing_ok=True)
    elif not stamp.exists() or stamp.read_text() != said:
        write(stamp, said)
    if submission.late:
        found.late.append(student)
    received[student] = Received(submission.path, time.isoformat() if time else "", submission.late, notes)


# ---------------------------------------------------------------- grade


def plan(course, name, again=False, students=()):
    """The `Plan` for these students, or else for all of whom something was collected."""
    released, received = course.released(name), course.read_collected(name).received
    if not received:
        raise CourseError(f"Nothing of {name} has been collected. Do that with: {course.call(f'collect {name} FOLDER_OR_ZIP')}")
    for student in students:
        if student not in received:
            raise CourseError(f"Nothing of {name} has been collected from {student}.")
    today, found = fingerprint(name, released), {kind: [] for kind in ("first", "changed", "outdated", "again", "done")}
    for student in students or received:
        outcome = read_outcome(course.outcome(student, name))
        if outcome is None:
            kind = "first"
        elif outcome.digest != digest(_submitted(course, name, student)):
            kind = "changed"
        elif outcome.checks != today:
            kind = "outdated"
        else:
            kind = "again" if again else "done"
        found[kind].append(student)
    return Plan(**{kind: tuple(students) for kind, students in found.items()})


def grade(course, name, students, workers=None, scheduler=None):
    """Grades these students' files and yields each `Outcome` once it is on disk.

    Raises what `scale.grade_all` raises.
    """
    from .scale import grade_all  # Dask takes its time to import

    released, secret = course.released(name), course.secret.read_bytes()
    tasks = (Task(name, student, _submitted(course, name, student), seed(secret, name, student)) for student in students)
    for outcome in grade_all(tasks, released, workers, scheduler) if students else ():
        write(course.outcome(outcome.student, name), outcome.text())
        yield outcome


def outcomes(course, name):
    """Yields the `Outcome` of each student who has one, one after the other."""
    for student in course.read_collected(name).received:
        if outcome := read_outcome(course.outcome(student, name)):
            yield outcome


def unrecorded(course, name):
    """Yields the outcomes that are not in the gradebook yet, or are there with another time of handing in."""
    from .gradebook import marks  # nbgrader and its formats take seconds to import, also in each worker

    recorded = marks(course, name)
    for outcome in outcomes(course, name):
        student = outcome.student
        news = [course.outcome(student, name), course.submitted(student, name).with_name("timestamp.txt")]
        # The gradebook writes it last, so that what an interruption left half done is done again.
        shown = _written(course.autograded(student, name))
        if student not in recorded or shown < max(map(_written, news)):
            yield outcome


def _written(path):
    """When a file was written, in ns; 0 where there is none."""
    return path.stat().st_mtime_ns if path.exists() else 0


def _submitted(course, name, student):
    """The bytes of a collected file."""
    try:
        return course.submitted(student, name).read_bytes()
    except FileNotFoundError:
        raise CourseError(f"The file that {student} handed in is no longer in {course.root}: collect it again.") from None


# ---------------------------------------------------------------- similarity


def compare(course, name):
    """Writes the page about similar answers; returns its path, the `similarity.Report` and who gave another id."""
    release = ["".join(cell["source"]) for cell in course.released(name)["cells"] if cell["cell_type"] == "code"]
    answers, named, called = {}, {}, course.called()
    for outcome in outcomes(course, name):
        student = called.get(outcome.student, outcome.student)
        answers[student] = {cell.question: cell.source for cell in outcome.cells if cell.question}
        if outcome.names_another:
            named[student] = outcome.named
    if not answers:
        raise CourseError(f"Nothing of {name} has been graded. Do that with: {course.call(f'grade {name}')}")
    report = similarity.report(answers, release)
    return write(course.similarity(name), page(name, report, answers, named)), report, named
