"""A comparison taken apart: one line for each change of each matter, and what sort of change it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from models.catalogue.editions.views import ChangeAction
from models.catalogue.views import LineageKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.catalogue.editions.views import Diff, Difference, Relative


class ItemChangeKind(StrEnum):
    """What sort of change it is."""

    ADDED = "added"
    CHANGED = "changed"
    RENAMED = "renamed"
    RENUMBERED = "renumbered"
    MOVED = "moved"
    """To another unit, department, class, duty list or main item"""
    MERGED = "merged"
    """Into another matter"""
    SPLIT = "split"
    """Into others, or off another"""
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One change of one matter. ``field`` is empty where the matter as a whole is meant."""

    kind: ItemChangeKind
    code: str
    name: str
    old_code: str
    old_name: str
    field: str
    before: Any
    after: Any
    lineage: tuple[LineageKind, ...]
    relatives: tuple[Relative, ...]


_KINDS = {
    "name": ItemChangeKind.RENAMED,
    "code": ItemChangeKind.RENUMBERED,
    "lead_unit": ItemChangeKind.MOVED,
    "department": ItemChangeKind.MOVED,
    "scheme": ItemChangeKind.MOVED,
    "class_code": ItemChangeKind.MOVED,
    "duty_list": ItemChangeKind.MOVED,
    "parent": ItemChangeKind.MOVED,
}


def item_changes(diff: Diff) -> list[ItemChange]:
    """Return every change, by code: new and ended matters once, changed ones field by field."""
    parts = sorted((*diff.created, *diff.changed, *diff.retired), key=lambda each: (each.code, each.action))
    return [change for each in parts for change in _of(each)]


def _of(each: Difference) -> Iterator[ItemChange]:
    if each.action is ChangeAction.CREATE:
        whole = ItemChangeKind.SPLIT if _has(each, LineageKind.SPLIT, onward=False) else ItemChangeKind.ADDED
        yield _change(each, whole, "", None, None)
    elif each.action is ChangeAction.RETIRE:
        yield _change(each, _ending(each), "", None, None)
    for name, (before, after) in each.fields.items():
        yield _change(each, _KINDS.get(name, ItemChangeKind.CHANGED), name, before, after)


def _ending(each: Difference) -> ItemChangeKind:
    if _has(each, LineageKind.MERGE, onward=True):
        return ItemChangeKind.MERGED
    return ItemChangeKind.SPLIT if _has(each, LineageKind.SPLIT, onward=True) else ItemChangeKind.RETIRED


def _has(each: Difference, kind: LineageKind, *, onward: bool) -> bool:
    return any(other.kind is kind and other.onward is onward for other in each.relatives)


def _change(each: Difference, kind: ItemChangeKind, field: str, before: Any, after: Any) -> ItemChange:
    named = (each.code, each.name, each.old_code, each.old_name)
    return ItemChange(kind, *named, field, before, after, each.lineage, each.relatives)
