"""Rows in chunks: of a long CSV file without ever holding the whole of it, of any table otherwise.

A chunk comes in pieces, small enough that what is done with the cells of one finds them still at hand
in the processor: two fifths of the time of reading go by otherwise with waiting for memory.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple, overload

from models.exchange.readers import (
    MOST_BYTES,
    MOST_CELL,
    MOST_COLUMNS,
    RawTable,
    Source,
    separator_of,
)
from models.exchange.rowblocks import LongLine, RowBlocks
from models.exchange.workbooks import SIGNATURES
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHUNK = 40_000
"""Rows that are compared, written and journalled together."""
_SAMPLE = 65_536
_GZIP = b"\x1f\x8b"

Rows = Sequence[tuple[int, Sequence[str]]]


class ColumnChunk(Sequence[tuple[int, Sequence[str]]]):
    """Rows as the columns they are read by; a row is put together when somebody asks for it.

    Args:
        first: the number of the first row; the others follow it.
        columns: their cells, all equally many.
    """

    def __init__(self, first: int, columns: Sequence[Sequence[str]]) -> None:
        self.numbers = range(first, first + len(columns[0]))
        self.columns = columns

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[tuple[int, Sequence[str]]]:
        return zip(self.numbers, zip(*self.columns, strict=True), strict=True)

    @overload
    def __getitem__(self, place: int) -> tuple[int, Sequence[str]]: ...
    @overload
    def __getitem__(self, place: slice) -> list[tuple[int, Sequence[str]]]: ...
    def __getitem__(self, place: int | slice) -> tuple[int, Sequence[str]] | list[tuple[int, Sequence[str]]]:
        if isinstance(place, slice):
            return list(self)[place]
        return self.numbers[place], tuple(column[place] for column in self.columns)


class Piece(NamedTuple):
    """Rows that are read together."""

    rows: Rows
    last: bool
    """Whether a chunk ends with them"""


class NotPlain(Exception):
    """The file is no plain UTF-8 table after all; it has to be read the long way."""


def _nothing() -> None:
    """Close what is not open."""


@dataclass(slots=True)
class RowStream:
    """A table whose rows come in pieces of chunks.

    ``raw`` says that cells are as the file has them: apostrophes that exports put before what
    could be taken for a formula are still there. ``spill``, in the order of rows, grows while the pieces
    are read.
    """

    name: str
    hash: str
    headings: tuple[str, ...]
    assumptions: tuple[Phrase, ...]
    pieces: Iterator[Piece]
    raw: bool = False
    sheet: str = ""
    spill: list[tuple[int, str]] = field(default_factory=list)
    total: int = 0
    """Rows, where they were counted beforehand"""
    close: Callable[[], None] = _nothing
    """Lets the file go"""


def stream_table(table: RawTable) -> RowStream:
    """Return a table that was read whole, as a stream."""
    rows = list(table.rows)
    pieces = (Piece(rows[start : start + CHUNK], last=True) for start in range(0, len(rows), CHUNK))
    return RowStream(
        table.name,
        table.hash,
        table.headings,
        table.assumptions,
        pieces,
        sheet=table.sheet,
        spill=sorted(table.spill),
        total=len(rows),
    )


def plain_stream(source: Source | Path, encoding: str | None, separator: str | None) -> RowStream | None:
    """Return a UTF-8 CSV file (also packed with gzip) as a stream; ``None`` if it is not one.

    Whoever reads the pieces has to reckon with :class:`NotPlain`: whether a file is UTF-8 down to
    its end shows only there, and then nothing may have been done with what came before.
    """
    if encoding is not None and encoding.strip().lower() not in {"utf-8", "utf8"}:
        return None
    opened = _opened(source)
    if opened is None:
        return None
    data, digest, close = opened
    stream = None
    try:
        stream = _begun(data, source.name, digest, told=encoding is not None, separator=separator)
    except (UnicodeDecodeError, LongLine, csv.Error, OSError, EOFError):
        return None
    finally:
        if stream is None:
            close()
    if stream is not None:
        # Of a packed file there are two to close: what unpacks, and the file itself.
        closing = ExitStack()
        closing.callback(close)
        closing.callback(stream.close)
        stream.close = closing.close
    return stream


def _begun(data: IO[bytes], name: str, digest: str, *, told: bool, separator: str | None) -> RowStream | None:
    head = data.read(_SAMPLE)
    data.seek(0)
    sample = _sample(head)
    if sample is None or sample.lstrip()[:1] in {"[", "{", ""}:
        return None
    mark = separator or separator_of(sample)
    if told:
        said = Phrase(N_("encoding: %(encoding)s, as told"), encoding="utf-8")
    elif head.startswith(codecs.BOM_UTF8):
        said = Phrase(N_("encoding: %(encoding)s, by its mark"), encoding="utf-8")
    else:
        said = Phrase(N_("encoding: %(encoding)s, found by trying"), encoding="utf-8")
    form = Phrase(N_("format: CSV, separator “%(mark)s”"), mark=N_("tab") if mark == "\t" else mark)
    csv.field_size_limit(MOST_CELL)
    blocks = RowBlocks(data, mark)
    found = _headings(blocks)
    if found is None:
        return None
    headings, read = found
    stream = RowStream(name, digest, headings, (said, form), iter(()), raw=True, close=data.close)
    stream.pieces = _pieces(blocks, read, stream)
    return stream


def _opened(source: Source | Path) -> tuple[IO[bytes], str, Callable[[], None]] | None:
    """Return the unpacked bytes, the digest of the packed ones, and what closes the file."""
    if isinstance(source, Path):
        try:
            if source.stat().st_size > MOST_BYTES or not source.is_file():
                return None
            with source.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            data: IO[bytes] = source.open("rb")
        except OSError:
            return None
    else:
        digest, data = source.hash, io.BytesIO(source.data)
    close = data.close
    head = data.read(4)
    data.seek(0)
    if head.startswith(_GZIP):
        packed: Any = data
        # What is inside may be anything of any length; the reader counts.
        unpacking: Any = _Bounded(gzip.GzipFile(fileobj=packed))
        data = io.BufferedReader(unpacking, _SAMPLE * 4)
    return data, digest, close


class _Bounded(io.RawIOBase):
    """Bytes of a packed file, at most as many as a table may have."""

    def __init__(self, inner: gzip.GzipFile) -> None:
        super().__init__()
        self._inner = inner
        self._left = MOST_BYTES

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        self._left = MOST_BYTES
        return self._inner.seek(offset, whence)

    def tell(self) -> int:
        return self._inner.tell()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        count = self._inner.readinto(buffer)
        self._left -= count
        if self._left < 0:
            raise EOFError
        return count


def _sample(head: bytes) -> str | None:
    if b"\0" in head or head.startswith(SIGNATURES):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return None


def _headings(blocks: RowBlocks) -> tuple[tuple[str, ...], int] | None:
    """Return the first row that says anything, and how many rows were read for it."""
    for number in count(1):
        record = blocks.record()
        if record is None:
            return None
        found = [clean_line(cell) for cell in record]
        while found and not found[-1]:
            found.pop()
        if found:
            return (tuple(found), number) if len(found) <= MOST_COLUMNS else None
    return None


def _pieces(blocks: RowBlocks, read: int, stream: RowStream) -> Iterator[Piece]:
    width, held = len(stream.headings), 0
    while True:
        csv.field_size_limit(MOST_CELL)
        try:
            columns, records = blocks.block(width)
        except (UnicodeDecodeError, LongLine, csv.Error, OSError, EOFError) as error:
            raise NotPlain from error
        many = len(columns[0]) if columns else len(records)
        if not many:
            return
        first, read = read + 1, read + many
        held = 0 if held + many >= CHUNK else held + many
        piece: Rows
        if columns and "" not in columns[0]:
            piece = ColumnChunk(first, columns)
        else:
            rows: Sequence[Sequence[str]] = records or list(zip(*columns, strict=True))
            fitted = (_fitted(row, width, stream) for row in enumerate(rows, start=first))
            piece = [row for row in fitted if row is not None]
        stream.total += len(piece)
        yield Piece(piece, last=not held)


def _fitted(
    row: tuple[int, Sequence[str]], width: int, stream: RowStream
) -> tuple[int, Sequence[str]] | None:
    """Return a row with as many cells as there are headings; ``None`` if it is blank."""
    number, record = row
    if not any(cell.strip() for cell in record):
        return None
    if len(record) == width:
        return row
    beyond = "".join(record[width:]).strip()
    if beyond:
        stream.spill.append((number, beyond))
    return number, [*record[:width], *[""] * (width - len(record))]
