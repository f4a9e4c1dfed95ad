"""The names of the kinds, known without loading a kind or the database layer."""

from __future__ import annotations

NAMES = (
    "divisions",
    "units",
    "grids",
    "staff",
    "duties",
    "sources",
    "classes",
    "flows",
    "matters",
    "conditions",
    "calendar",
    "limits",
    "wordings",
    "rosters",
    "leave",
    "deputies",
    "routing",
    "skills",
    "capacities",
    "settings",
    "queues",
    "cases",
    "history",
    "scenarios",
)
"""In the order in which a township's tables build on each other."""
EXPORTABLE = NAMES
"""Those that can be given out as well: whatever is taken in."""
