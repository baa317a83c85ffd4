"""W11's Python side, its trained networks, and that JavaScript, NumPy and Keras compute the same."""

import base64
import gzip
import sys
from pathlib import Path

import numpy as np
import pytest
from traitlets import TraitError

from unrolled.widgets import AttentionLens
from unrolled.widgets.attention_lens import LENGTHS, SCORES, START, TRAINED, UNITS, accuracy, network

NETWORKS = [(score, units) for units in UNITS for score in SCORES]
TRACED = ("H", "S", "scores", "weights", "context", "logits", "said")


def as_numbers(text):
    return [int(digit) for digit in text]


# ---- traits ------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", ["12", "1" * 21, "12a4", "1 2 3", "", "١٢٣", 12345, None])
def test_digits_that_are_none_are_refused(bad):
    with pytest.raises(TraitError, match="digits must be a text of 3 to 20 digits; got "):
        AttentionLens(digits=bad)


@pytest.mark.parametrize(
    ("name", "bad", "message"),
    [
        ("score", "cosine", "score must be 'none' or 'dot' or 'additive'; got 'cosine'"),
        ("units", 48, "units must be 16 or 32; got 48"),
        ("temperature", 0, "temperature must be a number from 0.1 to 20; got 0"),
        ("temperature", float("nan"), "temperature must be a number from 0.1 to 20; got nan"),
        ("masked", 21, "masked must be a whole number from 0 to 20; got 21"),
        ("step", 0, "step must be a whole number from 1 to 20; got 0"),
    ],
)
def test_a_setting_out_of_range_is_refused_with_the_range(name, bad, message):
    with pytest.raises(TraitError, match=message):
        AttentionLens(**{name: bad})


def test_units_given_as_a_float_are_the_whole_number():
    assert repr(AttentionLens(units=16.0).units) == "16"


def test_another_network_is_refused():
    for wrong in [("cosine", 32), ("dot", 48)]:
        with pytest.raises(ValueError, match="expected one of"):
            network(*wrong)


# ---- the trained networks ------------------------------------------------------------------


def test_the_weights_are_light_on_the_page():
    """About 60 KB gzipped is all that the weights of a page may weigh."""
    sent = AttentionLens().get_state("numbers")["numbers"]
    assert len(gzip.compress(base64.b64encode(sent), 9)) < 45_000


@pytest.fixture(scope="module")
def tool():
    sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))
    import train_attention_lens

    yield train_attention_lens
    sys.path.pop(0)
    sys.modules.pop("train_attention_lens")


@pytest.mark.parametrize(("score", "units"), NETWORKS)
def test_the_networks_are_as_good_as_stored(score, units, tool):
    stored = accuracy(score, units)
    net = network(score, units)
    for length in (4, 16, 20):
        digits = np.random.default_rng([2026, length]).integers(0, 10, (tool.SEQUENCES, length))
        measured = np.mean((net.decode(digits).said == digits[:, ::-1]).all(axis=1))
        assert measured == pytest.approx(stored["shipped"][length - LENGTHS[0]], abs=2e-3)
    with np.load(TRAINED) as file:
        curves, seed = file[f"{score}{units}.accuracy"], file[f"{score}{units}.seed"]
    assert curves.shape == (len(tool.SEEDS), len(LENGTHS))
    assert np.argsort(curves.mean(axis=1))[len(curves) // 2] == seed  # the median, not the best


def test_attention_does_what_one_state_cannot():
    by_length = {(score, units): dict(zip(LENGTHS, accuracy(score, units)["shipped"])) for score, units in NETWORKS}
    for units in UNITS:
        none = by_length["none", units]
        assert none[4] > 0.85 and none[16] < 0.02
        for score in ("dot", "additive"):
            assert by_length[score, units][8] > none[8] + 0.25 and by_length[score, units][12] > none[12] + 0.4
    for score in ("dot", "additive"):
        assert by_length[score, 32][4] > 0.99 and by_length[score, 32][20] > 0.9
    assert by_length["none", 32][8] > 2 * by_length["none", 16][8]  # twice the units hold more digits


@pytest.mark.parametrize("score", SCORES)
def test_the_gradient_that_trains_is_the_slope_of_the_loss(score, tool):
    weights = {name: part.astype(float) for name, part in tool.start(score, 5, 0).items()}
    digits = np.random.default_rng(1).integers(0, 10, (3, 4))

    def loss(changed):
        net = tool.Reverser.of(score, changed)
        one_hot, right = np.eye(START + 1), digits[:, ::-1]
        read = net.encoder.forward(one_hot[digits][..., :START])
        before = np.concatenate([np.full((3, 1), START), right[:, :-1]], axis=1)
        S = net.decoder.forward(one_hot[before], read.state).H
        if score != "none":
            S = np.concatenate([S, tool.context(tool.masked_softmax(net.scores(S, read.H)), read.H)], axis=2)
        shares = tool.masked_softmax(S @ net.W_y + net.b_y)
        return -np.log(np.take_along_axis(shares, right[..., None], 2)).mean()

    back = tool.gradients(tool.Reverser.of(score, weights), digits)
    assert back.keys() == weights.keys()
    rng = np.random.default_rng(2)
    for name, part in weights.items():
        nudge = rng.normal(size=part.shape) * 1e-5
        slope = loss(weights | {name: part + nudge}) - loss(weights | {name: part - nudge})
        assert slope == pytest.approx(2 * np.sum(back[name] * nudge), rel=1e-4, abs=1e-11), name


# ---- the same numbers as NumPy and Keras ---------------------------------------------------


@pytest.fixture(scope="module")
def cases(in_javascript):
    """(widget, values, copied Python): all networks, lengths and masks, and settings at random."""
    rng = np.random.default_rng(11)
    made = [AttentionLens(score=score, units=units) for score, units in NETWORKS]
    for k in range(194):
        score, units = NETWORKS[k % len(NETWORKS)]
        made.append(AttentionLens(
            digits="".join(map(str, rng.integers(0, 10, rng.integers(3, 21)))), score=score, units=units,
            temperature=float(rng.choice([0.1, 1, 1, 2.5, 20])), masked=int(rng.integers(0, 21)), step=int(rng.integers(1, 21)),
        ))  # fmt: skip
    return [(widget, a["values"], a["python"]) for widget, a in zip(made, in_javascript(made), strict=True)]


def in_numpy(widget):
    T = len(widget.digits)
    mask = np.arange(1, T + 1)[None] != widget.masked
    return network(widget.score, widget.units).decode([as_numbers(widget.digits)], mask, widget.temperature)


def test_200_sequences_are_decoded_as_in_numpy(cases):
    assert len(cases) == 200
    for widget, values, _ in cases:
        expected = in_numpy(widget)
        for name in TRACED:
            part = getattr(expected, name)
            if part is None:
                assert values[name] is None
            else:
                np.testing.assert_allclose(values[name], part[0], rtol=1e-12, atol=1e-12, err_msg=name)


def test_200_sequences_are_decoded_as_in_keras_in_float32(cases):
    """Cells, attention and Dense are Keras's own, and read what the page said.

    Encoder and decoder look at no later timestep, so that all sequences of a network make one
    batch, filled up to 20 digits; attention masks what is filled up.
    """
    keras = pytest.importorskip("keras")
    attends = {"dot": keras.layers.Attention, "additive": keras.layers.AdditiveAttention}
    one_hot = np.eye(START + 1, dtype=np.float32)
    agreed = told = 0
    for score, units in NETWORKS:
        net = network(score, units)
        encoder, decoder = (
            type(cell)(*map(np.float32, (cell.W_x, cell.W_h, cell.b))).to_keras(return_sequences=True) for cell in (net.encoder, net.decoder)
        )
        rows = [(widget, values) for widget, values, _ in cases if (widget.score, widget.units) == (score, units)]
        lengths = np.array([values["T"] for _, values in rows])
        digits, said = np.zeros((2, len(rows), 20), int)
        for k, (_, values) in enumerate(rows):
            digits[k, : lengths[k]] = values["digits"]
            said[k, : lengths[k]] = values["said"]
        H = np.asarray(encoder(one_hot[digits][..., :START]))
        before = np.concatenate([np.full((len(rows), 1), START), said[:, :-1]], axis=1)
        S = seen = np.asarray(decoder(one_hot[before], initial_state=H[np.arange(len(rows)), lengths - 1]))
        if score != "none":
            query, key = (S, H) if score == "dot" else (S @ np.float32(net.W_q), H @ np.float32(net.W_k))
            mask = np.arange(20) < lengths[:, None]
            for k, (_, values) in enumerate(rows):
                if values["masked"]:
                    mask[k, values["masked"] - 1] = False
            layer = attends[score](use_scale=True)
            layer.build([query.shape, H.shape, key.shape])
            mixed, weights = np.zeros_like(S), np.zeros((len(rows), 20, 20), np.float32)
            for temperature in {widget.temperature for widget, _ in rows}:  # it divides the layer's scale
                layer.set_weights([np.float32(net.scale / temperature)])
                its = np.array([widget.temperature == temperature for widget, _ in rows])
                mixed[its], weights[its] = layer([query[its], H[its], key[its]], mask=[None, mask[its]], return_attention_scores=True)
            seen = np.concatenate([S, mixed], axis=2)
        logits = seen @ np.float32(net.W_y) + np.float32(net.b_y)
        for k, (widget, values) in enumerate(rows):
            T = lengths[k]
            np.testing.assert_allclose(values["H"], H[k, :T], atol=5e-6)
            np.testing.assert_allclose(values["S"], S[k, :T], atol=5e-6)
            if score != "none":
                # A low temperature multiplies the rounding of the scores.
                np.testing.assert_allclose(values["weights"], weights[k, :T, :T], atol=5e-6 / min(widget.temperature, 1))
                if values["masked"]:
                    assert {row[values["masked"] - 1] for row in values["weights"]} == {0}
            np.testing.assert_allclose(values["logits"], logits[k, :T], rtol=5e-6, atol=5e-6 * np.abs(logits).max())
            agreed += (logits[k, :T].argmax(axis=1) == values["said"]).sum()
            told += T
    assert agreed == told > 1000


def test_masking_a_token_takes_the_digit_that_needs_it(cases):
    """What the widget's second question is about, over its random sequences at temperature 1 and 32 units."""
    alone = others = 0
    for widget, values, _ in cases:
        T = len(widget.digits)
        if (widget.units, widget.temperature) != (32, 1) or widget.score == "none" or not 0 < widget.masked <= T:
            continue
        alone += values["changed"] in ([T + 1 - widget.masked], [])
        others += values["changed"] not in ([T + 1 - widget.masked], [])
    assert alone > 10 and alone > 4 * others


def test_a_token_and_a_step_beyond_the_last_digit(in_javascript):
    (answer,) = in_javascript([AttentionLens(digits="123", score="dot", masked=4, step=20)])
    assert (answer["values"]["masked"], answer["values"]["step"]) == (0, 3)


def test_copied_python_computes_what_is_shown(cases):
    for widget, values, code in cases[:60]:
        assert len(code.splitlines()) <= 40
        place = {}
        exec(compile(code, "copied", "exec"), place)
        assert place["said"] == values["said"]
        np.testing.assert_allclose(place["logits"], values["logits"], rtol=1e-12, atol=1e-12)
        if widget.score != "none":
            for copied, name in (("all_scores", "scores"), ("all_weights", "weights"), ("contexts", "context")):
                np.testing.assert_allclose(place[copied], values[name], rtol=1e-12, atol=1e-12)


def test_the_picture_tells_what_the_page_computes(cases, recwarn):
    for widget, values, _ in cases[:12]:
        _, words = widget._still()
        fits = sum(a == b for a, b in zip(values["said"], values["right"]))
        assert f"say {''.join(map(str, values['said']))}: {fits} of {values['T']} digits are right" in words
    assert [str(one.message) for one in recwarn if "UserWarning" in one.category.__name__] == []
