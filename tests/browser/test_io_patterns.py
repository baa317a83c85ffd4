"""W9 in the built chapter: its shapes and errors, its repairs, its keys, its looks, its picture."""

import pytest
from browser import unlock
from hands import assert_prints, choose, click, copied_python, drawn, exact, keys, saved_picture, small_targets, tab_to, words

CHAPTER = "chapters/02_recurrent_networks.html"


@pytest.fixture
def widget(open_page, site):
    page = open_page(site + CHAPTER)
    yield page.locator("[data-widget=IOPatterns]")
    assert page.faults == []


def start(widget, card):
    click(widget.locator(f"[id$=card-{card}]"))


def shapes(widget):
    return [read.get_attribute("data-exact") for read in widget.locator("[data-value^='shape.']").all()]


def row(widget, number):
    return widget.locator(".u-rows li").nth(number - 1)


def task(widget):
    return widget.locator("[data-value=repair]")


@pytest.mark.parametrize(
    ("card", "output", "parameters"),
    [
        ("one-to-one", "(None, 3)", 48 + 27),
        ("one-to-many", "(None, 6, 3)", 112 + 27),
        ("many-to-one", "(None, 3)", 112 + 27),
        ("synchronous", "(None, 12, 3)", 112 + 27),
        ("asynchronous", "(None, 6, 3)", 112 + 136 + 27),
    ],
)
def test_a_card_puts_down_its_stack_and_is_marked(widget, card, output, parameters):
    unlock(widget)
    start(widget, card)
    assert shapes(widget)[-1] == output
    assert exact(widget, "parameters") == parameters
    assert widget.locator(".u-cards [aria-pressed=true]").count() == 1
    assert widget.locator(f"[id$=card-{card}]").get_attribute("aria-pressed") == "true"
    assert f"# {output}" in widget.locator(".u-keras").inner_text()


def test_editing_a_row_moves_shapes_parameters_code_and_pattern_together(widget):
    unlock(widget)
    row(widget, 1).get_by_role("combobox").select_option("LSTM")
    assert exact(widget, "parameters.0") == 4 * (5 * 8 + 8 * 8 + 8)
    row(widget, 1).get_by_role("switch").check()
    assert shapes(widget) == ["(None, 12, 5)", "(None, 12, 8)", "(None, 12, 3)"]
    assert "layers.LSTM(8, return_sequences=True)" in widget.locator(".u-keras").inner_text()
    assert widget.locator("[id$=card-synchronous]").get_attribute("aria-pressed") == "true"
    choose(widget, timesteps=7, features=2)
    assert shapes(widget)[-1] == "(None, 7, 3)"
    assert exact(widget, "parameters.0") == 4 * (2 * 8 + 8 * 8 + 8)


def test_a_size_is_typed_digit_by_digit_and_what_is_no_size_is_refused(widget):
    unlock(widget)
    field = row(widget, 1).get_by_role("spinbutton")
    field.fill("")
    assert "units of layer 1 must be a whole number from 1 to 64; there is no number" in widget.inner_text()
    field.press_sequentially("32")
    drawn(widget)
    assert shapes(widget)[1] == "(None, 32)"
    assert field.evaluate("e => e === document.activeElement")
    field.fill("2.5")
    assert "there is 2.5" in widget.inner_text()
    assert shapes(widget)[1] == "(None, 32)"
    field.blur()
    assert field.input_value() == "32"


def test_keras_refuses_where_the_time_axis_is_missing(widget):
    unlock(widget)
    choose(widget, timesteps=0)
    error = widget.locator("[data-value=error]").inner_text()
    assert "of layer 'simple_rnn' is incompatible with the layer" in error
    assert "expected ndim=3, found ndim=2. Full shape received: (None, 5)" in error
    assert shapes(widget) == ["(None, 5)"]
    assert widget.locator(".u-refuses").count() == 1


def test_the_three_broken_stacks_are_repaired_one_after_the_other(widget):
    unlock(widget)
    start(widget, "broken")
    for number, switch in ((1, 1), (2, 1), (3, 1)):
        assert f"Broken stack {number} of 3" in widget.inner_text()
        assert task(widget).get_attribute("data-exact") == "open"
        click(row(widget, switch).get_by_role("switch"))
        assert task(widget).get_attribute("data-exact") == "solved"
        assert "You switched return_sequences" in task(widget).inner_text()
        click(widget.locator("[id$=-next]"))
    assert "Broken stack 1 of 3" in widget.inner_text()
    start(widget, "many-to-one")
    assert task(widget).count() == 0


def test_the_prediction_unlocks_and_is_explained(widget):
    switch = row(widget, 1).get_by_role("switch")
    assert switch.is_disabled()
    widget.locator("[data-answer=one]").click()
    assert "One timestep would be (None, 1, 8)" in widget.locator("[data-verdict=stacked]").inner_text()
    assert switch.is_enabled()


def test_reset_brings_back_the_stack_and_the_question(widget):
    first = words(widget)
    unlock(widget)
    start(widget, "broken")
    row(widget, 1).get_by_role("spinbutton").fill("9")
    click(widget.locator("[data-action=reset]"))
    assert words(widget) == first
    assert row(widget, 1).get_by_role("spinbutton").input_value() == "8"


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=IOPatterns]")
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "[data-answer=refuses]")
    press("Enter")
    assert "You said Keras refuses, and it does" in widget.locator("[data-verdict=stacked]").inner_text()
    tab_to(widget, "[id$=card-broken]")
    press("Enter")
    tab_to(widget, "[id$=-all-0]")
    press("Space")
    assert task(widget).get_attribute("data-exact") == "solved"
    # The switch that was drawn anew has kept the focus.
    press("Space")
    assert task(widget).get_attribute("data-exact") == "open"
    tab_to(widget, "[id$=-down-0]")
    press("Enter")
    assert page.evaluate("document.activeElement.id").endswith("-down-1")
    press("Enter")
    kinds = [one.input_value() for one in widget.get_by_role("combobox").all()]
    assert kinds == ["SimpleRNN", "TimeDistributed", "SimpleRNN"]
    assert page.evaluate("document.activeElement.id").endswith("-up-2")
    tab_to(widget, "[id$=-remove-2]")
    press("Enter")
    assert widget.locator(".u-rows li").count() == 2
    assert page.evaluate("document.activeElement.id").endswith("-remove-1")
    tab_to(widget, "[id$=-add]")
    press("Enter")
    assert page.evaluate("document.activeElement.id").endswith("-kind-2")
    press("End")
    assert row(widget, 3).get_by_role("combobox").input_value() == "Flatten"
    tab_to(widget, "[id$=-size-0]", "Shift+Tab")
    press("ArrowUp")
    assert shapes(widget)[1].endswith("9)")


def test_copied_python_is_what_the_page_shows(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=IOPatterns]")
    unlock(widget)
    start(widget, "asynchronous")
    code = copied_python(widget)
    assert code.strip() == widget.locator(".u-keras").inner_text().strip()


def test_the_saved_picture_tells_its_layers_and_its_legend(widget):
    unlock(widget)
    start(widget, "broken")
    _, told = saved_picture(widget)
    for wanted in ("timesteps T: 12 steps", "needs 3 dimensions, gets 2", "(None, 12, 5)", "refused."):
        assert wanted in told


def test_print_shows_the_present_state_without_controls(widget):
    unlock(widget)
    start(widget, "broken")
    assert_prints(widget, "is refused")
    assert not widget.locator(".u-task").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "light")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=IOPatterns]")
    unlock(widget)
    start(widget, "broken")
    while (add := widget.locator("[id$=-add]:enabled")).count():
        click(add)
    widget.locator("[data-action=numbers]").click()
    assert small_targets(widget) == []
    beyond = widget.evaluate(
        "root => [...root.querySelectorAll('button, label, select, table, svg.u-figure, p, pre')]"
        ".filter(e => e.checkVisibility() && e.getBoundingClientRect().right > root.getBoundingClientRect().right)"
        ".map(e => e.outerHTML.slice(0, 90))"
    )
    assert beyond == []
    assert axe(page, widget) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = widget.evaluate(
        "root => Math.min(...[...root.querySelectorAll('svg.u-figure text')].map(e => parseFloat(getComputedStyle(e).fontSize)))"
    )
    assert small >= 11
