"""The public repository's name: one script sets it, and all places agree with _config.yml."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import set_repository

ROOT = Path(__file__).resolve().parents[1]
OTHER = "Some-Body/my_course.v2"


def addresses(root):
    """{file: the owner/name in each address of this course}, whoever's it is."""
    present = re.escape(set_repository.present(root).split("/")[1])
    name = rf"(?:unrolled|{present})\b(?![.-]\w)"
    on_github = re.compile(rf"(?:github\.com|githubusercontent\.com|/github|/gh)/([\w-]+/{name})")
    on_pages = re.compile(rf"https://([\w-]+)\.github\.io/({name})")
    found = {}
    for path in set_repository.text_files(root):
        text = path.read_text("utf-8")
        names = {*on_github.findall(text), *("/".join(pair) for pair in on_pages.findall(text))}
        if names:
            found[path.relative_to(root).as_posix()] = names
    return found


@pytest.fixture
def checkout(tmp_path):
    """A copy of the working tree as a git repository of its own."""
    root = tmp_path / "checkout"
    for path in set_repository.text_files(ROOT):
        copy = root / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, copy)
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    return root


def contents(root):
    return {path: path.read_bytes() for path in root.rglob("*") if ".git" not in path.parts and path.is_file()}


def run(root, *arguments):
    command = [sys.executable, "-B", root / "tools" / "set_repository.py", *arguments]
    return subprocess.run(command, cwd=root.parent, capture_output=True, text=True)


def test_all_places_agree_with_the_configuration():
    found = addresses(ROOT)
    needed = {
        "_config.yml", "pyproject.toml", "CITATION.cff", "README.md", "index.md",
        "unrolled/datasets.py", "tools/notebook_template.ipynb", "chapters/01_sequence_tensors.ipynb",
    }
    assert needed <= set(found)
    repository = set_repository.present(ROOT)
    assert {file: names for file, names in found.items() if names != {repository}} == {}


def test_setting_a_name_reaches_every_place_and_can_be_taken_back(checkout):
    before, old = contents(checkout), set_repository.present(checkout)
    places = set(addresses(checkout))

    done = run(checkout, OTHER)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(done.stdout.splitlines()[:-1]) == places
    assert set(addresses(checkout)) == places
    assert set().union(*addresses(checkout).values()) == {OTHER}
    owner, name = old.split("/")
    for path in set_repository.text_files(checkout):
        text = path.read_text("utf-8")
        assert old not in text and f"{owner}.github.io/{name}" not in text, path

    assert run(checkout, old).returncode == 0
    assert contents(checkout) == before


def test_setting_the_same_name_again_changes_nothing(checkout):
    before = contents(checkout)
    done = run(checkout, set_repository.present(checkout))
    assert done.stdout.endswith(": 0 files changed\n")
    assert contents(checkout) == before


def test_an_aborted_run_is_finished_by_the_next(checkout, monkeypatch):
    finished = checkout.parent / "finished"
    shutil.copytree(checkout, finished)
    set_repository.set_repository(finished, OTHER)

    replaced = []

    def fails_at_the_third(source, target):
        replaced.append(target)
        if len(replaced) == 3:
            raise OSError("disk full")
        Path(source).rename(target)

    monkeypatch.setattr(set_repository.os, "replace", fails_at_the_third)
    with pytest.raises(OSError, match="disk full"):
        set_repository.set_repository(checkout, OTHER)
    monkeypatch.undo()
    set_repository.set_repository(checkout, OTHER)
    assert {p.relative_to(checkout): b for p, b in contents(checkout).items()} == {
        p.relative_to(finished): b for p, b in contents(finished).items()
    }


@pytest.mark.parametrize(
    "name",
    ["", "unrolled", "a/b/c", "-a/b", "a--b/c", "a b/c", "a/b c", "a/..", "a/b.git", "a/a.github.io", 'a/b"', "é/b"],
)
def test_a_malformed_name_is_refused_and_changes_nothing(checkout, name):
    before = contents(checkout)
    done = run(checkout, name)
    assert done.returncode == 1
    assert f'a repository is given as owner/name, like "somebody/unrolled"; got "{name}"' in done.stderr
    assert contents(checkout) == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("https://github.com/ada/one", "https://github.com/bob/two"),
        ("git+https://github.com/ada/one.git@v1", "git+https://github.com/bob/two.git@v1"),
        ("See https://github.com/ada/one.", "See https://github.com/bob/two."),
        (
            "https://raw.githubusercontent.com/ada/one/main/data/",
            "https://raw.githubusercontent.com/bob/two/main/data/",
        ),
        (
            "https://colab.research.google.com/github/ada/one/blob/main/chapters/",
            "https://colab.research.google.com/github/bob/two/blob/main/chapters/",
        ),
        ("https://mybinder.org/v2/gh/ada/one/main?urlpath=lab", "https://mybinder.org/v2/gh/bob/two/main?urlpath=lab"),
        ("https://ada.github.io/one/chapters/", "https://bob.github.io/two/chapters/"),
        ("https://github.com/ada/one-more", "https://github.com/ada/one-more"),
        ("https://github.com/ada/one.more", "https://github.com/ada/one.more"),
        ("https://github.com/ada/oneness", "https://github.com/ada/oneness"),
        ("https://github.com/canada/one", "https://github.com/canada/one"),
        ("the words ada/one in prose", "the words ada/one in prose"),
    ],
)
def test_addresses_are_replaced_and_nothing_that_looks_like_them(before, after):
    assert set_repository.replace(before.encode(), "ada/one", "bob/two") == after.encode()
