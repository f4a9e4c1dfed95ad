"""Actors: people outside the players' desks, whom the simulation or a trainer speaks for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.kernel.words import N_
from scenarios.format.base import Code, Id, Line, Part, Text, refused
from scenarios.format.chances import AT_ONCE, Duration
from scenarios.format.conditions import Codes, Condition, Ids
from scenarios.format.words import ActorWord, Cue, Deed, MeansWord, Rating, ReportWord

_TOLD = {Deed.SAY, Deed.CALL, Deed.COMPLAIN, Deed.FEEDBACK, Deed.RETURN, Deed.ASK_EXTENSION}


class Step(Part):
    """One thing an actor does, some time after the cue or after their step before."""

    do: Deed
    after: Duration = AT_ONCE
    late: bool = False
    """Counts ``after`` from the case's deadline, if that is later than the step before: finished late"""
    text: Text = ""
    """What they say: reason, note, message"""
    to: Ids = ()
    """Roles, of what is said; without it whoever gave the cue"""
    means: MeansWord | None = None
    rating: Rating | None = None
    kind: ReportWord | None = None

    @model_validator(mode="after")
    def _complete(self) -> Step:
        if self.do in _TOLD and not self.text:
            raise refused(N_("say in “text” what they say"))
        if self.do is Deed.RATE and self.rating is None:
            raise refused(N_("say in “rating” how they rate it"))
        if self.do is Deed.ASK_REPORT and self.kind is None:
            raise refused(N_("say in “kind” which report they ask for"))
        return self


class Choice(Part):
    """A way to react; of several, one is drawn by weight."""

    weight: Annotated[float, Field(gt=0, le=1000)] = 1
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]


class Reaction(Part):
    """How an actor reacts to a cue. The first reaction of an actor that fits is the one that counts."""

    on: Cue
    cases: Ids = ()
    """Only to cases born from these injects"""
    matters: Codes = ()
    """Only to cases filed under these matters"""
    says: Annotated[tuple[Line, ...], Field(max_length=50)] = ()
    """Of calls and messages: only if one of these words is in them"""
    only_if: Condition | None = None
    choices: Annotated[tuple[Choice, ...], Field(min_length=1, max_length=20)]


class Actor(Part):
    """Somebody outside, with what they do by themselves."""

    id: Id
    kind: ActorWord
    name: Line
    phone: Line | None = None
    unit: Code | None = None
    """The unit of the township whose cases they handle"""
    about: Text = ""
    """For whoever plays them: what they know, want and how they speak"""
    reacts: Annotated[tuple[Reaction, ...], Field(max_length=50)] = ()
