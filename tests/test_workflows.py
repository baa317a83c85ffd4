"""What runs on GitHub: files that parse, commands and actions that exist, caches that see every change."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from unrolled.book import fresh

ROOT = Path(__file__).parents[1]
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
PREPARE = GITHUB / "actions" / "prepare" / "action.yml"
TARGETS = set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def read(path):
    return yaml.safe_load(path.read_text("utf-8"))


def steps(path):
    content = read(path)
    groups = [content["runs"]] if "runs" in content else content["jobs"].values()
    return [step for group in groups for step in group["steps"]]


def by_name(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.name)


@by_name([*WORKFLOWS, PREPARE])
def test_commands_of_make_exist(path):
    called = {target for step in steps(path) for target in re.findall(r"^\s*make ([a-z][\w-]*)", step.get("run", ""), re.M)}
    assert called <= TARGETS


@by_name(WORKFLOWS)
def test_a_workflow_may_only_read_unless_a_job_says_otherwise(path):
    content = read(path)
    assert content["permissions"] == {"contents": "read"}
    for name, job in content["jobs"].items():
        assert job["timeout-minutes"] <= 90, name
        if "write" in job.get("permissions", {}).values():
            # What it has not built or installed itself cannot use the right to write.
            assert not any(re.search(r"^\s*make ", step.get("run", ""), re.M) for step in job["steps"]), name


@by_name([*WORKFLOWS, PREPARE])
def test_actions_are_ours_or_of_a_stated_version(path):
    for step in steps(path):
        action = step.get("uses", "")
        if action.startswith("./"):
            assert (ROOT / action / "action.yml").exists()
            assert set(step.get("with", {})) <= set(read(ROOT / action / "action.yml")["inputs"])
        elif action:
            assert re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action), action


@by_name(WORKFLOWS)
def test_the_repository_is_there_before_our_own_action_is_used(path):
    for job in read(path)["jobs"].values():
        used = [step.get("uses", "").partition("@")[0] for step in job["steps"]]
        if "./.github/actions/prepare" in used:
            assert "actions/checkout" in used[: used.index("./.github/actions/prepare")]


@by_name(WORKFLOWS)
def test_files_that_steps_hand_on_have_been_made(path):
    made = {"_build/site", "_build/preview.pdf", "_build/unrolled-offline.zip", "lock.patch"}
    for step in steps(path):
        for given in str(step.get("with", {}).get("path", "")).split():
            assert given in made or (ROOT / given).exists(), given


def test_every_workflow_that_waits_for_another_names_one():
    names = {read(path)["name"] for path in WORKFLOWS}
    for path in WORKFLOWS:
        triggers = read(path)[True]  # YAML 1.1 reads "on" as a truth value
        if isinstance(triggers, dict) and triggers.get("workflow_run"):
            assert set(triggers["workflow_run"]["workflows"]) <= names


def hashed(expression):
    """The files that GitHub's hashFiles takes for these arguments."""
    files = set()
    for pattern in re.findall(r"'([^']+)'", expression):
        matched = {file for file in ROOT.glob(pattern.removeprefix("!")) if file.is_file() and "__pycache__" not in file.parts}
        if pattern.startswith("!"):
            files -= {file for file in files if ROOT / pattern.removeprefix("!").removesuffix("/**") in file.parents}
        else:
            assert matched, f"{pattern} matches no file"
            files |= matched
    return files


def test_executed_notebooks_are_kept_as_long_as_what_they_compute_with(monkeypatch, tmp_path):
    """The key of the cache covers every file that empties jupyter-cache when it changes."""
    cache = next(step["with"] for step in steps(PREPARE) if step.get("name") == "Executed notebooks")
    ground, sources = re.findall(r"hashFiles\((.*?)\)", cache["key"])
    assert cache["restore-keys"].strip() == cache["key"].rpartition("${{")[0].strip()

    counted = set()

    def count(*roots, suffixes):
        for root in roots:
            counted.update(file for file in ([root] if root.is_file() else root.rglob("*")) if file.suffix in suffixes)
        return ""

    monkeypatch.setattr(fresh, "fingerprint", count)
    monkeypatch.setattr(fresh, "measured_tables", dict)  # they have a cache of their own
    fresh.refresh_cache(tmp_path / "cache", ROOT)
    assert ROOT / "requirements.txt" in counted
    assert counted <= hashed(ground)
    assert {*(ROOT / "chapters").glob("*.ipynb"), *(ROOT / "lab").rglob("*.ipynb")} <= hashed(sources)


def test_keys_of_the_other_caches_name_files():
    for step in steps(PREPARE):
        for expression in re.findall(r"hashFiles\((.*?)\)", step.get("with", {}).get("key", "")):
            hashed(expression)


def test_updates_keep_the_bounds():
    """Python's lock is left to `make lock`; npm's moves within package.json."""
    updates = {update["package-ecosystem"]: update for update in read(GITHUB / "dependabot.yml")["updates"]}
    assert not {"pip", "uv"} & set(updates)
    assert updates["npm"]["versioning-strategy"] == "lockfile-only"
    for folder in updates["npm"]["directories"]:
        assert (ROOT / folder.strip("/") / "package-lock.json").exists()
    for folder in updates["github-actions"]["directories"]:
        assert (ROOT / folder.strip("/")).is_dir()


def test_the_proposal_of_new_versions_takes_every_lock_that_make_writes():
    written = re.findall(r"--output-file (\S+)", (ROOT / "Makefile").read_text("utf-8"))
    commands = "".join(step.get("run", "") for step in steps(GITHUB / "workflows" / "update.yml"))
    taken = re.search(r"git apply --include='([^']+)'", commands)[1]
    assert written and all(fnmatch(lock, taken) for lock in written)


def test_the_check_of_links_has_a_configuration_that_parses():
    config = tomllib.loads((GITHUB / "lychee.toml").read_text("utf-8"))
    assert all(re.compile(pattern) for pattern in config["exclude"])
    called = next(step for step in steps(GITHUB / "workflows" / "weekly.yml") if "lychee" in step.get("uses", ""))
    assert "--config .github/lychee.toml" in called["with"]["args"]
