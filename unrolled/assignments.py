"""The numbers of an assignment, which follow from a student's id.

    >>> from unrolled import assignments
    >>> mine = assignments.data("A1", "ab123")
    >>> mine.series.shape[1], mine.target
    (3, 0)

Whoever copies another student's results has the results of other numbers.  Without an id
everybody gets the same numbers, for practice.  Only NumPy is needed.
"""

import hashlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Load:
    """A1: what a building drew, hour by hour, and how to cut it.

    series  : (N, 3), power in kW, outdoor temperature in °C, relative humidity in %
    columns : the names of the three features
    target  : the column to forecast
    window  : hours that a model sees
    horizon : how many hours after the last one it saw it has to answer for
    sizes   : lengths of the training, validation and test parts; they sum to N
    """

    series: np.ndarray
    columns: tuple[str, ...]
    target: int
    window: int
    horizon: int
    sizes: tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class Batch:
    """A2: a batch of labeled sequences, and the weights of a small recurrent network.

    X        : (n, T, features)
    labels   : (n,), whole numbers from 0 to classes - 1
    H0       : (n, units), the state before the first timestep
    W_x, W_h, b : (features, units), (units, units), (units,), of the recurrent layer
    W_y, b_y : (units, classes), (classes,), of the dense layer that reads the last state
    k        : how many timesteps a truncated gradient reaches
    """

    X: np.ndarray
    labels: np.ndarray
    H0: np.ndarray
    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray
    W_y: np.ndarray
    b_y: np.ndarray
    k: int


@dataclass(frozen=True, eq=False)
class Memory:
    """A3: a batch of sequences, a small LSTM, and how long a memory is to last.

    X         : (n, T, features)
    H0, C0    : (n, units), the states before the first timestep
    W_x, W_h, b : (features, 4 * units), (units, 4 * units), (4 * units,), in Keras's order
    half_life : in timesteps
    """

    X: np.ndarray
    H0: np.ndarray
    C0: np.ndarray
    W_x: np.ndarray
    W_h: np.ndarray
    b: np.ndarray
    half_life: int


@dataclass(frozen=True, eq=False)
class Rentals:
    """A4: the bicycles that a station rents out, day by day, and how to test forecasts of them.

    series     : (N,), rentals a day
    season     : days in a week
    sizes      : lengths of the training, validation and test parts; they sum to N
    horizon    : how many days ahead each forecast reaches
    candidates : numbers of lags to choose from
    alpha      : the ridge penalty
    starts     : (draws, blocks), first origins of the bootstrap's blocks; `block` is their length
    level      : of the prediction intervals; the interval of the difference has 0.95
    """

    series: np.ndarray
    season: int
    sizes: tuple[int, int, int]
    horizon: int
    candidates: tuple[int, ...]
    alpha: float
    starts: np.ndarray
    block: int
    level: float


@dataclass(frozen=True, eq=False)
class Cells:
    """A5: cells that a laboratory cycled, and the forecast that is wanted of them.

    capacity : (n, cycles), shares of the new cell's, as measured; NaN after a cell's last cycle
    serial   : (n,), the number on each cell
    order    : (n,), the same numbers as a lottery drew them
    sizes    : how many cells train, calibrate and test; they sum to n
    limit    : the capacity at which a cell is at its end
    run      : how many cycles in a row have to be at or below the limit
    now      : the forecast is made when the cycles before this one are known
    level    : the share of cells whose remaining life the interval should hold
    """

    capacity: np.ndarray
    serial: np.ndarray
    order: np.ndarray
    sizes: tuple[int, int, int]
    limit: float
    run: int
    now: int
    level: float


def data(assignment, student_id=""):
    """The numbers of one student: for "A1" a `Load`, "A2" a `Batch`, "A3" a `Memory`, "A4" `Rentals`, "A5" its `Cells`.

    student_id : as the course knows it; case and spaces around it do not count.  Without one,
                 the numbers for practice.

    Raises ValueError for an assignment that has no numbers and an id that is not text.
    """
    if assignment not in _MAKERS:
        raise ValueError(f"assignment {assignment!r}; expected one of {', '.join(_MAKERS)}")
    if not isinstance(student_id, str):
        raise ValueError(f'student_id is {student_id!r}; expected text in quotation marks, such as "ab123"')
    name = f"{assignment}/{student_id.strip().casefold()}"
    digest = hashlib.sha256(name.encode()).digest()
    return _MAKERS[assignment](np.random.default_rng(int.from_bytes(digest[:16], "big")))


def _load(rng):
    """Warmer from week to week, so that statistics of the whole differ from those of its beginning."""
    sizes = tuple(int(24 * days) for days in (rng.integers(16, 22), rng.integers(4, 7), rng.integers(5, 9)))
    hours = np.arange(sum(sizes))
    day = 2 * np.pi * (hours - rng.uniform(0, 24)) / 24
    weather = np.zeros(len(hours))
    shocks = rng.normal(size=len(hours))
    for hour in range(1, len(hours)):
        weather[hour] = 0.97 * weather[hour - 1] + 0.5 * shocks[hour]
    temperature = rng.uniform(-4, 4) + rng.uniform(0.015, 0.03) * hours + 3 * np.sin(day) + weather
    humidity = 70 - 1.5 * (temperature - temperature.mean()) + 4 * rng.normal(size=len(hours))
    power = rng.uniform(60, 90) - rng.uniform(1.5, 2.5) * temperature + rng.uniform(6, 12) * np.cos(day) ** 2
    power = power + 1.5 * rng.normal(size=len(hours))
    series = np.round(np.column_stack([power, temperature, np.clip(humidity, 5, 100)]), 2)
    window, horizon = int(rng.integers(10, 37)), int(rng.integers(2, 7))
    return Load(series, ("power", "temperature", "humidity"), 0, window, horizon, sizes)


def _batch(rng):
    """Weights on four digits, so that they look the same when they are printed.

    An orthogonal recurrent kernel and small inputs: early timesteps matter, and truncating shows.
    """
    n, T, features, units, classes = 6, 12, 3, 5, 4

    def draw(*shape, size):
        return np.round(rng.normal(scale=size, size=shape), 4)

    return Batch(
        X=draw(n, T, features, size=1.0),
        labels=rng.integers(classes, size=n),
        H0=draw(n, units, size=0.5),
        W_x=draw(features, units, size=0.3),
        W_h=np.round(1.1 * np.linalg.qr(rng.normal(size=(units, units)))[0], 4),
        b=draw(units, size=0.1),
        W_y=draw(units, classes, size=0.8),
        b_y=draw(classes, size=0.2),
        k=int(rng.integers(2, 5)),
    )


def _memory(rng):
    """Forget gates that stand open, so that something is left of the first timestep."""
    n, T, features, units = 5, 24, 3, 4

    def draw(*shape, size):
        return np.round(rng.normal(scale=size, size=shape), 4)

    b = draw(4, units, size=0.3)
    b[1] += 2.5  # blocks i, f, c, o
    return Memory(
        X=draw(n, T, features, size=1.0),
        H0=draw(n, units, size=0.5),
        C0=draw(n, units, size=0.8),
        W_x=draw(features, 4 * units, size=0.5),
        W_h=draw(units, 4 * units, size=0.5),
        b=b.ravel(),
        half_life=int(rng.integers(20, 900)),
    )


def _rentals(rng):
    """A week's pattern and noise that lingers; at some stations more people come from the end of validation on.

    There the ridge goes back to the level of its training, and repeating the last week wins.
    """
    sizes = tuple(7 * int(rng.integers(low, high)) for low, high in ((20, 27), (6, 9), (10, 14)))
    horizon, days = int(rng.integers(3, 11)), np.arange(sum(sizes))
    shocks, stays, lingering = rng.normal(size=len(days)), rng.uniform(0.4, 0.8), np.zeros(len(days))
    for day in range(1, len(days)):
        lingering[day] = stays * lingering[day - 1] + shocks[day]
    week = rng.permutation([-30, -20, -5, 0, 10, 20, 25]) * rng.uniform(0.5, 1.2)
    year = rng.uniform(5, 15) * np.sin(2 * np.pi * days / 365 + rng.uniform(0, 2 * np.pi))
    step = rng.uniform(40, 110) * (rng.random() < 0.45)
    late = days >= sizes[0] + sizes[1] - int(rng.integers(8, 15))
    series = rng.uniform(150, 250) + year + week[days % 7] + rng.uniform(5, 9) * lingering + step * late
    origins, block = sizes[2] - horizon + 1, max(7, horizon)
    return Rentals(
        series=np.round(series),
        season=7,
        sizes=sizes,
        horizon=horizon,
        candidates=(3, 7, 8, 14, 21),
        alpha=5.0,
        starts=rng.integers(origins, size=(400, -(-origins // block))),
        block=block,
        level=0.8,
    )


def _cells(rng):
    """The laboratory stops its test before the last cells have ended, as laboratories do."""
    from unrolled.battery import simulate_fleet  # it imports pandas, which the other assignments do without

    sizes = tuple(int(rng.integers(*span)) for span in ((36, 45), (22, 32), (40, 51)))
    n = sum(sizes)
    capacity = np.round(simulate_fleet(n, seed=rng).soh[:, : rng.integers(1300, 1501)], 5)
    serial = np.sort(rng.choice(np.arange(1000, 10_000), size=n, replace=False))
    return Cells(
        capacity,
        serial,
        rng.permutation(serial),
        sizes,
        limit=float(rng.choice([0.78, 0.79, 0.8, 0.81, 0.82])),
        run=int(rng.integers(4, 10)),
        now=int(rng.integers(80, 121)),
        level=float(rng.choice([0.8, 0.9])),
    )


_MAKERS = {"A1": _load, "A2": _batch, "A3": _memory, "A4": _rentals, "A5": _cells}
