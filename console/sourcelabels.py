"""What source books, their items and changes are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from models.catalogue.sources.views import BookState, ChangeAction, ItemState, SourceKind, SourceLevel

if TYPE_CHECKING:
    from enum import StrEnum


def source_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of every member, one table for each enumeration."""
    kinds: dict[StrEnum, str] = {
        SourceKind.DEPARTMENT: pgettext("source", "Department matters"),
        SourceKind.GRID: pgettext("source", "Grid matters"),
        SourceKind.DUTY_BASIC: pgettext("source", "Basic duties"),
        SourceKind.DUTY_COOPERATIVE: pgettext("source", "Cooperative duties"),
        SourceKind.DUTY_RECALLED: pgettext("source", "Recalled duties"),
        SourceKind.HOTLINE: pgettext("source", "Hotline categories"),
        SourceKind.POWER: pgettext("source", "Power list"),
    }
    levels: dict[StrEnum, str] = {
        SourceLevel.PROVINCE: pgettext("source level", "Province"),
        SourceLevel.CITY: pgettext("source level", "City"),
        SourceLevel.COUNTY: pgettext("source level", "County"),
        SourceLevel.TOWNSHIP: pgettext("source level", "Township"),
    }
    books: dict[StrEnum, str] = {
        BookState.IN_USE: pgettext("source book", "In use"),
        BookState.RETIRED: pgettext("source book", "Retired"),
    }
    items: dict[StrEnum, str] = {
        ItemState.PRESENT: pgettext("source item", "Present"),
        ItemState.GONE: pgettext("source item", "Gone"),
    }
    actions: dict[StrEnum, str] = {
        ChangeAction.CREATED: pgettext("source change", "New"),
        ChangeAction.CHANGED: pgettext("source change", "Changed"),
        ChangeAction.GONE: pgettext("source change", "Gone"),
        ChangeAction.RETURNED: pgettext("source change", "Back"),
    }
    return kinds, levels, books, items, actions


def field_name(field: str) -> str:
    """Return what a field of a source item is called; a sheet's own heading stays as it is."""
    names = {
        "code": pgettext("source field", "Code"),
        "name": pgettext("source field", "Name"),
        "department": pgettext("source field", "Department"),
        "category": pgettext("source field", "Category"),
        "matter_type": pgettext("source field", "Type"),
        "object": pgettext("source field", "For whom"),
        "legal_basis": pgettext("source field", "Legal basis"),
    }
    return names.get(field, field)
