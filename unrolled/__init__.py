"""Unrolled: the package behind an interactive course on recurrent neural networks.

Importing it costs next to nothing: TensorFlow, matplotlib and pandas are loaded by the
modules that need them, never here.
"""

__version__ = "0.1.0"
