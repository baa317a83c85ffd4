"""The page "How we know" as a reader meets it: the numbers of the last whole run, in boxes that scroll."""

import re

import pytest
from build_book import ROOT

from unrolled.book import measured

PAGE = "how_we_know.html"


@pytest.fixture
def bench():
    return measured.load(ROOT)


def leaves(found):
    for value in found.values():
        if isinstance(value, dict):
            yield from leaves(value)
        elif isinstance(value, (int, float)):
            yield value


def test_the_numbers_on_the_page_are_those_of_the_last_whole_run(open_page, site, bench):
    page = open_page(site + PAGE)
    shown = page.eval_on_selector_all("article data", "all => all.map(e => [Number(e.value), e.textContent])")
    for part in ("pages", "package", "build"):  # which are shown whole
        assert set(leaves(bench["parts"].get(part, {"found": {}})["found"])) <= {value for value, _ in shown}
    for value, text in shown:
        if "10" not in text or "×" not in text:
            assert float(text.replace(",", "")) == pytest.approx(value, rel=0.01, abs=5e-4)
        else:
            mantissa, _, power = text.replace("−", "-").partition(" × 10")
            assert float(f"{mantissa}e{power}") == pytest.approx(value, rel=0.35)


def test_a_wide_table_scrolls_in_its_own_box_by_keyboard(open_page, site):
    page = open_page(site + PAGE, width=390)
    for box in page.locator(".book-measured").all():
        if box.evaluate("e => e.scrollWidth > e.clientWidth"):
            box.focus()
            page.keyboard.press("ArrowRight")
            page.wait_for_function("document.activeElement.scrollLeft > 0")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_what_was_not_measured_is_told_and_what_misses_has_its_reason(open_page, site, bench):
    text = re.sub(r"\s+", " ", open_page(site + PAGE).inner_text("article"))
    assert text.count("Not measured so far.") == sum(name not in bench["parts"] for name in measured.PARTS) + (not bench["parts"])  # nor are misses told then
    for miss in measured.missed(bench, measured.reasons(ROOT)):
        assert (miss.reason or "No reason is given.") in text
