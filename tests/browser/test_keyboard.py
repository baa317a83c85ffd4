"""Every page by keyboard alone: each thing that can be used is reached in its order, is seen when it is, and lets go."""

import pytest
from browser import pages, unlock
from hands import await_scrollers

# What Tab should stop at: of a group of radio buttons the one that is chosen, else the first.
STOPS = """
() => {
  const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
  window.stops = all.filter((e) => e.tabIndex >= 0 && !e.matches(":disabled") && !e.closest("[inert], dialog:not([open])")
    && e.checkVisibility({ visibilityProperty: true })
    && (e.type !== "radio" || e === (document.querySelector(`[name="${e.name}"]:checked`) ?? document.querySelector(`[name="${e.name}"]`))));
  return window.stops.length;
}
"""
# The place of the focus among them, null at the end of the page; whether it shows, on the element or on what stands for it.
STANDS = """
() => {
  const e = document.activeElement;
  if (e === document.body) return null;
  const shows = (one) => {
    const style = one && getComputedStyle(one);
    return one && (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none");
  };
  const clear = getComputedStyle(e).opacity === "0";
  const field = e.closest(".bd-search"); // the ring is around the glass too
  const seen = clear ? [e.nextElementSibling, e.closest("label"), e.closest(".u-paper")].some(shows) : shows(field ?? e);
  const box = (clear ? e.parentElement : e).getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return { at: window.stops.indexOf(e), seen: seen && inside, what: e.outerHTML.replace(/\\s+/g, " ").slice(0, 120) };
}
"""


@pytest.mark.parametrize("page", pages())
@pytest.mark.parametrize("width", [390, 1280])
def test_tab_goes_through_the_page_and_is_seen(open_page, site, page, width):
    opened = open_page(site + page, width=width, reduced_motion="reduce")  # what slides in is there at once
    for widget in opened.locator(".unrolled-widget").all():
        unlock(widget)
    await_scrollers(opened)
    opened.evaluate("document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute('tabindex')")
    count = opened.evaluate(STOPS)
    reached, unseen = [], []
    for _ in range(2 * count):
        opened.keyboard.press("Tab")
        if (stop := opened.evaluate(STANDS)) is None or stop["at"] in reached[:1]:
            break  # the end of the page, from where some browsers go on at its beginning
        if not stop["seen"]:
            unseen.append(stop["what"])
        if stop["at"] >= 0:  # else something that scrolls, to which the browser itself gives the focus
            reached.append(stop["at"])
    else:
        raise AssertionError(f"Tab does not leave {stop['what']}")
    assert unseen == []
    missed = sorted(set(range(count)) - set(reached))
    assert opened.evaluate("missed => missed.map(at => window.stops[at].outerHTML.slice(0, 120))", missed) == []
    assert reached == sorted(reached)
