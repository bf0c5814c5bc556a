"""Other programs that say what they find in a finished book; each has to have looked at all of it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from _ext import npm

VNU = npm.Package(
    "vnu-jar",
    "26.9.27",
    "build/dist",
    "TkQd5DFfOaWC9ebtvozTsrH2Vaod3jYg+vrOeREzIXxBexLz9+rS2DNtjn7+RPUiZhgli0SghgBX6RJRNea0KA==",
)


def run(*command):
    """Return what a program prints; it must succeed."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pages_of(site):
    """List the pages below a folder."""
    return sorted(site.rglob("*.html"))


def check_html(site, *pages):
    """Ask the W3C's checker about pages of a tree; each error has its file and line."""
    assert shutil.which("java"), "Java is missing. Debian: apt-get install default-jre-headless"
    options = ("--errors-only", "--verbose", "--format", "json")
    command = ["java", "-jar", npm.fetch(VNU) / "vnu.jar", *options, *pages]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    errors = [
        f"{error['url'].removeprefix(f'file:{site}/')}:{error['lastLine']}: {error['message']}"
        for error in json.loads(done.stderr)["messages"]
    ]
    assert not errors, "\n".join(errors)
    assert done.returncode == 0
    assert pages
    # It names what it has read.
    assert sorted(map(Path, done.stdout.splitlines())) == sorted(pages)


class Links(HTMLParser):
    """Counts what a page links or loads of its own site."""

    count = 0

    def handle_starttag(self, tag, attributes):
        """Count the addresses of an element."""
        found = (value for name, value in attributes if name in ("href", "src"))
        self.count += sum(not urlsplit(address).scheme for address in found)


def links_in(page):
    """Return how many addresses of its own site a page has."""
    parser = Links()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser.count


def check_links(site, below):
    """Ask lychee about every link within a tree of pages below a path, and its fragment."""
    lychee = Path(sys.executable).with_name("lychee")
    # Also those in code, which lead to the reference.
    options = ("--offline", "--include-fragments", "--include-verbatim", "--format", "json")
    with tempfile.TemporaryDirectory() as host:
        # Nothing is on the host but the tree.
        there = re.escape(f"{Path(host).as_uri()}{below}/")
        places = ("--root-dir", host, "--remap", f"{there} {site.as_uri()}/")
        told = json.loads(run(lychee, *options, *places, site))
    assert told["errors"] == 0
    assert told["successful"] >= sum(map(links_in, pages_of(site))) > 0
