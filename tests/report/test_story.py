"""What the report says, before any Word: figures, notes, numbering, drafts, texts of units."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from qcdc_xl.catalogue.document_styles import DocumentStyle, document_style
from qcdc_xl.expression.texts import Kind, shown
from qcdc_xl.model import CatalogueAt, Footnote, Paragraph, Submission, Value
from qcdc_xl.model.finding import Finding
from qcdc_xl.report.emphasis import Emphasis, Face
from qcdc_xl.report.headings import heading_number
from qcdc_xl.report.inline import NoteMark, Span
from qcdc_xl.report.story import Story, tell
from qcdc_xl.totals.book_at import BookAt


def book(
    catalogue: CatalogueAt,
    paragraphs: Sequence[tuple[str, str, str]],
    notes: Sequence[tuple[int, int, str]] = (),
    settings: Mapping[str, str] | None = None,
    accepted: Mapping[str, Submission] | None = None,
) -> BookAt:
    """A master with this narrative, each paragraph in the cell of its row."""
    rows = tuple(
        Paragraph(section, style, text, sheet="Nội dung", cell=f"D{n}")
        for n, (section, style, text) in enumerate(paragraphs, start=7)
    )
    written = tuple(
        Footnote(n, "I", order, text, sheet="Chú thích", cell=f"E{n}") for n, order, text in notes
    )
    changed = replace(
        catalogue,
        paragraphs=rows,
        footnotes=written,
        settings={**catalogue.settings, **(settings or {})},
    )
    return BookAt(changed, accepted or {})


def told(
    made: BookAt, emphasis: Emphasis | None = None, chosen: frozenset[str] = frozenset()
) -> tuple[Story, tuple[Finding, ...]]:
    """The story of a master."""
    return tell(made, document_style(made.catalogue), emphasis or {}, chosen)


def text_of(line: Sequence[object]) -> str:
    """A line with its marks as ⟦n⟧."""
    return "".join(
        i.text if isinstance(i, Span) else f"⟦{i.place + 1}⟧" for i in line if isinstance(i, Span | NoteMark)
    )


def texts(story: Story) -> list[str]:
    """The paragraphs of a story."""
    return [text_of(block.line) for block in story.blocks]


def test_notes_are_counted_in_the_order_in_which_their_marks_appear(catalogue: CatalogueAt) -> None:
    made = book(
        catalogue,
        [("I", "body", "Một[^7], hai[^2]."), ("I", "body", "Lại một[^7], ba[^5].")],
        [(2, 1, "hai"), (5, 1, "ba"), (7, 1, "một"), (7, 2, "một nữa")],
    )
    story, findings = told(made)
    assert texts(story) == ["Một⟦1⟧, hai⟦2⟧.", "Lại một⟦1⟧, ba⟦3⟧."]
    assert [n.number for n in story.notes] == [7, 2, 5]
    assert [[text_of(line) for line in n.lines] for n in story.notes] == [["một", "một nữa"], ["hai"], ["ba"]]
    assert [i.again for b in story.blocks for i in b.line if isinstance(i, NoteMark)] == [
        False,
        False,
        True,
        False,
    ]
    assert findings == ()


def test_a_mark_without_a_note_stays_and_is_found_at_its_cell(catalogue: CatalogueAt) -> None:
    story, findings = told(book(catalogue, [("I", "body", "Câu[^9] này[^a].")]))
    assert texts(story) == ["Câu[^9] này[^a]."]
    assert [(f.code, f.place.sheet, f.place.cell, f.values["mark"]) for f in findings] == [
        ("FOOTNOTE_UNKNOWN", "Nội dung", "D7", "[^9]"),
        ("FOOTNOTE_UNKNOWN", "Nội dung", "D7", "[^a]"),
    ]
    kinds = [i.kind for i in story.blocks[0].line if isinstance(i, Span)]
    assert kinds == [Kind.PLAIN, Kind.WRONG, Kind.PLAIN, Kind.WRONG, Kind.PLAIN]


def test_a_note_without_a_mark_is_found_and_not_printed(catalogue: CatalogueAt) -> None:
    story, findings = told(book(catalogue, [("I", "body", "Câu.")], [(4, 1, "bốn")]))
    assert story.notes == ()
    assert [(f.code, f.place.cell) for f in findings] == [("FOOTNOTE_UNUSED", "E4")]


def test_a_missing_figure_is_marked_and_found_at_its_cell(catalogue: CatalogueAt) -> None:
    story, findings = told(book(catalogue, [("I", "body", "Có {tthc_qua_han:02} hồ sơ.")]))
    assert texts(story) == ["Có [thiếu: Giải quyết quá hạn] hồ sơ."]
    assert [i.kind for i in story.blocks[0].line if isinstance(i, Span)] == [
        Kind.PLAIN,
        Kind.MISSING,
        Kind.PLAIN,
    ]
    assert [(f.code, f.place.sheet, f.place.cell) for f in findings] == [
        ("TEXT_FIGURE_MISSING", "Nội dung", "D7")
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Có {khong_co:02} việc.", "TEXT_FIGURE_UNKNOWN"),
        ("Có {ky_ngan:02} việc.", "TEXT_FORMAT_UNKNOWN"),
        ("Có { ky_ngan } việc.", "TEXT_BRACE"),
        ("Có {ky_ngan việc.", "TEXT_BRACE"),
    ],
)
def test_braces_that_mean_nothing_stay_as_typed_and_are_found(
    catalogue: CatalogueAt, text: str, code: str
) -> None:
    story, findings = told(book(catalogue, [("I", "body", text)]))
    assert texts(story) == [text]
    assert [(f.code, f.place.cell) for f in findings] == [(code, "D7")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{nam_bao_cao}", "2022"),
        ("{khoa_quoc_hoi:I}", "XV"),
        ("{report_date}", "22/6/2022"),
        ("{report_date:ngày}", "ngày 22 tháng 6 năm 2022"),
        ("{ky_ngan}", "6 tháng đầu năm"),
    ],
)
def test_settings_are_written_as_documents_write_them(
    catalogue: CatalogueAt, text: str, expected: str
) -> None:
    assert texts(told(book(catalogue, [("I", "body", text)]))[0]) == [expected]


def test_days_are_padded_as_in_documents() -> None:
    assert shown(datetime.date(2022, 2, 8), "") == "08/02/2022"
    assert shown(datetime.date(2022, 2, 8), "ngày") == "ngày 08 tháng 02 năm 2022"
    assert shown(datetime.date(2022, 2, 8), "02") is None


def test_a_new_line_in_a_cell_is_a_new_paragraph(catalogue: CatalogueAt) -> None:
    story, _ = told(book(catalogue, [("I", "bullet", "một\n\n- hai\n\t"), ("I", "heading1", "I. Đề\nmục")]))
    assert [(b.style, text_of(b.line)) for b in story.blocks] == [
        ("bullet", "- một"),
        ("bullet", "- hai"),
        ("heading1", "I. Đề"),
        ("heading1", "mục"),
    ]


def test_an_unknown_style_is_printed_as_body_and_found(catalogue: CatalogueAt) -> None:
    story, findings = told(book(catalogue, [("I", "Heading9", "Câu.")]))
    assert [b.style for b in story.blocks] == ["body"]
    assert [(f.code, f.place.cell) for f in findings] == [("PARAGRAPH_STYLE_UNKNOWN", "D7")]


def test_an_empty_narrative_is_found(catalogue: CatalogueAt) -> None:
    assert [f.code for f in told(book(catalogue, []))[1]] == ["REPORT_EMPTY"]


@pytest.mark.parametrize(
    ("style", "section", "typed", "expected"),
    [
        ("hd05_2026", "II", "II. CÔNG TÁC", "II- CÔNG TÁC"),
        ("hd05_2026", "IV.1.2", "1.2. Nguyên nhân", "b) Nguyên nhân"),
        ("nd30_2020", "IV.1.5", "1.5. Việc khác", "đ) Việc khác"),
        ("nd30_2020", "II.1", "1. Công tác", "1. Công tác"),
        ("hd36_2018", "IV.1.2", "b) Nguyên nhân", "1.2. Nguyên nhân"),
        ("hd36_2018", "V", "V- NHIỆM VỤ", "V. NHIỆM VỤ"),
        ("hd05_2026", "II", "III. Số của mục khác", "III. Số của mục khác"),
        ("hd05_2026", "II.1", "1.000 người", "1.000 người"),
    ],
)
def test_headings_take_the_numbering_of_the_document_style(
    catalogue: CatalogueAt, style: str, section: str, typed: str, expected: str
) -> None:
    level = section.count(".") + 1
    made = book(catalogue, [(section, f"heading{level}", typed)], settings={"document_style": style})
    assert texts(told(made)[0]) == [expected]


def test_a_number_that_a_style_cannot_write_stays_as_typed(catalogue: CatalogueAt) -> None:
    own = replace(catalogue.document_styles[0], document_style="tinh_ta", key="heading1_number", value="1.")
    made = book(catalogue, [("II", "heading1", "II. CÔNG TÁC")], settings={"document_style": "tinh_ta"})
    made = replace(made, catalogue=replace(made.catalogue, document_styles=(own,)))
    assert texts(told(made)[0]) == ["II. CÔNG TÁC"]


def test_numbers_of_sections_as_patterns_write_them() -> None:
    assert heading_number("1.1.", ["IV", "1", "2"]) == "1.2."
    assert heading_number("a)", ["IV", "1", "4"]) == "d)"
    assert heading_number("I-", ["IV"]) == "IV-"
    assert heading_number("a)", ["IV"]) == ""


def test_bold_and_italic_letters_keep_their_face_around_figures_and_marks(catalogue: CatalogueAt) -> None:
    text = "Về “dân chủ” {nam_bao_cao}[^1] hết"
    plain, italic, bold = Face(), Face(italic=True), Face(bold=True)
    faces = [plain] * len(text)
    for words, face in (("dân chủ", italic), ("{nam_bao_cao}[^1]", bold)):
        start = text.index(words)
        faces[start : start + len(words)] = [face] * len(words)
    story, _ = told(book(catalogue, [("I", "body", text)], [(1, 1, "x")]), {("Nội dung", "D7"): faces})
    spans = [(i.text, i.face) for i in story.blocks[0].line if isinstance(i, Span)]
    assert spans == [("Về “", plain), ("dân chủ", italic), ("” ", plain), ("2022", bold), (" hết", plain)]
    assert texts(story) == ["Về “dân chủ” 2022⟦1⟧ hết"]


def test_a_mark_of_letters_in_different_faces_is_still_a_mark(catalogue: CatalogueAt) -> None:
    text = "Câu[^1] này"
    faces = [Face()] * 5 + [Face(bold=True)] * (len(text) - 5)
    story, findings = told(book(catalogue, [("I", "body", text)], [(1, 1, "x")]), {("Nội dung", "D7"): faces})
    assert (texts(story), findings) == (["Câu⟦1⟧ này"], ())


def test_a_title_with_an_unknown_figure_is_found(catalogue: CatalogueAt) -> None:
    made = book(catalogue, [("I", "body", "x")], settings={"report_title": "Năm {nam_bao_cao}|Kỳ {khong_co}"})
    story, findings = told(made)
    assert story.head.subject == ("Năm 2022", "Kỳ {khong_co}")
    assert [f.code for f in findings] == ["TEXT_FIGURE_UNKNOWN"]


def wrote(unit: str, text: str) -> Submission:
    """A return with one text in it."""
    return Submission(
        unit, "XA", "2022-H1", "", f"{unit}.xlsx", "a" * 64, values=(Value("kho_khan", 0, text, "Mẫu", "F9"),)
    )


def test_chosen_texts_of_units_stand_behind_their_section_with_the_units_name(catalogue: CatalogueAt) -> None:
    made = book(
        catalogue,
        [
            ("IV.2", "heading2", "2. Hạn chế và nguyên nhân"),
            ("IV.2.1", "bullet", "Một."),
            ("V", "heading1", "V. NHIỆM VỤ"),
        ],
        accepted={
            "24886": wrote("24886", "Thiếu {nam_bao_cao} người[^1]."),
            "24889": wrote("24889", "Không dùng."),
        },
    )
    story, findings = told(made, chosen=frozenset({"24886.kho_khan"}))
    assert texts(story) == [
        "2. Hạn chế và nguyên nhân",
        "- Một.",
        "- Xã Phi Liêng: Thiếu {nam_bao_cao} người[^1].",
        "V. NHIỆM VỤ",
    ]
    assert findings == ()  # another's words are neither figures nor marks


def test_it_is_a_draft_until_every_unit_is_in(catalogue: CatalogueAt) -> None:
    units = [u.code for u in catalogue.active_units]
    some = book(catalogue, [("I", "body", "Câu.")], accepted={"24886": wrote("24886", "x")})
    everybody = book(catalogue, [("I", "body", "Câu.")], accepted={u: wrote(u, "x") for u in units})
    assert told(some)[0].draft == "đã nhận 1/34 đơn vị"
    assert told(everybody)[0].draft == ""


def test_what_a_final_report_cannot_be_without_is_found_only_when_it_is_final(catalogue: CatalogueAt) -> None:
    units = {u.code: wrote(u.code, "x") for u in catalogue.active_units}
    blank = {"report_number": "", "signer_name": " ", "recipients": "|", "upper_body": ""}
    final = book(catalogue, [("I", "body", "x")], settings=blank, accepted=units)
    found = [f.values["key"] for f in told(final)[1]]
    assert found == ["report_number", "signer_name", "recipients"]
    assert told(book(catalogue, [("I", "body", "x")], settings=blank))[1] == ()


def test_number_date_and_authority_follow_the_document_style(catalogue: CatalogueAt) -> None:
    party = {"signer_authority": "T/M BAN CHỈ ĐẠO", "report_date": "2022-02-08"}
    story, _ = told(book(catalogue, [("I", "body", "x")], settings=party))
    assert (story.head.number, story.foot.authority) == ("Số 05-BC/BCĐ", "T/M BAN CHỈ ĐẠO")
    assert story.head.place_date == "Đam Rông, ngày 08 tháng 02 năm 2022"
    state = party | {"document_style": "nd30_2020", "report_number": "05/BC-UBND"}
    story, _ = told(book(catalogue, [("I", "body", "x")], settings=state))
    assert (story.head.number, story.foot.authority) == ("Số: 05/BC-UBND", "TM. BAN CHỈ ĐẠO")
    assert story.head.motto_more == "Độc lập - Tự do - Hạnh phúc"
    assert story.foot.recipients[0].endswith(";") and story.foot.recipients[-1].endswith(".")


def test_a_report_without_number_and_date_leaves_room_for_them(catalogue: CatalogueAt) -> None:
    story, _ = told(book(catalogue, [("I", "body", "x")], settings={"report_number": "", "report_date": ""}))
    assert story.head.number == "Số ……"
    assert story.head.place_date == "Đam Rông, ngày … tháng … năm 2022"


def test_a_style_of_ones_own_borrows_what_it_does_not_say(catalogue: CatalogueAt) -> None:
    own = replace(catalogue.document_styles[0], document_style="tinh_ta", key="margin_left", value="35")
    changed = replace(
        catalogue,
        document_styles=(own,),
        settings={**catalogue.settings, "document_style": "tinh_ta"},
    )
    style = document_style(changed)
    assert isinstance(style, DocumentStyle)
    assert (style.length("margin_left"), style.length("margin_right"), style.font("body").size) == (
        35,
        15,
        14,
    )
