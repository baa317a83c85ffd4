"""The tour of GateScope: each step is taken in JavaScript, and what it leads to is checked in NumPy."""

import re

import numpy as np
import pytest

from unrolled.language import ALPHABET, encode
from unrolled.widgets import GateScope
from unrolled.widgets.gate_scope import network


@pytest.fixture(scope="module")
def steps(tour_in_javascript):
    return tour_in_javascript(GateScope())


def brackets(text):
    return np.array(["([)]".index(symbol) for symbol in text])


def told(step):
    """The numbers that a step says, in order."""
    text = re.sub(r"t = \d+|unit \d+", "", re.sub(r"<[^>]*>", "", step["says"])).replace("−", "-")
    return [float(number.replace(",", "")) for number in re.findall(r"[+-]?\d+(?:,\d{3})*(?:\.\d+)?", text)]


def test_eight_steps_that_say_what_they_ask(steps):
    assert len(steps) == 8
    for step in steps:
        assert not re.search(r"NaN|undefined|Infinity|\[object", step["says"]), step["says"]
        assert step["before"]["clamps"] == [] and len(set(step["choices"])) == len(step["choices"]) >= 2


def test_1_the_letter_that_leads_is_not_the_first_choice(steps):
    step = steps[0]
    p = network("characters").forward(encode("the mock turt")).outputs[-1]
    assert ALPHABET[p.argmax()] == "l" == step["choices"][1] and p.max() > 0.9
    assert f"“l” with {100 * p.max():.1f} %" in step["says"]


def test_2_another_last_letter_changes_the_last_column_alone(steps):
    net = network("characters")
    one, other = (net.forward(encode(text)).layers[0].forward["h"] for text in ("the mock turtle", "the mock turtla"))
    assert np.abs(one - other)[:-1].max() == 0
    assert told(steps[1])[:2] == pytest.approx([np.abs(one - other)[-1].max(), 0], abs=0.006) and told(steps[1])[0] > 0.1


def test_3_the_sign_of_the_unit_tells_which_bracket_is_open_innermost(steps):
    text = steps[2]["before"]["text"]
    assert text == "([[]()]"
    c = network("brackets").forward(brackets(text)).layers[0].forward["c"][:, steps[2]["before"]["unit"] - 1]
    inner = "([[[([("
    round_ones, square_ones = ([value for value, symbol in zip(c, inner, strict=True) if symbol == bracket] for bracket in "([")
    assert max(round_ones) < 0 < min(square_ones)
    assert told(steps[2]) == pytest.approx([*round_ones, *square_ones], abs=0.006)
    # The other two answers are wrong: three are open after 3 and 5 steps, and "]" was read last after 4 and 7.
    assert c[2] > 0 > c[4] and text[3] == text[6] == "]" and c[3] > 0 > c[6]


def test_4_held_at_minus_one_the_network_closes_with_the_wrong_bracket(steps):
    step, net = steps[3], network("brackets")
    free = net.forward(brackets("([[]()")).outputs[-1]
    held = net.forward(brackets("([[]()"), step["after"]["clamps"]).outputs[-1]
    assert len(step["after"]["clamps"]) == 1
    assert free[3] > 0.3 and free[2] < 0.1 and held[2] > 0.3 and held[3] < 0.1
    assert list(step["after"]["outputs"].values()) == pytest.approx(sorted(held, reverse=True), abs=1e-12)
    assert told(step) == pytest.approx([100 * p for p in (free[3], held[3], free[2], held[2])], abs=0.06)


def test_5_the_gradient_is_longest_at_the_last_bracket_and_times_input_at_the_first(steps):
    step, net = steps[4], network("brackets")
    assert step["before"]["chosen"]["name"] == "]"
    found = net.connectivity(net.forward(brackets("[()()()")), 6, 3)
    assert found.norm.argmax() == 6 and found.gradient_x_input.argmax() == 0
    assert told(step) == pytest.approx([found.norm[6], found.norm[0], found.gradient_x_input[0]], abs=0.006)


def test_6_without_the_last_bracket_the_output_rises(steps):
    step, net = steps[5], network("brackets")
    assert step["before"]["chosen"]["name"] == ")"
    lost = net.occlusion(brackets("(()()()"), 6, 2)
    norm = net.connectivity(net.forward(brackets("(()()()")), 6, 2).norm
    assert norm.argmax() == 6 and lost[6] < 0 < lost[0]
    assert told(step) == pytest.approx([lost[6], lost[0], norm[0], norm[6]], abs=0.006)


def test_7_the_longest_memory_is_a_word_and_a_quotation_is_forgotten(steps):
    net = network("characters")
    constants = net.time_constants(net.forward(encode(steps[6]["before"]["text"])), 0)
    assert 2.5 < constants.max() < 10
    assert told(steps[6])[:2] == pytest.approx([constants.max(), constants.min()], abs=0.06)
    quote = ALPHABET.index('"')
    inside, outside = (net.forward(encode(text)).outputs[-1, quote] for text in ('"i mean what i say,', "i mean what i say,"))
    assert abs(inside - outside) < 0.02


def test_8_another_model_may_be_about_25_times_as_large(steps):
    size = network("characters").to_spec()[1].size
    assert steps[7]["choices"][1] == "about 25 times" and 24 < 1.25e6 / size < 28
    assert told(steps[7]) == [size, 1_250_000, round(1.25e6 / size)]
