"""The fonts of icons and of mathematics, cut down to what the built book shows.

The whole icon fonts weigh 270 KB for a score of icons; the icon script, 1.5 MB more, repeats
them.  Of the mathematics fonts a page loads 100 KB for some hundred characters.
"""

import html
import re
from pathlib import Path

import pydata_sphinx_theme
from fontTools import subset

_THEME = Path(pydata_sphinx_theme.__file__).parent / "theme" / "pydata_sphinx_theme" / "static"
_STYLES = Path("styles/pydata-sphinx-theme.css")
_FONTS = Path("vendor/fontawesome/webfonts")
_NAMED = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"\\([0-9a-f]{4})"\}')
_CODE = re.compile(r"\\([ef][0-9a-f]{3})\b")
_NAME = re.compile(r"\bfa-[a-z][a-z0-9-]*")
_FORMULA = re.compile('<span class="katex-html"')
_PART = re.compile(r"<(?P<close>/?)[^>]*?(?P<empty>/?)>|(?P<text>[^<]+)")


def trim_icons(out):
    """Rewrite styles and icon fonts under `out`, a built site, for the icons in use there."""
    styles = (_THEME / _STYLES).read_text("utf-8")
    used = {
        name
        for pattern in ("**/*.html", "_static/**/*.js")
        for file in out.glob(pattern)
        for name in _NAME.findall(file.read_text("utf-8"))
    }

    def keep(rule):
        return rule[0] if used & set(_NAME.findall(rule[1])) else ""

    styles = _NAMED.sub(keep, styles)
    # What is left names the icons in use, those of admonitions and buttons included.
    own = (file.read_text("utf-8") for file in out.glob("_static/*.css"))
    codes = {int(code, 16) for text in (styles, *own) for code in _CODE.findall(text)}
    static = out / "_static"
    (static / _STYLES).write_text(styles, "utf-8")
    for font in (_THEME / _FONTS).glob("*.woff2"):
        _write_subset(font, static / _FONTS / font.name, codes)
    for font in (static / _FONTS).glob("*.ttf"):  # for browsers that have long been gone
        font.unlink()


def trim_mathematics(out, whole):
    """Rewrite KaTeX's fonts under `out`, a built site, for the characters of its formulas.

    whole: the folder with the fonts as KaTeX has them.
    """
    pages = (file.read_text("utf-8") for file in out.rglob("*.html"))
    codes = {ord(character) for page in pages for character in _mathematics(page)}
    for font in whole.glob("*.woff2"):
        _write_subset(font, out / "_static" / "katex" / "fonts" / font.name, codes)


def _mathematics(page):
    """The characters that the formulas of a page are set in."""
    found = set()
    for formula in _FORMULA.finditer(page):
        depth = 0
        for part in _PART.finditer(page, formula.start()):
            if part["text"]:
                found.update(html.unescape(part["text"]))
            elif not part["empty"]:
                depth += -1 if part["close"] else 1
            if depth == 0:
                break
    return found


def _write_subset(source, target, codes):
    options = subset.Options(flavor="woff2", notdef_outline=True)
    font = subset.load_font(source, options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=codes)
    cut.subset(font)
    subset.save_font(font, target, options)
