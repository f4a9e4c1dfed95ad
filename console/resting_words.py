"""The list item a matter rests on, in one line, with the department behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import _
from console.labels import label

if TYPE_CHECKING:
    from models.catalogue.views import MatterView


def resting_words(matter: MatterView | None, *, whole: bool = True) -> str:
    """Return list, number and wording of the item a matter rests on; "" where it rests on none.

    A cooperative item is marked with the department that leads, a recalled one with the one that
    took it back.

    Args:
        matter: the matter.
        whole: the wording too, not only where the item stands.
    """
    if matter is None:
        return ""
    # Loaded on use: the first picture of the queue names nothing of the catalogue.
    from models.catalogue.views import DutyList

    item = matter.duty_item
    listed = matter.duty_list if item is None else item.duty_list
    if listed is None:
        return ""
    parts = [label(listed)]
    if item is not None:
        parts.append(f"{item.category}-{item.number:02d}")
        if whole:
            parts.append(item.name)
    department = (item.department if item is not None else "") or matter.department
    if department and listed is DutyList.COOPERATIVE:
        parts.append(_("department: %(department)s", department=department))
    elif department and listed is DutyList.RECALLED:
        parts.append(_("taken on by: %(department)s", department=department))
    elif department:
        parts.append(department)
    return " ".join(parts)
