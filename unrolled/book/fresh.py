"""What was built from the package must be rebuilt when the package changes.

jupyter-cache looks only at a notebook's cells, and Sphinx only at a page's source; both are
blind to the helper package, its data, the locked versions, and to tables of measured batteries
that somebody has put on this machine.
"""

import hashlib
import shutil
import sys
from pathlib import Path

from unrolled.book.colab import RESULT
from unrolled.datasets import measured_tables

PACKAGE = Path(__file__).resolve().parents[1]
MARK = "made-with.txt"  # beside the executed notebooks, what they were executed with


def fingerprint(*roots, suffixes):
    """SHA-256 over the names and contents of the files under `roots` with these suffixes."""
    digest = hashlib.sha256(sys.version.encode())
    files = [f for root in roots for f in ([root] if root.is_file() else root.rglob("*"))]
    for file in sorted(f for f in files if f.is_file() and f.suffix in suffixes):
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def ground(project):
    """Fingerprint of what the notebooks compute with.

    project: the repository, whose package, data and lock count, and with them the tables of
    measured batteries.
    The widgets' modules and this extension do not: they are at work when pages are written; nor
    does the grader, which no notebook imports.
    """
    code = [path for path in PACKAGE.iterdir() if path.name not in ("book", "grading")]
    return fingerprint(
        *code, project / "data", project / "requirements.txt", *measured_tables().values(),
        suffixes={".py", ".json", ".npz", ".csv", ".txt", ".gz"},
    )


def is_fresh(cache, project):
    """Whether the notebooks in a folder of jupyter-cache were executed with what there is now."""
    mark = cache / MARK
    return mark.exists() and mark.read_text() == ground(project)


def refresh_cache(cache, project):
    """Empty the notebook cache when what the notebooks compute with has changed."""
    if is_fresh(cache, project):
        return
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir(parents=True)
    (cache / MARK).write_text(ground(project))


def outdated(app, env, added, changed, removed):
    """Sphinx event: every page is outdated when the package, its widgets, the look, the
    measured batteries or the results of Colab's versions changed."""
    source = Path(app.srcdir)
    now = fingerprint(
        PACKAGE, source / "_static", source / "_templates", source / RESULT, *measured_tables().values(),
        suffixes={".py", ".js", ".css", ".json", ".npz", ".html", ".svg", ".png", ".csv", ".gz"},
    )
    before, env.unrolled_fingerprint = getattr(env, "unrolled_fingerprint", now), now
    return list(env.found_docs) if before != now else []
