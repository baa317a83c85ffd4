"""Colors and line styles of the roles, for figures, widgets and pages.

All of them come from one file, `tokens.json`: `use` and `style` hand it to matplotlib,
`css` to the book and to the widgets, so that an equation, its figure and its widget agree.
"""

import json
from functools import cache
from pathlib import Path

MODES = ("light", "dark")

# Where each host says that its page is dark.
_DARK_HOSTS = (
    "html[data-theme=dark]",  # the book
    "body[data-jp-theme-light=false]",  # JupyterLab, Notebook 7
    "html[theme=dark]",  # Colab
    "body.vscode-dark",
)


@cache
def tokens():
    """The token file as nested dictionaries: `roles`, `signed`, `neutral`."""
    return json.loads((Path(__file__).parent / "tokens.json").read_text("utf-8"))


def color(name, mode="light"):
    """The hex color of a role (`forget`, `hidden`, ...) or a neutral (`ink`, `grid`, ...).

    Raises ValueError for a name or mode that the token file does not have.
    """
    table = tokens()["roles"] | tokens()["neutral"]
    if name not in table or mode not in MODES:
        raise ValueError(
            f"no color {name!r} in mode {mode!r}; names: {', '.join(table)}; modes: {', '.join(MODES)}"
        )
    return table[name][mode]


def line(role, mode="light"):
    """Keyword arguments for `Axes.plot` that draw the line of a role.

    Returns color, linewidth and linestyle; the double line of `hidden` also carries the
    path effects that split it.  Raises ValueError for an unknown role or mode.
    """
    kind = tokens()["roles"].get(role)
    if kind is None:
        raise ValueError(f"no role {role!r}; roles: {', '.join(tokens()['roles'])}")
    look = {"color": color(role, mode), "linewidth": kind["width"], "linestyle": _linestyle(kind)}
    if kind.get("double"):
        from matplotlib import patheffects

        gap = patheffects.Stroke(linewidth=kind["width"] / 3, foreground=color("surface", mode))
        look["path_effects"] = [patheffects.Normal(), gap]
    return look


def _linestyle(kind):
    """matplotlib counts dashes in line widths, the token file in pixels."""
    return (0, [d / kind["width"] for d in kind["dash"]]) if kind["dash"] else "-"


def style(mode="light"):
    """The book's matplotlib style as a dictionary of rcParams."""
    from cycler import cycler

    if mode not in MODES:
        raise ValueError(f"mode {mode!r}; expected one of {', '.join(MODES)}")
    ink, surface = color("ink", mode), color("surface", mode)
    cycle = [tokens()["roles"][r] for r in ("input", "forget", "candidate", "output", "cell", "gradient")]
    return {
        "axes.edgecolor": color("line", mode),
        "axes.facecolor": surface,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.labelcolor": ink,
        "axes.prop_cycle": cycler(
            color=[c[mode] for c in cycle], linestyle=[_linestyle(c) for c in cycle]
        ),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlecolor": ink,
        "axes.titlelocation": "left",
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "figure.constrained_layout.use": True,
        "figure.facecolor": surface,
        "figure.figsize": (5.2, 2.9),  # wider ones become illegible on a phone
        "font.family": "sans-serif",
        "font.size": 10,
        "grid.color": color("grid", mode),
        "grid.linewidth": 0.8,
        "hatch.color": color("line", mode),
        "legend.frameon": False,
        "lines.linewidth": 2,
        "svg.fonttype": "none",
        "svg.hashsalt": "unrolled",
        "text.color": ink,
        "xtick.color": color("muted", mode),
        "ytick.color": color("muted", mode),
    }


def use(mode="light"):
    """Apply the book's style to matplotlib and let notebooks show figures as SVG."""
    import matplotlib

    matplotlib.rcParams.update(style(mode))
    try:
        from IPython import get_ipython
        from matplotlib_inline.config import InlineBackend
    except ImportError:  # plain Python, no notebook
        return
    if shell := get_ipython():
        # Set on the backend's own settings, which pyplot reads again when it is imported later.
        inline = InlineBackend.instance(parent=shell)
        inline.shell = shell
        inline.figure_formats = {"svg"}


def css():
    """The custom properties `--u-*` of all tokens, light and dark, and the classes of the roles.

    `.role-NAME` colors text; `--u-NAME` is the color itself and `--u-NAME-dash` the
    `stroke-dasharray` of its line.
    """
    table = tokens()["roles"] | tokens()["neutral"]
    values = {m: "".join(f"--u-{n}:{t[m]};" for n, t in table.items()) for m in MODES}
    signed = "".join(f"--u-{n}:{v};" for n, v in tokens()["signed"].items())
    lines = "".join(
        f"--u-{n}-width:{t['width']};--u-{n}-dash:{' '.join(map(str, t['dash'])) or 'none'};"
        for n, t in tokens()["roles"].items()
    )
    dark = ",".join(_DARK_HOSTS)
    return "\n".join(
        [
            f":root{{{values['light']}{signed}{lines}}}",
            f"{dark}{{{values['dark']}}}",
            *(f".role-{n}{{color:var(--u-{n})}}" for n in tokens()["roles"]),
            f"@media print{{:root,{dark}{{{values['light']}}}}}",
            "",
        ]
    )
