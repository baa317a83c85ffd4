"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .sequence_tensor import SequenceTensor
from .unroll_rnn import UnrollRNN

__all__ = ["SequenceTensor", "UnrollRNN"]
