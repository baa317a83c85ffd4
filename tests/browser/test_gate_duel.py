"""W7 in the built chapter, as a reader uses it: its numbers, its pad, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn, drawn_groups, exact, exacts, keys, pick, saved_picture, tab_to, words

from unrolled.widgets.gate_duel import inputs, networks, readouts

CHAPTER = "chapters/05_gru.html"
PARTS = {"SimpleRNN": ["H"], "GRU": ["Z", "R", "H_tilde", "H"], "LSTM": ["F", "I", "C_tilde", "O", "C", "H"]}
SETTINGS = [  # weights, match, input, timestep, read
    ("start", "units", "pulse", 1, 30),
    ("start", "parameters", "noise", 7, 40),
    ("trained", "units", "two", 15, 20),
    ("trained", "parameters", "step", 5, 30),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=GateDuel]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def take(widget, weights, match, preset, timestep, read):
    """Set everything, and skip the questions that this raises."""
    unlock(widget)
    pick(widget, "weights", weights)
    unlock(widget)
    pick(widget, "match", match)
    click(widget.locator(f"[data-edit=preset][data-with*={preset}]"))
    choose(widget, timestep=timestep, read=read)
    unlock(widget)


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_equal_numpy(widget, setting):
    weights, match, preset, timestep, read = setting
    take(widget, *setting)
    widget.locator("[data-action=numbers]").click()
    X = inputs()[preset].reshape(1, 40, 1)
    without = X.copy()
    without[0, timestep - 1] = 0
    for name, cell in networks(weights, match).items():
        trace = cell.forward(X)
        H_without = cell.forward(without).H[0]
        left = np.linalg.norm(trace.H[0] - H_without, axis=1)
        until = cell.forward(np.repeat(X[:, :read], cell.units, axis=0))
        gradient = np.linalg.norm(cell.backward(until, np.eye(cell.units)).dX[:, timestep - 1, 0])
        assert exact(widget, f"{name}.units") == cell.units
        assert exact(widget, f"{name}.parameters") == cell.n_parameters
        assert exact(widget, f"{name}.left") == pytest.approx(left[read - 1], rel=1e-9, abs=1e-12)
        assert exact(widget, f"{name}.share") == pytest.approx(left[read - 1] / left.max(), rel=1e-9, abs=1e-12)
        assert exact(widget, f"{name}.gradient") == pytest.approx(gradient, rel=1e-9)
        for part in PARTS[name]:
            shown = exacts(widget, [f"{name}.{part}.{j + 1}" for j in range(cell.units)])
            np.testing.assert_allclose(shown, getattr(trace, part)[0, timestep - 1], rtol=1e-12, atol=1e-12)
        if weights == "trained":
            w, b = readouts(match)[name]
            assert exact(widget, f"{name}.answer") == pytest.approx(trace.H[0, read - 1] @ w + b, rel=1e-12)
            assert exact(widget, f"{name}.without") == pytest.approx(H_without[read - 1] @ w + b, rel=1e-12)
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


@pytest.mark.parametrize("weights", ["start", "trained"])
def test_states_on_the_page_equal_keras_in_float32(widget, weights):
    pytest.importorskip("keras")
    take(widget, weights, "units", "noise", 30, 30)
    widget.locator("[data-action=numbers]").click()
    X = inputs()["noise"].astype(np.float32).reshape(1, 40, 1)[:, :30]
    for name, cell in networks(weights).items():
        layer = type(cell)(*(part.astype(np.float32) for part in (cell.W_x, cell.W_h, cell.b))).to_keras()
        shown = exacts(widget, [f"{name}.H.{j + 1}" for j in range(cell.units)])
        np.testing.assert_allclose(shown, np.asarray(layer(X))[0], atol=5e-6, err_msg=name)


def test_the_predictions_unlock_are_quoted_and_ask_again_after_training(widget):
    slider = widget.locator("[data-trait=read]")
    assert slider.is_disabled()
    assert not widget.locator("[data-value='SimpleRNN.share']").is_visible()
    widget.locator("[data-answer=LSTM]").click()
    told = widget.locator("[data-verdict=start]").inner_text()
    assert "You said LSTM; the SimpleRNN alone keeps it. The LSTM has 0.196\xa0% left." in told
    assert slider.is_enabled() and widget.locator("[data-value='SimpleRNN.share']").is_visible()
    pick(widget, "weights", "trained")
    assert not widget.locator("[data-value='SimpleRNN.share']").is_visible()
    assert slider.is_enabled()
    widget.locator("form[data-question=trained] [data-answer=gated]").click()
    told = widget.locator("[data-verdict=trained]").inner_text()
    assert "You said GRU and LSTM, and so it is" in told and "SimpleRNN 0.94 and 0.94" in told
    widget.locator("form[data-question=units] [data-answer=GRU]").click()
    assert "You said GRU, which gets 9; the SimpleRNN gets the most, 17" in widget.locator("[data-verdict=units]").inner_text()
    pick(widget, "match", "parameters")
    assert exacts(widget, [f"{name}.parameters" for name in PARTS]) == [323, 324, 320]


def test_drawing_with_the_pointer_changes_the_input_and_what_is_left(widget):
    unlock(widget)
    paper = widget.locator("[data-pad=series]")
    paper.scroll_into_view_if_needed()
    box = paper.bounding_box()
    mouse = widget.page.mouse
    mouse.move(box["x"] + box["width"] * 9.5 / 40, box["y"] + 1)
    mouse.down()
    mouse.move(box["x"] + box["width"] * 12.5 / 40, box["y"] + 1, steps=3)
    mouse.up()
    drawn(widget)
    assert widget.locator("[data-trait=timestep]").input_value() == "13"
    widget.locator("[data-action=numbers]").click()
    rows = widget.locator("[data-slot=numbers] table").first.locator("tbody tr")
    assert [rows.nth(k).locator("td").first.inner_text() for k in range(8, 14)] == ["0.00", "1.00", "1.00", "1.00", "1.00", "0.00"]
    series = inputs()["pulse"]
    series[9:13] = 1
    without = series.copy()
    without[12] = 0
    for name, cell in networks().items():
        H, other = (cell.forward(x.reshape(1, 40, 1)).H[0, 29] for x in (series, without))
        assert exact(widget, f"{name}.left") == pytest.approx(np.linalg.norm(H - other), rel=1e-9, abs=1e-12)


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, *SETTINGS[2])
    widget.locator("[data-action=reset]").click()
    assert words(widget) == first
    assert widget.locator("[data-trait=read]").is_disabled()


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=GateDuel]")
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "[data-answer=SimpleRNN]")
    press("Enter")
    assert "You said SimpleRNN, and so it is" in widget.locator("[data-verdict=start]").inner_text()
    tab_to(widget, "[data-trait=weights]")
    press("ArrowRight")
    assert widget.locator("[data-trait=weights][value=trained]").is_checked()
    tab_to(widget, "form[data-question=trained] [data-skip]", "Shift+Tab")
    press("Enter")
    tab_to(widget, "[data-trait=match]")
    press("ArrowRight")
    tab_to(widget, "[data-trait=read]")
    for key, value in [("ArrowRight", 31), ("PageDown", 26), ("End", 40), ("Home", 1), ("PageUp", 6)]:
        press(key)
        assert widget.locator("[data-trait=read]").get_attribute("aria-valuetext") == f"t = {value}"
    tab_to(widget, "[data-with*=two]")
    press("Enter")
    tab_to(widget, "[data-pad] input")
    press("End")
    press("ArrowLeft")
    press("PageUp")
    press("ArrowDown")
    assert widget.locator("[data-trait=timestep]").input_value() == "39"
    assert widget.locator("[data-pad] input").get_attribute("aria-valuetext") == "X at t = 39: 0.40"


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=GateDuel]")
    take(widget, *SETTINGS[2])
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    for name, copied in names["duel"].items():
        assert copied["share"] == pytest.approx(exact(widget, f"{name}.share"), rel=1e-9)
        assert copied["gradient"][14] == pytest.approx(exact(widget, f"{name}.gradient"), rel=1e-9)
        assert copied["answers"][0] == pytest.approx(exact(widget, f"{name}.answer"), rel=1e-12)


def test_the_saved_picture_tells_its_settings_and_hides_what_is_asked(widget):
    veiled, _ = saved_picture(widget)
    take(widget, *SETTINGS[1])
    unveiled, told = saved_picture(widget)
    assert drawn_groups(unveiled) > drawn_groups(veiled)
    for wanted in ("weights: as Keras starts", "equal: parameters", "compare the states: t = 40", "left of X₇", "orange up"):
        assert wanted in told


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=GateDuel]")
    unlock(widget)
    choose(widget, timestep=2)  # the verdict is told in one line from here on
    columns = widget.locator(".u-columns").bounding_box()
    for timestep in (3, 20, 40):
        choose(widget, timestep=timestep)
        assert widget.locator(".u-columns").bounding_box() == columns


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, *SETTINGS[3])
    assert_prints(widget, "weights trained on pulses")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=GateDuel]")
    take(widget, "trained", "parameters", "noise", 1, 40)
    widget.locator("[data-action=numbers]").click()
    assert_fits(widget, axe)
