"""Optimizers, gradient clipping, learning-rate schedules and early stopping in NumPy, as in Keras 3.

Everything is a value: an optimizer and a rule for stopping are frozen settings, and what changes
during the training is handed in and out.

    >>> optimizer = Adam(learning_rate=0.1)
    >>> weights = [np.array([1.0, -2.0])]
    >>> state = optimizer.start(weights)
    >>> for _ in range(50):
    ...     gradients = clip_by_global_norm([2 * weights[0]], 1.0)  # of the sum of squares
    ...     weights, state = optimizer.update(weights, gradients, state)
    >>> state.iterations
    50
    >>> EarlyStopping(patience=2).follow([3.0, 1.0, 2.0, 2.0, 0.5]).stopped_epoch
    3

Weights and gradients are lists of arrays, one for each variable of the model; nothing passed in
is changed.  Steps and epochs are counted from 0, as in Keras.

Keras computes in float32 unless told otherwise, also in its schedules and where its callbacks
compare.  Here everything but the variables, which keep their dtype, is in float64.  So that the
optimizers equal those of a float64 model in Keras to the last digits, they do one thing as its
TensorFlow backend does: `momentum`, and the betas in Adam's correction, are rounded to float32
first.  Schedules equal Keras's to 1e-7, and to the last digits where Keras is given numbers of
type np.float64.

Only NumPy is needed.

Sources: Kingma and Ba (2015), Adam; Pascanu, Mikolov and Bengio (2013), clipping by norm;
Prechelt (1998), early stopping; Loshchilov and Hutter (2017), the cosine schedule; for every order
of operations and default, Keras 3 (keras.optimizers, keras.callbacks.EarlyStopping).
"""

import math
from dataclasses import dataclass
from numbers import Integral, Real

import numpy as np

# --- optimizers


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class OptimizerState:
    """What an optimizer remembers: the steps it has taken, and its moving averages.

    iterations : how many updates were made
    moments    : for each average a list of arrays, shaped like the variables (SGD without
                 momentum has none, with momentum the velocity; Adam the means of the gradients
                 and of their squares)
    """

    iterations: int
    moments: tuple


class _Optimizer:
    def rate(self, step):
        """The learning rate of update number `step`, counted from 0."""
        return float(self.learning_rate(step) if callable(self.learning_rate) else self.learning_rate)

    def start(self, variables):
        """The state before the first update of these variables."""
        variables = _arrays("variables", variables)
        return OptimizerState(0, tuple([np.zeros_like(v) for v in variables] for _ in range(self._n_moments)))

    def update(self, variables, gradients, state):
        """The variables after one step against the gradients, and the optimizer's new state.

        variables, gradients : lists of arrays of the same shapes
        state : that of the step before, from `start` or `update`

        NaN and infinity in a gradient reach the variables, as in Keras.
        Raises ValueError for shapes that do not fit together.
        """
        variables, gradients = _arrays("variables", variables), _arrays("gradients", gradients)
        for name, others in (("gradients", gradients), *(("moments", one) for one in state.moments)):
            shapes = [array.shape for array in others]
            expected = [array.shape for array in variables]
            if shapes != expected:
                raise ValueError(f"{name} have shapes {shapes}; expected those of the variables, {expected}")
        rows = [
            self._step(variable, gradient, moments, self.rate(state.iterations), state.iterations + 1)
            for variable, gradient, *moments in zip(variables, gradients, *state.moments)
        ]
        updated, *moments = ([array for array in column] for column in zip(*rows))
        return updated, OptimizerState(state.iterations + 1, tuple(moments))


@dataclass(frozen=True)
class SGD(_Optimizer):
    """Stochastic gradient descent: w - rate * gradient; with momentum (Polyak 1964) w + v, with
    v the last v times `momentum` minus rate * gradient.

    learning_rate : a positive number, or a schedule: a function of the step
    momentum      : 0 to 1

    Raises ValueError for other settings.
    """

    learning_rate: object = 0.01
    momentum: float = 0.0

    def __post_init__(self):
        _learning_rate(self.learning_rate)
        _number("momentum", self.momentum, 0, 1)

    @property
    def _n_moments(self):
        return 1 if self.momentum else 0

    def _step(self, variable, gradient, moments, rate, step):
        if not moments:
            return (variable - gradient * rate,)
        velocity = moments[0] * _single(self.momentum) - gradient * rate
        return variable + velocity, velocity


@dataclass(frozen=True)
class Adam(_Optimizer):
    """Adam (Kingma and Ba 2015) with Keras's defaults and in Keras's order.

        m = m + (gradient - m) * (1 - beta_1)
        v = v + (gradient^2 - v) * (1 - beta_2)
        w = w - m * alpha / (sqrt(v) + epsilon),  alpha = rate * sqrt(1 - beta_2^k) / (1 - beta_1^k)

    at update k = 1, 2, ...: epsilon is added to the root of v before the correction for the start
    from zero, so it is the "epsilon hat" of the paper, 1e-7 in Keras and 1e-8 in the paper.

    learning_rate  : a positive number, or a schedule: a function of the step
    beta_1, beta_2 : from 0 to below 1
    epsilon        : positive

    Raises ValueError for other settings.
    """

    learning_rate: object = 0.001
    beta_1: float = 0.9
    beta_2: float = 0.999
    epsilon: float = 1e-7

    _n_moments = 2

    def __post_init__(self):
        _learning_rate(self.learning_rate)
        for name in ("beta_1", "beta_2"):
            _number(name, getattr(self, name), 0, 1, below=True)
        _positive("epsilon", self.epsilon)

    def _step(self, variable, gradient, moments, rate, step):
        m, v = moments
        alpha = rate * math.sqrt(1 - _single(self.beta_2) ** step) / (1 - _single(self.beta_1) ** step)
        m = m + (gradient - m) * (1 - self.beta_1)
        v = v + (gradient * gradient - v) * (1 - self.beta_2)
        return variable - m * alpha / (np.sqrt(v) + self.epsilon), m, v


# --- clipping


def global_norm(gradients):
    """The norm of all gradients taken together, as one long vector."""
    return math.sqrt(sum(float(np.square(g).sum()) for g in _arrays("gradients", gradients)))


def clip_by_norm(gradients, clipnorm):
    """Each gradient by itself scaled down to a norm of `clipnorm`, where it is longer: Keras's `clipnorm`.

    The gradients of different variables are shortened by different factors, so their common
    direction changes; `clip_by_global_norm` keeps it.
    Raises ValueError for a norm that is not a positive number.
    """
    _positive("clipnorm", clipnorm)
    return [g * clipnorm / np.maximum(np.sqrt(np.square(g).sum()), clipnorm) for g in _arrays("gradients", gradients)]


def clip_by_global_norm(gradients, clipnorm):
    """All gradients scaled by one factor, so that their norm taken together is at most `clipnorm`.

    Keras's `global_clipnorm`: the direction stays.  Where the norm is not finite, NaN comes back.
    Raises ValueError for a norm that is not a positive number.
    """
    _positive("clipnorm", clipnorm)
    norm = global_norm(gradients)
    shrink = min(1 / norm, 1 / clipnorm) if norm else 1 / clipnorm
    scale = clipnorm * shrink if math.isfinite(norm) else math.nan
    return [g * scale for g in _arrays("gradients", gradients)]


def clip_by_value(gradients, clipvalue):
    """Every number of every gradient brought into -clipvalue to clipvalue: Keras's `clipvalue`.

    Raises ValueError for a limit that is not a positive number.
    """
    _positive("clipvalue", clipvalue)
    return [np.clip(g, -clipvalue, clipvalue) for g in _arrays("gradients", gradients)]


# --- schedules


@dataclass(frozen=True)
class ExponentialDecay:
    """initial_learning_rate * decay_rate^(step / decay_steps), as keras.optimizers.schedules has it.

    staircase : whether step / decay_steps is rounded down, so that the rate falls in steps

    Called with a step, or an array of steps, counted from 0.
    Raises ValueError for settings that are not positive numbers.
    """

    initial_learning_rate: float
    decay_steps: float
    decay_rate: float
    staircase: bool = False

    def __post_init__(self):
        for name in ("initial_learning_rate", "decay_steps", "decay_rate"):
            _positive(name, getattr(self, name))

    def __call__(self, step):
        part = np.asarray(step) / self.decay_steps
        return self.initial_learning_rate * self.decay_rate ** (np.floor(part) if self.staircase else part)


@dataclass(frozen=True)
class CosineDecay:
    """Half a cosine from the initial rate down to `alpha` times it, after a linear warm-up if asked for.

    As keras.optimizers.schedules has it: with `warmup_target` the rate goes in a line from
    `initial_learning_rate` (which may then be 0) to the target during `warmup_steps`, and the
    cosine of `decay_steps` begins there.  Afterwards the rate stays where it ended.

    Called with a step, or an array of steps, counted from 0.
    Raises ValueError for settings out of range.
    """

    initial_learning_rate: float
    decay_steps: float
    alpha: float = 0.0
    warmup_target: float | None = None
    warmup_steps: int = 0

    def __post_init__(self):
        _number("initial_learning_rate", self.initial_learning_rate, 0)
        if self.warmup_target is None:
            _positive("initial_learning_rate", self.initial_learning_rate)
        else:
            _positive("warmup_target", self.warmup_target)
        _positive("decay_steps", self.decay_steps)
        _number("alpha", self.alpha, 0, 1)
        _whole("warmup_steps", self.warmup_steps)
        if self.warmup_steps and self.warmup_target is None:
            raise ValueError(f"warmup_steps is {self.warmup_steps} without a warmup_target; expected both or none")

    def __call__(self, step):
        step = np.asarray(step, dtype=float)
        start = self.initial_learning_rate
        peak = start if self.warmup_target is None else self.warmup_target
        part = np.clip((step - self.warmup_steps) / self.decay_steps, 0, 1)
        decayed = peak * ((1 - self.alpha) * 0.5 * (1 + np.cos(np.pi * part)) + self.alpha)
        rising = start + (peak - start) * step / max(self.warmup_steps, 1)
        return np.where(step < self.warmup_steps, rising, decayed)[()]


# --- early stopping


@dataclass(frozen=True)
class Watch:
    """What early stopping has seen so far.

    best          : the lowest value by its rules; None before the first
    best_epoch    : its epoch, counted from 0; None before the first
    wait          : epochs since the last one that counted as an improvement
    stopped_epoch : the epoch after which training stops; None while it goes on
    """

    best: float | None = None
    best_epoch: int | None = None
    wait: int = 0
    stopped_epoch: int | None = None


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when a value that should fall has not improved for some epochs: keras.callbacks.EarlyStopping
    with mode "min".

    patience         : how many epochs in a row without improvement end the training; with 0 the
                       first one does, as with 1
    min_delta        : an improvement must be larger than this
    baseline         : epochs above it count as waiting even when they improve; None for no baseline
    start_from_epoch : earlier epochs are not looked at

    As in Keras training never stops after its very first epoch; NaN improves nothing and nothing
    improves on a NaN that came first; and the best weights are those of `best_epoch`, which
    restore_best_weights=True gives back at the end of the training, stopped early or not.

    Raises ValueError for settings out of range.
    """

    patience: int = 0
    min_delta: float = 0.0
    baseline: float | None = None
    start_from_epoch: int = 0

    def __post_init__(self):
        _whole("patience", self.patience)
        _number("min_delta", self.min_delta, 0)
        _whole("start_from_epoch", self.start_from_epoch)
        if self.baseline is not None:
            _number("baseline", self.baseline)

    def update(self, watch, epoch, value):
        """The `Watch` after this epoch, counted from 0, whose monitored value is `value`.

        Training should end once its `stopped_epoch` is no longer None.
        """
        if epoch < self.start_from_epoch:
            return watch
        wait = watch.wait + 1
        if watch.best is None or value + self.min_delta < watch.best:
            beaten = self.baseline is None or value + self.min_delta < self.baseline
            return Watch(value, epoch, 0 if beaten else wait)
        stops = wait >= self.patience and epoch > 0
        return Watch(watch.best, watch.best_epoch, wait, epoch if stops else None)

    def follow(self, values):
        """The `Watch` at the end of a training with these values, one an epoch: where it stops, or after the last."""
        watch = Watch()
        for epoch, value in enumerate(values):
            watch = self.update(watch, epoch, value)
            if watch.stopped_epoch is not None:
                break
        return watch


# --- small helpers


def _arrays(name, arrays):
    if isinstance(arrays, np.ndarray):
        raise ValueError(f"{name} is one array; expected a list of arrays, one for each variable")
    arrays = [np.asarray(array) for array in arrays]
    if not arrays:
        raise ValueError(f"{name} is empty; expected a list of arrays, one for each variable")
    for array in arrays:
        if array.dtype.kind != "f":
            raise ValueError(f"{name} hold {array.dtype}; expected floating-point numbers")
    return arrays


def _single(value):
    """The value rounded to float32: what a Python number becomes where Keras on TensorFlow casts it."""
    return float(np.float32(value))


def _learning_rate(value):
    if not callable(value):
        _positive("learning_rate", value)


def _positive(name, value):
    _number(name, value)
    if value <= 0:
        raise ValueError(f"{name} is {value!r}; expected a positive number")


def _number(name, value, low=-math.inf, high=math.inf, below=False):
    """Checks for a finite number from `low` to `high`, or below `high`."""
    known = isinstance(value, Real) and not isinstance(value, bool) and math.isfinite(value)
    if known and low <= value <= high and not (below and value == high):
        return
    wanted = "a finite number" if low == -math.inf else f"a number of at least {low}"
    if high < math.inf:
        wanted = f"a number from {low} to {'below ' if below else ''}{high}"
    raise ValueError(f"{name} is {value!r}; expected {wanted}")


def _whole(name, value):
    if not isinstance(value, Integral) or isinstance(value, bool) or value < 0:
        raise ValueError(f"{name} is {value!r}; expected a whole number of at least 0")
