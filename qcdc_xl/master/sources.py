"""Where the originals lie that the master's links open."""

from __future__ import annotations

import re

_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def archive_path(period: str, unit: str, sha256: str, file: str) -> str:
    """Where the original of a return is kept, from the working folder."""
    name = file.rpartition("/")[2].lower()
    suffix = name[name.rfind(".") :] if "." in name else ""
    return f"{period}/luu/{unit}/{sha256}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def windows(path: str) -> str:
    """A path as links on a sheet have it: Excel opens it on Windows."""
    return path.replace("/", "\\")


def inbox_path(period: str, file: str) -> str:
    """Where a file that is not used lies, below the working folder."""
    return f"{period}/nhan/{file}"
