"""What every page of the book gets and loses: our styles, no outside request, a mended theme."""

import re
import shutil
from pathlib import Path

from sphinx.errors import ExtensionError
from sphinxcontrib import katex

from unrolled import theme
from unrolled.book import icons
from unrolled.book.node import node


def configure(app, config):
    """Sphinx event: no scripts for kernel widgets; KaTeX's script and styles from one package."""
    config.nb_ipywidgets_js = {}
    config.katex_prerender = True
    config.katex_js_path = str(_katex(app) / "katex.min.js")
    config.katex_css_path = "katex/katex.min.css"
    katex.NODEJS_BINARY = node()
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # a busy build machine is slow to start it
    # Its way over a socket file connects before Node listens, now and then; this one tries again.
    katex.KaTeXServer.start_server_process = katex.KaTeXServer.start_network_socket
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True  # a wrong formula fails the build


def _katex(app):
    folder = Path(app.srcdir) / "web" / "node_modules" / "katex" / "dist"
    if not folder.is_dir():
        raise ExtensionError("KaTeX is missing: run `make book`, which installs web/node_modules")
    return folder


def write_assets(app):
    """Sphinx event: the styles made of the token file, KaTeX's styles and fonts from its package."""
    own = Path(app.doctreedir) / "unrolled-static"
    (own / "katex" / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(_katex(app) / "katex.min.css", own / "katex")
    for font in _katex(app).glob("fonts/*.woff2"):  # formats for old browsers are not shipped
        shutil.copy(font, own / "katex" / "fonts")
    (own / "tokens.css").write_text(theme.css(), "utf-8")
    app.config.html_static_path.append(str(own))
    app.add_css_file("tokens.css", priority=100)


_NAMES = {
    ' role="doc-biblioentry"': ' role="listitem"',
    '<summary aria-label="Toggle hidden content">': "<summary>",
}


def lighten(app, pagename, templatename, context, doctree):
    """Sphinx event: drop Thebe, which asks for a kernel that this site does not have.

    And mend names that assistive technology reads: the entries of a bibliography become what
    the list around them expects, a folded cell is named by the words that it shows.
    """
    context["script_files"] = [s for s in context.get("script_files", []) if not _is_thebe(s)]
    body = context.get("body") or ""
    for wrong, right in _NAMES.items():
        body = body.replace(wrong, right)
    context["body"] = body


def _is_thebe(script):
    return "thebe" in f"{getattr(script, 'filename', '')} {getattr(script, 'attributes', {})}".lower()


_ICON_SCRIPT = re.compile(r"\s*<(?:script|link)\b[^>]*scripts/fontawesome\.js[^>]*>(?:</script>)?")


def mend_theme(app, exception):
    """Sphinx event: no icon script, only the icons in use, no pointers to source maps."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    for file in out.rglob("*.html"):
        _rewrite(file, _ICON_SCRIPT)
    icons.trim(out)
    for file in (out / "_static").rglob("*.map"):
        file.unlink()
    for file in [*(out / "_static/scripts").glob("*.js"), *(out / "_static/styles").glob("*.css")]:
        _rewrite(file, re.compile(r"(//|/\*)# sourceMappingURL=\S*?\.map(\s*\*/)?\s*$"))
    for file in (out / "_static/scripts").glob("fontawesome.js*"):
        file.unlink()


def _rewrite(file, drop):
    """Remove what `drop` matches from a file; leave the file alone where it matches nothing."""
    text = file.read_text("utf-8")
    if (mended := drop.sub("", text)) != text:
        file.write_text(mended, "utf-8")
