"""From a hostile file to its mark: no harm, no false mark, no honest mark lost, and the right status."""

import importlib.util
import json
import os
import socket
import sqlite3
import sys
import textwrap
import threading
from pathlib import Path
from types import SimpleNamespace

import hostile
import numpy as np
import pytest
from hostile import POINTS, RIGHT, STUDENT, WRITTEN, place
from in_process import Direct
from processes import children

from unrolled.grading import checks, normalise, oracle, outcome
from unrolled.grading.assignments import Assignment, Question
from unrolled.grading.oracle import Result, close
from unrolled.grading.outcome import Outcome, Task, grade_submission
from unrolled.grading.sandbox import Limits, Sandbox

ROOT = Path(__file__).parents[2]
RELEASED = hostile.released()
LIMITS = Limits(cpu=1.5, wall=3, memory=300 * 10**6, address_space=4 * 2**30, processes=48, disk=16 * 2**20, files=2000)
NAMES = {question.name: question.defines[0] for question in hostile.a1.ASSIGNMENT.questions}
OTHERS = {name: worth for name, worth in POINTS.items() if name != "windows"}
SECRET = "canary-6f1d"


def graded(data, assignment="A1", limits=LIMITS, student=STUDENT, released=RELEASED):
    return grade_submission(Task(assignment, student, data, seed=1), released, limits)


def points(found):
    return {score.question: score.points for score in found.scores}


def others(found):
    return {name: worth for name, worth in points(found).items() if name != "windows"}


def status(found, question="windows"):
    return next(score.status for score in found.scores if score.question == question)


@pytest.fixture(scope="module")
def course(bubblewrap, tmp_path_factory):
    """A course's folder that anybody may write to: nothing but the sandbox protects it."""
    root = tmp_path_factory.mktemp("course")
    for name in ("submitted/other/A1/A1_windows.ipynb", "source/A1/A1_windows.ipynb", "grading/secret", "grading/A1/outcomes/other.json"):
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(SECRET)
    with sqlite3.connect(root / "gradebook.db") as book:
        book.execute("CREATE TABLE grade (points)")
        book.execute("INSERT INTO grade VALUES (0)")
    book.close()
    for path in [root, *root.rglob("*")]:
        path.chmod(0o777)
    return root


@pytest.fixture(scope="module")
def port():
    """A server on this machine that nobody may reach."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server.getsockname()[1]
        with pytest.raises(BlockingIOError):
            server.accept()


def _around(course):
    """All that an attack could have changed outside, and what the grader itself holds."""
    files = [path for top in (course, ROOT / "unrolled" / "grading", ROOT / "lab" / "assignments") for path in top.rglob("*")]
    files = {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in files if path.suffix != ".pyc" and path.name != "__pycache__"}
    return files, len(os.listdir("/proc/self/fd")), threading.active_count(), sys.getrecursionlimit(), np.geterr(), len(children())


@pytest.fixture(autouse=True)
def unharmed(course, monkeypatch):
    """Before, all is in order; afterwards it is as before, and honest work that comes next has its marks."""
    monkeypatch.setenv("GRADER_TOKEN", SECRET)
    before = _around(course)
    yield
    assert _around(course) == before
    assert SECRET in (course / "grading" / "secret").read_text()


@pytest.fixture
def next_is_honest():
    """Honest work that is graded after a test, in the same process, has all its marks."""
    yield
    found = graded(hostile.perfect(), limits=Limits(memory=LIMITS.memory))
    assert (found.status, points(found), found.written, found.notes) == ("graded", POINTS, WRITTEN, ())


def attacked(source, course, port):
    """The outcome of a submission with an attack, and that it says nothing it should not."""
    found = graded(hostile.windows(*_split(place(textwrap.dedent(source), course, port, ROOT))))
    text = found.text()
    assert Outcome.read(text) == found
    assert SECRET not in text
    for score in found.scores:
        assert len(score.said) <= 2000 and all(letter.isprintable() or letter == "\n" for letter in score.said)
        assert "def check_" not in score.said and "### BEGIN SOLUTION" not in score.said
    return found


def _split(source):
    """The body of an attack, and the lines that stand before its function."""
    if source.startswith(hostile.CHANNEL):
        return source[len(hostile.CHANNEL) :], hostile.CHANNEL
    return source, ""


# ---------------------------------------------------------------- one attack in one answer


@pytest.mark.usefixtures("next_is_honest")
@pytest.mark.parametrize("attack", hostile.NOTHING)
def test_what_is_refused_earns_nothing(attack, course, port):
    found = attacked(hostile.NOTHING[attack], course, port)
    assert (found.status, status(found), points(found)) == ("graded", "graded", {"windows": 0, **OTHERS})
    assert found.scores[0].said


@pytest.mark.usefixtures("next_is_honest")
@pytest.mark.parametrize("attack", hostile.CRASHED)
def test_what_kills_its_process_or_breaks_the_protocol_is_crashed(attack, course, port):
    found = attacked(hostile.CRASHED[attack], course, port)
    assert (found.status, status(found), points(found)) == ("partly", "crashed", {"windows": 0, **OTHERS})


@pytest.mark.usefixtures("next_is_honest")
@pytest.mark.parametrize("attack", hostile.TIMED_OUT)
def test_what_does_not_end_is_timed_out(attack, course, port):
    found = attacked(hostile.TIMED_OUT[attack], course, port)
    assert (found.status, status(found), points(found)) == ("partly", "timed out", {"windows": 0, **OTHERS})


@pytest.mark.usefixtures("next_is_honest")
@pytest.mark.parametrize("attack", hostile.KEPT)
def test_what_an_answer_does_beside_its_right_value_changes_no_mark(attack, course, port):
    found = attacked(hostile.KEPT[attack], course, port)
    assert (found.status, points(found)) == ("graded", POINTS)


def test_children_that_nobody_waits_for_take_no_time_for_free():
    """Their CPU time would be lost with them, and all cores taken from the others."""
    found = graded(
        hostile.windows(
            """
            import os, signal, time
            signal.signal(signal.SIGCHLD, signal.SIG_IGN)
            end = time.monotonic() + 3
            while time.monotonic() < end:
                if os.fork() == 0:
                    while time.process_time() < 0.3: pass
                    os._exit(0)
                time.sleep(0.3)
            """
        )
    )
    assert points(found) == {"windows": 0, **OTHERS} and "PermissionError" in found.scores[0].said


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("file", hostile.FILES)
def test_a_tampered_or_damaged_file_has_the_marks_of_its_answers(file):
    found = graded(hostile.FILES[file]())
    assert (found.status, points(found)) == ("graded", POINTS)
    assert Outcome.read(found.text()) == found


@pytest.mark.parametrize("file", hostile.UNREADABLE)
def test_what_cannot_be_read_is_no_earned_zero(file):
    found = graded(hostile.UNREADABLE[file]())
    assert (found.status, found.scores, found.points) == ("unreadable", (), 0)
    assert found.notes and all(note.isprintable() for note in found.notes)


@pytest.mark.parametrize("file", hostile.SLOW)
def test_no_file_keeps_the_grader_busy(file, monkeypatch):
    """Reading Python is what costs most: a file is read a few times, not hundreds of times."""
    read, parse = [], normalise.ast.parse
    monkeypatch.setattr(normalise.ast, "parse", lambda source, *args: read.append(len(source)) or parse(source, *args))
    data = hostile.SLOW[file]()
    normalise.normalise(data, RELEASED)
    assert len(data) / 2 < sum(read) < 4 * len(data)


def test_blank_work_is_an_earned_zero():
    found = graded(hostile.blank())
    assert (found.status, set(points(found).values())) == ("graded", {0})


@pytest.mark.parametrize("attack", ["transformers", "asserts patched", "checks rewritten"])
def test_blank_work_has_nothing_whatever_is_done_to_the_checks(attack):
    """There is nothing inside to be stripped: the checks of the notebook give no points."""
    own = {
        "transformers": hostile.STRIPS,
        "asserts patched": "import builtins\nbuiltins.AssertionError = Warning\nnp.allclose = np.isclose = lambda *a, **k: True",
        "checks rewritten": "class Any:\n    __eq__ = __ge__ = __le__ = lambda *a: True\n"
        + "\n".join(f"{name} = lambda *a: Any()" for name in NAMES.values()),
    }[attack]
    found = graded(hostile.blank([own]))
    assert (found.status, set(points(found).values())) == ("graded", {0})


def test_partial_work_keeps_its_part():
    found = graded(hostile.answering(windows=RIGHT["windows"].replace("return X", "return X + 1")))
    assert (found.status, points(found)) == ("graded", {"windows": 2, **OTHERS})


def test_numbers_of_somebody_else_earn_nothing():
    found = graded(hostile.perfect(), student="xy987")
    assert (found.status, points(found)) == ("graded", POINTS | {"own": 0})


def test_the_id_in_the_file_opens_nobody_elses_numbers():
    claims = hostile.answering(extra=[f"STUDENT_ID = '{STUDENT}'"])
    assert points(graded(claims, student="xy987"))["own"] == 0


def test_a_student_id_brings_no_terminal_codes():
    found = graded(hostile.answering(extra=["STUDENT_ID = '\x1b]0;title\x07=cmd()\u202e'"]))
    assert found.named.isprintable()
    assert (found.status, points(found)) == ("graded", POINTS)


# ---------------------------------------------------------------- from one question to another


@pytest.mark.parametrize(
    "own",
    [
        "import os; os._exit(0)",
        "while True: pass",
        "import sys; sys.modules.clear()",
        "import os, signal\nfor number in range(1, 65): os.kill(1, number)",
        "import os\nfor number in range(1900): os.mkdir(f'/tmp/{number}')",
        "import os, sys\nos.execv('/proc/self/exe' if os.path.exists('/proc') else sys.executable, ['python', '-c', 'pass'])",
        "make_windows = split_in_order = rmse_in_units = None",
    ],
)
def test_a_cell_of_evil_takes_nothing_from_the_answers(own):
    found = graded(hostile.answering(extra=[own]))
    assert (found.status, points(found)) == ("graded", POINTS)


@pytest.mark.parametrize("endless", [["while True: pass"], ["import os; os._exit(0)", "# the network's training\nwhile True: pass"]])
def test_a_cell_that_never_ends_hides_no_helper(endless):
    helper = "def at_horizon(series, first, target): return series[first:, target]"
    answer = RIGHT["windows"].replace("series[window + horizon - 1 :, target]", "at_horizon(series, window + horizon - 1, target)")
    found = graded(hostile.answering(extra=[*endless, helper], windows=answer))
    assert (found.status, points(found)) == ("graded", POINTS)


def test_cells_that_never_end_are_not_tried_for_ever(monkeypatch):
    """Every question would be asked again with all of them, each time until the limit."""
    started = []
    monkeypatch.setattr(oracle, "Sandbox", lambda *args, **options: started.append(1) or Sandbox(*args, **options))
    wrong = {name: f"{source}\n{NAMES[name]} = print" for name, source in RIGHT.items()}
    found = graded(hostile.answering(extra=[f"while {number}: pass" for number in range(1, 20)], **wrong))
    assert (found.status, found.points) == ("graded", 0)
    assert len(started) == 1 + oracle.MAX_LOST  # a lost process costs a sandbox


def test_what_one_question_was_asked_cannot_be_read_in_the_next():
    """Neither in files, nor in modules, nor in the memory of the first process or of a daemon."""
    stash = """
        import codec, os, sys
        for folder in ("/tmp", "/dev", "/grader", "/packages"):
            try: np.save(folder + "/stash.npy", series)
            except OSError: pass
        np.stash = codec.stash = sys.modules["__main__"].stash = series
        os.environ["STASH"] = "x"
        if os.fork() == 0:
            os.setsid()
            while True: time.sleep(1)
        """
    seek = """
        import glob, os, sys
        found = [module for module in [np, *sys.modules.values()] if hasattr(module, "stash")]
        found += glob.glob("/*/stash*") + [name for name in os.environ if name == "STASH"]
        for pid in range(2, 400):
            try:
                os.kill(pid, 0)
                found += [pid] if pid != os.getpid() else []
            except OSError: pass
        """
    head, _, rest = RIGHT["split"].partition("\n")
    split = f"{head}\n{textwrap.indent(textwrap.dedent(seek).strip(), '    ')}\n    if not found: raise LookupError('nothing')\n{rest}"
    first, _, body = RIGHT["windows"].partition("\n")
    windows = f"{hostile.CHANNEL.strip()}\n{first}\n{textwrap.indent(textwrap.dedent(stash).strip(), '    ')}\n{body}"
    found = graded(hostile.answering(windows=windows, split=split))
    assert points(found) == POINTS | {"split": 0}
    assert "LookupError: nothing" in found.scores[1].said


def test_every_question_attacked_in_another_way_leaves_the_last_one_its_points():
    bad = {
        "windows": "import os; os._exit(0)",
        "split": "while True: pass",
        "overlap": "kept = []\nwhile True: kept.append(bytearray(10**7))",
        "scale": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        "rmse": "raise SystemExit",
        "compare": hostile.CHANNEL + "channel().sendall(b'x' * 100)",
    }
    found = graded(hostile.answering(**{name: f"{source}\n{RIGHT[name]}" for name, source in bad.items()}))
    assert found.status == "partly"
    assert {score.question: score.status for score in found.scores} == {
        "windows": "crashed",
        "split": "timed out",
        "overlap": "crashed",
        "scale": "timed out",
        "rmse": "graded",
        "compare": "crashed",
        "own": "graded",
    }
    assert points(found)["own"] == POINTS["own"]


def test_when_every_answer_is_lost_the_status_says_so():
    dead = {name: f"import os; os._exit(0)\n{source}" for name, source in RIGHT.items()}
    assert graded(hostile.answering(**dead)).status == "crashed"


# ---------------------------------------------------------------- replies that no honest function gives

STRANGE = [
    None, True, 0, -1, 2**63 - 1, float("nan"), float("inf"), "", "x" * 4000, [], (), {}, [[]], [None] * 3, {"value": 1},
    np.array(1.0), np.array([]), np.zeros((0, 8_000_000)), np.zeros((1, 1)), np.array([True]), np.array([1, 2]), np.full(3, np.nan),
    np.float32(1) * np.ones((2, 2), "f4"), np.zeros((1,) * 8), [np.zeros(2), [np.zeros((0, 3)), "x"]],
]  # fmt: skip


class Stranger(Direct):
    """Replies with strange values, in every place of the structure that a check expects too."""

    def __init__(self, module, rng):
        super().__init__(module.ASSIGNMENT.setup)
        self.rng = rng

    def __call__(self, function, *args):
        chosen = STRANGE[self.rng.integers(len(STRANGE))]
        if self.rng.integers(4) == 0:
            parts = [self._part() for _ in range(self.rng.integers(1, 5))]
            chosen = tuple(parts) if self.rng.integers(2) else parts
        if function == "_call_and_look":
            return [chosen, [self._part() if self.rng.integers(4) == 0 else argument for argument in args[1:]]]
        return chosen

    def keep(self, function, *args, **kwargs):
        return None

    def method(self, kept, name, *args, **kwargs):
        return self("method")

    def attribute(self, kept, name):
        return self("attribute")

    def _part(self):
        part = STRANGE[self.rng.integers(len(STRANGE))]
        return [part, np.arange(3.0)] if self.rng.integers(4) == 0 else part


@pytest.mark.parametrize("name", [name for name in checks.NAMES if importlib.util.find_spec(f"{checks.__name__}.{name.lower()}")])
def test_no_reply_makes_a_check_fail_or_gives_all_points(name):
    """Otherwise a student could have a wrong answer blamed on the grader."""
    module = checks.load(name)
    for question in module.ASSIGNMENT.questions:
        check = module.checks(STUDENT)[question.name]
        for seed in range(60):
            result = check(Stranger(module, np.random.default_rng([seed, 1])), np.random.default_rng([seed, 2]))
            assert 0 <= result.points < question.points, (question.name, seed)


def test_arguments_that_come_back_as_something_else_are_no_failed_check():
    lies = (
        hostile.CHANNEL
        + RIGHT["split"].replace("return ", "found = ")
        + "\n    serve(value=[tuple(map(np.array, found)), [series, list(sizes), np.ones(2)]])"
    )
    found = graded(hostile.answering(split=lies))
    assert (found.status, status(found, "split"), points(found)) == ("graded", "graded", POINTS | {"split": 0})


# ---------------------------------------------------------------- answers in TensorFlow

KERAS = Assignment(
    "A0",
    (
        Question("reads", 1, "def reads(", ("reads",)),
        Question("dies", 1, "def dies(", ("dies",)),
        Question("lies", 1, "def lies(", ("lies",)),
        Question("layer", 1, "def layer(", ("layer",)),
    ),
    setup="import numpy as np",
)
KERAS_ANSWERS = {
    "reads": """
        import tensorflow as tf
        def reads(x):
            found = []
            for path in ("COURSE/grading/secret", "COURSE/gradebook.db", "/etc/passwd", "/proc/1/environ"):
                try: found.append(tf.io.read_file(path).numpy()[:100])
                except Exception: pass
            for path in ("COURSE/pwned", "COURSE/grading/secret"):
                try: tf.io.write_file(path, "pwned")  # a folder of that name inside may be made
                except Exception: pass
            try: tf.distribute.Server({"local": ["127.0.0.1:0"]}, job_name="local", task_index=0); found.append("server")
            except BaseException: pass
            assert found, "nothing"
            return x
        """,
    "dies": """
        import os, signal
        def dies(x):
            os.kill(os.getpid(), signal.SIGABRT)
        """,
    "lies": """
        def lies(x):
            import keras
            class Model(keras.Model):
                def __eq__(self, other): return True
                def __hash__(self): return 0
                def count_params(self): return 3
            keras.Model.count_params = lambda self: 3
            return Model()
        """,
    "layer": """
        def layer(x):
            import tensorflow as tf
            return tf.nn.softmax(tf.constant(x, "float64"))
        """,
}


def _softmax(ask, rng, name):
    x = rng.normal(size=(2, 3))
    expected = np.exp(x) / np.exp(x).sum(axis=1, keepdims=True)
    return Result(1 if close(ask(name, x), x if name == "reads" else expected) else 0)


def test_tensorflow_opens_no_door(course, monkeypatch):
    def load(_):
        made = {name: lambda ask, rng, name=name: _softmax(ask, rng, name) for name in KERAS_ANSWERS}
        return SimpleNamespace(ASSIGNMENT=KERAS, checks=lambda student: made)

    monkeypatch.setattr(outcome.checks, "load", load)
    monkeypatch.setattr(outcome, "fingerprint", lambda *_: "made up")  # no module, no source
    marks = {"locked": False, "grade": False, "solution": True, "schema_version": 3}
    cells = [
        {
            "cell_type": "code", "id": f"answer-{name}", "outputs": [], "execution_count": None,
            "metadata": {"nbgrader": {**marks, "grade_id": f"answer-{name}"}},
            "source": place(textwrap.dedent(source).strip(), course),
        }
        for name, source in KERAS_ANSWERS.items()
    ]  # fmt: skip
    blank = [{**cell, "source": f"def {name}(x):\n    raise NotImplementedError()"} for name, cell in zip(KERAS_ANSWERS, cells)]
    released, handed_in = ({"cells": chosen, "metadata": {}, "nbformat": 4} for chosen in (blank, cells))
    found = graded(json.dumps(handed_in).encode(), "A0", Limits(), released=released)
    assert found.status == "partly" and SECRET not in found.text()
    assert {score.question: score.status for score in found.scores} == dict(reads="graded", dies="crashed", lies="graded", layer="graded")
    assert points(found) == {"reads": 0, "dies": 0, "lies": 0, "layer": 1}
    assert "nothing" in found.scores[0].said
