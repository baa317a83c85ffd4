"""`unrolled.grading.sandbox`: what an answer can see, reach and take from inside, which is nothing.

Each probe runs inside and returns what it found; the fixture `sandboxed` looks afterwards
whether anything outside was touched.
"""

import os
import socket
import subprocess
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from small_assignment import LIMITS

from unrolled.grading import sandbox as module
from unrolled.grading.oracle import AnswerError, Ask
from unrolled.grading.sandbox import Sandbox, SandboxError

ROOT = Path(__file__).parents[2]
SYSCALL = """
    import ctypes, errno
    def refused(number, *args):
        libc = ctypes.CDLL(None, use_errno=True)
        return libc.syscall(number, *args) == -1 and ctypes.get_errno() == errno.EPERM
    """


def probe(source, *args, limits=LIMITS, **options):
    """What the function `probe` of a source returns inside."""
    with Sandbox(limits, **options) as sandbox:
        ask = Ask(sandbox)
        try:
            ask.run(textwrap.dedent(source), "probe")
            return ask("probe", *args)
        finally:
            ask.close()


pytestmark = pytest.mark.usefixtures("sandboxed")


@pytest.mark.parametrize("proc", [False, True])
def test_the_environment_has_nothing_of_the_grader(proc):
    found = probe(
        """
        import glob, os
        def probe():
            text = [repr(dict(os.environ))]
            for path in glob.glob("/proc/*/environ"):
                try:
                    text.append(open(path).read())
                except OSError:
                    pass
            return "".join(text)
        """,
        proc=proc,
    )
    assert "TMPDIR" in found and "canary" not in found and "GRADER" not in found


def test_the_files_are_the_interpreter_and_its_packages(sandboxed):
    tops, seen = probe(
        """
        import os
        def probe(*paths):
            return sorted(os.listdir("/")), [path for path in paths if os.path.exists(path)]
        """,
        str(sandboxed),
        str(ROOT),
        str(Path.home() / ".ssh"),
        str(Path.home() / ".bashrc"),
        "/etc/passwd",
        "/etc/shadow",
        "/home",
        "/proc",
        "/sys",
        "/run",
        "/var",
        "/dev/shm",
        "/dev/tty",
        "/usr/bin/env",
        "/bin/sh",
        "/usr/bin/bwrap",
    )
    assert seen == []
    assert {"grader", "packages", "tmp", "usr"} <= set(tops)


def test_neither_references_nor_checks_can_be_imported_or_found():
    found = probe(
        """
        import glob, os, sys
        def probe():
            found = [name for name in sys.modules if name.startswith("unrolled")]
            try:
                import unrolled.sequences
                found.append("imported")
            except ImportError:
                pass
            for top in sys.path + ["/grader", "/usr/lib/python3/dist-packages"]:
                for path in glob.glob(os.path.join(top, "unrolled", "*")):
                    found.append(path)
            return found
        """
    )
    assert found == []


def test_the_user_is_nobody_without_capabilities_and_new_namespaces():
    who, status, refused = probe(
        SYSCALL
        + """
    import os
    def probe():
        with open("/proc/self/status") as file:
            status = dict(line.split(":", 1) for line in file)
        namespace = ctypes.CDLL(None, use_errno=True).unshare(0x10000000)
        return (os.getuid(), os.geteuid(), os.getgid(), os.getgroups()), \\
            [status[key].strip() for key in ("CapEff", "CapPrm", "CapBnd", "NoNewPrivs", "Seccomp")], namespace
    """,
        proc=True,
    )
    assert who[:3] == (65534, 65534, 65534) and 0 not in who[3]
    assert status == ["0" * 16, "0" * 16, "0" * 16, "1", "2"]
    assert refused == -1


def test_the_process_outside_is_no_root():
    """As root its limit of processes would not hold."""
    with Sandbox(LIMITS) as sandbox:
        users = {os.stat(f"/proc/{pid}").st_uid for pid in module._tree(sandbox._first)}
    assert 0 not in users and len(users) == 1


def test_no_file_can_be_written_but_in_tmp():
    written = probe(
        """
        import os, sys
        def probe():
            written = []
            for top in ["/", "/dev", "/grader", "/packages", "/etc", "/usr", "/usr/lib", "/tmp", *sys.path]:
                try:
                    open(os.path.join(top, "x"), "w").write("x")
                    written.append(top)
                except OSError:
                    pass
            for path in ["/grader/runner.py", "/grader/codec.py", "/etc/ld.so.cache", np.__file__]:
                try:
                    os.chmod(path, 0o777)
                    open(path, "r+").write("x")
                    written.append(path)
                except OSError:
                    pass
            return written
        import numpy as np
        """
    )
    assert written == ["/tmp"]


def test_tmp_is_small_and_gone_afterwards():
    source = """
        import os
        def probe():
            before, written = os.listdir("/tmp"), 0
            try:
                for number in range(100):
                    with open(f"/tmp/{number}", "wb", buffering=0) as file:
                        for _ in range(100):
                            written += file.write(bytes(2**20))
            except OSError as error:
                return before, written, error.errno
        """
    for _ in range(2):
        before, written, number = probe(source)
        assert before == [] and written <= LIMITS.disk and number in (27, 28)  # too large a file, or no space


def test_there_is_no_network_not_even_to_itself():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        reached = probe(
            """
            import socket
            def probe(port):
                reached = []
                for family, address in [
                    (socket.AF_INET, ("127.0.0.1", port)), (socket.AF_INET, ("8.8.8.8", 53)),
                    (socket.AF_INET6, ("::1", port)), (socket.AF_UNIX, "/run/dbus/system_bus_socket"),
                    (socket.AF_UNIX, "\\0abstract"), (socket.AF_NETLINK, (0, 0)),
                ]:
                    try:
                        made = socket.socket(family)
                        reached.append("made")
                        made.settimeout(1)
                        made.connect(address)
                        reached.append("connected")
                    except OSError:
                        pass
                try:
                    socket.socketpair()
                    reached.append("pair")
                except OSError:
                    pass
                return reached
            """,
            port,
        )
    assert reached == []


def test_every_architecture_refuses_the_same_system_calls():
    names = [set(calls) for _, calls in module.SYSCALLS.values()]
    assert all(calls == names[0] for calls in names)


def test_system_calls_for_hidden_memory_and_other_processes_are_refused():
    calls = module.SYSCALLS[os.uname().machine][1]
    refused = probe(
        SYSCALL + "\n    def probe(numbers):\n        return [refused(number, 0, 0, 0, 0, 0) for number in numbers]",
        sorted(calls.values()),
    )
    assert all(refused)


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the x32 calls exist on x86-64 only")
def test_the_same_calls_by_their_other_numbers_are_refused():
    assert probe(SYSCALL + "\n    def probe():\n        return refused(0x40000000 + 41, 2, 1, 0)") is True


def test_the_first_process_cannot_be_read_or_killed():
    found = probe(
        """
        import os, signal
        def probe():
            found = []
            for pid in {1, os.getppid()}:
                for name in ("mem", "environ", "root/etc/passwd", "cwd/../etc/passwd", "fd/3", "fd/4", "fd/5"):
                    try:
                        with open(f"/proc/{pid}/{name}", "rb") as file:
                            text = file.read(10**6)
                        found += [name] if b"canary" in text or b"root:" in text else []
                    except OSError:
                        pass
            os.kill(1, signal.SIGKILL)
            os.kill(1, signal.SIGTERM)
            return found
        """,
        proc=True,
    )
    assert found == []


def test_every_process_inside_has_the_filter_and_no_capability():
    seen = probe(
        """
        import glob
        def probe():
            seen = []
            for path in glob.glob("/proc/[0-9]*/status"):
                with open(path) as file:
                    status = dict(line.split(":", 1) for line in file)
                seen.append([status[key].strip() for key in ("CapEff", "CapPrm", "Seccomp", "NoNewPrivs")])
            return seen
        """,
        proc=True,
    )
    assert seen == [["0" * 16, "0" * 16, "2", "1"]] * 2  # the runner and the answer


def test_the_runner_cannot_be_read_written_or_limited():
    found = probe(
        """
        import os, resource
        def probe():
            found = []
            for mode in ("rb", "r+b"):
                try:
                    open(f"/proc/{os.getppid()}/mem", mode).close()
                    found.append(mode)
                except OSError:
                    pass
            try:
                resource.prlimit(os.getppid(), resource.RLIMIT_AS, (1, 1))
                found.append("limited")
            except OSError:
                pass
            open("/proc/self/mem", "rb").close()  # its own it may
            return found
        """,
        proc=True,
    )
    assert found == []


def test_nothing_of_the_kernel_can_be_written():
    walked, written = probe(
        """
        import os
        def probe():
            walked, written = 0, []
            for top in ("/proc/sys", "/proc/irq", "/proc/bus", "/proc/sysrq-trigger", "/proc/1"):
                for folder, _, files in os.walk(top) if os.path.isdir(top) else [("/proc", [], [os.path.basename(top)])]:
                    for name in files:
                        walked += 1
                        try:
                            file = os.open(os.path.join(folder, name), os.O_RDWR | os.O_NONBLOCK)
                            os.write(file, os.read(file, 1000))
                            written.append(os.path.join(folder, name))
                        except OSError:
                            pass
            return walked, written
        """,
        proc=True,
    )
    assert walked > 100
    assert written == []


def test_no_file_descriptor_leads_outside():
    """An open folder of the host would be a way out: `..` of a descriptor knows no mounts."""
    own, others = probe(
        """
        import glob, os, stat
        def kind(path):
            try:
                return stat.S_IFMT(os.stat(path).st_mode)
            except OSError:
                return None
        def probe():
            own = [kind(f"/proc/self/fd/{number}") for number in range(1024) if os.path.exists(f"/proc/self/fd/{number}")]
            others = [kind(path) for pid in (1, os.getppid()) for path in glob.glob(f"/proc/{pid}/fd/*")]
            return own, others
        """,
        proc=True,
    )
    folder, regular, device, pipe, sock, event = 0o040000, 0o100000, 0o020000, 0o010000, 0o140000, 0
    assert folder not in own + others and regular not in own
    assert own.count(sock) <= 1 and set(own) <= {device, sock, None}
    assert set(others) <= {device, sock, pipe, event, None}


def test_links_lead_nowhere_outside(sandboxed):
    found = probe(
        """
        import os
        def probe(secret):
            found = []
            for number, target in enumerate([secret, "/etc/passwd", "/proc/1/root/etc/passwd", "/proc/self/root/../etc/passwd",
                                             "../../../../../../etc/passwd", "/proc/1/cwd", "/mnt", "/oldroot", "/newroot"]):
                os.symlink(target, f"/tmp/{number}")
                try:
                    with open(f"/tmp/{number}") as file:
                        found.append(file.read(100))
                except OSError:
                    try:
                        found += os.listdir(f"/tmp/{number}/etc")
                    except OSError:
                        pass
            return found
        """,
        str(sandboxed),
        proc=True,
    )
    assert found == []


def test_the_limits_hold_and_cannot_be_raised():
    bounds, raised = probe(
        """
        import resource
        names = ["RLIMIT_AS", "RLIMIT_NPROC", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE"]
        def probe():
            raised = []
            for name in names:
                try:
                    resource.setrlimit(getattr(resource, name), (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
                    raised.append(name)
                except (OSError, ValueError):
                    pass
            return [resource.getrlimit(getattr(resource, name))[1] for name in names], raised
        """
    )
    assert raised == []
    assert bounds[:4] == [LIMITS.address_space, LIMITS.processes, LIMITS.disk, LIMITS.open_files]
    assert bounds[4] in (0, 1)


def test_a_hundred_gigabytes_at_once_are_an_error_of_the_answer():
    with pytest.raises(AnswerError, match="MemoryError"):
        probe("import numpy as np\ndef probe():\n    return float(np.ones(100 * 2**27).sum())")


def test_forks_end_at_the_limit():
    children = probe(
        """
        import os, time
        def probe():
            children = 0
            try:
                for _ in range(500):
                    if os.fork() == 0:
                        time.sleep(100)
                    children += 1
            except OSError:
                return children
        """
    )
    assert 1 < children < LIMITS.processes


def test_the_next_question_finds_nobody_of_the_last_one():
    with Sandbox(LIMITS) as sandbox:
        ask = Ask(sandbox)
        with pytest.raises(AnswerError, match="BlockingIOError"):
            ask.run("import os, time\nwhile True:\n    if os.fork() == 0:\n        os.setsid()\n        time.sleep(100)", "forks")
        assert len(module._tree(sandbox._first)) > 20
        ask.close()
        ask = Ask(sandbox)
        ask.run("value = 1", "alone")
        assert len(module._tree(sandbox._first)) == 2  # the runner and its new child
        ask.close()


def test_a_fork_bomb_leaves_other_sandboxes_their_processes():
    with Sandbox(LIMITS) as sandbox:
        ask = Ask(sandbox)
        with pytest.raises(AnswerError, match="BlockingIOError"):
            ask.run("import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(100)", "forks")
        source = "import threading\ndef probe():\n    for _ in range(20):\n        threading.Thread(target=print).start()\n    return 1"
        assert probe(source) == 1
        ask.close()


@pytest.mark.parametrize(
    ("grow", "failure"),
    [
        ("kept.append(bytearray(10**7))", "memory"),
        ("ctypes.CDLL(None).prctl(4, 0); kept.append(bytearray(10**7))", "memory"),
        ("kept.append(mmap.mmap(-1, 10**7, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)); kept[-1].write(b'x' * 10**7)", "memory"),
        ("open(f'/tmp/{time.monotonic_ns()}', 'w').close()", "files"),
        ("pass", "cpu"),
        ("time.sleep(1)", "wall"),
    ],
)
def test_the_watcher_ends_what_takes_too_much(grow, failure):
    limits = replace(LIMITS, wall=3 if failure == "wall" else LIMITS.wall)
    with Sandbox(limits) as sandbox:
        ask = Ask(sandbox)
        with pytest.raises(Exception, match="memory|files|computed|answered"):
            ask.run(f"import ctypes, mmap, time\nkept = []\nwhile True:\n    {grow}", "greedy")
        assert sandbox.failure == failure
        ask.close()
        with pytest.raises(OSError):
            sandbox.open()


def test_files_are_counted_however_an_answer_hides():
    source = """
        import ctypes, os
        ctypes.CDLL(None).prctl(4, 0)
        for number in range(10**6):
            os.close(os.open(f"/tmp/{number}", os.O_CREAT))
        """
    with Sandbox(LIMITS, proc=True) as sandbox:
        ask = Ask(sandbox)
        with pytest.raises(Exception, match="files"):
            ask.run(textwrap.dedent(source), "files")
        ask.close()


def test_memory_of_many_processes_is_added_up():
    source = """
        import os, time
        for _ in range(20):
            if os.fork() == 0:
                kept = bytearray(3 * 10**7)
                time.sleep(100)
        time.sleep(100)
        """
    with Sandbox(LIMITS) as sandbox:
        ask = Ask(sandbox)
        with pytest.raises(Exception, match="memory"):
            ask.run(textwrap.dedent(source), "many")
        ask.close()


def test_all_of_it_is_gone_when_the_grader_dies():
    """A killed grader must leave no answer running."""
    script = """
        import os
        from unrolled.grading.oracle import Ask
        from unrolled.grading.sandbox import Sandbox, _tree
        sandbox = Sandbox().__enter__()
        ask = Ask(sandbox)
        ask.run("import os, signal, time\\nif os.fork() == 0:\\n    os.setsid()\\n    time.sleep(100)", "daemon")
        print(*_tree(sandbox._first), flush=True)
        os.kill(os.getpid(), 9)
        """
    done = subprocess.run([module.sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, capture_output=True, text=True)
    pids = done.stdout.split()
    assert len(pids) >= 3, done.stderr  # the runner, the answer and its daemon
    for pid in pids:
        try:
            number = os.pidfd_open(int(pid))
        except ProcessLookupError:
            continue
        ended = module.select.select([number], [], [], 10)[0]
        os.close(number)
        assert ended, "a process of the sandbox outlived the grader"


def test_where_bubblewrap_is_missing_it_says_how_to_get_it(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    module.check_available.cache_clear()
    with pytest.raises(SandboxError, match="apt-get install bubblewrap"):
        Sandbox().__enter__()


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("[ $1 = --help ] && exit 0", "too old.*apt-get install bubblewrap"),
        (
            "[ $1 = --help ] && { echo --disable-userns; exit; }; echo 'bwrap: No permissions to create new namespace' >&2; exit 1",
            "did not start.*No permissions.*sysctl user.max_user_namespaces",
        ),
        ("[ $1 = --help ] && { echo --disable-userns; exit; }; exit 1", "did not start: no message"),
    ],
)
def test_where_bubblewrap_cannot_work_it_says_why(script, message, monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bin")
    (folder / "bwrap").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    module.check_available.cache_clear()
    with pytest.raises(SandboxError, match=message):
        Sandbox().__enter__()
    module.check_available.cache_clear()


def test_other_systems_and_processors_are_refused(monkeypatch):
    monkeypatch.setattr(module.sys, "platform", "darwin")
    module.check_available.cache_clear()
    with pytest.raises(SandboxError, match="Linux"):
        Sandbox().__enter__()
    monkeypatch.undo()
    monkeypatch.setattr(module.platform, "machine", lambda: "riscv64")
    with pytest.raises(SandboxError, match="riscv64"):
        Sandbox().__enter__()


def test_a_sandbox_that_cannot_import_numpy_is_nobodys_mark():
    with pytest.raises(SandboxError, match="No module named"):
        Sandbox(preload=["no_such_module"]).__enter__()
