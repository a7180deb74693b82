"""A PDF beside the Word report, made by Word or LibreOffice if one of them is on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

TIMEOUT = 180
"""Seconds after which a converter is given up."""
_WD_EXPORT_FORMAT_PDF, _WD_ALERTS_NONE, _MSO_FORCE_DISABLE = 17, 0, 3


def write_pdf(document: Path, target: Path) -> bool:
    """Make ``target`` from a .docx; ``False`` if no program here can, or the one that is here fails."""
    return _by_word(document, target) or _by_libreoffice(document, target)


def _by_word(document: Path, target: Path) -> bool:
    """By Word itself, in an instance of its own that nobody sees and that asks nothing."""
    if sys.platform != "win32":
        return False
    try:
        from win32com.client import DispatchEx  # comes with xlwings on Windows

        word = DispatchEx("Word.Application")
    except Exception:  # no Word here, or one that cannot be started: COM has many words for it
        return False
    try:
        word.Visible, word.DisplayAlerts = False, _WD_ALERTS_NONE
        word.AutomationSecurity = _MSO_FORCE_DISABLE
        opened = word.Documents.Open(str(document.resolve()), ReadOnly=True, AddToRecentFiles=False)
        opened.ExportAsFixedFormat(str(target.resolve()), _WD_EXPORT_FORMAT_PDF)
        opened.Close(SaveChanges=False)
    except Exception:
        return False
    finally:
        with suppress(Exception):
            word.Quit(SaveChanges=False)
    return target.stat().st_size > 0


def _by_libreoffice(document: Path, target: Path) -> bool:
    """By LibreOffice with a profile of its own, so that one that is open does not matter."""
    program = libreoffice()
    if program is None:
        return False
    with tempfile.TemporaryDirectory() as folder:
        profile = (Path(folder) / "profile").as_uri()
        command = [str(program), "--headless", "--norestore", f"-env:UserInstallation={profile}"]
        command += ["--convert-to", "pdf", "--outdir", folder, str(document)]
        try:
            subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return False
        made = Path(folder) / f"{document.stem}.pdf"
        if not made.is_file():
            return False
        shutil.copyfile(made, target)
    return True


def libreoffice() -> Path | None:
    """Where LibreOffice is, if it is."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    roots = (os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)"))
    places = (Path(root) / "LibreOffice/program/soffice.exe" for root in roots if root)
    return next((place for place in places if place.is_file()), None)
