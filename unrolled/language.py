"""Text as numbers, n-grams to compare with, and how well a network guesses the next character.

    >>> encode('"Oh dear!"')
    array([28, 15,  8,  0,  4,  5,  1, 18, 32, 28])
    >>> decode(encode("Off with her head!"))
    'off with her head!'

The alphabet has 38 symbols: a space, the 26 letters without capitals, and eleven marks.  A model of
text gives, at each position, the probability of each symbol to come next; its quality is the
mean of -log2 of the probability it gave to the symbol that did come, in bits per character: a
coin needs 1 bit, 38 equally likely symbols need log2 38 = 5.25.

And sentences from templates, with an answer for each sentence (`sentiment_sentences`) or for each
word (`name_sentences`): toys, made so that the best possible score without order, or without the
words to come, can be worked out; and dates as people write them (`written_dates`).

Sources: Witten and Bell (1991), smoothing; Chen and Goodman (1998), its interpolated form.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from numbers import Integral, Real

import numpy as np

ALPHABET = " abcdefghijklmnopqrstuvwxyz,\".'-!:?;()"
_ID = {symbol: k for k, symbol in enumerate(ALPHABET)}
_SAME = str.maketrans("‘’“”`–—", "''\"\"'--")  # as other keyboards and books write them


def encode(text):
    """The symbols of a text as numbers: (N,) int64 from 0 to len(ALPHABET) - 1.

    Capitals become small letters, everything between two words one space, curly quotation marks
    straight and long dashes short.
    Raises ValueError for a character that is none of the alphabet.
    """
    if not isinstance(text, str):
        raise ValueError(f"text is a {type(text).__name__}; expected a string")
    text = re.sub(r"\s+", " ", text.lower().translate(_SAME))
    unknown = sorted(set(text) - set(ALPHABET))
    if unknown:
        raise ValueError(f"text holds {', '.join(map(repr, unknown))}; expected characters of {ALPHABET!r}")
    return np.array([_ID[symbol] for symbol in text], dtype=np.int64)


def decode(ids):
    """The text of these numbers, the inverse of `encode`.  Raises ValueError for a number outside the alphabet."""
    return "".join(ALPHABET[k] for k in _ids(ids))


def text_parts(text):
    """The first 80 % of an encoded text to train with, the next 10 % to choose with, the last 10 % to test with, once.

    text : a string, or (N,) numbers from `encode`
    Returns three arrays.  In time order: shuffled sentences of one book would share their story.
    """
    ids = encode(text) if isinstance(text, str) else _ids(text)
    return ids[: len(ids) * 8 // 10], ids[len(ids) * 8 // 10 : len(ids) * 9 // 10], ids[len(ids) * 9 // 10 :]


@dataclass(frozen=True, eq=False)
class NGram:
    """The next symbol from the `order - 1` symbols before it, by counting; smoothed as Witten and Bell do.

        p_n(x | last n - 1) = (count(last n - 1, x) + kinds * p_(n-1)(x | last n - 2)) / (count(last n - 1) + kinds)

    with kinds = how many different symbols have followed: the more of them, the more another new
    one is to be expected, and the more the next shorter context is asked.  p_0 is 1 / symbols.

    order   : 1 (each symbol by its frequency) to 8
    symbols : how many there are, 2 to 200

    Raises ValueError for another order or number.
    """

    order: int
    symbols: int = len(ALPHABET)
    _counts: tuple = ()

    def __post_init__(self):
        _whole("order", self.order, 1, 8)
        _whole("symbols", self.symbols, 2, 200)  # a run of 8 of them is kept as one number

    def fit(self, text):
        """The n-gram that has counted this text: a string, or (N,) numbers."""
        ids = self._known(text)
        return NGram(self.order, self.symbols, tuple(self._counted(ids, n) for n in range(1, self.order + 1)))

    def probabilities(self, text):
        """(N + 1, symbols): before each symbol of the text, and after the last, how likely each one is to come.

        At the first positions the contexts are as short as what has been read.
        Raises ValueError before `fit`.
        """
        if not self._counts:
            raise ValueError("the n-gram has counted nothing yet; call fit(text) first")
        ids = self._known(text)
        p = np.full((len(ids) + 1, self.symbols), 1 / self.symbols)
        for n, counted in enumerate(self._counts, 1):
            if n - 1 > len(ids):
                break
            contexts = self._keys(ids, n - 1) if n > 1 else np.zeros(len(ids) + 1, np.int64)
            rows = p[n - 1 :]
            for at, context in enumerate(contexts.tolist()):
                row = counted.get(context)
                if row is not None:
                    followers, times, total = row
                    rows[at] *= len(followers) / (total + len(followers))
                    rows[at, followers] += times / (total + len(followers))
        return p

    def bits_per_character(self, text, context=0):
        """The mean of -log2 of the probability of each symbol of the text, each from the ones before it in the text.

        context : how many symbols are read before a guess counts
        Raises ValueError for a text that is not longer than that.
        """
        _whole("context", context, 0)
        ids = self._known(text)
        if len(ids) <= context:
            raise ValueError(f"text has {len(ids)} characters; expected more than context={context}")
        p = np.take_along_axis(self.probabilities(ids)[:-1], ids[:, None], axis=1)
        return float(-np.log2(p[context:]).mean())

    def _known(self, text):
        return encode(text) if isinstance(text, str) else _ids(text, self.symbols)

    def _keys(self, ids, n):
        """Each run of n symbols as one whole number: (N - n + 1,)."""
        keys = np.zeros(max(len(ids) - n + 1, 0), np.int64)
        for k in range(n):
            keys = keys * self.symbols + ids[k : k + len(keys)]
        return keys

    def _counted(self, ids, n):
        """For each run of n - 1 symbols that was seen: what followed, how often each, and the sum."""
        rows = {}
        for key, times in zip(*(part.tolist() for part in np.unique(self._keys(ids, n), return_counts=True)), strict=True):
            context, follower = divmod(key, self.symbols)
            followers, counts = rows.setdefault(context, ([], []))
            followers.append(follower)
            counts.append(times)
        return {context: (np.array(f), np.array(c), sum(c)) for context, (f, c) in rows.items()}


def bits_per_character(network, text, context=32, window=96):
    """How many bits a trained network needs for each character of a text, the first `context` ones left out.

    network : an `unrolled.network.Network` that reads numbers and has a softmax output at every timestep
    text    : a string, or (N,) numbers
    context : how many characters are read, from an empty state, before a guess counts
    window  : how many guesses are counted before the network starts afresh, `context` characters back

    Every character after the first `context` is guessed once, from `context` to `context + window - 1`
    characters before it.
    Raises ValueError for a text that is not longer than `context`.
    """
    _whole("context", context, 1)
    _whole("window", window, 1)
    ids = encode(text) if isinstance(text, str) else _ids(text)
    if len(ids) <= context:
        raise ValueError(f"text has {len(ids)} characters; expected more than context={context}")
    bits = 0.0
    starts = np.arange(0, len(ids) - context, window)
    whole = starts[: (len(ids) - context) // window]
    batches = [*np.split(whole, range(16, len(whole), 16)), starts[len(whole) :]]  # the rest is shorter
    for first in (batch for batch in batches if len(batch)):
        length = min(context + window, len(ids) - first[0])
        parts = ids[first[:, None] + np.arange(length)]
        p = network.predict(parts[:, :-1])[:, context - 1 :]
        bits -= np.log2(np.take_along_axis(p, parts[:, context:, None], axis=2)).sum()
    return float(bits / (len(ids) - context))


def sample(network, start, length, temperature=1.0, seed=0, context=128):
    """Writes on: `length` characters after the text `start`, each drawn from what the network gives.

    temperature : the probabilities are raised to the power 1 / temperature and brought back to a
                  sum of one; 0 always takes the most probable character
    context     : how many of the last characters the network reads for each one

    Returns the new characters alone.  Raises ValueError for an empty start or settings out of range.
    """
    _whole("length", length, 0)
    _whole("context", context, 1)
    if isinstance(temperature, bool) or not isinstance(temperature, Real) or not 0 <= temperature < np.inf:
        raise ValueError(f"temperature is {temperature!r}; expected a finite number of at least 0")
    ids = encode(start).tolist()
    if not ids:
        raise ValueError("start is empty; expected at least one character")
    rng = np.random.default_rng(seed)
    for _ in range(length):
        p = network.forward(np.array(ids[-context:])).outputs[-1]
        if temperature == 0:
            ids.append(int(p.argmax()))
            continue
        sharpened = np.exp((np.log(np.maximum(p, 1e-300)) - np.log(p.max())) / temperature)
        ids.append(int(np.searchsorted(np.cumsum(sharpened), rng.random() * sharpened.sum(), side="right")))
    return decode(ids[len(ids) - length :])


# --- sentences

_SUBJECTS = "food service music room coffee garden view wine".split()
_PRAISE = "good lovely wonderful delightful splendid superb charming great".split()
_BLAME = "bad dreadful awful poor dull terrible horrid grim".split()
_STRESS = "", "really", "in my view", "to be honest"
_TAILS = "", "this time", "for us", "that evening"

_NAMES = "austin carolina charlotte chelsea florence jordan madison paris sydney victoria".split()
_OPENINGS = "", "yesterday", "as you know", "last year"
_ASIDES = "", "by the way", "at last", "i think"
_ENDS = "", "last summer", "of course", "for once"
_CUES = {  # what comes before the name, and what comes after it
    "person": (("we met", "she called", "my brother married"), ("smiled at us", "phoned twice", "was late for lunch")),
    "place": (("we flew to", "they live in", "he was born near"), ("lies on a river", "has two airports", "is full of tourists")),
}  # fmt: skip


def sentiment_sentences(n, seed):
    """n sentences with two judgments each, and which way the whole sentence judges.

        the food was not really bad for us but the wine was grim
        the room was great although the coffee was not to be honest good

    "A but B" means what B says, "A although B" means what A says.  Each judgment praises or blames
    and is negated or not, all with equal chances, and words of no importance stand between.
    Returns a list of strings, of 9 to 21 words, and (n,) labels: 1 for a favorable one, else 0.
    """
    _whole("n", n, 0)
    rng = np.random.default_rng(seed)
    sentences, labels = [], []
    for _ in range(n):
        judgments, favorable = [], []
        for subject in rng.choice(_SUBJECTS, 2, replace=False):
            praised, negated = rng.integers(2, size=2)
            words = "the", subject, "was", "not" * negated, _one(_STRESS, rng)
            words += _one(_PRAISE if praised else _BLAME, rng), _one(_TAILS, rng)
            judgments.append(_spaced(words))
            favorable.append(praised != negated)
        although = rng.integers(2)
        sentences.append((" but ", " although ")[although].join(judgments))
        labels.append(favorable[0 if although else 1])
    return sentences, np.array(labels, dtype=np.int64)


def name_sentences(n, seed):
    """n sentences with one or two names, each of which a person or a place may bear, and a tag for each word.

        yesterday we met florence of course and sydney by the way lies on a river
        other     other other person other other other place other other other ...

    What tells the two apart stands before the name or, as often, after it.
    Returns a list of strings, of 3 to 20 words, and a list of lists of "person", "place" or "other".
    """
    _whole("n", n, 0)
    rng = np.random.default_rng(seed)
    sentences, tags = [], []
    for _ in range(n):
        parts = [(_one(_OPENINGS, rng), "other")]
        for clause in range(rng.integers(1, 3)):
            kind = _one(tuple(_CUES), rng)
            before, after = _CUES[kind]
            name = _one(_NAMES, rng), kind
            if rng.integers(2):
                others = (_one(before, rng), "other"), name, (_one(_ENDS, rng), "other")
            else:
                others = name, (_one(_ASIDES, rng), "other"), (_one(after, rng), "other")
            parts += [("and" * clause, "other"), *others]
        sentences.append(_spaced(words for words, _ in parts))
        tags.append([tag for words, tag in parts for _ in words.split()])
    return sentences, tags


def _one(choices, rng):
    return choices[rng.integers(len(choices))]


def _spaced(words):
    return " ".join(word for word in words if word)


# --- dates

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DATE_FORMS = ("3 march 2021", "mar 3, 2021", "march 3rd, 2021", "wed 3 mar 21", "3.3.2021", "03/03/21")
DATE_SYMBOLS = " ,./0123456789" + "".join(sorted(set("".join((*MONTHS, *WEEKDAYS, "stndrdth")))))
MONTH_FIRST = 1 / 3  # of the dates with slashes

# Two digits of a year mean 1969 to 2068: the rule of POSIX, and of Python's strptime.
DAYS = tuple(date(1969, 1, 1) + timedelta(days) for days in range(36_525))


def write_date(day, form, month_first=False):
    """A day as people write it, in the form of `DATE_FORMS[form]`, in small letters.

    day : a `datetime.date` of the years 1969 to 2068.  month_first : only the last form, 03/04/21,
    can have the month in front.  Raises ValueError for another form or year.
    """
    _whole("form", form, 0, len(DATE_FORMS) - 1)
    if not DAYS[0] <= day <= DAYS[-1]:
        raise ValueError(f"the day is {day}; expected one from {DAYS[0]} to {DAYS[-1]}")
    d, month, short, year = day.day, MONTHS[day.month - 1], MONTHS[day.month - 1][:3], f"{day.year % 100:02d}"
    ending = "th" if 10 < d < 14 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th")
    first, second = (day.month, d) if month_first else (d, day.month)
    return (
        f"{d} {month} {day.year}", f"{short} {d}, {day.year}", f"{month} {d}{ending}, {day.year}",
        f"{WEEKDAYS[day.weekday()]} {d} {short} {year}", f"{d}.{day.month}.{day.year}", f"{first:02d}/{second:02d}/{year}",
    )[form]  # fmt: skip


def written_dates(n, seed, held_out=False):
    """Days as people write them: a list of n strings, their ISO forms, and the numbers of their forms (n,).

    Days are drawn from 1969 to 2068, each form of `DATE_FORMS` is equally probable, and one date
    with slashes in three has the month first.  Every tenth day, the same ones for every seed, is
    held out: they alone are drawn with `held_out=True`, and never without.
    """
    _whole("n", n, 1)
    apart = np.arange(len(DAYS)) % 10 == 7
    rng = np.random.default_rng(seed)
    days = rng.choice(np.flatnonzero(apart == bool(held_out)), size=n)
    forms, month_first = rng.integers(len(DATE_FORMS), size=n), rng.random(n) < MONTH_FIRST
    texts = [write_date(DAYS[k], int(form), first) for k, form, first in zip(days, forms, month_first)]
    return texts, [DAYS[k].isoformat() for k in days], forms


def _ids(values, symbols=len(ALPHABET)):
    ids = np.asarray(values)
    if ids.ndim != 1 or (ids.size and ids.dtype.kind not in "iu"):
        raise ValueError(f"the numbers have shape {ids.shape} and type {ids.dtype}; expected one row of whole numbers")
    if ids.size and not 0 <= ids.min() <= ids.max() < symbols:
        raise ValueError(f"the numbers go from {ids.min()} to {ids.max()}; expected 0 to {symbols - 1}")
    return ids.astype(np.int64)


def _whole(name, value, least, most=None):
    if isinstance(value, bool) or not isinstance(value, Integral) or value < least or (most is not None and value > most):
        wanted = f"a whole number of at least {least}" if most is None else f"a whole number from {least} to {most}"
        raise ValueError(f"{name} is {value!r}; expected {wanted}")
