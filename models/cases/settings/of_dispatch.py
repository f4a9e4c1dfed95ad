"""The settings of dispatching by rule, and of cases that were taken on and left alone."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from models.cases.settings.spec import Group, Kind, Setting
from models.kernel.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.cases.settings.house import House

BY_RULE = "dispatch.by_rule"
REST_HOURS = "claim.rest_hours"
_MOST_HOURS = 400


class ByRule(StrEnum):
    """What the rules of dispatching do with a case that was filed."""

    OFF = "off"
    PROPOSE = "propose"
    """They fill in the form of the dispatcher, with the reason"""
    DO = "do"
    """They dispatch it"""


def by_rule(house: House) -> ByRule:
    """Return what the rules do in an office; nothing where it says nothing."""
    return ByRule(house.document.get(BY_RULE, ByRule.OFF))


def dispatch_settings() -> Iterator[Setting]:
    """Yield what an office sets for dispatching and for taking on."""
    yield Setting(
        BY_RULE,
        Group.DISPATCH,
        Kind.CHOICE,
        ByRule.OFF.value,
        N_("What the rules of dispatching do with a case once it is filed."),
        N_("nothing is set"),
        options=tuple(ByRule),
    )
    yield Setting(
        REST_HOURS,
        Group.DISPATCH,
        Kind.NUMBER,
        0,
        N_("After how many office hours without a step a case taken on goes back to its pool; 0 never."),
        N_("nothing is set"),
        N_("hours"),
        0,
        _MOST_HOURS,
    )
