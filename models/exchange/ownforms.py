"""Giving back a document that is one row of its kind: as it came, with why it was rejected."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from models.exchange.encodings import decode
from models.exchange.workbooks import SIGNATURES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_REMARK = "# "


def write_document(
    name: str, data: bytes, told: Mapping[int, Iterable[str]], target: IO[bytes], heading: str
) -> int:
    """Write a document as it came, a text with the reasons above it as remarks; return how many.

    Remarks of an earlier rejection are replaced. A workbook stays as it is: the reasons were told.
    """
    if data.startswith(SIGNATURES):
        target.write(data)
        return len(told)
    text, _said = decode(name, data, None)
    remarks = [f"{_REMARK}{heading}：{each}" for reasons in told.values() for each in reasons]
    bare = (line for line in text.splitlines() if not line.startswith(f"{_REMARK}{heading}："))
    target.write(("\n".join([*remarks, *bare]) + "\n").encode())
    return len(told)
