"""How titles and headings of a workbook look: bold, coloured, filled, framed, as far as it says so plainly.

Rows that are given back stand below the same headings: whoever sent the table knows it again. Colours of a
theme are left out, and so is everything of other kinds of workbooks.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

_PART = "xl/styles.xml"
_MOST = 1 << 20
"""Bytes of a part that are looked through"""
_CELL = re.compile(r"<(?:\w+:)?c\b[^>]*>")
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_BOLD = re.compile(r'<(?:\w+:)?b(?:\s*/>|\s*>|\s+val="(?:1|true)")')
_COLOUR = re.compile(r'<(?:\w+:)?color\b[^>]*\brgb="(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"')
_FILL = re.compile(r'<(?:\w+:)?fgColor\b[^>]*\brgb="(?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})"')
_FRAMED = re.compile(r'<(?:\w+:)?(?:left|right|top|bottom)\b[^>]*\bstyle="(?!none)')


class Style(NamedTuple):
    """How a cell looks; empty colours are the usual ones."""

    bold: bool = False
    colour: str = ""
    fill: str = ""
    framed: bool = False


PLAIN = Style()


def head_styles(data: bytes, part: str, head: int) -> dict[tuple[int, int], Style]:
    """Return how the cells of the first rows of a sheet look, those that look like anything.

    Args:
        data: a workbook packed as .xlsx.
        part: the part of it that holds the sheet.
        head: how many rows.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        if _PART not in folder.namelist():
            return {}
        with folder.open(_PART) as stream:
            known = _known(stream.read(_MOST).decode("utf-8", "replace"))
        with folder.open(part) as stream:
            text = stream.read(_MOST).decode("utf-8", "replace")
    found: dict[tuple[int, int], Style] = {}
    for each in _CELL.finditer(text):
        said = dict(_ATTRIBUTE.findall(each[0]))
        place = _PLACE.fullmatch(said.get("r", ""))
        if place is None:
            continue
        row, number = int(place[2]), said.get("s", "")
        if row > head:
            break
        if number.isascii() and number.isdigit() and int(number[:6]) < len(known):
            style = known[int(number[:6])]
            if style != PLAIN:
                found[row - 1, _column(place[1])] = style
    return found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _known(text: str) -> list[Style]:
    fonts, fills, borders = (_pieces(text, f"{name}s", name) for name in ("font", "fill", "border"))
    found = []
    for each in _pieces(text, "cellXfs", "xf"):
        said = dict(_ATTRIBUTE.findall(each.partition(">")[0]))
        font, fill, border = (
            _at(pieces, said.get(name, ""))
            for pieces, name in ((fonts, "fontId"), (fills, "fillId"), (borders, "borderId"))
        )
        colour, filled = _COLOUR.search(font), _FILL.search(fill)
        found.append(
            Style(
                _BOLD.search(font) is not None,
                colour[1] if colour is not None else "",
                filled[1] if filled is not None and 'patternType="solid"' in fill else "",
                _FRAMED.search(border) is not None,
            )
        )
    return found


def _pieces(text: str, section: str, name: str) -> list[str]:
    """Return what stands from one element of a section to the next."""
    begin = re.search(rf"<(?:\w+:)?{section}\b", text)
    end = re.search(rf"</(?:\w+:)?{section}>", text)
    if begin is None or end is None:
        return []
    return re.split(rf"<(?:\w+:)?{name}(?=[\s/>])", text[begin.end() : end.start()])[1:]


def _at(pieces: list[str], number: str) -> str:
    place = int(number[:6]) if number.isascii() and number.isdigit() else 0
    return pieces[place] if place < len(pieces) else ""
