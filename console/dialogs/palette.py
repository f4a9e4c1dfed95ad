"""The menu: everything that can be done here, found by its words, initials or key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.dialogs.pick import Option, PickDialog
from console.i18n import _
from console.keys import KeyEntry, MenuEntry, help_of, keys_text, label_of

if TYPE_CHECKING:
    from collections.abc import Sequence


class PaletteDialog(PickDialog[KeyEntry | MenuEntry]):
    """Offers ``entries`` of the key table; returns the one chosen."""

    def __init__(self, entries: Sequence[KeyEntry | MenuEntry]) -> None:
        super().__init__(_("Menu"), [_option(entry) for entry in entries])


def _option(entry: KeyEntry | MenuEntry) -> Option[KeyEntry | MenuEntry]:
    key = f"  {keys_text(entry)}" if isinstance(entry, KeyEntry) else ""
    # The English words stay findable whatever the language: the letters are at hand.
    return Option(entry, f"{label_of(entry)}{key}", help_of(entry), also=entry.label)
