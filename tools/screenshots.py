"""The pictures of the README and of link previews, made from the built book by `make screenshots`."""

from pathlib import Path

from browser import SITE, launch, serve, unlock
from playwright.sync_api import sync_playwright

PICTURES = Path(__file__).resolve().parents[1] / "_static"

# The card that social networks show: the cover's drawing and promise, and nothing else of the page.
CARD = """
document.body.innerHTML = `<main style="padding:56px 64px;font:600 30px/1.4 system-ui;color:var(--u-ink)">
<h1 style="font-size:72px;letter-spacing:-.02em;margin:0">Unrolled</h1>
<p style="margin:8px 0 28px;color:var(--u-muted)">Recurrent neural networks you can take apart</p>
${document.querySelector('.cover-drawing svg').outerHTML}</main>`;
document.querySelector('svg').style.width = '100%';
"""


def main():
    with sync_playwright() as playwright, serve(SITE) as address:
        browser = launch(playwright)
        page = browser.new_page(viewport={"width": 1200, "height": 630}, color_scheme="light")
        page.goto(address + "index.html", wait_until="networkidle")
        page.evaluate(CARD)
        page.screenshot(path=PICTURES / "social.png")
        page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme="light")
        page.goto(address + "chapters/01_sequence_tensors.html", wait_until="networkidle")
        widget = page.locator(".unrolled-widget").first
        unlock(widget)
        for trait, value in {"window": 8, "stride": 4, "horizon": 3}.items():
            widget.locator(f"[data-trait={trait}]").fill(str(value))
        widget.evaluate("e => window.scrollTo(0, e.getBoundingClientRect().top + scrollY - 60)")
        page.screenshot(path=PICTURES / "screenshot.png")
        browser.close()


if __name__ == "__main__":
    main()
