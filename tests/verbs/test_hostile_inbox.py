"""An inbox with every kind of hostile or broken file beside the good returns: these are in, the others are told, in bounds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from grid_files import Sheet, read_grids, write_grids
from old_excel import compound, workbook
from workbooks import parts_of

MEGABYTE = b" " * 2**20
MOST_MEMORY = 900
"""Megabytes that the whole run may take, its readers included."""
OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
ENTITIES = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
) + b"]>"  # fmt: skip


def packed(path: Path, parts: Mapping[str, bytes | str]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def swollen(good: Path, inbox: Path) -> None:
    """Every part unpacks to more than may be."""
    parts = parts_of(good)
    for name in (
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    ):
        packed(inbox / f"to {name.replace('/', ' ')}.xlsx", {**parts, name: parts[name] + MEGABYTE * 70})
    packed(inbox / "to 1 GB.xlsx", {**parts, "xl/worksheets/sheet1.xml": MEGABYTE * 1000})


def laughing(good: Path, inbox: Path) -> None:
    """Entities that grow, and one that names a file of ours."""
    parts = parts_of(good)
    for name in ("xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        begin, end = parts[name].split(b"?>", 1)
        for number, types in enumerate((ENTITIES, b'<!DOCTYPE a [<!ENTITY j SYSTEM "file:///etc/passwd">]>')):
            body = end.replace(b"<t>", b"<t>&j;", 3).replace(b"<v>", b"<v>&j;", 3)
            packed(
                inbox / f"cuoi {number} {name.replace('/', ' ')}.xlsx",
                {**parts, name: begin + b"?>" + types + body},
            )


def countless(good: Path, inbox: Path) -> None:
    """Markers, codes, cells without number."""
    markers = Sheet()
    for row in range(1, 100_001):
        markers.put(row, 1, "#table indicators")
    write_grids({"S": markers}, inbox / "dau.xlsx")
    grids = read_grids(good)
    first = next(iter(grids.values()))
    end = max(r for (r, c), cell in first.cells.items() if c == 1 and cell.value == "#end")
    first.clear(end, 1)
    for number in range(50_000):
        first.put(end + number, 1, f"ma_la_{number}")
        first.put(end + number, 6, number)
    write_grids(grids, inbox / "ma la.xlsx")
    cell = (
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    )
    rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
    content = (
        f'<office:document-content xmlns:office="{OPEN}office:1.0" xmlns:table="{OPEN}table:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    packed(
        inbox / "o.ods", {"mimetype": kind, "META-INF/manifest.xml": "<manifest/>", "content.xml": content}
    )


def old(good: Path, inbox: Path) -> None:
    """Chains in circles, cut files, noise."""
    (inbox / "vong.xls").write_bytes(compound(workbook({"S": {(0, 0): 1}}), directory_goes_on_at=1))
    (inbox / "cut.xls").write_bytes(compound(workbook({"S": {(0, 0): 1}}))[:1500])
    (inbox / "rong.xls").write_bytes(compound(workbook({"S": {(0, 0): 1, (65535, 255): 1}})))
    (inbox / "rac.xlsb").write_bytes(bytes(range(256)) * 20)
    packed(inbox / "rac 2.xlsb", {**parts_of(good), "xl/workbook.bin": bytes(range(256)) * 9})


def odd(good: Path, inbox: Path) -> None:
    """Links, pipes, folders with a workbook's name, names that no system likes."""
    os.symlink("/etc/passwd", inbox / "lien ket.xlsx")
    os.symlink("/dev/zero", inbox / "khong dau.xlsx")
    os.symlink(inbox, inbox / "vong lap")
    for name in ("ong.xlsx", "ong.xls", "ong.zip", "ong.eml"):
        os.mkfifo(inbox / name)
    (inbox / "thu muc.xlsx").mkdir()
    for name in ("xuong\ndong.xlsx", "x" * 200 + ".xlsx", "CON.xlsx", "a'b&c=1+1.xlsx"):
        (inbox / name).write_bytes(good.read_bytes()[:3000])
    (inbox / os.fsdecode(b"\xff\xfe.xlsx")).write_bytes(b"x")


def packed_up(good: Path, inbox: Path) -> None:
    """Archives in archives, names that lead elsewhere."""
    inner = MEGABYTE * 70
    for number in range(3):
        packed(inbox / "long.zip", {f"n{number}.zip" if number else "a.xlsx": inner})
        inner = (inbox / "long.zip").read_bytes()
    names = (
        "../../../../../thoat.xlsx",
        "/thoat.xlsx",
        "C:\\thoat.xlsx",
        "CON.xlsx",
        "a:b.xlsx",
        "cuoi. .xlsx",
        "..",
    )
    packed(inbox / "duong.zip", dict.fromkeys(names, b"x"))


HOSTILE: tuple[Callable[[Path, Path], None], ...] = (swollen, laughing, countless, old, odd, packed_up)


class Memory(threading.Thread):
    """Watches how many megabytes a process and those that it started take together."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.most, self._pid, self.ended = 0.0, pid, False

    def run(self) -> None:
        while not self.ended:
            said = subprocess.run(
                ["ps", "-eo", "pid,ppid,rss"], capture_output=True, text=True, check=True
            ).stdout
            rows = [tuple(map(int, line.split())) for line in said.splitlines()[1:]]
            family = {self._pid}
            for _ in range(4):
                family |= {pid for pid, parent, _ in rows if parent in family}
            self.most = max(self.most, sum(size for pid, _, size in rows if pid in family) / 1024)
            time.sleep(0.2)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links like these are those of other systems")
def test_the_good_returns_are_in_and_memory_is_kept(demo_folder: Path) -> None:
    inbox = demo_folder / "2022-H1" / "nhan"
    shutil.rmtree(demo_folder / "2022-H1" / "luu", ignore_errors=True)
    good = sorted(inbox.glob("*.xlsx"))
    units = {path.name.split()[1] for path in good}
    for make in HOSTILE:
        make(good[0], inbox)
    outside = {p for p in demo_folder.parent.iterdir() if p != demo_folder}
    command = [sys.executable, "-X", "utf8", "-m", "qcdc_xl", "consolidate", str(demo_folder), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as run:
        memory = Memory(run.pid)
        memory.start()
        said, wrong = run.communicate(timeout=300)
        memory.ended = True
        memory.join()
    assert run.returncode in (0, 1) and b"Traceback" not in wrong, wrong.decode()
    outcome = json.loads(said)
    assert {one["unit"] for one in outcome["accepted"]} == units and outcome["missing"] == []
    assert not any("root:" in finding["message"] for finding in outcome["findings"])
    assert memory.most <= MOST_MEMORY
    assert {p for p in demo_folder.parent.iterdir() if p != demo_folder} == outside
