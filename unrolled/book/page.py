"""What every page of the book gets and loses: our styles, no outside request, a mended theme."""

import re
import shutil
import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen

from sphinx.errors import ExtensionError
from sphinxcontrib import katex

from unrolled import theme
from unrolled.book import fonts, styles
from unrolled.book.node import node


def configure(app, config):
    """Sphinx event: no scripts for kernel widgets; KaTeX's script and styles from one package."""
    config.nb_ipywidgets_js = {}
    config.katex_prerender = True
    config.katex_js_path = str(_katex(app) / "katex.min.js")
    config.katex_css_path = "katex/katex.min.css"
    katex.NODEJS_BINARY = node()
    katex.STARTUP_TIMEOUT = katex.RENDER_TIMEOUT = 60.0  # a busy build machine is slow to start it
    katex.KaTeXServer.start_server_process = _start_katex
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True  # a wrong formula fails the build
    katex.KATEX_DEFAULT_OPTIONS |= {"trust": True, "strict": "ignore"}  # \\htmlClass carries the roles


def _katex(app):
    folder = Path(app.srcdir) / "web" / "node_modules" / "katex" / "dist"
    if not folder.is_dir():
        raise ExtensionError("KaTeX is missing: run `make book`, which installs web/node_modules")
    return folder


def _start_katex(rundir, timeout):
    """KaTeX in Node and a connection to it, for sphinxcontrib.katex: its own way over a socket file
    connects before Node listens, now and then, and over a port each formula waits 40 ms (it writes
    length and text apart, and the system holds the second back until the first is acknowledged).
    """
    path = rundir / "katex.sock"
    process = Popen(katex.KaTeXServer.build_command(socket=path), stdin=PIPE, stdout=PIPE, cwd=rundir)
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        connection = socket.socket(socket.AF_UNIX)
        if connection.connect_ex(str(path)) == 0:
            return process, connection
        connection.close()
        time.sleep(0.01)
    process.kill()
    raise katex.KaTeXServer.timeout_error(timeout)


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


def keep_launch_buttons_for_notebooks(app, pagename, templatename, context, doctree):
    """Sphinx event: Colab and Binder open notebook files, and the cover, though it runs a cell, is none."""
    if not app.env.doc2path(pagename).endswith(".ipynb"):
        app.env.metadata[pagename].pop("kernelspec", None)


_NAMES = {
    ' role="doc-biblioentry"': ' role="listitem"',
    '<summary aria-label="Toggle hidden content">': "<summary>",
    # One id for the contents of all exercises of a page, and one for those of all solutions.
    ' id="exercise-content"': "",
    ' id="solution-content"': "",
}


def lighten(app, pagename, templatename, context, doctree):
    """Sphinx event: drop Thebe, which asks for a kernel that this site does not have.

    And mend names that assistive technology reads: the entries of a bibliography become what
    the list around them expects, a folded cell is named by the words that it shows.  And mark
    the pages with code, which are long.
    """
    context["script_files"] = [s for s in context.get("script_files", []) if not _is_thebe(s)]
    body = context.get("body") or ""
    for wrong, right in _NAMES.items():
        body = body.replace(wrong, right)
    if '<div class="cell' in body:
        # Our style could ask for `:has(.cell)`, but what is painted before the first cell arrives would jump.
        body = body.replace('<section class="', '<section class="u-long ', 1)
    context["body"] = body


def _is_thebe(script):
    return "thebe" in f"{getattr(script, 'filename', '')} {getattr(script, 'attributes', {})}".lower()


# What the theme puts into every page, and what stands there instead.
_PAGE = [
    # Its styles hold the whole icon font; the icon script, 1.5 MB more, repeats it.
    (re.compile(r"\s*<(?:script|link)\b[^>]*scripts/fontawesome\.js[^>]*>(?:</script>)?"), ""),
    # Fetched ahead, the theme's deferred scripts would take the line from styles and widgets.
    (re.compile(r'\s*<link rel="preload" as="script"[^>]*>'), ""),
    # Light or dark is settled before the first paint, not when the theme's script has come.
    (
        re.compile(r'localStorage\.getItem\("theme"\) \|\| "auto"'),
        '((mode) => mode !== "auto" ? mode : matchMedia("(prefers-color-scheme: dark)").matches'
        ' ? "dark" : "light")(localStorage.getItem("mode") || "auto")',
    ),
    # Thebe's settings, which stay when its scripts go.
    (re.compile(r'\s*<script type="text/x-thebe-config">.*?</script>(?:\s*<script>kernelName = [^<]*</script>)?', re.S), ""),
    # Nothing that is on the page waits for search, copy buttons or folding.
    (re.compile(r"<script (?=src=|data-sd)([^>]*)></script>"), r"<script defer \1></script>"),
]
# Results as one types are off: only the page of results needs the index of the whole book.
_SEARCH = [
    (re.compile(r'\s*<script [^>]*src="[^"]*(?:searchtools|language_data|searchindex)\.js[^"]*"[^>]*></script>'), "")
]
# The theme looks at each piece of code, whether it scrolls and so needs the focus, and has the whole page laid
# out for it.  It shall look at what is laid out already, and again when more is.
_SCROLLERS = [
    (
        re.compile(r"\.forEach\((\w)=>\{\1\.tabIndex=(\1\.scrollWidth>[^?]*)\?0:-1\}\)\}"),
        r".forEach((one,i,all)=>{if(i)return;const near=[...all].filter(e=>e.checkVisibility({contentVisibilityAuto:!0}));"
        r"near.map(\1=>\2).forEach((scrolls,k)=>{near[k].tabIndex=scrolls?0:-1})})}",
    ),
    (re.compile(r'window\.addEventListener\("resize",(\w)\),new MutationObserver\(\1\)'),
     r'window.addEventListener("resize",\1),document.addEventListener("contentvisibilityautostatechange",\1,!0),'
     r"new MutationObserver(\1)"),
]
_HEAD = re.compile(r"<head>.*?</head>", re.S)
_CHARSET = re.compile(r"<meta charset[^>]*>")
_OPTIONS = re.compile(r'\s*<script [^>]*src="[^"]*documentation_options\.js[^"]*"[^>]*></script>')
_SETTING = re.compile(r'\s*<script(?: data-cfasync="false")?>([^<]*)</script>')
_SOURCE_MAP = [(re.compile(r"(//|/\*)# sourceMappingURL=\S*?\.map(\s*\*/)?\s*$"), "")]


def mend_theme(app, exception):
    """Sphinx event: no page whose source is gone, lighter pages, only the glyphs in use."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = {out / f"{name}.html" for name in [*app.env.found_docs, "search", "genindex"]}
    options = (out / "_static" / "documentation_options.js").read_text("utf-8")
    for file in out.rglob("*.html"):
        if file in pages:
            _rewrite(file, _PAGE if file.name == "search.html" else _PAGE + _SEARCH)
            _settle_first(file, options)
        elif out / "_static" not in file.parents:
            file.unlink()
    fonts.trim_icons(out)
    fonts.trim_mathematics(out, _katex(app) / "fonts")
    for file in (out / "_static").rglob("*.map"):
        file.unlink()
    for file in [*(out / "_static/scripts").glob("*.js"), *(out / "_static/styles").glob("*.css")]:
        _rewrite(file, _SOURCE_MAP + _SCROLLERS)
    styles.bundle(out, sorted(pages))
    for file in (out / "_static/scripts").glob("fontawesome.js*"):
        file.unlink()


def _rewrite(file, replacements):
    """Apply replacements to a file; leave the file alone where none matches."""
    text = mended = file.read_text("utf-8")
    for pattern, replacement in replacements:
        mended = pattern.sub(replacement, mended)
    if mended != text:
        file.write_text(mended, "utf-8")


def _settle_first(file, options):
    """Put the settings of the page's scripts before its style sheets.

    A script that stands behind a style sheet waits for it, and the whole page with the script.
    """
    text = file.read_text("utf-8")
    head = _HEAD.search(text)[0]
    if _OPTIONS.search(head):
        settings = "\n".join(dict.fromkeys([options.strip(), *_SETTING.findall(head)]))  # some come twice
        rest = _SETTING.sub("", _OPTIONS.sub("", head))
        file.write_text(text.replace(head, _CHARSET.sub(rf"\g<0><script>{settings}</script>", rest, count=1), 1), "utf-8")
