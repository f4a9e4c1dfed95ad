"""Candidates for a case and the reasons that put them in order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


class Reason(StrEnum):
    """What speaks for a candidate, in the order in which candidates are compared."""

    RULE = "rule"
    """The rules in force name it: ``number``"""
    LEAD = "lead"
    """The matter's lead unit"""
    GRID = "grid"
    """Responsible for the grid of the case, or one ``steps`` away in the tree: ``grid``"""
    DUTY = "duty"
    """On duty ``until`` a moment; of a unit: ``count`` of its people are"""
    SKILL = "skill"
    """Has the skill asked for: ``skill``, ``permit``"""
    PAST = "past"
    """Handled ``count`` cases of the matter within a year, the median ``minutes`` of them"""
    OPEN = "open"
    """Has ``count`` open cases"""


class Bar(StrEnum):
    """What stands in the way of a candidate."""

    VILLAGE = "village"
    """A village, and the matter is not one it may be given"""
    RETURNED = "returned"
    """It had the case and gave it back"""
    NO_HANDLERS = "no_handlers"
    """Nobody of the unit handles cases"""
    AWAY = "away"
    """On leave until a day: ``kind``, ``to_day``, ``deputy``"""
    FULL = "full"
    """As many open cases as fit: ``count`` of ``most``"""
    SKILL = "skill"
    """Has not the skill the matter asks for: ``skill``"""
    AREA = "area"
    """Does not see where the case lies"""
    HAS_IT = "has_it"
    """Has the case already"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit, or a person of one by their account, that could have the case.

    ``facts`` holds what the reasons say, each under its own name. ``bar`` is what stands in the way.
    """

    id: int
    name: str
    facts: Mapping[Reason, Mapping[str, Any]]
    bar: Bar | None = None
    barred_by: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Candidates for a case: those that could have it, the first first, and those that could not."""

    people: bool
    """Whether they are people of the unit that has the case; else units"""
    ranked: tuple[Candidate, ...]
    out: tuple[Candidate, ...]
