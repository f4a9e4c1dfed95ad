"""What every part of a scenario is made of: strict models, texts, ids, spans of time, moments."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from models.kernel.text import clean_block, clean_line, half_width
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.kernel.words import Word

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR
LONGEST = 3 * DAY
"""A drill, and every span in it, is at most this long."""
_TEXT = 20_000
_LINE = 300

E = TypeVar("E", bound=StrEnum)


class Part(BaseModel):
    """A part of a scenario: unknown keys are refused, nothing changes once it is read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, coerce_numbers_to_str=True, use_attribute_docstrings=True
    )


def refused(sentence: Word, **params: Any) -> PydanticCustomError:
    """Return the error a validator raises: a message id with its parameters, for the loader."""
    facts = {"text": sentence % params, "sentence": sentence, **params}
    return PydanticCustomError("scenario", "{text}", facts)


def _line(text: str) -> str:
    clean = clean_line(text)
    if not clean:
        raise refused(N_("a text is missing here"))
    if len(clean) > _LINE:
        raise refused(N_("the line is longer than %(most)s characters"), most=_LINE)
    return clean


def _block(text: str) -> str:
    clean = clean_block(text)
    if len(clean) > _TEXT:
        raise refused(N_("the text is longer than %(most)s characters"), most=_TEXT)
    return clean


_ID = re.compile(r"\w[\w.\-]{0,39}")


def _id(text: str) -> str:
    clean = half_width(text)
    if not _ID.fullmatch(clean):
        raise refused(
            N_("“%(id)s” cannot be an id: letters, digits, Chinese characters, - and . only, at most 40"),
            id=clean_line(text)[:60],
        )
    return clean


Line = Annotated[str, AfterValidator(_line)]
"""A text of one line."""
Text = Annotated[str, AfterValidator(_block)]
"""A text of several lines."""
_TEXT_OR_NUMBER = WithJsonSchema({"type": ["string", "integer"]})
"""Ids and codes are texts; in a file they may look like numbers."""

Id = Annotated[str, AfterValidator(_id), _TEXT_OR_NUMBER]
"""What a thing is called within the scenario; Chinese or Latin."""
Code = Annotated[str, AfterValidator(half_width), _TEXT_OR_NUMBER]
"""The code of a unit, a grid or a matter of the township."""

_SPAN = re.compile(
    r"(?:(?P<d>\d+(?:\.\d+)?)\s*(?:d|天|日))?\s*(?:(?P<h>\d+(?:\.\d+)?)\s*(?:h|小时|时))?\s*"
    r"(?:(?P<m>\d+(?:\.\d+)?)\s*(?:min|m|分钟|分))?\s*(?:(?P<s>\d+)\s*(?:s|秒钟|秒))?",
    re.IGNORECASE,
)
_COLON = re.compile(r"(?P<h>\d{1,3}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def seconds_of(text: str) -> int | None:
    """Return the seconds of a span as people write it, ``None`` if it is none.

    A bare number is minutes; ``1h30m``, ``90s``, ``2 小时 15 分钟`` and ``01:30`` (hours and
    minutes) are understood.
    """
    clean = half_width(text)
    if _NUMBER.fullmatch(clean):
        return round(float(clean) * MINUTE)
    match = _COLON.fullmatch(clean)
    if match is not None:
        return int(match["h"]) * HOUR + int(match["m"]) * MINUTE + int(match["s"] or 0)
    match = _SPAN.fullmatch(clean)
    if match is None or not any(match.groupdict().values()):
        return None
    units = {"d": DAY, "h": HOUR, "m": MINUTE, "s": 1}
    return round(sum(float(match[name] or 0) * size for name, size in units.items()))


def _span(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise refused(N_("a span of time is needed here, such as 20m"))
    seconds = seconds_of(value) if isinstance(value, str) else round(value * MINUTE)
    if seconds is None or seconds < 0:
        raise refused(
            N_("“%(value)s” is no span of time; write 20 (minutes), 90s, 1h30m or 01:30"),
            value=clean_line(str(value))[:60],
        )
    if seconds > LONGEST:
        raise refused(N_("no span in a drill is longer than three days"))
    return seconds


def span_text(seconds: int) -> str:
    """Return a span as a file writes it: ``90s``, ``20m``, ``2h``."""
    for letter, size in (("h", HOUR), ("m", MINUTE)):
        if seconds and seconds % size == 0:
            return f"{seconds // size}{letter}"
    return f"{seconds}s"


Span = Annotated[
    int,
    BeforeValidator(_span),
    PlainSerializer(span_text, return_type=str, when_used="json"),
    WithJsonSchema(
        {"type": ["string", "number"], "description": "minutes, or 90s, 20m, 1h30m, 01:30; at most 3d"}
    ),
]
"""A span of time in seconds; in the file a number is minutes."""


def _moment(value: object) -> str:
    from scenarios.format.moments import parsed

    return parsed(value).written


Moment = Annotated[
    str,
    BeforeValidator(_moment),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "description": "T+00:15, T+90, J-60, 14:30, +1 08:00 or 2026-08-12 14:30",
        }
    ),
]
"""A moment as the file writes it; see :mod:`scenarios.format.moments`."""


CHINESE: dict[type[StrEnum], tuple[str, ...]] = {}
"""The Chinese words of each vocabulary, for hints."""


def spoken(words: Mapping[str, E]) -> BeforeValidator:
    """Let a field of a vocabulary be written in Chinese as well."""
    vocabulary = type(next(iter(words.values())))
    CHINESE[vocabulary] = tuple(words)
    # Put together at run time, so that editors are offered every word.
    offered: Any = Literal.__getitem__((*(each.value for each in vocabulary), *words))

    def translate(value: object) -> object:
        # 12345 is a number to a reader of YAML, and the name of a hotline here.
        return words.get(half_width(str(value)), value) if isinstance(value, str | int) else value

    return BeforeValidator(translate, json_schema_input_type=offered)


Share = Annotated[float, Field(ge=0, le=1)]
"""A part of the whole, from 0 to 1."""


class _Hashed(dict[str, Any]):
    """A mapping that may stand in an annotation, which has to be hashable within a union."""

    def __hash__(self) -> int:  # type: ignore[override]  # a dict declares that it has none
        return id(self)


def by_key(keys: Mapping[str, str]) -> Discriminator:
    """Return what tells the members of a union apart: the one key of ``keys`` that is there.

    Args:
        keys: the tag of each key; a tag is what the union's members are marked with.
    """

    def tag(value: object) -> str | None:
        if isinstance(value, Part):
            return next((keys[name] for name in type(value).model_fields if name in keys), None)
        if not isinstance(value, dict):
            return None
        found = {keys[name] for name in value if name in keys}
        return found.pop() if len(found) == 1 else None

    names = ", ".join(dict.fromkeys(keys))
    sentence = N_("exactly one of these is needed here: %(keys)s")
    return Discriminator(
        tag,
        custom_error_type="scenario",
        custom_error_message="exactly one of these is needed here",
        custom_error_context=_Hashed(sentence=sentence, keys=names),
    )
