"""What a page's widgets are made of, when the notebook's outputs come from a cache."""

from pathlib import Path

from unrolled.book.widgets import _sources

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
