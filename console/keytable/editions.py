"""Keys of editions: their list, what one changed, two compared."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

EDITIONS: tuple[KeyEntry, ...] = (
    KeyEntry(
        "editions.open",
        ("enter",),
        "open",
        N_("Changes"),
        N_("Read what the edition under the cursor changed, matter by matter."),
        condition="published",
    ),
    KeyEntry(
        "editions.draft",
        ("f4",),
        "worklist",
        N_("Working list"),
        N_("Go to the list being prepared, which becomes the next edition."),
        condition="prepared",
        spare=True,
    ),
    KeyEntry(
        "editions.compare",
        ("f3",),
        "compare",
        N_("Compare"),
        N_("Compare the edition under the cursor with another one, or with the list of a day."),
        ("c",),
        condition="published",
    ),
    KeyEntry(
        "editions.requirements",
        ("f6",),
        "requirements",
        N_("Requirements"),
        N_("Write the business requirements that follow from the edition into a file."),
        ("w",),
        condition="derivable",
    ),
    KeyEntry(
        "editions.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
    KeyEntry(
        "editions.withdraw",
        ("f8",),
        "withdraw",
        N_("Withdraw"),
        N_("Take the newest edition back; what that does is shown before it is done."),
        condition="withdraw",
        spare=True,
    ),
    KeyEntry(
        "changes.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Read what is different field by field, before and after."),
        condition="row",
    ),
    KeyEntry(
        "changes.compare",
        ("f3",),
        "compare",
        N_("Compare"),
        N_("Compare with another edition, or with the list of a day."),
        ("c",),
    ),
    KeyEntry(
        "changes.write",
        ("f6",),
        "write",
        N_("Write"),
        N_("Write the comparison into a workbook, one row for each change."),
        ("w",),
        condition="compared",
    ),
    KeyEntry(
        "changes.part",
        ("1", "2", "3", "4"),
        "part",
        N_("Part"),
        N_("Show everything, or only what is new, what changed, what ended."),
        line=False,
        spread=True,
        shown_as="1-4",
    ),
    KeyEntry(
        "changes.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Search as you type: by words, code or pinyin initials. Enter keeps the search, Esc drops it."),
    ),
    KeyEntry(
        "changes.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
)
