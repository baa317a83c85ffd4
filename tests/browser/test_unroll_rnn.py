"""W2 in the built chapter: its numbers, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_prints, choose, click, copied_python, drawn, exact, exacts, keys, saved_picture, small_targets, tab_to, words

from unrolled.cells import SimpleRNN
from unrolled.widgets import UnrollRNN

CHAPTER = "chapters/02_recurrent_networks.html"
DEFAULTS = UnrollRNN()


@pytest.fixture
def widget(open_page, site):
    page = open_page(site + CHAPTER)
    yield page.locator("[data-widget=UnrollRNN]")
    assert page.faults == []


def fill(widget, trait, array):
    """Type the numbers of a vector or matrix."""
    for at, value in np.ndenumerate(array):
        index = "[" + ",".join(map(str, at)) + "]"
        widget.locator(f"[data-trait={trait}][data-at='{index}']").fill(str(value))
    drawn(widget)


def states(widget, timesteps, units):
    return [exacts(widget, [f"H.{t + 1}.{u + 1}" for u in range(units)]) for t in range(timesteps)]


@pytest.mark.parametrize(("timesteps", "features", "units"), [(1, 1, 1), (4, 1, 2), (10, 2, 3)])
def test_states_and_sums_equal_numpy_after_every_number_is_typed(widget, timesteps, features, units):
    unlock(widget)
    choose(widget, timesteps=timesteps, features=features, units=units)
    rng = np.random.default_rng(timesteps)
    x, W_x, W_h, b = (
        np.round(rng.uniform(-2, 2, shape), 2)
        for shape in ((timesteps, features), (features, units), (units, units), (units,))
    )
    for trait, array in {"x": x, "W_x": W_x, "W_h": W_h, "b": b}.items():
        fill(widget, trait, array)
    cell = SimpleRNN(W_x, W_h, b)
    trace = cell.forward(x[None])
    np.testing.assert_allclose(states(widget, timesteps, units), trace.H[0], rtol=1e-12)
    choose(widget, t=timesteps)
    shown = exacts(widget, [f"A.{timesteps}.{u + 1}" for u in range(units)])
    np.testing.assert_allclose(shown, trace.A[0, -1], rtol=1e-12)
    assert exact(widget, "n_parameters") == cell.n_parameters


def test_folded_and_unfolded_show_the_same_step(widget):
    unlock(widget)
    choose(widget, t=3)
    chain = states(widget, 4, 2)
    widget.locator("[data-trait=unfolded]").uncheck(force=True)
    assert exacts(widget, [f"H.3.{u}" for u in (1, 2)]) == chain[2]
    assert exacts(widget, [f"H_before.{u}" for u in (1, 2)]) == chain[1]
    assert widget.locator(".u-w-h").count() == 1


def test_a_click_on_a_cell_picks_its_timestep(widget):
    hit = widget.locator("[data-pick=t][data-to='4']")
    hit.click()
    assert widget.locator("[data-trait=t]").input_value() == "2"  # still locked
    unlock(widget)
    click(hit)
    assert widget.locator("[data-trait=t]").input_value() == "4"
    assert widget.locator("[data-value='A.4.1']").count() == 1


def test_fewer_units_lose_no_numbers(widget):
    unlock(widget)
    before = states(widget, 4, 2)
    choose(widget, units=1)
    assert states(widget, 4, 1) != [row[:1] for row in before]
    choose(widget, units=2)
    assert states(widget, 4, 2) == before


def test_a_number_out_of_range_is_told_and_not_drawn(widget):
    unlock(widget)
    before = states(widget, 4, 2)
    field = widget.locator("[data-trait=W_h][data-at='[0,0]']")
    field.fill("3")
    assert "W_h row 1 column 1 must be a number from −2 to 2; there is 3." in widget.inner_text()
    assert states(widget, 4, 2) == before
    field.blur()
    assert field.input_value() == "0.8"


def test_the_prediction_unlocks_and_is_quoted_and_the_count_stays(widget):
    slider = widget.locator("[data-trait=timesteps]")
    assert slider.is_disabled()
    assert not widget.locator("[data-value=n_parameters]").is_visible()
    widget.locator("form[data-question=count] input").fill("16")
    widget.get_by_role("button", name="Check").click()
    assert "You said 16; it is 8. 16 is twice 8" in widget.locator("[data-verdict=count]").inner_text()
    assert widget.locator("[data-value=n_parameters]").is_visible()
    slider.fill("8")
    drawn(widget)
    assert exact(widget, "n_parameters") == 8
    widget.locator("[data-answer=one]").click()
    verdict = widget.locator("[data-verdict=reach]").inner_text()
    assert "You said only H₁; it is all of them." in verdict


def test_without_the_first_input_every_state_is_as_the_answer_says(widget):
    unlock(widget)
    widget.locator("[data-trait=x][data-at='[0,0]']").fill("0")
    drawn(widget)
    assert states(widget, 4, 2) == [[0, 0]] * 4


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=UnrollRNN]")
    press = keys(page)

    widget.locator("[data-action=numbers]").focus()
    tab_to(widget, "form[data-question=count] input")
    page.keyboard.type("8")
    press("Enter")
    assert "You said 8, and 8 it is" in widget.locator("[data-verdict=count]").inner_text()
    tab_to(widget, "[data-answer=all]")
    press("Enter")
    assert "You said all of them, and so it is" in widget.locator("[data-verdict=reach]").inner_text()
    tab_to(widget, "[data-trait=timesteps]")
    press("End")
    tab_to(widget, "[data-trait=unfolded]")
    press("Space")
    assert widget.locator(".u-w-h").count() == 1
    press("Space")
    assert widget.locator(".u-w-h").count() == 10
    tab_to(widget, "[data-trait=t]")
    for key, t in [("ArrowRight", 3), ("PageUp", 8), ("End", 10), ("PageDown", 5), ("Home", 1), ("ArrowUp", 2)]:
        press(key)
        assert widget.locator("[data-trait=t]").get_attribute("aria-valuetext") == f"{t} of 10", key
        assert widget.locator(f"[data-value='A.{t}.1']").count() == 1
    tab_to(widget, "[data-trait=W_h][data-at='[1,1]']")
    press("Control+a")
    page.keyboard.type("0.5")
    cell = SimpleRNN(np.array(DEFAULTS.W_x)[:1, :2], [[0.8, 0], [0.1, 0.5]], [0.0, 0.0])
    expected = cell.forward(np.array(DEFAULTS.x)[None, :, :1]).H[0]
    np.testing.assert_allclose(states(widget, 10, 2), expected, rtol=1e-12)


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=UnrollRNN]")
    unlock(widget)
    choose(widget, timesteps=7, features=2, units=3)
    fill(widget, "b", np.array([0.25, -1.5, 2]))
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    np.testing.assert_allclose(names["H"], states(widget, 7, 3), rtol=1e-12)


def test_the_saved_picture_tells_its_settings_and_its_weights(widget):
    unlock(widget)
    choose(widget, timesteps=6, units=1)
    _, told = saved_picture(widget)
    for wanted in ("timesteps T: 6", "timestep t: 2 of 6", "X: 1; 0; 0; 0; 0; 0", "Wh: 0.8", "the same W"):
        assert wanted in told, wanted


def test_reset_asks_again(widget):
    first = words(widget)
    unlock(widget)
    choose(widget, units=3, timesteps=9, t=9)
    fill(widget, "b", np.ones(3))
    widget.locator("[data-action=reset]").click()
    assert words(widget) == first
    assert widget.locator("[data-trait=units]").is_disabled()


def test_print_shows_the_present_state_without_controls(widget):
    unlock(widget)
    choose(widget, timesteps=9)
    assert_prints(widget, "unrolled over 9 timesteps")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "light")])
def test_the_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=UnrollRNN]")
    unlock(widget)
    choose(widget, timesteps=10, features=2, units=3)
    widget.locator("[data-action=numbers]").click()
    assert small_targets(widget) == []
    assert axe(page, widget) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    right = widget.bounding_box()["x"] + widget.bounding_box()["width"]
    beyond = widget.evaluate(
        "(root, right) => [...root.querySelectorAll('svg.u-figure text, input, td')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > right && !e.closest('.u-numbers'))"
        ".map(e => e.outerHTML.slice(0, 90))",
        right,
    )
    assert beyond == []


@pytest.mark.parametrize("width", [390, 1280])
def test_numbers_in_the_longest_chain_stand_apart(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=UnrollRNN]")
    unlock(widget)
    choose(widget, timesteps=10, features=2, units=3)
    for name in ("H", "X"):
        # Without the halo, which a bounding box would count.
        spans = [
            widget.locator(f"[data-value='{name}.{t}.1']").evaluate(
                "e => [e.getStartPositionOfChar(0).x, e.getComputedTextLength()]"
            )
            for t in range(1, 11)
        ]
        assert min(b[0] - a[0] - a[1] for a, b in zip(spans, spans[1:])) > 0
    assert widget.locator("svg.u-figure text").first.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 11


def test_the_drawing_follows_the_theme_at_once(open_page, site):
    page = open_page(site + CHAPTER, color_scheme="light")
    text = page.locator("[data-widget=UnrollRNN] svg.u-figure text").first
    before = text.evaluate("e => getComputedStyle(e).fill")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert text.evaluate("e => getComputedStyle(e).fill") != before
