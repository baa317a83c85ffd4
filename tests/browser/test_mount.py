"""The static mount, on a small site of its own: what it promises for any anywidget."""

import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from browser import serve
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[2]

COUNTER = '''
import anywidget, traitlets
class Counter(anywidget.AnyWidget):
    _esm = """
    export const prerender = (state) => `<p class="count">picture of ${state.count}, ${new Float64Array(state.data.buffer)[1]}</p>`;
    export default { render({ model, el, signal }) {
      const text = document.createElement("p"), more = document.createElement("button");
      text.className = "count";
      more.textContent = "more";
      const show = () => (text.textContent = `live ${model.get("count")}, ${new Float64Array(model.get("data").buffer)[1]}`);
      const add = () => { model.set("count", model.get("count") + 1); model.save_changes(); };
      show();
      model.on("change:count", show);
      more.addEventListener("click", add);
      el.append(text, more);
      return () => { model.off("change:count", show); document.body.dataset.cleaned = signal.aborted; };
    } };
    """
    _css = ".count { border: 1px solid }"
    count = traitlets.Int(3).tag(sync=True)
    data = traitlets.Bytes().tag(sync=True)

counter = Counter(data=__import__("numpy").array([1.5, 2.5]).tobytes())
counter
'''
LARGE = "Counter(data=(__import__('numpy').arange(4096) + 4.5).tobytes())"
BROKEN = '''
class Broken(anywidget.AnyWidget):
    _esm = """export default { render() { throw new Error("the dog ate it"); } };"""
Broken()
'''
SLIDER = "import ipywidgets\nipywidgets.IntSlider()"


def build(folder, *cells):
    """Builds a one-page site; returns the finished process and the page's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "web").mkdir(exist_ok=True)
    (folder / "web" / "node_modules").symlink_to(ROOT / "web" / "node_modules")
    (folder / "conf.py").write_text(
        "extensions = ['myst_nb', 'unrolled.book']\nhtml_theme = 'sphinx_book_theme'\n"
        "html_math_renderer = 'katex'\nextensions.insert(0, 'sphinxcontrib.katex')\n"
        "nb_execution_mode = 'force'\nnb_execution_raise_on_error = True\nexclude_patterns = ['web']\n"
        "html_context = {'default_mode': 'auto'}\n"
    )
    notebook = new_notebook(cells=[new_markdown_cell("# Site"), *map(new_code_cell, cells)])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "index.ipynb")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", str(folder), str(folder / "out")]
    return subprocess.run(command, capture_output=True, text=True), folder / "out"


@pytest.fixture(scope="module")
def alive(tmp_path_factory):
    folder = tmp_path_factory.mktemp("alive") / "site"
    (folder / "out" / "old").mkdir(parents=True)
    (folder / "out" / "old" / "removed.html").write_text("a page whose source is gone")
    done, out = build(folder, COUNTER, "counter", LARGE, BROKEN)
    assert done.returncode == 0, done.stderr
    assert not (out / "old" / "removed.html").exists()
    with serve(out) as address:
        yield address


def counts(page):
    return page.locator(".count").all_inner_texts()


def test_views_of_one_model_move_together_and_binary_traits_arrive(open_page, alive):
    page = open_page(alive)
    assert counts(page) == ["live 3, 2.5", "live 3, 2.5", "live 3, 5.5"]
    page.get_by_role("button", name="more").first.click()
    assert counts(page) == ["live 4, 2.5", "live 4, 2.5", "live 3, 5.5"]


def test_a_module_that_fails_says_so_in_its_place_and_harms_nobody(open_page, alive):
    page = open_page(alive)
    assert "the dog ate it" in page.get_by_role("note").inner_text()
    assert page.locator(".u-mount[data-ready=true]").count() == 3
    assert page.faults and all("the dog ate it" in fault for fault in page.faults)


def test_a_browser_that_cannot_unpack_numbers_says_so_and_shows_the_rest(open_page, alive):
    page = open_page(alive, script="delete window.DecompressionStream")
    notes = page.get_by_role("note").all_inner_texts()
    assert sum("DecompressionStream" in note for note in notes) == 1
    assert counts(page)[:2] == ["live 3, 2.5", "live 3, 2.5"]
    assert "picture of 3, 5.5" in counts(page)
    page.get_by_role("button", name="more").first.click()
    assert counts(page)[0] == "live 4, 2.5"


def test_a_view_that_leaves_the_page_is_cleaned_up(open_page, alive):
    page = open_page(alive)
    page.evaluate("document.querySelector('.u-mount').remove()")
    page.wait_for_function("document.body.dataset.cleaned === 'true'")
    page.get_by_role("button", name="more").first.click()
    assert counts(page) == ["live 4, 2.5", "live 3, 5.5"]


def test_without_javascript_the_picture_stands(open_page, alive):
    page = open_page(alive, java_script_enabled=False)
    assert counts(page) == ["picture of 3, 2.5", "picture of 3, 2.5", "picture of 3, 5.5"]
    assert page.get_by_text("This figure is interactive").is_visible()


def test_large_numbers_stand_beside_the_page_once(open_page, alive):
    page = open_page(alive)
    state = page.locator("script[type*='widget-state']").inner_text()
    files = page.eval_on_selector_all("link[rel=preload]", "all => all.map(a => a.getAttribute('href'))")
    assert len(files) == 1 and files[0] in state and len(state) < 4096
    asked = page.evaluate("file => performance.getEntriesByType('resource').filter(r => r.name.endsWith(file)).length", files[0])
    assert asked == 1


def test_modules_and_styles_are_named_after_their_content(open_page, alive):
    page = open_page(alive)
    state = page.locator("script[type*='widget-state']").inner_text()
    assert "export default" not in state and "_static/unrolled/" in state
    links = page.eval_on_selector_all("link[rel=modulepreload]", "all => all.map(a => a.href)")
    assert len(links) == len(set(links)) == 3  # two widgets, one mount


@pytest.mark.parametrize(
    ("cell", "complaint"),
    [(SLIDER, "shows a IntSliderModel, which is dead without a kernel"),
     (COUNTER.replace("prerender = (state) => ", "prerender = (state) => nothing.at.all + "), "cannot be prerendered")],
)
def test_a_widget_that_would_be_dead_fails_the_build(tmp_path, cell, complaint):
    done, _ = build(tmp_path / "site", cell)
    assert done.returncode != 0
    assert complaint in done.stderr
