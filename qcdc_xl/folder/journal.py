"""What the log and the clerk said of the returns of a period, written down beside their originals.

From the originals and this a master can be made anew that uses the same returns. A line that cannot be read says nothing.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from qcdc_xl.folder.whole import write_whole
from qcdc_xl.model import Decision, LogRow

LOG, DECISIONS = "nhat-ky.csv", "quyet-dinh.csv"
_LOG = ("time", "file", "sha256", "unit", "outcome", "message", "period")
_DECISIONS = ("unit", "sha256", "decision", "reason", "who", "when")


def write_journal(folder: Path, log: Iterable[LogRow], decisions: Iterable[Decision]) -> None:
    """Write both tables, where they say something else than before."""
    _write(folder / LOG, _LOG, [(r.time.isoformat(), *(getattr(r, c) for c in _LOG[1:])) for r in log])
    rows = [
        (*(getattr(d, c) for c in _DECISIONS[:-1]), d.when.isoformat() if d.when else "") for d in decisions
    ]
    _write(folder / DECISIONS, _DECISIONS, rows)


def _write(path: Path, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\r\n")
    table.writerow(columns)
    table.writerows(rows)
    content = made.getvalue().encode("utf-8-sig", "replace")
    if not (path.is_file() and path.read_bytes() == content) and (rows or path.exists()):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, lambda temporary: temporary.write_bytes(content))


def read_log(folder: Path) -> tuple[LogRow, ...]:
    """The lines of the log of a period, as they were written down."""
    found = []
    for row in _rows(folder / LOG, _LOG):
        time = _time(row["time"])
        if time:
            found.append(LogRow(time, *(row[c] for c in _LOG[1:])))
    return tuple(found)


def read_decisions(folder: Path) -> tuple[Decision, ...]:
    """The decisions of a period that held."""
    return tuple(
        Decision(row["unit"], row["sha256"], row["decision"], row["reason"], row["who"], _time(row["when"]))
        for row in _rows(folder / DECISIONS, _DECISIONS)
    )


def _rows(path: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeError):
        return
    for row in csv.DictReader(io.StringIO(text)):
        if all(isinstance(row.get(c), str) for c in columns):
            yield row


def _time(text: str) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
