"""xl/vbaProject.bin, byte by byte: what [MS-OVBA] asks of whoever writes one, as olefile and oletools read it."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import olefile

_DECOMPRESS = """
import json, sys
from oletools.olevba import decompress_stream
given = json.load(sys.stdin)
json.dump({n: decompress_stream(bytearray.fromhex(b)).hex() for n, b in given.items()}, sys.stdout)
"""
_MODULE_OFFSET = bytes.fromhex("3100 04000000")
"""In the stream "dir": a MODULEOFFSET record, before its value (2.3.4.2.3.2.5)."""


def assert_written_as_specified(project: bytes) -> dict[str, str]:
    """The version says that there is no cache (2.3.4.1), and there is none; the text of each module by its name."""
    streams = olefile.OleFileIO(io.BytesIO(project))
    names = [path[-1] for path in streams.listdir() if path[0] == "VBA"]
    assert not [name for name in names if name.startswith("__SRP_")]  # 2.2.6: must not be written
    assert streams.openstream("VBA/_VBA_PROJECT").read() == bytes.fromhex("CC61 FFFF 00 0000")
    modules = [name for name in names if name not in ("_VBA_PROJECT", "dir")]
    texts = _decompressed({n: streams.openstream(f"VBA/{n}").read() for n in (*modules, "dir")})
    offsets = texts.pop("dir").split(_MODULE_OFFSET)[1:]
    assert [offset[:4] for offset in offsets] == [bytes(4)] * len(modules)
    for name, text in texts.items():
        assert text.startswith(f'Attribute VB_Name = "{name}"'.encode()), name
    return {name: text.decode("latin-1") for name, text in texts.items()}


def _decompressed(streams: dict[str, bytes]) -> dict[str, bytes]:
    """By oletools, in a process of its own: it warns about itself."""
    command = [sys.executable, "-W", "ignore", "-c", _DECOMPRESS]
    given = json.dumps({name: content.hex() for name, content in streams.items()})
    run = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return {name: bytes.fromhex(content) for name, content in json.loads(run.stdout).items()}
