"""What a reader does to a widget, and the numbers that its page shows."""


def choose(widget, **settings):
    """Move sliders, and wait for the drawing."""
    for trait, value in settings.items():
        widget.locator(f"[data-trait={trait}]").fill(str(value))
    drawn(widget)


def pick(widget, trait, value):
    """Take one of several, and wait for the drawing."""
    widget.locator(f"[data-trait={trait}][value='{value}']").check(force=True)
    drawn(widget)


def drawn(widget):
    """Two events within one frame are drawn in the next one."""
    widget.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def exact(widget, name):
    """The number of a read-out in full precision."""
    return float(widget.locator(f"[data-value='{name}']").first.get_attribute("data-exact"))
