"""Signals of known origin: vowels that glide into each other, and machines that wear out.

Both are made, not measured, so that a page can say what is in them: what a listener can know at
each frame, what a sensor shows of the wear and what it owes to the load.

    >>> energies, words = diphthongs(8, seed=0)          # 8 words of 16 to 32 frames
    >>> energies[0].shape[1] == len(band_centers())
    True
    >>> fleet = machines(3, seed=0)                      # each until it fails
    >>> fleet[0].readings.shape == (fleet[0].life, len(READINGS))
    True

Randomness comes from `np.random.default_rng(seed)` alone.  Numbers out of range raise ValueError.
"""

from dataclasses import dataclass
from numbers import Real

import numpy as np

from unrolled.sequences import _whole

# --- vowels

# First and second formant in Hz, averages of 33 men: Peterson and Barney (1952), table II.
FORMANTS = {"a": (730, 1090), "i": (270, 2290), "u": (300, 870)}
GLIDES = ("ai", "ia", "au", "ua")
FRAME_MS = 10


def mel(hertz):
    """Pitch as the ear spaces it: 2595 log10(1 + f / 700), in mel; f in Hz, of any shape."""
    return 2595 * np.log10(1 + np.asarray(hertz, dtype=float) / 700)


def band_centers(bands=20, low=100, high=4000):
    """The centers of bands of equal width in mel between two frequencies in Hz: (bands,), in Hz."""
    _whole("bands", bands)
    if not 0 <= low < high:
        raise ValueError(f"bands from {low!r} to {high!r} Hz; expected 0 <= low < high")
    edges = np.linspace(mel(low), mel(high), bands + 1)
    return 700 * (10 ** ((edges[1:] + edges[:-1]) / 2 / 2595) - 1)


def formant_track(glide, frames, middle=0.5, width=0.15, tract=1.0):
    """How the two formants of a glide move: (frames, 2), in Hz.

    glide  : two letters of "a", "i" and "u"
    middle : where half of the way is done, as a share of the word, from 0 to 1
    width  : how slowly the tongue moves: the scale of a logistic curve, as a share of the word
    tract  : every formant is multiplied by it; a shorter vocal tract has more than 1

    Formants move along the mel scale, as a straight line in the ear.
    """
    _whole("frames", frames, least=2)
    if len(glide) != 2 or not set(glide) <= set(FORMANTS):
        raise ValueError(f"glide {glide!r}; expected two of the vowels {', '.join(FORMANTS)}")
    for name, value, least in (("middle", middle, 0), ("width", width, 1e-6), ("tract", tract, 1e-6)):
        _number(name, value, least)
    place = (np.arange(frames) + 0.5) / frames
    done = 1 / (1 + np.exp((middle - place) / width))[:, None]
    first, last = (mel(tract * np.array(FORMANTS[vowel])) for vowel in glide)
    return 700 * (10 ** (((1 - done) * first + done * last) / 2595) - 1)


def band_energies(track, bands=20, spread=80.0):
    """What a bank of filters shows of two resonances: (frames, bands), between 0 and about 2.

    track  : (frames, 2), formants in Hz.  spread: half-width of a resonance in mel; each adds
    exp(-d^2 / 2 spread^2) to a band whose center is d mel away.
    """
    track = np.asarray(track, dtype=float)
    if track.ndim != 2 or not (np.isfinite(track).all() and (track > 0).all()):
        raise ValueError(f"track has shape {track.shape}; expected (frames, formants) of positive Hz")
    _number("spread", spread, 1e-6)
    away = mel(band_centers(bands)) - mel(track)[..., None]
    return np.exp(-0.5 * (away / spread) ** 2).sum(axis=1)


def diphthongs(n, seed, noise=0.6, shortest=16, longest=32):
    """Spoken glides: a list of n arrays (frames, 20), and the words (n,), indices into `GLIDES`.

    Frames are 10 ms apart, 16 to 32 of them.  The speaker (vocal tract 0.9 to 1.15 times the
    table's formants), the middle of the glide (0.35 to 0.65 of the word), its width (0.05 to
    0.12) and the loudness (0.8 to 1.2) are drawn uniformly, then noise is added to every band.
    A glide and its reverse are equally probable mirror images: no count of frames tells them
    apart, only their order does.
    """
    _whole("n", n)
    _number("noise", noise, 0)
    _whole("shortest", shortest, least=2)
    _whole("longest", longest, least=shortest)
    rng = np.random.default_rng(seed)
    words, energies = rng.integers(len(GLIDES), size=n), []
    for word in words:
        frames = int(rng.integers(shortest, longest + 1))
        tract, middle, width, loudness = rng.uniform((0.9, 0.35, 0.05, 0.8), (1.15, 0.65, 0.12, 1.2))
        clean = band_energies(formant_track(GLIDES[word], frames, middle, width, tract))
        energies.append((loudness * clean + rng.normal(0, noise, clean.shape)).astype("float32"))
    return energies, words


# --- machines

READINGS = ("age", "load", "room", "vibration", "temperature", "pressure", "current")
UNITS = ("cycles", "share of full load", "°C", "mm/s", "°C", "bar", "A")


@dataclass(frozen=True, eq=False)  # comparing arrays has no single answer
class Run:
    """One machine from new to its failure.

    readings : (life, 7) float32, a row for each cycle; `READINGS` and `UNITS` name the columns
    wear     : (life,), what nobody sees: 0 is new, and the machine fails where it reaches 1
    """

    readings: np.ndarray
    wear: np.ndarray

    @property
    def life(self):
        """Cycles that it ran; at the end of the last one it fails."""
        return len(self.readings)


def machines(n, seed, noise=1.0):
    """Pumps with a bearing that wears out, each run until it fails: a list of n `Run`.

    One cycle is a shift of eight hours, and the age counts them from 1.  The load changes with the orders: it keeps a level
    between 0.4 and 1 for 5 to 30 cycles and wanders around it by 0.05.  The room is at 20 degrees
    plus a season of 6 and a daily change of 1.5.  The wear w grows as a crack does, faster where
    it is large and with the third power of the load (the life of a ball bearing):

        w[t + 1] = w[t] + rate * load[t]^3 * (0.15 + w[t]) * shock[t]

    from w[0] = 0, with a rate that differs between machines (lognormal, median 0.033, s 0.3) and a
    lognormal shock of s 0.5 in each cycle.  What is measured, each with an offset of the machine
    and normal noise, all of it multiplied by `noise`:

        vibration    1 + 1.5 load + 2.2 load w       mm/s   offset 0.25, noise 0.45
        temperature  room + 28 load + 10 w           °C     offset 1.5,  noise 2
        pressure     6.5 - 1.2 load - 0.4 w          bar    offset 0.1,  noise 0.15
        current      8 + 22 load + 1.5 w             A      offset 0.5,  noise 1

    So the load moves every sensor more than the wear does until late.  Sources of the parts:
    Paris and Erdogan (1963), the growth of a crack with its size; Lundberg and Palmgren (1947),
    the third power of the load.  The numbers are ours, of the size that a pump of 15 kW shows.
    """
    _whole("n", n)
    _number("noise", noise, 0)
    rng = np.random.default_rng(seed)
    return [_run(rng, noise) for _ in range(n)]


def _run(rng, noise):
    rate, phase = 0.033 * rng.lognormal(0, 0.3), rng.uniform(0, 2 * np.pi)
    offsets = rng.normal(0, (0.25, 1.5, 0.1, 0.5))
    wear, loads, left = [0.0], [], 0
    while wear[-1] < 1:
        if not left:
            level, left = rng.uniform(0.4, 1.0), int(rng.integers(5, 31))
        left -= 1
        loads.append(np.clip(level + rng.normal(0, 0.05), 0.3, 1.05))
        shock = rng.lognormal(0, 0.5)
        wear.append(wear[-1] + rate * loads[-1] ** 3 * (0.15 + wear[-1]) * shock)
    load, w = np.array(loads), np.array(wear[:-1])
    # Three shifts a day: a season has 1095 of them.
    season = 6 * np.sin(2 * np.pi * np.arange(len(w)) / 1095 + phase)
    room = 20 + season + rng.normal(0, 1.5, len(w))
    clean = np.stack(
        [1 + 1.5 * load + 2.2 * load * w, room + 28 * load + 10 * w, 6.5 - 1.2 * load - 0.4 * w, 8 + 22 * load + 1.5 * w],
        axis=1,
    )
    measured = clean + offsets + noise * rng.normal(0, (0.45, 2.0, 0.15, 1.0), clean.shape)
    return Run(np.column_stack([np.arange(1, len(w) + 1), load, room, measured]).astype("float32"), w)


def _number(name, value, least):
    if not isinstance(value, Real) or isinstance(value, bool) or not least <= value < np.inf:
        raise ValueError(f"{name} is {value!r}; expected a finite number of at least {least}")
