"""W1's Python side, and that JavaScript, NumPy and Keras compute the same."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from unrolled import sequences
from unrolled.widgets import SequenceTensor

ROOT = Path(__file__).parents[1]
BATCH = {"A": 6, "B": 4, "C": 2, "D": 5}  # sequences of the padding view and their lengths


# ---- traits ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["length", "window", "stride", "horizon", "features", "train", "selected", "pad_to"])
def test_whole_number_out_of_range_is_refused_with_the_range(name):
    widget = SequenceTensor()
    low, high = widget.limits[name]
    for bad in (low - 1, high + 1, float(low), str(low), None, True):
        with pytest.raises(TraitError, match=f"{name} must be a whole number from {low} to {high}; got "):
            setattr(widget, name, bad)
        with pytest.raises(TraitError, match=f"from {low} to {high}"):
            SequenceTensor(**{name: bad})
    for good in (low, high, np.int64(low)):
        setattr(widget, name, good)
        assert getattr(widget, name) == good


def test_an_unknown_setting_is_refused_with_the_known_ones():
    with pytest.raises(TypeError, match="SequenceTensor has no setting 'windw'; its settings are .*window"):
        SequenceTensor(windw=3)


def test_the_message_for_a_window_of_zero():
    with pytest.raises(TraitError) as error:
        SequenceTensor(window=0)
    assert str(error.value) == "window must be a whole number from 1 to 24; got 0"


@pytest.mark.parametrize("name", ["mode", "order", "where", "sequence"])
def test_unknown_word_is_refused_with_the_words(name):
    with pytest.raises(TraitError, match=f"{name} must be '.*' or '.*'; got 'other'"):
        SequenceTensor(**{name: "other"})


@pytest.mark.parametrize(
    ("series", "message"),
    [
        (np.zeros((2, 8, 3)), r"shape \(2, 8, 3\)"),
        (3.0, r"shape \(\)"),
        (["a"] * 10, "expected real numbers"),
        (np.zeros(7), "7 timesteps and 1 features; expected 8 to 144"),
        (np.zeros(145), "145 timesteps"),
        (np.zeros((10, 4)), "4 features"),
        (np.zeros((10, 0)), "0 features"),
        ([1.0] * 9 + [np.nan], "1 NaN or infinite values"),
        ([1.0] * 9 + [np.inf], "1 NaN or infinite values"),
    ],
)
def test_bad_series_is_refused(series, message):
    with pytest.raises(ValueError, match=message):
        SequenceTensor(series)


def test_names_and_units_go_with_the_features():
    with pytest.raises(ValueError, match="names has 1 entries; the series has 2 features"):
        SequenceTensor(np.zeros((10, 2)), names=["one"])
    with pytest.raises(ValueError, match="units has 3 entries"):
        SequenceTensor(np.zeros((10, 2)), units=["a", "b", "c"])
    assert SequenceTensor(np.zeros((10, 2))).names == ["feature 1", "feature 2"]


def test_the_series_travels_as_float64_row_by_row():
    series = np.asfortranarray(np.arange(24.0).reshape(8, 3)) / 3
    sent = SequenceTensor(series).get_state()["series"]
    assert np.array_equal(np.frombuffer(sent, "<f8").reshape(8, 3), series)


def test_defaults_fit_any_series():
    for steps in (8, 9, 20, 144):
        widget = SequenceTensor(np.arange(steps))
        assert sequences.n_windows(widget.length, widget.window, widget.horizon, widget.stride) >= 1
        assert 0 < widget.train < widget.length


def test_initial_remembers_what_it_was_made_with():
    widget = SequenceTensor(window=5, mode="padding")
    widget.window = 9
    assert widget.initial["window"] == 5
    assert widget.initial["mode"] == "padding"
    assert set(widget.initial) >= {"length", "train", "mask", "order", "sequence"}
    assert "predictions" not in widget.initial


def test_widgets_import_no_tensorflow():
    code = "import sys, unrolled.widgets; sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_a_missing_anywidget_is_explained():
    code = "import sys; sys.modules['anywidget'] = None; import unrolled.widgets"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "pip install anywidget" in run.stderr


# ---- the same numbers as NumPy and Keras -------------------------------------------------


def random_widget(rng, mode):
    series = rng.normal(size=(int(rng.integers(8, 80)), int(rng.integers(1, 4)))) * 10
    widget = SequenceTensor(series)
    settings = {name: int(rng.integers(low, high + 1)) for name, (low, high) in widget.limits.items()}
    if rng.random() < 0.7:  # mostly small ones, so that several windows fit
        settings |= {name: int(rng.integers(1, 6)) for name in ("window", "stride", "horizon")}
    settings |= {
        "mode": mode,
        "order": str(rng.choice(["window first", "split first"])),
        "where": str(rng.choice(["post", "pre"])),
        "mask": bool(rng.random() < 0.5),
        "sequence": str(rng.choice(list(BATCH))),
    }
    return SequenceTensor(series, **settings)


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python) of random settings, 60 in each view."""
    rng = np.random.default_rng(7)
    made = [random_widget(rng, mode) for mode in ("windows", "padding") for _ in range(60)]
    made += [SequenceTensor(), SequenceTensor(mode="padding"), SequenceTensor(np.ones(8), mode="padding", mask=True)]
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def view(cases, mode):
    return [case for case in cases if case[0].mode == mode]


def cut(part, widget):
    """`sequences.windows` on one part, and nothing where nothing fits."""
    if len(part) < widget.window + widget.horizon:
        return np.empty((0, widget.window, part.shape[1])), np.empty((0, widget.horizon))
    return sequences.windows(part, widget.window, widget.horizon, widget.stride, target=0)


def test_windows_equal_the_package(cases):
    seen = 0
    for widget, values, _ in view(cases, "windows"):
        series = widget.series[: widget.length, : widget.features]
        parts = [series] if widget.order == "window first" else [series[: widget.train], series[widget.train :]]
        X, y = (np.concatenate(both) for both in zip(*(cut(part, widget) for part in parts)))
        assert values["n"] == len(X)
        if len(X):
            seen += 1
            chosen = min(widget.selected, len(X) - 1)
            np.testing.assert_array_equal(values["X"], X[chosen])
            np.testing.assert_array_equal(values["y"], y[chosen])
        if widget.order == "window first":
            starts = widget.stride * np.arange(len(X))
            touched = [set(range(s, s + widget.window + widget.horizon)) for s in starts]
            test_part = set(range(widget.train, widget.length))
            assert values["nLeak"] == sum(bool(t & test_part) for t, s in zip(touched, starts) if s < widget.train)
        else:
            assert values["nLeak"] == 0
    assert seen > 30


def batch(widget):
    """The four sequences of the padding view and their targets, made with NumPy."""
    column = widget.series[: widget.length, 0]
    scaler, _ = sequences.scale(column)
    scaled = scaler.transform(column)
    starts = [k * (widget.length - own - 1) // 3 for k, own in enumerate(BATCH.values())]
    cut = [slice(start, start + own) for start, own in zip(starts, BATCH.values())]
    return [scaled[s] for s in cut], [scaled[s.start + 1 : s.stop + 1] for s in cut]


def test_padding_equals_the_package_and_keras(cases):
    from keras.utils import pad_sequences

    for widget, values, _ in view(cases, "padding"):
        inputs, targets = batch(widget)
        X, mask = sequences.pad(inputs, where=widget.where, length=widget.pad_to)
        np.testing.assert_allclose(values["X"], X[:, :, 0], rtol=1e-12, atol=1e-12)
        assert np.array_equal(values["mask"], mask)
        padded = pad_sequences(values["inputs"], maxlen=widget.pad_to, padding=widget.where, dtype="float64")
        assert np.array_equal(values["X"], padded)
        np.testing.assert_allclose(values["y"], sequences.pad(targets, where=widget.where, length=widget.pad_to)[0][:, :, 0], rtol=1e-12, atol=1e-12)


def test_states_and_losses_equal_keras(cases):
    import keras

    rnn = keras.layers.SimpleRNN(2, return_sequences=True, dtype="float64")
    rnn.build((None, None, 1))
    W_x, W_h, b = [[0.9, -0.6]], [[0.5, -0.4], [0.3, 0.6]], [0.4, -0.3]
    rnn.set_weights([np.array(w) for w in (W_x, W_h, b)])
    for widget, values, _ in view(cases, "padding"):
        X, mask = np.array(values["X"])[:, :, None], np.array(values["mask"])
        states = rnn(X, mask=mask if widget.mask else None).numpy()
        np.testing.assert_allclose(values["hT"], states[:, -1], rtol=1e-10, atol=1e-10)
        np.testing.assert_allclose(values["states"], states, rtol=1e-10, atol=1e-10)
        errors = (states @ [0.8, -0.5] + 0.1 - np.array(values["y"])) ** 2
        assert values["lossAll"] == pytest.approx(errors.mean(), rel=1e-10)
        assert values["lossReal"] == pytest.approx(errors[mask].mean(), rel=1e-10)
        assert values["loss"] == (values["lossReal"] if widget.mask else values["lossAll"])
        alone = [rnn(np.array(x)[None, :, None]).numpy()[0, -1] for x in values["inputs"]]
        np.testing.assert_allclose(values["hAlone"], alone, rtol=1e-10, atol=1e-10)
        if widget.mask:
            assert values["drift"] == [0, 0, 0, 0]


def test_padded_states_end_nearer_to_the_resting_point_where_the_page_says_so(cases):
    W_h, b = np.array([[0.5, -0.4], [0.3, 0.6]]), np.array([0.4, -0.3])
    said = [values for _, values, _ in view(cases, "padding") if values["pulled"]]
    assert len(said) > 5
    for values in said:
        rest, plain, alone = (np.array(values[key]) for key in ("rest", "hPlain", "hAlone"))
        np.testing.assert_allclose(np.tanh(rest @ W_h + b), rest, rtol=1e-12)
        moved = (plain != alone).any(axis=1)
        assert (np.abs(plain - rest).max(axis=1) < np.abs(alone - rest).max(axis=1))[moved].all()
        assert values["apart"] == pytest.approx(np.ptp(plain, axis=0).max(), rel=1e-12)
        assert not values["masked"] and values["where"] == "post"


def test_keras_masking_layer_keeps_the_last_state(cases):
    """What the widget teaches holds for `Masking` too: zeros are skipped, H_T is as if alone."""
    import keras

    rnn = keras.layers.SimpleRNN(2, dtype="float64")
    rnn.build((None, None, 1))
    rnn.set_weights([np.array([[0.9, -0.6]]), np.array([[0.5, -0.4], [0.3, 0.6]]), np.array([0.4, -0.3])])
    masking = keras.layers.Masking(0.0, dtype="float64")
    for widget, values, _ in view(cases, "padding"):
        if widget.mask and np.all([v != 0 for row in values["inputs"] for v in row]):
            X = np.array(values["X"])[:, :, None]
            np.testing.assert_allclose(rnn(masking(X)).numpy(), values["hAlone"], rtol=1e-10, atol=1e-10)


def test_copied_python_computes_what_is_shown(cases):
    names = {
        "windows": {"n": lambda p: len(p["X"]), "nLeak": lambda p: p["leaks"].sum(), "nTrain": lambda p: len(p["X_train"]), "nTest": lambda p: len(p["X_test"])},
        "padding": {"X": lambda p: p["X"], "y": lambda p: p["y"], "mask": lambda p: p["mask"], "hT": lambda p: p["H_T"], "hAlone": lambda p: p["H_alone"],
                    "drift": lambda p: p["drift"], "states": lambda p: p["states"], "lossAll": lambda p: p["loss_all"], "lossReal": lambda p: p["loss_real"], "loss": lambda p: p["loss"]},
    }  # fmt: skip
    for widget, values, code in cases:
        place = {}
        exec(compile(code, "copied", "exec"), place)
        for key, read in names[widget.mode].items():
            np.testing.assert_allclose(np.asarray(read(place), dtype=float), np.asarray(values[key], dtype=float), rtol=1e-12, atol=1e-12, err_msg=key)
        if widget.mode == "windows" and values["n"]:
            assert np.array_equal(place["X"][place["selected"]], values["X"])
            assert np.array_equal(place["y"][place["selected"]], values["y"])
