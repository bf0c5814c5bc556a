"""The gallery: its settings, the cache of its runs, its downloads.

A script's run is reused only while its own text, the package, the installed distributions and the
machinery here are what they were: all that a run leaves behind is kept in one folder named by a
hash of these, moved into place in one step once the run has succeeded.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import matplotlib as mpl
import matplotlib.pyplot as plt
import torch
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from _ext.digests import CACHE, ROOT, digest, environment_digest, package_digest
from _ext.figures import make_twin

# The order of the story, by file name. A test asks that every script is listed.
SECTIONS = ("less_than", "minimum", "parity", "looking", "census", "modular", "superposition")
ORDER = (
    "one_neuron",
    "less_than_data",
    "sigmoid_sharpness",
    "exact_step",
    "training_traces",
    "threshold_limit",
    "min_data",
    "min_graph",
    "theta_family",
    "folding_the_plane",
    "reading_trained_min",
    "between_the_integers",
    "parity_data",
    "parity_by_hand",
    "parity_outside",
    "fold_the_line",
    "six_neurons",
    "one_change_a_piece",
    "both_halves_keep_the_kink",
    "floating_point",
    "parity_training",
    "born_dead",
    "what_neurons_say",
    "ablate_a_neuron",
    "few_changes",
    "formula_of_min",
    "formula_to_network",
    "how_often",
    "square_by_folds",
    "sorting_network",
    "less_than_census",
    "theta_census",
    "min_settings",
    "penalty_census",
    "parity_fates",
    "parity_widths",
    "parity_near",
    "parity_curriculum",
    "xor_rates",
    "xor_optimisers",
    "xor_levels",
    "xor_surface",
    "eight_squares",
    "modular_training",
    "feature_directions",
    "superposition_census",
)
WHEEL = "tinynets-0-py3-none-any.whl"
SOURCE, TARGET = ROOT / "gallery", ROOT / "docs" / "gallery"
RUNS = CACHE / "gallery"
FEW = 4  # scripts that run sooner here: another process takes seconds to import PyTorch


def install_line(site: str) -> str:
    """Return the one line that installs what an example needs.

    >>> install_line("http://localhost:8000")
    'pip install "tinynets[gallery] @ http://localhost:8000/wheel/tinynets-0-py3-none-any.whl"'
    """
    return f'pip install "tinynets[gallery] @ {site}/wheel/{WHEEL}"'


def opens_elsewhere(site: str, repository: str) -> bool:
    """Tell whether notebooks may be opened where nothing is installed: all have to reach the site.

    >>> here, there = "http://localhost:8000", "https://book.example"
    >>> [opens_elsewhere(site, "https://github.com/a/b") for site in (here, there)]
    [False, True]
    """
    return bool(repository) and urlsplit(site).hostname not in ("localhost", "127.0.0.1", "::1")


def first_cell(site: str, repository: str) -> str:
    """Return the first cell of every notebook: it installs what the others need.

    Where the sources and the site are public, the notebook may be opened where nothing is
    installed, so the cell runs. Else it says what to run.

    >>> print(first_cell("https://book.example", ""))
    # What this notebook needs:
    # %pip install "tinynets[gallery] @ https://book.example/wheel/tinynets-0-py3-none-any.whl"
    %matplotlib inline
    """
    line = f"%{install_line(site)}"
    if opens_elsewhere(site, repository):
        line = line.replace(" install ", " install -q ")
    else:
        line = f"# {line}"
    return f"# What this notebook needs:\n{line}\n%matplotlib inline"


def settings(site: str, repository: str) -> dict[str, Any]:
    """Return sphinx-gallery's settings. Names, not functions: the configuration is pickled."""
    return {
        "examples_dirs": "../gallery",
        "gallery_dirs": "gallery",
        "filename_pattern": r"\.py",
        "subsection_order": "_ext.gallery.section_order",
        "within_subsection_order": "_ext.gallery.ScriptOrder",
        "image_scrapers": ("_ext.figures.scraper",),
        "capture_repr": ("_repr_html_",),
        "reset_modules": ("_ext.gallery.reset",),
        "backreferences_dir": "reference/generated/backreferences",
        "doc_module": ("tinynets",),
        "first_notebook_cell": first_cell(site, repository),
        "download_all_examples": False,
        "write_computation_times": False,
        "min_reported_time": 10**6,
        "show_signature": False,
        "remove_config_comments": True,
        # The reference asks for the examples of every object; some have none.
        "log_level": {"backreference_missing": "info"},
    }


def section_order(folder: str) -> tuple[int, str]:
    """Sort the sections as the book tells them."""
    name = Path(folder).name
    return (SECTIONS.index(name) if name in SECTIONS else len(SECTIONS), name)


class ScriptOrder:
    """Sort a section's scripts as the book tells them."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, filename: str) -> tuple[int, str]:
        """Return the key of a script."""
        stem = Path(filename).stem
        return (ORDER.index(stem) if stem in ORDER else len(ORDER), stem)


def reset(_conf: dict[str, Any], _fname: str | None) -> None:
    """Start every script from the same state, whatever ran before it."""
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float32)
    torch.set_num_threads(1)
    plt.close("all")
    mpl.rcdefaults()
    mpl.use("agg")


def scripts() -> list[Path]:
    """List the gallery's scripts."""
    return sorted(SOURCE.glob("*/*.py"))


def run_key(script: Path, first: str) -> str:
    """Hash what a script's run, its pages and its notebook depend on."""
    here = Path(__file__).parent
    machinery = [(here / name).read_bytes() for name in ("gallery.py", "figures.py", "process.py")]
    name = script.relative_to(SOURCE).as_posix()
    return digest(
        name, script.read_bytes(), package_digest(), environment_digest(), first, *machinery
    )


def pictures(script: Path) -> list[Path]:
    """List the figures that a script's run has left."""
    return list((TARGET / script.parent.name).glob(f"images/sphx_glr_{script.stem}_[0-9]*.*"))


def products(script: Path) -> list[Path]:
    """List what a run has left: the generated page, its pictures and twins, the results."""
    folder, stem = TARGET / script.parent.name, script.stem
    found = [path for path in folder.glob(f"{stem}.*") if path.is_file()]
    found += pictures(script)
    found += folder.glob(f"images/thumb/sphx_glr_{stem}_thumb.*")
    results = script.with_suffix(".json")
    return sorted(found) + ([results] if results.is_file() else [])


def restore(app: Sphinx) -> None:
    """Before the gallery runs: clear the generated folder and put back the runs that still hold."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for results in SOURCE.rglob("*.json"):
        results.unlink()
    runs = [
        RUNS / run_key(script, app.config.sphinx_gallery_conf["first_notebook_cell"])
        for script in scripts()
    ]
    many = sum(not run.is_dir() for run in runs) > FEW
    app.config.sphinx_gallery_conf["parallel"] = (
        app.parallel if many and app.parallel > 1 else False
    )
    for run in runs:
        for path in sorted(run.rglob("*")):
            if path.is_file():
                target = ROOT / path.relative_to(run)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(path, target)


def keep(app: Sphinx) -> None:
    """After the gallery ran: keep what succeeded, and stop the build if something failed."""
    failed = app.config.sphinx_gallery_conf["failing_examples"]
    RUNS.mkdir(parents=True, exist_ok=True)
    used = set()
    for script in scripts():
        if str(script) in failed:
            continue
        run = RUNS / run_key(script, app.config.sphinx_gallery_conf["first_notebook_cell"])
        used.add(run.name)
        left = products(script)
        if left and not run.is_dir():
            for path in left:
                if path.suffix == ".svg":
                    make_twin(path)
            with tempfile.TemporaryDirectory(dir=RUNS) as name:
                for path in products(script):
                    target = Path(name, "run", path.relative_to(ROOT))
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy2(path, target)
                Path(name, "run").rename(run)
    faults = _faults(failed)
    if faults:
        raise ExtensionError("the gallery is not sound:\n\n" + "\n\n".join(faults))
    for run in RUNS.iterdir():
        if run.name not in used:
            shutil.rmtree(run, ignore_errors=True)


def _faults(failed: dict[str, str]) -> list[str]:
    bare = [script for script in scripts() if str(script) not in failed and not pictures(script)]
    strays = [
        results
        for results in sorted(SOURCE.rglob("*.json"))
        if not results.with_suffix(".py").is_file()
    ]
    return [
        *(fault(Path(path), report) for path, report in sorted(failed.items())),
        *(f"{script}:1: the script makes no figure" for script in bare),
        *(f"{results}:1: a script leaves its results under its own name" for results in strays),
    ]


def fault(script: Path, report: str) -> str:
    r"""Return what is wrong with a script that failed: its place and the error, then the report.

    >>> report = 'File "a.py", line 3, in <module>\nFile "b.py", line 9, in half\nValueError: 7'
    >>> print(fault(Path("a.py"), report).splitlines()[0])
    a.py:3: the script fails with ValueError: 7
    """
    error = report.strip().splitlines()[-1]
    # What the scraper complains of has its place already; where in the scraper says nothing.
    placed = re.search(rf"{re.escape(str(script))}:\d+: .*", error)
    if placed:
        return placed[0]
    lines = re.findall(rf'File "{re.escape(str(script))}", line (\d+)', report)
    return f"{script}:{lines[-1] if lines else 1}: the script fails with {error}\n{report}"


def add_install_line(app: Sphinx, docname: str, content: list[str]) -> None:
    """Say on a script's page how to run it, where its downloads stand."""
    marker = ".. only:: html\n\n  .. container:: sphx-glr-footer sphx-glr-footer-example\n"
    if not docname.startswith("gallery/") or marker not in content[0]:
        return
    head, foot = content[0].split(marker)
    # The page says below how to get the script: no box above its title.
    head = re.sub(r"\.\. only:: html\n\n    \.\. note::\n(?:(?: {8}.*)?\n)+", "", head, count=1)
    # sphinx-gallery also offers each script zipped; the sections' archives serve that purpose.
    foot = foot.split("\n    .. container:: sphx-glr-download sphx-glr-download-zip")[0]
    how = ".. rubric:: Run it yourself\n\n.. install::\n\n"
    content[0] = head + how + marker + foot + "\n"


def drop_tag_lists(_app: Sphinx, docname: str, content: list[str]) -> None:
    r"""Take away the empty places for tags, which share one id; our scripts have no tags.

    >>> text = ["A.\n.. raw:: html\n\n  <div id='sg-tag-list' class='x'></div>\n\nB."]
    >>> drop_tag_lists(None, "gallery/index", text)
    >>> text
    ['A.\n\nB.']
    """
    if docname.startswith("gallery/"):
        places = r"\.\. raw:: html\n\n  <div id='sg-tag-list'[^\n]*</div>\n"
        content[0] = re.sub(places, "", content[0])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the book's addresses, and steps around sphinx-gallery's, which has priority 500."""
    app.add_config_value("tinynets_site", "", "env", str)
    app.add_config_value("tinynets_repository", "", "env", str)
    app.connect("builder-inited", restore, priority=400)
    app.connect("builder-inited", keep, priority=600)
    app.connect("source-read", add_install_line)
    app.connect("source-read", drop_tag_lists)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
