"""What the rarer words of cases are called on the screen: grounds, kinds of links, assistance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from console.labels_clocks import clock_tables
from models.cases.kinds import LinkKind, Pressure
from models.cases.shifts.kinds import Scope
from models.cases.task_kinds import OldLead, TaskState

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
            TaskState.ASKED: pgettext("task", "Asked"),
            TaskState.TAKEN: pgettext("task", "In hand"),
            TaskState.ANSWERED: pgettext("task", "Answered"),
            TaskState.DECLINED: pgettext("task", "Declined"),
            TaskState.RECALLED: pgettext("task", "Recalled"),
        },
        {
            OldLead.ASSISTS: pgettext("old lead", "Assists"),
            OldLead.LEAVES: pgettext("old lead", "Leaves"),
        },
        *clock_tables(),
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
