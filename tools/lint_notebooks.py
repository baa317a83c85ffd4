"""Check every notebook against the rules of the course.

    python tools/lint_notebooks.py                      all of chapters/ and lab/
    python tools/lint_notebooks.py FILE ...             only these
    python tools/lint_notebooks.py --clean FILE ...     take out what a run left, check nothing

Each problem is one line: `file: cell "id": what is wrong. Remedy: what to do.`
The exit status is 1 when there are problems.
"""

import argparse
import ast
import json
import os
import re
import statistics
import sys
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = "tools/notebook_template.ipynb"

MEDIAN_LINES, MOST_LINES = 8, 25  # of a code cell, blank ones not counted
WORDS_PER_LINE = 8  # of prose, for each line of code
ALT_WORDS = 8

# In this order, as headings; the prediction may also be the title of a box or a summary.
SECTIONS = (
    "After this chapter you can",
    "What you need first",
    "Predict",
    "Easy to get wrong",
    "Checkpoint",
    "Exercises",
    "Key points",
    "Further reading",
)

CLEAN = "run `python tools/lint_notebooks.py --clean` on the file"


@dataclass(frozen=True)
class Problem:
    file: str
    cell: str  # its id; empty where the problem is the whole file's
    rule: str
    wrong: str
    remedy: str

    def __str__(self):
        where = f'{self.file}: cell "{self.cell}"' if self.cell else self.file
        return f"{where}: {self.wrong}. Remedy: {self.remedy}."


# Reading Markdown --------------------------------------------------------------------------


@dataclass
class Line:
    kind: str  # heading, title (of a directive), html, table or sentence
    text: str
    continues: bool = False  # the sentence line before it stands in the same paragraph


@dataclass
class Directive:
    name: str
    argument: str
    options: dict = field(default_factory=dict)
    body: list = field(default_factory=list)


# Their argument or body is not prose.
_NOT_PROSE = {"", "code", "code-block", "math", "mermaid", "raw", "image", "bibliography", "toctree"}
_NO_TITLE = _NOT_PROSE | {"figure", "solution", "solution-start"}

_FENCE = re.compile(r"\s*(`{3,}|~{3,}|:{3,})\s*(?:\{([\w:-]+)\})?\s*(.*)$")
_OPTION = re.compile(r"\s*:([\w-]+):(?:\s+(.*))?$")
_MARKER = re.compile(r"^\s*(?:>\s?|[-*+]\s+|\d+[.)]\s+|:\s+|\[\^[^\]]+\]:\s+)+")
_RUN_IN = re.compile(r"^\*\*[^*]+[.:?!]\*\*\s+")  # a bold opening such as **Shape.**
_COMMENT = re.compile(r"\s*(%|\+\+\+|-{3,}\s*$|\([\w-]+\)=\s*$)")


def read_markdown(source):
    """The lines of prose and the directives of a Markdown cell, both in order."""
    lines, directives, fences = [], [], []
    in_math = follows = False
    for raw in source.splitlines():
        fence, option = _FENCE.match(raw), _OPTION.match(raw)
        is_prose = not fences or fences[-1][1].name not in _NOT_PROSE
        if fence and fences and not fence[2] and not fence[3] and fence[1].startswith(fences[-1][0]):
            fences.pop()
        elif fence and is_prose:
            directive = Directive(fence[2] or "", fence[3].strip())
            directives.append(directive)
            fences.append((fence[1], directive))
            if directive.argument and directive.name not in _NO_TITLE:
                lines.append(Line("title", directive.argument))
        elif option and fences and not fences[-1][1].body:
            fences[-1][1].options[option[1]] = (option[2] or "").strip()
        else:
            if fences and raw.strip():
                fences[-1][1].body.append(raw.strip())
            math_marks = raw.count("$$") if re.match(r"\s*\$\$", raw) or in_math else 0
            if is_prose and not in_math and not math_marks and raw.strip() and not _COMMENT.match(raw):
                line = _prose_line(raw)
                line.continues = follows and line.kind == "sentence" and not _MARKER.match(raw)
                lines.append(line)
                follows = line.kind == "sentence"
                continue
            in_math = in_math != (math_marks % 2 == 1)
        follows = False
    return lines, directives


def _prose_line(raw):
    text = _MARKER.sub("", raw, count=1).strip()
    if text.startswith("#"):
        return Line("heading", text.lstrip("#").strip())
    if text.startswith("|"):
        return Line("table", text)
    # A tag that stands alone or wraps the whole line is structure; <b>bold</b> prose is prose.
    if re.match(r"</?(details|summary|div|p|br|table|tr|td|figure|img)\b", text):
        return Line("html", text)
    return Line("sentence", _RUN_IN.sub("", text))


def plain(text):
    """Prose without its markup; code, mathematics and addresses become the word Xx."""
    text = re.sub(r"\{(?:math|cite[\w:]*|eq|ref|numref|doc)\}`[^`]*`|\$\$.*?\$\$|\$[^$]*\$", "Xx", text)
    text = re.sub(r"\{[\w:-]+\}`([^`<]*?)\s*(?:<[^>]*>)?`", r"\1", text)
    text = re.sub(r"(`+).+?\1", "Xx", text)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<?https?://[^\s)>]*[^\s)>.,;]>?", "Xx", text)
    return re.sub(r"<[^>]+>|\*+|\b_|_\b", "", text)


def words(text):
    return re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", plain(text))


# Reading code ------------------------------------------------------------------------------


def read_code(source):
    """The syntax tree of a code cell; empty for code that does not parse, which fails when it runs."""
    source = re.sub(r"^(\s*)[%!].*$", r"\1pass", source, flags=re.MULTILINE)
    try:
        return ast.parse(source)
    except SyntaxError:
        return ast.Module(body=[], type_ignores=[])


def _running(node):
    """The nodes that run when the cell does: all but the bodies of definitions."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield child
            yield from _running(child)


_DRAWING = re.compile(r"(?:figures|plt)\.(?!style\b|rc\b|rcParams\b|close\b)|.*\.plot(?:\.\w+)?$", re.DOTALL)


def draws(source):
    """Whether running the code calls something of `figures` or `plt`, or a `plot` method."""
    calls = (node for node in _running(read_code(source)) if isinstance(node, ast.Call))
    return any(_DRAWING.match(ast.unparse(call.func)) for call in calls)


def _names(node):
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


# Notebook, cells, and what a notebook must agree with ----------------------------------------


@dataclass
class Cell:
    id: str
    kind: str
    source: str
    metadata: dict
    outputs: list
    execution_count: int | None

    @property
    def code_lines(self):
        return sum(bool(line.strip()) for line in self.source.splitlines())

    @property
    def keeps_output(self):
        return "keep_output" in self.metadata.get("tags", ())

    @property
    def figure(self):
        """Name, caption and alternative text that MyST gives to the figure of a code cell."""
        myst = self.metadata.get("mystnb", {})
        figure, image = myst.get("figure", {}), myst.get("image", {})
        return figure.get("name", ""), figure.get("caption", ""), image.get("alt", "")

    @cached_property
    def markdown(self):
        return read_markdown(self.source) if self.kind == "markdown" else ([], [])

    @property
    def lines(self):
        return self.markdown[0]

    @property
    def directives(self):
        return self.markdown[1]

    @property
    def figure_names(self):
        named = [d.options["name"] for d in self.directives if d.name == "figure" and "name" in d.options]
        return [name for name in (self.figure[0], *named) if name]


@dataclass
class Page:
    """A notebook as the rules see it."""

    name: str
    notebook: dict
    context: "Context"

    @cached_property
    def cells(self):
        return read_cells(self.notebook)

    @property
    def code(self):
        return [cell for cell in self.cells if cell.kind == "code"]

    @property
    def taught(self):
        """The code cells that the reader reads: all but the one for setting up."""
        return [cell for cell in self.code if cell.id != "setup"]


@dataclass(frozen=True)
class Context:
    """What a single notebook cannot know: the setup cell, the glossary, and the other pages."""

    setup: str
    glossary: tuple  # of sets: the names of one entry
    terms: frozenset  # used on any page
    figures: Counter  # how often each figure name stands in the book


def read_cells(notebook):
    return [
        Cell(
            cell.get("id", ""),
            cell["cell_type"],
            "".join(cell["source"]),
            cell.get("metadata", {}),
            cell.get("outputs", []),
            cell.get("execution_count"),
        )
        for cell in notebook["cells"]
    ]


_TERM = re.compile(r"\{term\}`([^`<]+?)\s*(?:<([^>]+)>)?`")


def terms_in(text):
    """The glossary words that a text links to, in lower case as Sphinx looks them up."""
    return [(target or shown).strip().lower() for shown, target in _TERM.findall(text)]


def read_glossary(text):
    """The entries of a glossary page: a set of names for each (several names may share a text)."""
    entries, is_term = [], False
    for block in re.findall(r"^(`{3,}|:{3,})\{glossary\}(.*?)^\1", text, re.MULTILINE | re.DOTALL):
        for line in block[1].splitlines():
            if not line.strip() or _OPTION.match(line):
                is_term = False
            elif line[0].isspace():
                is_term = False
            else:
                if not is_term:
                    entries.append(set())
                entries[-1].add(line.split(" : ")[0].strip().lower())
                is_term = True
    return tuple(frozenset(entry) for entry in entries)


def make_context(setup, glossary, notebooks, pages=()):
    """The context of notebooks (dictionaries) and of further pages (Markdown texts)."""
    cells = [cell for notebook in notebooks for cell in read_cells(notebook)]
    texts = [*pages, *(cell.source for cell in cells if cell.kind == "markdown")]
    return Context(
        setup,
        read_glossary(glossary),
        frozenset(term for text in texts for term in terms_in(text)),
        Counter(name for cell in cells for name in cell.figure_names),
    )


# The rules ---------------------------------------------------------------------------------
# Each takes a page and yields (cell id, what is wrong, remedy).


def notebook_format(page):
    version = (page.notebook.get("nbformat"), page.notebook.get("nbformat_minor"))
    if version != (4, 5):
        yield "", f"notebook format {version[0]}.{version[1]}", "save it in format 4.5"


def notebook_metadata(page):
    if page.notebook["metadata"] != minimal_metadata(page.notebook["metadata"]):
        yield "", "metadata that the editor wrote", CLEAN


def minimal_metadata(metadata):
    """The kernel, the language, and what the book reads (`myst`, `mystnb`): no versions."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    kept = {key: metadata[key] for key in ("myst", "mystnb") if key in metadata}
    return {"kernelspec": kernel, "language_info": {"name": "python"}} | kept


_RANDOM_ID = re.compile(r"(?=.*\d)[0-9a-f]{8}(-[0-9a-f]{4}){0,3}(-[0-9a-f]{12})?")


def cell_ids(page):
    count = Counter(cell.id for cell in page.cells)
    remedy = 'name the cell after what it does, in lower case with hyphens: "plot-windows"'
    for number, cell in enumerate(page.cells):
        if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", cell.id) or _RANDOM_ID.fullmatch(cell.id):
            yield cell.id or str(number), "an id that nobody can read", remedy
        elif count[cell.id] > 1:
            yield cell.id, f"{count[cell.id]} cells have this id", remedy


def setup_cell(page):
    first = page.code[0] if page.code else Cell("", "code", "", {}, [], None)
    if (first.id, first.source) != ("setup", page.context.setup):
        wrong = "the first code cell is not the common setup cell"
        yield first.id, wrong, f"copy the cell `setup` of {TEMPLATE}, with its id"


def code_length(page):
    for cell in page.code:
        if cell.code_lines > MOST_LINES:
            remedy = f"split it, {MOST_LINES} lines at most; long drawing code goes to unrolled/figures/"
            yield cell.id, f"{cell.code_lines} lines of code", remedy
    lengths = [cell.code_lines for cell in page.taught]
    if lengths and statistics.median(lengths) > MEDIAN_LINES:
        wrong = f"half of the code cells have more than {MEDIAN_LINES} lines"
        yield "", wrong, "split cells so that each does one thing"


def enough_prose(page):
    prose = sum(len(words(line.text)) for cell in page.cells for line in cell.lines)
    code = sum(cell.code_lines for cell in page.taught)
    if prose < WORDS_PER_LINE * code:
        wrong = f"{prose} words of prose for {code} lines of code"
        remedy = f"say before a cell what it does and after it what came out: {WORDS_PER_LINE} words a line"
        yield "", wrong, remedy


# A dot after one of these, or after an initial, ends no sentence.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[–—-])"
    r"(?:e\.g|i\.e|vs|cf|al|approx|resp|ca|Figs?|Eqs?|Secs?|Ch|No|pp?|Dr|Prof|St|[A-Z](?:\.[A-Z])*)$"
)
_SENTENCE_END = re.compile(r"(?<!\.)[.!?][\"”’')\]]*\s+(?=[\"“‘'(\[]*[^\W_a-z])")
_LINE_END = re.compile(r"[.!?:;…\\][\"”’')\]]*$")


def one_sentence_per_line(page):
    for cell in page.cells:
        before = ""
        for line in cell.lines:
            text = plain(line.text)
            ends = [m.start() for m in _SENTENCE_END.finditer(text)] if line.kind == "sentence" else []
            if any(not _ABBREVIATION.search(text[:end]) for end in ends):
                yield cell.id, f'two sentences in the line "{_short(line.text)}"', "one sentence per line"
            if line.continues and not _LINE_END.search(before):
                wrong = f'a sentence goes on in the line "{_short(line.text)}"'
                yield cell.id, wrong, "join the lines: one sentence per line"
            before = text


def _short(text):
    return text if len(text) <= 50 else text[:49] + "…"


_NAME_LIKE = re.compile(r"(?:an?|the)?\s*(?:figure|image|picture|plot|chart|graph|drawing|illustration)\s+(?:of|showing|for)\b", re.I)


def figures(page):
    for cell in page.cells:
        for name, caption, alt in _figures_of(cell):
            if not name or not caption:
                missing = " and ".join(w for w, has in (("name", name), ("caption", caption)) if not has)
                yield cell.id, f"a figure without {missing}", _figure_remedy(cell)
            if len(words(alt)) < ALT_WORDS or _NAME_LIKE.match(alt):
                remedy = f"say what it shows, in {ALT_WORDS} words or more, not what it is: {_figure_remedy(cell)}"
                yield cell.id, f'a figure with the alternative text "{alt}"', remedy
            elif words(alt.lower()) == words(caption.lower()):
                yield cell.id, "the alternative text repeats the caption", "describe what there is to see"
        for alt in re.findall(r"!\[([^\]]*)\]\(", cell.source if cell.kind == "markdown" else ""):
            if len(words(alt)) < ALT_WORDS or _NAME_LIKE.match(alt):
                wrong = f'an image with the alternative text "{alt}"'
                yield cell.id, wrong, f"say what it shows, in {ALT_WORDS} words or more, not what it is"
        for name in cell.figure_names:
            if page.context.figures[name] > 1:
                wrong = f'the figure name "{name}" stands {page.context.figures[name]} times in the book'
                yield cell.id, wrong, "begin it with the chapter's name"


def _figures_of(cell):
    """(name, caption, alternative text) of the figures in a cell."""
    if cell.kind == "code" and (draws(cell.source) or any(cell.figure)):
        yield cell.figure
    for directive in cell.directives:
        if directive.name in ("figure", "image"):
            options = directive.options
            caption = " ".join(directive.body)
            # An {image} has no caption and no number: only its alternative text counts.
            named = (options.get("name", ""), caption) if directive.name == "figure" else ("-", "-")
            yield *named, options.get("alt", "")


def _figure_remedy(cell):
    if cell.kind == "code":
        return "fill in metadata mystnb.figure.name, mystnb.figure.caption and mystnb.image.alt"
    return "give the directive :name:, :alt: and a caption"


_TRACES = ("collapsed", "scrolled", "execution", "trusted")  # metadata that running a cell leaves


def no_outputs(page):
    for cell in page.code:
        has_run = cell.outputs or cell.execution_count is not None
        if (has_run and not cell.keeps_output) or any(trace in cell.metadata for trace in _TRACES):
            yield cell.id, "it holds what a run left in it", f"{CLEAN}; tag keep_output what shall stay"


def defined_terms(page):
    defined = frozenset().union(*page.context.glossary)
    for cell in page.cells:
        for term in terms_in(cell.source) if cell.kind == "markdown" else ():
            if term not in defined:
                yield cell.id, f'the term "{term}" is not in the glossary', "define it in glossary.md"


def exercises(page):
    found = [(cell, d) for cell in page.cells for d in cell.directives]
    solved = {d.argument for _, d in found if d.name in ("solution", "solution-start")}
    labels = {d.options.get("label") for _, d in found if d.name in ("exercise", "exercise-start")}
    for cell, directive in found:
        if directive.name in ("exercise", "exercise-start"):
            if not re.fullmatch(r"[^★]*★{1,3}[^★]*", directive.argument):
                wrong = f'the exercise "{directive.argument}" has no grade'
                yield cell.id, wrong, "put ★, ★★ or ★★★ into its title"
            label = directive.options.get("label")
            if label not in solved:
                wrong = f'the exercise "{label or directive.argument}" has no solution'
                yield cell.id, wrong, "give it a :label: and a {solution} of that label"
        if directive.name in ("solution", "solution-start") and directive.argument not in labels:
            wrong = f'a solution of "{directive.argument}", which is no exercise here'
            yield cell.id, wrong, "give it the exercise's label"
    yield from _gates(found)


def _gates(found):
    """What a gate opens it must close before the next one opens."""
    opened = None
    for cell, directive in found:
        kind, _, gate = directive.name.partition("-")
        if gate not in ("start", "end") or kind not in ("exercise", "solution"):
            continue
        if opened and (gate, kind) != ("end", opened[1]):
            yield opened[0].id, f"{opened[1]}-start without its end", f"close it with {{{opened[1]}-end}}"
        if gate == "end" and not opened:
            yield cell.id, f"{kind}-end without its start", f"open it with {{{kind}-start}}"
        opened = (cell, kind) if gate == "start" else None
    if opened:
        yield opened[0].id, f"{opened[1]}-start without its end", f"close it with {{{opened[1]}-end}}"


def sections(page):
    if page.name.startswith("lab/"):
        return
    lines = [(cell.id, line) for cell in page.cells for line in cell.lines]
    place, latest = {}, -1
    for section in SECTIONS:
        kinds = ("heading", "title", "html") if section == "Predict" else ("heading",)
        has = (
            number
            for number, (_, line) in enumerate(lines)
            if line.kind in kinds and section.lower() in plain(line.text).lower()
        )
        place[section] = next(has, None)
        if place[section] is None:
            yield "", f'no section "{section}"', f"add it as in {TEMPLATE}"
        elif place[section] < latest:
            wrong = f'the section "{section}" stands too early'
            yield lines[place[section]][0], wrong, f"order the sections as in {TEMPLATE}"
        else:
            latest = place[section]


_SLIGHTING = re.compile(r"\b(simply|just|obviously)\b", re.IGNORECASE)
_TIME_STEP = re.compile(r"\btime[ -]steps?\b", re.IGNORECASE)
_BRITISH = re.compile(
    r"\b(?:\w*colour\w*|\w*behaviour\w*|neighbour\w*|favour\w*|centre[sd]?|centring|grey\w*|metres?"
    r"|(?:label|model|travel|cancel)l(?:ed|ing)|analys(?:e|ed|ing)"
    r"|(?:\w*normal|initial|general|\w*optim|visual|regular|recogn|summar|minim|maxim|standard|vector|token"
    r"|real|organ|emphas|util|special|random|penal)is(?:e|ed|es|er|ing|ation))\b",
    re.IGNORECASE,
)


def spelling(page):
    for cell in page.cells:
        text = " ".join([*(plain(line.text) for line in cell.lines), *cell.figure[1:]])
        for word in _SLIGHTING.findall(text):
            yield cell.id, f'"{word}" slights the reader who finds it hard', "leave the word out"
        for word in _TIME_STEP.findall(text):
            yield cell.id, f'"{word}"', "write timestep, one word"
        for word in _BRITISH.findall(text):
            yield cell.id, f'British spelling "{word}"', "spell it the American way"


def definitions_are_used(page):
    following = [*page.code[1:], Cell("", "code", "", {}, [], None)]
    for cell, after in zip(page.code, following, strict=True):
        tree = read_code(cell.source)
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        definitions = {node.name: node for node in tree.body if isinstance(node, kinds)}
        for name in definitions:
            # A helper counts as used when another definition of its cell calls it.
            others = (node for other, node in definitions.items() if other != name)
            if name not in _names(read_code(after.source)).union(*map(_names, others)):
                wrong = f'the next code cell does not use "{name}"'
                yield cell.id, wrong, "call it there and check what it gives"


RULES = (
    notebook_format,
    notebook_metadata,
    cell_ids,
    setup_cell,
    code_length,
    enough_prose,
    one_sentence_per_line,
    figures,
    no_outputs,
    defined_terms,
    exercises,
    sections,
    spelling,
    definitions_are_used,
)


def lint(notebook, name, context):
    """The problems of one notebook, a dictionary as `json.load` gives it.

    `name` is its path in the repository, with slashes: chapters need their sections, the lab does not.
    """
    page = Page(name, notebook, context)
    return [
        Problem(name, cell, rule.__name__, wrong, remedy)
        for rule in RULES
        for cell, wrong, remedy in rule(page)
    ]


def lint_glossary(context):
    """The glossary's entries that no page links to."""
    remedy = "link its first use with the role {term}, or take the entry out"
    return [
        Problem("glossary.md", "", "glossary_is_used", f'no page uses the term "{min(entry)}"', remedy)
        for entry in context.glossary
        if not entry & context.terms
    ]


def clean(notebook):
    """The notebook without outputs, run counts and editor's metadata; kept outputs stay."""
    cells = [dict(cell, metadata=dict(cell.get("metadata", {}))) for cell in notebook["cells"]]
    for cell in cells:
        for trace in _TRACES:
            cell["metadata"].pop(trace, None)
        if cell["cell_type"] == "code" and "keep_output" not in cell["metadata"].get("tags", ()):
            cell |= {"outputs": [], "execution_count": None}
    return notebook | {"cells": cells, "metadata": minimal_metadata(notebook["metadata"])}


# The repository ----------------------------------------------------------------------------


def read_notebook(path):
    try:
        return json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{path} is not a notebook: {error}") from error


def write_notebook(path, notebook):
    part = path.with_name(path.name + ".part")
    # As Jupyter itself writes, so that saving there changes nothing.
    text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
    try:
        part.write_text(text + "\n", "utf-8")
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def setup_source(template, repository):
    """The template's setup cell, installing from the repository at this address."""
    source = next(cell.source for cell in read_cells(template) if cell.id == "setup")
    return re.sub(r"(?<=git\+)https://[^\"]+", lambda _: repository, source)


def notebook_paths(root):
    found = [*root.glob("chapters/*.ipynb"), *root.glob("lab/**/*.ipynb")]
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def read_context(root):
    config = yaml.safe_load((root / "_config.yml").read_text("utf-8"))
    glossary = root / "glossary.md"
    no_pages = {"glossary.md", *config["exclude_patterns"]}
    return make_context(
        setup_source(read_notebook(root / TEMPLATE), config["repository"]["url"]),
        glossary.read_text("utf-8") if glossary.exists() else "",
        [read_notebook(path) for path in notebook_paths(root)],
        [path.read_text("utf-8") for path in root.glob("*.md") if path.name not in no_pages],
    )


def main(arguments=None):
    parser = argparse.ArgumentParser(description="Check notebooks against the rules of the course.")
    parser.add_argument("files", nargs="*", type=Path, help="default: all of chapters/ and lab/")
    parser.add_argument("--clean", action="store_true", help="take out what a run left, check nothing")
    options = parser.parse_args(arguments)
    paths = [path.resolve() for path in options.files] or notebook_paths(ROOT)

    if options.clean:
        for path in paths:
            write_notebook(path, clean(read_notebook(path)))
        return 0

    context = read_context(ROOT)
    problems = [] if options.files else lint_glossary(context)
    for path in paths:
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else str(path)
        problems += lint(read_notebook(path), name, context)
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
