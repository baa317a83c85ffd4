"""The pages for instructors say of the course what is true of it."""

import json
import re
from pathlib import Path

import pytest

from unrolled import widgets

ROOT = Path(__file__).parents[1]
GUIDE = (ROOT / "lab" / "instructor.md").read_text("utf-8")
GRADING = (ROOT / "lab" / "grading.md").read_text("utf-8")


def prose(path):
    cells = json.loads((ROOT / path).read_text("utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


PAGES = sorted(str(path.relative_to(ROOT)) for folder in ("chapters", "lab") for path in (ROOT / folder).glob("*.ipynb"))
TEXTS = {page: prose(page) for page in PAGES}


def table(title, text=GUIDE):
    """The rows of the first table below a heading, as lists of cells."""
    part = text.split(f" {title}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", part, re.M)[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def number(cell):
    """The number at the end of a table's cell: 90 for "A1: 90"."""
    found = re.search(r"(\d+)\**$", cell)
    return int(found[1]) if found else 0


def minutes(text):
    return int(re.search(r"About (\d+) minutes", text)[1])


def test_the_minutes_are_those_that_the_pages_state():
    *rows, last = table("Time")
    stated = {Path(re.search(r"\(([^)]*)\)", row[0])[1]).name: number(row[1]) for row in rows}
    assert stated == {Path(page).name: minutes(text) for page, text in TEXTS.items()}
    assert number(last[1]) == sum(stated.values())
    assert number(last[3]) == sum(number(row[3]) for row in rows)


def test_the_assignments_take_the_minutes_that_they_state():
    here = {row[2].partition(" ")[0]: number(row[3]) for row in table("Time") if row[2]}
    there = {row[0].partition(" ")[0]: (number(row[2]), number(row[3])) for row in table("The assignments", GRADING)}
    assert set(here) == set(there)
    for name, (time, points) in there.items():
        assert here[name] == time
        for path in (ROOT / "lab" / "assignments").glob(f"{name}_*.ipynb"):
            assert f"{time} minutes, {points} points" in prose(path.relative_to(ROOT)), path.name


@pytest.mark.parametrize("plan", ["One day", "One week", "Six weeks"])
def test_the_plans_add_up(plan):
    *rows, last = table(plan)
    assert number(last[-1]) == sum(number(row[-1]) for row in rows)
    for row in rows:
        if len(row) > 3:
            assert sum(map(number, row[1:-1])) == number(row[-1]), row


@pytest.mark.parametrize("plan", ["One week", "Six weeks"])
def test_the_plans_read_for_as_long_as_the_pages_take(plan):
    by_name = {re.match(r"(?:\w+/)(\d+b?)_", page)[1].lstrip("0"): minutes(text) for page, text in TEXTS.items() if page.startswith("chapters")}
    lab = minutes(TEXTS["lab/01_battery_degradation.ipynb"])
    for row in table(plan)[:-1]:
        names = re.findall(r"\d+b?", row[1].partition(":")[0])
        assert number(row[1]) == sum(by_name[name] for name in names) + lab * ("lab" in row[1]), row


def test_every_page_has_its_notes_with_what_belongs_to_them():
    notes = GUIDE.split("## Chapter by chapter", 1)[1].split("## What to expect")[0].split("\n### ")[1:]
    assert len(notes) == len(PAGES) == 12  # as the guide says
    for note in notes:
        for part in ("The one idea.", "workbench here" if "no workbench" in note.lower() else "**Open**", "Usual misconception.", "In class", "Short of time?"):
            assert part in note, note.splitlines()[0]


def test_the_workbenches_and_exercises_exist():
    for name in re.findall(r"`([A-Z]\w+[a-z]\w*)`", GUIDE):
        assert hasattr(widgets, name), name
    exercises = set(re.findall(r"\{exercise\} ★+ (.*)", "\n".join(TEXTS.values())))
    said = re.findall(r"\*\*In class\*\*(?:: the exercise |: |, )?(.*)", GUIDE)
    named = [name for line in said for name in re.findall(r"\*([A-Z][^*]+)\*", line)]
    assert len(named) > 10
    assert set(named) <= exercises


def test_the_commands_are_those_of_the_command():
    from unrolled.grading.__main__ import cli

    used = re.findall(r"python -m unrolled\.grading --course autumn (\w+)((?:[^\n]|\\\n)*)", GRADING)
    assert {name for name, _ in used} == set(cli.commands)
    for name, rest in used:
        options = {option for parameter in cli.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--\w+", rest)) <= options, (name, rest)
    for option in re.findall(r"`(--\w+)", GRADING):
        assert any(option in parameter.opts for one in (cli, *cli.commands.values()) for parameter in one.params) or option == "--help"


def test_every_status_is_explained():
    from unrolled.grading.__main__ import MEANING

    assert [row[0] for row in table("Grade", GRADING)] == list(MEANING)
