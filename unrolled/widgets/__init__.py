"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .gradient_decay import GradientDecay
from .sequence_tensor import SequenceTensor

__all__ = ["GradientDecay", "SequenceTensor"]
