"""W7's Python side, its trained networks, and that JavaScript, NumPy and Keras compute the same."""

import sys
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.cells import GRU, LSTM, SimpleRNN
from unrolled.widgets import GateDuel
from unrolled.widgets.gate_duel import MATCHES, NETWORKS, SEED, TRAINED, inputs, networks, readouts

NAMES = ("SimpleRNN", "GRU", "LSTM")
PARTS = {"SimpleRNN": ["H"], "GRU": ["Z", "R", "H_tilde", "H"], "LSTM": ["F", "I", "C_tilde", "O", "C", "H"]}
COUNTS = {
    "SimpleRNN": lambda h: h + h**2 + h,
    "GRU": lambda h: 3 * (h + h**2 + 2 * h),
    "LSTM": lambda h: 4 * (h + h**2 + h),
}


# ---- traits and networks -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["timestep", "read"])
def test_whole_number_out_of_range_is_refused_with_the_range(name):
    for bad in (0, 41, 1.0, None, True):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from 1 to 40; got "):
            GateDuel(**{name: bad})


@pytest.mark.parametrize("bad", [[0.5] * 39, [1.01] + [0] * 39, [float("nan")] * 40, "drawn"])
def test_a_series_that_cannot_be_drawn_is_refused(bad):
    with pytest.raises(TraitError, match=r"series must have shape \(40,\) and numbers from -1 to 1"):
        GateDuel(series=bad)


@pytest.mark.parametrize("name", ["weights", "match"])
def test_unknown_word_is_refused_with_the_words(name):
    with pytest.raises(TraitError, match=f"{name} must be '.*' or '.*'; got 'other'"):
        GateDuel(**{name: "other"})
    with pytest.raises(ValueError, match=f"{name} 'other'; expected"):
        networks(**{name: "other"})
    with pytest.raises(ValueError, match="match 'other'; expected"):
        readouts("other")


def test_it_starts_where_the_question_asks():
    widget = GateDuel()
    assert widget.series == inputs()["pulse"].tolist() == [1] + [0] * 39
    assert (widget.timestep, widget.read, widget.weights, widget.match) == (1, 30, "start", "units")
    for series in inputs().values():
        assert GateDuel(series=series).series == series.tolist()


@pytest.mark.parametrize("weights", ["start", "trained"])
def test_the_networks_are_matched_as_their_names_say(weights):
    assert [cell.units for cell in networks(weights, "units").values()] == [8, 8, 8]
    duel = networks(weights, "parameters")
    assert tuple(duel) == NAMES
    for name, cell in duel.items():
        count = COUNTS[name]
        assert cell.n_parameters == count(cell.units)
        assert cell.units == min(range(1, 50), key=lambda h: abs(count(h) - 320))


def test_the_start_is_that_of_the_package_in_float32():
    for name, cell in networks("start", "parameters").items():
        kind = {"SimpleRNN": SimpleRNN, "GRU": GRU, "LSTM": LSTM}[name]
        keras_like = kind.random(1, cell.units, SEED, dtype=np.float32)
        assert np.array_equal(cell.W_h, keras_like.W_h) and np.array_equal(cell.b, keras_like.b)


def test_the_trained_networks_are_as_good_as_stored(monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "tools"))
    import train_gate_duel

    assert train_gate_duel.NETWORKS == NETWORKS and train_gate_duel.TARGET == TRAINED
    sent = [accuracy for _, _, accuracy in GateDuel().networks]
    with np.load(TRAINED) as file:
        # Of five equal trainings, the one in the middle.
        assert np.array_equal(np.median(file["accuracy_by_seed"], axis=1), file["accuracy"])
    for match, places in MATCHES.items():
        for place, (name, cell) in zip(places, networks("trained", match).items(), strict=True):
            measured = train_gate_duel.accuracy(cell, *readouts(match)[name])
            assert measured == pytest.approx(sent[place], abs=1e-3)
    sys.modules.pop("train_gate_duel")
    rnn, gru, lstm, *_ = sent
    assert 0.9 < rnn < lstm < gru


# ---- the same numbers as NumPy and Keras ---------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of all weights, matches and inputs, and of random drawings."""
    rng = np.random.default_rng(7)
    made = [
        GateDuel(series=series, weights=weights, match=match)
        for weights in ("start", "trained")
        for match in MATCHES
        for series in inputs().values()
    ]
    made += [
        GateDuel(
            series=np.round(rng.uniform(-1, 1, 40), 2),
            timestep=int(rng.integers(1, 41)),
            read=read,
            weights=str(rng.choice(["start", "trained"])),
            match=str(rng.choice(list(MATCHES))),
        )
        for read in (1, 40, *rng.integers(2, 40, 18).tolist())
    ]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def duel_in_numpy(widget):
    """{name: what the package computes}; the gradient is taken one unit at a time."""
    X = np.array(widget.series).reshape(1, 40, 1)
    without = X.copy()
    without[0, widget.timestep - 1] = 0
    for name, cell in networks(widget.weights, widget.match).items():
        trace = cell.forward(X)
        left = np.linalg.norm(trace.H[0] - cell.forward(without).H[0], axis=1)
        until = cell.forward(X[:, : widget.read])
        rows = [cell.backward(until, unit[None]).dX[0, :, 0] for unit in np.eye(cell.units)]
        gradient = np.zeros(40)
        gradient[: widget.read] = np.linalg.norm(rows, axis=0)
        yield name, cell, trace, left, gradient


def test_states_gates_differences_and_gradients_equal_the_package(cases):
    for widget, values, _ in cases:
        for one, (name, cell, trace, left, gradient) in zip(values["duel"], duel_in_numpy(widget), strict=True):
            assert (one["name"], one["units"]) == (name, cell.units)
            for part in PARTS[name]:
                np.testing.assert_allclose(one["trace"][part], getattr(trace, part)[0], rtol=1e-12, atol=1e-12)
            np.testing.assert_allclose(one["left"], left, rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(one["gradient"], gradient, rtol=1e-10, atol=1e-14)
            share = left[widget.read - 1] / left.max() if left.any() else 0
            assert one["share"] == pytest.approx(share, rel=1e-9, abs=1e-12)
            if widget.weights == "trained":
                w, b = readouts(widget.match)[name]
                assert one["answers"][0] == pytest.approx(trace.H[0, widget.read - 1] @ w + b, rel=1e-12, abs=1e-12)


def test_the_gradient_is_the_slope_of_the_state():
    """Against central differences: the whole way through the package."""
    rng = np.random.default_rng(3)
    widget = GateDuel(series=np.round(rng.uniform(-1, 1, 40), 2), read=12, weights="trained")
    for _, cell, _, _, gradient in duel_in_numpy(widget):
        for t in (1, 7, 12, 13):
            up, down = (np.array(widget.series) for _ in range(2))
            up[t - 1] += 1e-5
            down[t - 1] -= 1e-5
            H_up, H_down = (cell.forward(x.reshape(1, 40, 1)).H[0, 11] for x in (up, down))
            assert gradient[t - 1] == pytest.approx(np.linalg.norm(H_up - H_down) / 2e-5, rel=1e-6, abs=1e-9)


def test_states_equal_keras_in_float32(cases):
    pytest.importorskip("keras")
    for widget, values, _ in cases[::3]:
        X = np.array(widget.series, dtype=np.float32).reshape(1, 40, 1)
        for one, (name, cell) in zip(values["duel"], networks(widget.weights, widget.match).items(), strict=True):
            weights = [part.astype(np.float32) for part in (cell.W_x, cell.W_h, cell.b)]
            layer = type(cell)(*weights).to_keras(return_sequences=True)
            np.testing.assert_allclose(one["trace"]["H"], np.asarray(layer(X))[0], atol=5e-6, err_msg=name)


def test_fresh_from_keras_the_simple_rnn_alone_keeps_the_pulse_and_trained_the_gates_do(cases):
    pulse = inputs()["pulse"].tolist()
    for widget, values, _ in cases:
        if (widget.series, widget.timestep, widget.read) != (pulse, 1, 30):
            continue
        shares = [one["share"] for one in values["duel"]]
        kept = [share >= 0.1 for share in shares]
        trained = [widget.match == "parameters", True, True]
        assert kept == (trained if widget.weights == "trained" else [True, False, False])
        if widget.weights == "start":
            assert 0.3 < shares[0] < 0.5 and shares[1] < 1e-5 and shares[2] < 0.01
        else:
            rnn, gru, lstm = values["duel"]
            assert rnn["gradient"][0] < 0.001 * min(gru["gradient"][0], lstm["gradient"][0])
            for one in (gru, lstm):  # 1 with the pulse, 0 without
                np.testing.assert_allclose(one["answers"], [1, 0], atol=0.1)
            assert abs(rnn["answers"][1]) > 0.8  # claims a pulse where there was none


def test_nothing_is_left_of_a_zero_or_of_what_comes_after_the_reading(in_javascript):
    zero, late = in_javascript([GateDuel(timestep=2), GateDuel(series=inputs()["step"], timestep=31, read=30)])
    for answer in (zero, late):
        assert [one["share"] for one in answer["values"]["duel"]] == [0, 0, 0]
    assert [one["gradient"][30] for one in late["values"]["duel"]] == [0, 0, 0]


def test_copied_python_computes_what_is_shown(cases):
    for widget, values, code in cases:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        for one in values["duel"]:
            copied = place["duel"][one["name"]]
            np.testing.assert_allclose(copied["left"], one["left"], rtol=1e-9, atol=1e-12)
            np.testing.assert_allclose(copied["gradient"], one["gradient"][: widget.read], rtol=1e-9, atol=1e-14)
            assert copied["share"] == pytest.approx(one["share"], rel=1e-9, abs=1e-12)
            assert copied["parameters"] == COUNTS[one["name"]](one["units"])
            for part in PARTS[one["name"]]:
                np.testing.assert_allclose(getattr(copied["trace"], part)[0], one["trace"][part], rtol=1e-12, atol=1e-12)
            if widget.weights == "trained":
                assert copied["answers"] == pytest.approx(one["answers"], rel=1e-12, abs=1e-12)
