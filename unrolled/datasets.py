"""The series of the book, the cells of its battery lab and a text, with units and origin.

    >>> load_airline()
    Series('airline_passengers', 144 values, 1949-01-01 to 1960-12-01, thousands of passengers)

A data file is taken from the first place that has it: the folder named by the environment
variable `UNROLLED_DATA`, the checkout's `data/`, the copy inside the installed package, the
download cache, the public repository.  Wherever it was found, it is read only if its SHA-256
is the one below.  `data/README.md` says where the numbers come from.

Measured cells (`load_nasa_battery`, `load_matr_features`) are no files of the book: they come
from the folder that `UNROLLED_DATA` names, from the download cache, or from their publishers.
"""

import gzip
import hashlib
import io
import math
import os
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from numbers import Integral
from pathlib import Path

import numpy as np

BASE_URL = "https://raw.githubusercontent.com/OWNER/unrolled/main/data/"

SHA256 = {
    "airline_passengers.csv": "29a86cac504338c7c5607e721396e4bda240ca61785ffcac9ed1af4088199d42",
    "alice.txt": "19d5ef41cdd7334ef0f7660c6a684e47e1db6195ef2acdbd6f62df6611169990",
    "architectures.csv": "86b9c380bf982df06ea543603189467bdab47de4ee9354bdbe8c511d8fb3edf7",
    "battery_life.csv": "fc13965cc9c34fde3ee2abee28f0b18fd93d20e74a69be2943550577c88ec6df",
    "battery_one_step.csv": "ecacc23f0c1ea977aa18ef783478d376eb0c8bcf714a9b75e96b6f9b17431d7e",
    "forget_bias.csv": "43654386de422b1b8db6f76411d47443ebee5d2df26fbe0b1aac7abbdca7ab20",
    "forecasting.csv": "19c767cd4e0c54b31ea926e5dfd475ee499dd2ac26d401b62b9188c223e4e8dc",
    "language.csv": "3ee584d0f16500f55eef01040e725399d1f0bef4e600cbd1ba003f9b668eb603",
    "pm25.csv": "b64774be57deac364b863b33ec02e9eb8a370ab7a601f87fe39ab402d410df93",
    "pybamm_fleet.csv": "79897ef043d5b4798d394f898c8c38c27fd4a05504353c9cc5c59e18a163e8de",
    "seq2seq.csv": "545de21474a096cbbe84dc1f1063ac3b6b1024c59942d1534cb9a9b9a5c20cc8",
    "signals.csv": "5c658e39faabfe303d8949f2b82f9a1e7f600efa7cd516bbee29dfab088e4d09",
}

# Measured cells: where their publishers keep them, and what tells that they came whole.
NASA_URL = "https://phm-datasets.s3.amazonaws.com/NASA/5.+Battery+Data+Set.zip"
NASA_SHA256 = "82302a7db4fc1b34e0b6676326610438d43b816bdf11a69d1d012a464ef2f92e"
NASA_DISCHARGES = {"B0005": 168, "B0006": 168, "B0007": 168, "B0018": 132}
MATR_URL = (
    "https://raw.githubusercontent.com/petermattia/revisit-severson-et-al/"
    "cc1773251150dc1d71e31cdb63fe732dba160b64/data/"
)
MATR_SPLITS = {  # cells, SHA-256 of the file of their lives, mean of log10_var_dQ
    "train": (41, "cf0817b5d2880220d13d263090f284d2b36ea00b10789a51ab47e31ae3ddd179", -3.6578),
    "test1": (43, "1feba3b51ec018f2a4fef6f7434501916c33a1125da8fea02fb1877d095245fa", -3.7149),
    "test2": (40, "3c07d2231ae37fc3168148d769d7b8800b6e56bc606e50423d025b55a6973f26", -4.1501),
}
MATR_COLUMNS = [
    "split", "cell", "cycle_life", "log10_var_dQ", "min_dQ", "mean_dQ", "Q_cycle2", "Q_cycle100",
]

# What is read of an archive at most, far above what the one in use needs.
MEMBER_BYTES = 2**28
ARCHIVE_BYTES = 2**30

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
        values = _frozen(self.values)
        if values.shape != (len(self.index),):
            raise ValueError(
                f"values has shape {values.shape}; the index expects {(len(self.index),)}"
            )
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
        object.__setattr__(self, "capacity", _frozen(self.capacity))

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


def load_alice():
    """Alice's Adventures in Wonderland by Lewis Carroll (1865), the whole book: a string of 142,131 characters.

    One line for each paragraph and for each line of a poem.  Raises as `load_airline` does.
    """
    return _read("alice.txt").decode("ascii")


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
    return _stored_runs("seq2seq.csv")


def load_forecasting():
    """The long trainings of chapter 9: {experiment: {arm: {measure: [a value for each seed]}}}.

    All values are root mean squared errors in the units of the series, other than the mean error
    "bias" and the forecast "future" of the recipes and the "floor" of the sine.  Experiments:
    "airline recipe", "PM2.5 recipe" and "sine recipe"; "airline validation", after "15", "60" and
    "240" epochs; "airline test"; "PM2.5 test"; "sine validation" and "sine test".  Raises as
    `load_airline` does.
    """
    return _stored_runs("forecasting.csv")


def load_language():
    """The long trainings of chapter 10: {experiment: {arm: {measure: [a value for each seed]}}}.

    All values are shares of right answers.  Experiments and their measures: "sentiment", on the
    sentences of the "training", on "new" ones, on "chains" of four judgments, on "stretched" ones
    and on those with "never"; "names", on "names", on "all words" and on "new names".  Raises as
    `load_airline` does.
    """
    return _stored_runs("language.csv")


def load_battery_one_step():
    """One-step forecasts of the lab's synthetic cell: {experiment: {arm: {measure: [a value for each seed]}}}.

    Experiments: "recipe", the published network with the published split; "moved", the same
    with less to train on; "change", the window-relative GRU.  Measures: root mean square errors
    in shares of the new capacity on the "test" part and on its "moving" cycles before the clip,
    each also "... in floors", as a multiple of the noise floor; "bias", the mean error over the
    last 20 of the moving cycles; and for the published network the "training" error and "best
    epoch in floors", the lowest test error of all epochs.  Raises as `load_airline` does.
    """
    return _stored_runs("battery_one_step.csv")


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
    (table,) = _measured("The NASA cells", {NASA_TABLE: _check_nasa}, _download_nasa, NASA_URL)
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
        "The early cycles of the 124 cells",
        {MATR_TABLE: _check_matr_features, MATR_CURVES: _check_matr_curves}, _download_matr, MATR_URL,
    )
    voltage = np.linspace(3.5, 2.0, 1000)[::10]
    return EarlyCycles(features, _frozen(difference), _frozen(voltage))


def load_battery_life():
    """The long runs of the battery lab's second half: {experiment: {arm: {measure: [a value for each seed]}}}.

    Experiments: "roll-out", errors of the capacity at the horizons "20" ... "200" after cycle 200;
    "fleet", for the cycles 100, 200 and 400 the median "error 100" ... of the remaining life in
    cycles, and the "coverage 100" ... and median "width 100" ... of 90 % intervals; "NASA", the
    "RMSE" and "MAE" in Ah of one step, leaving one cell out.  Raises as `load_airline` does.
    """
    return _stored_runs("battery_life.csv")


def load_signals():
    """The long trainings of chapter 10 on dates, vowels and machines: {experiment: {arm: {measure: [a value for each seed]}}}.

    Experiments: "dates", the exact match by form of the text and for a "misspelled" month, and the
    probability of the "day first" where day and month can be exchanged; "vowels", the "accuracy"
    after the last frame, and after how many "ms, a first" and "ms, a last" a network is sure;
    "machines", the "cost" of 1000 cycles, the "failures" among 300 machines and the average
    "precision", by method and number of training machines; "one test", the same five trainings
    of two methods, all judged on one fleet, and "same test, own thresholds", with that test fleet
    alone in common.  Raises as `load_airline` does.
    """
    return _stored_runs("signals.csv")


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


def _stored_runs(name):
    """{experiment: {arm: {measure: [a value for each seed]}}} of a file with these columns."""
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


# --- measured cells: small tables, from this machine or made from what their publishers offer


def measured_tables():
    """Those tables of measured cells that are on this machine: {name: path}."""
    import pooch

    folders = [Path(pooch.os_cache("unrolled"))]
    if chosen := os.environ.get("UNROLLED_DATA"):
        folders.insert(0, Path(chosen).expanduser())
    places = {
        name: [folder / name for folder in folders if (folder / name).is_file()]
        for name in (NASA_TABLE, MATR_TABLE, MATR_CURVES)
    }
    return {name: paths[0] for name, paths in places.items() if paths}


def _measured(what, checks, download, source):
    """The tables that `checks` names, from this machine or else downloaded and kept.

    checks   : {name: function that turns the bytes of a table into it; ValueError if it is another}
    download : function without arguments that returns {name: bytes}
    """
    here = measured_tables()
    if not checks.keys() <= here.keys():
        try:
            contents = download()
            tables = [check(contents[name]) for name, check in checks.items()]
        except OSError as error:
            raise OSError(f"{what} are not on this machine and could not be downloaded from {source}") from error
        except ValueError as error:
            raise OSError(
                f"{what} are not on this machine, and what came from {source} is not what was expected: {error}"
            ) from error
        _keep(contents)
        return tables
    tables = []
    for name, check in checks.items():
        try:
            tables.append(check(here[name].read_bytes()))
        except ValueError as error:
            raise ValueError(
                f"{here[name]} is not the table that the book expects: {error}; restore the file, or "
                f"delete it to have it looked for elsewhere"
            ) from error
    return tables


def _keep(contents):
    """Put tables into the cache, each as a whole, so that no interruption leaves half of one."""
    import pooch

    cache = Path(pooch.os_cache("unrolled"))
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as drafts:
        for name, content in contents.items():
            draft = Path(drafts) / name
            draft.write_bytes(content)
            os.replace(draft, cache / name)


def _table(content, columns):
    """A CSV as a DataFrame; ValueError unless it has these columns, and numbers wherever it should."""
    import pandas as pd

    table = pd.read_csv(io.BytesIO(content))
    if list(table.columns) != columns:
        raise ValueError(f"its columns are {list(table.columns)}; expected {columns}")
    if not np.isfinite(table[columns[1:]].to_numpy(dtype=float)).all():
        raise ValueError("a number is missing in it")
    return table


def _check_nasa(content):
    table = _table(content, ["cell", "discharge_cycle", "capacity_Ah"])
    numbers = {name: list(cell["discharge_cycle"]) for name, cell in table.groupby("cell")}
    if numbers != {name: list(range(1, n + 1)) for name, n in NASA_DISCHARGES.items()}:
        found = {name: len(cycles) for name, cycles in numbers.items()}
        raise ValueError(f"its discharges are {found}; expected {NASA_DISCHARGES}, numbered from 1")
    first, last = table.loc[table["cell"] == "B0005", "capacity_Ah"].iloc[[0, -1]]
    if abs(first - 1.856487) > 1e-6 or abs(last - 1.325079) > 1e-6:
        raise ValueError(f"B0005 goes from {first} to {last} Ah; expected 1.856487 to 1.325079")
    return table


def _download_nasa():
    import pooch

    with tempfile.TemporaryDirectory() as folder:
        archive = pooch.retrieve(NASA_URL, NASA_SHA256, "nasa.zip", folder)
        files = _matlab_files(archive, NASA_DISCHARGES)
    lines = ["cell,discharge_cycle,capacity_Ah"]
    for name, content in files.items():
        for number, capacity in enumerate(_discharges(name, content), start=1):
            lines.append(f"{name},{number},{round(capacity, 9)}")
    return {NASA_TABLE: ("\n".join(lines) + "\n").encode()}


def _matlab_files(path, names):
    """{name: bytes} of the members NAME.mat in the zip files that the zip file at `path` holds.

    All is read in memory: no name from an archive ever becomes a path on this machine.
    """
    found = {}
    try:
        with zipfile.ZipFile(path) as outer:
            for package in _members(outer, ".zip"):
                with zipfile.ZipFile(io.BytesIO(outer.read(package))) as inner:
                    for member in _members(inner, ".mat"):
                        found.setdefault(_parts(member)[-1].removesuffix(".mat"), inner.read(member))
                if found.keys() >= set(names):
                    break
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"the archive cannot be read ({error})") from error
    if missing := [name for name in names if name not in found]:
        raise ValueError(f"the archive has no {' and no '.join(missing)}")
    return {name: found[name] for name in names}


def _members(archive, ending):
    """The entries of a zip file with this ending; ValueError unless names and sizes are harmless.

    The sizes are those that the archive declares: `read` gives no byte more, whatever follows.
    """
    entries = archive.infolist()
    for entry in entries:
        if _parts(entry)[0] == "" or ".." in _parts(entry):
            raise ValueError(f"a member of the archive leads out of it: {entry.filename!r}")
        if entry.file_size > MEMBER_BYTES:
            raise ValueError(f"{entry.filename} would have {entry.file_size} bytes; at most {MEMBER_BYTES} are read")
    if (total := sum(entry.file_size for entry in entries)) > ARCHIVE_BYTES:
        raise ValueError(f"the archive would have {total} bytes; at most {ARCHIVE_BYTES} are read")
    return [entry for entry in entries if entry.filename.endswith(ending)]


def _parts(entry):
    return entry.filename.replace("\\", "/").split("/")


def _discharges(name, content):
    """Capacity in Ah of each discharge in one of NASA's MATLAB files."""
    from scipy.io import loadmat

    try:
        cycles = loadmat(io.BytesIO(content), simplify_cells=True)[name]["cycle"]
        return [float(c["data"]["Capacity"]) for c in np.atleast_1d(cycles) if c["type"] == "discharge"]
    except Exception as error:  # the reader meets broken files with errors of every kind
        raise ValueError(f"{name}.mat is not built as expected ({type(error).__name__}: {error})") from error


def _check_matr_features(content):
    table = _table(content, MATR_COLUMNS)
    found = list(zip(table["split"], table["cell"]))
    if found != [(split, cell) for split, (cells, *_) in MATR_SPLITS.items() for cell in range(1, cells + 1)]:
        raise ValueError("its cells are not those of the three splits, each numbered from 1")
    for split, (_, lives, mean) in MATR_SPLITS.items():
        rows = table[table["split"] == split]
        if _sum_of(rows["cycle_life"]) != lives:
            raise ValueError(f"the lives in {split} are not the published ones")
        if abs(rows["log10_var_dQ"].mean() - mean) > 0.002:
            raise ValueError(
                f"log10_var_dQ in {split} has the mean {rows['log10_var_dQ'].mean():.4f}; expected {mean}"
            )
    return table


def _sum_of(lives):
    """SHA-256 of lives as they are published: one whole number on each line."""
    return hashlib.sha256("".join(f"{life}\n" for life in lives).encode()).hexdigest()


def _check_matr_curves(content):
    try:
        curves = _numbers(gzip.decompress(content))
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"it cannot be unpacked ({error})") from error
    expected = (sum(cells for cells, *_ in MATR_SPLITS.values()), 100)
    if curves.shape != expected or not np.isfinite(curves).all():
        raise ValueError(f"its shape is {curves.shape}; expected {expected}, all finite")
    return curves


def _numbers(content):
    return np.loadtxt(io.StringIO(content.decode()), delimiter=",", ndmin=2)


def _download_matr():
    lines, curves = [",".join(MATR_COLUMNS)], []
    for split, (cells, expected, _) in MATR_SPLITS.items():
        lives = _fetch(f"{MATR_URL}cycle_lives/{split}_cycle_lives.csv").decode().split()
        if _sum_of(lives) != expected:
            raise ValueError(f"the lives in {split} are not the published ones")
        for cell, life in zip(range(1, cells + 1), lives, strict=True):
            charge = _numbers(_fetch(f"{MATR_URL}{split}/cell{cell}.csv"))
            if charge.shape != (1000, 99) or not (np.abs(charge) < 2).all():
                raise ValueError(f"cell {cell} in {split} is no table of 1000 voltages and 99 cycles in Ah")
            difference = charge[:, 98] - charge[:, 8]  # the first column is cycle 2
            features = [np.log10(difference.var()), difference.min(), difference.mean(), charge[-1, 0], charge[-1, 98]]
            lines.append(",".join([split, str(cell), life, *(f"{value:.6g}" for value in features)]))
            curves.append(",".join(f"{value:.6g}" for value in difference[::10]))
    return {
        MATR_TABLE: ("\n".join(lines) + "\n").encode(),
        MATR_CURVES: gzip.compress(("\n".join(curves) + "\n").encode(), mtime=0),
    }


def _fetch(url):
    """The bytes at an address; OSError when it cannot be reached."""
    import pooch

    content = io.BytesIO()
    pooch.HTTPDownloader()(url, content, None)
    return content.getvalue()


def _frozen(values):
    """A float64 copy that no notebook changes for the next one."""
    values = np.array(values, dtype=float)
    values.flags.writeable = False
    return values
