"""W13 in the built lab, as a reader uses it: its intervals, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn, drawn_groups, exact, keys, pick, saved_picture, tab_to, words

from unrolled.widgets.rul_horizon import fleet, interval_score, lives, measured, outlook

CHAPTER = "lab/01_battery_degradation.html"
SETTINGS = [  # method, conformal, cutoff, limit, level, cell
    ("line", False, 50, 80, 90, 5),
    ("parabola", False, 30, 75, 80, 3),
    ("falling", True, 60, 80, 90, 1),
    ("others", True, 40, 85, 50, 2),
]


def found(page):
    return page.locator("[data-widget=RulHorizon]")


@pytest.fixture
def widget(open_page, site):
    """The lab's widget, still locked."""
    page = open_page(site + CHAPTER)
    assert found(page).count() == 1
    yield found(page)
    assert page.faults == []


def take(widget, method, conformal, cutoff, limit, level, cell):
    """Skip the questions, and set everything."""
    unlock(widget)
    pick(widget, "method", method)
    widget.locator("[data-trait=conformal]").set_checked(conformal, force=True)
    choose(widget, cutoff=cutoff, limit=limit, level=level, cell=cell)
    unlock(widget)


def said(method, conformal, cutoff, limit, level, cell):
    """What NumPy says of this cell: low, high, truth; and of all: held, known."""
    every = outlook(method, conformal, cutoff, limit / 100, level / 100)
    here = every.cells == cell - 1
    held = (every.low <= every.truth) & (every.truth <= every.high)
    return [float(part[here][0]) for part in (every.low, every.high, every.truth)], held


def answer(widget, low, high):
    form = widget.locator("form.u-question").first
    for field, value in zip(form.locator("input").all(), (low, high), strict=True):
        field.fill(str(value))
    click(form.locator("[type=submit]"))


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_equal_numpy(widget, setting):
    take(widget, *setting)
    click(widget.locator("[data-action=numbers]"))
    method, _, cutoff, limit, level, cell = setting
    (low, high, truth), held = said(*setting)
    for name, value in {
        "low": low, "high": high, "truth": truth, "held": held.sum(), "known": len(held),
        "score": interval_score(low, high, truth, level / 100),
        "median": np.median(lives(method, measured()[cell - 1, : cutoff // 5 + 1], limit / 100)),
        f"low.{cell}": low, f"high.{cell}": high,
    }.items():  # fmt: skip
        assert exact(widget, name) == pytest.approx(value, rel=1e-10), name
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


def test_the_predictions_unlock_and_are_scored(widget):
    slider = widget.locator("[data-trait=cutoff]")
    assert slider.is_disabled()
    assert not widget.locator("[data-value=low]").is_visible()
    assert not widget.locator(".u-truth").is_visible()
    (low, high, truth), held = said(*SETTINGS[0])
    answer(widget, 1000, 1100)
    told = widget.locator("[data-verdict=own]").inner_text()
    assert f"You said 1000 to 1100, and it ended at cycle {truth:.0f}, {1000 - truth:.0f} before your interval." in told
    assert f"= {interval_score(1000, 1100, truth, 0.9):.0f}. The straight line said {low:.0f} to {high:.0f}" in told
    assert slider.is_enabled() and widget.locator(".u-truth").is_visible()
    assert exact(widget, "own_score") == pytest.approx(interval_score(1000, 1100, truth, 0.9))
    # The coverage waits for the second answer.
    assert not widget.locator("[data-value=held]").is_visible()
    form = widget.locator("form[data-question=cover]")
    form.locator("input").fill("18")
    click(form.locator("[type=submit]"))
    assert f"You said 18; {held.sum()} of {len(held)} hold." in widget.locator("[data-verdict=cover]").inner_text()
    assert widget.locator("[data-value=held]").is_visible()
    # With calibration comes the third.
    widget.locator("[data-trait=conformal]").check(force=True)
    drawn(widget)
    assert not widget.locator("[data-value=rank]").is_visible()
    form = widget.locator("form[data-question=rank]")
    form.locator("input").fill("1")
    click(form.locator("[type=submit]"))
    assert f"You said 1; it is the {exact(widget, 'rank'):.0f}" in widget.locator("[data-verdict=rank]").inner_text()


def test_a_hidden_truth_comes_with_the_own_interval(widget):
    unlock(widget)
    widget.locator("[data-trait=hidden]").check(force=True)
    choose(widget, cell=2)
    (_, _, truth), _ = said(*SETTINGS[0][:-1], 2)
    assert widget.locator(".u-truth").count() == 0
    assert f"{truth:.0f}" not in " ".join(words(widget))
    answer(widget, 100, 150)
    assert f"You said 100 to 150, and it ended at cycle {truth:.0f}" in widget.locator(".u-verdict").inner_text()
    assert widget.locator(".u-truth").is_visible()
    choose(widget, cell=3)
    assert widget.locator(".u-truth").count() == 0
    answer(widget, 50, 60)
    assert "2 intervals of yours: " in widget.locator("[data-slot=readouts]").inner_text()
    choose(widget, cell=2)
    assert exact(widget, "own_score") == pytest.approx(interval_score(100, 150, truth, 0.9))


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, *SETTINGS[2])
    click(widget.locator("[data-action=reset]"))
    assert words(widget) == first
    assert widget.locator("[data-trait=cell]").is_disabled()


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = found(page)
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, ".u-answer input")
    for key in "60":
        press(key)
    press("Tab")
    for key in "900":
        press(key)
    press("Enter")
    assert "You said 60 to 900" in widget.locator("[data-verdict=own]").inner_text()
    tab_to(widget, ".u-answer input")
    press("2")
    press("Enter")
    assert "You said 2" in widget.locator("[data-verdict=cover]").inner_text()
    tab_to(widget, "[data-trait=method]")
    press("ArrowRight")
    assert widget.locator("[data-trait=method][value=parabola]").is_checked()
    tab_to(widget, "[data-trait=cutoff]")
    for key, told in [("ArrowRight", 60), ("PageUp", 110), ("Home", 20), ("End", 250), ("PageDown", 200)]:
        press(key)
        assert widget.locator("[data-trait=cutoff]").get_attribute("aria-valuetext") == f"cycle {told}"
    press("Home")
    tab_to(widget, "[data-trait=level]")
    press("ArrowLeft")
    tab_to(widget, "[data-trait=conformal]")
    press("Space")
    (low, high, _), _ = said("parabola", True, 20, 80, 85, 5)
    assert [exact(widget, "low"), exact(widget, "high")] == pytest.approx([low, high], rel=1e-10)
    tab_to(widget, "[data-trait=hidden]")
    press("Space")
    assert widget.locator(".u-truth").count() == 0


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = found(page)
    take(widget, *SETTINGS[2])
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    here = names["here"]
    assert names["low"][here] == pytest.approx(exact(widget, "low"), rel=1e-10)
    assert names["score"][here] == pytest.approx(exact(widget, "score"), rel=1e-10)
    assert names["held"].sum() == exact(widget, "held")


def test_the_saved_picture_tells_its_settings_and_hides_what_is_asked(widget):
    veiled, _ = saved_picture(widget)
    take(widget, *SETTINGS[2])
    unveiled, told = saved_picture(widget)
    assert drawn_groups(unveiled) > drawn_groups(veiled)
    for wanted in ("forecast by: parabola that never heals", "seen up to: cycle 60", "end of life: 80 %", "on", "hold"):
        assert wanted in told


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = found(page)
    unlock(widget)

    def places():  # in the widget: sections of the page above it take their height as they come near
        return widget.evaluate(
            "root => [...root.querySelectorAll('.u-chart')]"
            ".map(e => [e.getBoundingClientRect().top - root.getBoundingClientRect().top, e.offsetHeight])"
        )

    choose(widget, level=85)  # from here on the verdicts are one line each
    before = places()
    for settings in ({"cutoff": 20}, {"cell": 7}, {"limit": 70}, {"cutoff": 250}, {"level": 50}):
        choose(widget, **settings)
        assert places() == before


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, *SETTINGS[1])
    (low, high, _), _ = said(*SETTINGS[1])
    assert_prints(widget, f"by the parabola, is {low:.0f} to {high:.0f}.")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = found(page)
    take(widget, *SETTINGS[2])
    click(widget.locator("[data-action=numbers]"))
    assert_fits(widget, axe)
    assert fleet()[1][SETTINGS[2][-1] - 1] in widget.inner_text()
