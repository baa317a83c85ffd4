"""Checkpoints from which a Keras training goes on as if it had never stopped.

    >>> save("run.ckpt", model, epoch=12)   # the file before it becomes run.ckpt.previous
    >>> load("run.ckpt", model)             # into a model built and compiled by the same code
    {'epoch': 12}

A checkpoint holds every number that training changes: the weights, the optimizer's (Adam's
moments, the count of updates from which a schedule takes its rate, a rate that was lowered),
the seed generators of dropout, the carried states of stateful layers, and what the caller adds
as `progress`.  With the order of the data a function of seed and epoch, a resumed training has
the weights of an unbroken one, bit for bit on the same machine.

Why not Keras's own (Keras 3.15; in part measured, in part read in its source)?
`Model.save_weights`, `.keras` files, `ModelCheckpoint` and `BackupAndRestore` leave out the seed
generators and the carried states.
`BackupAndRestore` also shuffles on from the beginning of its random numbers, forgets what other
callbacks count, and keeps weights and epoch in two files that a crash can leave one epoch apart.
Weights files have no checksum: a changed byte loads as a changed weight.  And an optimizer that
is not built yet is skipped with no more than a warning.
"""

import hashlib
import io
import json
import os
from pathlib import Path

import numpy as np

_HEAD = b"unrolled checkpoint 1, SHA-256 "


def previous(path):
    """Where the checkpoint lies that `path` held before its last `save`."""
    path = Path(path)
    return path.with_name(path.name + ".previous")


def save(path, model, **progress):
    """Write the state of a training to `path`, in one step; what was there becomes `previous(path)`.

    model    : a built and compiled Keras model
    progress : whatever else the training must remember, such as `epoch=3`; anything JSON can hold

    A crash at any moment leaves a whole checkpoint at `path` or at `previous(path)`.  A file at
    `path` that is damaged is replaced and does not become the previous one.

    Raises ValueError for a model that is not built or not compiled, TypeError for progress that
    JSON cannot hold, and OSError where the file cannot be written or what lies there cannot be
    read.  The last checkpoint then stays; where only the second renaming fails, at `previous(path)`.
    """
    path = Path(path)
    try:
        progress = json.dumps(progress)
    except TypeError as error:
        raise TypeError(
            f"progress is {progress}; expected numbers, texts, lists and dictionaries "
            f"that JSON can hold ({error})"
        ) from error
    body = io.BytesIO()
    numbers = {name: _array(variable) for name, variable in _variables(model).items()}
    np.savez(body, progress=progress, **numbers)
    part = path.with_name(path.name + ".part")
    try:
        with open(part, "wb") as file:
            file.write(_HEAD + _digest(body.getvalue()) + b"\n" + body.getvalue())
            file.flush()
            os.fsync(file.fileno())  # before the renaming, which may reach the disk first
        if _is_whole(path):
            os.replace(path, previous(path))
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def load(path, model):
    """Put the state that `save` wrote to `path` into `model`; returns the progress.

    model : built and compiled by the same code; its own weights and seeds do not matter

    Raises FileNotFoundError where there is no checkpoint, and ValueError for one that is damaged
    or belongs to another model.  Both say whether the checkpoint before it is kept, and the model
    stays as it was.
    """
    path = Path(path)
    with np.load(io.BytesIO(_read(path)), allow_pickle=False) as file:
        saved = dict(file)
    progress = json.loads(str(saved.pop("progress")))
    variables = _variables(model)
    here = {name: tuple(variable.shape) for name, variable in variables.items()}
    there = {name: array.shape for name, array in saved.items()}
    if here != there:
        name = next(n for n in (*there, *here) if here.get(n) != there.get(n))
        raise ValueError(
            f"{path} belongs to another model or optimizer: {name} has the shape "
            f"{there.get(name, 'of nothing')} there and {here.get(name, 'of nothing')} here; "
            f"build and compile the model by the code that saved it"
        )
    for name, variable in variables.items():
        variable.assign(saved[name])
    return progress


def _variables(model):
    """All that training changes, in the order of the layers: {name: Keras variable}."""
    import keras

    optimizer = getattr(model, "optimizer", None)
    if not model.built or optimizer is None:
        missing = "compiled" if model.built else "built"
        raise ValueError(f"the model is not {missing}; a checkpoint needs its weights and its optimizer")
    if not optimizer.built:  # it has no moments until the first update
        optimizer.build(model.trainable_variables)
    # Keras keeps the carried states out of the variables of their layers.
    layers = [layer for layer in model._flatten_layers() if isinstance(layer, keras.layers.RNN)]
    states = [s for layer in layers if layer.stateful for s in keras.tree.flatten(layer.states)]
    groups = {"model": model.variables, "optimizer": optimizer.variables, "state": states}
    return {f"{name}_{k}": v for name, group in groups.items() for k, v in enumerate(group)}


def _array(variable):
    import keras

    return keras.ops.convert_to_numpy(variable)


def _digest(body):
    return hashlib.sha256(body).hexdigest().encode()


def _body(content):
    """What `save` wrote after the head; None where the sum in the head is not that of it."""
    head, _, body = content.partition(b"\n")
    return body if head == _HEAD + _digest(body) else None


def _is_whole(path):
    """Whether a whole checkpoint lies there; OSError where that cannot be told, as it may be one."""
    try:
        return _body(path.read_bytes()) is not None
    except FileNotFoundError:
        return False


def _read(path):
    """What `save` wrote after the head, once its sum is checked."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise FileNotFoundError(f"there is no checkpoint {path}; {_kept(path)}") from error
    body = _body(content)
    if body is None:
        raise ValueError(
            f"{path} is damaged or no checkpoint: its {len(content)} bytes do not have "
            f"the SHA-256 of its first line; {_kept(path)}"
        )
    return body


def _kept(path):
    if _is_whole(previous(path)):
        return f"the one before it is kept: load {previous(path)}"
    return "no earlier one that is whole is kept beside it"
