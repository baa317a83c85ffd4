"""Which pages of the built book differ from the published ones: a list and a PDF for reviewers.

    python tools/preview.py             into _build/preview.md and, if any do, _build/preview.pdf
    python tools/preview.py ADDRESS     compared with what stands there

Two pages differ where their article does: its text, figures, widgets and their state.  Menus and
scripts of the theme do not count.
"""

import re
import sys
import urllib.error
import urllib.request
from pathlib import Path

import build_pdf
import yaml
from browser import SITE, launch
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
LIST, PDF = ROOT / "_build" / "preview.md", ROOT / "_build" / "preview.pdf"


def article(html):
    """The article of a page, with numbers in place of the random names that each run gives its widgets."""
    names = {}
    text = html.partition("<article")[2].rpartition("</article>")[0]
    return re.sub(r"\b[0-9a-f]{32}\b", lambda name: str(names.setdefault(name[0], len(names))), text)


def published(address):
    """The text of a published page, empty where there is none.  Raises URLError if nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return ""
        raise


def compare(names, site, address):
    """{page: "new" or "changed"} for those of the pages that differ from what stands at the address."""
    found = {}
    for name in names:
        before = published(f"{address}{name}.html")
        if article(before) != article((site / f"{name}.html").read_text("utf-8")):
            found[name] = "changed" if before else "new"
    return found


def report(found, address):
    """The list of differing pages, in Markdown."""
    if not found:
        return f"No page differs from {address}\n"
    rows = "\n".join(
        f"| `{name}` | {how} | {f'[as published]({address}{name}.html)' if how == 'changed' else ''} |"
        for name, how in found.items()
    )
    return (
        "## Pages that this would change\n\n"
        f"| page | | |\n|---|---|---|\n{rows}\n\n"
        "Below, `preview.pdf` shows them, with pictures in place of the widgets. "
        "For the live widgets unpack `unrolled-offline.zip`, run `python serve.py` in it, and open these pages.\n"
    )


def main():
    config = yaml.safe_load((ROOT / "_config.yml").read_text("utf-8"))
    address = sys.argv[1] if len(sys.argv) > 1 else config["html"]["baseurl"]
    names = [page for _, pages in build_pdf.parts() for page in pages]
    try:
        found = compare(names, SITE, address)
    except urllib.error.URLError as error:
        sys.exit(f"No preview: {address} does not answer ({error})")
    LIST.write_text(report(found, address), "utf-8")
    PDF.unlink(missing_ok=True)
    if found:
        with sync_playwright() as playwright:
            build_pdf.build(launch(playwright), list(found), SITE, PDF)
    print(LIST.read_text("utf-8"))


if __name__ == "__main__":
    main()
