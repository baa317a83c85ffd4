"""W1: from a series to the tensor (batch, timesteps, features)."""

import numpy as np
import traitlets

from .base import Choice, Whole, Widget, binary

SHORTEST, LONGEST, MOST_FEATURES = 8, 144, 3


def weather():
    """Sixty synthetic hours of temperature (°C), pressure (hPa) and humidity (%), shape (60, 3).

    Not measured: a daily wave, a passing front and a slow trend, rounded to one decimal, so
    that every number on the page can be made again from this formula.
    """
    t = np.arange(60.0)
    day = np.sin(2 * np.pi * (t - 9) / 24)
    front = np.exp(-(((t - 33) / 9) ** 2))
    temperature = 12 + 5 * day + 0.04 * t - 3 * front + 0.6 * np.sin(1.7 * t)
    pressure = 1014 + 0.05 * t - 9 * front + 0.8 * np.sin(0.9 * t + 1)
    humidity = 62 - 16 * day + 14 * front + 2 * np.sin(2.3 * t)
    return np.round(np.stack([temperature, pressure, humidity], axis=1), 1)


class SequenceTensor(Widget):
    """A batch is a box, windows overlap, and padding must not count.

    series : (N,) or (N, features) finite numbers, 8 to 144 timesteps and at most 3 features,
             or None for 60 synthetic hours of weather
    names, units : one string a feature

    mode     : "windows" or "padding", which of the two views is shown
    length   : N, how many values of the series are used
    window   : T, timesteps in a window
    stride   : s, timesteps from one window to the next
    horizon  : H, values of the first feature to predict after each window
    features : d, how many features are used
    train    : how many values the training part has
    order    : "window first" cuts the series before it is split, "split first" after
    selected : the window that is shown
    pad_to   : timesteps of the padded batch
    where    : "post" or "pre", where the zeros stand
    mask     : whether padded steps are skipped
    sequence : "A", "B", "C" or "D", the sequence whose states are drawn

    Raises ValueError for a series of another shape or with NaN or infinity, for names or units
    of another number, and `traitlets.TraitError` for a setting out of range.
    """

    series = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=binary)
    names = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    units = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)

    mode = Choice("windows", "padding", default="windows")
    length = Whole()
    window = Whole()
    stride = Whole(4)
    horizon = Whole(2)
    features = Whole()
    train = Whole()
    order = Choice("window first", "split first", default="window first")
    selected = Whole()
    pad_to = Whole(8)
    where = Choice("post", "pre", default="post")
    mask = traitlets.Bool(False).tag(sync=True, setting=True)
    sequence = Choice("A", "B", "C", "D", default="C")

    def __init__(self, series=None, names=None, units=None, **settings):
        if series is None:
            series = weather()
            names = names or ["temperature", "pressure", "humidity"]
            units = units or ["°C", "hPa", "%"]
        series = _checked(series)
        steps, features = series.shape
        self.set_trait("series", series)
        self.set_trait("names", _texts("names", names, features, "feature {}"))
        self.set_trait("units", _texts("units", units, features, ""))
        self.set_trait(
            "limits",
            {
                "length": (SHORTEST, steps),
                "window": (1, 24),
                "stride": (1, 24),
                "horizon": (1, 12),
                "features": (1, features),
                "train": (2, steps),
                "selected": (0, steps - 1),
                "pad_to": (6, 12),
            },
        )
        super().__init__(**settings)

    # Defaults that fit the series, where the settings leave them open.
    @traitlets.default("length")
    def _length(self):
        return min(40, len(self.series))

    @traitlets.default("window")
    def _window(self):
        return min(8, self.length // 4)

    @traitlets.default("train")
    def _train(self):
        return round(0.7 * self.length)

    @traitlets.default("features")
    def _features(self):
        return self.series.shape[1]


def _checked(series):
    values = np.asarray(series)
    if values.dtype.kind not in "fiub" or values.ndim not in (1, 2):
        raise ValueError(
            f"series has shape {values.shape} and holds {values.dtype}; "
            f"expected real numbers of shape (N,) or (N, features)"
        )
    values = values.reshape(len(values), -1).astype(float)
    steps, features = values.shape
    if not SHORTEST <= steps <= LONGEST or not 1 <= features <= MOST_FEATURES:
        raise ValueError(
            f"series has {steps} timesteps and {features} features; expected {SHORTEST} to "
            f"{LONGEST} timesteps and 1 to {MOST_FEATURES} features"
        )
    if not np.isfinite(values).all():
        raise ValueError(
            f"series has {np.count_nonzero(~np.isfinite(values))} NaN or infinite values; "
            f"expected finite numbers"
        )
    return values


def _texts(what, texts, features, pattern):
    texts = [pattern.format(i + 1) for i in range(features)] if texts is None else list(texts)
    if len(texts) != features:
        raise ValueError(f"{what} has {len(texts)} entries; the series has {features} features")
    return texts
