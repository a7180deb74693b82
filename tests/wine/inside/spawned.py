"""Read and check every return of the example in two spawned processes; the same must come as in this one. spawned.py DEMO

Then one of the children ends at once, as when Windows kills it: the parent is told, and does not wait for ever.
"""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from pathlib import Path

import python_calamine


def read(file: str) -> tuple[int, list[tuple[str, int]]]:
    """The process that read it; each sheet's name with the number of its rows."""
    with python_calamine.CalamineWorkbook.from_path(file) as book:
        return os.getpid(), [
            (name, len(book.get_sheet_by_name(name).to_python())) for name in book.sheet_names
        ]


def end(_: str) -> None:
    os._exit(9)


def main(folder: Path) -> None:
    files = sorted(map(str, (folder / "2022-H1" / "nhan").glob("*.xlsx")))
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        found = list(pool.map(read, files, chunksize=5))
    assert [rows for _, rows in found] == [read(file)[1] for file in files]
    children = {process for process, _ in found}
    assert os.getpid() not in children
    try:
        with ProcessPoolExecutor(1, get_context("spawn")) as pool:
            pool.submit(end, "").result(60)
    except BrokenProcessPool:
        print(
            f"{len(files)} returns read in {len(children)} processes as in one; a child that dies is noticed"
        )
        return
    sys.exit("a child that died was not noticed")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
