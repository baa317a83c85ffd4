"""Each figure draws what it is given, in the colors of the token file, and refuses the rest."""

import io
import re
from inspect import isfunction

import matplotlib
import numpy as np
import pytest
from matplotlib.colors import same_color
from matplotlib.patches import Rectangle

from unrolled import figures, theme

DRAWINGS = {
    "timeline": lambda: figures.timeline([112, 118, 132], ["Jan", "Feb", "Mar", "Apr"]),
    "four_panels": lambda: figures.four_panels([1, 2], ([0, 1], [2, 3]), "ab", ([0, 1], [4, 5])),
    "resampled_log": lambda: figures.resampled_log(
        [0, 4, 21], [20, 21, 25], [0, 10, 20], [20, 21, 21], [20, 22, 24]
    ),
    "tensor_box": lambda: figures.tensor_box(4, 5, ["temperature", "pressure"], 3),
    "window_rows": lambda: figures.window_rows(np.arange(12), 5, 2, 2),
    "split_parts": lambda: figures.split_parts(
        np.arange(5), [np.array([1.0, 3.0, 2.0]), np.array([5.0, 0.0])], ["training", "test"], "mm"
    ),
    "padding_grid": lambda: figures.padding_grid([[3, 1], [-1, 0]], [[1, 1], [1, 0]]),
    "masked_states": lambda: figures.masked_states([0.1, 0.2, 0.2], [0.1, 0.2, 0.3], 2),
    "folded_and_unrolled": lambda: figures.folded_and_unrolled(4),
    "recall_by_lag": lambda: figures.recall_by_lag(
        {"slow": [[1, 0.8, 0.4, 0.1], [1, 0.9, 0.6, 0.3]], "fast": [[1, 0.2, 0, 0], [1, 0.4, 0, 0]]}, 2
    ),
    "scores_by_choice": lambda: figures.scores_by_choice(
        {"tanh, orthogonal": [0.9, 1.0, 0.2], "ReLU, identity": [1.0, 1.0]}, 0.125, "accuracy"
    ),
    "io_patterns": lambda: figures.io_patterns(
        [("one to many", "100", "111"), ("many to one", "111", "001"), ("one to one", "1", "1")]
    ),
    "forced_and_free": lambda: figures.forced_and_free(3),
    "free_run": lambda: figures.free_run([0, 1, 0, -1], [0.1, 1, 0, -1], [0.1, 0.8, 0.3, 0]),
    "backward_chain": lambda: figures.backward_chain(4),
    "norms_by_lag": lambda: figures.norms_by_lag(
        {"above": {"a": [0, -1, -2], "b": [0, -1, -2.1]}, "below": {"c": [0, -30, -60, -np.inf]}}
    ),
    "norm_histograms": lambda: figures.norm_histograms([0.5, 3, 40, 900], [0.5, 1, 1, 1], 1),
    "clipped_arrows": lambda: figures.clipped_arrows([3, 0.5], 1),
    "learning_curves": lambda: figures.learning_curves(
        {"slow": [([1, 2, 3], [9, 8, 7]), ([1, 2, 3], [9, 9, 8])], "fast": [([1, 2], [5, 0.5])]},
        {"guessing": 9}, "updates", "error", log=True,
    ),
    "lstm_part": lambda: figures.lstm_part("all"),
    "gate_tracks": lambda: figures.gate_tracks([0, 1, 2], [5, 6, 7], "read", TRACKS),
    "gru_cell": lambda: figures.gru_cell(4),
    "unit_tracks": lambda: figures.unit_tracks({"$Z_t$": ("forget", [0, 1]), "$H_t$": ("hidden", [2, 3])}),
    "stacked": lambda: figures.stacked(2, 4),
    "two_directions": lambda: figures.two_directions(3),
    "sensitivity_maps": lambda: figures.sensitivity_maps({"one": [[1, 0], [2, 1]], "two": np.ones((3, 3))}),
    "pipeline": lambda: figures.pipeline([("words", "$(n, T)$"), ("Dense", "$(n, 1)$, the answer")]),
    "word_weights": lambda: figures.word_weights(
        [("the film was not good".split(), [0.1, 0.1, 0, 0.8, 0]), (["fine"], [1])]
    ),
    "score_by_latency": lambda: figures.score_by_latency(
        {"8": ([9, 10, 12], [0.7, 0.8]), "3 × 64": ([80, 90, 99], [0.9])}, {"best possible": 0.95}
    ),
    "encoder_decoder": lambda: figures.encoder_decoder("407", attending=True),
    "attention_map": lambda: figures.attention_map([[0.9, 0.1], [0.2, 0.8]], "40", "04"),
    "scan_rounds": lambda: figures.scan_rounds(8),
    "contest": lambda: figures.contest(
        {
            "one": ("error", "the mean", 0.2, {"A(24)": [0.1, 0.15, 0.3], "B(27)": [0.01]}),
            "two": ("accuracy", "guessing", 0.9, {"A(24)": [1.0, 0.8]}),
        }
    ),
    "best_model": lambda: figures.best_model([9, 5, 3, 2], [9, 6, 7, 8], {"noise": 4}, "error in cm"),
    "rate_schedules": lambda: figures.rate_schedules({"constant": [1, 1], "falling": [1, 0], "rising": [0, 1]}),
    "forecasts": lambda: figures.forecasts(
        range(6), [1, 2, 1, 2, 1, 2], 3, {"persistence": [1, 2, 1], "a network": [2, 1, 2]}, "thousands"
    ),
    "limit_by_window": lambda: figures.limit_by_window(
        [10, 60, 120], [0.3, 0.22, 0.21], {"GRU(8)": (60, [0.23, 0.24])}, 0.2, "error"
    ),
    "reliability": lambda: figures.reliability(
        {"honest": ([0.1, 0.9], [0.1, 0.9]), "too sure": ([0.1, 0.9], [0.3, 0.7])}, "forecast", "frequency"
    ),
    "scores_below_ceilings": lambda: figures.scores_below_ceilings(
        {"bag": ([0.8, 0.79], [0.61, 0.62]), "LSTM": ([1.0], [1.0])}, {"bag": 0.625}, "accuracy", ("old", "new")
    ),
    "pointing_words": lambda: figures.pointing_words(
        "we met jordan and sydney is far".split(), [(1, 2, "person"), (5, 4, "place")]
    ),
    "capacity_fade": lambda: figures.capacity_fade(
        [1, 0.9, 0.7, 0.4], {"forecast": [np.nan, 1, 0.8, 0.6]}, {"end of life": 1.5}, ("80 %", 0.8)
    ),
    "relative_windows": lambda: figures.relative_windows(
        {"early": [1, 0.9], "late": [0.5, 0.3]}, {"early": 0.8, "late": 0.1},
        {"early": [1, -1], "late": [1, -1]}, {"early": -3, "late": -3},
    ),
    "factor_by_window": lambda: figures.factor_by_window(
        [10, 20, 60], [1.2, 1.1, 1.03], {"line": ([20, 60], [1.1, 1.04]), "GRU": ([20, 20], [1.08, 1.12])}
    ),
    "rolled_out": lambda: figures.rolled_out(
        [1, 0.95, 0.9, 0.8], 2, {"alone": [0.92, 0.91], "handed": [0.9, 0.81]}, [1, 0.94, 0.88, 0.8], ("80 %", 0.8)
    ),
    "fade_fans": lambda: figures.fade_fans(
        [1, 0.9], {"line": [[1, 0.9, 0.8], [1, 0.95, 0.9]], "parabola": np.ones((4, 3))}, [1, 0.9, 0.7], ("80 %", 0.8)
    ),
    "fleet_curves": lambda: figures.fleet_curves(
        [[1, 0.9, np.nan], [1, 0.95, 0.8]], [[1, 0.9, np.nan]], 1, ("80 %", 0.8)
    ),
    "life_intervals": lambda: figures.life_intervals([300, 100, 200], [200, 50, 210], [250, 90, 240], [400, 120, 260]),
    "held_out_cells": lambda: figures.held_out_cells(
        {"A": [1.9, 1.8, 1.7], "B": [1.9, 1.7]}, {"A": [1.8, 1.7], "B": [1.8]}, 1, "capacity in Ah"
    ),
    "life_by_feature": lambda: figures.life_by_feature(
        {"training": ([-4, -3], [1000, 500]), "test": ([-3.5], [900])}, (-0.3, 1.8), 1.3, "a feature"
    ),
    "bands_of_glide": lambda: figures.bands_of_glide(
        {"clean": np.eye(6, 9), "heard": np.ones((6, 9))}, [[300, 900]] * 6, np.linspace(100, 900, 9), 10
    ),
    "run_to_failure": lambda: figures.run_to_failure(
        {"load": [1, 2, 1, 2], "vibration (mm/s)": [1, 1, 2, 3]}, ("wear", [0, 0.2, 0.5, 0.9]), last=2
    ),
    "cost_intervals": lambda: figures.cost_intervals(
        {"fixed age": (20, 30, 40), "GRU": (8, 9, 12)}, ("perfect foresight", 7), "cost of 1000 cycles"
    ),
}

TRACKS = {role: [0.1, 0.5, 0.9] for role in ("forget", "input", "output")}
TRACKS |= {"candidate": [-0.5, 0, 0.5], "cell": [0, 1, 3], "hidden": [0, 0.4, 0.8]}


@pytest.fixture(autouse=True)
def book_style():
    with matplotlib.rc_context():
        theme.use()
        yield


def svg(figure):
    file = io.StringIO()
    figure.savefig(file, format="svg")
    return file.getvalue()


def texts(figure):
    return " | ".join(t.get_text() for axes in figure.axes for t in axes.texts)


def drawn(axes):
    return [np.asarray(line.get_ydata()).tolist() for line in axes.lines]


def test_every_figure_has_a_drawing_here():
    public = {name for name, value in vars(figures).items() if isfunction(value)}
    assert public == set(DRAWINGS)


@pytest.mark.parametrize("name", DRAWINGS)
def test_only_colors_of_the_token_file(name):
    table = theme.tokens()["roles"] | theme.tokens()["neutral"]
    allowed = {entry["light"] for entry in table.values()}
    used = set(re.findall(r"#[0-9a-f]{6}\b", svg(DRAWINGS[name]())))
    assert used and used <= allowed


@pytest.mark.parametrize("name", DRAWINGS)
def test_text_is_large_enough_and_inside_the_figure(name):
    figure = DRAWINGS[name]()
    figure.draw_without_rendering()  # lays it out
    shown = [t for axes in figure.axes for t in axes.texts if t.get_text()]
    assert all(t.get_fontsize() >= 10 for t in shown)
    box = figure.get_window_extent()
    for text in shown:
        place = text.get_window_extent()
        assert box.x0 - 1 <= place.x0 and place.x1 <= box.x1 + 1, text.get_text()
        assert box.y0 - 1 <= place.y0 and place.y1 <= box.y1 + 1, text.get_text()


def test_drawing_twice_gives_the_same_svg():
    date = re.compile(r"<dc:date>.*?</dc:date>")
    first, second = (date.sub("", svg(DRAWINGS["window_rows"]())) for _ in range(2))
    assert first == second


def test_timeline_names_the_steps_around_the_present():
    shown = texts(DRAWINGS["timeline"]())
    for expected in ("112", "118", "132", "?", "$x_{t-2}$", "$x_t$", "$x_{t+1}$", "Apr"):
        assert expected in shown


def test_panels_draw_the_four_sequences():
    price, beat, text, sound = DRAWINGS["four_panels"]().axes
    assert drawn(price) == [[1, 2]] and drawn(beat) == [[2, 3]] and drawn(sound) == [[4, 5]]
    assert drawn(text) == [[ord("a"), ord("b")]]


def test_log_draws_readings_and_both_grids():
    lines = drawn(DRAWINGS["resampled_log"]().axes[0])
    assert lines == [[20, 22, 24], [20, 21, 21], [20, 21, 25]]


def test_box_has_one_card_a_sequence_and_says_its_shape():
    figure = DRAWINGS["tensor_box"]()
    rectangles = [p for p in figure.axes[0].patches if isinstance(p, Rectangle)]
    cards = [p for p in rectangles if p.get_height() == 5]
    assert len(cards) == 4
    shown = texts(figure)
    for expected in ("temperature", "pressure", "$n=4$", "$T=5$", "$d=2$", "shape\n(4, 2)", "$X_{3}$"):
        assert expected in shown


def test_a_card_has_timesteps_down_and_features_across():
    axes = DRAWINGS["tensor_box"]().axes[0]
    at = {t.get_text(): t.get_position() for t in axes.texts}
    down = [at[f"$t={t}$"] for t in (1, 2, 3, 4, 5)]
    assert len({x for x, _ in down}) == 1 and np.all(np.diff([y for _, y in down]) == -1)
    assert at["temperature"][0] < at["pressure"][0] and at["temperature"][1] == at["pressure"][1]
    tinted = axes.patches[-2]  # the front of the slice: one whole row, that of its timestep
    assert tinted.get_height() == 1 and tinted.get_width() == axes.patches[0].get_width()
    assert tinted.get_y() + 0.5 == at["$t=3$"][1]


@pytest.mark.parametrize("window, horizon, stride, n", [(5, 2, 2, 3), (5, 1, 1, 7), (11, 1, 4, 1)])
def test_rows_show_every_window_at_its_place(window, horizon, stride, n):
    top, rows = figures.window_rows(np.arange(12), window, horizon, stride).axes
    assert drawn(top) == [list(range(12))] and f"{n} windows" in top.get_title(loc="left")
    cells = [(round(p.get_x() + 0.42), round(p.get_y() + 0.36), p.get_linestyle()) for p in rows.patches]
    assert cells == [
        (i, k, ":" if i >= k * stride + window else "-")
        for k in range(n)
        for i in range(k * stride, k * stride + window + horizon)
    ]


def test_rows_name_what_the_stride_leaves_over():
    assert "not\nused" in texts(figures.window_rows(np.arange(12), 5, 2, 2))
    assert "not\nused" not in texts(figures.window_rows(np.arange(11), 5, 2, 2))


def test_split_draws_the_whole_series_and_the_range_of_its_first_part():
    figure = DRAWINGS["split_parts"]()
    series, low, high = drawn(figure.axes[0])[:3]
    assert series == [1, 3, 2, 5, 0] and set(low) == {1} and set(high) == {3}
    shown = texts(figure)
    for expected in ("training\n3 values", "test\n2 values", "training: 3", "smallest: 1"):
        assert expected in shown


def test_grid_writes_real_values_and_marks_the_others():
    figure = figures.padding_grid([[3, 1], [-1, 0]], [[1, 1], [1, 0]])
    hatched = [bool(cell.get_hatch()) for cell in figure.axes[0].patches]
    assert hatched == [False, False, False, True]
    assert texts(figure).count("pad") == 1 and "2 real" in texts(figure) and "1 real" in texts(figure)


def test_states_are_drawn_and_the_padding_is_shaded():
    axes = DRAWINGS["masked_states"]().axes[0]
    assert drawn(axes) == [[0.1, 0.2, 0.3], [0.1, 0.2, 0.2]]
    shade = axes.patches[0].get_extents().transformed(axes.transData.inverted())
    assert (shade.x0, shade.x1) == pytest.approx((2.5, 3.5))
    assert same_color(axes.patches[0].get_facecolor(), theme.color("panel"))


def test_unrolled_cell_repeats_the_same_weights():
    figure = figures.folded_and_unrolled(4)
    labels = [t.get_text() for t in figure.axes[0].texts]
    for weight in ("$W_x$", "$W_h$", "$W_y$"):  # four copies and the folded one
        assert labels.count(weight) == 5
    for expected in ("$x_{1}$", "$x_{4}$", "$h_{0}$", "$h_{4}$", "$y_{4}$", "folded", "$h_t$"):
        assert expected in labels
    assert "$x_{5}$" not in labels


def test_recall_draws_the_mean_over_seeds_its_range_and_the_store():
    axes = DRAWINGS["recall_by_lag"]().axes[0]
    store, slow, fast = axes.lines
    assert store.get_xdata().tolist() == [0, 1.5, 1.5, 3] and store.get_ydata().tolist() == [1, 1, 0, 0]
    np.testing.assert_allclose(slow.get_ydata(), [1, 0.85, 0.5, 0.2])
    np.testing.assert_allclose(fast.get_ydata(), [1, 0.3, 0, 0])
    band = axes.collections[0].get_paths()[0].vertices
    assert {(1, 0.8), (1, 0.9), (3, 0.1), (3, 0.3)} <= {tuple(v) for v in band.round(6).tolist()}
    assert "store of\n2 values" in texts(axes.figure)


def test_choices_have_a_row_each_with_a_dot_for_every_seed():
    axes = DRAWINGS["scores_by_choice"]().axes[0]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["tanh, orthogonal", "ReLU, identity"]
    guess, *rows = axes.lines
    assert set(guess.get_xdata()) == {0.125}
    assert [row.get_xdata().tolist() for row in rows] == [[0.9, 1.0, 0.2], [1.0, 1.0]]
    assert [set(np.round(row.get_ydata())) for row in rows] == [{0}, {1}]


def test_patterns_have_inputs_outputs_and_cells_where_they_are_asked_for():
    axes = DRAWINGS["io_patterns"]().axes[0]
    assert texts(axes.figure).startswith("one to many")
    boxes = [p for p in axes.patches if p.get_x() < 5 and p.get_y() > -1.5]  # the first pattern
    heights = [round(p.get_y() + p.get_height() / 2, 2) for p in boxes]
    assert [heights.count(y) for y in (-0.93, 0, 0.93)] == [1, 3, 3]
    outputs = [p.get_linestyle() == ":" for p in boxes]
    assert outputs == [y > 0 for y in heights]


def test_only_the_free_half_feeds_predictions_back():
    labels = [t.get_text() for t in figures.forced_and_free(3).axes[0].texts]
    assert [labels.count(f"$x_{{{t}}}$") for t in (1, 2, 3)] == [2, 1, 1]
    assert [labels.count(f"$\\hat{{x}}_{{{t}}}$") for t in (2, 3, 4)] == [3, 3, 2]


def test_free_run_draws_the_series_and_both_errors():
    top, bottom = DRAWINGS["free_run"]().axes
    assert drawn(top) == [[0, 1, 0, -1], [0.1, 0.8, 0.3, 0]]
    np.testing.assert_allclose(drawn(bottom), [[0.1, 1e-6, 1e-6, 1e-6], [0.1, 0.2, 0.3, 1]])
    assert texts(top.figure) == "truth | free | forced | free"


def test_chain_has_a_share_of_the_gradient_for_every_timestep():
    shown = texts(figures.backward_chain(3))
    for expected in ("$H_0$", "$H_3$", r"$H_0^\top\delta_1$", r"$H_2^\top\delta_3$"):
        assert expected in shown
    assert r"\delta_4" not in shown


def test_norms_are_drawn_to_their_last_finite_value_and_float32_is_marked_where_it_ends():
    above, below = DRAWINGS["norms_by_lag"]().axes
    assert drawn(above)[1:] == [[0, -1, -2], [0, -1, -2.1]]
    assert drawn(below)[1] == [0, -30, -60]
    assert drawn(below)[2] == pytest.approx([np.log10(np.finfo(np.float32).smallest_subnormal)] * 2)
    assert above.get_title(loc="left") == "above"
    assert [t.get_text() for t in above.texts] == ["a", "b"]


def test_names_at_line_ends_do_not_lie_on_each_other():
    figure = figures.norms_by_lag({"": {name: [0, -5 - i / 100] for i, name in enumerate("abcd")}})
    figure.draw_without_rendering()  # lays it out
    heights = sorted(t.get_window_extent().y0 for t in figure.axes[0].texts)
    assert np.diff(heights).min() >= 10


def test_histograms_count_every_norm_on_one_axis():
    before, after = DRAWINGS["norm_histograms"]().axes
    for axes in (before, after):
        assert sum(bar.get_height() for bar in axes.patches) == 4 and axes.get_xscale() == "log"
    assert max(bar.get_height() for bar in after.patches) == 3
    assert before.get_xlim() == after.get_xlim()


def test_clipping_by_norm_keeps_the_direction_and_by_value_does_not():
    axes = DRAWINGS["clipped_arrows"]().axes[0]
    ends = {t.get_text(): np.array(t.xy) for t in axes.texts if t.get_text()}
    assert ends["by norm"] == pytest.approx(np.array([3, 0.5]) / np.hypot(3, 0.5))
    assert ends["by value"] == pytest.approx([1, 0.5]) and ends["gradient"] == pytest.approx([3, 0.5])


def test_learning_curves_draw_every_seed_and_name_each_kind_once():
    axes = DRAWINGS["learning_curves"]().axes[0]
    lines = drawn(axes)
    for run in ([9, 8, 7], [9, 9, 8], [5, 0.5]):
        assert run in lines
    assert sorted(t.get_text() for t in axes.texts) == ["fast", "guessing", "slow"]
    assert axes.get_yscale() == "log"


def test_gru_gets_its_colors_one_equation_at_a_time():
    known = {"$Z_t$": "forget", "$R_t$": "output", r"$\tilde H_t$": "candidate", "$H_t$": "ink"}
    for step in (1, 2, 3, 4):
        shown = {t.get_text(): t.get_color() for t in figures.gru_cell(step).axes[0].texts}
        colored = [same_color(shown[text], theme.color(role)) for text, role in known.items()]
        assert colored == [since <= step for since in (1, 2, 3, 4)]


def test_tracks_share_the_time_and_have_their_role_colors():
    gate, state = figures.unit_tracks({"z": ("forget", [0, 1]), "h": ("hidden", [2, 3])}).axes
    assert drawn(gate) == [[0, 1]] and drawn(state) == [[2, 3]]
    assert gate.lines[0].get_xdata().tolist() == [1, 2] and gate.get_xlim() == state.get_xlim()
    assert same_color(gate.lines[0].get_color(), theme.color("forget")) and gate.get_ylabel() == "z"


def test_best_model_is_marked_where_the_validation_error_is_lowest():
    axes = DRAWINGS["best_model"]().axes[0]
    training, validation, noise, here, dot = axes.lines
    assert [training.get_ydata().tolist(), validation.get_ydata().tolist()] == [[9, 5, 3, 2], [9, 6, 7, 8]]
    assert noise.get_ydata()[0] == 4 and here.get_xdata()[0] == 2
    assert (dot.get_xdata()[0], dot.get_ydata()[0]) == (2, 6)
    shown = texts(axes.figure)
    assert all(word in shown for word in ("training", "validation", "noise", "epoch 2"))
    later = figures.best_model([3, 2], [7, 6], {}, "error", first=6)
    assert "epoch 7" in texts(later) and later.axes[0].lines[0].get_xdata().tolist() == [6, 7]


def test_schedules_share_their_axes_and_leave_no_empty_chart():
    charts = DRAWINGS["rate_schedules"]().axes
    assert [axes.get_title("left") for axes in charts] == ["constant", "falling", "rising", ""]
    assert [drawn(axes) for axes in charts[:3]] == [[[1, 1]], [[1, 0]], [[0, 1]]]
    assert len({axes.get_ylim() for axes in charts[:3]}) == 1
    assert not charts[3].axison


def test_reliability_draws_the_diagonal_and_each_forecaster():
    axes = DRAWINGS["reliability"]().axes[0]
    assert drawn(axes) == [[0, 1], [0.1, 0.9], [0.3, 0.7]]
    assert [t.get_text() for t in axes.get_legend().get_texts()] == ["honest", "too sure"]


def test_contest_has_a_row_for_each_network_and_every_seed_and_baseline():
    one, two = DRAWINGS["contest"]().axes
    assert [t.get_text() for t in one.get_yticklabels()] == ["A(24)", "B(27)"]
    baseline, *rows = one.lines
    assert set(baseline.get_xdata()) == {0.2}
    assert [row.get_xdata().tolist() for row in rows] == [[0.1, 0.15, 0.3], [0.01]]
    assert two.get_xlim()[0] == 0 and two.get_xlim()[1] > 1 and texts(two.figure) == "the mean | guessing"


def test_forecasts_begin_where_the_end_of_the_series_begins():
    actual, one, other, border = DRAWINGS["forecasts"]().axes[0].lines
    assert actual.get_ydata().tolist() == [1, 2, 1, 2, 1, 2]
    for line, values in ((one, [1, 2, 1]), (other, [2, 1, 2])):
        assert list(line.get_xdata()) == [3, 4, 5] and list(line.get_ydata()) == values
    assert border.get_xdata()[0] == 3
    shown = texts(DRAWINGS["forecasts"]())
    assert all(word in shown for word in ("what came", "persistence", "a network"))


def test_limit_by_window_draws_the_limit_the_floor_and_every_seed():
    axes = DRAWINGS["limit_by_window"]().axes[0]
    limit, floor, seeds = axes.lines
    assert list(limit.get_ydata()) == [0.3, 0.22, 0.21] and floor.get_ydata()[0] == 0.2
    assert list(seeds.get_xdata()) == [60, 60] and list(seeds.get_ydata()) == [0.23, 0.24]
    labels = [t.get_text() for t in axes.get_legend().get_texts()]
    assert labels == ["the best that a window allows", "the noise", "GRU(8)"]


@pytest.mark.parametrize(
    "part, lit",
    [
        ("forget", {"$F_t$", "$H_{t-1}$", "$X_t$"}),
        ("input", {"$I_t$", "$H_{t-1}$", "$X_t$"}),
        ("candidate", {r"$\tilde C_t$", "$H_{t-1}$", "$X_t$"}),
        ("cell", {"$F_t$", "$I_t$", r"$\tilde C_t$", "$C_{t-1}$", "$C_t$"}),
        ("output", {"$O_t$", "$H_{t-1}$", "$X_t$"}),
        ("hidden", {"$O_t$", "$C_t$", "$H_t$"}),
    ],
)
def test_each_part_of_the_lstm_lights_what_its_equation_names(part, lit):
    names = [t for t in figures.lstm_part(part).axes[0].texts if "_" in t.get_text()]
    assert {t.get_text() for t in names if not same_color(t.get_color(), theme.color("muted"))} == lit


def test_gate_tracks_draw_the_series_and_the_six_roles_in_their_colors():
    series, *panels = figures.gate_tracks([0, 1, 2], [5, 6, 7], "read", TRACKS).axes
    assert drawn(series) == [[5, 6, 7]] and series.get_title(loc="left") == "read"
    for axes, role in zip(panels, ("forget", "input", "candidate", "cell", "output", "hidden")):
        assert axes.lines[0].get_ydata().tolist() == TRACKS[role]
        assert same_color(axes.lines[0].get_color(), theme.color(role))
    low, high = panels[3].get_ylim()  # a cell state may leave -1 to 1
    assert low <= -3 and high >= 3


def test_capacity_fade_draws_the_measured_the_limit_and_each_curve_with_its_marks():
    axes = DRAWINGS["capacity_fade"]().axes[0]
    measured, limit, curve, mark = drawn(axes)
    assert measured == [1, 0.9, 0.7, 0.4] and set(limit) == {0.8} and curve[1:] == [1, 0.8, 0.6]
    assert axes.lines[3].get_xdata().tolist() == [1.5, 1.5] and mark[0] == 0
    assert {t.get_text() for t in axes.texts} == {"end of life", "80 %", "forecast"}


def test_relative_windows_draw_each_window_and_what_follows_it():
    measured, relative = figures.relative_windows(
        {"early": [1, 0.9]}, {"early": 0.8}, {"early": [1, -1]}, {"early": -3}
    ).axes
    assert drawn(measured) == [[1, 0.9], [0.8]] and drawn(relative) == [[1, -1], [-3]]
    assert [line.get_xdata().tolist() for line in relative.lines] == [[0, 1], [2]]


def test_factors_stand_over_their_windows():
    curve, floor, lines, networks = DRAWINGS["factor_by_window"]().axes[0].lines
    assert curve.get_ydata().tolist() == [1.2, 1.1, 1.03] and set(floor.get_ydata()) == {1}
    assert lines.get_xdata().tolist() == [20, 60] and lines.get_ydata().tolist() == [1.1, 1.04]
    assert networks.get_ydata().tolist() == [1.08, 1.12]


def test_encoder_decoder_says_the_number_in_reverse():
    shown = [t.get_text() for t in figures.encoder_decoder("407", attending=False).axes[0].texts]
    for expected in ("4", "0", "7", "start", "end", "encoder", "decoder"):
        assert expected in shown
    assert "weighted sum" not in shown and "weighted sum" in texts(DRAWINGS["encoder_decoder"]())


def test_attention_map_shades_each_square_by_its_weight():
    axes = DRAWINGS["attention_map"]().axes[0]
    assert [(patch.get_xy(), patch.get_alpha()) for patch in axes.patches] == [
        ((-0.5, -0.5), 0.9), ((0.5, -0.5), 0.1), ((-0.5, 0.5), 0.2), ((0.5, 0.5), 0.8),
    ]  # fmt: skip
    assert [t.get_text() for t in axes.get_yticklabels()] == ["0", "4"]


def test_scan_knows_the_whole_past_after_log2_rounds():
    shown = [t.get_text() for t in figures.scan_rounds(8).axes[0].texts if t.get_text()]
    assert shown[-9:] == [*(f"1–{t}" if t > 1 else "1" for t in range(1, 9)), "round 3"]
    assert "round 4" not in shown and shown[:2] == ["1", "2"]


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: figures.timeline([1], ["a", "b"]), "at least 2 values"),
        (lambda: figures.timeline([1, 2], ["a", "b"]), "got 2 values and 2 labels"),
        (lambda: figures.four_panels([1], ([0], [0]), "", ([0], [0])), "text is empty"),
        (lambda: figures.resampled_log([0], [1, 2], [0], [1], [1]), "1 times and 2 readings"),
        (lambda: figures.tensor_box(0, 5, ["a"], 1), "batch 0"),
        (lambda: figures.tensor_box(2, 5, ["a"], 6), "highlight 6"),
        (lambda: figures.window_rows(range(6), 5, 2, 1), "need at least 7"),
        (lambda: figures.window_rows(range(6), 2, 1, 0), r"stride \(0\)"),
        (lambda: figures.split_parts([0], [np.ones(2)], ["a"], ""), "need 2 index entries"),
        (lambda: figures.padding_grid([[1, 2]], [[1]]), r"got \(1, 2\) and \(1, 1\)"),
        (lambda: figures.masked_states([1], [1, 2], 1), "got 1, 2"),
        (lambda: figures.masked_states([1], [1], 2), "length 2"),
        (lambda: figures.folded_and_unrolled(1), "at least 2 timesteps; got 1"),
        (lambda: figures.recall_by_lag({"a": [1, 2]}, 2), r"got {'a': \(2,\)}"),
        (lambda: figures.recall_by_lag({}, 2), "expected 1 to 3 arrays"),
        (lambda: figures.scores_by_choice({"a": []}, 0.5, ""), "at least one score"),
        (lambda: figures.io_patterns([]), "patterns is empty"),
        (lambda: figures.io_patterns([("one", "11", "1")]), "'one' needs two strings"),
        (lambda: figures.io_patterns([("two", "12", "11")]), "'two' needs two strings"),
        (lambda: figures.forced_and_free(1), "at least 2 timesteps; got 1"),
        (lambda: figures.free_run([1], [1, 2], [1]), "1 true, 2 forced and 1 free"),
        (lambda: figures.backward_chain(1), "got 1"),
        (lambda: figures.norms_by_lag({}), r"got \[\]"),
        (lambda: figures.norms_by_lag({"": dict.fromkeys("abcde", [0, 1])}), r"got \[5\]"),
        (lambda: figures.norm_histograms([1, 2], [1], 1), "got 2, 1 and 1"),
        (lambda: figures.norm_histograms([0.0], [1], 1), "positive finite norms; got 0 to 1"),
        (lambda: figures.clipped_arrows([0.5, 0.5], 1), "got .* and 1"),
        (lambda: figures.lstm_part("gate"), "part 'gate'; expected one of"),
        (lambda: figures.gate_tracks([0], [1], "", {"cell": [1]}), r"got \('cell',\)"),
        (lambda: figures.gate_tracks([0, 1], [1, 2], "", TRACKS), r"lengths \[2, 3\]"),
        (lambda: figures.learning_curves({}, {}, "", ""), "1 to 4 kinds"),
        (lambda: figures.learning_curves({"a": [([1], [1, 2])]}, {}, "", ""), "run of 'a' has 1 x and 2 y"),
        (lambda: figures.learning_curves({"a": [([1], [1, 2])]}, {}, "", ""), "run of 'a'"),
        (lambda: figures.gru_cell(5), "got 5"),
        (lambda: figures.unit_tracks({"a": ("input", [1]), "b": ("input", [1, 2])}), r"got lengths \[1, 2\]"),
        (lambda: figures.unit_tracks({}), r"got lengths \[\]"),
        (lambda: figures.best_model([1, 2], [1], {}, ""), "as many training as validation"),
        (lambda: figures.rate_schedules({"a": [1], "b": [1, 2]}), "schedules of one length"),
        (lambda: figures.capacity_fade([1], dict.fromkeys("abcd", [1]), {}, ("", 1)), "at most 3 curves; got 4"),
        (lambda: figures.capacity_fade([1, 2], {"a": [1]}, {}, ("", 1)), r"'a' has shape \(1,\); expected \(2,\)"),
        (lambda: figures.relative_windows({"a": [1]}, {"b": 1}, {"a": [1]}, {"a": 1}), r"got \['a'\], \['b'\]"),
        (lambda: figures.factor_by_window([1], [1], dict.fromkeys("abc", ([1], [1]))), "at most 2 kinds"),
        (lambda: figures.reliability({}, "", ""), "got 0"),
        (lambda: figures.reliability({"a": ([0.5], [1.5])}, "", ""), "from 0 to 1"),
        (lambda: figures.contest({}), "got {}"),
        (lambda: figures.forecasts([0, 1], [1, 2], 1, {}, ""), "1 to 3 forecasts"),
        (lambda: figures.forecasts([0, 1], [1, 2], 2, {"a": []}, ""), "start 2 of 2"),
        (lambda: figures.forecasts([0, 1], [1, 2], 1, {"a": [1, 2]}, ""), "1 forecasts each"),
        (lambda: figures.limit_by_window([1], [1], {}, 0, ""), "at least 2 windows"),
        (lambda: figures.limit_by_window([1, 2], [1, 1], {"a": (1, [])}, 0, ""), "that have scores"),
        (lambda: figures.encoder_decoder("12345", False), "2 to 4 digits; got 5"),
        (lambda: figures.attention_map([[1, 0]], "12", "21"), r"shape \(1, 2\); the labels expect \(2, 2\)"),
        (lambda: figures.attention_map(np.ones((0, 2)), "12", ""), r"shape \(0, 2\)"),
        (lambda: figures.scan_rounds(9), "got 9"),
        (lambda: figures.contest({"a": ("", "", 1, {"A": []})}), "that have scores"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def hatched(axes):
    """The cells (column, row) that the hatched rectangles of a map cover."""
    cells = set()
    for patch in axes.patches:
        assert patch.get_hatch()
        first, row = patch.get_x() + 0.5, patch.get_y() + 0.5
        cells |= {(int(first) + k, int(row)) for k in range(int(patch.get_width()))}
    return cells


def test_sensitivity_map_hatches_exact_zeros_and_nothing_else():
    table = np.tril(np.full((4, 4), 1e-9))
    axes = figures.sensitivity_maps({"forward": table}).axes[0]
    assert hatched(axes) == {(s, t) for t in range(1, 5) for s in range(t + 1, 5)}
    np.testing.assert_array_equal(axes.images[0].get_array(), table)
    assert axes.get_ylim() == (4.5, 0.5)  # the first output on top


def test_stack_and_both_directions_name_every_state():
    shown = texts(figures.stacked(2, 3))
    assert all(f"$H^{{({k})}}_{t}$" in shown for k in (1, 2) for t in (1, 2, 3)) and "layer 2" in shown
    shown = texts(figures.two_directions(3))
    assert all(rf"${arrow}_{t}$" in shown for arrow in (r"\overrightarrow{H}", r"\overleftarrow{H}") for t in (1, 2, 3))


def test_word_weights_tint_in_proportion_and_break_lines():
    axes = DRAWINGS["word_weights"]().axes[0]
    tints = [patch.get_alpha() for patch in axes.patches if patch.get_alpha() is not None]
    np.testing.assert_allclose(tints, [0.05, 0.05, 0, 0.4, 0, 0.5])
    assert [t.get_text() for t in axes.texts] == ["the", "film", "was", "not", "good", "fine"]
    long = figures.word_weights([(["sentence"] * 12, [0.5] * 12)]).axes[0]
    assert len({t.get_position()[1] for t in long.texts}) == 3


def test_score_by_latency_draws_each_seed_at_the_median_time():
    figure = DRAWINGS["score_by_latency"]()
    dots = [(list(l.get_xdata()), list(l.get_ydata())) for l in figure.axes[0].lines if l.get_marker() == "o"]
    assert dots == [([10, 10], [0.7, 0.8]), ([90], [0.9])]
    assert "3 × 64" in texts(figure) and "best possible" in texts(figure)


def test_score_by_latency_keeps_the_names_of_networks_of_equal_speed_apart():
    figure = figures.score_by_latency({"32": ([30, 31, 32], [0.88]), "64": ([31, 32, 33], [0.88, 0.9])}, {})
    figure.canvas.draw()
    one, other = (t.get_window_extent() for t in figure.axes[0].texts if t.get_text() in ("32", "64"))
    assert not one.overlaps(other)


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.stacked(4, 3),
        lambda: figures.stacked(2, 9),
        lambda: figures.two_directions(1),
        lambda: figures.sensitivity_maps({}),
        lambda: figures.sensitivity_maps({"wide": np.ones((2, 3))}),
        lambda: figures.sensitivity_maps({"zero": np.zeros((2, 2))}),
        lambda: figures.pipeline([("alone", "")]),
        lambda: figures.word_weights([]),
        lambda: figures.word_weights([(["a", "b"], [0.5])]),
        lambda: figures.word_weights([(["a"], [1.5])]),
        lambda: figures.score_by_latency({}, {}),
        lambda: figures.score_by_latency({"8": ([3, 2, 1], [0.5])}, {}),
    ],
)
def test_chapter_6_figures_refuse_what_they_cannot_draw(draw):
    with pytest.raises(ValueError, match="got|expected"):
        draw()


def test_scores_stand_in_training_on_what_is_new_and_beside_their_ceiling():
    axes = DRAWINGS["scores_below_ceilings"]().axes[0]
    at = [np.asarray(line.get_xdata()).tolist() for line in axes.lines]
    assert at == [[0.8, 0.79], [0.61, 0.62], [0.625, 0.625], [1.0], [1.0]]
    assert [t.get_text() for t in axes.get_yticklabels()] == ["bag", "LSTM"]
    assert "best possible" in texts(axes.figure) and axes.get_xlabel() == "accuracy: ○ old, ● new"


def test_arrows_point_from_the_word_that_decides_to_the_name():
    axes = DRAWINGS["pointing_words"]().axes[0]
    arrows = [t for t in axes.texts if not t.get_text()]
    assert [t.get_text() for t in axes.texts if t.get_text()] == "we met jordan person and sydney place is far".split()
    for (cue, name), arrow in zip([(1, 2), (5, 4)], arrows, strict=True):
        for k, x in ((cue, arrow.xyann[0]), (name, arrow.xy[0])):
            assert axes.patches[k].get_x() < x < axes.patches[k].get_x() + axes.patches[k].get_width()


@pytest.mark.parametrize(
    "draw",
    [
        lambda: figures.scores_below_ceilings({}, {}, "", "ab"),
        lambda: figures.scores_below_ceilings({"a": ([1], [])}, {}, "", "ab"),
        lambda: figures.scores_below_ceilings({"a": ([1], [1])}, {"b": 1}, "", "ab"),
        lambda: figures.pointing_words(["a", "b"], [(0, 2, "person")]),
        lambda: figures.pointing_words(["a", "b"], [(0, 1, "river")]),
        lambda: figures.pointing_words(["a" * 30, "b" * 30], [(0, 1, "place")]),
    ],
)
def test_chapter_10_figures_refuse_what_they_cannot_draw(draw):
    with pytest.raises(ValueError, match="expected|no scores"):
        draw()


def test_a_future_begins_where_the_past_ends():
    axes = DRAWINGS["rolled_out"]().axes[0]
    at = {tuple(line.get_xdata()): list(line.get_ydata()) for line in axes.lines}
    assert at[(2, 3)] in ([0.92, 0.91], [0.9, 0.81])
    with pytest.raises(ValueError, match=r"expected \(2,\)"):
        figures.rolled_out([1, 1, 1], 1, {"short": [1]}, [1, 1, 1], ("80 %", 0.8))


def test_fans_show_the_middle_and_the_truth():
    line, parabola = DRAWINGS["fade_fans"]().axes
    np.testing.assert_allclose(drawn(line)[0], [1, 0.925, 0.85])
    assert drawn(line)[1] == drawn(parabola)[1] == [1, 0.9, 0.7]
    with pytest.raises(ValueError, match="draws, 3"):
        figures.fade_fans([1], {"line": np.ones((2, 4))}, [1, 0.9, 0.7], ("80 %", 0.8))


def test_cells_outside_their_interval_are_crossed_out():
    axes = DRAWINGS["life_intervals"]().axes[0]
    inside, outside = (next(l for l in axes.lines if l.get_label() == f"truth, {side}") for side in ("inside", "outside"))
    assert list(inside.get_ydata()) == [100, 300] and list(outside.get_ydata()) == [200]
    with pytest.raises(ValueError, match="one shape"):
        figures.life_intervals([1], [0, 0], [1, 1], [2, 2])


def test_held_out_cells_start_after_the_window():
    first, second, *_ = DRAWINGS["held_out_cells"]().axes
    assert drawn(first)[1] == [1.8, 1.7] and list(first.lines[1].get_xdata()) == [1, 2]
    assert first.get_title(loc="left") == "A" and drawn(second)[1] == [1.8]
    with pytest.raises(ValueError, match="expected forecasts"):
        figures.held_out_cells({"A": [1, 2]}, {"B": [1]}, 1, "Ah")


def test_fleet_and_feature_refuse_too_much():
    with pytest.raises(ValueError, match="at most 3"):
        figures.fleet_curves(np.ones((5, 3)), np.ones((4, 3)), 1, ("80 %", 0.8))
    with pytest.raises(ValueError, match="factor"):
        figures.life_by_feature({"a": ([1], [2])}, (1, 1), 0.5, "x")


def test_a_glide_is_drawn_band_by_band_with_its_formants():
    panels = DRAWINGS["bands_of_glide"]().axes
    assert [axes.get_title(loc="left") for axes in panels] == ["clean", "heard"]
    assert panels[0].images[0].get_array().shape == (9, 6)  # bands upward, frames along
    assert len(panels[0].lines) == 2 and drawn(panels[0])[0] == [2] * 6  # 300 Hz is the third band
    with pytest.raises(ValueError, match=r"\(6, 9\)"):
        figures.bands_of_glide({"a": np.eye(3)}, [[300, 900]] * 6, np.linspace(100, 900, 9), 10)


def test_a_run_shades_its_last_cycles_and_shows_what_is_hidden_below():
    panels = DRAWINGS["run_to_failure"]().axes
    assert [axes.get_title(loc="left") for axes in panels] == ["load", "vibration (mm/s)", "wear"]
    assert drawn(panels[-1]) == [[0, 0.2, 0.5, 0.9]]
    assert [axes.patches[0].get_x() for axes in panels] == [2, 2, 2]
    with pytest.raises(ValueError, match="below the life of 2"):
        figures.run_to_failure({"load": [1, 2]}, ("wear", [0, 1]), last=2)


def test_costs_are_refused_unless_the_value_lies_in_its_interval():
    axes = DRAWINGS["cost_intervals"]().axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["fixed age", "GRU"]
    assert axes.get_xscale() == "log" and "perfect foresight" in texts(DRAWINGS["cost_intervals"]())
    with pytest.raises(ValueError, match="'a' has 5, 4, 6"):
        figures.cost_intervals({"a": (5, 4, 6)}, ("best", 1), "cost")
