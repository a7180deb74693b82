"""The example made on Windows, file for file beside the one made here."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from zipfile import ZipFile

from bench import DEMO, Bench

REASONS = {
    "line ends": "XlsxWriter writes XML as text, so Windows ends the line of its declaration with CR LF",
    "made on": "a .zip's entries name the system that made them, and its permissions",
    "hashes": "originals are kept, named and linked by the hash of their bytes, which line ends change",
}


def the_example_is_the_one_made_on_linux(bench: Bench) -> list[str]:
    """Every file the same, but for what REASONS explains."""
    ran = bench.qcdc("demo", DEMO, seconds=900)
    assert ran.code == 0, ran.told
    mine, theirs = bench.here, bench.at(DEMO)
    hashes = renamed(mine, theirs)
    pairs = {p.relative_to(mine): p for p in files(mine)}
    others = {Path(translated(str(p.relative_to(theirs)), hashes)): p for p in files(theirs)}
    assert pairs.keys() == others.keys(), sorted(map(str, pairs.keys() ^ others.keys()))
    seen = Counter(what for name in pairs for what in differences(pairs[name], others[name], hashes))
    same = sum(pairs[name].read_bytes() == others[name].read_bytes() for name in pairs)
    return [f"{len(pairs)} files, {same} of them the same byte for byte, in the others nothing differs but:",
            *(f"{count} times {what}: {REASONS[what]}" for what, count in sorted(seen.items()))]  # fmt: skip


def files(folder: Path) -> Iterator[Path]:
    """All files below a folder."""
    return (path for path in folder.rglob("*") if path.is_file())


def renamed(mine: Path, theirs: Path) -> Mapping[str, str]:
    """Hashes there → hashes here, of the files that have the same name: what was received and not yet known by hash."""
    found = {}
    for path in files(theirs):
        other = mine / path.relative_to(theirs)
        if other.is_file():
            ours, its = (hashlib.sha256(p.read_bytes()).hexdigest() for p in (other, path))
            found |= {its: ours, f"[{its[:8]}]": f"[{ours[:8]}]"}
    return found


def translated(text: str, hashes: Mapping[str, str]) -> str:
    """A text with the hashes of here."""
    return re.sub(r"\b[0-9a-f]{64}\b|\[[0-9a-f]{8}\]", lambda m: hashes.get(m.group(), m.group()), text)


def differences(mine: Path, theirs: Path, hashes: Mapping[str, str]) -> Iterator[str]:
    """What differs between two files, by the names of REASONS; anything else is an error."""
    if mine.read_bytes() == theirs.read_bytes():
        return
    if mine.suffix == ".csv":
        yield from part_differences(mine.name, mine.read_bytes(), theirs.read_bytes(), hashes)
        return
    with ZipFile(mine) as one, ZipFile(theirs) as other:
        assert one.namelist() == other.namelist(), mine
        if {e.create_system for e in other.infolist()} != {e.create_system for e in one.infolist()}:
            yield "made on"
        for name in one.namelist():
            yield from part_differences(f"{mine.name}/{name}", one.read(name), other.read(name), hashes)


def part_differences(name: str, mine: bytes, theirs: bytes, hashes: Mapping[str, str]) -> Iterator[str]:
    """The same of a part of a package."""
    if mine == theirs:
        return
    text, other = mine.decode("utf-8"), theirs.decode("utf-8")
    if "\r\n" in other and "\r\n" not in text:
        yield "line ends"
        other = other.replace("\r\n", "\n")
    if other != text:
        yield "hashes"
    assert translated(other, hashes) == text, f"{name} differs in what it says"
