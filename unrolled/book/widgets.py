"""Live anywidgets on the static site: no kernel, no require.js, no html-manager.

myst-nb embeds the widget state of a notebook in its page.  Here each widget's module and styles
leave that state for files named after their content, each view gets its picture in the final
layout, and one small module (`mount.js`) brings the views to life.  A view that would stay dead
is a warning, and so, under `-W`, a failed build.
"""

import base64
import hashlib
import importlib
import io
import json
import re
import zlib
from pathlib import Path

import numpy as np
from PIL import Image
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
# Binary traits from this size on stand in files of their own: the text of the page comes before them.
_LARGE = 16 * 1024
_PNG = re.compile(r"(data:image/png;base64,)([A-Za-z0-9+/]+=*)")
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
        model["buffers"] = [_stored(emit, buffer) for buffer in model.get("buffers", [])]
    places = iter(slots)
    context["body"] = _VIEW.sub(lambda view: view[0].replace(view["view"], _in_order(view["view"])) + next(places), body)
    _attach(context, holder, live, sorted(styles), emit.url(MOUNT.read_bytes(), ".js"))


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
    """Writes files under names made of their content; knows the way there from the page."""

    def __init__(self, app, pagename):
        self.folder = Path(app.outdir) / "_static" / "unrolled"
        self.root = "../" * pagename.count("/")

    def file(self, content, suffix):
        path = self.folder / f"{hashlib.sha256(content).hexdigest()[:12]}{suffix}"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = path.with_suffix(".part")
            partial.write_bytes(content)
            partial.replace(path)  # in one step: half a module would be kept for good
        return path

    def url(self, content, suffix):
        return f"{self.root}_static/unrolled/{self.file(content, suffix).name}"


def _sources(state):
    """The widget's module and styles, UTF-8, as the installed package has them now.

    The state may come from the notebook cache, and so from an older package.
    """
    package, _, name = state.get("_anywidget_id", "").rpartition(".")
    try:
        widget = getattr(importlib.import_module(package), name)
    except (ImportError, AttributeError, ValueError):  # a class written in the notebook itself
        return state["_esm"].encode(), state.get("_css", "").encode()
    # anywidget keeps what it read from a file as an object that is text under `str`.
    return str(widget._esm).encode(), str(getattr(widget, "_css", "")).encode()


def _slot(emit, module, model, uid):
    """The place of a view: its picture, inert until the module has taken over."""
    picture = _FALLBACK
    if b"prerender" in module:
        picture = _PNG.sub(_coarser, prerender(emit.file(module, ".js"), model, uid))
    return f'<div class="u-mount" inert>{picture}</div>'


def _coarser(image):
    """The address of an image in sixteen tones: it stands until the widget draws its own."""
    with io.BytesIO(base64.b64decode(image[2])) as whole, io.BytesIO() as file:
        Image.open(whole).quantize(16).save(file, "PNG", bits=4, optimize=True)
        return image[1] + base64.b64encode(file.getvalue()).decode()


def _stored(emit, buffer):
    """A binary trait as `mount.js` finds it: small in the page, as it came, and large in a file.

    There the first bytes of all numbers stand together, then the second, and so on, which packs
    better; `stride` is how many bytes a number has.
    """
    content = base64.b64decode(buffer["data"])
    if len(content) < _LARGE:
        return buffer
    flat = np.frombuffer(content, "u1")
    strides = [stride for stride in (1, 2, 4, 8) if len(content) % stride == 0]
    packed = {stride: zlib.compress(flat.reshape(-1, stride).T.tobytes(), 9) for stride in strides}
    best = min(packed, key=lambda stride: len(packed[stride]))
    return {"path": buffer["path"], "url": emit.url(packed[best], ".bin"), "stride": best}


def _attach(context, holder, live, styles, mount_url):
    """Hand the page its state, its styles and its modules.

    The modules are fetched and started alongside the page, before the theme's deferred scripts.
    """
    state = json.dumps({"version_major": 2, "version_minor": 0, "state": live}).replace("</", "<\\/")
    modules = sorted({model["state"]["_esm"] for model in live.values()} | {mount_url})
    files = sorted({buffer["url"] for model in live.values() for buffer in model["buffers"] if "url" in buffer})
    context["metatags"] = "".join([
        context.get("metatags", ""),
        *(f'<link rel="stylesheet" href="{url}">' for url in styles),
        *(f'<link rel="modulepreload" href="{url}">' for url in modules),
        *(f'<link rel="preload" as="fetch" crossorigin href="{url}">' for url in files),
        f'<script type="module" async src="{mount_url}"></script>',
    ])
    context["script_files"] = [s for s in context["script_files"] if s is not holder]
    context["body"] += f'<script type="{_STATE}">{state}</script>'
