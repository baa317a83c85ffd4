"""The notebooks' first cell: it installs the course's package where that is missing, and else does nothing."""

import json
import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import lint_notebooks
import pytest
from colab import LIST, changes, publish
from IPython.core.interactiveshell import InteractiveShell

ROOT = Path(__file__).resolve().parents[1]

# Runs the cell as a notebook does, then says where the package came from.
RUN = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell()
shell.run_cell(open(sys.argv[1], encoding="utf-8").read()).raise_error()
print("unrolled from", shell.user_ns["unrolled"].__file__)
"""


@pytest.fixture(scope="module")
def cell():
    template = lint_notebooks.read_notebook(ROOT / lint_notebooks.TEMPLATE)
    return next(c.source for c in lint_notebooks.read_cells(template) if c.id == "setup")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The working tree, committed to a repository from which pip can install."""
    return publish(tmp_path_factory.mktemp("published"))


@pytest.fixture
def colab(tmp_path):
    """The Python of an environment that sees all packages of this one, pip too, except the course's."""
    environment, packages = tmp_path / "environment", tmp_path / "packages"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    packages.mkdir()
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "unrolled" not in entry.name and entry.suffix != ".pth":
            (packages / entry.name).symlink_to(entry)
    site = next(environment.glob("lib/python*/site-packages"))
    (site / "packages.pth").write_text(f"{packages}\n")
    return environment / "bin" / "python"


def call(python, *arguments, folder, **environment):
    """What the command prints; it runs without this checkout on its path."""
    variables = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"} | environment
    command = [python, *arguments]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_where_the_package_is_there_the_cell_calls_no_pip_and_leaves_no_file(cell, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    shell, installs = InteractiveShell(), []
    shell.register_magic_function(installs.append, "line", "pip")
    shell.run_cell(cell).raise_error()
    assert installs == []
    assert shell.user_ns["unrolled"].__version__
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("neighbors", [[], ["unrolled"]], ids=["empty folder", "clone beside it"])
def test_where_the_package_is_missing_the_cell_installs_it_and_nothing_else(cell, source, colab, tmp_path, neighbors):
    notebook_folder = tmp_path / "here"
    notebook_folder.mkdir()
    for name in neighbors:  # Python takes a folder of that name for a package without content
        (notebook_folder / name).mkdir()
    (tmp_path / "cell.py").write_text(cell, "utf-8")
    # anywidget needs psygnal: an install that looked at dependencies would bring it back.
    for entry in (tmp_path / "packages").glob("psygnal*"):
        entry.unlink()

    before = json.loads(call(colab, "-c", LIST, folder=notebook_folder))
    said = call(colab, "-c", RUN, str(tmp_path / "cell.py"), folder=notebook_folder, UNROLLED_SOURCE=source)
    after = json.loads(call(colab, "-c", LIST, folder=notebook_folder))

    assert f"unrolled from {colab.parents[1]}" in said
    assert changes(before, after) == []
    # The data came along: a chapter runs from its single file.
    load = "from unrolled import datasets; print(len(datasets.load_airline().values))"
    assert call(colab, "-c", load, folder=notebook_folder) == "144\n"
    assert [path.name for path in notebook_folder.iterdir()] == neighbors


def test_its_dependencies_would_replace_nothing(source, colab, tmp_path):
    report = tmp_path / "report.json"
    install = ["install", "--quiet", "--dry-run", "--report", str(report)]
    call(colab, "-m", "pip", *install, f"unrolled @ {source}", folder=tmp_path)
    planned = json.loads(report.read_text("utf-8"))["install"]
    assert [item["metadata"]["name"] for item in planned] == ["unrolled"]


def test_an_install_that_fails_is_not_passed_over(cell, colab, tmp_path):
    (tmp_path / "cell.py").write_text(cell, "utf-8")
    with pytest.raises(AssertionError, match="No module named 'unrolled'"):
        call(
            colab, "-c", RUN, str(tmp_path / "cell.py"),
            folder=tmp_path, UNROLLED_SOURCE=f"git+file://localhost{tmp_path / 'nowhere'}",
        )
