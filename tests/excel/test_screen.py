"""Messages reach people whatever windows are open."""

from __future__ import annotations

from typing import Any

import pytest

from qcdc_xl.excel import screen


class Gone:
    """An Excel whose clicked window was closed: Windows refuses a message that belongs to it."""

    def alert(self, *_: object) -> str:
        raise RuntimeError(1400, "MessageBox", "Invalid window handle.")


@pytest.mark.parametrize(("pressed", "said"), [(6, True), (7, False)])
def test_a_message_whose_window_is_gone_belongs_to_no_window(
    pressed: int, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[tuple[str, str, int]] = []
    monkeypatch.setattr(screen, "message_box", lambda *message: shown.append(message) or pressed)
    gone: Any = Gone()
    assert screen.alert(gone, "Đã hoàn tác", "QCDC", "yes_no", "info") is said
    assert shown == [("Đã hoàn tác", "QCDC", 0x44)]
