"""Documents as .docx: A4, headings numbered the Chinese official way, tables that go on.

Built on python-docx; tables are written as XML at once, because its way cell by cell takes
seconds for a list of some hundred rows.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from html import escape
from typing import IO, TYPE_CHECKING, Any

from models.exchange.papers.model import (
    Align,
    Bullets,
    Chart,
    Contents,
    Document,
    Drawing,
    Heading,
    NewPage,
    Paragraph,
    Table,
    Title,
    contents,
    labelled,
    written_day,
)
from models.exchange.papers.wordtable import NAMESPACE, TABLE_SIZE, TableXml
from models.kernel.text import clean_block

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph

    from models.exchange.papers.model import Block

_MILLIMETRE = 36_000
"""In the units of the library (EMU)"""
_TWIP = 635
"""The same for the twentieth of a point"""
_A4 = (210, 297)
_MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
"""In millimetres, GB/T 9704-2012"""
_NARROW = 20
"""All margins of a turned page, in millimetres: it carries wide tables"""
_INDENT_TWIPS = 640
"""Two characters of 16 points"""
_POINTS = "·"


def write_docx(document: Document, target: IO[bytes], at: datetime) -> None:
    """Write ``document`` as a Word file.

    Args:
        document: what it says.
        target: a binary file.
        at: the moment the file says it was made; the same moment gives the same bytes.
    """
    # Loaded on use: most commands write no document.
    import docx

    word = docx.Document()
    _Writer(word, document).write()
    _set_properties(word, document.title, at)
    buffer = io.BytesIO()
    word.save(buffer)
    target.write(_packed(buffer.getvalue(), at))


def _set_properties(word: WordDocument, title: str, at: datetime) -> None:
    """Say when the file was made and what it is called, and nothing about who made it."""
    properties = word.core_properties
    made = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = properties.modified = made
    properties.title = clean_block(title)
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"


def _packed(data: bytes, at: datetime) -> bytes:
    """Pack the parts again with one moment on all of them: the library stamps its own."""
    made = max(at.astimezone(UTC), datetime(1980, 1, 1, tzinfo=UTC))
    stamp = (made.year, made.month, made.day, made.hour, made.minute, made.second)
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w") as result:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            result.writestr(info, source.read(name))
    return packed.getvalue()


class _Writer:
    """Writes the blocks one after the other."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self._word = word
        self._document = document
        self._marks = self._charts = 0
        self._listed: list[str] = []
        """Names of the bookmarks of what the contents list, in order"""

    def write(self) -> None:
        """Write the whole document."""
        from models.exchange.papers import faces

        faces.dress(self._word)
        document, section = self._document, self._word.sections[0]
        _turn(section, landscape=document.landscape)
        self._number_pages(section)
        if document.header:
            _run_along(section, document.header)
        if document.cover:
            section.different_first_page_header_footer = True
            self._cover()
        else:
            self._head()
        for block, text in labelled(document.blocks):
            self._block(block, text)

    def _number_pages(self, section: Section) -> None:
        from models.exchange.papers.faces import FIXED_FACE, PAGE_SIZE

        face = f'w:ascii="{FIXED_FACE}" w:hAnsi="{FIXED_FACE}" w:eastAsia="{FIXED_FACE}"'
        look = f'<w:rPr><w:rFonts {face}/><w:sz w:val="{round(PAGE_SIZE * 2)}"/></w:rPr>'
        number = f'<w:fldSimple {NAMESPACE} w:instr=" PAGE "><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>'
        before, after = (
            f'<w:r {NAMESPACE}>{look}<w:t xml:space="preserve">{text}</w:t></w:r>' for text in ("— ", " —")
        )
        paragraph = section.footer.paragraphs[0]
        paragraph.alignment = _alignment(Align.CENTRE)
        for piece in (before, number, after):
            paragraph._p.append(_element(piece))  # noqa: SLF001 -- the library has no fields

    def _cover(self) -> None:
        from docx.shared import Pt

        from models.exchange.papers.faces import COVER_SIZE

        document = self._document
        for _line in range(4 if document.landscape else 8):
            self._word.add_paragraph()
        title = self._line(document.title, "Title")
        for run in title.runs:
            run.font.size = Pt(COVER_SIZE)
        if document.subtitle:
            self._line(document.subtitle)
        for _line in range(4 if document.landscape else 10):
            self._word.add_paragraph()
        for text in (document.issuer, written_day(document.day) if document.day else ""):
            if text:
                self._line(text)
        self._break_page()

    def _head(self) -> None:
        document = self._document
        self._line(document.title, "Title")
        if document.subtitle:
            self._line(document.subtitle)
        below = "　".join(filter(None, (document.issuer, written_day(document.day) if document.day else "")))
        if below:
            self._line(below)

    def _line(self, text: str, style: str = "Normal") -> WordParagraph:
        paragraph = self._word.add_paragraph(clean_block(text), style)
        paragraph.alignment = _alignment(Align.CENTRE)
        return paragraph

    def _break_page(self) -> None:
        from docx.enum.text import WD_BREAK

        self._word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    # Blocks

    def _block(self, block: Block, text: str) -> None:  # noqa: C901, PLR0912 -- one arm per kind of block
        match block:
            case Heading():
                self._heading(block, text)
            case Paragraph():
                self._paragraph(block)
            case Bullets():
                for number, item in enumerate(block.items, start=1):
                    lead = f"{number}. " if block.numbered else f"{_POINTS} "
                    self._paragraph(Paragraph(lead + item))
            case Drawing():
                self._drawing(block)
            case Chart():
                self._chart(block)
            case Table():
                self._table(block)
            case NewPage(landscape=None):
                self._break_page()
            case NewPage():
                section = self._word.add_section()
                section.different_first_page_header_footer = False
                _turn(section, landscape=bool(block.landscape))
                if block.header:
                    _run_along(section, block.header)
            case Title():
                self._line(block.text, "Title")
                if block.below:
                    self._line(block.below)
            case Contents():
                self._contents(block)

    def _heading(self, block: Heading, text: str) -> None:
        paragraph = self._word.add_paragraph(style=f"Heading {block.level}")
        paragraph.paragraph_format.first_line_indent = _INDENT_TWIPS * _TWIP
        start, end = self._mark()
        paragraph._p.append(_element(start))  # noqa: SLF001 -- the library has no bookmarks
        paragraph.add_run(clean_block(text))
        paragraph._p.append(_element(end))  # noqa: SLF001

    def _paragraph(self, block: Paragraph) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = _alignment(block.align)
        if block.indent and block.align is Align.LEFT:
            paragraph.paragraph_format.first_line_indent = _INDENT_TWIPS * _TWIP
        run = paragraph.add_run(clean_block(block.text))
        run.bold = block.bold or None

    def _drawing(self, block: Drawing) -> None:
        from models.exchange.papers.faces import FIXED_FACE

        paragraph = self._word.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.0
        lines = block.text.rstrip("\n").split("\n")
        body = "<w:br/>".join(f'<w:t xml:space="preserve">{_escaped(line)}</w:t>' for line in lines)
        fonts = f'<w:rFonts w:ascii="{FIXED_FACE}" w:hAnsi="{FIXED_FACE}" w:eastAsia="{FIXED_FACE}"/>'
        size = f'<w:sz w:val="{round(TABLE_SIZE * 2)}"/>'
        paragraph._p.append(  # noqa: SLF001 -- many lines in one run
            _element(f"<w:r {NAMESPACE}><w:rPr>{fonts}{size}</w:rPr>{body}</w:r>")
        )

    def _chart(self, chart: Chart) -> None:
        # Loaded on use: few documents draw anything.
        from models.exchange.papers.wordchart import add_chart

        self._charts += 1
        drawing = add_chart(self._word, chart, self._charts)
        paragraph = self._word.add_paragraph()
        paragraph.alignment = _alignment(Align.CENTRE)
        paragraph.paragraph_format.line_spacing = 1.0
        paragraph._p.append(_element(f"<w:r {NAMESPACE}>{drawing}</w:r>"))  # noqa: SLF001 -- as above
        self._line(chart.title)

    def _mark(self) -> tuple[str, str]:
        """Return the two ends of a new bookmark."""
        self._marks += 1
        number, name = self._marks, f"_Toc{self._marks:06d}"
        return (
            f'<w:bookmarkStart {NAMESPACE} w:id="{number}" w:name="{name}"/>',
            f'<w:bookmarkEnd {NAMESPACE} w:id="{number}"/>',
        )

    def _contents(self, block: Contents) -> None:
        """Write the lines of the contents as the result of a field that Word can work out anew."""
        if block.title:
            self._line(block.title).runs[0].bold = True
        entries = contents(self._document, block.depth)
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r><w:r><w:instrText '
            f'xml:space="preserve"> TOC \\o "1-{block.depth}" \\h \\z \\u </w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        for place, entry in enumerate(entries):
            first = begin if place == 0 else ""
            last = end if place == len(entries) - 1 else ""
            indent = f'<w:pPr><w:ind w:left="{(entry.level - 1) * _INDENT_TWIPS}"/></w:pPr>'
            run = f"<w:r><w:t>{_escaped(entry.text)}</w:t></w:r>"
            self._append(f"<w:p {NAMESPACE}>{indent}{first}{run}{last}</w:p>")

    def _table(self, table: Table) -> None:
        if table.caption:
            self._line(table.caption)
        section = self._word.sections[-1]
        room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
        self._append(TableXml(table, room // _TWIP, self._mark).text())
        # Two tables must not touch, or they become one.
        self._word.add_paragraph().paragraph_format.line_spacing = 0.5

    def _append(self, xml: str) -> None:
        body: Any = self._word.element.body
        body.insert_element_before(_element(xml), "w:sectPr")


def _turn(section: Section, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Emu

    short, long = (Emu(side * _MILLIMETRE) for side in _A4)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if landscape else (short, long)
    for name, millimetres in _MARGINS.items():
        setattr(section, name, (_NARROW if landscape else millimetres) * _MILLIMETRE)


def _run_along(section: Section, text: str) -> None:
    """Let a text stand at the top of the pages of a section."""
    from docx.shared import Pt

    header = section.header
    header.is_linked_to_previous = False
    paragraph = header.paragraphs[0]
    paragraph.alignment = _alignment(Align.RIGHT)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.add_run(clean_block(text)).font.size = Pt(TABLE_SIZE)


def _alignment(align: Align) -> Any:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    match align:
        case Align.LEFT:
            return WD_ALIGN_PARAGRAPH.LEFT
        case Align.CENTRE:
            return WD_ALIGN_PARAGRAPH.CENTER
        case Align.RIGHT:
            return WD_ALIGN_PARAGRAPH.RIGHT


def _escaped(text: str) -> str:
    # A drawing keeps the spaces at its edges, which cleaning takes away.
    return escape(clean_block(f"|{text}|")[1:-1], quote=False)


def _element(xml: str) -> Any:
    from docx.oxml import parse_xml

    return parse_xml(xml)
