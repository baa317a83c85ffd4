"""The pictures of the widgets where no script runs."""

import pytest
from browser import SITE, pages
from hands import live_controls

PAGES = [page for page in pages() if 'class="u-mount' in (SITE / page).read_text("utf-8")]
# What the picture of each widget shows, beside a drawing.
SHOWN = {
    "AttentionLens": ["[data-value=accuracy]", "svg text:text('no attention')"],
    "BPTTFlow": [".u-here"],
    "BiContext": ["svg text:text('future 28 %')"],
    "FreeRun": ["svg text:text('passes 0.3 at step')"],
    "GateDuel": ["svg text:text('31\N{NO-BREAK SPACE}%')"],
    "GateScope": [".u-outputs svg, .u-outputs table", ".u-sheet-box svg:has(image[href^='data:image/png'])"],
    "GradientDecay": ["svg text:text('1/1000 at lag 66')"],
    "IOPatterns": ["svg.u-figure"],
    # The whole cell, not only the sub-step that the reader would begin with.
    "LSTMStepper": ["[data-slot=cell] [data-value=H]"],
    "MemoryHalfLife": ["svg text:text('half-life 2.21 steps')"],
    "RulHorizon": ["svg text:text('ended at')", "svg text:text('hold')"],
    "SequenceTensor": ["svg.u-figure"],
    "TrainingDial": ["svg text:text('stops after epoch 15')"],
    "UnrollRNN": ["svg.u-figure"],
}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_pictures_stand_without_javascript(open_page, site, page, width):
    still = open_page(site + page, width=width, java_script_enabled=False)
    widgets = still.locator("[data-widget]").all()
    assert widgets
    for widget in widgets:
        assert widget.locator("svg:visible").count()
        for wanted in SHOWN[widget.get_attribute("data-widget")]:
            assert widget.locator(wanted).first.is_visible(), wanted
        assert live_controls(widget) == []
    assert still.evaluate("document.documentElement.scrollWidth") <= width
