"""What we did not foresee: the details go to a log file, people get a sentence and its place."""

from __future__ import annotations

import datetime
import tempfile
import traceback
from pathlib import Path


def write_log(now: datetime.datetime) -> Path:
    """Write the exception being handled to a file in the system's folder for temporary files."""
    path = Path(tempfile.gettempdir()) / f"qcdc-{now:%Y%m%d-%H%M%S}.log"
    path.write_text(traceback.format_exc(), encoding="utf-8")
    return path
