"""The gallery's sections to take away: scripts, notebooks, how to run them, the exact versions."""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sphinx.application import Sphinx

from _ext.archives import write_zip
from _ext.chapter_notebooks import FOLDER
from _ext.digests import ROOT
from _ext.gallery import install_line, scripts

README = """\
{title}

Scripts of one section of the book "{project}", and the same as notebooks. Their pages:
{site}/gallery/{section}/index.html

What they need is installed by one line:

    {line}

For the exact versions that the book was built with, and, on a machine of the same
kind, the same numbers to the last digit:

    pip install -r requirements.txt

Both fetch the package tinynets from {site}, so the book has to be served there.
On Linux, PyPI's PyTorch brings gigabytes of CUDA libraries that no script uses. This line first, in
the same shell, and pip takes the small CPU build of the same version:

    export PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu

Run a script, in any folder:

    python {script}.py

Open a notebook:

    pip install notebook
    jupyter notebook {script}.ipynb

The code is under the MIT licence, text and figures under CC BY 4.0: see LICENSE.
"""


def pins(root: Path = ROOT) -> dict[str, str]:
    """Return the line of each distribution that the book was tried with, by its name."""
    lines = (root / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.split("==")[0]): line for line in lines if "==" in line}


def requirements(distribution: str, extra: str) -> list[str]:
    """Return the exact versions of all that a distribution and one of its extras need.

    A requirement of some platforms only is listed with its condition, so that the list is the same
    wherever the book is built.

    >>> [line for line in requirements("tinynets", "gallery") if line.startswith("sympy")]
    ['sympy==1.14.0']
    """
    pinned = pins()
    conditions: dict[str, str] = {}
    waiting = [(distribution, {"", extra})]
    while waiting:
        name, extras = waiting.pop()
        try:
            declared = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        for requirement in map(Requirement, declared):
            marker, needed = requirement.marker, canonicalize_name(requirement.name)
            condition = str(marker or "")
            if marker is not None and "extra" in condition:
                if not any(marker.evaluate({"extra": extra}) for extra in extras):
                    continue
                condition = ""
            # PyTorch for graphics cards needs what the book was not tried with.
            if needed in pinned and conditions.get(needed, "new") not in ("", condition):
                conditions[needed] = condition
                waiting.append((needed, {"", *requirement.extras}))
    return [
        pinned[name] + (f" ; {condition}" if condition else "")
        for name, condition in sorted(conditions.items())
    ]


def title(section: str) -> str:
    """Return a section's title."""
    return (ROOT / "gallery" / section / "GALLERY_HEADER.rst").read_text("utf-8").split("\n")[0]


def files(section: str, project: str, site: str, notebooks: Path) -> dict[str, bytes]:
    """Return what a section's archive holds, by name."""
    line = install_line(site)
    wheel = re.sub(r'^pip install "(.*)"$', r"\1", line)
    mine = [script for script in scripts() if script.parent.name == section]
    told = {
        "title": title(section),
        "project": project,
        "site": site,
        "section": section,
        "line": line,
        "script": mine[0].stem,
    }
    needed = "\n".join([wheel, *requirements("tinynets", "gallery"), ""])
    found = {
        "README.txt": README.format(**told).encode(),
        "requirements.txt": needed.encode(),
        "LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    for script in mine:
        notebook = notebooks / section / f"{script.stem}.ipynb"
        found |= {path.name: path.read_bytes() for path in (script, notebook)}
    return {f"tinynets_{section}/{name}": content for name, content in found.items()}


def add_link(_app: Sphinx, docname: str, content: list[str]) -> None:
    r"""Link the archive at the end of its section's page.

    >>> text = ["Parity\n======\n"]
    >>> add_link(None, "gallery/parity/index", text)
    >>> print(text[0])
    Parity
    ======
    <BLANKLINE>
    `All scripts and notebooks of this section <tinynets_parity.zip>`__
    <BLANKLINE>
    """
    match = re.fullmatch("gallery/([^/]+)/index", docname)
    if match:
        address = f"tinynets_{match[1]}.zip"
        content[0] += f"\n`All scripts and notebooks of this section <{address}>`__\n"


def write(app: Sphinx, exception: Exception | None) -> None:
    """Put the archives beside the pages of their sections, once all notebooks are written."""
    if exception is None and app.builder.format == "html":
        gallery = Path(app.outdir, "gallery")
        notebooks = Path(app.outdir, FOLDER, "gallery")
        for section in sorted({script.parent.name for script in scripts()}):
            members = files(section, app.config.project, app.config.tinynets_site, notebooks)
            write_zip(gallery / section / f"tinynets_{section}.zip", members)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the steps."""
    app.connect("source-read", add_link)
    app.connect("build-finished", write)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
