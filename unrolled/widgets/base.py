"""What all widgets share: a style sheet, a picture, traits that know their limits."""

import base64
import io
import numbers
import operator
import textwrap
from pathlib import Path

import numpy as np
import traitlets

from unrolled import theme

try:
    import anywidget
except ImportError as error:
    raise ImportError(
        "the widgets need the package anywidget, which is not installed: "
        "run `pip install anywidget` and restart the kernel"
    ) from error

STATIC = Path(__file__).parent / "static"

# The picture for hosts that run no widget: its size in inches, and its pixels per inch, half
# as many again as a page shows.
_PICTURE_WIDTH, _PICTURE_HEIGHT, _DPI = 6.4, 3.6, 144
_INVITATION = "A still picture: this figure is interactive in the book, in JupyterLab and in Colab."


class Widget(anywidget.AnyWidget):
    """A widget of the course.  It computes in the browser; its traits are shared with Python.

    Whatever the reader changes can be read here, and whatever is set here is drawn there:
    `widget.window = 12`.  A value out of range raises `traitlets.TraitError` with the range.

    A class names its built module, `_esm = STATIC / "NAME.js"`.

    limits      : {trait: (low, high)} of all traits that are numbers
    initial     : the settings it was made with, to which "Reset" returns
    predictions : {question: {"answer": ..., "about": {...}}}, what the reader predicted
                  (None where it was skipped), and for which setting
    """

    _css = theme.css() + (STATIC / "widgets.css").read_text("utf-8")

    limits = traitlets.Dict(read_only=True).tag(sync=True)
    initial = traitlets.Dict(read_only=True).tag(sync=True)
    predictions = traitlets.Dict().tag(sync=True)

    def __init__(self, **settings):
        unknown = sorted(set(settings) - set(self.trait_names()))
        if unknown:
            raise TypeError(
                f"{type(self).__name__} has no setting {unknown[0]!r}; "
                f"its settings are {', '.join(sorted(self.trait_names(setting=True)))}"
            )
        super().__init__(**settings)

    @traitlets.default("initial")
    def _initial(self):
        # First asked for when the finished widget introduces itself to the front end.
        return {name: getattr(self, name) for name in self.trait_names(setting=True)}

    def _picture(self, figure):
        """Draw the present state into a matplotlib figure; its title, and what it shows in words.

        A class without a drawing of its own returns None, and has no picture.
        """

    def _repr_mimebundle_(self, **kwargs):
        """The live view and, for GitHub, PDF and others that run no widget, a picture of the present state."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        still = self._still()
        if still is None:
            return data, metadata
        image, words = still
        width = round(_PICTURE_WIDTH * _DPI / 1.5)
        return (
            data | {"image/png": base64.b64encode(image).decode()},
            metadata | {"image/png": {"alt": words, "width": width}},
        )

    def _still(self):
        """The picture as PNG, and its alternative text; None where the class draws none."""
        import matplotlib
        from matplotlib.figure import Figure

        with matplotlib.rc_context(theme.style()), io.BytesIO() as file:
            figure = Figure(figsize=(_PICTURE_WIDTH, _PICTURE_HEIGHT))
            drawn = self._picture(figure)
            if drawn is None:
                return None
            title, words = drawn
            below = "\n".join([*textwrap.wrap(words, 100), _INVITATION])
            figure.suptitle(title, x=0.01, ha="left", fontsize=12, fontweight="bold")
            figure.supxlabel(below, x=0.01, ha="left", fontsize=8.5, color=theme.color("muted"))
            figure.savefig(file, format="png", dpi=_DPI)
            return file.getvalue(), f"{title}. {words}"


def binary(values, _):
    """float64, little-endian, row by row: `to_json` of an array that is too large to send as text."""
    return values.astype("<f8").tobytes()


def whole(what, value, low, high):
    """The value as a whole number from `low` to `high`; else a TraitError that says so of `what`."""
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool) or not low <= number <= high:
        raise traitlets.TraitError(f"{what} must be a whole number from {low} to {high}; got {value!r}")
    return number


class Whole(traitlets.TraitType):
    """A whole number within `limits[name]` of its widget."""

    def __init__(self, default=0):
        super().__init__(default)
        self.tag(sync=True, setting=True)

    def validate(self, obj, value):
        return whole(self.name, value, *obj.limits[self.name])


class Real(traitlets.TraitType):
    """A number within `limits[name]` of its widget."""

    def __init__(self, default=0.0):
        super().__init__(default)
        self.tag(sync=True, setting=True)

    def validate(self, obj, value):
        low, high = obj.limits[self.name]
        known = isinstance(value, numbers.Real) and not isinstance(value, bool)
        if not known or not low <= value <= high:
            raise traitlets.TraitError(
                f"{self.name} must be a number from {low} to {high}; got {value!r}"
            )
        return float(value)


class Reals(traitlets.TraitType):
    """A vector or matrix of fixed shape, all its numbers within `limits[name]`; kept as nested lists."""

    def __init__(self, default):
        super().__init__(np.array(default, dtype=float).tolist())
        self.shape = np.shape(default)
        self.tag(sync=True, setting=True)

    def validate(self, obj, value):
        low, high = obj.limits[self.name]
        try:
            array = np.asarray(value)
        except ValueError:  # rows of different lengths
            array = np.array(None)
        known = array.dtype.kind in "fiu" and array.shape == self.shape
        if not known or not ((low <= array) & (array <= high)).all():
            raise traitlets.TraitError(
                f"{self.name} must have shape {self.shape} and numbers from {low} to {high}; got {value!r}"
            )
        return array.astype(float).tolist()


class Choice(traitlets.TraitType):
    """One of a few words or numbers."""

    def __init__(self, *options, default):
        super().__init__(default)
        self.options = options
        self.tag(sync=True, setting=True)

    def validate(self, obj, value):
        if value not in self.options:
            allowed = " or ".join(map(repr, self.options))
            raise traitlets.TraitError(f"{self.name} must be {allowed}; got {value!r}")
        return self.options[self.options.index(value)]
