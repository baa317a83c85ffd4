"""`unrolled.grading.similarity`: copies are found however they are dressed, and what is free to all is not held against anybody."""

import ast
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled.grading import similarity as module
from unrolled.grading.similarity import Group, names_in, normal_form, report

RELEASE = (
    "import numpy as np",
    'def lstm(x, h, c, weights):\n    """One step."""\n    # YOUR CODE HERE\n    raise NotImplementedError()',
    "assert lstm(np.zeros(3), np.zeros(2), np.zeros(2), None) is not None",
)
ANSWER = '''
def lstm(x, h, c, weights):
    """One step."""
    W, U, b = weights
    units = len(h)
    z = x @ W + h @ U + b
    i = sigmoid(z[:units])
    f = sigmoid(z[units:2 * units])
    g = np.tanh(z[2 * units:3 * units])
    o = sigmoid(z[3 * units:])
    c_new = f * c + i * g
    return o * np.tanh(c_new), c_new

def sigmoid(z):
    return 1 / (1 + np.exp(-z))
'''
COPY = """
def lstm(inp,   hidden, cell: 'array', params) -> tuple:
    # my own work!
    'Computes the step'
    kernel, rec, bias = (params)
    n: int = len(hidden)
    pre = (inp @ kernel
           + hidden @ rec) + bias
    a1 = squash(pre[:n]); a2 = squash(pre[n:2*n])
    a3 = np.tanh(pre[2 * n:3 * n])
    a4 = squash(pre[3 * n:])
    state = a2 * cell + a1 * a3
    return (a4 * np.tanh(state), state)
def squash(v):
    "Between 0 and 1"
    return 1 / (1 + np.exp(-v))
"""
OTHER = """
def lstm(x, h, c, weights):
    gates = np.concatenate([x, h]) @ np.vstack(weights[:2]) + weights[2]
    parts = np.split(gates, 4)
    squash = lambda value: np.where(value > 0, 1 / (1 + np.exp(-value)), np.exp(value) / (1 + np.exp(value)))
    c = squash(parts[1]) * c + squash(parts[0]) * np.tanh(parts[2])
    for unused in range(3):
        assert np.isfinite(c).all(), "state diverged"
    return squash(parts[3]) * np.tanh(c), c
"""
NEAR = COPY.replace("    state =", "    pre = pre + 0\n    state =")


def groups(**answers):
    return [group.students for group in report({student: {"lstm": source} for student, source in answers.items()}, RELEASE).groups]


def pairs(threshold=0.8, **answers):
    found = report({student: {"lstm": source} for student, source in answers.items()}, RELEASE, threshold).pairs
    return [(pair.left, pair.right) for pair in found]


def test_a_renamed_copy_is_the_same_and_another_solution_is_not():
    assert groups(ada=ANSWER, bob=COPY, eve=OTHER) == [("ada", "bob")]
    assert pairs(ada=ANSWER, eve=OTHER) == []


def test_a_changed_copy_is_near():
    assert groups(ada=ANSWER, bob=NEAR) == []
    assert pairs(ada=ANSWER, bob=NEAR, eve=OTHER) == [(("ada",), ("bob",))]
    assert pairs(ada=ANSWER, bob=COPY, eve=NEAR) == [(("ada", "bob"), ("eve",))]
    assert pairs(1.0, ada=ANSWER, bob=NEAR) == []


def test_a_copy_that_is_no_python_any_more_is_found():
    broken = COPY.replace("return (a4", "return a4 (((")
    assert pairs(0.6, ada=ANSWER, bob=broken) == [(("ada",), ("bob",))]
    renamed = re.sub(r"\bpre\b", "z", broken)
    assert groups(ada=broken, bob=renamed + "# a comment\n") == [("ada", "bob")]


def test_the_template_is_nobodys_copy():
    template = RELEASE[1]
    dressed = template.replace("# YOUR CODE HERE", "# nothing yet").replace("weights", "params")
    assert groups(ada=template, bob=dressed, eve=template) == []
    assert pairs(ada=template, bob=dressed + "\nx = 1") == []


def test_what_the_release_gives_is_not_counted():
    assert report({"ada": {"q": ANSWER + "\ny = 1"}, "bob": {"q": COPY + "\nz = 2"}}, [ANSWER]).pairs == ()


def test_short_answers_are_left_out():
    short = "def rmse(a, b):\n    return ((a - b) ** 2).mean() ** .5"
    assert groups(ada=short, bob=short) == []


def test_constants_and_called_names_make_a_difference():
    form = normal_form(ANSWER)
    assert normal_form(ANSWER.replace("1 / (1 +", "1 / (2 +")) != form
    assert normal_form(ANSWER.replace("np.tanh", "np.arctan")) != form
    assert normal_form(ANSWER.replace("len(h)", "max(h)")) != form


def test_only_answers_to_the_same_question_are_compared():
    assert report({"ada": {"a": ANSWER}, "bob": {"b": ANSWER}}).groups == ()


def test_the_report_is_the_same_in_any_order():
    answers = {student: {"lstm": source} for student, source in [("ada", ANSWER), ("bob", COPY), ("eve", NEAR), ("fay", OTHER), ("gus", OTHER)]}
    assert report(answers, RELEASE) == report(dict(reversed(answers.items())), RELEASE)
    assert report(answers, RELEASE).groups == (Group("lstm", ("ada", "bob")), Group("lstm", ("fay", "gus")))


@pytest.mark.parametrize("threshold", [0, 1.01, -1])
def test_another_threshold_is_refused(threshold):
    with pytest.raises(ValueError, match="threshold"):
        report({}, threshold=threshold)


NAMES = ("W", "U", "b", "units", "z", "i", "f", "g", "o", "c_new", "sigmoid", "x", "h", "c", "weights", "lstm")


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.permutations([f"v{number}" for number in range(30)] + ["x", "np2", "data", "é", "l"]))
def test_any_renaming_is_the_same(new):
    renaming = dict(zip(NAMES, new))
    renamed = re.sub(r"(?<!\.)\b(" + "|".join(NAMES) + r")\b", lambda match: renaming[match[0]], ANSWER)
    known = names_in(["import numpy as np"])
    assert normal_form(renamed, known) == normal_form(ANSWER, known)
    assert normal_form(ast.unparse(ast.parse(renamed)), known) == normal_form(ANSWER, known)


def test_names_of_each_function_may_be_chosen_anew():
    one = "def a(x):\n    y = x\n    return y\ndef b(x):\n    y = x\n    return a(y)"
    two = "def p(k):\n    m = k\n    return m\ndef q(s):\n    t = s\n    return p(t)"
    assert normal_form(one) == normal_form(two)
    assert normal_form(one) != normal_form(one.replace("return a(y)", "return b(y)"))


@pytest.mark.parametrize(
    "one, two",
    [
        ("import numpy as np\nnp.sum(1)", "import numpy as num\nnum.sum(1)"),
        ("try:\n    f()\nexcept ValueError as e:\n    print(e)", "try:\n    f()\nexcept ValueError as err:\n    print(err)"),
        ("class A(B):\n    n: int = 3\n    def m(self): return self.n", "class Z(B):\n    '''Text.'''\n    k = 3\n    def q(this) -> int: return this.n"),
        ("match a:\n    case [x, *y]: print(x, y)", "match a:\n    case [p, *q]: print(p, q)"),
        ("def f(*a, k=1, **b):\n    global g\n    g = lambda q: [q for q in a]", "def f(*x, k=1, **y):\n    global g\n    g = lambda r: [r for r in x]"),
        ("async def f(x):\n    async with x as y: await y", "async def f(a):\n    async with a as b: await b"),
        ("def f(x):\n    def inner(y): return y + x\n    return inner", "def f(a):\n    def nested(b): return b + a\n    return nested"),
    ],
    ids=range(7),
)
def test_all_kinds_of_names_are_renamed(one, two):
    assert normal_form(one) == normal_form(two)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.text(alphabet=st.sampled_from("abc ()[]:=+'\"#\n\\.0123défλ\x00\ud800"), max_size=80))
def test_no_source_raises(source):
    assert isinstance(normal_form(source), str)
    report({"ada": {"q": source}, "bob": {"q": source}}, [source])


@pytest.mark.parametrize("source", ["(" * 10_000, "-" * 60_000 + "1", "1" + "+1" * 30_000, "x" + ".y" * 30_000, "'" * 9999, '"""' * 5000, "\\" * 10_000], ids=range(7))
def test_a_source_that_is_hard_to_parse_is_no_trouble(source):
    assert report({"ada": {"q": source}, "bob": {"q": source + "\n"}}).pairs == ()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.sampled_from([0.3, 0.5, 0.8, 0.95, 1.0]))
def test_the_index_finds_the_pairs_that_comparing_all_finds(seed, threshold):
    chance = random.Random(seed)
    sets = [set(chance.sample(range(12), chance.randrange(1, 12))) for _ in range(25)]
    every = {
        (one, other): len(sets[one] & sets[other]) / len(sets[one] | sets[other]) for one in range(25) for other in range(one + 1, 25)
    }
    found = {(one, other): similarity for similarity, one, other in module._near(sets, threshold)}
    assert found == {pair: similarity for pair, similarity in every.items() if similarity >= threshold}
