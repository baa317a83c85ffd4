"""On the page of each notebook: when it last ran whole on Colab's versions, and how long that took.

`make test-colab` notes that in a file of the repository.  A notebook that is not in it is passed
over in silence, and of code that has changed since, no page says that it ran.
"""

import hashlib
import json
from pathlib import Path

from docutils import nodes

RESULT = "benchmarks/colab.json"
_COLAB = "https://colab.research.google.com/"


def code_hash(path):
    """SHA-256 of what a notebook computes: the sources of its code cells.

    Without the first, which is the same in all and holds the repository's name.
    """
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code" and cell["id"] != "setup"]
    return hashlib.sha256(json.dumps(code).encode()).hexdigest()


def sentence(record, versions, code):
    """What a page says of a notebook.

    record   : what was noted of it, `versions` with which versions; code : the hash of its present code
    """
    if record["code"] != code:
        return f"The code has changed since it was last tried with Colab's versions, on {record['date']}."
    python = ".".join(versions["python"].split(".")[:2])
    there = (
        f"Colab's versions (Python {python}, TensorFlow {versions['tensorflow']}, "
        f"ipywidgets {versions['ipywidgets']}) on {record['date']}"
    )
    if not record["passed"]:
        return f"Failed with {there}: {record['failed']}"
    minutes = max(record["cpu_s"] / 60, 0.1)
    return f"Ran whole with {there}, in {minutes:.1f} CPU minutes."


def tell(app, doctree, docname):
    """Sphinx event: adds the sentence below the paragraph that leads to Colab."""
    root, page = Path(app.srcdir), Path(app.env.doc2path(docname))
    if page.suffix != ".ipynb" or not (root / RESULT).exists():
        return
    result = json.loads((root / RESULT).read_text("utf-8"))
    record = result["notebooks"].get(page.relative_to(root).as_posix())
    link = next((r for r in doctree.findall(nodes.reference) if r.get("refuri", "").startswith(_COLAB)), None)
    if record is None or link is None:
        return
    line = nodes.paragraph(text=sentence(record, result["versions"], code_hash(page)), classes=["book-colab"])
    before = link.parent
    before.parent.insert(before.parent.index(before) + 1, line)
