"""Makes data/alice.txt from the edition it was taken from: python data/make_alice.py alice29.txt

The edition is the Millennium Fulcrum Edition 2.9 of Project Gutenberg, 152,089 bytes, as in the
Canterbury corpus and in the tests of Google's Brotli.  Changed are marks and lines, never a word:
data/README.md tells how.
"""

import hashlib
import re
import sys
from pathlib import Path

EDITION = "7467306ee0feed4971260f3c87421154a05be571d944e9cb021a5713700c38f0"  # its SHA-256


def quotation_marks(text):
    """`Single' quotation marks as "double" ones, and double ones, which stand inside, as single ones.

    The edition closes a quotation with the sign of the apostrophe: one that stands before a letter,
    or where no quotation is open, is an apostrophe.
    """
    text = text.replace('"', "\0")
    made, is_open = [], False
    for k, sign in enumerate(text):
        if sign == "`":
            is_open, sign = True, '"'
        elif sign == "'" and is_open and not text[k + 1 : k + 2].isalpha():
            is_open, sign = False, '"'
        made.append(sign)
    return "".join(made).replace("\0", "'")


def cleaned(edition):
    """The book, a line for each paragraph and each line of a poem."""
    text = edition.replace("\r\n", "\n").replace("\x1a", "")
    text = text[text.index("CHAPTER I\n") :]  # the title and the name of the edition come first
    text = re.sub(r"^[ *]+$", "", text, flags=re.MULTILINE)  # rows of stars, spaces at the end
    text = re.sub(r" *\[later editions continued as follows\n", "", text).replace("]", "")
    text = text.replace("_", "")
    paragraphs = []
    for block in re.split(r"\n{2,}", quotation_marks(text)):
        lines = re.sub(r"-\n(?! )", "-", block).split("\n")  # a word with a hyphen, over two lines
        for k, line in enumerate(lines):
            if k == 0 or line.startswith("    "):  # the lines of poems are indented
                paragraphs.append(line)
            else:
                paragraphs[-1] += " " + line
    paragraphs = [re.sub(" +", " ", paragraph).strip() for paragraph in paragraphs]
    return "\n".join(paragraph for paragraph in paragraphs if paragraph) + "\n"


def main():
    edition = Path(sys.argv[1]).read_bytes()
    found = hashlib.sha256(edition).hexdigest()
    if found != EDITION:
        sys.exit(f"{sys.argv[1]} is not the edition: expected SHA-256 {EDITION}, found {found}")
    Path(__file__).with_name("alice.txt").write_text(cleaned(edition.decode("ascii")), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
