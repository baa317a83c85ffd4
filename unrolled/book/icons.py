"""The theme's icon fonts, cut down to the icons that the built book shows.

The whole fonts weigh 270 KB for a score of icons; the icon script, 1.5 MB more, repeats them.
"""

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


def trim(out):
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


def _write_subset(source, target, codes):
    options = subset.Options(flavor="woff2", notdef_outline=True)
    font = subset.load_font(source, options)
    cut = subset.Subsetter(options)
    cut.populate(unicodes=codes)
    cut.subset(font)
    subset.save_font(font, target, options)
