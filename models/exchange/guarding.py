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
_CHUNK = 1 << 20
_OVERLAP = 2_048
_READ = re.compile(r"xl/(?:workbook|styles|sharedstrings)\.xml|xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_ODD = re.compile(rb'<c(?:(?![A-Za-z])(?! r=")| r="[A-Z]{2})')
"""A cell that does not say first where it stands, or one beyond column Z."""
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})\d')
_PLACE = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_UNCOUNTED = re.compile(
    rb'<c r="([A-Z]{1,3}\d{1,7})"([^>]*)>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v></v>|<v ?/>)?\s*</c>'
)
_ALPHABET = 26


@dataclass(slots=True)
class Looked:
    """What a look at a packed workbook found.

    ``uncounted`` names, by part, the first cell whose formula was never worked out; ``doubtful``
    says that its size could not be told from its parts.
    """

    dated_from_1904: bool = False
    formulas: int = 0
    macros: bool = False
    links: bool = False
    doubtful: bool = False
    uncounted: dict[str, str] = field(default_factory=dict)
    texts: int = 0
    """Cells that share a text"""
    longest: int = 0
    """Bytes of the longest shared text"""


def look_over(name: str, data: bytes) -> Looked:
    """Look over a packed folder that should be a workbook.

    Args:
        name: the file's, for messages.
        data: its bytes.

    Raises:
        NotATable: it is damaged, no workbook, or becomes too large when opened.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as folder:
            names = folder.namelist()
            if len(names) > MOST_PARTS:
                raise NotATable(name, N_("it has more parts than a workbook has."))
            return _looked(name, folder, names)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise NotATable(name, N_("the workbook is damaged, or of a kind that is not read.")) from error
    except RuntimeError as error:  # how zipfile calls a part packed with a password
        raise NotATable(name, N_("it is locked with a password.")) from error


def _looked(name: str, folder: zipfile.ZipFile, names: list[str]) -> Looked:
    found = Looked()
    lower = [each.lower() for each in names]
    found.macros = any(each.endswith("vbaproject.bin") for each in lower)
    found.links = any("/externallinks/" in each for each in lower)
    parts = [each for each in names if _READ.fullmatch(each)]
    if not any("/worksheets/" in each.lower() for each in parts):
        found.doubtful = True
    budget = MOST_UNPACKED
    for part in parts:
        size = folder.getinfo(part).file_size
        budget -= size
        if budget < 0:
            raise NotATable(name, N_("it becomes too large when it is opened."))
        chunks = _chunks(name, folder, part, size)
        if "/worksheets/" in part.lower():
            _look_at_sheet(name, part, chunks, found)
        elif part.lower().endswith("sharedstrings.xml"):
            found.longest = _longest_text(name, chunks)
        elif part.lower().endswith("workbook.xml"):
            found.dated_from_1904 = re.search(rb'date1904="(?:1|true)"', b"".join(chunks)) is not None
        else:
            for _chunk in chunks:
                pass
    if found.longest * found.texts > MOST_TEXT:
        found.doubtful = True
    return found


def _chunks(name: str, folder: zipfile.ZipFile, part: str, size: int) -> Iterator[bytes]:
    """Yield a part's bytes, never more than it says it has."""
    total = 0
    with folder.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            total += len(chunk)
            if total > size:
                raise NotATable(name, N_("it becomes too large when it is opened."))
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


def _look_at_sheet(name: str, part: str, chunks: Iterator[bytes], found: Looked) -> None:
    rows = 0
    columns = _ALPHABET
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        rest = text[-_OVERLAP:]
        columns = _columns(text, columns, found)
        valued = max(text.rfind(b"<v"), text.rfind(b"<is"))
        start = text.rfind(b"<c r=", 0, max(valued, 0))
        if valued >= 0 and start >= 0 and (place := _PLACE.match(text, start)) is not None:
            rows = int(place[1])
        elif valued > _OVERLAP:
            found.doubtful = True
        found.texts += chunk.count(b't="s"')
        if b"<f" in text:
            _look_at_formulas(part, text, chunk, found)
        if rows * columns > MOST_CELLS:
            raise NotATable(
                name, Phrase(N_("a sheet reaches over more than %(most)s cells."), most=MOST_CELLS)
            )
        if len(text) > _CHUNK and b"<" not in text[_OVERLAP:]:
            raise NotATable(
                name, Phrase(N_("it has a cell of more than %(most)s characters."), most=MOST_STRING // 4)
            )


def _columns(text: bytes, columns: int, found: Looked) -> int:
    """Return how many columns a sheet has so far; note where cells do not say where they stand."""
    if b":c " in text or b":c>" in text:
        found.doubtful = True
    odd = _ODD.search(text)
    if odd is None:
        return columns
    for each in set(_WIDE.findall(text)):
        place = 0
        for letter in each:
            place = place * _ALPHABET + letter - 64
        columns = max(columns, place)
    if re.search(rb'<c(?![A-Za-z])(?! r=")', text[: len(text) - 8]):
        found.doubtful = True
    return columns


def _look_at_formulas(part: str, text: bytes, chunk: bytes, found: Looked) -> None:
    found.formulas += chunk.count(b"<f>") + chunk.count(b"<f ")
    for each in _UNCOUNTED.finditer(text):
        if b't="str"' not in each[2]:
            found.uncounted.setdefault(part.lower(), each[1].decode("ascii"))
            return
