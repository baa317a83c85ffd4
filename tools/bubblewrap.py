"""Makes sure, where it can, that the grading tests have the sandbox in which they run answers.

`python tools/bubblewrap.py` installs Debian's package where there is none and we may.  Without a
sandbox the tests that need one say so and are skipped, or fail where CI is set.
"""

import os
import shutil
import subprocess

from unrolled.grading.sandbox import SandboxError, try_sandbox


def main():
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if shutil.which("bwrap") is None and may_install:
        print("No bubblewrap found: installing it ...", flush=True)
        subprocess.run(["sh", "-c", "apt-get update -qq && apt-get install -y -qq bubblewrap"], capture_output=True)
    try:
        try_sandbox()
    except SandboxError as error:
        print(f"NO SANDBOX: the tests that run strangers' answers cannot run here.\n{error}", flush=True)


if __name__ == "__main__":
    main()
