"""The built book, served, and a browser that records what a page should not do."""

from collections import defaultdict
from pathlib import Path

import pytest
from browser import SITE, serve
from hands import ALIVE, await_scrollers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site():
    """Address of the built book."""
    if not (SITE / "index.html").exists():
        pytest.fail("the book is not built: run `make book` first")
    with serve(SITE) as address:
        yield address


@pytest.fixture(scope="session")
def free_tabs():
    """Tabs that no test uses at the moment, by their options: to open one takes as long as a page."""
    return defaultdict(list)


@pytest.fixture
def open_page(browser, free_tabs):
    """Opens an address with everything outside its host blocked, and nothing kept of other tests but the cache.

    script: runs before those of the page, in a new tab, which has nothing in its cache
    What went wrong while the page was open (console errors, outside requests, answers of 400 and
    above) is in `page.faults`.
    """
    used = []

    def open_one(url, *, width=1280, height=900, color_scheme="light", script=None, **options):
        kind = repr((options, script))
        page = free_tabs[kind].pop() if free_tabs[kind] and not script else _new_tab(browser, options, script)
        used.append((kind, page))
        page.faults, page.host = [], "/".join(url.split("/")[:3]) + "/"
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(media="screen", color_scheme=color_scheme)
        page.goto(url)
        if options.get("java_script_enabled", True):
            page.evaluate("window.dispatchEvent(new Event('scroll'))")  # a reader is there
            page.wait_for_function(ALIVE)
        return page

    yield open_one
    for kind, page in used:
        page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.goto("about:blank")
        free_tabs[kind].append(page)


def _new_tab(browser, options, script):
    nowhere = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}  # where outside requests end
    page = browser.new_context(proxy=nowhere, **options).new_page()
    if script:
        page.add_init_script(script)
    inside = ("data:", "blob:", "about:")
    page.on("request", lambda r: r.url.startswith((page.host, *inside)) or page.faults.append(f"asked {r.url}"))
    page.on("console", lambda m: m.type in ("error", "warning") and page.faults.append(m.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.on("response", lambda r: r.status >= 400 and page.faults.append(f"{r.status} {r.url}"))
    return page


@pytest.fixture(scope="session")
def axe():
    """Runs axe-core in a page, or on a widget of it, and returns its violations as readable lines."""
    script = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def check(page, widget=None, contrast=True):
        # Sections that are laid out late would go unseen.
        page.add_style_tag(content="* { content-visibility: visible !important; }")
        await_scrollers(page)
        part = "html"
        if widget:  # what is hidden axe passes over
            part = f"[data-widget={widget.get_attribute('data-widget')}]"
            hidden, shown = f"body *:not({part}, {part} *)", f"{part} {{ visibility: visible !important; }}"
            page.add_style_tag(content=f"{hidden} {{ visibility: hidden !important; }} {shown}")
        page.evaluate(script)
        options = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
        found = page.evaluate("([part, options]) => axe.run(part, options)", [part, options])["violations"]
        return [
            f"{rule['impact']} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]
        ]

    return check
