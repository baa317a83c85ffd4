"""Figures drawn by matplotlib become part of the page, so that they follow light and dark.

An SVG behind `<img>` cannot see the page's custom properties.  Inlined, with each color of the
token file replaced by its `var(--u-NAME)`, it changes with the theme at once.
"""

import re
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from unrolled import theme

_PROLOG = re.compile(r"^.*?(?=<svg\b)", re.S)  # XML declaration, DOCTYPE
# matplotlib's own style rule would reach the whole page, and restyle it; book.css says the same,
# and names the font.
_DROP = re.compile(r"<metadata>.*?</metadata>|<style\b.*?</style>|font-family: [^;\"]*;? ?", re.S)
_LONG = re.compile(r"(?<![\w.])-?\d+\.\d{3,}")  # coordinates finer than anybody sees
_ID = re.compile(r'\sid="([^"]*)"')
_NAMED = re.compile(r'(?:url\(|href=")#([^")]+)')
_SIZE = re.compile(r'<svg\b[^>]*?\bwidth="([\d.]+)pt"', re.S)


def _variables():
    """Hex color in light mode -> custom property; the first name wins where two share a color."""
    table = {}
    for group in ("neutral", "roles"):
        for name, modes in theme.tokens()[group].items():
            table.setdefault(modes["light"], f"var(--u-{name})")
    return table


def inline(svg, alt, prefix):
    """The SVG text as HTML: themed, with its own ids, and read aloud as `alt`.

    prefix: keeps the ids of several figures on one page apart.
    """
    width = float(_SIZE.search(svg)[1]) * 4 / 3  # points to CSS pixels
    svg = _DROP.sub("", _PROLOG.sub("", svg, count=1))
    svg = _LONG.sub(lambda number: f"{float(number[0]):.4g}", svg)
    svg = re.sub(r"\n\s*", " ", svg)
    for color, variable in _variables().items():
        svg = re.sub(re.escape(color), variable, svg, flags=re.I)
    named = set(_NAMED.findall(svg))  # matplotlib gives each line an id, and few are ever used
    svg = _ID.sub(lambda id: f' id="{prefix}-{id[1]}"' if id[1] in named else "", svg)
    svg = re.sub(r'(url\(|href=")#', rf"\1#{prefix}-", svg)
    svg = re.sub(r"<svg\b", f'<svg role="img" aria-label="{escape(alt)}"', svg, count=1)
    svg = re.sub(r'\bwidth="[\d.]+pt"', "", svg, count=1)
    svg = re.sub(r'\bheight="[\d.]+pt"', "", svg, count=1)
    return f'<div class="book-figure" style="--width:{width:.0f}px">{svg}</div>'


class InlineFigures(SphinxPostTransform):
    """Replaces the images of a notebook's outputs by inline SVG, for HTML alone."""

    default_priority = 5  # before Sphinx collects the images to copy
    formats = ("html",)

    def run(self, **kwargs):
        for number, image in enumerate(list(self.document.findall(nodes.image))):
            path = Path(self.app.srcdir) / image["uri"].lstrip("/")
            if path.suffix != ".svg" or "jupyter_execute" not in path.parts:
                continue
            html = inline(path.read_text("utf-8"), image.get("alt", ""), f"figure{number}")
            image.replace_self(nodes.raw("", html, format="html"))
