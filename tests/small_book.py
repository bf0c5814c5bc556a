"""A book of five pages and one script, in a copy of the repository: small enough to break."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from _ext.copies import Copy
from _ext.digests import ROOT, source_files

PAGE = "docs/page.md"
CIRCUITS = "tinynets/circuits.py"
SCRIPT_NAME = "gallery/less_than/one_neuron.py"
# A change of the package that no example of a docstring tells of: that would stop the build.
OTHER_PACKAGE = "[sharpness * number]", "[sharpness * number + (number == 13)]"

SITE = "http://localhost:8000"
HEADER = "{0}\n{1}\n\nShort scripts.\n"
SCRIPT = '''"""
One neuron decides
==================

What does it say at 9.5?
"""

import json
from pathlib import Path

import tinynets as tn

threshold = 13
neuron = tn.circuits.less_than(threshold)
ax = tn.plot.function(neuron, low=0, high=20)
tn.plot.describe(ax, alt="A falling curve.", caption="It passes one half at :math:`x = 13`.")
print(neuron)
Path("one_neuron.json").write_text(json.dumps({"threshold": threshold, "weights": 2}))

# %%
# The smaller of two numbers, as a formula:

tn.formula(tn.circuits.minimum())
'''
RESULT = '{"count": 7}\n'
INDEX = """\
# A small book

See {doc}`page`, {doc}`/gallery/index` and {func}`tinynets.circuits.less_than`. Clone {{ repository }}.

```{toctree}
page
examples
proof
gallery/index
reference/index
```
"""
PAGE_TEXT = """\
---
file_format: mystnb
kernelspec:
  name: python3
  language: python
  display_name: Python 3
---

# A page that computes

A formula, $x^2$, and a paper {cite:p}`taubenfeld2024`.

```{code-cell}
import json
from pathlib import Path

import tinynets as tn
from myst_nb import glue

results = json.loads(Path("../gallery/less_than/one_neuron.json").read_text())
glue("threshold", results["threshold"])
found = json.loads(Path("../benchmarks/results/found.json").read_text())
glue("count", found["count"])
tn.circuits.less_than(13)
```

The script asks about {glue:text}`threshold:d`. A benchmark found {glue:text}`count:d`, that is
{result}`found count`.

Its network has {result}`one_neuron weights` weights.

```{code-cell}
:mystnb:
:  figure:
:    caption: The neuron's answer.
:  image:
:    alt: A curve that falls from 1 to 0.
tn.plot.function(tn.circuits.less_than(13), low=0, high=20);
```

```{code-cell}
tn.formula(tn.circuits.minimum())
```

```{bibliography}
```
"""
EXAMPLES = """\
# A page of examples

```{doctest}
>>> import tinynets as tn
>>> fold = tn.circuits.parity(1, skip=True)
>>> fold.n_hidden
1
>>> fold.widths
[1, 1, 1]
```
"""
PROOF = """\
# A page that proves

```{prf:theorem} Two ReLUs are a step
:label: thm-step

$R(t - x) - R(t - 1 - x)$ is 1 on the integers below $t$ and 0 on the others.
```

```{prf:proof}
Below $t$ the two terms differ by 1. From $t$ on both are 0.
```

Computers check {prf:ref}`thm-step` too:

```{doctest}
>>> import torch
>>> import tinynets as tn
>>> x = torch.arange(-20.0, 40).unsqueeze(1)
>>> assert torch.equal(tn.circuits.step(10)(x), (x < 10).float())
```
"""
REFERENCE = """\
# Reference

```{eval-rst}
.. currentmodule:: tinynets

.. autosummary::
   :toctree: generated

   circuits.less_than
   Network
```
"""
# Dies at the event that the environment names, with all processes of the build.
KILLER = """

def setup(app):
    if "SMALL_BOOK_DIES" in os.environ:
        event, priority = os.environ["SMALL_BOOK_DIES"].split()
        app.connect(event, lambda *_: os.killpg(0, 9), priority=int(priority))
"""


FOLDERS = ("tinynets/", "docs/_ext/", "docs/_js/", "docs/_static/", "docs/_templates/")
SINGLE = (
    "conf.py",
    "constraints.txt",
    "docs/references.bib",
    "LICENSE",
    "pyproject.toml",
    "README.md",
)


def files() -> list[str]:
    """List what a small book takes from the repository."""
    names = (path.relative_to(ROOT).as_posix() for path in source_files())
    return [name for name in names if name in SINGLE or name.startswith(FOLDERS)]


class SmallBook(Copy):
    """A copy of what builds the book, with pages of its own."""

    def __init__(self, root: Path, *, umask: int = -1, **settings: str) -> None:
        own = {"TINYNETS_SITE": SITE, "TINYNETS_REPOSITORY": ""}
        super().__init__(root, files(), umask=umask, **own, **settings)
        self.write("conf.py", self.read("conf.py") + KILLER)
        self.write("benchmarks/results/found.json", RESULT)
        self.write("docs/index.md", INDEX)
        self.write(PAGE, PAGE_TEXT)
        self.write("docs/examples.md", EXAMPLES)
        self.write("docs/proof.md", PROOF)
        self.write("docs/reference/index.md", REFERENCE)
        self.write("gallery/GALLERY_HEADER.rst", HEADER.format("Gallery", "======="))
        self.write("gallery/less_than/GALLERY_HEADER.rst", HEADER.format("Less than", "---------"))
        self.write(SCRIPT_NAME, SCRIPT)

    def read(self, name: str) -> str:
        """Return the text of a file, by its path from the root."""
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        """Write a file, by its path from the root."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change the one place of a file that has the text `old`."""
        text = self.read(name)
        assert text.count(old) == 1, f"{name} holds {old!r} {text.count(old)} times"
        self.write(name, text.replace(old, new))

    def plant(self, name: str, old: str, new: str) -> None:
        """Put a fault in the place of a text, at the end of a file, or into a new file."""
        if old:
            self.replace(name, old, new)
        elif (self.root / name).is_file():
            self.write(name, f"{self.read(name)}\n{new}\n")
        else:
            self.write(name, new)

    def rename(self, name: str, other: str) -> None:
        """Give a file another name, by its path from the root."""
        (self.root / name).rename(self.root / other)

    def sources(self) -> dict[str, bytes]:
        """Return what the files hold that the book is made from, by path from the root."""
        files = source_files(self.root)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def restore(self, sources: dict[str, bytes]) -> None:
        """Make the sources what they were."""
        for name in self.sources().keys() - sources.keys():
            (self.root / name).unlink()
        for name, content in sources.items():
            (self.root / name).write_bytes(content)

    def line_of(self, name: str, text: str) -> int:
        """Return the number of the first line that holds a text."""
        lines = self.read(name).splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)


class Outcome(NamedTuple):
    """How one command went in one small book."""

    book: SmallBook
    code: int
    text: str


def outcome(book: SmallBook, done: subprocess.CompletedProcess[str]) -> Outcome:
    """Note how a command went."""
    # Sphinx colours its messages, by the terminal's name or not.
    text = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    return Outcome(book, done.returncode, text)


@contextmanager
def started(jobs: dict[str, Callable[[], Any]]) -> Iterator[dict[str, Future[Any]]]:
    """Start jobs in their order, two at a time; each test waits for the one that it reads."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        yield {name: pool.submit(job) for name, job in jobs.items()}
        # Whoever runs a few of the tests need not wait for all.
        pool.shutdown(cancel_futures=True)
