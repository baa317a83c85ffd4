"""W8 in the built chapter, as a reader uses it: its map, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn, drawn_groups, exact, exacts, keys, pick, saved_picture, tab_to, words

from unrolled.widgets.bi_context import inputs, network, sensitivity

CHAPTER = "chapters/06_architectures.html"
SETTINGS = [  # cell, direction, merge, input, timestep, position
    ("GRU", "bidirectional", "concat", "noise", 8, 11),
    ("LSTM", "bidirectional", "mul", "wave", 3, 16),
    ("SimpleRNN", "causal", "concat", "step", 12, 5),
    ("SimpleRNN", "bidirectional", "mul", "zeros", 16, 1),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=BiContext]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def entry(widget, timestep, position):
    """What covers the entry of the map, and takes clicks."""
    return widget.locator(f"[data-edit=entry][data-with='[{timestep},{position}]']")


def take(widget, cell, direction, merge, preset, timestep, position):
    """Set everything, and skip the questions that this raises."""
    unlock(widget)
    pick(widget, "cell", cell)
    pick(widget, "merge", merge)
    pick(widget, "direction", direction)
    click(widget.locator(f"[data-edit=preset][data-with*={preset}]"))
    unlock(widget)
    click(entry(widget, timestep, position))
    unlock(widget)


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_equal_numpy(widget, setting):
    cell, direction, merge, preset, t, s = setting
    take(widget, *setting)
    widget.locator("[data-action=numbers]").click()
    net, X = network(cell, direction, merge), inputs()[preset]
    expected = sensitivity(net, X)
    shown = widget.locator("[data-value^='map.']").evaluate_all("all => all.map(e => Number(e.dataset.exact))")
    np.testing.assert_allclose(np.reshape(shown, (16, 16)), expected, rtol=1e-12, atol=1e-12)
    row = expected[t - 1]
    assert exact(widget, "entry") == pytest.approx(row[s - 1], rel=1e-12)
    assert exact(widget, "share") == pytest.approx(row[t:].sum() / (row.sum() or 1), rel=1e-12)
    assert exact(widget, "zeros") == np.count_nonzero(expected == 0)
    assert exact(widget, "ahead") == 120
    assert exact(widget, "seen") == np.count_nonzero(np.triu(expected, 1))
    Y, live = (net.forward(x.reshape(1, -1, 1)).H[0, t - 1] for x in (X, X[:t]))
    assert exact(widget, "moved") == pytest.approx(np.linalg.norm(Y - live), rel=1e-12, abs=1e-15)
    np.testing.assert_allclose(exacts(widget, [f"Y.{j + 1}" for j in range(len(Y))]), Y, rtol=1e-12, atol=1e-15)
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


def test_every_exact_zero_stands_in_the_map_as_a_0(widget):
    take(widget, *SETTINGS[2])
    zeros = widget.locator("[data-slot=map] g > text").evaluate_all(
        "all => all.map(e => e.textContent).filter(t => /^0+$/.test(t)).join('').length"
    )
    assert zeros == 120 + (16 - 12)  # and in the bars of the row
    pick(widget, "direction", "bidirectional")
    assert widget.locator("[data-slot=map] g > text", has_text="0000").count() == 0


def test_the_predictions_unlock_and_are_quoted(widget):
    slider = widget.locator("[data-trait=timestep]")
    assert slider.is_disabled()
    assert not widget.locator("[data-value=share]").is_visible()
    click(widget.locator("[data-answer=yes]"))
    told = widget.locator("[data-verdict=live]").inner_text()
    row = sensitivity(network(), inputs()["noise"])[7]
    assert "You said yes; no." in told and "120 lie in the future" in told
    assert f"at t = 8, {100 * row[8:].sum() / row.sum():.0f} % of the sensitivity comes from X9 to X16" in " ".join(told.split())
    assert slider.is_enabled() and widget.locator("[data-value=share]").is_visible()
    pick(widget, "direction", "causal")
    form = widget.locator("form[data-question=column]")
    assert slider.is_enabled()
    form.locator("input").fill("5")
    click(form.locator("[type=submit]"))
    told = widget.locator("[data-verdict=column]").inner_text()
    assert "You said 5; it is 6." in told and "= 120 exact zeros" in told


def test_a_locked_map_takes_no_clicks_and_an_open_one_does(widget):
    click(entry(widget, 3, 2))
    assert widget.locator("[data-trait=timestep]").input_value() == "8"
    unlock(widget)
    click(entry(widget, 3, 2))
    assert widget.locator("[data-trait=timestep]").input_value() == "3"
    assert exact(widget, "entry") == pytest.approx(sensitivity(network(), inputs()["noise"])[2, 1], rel=1e-12)
    click(widget.locator("[data-pick=position][data-to='14']"))
    assert exact(widget, "entry") == pytest.approx(sensitivity(network(), inputs()["noise"])[2, 13], rel=1e-12)


def test_drawing_with_the_pointer_changes_the_input_and_the_map(widget):
    unlock(widget)
    paper = widget.locator("[data-pad=series]")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    mouse = widget.page.mouse
    mouse.move(box["x"] + box["width"] * 1.5 / 16, box["y"] + 1)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 4.5 / 16, box["y"] + 1, steps=3)
    mouse.up()
    drawn(widget)
    series = inputs()["noise"]
    series[1:5] = 1
    assert exact(widget, "entry") == pytest.approx(sensitivity(network(), series)[7, 4], rel=1e-12)


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, *SETTINGS[2])
    click(widget.locator("[data-action=reset]"))
    assert words(widget) == first
    assert widget.locator("[data-trait=timestep]").is_disabled()


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=BiContext]")
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "[data-answer=no]")
    press("Enter")
    assert "You said no, and so it is." in widget.locator("[data-verdict=live]").inner_text()
    tab_to(widget, "[data-trait=merge]")
    press("ArrowRight")
    assert widget.locator("[data-trait=merge][value=sum]").is_checked()
    tab_to(widget, "[data-trait=cell]")
    press("ArrowRight")
    assert widget.locator("[data-trait=cell][value=LSTM]").is_checked()
    tab_to(widget, "[data-trait=timestep]")
    for key, value in [("ArrowRight", 9), ("PageDown", 4), ("End", 16), ("Home", 1), ("PageUp", 6)]:
        press(key)
        assert widget.locator("[data-trait=timestep]").get_attribute("aria-valuetext") == f"t = {value} of 16"
    tab_to(widget, "[data-with*=wave]")
    press("Enter")
    tab_to(widget, "[data-pad] input")
    press("End")
    press("ArrowLeft")
    press("ArrowUp")
    series = inputs()["wave"]
    series[14] += 0.1
    assert widget.locator("[data-pad] input").get_attribute("aria-valuetext") == "s = 15: −0.50"
    assert exact(widget, "entry") == pytest.approx(sensitivity(network("LSTM", merge="sum"), series)[5, 14], rel=1e-9)
    tab_to(widget, "[data-trait=direction]", "Shift+Tab")
    press("ArrowLeft")
    assert exact(widget, "zeros") == 120


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=BiContext]")
    take(widget, *SETTINGS[1])
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    assert names["row"][names["s"] - 1] == pytest.approx(exact(widget, "entry"), rel=1e-12)
    for name in ("share", "zeros", "seen", "moved"):
        assert names[name] == pytest.approx(exact(widget, name), rel=1e-12)


def test_the_saved_picture_tells_its_settings_and_hides_what_is_asked(widget):
    veiled, _ = saved_picture(widget)
    take(widget, *SETTINGS[1])
    unveiled, told = saved_picture(widget)
    assert drawn_groups(unveiled) > drawn_groups(veiled)
    for wanted in ("network: bidirectional", "merge: mul", "cell: LSTM", "t = 3 of 16", "Right of the stairs"):
        assert wanted in told


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=BiContext]")
    unlock(widget)
    choose(widget, timestep=2)  # the verdict is told in one line from here on
    pick(widget, "direction", "causal")
    unlock(widget)
    choose(widget, timestep=3)
    click(entry(widget, 3, 2))

    def place():  # on the page, wherever it is scrolled to
        return widget.locator(".u-map").evaluate("e => [e.getBoundingClientRect().top + scrollY, e.offsetHeight]")

    before = place()
    for timestep in (4, 16, 1):
        choose(widget, timestep=timestep)
        assert place() == before
    pick(widget, "direction", "bidirectional")
    assert place() == before


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, *SETTINGS[2])
    assert_prints(widget, "120 of 256 entries are exactly zero")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=BiContext]")
    take(widget, *SETTINGS[2])
    click(widget.locator("[data-action=numbers]"))
    assert_fits(widget, axe)
