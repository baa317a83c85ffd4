"""Live anywidgets on the static site: no kernel, no require.js, no html-manager.

myst-nb embeds the widget state of a notebook in its page.  Here each widget's module and styles
leave that state for files named after their content, each view gets its picture in the final
layout, and one small module (`mount.js`) brings the views to life.  A view that would stay dead
is a warning, and so, under `-W`, a failed build.
"""

import hashlib
import importlib
import json
import re
from pathlib import Path

from sphinx.util import logging

from unrolled.book.node import prerender

LOG = logging.getLogger(__name__)
MOUNT = Path(__file__).parent / "mount.js"
_STATE = "application/vnd.jupyter.widget-state+json"
_VIEW = re.compile(
    r'<script type="application/vnd\.jupyter\.widget-view\+json">(?P<view>.*?)</script>', re.S
)
# What only a kernel's widget manager needs.
_IDLE_TRAITS = {"layout", "tabbable", "tooltip", "_dom_classes", "_anywidget_id", "_css"}
_FALLBACK = (
    '<p class="u-mount-note">This figure is interactive: it needs JavaScript, '
    "or the notebook in Colab or Binder.</p>"
)


def mount(app, pagename, templatename, context, doctree):
    """Sphinx event: turns the widget views of one page into mounted anywidgets."""
    body = context.get("body") or ""
    views = [json.loads(match["view"])["model_id"] for match in _VIEW.finditer(body)]
    if app.builder.format != "html" or not views:
        return
    holder = next((s for s in context["script_files"] if _attributes(s).get("type") == _STATE), None)
    models = json.loads(_in_order(_attributes(holder)["body"]))["state"] if holder else {}
    live = {id: models[id] for id in models if models[id]["model_name"] == "AnyModel"}
    for id in views:
        if id not in live:
            _warn_dead(pagename, models.get(id))
    emit = _Emitter(app, pagename)
    sources = {id: _sources(model["state"]) for id, model in live.items()}
    slots = [
        _slot(emit, sources[id][0], live[id], f"view{number}") if id in live else ""
        for number, id in enumerate(views)
    ]
    styles = {emit.url(style, ".css") for _, style in sources.values() if style}
    for id, model in live.items():
        model["state"] = {
            name: value for name, value in model["state"].items()
            if name not in _IDLE_TRAITS and not name.startswith(("_model_", "_view_"))
        } | {"_esm": emit.url(sources[id][0], ".js")}
    places = iter(slots)
    context["body"] = _VIEW.sub(lambda view: view[0].replace(view["view"], _in_order(view["view"])) + next(places), body)
    _attach(context, holder, live, sorted(styles), emit.url(MOUNT.read_text("utf-8"), ".js"))


def _in_order(text):
    """JSON with its names sorted, as the notebook cache stores it: a page is the same from there and from a run."""
    return json.dumps(json.loads(text), sort_keys=True)


def _attributes(script):
    return getattr(script, "attributes", {})


def _warn_dead(pagename, model):
    what = f"shows a {model['model_name']}" if model else "shows a widget whose state was not stored"
    LOG.warning(
        "%s %s, which is dead without a kernel: use an anywidget", pagename, what,
        location=pagename, type="unrolled", subtype="dead",
    )


class _Emitter:
    """Writes texts under names made of their content; knows the way there from the page."""

    def __init__(self, app, pagename):
        self.folder = Path(app.outdir) / "_static" / "unrolled"
        self.root = "../" * pagename.count("/")

    def file(self, text, suffix):
        path = self.folder / f"{hashlib.sha256(text.encode()).hexdigest()[:12]}{suffix}"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".part")
            partial.write_text(text, "utf-8")
            partial.replace(path)  # in one step: half a module would be kept for good
        return path

    def url(self, text, suffix):
        return f"{self.root}_static/unrolled/{self.file(text, suffix).name}"


def _sources(state):
    """The widget's module and styles as the installed package has them now.

    The state may come from the notebook cache, and so from an older package.
    """
    package, _, name = state.get("_anywidget_id", "").rpartition(".")
    try:
        widget = getattr(importlib.import_module(package), name)
    except (ImportError, AttributeError, ValueError):  # a class written in the notebook itself
        return state["_esm"], state.get("_css", "")
    # anywidget keeps what it read from a file as an object that is text under `str`.
    return str(widget._esm), str(getattr(widget, "_css", ""))


def _slot(emit, module, model, uid):
    """The place of a view: its picture, inert until the module has taken over."""
    picture = _FALLBACK
    if "prerender" in module:
        picture = prerender(emit.file(module, ".js"), model, uid)
    return f'<div class="u-mount" inert>{picture}</div>'


def _attach(context, holder, live, styles, mount_url):
    """Hand the page its state, its styles and its modules.

    The modules are fetched and started alongside the page, before the theme's deferred scripts.
    """
    state = json.dumps({"version_major": 2, "version_minor": 0, "state": live}).replace("</", "<\\/")
    modules = sorted({model["state"]["_esm"] for model in live.values()} | {mount_url})
    context["metatags"] = "".join([
        context.get("metatags", ""),
        *(f'<link rel="stylesheet" href="{url}">' for url in styles),
        *(f'<link rel="modulepreload" href="{url}">' for url in modules),
        f'<script type="module" async src="{mount_url}"></script>',
    ])
    context["script_files"] = [s for s in context["script_files"] if s is not holder]
    context["body"] += f'<script type="{_STATE}">{state}</script>'
