"""From one long series to the tensors that a recurrent network reads.

The data goes one way: `split`, then `scale`, then `windows`.  Splitting first keeps the
targets of the parts apart, scaling second keeps the statistics of the test part out of
training, and cutting windows last keeps a window from reaching over a border unseen.

    >>> series = np.arange(20.0)
    >>> train, test = split(series, (0.7, 0.3), context=3)
    >>> scaler, train, test = scale(train, test)
    >>> X, y = windows(train, window=3)
    >>> X_test, y_test = windows(test, window=3)
    >>> X.shape, y.shape, X_test.shape, y_test.shape
    ((11, 3, 1), (11, 1), (6, 3, 1), (6, 1))
    >>> scaler.inverse(y_test[0])  # the first value of the test part
    array([14.])

`split_groups` divides many series (patients, batteries) rather than one, and `pad` makes a
batch of sequences whose lengths differ.  Only NumPy is needed.
"""

import math
from dataclasses import dataclass
from numbers import Integral

import numpy as np


def n_windows(length, window, horizon=1, stride=1):
    """How many windows a series of `length` values gives: floor((N - T - H) / s) + 1.

    Raises ValueError when the series is too short for one window and its targets, or when an
    argument is not a whole number in range.
    """
    _whole("length", length, least=0)
    _whole("window", window)
    _whole("horizon", horizon)
    _whole("stride", stride)
    if length < window + horizon:
        raise ValueError(
            f"series has {length} values; window {window} + horizon {horizon} "
            f"needs at least {window + horizon}"
        )
    return int((length - window - horizon) // stride + 1)


def windows(series, window, horizon=1, stride=1, target=None):
    """Cut a series into windows and the values that follow each of them.

    Window k starts at `k * stride` and its targets are the `horizon` values right after it.

    series : (N,) or (N, features), finite numbers
    target : for a series of several features, the column to predict; None predicts them all

    Returns `X` of shape (n, window, features), with one feature for a series of shape (N,),
    and `y` of shape (n, horizon), or (n, horizon, features) when every feature of a
    two-dimensional series is predicted.  Both are new arrays; floats keep their dtype and
    integers become float64.

    Raises ValueError for a series that is too short, holds NaN or infinity or has another
    rank, for a window, horizon or stride that is not a whole number of at least 1, and for a
    target that is not one of the columns.
    """
    series = _numbers("series", series, ranks=(1, 2))
    n_windows(len(series), window, horizon, stride)  # refuses what cannot be cut
    columns = series[:, None] if series.ndim == 1 else series
    if target is not None:
        if series.ndim == 1:
            raise ValueError(
                f"target {target!r} names a column, but the series has shape {series.shape}; "
                f"expected target=None or a series of shape (N, features)"
            )
        _whole("target", target, least=0, most=columns.shape[1] - 1)

    spans = np.lib.stride_tricks.sliding_window_view(columns, window + horizon, axis=0)
    spans = spans[::stride].swapaxes(1, 2)  # (n, window + horizon, features)
    X, y = spans[:, :window], spans[:, window:]
    if series.ndim == 1:
        y = y[:, :, 0]
    elif target is not None:
        y = y[:, :, target]
    return X.copy(), y.copy()


def split(series, parts, context=0):
    """Cut a series into consecutive parts, first to last: the past trains, the future tests.

    series  : (N, ...), cut along its first axis
    parts   : fractions that sum to 1 (each border goes to the nearest value), or whole
              lengths that sum to N
    context : how many values before its start each later part is handed as well

    With `context=window` the first target of a later part is its first own value: its inputs
    may reach back into the part before, and no target belongs to two parts.

    Returns one new array a part.  Raises ValueError when the parts do not add up, when one of
    them is empty, and when the context reaches back before the series begins.
    """
    series = np.asarray(series)
    if series.ndim == 0:
        raise ValueError("series is a single value; expected an array of shape (N, ...)")
    borders = _borders(parts, len(series), "values")
    _whole("context", context, least=0)
    if len(borders) > 2 and context > borders[1]:
        raise ValueError(
            f"context is {context}; the first part has only {borders[1]} values to hand along"
        )
    starts = [0, *(border - context for border in borders[1:-1])]
    return tuple(series[start:stop].copy() for start, stop in zip(starts, borders[1:]))


def split_groups(groups, parts, seed=0):
    """Divide rows by their group, so that no group is in two parts.

    groups : (N,), the label of each row's group (a patient, a battery)
    parts  : fractions of the number of groups that sum to 1, or whole counts of groups

    The groups are shuffled with `np.random.default_rng(seed)`.  Returns one index array a
    part, ascending.  Raises ValueError when the parts do not add up, when one of them is
    empty, for NaN among the labels, and for labels of another shape.
    """
    groups = np.asarray(groups)
    if groups.ndim != 1:
        raise ValueError(f"groups has shape {groups.shape}; expected one label a row, shape (N,)")
    if groups.dtype.kind == "f":
        _finite("groups", groups)  # NaN would count as a group
    labels, member = np.unique(groups, return_inverse=True)
    borders = _borders(parts, len(labels), "groups")
    order = np.random.default_rng(seed).permutation(len(labels))
    return tuple(
        np.flatnonzero(np.isin(member, order[start:stop]))
        for start, stop in zip(borders, borders[1:])
    )


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Scaler:
    """The shift and stretch that `scale` learned: `transform` applies them, `inverse` undoes them.

    center, spread : (features,), or one number each when learned from a series of shape (N,)

    Both methods take finite numbers of any shape whose last axis is features, or of any shape
    at all when there is one number.  They return a new array, in which floats keep their
    dtype, and raise ValueError for NaN, infinity or another number of features.
    """

    center: np.ndarray
    spread: np.ndarray

    def transform(self, values):
        """The values in units of `spread` around `center`, in their own shape."""
        values = self._checked(values)
        return ((values - self.center) / self.spread).astype(values.dtype)

    def inverse(self, values):
        """Scaled values, such as a network's predictions, back in the units of the series."""
        values = self._checked(values)
        return (values * self.spread + self.center).astype(values.dtype)

    def _checked(self, values):
        values = _numbers("values", values)
        features = np.shape(self.center)
        if features and values.shape[-1:] != features:
            raise ValueError(
                f"values has shape {values.shape}; the scaler was fitted on {features[0]} "
                f"features and expects them on the last axis"
            )
        return values


def scale(train, *others, method="standard"):
    """Scale the parts of a series with statistics of the first part alone.

    train, *others : (N,), scaled over everything, or (N, features), scaled feature by feature
    method         : "standard" gives `train` mean 0 and standard deviation 1 (dividing by N);
                     "minmax" gives it the range 0 to 1

    A feature that is constant in `train` is only shifted.  Returns the `Scaler`, then `train`
    and each of the others, scaled.  Raises ValueError for an unknown method, an empty train
    part, NaN or infinity, another rank, and parts whose features differ.
    """
    train = _numbers("train", train, ranks=(1, 2))
    if not train.size:
        raise ValueError(f"train has shape {train.shape}; expected at least one value to fit on")
    others = [_numbers(f"others[{k}]", other) for k, other in enumerate(others)]
    for k, other in enumerate(others):
        if other.ndim != train.ndim or other.shape[1:] != train.shape[1:]:
            raise ValueError(
                f"train has shape {train.shape} and others[{k}] {other.shape}; "
                f"expected the same rank and the same features"
            )
    low, high = train.min(axis=0), train.max(axis=0)
    # float64 even for float32 input: a sum over a long series loses digits.
    if method == "standard":
        center, spread = train.mean(axis=0, dtype=float), train.std(axis=0, dtype=float)
    elif method == "minmax":
        center, spread = low.astype(float), high.astype(float) - low
    else:
        raise ValueError(f"method {method!r}; expected 'standard' or 'minmax'")
    # Rounding can leave a constant feature a tiny deviation, and tiny differences one of zero.
    scaler = Scaler(center, np.where((low == high) | (spread == 0), 1.0, spread)[()])
    return scaler, *map(scaler.transform, (train, *others))


def pad(sequences, value=0.0, where="post", length=None):
    """Make one batch of sequences whose lengths differ, with the mask of their real steps.

    sequences : arrays of shape (T_i,), or all of shape (T_i, features)
    value     : what fills the missing steps
    where     : "post" fills after the real steps, "pre" before them
    length    : T; None takes the longest sequence

    Returns `X` of shape (n, T, features), with one feature for sequences of shape (T_i,), and
    the boolean `mask` of shape (n, T), True on real steps.  Raises ValueError for no sequence,
    for one of another rank or other features, for NaN or infinity, for an unknown `where`, and
    for a length below the longest, since nothing is ever cut off.
    """
    arrays = [_numbers(f"sequences[{k}]", s, ranks=(1, 2)) for k, s in enumerate(sequences)]
    if not arrays:
        raise ValueError("sequences is empty; expected at least one sequence")
    for k, array in enumerate(arrays):
        if array.ndim != arrays[0].ndim or array.shape[1:] != arrays[0].shape[1:]:
            raise ValueError(
                f"sequences[0] has shape {arrays[0].shape} and sequences[{k}] {array.shape}; "
                f"expected the same rank and the same features"
            )
    if where not in ("post", "pre"):
        raise ValueError(f"where {where!r}; expected 'post' or 'pre'")
    value = _numbers("value", value, ranks=(0,))
    longest = max(map(len, arrays))
    if length is None:
        length = longest
    _whole("length", length, least=0)
    if length < longest:
        raise ValueError(f"length is {length}, but the longest sequence has {longest} timesteps")

    lengths = np.array([len(array) for array in arrays])[:, None]
    step = np.arange(length)
    mask = step < lengths if where == "post" else step >= length - lengths
    features = arrays[0].shape[1] if arrays[0].ndim == 2 else 1
    steps = np.concatenate(arrays).reshape(-1, features)
    X = np.full((len(arrays), length, features), value, dtype=steps.dtype)
    X[mask] = steps
    return X, mask


def _borders(parts, total, things):
    """Where the parts of `total` things begin and end: [0, ..., total]."""
    shares = np.asarray(parts)
    if shares.ndim != 1 or not shares.size or shares.dtype.kind not in "iuf":
        raise ValueError(f"parts is {parts!r}; expected fractions or whole numbers, one a part")
    shares = shares.tolist()
    whole = all(isinstance(share, int) for share in shares)
    # `isclose` forgives 0.7 + 0.2 + 0.1 its rounding; NaN fails it.
    if not (sum(shares) == total if whole else math.isclose(sum(shares), 1, abs_tol=1e-9)):
        raise ValueError(
            f"parts {tuple(shares)} sum to {sum(shares):.12g}; expected fractions that sum to 1 "
            f"or whole numbers that sum to the {total} {things}"
        )
    ends = np.cumsum(shares)
    borders = [0, *(ends if whole else np.rint(ends * total).astype(int)).tolist()]
    for k, (start, stop) in enumerate(zip(borders, borders[1:])):
        if start >= stop:
            raise ValueError(f"parts {tuple(shares)} of {total} {things} leave part {k} empty")
    return borders


def _whole(name, value, least=1, most=None):
    """Refuse anything but a whole number from `least` to `most`."""
    if (
        not isinstance(value, Integral)
        or isinstance(value, bool)
        or value < least
        or (most is not None and value > most)
    ):
        limits = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} is {value!r}; expected a whole number {limits}")


def _numbers(name, values, ranks=None):
    """The values as an array of finite floats of an allowed rank."""
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} holds {array.dtype}; expected real numbers")
    if ranks and array.ndim not in ranks:
        allowed = " or ".join(map(str, ranks))
        raise ValueError(f"{name} has shape {array.shape}; expected rank {allowed}")
    if array.dtype.kind != "f":
        array = array.astype(float)
    _finite(name, array)
    return array


def _finite(name, array):
    bad = np.argwhere(~np.isfinite(np.atleast_1d(array)))
    if len(bad):
        first = tuple(bad[0].tolist())
        raise ValueError(
            f"{name} has {len(bad)} NaN or infinite values, the first at index "
            f"{first[0] if len(first) == 1 else first}; expected finite numbers"
        )
