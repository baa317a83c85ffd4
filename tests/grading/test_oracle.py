"""`unrolled.grading.oracle`: honest work has its marks, hostile work has none and takes none away."""

import os
import textwrap

import numpy as np
import pytest
from hostile import CHANNEL
from small_assignment import CHECKS, LIMITS, RIGHT, SMALL, TEMPLATES, cells, graded, points, statuses

from unrolled.grading import codec, oracle
from unrolled.grading.assignments import Assignment, Question
from unrolled.grading.oracle import Cell, Result, close, grade
from unrolled.grading.sandbox import Limits

pytestmark = pytest.mark.usefixtures("sandboxed")
FULL = {"windows": 3, "rmse": 2, "step": 3}
OTHERS = {"rmse": 2, "step": 3}


def others(outcome):
    """The points of the questions that the hostile answer does not belong to, where they were graded."""
    return {score.question: score.points for score in outcome.scores if score.question != "windows" and score.status == "graded"}


# ---------------------------------------------------------------- honest work


def test_perfect_work_has_all_points():
    outcome = graded(cells())
    assert (outcome.status, points(outcome), outcome.points) == ("graded", FULL, 8)
    assert outcome.cpu_seconds > 0


def test_blank_work_has_none_and_is_told_why():
    outcome = graded(cells(**TEMPLATES))
    assert (outcome.status, outcome.points) == ("graded", 0)
    assert all("NotImplementedError" in score.said for score in outcome.scores)


def test_partial_work_has_its_part():
    outcome = graded(
        cells(
            windows="def make_windows(series, window):\n    return np.stack([series[i:i + window] for i in range(len(series) - window)])",
            step="def step(x, h, W, U, b):\n    h += 0\n    return np.tanh(x @ W + h @ U + b)",
        )
    )
    assert (outcome.status, points(outcome)) == ("graded", {"windows": 0, "rmse": 2, "step": 3})
    assert outcome.scores[0].said == "Windows of another shape or content."


def test_work_without_any_answer_is_no_earned_zero():
    outcome = graded([Cell("print('hello')")])
    assert (outcome.status, set(statuses(outcome).values())) == ("unreadable", {"missing"})


def test_a_missing_answer_takes_nothing_from_the_others():
    outcome = graded(cells(windows=None))
    assert (outcome.status, points(outcome)) == ("graded", {"windows": 0, **OTHERS})
    assert statuses(outcome)["windows"] == "missing"


@pytest.mark.parametrize(
    "before",
    [
        "import sys, warnings; warnings.warn('careful'); print('look', file=sys.stderr)",
        "print('x' * 10**8)",
        "import os\nfor _ in range(1000):\n    os.write(1, b'x' * 10**5); os.write(2, b'x' * 10**5)",
        "import logging; logging.error('oh')",
        "import os\ntry:\n    open('/tmp/big', 'wb').truncate(4 * 2**30)\nexcept OSError:\n    pass",
        "try:\n    with open('/tmp/big', 'wb') as file:\n        for _ in range(4096):\n            file.write(bytes(2**20))\nexcept OSError:\n    pass",
        "try:\n    input()\nexcept EOFError:\n    pass",
        "import os; os.close(0); os.close(1); os.close(2)",
        "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()",
        "np.seterr(all='raise'); np.random.seed(0)",
    ],
)
def test_noise_costs_nothing(before):
    outcome = graded(cells(windows=before + "\n" + textwrap.dedent(RIGHT["windows"])))
    assert (outcome.status, points(outcome)) == ("graded", FULL)


@pytest.mark.parametrize(
    "answer",
    [
        "def make_windows(series, window):\n    return np.lib.stride_tricks.sliding_window_view(series, window)",
        "import pandas as pd\ndef make_windows(series, window):\n"
        "    return pd.DataFrame([series[i:i + window] for i in range(len(series) - window + 1)])",
        "class Cutter:\n    def __call__(self, series, window):\n"
        "        return np.stack([series[i:i + window] for i in range(len(series) - window + 1)])\nmake_windows = Cutter()",
        RIGHT["windows"] + "\nmake_windows([1, 2], 'a demonstration that fails')",
    ],
)
def test_other_styles_have_full_marks(answer):
    assert points(graded(cells(windows=answer))) == FULL


def test_a_helper_in_another_cell_counts():
    """As in the notebook: what an earlier cell defined or imported is there."""
    rmse = "def persistence_rmse(series):\n    return root(mean_square(series))"
    work = cells(rmse=rmse, step="import no_such_module")
    work.insert(0, Cell("def mean_square(series):\n    return np.mean(np.diff(series) ** 2)"))
    work[1] = Cell(work[1].source + "\nfrom math import sqrt as root", "windows")
    assert points(graded(work)) == {"windows": 3, "rmse": 2, "step": 0}


def test_an_answer_may_call_the_one_it_uses():
    assignment = Assignment("A0", (SMALL.questions[0], Question("last", 1, "def last(", ("last",), uses=("windows",))), SMALL.setup)

    def check_last(ask, rng):
        series = rng.normal(size=9)
        return Result(float(close(ask("last", series), series[-3:])))

    work = [cells()[0], Cell("def last(series):\n    return make_windows(series, 3)[-1]", "last")]
    outcome = grade(assignment, {"windows": CHECKS["windows"], "last": check_last}, work, 1, LIMITS)
    assert outcome.points == 4


@pytest.mark.parametrize(
    "windows",
    [
        TEMPLATES["windows"],
        "def make_windows(series, window):\n    return series[:window]",
        "def make_windows(:",
        "while True:\n    pass",
        None,
    ],
)
def test_a_mistake_is_paid_for_once(windows):
    first = Question("windows", 3, "def make_windows(", ("make_windows",), stand_in=textwrap.dedent(RIGHT["windows"]))
    last, most = (Question(name, 1, f"def {name}(", (name,), uses=("windows",)) for name in ("last", "most"))
    assignment = Assignment("A0", (first, last, most), SMALL.setup)

    def ends(name):
        def check(ask, rng):
            series = rng.normal(size=9)
            return Result(float(close(ask(name, series), series[-3:])))

        return check

    work = [
        *([Cell(windows, "windows")] if windows else []),
        Cell("def last(series):\n    return make_windows(series, 3)[-1]", "last"),
        Cell("def most(series):\n    return make_windows(series, 3)[0]", "most"),
    ]
    outcome = grade(assignment, {"windows": CHECKS["windows"], "last": ends("last"), "most": ends("most")}, work, 1, SHORT)
    assert points(outcome) == {"windows": 0, "last": 1, "most": 0}


def test_the_same_seed_gives_the_same_marks_and_inputs():
    seen = []

    def spying(ask, rng):
        seen.append(rng.normal(size=3).tolist())
        return Result(0)

    for seed in (1, 1, 2):
        grade(SMALL, {**CHECKS, "rmse": spying}, cells(), seed, LIMITS)
    first, again, other = (seen[place : place + 2] for place in (0, 2, 4))
    # Both times that a question is asked it sees the same numbers: the second try is no second chance.
    assert first == again and first[0] == first[1] and other[0] != first[0]


# ---------------------------------------------------------------- hostile work: the first answer is hostile

FIND = "import os, socket, struct, sys, time, gc, threading\n" + CHANNEL

CRASHED = {
    "os._exit": "import os; os._exit(0)",
    "kills itself": "import os; os.kill(os.getpid(), 9)",
    "kills all it can": "import os; os.fork() or os.kill(-1, 9); os.kill(os.getppid(), 9); os._exit(1)",
    "segmentation fault": "import ctypes; ctypes.string_at(0)",
    "endless recursion": "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "memory in steps": "kept = []\nwhile True: kept.append(bytearray(10**7))",
    "a million files": "import os\nfor n in range(10**6): os.close(os.open(f'/tmp/{n}', os.O_CREAT))",
    "closes all files": "import os; os.closerange(0, 1024)",
    "junk": FIND + "channel().sendall(b'HTTP/1.1 200 OK' * 10)",
    "npz instead of a frame": FIND + "channel().sendall(b'PK\\x03\\x04' * 10)",
    "huge header": FIND + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 2**32 - 1, 0) + bytes(10**5))",
    "huge body": FIND + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 2, 2**32 - 1) + b'{}')",
    "deep header": FIND + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 10**6, 0) + b'[' * 10**6)",
    "NaN in the header": FIND + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 3, 0) + b'NaN')",
    "flood of frames": FIND + "c = channel()\nwhile True: c.sendall(codec.encode({'nonce': 1, 'value': [1.5] * 9000}))",
    "flood of bytes": FIND + "c = channel()\nwhile True: c.sendall(bytes(10**6))",
    "reply written ahead": FIND
    + "w = np.lib.stride_tricks.sliding_window_view(series, window).copy()\n"
    + "channel().sendall(codec.encode({'nonce': nonce(), 'value': w}) * 3); time.sleep(1000)",
    "reply without its number": FIND + "c = channel(); c.sendall(codec.encode({'value': 1.0})); time.sleep(100)",
    "reply that is a list": FIND + "c = channel(); c.sendall(codec.encode([1, 2])); time.sleep(100)",
    "value and error": FIND + "c = channel(); c.sendall(codec.encode({'nonce': nonce(), 'value': 1, 'error': 'x'})); time.sleep(100)",
    "error that is no text": FIND + "c = channel(); c.sendall(codec.encode({'nonce': nonce(), 'error': [1]})); time.sleep(100)",
    "error of a million letters": FIND
    + "c = channel(); c.sendall(codec.encode({'nonce': nonce(), 'error': 'x' * 10**5}, max_text=10**6)); time.sleep(100)",
    "number of an object for a value": FIND + "c = channel(); c.sendall(codec.encode({'nonce': nonce(), 'value': codec.Kept(0)})); time.sleep(100)",
    "half a frame": FIND + "c = channel(); c.sendall(b'UNR1'); os._exit(0)",
}  # fmt: skip

TIMED_OUT = {
    "infinite loop": "while True: pass",
    "loop that ignores signals": (
        "import signal\nfor number in set(range(1, 65)) - {9, 17, 19, 32, 33}: signal.signal(number, signal.SIG_IGN)\n"
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass"
    ),
    "fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "threads": (
        "import threading\ndef spin():\n    while True: pass\nwhile True:\n"
        "    try: threading.Thread(target=spin).start()\n    except RuntimeError: pass"
    ),
    "sleep": "import time; time.sleep(1000)",
    "slow drip": FIND
    + "c = channel(); c.sendall(codec.HEAD.pack(codec.MAGIC, 10**6, 0))\nwhile True: c.sendall(b'['); time.sleep(0.2)",
    "daemon that holds the channel": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(1000)\nos._exit(0)",
    "reads no more": FIND + "c = channel()\nwhile True: time.sleep(1)",
    "stops itself": "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)",
}

ZERO = {
    "shared memory": "import mmap\nkept = []\nwhile True:\n    kept.append(mmap.mmap(-1, 10**7)); kept[-1].write(bytes(10**7))",
    "sys.exit": "import sys; sys.exit(0)",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "exception that cannot be shown": "class E(Exception):\n    def __str__(self): raise self\nraise E",
    "exception of a million letters": "raise ValueError('x' * 10**6)",
    "hundred gigabytes at once": "np.ones(100 * 2**27)",
    "equals everything": "class Any:\n    def __eq__(self, other): return True\n    __array_priority__ = 1e9\nreturn Any()",
    "array that equals everything": (
        "class Any(np.ndarray):\n    def __eq__(self, other): return np.True_\n    shape = property(lambda self: (26, 3))\n"
        "return np.zeros((2, 2)).view(Any)"
    ),
    "float that equals everything": "class Any(float):\n    def __eq__(self, other): return True\nreturn Any(1)",
    "pickle": "class P:\n    def __reduce__(self): return (open, ('/tmp/pwned', 'w'))\nreturn P()",
    "object array": "return np.array([print], object)",
    "NaN": "return np.full((len(series) - window + 1, window), np.nan)",
    "infinity": "return np.full((len(series) - window + 1, window), np.inf)",
    "other shape that broadcasts": "return series[:1]",
    "list of lists": "return [list(series)] * 3",
    "deep": "value = []\nfor _ in range(10**5): value = [value]\nreturn value",
    "contains itself": "value = []; value.append(value); return value",
    "too large": "return np.zeros(10**7)",
    "too many": "return [0] * 10**6",
    "lone surrogate": "return '\\ud800'",
    "huge integer": "return 10**1000",
    "complex": "return np.ones(3, complex)",
    "forged true number with a wrong value": FIND
    + "c = channel(); c.sendall(codec.encode({'nonce': nonce(), 'value': True})); time.sleep(1000)",
    "terminal codes": "raise ValueError('\x1b]0;title\x07\x1b[2J\u202e\r')",
    "forged error": FIND + "c = channel(); c.sendall(codec.encode({'nonce': nonce(), 'error': 'full marks'})); time.sleep(1000)",
    "imports the reference": "from unrolled.sequences import windows; return windows(series, window)[0]",
    "looks for the check": (
        "import gc, sys\nfound = [o for o in gc.get_objects() if getattr(o, '__name__', '') in ('check_windows', 'Result')]\n"
        "assert found, 'nothing there'; return found[0]"
    ),
    "patches equality": "import builtins\nbuiltins.bool = lambda x: True\nnp.allclose = lambda *a, **k: True\nreturn 'x'",
    "transforms syntax": (
        "import ast, sys\nclass T(ast.NodeTransformer):\n    def visit_Assert(self, node): return ast.Pass()\n"
        "ast.parse = lambda *a, **k: T().visit(compile('pass', '', 'exec', 1024))\nreturn None"
    ),
}  # fmt: skip


def hostile(body):
    """An answer whose function does this when it is called."""
    return "def make_windows(series, window):\n" + textwrap.indent(textwrap.dedent(body).strip(), "    ")


@pytest.mark.parametrize("attack", CRASHED)
def test_what_kills_its_process_or_breaks_the_protocol_is_crashed(attack):
    outcome = graded(cells(windows=hostile(CRASHED[attack])))
    assert statuses(outcome) == {"windows": "crashed", "rmse": "graded", "step": "graded"}
    assert (outcome.status, points(outcome)) == ("partly", {"windows": 0, **OTHERS})


@pytest.mark.parametrize("attack", TIMED_OUT)
def test_what_does_not_end_is_timed_out(attack):
    outcome = graded(cells(windows=hostile(TIMED_OUT[attack])), SHORT)
    assert statuses(outcome) == {"windows": "timed out", "rmse": "graded", "step": "graded"}
    assert (outcome.status, points(outcome)) == ("partly", {"windows": 0, **OTHERS})


SHORT = Limits(cpu=1.5, wall=5, memory=LIMITS.memory, address_space=LIMITS.address_space, processes=64, disk=LIMITS.disk)


@pytest.mark.parametrize("attack", ZERO)
def test_what_is_no_right_value_earns_nothing(attack):
    outcome = graded(cells(windows=hostile(ZERO[attack])), SHORT)
    assert (outcome.status, points(outcome)) == ("graded", {"windows": 0, **OTHERS})
    assert len(outcome.scores[0].said) <= oracle.MAX_SAID
    assert all(letter.isprintable() or letter == "\n" for letter in outcome.scores[0].said)


@pytest.mark.parametrize("when", ["crashed", "timed out"])
def test_a_cell_that_never_ends_loading_takes_nothing_from_the_others(when):
    source = {"crashed": "import os; os._exit(1)", "timed out": "while True: pass"}[when]
    wrong = "def persistence_rmse(series):\n    return 1.0"
    outcome = graded(cells(windows=source, rmse=wrong), SHORT)
    assert (outcome.status, points(outcome)) == ("partly", {"windows": 0, "rmse": 0, "step": 3})
    assert statuses(outcome)["windows"] == when and statuses(outcome)["rmse"] == "graded"


@pytest.mark.parametrize(
    "sabotage",
    [
        "np.tanh = np.sqrt = np.mean = np.diff = lambda *a, **k: 0",
        "import builtins\nfor name in ('len', 'isinstance', 'type', 'print', '__import__', 'getattr'):\n    setattr(builtins, name, None)",
        "import json; json.dumps = json.loads = None",
        "import sys; sys.modules.clear()",
        "import sys; sys.path.append('/grader')\nimport codec; codec.encode = lambda *a, **k: b'x'; codec.decode = None",
        "import sys; runner = sys._getframe(3).f_globals; runner['plain'] = runner['_explain'] = None",
        "import gc\nfor thing in gc.get_objects():\n    if type(thing) is dict:\n        try: thing.clear()\n        except Exception: pass",
        "import sys\nsys.settrace(lambda *a: 1 / 0); sys.setprofile(lambda *a: 1 / 0)",
        "import sys\nclass Hook:\n    def find_spec(self, *a): raise ImportError\nsys.meta_path.insert(0, Hook())",
        "import os, shutil\nfor top in ('/', '/tmp', '/packages', '/grader', '/usr'): shutil.rmtree(top, ignore_errors=True)",
        "import os\nfor name in ('numpy', 'codec.py', 'runner.py', 'json.py'): os.symlink('/dev/urandom', '/tmp/' + name)",
        "with open('/tmp/full', 'wb') as file:\n    while True: file.write(bytes(2**20))",
        "import resource; resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3)); resource.setrlimit(resource.RLIMIT_AS, (1, 1))",
        "import os, resource\nfor name in (resource.RLIMIT_AS, resource.RLIMIT_NOFILE, resource.RLIMIT_CPU):\n"
        "    try: resource.prlimit(os.getppid(), name, (1, 1))\n    except OSError: pass",
        "import os\nfor n in range(9990): os.close(os.open(f'/tmp/{n}', os.O_CREAT))",
        "import os\nfor n in range(5000): os.mkdir('d'); os.chdir('d')",
        "import os\nos.makedirs('/tmp/a/b'); os.chmod('/tmp/a', 0)",
        "import signal\nfor number in set(range(1, 65)) - {9, 17, 19, 32, 33}: signal.signal(number, signal.SIG_IGN)",
    ],
)
def test_sabotage_stays_in_its_own_question(sabotage):
    outcome = graded(cells(windows=sabotage + "\n" + textwrap.dedent(RIGHT["windows"])))
    assert others(outcome) == OTHERS


@pytest.mark.parametrize(
    "later",
    [
        FIND + "import atexit; atexit.register(lambda: channel().sendall(b'x' * 100))",
        FIND
        + "def write():\n    c = channel()\n    while True:\n        time.sleep(0.3)\n        c.sendall(b'x')\nthreading.Thread(target=write).start()",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    while True:\n        for pid in range(3, 300):\n            if pid != os.getpid():\n"
        "                try: os.kill(pid, 9)\n                except OSError: pass",
        "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(1000)\n    os._exit(0)",
        "import os\nif os.fork() == 0:\n    while True:\n        try: os.fork()\n        except OSError: pass",
        "import os\nfor number in range(1, 65):\n    try: os.kill(os.getppid(), number)\n    except OSError: pass",
        "import gc\nclass Last:\n    def __del__(self): import os; os.kill(-1, 9)\nlast = Last()",
    ],
)
def test_what_goes_on_afterwards_harms_no_other_question(later):
    outcome = graded(cells(windows=later + "\n" + textwrap.dedent(RIGHT["windows"])))
    assert others(outcome) == OTHERS
    assert points(outcome)["windows"] in (0, 3)


def test_a_full_disk_is_empty_for_the_next_question():
    fill = "with open('/tmp/full', 'wb') as file:\n    while True: file.write(bytes(2**20))"
    saves = "def persistence_rmse(series):\n    np.save('steps.npy', np.diff(series))\n" + (
        "    return np.sqrt(np.mean(np.load('steps.npy') ** 2))"
    )
    outcome = graded(cells(windows=fill, rmse=saves))
    assert (outcome.status, points(outcome)) == ("graded", {"windows": 0, **OTHERS})


def test_a_reply_brings_nothing_but_bytes():
    """File descriptors that ride on a reply are dropped: they would fill the grader's table."""
    rider = (
        FIND
        + "import array\nc = channel()\nw = np.lib.stride_tricks.sliding_window_view(series, window).copy()\n"
        + "fds = array.array('i', [0] * 100)\n"
        + "c.sendmsg([codec.encode({'nonce': nonce(), 'value': w})], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])\n"
        + "time.sleep(1000)"
    )

    def once(ask, rng):
        open_before = len(os.listdir("/proc/self/fd"))
        series = rng.normal(size=9)
        right = close(ask("make_windows", series, 2), np.lib.stride_tricks.sliding_window_view(series, 2))
        assert len(os.listdir("/proc/self/fd")) == open_before
        return Result(3 * right)

    outcome = grade(SMALL, {**CHECKS, "windows": once}, cells(windows=hostile(rider)), 1, LIMITS)
    assert (outcome.status, points(outcome)) == ("graded", FULL)


def test_an_answer_that_does_not_read_its_next_request_is_timed_out():
    deaf = FIND + "channel().sendall(codec.encode({'nonce': nonce(), 'value': 1})); time.sleep(1000)"

    def large(ask, rng):
        for _ in range(2):
            ask("make_windows", np.zeros(900_000), 2)
        return Result(3)

    outcome = grade(SMALL, {**CHECKS, "windows": large}, cells(windows=hostile(deaf)), 1, SHORT)
    assert (outcome.status, statuses(outcome)["windows"], others(outcome)) == ("partly", "timed out", OTHERS)


def test_when_every_answer_is_lost_the_status_says_so():
    loop = "while True: pass"
    assert graded(cells(windows=loop, rmse=None, step=None), SHORT).status == "timed out"
    dead = "import os; os._exit(1)"
    assert graded(cells(windows=dead, rmse=dead, step=dead)).status == "crashed"


def test_a_cell_that_is_too_long_or_no_text_is_an_error_of_that_answer():
    outcome = graded(cells(windows="#" * 10**6, rmse="x = '\ud800'"))
    assert (outcome.status, points(outcome)) == ("graded", {"windows": 0, "rmse": 0, "step": 3})
    assert "too long" in outcome.scores[0].said


def test_inputs_come_one_call_at_a_time():
    """What the second call will be asked cannot be seen when the first one is answered."""
    answer = FIND + hostile(
        "try:\n    return len(channel().recv(10**6, socket.MSG_DONTWAIT))\nexcept BlockingIOError:\n    return 0"
    )
    seen = []

    def spying(ask, rng):
        seen.extend(ask("make_windows", rng.normal(size=5), 2) for _ in range(3))
        return Result(3)

    grade(SMALL, {**CHECKS, "windows": spying}, cells(windows=answer), 1, LIMITS)
    assert seen == [0, 0, 0]


# ---------------------------------------------------------------- checks


def test_a_check_may_catch_an_exception_of_the_answer_but_not_its_loss():
    def forgiving(ask, rng):
        try:
            ask("make_windows", np.arange(3.0), 2)
        except Exception:
            pass
        return Result(1, "for the attempt")

    checks = {**CHECKS, "windows": forgiving}
    raising = grade(SMALL, checks, cells(windows=hostile("raise ValueError")), 1, LIMITS).scores[0]
    assert (raising.points, raising.status) == (1, "graded")
    lost = grade(SMALL, checks, cells(windows=hostile("import os; os._exit(0)")), 1, LIMITS).scores[0]
    assert (lost.points, lost.status) == (0, "crashed")


@pytest.mark.parametrize(
    "check",
    [
        lambda ask, rng: Result(4),
        lambda ask, rng: Result(-1),
        lambda ask, rng: Result(float("nan")),
        lambda ask, rng: 1 / 0,
        lambda ask, rng: ask("make_windows", object()),
        lambda ask, rng: ask.method(codec.Kept(0), "__reduce__"),
        lambda ask, rng: ask.attribute(codec.Kept(0), "__class__"),
    ],
)
def test_a_failing_check_is_no_zero_of_the_student(check):
    outcome = grade(SMALL, {**CHECKS, "windows": check}, cells(), 1, LIMITS)
    assert (outcome.status, statuses(outcome)["windows"], points(outcome)) == ("partly", "check failed", {"windows": 0, **OTHERS})


def test_a_set_up_that_fails_is_no_zero_of_the_student():
    outcome = grade(Assignment("A0", SMALL.questions, "import no_such_module"), CHECKS, cells(), 1, LIMITS)
    assert set(statuses(outcome).values()) == {"check failed"}


def test_two_answers_to_one_question_are_refused():
    with pytest.raises(ValueError, match="same question"):
        graded([*cells(), cells()[0]])


@pytest.mark.parametrize(
    ("value", "expected", "right"),
    [
        (np.array([1.0, 2.0]), [1, 2], True),
        (np.array([1, 2]), [1.0, 2.0], True),
        (np.array([1.0, 2.0 + 1e-9]), [1, 2], True),
        (2.0, 2, True),
        (np.array(2.0), 2, True),
        (np.array([2.0]), 2, False),
        (np.array([[1.0, 2.0]]), [1, 2], False),
        (np.array([1.0, np.nan]), [1, np.nan], False),
        (True, 1, False),
        (np.array([True]), [1], False),
        (np.array([True]), [True], True),
        ([1.0, 2.0], [1, 2], False),
        ("1", 1, False),
        (None, 0, False),
        (np.array([]), [], True),
    ],
)
def test_close_is_about_numbers_of_the_same_shape(value, expected, right):
    assert close(value, expected) is right


def test_an_assignment_is_checked_when_it_is_written():
    first = SMALL.questions[0]
    with pytest.raises(ValueError, match="name and a first line"):
        Assignment("A0", (first, first))
    with pytest.raises(ValueError, match="does not come before"):
        Assignment("A0", (Question("a", 1, "def a(", ("a",), uses=("b",)), Question("b", 1, "def b(", ("b",))))


# ---------------------------------------------------------------- Keras


def test_answers_in_keras():
    """A returned model stays inside: it is given weights and asked for predictions there."""
    question = Question("model", 4, "def build_model(", ("build_model",))
    assignment = Assignment("A0", (question, SMALL.questions[1]), SMALL.setup)

    def check_model(ask, rng):
        model = ask.keep("build_model", 5, 2)
        shapes = [(2, 3), (3, 3), (3,), (3, 1), (1,)]
        if ask.method(model, "count_params") != sum(int(np.prod(shape)) for shape in shapes):
            return Result(0, "Another number of parameters.")
        W, U, b, V, c = weights = [rng.normal(size=shape).astype("f4") for shape in shapes]
        ask.method(model, "set_weights", weights)
        X, h = rng.normal(size=(4, 5, 2)).astype("f4"), np.zeros((4, 3))
        for t in range(5):
            h = np.tanh(X[:, t] @ W + h @ U + b)
        right = close(ask.method(model, "predict", X, verbose=0), h @ V + c, rtol=1e-4, atol=1e-5)
        named = ask.attribute(model, "name") == "forecaster"
        trained = ask("losses", model, X, np.zeros((4, 1)))
        return Result(2 * right + named + (trained[-1] < trained[0]))

    answer = """
        import matplotlib, IPython
        import keras
        def build_model(timesteps, features):
            inputs = keras.Input((timesteps, features))
            hidden = keras.layers.SimpleRNN(3)(inputs)
            return keras.Model(inputs, keras.layers.Dense(1)(hidden), name="forecaster")
        def losses(model, X, y):
            model.compile(optimizer="sgd", loss="mse")
            return model.fit(X, y, epochs=3, verbose=0).history["loss"]
        """
    work = [Cell(textwrap.dedent(answer), "model"), cells()[1]]
    outcome = grade(assignment, {"model": check_model, "rmse": CHECKS["rmse"]}, work, 1)
    assert (outcome.status, points(outcome)) == ("graded", {"model": 4, "rmse": 2}), outcome
    assert outcome.cpu_seconds > 0.5  # the import of TensorFlow, stated with the rest
