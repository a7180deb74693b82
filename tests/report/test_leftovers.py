"""Law 13: what keeps a report a draft, how the clerk lifts it with a reason, and what the report then says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from offices import NOW, returned
from typed import typing_in

from qcdc_xl.catalogue.document_styles import document_style
from qcdc_xl.model import CatalogueAt, Paragraph, Submission
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.leftover import Leftover
from qcdc_xl.report.inline import Span
from qcdc_xl.report.story import Story, tell
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.verbs.open_master import open_book
from qcdc_xl.verbs.report import report

SEED = (
    # from the report of the district of Đam Rông for the first half of 2022: years and other periods as it names them
    "Nghị quyết số 05-NQ/HU, ngày 09/12/2021 của Huyện ủy; Nghị quyết số 50/NQ-HĐND ngày 15/12/2021; cứu trợ... giúp các hộ",
    "Nhiệm vụ trọng tâm 6 tháng cuối năm 2022; nhiệm kỳ 2020 - 2025; Pháp lệnh 34/2007/PL-UBTVQH11; năm 2019",
)


def told(
    catalogue: CatalogueAt,
    texts: Sequence[str],
    found: Sequence[Finding] = (),
    without: Sequence[str] = (),
    left: tuple[Leftover, ...] = (),
) -> tuple[Story, tuple[Finding, ...]]:
    """The report of a master in which all units but some are in, with these paragraphs."""
    rows = tuple(
        Paragraph("I", "body", text, sheet="Nội dung", cell=f"D{n}") for n, text in enumerate(texts, start=7)
    )
    units = [u.code for u in catalogue.active_units if u.code not in without]
    accepted = {u: Submission(u, "", "2022-H1", "", f"{u}.xlsx") for u in units}
    book = BookAt(replace(catalogue, paragraphs=rows, footnotes=()), accepted, left=left)
    return tell(book, document_style(catalogue), {}, (), found)


def lines(story: Story) -> list[str]:
    return ["".join(i.text for i in b.line if isinstance(i, Span)) for b in story.blocks]


def test_the_seeds_own_text_is_final_and_its_other_years_are_listed(catalogue: CatalogueAt) -> None:
    story, findings = told(catalogue, SEED)
    assert (story.draft, story.left) == ("", ())
    (years,) = findings
    assert (years.code, years.values) == ("TEXT_OTHER_YEARS", {"years": "2007, 2019, 2020, 2021, 2025"})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Kết quả 6 tháng cuối năm 2024 như sau.", "TEXT_OTHER_PERIOD"),
        ("Trong 06 tháng  đầu năm 2023, các xã đã họp.", "TEXT_OTHER_PERIOD"),
        ("Đã mở …… lớp tập huấn.", "TEXT_UNFILLED"),
        ("Đã mở [điền số lớp] lớp.", "TEXT_UNFILLED"),
        ("[NỘI DUNG MẪU - cán bộ viết lại] Bên cạnh thuận lợi.", "TEXT_UNFILLED"),
        ("Ngày …/…/2022 đã họp.", "TEXT_UNFILLED"),
        ("Có {khong_co} việc.", "TEXT_FIGURE_UNKNOWN"),
        ("Có { tthc_tiep_nhan } việc.", "TEXT_BRACE"),
        ("Có {tthc_tiep_nhan:02} việc.", "TEXT_FIGURE_MISSING"),
    ],
)
def test_a_text_that_is_not_finished_keeps_it_a_draft_until_there_is_a_reason(
    catalogue: CatalogueAt, text: str, code: str
) -> None:
    story, findings = told(catalogue, ["Câu.", text])
    assert story.draft == "còn 1 nội dung chưa xử lý"
    assert [(f.code, f.place.cell) for f in findings if f.code != "TEXT_OTHER_YEARS"] == [(code, "D8")]
    (one,) = story.left
    lifted = replace(one, reason="đã hỏi Thường trực")
    assert told(catalogue, ["Câu.", text], left=(lifted,))[0].draft == ""
    if code != "TEXT_BRACE":  # whose sentence has the whole text
        assert told(catalogue, ["Câu.", f"{text} Thêm."], left=(lifted,))[0].draft == ""
    assert told(catalogue, ["Câu.", "Có {khac} việc."], left=(lifted,))[0].draft != "", (
        "a reason is for one thing only"
    )


def test_what_this_period_and_the_next_are_called_is_no_stray_label(catalogue: CatalogueAt) -> None:
    fine = [
        "6 tháng đầu năm 2022",
        "nhiệm vụ 6 tháng cuối năm 2022, Quý III năm 2022",
        "so với năm 2022, 2023",
    ]
    assert told(catalogue, fine)[0].draft == ""
    assert told(catalogue, ["{ky_day_du}, {ky_sau}"])[0].draft == ""


def test_a_setting_of_the_period_before_keeps_the_next_report_a_draft(catalogue: CatalogueAt) -> None:
    """Settings are typed, too: the first half's words stayed in the second half's report, which was called final."""
    next_half = catalogue.whole.at("2022-H2")
    assert next_half.settings["ky_day_du"] == "06 tháng đầu năm 2022"
    story, findings = told(next_half, ["Trong {ky_day_du}, các xã đã họp."])
    assert story.draft == "còn 1 nội dung chưa xử lý"
    (one,) = (f for f in findings if f.code == "TEXT_OTHER_PERIOD")
    assert one.values["period"] == "6 tháng đầu năm 2022"


def test_units_that_are_lacking_can_be_answered_for_and_the_report_says_so(catalogue: CatalogueAt) -> None:
    story, _ = told(catalogue, ["Câu."], without=["24886", "24889"])
    assert story.draft == "đã nhận 32/34 đơn vị"
    (one,) = story.left
    assert "Xã Phi Liêng, Xã Đạ K'Nàng" in one.text
    final, _ = told(
        catalogue, ["Câu."], without=["24886", "24889"], left=(replace(one, reason="mất liên lạc"),)
    )
    assert final.draft == ""
    assert lines(final) == [
        "Câu.",
        "Báo cáo tổng hợp từ 32/34 đơn vị, không có báo cáo của: Xã Phi Liêng (mất liên lạc), Xã Đạ K'Nàng (mất liên lạc).",
    ]
    other, _ = told(catalogue, ["Câu."], without=["24886"], left=(replace(one, reason="mất liên lạc"),))
    assert other.draft == "đã nhận 33/34 đơn vị", "the reason was for two units"


def test_a_fault_of_a_return_or_of_the_totals_keeps_it_a_draft(catalogue: CatalogueAt) -> None:
    faults = [
        finding("VALUE_IS_ERROR", Place("24886", "a.xlsx", "Số liệu", c), label=c, value="#N/A") for c in "FG"
    ]
    whole = finding("RULE_BROKEN", text="Tổng số phải khớp.", rule="x")
    answered = replace(whole, answered="số của tỉnh")
    story, _ = told(catalogue, ["Câu."], [*faults, whole])
    assert story.draft == "còn 2 nội dung chưa xử lý"
    assert {one.text.partition(" (")[0].rstrip(".") for one in story.left} == {
        "Tổng số phải khớp",
        "Báo cáo “a.xlsx” của Xã Phi Liêng còn 2 lỗi nên chưa được tính",
    }
    lifted = tuple(replace(one, reason="bản sau đã thay") for one in story.left)
    final, _ = told(catalogue, ["Câu."], [*faults, whole], left=lifted)
    assert final.draft == "" and len(lines(final)) == 3
    assert told(catalogue, ["Câu."], [answered])[0].draft == ""


def test_reasons_are_typed_in_the_master_and_hold_at_the_next_export(demo_folder: Path) -> None:
    master = demo_folder / "qcdc.xlsm"
    with typing_in(master) as typist:
        typist.type("paragraphs", section="V", style="body", text="So với 6 tháng cuối năm 2023 thì tăng.")
    first = report(master, NOW, pdf=False)
    assert first.draft == "còn 1 nội dung chưa xử lý"
    assert "6 tháng cuối năm 2023" in "\n".join(first.told()) and first.file and "du-thao" in first.file.name
    with typing_in(master) as typist:
        typist.change("leftovers", {"period": "2022-H1"}, reason="so sánh với kế hoạch")
    second = report(master, NOW, pdf=False)
    assert second.draft == "" and second.file and "du-thao" not in second.file.name
    assert "1 nội dung còn lại đã có lý do" in second.told()[0]
    assert [one.reason for one in open_book(master, NOW.date()).left] == ["so sánh với kế hoạch"]


def test_a_newer_return_with_faults_keeps_the_report_a_draft(demo_folder: Path) -> None:
    from qcdc_xl.verbs.consolidate import consolidate

    master = demo_folder / "qcdc.xlsm"
    catalogue = open_book(master, NOW.date()).catalogue
    returned(catalogue, "24886", master.parent / "2022-H1" / "nhan", {"so_thon": "sáu"}, "lan 3.xlsx")
    consolidate(master, NOW)
    made = report(master, NOW, pdf=False)
    assert made.draft == "còn 1 nội dung chưa xử lý"
    assert "lan 3.xlsx" in made.left[0].text
