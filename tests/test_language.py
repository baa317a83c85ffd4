"""Text as numbers, n-grams against hand counts, and what is measured with a network."""

import doctest
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unrolled import language
from unrolled.datasets import load_alice
from unrolled.language import ALPHABET, NGram, bits_per_character, decode, encode, sample, text_parts


def test_the_example_in_the_docstring():
    assert doctest.testmod(language).failed == 0


# ---- text as numbers -----------------------------------------------------------------------


@given(st.text(ALPHABET))
def test_every_text_of_the_alphabet_comes_back_with_single_spaces(text):
    ids = encode(text)
    assert ids.dtype == np.int64 and decode(ids) == "".join(c for k, c in enumerate(text) if text[k - 1 : k + 1] != "  ")
    np.testing.assert_array_equal(encode(decode(ids)), ids)


def test_what_a_keyboard_or_a_book_writes_otherwise_is_understood():
    assert decode(encode("“Don’t—”\n\n  SAID\tAlice")) == '"don\'t-" said alice'
    assert decode(encode(load_alice()))[:52] == "chapter i down the rabbit-hole alice was beginning t"


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: encode("3 é"), r"text holds '3', 'é'; expected characters of"),
        (lambda: encode(b"a"), "text is a bytes; expected a string"),
        (lambda: decode([0, 38]), "the numbers go from 0 to 38; expected 0 to 37"),
        (lambda: decode([0.0]), "expected one row of whole numbers"),
        (lambda: NGram(0), "order is 0; expected a whole number from 1 to 8"),
        (lambda: NGram(3).probabilities("a"), "call fit"),
        (lambda: NGram(3, 201), "symbols is 201; expected a whole number from 2 to 200"),
        (lambda: NGram(1).fit("aa").bits_per_character(""), "text has 0 characters; expected more than context=0"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_the_parts_follow_each_other_and_miss_nothing():
    parts = text_parts(load_alice())
    assert [len(part) for part in parts] == [113_704, 14_213, 14_214]
    np.testing.assert_array_equal(np.concatenate(parts), encode(load_alice()))


# ---- n-grams -------------------------------------------------------------------------------


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 4), max_size=40), st.lists(st.integers(0, 4), max_size=15), st.integers(1, 6))
def test_probabilities_are_positive_and_sum_to_one_in_every_context(counted, read, order):
    p = NGram(order, 5).fit(counted).probabilities(read)
    assert p.shape == (len(read) + 1, 5) and (p > 0).all()
    np.testing.assert_allclose(p.sum(axis=1), 1, rtol=1e-12)


def test_a_trigram_gives_what_is_counted_by_hand():
    # counted: abab, of 2 symbols: a 2, b 2; after a: b 2; after b: a 1; after ab: a 1
    gram = NGram(3, 2).fit([0, 1, 0, 1])
    one = np.array([0.5, 0.5])  # (2 + 2 / 2) / (4 + 2)
    after_a = np.array([0 + 1 * 0.5, 2 + 1 * 0.5]) / (2 + 1)
    after_b = np.array([1 + 1 * 0.5, 0 + 1 * 0.5]) / (1 + 1)
    after_ab = (np.array([1, 0]) + after_b) / (1 + 1)
    after_bb = after_b  # never seen: what the shorter context says
    p = gram.probabilities([0, 1, 1])
    np.testing.assert_allclose(p, [one, after_a, after_ab, after_bb], rtol=1e-14)
    bits = -np.log2([0.5, after_a[1], after_ab[1]]).mean()
    assert gram.bits_per_character([0, 1, 1]) == pytest.approx(bits, rel=1e-14)
    assert gram.bits_per_character([0, 1, 1], context=2) == pytest.approx(-np.log2(after_ab[1]), rel=1e-14)


def test_on_alice_the_five_gram_is_the_best_of_the_n_grams():
    train, valid, _ = text_parts(load_alice())
    bits = [NGram(order).fit(train).bits_per_character(valid) for order in range(1, 7)]
    assert np.argmin(bits) == 4
    np.testing.assert_allclose(bits, [4.3249, 3.3853, 2.6406, 2.2196, 2.1186, 2.1609], atol=1e-4)


# ---- with a network ------------------------------------------------------------------------


@dataclass
class Trace:
    outputs: np.ndarray


class OneBefore:
    """Stands for a network: sure to 3/4 that the symbol repeats, the rest shared by all 38; counts what it reads."""

    def __init__(self):
        self.read = []

    def predict(self, ids):
        self.read.append(ids.shape[-1])
        return 0.75 * np.eye(len(ALPHABET))[ids] + 0.25 / len(ALPHABET)

    def forward(self, ids):
        return Trace(self.predict(ids))


@pytest.mark.parametrize("length, context, window", [(200, 32, 96), (33, 32, 96), (300, 1, 7), (129, 32, 96)])
def test_each_character_after_the_context_counts_once(length, context, window):
    ids = np.random.default_rng(length).integers(0, 3, length)
    network = OneBefore()
    p = np.where(ids[1:] == ids[:-1], 0.75, 0) + 0.25 / len(ALPHABET)
    expected = -np.log2(p[context - 1 :]).mean()
    assert bits_per_character(network, ids, context, window) == pytest.approx(expected, rel=1e-12)
    assert max(network.read) <= context + window - 1


def test_a_text_that_is_all_context_is_refused():
    with pytest.raises(ValueError, match="text has 32 characters; expected more than context=32"):
        bits_per_character(OneBefore(), [0] * 32)


def test_a_sample_follows_its_seed_and_the_probabilities():
    network = OneBefore()
    assert sample(network, "ab", 5, temperature=0) == "bbbbb"
    one, again, other = (sample(network, "a", 400, seed=seed, context=4) for seed in (1, 1, 2))
    assert one == again != other and len(one) == 400
    repeats = np.mean([a == b for a, b in zip(one, one[1:])])
    assert abs(repeats - (0.75 + 0.25 / 38)) < 0.07
    colder = sample(network, "a", 400, temperature=0.3, context=4)
    assert np.mean([a == b for a, b in zip(colder, colder[1:])]) > 0.99
    assert sample(network, "a", 0) == "" and max(network.read[5:]) <= 4  # the first five were asked without a limit


@pytest.mark.parametrize("settings, message", [({"temperature": -1}, "temperature is -1"), ({"temperature": float("nan")}, "temperature is nan"), ({"length": 1.5}, "length is 1.5"), ({"start": ""}, "start is empty")])
def test_settings_out_of_range_are_refused(settings, message):
    with pytest.raises(ValueError, match=message):
        sample(OneBefore(), **{"start": "a", "length": 3} | settings)


# ---- dates ---------------------------------------------------------------------------------


def test_a_day_is_written_in_six_forms():
    day = date(2021, 3, 4)
    forms = [language.write_date(day, form) for form in range(6)]
    assert forms == ["4 march 2021", "mar 4, 2021", "march 4th, 2021", "thu 4 mar 21", "4.3.2021", "04/03/21"]
    assert language.write_date(day, 5, month_first=True) == "03/04/21"
    assert language.write_date(day, 0, month_first=True) == forms[0]  # only slashes leave it open
    endings = [language.write_date(date(2021, 3, d), 2).split()[1] for d in (1, 2, 3, 11, 12, 13, 21, 22, 23, 30)]
    assert endings == ["1st,", "2nd,", "3rd,", "11th,", "12th,", "13th,", "21st,", "22nd,", "23rd,", "30th,"]
    assert language.DATE_FORMS == tuple(language.write_date(date(2021, 3, 3), form) for form in range(6))


def test_two_digits_of_a_year_mean_what_strptime_takes_them_for():
    for day in language.DAYS[::997]:
        read = datetime.strptime(language.write_date(day, 5), "%d/%m/%y")
        assert read.date() == day and len(language.DAYS) == 36_525


def test_dates_are_drawn_as_documented():
    texts, answers, forms = language.written_dates(3000, seed=1)
    assert set("".join(texts)) <= set(language.DATE_SYMBOLS) and len(set(language.DATE_SYMBOLS)) == len(language.DATE_SYMBOLS)
    assert np.bincount(forms).min() > 400
    slashes = [(t, a) for t, a, f in zip(texts, answers, forms) if f == 5 and int(a[-2:]) > 12]
    month_first = np.mean([text[:2] == answer[5:7] for text, answer in slashes])
    assert abs(month_first - 1 / 3) < 0.08
    held_out = set(language.written_dates(3000, seed=1, held_out=True)[1])
    assert not held_out & set(answers) and language.written_dates(3000, seed=1)[0] == texts


@pytest.mark.parametrize("day, form, told", [(date(2021, 3, 3), 6, "form is 6"), (date(1950, 1, 1), 0, "1950-01-01")])
def test_a_date_that_cannot_be_written_is_refused(day, form, told):
    with pytest.raises(ValueError, match=told):
        language.write_date(day, form)
