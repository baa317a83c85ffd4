"""What several test files need: the widgets' JavaScript, run by Node."""

import base64
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def _plain(value):
    """Binary traits travel as base64 in JSON."""
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value


@pytest.fixture(scope="session")
def in_javascript():
    """A function: what the built modules compute for each widget, and the Python that they copy."""
    node = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
    assert node, "Node is missing: run `make book`"
    hidden = ("_", "layout", "tabbable", "tooltip")

    def run(widgets):
        wanted = [
            {
                "module": type(widget).__module__.rpartition(".")[2],
                "state": {name: _plain(value) for name, value in widget.get_state().items() if not name.startswith(hidden)},
            }
            for widget in widgets
        ]
        done = subprocess.run(
            [node, "web/tests/compute_states.js"], cwd=ROOT, input=json.dumps(wanted), capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run
