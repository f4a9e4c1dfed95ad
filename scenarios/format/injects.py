"""Injects: what the trainers feed in, a line of the master scenario events list each."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from models.kernel.words import N_
from scenarios.format.base import Id, Line, Part, Span, Text, refused
from scenarios.format.conditions import Condition, Ids
from scenarios.format.doing import CaseText, Do, Draw, End, Pooled, Report
from scenarios.format.timing import Arrivals, Burst, Repeat, When
from scenarios.format.words import MeansWord

TO_ALL = "all"
"""Receiver of what everybody gets."""


class Attachment(Part):
    """A paper that comes with an inject."""

    name: Line
    text: Text = ""
    """What it says; pictures are described in words"""


class Inject(Part):
    """One inject: when, by which means, from whom to whom, what it says and what it does."""

    id: Id
    number: Line | None = None
    """As the trainers count it; without it the place in the list"""
    title: Line | None = None
    when: When
    do: Do
    only_if: Condition | None = None
    """Looked at when it is due; if it does not hold then, it is left out"""
    repeat: Repeat | None = None
    contingency: bool = False
    """For when the players stall; the trainer's view sets it apart, and it never counts as late"""
    means: MeansWord | None = None
    from_: Annotated[Id | None, Field(alias="from")] = None
    """An actor"""
    to: Ids = ()
    """Roles, or ``all``; a report needs none"""
    text: Text = ""
    """What is said, word for word"""
    attachments: Annotated[tuple[Attachment, ...], Field(max_length=20)] = ()
    expected: Text = ""
    """What the players should do, in words, for trainers and evaluators"""
    objectives: Ids = ()
    allow: Span | None = None
    """Minutes the players may take"""
    note: Text = ""
    """For the evaluator"""

    @model_validator(mode="after")
    def _fits(self) -> Inject:
        if self.repeat is not None and isinstance(self.when, Arrivals | Burst):
            raise refused(N_("arrivals and bursts come again by themselves; leave “repeat” out"))
        silent = isinstance(self.do, Report | Draw | End) or self.do.type in {"branch", "press"}
        if not silent and not self.text and self.do.type != "change":
            raise refused(N_("say in “text” what the receiver hears or reads"))
        if self.do.type in {"message", "call", "reminder", "ask_report"} and not self.to:
            raise refused(N_("say in “to” which role it goes to"))
        return self


__all__ = ["TO_ALL", "Attachment", "CaseText", "Inject", "Pooled"]
