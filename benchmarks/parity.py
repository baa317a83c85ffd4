"""How far NumPy, Keras and JavaScript are apart: prints JSON, for bench.py.

Nothing is compared here that the tests do not compare: the very tests run, and each comparison that
they make with `numpy.testing` is written down.  A difference is the largest between the numbers of
two arrays, divided by the largest number of the second where that is above 1; what the test would
tolerate is divided in the same way.

    python benchmarks/parity.py             all
    python benchmarks/parity.py LSTM        the tests whose names or parameters have this in them
"""

import contextlib
import json
import os
import sys
from pathlib import Path
from unittest import mock

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[1]

# {test: (table, row)}.  "{kind}" is the test's parameter of that name.
KERAS = {
    "test_cells.py::test_outputs_and_gradients_equal_keras_in_float64": "{kind}",
    "test_cells.py::test_outputs_and_gradients_equal_keras_in_float32": "{kind}",
    "test_cells.py::test_bidirectional_equals_keras": "Bidirectional, merged by {merge}",
    "test_attention.py::test_equal_to_keras": "{kind}",
    "test_network.py::test_every_form_equals_keras": "a whole model, opened",
    "test_network.py::test_connectivity_of_every_form_equals_the_tape": "a whole model, opened",
}
PAGE_TO_NUMPY = {
    "test_widget_sequence_tensor.py::test_windows_equal_the_package": "SequenceTensor",
    "test_widget_sequence_tensor.py::test_padding_equals_the_package_and_keras": "SequenceTensor",
    "test_widget_unroll_rnn.py::test_states_equal_the_package": "UnrollRNN",
    "test_widget_unroll_rnn.py::test_the_terms_are_those_of_the_chosen_timestep": "UnrollRNN",
    "test_widget_unroll_rnn.py::test_how_far_the_first_input_reaches": "UnrollRNN",
    "test_widget_gradient_decay.py::test_norms_equal_the_package": "GradientDecay",
    "test_widget_gradient_decay.py::test_norms_and_bounds_equal_numpy": "GradientDecay",
    "test_widget_bptt_flow.py::test_gradients_states_and_bars_equal_the_cells": "BPTTFlow",
    "test_widget_bptt_flow.py::test_the_cosine_for_every_k": "BPTTFlow",
    "test_widget_lstm_stepper.py::test_javascript_computes_what_numpy_does": "LSTMStepper",
    "test_widget_memory_half_life.py::test_closed_form_equals_numpy": "MemoryHalfLife",
    "test_widget_memory_half_life.py::test_simulation_equals_the_package_and_the_closed_form": "MemoryHalfLife",
    "test_widget_gate_duel.py::test_states_gates_differences_and_gradients_equal_the_package": "GateDuel",
    "test_widget_bi_context.py::test_outputs_map_and_shares_equal_numpy": "BiContext",
    "test_widget_free_run.py::test_forecasts_and_errors_equal_numpy": "FreeRun",
    "test_widget_attention_lens.py::test_200_sequences_are_decoded_as_in_numpy": "AttentionLens",
    "test_widget_training_dial.py::test_javascript_trains_as_numpy_does": "TrainingDial",
    "test_widget_rul_horizon.py::test_intervals_and_coverage_equal_numpy": "RulHorizon",
    "test_widget_rul_horizon.py::test_draws_and_scores_equal_numpy": "RulHorizon",
    "test_widget_gate_scope.py::test_what_the_page_computes_equals_numpy": "GateScope",
    "test_network_js.py::test_javascript_computes_what_numpy_does": "GateScope's networks, of every kind",
}
PAGE_TO_KERAS = {
    "test_widget_sequence_tensor.py::test_states_and_losses_equal_keras": "SequenceTensor",
    "test_widget_unroll_rnn.py::test_keras_computes_the_same_as_the_copied_python_says": "UnrollRNN",
    "test_widget_io_patterns.py::test_all_stacks_up_to_three_layers_are_as_keras_builds_them": "IOPatterns",
    "test_widget_bptt_flow.py::test_gradients_equal_tensorflow": "BPTTFlow",
    "test_widget_lstm_stepper.py::test_keras_computes_what_is_shown": "LSTMStepper",
    "test_widget_memory_half_life.py::test_keras_computes_the_same": "MemoryHalfLife",
    "test_widget_gate_duel.py::test_states_equal_keras_in_float32": "GateDuel",
    "test_widget_bi_context.py::test_the_map_equals_keras_in_float64": "BiContext",
    "test_widget_free_run.py::test_a_free_run_of_100_steps_equals_a_keras_loop": "FreeRun",
    "test_widget_attention_lens.py::test_200_sequences_are_decoded_as_in_keras_in_float32": "AttentionLens",
    "test_widget_training_dial.py::test_keras_fit_logs_the_same_losses_and_stops_at_the_same_epoch": "TrainingDial",
}
TABLES = {"NumPy to Keras": KERAS, "page to NumPy": PAGE_TO_NUMPY, "page to Keras": PAGE_TO_KERAS}
STATES = ("cases", "small")  # fixtures that are lists, with an entry for each state of a widget
PLAIN = "shapes and messages"  # in place of a precision, where a test compares no numbers
LABELS = ("outputs", "gradients")  # a row each, of the comparisons that have one as their message


class Recorder:
    """A pytest plugin: how far apart is what the tests of `tables` compare, in `rows`, and which fail.

    tables : {table: {test: row}}
    rows   : {table: {row: {precision: {"cases", "numbers", "difference", "tolerance"}}}}
    failed : the names of the tests that failed
    """

    def __init__(self, tables):
        self.rows, self.failed = {table: {} for table in tables}, []
        self._of = {test: (table, row) for table, tests in tables.items() for test, row in tests.items()}
        self._compared = None

    @pytest.hookimpl(wrapper=True)
    def pytest_pyfunc_call(self, pyfuncitem):
        self._compared, self._ran = [], 0
        with contextlib.ExitStack() as stack:
            if inner := getattr(pyfuncitem.obj, "hypothesis", None):  # which calls its test many times
                stack.enter_context(mock.patch.object(inner, "inner_test", self._counted(inner.inner_test)))
            for name in ("assert_allclose", "assert_array_equal"):
                real = getattr(np.testing, name)
                stack.enter_context(mock.patch.object(np.testing, name, self._recorded(real)))
            result = yield
        states = next((len(pyfuncitem.funcargs[name]) for name in STATES if name in pyfuncitem.funcargs), None)
        self._file(pyfuncitem, states)
        return result

    def pytest_runtest_logreport(self, report):
        if report.failed:
            self.failed.append(report.nodeid)

    def _counted(self, test):
        def count(*args, **kwargs):
            self._ran += 1
            return test(*args, **kwargs)

        return count

    def _recorded(self, compare):
        def record(actual, desired, *args, **settings):
            compare(actual, desired, *args, **settings)
            a, b = np.asarray(actual, float), np.asarray(desired, float)
            a, b = np.broadcast_arrays(a, b)
            finite = np.isfinite(b)
            size = max(1.0, np.abs(b[finite]).max(initial=0))
            exact = compare.__name__ == "assert_array_equal"
            relative, absolute = (0, 0) if exact else (settings.get("rtol", 1e-7), settings.get("atol", 0))
            single = any(getattr(x, "dtype", None) == np.float32 for x in (actual, desired))
            self._compared.append({
                "label": settings.get("err_msg", ""),
                "precision": "float32" if single else "float64",
                "numbers": b.size,
                "difference": float(np.abs(a[finite] - b[finite]).max(initial=0) / size),
                "tolerance": float((absolute + relative * np.abs(b[finite])).max(initial=0) / size),
            })

        return record

    def _file(self, item, states):
        """Puts what a test has compared into its row, or into those of its labels."""
        test = f"{item.path.name}::{item.originalname}"
        table, row = self._of[test]
        row = row.format(**item.callspec.params) if hasattr(item, "callspec") else row
        labels = {one["label"] for one in self._compared}
        for label in [label for label in LABELS if label in labels] or [None]:
            named = f"{row}, {label}" if label else row
            ours = [one for one in self._compared if label in (None, one["label"])]
            for precision in sorted({one["precision"] for one in ours} or {PLAIN}):
                same = [one for one in ours if one["precision"] == precision]
                place = self.rows[table].setdefault(named, {}).setdefault(
                    precision, {"cases": 0, "numbers": 0, "difference": 0.0, "tolerance": 0.0}
                )
                # The tests of a widget share its states; others bring cases of their own.
                place["cases"] = max(place["cases"], states) if states else place["cases"] + max(self._ran, 1)
                place["numbers"] += sum(one["numbers"] for one in same)
                for name in ("difference", "tolerance"):
                    place[name] = max([place[name], *(float(f"{one[name]:.3g}") for one in same)])


def measure(tables, wanted=""):
    """The rows of `tables`, and what failed; only of tests that have `wanted` in them."""
    recorder = Recorder(tables)
    nodes = [f"{ROOT / 'tests' / test}" for tests in tables.values() for test in tests]
    with contextlib.redirect_stdout(sys.stderr):
        status = pytest.main(
            ["-q", "-p", "no:cacheprovider", "--rootdir", str(ROOT), *(["-k", wanted] if wanted else []), *nodes],
            plugins=[recorder],
        )
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise RuntimeError(f"pytest ended with {status!r}")
    return {**recorder.rows, **({"failed": ", ".join(recorder.failed)} if recorder.failed else {})}


if __name__ == "__main__":
    print(json.dumps(measure(TABLES, *sys.argv[1:2]), indent=1))
