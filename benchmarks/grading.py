"""What it costs to grade: prints JSON, for bench.py.

Made-up right submissions to A1, and the same with a Keras model that is built and used in one answer.  CPU seconds are
those of all processes together, from the start of the workers to their end: answers in their
sandboxes, grader, Dask.  Wall time, and so submissions a minute, depends on what else the machine does.
"""

import json
import os
import resource
import sys
import time

from demo_grading import SOURCE, own_numbers, submission

from unrolled.grading.outcome import Task
from unrolled.grading.release import read, solutions
from unrolled.grading.sandbox import SandboxError
from unrolled.grading.scale import cores, grade_all

COUNTS = {"A1": 200, "A1 with Keras": 12}
KERAS = """import keras
model = keras.Sequential([keras.Input((20, 3)), keras.layers.LSTM(32), keras.layers.Dense(1)])
forecast = model.predict(np.zeros((8, 20, 3)), verbose=0)

"""


def tasks(notebook, kind):
    right = solutions(notebook)
    del right["own"]
    for number in range(COUNTS[kind]):
        student = f"s{number}"
        own = own_numbers(student, right)
        answers = right | {"own": KERAS + own if "Keras" in kind else own}
        yield Task("A1", student, submission(notebook, answers, student), number)


def cpu_seconds():
    """Of this process and of its children that have ended; what ran in sandboxes is not among them."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measure(kind, notebook):
    given = list(tasks(notebook, kind))
    before, start = cpu_seconds(), time.perf_counter()
    outcomes = list(grade_all(given, notebook))
    seconds, grader = time.perf_counter() - start, cpu_seconds() - before
    assert {outcome.points for outcome in outcomes} == {24} and len(outcomes) == len(given)
    answers = sum(outcome.cpu_seconds for outcome in outcomes)
    return {
        "submissions": len(given),
        "a_minute": round(60 * len(given) / seconds, 1),
        "cpu_s": round((answers + grader) / len(given), 3),
        "answers_cpu_s": round(answers / len(given), 3),
        "grader_cpu_s": round(grader / len(given), 3),
        "workers": cores(),
        "load": round(os.getloadavg()[0], 1),
    }


def main():
    notebook = read(SOURCE)
    try:
        print(json.dumps({kind: measure(kind, notebook) for kind in COUNTS}))
    except SandboxError as error:
        print(json.dumps({"failed": str(error)}))
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
