"""The widgets' JavaScript: its own tests, and the built modules that the package carries."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WEB = ROOT / "web"
STATIC = ROOT / "unrolled" / "widgets" / "static"


@pytest.fixture(scope="module")
def node():
    """The path of Node; the widgets' own development packages are there too."""
    beside = str(Path(sys.executable).parent)
    found = shutil.which("node", path=os.pathsep.join([beside, os.environ["PATH"]]))
    assert found, "Node is missing: run `make book`"
    assert (WEB / "node_modules" / "esbuild").is_dir(), "web/node_modules is missing: run `make book`"
    return found


def test_javascript_unit_tests(node):
    run = subprocess.run([node, "--test"], cwd=WEB, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_committed_modules_are_what_the_sources_build(node, tmp_path):
    subprocess.run([node, "build.js", str(tmp_path)], cwd=WEB, check=True)
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in STATIC.iterdir()}, "run `make widgets`"
    for fresh in tmp_path.iterdir():
        assert fresh.read_bytes() == (STATIC / fresh.name).read_bytes(), f"{fresh.name} is outdated: run `make widgets`"


# Of a module, gzipped, so that a page with three widgets loads at most 60 kB for them.
LIGHT = 20_000
# GateScope carries a whole network (forward, clamps, gradients) and its tour; a page has one or two other widgets beside it.
HEAVIER = {"gate_scope": 27_500}


@pytest.mark.parametrize("module", sorted(STATIC.glob("*.js")), ids=lambda path: path.stem)
def test_modules_are_light(module):
    size, most = len(gzip.compress(module.read_bytes(), 9)), HEAVIER.get(module.stem, LIGHT)
    assert size <= most, f"{module.name} has {size} bytes gzipped; at most {most} are allowed"


def test_lock_names_no_registry():
    packages = json.loads((WEB / "package-lock.json").read_text("utf-8"))["packages"]
    assert len(packages) > 1
    assert [name for name, package in packages.items() if "resolved" in package] == []
