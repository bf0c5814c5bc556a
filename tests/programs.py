"""Other programs that say what they find in a finished book."""

import re
import subprocess
import sys
import tempfile
from pathlib import Path


def run(*command):
    """Return what a program prints; it must succeed."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def check_links(site, below):
    """Ask lychee about every link within a tree of pages below a path, and its fragment."""
    lychee = Path(sys.executable).with_name("lychee")
    with tempfile.TemporaryDirectory() as host:
        # Nothing is on the host but the tree.
        there = re.escape(f"{Path(host).as_uri()}{below}/")
        places = ("--root-dir", host, "--remap", f"{there} {site.as_uri()}/")
        told = run(lychee, "--offline", "--include-fragments", *places, site)
    assert "0 Errors" in told
