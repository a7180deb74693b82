"""Every verb while another program holds a file, as Excel and Word do: held.py DEMO

A verb must end with exit code 2 and one Vietnamese sentence (or, for a return, do all the others), and what lies in
the folder must be what lay there before.
"""

import ctypes
import hashlib
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path

from qcdc_xl.folder.lock import alone

READ, WRITE, OTHERS_MAY_READ, NOBODY_ELSE, EXISTING = 0x80000000, 0x40000000, 1, 0, 3
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateFileW.restype = wintypes.HANDLE
HOLDER = "import sys; sys.path.insert(0, sys.argv[1]); import held; held.hold(sys.argv[2], int(sys.argv[3]))"


def hold(path: str, others: int) -> None:
    """Open a file and keep it until our standard input ends."""
    handle = kernel.CreateFileW(path, READ | WRITE, others, None, EXISTING, 0, None)
    print("held" if handle not in (None, wintypes.HANDLE(-1).value) else ctypes.get_last_error(), flush=True)
    sys.stdin.read()


@contextmanager
def held(path: Path, others: int = OTHERS_MAY_READ) -> Iterator[None]:
    """Another process holds the file meanwhile."""
    command = [sys.executable, "-c", HOLDER, str(Path(__file__).parent), str(path), str(others)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        answer = holder.stdout.readline().strip()
        assert answer == "held", answer
        try:
            yield
        finally:
            holder.communicate()


def contents(folder: Path) -> dict[str, str]:
    """Every file with the hash of its bytes."""
    return {
        str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def qcdc(*words: object) -> tuple[int, str]:
    """The program; its exit code and all that it said."""
    command = [sys.executable, "-X", "utf8", "-m", "qcdc_xl", *map(str, words)]
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True)
    return ran.returncode, (ran.stdout + ran.stderr).decode("utf-8", "replace").strip()


def refused(folder: Path, path: Path, *words: object, others: int = OTHERS_MAY_READ) -> None:
    """A verb while ``path`` is held: exit code 2, a sentence that names the file, and nothing else than before."""
    before = contents(folder)
    with held(path, others):
        code, said = qcdc(*words)
    print(f"{words[0]}: {code}, {said[-200:]}")
    assert code == 2 and path.name in said and "Traceback" not in said, said
    after = contents(folder)
    assert after == before, sorted(set(after.items()) ^ set(before.items()))


def main(folder: Path) -> None:
    master = folder / "qcdc.xlsm"
    with held(master):
        for verb in ("status", "footnotes"):
            code, said = qcdc(verb, master)
            assert code == 0, said
            print(f"{verb} of a master that Excel holds: {code}")
    received = sorted((folder / "2022-H1" / "nhan").glob("*.xlsx"))
    code, said = qcdc("undo", master)  # so that there is something to be written
    assert code == 0, said
    refused(folder, master, "consolidate", master)
    refused(folder, master, "undo", master)
    with alone(master):
        code, said = qcdc("consolidate", master)
        assert code == 2 and "đang được xử lý ở một lần bấm nút hoặc dòng lệnh khác" in said, said
        print(f"consolidate while another run works: {code}, {said}")
    report = next((folder / "2022-H1" / "bao-cao").glob("*.docx"))
    refused(folder, report, "report", master, "--out", report)
    with held(received[5], NOBODY_ELSE):
        code, said = qcdc("consolidate", master)
    waits = [line for line in said.splitlines() if "đang mở ở chương trình khác" in line]
    assert code in (0, 1) and len(waits) == 1 and received[5].name in waits[0], said
    assert "Traceback" not in said and "Để lần sau 1 tệp" in said, said
    print(f"a return that nobody else may open: {code}, {waits[0]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
