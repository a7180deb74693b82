"""The command ``qcdc``, as a person runs it."""

from __future__ import annotations

import io
import subprocess
import sys
from unittest.mock import patch

from qcdc_xl.__main__ import main

Run = subprocess.CompletedProcess[str]


def qcdc(*arguments: object) -> Run:
    """The command in this process: its arguments, what it writes as bytes, its exit code. Coverage sees what it does."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", write_through=True) for _ in range(2))
    line = ["qcdc", *map(str, arguments)]
    code: object = 0
    with patch.object(sys, "argv", line), patch.object(sys, "stdout", out), patch.object(sys, "stderr", err):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    said = [stream.buffer.getvalue().decode("utf-8") for stream in (out, err)]  # type: ignore[attr-defined]
    return Run(line, code if isinstance(code, int) else 1, *said)


def qcdc_apart(*arguments: object) -> Run:
    """The command in a process of its own."""
    command = [sys.executable, "-X", "utf8", "-m", "qcdc_xl", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
