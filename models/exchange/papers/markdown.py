"""Documents as Markdown, for text editors, wikis and comparison line by line."""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from models.exchange.papers.model import (
    Align,
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
from models.kernel.text import clean_block, clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.exchange.papers.model import Block

_SPECIAL = re.compile(r"([\\`*_\[\]|~#>])")
_AT_BEGINNING = re.compile(r"^(\d*)([-+=.)])(?=\s|[-=]|$)")
_RULES = {Align.LEFT: ":--", Align.CENTRE: ":-:", Align.RIGHT: "--:"}


def write_markdown(document: Document, target: IO[bytes]) -> None:
    """Write ``document`` as Markdown in UTF-8; what data says is never taken for markup."""
    target.write(("\n\n".join(_pieces(document)) + "\n").encode())


def _pieces(document: Document) -> Iterator[str]:
    yield f"# {_plain(document.title)}"
    below = (document.subtitle, document.issuer, written_day(document.day) if document.day else "")
    words = "　".join(_plain(text) for text in below if text)
    if words:
        yield words
    for block, text in labelled(document.blocks):
        piece = _block(document, block, text)
        if piece:
            yield piece


def _block(document: Document, block: Block, text: str) -> str:  # noqa: PLR0911 -- one arm per kind of block
    match block:
        case Heading():
            return f"{'#' * (block.level + 1)} {_plain(text)}"
        case Paragraph():
            words = "  \n".join(_running(line) for line in clean_block(block.text).split("\n"))
            return f"**{words}**" if block.bold else words
        case Bullets():
            marks = (f"{number}." if block.numbered else "-" for number in range(1, len(block.items) + 1))
            return "\n".join(
                f"{mark} {_running(item)}" for mark, item in zip(marks, block.items, strict=True)
            )
        case Drawing():
            return _fenced(block.text)
        case Chart():
            return f"{_fenced(block.plain)}\n\n**{_plain(block.title)}**"
        case Table():
            return _table(block)
        case Contents():
            lines = (
                f"{'  ' * (entry.level - 1)}- {_plain(entry.text)}"
                for entry in contents(document, block.depth)
            )
            return "\n".join(filter(None, (f"**{_plain(block.title)}**\n", *lines)))
        case NewPage():
            return "---"
        case Title():
            return f"# {_plain(block.text)}" + (f"\n\n{_plain(block.below)}" if block.below else "")


def _fenced(text: str) -> str:
    # No line of the drawing can end the fence: it is longer than any run of its own.
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.rstrip()}\n{fence}"


def _table(table: Table) -> str:
    lines = [
        "| " + " | ".join(_plain(column.title) for column in table.columns) + " |",
        "|" + "|".join(_RULES[column.align] for column in table.columns) + "|",
    ]
    for row in table.rows:
        if isinstance(row, Band):
            cells = [f"**{_plain(row.text)}**", *([""] * (len(table.columns) - 1))]
        else:
            cells = [_cell(text) for text in row]
        lines.append("| " + " | ".join(cells) + " |")
    caption = [f"**{_plain(table.caption)}**", ""] if table.caption else []
    return "\n".join([*caption, *lines])


def _cell(text: str) -> str:
    return "<br>".join(_plain(line) for line in clean_block(text).split("\n"))


def _plain(text: str) -> str:
    """Return ``text`` on one line, with everything escaped that Markdown or HTML would obey."""
    return _SPECIAL.sub(r"\\\1", clean_line(text).replace("&", "&amp;").replace("<", "&lt;"))


def _running(text: str) -> str:
    """Return the same for a line of its own, where a number or a dash would begin a list."""
    return _AT_BEGINNING.sub(r"\1\\\2", _plain(text))
