"""What the rarer words of cases are called on the screen: grounds of supervision, kinds of links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from models.cases.kinds import LinkKind, Pressure
from models.cases.shifts.kinds import Scope

if TYPE_CHECKING:
    from enum import StrEnum


def case_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of grounds, of links as the case they are entered on says them, and of shifts."""
    return (
        {
            Pressure.OVERDUE: pgettext("pressure", "Overdue"),
            Pressure.LEADER: pgettext("pressure", "A leader"),
            Pressure.KEY: pgettext("pressure", "Key case"),
        },
        {
            LinkKind.DUPLICATE: pgettext("link", "Duplicate of"),
            LinkKind.CAUSED_BY: pgettext("link", "Caused by"),
            LinkKind.PART_OF: pgettext("link", "Part of"),
        },
        {
            Scope.PERSON: pgettext("covers", "Own cases"),
            Scope.UNIT: pgettext("covers", "Unit's cases"),
            Scope.OFFICE: pgettext("covers", "All cases"),
        },
    )


def link_name(kind: LinkKind, *, outward: bool) -> str:
    """Return what a case is to another one; seen from the other side where the link is not ``outward``."""
    if outward or kind is LinkKind.DUPLICATE:
        return case_tables()[1][kind]
    return {
        LinkKind.CAUSED_BY: pgettext("link", "Cause of"),
        LinkKind.PART_OF: pgettext("link", "Has as its part"),
    }[kind]
