"""Keys of what went up because nobody acted."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

ESCALATIONS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "escalations.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open the case under the cursor."),
        condition="row",
    ),
    KeyEntry(
        "escalations.mine",
        ("f2",),
        "mine",
        N_("To me"),
        N_("Show the cases that went up to you and on which nobody acted since."),
        ("m",),
    ),
    KeyEntry(
        "escalations.lately",
        ("f3",),
        "lately",
        N_("Lately"),
        N_("Show every step of the last 30 days in your area, or unit."),
        ("l",),
        condition="watch",
    ),
    KeyEntry(
        "escalations.soon",
        ("f4",),
        "soon",
        N_("Soon"),
        N_("Show what goes up within the next eight hours if nobody acts, and to whom."),
        ("s",),
        condition="watch",
    ),
)
