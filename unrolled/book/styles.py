"""One style sheet for the book, of the rules that its pages can need.

The theme and the extensions bring sixteen files, for which a page would wait one by one, and of
whose rules nine in ten are for what the book does not have.
PurgeCSS was tried in place of `trim`: it also drops rules such as `:focus-visible:not(main)`, and
with them the rings that a reader without a mouse goes by.
"""

import hashlib
import posixpath
import re

_NAME = "book-all.css"
_LINK = re.compile(
    r'\s*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="(?P<root>(?:\.\./)*)_static/(?!unrolled/)(?P<file>[^"?]+)[^"]*"[^>]*>'
)
_CLASSES = re.compile(r"""\bclass=["']?([^"'>]+)""")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_IMPORT = re.compile(r"""@import (?:url\()?["']?([^"')]+)["']?\)?;""")
_URL = re.compile(r"""url\((["']?)(?!["']?(?:data:|/|#))([^"')?]+)""")
_TOKEN = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^"'][^)]*\)|[{};]""")
_CLASS = re.compile(r"\.((?:[\w-]|\\.)+)")
_ALTERNATIVES = re.compile(r"\([^()]*\)|\[[^\]]*\]")
# Bootstrap puts the names of these together when it needs them.
_COMPOSED = "bs-"


def bundle(out, pages):
    """Give the pages of `out`, a built site, one style sheet in place of the theme's and the extensions'."""
    texts = {page: page.read_text("utf-8") for page in pages}
    # A page that this build has not written has one style sheet already.
    lists = [[link["file"] for link in _LINK.finditer(text)] for text in texts.values()]
    files = list(dict.fromkeys(file for names in lists for file in names if file != _NAME))
    if not files:
        return
    static = out / "_static"
    scripts = (script.read_text("utf-8") for script in static.rglob("*.js"))
    used = {word for text in scripts for word in _WORD.findall(text)}
    used |= {name for text in texts.values() for names in _CLASSES.findall(text) for name in names.split()}
    sheet = trim("".join(_read(static, file) for file in files), used)
    (static / _NAME).write_text(sheet, "utf-8")
    version = hashlib.sha256(sheet.encode()).hexdigest()[:8]
    for page, text in texts.items():
        first = _LINK.search(text)
        link = f'\n<link rel="stylesheet" href="{first["root"]}_static/{_NAME}?v={version}" />'
        page.write_text(text[: first.start()] + link + _LINK.sub("", text[first.end() :]), "utf-8")


def _read(static, file):
    """The text of a style sheet and of those that it imports, with addresses as seen from `static`."""
    folder = posixpath.dirname(file)

    def place(address):
        return posixpath.normpath(posixpath.join(folder, address))

    text = _COMMENT.sub("", (static / file).read_text("utf-8")).replace('@charset "UTF-8";', "")
    text = _URL.sub(lambda found: f"url({found[1]}{place(found[2])}", text)
    return _IMPORT.sub(lambda found: _read(static, place(found[1])), text)


def trim(sheet, used):
    """The rules of a style sheet without those for classes that are not among the words `used`."""
    kept, start, depth, head = [], 0, 0, ""
    for token in _TOKEN.finditer(sheet):
        if token[0] == "{":
            if depth == 0:
                head = " ".join(sheet[start : token.start()].split())
                inside = token.end()
            depth += 1
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                kept.append(_rule(head, sheet[inside : token.start()], used))
                start = token.end()
        elif token[0] == ";" and depth == 0:
            kept.append(sheet[start : token.end()].strip())
            start = token.end()
    return "".join(kept)


def _rule(head, body, used):
    if head.startswith(("@media", "@supports")):
        body = trim(body, used)
        return f"{head}{{{body}}}" if body else ""
    if not head.startswith("@"):
        head = ",".join(selector.strip() for selector in _selectors(head) if _needed(selector, used))
    return f"{head}{{{' '.join(body.split())}}}" if head else ""


def _selectors(head):
    """The parts of a list of selectors; a comma within brackets parts nothing."""
    parts, depth = [""], 0
    for character in head:
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return parts


def _needed(selector, used):
    """Whether all classes that the selector asks for are in use."""
    while (rest := _ALTERNATIVES.sub("", selector)) != selector:
        selector = rest
    names = (name.replace("\\", "") for name in _CLASS.findall(selector))
    return all(name in used or name.startswith(_COMPOSED) for name in names)
