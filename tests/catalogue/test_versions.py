"""A return is held against what its own form asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_catalogue import small, written

from qcdc_xl.catalogue import read_catalogue
from qcdc_xl.catalogue.stamp import form_stamp
from qcdc_xl.checks.cells import clean
from qcdc_xl.checks.identity import identity
from qcdc_xl.checks.structure import structure
from qcdc_xl.model import CatalogueAt, Submission, Value
from qcdc_xl.model.finding import Finding, message

NEW = ["so_to", "III.1", "XA", "Số tổ dân phố", "tổ", "integer", "yes", "0", "", "", "", "SUM", ""]
VERSIONS = """form,stamp,kind,code,number,label
XA,aaaaaaaa,indicator,so_thon,01,Số xóm
XA,aaaaaaaa,indicator,thon_huong_uoc,02,Số thôn có hương ước
XA,aaaaaaaa,indicator,mot_cua,03,Thực hiện một cửa
XA,aaaaaaaa,indicator,ty_le,04,Tỷ lệ thôn có hương ước
"""


def asked(folder: Path, versions: str = VERSIONS) -> CatalogueAt:
    """The small catalogue, to which a required indicator was added after a form went out."""
    tables = small()
    tables["indicators"].append(NEW)
    written(tables, folder)
    if versions:
        (folder / "form_versions.csv").write_text(versions, encoding="utf-8")
    catalogue, findings = read_catalogue(folder)
    assert findings == ()
    return catalogue.working


def returned(stamp: str, **values: int | str | None) -> Submission:
    """A commune's return on a form of that stamp."""
    cells = tuple(Value(code, 0, value, "Số liệu", "F5") for code, value in values.items())
    meta = Value("meta.catalogue", 0, stamp, "Số liệu", "F4")
    return Submission("24886", "XA", "2022-H1", stamp, "xa.xlsx", values=(meta, *cells))


def found(catalogue: CatalogueAt, submission: Submission) -> list[Finding]:
    """What is found of the return by itself."""
    more = clean(catalogue, submission)[1]
    return [*identity(catalogue, submission), *structure(catalogue, submission), *more]


def test_what_the_form_did_not_have_was_not_asked(tmp_path: Path) -> None:
    old = returned("aaaaaaaa", so_thon=5, thon_huong_uoc=4, mot_cua="Có", ty_le=80)
    (outdated,) = found(asked(tmp_path), old)
    assert (outdated.code, str(outdated.severity)) == ("FORM_OUTDATED", "warning")
    text = message(outdated)
    assert "Biểu mẫu đó chưa hỏi: “Số tổ dân phố”, nên không tính là thiếu." in text
    assert "mã số 01 “Số xóm” nay là “Số thôn”" in text


def test_a_row_that_the_form_had_is_missed_by_the_number_that_it_printed(tmp_path: Path) -> None:
    old = returned("aaaaaaaa", thon_huong_uoc=4, mot_cua="Có", ty_le=80)
    missing = [f for f in found(asked(tmp_path), old) if f.code == "ROW_MISSING"]
    assert [f.place.indicator for f in missing] == ["so_thon"]
    assert "“Số xóm (mã số 01)”" in message(missing[0])


def test_of_an_unknown_form_every_row_that_the_file_lacks_is_named(tmp_path: Path) -> None:
    unknown = returned("bbbbbbbb", so_thon=5, thon_huong_uoc=4, ty_le=80)
    (outdated,) = found(asked(tmp_path), unknown)
    assert str(outdated.severity) == "warning"
    assert "Không rõ biểu mẫu đó có hỏi hay không: “Thực hiện một cửa”; “Số tổ dân phố”." in message(outdated)


def test_an_older_form_that_asks_the_same_is_said_to_do_so(tmp_path: Path) -> None:
    rows = [VERSIONS.splitlines()[0]] + [
        f"XA,cccccccc,indicator,{code},{number:02},{label}"
        for number, (code, label) in enumerate(
            [("so_thon", "Số thôn"), ("thon_huong_uoc", "Số thôn có hương ước"), ("mot_cua", "Thực hiện một cửa"),
             ("ty_le", "Tỷ lệ thôn có hương ước"), ("so_to", "Số tổ dân phố")], start=1)
    ]  # fmt: skip
    sent = returned("cccccccc", so_thon=5, thon_huong_uoc=4, mot_cua="Có", ty_le=80, so_to=1)
    (outdated,) = found(asked(tmp_path, "\n".join(rows) + "\n"), sent)
    assert "Vẫn hỏi các chỉ tiêu như hiện nay" in message(outdated)


def test_a_list_without_a_row_is_there_all_the_same(tmp_path: Path) -> None:
    catalogue = asked(tmp_path)
    sent = Submission(
        "HND", "MT", "2022-H1", "bbbbbbbb", "mt.xlsx", values=(Value("giam_sat", 0, 1, "Số liệu", "F5"),)
    )
    columns = frozenset(("txct", "txct.ngay", "txct.cap", "txct.dong"))
    (outdated,) = identity(catalogue, replace(sent, lists=columns))
    assert "Không rõ" not in message(outdated)
    (outdated,) = identity(catalogue, replace(sent, lists=columns - {"txct.cap"}))
    assert "Không rõ biểu mẫu đó có hỏi hay không: “Đại biểu”." in message(outdated)


def test_a_form_of_now_that_lacks_a_row_is_wrong(tmp_path: Path) -> None:
    catalogue = asked(tmp_path, "")
    stamp = form_stamp(catalogue, catalogue.forms[0])
    (missing,) = found(catalogue, returned(stamp, so_thon=5, thon_huong_uoc=4, mot_cua="Có", ty_le=80))
    assert (missing.code, missing.place.indicator) == ("ROW_MISSING", "so_to")
    assert str(missing.severity) == "error"


def test_a_form_that_said_the_same_in_other_words_is_a_form_of_now(tmp_path: Path) -> None:
    now = asked(tmp_path)
    stamp = form_stamp(now, now.forms[0])
    same = asked(tmp_path, f"form,stamp,kind,code\nXA,eeeeeeee,same,{stamp}\n")
    values: dict[str, int | str | None] = {"so_thon": 5, "thon_huong_uoc": 4, "mot_cua": "Có", "ty_le": 80}
    assert found(same, returned("eeeeeeee", **values, so_to=3)) == []
    (missing,) = found(same, returned("eeeeeeee", **values, so_to=None))
    assert missing.code == "VALUE_MISSING"


def test_a_form_in_the_words_of_an_older_one_asked_what_that_one_asked(tmp_path: Path) -> None:
    old = returned("eeeeeeee", so_thon=5, thon_huong_uoc=4, mot_cua="Có", ty_le=80)
    circle = "XA,aaaaaaaa,same,eeeeeeee,,\n"
    for more in ("", circle):
        (outdated,) = found(asked(tmp_path, f"{VERSIONS}XA,eeeeeeee,same,aaaaaaaa,,\n{more}"), old)
        assert "Biểu mẫu đó chưa hỏi: “Số tổ dân phố”" in message(outdated)
