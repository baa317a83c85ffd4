"""The values that may cross the wall of the sandbox, as bounded frames of bytes.

A frame is a fixed head (magic, length of the header, length of the body), a JSON header that
says how the value is built, and a body with the raw bytes of its arrays.  Reading a frame never
runs code, and every limit is checked before memory is taken for what it limits.  The same file
runs on both sides; only the side outside must be able to trust what it reads.

    >>> decode(encode({"shape": (2, 1), "loss": float("inf")}))
    {'shape': (2, 1), 'loss': inf}

Values: None, bool, int of 64 bits, float, str, list, tuple, dict with str keys, `Kept` (the
number of an object that stayed inside), and arrays of the dtypes in `DTYPES`.
"""

import json
import math
import struct
from dataclasses import dataclass

MAGIC = b"UNR1"
HEAD = struct.Struct(">4sII")
MAX_HEADER = 2**20  # bytes
MAX_BODY = 8 * 10**6  # bytes of all arrays of one frame together
MAX_TEXT = 4096  # bytes in UTF-8
MAX_ITEMS = 10_000  # values in one frame, nested ones included
MAX_DEPTH = 8
MAX_RANK = 8
MAX_SOURCE = 10**6  # bytes of a cell, the one text that may be longer
DTYPES = ("<f8", "<f4", "<i8", "<i4", "|b1")
# What may be called of an object that stays inside.
METHODS = frozenset({"build", "count_params", "fit", "get_config", "get_weights", "predict", "set_weights", "__call__"})


class CodecError(ValueError):
    """A value that may not cross, or bytes that are no frame; the message says which limit."""


@dataclass(frozen=True)
class Kept:
    """An object inside the sandbox, known outside by its number alone."""

    number: int


def encode(value, max_text=MAX_TEXT):
    """The frame of a value.  Raises CodecError where it is of another type or too large."""
    body, count = [], [0]
    header = json.dumps(_describe(value, 0, body, count, max_text), separators=(",", ":")).encode()
    size = sum(map(len, body))
    _check_lengths(len(header), size)
    return HEAD.pack(MAGIC, len(header), size) + header + b"".join(body)


def lengths(head):
    """The lengths of header and body that a frame's head announces, if they are allowed."""
    if len(head) != HEAD.size:
        raise CodecError(f"the head of a frame has {HEAD.size} bytes, not {len(head)}")
    magic, header, body = HEAD.unpack(head)
    if magic != MAGIC:
        raise CodecError("not a frame: it begins with other bytes")
    _check_lengths(header, body)
    return header, body


def decode(frame, max_text=MAX_TEXT):
    """The value of a frame.  Raises CodecError for anything that `encode` would not write."""
    header_length, body_length = lengths(frame[: HEAD.size])
    if len(frame) != HEAD.size + header_length + body_length:
        raise CodecError(f"a frame of {len(frame)} bytes that announces {HEAD.size + header_length + body_length}")
    body = memoryview(frame)[HEAD.size + header_length :]
    try:
        tree = json.loads(
            bytes(frame[HEAD.size : HEAD.size + header_length]).decode("utf-8"),
            parse_int=_bounded_int,
            parse_float=_finite_float,
            parse_constant=_no_constant,
        )
    except CodecError:
        raise
    except (ValueError, RecursionError) as error:
        raise CodecError(f"the header is not JSON: {type(error).__name__}") from None
    reader = _Reader(body, max_text)
    value = reader.build(tree, 0)
    if reader.offset != body_length:
        raise CodecError(f"{body_length - reader.offset} bytes of the body belong to no array")
    return value


def _check_lengths(header, body):
    if header > MAX_HEADER:
        raise CodecError(f"a header of {header} bytes; at most {MAX_HEADER}")
    if body > MAX_BODY:
        raise CodecError(f"arrays of {body} bytes; at most {MAX_BODY}")


def _check_text(text, max_text):
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        raise CodecError("text with a lone surrogate") from None
    if size > max_text:
        raise CodecError(f"text of {size} bytes; at most {max_text}")
    return text


def _check_place(depth, count):
    if depth > MAX_DEPTH:
        raise CodecError(f"nested more than {MAX_DEPTH} deep")
    if count > MAX_ITEMS:
        raise CodecError(f"more than {MAX_ITEMS} values")


def _check_int(number):
    if not -(2**63) <= number < 2**63:
        raise CodecError("an integer of more than 64 bits")
    return number


def _describe(value, depth, body, count, max_text):
    """The JSON tree of a value; the bytes of its arrays are appended to `body`."""
    count[0] += 1
    _check_place(depth, count[0])
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is int:
        return _check_int(value)
    if kind is float:
        return value if math.isfinite(value) else {"f": repr(value)}
    if kind is str:
        return _check_text(value, max_text)
    if kind is list or kind is tuple:
        # A list of a million is refused before it is walked through.
        _check_place(depth, count[0] + len(value))
        return {kind.__name__[0]: [_describe(item, depth + 1, body, count, max_text) for item in value]}
    if kind is dict:
        _check_place(depth, count[0] + len(value))
        pairs = []
        for key, item in value.items():
            if type(key) is not str:
                raise CodecError(f"a dict with a key of type {type(key).__name__}; keys are text")
            pairs.append([_check_text(key, max_text), _describe(item, depth + 1, body, count, max_text)])
        return {"d": pairs}
    if kind is Kept:
        return {"k": _check_int(value.number)}
    import numpy as np  # only here: a frame without arrays needs no NumPy

    if kind is np.ndarray:
        dtype = value.dtype.newbyteorder("<").str
        if dtype not in DTYPES:
            raise CodecError(f"an array of dtype {value.dtype}; allowed are {', '.join(DTYPES)}")
        if value.ndim > MAX_RANK:
            raise CodecError(f"an array of rank {value.ndim}; at most {MAX_RANK}")
        _check_lengths(0, sum(map(len, body)) + value.nbytes)
        body.append(value.astype(dtype, order="C", copy=False).tobytes())
        return {"a": [dtype, list(value.shape)]}
    raise CodecError(f"a value of type {kind.__name__}")


class _Reader:
    """Builds the value that a JSON tree describes, out of the bytes of a frame's body."""

    def __init__(self, body, max_text):
        self.body, self.max_text = body, max_text
        self.offset = self.count = 0

    def build(self, tree, depth):
        self.count += 1
        _check_place(depth, self.count)
        if tree is None or type(tree) in (bool, int, float):
            return tree
        if type(tree) is str:
            return _check_text(tree, self.max_text)
        if type(tree) is not dict or len(tree) != 1:
            raise CodecError("a header that describes no value")
        ((tag, content),) = tree.items()
        if tag == "f" and content in ("nan", "inf", "-inf"):
            return float(content)
        if tag == "k" and type(content) is int:
            return Kept(content)
        if tag in ("l", "t") and type(content) is list:
            items = [self.build(item, depth + 1) for item in content]
            return items if tag == "l" else tuple(items)
        if tag == "d" and type(content) is list:
            return self._dict(content, depth)
        if tag == "a" and type(content) is list and len(content) == 2:
            return self._array(*content)
        raise CodecError("a header that describes no value")

    def _dict(self, pairs, depth):
        result = {}
        for pair in pairs:
            if type(pair) is not list or len(pair) != 2 or type(pair[0]) is not str:
                raise CodecError("a dict that is not made of pairs")
            key = _check_text(pair[0], self.max_text)
            if key in result:
                raise CodecError("a dict with the same key twice")
            result[key] = self.build(pair[1], depth + 1)
        return result

    def _array(self, dtype, shape):
        import numpy as np

        if dtype not in DTYPES:
            raise CodecError("an array of a dtype that is not allowed")
        if type(shape) is not list or len(shape) > MAX_RANK:
            raise CodecError(f"an array without a shape, or of a rank above {MAX_RANK}")
        # Zero lengths hide huge ones from the product, so each length is bounded by itself.
        if not all(type(length) is int and 0 <= length <= MAX_BODY for length in shape):
            raise CodecError("an array with a length that is not allowed")
        size = math.prod(shape)
        end = self.offset + size * np.dtype(dtype).itemsize
        if end > len(self.body):
            raise CodecError("an array that is longer than the body")
        raw = self.body[self.offset : end]
        self.offset = end
        if dtype == "|b1" and np.frombuffer(raw, "u1").max(initial=0) > 1:
            raise CodecError("a truth value that is neither 0 nor 1")
        try:
            return np.frombuffer(raw, dtype).reshape(shape).copy()
        except ValueError:  # no bytes at all, but lengths whose product NumPy cannot count
            raise CodecError("an array of a shape that is not allowed") from None


def _bounded_int(digits):
    if len(digits) > 20:
        raise CodecError("an integer of more than 64 bits")
    return _check_int(int(digits))


def _finite_float(digits):
    number = float(digits) if len(digits) <= 32 else math.inf
    if not math.isfinite(number):
        raise CodecError("a float that is too long or too large")
    return number


def _no_constant(name):
    raise CodecError(f"{name} is not JSON")
