"""web/core/network.js computes what `unrolled.network` computes, on random networks of every kind."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from networks import KINDS, MERGES, random_clamps, random_inputs, random_network

ROOT = Path(__file__).parents[1]
NODE = shutil.which("node", path=os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]))
HEADS = (["linear"], ["softmax"], ["relu", "softmax"], ["tanh", "sigmoid"], ["softmax", "tanh"])


def cases():
    """(network, inputs, others to look among, clamps, t, output): every kind, merge, mask, head."""
    kinds, merges = itertools.cycle(KINDS), itertools.cycle([None, *MERGES])
    for seed in range(70):  # 70 = 2 * 5 * 7, so that each kind meets each merge, alone and in two layers
        rng = np.random.default_rng(seed)
        layers = [(next(kinds), next(merges))]
        if seed % 2:
            layers.append((list(KINDS)[rng.integers(len(KINDS))], [None, *MERGES][rng.integers(5)]))
        network = random_network(
            rng, layers, vocabulary=6 if seed % 3 else None, units=int(rng.integers(1, 7)),
            features=int(rng.integers(1, 7)), dense=HEADS[seed % len(HEADS)], mask_zero=seed % 4 < 2,
            return_sequences=seed % 8 < 5,
        )  # fmt: skip
        T = int(rng.integers(4, 12))
        inputs, others = random_inputs(network, T, rng), random_inputs(network, 9, rng)
        clamps = random_clamps(network, T, rng, n=seed % 4)
        t = int(rng.integers(T)) if network.return_sequences else T - 1
        yield network, inputs, others, clamps, t, int(rng.integers(len(network.dense[-1][1])))


CASES = list(cases())


@pytest.fixture(scope="module")
def answers():
    """What JavaScript answers to all cases."""
    wanted = []
    for network, inputs, others, clamps, t, output in CASES:
        spec, numbers = network.to_spec()
        wanted.append({
            "spec": spec, "numbers": numbers.tolist(), "inputs": inputs.tolist(), "other": others.tolist(),
            "clamps": clamps, "t": t, "output": output,
        })  # fmt: skip
    assert NODE, "Node is missing: run `make book`"
    done = subprocess.run(
        [NODE, "web/tests/compute_network.js"], cwd=ROOT, input=json.dumps(wanted), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def same(javascript, numpy):
    """To 1e-12, of the number or of 1; JavaScript's arrays are flat."""
    np.testing.assert_allclose(javascript, np.ravel(numpy), rtol=1e-12, atol=1e-12)


def cells_of(network):
    return [
        (k, direction)
        for k, layer in enumerate(network.layers)
        for direction in (("forward", "backward") if hasattr(layer, "merge") else ("forward",))
    ]


def by_cell(network, answer):
    return zip(cells_of(network), itertools.chain.from_iterable(answer), strict=True)


@pytest.mark.parametrize("k", range(len(CASES)))
def test_javascript_computes_what_numpy_does(answers, k):
    (network, inputs, others, clamps, t, output), answer = CASES[k], answers[k]
    trace = network.forward(inputs, clamps)
    for name in ("trace", "continued", "changed"):
        page = answer[name]
        assert page["mask"] == trace.mask.tolist()
        same(page["logits"], trace.logits)
        same(page["outputs"], trace.outputs)
        for ours, theirs in zip(trace.layers, page["layers"], strict=True):
            same(theirs["X"], ours.X)
            same(theirs["H"], ours.H)
            for direction in ("forward", "backward"):
                tracks = getattr(ours, direction)
                assert (theirs[direction] or {}).keys() == (tracks or {}).keys()
                for track, values in (tracks or {}).items():
                    same(theirs[direction][track], values)
    for of in ("logit", "output"):
        connectivity = network.connectivity(trace, t, output, of)
        for field, values in answer["connectivity"][of].items():
            same(values, getattr(connectivity, field))
        same(answer["occlusion"][of], network.occlusion(inputs, t, output, of, clamps))
    for (layer, direction), constants in by_cell(network, answer["time_constants"]):
        np.testing.assert_allclose(constants, network.time_constants(trace, layer, direction), rtol=1e-9)
    among = network.forward(others)
    for (layer, direction), found in by_cell(network, answer["nearest"]):
        assert found == network.nearest(trace, layer, t, 5, direction).tolist()
    for (layer, direction), found in by_cell(network, answer["among"]):
        assert found == network.nearest(trace, layer, t, 4, direction, among).tolist()


def test_the_cases_are_of_every_kind():
    specs = [network.to_spec()[0] for network, *_ in CASES]
    first = [spec["layers"][0] for spec in specs]
    kinds = {(one["kind"], one.get("activation"), one.get("reset_after"), one["merge"]) for one in first}
    assert len(kinds) == len(KINDS) * 5
    for settings in ([len(spec["layers"]) for spec in specs], [bool(spec["embedding"]) for spec in specs],
                     [spec["mask_zero"] for spec in specs], [spec["return_sequences"] for spec in specs]):  # fmt: skip
        assert len(set(settings)) == 2
    assert {clamp["direction"] for _, _, _, clamps, *_ in CASES for clamp in clamps} == {"forward", "backward"}
