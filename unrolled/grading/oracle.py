"""Grades one submission: sends inputs into the sandbox, gets values back, compares out here.

A check is a function `check(ask, rng) -> Result`.  It asks for what the answer's functions
return and compares that with a reference that never goes inside:

    def check_rmse(ask, rng):
        series = rng.normal(size=50).cumsum()
        right = close(ask("persistence_rmse", series), np.sqrt(np.mean(np.diff(series) ** 2)))
        return Result(2 if right else 0, "" if right else "Which value does persistence predict?")

Each question is asked in a process of its own, first with its own cell and those it `uses`
alone, so that no other answer can spoil it.  Where that does not give all its points, it is
asked again with every cell of the notebook, in order, for whoever put an import or a helper
into another cell, and at last with right answers to the questions that it `uses`, so that a
mistake is paid for once.  The best result counts, and all see the same random numbers.  A cell
that does not end, or ends its process, is left out from then on.

Right answers that stand in can be read inside.  They answer questions that have their points
already, and of what is said while they are there nothing goes out.
"""

import math
import re
import secrets
from dataclasses import dataclass, replace

import numpy as np

from . import codec
from .codec import CodecError, Kept
from .sandbox import Limits, Sandbox, SandboxError

MAX_SAID = 2000  # characters of a message about one question
LOST = ("timed out", "crashed")
BESIDE = "Its points were found beside right answers to the questions that it calls."
MAX_LOST = 3  # processes lost while asking again, after which a submission is not asked again


class AnswerError(Exception):
    """An answer raised an exception, or returned what is no value.  A check may catch it."""


class _Lost(Exception):
    """The process of a question is gone or cannot be spoken with: the question is over."""

    def __init__(self, status, said):
        super().__init__(said)
        self.status, self.said = status, said


@dataclass(frozen=True)
class Result:
    """What a check gives: points, and what to say about them to the student."""

    points: float
    said: str = ""


@dataclass(frozen=True)
class Cell:
    """A code cell of a submission: the answer to `question`, or, without one, the student's own."""

    source: str
    question: str | None = None


@dataclass(frozen=True)
class Score:
    """One question's mark.  Only the points of `graded` were earned or missed by an answer.

    status : graded, missing (no such cell), timed out, crashed, or check failed (ours, not the student's)
    said   : to the student; of a failed check to the instructor alone.  May hold words of the student.
    """

    question: str
    points: float
    status: str
    said: str = ""


@dataclass(frozen=True)
class Graded:
    """A submission's scores.

    status      : graded; partly (some questions were lost); timed out or crashed (all were); unreadable (no answers)
    cpu_seconds : what the answers and their interpreters took
    """

    status: str
    scores: tuple[Score, ...]
    cpu_seconds: float

    @property
    def points(self):
        return sum(score.points for score in self.scores)


class Ask:
    """How a check speaks with an answer: calls go in, values come out.

    A call that takes too long or kills its process ends the question, whatever the check does.
    """

    def __init__(self, sandbox):
        self._sandbox = sandbox
        self._channel = sandbox.open()
        self.over = None

    def __call__(self, function, *args, **kwargs):
        """What the answer's function returns.  Raises AnswerError with its exception."""
        return self._request(call=function, args=list(args), kwargs=kwargs)

    def keep(self, function, *args, **kwargs):
        """The same for what cannot come out, such as a model: a `Kept`, to be passed or asked again."""
        return self._request(call=function, args=list(args), kwargs=kwargs, keep=True)

    def method(self, kept, name, *args, **kwargs):
        """What a method of a kept object returns; one of `codec.METHODS`, such as `predict`."""
        if name not in codec.METHODS:
            raise ValueError(f"{name} is not one of the methods that may be called: {', '.join(sorted(codec.METHODS))}")
        return self._request(call=name, of=kept, args=list(args), kwargs=kwargs)

    def attribute(self, kept, name):
        """An attribute of a kept object."""
        if name in codec.METHODS or name.startswith("_"):
            raise ValueError(f"{name} is not a public attribute")
        return self._request(call=name, of=kept)

    def run(self, source, label):
        """Runs a cell, as the notebook would.  Raises AnswerError with its exception."""
        if len(source) > codec.MAX_SOURCE // 6:  # JSON may write six bytes for a character
            raise AnswerError(f"a cell of {len(source)} characters, which is too long")
        try:
            source.encode()
        except UnicodeEncodeError:
            raise AnswerError("a cell that is no valid text") from None
        self._request(run=source, label=label)

    def close(self):
        """The process is of no more use; it is killed before the next one starts."""
        self._channel.close()

    def _request(self, **do):
        if self.over:
            raise self.over
        # A reply that was written before its request was read cannot know the request's number.
        nonce = secrets.randbits(62)
        frame = codec.encode({"nonce": nonce, "do": do}, max_text=codec.MAX_SOURCE)
        try:
            self._channel.sendall(frame)
            head = self._exactly(codec.HEAD.size)
            reply = codec.decode(head + self._exactly(sum(codec.lengths(head))))
        except CodecError as error:
            raise self._lost("crashed", f"Its process wrote what is no reply: {error}.") from None
        except OSError as error:  # closed, or the time is over
            raise self._gone(isinstance(error, TimeoutError)) from None
        if type(reply) is dict and len(reply) == 2 and type(reply.get("nonce")) is int and reply["nonce"] == nonce:
            if type(reply.get("error")) is str:
                raise AnswerError(reply["error"])
            if "value" in reply and (type(reply["value"]) is Kept) == do.get("keep", False):
                return reply["value"]
        raise self._lost("crashed", "Its process wrote what is no reply to what it was asked.")

    def _exactly(self, count):
        parts = bytearray()
        while len(parts) < count:
            part = self._channel.recv(min(count - len(parts), 2**16))
            if not part:
                raise ConnectionError
            parts += part
        return bytes(parts)

    def _gone(self, late):
        limits = self._sandbox.limits
        if self._sandbox.failure == "memory":
            return self._lost("crashed", f"It took more than {limits.memory / 2**30:.2g} GiB of memory.")
        if self._sandbox.failure == "files":
            return self._lost("crashed", f"It made more than {limits.files} files.")
        if self._sandbox.failure == "cpu":
            return self._lost("timed out", f"It computed for more than {limits.cpu:g} seconds.")
        if late or self._sandbox.failure == "wall":
            return self._lost("timed out", f"It had not answered after {limits.wall:g} seconds.")
        return self._lost("crashed", "Its process ended before it answered.")

    def _lost(self, status, said):
        self.over = _Lost(status, said)
        return self.over


def grade(assignment, checks, cells, seed, limits=Limits()):
    """The `Graded` of one submission.

    checks : for the name of each question, its check
    cells  : the submission's code cells (`Cell`) in the notebook's order, at most one for each question
    seed   : of the checks' random numbers; known to nobody who hands in, as exceptions may show inputs

    Raises SandboxError where there is no sandbox: that is nobody's mark.
    """
    answered = [cell.question for cell in cells if cell.question]
    if len(set(answered)) < len(answered):
        raise ValueError("two cells answer the same question")
    # TensorFlow costs seconds: it is imported once, for all questions, and only where it is named.
    keras = any(re.search(r"\b(tensorflow|keras)\b", cell.source) for cell in [Cell(assignment.setup), *cells])
    sandboxes = _Sandboxes(limits, preload=("numpy", "tensorflow") if keras else ("numpy",), proc=keras)
    scores, lost, endless, patience = [], set(), set(), MAX_LOST
    try:
        for number, question in enumerate(assignment.questions):
            if question.name not in answered:
                scores.append(Score(question.name, 0, "missing"))
                continue

            def attempt(chosen):
                rng = np.random.default_rng([seed, number])
                return _attempt(sandboxes, assignment.setup, question, checks[question.name], chosen, rng, endless)

            needed = _needed(assignment, question)
            own = [cell for cell in cells if cell.question in needed and cell.question not in lost]
            score = attempt(own)
            for aid in _aids(assignment, needed):
                known = None
                while score.status == "graded" and score.points < question.points and patience and len(endless) != known:
                    known = len(endless)
                    whole = [*(cell for cell in cells if cell.question not in lost and cell not in endless), *aid]
                    if all(cell in own for cell in whole):
                        break
                    again = attempt(whole)
                    if again.status == "graded" and again.points > score.points:
                        rest = "" if again.points == question.points else score.said
                        score = replace(again, said=f"{BESIDE} {rest}".strip()) if aid else again
                    patience -= again.status in LOST
            if score.status in LOST:
                lost.add(question.name)
            scores.append(score)
    finally:
        sandboxes.close()
    return Graded(_overall([score.status for score in scores]), tuple(scores), sandboxes.cpu_seconds)


def close(value, expected, rtol=1e-6, atol=1e-9):
    """Whether a value is the expected number or array: same shape, numbers, none of them NaN.

    A NumPy scalar leaves the sandbox as a number, so shape () and a plain number are the same.
    """
    if type(value) not in (int, float, np.ndarray):
        return False
    value, expected = np.asarray(value), np.asarray(expected)
    if value.shape != expected.shape or (value.dtype.kind == "b") != (expected.dtype.kind == "b"):
        return False
    with np.errstate(all="ignore"):  # a student's infinities are no warning of ours
        return bool(np.allclose(value, expected, rtol=rtol, atol=atol))


class _Sandboxes:
    """The sandbox in use: replaced when it has died or an answer has been lost in it."""

    def __init__(self, limits, **options):
        self._limits, self._options = limits, options
        self._current = None
        self.cpu_seconds = 0.0

    def ask(self):
        """An `Ask` with a process of its own."""
        if self._current:
            try:
                return Ask(self._current)
            except OSError:  # what an earlier answer left behind has killed it since
                self.close()
        self._current = Sandbox(self._limits, **self._options).__enter__()
        try:
            return Ask(self._current)
        except OSError as error:
            raise SandboxError(f"A new sandbox did not answer: {error}") from None

    def close(self):
        if self._current:
            self._current.close()
            self.cpu_seconds += self._current.cpu_seconds()
            self._current = None


def _attempt(sandboxes, setup, question, check, cells, rng, endless):
    """The score of one question, asked with these cells; the one that took the process with it is put into `endless`."""
    ask = sandboxes.ask()
    trouble = ""
    try:
        try:
            try:
                ask.run(setup, "set-up")
            except AnswerError as error:
                raise RuntimeError(f"the assignment's own set-up raised {error}") from None
            for cell in cells:
                try:
                    ask.run(cell.source, cell.question or "another cell")
                except AnswerError as error:
                    # As in a notebook, what a cell defined before it failed is there.
                    if cell.question == question.name:
                        trouble = f"The cell itself raised {error}. "
                except _Lost:
                    endless.add(cell)
                    raise
            result = check(ask, rng)
        except AnswerError as error:
            result = Result(0, str(error))
        if ask.over:
            raise ask.over
        if not (math.isfinite(result.points) and 0 <= result.points <= question.points):
            raise ValueError(f"the check gave {result.points} of {question.points} points")
    except _Lost as over:
        sandboxes.close()
        return Score(question.name, 0, over.status, over.said)
    except Exception as error:
        return Score(question.name, 0, "check failed", _shown(f"{type(error).__name__}: {error}"))
    finally:
        ask.close()
    return Score(question.name, result.points, "graded", _shown(trouble + result.said))


def _shown(text):
    """Text that may hold a student's words, short and without what a terminal would obey."""
    letters = (letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return "".join(letters)[:MAX_SAID]


def _needed(assignment, question):
    """The names of a question and of all that it uses, directly or not."""
    by_name = {other.name: other for other in assignment.questions}
    found = [question.name]
    for name in found:
        found += [used for used in by_name[name].uses if used not in found]
    return found


def _aids(assignment, needed):
    """What joins the notebook when a question is asked again: nothing, then right answers to those that it uses."""
    stand_ins = [Cell(other.stand_in) for other in assignment.questions if other.name in needed[1:] and other.stand_in]
    return ([], stand_ins) if stand_ins else ([],)


def _overall(statuses):
    present = [status for status in statuses if status != "missing"]
    if not present:
        return "unreadable"
    if "graded" not in present:
        return "timed out" if "timed out" in present else "crashed"
    return "graded" if set(present) == {"graded"} else "partly"
