"""What the cells of `unrolled.cells` compute, as the JSON that web/tests/cells.test.js compares with.

    python tests/make_fixtures.py

writes web/tests/fixtures/cells.json anew; a test says when that is due.  Every case is one
sequence, without batch axis as in JavaScript; infinities are written as strings.
"""

import dataclasses
import json
from pathlib import Path

import numpy as np

from unrolled.cells import GRU, LSTM, Bidirectional, SimpleRNN

PATH = Path(__file__).parents[1] / "web" / "tests" / "fixtures" / "cells.json"
MASK = [True, False, True, True, True, False]  # not the same in reversed time
KINDS = {
    "SimpleRNN tanh": (SimpleRNN, {"activation": "tanh"}),
    "SimpleRNN relu": (SimpleRNN, {"activation": "relu"}),
    "SimpleRNN sigmoid": (SimpleRNN, {"activation": "sigmoid"}),
    "SimpleRNN linear": (SimpleRNN, {"activation": "linear"}),
    "LSTM": (LSTM, {}),
    "GRU reset after": (GRU, {"reset_after": True}),
    "GRU reset before": (GRU, {"reset_after": False}),
}


def fixtures():
    """All cases, by the part of the interface that they are about."""
    return {
        "cells": [
            cell_case(kind, features, units, seed, **settings)
            for seed, kind in enumerate(KINDS)
            for features, units, settings in [
                (3, 4, {}),
                (2, 3, {"masked": True, "carried": True}),
                (2, 3, {"masked": True, "carried": True, "truncate": 2}),
                (1, 2, {"carried": True, "truncate": 5, "only_last": True}),
            ]
        ],
        "bidirectional": [
            bidirectional_case(kind, merge, seed, masked, only_last)
            for seed, (kind, merge, masked, only_last) in enumerate([
                ("SimpleRNN tanh", "concat", False, False),
                ("LSTM", "concat", True, True),
                ("GRU reset after", "sum", True, False),
                ("GRU reset before", "ave", True, False),
                ("LSTM", "mul", True, False),
                ("SimpleRNN tanh", "mul", False, True),
            ])
        ],
        "norms": [
            norms_case("ordinary", "tanh", units=16, steps=40, gain=1.2, inputs=1, masked=True),
            norms_case("vanishing", "sigmoid", units=4, steps=120, gain=1, inputs=1),
            norms_case("below the floats", "linear", units=5, steps=90, gain=2e-4, inputs=0),
            norms_case("beyond the floats", "tanh", units=5, steps=90, gain=1e4, inputs=0),
            norms_case("extinct", "relu", units=3, steps=60, gain=1, inputs=4),
        ],
    }


def cell_case(kind, features, units, seed, masked=False, carried=False, truncate=None, only_last=False):
    """One run of a cell, forward and back, with the weights, inputs and gradients that went in."""
    rng = np.random.default_rng((seed, features))
    cell = random_cell(kind, features, units, rng)
    X = rng.normal(size=(1, len(MASK), features))
    mask = np.array([MASK]) if masked else None
    lstm = isinstance(cell, LSTM)
    zero = np.zeros((1, units))
    start = [rng.normal(size=(1, units)) if carried else zero for _ in range(2 if lstm else 1)]
    state = tuple(start) if lstm else start[0]
    dH = rng.normal(size=(1, units) if only_last else (1, len(MASK), units))
    extra = {"dC_T": rng.normal(size=(1, units))} if lstm and carried else {}

    trace = cell.forward(X, state if carried else None, mask)
    case = {
        "name": f"{kind}, {units} units" + ", masked" * masked + f", truncate {truncate}" * (truncate is not None),
        "cell": written(cell),
        "X": X[0],
        "mask": None if mask is None else MASK,
        "initialState": one(state) if carried else None,
        "dH": dH[0],
        "dC_T": one(extra.get("dC_T")),
        "truncate": truncate,
        "step": one(cell.step(X[:, 0], state)),
        "trace": public(trace),
        "gradients": public(cell.backward(trace, dH, truncate=truncate, **extra)),
    }
    if isinstance(cell, SimpleRNN):
        case["jacobians"] = [cell.jacobian(trace, t)[0] for t in range(len(MASK))]
    return plain(case)


def bidirectional_case(kind, merge, seed, masked, only_last):
    """One run of two cells in both directions, each from a state of its own when masked."""
    rng = np.random.default_rng(100 + seed)
    features, units = 2, 2
    cell = Bidirectional(*(random_cell(kind, features, units, rng) for _ in range(2)), merge)
    X = rng.normal(size=(1, len(MASK), features))
    state = None
    if masked:
        pairs = [[rng.normal(size=(1, units)) for _ in range(2)] for _ in range(2)]
        state = tuple(tuple(pair) if kind == "LSTM" else pair[0] for pair in pairs)
    trace = cell.forward(X, state, np.array([MASK]) if masked else None)
    dH = rng.normal(size=(trace.last if only_last else trace.H).shape)
    gradients = cell.backward(trace, dH)
    return plain({
        "name": f"{kind}, {merge}, {'last' if only_last else 'all'}" + ", masked" * masked,
        "forward_cell": written(cell.forward_cell),
        "backward_cell": written(cell.backward_cell),
        "merge": merge,
        "X": X[0],
        "mask": MASK if masked else None,
        "initialState": one(state),
        "dH": dH[0],
        "H": trace.H[0],
        "last": trace.last[0],
        "gradients": {
            "dX": gradients.dX[0],
            "forward": public(gradients.forward),
            "backward": public(gradients.backward),
        },
    })


def norms_case(name, activation, units, steps, gain, inputs, masked=False):
    """The logarithms of the Jacobian norms at all lags, for a random W_h of spectral radius about `gain`."""
    rng = np.random.default_rng(units + steps)
    W_h = gain * rng.normal(size=(units, units)) / np.sqrt(units)
    cell = SimpleRNN(rng.normal(size=(1, units)), W_h, np.zeros(units), activation)
    X = np.round(inputs * rng.normal(size=(1, steps, 1)), 3)
    mask = rng.random((1, steps)) < 0.8 if masked else None
    norms = cell.log10_jacobian_norms(cell.forward(X, mask=mask))[0]
    return plain({
        "name": name,
        "cell": written(cell),
        "X": X[0],
        "mask": None if mask is None else mask[0],
        "log10JacobianNorms": norms,
    })


def random_cell(kind, features, units, rng):
    make, options = KINDS[kind]
    blocks = len(make.gates) or 1
    b_shape = (2, blocks * units) if options.get("reset_after") else (blocks * units,)
    return make(
        rng.normal(size=(features, blocks * units)),
        rng.normal(size=(units, blocks * units)) / np.sqrt(units),
        rng.normal(size=b_shape) / 2,
        **options,
    )


def written(cell):
    """A cell as its class's name and its fields."""
    return {"kind": type(cell).__name__, **vars(cell)}


def public(record):
    """The fields of a trace or of gradients that are part of the interface, and a trace's state."""
    names = [field.name for field in dataclasses.fields(record) if not field.name.startswith("_")]
    values = {name: getattr(record, name) for name in names if name not in ("X", "mask")}
    # Weights have no batch axis: neither have their gradients.
    values = {name: value if name in ("dW_x", "dW_h", "db") else one(value) for name, value in values.items()}
    return values | ({"state": one(record.state)} if hasattr(record, "state") else {})


def one(value):
    """The only sequence of a batch; a state may be a pair."""
    if isinstance(value, tuple):
        return [one(part) for part in value]
    return None if value is None else value[0]


def plain(value):
    """Arrays as nested lists, infinities as strings: what JSON can hold."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    if isinstance(value, float) and np.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return value


def text():
    """The file: one case a line."""
    groups = [
        f'"{group}": [\n' + ",\n".join(json.dumps(case, allow_nan=False) for case in cases) + "\n]"
        for group, cases in fixtures().items()
    ]
    return "{\n" + ",\n".join(groups) + "\n}\n"


if __name__ == "__main__":
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text(text(), encoding="utf-8")
    print(f"{PATH}: {PATH.stat().st_size} bytes")
