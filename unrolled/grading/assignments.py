"""What an assignment is.  Importable wherever the labs are worked on: needs no grader.

The checks that give the points stand elsewhere, as functions `check(ask, rng) -> Result`: see
`oracle`.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """One automatic question: an answer cell, and what it is worth.

    first_line : how the answer template begins, unlike any other cell of the assignment
    defines    : names that the answer must define
    uses       : names of earlier questions whose answers this one calls
    stand_in   : a right answer, for those who call this one and whose own is not right
    """

    name: str
    points: float
    first_line: str
    defines: tuple[str, ...]
    uses: tuple[str, ...] = ()
    stand_in: str = ""


@dataclass(frozen=True)
class Assignment:
    """Questions in the notebook's order, and the source of the locked cells that precede them.

    setup : runs before each answer, and is no answer itself
    """

    name: str
    questions: tuple[Question, ...]
    setup: str = ""

    def __post_init__(self):
        names = [question.name for question in self.questions]
        lines = [question.first_line for question in self.questions]
        if len(set(names)) < len(names) or len(set(lines)) < len(lines):
            raise ValueError(f"{self.name}: each question needs a name and a first line of its own")
        for place, question in enumerate(self.questions):
            if not set(question.uses) <= set(names[:place]):
                raise ValueError(f"{self.name}: {question.name} uses a question that does not come before it")
