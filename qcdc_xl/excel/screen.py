"""What Excel shows people while a verb works, and whether it listens at all."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

import xlwings as xw

from qcdc_xl.unloadable import message_box

_BUSY = {-2147418111, -2147417846, -2146777998}
"""RPC_E_CALL_REJECTED, RPC_E_SERVERCALL_RETRYLATER, VBA_E_IGNORE: a cell is being edited, a dialog is open."""
_TRIES = 5000
"""How often xlwings asks an Excel that is busy, instead of for ever (a second or a few)."""
_BUTTONS = {"ok": 0x0, "yes_no": 0x4}
_ICONS = {"info": 0x40, "critical": 0x30}
_YES = 6
"""Windows' own numbers: MB_OK, MB_YESNO, MB_ICONINFORMATION, MB_ICONWARNING; IDYES."""


def alert(
    app: xw.App, text: str, title: str, buttons: Literal["ok", "yes_no"], mode: Literal["info", "critical"]
) -> bool:
    """Tell people something; whether they said yes.

    xlwings' message belongs to the window that was clicked in. When that one was closed on the way (*Hoàn tác*), Windows
    refuses it; then the message belongs to no window.
    """
    try:
        return bool(app.alert(text, title, buttons, mode) == "yes")
    except Exception:
        return message_box(text, title, _BUTTONS[buttons] | _ICONS[mode]) == _YES


class StatusBar:
    """Progress in Excel's status bar: "QCDC: đang đọc 12/33 …", once a stage, however many files. VBA wipes it."""

    def __init__(self, app: xw.App) -> None:
        self._app, self._shown = app, ""

    def __call__(self, what: str, done: int, of: int) -> None:
        """Show it when a third is done; until then VBA's own "đang khởi động …" stands there."""
        if what != self._shown and of // 3 <= done < of:
            self._shown = what
            self._app.status_bar = f"QCDC: {what} {done}/{of} …" if of > 1 else f"QCDC: {what} …"


def be_patient_for_a_while() -> None:
    """Let xlwings give up on an Excel that stays busy, where it would ask for ever."""
    with suppress(ImportError):
        from xlwings import _xlwindows

        _xlwindows.N_COM_ATTEMPTS = _TRIES


def is_busy(error: BaseException) -> bool:
    """Whether Excel refused because a cell is being edited or a dialog is open."""
    number = getattr(error, "hresult", error.args[0] if error.args else None)
    return type(error).__name__ == "ExcelBusyError" or number in _BUSY
