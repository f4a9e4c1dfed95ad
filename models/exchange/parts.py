"""Which part of a packed workbook holds which sheet."""

from __future__ import annotations

import io
import re
import zipfile

_MOST = 4 * 1024 * 1024
"""Bytes of such a part that are looked at: no workbook has so many sheets."""
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')


def part_of(data: bytes, sheet: str) -> str:
    """Return the part of a packed workbook that holds a sheet; empty where it cannot be told."""
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        try:
            book, links = (_text(folder, part) for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
        except KeyError:
            return ""
        key = ""
        for each in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book):
            if f'name="{_escaped(sheet)}"' in each:
                found = re.search(r'\br:id="([^"]+)"', each)
                key = found[1] if found else ""
        for each in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", links):
            said = dict(_ATTRIBUTE.findall(each))
            if key and said.get("Id") == key:
                target = said.get("Target", "")
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                return part if part in folder.namelist() else ""
    return ""


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _text(folder: zipfile.ZipFile, part: str) -> str:
    with folder.open(part) as stream:
        return stream.read(_MOST).decode("utf-8", "replace")
