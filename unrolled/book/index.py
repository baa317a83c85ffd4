"""The general index: each word of the glossary, and the pages that use it.

The glossary enters its words by itself.  A page that links one enters it below that word under
the page's own title, and leads to the place where it stands first.
"""

from docutils import nodes
from sphinx import addnodes

SEPARATOR = "; "


def enter_words(app, doctree):
    """Sphinx event: mark where a page first links each word, and enter the place in the index."""
    title = next(doctree.findall(nodes.title), None)
    if title is None:
        return
    entries = app.env.get_domain("index").entries.setdefault(app.env.docname, [])
    seen = set()
    for link in list(doctree.findall(addnodes.pending_xref)):
        word = link["reftarget"].lower()
        if (link["refdomain"], link["reftype"]) != ("std", "term") or word in seen:
            continue
        seen.add(word)
        place = f"word-{nodes.make_id(word)}"
        link.parent.insert(link.parent.index(link), nodes.target("", "", ids=[place]))
        # A semicolon would part the title in two.
        name = title.astext().replace(";", ",")
        entries.append(("single", f"{word}{SEPARATOR}{name}", place, "", None))


def spell_as_the_glossary(app, env):
    """Sphinx event: once all pages are read, an entry is spelled as the glossary spells the word."""
    names = {name.lower(): name for kind, name in env.get_domain("std").objects if kind == "term"}
    entries = env.get_domain("index").entries
    for page, found in entries.items():
        entries[page] = [_spelled(entry, names) for entry in found]


def _spelled(entry, names):
    kind, text, *rest = entry
    word, separator, title = text.partition(SEPARATOR)
    return (kind, names.get(word, word) + separator + title, *rest)
