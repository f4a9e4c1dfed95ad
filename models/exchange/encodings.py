"""Finding out how a text file is encoded, and refusing by line and byte what does not fit."""

from __future__ import annotations

import codecs
import re

from models.exchange.refusals import UnknownEncoding, WrongEncoding
from models.kernel.words import N_, Phrase

_SAMPLE = 65536
_USUAL = re.compile("[\\t\\n\\r -~\u00a0-\u00ff\u2000-\u206f\u3000-\u303f\u3400-\u9fff\uff00-\uffef\ufeff]")
_USUAL_SHARE = 20
"""Of so many characters one at most may be another."""
_NAMES = {"ansi": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "utf8": "utf-8"}
"""What people call it, by the encoding that contains it."""
_BROKEN_SHARE = 8
"""A text with this many good characters for every bad one was meant to be UTF-8."""


def decode(name: str, data: bytes, encoding: str | None) -> tuple[str, Phrase]:
    """Return the text of ``data`` and what was assumed about it.

    Without ``encoding`` a byte order mark decides; then UTF-8, UTF-16 by its zero bytes, and
    GB18030 (which contains GBK and GB2312) are tried in this order.

    Raises:
        WrongEncoding: the bytes do not fit; names the line and the byte.
        UnknownEncoding: ``encoding`` does not exist.
    """
    if encoding is not None:
        chosen = _known(encoding)
        text = _strict(name, data, chosen)
        return text.removeprefix("\ufeff"), Phrase(N_("encoding: %(encoding)s, as told"), encoding=chosen)
    marked = _marked(data)
    if marked is not None:
        text = _strict(name, data, marked).removeprefix("\ufeff")
        return text, Phrase(N_("encoding: %(encoding)s, by its mark"), encoding=marked)
    for guess in _guesses(data):
        try:
            text = data.decode(guess)
        except UnicodeDecodeError:
            if guess == "utf-8" and _meant_utf8(data):
                raise _refusal(name, data, guess) from None
            continue
        return text, Phrase(N_("encoding: %(encoding)s, found by trying"), encoding=guess)
    raise _refusal(name, data, "utf-8 / gb18030")


def _known(encoding: str) -> str:
    plain = encoding.strip().lower()
    try:
        info = codecs.lookup(_NAMES.get(plain, plain))
    except LookupError:
        raise UnknownEncoding(encoding) from None
    # Codecs that are no text encodings (base64, rot13) exist under the same roof.
    if not getattr(info, "_is_text_encoding", True):
        raise UnknownEncoding(encoding)
    return info.name


def _marked(data: bytes) -> str | None:
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return None


def _guesses(data: bytes) -> list[str]:
    sample = data[: _SAMPLE - _SAMPLE % 2]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    # A table has separators and line ends: in UTF-16 each brings a zero byte, always on the same side.
    if even != odd:
        guess = "utf-16-be" if even > odd else "utf-16-le"
        if _plausible(sample.decode(guess, errors="replace")):
            return [guess, "utf-8", "gb18030"]
    return ["utf-8", "gb18030"]


def _plausible(text: str) -> bool:
    """Say whether nearly all characters are such as tables of an office have."""
    return len(_USUAL.findall(text)) * _USUAL_SHARE >= len(text) * (_USUAL_SHARE - 1)


def _meant_utf8(data: bytes) -> bool:
    """Say whether bytes that are not UTF-8 were nearly so: GB18030 would read them as nonsense."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    good = sum(character > "\x7f" for character in text) - bad
    return good > bad * _BROKEN_SHARE


def _strict(name: str, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise _refusal(name, data, encoding) from None


def _refusal(name: str, data: bytes, encoding: str) -> WrongEncoding:
    """Find the byte at which reading stops furthest on, among the encodings tried."""
    place = 0
    for candidate in encoding.split(" / "):
        try:
            data.decode(candidate)
        except UnicodeDecodeError as error:
            place = max(place, error.start)
        except UnicodeError:
            continue
    before = data[:place]
    line_start = before.rfind(b"\n") + 1
    value = f"0x{data[place]:02X}" if data else "-"
    return WrongEncoding(name, encoding, before.count(b"\n") + 1, place - line_start + 1, value)
