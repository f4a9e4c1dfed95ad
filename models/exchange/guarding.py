"""Looking a packed workbook over before it is opened: how large it becomes, and what is odd about it.

The reader of workbooks lays a sheet out as a full rectangle, so two cells in opposite corners of
a sheet would take half a terabyte. What a file of this house's size may not become is found here
by one pass over its parts, which costs a tenth of reading it. Where the pass cannot be sure, the
file is opened in a process of its own first (:mod:`models.exchange.caging`).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.exchange.refusals import NotATable
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_CELLS = 8_000_000
"""Cells of one sheet, empty ones within its rectangle included."""
MOST_UNPACKED = 512 * 1024 * 1024
"""Bytes of the parts that are read, unpacked."""
MOST_TEXT = 384 * 1024 * 1024
"""Bytes that texts which many cells share may come to."""
MOST_STRING = 400_000
"""Bytes of one text: 100,000 characters at most."""
MOST_PARTS = 5_000
MOST_UNCOUNTED = 10_000
"""Formulas without a result that are told by their rows; a file with more was never worked out at all."""
_CHUNK = 1 << 17
_PACKED = 1 << 14
_OVERLAP = 2_048
_READ = re.compile(r"xl/(?:workbook|styles|sharedstrings)\.xml|xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ODD = re.compile(rb'<c(?! r="[A-Z][0-9])')
"""A cell that does not say first where it stands, or one beyond column Z; also tags that begin alike."""
_UNPLACED = re.compile(rb'<c(?![A-Za-z])(?! r=")')
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})\d')
_NARROW = re.compile(rb'<c r="([A-Z])\d')
_PLACE = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"([^>]*)>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v></v>|<v ?/>)?\s*</c>'
)
_COUNTS_FROM_1904 = re.compile(rb'date1904="(?:1|true)"')
_ALPHABET = 26
_BEFORE_A = ord("A") - 1
_TAG = 8
_LOCKED = 1
_HEADER = 30


@dataclass(slots=True)
class Looked:
    """What a look at a packed workbook found.

    ``uncounted`` names, by part, the cells whose formulas were never worked out; ``doubtful``
    says that its size could not be told from its parts.
    """

    dated_from_1904: bool = False
    formulas: int = 0
    macros: bool = False
    links: bool = False
    doubtful: bool = False
    uncounted: dict[str, set[str]] = field(default_factory=dict)


class Look:
    """A look at a packed folder that should be a workbook, in two parts.

    What is shared by all sheets is looked at when this is made; after that the folder may be
    opened. The sheets must be looked at before one of them is.

    Args:
        name: the file's, for messages.
        data: its bytes.

    Raises:
        NotATable: it is damaged, no workbook, or becomes too large when opened.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self._name, self._data = name, data
        self.found = Looked()
        self._sheets: list[zipfile.ZipInfo] = []
        self._longest = 0
        with self._trouble_told():
            self._begin()

    def sheets(self) -> Looked:
        """Look at the sheets; return everything that was found.

        Raises:
            NotATable: as above.
        """
        with self._trouble_told():
            for part in self._sheets:
                counted = self.found.formulas
                if not _look_at_sheet(self._name, part.filename, self._chunks(part), self.found):
                    # Long: worth a second pass to know how narrow it is.
                    self.found.formulas = counted
                    narrow = _last_column(self._chunks(part))
                    _look_at_sheet(self._name, part.filename, self._chunks(part), self.found, narrow)
            least = len(b'<c r="A1" t="s"><v>0</v></c>')
            cells = sum(part.file_size for part in self._sheets) // least
            if self._longest * cells > MOST_TEXT:
                cells = sum(chunk.count(b't="s"') for part in self._sheets for chunk in self._chunks(part))
                self.found.doubtful = self.found.doubtful or self._longest * cells > MOST_TEXT
        return self.found

    @contextmanager
    def _trouble_told(self) -> Iterator[None]:
        troubles = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError)
        try:
            yield
        except troubles as error:
            sentence = N_("the workbook is damaged, or of a kind that is not read.")
            raise NotATable(self._name, sentence) from error

    def _begin(self) -> None:
        found = self.found
        with zipfile.ZipFile(io.BytesIO(self._data)) as folder:
            every = folder.infolist()
        if len(every) > MOST_PARTS:
            raise NotATable(self._name, N_("it has more parts than a workbook has."))
        if any(part.flag_bits & _LOCKED for part in every):
            raise NotATable(self._name, N_("it is locked with a password."))
        lower = [part.filename.lower() for part in every]
        found.macros = any(each.endswith("vbaproject.bin") for each in lower)
        found.links = any("/externallinks/" in each for each in lower)
        parts = [part for part in every if _READ.fullmatch(part.filename)]
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise NotATable(self._name, N_("it becomes too large when it is opened."))
        self._sheets = [part for part in parts if "/worksheets/" in part.filename.lower()]
        # Other formats in a packed folder (.ods, .xlsb) are not taken to pieces here.
        found.doubtful = not self._sheets
        for part in parts:
            if part.filename.lower().endswith("sharedstrings.xml"):
                self._longest = _longest_text(self._name, self._chunks(part))
            elif part not in self._sheets:
                whole = b"".join(self._chunks(part))
                found.dated_from_1904 = found.dated_from_1904 or _COUNTS_FROM_1904.search(whole) is not None

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """Yield a part's bytes, never more than it says it has.

        Sums are not checked: whoever opens the workbook does, and here it would cost as much again.
        """
        start = part.header_offset
        header = self._data[start : start + _HEADER]
        start += _HEADER + int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        end = start + part.compress_size
        if part.compress_type == zipfile.ZIP_STORED:
            yield from (self._data[at : min(at + _CHUNK, end)] for at in range(start, end, _CHUNK))
            return
        if part.compress_type != zipfile.ZIP_DEFLATED:
            raise NotImplementedError
        unpacker, total = zlib.decompressobj(-zlib.MAX_WBITS), 0
        for at in range(start, end, _PACKED):
            # At most a thousandfold: sixteen megabytes. Usually what fits the processor's cache.
            chunk = unpacker.decompress(self._data[at : min(at + _PACKED, end)])
            total += len(chunk)
            if total > part.file_size:
                raise NotATable(self._name, N_("it becomes too large when it is opened."))
            yield chunk


def _longest_text(name: str, chunks: Iterator[bytes]) -> int:
    longest, rest = 0, b""
    for chunk in chunks:
        *texts, rest = (rest + chunk).split(b"</si>")
        longest = max(longest, max(map(len, texts), default=0), len(rest))
        if longest > MOST_STRING:
            raise NotATable(
                name, Phrase(N_("it has a cell of more than %(most)s characters."), most=MOST_STRING // 4)
            )
    return longest


def _last_column(chunks: Iterator[bytes]) -> int:
    """Return the last of the first 26 columns that a sheet has."""
    letters, rest = {b"A"}, b""
    for chunk in chunks:
        text = rest + chunk
        rest = text[-_OVERLAP:]
        letters.update(_NARROW.findall(text))
    return ord(max(letters)) - _BEFORE_A


def _look_at_sheet(
    name: str, part: str, chunks: Iterator[bytes], found: Looked, narrow: int | None = None
) -> bool:
    """Look a sheet over; say ``False`` if it is too large unless it has fewer columns than 26.

    Args:
        name: the file's, for messages.
        part: the sheet's.
        chunks: its bytes.
        found: what was found, so far.
        narrow: how many of the first 26 columns it has, once they were counted.

    Raises:
        NotATable: it is too large.
    """
    rows = 0
    columns = _ALPHABET if narrow is None else narrow
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        rest = text[-_OVERLAP:]
        columns = _columns(text, columns, found)
        valued = text.rfind(b"<v")
        valued = max(valued, text.rfind(b"<is", max(valued, 0)))
        start = text.rfind(b"<c r=", 0, max(valued, 0))
        if valued >= 0 and start >= 0 and (place := _PLACE.match(text, start)) is not None:
            rows = int(place[1])
        elif valued > _OVERLAP:
            found.doubtful = True
        # One letter is looked for in a fifth of the time, and most sheets do not have it.
        if found.formulas or (b"f" in text and b"</f>" in text):
            _look_at_formulas(part, text, chunk, found)
        if rows * columns > MOST_CELLS:
            if narrow is None and columns == _ALPHABET:
                return False
            raise NotATable(
                name, Phrase(N_("a sheet reaches over more than %(most)s cells."), most=MOST_CELLS)
            )
        if len(text) > _CHUNK and b"<" not in text[_OVERLAP:]:
            raise NotATable(
                name, Phrase(N_("it has a cell of more than %(most)s characters."), most=MOST_STRING // 4)
            )
    return True


def _columns(text: bytes, columns: int, found: Looked) -> int:
    """Return how many columns a sheet has so far; note where cells do not say where they stand."""
    if b":" in text and b":c>" in text:
        found.doubtful = True
    if not any(not text[each.end() : each.end() + 1].islower() for each in _ODD.finditer(text)):
        return columns
    for letters in set(_WIDE.findall(text)):
        place = 0
        for letter in letters:
            place = place * _ALPHABET + letter - _BEFORE_A
        columns = max(columns, place)
    # The end may be cut off within a tag; it comes again with the next chunk.
    found.doubtful = found.doubtful or _UNPLACED.search(text[:-_TAG]) is not None
    return columns


def _look_at_formulas(part: str, text: bytes, chunk: bytes, found: Looked) -> None:
    found.formulas += chunk.count(b"<f>") + chunk.count(b"<f ")
    for each in _UNCOUNTED.finditer(text):
        cells = found.uncounted.setdefault(part.lower(), set())
        if len(cells) > MOST_UNCOUNTED:
            return
        if b't="str"' not in each[2]:
            cells.add(each[1].decode("ascii"))
