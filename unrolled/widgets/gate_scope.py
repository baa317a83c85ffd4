"""W14: a trained network, open on the reader's own input; shipped ones, or the reader's own Keras model."""

import json
from functools import cache
from numbers import Real as Number
from pathlib import Path

import numpy as np
import traitlets

from unrolled import theme
from unrolled.network import TRACKS, Network

from .base import STATIC, Choice, Real, Whole, Widget, whole

TRAINED = Path(__file__).with_name("gate_scope.npz")  # made by tools/train_gate_scope.py
LONGEST = 128  # timesteps
MODELS = ("characters", "forecaster", "brackets")
ORDERS = ("trained", "time", "value")
SPANS = ("on", "all", "one")

# What the page says of the shipped models, beside what the file of their weights holds.
_SAID = {
    "characters": {
        "label": "characters",
        "title": "the character model",
        "about": "An LSTM of {units} units that reads one character at a time and says which comes next. It has learned from Alice’s Adventures in Wonderland.",
        "expects": "the next character is",
        "referenceName": "a part of the book that it has not seen",
    },
    "forecaster": {
        "label": "forecaster",
        "title": "the forecaster",
        "about": "A GRU of {units} units that reads one value at a time and forecasts the next. It has learned from waves of random forms and periods.",
        "expects": "Its forecast of the next value",
        "referenceName": "waves that it has not seen",
        "outputs": ["next value"],
        "features": ["value"],
        "forecasts": True,
    },
    "brackets": {
        "label": "brackets",
        "title": "the bracket model",
        "about": "An LSTM of {units} units that reads brackets and says which may come next: a closing one must match the last one open, and at most {depth} are open.",
        "expects": "the next bracket is",
        "referenceName": "brackets at random",
    },
}
_FIRST_TRACK = {"LSTM": "f", "GRU": "z", "SimpleRNN": "h"}


@cache
def _stored():
    with np.load(TRAINED) as file:
        return json.loads(str(file["facts"])), {name: file[f"{name}.numbers"] for name in MODELS}


def network(model="characters"):
    """A shipped network, `unrolled.network.Network`: "characters", "forecaster" or "brackets".

    Its weights, float64, are 16-bit whole numbers times one power of two.  Raises ValueError for other names.
    """
    if model not in MODELS:
        raise ValueError(f"model {model!r}; expected one of {', '.join(map(repr, MODELS))}")
    facts, numbers = _stored()
    return Network.from_spec(facts[model]["spec"], numbers[model] * facts[model]["scale"])


def measured(model="characters"):
    """What tools/train_gate_scope.py measured of a shipped network, beside its baselines."""
    return _stored()[0][model]["measured"]


def _shipped(name):
    """A model as the page gets it, and its numbers."""
    facts, numbers = _stored()
    facts, numbers = facts[name], numbers[name]
    said = _SAID[name]
    text = "vocabulary" in facts
    rows = lambda values: values if text else [[value] for value in values]  # noqa: E731
    card = {
        **said,
        "name": name,
        "about": said["about"].format(units=facts["spec"]["layers"][0]["units"], depth=facts.get("depth")),
        "kind": "characters" if text else "numbers",
        "spec": facts["spec"],
        "dtype": "int16",
        "scale": facts["scale"],
        "vocabulary": facts.get("vocabulary"),
        "names": said.get("outputs", facts.get("vocabulary")),
        "initial": rows(facts["initial"]),
        "presets": {title: rows(values) for title, values in facts["presets"].items()},
        "reference": rows(facts["reference"]),
        "writes": text,
        "notable": facts["notable"],
    }
    first = next((one for one in facts["notable"] if one["track"] == "c"), facts["notable"][0])
    card["start"] = {"track": first["track"], "unit": first["unit"] + 1, "order": "time"}
    if not text:
        low, high = facts["range"]
        card |= {"units": [facts["units"]], "scaler": {"center": [0.0], "spread": [1.0]}, "limits": [[low, high]], "steps": [_step(low, high)]}
    return card, numbers.astype("<i2").tobytes()


def _step(low, high):
    """A round fiftieth of the range or so, of what is drawn by hand."""
    rough = (high - low) / 60
    unit = 10.0 ** np.floor(np.log10(rough))
    return float(f"{unit * next(k for k in (1, 2, 5, 10) if k * unit >= rough):.6g}")


# ---- the reader's own model --------------------------------------------------------------------


def _reads_tokens(opened, vocabulary):
    """The part of a card that says what a network reads whose inputs are tokens."""
    embedded = opened.embedding is not None
    ids = len(opened.embedding) if embedded else opened.features
    if len(vocabulary) > ids or (not embedded and len(vocabulary) != ids):
        what = f"an Embedding of {ids} ids" if embedded else f"{ids} features, one for each token"
        raise ValueError(f"vocabulary has {len(vocabulary)} tokens; the model has {what}")
    typed = [token for token in vocabulary if token and not _special(token)]
    kind = "words" if any(len(token) > 1 for token in typed) else "characters"
    known = "".join if kind == "characters" else " ".join
    return {"vocabulary": vocabulary, "kind": kind, "initial": known(typed[:12])}


def _reads_numbers(opened, center, spread, features):
    """The same of one whose inputs are numbers; waves stand there until the reader has series."""
    if features is None:
        features = [f"feature {k + 1}" for k in range(opened.features)] if opened.features > 1 else ["value"]
    t = np.arange(32)[:, None]
    waves = np.sin(2 * np.pi * t / 16 + np.arange(opened.features))
    return {
        "kind": "numbers", "vocabulary": None, "scaler": {"center": center.tolist(), "spread": spread.tolist()},
        "features": _names("features", features, opened.features), "units": [""] * opened.features,
        "initial": (center + spread * waves).round(4).tolist(),
    }  # fmt: skip


def _room(series):
    """Limits and steps of each feature that hold all series, (T, features) each."""
    everything = np.concatenate(series)
    low, high = everything.min(axis=0), everything.max(axis=0)
    steps = [_step(*pair) for pair in zip(low, high)]
    limits = [[float(f"{np.floor(a / s) * s:.6g}"), float(f"{np.ceil(b / s) * s:.6g}")] for a, b, s in zip(low, high, steps)]
    return {"steps": steps, "limits": limits}


def _vocabulary(vocabulary):
    """Tokens in the order of their ids."""
    if isinstance(vocabulary, dict):
        ids = sorted(vocabulary.values())
        holes = set(range(max(ids, default=-1) + 1)) - set(ids)
        if len(set(ids)) < len(ids) or any(isinstance(k, bool) or int(k) != k or k < 0 for k in ids):
            raise ValueError("vocabulary must give each token an id of its own, from 0 on")
        tokens = {int(k): token for token, k in vocabulary.items()} | dict.fromkeys(holes, "")
        vocabulary = [tokens[k] for k in range(len(tokens))]
    vocabulary = [str(token) for token in vocabulary]
    named = [token for token in vocabulary if token]
    if len(set(named)) < len(named):
        twice = next(token for token in named if named.count(token) > 1)
        raise ValueError(f"vocabulary has the token {twice!r} twice; each must stand for one id")
    if not named:
        raise ValueError("vocabulary has no tokens")
    return vocabulary


def _names(what, names, n):
    """A name for each of the n features or outputs of a model."""
    names = [str(name) for name in names]
    if len(names) != n:
        raise ValueError(f"{what} has {len(names)} names; the model has {n} {what}")
    if len(set(names)) < n:
        raise ValueError(f"{what} has a name twice")
    return names


def _special(token):
    """"[UNK]", "<pad>": names of tokens that nobody types."""
    return len(token) > 2 and token[0] + token[-1] in ("[]", "<>")


def _scaler(scaler, features):
    """(center, spread), each (features,), such that the network reads (value - center) / spread."""
    if scaler is None:
        return np.zeros(features), np.ones(features)
    if hasattr(scaler, "spread"):  # unrolled.sequences.Scaler
        pair = scaler.center, scaler.spread
    elif hasattr(scaler, "min_") and hasattr(scaler, "scale_"):  # MinMaxScaler: values * scale_ + min_
        pair = -scaler.min_ / scaler.scale_, 1 / scaler.scale_
    elif hasattr(scaler, "scale_") and hasattr(scaler, "mean_"):  # StandardScaler
        center, spread = scaler.mean_, scaler.scale_
        pair = np.zeros(features) if center is None else center, np.ones(features) if spread is None else spread
    elif isinstance(scaler, (tuple, list)) and len(scaler) == 2:
        pair = scaler
    else:
        raise ValueError(
            f"scaler is a {type(scaler).__name__}; expected unrolled.sequences.Scaler, scikit-learn's fitted "
            "StandardScaler or MinMaxScaler, or a pair (center, spread)"
        )
    try:
        center, spread = (np.broadcast_to(np.asarray(part, float), (features,)) for part in pair)
    except ValueError:
        sizes = " and ".join(str(np.size(part)) for part in pair)
        raise ValueError(f"scaler has {sizes} features; the model reads {features}") from None
    if not (np.isfinite(center).all() and np.isfinite(spread).all() and (spread > 0).all()):
        raise ValueError("scaler must have finite centers and spreads above 0; is it fitted?")
    return center, spread


class GateScope(Widget):
    """A trained recurrent network, open: every gate and state of it on the reader's own input.

    `GateScope()` has three shipped networks; `GateScope.from_keras(model, ...)` opens the reader's own.

    model     : "characters" (type: it says the next character), "forecaster" (draw: it forecasts the next
                value) or "brackets" (which bracket may come next)
    text      : what a network of characters or words reads, at most 128 of them
    series    : what a network of numbers reads, (T, features) or (T,), at most 128 timesteps
    t, unit   : what is looked at, counted from 1; beyond the last one, it is the last one
    layer, direction : from 1; "forward" or "backward", of a Bidirectional
    track     : "i", "f", "c~", "o", "c", "h" (LSTM), "z", "r", "h~", "h" (GRU), "h" (SimpleRNN)
    output    : the index of the output that is explained, or -1: the most probable
    clamps    : a list of {"layer", "direction", "track", "unit", "value", "from", "to"}, all counted from 0
                as `unrolled.network` takes them: that value stands in the place of the computed one
    order     : of the units: "trained", "time" (by time constant, slowest first) or "value" (at t)
    span      : what the slider holds: "on" (from t on), "all" or "one" (t alone)
    temperature, seed : of what the network writes by chance
    feature   : which feature is drawn, from 0
    tour      : 0, or the step of the tour

    `scope.network` is the `unrolled.network.Network`, `scope.inputs()` what it reads, `scope.trace()` all that is
    computed from that with the clamps.  A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "gate_scope.js"

    models = traitlets.List(read_only=True).tag(sync=True)
    weights = traitlets.Bytes(read_only=True).tag(sync=True)

    model = traitlets.Unicode().tag(sync=True, setting=True)
    text = traitlets.Unicode().tag(sync=True, setting=True)
    series = traitlets.Any().tag(sync=True, setting=True)
    feature = Whole(0)
    layer = Whole(1)
    direction = Choice("forward", "backward", default="forward")
    track = Choice(*dict.fromkeys(name for names in TRACKS.values() for name in names), default="h")
    unit = Whole(1)
    t = Whole(LONGEST)
    output = Whole(-1)
    clamps = traitlets.List().tag(sync=True, setting=True)
    order = Choice(*ORDERS, default="trained")
    span = Choice(*SPANS, default="on")
    temperature = Real(0.7)
    seed = Whole(0)
    tour = Whole(0)

    def __init__(self, model="characters", **settings):
        if "_cards" in settings:  # from_keras
            cards, weights = settings.pop("_cards")
        else:
            shipped = [_shipped(name) for name in MODELS]
            cards, weights = [card for card, _ in shipped], b"".join(numbers for _, numbers in shipped)
        position = 0
        for card in cards:
            card["from"] = position
            card["size"] = sum(_sizes(card["spec"]))
            position += card["size"] * (2 if card["dtype"] == "int16" else 4)
        names = [card["name"] for card in cards]
        if model not in names:
            raise traitlets.TraitError(f"model must be {' or '.join(map(repr, names))}; got {model!r}")
        self.set_trait("models", cards)
        self.set_trait("weights", weights)
        units = max(layer["units"] for card in cards for layer in card["spec"]["layers"])
        outputs = max(len(card["names"]) for card in cards)
        features = max(len(card.get("features") or [0]) for card in cards)
        self.set_trait("limits", {
            "length": (1, LONGEST), "t": (1, LONGEST), "unit": (1, units), "layer": (1, 2), "feature": (0, features - 1), "output": (-1, outputs - 1),
            "temperature": (0.2, 1.5), "seed": (0, 99), "tour": (0, 8),
        })  # fmt: skip
        card = next(card for card in cards if card["name"] == model)
        numbers = card["kind"] == "numbers"
        begin = {"text": "" if numbers else card["initial"], "series": card["initial"] if numbers else []}
        super().__init__(model=model, **(begin | card["start"] | settings))
        self.observe(self._begin, "model")

    @classmethod
    def from_keras(cls, model, vocabulary=None, scaler=None, examples=None, features=None, outputs=None, title=None, **settings):
        """The reader's own Keras model, open.

        model      : a built Sequential model or functional chain: Embedding (optional), one or two SimpleRNN, LSTM,
                     GRU or Bidirectional layers, Dropout, Dense
        vocabulary : the tokens in the order of their ids, or {token: id}; needed with an Embedding, and where the
                     features are one-hot tokens.  Tokens of one character are typed as text, longer ones as words
        scaler     : what the inputs were scaled by: `unrolled.sequences.Scaler`, scikit-learn's StandardScaler or
                     MinMaxScaler, or a pair (center, spread); inputs are then shown and given in your units
        examples   : {name: text or (T, features)} to choose from; the first one is shown
        features   : the names of the numbers that it reads at each timestep
        outputs    : the names of the outputs; the vocabulary's where there are as many
        title      : of the model; its Keras name if left out
        settings   : any of the traits

        Nothing leaves the page or the notebook.  Raises ValueError for a model that has a layer or an option that
        cannot be opened, naming it, for weights above 5 MB, and for arguments that contradict the model.
        """
        opened = Network.from_keras(model)
        spec, numbers = opened.to_spec()
        name = str(title or model.name)
        q = opened.dense[-1][0].shape[1]
        embedded = opened.embedding is not None
        if embedded and vocabulary is None:
            raise ValueError(f"the model has an Embedding of {len(opened.embedding)} ids: vocabulary must say what they stand for")
        if vocabulary is not None and scaler is not None:
            raise ValueError("vocabulary and scaler contradict each other: tokens are not scaled")
        if vocabulary is not None and features is not None:
            raise ValueError("vocabulary and features contradict each other: tokens have no features to name")
        card = {"name": name, "label": name, "title": name, "spec": spec, "dtype": "float32", "scale": 1.0, "notable": []}
        if vocabulary is not None:
            vocabulary = _vocabulary(vocabulary)
            card |= _reads_tokens(opened, vocabulary)
        else:
            center, spread = _scaler(scaler, opened.features)
            card |= _reads_numbers(opened, center, spread, features)
        if outputs is None:
            outputs = vocabulary if vocabulary is not None and len(vocabulary) == q else [f"output {k + 1}" for k in range(q)]
        outputs = _names("outputs", outputs, q)
        layers = [f"{'Bidirectional ' if layer['merge'] else ''}{layer['kind']} of {layer['units']} units" for layer in spec["layers"]]
        shares = spec["dense"][-1]["activation"] == "softmax"
        card |= {
            "names": outputs, "about": f"{name}: {' and '.join(layers)}, {numbers.size:,} weights.",
            "expects": "the model answers" if shares else "Its outputs", "reference": None, "referenceName": "",
            "writes": bool(shares and opened.return_sequences and vocabulary is not None and outputs == vocabulary and not any(layer["merge"] for layer in spec["layers"])),
            "start": {"track": _FIRST_TRACK[spec["layers"][0]["kind"]], "unit": 1},
        }  # fmt: skip
        given = {str(title): _given(card, example, f"example {title!r}", ValueError) for title, example in (examples or {}).items()}
        card["presets"] = given
        card["initial"] = next(iter(given.values()), card["initial"])
        if card["kind"] == "numbers":
            card |= _room([*map(np.array, given.values()), card["initial"], center[None] - 2.5 * spread, center[None] + 2.5 * spread])
        return cls(name, **settings, _cards=([card], numbers.astype("<f4").tobytes()))

    # ---- traits

    @property
    def _card(self):
        return next(card for card in self.models if card["name"] == self.model)

    @traitlets.validate("model")
    def _valid_model(self, proposal):
        names = [card["name"] for card in self.models]
        if proposal["value"] not in names:
            raise traitlets.TraitError(f"model must be {' or '.join(map(repr, names))}; got {proposal['value']!r}")
        return proposal["value"]

    @traitlets.validate("text")
    def _valid_text(self, proposal):
        if self._card["kind"] == "numbers":
            return proposal["value"]
        return _given(self._card, proposal["value"], "text", traitlets.TraitError)

    @traitlets.validate("series")
    def _valid_series(self, proposal):
        if self._card["kind"] != "numbers":
            return []
        return _given(self._card, proposal["value"], "series", traitlets.TraitError)

    @traitlets.validate("clamps")
    def _valid_clamps(self, proposal):
        return [_clamp(clamp, self._card["spec"]["layers"]) for clamp in proposal["value"]]

    def _begin(self, change):
        """Another network has another input, and its own units."""
        card = self._card
        self.clamps = []
        setattr(self, "series" if card["kind"] == "numbers" else "text", card["initial"])
        for name, value in ({"t": LONGEST, "layer": 1, "output": -1} | card["start"]).items():
            setattr(self, name, value)

    # ---- what is computed, in Python

    @property
    def network(self):
        """The network that is open: `unrolled.network.Network`."""
        card = self._card
        of = np.dtype("<i2" if card["dtype"] == "int16" else "<f4")
        numbers = np.frombuffer(self.weights, of, card["size"], card["from"])
        return Network.from_spec(card["spec"], numbers.astype(float) * card["scale"])

    def inputs(self, given=None):
        """What the network reads for a text or a series, that of the page if left out: (T,) ids or (T, features)."""
        card = self._card
        numbers = card["kind"] == "numbers"
        given = (self.series if numbers else self.text) if given is None else _given(card, given, "input", ValueError)
        if numbers:
            return (np.array(given) - card["scaler"]["center"]) / card["scaler"]["spread"]
        ids = np.array([card["vocabulary"].index(token) for token in _tokens(card, given)])
        return ids if card["spec"]["embedding"] else np.eye(len(card["vocabulary"]))[ids]

    def trace(self):
        """All that the network computes from its input, with what is held: `unrolled.network.Trace`."""
        inputs = self.inputs()
        last = len(inputs) - 1
        clamps = [clamp | {"to": min(clamp["to"], last)} for clamp in self.clamps if clamp["from"] <= last]
        return self.network.forward(inputs, clamps)

    def _picture(self, figure):
        card, trace = self._card, self.trace()
        T = len(trace.inputs)
        layer = min(self.layer, len(trace.layers)) - 1
        tracks = (trace.layers[layer].backward if self.direction == "backward" else None) or trace.layers[layer].forward
        track = self.track if self.track in tracks else "h"
        t = min(self.t, T)
        unit = min(self.unit, tracks["h"].shape[1])
        row = t - 1 if len(trace.outputs) > 1 else 0
        outputs = trace.outputs[row]
        left, right = figure.subplots(1, 2, width_ratios=(2.4, 1))
        gate = track in ("i", "f", "o", "z", "r")
        most = 1 if gate or track != "c" else np.abs(tracks["c"]).max()
        left.grid(False)
        left.imshow(tracks[track].T, aspect="auto", cmap="Greys" if gate else _signed(), vmin=0 if gate else -most, vmax=most, interpolation="nearest")
        left.axvline(t - 1, color=theme.color("muted"), linewidth=1)
        left.axhline(unit - 1, color=theme.color("muted"), linewidth=1)
        left.set_title(f"{track.replace('~', '̃')}, a row for each unit", fontsize=9)
        if card["kind"] == "characters" and T <= 72:
            left.set_xticks(range(T), [" " if token == "\n" else token for token in _tokens(card, self.text)], fontsize=7)
            left.tick_params(axis="x", length=0)
        else:
            left.set_xlabel("timestep", fontsize=8)
        best = np.argsort(-outputs)[:8][::-1]
        right.barh([repr(card["names"][k])[1:-1] for k in best], outputs[best], color=theme.color("muted"))
        right.set_title(f"outputs at t = {t if len(trace.outputs) > 1 else T}", fontsize=9)
        right.tick_params(labelsize=8)
        held = f", with {len(self.clamps)} held" if self.clamps else ""
        top = int(outputs.argmax())
        read = f"{T} values" if card["kind"] == "numbers" else f"“{self.text}”"
        return f"GateScope: {card['title']}", (
            f"It reads {read}{held}. At t = {t} its largest output is {card['names'][top]!r} with {outputs[top]:.3g}; "
            f"track {track} of unit {unit} is {tracks[track][t - 1, unit - 1]:.3f}."
        )


def _signed():
    from matplotlib.colors import LinearSegmentedColormap

    signed = theme.tokens()["signed"]
    return LinearSegmentedColormap.from_list("signed", [signed["negative"], theme.color("surface"), signed["positive"]])


def _sizes(spec):
    """How many numbers each part of a description has."""
    if spec["embedding"]:
        yield int(np.prod(spec["embedding"]))
    for layer in spec["layers"]:
        gates = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}[layer["kind"]]
        d, h = layer["features"], layer["units"]
        bias = gates * h * (2 if layer.get("reset_after") else 1)
        yield (gates * h * (d + h) + bias) * (2 if layer["merge"] else 1)
    for dense in spec["dense"]:
        m, q = dense["shape"]
        yield (m + 1) * q


def _tokens(card, text):
    return text.split() if card["kind"] == "words" else list(text)


def _given(card, value, what, error):
    """A text or a series that the model can read, as the page keeps it; else an error that says why not."""
    if card["kind"] == "numbers":
        features = len(card["features"])
        try:
            rows = np.asarray(value, float)
        except (TypeError, ValueError):
            rows = np.array(None, float)
        if rows.ndim == 1 and features == 1:
            rows = rows[:, None]
        if rows.ndim != 2 or rows.shape[1] != features or not 1 <= len(rows) <= LONGEST or not np.isfinite(rows).all():
            shape = f"(T, {features})" + (" or (T,)" if features == 1 else "")
            got = f"shape {rows.shape}" if rows.ndim else repr(value)
            raise error(f"{what} must have shape {shape} with 1 to {LONGEST} timesteps of finite numbers; got {got}")
        return rows.tolist()
    unit = "words" if card["kind"] == "words" else "characters"
    if not isinstance(value, str):
        raise error(f"{what} must be a text; got {value!r}")
    known = set(card["vocabulary"])
    tokens = [token if token in known else token.lower() for token in _tokens(card, value)]
    strange = next((token for token in tokens if token not in known), None)
    if strange is not None:
        raise error(f"{what} has {strange!r}, which {card['title']} does not know; it knows {len(known)} {unit}")
    if not 1 <= len(tokens) <= LONGEST:
        raise error(f"{what} must have 1 to {LONGEST} {unit}; got {len(tokens)}")
    return (" " if unit == "words" else "").join(tokens)


_CLAMP = ("layer", "direction", "track", "unit", "value", "from", "to")


def _clamp(clamp, layers):
    """A clamp that the network has, with all its keys."""
    if not isinstance(clamp, dict) or set(clamp) - set(_CLAMP) or set(_CLAMP) - {"direction"} - set(clamp):
        raise traitlets.TraitError(f"a clamp must have {', '.join(_CLAMP)}; got {clamp!r}")
    layer = whole("a clamp's layer", clamp["layer"], 0, len(layers) - 1)
    spec = layers[layer]
    tracks = next(names for kind, names in TRACKS.items() if kind.__name__ == spec["kind"])
    directions = ("forward", "backward") if spec["merge"] else ("forward",)
    direction = clamp.get("direction", "forward")
    for what, value, options in (("track", clamp["track"], tracks), ("direction", direction, directions)):
        if value not in options:
            raise traitlets.TraitError(f"a clamp's {what} must be {' or '.join(map(repr, options))}; got {value!r}")
    first = whole("a clamp's 'from'", clamp["from"], 0, LONGEST - 1)
    value = clamp["value"]
    if not isinstance(value, Number) or isinstance(value, bool) or not np.isfinite(value):
        raise traitlets.TraitError(f"a clamp's value must be a finite number; got {value!r}")
    return {
        "layer": layer, "direction": direction, "track": clamp["track"], "unit": whole("a clamp's unit", clamp["unit"], 0, spec["units"] - 1),
        "value": float(value), "from": first, "to": whole("a clamp's 'to'", clamp["to"], first, LONGEST - 1),
    }  # fmt: skip
