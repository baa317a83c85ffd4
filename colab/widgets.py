"""Whether every widget of the course works with the ipywidgets of Colab; `tools/colab.py` runs this there.

Each is made, shown, and moved from both sides of a comm that keeps its messages instead of sending
them.  Prints the names of the classes as JSON; what does not work raises.
"""

import json

import ipywidgets
from ipykernel.comm import Comm, CommManager
from ipykernel.kernelbase import Kernel
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display
from IPython.utils.capture import capture_output
from traitlets import Bool, TraitError

from unrolled import widgets
from unrolled.widgets.base import Choice, Real, Whole

VIEW = "application/vnd.jupyter.widget-view+json"
OWN = {"_model_module": "anywidget", "_model_name": "AnyModel", "_view_name": "AnyView"}
sent = []


def keep(comm, kind, data=None, metadata=None, buffers=None, **keys):
    json.dumps(data)  # what JSON cannot carry has to travel in the buffers
    sent.append((comm.comm_id, kind, data or {}))


def others(widget, name):
    """Values of a setting besides the present one, those of the widget's limits, words or truth values."""
    kind = widget.traits()[name]
    values = ()
    if isinstance(kind, (Whole, Real)):
        values = widget.limits[name]
    elif isinstance(kind, Choice):
        values = kind.options
    elif isinstance(kind, Bool):
        values = (True, False)
    return [value for value in values if value != getattr(widget, name)]


def moved_from_the_page(widget, name):
    """Whether Python takes over a setting that the page sends; a widget may refuse what contradicts others."""
    for value in others(widget, name):
        update = {"method": "update", "state": {name: value}, "buffer_paths": []}
        try:
            widget._handle_msg({"content": {"data": update}, "buffers": []})
        except TraitError:
            continue
        if getattr(widget, name) == value:
            return True
    return False


def moved_from_python(widget, name):
    """Whether the page is sent a setting that Python changes."""
    for value in others(widget, name):
        sent.clear()
        try:
            setattr(widget, name, value)
        except TraitError:
            continue
        told = [data for comm, kind, data in sent if kind == "comm_msg" and comm == widget.model_id]
        if any(data.get("method") == "update" and data["state"].get(name) == value for data in told):
            return True
    return False


def check(kind):
    sent.clear()
    widget = kind()
    introduced = [data["state"] for comm, message, data in sent if message == "comm_open" and comm == widget.model_id]
    assert len(introduced) == 1, "it introduces itself to the page once"
    state = introduced[0]
    assert {name: state[name] for name in OWN} == OWN
    assert state["_anywidget_id"] == f"{kind.__module__}.{kind.__name__}"
    assert "export" in state["_esm"] and "unrolled" in state["_css"]

    with capture_output() as captured:
        display(widget)
    assert [output.data[VIEW]["model_id"] for output in captured.outputs] == [widget.model_id]
    assert widget._repr_mimebundle_()[0]["image/png"]

    for move in (moved_from_the_page, moved_from_python):
        for name in widget.trait_names(setting=True):
            if others(widget, name):
                assert move(widget, name), f"{name}: {move.__name__}"


if __name__ == "__main__":
    assert ipywidgets.__version__.startswith("7.7."), ipywidgets.__version__
    InteractiveShell.instance()
    kernel = Kernel.instance()
    kernel.comm_manager = CommManager(kernel=kernel)
    Comm._publish_msg = keep
    for name in widgets.__all__:
        try:
            check(getattr(widgets, name))
        except Exception as error:
            raise AssertionError(f"{name}: {error!r}") from error
    print(json.dumps(widgets.__all__))
