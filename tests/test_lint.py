"""The linter: the template is clean, and for each rule one broken copy of it is not.

A mutant changes one thing; exactly the rule that stands beside it must say so, with file, cell and remedy.
"""

import copy
import json
import subprocess
import sys
from pathlib import Path

import lint_notebooks
import pytest

ROOT = Path(__file__).resolve().parents[1]
NAME = "chapters/00_template.ipynb"
GLOSSARY = "```{glossary}\ntimestep\ntime index\n  One position in a sequence.\n```\n"


@pytest.fixture
def template():
    return lint_notebooks.read_notebook(ROOT / lint_notebooks.TEMPLATE)


def check(notebook, name=NAME):
    context = make_context(notebook)
    return lint_notebooks.lint(notebook, name, context) + lint_notebooks.lint_glossary(context)


def make_context(*notebooks, glossary=GLOSSARY):
    template = lint_notebooks.read_notebook(ROOT / lint_notebooks.TEMPLATE)
    setup = next("".join(c["source"]) for c in template["cells"] if c["id"] == "setup")
    return lint_notebooks.make_context(setup, glossary, notebooks)


def find(notebook, cell):
    return next(c for c in notebook["cells"] if c["id"] == cell)


def replace(cell, old, new):
    def mutate(notebook):
        source = "".join(find(notebook, cell)["source"])
        assert old in source
        find(notebook, cell)["source"] = source.replace(old, new)

    return mutate


def add(cell, text):
    def mutate(notebook):
        find(notebook, cell)["source"] = [*find(notebook, cell)["source"], "\n\n" + text]

    return mutate


def change(cell, **entries):
    return lambda notebook: find(notebook, cell).update(entries)


def drop(cell):
    return lambda notebook: notebook["cells"].remove(find(notebook, cell))


def figure(name="fig-template-wave", caption="A wave.", alt="A smooth curve that rises and falls four times."):
    return {"mystnb": {"figure": {"name": name, "caption": caption}, "image": {"alt": alt}}}


def repeat_cell(notebook):
    notebook["cells"].append(copy.deepcopy(find(notebook, "title")))


def repeat_figure(notebook):
    again = copy.deepcopy(find(notebook, "first-picture"))
    again["id"] = "first-picture-again"
    notebook["cells"].append(again)


def swap_sections(notebook):
    find(notebook, "key-points")["source"], find(notebook, "further-reading")["source"] = (
        find(notebook, "further-reading")["source"],
        find(notebook, "key-points")["source"],
    )


def lengthen_all_cells(notebook):
    for cell in ("define-repeats", "check-repeats", "first-picture", "run-the-mistake"):
        add(cell, "series.mean()\n" * 6)(notebook)
    add("body", "word " * 300)(notebook)


STREAM = {"name": "stdout", "output_type": "stream", "text": "1"}
TWO = "The first is here. The second follows."
FIGURE = "```{{figure}} wave.svg\n{options}\n\nA wave in the caption.\n```"

# what is broken: the rule, the cell it must point to, a piece of its remedy, how to break it
MUTANTS = {
    "an old format": ("notebook_format", "", "4.5", lambda n: n.update(nbformat_minor=4)),
    "a version of Python": (
        "notebook_metadata", "", "--clean", lambda n: n["metadata"]["language_info"].update(version="3.11.7"),
    ),
    "a random id": ("cell_ids", "3f9c01ab", "hyphens", change("body", id="3f9c01ab")),
    "a long random id": (
        "cell_ids", "1b4e28ba-2fa1-11d2-883f-0016d3cca427", "hyphens",
        change("body", id="1b4e28ba-2fa1-11d2-883f-0016d3cca427"),
    ),
    "capitals in an id": ("cell_ids", "Body", "hyphens", change("body", id="Body")),
    "no id": ("cell_ids", "8", "hyphens", lambda n: find(n, "body").pop("id")),
    "an id twice": ("cell_ids", "title", "hyphens", repeat_cell),
    "another setup cell": ("setup_cell", "setup", "notebook_template", add("setup", "import numpy")),
    "another repository": (
        "setup_cell", "setup", "notebook_template", replace("setup", "github.com/", "github.com/fork-of-"),
    ),
    "a setup cell by another id": ("setup_cell", "start", "notebook_template", change("setup", id="start")),
    "a cell of 26 lines": (
        "code_length", "check-repeats", "split",
        lambda n: (add("check-repeats", "series.mean()\n" * 24)(n), add("body", "word " * 300)(n)),
    ),
    "cells of 9 lines": ("code_length", "", "split", lengthen_all_cells),
    "code without prose": (
        "enough_prose", "", "before a cell",
        lambda n: n["cells"].extend(
            {"cell_type": "code", "id": f"more-{k}", "metadata": {}, "source": "series.mean()\n" * 7}
            for k in "abcdefghij"
        ),
    ),
    "two sentences in a line": ("one_sentence_per_line", "body", "one sentence", add("body", TWO)),
    "two in a list": ("one_sentence_per_line", "body", "one sentence", add("body", f"- {TWO}")),
    "two in a box": ("one_sentence_per_line", "body", "one sentence", add("body", f":::{{note}}\n{TWO}\n:::")),
    "the second opens with code": (
        "one_sentence_per_line", "body", "one sentence", add("body", "We call it. `repeats` answers."),
    ),
    "the second opens with mathematics": (
        "one_sentence_per_line", "body", "one sentence", add("body", "It is $p$. $T$ is another."),
    ),
    "a sentence over two lines": (
        "one_sentence_per_line", "body", "join", add("body", "This sentence is\nstill the same."),
    ),
    "a figure without metadata": ("figures", "first-picture", "mystnb", change("first-picture", metadata={})),
    "a plot method": ("figures", "run-the-mistake", "mystnb", add("run-the-mistake", "frame.plot.bar()")),
    "no caption": ("figures", "first-picture", "caption", change("first-picture", metadata=figure(caption=""))),
    "no figure name": ("figures", "first-picture", "name", change("first-picture", metadata=figure(name=""))),
    "five words of alt": (
        "figures", "first-picture", "image.alt", change("first-picture", metadata=figure(alt="One curve in a plot")),
    ),
    "an alt that names the figure": (
        "figures", "first-picture", "not what it is",
        change("first-picture", metadata=figure(alt="A plot of the wave over all of its four periods")),
    ),
    "alt that repeats the caption": (
        "figures", "first-picture", "describe",
        change(
            "first-picture",
            metadata=figure(caption="A curve that goes up and down again.", alt="A curve that goes up and down again"),
        ),
    ),
    "a figure name twice": ("figures", "first-picture", "chapter", repeat_figure),
    "an image without alt": ("figures", "body", "8 words", add("body", "![](wave.svg)")),
    "a directive without alt": ("figures", "body", ":alt:", add("body", FIGURE.format(options=":name: fig-w"))),
    "a directive without a name": (
        "figures", "body", ":name:",
        add("body", FIGURE.format(options=":alt: A curve goes up and down four times.")),
    ),
    "an output": ("no_outputs", "run-the-mistake", "--clean", change("run-the-mistake", outputs=[STREAM])),
    "a run count": ("no_outputs", "run-the-mistake", "--clean", change("run-the-mistake", execution_count=3)),
    "a trace in a cell": (
        "no_outputs", "run-the-mistake", "--clean", change("run-the-mistake", metadata={"scrolled": True}),
    ),
    "an unknown term": ("defined_terms", "body", "glossary.md", add("body", "See {term}`windows <wnd>`.")),
    "a term that nobody uses": (
        "glossary_is_used", "", "take the entry out",
        replace("prediction", "{term}`timesteps <timestep>`", "timesteps"),
    ),
    "an exercise without a solution": ("exercises", "exercises", "solution", drop("solutions")),
    "an exercise without a label": (
        "exercises", "exercises", ":label:", replace("exercises", ":label: ex-template-period\n", ""),
    ),
    "a solution of nothing": (
        "exercises", "solutions", "label", replace("solutions", "ex-template-period", "ex-template-other"),
    ),
    "an exercise without a grade": ("exercises", "exercises", "★★★", replace("exercises", "★ ", "")),
    "four stars": ("exercises", "exercises", "★★★", replace("exercises", "★", "★★★★")),
    "a gate left open": (
        "exercises", "solutions", "solution-end", replace("solutions", "{solution}", "{solution-start}"),
    ),
    "a gate never opened": (
        "exercises", "solutions", "solution-start", add("solutions", "```{solution-end}\n```"),
    ),
    "a section left out": ("sections", "", "notebook_template", replace("key-points", "## Key points", "")),
    "no prediction": ("sections", "", "notebook_template", replace("prediction", "## Predict", "")),
    "sections in disorder": ("sections", "key-points", "order", swap_sections),
    "simply": ("spelling", "body", "leave", add("body", "It is simply a loop.")),
    "just, in a heading": ("spelling", "body", "leave", add("body", "### Just a loop")),
    "obviously, in a caption": (
        "spelling", "first-picture", "leave",
        change("first-picture", metadata=figure(caption="Obviously a wave.")),
    ),
    "time step": ("spelling", "body", "timestep", add("body", "At each time step it repeats.")),
    "time-steps": ("spelling", "body", "timestep", add("body", "After ten time-steps it repeats.")),
    "colour": ("spelling", "body", "American", add("body", "The colour of the line says which.")),
    "normalised": ("spelling", "body", "American", add("body", "The values are normalised first.")),
    "a definition without a call": ("definitions_are_used", "define-repeats", "call it", drop("check-repeats")),
    "a call two cells later": (
        "definitions_are_used", "define-repeats", "call it",
        lambda n: n["cells"].insert(
            n["cells"].index(find(n, "define-repeats")) + 1,
            {"cell_type": "code", "id": "in-between", "metadata": {}, "source": "series.mean()"},
        ),
    ),
}


def test_the_template_is_clean(template):
    assert check(template) == []


@pytest.mark.parametrize(("rule", "cell", "remedy", "mutate"), MUTANTS.values(), ids=MUTANTS)
def test_a_mutant_is_reported_by_its_rule_alone(template, rule, cell, remedy, mutate):
    mutate(template)
    problems = check(template)
    assert {p.rule for p in problems} == {rule}
    file = "glossary.md" if rule == "glossary_is_used" else NAME
    said = next(p for p in problems if p.cell == cell and remedy in p.remedy)
    assert str(said).startswith(f'{file}: cell "{cell}": ' if cell else f"{file}: ")
    assert f". Remedy: {said.remedy}" in str(said)


def test_every_rule_has_a_mutant():
    rules = {rule.__name__ for rule in lint_notebooks.RULES} | {"glossary_is_used"}
    assert {rule for rule, *_ in MUTANTS.values()} == rules


@pytest.mark.parametrize(
    "prose",
    [
        "Some cells, e.g. Keras's, keep a state, i.e. Memory, as in Fig. 2.",
        "Schmidhuber et al. Started it with S. Hochreiter, vs. Elman and J. L. Elman.",
        "A rate of 0.5 gives $x_1. X_2$ and `a. B` at https://example.org/a.B now.",
        "See [the guide](https://example.org/A.B) or ![a path that has eight words or more](wave.svg).",
        "**Shape.** The bold opening belongs to its sentence.",
        "1. A numbered point.\n2. Another one.",
        "The result is\n\n$$\nx. Y\n$$\n\nand it holds.",
        "The values 1, 2, ... 10 are given.",
        "Read it first.\nThen run it.",
        "| a. B | c. D |\n|---|---|\n| e. F | g. H |",
        "```python\nfirst. Second\nthird\n```",
        "<details>\n<summary>One. Two.</summary>\n\nThe answer is yes.\n\n</details>",
        ":::{admonition} Look. Think.\n:class: tip\nIt says one thing.\n:::",
        "> A quoted line.\n> Another one.",
    ],
)
def test_prose_that_keeps_to_one_sentence_per_line(template, prose):
    add("body", prose)(template)
    assert check(template) == []


def test_words_in_code_are_not_prose(template):
    add("body", "The option `just colour time step` is a name.\n\n```python\njust = colour\n```")(template)
    assert check(template) == []


def test_a_kept_output_may_stay(template):
    change("run-the-mistake", outputs=[STREAM], metadata={"tags": ["keep_output"]})(template)
    assert check(template) == []


def test_a_definition_that_draws_is_no_figure(template):
    replace("define-repeats", '    """Whether', '    plt.plot(series)\n    """Whether')(template)
    assert check(template) == []


def test_a_helper_counts_as_used_when_its_cell_calls_it(template):
    replace("define-repeats", "np.allclose", "near")(template)
    add("define-repeats", "def near(a, b):\n    return np.allclose(a, b)")(template)
    assert check(template) == []


def test_the_lab_needs_no_chapter_sections(template):
    drop("key-points")(template)
    assert check(template, "lab/battery.ipynb") == []


def test_figure_names_are_compared_across_notebooks(template):
    other = copy.deepcopy(template)
    context = make_context(template, other)
    assert {p.rule for p in lint_notebooks.lint(template, NAME, context)} == {"figures"}


def test_a_synonym_counts_for_its_glossary_entry(template):
    replace("prediction", "<timestep>", "<time index>")(template)
    assert check(template) == []


def test_clean_takes_out_what_a_run_left_and_nothing_else(template):
    used = copy.deepcopy(template)
    change("check-repeats", outputs=[STREAM], execution_count=7)(used)
    find(used, "first-picture")["metadata"]["collapsed"] = True
    used["metadata"]["language_info"]["version"] = "3.13.1"
    assert lint_notebooks.clean(used) == template


def test_clean_keeps_marked_outputs_and_what_the_book_reads(template):
    change("run-the-mistake", outputs=[STREAM], metadata={"tags": ["keep_output"]})(template)
    template["metadata"]["myst"] = {"html_meta": {"description": "Waves."}}
    assert lint_notebooks.clean(template) == template


def test_the_command_names_the_problem_and_fails(template, tmp_path):
    add("body", "It is simply a loop.")(template)
    path = tmp_path / "broken.ipynb"
    path.write_text(json.dumps(template), "utf-8")
    command = [sys.executable, "tools/lint_notebooks.py", str(path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 1
    assert f'{path}: cell "body": "simply" slights' in run.stdout

    replace("body", "simply ", "")(template)
    lint_notebooks.write_notebook(path, template)
    assert subprocess.run(command, cwd=ROOT, capture_output=True).returncode == 0


def test_the_command_cleans_a_file_in_place(template, tmp_path):
    path = tmp_path / "used.ipynb"
    used = copy.deepcopy(template)
    change("check-repeats", outputs=[STREAM], execution_count=7)(used)
    path.write_text(json.dumps(used), "utf-8")
    assert lint_notebooks.main(["--clean", str(path)]) == 0
    assert path.read_bytes() == (ROOT / lint_notebooks.TEMPLATE).read_bytes()
    assert [p.name for p in tmp_path.iterdir()] == ["used.ipynb"]


def test_a_file_that_is_no_notebook_is_named(tmp_path):
    path = tmp_path / "broken.ipynb"
    path.write_text("{", "utf-8")
    with pytest.raises(ValueError, match="broken.ipynb is not a notebook"):
        lint_notebooks.read_notebook(path)


def test_the_notebooks_of_the_course_have_no_problems(capsys):
    status = lint_notebooks.main([])
    assert (status, capsys.readouterr().out) == (0, "")
