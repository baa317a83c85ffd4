"""What a page's widgets are made of, when the notebook's outputs come from a cache."""

import json
from pathlib import Path
from types import SimpleNamespace

from unrolled.book.widgets import _STATE, _sources, mount

MODULE = Path(__file__).parents[1] / "unrolled" / "widgets" / "static" / "sequence_tensor.js"


def test_the_installed_package_wins_over_what_the_cache_remembers():
    cached = {
        "_anywidget_id": "unrolled.widgets.sequence_tensor.SequenceTensor",
        "_esm": "export default 'of last year'",
        "_css": ".of-last-year {}",
    }
    module, style = _sources(cached)
    assert module == MODULE.read_bytes()
    assert b"--u-ink" in style and b"last-year" not in style


def test_a_class_of_the_notebook_itself_keeps_its_own():
    state = {"_anywidget_id": "__main__.Counter", "_esm": "export default {}", "_css": "p {}"}
    assert _sources(state) == (b"export default {}", b"p {}")


def test_a_page_from_the_cache_is_the_page_from_a_run(tmp_path):
    """The cache sorts the names in JSON; buttons made of them must not change places."""
    state = {"_esm": "export default {}", "_anywidget_id": "__main__.Counter", "presets": {"small": 1, "large": 2}}
    model = {"model_name": "AnyModel", "state": state}
    view = {"version_major": 2, "model_id": "a"}

    def page(sort):
        holder = SimpleNamespace(attributes={"type": _STATE, "body": json.dumps({"state": {"a": model}}, sort_keys=sort)})
        body = f'<script type="application/vnd.jupyter.widget-view+json">{json.dumps(view, sort_keys=sort)}</script>'
        context = {"body": body, "script_files": [holder]}
        mount(SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path), "page", "", context, None)
        return context["body"]

    assert page(sort=False) == page(sort=True)
    assert '"large": 2' in page(sort=True)
