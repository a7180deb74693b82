"""Names that Windows takes, whatever somebody called the thing before."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcdc_xl.folder.names import legible, safe_below, safe_name
from qcdc_xl.folder.places import inbox_files, names_below


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("Báo cáo.xlsx", "Báo cáo.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Windows\\System32\\a.xlsx", "a.xlsx"),
        ("a:b.xlsx", "a b.xlsx"),
        ("a.xlsx:luong", "a.xlsx luong"),
        ("a.xlsx. . ", "a.xlsx"),
        ("a\tb\n\x00c.xlsx", "a b c.xlsx"),
        ("cu\u202exslx.exe", "cu xslx.exe"),
    ],
)
def test_what_windows_refuses_is_left_out(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize(
    "given", ["CON", "nul.xlsx", "COM1.txt", "...", "", "???", "a" * 300 + ".xlsx", "\udcff\udcfe"]
)
def test_devices_and_what_has_no_letters_or_too_many_get_a_name_of_their_own(given: str) -> None:
    safe = safe_name(given)
    assert 1 <= len(safe) <= 120 and not safe.upper().startswith(("CON", "NUL", "COM1"))
    assert safe.encode() and safe_name(given + "x") != safe


def test_two_long_names_stay_two() -> None:
    assert safe_name("a" * 200 + "1.xlsx") != safe_name("a" * 200 + "2.xlsx")
    assert safe_name("a" * 200 + "1.xlsx").endswith(".xlsx")


def test_a_place_below_a_folder_stays_below_it_and_within_a_path(tmp_path: Path) -> None:
    assert safe_below(tmp_path, "../../x/y.xlsx") == tmp_path / "x" / "y.xlsx"
    deep = safe_below(tmp_path, "/".join(["thư mục rất dài " * 8] * 3) + "/" + "b" * 250 + ".xlsx")
    assert deep.is_relative_to(tmp_path) and len(str(deep)) < 259


def test_names_that_are_no_letters_are_shown_and_no_two_are_the_same(tmp_path: Path) -> None:
    for name in ("a\udcff.xlsx", "a\udcfe.xlsx", "b\n.xlsx"):
        (tmp_path / name).write_bytes(b"")
    named = names_below(tmp_path, inbox_files(tmp_path))
    assert sorted(named.values()) == ["a�.xlsx", "a� (2).xlsx", "b�.xlsx"] or len(set(named.values())) == 3
    assert all(name.encode() for name in named.values()) and legible("\ud800") == "�"
