"""The general index: one entry for a word however it is written, with the pages that use it below."""

import re

import pytest
from sphinx.application import Sphinx

from unrolled.book import index

PAGES = {
    "index": "# Cover\n\n```{toctree}\none\ntwo\nglossary\n```\n",
    "one": "# First; with a pause\n\nA {term}`gate` and {term}`gates <gate>`.\n\n## Later\n\nThe {term}`LSTM`.\n",
    "two": "# Second\n\nSome {term}`Gates <Gate>`, no {ref}`index <genindex>`, and the {term}`lstm`.\n",
    "glossary": "# Glossary\n\n```{glossary}\ngate\n  A number.\n\nLSTM\n  A cell.\n```\n",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    for name, text in PAGES.items():
        (folder / f"{name}.md").write_text(text, "utf-8")
    (folder / "conf.py").write_text("extensions = ['myst_parser']\n", "utf-8")
    app = Sphinx(folder, folder, folder / "html", folder / "trees", "html", status=None, warningiserror=True)
    app.connect("doctree-read", index.enter_words)
    app.connect("env-updated", index.spell_as_the_glossary)
    app.build()
    return folder / "html"


def links(html):
    """[(name, target), ...] of the entries of a general index."""
    found = re.findall(r'<a href="([^"#]+#[^"]+)">(?:<strong>)?([^<]+)<', html.partition('class="genindex-jumpbox"')[2])
    return [(name, target) for target, name in found]


def test_a_word_stands_once_and_the_pages_that_use_it_below_it(built):
    found = links((built / "genindex.html").read_text("utf-8"))
    words = [name for name, target in found if target.startswith("glossary")]
    assert words == ["gate", "LSTM"]
    assert [name for name, _ in found if name not in words] == ["First, with a pause", "Second"] * 2


def test_each_entry_leads_to_where_the_word_stands_first(built):
    for _, target in links((built / "genindex.html").read_text("utf-8")):
        page, _, place = target.partition("#")
        assert (built / page).read_text("utf-8").count(f'id="{place}"') == 1, target
    first = (built / "one.html").read_text("utf-8")
    assert first.index('id="word-gate"') < first.index(">gate<") < first.index(">gates<")
