"""Keys of the office's settings and of their history."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

SETTINGS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "settings.open",
        ("enter", "f2"),
        "open",
        N_("Change"),
        N_("Give the setting under the cursor another value; what that does is shown before it is saved."),
        condition="write",
    ),
    KeyEntry(
        "settings.changed",
        ("f3",),
        "changed",
        N_("Own / all"),
        N_("Show only what the office has set itself, or everything."),
    ),
    KeyEntry(
        "settings.history",
        ("f4",),
        "history",
        N_("History"),
        N_("List the editions: when, by whom, what each changed; an old one can hold again."),
    ),
    KeyEntry(
        "settings.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Search as you type: by name, key, group or pinyin initials. Enter keeps it, Esc drops it."),
    ),
    KeyEntry(
        "settings.reset",
        ("f8",),
        "reset",
        N_("Packaged value"),
        N_("Go back to the value that comes with the program."),
        condition="reset",
        spare=True,
    ),
    KeyEntry(
        "settings.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
    KeyEntry(
        "settings_history.open",
        ("enter",),
        "open",
        N_("Read"),
        N_("Read what the edition under the cursor changed."),
    ),
    KeyEntry(
        "settings_history.restore",
        ("f6",),
        "restore",
        N_("Hold again"),
        N_("Let the edition under the cursor hold again, as a new one, after a question."),
        condition="restore",
    ),
)
