"""W12 in the built chapter, as a reader uses it: it trains, stops, diverges, and tells what it does."""

import math

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn, drawn_groups, exact, keys, pick, saved_picture, tab_to, words

from unrolled.training import EarlyStopping
from unrolled.widgets.training_dial import EPOCHS, OPTIMIZERS, schedule, train

CHAPTER = "chapters/08_training.html"
# optimizer, log10 of the rate, schedule, log10 of the largest norm, patience, min_delta, epoch that is read
SETTINGS = [
    ("Adam", -1.5, "constant", None, 5, 0, 1),
    ("Adam", -1.5, "cosine", -0.5, 20, 0, 60),
    ("SGD", -1, "step", None, 3, 0.02, 17),
    ("SGD", -2, "exponential", 1, 30, 0, 40),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=TrainingDial]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def clip(widget, on):
    widget.locator("[data-trait=clip]").set_checked(on, force=True)
    drawn(widget)


def take(widget, optimizer, log10_rate, name, log10_clip, patience, min_delta, epoch):
    unlock(widget)
    pick(widget, "optimizer", optimizer)
    pick(widget, "schedule", name)
    clip(widget, log10_clip is not None)
    if log10_clip is not None:
        choose(widget, log10_clip=log10_clip)
    choose(widget, log10_rate=log10_rate, patience=patience, min_delta=min_delta, epoch=epoch)


def in_numpy(optimizer, log10_rate, name, log10_clip, patience, min_delta, epoch):
    """The losses, and what early stopping makes of them."""
    rate = schedule(name, 10**log10_rate)
    run = train(OPTIMIZERS[optimizer](rate), None if log10_clip is None else 10**log10_clip)
    lost = [math.nan] * (EPOCHS - len(run.validation))
    return run, EarlyStopping(patience, float(min_delta)).follow([*run.validation, *lost])


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_numbers_equal_numpy(widget, setting):
    take(widget, *setting)
    run, watch = in_numpy(*setting)
    epoch = setting[-1] - 1
    for name, values in {"training": run.training, "validation": run.validation, "norm": run.norms}.items():
        assert exact(widget, name) == pytest.approx(values[epoch], rel=1e-10), name
    rate = schedule(setting[2], 10 ** setting[1])
    expected = rate(3 * epoch + 2) if callable(rate) else rate
    assert exact(widget, "rate") == pytest.approx(expected, rel=1e-12)
    assert exact(widget, "best") == watch.best_epoch + 1
    assert exact(widget, "best_loss") == pytest.approx(watch.best, rel=1e-10)
    if watch.stopped_epoch is not None:
        assert exact(widget, "stopped") == watch.stopped_epoch + 1
    last = EPOCHS - 1 if watch.stopped_epoch is None else watch.stopped_epoch
    assert exact(widget, "kept_loss") == pytest.approx(run.validation[last], rel=1e-10)
    assert exact(widget, "restored_loss") == pytest.approx(watch.best, rel=1e-10)
    assert exact(widget, "lowest") == run.validation.argmin() + 1
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


def test_the_prediction_unlocks_is_quoted_and_then_asks_for_the_weights(widget):
    slider = widget.locator("[data-trait=patience]")
    assert slider.is_disabled()
    mark = widget.locator("svg text", has_text="stops after epoch 15")
    stopped, kept = (widget.locator(f"[data-value={name}]") for name in ("stopped", "kept_loss"))
    assert not mark.is_visible() and not stopped.is_visible() and not kept.is_visible()
    widget.locator("form[data-question=stop] input").fill("32")
    click(widget.get_by_role("button", name="Check"))
    told = widget.locator("[data-verdict=stop]").inner_text()
    assert "You said 32; after epoch 15. Epoch 32 has the lowest loss of the whole drawing, 0.305" in told
    assert slider.is_enabled() and mark.is_visible() and stopped.is_visible() and not kept.is_visible()
    click(widget.locator("form[data-question=weights] [data-answer=best]"))
    told = widget.locator("[data-verdict=weights]").inner_text()
    assert "You said those of the best epoch; it holds those of epoch 15, the last." in told and "0.416" in told
    assert kept.is_visible()


def test_a_rate_that_diverges_is_told_in_words(widget):
    unlock(widget)
    pick(widget, "optimizer", "SGD")
    choose(widget, log10_rate=0.5, epoch=60)
    assert widget.locator("svg text", has_text="no finite number from epoch 49 on").is_visible()
    assert "in epoch 49 is no finite number any more" in widget.locator("figcaption").inner_text()
    assert widget.locator("[data-slot=readings] .u-alarm").count() == 3
    widget.locator("[data-action=numbers]").click()
    assert widget.locator("[data-slot=numbers] tbody tr").nth(48).locator("td").first.inner_text() == "no finite number"
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())
    clip(widget, True)
    assert widget.locator("[data-slot=readings] .u-alarm").count() == 0


def test_everything_by_keyboard_alone(widget):
    press = keys(widget.page)
    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "form[data-question=stop] input")
    widget.page.keyboard.type("15")
    press("Enter")
    assert "You said 15, and so it is" in widget.locator("[data-verdict=stop]").inner_text()
    tab_to(widget, "form[data-question=weights] [data-answer=last]")
    press("Enter")
    tab_to(widget, "[data-trait=optimizer]")
    press("ArrowLeft")
    assert widget.locator("[data-trait=optimizer][value=SGD]").is_checked()
    tab_to(widget, "[data-trait=schedule]")
    press("ArrowRight")
    assert widget.locator("[data-trait=schedule][value=exponential]").is_checked()
    tab_to(widget, "[data-trait=log10_rate]")
    for key, value in [("ArrowRight", "0.0398"), ("PageUp", "0.126"), ("End", "3.16"), ("Home", "0.001")]:
        press(key)
        assert widget.locator("[data-trait=log10_rate]").get_attribute("aria-valuetext") == value, key
    tab_to(widget, "[data-trait=patience]")
    press("Home")
    assert widget.locator("[data-trait=patience]").get_attribute("aria-valuetext") == "1 epoch"
    tab_to(widget, "[data-trait=min_delta]")
    press("ArrowRight")
    assert widget.locator("[data-trait=min_delta]").get_attribute("aria-valuetext") == "0.005"
    tab_to(widget, "[data-trait=clip]")
    press("Space")
    tab_to(widget, "[data-trait=log10_clip]")
    press("Home")
    assert widget.locator("[data-trait=log10_clip]").get_attribute("aria-valuetext") == "0.01"
    tab_to(widget, "[data-trait=epoch]")
    press("End")
    run, _ = in_numpy("SGD", -3, "exponential", -2, 1, 0.005, 60)
    assert exact(widget, "validation") == pytest.approx(run.validation[59], rel=1e-10)


def test_the_marks_stand_where_the_numbers_say(widget):
    unlock(widget)
    choose(widget, epoch=40)
    chart = widget.locator("[data-slot=chart] svg.u-figure").bounding_box()

    def middle(selector):
        box = widget.locator(f"[data-slot=chart] {selector}").first.bounding_box()
        return box["x"] + box["width"] / 2

    for selector, epoch in {".u-stop": 15, ".u-best": 10, ".u-missed": 32, ".u-marker": 40}.items():
        assert middle(selector) == pytest.approx(chart["x"] + epoch / 60 * chart["width"], abs=1), selector
    thumb = widget.locator("[data-trait=epoch]").bounding_box()
    at = thumb["x"] + 9 + (40 - 1) / 59 * (thumb["width"] - 18)
    assert at == pytest.approx(middle(".u-marker"), abs=1.5)


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, *SETTINGS[2])
    click(widget.locator("[data-action=reset]"))
    assert words(widget) == first
    assert widget.locator("[data-trait=patience]").is_disabled()


def test_the_table_shows_every_epoch(widget):
    unlock(widget)
    widget.locator("[data-action=numbers]").click()
    rows = widget.locator("[data-slot=numbers] tbody tr")
    assert rows.count() == 60
    assert rows.nth(9).locator("td").all_inner_texts() == ["0.123", "0.374", "0.673", "0.0316"]


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=TrainingDial]")
    take(widget, *SETTINGS[1])
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    assert names["training"][59] == pytest.approx(exact(widget, "training"), rel=1e-10)
    assert names["validation"][59] == pytest.approx(exact(widget, "validation"), rel=1e-10)
    assert names["norms"][59] == pytest.approx(exact(widget, "norm"), rel=1e-10)
    assert names["stopping"].best_epoch + 1 == exact(widget, "best")
    assert np.min(names["validation"]) == pytest.approx(exact(widget, "lowest_loss"), rel=1e-10)


def test_the_saved_picture_tells_its_settings_and_hides_what_is_asked(widget):
    veiled, _ = saved_picture(widget)
    unlock(widget)
    clip(widget, True)
    unveiled, told = saved_picture(widget)
    assert drawn_groups(unveiled) > drawn_groups(veiled)
    for wanted in ("optimizer: Adam", "learning rate: 0.0316", "clip gradients: on", "largest norm: 1", "patience: 5 epochs", "Solid: validation loss"):
        assert wanted in told, wanted


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, *SETTINGS[0])
    choose(widget, patience=10)
    assert_prints(widget, "Early stopping with patience 10 ends it after epoch 42")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_moved(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=TrainingDial]")
    unlock(widget)
    choose(widget, patience=7)  # the verdict is told in one line from here on
    place = widget.locator("[data-slot=stopping]").bounding_box()
    for patience, log10_rate in ((1, -3), (30, -1), (12, 0.5)):
        choose(widget, patience=patience, log10_rate=log10_rate)
        now = widget.locator("[data-slot=stopping]").bounding_box()
        assert (now["y"], now["width"]) == (place["y"], place["width"])


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
@pytest.mark.parametrize("setting", [("Adam", -1.5, "constant", None, 10, 0, 60), ("SGD", 0.5, "cosine", None, 1, 0, 1), ("Adam", 0.5, "step", -2, 30, 0.1, 30)], ids=str)
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme, setting):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=TrainingDial]")
    take(widget, *setting)
    widget.locator("[data-action=numbers]").click()
    assert_fits(widget, axe)
