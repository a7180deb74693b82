"""The catalogue's tables as CSV files and back: the same rows, whatever stands in them."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_catalogue import small, written

from qcdc_xl.catalogue import Entries, from_folder, load, read_catalogue
from qcdc_xl.catalogue.sheets import Entry, as_csv
from qcdc_xl.catalogue.tables import TABLES
from qcdc_xl.shipped import CATALOGUES, catalogues, shipped
from qcdc_xl.vietnamese import clean


def written_out(entries: Entries, folder: Path) -> Path:
    for name, table in TABLES.items():
        (folder / f"{name}.csv").write_bytes(as_csv(table, entries.of(name)))
    return folder


def rows(entries: Entries) -> dict[str, list[dict[str, str]]]:
    """What stands in the tables' columns, blank and lacking alike."""
    return {
        name: [
            {c.name: e.values.get(c.name, "") or c.default for c in table.columns} for e in entries.of(name)
        ]
        for name, table in TABLES.items()
    }


@pytest.mark.parametrize("name", catalogues())
def test_a_shipped_catalogue_comes_back_as_it_was(name: str, tmp_path: Path) -> None:
    entries, _ = from_folder(shipped(f"{CATALOGUES}/{name}"))
    again, findings = from_folder(written_out(entries, tmp_path))
    assert findings == () and rows(again) == rows(entries)
    one, other = load(entries)[0], load(again)[0]
    assert vars(one).keys() == vars(other).keys()
    assert all(vars(one)[table] == vars(other)[table] for table in TABLES if table in vars(one))


def test_excel_gets_the_letters_right_and_all_columns_in_their_order(tmp_path: Path) -> None:
    entries, _ = from_folder(written(small(), tmp_path))
    content = as_csv(TABLES["units"], entries.of("units"))
    assert content.startswith(b"\xef\xbb\xbf") and "Xã Phi Liêng" in content.decode("utf-8-sig")
    assert content.decode("utf-8-sig").splitlines()[0].split(",") == list(TABLES["units"].names)


@pytest.mark.parametrize(
    ("text", "in_the_file"),
    [("=1+1", "'=1+1"), ("+84 263", "'+84 263"), ("@SUM(A1)", "'@SUM(A1)"), ("- một", "'- một"), ("'=1", "''=1"),
     ("-5", "-5"), ("-5,5", "-5,5"), ("'ngày", "'ngày"), ("", "")],
)  # fmt: skip
def test_what_looks_like_a_formula_stays_text(text: str, in_the_file: str, tmp_path: Path) -> None:
    entries, _ = from_folder(written(small(), tmp_path))
    row = Entry("choices", {"list_name": "c", "value": "x", "label": text}, {})
    changed = Entries({**entries.rows, "choices": (row,)})
    content = as_csv(TABLES["choices"], changed.of("choices")).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content)))[1][2] == in_the_file
    assert from_folder(written_out(changed, tmp_path))[0].of("choices")[0].values["label"] == text


@given(st.text().map(clean))
def test_any_text_comes_back(text: str) -> None:
    row = Entry("choices", {"list_name": "c", "value": "x", "label": text}, {})
    with tempfile.TemporaryDirectory() as folder:
        made = written_out(Entries({"choices": (row,)}), Path(folder))
        assert from_folder(made)[0].of("choices")[0].values["label"] == text


def test_files_that_vietnamese_excel_has_saved_are_read(tmp_path: Path) -> None:
    folder = written(small(), tmp_path)
    before, _ = read_catalogue(folder)
    for name, lines in small().items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file, delimiter=";").writerows(lines)
    after, findings = read_catalogue(folder)
    assert findings == () and after.indicators == before.indicators and after.footnotes == before.footnotes
