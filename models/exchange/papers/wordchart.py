"""Line charts of a Word document: a chart of its own, not a picture, with its figures in a workbook inside.

ECMA-376 Part 1, DrawingML charts (21.2). Word and WPS draw it, people can change it. It is written by hand,
because the library has no charts; the workbook is the smallest there can be.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING, Any

from models.kernel.text import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from docx.document import Document as WordDocument

    from models.exchange.papers.model import Chart

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORD_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STROKES = (
    ("1F4E79", "solid"), ("C00000", "solid"), ("548235", "dash"), ("7F7F7F", "sysDot"),
    ("BF8F00", "dashDot"), ("7030A0", "solid"),
)  # fmt: skip
"""Colour and stroke of each line: told apart on a printer without colours as well"""
_WIDTH, _HEIGHT = 5_400_000, 2_700_000
"""In the units of the library (EMU): as wide as the text of an A4 page, half as high"""
_LABELS = 8
"""Moments written below the chart, about"""
_SIZE = 1_000
"""Hundredths of a point of what is written in it"""
_FACE = "宋体"


def add_chart(word: WordDocument, chart: Chart, number: int) -> str:
    """Add the parts of a chart to a document and return the drawing that shows it.

    Args:
        word: the document.
        chart: what is drawn.
        number: which chart of the document it is, from 1.
    """
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    package = word.part.package
    part = Part(PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, b"", package)
    book = Part(
        PackURI(f"/word/embeddings/chart{number}.xlsx"), _BOOK_TYPE, workbook(chart, _moment(word)), package
    )
    inside = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part._blob = chart_xml(chart, inside).encode()  # noqa: SLF001 -- its text names the relation just made
    relation = word.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    name = escape(clean_line(chart.title), quote=True)
    return (
        f'<w:drawing><wp:inline xmlns:wp="{_WORD_DRAWING}" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        f'<wp:docPr id="{1000 + number}" name="{name}" descr="{name}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{_DRAWING}"><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" xmlns:r="{_OFFICE}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )


def _moment(word: WordDocument) -> tuple[int, int, int, int, int, int]:
    made: datetime | None = word.core_properties.created
    return (1980, 1, 1, 0, 0, 0) if made is None else (*made.timetuple()[:5], 0)


def chart_xml(chart: Chart, workbook_relation: str) -> str:
    """Return the part of a line chart, whose figures also stand in the workbook of a relation."""
    lines = "".join(_line(chart, place) for place in range(len(chart.series)))
    skip = max(round(len(chart.labels) / _LABELS), 1)
    font = f'<a:latin typeface="{_FACE}"/><a:ea typeface="{_FACE}"/>'
    text = (
        f'<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{_SIZE}">{font}</a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
    rule = '<c:spPr><a:ln w="6350"><a:solidFill><a:srgbClr val="D9D9D9"/></a:solidFill></a:ln></c:spPr>'
    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}">'
        '<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
        '<c:plotArea><c:layout/><c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>'
        f'{lines}<c:marker val="1"/><c:axId val="111111111"/><c:axId val="222222222"/></c:lineChart>'
        '<c:catAx><c:axId val="111111111"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/>{_axis_title(chart.below)}'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/><c:crossAx val="222222222"/>'
        '<c:crosses val="autoZero"/><c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        f'<c:tickLblSkip val="{skip}"/><c:tickMarkSkip val="{skip}"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        '<c:valAx><c:axId val="222222222"/><c:scaling><c:orientation val="minMax"/><c:min val="0"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="l"/><c:majorGridlines>{rule}</c:majorGridlines>'
        f'{_axis_title(chart.beside)}<c:numFmt formatCode="0" sourceLinked="0"/><c:majorTickMark val="out"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/><c:crossAx val="111111111"/>'
        '<c:crosses val="autoZero"/><c:crossBetween val="midCat"/></c:valAx></c:plotArea>'
        '<c:legend><c:legendPos val="b"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/>'
        f'<c:dispBlanksAs val="gap"/></c:chart>{text}'
        f'<c:externalData r:id="{workbook_relation}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


def _axis_title(text: str) -> str:
    if not text:
        return ""
    run = f'<a:r><a:rPr lang="zh-CN" sz="{_SIZE}" b="0"/><a:t>{_escaped(text)}</a:t></a:r>'
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:lstStyle/><a:p>{run}</a:p></c:rich></c:tx>"
        '<c:overlay val="0"/></c:title>'
    )


def _line(chart: Chart, place: int) -> str:
    name, values = chart.series[place]
    column, last = _column(place + 1), len(chart.labels) + 1
    colour, dash = _STROKES[place % len(_STROKES)]
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx>'
        f"{_texts(f'Sheet1!${column}$1', (name,))}</c:tx>"
        f'<c:spPr><a:ln w="22225" cap="rnd"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
        f'<a:prstDash val="{dash}"/><a:round/></a:ln></c:spPr><c:marker><c:symbol val="none"/></c:marker>'
        f"<c:cat>{_texts(f'Sheet1!$A$2:$A${last}', chart.labels)}</c:cat>"
        f"<c:val><c:numRef><c:f>Sheet1!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>0</c:formatCode>{_cached(f'{value}' for value in values)}</c:numCache></c:numRef>"
        '</c:val><c:smooth val="0"/></c:ser>'
    )


def _texts(reference: str, texts: tuple[str, ...]) -> str:
    cached = _cached(_escaped(text) for text in texts)
    return f"<c:strRef><c:f>{reference}</c:f><c:strCache>{cached}</c:strCache></c:strRef>"


def _cached(values: Iterator[str]) -> str:
    found = list(values)
    listed = "".join(f'<c:pt idx="{place}"><c:v>{value}</c:v></c:pt>' for place, value in enumerate(found))
    return f'<c:ptCount val="{len(found)}"/>{listed}'


def _column(place: int) -> str:
    """Return the letter of a column of the workbook; a chart has few lines."""
    return chr(ord("A") + place)


def workbook(chart: Chart, made: tuple[int, int, int, int, int, int]) -> bytes:
    """Return the figures of a chart as a workbook, the same bytes for the same figures and moment."""
    rows: list[tuple[Any, ...]] = [("", *(name for name, _values in chart.series))]
    rows += zip(chart.labels, *(values for _name, values in chart.series), strict=True)
    sheet = "".join(
        f'<row r="{number}">{"".join(_cell(place, number, value) for place, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    types = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_BOOK_TYPE}.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        '"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
    )
    relation = f'xmlns="{_PACKAGE}/relationships"'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships {relation}><Relationship Id="rId1" Type="{_OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships {relation}><Relationship Id="rId1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_SHEET}"><sheetData>{sheet}</sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, made)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            packed.writestr(info, (_HEAD + text).encode())
    return buffer.getvalue()


def _cell(place: int, row: int, value: str | int) -> str:
    name = f"{_column(place)}{row}"
    if isinstance(value, int):
        return f'<c r="{name}"><v>{value}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{_escaped(value)}</t></is></c>'


def _escaped(text: str) -> str:
    return escape(clean_line(text), quote=False)
