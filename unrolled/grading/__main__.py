"""The instructor's command: `python -m unrolled.grading --help`."""

import errno
import os
import shlex
import signal
import sys
import warnings
from collections import Counter
from contextlib import contextmanager
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path

MISSING = [name for name in ("click", "distributed", "nbgrader", "nh3", "rich") if find_spec(name) is None]
if MISSING:
    sys.exit(f"Grading needs more than the course does: {', '.join(MISSING)}. Install it: pip install 'unrolled[grading]'")

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from . import steps
from .collect import CollectError
from .course import Course, CourseError, short
from .sandbox import SandboxError

KEPT = "What was finished is kept: run the same command again to go on."
LISTED = 15  # students of one kind that are named; the marks hold all of them
console = Console(stderr=True)


class Commands(click.Group):
    """The commands in the order in which they are used; what goes wrong outside of this package is one line."""

    def list_commands(self, context):
        return list(self.commands)

    def invoke(self, context):
        warnings.simplefilter("ignore")  # of libraries, about themselves
        try:
            return super().invoke(context)
        except (CourseError, CollectError, SandboxError) as error:
            raise click.ClickException(str(error)) from None
        except KeyboardInterrupt:
            click.echo(f"\nStopped. {KEPT}", err=True)
            context.exit(130)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise click.ClickException(f"The disk is full{_where(error)}. {KEPT[:-1]} once there is room.") from None
            raise click.ClickException(f"{error.strerror or error}{_where(error)}.") from None
        except Exception as error:
            if not type(error).__module__.startswith("sqlalchemy"):  # not imported for that: it takes its time
                raise
            said = str(getattr(error, "orig", error)).splitlines()[0]
            raise click.ClickException(f"The gradebook cannot be used ({said}). {KEPT}") from None


def _where(error):
    return f": {error.filename}" if error.filename else ""


def _choose(context, _, folder):
    if folder is not None:
        context.meta["course"] = folder


course_option = click.option("--course", metavar="FOLDER", expose_value=False, callback=_choose, help="The course's folder; without it, this one.")


def command(*arguments):
    """Makes a function a command that has these arguments and knows its course."""

    def decorate(function):
        for argument in (*reversed(arguments), course_option):
            function = argument(function)
        return cli.command()(function)

    return decorate


def _folder():
    return click.get_current_context().meta.get("course", ".")


def _next(**commands):
    """Says which commands come next: what each is for, by what to call it with."""
    folder = "" if _folder() == "." else f" --course {shlex.quote(_folder())}"
    click.echo("Next:")
    lines = {f"  python -m unrolled.grading{folder} {name} {words}": why for name, (words, why) in commands.items()}
    for line, why in lines.items():
        click.echo(f"{line:<{max(map(len, lines))}}   {why}")


assignment = click.argument("name", metavar="ASSIGNMENT", callback=lambda _, __, name: name.upper())


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@course_option
def cli():
    """Releases the labs, and grades what comes back.

    \b
    A course is a folder.  From the beginning to the marks:
      python -m unrolled.grading --course autumn init students.csv
      python -m unrolled.grading --course autumn release A1
      python -m unrolled.grading --course autumn collect A1 from_the_lms.zip --deadline "2026-11-20 18:00"
      python -m unrolled.grading --course autumn grade A1
      python -m unrolled.grading --course autumn similarity A1
      python -m unrolled.grading --course autumn feedback A1
      python -m unrolled.grading --course autumn export A1

    Each command can be repeated: it does what is left to do, and loses no mark and no comment.
    Students' answers only ever run in a sandbox, which needs Linux and bubblewrap.
    """


@command(click.argument("roster", type=click.Path(exists=True, dir_okay=False), required=False))
def init(roster):
    """Makes a course's folder.

    ROSTER is a CSV file of the students, with a header: a column `id` as your LMS knows it, and
    `name` and `email` if you like.  Moodle's own list serves where it has `ID number`.  What the
    folder already holds stays.

    Example: python -m unrolled.grading --course autumn init students.csv
    """
    course = Course.create(_folder(), roster)
    students = course.students()
    click.echo(f"The course is in {course.root}, with {_count(len(students), 'student')}.")
    if not students:
        click.echo(f"Before you collect, write the roster: {course.roster}\n  id,name,email\n  ab123,Ada Lovelace,ada@example.org")
    click.echo("Keep this folder from students: it will hold solutions, submissions and marks.")
    _next(release=("A1", "the notebook that students get"))


@command(assignment, click.option("--colab", metavar="URL", help="Where students will open it, for its link to Colab.  Remembered."))
def release(name, colab):
    """Makes the notebook that students get.

    It has no solutions and no hidden tests, and is only written once that has been checked.

    \b
    Example: python -m unrolled.grading release A1 \\
               --colab https://colab.research.google.com/github/OWNER/REPOSITORY/blob/main
    """
    from .release import release as make  # nbgrader takes a second to import

    course = Course.open(_folder())
    with steps.alone(course):
        path = make(course, name, colab)
    click.echo(f"Give this file to the students, and no other: {short(path)}")
    _next(collect=(f"{name} FOLDER_OR_ZIP", "when they have handed in"))


def _deadline(context, option, text):
    """A deadline as a datetime with a zone."""
    if text is None:
        return None
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text!r} is no time such as 2026-11-20 18:00.") from None
    if len(text) <= 10:
        time = time.replace(hour=23, minute=59, second=59)
    return time if time.tzinfo else time.astimezone()


@command(
    assignment,
    click.argument("source", type=click.Path(exists=True)),
    click.option("--deadline", callback=_deadline, metavar="TIME", help="In this machine's time zone; a date alone means its end.  Remembered."),
)
def collect(name, source, deadline):
    """Takes over what was handed in, from a folder or an archive.

    SOURCE is a folder, or the zip archive that Moodle, Canvas, Blackboard or another LMS gives.  Files
    with odd names ("A1 (1).ipynb") are understood.  Collect as often as you like: the latest counts.

    Example: python -m unrolled.grading collect A1 from_the_lms.zip --deadline "2026-11-20 18:00"
    """
    course = Course.open(_folder())
    with steps.alone(course), _progress("reading") as progress:
        found = steps.collect_from(source, course, name, deadline, lambda all_of_them: progress.track(all_of_them))
    total = len(found.new) + len(found.changed) + len(found.same) + len(found.kept)
    kinds = {"new": found.new, "newer than before": found.changed, "as before": found.same, "older than what was there, and left out": found.kept}
    click.echo(f"{_count(total, 'student')} handed in {name}: {_listed_counts(kinds)}.")
    if course.read_collected(name).deadline:
        click.echo(f"{len(found.late)} late: after {datetime.fromisoformat(course.read_collected(name).deadline):%Y-%m-%d %H:%M %Z}.")
    called = course.called()
    _named("Could not be read, and will be marked so", [called[student] for student in found.unreadable])
    _named("Nothing from", [called[student] for student in found.missing])
    _named(f"In nobody's name that the roster knows, and left out (mend {short(course.roster)} or the file's name, and collect again)", found.unmatched)
    for note in found.notes[:LISTED]:
        click.echo(f"  {note}")
    if len(found.notes) > LISTED:
        click.echo(f"  and {len(found.notes) - LISTED} more files that are nobody's work.")
    if course.read_collected(name).received:
        _next(grade=(name, "grade them"))


@command(
    assignment,
    click.argument("students", nargs=-1, metavar="[STUDENT]..."),
    click.option("--workers", type=click.IntRange(1), help="Processes to start here; without it, one for each processor."),
    click.option("--scheduler", metavar="ADDRESS", help="Use the workers of this Dask scheduler instead, such as tcp://10.0.0.5:8786."),
    click.option("--again", is_flag=True, help="Grade also those that are graded already."),
)
def grade(name, students, workers, scheduler, again):
    """Grades what was collected and is not graded yet.

    Answers run in a sandbox, one student's after another's, and marks come from the values that
    they return.  Stop it as you like (Ctrl+C): the same command goes on with the rest.  Nobody is
    graded twice, unless a file or the checks have changed, or you say --again.  Marks and comments
    that you gave by hand stay.

    \b
    Examples: python -m unrolled.grading grade A1
              python -m unrolled.grading grade A1 ab123 --again
    """
    from . import gradebook

    if workers and scheduler:
        raise click.UsageError("Workers are started here (--workers) or are those of a scheduler (--scheduler), not both.")
    course = Course.open(_folder())
    with steps.alone(course):
        plan = steps.plan(course, name, again, students)
        if plan.waiting:
            kinds = {
                "for the first time": plan.first,
                "handed in anew": plan.changed,
                "as the checks have changed": plan.outdated,
                "again": plan.again,
            }
            before = f"; {len(plan.done)} done before" if plan.done else ""
            click.echo(f"Grading {_count(len(plan.waiting), 'submission')} of {name}: {_listed_counts(kinds)}{before}.")
        else:
            who = f"{'these' if students else 'all'} {len(plan.done)} of {name} are done"
            click.echo(f"Nothing to grade: {who}. To grade anew: --again")
        left = _grade(course, name, plan, workers, scheduler)
        with console.status("Writing the gradebook ...") as status:
            gradebook.record(course, name, _told(status, steps.unrecorded(course, name)))
    _summary(course, name)
    if left:
        called = course.called()
        _named("NOT graded, as the grader itself failed", [f"{called.get(student, student)} ({reason})" for student, reason in left.items()])
        click.echo("Run the same command again. If it fails again, the file in submitted/ has found a bug in the grader: mark it by hand.")
        click.get_current_context().exit(1)


def _told(status, outcomes):
    """The outcomes, while it is shown how many have been written."""
    for number, outcome in enumerate(outcomes, start=1):
        status.update(f"Writing the gradebook: {number}")
        yield outcome


def _grade(course, name, plan, workers, scheduler):
    """Grades with a bar; returns, for those that could not be, why."""
    if not plan.waiting:
        return {}
    from .scale import Ungraded

    with _interruptible() as stop_if_told, _progress("grading") as progress:
        bar = progress.add_task("", total=len(plan.waiting))
        try:
            for _ in steps.grade(course, name, plan.waiting, workers, scheduler):
                progress.advance(bar)
                stop_if_told()
        except Ungraded as error:
            return error.reasons
    return {}


@contextmanager
def _interruptible():
    """Answers Ctrl+C at once, as ending the workers takes seconds; gives a function that raises it once more.

    Where it meets a library that is letting go of something, Python drops what it raises.
    """
    told = []

    def hear(*_):
        told.append(True)
        os.write(2, b"\nStopping ...\n")  # what prints otherwise may be printing right now
        raise KeyboardInterrupt

    def stop_if_told():
        if told:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, hear)
    try:
        yield stop_if_told
    finally:
        signal.signal(signal.SIGINT, before)


def _summary(course, name):
    """How many of each status, who needs a look, and what comes next."""
    from . import gradebook

    rows = gradebook.rows(course, name)
    found = Counter(row.status for row in rows)
    click.echo(f"{name}, {_count(len(rows), 'student')}:")
    for status, meaning in MEANING.items():
        if found[status]:
            click.secho(f"  {status:10} {found[status]:5}   {meaning}".rstrip(), bold=status != "graded")
    look = {}
    for outcome in steps.outcomes(course, name):
        reasons = [f"{score.question}: the hidden check itself failed" for score in outcome.scores if score.status == "check failed"]
        reasons += [outcome.status] if outcome.status != "graded" else []
        reasons += [f"the notebook names {outcome.named}"] if outcome.names_another else []
        if reasons:
            look[outcome.student] = reasons
    called = course.called()
    _named("Have a look at", [f"{called.get(student, student)} ({', '.join(reasons)})" for student, reasons in look.items()])
    waiting = _waiting(rows)
    if waiting:
        click.echo(f"Written answers of {_count(waiting, 'student')} wait for your marks: start jupyter lab in {course.root}, and choose Nbgrader, Formgrader in its menu.")
    _next(similarity=(name, "whose answers are alike"), feedback=(name, "a page for each student"), export=(name, "the marks as a table"))


def _waiting(rows):
    """Of how many students with a score a person has not marked all."""
    return sum(row.written_pending > 0 for row in rows if row.score is not None)


MEANING = {
    "graded": "",
    "partly": "some questions were lost, the others graded",
    "timed out": "no question was answered in time",
    "crashed": "every question's process died",
    "unreadable": "no answer was found in the file: ask for another one",
    "not graded": "collected, and still to be graded: run grade again",
    "missing": "nothing was handed in",
}


@command(assignment)
def similarity(name):
    """Writes a page of answers that are alike.

    The same up to renaming, that is, or nearly so.  It accuses nobody: read what it says at its top.

    Example: python -m unrolled.grading similarity A1
    """
    course = Course.open(_folder())
    with steps.alone(course), console.status("Comparing ..."):
        path, report, named = steps.compare(course, name)
    click.echo(f"{_count(len(report.groups), 'group')} of answers that are the same up to renaming, {_count(len(report.pairs), 'pair')} nearly the same.")
    if named:
        click.echo(f"{_count(len(named), 'notebook')} with another id than that of who handed it in.")
    click.echo(f"The page, for you alone: {short(path)}")
    _next(feedback=(name, "a page for each student"))


@command(assignment)
def feedback(name):
    """Writes a page for each student.

    It shows marks, and what was said to each answer.  Hidden tests are not in it.  Pages work offline: send them, or put each where its student alone can read it.

    Example: python -m unrolled.grading feedback A1
    """
    from . import feedback as pages

    course = Course.open(_folder())
    with steps.alone(course), console.status("Writing ..."):
        paths = pages.write(course, name)
    if not paths:
        raise CourseError(f"Nothing of {name} has been graded. Do that with: {course.call(f'grade {name}')}")
    click.echo(f"{_count(len(paths), 'page')}, one for each student, such as {short(paths[0])}")
    _next(export=(name, "the marks as a table"))


@command(assignment, click.option("--to", "path", metavar="FILE", type=click.Path(dir_okay=False), help="Write this file instead."))
def export(name, path):
    """Writes the marks as a table (CSV).

    A status stands beside each score.  Where nothing was graded the score is empty, and no 0: a file that could not be read is no bad answer.

    Example: python -m unrolled.grading export A1 --to a1_marks.csv
    """
    from . import gradebook
    from .export import export as write

    course = Course.open(_folder())
    path = write(course, name, Path(path) if path else course.marks(name))
    rows = gradebook.rows(course, name)
    found = Counter(row.status for row in rows)
    click.echo(f"The marks: {short(path)} ({', '.join(f'{found[status]} {status}' for status in MEANING if found[status])})")
    waiting = _waiting(rows)
    if waiting:
        click.echo(f"Not final: written answers of {_count(waiting, 'student')} wait for your marks. Export again after them.")


# ---------------------------------------------------------------- words


def _progress(what):
    """A bar on a terminal; elsewhere nothing."""
    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    return Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty())


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _listed_counts(kinds):
    """"3 new, 2 as before" for lists by what to call them."""
    return ", ".join(f"{len(found)} {what}" for what, found in kinds.items() if found) or "none"


def _named(what, names):
    """A line about students, if there are any, who are named up to a number."""
    if names:
        more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
        click.echo(f"{what} ({len(names)}): {', '.join(names[:LISTED])}{more}")


if __name__ == "__main__":
    cli(prog_name="python -m unrolled.grading")
