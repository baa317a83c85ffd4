"""`benchmarks/notebooks.py`: that it sees the memory of a kernel, also of what the kernel starts, and tells what fails."""

import sys
from pathlib import Path

import nbformat
import pytest

sys.path.append(str(Path(__file__).parents[1] / "benchmarks"))

import notebooks  # noqa: E402

BIG = 300  # MiB
ALLOCATE = f'len(b"x" * ({BIG} * 2**20))'  # and lets go of it at once


@pytest.fixture
def measured(tmp_path):
    def measure(*sources):
        path = tmp_path / "page.ipynb"
        cells = [nbformat.v4.new_markdown_cell("# x"), *map(nbformat.v4.new_code_cell, sources)]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
        return notebooks.measure(path)

    return measure


def test_memory_that_was_let_go_again_counts(measured):
    small, large = measured("import os; assert os.listdir() == []"), measured(ALLOCATE)
    assert "failed" not in small | large
    assert 0.9 * BIG < large["peak_mb"] - small["peak_mb"] < 1.5 * BIG
    assert 0 < small["cpu_s"] and 0 < small["wall_s"]


def test_the_memory_of_a_process_that_the_notebook_starts_counts(measured):
    long_enough = f"for _ in range(20): {ALLOCATE}"
    found = measured(f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {long_enough!r}], check=True)")
    assert found["peak_mb"] > BIG and "failed" not in found


def test_what_fails_is_told_with_what_was_measured_until_then(measured):
    found = measured(ALLOCATE, "1 / 0", "never_run")
    assert "ZeroDivisionError: division by zero" in found["failed"] and found["peak_mb"] > BIG


def test_a_kernel_that_dies_is_told(measured):
    found = measured("import os; os._exit(1)")
    assert "DeadKernelError" in found["failed"]
