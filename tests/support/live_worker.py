"""Runs under the Python that has ``uno``: answers the verbs of support/live.py on a running soffice."""

import itertools
import json
import re
import sys
import time

import uno
from com.sun.star.beans import PropertyValue

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".xls": "MS Excel 97",
    ".ods": "calc8",
    ".pdf": "calc_pdf_Export",
}
XL_A1 = 1  # AddressConvention: 'Sheet'!A1 as Excel writes it; Calc's own is $Sheet.A1
OTHER_SHEET = re.compile(r"""("[^"]*")|((?:'(?:[^']|'')*'|[\w.]+)!)""")  # Calc's interface wants $Sheet.A1
ALWAYS_RUN = 4  # MacroExecMode
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


def do_open(path, macros=False):
    how = (prop("Hidden", True), *((prop("MacroExecutionMode", ALWAYS_RUN),) if macros else ()))
    found = desktop.loadComponentFromURL(url(path), "_blank", 0, how)
    if found is None:
        raise ValueError(f"{path} cannot be opened")
    number = next(opened)
    documents[number] = found
    if macros and found.BasicLibraries.hasByName("VBAProject"):
        library = found.BasicLibraries.getByName("VBAProject")
        for name in {"xlwings", "Dictionary"} & set(library.ElementNames):
            library.removeByName(name)  # Calc cannot compile xlwings' own module, and then runs none
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


def do_area(number, sheet, left, top, right, bottom):
    return [
        list(row)
        for row in sheet_of(number, sheet).getCellRangeByPosition(left, top, right, bottom).DataArray
    ]


def as_calc(cell):
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith("="):
        cell = QUOTED_OR_COMMA.sub(lambda found: ";" if found[0] == "," else found[0], cell)
        return OTHER_SHEET.sub(lambda found: found[1] or f"${found[2][:-1]}.", cell)
    return cell if isinstance(cell, str) else str(cell).upper() if isinstance(cell, bool) else repr(cell)


def do_type(number, sheet, left, top, block):
    own, right, bottom = sheet_of(number, sheet), left + len(block[0]) - 1, top + len(block) - 1
    notes = [
        (note.Position, note.String)
        for note in (own.Annotations.getByIndex(n) for n in range(own.Annotations.Count))
        if left <= note.Position.Column <= right and top <= note.Position.Row <= bottom
    ]
    own.getCellRangeByPosition(left, top, right, bottom).setFormulaArray(
        tuple(tuple(map(as_calc, row)) for row in block)
    )
    for place, text in notes:  # Calc's interface throws them away with the contents; Excel's does not
        own.Annotations.insertNew(place, text)


def do_delete_rows(number, sheet, at, count):
    sheet_of(number, sheet).Rows.removeByIndex(at, count)


def do_delete_columns(number, sheet, at, count):
    sheet_of(number, sheet).Columns.removeByIndex(at, count)


def do_hidden(number, sheet, first, last):
    rows = sheet_of(number, sheet).Rows
    return [not rows.getByIndex(n).IsVisible for n in range(first, last + 1)]


def do_hide(number, sheet, first, last, hidden):
    area = sheet_of(number, sheet).getCellRangeByPosition(0, first, 0, last)
    area.Rows.IsVisible = not hidden


def do_hide_columns(number, sheet, first, last, hidden):
    sheet_of(number, sheet).getCellRangeByPosition(first, 0, last, 0).Columns.IsVisible = not hidden


def do_hidden_columns(number, sheet, first, last):
    columns = sheet_of(number, sheet).Columns
    return [not columns.getByIndex(n).IsVisible for n in range(first, last + 1)]


def do_heights(number, sheet, first, last):
    rows = sheet_of(number, sheet).Rows
    return [rows.getByIndex(n).Height / 35.28 for n in range(first, last + 1)]  # hundredths of mm to points


def do_activate(number, sheet):
    documents[number].CurrentController.setActiveSheet(sheet_of(number, sheet))


def do_active(number):
    return documents[number].CurrentController.ActiveSheet.Name


def do_protected(number):
    return [
        s.Name
        for s in (documents[number].Sheets.getByIndex(n) for n in range(documents[number].Sheets.Count))
        if s.isProtected()
    ]


def do_protect(number, sheets):
    for name in sheets:
        sheet_of(number, name).protect("")


def do_save(number):
    documents[number].store()


def do_run(number, macro, *arguments):
    provider = documents[number].getScriptProvider()
    script = provider.getScript(f"vnd.sun.star.script:VBAProject.{macro}?language=Basic&location=document")
    return script.invoke(arguments, (), ())[0]


def do_automatic(number, on):
    documents[number].enableAutomaticCalculation(on)


def do_insert_rows(number, sheet, at, count):
    sheet_of(number, sheet).Rows.insertByIndex(at, count)


def do_insert_columns(number, sheet, at, count):
    sheet_of(number, sheet).Columns.insertByIndex(at, count)


def do_rename(number, sheet, new):
    sheet_of(number, sheet).Name = new


def do_move(number, sheet, position):
    documents[number].Sheets.moveByName(sheet, position)


def do_unprotect(number, sheet):
    sheet_of(number, sheet).unprotect("")


def do_unprotect_all(number):
    for name in documents[number].Sheets.ElementNames:
        documents[number].Sheets.getByName(name).unprotect("")


def do_new_sheet(number, name):
    documents[number].Sheets.insertNewByName(name, documents[number].Sheets.Count)


def do_shows(number, sheet):
    return sheet_of(number, sheet).IsVisible


def do_show(number, sheet, shown):
    sheet_of(number, sheet).IsVisible = shown


def do_import_sheet(number, other, sheet, after):
    names = list(documents[number].Sheets.ElementNames)
    brought(number, other, sheet, sheet, names.index(after) + 1)


def brought(number, other, sheet, name, position):
    """A new sheet with all that stands on another document's. Calc's own importSheet ends the whole program where the
    document has a VBA project; so the cells go over as by the clipboard, and what the clipboard leaves behind by hand.
    """
    target, source = documents[number], documents[other]
    target.Sheets.insertNewByName(name, position)
    new, model = target.Sheets.getByName(name), source.Sheets.getByName(sheet)
    end = model.createCursor()
    end.gotoEndOfUsedArea(False)
    last = end.RangeAddress
    before = target.CurrentController.ActiveSheet
    protected = model.isProtected()
    hidden = [not model.Rows.getByIndex(row).IsVisible for row in range(last.EndRow + 1)]
    model.unprotect("")
    model.Rows.IsVisible = True  # Calc leaves rows behind that are hidden below a filter's headings
    source.CurrentController.setActiveSheet(model)
    source.CurrentController.select(model.getCellRangeByPosition(0, 0, last.EndColumn, last.EndRow))
    cells = source.CurrentController.getTransferable()
    target.CurrentController.setActiveSheet(new)
    target.CurrentController.select(new.getCellByPosition(0, 0))
    target.CurrentController.insertTransferable(cells)
    target.CurrentController.setActiveSheet(before)
    for column in range(last.EndColumn + 1):
        own, other_one = new.Columns.getByIndex(column), model.Columns.getByIndex(column)
        own.Width = other_one.Width
        own.IsVisible = other_one.IsVisible
    for row in range(last.EndRow + 1):
        new.Rows.getByIndex(row).IsVisible = not hidden[row]
    if protected:
        new.protect("")
    return new


def do_remove_sheet(number, sheet):
    documents[number].Sheets.removeByName(sheet)


def do_copy_rows(number, sheet, at, other, source, first, last):
    sheets = documents[number].Sheets
    model, target = brought(number, other, source, "qcdc meanwhile", sheets.Count), sheets.getByName(sheet)
    model.unprotect("")
    start = target.getCellByPosition(0, at).CellAddress
    target.copyRange(start, model.getCellRangeByPosition(0, first, 16383, last).RangeAddress)
    for row in range(first, last + 1):  # Calc copies cells, Excel rows
        target.Rows.getByIndex(at + row - first).IsVisible = model.Rows.getByIndex(row).IsVisible
    sheets.removeByName(model.Name)


LOOKS = ("CellBackColor", "CharFontName", "CharHeight", "CharWeight", "HoriJustify", "VertJustify", "IsTextWrapped",
         "TopBorder", "BottomBorder", "LeftBorder", "RightBorder", "CellProtection")  # fmt: skip


def do_paste_looks(number, sheet, left, top, right, bottom, other, source, column, row):
    model = sheet_of(other, source).getCellByPosition(column, row)
    target = sheet_of(number, sheet).getCellRangeByPosition(left, top, right, bottom)
    for name in LOOKS:
        target.setPropertyValue(name, model.getPropertyValue(name))
    code = documents[other].NumberFormats.getByKey(model.NumberFormat).FormatString
    formats, locale = documents[number].NumberFormats, uno.createUnoStruct("com.sun.star.lang.Locale")
    key = formats.queryKey(code, locale, False)
    target.NumberFormat = formats.addNew(code, locale) if key == -1 else key


def do_paste_dropdown(number, sheet, left, top, right, bottom, other, source, column, row):
    model = sheet_of(other, source).getCellByPosition(column, row)
    sheet_of(number, sheet).getCellRangeByPosition(left, top, right, bottom).Validation = model.Validation


def do_clear_looks(number, sheet, left, top, right, bottom):
    sheet_of(number, sheet).getCellRangeByPosition(left, top, right, bottom).clearContents(32)  # hard formats


def do_width(number, sheet, column):
    return (
        sheet_of(number, sheet).Columns.getByIndex(column).Width / 200
    )  # hundredths of mm to letters, about


def do_set_width(number, sheet, column, width):
    sheet_of(number, sheet).Columns.getByIndex(column).Width = int(width * 200)


def do_clear_rows(number, sheet, first, last):
    sheet_of(number, sheet).getCellRangeByPosition(0, first, 16383, last).clearContents(1023)


def do_corner(number, sheet, column, row):
    place = sheet_of(number, sheet).getCellByPosition(column, row).Position
    return [place.X / 35.28, place.Y / 35.28]  # hundredths of mm to points


def frames(number, sheet):
    page = sheet_of(number, sheet).DrawPage
    shapes = [page.getByIndex(n) for n in range(page.Count)]
    found = [s for s in shapes if s.supportsService("com.sun.star.drawing.OLE2Shape")]
    return {s.Name or s.PersistName: s for s in found}


def do_charts(number, sheet):
    return {name: [shape.Visible, shape.PersistName] for name, shape in frames(number, sheet).items()}


def do_draw_chart(number, sheet, name, place, areas):
    own = sheet_of(number, sheet)
    ranges = []
    for area in areas:
        other, _, cells = area.rpartition("!")
        other = other[1:-1].replace("''", "'") if other.startswith("'") else other
        ranges.append(sheet_of(number, other).getCellRangeByName(cells.replace("$", "")).RangeAddress)
    if name in own.Charts.ElementNames:
        own.Charts.getByName(name).setRanges(tuple(ranges))
        return
    box = uno.createUnoStruct("com.sun.star.awt.Rectangle")
    box.X, box.Y, box.Width, box.Height = (int(n * 35.28) for n in place)
    own.Charts.addNewByName(name, box, tuple(ranges), False, True)


def do_erase_chart(number, sheet, name):
    shape = frames(number, sheet)[name]
    sheet_of(number, sheet).Charts.removeByName(shape.PersistName)


def do_show_chart(number, sheet, name, shown):
    frames(number, sheet)[name].Visible = shown


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
