"""What is exported from the screens it is shown on."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import MenuEntry

EXPORT_MENU: tuple[MenuEntry, ...] = (
    MenuEntry(
        "queues.export",
        "export",
        N_("Export to a file"),
        N_(
            "Write the cases shown to a workbook or another file, as they are narrowed, personal data masked."
        ),
        "export",
    ),
    MenuEntry(
        "queues.ask_clear",
        "ask_clear",
        N_("Ask for an export in clear"),
        N_("Ask to export the cases shown with names and numbers in clear; a second person answers."),
        "ask_clear",
    ),
    MenuEntry(
        "catalogue.export",
        "export",
        N_("Export to a file"),
        N_("Write the list shown, as of the day shown, to a workbook or another file."),
        "export",
    ),
)
"""The same word on every screen that offers it"""
