"""Install qcdc_xl for one person on Windows, without administrator rights; or take it away again.

    install.cmd [FOLDER]      environment, xlwings' setting, trusted folder, unblocked workbook
    uninstall.cmd             all of that away; the working folder stays

Runs under any Python 3.11 or later that install.ps1 has found; only the standard library is there. Beside this
file lie, in a bundle, ``wheels`` (no internet is needed then) or, in a checkout, nothing: pip fetches them.
Every step tells what it did; running it again repairs and updates. Exit 0: ready; 1: something is to be mended.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pythons

HERE = Path(__file__).resolve().parent
PYTHON_VARIABLE = "QCDC_PYTHON"
"""What the workbook's hidden sheet qcdc.conf gives xlwings as its interpreter."""
TEMP_VARIABLE = "QCDC_TEMP"
"""What the same sheet gives xlwings as its folder for notes: VBA cannot write below a user's name that the machine's code
page lacks, and %TEMP% lies there."""
VERSION_NOTE = "qcdc-version.txt"
"""Beside python.exe: the version that VBA compares with the workbook's when it is opened."""
BUNDLED = "qcdc-python"
"""Below %LOCALAPPDATA%: the Python that came with a bundle."""
OFFICE = r"Software\Microsoft\Office"
TRUSTED = r"Excel\Security\Trusted Locations\QCDC"


class Trouble(Exception):
    """A step cannot be done; the text says in Vietnamese why and what to do."""


class System(Protocol):
    """What installing needs of Windows."""

    def folder(self, variable: str) -> Path:
        """The folder that an environment variable names."""

    def short(self, path: Path) -> Path:
        """The 8.3 name of an existing path, or the path itself where there is none."""

    def run(self, command: Sequence[str]) -> int:
        """Run a program; its exit code."""

    def pythons(self) -> Iterable[Path]:
        """Every Python of the computer."""

    def kind(self, python: Path) -> str:
        """A Python's version and platform: "3.12 win_amd64"."""

    def set_variable(self, name: str, value: str | None) -> None:
        """Set an environment variable of the user for all programs started from now on; ``None`` removes it."""

    def office_versions(self) -> list[str]:
        """The versions of Office that this user has settings of: "16.0"."""

    def write_key(self, key: str, values: dict[str, str | int]) -> None:
        """Write values below HKEY_CURRENT_USER."""

    def delete_key(self, key: str) -> None:
        """Delete a key below HKEY_CURRENT_USER, if it is there."""

    def unblock(self, path: Path) -> None:
        """Take off the mark that a file came from the internet."""


@dataclass(frozen=True)
class Places:
    """Where things are: the environment, the working folder, what is installed from."""

    home: Path
    work: Path
    source: Path = HERE

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def notes(self) -> Path:
        """The folder in which xlwings notes what went wrong; its path is as plain as the environment's."""
        return self.home / "temp"

    @property
    def wheels(self) -> Path:
        """The folder of wheels in a bundle."""
        return self.source / "wheels"


def home_of(system: System) -> Path:
    """The environment's folder: VBA reads file names in the machine's code page, so ASCII only.

    %LOCALAPPDATA%\\qcdc; for a user name like "Nguyễn" its 8.3 name; where Windows has none, %PUBLIC%\\qcdc.
    """
    own = system.folder("LOCALAPPDATA")
    for folder in (own, system.short(own), system.folder("PUBLIC")):
        if str(folder).isascii():
            return folder / "qcdc"
    raise Trouble("Không tìm được thư mục có tên không dấu để cài đặt. Báo người hỗ trợ.")


def make_environment(places: Places, system: System) -> str:
    """An own Python environment, always made anew: an update leaves nothing of the old one."""
    shutil.rmtree(places.home, ignore_errors=True)
    if places.home.exists():
        raise Trouble("Chương trình cũ đang được dùng. Đóng hết Excel rồi chạy lại install.cmd.")
    logging.getLogger("venv").setLevel(logging.ERROR)  # it warns, in English, that an 8.3 name is one
    venv.create(places.home, with_pip=True)
    return f"Đã tạo môi trường riêng ở “{places.home}”."


def install_packages(places: Places, system: System) -> str:
    """The locked packages and the program itself, from the wheels of a bundle or from the internet."""
    pip = [str(places.python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
    offline = ["--no-index", "--find-links", str(places.wheels)] if places.wheels.is_dir() else []
    own = sorted(places.wheels.glob("qcdc_xl-*.whl")) or [places.source.parent]
    steps = (
        [*pip, *offline, "--require-hashes", "-r", str(places.source / "requirements-run.txt")],
        [*pip, *offline, "--no-deps", str(own[-1])],
    )
    for step in steps:
        if system.run(step):
            advice = (
                "thư mục wheels không đủ cho phiên bản Python của máy này; tạo lại bộ cài hoặc dùng Python ghi ở tệp DOC-TRUOC.txt"
                if offline
                else "kiểm tra mạng Internet, hoặc dùng bộ cài có sẵn thư mục wheels"
            )
            raise Trouble(f"Không cài được các thư viện: {advice}, rồi chạy lại install.cmd.")
    return "Đã cài chương trình và thư viện" + (" từ bộ cài, không dùng Internet." if offline else ".")


def prove(places: Places, system: System) -> str:
    """Everything that a click needs is loaded and a form written and read; what fails says so itself."""
    if system.run([str(places.python), "-X", "utf8", "-m", "qcdc_xl.verbs.proof"]):
        raise Trouble(
            "Chương trình đã cài nhưng chưa chạy được trên máy này. Chạy lại install.cmd; nếu vẫn lỗi, gửi thông báo trên cho người hỗ trợ."
        )
    return "Đã chạy thử: nạp đủ thư viện, tạo và đọc được một biểu mẫu."


def note_version(places: Places, system: System) -> str:
    """The last sign of a whole installation, written when everything else of the environment is there."""
    code = "import qcdc_xl, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(qcdc_xl.__version__)"
    if system.run([str(places.python), "-c", code, str(places.python.with_name(VERSION_NOTE))]):
        raise Trouble(
            "Chương trình đã cài nhưng không chạy được. Chạy lại install.cmd; nếu vẫn lỗi, báo người hỗ trợ."
        )
    return "Đã ghi phiên bản của chương trình."


def tell_xlwings(places: Places, system: System) -> str:
    """The variables that xlwings' settings in the workbook refer to."""
    places.notes.mkdir(parents=True, exist_ok=True)
    system.set_variable(TEMP_VARIABLE, str(places.notes))
    system.set_variable(PYTHON_VARIABLE, str(places.python))
    return "Đã khai báo chương trình với Excel. Nếu Excel đang mở, đóng hết rồi mở lại."


def make_working_folder(places: Places, system: System) -> str:
    """A fresh master, unless the folder has one."""
    if (places.work / "qcdc.xlsm").exists():
        return f"Giữ nguyên sổ đã có trong “{places.work}”."
    places.work.mkdir(parents=True, exist_ok=True)
    if system.run([str(places.python), "-X", "utf8", "-m", "qcdc_xl", "init", str(places.work)]):
        raise Trouble(f"Không tạo được sổ trong “{places.work}”. Kiểm tra quyền ghi hoặc chọn thư mục khác.")
    return f"Đã tạo sổ tổng hợp mới trong “{places.work}”."


def trust_folder(places: Places, system: System) -> str:
    """An Excel Trusted Location: the master's own folder alone.

    Below it lie returned workbooks, whose macros must never run without a question.
    """
    values: dict[str, str | int] = {"Path": f"{places.work}\\", "AllowSubFolders": 0, "Description": "QCDC"}
    for version in system.office_versions() or ["16.0"]:
        system.write_key(rf"{OFFICE}\{version}\{TRUSTED}", values)
    return "Đã đưa thư mục làm việc vào danh sách thư mục tin cậy của Excel."


def unblock(places: Places, system: System) -> str:
    """Take the mark of the internet off the master, and off nothing that came by mail."""
    master = places.work / "qcdc.xlsm"
    system.unblock(master)
    return f"Đã bỏ chặn sổ “{master.name}”."


Step = Callable[[Places, System], str]
INSTALL: tuple[Step, ...] = (
    make_environment, install_packages, prove, note_version, tell_xlwings, make_working_folder, trust_folder, unblock,
)  # fmt: skip


def remove_environment(places: Places, system: System) -> str:
    """The environment and everything in it."""
    shutil.rmtree(places.home, ignore_errors=True)
    if places.home.exists():
        raise Trouble("Chương trình đang được dùng. Đóng hết Excel rồi chạy lại uninstall.cmd.")
    return f"Đã xóa môi trường “{places.home}”."


def forget(places: Places, system: System) -> str:
    """The variables and the trusted location."""
    for variable in (PYTHON_VARIABLE, TEMP_VARIABLE):
        system.set_variable(variable, None)
    for version in system.office_versions() or ["16.0"]:
        system.delete_key(rf"{OFFICE}\{version}\{TRUSTED}")
    return "Đã bỏ khai báo với Excel và thư mục tin cậy. Thư mục làm việc và các báo cáo vẫn còn nguyên."


def remove_python(places: Places, system: System) -> str:
    """The Python that a bundle brought; the one that runs us is taken away by install.ps1, when we have ended."""
    own = system.folder("LOCALAPPDATA") / BUNDLED
    if not own.exists():
        return "Không có Python đi kèm bộ cài."
    if Path(sys.base_prefix).is_relative_to(own):
        return "Python đi kèm bộ cài sẽ được gỡ ngay sau bước này."
    shutil.rmtree(own, ignore_errors=True)
    return f"Đã gỡ Python đi kèm bộ cài ở “{own}”."


UNINSTALL: tuple[Step, ...] = (remove_environment, forget, remove_python)


def check_folder(work: Path) -> None:
    """Raises :class:`Trouble` for a folder that Excel will not trust or where work would be lost."""
    if str(work).startswith("\\\\"):
        raise Trouble(
            "Excel không cho chạy macro từ thư mục mạng. Chọn một thư mục trên máy này, ví dụ D:\\QCDC."
        )
    if any(part.lower() in ("temp", "inetcache", "downloads") for part in work.parts):
        raise Trouble(f"“{work}” là thư mục tạm, báo cáo có thể bị mất. Chọn thư mục khác, ví dụ D:\\QCDC.")


def steps(todo: Sequence[Step], places: Places, system: System) -> Iterator[str]:
    """Do step after step, telling each; the first that fails ends it."""
    for number, step in enumerate(todo, start=1):
        yield f"[{number}/{len(todo)}] {step(places, system)}"


def chosen_folder(given: str | None, default: Path, ask: Callable[[str], str]) -> Path:
    """The working folder: as given, or as typed; Enter takes the default.

    In "D:\\QCDC\\" the last two letters are a quotation mark to Windows, which stays at the end of what is given.
    """
    answer = (given or ask(f"Thư mục làm việc [{default}]: ")).strip().strip('"')
    return Path(answer).expanduser().resolve() if answer else default


def better_python(source: Path, own: str, system: System) -> Path | None:
    """Another Python for which the bundle has its wheels, if it has none for this one; raises :class:`Trouble` for none."""
    kinds = pythons.served(source)
    if not kinds or own in kinds:
        return None
    found = pythons.fitting(kinds, system.pythons(), system.kind)
    if found is None:
        raise Trouble(
            f"Bộ cài này dùng cho Python {pythons.told(kinds)}, máy này chỉ có Python {pythons.told([own])}. Cài thêm một Python trong số đó từ https://www.python.org/downloads/windows/ (chọn “Install Now”), hoặc dùng bộ cài có kèm Python, rồi chạy lại install.cmd."
        )
    return found


def main(arguments: Sequence[str], system: System, say: Callable[[str], object] = print) -> int:
    """Install or uninstall; 0 if all went well."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", nargs="?", help="the working folder")
    parser.add_argument("--uninstall", action="store_true")
    options = parser.parse_args(arguments)
    try:
        home = home_of(system)
        if options.uninstall:
            for line in steps(UNINSTALL, Places(home, home), system):
                say(line)
            say("Đã gỡ chương trình QCDC.")
            return 0
        other = better_python(HERE, pythons.own_kind(), system)
        if other:
            return system.run([str(other), str(HERE / "install.py"), *arguments])
        work = chosen_folder(options.folder, system.folder("USERPROFILE") / "Documents" / "QCDC", input)
        check_folder(work)
        for line in steps(INSTALL, Places(home, work), system):
            say(line)
        say(f"Xong. Mở “{work / 'qcdc.xlsm'}” bằng Excel, vào thẻ QCDC, bắt đầu từ nút Hướng dẫn.")
        return 0
    except Trouble as trouble:
        say(str(trouble))
    except OSError as error:
        say(
            f"Không đọc hoặc ghi được “{error.filename or error}”. Kiểm tra đĩa, quyền ghi, hoặc đóng Excel rồi chạy lại."
        )
    return 1


class Windows:
    """Windows itself."""

    def folder(self, variable: str) -> Path:
        """The folder that an environment variable names."""
        return Path(os.environ[variable])

    def short(self, path: Path) -> Path:
        """The 8.3 name, asked of the system."""
        if sys.platform == "win32":
            import ctypes

            room = ctypes.create_unicode_buffer(1024)
            if ctypes.windll.kernel32.GetShortPathNameW(str(path), room, 1024):
                return Path(room.value)
        return path

    def run(self, command: Sequence[str]) -> int:
        """Run a program; its exit code."""
        return subprocess.run(list(command), check=False).returncode

    def pythons(self) -> Iterable[Path]:
        """As launcher, registry and path name them."""
        return pythons.installed()

    def kind(self, python: Path) -> str:
        """Asked of itself."""
        return pythons.kind_of(python)

    def set_variable(self, name: str, value: str | None) -> None:
        """In HKEY_CURRENT_USER\\Environment; Explorer is told, so programs started from now on know it."""
        if sys.platform == "win32":
            import ctypes
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, "Environment") as key:
                if value is None:
                    _without(lambda: winreg.DeleteValue(key, name))
                else:
                    winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)
            broadcast, settings_changed, if_hung = 0xFFFF, 0x1A, 2
            ctypes.windll.user32.SendMessageTimeoutW(
                broadcast, settings_changed, 0, "Environment", if_hung, 2000, None
            )

    def office_versions(self) -> list[str]:
        """The keys of Office's versions that have Excel below them."""
        found: list[str] = []
        if sys.platform == "win32":
            import winreg

            for version in ("14.0", "15.0", "16.0"):
                try:
                    winreg.CloseKey(winreg.OpenKey(winreg.HKEY_CURRENT_USER, rf"{OFFICE}\{version}\Excel"))
                    found.append(version)
                except OSError:
                    continue
        return found

    def write_key(self, key: str, values: dict[str, str | int]) -> None:
        """Texts as REG_SZ, numbers as REG_DWORD."""
        if sys.platform == "win32":
            import winreg

            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                for name, value in values.items():
                    winreg.SetValueEx(
                        opened, name, 0, winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ, value
                    )

    def delete_key(self, key: str) -> None:
        """Delete a key, if it is there."""
        if sys.platform == "win32":
            import winreg

            _without(lambda: winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key))

    def unblock(self, path: Path) -> None:
        """Remove the stream Zone.Identifier that browsers and mail programs put on files."""
        _without(lambda: os.remove(f"{path}:Zone.Identifier"))


def _without(remove: Callable[[], object]) -> None:
    """Remove what may not be there."""
    with suppress(FileNotFoundError):
        remove()


if __name__ == "__main__":
    if sys.platform != "win32":
        print("Only for Windows; elsewhere see scripts/environment.py.", file=sys.stderr)
        sys.exit(2)
    sys.exit(main(sys.argv[1:], Windows()))
