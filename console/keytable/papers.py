"""Keys of the files of a case, of its printed form, and of shifts handed over."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

PAPERS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "case.files",
        ("1",),
        "files",
        N_("Files"),
        N_("List the files attached to the case; open them, and attach others."),
        condition="files",
        spare=True,
    ),
    KeyEntry(
        "case.print",
        ("2",),
        "print_form",
        N_("Print"),
        N_("Write the form of the case into a document, with its whole timeline; personal data masked."),
        condition="files",
        spare=True,
    ),
    KeyEntry(
        "case_files.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Open a copy with the program for it; the reading is recorded. Without one, say where it lies."),
        condition="row",
    ),
    KeyEntry(
        "case_files.attach",
        ("f2",),
        "attach",
        N_("Attach"),
        N_("Attach a file that lies on this machine."),
        condition="attach",
    ),
    KeyEntry(
        "case_files.save",
        ("f5",),
        "save_copy",
        N_("Save as"),
        N_("Write the file into the folder of exports; the reading is recorded."),
        condition="row",
    ),
    KeyEntry(
        "case_files.withdraw",
        ("f6",),
        "withdraw",
        N_("Detach"),
        N_("Take the file out of sight, with a reason; it stays in the store and in the ledger."),
        condition="row",
    ),
    KeyEntry(
        "handover.sheet",
        ("f3",),
        "sheet",
        N_("Shift sheet"),
        N_("Read what will be handed over: what is open, what changed, what waits."),
    ),
    KeyEntry(
        "handover.print",
        ("f5",),
        "print_sheet",
        N_("Print"),
        N_("Write the sheet into a document."),
    ),
    KeyEntry(
        "handover.list",
        ("f8",),
        "handovers",
        N_("Earlier"),
        N_("List the shifts handed over."),
        spare=True,
    ),
    KeyEntry(
        "handovers.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Read the sheet under the cursor as it was handed over."),
        condition="row",
    ),
    KeyEntry(
        "handovers.accept",
        ("f2",),
        "accept",
        N_("Take shift"),
        N_("Say that you took the shift over; who handed it over sees it."),
        condition="accept",
    ),
    KeyEntry(
        "handovers.print",
        ("f5",),
        "print_sheet",
        N_("Print"),
        N_("Write the sheet under the cursor into a document."),
        condition="row",
    ),
    KeyEntry(
        "handovers.new",
        ("f4",),
        "new",
        N_("New handover"),
        N_("Hand your own shift over."),
        spare=True,
    ),
)
