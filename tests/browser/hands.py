"""What a reader does to a widget, and what its page shows and hands out."""

from xml.etree import ElementTree

from browser import two_frames

# Every widget draws, and what is off the screen has found its place.
ALIVE = """
!document.querySelector(".u-mount") || document.documentElement.dataset.settled
&& [...document.querySelectorAll(".u-mount")].every(slot => slot.dataset.ready)
"""

# The theme gives the focus to what scrolls, a moment after it is laid out.
SCROLLERS = """
() => [...document.querySelectorAll("pre, .nboutput > .output_area, .cell_output > .output, .pst-scrollable-table-container")]
  .every(e => !e.checkVisibility({ contentVisibilityAuto: true }) || (e.scrollWidth > e.clientWidth) === (e.tabIndex === 0))
"""


def await_scrollers(page):
    """Wait until Tab stops at all that scrolls, and at nothing that does not."""
    page.evaluate("document.dispatchEvent(new Event('contentvisibilityautostatechange'))")
    page.wait_for_function(SCROLLERS)


def choose(widget, **settings):
    """Move sliders, and wait for the drawing."""
    for trait, value in settings.items():
        widget.locator(f"[data-trait={trait}]").fill(str(value))
    drawn(widget)


def pick(widget, trait, value):
    """Take one of several, and wait for the drawing."""
    widget.locator(f"[data-trait={trait}][value='{value}']").check(force=True)
    drawn(widget)


def click(locator):
    """Click, and wait for the drawing."""
    locator.click()
    two_frames(locator.page)


def drawn(widget):
    """Two events within one frame are drawn in the next one."""
    two_frames(widget.page)


def keys(page):
    """A function that presses a key and waits for the drawing."""

    def press(key):
        page.keyboard.press(key)
        two_frames(page)

    return press


def exact(widget, name):
    """The number of a read-out in full precision."""
    return float(widget.locator(f"[data-value='{name}']").first.get_attribute("data-exact"))


def exacts(widget, names):
    """The numbers of several read-outs, in one way to the browser and back."""
    find = "(root, names) => names.map(name => root.querySelector(`[data-value='${name}']`).dataset.exact)"
    return list(map(float, widget.evaluate(find, names)))


def tab_to(widget, selector, key="Tab"):
    """Press Tab, or Shift+Tab, until the selector has the focus."""
    for _ in range(80):
        widget.page.keyboard.press(key)
        if widget.page.evaluate("s => document.activeElement.matches(s)", selector):
            return
    raise AssertionError(f"{key} does not reach {selector}")


def copied_python(widget):
    """The code that "Copy Python" puts on the clipboard, for which the page needs permission."""
    widget.locator("[data-action=python]").click()
    widget.page.wait_for_function("navigator.clipboard.readText().then(text => text.includes('import'))")
    return widget.page.evaluate("navigator.clipboard.readText()")


def saved_picture(widget):
    """The file that "Save SVG" downloads, as an XML element, and its words."""
    with widget.page.expect_download() as download:
        widget.locator("[data-action=svg]").click()
    root = ElementTree.fromstring(download.value.path().read_text("utf-8"))
    return root, " ".join(" ".join(root.itertext()).split())


def drawn_groups(root):
    """How many groups of a saved picture are drawn."""
    return sum(one.get("display") != "none" for one in root.iter("{http://www.w3.org/2000/svg}g"))


def live_controls(widget):
    """What looks as if it could be pressed or moved; the letters of a formula that are buttons read as a formula all the same."""
    return widget.evaluate(
        "root => [...root.querySelectorAll('button:not(.u-symbol), input, select')]"
        ".filter(e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && e.getBoundingClientRect().width > 1)"
        ".map(e => e.outerHTML.slice(0, 90))"
    )


def assert_prints(widget, told):
    """On paper stand the drawing and its caption with what is told there, and no control."""
    widget.page.emulate_media(media="print")
    assert widget.locator("svg:visible").count()
    assert live_controls(widget) == []
    assert told in widget.locator("figcaption").inner_text()


def small_targets(widget):
    """What is too low to be hit with a finger, 24 pixels; a control is as high as its label."""
    return widget.evaluate(
        "root => [...root.querySelectorAll('button, input, select')].filter(e => e.checkVisibility())"
        ".map(e => e.closest('label') ?? e).filter(e => e.getBoundingClientRect().height < 24)"
        ".map(e => e.outerHTML.slice(0, 90))"
    )


def words(widget):
    """All words of a widget, on the screen or off it, but what is told to screen readers a little later."""
    return widget.evaluate(
        "root => { const copy = root.cloneNode(true); copy.querySelector('.u-live').remove(); return copy.textContent; }"
    ).split()


def assert_fits(widget, axe):
    """Everything can be hit with a finger and is seen whole, nothing scrolls sideways, and axe has no complaint.

    Of the rest of the page axe is asked in `test_pages.py`.
    """
    assert small_targets(widget) == []
    cut = widget.evaluate(
        "root => [...root.querySelectorAll('svg text')]"
        ".filter(e => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width)"
        ".filter(e => { const text = e.getBoundingClientRect(), room = root.getBoundingClientRect();"
        " return text.left < room.left || text.right > room.right; }).map(e => e.textContent)"
    )
    assert cut == []
    assert axe(widget.page, widget) == []
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= widget.page.viewport_size["width"]
