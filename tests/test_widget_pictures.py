"""The still pictures that widgets leave in a notebook for hosts that run none."""

import base64
import itertools
import re
import subprocess
import sys

import numpy as np
import pytest
from nbconvert import HTMLExporter, LatexExporter
from nbformat.v4 import new_code_cell, new_notebook, new_output

from unrolled import widgets
from unrolled.widgets import AttentionLens, BPTTFlow, GateDuel, GradientDecay, IOPatterns, LSTMStepper, MemoryHalfLife, SequenceTensor, UnrollRNN
from unrolled.widgets.io_patterns import STARTS, _shapes

VIEW = "application/vnd.jupyter.widget-view+json"
# A widget, and a change of its state that its picture must show.
CHANGES = [
    (SequenceTensor, {"stride": 2}),
    (SequenceTensor, {"mode": "padding"}),
    (UnrollRNN, {"timesteps": 9}),
    (IOPatterns, {"pattern": "repair 1"}),
    (BPTTFlow, {"truncate": 5}),
    (GradientDecay, {"radius": 1.2}),
    (MemoryHalfLife, {"bias": 3.0}),
    (LSTMStepper, {"t": 9}),
    (GateDuel, {"weights": "trained"}),
    (AttentionLens, {"score": "dot"}),
]


def bundle(widget):
    data, metadata = widget._repr_mimebundle_()
    return data, metadata["image/png"]["alt"]


@pytest.mark.parametrize(("kind", "changes"), CHANGES)
def test_the_output_holds_the_live_view_and_a_picture_of_the_present_state(kind, changes):
    widget = kind()
    before, words = bundle(widget)
    assert before[VIEW]["model_id"] == widget.model_id
    assert base64.b64decode(before["image/png"]).startswith(b"\x89PNG")
    assert bundle(widget)[0]["image/png"] == before["image/png"]  # the same state, the same picture
    for name, value in changes.items():
        setattr(widget, name, value)
    after, other = bundle(widget)
    assert after["image/png"] != before["image/png"] and other != words


def test_extreme_settings_have_a_picture_without_warnings(recwarn):
    extremes = [
        SequenceTensor([1.0] * 8, window=8, horizon=8),
        SequenceTensor(np.arange(144), window=1, stride=1, horizon=1, length=144, order="split first"),
        SequenceTensor(mode="padding", pad_to=12, where="pre", mask=True, sequence="A"),
        UnrollRNN(timesteps=1, features=2, units=3),
        UnrollRNN(timesteps=10, units=1, t=10),
        BPTTFlow(timesteps=2, truncate=1, loss="every", carry=False),
        BPTTFlow(V=[0, 0, 0], truncate=16, timesteps=16),
        GradientDecay(family="identity", radius=0.1, activation="sigmoid", timesteps=200, lag=200),
        GradientDecay(family="gaussian", radius=1.6, timesteps=5, clip=True),
        *(MemoryHalfLife(bias=bias, lag=lag) for bias, lag in itertools.product((-4, 8), (1, 400))),
        IOPatterns(timesteps=1, layers=[{"kind": "Flatten"}] * 6),
        LSTMStepper(preset="trained", t=24),
        GateDuel(series=[0] * 40, timestep=40, read=1),
        GateDuel(series=[-1] * 40, timestep=40, read=40, weights="trained", match="parameters"),
    ]
    for widget in extremes:
        _, words = bundle(widget)
        assert not re.search(r"\b(nan|inf)\b", words), words
    assert [str(one.message) for one in recwarn if "UserWarning" in one.category.__name__] == []


def test_the_words_tell_what_the_page_computes(in_javascript):
    shown = [
        SequenceTensor(order="split first", stride=1),
        SequenceTensor(stride=3, horizon=5),
        SequenceTensor(mode="padding", sequence="B"),
        UnrollRNN(units=3, features=2, timesteps=8, t=3),
        BPTTFlow(loss="every", truncate=4, carry=False),
        GradientDecay(family="gaussian", activation="tanh", radius=1.3, lag=40),
        MemoryHalfLife(bias=2.5, lag=33),
        GateDuel(timestep=2, read=9, series=[0.5] * 40, weights="trained"),
    ]
    answers = [answer["values"] for answer in in_javascript(shown)]
    first, second, padded, states, flow, decay, memory, duel = answers
    expected = [
        [f"{first['n']} windows", f"{first['nTrain']} to train and {first['nTest']} to test", f": {first['nLeak']} training windows reach"],
        [f"{second['n']} windows", f"{second['nTrain']} to train and {second['nTest']} to test", f": {second['nLeak']} training windows reach"],
        [f"moved by {padded['drift'][1]:.2f}."],
        [f"({', '.join(f'{value:.3f}' for value in states['H'][2])})"],
        [f"cosine {flow['cosine']:.3f} "],
        [f"norm 10^{decay['norms'][40]:.2f}.", f"spectral norm {decay['spectralNorm']:.3g},"],
        [f"f = {memory['f']:.5g},", f"half-life {memory['halfLife']:.3g} ", f"forget bias {memory['needed']:.2f}."],
        [f"{one['name']}\xa0{100 * one['share']:.3g}\xa0%" for one in duel["duel"]],
    ]
    assert second["nLeak"] > 0
    for widget, parts in zip(shown, expected, strict=True):
        words = bundle(widget)[1]
        for part in parts:
            assert part in words, words


def test_shapes_and_refusals_are_those_of_the_page(in_javascript):
    kinds = ["SimpleRNN", "LSTM", "Dense", "TimeDistributed", "RepeatVector", "Flatten"]
    stacks = [(start["timesteps"], start["features"], start["layers"]) for start in STARTS.values()]
    for timesteps, (one, other) in itertools.product((0, 7), itertools.product(kinds, kinds)):
        layers = [{"kind": kind} | ({} if kind == "Flatten" else {"size": 4}) for kind in (one, other)]
        stacks.append((timesteps, 3, layers))
        stacks.append((timesteps, 3, [{"kind": "GRU", "size": 5, "return_sequences": True}, *layers]))
    made = [IOPatterns(timesteps=T, features=d, layers=layers) for T, d, layers in stacks]
    for widget, answer in zip(made, in_javascript(made), strict=True):
        steps = answer["values"]["steps"]
        shapes = _shapes(widget.timesteps, widget.features, widget.layers)
        assert shapes == [steps[0]["input"], *(step["output"] for step in steps)]


def test_every_widget_has_a_picture():
    for name in widgets.__all__:
        assert "image/png" in getattr(widgets, name)()._repr_mimebundle_()[0], name


def test_importing_and_making_widgets_loads_no_matplotlib():
    code = "import sys, unrolled.widgets as w; w.MemoryHalfLife(); assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.fixture
def saved():
    """A notebook as it is saved: one cell with a widget's output."""
    data, metadata = MemoryHalfLife(bias=2)._repr_mimebundle_()
    output = new_output("execute_result", data=data, metadata=metadata, execution_count=1)
    return new_notebook(cells=[new_code_cell("MemoryHalfLife(bias=2)", outputs=[output])])


def test_pages_and_papers_made_from_a_notebook_show_the_picture(saved):
    page, _ = HTMLExporter().from_notebook_node(saved)
    assert re.search(r'<img[^>]* src="data:image/png;base64,', page)
    _, resources = LatexExporter().from_notebook_node(saved)
    assert [content[:4] for content in resources["outputs"].values()] == [b"\x89PNG"]


def test_a_page_that_can_run_the_widget_shows_it_alone(saved):
    model = saved.cells[0].outputs[0].data[VIEW]["model_id"]
    saved.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {model: {}}}}
    page, _ = HTMLExporter().from_notebook_node(saved)
    assert model in page and "<img" not in page
