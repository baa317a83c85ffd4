"""Unrolled: the package behind an interactive course on recurrent neural networks.

Importing it costs next to nothing: TensorFlow, matplotlib and pandas are loaded by the
modules that need them, never here.
"""

import os

# Without this TensorFlow, when a notebook imports it, fills the page with remarks about its build.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

__version__ = "0.1.0"
