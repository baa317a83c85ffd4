"""Widgets that compute in the browser: alive in a notebook and on a page without a kernel."""

from .attention_lens import AttentionLens
from .bi_context import BiContext
from .bptt_flow import BPTTFlow
from .free_run import FreeRun
from .gate_duel import GateDuel
from .gate_scope import GateScope
from .gradient_decay import GradientDecay
from .io_patterns import IOPatterns
from .lstm_stepper import LSTMStepper
from .memory_half_life import MemoryHalfLife
from .rul_horizon import RulHorizon
from .sequence_tensor import SequenceTensor
from .training_dial import TrainingDial
from .unroll_rnn import UnrollRNN

__all__ = [
    "AttentionLens",
    "BPTTFlow",
    "BiContext",
    "FreeRun",
    "GateDuel",
    "GateScope",
    "GradientDecay",
    "IOPatterns",
    "LSTMStepper",
    "MemoryHalfLife",
    "RulHorizon",
    "SequenceTensor",
    "TrainingDial",
    "UnrollRNN",
]
