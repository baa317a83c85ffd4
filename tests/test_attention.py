"""Scores, weights and context: their properties, and that Keras computes the same."""

import doctest

import numpy as np
import pytest

from unrolled import attention
from unrolled.attention import additive_scores, context, dot_scores, masked_softmax


def draw(seed, n=3, T_q=4, T_k=6, h=5, dtype=float):
    rng = np.random.default_rng(seed)
    query, key, value = (rng.normal(size=(n, T, h)).astype(dtype) for T in (T_q, T_k, T_k))
    mask = rng.random((n, T_k)) < 0.6
    mask[:, -1] = True
    return query, key, value, mask, rng.normal(size=h).astype(dtype)


def test_the_example_in_the_docstring():
    assert doctest.testmod(attention, extraglobs={"np": np}).failed == 0


# ---- equal to Keras ------------------------------------------------------------------------

PRECISIONS = [(np.float32, 5e-6), (np.float64, 1e-10)]


def keras_layer(kind, dtype, scale, query, value, key):
    keras = pytest.importorskip("keras")
    layer = getattr(keras.layers, kind)(use_scale=True, dtype=np.dtype(dtype).name)
    layer.build([query.shape, value.shape, key.shape])
    layer.set_weights([np.asarray(scale, dtype)])
    return layer


@pytest.mark.parametrize(("dtype", "tolerance"), PRECISIONS)
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("kind", ["Attention", "AdditiveAttention"])
@pytest.mark.parametrize("seed", range(4))
def test_equal_to_keras(seed, kind, masked, dtype, tolerance):
    query, key, value, mask, scales = draw(seed, dtype=dtype)
    scale = scales if kind == "AdditiveAttention" else dtype(scales[0])
    score = additive_scores if kind == "AdditiveAttention" else dot_scores
    layer = keras_layer(kind, dtype, scale, query, value, key)
    mixed, weights = layer([query, value, key], mask=[None, mask] if masked else None, return_attention_scores=True)
    ours = masked_softmax(score(query, key, scale), mask if masked else None)
    assert ours.dtype == context(ours, value).dtype == dtype
    np.testing.assert_allclose(ours, weights, rtol=0, atol=tolerance, err_msg="outputs")
    np.testing.assert_allclose(context(ours, value), mixed, rtol=0, atol=tolerance, err_msg="outputs")


def test_without_a_scale_equal_to_the_keras_layers_without_one():
    keras = pytest.importorskip("keras")
    query, key, value, _, _ = draw(9)
    for kind, score in (("Attention", dot_scores), ("AdditiveAttention", additive_scores)):
        layer = getattr(keras.layers, kind)(use_scale=False, dtype="float64")
        mixed = layer([query, value, key])
        np.testing.assert_allclose(context(masked_softmax(score(query, key)), value), mixed, rtol=0, atol=1e-10)


# ---- what holds for all weights ------------------------------------------------------------


@pytest.mark.parametrize("temperature", [1e-3, 0.1, 1, 10, 1e6])
def test_weights_add_up_to_one_and_masked_positions_get_exactly_zero(temperature):
    query, key, _, mask, _ = draw(1)
    weights = masked_softmax(50 * dot_scores(query, key), mask, temperature)
    np.testing.assert_allclose(weights.sum(axis=2), 1, rtol=1e-12)
    assert (weights[~np.broadcast_to(mask[:, None], weights.shape)] == 0).all()


def test_masking_is_leaving_out():
    query, key, value, mask, scale = draw(2, n=1)
    weights = masked_softmax(additive_scores(query, key, scale), mask)
    fewer = masked_softmax(additive_scores(query, key[:, mask[0]], scale))
    np.testing.assert_allclose(weights[:, :, mask[0]], fewer, rtol=1e-12)
    np.testing.assert_allclose(context(weights, value), context(fewer, value[:, mask[0]]), rtol=1e-12)


def test_a_low_temperature_takes_the_best_and_a_high_one_the_mean():
    query, key, value, _, _ = draw(3)
    scores = dot_scores(query, key)
    best = np.eye(6)[scores.argmax(axis=2)]
    np.testing.assert_allclose(masked_softmax(scores, temperature=1e-3), best, atol=1e-12)
    np.testing.assert_allclose(masked_softmax(scores, temperature=1e9), 1 / 6, rtol=1e-7)
    np.testing.assert_allclose(masked_softmax(scores, temperature=2.5), masked_softmax(scores / 2.5), rtol=1e-12)
    everything = context(masked_softmax(scores, temperature=1e9), value)
    np.testing.assert_allclose(everything, np.repeat(value.mean(axis=1, keepdims=True), 4, axis=1), rtol=1e-6)


def test_huge_scores_do_not_overflow():
    weights = masked_softmax(np.array([[[1e300, -1e300, 1e300]]]), np.array([[True, True, True]]))
    assert weights.tolist() == [[[0.5, 0, 0.5]]]


# ---- what is refused -----------------------------------------------------------------------


def test_a_sequence_without_a_key_is_named():
    query, key, _, mask, _ = draw(4)
    mask[1] = False
    with pytest.raises(ValueError, match="the mask leaves sequence 1 no key to look at"):
        masked_softmax(dot_scores(query, key), mask)


@pytest.mark.parametrize("temperature", [0, -1, np.nan, np.inf, [1.0]])
def test_a_temperature_that_is_none_is_refused(temperature):
    with pytest.raises(ValueError, match="temperature .*; expected a number above 0"):
        masked_softmax(np.zeros((1, 1, 2)), temperature=temperature)


def test_other_shapes_and_numbers_that_are_none_are_refused():
    query, key, value, mask, _ = draw(5)
    scores = dot_scores(query, key)
    for call, message in [
        (lambda: dot_scores(query[0], key), r"query has shape \(4, 5\); expected \(n, T_q, h\)"),
        (lambda: dot_scores(query, key[:2]), r"key has shape \(2, 6, 5\); expected \(3, T_k, 5\)"),
        (lambda: dot_scores(query, key, [1, 2]), r"scale has shape \(2,\); expected \(\)"),
        (lambda: additive_scores(query, key[..., :4]), r"key has shape \(3, 6, 4\); expected \(3, T_k, 5\)"),
        (lambda: additive_scores(query, key, np.ones(4)), r"scale has shape \(4,\); expected \(5,\)"),
        (lambda: masked_softmax(scores, mask[:, 1:]), r"mask holds bool of shape \(3, 5\); expected booleans of shape \(3, 6\)"),
        (lambda: masked_softmax(scores, mask.astype(int)), "mask holds int64 of shape .*; expected booleans"),
        (lambda: context(scores, value[:, 1:]), r"value has shape \(3, 5, 5\); expected \(3, 6, h\)"),
        (lambda: dot_scores(query * np.nan, key), "query holds NaN or infinity"),
        (lambda: dot_scores(query[:, :0], key), r"query has shape \(3, 0, 5\); expected"),
    ]:
        with pytest.raises(ValueError, match=message):
            call()
