"""One style sheet for the book, of the rules that its pages can need.

The theme and the extensions bring sixteen files, for which a page would wait one by one, and of
whose rules nine in ten are for what the book does not have.  esbuild puts them together, and
PurgeCSS leaves out what no page and no script names.
"""

import hashlib
import re
from pathlib import Path

from unrolled.book.node import run

_NAME = "book-all.css"
_BUNDLE = Path(__file__).with_suffix(".js")
_LINK = re.compile(
    r'\s*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="(?P<root>(?:\.\./)*)_static/(?!unrolled/)(?P<file>[^"?]+)[^"]*"[^>]*>'
)


def bundle(out, pages, web):
    """Give the pages of `out`, a built site, one style sheet in place of the theme's and the extensions'.

    web : the folder whose `node_modules` has esbuild and PurgeCSS
    """
    texts = {page: page.read_text("utf-8") for page in pages}
    # A page that this build has not written has one style sheet already.
    lists = [[link["file"] for link in _LINK.finditer(text)] for text in texts.values()]
    files = list(dict.fromkeys(file for names in lists for file in names if file != _NAME))
    if not files:
        return
    static = out / "_static"
    readers = [str(file.resolve()) for file in [*pages, *sorted(static.rglob("*.js"))]]
    sheet = run(_BUNDLE.read_text("utf-8"), input={"folder": str(static.resolve()), "sheets": files, "readers": readers}, cwd=web)
    for file in static.rglob("*.css"):
        if static / "unrolled" not in file.parents:
            file.unlink()
    (static / _NAME).write_text(sheet, "utf-8")
    version = hashlib.sha256(sheet.encode()).hexdigest()[:8]
    for page, text in texts.items():
        first = _LINK.search(text)
        link = f'\n<link rel="stylesheet" href="{first["root"]}_static/{_NAME}?v={version}" />'
        page.write_text(text[: first.start()] + link + _LINK.sub("", text[first.end() :]), "utf-8")
