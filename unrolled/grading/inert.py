"""What students and graders wrote, as HTML that does nothing: no script, no frame, no picture, no style, no foreign tag.

Markdown is rendered and mathematics kept as it was written; tags that the student typed become
text.  What comes out has passed nh3 on top of that, and lies on one line, which Markdown takes for
one block of HTML and leaves alone.
"""

import re
from html import escape

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
}
MAX_RENDERED = 20_000  # characters; a longer text is shown as it was typed
MAX_SHOWN = 60_000  # characters; what is longer is cut off
# Commands by which mathematics would reach beyond itself: addresses, styles, ids, extensions.
REACHING = re.compile(r"\\(?=(href|url|style|class|cssId|data|require|includegraphics|unicode|mmlToken|html\w*)\b)", re.I)


class _Renderer(IPythonRenderer):
    def __init__(self):
        super().__init__(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)

    def block_code(self, code, info=None):
        return f"<pre><code>{escape(code)}</code></pre>\n"

    def image(self, text, url, title=None):
        return f"<em>(a picture{': ' if text else ''}{text}; pictures are not shown)</em>"


def html(text):
    """Markdown as one line of inert HTML."""
    text = shown(text)
    if len(text) > MAX_RENDERED:
        return plain(text)
    try:
        rendered = MarkdownWithMath(renderer=_Renderer()).render(text)
    except Exception:  # whatever a parser does not expect: the text itself is always to be had
        return plain(text)
    clean = nh3.clean(
        rendered,
        tags=TAGS,
        clean_content_tags={"script", "style", "template", "noscript", "svg", "math"},
        attributes={"a": {"href"}},
        attribute_filter=lambda tag, name, value: value if name == "rel" or re.match(r"(https?://|mailto:)", value, re.I) else None,
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
    return _one_line(clean)


def plain(text):
    """A text as it was typed, as one line of HTML."""
    return _one_line(f"<pre>{escape(shown(text))}</pre>")


def shown(text):
    """A text without what no page can show, and not without end."""
    text = "".join(letter if letter.isprintable() or letter in "\n\t" else "\N{REPLACEMENT CHARACTER}" for letter in text[:MAX_SHOWN + 1])
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "\n(... the rest is not shown)"


def _one_line(markup):
    return REACHING.sub(r"\\ ", markup).strip().replace("\n", "&#10;")
