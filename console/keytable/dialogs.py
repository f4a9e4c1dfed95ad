"""Keys of questions and answers on top of a screen."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

DIALOGS: tuple[KeyEntry, ...] = (
    KeyEntry("dialog.accept", ("enter",), "accept", N_("OK"), N_("Take the choice under the cursor.")),
    KeyEntry("dialog.cancel", ("escape",), "cancel", N_("Back"), N_("Leave everything as it is.")),
    KeyEntry("notice.accept", ("enter", "escape"), "accept", N_("Close"), N_("Close the notice.")),
    KeyEntry("confirm.accept", ("enter", "f2"), "accept", N_("Yes"), N_("Yes, do it.")),
    KeyEntry("confirm.cancel", ("escape", "f3"), "cancel", N_("No"), N_("No, go back.")),
    KeyEntry("conflict.accept", ("enter",), "accept", N_("Save"), N_("Save the version put together here.")),
    KeyEntry(
        "conflict.cancel", ("escape",), "cancel", N_("Back"), N_("Go back to the form; nothing is saved.")
    ),
    KeyEntry(
        "conflict.toggle",
        ("space",),
        "other",
        N_("Mine/theirs"),
        N_("Choose between the two versions of this field."),
    ),
    KeyEntry("conflict.mine", ("f2",), "all(1)", N_("All mine"), N_("Keep what you entered in every field.")),
    KeyEntry(
        "conflict.theirs",
        ("f3",),
        "all(0)",
        N_("All theirs"),
        N_("Take what the other person saved in every field."),
    ),
    KeyEntry("help.close", ("escape", "f1"), "close", N_("Close"), N_("Go back to where you were.")),
)
