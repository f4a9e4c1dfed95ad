"""A scenario as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from models.kernel.words import N_
from scenarios.format.actors import Actor
from scenarios.format.base import Code, Id, Line, Moment, Part, Span, Text, refused
from scenarios.format.conditions import Condition
from scenarios.format.expecting import Expected, Scoring
from scenarios.format.injects import Inject, Pooled
from scenarios.format.words import ContentWord, FormWord, PurposeWord, RoleWord
from scenarios.format.world import World

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
"""The version of the format this program writes, and the newest it reads."""


class Title(Part):
    """What the scenario is called."""

    zh: Line
    en: Line


class Kind(Part):
    """What sort of drill it is (AQ/T 9009: by content, form and purpose)."""

    content: ContentWord
    form: FormWord
    purpose: PurposeWord
    scripted: bool = True
    """Whether the players know the story beforehand"""


class Objective(Part):
    """What the drill exercises."""

    id: Id
    text: Line


Skill = Annotated[float, Field(ge=0, le=1)]


class Seat(Part):
    """A role the players fill: a desk of the township."""

    id: Id
    title: Line
    role: RoleWord
    unit: Code | None = None
    """Code of the unit the desk belongs to"""
    post: Line | None = None
    seats: Annotated[int, Field(ge=0, le=20)] = 1
    """How many may sit there; 0: nobody ever, the simulation works the desk"""
    empty: Literal["simulated", "left"] = "simulated"
    """What becomes of the desk if nobody sits there: a simulated colleague, or nothing is done"""
    duty: Text = ""
    """What the desk does in this drill, for whoever sits down"""
    skill: tuple[Skill, Skill] | None = None
    """Between what the skill of simulated colleagues here lies: how quick and attentive, from 0 to 1"""

    @model_validator(mode="after")
    def _in_order(self) -> Seat:
        if self.skill is not None and self.skill[0] > self.skill[1]:
            raise refused(N_("the least comes first, then the most"))
        return self


class Ending(Part):
    """When the drill is over; at ``at`` at the latest."""

    at: Moment | None = None
    """Without it the duration after the start"""
    settled: bool = False
    """Already when all expectations are settled and nothing more is to come"""
    once: Condition | None = None
    """Already when this holds"""


class FollowUp(Part):
    """A corrective task worth proposing afterwards."""

    text: Line
    owner: Id | None = None
    """A role"""
    days: Annotated[int, Field(ge=1, le=365)] = 30


class Debriefing(Part):
    """How to talk about it afterwards."""

    questions: Annotated[tuple[Line, ...], Field(min_length=1, max_length=30)]
    points: tuple[Line, ...] = ()
    """What a good run looks like, and why"""
    mistakes: tuple[Line, ...] = ()
    """What often goes wrong"""
    follow_up: tuple[FollowUp, ...] = ()


class Scenario(Part):
    """A drill as it is planned."""

    format: Literal[1]
    id: Id
    title: Title
    summary: Line
    """What it is about, in one line"""
    kind: Kind
    duration: Annotated[Span, Field(gt=0)]
    difficulty: Annotated[int, Field(ge=1, le=5)] = 2
    objectives: Annotated[tuple[Objective, ...], Field(min_length=1, max_length=30)]
    outline: Text
    background: Text = ""
    evolution: Text = ""
    """How the situation unfolds, for trainers"""
    world: World
    roles: Annotated[tuple[Seat, ...], Field(min_length=1, max_length=50)]
    actors: Annotated[tuple[Actor, ...], Field(max_length=200)] = ()
    pools: dict[Id, Annotated[tuple[Pooled, ...], Field(min_length=1, max_length=500)]] = Field({})
    """Reports that random arrivals draw from"""
    timeline: Annotated[tuple[Inject, ...], Field(min_length=1, max_length=2_000)]
    expectations: Annotated[tuple[Expected, ...], Field(max_length=500)] = ()
    scoring: Scoring = Scoring()
    end: Ending = Ending()
    idle: Annotated[Span, Field(gt=0)] | None = None
    """Stretches in which nobody has anything to do are jumped over while time runs, if they are longer"""
    debriefing: Debriefing | None = None

    @model_validator(mode="after")
    def _each_once(self) -> Scenario:
        cases = self.world.caseload.cases
        for what, ids in (
            (N_("objective"), [each.id for each in self.objectives]),
            # Whoever speaks and whoever is spoken to are told apart by their ids alone.
            (N_("role or actor"), [*(each.id for each in self.roles), *(each.id for each in self.actors)]),
            # A case is named by the inject it was born from.
            (N_("inject or case"), [*(each.id for each in self.timeline), *(each.id for each in cases)]),
            (N_("expectation"), [each.id for each in self.expectations]),
        ):
            twice = _twice(ids)
            if twice is not None:
                raise refused(N_("the id “%(id)s” is given twice (%(what)s)"), id=twice, what=what)
        return self


def _twice(ids: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            return each
        seen.add(each)
    return None
