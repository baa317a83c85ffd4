"""The pictures of the README and of link previews, made from the built book by `make screenshots`."""

import functools
import http.server
import threading
from pathlib import Path

from browser import launch
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "_build" / "html"
PICTURES = ROOT / "_static"

# The card that social networks show: the cover's drawing and promise, and nothing else of the page.
CARD = """
document.body.innerHTML = `<main style="padding:56px 64px;font:600 30px/1.4 system-ui;color:var(--u-ink)">
<h1 style="font-size:72px;letter-spacing:-.02em;margin:0">Unrolled</h1>
<p style="margin:8px 0 28px;color:var(--u-muted)">Recurrent neural networks you can take apart</p>
${document.querySelector('.u-hero svg').outerHTML}</main>`;
document.querySelector('svg').style.width = '100%';
"""


def main():
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=SITE)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as playwright:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1200, "height": 630}, color_scheme="light")
        page.goto(base + "index.html", wait_until="networkidle")
        page.evaluate(CARD)
        page.screenshot(path=PICTURES / "social.png")
        page = browser.new_page(viewport={"width": 1280, "height": 860}, color_scheme="light")
        page.goto(base + "chapters/01_sequence_tensors.html", wait_until="networkidle")
        widget = page.locator(".unrolled-widget").first
        skip = widget.get_by_role("button", name="Skip")
        if skip.count():
            skip.first.click()
        widget.evaluate("e => e.scrollIntoView({ block: 'start' })")
        page.evaluate("window.scrollBy(0, -60)")
        page.screenshot(path=PICTURES / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    main()
