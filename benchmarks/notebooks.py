"""What each notebook takes of a machine, memory above all: prints JSON, for bench.py.

Each notebook runs alone in an empty folder, as when the book is built.  Its memory is the most that
its kernel held, with all processes that the kernel started; what the JupyterLab server beside it
takes is measured once.  Binder and the hub of `deploy/` give 2 GiB to both together.

    python benchmarks/notebooks.py            all notebooks
    python benchmarks/notebooks.py chapters   those whose path has this in it
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
import psutil
from build_book import CELL_TIMEOUT, ROOT, notebooks, stderr_to
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

TICK = 0.1  # seconds between two looks at a kernel and its children
START = 120  # seconds that JupyterLab may take to start
MB = 2**20


def tree_mb(process):
    """Resident memory of a process and its descendants, in MiB; pages that they share count for each."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        try:
            total += one.memory_info().rss
        except psutil.NoSuchProcess:  # ended meanwhile
            continue
    return total / MB


def highest_mb(process):
    """The most that the kernel of the system has seen of this process alone, in MiB; 0 where it keeps no such mark."""
    status = Path(f"/proc/{process.pid}/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0)


@contextmanager
def watched(process):
    """A list whose first number is, in the end, the most memory of the process and its descendants, in MiB."""
    peak, done = [0.0], threading.Event()

    def watch():
        while not done.wait(TICK):
            try:
                peak[0] = max(peak[0], tree_mb(process))
            except psutil.NoSuchProcess:
                return

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
        if process.is_running():
            peak[0] = max(peak[0], highest_mb(process))  # no look is too late for this one


def measure(path):
    """Runs a notebook.  Its peak in MiB, CPU and wall seconds, and what failed, if anything did."""
    notebook, failed = nbformat.read(path, as_version=4), {}
    with tempfile.TemporaryDirectory() as empty:
        client = NotebookClient(notebook, timeout=CELL_TIMEOUT, resources={"metadata": {"path": empty}})
        start = time.perf_counter()
        with stderr_to(Path(os.devnull)), client.setup_kernel():  # kernels and TensorFlow greet there
            kernel = psutil.Process(client.km.provisioner.pid)
            with watched(kernel) as peak:
                try:
                    for number, cell in enumerate(notebook.cells):
                        client.execute_cell(cell, number)
                except CellExecutionError as error:
                    failed = {"failed": f"cell {cell['id']}: {error.ename}: {error.evalue}"}
                except (CellTimeoutError, DeadKernelError) as error:
                    failed = {"failed": f"cell {cell['id']}: {type(error).__name__}: {error}"}
            used = kernel.cpu_times() if kernel.is_running() else None
            wall = time.perf_counter() - start
    cpu = round(sum(used[:4]), 1) if used else None
    return {"peak_mb": round(peak[0]), "cpu_s": cpu, "wall_s": round(wall, 1)} | failed


@contextmanager
def serving(folder, *options):
    """A JupyterLab on a folder while the context lasts: its process, its address and its token."""
    with tempfile.TemporaryDirectory() as own:
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--port=0", f"--notebook-dir={folder}"]
        environment = os.environ | {"JUPYTER_RUNTIME_DIR": own, "JUPYTER_CONFIG_DIR": own}
        server = subprocess.Popen([*command, *options], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            deadline = time.monotonic() + START
            while not (found := list(Path(own).glob("jpserver-*.json"))):
                if server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError("JupyterLab did not start")
                time.sleep(TICK)
            told = json.loads(found[0].read_text())
            yield psutil.Process(server.pid), told["url"], told["token"]
        finally:
            server.terminate()
            try:
                server.wait(START)
            except subprocess.TimeoutExpired:  # it waits for somebody who has not hung up
                server.kill()
                server.wait()


def measure_server():
    """The most memory of a JupyterLab that has served its page, in MiB."""
    with tempfile.TemporaryDirectory() as empty, serving(empty) as (process, address, token):
        for page in ("lab", "api/contents", "api/kernelspecs"):
            urllib.request.urlopen(f"{address}{page}?token={token}", timeout=START).read()
        return round(max(tree_mb(process), highest_mb(process)))


def main(wanted):
    server = measure_server()
    measured = {}
    for path in notebooks():
        name = path.relative_to(ROOT).as_posix()
        if wanted in name:
            print(name, file=sys.stderr, flush=True)
            found = measure(path)
            measured[name] = found | {"memory_mb": found["peak_mb"] + server}
    print(json.dumps({"server_mb": server, "notebooks": measured}))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
