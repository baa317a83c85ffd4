"""Random networks, inputs and clamps, for the tests of `unrolled.network` and of its JavaScript."""

from unrolled.cells import GRU, LSTM, Bidirectional, SimpleRNN
from unrolled.network import TRACKS, Network

KINDS = {
    **{f"SimpleRNN {name}": (SimpleRNN, {"activation": name}) for name in ("tanh", "relu", "sigmoid", "linear")},
    "LSTM": (LSTM, {}),
    "GRU reset after": (GRU, {"reset_after": True}),
    "GRU reset before": (GRU, {"reset_after": False}),
}
MERGES = ("concat", "sum", "ave", "mul")


def random_cell(kind, features, units, rng, spread=0.5):
    """A cell all of whose weights are random, the biases too."""
    make, options = KINDS[kind]
    start = make.random(features, units, **options)
    return make(*(rng.normal(0, spread, w.shape) for w in (start.W_x, start.W_h, start.b)), **options)


def random_layer(kind, merge, features, units, rng, spread=0.5):
    cells = [random_cell(kind, features, units, rng, spread) for _ in range(2 if merge else 1)]
    return Bidirectional(*cells, merge) if merge else cells[0]


def random_network(rng, layers, vocabulary=None, units=3, features=2, spread=0.5, dense=("linear",), **options):
    """layers: (kind, merge or None) each; dense: the activations of the dense layers."""
    width, recurrent, head = features, [], []
    for kind, merge in layers:
        recurrent.append(random_layer(kind, merge, width, units, rng, spread))
        width = 2 * units if merge == "concat" else units
    for k, activation in enumerate(dense):
        head.append((rng.normal(0, spread, (width, 4 - k)), rng.normal(0, spread, 4 - k), activation))
        width = 4 - k
    embedding = None if vocabulary is None else rng.normal(size=(vocabulary, features))
    return Network(recurrent, head, embedding, **options)


def random_inputs(network, T, rng):
    """Ids or numbers; of a network with a mask, some are padding, at the end and in between."""
    if network.embedding is not None:
        return rng.integers(0, len(network.embedding), T)
    X = rng.normal(size=(T, network.features))
    if network.mask_zero:
        X[rng.random(T) < 0.3] = 0
    return X


def random_clamps(network, T, rng, n=3):
    clamps = []
    for _ in range(n):
        k = int(rng.integers(len(network.layers)))
        layer = network.layers[k]
        direction = str(rng.choice(["forward", "backward"])) if isinstance(layer, Bidirectional) else "forward"
        cell = layer.forward_cell if isinstance(layer, Bidirectional) else layer
        start = int(rng.integers(T))
        clamps.append({
            "layer": k, "direction": direction, "track": str(rng.choice(TRACKS[type(cell)])),
            "unit": int(rng.integers(cell.units)), "value": float(rng.uniform(-1, 1)),
            "from": start, "to": int(rng.integers(start, T)),
        })  # fmt: skip
    return clamps
