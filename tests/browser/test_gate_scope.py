"""W14 in the built chapter, as a reader uses it: its numbers, its keys, its looks, its picture."""

import numpy as np
import pytest
from browser import unlock
from hands import assert_fits, assert_prints, choose, click, copied_python, drawn, exact, exacts, keys, pick, saved_picture, tab_to, words

from unrolled.widgets import GateScope
from unrolled.widgets.gate_scope import network

CHAPTER = "chapters/10_language_and_speech.html"
PREFIXES = 200
TRACKS = ("i", "f", "c~", "o", "c", "h")


@pytest.fixture
def widget(open_page, site):
    """The chapter's first scope, still locked."""
    page = open_page(site + CHAPTER)
    found = page.locator("[data-widget=GateScope]").first
    yield found
    assert page.faults == []


def idle(widget):
    """Wait for what is found in idle slices."""
    widget.locator("[data-value=occlusion]").wait_for()
    widget.locator("[data-value='near.1']").wait_for()


def numbers(widget):
    """{name: number} of the open table."""
    return dict(widget.locator("[data-slot=numbers] [data-value]").evaluate_all("all => all.map(e => [e.dataset.value, Number(e.dataset.exact)])"))


def prefixes():
    """Texts of one to a hundred characters that the character model knows, some of them of its own kind."""
    rng = np.random.default_rng(200)
    scope = GateScope()
    card = scope.models[0]
    reference = card["reference"]
    for k in range(PREFIXES):
        length = int(rng.integers(1, 100))
        start = int(rng.integers(0, len(reference) - length))
        yield reference[start : start + length] if k % 2 else "".join(rng.choice(card["vocabulary"], length))


def test_200_prefixes_equal_numpy_and_keras(widget):
    keras = pytest.importorskip("keras")
    net = network("characters")
    cell, (W, b, _) = net.layers[0], net.dense[0]
    L = keras.layers
    ids = keras.Input((None,), dtype="int32")
    X = L.Embedding(*net.embedding.shape, dtype="float64")(ids)
    H, _, C = L.LSTM(cell.units, return_sequences=True, return_state=True, dtype="float64")(X)
    model = keras.Model(ids, [H, C, L.Dense(len(b), dtype="float64")(H)])
    model.set_weights([net.embedding, cell.W_x, cell.W_h, cell.b, W, b])
    unlock(widget)
    click(widget.locator("[data-action=numbers]"))
    vocabulary = GateScope().models[0]["vocabulary"]
    right = 0
    for text in prefixes():
        widget.locator("[data-trait=text]").fill(text)
        choose(widget, t=len(text))
        shown = numbers(widget)
        read = np.array([vocabulary.index(sign) for sign in text])
        trace = net.forward(read)
        for track in TRACKS:
            got = [shown[f"{track}.{k + 1}"] for k in range(cell.units)]
            np.testing.assert_allclose(got, trace.layers[0].forward[track][-1], rtol=1e-12, atol=1e-12)
        logits = [shown[f"logit.{j}"] for j in range(len(b))]
        np.testing.assert_allclose(logits, trace.logits[-1], rtol=1e-11, atol=1e-11)
        norm = [shown[f"norm.{s + 1}"] for s in range(len(text))]
        connectivity = net.connectivity(trace, len(text) - 1, int(np.argmax(logits)))
        np.testing.assert_allclose(norm, connectivity.norm, rtol=1e-9, atol=1e-12)
        H, C, keras_logits = (np.array(part)[0] for part in model(read[None]))
        H, keras_logits = H[-1], keras_logits[-1]
        np.testing.assert_allclose([shown[f"h.{k + 1}"] for k in range(cell.units)], H, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose([shown[f"c.{k + 1}"] for k in range(cell.units)], C, rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(logits, keras_logits, rtol=1e-10, atol=1e-10)
        right += int(np.argmax(logits) == np.argmax(keras_logits))
    assert right == PREFIXES


def test_what_is_held_equals_the_same_intervention_in_numpy(widget):
    unlock(widget)
    text = "the mock turtle rep"
    widget.locator("[data-trait=text]").fill(text)
    choose(widget, t=12, unit=7)
    pick(widget, "track", "f")
    choose(widget, hold=0.2)
    pick(widget, "track", "c")
    pick(widget, "span", "all")
    choose(widget, unit=3, hold=-1, t=len(text))
    assert widget.locator(".u-held li").count() == 2
    clamp = {"layer": 0, "direction": "forward", "to": len(text) - 1}
    scope = GateScope(text=text)
    clamps = [clamp | {"track": "f", "unit": 6, "value": 0.2, "from": 11}, clamp | {"track": "c", "unit": 2, "value": -1.0, "from": 0}]
    free, trace = (scope.network.forward(scope.inputs(), some) for some in ([], clamps))
    click(widget.locator("[data-action=numbers]"))
    shown = numbers(widget)
    for j in range(38):
        assert shown[f"output.{j}"] == pytest.approx(trace.outputs[-1, j], rel=1e-12, abs=1e-14)
        assert shown[f"free.{j}"] == pytest.approx(free.outputs[-1, j], rel=1e-12, abs=1e-14)
    best = int(free.outputs[-1].argmax())
    assert exact(widget, "before") == shown[f"free.{best}"] and exact(widget, "after") == shown[f"output.{best}"]
    idle(widget)
    chosen = int(trace.outputs[-1].argmax())
    lost = [float(one) for one in widget.locator("[data-value=occlusion]").get_attribute("data-exact").split()]
    expected = scope.network.occlusion(scope.inputs(), len(text) - 1, chosen, clamps=clamps)
    np.testing.assert_allclose(lost, expected, rtol=1e-9, atol=1e-12)
    # Let go of one, and then of the other.
    click(widget.locator(".u-held button").first)
    click(widget.locator(".u-held button").first)
    assert exact(widget, f"output.{best}") == pytest.approx(free.outputs[-1, best], rel=1e-12)
    assert widget.locator("[data-value=after]").count() == 0


def test_the_prediction_unlocks_and_is_quoted(widget):
    field = widget.locator("[data-trait=text]")
    assert field.is_disabled()
    assert not widget.locator(".u-outputs svg").is_visible()
    answers = widget.locator("[data-question=next] [data-answer]")
    scope = GateScope()
    outputs = scope.trace().outputs[min(scope.t, len(scope.text)) - 1]
    best = scope.models[0]["names"][int(outputs.argmax())]
    wrong = next(one for one in answers.all() if one.get_attribute("data-answer") != best)
    said = wrong.get_attribute("data-answer")
    click(wrong)
    told = widget.locator("[data-verdict=next]").inner_text()
    assert f"You said “{said.replace(' ', '␣')}”, to which it gives" in told
    assert f"{100 * outputs.max():.1f}" in told
    assert field.is_enabled() and widget.locator(".u-outputs svg").is_visible()


def test_a_text_that_cannot_be_read_is_said_and_changes_nothing(widget):
    unlock(widget)
    before = exact(widget, "cell")
    widget.locator("[data-trait=text]").fill("the café")
    drawn(widget)
    assert "“é” cannot be read" in widget.locator(".u-fault").inner_text()
    assert exact(widget, "cell") == before
    widget.locator("[data-trait=text]").fill("THE COFFEE")
    drawn(widget)
    assert not widget.locator(".u-fault").is_visible()
    assert widget.locator("[data-trait=text]").input_value() == "the coffee"


def test_everything_by_keyboard_alone(widget):
    press = keys(widget.page)
    widget.locator("[data-action=reset]").focus()
    tab_to(widget, "[data-skip]")
    press("Enter")
    tab_to(widget, "[data-trait=text]")
    press("End")
    press("s")
    assert widget.locator("[data-trait=text]").input_value().endswith("s")
    T = len(widget.locator("[data-trait=text]").input_value())
    tab_to(widget, "[data-edit=write]")
    press("Enter")
    assert len(widget.locator("[data-trait=text]").input_value()) == T + 1
    tab_to(widget, "[data-trait=output]")
    press("ArrowDown")
    assert widget.locator("[data-trait=output]:checked").get_attribute("id").endswith("output-1")
    tab_to(widget, "[data-trait=track]")
    press("ArrowRight")
    assert widget.locator("[data-trait=track][value=h]").is_checked()
    press("ArrowRight")
    assert widget.locator("[data-trait=track][value=i]").is_checked()
    tab_to(widget, "[data-trait=order]")
    press("ArrowLeft")
    assert widget.locator("[data-trait=order][value=trained]").is_checked()
    tab_to(widget, "[data-trait=unit]", "Shift+Tab")
    press("Home")
    tab_to(widget, ".u-sheet-box", "Shift+Tab")
    for key, told in [("ArrowDown", "unit 2, t = "), ("ArrowLeft", f"unit 2, t = {T}"), ("Home", "unit 2, t = 1:"), ("PageDown", "unit 7, t = 1:")]:
        press(key)
        assert told in widget.locator("[data-slot=heading]").inner_text()
    tab_to(widget, "[data-trait=hold]")
    press("End")
    assert widget.locator(".u-held li").count() == 1 and exact(widget, "cell") == 1
    tab_to(widget, "[data-edit=release]")
    press("Enter")
    assert widget.locator(".u-held li").count() == 0


def test_the_tour_goes_by_keyboard_and_can_be_left(widget):
    unlock(widget)
    press = keys(widget.page)
    widget.locator("[id$=tour-in]").focus()
    press("Enter")
    steps = int(widget.locator(".u-step span").inner_text().split()[-1])
    assert steps == 8
    for step in range(1, steps + 1):
        assert f"Step {step} of {steps}" in widget.locator(".u-guide").inner_text()
        tab_to(widget, "[data-edit=tourAnswer]")
        press("Enter")
        assert widget.locator(".u-happened").inner_text()
        assert not {"NaN", "undefined", "Infinity"} & set(widget.inner_text().split())
        if step < steps:
            tab_to(widget, "[id$=tour-next]")
            press("Enter")
    tab_to(widget, "[id$=tour-out]")
    press("Enter")
    assert widget.locator(".u-guide").count() == 0
    assert widget.page.evaluate("document.activeElement.id").endswith("tour-in")


def test_the_pointer_moves_along_the_input_and_over_the_map(widget):
    unlock(widget)
    text = "and the moral of that is"
    pick(widget, "order", "trained")
    widget.locator("[data-trait=text]").fill(text)
    sheet = widget.locator(".u-sheet-box")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    widget.page.mouse.move(box["x"] + box["width"] * 0.5 / len(text), box["y"] + 1)
    widget.page.mouse.down()
    drawn(widget)
    assert "unit 1, t = 1:" in widget.locator("[data-slot=heading]").inner_text()
    widget.page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] - 1)
    drawn(widget)
    widget.page.mouse.up()
    drawn(widget)
    assert f"unit 96, t = {len(text)}:" in widget.locator("[data-slot=heading]").inner_text()


def test_the_other_networks_draw_and_read_brackets(widget):
    unlock(widget)
    pick(widget, "model", "brackets")
    unlock(widget)
    widget.locator("[data-trait=text]").fill("([")
    drawn(widget)
    click(widget.locator("[data-action=numbers]"))
    expected = GateScope("brackets", text="([").trace().outputs[-1]
    np.testing.assert_allclose(exacts(widget, [f"output.{j}" for j in range(4)]), expected, rtol=1e-12)
    pick(widget, "model", "forecaster")
    unlock(widget)
    series = widget.locator("[data-trait=series]")
    series.focus()
    press = keys(widget.page)
    press("Home")
    press("ArrowUp")
    scope = GateScope("forecaster")
    rows = [list(row) for row in scope.series]
    rows[0][0] = float(series.input_value())
    assert rows[0][0] > scope.series[0][0]
    press("End")
    scope.series = rows
    click(widget.locator("[data-action=numbers]"))
    np.testing.assert_allclose(exact(widget, "output.0"), scope.trace().outputs[-1, 0], rtol=1e-12)


def test_reset_asks_again(widget):
    first = words(widget)
    idle(widget)
    unlock(widget)
    pick(widget, "model", "brackets")
    click(widget.locator("[data-action=reset]"))
    idle(widget)
    assert widget.locator("[data-trait=text]").is_disabled()
    assert [word for word in words(widget) if "computing" not in word][:40] == first[:40]


def test_copied_python_gives_what_is_shown(open_page, site):
    page = open_page(site + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    widget = page.locator("[data-widget=GateScope]").first
    unlock(widget)
    widget.locator("[data-trait=text]").fill("curiouser and curious")
    choose(widget, unit=12, hold=0.5)
    names = {}
    exec(copied_python(widget), names)  # noqa: S102, our own page's code
    click(widget.locator("[data-action=numbers]"))
    for j in (0, 5, 37):
        assert names["prediction"][j] == pytest.approx(exact(widget, f"output.{j}"), rel=1e-12)
        assert names["free"][j] == pytest.approx(exact(widget, f"free.{j}"), rel=1e-12)
    assert names["connectivity"].norm[3] == pytest.approx(exact(widget, "norm.4"), rel=1e-9)


def test_the_saved_picture_has_the_maps_and_the_outputs(widget):
    unlock(widget)
    idle(widget)
    root, told = saved_picture(widget)
    namespace = "{http://www.w3.org/2000/svg}"
    images = [one.get("href") or one.get("{http://www.w3.org/1999/xlink}href") for one in root.iter(f"{namespace}image")]
    assert images and all(one.startswith("data:image/png") for one in images)
    for wanted in ("order of the units: slow first", "gradient × input", "the next character is"):
        assert wanted in told


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_jumps_when_the_widget_is_scrubbed(open_page, site, width):
    page = open_page(site + CHAPTER, width=width)
    widget = page.locator("[data-widget=GateScope]").first
    unlock(widget)
    idle(widget)

    def places():  # on the page, wherever it is scrolled to
        return widget.locator(".u-sheet-box, .u-minis").evaluate_all("all => all.map(e => [Math.round(e.getBoundingClientRect().top + scrollY), e.offsetHeight])")

    before = places()
    for settings in ({"t": 3}, {"unit": 96}, {"t": 40}):
        choose(widget, **settings)
        assert places() == before


def test_print_shows_the_present_state_without_controls(widget):
    unlock(widget)
    choose(widget, t=9)
    assert_prints(widget, "at t = 9 of")


@pytest.mark.parametrize(("width", "scheme", "model"), [(1280, "dark", "characters"), (390, "light", "forecaster"), (320, "dark", "brackets"), (320, "light", "characters")])
def test_open_widget_is_accessible_and_fits(open_page, site, axe, width, scheme, model):
    page = open_page(site + CHAPTER, width=width, color_scheme=scheme)
    widget = page.locator("[data-widget=GateScope]").first
    unlock(widget)
    pick(widget, "model", model)
    unlock(widget)
    choose(widget, hold=0.5)
    click(widget.locator("[data-action=numbers]"))
    idle(widget)
    assert_fits(widget, axe)
