"""Put together what is published: the book, its slides, and an archive of both that serves itself.

    python tools/build_site.py             into _build/site and _build/unrolled-offline.zip

The book must have been built.  Readers unpack the archive and run the `serve.py` in it.
"""

import shutil
import sys
import zipfile
from pathlib import Path

import build_slides
from browser import SITE as BOOK

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "_build" / "site"
ARCHIVE = ROOT / "_build" / "unrolled-offline.zip"
BESIDE = Path(__file__).parent / "offline"
PAPERS = [BESIDE / "README.txt", BESIDE / "serve.py", ROOT / "LICENSE", ROOT / "LICENSE-text.md"]
DATE = (1980, 1, 1, 0, 0, 0)  # the same for all files, so that the same book makes the same archive


def assemble(book, out):
    """A copy of the built book with the slides in it.  Raises ValueError where it cannot be made."""
    if not (book / "index.html").exists():
        raise ValueError("the book is not built: run `make book`")
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(book, out, ignore=shutil.ignore_patterns(".buildinfo", ".made-from", ".nojekyll"))
    (out / ".nojekyll").touch()  # GitHub Pages would leave out folders that begin with an underscore
    build_slides.build(build_slides.pages(), out / "slides", "../")


def pack(site, archive):
    """Write the archive of a site: one folder with the pages, their server, and how to start it."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    partial = archive.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for paper in PAPERS:
            _add(packed, paper, paper.name)
        for file in sorted(site.rglob("*")):
            if file.is_file():
                _add(packed, file, f"book/{file.relative_to(site).as_posix()}")
    partial.replace(archive)


def _add(packed, file, name):
    entry = zipfile.ZipInfo(f"unrolled/{name}", DATE)
    entry.external_attr = 0o644 << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    packed.writestr(entry, file.read_bytes())


def main():
    try:
        assemble(BOOK, OUT)
    except (ValueError, RuntimeError) as error:
        sys.exit(f"No site: {error}")
    pack(OUT, ARCHIVE)
    size = ARCHIVE.stat().st_size / 1e6
    print(f"The site is in {OUT.relative_to(ROOT)}; {ARCHIVE.relative_to(ROOT)} ({size:.1f} MB) is all of it, offline")


if __name__ == "__main__":
    main()
