"""Roles in the book's equations, and the key that explains them.

Notebooks write plain symbols ($F_t$, $\\tilde C_t$), which every host can typeset; the book gives
each symbol of a gate or state the color of its role, as in the figures and widgets beside it.
"""

import re

from docutils import nodes
from docutils.parsers.rst import Directive

from unrolled import theme

_TIME = r"_(?:\{[^{}]*[tT][^{}]*\}|[tT0])"  # a symbol has a role at a timestep: C_t, not C_1 of a list
_SYMBOLS = [
    (rf"\(1 - Z{_TIME}\)", "input"),
    (rf"\\tilde *\{{?[CH]\}}?{_TIME}", "candidate"),
    (rf"\\delta{_TIME}", "gradient"),
    (rf"(?<![A-Za-z\\])[FZ]{_TIME}", "forget"),
    (rf"(?<![A-Za-z\\])I{_TIME}", "input"),
    (rf"(?<![A-Za-z\\])[OR]{_TIME}", "output"),
    (rf"(?<![A-Za-z\\])C{_TIME}", "cell"),
]
_ANY = re.compile("|".join(f"({pattern})" for pattern, _ in _SYMBOLS))


def with_roles(latex):
    """The formula with the symbols of gates, candidate, cell state and gradient in classes of their roles."""

    def mark(match):
        return rf"\htmlClass{{role-{_SYMBOLS[match.lastindex - 1][1]}}}{{{match[0]}}}"

    return _ANY.sub(mark, latex)


def color_equations(app, doctree, docname):
    """Sphinx event: the equations of a page, just before it is written."""
    if app.builder.format == "html":
        for formula in [*doctree.findall(nodes.math), *doctree.findall(nodes.math_block)]:
            formula[:] = [nodes.Text(with_roles(formula.astext()))]


class RoleKey(Directive):
    """`{role-key}`: one row a role with its letter, its line and what it stands for, from the token file."""

    def run(self):
        rows = "".join(
            f'<tr><th scope="row"><span class="role-{name}">{role["symbol"]}</span></th>'
            f"<td>{_line(name, role)}</td><td>{role['label']}</td></tr>"
            for name, role in theme.tokens()["roles"].items()
        )
        head = "".join(f'<th scope="col">{name}</th>' for name in ("letter", "line", "role"))
        table = f'<table class="table book-key"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
        return [nodes.raw("", table, format="html")]


def _line(name, role):
    color, middle, end = f"var(--u-{name})", 8, 90
    dash = " ".join(map(str, role["dash"]))
    stroke = f'stroke="{color}" stroke-width="{role["width"]}"' + (f' stroke-dasharray="{dash}"' if dash else "")
    if role.get("hatch"):
        bars = "".join(f"M{x} {middle + 5}l6 -10" for x in range(2, 66, 6))
        drawing = (
            f'<path d="{bars}" stroke="{color}" stroke-width="2"/>'
            f'<path d="M72 {middle - 7}L{end} {middle}L72 {middle + 7}z" fill="{color}"/>'
        )
    elif role.get("double"):
        drawing = "".join(f'<path d="M0 {middle + shift}H{end}" stroke="{color}"/>' for shift in (-1.5, 1.5))
    else:
        drawing = f'<path d="M0 {middle}H{end}" {stroke}/>'
    return f'<svg width="{end}" height="{2 * middle}" fill="none" aria-hidden="true">{drawing}</svg>'
