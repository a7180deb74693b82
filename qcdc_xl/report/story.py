"""The report as it is said: paragraphs, footnotes, header and signature with their figures, nothing of Word.

``tell`` is pure: a master's contents in, a :class:`Story` and findings out. Every paragraph of *Nội dung*
comes out whole and in its order, whatever stands in it; what could not be filled in is marked as such.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from qcdc_xl import vietnamese
from qcdc_xl.catalogue.document_styles import DocumentStyle
from qcdc_xl.expression.texts import Kind, Piece, Shown, fill, pieces
from qcdc_xl.model import CatalogueAt, Footnote, Paragraph
from qcdc_xl.model.finding import Finding, Place, finding
from qcdc_xl.model.leftover import Leftover
from qcdc_xl.report.emphasis import Emphasis, Face, cut
from qcdc_xl.report.headings import renumbered
from qcdc_xl.report.inline import MARK, Inline, Line, NoteMark, Span, apart, marks_in_note, misplaced
from qcdc_xl.report.leftovers import draft, leftovers, remarks
from qcdc_xl.report.stray import other_years, stray
from qcdc_xl.totals.book_at import BookAt
from qcdc_xl.totals.figures import TextValues
from qcdc_xl.totals.narratives import Narrative, narratives
from qcdc_xl.totals.touched import SIGN, Touched

STYLES = ("heading1", "heading2", "heading3", "body", "bullet")
"""What a paragraph of *Nội dung* can be."""

_NEEDED = (
    "issuing_body",
    "report_number",
    "report_date",
    "place",
    "report_title",
    "signer_title",
    "signer_name",
    "recipients",
)
_ALIGNED = re.compile(r"[ \t]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the report; ``style`` is one of :data:`STYLES`."""

    style: str
    line: Line


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote with its paragraphs; ``number`` is the catalogue's, Word counts by order of appearance."""

    number: int
    lines: tuple[tuple[Span, ...], ...]


@dataclass(frozen=True)
class Head:
    """What stands above the text. Lines that are blank are not printed."""

    upper_body: tuple[str, ...]
    issuing_body: tuple[str, ...]
    body_mark: str
    number: str
    motto: str
    motto_more: str
    place_date: str
    report_type: str
    subject: tuple[str, ...]
    subject_mark: str


@dataclass(frozen=True)
class Foot:
    """What stands below the text: who signs, and who gets the report."""

    authority: str
    signer_title: tuple[str, ...]
    signer_name: str
    recipients_title: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Story:
    """The whole report but its annex. ``draft``: what is still lacking, blank for a final report; ``left``: each
    thing that is, or for which the clerk has given a reason."""

    head: Head
    blocks: tuple[Block, ...]
    notes: tuple[Note, ...]
    foot: Foot
    draft: str = ""
    left: tuple[Leftover, ...] = ()

    @property
    def called(self) -> str:
        """The report by its name, number and date: "Báo cáo số 05-BC/BCĐ ngày 22 tháng 6 năm 2022"."""
        number, when = self.head.number.replace(":", ""), self.head.place_date
        dated = when[when.casefold().find("ngày") :]
        return f"{self.head.report_type.capitalize()} {number[:1].lower()}{number[1:]} {dated[:1].lower()}{dated[1:]}"


def tell(
    book: BookAt,
    style: DocumentStyle,
    emphasis: Emphasis,
    chosen: Container[str] = (),
    found: Sequence[Finding] = (),
) -> tuple[Story, tuple[Finding, ...]]:
    """The report of a master. ``chosen``: the texts of units that the writer has taken (``unit.item``). ``found``: what is
    wrong with the returns and the whole, which may keep it a draft.

    Findings: figures without a value, names and marks that nothing has, notes without a mark, what was not filled in, each at
    its cell in the master.
    """
    values = TextValues(book.catalogue, book.figures.values, book.past_figure)
    teller = _Teller(book.catalogue, values, emphasis, book.touched)
    blocks = [b for p in with_chosen(book, chosen) for b in _blocks(teller, p, style)]
    notes = tuple(teller.note(number) for number in teller.order)
    teller.unused()
    if not blocks:
        teller.findings.append(finding("REPORT_EMPTY", Place(sheet="Nội dung")))
    subject = teller.subject()
    left = leftovers(book, (*found, *teller.findings))
    lacking = draft(book, left)
    if not any(one.of_units and not one.reason for one in left):
        teller.blank_settings()
    said = (*(() if lacking else remarks(book, left)), *book.touched.remarks())
    teller.findings += other_years(book.catalogue, teller.typed)
    head, foot = _head(book.catalogue, style, subject), _foot(book.catalogue, style)
    closing = (Block("body", (Span(text, face=_REMARK),)) for text in said if blocks)
    return Story(head, (*blocks, *closing), notes, foot, lacking, left), tuple(teller.findings)


_REMARK = Face(italic=True)


def _blocks(teller: _Teller, of: Paragraph | Narrative, style: DocumentStyle) -> Iterator[Block]:
    if isinstance(of, Paragraph):
        yield from teller.blocks(of, style)
        return
    for line in _lines(
        [Span(f"{teller.touched.name(of.unit.code)}: {of.text}")]
    ):  # another's words: neither figures nor marks
        yield Block("bullet", _bulleted(line, style.text("bullet_text")))


def with_chosen(book: BookAt, chosen: Container[str]) -> Iterator[Paragraph | Narrative]:
    """The narrative, with the chosen texts of units behind the last paragraph of their section."""
    paragraphs = book.catalogue.paragraphs
    order = {s.code: n for n, s in enumerate(book.catalogue.sections)}
    behind: dict[int, list[Narrative]] = {}
    for text in (t for t in narratives(book) if t.key in chosen):
        code = text.section.code
        within = [n for n, p in enumerate(paragraphs) if f"{p.section}.".startswith(f"{code}.")]
        before = [n for n, p in enumerate(paragraphs) if order.get(p.section, -1) <= order[code]]
        behind.setdefault(max(within or before or [-1]), []).append(text)
    yield from behind.get(-1, ())
    for number, paragraph in enumerate(paragraphs):
        yield paragraph
        yield from behind.get(number, ())


@dataclass
class _Teller:
    """Goes through the paragraphs once; ``order`` are the notes' numbers as their marks appear."""

    catalogue: CatalogueAt
    values: Mapping[str, Shown]
    emphasis: Emphasis
    touched: Touched
    order: list[int] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.labels = {f.code: f.label for f in self.catalogue.figures}
        self.labels |= {k: text for k, text in self.catalogue.setting_labels.items() if k not in self.labels}
        self.texts: dict[int, list[Footnote]] = {}
        for note in sorted(self.catalogue.footnotes, key=lambda n: (n.number, n.order)):
            self.texts.setdefault(note.number, []).append(note)

    def blocks(self, paragraph: Paragraph, style: DocumentStyle) -> Iterator[Block]:
        """A paragraph of *Nội dung*; a new line within its cell begins a new paragraph."""
        kind = paragraph.style
        if kind not in STYLES:
            self._found(finding("PARAGRAPH_STYLE_UNKNOWN", style=kind), paragraph)
            kind = "body"
        line = [i for piece, faces in self._pieces(paragraph) for i in self._marks(piece, faces, paragraph)]
        for one in misplaced(line):
            self._found(one, paragraph)
        for part in _lines([*apart(line)]):
            if kind == "bullet":
                part = _bulleted(part, style.text("bullet_text"))
            elif kind.startswith("heading") and isinstance(first := part[0], Span):
                text = renumbered(first.text, int(kind[-1]), paragraph.section, style)
                part = (replace(first, text=text), *part[1:])
            yield Block(kind, part)

    def note(self, number: int) -> Note:
        """A footnote with its figures."""
        for text in self.texts[number]:
            for one in marks_in_note(text.text):
                self._found(one, text)
        spans = ([s for made in self._pieces(text) for s in _faced(*made)] for text in self.texts[number])
        lines = [part for own in spans for part in _lines(own)]
        return Note(number, tuple(tuple(s for s in line if isinstance(s, Span)) for line in lines))

    def subject(self) -> tuple[str, ...]:
        """The report's title, a line each, with its figures."""
        lines = []
        for line in _split(self.catalogue.settings.get("report_title", "")):
            text, found = fill(line, self.values, self.labels)
            self.findings += [*found, *stray(self.catalogue, line)]
            lines.append(text)
        return tuple(lines)

    def blank_settings(self) -> None:
        """Find what a report that is to be signed cannot be without."""
        for key in _NEEDED:
            if not self.catalogue.settings.get(key, "").strip(" |"):
                label = self.catalogue.setting_labels.get(key, key).partition(",")[0]
                self.findings.append(finding("REPORT_SETTING_BLANK", key=key, label=label))

    def unused(self) -> None:
        """Find the footnotes that have no mark in the narrative."""
        for number, rows in self.texts.items():
            if number not in self.order:
                self._found(finding("FOOTNOTE_UNUSED", number=number), rows[0])

    def _found(self, found: Finding, at: Paragraph | Footnote) -> None:
        self.findings.append(found.at(sheet=at.sheet, cell=at.cell))

    def _pieces(self, of: Paragraph | Footnote) -> Iterator[tuple[Piece, Sequence[Face]]]:
        """The pieces of a text, with the faces of the letters of the whole."""
        made, found = pieces(of.text, self.values, self.labels)
        typed = "\0".join(piece.text for piece in made if piece.kind is Kind.PLAIN)
        self.typed.append(typed)
        by_hand = (p.text for p in made if p.kind is Kind.PLAIN or p.key in self.catalogue.settings)
        for one in (*found, *stray(self.catalogue, "\0".join(by_hand))):
            self._found(one, of)
        faces = self.emphasis.get((of.sheet, of.cell), ())
        for piece in made:
            touched = piece.kind is Kind.FIGURE and self.touched.key(piece.key)
            yield replace(piece, text=f"{piece.text}{SIGN}") if touched else piece, faces

    def _marks(self, piece: Piece, faces: Sequence[Face], at: Paragraph) -> Iterator[Inline]:
        """A piece cut at the marks of notes; only what was typed in the master can hold one."""
        end = 0
        for mark in MARK.finditer(piece.text) if piece.kind is Kind.PLAIN else ():
            yield from _faced(_part(piece, end, mark.start()), faces)
            yield from self._mark(mark, _part(piece, mark.start(), mark.end()), faces, at)
            end = mark.end()
        yield from _faced(_part(piece, end, len(piece.text)), faces)

    def _mark(
        self, mark: re.Match[str], piece: Piece, faces: Sequence[Face], at: Paragraph
    ) -> Iterator[Inline]:
        typed = mark.group("number")
        number = int(typed) if typed and typed.isascii() and typed.isdigit() else -1
        if number not in self.texts:
            code = "FOOTNOTE_MISTYPED" if typed is None else "FOOTNOTE_UNKNOWN"
            self._found(finding(code, mark=mark.group(0)), at)
            yield from _faced(replace(piece, kind=Kind.WRONG), faces)
            return
        again = number in self.order
        if not again:
            self.order.append(number)
        yield NoteMark(self.order.index(number), again)


def _part(piece: Piece, start: int, end: int) -> Piece:
    return replace(piece, text=piece.text[start:end], start=piece.start + start)


def _faced(piece: Piece, faces: Sequence[Face]) -> Iterator[Span]:
    """A piece in the faces of its letters; a figure has the face of the brace that it replaces."""
    if not piece.text:
        return
    if not faces:
        yield Span(piece.text, piece.kind)
    elif piece.kind is Kind.PLAIN:
        for text, face in cut(piece.text, faces[piece.start : piece.start + len(piece.text)]):
            yield Span(text, piece.kind, face)
    else:
        yield Span(piece.text, piece.kind, faces[piece.start])


def _lines(line: Sequence[Inline]) -> Iterator[Line]:
    """Cut at new lines; lines with nothing in them are not paragraphs."""
    parts: list[list[Inline]] = [[]]
    for inline in line:
        if isinstance(inline, NoteMark):
            parts[-1].append(inline)
            continue
        first, *more = inline.text.split("\n")
        for number, text in enumerate((first, *more)):
            if number:
                parts.append([])
            if text:
                parts[-1].append(replace(inline, text=text))
    for part in parts:
        if any(isinstance(i, NoteMark) or i.text.strip() for i in part):
            yield tuple(part)


def _bulleted(line: Line, mark: str) -> Line:
    """A point begins with its dash, whether somebody has typed one or not."""
    first = line[0]
    typed = isinstance(first, Span) and first.text.lstrip()[:1] in ("-", "–", "+", "*", "•")
    return line if typed or not mark else (Span(f"{mark} "), *line)


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def _setting(catalogue: CatalogueAt) -> Callable[[str], str]:
    return lambda key: _ALIGNED.sub(" ", catalogue.settings.get(key, "")).strip()


def _head(catalogue: CatalogueAt, style: DocumentStyle, subject: tuple[str, ...]) -> Head:
    of = _setting(catalogue)
    number = {"report_number": of("report_number") or "……"}
    dated = vietnamese.parse_date(of("report_date"))
    when = vietnamese.long_date(dated) if dated else f"ngày … tháng … năm {catalogue.period.end.year}"
    return Head(
        _split(of("upper_body")), _split(of("issuing_body")), style.text("body_mark_text"),
        fill(style.text("number_text"), number, {})[0], style.text("motto_text"),
        style.text("motto_more_text"), f"{of('place')}, {when}" if of("place") else when.capitalize(),
        of("report_type") or "BÁO CÁO", subject, style.text("subject_mark_text"),
    )  # fmt: skip


def _foot(catalogue: CatalogueAt, style: DocumentStyle) -> Foot:
    of = _setting(catalogue)
    recipients = _split(of("recipients"))
    ends = [style.text("recipients_end")] * (len(recipients) - 1) + [style.text("recipients_last")]
    lines = (f"- {r.lstrip('- ').rstrip(' ,;.')}{end}" for r, end in zip(recipients, ends, strict=False))
    return Foot(
        _authority(of("signer_authority"), style.text("authority_words").split()),
        _split(of("signer_title")),
        of("signer_name"),
        style.text("recipients_text") if recipients else "",
        tuple(lines),
    )


def _authority(typed: str, words: Sequence[str]) -> str:
    """ "T/M BAN CHỈ ĐẠO" as the style abbreviates it: "TM. BAN CHỈ ĐẠO" in State documents."""
    first, _, rest = typed.partition(" ")
    known = {vietnamese.fold(word): word for word in words}
    return f"{known.get(vietnamese.fold(first), first)} {rest}".strip()
