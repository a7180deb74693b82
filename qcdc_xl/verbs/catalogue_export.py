"""``catalogue export``: a master's tables as a folder of CSV files, to look through, to send, to make a master of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qcdc_xl.catalogue import from_tables
from qcdc_xl.catalogue.sheets import as_csv
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.folder.litter import clear_beside
from qcdc_xl.folder.whole import write_folder
from qcdc_xl.marked import find
from qcdc_xl.model.finding import Finding
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import grids_of


@dataclass(frozen=True)
class Exported:
    """The files, one a table, in ``folder``, and what is wrong with the tables as they stand."""

    period: str
    folder: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]

    def told(self) -> str:
        """Where the files are, and what they are good for."""
        return f"Đã xuất {len(self.files)} bảng danh mục ra thư mục “{self.folder}”, mỗi bảng một tệp CSV."


def catalogue_export(master: Path | Desk, folder: Path, period: str = "") -> Exported:
    """Every table of the catalogue, as it stands in the master, with the rows of all periods; nothing is written over."""
    desk = desk_of(master)
    entries, findings = from_tables(find(grids_of(desk))[0], desk.path.name)
    clear_beside(folder)
    targets = {name: folder / f"{name}.csv" for name in TABLES}
    taken = [path for path in targets.values() if path.exists()]
    if taken:
        raise Trouble(f"Thư mục “{folder}” đã có tệp “{taken[0].name}”. Chọn thư mục khác để không ghi đè.")
    write_folder(
        folder, {path.name: as_csv(TABLES[name], entries.of(name)) for name, path in targets.items()}
    )
    working = next((e.values["value"] for e in entries.of("settings") if e.values.get("key") == "period"), "")
    return Exported(period or working, folder, tuple(targets.values()), findings)
