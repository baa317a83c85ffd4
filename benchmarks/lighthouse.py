"""What Lighthouse says of every page of the built book, on a phone and on a desktop: prints JSON, for bench.py.

The book is served as GitHub Pages serves it, compressed; the phone is Lighthouse's own, of the
middle class and on slow 4G.  A page is audited once, those of TYPICAL three times, and so is a
page that misses a goal for its speed: its figures are the medians.

    python benchmarks/lighthouse.py            all pages
    python benchmarks/lighthouse.py chapters   those whose path has this in it
"""

import gzip
import json
import os
import statistics
import subprocess
import sys
from contextlib import contextmanager
from functools import cache
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

from browser import SITE, Quiet, executable, pages, serve
from playwright.sync_api import sync_playwright

from unrolled.book.node import node

HERE = Path(__file__).parent
LOWEST = {
    "mobile": {"performance": 90, "accessibility": 100},
    "desktop": {"performance": 99, "accessibility": 100},
}
LAYOUT_SHIFT = 0.05
TYPICAL = ("index.html", "chapters/04_lstm.html", "glossary.html")
RUNS = 3
PACKED = (".woff2", ".png")  # compressed already


@cache
def body(path):
    """The bytes of a file of the book as they travel."""
    content = path.read_bytes()
    return content if path.suffix in PACKED else gzip.compress(content, 6)


class _Pages(Quiet):
    """Serves the book compressed, to be kept for ten minutes, as GitHub Pages does."""

    def do_GET(self):
        path = (SITE / unquote(urlsplit(self.path).path).lstrip("/")).resolve()
        if not path.is_relative_to(SITE) or not path.is_file():
            return self.send_error(404)
        content = body(path)
        self.send_response(200)
        self.send_header("Content-Type", guess_type(path.name)[0] or "application/octet-stream")
        if path.suffix not in PACKED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        self.end_headers()
        return self.wfile.write(content)


@contextmanager
def auditor():
    """A function (address, runs) -> {form: [figures of a run, ...]}, while the context lasts."""
    with sync_playwright() as playwright:
        chromium = executable(playwright)
    command = [node(), str(HERE / "lighthouse.mjs"), chromium]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:

        def audit(address, runs):
            process.stdin.write(json.dumps([address, runs]) + "\n")
            process.stdin.flush()
            if not (line := process.stdout.readline()):
                sys.exit(f"Lighthouse ended on {address}; its message stands above")
            return json.loads(line)

        yield audit
        process.stdin.close()


def summary(runs):
    """One row for the runs of a page: medians, the highest layout shift, every audit that failed."""
    row = {name: statistics.median_low([run[name] for run in runs]) for name in runs[0] if name != "failed"}
    row["layout_shift"] = max(run["layout_shift"] for run in runs)
    return row | {"failed": sorted({name for run in runs for name in run["failed"]}), "runs": len(runs)}


def misses(form, row):
    """The figures of a row that miss their goals, one line each."""
    late = [
        f"{form} {name} is {row[name]}, the goal is {goal}" for name, goal in LOWEST[form].items() if row[name] < goal
    ]
    if row["layout_shift"] >= LAYOUT_SHIFT:
        late.append(f"{form} layout_shift is {row['layout_shift']}, the goal is below {LAYOUT_SHIFT}")
    return late


def measure_page(audit, address, typical):
    runs = audit(address, RUNS if typical else 1)
    if not typical and any(misses(form, summary(found)) for form, found in runs.items()):
        again = audit(address, RUNS - 1)
        runs = {form: found + again[form] for form, found in runs.items()}
    return {form: summary(found) for form, found in runs.items()}


def main(wanted):
    found = {}
    with serve(SITE, _Pages) as base, auditor() as audit:
        for page in pages():
            if wanted in page:
                found[page] = measure_page(audit, base + page, page in TYPICAL)
                print(page, found[page], file=sys.stderr, flush=True)
    missed = [f"{page}: {line}" for page, forms in found.items() for form, row in forms.items() for line in misses(form, row)]
    goals = {"lowest": LOWEST, "layout_shift": LAYOUT_SHIFT}
    print(json.dumps({"goals": goals, "load": os.getloadavg()[0], "pages": found, "missed": missed}, indent=1))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
