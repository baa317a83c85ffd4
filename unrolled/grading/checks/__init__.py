"""The hidden checks, one module an assignment, and what they have in common.

Each module has its `ASSIGNMENT` and `checks(student_id)`, a check for each question.  What a
check says goes to the student: it names the kind of mistake, never the hidden inputs.
"""

from functools import cache, partial
from importlib import import_module

import numpy as np

from ... import assignments
from ..oracle import AnswerError, Result, close

# Runs inside: returns what the arguments hold after the call.  Whoever forges that has the value still to get right.
_LOOK = """
def _call_and_look(name, *args):
    value = globals()[name](*args)
    return [value, list(args)]
"""


NAMES = ("A1", "A2", "A3", "A4", "A5")


def load(assignment):
    """The module of an assignment's checks.  Raises ValueError for one that there is not."""
    if assignment not in NAMES:
        raise ValueError(f"assignment {assignment!r}; expected one of {', '.join(NAMES)}")
    return import_module(f".{assignment.lower()}", __name__)


def mark(*parts):
    """The sum of parts (points, is it right?, what to say if not); an answer's exception is a wrong part."""
    points, said = 0, []
    for worth, right, hint in parts:
        try:
            if right():
                points += worth
                continue
        except AnswerError as error:
            hint = str(error)
        if hint not in said:
            said.append(hint)
    return Result(points, " ".join(said))


def typed(assignment, own_numbers, parts, student_id):
    """The check of numbers that a student computed from data of their own, and typed in: four digits are enough.

    own_numbers : what `my_numbers` should return for the data of one student, by name
    parts       : (points, names, what to say)
    """

    def check(ask, rng):
        def right(names, expected):
            reply = ask("my_numbers")
            return all(close(field(reply, name), expected[name], rtol=1e-3) for name in names)

        mine = own_numbers(assignments.data(assignment, student_id))
        result = mark(*((points, partial(right, names, mine), hint) for points, names, hint in parts))
        if result.points == 0:
            practice = _practice(assignment, own_numbers)
            if mark((1, partial(right, practice, practice), "")).points:
                return Result(0, "These are the numbers of the practice data: put your id into STUDENT_ID and run again.")
        return result

    return check


@cache  # A5's takes as long as all answers of a submission
def _practice(assignment, own_numbers):
    return own_numbers(assignments.data(assignment))


def call_and_look(ask, name, *args):
    """What the answer's function returns, and whether it left its arguments as they were."""
    ask.run(_LOOK, "look")
    reply = ask("_call_and_look", name, *args)
    if type(reply) is not list or len(reply) != 2:
        return None, False
    return reply[0], _same(reply[1], list(args))


def items(value, count):
    """The items of a tuple, list or array of so many; of anything else, as many times None."""
    if type(value) is np.ndarray and value.ndim:
        value = value.tolist() if value.ndim == 1 else list(value)
    return list(value) if type(value) in (tuple, list) and len(value) == count else [None] * count


def field(value, name):
    """A value of a dict, None where there is none."""
    return value.get(name) if type(value) is dict else None


def _same(one, other):
    if type(other) in (list, tuple):
        return type(one) in (list, tuple) and len(one) == len(other) and all(map(_same, one, other))
    if type(other) is np.ndarray:
        return type(one) is np.ndarray and one.dtype == other.dtype and np.array_equal(one, other)
    return type(one) is type(other) and one == other
