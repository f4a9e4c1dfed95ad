"""What is seen of saved queues and searches, and what is entered to make one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from models.accounts.views import Role
from models.cases.arranging import DEFAULT_COLUMNS, BarLayout, Look, Whole, base_of, saved_name
from models.kernel.errors import Invalid
from models.kernel.text import clean_line
from models.kernel.words import N_, Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models.accounts.views import Actor
    from models.cases.arranging import Base, CaseColumn, Ordering
    from models.cases.filterwords import FilterField


LONGEST_NAME = 20
"""Characters: a name stands in the line of queues beside others."""
_NAME = N_("the name")


class SharedWith(StrEnum):
    """Who sees a saved queue beside its owner."""

    NOBODY = "nobody"
    ROLES = "roles"
    UNIT = "unit"
    EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who sees it beside its owner, in full."""

    kind: SharedWith = SharedWith.NOBODY
    roles: frozenset[Role] = frozenset()
    """Of ROLES: holding one of them is enough"""
    unit_id: int | None = None
    """Of UNIT"""


PRIVATE = Sharing()


def may_share(actor: Actor, sharing: Sharing) -> bool:
    """Say whether a person may share with these people."""
    if actor.has(Role.DUTY_CHIEF, Role.SYSTEM_ADMIN):
        return True
    own = sharing.kind is SharedWith.UNIT and sharing.unit_id is not None and sharing.unit_id == actor.unit_id
    return own and actor.has(Role.UNIT_LEAD)


def clean_name(name: str) -> str:
    """Return a name as it is kept.

    Raises:
        Invalid: it is empty, too long, or would be read as a number or a layout's own word.
    """
    clean = clean_line(name)
    if not clean:
        raise Invalid(_NAME, name, N_("it must not be empty"))
    if len(clean) > LONGEST_NAME:
        reason = Phrase(
            N_("it has %(length)s characters, at most %(most)s fit"), length=len(clean), most=LONGEST_NAME
        )
        raise Invalid(_NAME, clean, reason)
    if base_of(clean) is not None:
        raise Invalid(_NAME, clean, N_("a queue that comes with the program is called so"))
    return clean


@dataclass(frozen=True, slots=True)
class SavedSpec:
    """A queue to be saved, as entered."""

    name: str
    text: str = ""
    """A filter (:mod:`models.cases.filters`); days by name stay relative"""
    base: Base = Whole.OPEN
    columns: tuple[CaseColumn, ...] = DEFAULT_COLUMNS
    ordering: Ordering | None = None
    """``None`` is the order of what it is based on"""


@dataclass(frozen=True, slots=True)
class KeptName:
    """What a name in a filter meant when it was saved, and what has become of that."""

    field: FilterField
    part: str
    """As it stands in the filter"""
    called: tuple[str, ...]
    """What is in use of it is called now"""
    gone: tuple[str, ...]
    """What was closed since"""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A saved queue, or a saved search where :attr:`base` is every case."""

    id: int
    name: str
    text: str
    base: Base
    columns: tuple[CaseColumn, ...]
    ordering: Ordering | None
    sharing: Sharing
    position: int
    owner_id: int
    owner_name: str
    unit_name: str
    """Of the unit it is shared with"""
    mine: bool
    names: tuple[KeptName, ...]
    version: int

    @property
    def bar_name(self) -> str:
        """Its name in a layout of the line of queues."""
        return saved_name(self.id)

    @property
    def look(self) -> Look:
        """Its columns and order."""
        return Look(self.columns, self.ordering)

    @property
    def is_search(self) -> bool:
        """Whether it looks through all cases and is not counted."""
        return self.base is Whole.EVERY

    @property
    def gone(self) -> tuple[str, ...]:
        """Names of what its filter meant and is closed by now."""
        return tuple(name for kept in self.names for name in kept.gone)

    @property
    def spec(self) -> SavedSpec:
        """What it was made of, to be changed and saved again."""
        return SavedSpec(self.name, self.text, self.base, self.columns, self.ordering)


@dataclass(frozen=True, slots=True)
class SavedCount:
    """How many cases a saved queue holds; ``more`` where counting stopped at the bound."""

    cases: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class SavedCounts:
    """Counters of a person's saved queues, by id."""

    found: Mapping[int, SavedCount] = field(default_factory=dict)
    left: tuple[int, ...] = ()
    """Those that would take too long now and are to be counted by and by"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A person's line of queues beside the built-in ones."""

    saved: tuple[SavedView, ...] = ()
    layout: BarLayout = field(default_factory=BarLayout)
    looks: Mapping[str, Look] = field(default_factory=dict)
    """Columns and order the person chose for themselves, by the name in a layout"""

    def look(self, saved: SavedView) -> Look:
        """Return how a person has a saved queue: as they chose, or as it was saved."""
        return self.looks.get(saved.bar_name, saved.look)
