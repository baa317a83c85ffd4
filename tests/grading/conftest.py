"""Where answers really run: needs bubblewrap, and looks afterwards whether anything was touched."""

import os
import shutil
import warnings

import pytest
from processes import children

from unrolled.grading.sandbox import SandboxError, try_sandbox

pytest.register_assert_rewrite("suite")


def pytest_generate_tests(metafunc):
    """A `Suite` has one test for each of its questions, variants and mutants."""
    for argument in {"question", "variant", "mutant"} & set(metafunc.fixturenames):
        cases = metafunc.cls.cases(argument)
        metafunc.parametrize(argument, list(cases.values()), ids=list(cases))


@pytest.fixture(scope="session")
def bubblewrap():
    """Tests of what answers may do run where a sandbox is to be had; CI must have one."""
    try:
        try_sandbox()
    except SandboxError as error:
        assert not os.environ.get("CI"), f"CI must not skip the hostile suite: {error}"
        warnings.warn(f"THE HOSTILE SUITE WAS NOT RUN. {error}", stacklevel=1)
        pytest.skip(str(error))


@pytest.fixture
def sandboxed(bubblewrap, tmp_path, monkeypatch):
    """A secret in the environment and in a file; after the test both are as they were and nothing runs on."""
    secret = tmp_path / "secret"
    secret.write_text("hidden checks")
    os.chmod(secret, 0o666)
    monkeypatch.setenv("GRADER_TOKEN", "canary")
    before = {path: path.stat().st_size for path in tmp_path.rglob("*")}
    others = set(_living())  # such as Dask's tracker of resources, which stays
    yield secret
    assert secret.read_text() == "hidden checks"
    assert {path: path.stat().st_size for path in tmp_path.rglob("*")} == before
    assert not set(_living()) - others, "something of the sandbox still runs"


def _living():
    """Living child processes of this one; the dead that nobody asked after do not count."""
    return [pid for pid in children() if open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[0] != "Z"]


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A course with A1 released; see `course`."""
    from a_course import make  # nbgrader takes a second to import, which most tests here do without

    return make(tmp_path_factory.mktemp("template"))


@pytest.fixture
def course(template, tmp_path):
    """A fresh course, copied: releasing takes seconds."""
    shutil.copytree(template.root, tmp_path / "course")
    return type(template).open(tmp_path / "course")
