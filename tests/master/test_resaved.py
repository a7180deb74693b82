"""Masters that another program has saved: LibreOffice, openpyxl, the one after the other; then a fill.

What users had put in is written by openpyxl and by LibreOffice, and read back by openpyxl; numbers are read by
calamine and computed anew by LibreOffice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pytest
from agreement import differences
from live import Calc
from lxml import etree
from resaved import (
    AFTER,
    BEFORE,
    LIVE,
    NEW,
    OWN,
    SAVED,
    SECTION,
    _by_openpyxl,
    _drawn,
    look,
    looks,
    named,
    resaved,
    shown,
    told,
)
from resaved import correction as correction
from resaved import dressed as dressed
from resaved import filled as filled
from resaved import masters as masters
from resaved import never as never
from workbooks import audit, parts_of

from qcdc_xl.master.macros import read_macros


@pytest.mark.parametrize(("when", "kind"), SAVED, ids=lambda v: v if isinstance(v, str) else named(v))
def test_a_fill_gives_the_same_tables_as_in_the_master_that_was_never_saved_again(
    when: str,
    kind: Sequence[str],
    masters: dict[str, Path],
    never: dict[str, tuple[object, ...]],
    filled: Callable[[Path], Path],
    calc: Calc,
    tmp_path: Path,
) -> None:
    made = filled(resaved(masters[when], kind, calc, tmp_path))
    values, book, formats = never[when]
    assert shown(made) == values
    assert told(made) == book
    assert looks(made) == formats
    assert differences(made, calc) == []


def test_everything_that_users_put_in_is_still_there(dressed: tuple[Path, Path]) -> None:
    old, new = (openpyxl.load_workbook(path) for path in dressed)
    own, section = new[OWN], new[SECTION]
    assert [c.value for c in own["A"]] == [c.value for c in old[OWN]["A"]]
    assert own["A2"].value == f"='{SECTION}'!F9*2" and own["A4"].number_format == "#,##0.000"
    assert str(own.merged_cells) == "C1:D2" and own.column_dimensions["B"].width == 33
    # one column to the right, one row down from row 17 on
    assert section["S3"].value == "đã đối chiếu" and section["S3"].fill.fgColor.rgb == "FF00FF00"
    comments = {c.coordinate: c.comment.text for row in section.iter_rows() for c in row if c.comment}
    assert comments == {"C12": "hỏi lại", "T18": "cộng lại"}
    assert section["T16"].value == "=F16*2" and section["T16"].number_format.endswith(("ha", 'ha"'))
    assert section["T19"].value == "=SUM(T9:T16)" and new.defined_names["Tong"].attr_text == "'III.1'!$T$19"
    assert str(section.merged_cells) == "S21:T22" and section.column_dimensions["C"].width == 55
    (choice,) = section.data_validations.dataValidation
    (rule,) = section.conditional_formatting
    # the new unit's row belongs to the list, so rules for the last row hold there too
    assert (str(choice.sqref), choice.formula1) == ("U9:U17", '"A,B"')
    assert (str(rule.sqref), rule.rules[0].formula) == ("T9:T17", ["$F$9"])
    if LIVE in new.sheetnames:
        live = [[c.value for c in book[LIVE]["A"]] for book in (old, new)]
        assert live[0] == live[1] and live[1][0] == "gõ trong Calc"
        assert shown(dressed[1])[LIVE, 3, 1] == 3


def test_new_rows_and_columns_look_like_their_neighbours(dressed: tuple[Path, Path]) -> None:
    section = openpyxl.load_workbook(dressed[1])[SECTION]
    assert section["A17"].value == NEW["code"] and section["C17"].value == NEW["name"]
    assert section["Q4"].value == "to_moi" and section["Q5"].value == "Số tổ mới"
    new, above = ([look(section.cell(row, c)) for c in range(1, 21)] for row in (17, 16))
    assert new == above
    new, left = ([look(section.cell(r, column)) for r in range(4, 18)] for column in (17, 16))
    assert new == left
    assert section["Q17"].border.left.style == section["T17"].border.left.style == "thin"
    assert not section.row_dimensions[17].hidden


def test_no_other_part_of_the_file_changes(dressed: tuple[Path, Path]) -> None:
    old, new = (parts_of(path) for path in dressed)
    assert list(new) == list(old)
    changed = {name for name in old if old[name] != new[name]}
    charts = {name for name in changed if name.startswith("xl/charts/")}
    sheets = {name for name in changed if name.startswith("xl/worksheets/sheet")}
    notes = {n for n in changed if re.fullmatch(r"xl/(comments.*\.xml|drawings/.*\.vml)", n)}
    assert changed - charts - sheets - notes == {"xl/workbook.xml", "xl/styles.xml"}
    assert _only_more_looks(old["xl/styles.xml"], new["xl/styles.xml"])  # for the new indicator's column
    assert len(notes) == 2  # the comments of III.1 and their boxes
    assert charts and all(_drawn(old[name]) != _drawn(new[name]) for name in charts)
    assert "xl/worksheets/sheet2.xml" not in sheets and len(sheets) < 25


def _only_more_looks(old: bytes, new: bytes) -> bool:
    """Whether every look of before stands where it stood: fonts, fills, borders, formats; others come behind."""
    before, after = (
        {
            etree.QName(group).localname: [etree.tostring(e, method="c14n") for e in group]
            for group in etree.fromstring(styles)
        }
        for styles in (old, new)
    )
    return all(after[name][: len(looks)] == looks for name, looks in before.items())


def test_boxes_of_comments_go_with_their_cells(dressed: tuple[Path, Path]) -> None:
    """In openpyxl's file the names of their elements have other prefixes than in any other."""
    for parts, expected in zip(
        map(parts_of, dressed), ({(11, 2), (16, 18)}, {(11, 2), (17, 19)}), strict=True
    ):
        boxes = b"".join(v for k, v in parts.items() if k.endswith(".vml")).decode()
        places = re.findall(r"<\w+:Row>(\d+)</\w+:Row>\s*<\w+:Column>(\d+)<", boxes)
        assert {(int(r), int(c)) for r, c in places} == expected


def test_the_fill_adds_no_fault_by_the_rules_of_open_xml(dressed: tuple[Path, Path]) -> None:
    with ThreadPoolExecutor() as pool:
        found = list(pool.map(audit, dressed))
    before, after = ({re.sub(r"\d+", "", str(error)) for error in errors} for errors in found)
    assert after - before == set()


def test_macros_and_ribbon_stay_as_the_other_program_has_left_them(
    dressed: tuple[Path, Path], masters: dict[str, Path]
) -> None:
    before, after = dressed
    assert read_macros(after) == read_macros(before)
    assert read_macros(after).ribbon == read_macros(masters[AFTER]).ribbon
    parts = parts_of(after)
    assert b"ms-excel.sheet.macroEnabled.main+xml" in parts["[Content_Types].xml"]
    assert b'relationships/ui/extensibility" Target="customUI/customUI.xml"' in parts["_rels/.rels"]


@pytest.mark.slow
def test_openpyxl_keeps_our_macros_through_a_fill_and_saves_them_once_more(
    masters: dict[str, Path], filled: Callable[[Path], Path], tmp_path: Path
) -> None:
    once = filled(_by_openpyxl(masters[BEFORE], tmp_path / "mot.xlsm"))
    twice = _by_openpyxl(once, tmp_path / "hai.xlsm")
    assert read_macros(masters[BEFORE]) == read_macros(once) == read_macros(twice)
