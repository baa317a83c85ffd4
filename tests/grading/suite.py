"""What every assignment has to pass, its notebook and its hidden checks together."""

import textwrap

import numpy as np
import pytest
from in_process import Direct, run_all

from unrolled import assignments
from unrolled.grading.oracle import AnswerError, Result, grade

SEEDS = range(6)
NO_NUMBERS = ("None", "float('nan')", "'x'", "{}", "[]", "True", "np.full((3, 3), np.nan)")


class Suite:
    """Subclasses say which assignment they test.

    notebook : a `Notebook`, the source
    module   : of `unrolled.grading.checks`
    variants : (question, source), right answers in another style
    mutants  : (mistake, question, source), wrong answers
    alike    : points that the numbers of two students may have in common
    """

    notebook = module = None
    variants = mutants = ()
    total, alike = 30, 0

    @classmethod
    def cases(cls, argument):
        """The values of a test's argument by their ids."""
        if argument == "question":
            return {question.name: question for question in cls.module.ASSIGNMENT.questions}
        if argument == "variant":
            return {f"{case[0]}-{number}": case for number, case in enumerate(cls.variants)}
        return {case[0]: case[1:] for case in cls.mutants}

    def result(self, name, answer, seed=0, student_id=""):
        """The `Result` of one answer; what it uses is taken from the solutions."""
        questions = {question.name: question for question in self.module.ASSIGNMENT.questions}
        used = list(questions[name].uses)
        for other in used:
            used += [another for another in questions[other].uses if another not in used]
        solutions = [self.notebook.answers[other] for other in questions if other in used]
        ask = Direct(self.module.ASSIGNMENT.setup, *solutions, textwrap.dedent(answer))
        try:
            return self.module.checks(student_id)[name](ask, np.random.default_rng([seed, 7]))
        except AnswerError as error:
            return Result(0, str(error))

    def assert_graded(self, work, exceptions):
        """The real oracle gives all questions full marks, but for the exceptions."""
        outcome = grade(self.module.ASSIGNMENT, self.module.checks(), self.notebook.submission(work), seed=1)
        full = {question.name: question.points for question in self.module.ASSIGNMENT.questions}
        assert {score.question: score.points for score in outcome.scores} == full | exceptions
        assert outcome.status == "graded"

    # ------------------------------------------------------------ the notebook

    def test_the_notebook_holds_what_the_assignment_says(self, question):
        answer, public = (self.notebook.metadata(f"{kind}-{question.name}") for kind in ("answer", "public"))
        assert (answer["solution"], answer["grade"], answer["locked"]) == (True, False, False)
        assert (public["solution"], public["grade"], public["locked"]) == (False, True, True)
        assert public["points"] == question.points
        begin = [name for name, source in self.notebook.sources.items() if source.startswith(question.first_line)]
        assert begin == [f"answer-{question.name}"]

    def test_the_notebook_is_whole(self):
        questions = self.module.ASSIGNMENT.questions
        assert set(self.notebook.answers) == {question.name for question in questions} == set(self.module.checks())
        written = [self.notebook.metadata(f"written-{name}") for name in self.notebook.of("written-")]
        assert len(written) == 2 and all(cell["grade"] and cell["solution"] for cell in written)
        assert sum(cell["points"] for cell in written) + sum(question.points for question in questions) == self.total
        graded = [cell["metadata"]["nbgrader"] for cell in self.notebook.cells if "nbgrader" in cell["metadata"]]
        assert len({cell["grade_id"] for cell in graded}) == len(graded)
        assert all(cell["schema_version"] == 3 for cell in graded)

    def test_it_runs_and_its_solutions_pass_the_public_checks(self):
        run_all(self.notebook, {})

    def test_a_blank_does_not_pass_the_public_check(self, question):
        with pytest.raises(NotImplementedError):
            run_all(self.notebook, {question.name: self.notebook.stubs[question.name]})

    def test_nothing_of_a_solution_is_left_in_the_stubs(self, question):
        stub = self.notebook.stubs[question.name]
        assert "SOLUTION" not in stub and "return" not in stub
        compile(stub, "stub", "exec")

    # ------------------------------------------------------------ the hidden checks

    def test_what_another_question_uses_has_a_right_stand_in(self, question):
        used = any(question.name in other.uses for other in self.module.ASSIGNMENT.questions)
        assert bool(question.stand_in) == used
        if used:
            assert self.result(question.name, question.stand_in).points == question.points

    def test_the_solution_has_full_marks_and_a_blank_none(self, question):
        for seed in SEEDS:
            right = self.result(question.name, self.notebook.answers[question.name], seed)
            assert (right.points, right.said) == (question.points, "")
            assert self.result(question.name, self.notebook.stubs[question.name], seed).points == 0

    def test_a_right_answer_in_another_style_has_full_marks(self, variant):
        name, answer = variant
        run_all(self.notebook, {name: textwrap.dedent(answer)})
        for seed in SEEDS:
            assert self.result(name, answer, seed) == self.result(name, self.notebook.answers[name], seed)

    def test_a_mistake_costs_points_on_every_seed_and_is_explained(self, mutant):
        name, answer = mutant
        full = self.result(name, self.notebook.answers[name]).points
        for seed in SEEDS:
            found = self.result(name, answer, seed)
            assert found.points < full and found.said

    def test_what_is_no_number_earns_nothing(self, question):
        for value in NO_NUMBERS:
            answer = f"def {question.defines[0]}(*given):\n    return {value}"
            assert self.result(question.name, answer).points == 0

    def test_numbers_of_somebody_else_earn_nothing(self):
        found = self.result("own", self.notebook.answers["own"], student_id="ab123")
        assert found.points == 0 and "practice data" in found.said
        theirs = self.module.own_numbers(assignments.data(self.module.ASSIGNMENT.name, "ab123"))
        copied = f"def my_numbers():\n    return {theirs}"
        own = next(question for question in self.module.ASSIGNMENT.questions if question.name == "own")
        assert self.result("own", copied, student_id=" AB123 ").points == own.points
        assert self.result("own", copied, student_id="cd456").points <= self.alike
