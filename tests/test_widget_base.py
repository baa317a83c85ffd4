"""The traits that all widgets use."""

import numpy as np
import pytest
import traitlets

from unrolled.widgets.base import Real, Reals, Widget


class Probe(Widget):
    limits = traitlets.Dict({"rate": (0.1, 1.6), "kernel": (-2, 2)}).tag(sync=True)
    rate = Real(0.5)
    kernel = Reals([[0, 1], [1, 0]])


def test_a_number_out_of_range_is_refused_with_the_range():
    probe = Probe()
    for bad in (0.09, 1.61, float("nan"), "1", None, True, 1j):
        with pytest.raises(traitlets.TraitError, match="rate must be a number from 0.1 to 1.6; got "):
            probe.rate = bad
    for good in (0.1, 1, np.float32(1.5)):
        probe.rate = good
        assert probe.rate == good and type(probe.rate) is float


def test_a_matrix_keeps_its_shape_and_range():
    probe = Probe()
    for bad in ([[1, 2]], [[1, 2], [3, 0]], [[1, 2], [np.nan, 0]], [[1], [1, 2]], [["1", "0"]] * 2, np.eye(2) > 0, "abcd", None):
        with pytest.raises(traitlets.TraitError, match=r"kernel must have shape \(2, 2\) and numbers from -2 to 2; got "):
            probe.kernel = bad
    probe.kernel = np.eye(2)
    assert probe.kernel == [[1.0, 0.0], [0.0, 1.0]]
    assert probe.get_state()["kernel"] == [[1.0, 0.0], [0.0, 1.0]]
