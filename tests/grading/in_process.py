"""Reads the source notebooks, and asks answers here instead of in a sandbox: for trusted answers, and fast."""

from pathlib import Path

import numpy as np

from unrolled.grading import codec, runner
from unrolled.grading.oracle import AnswerError, Cell
from unrolled.grading.outcome import ANSWER
from unrolled.grading.release import read, solutions, stub

LAB = Path(__file__).resolve().parents[2] / "lab" / "assignments"


class Notebook:
    """A source notebook's cells by their kind."""

    def __init__(self, name):
        source = read(LAB / name)
        self.cells = source["cells"]
        self.sources = {cell["id"]: cell["source"] for cell in self.cells}
        self.answers = solutions(source)

    def of(self, prefix):
        """The sources of the cells whose ids begin so, by the rest of the id."""
        return {name.removeprefix(prefix): source for name, source in self.sources.items() if name.startswith(prefix)}

    def metadata(self, name):
        return next(cell["metadata"]["nbgrader"] for cell in self.cells if cell["id"] == name)

    @property
    def code(self):
        """The code cells but for the one that installs the package."""
        return {cell["id"]: self.sources[cell["id"]] for cell in self.cells if cell["cell_type"] == "code" and cell["id"] != "setup"}

    @property
    def stubs(self):
        """For the name of each automatic question, what a student gets."""
        return {cell["id"].removeprefix(ANSWER): stub(cell) for cell in self.cells if cell["id"].startswith(ANSWER)}

    def submission(self, answers):
        return [Cell(source, name) for name, source in answers.items()]

    def mutant(self, question, old, new):
        """The answer to a question with one thing in it changed, which must be there."""
        source = self.answers[question]
        assert source.count(old) >= 1, f"{question}: {old!r} is not in the solution"
        return source.replace(old, new)


class Direct:
    """Speaks as `oracle.Ask` does, values through the codec included, with functions of this process."""

    def __init__(self, *cells):
        self.names, self.kept = {}, []
        for cell in cells:
            self.run(cell)

    def run(self, source, label=""):
        with np.errstate(all="ignore"):
            exec(source, self.names)

    def __call__(self, function, *args):
        return self._value(lambda: self.names[function], args)

    def keep(self, function, *args):
        self._value(lambda: lambda *given: self.kept.append(self.names[function](*given)), args)
        return codec.Kept(len(self.kept) - 1)

    def method(self, kept, name, *args):
        return self._value(lambda: getattr(self.kept[kept.number], name), args)

    def _value(self, find, args):
        args = codec.decode(codec.encode(list(args)))
        try:
            with np.errstate(all="ignore"):
                value = runner.plain(find()(*args))
        except Exception as error:
            raise AnswerError(f"{type(error).__name__}: {error}") from None
        return codec.decode(codec.encode(value))


def run_all(notebook, answers):
    """The notebook from top to bottom, solutions replaced by these answers; raises what a public check raises."""
    names = {}
    for name, source in notebook.code.items():
        exec(answers.get(name.removeprefix("answer-"), source), names)
