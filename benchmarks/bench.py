"""What we claim, measured: writes _build/bench.json, of which the page "How we know" is made.

    python benchmarks/bench.py                     all parts
    python benchmarks/bench.py --quick             without those that take long
    python benchmarks/bench.py --only pages,cells  these parts; the others keep what they have

Run it by `make bench`, `make bench QUICK=1` or `make bench ONLY=pages,cells`.  Each part is written
as soon as it is measured, so that an interrupted run goes on with `--only`.  Once all parts are
there, a run that is not quick also writes benchmarks/bench.json, which is committed: a fresh clone
has measured nothing, and its page shows what the last whole run found.
Nothing here is a test.
"""

import argparse
import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timezone
from importlib.metadata import version
from pathlib import Path

import kernel_widget
from browser import SITE, WATCH_SHIFT, launch, pages, serve, unlock
from playwright.sync_api import sync_playwright

from unrolled.book import measured

ROOT = Path(__file__).resolve().parents[1]
RESULT = ROOT / "_build" / "bench.json"
COMMITTED = ROOT / measured.BENCH

# {figures: bound}; of two patterns that match a figure, the first holds.
GOALS = {
    "package/import_s": {"most": 0.3},
    "modules/bundle_kb": {"most": 60},
    "pages/*/page_kb": {"most": 400},
    "pages/*/ready_ms": {"most": 400},
    "pages/*/layout_shift": {"most": 0.05},
    "lighthouse/pages/*/mobile/performance": {"least": 90},
    "lighthouse/pages/*/desktop/performance": {"least": 99},
    "lighthouse/pages/*/accessibility": {"least": 100},
    "lighthouse/pages/*/layout_shift": {"most": 0.05},
    "widgets/pages/*/repaint_median_ms": {"most": 16.7},  # one frame of a screen with 60 a second
    "widgets/pages/*/repaint_p95_ms": {"most": 50},
    # NumPy's time for a training step over that of Keras's `train_on_batch`.
    "cells/LSTM, 20 timesteps, 32 units/ratio": {"most": 0.4},
    "cells/*/ratio": {"most": 1},
    # All processes together, for a submission.
    "grading/A1/cpu_s": {"most": 0.15},
    "grading/A1 with Keras/cpu_s": {"most": 3},
    "notebooks/*/memory_mb": {"most": 2048},  # the kernel and the server beside it, on Binder and on a hub
    "build/book_s": {"most": 360},
    "build/test_s": {"most": 900},
}
LOADS, ROUNDS, MOVES = 5, 3, 100

# What is moved: the first slider, but of these widgets what takes longest.
CONTROLS = {"GateScope": {"typing": "[data-trait=text][maxlength]", "timestep": "[data-trait=t]", "clamp": "[data-trait=hold]"}}

# Moves a slider, or types another last letter into a full field, and waits until the browser has
# painted: a message that is posted in an animation frame arrives behind that frame's paint.
REPAINT = """
async ([control, moves]) => {
  const painted = () => new Promise((done) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(null);
  }));
  const [low, high, step] = [control.min, control.max, control.step].map(Number);
  const places = Math.round((high - low) / step) + 1;
  const text = control.value;
  const full = text.repeat(128).slice(0, Math.max(0, control.maxLength - 1));
  const times = [];
  for (let move = 0; move < moves; move++) {
    await new Promise((done) => setTimeout(done, (move * 5) % 17));
    control.value = control.type === "text" ? full + text[move % text.length] : low + step * ((move * 7) % places);
    const start = performance.now();
    control.dispatchEvent(new Event("input", { bubbles: true }));
    await painted();
    times.push(performance.now() - start);
  }
  return times;
}
"""


def weight(response):
    """Bytes on the wire from a host that compresses what is not compressed yet."""
    body = response.body()
    return len(body) if response.url.endswith((".woff2", ".png")) else len(gzip.compress(body, 6))


def measure_page(browser, url):
    """Weight, time to ready and layout shift of one page; each load with an empty cache."""
    ready, shifts = [], []
    for _ in range(LOADS):
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        responses = []
        page.on("response", lambda response: responses.append(response))
        page.add_init_script(WATCH_SHIFT)
        page.goto(url, wait_until="networkidle")
        ready.append(page.evaluate(
            "(performance.getEntriesByName('widgets-ready')[0]?.startTime)"
            " ?? performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
        ))
        shifts.append(page.evaluate("window.shift"))
        sizes = {r.url.removeprefix(url.rsplit("/", 1)[0]): weight(r) for r in responses if r.ok}
        context.close()
    return {
        "page_kb": round(sum(sizes.values()) / 1024, 1),
        "ready_ms": round(statistics.median(ready), 1),
        "layout_shift": round(max(shifts), 4),
        "requests": len(sizes),
    }


def measure_widgets(browser, url):
    """Input to repaint for the widgets of one page: median and 95th percentile over all moves."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(url, wait_until="networkidle")
    found = {}
    for number, widget in enumerate(page.locator(".unrolled-widget").all()):
        unlock(widget)
        kind = widget.get_attribute("data-widget")
        named = {f", {name}": widget.locator(selector) for name, selector in CONTROLS.get(kind, {}).items()}
        for name, controls in (named or {"": widget.locator("input[type=range]:enabled")}).items():
            if not controls.count():  # a network of words or numbers has no text of characters
                continue
            control = controls.first.element_handle()
            times = [t for _ in range(ROUNDS) for t in page.evaluate(REPAINT, [control, MOVES])]
            found[f"{kind} {number + 1}{name}"] = spread(times)
    page.close()
    return found


def spread(times):
    return {
        "repaint_median_ms": round(statistics.median(times), 2),
        "repaint_p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
        "moves": len(times),
    }


def import_seconds():
    """Wall seconds of `import unrolled` in a fresh interpreter, the interpreter's own start taken off."""
    script = "import time; t = time.perf_counter(); import unrolled; print(time.perf_counter() - t)"
    command = [sys.executable, "-c", script]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(5)]
    return {"import_s": round(statistics.median(float(run.stdout) for run in runs), 4)}


def module_sizes():
    """Each widget's module, and all widgets in one, gzipped."""
    modules = sorted((ROOT / "unrolled" / "widgets" / "static").glob("*.js"))
    together = told(["node", str(ROOT / "benchmarks" / "bundle.mjs")])
    return {
        "module_kb": {path.stem: round(len(gzip.compress(path.read_bytes())) / 1024, 1) for path in modules},
        "bundle_kb": round(together["bytes"] / 1024, 1),
    }


def told(command):
    """What a program prints as JSON; what it says beside goes to our standard error."""
    beside = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=beside).stdout)


def program(name):
    """A part that is measured in a process of its own, by the program of its name."""
    return lambda *_: told([sys.executable, str(ROOT / "benchmarks" / f"{name}.py")])


def measure_all_widgets(browser, base):
    """The widgets of all pages, and in the same minutes one that a kernel draws."""
    return {
        "pages": {page: found for page in pages() if (found := measure_widgets(browser, base + page))},
        "kernel": spread(kernel_widget.repaint_times(browser, ROUNDS, MOVES)),
    }


def measure_build(*_):
    """Wall seconds of `make book` and `make test` in a fresh clone of what is committed."""
    ours = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["git", "clone", "--quiet", str(ROOT), folder], check=True)
        steps = {"setup_s": [".venv/ready", "web/node_modules/ready"], "book_s": ["book"], "test_s": ["test"]}
        for name, targets in steps.items():
            start = time.perf_counter()
            done = subprocess.run(
                ["make", *targets], cwd=folder, env=ours, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            found[name] = round(time.perf_counter() - start)
            if done.returncode:
                print(done.stdout, file=sys.stderr)
                last = (done.stdout.strip().splitlines() or ["no message"])[-1]
                return found | {"failed": f"make {' '.join(targets)}: {last}"}
    return found


# In the order in which they are measured: what takes long comes last.
PARTS = {
    "package": lambda *_: import_seconds(),
    "modules": lambda *_: module_sizes(),
    "parity": program("parity"),
    "pages": lambda browser, base: {page: measure_page(browser, base + page) for page in pages()},
    "widgets": measure_all_widgets,
    "cells": program("cells"),
    "grading": program("grading"),
    "lighthouse": program("lighthouse"),
    "notebooks": program("notebooks"),
    "build": measure_build,
    "forecasts": program("targets"),
}
LONG = ("notebooks", "build", "forecasts")


def conditions(browser):
    """Where and with what a part is measured."""
    names = ("tensorflow", "keras", "numpy", "anywidget", "ipywidgets", "jupyterlab", "jupyter-book")
    return {
        "system": f"{platform.system()} {platform.machine()}", "cores": os.cpu_count(),
        "Python": platform.python_version(), "Chromium": browser.version,
    } | {name: version(name) for name in names}  # fmt: skip


def measure(name, browser, base):
    """A part with its date, the seconds that it took and its conditions; one that fails says why."""
    start = time.perf_counter()
    try:
        found = PARTS[name](browser, base)
    except Exception as error:  # the other parts are measured all the same
        found = {"failed": f"{type(error).__name__}: {error}"}
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M"),
        "took_s": round(time.perf_counter() - start),
        "with": conditions(browser),
        "found": found,
    }


def kept():
    """The parts that were measured here before."""
    if not RESULT.exists():
        return {}
    return {name: part for name, part in json.loads(RESULT.read_text("utf-8")).get("parts", {}).items() if name in PARTS}


def write(path, result):
    """Replace the file in one step, so that a reader never meets half of it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, suffix=".json") as file:
        file.write(json.dumps(result, indent=1) + "\n")
    os.chmod(file.name, 0o644)
    os.replace(file.name, path)


def main():
    options = argparse.ArgumentParser(description="Measure what the course claims.")
    options.add_argument("--quick", action="store_true", help=f"leave out {', '.join(LONG)}")
    options.add_argument("--only", metavar="PARTS", help=f"some of {','.join(PARTS)}, with commas between them")
    given = options.parse_args()
    wanted = given.only.split(",") if given.only else [name for name in PARTS if not (given.quick and name in LONG)]
    if unknown := [name for name in wanted if name not in PARTS]:
        options.error(f"there is no part {unknown[0]!r}; the parts are {', '.join(PARTS)}")
    parts = kept()
    with sync_playwright() as playwright, serve(SITE) as base:
        browser = launch(playwright)
        for name in wanted:
            print(f"{name} ...", flush=True)
            parts[name] = measure(name, browser, base)
            result = {"goals": GOALS, "parts": {name: parts[name] for name in PARTS if name in parts}}
            write(RESULT, result)
        browser.close()
    print(f"written to {RESULT.relative_to(ROOT)}")
    if not given.quick and set(parts) == set(PARTS):
        write(COMMITTED, result)
        print(f"and to {COMMITTED.relative_to(ROOT)}, of which the page is made")
    for miss in measured.missed(result, measured.reasons(ROOT)):
        print("missed:", miss.said(), "--", miss.reason or "no reason is given")


if __name__ == "__main__":
    main()
