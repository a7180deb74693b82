"""Runs under the Python that has ``uno``: answers the verbs of tests/live.py on a running soffice."""

import itertools
import json
import re
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
XL_A1 = 1  # AddressConvention: 'Sheet'!A1 as Excel writes it; Calc's own is $Sheet.A1
QUOTED_OR_COMMA = re.compile("\"[^\"]*\"|'[^']*'|,")  # Calc's interface wants ; between arguments
documents = {}
opened = itertools.count()  # a number is never used twice, so a closed document cannot turn into another


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:
            time.sleep(0.2)
    raise RuntimeError("soffice does not answer")


def prop(name, value):
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def url(path):
    return uno.systemPathToFileUrl(path)


def sheet_of(number, sheet):
    return documents[number].Sheets.getByName(sheet)


def used(sheet):
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)


def do_open(path):
    found = desktop.loadComponentFromURL(url(path), "_blank", 0, (prop("Hidden", True),))
    if found is None:
        raise ValueError(f"{path} cannot be opened")
    number = next(opened)
    documents[number] = found
    return number


def do_sheets(number):
    return list(documents[number].Sheets.ElementNames)


def do_values(number, sheet):
    area = used(sheet_of(number, sheet))
    rows = [list(row) for row in area.DataArray]
    for place in area.queryFormulaCells(4).Cells:  # CellFlags-like: 4 is FormulaResult.ERROR
        at = place.CellAddress
        rows[at.Row][at.Column] = place.String
    return rows


def do_formulas(number, sheet):
    return [list(row) for row in used(sheet_of(number, sheet)).FormulaArray]


def do_recalculate(number):
    documents[number].calculateAll()


def do_set(number, sheet, row, column, block):
    for r, cells in enumerate(block):
        for c, value in enumerate(cells):
            cell = sheet_of(number, sheet).getCellByPosition(column + c, row + r)
            if isinstance(value, str):
                cell.String = value
            elif value is None:
                cell.String = ""
            else:
                cell.Value = value


def do_set_formula(number, sheet, row, column, text):
    parser = documents[number].createInstance("com.sun.star.sheet.FormulaParser")
    parser.CompileEnglish, parser.FormulaConvention = True, XL_A1
    cell = sheet_of(number, sheet).getCellByPosition(column, row)
    body = QUOTED_OR_COMMA.sub(lambda found: ";" if found[0] == "," else found[0], text.removeprefix("="))
    cell.setTokens(parser.parseFormula(body, cell.CellAddress))


def do_insert_rows(number, sheet, at, count):
    sheet_of(number, sheet).Rows.insertByIndex(at, count)


def do_insert_columns(number, sheet, at, count):
    sheet_of(number, sheet).Columns.insertByIndex(at, count)


def do_rename(number, sheet, new):
    sheet_of(number, sheet).Name = new


def do_move(number, sheet, position):
    documents[number].Sheets.moveByName(sheet, position)


def do_unprotect_all(number):
    for name in documents[number].Sheets.ElementNames:
        documents[number].Sheets.getByName(name).unprotect("")


def do_new_sheet(number, name):
    documents[number].Sheets.insertNewByName(name, documents[number].Sheets.Count)


def do_save_as(number, path):
    suffix = path[path.rfind(".") :]
    documents[number].storeToURL(url(path), (prop("FilterName", FILTERS[suffix]),))


def do_close(number):
    documents.pop(number).close(True)


desktop = connect(sys.argv[1])
for line in sys.stdin:
    verb, *arguments = json.loads(line)
    try:
        answer = {"value": globals()["do_" + verb](*arguments)}
    except Exception as error:
        answer = {"error": f"{verb}: {type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
