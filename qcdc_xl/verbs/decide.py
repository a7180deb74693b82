"""``decide``: the clerk's word on one return, or that a unit does not report; the next consolidation carries it out."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

from qcdc_xl.folder.lock import alone
from qcdc_xl.folder.places import name_below
from qcdc_xl.model import Receipt, Typed
from qcdc_xl.model.decision import ACCEPTING, DECISIONS
from qcdc_xl.model.finding import Finding
from qcdc_xl.model.received import Received
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.trouble import Trouble
from qcdc_xl.verbs.clerks_word import clerk, signed
from qcdc_xl.verbs.desk import Desk, desk_of
from qcdc_xl.verbs.open_master import on_view, open_book
from qcdc_xl.verbs.outcome import refused
from qcdc_xl.verbs.progress import silent
from qcdc_xl.verbs.returned_files import inbox_of, read_returns

NONE = "none"
"""Takes a decision back."""
WORDS = (*(word.replace("_", "-") for word in DECISIONS), NONE)
"""What can be said at the terminal."""


@dataclass(frozen=True)
class Decreed:
    """What holds of a return or a unit now: the decision, blank if none; or why nothing was changed."""

    period: str
    unit: str
    file: str
    decision: str
    reason: str
    findings: tuple[Finding, ...] = ()
    name: str = ""
    """The unit's name, for people."""
    before: bool = False
    """Whether there was a decision before."""

    def told(self) -> str:
        """What was decided."""
        about = self.file or self.name or self.unit
        if self.findings:
            return "Chưa có gì thay đổi."
        if not self.decision and not self.before:
            return f"“{about}” chưa có quyết định nào nên không có gì để bỏ."
        if not self.decision:
            return f"Đã bỏ quyết định đối với “{about}”. Tổng hợp lại để số liệu theo đúng."
        word = DECISIONS[self.decision]
        return f"Đã ghi quyết định “{word}” đối với “{about}”. Tổng hợp lại để số liệu theo đúng."


def decide(
    master: Path | Desk,
    about: str,
    word: str,
    reason: str,
    now: datetime.datetime,
    period: str = "",
    who: str = "",
) -> Decreed:
    """Write the clerk's word into the master: as if it were chosen in *Tiến độ*, on the same conditions.

    ``about``: a returned file, by its path or its name in the inbox, or a unit's code, which means the return that its row
    in *Tiến độ* is about; ``word``: one of :data:`WORDS`. Findings (DECISION_*) say why nothing was changed.
    """
    decision = word.replace("-", "_")
    if word.replace("_", "-") not in WORDS:
        raise Trouble(f"Không có quyết định “{word}”. Chọn một trong: {', '.join(WORDS)}.")
    desk = desk_of(master)
    desk.ready()
    with alone(desk.path):
        book = open_book(desk, now.date(), period)
        file = _file(book, desk.path, about)
        unit, sha256 = (file.unit, file.sha256) if file else (about, _shown(book, about))
        told = Decreed(
            book.catalogue.period.code, unit, file.file if file else "", "", reason.strip(),
            name=book.catalogue.unit[unit].name if unit in book.catalogue.unit else "",
            before=any(d.unit == unit and d.sha256 in ("", sha256) for d in book.decided.decisions),
        )  # fmt: skip
        new, findings = _with(book, Typed(unit, sha256, DECISIONS.get(decision, ""), reason.strip()))
        if file and decision in ACCEPTING and (file.refused or file.submission is None):
            findings = tuple(refused(file))
        if findings:
            return replace(told, findings=findings)
        new = signed(new, now, who or clerk(), {sha256: file.file} if file else {})
        desk.fill(on_view(new), now, "quyết định")
        return replace(told, decision="" if decision == NONE else decision)


def _file(book: BookAt, master: Path, about: str) -> Received | None:
    """The file that is meant, read; ``None`` for a unit's code. Raises :class:`Trouble` for what is neither."""
    inbox = inbox_of(master, book)
    path = next((p for p in (Path(about), inbox / about) if about and p.is_file()), None)
    if path is not None:
        return read_returns(book, master, {path: name_below(inbox, path)}, silent)[1][0]
    if about not in book.catalogue.unit:
        raise Trouble(
            f"Không thấy tệp hoặc đơn vị “{about}”. Kiểm tra tên tệp, hoặc mã đơn vị ở trang Danh mục."
        )
    return None


def _shown(book: BookAt, unit: str) -> str:
    """The return that a unit's row in *Tiến độ* is about."""
    receipt, used = book.receipts.get(unit, Receipt(unit)), book.accepted.get(unit)
    return receipt.sha256 or (used.sha256 if used else "")


def _with(book: BookAt, said: Typed) -> tuple[BookAt, tuple[Finding, ...]]:
    """The book with this said behind what is typed; findings if it cannot be carried out."""
    typed = tuple(t for t in book.typed if (t.unit, t.sha256) != (said.unit, said.sha256))
    before = replace(book, typed=typed).decided
    new = replace(book, typed=(*typed, said))
    return new, tuple(f for f in new.decided.findings if f not in before.findings)
