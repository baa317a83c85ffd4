"""W5 in the built page: what the reader draws goes through the cell, and every number is NumPy's."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_prints, choose, click, copied_python, drawn, exact, exacts, keys, pick, saved_picture, small_targets, tab_to, words

from unrolled.cells import LSTM
from unrolled.widgets import LSTMStepper

CHAPTER = "chapters/04_lstm.html"
DEFAULTS = LSTMStepper()
FIELDS = ("F", "I", "C_tilde", "C", "O", "H")


@pytest.fixture
def widget(open_page, site):
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=LSTMStepper]")
    yield found
    assert page.faults == []


def trace(preset, x):
    weights = DEFAULTS.presets[preset]
    cell = LSTM(*(np.array(weights[name], dtype=float) for name in ("W_x", "W_h", "b")))
    return cell.forward(np.array(x, dtype=float)[None, :, None])


def series(widget):
    """The input as the page has it, from its table of numbers."""
    return [float(cell.replace("\u2212", "-")) for cell in widget.locator(".u-numbers tbody td:nth-child(2)").all_inner_texts()]


def shown(widget):
    return exacts(widget.locator("[data-slot=cell]"), FIELDS)


def agree(widget, preset, x, unit=1):
    """Walk over all timesteps and compare the six values of the cell with NumPy's."""
    expected = trace(preset, x)
    scrubber = widget.locator("[data-trait=t]")
    scrubber.press("Home")
    drawn(widget)
    for t in range(1, 25):
        assert scrubber.get_attribute("aria-valuetext") == f"{t} of 24"
        numpy = [getattr(expected, field)[0, t - 1, unit - 1] for field in FIELDS]
        np.testing.assert_allclose(shown(widget), numpy, rtol=1e-12, atol=1e-15)
        scrubber.press("ArrowRight")
        drawn(widget)


def drag(widget, *points):
    """Draw with the mouse through (timestep, value)."""
    paper = widget.locator(".u-paper").bounding_box()
    mouse = widget.page.mouse
    at = [(paper["x"] + (t - 0.5) / 24 * paper["width"], paper["y"] + 10 + (1 - value) / 2 * (paper["height"] - 20)) for t, value in points]
    mouse.move(*at[0])
    mouse.down()
    for place in at[1:]:
        mouse.move(*place)
    mouse.up()
    drawn(widget)


# ---- the numbers -------------------------------------------------------------------------


@pytest.mark.parametrize(("preset", "unit"), [("latch", 1), ("integrator", 1), ("counter", 1), ("counter", 2), ("trained", 4)])
def test_the_values_on_the_wires_are_numpys_and_keras(widget, preset, unit):
    keras = pytest.importorskip("keras")
    unlock(widget)
    pick(widget, "preset", preset)
    if unit > 1:
        choose(widget, unit=unit)
    x = DEFAULTS.airline if preset == "trained" else DEFAULTS.x
    agree(widget, preset, x, unit)
    expected = trace(preset, x)
    layer = keras.layers.LSTM(expected.H.shape[-1], return_sequences=True)
    layer.build((None, None, 1))
    layer.set_weights([np.array(DEFAULTS.presets[preset][name], dtype=float) for name in ("W_x", "W_h", "b")])
    H = np.array(layer(np.array(x, dtype="float32")[None, :, None]))[0, :, unit - 1]
    widget.locator("[data-action=numbers]").click()
    page = exacts(widget.locator(".u-numbers"), [f"H.{t}" for t in range(1, 25)])
    np.testing.assert_allclose(page, H, atol=5e-6)


def test_what_the_pointer_draws_goes_through_the_cell(widget):
    unlock(widget)
    drag(widget, (10, 0.8), (14, -0.4), (16, -0.4))
    assert widget.locator("[data-amount=t]").inner_text() == "16 of 24"
    assert widget.locator("[data-amount=x]").inner_text() == "t = 16: \u22120.40"
    widget.locator("[data-action=numbers]").click()
    x = series(widget)
    assert x[:10] == [0, 0, 1, 0, 0, 0, 0, 0, 0, 0.8] and x[16:] == [0] * 8
    np.testing.assert_allclose(x[9:16], [0.8, 0.5, 0.2, -0.1, -0.4, -0.4, -0.4], atol=0.051)
    agree(widget, "latch", x)


def test_a_finger_draws_and_the_page_does_not_scroll(open_page, site):
    page = open_page(site + CHAPTER, width=390, has_touch=True)
    widget = page.locator("[data-widget=LSTMStepper]")
    unlock(widget)
    widget.locator(".u-paper").scroll_into_view_if_needed()
    paper = widget.locator(".u-paper").bounding_box()
    before = page.evaluate("scrollY")
    touch = page.context.new_cdp_session(page)
    column = paper["width"] / 24
    points = [(paper["x"] + (t - 0.5) * column, paper["y"] + y) for t, y in [(8, 100), (9, 56), (10, 12)]]
    touch.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [dict(zip("xy", points[0]))]})
    for point in points[1:]:
        touch.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [dict(zip("xy", point))]})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    widget.locator("[data-action=numbers]").click()
    x = series(widget)
    np.testing.assert_allclose(x[7:10], [-0.95, 0, 0.95], atol=0.06)
    assert page.evaluate("scrollY") == before


def test_a_locked_pad_cannot_be_drawn_on(widget):
    widget.locator(".u-paper").scroll_into_view_if_needed()
    drag(widget, (10, 0.8), (14, -0.4))
    assert widget.locator("[data-amount=t]").inner_text() == "3 of 24"
    unlock(widget)
    widget.locator("[data-action=numbers]").click()
    assert series(widget) == DEFAULTS.x


def test_a_stroke_is_drawn_in_the_frame_of_its_event(widget):
    unlock(widget)
    drawn_at_once = widget.evaluate(
        """root => {
          const paper = root.querySelector(".u-paper"), box = paper.getBoundingClientRect();
          const cell = () => root.querySelector("[data-slot=cell] [data-value=x]").dataset.exact;
          const at = { bubbles: true, button: 0, pointerId: 1, clientX: box.left + 0.98 * box.width, clientY: box.top + 56 };
          paper.setPointerCapture = () => {};
          const before = cell();
          paper.dispatchEvent(new PointerEvent("pointerdown", at));
          window.dispatchEvent(new PointerEvent("pointerup", at));
          return [before, cell()];
        }"""
    )
    assert drawn_at_once == ["1", "0"]


# ---- question and task -------------------------------------------------------------------


def test_the_prediction_locks_the_controls_and_hides_the_end(widget):
    assert widget.locator("[data-trait=t]").is_disabled()
    hidden = "e => [...e.querySelectorAll('.veil-hold')].filter(v => v.checkVisibility({ visibilityProperty: true })).length"
    assert widget.evaluate(hidden) == 0
    widget.locator("[data-answer=fades]").click()
    verdict = widget.locator("[data-verdict=hold]").inner_text()
    assert "You said about 0.5; it is 0.99." in verdict
    assert widget.evaluate(hidden) > 0
    assert widget.locator("[data-trait=t]").is_enabled()
    choose(widget, t=20)
    assert f"{exact(widget, 'C'):.2f}" == "0.99"


def test_the_task_follows_the_drawing_until_it_is_solved(widget):
    unlock(widget)
    told = widget.locator(".u-told")
    assert "one pulse, at t = 3" in told.inner_text()
    drag(widget, (15, 1))
    assert "the first pulse gets in: x = +1.00 at t = 3" in told.inner_text()
    drag(widget, (3, 0.35))
    assert "Solved" in told.inner_text()
    drag(widget, (20, -0.9))
    assert "what is latched at t = 15 is lost: x = \u22120.90 at t = 20" in told.inner_text()
    pick(widget, "preset", "counter")
    assert told.count() == 0


# ---- walking and pointing ----------------------------------------------------------------


def test_the_sub_steps_write_their_equation_and_compute_one_value_after_the_other(widget):
    unlock(widget)
    for k, role in enumerate(("forget", "input", "candidate", "cell", "output", "hidden")):
        pick(widget, "step", role)
        assert widget.locator("#" + widget.locator("[id$=-result]").get_attribute("id")).get_attribute("data-lit") == role
        later = widget.locator(".u-later [data-value]")
        assert later.count() == 5 - k
        last = widget.locator("[data-slot=equation] tr:last-child td:last-child").inner_text()
        field = FIELDS[k]
        assert last == f"{exact(widget, field):.4f}".replace("-", "\u2212")


def test_a_symbol_lights_its_wire_and_its_track_and_leads_to_its_equation(widget):
    unlock(widget)
    pick(widget, "step", "cell")
    lit = "(e, role) => [...e.querySelectorAll(`[data-lit=${role}]`)].map(s => getComputedStyle(s).filter !== 'none')"
    symbol = widget.locator(".u-symbol[data-lit=input]")
    assert widget.evaluate(lit, "input") == [False] * 3
    symbol.hover()
    assert widget.evaluate(lit, "input") == [True] * 3
    assert not any(widget.evaluate(lit, "forget"))
    click(symbol)
    assert widget.locator("[data-trait=step][value=input]").is_checked()
    assert widget.evaluate("() => document.activeElement.dataset.lit") == "input"
    widget.locator("[data-slot=tracks] [data-lit=output]").hover()
    assert all(widget.evaluate(lit, "output"))
    click(widget.locator("[data-slot=tracks] [data-lit=output]"))
    assert widget.locator("[data-trait=step][value=output]").is_checked()
    click(widget.locator(".u-symbol[data-lit=hidden-before]"))
    assert widget.locator("[data-amount=t]").inner_text() == "2 of 24"


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=LSTMStepper]")
    press = keys(page)
    widget.locator("[data-action=numbers]").focus()
    tab_to(widget, "[data-answer=held]")
    press("Enter")
    assert "You said about 1, and it is 0.99." in widget.locator("[data-verdict=hold]").inner_text()
    tab_to(widget, "[data-trait=x]")
    for _ in range(6):
        press("ArrowDown")
    for key in ("Home", "PageDown", "End", "ArrowUp", "ArrowLeft", "PageUp", "PageUp", "PageUp"):
        press(key)
    assert widget.locator("[data-trait=x]").get_attribute("aria-valuetext") == "t = 23: +1.00"
    assert page.evaluate("document.activeElement.matches('[data-trait=x]:focus-visible')")
    x = [-0.5, 0, 0.4] + [0] * 19 + [1, 0.1]
    tab_to(widget, "[data-trait=t]")
    press("Home")
    tab_to(widget, "[data-trait=step]")
    press("ArrowRight")
    assert widget.locator("[data-trait=step][value=input]").is_checked()
    tab_to(widget, ".u-symbol[data-lit=x]")
    press("Enter")
    assert page.evaluate("document.activeElement.matches('[data-trait=x]')")
    agree(widget, "latch", x)
    widget.locator("[data-action=numbers]").click()
    assert series(widget) == x


def test_the_inputs_to_start_from_fill_the_pad(widget):
    unlock(widget)
    widget.locator("[data-action=numbers]").click()
    for name, last in [("step", 1), ("ramp", 1), ("sine", -0.5), ("two pulses", 0), ("airline", 0.562), ("zero", 0)]:
        click(widget.get_by_role("button", name=name, exact=True))
        assert series(widget)[-1] == last, name
    pick(widget, "preset", "trained")
    assert series(widget) == DEFAULTS.airline


# ---- tools, print, sizes -----------------------------------------------------------------


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=LSTMStepper]")
    unlock(widget)
    pick(widget, "preset", "trained")
    choose(widget, unit=3, t=17)
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    np.testing.assert_allclose([names[field][16, 2] for field in FIELDS], shown(widget), rtol=1e-12)


def test_the_saved_picture_tells_its_settings(widget):
    unlock(widget)
    choose(widget, t=9)
    _, told = saved_picture(widget)
    for wanted in ("weights: latch", "timestep t: 9 of 24", "sub-step: 1 forget f", "unit: 1 of 1", "h hidden, double"):
        assert wanted in told, wanted


def test_reset_asks_again(widget):
    first = words(widget)
    unlock(widget)
    pick(widget, "preset", "trained")
    choose(widget, t=20, unit=3)
    widget.locator("[data-action=reset]").click()
    assert words(widget) == first
    assert widget.locator("[data-trait=t]").is_disabled()


def test_print_shows_the_present_state_without_controls(widget):
    unlock(widget)
    drag(widget, (9, 0.6))
    assert_prints(widget, "At t = 9 its input is +0.60")
    assert widget.locator("[data-slot=cell] [data-value=H]").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "light")])
def test_the_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=LSTMStepper]")
    unlock(widget)
    pick(widget, "preset", "trained")
    pick(widget, "step", "output")
    choose(widget, t=20)
    widget.locator("[data-action=numbers]").click()
    assert small_targets(widget) == []
    assert axe(page, widget) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    right = widget.bounding_box()["x"] + widget.bounding_box()["width"]
    beyond = widget.evaluate(
        "(root, right) => [...root.querySelectorAll('svg.u-figure text, input, td, button')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > right && !e.closest('.u-numbers'))"
        ".map(e => e.outerHTML.slice(0, 90))",
        right,
    )
    assert beyond == []
    sizes = widget.evaluate(
        "root => [...root.querySelectorAll('svg.u-figure text')].map(e => parseFloat(getComputedStyle(e).fontSize) * e.getCTM().d)"
    )
    assert min(sizes) >= 11


def test_the_drawing_follows_the_theme_at_once(open_page, site):
    page = open_page(site + CHAPTER, color_scheme="light")
    text = page.locator("[data-widget=LSTMStepper] svg.u-figure text").first
    before = text.evaluate("e => getComputedStyle(e).fill")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert text.evaluate("e => getComputedStyle(e).fill") != before
