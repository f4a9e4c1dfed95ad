"""Keys of the load board."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

LOAD: tuple[KeyEntry, ...] = (
    KeyEntry(
        "load.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("List the cases behind the number: of the line under the cursor, in the column that is marked."),
        condition="row",
    ),
    KeyEntry(
        "load.left", ("left",), "left", N_("Column before"), N_("Mark the column to the left."), line=False
    ),
    KeyEntry(
        "load.right", ("right",), "right", N_("Next column"), N_("Mark the column to the right."), line=False
    ),
    KeyEntry(
        "load.sort",
        ("f4",),
        "sort",
        N_("Sort"),
        N_("Sort by the column that is marked, most first; again for the order of the units."),
        ("s",),
    ),
    KeyEntry(
        "load.fold",
        ("f6",),
        "fold",
        N_("All units"),
        N_("List the units without cases one by one as well, or fold them into one line."),
    ),
    KeyEntry("load.refresh", ("f5",), "refresh", N_("Refresh"), N_("Look again.")),
)
