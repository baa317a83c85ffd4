"""The page of versions: what the lock holds, for each package that the course asks for itself."""

import json
import platform
import re
import tomllib
from html import escape
from pathlib import Path

from docutils import nodes
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sphinx.util.docutils import SphinxDirective

SOURCES = ("pyproject.toml", "requirements.txt", "web/package.json", "web/package-lock.json")


def locked(lock):
    """{name: [(version, marker), ...]} of the text of a requirements file with hashes."""
    found = {}
    for line in re.findall(r"^[a-zA-Z][^\\\n]*", lock, re.M):
        pin = Requirement(line.strip())
        version = str(pin.specifier).removeprefix("==")
        found.setdefault(canonicalize_name(pin.name), []).append((version, str(pin.marker or "")))
    return found


def tables(root):
    """[(caption, [(package, asked for, version), ...]), ...] of the repository in `root`.

    Raises KeyError with the name of a package that is asked for and not in a lock.
    """
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    extras, groups = project["project"]["optional-dependencies"], project["dependency-groups"]
    pins = locked((root / "requirements.txt").read_text("utf-8"))
    asked = {
        "What the notebooks compute with": project["project"]["dependencies"] + extras["tensorflow"],
        "What builds and tests the book": groups["dev"],
        "What grades the assignments": extras["grading"],
    }
    made = []
    for caption, requirements in asked.items():
        rows = []
        for requirement in map(Requirement, requirements):
            entries = pins[canonicalize_name(requirement.name)]
            rows.append((requirement.name, str(requirement.specifier), "; ".join(_said(*entry) for entry in entries)))
        made.append((caption, sorted(rows, key=lambda row: row[0].lower())))
    wanted = json.loads((root / "web/package.json").read_text("utf-8"))["devDependencies"]
    modules = json.loads((root / "web/package-lock.json").read_text("utf-8"))["packages"]
    rows = [(name, bound, modules[f"node_modules/{name}"]["version"]) for name, bound in sorted(wanted.items())]
    return [*made, ("What builds the widgets, formulas and slides, from npm", rows)]


def _said(version, marker):
    return f"{version} ({marker.replace('python_full_version', 'Python').replace(chr(34), '')})" if marker else version


class LockedVersions(SphinxDirective):
    """`{locked-versions}`: a table for each purpose, and how many packages the lock holds in all."""

    def run(self):
        root = Path(self.env.srcdir)
        for name in SOURCES:
            self.env.note_dependency(str(root / name))
        project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
        pins = locked((root / "requirements.txt").read_text("utf-8"))
        lead = (
            f"<p>This is version <strong>{escape(project['version'])}</strong> of the course, "
            f"built with Python {platform.python_version()}. "
            f"Its lock names <strong>{len(pins)}</strong> packages, each with the checksums of its files; "
            "these are the ones that the course asks for itself.</p>"
        )
        html = lead + "".join(_table(caption, rows) for caption, rows in tables(root))
        return [nodes.raw("", html, format="html")]


def _table(caption, rows):
    head = "".join(f'<th scope="col">{name}</th>' for name in ("package", "asked for", "version"))
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{escape(bound)}</td><td>{escape(version)}</td></tr>'
        for name, bound, version in rows
    )
    return (
        f'<table class="table book-versions"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
