"""The series of the book and the cells of its battery lab, with units and origin.

    >>> load_airline()
    Series('airline_passengers', 144 values, 1949-01-01 to 1960-12-01, thousands of passengers)

A data file is taken from the first place that has it: the folder named by the environment
variable `UNROLLED_DATA`, the checkout's `data/`, the copy inside the installed package, the
download cache, the public repository.  Wherever it was found, it is read only if its SHA-256
is the one below.  `data/README.md` says where the numbers come from.

Measured cells (`load_nasa_battery`, `load_matr_features`) are no files of the book: they come
from the folder that `UNROLLED_DATA` names, from the download cache, or from their publishers.
"""

import hashlib
import io
import math
import os
import tempfile
import zipfile
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path

import numpy as np

BASE_URL = "https://raw.githubusercontent.com/OWNER/unrolled/main/data/"

SHA256 = {
    "airline_passengers.csv": "29a86cac504338c7c5607e721396e4bda240ca61785ffcac9ed1af4088199d42",
    "architectures.csv": "86b9c380bf982df06ea543603189467bdab47de4ee9354bdbe8c511d8fb3edf7",
    "forget_bias.csv": "43654386de422b1b8db6f76411d47443ebee5d2df26fbe0b1aac7abbdca7ab20",
    "pm25.csv": "b64774be57deac364b863b33ec02e9eb8a370ab7a601f87fe39ab402d410df93",
    "seq2seq.csv": "545de21474a096cbbe84dc1f1063ac3b6b1024c59942d1534cb9a9b9a5c20cc8",
}

# Measured cells: where their publishers keep them, and what tells that they came whole.
NASA_URL = "https://phm-datasets.s3.amazonaws.com/NASA/5.+Battery+Data+Set.zip"
NASA_SHA256 = "82302a7db4fc1b34e0b6676326610438d43b816bdf11a69d1d012a464ef2f92e"
NASA_DISCHARGES = {"B0005": 168, "B0006": 168, "B0007": 168, "B0018": 132}
MATR_URL = (
    "https://raw.githubusercontent.com/petermattia/revisit-severson-et-al/"
    "cc1773251150dc1d71e31cdb63fe732dba160b64/data/"
)
MATR_LIVES_SHA256 = {
    "train": "cf0817b5d2880220d13d263090f284d2b36ea00b10789a51ab47e31ae3ddd179",
    "test1": "1feba3b51ec018f2a4fef6f7434501916c33a1125da8fea02fb1877d095245fa",
    "test2": "3c07d2231ae37fc3168148d769d7b8800b6e56bc606e50423d025b55a6973f26",
}
MATR_CELLS = {"train": 41, "test1": 43, "test2": 40}

# Their small tables, by these names in the folder and in the cache.
NASA_TABLE = "nasa_pcoe_capacity.csv"
MATR_TABLE = "matr_severson_features.csv"
MATR_CURVES = "matr_severson_dQ100_10_100pts.csv.gz"

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


@dataclass(frozen=True, eq=False)
class AgedCells:
    """The capacity of several cells from their first cycle to their last.

    capacity   : (cells, cycles) float64, read-only, in Ah; NaN after the last cycle of a cell
    parameters : pandas DataFrame with a row for each cell: how it was cycled, and what it is
    """

    capacity: np.ndarray
    parameters: "pandas.DataFrame"

    def __post_init__(self):
        capacity = np.array(self.capacity, dtype=float)
        capacity.flags.writeable = False
        object.__setattr__(self, "capacity", capacity)

    @property
    def soh(self):
        """State of health: (cells, cycles), the capacity as a share of the cell's first one."""
        return self.capacity / self.capacity[:, :1]


@dataclass(frozen=True, eq=False)
class EarlyCycles:
    """What the first 100 cycles of several cells show, and how long each lived.

    features   : pandas DataFrame with a row for each cell; `load_matr_features` tells its columns
    difference : (cells, points) float64, in Ah: charge given off down to each voltage in cycle
                 100, minus the same in cycle 10
    voltage    : (points,) in V, falling
    """

    features: "pandas.DataFrame"
    difference: np.ndarray
    voltage: np.ndarray


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
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read("seq2seq.csv")), dtype={"measure": str})
    found = {}
    for (experiment, arm, measure), runs in table.groupby(["experiment", "arm", "measure"], sort=False):
        found.setdefault(experiment, {}).setdefault(arm, {})[measure] = runs["value"].tolist()
    return found


def load_pybamm_fleet():
    """63 cells that PyBaMM aged to 70 % of their first capacity: `AgedCells`, without noise.

    Columns of `parameters`: temperature_C and c_rate (of the discharge), each of the nine pairs
    in turn, and by how much the published rates of three ways to age were multiplied:
    sei_factor (film growth), lam_factor (loss of active material), crack_factor.  Made by
    `data/make_pybamm_fleet.py`.  Raises as `load_airline` does.
    """
    import pandas as pd

    table = pd.read_csv(io.BytesIO(_read("pybamm_fleet.csv")), index_col="cell")
    curves = table.pop("capacity_Ah").str.split().map(lambda words: np.array(words, dtype=float))
    capacity = np.full((len(curves), curves.map(len).max()), np.nan)
    for row, curve in zip(capacity, curves):
        row[: len(curve)] = curve
    return AgedCells(capacity, table)


def load_nasa_battery():
    """Four cells that NASA cycled: {"B0005": capacity in Ah of each discharge, (168,) float64, ...}.

    B0005, B0006 and B0007 have 168 discharges, B0018 has 132; arrays are read-only.

    Taken from the first that has it: the table `nasa_pcoe_capacity.csv` in the folder that the
    environment variable `UNROLLED_DATA` names (columns cell, discharge_cycle, capacity_Ah), the
    same table in the download cache, the archive of the publisher (210 MB, known by its
    SHA-256), of which that table is kept.  Whichever it was, the number of discharges and the
    published first and last capacity of B0005 are checked.

    Source: Saha and Goebel, Battery Data Set, NASA Prognostics Data Repository, 2007.
    Raises OSError when the cells are on no place of this machine and cannot be downloaded, and
    ValueError for a table that is not this one.
    """
    (table,) = _measured({NASA_TABLE: _check_nasa}, _download_nasa)
    return {name: _frozen(cell["capacity_Ah"]) for name, cell in table.groupby("cell")}


def load_matr_features():
    """The early cycles of 124 cells that were charged fast, and their lives: `EarlyCycles`.

    Columns of `features`:
    split        : "train" (41 cells), "test1" (43) or "test2" (40), as in Severson et al.
    cell         : number within its split, from 1
    cycle_life   : cycles until 0.88 Ah are left, of 1.1 Ah nominal
    log10_var_dQ : logarithm of the variance of Q100(V) - Q10(V), in Ah^2, over 1000 voltages
    min_dQ, mean_dQ : minimum and mean of that difference, in Ah
    Q_cycle2, Q_cycle100 : the charge given off in these cycles, in Ah
    `difference` has every tenth of the 1000 voltages, 3.5 V to 2.01 V.

    Taken from the first that has it: the tables `matr_severson_features.csv` and
    `matr_severson_dQ100_10_100pts.csv.gz` in the folder that the environment variable
    `UNROLLED_DATA` names, the same in the download cache, the 127 files (95 MB) of the public
    repository petermattia/revisit-severson-et-al, of which these tables are kept.  The lives are
    known by their SHA-256.  The cells' own files are fixed by the commit in their address alone;
    each must have 1000 voltages and 99 cycles, and the means of log10_var_dQ must be the known
    ones.

    Source: Severson et al., Nature Energy 4, 383 (2019); Attia et al., J. Electrochem. Soc. 168,
    090547 (2021).  Raises as `load_nasa_battery` does.
    """
    features, difference = _measured(
        {MATR_TABLE: _check_matr_features, MATR_CURVES: _check_matr_curves}, _download_matr
    )
    voltage = np.linspace(3.5, 2.0, 1000)[::10]
    return EarlyCycles(features, _frozen(difference), _frozen(voltage))


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
