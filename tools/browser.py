"""The Chromium and the server that the browser tests, the benchmarks and the screenshots use.

`python tools/browser.py` makes sure that there is one: what is installed, else Debian's package
where we may install it, else the build that Playwright brings.
"""

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"

# Adds up in `window.shift` how far what a page shows jumps while it loads.
WATCH_SHIFT = """
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def pages():
    """The pages of the built book, as paths below SITE."""
    found = (path.relative_to(SITE) for path in SITE.rglob("*.html") if "_static" not in path.parts)
    return sorted(map(str, found))


def executable(playwright):
    """Path of a Chromium or Chrome, None where there is none."""
    for name in _NAMES:
        if path := shutil.which(name):
            return path
    if _MAC.exists():
        return str(_MAC)
    path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def launch(playwright):
    """A headless browser of the given Playwright."""
    # Inside containers Chromium's own sandbox cannot be set up, and for root it refuses to start.
    return playwright.chromium.launch(executable_path=executable(playwright), args=["--no-sandbox"])


class Quiet(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open, as with any real server

    def log_message(self, *args):
        pass


@contextmanager
def serve(folder, handler=Quiet):
    """Serves a folder while the context lasts; gives its address."""
    handler = functools.partial(handler, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def unlock(widget):
    """Skips the questions that keep a widget's controls closed, and waits for the drawing."""
    while (skip := widget.locator("[data-skip]:visible")).count():
        skip.first.click()
    two_frames(widget.page)


def two_frames(page):
    """Wait until what has happened in the page is drawn."""
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def install(playwright):
    """Install a browser by the first way that works; the last error where none does."""
    ways = [[sys.executable, "-m", "playwright", "install", "chromium"]]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        ways.insert(0, ["sh", "-c", "apt-get update -qq && apt-get install -y -qq chromium"])
    for way in ways:
        done = subprocess.run(way, capture_output=True, text=True)
        if done.returncode == 0 and executable(playwright):
            return None
    return (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no message"]


def main():
    with sync_playwright() as playwright:
        if executable(playwright) is None:
            print("No Chromium found: installing one ...", flush=True)
            if (error := install(playwright)) is not None:
                sys.exit(
                    "The browser tests need Chromium or Google Chrome, and neither apt nor Playwright "
                    f"could install one ({error[0]}).\nInstall it (Debian, Ubuntu: `sudo apt-get install "
                    "chromium`; macOS: `brew install --cask google-chrome`), then run the command again."
                )
        try:
            launch(playwright).close()
        except Error as error:
            sys.exit(f"{executable(playwright)} is there but does not start:\n{error}")


if __name__ == "__main__":
    main()
