"""What people wait for, side by side with the alternatives in one run; ratios, not seconds, count.

First a click's overhead: importing ``qcdc_xl.ribbon`` beside importing xlwings alone, each in a fresh Python, in
turn, the best of several. Target: at most 1.1 times. Then reading and checking returns:

    python scripts/benchmark.py [--returns 500] [--pandas 40]

(a) bare python-calamine: every sheet of every file to Python lists, nothing else;
(b) ours: read, find tables, check cells, identity and rules, consolidate, compute the figures;
(c) pandas.read_excel with openpyxl on a sample of the same files, scaled up.
(a) and (b) are run three times in turn, the best counts. Memory is the highest of a process that does only
that, for N and 2N returns. Making the files is not timed. Targets: (b) at most 1.5 times (a), at least 20 times
faster than (c), memory flat in the number of returns but for the table itself. Last, the Word report as it grows
(``benchmark_report.py``).
"""

from __future__ import annotations

import argparse
import datetime
import multiprocessing
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import benchmark_report
from peak_memory import peak

from qcdc_xl.forms import write_form
from qcdc_xl.shipped import CATALOGUE, shipped
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.demo import ISSUED, sample_values
from qcdc_xl.verbs.open_master import load_book
from qcdc_xl.verbs.outcome import settle
from qcdc_xl.verbs.progress import silent
from qcdc_xl.verbs.returned_files import read_all, with_rules

NOW = datetime.datetime(2022, 6, 14, 10, 0)


def make_returns(folder: Path, count: int) -> tuple[Path, list[Path]]:
    """A catalogue with enough units of all kinds, and a return of each: the sample's 34 again and again."""
    tables = folder / "catalogue"
    shutil.copytree(shipped(CATALOGUE), tables)
    _, book = load_book(tables, NOW.date())
    given = sample_values(book.catalogue)
    models = [book.catalogue.active_units[n % len(given)] for n in range(count)]
    with (tables / "units.csv").open("a", encoding="utf-8") as file:
        for number, unit in enumerate(models):
            file.write(
                f"{90_000 + number},2021-01-01,,Đơn vị {number},Số {number},,{unit.level},{unit.type},DAMRONG,\n"
            )
    _, book = load_book(tables, NOW.date())
    paths = []
    for number, model in enumerate(models):
        unit = book.catalogue.unit[str(90_000 + number)]
        path = folder / f"{unit.code}.xlsx"
        write_form(book.catalogue, unit, path, ISSUED, given[model.code])
        paths.append(path)
    return tables, paths


def bare(paths: Sequence[Path], tables: Path) -> None:
    """Every sheet of every file to Python, nothing kept."""
    from python_calamine import CalamineWorkbook

    for path in paths:
        workbook = CalamineWorkbook.from_path(str(path))
        for name in workbook.sheet_names:
            workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)


def ours(paths: Sequence[Path], tables: Path) -> None:
    """All that consolidation does short of writing the master."""
    _, book = load_book(tables, NOW.date())
    read_and_settle(book, paths)


def read_and_settle(book: BookAt, paths: Sequence[Path]) -> None:
    """Read, check, choose, add up; every return must have been accepted."""
    files = with_rules(book, read_all(book, {path: path.name for path in paths}, silent))
    outcome = settle(book, tuple(files), len(paths), NOW)
    assert len(outcome.accepted) == len(paths), [f.findings for f in outcome.rejected][:1]
    assert outcome.book.figures.values["tthc_tiep_nhan"]


def with_pandas(paths: Sequence[Path], tables: Path) -> None:
    """The usual way: every sheet a DataFrame, read by openpyxl."""
    import pandas as pd

    for path in paths:
        pd.read_excel(path, sheet_name=None, engine="openpyxl", header=None)


def timed(work: Callable[[Sequence[Path], Path], None], paths: Sequence[Path], tables: Path) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work(paths, tables)
    return time.perf_counter() - start


def _peak(work: Callable[[Sequence[Path], Path], None], paths: Sequence[Path], tables: Path) -> float:
    work(paths, tables)
    return peak()


def memory(work: Callable[[Sequence[Path], Path], None], paths: Sequence[Path], tables: Path) -> float:
    """The highest memory, in MB, of a fresh process that does only this."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (work, paths, tables))


def _only(tables: Path, target: Path, units: int) -> Path:
    """The same catalogue with only so many units."""
    shutil.copytree(tables, target)
    lines = (tables / "units.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (target / "units.csv").write_text("".join(lines[: units + 1]), encoding="utf-8")
    return target


def importing(module: str) -> float:
    """Seconds that a fresh Python takes to import a module."""
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(run.stdout)


def overhead(times: int = 9) -> bool:
    """Print what a click costs before its work begins; whether the target is met."""
    runs = [(importing("xlwings"), importing("qcdc_xl.ribbon")) for _ in range(times)]
    bare_import, own = (min(each) for each in zip(*runs, strict=True))
    met = bool(own <= 1.1 * bare_import)
    print(f"importing xlwings {bare_import:.3f} s, qcdc_xl.ribbon {own:.3f} s, best of {times} in turn")
    print(
        f"a click's overhead is {own / bare_import:.2f} x xlwings (target: at most 1.1): {'met' if met else 'MISSED'}\n"
    )
    return met


def report(count: int, sample: int, folder: Path) -> bool:
    """Print everything; whether the targets are met."""
    print(f"making {2 * count} returns (not timed) ...", flush=True)
    tables, paths = make_returns(folder, 2 * count)
    half = paths[:count]
    fewer = _only(tables, folder / "catalogue of N", 34 + count)
    _, book = load_book(fewer, NOW.date())
    runs = [
        (timed(bare, half, tables), timed(lambda p, _: read_and_settle(book, p), half, tables))
        for _ in range(3)
    ]
    calamine, own = (min(times) for times in zip(*runs, strict=True))
    pandas = timed(with_pandas, half[:sample], tables) / sample * count
    print(f"\n{count} returns, best of 3 in turn; pandas from {sample} files, scaled up")
    print(f"{'':34}{'seconds':>9}{'x bare':>9}{'MB at N':>10}{'MB at 2N':>10}")
    for name, seconds, work in (
        ("(a) bare python-calamine", calamine, bare),
        ("(b) ours: read, check, add up", own, ours),
    ):
        one, two = memory(work, half, fewer), memory(work, paths, tables)
        print(f"{name:34}{seconds:9.2f}{seconds / calamine:9.2f}{one:10.0f}{two:10.0f}")
    few = memory(with_pandas, half[:sample], tables)
    print(f"{'(c) pandas with openpyxl':34}{pandas:9.2f}{pandas / calamine:9.2f}{few:10.0f}{'':>10}")
    met = (own <= 1.5 * calamine, pandas >= 20 * own)
    print(
        f"ours is {own / calamine:.2f} x bare calamine (target: at most 1.5): {'met' if met[0] else 'MISSED'}"
    )
    print(
        f"ours is {pandas / own:.0f} x faster than pandas (target: at least 20): {'met' if met[1] else 'MISSED'}"
    )
    return all(met)


def main() -> int:
    """Run in a temporary folder."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--returns", type=int, default=500)
    parser.add_argument("--pandas", type=int, default=40, help="how many files pandas reads")
    chosen = parser.parse_args()
    quick = overhead()
    with tempfile.TemporaryDirectory() as folder:
        fast = report(chosen.returns, min(chosen.pandas, chosen.returns), Path(folder))
    return 0 if quick & fast & benchmark_report.report() else 1


if __name__ == "__main__":
    sys.exit(main())
