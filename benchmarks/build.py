"""Time the README's first command from nothing, then the build: cold, unchanged, changed.

Run it as ``python benchmarks/build.py``. It clones the last commit into a temporary
folder, works only there, prints a table and writes benchmarks/results/build.json. pip's own cache
of downloads is used as it is.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "benchmarks" / "results" / "build.json"
NOX = Path(".venv", "bin", "nox")
AGAIN = f"{NOX} -s docs"
FIRST = f"{sys.executable} -m venv .venv && .venv/bin/pip install --quiet nox && {NOX} -s docs"
SCRIPT = Path("gallery", "less_than", "sigmoid_sharpness.py")
CHAPTER = Path("docs", "parity.md")
ROWS = (
    "nox -s docs from nothing",
    "the build, cold",
    "nox -s docs, unchanged",
    "nox -s docs, one script changed",
    "nox -s docs, one chapter changed",
)
PACKAGES = ("furo", "myst-nb", "nox", "numpy", "sphinx", "sphinx-gallery", "torch")


def seconds(command: str, folder: Path) -> float:
    """Run a command in a folder; how long it takes."""
    start = time.perf_counter()
    done = subprocess.run(
        command, shell=True, cwd=folder, check=False, capture_output=True, text=True
    )
    passed = time.perf_counter() - start
    if done.returncode:
        raise SystemExit(f"{command!r} failed:\n{done.stdout[-4000:]}\n{done.stderr[-4000:]}")
    return round(passed, 1)


def output(*command: str | Path, folder: Path) -> str:
    return subprocess.run(
        list(map(str, command)), cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()


def forget_the_build(book: Path) -> None:
    """Delete all that a build made, caches included, and keep the environments."""
    output("git", "clean", "-fdxq", "-e", ".nox", "-e", ".venv", "-e", "*.egg-info", folder=book)


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


def environment(book: Path) -> Path:
    """Return the Python of the sessions' environment, by its path from the clone."""
    (python,) = book.glob(".nox/*/bin/python")
    return python.relative_to(book)


def measure(book: Path) -> dict[str, float]:
    times = [seconds(FIRST, book)]
    forget_the_build(book)
    times.append(seconds(f"{environment(book)} docs/_ext/build.py", book))
    times.append(seconds(AGAIN, book))
    append(book / SCRIPT, "\n# %%\n# A last word.\n")
    times.append(seconds(AGAIN, book))
    append(book / CHAPTER, "\nA last word.\n")
    times.append(seconds(AGAIN, book))
    return dict(zip(ROWS, times, strict=True))


def versions(book: Path) -> dict[str, str]:
    """Of the packages in the session's environment, and of nox beside it."""
    listed: dict[str, str] = {}
    for python in (environment(book), NOX.with_name("python")):
        text = output(book / python, "-m", "pip", "list", "--format", "json", folder=book)
        listed |= {entry["name"].lower(): entry["version"] for entry in json.loads(text)}
    return {name: listed[name] for name in PACKAGES}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder, "book")
        output("git", "clone", "--quiet", ROOT, book, folder=ROOT)
        for path in (SCRIPT, CHAPTER):
            if not (book / path).is_file():
                raise SystemExit(f"{path} is not in the last commit")
        times = measure(book)
        result = {
            "command": "python benchmarks/build.py",
            "date": datetime.now(UTC).date().isoformat(),
            "commit": output("git", "rev-parse", "HEAD", folder=book),
            "python": output(
                *(book / environment(book), "-c"),
                "import platform as p; print(p.python_version())",
                folder=book,
            ),
            "machine": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "versions": versions(book),
            "seconds": times,
        }
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")

    print(
        f"{result['date']}, Python {result['python']}, {result['machine']}, {result['cores']} cores"
    )
    print(", ".join(f"{name} {version}" for name, version in result["versions"].items()))
    for name, time_taken in times.items():
        print(f"{name:<34} {time_taken:>7.1f} s")


if __name__ == "__main__":
    main()
