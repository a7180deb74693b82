"""What Excel itself refuses in a form's cell and what the form's check says, as they were written down by hand.

Forms that are out hold these; that a spreadsheet computes from them what Python says is tested on a live one.
"""

from __future__ import annotations

import datetime

import pytest

from qcdc_xl.values import KINDS, Asked

CHOICES = ("Hội nghị", "Niêm yết")
STOP = {"error_type": "stop", "error_title": "Chưa đúng", "ignore_blank": True}
NIL_HELP = "Có việc mà kết quả bằng không: ghi 0. Trong kỳ không có việc: chọn “không phát sinh” ở cột bên."
NOUGHT_HELP = "Có việc mà kết quả bằng không: ghi 0."
TOO_LONG = "Nội dung quá dài (tối đa 4.000 ký tự)."

VALIDATIONS: list[tuple[str, Asked, dict[str, object]]] = [
    ("integer", Asked(least=0, most=99, nil=True), {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 99,
        "error_message": f"Đề nghị nhập số nguyên từ 0 trở lên. {NIL_HELP}"}),
    ("decimal", Asked(), {"validate": "decimal", "criteria": "between", "minimum": -1e12, "maximum": 1e12,
        "error_message": f"Đề nghị nhập số. {NOUGHT_HELP}"}),
    ("money", Asked(least=2.5, nil=True), {"validate": "decimal", "criteria": "between", "minimum": 2.5, "maximum": 1e15,
        "error_message": f"Đề nghị nhập số tiền từ 2,5 trở lên. {NIL_HELP}"}),
    ("text", Asked(), {"validate": "length", "criteria": "<=", "value": 4000, "error_message": TOO_LONG}),
    ("select_one", Asked(choices=CHOICES), {"validate": "list", "source": "=A1:A2",
        "error_message": "Đề nghị chọn một mục trong danh sách."}),
    ("select_multiple", Asked(choices=CHOICES), {"validate": "length", "criteria": "<=", "value": 4000,
        "input_message": "Ghi một hoặc nhiều mục, cách nhau bằng dấu “;”: Hội nghị; Niêm yết.",
        "error_message": TOO_LONG}),
    ("yes_no", Asked(), {"validate": "list", "source": ["Có", "Không"],
        "error_message": "Đề nghị chọn “Có” hoặc “Không” trong danh sách."}),
    ("date", Asked(), {"validate": "date", "criteria": "between", "minimum": datetime.date(1990, 1, 1),
        "maximum": datetime.date(2100, 12, 31), "error_message": "Đề nghị nhập ngày tháng năm, ví dụ 08/6/2022."}),
]  # fmt: skip


@pytest.mark.parametrize(("word", "asked", "wanted"), VALIDATIONS)
def test_excel_refuses_with_a_sentence(word: str, asked: Asked, wanted: dict[str, object]) -> None:
    assert KINDS[word].validation(asked, "A1:A2") == STOP | wanted


BEGIN = "Ghi một hoặc nhiều mục, cách nhau bằng dấu “;”: "


HELPS: list[tuple[tuple[int, ...], tuple[int, ...], str]] = [
    ((104, 100), (104, 100), "."),
    ((104, 101), (104,), "; …"),
    ((100, 102, 9), (100, 102), "; …"),
    ((100, 103, 9), (100,), "; …"),
    ((205, 9), (), "…"),
    ((204, 9), (204,), "; …"),
]


@pytest.mark.parametrize(("lengths", "named", "end"), HELPS)
def test_help_is_no_longer_than_excel_shows(
    lengths: tuple[int, ...], named: tuple[int, ...], end: str
) -> None:
    """48 characters, then the choices with "; " between them: 255 are shown in all, and no choice is cut."""
    assert len(BEGIN) == 48
    choices = tuple("abc"[n] * length for n, length in enumerate(lengths))
    shown = KINDS["select_multiple"].validation(Asked(choices=choices), "")["input_message"]
    assert shown == BEGIN + "; ".join("abc"[n] * length for n, length in enumerate(named)) + end
    assert len(str(shown)) <= 255


PARTED = 'SUBSTITUTE(";"&SUBSTITUTE(SUBSTITUTE({},"; ",";")," ;",";")&";",";;",";")'
PLAIN = 'SUBSTITUTE(TRIM(F9),CHAR(10),";")'


def several(bare: str) -> str:
    """The check of several choices, of a cell made bare in this way."""
    parts = PARTED.format(bare)
    return (
        f'IF(SUMPRODUCT(--ISNUMBER(FIND(LOWER(";"&TRIM(A1:A2)&";"),LOWER({parts}))))='
        f'LEN({parts})-LEN(SUBSTITUTE({parts},";",""))-1,"Đạt","Sai: có mục ngoài danh sách hoặc ghi hai lần")'
    )


FORMULAS = [
    ("integer", Asked(least=0, most=99),
        'IF(NOT(ISNUMBER(F9)),"Sai: phải là số",IF(ABS(F9-ROUND(F9,0))>0.000000001,"Sai: phải là số nguyên",'
        'IF(OR(F9<0,F9>99),"Sai: ngoài khoảng cho phép","Đạt")))'),
    ("decimal", Asked(least=-2.5),
        'IF(NOT(ISNUMBER(F9)),"Sai: phải là số",IF(OR(F9<-2.5,F9>1000000000000),"Sai: ngoài khoảng cho phép","Đạt"))'),
    ("text", Asked(), '"Đạt"'),
    ("select_one", Asked(choices=CHOICES), 'IF(SUMPRODUCT(--(A1:A2=TRIM(F9)))>0,"Đạt","Sai: không có trong danh sách")'),
    ("select_multiple", Asked(choices=CHOICES), several(f'SUBSTITUTE({PLAIN},",",";")')),
    ("select_multiple", Asked(choices=("Xã, phường", "Huyện")), several(PLAIN)),
    ("yes_no", Asked(), 'IF(OR(TRIM(F9)="Có",TRIM(F9)="Không"),"Đạt","Sai: không có trong danh sách")'),
    ("date", Asked(), 'IF(ISNUMBER(F9),IF(AND(F9>=32874,F9<73416),"Đạt","Sai: phải là ngày"),"Sai: phải là ngày")'),
]  # fmt: skip


@pytest.mark.parametrize(("word", "asked", "formula"), FORMULAS)
def test_the_forms_check_is_this_formula(word: str, asked: Asked, formula: str) -> None:
    assert KINDS[word].check_formula(asked, "F9", "A1:A2") == formula


def test_answers_are_counted_by_these_conditions() -> None:
    assert KINDS["select_one"].answered_formula("B1:B9", "Có") == 'B1:B9="Có"'
    several_of = KINDS["select_multiple"].answered_formula("B1:B9", "Có")
    assert several_of == 'ISNUMBER(FIND("; Có; ","; "&B1:B9&"; "))'
    assert KINDS["select_one"].answered("Có", "Có") and not KINDS["select_one"].answered("Có", "Không")


def test_a_choice_of_several_holds_no_semicolon() -> None:
    why = "không được có dấu chấm phẩy, vì chỉ tiêu này cho chọn nhiều mục"
    assert KINDS["select_multiple"].unfit_choice("a;b") == why
    assert KINDS["select_multiple"].unfit_choice("a, b") == ""
    assert KINDS["select_one"].unfit_choice("a;b") == ""
