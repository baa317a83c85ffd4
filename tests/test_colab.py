"""The run on Colab's versions: what counts as a changed installation, what is noted, and what a page says of it."""

import json
from types import SimpleNamespace

import build_book
import colab
import pytest
from docutils import nodes
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, writes

from unrolled.book.colab import RESULT, code_hash, tell

THERE = {"numpy": "2.1.3", "pandas": "2.2.3", "python": "3.13.0"}
VERSIONS = {"python": "3.13.0", "tensorflow": "2.20.0", "ipywidgets": "7.7.1"}
PAGE = "chapters/one.ipynb"


def test_an_install_that_brings_our_package_alone_changes_nothing():
    assert colab.changes(THERE, THERE | {"unrolled": "0.1.0"}) == []


@pytest.mark.parametrize(("after", "told"), [
    ({"numpy": "2.4.6"}, "numpy: 2.1.3 before, 2.4.6 after"),
    ({"psygnal": "0.15.1"}, "psygnal: absent before, 0.15.1 after"),
    ({"python": "3.13.1"}, "python: 3.13.0 before, 3.13.1 after"),
])
def test_every_other_change_is_told(after, told):
    assert colab.changes(THERE, THERE | {"unrolled": "0.1.0"} | after) == [told]


def test_what_is_gone_is_told():
    assert colab.changes(THERE, {"numpy": "2.1.3", "python": "3.13.0", "unrolled": "0.1.0"}) == ["pandas: 2.2.3 before, absent after"]


def test_a_package_that_did_not_come_or_was_there_before_is_no_install():
    assert colab.changes(THERE, THERE) == ["unrolled: not installed"]
    ours = THERE | {"unrolled": "0.1.0"}
    assert colab.changes(ours, ours) == ["unrolled: was there before"]


def test_a_view_without_its_module_is_dead():
    shown = [new_output("display_data", {colab.VIEW: {"model_id": id}}) for id in ("good", "bare", "lost")]
    notebook = new_notebook(cells=[new_markdown_cell("# x"), new_code_cell("show()", outputs=shown)])
    notebook.metadata["widgets"] = {colab.STATE: {"state": {
        "good": {"state": {"_esm": "export default {}", "_anywidget_id": "a.B"}},
        "bare": {"state": {"value": 3}},
    }}}
    assert [told.split()[2] for told in colab.dead_views(notebook)] == ["bare", "lost"]
    assert colab.dead_views(new_notebook()) == []


def test_results_of_other_versions_or_of_notebooks_that_are_gone_are_dropped():
    name = "chapters/01_sequence_tensors.ipynb"
    old = {"versions": VERSIONS, "notebooks": {name: {"cpu_s": 1}, "chapters/gone.ipynb": {"cpu_s": 2}}}
    new = {"versions": VERSIONS, "notebooks": {"chapters/04_lstm.ipynb": {"cpu_s": 3}}}
    assert list(colab.merged(old, new)["notebooks"]) == [name, "chapters/04_lstm.ipynb"]
    assert colab.merged(old, new | {"versions": VERSIONS | {"python": "3.14.0"}})["notebooks"] == new["notebooks"]


@pytest.fixture
def book(tmp_path):
    """A function: what the page of a notebook says below its links, where this was noted of it."""
    def say(record, cells=("x = 1",), page=PAGE):
        notebook = new_notebook(cells=[new_markdown_cell("# One"), *map(new_code_cell, cells)])
        for folder in ("chapters", "benchmarks"):
            (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / PAGE).write_text(writes(notebook))
        noted = {} if record is None else {PAGE: {"code": code_hash(tmp_path / PAGE), "date": "2026-11-21"} | record}
        (tmp_path / RESULT).write_text(json.dumps({"versions": VERSIONS, "notebooks": noted}))

        link = nodes.reference(refuri="https://colab.research.google.com/github/A/b/blob/main/chapters/one.ipynb")
        links, text = nodes.paragraph("", "", link), nodes.paragraph(text="Predict.")
        doctree = nodes.section("", nodes.title(text="One"), links, text)
        tell(SimpleNamespace(srcdir=tmp_path, env=SimpleNamespace(doc2path=lambda name: str(tmp_path / page))), doctree, "one")
        assert doctree[1] is links and doctree[-1] is text
        return [line.astext() for line in doctree[2:-1]]

    return say


def test_a_page_says_when_its_notebook_ran_whole_and_how_long(book):
    there = "Colab's versions (Python 3.13, TensorFlow 2.20.0, ipywidgets 7.7.1) on 2026-11-21"
    assert book({"passed": True, "cpu_s": 84.2}) == [f"Ran whole with {there}, in 1.4 CPU minutes."]
    assert book({"passed": True, "cpu_s": 1.2}) == [f"Ran whole with {there}, in 0.1 CPU minutes."]


def test_a_page_says_that_its_notebook_failed(book):
    [told] = book({"passed": False, "failed": "NameError: name 'y' is not defined", "cpu_s": 3.0})
    assert told.startswith("Failed with Colab's versions") and told.endswith("NameError: name 'y' is not defined")


@pytest.mark.parametrize("passed", [True, False])
def test_a_page_never_says_that_other_code_ran(book, passed):
    record = {"code": "of an older notebook", "passed": passed, "failed": "", "cpu_s": 84.2}
    assert book(record) == ["The code has changed since it was last tried with Colab's versions, on 2026-11-21."]


def test_a_notebook_that_was_never_tried_and_a_page_that_is_no_notebook_say_nothing(book):
    assert book(None) == []
    assert book({"passed": True, "cpu_s": 84.2}, page="chapters/one.md") == []


def test_the_hash_is_of_the_code_alone(tmp_path):
    def hashed(*cells):
        (tmp_path / "one.ipynb").write_text(writes(new_notebook(cells=cells)))
        return code_hash(tmp_path / "one.ipynb")

    code = hashed(new_code_cell("x = 1"))
    assert hashed(new_markdown_cell("Prose."), new_code_cell("x = 1", outputs=[new_output("stream", text="1")], execution_count=3)) == code
    assert hashed(new_code_cell("unrolled from OWNER", id="setup"), new_code_cell("x = 1")) == code
    assert hashed(new_code_cell("x = 2")) != code
    assert hashed(new_code_cell("x ="), new_code_cell("1")) != code


def test_what_is_published_installs_with_all_its_data(tmp_path):
    source = colab.publish(tmp_path)
    assert source.startswith("git+file://") and source.endswith(str(tmp_path))
    assert (tmp_path / "pyproject.toml").exists() and list(tmp_path.glob("unrolled/**/*.npz"))
    assert not (tmp_path / ".venv").exists() and not (tmp_path / "_build").exists()


def test_a_new_result_rebuilds_the_book(monkeypatch, tmp_path):
    monkeypatch.setattr(build_book, "ROOT", tmp_path)
    before = build_book.state()
    (tmp_path / RESULT).parent.mkdir()
    (tmp_path / RESULT).write_text("{}")
    assert build_book.state() != before


def test_the_result_in_the_repository_is_of_the_pinned_versions_and_of_notebooks_there():
    result = json.loads((colab.ROOT / RESULT).read_text("utf-8"))
    pinned = dict(line.split(" ")[0].split("==") for line in colab.REQUIREMENTS.read_text().splitlines() if "==" in line)
    noted = dict(result["versions"])
    assert noted.pop("python").startswith("3.13.")
    assert noted == {name: pinned[name] for name in noted}
    assert set(result["notebooks"]) <= {path.relative_to(colab.ROOT).as_posix() for path in build_book.notebooks()}
