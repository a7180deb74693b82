"""Where the originals lie that the master's links open."""

from __future__ import annotations


def archive_path(period: str, unit: str, sha256: str, file: str) -> str:
    """Where the original of an accepted return is kept, from the working folder."""
    suffix = file[file.rfind(".") :].lower() if "." in file else ""
    return f"{period}/luu/{unit}/{sha256}{suffix}"


def windows(path: str) -> str:
    """A path as links on a sheet have it: Excel opens it on Windows."""
    return path.replace("/", "\\")


def inbox_path(period: str, file: str) -> str:
    """Where a file that is not used lies, below the working folder."""
    return f"{period}/nhan/{file}"
