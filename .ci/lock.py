"""Write lock.txt, every file that CI's environment is made of, with its hash; the same for programs.

Run it by `nox -s lock`, with the environment's own Python, since the files depend on version and
platform.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEAD = f"""\
# Every file that CI installs{{}}, with its hash: CPython {sys.version_info.major}.{sys.version_info.minor}, Linux, x86-64{{}}.
# Written by `nox -s lock`: what constraints.txt pins has that version.
"""


# What is installed beside that environment: each has a file of its own in this folder.
PROGRAMS = {"nox": "nox", "audit": "pip-audit==2.10.1"}


def locked(requirement: str) -> str:
    """Ask pip what it would install, and return lines of names, versions and hashes."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed"]
    command += ["--report", "-", requirement, "-c", str(ROOT / "constraints.txt")]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    lines = []
    for found in json.loads(done.stdout)["install"]:
        # The book's own package is a folder: it has no hash.
        if "archive_info" in found["download_info"]:
            metadata = found["metadata"]
            digest = found["download_info"]["archive_info"]["hashes"]["sha256"]
            # A local label such as "+cpu" says where a file is from, which the hash says better.
            version = metadata["version"].split("+")[0]
            lines.append(f"{metadata['name']}=={version} --hash=sha256:{digest}\n")
    return "".join(sorted(lines, key=str.lower))


def main() -> None:
    """Write all files."""
    everything = HEAD.format("", ", PyTorch without CUDA") + locked(f"{ROOT}[dev]")
    (ROOT / "lock.txt").write_text(everything)
    for name, requirement in PROGRAMS.items():
        head = HEAD.format(f" for {requirement.split('=')[0]}", "")
        (ROOT / ".ci" / f"{name}.txt").write_text(head + locked(requirement))


if __name__ == "__main__":
    main()
