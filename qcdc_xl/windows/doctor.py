"""What this computer lacks for the master to work in Excel, and how to mend it: ``qcdc doctor``.

Pure checks over what a :class:`Machine` says; only ``ThisMachine`` asks Windows. On other systems the checks
about Excel do not apply.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Protocol

from qcdc_xl import __version__


class State(StrEnum):
    """How a check came out; the word staff read."""

    FINE = "đạt"
    MEND = "cần sửa"
    NOT_HERE = "không áp dụng"


@dataclass(frozen=True, slots=True)
class Result:
    """One check: what was looked at, how it is, what was seen or what to do."""

    name: str
    state: State
    text: str


class Machine(Protocol):
    """What the checks ask of the computer."""

    windows: bool
    python: Path
    python_version: tuple[int, int]

    def variable(self, name: str) -> str:
        """An environment variable, blank if it is not set."""

    def package(self, name: str) -> str:
        """A package's version, blank if it is not installed."""

    def key(self, path: str, name: str) -> str:
        """A value of the registry (``HKCU\\…`` or ``HKLM\\…``) as text, blank if it is not there."""

    def keys(self, path: str) -> list[str]:
        """The names of the keys below a key."""

    def from_internet(self, path: Path) -> bool:
        """Whether Windows marked a file as coming from the internet."""


@dataclass(frozen=True)
class Question:
    """What the checks are about: the computer and, if asked for, a master on it."""

    machine: Machine
    master: Path | None = None


def _fine(name: str, text: str) -> Result:
    return Result(name, State.FINE, text)


def _mend(name: str, text: str) -> Result:
    return Result(name, State.MEND, text)


def python(asked: Question) -> Iterator[Result]:
    """The interpreter that runs us."""
    found = ".".join(map(str, asked.machine.python_version))
    if asked.machine.python_version < (3, 11):
        yield _mend("Python", f"Phiên bản {found} quá cũ. Cài Python 3.11 trở lên rồi chạy lại install.cmd.")
    else:
        yield _fine("Python", f"{found} ({asked.machine.python})")


def packages(asked: Question) -> Iterator[Result]:
    """The libraries that the program stands on."""
    wanted = {name for name in _required() if name != "pywin32"} | (
        {"pywin32"} if asked.machine.windows else set()
    )
    missing = sorted(name for name in wanted if not asked.machine.package(name))
    if missing:
        yield _mend("Thư viện", f"Thiếu {', '.join(missing)}. Chạy lại install.cmd.")
    else:
        yield _fine("Thư viện", f"Đủ {len(wanted)} thư viện; xlwings {asked.machine.package('xlwings')}.")


def _required() -> list[str]:
    try:
        found = requires("qcdc_xl") or []
    except PackageNotFoundError:
        return ["xlwings", "python-calamine", "pandas", "lxml"]
    return [re.split(r"[ ;<>=!~\[(]", line)[0] for line in found if "extra ==" not in line]


def interpreter(asked: Question) -> Iterator[Result]:
    """The variable through which the workbook finds us."""
    name = "Khai báo với Excel"
    said = asked.machine.variable("QCDC_PYTHON")
    if not said:
        yield _mend(
            name,
            "Excel chưa biết chương trình ở đâu (biến QCDC_PYTHON). Chạy lại install.cmd rồi mở lại Excel.",
        )
    elif not Path(said).is_file():
        yield _mend(name, f"Không còn tệp “{said}”. Chạy lại install.cmd rồi mở lại Excel.")
    elif not said.isascii():
        yield _mend(name, f"Đường dẫn “{said}” có dấu nên Excel không đọc được. Chạy lại install.cmd.")
    else:
        yield _fine(name, said)


def folder_for_notes(asked: Question) -> Iterator[Result]:
    """The folder in which xlwings notes what went wrong; VBA writes and reads it, so its path is plain too."""
    name = "Thư mục tạm cho Excel"
    said = asked.machine.variable("QCDC_TEMP")
    if not said or not Path(said).is_dir():
        yield _mend(name, "Chưa có thư mục tạm (biến QCDC_TEMP). Chạy lại install.cmd rồi mở lại Excel.")
    elif not said.isascii():
        yield _mend(name, f"Đường dẫn “{said}” có dấu nên Excel không ghi được. Chạy lại install.cmd.")
    elif not os.access(said, os.W_OK):
        yield _mend(name, f"Không ghi được vào “{said}”. Chạy lại install.cmd.")
    else:
        yield _fine(name, said)


def installed_version(asked: Question) -> Iterator[Result]:
    """The note that VBA compares with the workbook's version."""
    said = asked.machine.variable("QCDC_PYTHON")
    note = Path(said).with_name("qcdc-version.txt") if said else None
    found = note.read_text(encoding="ascii").strip() if note and note.is_file() else ""
    if found != __version__:
        yield _mend(
            "Phiên bản đã cài",
            f"Ghi nhận “{found or 'không có'}”, chương trình là {__version__}. Chạy lại install.cmd.",
        )
    else:
        yield _fine("Phiên bản đã cài", found)


def excel(asked: Question) -> Iterator[Result]:
    """Excel itself."""
    current = asked.machine.key(r"HKCR\Excel.Application\CurVer", "")
    number = current.rpartition(".")[2]
    if not number:
        yield _mend("Excel", "Máy này chưa cài Microsoft Excel. Các nút chỉ chạy trong Excel 2013 trở lên.")
    elif number.isdigit() and int(number) < 15:
        yield _mend("Excel", f"Excel phiên bản {number} quá cũ. Dùng Excel 2013 trở lên.")
    else:
        bits = asked.machine.key(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration", "Platform")
        yield _fine("Excel", f"phiên bản {number}" + (f", {bits}" if bits else ""))


def macros(asked: Question) -> Iterator[Result]:
    """What an organisation's policy forbids; nobody but its administrator can change that."""
    for number in ("16.0", "15.0"):
        policy = rf"HKCU\Software\Policies\Microsoft\Office\{number}\Excel\Security"
        if asked.machine.key(policy, "VBAWarnings") == "4":
            yield _mend(
                "Macro",
                "Cơ quan đã cấm mọi macro của Excel (chính sách nhóm). Đề nghị người quản trị cho phép thư mục tin cậy.",
            )
            return
        if asked.machine.key(policy + r"\Trusted Locations", "AllLocationsDisabled") == "1":
            yield _mend(
                "Macro", "Cơ quan đã tắt các thư mục tin cậy của Excel. Đề nghị người quản trị mở lại."
            )
            return
    yield _fine("Macro", "Không bị chính sách của cơ quan cấm.")


def trusted(asked: Question) -> Iterator[Result]:
    """The master's folder among Excel's trusted locations."""
    if asked.master is None:
        return
    folder = str(asked.master.parent).rstrip("\\/").casefold()
    for number in ("16.0", "15.0"):
        top = rf"HKCU\Software\Microsoft\Office\{number}\Excel\Security\Trusted Locations"
        for name in asked.machine.keys(top):
            known = asked.machine.key(rf"{top}\{name}", "Path").rstrip("\\/").casefold()
            below = asked.machine.key(rf"{top}\{name}", "AllowSubFolders") == "1"
            if known and (folder == known or (below and folder.startswith(known + "\\"))):
                yield _fine("Thư mục tin cậy", str(asked.master.parent))
                return
    yield _mend(
        "Thư mục tin cậy",
        f"Excel chưa tin cậy “{asked.master.parent}” nên có thể chặn các nút. Chạy install.cmd và chọn thư mục này.",
    )


def mark(asked: Question) -> Iterator[Result]:
    """Windows blocks macros of files that came by mail."""
    if asked.master is None:
        return
    if asked.machine.from_internet(asked.master):
        yield _mend(
            "Chặn của Windows",
            f"“{asked.master.name}” bị đánh dấu là tệp từ Internet. Bấm chuột phải vào tệp, chọn Thuộc tính (Properties), đánh dấu Bỏ chặn (Unblock), bấm OK.",
        )
    else:
        yield _fine("Chặn của Windows", "Sổ không bị chặn.")


def place(asked: Question) -> Iterator[Result]:
    """Where the master lies."""
    if asked.master is None:
        return
    where, name = str(asked.master.parent), "Nơi để sổ"
    if where.startswith("\\\\"):
        yield _mend(
            name,
            "Sổ nằm trên thư mục mạng, Excel không cho chạy các nút. Chép sổ và các thư mục đi kèm vào máy này.",
        )
    elif re.search(r"inetcache|content\.outlook|\\temp\\", where, re.IGNORECASE):
        yield _mend(name, "Sổ nằm trong thư mục tạm của thư điện tử. Lưu sổ vào thư mục làm việc.")
    elif "onedrive" in where.casefold():
        yield _mend(
            name,
            "Sổ nằm trong OneDrive, khi đang đồng bộ có thể không ghi được. Chuyển sổ ra thư mục ngoài OneDrive.",
        )
    elif len(str(asked.master)) > 150:
        yield _mend(
            name,
            "Đường dẫn quá dài, tên tệp lưu trữ có thể vượt giới hạn của Windows. Chuyển thư mục làm việc ra ngay dưới ổ đĩa, ví dụ D:\\QCDC.",
        )
    elif not os.access(asked.master.parent, os.W_OK):
        yield _mend(name, f"Không ghi được vào “{where}”. Chọn thư mục khác hoặc xin quyền ghi.")
    elif shutil.disk_usage(asked.master.parent).free < 200_000_000:
        yield _mend(name, "Ổ đĩa còn dưới 200 MB. Dọn bớt rồi mới tổng hợp.")
    else:
        yield _fine(name, where)


def workbook(asked: Question) -> Iterator[Result]:
    """The master: readable, with macros and ribbon, of a version that fits."""
    from zipfile import BadZipFile

    from python_calamine import CalamineError

    from qcdc_xl.master.macros import read_macros
    from qcdc_xl.master.update import maker_of

    if asked.master is None:
        return
    try:
        read_macros(asked.master)
        found = maker_of(asked.master)
    except (OSError, KeyError, BadZipFile, CalamineError):
        yield _mend(
            "Sổ tổng hợp",
            f"“{asked.master.name}” hỏng, có mật khẩu, hoặc đã mất các nút (không lưu dạng .xlsm). Lấy lại bản trong thư mục sao-luu.",
        )
        return
    if found.newer or not found.version:
        yield _mend(
            "Sổ tổng hợp",
            f"Sổ của phiên bản {found.version or 'không rõ'}, chương trình là {__version__}. Cài chương trình phiên bản mới.",
        )
    else:
        yield _fine("Sổ tổng hợp", f"phiên bản {found.version}")


Check = Callable[[Question], Iterator[Result]]
EVERYWHERE: tuple[Check, ...] = (python, packages, place, workbook)
ON_WINDOWS: Mapping[str, Check] = {
    "Khai báo với Excel": interpreter, "Thư mục tạm cho Excel": folder_for_notes, "Phiên bản đã cài": installed_version, "Excel": excel, "Macro": macros,
    "Thư mục tin cậy": trusted, "Chặn của Windows": mark,
}  # fmt: skip


def examine(asked: Question) -> tuple[Result, ...]:
    """All checks; those about Excel only where there is Windows."""
    found = [result for check in EVERYWHERE for result in check(asked)]
    for name, check in ON_WINDOWS.items():
        if asked.machine.windows:
            found += check(asked)
        else:
            found.append(Result(name, State.NOT_HERE, "không phải Windows"))
    return tuple(found)


class ThisMachine:
    """The computer that we run on."""

    windows = sys.platform == "win32"
    python = Path(sys.executable)
    python_version = (sys.version_info.major, sys.version_info.minor)

    def variable(self, name: str) -> str:
        """As this process was given it."""
        return os.environ.get(name, "")

    def package(self, name: str) -> str:
        """As installed here."""
        try:
            return version(name)
        except PackageNotFoundError:
            return ""

    def key(self, path: str, name: str) -> str:
        """As the registry has it."""
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(*_split(path)) as opened:
                    return str(winreg.QueryValueEx(opened, name)[0])
            except OSError:
                return ""
        return ""

    def keys(self, path: str) -> list[str]:
        """As the registry has them."""
        if sys.platform == "win32":
            import winreg

            try:
                with winreg.OpenKey(*_split(path)) as opened:
                    return [winreg.EnumKey(opened, n) for n in range(winreg.QueryInfoKey(opened)[0])]
            except OSError:
                return []
        return []

    def from_internet(self, path: Path) -> bool:
        """Whether the file has the stream that browsers and mail programs add."""
        return self.windows and os.path.exists(f"{path}:Zone.Identifier")


def _split(path: str) -> tuple[int, str]:
    """A registry path as its root and the rest."""
    if sys.platform == "win32":
        import winreg

        roots = {
            "HKCU": winreg.HKEY_CURRENT_USER,
            "HKLM": winreg.HKEY_LOCAL_MACHINE,
            "HKCR": winreg.HKEY_CLASSES_ROOT,
        }
        root, _, rest = path.partition("\\")
        return roots[root], rest
    raise OSError("no registry")
