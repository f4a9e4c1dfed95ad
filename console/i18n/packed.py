"""A compiled catalogue read where it lies, message by message.

``gettext`` turns a whole ``.mo`` file into a dictionary: 1.2 MB here and 8 ms, of which one
person sees a tenth. In the file the messages stand sorted, so one is found by halves, in
13 looks of a microsecond; what was found is kept.
"""

from __future__ import annotations

import os
import struct
from functools import cache
from gettext import NullTranslations, c2py
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HEAD = struct.Struct("<5I")
_ENTRY = struct.Struct("<2I")
"""Length and place of one text"""
_MAGIC = 0x950412DE
_AFTER_CONTEXT, _BETWEEN_FORMS = b"\x04", b"\0"
_PLURALS = "plural="
_MOST_KEPT = 4_000


class PackedTexts(NullTranslations):
    """The messages of one ``.mo`` file, sorted as babel sorts them: by id, then by context.

    Args:
        path: the file. It stays open; one that replaces it is not looked at.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no catalogue.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._read = _reader(path)
        head = self._read(0, _HEAD.size)
        if len(head) < _HEAD.size or head[:4] != struct.pack("<I", _MAGIC):
            message = f"no catalogue: {path}"
            raise ValueError(message)
        _magic, _version, self._count, ids, texts = _HEAD.unpack(head)
        self._ids = self._read(ids, self._count * _ENTRY.size)
        self._texts = self._read(texts, self._count * _ENTRY.size)
        self._kept: dict[tuple[str, str], tuple[str, ...]] = {}
        self._plural: Callable[[int], int] | None = None

    def gettext(self, message: str) -> str:
        """Return the translation of ``message``, or itself."""
        forms = self._forms(message)
        return forms[0] if forms else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """Return the form of a sentence that suits the number ``n``."""
        forms = self._forms(msgid1)
        if forms:
            return forms[self._form_for(n)]
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of ``message`` as it is said in ``context``, or itself."""
        forms = self._forms(message, context)
        return forms[0] if forms else message

    def _forms(self, message: str, context: str = "") -> tuple[str, ...]:
        key = message, context
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            known = self._kept[key] = self._found(message.encode(), context.encode())
        return known

    def _found(self, message: bytes, context: bytes) -> tuple[str, ...]:
        """Return the forms of a message, none if it is not there."""
        wanted = message, context
        low, high = 0, self._count
        while low < high:
            middle = (low + high) // 2
            before, _sign, told = self._text(self._ids, middle).rpartition(_AFTER_CONTEXT)
            here = told.partition(_BETWEEN_FORMS)[0], before
            if here == wanted:
                forms = self._text(self._texts, middle).split(_BETWEEN_FORMS)
                return tuple(form.decode() for form in forms)
            if here < wanted:
                low = middle + 1
            else:
                high = middle
        return ()

    def _text(self, table: bytes, number: int) -> bytes:
        length, place = _ENTRY.unpack_from(table, number * _ENTRY.size)
        return self._read(place, length)

    def _form_for(self, n: int) -> int:
        if self._plural is None:
            # The translation of nothing is the header, a line for each fact about the catalogue.
            _before, _sign, rule = "".join(self._forms("")).partition(_PLURALS)
            self._plural = c2py(rule.partition(";")[0].strip() or "n != 1")
        return self._plural(n)


@cache
def packed(path: Path) -> PackedTexts:
    """Return the catalogue at ``path``, which is opened once in a process."""
    return PackedTexts(path)


def _reader(path: Path) -> Callable[[int, int], bytes]:
    """Return what reads a file from a place on; several threads and forked processes may do so at once."""
    if not hasattr(os, "pread"):
        whole = path.read_bytes()
        return lambda place, length: whole[place : place + length]
    file = os.open(path, os.O_RDONLY)
    return lambda place, length: os.pread(file, length, place)
