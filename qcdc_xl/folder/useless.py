"""What is known of files that are no returns, by their hash, so that nobody has to look at them again.

A table beside the originals of a period, for people to read, too; without it everything is looked at anew.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from qcdc_xl import __version__
from qcdc_xl.folder.whole import write_whole
from qcdc_xl.model.finding import CODES, Finding, Place, finding, names
from qcdc_xl.model.received import Received

NAME = "khong-phai-bao-cao.csv"
_COLUMNS = ("sha256", "tep", "ma", "chi_tiet", "phien_ban")
_LARGEST = 16 * 2**20


def known_useless(folder: Path) -> dict[str, tuple[Finding, ...]]:
    """What this program has found of each before, by hash; nothing where the table cannot be read."""
    path = folder / NAME
    try:
        if path.stat().st_size > _LARGEST:
            return {}
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
        return {row["sha256"]: (_finding(row),) for row in rows if row["phien_ban"] == __version__}
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return {}


def _finding(row: Mapping[str, str]) -> Finding:
    code, values = row["ma"], json.loads(row["chi_tiet"])
    if code not in CODES or set(values) != names(code):
        raise ValueError(code)
    return finding(code, Place(file=row["tep"]), **values)


def write_down(folder: Path, files: Iterable[Received]) -> None:
    """Keep what was found of files that are no returns, besides what is known already."""
    rows = {sha: found[0] for sha, found in known_useless(folder).items()}
    before = len(rows)
    for file in files:
        if file.sha256 and len(file.findings) == 1:
            rows.setdefault(file.sha256, file.findings[0])
    if len(rows) == before:
        return
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\r\n")
    table.writerow(_COLUMNS)
    for sha256, found in rows.items():
        details = json.dumps(dict(found.values), ensure_ascii=False)
        table.writerow((sha256, found.place.file, found.code, details, __version__))
    folder.mkdir(parents=True, exist_ok=True)
    content = made.getvalue().encode("utf-8-sig")
    write_whole(folder / NAME, lambda path: path.write_bytes(content))
