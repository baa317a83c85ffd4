"""The lock: complete, hashed, without addresses, and true to what pyproject.toml asks for."""

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
ELSEWHERE = ["binder/requirements.txt", "deploy/requirements.txt", "deploy/requirements-grading.txt"]
COLAB = "colab/requirements.txt"
LOCKS = ["requirements.txt", *ELSEWHERE, "data/requirements-pybamm.txt", COLAB]
ADDRESS = re.compile(r"https?:|file:|index-url|find-links|registry\.")
CUSTOMER = {"jupyter-book", "tensorflow", "numpy", "pandas", "matplotlib", "ipywidgets", "nbval"}


def entries(lock):
    """Requirement -> number of hashes, for each entry of a lock file."""
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text(), flags=re.M).replace("\\\n", " ")
    lines = [line.split(" --hash=") for line in text.splitlines() if line.strip()]
    return {Requirement(line[0].strip()): len(line) - 1 for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_pinned_and_hashed(lock):
    for requirement, hashes in entries(lock).items():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), requirement
        assert hashes, requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_no_addresses(lock):
    assert not ADDRESS.search((ROOT / lock).read_text())


@pytest.mark.parametrize("folder", ["web", "benchmarks"])
def test_no_addresses_in_the_locks_of_npm(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text())["packages"]
    for package in packages.values():
        package.pop("funding", None)  # pages where packages ask for donations are no registries
    assert not ADDRESS.search(json.dumps(packages))
    assert "omit-lockfile-registry-resolved=true" in (ROOT / folder / ".npmrc").read_text().splitlines()


def test_the_packages_asked_for_are_there_within_their_bounds():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    asked = project["project"]["dependencies"] + project["project"]["optional-dependencies"]["tensorflow"]
    asked += project["dependency-groups"]["dev"]
    locked = {}
    for requirement in entries("requirements.txt"):
        locked.setdefault(requirement.name, []).append(str(requirement.specifier).removeprefix("=="))
    assert CUSTOMER <= set(locked)
    for requirement in map(Requirement, asked):
        assert locked[requirement.name.lower()], requirement
        assert all(requirement.specifier.contains(v) for v in locked[requirement.name.lower()]), requirement


def test_colab_keeps_its_own_versions():
    """The package's bounds admit what Colab has, so nothing there is replaced."""
    colab = {requirement.name: str(requirement.specifier).removeprefix("==") for requirement in entries(COLAB)}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = map(Requirement, project["dependencies"] + project["optional-dependencies"]["tensorflow"])
    for requirement in asked:
        assert not any(spec.operator in ("<", "<=", "==", "~=") for spec in requirement.specifier)
        assert requirement.specifier.contains(colab[requirement.name]), requirement


@pytest.mark.parametrize("lock", ELSEWHERE)
def test_binder_and_hubs_install_the_versions_of_the_lock(lock):
    """All that the notebooks import, that is, and all else that both have."""
    main = {}
    for requirement in entries("requirements.txt"):
        main.setdefault(requirement.name, set()).add(str(requirement.specifier))
    own = {requirement.name: str(requirement.specifier) for requirement in entries(lock)}
    assert main["tensorflow"] == {own.pop("tensorflow-cpu")}
    asked = {Requirement(line).name for line in tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]}
    assert asked <= set(own)
    assert [name for name in own if name in main and own[name] not in main[name]] == []
    assert "binder" not in lock or set(own) <= set(main)
