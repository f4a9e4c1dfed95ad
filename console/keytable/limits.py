"""Keys of the table of limits."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

LIMITS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "limits.begin",
        ("f2",),
        "begin",
        N_("New limit"),
        N_("Set a limit for a stage, perhaps only for one channel or one urgency."),
        ("n",),
        condition="set_limit",
    ),
    KeyEntry(
        "limits.change",
        ("enter", "f3"),
        "change",
        N_("Change limit"),
        N_("Give the rule under the cursor another limit from now on; clocks that run keep theirs."),
        condition="change_limit",
    ),
    KeyEntry(
        "limits.drop",
        ("f8",),
        "drop",
        N_("End limit"),
        N_("End the rule under the cursor, after a question; a less particular one applies, or none."),
        condition="change_limit",
        spare=True,
    ),
    KeyEntry(
        "limits.history",
        ("f6",),
        "history",
        N_("History"),
        N_("Turn between the limits in force and every one there ever was."),
        ("h",),
    ),
)
