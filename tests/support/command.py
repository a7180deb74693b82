"""The command ``qcdc`` as a person runs it."""

from __future__ import annotations

import subprocess
import sys


def qcdc(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The command as a person runs it."""
    command = [sys.executable, "-X", "utf8", "-m", "qcdc_xl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
