"""`unrolled.grading.codec`: what goes in comes out, and nothing else is let through."""

import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from unrolled.grading import codec
from unrolled.grading.codec import CodecError, Kept, decode, encode

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
arrays = st.sampled_from(codec.DTYPES).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats() | text | st.integers(0, 9).map(Kept)
values = st.recursive(
    scalars | arrays,
    lambda inner: st.lists(inner, max_size=4) | st.lists(inner, max_size=4).map(tuple) | st.dictionaries(text, inner, max_size=4),
    max_leaves=12,
)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, float):
        return (a == b and math.copysign(1, a) == math.copysign(1, b)) or (math.isnan(a) and math.isnan(b))
    return a == b


def frame(header, body=b"", lengths=None):
    header = header if isinstance(header, bytes) else json.dumps(header).encode()
    return codec.HEAD.pack(codec.MAGIC, *(lengths or (len(header), len(body)))) + header + body


@given(values)
def test_values_come_out_as_they_went_in(value):
    assert same(decode(encode(value)), value)


def test_arrays_in_any_memory_order_keep_their_contents():
    array = np.arange(12, dtype=">i4").reshape(3, 4).T[::-1]
    assert np.array_equal(decode(encode(array)), array)


def nested(depth, value=1):
    for _ in range(depth):
        value = [value]
    return value


class Text(str):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        1j,
        b"bytes",
        Text("subclass"),
        {1: "number as a key"},
        np.float64(1),
        np.array(["text"]),
        np.array([None]),
        np.array([1j]),
        np.zeros(2, "u8"),
        np.zeros(2, [("a", "f8")]),
        np.ma.masked_array([1.0]),
        np.zeros(10**6 + 1),
        [np.zeros(600_000), np.zeros(600_000)],
        np.zeros((1,) * 9),
        2**63,
        -(2**63) - 1,
        "x" * 4097,
        "\ud800",
        {"\ud800": 1},
        [0] * 10_000,
        nested(9),
        print,
    ],
    ids=lambda value: type(value).__name__,
)
def test_nothing_else_goes_in(value):
    with pytest.raises(CodecError):
        encode(value)


def test_the_largest_values_pass():
    for value in [np.zeros(10**6), "x" * 4096, [0] * 9999, nested(8), 2**63 - 1, -(2**63)]:
        assert same(decode(encode(value)), value)


def test_a_list_that_contains_itself_ends():
    loop = []
    loop.append(loop)
    with pytest.raises(CodecError, match="deep"):
        encode(loop)


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        b"UNR1",
        b"HTTP/1.1 200 OK\r\n",
        b"\x93NUMPY" + bytes(20),
        b"PK\x03\x04" + bytes(20),
        b"\x80\x04\x95" + bytes(20),
        frame("x", lengths=(2**32 - 1, 0)),
        frame("x", lengths=(3, 2**32 - 1)),
        frame("x", lengths=(3, 7)),
        frame("x") + b"more",
        frame(b""),
        frame(b"\xff\xfe"),
        frame(b"[" * 10**6),
        frame(b'{"l":' * 2000 + b"1" + b"}" * 2000),
        frame(b'{"l":[' * 100 + b"]}" * 100),
        frame(b"NaN"),
        frame(b"Infinity"),
        frame(b"1e999"),
        frame(b"9" * 5000),
        frame(b"9" * 19),
        frame(b"0." + b"1" * 10**5),
        frame({"f": 1}),
        frame({"f": "1"}),
        frame([1, 2]),
        frame({}),
        frame({"l": [], "t": []}),
        frame({"l": {"a": 1}}),
        frame({"o": "os.system"}),
        frame({"d": [["a", 1], ["a", 2]]}),
        frame({"d": [[1, 1]]}),
        frame({"d": [["a"]]}),
        frame({"k": "1"}),
        frame({"k": True}),
        frame({"l": [0] * 10_000}),
        frame("x" * 4097),
        frame(b'"\\ud800"'),
        frame({"a": ["|O", [1]]}, bytes(8)),
        frame({"a": ["<U4", [1]]}, bytes(16)),
        frame({"a": [["<f8"], [1]]}, bytes(8)),
        frame({"a": ["<f8", [1]]}),
        frame({"a": ["<f8", [-1]]}, bytes(8)),
        frame({"a": ["<f8", [True]]}, bytes(8)),
        frame({"a": ["<f8", [1.0]]}, bytes(8)),
        frame({"a": ["<f8", 1]}, bytes(8)),
        frame({"a": ["<f8", [2**62, 2**62]]}, bytes(8)),
        frame({"a": ["<f8", [0, 2**62]]}),
        frame({"a": ["<f8", [0, 8_000_000, 8_000_000, 8_000_000]]}),
        frame({"a": ["<f8", [1] * 9]}, bytes(8)),
        frame({"a": ["<f8", [1]]}, bytes(16)),
        frame({"a": ["|b1", [1]]}, b"\x02"),
        frame({"l": [{"a": ["<f8", [1]]}] * 2}, bytes(8)),
    ],
)
def test_forged_frames_are_refused(forged):
    with pytest.raises(CodecError):
        decode(forged)


@given(st.binary(max_size=60))
def test_no_bytes_whatever_raise_anything_else(junk):
    for forged in (junk, frame(junk), frame({"a": ["<f4", [2]]}, junk)):
        try:
            decode(forged)
        except CodecError:
            pass


def test_limits_are_named():
    with pytest.raises(CodecError, match="8000000"):
        codec.lengths(codec.HEAD.pack(codec.MAGIC, 1, 8_000_001))
    with pytest.raises(CodecError, match="dtype object"):
        encode(np.array([None]))
