"""JSON documents that come back from either engine exactly as they went in.

SQLite keeps JSON as text, PostgreSQL as JSONB: the latter drops the order of keys, writes
1e20 as an integer and refuses the character NUL. What is hashed or compared later is
therefore brought to one plain form first.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import TYPE_CHECKING, Any

from models.kernel.clock import require_utc

if TYPE_CHECKING:
    from collections.abc import Callable

# A NUL, or half of a surrogate pair: JSONB refuses both, and the second has no UTF-8 form.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _writer(encoder: json.JSONEncoder) -> Callable[[Any], str]:
    """Return what ``encoder.encode`` is, the part written in C made once rather than with every document.

    That part is all of it but for a look after documents that hold themselves, which nothing plain can.
    """
    escaped = encode_basestring_ascii if encoder.ensure_ascii else encode_basestring
    make: Any = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return encoder.encode
    made = make(
        None, encoder.default, escaped, None, encoder.key_separator, encoder.item_separator,
        encoder.sort_keys, False, encoder.allow_nan,  # noqa: FBT003 -- the encoder takes no names
    )  # fmt: skip
    return lambda document: "".join(made(document, 0))


_write = _writer(_ENCODER)
json_text = _writer(json.JSONEncoder())
"""Returns the text a document is kept as on SQLite: what ``json.dumps`` makes of it, in half the time."""


class Plain(dict[str, Any]):
    """A document that has its plain form already, so that nobody brings it there again."""

    __slots__ = ()


class Written(Plain):
    """One that is kept again and again and never changes: its text is made once."""

    __slots__ = ("text",)

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document)
        self.text = json_text(document)


def plain(value: Any) -> Any:
    """Return ``value`` made of JSON's own types only, stable on both engines.

    Times become ISO texts in UTC with microseconds, dates ISO texts, decimals texts,
    members of a ``StrEnum`` their text, sets sorted lists, whole floats integers.

    Raises:
        TypeError: a value of a kind that has no such form.
        ValueError: a float that is no number, or a naive time.
    """
    # By the exact type first: nearly every value is one of these, and a journal is made of millions.
    kind = type(value)
    if kind is str:
        return value if _UNSTORABLE.search(value) is None else _UNSTORABLE.sub("\ufffd", value)
    if kind is int or value is None or kind is bool or kind is Plain:
        return value
    if kind is dict:
        return {plain(key if type(key) is str else str(key)): plain(entry) for key, entry in value.items()}
    if kind is datetime:
        return iso(value)
    if isinstance(value, StrEnum):
        # Members are written in the program: there is nothing in them that cannot be kept.
        return value._value_
    return _plain_kind(value)


def _plain_kind(value: Any) -> Any:  # noqa: C901, PLR0911 -- one arm per kind of value, nothing nested
    match value:
        case None | bool():
            return value
        case str():
            # ``str.__str__`` turns an enum member or a message id into the bare text.
            return _UNSTORABLE.sub("\ufffd", str.__str__(value))
        case int():
            return int(value)
        case float():
            return _plain_float(value)
        case Mapping():
            return {plain(str(key)): plain(entry) for key, entry in value.items()}
        case list() | tuple():
            return [plain(entry) for entry in value]
        case set() | frozenset():
            return sorted((plain(entry) for entry in value), key=canonical)
        case datetime():
            return iso(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            message = f"a {type(value).__name__} has no place in a JSON document"
            raise TypeError(message)


def quoted(text: str | None) -> str:
    """Return what :func:`canonical` makes of a text, or of none."""
    return "null" if text is None else encode_basestring(text)


def canonical(document: Any) -> str:
    """Return the one JSON text of a plain ``document``: keys sorted, no spaces, no escapes beyond need."""
    return _write(document)


def iso(moment: datetime) -> str:
    """Return ``moment`` as an ISO text in UTC, always with microseconds."""
    # Kept by moments of one zone only: elsewhere two of an hour that comes twice are equal.
    return _iso(moment if moment.tzinfo is UTC else require_utc(moment))


@lru_cache(maxsize=256)
def _iso(moment: datetime) -> str:
    # A step writes the same few moments in each of its rows.
    return moment.isoformat(timespec="microseconds")


def _plain_float(value: float) -> float | int:
    if not math.isfinite(value):
        message = f"{value} is not a number"
        raise ValueError(message)
    # JSONB gives 1e20 back as an integer and loses the sign of -0.0.
    return int(value) if value.is_integer() else value
