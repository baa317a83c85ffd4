"""Questions of the book: each option says whether it is right and why, each exercise has a solution."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted(str(path.relative_to(ROOT)) for folder in ("chapters", "lab") for path in (ROOT / folder).glob("*.ipynb"))

# How an explanation begins that does not leave the reader in doubt.
VERDICT = re.compile(r"(Yes|No|Not necessarily|Not first|Half right|Only if)\b[^\n]*")


def cells(page):
    return json.loads((ROOT / page).read_text("utf-8"))["cells"]


def prose(page):
    return "\n\n".join("".join(cell["source"]) for cell in cells(page) if cell["cell_type"] == "markdown")


def section(text, title):
    return re.search(rf"^## {title}$(.*?)(?=^## |\Z)", text, re.M | re.S)[1]


def options(text):
    """[(option, explanation), ...] of the folded parts of a text."""
    found = re.findall(r"<details>\s*<summary>(.*?)</summary>(.*?)</details>", text, re.S)
    assert len(found) == text.count("<details>") == text.count("</details>")
    return [(option.strip(), explanation.strip()) for option, explanation in found]


def questions(page):
    """[(question, options), ...] of the page's checkpoint."""
    parts = re.split(r"^\*\*Question (\d+)\.\*\*", section(prose(page), "Checkpoint"), flags=re.M)
    numbers, texts = parts[1::2], parts[2::2]
    assert numbers == [str(k) for k in range(1, len(texts) + 1)]
    return [(text.partition("<details>")[0].strip(), options(text)) for text in texts]


@pytest.mark.parametrize("page", PAGES)
def test_every_option_of_a_checkpoint_is_judged_and_explained(page):
    asked = questions(page)
    assert len(asked) >= 4
    for question, answers in asked:
        assert "?" in question, question
        assert len({option for option, _ in answers}) == len(answers) >= 3, question
        verdicts = []
        for option, explanation in answers:
            verdict = VERDICT.match(explanation)
            assert verdict, f"{option}: {explanation}"
            # The reason is what is left without the word of judgment.
            assert len(re.sub(r"^(Yes|No)\b", "", explanation).split()) >= 4, f"{option}: {explanation}"
            verdicts.append(verdict[1])
        assert verdicts.count("Yes") == 1, f"{question}: one option is right, and it says so"


@pytest.mark.parametrize("page", PAGES)
def test_the_answer_to_the_prediction_says_why_each_guess_tempts(page):
    folded = [part for part in options(prose(page)) if "rediction" in part[0]]
    if page.startswith("lab/"):
        assert not folded  # its steps answer the three predictions one after the other
        return
    assert folded
    for summary, explanation in folded:
        assert len(re.findall(r"^\*\*[^*]+\*\*", explanation, re.M)) >= 2, summary


@pytest.mark.parametrize("page", PAGES)
def test_every_exercise_has_a_value_to_expect_and_a_solution_that_runs(page):
    order = cells(page)
    starts = {}
    for number, cell in enumerate(order):
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            for label in re.findall(r"^:::\{solution-start\} (\S+)$", text, re.M):
                starts[label] = number
    exercises = re.findall(r"^:::\{exercise\} ★.*?^:::$", prose(page), re.M | re.S)
    assert len(exercises) >= 4
    for exercise in exercises:
        label = re.search(r"^:label: (\S+)$", exercise, re.M)[1]
        assert re.search(r"^\*Expected: .+\*$", exercise, re.M), label
        following = order[starts[label] + 1 :]
        end = next(k for k, cell in enumerate(following) if "{solution-end}" in "".join(cell["source"]))
        solution = ["".join(cell["source"]) for cell in following[:end] if cell["cell_type"] == "code"]
        assert any("assert" in code for code in solution), label
