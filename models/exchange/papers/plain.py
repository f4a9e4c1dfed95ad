"""Documents as plain text, for mail, for a screen, for printers that know nothing else."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from models.exchange.papers.model import (
    Band,
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
from models.exchange.papers.widths import padded, width
from models.kernel.text import clean_block, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.exchange.papers.model import Block

_GAP = "  "
_PAGE_BREAK = "\f"


def write_text(document: Document, target: IO[bytes]) -> None:
    """Write ``document`` as text in UTF-8; tables become columns as wide as what stands in them."""
    target.write(("\n\n".join(_pieces(document)) + "\n").encode())


def _pieces(document: Document) -> Iterator[str]:
    yield clean_line(document.title)
    below = (document.subtitle, document.issuer, written_day(document.day) if document.day else "")
    words = "　".join(clean_line(text) for text in below if text)
    if words:
        yield words
    for block, text in labelled(document.blocks):
        piece = _block(document, block, text)
        if piece:
            yield piece


def _block(document: Document, block: Block, text: str) -> str:  # noqa: PLR0911 -- one arm per kind of block
    match block:
        case Heading():
            return clean_line(text)
        case Paragraph():
            return clean_block(block.text)
        case Bullets():
            leads = (f"{number}. " if block.numbered else "- " for number in range(1, len(block.items) + 1))
            return "\n".join(lead + clean_line(item) for lead, item in zip(leads, block.items, strict=True))
        case Drawing():
            return block.text.rstrip()
        case Chart():
            return f"{block.plain.rstrip()}\n{clean_line(block.title)}"
        case Table():
            return _table(block)
        case Contents():
            lines = (
                _GAP * (entry.level - 1) + clean_line(entry.text) for entry in contents(document, block.depth)
            )
            return "\n".join(filter(None, (clean_line(block.title), *lines)))
        case NewPage():
            return _PAGE_BREAK
        case Title():
            return "\n".join(clean_line(text) for text in (block.text, block.below) if text)


def _table(table: Table) -> str:
    titles = [column.title for column in table.columns]
    rows = [row if isinstance(row, Band) else [clean_line(text) for text in row] for row in table.rows]
    lists = [titles, *(row for row in rows if not isinstance(row, Band))]
    widths = [max(map(width, column)) for column in zip(*lists, strict=True)]
    lines = [table.caption] if table.caption else []
    for row in [titles, *rows]:
        if isinstance(row, Band):
            lines.append(clean_line(row.text))
        else:
            lines.append(_GAP.join(map(padded, row, widths)).rstrip())
    return "\n".join(lines)
