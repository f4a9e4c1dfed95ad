"""Whether a rule fits a case: pure, from what a case says of itself at the moment it is filed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from models.assignment.routing.kinds import Days, Hours, TargetKind
from models.assignment.routing.views import Rule
from models.calendar.arithmetic import minute_of
from models.organisation.rules import area_prefix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from models.calendar.arithmetic import WorkingTime

_MANY = {"channels", "urgencies", "weekdays"}
_MEMBERS = {"kind": TargetKind, "days": Days, "hours": Hours}


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment as rules look at it, by the office's clock and calendar."""

    weekday: int
    minute: int
    working_day: bool
    office_hours: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """What rules look at of a case."""

    matter: str
    classes: frozenset[str]
    """The class of its matter and those above, as ``scheme/code``"""
    grids: frozenset[str]
    """The codes of its grid and of those above"""
    division: str
    channel: str
    urgency: int
    moment: Moment


def moment_of(time: WorkingTime, at: datetime) -> Moment:
    """Return a moment by the office's clock and calendar."""
    local = time.local(at)
    minute = minute_of(local)
    working = time.days.is_working(local.toordinal())
    office = working and any(begin <= minute < end for begin, end in time.hours.windows)
    return Moment(local.isoweekday(), minute, working, office)


def fits(rule: Rule, case: Filed) -> bool:
    """Say whether a rule fits a case."""
    return (
        (not rule.matter or rule.matter == case.matter)
        and (not rule.class_code or rule.class_code in case.classes)
        and (not rule.grid or rule.grid in case.grids)
        and (not rule.division or case.division.startswith(area_prefix(rule.division)))
        and (not rule.channels or case.channel in rule.channels)
        and (not rule.urgencies or case.urgency in rule.urgencies)
        and holds_at(rule, case.moment)
    )


def holds_at(rule: Rule, moment: Moment) -> bool:
    """Say whether a rule holds at a moment."""
    if rule.weekdays and moment.weekday not in rule.weekdays:
        return False
    if rule.days is not Days.ANY and moment.working_day != (rule.days is Days.WORKING):
        return False
    match rule.hours:
        case Hours.ANY:
            return True
        case Hours.SPAN:
            return within(moment.minute, rule.begins, rule.ends)
        case _:
            return moment.office_hours == (rule.hours is Hours.OFFICE)


def within(minute: int, begins: int, ends: int) -> bool:
    """Say whether a minute of the day lies in a span, which may go over midnight."""
    return begins <= minute < ends if begins < ends else minute >= begins or minute < ends


def first_fit(rules: Sequence[Rule], case: Filed) -> int | None:
    """Return the place of the first rule that fits, from 0; ``None`` where none does."""
    return next((place for place, rule in enumerate(rules) if fits(rule, case)), None)


def document_of(rule: Rule) -> dict[str, Any]:
    """Return a rule as an edition keeps it: what it asks for, and nothing else."""
    values = {each.name: getattr(rule, each.name) for each in fields(Rule)}
    unset = {each.name: each.default for each in fields(Rule)}
    return {
        name: list(value) if name in _MANY else value
        for name, value in values.items()
        if value != unset[name]
    }


def rule_of(document: Mapping[str, Any]) -> Rule:
    """Return the rule an edition keeps.

    Raises:
        ValueError, TypeError: it is no rule.
    """
    values: dict[str, Any] = dict(document)
    for name, kind in _MEMBERS.items():
        if name in values:
            values[name] = kind(values[name])
    for name in _MANY & values.keys():
        values[name] = tuple(values[name])
    return Rule(**values)
