"""How much memory a process has taken at most."""

from __future__ import annotations

import sys
from pathlib import Path


def peak() -> float:
    """The highest memory of this process so far, in MB; not known on Windows."""
    status = Path("/proc/self/status")
    if status.is_file():  # ru_maxrss of a child begins with what its parent had
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    if sys.platform == "win32":
        return float("nan")
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
