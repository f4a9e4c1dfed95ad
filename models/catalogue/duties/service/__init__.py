"""The door to the duty lists."""

from __future__ import annotations

from models.catalogue.duties.service.editing import EditingDoors
from models.catalogue.duties.service.reading import ReadingDoors

__all__ = ["DutyService"]


class DutyService(ReadingDoors, EditingDoors):
    """The three lists: read as published, seen by department, checked, changed item by item.

    Everyone who is signed in may read them: they are published and hold no personal data.

    Args:
        store: the database.
        clock: what the ledger is dated by.
    """
