"""The bytes of a log: as a file or held in memory, packed or not, never more of them than is sane."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from models.exchange.encodings import decode
from models.exchange.logs.refusals import NotALog
from models.exchange.readers import Source
from models.exchange.refusals import NoSource, WrongEncoding
from models.kernel.oserrors import why
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_BYTES = 8 * 1024**3
"""A log larger than this when unpacked is refused."""
FREE_BYTES = 64 * 1024**2
"""Up to here a log may be packed as tightly as it likes."""
MOST_RATIO = 250
"""Bytes unpacked for each packed one, beyond :data:`FREE_BYTES`; logs reach about 60, bombs 1,000."""
PART = 1 << 16
"""Bytes read at once."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class LogFile:
    """A log that can be read as often as need be; ``packed`` says that gzip packed it."""

    name: str
    hash: str
    size: int
    packed: bool
    source: Source | Path

    def parts(self, size: int = PART) -> Iterator[bytes]:
        """Yield the unpacked bytes in parts.

        Raises:
            NotALog: it is damaged, or far larger than it looks.
            NoSource: it cannot be read any more.
        """
        total = 0
        try:
            with self._opened() as stream:
                while part := stream.read(size):
                    total += len(part)
                    if total > MOST_BYTES or (
                        self.packed and total > FREE_BYTES and total > self.size * MOST_RATIO
                    ):
                        raise NotALog(self.name, N_("it is too large when unpacked"))
                    yield part
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise NotALog(self.name, N_("the packed file is damaged.")) from error
        except OSError as error:
            raise NoSource(self.name, why(error)) from error

    def _opened(self) -> IO[bytes]:
        raw: IO[bytes] = (
            self.source.open("rb") if isinstance(self.source, Path) else io.BytesIO(self.source.data)
        )
        return gzip.GzipFile(fileobj=raw) if self.packed else raw  # type: ignore[return-value]  # it reads as one

    def head(self) -> bytes:
        """Return the first bytes."""
        return next(self.parts(), b"")


def open_log(source: Source | Path) -> LogFile:
    """Look a log over: its digest, its size, and whether it is packed.

    Raises:
        NoSource: it is not there, is a folder, or may not be read.
    """
    if isinstance(source, Source):
        packed = source.data.startswith(_GZIP)
        return LogFile(source.name, source.hash, len(source.data), packed, source)
    digest, size, head = hashlib.sha256(), 0, b""
    try:
        with source.open("rb") as stream:
            while part := stream.read(1 << 20):
                head = head or part[:2]
                digest.update(part)
                size += len(part)
    except OSError as error:
        raise NoSource(str(source), why(error)) from error
    return LogFile(source.name, digest.hexdigest(), size, head == _GZIP, source)


def encoding_of(file: LogFile, told: str | None) -> tuple[str, Phrase]:
    """Return the encoding of a log and what was assumed: told, by its mark, UTF-8, else GB18030.

    Raises:
        WrongEncoding: its bytes fit none; names line and byte.
        UnknownEncoding: ``told`` does not exist.
    """
    head = file.head()
    if told is not None:
        # Of the first line alone: that names what is unknown, and says what was told.
        return _told(file.name, told)
    for mark, name in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
                       (codecs.BOM_UTF16_BE, "utf-16")):  # fmt: skip
        if head.startswith(mark):
            return name, Phrase(N_("encoding: %(encoding)s, by its mark"), encoding=name.removesuffix("-sig"))
    for guess in ("utf-8", "gb18030"):
        place = _misfit(file, guess)
        if place is None:
            return guess, Phrase(N_("encoding: %(encoding)s, found by trying"), encoding=guess)
    raise WrongEncoding(file.name, "utf-8 / gb18030", *(place or (1, 1, "")))


def _told(name: str, told: str) -> tuple[str, Phrase]:
    _text, phrase = decode(name, b"", told)
    return str(phrase.params["encoding"]), phrase


def _misfit(file: LogFile, encoding: str) -> tuple[int, int, str] | None:
    """Return line, byte within it and value of the first byte that does not fit; ``None`` if all do."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, column = 1, 0
    for part in file.parts():
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(part)
        except UnicodeDecodeError as error:
            before = max(0, error.start - held)
            line += part.count(b"\n", 0, before)
            start = part.rfind(b"\n", 0, before)
            place = before - start if start >= 0 else column + before + 1
            return line, place, f"0x{part[min(before, len(part) - 1)]:02x}"
        line += part.count(b"\n")
        start = part.rfind(b"\n")
        column = len(part) - start - 1 if start >= 0 else column + len(part)
    return None


class TextLines:
    """The lines of a log as text, none of them longer than ``most`` characters.

    An iterator for :mod:`csv`, which keeps quoted line breaks together by itself.
    """

    def __init__(self, file: LogFile, encoding: str, most: int) -> None:
        self._file, self._encoding, self._most = file, encoding, most
        self.row = 0

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end."""
        decoder = codecs.getincrementaldecoder(self._encoding)()
        rest = ""
        for part in self._file.parts(1 << 18):
            *lines, rest = (rest + self._decoded(decoder, part, final=False)).split("\n")
            yield from self._counted(f"{line}\n" for line in lines)
            if len(rest) > self._most:
                raise self._too_long()
        yield from self._counted([rest + self._decoded(decoder, b"", final=True)])

    def _decoded(self, decoder: codecs.IncrementalDecoder, part: bytes, *, final: bool) -> str:
        try:
            return decoder.decode(part, final)
        except UnicodeDecodeError as error:
            value = f"0x{part[error.start]:02x}" if error.start < len(part) else "-"
            raise WrongEncoding(
                self._file.name, self._encoding, self.row + 1, error.start + 1, value
            ) from error

    def _counted(self, lines: Iterable[str]) -> Iterator[str]:
        for line in lines:
            self.row += 1
            if len(line) > self._most:
                raise self._too_long()
            yield line

    def _too_long(self) -> NotALog:
        row = self.row + 1
        return NotALog(
            self._file.name, Phrase(N_("row %(row)s is broken or has a cell that is too long."), row=row)
        )
