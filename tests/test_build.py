"""Building the book: what is executed, when again, what a failing notebook does, and what is left to nbval."""

from pathlib import Path
from types import SimpleNamespace

import build_book
import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from unrolled import datasets
from unrolled.book import fresh

RUNS = "from pathlib import Path\np = Path({log!r})\np.write_text((p.read_text() if p.exists() else '') + 'ran ')"
EMPTY = "import os\nassert os.listdir() == [], os.listdir()"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """An empty project in place of the book; returns its folder and a function that adds a notebook."""
    (tmp_path / "data").mkdir()
    (tmp_path / "requirements.txt").write_text("numpy==1\n")
    monkeypatch.setattr(build_book, "ROOT", tmp_path)
    monkeypatch.setattr(build_book, "CACHE", tmp_path / "_build" / ".jupyter_cache")

    def add(path, *cells):
        notebook = new_notebook(cells=[new_code_cell(cell) for cell in cells])
        notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, tmp_path / path)

    return tmp_path, add


def test_notebooks_run_once_in_an_empty_folder_and_again_when_their_ground_changed(project):
    folder, add = project
    log = folder / "log.txt"
    add("chapters/one.ipynb", EMPTY, RUNS.format(log=str(log)))
    build_book.execute()
    build_book.execute()
    assert log.read_text() == "ran "
    (folder / "requirements.txt").write_text("numpy==2\n")
    build_book.execute()
    assert log.read_text() == "ran ran "


def test_notebooks_run_again_when_measured_batteries_come_and_when_they_go(project, elsewhere, monkeypatch):
    folder, add = project
    log, table = folder / "log.txt", elsewhere / "cache" / "unrolled" / datasets.NASA_TABLE
    add("lab/one.ipynb", RUNS.format(log=str(log)))
    build_book.execute()
    table.parent.mkdir()
    table.write_text("cell,discharge_cycle,capacity_Ah\n")
    made_from = build_book.state()
    build_book.execute()
    build_book.execute()
    assert log.read_text() == "ran ran "
    table.unlink()
    assert build_book.state() != made_from
    build_book.execute()
    assert log.read_text() == "ran ran ran "


def test_pages_are_outdated_when_measured_batteries_come(project, elsewhere):
    folder, _ = project
    app, env = SimpleNamespace(srcdir=folder), SimpleNamespace(found_docs={"lab"})
    table = elsewhere / "cache" / "unrolled" / datasets.NASA_TABLE
    assert fresh.outdated(app, env, set(), set(), set()) == []
    table.parent.mkdir()
    table.write_text("cell,discharge_cycle,capacity_Ah\n")
    assert fresh.outdated(app, env, set(), set(), set()) == ["lab"]
    assert fresh.outdated(app, env, set(), set(), set()) == []


def test_a_build_without_measured_batteries_says_so_and_goes_on(elsewhere, serve, capsys):
    serve(None)
    build_book.fetch()
    told = capsys.readouterr().out.splitlines()
    assert len(told) == 2
    assert datasets.NASA_URL in told[0] and datasets.MATR_URL in told[1]


def test_a_notebook_that_was_removed_is_forgotten(project):
    folder, add = project
    add("chapters/one.ipynb", "1 + 1")
    add("chapters/two.ipynb", "2 + 2")
    build_book.execute()
    (folder / "chapters/one.ipynb").rename(folder / "chapters/first.ipynb")
    (folder / "chapters/two.ipynb").unlink()
    build_book.execute()


def test_a_warning_fails_the_build_as_often_as_it_is_run(project, capfd):
    folder, _ = project
    (folder / "_config.yml").write_text("title: Trial\nonly_build_toc_files: true\nexclude_patterns: [data]\n")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n")
    (folder / "index.md").write_text("# Trial\n\nSee {term}`nonsense`.\n")
    (folder / "_build").mkdir()
    for _ in range(2):
        with pytest.raises(SystemExit):
            build_book.build()
        told = capfd.readouterr().err
        assert "term not in glossary: 'nonsense'" in told
        assert len(told.splitlines()) < 6


def test_every_notebook_has_its_place_in_the_contents():
    contents = (build_book.ROOT / "_toc.yml").read_text("utf-8")
    chapters = [path for path in build_book.notebooks() if path.parent.name == "chapters"]
    assert chapters
    for path in chapters:
        assert f"file: chapters/{path.stem}\n" in contents, f"{path.name} is missing from _toc.yml"


def test_a_failing_notebook_ends_the_build_with_its_traceback(project, capfd):
    folder, add = project
    add("lab/deep/bad.ipynb", "1 / 0")
    add("chapters/good.ipynb", "1 + 1")
    with pytest.raises(SystemExit) as stopped:
        build_book.execute()
    assert stopped.value.code == 1
    told = capfd.readouterr().err
    assert "bad.ipynb failed" in told and "ZeroDivisionError" in told
    assert "good.ipynb failed" not in told


def test_nbval_runs_what_the_book_has_not_run_as_it_is_now(project, request):
    folder, add = project
    hooks = request.config.pluginmanager.get_plugin(str(Path(__file__).parents[1] / "conftest.py"))

    def left_out(*named):
        config = SimpleNamespace(invocation_params=SimpleNamespace(dir=folder), args=["chapters", *named])
        return {path.stem for path in build_book.notebooks() if hooks.pytest_ignore_collect(path, config)}

    add("chapters/right.ipynb", "1 + 1")
    add("chapters/compared.ipynb", "# NBVAL_CHECK_OUTPUT\n2 + 2")
    add("lab/wrong.ipynb", "1 / 0")
    assert left_out() == set()
    with pytest.raises(SystemExit):
        build_book.execute()
    assert left_out() == {"right"}
    assert left_out("chapters/right.ipynb") == left_out("chapters/right.ipynb::Cell 0") == set()
    assert hooks.pytest_report_header().startswith("notebooks: 1 ")
    add("chapters/right.ipynb", "1 + 2")
    assert left_out() == set()
    add("chapters/right.ipynb", "1 + 1")
    assert left_out() == {"right"}
    (folder / "requirements.txt").write_text("numpy==2\n")
    assert left_out() == set()


@pytest.mark.parametrize(("name", "matters"), [("cells.py", True), ("bundle.js", False)])
def test_the_cache_looks_at_code_and_data_but_not_at_the_widgets_bundle(tmp_path, name, matters):
    code = {".py", ".json", ".csv", ".txt"}
    before = fresh.fingerprint(tmp_path, suffixes=code)
    (tmp_path / name).write_text("changed")
    assert (fresh.fingerprint(tmp_path, suffixes=code) != before) is matters


def test_an_unchanged_book_is_not_built_again(project, monkeypatch):
    folder, _ = project
    built = []

    def build():
        built.append(1)
        build_book.SITE.mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(build_book, "SITE", folder / "_build" / "html")
    monkeypatch.setattr(build_book, "build", build)
    build_book.main()
    build_book.main()
    assert len(built) == 1
    (folder / "index.md").write_text("# A new cover")
    build_book.main()
    assert len(built) == 2
