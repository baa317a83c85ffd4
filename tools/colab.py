"""Run every notebook as Colab would, and note how it went in `benchmarks/colab.json`, for the book's pages.

`.venv-colab` gets Colab's own versions (`colab/requirements.txt`).  There the notebooks' first cell
installs the package: nothing else may come, and nothing that was there may change.  Then every
widget is tried (`colab/widgets.py`), and each notebook runs from its single file, alone in an empty
folder, with an empty home and without a network.

    python tools/colab.py            all notebooks
    python tools/colab.py 04_lstm    those whose path has this in it
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from pathlib import Path

import nbformat
from build_book import CELL_TIMEOUT, ROOT, notebooks
from lint_notebooks import TEMPLATE

from unrolled.book.colab import RESULT, code_hash

ENVIRONMENT = ROOT / ".venv-colab"
PYTHON = ENVIRONMENT / "bin" / "python"
REQUIREMENTS = ROOT / "colab" / "requirements.txt"
AT_ONCE = 2  # notebooks; Colab gives two cores
TOLD = ("tensorflow", "keras", "numpy", "pandas", "matplotlib", "ipython", "ipywidgets", "anywidget")
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"

LIST = """
import importlib.metadata, json, platform
found = {d.name.lower(): d.version for d in importlib.metadata.distributions()}
print(json.dumps(found | {"python": platform.python_version()}))
"""


def make_environment():
    """Colab's versions in `.venv-colab`, always anew: an older run has left our package there."""
    uv = Path(sys.executable).with_name("uv")
    version = ["--clear", "--python", "3.13", ENVIRONMENT]
    subprocess.run([uv, "venv", "--quiet", *version], check=True)
    install = ["--python", PYTHON, "--require-hashes", "--compile-bytecode", REQUIREMENTS]
    subprocess.run([uv, "pip", "sync", "--quiet", *install], check=True)
    # IPython asks for it, and Colab does without.
    subprocess.run([uv, "pip", "uninstall", "--quiet", "--python", PYTHON, "jedi"], check=True)


def distributions():
    """{name: version} of all that is installed there, and of Python."""
    listed = subprocess.run([PYTHON, "-c", LIST], env=variables(), check=True, capture_output=True, text=True)
    return json.loads(listed.stdout)


def changes(before, after):
    """What an install has done besides adding our package, in words; empty if nothing.

    before, after : {name: version} of the distributions.
    """
    found = [
        f"{name}: {before.get(name, 'absent')} before, {after.get(name, 'absent')} after"
        for name in sorted(before | after)
        if name != "unrolled" and before.get(name) != after.get(name)
    ]
    if "unrolled" in before or "unrolled" not in after:
        found.append("unrolled: was there before" if "unrolled" in before else "unrolled: not installed")
    return found


def publish(folder):
    """The working tree, committed to a repository in `folder`; where pip installs it from."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )
    for name in set(listed.stdout.split("\0")) - {""}:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    for arguments in (["init", "--quiet"], ["add", "--all"], [*author, "commit", "--quiet", "-m", "Publish"]):
        subprocess.run(["git", *arguments], cwd=folder, check=True)
    return f"git+file://localhost{folder}"  # pip 23 refuses the address without a host


def variables(**more):
    """This process's environment variables without what Colab has not."""
    ours = {"PYTHONPATH", "UNROLLED_DATA", "UNROLLED_SOURCE", "XDG_CACHE_HOME"}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {"PATH": f"{PYTHON.parent}{os.pathsep}{kept['PATH']}"} | more


def run(folder, *command, network=False, **environment):
    """Run there, in `folder`, without this checkout: exit status, CPU and wall seconds, what it said.

    The CPU seconds are those of all processes that it has started and that have ended with it.
    """
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryFile() as log:
        bubble = [
            "bwrap", "--die-with-parent", "--dev-bind", "/", "/",
            "--tmpfs", ROOT, "--bind", ENVIRONMENT, ENVIRONMENT, "--bind", folder, folder, "--chdir", folder,
            *([] if network else ["--unshare-net"]),
        ]
        start = time.perf_counter()
        process = subprocess.Popen(
            [*bubble, "--", *command], env=variables(HOME=home, **environment),
            stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - start
        log.seek(0)
        said = log.read().decode(errors="replace")
    return process.returncode, used.ru_utime + used.ru_stime, wall, re.sub(r"\x1b\[[\d;]*m", "", said)


def execute(path, **environment):
    """Run one notebook: what is to be noted of it, and all that was said."""
    with tempfile.TemporaryDirectory() as outer:
        here, out = Path(outer) / "here", Path(outer) / "out"
        here.mkdir()
        out.mkdir()
        shutil.copy(path, here)
        convert = ["-m", "nbconvert", "--to", "notebook", "--execute", f"--ExecutePreprocessor.timeout={CELL_TIMEOUT}"]
        status, cpu, wall, said = run(here, PYTHON, *convert, "--output-dir", out, path.name, **environment)
        failed = said.strip().splitlines()[-1] if status else ""
        if not failed:
            failed = "; ".join(dead_views(nbformat.read(out / path.name, as_version=4)))
    record = {"passed": not failed, "cpu_s": round(cpu, 1), "wall_s": round(wall, 1)}
    return record | ({"failed": failed} if failed else {}), said


def dead_views(notebook):
    """The widgets that an executed notebook shows and does not hold as the pages need them, in words."""
    models = notebook.metadata.get("widgets", {}).get(STATE, {}).get("state", {})
    shown = [
        output["data"][VIEW]["model_id"]
        for cell in notebook.cells for output in cell.get("outputs", []) if VIEW in output.get("data", {})
    ]
    needed = {"_esm", "_anywidget_id"}
    return [
        f"the widget {id} is no anywidget with its module"
        for id in shown if not needed <= set(models.get(id, {}).get("state", {}))
    ]


def install():
    """Run the first cell of the notebooks where the package is missing; exit if it does more than it should."""
    cells = nbformat.read(ROOT / TEMPLATE, as_version=4).cells
    setup = nbformat.v4.new_notebook(cells=[cell for cell in cells if cell["id"] == "setup"])
    setup.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    before = distributions()
    with tempfile.TemporaryDirectory() as outer:
        published, notebook = Path(outer) / "published", Path(outer) / "setup.ipynb"
        published.mkdir()
        nbformat.write(setup, notebook)
        record, said = execute(notebook, network=True, UNROLLED_SOURCE=publish(published))
    after = distributions()
    wrong = changes(before, after)
    if wrong or not record["passed"]:
        sys.exit("\n".join([said, "The first cell of the notebooks does not install as it should on Colab:", *wrong]))
    return after


def try_widgets():
    """The names of the widget classes, all of which work there; exit if one does not."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(ROOT / "colab" / "widgets.py", folder)
        status, _, _, said = run(folder, PYTHON, "widgets.py")
    if status:
        sys.exit(f"{said}\nA widget does not work with Colab's ipywidgets.")
    return json.loads(said.splitlines()[-1])


def merged(old, new):
    """The results with those of earlier runs, as far as they hold: of the same versions and of notebooks still there."""
    if old.get("versions") != new["versions"]:
        return new
    present = {path.relative_to(ROOT).as_posix() for path in notebooks()}
    kept = {name: record for name, record in old["notebooks"].items() if name in present}
    return new | {"notebooks": dict(sorted((kept | new["notebooks"]).items()))}


def write(result):
    """Note the result, in one step."""
    file = ROOT / RESULT
    if file.exists():
        result = merged(json.loads(file.read_text("utf-8")), result)
    part = file.with_suffix(".part")
    part.write_text(json.dumps(result, indent=1) + "\n", "utf-8")
    part.replace(file)


def main(wanted):
    chosen = [path for path in notebooks() if wanted in path.relative_to(ROOT).as_posix()]
    if not chosen:
        sys.exit(f"no notebook has {wanted!r} in its path")
    if shutil.which("bwrap") is None:
        sys.exit("bubblewrap is missing, which keeps the notebooks from the network: it is for Linux")
    make_environment()
    installed = install()
    print("Our package came, and nothing else changed.", flush=True)
    result = {
        "versions": {name: installed[name] for name in ("python", *TOLD)},
        "widgets": try_widgets(),
        "notebooks": {},
    }
    print(f"{len(result['widgets'])} widgets work with ipywidgets {installed['ipywidgets']}.", flush=True)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = {pool.submit(execute, path): path for path in chosen}
        for done in as_completed(waiting):
            record, said = done.result()
            path = waiting[done]
            name = path.relative_to(ROOT).as_posix()
            today = datetime.now(UTC).date().isoformat()
            result["notebooks"][name] = {"date": today, "code": code_hash(path)} | record
            write(result)
            print(f"{name}: {record.get('failed', 'passed')}, {record['cpu_s']} s CPU, {record['wall_s']} s", flush=True)
            if not record["passed"]:
                print(said, flush=True)
    failed = [name for name, record in result["notebooks"].items() if not record["passed"]]
    sys.exit(f"{len(failed)} of {len(chosen)} notebooks failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
