"""`unrolled.sequences`: counts, contents, no leakage, and agreement with Keras."""

import doctest

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from unrolled import sequences
from unrolled.sequences import n_windows, pad, scale, split, split_groups, windows

settings.register_profile("untimed", deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")

moderate = st.integers(-(10**9), 10**9).map(lambda number: number / 1000)
methods = st.sampled_from(["standard", "minmax"])


@st.composite
def cuttable(draw, rank=None):
    """A series that is long enough, with the window, horizon and stride to cut it by."""
    window, horizon, stride = (draw(st.integers(1, 6)) for _ in range(3))
    length = window + horizon + draw(st.integers(0, 20))
    shape = (length,) if (rank or draw(st.integers(1, 2))) == 1 else (length, draw(st.integers(1, 3)))
    return draw(hnp.arrays(float, shape, elements=moderate)), window, horizon, stride


@st.composite
def divisible(draw):
    """A series whose values are all different, and whole lengths that sum to its own."""
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=4))
    return np.arange(float(sum(lengths))), lengths


@st.composite
def train_and_test(draw):
    """Two parts of one series, with as many features."""
    features = draw(st.sampled_from([(), (1,), (3,)]))
    return [
        draw(hnp.arrays(float, (draw(st.integers(1, 12)), *features), elements=moderate))
        for _ in range(2)
    ]


@st.composite
def ragged(draw):
    """Sequences that differ in length only."""
    features = draw(st.sampled_from([(), (1,), (2,)]))
    lengths = draw(st.lists(st.integers(0, 6), min_size=1, max_size=5))
    return [draw(hnp.arrays(float, (n, *features), elements=moderate)) for n in lengths]


def test_the_example_of_the_module_holds():
    result = doctest.testmod(sequences)
    assert result.attempted > 0 and result.failed == 0


# --- windows


@given(cuttable())
def test_windows_are_the_slices_that_a_loop_would_take(case):
    series, window, horizon, stride = case
    X, y = windows(series, window, horizon, stride)
    starts = range(0, len(series) - window - horizon + 1, stride)
    assert len(X) == len(y) == n_windows(len(series), window, horizon, stride) == len(starts)
    for k, start in enumerate(starts):
        row = np.concatenate([X[k].reshape(window, *series.shape[1:]), y[k]])
        np.testing.assert_array_equal(row, series[start : start + window + horizon])


@given(st.integers(2, 300), st.data())
def test_the_count_is_the_formula(length, data):
    window = data.draw(st.integers(1, length - 1))
    horizon = data.draw(st.integers(1, length - window))
    stride = data.draw(st.integers(1, 300))
    expected = np.floor((length - window - horizon) / stride) + 1
    assert n_windows(length, window, horizon, stride) == expected


@given(cuttable(rank=2), st.data())
def test_a_target_is_one_column_of_all_targets(case, data):
    series, *cut = case
    column = data.draw(st.integers(0, series.shape[1] - 1))
    X, y = windows(series, *cut)
    X_one, y_one = windows(series, *cut, target=column)
    np.testing.assert_array_equal(X_one, X)
    np.testing.assert_array_equal(y_one, y[:, :, column])


def test_the_airline_years_give_the_known_shapes():
    X, y = windows(np.arange(144), window=12)
    assert X.shape == (132, 12, 1) and y.shape == (132, 1)
    weather = np.zeros((38, 2))
    X, y = windows(weather, window=5, horizon=2)
    assert X.shape == (32, 5, 2) and y.shape == (32, 2, 2)


def test_windows_are_new_arrays_that_may_be_written():
    series = np.arange(10.0)
    X, y = windows(series, window=3, horizon=2)
    for array in (X, y):
        assert array.flags.owndata and array.flags.writeable and array.flags.c_contiguous
    X[:] = y[:] = -1
    np.testing.assert_array_equal(series, np.arange(10.0))
    assert windows(series, window=9)[0].flags.owndata  # one window, the whole series


@pytest.mark.parametrize("given_, kept", [("float32", "float32"), ("int64", "float64"), (bool, "float64")])
def test_floats_keep_their_dtype_and_whole_numbers_become_float64(given_, kept):
    series = np.ones(6, dtype=given_)
    _, scaled = scale(series)
    for array in (*windows(series, 2), scaled, pad([series])[0]):
        assert array.dtype == kept


# --- split


@given(divisible())
def test_the_parts_one_after_the_other_are_the_series(case):
    series, lengths = case
    parts = split(series, lengths)
    assert [len(part) for part in parts] == lengths
    np.testing.assert_array_equal(np.concatenate(parts), series)


@given(divisible(), st.data())
def test_context_reaches_back_and_targets_never_overlap(case, data):
    series, lengths = case
    window = data.draw(st.integers(1, 12))
    if window >= lengths[0]:
        lengths[0] += window
        series = np.arange(float(sum(lengths)))
    parts = split(series, lengths, context=window)
    targets = [windows(part, window)[1].ravel() for part in parts]
    # The values are all different: together the targets are the series after its first window.
    np.testing.assert_array_equal(np.concatenate(targets), series[window:])
    for part, start in zip(parts[1:], np.cumsum(lengths)):
        np.testing.assert_array_equal(part[:window], series[start - window : start])


def test_fractions_go_to_the_nearest_border():
    assert [len(p) for p in split(np.arange(10), (0.7, 0.2, 0.1))] == [7, 2, 1]
    assert [len(p) for p in split(np.arange(144), (2 / 3, 1 / 3))] == [96, 48]
    assert [len(p) for p in split(np.arange(11), (1 / 3, 1 / 3, 1 / 3))] == [4, 3, 4]


def test_split_cuts_any_rank_and_keeps_the_dtype_apart_from_the_series():
    series = np.arange(24).reshape(6, 2, 2)
    train, test = split(series, (4, 2), context=1)
    assert train.shape == (4, 2, 2) and test.shape == (3, 2, 2) and train.dtype == series.dtype
    train[:] = -1
    assert series[0, 0, 0] == 0 and test[0, 0, 0] == 12
    assert len(split(series, (4, 2), context=4)[1]) == 6  # as far back as there is anything


# --- groups


@given(st.lists(st.integers(0, 8), min_size=1, max_size=40), st.integers(0, 5), st.data())
def test_no_group_is_in_two_parts_and_no_row_is_lost(groups, seed, data):
    groups = np.array(groups)
    total = len(set(groups.tolist()))
    first = data.draw(st.integers(1, total))
    counts = (first, total - first) if first < total else (first,)
    parts = split_groups(groups, counts, seed)
    members = [set(groups[part].tolist()) for part in parts]
    assert [len(m) for m in members] == list(counts)
    assert sum(map(len, members)) == len(set.union(*members))
    assert sorted(np.concatenate(parts).tolist()) == list(range(len(groups)))
    for part in parts:
        assert (np.diff(part) > 0).all()


def test_the_seed_decides_which_groups_go_where():
    cells = np.repeat([f"cell {k}" for k in range(10)], 3)

    def train_cells(seed):
        train, _ = split_groups(cells, (0.8, 0.2), seed)
        return tuple(np.unique(cells[train]))

    assert train_cells(1) == train_cells(1)
    assert len({train_cells(seed) for seed in range(10)}) > 1
    assert len(train_cells(0)) == 8


# --- scale


@given(train_and_test(), methods)
def test_inverse_undoes_transform(parts, method):
    scaler, *scaled = scale(*parts, method=method)
    for part, small in zip(parts, scaled):
        assert small.shape == part.shape
        tolerance = 1e-12 * max(1.0, np.abs(part).max(), np.abs(scaler.center).max())
        np.testing.assert_allclose(scaler.inverse(small), part, rtol=0, atol=tolerance)


@given(train_and_test(), methods, st.floats(-1e3, 1e3))
def test_the_statistics_come_from_the_train_part_alone(parts, method, shift):
    train, test = parts
    scaler, scaled, _ = scale(train, test, method=method)
    moved, scaled_again, _ = scale(train, test * 3 + shift, method=method)
    np.testing.assert_array_equal(moved.center, scaler.center)
    np.testing.assert_array_equal(moved.spread, scaler.spread)
    np.testing.assert_array_equal(scaled_again, scaled)


def test_each_method_does_what_it_says_feature_by_feature():
    train = np.array([[1.0, 10.0], [3.0, 30.0], [5.0, 20.0]])
    _, standard = scale(train)
    np.testing.assert_allclose(standard.mean(axis=0), 0, atol=1e-15)
    np.testing.assert_allclose(standard.std(axis=0), 1)
    scaler, minmax, beyond = scale(train, [[7.0, 0.0]], method="minmax")
    np.testing.assert_allclose(minmax, [[0, 0], [0.5, 1], [1, 0.5]])
    np.testing.assert_allclose(beyond, [[1.5, -0.5]])
    np.testing.assert_allclose(scaler.center, [1, 10])
    np.testing.assert_allclose(scaler.spread, [4, 20])


@pytest.mark.parametrize("method", ["standard", "minmax"])
@pytest.mark.parametrize("constant", [0.1, 7.0, 1e-300])
def test_a_constant_feature_is_only_shifted(method, constant):
    train = np.column_stack([np.full(10, constant), np.arange(10.0)])
    scaler, scaled = scale(train, method=method)
    assert scaler.spread[0] == 1
    np.testing.assert_allclose(scaled[:, 0], 0, atol=1e-15)


def test_a_deviation_too_small_for_a_float_gives_no_nan():
    scaler, scaled = scale([0.0, 1e-170])
    assert scaler.spread == 1 and np.isfinite(scaled).all()


def test_a_scaler_takes_windows_and_predictions():
    series = np.arange(24.0).reshape(8, 3)
    scaler, scaled = scale(series)
    X, _ = windows(scaled, window=3)
    np.testing.assert_allclose(scaler.inverse(X), windows(series, window=3)[0])
    one, scaled = scale(series[:, 0])
    X, y = windows(scaled, window=3, horizon=2)
    X_raw, y_raw = windows(series[:, 0], window=3, horizon=2)
    np.testing.assert_allclose(one.inverse(X), X_raw)
    np.testing.assert_allclose(one.inverse(y), y_raw)


# --- pad


@given(ragged(), st.sampled_from(["post", "pre"]), st.integers(0, 3))
def test_the_mask_finds_the_sequences_in_the_batch(arrays, where, more):
    length = max(map(len, arrays)) + more
    X, mask = pad(arrays, value=-7, where=where, length=length)
    features = 1 if arrays[0].ndim == 1 else arrays[0].shape[1]
    assert X.shape == (len(arrays), length, features) and mask.shape == X.shape[:2]
    assert mask.dtype == bool
    for row, real, array in zip(X, mask, arrays):
        np.testing.assert_array_equal(row[real].reshape(array.shape), array)
        assert (row[~real] == -7).all()
        side = real if where == "post" else real[::-1]
        assert side[: len(array)].all() and not side[len(array) :].any()


# --- Keras does the same


@pytest.fixture(scope="module")
def keras_utils():
    from tensorflow import keras

    return keras.utils


@pytest.mark.parametrize("shape", [(30,), (30, 2)])
@pytest.mark.parametrize("window, horizon, stride", [(1, 1, 1), (5, 1, 1), (5, 3, 2), (20, 10, 4)])
def test_windows_are_those_of_keras(keras_utils, shape, window, horizon, stride):
    series = np.random.default_rng(0).normal(size=shape)
    following = np.stack(
        [series[start : start + horizon] for start in range(window, len(series) - horizon + 1)]
    )
    batches = keras_utils.timeseries_dataset_from_array(
        series, following, sequence_length=window, sequence_stride=stride, batch_size=None
    )
    pairs = list(batches.as_numpy_iterator())
    X, y = windows(series, window, horizon, stride)
    np.testing.assert_array_equal(X.reshape(-1, window, *shape[1:]), [pair[0] for pair in pairs])
    np.testing.assert_array_equal(y, [pair[1] for pair in pairs])


@pytest.mark.parametrize("where", ["post", "pre"])
@pytest.mark.parametrize("length", [None, 7])
def test_padding_is_that_of_keras(keras_utils, where, length):
    arrays = [np.arange(1.0, n + 1) for n in (3, 5, 1)]
    expected = keras_utils.pad_sequences(
        arrays, maxlen=length, dtype=float, padding=where, value=-1.0
    )
    X, mask = pad(arrays, value=-1.0, where=where, length=length)
    np.testing.assert_array_equal(X[:, :, 0], expected)
    np.testing.assert_array_equal(mask, expected != -1)


# --- bad input

HOLES = np.array([1, 2, np.nan, 4, np.inf, 6])
ROWS = np.zeros((10, 2))


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: windows(np.zeros(15), 20), r"series has 15 values; window 20 \+ horizon 1 needs at least 21"),
        (lambda: windows([], 1), r"series has 0 values; window 1 \+ horizon 1 needs at least 2"),
        (lambda: n_windows(5, 3, 3), r"series has 5 values; window 3 \+ horizon 3 needs at least 6"),
        (lambda: n_windows(-1, 1), "length is -1; expected a whole number of at least 0"),
        (lambda: windows(HOLES, 2), "series has 2 NaN or infinite values, the first at index 2;"),
        (lambda: windows(HOLES.reshape(3, 2), 1), r"2 NaN or infinite values, the first at index \(1, 0\);"),
        (lambda: windows(5.0, 2), r"series has shape \(\); expected rank 1 or 2"),
        (lambda: windows(np.zeros((9, 2, 2)), 2), r"series has shape \(9, 2, 2\); expected rank 1 or 2"),
        (lambda: windows(["a", "b", "c"], 1), "series holds <U1; expected real numbers"),
        (lambda: windows([1, 2, None], 1), "series holds object; expected real numbers"),
        (lambda: windows(np.zeros(9), 0), "window is 0; expected a whole number of at least 1"),
        (lambda: windows(np.zeros(9), 2.5), "window is 2.5; expected a whole number"),
        (lambda: windows(np.zeros(9), True), "window is True; expected a whole number"),
        (lambda: windows(np.zeros(9), 2, horizon=0), "horizon is 0; expected a whole number of at least 1"),
        (lambda: windows(np.zeros(9), 2, stride=-1), "stride is -1; expected a whole number of at least 1"),
        (lambda: windows(np.zeros(9), 2, target=0), r"target 0 names a column, but the series has shape \(9,\)"),
        (lambda: windows(ROWS, 2, target=2), "target is 2; expected a whole number from 0 to 1"),
        (lambda: windows(ROWS, 2, target=-1), "target is -1; expected a whole number from 0 to 1"),
        (lambda: split(3.0, (1,)), "series is a single value"),
        (lambda: split(ROWS, 0.8), "parts is 0.8; expected fractions or whole numbers, one a part"),
        (lambda: split(ROWS, ()), r"parts is \(\); expected fractions or whole numbers"),
        (lambda: split(ROWS, (0.8, 0.3)), r"sum to 1.1; expected fractions that sum to 1 or whole numbers that sum to the 10 values"),
        (lambda: split(ROWS, (np.nan, 1.0)), "sum to nan; expected fractions"),
        (lambda: split(ROWS, (8, 3)), "sum to 11; expected"),
        (lambda: split(ROWS, (0.99, 0.01)), r"parts \(0.99, 0.01\) of 10 values leave part 1 empty"),
        (lambda: split(ROWS, (12, -2)), "leave part 1 empty"),
        (lambda: split(ROWS, (10, 0)), "leave part 1 empty"),
        (lambda: split(ROWS, (4, 6), context=5), "context is 5; the first part has only 4 values to hand along"),
        (lambda: split(ROWS, (4, 6), context=-1), "context is -1; expected a whole number of at least 0"),
        (lambda: split_groups(ROWS, (0.5, 0.5)), r"groups has shape \(10, 2\); expected one label a row"),
        (lambda: split_groups([1, 1, 2], (2, 1)), "sum to 3; expected .* sum to the 2 groups"),
        (lambda: split_groups([1, 1, 2], (0.9, 0.1)), "of 2 groups leave part 1 empty"),
        (lambda: split_groups([1, np.nan], (1, 1)), "groups has 1 NaN or infinite values, the first at index 1"),
        (lambda: scale(HOLES), "train has 2 NaN or infinite values, the first at index 2"),
        (lambda: scale([1, 2], HOLES), r"others\[0\] has 2 NaN"),
        (lambda: scale([]), r"train has shape \(0,\); expected at least one value"),
        (lambda: scale(np.zeros((2, 2, 2))), "expected rank 1 or 2"),
        (lambda: scale(ROWS, ROWS, np.zeros((5, 3))), r"train has shape \(10, 2\) and others\[1\] \(5, 3\)"),
        (lambda: scale(np.zeros(5), ROWS), r"train has shape \(5,\) and others\[0\] \(10, 2\)"),
        (lambda: scale(ROWS, method="robust"), "method 'robust'; expected 'standard' or 'minmax'"),
        (lambda: scale(ROWS)[0].transform(np.zeros((4, 3))), r"values has shape \(4, 3\); the scaler was fitted on 2 features"),
        (lambda: scale(ROWS)[0].inverse(5.0), r"values has shape \(\); the scaler was fitted on 2 features"),
        (lambda: scale(np.zeros(5))[0].inverse(HOLES), "values has 2 NaN or infinite values"),
        (lambda: pad([]), "sequences is empty"),
        (lambda: pad([1, 2]), r"sequences\[0\] has shape \(\); expected rank 1 or 2"),
        (lambda: pad([[1], [2, np.nan]]), r"sequences\[1\] has 1 NaN"),
        (lambda: pad([ROWS, np.zeros(4)]), r"sequences\[0\] has shape \(10, 2\) and sequences\[1\] \(4,\)"),
        (lambda: pad([ROWS, np.zeros((4, 3))]), r"sequences\[1\] \(4, 3\); expected the same rank"),
        (lambda: pad([[1, 2, 3]], length=2), "length is 2, but the longest sequence has 3 timesteps"),
        (lambda: pad([[1, 2, 3]], length=3.5), "length is 3.5; expected a whole number"),
        (lambda: pad([[1, 2, 3]], where="left"), "where 'left'; expected 'post' or 'pre'"),
        (lambda: pad([[1, 2, 3]], value=np.nan), "value has 1 NaN"),
        (lambda: pad([[1, 2, 3]], value=None), "value holds object; expected real numbers"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()
