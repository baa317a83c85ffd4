"""The built book, served, and a browser that records what a page should not do."""

from pathlib import Path

import pytest
from browser import SITE, serve
from hands import ALIVE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def site():
    """Address of the built book."""
    if not (SITE / "index.html").exists():
        pytest.fail("the book is not built: run `make book` first")
    with serve(SITE) as address:
        yield address


@pytest.fixture
def open_page(browser):
    """Opens an address with everything outside its host blocked.

    What went wrong while the page was open (console errors, outside requests, answers of 400 and
    above) is in `page.faults`.
    """
    contexts = []

    def open_one(url, *, width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        host = "/".join(url.split("/")[:3])

        def guard(route):
            if route.request.url.startswith((host + "/", "data:", "blob:")):
                return route.continue_()
            page.faults.append(f"asked {route.request.url}")
            return route.abort()

        page.route("**/*", guard)
        page.on("console", lambda m: m.type in ("error", "warning") and page.faults.append(m.text))
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("response", lambda r: r.status >= 400 and page.faults.append(f"{r.status} {r.url}"))
        page.goto(url, wait_until="networkidle")
        if options.get("java_script_enabled", True):
            page.wait_for_function(ALIVE)
        return page

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def axe():
    """Runs axe-core in a page and returns its violations as readable lines."""
    script = (ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")

    def check(page):
        # Sections that are laid out late would go unseen.
        page.add_style_tag(content="* { content-visibility: visible !important; }")
        page.evaluate(script)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        return [
            f"{rule['impact']} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]
        ]

    return check
