"""W4: why gradients vanish or explode, shown by the norm of a product of Jacobians."""

import numpy as np
import traitlets

from unrolled import theme
from unrolled.cells import SimpleRNN

from .base import STATIC, Choice, Real, Whole, Widget, binary

UNITS = 16
LONGEST = 200
# With this seed the Gaussian matrix at spectral radius 0.9 has the spectral norm 1.76, and the
# norm of its powers stays above 1 for ten steps before it falls: a clear case of transient growth.
SEED = 1480


def recurrent_kernels():
    """One 16 x 16 matrix of each family, scaled to spectral radius 1: {family: (16, 16)}.

    All are made from the same standard normal numbers G: `orthogonal` is Q of G = QR,
    `gaussian` is G itself, `symmetric` is (G + G^T) / 2, and `identity` needs none.
    """
    G = np.random.default_rng(SEED).normal(size=(UNITS, UNITS))
    matrices = {
        "orthogonal": np.linalg.qr(G).Q,
        "gaussian": G,
        "symmetric": (G + G.T) / 2,
        "identity": np.eye(UNITS),
    }
    return {family: W / np.abs(np.linalg.eigvals(W)).max() for family, W in matrices.items()}


class GradientDecay(Widget):
    """Why gradients vanish or explode: the norm of dH_T/dH_{T-k} of a SimpleRNN, lag by lag.

    The network has 16 units, no bias, starts at zero, and every unit receives 1 at every
    timestep (one feature X_t = 1, W_x all ones), so that only the recurrent kernel, the
    activation and the number of timesteps decide.

    family     : "orthogonal", "gaussian", "symmetric" or "identity", the recurrent kernel
    radius     : its spectral radius, 0.1 to 1.6
    activation : "linear", "tanh", "relu" or "sigmoid"
    timesteps  : T, 5 to 200
    lag        : k, the lag whose numbers are read; T where it is larger
    clip       : whether gradients are clipped by their norm
    threshold  : log10 of the largest norm that clipping lets pass, -3 to 3

    `kernels` and `eigenvalues` hold the four matrices at spectral radius 1.
    A setting out of range raises `traitlets.TraitError` with the range.
    """

    _esm = STATIC / "gradient_decay.js"

    families = traitlets.List(traitlets.Unicode(), read_only=True).tag(sync=True)
    kernels = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=binary)  # (4, 16, 16)
    eigenvalues = traitlets.Instance(np.ndarray, read_only=True).tag(sync=True, to_json=binary)  # (4, 16, 2)

    family = Choice("orthogonal", "gaussian", "symmetric", "identity", default="orthogonal")
    radius = Real(0.9)
    activation = Choice("linear", "tanh", "relu", "sigmoid", default="linear")
    timesteps = Whole(100)
    lag = Whole(10)
    clip = traitlets.Bool(False).tag(sync=True, setting=True)
    threshold = Real(0.0)

    def __init__(self, **settings):
        kernels = recurrent_kernels()
        roots = np.linalg.eigvals(np.stack(list(kernels.values())))
        self.set_trait("families", list(kernels))
        self.set_trait("kernels", np.stack(list(kernels.values())))
        self.set_trait("eigenvalues", np.stack([roots.real, roots.imag], axis=-1))
        limits = {"radius": (0.1, 1.6), "timesteps": (5, LONGEST), "lag": (0, LONGEST), "threshold": (-3, 3)}
        self.set_trait("limits", limits)
        super().__init__(**settings)

    def _picture(self, figure):
        W_h = self.radius * recurrent_kernels()[self.family]
        cell = SimpleRNN(np.ones((1, UNITS)), W_h, np.zeros(UNITS), self.activation)
        norms = cell.log10_jacobian_norms(cell.forward(np.ones((1, self.timesteps, 1))))[0]
        lags, lag = np.arange(self.timesteps + 1), min(self.lag, self.timesteps)
        curve, plane = figure.subplots(1, 2, width_ratios=(3, 2))

        curve.plot(lags, norms, color=theme.color("gradient"), linewidth=2.5, linestyle="-")
        curve.plot(lags, lags * np.log10(self.radius), color=theme.color("ink"), linewidth=1.2, linestyle="--")
        if self.clip:
            curve.axhline(self.threshold, color=theme.color("ink"), linewidth=1, linestyle=":")
        curve.plot(lag, norms[lag], "o", color=theme.color("gradient"))
        curve.set(title="log10 of the gradient's norm", xlabel="lag k (dashed: radius^k)")

        roots = np.linalg.eigvals(W_h)
        circle = np.exp(1j * np.linspace(0, 2 * np.pi, 200))
        plane.plot(circle.real, circle.imag, color=theme.color("ink"), linewidth=1, linestyle="-")
        plane.plot(roots.real, roots.imag, "o", color=theme.color("hidden"), markersize=4, linestyle="none")
        plane.set(title="eigenvalues", aspect="equal", xlim=(-1.8, 1.8), ylim=(-1.8, 1.8))

        clipping = f" Clipped at norm 10^{self.threshold:g} (dotted)." if self.clip else ""
        return "Gradient decay", (
            f"SimpleRNN, {UNITS} {self.activation} units, {self.family} recurrent kernel of spectral radius "
            f"{self.radius:g} and spectral norm {np.linalg.norm(W_h, 2):.3g}, {self.timesteps} timesteps. "
            f"The gradient that reaches {lag} timesteps back has norm 10^{norms[lag]:.2f}.{clipping}"
        )
