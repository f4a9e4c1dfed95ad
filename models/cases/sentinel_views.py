"""What the sentinel finds: cases handed back and forth, and cases nothing will move."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from models.accounts.views import Role
    from models.cases.kinds import CaseState


class LeadGround(StrEnum):
    """From what it follows who should lead."""

    CATALOGUE = "catalogue"
    """The matter names the unit"""
    SETTLED = "settled"
    """It fed back most of the matter's cases in the period"""


class StallGround(StrEnum):
    """Why nobody can move a case on."""

    NO_ROLE = "no_role"
    """Nobody has an account with a role that could"""
    NO_AREA = "no_area"
    """Nobody with such a role sees where the case lies"""
    NO_UNIT = "no_unit"
    """Its unit would have to act, and it has none"""
    UNIT_EMPTY = "unit_empty"
    """Nobody of its unit has an account with such a role"""
    NO_ACCEPTOR = "no_acceptor"
    """Who accepted it is gone, and there is no duty chief"""


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit or a person that had a case."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class RoundCase:
    """A case that came back to where it had been."""

    id: int
    number: str
    title: str
    state: CaseState
    rounds: int
    """How often it came back within the pair"""


@dataclass(frozen=True, slots=True)
class Rounds:
    """Two units, or two people of one unit, that hand a matter's cases back and forth.

    ``settled`` says how many of the matter's cases each of the two fed back in the period, the first
    one first. ``proposed`` is who should lead, ``ground`` from what that follows; ``None`` where
    nothing speaks for either.
    """

    people: bool
    first: Holder
    second: Holder
    matter_code: str
    """"" for cases not filed yet"""
    matter_name: str
    rounds: int
    cases: tuple[RoundCase, ...]
    settled: tuple[int, int]
    proposed: Holder | None
    ground: LeadGround | None


@dataclass(frozen=True, slots=True)
class Stalled:
    """An open case that nobody who has an account can move on."""

    id: int
    number: str
    title: str
    state: CaseState
    state_since: datetime
    unit_name: str
    ground: StallGround
    roles: tuple[Role, ...]
    """The roles one of which it waits for"""
