"""A place where a stranger's Python may run: bubblewrap, limits, and a watcher.

Inside there is an interpreter with its packages, read-only, and a small `/tmp`: no network, no
environment, no home, no repository, no other process, and no right to make sockets, shared
memory or namespaces.  As root everything runs as a user number that nobody else has.

    with Sandbox(Limits(cpu=10)) as sandbox:
        channel = sandbox.open()  # a socket to a new process; see `runner` for what it answers
        ...
        sandbox.failure  # why the watcher ended it, if it did

Linux with bubblewrap 0.8 or newer; anywhere else `Sandbox` raises SandboxError rather than run
what it was given without walls.
"""

import errno
import json
import os
import platform
import re
import resource
import secrets
import select
import shutil
import signal
import socket
import struct
import subprocess
import sys
import sysconfig
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

INSTALL = "Install bubblewrap 0.8 or newer (Debian, Ubuntu: apt-get install bubblewrap)."
NAMESPACES = (
    "bubblewrap may not make user namespaces here. Allow them: sysctl user.max_user_namespaces=10000, and where it "
    "exists kernel.unprivileged_userns_clone=1 and kernel.apparmor_restrict_unprivileged_userns=0. "
    "In a container, grade on its host or give the container that right."
)
TICK = 0.05  # seconds between two looks of the watcher
GREETING = 20  # seconds that a process inside may take to appear
NOBODY = "65534"
HERE = Path(__file__).parent


class SandboxError(RuntimeError):
    """The sandbox cannot be had, or did not start: says nothing about anybody's answers."""


@dataclass(frozen=True)
class Limits:
    """What one question may take.  Seconds; bytes; the memory is that of the whole process tree."""

    cpu: float = 20
    wall: float = 60
    start: float = 120  # to start, with the import of TensorFlow
    memory: int = 3 * 2**30
    address_space: int = 12 * 2**30  # TensorFlow reserves far more than it uses
    processes: int = 256  # threads count
    disk: int = 64 * 2**20
    files: int = 10_000  # on that disk: each costs the kernel memory
    open_files: int = 256


class Sandbox:
    """One sandbox, for one submission.  A context manager: leaving it kills all that runs inside.

    It dies with the thread that entered it, so that a killed grader leaves nothing behind.

    preload : modules to import before any answer runs, once for all questions
    proc    : whether `/proc` is there, with the sandbox's own processes; TensorFlow needs it
    """

    def __init__(self, limits=Limits(), preload=("numpy",), proc=False):
        self.limits, self.preload, self.proc = limits, tuple(preload), proc
        self.failure = None  # "memory", "files", "cpu" or "wall" once the watcher has ended it
        self._process = self._pidfd = self._disk = self._watcher = self._deadline = None
        self._used = self._before = 0.0
        self._stop = threading.Event()

    def __enter__(self):
        check_available()
        try:
            self._start()
            self._wait_until_ready()
            self._watcher = threading.Thread(target=self._watch, daemon=True)
            self._watcher.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_):
        self.close()

    def open(self):
        """A socket to a new process inside; whatever ran there before is killed.

        The time of the question begins now.  Raises OSError when the sandbox has died.
        """
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [b"q"], [theirs.fileno()])
            ours.settimeout(GREETING)
            if ours.recv(1) != b"h":
                raise ConnectionError("the sandbox has died")
        except OSError:
            ours.close()
            raise
        self._before, self._deadline = self.cpu_seconds(), time.monotonic() + self.limits.wall
        ours.settimeout(self.limits.wall + 10 * TICK)  # the watcher sees to the whole; this one holds without it
        return ours

    def cpu_seconds(self):
        """CPU time of all that ran inside so far, as far as it was seen."""
        self._used = max(self._used, sum(map(_cpu_seconds, _tree(self._first))))
        return self._used

    def close(self):
        """Kills everything inside, and returns when all of it is gone."""
        self._stop.set()
        if self._pidfd is not None:
            self.cpu_seconds()
            self._kill()
            if self._watcher:
                self._watcher.join()
            gone = select.poll()
            gone.register(self._pidfd)
            gone.poll(30_000)
            os.close(self._pidfd)
            self._pidfd = None
        if self._disk is not None:
            os.close(self._disk)
            self._disk = None
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process.stderr.close()
            self._control.close()
            self._process = None

    def _start(self):
        files, arguments = [], []

        def passed(data):
            """The number of a file descriptor from which bubblewrap reads `data`."""
            number = os.memfd_create("unrolled")
            os.write(number, data)
            os.lseek(number, 0, os.SEEK_SET)
            files.append(number)
            return str(number)

        self._control, theirs = socket.socketpair()
        says, told = os.pipe()
        files += [told, theirs.detach()]
        settings = {
            "packages": [inside for _, inside in _package_folders()],
            "preload": self.preload,
            "proc": self.proc,
            "cpu": round(self.limits.cpu) + 5,  # the watcher is stricter; this one holds without it
            "limits": {
                "RLIMIT_AS": self.limits.address_space,
                "RLIMIT_NPROC": self.limits.processes,
                "RLIMIT_FSIZE": self.limits.disk,
                "RLIMIT_NOFILE": self.limits.open_files,
                "RLIMIT_MEMLOCK": 0,
                "RLIMIT_MSGQUEUE": 0,
            },
        }
        outer, mounts = _mounts()
        if resource.getrlimit(resource.RLIMIT_CORE)[1] != 0:
            # Not 0: a crash would still be sent to a collector of crashes, with all its memory.  1 means nowhere.
            outer = [shutil.which("prlimit"), "--core=1:1", "--", *outer]
        arguments = [
            *outer,
            _bwrap(), "--unshare-all", "--unshare-user", "--disable-userns", "--uid", NOBODY, "--gid", NOBODY,
            "--cap-drop", "ALL", "--die-with-parent", "--new-session", "--hostname", "sandbox",
            # The runner is the first process inside: no answer can kill it, and none is without limits and filter.
            "--as-pid-1",
            *mounts,
            "--size", str(self.limits.disk), "--tmpfs", "/tmp", "--chdir", "/tmp",
            "--ro-bind-data", passed((HERE / "runner.py").read_bytes()), "/grader/runner.py",
            "--ro-bind-data", passed((HERE / "codec.py").read_bytes()), "/grader/codec.py",
            *(["--proc", "/proc"] if self.proc else []),
            "--remount-ro", "/",
            "--seccomp", passed(seccomp_filter()), "--info-fd", str(told),
            *(word for name, value in ENVIRONMENT.items() for word in ("--setenv", name, value)),
            "--", str(_interpreter()), "-I", "-S", "-B", "/grader/runner.py", str(files[1]), json.dumps(settings),
        ]  # fmt: skip
        try:
            # An empty environment from the start: bubblewrap's own first process is inside too.
            self._process = subprocess.Popen(
                arguments, env={}, cwd="/", pass_fds=files, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, start_new_session=True,  # an interrupt from the keyboard is for the grader alone
            )  # fmt: skip
        finally:
            for number in files:
                os.close(number)
        with open(says, "rb") as info:
            found = re.search(rb'"child-pid": (\d+)', info.read(4096))
        if not found:
            raise SandboxError(self._why())
        self._first = int(found[1])
        try:
            self._pidfd = os.pidfd_open(self._first)
        except ProcessLookupError:
            raise SandboxError(self._why()) from None

    def _wait_until_ready(self):
        self._control.settimeout(self.limits.start)
        try:
            ready = self._control.recv(1)
        except TimeoutError:
            raise SandboxError(f"The sandbox was not ready after {self.limits.start} s.") from None
        if ready != b"r":
            raise SandboxError(self._why())
        self._control.settimeout(GREETING)
        self._disk = os.open(f"/proc/{self._first}/root/tmp", os.O_PATH | os.O_DIRECTORY)  # before an answer can hide it

    def _why(self):
        """What bubblewrap or the interpreter wrote before it gave up, with the remedy where it is known."""
        self._process.kill()
        self._process.wait()
        said = self._process.stderr.read(4096).decode("utf-8", "replace").strip()
        known = re.search("namespace|uid map|Operation not permitted|Permission denied", said)
        return f"The sandbox did not start: {said or 'no message'}." + (f" {NAMESPACES}" if known else "")

    def _watch(self):
        """Ends the sandbox when the question at hand takes more than it may; nothing runs on unwatched."""
        try:
            while not (self.failure or self._stop.wait(TICK)):
                pids = _tree(self._first)
                # What forks share counts for each of them; the slower, exact sum is asked for where that matters.
                if sum(map(_memory, pids)) > self.limits.memory < sum(map(_own_memory, pids)):
                    self.failure = "memory"
                elif self._count_files() > self.limits.files:
                    self.failure = "files"
                elif self._deadline is not None and self.cpu_seconds() - self._before > self.limits.cpu:
                    self.failure = "cpu"
                elif self._deadline is not None and time.monotonic() > self._deadline:
                    self.failure = "wall"
        finally:
            self._kill()

    def _count_files(self):
        disk = os.fstatvfs(self._disk)
        return disk.f_files - disk.f_ffree

    def _kill(self):
        try:
            signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        except ProcessLookupError:
            pass


ENVIRONMENT = {
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    "PATH": "/nowhere",
    "TMPDIR": "/tmp",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "TF_NUM_INTRAOP_THREADS": "1",
    "TF_NUM_INTEROP_THREADS": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "CUDA_VISIBLE_DEVICES": "",
    "MPLBACKEND": "Agg",
}


def try_sandbox(proc=False):
    """Raises SandboxError, saying what to do, where not even an empty sandbox starts.

    proc : as `Sandbox` has it
    """
    with Sandbox(preload=(), proc=proc):
        pass


@cache
def check_available():
    """Raises SandboxError, saying what to do, where there is no sandbox to be had."""
    if sys.platform != "linux":
        raise SandboxError("Answers are only run in a sandbox, and that needs Linux. Grade on a Linux machine.")
    if platform.machine() not in SYSCALLS:
        raise SandboxError(f"No list of forbidden system calls for {platform.machine()} processors.")
    said = subprocess.run([_bwrap(), "--help"], capture_output=True, text=True, env={})
    if "--disable-userns" not in said.stdout + said.stderr:
        raise SandboxError(f"The bubblewrap that is installed is too old. {INSTALL}")
    for tool in ("prlimit", "setpriv"):
        if not shutil.which(tool):
            raise SandboxError(f"Grading needs {tool} (Debian, Ubuntu: apt-get install util-linux).")


def _bwrap():
    found = shutil.which("bwrap")
    if not found:
        raise SandboxError(f"Answers are only run in a sandbox, and bubblewrap is missing. {INSTALL}")
    return found


def _interpreter():
    return Path(getattr(sys, "_base_executable", sys.executable)).resolve()


@cache
def _package_folders():
    """(outside, inside) of each folder of installed packages that the interpreter searches."""
    names = ("site-packages", "dist-packages")
    found = dict.fromkeys(os.path.realpath(path) for path in sys.path if Path(path).name in names and os.path.isdir(path))
    return [(path, f"/packages/{number}") for number, path in enumerate(found)]


def _mounts():
    """Words before bubblewrap's own, and its options, for a root with nothing but Python in it.

    As root the folders are first put where everybody may go (Python may lie under /root), and
    the user is changed before the sandbox is made: as root its process limit would not hold.
    """
    interpreter = _interpreter()
    system = ["/usr/lib", "/usr/lib64", "/usr/lib32", "/etc/ld.so.cache"]
    python = [str(interpreter), *(str(interpreter.parents[1] / name) for name in ("lib", "lib64"))]
    sources = {path: path for path in [*system, *python]} | dict(_package_folders())
    sources |= {path: path for path in ("/lib", "/lib64") if not os.path.islink(path)}
    outer, options = [], []
    as_root = os.geteuid() == 0
    for number, (outside, inside) in enumerate(sources.items()):
        if not os.path.exists(outside):
            continue
        if as_root:
            outer += ["--ro-bind", outside, f"/mnt/{number}"]
        options += ["--ro-bind", f"/mnt/{number}" if as_root else outside, inside]
        for secret in _package_itself():
            if Path(outside) in secret.parents:
                hidden = str(Path(inside) / secret.relative_to(outside))
                options += ["--size", "4096", "--tmpfs", hidden, "--remount-ro", hidden]
    for link in ("/lib", "/lib64"):
        if os.path.islink(link):
            options += ["--symlink", os.readlink(link), link]
    for device in ("/dev/null", "/dev/urandom"):
        options += ["--dev-bind", device, device]
    if as_root:
        user = str(2**20 + secrets.randbelow(2**30))  # its own, so that no other sandbox shares its limits
        outer = [
            _bwrap(), "--die-with-parent", "--dev-bind", "/", "/", "--tmpfs", "/mnt", *outer, "--",
            shutil.which("setpriv"), f"--reuid={user}", f"--regid={user}", "--clear-groups", "--inh-caps=-all",
            "--bounding-set=-all", "--no-new-privs",
        ]  # fmt: skip
    return outer, options


@cache
def _package_itself():
    """Where this package may be found by an answer: references and hidden checks are in it."""
    folders = [Path(path) for path, _ in _package_folders()]
    folders += [Path(sysconfig.get_path(name, vars={"base": str(_interpreter().parents[1])})) for name in ("purelib", "platlib")]
    copies = [folder / "unrolled" for folder in folders]
    return {copy.resolve() for copy in [*copies, HERE.parent] if copy.is_dir()}


def _tree(first):
    """The numbers of a process and all its descendants, as seen outside."""
    found = [first]
    for pid in found:
        try:
            tasks = os.listdir(f"/proc/{pid}/task")
        except OSError:  # ended meanwhile
            continue
        for task in tasks:
            try:
                with open(f"/proc/{pid}/task/{task}/children") as children:
                    found += map(int, children.read().split())
            except OSError:  # a thread that has ended hides no child of the others
                continue
    return found


def _cpu_seconds(pid):
    """CPU time of a process and its dead children; 0 when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            ticks = stat.read().rpartition(b")")[2].split()[11:15]
    except OSError:
        return 0.0
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def _memory(pid, kinds=(b"RssAnon", b"RssShmem", b"VmPTE", b"VmSwap", b"HugetlbPages"), table="status"):
    """Bytes of memory of a process, with the tables of its pages; 0 when it is gone.

    Among the lines is the process's name, which it chooses itself: any bytes.
    """
    try:
        with open(f"/proc/{pid}/{table}", "rb") as lines:
            return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith(kinds))
    except OSError:
        return 0


def _own_memory(pid):
    """The same, with what it shares with others divided among them; a process that hides that has it counted in full."""
    own = _memory(pid, (b"Pss_Anon", b"Pss_Shmem", b"SwapPss"), "smaps_rollup")
    return own + _memory(pid, (b"VmPTE", b"HugetlbPages")) if own else _memory(pid)


# Numbers of the system calls that no answer needs: memory that no process owns (it would escape
# the watcher), sockets (and names in the grader's network for the one that there is), what the
# grader's user has a fixed number of, other processes' memory, and doors into the kernel.
SYSCALLS = {
    "x86_64": (0xC000003E, {
        "memfd_create": 319, "memfd_secret": 447, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
        "socket": 41, "socketpair": 53, "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
        "pidfd_getfd": 438, "process_madvise": 440, "kcmp": 312, "io_uring_setup": 425, "userfaultfd": 323,
        "perf_event_open": 298, "bpf": 321, "add_key": 248, "request_key": 249, "keyctl": 250, "unshare": 272,
        "setns": 308, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "mount_setattr": 442,
        "init_module": 175, "finit_module": 313, "kexec_load": 246, "splice": 275, "tee": 276, "vmsplice": 278,
        "name_to_handle_at": 303, "open_by_handle_at": 304, "personality": 135, "quotactl": 179, "syslog": 103,
        "acct": 163, "swapon": 167, "reboot": 169, "fanotify_init": 300, "bind": 49, "connect": 42, "listen": 50,
        "accept": 43, "accept4": 288, "io_setup": 206, "inotify_init": 253, "inotify_init1": 294,
    }),
    "aarch64": (0xC00000B7, {
        "memfd_create": 279, "memfd_secret": 447, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
        "socket": 198, "socketpair": 199, "ptrace": 117, "process_vm_readv": 270, "process_vm_writev": 271,
        "pidfd_getfd": 438, "process_madvise": 440, "kcmp": 272, "io_uring_setup": 425, "userfaultfd": 282,
        "perf_event_open": 241, "bpf": 280, "add_key": 217, "request_key": 218, "keyctl": 219, "unshare": 97,
        "setns": 268, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "open_tree": 428,
        "move_mount": 429, "fsopen": 430, "fsconfig": 431, "fsmount": 432, "mount_setattr": 442,
        "init_module": 105, "finit_module": 273, "kexec_load": 104, "splice": 76, "tee": 77, "vmsplice": 75,
        "name_to_handle_at": 264, "open_by_handle_at": 265, "personality": 92, "quotactl": 60, "syslog": 116,
        "acct": 89, "swapon": 224, "reboot": 142, "fanotify_init": 262, "bind": 200, "connect": 203, "listen": 201,
        "accept": 202, "accept4": 242, "io_setup": 0, "inotify_init": 26, "inotify_init1": 26,
    }),
}  # fmt: skip

# Calls that are refused with some arguments.  For each its number on the two architectures and what
# must hold: (which 32 bits of the arguments, mask, value, whether they are equal or differ).
ALL = 0xFFFFFFFF
ARGUMENTS = (
    # Of another process: limits are inherited, and the runner's are not to be touched.
    ({"x86_64": 302, "aarch64": 261}, [(0, ALL, 0, False)]),  # prlimit64
    # Of crashes' dumps, which 0 would allow again; see where it is set.
    ({"x86_64": 160, "aarch64": 164}, [(0, ALL, resource.RLIMIT_CORE, True)]),  # setrlimit
    ({"x86_64": 302, "aarch64": 261}, [(2, ALL, resource.RLIMIT_CORE, True), (4, ALL, 0, False)]),
    ({"x86_64": 302, "aarch64": 261}, [(2, ALL, resource.RLIMIT_CORE, True), (5, ALL, 0, False)]),
    # Children that nobody has to wait for leave no CPU time behind: SIGCHLD stays as it is.
    ({"x86_64": 13, "aarch64": 134}, [(0, ALL, signal.SIGCHLD, True), (2, ALL, 0, False)]),  # rt_sigaction
    ({"x86_64": 13, "aarch64": 134}, [(0, ALL, signal.SIGCHLD, True), (3, ALL, 0, False)]),  # the pointer's upper half
    # Shared memory without a file keeps the pages that its process has let go of.
    ({"x86_64": 9, "aarch64": 222}, [(6, 0x21, 0x21, True)]),  # mmap with MAP_SHARED and MAP_ANONYMOUS
    # A lease on a library that belongs to the grader's user would keep others from opening it.
    ({"x86_64": 72, "aarch64": 25}, [(2, ALL, 1024, True)]),  # fcntl with F_SETLEASE
    # The channel was made outside: it would tell the addresses of the machine.
    ({"x86_64": 16, "aarch64": 29}, [(2, 0xFF00, 0x8900, True)]),  # ioctl for network interfaces
)


@cache
def seccomp_filter():
    """The BPF program that refuses those calls with EPERM, and calls of another architecture with death."""
    architecture, calls = SYSCALLS[platform.machine()]
    load, equal, at_least, masked, answer = 0x20, 0x15, 0x35, 0x54, 0x06
    allowed, refused, killed = 0x7FFF0000, 0x00050000 | errno.EPERM, 0x80000000
    number = (load, 0, 0, 0)
    # (code, jump if true, jump if false, operand); jumps count from the next instruction.
    program = [
        (load, 0, 0, 4),  # the architecture
        (equal, 1, 0, architecture),
        (answer, 0, 0, killed),
        number,
        (at_least, 0, 1, 0x40000000),  # x32: the same calls by other numbers
        (answer, 0, 0, refused),
    ]
    for call in sorted(set(calls.values())):
        program += [(equal, 0, 1, call), (answer, 0, 0, refused)]
    for calls, conditions in ARGUMENTS:
        program += [number, (equal, 0, 3 * len(conditions) + 1, calls[platform.machine()])]
        for place, (word, mask, value, same) in enumerate(conditions):
            out = 3 * (len(conditions) - place - 1) + 1  # instructions up to the next call
            program += [(load, 0, 0, 16 + 4 * word), (masked, 0, 0, mask)]
            program += [(equal, 0, out, value) if same else (equal, out, 0, value)]
        program.append((answer, 0, 0, refused))
    program.append((answer, 0, 0, allowed))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
