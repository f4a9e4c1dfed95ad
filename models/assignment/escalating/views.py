"""What is handed out of escalation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.cases.escalation import EscalationStep, EscalationTrigger


class Skip(StrEnum):
    """Why nobody could be told at a step."""

    NOBODY_HAS_IT = "nobody_has_it"
    """The case lies in a pool: there is nobody a deputy could stand in for"""
    NO_DEPUTY = "no_deputy"
    """Whoever has it has no deputy who is here and works with the program"""
    NO_LEAD = "no_lead"
    """The unit has no lead who is here, nor a deputy of theirs"""
    NO_CHIEF = "no_chief"
    """Nobody is on duty by the roster, and nobody who holds the role is here"""
    OUT_OF_SIGHT = "out_of_sight"
    """They may not look at the case"""


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the office's rules: after what wait which person is told."""

    trigger: EscalationTrigger
    step: EscalationStep
    wait: str
    """A limit such as 2WH; "" where the step is left out"""
    packaged: str
    """What comes with the program"""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules in force. ``edition`` is the edition of the settings they stand in."""

    on: bool
    edition: int
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would go up next, if nobody acts before."""

    case_id: int
    number: str
    title: str
    trigger: EscalationTrigger
    since: datetime
    step: EscalationStep
    wait: str
    at: datetime
    """When; a moment that has passed means with the next sweep"""
    to: tuple[str, ...]
    """Whom it would go to; nobody where even the last step finds none"""
    skipped: tuple[tuple[EscalationStep, Skip], ...]


@dataclass(frozen=True, slots=True)
class EscalationView:
    """A case that went up."""

    id: int
    number: str
    short_number: str
    title: str
    trigger: EscalationTrigger
    since: datetime
    step: EscalationStep
    at: datetime
    to: tuple[str, ...] = ()
    wait: str = ""
    edition: int = 0
    waiting: bool = False
    """Whether a further step follows if nobody acts"""


@dataclass(frozen=True, slots=True)
class EscalationNews:
    """What went up to a person since they looked last, the newest first."""

    escalations: tuple[EscalationView, ...]
    latest: int
