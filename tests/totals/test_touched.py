"""What an accepted return with errors touches, worked out on paper from the small catalogue's definitions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qcdc_xl.model import CatalogueAt, Decision, Figure
from qcdc_xl.totals.touched import SIGN, Touched

XA = Decision("24877", "1", "accept", "xã xác nhận")


@pytest.fixture(scope="module")
def touched(catalogue: CatalogueAt) -> Touched:
    """One commune's return was accepted with errors; the catalogue has a few figures more."""
    own = {
        "co_dieu_kien": 'SUMIF(unit.type, "xa", so_thon)',
        "cua_mat_tran": "giam_sat_dang_ky@UBMTTQ",
        "cua_xa_khac": "so_thon@24886",
        "cua_chinh_xa": "so_thon@24877",
        "qua_so_khac": "cua_chinh_xa * 2",
        "hai_dong": "ROWS(txct)",
        "ky_truoc": "PREVIOUS(qua_so_khac)",
    }
    more = tuple(Figure(code, "", code, text) for code, text in own.items())
    figures = (*catalogue.figures, *more)
    whole = replace(catalogue.whole, figures=(*catalogue.whole.figures, *more))
    at = replace(whole.at(catalogue.period.code))
    assert len(at.figures) == len(figures)
    return Touched(at, {"24877": XA})


@pytest.mark.parametrize(
    ("code", "is_touched"),
    [
        ("so_thon", True),
        ("co_dieu_kien", True),
        ("cua_mat_tran", False),
        ("cua_xa_khac", False),
        ("cua_chinh_xa", True),
        ("qua_so_khac", True),
        ("hai_dong", False),
        ("ky_truoc", False),
    ],
)
def test_a_figure_is_touched_where_its_expression_reaches_the_unit(
    touched: Touched, code: str, is_touched: bool
) -> None:
    assert touched.figure(code) == (frozenset({"24877"}) if is_touched else frozenset())


def test_what_compares_is_touched_by_what_was_accepted_then(touched: Touched) -> None:
    now = Touched(touched.catalogue, {}, lambda when: touched if when == "previous" else None)
    assert now.figure("qua_so_khac") == frozenset()
    assert now.figure("ky_truoc") == {"24877"}
    assert now.key("qua_so_khac@trước") == {"24877"}


def test_an_indicator_is_touched_among_units_of_its_kind_only(touched: Touched) -> None:
    assert touched.indicator("so_thon") == {"24877"}
    assert touched.indicator("so_thon", "xa") == {"24877"}
    assert touched.indicator("so_thon", "to_chuc") == frozenset()
    assert touched.indicator("giam_sat_dang_ky") == frozenset()


def test_the_note_and_the_remark_name_unit_and_reason(touched: Touched) -> None:
    assert touched.note(frozenset()) is None
    assert touched.note(frozenset({"24877"})) == f"{SIGN} Có số liệu nhận dù còn lỗi của Xã Rô Men"
    assert [r for r in touched.remarks() if "Xã Rô Men" in r and r.endswith("lý do: xã xác nhận.")]
    assert touched.remarks(frozenset({"24877"})) == touched.remarks()
    assert touched.remarks(frozenset({"24886"})) == ()
    assert (touched.name("24877"), touched.name("24886")) == (f"Xã Rô Men {SIGN}", "Xã Phi Liêng")


def test_where_nothing_was_accepted_nothing_is_touched(catalogue: CatalogueAt) -> None:
    nothing = Touched(catalogue)
    assert not any(nothing.figure(f.code) for f in catalogue.figures)
    assert nothing.remarks() == ()
