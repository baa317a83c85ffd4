"""What runs inside the sandbox: executes answers and calls their functions.  Nobody trusts it.

The first process never runs a line of a student's code, and as the first of its namespace no
signal from inside reaches it.  For each question it forks a child that runs the answer, on a
socket of its own: it can spoil NumPy, builtins or this file for itself alone.  Before the next
question everything else that lives in the sandbox is killed.

The file stands alone beside `codec.py`: the package is not visible inside.
"""

import importlib
import json
import linecache
import os
import resource
import signal
import socket
import sys
import traceback
import types

sys.path.append(os.path.dirname(__file__))  # an isolated interpreter leaves its script's folder out
import codec

sys.path.pop()

# Keras imports these, for parts that no answer uses, at a third of the cost of importing it.
SPARED = ("sklearn", "matplotlib", "IPython")


def main():
    """Arguments: the number of the control socket, and the settings as JSON."""
    control = socket.socket(fileno=int(sys.argv[1]))
    settings = json.loads(sys.argv[2])
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Python's own handler would let a child interrupt
    os.closerange(3, control.fileno())
    os.closerange(control.fileno() + 1, 1024)
    for name, bound in settings["limits"].items():
        resource.setrlimit(getattr(resource, name), (bound, bound))
    sys.path[:] = [*sys.path, *settings["packages"]]
    sys.modules.update(dict.fromkeys(SPARED))
    for name in settings["preload"]:
        importlib.import_module(name)
    for name in SPARED:
        del sys.modules[name]
    null = os.open("/dev/null", os.O_RDWR)
    for number in (0, 1, 2):  # until here an exception was the grader's to read
        os.dup2(null, number)
    os.close(null)
    control.sendall(b"r")
    while True:
        order, sockets, _, _ = socket.recv_fds(control, 1, 1)
        if not order:
            return
        _kill_everything_else()
        _empty("/tmp")
        if settings["proc"]:
            _hide_memory(True)
        if os.fork() == 0:
            control.close()
            if settings["proc"]:
                _hide_memory(False)
            resource.setrlimit(resource.RLIMIT_CPU, (settings["cpu"], settings["cpu"]))
            channel = socket.socket(fileno=sockets[0])
            channel.sendall(b"h")
            Answers(channel).serve()
        os.close(sockets[0])


def _kill_everything_else():
    """Ends and buries what an earlier question left behind; orphans are children of the first process."""
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        return
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        pass


def _empty(folder):
    """Removes what a folder holds; an exception, for what was made to be kept, ends the sandbox."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            _empty(entry.path)
            os.rmdir(entry.path)
        else:
            os.unlink(entry.path)


def _hide_memory(hidden):
    """Whether the others inside may open this process in `/proc`; a child may undo it for itself."""
    import ctypes

    pr_set_dumpable = 4
    ctypes.CDLL(None).prctl(pr_set_dumpable, 0 if hidden else 1)


class Answers:
    """One question's process: a namespace as in a notebook, and the objects kept in it."""

    def __init__(self, channel):
        self.channel = channel
        self.kept = []
        notebook = types.ModuleType("__main__")
        sys.modules["__main__"] = notebook  # dataclasses and pickles look their module up
        self.names = notebook.__dict__

    def serve(self):
        """Answers requests until the socket closes; never returns."""
        while True:
            try:
                request = codec.decode(self._receive(), max_text=codec.MAX_SOURCE)
            except (codec.CodecError, OSError):
                os._exit(1)
            reply = {"nonce": request["nonce"]}
            try:
                frame = codec.encode(reply | self._do(**request["do"]))
            except BaseException as error:  # SystemExit and KeyboardInterrupt of an answer too
                frame = codec.encode(reply | {"error": _explain(error)})
            self.channel.sendall(frame)

    def _receive(self):
        head = self._exactly(codec.HEAD.size)
        return head + self._exactly(sum(codec.lengths(head)))

    def _exactly(self, count):
        parts = bytearray()
        while len(parts) < count:
            part = self.channel.recv(count - len(parts))
            if not part:
                raise OSError("closed")
            parts += part
        return bytes(parts)

    def _do(self, run=None, label=None, call=None, of=None, args=(), kwargs=None, keep=False):
        """One request: `run` a cell, `call` a function, or a method or attribute `of` a kept object."""
        if run is not None:
            name = f"<{label}>"
            linecache.cache[name] = (len(run), None, run.splitlines(True), name)  # tracebacks, autograph
            exec(compile(run, name, "exec"), self.names)
            return {"value": None}
        args = [self._unkept(argument) for argument in args]
        kwargs = {key: self._unkept(argument) for key, argument in (kwargs or {}).items()}
        if of is None:
            if call not in self.names:
                raise NameError(f"{call} is not defined")
            result = self.names[call](*args, **kwargs)
        elif call in codec.METHODS:
            result = getattr(self._unkept(of), call)(*args, **kwargs)
        else:
            result = getattr(self._unkept(of), call)
        if keep:
            self.kept.append(result)
            return {"value": codec.Kept(len(self.kept) - 1)}
        return {"value": plain(result)}

    def _unkept(self, value):
        return self.kept[value.number] if type(value) is codec.Kept else value


def plain(value, depth=0):
    """A returned value as the codec wants it: NumPy scalars, tensors, Series and subclasses resolved."""
    import numpy as np

    if depth > codec.MAX_DEPTH:
        raise codec.CodecError(f"nested more than {codec.MAX_DEPTH} deep")
    if value is None or type(value) in (bool, int, float, str):
        return value
    if isinstance(value, np.ndarray):
        return _array(np.asarray(value))
    if isinstance(value, np.generic):
        return plain(value.item(), depth + 1)
    if isinstance(value, dict):
        return {key: plain(item, depth + 1) for key, item in dict.items(value)}
    if isinstance(value, (tuple, list)):
        items = [plain(item, depth + 1) for item in value]
        return tuple(items) if isinstance(value, tuple) else items
    if isinstance(value, range):
        return plain(list(value), depth)
    if hasattr(value, "__array__"):
        return _array(np.asarray(value))
    for kind in (int, float, str):
        if isinstance(value, kind):
            return kind(value)
    raise codec.CodecError(f"the answer returned a value of type {type(value).__name__}")


def _array(array):
    """Small integers and half floats are widened: whoever returns them has the right numbers."""
    if array.dtype.kind in "iu" and array.dtype.itemsize < 8 and array.dtype != "i4":
        return array.astype("i8")
    return array.astype("f4") if array.dtype == "f2" else array


def _explain(error):
    """Kind, text and line in the answer of an exception, at most 1000 characters."""
    try:
        lines = [
            f"{frame.filename[1:-1]}, line {frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename.startswith("<") and frame.filename in linecache.cache
        ]
        text = f"{type(error).__name__}: {error}"[:900] + (f" ({lines[-1]})" if lines else "")
        return text.encode("utf-8", "replace").decode()[:1000]  # an answer may name its file as it likes
    except BaseException:
        return "an exception that cannot be shown"


if __name__ == "__main__":
    main()
