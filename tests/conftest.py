"""What several test files need: a notebook's cells; the widgets' JavaScript, run by Node; data files found elsewhere."""

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pooch
import pytest
from browser import launch
from playwright.sync_api import sync_playwright

from unrolled import datasets

ROOT = Path(__file__).parents[1]


def _plain(value):
    """Binary traits travel as base64 in JSON."""
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value


@pytest.fixture(scope="session")
def browser():
    """The one Chromium of a test process, in which Playwright can be started once only."""
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def sources(request):
    """The sources of the cells of the test module's NOTEBOOK, by their ids."""
    cells = json.loads((ROOT / request.module.NOTEBOOK).read_text("utf-8"))["cells"]
    return {cell["id"]: "".join(cell["source"]) for cell in cells}


@pytest.fixture(scope="module")
def notebook(request, sources):
    """What the NEEDED cells of the test module's NOTEBOOK define, by name."""
    names = {"__name__": "notebook"}  # a layer class or dataclass wants a module
    for name in request.module.NEEDED:
        exec(sources[name], names)
    return names


@pytest.fixture(scope="session")
def in_javascript():
    """A function: what the built modules compute for each widget, and the Python that they copy."""

    def run(widgets):
        return _node("compute_states.js", [{"module": type(widget).__module__.rpartition(".")[2], "state": _state(widget)} for widget in widgets])

    return run


@pytest.fixture(scope="session")
def tour_in_javascript():
    """A function: what the steps of the tour of a GateScope show and say."""
    return lambda widget: _node("run_tour.js", _state(widget))


def _state(widget):
    """The traits that the page gets, for JSON."""
    hidden = ("_", "layout", "tabbable", "tooltip")
    return {name: _plain(value) for name, value in widget.get_state().items() if not name.startswith(hidden)}


def _node(script, given):
    """What a script of web/tests makes of this, both by way of JSON."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert node, "Node is missing: run `make book`"
    done = subprocess.run([node, f"web/tests/{script}"], cwd=ROOT, input=json.dumps(given), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def elsewhere(monkeypatch, tmp_path):
    """The package as if it stood in an empty folder, with an empty cache and no variable set."""
    package = tmp_path / "site" / "unrolled"
    package.mkdir(parents=True)
    (tmp_path / "cache").mkdir()
    monkeypatch.setattr(datasets, "_PACKAGE", package)
    monkeypatch.setattr(pooch, "os_cache", lambda name: tmp_path / "cache" / name)
    monkeypatch.delenv("UNROLLED_DATA", raising=False)
    # The server below is on this machine: no proxy may stand in between.
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    return tmp_path


@pytest.fixture
def serve(monkeypatch):
    """Answer the package's requests: every one with one body, or by a dictionary of addresses.

    `length` is what the server claims to send; with the body None it does not answer at all.
    Returns the list of the addresses asked for.
    """
    servers = []

    def start(body, length=None, status=200):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                content = body.get(self.path) if isinstance(body, dict) else body
                self.send_response(status if content is not None else 404)
                self.send_header("Content-Length", str(len(content or b"") if length is None else length))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *args):
                pass

        asked = []
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        root = f"http://127.0.0.1:{server.server_port}"
        for name, path in (("BASE_URL", "/data/"), ("NASA_URL", "/nasa.zip"), ("MATR_URL", "/matr/")):
            monkeypatch.setattr(datasets, name, root + path)
        if body is None:
            server.server_close()
        else:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            servers.append(server)
        return asked

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()
