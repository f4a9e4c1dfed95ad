"""Bytes of the wire to text and back, in the character set of the terminal.

Neither direction can fail: what cannot be decoded becomes U+FFFD, which the clerk sees and
can delete; what the character set lacks is sent as ``?`` of the same width, so that the
rest of the row stays in its columns.
"""

from __future__ import annotations

import codecs
from typing import Final

from rich.cells import get_character_cell_size

from console.terminal.profile import charset_named

_CELLS: Final = "yiwang.cells"
"""Name under which the width-keeping error handler is known to the codec registry."""


def _same_width(error: UnicodeError) -> tuple[str, int]:
    """Replace the characters an encoder refused by question marks of the same cell width."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    refused = error.object[error.start : error.end]
    return "".join("?" * get_character_cell_size(character) for character in refused), error.end


codecs.register_error(_CELLS, _same_width)


def encode_output(text: str, charset: str) -> bytes:
    """Return ``text`` in ``charset``; what the set lacks becomes ``?``, one for each cell."""
    return text.encode(charset, _CELLS)


class InputDecoder:
    """Turns what a terminal sends into text, whatever it sends."""

    def __init__(self, charset: str) -> None:
        self.charset = charset_named(charset)
        self._decoder = codecs.getincrementaldecoder(self.charset)(errors="replace")

    def decode(self, data: bytes) -> str:
        """Return the characters completed by ``data``; an unfinished one is kept for later."""
        return self._decoder.decode(data)

    @property
    def pending(self) -> bool:
        """Whether the first bytes of an unfinished character are being kept."""
        return bool(self._decoder.getstate()[0])

    def flush(self) -> str:
        """Give up waiting for the rest of a character and return U+FFFD in its place.

        Without this a lone lead byte would swallow the next key typed, however much later.
        """
        text = self._decoder.decode(b"", final=True)
        self._decoder.reset()
        return text
