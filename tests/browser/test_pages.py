"""Every page of the built book, as a reader meets it: found by glob, so a new one is checked too."""

import functools
import time
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from browser import SITE, WATCH_SHIFT, Quiet, pages, serve
from fontTools.ttLib import TTFont
from set_repository import ROOT, present

PAGES = pages()
# Sphinx's search and index pages have no author; everything else is written by us.
WRITTEN = [page for page in PAGES if page not in ("search.html", "genindex.html")]
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
# The formulas of a page that scroll; those of which no scrolling shows a part; the characters of all formulas of some pages.
WIDE = """[...document.querySelectorAll("div.math .katex-html")]
    .filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.closest("div").id)"""
CUT_OFF = "[...document.querySelectorAll('div.math')].filter(e => e.scrollWidth > e.clientWidth).map(e => e.id)"
IN_FORMULAS = """async (pages) => (await Promise.all(pages.map(async (page) => {
  const read = new DOMParser().parseFromString(await (await fetch(page)).text(), "text/html");
  return [...read.querySelectorAll(".katex-html")].map((e) => e.textContent).join("");
}))).join("")"""


def _pages_with(words):
    return [page for page in PAGES if words in (SITE / page).read_text("utf-8")]


def test_the_book_is_built():
    assert "index.html" in PAGES, "run `make book` first"


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_page_is_quiet_accessible_and_fits(open_page, site, axe, page, width, scheme):
    opened = open_page(site + page, width=width, color_scheme=scheme)
    opened.wait_for_load_state("networkidle")
    assert opened.evaluate("document.documentElement.dataset.theme") == scheme
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.faults == []
    assert opened.locator(".u-mount[data-ready=failed]").count() == 0
    assert axe(opened, contrast=width == 1280) == []  # and lays out every section; colors know no width
    assert opened.evaluate(WIDE) == []


@pytest.mark.parametrize("page", PAGES)
def test_page_does_not_scroll_sideways_on_the_smallest_phone(open_page, site, page):
    opened = open_page(site + page, width=320)
    opened.add_style_tag(content="* { content-visibility: visible !important; }")  # what is further down, too
    assert opened.evaluate(CUT_OFF) == []
    assert opened.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("page", _pages_with('class="u-mount'))
def test_live_widgets_stand_without_their_still_pictures(page):
    assert ".png\"" not in (SITE / page).read_text("utf-8").partition("<article")[2].partition("</article>")[0]


@pytest.mark.parametrize("page", _pages_with('class="u-mount'))
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_widgets_come_alive(open_page, site, page, width):
    opened = open_page(site + page, width=width, script=WATCH_SHIFT)
    opened.wait_for_load_state("networkidle")
    for mount in opened.locator(".u-mount").all():
        mount.scroll_into_view_if_needed()
    assert opened.evaluate("window.shift") < 0.05


class _Slow(Quiet):
    """Sends the beginning of a page as a slow line does, so that it is painted before the rest is there."""

    def do_GET(self):
        if not self.path.endswith(".html"):
            return super().do_GET()
        content = (SITE / self.path.lstrip("/")).read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        for start in range(0, 60_000, 5_000):
            self.wfile.write(content[start : start + 5_000])
            time.sleep(0.03)
        self.wfile.write(content[60_000:])


@pytest.mark.parametrize("page", ["chapters/04_lstm.html", "chapters/10_language_and_speech.html"])
def test_nothing_jumps_while_a_page_arrives(open_page, page):
    with serve(SITE, _Slow) as slow:
        opened = open_page(slow + page, script=WATCH_SHIFT)
        assert opened.evaluate("window.shift") < 0.05


@pytest.mark.parametrize("page", WRITTEN)
def test_page_introduces_itself(page):
    facts = _read(page)
    assert len(facts.meta.get("description", "")) > 50
    assert facts.meta["og:image"].endswith("social.png")
    assert (SITE / "_static" / "social.png").exists()
    assert facts.title


@pytest.mark.parametrize("page", PAGES)
def test_pictures_have_words(page):
    facts = _read(page)
    assert all(alt is not None for _, alt in facts.images), facts.images
    assert all(label for label in facts.drawings), "an inline figure has no alternative text"


@pytest.mark.parametrize("page", PAGES)
def test_internal_links_lead_somewhere(page):
    broken = []
    for link in _read(page).links:
        if urlsplit(link).scheme or link.startswith("//"):
            continue
        target, anchor = urldefrag(urljoin(page, unquote(link)))
        path = urlsplit(target).path
        if not (SITE / path).exists():
            broken.append(link)
        elif anchor and path.endswith(".html") and anchor not in _read(path).ids:
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("place", ["key-points", "fig-sequence-mask", "ex-01-gap"])
def test_a_link_into_a_page_arrives_at_its_place(open_page, site, place, width):
    opened = open_page(site + "chapters/01_sequence_tensors.html#" + place, width=width)
    assert 0 <= opened.evaluate("id => document.getElementById(id).getBoundingClientRect().top", place) < 200


def test_the_fonts_of_the_formulas_have_lost_no_character_in_use(open_page, site):
    def characters(font):
        return set(map(chr, TTFont(font).getBestCmap()))

    used = set(open_page(site).evaluate(IN_FORMULAS, WRITTEN))
    assert {"\u2299", "\u03c3"} <= used
    for whole in (ROOT / "web/node_modules/katex/dist/fonts").glob("*.woff2"):
        assert used & characters(whole) <= characters(SITE / "_static/katex/fonts" / whole.name)


@pytest.mark.parametrize("page", [page for page in PAGES if page.startswith("chapters/")])
def test_a_chapter_links_the_key_to_its_colors(page):
    assert "../notation.html#the-key" in _read(page).links


def test_search_finds_a_word(open_page, site):
    opened = open_page(site + "chapters/02_recurrent_networks.html")
    opened.keyboard.press("Control+K")
    opened.keyboard.type("padding")
    opened.keyboard.press("Enter")
    opened.wait_for_selector("#search-results li a")
    assert "chapters/01_sequence_tensors.html" in opened.inner_html("#search-results")


def test_theme_button_turns_every_figure(open_page, site):
    """The switch in the page, not only the system's setting, reaches text and figures at once."""
    opened = open_page(site + "chapters/01_sequence_tensors.html", color_scheme="light")
    figure = opened.locator(".book-figure svg text").first
    before = figure.evaluate("e => getComputedStyle(e).fill")
    opened.locator(".theme-switch-button").first.click()
    while opened.evaluate("document.documentElement.dataset.theme") != "dark":
        opened.locator(".theme-switch-button").first.click()
    assert figure.evaluate("e => getComputedStyle(e).fill") != before


def test_launch_buttons_lead_to_the_repository(open_page, site):
    opened = open_page(site + "chapters/01_sequence_tensors.html")
    links = opened.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    notebook = "chapters/01_sequence_tensors.ipynb"
    name = present(ROOT)
    assert any(link.startswith("https://colab.research.google.com") and name in link and notebook in link for link in links)
    assert any(link.startswith("https://mybinder.org") and name in link and notebook in link for link in links)


def test_the_cover_is_no_notebook_to_launch():
    assert not any("colab.research.google.com" in link for link in _read("index.html").links)


def test_the_first_thing_to_touch_is_an_open_network(open_page, site):
    opened = open_page(site + "index.html")
    widget = opened.locator(".unrolled-widget")
    assert widget.get_attribute("data-widget") == "GateScope"
    top = widget.evaluate("e => e.getBoundingClientRect().top + scrollY")
    assert top < opened.viewport_size["height"]


class _Facts(HTMLParser):
    """Links, ids, pictures and meta tags of a page."""

    def __init__(self):
        super().__init__()
        self.links, self.ids, self.images, self.drawings, self.meta, self.title = [], set(), [], [], {}, ""
        self._in_title = False

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.add(attributes["id"])
        if tag == "a" and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag in ("link", "script", "img") and (attributes.get("href") or attributes.get("src")):
            self.links.append(attributes.get("href") or attributes["src"])
        if tag == "img":
            self.images.append((attributes.get("src"), attributes.get("alt")))
        if tag == "svg" and attributes.get("role") == "img":
            self.drawings.append(attributes.get("aria-label") or attributes.get("aria-labelledby"))
        if tag == "meta":
            self.meta[attributes.get("name") or attributes.get("property")] = attributes.get("content")
        self._in_title = tag == "title"

    def handle_data(self, data):
        if self._in_title:
            self.title += data.strip()
            self._in_title = False


@functools.cache
def _read(page):
    facts = _Facts()
    facts.feed((SITE / page).read_text("utf-8"))
    return facts
