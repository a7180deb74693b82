"""What both doors say when a verb fails: every failure becomes one Vietnamese sentence and an exit code."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from qcdc_xl.doors.crash import write_log
from qcdc_xl.model.finding import Finding
from qcdc_xl.trouble import CatalogueTrouble, Trouble, unusable


@dataclass(frozen=True)
class Failure:
    """``text`` says what is wrong; ``findings`` where, if it is the tables; ``foreseen``: the log has nothing."""

    text: str
    exit_code: int = 2
    findings: tuple[Finding, ...] = ()


def failure(error: Exception, now: datetime.datetime) -> Failure:
    """Turn what was raised into what people are told; what nobody foresaw goes to a log file."""
    if isinstance(error, CatalogueTrouble):
        return Failure(str(error), error.exit_code, error.findings)
    if isinstance(error, Trouble):
        return Failure(str(error), error.exit_code)
    if isinstance(error, OSError) and error.filename:
        return Failure(f"{unusable(error.filename)} Sổ không thay đổi.")
    return Failure(
        f"Chương trình gặp lỗi ngoài dự kiến; sổ không thay đổi. Gửi tệp “{write_log(now)}” cho người hỗ trợ."
    )
