"""What an inject does, told by its ``type``."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from models.kernel.words import N_
from scenarios.format.base import Code, Id, Line, Part, Span, Text, refused
from scenarios.format.conditions import Codes, Condition, Ids
from scenarios.format.words import ChannelWord, ReportWord


class CaseText(Part):
    """What a new case says."""

    title: Line
    text: Text = ""
    grid: Annotated[Codes, Field(min_length=1)]
    """Code of the grid; of several, one is drawn"""
    place: Line | None = None
    matter: Code | None = None
    """Which matter it belongs to: for colleagues who are simulated, and for scoring; players do not see it"""
    condition: Annotated[int, Field(ge=1, le=9)] | None = None
    """Which filing condition of the matter, from 1"""
    reporter: Line | None = None
    """Their name; the actor's, if an actor sends it"""
    phone: Line | None = None
    same_as: Id | None = None
    """It is about the same as the case born from this inject: a duplicate to be found"""


class Report(CaseText):
    """A new case comes in."""

    type: Literal["report"]
    channel: ChannelWord


class Pooled(CaseText):
    """One of the reports a pool is made of."""

    weight: Annotated[float, Field(gt=0, le=1000)] = 1
    channel: ChannelWord | None = None


class Draw(Part):
    """A new case comes in, drawn from a pool: what random arrivals bring."""

    type: Literal["draw"]
    pool: Id
    channel: ChannelWord | None = None
    """For reports of the pool that say none"""


class Message(Part):
    """A message to roles; nobody has to answer."""

    type: Literal["message"]


class Call(Part):
    """A phone call to a role; who takes it may answer, otherwise it goes on ringing and is missed."""

    type: Literal["call"]
    rings: Annotated[Span, Field(gt=0)] = 120
    """How long it rings"""
    about: Id | None = None
    """The case it is about: the inject it was born from"""


class Reminder(Part):
    """The trainers remind the players, or give them a hint; said to be that."""

    type: Literal["reminder"]


class Change(Part):
    """The situation changes: facts that conditions ask and everybody can read."""

    type: Literal["change"]
    set: Annotated[dict[Id, Line], Field(min_length=1)]


class AskReport(Part):
    """Somebody asks for a report of the situation."""

    type: Literal["ask_report"]
    kind: ReportWord
    within: Span | None = None
    """How long they give"""


class Arm(Part):
    """One way a branch may go."""

    when: Condition | None = None
    """The first arm whose condition holds is taken; without a condition, always"""
    start: Ids
    """Injects it starts, which wait to be called"""


class Branch(Part):
    """The story parts: one of several ways is taken."""

    type: Literal["branch"]
    arms: Annotated[tuple[Arm, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _open_only_last(self) -> Branch:
        if any(arm.when is None for arm in self.arms[:-1]):
            raise refused(N_("only the last arm of a branch may go without a condition"))
        return self


class Press(Part):
    """A superior urges or supervises a case, as the live office would be."""

    type: Literal["press"]
    about: Id
    supervise: bool = False


class End(Part):
    """The drill ends."""

    type: Literal["end"]


Do = Annotated[
    Report | Draw | Message | Call | Reminder | Change | AskReport | Branch | Press | End,
    Field(discriminator="type"),
]
