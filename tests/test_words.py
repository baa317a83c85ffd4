"""Words and works: what the glossary and the bibliography hold is used, and what is used they hold."""

import json
import re
from pathlib import Path

import lint_notebooks
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted(str(path.relative_to(ROOT)) for folder in ("chapters", "lab") for path in (ROOT / folder).glob("*.ipynb"))
GLOSSARY = (ROOT / "glossary.md").read_text("utf-8")
NAMES = [
    line
    for line in re.search(r"^```\{glossary\}\n(.*?)^```", GLOSSARY, re.M | re.S)[1].splitlines()
    if line and not line[0].isspace()
]

# Words that a page uses in another sense than the glossary's.
OTHERWISE = {
    "chapters/01_sequence_tensors.ipynb": {"cell", "temperature"},  # of a table; of the air
    "chapters/09_forecasting.ipynb": {"autoregression", "candidate"},  # ridge; models to choose from
    "chapters/10_language_and_speech.ipynb": {"window"},  # on the screen
    "chapters/10b_predictive_maintenance.ipynb": {"temperature", "unit"},  # of a pump; of a reading
    "lab/01_battery_degradation.ipynb": {"batch", "lag", "temperature"},  # of cells; the verb; of the air
}


def texts(page):
    if not page.endswith(".ipynb"):
        return [(ROOT / page).read_text("utf-8")]
    cells = json.loads((ROOT / page).read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def sentences(page):
    """The sentences of a page, without headings, tables, code, formulas and addresses."""
    for text in texts(page):
        if re.match(r"## Further reading", text):
            continue
        for line in lint_notebooks.read_markdown(text)[0]:
            if line.kind == "sentence":
                yield lint_notebooks.plain(line.text)


def pattern(name):
    """A word of the glossary as it may stand in a sentence: also in the plural, or with a capital."""
    stem, ending = (name[:-1], "(?:y|ies)") if name.endswith("y") else (name, "(?:s|es)?")
    return re.compile(rf"(?<![\w-]){re.escape(stem)}{ending}(?![\w-])", 0 if name.isupper() else re.IGNORECASE)


@pytest.mark.parametrize("page", NOTEBOOKS)
def test_a_page_links_every_word_of_the_glossary_that_it_uses(page):
    linked = {term for text in texts(page) for term in lint_notebooks.terms_in(text)}
    prose = list(sentences(page))
    for name in sorted(NAMES, key=len, reverse=True):  # a cell state is no use of the word cell
        if name.lower() not in linked | OTHERWISE.get(page, set()):
            using = [sentence for sentence in prose if pattern(name).search(sentence)]
            assert not using, f"{page} uses the word {name} without a link: {using[0]}"
        prose = [pattern(name).sub("Xx", sentence) for sentence in prose]


def test_no_word_stands_twice_in_the_glossary():
    stems = [re.sub(r"(?:ies|y|es|s)$", "", name.lower()) for name in NAMES]
    assert len(set(stems)) == len(stems) > 100
    assert sorted(NAMES, key=str.lower) == NAMES


def test_every_work_of_the_bibliography_is_cited_and_every_citation_has_its_work():
    works = re.findall(r"^@\w+\{([^,\s]+),", (ROOT / "references.bib").read_text("utf-8"), re.M)
    pages = [*NOTEBOOKS, *(str(path.relative_to(ROOT)) for folder in (ROOT, ROOT / "lab") for path in folder.glob("*.md"))]
    prose = "\n".join(text for page in pages for text in texts(page))
    cited = {work.strip() for works in re.findall(r"\{cite:\w+\}`([^`]+)`", prose) for work in works.split(",")}
    assert len(set(works)) == len(works)
    assert set(works) == cited
