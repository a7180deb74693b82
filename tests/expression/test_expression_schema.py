"""What names and functions mean, before any data is there: kinds, arities, and places of what is wrong."""

from __future__ import annotations

import pytest

from qcdc_xl.expression.schema import ARITIES, DATE, LIST, LOGICAL, NUMBER, TEXT, Schema, check
from qcdc_xl.expression.syntax import ExpressionError, parse

FORM = Schema(
    names={
        "so_thon": NUMBER,
        "to_hoa_giai": NUMBER,
        "mot_cua": TEXT,
        "ngay_hop": DATE,
        "period.number": NUMBER,
        "unit.type": TEXT,
    },
    columns={"txct.cap": TEXT, "txct.ngay": DATE, "txct.so_nguoi": NUMBER, "giam_sat.so_cuoc": NUMBER},
    lists=frozenset({"txct", "giam_sat"}),
    settings={"khoa": NUMBER, "ten_tinh": TEXT},
)
"""Within a form: the unit's own values, and lists."""

HISTORY = Schema(names=FORM.names, columns=FORM.columns, history=True)

WHOLE = Schema(
    names={"tong_thon": NUMBER, "ghi_chu": TEXT, "noi": LIST},
    columns={
        "so_thon": NUMBER,
        "mot_cua": TEXT,
        "unit.type": TEXT,
        "txct.cap": TEXT,
        "txct.ngay": DATE,
        "txct.so_nguoi": NUMBER,
        "giam_sat.so_cuoc": NUMBER,
    },
    lists=frozenset({"txct", "giam_sat"}),
    units=frozenset({"24886", "UBMTTQ"}),
    settings={"khoa": NUMBER, "ten_tinh": TEXT},
)
"""Across all units: figures by name, everything else in aggregates."""


def kind(text: str, schema: Schema = FORM) -> str:
    """The kind of value of an expression."""
    return check(parse(text), schema)


def mistake(text: str, schema: Schema = FORM) -> ExpressionError:
    """The error of an expression that must not pass."""
    with pytest.raises(ExpressionError) as caught:
        check(parse(text), schema)
    return caught.value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2", NUMBER),
        ("-so_thon", NUMBER),
        ("so_thon / to_hoa_giai", NUMBER),
        ('"a"', TEXT),
        ("mot_cua", TEXT),
        ("mot_cua & so_thon", TEXT),
        ("TRUE", LOGICAL),
        ("so_thon >= 2", LOGICAL),
        ('mot_cua = "Có"', LOGICAL),
        ("(so_thon > 1) = TRUE", LOGICAL),
        ("ngay_hop", DATE),
        ("ngay_hop - ngay_hop", NUMBER),
        ("ngay_hop - 7", NUMBER),
        ("ngay_hop <= ngay_hop", LOGICAL),
        ("DATETEXT(ngay_hop)", TEXT),
        ("ROUND(so_thon, 2)", NUMBER),
        ("ABS(-1)", NUMBER),
        ("AND(TRUE, so_thon = 1)", LOGICAL),
        ("NOT(OR(so_thon = 1))", LOGICAL),
        ("IF(so_thon > 1, so_thon, 0)", NUMBER),
        ('IF(so_thon > 1, mot_cua, "")', TEXT),
        ("IF(TRUE, ngay_hop, ngay_hop)", DATE),
        ("IF(TRUE, TRUE, so_thon = 1)", LOGICAL),
        ("ISBLANK(mot_cua)", LOGICAL),
        ("ISNIL(so_thon)", LOGICAL),
        ("SETTING(khoa)", NUMBER),
        ("SETTING(ten_tinh)", TEXT),
        ("SUM(so_thon, to_hoa_giai)", NUMBER),
        ("MAX(txct.ngay)", NUMBER),
        ("COUNT(txct.so_nguoi)", NUMBER),
        ("ROWS(txct)", NUMBER),
        ('COUNTIF(txct.cap, "HĐND")', NUMBER),
        ("COUNTIF(txct.so_nguoi, 0)", NUMBER),
        ('SUMIF(txct.cap, "HĐND", txct.so_nguoi)', NUMBER),
        ("period.number = 1", LOGICAL),
        ('unit.type = "xa"', LOGICAL),
    ],
)
def test_an_expression_has_the_kind_that_its_parts_give(text: str, wanted: str) -> None:
    assert kind(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tong_thon + 1", NUMBER),
        ("SUM(so_thon)", NUMBER),
        ("SUM(tong_thon)", NUMBER),
        ("so_thon@24886", NUMBER),
        ("mot_cua@24886", TEXT),
        ("SUM(so_thon@24886, so_thon@UBMTTQ)", NUMBER),
        ("ISBLANK(so_thon@UBMTTQ)", LOGICAL),
        ('COUNTIF(unit.type, "xa")', NUMBER),
        ('SUMIF(unit.type, "xa", so_thon)', NUMBER),
        ('SUMIF(mot_cua, "Có", so_thon)', NUMBER),
        ("LIST(txct.cap)", LIST),
        ("LIST(txct.so_nguoi)", LIST),
        ('LIST(txct.cap & " " & DATETEXT(txct.ngay), txct.so_nguoi > 5)', LIST),
        ("noi", LIST),
    ],
)
def test_across_units_aggregates_make_one_value_of_many(text: str, wanted: str) -> None:
    assert kind(text, WHOLE) == wanted


@pytest.mark.parametrize(
    ("text", "position", "name"),
    [
        ("so_thom", 1, "so_thom"),
        ("so_thon + so_thom * 2", 11, "so_thom"),
        ("IF(TRUE, so_thon, SO_THON)", 19, "SO_THON"),
        ("SUM(so_thon, khong_co)", 14, "khong_co"),
        ("COUNTIF(txct.capp, 1)", 9, "txct.capp"),
        ("period.month = 1", 1, "period.month"),
        ("so_thon@24886", 1, "so_thon@24886"),
        ("ISBLANK(la)", 9, "la"),
        ("txct = 1", 1, "txct"),
        ("1 + ten_tinh", 5, "ten_tinh"),
    ],
)
def test_an_unknown_name_is_shown_where_it_stands(text: str, position: int, name: str) -> None:
    found = mistake(text)
    assert found.position == position
    assert f"“{name}”" in found.reason


def test_an_unknown_unit_behind_the_at_sign_is_named() -> None:
    found = mistake("1 + so_thon@77777", WHOLE)
    assert (found.position, found.reason) == (5, "không có đơn vị mã “77777”")


def test_a_figure_has_no_value_of_one_unit() -> None:
    assert mistake("tong_thon@24886", WHOLE).position == 1


@pytest.mark.parametrize(
    ("text", "schema", "position"),
    [
        ("so_thon + 1", WHOLE, 1),
        ("SUM(so_thon) + so_thon", WHOLE, 16),
        ('unit.type = "xa"', WHOLE, 1),
        ("txct.so_nguoi > 3", FORM, 1),
        ("IF(TRUE, 1, txct.so_nguoi)", FORM, 13),
        ("ISBLANK(txct.cap)", FORM, 9),
    ],
)
def test_a_column_of_many_values_outside_an_aggregate_is_refused_with_advice(
    text: str, schema: Schema, position: int
) -> None:
    found = mistake(text, schema)
    assert found.position == position
    assert "dùng trong hàm như SUM(" in found.reason


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("mot_cua + 1", 1, "cần số, không phải chữ"),
        ('1 * "2"', 5, "cần số, không phải chữ"),
        ("1 + (so_thon > 1)", 14, "cần số, không phải đúng/sai"),
        ("-mot_cua", 2, "cần số, không phải chữ"),
        ("mot_cua = 1", 11, "cần chữ, không phải số"),
        ('so_thon = "1"', 11, "không phải chữ"),
        ('mot_cua < "b"', 1, "không phải chữ"),
        ("TRUE = 1", 8, "cần đúng/sai, không phải số"),
        ("TRUE > FALSE", 1, "không phải đúng/sai"),
        ("mot_cua & TRUE", 11, "không phải đúng/sai"),
        ("mot_cua & ngay_hop", 11, "không phải ngày"),
        ("ngay_hop + 1", 1, "cần số, không phải ngày"),
        ("2 * ngay_hop", 5, "cần số, không phải ngày"),
        ("IF(so_thon, 1, 2)", 4, "cần đúng/sai, không phải số"),
        ('IF(TRUE, 1, "")', 13, "cần số, không phải chữ"),
        ("IF(TRUE, ngay_hop, 0)", 20, "cần ngày, không phải số"),
        ("AND(TRUE, so_thon)", 11, "cần đúng/sai, không phải số"),
        ("NOT(so_thon)", 5, "cần đúng/sai, không phải số"),
        ("ROUND(mot_cua, 1)", 7, "cần số, không phải chữ"),
        ('ROUND(1, "1")', 10, "cần số, không phải chữ"),
        ("ABS(ngay_hop)", 5, "cần số, không phải ngày"),
        ("DATETEXT(so_thon)", 10, "cần ngày, không phải số"),
        ("SUM(mot_cua)", 5, "cần số, không phải chữ"),
        ("MAX(so_thon, txct.cap)", 14, "cần số, không phải chữ"),
    ],
)
def test_a_value_of_the_wrong_kind_is_shown_where_it_stands(text: str, position: int, word: str) -> None:
    found = mistake(text)
    assert found.position == position
    assert word in found.reason


def test_a_list_is_no_number_and_no_text() -> None:
    assert "không phải danh sách" in mistake("noi & tong_thon", WHOLE).reason
    assert "không phải danh sách" in mistake("noi = tong_thon", WHOLE).reason


def test_an_unknown_function_is_named_beside_those_that_exist() -> None:
    found = mistake("1 + VLOOKUP(so_thon)")
    assert found.position == 5
    assert "“VLOOKUP”" in found.reason
    assert all(name in found.reason for name in ("SUM", "COUNTIF", "DATETEXT", "PREVIOUS"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SUM()", "từ 1 đến 30"),
        ("IF(TRUE, 1)", "3"),
        ("IF(TRUE, 1, 2, 3)", "3"),
        ("ROUND(1)", "2"),
        ("ROUND(1, 2, 3)", "2"),
        ("NOT(TRUE, TRUE)", "1"),
        ("ABS()", "1"),
        ("COUNTIF(txct.cap)", "2"),
        ('SUMIF(txct.cap, "HĐND")', "3"),
        ("ROWS()", "1"),
        ("LIST(txct.cap, TRUE, TRUE)", "từ 1 đến 2"),
        ("SETTING(khoa, ten_tinh)", "1"),
        ("SUM(" + ",".join(["so_thon"] * 31) + ")", "từ 1 đến 30"),
    ],
)
def test_the_number_of_arguments_is_told(text: str, wanted: str) -> None:
    found = mistake(f"1 + {text}")
    assert found.position == 5
    assert found.reason == f"hàm {text.partition('(')[0]} cần {wanted} đối số"


def test_thirty_arguments_are_allowed_as_in_old_excel() -> None:
    assert kind("SUM(" + ",".join(["so_thon"] * 30) + ")") == NUMBER


@pytest.mark.parametrize("function", sorted(ARITIES))
def test_no_function_can_be_called_with_nothing(function: str) -> None:
    assert "đối số" in mistake(f"{function}()").reason


@pytest.mark.parametrize(
    ("text", "position"),
    [("SUM(so_thon + 1)", 13), ("SUM(2)", 5), ('COUNTIF("a", "a")', 9), ("MAX(-so_thon)", 5)],
)
def test_aggregates_take_names_and_no_sums(text: str, position: int) -> None:
    found = mistake(text)
    assert found.position == position
    assert "chỉ nhận tên" in found.reason


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("COUNTIF(txct.cap, mot_cua)", 19, "phải là một số hoặc một chữ"),
        ("COUNTIF(txct.so_nguoi, 1 + 1)", 26, "phải là một số hoặc một chữ"),
        ("COUNTIF(txct.so_nguoi, -1)", 24, "phải là một số hoặc một chữ"),
        ("COUNTIF(txct.cap, 1)", 19, "không cùng loại"),
        ('COUNTIF(txct.so_nguoi, ">5")', 24, "không cùng loại"),
    ],
)
def test_a_condition_is_one_value_of_the_columns_own_kind(text: str, position: int, word: str) -> None:
    found = mistake(text)
    assert found.position == position
    assert word in found.reason


def test_sumif_adds_numbers_only() -> None:
    found = mistake('SUMIF(txct.cap, "HĐND", txct.ngay)')
    assert (found.position, found.reason) == (25, "cột được cộng phải là số")


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ('SUMIF(txct.cap, "HĐND", giam_sat.so_cuoc)', 25),
        ('SUMIF(txct.cap, "HĐND", so_thon)', 25),
        ('SUMIF(unit.type, "xa", txct.so_nguoi)', 24),
        ('SUMIF(mot_cua, "Có", txct.so_nguoi)', 22),
    ],
)
def test_sumif_takes_two_columns_of_the_same_rows(text: str, position: int) -> None:
    found = mistake(text, WHOLE)
    assert (found.position, found.reason) == (position, "hai cột phải thuộc cùng một bảng")


@pytest.mark.parametrize(
    "text", ['SUMIF(unit.type, "xa", so_thon@24886)', 'SUMIF(unit.type, "xa", tong_thon)']
)
def test_sumif_does_not_take_a_single_value_beside_a_column(text: str) -> None:
    assert mistake(text, WHOLE).reason == "hai cột phải thuộc cùng một bảng"


@pytest.mark.parametrize(
    "text",
    [
        "ROWS(txct@UBMTTQ)",
        "SETTING(khoa@UBMTTQ)",
        "SUM(txct.so_nguoi@UBMTTQ)",
        'txct.cap@UBMTTQ = "HĐND"',
        'unit.type@24886 = "xa"',
    ],
)
def test_a_unit_may_not_stand_behind_what_has_no_value_of_a_unit(text: str) -> None:
    assert mistake(text, WHOLE).position >= 1


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("ROWS(so_thon)", 6, "không có bảng kê “so_thon”"),
        ("ROWS(txct.cap)", 6, "không có bảng kê “txct.cap”"),
        ("ROWS(1)", 6, "cần một tên"),
        ("SETTING(so_thon)", 9, "không có thiết lập “so_thon”"),
        ('SETTING("khoa")', 9, "cần một tên"),
        ("ISBLANK(so_thon + 1)", 17, "cần một tên"),
        ("ISNIL(1)", 7, "cần một tên"),
    ],
)
def test_functions_about_a_name_take_just_that(text: str, position: int, word: str) -> None:
    found = mistake(text)
    assert found.position == position
    assert word in found.reason


@pytest.mark.parametrize(
    "text",
    ['LIST("a")', "LIST(so_thon)", "LIST(txct.cap, giam_sat.so_cuoc > 1)", "LIST(txct.cap & SETTING(khoa))"],
)
def test_a_list_is_made_of_one_record_list(text: str) -> None:
    found = mistake(text, WHOLE)
    assert found.position == 1
    assert "đúng một bảng kê" in found.reason


@pytest.mark.parametrize(
    ("text", "position", "word"),
    [
        ("LIST(txct.ngay)", 6, "cần chữ hoặc số, không phải ngày"),
        ("LIST(txct.cap, txct.so_nguoi)", 16, "cần đúng/sai, không phải số"),
        ("LIST(txct.capp)", 6, "“txct.capp”"),
    ],
)
def test_the_items_of_a_list_are_texts_chosen_by_a_condition(text: str, position: int, word: str) -> None:
    found = mistake(text, WHOLE)
    assert found.position == position
    assert word in found.reason


def test_the_last_period_is_spoken_of_in_history_rules_only() -> None:
    assert kind("so_thon = PREVIOUS(so_thon)", HISTORY) == LOGICAL
    assert kind("PREVIOUS(ngay_hop)", HISTORY) == DATE
    found = mistake("so_thon = PREVIOUS(so_thon)", FORM)
    assert found.position == 11
    assert "history" in found.reason


def test_in_history_rules_too_only_known_names_have_a_past() -> None:
    assert mistake("PREVIOUS(so_thom)", HISTORY).position == 10
    assert "dùng trong hàm" in mistake("PREVIOUS(txct.so_nguoi)", HISTORY).reason
    assert "cần một tên" in mistake("PREVIOUS(so_thon + 1)", HISTORY).reason


@pytest.mark.parametrize("function", ["LASTYEAR", "YTD"])
def test_last_year_and_the_year_to_date_are_spoken_of_where_the_last_period_is(function: str) -> None:
    assert kind(f"{function}(so_thon) + 1", HISTORY) == NUMBER
    assert f"hàm {function}" in mistake(f"{function}(so_thon)", FORM).reason


class _Counted(dict[str, str]):
    """Names that say when they have been asked for far too often."""

    asked = 0

    def __getitem__(self, key: str) -> str:
        self.asked += 1
        assert self.asked < 2000, "checking takes time that doubles with every operand"
        return super().__getitem__(key)


def test_a_sum_of_six_is_checked_quickly() -> None:
    assert kind("+".join(["a"] * 6), Schema(names=_Counted(a=NUMBER))) == NUMBER


def test_a_sum_over_all_thirty_four_units_is_checked_quickly() -> None:
    assert kind("+".join(["a"] * 34), Schema(names=_Counted(a=NUMBER))) == NUMBER
