"""Keys of giving many cases to people, and of playing the coming days."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

BALANCE: tuple[KeyEntry, ...] = (
    KeyEntry(
        "balance.give",
        ("enter", "f4"),
        "give",
        N_("Give to"),
        N_("Give the case under the cursor to somebody else, or to nobody; the loads follow."),
        condition="row",
    ),
    KeyEntry(
        "balance.apply",
        ("f2",),
        "apply",
        N_("Carry out"),
        N_("Give the cases as planned, after a question; F8 then takes all of it back."),
        condition="plan",
    ),
    KeyEntry(
        "balance.in_hand",
        ("f6",),
        "in_hand",
        N_("In hand"),
        N_("Plan anew, with what people have in hand as well, or without it."),
        condition="pool",
    ),
    KeyEntry(
        "balance.other",
        ("f7",),
        "other",
        N_("Units, people"),
        N_("Share out over units in place of people, or the other way round."),
        condition="other",
        spare=True,
    ),
    KeyEntry(
        "balance.refresh",
        ("f5",),
        "refresh",
        N_("Plan anew"),
        N_("Look again and plan anew; what was changed by hand is lost."),
        spare=True,
    ),
    KeyEntry(
        "balance.case",
        ("f3",),
        "case",
        N_("Open"),
        N_("Open the case under the cursor."),
        condition="row",
    ),
)

WHATIF: tuple[KeyEntry, ...] = (
    KeyEntry(
        "whatif.run",
        ("f2",),
        "run",
        N_("Play"),
        N_("Play the days; it goes on by itself, and Esc stops it."),
        condition="still",
    ),
    KeyEntry(
        "whatif.add",
        ("f3",),
        "add",
        N_("Add change"),
        N_("Have somebody away, more cases, or more people; each change stands at the left."),
        condition="still",
    ),
    KeyEntry(
        "whatif.drop",
        ("f4",),
        "drop",
        N_("Drop change"),
        N_("Take one of the changes away again."),
        condition="changes",
    ),
    KeyEntry(
        "whatif.frame",
        ("f6",),
        "frame",
        N_("Days, runs"),
        N_("Say how many days are played, and how often."),
        condition="still",
        spare=True,
    ),
    KeyEntry(
        "whatif.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open the case under the cursor."),
        condition="row",
        spare=True,
    ),
)
