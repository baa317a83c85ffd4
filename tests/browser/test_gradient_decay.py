"""W4 in the built chapter, as a reader uses it: its numbers, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, copied_python, exact, keys, pick, saved_picture, tab_to, words

from unrolled.cells import SimpleRNN
from unrolled.widgets.gradient_decay import recurrent_kernels

CHAPTER = "chapters/03_vanishing_gradients.html"
SETTINGS = [  # family, activation, radius, timesteps, lag
    ("orthogonal", "linear", 0.9, 100, 66),
    ("gaussian", "linear", 1.6, 200, 200),
    ("gaussian", "tanh", 1.5, 100, 100),
    ("symmetric", "relu", 1.13, 37, 20),
    ("identity", "sigmoid", 0.1, 200, 200),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=GradientDecay]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def take(widget, family, activation, radius, timesteps, lag):
    """Set everything, and skip the questions that this raises."""
    unlock(widget)
    pick(widget, "family", family)
    pick(widget, "activation", activation)
    choose(widget, radius=radius, timesteps=timesteps)
    choose(widget, lag=lag)  # which goes as far as the timesteps that are drawn
    unlock(widget)


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_equal_numpy(widget, setting):
    family, activation, radius, timesteps, lag = setting
    take(widget, *setting)
    W_h = radius * recurrent_kernels()[family]
    cell = SimpleRNN(np.ones((1, 16)), W_h, np.zeros(16), activation)
    norms = cell.log10_jacobian_norms(cell.forward(np.ones((1, timesteps, 1))))[0]
    norm = np.linalg.norm(W_h, 2)
    assert exact(widget, "log10_norm") == pytest.approx(norms[lag], rel=1e-9)
    assert exact(widget, "spectral_norm") == pytest.approx(norm, rel=1e-12)
    assert exact(widget, "log10_radius_power") == pytest.approx(lag * np.log10(radius), rel=1e-12)
    steepest = 0.25 if activation == "sigmoid" else 1
    assert exact(widget, "log10_bound") == pytest.approx(lag * np.log10(norm * steepest), rel=1e-9)
    for name, crossed in (("below", norms < -3), ("beyond", norms > 3)):
        if crossed.any():
            assert exact(widget, name) == np.argmax(crossed)
        else:
            assert widget.locator(f"[data-value={name}]").count() == 0
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


def test_what_float32_loses_is_told_and_still_computed(widget):
    take(widget, "identity", "sigmoid", 0.1, 200, 200)
    assert exact(widget, "log10_norm") < -330
    assert widget.locator(".u-formula .u-alarm").inner_text() == "underflows in float32 here"
    assert "× 10⁻³⁴" in widget.locator("figcaption").inner_text()
    take(widget, "orthogonal", "linear", 1.6, 200, 200)
    assert widget.locator(".u-formula .u-alarm").inner_text() == "overflows in float32 here"
    assert widget.locator("svg text", has_text="overflows in float32 here").is_visible()
    choose(widget, lag=20)
    assert widget.locator(".u-formula .u-alarm").count() == 0


def test_clipping_cuts_what_explodes_and_leaves_what_vanished(widget):
    take(widget, "orthogonal", "linear", 1.5, 100, 50)
    assert widget.locator("[data-trait=threshold]").is_disabled()
    widget.locator("[data-trait=clip]").check(force=True)
    choose(widget, threshold=1.5)
    assert exact(widget, "log10_clipped") == 1.5 < exact(widget, "log10_norm")
    choose(widget, radius=0.5)
    assert exact(widget, "log10_clipped") == exact(widget, "log10_norm") < -10
    assert "cannot lift what has vanished" in widget.locator("figcaption").inner_text()


def test_the_prediction_unlocks_and_is_quoted_and_the_gaussian_asks_again(widget):
    slider = widget.locator("[data-trait=radius]")
    assert slider.is_disabled()
    hidden = widget.locator("svg text", has_text="1/1000 at lag 66")
    assert not hidden.is_visible()
    widget.locator("form[data-question=below] input").fill("20")
    widget.get_by_role("button", name="Check").click()
    assert "You said 20; it is 66. Too early" in widget.locator("[data-verdict=below]").inner_text()
    assert slider.is_enabled() and hidden.is_visible()
    assert exact(widget, "below") == 66
    pick(widget, "family", "gaussian")
    assert not widget.locator("[data-value=log10_norm]").is_visible()
    assert slider.is_enabled()
    widget.locator("[data-answer=shrinks]").click()
    told = widget.locator("[data-verdict=growth]").inner_text()
    assert "You said it shrinks at every step; it grows first" in told and "1.76" in told
    assert exact(widget, "above") == 10


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, "symmetric", "tanh", 1.2, 50, 20)
    widget.locator("[data-action=reset]").click()
    assert words(widget) == first
    assert widget.locator("[data-trait=radius]").is_disabled()


def test_the_table_shows_every_lag(widget):
    take(widget, "orthogonal", "linear", 0.5, 30, 3)
    widget.locator("[data-action=numbers]").click()
    rows = widget.locator("[data-slot=numbers] tbody tr")
    assert rows.count() == 31
    assert rows.nth(3).locator("td").all_inner_texts()[:2] == ["0.125", "−0.903"]


def test_the_marker_stands_over_the_thumb(widget):
    unlock(widget)
    for lag in (0, 37, 100):
        choose(widget, lag=lag)
        line, slider = widget.locator(".u-marker").bounding_box(), widget.locator("[data-trait=lag]").bounding_box()
        thumb = slider["x"] + 9 + lag / 100 * (slider["width"] - 18)
        assert line["x"] + line["width"] / 2 == pytest.approx(thumb, abs=1.5)


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=GradientDecay]")
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "form[data-question=below] input")
    page.keyboard.type("66")
    press("Enter")
    assert "You said 66, and 66 it is" in widget.locator("[data-verdict=below]").inner_text()
    tab_to(widget, "[data-trait=family]")
    press("ArrowRight")
    tab_to(widget, "[data-answer=grows]", "Shift+Tab")
    press("Enter")
    assert "and it does" in widget.locator("[data-verdict=growth]").inner_text()
    tab_to(widget, "[data-trait=activation]")
    press("ArrowRight")
    assert widget.locator("[data-trait=activation][value=tanh]").is_checked()
    tab_to(widget, "[data-trait=radius]")
    for key, value in [("ArrowRight", 0.91), ("PageUp", 0.96), ("PageDown", 0.91), ("End", 1.6), ("Home", 0.1)]:
        press(key)
        assert float(widget.locator("[data-trait=radius]").input_value()) == value, key
        assert exact(widget, "radius") == value
    tab_to(widget, "[data-trait=clip]")
    press("Space")
    tab_to(widget, "[data-trait=threshold]")
    press("ArrowLeft")
    assert widget.locator("[data-trait=threshold]").get_attribute("aria-valuetext") == "0.316"
    tab_to(widget, "[data-trait=lag]")
    press("End")
    assert widget.locator("[data-trait=lag]").get_attribute("aria-valuetext") == "100 steps"


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=GradientDecay]")
    take(widget, "gaussian", "sigmoid", 1.27, 60, 41)
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    assert names["log10_norms"][41] == pytest.approx(exact(widget, "log10_norm"), rel=1e-9)
    assert names["bounds"][41] == pytest.approx(exact(widget, "log10_bound"), rel=1e-9)


def test_the_saved_picture_tells_its_settings_and_its_legend(widget):
    take(widget, "gaussian", "tanh", 1.5, 80, 12)
    root, told = saved_picture(widget)
    for wanted in ("spectral radius: 1.50", "length T: 80 steps", "clip the norm: off", "gradient norm", "an upper bound",
                  "k timesteps back", "10 of 16 outside"):
        assert wanted in told
    # The names of the ticks, left of their drawing, are inside the sheet.
    chart = next(one for one in root.iter("{http://www.w3.org/2000/svg}svg") if one is not root)
    assert float(chart.get("x")) > 40


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=GradientDecay]")
    unlock(widget)
    chart = widget.locator(".u-plot").bounding_box()
    for lag in (0, 33, 100):
        choose(widget, lag=lag)
        now = widget.locator(".u-plot").bounding_box()
        assert (now["x"], now["width"], now["height"]) == (chart["x"], chart["width"], chart["height"])


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, "gaussian", "linear", 0.8, 100, 10)
    assert_prints(widget, "spectral radius 0.8")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=GradientDecay]")
    take(widget, "gaussian", "sigmoid", 1.6, 200, 150)
    widget.locator("[data-trait=clip]").check(force=True)
    widget.locator("[data-action=numbers]").click()
    assert_fits(widget, axe)
