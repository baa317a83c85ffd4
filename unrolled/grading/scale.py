"""Grades many submissions at once, on this machine or on several, through Dask distributed.

    for outcome in grade_all(tasks, released, workers=8):
        ...  # one writer: this process

A worker is a process that grades one submission after the other, each in its sandbox.  Without
a scheduler's address they are started here and end with this process, however it ends.  Elsewhere
they are started by hand, each on a Linux machine with bubblewrap and this very package:

    dask scheduler
    dask worker tcp://ADDRESS:8786 --nworkers auto --nthreads 1

What is sent is the file and the seed of its hidden numbers, never the course's secret; what comes
back is an outcome as JSON.  Whoever reaches a scheduler's port can run code on its workers.  Those
that are started here want a key that only this process has; elsewhere keep the port within a
network that you trust.
"""

import json
import logging
import os
import signal
import tempfile
import uuid
import warnings
from contextlib import contextmanager
from multiprocessing import resource_tracker

import dask
from distributed import Client, LocalCluster, wait
from distributed.comm import CommClosedError
from distributed.scheduler import KilledWorker

from .outcome import Outcome, digest, fingerprint, grade_submission
from .sandbox import SandboxError, try_sandbox

AHEAD = 2  # submissions for each thread of a worker that are sent before it is free: all others stay on disk
CONNECT = 15  # seconds for a scheduler to answer
PATIENCE = 30  # seconds without an outcome after which it is asked whether any worker is left
FAILURES = 2  # workers that a submission may take with it before it is set aside
CONFIG = {
    "distributed.scheduler.allowed-failures": FAILURES,
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    # What Dask does for those who watch it, many times a second in each process.
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "2s",
    "distributed.admin.tick.limit": "60s",
    "distributed.admin.system-monitor.interval": "10s",
    "distributed.admin.low-level-log-length": 0,
    "distributed.scheduler.active-memory-manager.start": False,
}


class ScaleError(SandboxError):
    """Workers that cannot be reached, or that cannot grade; the message says what to do.

    What has been yielded before it stays right.
    """


class Ungraded(ScaleError):
    """All others were graded; these were not, through no fault of theirs that is known.

    reasons : for each student, why
    """

    def __init__(self, reasons):
        super().__init__(f"{len(reasons)} could not be graded: {next(iter(reasons.values()))}")
        self.reasons = reasons


def cores():
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def grade_all(tasks, released, workers=None, scheduler=None):
    """Yields the `Outcome` of each task as soon as it is there, in no particular order.

    tasks     : an iterable of `outcome.Task`, read only as fast as they are graded
    released  : the released notebook as a dict
    workers   : how many processes are started here; as many as there are processors
    scheduler : the address of a Dask scheduler, whose workers are used instead

    A submission whose worker dies is graded by another one.  One that takes several with it is
    tried again at the end, alone; where that kills a worker too its outcome is "crashed", with a
    note.  Raises `Ungraded` after all others for those that the grader itself failed on, twice;
    SandboxError or ScaleError at once where nobody can be graded.
    """
    tasks = iter(tasks)
    with _client(workers, scheduler) as client:
        aside, reasons = [], {}
        for task, outcome, _ in _outcomes(client, tasks, released, AHEAD):
            if outcome:
                yield outcome
            else:
                aside.append(task)
        # One at a time: whoever dies now dies of this one.
        for task, outcome, error in _outcomes(client, iter(aside), released, 0):
            if outcome:
                yield outcome
            elif isinstance(error, KilledWorker):
                yield _killer(task, released)
            else:
                reasons[task.student] = _said(error)
    if reasons:
        raise Ungraded(reasons)


def _killer(task, released):
    note = "Its grader was killed again and again, so it was given up."
    return Outcome(task.assignment, task.student, "crashed", digest(task.data), written={}, notes=(note,), checks=fingerprint(task.assignment, released))


def _outcomes(client, tasks, released, ahead):
    """Yields (task, outcome or None, error or None) while at most so many for each thread, at least one, are under way."""
    released_text, running = json.dumps(released), {}
    while True:
        room = max(1, ahead * sum(client.nthreads().values()))
        while len(running) < room and (task := next(tasks, None)):
            future = client.submit(_graded, task, released_text, key=f"grade-{uuid.uuid4()}", pure=False)
            running[future] = task
        if not running:
            return
        try:
            done = wait(list(running), timeout=PATIENCE, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            if not client.nthreads():
                raise ScaleError("No worker is left. What was graded is kept: start workers, then run the same command again.") from None
            continue
        for future in done:
            task = running.pop(future)
            error = future.exception()
            outcome = None if error else Outcome.read(future.result())
            if outcome and outcome.checks != fingerprint(task.assignment, released):
                raise ScaleError("A worker has another version of this package, which may give other marks. Install the same one everywhere.")
            yield task, outcome, error


def _graded(task, released_text):
    """Runs on a worker."""
    return grade_submission(task, json.loads(released_text)).text()


@contextmanager
def _client(workers, scheduler):
    """A client of workers of which each has been seen to have a sandbox."""
    if scheduler is None:
        try_sandbox(proc=True)
    with dask.config.set(CONFIG), warnings.catch_warnings(), tempfile.TemporaryDirectory(prefix="unrolled-") as scratch:
        warnings.filterwarnings("ignore", module="distributed")  # of large files on their way, and of ports
        for name in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # a worker that dies is no news: what it had is graded anew
        try:
            if scheduler is None:
                with _local(workers or cores(), scratch) as cluster, Client(cluster) as client:
                    yield client
            else:
                with _remote(scheduler) as client:
                    yield client
        except CommClosedError:
            raise ScaleError("The connection to the scheduler was lost. What was graded is kept: run the same command again.") from None


def _local(workers, scratch):
    """Processes of one thread each: a sandbox dies with its thread, and they with this process."""
    # An interrupt from the keyboard is for this process alone: threads and processes inherit the mask.
    resource_tracker.ensure_running()  # it would undo the mask
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        return LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            memory_limit=None,  # answers have limits of their own
            dashboard_address=None,
            scheduler_kwargs={"dashboard_address": "127.0.0.1:0"},
            local_directory=scratch,
            silence_logs=logging.CRITICAL,
            protocol="tls://",  # others on this machine can reach the port, and have no key to it
            security=True,
        )
    except RuntimeError as error:
        raise ScaleError(f"The workers could not be started: {_said(error.__cause__ or error)}") from None
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _remote(address):
    try:
        client = Client(address, timeout=CONNECT)
    except (OSError, ValueError) as error:
        raise ScaleError(f"There is no Dask scheduler at {address}: {_said(error)}") from None
    except TypeError:  # all that Dask says where tls:// has no keys
        keys = ", ".join(f"DASK_DISTRIBUTED__COMM__TLS__{name}" for name in ("CA_FILE", "CLIENT__CERT", "CLIENT__KEY"))
        raise ScaleError(f"The scheduler at {address} lets in nobody without keys, and there are none here. Set {keys} to their files.") from None
    with client:
        if not client.nthreads():
            raise ScaleError(f"The scheduler at {address} has no workers. Start some: dask worker {address} --nworkers auto --nthreads 1")
        for worker, found in client.run(_try_worker, on_error="return").items():
            if found is not None:
                raise ScaleError(f"The worker at {worker} cannot grade: {_said(found)}")
        yield client


def _try_worker():
    """Why a worker has no sandbox, or None."""
    try:
        try_sandbox(proc=True)
    except SandboxError as error:
        return str(error)


def _said(error):
    """The first line of an error's message."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
