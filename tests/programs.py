"""Other programs that say what they find in a finished book."""

import subprocess
import sys
from pathlib import Path


def run(*command):
    """Return what a program prints; it must succeed."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check_links(site):
    """Ask lychee about every link within a tree of pages, and its fragment."""
    lychee = Path(sys.executable).with_name("lychee")
    told = run(lychee, "--offline", "--include-fragments", "--root-dir", site, site)
    assert "0 Errors" in told
