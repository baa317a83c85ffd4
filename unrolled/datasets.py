"""The series of the book, each with its index, units and origin.

    >>> load_airline()
    Series('airline_passengers', 144 values, 1949-01-01 to 1960-12-01, thousands of passengers)

A data file is taken from the first place that has it: the folder named by the environment
variable `UNROLLED_DATA`, the checkout's `data/`, the copy inside the installed package, the
download cache, the public repository.  Wherever it was found, it is read only if its SHA-256
is the one below.  `data/README.md` says where the numbers come from.
"""

import hashlib
import io
import math
import os
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path

import numpy as np

BASE_URL = "https://raw.githubusercontent.com/OWNER/unrolled/main/data/"

SHA256 = {
    "airline_passengers.csv": "29a86cac504338c7c5607e721396e4bda240ca61785ffcac9ed1af4088199d42",
    "architectures.csv": "86b9c380bf982df06ea543603189467bdab47de4ee9354bdbe8c511d8fb3edf7",
    "forget_bias.csv": "43654386de422b1b8db6f76411d47443ebee5d2df26fbe0b1aac7abbdca7ab20",
    "forecasting.csv": "19c767cd4e0c54b31ea926e5dfd475ee499dd2ac26d401b62b9188c223e4e8dc",
    "pm25.csv": "b64774be57deac364b863b33ec02e9eb8a370ab7a601f87fe39ab402d410df93",
    "seq2seq.csv": "545de21474a096cbbe84dc1f1063ac3b6b1024c59942d1534cb9a9b9a5c20cc8",
}

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Series:
    """One regularly sampled series.

    values : (N,) float64, read-only, so that no notebook changes what the next one loads
    index  : pandas DatetimeIndex or RangeIndex of length N
    """

    name: str
    values: np.ndarray
    index: "pandas.DatetimeIndex | pandas.RangeIndex"
    units: str
    origin: str

    def __post_init__(self):
        values = np.array(self.values, dtype=float)
        if values.shape != (len(self.index),):
            raise ValueError(
                f"values has shape {values.shape}; the index expects {(len(self.index),)}"
            )
        values.flags.writeable = False
        object.__setattr__(self, "values", values)

    def __len__(self):
        return len(self.values)

    def __repr__(self):
        first, last = self.index[[0, -1]].astype(str)
        return f"Series({self.name!r}, {len(self)} values, {first} to {last}, {self.units})"


def load_airline():
    """Passengers of international airlines, 144 months from 1949-01, in thousands.

    Source: Box, Jenkins and Reinsel, Time Series Analysis, Series G.  Raises ValueError for a
    file with a wrong checksum and OSError when the file is neither here nor to be downloaded.
    """
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read("airline_passengers.csv")))
    return Series(
        name="airline_passengers",
        values=table["Passengers"],
        index=pd.DatetimeIndex(table["Month"], freq="MS"),
        units="thousands of passengers",
        origin="Box, Jenkins and Reinsel, Time Series Analysis: Forecasting and Control, Series G",
    )


def load_pm25():
    """Fine dust (PM2.5) at 25 steps, in µg/m³: the sample of a published tutorial.

    Its author states neither place nor times nor unit; µg/m³ is what PM2.5 is measured in.
    Raises as `load_airline` does.
    """
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read("pm25.csv")))
    return Series(
        name="pm25",
        values=table["pm25"],
        index=pd.RangeIndex(len(table), name="step"),
        units="µg/m³",
        origin="Model Perspective, Understanding RNNs and LSTM; place, times and unit not stated",
    )


def load_forget_bias():
    """Nine trainings of chapter 4: {forget bias: [the errors of each seed]}, a dictionary of lists.

    Errors are mean squared errors on the adding problem with 100 timesteps, one after every 50
    updates; a list ends with the first error below 0.01, or after 1200 updates.  Raises as
    `load_airline` does.
    """
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read("forget_bias.csv")))
    return {
        int(bias): [run["error"].tolist() for _, run in runs.groupby("seed")]
        for bias, runs in table.groupby("bias")
    }


def load_architectures():
    """The two studies of chapter 6: {(setting, value): [run of each seed]}, all words and lists.

    A run is [accuracy in training, in validation, in the test].  The settings "units", "layers",
    "dropout" and "rate" are those of the first study, "regularizer" is the second.  Raises as
    `load_airline` does.
    """
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read("architectures.csv")), dtype={"value": str})
    return {
        arm: runs[["training", "validation", "test"]].to_numpy().tolist()
        for arm, runs in table.groupby(["setting", "value"], sort=False)
    }


def load_seq2seq():
    """The long trainings of chapter 7: {experiment: {arm: {measure: [a value for each seed]}}}.

    Experiments and their measures: "reversal", the exact match at "4" ... "20" digits;
    "same tones" and "new tones", the errors in "one step" and running free at the horizons "1"
    ... "50"; "contest", the squared "error" of the adding problem at 50 timesteps, "longer" at
    100, "few" from 300 examples, and the "seconds" of CPU time.  Raises as `load_airline` does.
    """
    return _runs("seq2seq.csv")


def load_forecasting():
    """The long trainings of chapter 9: {experiment: {arm: {measure: [a value for each seed]}}}.

    All values are root mean squared errors in the units of the series, other than the mean error
    "bias" and the forecast "future" of the recipes and the "floor" of the sine.  Experiments:
    "airline recipe", "PM2.5 recipe" and "sine recipe"; "airline validation", after "15", "60" and
    "240" epochs; "airline test"; "PM2.5 test"; "sine validation" and "sine test".  Raises as
    `load_airline` does.
    """
    return _runs("forecasting.csv")


def make_noisy_sine(length=1000, noise=0.2, seed=0):
    """sin(0.02 t) plus normal noise of standard deviation `noise`, for t = 0 .. length - 1.

    One period is about 314 steps.  The noise comes from `np.random.default_rng(seed)`.  Raises
    ValueError for a length below 1 and for noise that is negative or not finite.
    """
    import pandas as pd

    if not isinstance(length, Integral) or isinstance(length, bool) or length < 1:
        raise ValueError(f"length is {length!r}; expected a whole number of at least 1")
    if not 0 <= noise < math.inf:
        raise ValueError(f"noise is {noise!r}; expected a finite number of at least 0")
    t = np.arange(length)
    return Series(
        name="noisy_sine",
        values=np.sin(0.02 * t) + np.random.default_rng(seed).normal(scale=noise, size=length),
        index=pd.RangeIndex(length, name="t"),
        units="dimensionless",
        origin=f"sin(0.02 t) + normal noise of standard deviation {noise}, seed {seed}",
    )


def _runs(name):
    """A table of trainings as nested dictionaries, in the order of the file."""
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read(name)), dtype={"measure": str})
    found = {}
    for (experiment, arm, measure), runs in table.groupby(["experiment", "arm", "measure"], sort=False):
        found.setdefault(experiment, {}).setdefault(arm, {})[measure] = runs["value"].tolist()
    return found


def _read(name):
    """The bytes of a data file, from the first place that has it, once their sum is checked."""
    folders = [_PACKAGE.parent / "data", _PACKAGE / "_data"]
    if chosen := os.environ.get("UNROLLED_DATA"):
        folders.insert(0, Path(chosen).expanduser())
    path = next((f / name for f in folders if (f / name).is_file()), None) or _download(name)
    content = path.read_bytes()
    found = hashlib.sha256(content).hexdigest()
    if found != SHA256[name]:
        raise ValueError(
            f"{path} is not the file of the book: expected SHA-256 {SHA256[name]}, found {found}; "
            f"restore the file, or delete it to have it looked for elsewhere"
        )
    return content


def _download(name):
    """The path of the cached file; pooch moves it there only when it is complete and right."""
    import pooch

    try:
        cached = pooch.retrieve(BASE_URL + name, SHA256[name], name, pooch.os_cache("unrolled"))
    except (OSError, ValueError) as error:  # no network, cut short; another file
        raise OSError(
            f"{name} is not on this machine and could not be downloaded from {BASE_URL + name}; "
            f"try again with a network, or save the file in a folder and name that folder in "
            f"the environment variable UNROLLED_DATA ({error})"
        ) from error
    return Path(cached)
