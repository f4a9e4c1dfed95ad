"""Keys of what is done to several cases at once."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

SETS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "set_preview.accept",
        ("enter", "f2"),
        "accept",
        N_("Do it"),
        N_("Do it to every case that is not refused."),
    ),
    KeyEntry(
        "set_preview.cancel", ("escape",), "cancel", N_("Back"), N_("Go back to the form; nothing is done.")
    ),
    KeyEntry("set_result.accept", ("enter", "escape"), "accept", N_("Close"), N_("Go back to the list.")),
    KeyEntry(
        "set_result.undo",
        ("f8",),
        "undo",
        N_("Undo all"),
        N_("Take the whole set back as one thing; cases somebody acted on since are left and named."),
    ),
    KeyEntry(
        "sets.undo",
        ("f8", "enter"),
        "undo",
        N_("Undo all"),
        N_("Take the set under the cursor back as one thing, after a question."),
        ("u",),
        condition="open_set",
    ),
)
