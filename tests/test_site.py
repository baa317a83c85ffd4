"""What is published beside the pages: slides in the site, an archive that serves itself, the list of changed pages."""

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile

import build_site
import build_slides
import preview
import pytest
from browser import serve

from unrolled.book import versions

PAGE = "<html><body><nav>menu</nav><article class='bd-article'>{}</article></body></html>"


@pytest.fixture
def book(tmp_path):
    """A built book of one page, one module and marks that only the build needs."""
    folder = tmp_path / "html"
    (folder / "_static" / "unrolled").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE.format("Naïve forecasts"), "utf-8")
    (folder / "_static" / "unrolled" / "widget.js").write_text("export default {};")
    (folder / ".made-from").write_text("fingerprint")
    return folder


def test_the_site_is_the_book_with_its_slides(book, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(build_slides, "build", lambda pages, out, way: asked.append((pages, out, way)))
    out = tmp_path / "site"
    (out / "old").mkdir(parents=True)
    build_site.assemble(book, out)
    assert asked == [(build_slides.pages(), out / "slides", "../")]
    assert sorted(file.name for file in out.rglob("*") if file.is_file()) == [".nojekyll", "index.html", "widget.js"]
    assert not (out / "old").exists()


def test_a_site_needs_a_book(tmp_path):
    with pytest.raises(ValueError, match="make book"):
        build_site.assemble(tmp_path, tmp_path / "site")


def test_the_archive_serves_itself_with_python_alone(book, tmp_path):
    archive = tmp_path / "offline.zip"
    build_site.pack(book, archive)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "elsewhere")
    unpacked = tmp_path / "elsewhere" / "unrolled"
    assert {"LICENSE", "LICENSE-text.md", "README.txt", "book", "serve.py"} == {path.name for path in unpacked.iterdir()}
    assert "python serve.py" in (unpacked / "README.txt").read_text("utf-8")

    # -I: nothing of this environment, only what comes with Python.
    command = [sys.executable, "-I", "-S", "serve.py", "--no-browser"]
    with subprocess.Popen(command, cwd=unpacked, stdout=subprocess.PIPE, text=True) as server:
        try:
            address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(address) as answer:
                assert "Naïve forecasts" in answer.read().decode("utf-8")
                assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            with opener.open(f"{address}_static/unrolled/widget.js") as answer:
                assert answer.headers["Content-Type"] == "text/javascript"
            with pytest.raises(urllib.error.HTTPError):
                opener.open(f"{address}../serve.py")
        finally:
            server.terminate()


def test_the_same_book_makes_the_same_archive(book, tmp_path):
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"
    build_site.pack(book, first)
    for file in book.rglob("*.html"):
        file.touch()
    build_site.pack(book, second)
    assert first.read_bytes() == second.read_bytes()


def test_a_preview_lists_what_differs_in_its_article(book, tmp_path, monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    published = tmp_path / "published"
    published.mkdir()
    for name, text in {"same": f"a {'0f' * 16} {'1e' * 16}", "menu": "b", "changed": "before"}.items():
        (published / f"{name}.html").write_text(PAGE.format(text), "utf-8")
    # Another run names its widgets otherwise.
    for name, text in {"same": f"a {'2d' * 16} {'3c' * 16}", "menu": "b", "changed": "after", "new": "d"}.items():
        (book / f"{name}.html").write_text(PAGE.format(text), "utf-8")
    (book / "menu.html").write_text(PAGE.format("b").replace("menu", "another menu"), "utf-8")
    with serve(published) as address:
        found = preview.compare(["same", "menu", "changed", "new"], book, address)
        told = preview.report(found, address)
    assert found == {"changed": "changed", "new": "new"}
    assert f"[as published]({address}changed.html)" in told and "`new`" in told
    assert "`same`" not in told
    assert "No page differs" in preview.report({}, address)
    with pytest.raises(urllib.error.URLError):
        preview.compare(["same"], book, address)  # nobody answers any more


def test_the_papers_of_the_book_can_be_reached():
    """Archive, PDF and slides are linked under the names that they are published by."""
    page = (build_site.ROOT / "versions.md").read_text("utf-8")
    rules = (build_site.ROOT / "Makefile").read_text("utf-8")
    for name in ("unrolled-offline.zip", "unrolled.pdf"):
        assert f"/{name})" in page and f"_build/{name}" in rules
    assert "/slides/index.html)" in page


def test_npm_and_python_locks_are_told_on_the_page_of_versions():
    told = {name: version for _, rows in versions.tables(build_site.ROOT) for name, _, version in rows}
    lock = (build_site.ROOT / "requirements.txt").read_text("utf-8")
    for name in ("tensorflow", "jupyter-book", "nbgrader"):
        assert f"\n{name}=={told[name]}" in lock
    modules = json.loads((build_site.ROOT / "web" / "package-lock.json").read_text("utf-8"))["packages"]
    assert told["katex"] == modules["node_modules/katex"]["version"]


def test_versions_differ_by_python_where_the_lock_does():
    lock = (
        "# made by hand\n"
        'numpy==1.0 ; python_full_version < "3.12" \\\n    --hash=sha256:aa\n    # via unrolled\n'
        'NumPy==2.0 ; python_full_version >= "3.12" \\\n    --hash=sha256:bb\n'
        "typing_extensions==4.1 \\\n    --hash=sha256:cc\n"
    )
    found = versions.locked(lock)
    assert [version for version, _ in found["numpy"]] == ["1.0", "2.0"]
    assert found["typing-extensions"] == [("4.1", "")]
