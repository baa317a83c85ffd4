"""What a reader does to a widget, and the numbers that its page shows."""


def choose(widget, **settings):
    """Move sliders."""
    for trait, value in settings.items():
        widget.locator(f"[data-trait={trait}]").fill(str(value))


def pick(widget, trait, value):
    """Take one of several."""
    widget.locator(f"[data-trait={trait}][value='{value}']").check(force=True)


def exact(widget, name):
    """The number of a read-out in full precision."""
    return float(widget.locator(f"[data-value='{name}']").first.get_attribute("data-exact"))
