"""What we claim about speed and weight, on the built book, in NumPy and in grading, about the memory of
the notebooks, and about forecasts that take long to train: writes _build/bench.json.

Run it by `make bench`; `make bench QUICK=1` leaves out the notebooks and the forecasts, which take most of the time.
Nothing here is a test; the goals stand beside the figures.
"""

import gzip
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from browser import SITE, WATCH_SHIFT, launch, pages, serve, unlock
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
GOALS = {"page_kb": 400, "ready_ms": 400, "repaint_median_ms": 16.7, "repaint_p95_ms": 50, "import_s": 0.3,
         "memory_mb": 2048}  # a notebook's kernel and the server beside it, on Binder and on a hub
# NumPy's time for a training step over that of Keras's `train_on_batch`.
CELL_GOALS = {
    "LSTM, 20 timesteps, 32 units": 0.4,
    "LSTM, 20 timesteps, 64 units": 1,
    "LSTM, 100 timesteps, 32 units": 1,
    "LSTM, 100 timesteps, 64 units": 1,
}
# CPU seconds a submission, all processes together.
GRADING_GOALS = {"A1": 0.15, "A1 with Keras": 3}
# What a first trial of the static mount reached on such a machine, for comparison.
TRIAL = {"page_kb": 639, "ready_ms": 361, "layout_shift": 0.042, "repaint_median_ms": 5.2, "repaint_p95_ms": 18.1}
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
            found[f"{kind} {number + 1}{name}"] = {
                "repaint_median_ms": round(statistics.median(times), 2),
                "repaint_p95_ms": round(statistics.quantiles(times, n=20)[-1], 2),
            }
    page.close()
    return found


def import_seconds():
    """Wall seconds of `import unrolled` in a fresh interpreter, the interpreter's own start taken off."""
    script = "import time; t = time.perf_counter(); import unrolled; print(time.perf_counter() - t)"
    command = [sys.executable, "-c", script]
    runs = [subprocess.run(command, capture_output=True, text=True, check=True) for _ in range(5)]
    return round(statistics.median(float(run.stdout) for run in runs), 4)


def measure_cells():
    """The NumPy cells against Keras, in a process of its own: the number of threads is set at its start."""
    command = [sys.executable, str(ROOT / "benchmarks" / "cells.py")]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def measure_notebooks():
    """Memory and time of each notebook, in a process of its own as the cells are."""
    command = [sys.executable, str(ROOT / "benchmarks" / "notebooks.py")]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def measure_forecasts():
    """The targets of chapter 9 and the lab, trained anew, in a process of its own as the cells are."""
    command = [sys.executable, str(ROOT / "benchmarks" / "targets.py")]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def measure_grading():
    """Submissions a minute and CPU seconds a submission, in a process of its own, as its workers are counted with it."""
    command = [sys.executable, str(ROOT / "benchmarks" / "grading.py")]
    return json.loads(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def missed(result):
    """The figures that miss their goals, and the cells that failed, one line each."""
    figures = {("import unrolled", "import_s"): result["import_s"]}
    for page, found in result["pages"].items():
        figures |= {(page, name): value for name, value in found.items()}
    for page, widgets in result["widgets"].items():
        figures |= {(widget, name): value for widget, found in widgets.items() for name, value in found.items()}
    for notebook, found in result["notebooks"].items():
        figures |= {(notebook, name): value for name, value in found.items()}
    late = [
        f"{what}: {name} is {value}, the goal is {GOALS[name]}"
        for (what, name), value in figures.items() if name in GOALS and value > GOALS[name]
    ]
    late += [
        f"{what}: ratio is {found['ratio']}, the goal is {CELL_GOALS[what]}"
        for what, found in result["cells"].items() if found["ratio"] > CELL_GOALS[what]
    ]
    late += [f"{notebook}: {found['failed']}" for notebook, found in result["notebooks"].items() if "failed" in found]
    if "failed" in result["grading"]:
        late.append(f"grading: {result['grading']['failed']}")
    else:
        late += [
            f"grading {what}: cpu_s is {found['cpu_s']}, the goal is {GRADING_GOALS[what]}"
            for what, found in result["grading"].items() if found["cpu_s"] > GRADING_GOALS[what]
        ]
    for notebook, page in result["forecasts"].items():
        late += [f"{notebook}: {line}" for line in page["failed"]]
        late += [
            f"{what} is {found.get('why', found['value'])}, the goal is {found['goal']}"
            for what, found in page["targets"].items() if not found["met"]
        ]
    return late


def write(path, result):
    """Replace the file in one step, so that a reader never meets half of it."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, suffix=".json") as file:
        json.dump(result, file, indent=1)
    os.replace(file.name, path)


def main(quick):
    modules = sorted((ROOT / "unrolled" / "widgets" / "static").glob("*.js"))
    with sync_playwright() as playwright, serve(SITE) as base:
        browser = launch(playwright)
        result = {
            "machine": {"python": platform.python_version(), "system": platform.system(),
                        "cores": os.cpu_count(), "chromium": browser.version},
            "versions": {name: version(name) for name in ("jupyter-book", "tensorflow", "keras", "numpy", "anywidget")},
            "goals": GOALS | {"cells": CELL_GOALS, "grading": GRADING_GOALS},
            "trial": TRIAL,
            "import_s": import_seconds(),
            "cells": measure_cells(),
            "grading": measure_grading(),
            **({"notebooks": {}} if quick else measure_notebooks()),
            "forecasts": {} if quick else measure_forecasts(),
            "module_kb": {path.stem: round(len(gzip.compress(path.read_bytes())) / 1024, 1) for path in modules},
            "pages": {page: measure_page(browser, base + page) for page in pages()},
            "widgets": {page: found for page in pages() if (found := measure_widgets(browser, base + page))},
        }
        browser.close()
    result["missed"] = missed(result)
    out = ROOT / "_build" / "bench.json"
    write(out, result)
    print(json.dumps(result, indent=1))
    print(f"written to {out.relative_to(ROOT)}")
    for line in result["missed"]:
        print("missed:", line)


if __name__ == "__main__":
    main(quick="--quick" in sys.argv[1:])
