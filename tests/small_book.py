"""A book of five pages and one script, in a copy of the repository: small enough to break."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from _ext import npm, scripts
from _ext.digests import CACHE, ROOT
from _ext.katex import KATEX

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
PAGE = """\
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
tn.circuits.less_than(13)
```

The script asks about {glue:text}`threshold:d`.

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


class SmallBook:
    """A copy of the repository with pages of its own; nothing it does reaches the repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        ignore = shutil.ignore_patterns("__pycache__", "generated")
        for name in ("tinynets", "docs/_ext", "docs/_js", "docs/_static", "docs/_templates"):
            shutil.copytree(ROOT / name, root / name, ignore=ignore)
        single = ("pyproject.toml", "constraints.txt", "README.md", "LICENSE")
        for name in ("conf.py", "docs/references.bib", *single):
            shutil.copyfile(ROOT / name, root / name)
        # Fetched once from the registry: the copies need not fetch it again.
        for package in (KATEX, scripts.ESBUILD):
            fetched = npm.fetch(package)
            shutil.copytree(fetched, root / fetched.relative_to(CACHE.parents[1]))
        self.write("conf.py", self.read("conf.py") + KILLER)
        self.write("docs/index.md", INDEX)
        self.write("docs/page.md", PAGE)
        self.write("docs/examples.md", EXAMPLES)
        self.write("docs/proof.md", PROOF)
        self.write("docs/reference/index.md", REFERENCE)
        self.write("gallery/GALLERY_HEADER.rst", HEADER.format("Gallery", "======="))
        self.write("gallery/less_than/GALLERY_HEADER.rst", HEADER.format("Less than", "---------"))
        self.write("gallery/less_than/one_neuron.py", SCRIPT)

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

    def line_of(self, name: str, text: str) -> int:
        """Return the number of the first line that holds a text."""
        lines = self.read(name).splitlines()
        return next(number for number, line in enumerate(lines, start=1) if text in line)

    def run(self, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run Python in the copy, with the copy's own package, in a process group of its own."""
        # Sphinx writes a report of every failed build to the temporary folder.
        temporary = self.root / "tmp"
        temporary.mkdir(exist_ok=True)
        own = {"PYTHONPATH": str(self.root), "TMPDIR": str(temporary)}
        own |= {"TINYNETS_SITE": SITE, "TINYNETS_REPOSITORY": ""}
        return subprocess.run(
            [sys.executable, *command],
            cwd=self.root,
            env={**os.environ, **own, **settings},
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
        )

    def build(self, **settings: str) -> subprocess.CompletedProcess[str]:
        """Build the book as the sessions do."""
        return self.run("docs/_ext/build.py", **settings)

    def bytes(self) -> dict[str, bytes]:
        """Return the finished book, by file name."""
        book = self.root / "build" / "html"
        files = (path for path in book.rglob("*") if path.is_file())
        return {path.relative_to(book).as_posix(): path.read_bytes() for path in files}
