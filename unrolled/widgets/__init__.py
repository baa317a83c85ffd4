"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .attention_lens import AttentionLens
from .bptt_flow import BPTTFlow
from .gate_duel import GateDuel
from .gradient_decay import GradientDecay
from .io_patterns import IOPatterns
from .lstm_stepper import LSTMStepper
from .memory_half_life import MemoryHalfLife
from .sequence_tensor import SequenceTensor
from .unroll_rnn import UnrollRNN

__all__ = ["AttentionLens", "BPTTFlow", "GateDuel", "GradientDecay", "IOPatterns", "LSTMStepper", "MemoryHalfLife", "SequenceTensor", "UnrollRNN"]
