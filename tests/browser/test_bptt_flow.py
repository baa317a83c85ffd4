"""W3 in the built chapter, as a reader uses it: its numbers, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_prints, choose, click, copied_python, exact, exacts, keys, pick, saved_picture, small_targets, tab_to
from test_widget_bptt_flow import backpropagate

from unrolled.widgets import BPTTFlow

CHAPTER = "chapters/03_vanishing_gradients.html"
SETTINGS = [  # timesteps, truncate, loss, carry
    (12, 3, "last", True),
    (16, 5, "every", True),
    (16, 1, "last", True),
    (10, 4, "every", False),
    (2, 2, "every", True),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=BPTTFlow]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def carry(widget, on):
    widget.locator("[data-trait=carry]").set_checked(on, force=True)


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_on_the_page_equal_numpy(widget, setting):
    T, k, loss, carried = setting
    unlock(widget)
    choose(widget, timesteps=T, truncate=k)
    pick(widget, "loss", loss)
    carry(widget, carried)
    made = BPTTFlow(timesteps=T, loss=loss)
    loss_full, _, _, G, _ = backpropagate(made, T, True)
    total, _, delta, cut, parts = backpropagate(made, k, carried)
    norm = np.linalg.norm(G)
    kept = (cut * G).sum() / norm
    expected = {
        "loss_full": loss_full, "loss": total, "norm": norm, "cut_norm": np.linalg.norm(cut), "kept": kept,
        "kept_share": kept / norm, "cosine": kept / np.linalg.norm(cut),
    }  # fmt: skip
    shown = {name: exact(widget, name) for name in expected}
    assert shown == pytest.approx(expected, rel=1e-12, abs=1e-12)
    for t in {1, T // 2, T}:
        choose(widget, selected=t)
        np.testing.assert_allclose(exacts(widget, [f"delta.{u}" for u in range(3)]), delta[t - 1], rtol=1e-12, atol=1e-15)
        assert exact(widget, "share") == pytest.approx((parts[t - 1] * G).sum() / norm, rel=1e-12, abs=1e-15)


def test_cuts_stand_where_chunks_begin(widget):
    unlock(widget)
    for T, k, cuts in [(12, 3, 3), (12, 5, 2), (12, 12, 0), (16, 1, 15)]:
        choose(widget, timesteps=T, truncate=k)
        assert widget.get_by_text("cut", exact=True).count() == cuts


def test_the_prediction_unlocks_and_is_quoted(widget):
    slider = widget.locator("[data-trait=truncate]")
    assert slider.is_disabled()
    curve = widget.locator(".u-here")
    assert not curve.is_visible()
    widget.locator("form[data-question=reach] input").fill("2")
    widget.get_by_role("button", name="Check").click()
    verdict = widget.locator("[data-verdict=reach]").inner_text()
    assert "You said 2; it is 5. With k = 2 the cosine is 0.690" in verdict
    assert slider.is_enabled()
    assert curve.is_visible()
    choose(widget, timesteps=10)
    assert widget.locator("[data-verdict=reach]").inner_text() == "For T = 12 and the loss at the last timestep only: you said 2; it is 5."


def test_resetting_the_state_changes_the_loss_which_waits_for_the_answer(widget):
    widget.locator("[data-skip]").click()
    before = exact(widget, "loss")
    carry(widget, False)
    loss = widget.locator("[data-value=loss]")
    assert not loss.is_visible()
    widget.locator("[data-answer=same]").click()
    assert "You said it stays the same; it changes." in widget.locator("[data-verdict=carry]").inner_text()
    assert loss.is_visible()
    assert exact(widget, "loss") != before == exact(widget, "loss_full")


def test_a_timestep_and_a_k_are_picked_in_the_drawings(widget):
    unlock(widget)
    click(widget.locator("[data-pick=selected]").nth(3))
    assert widget.locator("[data-trait=selected]").input_value() == "4"
    click(widget.locator("[data-pick=truncate]").nth(5))
    assert widget.locator("[data-trait=truncate]").input_value() == "6"


def test_everything_by_keyboard_alone(widget):
    press = keys(widget.page)

    widget.locator("[data-action=numbers]").focus()
    tab_to(widget, "form[data-question=reach] input")
    widget.page.keyboard.type("5")
    press("Enter")
    assert "You said 5, and 5 it is" in widget.locator("[data-verdict=reach]").inner_text()
    tab_to(widget, "form[data-question=carry] [data-answer=changes]")
    press("Enter")
    tab_to(widget, "[data-trait=truncate]")
    press("End")
    assert exact(widget, "cosine") == pytest.approx(1, abs=1e-12)
    press("Home")
    assert widget.locator("[data-trait=truncate]").get_attribute("aria-valuetext") == "1 step"
    tab_to(widget, "[data-trait=loss]")
    press("ArrowRight")
    assert widget.locator("[data-trait=loss][value=every]").is_checked()
    tab_to(widget, "[data-trait=carry]")
    press("Space")
    assert not widget.locator("[data-trait=carry]").is_checked()
    tab_to(widget, "[data-trait=selected]")
    for key, t in [("ArrowLeft", 10), ("PageDown", 5), ("Home", 1), ("End", 12)]:
        press(key)
        assert widget.locator("[data-trait=selected]").get_attribute("aria-valuetext") == f"t = {t}", key
    widget.locator("[data-action=python]").focus()
    widget.page.keyboard.press("Shift+Tab")
    press("Enter")
    assert widget.locator("[data-slot=numbers] table").is_visible()


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=BPTTFlow]")
    unlock(widget)
    choose(widget, timesteps=14, truncate=4)
    pick(widget, "loss", "every")
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    assert exact(widget, "cut_norm") == pytest.approx(names["cut_norm"], rel=1e-12)
    assert exact(widget, "kept") == pytest.approx(names["bars"].sum(), rel=1e-12)


def test_the_saved_picture_tells_its_settings_and_its_legend(widget):
    unlock(widget)
    choose(widget, truncate=4)
    _, told = saved_picture(widget)
    assert "cut every k: 4 steps" in told
    assert "loss at: last t" in told
    assert "log scale" in told


def test_print_shows_the_present_state_without_controls(widget):
    unlock(widget)
    choose(widget, truncate=4)
    assert_prints(widget, "cut every 4 timesteps")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=BPTTFlow]")
    unlock(widget)
    choose(widget, timesteps=16)
    pick(widget, "loss", "every")
    widget.locator("[data-action=numbers]").click()
    assert small_targets(widget) == []
    letters = "texts => Math.min(...texts.map(e => parseFloat(getComputedStyle(e).fontSize)))"
    assert widget.locator("svg text").evaluate_all(letters) >= 11
    assert axe(page, widget) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_two_numbers_of_the_drawing_overlap(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=BPTTFlow]")
    unlock(widget)
    pick(widget, "loss", "every")
    for T, k in [(16, 16), (16, 1), (8, 3), (2, 1)]:
        choose(widget, timesteps=T, truncate=k)
        clashes = widget.locator("svg").first.locator("text.u-column:visible").evaluate_all(
            """texts => {
                const boxes = texts.map((e) => [e.textContent, e.getBoundingClientRect()]);
                const apart = (a, b) => a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
                return boxes.flatMap(([a, p], i) => boxes.slice(i + 1).filter(([, q]) => !apart(p, q)).map(([b]) => a + " / " + b));
            }"""
        )
        assert clashes == [], (T, k)
