"""What every record says of when, where and with what it was measured."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib import metadata
from typing import Any


def circumstances(*packages: str) -> dict[str, Any]:
    """Return the date, the machine, and the versions of Python and of some packages."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "versions": {name: metadata.version(name) for name in packages},
    }
