"""A submission rebuilt on the released notebook, whatever happened to the file on its way.

`normalise(data, released)` reads the bytes of a submitted file and finds the answers in it.
Nothing of the file runs, and no content of it raises: what cannot be read is `unreadable`, with
the reason in words.  The released notebook says what is asked: a cell with nbgrader metadata and
`solution` is an answer, with `grade` as well it is marked by a person ("written").  The
`grade_id` of an automatic answer is the name of its `Question`.

Files: notebooks of any nbformat (3, 4, newer), in UTF-8, UTF-16, UTF-32 or Windows' Latin
letters, with or without a byte order mark and with garbage behind the end, under any name; and
Python scripts exported from a notebook.  Outputs, points and every other number in the file are
never read.

A notebook that loads the data of another assignment and has cells for less than half of the
questions is that other assignment's: unreadable here, since what is missing in it was not left out.

Which cell answers a question?  A cell that contains the first line of the template (`def
make_windows(`, spaces aside) at the start of a line; else one that binds that name (`make_windows
= ...`); else the one whose `grade_id`, or else whose cell id, is that of the question and whose
content is no other question's answer.  Of several cells there counts, in this order of worth: a
changed one before a copy of the empty template; code before text; one that is Python before one
that is not; the first line before the bound name before the metadata; the last before the
earlier, as it would in a notebook that runs from top to bottom.  The others stay, as the
student's own cells: they may hold a helper.
"""

import ast
import copy
import json
import re
import warnings
from dataclasses import dataclass, field
from functools import cached_property

from .oracle import Cell

MAX_BYTES = 256 * 2**20  # of a file
MAX_PLAIN = 4 * 2**20  # bytes up to which a file is parsed as it is; beyond, outputs are cut out first
MAX_REST = 8 * 2**20  # characters of a notebook without its outputs
MAX_CELLS = 500  # of the student's own cells that run beside the answers
MAX_SEEN = 5000  # cells of a file that are looked at
MAX_PARSED = 200_000  # characters of a cell that is looked at as Python
MAX_AGAIN = 4000  # characters of a cell that are read again to tell notebook commands from Python
MAX_NOTES = 50

DATA = re.compile(r"\bassignments\.data\(\s*[\"'](\w{1,20})[\"']")  # how a notebook loads its student's data
HEAVY = ("outputs", "attachments", "widgets")  # keys whose values are never needed and may be huge
STRING = r'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'  # one without an end goes to the file's: no quote in it is tried again
KNOWN = (
    (b"PK\x03\x04", "a zip archive (or an Office document)"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"{\\rtf", "a Word document (RTF)"),
)
SHELLS = {"bash", "sh", "script", "html", "javascript", "js", "latex", "markdown", "svg", "writefile", "perl", "ruby", "cmd", "sql", "R"}


@dataclass(frozen=True)
class Answers:
    """What a submission holds.

    cells      : `oracle.Cell`s in the submission's order; those with a question are its answers
    written    : for the grade id of each written question that was found, the text
    student_id : what the notebook says in `STUDENT_ID = "..."`; anybody may write anything there
    notes      : what had to be mended, in words
    unreadable : why nothing could be read, in words; "" where something was
    """

    cells: tuple[Cell, ...] = ()
    written: dict[str, str] = field(default_factory=dict)
    student_id: str = ""
    notes: tuple[str, ...] = ()
    unreadable: str = ""


def normalise(data, released):
    """The `Answers` in the bytes of a file.

    released : the released notebook as a dict, from which the questions are taken

    Raises ValueError where the released notebook itself cannot serve: no answer cells, two with
    the same grade id or the same first line.
    """
    skeleton = _Skeleton(released)
    notes = _Notes()
    try:
        cells, script = _read(data, notes)
        return _answers(cells, script, skeleton, notes)
    except _Unreadable as reason:
        return Answers(notes=tuple(notes), unreadable=str(reason))
    except (RecursionError, MemoryError):
        return Answers(notes=tuple(notes), unreadable="The file is nested too deeply, or too large, to be read.")


def looks_readable(data):
    """Whether the bytes are a notebook with cells, or a text that could be a script, whatever it holds."""
    try:
        cells, _ = _read(data, _Notes())
    except (_Unreadable, RecursionError, MemoryError):
        return False
    return bool(cells)


def rebuild(released, answers):
    """The released notebook with a submission's answers in it, as a dict: what nbgrader is given.

    Everything but the answers is the release's own: checks, points, ids.  The student's own cells
    stand before the answer that they preceded.  Questions without an answer keep their template.
    """
    notebook = copy.deepcopy(released)
    given = {cell.question: cell.source for cell in answers.cells if cell.question} | answers.written
    before, waiting = {}, []
    for cell in answers.cells:
        if cell.question is None:
            waiting.append(cell.source)
        elif waiting:
            before[cell.question], waiting = waiting, []
    cells, number = [], 0

    def add(sources):
        nonlocal number
        for source in sources:
            number += 1
            cells.append(
                {"cell_type": "code", "id": f"own-{number}", "metadata": {}, "execution_count": None, "outputs": [], "source": source}
            )

    for cell in notebook["cells"]:
        name = _grade_id(cell) if _marks(cell).get("solution") else None
        add(before.get(name, ()))
        if name in given:
            cell["source"] = given[name]
        if cell.get("cell_type") == "code":
            cell["outputs"], cell["execution_count"] = [], None
        cells.append(cell)
    add(waiting)
    notebook["cells"] = cells
    return notebook


class _Unreadable(Exception):
    """A file that cannot be read; the message says why."""


class _Notes(list):
    """What was mended, each thing once, and not without end."""

    def add(self, text):
        if text not in self and len(self) < MAX_NOTES:
            self.append(text)


# ---------------------------------------------------------------- the released notebook


@dataclass(frozen=True)
class _Question:
    name: str
    cell_id: str | None
    template: str
    code: bool
    opening: re.Pattern | None  # how the first line of the template begins, spaces aside
    bound: str | None  # the name that its `def` or `class` binds


class _Skeleton:
    """What the released notebook asks, and which cells are its own."""

    def __init__(self, released):
        cells = [cell for cell in released.get("cells", ()) if isinstance(cell, dict)]
        self.automatic, self.written, self.points, self.prompts = {}, {}, {}, {}
        firsts = [_first_line(_source(cell) or "") for cell in cells]
        for place, (cell, first) in enumerate(zip(cells, firsts)):
            marks, name = _marks(cell), _grade_id(cell)
            if name:
                self.points[name] = marks.get("points")
            if not marks.get("solution"):
                continue
            if not name or name in self.automatic or name in self.written:
                raise ValueError(f"the released notebook needs a grade id of its own for each answer, and has {name!r} twice or none")
            template = _source(cell) or ""
            if cell.get("cell_type") == "code" and not marks.get("grade"):
                if not first:
                    raise ValueError(f"the released answer cell {name} is empty: it has no first line to know it by")
                opening, bound = _opening(first)
                self.automatic[name] = _Question(name, cell.get("id"), template, True, opening, bound)
            else:
                opening = re.compile("^" + re.escape(first) + r"[ \t]*$", re.M) if first and firsts.count(first) == 1 else None
                self.written[name] = _Question(name, cell.get("id"), template, cell.get("cell_type") == "code", opening, None)
                if place and not _marks(cells[place - 1]).get("solution"):
                    self.prompts[name] = _squeezed(_source(cells[place - 1]) or "")
        openings = [question.opening.pattern for question in self.automatic.values()]
        if len(set(openings)) < len(openings):
            raise ValueError("two released answer cells begin with the same first line")
        if not (self.automatic or self.written):
            raise ValueError("the released notebook has no answer cell: one with nbgrader metadata and solution")
        self.questions = self.automatic | self.written
        self.by_id = {question.cell_id: name for name, question in self.questions.items() if question.cell_id}
        self.data = set().union(*(DATA.findall(_source(cell) or "") for cell in cells))
        self.own = {_squeezed(_source(cell) or "") for cell in cells if not _marks(cell).get("solution")}


def _opening(first):
    """The pattern of a first line up to its bracket or colon, spaces aside, and the name it binds."""
    head = re.match(r"(?:async\s+)?(def|class)\s+(\w+)", first)
    if head:
        return re.compile(rf"^(?:async[ \t]+)?{head[1]}[ \t]+{re.escape(head[2])}[ \t]*[(:\[]", re.M), head[2]
    return re.compile("^" + r"[ \t]*".join(map(re.escape, re.findall(r"\w+|[^\w\s]", first))), re.M), None


def _first_line(source):
    """The first line that is neither empty, a comment, an import nor a decorator."""
    for line in source.splitlines():
        if line.strip() and not re.match(r"\s*(#|@|import\b|from\b)", line):
            return line.strip()
    return next((line.strip() for line in source.splitlines() if line.strip()), "")


def _squeezed(source):
    """A source without the white space that editors change."""
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


# ---------------------------------------------------------------- bytes to cells


def _read(data, notes):
    """The cells of a file as dicts, and whether it was a script without marks between its cells."""
    if len(data) > MAX_BYTES:
        raise _Unreadable(f"The file has {len(data) / 2**20:.0f} MB; more than {MAX_BYTES // 2**20} are not read.")
    if not data.strip(b"\x00 \t\r\n"):
        raise _Unreadable("The file is empty.")
    for start, what in KNOWN:
        if data.startswith(start):
            raise _Unreadable(f"The file is {what}, not a notebook.")
    text = _decoded(data, notes).lstrip("\ufeff \t\r\n")
    if text.startswith(("{", "[")):
        return _notebook_cells(_parsed(text, notes), notes), False
    if re.match(r"<(!doctype|html|\?xml|head|script)", text, re.I):
        raise _Unreadable("The file is a web page, not a notebook.")
    if not text.isprintable() and sum(not (letter.isprintable() or letter in "\n\r\t\f") for letter in text[:2000]) > 20:
        raise _Unreadable("The file is no text and no notebook.")
    if len(text) > MAX_REST:
        raise _Unreadable(f"The file is no notebook but {len(text) / 2**20:.0f} MB of text.")
    notes.add("The file is no notebook but was read as a Python script.")
    pieces = re.split(r"^# (?:In\[[^\]\n]*\]:|%%)[^\n]*\n?", text, flags=re.M)
    if len(pieces) > 1:
        return [{"cell_type": "code", "source": piece} for piece in pieces], False
    return [{"cell_type": "code", "source": piece} for piece in _statements(text)], True


def _decoded(data, notes):
    """The text of the bytes: by byte order mark, by the zeros of UTF-16 and UTF-32, as UTF-8, else Latin letters."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\x00\x00", "utf-32-le"),
        (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            if encoding != "utf-8":
                notes.add(f"The file was read as {encoding.upper()[:6]}.")
                return data[len(mark) :].decode(encoding, "replace")
            data = data[len(mark) :]
            break
    head = data[:4]
    for zeros, encoding in (
        ((0, 1, 1, 1), "utf-32-le"),
        ((1, 1, 1, 0), "utf-32-be"),
        ((0, 1, 0, 1), "utf-16-le"),
        ((1, 0, 1, 0), "utf-16-be"),
    ):
        if len(head) == 4 and all((byte == 0) == bool(zero) for byte, zero in zip(head, zeros)):
            notes.add(f"The file was read as {encoding.upper()[:6]}.")
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        notes.add("The file is not UTF-8: it was read as Windows' Latin letters (cp1252).")
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _parsed(text, notes):
    """The JSON value that a text begins with."""
    if len(text) > MAX_PLAIN:
        text = _without_heavy(text)
        if len(text) > MAX_REST:
            raise _Unreadable(f"The notebook has {len(text) / 2**20:.0f} MB beside its outputs; more than {MAX_REST // 2**20} are not read.")
    decoder = json.JSONDecoder(strict=False, parse_int=lambda digits: int(digits) if len(digits) < 20 else 0)
    try:
        try:
            value, end = decoder.raw_decode(text)
        except RecursionError:  # faked outputs may be nested deeply
            text = _without_heavy(text)
            value, end = decoder.raw_decode(text)
    except RecursionError:
        raise _Unreadable("The file is nested too deeply to be a notebook.") from None
    except ValueError as error:
        raise _Unreadable(f"The file is damaged or cut off: {error}.") from None
    if text[end:].strip("\x00 \t\r\n\x1a"):
        notes.add("What stands behind the end of the notebook was left out.")
    return value


def _without_heavy(text):
    """A JSON text in which the values of `HEAVY` keys are null; linear in time, and builds nothing of them."""
    token = re.compile(STRING + r"|[\[\]{}]", re.S)
    colon = re.compile(r"\s*:\s*")
    keys = {f'"{name}"' for name in HEAVY}
    kept, start, place = [], 0, 0
    while found := token.search(text, place):
        place = found.end()
        if found[0] not in keys:
            continue
        opening = colon.match(text, place)
        if not opening or text[opening.end() : opening.end() + 1] not in ("[", "{"):
            continue
        kept += [text[start : opening.end()], "null"]
        depth, place = 0, opening.end()
        for inner in token.finditer(text, place):
            place = inner.end()
            depth += (text[inner.start()] in "[{") - (text[inner.start()] in "]}")
            if depth == 0:
                break
        else:
            place = len(text)
        start = place
    return "".join([*kept, text[start:]])


def _notebook_cells(value, notes):
    """The cells of a parsed notebook of any format; what is no cell is left out."""
    if not isinstance(value, dict):
        raise _Unreadable("The file is JSON, but no notebook.")
    cells = value.get("cells")
    if not isinstance(cells, list) and isinstance(value.get("worksheets"), list):
        notes.add("The notebook is of the old format 3.")
        sheets = [sheet.get("cells") for sheet in value["worksheets"] if isinstance(sheet, dict)]
        cells = [cell for sheet in sheets if isinstance(sheet, list) for cell in sheet]
    if not isinstance(cells, list):
        raise _Unreadable("The file is JSON, but no notebook: it has no cells.")
    if value.get("nbformat") not in (3, 4):
        notes.add("The notebook says that it is of an unknown format; it was read all the same.")
    good = [cell for cell in cells if isinstance(cell, dict) and _source(cell) is not None]
    if len(good) < len(cells):
        notes.add(f"{len(cells) - len(good)} damaged cells without a text were left out.")
    if not good:
        raise _Unreadable("The notebook has no cells.")
    return good


def _source(cell):
    """A cell's text, or None where it has none."""
    source = cell.get("source", cell.get("input"))
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        return None
    return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", source.replace("\x00", "")).replace("\r\n", "\n").replace("\r", "\n")


def _statements(text):
    """A script cut before each statement at its left margin, so that none can keep another from running."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    tree = _tree(_without_magics(text, _Notes()))
    lines = text.split("\n")
    if tree:
        starts = [min([node.lineno, *(item.lineno for item in getattr(node, "decorator_list", ()))]) - 1 for node in tree.body]
    else:
        starts = [number for number, line in enumerate(lines) if re.match(r"(def|class|async|import|from|@)\b|@", line)]
        starts = [number for number in starts if not (number and lines[number - 1].startswith("@"))]
    starts = sorted({0, *starts})
    return ["\n".join(lines[start:end]) for start, end in zip(starts, [*starts[1:], len(lines)])]


# ---------------------------------------------------------------- cells to answers


@dataclass
class _Seen:
    """A submitted cell and the questions it may answer, each with how well it is known."""

    source: str
    code: bool
    claims: dict = field(default_factory=dict)  # name of the question -> 3 first line, 2 name bound, 1 grade id, 0 cell id
    keep: bool = True  # whether it may run as the student's own

    @cached_property
    def python(self):
        """Its source without notebook commands, and what is said about them."""
        notes = _Notes()
        return _without_magics(self.source, notes), notes

    @cached_property
    def names(self):
        """What it gives a value outside of functions and classes; None where it is no Python."""
        return _bound(self.python[0])


def _answers(cells, script, skeleton, notes):
    if len(cells) > MAX_SEEN:
        notes.add(f"Only the first {MAX_SEEN} cells were looked at.")
        cells = cells[:MAX_SEEN]
    seen = [_look(cell, skeleton, notes) for cell in cells]
    answer = {name: _chosen(name, seen, skeleton, notes) for name in skeleton.automatic}
    answered = {}  # place -> names, in the release's order
    for name, place in answer.items():
        if place is not None:
            answered.setdefault(place, []).append(name)
    written = {}
    for name in skeleton.written:
        place = _chosen(name, seen, skeleton, notes)
        text = seen[place].source if place is not None else _after_prompt(name, cells, seen, skeleton, notes)
        if text is not None:
            written[name] = text
    found, own = [], 0
    for place, cell in enumerate(seen):
        names = answered.get(place, ())
        if len(names) > 1:
            notes.add(f"One cell answers {' and '.join(names)}.")
        if not (names or (cell.keep and cell.code and cell.source.strip())):
            continue
        if not names:
            own += 1
            if own > MAX_CELLS:
                notes.add(f"Only {MAX_CELLS} of the cells beside the answers were kept.")
                continue
        source, said = cell.python
        for note in said:
            notes.add(note)
        if not names:
            if not source.strip():
                continue
        found += [Cell(source, name) for name in names or (None,)]
    if not answered and not written:
        if script:
            raise _Unreadable("The file is no notebook, and as a Python script it holds no answer to a question of this assignment.")
        raise _Unreadable("No cell of the notebook answers a question of this assignment. Is it another one?")
    others = set().union(*(DATA.findall(cell.source) for cell in seen)) - skeleton.data
    if others and sum(place is not None for place in answer.values()) < len(answer) / 2:
        raise _Unreadable(f"The notebook is that of another assignment, {min(others)}.")
    for name in skeleton.automatic:
        if answer[name] is None:
            notes.add(f"There is no answer to {name}.")
    return Answers(tuple(found), written, _student_id(seen), tuple(notes))


def _look(cell, skeleton, notes):
    source, kind, marks = _source(cell), cell.get("cell_type"), _marks(cell)
    seen = _Seen(source, kind == "code")
    claims = seen.claims
    if _squeezed(source) not in skeleton.own:
        for name, question in skeleton.questions.items():
            if question.opening and question.opening.search(source):
                claims[name] = 3
            elif question.bound and kind == "code" and question.bound in source and question.bound in (seen.names or ()):
                claims[name] = 2
        by_mark, by_id = _grade_id(cell), cell.get("id")
        by_id = skeleton.by_id.get(by_id) if isinstance(by_id, str) else None
        by_mark = by_mark if by_mark in skeleton.questions else None
        others = {name for name in claims if claims[name] == 3}
        for name, worth in ((by_id, 0), (by_mark, 1)):
            if name and not (others - {name}):
                claims[name] = max(worth, claims.get(name, -1))
            elif name:
                notes.add(f"A cell marked as {name} answers {' and '.join(sorted(others))}: the content counts.")
        if by_mark and marks.get("points") != skeleton.points[by_mark]:
            notes.add(f"The points of {by_mark} were changed in the file: this has no effect.")
    seen.keep = _squeezed(source) not in skeleton.own
    if any(_squeezed(source) == _squeezed(question.template) for question in skeleton.automatic.values()):
        seen.keep = False  # an empty template would undo the answer
    return seen


def _chosen(name, seen, skeleton, notes):
    """The place of the cell that answers a question, or None; the order of worth is the module's."""
    question = skeleton.questions[name]
    candidates = [place for place, cell in enumerate(seen) if name in cell.claims]
    if not candidates:
        return None

    def worth(place):
        cell = seen[place]
        changed = bool(cell.source.strip()) and _squeezed(cell.source) != _squeezed(question.template)
        python = not question.code or cell.names is not None
        return changed, cell.code == question.code, python, cell.claims[name], place

    ranked = sorted(map(worth, candidates), reverse=True) if len(candidates) > 1 else []
    best = ranked[0][-1] if ranked else candidates[0]
    changed = sum(rank[0] for rank in ranked)
    if changed > 1:
        notes.add(f"{changed} cells could be the answer to {name}: number {best + 1} of the notebook counts.")
    if question.code and not seen[best].code:
        notes.add(f"The answer to {name} stands in a cell that is no code cell; it was run all the same.")
    return best


def _after_prompt(name, cells, seen, skeleton, notes):
    """A written answer without metadata: the text that follows the question's own words."""
    prompt = skeleton.prompts.get(name)
    places = [place for place, cell in enumerate(seen) if prompt and _squeezed(cell.source) == prompt]
    for place in reversed(places):
        texts = []
        for cell in seen[place + 1 :]:
            if cell.code or cell.claims or _squeezed(cell.source) in skeleton.own:
                break
            texts.append(cell.source)
        if texts:
            notes.add(f"The answer to {name} had lost its mark; it was found behind the question.")
            return "\n\n".join(texts)
    return None


def _student_id(seen):
    """The last STUDENT_ID that a cell sets to a text or a number and that is not empty."""
    found = ""
    for cell in seen:
        if cell.code and "STUDENT_ID" in cell.source:
            for match in re.finditer(r"""^STUDENT_ID\s*=\s*(?:"([^"\n]*)"|'([^'\n]*)'|(\d+))""", cell.source, re.M):
                found = (match[1] or match[2] or match[3] or "").strip() or found
    return "".join(letter for letter in found[:200] if letter.isprintable())  # it is shown in terminals


def _marks(cell):
    """A cell's nbgrader metadata, or {}."""
    metadata = cell.get("metadata")
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return marks if isinstance(marks, dict) else {}


def _grade_id(cell):
    name = _marks(cell).get("grade_id")
    return name if isinstance(name, str) else None


# ---------------------------------------------------------------- Python


def _tree(source):
    """The syntax tree of a source, or None where it is no Python or too large to look at."""
    if len(source) > MAX_PARSED:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _bound(source):
    """The names that a source gives a value outside of functions and classes; None where it is no Python."""
    tree = _tree(source)
    if tree is None:
        return None
    names, waiting = set(), list(tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        if isinstance(node, ast.alias):
            names.add(node.asname or node.name)
        waiting += ast.iter_child_nodes(node)
    return names


MAGIC = re.compile(r"^([ \t]*+)(?:[!%?].{0,5000}|[\w.]+\?{1,2}\s*|(\w[\w, ]*=\s*)[!%].{0,5000}|get_ipython\(\)\..*)$")


def _without_magics(source, notes):
    """A cell without notebook commands (`!pip ...`, `%matplotlib`), which are no Python.

    Each becomes a `pass` or `None` in its place, so that blocks and line numbers stay.  A line
    such as `% 7` inside an expression is none: lines go only where Python cannot read them.
    """
    if not re.search(r"^[ \t]*[!%?]|=[ \t]*[!%]|\?[ \t]*$|^[ \t]*get_ipython\(\)", source, re.M):
        return source
    first = re.match(r"%%(\S+)", source.lstrip())
    if first and first[1] in SHELLS:
        notes.add(f"A %%{first[1]} cell is no Python and was left out.")
        return ""
    lines = source.split("\n")

    def replace(number):
        found = MAGIC.match(lines[number])
        lines[number] = f"{found[1]}{found[2]}None" if found[2] else f"{found[1]}pass"
        notes.add("Notebook commands (lines with !, % or ?) were left out: they are no Python.")

    for number, line in enumerate(lines):
        if re.match(r"\s*get_ipython\(\)\.", line) and line.count("(") == line.count(")"):
            replace(number)
    for _ in range(min(50, max(1, MAX_AGAIN // len(source)))):
        wrong = _wrong_line("\n".join(lines))
        if wrong is None:
            return "\n".join(lines)
        if not (wrong <= len(lines) and MAGIC.match(lines[wrong - 1])):
            break
        replace(wrong - 1)
    for number, line in enumerate(lines):
        if MAGIC.match(line):
            replace(number)
    return "\n".join(lines)


def _wrong_line(source):
    """The number of the first line that is no Python, or None."""
    if len(source) > MAX_PARSED:
        return 1
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(source)
    except SyntaxError as error:
        return error.lineno or 1
    except (ValueError, RecursionError, MemoryError):
        return 1
    return None
