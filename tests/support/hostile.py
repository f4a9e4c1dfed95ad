"""Workbooks made to do harm: small files that become huge, or break whoever opens them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.workbooks import Sheet, ods, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_PART = "xl/worksheets/sheet1.xml"
_PLAIN = Sheet("表一", [["代码", "名称"], ["110101001", "东华门街道"]])
_BEGIN = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
_END = "</sheetData></worksheet>"


def forget_peak() -> None:
    """Let the most memory this process ever held count from now (Linux)."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


def peak_megabytes() -> int:
    """Return the most memory this process held since :func:`forget_peak` (Linux)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def with_parts(data: bytes, parts: Mapping[str, bytes | str]) -> bytes:
    """Return a packed folder with some parts replaced or added."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return target.getvalue()


def with_cells(cells: str) -> bytes:
    """Return a workbook whose sheet is this XML of rows."""
    return with_parts(xlsx(_PLAIN), {_PART: _BEGIN + cells + _END})


def _value(place: str, text: str = "x") -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def _corners() -> bytes:
    return with_cells(f'<row r="1">{_value("A1")}</row><row r="1048576">{_value("XFD1048576")}</row>')


def _unplaced() -> bytes:
    wide = "<c/>" * 16_383 + "<c><v>1</v></c>"
    return with_cells(f'<row r="1">{wide}</row><row r="1048576"><c><v>1</v></c></row>')


def _prefixed() -> bytes:
    return with_parts(
        xlsx(_PLAIN),
        {
            _PART: '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            '<x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
            '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
        },
    )


def _bomb() -> bytes:
    return with_parts(xlsx(_PLAIN), {"xl/sharedStrings.xml": b" " * (600 * 1024 * 1024)})


def _liar() -> bytes:
    data = bytearray(with_parts(xlsx(_PLAIN), {"xl/sharedStrings.xml": b" " * (40 * 1024 * 1024)}))
    size = (40 * 1024 * 1024).to_bytes(4, "little")
    at = data.find(size)
    while at >= 0:
        data[at : at + 4] = (1000).to_bytes(4, "little")
        at = data.find(size, at + 4)
    return bytes(data)


def _shared() -> bytes:
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 40_001))
    strings = "<sst><si><t>" + "字" * 90_000 + "</t></si></sst>"
    return with_parts(
        with_cells(cells),
        {
            "xl/sharedStrings.xml": strings,
            "xl/_rels/workbook.xml.rels": (
                '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                'relationships/worksheet" Target="worksheets/sheet1.xml"/>'
                '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
            ),
        },
    )


def _long_cell() -> bytes:
    return with_cells(f'<row r="1">{_value("A1")}</row><row r="2">{_value("A2", "长" * 10_000_000)}</row>')


def _wide() -> bytes:
    names = "".join(f'<c r="{_letters(place)}1"><v>{place}</v></c>' for place in range(16_384))
    return with_cells(f'<row r="1">{names}</row><row r="2">{_value("A2")}</row>')


def _letters(place: int) -> str:
    found, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _repeated() -> bytes:
    data = ods(Sheet("表一", [["代码", "名称"], ["1", "甲"]]))
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        content = folder.read("content.xml").decode()
    content = content.replace(
        "<table:table-row>", '<table:table-row table:number-rows-repeated="1000000">'
    ).replace("<table:table-cell ", '<table:table-cell table:number-columns-repeated="16384" ')
    return with_parts(data, {"content.xml": content})


def empty_rows() -> bytes:
    """Return a workbook with many rows that have a look and no text, as people make them."""
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/></row>' for row in range(3, 60_001))
    return with_cells(
        f'<row r="1">{_value("A1", "代码")}{_value("B1", "名称")}</row>'
        f'<row r="2">{_value("A2", "110101001")}{_value("B2", "东华门街道")}</row>{rows}'
    )


def long_and_narrow(last: int) -> bytes:
    """Return a workbook of two columns with a row far below the first."""
    rows = [(1, "代码", "名称"), (2, "110101001", "东华门街道"), (last, "110101002", "景山街道")]
    return with_cells(
        "".join(
            f'<row r="{row}">{_value(f"A{row}", code)}{_value(f"B{row}", name)}</row>'
            for row, code, name in rows
        )
    )


HOSTILE: dict[str, Callable[[], bytes]] = {
    "corners": _corners,
    "cells without places": _unplaced,
    "another prefix": _prefixed,
    "bomb": _bomb,
    "lying about its size": _liar,
    "one text a thousand times": _shared,
    "ten megabytes in a cell": _long_cell,
    "16384 columns": _wide,
    "repeated cells": _repeated,
}
"""Each is refused in a sentence, in bounded memory."""
