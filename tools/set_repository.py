"""Set the public repository's name wherever it stands.

    .venv/bin/python tools/set_repository.py owner/name

The present name is the one in _config.yml.  Every address that contains it, on GitHub, Colab,
Binder or the site on GitHub Pages, gets the new one, in all text files that git does not ignore.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[1]
CONFIG = "_config.yml"

# GitHub's own rules: an owner has letters, digits and single inner hyphens; a repository also dots
# and underscores.
_OWNER = r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}"
_NAME = r"[\w.-]{1,100}"


def parse(repository):
    """Owner and name of "owner/name".  Raises ValueError where GitHub would not have such a name."""
    found = re.fullmatch(f"({_OWNER})/({_NAME})", repository, re.ASCII)
    if not found or found[2] in (".", "..") or found[2].endswith((".git", ".github.io")):
        raise ValueError(f'a repository is given as owner/name, like "somebody/unrolled"; got "{repository}"')
    return found[1], found[2]


def present(root):
    """The name "owner/name" in _config.yml."""
    url = yaml.safe_load((root / CONFIG).read_text("utf-8"))["repository"]["url"]
    host, _, repository = url.partition("github.com/")
    if host != "https://":
        raise ValueError(f"{CONFIG}: repository.url must begin with https://github.com/, got {url}")
    return repository


def replace(text, old, new):
    """The text (bytes) with the addresses of one repository changed to those of the other."""
    (old_owner, old_name), (new_owner, new_name) = parse(old), parse(new)
    ends = r"(?![\w-]|\.(?!git\b)\w)"  # a dot may end a sentence or begin .git, else the name goes on
    addresses = (
        # github.com/, colab...com/github/, raw.githubusercontent.com/, mybinder.org/v2/gh/
        (rf"((?:github\.com|githubusercontent\.com|/github|/gh)/){re.escape(old)}{ends}", rf"\g<1>{new}"),
        (
            rf"https://{old_owner}\.github\.io/{re.escape(old_name)}{ends}",
            f"https://{new_owner}.github.io/{new_name}",
        ),
    )
    for pattern, address in addresses:
        text = re.sub(pattern.encode(), address.encode(), text)
    return text


def text_files(root):
    """The files that git tracks or would track, _config.yml last: it says how far an aborted run came."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    paths = (root / name for name in sorted(set(listed.split("\0")) - {"", CONFIG}) + [CONFIG])
    return [path for path in paths if path.is_file() and not path.is_symlink() and b"\0" not in path.read_bytes()]


def set_repository(root, repository):
    """Set the name in every file below `root` and return the files that changed."""
    parse(repository)
    old, changed = present(root), []
    for path in text_files(root):
        before = path.read_bytes()
        after = replace(before, old, repository)
        if after != before:
            part = path.with_name(path.name + ".part")
            try:
                part.write_bytes(after)
                shutil.copymode(path, part)
                os.replace(part, path)
            finally:
                part.unlink(missing_ok=True)
            changed.append(path)
    return changed


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/set_repository.py owner/name")
    try:
        changed = set_repository(ROOT, sys.argv[1])
    except ValueError as error:
        sys.exit(f"set_repository: {error}")
    for path in changed:
        print(path.relative_to(ROOT))
    print(f"{sys.argv[1]}: {len(changed)} files changed")


if __name__ == "__main__":
    main()
