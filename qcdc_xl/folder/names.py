"""Names for files and folders that hold on every system, whatever somebody called the thing before.

Windows refuses names of devices, ":" and its like, a dot or a blank at the end, and paths beyond 260 letters; other systems
pass on bytes that are no letters. What is refused is left out, what is too long is cut, never the work stopped.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

_REFUSED = re.compile(
    r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]'
)
_DEVICES = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\..*)?", re.IGNORECASE)
_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}")
_LONGEST, _SHORTEST = 120, 24
_PATH = 240
"""Letters of a whole path: Windows takes 259, and a copy's number or a temporary name needs some."""


def safe_name(name: str, longest: int = _LONGEST) -> str:
    """A name without path, signs that Windows refuses, device names; cut to ``longest`` letters before its ending.

    What is cut or was nothing but such signs gets some letters of its hash, so that two stay two.
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = _REFUSED.sub(" ", unicodedata.normalize("NFC", last))
    stem, suffix = _parted(" ".join(clean.split()).strip(". "))
    if not stem or _DEVICES.fullmatch(stem + suffix):
        stem = f"tep {_few(name)} {stem}".rstrip()
    if len(stem) + len(suffix) > longest:
        stem = f"{stem[: max(1, longest - len(suffix) - 9)].rstrip('. ')} {_few(name)}"
    return stem + suffix


def _parted(name: str) -> tuple[str, str]:
    """Name and ending; the ending is "" where there is none that a program would know."""
    stem, dot, tail = name.rpartition(".")
    suffix = dot + tail
    return (stem.rstrip(". "), suffix) if stem and _SUFFIX.fullmatch(suffix) else (name, "")


def _few(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def safe_below(folder: Path, relative: str) -> Path:
    """A place below a folder for something that is called "xa/bao cao.xlsx": each part safe, the whole short enough."""
    parts = [part for part in relative.split("/") if part not in ("", ".", "..")] or [relative]
    left = _PATH - len(str(folder.resolve()))
    for after, part in zip(reversed(range(len(parts))), parts, strict=True):
        room = left - after * (_SHORTEST + 1) - 1
        folder = folder / safe_name(part, max(_SHORTEST, min(_LONGEST, room)))
        left -= len(folder.name) + 1
    return folder


def legible(name: str) -> str:
    """A name as people and tables can show it: bytes that are no letters, and signs that nobody sees, as "�"."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "�", name)
