"""A letter as Outlook saves it (.msg), made byte by byte as [MS-CFB] and [MS-OXMSG] have it."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import pairwise

SMALL, CUTOFF = 64, 4096
SECTOR, FREE, END, FAT = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
Tree = Mapping[str, "bytes | Tree"]
STORAGE, STREAM, ROOT = 1, 2, 5


def letter(attached: Sequence[tuple[str, bytes]], counted: int | None = None) -> bytes:
    """A letter with files attached; ``counted``: how many it says that it has."""
    count = len(attached) if counted is None else counted
    tree: dict[str, bytes | Tree] = {
        f"__attach_version1.0_#{number:08X}": attachment(*one) for number, one in enumerate(attached)
    }
    tree["__properties_version1.0"] = struct.pack("<8x4I8x", 0, count, 0, count)
    return compound(tree)


def attachment(name: str, content: bytes) -> Tree:
    text = name.encode("utf-16-le")
    rows = struct.pack("<HHII4x", 0x001F, 0x3707, 6, len(text) + 2)
    rows += struct.pack("<HHII4x", 0x0102, 0x3701, 6, len(content))
    rows += struct.pack("<HHII4x", 0x0003, 0x3705, 6, 1)
    return {
        "__properties_version1.0": bytes(8) + rows,
        "__substg1.0_3707001F": text,
        "__substg1.0_37010102": content,
    }


def compound(tree: Tree) -> bytes:
    """A file of storages and streams; all streams lie in whole sectors."""
    entries: list[list[object]] = []
    large, small = _Sectors(SECTOR), _Sectors(SMALL)

    def put(content: bytes) -> int:
        return (small if len(content) < CUTOFF else large).put(content)

    def add(name: str, kind: int, inner: bytes | Tree) -> int:
        number = len(entries)
        entries.append([name, kind, FREE, FREE, END, 0])
        if isinstance(inner, bytes):
            entries[number][4:] = [put(inner), len(inner)]
        else:
            kids = [add(n, STREAM if isinstance(c, bytes) else STORAGE, c) for n, c in inner.items()]
            kids.sort(key=lambda k: (len(str(entries[k][0])), str(entries[k][0]).upper()))
            for one, after in pairwise(kids):
                entries[one][3] = after
            entries[number][2] = kids[0] if kids else FREE
        return number

    add("Root Entry", ROOT, tree)
    stream = b"".join(small.pieces)
    entries[0][4:] = [large.put(stream), len(stream)]
    minor = large.put(_numbers(small.chains))
    directory = b"".join(map(_entry, entries))
    start = large.put(directory + _entry(["", 0, FREE, FREE, 0, 0]) * (-len(entries) % 4))
    count = -(-(len(large.pieces) + 4) // 128)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, count, start, 0, CUTOFF, minor, -(-len(small.chains) // 128), END, 0)
    places = [len(large.pieces) + n for n in range(count)]
    head += struct.pack("<109I", *places, *[FREE] * (109 - count))
    return head + b"".join(large.pieces) + _numbers([*large.chains, *[FAT] * count])


class _Sectors:
    """Pieces of one size, and which follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pieces: list[bytes] = []
        self.chains: list[int] = []

    def put(self, content: bytes) -> int:
        first, size = len(self.pieces), self.size
        pieces = [content[at : at + size].ljust(size, b"\0") for at in range(0, len(content), size)]
        self.pieces += pieces
        self.chains += [*range(first + 1, first + len(pieces)), END] if pieces else []
        return first if pieces else END


def _numbers(chains: Sequence[int]) -> bytes:
    padded = [*chains, *[FREE] * (-len(chains) % 128)]
    return struct.pack(f"<{len(padded)}I", *padded)


def _entry(one: Sequence[object]) -> bytes:
    name, kind, child, right, start, size = one
    text = (str(name) + "\0").encode("utf-16-le") if name else b""
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return head + struct.pack("<III36xIQ", FREE, right, child, start, size)
