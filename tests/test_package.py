"""What is built of the package: a source distribution, and from it a wheel; what each of them holds
and says of itself. That a type checker reads the types of the same files, `test_downloads` asks.
"""

from __future__ import annotations

import ast
import email.message
import email.parser
import re
import shutil
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from _ext.digests import ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from programs import run

import tinynets

NAME = f"tinynets-{tinynets.__version__}"
MODULES = {
    path.relative_to(ROOT).as_posix()
    for path in (ROOT / "tinynets").rglob("*")
    if path.is_file() and "__pycache__" not in path.parts
}
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """Build both as a release is built, with all of the repository around; return their folder."""
    copy = tmp_path_factory.mktemp("release") / "source"
    ignored = shutil.ignore_patterns("build", ".*", "__pycache__", "*.egg-info", "node_modules")
    shutil.copytree(ROOT, copy, ignore=ignored)
    # Our own setuptools, which is pinned and there.
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", copy.parent / "dist", copy)
    return copy.parent / "dist"


@pytest.fixture(scope="module")
def wheel(built) -> dict[str, bytes]:
    with zipfile.ZipFile(built / f"{NAME}-py3-none-any.whl") as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def metadata(wheel) -> email.message.Message:
    return email.parser.Parser().parsestr(wheel[f"{NAME}.dist-info/METADATA"].decode())


def test_one_wheel_and_one_source_distribution_are_built(built):
    names = {path.name for path in built.iterdir()}
    assert names == {f"{NAME}.tar.gz", f"{NAME}-py3-none-any.whl"}


def test_a_wheel_holds_the_package_and_nothing_else(wheel):
    told = ("METADATA", "RECORD", "WHEEL", "top_level.txt", "licenses/LICENSE")
    assert set(wheel) == MODULES | {f"{NAME}.dist-info/{name}" for name in told}
    assert wheel["tinynets/py.typed"] == b""
    for name in MODULES:
        assert wheel[name] == (ROOT / name).read_bytes()
    assert wheel[f"{NAME}.dist-info/licenses/LICENSE"] == (ROOT / "LICENSE").read_bytes()


def test_a_source_distribution_holds_what_the_wheel_is_made_from_and_nothing_else(built):
    with tarfile.open(built / f"{NAME}.tar.gz") as opened:
        held = {member.name for member in opened.getmembers() if member.isfile()}
    names = {name.removeprefix(f"{NAME}/") for name in held}
    described = {name for name in names if name.startswith("tinynets.egg-info/")}
    single = {"LICENSE", "MANIFEST.in", "README.md", "pyproject.toml", "PKG-INFO", "setup.cfg"}
    assert names - described == MODULES | single


def test_twine_and_check_wheel_contents_have_nothing_to_say(built):
    files = sorted(built.iterdir())
    told = run(sys.executable, "-m", "twine", "--no-color", "check", "--strict", *files)
    assert (told.count("PASSED"), told.count("WARNING")) == (2, 0)
    (whl,) = built.glob("*.whl")
    assert run(sys.executable, "-m", "check_wheel_contents", whl) == f"{whl}: OK\n"


def test_the_wheel_installs_and_works(built, tmp_path):
    (whl,) = built.glob("*.whl")
    # What it needs is installed here already.
    offline = ("--no-deps", "--no-index", "--target", tmp_path)
    run(sys.executable, "-m", "pip", "install", *offline, whl)
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import tinynets as tn; "
        "print(tn.__file__, tn.formula(tn.circuits.minimum()))"
    )
    place, formula = run(sys.executable, "-I", "-c", program, tmp_path).split(" ", 1)
    assert Path(place) == tmp_path / "tinynets" / "__init__.py"
    assert formula == f"{tinynets.formula(tinynets.circuits.minimum())}\n"


def test_a_package_says_of_itself_what_is_true(metadata):
    assert metadata["Name"] == "tinynets"
    # One version in three places.
    cited = re.search("^version: (.*)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)
    assert metadata["Version"] == tinynets.__version__ == cited[1]
    assert metadata["License-Expression"] == "MIT"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["Requires-Python"] == ">=3.11"
    assert sys.version_info >= (3, 11)
    assert metadata["Keywords"].split(",") == SETTINGS["keywords"]
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload().strip() == (ROOT / "README.md").read_text("utf-8").strip()
    # The licence has a field of its own, and with it no classifier; who has types says so.
    classifiers = metadata.get_all("Classifier")
    assert not any(name.startswith("License ::") for name in classifiers)
    assert "Typing :: Typed" in classifiers
    assert set(metadata.get_all("Provides-Extra")) == set(SETTINGS["optional-dependencies"])
    # The book's addresses are settings of who publishes it.
    assert metadata.get_all("Project-URL") is None


def imported(files: list[Path]) -> set[str]:
    """Return what Python files import that is neither Python's own nor ours."""
    found = set()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - {*sys.stdlib_module_names, "tinynets"}


def declared(metadata: email.message.Message, extra: str) -> set[str]:
    """Return the distributions that the package needs, with one of its extras."""
    needed = map(Requirement, metadata.get_all("Requires-Dist"))
    told = (r for r in needed if r.marker is None or r.marker.evaluate({"extra": extra}))
    return {canonicalize_name(requirement.name) for requirement in told}


def test_a_package_requires_what_it_imports(metadata):
    files = [ROOT / name for name in MODULES if name.endswith(".py")]
    # PyTorch writes the logs of training, where TensorBoard is installed.
    assert imported(files) == declared(metadata, "")
    scripts = imported(sorted((ROOT / "gallery").rglob("*.py")))
    assert scripts <= declared(metadata, "gallery")
