"""Build the book: execute what changed, in parallel and each notebook alone in an empty folder,
then let Jupyter Book put the pages together.  Any warning or failing cell fails the build.
"""

import logging
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from jupyter_cache import get_cache
from jupyter_cache.executors import load_executor

from unrolled import datasets
from unrolled.book.colab import RESULT
from unrolled.book.fresh import PACKAGE, fingerprint, is_fresh, refresh_cache
from unrolled.book.measured import BENCH, REASONS

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / "_build" / ".jupyter_cache"
SITE = ROOT / "_build" / "html"
CELL_TIMEOUT = 300

# Everything that a page is made of; files of other kinds there do not matter.
SOURCES = ["chapters", "lab", "_static", "_templates", "_config.yml", "_toc.yml", "requirements.txt",
           "references.bib", "web/package-lock.json", "tools/build_book.py", BENCH, REASONS, RESULT]
KINDS = {".ipynb", ".md", ".csv", ".css", ".js", ".html", ".svg", ".png", ".yml", ".txt", ".bib", ".json", ".py", ".gz"}


def fetch():
    """Have the measured batteries on this machine: a download may take longer than a cell is given."""
    for load in (datasets.load_nasa_battery, datasets.load_matr_features):
        try:
            load()
        except OSError as error:
            print(f"{error}; the battery lab goes on with simulated cells", flush=True)


def state():
    """Fingerprint of everything that a page is made of."""
    paths = [ROOT / name for name in SOURCES]
    tables = [ROOT / "data", *datasets.measured_tables().values()]
    return fingerprint(PACKAGE, *paths, *ROOT.glob("*.md"), *tables, suffixes=KINDS)


def notebooks():
    return sorted(
        path for folder in ("chapters", "lab") for path in (ROOT / folder).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    )


def execute():
    """Run the notebooks that the cache does not hold; exit with their tracebacks if any fails."""
    refresh_cache(CACHE, ROOT)
    cache = get_cache(CACHE)
    for record in cache.list_project_records():
        if not Path(record.uri).exists():  # removed, renamed, or of another branch
            cache.remove_nb_from_project(record.pk)
    present = notebooks()
    for path in present:
        cache.add_nb_to_project(str(path))
    waiting = [record for record in cache.list_unexecuted() if Path(record.uri) in present]
    if not waiting:
        return
    # Long files take long: begun first, they leave no core idle at the end.
    waiting.sort(key=lambda record: Path(record.uri).stat().st_size, reverse=True)
    print("executing", ", ".join(Path(record.uri).name for record in waiting), flush=True)
    with stderr_to(CACHE / "kernels.log"), multiprocessing.Pool() as pool:
        results = pool.starmap(execute_one, [(CACHE, record.pk) for record in waiting], chunksize=1)
    failed = [uri for result in results for uri in result.excepted + result.errored]
    for uri in failed:
        told = cache.get_project_record(uri).traceback or "no traceback was kept"
        print(f"\n{uri} failed:\n{told.rpartition('nbclient.exceptions.')[2]}", file=sys.stderr)
    if failed:
        sys.exit(1)


def execute_one(cache, pk):
    """Run the notebook with this key in an empty folder, and keep its outputs in the cache."""
    executor = load_executor("temp-serial", get_cache(cache))
    executor.logger.setLevel(logging.CRITICAL)  # it would tell every traceback twice
    return executor.run_and_cache(filter_pks=[pk], timeout=CELL_TIMEOUT)


def has_run(path):
    """Whether the cache holds a notebook, executed as it stands and with what it computes with now."""
    if not is_fresh(CACHE, ROOT):
        return False
    try:
        get_cache(CACHE).match_cache_file(str(path))
    except KeyError:
        return False
    return True


@contextmanager
def stderr_to(path):
    """Kernels and TensorFlow greet on standard error; a newcomer would take that for trouble."""
    sys.stderr.flush()
    kept = os.dup(2)
    with path.open("wb") as log:
        os.dup2(log.fileno(), 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def build():
    """Run Jupyter Book with warnings as errors; exit with its status if it fails."""
    program = Path(sys.executable).with_name("jupyter-book")
    command = [program, "build", ROOT, "-W", "--keep-going", "-n"]
    log = ROOT / "_build" / "book.log"
    with log.open("w") as out:
        status = subprocess.run(command, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT).returncode
    if status:
        # What Sphinx has read with a warning it would not read, nor complain of, a second time.
        shutil.rmtree(ROOT / "_build" / ".doctrees", ignore_errors=True)
        told = log.read_text()
        complaints = [line for line in told.splitlines() if re.search(r"\b(WARNING|ERROR|CRITICAL):", line)]
        print("\n".join(complaints) or told, file=sys.stderr)
        print(f"The book was not built; the whole log is in {log.relative_to(ROOT)}.", file=sys.stderr)
        sys.exit(status)


def main():
    made_from = SITE / ".made-from"
    if not made_from.exists() or made_from.read_text() != state():
        made_from.unlink(missing_ok=True)  # an interrupted build is no finished one
        fetch()
        now = state()
        execute()
        build()
        made_from.write_text(now)
    print("The book is in _build/html.  Widgets need a server: `make serve`, then http://localhost:8000")


if __name__ == "__main__":
    main()
