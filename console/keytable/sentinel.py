"""Keys of what goes back and forth and what stands still."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

SENTINEL: tuple[KeyEntry, ...] = (
    KeyEntry(
        "sentinel.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open the case under the cursor; of a pair the case with most rounds."),
        condition="row",
    ),
    KeyEntry("sentinel.refresh", ("f5",), "refresh", N_("Refresh"), N_("Look again.")),
)
