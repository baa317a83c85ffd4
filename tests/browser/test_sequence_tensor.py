"""W1 in the built chapter, as a reader uses it: its numbers, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_prints, choose, copied_python, exact, exacts, keys, pick, saved_picture, small_targets, tab_to, words

from unrolled import sequences
from unrolled.widgets.sequence_tensor import weather

CHAPTER = "chapters/01_sequence_tensors.html"
SETTINGS = [  # length, window, stride, horizon, features, train
    (60, 5, 1, 1, 3, 42),
    (60, 8, 4, 3, 2, 40),
    (37, 24, 5, 12, 1, 20),
    (20, 1, 24, 1, 3, 2),
]


@pytest.fixture
def widgets(open_page, site):
    """The chapter's two widgets, still locked: the windows, the padding."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=SequenceTensor]")
    assert found.count() == 2
    yield found.nth(0), found.nth(1)
    assert page.faults == []


@pytest.mark.parametrize("setting", SETTINGS)
def test_windows_and_their_numbers_equal_numpy(widgets, setting):
    length, window, stride, horizon, features, train = setting
    windows, _ = widgets
    unlock(windows)
    choose(windows, length=length, window=window, stride=stride, horizon=horizon, features=features, train=train)
    series = weather()[:length, :features]
    X, _ = sequences.windows(series, window, horizon, stride)
    starts = np.arange(len(X)) * stride
    assert exact(windows, "n") == len(X) == sequences.n_windows(length, window, horizon, stride)
    training = starts < train
    assert exact(windows, "n_train") == training.sum()
    assert exact(windows, "n_test") == (~training).sum()
    assert exact(windows, "n_leak") == (training & (starts + window + horizon > train)).sum()
    last = len(X) - 1
    if last:
        choose(windows, selected=last)
    shown = [exacts(windows, [f"X.{t}.{i}" for i in range(features)]) for t in range(window)]
    np.testing.assert_array_equal(shown, X[last])
    _, y = sequences.windows(weather()[:length], window, horizon, stride, target=0)
    np.testing.assert_array_equal(exacts(windows, [f"y.{t}" for t in range(horizon)]), y[last])


def test_splitting_first_leaves_no_leak(widgets):
    windows, _ = widgets
    unlock(windows)
    choose(windows, window=8, stride=2, horizon=3)
    assert exact(windows, "n_leak") > 0
    pick(windows, "order", "split first")
    train, test = sequences.split(weather(), (42, 18))
    assert exact(windows, "n_train") == len(sequences.windows(train, 8, 3, 2)[0])
    assert exact(windows, "n_test") == len(sequences.windows(test, 8, 3, 2)[0])
    assert windows.locator("[data-value=n_leak]").count() == 0


def test_a_series_too_short_is_told_in_words(widgets):
    windows, _ = widgets
    unlock(windows)
    choose(windows, window=20, horizon=5, length=15)
    assert "window 20 + horizon 5 needs at least 25 values; the series has 15" in windows.inner_text()
    assert exact(windows, "n") == 0
    assert not {"NaN", "undefined", "Infinity"} & set(windows.inner_text().split())


def test_padding_moves_the_state_and_the_mask_holds_it(widgets):
    _, padding = widgets
    asked = padding.get_by_text("what happens here?")
    assert asked.is_visible()
    unlock(padding)
    assert not asked.is_visible()
    for where in ("post", "pre"):
        pick(padding, "where", where)
        assert max(exact(padding, f"drift.{name}") for name in "ABCD") > 0.1
        assert exact(padding, "loss_all") != exact(padding, "loss_alone")
        padding.locator("[data-trait=mask]").check(force=True)
        assert exacts(padding, [f"drift.{name}" for name in "ABCD"]) == [0] * 4
        assert exacts(padding, [f"h_T.{n}.{u}" for n in "ABCD" for u in (0, 1)]) == [
            exact(padding, f"h_alone.{n}.{u}") for n in "ABCD" for u in (0, 1)
        ]
        assert exact(padding, "loss") == pytest.approx(exact(padding, "loss_alone"), abs=1e-15)
        padding.locator("[data-trait=mask]").uncheck(force=True)


def test_the_prediction_unlocks_and_is_quoted(widgets):
    windows, padding = widgets
    slider = windows.locator("[data-trait=window]")
    assert slider.is_disabled()
    windows.locator("form[data-question=count] input").fill("56")
    windows.get_by_role("button", name="Check").click()
    verdict = windows.locator("[data-verdict=count]").inner_text()
    assert "You said 56; it is 55" in verdict
    assert slider.is_enabled()
    choose(windows, window=8)
    past = windows.locator("[data-verdict=count]").inner_text()
    assert past == "For N = 60, T = 5, H = 1, s = 1: you said 56; it is 55."
    padding.locator("[data-answer=same]").click()
    assert "You said it stays the same; it changes" in padding.locator("[data-verdict=drift]").inner_text()


def test_reset_asks_again(widgets):
    windows, _ = widgets
    first = words(windows)
    unlock(windows)
    choose(windows, window=9, stride=2)
    windows.locator("[data-action=numbers]").click()
    windows.locator("[data-action=reset]").click()
    assert words(windows) == first
    assert windows.locator("[data-trait=window]").is_disabled()


def test_numbers_and_python_wait_for_the_answer_and_open_at_their_button(widgets):
    windows, _ = widgets
    button, table = windows.locator("[data-action=numbers]"), windows.locator("[data-slot=numbers]")
    for action in ("numbers", "python"):
        windows.locator(f"[data-action={action}]").click(force=True)
        assert windows.locator("[data-question=count] input").evaluate("e => e === document.activeElement")
    assert table.is_hidden()
    windows.locator("[data-skip]").click()
    button.click()
    gap = table.bounding_box()["y"] - button.bounding_box()["y"]
    assert 0 < gap < 100
    assert windows.locator("[data-question=leak]").is_visible()
    assert "yes" not in table.inner_text().split()
    windows.locator("[data-skip]").click()
    assert "yes" in table.inner_text().split()


def test_a_dragged_slider_stays_under_the_pointer(widgets):
    windows, _ = widgets
    windows.locator("[data-skip]").click()
    slider = windows.locator("[data-trait=train]")
    slider.scroll_into_view_if_needed()
    box, mouse = slider.bounding_box(), windows.page.mouse
    mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 12)
    mouse.down()
    mouse.move(box["x"] + box["width"], box["y"] + 12, steps=8)
    assert slider.input_value() == "60"
    assert slider.bounding_box() == box
    assert windows.locator("[data-question=leak]").is_visible()
    mouse.up()
    windows.locator("[data-question=leak]").wait_for(state="detached")
    assert slider.is_enabled()


def test_the_saved_picture_tells_its_settings_and_its_legend(widgets):
    for widget, wanted in zip(widgets, ("window T: 7 steps", "Mask the padded steps: off"), strict=True):
        unlock(widget)
        if widget is widgets[0]:
            choose(widget, window=7)
        _, told = saved_picture(widget)
        assert wanted in told
        assert widget.locator(".u-key").inner_text().split()[-1] in told


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    windows = page.locator("[data-widget=SequenceTensor]").first
    press = keys(page)

    windows.locator("[data-action=numbers]").focus()
    tab_to(windows, "form[data-question=count] input")
    page.keyboard.type("55")
    press("Enter")
    assert "You said 55, and 55 it is" in windows.locator("[data-verdict=count]").inner_text()
    tab_to(windows, "form[data-question=leak] [data-skip]")
    press("Enter")
    tab_to(windows, "[data-trait=window]")
    for key, value in [("ArrowRight", 6), ("PageUp", 11), ("PageDown", 6), ("End", 24), ("Home", 1), ("ArrowUp", 2)]:
        press(key)
        assert windows.locator("[data-trait=window]").input_value() == str(value), key
    assert windows.locator("[data-trait=window]").get_attribute("aria-valuetext") == "2 steps"
    assert exact(windows, "n") == sequences.n_windows(60, 2)
    tab_to(windows, "[data-trait=order]")
    press("ArrowRight")
    assert windows.locator("[data-trait=order][value='split first']").is_checked()
    windows.locator("[data-action=python]").focus()
    tab_to(windows, "[data-action=numbers]", "Shift+Tab")
    press("Enter")
    assert windows.locator("[data-slot=numbers] table").is_visible()
    tab_to(windows, "[data-action=reset]")
    press("Enter")
    assert windows.locator("[data-trait=window]").input_value() == "5"


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    windows = page.locator("[data-widget=SequenceTensor]").first
    unlock(windows)
    choose(windows, window=7, stride=3, horizon=2, selected=4)
    names = {}
    exec(copied_python(windows), names)  # noqa: S102, our own page's code
    assert len(names["X"]) == exact(windows, "n")
    np.testing.assert_allclose(
        names["X"][4], [exacts(windows, [f"X.{t}.{i}" for i in range(3)]) for t in range(7)], rtol=1e-12
    )


def test_print_shows_the_present_state_without_controls(widgets):
    windows, _ = widgets
    unlock(windows)
    choose(windows, window=9)
    assert_prints(windows, "windows of 9 timesteps")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_open_widgets_are_accessible_and_fit(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    for widget in page.locator("[data-widget=SequenceTensor]").all():
        unlock(widget)
        widget.locator("[data-action=numbers]").click()
        assert small_targets(widget) == []
    assert axe(page, widget) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_drawing_follows_the_theme_at_once(open_page, site):
    page = open_page(site + CHAPTER, color_scheme="light")
    windows = page.locator("[data-widget=SequenceTensor]").first
    text = windows.locator("svg text").first
    before = text.evaluate("e => getComputedStyle(e).fill")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert text.evaluate("e => getComputedStyle(e).fill") != before
