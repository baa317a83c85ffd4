"""The drawings of the book: one function a figure.

Each function draws what it is given, in the colors and line styles of `unrolled.theme`, and
returns a `matplotlib.figure.Figure`.  Such a figure is unknown to pyplot: a notebook shows it
once, as the value of its cell, and nothing has to be closed.  Call `theme.use()` first.
"""

from .sequences import (
    four_panels,
    masked_states,
    padding_grid,
    resampled_log,
    split_parts,
    tensor_box,
    timeline,
    window_rows,
)
from .recurrence import (
    folded_and_unrolled,
    forced_and_free,
    free_run,
    io_patterns,
    recall_by_lag,
    scores_by_choice,
)
from .gradients import (
    backward_chain,
    clipped_arrows,
    learning_curves,
    norm_histograms,
    norms_by_lag,
)
from .lstm import (
    gate_tracks,
    lstm_part,
)
from .gru import (
    contest,
    gru_cell,
    unit_tracks,
)
from .architectures import (
    pipeline,
    score_by_latency,
    sensitivity_maps,
    stacked,
    two_directions,
    word_weights,
)
from .seq2seq import (
    attention_map,
    encoder_decoder,
    scan_rounds,
)
from .training import (
    best_model,
    rate_schedules,
    reliability,
)
from .forecasting import (
    forecasts,
    limit_by_window,
)
from .language import (
    pointing_words,
    scores_below_ceilings,
)
from .degradation import (
    capacity_fade,
    factor_by_window,
    relative_windows,
)
from .remaining_life import (
    fade_fans,
    fleet_curves,
    held_out_cells,
    life_by_feature,
    life_intervals,
    rolled_out,
)
from .signals import (
    bands_of_glide,
    cost_intervals,
    run_to_failure,
)
