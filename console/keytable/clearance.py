"""Keys of the requests to export personal data in clear."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

CLEARANCE: tuple[KeyEntry, ...] = (
    KeyEntry(
        "clearance.open",
        ("enter",),
        "open",
        N_("Show"),
        N_("Show the whole request: which cases, which columns, what for, and what was answered."),
        condition="row",
    ),
    KeyEntry(
        "clearance.agree",
        ("f2",),
        "agree",
        N_("Agree"),
        N_("Agree to somebody else's request; it can be used once, within a day."),
        condition="answer",
    ),
    KeyEntry(
        "clearance.decline",
        ("f3",),
        "decline",
        N_("Decline"),
        N_("Turn somebody else's request down, and say why."),
        condition="answer",
    ),
    KeyEntry(
        "clearance.take",
        ("f4",),
        "take",
        N_("Take out"),
        N_("Write what was agreed to into a file, in clear; the request is used up then."),
        condition="take",
    ),
    KeyEntry("clearance.refresh", ("f5",), "refresh", N_("Refresh"), N_("Look again."), spare=True),
)
