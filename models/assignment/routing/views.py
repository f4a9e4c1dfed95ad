"""Rules, editions, and what is said about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from models.assignment.routing.kinds import Days, Hours, TargetKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.assignment.routing.kinds import EditionStatus, Trouble, Why


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, by codes; what is empty is not asked for."""

    kind: TargetKind
    unit: str = ""
    """The unit's code; of a person "", of whoever is on duty "" for the whole office"""
    post: str = ""
    """The name of a post of the unit"""
    person: str = ""
    """A staff number"""
    matter: str = ""
    """A matter's code"""
    class_code: str = ""
    """A class as ``scheme/code``: its matters and those of the classes below"""
    grid: str = ""
    """A grid's code: it and those below"""
    division: str = ""
    """A division's code of twelve digits: it and those below"""
    channels: tuple[str, ...] = ()
    urgencies: tuple[int, ...] = ()
    days: Days = Days.ANY
    weekdays: tuple[int, ...] = ()
    """1 is Monday"""
    hours: Hours = Hours.ANY
    begins: int = 0
    """Minute of the day, of :attr:`Hours.SPAN`"""
    ends: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in its place, with the names of what it names."""

    number: int
    rule: Rule
    names: Mapping[str, str]
    """By the rule's fields: what the thing is called; a field whose thing is gone is left out"""


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition of the rules. ``number`` is ``None`` while it is a draft."""

    id: int
    number: int | None
    status: EditionStatus
    note: str
    changed_at: datetime
    changed_by: str
    since: datetime | None
    """From when it held"""
    until: datetime | None
    count: int
    version: int


@dataclass(frozen=True, slots=True)
class RuleSet:
    """An edition with its rules."""

    edition: EditionView
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """What is wrong with a rule, or worth knowing."""

    number: int
    trouble: Trouble
    by: tuple[int, ...] = ()
    """The earlier rules that take what it asks for"""
    field: str = ""
    """What is gone: the rule's field"""
    key: str = ""
    """What stands in it"""


@dataclass(frozen=True, slots=True)
class Aim:
    """To whom a rule gives a case at a moment, or why it does not.

    ``edition`` and ``number`` name the rule; ``number`` is ``None`` where none fits.
    """

    edition: int | None
    number: int | None
    why: Why | None = None
    unit_id: int | None = None
    unit_name: str = ""
    post_id: int | None = None
    post_name: str = ""
    account_id: int | None = None
    person_name: str = ""
    for_name: str = ""
    """Who was meant and is away, where somebody stands in"""
    named: str = ""
    """What the rule names, where the case stays: a code or a name"""
    note: str = ""
    """What the rule says of itself"""


@dataclass(frozen=True, slots=True)
class TriedCase:
    """A case of the past: where the rules would have sent it, and where it went."""

    case_id: int
    number: str
    title: str
    filed_at: datetime
    aim: Aim
    first_id: int | None
    """The unit it was first dispatched to"""
    first_name: str
    ended_id: int | None
    """The unit that has it, or had it last"""
    ended_name: str

    @property
    def differs_first(self) -> bool:
        """Whether the rules name another unit than it was first dispatched to."""
        return (
            self.aim.unit_id is not None and self.first_id is not None and self.aim.unit_id != self.first_id
        )

    @property
    def differs_ended(self) -> bool:
        """Whether the rules name another unit than it ended with."""
        return (
            self.aim.unit_id is not None and self.ended_id is not None and self.aim.unit_id != self.ended_id
        )


@dataclass(frozen=True, slots=True)
class UnitCount:
    """Cases of a trial that go, went first and ended with one unit."""

    unit_id: int | None
    """``None`` counts those that stay with the dispatchers"""
    name: str
    would: int
    first: int
    ended: int


@dataclass(frozen=True, slots=True)
class Trial:
    """What rules would have done with the cases filed in a window of time."""

    since: datetime
    until: datetime
    rows: tuple[TriedCase, ...]
    units: tuple[UnitCount, ...]
    by_rule: Mapping[int, int]
    """Cases by the number of the rule that takes them"""

    @property
    def sent(self) -> int:
        """How many the rules would have dispatched."""
        return sum(row.aim.unit_id is not None for row in self.rows)

    @property
    def as_first(self) -> int:
        """Of these, how many to where they were first dispatched."""
        return sum(row.aim.unit_id is not None and row.aim.unit_id == row.first_id for row in self.rows)

    @property
    def as_ended(self) -> int:
        """Of these, how many to where they ended."""
        return sum(row.aim.unit_id is not None and row.aim.unit_id == row.ended_id for row in self.rows)


@dataclass(frozen=True, slots=True)
class Names:
    """What the codes of rules mean today: names, by field and code."""

    known: Mapping[str, Mapping[str, str]]
    gone: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Things that are there and not used any more"""

    def of(self, rule: Rule) -> dict[str, str]:
        """Return the names of what a rule names, what is gone left out."""
        found = {}
        for name, key in keys_of(rule):
            called = self.known[name].get(key)
            if called is not None:
                found[name] = called
        return found


def keys_of(rule: Rule) -> list[tuple[str, str]]:
    """Return what a rule names: fields and the codes in them. A post stands as ``unit/post``."""
    found: list[tuple[str, Any]] = [
        ("matter", rule.matter),
        ("class_code", rule.class_code),
        ("grid", rule.grid),
        ("division", rule.division),
        ("unit", rule.unit),
        ("post", f"{rule.unit}/{rule.post}" if rule.post else ""),
        ("person", rule.person),
    ]
    return [(name, key) for name, key in found if key]
