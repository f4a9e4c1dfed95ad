"""When an inject comes: at a moment, after another, once something is so, called by a branch, by chance."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag, model_validator

from models.kernel.words import N_
from scenarios.format.base import Id, Moment, Part, Span, by_key, refused
from scenarios.format.chances import AT_ONCE, Duration
from scenarios.format.conditions import Condition


class At(Part):
    """At a moment."""

    at: Moment
    jitter: Duration = AT_ONCE
    """Later than that by this much, drawn anew in each drill"""


class After(Part):
    """Some time after another inject was sent; never, if that one was never sent."""

    after: Id
    delay: Duration = AT_ONCE


class Once(Part):
    """At the first moment a condition holds: contingencies, and injects that answer the players."""

    once: Condition
    delay: Duration = AT_ONCE
    since: Moment = "T+0"
    """It is not looked at before"""
    until: Moment | None = None
    """It is not looked at any more from then on; without it until the end"""


class Called(Part):
    """When a branch starts it."""

    called: Annotated[bool, Field(json_schema_extra={"const": True})]
    delay: Duration = AT_ONCE

    @model_validator(mode="after")
    def _yes(self) -> Called:
        if not self.called:
            raise refused(N_("“called” can only be true"))
        return self


class Rate(Part):
    """How many come in an hour within a part of the drill."""

    per_hour: Annotated[float, Field(gt=0, le=3600)]
    since: Moment
    until: Moment


class Arriving(Part):
    """Random arrivals: a Poisson process whose rate may change from part to part."""

    rates: Annotated[tuple[Rate, ...], Field(min_length=1, max_length=50)]
    """Parts may follow or overlap each other; where they overlap the rates add up"""
    most: Annotated[int, Field(ge=1, le=20_000)] = 5_000


class Arrivals(Part):
    """By chance, again and again."""

    arrivals: Arriving


class Bursting(Part):
    """Many within a short time, as after a power cut."""

    at: Moment
    count: Annotated[int, Field(ge=1, le=5_000)]
    within: Annotated[Span, Field(gt=0)]
    """They are strewn evenly over this span"""


class Burst(Part):
    """Many at once."""

    burst: Bursting


def _bare(value: object) -> object:
    if value == "called":
        return {"called": True}
    return value if isinstance(value, dict | Part) else {"at": value}


_KEYS = {name: name for name in ("at", "after", "once", "called", "arrivals", "burst")}
_Told = Annotated[
    Annotated[At, Tag("at")]
    | Annotated[After, Tag("after")]
    | Annotated[Once, Tag("once")]
    | Annotated[Called, Tag("called")]
    | Annotated[Arrivals, Tag("arrivals")]
    | Annotated[Burst, Tag("burst")],
    by_key(_KEYS),
]
When = Annotated[_Told, BeforeValidator(_bare, json_schema_input_type=_Told | str | int)]
"""A bare moment is ``at``; the word ``called`` is a branch's."""


class Repeat(Part):
    """Again after some time: the same inject, until it was sent so often or something is so."""

    every: Duration
    times: Annotated[int, Field(ge=2, le=1_000)]
    """How often in all, the first time counted"""
    until: Condition | None = None
    """Looked at each time before it is sent"""
