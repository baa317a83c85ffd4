"""W9: from one or many inputs to one or many outputs, and the stacks that Keras refuses."""

import math

import traitlets

from unrolled import theme

from .base import STATIC, Choice, Whole, Widget, whole

MOST_LAYERS = 6
RECURRENT = ("SimpleRNN", "LSTM", "GRU")
KINDS = (*RECURRENT, "Dense", "TimeDistributed", "RepeatVector", "Flatten")
SIZES = {kind: (1, 64) for kind in KINDS} | {"RepeatVector": (1, 12)}
del SIZES["Flatten"]


def _recurrent(size, return_sequences=False, kind="SimpleRNN"):
    return {"kind": kind, "size": size, "return_sequences": return_sequences}


def _sized(kind, size):
    return {"kind": kind, "size": size}


_DENSE, _AT_EACH = _sized("Dense", 3), _sized("TimeDistributed", 3)

# The stack that each card puts down; `goal` is the output shape, without the batch, of a repair.
STARTS = {
    "one-to-one": {"timesteps": 0, "features": 5, "layers": [_sized("Dense", 8), _DENSE]},
    "one-to-many": {"timesteps": 0, "features": 5, "layers": [_sized("RepeatVector", 6), _recurrent(8, True), _AT_EACH]},
    "many-to-one": {"timesteps": 12, "features": 5, "layers": [_recurrent(8), _DENSE]},
    "synchronous": {"timesteps": 12, "features": 5, "layers": [_recurrent(8, True), _AT_EACH]},
    "asynchronous": {
        "timesteps": 12,
        "features": 5,
        "layers": [_recurrent(8), _sized("RepeatVector", 6), _recurrent(8, True), _AT_EACH],
    },
    "repair 1": {
        "timesteps": 12,
        "features": 5,
        "layers": [_recurrent(8), _recurrent(8, True), _AT_EACH],
        "goal": [12, 3],
    },
    "repair 2": {
        "timesteps": 12,
        "features": 5,
        "layers": [_recurrent(8, True, "GRU"), _sized("RepeatVector", 6), _recurrent(8, True, "GRU"), _AT_EACH],
        "goal": [6, 3],
    },
    "repair 3": {"timesteps": 12, "features": 5, "layers": [_recurrent(8, True, "LSTM"), _DENSE], "goal": [3]},
}


class Layers(traitlets.TraitType):
    """A stack: a list of small dicts, each a layer as `IOPatterns` describes it."""

    def __init__(self):
        super().__init__()
        self.tag(sync=True, setting=True)

    def validate(self, obj, value):
        if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MOST_LAYERS:
            raise traitlets.TraitError(f"layers must be a list of 1 to {MOST_LAYERS} layers; got {value!r}")
        return [_checked(layer, f"layers[{i}]") for i, layer in enumerate(value)]


def _checked(layer, where):
    kind = layer.get("kind") if isinstance(layer, dict) else None
    if kind not in KINDS:
        raise traitlets.TraitError(
            f"{where} must be a dict whose 'kind' is one of {', '.join(KINDS)}; got {layer!r}"
        )
    default = {"kind": kind}
    if kind in SIZES:
        default["size"] = None
    if kind in RECURRENT:
        default["return_sequences"] = False  # as in Keras
    unknown = sorted(set(layer) - set(default))
    if unknown:
        raise traitlets.TraitError(f"{where} has {unknown[0]!r}; a {kind} has {', '.join(default)}")
    checked = default | layer
    if kind in SIZES:
        checked["size"] = whole(f"{where}: the size of a {kind}", checked["size"], *SIZES[kind])
    if not isinstance(checked.get("return_sequences", False), bool):
        raise traitlets.TraitError(
            f"{where}: return_sequences must be True or False; got {checked['return_sequences']!r}"
        )
    return checked


class IOPatterns(Widget):
    """One or many inputs, one or many outputs: a Keras stack, its shapes and its errors.

    pattern   : "one-to-one", "one-to-many", "many-to-one", "synchronous", "asynchronous", or
                "repair 1", "repair 2", "repair 3"; setting it puts down the stack of that name,
                which is also the default of the other settings
    timesteps : T of the input, 1 to 12, or 0 for an input without a time axis
    features  : d of the input
    layers    : 1 to 6 dicts, from the input to the output: {"kind": ..., "size": ...} with kind
                "SimpleRNN", "LSTM", "GRU" (size: units; also "return_sequences", False if left
                out), "Dense" (units), "TimeDistributed" (the units of a Dense at each timestep),
                "RepeatVector" (how many times) or "Flatten" (no size)

    Raises `traitlets.TraitError`, which says what is allowed, for anything else.
    """

    _esm = STATIC / "io_patterns.js"

    limits = traitlets.Dict(
        {"timesteps": (0, 12), "features": (1, 16), "size": SIZES, "layers": (1, MOST_LAYERS)}, read_only=True
    ).tag(sync=True)
    starts = traitlets.Dict(STARTS, read_only=True).tag(sync=True)

    pattern = Choice(*STARTS, default="many-to-one")
    timesteps = Whole()
    features = Whole()
    layers = Layers()

    def __init__(self, **settings):
        super().__init__(**settings)
        self.observe(self._start, "pattern")

    def set_state(self, sync_data):
        """What the reader has changed: the front end sends a pattern together with its stack."""
        self.unobserve(self._start, "pattern")
        try:
            super().set_state(sync_data)
        finally:
            self.observe(self._start, "pattern")

    def _start(self, change):
        for name in ("timesteps", "features", "layers"):
            setattr(self, name, STARTS[change.new][name])

    @traitlets.default("timesteps")
    def _timesteps(self):
        return STARTS[self.pattern]["timesteps"]

    @traitlets.default("features")
    def _features(self):
        return STARTS[self.pattern]["features"]

    @traitlets.default("layers")
    def _layers(self):
        return STARTS[self.pattern]["layers"]

    def _picture(self, figure):
        from matplotlib.patches import FancyBboxPatch

        shapes = _shapes(self.timesteps, self.features, self.layers)
        refused = shapes.index(None) - 1 if None in shapes else None
        axes = figure.subplots()
        axes.set(xlim=(0, 10), ylim=(-len(self.layers) - 0.1, 0.8))
        axes.axis("off")
        for row, shape in enumerate(shapes):
            wrong = refused is not None and row == refused + 1
            name = "input" if row == 0 else _called(self.layers[row - 1])
            edge = theme.color("gradient" if wrong else "line" if row else "input")
            look = {"edgecolor": edge, "facecolor": theme.color("panel"), "linestyle": "--" if wrong else "-"}
            axes.add_patch(FancyBboxPatch((0.1, 0.2 - row), 5.6, 0.5, boxstyle="round,pad=0,rounding_size=0.1", **look))
            axes.text(2.9, 0.45 - row, name, ha="center", va="center", fontsize=9)
            told = "refused by Keras" if wrong else "" if shape is None else _written(shape)
            axes.text(6.1, 0.45 - row, told, va="center", fontsize=9, color=edge if wrong else theme.color("ink"))
            if row:
                arrow = {"arrowstyle": "->", "color": theme.color("line")}
                axes.annotate("", (2.9, 0.7 - row), (2.9, 1.2 - row), arrowprops=arrow)
        if refused is None:
            end = f"The output has shape {_written(shapes[-1])}."
            if goal := STARTS[self.pattern].get("goal"):
                end += f" It is to have shape {_written(goal)}."
        else:
            end = f"Keras refuses layer {refused + 1}, {self.layers[refused]['kind']}: it cannot take {_written(shapes[refused])}."
        return f"Inputs and outputs: {self.pattern}", f"A stack of layers with the shapes (batch, timesteps, features) between them. {end}"


def _written(shape):
    """As Keras prints it, with the batch."""
    return f"(None, {', '.join(map(str, shape))})"


def _called(layer):
    """A layer as its call reads in Python."""
    size = layer.get("size", "")
    if layer["kind"] == "TimeDistributed":
        return f"TimeDistributed(Dense({size}))"
    return f"{layer['kind']}({size}{', return_sequences=True' if layer.get('return_sequences') else ''})"


def _shapes(timesteps, features, layers):
    """The input shape and that after each layer, without the batch; None from the layer on that Keras refuses."""
    shapes = [[timesteps, features] if timesteps else [features]]
    for layer in layers:
        shapes.append(_after(layer, shapes[-1]))
    return shapes


def _after(layer, shape):
    kind, size = layer["kind"], layer.get("size")
    ranks = {"RepeatVector": 1, "TimeDistributed": 2} | dict.fromkeys(RECURRENT, 2)
    if shape is None or len(shape) != ranks.get(kind, len(shape)):
        return None
    if kind == "Flatten":
        return [math.prod(shape)]
    if kind == "RepeatVector":
        return [size, *shape]
    drops_time = kind in RECURRENT and not layer["return_sequences"]
    return [size] if drops_time else [*shape[:-1], size]
