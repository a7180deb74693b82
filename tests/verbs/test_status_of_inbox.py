"""*Tiến độ* counts what lies in the inbox at once; a file in a working folder is checked by that folder's master."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from command import qcdc
from offices import type_values

from qcdc_xl.verbs import status as status_verb
from qcdc_xl.verbs.returned_files import read_returns


@pytest.fixture
def folder(demo_folder: Path, tmp_path: Path) -> Path:
    """A new working folder, and in its inbox what one commune has sent."""
    new = tmp_path / "mới"
    qcdc("init", new)
    sent = next((demo_folder / "2022-H1" / "nhan").glob("*24877*"))
    shutil.copy(sent, new / "2022-H1" / "nhan" / "báo cáo.xlsx")
    return new


def told(folder: Path) -> dict[str, Any]:
    return next(
        u for u in json.loads(qcdc("status", folder, "--json").stdout)["units"] if u["unit"] == "24877"
    )


def test_a_return_counts_before_it_is_consolidated_and_the_master_does_not_change(folder: Path) -> None:
    before = (folder / "qcdc.xlsm").read_bytes()
    assert told(folder)["status"] == "Đã nhận (chờ tổng hợp)"
    assert "Có 1 báo cáo mới trong thư mục nhận" in qcdc("status", folder).stdout
    assert (folder / "qcdc.xlsm").read_bytes() == before
    qcdc("consolidate", folder)
    assert told(folder)["status"].startswith("Đã nhận (quá hạn)")


def test_a_faulty_one_is_told_at_once_with_its_errors(folder: Path) -> None:
    type_values(folder / "2022-H1" / "nhan" / "báo cáo.xlsx", {"so_thon": -6})
    assert (told(folder)["status"], told(folder)["errors"]) == ("Có lỗi", 2)


def test_files_that_are_known_are_not_read_again(folder: Path) -> None:
    qcdc("consolidate", folder)
    with patch.object(status_verb, "read_returns", wraps=read_returns) as reading:
        told(folder)
        assert reading.call_count == 0
        shutil.copy(folder / "2022-H1" / "nhan" / "báo cáo.xlsx", folder / "2022-H1" / "nhan" / "lại.xlsx")
        told(folder)
        assert reading.call_count == 0, "the same bytes"


def test_a_file_in_a_working_folder_is_checked_by_its_master_and_period(folder: Path, tmp_path: Path) -> None:
    file = folder / "2022-H1" / "nhan" / "báo cáo.xlsx"
    outside = Path(shutil.copy(file, tmp_path / "ngoài.xlsx"))
    master = folder / "qcdc.xlsm"
    master.write_bytes(b"no master")
    assert qcdc("check", outside).returncode == 0
    run = qcdc("check", file)
    assert run.returncode == 2 and "qcdc.xlsm" in run.stderr, "it is that master which is asked"
