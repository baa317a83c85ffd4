"""W6 in the built chapter, as a reader uses it: its numbers, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, copied_python, exact, keys, saved_picture, tab_to, words

from unrolled.cells import LSTM

CHAPTER = "chapters/04_lstm.html"


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=MemoryHalfLife]")
    assert found.count() == 1
    yield found
    assert page.faults == []


@pytest.mark.parametrize(("bias", "lag"), [(1, 20), (-4, 400), (8, 1), (3.4, 57), (0, 100)])
def test_numbers_equal_numpy(widget, bias, lag):
    unlock(widget)
    choose(widget, bias=bias, lag=lag)
    log_f = -np.logaddexp(0, -bias)
    f = 2 ** (-1 / lag)
    cell = LSTM(np.zeros((1, 4)), np.zeros((1, 4)), np.array([-100, bias, 0, 0]))
    C = cell.forward(np.zeros((1, lag, 1)), (np.zeros((1, 1)), np.ones((1, 1)))).C
    assert exact(widget, "f") == pytest.approx(np.exp(log_f), rel=1e-12)
    assert exact(widget, "half_life") == pytest.approx(np.log(0.5) / log_f, rel=1e-12)
    assert exact(widget, "log10_left") == pytest.approx(lag * log_f / np.log(10), rel=1e-12)
    assert exact(widget, "needed") == pytest.approx(np.log(f / (1 - f)), rel=1e-12, abs=1e-12)
    assert exact(widget, "simulated") == pytest.approx(C[0, -1, 0], rel=1e-12, abs=1e-300)
    assert exact(widget, "difference") < 1e-12
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


def test_the_prediction_takes_decimals_unlocks_and_is_quoted(widget):
    slider = widget.locator("[data-trait=bias]")
    assert slider.is_disabled()
    hidden = widget.locator("svg text", has_text="half-life 2.21 steps")
    assert not hidden.is_visible() and not widget.locator("[data-value=half_life]").is_visible()
    widget.locator("form[data-question=half] input").fill("14.3")
    widget.get_by_role("button", name="Check").click()
    told = widget.locator("[data-verdict=half]").inner_text()
    assert "You said 14.3; it is 2.2. Too long" in told and "takes the bias 3.00" in told
    assert slider.is_enabled() and hidden.is_visible()
    named, asked = (widget.locator("svg text", has_text=words) for words in ("5: 103 steps", "5: ?"))
    assert not named.is_visible() and asked.is_visible()
    ends = [box["x"] + box["width"] for box in (named.bounding_box(), asked.bounding_box())]
    assert abs(ends[0] - ends[1]) < 2  # both end at the point that they name
    widget.locator("form[data-question=keep] input").fill("5")
    widget.get_by_role("button", name="Check").click()
    assert "You said 5, and it is 4.97" in widget.locator("[data-verdict=keep]").inner_text()
    assert named.is_visible() and not asked.is_visible()


def test_everything_by_keyboard_alone(widget):
    press = keys(widget.page)
    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "form[data-question=half] input")
    widget.page.keyboard.type("2.2")
    press("Enter")
    assert "You said 2.2, and it is 2.21" in widget.locator("[data-verdict=half]").inner_text()
    tab_to(widget, "[data-trait=bias]")
    for key, value in [("ArrowRight", 1.1), ("PageUp", 1.6), ("PageDown", 1.1), ("End", 8), ("Home", -4)]:
        press(key)
        assert float(widget.locator("[data-trait=bias]").input_value()) == value, key
        assert exact(widget, "f") == pytest.approx(1 / (1 + np.exp(-value)), rel=1e-12)
    tab_to(widget, "[data-trait=lag]")
    press("End")
    assert widget.locator("[data-trait=lag]").get_attribute("aria-valuetext") == "400 steps"


def test_the_marks_stand_where_the_numbers_say(widget):
    unlock(widget)
    choose(widget, bias=2.5, lag=40)
    chart = widget.locator("[data-slot=decay] svg.u-figure").bounding_box()

    def middle(selector):
        box = widget.locator(f"[data-slot=decay] {selector}").bounding_box()
        return box["x"] + box["width"] / 2

    assert middle(".u-marker") == pytest.approx(chart["x"] + 40 / 50 * chart["width"], abs=1)
    assert middle(".u-cross") == pytest.approx(chart["x"] + exact(widget, "half_life") / 50 * chart["width"], abs=1)


def test_reset_asks_again(widget):
    first = words(widget)
    unlock(widget)
    choose(widget, bias=5, lag=300)
    widget.locator("[data-action=reset]").click()
    assert words(widget) == first
    assert widget.locator("[data-trait=bias]").is_disabled()


def test_the_table_shows_every_timestep(widget):
    unlock(widget)
    choose(widget, bias=0, lag=40)
    widget.locator("[data-action=numbers]").click()
    rows = widget.locator("[data-slot=numbers] tbody tr")
    assert rows.count() == 51
    assert rows.nth(3).locator("td").all_inner_texts() == ["0.125", "0.125"]


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=MemoryHalfLife]")
    unlock(widget)
    choose(widget, bias=4.3, lag=77)
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    for name in ("f", "half_life", "log10_left", "needed"):
        assert names[name] == pytest.approx(exact(widget, name), rel=1e-12)
    assert names["simulated"][77] == pytest.approx(exact(widget, "simulated"), rel=1e-12)


def test_the_saved_picture_tells_its_settings_and_its_legend(widget):
    unlock(widget)
    choose(widget, bias=3, lag=50)
    _, told = saved_picture(widget)
    for wanted in ("forget bias b: 3", "target lag: 50 steps", "half-life 14.3 steps", "Dots:"):
        assert wanted in told


def test_print_shows_the_present_state_without_controls(widget):
    unlock(widget)
    choose(widget, bias=3)
    assert_prints(widget, "With forget bias 3")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_moved(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=MemoryHalfLife]")
    unlock(widget)
    place = widget.locator("[data-slot=halves]").bounding_box()
    for bias, lag in ((-4, 400), (8, 1), (3.4, 57)):
        choose(widget, bias=bias, lag=lag)
        assert widget.locator("[data-slot=halves]").bounding_box() == place


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
@pytest.mark.parametrize(("bias", "lag"), [(-4, 400), (8, 1), (4.8, 100)])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme, bias, lag):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=MemoryHalfLife]")
    unlock(widget)
    choose(widget, bias=bias, lag=lag)
    widget.locator("[data-action=numbers]").click()
    assert_fits(widget, axe)
