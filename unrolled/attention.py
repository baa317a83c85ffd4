"""Attention in NumPy: a score for every pair of positions, a softmax over the keys, a weighted sum.

A query asks, keys answer, and the values of the keys that answer best are mixed.  In an
encoder-decoder the queries are the decoder's hidden states, and keys and values both are the
encoder's:

    scores  = dot_scores(query, key)       or additive_scores(query, key)
    weights = masked_softmax(scores)       each row adds up to 1
    mixed   = context(weights, value)      one vector for each query

    >>> rng = np.random.default_rng(0)
    >>> query, key = rng.normal(size=(4, 3, 8)), rng.normal(size=(4, 5, 8))  # 4 sequences
    >>> weights = masked_softmax(dot_scores(query, key))
    >>> weights.shape, context(weights, key).shape
    ((4, 3, 5), (4, 3, 8))

Shapes are those of Keras: query (n, T_q, h), key and value (n, T_k, h), mask (n, T_k) with True
on the positions that may be looked at.  Everything is computed in float32 where all inputs are
float32, else in float64.  Arrays of other shapes, and NaN or infinity in them, raise ValueError.

Sources: Bahdanau, Cho and Bengio (2015), the additive score; Luong, Pham and Manning (2015), the
dot product.  Keras has them as the layers AdditiveAttention and Attention.
"""

import numpy as np


def dot_scores(query, key, scale=1.0):
    """scale * query . key for every pair: (n, T_q, T_k).

    query : (n, T_q, h), key : (n, T_k, h)
    scale : one number; what `keras.layers.Attention(use_scale=True)` learns, which starts at 1
    """
    query, key = _pair(query, key)
    scale = _array("scale", scale, ())
    return (scale * (query @ key.swapaxes(1, 2))).astype(np.result_type(query, key), copy=False)


def additive_scores(query, key, scale=None):
    """The sum over the units of scale * tanh(query + key), for every pair: (n, T_q, T_k).

    query : (n, T_q, h), key : (n, T_k, h)
    scale : (h,), what `keras.layers.AdditiveAttention` learns; None is 1 for each unit

    Bahdanau's W_q and W_k are Dense layers before this one, in Keras too.
    Takes memory for n * T_q * T_k * h numbers.
    """
    query, key = _pair(query, key)
    scale = _array("scale", np.ones(query.shape[2]) if scale is None else scale, (query.shape[2],))
    return np.tanh(query[:, :, None] + key[:, None]) @ scale.astype(np.result_type(query, key))


def masked_softmax(scores, mask=None, temperature=1.0):
    """exp(score / temperature), divided by its sum over the keys: (n, T_q, T_k).

    scores      : (n, T_q, T_k)
    mask        : (n, T_k) booleans, True where a key may be looked at; the others get exactly 0
    temperature : above 0; near 0 the best key gets all the weight, a large one makes them equal

    Raises ValueError where a mask leaves a sequence no key: then no weights add up to 1.
    (Keras, which lowers masked scores by 1e9 instead, would spread the weights over all keys.)
    """
    scores = _array("scores", scores, ("n", "T_q", "T_k"))
    if not (np.isscalar(temperature) and np.isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature {temperature!r}; expected a number above 0")
    if mask is not None:
        mask = np.asarray(mask)
        n, _, keys = scores.shape
        if mask.dtype != bool or mask.shape != (n, keys):
            raise ValueError(f"mask holds {mask.dtype} of shape {mask.shape}; expected booleans of shape {(n, keys)}")
        if not mask.any(axis=1).all():
            lost = np.flatnonzero(~mask.any(axis=1))[0]
            raise ValueError(f"the mask leaves sequence {lost} no key to look at")
        scores = np.where(mask[:, None], scores, -np.inf)
    # The difference to the largest score first: exp never overflows, however small the temperature.
    shares = np.exp((scores - scores.max(axis=2, keepdims=True)) / scores.dtype.type(temperature))
    return shares / shares.sum(axis=2, keepdims=True)


def context(weights, value):
    """The values, mixed by the weights of each query: weights (n, T_q, T_k), value (n, T_k, h) to (n, T_q, h)."""
    weights = _array("weights", weights, ("n", "T_q", "T_k"))
    n, _, keys = weights.shape
    return weights @ _array("value", value, (n, keys, "h"))


def _pair(query, key):
    query = _array("query", query, ("n", "T_q", "h"))
    n, _, h = query.shape
    return query, _array("key", key, (n, "T_k", h))


def _array(name, value, shape):
    """The value as finite floats of a shape, in which a word stands for any length from 1."""
    array = np.asarray(value)
    array = array.astype(np.float32 if array.dtype == np.float32 else float)
    fits = array.ndim == len(shape) and all(
        have > 0 if isinstance(want, str) else have == want for have, want in zip(array.shape, shape)
    )
    if not fits:
        expected = f"({', '.join(map(str, shape))}{',' * (len(shape) == 1)})"
        raise ValueError(f"{name} has shape {array.shape}; expected {expected}")
    if not np.isfinite(array).all():
        raise ValueError(f"{name} holds NaN or infinity")
    return array
