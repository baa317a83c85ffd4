"""The networks that GateScope ships: what is said of them is measured anew, with the stored weights."""

import json

import numpy as np
import pytest
import train_gate_scope as tool

from unrolled.cells import LSTM
from unrolled.datasets import load_alice
from unrolled.language import ALPHABET, NGram, bits_per_character, decode, encode, sample, text_parts
from unrolled.network import Network

MODELS = ("characters", "brackets", "forecaster")
CONTEXT = 32

with np.load(tool.TARGET) as _file:
    FACTS = json.loads(str(_file["facts"]))
    NUMBERS = {name: _file[f"{name}.numbers"] for name in MODELS}

NETS = {name: Network.from_spec(FACTS[name]["spec"], NUMBERS[name] * FACTS[name]["scale"]) for name in MODELS}


def clamp(track, unit, value, first, last):
    return {"layer": 0, "direction": "forward", "track": track, "unit": unit, "value": value, "from": first, "to": last}


def notable(model, name):
    return next(one for one in FACTS[model]["notable"] if one["name"] == name)


# ---- the file ------------------------------------------------------------------------------


def test_the_file_is_small_and_its_numbers_are_the_same_in_every_precision():
    assert tool.TARGET.stat().st_size < 150_000
    for name in MODELS:
        scale = FACTS[name]["scale"]
        assert NUMBERS[name].dtype == np.int16 and np.log2(scale) == round(np.log2(scale))
        np.testing.assert_array_equal(np.float64(np.float32(NUMBERS[name] * scale)), NUMBERS[name] * scale)


@pytest.mark.parametrize("model", ["characters", "brackets"])
def test_all_that_can_be_chosen_can_be_read(model):
    facts, net = FACTS[model], NETS[model]
    vocabulary = facts["vocabulary"]
    assert len(net.embedding) == len(vocabulary) == net.dense[-1][0].shape[1]
    for text in (facts["initial"], *facts["presets"].values(), facts["reference"]):
        assert set(text) <= set(vocabulary)
    assert len(facts["initial"]) <= 48 and max(map(len, facts["presets"].values())) <= 128 and 300 <= len(facts["reference"]) <= 600


def test_all_series_that_can_be_chosen_fit_the_pad():
    facts = FACTS["forecaster"]
    low, high = facts["range"]
    for series in (facts["initial"], *facts["presets"].values(), facts["reference"]):
        assert low <= min(series) <= max(series) <= high
    assert len(facts["initial"]) == 48 and all(len(series) == 48 for series in facts["presets"].values())


def test_the_weights_of_the_embedding_of_brackets_are_one_hot():
    np.testing.assert_array_equal(NETS["brackets"].embedding, np.eye(4))


# ---- characters ----------------------------------------------------------------------------


def test_bits_per_character_are_those_that_are_told():
    _, valid, test = text_parts(load_alice())
    told, seed = FACTS["characters"]["measured"]["network"], FACTS["characters"]["seed"]
    k = tool.SEEDS.index(seed)
    for name, part in (("validation", valid), ("test", test)):
        assert bits_per_character(NETS["characters"], part, CONTEXT) == pytest.approx(told[name][k], abs=1e-6)
    assert sorted(told["validation"])[1] == told["validation"][k], "stored is the median"


def test_the_network_guesses_better_than_the_best_n_gram_on_the_same_characters():
    train, valid, test = text_parts(load_alice())
    told = FACTS["characters"]["measured"]
    gram = NGram(5).fit(train)
    for name, part in (("validation", valid), ("test", test)):
        bits = gram.bits_per_character(part, CONTEXT)
        assert bits == pytest.approx(told["n-gram"][name]["5"], abs=1e-9) == min(told["n-gram"][name].values())
        assert max(told["network"][name]) < bits


def test_it_writes_words_of_the_book():
    text = sample(NETS["characters"], '"what is the use of a book," thought ', 5, temperature=0)
    assert text == "alice"
    words = sample(NETS["characters"], "the ", 200, temperature=0.5, seed=1).split()[1:-1]
    known = set(decode(encode(load_alice())).split())
    assert np.mean([word in known for word in words]) > 0.8


def test_reference_and_initial_text_were_not_learned():
    train, valid, _ = text_parts(load_alice())
    for text in (FACTS["characters"]["reference"], FACTS["characters"]["initial"]):
        assert text in decode(valid) and text not in decode(train)


@pytest.mark.parametrize("one", FACTS["characters"]["notable"], ids=lambda one: one["name"])
def test_units_of_the_character_model_do_what_is_said(one):
    ids = encode(FACTS["characters"]["reference"])

    def bits(clamps):
        p = NETS["characters"].forward(ids, clamps).outputs
        return -np.log2(p[np.arange(len(ids) - 1), ids[1:]]).mean()

    assert bits(()) == pytest.approx(one["bits"]["as trained"], abs=1e-9)
    clamped = bits([clamp(one["track"], one["unit"], one["clamp"], 0, len(ids) - 1)])
    assert clamped == pytest.approx(one["bits"]["clamped"], abs=1e-9)
    assert f"takes {clamped:.3f} bits per character instead of {bits(()):.3f}" in one["says"]


def test_the_unit_that_counts_letters_goes_with_them():
    ids = encode(FACTS["characters"]["reference"])
    letters = [min(len(decode(ids[: t + 1]).rsplit(" ", 1)[-1]), 8) if 0 in ids[: t + 1] else min(t, 8) for t in range(len(ids))]
    one = notable("characters", "letters of the word")
    c = NETS["characters"].forward(ids).layers[0].forward["c"][:, one["unit"]]
    assert np.corrcoef(c, letters)[0, 1] == pytest.approx(one["correlation"], abs=1e-9)


# ---- brackets ------------------------------------------------------------------------------


def permitted(text):
    """Which of ( [ ) ] may follow, written down a second time: (4,) booleans."""
    while (shorter := text.replace("()", "").replace("[]", "")) != text:
        text = shorter
    assert set(text) <= set("([") and len(text) <= 4, text
    return np.array([len(text) < 4, len(text) < 4, text.endswith("("), text.endswith("[")])


def strings_up_to(length):
    found = [""]
    for text in found:
        if len(text) < length:
            found += [text + symbol for symbol, may in zip("([)]", permitted(text), strict=True) if may]
    return found[1:]


def wrong(net, texts):
    """How many of these strings of one length the network continues wrongly."""
    ids = np.array([["([)]".index(symbol) for symbol in text] for text in texts])
    p = net.predict(ids)[:, -1]
    return int(((p > FACTS["brackets"]["allowed"]) != np.array([permitted(text) for text in texts])).any(axis=1).sum())


def by_length(texts):
    return [[text for text in texts if len(text) == n] for n in range(1, max(map(len, texts)) + 1)]


def test_after_every_string_of_up_to_nine_brackets_exactly_the_right_ones_may_follow():
    texts = strings_up_to(9)
    assert len(texts) == 6920 and FACTS["brackets"]["vocabulary"] == list("([)]") and FACTS["brackets"]["depth"] == 4
    assert sum(wrong(NETS["brackets"], group) for group in by_length(texts)) == 0


def test_after_random_strings_of_up_to_128_brackets_too():
    told = FACTS["brackets"]["measured"]["by seed"][tool.SEEDS.index(FACTS["brackets"]["seed"])]
    assert told["right"] == told["strings"] and told["random right"] == told["random strings"] == 256_000
    ids, p, may = tool.long_strings(NETS["brackets"], n=300)
    assert ids.shape == (300, 128) and tool.right(p, may).all()
    text = "".join("([)]"[k] for k in ids[0])
    np.testing.assert_array_equal(may[0], [permitted(text[: t + 1]) for t in range(128)])


def exchanged(k):
    """The bracket model with its k-th smallest and its k-th largest weight in each other's place."""
    numbers = NUMBERS["brackets"].copy()
    order = 16 + np.argsort(numbers[16:])  # the first 16 are the embedding
    numbers[order[[k, -1 - k]]] = numbers[order[[-1 - k, k]]]
    return Network.from_spec(FACTS["brackets"]["spec"], numbers * FACTS["brackets"]["scale"])


@pytest.mark.parametrize("k", [0, 3])
def test_two_large_weights_exchanged_make_it_wrong(k):
    assert sum(wrong(exchanged(k), group) for group in by_length(strings_up_to(7))) > 0


@pytest.mark.parametrize("k", [10, 100, 500])
def test_two_weights_exchanged_do_not_fit_what_is_said(k):
    assert json.loads(json.dumps(tool.notable_brackets(exchanged(k)))) != FACTS["brackets"]["notable"]


def test_clamping_the_unit_that_holds_the_bracket_closes_with_the_wrong_one():
    net, one = NETS["brackets"], notable("brackets", "which bracket is open")
    held = {"(": one["clamp"]["("], "[": one["clamp"]["["]}
    assert held["("] * held["["] < 0
    turned = told = 0
    texts = [text for text in strings_up_to(6) if permitted(text)[2:].any()]
    for text in texts:
        ids = np.array(["([)]".index(symbol) for symbol in text])
        last = len(ids) - 1
        is_open, other = ("(", "[") if permitted(text)[2] else ("[", "(")
        trace = net.forward(ids)
        told += np.sign(trace.layers[0].forward["c"][last, one["unit"]]) == np.sign(held[is_open])
        p = net.forward(ids, [clamp("c", one["unit"], held[other], last, last)]).outputs[-1]
        assert trace.outputs[-1]["([".index(is_open) + 2] > trace.outputs[-1]["([".index(other) + 2]
        turned += p["([".index(other) + 2] > p["([".index(is_open) + 2]
    assert told / len(texts) >= one["right"] - 0.01 and turned / len(texts) == pytest.approx(one["turned"], abs=0.1)
    assert one["turned"] > 0.9


def test_clamping_the_unit_that_keeps_a_fifth_bracket_out_lets_it_in():
    net, one = NETS["brackets"], notable("brackets", "no fifth bracket")
    full = [text for text in strings_up_to(8) if not permitted(text)[0]]
    assert len(full) > 50
    opens = []
    for text in full:
        ids = np.array(["([)]".index(symbol) for symbol in text])
        p = net.forward(ids, [clamp("c", one["unit"], one["at"]["3"], len(ids) - 1, len(ids) - 1)]).outputs[-1]
        opens.append((p[:2] > FACTS["brackets"]["allowed"]).all())
    assert np.mean(opens) == pytest.approx(one["opens"], abs=0.1) and one["opens"] > 0.9


def test_what_is_said_of_the_units_is_what_the_tool_finds():
    assert json.loads(json.dumps(tool.notable_brackets(NETS["brackets"]))) == FACTS["brackets"]["notable"]
    by_seed = FACTS["brackets"]["measured"]["by seed"][tool.SEEDS.index(FACTS["brackets"]["seed"])]
    assert tool.read_by_the_head(NETS["brackets"]) == by_seed["read by the head"]


# ---- forecaster ----------------------------------------------------------------------------


def test_the_forecaster_is_as_good_as_told_and_better_than_a_line_through_the_last_values():
    told = FACTS["forecaster"]["measured"]
    values, form = tool.test_waves()
    target = values[:, tool.WARM_UP + 1 :]
    errors = tool.by_form(NETS["forecaster"].predict(values[:, :-1, None])[:, tool.WARM_UP :, 0] - target, form)
    stored = told["network"][tool.SEEDS.index(FACTS["forecaster"]["seed"])]
    assert errors == pytest.approx(stored, abs=1e-9)
    assert sorted(one["all"] for one in told["network"])[1] == stored["all"], "stored is the median"
    assert tool.by_form(values[:, tool.WARM_UP : -1] - target, form) == pytest.approx(told["persistence"])
    for name in errors:
        assert max(one[name] for one in told["network"]) < told["linear"][name] < told["persistence"][name]
    weights, intercept = tool.linear_forecast()
    linear = np.array([values[:, t - tool.LAGS : t] @ weights + intercept for t in range(tool.WARM_UP + 1, tool.WAVE_LENGTH + 1)]).T
    assert tool.by_form(linear - target, form) == pytest.approx(told["linear"], rel=1e-6)


@pytest.mark.parametrize("one", FACTS["forecaster"]["notable"], ids=lambda one: one["name"])
def test_units_of_the_forecaster_do_what_is_said(one):
    values, _ = tool.test_waves()
    X, target = values[:60, :-1, None], values[:60, tool.WARM_UP + 1 :]

    def error(clamps):
        forecasts = np.array([NETS["forecaster"].forward(series, clamps).outputs[tool.WARM_UP :, 0] for series in X])
        return np.sqrt(np.mean((forecasts - target) ** 2))

    assert error(()) == pytest.approx(one["error"]["as trained"], abs=1e-9)
    assert error([clamp(one["track"], one["unit"], one["clamp"], 0, X.shape[1] - 1)]) == pytest.approx(one["error"]["clamped"], abs=1e-9)
    assert one["error"]["clamped"] > 1.2 * one["error"]["as trained"]


# ---- the training --------------------------------------------------------------------------


def test_gradients_are_those_of_the_loss():
    rng = np.random.default_rng(0)
    weights = tool.start(LSTM.random(3, 5, 0), rng.normal(size=(4, 3)), 4, 0)
    weights = {name: np.float64(values) for name, values in weights.items()}
    ids = rng.integers(0, 4, (2, 7))
    keep = rng.choice([0.0, 2.0], (2, 6, 5))

    def loss(changed):
        H = LSTM(*(changed[name] for name in ("W_x", "W_h", "b"))).forward(changed["embedding"][ids[:, :-1]]).H * keep
        p = tool.softmax(H @ changed["W_y"] + changed["b_y"])
        return -np.log(np.take_along_axis(p, ids[:, 1:, None], 2)).mean()

    found = tool.gradients(LSTM, weights, ids[:, :-1], tool.cross_entropy(ids[:, 1:]), keep)
    assert found.keys() == weights.keys()
    for name, values in weights.items():
        direction = rng.normal(size=values.shape)
        there, back = (loss(weights | {name: values + step * direction}) for step in (1e-5, -1e-5))
        assert (found[name] * direction).sum() == pytest.approx((there - back) / 2e-5, rel=1e-6, abs=1e-9)


def test_training_learns_and_the_same_seed_gives_the_same_bytes(monkeypatch):
    monkeypatch.setattr(tool, "BRACKET_STEPS", 60)
    one, again = (tool.train_brackets(0).to_spec()[1] for _ in range(2))
    assert one.tobytes() == again.tobytes() != tool.train_brackets(1).to_spec()[1].tobytes()
    ids, p, may = tool.long_strings(tool.train_brackets(0), 50, 30)
    assert p[may].mean() > 1.5 * p[~may].mean()


def test_weights_beyond_16_bits_are_refused():
    with pytest.raises(ValueError, match="a weight beyond 31.9.* does not fit into 16 bits"):
        tool.rounded({"W": np.array([40.0])}, 2.0**-10)
    np.testing.assert_array_equal(tool.rounded({"W": np.array([0.3, -0.3])}, 0.25)["W"], [0.25, -0.25])


def test_alphabet_and_outputs_are_one():
    assert FACTS["characters"]["vocabulary"] == list(ALPHABET)
