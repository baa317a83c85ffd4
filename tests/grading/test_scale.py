"""`unrolled.grading.scale`: nothing is lost or graded twice, whatever becomes of a worker."""

import json
import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from demo_grading import SOURCE, submission
from distributed import LocalCluster
from processes import children

from unrolled.grading import sandbox, scale
from unrolled.grading.outcome import Task, fingerprint
from unrolled.grading.release import read, solutions
from unrolled.grading.sandbox import SandboxError
from unrolled.grading.scale import ScaleError, Ungraded, grade_all

NOTEBOOK = read(SOURCE)
RIGHT = submission(NOTEBOOK, solutions(NOTEBOOK), "")


def tasks(count, data=RIGHT):
    return [Task("A1", f"s{number}", data, number) for number in range(count)]


def workers():
    """The processes that grade, started by this one."""
    return [pid for pid in children() if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


class Deadly(bytes):
    """Kills every worker that looks at it."""

    def __len__(self):
        if multiprocessing.parent_process():
            os._exit(1)
        return super().__len__()


def test_another_notebook_or_assignment_has_another_fingerprint():
    changed = NOTEBOOK | {"cells": NOTEBOOK["cells"][:-1]}
    prints = [fingerprint("A1", NOTEBOOK), fingerprint("A2", NOTEBOOK), fingerprint("A1", changed)]
    assert len(set(prints)) == 3 and fingerprint("A1", json.loads(json.dumps(NOTEBOOK))) == prints[0]


def test_a_killed_worker_loses_no_submission_and_none_is_graded_twice(bubblewrap):
    found = []
    for outcome in grade_all(tasks(12), NOTEBOOK, workers=2):
        if not found:
            os.kill(workers()[0], signal.SIGKILL)
        found.append(outcome)
    assert sorted(outcome.student for outcome in found) == sorted(task.student for task in tasks(12))
    assert {outcome.status for outcome in found} == {"graded"}
    assert {outcome.points for outcome in found} == {20}  # all but the student's own numbers, which are practice
    assert {outcome.checks for outcome in found} == {fingerprint("A1", NOTEBOOK)}
    assert not workers()


def test_what_kills_every_worker_has_a_status_and_the_others_their_marks(bubblewrap):
    given = tasks(6)
    given[1] = Task("A1", "deadly", Deadly(RIGHT), 0)
    found = {outcome.student: outcome for outcome in grade_all(given, NOTEBOOK, workers=2)}
    assert len(found) == 6
    deadly = found.pop("deadly")
    assert (deadly.status, deadly.scores) == ("crashed", ()) and "given up" in deadly.notes[0]
    assert {outcome.points for outcome in found.values()} == {20}


def test_what_the_grader_itself_fails_on_is_named_after_all_others(bubblewrap):
    given, found = tasks(3), []
    given[0] = Task("A9", "odd", RIGHT, 0)
    with pytest.raises(Ungraded) as error:
        found += [*grade_all(given, NOTEBOOK, workers=1)]
    assert error.value.reasons.keys() == {"odd"} and "A9" in error.value.reasons["odd"]


def test_files_are_read_no_faster_than_they_are_graded(bubblewrap):
    read, given = [], tasks(40)
    outcomes = grade_all((read.append(task) or task for task in given), NOTEBOOK, workers=1)
    next(outcomes)
    assert len(read) <= 2 * scale.AHEAD
    outcomes.close()
    assert not workers()


def test_the_workers_of_another_scheduler_are_used(bubblewrap):
    with LocalCluster(n_workers=1, threads_per_worker=2, dashboard_address=None) as cluster:
        found = [outcome.points for outcome in grade_all(tasks(3), NOTEBOOK, scheduler=cluster.scheduler_address)]
    assert found == [20] * 3


def test_without_workers_it_says_how_to_start_some(bubblewrap, monkeypatch):
    with LocalCluster(n_workers=0, dashboard_address=None) as cluster, pytest.raises(ScaleError, match="dask worker"):
        next(grade_all(tasks(1), NOTEBOOK, scheduler=cluster.scheduler_address))
    monkeypatch.setattr(scale, "CONNECT", 1)
    with pytest.raises(ScaleError, match="no Dask scheduler at tcp://127.0.0.1:9"):
        next(grade_all(tasks(1), NOTEBOOK, scheduler="tcp://127.0.0.1:9"))


def test_without_keys_it_says_what_to_set(bubblewrap):
    with pytest.raises(ScaleError, match="keys.*DASK_DISTRIBUTED__COMM__TLS__CLIENT__KEY"):
        next(grade_all(tasks(1), NOTEBOOK, scheduler="tls://127.0.0.1:9"))


def test_without_a_sandbox_nothing_starts(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    sandbox.check_available.cache_clear()
    with pytest.raises(SandboxError, match="bubblewrap"):
        next(grade_all(tasks(1), NOTEBOOK, workers=1))
    assert not workers()
