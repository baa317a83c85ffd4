"""W11 in the built chapter, as a reader uses it: its numbers, its questions, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn, drawn_groups, exact, exacts, keys, pick, saved_picture, tab_to, words

from unrolled.widgets.attention_lens import LENGTHS, accuracy, network

CHAPTER = "chapters/07_seq2seq.html"
PI = "3141592653589793"
SETTINGS = [  # score, units, digits, temperature, masked, step
    ("dot", 32, PI, 1, 0, 5),
    ("additive", 16, "20406080", 2.5, 3, 6),
    ("none", 16, "987", 1, 0, 3),
    ("dot", 16, "27182818284590452353", 20, 20, 1),
]


@pytest.fixture
def widget(open_page, site):
    """The chapter's widget, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=AttentionLens]")
    assert found.count() == 1
    yield found
    assert page.faults == []


def write(widget, digits):
    """Type the digits into their field, and wait for the drawing."""
    widget.locator("[data-trait=digits]").fill(digits)
    drawn(widget)


def take(widget, score, units, digits, temperature, masked, step):
    """Set everything, and skip the questions that this raises."""
    unlock(widget)
    drawn(widget)
    pick(widget, "score", score)
    pick(widget, "units", units)
    write(widget, digits)
    choose(widget, step=step)
    if score != "none":
        choose(widget, temperature=temperature, masked=masked)
    unlock(widget)
    drawn(widget)


def in_numpy(score, units, digits, temperature, masked, step):
    mask = np.arange(1, len(digits) + 1)[None] != masked
    return network(score, units).decode([[int(digit) for digit in digits]], mask, temperature), step - 1


@pytest.mark.parametrize("setting", SETTINGS)
def test_numbers_equal_numpy(widget, setting):
    score, units, digits, *_ = setting
    take(widget, *setting)
    widget.locator("[data-action=numbers]").click()
    expected, s = in_numpy(*setting)
    T = len(digits)
    assert exact(widget, "said") == expected.said[0, s]
    assert exact(widget, "right") == int(digits[-1 - s])
    assert exact(widget, "fits") == sum(int(a) == b for a, b in zip(digits[::-1], expected.said[0]))
    chances = np.exp(expected.logits[0, s] - expected.logits[0, s].max())
    assert exact(widget, "probability") == pytest.approx(chances.max() / chances.sum(), rel=1e-12)
    measured = accuracy(score, units)
    for name, key in (("accuracy", "shipped"), ("low", "low"), ("high", "high")):
        assert exact(widget, name) == measured[key][T - LENGTHS[0]]

    def row(name, count):
        return exacts(widget, [f"{name}.{k + 1}" for k in range(count)])

    np.testing.assert_allclose(row("logits", 10), expected.logits[0, s], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(row("S", units), expected.S[0, s], rtol=1e-12, atol=1e-12)
    if score == "none":
        assert widget.locator("[data-value=weight]").count() == 0
        return
    weights = expected.weights[0, s]
    np.testing.assert_allclose(row("scores", T), expected.scores[0, s], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(row("weights", T), weights, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(row("c", units), expected.context[0, s], rtol=1e-12, atol=1e-12)
    assert exact(widget, "weight") == pytest.approx(weights.max(), rel=1e-12)
    assert exact(widget, "score") == pytest.approx(expected.scores[0, s, weights.argmax()], rel=1e-12)
    seen = weights[weights > 0]
    assert exact(widget, "spread") == pytest.approx(np.exp(-np.sum(seen * np.log(seen))), rel=1e-10)
    unit = int(exact(widget, "unit")) - 1
    assert exact(widget, "context") == pytest.approx(expected.context[0, s, unit], rel=1e-12)
    assert abs(expected.context[0, s, unit]) == pytest.approx(np.abs(expected.context[0, s]).max())


def test_the_prediction_unlocks_and_is_quoted(widget):
    choice = widget.locator("[data-trait=score]").first
    assert choice.is_disabled()
    assert not widget.locator("[data-value=accuracy]").is_visible()
    widget.locator(".u-answer input").fill("60")
    click(widget.locator(".u-answer [type=submit]"))
    told = widget.locator("[data-verdict=bottleneck]").inner_text().replace("\xa0", " ")
    truth = 100 * accuracy("none", 32)["shipped"][16 - LENGTHS[0]]
    assert f"You said 60 %; it is {truth:.1f}".removesuffix(".0") in told and "96.9 % right for each of the 16 digits" in told
    assert choice.is_enabled() and widget.locator("[data-value=accuracy]").is_visible()
    pick(widget, "score", "dot")
    assert exact(widget, "accuracy") == accuracy("dot", 32)["shipped"][16 - LENGTHS[0]]


def test_masking_the_token_that_a_step_needs_makes_its_digit_wrong(widget):
    take(widget, "dot", 32, PI, 1, 0, 9)
    assert exact(widget, "fits") == 16
    click(widget.locator(f"[data-pick=masked][data-to='{17 - 9}']"))
    assert not widget.locator("[data-value=said]").is_visible()
    click(widget.locator("[data-answer=none]"))
    told = widget.locator("[data-verdict=mask]").inner_text()
    assert "You said none; the digit of step 9 alone changes." in told
    assert exact(widget, "said") != exact(widget, "right") and exact(widget, "fits") == 15
    click(widget.locator("[data-pick=masked][data-to='0']"))
    assert exact(widget, "fits") == 16


def test_temperature_takes_one_token_or_all(widget):
    take(widget, "dot", 32, PI, 0.1, 0, 8)
    sharp = exact(widget, "spread")
    choose(widget, temperature=20)
    assert sharp < 1.1 and exact(widget, "spread") > 5
    assert exact(widget, "fits") < 16


def test_digits_are_typed_and_refused_in_words(widget):
    unlock(widget)
    write(widget, "12")
    fault = widget.locator(".u-fault")
    assert fault.inner_text() == "digits must be 3 to 20 digits from 0 to 9; there is “12”."
    field = widget.locator("[data-trait=digits]")
    assert field.input_value() == "12"  # still being typed
    write(widget, "12x4")
    assert "there is “12x4”" in fault.inner_text()
    field.press("Tab")
    drawn(widget)
    assert field.input_value() == PI and not fault.is_visible()
    write(widget, "5550123")
    assert widget.locator("[data-trait=length]").get_attribute("aria-valuetext") == "7 digits"
    assert "read 5550123 and say" in widget.locator("figcaption").inner_text()
    choose(widget, length=4)
    assert field.input_value() == "5550"
    click(widget.locator("[data-edit=random]"))
    assert len(field.input_value()) == 4 and field.input_value() != "5550"


def test_reset_asks_again(widget):
    first = words(widget)
    take(widget, *SETTINGS[1])
    click(widget.locator("[data-action=reset]"))
    assert words(widget) == first
    assert widget.locator("[data-trait=step]").is_disabled()
    assert widget.locator("[data-trait=digits]").input_value() == PI


def test_everything_by_keyboard_alone(open_page, site):
    page = open_page(site + CHAPTER)
    widget = page.locator("[data-widget=AttentionLens]")
    press = keys(page)

    widget.locator("[data-action=reset]").focus()
    tab_to(widget, ".u-answer input")
    press("0")
    press("Enter")
    assert "You said 0\xa0%, and it is" in widget.locator("[data-verdict=bottleneck]").inner_text()
    tab_to(widget, "[data-trait=score]")
    press("ArrowRight")
    assert widget.locator("[data-trait=score][value=dot]").is_checked()
    tab_to(widget, "[data-trait=units]")
    press("ArrowLeft")
    assert widget.locator("[data-trait=units][value='16']").is_checked()
    tab_to(widget, "[data-trait=temperature]")
    for key, value in [("ArrowRight", "1.1"), ("PageUp", "1.6"), ("Home", "0.1"), ("End", "20")]:
        press(key)
        assert widget.locator("[data-trait=temperature]").get_attribute("aria-valuetext") == value
    tab_to(widget, "[data-trait=digits]")
    press("Control+a")
    for key in "40213":
        press(key)
    tab_to(widget, "[data-trait=length]")
    assert widget.locator("[data-trait=length]").get_attribute("aria-valuetext") == "5 digits"
    press("ArrowRight")
    assert widget.locator("[data-trait=digits]").input_value().startswith("40213")
    press("PageDown")
    assert widget.locator("[data-trait=digits]").input_value() == "402"
    tab_to(widget, "[data-trait=step]")
    press("End")
    assert widget.locator("[data-trait=step]").get_attribute("aria-valuetext") == "3 of 3"
    tab_to(widget, "[data-trait=masked]")
    press("ArrowRight")
    assert widget.locator("[data-trait=masked]").get_attribute("aria-valuetext") == "token 1: 4"
    tab_to(widget, "[data-answer=one]", "Shift+Tab")
    press("Enter")
    assert "You said that of this step alone" in widget.locator("[data-verdict=mask]").inner_text()


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=AttentionLens]")
    take(widget, *SETTINGS[1])
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    assert names["said"][5] == exact(widget, "said")
    assert names["all_weights"][5].max() == pytest.approx(exact(widget, "weight"), rel=1e-12)
    assert names["contexts"][5][int(exact(widget, "unit")) - 1] == pytest.approx(exact(widget, "context"), rel=1e-12)


def test_the_saved_picture_tells_its_settings_and_hides_what_is_asked(widget):
    veiled, _ = saved_picture(widget)
    assert drawn_groups(veiled) < 2
    take(widget, *SETTINGS[1])
    unveiled, told = saved_picture(widget)
    assert drawn_groups(unveiled) > drawn_groups(veiled)
    for wanted in ("attention: additive", "units: 16", "temperature τ: 2.5", "digits: 20406080", "step t of the decoder: 6 of 8", "masked token: token 3: 4", "Step 6 of 8", "orange up"):
        assert wanted in told


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=AttentionLens]")
    take(widget, *SETTINGS[0])

    def places():
        """Where the map and the slider lie in the widget; the page itself may scroll."""
        top = widget.bounding_box()["y"]
        boxes = [widget.locator(one).bounding_box() for one in (".u-pair", "[data-trait=step]")]
        return [(box["y"] - top, box["height"]) for box in boxes]

    before = places()
    for step in (1, 9, 16):
        choose(widget, step=step)
        assert places() == before
    for temperature in (0.1, 3.3, 20):
        choose(widget, temperature=temperature)
        assert places() == before


def test_print_shows_the_present_state_without_controls(widget):
    take(widget, *SETTINGS[0])
    assert_prints(widget, "16 of 16 digits are right")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light"), (320, "dark")])
@pytest.mark.parametrize("setting", [SETTINGS[2], SETTINGS[3]])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme, setting):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=AttentionLens]")
    take(widget, *setting)
    widget.locator("[data-action=numbers]").click()
    assert_fits(widget, axe)
