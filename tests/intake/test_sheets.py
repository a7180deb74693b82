"""What the fast reader cannot take or does not see is read carefully, or told of at its cell."""

from __future__ import annotations

import contextlib
import datetime
import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from offices import NOW, cell_of, returned
from python_calamine import CalamineWorkbook
from workbooks import parts_of, repacked, sheet_of

from qcdc_xl.intake.careful import carefully
from qcdc_xl.intake.limits import TooMuch
from qcdc_xl.intake.parts import Damaged, Parts
from qcdc_xl.intake.sheets import sheets_of
from qcdc_xl.model import CatalogueAt
from qcdc_xl.model.received import Received
from qcdc_xl.verbs.check import check

SHEET = "xl/worksheets/sheet1.xml"


def checked(path: Path) -> Received:
    (file,) = check([path], NOW).files
    return file


def told(path: Path) -> list[tuple[str, str]]:
    """What is found in a file, and where."""
    return [(f.code, f.place.cell) for f in checked(path).findings]


def values_of(file: Received) -> dict[tuple[str, int], object]:
    assert file.submission
    return {(v.item, v.row): v.value for v in file.submission.values}


def changed(path: Path, change: Callable[[str], str], part: str = SHEET) -> Path:
    """A return whose sheet was changed by another program."""
    return repacked(path, lambda name, data: change(data.decode()).encode() if name == part else data)


def with_row(number: int, cell: str) -> Callable[[str], str]:
    """A mark somewhere far away."""
    row = f'<row r="{number}"><c r="{cell}"><v>5</v></c></row></sheetData>'
    return lambda xml: xml.replace("</sheetData>", row)


def cell_at(path: Path, code: str, table: str = "indicators", column: str = "value") -> str:
    _sheet, row, number = cell_of(openpyxl.load_workbook(path), table, code, column)
    return f"{openpyxl.utils.get_column_letter(number)}{row}"


def put(cell: str, kind: str, inside: str) -> Callable[[str], str]:
    """A cell as another program writes it, in its style."""
    return lambda xml: re.sub(
        rf'<c r="{cell}"( s="\d+")?[^>]*?(/>|>.*?</c>)', rf'<c r="{cell}"\1{kind}>{inside}</c>', xml, count=1
    )


@pytest.mark.parametrize(
    ("row", "cell"),
    [
        (1048576, "XFD1048576"), (1048576, "A1048576"), (200000, "I200000"), (20001, "B20001"), (90, "XFD90"), (90, "IW90"),
        (90, "A99999999"),
    ],
)  # fmt: skip
def test_a_mark_far_from_the_form_is_told_of_and_the_rest_is_read(
    row: int, cell: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    stray = changed(path, with_row(row, cell))
    assert told(stray) == [("CELL_FAR_AWAY", cell)]
    assert values_of(checked(stray)) == values_of(checked(path))


def test_a_format_far_from_the_form_is_no_mark(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "24886", tmp_path)
    row = '<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'
    assert told(changed(path, lambda xml: xml.replace("</sheetData>", row))) == []


@pytest.mark.parametrize("word", ["#REF!", "#DIV/0!", "#N/A", "#SPILL!", "#CALC!", "#FIELD!"])
def test_an_error_is_found_at_its_cell_whatever_its_word(
    word: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    cell = cell_at(path, "so_thon")
    (found,) = checked(changed(path, put(cell, ' t="e"', f"<f>1/0</f><v>{word}</v>"))).findings
    assert (found.code, found.place.cell, found.values["value"]) == ("VALUE_IS_ERROR", cell, word)


def test_an_error_word_that_nobody_knows_is_an_error_at_its_cell(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    cell = cell_at(path, "so_thon")
    assert told(changed(path, put(cell, ' t="e"', "<v>#MỚI!</v>"))) == [("VALUE_IS_ERROR", cell)]


def test_an_error_in_a_list_and_one_in_the_nil_column_are_found(
    catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    cell, beside = (cell_at(path, "so_thon", column=column) for column in ("nil", "value"))
    assert told(changed(path, put(cell, ' t="e"', "<v>#REF!</v>"))) == [("VALUE_IS_ERROR", beside)]
    path = returned(catalogue, "UBMTTQ", tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = next(s for s in book if any(c.value == "#table list:txct" for row in s.iter_rows() for c in row))
    marker = next(c for row in sheet.iter_rows() for c in row if c.value == "#table list:txct")
    column = next(c.column for c in sheet[marker.row] if c.value == "so_nguoi")
    sheet.cell(marker.row + 2, column).value = "#DIV/0!"
    sheet.cell(marker.row + 2, column).data_type = "e"
    book.save(path)
    where = sheet.cell(marker.row + 2, column).coordinate
    assert told(path) == [("VALUE_IS_ERROR", where)]


@pytest.mark.parametrize(
    "inside", ["<f>3+4</f>", "<f>3+4</f><v></v>", "<f>3+4</f><v/>", '<f t="shared" si="0"/>']
)
def test_a_formula_that_nobody_calculated_is_no_blank(
    inside: str, catalogue: CatalogueAt, tmp_path: Path
) -> None:
    path = returned(catalogue, "24886", tmp_path)
    cell = cell_at(path, "so_thon")
    assert told(changed(path, put(cell, "", inside))) == [("VALUE_NOT_CALCULATED", cell)]


def test_a_formula_whose_result_is_no_text_at_all_is_blank(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "24886", tmp_path)
    cell = cell_at(path, "so_thon")
    assert told(changed(path, put(cell, ' t="str"', '<f>IF(1,"")</f><v></v>'))) == [("VALUE_MISSING", cell)]


def test_what_the_form_computes_need_not_be_calculated(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = returned(catalogue, "UBMTTQ", tmp_path)
    openpyxl.load_workbook(path).save(path)  # drops all results
    assert told(path) == []


NUMBERS = (0, 1, 0.5, 59, 60, 61, 1.25, 44713, 44713.5, 44713.9999, 0.1 + 0.2, 1e15, 2958465)
FORMATS = (
    "General", "0.00", "dd/mm/yyyy", "d-mmm", "h:mm", "[h]:mm", "[mm]:ss", '0 "đ"', "[Red]0", "[$-42A]d/m/yyyy", "yyyy", "@",
    '#,##0\\ "hồ sơ"', "m/d/yy h:mm", "0%",
)  # fmt: skip


def test_the_careful_reader_gives_what_the_fast_one_gives(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("Số")
    for column, code in enumerate(FORMATS):
        for row, number in enumerate(NUMBERS):
            if not ("[h]" in code or "[mm]" in code) or 0 <= number < 1e6:
                sheet.write_number(row, column + 1, number, book.add_format({"num_format": code}))
    sheet.write(30, 0, "chữ  có dấu\ncách <&> “ngoặc”")
    sheet.write_rich_string(31, 0, "một ", book.add_format({"bold": True}), "hai")
    sheet.write_boolean(32, 0, True)
    sheet.write_formula(33, 2, '="a"&"b"', None, "ab")
    book.add_worksheet("Trống")
    book.close()
    fast = CalamineWorkbook.from_path(str(path))
    for careful in carefully(Parts(path.read_bytes())):
        assert careful.grid == fast.get_sheet_by_name(careful.name).to_python(skip_empty_area=False)
        kinds = [[type(v) for v in row] for row in careful.grid]
        expected = fast.get_sheet_by_name(careful.name).to_python(skip_empty_area=False)
        assert [[int is k or float is k for k in row] for row in kinds] == [
            [isinstance(v, int | float) and not isinstance(v, bool) for v in row] for row in expected
        ]


def test_texts_in_the_cells_themselves_and_cells_without_an_address_are_read(tmp_path: Path) -> None:
    rows = (
        '<row><c t="inlineStr"><is><r><t>một </t></r><r><t>hai</t></r><rPh><t>x</t></rPh></is></c><c><v>2</v></c></row>'
        '<row r="3"><c r="B3" t="d"><v>2022-06-08</v></c><c t="e"><v>#SPILL!</v></c></row>'
    )
    first = carefully(Parts(sheet_of(tmp_path, rows).read_bytes()))[0]
    assert first.grid == [["một hai", 2, ""], ["", "", ""], ["", datetime.date(2022, 6, 8), "#SPILL!"]]


def test_a_number_that_no_duration_can_be_is_a_number(tmp_path: Path) -> None:
    path = tmp_path / "so.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("S")
    sheet.write(0, 0, "#table x")
    sheet.write_number(0, 1, 98765432101, book.add_format({"num_format": "[h]:mm"}))
    book.close()
    assert sheets_of(path, path.read_bytes())[0].grid == [["#table x", 98765432101]]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    path = sheet_of(tmp_path, '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c></row>')
    for part in (SHEET, "xl/workbook.xml"):
        evil = changed(path, lambda xml: xml.replace("?>", f"?>{bomb}", 1), part)
        with pytest.raises(Damaged):
            carefully(Parts(evil.read_bytes()))


def test_an_error_in_an_ods_file_is_its_word(tmp_path: Path) -> None:
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    cell = 'office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
    xml = (
        f'<office:document-content xmlns:office="{urn}office:1.0" xmlns:table="{urn}table:1.0" xmlns:text="{urn}text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="S"><table:table-row><table:table-cell table:formula="of:=1/0" '
        f"{cell}</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(tmp_path / "a.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", xml)
    (sheet,) = sheets_of(tmp_path / "a.ods", (tmp_path / "a.ods").read_bytes())
    assert [list(row) for row in sheet.grid] == [["#DIV/0!"]]


@pytest.mark.parametrize("part", ["xl/workbook.xml", SHEET])
def test_an_encoding_that_nobody_knows_is_damage(part: str, tmp_path: Path) -> None:
    path = sheet_of(tmp_path, '<row r="1"><c r="A1"><v>1</v></c></row>')
    odd = changed(path, lambda xml: xml.replace("UTF-8", "UTF-80", 1), part)
    with pytest.raises(Damaged):
        carefully(Parts(odd.read_bytes()))


@pytest.mark.parametrize("index", ["-1", "99999", "x"])
def test_a_shared_text_that_is_not_there_is_damage(index: str, tmp_path: Path) -> None:
    path = sheet_of(tmp_path, f'<row r="1"><c r="A1" t="s"><v>{index}</v></c></row>')
    with pytest.raises(Damaged):
        carefully(Parts(path.read_bytes()))


@pytest.mark.parametrize("text", ["1_000", "nan", "١٢", "1,5", "12 000"])
def test_what_is_no_number_in_the_file_stays_what_it_is(text: str, tmp_path: Path) -> None:
    path = sheet_of(tmp_path, f'<row r="1"><c r="A1"><v>{text}</v></c></row>')
    assert carefully(Parts(path.read_bytes()))[0].grid == [[text]]


def test_cuts_and_changes_anywhere_are_damage_or_read(catalogue: CatalogueAt, tmp_path: Path) -> None:
    path = changed(returned(catalogue, "24886", tmp_path), with_row(1048576, "XFD1048576"))
    rng = random.Random(1)
    parts = parts_of(path)
    for _ in range(150):
        name = rng.choice(
            ["xl/workbook.xml", SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
        )
        data = bytearray(parts[name])
        for _ in range(rng.randrange(1, 4)):
            data[rng.randrange(len(data))] = rng.choice(b'0a<>"& ')
        cut = bytes(data[: rng.randrange(len(data))] if rng.random() < 0.3 else data)
        with zipfile.ZipFile(tmp_path / "x.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
            for other, content in parts.items():
                archive.writestr(other, cut if other == name else content)
        with contextlib.suppress(Damaged, TooMuch):
            carefully(Parts((tmp_path / "x.xlsx").read_bytes()))
