"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .io_patterns import IOPatterns
from .sequence_tensor import SequenceTensor

__all__ = ["IOPatterns", "SequenceTensor"]
