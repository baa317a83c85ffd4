"""W8's Python side, and that JavaScript, NumPy and Keras compute the same sensitivities."""

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.cells import Bidirectional
from unrolled.widgets import BiContext
from unrolled.widgets.bi_context import CELLS, MERGES, TIMESTEPS, inputs, network, sensitivity

T = TIMESTEPS

# ---- traits and networks -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["timestep", "position"])
def test_whole_number_out_of_range_is_refused_with_the_range(name):
    for bad in (0, T + 1, 1.0, None, True):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from 1 to 16; got "):
            BiContext(**{name: bad})


@pytest.mark.parametrize("bad", [[0.5] * 15, [1.01] + [0] * 15, [float("nan")] * 16, "drawn"])
def test_a_series_that_cannot_be_drawn_is_refused(bad):
    with pytest.raises(TraitError, match=r"series must have shape \(16,\) and numbers from -1 to 1"):
        BiContext(series=bad)


@pytest.mark.parametrize("name", ["direction", "merge", "cell"])
def test_unknown_word_is_refused_with_the_words(name):
    with pytest.raises(TraitError, match=f"{name} must be '.*' or '.*'; got 'mean'"):
        BiContext(**{name: "mean"})
    with pytest.raises(ValueError, match=f"{name} 'mean'; expected one of"):
        network(**{name: "mean"})


def test_the_networks_start_as_keras_starts_them():
    for kind in CELLS:
        both = network(kind)
        assert isinstance(both, Bidirectional) and both.dtype == np.float64
        for seed, cell in enumerate((both.forward_cell, both.backward_cell)):
            np.testing.assert_allclose(cell.W_h, CELLS[kind].random(1, 4, seed).W_h, atol=5.1e-4)
        np.testing.assert_array_equal(network(kind, "causal").W_x, both.forward_cell.W_x)


def test_every_preset_is_a_series_that_the_widget_takes():
    for series in inputs().values():
        assert BiContext(series=series).series == series.tolist()


def test_the_words_of_the_picture_tell_what_the_page_computes(in_javascript):
    shown = [BiContext(merge="mul", timestep=5), BiContext(direction="causal", cell="LSTM"), BiContext(timestep=T)]
    for widget, answer in zip(shown, in_javascript(shown), strict=True):
        values, words = answer["values"], widget._repr_mimebundle_()[1]["image/png"]["alt"]
        share = f"{100 * values['share']:.0f} %" if values["share"] else "none"
        assert f"{values['zeros']} of 256 entries are exactly zero. At t = {widget.timestep}, {share} of the" in words


def test_the_picture_shows_the_present_state_and_takes_a_map_of_zeros(recwarn):
    default = BiContext()._repr_mimebundle_()[0]["image/png"]
    for changes in ({"timestep": 3}, {"direction": "causal"}, {"merge": "mul", "series": [0] * T}):
        data, metadata = BiContext(**changes)._repr_mimebundle_()
        assert data["image/png"] != default
        assert "nan" not in metadata["image/png"]["alt"]
    assert [str(one.message) for one in recwarn if "UserWarning" in one.category.__name__] == []


# ---- the same numbers as NumPy and Keras ---------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of all networks, and of random settings."""
    rng = np.random.default_rng(8)
    made = [BiContext(cell=cell, merge=merge) for cell in CELLS for merge in MERGES]
    made += [BiContext(cell=cell, direction="causal") for cell in CELLS]
    made += [BiContext(series=series, merge=merge) for series in inputs().values() for merge in ("concat", "mul")]
    made += [
        BiContext(
            series=np.round(rng.uniform(-1, 1, T), 2),
            direction=str(rng.choice(["causal", "bidirectional"])),
            merge=str(rng.choice(MERGES)),
            cell=str(rng.choice(list(CELLS))),
            timestep=t,
            position=int(rng.integers(1, T + 1)),
        )
        for t in (1, T, *rng.integers(2, T, 30).tolist())
    ]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def net(widget):
    return network(widget.cell, widget.direction, widget.merge)


def same(actual, expected, tolerance=1e-12):
    np.testing.assert_allclose(actual, expected, rtol=tolerance, atol=tolerance)


def test_outputs_map_and_shares_equal_numpy(cases):
    for widget, values, _ in cases:
        X = np.reshape(widget.series, (1, T, 1))
        Y, t = net(widget).forward(X).H[0], widget.timestep
        expected = sensitivity(net(widget), widget.series)
        same(values["Y"], Y)
        same(values["map"], expected)
        row = expected[t - 1]
        assert values["share"] == pytest.approx(row[t:].sum() / (row.sum() or 1), rel=1e-12, abs=1e-12)
        live = net(widget).forward(X[:, :t]).H[0, -1]
        same(values["live"], live)
        assert values["moved"] == pytest.approx(np.linalg.norm(Y[t - 1] - live), rel=1e-12, abs=1e-12)


def test_the_zeros_are_exact_and_where_the_network_cannot_look(cases):
    for widget, values, _ in cases:
        shown = np.array(values["map"])
        expected = sensitivity(net(widget), widget.series)
        assert np.array_equal(shown == 0, expected == 0)
        assert values["zeros"] == np.count_nonzero(expected == 0)
        assert values["seen"] == np.count_nonzero(np.triu(expected, 1))
        if widget.direction == "causal":
            assert not np.triu(shown, 1).any() and values["zeros"] == T * (T - 1) // 2 == 120
            assert values["moved"] == 0


def test_the_sensitivity_is_the_slope_of_the_output():
    """Against central differences: the whole way through the package."""
    for cell in CELLS:
        for merge in MERGES:
            one, series = network(cell, merge=merge), inputs()["noise"]
            expected = sensitivity(one, series)
            for s in (0, 7, 15):
                step = 1e-5 * np.eye(T)[s]
                up, down = (one.forward((series + d).reshape(1, T, 1)).H[0] for d in (step, -step))
                np.testing.assert_allclose(expected[:, s], np.linalg.norm(up - down, axis=1) / 2e-5, rtol=1e-5, atol=1e-9)


def test_the_map_equals_keras_in_float64(cases):
    tf = pytest.importorskip("tensorflow")
    # Every cell and every merge once, and the three causal networks.
    for widget, values, _ in [cases[k] for k in (0, 5, 7, 10, 12, 13, 14)]:
        layer = net(widget).to_keras(return_sequences=True)
        X = tf.constant(np.reshape(widget.series, (1, T, 1)))
        with tf.GradientTape() as tape:
            tape.watch(X)
            Y = layer(X)
        jacobian = tape.jacobian(Y, X).numpy()[0, :, :, 0, :, 0]  # (T, m, T)
        assert jacobian.dtype == np.float64
        same(values["Y"], Y.numpy()[0], 1e-10)
        same(values["map"], np.linalg.norm(jacobian, axis=1), 1e-10)
        if widget.direction == "causal":
            assert not np.triu(np.abs(jacobian).sum(axis=1), 1).any()  # Keras's zeros are exact too


def test_copied_python_computes_what_is_shown(cases):
    for widget, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        same(values["map"], place["sensitivity"])
        same(values["Y"], place["Y"][0])
        for name in ("zeros", "seen"):
            assert values[name] == place[name]
        for name in ("share", "moved"):
            assert values[name] == pytest.approx(place[name], rel=1e-12, abs=1e-12)
        assert (place["t"], place["s"]) == (widget.timestep, widget.position)
