"""Which answers are the same up to renaming, and which nearly so.

Two answers are the same if nothing but names, comments, docstrings, annotations and layout
differs: `normal_form` is then the same text.  They are near if most of their code is common,
whatever was inserted, deleted or moved: each is seen as the set of its runs of `RUN` tokens, with
all names of its own made one, and the measure is the part that two sets share (Jaccard).

What the release itself holds, templates and public checks, counts for nobody.  Constants and the
names of functions that are called (`np.diff`) are kept: they are what a solution is made of.

A report accuses nobody.  Short answers to the same question are often the same with no copying,
so answers of fewer than `SMALLEST` runs beyond the template are left out; and the more students
share a form, the less it says about any two of them.

Cost: 15,000 answers of 10 to 30 lines (3,000 submissions of 5 questions, half of them changed
copies of 40 solutions) take 23 CPU seconds on one core, half of them for the normal forms.
"""

import ast
import builtins
import functools
import keyword
import math
import re
import warnings
from collections import Counter, defaultdict
from dataclasses import dataclass

RUN = 5  # tokens
SMALLEST = 20  # runs of an answer beyond the template
MAX_SOURCE = 50_000  # characters of an answer that is looked at
MAX_PAIRS = 1000  # of near forms for each question, the nearest first

TOKEN = re.compile(
    r"""(?P<text>(?i:[rbuf]{0,2})(?:'''(?s:\\.|.)*?(?:'''|\Z)|\"\"\"(?s:\\.|.)*?(?:\"\"\"|\Z)|'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?))
    |(?P<comment>\#[^\n]*)|(?P<name>[^\W\d]\w*)|(?P<number>\.?\d[\w.]*)|(?P<sign>\*\*|//|->|:=|[<>=!]=|[^\s\w])""",
    re.X,
)
BUILTINS = frozenset(dir(builtins))
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
NAMED = (ast.ExceptHandler, ast.MatchAs, ast.MatchStar)
SPARE = frozenset("();")


@dataclass(frozen=True)
class Group:
    """Students whose answers to a question are the same up to renaming."""

    question: str
    students: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Students whose answers to a question are near: each of `left` with each of `right`.

    similarity : the part of the runs that both have, below 1 but for what was moved
    """

    question: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    similarity: float


@dataclass(frozen=True)
class Report:
    """groups: the smallest first, as it says most.  pairs: the nearest first, in each question."""

    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]


def report(answers, release=(), threshold=0.8):
    """The `Report` on the answers of many students.

    answers   : for each student a dict of the source of the answer to each question
    release   : sources of the released code cells, which count for nobody
    threshold : from which similarity on two answers are near, above 0 and at most 1

    Raises ValueError for another threshold.
    """
    if not 0 < threshold <= 1:
        raise ValueError(f"the threshold must lie above 0 and be at most 1, not {threshold}")
    known = names_in(release)
    template_forms = {normal_form(source, known) for source in release}
    template_runs = set().union(*(_runs(form) for form in template_forms)) if template_forms else set()
    form_of = functools.lru_cache(10_000)(lambda source: normal_form(source, known))
    questions = defaultdict(lambda: defaultdict(list))  # question -> normal form -> students
    for student in sorted(answers):
        for question, source in answers[student].items():
            questions[question][form_of(source)].append(student)
    groups, pairs = [], []
    for question in sorted(questions):
        forms = {form: runs for form in questions[question] if form not in template_forms and len(runs := _runs(form) - template_runs) >= SMALLEST}
        groups += [Group(question, tuple(questions[question][form])) for form in forms if len(questions[question][form]) > 1]
        whose = [tuple(questions[question][form]) for form in forms]
        near = _near(list(forms.values()), threshold)
        near = [Pair(question, *sorted((whose[one], whose[other])), similarity) for similarity, one, other in near]
        pairs += sorted(near, key=lambda pair: (-pair.similarity, pair.left, pair.right))[:MAX_PAIRS]
    return Report(tuple(sorted(groups, key=lambda group: (group.question, len(group.students), group.students))), tuple(pairs))


def names_in(sources):
    """The names that are free to all: those of Python itself and those that the release uses."""
    found = set(BUILTINS)
    for source in sources:
        found.update(match["name"] for match in TOKEN.finditer(source[:MAX_SOURCE]) if match["name"])
    return frozenset(found)


def normal_form(source, known=BUILTINS):
    """A text that is the same for all sources that differ in names, comments and layout alone.

    known : names that are kept where the source does not bind them itself
    """
    source = source[:MAX_SOURCE]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(source)
        return "\n".join(_statements(tree, known))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return _normal_tokens(source, known)


# ---------------------------------------------------------------- normal forms


def _statements(tree, known):
    """The statements of a module with their names replaced; those of a function count from its start."""
    body = _without_docstring(tree.body)
    bound = [_bound(node) for node in body]
    shared = set().union(*({node.name} if isinstance(node, SCOPES) else names for node, names in zip(body, bound)))
    outer = {}
    for node, names in zip(body, bound):
        # What a function binds within itself is its own, even under a name of the module.
        others = shared - names | {node.name} if isinstance(node, SCOPES) else shared | names
        yield ast.unparse(_Renamer(known - names, others, outer).visit(node))


def _bound(statement):
    """The names that a statement binds, or that are bound within it; not that of the function that it is."""
    found = set()
    for part in ast.walk(statement):
        kind = type(part)
        if kind is ast.Name:
            if type(part.ctx) is not ast.Load:
                found.add(part.id)
        elif kind is ast.arg:
            found.add(part.arg)
        elif kind is ast.alias:
            found.add(part.asname or part.name.partition(".")[0])
        elif kind in SCOPES:
            if part is not statement:
                found.add(part.name)
        elif kind in NAMED and part.name:
            found.add(part.name)
    return found


def _without_docstring(body):
    """A body without texts that stand for themselves; never empty."""
    kept = [node for node in body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str))]
    return kept or [ast.Pass()]


class _Renamer(ast.NodeTransformer):
    """Names become `mod0`, `own0`, ... in the order in which they appear."""

    def __init__(self, known, shared, outer):
        self._known, self._shared, self._outer, self._inner = known, shared, outer, {}

    def visit(self, node):
        if type(getattr(node, "body", None)) is list:
            node.body = _without_docstring(node.body)
        return super().visit(node)

    def _new(self, name):
        if name in self._shared:
            return self._outer.setdefault(name, f"mod{len(self._outer)}")
        return name if name in self._known else self._inner.setdefault(name, f"own{len(self._inner)}")

    def visit_Name(self, node):
        node.id = self._new(node.id)
        return node

    def visit_arg(self, node):
        node.arg, node.annotation, node.type_comment = self._new(node.arg), None, None
        return node

    def visit_alias(self, node):
        if node.name != "*":
            node.asname = self._new(node.asname or node.name.partition(".")[0])
        return node

    def visit_FunctionDef(self, node):
        node.name, node.returns, node.type_comment = self._new(node.name), None, None
        return self.generic_visit(node)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_ClassDef(self, node):
        node.name = self._new(node.name)
        return self.generic_visit(node)

    def visit_AnnAssign(self, node):
        if node.value is None:
            return ast.Pass()
        return self.generic_visit(ast.copy_location(ast.Assign(targets=[node.target], value=node.value), node))

    def _visit_named(self, node):
        node.name = self._new(node.name) if node.name else None
        return self.generic_visit(node)

    visit_ExceptHandler = visit_MatchAs = visit_MatchStar = _visit_named

    def visit_Global(self, node):
        node.names = [self._new(name) for name in node.names]
        return node

    visit_Nonlocal = visit_Global


def _tokens(text):
    """The tokens of a text that need be no Python, without comments."""
    for match in TOKEN.finditer(text):
        if match.lastgroup != "comment":
            yield match.lastgroup, match[0]


def _normal_tokens(source, known):
    """The normal form of what is no Python: its tokens, names replaced, texts that stand for themselves left out."""
    source = re.sub(r"^[ \t]*(?:'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\")[ \t]*$", "", source, flags=re.M)
    heads = " ".join(re.findall(r"\b(?:def|class|for|as|import|lambda)\b([^:\n]*)", source))
    bound = set(re.findall(r"[^\W\d]\w*", heads)) | set(re.findall(r"([^\W\d]\w*)[ \t]*=(?!=)", source))
    names, found, before = {}, [], ""
    for kind, token in _tokens(source):
        own = token in bound or token not in known
        if kind == "name" and own and not keyword.iskeyword(token) and token not in BUILTINS and before != ".":
            token = names.setdefault(token, f"own{len(names)}")
        found.append(token)
        before = token
    return " ".join(found)


# ---------------------------------------------------------------- nearness


def _runs(form):
    """The runs of `RUN` tokens of a normal form, its own names all made one, without brackets that may be spare."""
    tokens = ["own" if re.fullmatch(r"(own|mod)\d+", token) else token for _, token in _tokens(form) if token not in SPARE]
    return {tuple(tokens[start : start + RUN]) for start in range(len(tokens) - RUN + 1)}


def _near(sets, threshold):
    """(similarity, place, place) of all sets that share at least a threshold of their elements.

    Two such sets must share one of their rarest elements, of each so many that the rest is too
    few to reach the threshold: only pairs that do are compared, and only with sets of a size that
    can reach it (prefix filter; Bayardo, Ma and Srikant, 2007).
    """
    often = Counter(element for elements in sets for element in elements)
    rank = {element: number for number, element in enumerate(sorted(often, key=lambda element: (often[element], element)))}
    ordered = [sorted(map(rank.__getitem__, elements)) for elements in sets]  # the rarest first
    numbers = list(map(frozenset, ordered))
    having, found = defaultdict(list), []
    for place in sorted(range(len(sets)), key=lambda place: len(sets[place])):
        size = len(ordered[place])
        first = size - math.ceil(threshold * size - 1e-9) + 1
        candidates, hopeless = set(), set()
        for position, element in enumerate(ordered[place][:first]):
            for other, its_size, its_position in having[element]:
                if other in candidates or other in hopeless:
                    continue
                # Nothing rarer is common, so no more than what follows in the shorter of the two is.
                common = min(size - position, its_size - its_position)
                hopeful = common >= threshold * (size + its_size - common) - 1e-9
                (candidates if hopeful else hopeless).add(other)
            having[element].append((place, size, position))
        for other in candidates:
            common = len(numbers[place] & numbers[other])
            similarity = common / (size + len(numbers[other]) - common)
            if similarity >= threshold:
                found.append((similarity, *sorted((place, other))))
    return found
