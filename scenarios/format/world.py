"""The world a drill starts from: the township, the moment, and the cases already there."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from models.kernel.text import clean_line
from models.kernel.words import N_
from scenarios.format.base import Code, Id, Part, Span, refused
from scenarios.format.chances import Duration, Uniform
from scenarios.format.conditions import Codes
from scenarios.format.doing import CaseText
from scenarios.format.words import CaseState, ChannelWord, QueueKey


def _start(value: object) -> object:
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError as error:
        raise refused(
            N_("“%(value)s” is no day and time; write 2026-08-12 08:30"), value=clean_line(str(value))[:60]
        ) from error
    if moment.tzinfo is not None:
        raise refused(N_("the start is by the office's own clock, without a zone"))
    return moment


Start = Annotated[
    datetime,
    BeforeValidator(_start),
    WithJsonSchema({"type": "string", "description": "2026-08-12 08:30, by the office's clock"}),
]


class StartingCase(CaseText):
    """A case that is there when the drill begins."""

    id: Id
    channel: ChannelWord
    state: CaseState = CaseState.REPORTED
    age: Span = 0
    """How long before the start it came in"""
    unit: Code | None = None
    """Who has it; without it the unit of its matter"""


class Seeded(Part):
    """So many cases that wait in a queue, made up from the township's own matters."""

    queue: Literal[
        QueueKey.TO_ACCEPT, QueueKey.TO_FILE, QueueKey.TO_DISPATCH, QueueKey.WITH_UNITS,
        QueueKey.TO_VERIFY, QueueKey.TO_CLOSE, QueueKey.TO_CALL_BACK,
    ]  # fmt: skip
    count: Annotated[int, Field(ge=1, le=2_000)]
    matters: Codes = ()
    """Of these; without it as often as they come up in the township"""
    grids: Codes = ()
    age: Duration = Uniform(uniform=(10, 240))
    """How long before the start they came in"""


class Caseload(Part):
    """The cases of the morning."""

    cases: Annotated[tuple[StartingCase, ...], Field(max_length=500)] = ()
    seeded: Annotated[tuple[Seeded, ...], Field(max_length=50)] = ()


class World(Part):
    """Where and when the drill takes place."""

    township: Literal["demo", "own"] = "demo"
    """``demo``: the demo township. ``own``: an anonymised copy of the township's own tables"""
    edition: Annotated[str, Field(max_length=100)] | None = None
    """Number of the edition of the catalogue; without it the one in force at the start"""
    start: Start
    caseload: Caseload = Caseload()
    weather: Annotated[str, Field(max_length=500)] | None = None
