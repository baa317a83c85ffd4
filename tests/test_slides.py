"""Slides: each figure of a chapter with its text, nothing from elsewhere, nothing cut off, keys that work."""

import re

import build_slides
import nbformat
import pytest
from browser import serve
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

CHAPTER = "chapters/05_gru"

# How far each part of the slide on the screen reaches over its edges, in pixels; the size of its words.
MEASURE = """() => {
  const slide = Reveal.getCurrentSlide();
  const frame = document.querySelector(".slides").getBoundingClientRect();
  const shown = [...slide.querySelectorAll("*")].filter((part) => part.getClientRects().length && !part.closest(".katex-mathml, svg"));
  const over = shown.map((part) => {
    const { top, right, bottom, left } = part.getBoundingClientRect();
    return Math.max(frame.top - top, right - frame.right, bottom - frame.bottom, frame.left - left);
  });
  const sizes = [...slide.querySelectorAll("p, li, td")].filter((part) => part.getClientRects().length)
    .map((part) => parseFloat(getComputedStyle(part).fontSize) * Reveal.getScale());
  return { title: slide.querySelector("h1, h2").textContent, over: Math.max(...over), size: Math.min(...sizes, 99) };
}"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The decks of one chapter."""
    out = tmp_path_factory.mktemp("slides")
    build_slides.build([CHAPTER], out, "../html/")
    return out


@pytest.fixture(scope="module")
def page_of(browser, folder):
    """A function: the deck in a browser window of a size; what it asked for or complained of is in `faults`."""
    with serve(folder) as address, browser.new_context() as context:

        def open_deck(width, height, query=""):
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": height})
            page.faults = []
            page.on("request", lambda r: r.url.startswith((address, "data:")) or page.faults.append(r.url))
            page.on("response", lambda r: r.status >= 400 and page.faults.append(f"{r.status} {r.url}"))
            page.on("console", lambda m: m.type in ("error", "warning") and page.faults.append(m.text))
            page.on("pageerror", lambda error: page.faults.append(str(error)))
            page.goto(f"{address}05_gru.html{query}")
            page.wait_for_function("Reveal.isReady()")
            return page

        yield open_deck


def slides_of(*cells):
    return build_slides.Choice([new_markdown_cell("# Title\n\n*Promise.*"), *cells]).slides


def figure(name="drawing", size="400 200"):
    cell = new_code_cell("draw()", id=name, metadata={
        "mystnb": {"figure": {"caption": "A caption.", "name": f"fig-{name}"}, "image": {"alt": "What is to be seen."}}
    })
    cell.outputs = [new_output("display_data", {"image/svg+xml": f'<svg viewBox="0 0 {size}"/>', "text/plain": "x"})]
    return cell


def test_every_figure_and_widget_is_there_with_its_words(folder):
    deck = (folder / "05_gru.html").read_text("utf-8")
    notebook = build_slides.executed(CHAPTER)
    figures = [cell.metadata.mystnb for cell in notebook.cells if "figure" in cell.metadata.get("mystnb", {})]
    widgets = [
        output.metadata["image/png"]["alt"] for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if "application/vnd.jupyter.widget-view+json" in output.get("data", {})
    ]
    assert len(figures) > 5 and widgets
    for one in figures:
        assert deck.count(f'aria-label="{one.image.alt}"') == 1
        assert one.figure.caption.split(".")[0] in deck
    assert all(f'alt="{words}"' in deck for words in widgets)
    assert deck.count("<figure") == len(figures) + len(widgets)
    ids = re.findall(r'\bid="([^"]+)"', deck)
    assert len(ids) == len(set(ids))


def test_every_heading_question_and_exercise_is_there(folder):
    deck = re.sub(r"<aside.*?</aside>", "", (folder / "05_gru.html").read_text("utf-8"), flags=re.S)
    titles = set(re.findall(r"<h[12][^>]*>([^<]*)", deck))
    source = "\n".join(c.source for c in nbformat.read(build_slides.ROOT / f"{CHAPTER}.ipynb", 4).cells if c.cell_type == "markdown")
    for heading in re.findall(r"^#{2,3} (.*)$", source, re.M):
        assert (heading in titles) == (heading not in build_slides.LEFT_OUT), heading
    for exercise in re.findall(r"\{exercise\} (.*)", source):
        assert exercise in deck
    assert deck.count("Question 1.") == 1


def test_the_answers_are_for_the_speaker_alone(folder):
    deck = (folder / "05_gru.html").read_text("utf-8")
    shown = re.sub(r"<aside.*?</aside>", "", deck, flags=re.S)
    assert "SimpleRNN is right." in deck
    assert "SimpleRNN is right." not in shown


def test_nothing_of_the_source_s_own_language_is_left(folder):
    deck = (folder / "05_gru.html").read_text("utf-8")
    words = re.sub(r"<(script|annotation)\b.*?</\1>|<[^>]*>", "", deck, flags=re.S)
    assert not re.search(r"\{[a-z:]+\}`|:::|\$[^$]+\$|[\ue000\ue001]|\*\*", words)


def test_the_list_of_decks_leads_to_them(folder):
    contents = (folder / "index.html").read_text("utf-8")
    assert 'href="05_gru.html"' in contents and "The GRU, and which to choose" in contents


@pytest.mark.parametrize(("width", "height", "readable"), [(1280, 720, 16), (390, 844, 10)])
def test_nothing_is_fetched_from_elsewhere_and_no_slide_overflows(page_of, width, height, readable):
    page = page_of(width, height)
    count = page.evaluate("Reveal.getTotalSlides()")
    assert count > 30
    for _ in range(count):
        seen = page.evaluate(MEASURE)
        assert seen["over"] <= 1, seen
        assert seen["size"] >= readable, seen
        page.keyboard.press("Space")
    assert page.evaluate("Reveal.isLastSlide()")
    assert page.faults == []


def test_the_speaker_s_window_shows_the_notes(page_of):
    page = page_of(1280, 720)
    page.evaluate("Reveal.slide(2)")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    notes = opened.value.locator(".speaker-controls-notes .value")
    notes.get_by_text("Three cells with 24 units").wait_for()
    assert page.faults == []


def test_on_paper_each_slide_is_one_page(page_of):
    page = page_of(1280, 720, "?print-pdf")
    page.wait_for_selector(".pdf-page")
    pages = page.evaluate("""[...document.querySelectorAll(".pdf-page")].map((page) =>
      [page.offsetHeight, page.querySelector("section").scrollHeight])""")
    assert len(pages) == page.evaluate("document.querySelectorAll('.slides section:not(.stack)').length")
    assert max(map(max, pages)) <= 720
    assert page.faults == []


def test_what_does_not_fit_goes_to_a_further_slide_with_the_same_heading():
    long = "It is **a bold sentence** with words. " + "word " * 60
    slides = slides_of(new_markdown_cell("## One\n\n" + long + "\n\n" + long), figure("a"), figure("b"))
    assert [slide.title for slide in slides] == ["Title"] + ["One"] * 4
    assert [slide.kind for slide in slides] == ["slide", "slide", "subslide", "subslide", "subslide"]
    assert [slide.visual.id if slide.visual else None for slide in slides] == [None, None, None, "a", "b"]


def test_a_tall_figure_has_a_slide_of_its_own():
    slides = slides_of(new_markdown_cell("## One\n\nA lead."), figure("tall", "300 400"), new_markdown_cell("Then **a bold claim** follows."))
    assert [(bool(slide.text), bool(slide.visual)) for slide in slides[1:]] == [(True, False), (False, True), (True, False)]


def test_blocks_keep_what_belongs_together():
    source = (
        "## Head\nText\n$$\na\n\nb\n$$ (eq-x)\n\n<details>\n<summary>Why</summary>\n\nBecause.\n\n</details>\n\n"
        ":::{exercise} ★ Count\n:label: ex\n\nHow many?\n:::\n\n| a |\n|---|\n\n- one\n  two\n- three"
    )
    found = build_slides.blocks(source)
    assert [block.kind for block in found] == ["heading", "paragraph", "equation", "details", "exercise", "table", "list"]
    assert found[2].text == "$$\na\n\nb\n$$"
    assert (found[3].title, found[3].text) == ("Why", "Because.")
    assert (found[4].title, found[4].text) == ("★ Count", "How many?")


def test_a_page_that_the_cache_does_not_hold_is_told(tmp_path, monkeypatch):
    nbformat.write(nbformat.v4.new_notebook(cells=[new_code_cell("never = 'run'")]), tmp_path / "page.ipynb")
    monkeypatch.setattr(build_slides, "ROOT", tmp_path)
    monkeypatch.setattr(build_slides, "CACHE", tmp_path / "cache")
    with pytest.raises(ValueError, match="run `make book`"):
        build_slides.executed("page")
