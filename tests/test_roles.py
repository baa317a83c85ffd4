"""Symbols of gates and states carry their roles in the book's equations, and nothing else does."""

import pytest

from unrolled.book.roles import with_roles


def marked(latex):
    """[(role, symbol), ...] of a formula."""
    parts = with_roles(latex).split(r"\htmlClass{role-")[1:]
    return [(part.split("}{", 1)[0], part.split("}{", 1)[1]) for part in parts]


@pytest.mark.parametrize(
    ("latex", "role", "symbol"),
    [
        ("F_t", "forget", "F_t"),
        ("F_{t-1}", "forget", "F_{t-1}"),
        ("I_t", "input", "I_t"),
        (r"\tilde C_t", "candidate", r"\tilde C_t"),
        (r"\tilde{H}_{t}", "candidate", r"\tilde{H}_{t}"),
        ("O_t", "output", "O_t"),
        ("C_0", "cell", "C_0"),
        ("Z_t", "forget", "Z_t"),
        ("Z_{T-k+1}", "forget", "Z_{T-k+1}"),
        ("(1 - Z_t)", "input", "(1 - Z_t)"),
        ("R_t", "output", "R_t"),
        (r"\delta_{t+1}", "gradient", r"\delta_{t+1}"),
        (r"\delta_{T+1}", "gradient", r"\delta_{T+1}"),
    ],
)
def test_a_symbol_at_a_timestep_has_its_role(latex, role, symbol):
    assert with_roles(rf"a {latex} \odot b") == rf"a \htmlClass{{role-{role}}}{{{symbol}}} \odot b"


@pytest.mark.parametrize(
    "latex", ["F_1", r"\mathbb{R}^{d}", r"W_{xf}", "H_t", "X_t W_x", r"\Delta_t", r"\mathrm{IF}_t", "C", r"\partial L"]
)
def test_other_symbols_stay_as_they_are(latex):
    assert with_roles(latex) == latex


def test_an_equation_keeps_its_order():
    roles = [role for role, _ in marked(r"C_t &= F_t \odot C_{t-1} + I_t \odot \tilde C_t")]
    assert roles == ["cell", "forget", "cell", "input", "candidate"]
