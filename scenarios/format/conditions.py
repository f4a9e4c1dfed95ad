"""Conditions: what has to be so, each told by one key; a list is all of its members.

Everything a condition asks is about the drill up to now. ``done`` looks at the ledger of cases,
``told`` at calls and messages, ``reported`` at reports to superior levels.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, Tag, model_validator

from models.kernel.words import N_
from scenarios.format.base import Code, Id, Line, Moment, Part, Span, by_key, refused
from scenarios.format.words import ActionWord, CaseState, Outcome, QueueKey, ReportWord


def _listed(value: object) -> object:
    return [value] if isinstance(value, str | int) and not isinstance(value, bool) else value


_ONE_OR_MORE = BeforeValidator(_listed, json_schema_input_type=list[str | int] | str | int)

Ids = Annotated[tuple[Id, ...], _ONE_OR_MORE]
"""One id, or a list of them."""
Codes = Annotated[tuple[Code, ...], _ONE_OR_MORE]
Actions = Annotated[tuple[ActionWord, ...], _ONE_OR_MORE, Field(min_length=1)]
States = Annotated[tuple[CaseState, ...], _ONE_OR_MORE, Field(min_length=1)]
Words = Annotated[tuple[Line, ...], _ONE_OR_MORE]


class Window(Part):
    """Since when and until when something counts. Left open: since the anchor, until now."""

    since: Moment | None = None
    until: Moment | None = None
    after: Id | None = None
    """Counts only what came after this inject was sent"""
    times: Annotated[int, Field(ge=1, le=10_000)] = 1
    """How often it has to have been done"""


class Act(Window):
    """An action on a case, as the ledger has it."""

    action: Actions
    """One of these actions"""
    case: Ids = ()
    """The case born from this inject, or of this id in the starting caseload; without it any case"""
    by: Ids = ()
    """By somebody in one of these roles; without it by any of the office"""
    unit: Codes = ()
    """To, or by, one of these units"""
    matter: Codes = ()
    """On a case filed under one of these matters"""
    says: Words = ()
    """Reason or note has to hold one of these words"""


class Saying(Window):
    """A call, or a message, or a conversation noted."""

    to: Ids = ()
    """To one of these roles or actors; without it to anybody"""
    by: Ids = ()
    says: Words = ()
    """Has to hold one of these words"""
    about: Ids = ()
    """About the case born from this inject"""


class Reporting(Window):
    """A report to superior levels."""

    kind: ReportWord
    by: Ids = ()
    to: Ids = ()
    about: Ids = ()
    says: Words = ()
    """Has to hold all of these words: an emergency report has its parts"""


class CaseIs(Part):
    """How a case stands now."""

    of: Id
    """The inject it was born from, or its id in the starting caseload"""
    state: States | None = None
    late: bool | None = None
    """Whether it is over its deadline"""
    unit: Codes = ()

    @model_validator(mode="after")
    def _asks_something(self) -> CaseIs:
        if self.state is None and self.late is None and not self.unit:
            raise refused(N_("say what of the case is asked: state, late or unit"))
        return self


class FactIs(Part):
    """A fact of the situation, set by a change."""

    name: Id
    equals: Line


class Times(Part):
    """The drill's clock: not before ``since``, before ``until``."""

    since: Moment | None = None
    until: Moment | None = None


class QueueIs(Part):
    """How many cases wait in a queue of the office."""

    name: QueueKey
    at_least: Annotated[int, Field(ge=0)] = 0
    at_most: Annotated[int, Field(ge=0)] | None = None


class Quiet(Part):
    """Nobody in a role, or nobody at all, has done anything for some time."""

    for_: Annotated[Span, Field(alias="for", gt=0)]
    role: Ids = ()


class SettledAs(Part):
    """How it stands with an expectation."""

    id: Id
    outcome: Outcome


class AllOf(Part):
    """All of them hold."""

    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(Part):
    """At least one of them holds."""

    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(Part):
    """It does not hold."""

    not_: Annotated[Condition, Field(alias="not")]


class Done(Part):
    """Somebody did something to a case."""

    done: Act


class Told(Part):
    """Somebody was called or written to."""

    told: Saying


class Reported(Part):
    """A report went up."""

    reported: Reporting


class Failed(Part):
    """By a moment the condition inside had not come true; true from that moment on, if at all."""

    failed: Condition
    by: Moment


class Case(Part):
    """A case stands so."""

    case: CaseIs


class Fact(Part):
    """The situation is so."""

    fact: FactIs


class Time(Part):
    """It is that time."""

    time: Times


class Sent(Part):
    """An inject has been sent."""

    sent: Id


class Queue(Part):
    """A queue is so long."""

    queue: QueueIs


class Stalled(Part):
    """The players have come to a stop."""

    stalled: Quiet


class Expectation(Part):
    """An expectation is settled, or open."""

    expectation: SettledAs


class Chance(Part):
    """Drawn once for the place it stands at; see docs/scenarios.md on chance."""

    chance: Annotated[float, Field(ge=0, le=1)]


def _all_of(value: object) -> object:
    return {"all": value} if isinstance(value, list | tuple) else value


_KEYS = {
    key: key
    for key in (
        "all", "any", "not", "done", "told", "reported", "failed", "case", "fact", "time", "sent",
        "queue", "stalled", "expectation", "chance",
    )
} | {"not_": "not"}  # fmt: skip
_Told = Annotated[
    Annotated[AllOf, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Done, Tag("done")]
    | Annotated[Told, Tag("told")]
    | Annotated[Reported, Tag("reported")]
    | Annotated[Failed, Tag("failed")]
    | Annotated[Case, Tag("case")]
    | Annotated[Fact, Tag("fact")]
    | Annotated[Time, Tag("time")]
    | Annotated[Sent, Tag("sent")]
    | Annotated[Queue, Tag("queue")]
    | Annotated[Stalled, Tag("stalled")]
    | Annotated[Expectation, Tag("expectation")]
    | Annotated[Chance, Tag("chance")],
    by_key(_KEYS),
]
Condition = Annotated[_Told, BeforeValidator(_all_of, json_schema_input_type=_Told | list[_Told])]
"""Something that is so or not so; a list means all of its members."""

for _each in (AllOf, AnyOf, Not, Failed):
    _each.model_rebuild()
