"""A return is held against the rows of its own stamp, and its hidden codes against what it prints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from small_catalogue import read, small, told

from qcdc_xl.checks.structure import structure
from qcdc_xl.model import CatalogueAt, Submission, Value
from qcdc_xl.model.finding import Place
from qcdc_xl.model.submission import Printed

VERSIONS = """form,stamp,kind,code,number,label
XA,aaaaaaaa,indicator,so_thon,01,Số thôn
XA,aaaaaaaa,indicator,thon_huong_uoc,02,Số thôn có hương ước
XA,aaaaaaaa,indicator,mot_cua,,Thực hiện một cửa
XA,aaaaaaaa,indicator,ty_le,03,Tỷ lệ
XA,aaaaaaaa,indicator,khac,04,
XA,aaaaaaaa,indicator,them,,
MT,bbbbbbbb,indicator,giam_sat,01,Số cuộc giám sát
MT,bbbbbbbb,list,txct,,Bảng kê tiếp xúc cử tri
MT,bbbbbbbb,column,txct.ngay,,Ngày
MT,bbbbbbbb,column,txct.cap,,Đại biểu
MT,bbbbbbbb,column,txct.dong,,Viện dẫn
MT,cccccccc,list,txct,,
MT,cccccccc,column,txct.ngay,,
MT,cccccccc,column,txct.cap,,Đại biểu
MT,dddddddd,column,txct.ngay,,Ngày
"""
ROWS = ("so_thon", "thon_huong_uoc", "mot_cua", "ty_le", "khac", "them")
LIST = frozenset(("txct", "txct.ngay", "txct.cap", "txct.dong"))


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> CatalogueAt:
    """The small catalogue, which knows some older forms."""
    folder: Path = tmp_path_factory.mktemp("small")
    (folder / "form_versions.csv").write_text(VERSIONS, encoding="utf-8")
    return read(small(), folder)


def of_commune(*there: str, printed: tuple[Printed, ...] = (), stamp: str = "aaaaaaaa") -> Submission:
    """A commune's return with room for these rows."""
    values = tuple(Value(code, 0, 1, "Số liệu", "F9") for code in there)
    return Submission("24886", "XA", "2022-H1", stamp, "xa.xlsx", values=values, printed=printed)


def of_union(lists: frozenset[str], *there: str, stamp: str = "bbbbbbbb") -> Submission:
    """The return of an organisation that is asked for a list."""
    values = tuple(Value(code, 0, 1, "Số liệu", "F9") for code in there)
    return Submission("HND", "MT", "2022-H1", stamp, "mt.xlsx", values=values, lists=lists)


MISSING = [
    ((), ""),
    (("so_thon",), "Số thôn (mã số 01)"),
    (("mot_cua",), "Thực hiện một cửa"),
    (("khac",), "khac (mã số 04)"),
    (("them",), "them"),
    (("ty_le",), ""),
]


@pytest.mark.parametrize(("gone", "label"), MISSING)
def test_a_row_that_is_gone_is_named_as_its_form_printed_it(
    gone: tuple[str, ...], label: str, catalogue: CatalogueAt
) -> None:
    found = structure(catalogue, of_commune(*(code for code in ROWS if code not in gone)))
    place = Place("24886", "xa.xlsx", indicator="".join(gone))
    assert told(found) == ([("ROW_MISSING", "error", place, {"label": label})] if label else [])


def test_every_row_that_is_gone_is_named(catalogue: CatalogueAt) -> None:
    found = structure(catalogue, of_commune("thon_huong_uoc", "khac"))
    assert [f.place.indicator for f in found] == ["so_thon", "mot_cua", "them"]


def test_a_list_that_is_gone_is_one_finding_and_a_column_another(catalogue: CatalogueAt) -> None:
    assert told(structure(catalogue, of_union(LIST, "giam_sat"))) == []
    assert told(structure(catalogue, of_union(LIST - {"txct.dong"}, "giam_sat"))) == []  # the form makes it
    place = Place("HND", "mt.xlsx", indicator="txct")
    assert told(structure(catalogue, of_union(frozenset(), "giam_sat"))) == [
        ("TABLE_MISSING", "error", place, {"table": "Bảng kê tiếp xúc cử tri"})
    ]
    place = Place("HND", "mt.xlsx", indicator="txct.cap")
    assert told(structure(catalogue, of_union(LIST - {"txct.cap"}, "giam_sat"))) == [
        ("TABLE_NO_COLUMN", "error", place, {"table": "Bảng kê tiếp xúc cử tri", "column": "Đại biểu"})
    ]


def test_what_has_no_label_is_named_by_its_code(catalogue: CatalogueAt) -> None:
    def values(lists: set[str], stamp: str) -> list[dict[str, object]]:
        return [dict(f.values) for f in structure(catalogue, of_union(frozenset(lists), stamp=stamp))]

    assert values(set(), "cccccccc") == [{"table": "txct"}]
    assert values({"txct", "txct.cap"}, "cccccccc") == [{"table": "txct", "column": "txct.ngay"}]
    assert values({"txct", "txct.ngay"}, "cccccccc") == [{"table": "txct", "column": "Đại biểu"}]
    assert values({"txct"}, "dddddddd") == [{"table": "txct", "column": "Ngày"}]


def test_of_a_form_that_nobody_knows_nothing_is_missed(catalogue: CatalogueAt) -> None:
    assert list(structure(catalogue, of_commune(stamp="eeeeeeee"))) == []
    assert list(structure(catalogue, replace(of_commune(), form="ZZ"))) == []


LABELS: list[tuple[str, str, list[tuple[str, str, dict[str, str]]]]] = [
    ("so_thon", "Số thôn", []),
    ("so_thon", "SO THON ", []),
    ("so_thon", "Số thôn có hương ước", [
        ("ROW_OTHER_LABEL", "error", {"printed": "Số thôn có hương ước", "label": "Số thôn (mã số 01)"})]),
    ("mot_cua", "Số xóm", [
        ("ROW_LABEL_CHANGED", "warning", {"printed": "Số xóm", "label": "Thực hiện một cửa"})]),
    ("them", "Số xóm", []),
    ("hom_nay", "Số xóm", []),
]  # fmt: skip


@pytest.mark.parametrize(("row", "text", "expected"), LABELS)
def test_a_rows_label_is_that_of_its_code(
    row: str, text: str, expected: list[tuple[str, str, dict[str, str]]], catalogue: CatalogueAt
) -> None:
    sent = of_commune(*ROWS, printed=(Printed(row, text, "Số liệu", "C9"),))
    place = Place("24886", "xa.xlsx", "Số liệu", "C9", row)
    assert told(structure(catalogue, sent)) == [(code, bad, place, values) for code, bad, values in expected]


def test_labels_are_looked_at_one_by_one(catalogue: CatalogueAt) -> None:
    """Those that are right, or nobody's, do not hide those behind them."""
    rows = ("hom_nay", "x"), ("so_thon", "Số thôn"), ("mot_cua", "Số thôn"), ("thon_huong_uoc", "Số thôn")
    sent = of_commune(*ROWS, printed=tuple(Printed(row, text, "Số liệu", "C9") for row, text in rows))
    assert [f.place.indicator for f in structure(catalogue, sent)] == ["mot_cua", "thon_huong_uoc"]


def test_a_column_is_no_row_whose_label_could_be_another(catalogue: CatalogueAt) -> None:
    sent = of_union(LIST, "giam_sat")
    (found,) = structure(catalogue, replace(sent, printed=(Printed("giam_sat", "Ngày", "Số liệu", "C9"),)))
    assert found.code == "ROW_LABEL_CHANGED"
    assert list(structure(catalogue, replace(sent, printed=(Printed("txct.ngay", "x", "Kê", "C9"),)))) == []


HEADS: list[tuple[str, str, list[tuple[str, str, dict[str, str]]]]] = [
    ("unit", "Xã Phi Liêng", []),
    ("unit", "PHI LIENG", []),
    ("unit", "UBND xã Phi Liêng", []),
    ("unit", "Xã Đạ Tông", [("UNIT_PRINTED", "error", {"printed": "Xã Đạ Tông", "unit": "Xã Phi Liêng"})]),
    ("unit", "", [("UNIT_PRINTED", "error", {"printed": "", "unit": "Xã Phi Liêng"})]),
    ("period", "6 tháng đầu năm 2022", []),
    ("period", "6 THÁNG ĐẦU NĂM 2022", []),
    ("period", "6 tháng cuối năm 2022", [
        ("PERIOD_PRINTED", "error", {"printed": "6 tháng cuối năm 2022", "period": "6 tháng đầu năm 2022"})]),
]  # fmt: skip


@pytest.mark.parametrize(("item", "text", "expected"), HEADS)
def test_the_head_says_to_the_eye_what_its_codes_say(
    item: str, text: str, expected: list[tuple[str, str, dict[str, str]]], catalogue: CatalogueAt
) -> None:
    sent = of_commune(*ROWS, printed=(Printed(item, text, "Số liệu", "D3"),))
    place = Place("24886", "xa.xlsx", "Số liệu", "D3")
    assert told(structure(catalogue, sent)) == [(code, bad, place, values) for code, bad, values in expected]


def test_a_blank_name_is_nobodys(catalogue: CatalogueAt) -> None:
    units = tuple(replace(u, short_name="", aliases=("",)) for u in catalogue.units)
    sent = of_commune(*ROWS, printed=(Printed("unit", "", "Số liệu", "D3"),))
    assert [f.code for f in structure(replace(catalogue, units=units), sent)] == ["UNIT_PRINTED"]


def test_a_head_whose_code_is_wrong_already_is_not_accused_again(catalogue: CatalogueAt) -> None:
    """UNIT_UNKNOWN and PERIOD_WRONG say it."""
    other = (Printed("unit", "Xã X", "Số liệu", "D3"), Printed("period", "Năm 2021", "Số liệu", "D4"))
    sent = replace(of_commune(*ROWS, printed=other), unit="99999", period="2021")
    assert list(structure(catalogue, sent)) == []
