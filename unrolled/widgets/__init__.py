"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .bptt_flow import BPTTFlow
from .gate_duel import GateDuel
from .gradient_decay import GradientDecay
from .io_patterns import IOPatterns
from .sequence_tensor import SequenceTensor
from .unroll_rnn import UnrollRNN

__all__ = ["BPTTFlow", "GateDuel", "GradientDecay", "IOPatterns", "SequenceTensor", "UnrollRNN"]
