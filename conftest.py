"""pytest for the whole repository: nbval runs the notebooks, but none a second time for nothing."""

import re

import build_book

# The book passes over what nbval does with cells so marked: compare their outputs, want them to fail.
_MARKED = re.compile("nbval|raises-exception", re.IGNORECASE)


def _is_done(notebook):
    return build_book.has_run(notebook) and not _MARKED.search(notebook.read_text("utf-8"))


def pytest_report_header():
    done = sum(map(_is_done, build_book.notebooks()))
    return f"notebooks: {done} are in the book as they are now, and run again only if named here"


def pytest_ignore_collect(collection_path, config):
    """Leave out a notebook that the book has executed as it stands, unless the command names it."""
    if collection_path.suffix != ".ipynb":
        return None
    named = {config.invocation_params.dir / argument.partition("::")[0] for argument in config.args}
    return True if collection_path not in named and _is_done(collection_path) else None
