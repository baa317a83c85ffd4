"""W10 in the built chapter, as a reader uses it: its runs, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn_groups, exact, exacts, keys, pick, saved_picture, tab_to, words

from unrolled.widgets.free_run import RUNS, STARTS, draws, errors, first_above, network, run, series

CHAPTER = "chapters/07_seq2seq.html"
SETTINGS = [  # training, forcing, noise, start, horizon, seed
    ("forcing", 0, 0, 90, 60, 0),
    ("noise", 0.5, 0.1, 60, 100, 7),
    ("sampling", 1, 0.3, 160, 10, 99),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=FreeRun]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def take(widget, training, forcing, noise, start, horizon, seed):
    """Skip the questions, and set everything."""
    unlock(widget)
    pick(widget, "training", training)
    choose(widget, forcing=forcing, noise=noise, start=start, horizon=horizon, seed=seed)


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_equal_numpy(widget, setting):
    training, forcing, noise, start, horizon, seed = setting
    take(widget, *setting)
    click(widget.locator("[data-action=numbers]"))
    x, net = series(), network(training)
    runs = RUNS if noise > 0 or 0 < forcing < 1 else 1
    fan = run(net, x, [start] * runs, *draws(seed, np.arange(runs) + len(STARTS), horizon), forcing, noise)
    shown = widget.locator("[data-value^='run.']").evaluate_all("all => all.map(e => Number(e.dataset.exact))")
    np.testing.assert_allclose(np.reshape(shown, (horizon, runs)).T, fan, rtol=1e-12, atol=1e-12)
    u, z = draws(seed, range(len(STARTS)), horizon)
    rmse = errors(net, x, u, z, forcing, noise)
    shown = exacts(widget, [f"rmse.{h}" for h in (1, 2, horizon)])
    np.testing.assert_allclose(shown, rmse[[0, 1, -1]], rtol=1e-12, atol=1e-12)
    assert exact(widget, "last") == pytest.approx(rmse[-1], rel=1e-12)
    assert exact(widget, "one_step") == pytest.approx(np.sqrt(np.mean(errors(net, x, u, z, 1.0) ** 2)), rel=1e-12)
    leaves = widget.locator("[data-value=leaves]")
    assert (int(leaves.inner_text()) if leaves.count() else None) == first_above(rmse)
    assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())


def test_the_predictions_unlock_and_are_quoted(widget):
    slider = widget.locator("[data-trait=start]")
    assert slider.is_disabled()
    assert not widget.locator("[data-value=last]").is_visible()
    form = widget.locator("form[data-question=leave]")
    form.locator("input").fill("55")
    click(form.locator("[type=submit]"))
    told = widget.locator("[data-verdict=leave]").inner_text()
    u, z = draws(0, range(len(STARTS)), 60)
    rmse = errors(network(), series(), u, z)
    assert f"You said 55; it is {first_above(rmse)}. At your step 55 the RMSE is {rmse[54]:.3g}" in told
    assert slider.is_enabled() and widget.locator("[data-value=last]").is_visible()
    # The other networks' runs wait for the second answer.
    pick(widget, "training", "noise")
    assert not widget.locator("[data-value=last]").is_visible()
    click(widget.locator("form[data-question=cure] [data-answer=sampling]"))
    assert "You said own forecasts: that network passes 0.3 at step" in widget.locator("[data-verdict=cure]").inner_text()
    assert widget.locator("[data-value=last]").is_visible()


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, *SETTINGS[1])
    pick(widget, "axis", "linear")
    click(widget.locator("[data-action=reset]"))
    assert words(widget) == first
    assert widget.locator("[data-trait=start]").is_disabled()


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=FreeRun]")
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, ".u-answer input")
    press("1")
    press("0")
    press("Enter")
    assert "You said 10" in widget.locator("[data-verdict=leave]").inner_text()
    tab_to(widget, "[data-answer=noise]")
    press("Enter")
    assert "You said noisy inputs, and so it is." in widget.locator("[data-verdict=cure]").inner_text()
    tab_to(widget, "[data-trait=training]")
    press("ArrowRight")
    assert widget.locator("[data-trait=training][value=noise]").is_checked()
    tab_to(widget, "[data-trait=forcing]")
    for key, told in [("ArrowRight", "0.05"), ("PageUp", "0.30"), ("End", "1, forced"), ("Home", "0, free")]:
        press(key)
        assert widget.locator("[data-trait=forcing]").get_attribute("aria-valuetext") == told
    tab_to(widget, "[data-trait=horizon]")
    press("End")
    u, z = draws(0, range(len(STARTS)), 100)
    assert exact(widget, "last") == pytest.approx(errors(network("noise"), series(), u, z)[-1], rel=1e-9)
    tab_to(widget, "[data-trait=axis]")
    press("ArrowRight")
    assert widget.locator("[data-trait=axis][value=linear]").is_checked()


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=FreeRun]")
    take(widget, *SETTINGS[1])
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    assert names["rmse"][-1] == pytest.approx(exact(widget, "last"), rel=1e-12)
    assert names["one_step"] == pytest.approx(exact(widget, "one_step"), rel=1e-12)


def test_the_saved_picture_tells_its_settings_and_hides_what_is_asked(widget):
    veiled, _ = saved_picture(widget)
    take(widget, *SETTINGS[1])
    unveiled, told = saved_picture(widget)
    assert drawn_groups(unveiled) > drawn_groups(veiled)
    for wanted in ("trained with: noisy inputs", "probability of a true input: 0.50", "seed of chance: 7", "RMSE by horizon"):
        assert wanted in told


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=FreeRun]")
    unlock(widget)

    def places():  # on the page, wherever it is scrolled to
        return widget.locator(".u-chart").evaluate_all("all => all.map(e => [e.getBoundingClientRect().top + scrollY, e.offsetHeight])")

    before = places()
    for settings in ({"horizon": 10}, {"start": 160}, {"forcing": 0.5}, {"seed": 9}):
        choose(widget, **settings)
        assert places() == before


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, *SETTINGS[1])
    assert_prints(widget, "reads the truth with probability 0.50")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=FreeRun]")
    take(widget, *SETTINGS[1])
    click(widget.locator("[data-action=numbers]"))
    assert_fits(widget, axe)
