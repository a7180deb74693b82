"""The annex: blank, 0 and nothing to report told apart; totals; tables that fit the page."""

from __future__ import annotations

from dataclasses import replace

from qcdc_xl.model import NIL, CatalogueAt, Decision, Scalar, Submission, Value
from qcdc_xl.report.annex import COLUMNS, Table, annex
from qcdc_xl.totals.book_at import BookAt


def wrote(unit: str, form: str, **values: Scalar) -> Submission:
    """A return with these values."""
    return Submission(
        unit,
        form,
        "2022-H1",
        "",
        "a.xlsx",
        "a" * 64,
        values=tuple(Value(k, 0, v, "", "") for k, v in values.items()),
    )


def tables(catalogue: CatalogueAt, *returns: Submission, annexed: str = "") -> dict[str, Table]:
    """The annex's tables by their titles."""
    changed = replace(catalogue, settings={**catalogue.settings, "annex": annexed})
    return {t.title: t for t in annex(BookAt(changed, {r.unit: r for r in returns}), 257)}


def row(table: Table, name: str) -> dict[str, str]:
    """A unit's or an indicator's row by its headings."""
    found = next(r for r in table.rows if r.cells[1] == name)
    return dict(zip(table.head, found.cells, strict=True))


def test_blank_nil_and_zero_are_three_things(catalogue: CatalogueAt) -> None:
    made = tables(
        catalogue,
        wrote("24886", "XA", so_thon=0, to_tu_quan=NIL),
        wrote("24889", "XA", so_thon=1234, to_tu_quan=NIL),
    )
    section = next(t for title, t in made.items() if title.startswith("Mục III.1"))
    thon, tu_quan = "Tổng số thôn (thôn)", "Số tổ tự quản (tổ)"
    assert (row(section, "Xã Phi Liêng")[thon], row(section, "Xã Phi Liêng")[tu_quan]) == ("0", "-")
    assert row(section, "Xã Đạ K'Nàng")[thon] == "1.234"
    assert row(section, "Xã Rô Men")[thon] == "…"
    assert (row(section, "Tổng số")[thon], row(section, "Tổng số")[tu_quan]) == ("1.234", "-")
    totals = made["Biểu tổng hợp số liệu"]
    line = row(totals, "Tổng số thôn")
    assert (line["Tổng số"], line["Xã"], line["Mặt trận Tổ quốc"], line["Đơn vị có số liệu"]) == (
        "1.234",
        "1.234",
        "",
        "2/8",
    )


def test_a_cell_is_blank_where_the_unit_is_not_asked(catalogue: CatalogueAt) -> None:
    made = tables(catalogue)
    section = next(t for title, t in made.items() if title.startswith("Mục III.2"))
    asked = {i.label: i.forms for i in catalogue.indicators if i.section == "III.2"}
    for unit, form in (("Xã Phi Liêng", "XA"), ("Phòng Tư pháp huyện Đam Rông", "CQ")):
        for head, cell in row(section, unit).items():
            label = next((name for name in asked if head.startswith(name)), None)
            if label:
                assert cell == ("…" if form in asked[label] else ""), (unit, head)


def test_every_indicator_but_texts_stands_in_one_table_that_fits_the_page(catalogue: CatalogueAt) -> None:
    made = tables(catalogue)
    for table in made.values():
        assert sum(table.widths) <= 257.01
        assert len(table.head) == len(table.widths) == len(table.words)
        assert all(len(r.cells) == len(table.head) for r in table.rows)
        assert len(table.head) <= max(COLUMNS + 2, 12)
    heads = [h for title, t in made.items() if title.startswith("Mục") for h in t.head[2:]]
    assert len(heads) == sum(
        i.type != "text"
        for i in catalogue.indicators
        if i.section in {s.code for s in catalogue.data_sections}
    )


def test_the_setting_says_how_much_is_printed(catalogue: CatalogueAt) -> None:
    assert list(tables(catalogue, annexed="tổng số")) == ["Biểu tổng hợp số liệu"]
    assert tables(catalogue, annexed="không") == {}
    assert len(tables(catalogue, annexed="đủ")) == len(tables(catalogue)) > 5


def test_the_sign_below_a_table_names_only_units_that_are_asked_there(catalogue: CatalogueAt) -> None:
    """The Front reports nothing among the communes' numbers, a commune nothing among the Front's."""
    word = {u: Decision(u, "a" * 64, "accept", f"lý do {u}") for u in ("24886", "UBMTTQ")}
    returns = {
        "24886": wrote("24886", "XA", so_thon=1),
        "UBMTTQ": wrote("UBMTTQ", "MT", giam_sat_dang_ky=2),
    }
    made = annex(BookAt(catalogue, returns, decisions=tuple(word.values())), 257)
    named = {
        t.title: [any(catalogue.unit[u].name in said for said in t.remarks) for u in word]
        for t in made
        if t.remarks
    }
    assert named["Biểu tổng hợp số liệu"] == [True, True]
    assert named[next(t for t in named if t.startswith("Mục III.1"))] == [True, False]
    assert named[next(t for t in named if t.startswith("Mục II.2"))] == [False, True]
