"""Sentences from templates: what they say, what decides them, and that chance is fair."""

import numpy as np
import pytest

from unrolled import language

PRAISE = {"good", "lovely", "wonderful", "delightful", "splendid", "superb", "charming", "great"}
BLAME = {"bad", "dreadful", "awful", "poor", "dull", "terrible", "horrid", "grim"}


def favorable(judgment):
    words = set(judgment.split())
    assert len(words & (PRAISE | BLAME)) == 1
    return bool(words & PRAISE) != ("not" in words)


def test_the_main_clause_decides_the_sentiment():
    sentences, labels = language.sentiment_sentences(400, 3)
    for sentence, label in zip(sentences, labels):
        assert (" but " in sentence) != (" although " in sentence)
        main = sentence.split(" but ")[-1].split(" although ")[0]
        assert favorable(main) == label


def test_negation_turning_word_and_label_are_fair():
    sentences, labels = language.sentiment_sentences(4000, 0)
    assert abs(labels.mean() - 0.5) < 0.03
    assert abs(np.mean([" but " in s for s in sentences]) - 0.5) < 0.03
    nots = np.bincount([s.split().count("not") for s in sentences]) / 4000
    np.testing.assert_allclose(nots, [0.25, 0.5, 0.25], atol=0.03)
    lengths = [len(s.split()) for s in sentences]
    assert min(lengths) == 9 and max(lengths) == 21


def test_each_word_of_a_sentence_has_a_tag_and_each_name_both_kinds():
    sentences, tags = language.name_sentences(2000, 0)
    kinds = {}
    for sentence, marks in zip(sentences, tags):
        words = sentence.split()
        assert len(words) == len(marks) and 3 <= len(words) <= 20
        named = [(word, tag) for word, tag in zip(words, marks) if tag != "other"]
        assert 1 <= len(named) <= 2
        for word, tag in named:
            kinds.setdefault(word, []).append(tag)
    assert len(kinds) == 10
    for marks in kinds.values():
        assert set(marks) == {"person", "place"} and 0.4 < marks.count("person") / len(marks) < 0.6


def test_what_decides_stands_before_the_name_half_of_the_time():
    before = ("we met", "she called", "my brother married", "we flew to", "they live in", "he was born near")
    cued = []
    for sentence, marks in zip(*language.name_sentences(2000, 1)):
        words = sentence.split()
        for k, tag in enumerate(marks):
            if tag != "other":
                cued.append(" ".join(words[:k]).endswith(before))
    assert abs(np.mean(cued) - 0.5) < 0.03


@pytest.mark.parametrize("make", (language.sentiment_sentences, language.name_sentences))
def test_a_seed_repeats_itself_and_another_one_differs(make):
    assert make(20, 5)[0] == make(20, 5)[0] != make(20, 6)[0]
    assert make(0, 0)[0] == []


@pytest.mark.parametrize("make", (language.sentiment_sentences, language.name_sentences))
@pytest.mark.parametrize("n", (-1, 2.5, True, "3"))
def test_a_number_of_sentences_that_is_none_is_refused(make, n):
    with pytest.raises(ValueError, match="n is .*; expected a whole number"):
        make(n, 0)
