"""What the fixed words of the catalogue and of the organisation are called on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.i18n import pgettext
from models.catalogue.views import (
    DutyList,
    EditionStatus,
    LineageKind,
    MatterKind,
    MatterStatus,
    Privacy,
    SettleLevel,
)
from models.organisation.views import GridKind, UnitKind

if TYPE_CHECKING:
    from enum import StrEnum


def catalogue_tables() -> tuple[dict[StrEnum, str], ...]:
    """Return the names of matters, duty lists, editions, grids and units, one table for each enumeration."""
    lists: dict[StrEnum, str] = {
        DutyList.BASIC: pgettext("duty list", "Basic"),
        DutyList.COOPERATIVE: pgettext("duty list", "Cooperative"),
        DutyList.RECALLED: pgettext("duty list", "Recalled"),
    }
    kinds: dict[StrEnum, str] = {
        MatterKind.PATROL: pgettext("matter", "Patrol"),
        MatterKind.REPORT: pgettext("matter", "Report"),
        MatterKind.SERVICE: pgettext("matter", "Service"),
        MatterKind.EMERGENCY: pgettext("matter", "Emergency"),
    }
    levels: dict[StrEnum, str] = {
        SettleLevel.GRID: pgettext("level", "Grid"),
        SettleLevel.VILLAGE: pgettext("level", "Village"),
        SettleLevel.TOWNSHIP: pgettext("level", "Township"),
        SettleLevel.COUNTY: pgettext("level", "County"),
    }
    force: dict[StrEnum, str] = {
        MatterStatus.IN_FORCE: pgettext("matter", "In force"),
        MatterStatus.UPCOMING: pgettext("matter", "Upcoming"),
        MatterStatus.RETIRED: pgettext("matter", "Retired"),
    }
    grids: dict[StrEnum, str] = {
        GridKind.GENERAL: pgettext("grid", "General"),
        GridKind.DEDICATED: pgettext("grid", "Dedicated"),
        GridKind.MICRO: pgettext("grid", "Micro"),
    }
    units: dict[StrEnum, str] = {
        UnitKind.OFFICE: pgettext("unit", "Office"),
        UnitKind.STATION: pgettext("unit", "Station"),
        UnitKind.VILLAGE: pgettext("unit", "Village"),
        UnitKind.DEPARTMENT: pgettext("unit", "Department"),
    }
    return lists, kinds, levels, force, *_edition_tables(), grids, units


def _edition_tables() -> tuple[dict[StrEnum, str], ...]:
    editions: dict[StrEnum, str] = {
        EditionStatus.DRAFT: pgettext("edition", "Draft"),
        EditionStatus.PUBLISHED: pgettext("edition", "Published"),
        EditionStatus.WITHDRAWN: pgettext("edition", "Withdrawn"),
    }
    privacy: dict[StrEnum, str] = {
        Privacy.PUBLIC: pgettext("privacy", "Public"),
        Privacy.INTERNAL: pgettext("privacy", "Internal"),
        Privacy.PERSONAL: pgettext("privacy", "Personal data"),
    }
    descent: dict[StrEnum, str] = {
        LineageKind.RENAME: pgettext("lineage", "renamed"),
        LineageKind.RENUMBER: pgettext("lineage", "renumbered"),
        LineageKind.MERGE: pgettext("lineage", "merged"),
        LineageKind.SPLIT: pgettext("lineage", "split"),
        LineageKind.MOVE: pgettext("lineage", "moved to another unit"),
        LineageKind.RECLASS: pgettext("lineage", "moved to another class"),
        LineageKind.REPLACE: pgettext("lineage", "replaced"),
        LineageKind.REVIVE: pgettext("lineage", "in force again"),
        LineageKind.RETIRE: pgettext("lineage", "retired"),
        LineageKind.REUSE: pgettext("lineage", "number used for something else"),
    }
    return editions, privacy, descent
