"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .sequence_tensor import SequenceTensor

__all__ = ["SequenceTensor"]
