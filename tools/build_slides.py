"""Make a deck of slides of each chapter, from the chapter alone.

    python tools/build_slides.py                       all decks, into _build/slides/
    python tools/build_slides.py CHAPTER ...           only these, by the names of their files
    python tools/build_slides.py --out FOLDER --book ADDRESS

The book must have been built: the figures come from its cache of executed notebooks.  ADDRESS is
the way from the decks to the book's pages, `../html/` unless said otherwise; a site that has the
decks in its folder `slides` wants `../`.

Nobody chooses slides by hand.  A rule gives every cell its slideshow metadata, and nbconvert
makes reveal.js sections of them:

- a slide for the title, one for the objectives, one for each heading;
- on it the first sentences below the heading, those that the chapter prints in bold, and the
  displayed equations;
- each figure with its caption, each table, each widget as a picture that leads to the live one;
  what does not fit goes to a further slide with the same heading;
- the questions of the checkpoint with their choices, the names of the exercises, the key points;
- all prose as speaker notes, on the slide where it belongs, the answers among them.
"""

import argparse
import functools
import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import jinja2
import nbformat
import pybtex.database
import yaml
from docutils.nodes import make_id
from jupyter_cache import get_cache
from nbconvert.exporters import SlidesExporter
from nbformat.v4 import new_markdown_cell, new_notebook
from traitlets.config import Config

from unrolled import theme
from unrolled.book import figures, roles
from unrolled.book.node import node

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "_build" / ".jupyter_cache"
OUT = ROOT / "_build" / "slides"
LOOK = Path(__file__).parent / "slides"
MODULES = ROOT / "web" / "node_modules"

LEFT_OUT = ("What you need first", "Further reading")  # they are for readers
WHOLE = "Predict first"  # every word is for the class, until the answer comes
IN_PARTS = ("After this chapter you can", "After this lab you can", "Key points")
WORDS, WORDS_BESIDE = 90, 42  # on a slide of words, and on one with a figure or table
WORDS_OF_LISTS = 110
LEAD = 45  # words that the first sentences below a heading may have together
ROWS = 9  # of a table that can be read from the last row of seats
TALL = 0.8  # height of a figure in its widths, from which on it has a slide of its own


# Reading -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """A part of a Markdown cell: heading, equation, table, list, details, exercise or paragraph."""

    kind: str
    text: str
    title: str = ""  # of headings, details and exercises
    level: int = 0  # of headings


_OPEN = {  # the first line of what goes on over blank lines -> how its last line looks
    r"\$\$(?!.*\S\$\$)": r".*\$\$(\s*\(.*\))?\s*$",
    r":::\{": r":::\s*$",
    r"<details>": r"</details>",
}


def blocks(source):
    """The blocks of a Markdown cell, in order."""
    found, lines, ends = [], [], None

    def close():
        if lines:
            found.append(_block("\n".join(lines)))
            lines.clear()

    for line in source.splitlines():
        if ends:
            lines.append(line)
            if re.match(ends, line):
                ends = None
                close()
            continue
        opened = next((end for start, end in _OPEN.items() if re.match(start, line)), None)
        if opened or not line.strip() or re.match(r"#+ |\$\$", line):
            close()
        if not line.strip() or re.fullmatch(r"\([\w-]+\)=", line):
            continue
        lines.append(line)
        ends = opened
        if re.match(r"#+ |\$\$", line) and not opened:
            close()
    close()
    return found


def _block(text):
    if heading := re.match(r"(#+) (.*)", text):
        return Block("heading", "", heading[2], len(heading[1]))
    if text.startswith("$$"):
        return Block("equation", re.sub(r"\$\$\s*\([\w-]+\)\s*$", "$$", text))
    if text.startswith("<details>"):
        summary = re.search(r"<summary>(.*?)</summary>", text, re.S)
        body = re.sub(r"</?details>|<summary>.*?</summary>", "", text, flags=re.S)
        return Block("details", body.strip(), summary[1].strip())
    if directive := re.match(r":::\{([\w-]+)\} *(.*)", text):
        body = "\n".join(line for line in text.splitlines()[1:-1] if not re.match(r":\w+:", line))
        return Block(directive[1], body.strip(), directive[2])
    if text.startswith("|"):
        return Block("table", text)
    if re.match(r"(-|\d+\.) ", text):
        return Block("list", text)
    return Block("paragraph", text)


def words(*texts):
    """How much a slide shows, in words: a formula counts as one, a line of its own as twelve."""
    text = re.sub(r"\$\$.*?\$\$", lambda formula: "x " * 12 * (1 + formula[0].count("\\\\")), " ".join(texts), flags=re.S)
    plain = re.sub(r"\$[^$]*\$|\{[\w:]+\}`", "x ", text)
    return len(re.findall(r"[\w’'-]+", plain))


# Choosing ----------------------------------------------------------------------------------


@dataclass
class Slide:
    kind: str  # "slide" begins a section, "subslide" goes on with it
    title: str
    above: str = ""  # stands over the title
    level: int = 2
    text: list = field(default_factory=list)  # Markdown
    visual: object = None  # a notebook cell, or the Markdown of a table
    notes: list = field(default_factory=list)
    awaits_lead: bool = False  # nothing stands below its heading yet

    def has_room(self, text, most):
        return not self.text and self.visual is None or words(*self.text, text) <= most


class Choice:
    """The slides of a chapter's cells, by the rule that stands at the top of this file."""

    def __init__(self, cells):
        self.slides, self.section = [], ""
        self.whole = False  # between the heading of the prediction and the next code
        for cell in cells:
            if cell.cell_type == "markdown":
                for block in blocks(cell.source):
                    self._place(block)
                continue
            self.whole = False
            if (shown := visual(cell)) and self.section not in LEFT_OUT:
                self._show(shown)

    @property
    def last(self):
        return self.slides[-1]

    def _more(self):
        """A further slide with the same heading."""
        self.slides.append(Slide("subslide", self.last.title, self.last.above))

    def _show(self, shown):
        table = isinstance(shown, str)
        most = WORDS - words(shown) if table else 0 if is_tall(shown) else WORDS_BESIDE
        if self.last.visual is not None or self.last.text and words(*self.last.text) > most:
            self._more()
        self.last.visual, self.last.awaits_lead = shown, False
        if not table and "image/png" in shown.outputs[0].data:
            shown.metadata.live = f"#{make_id(self.section)}"

    def _say(self, text, most=WORDS):
        if is_tall(self.last.visual) or not self.last.has_room(text, WORDS_BESIDE if self.last.visual else most):
            self._more()
        self.last.text.append(text)

    def _place(self, block):
        if block.kind == "heading":
            self._begin(block)
        elif self.section in LEFT_OUT:
            return
        elif block.kind == "equation":
            self._say(block.text)
        elif block.kind == "table":
            if block.text.count("\n") <= ROWS + 1:
                self._show(block.text)
            else:
                self.last.notes.append(block.text)
        elif block.kind in ("details", "exercise"):
            if block.kind == "exercise" or self.section == "Checkpoint":
                self._say(f"- {block.title}")
            self.last.notes.append(f"**{block.title}**\n\n{block.text}")
        elif block.kind == "list":
            self._list(block.text)
        elif block.kind == "paragraph" and self.section == "Checkpoint":
            if block.text.startswith("**Question"):
                if self.last.text:
                    self._more()
                self.last.text.append(block.text)
            else:
                self.last.notes.append(block.text)
        elif block.kind == "paragraph":
            self._read_out(block.text)

    def _begin(self, heading):
        if heading.level < 3:
            self.section, self.whole = heading.title, heading.title == WHOLE
        if self.section not in LEFT_OUT:
            above = {1: "Unrolled, a course on recurrent neural networks", 2: ""}.get(heading.level, self.section)
            kind = "slide" if heading.level < 3 else "subslide"
            self.slides.append(Slide(kind, heading.title, above, min(heading.level, 2), awaits_lead=True))

    def _list(self, text):
        """Show a list: whole where it is short or the point of its section, else each item's first sentence."""
        whole = self.section in IN_PARTS or words(text) <= WORDS_OF_LISTS
        if not whole:
            self.last.notes.append(text)
        for item in re.split(r"\n(?=- |\d+\. )", text):
            self._say(item if whole else item.splitlines()[0], WORDS_OF_LISTS)
        self.last.awaits_lead = False

    def _read_out(self, text):
        """Put prose into the notes, and on the slide what of it the class shall see."""
        if self.last.level == 1:
            if text.startswith("*"):
                self.last.text.append(text.strip("*").replace("this page", "this chapter"))
            return
        self.last.notes.append(text)
        if self.whole:
            self._say(text)
            return
        # A bold opening that stands alone belongs to the sentence after it.
        lines = re.sub(r"^(\*\*[^*\n]+\*\*)\n(?=.)", r"\1 ", text, flags=re.M).splitlines()
        shown = [line for line in lines if re.search(r"\*\*[^*]+ [^*]+\*\*", line)]
        if self.last.awaits_lead:
            lead = [line for at, line in enumerate(lines) if at == 0 or words(*lines[: at + 1]) <= LEAD]
            # A sentence that leads to what follows it says nothing alone.
            lead = lead[:-1] if lead[-1].endswith(":") else lead
            shown = [" ".join(lead)] * bool(lead) + [line for line in shown if line not in lead]
            self.last.awaits_lead = False
        for line in shown:
            self._say(line)


def visual(cell):
    """The cell with the one output that a slide shows, None where it shows nothing."""
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/svg+xml" in data and cell.metadata.get("mystnb", {}).get("figure"):
            kept = {"image/svg+xml": data["image/svg+xml"]}
        elif "application/vnd.jupyter.widget-view+json" in data:
            kept = {"image/png": data["image/png"]}
        else:
            continue
        shown = nbformat.from_dict(cell)
        shown.outputs = [nbformat.from_dict(output | {"data": kept})]
        return shown
    return None


def is_tall(shown):
    """Whether it is a figure that needs the whole height of a slide."""
    if shown is None or isinstance(shown, str) or "image/svg+xml" not in shown.outputs[0].data:
        return False
    width, height = re.search(r'viewBox="[\d.]+ [\d.]+ ([\d.]+) ([\d.]+)"', shown.outputs[0].data["image/svg+xml"]).groups()
    return float(height) > TALL * float(width)


def deck(slides):
    """A notebook whose cells carry the slideshow metadata of these slides."""
    cells = []

    def add(cell, kind):
        cell.metadata.slideshow = {"slide_type": kind}
        cells.append(cell)

    for slide in slides:
        kicker = [f'<p class="kicker">{slide.above}</p>'] * bool(slide.above)
        table = [slide.visual] * isinstance(slide.visual, str)
        text = "\n\n".join([*kicker, f"{'#' * slide.level} {slide.title}", *slide.text, *table])
        text = re.sub(r"(?<=\n)((?:- |\d+\. ).*(?:\n  .*)*)\n\n(?=- |\d+\. )", r"\1\n", text)  # one list
        add(new_markdown_cell(text), slide.kind)
        if slide.visual is not None and not table:
            if is_tall(slide.visual):
                slide.visual.metadata.shape = "tall"
            add(slide.visual, "-")
        if notes := [note for note in slide.notes if note]:
            add(new_markdown_cell("\n\n".join(notes)), "notes")
    title = next(slide.title for slide in slides if slide.level == 1)
    return new_notebook(cells=cells, metadata={"title": title})


# Writing -----------------------------------------------------------------------------------


class Words:
    """Markdown as the book's pages have it, made into what nbconvert understands.

    Formulas are typeset here, as the book does it, and stand for themselves until the page is
    written: no Markdown reader may touch them.
    """

    def __init__(self, page, book):
        self.page, self.book = page, book
        self.formulas = []

    def plain(self, text, output="htmlAndMathml"):
        """The text without roles of MyST, and with a mark in place of each formula."""
        text = re.sub(r"(^|[.?!] )\{(numref|eq)\}`[^`]*`", lambda m: m[1] + _THINGS[m[2]].capitalize(), text, flags=re.M)
        text = re.sub(r"\{(numref|eq)\}`[^`]*`", lambda m: _THINGS[m[1]], text)
        text = re.sub(r"\{cite:(\w)\}`([^`]*)`", lambda m: _cited(m[2], m[1] == "p"), text)
        text = re.sub(r"\{(?:term|ref)\}`([^`<]*?)\s*(?:<[^>]*>)?`", r"\1", text)
        text = re.sub(r"(?<=\]\()(?!https?:|#)([\w./-]+)\.(?:ipynb|md)", self._address, text)
        return re.sub(r"(`+).*?\1|\$\$(?P<display>.+?)\$\$|\$(?P<inline>[^$]+)\$",
                      functools.partial(self._mark, output=output), text, flags=re.S)

    def _address(self, link):
        folder = Path(self.page).parent
        parts = [part for part in (folder / link[1]).parts]
        while ".." in parts:
            at = parts.index("..")
            del parts[at - 1 : at + 1]
        return f"{self.book}{'/'.join(parts)}.html"

    def _mark(self, match, output):
        latex = match["display"] or match["inline"]
        if latex is None:  # code
            return match[0]
        self.formulas.append([roles.with_roles(latex.strip()), bool(match["display"]), output])
        return f"\ue000{len(self.formulas) - 1}\ue001"

    def typeset(self, html):
        """The page with the formulas in their places.

        Raises RuntimeError with KaTeX's message where one is wrong.
        """
        done = subprocess.run(
            [node(), "--input-type=commonjs", "--eval", _TYPESET, str(MODULES / "katex")],
            input=json.dumps(self.formulas), capture_output=True, text=True,
        )
        if done.returncode:
            raise RuntimeError(f"{self.page}: {done.stderr.strip()}")
        made = json.loads(done.stdout)
        return re.sub("\ue000(\\d+)\ue001", lambda mark: made[int(mark[1])], html)


_THINGS = {"numref": "the figure", "eq": "the equation"}
_TYPESET = """
const katex = require(process.argv[1]);
const formulas = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(formulas.map(([latex, displayMode, output]) =>
  katex.renderToString(latex, { displayMode, output, throwOnError: true, trust: true, strict: "ignore" }))));
"""


@functools.cache
def _references():
    return pybtex.database.parse_file(str(ROOT / "references.bib")).entries


def _cited(keys, in_brackets):
    texts = []
    for key in keys.split(","):
        entry = _references()[key.strip()]
        names = [" ".join(map(str, person.rich_prelast_names + person.rich_last_names)) for person in entry.persons["author"]]
        who = names[0] if len(names) == 1 else " and ".join(names) if len(names) == 2 else f"{names[0]} et al."
        year = entry.fields.get("year")
        texts.append(who if not year else f"{who}, {year}" if in_brackets else f"{who} ({year})")
    return f"({'; '.join(texts)})" if in_brackets else ", ".join(texts)


def write(page, out, book):
    """The deck of a page of the book, as a file in `out`; what the list of decks says of it.

    page: path of the notebook below the repository, without its suffix
    Raises ValueError when the book's cache does not hold the page as it is now.
    """
    notebook = executed(page)
    slides = Choice(notebook.cells).slides
    link = f"{book}{page}.html"
    slides.append(Slide("slide", "Read on, and try it", text=[
        f"The chapter itself, with its code and live workbenches: [{slides[0].title}]({link})"
    ]))
    made = deck(slides)
    prose = Words(page, book)
    for cell in made.cells:
        if cell.cell_type == "markdown":
            spoken = cell.metadata.slideshow["slide_type"] == "notes"
            # The window of the notes has no styles for KaTeX, and every browser knows MathML.
            cell.source = prose.plain(cell.source, "mathml" if spoken else "htmlAndMathml")
        elif "live" in cell.metadata:
            cell.metadata.live = link + cell.metadata.live
        else:
            cell.metadata.mystnb.figure.caption = prose.plain(cell.metadata.mystnb.figure.caption)
    html, _ = _exporter().from_notebook_node(made)
    (out / f"{Path(page).name}.html").write_text(prose.typeset(html), "utf-8")
    return {
        "file": f"{Path(page).name}.html", "title": slides[0].title,
        "promise": slides[0].text[0], "slides": len(slides),
    }


def executed(page):
    """The notebook of a page as it is now, with the outputs that the book's cache holds."""
    notebook = nbformat.read(ROOT / f"{page}.ipynb", as_version=4)
    try:
        return get_cache(CACHE).merge_match_into_notebook(notebook, cell_meta=())[1]
    except KeyError:
        raise ValueError(f"the book's cache does not hold {page}.ipynb as it is now: run `make book` first") from None


@functools.cache
def _exporter():
    config = Config({"SlidesExporter": {"exclude_anchor_links": True}})
    exporter = SlidesExporter(
        config=config, template_name=LOOK.name, extra_template_basedirs=[str(LOOK.parent)]
    )
    exporter.register_filter("inline_figure", figures.inline)
    return exporter


def write_assets(out):
    """Copy what the decks share: reveal.js, KaTeX's styles and fonts, the look."""
    assets = out / "assets"
    shutil.rmtree(assets, ignore_errors=True)
    (assets / "katex" / "fonts").mkdir(parents=True)
    reveal, katex = MODULES / "reveal.js" / "dist", MODULES / "katex" / "dist"
    if not reveal.is_dir():
        raise ValueError("reveal.js is missing: run `make book`, which installs web/node_modules")
    files = [reveal / "reveal.js", reveal / "reveal.css", reveal / "plugin" / "notes.js"]
    for file in [*files, *LOOK.glob("slides.*"), ROOT / "_static" / "favicon.svg"]:
        shutil.copy(file, assets)
    shutil.copy(katex / "katex.min.css", assets / "katex")
    for font in katex.glob("fonts/*.woff2"):
        shutil.copy(font, assets / "katex" / "fonts")
    (assets / "tokens.css").write_text(theme.css(), "utf-8")


def pages():
    """The pages of the book that are notebooks, in its order."""
    contents = yaml.safe_load((ROOT / "_toc.yml").read_text("utf-8"))
    files = [chapter["file"] for part in contents["parts"] for chapter in part["chapters"]]
    return [file for file in files if (ROOT / f"{file}.ipynb").exists()]


def build(chosen, out, book):
    """Write the decks of these pages, what they share and the list of them."""
    out.mkdir(parents=True, exist_ok=True)
    write_assets(out)
    decks = [write(page, out, book) for page in chosen]
    template = jinja2.Environment(autoescape=True).from_string((LOOK / "contents.html.j2").read_text("utf-8"))
    (out / "index.html").write_text(template.render(decks=decks), "utf-8")
    return decks


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Make slides of the chapters.")
    parser.add_argument("chapters", nargs="*", help="names of their files, such as 04_lstm; default: all")
    parser.add_argument("--out", type=Path, default=OUT, help="folder for the decks")
    parser.add_argument("--book", default="../html/", help="the way from the decks to the book's pages")
    options = parser.parse_args(arguments)
    known = {Path(page).name: page for page in pages()}
    if unknown := [name for name in options.chapters if name not in known]:
        parser.error(f"no chapter {', '.join(unknown)}; there are {', '.join(known)}")
    chosen = [known[name] for name in options.chapters] or list(known.values())
    try:
        decks = build(chosen, options.out, options.book)
    except (ValueError, RuntimeError) as error:
        sys.exit(f"No slides: {error}")
    print(f"{len(decks)} decks, {sum(deck['slides'] for deck in decks)} slides: open {options.out / 'index.html'}")


if __name__ == "__main__":
    main()
