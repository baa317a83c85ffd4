"""The PDF: every word of a page, links and outline that lead to the right sheet, pictures of widgets."""

import re
import unicodedata

import build_pdf
import pytest
from browser import SITE, serve
from pypdf import PdfReader

FIRST = """<html lang="en"><body><article class="bd-article">
<section id="first"><h1>First page<a class="headerlink" href="#first">#</a></h1>
<p>Read <a href="second.html#deep">what comes later</a>, <a href="absent.html">what is not here</a>,
<a href="#below">what is below</a> and <a href="https://example.org/far">what is far</a>.</p>
<details><summary>Question</summary><p>Folded answer</p></details>
<div class="unrolled-widget" style="height: 3000px"><svg width="90" height="2900"><text y="2000">picture</text></svg></div>
<section id="below" style="break-before: page"><h2>Below</h2><p>Lower text.</p></section></section>
</article></body></html>"""
SECOND = """<html lang="en"><body><article class="bd-article"><section id="second"><h1>Second page</h1>
<section id="below" style="break-before: page"><h2>Below, again</h2><p>Same name, another place.</p>
<section id="deep" style="break-before: page"><h3>Deep</h3><p>Deepest text.</p></section></section></section></article></body></html>"""


@pytest.fixture(scope="module")
def made(tmp_path_factory, browser):
    """The PDF of two pages, read again; their parts have captions of their own."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "first.html").write_text(FIRST, "utf-8")
    (folder / "second.html").write_text(SECOND, "utf-8")
    with serve(folder) as address:
        pages = [build_pdf.print_page(browser, address, name) for name in ("first", "second")]
        writer = build_pdf.merge(browser, address, [("", pages[:1]), ("Part II", pages[1:])])
        with pytest.raises(RuntimeError, match="no page nowhere"):
            build_pdf.print_page(browser, address, "nowhere")
    writer.write(folder / "book.pdf")
    return PdfReader(folder / "book.pdf")


def sheet_of(made, words):
    """The number of the one sheet, without title page and contents, that has these words."""
    found = [number for number, page in enumerate(made.pages) if number > 1 and words in page.extract_text()]
    assert len(found) == 1, (words, found)
    return found[0]


def test_every_word_is_there_folded_ones_too(made):
    for words in ("Read what comes later", "Folded answer", "picture", "Lower text.", "Same name", "Deepest text."):
        sheet_of(made, words)


def test_what_is_taller_than_a_sheet_is_made_to_fit_one(made):
    assert sheet_of(made, "Lower text.") - sheet_of(made, "Read what comes later") == 2


def test_links_lead_to_the_sheets_of_this_file_or_to_the_site(made):
    leads, far = [], []
    for link in (link.get_object() for link in made.pages[sheet_of(made, "Read what")]["/Annots"]):
        if "/Dest" in link:
            leads.append(made.get_page_number(link["/Dest"][0].get_object()))
        else:
            far.append(link["/A"]["/URI"])
    assert sorted(set(leads)) == [sheet_of(made, "Read what"), sheet_of(made, "Lower text."), sheet_of(made, "Deepest text.")]
    assert far[0].lower().endswith(".github.io/unrolled/absent.html") and far[1] == "https://example.org/far"
    assert not any("127.0.0.1" in str(link.get_object()) for page in made.pages for link in page.get("/Annots", []))


def test_the_outline_follows_parts_pages_and_sections(made):
    def flat(items, depth=0):
        for item in items:
            if isinstance(item, list):
                yield from flat(item, depth + 1)
            else:
                yield depth, item.title, made.get_destination_page_number(item)

    assert list(flat(made.outline)) == [
        (0, "Contents", 1),
        (0, "First page", 2),
        (1, "Below", sheet_of(made, "Lower text.")),
        (0, "Part II", sheet_of(made, "Lower text.") + 1),
        (1, "Second page", sheet_of(made, "Lower text.") + 1),
        (2, "Below, again", sheet_of(made, "Same name")),
        (3, "Deep", sheet_of(made, "Deepest text.")),
    ]


def test_numbers_on_the_sheets_are_those_of_the_contents(made):
    for number, page in enumerate(made.pages):
        last = page.extract_text().split()[-1]
        assert number == 0 or last == str(number + 1)
    contents = re.sub(r"\s+", " ", made.pages[1].extract_text())
    assert f"Below, again {sheet_of(made, 'Same name') + 1}" in contents


def test_the_file_opens_with_its_name_and_outline(made):
    assert made.metadata.title.startswith("Unrolled")
    assert made.page_mode == "/UseOutlines" and made.root_object["/Lang"] == "en"


def test_a_chapter_of_the_book_loses_no_word(tmp_path, browser):
    if not (SITE / "index.html").exists():
        pytest.fail("the book is not built: run `make book` first")
    out = tmp_path / "chapter.pdf"
    sheets = build_pdf.build(browser, ["chapters/05_gru"], SITE, out)
    made = PdfReader(out)
    assert len(made.pages) == sheets
    text = unicodedata.normalize("NFKC", "\n".join(page.extract_text() for page in made.pages))  # no ligatures
    printed = set(re.findall(r"[^\W\d_]{3,}", text))
    with serve(SITE) as address, browser.new_page() as page:
        page.goto(f"{address}chapters/05_gru.html")
        # Formulas are drawn sign by sign, and widgets show some of their words on demand alone.
        written = page.evaluate("""() => {
          document.querySelectorAll(".katex, svg, .u-mount, .headerlink, script, style, summary").forEach((part) => part.remove());
          return document.querySelector("article").textContent;
        }""")
    words = set(re.findall(r"[^\W\d_]{3,}", written))
    assert len(words) > 500
    assert words - printed == set()
