"""Keys of looking things up: the catalogue, its tree, pages to read."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

LOOKUP: tuple[KeyEntry, ...] = (
    KeyEntry(
        "catalogue.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Read everything about the line under the cursor."),
        condition="row",
    ),
    KeyEntry(
        "catalogue.sheet",
        ("f6",),
        "turn",
        N_("Next list"),
        N_("Turn from the matters to the three duty lists, one after the other."),
        ("m",),
    ),
    KeyEntry(
        "catalogue.sheets",
        ("1", "2", "3", "4"),
        "sheet",
        N_("List"),
        N_("Go to the list with this number: the matters, or one of the duty lists."),
        line=False,
        spread=True,
        shown_as="1-4",
    ),
    KeyEntry(
        "catalogue.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Search as you type: by words, code or pinyin initials. Enter keeps the search, Esc drops it."),
    ),
    KeyEntry(
        "catalogue.lineage",
        ("f4",),
        "lineage",
        N_("Lineage"),
        N_("Read what the number of the matter meant, what it became, and its versions."),
        ("l",),
        condition="matter",
    ),
    KeyEntry(
        "catalogue.as_of",
        ("f8",),
        "as_of",
        N_("As of"),
        N_("Show the list as of another day or edition; Esc comes back to today."),
        ("d",),
        condition="matters",
    ),
    KeyEntry(
        "catalogue.editions",
        ("f3",),
        "editions",
        N_("Editions"),
        N_("List the editions: what each changed, compare two, withdraw the newest."),
        ("e",),
    ),
    KeyEntry(
        "catalogue.classes",
        ("left",),
        "classes",
        N_("Classes"),
        N_("Go to the tree of classes; Tab goes there and back as well."),
        condition="classes",
        line=False,
    ),
    KeyEntry(
        "catalogue.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
    KeyEntry(
        "tree.unfold",
        ("right",),
        "unfold",
        N_("Unfold"),
        N_("Unfold the branch; where nothing is left to unfold, go to its list."),
        line=False,
    ),
    KeyEntry(
        "tree.fold",
        ("left",),
        "fold",
        N_("Fold"),
        N_("Fold the branch, or go to the one it hangs on."),
        line=False,
    ),
    KeyEntry(
        "tree.enter",
        ("enter",),
        "enter",
        N_("Unfold"),
        N_("Unfold or fold the branch; go to its list where nothing is left to unfold."),
        line=False,
    ),
    KeyEntry("page.close", ("escape", "enter"), "close", N_("Close"), N_("Go back to where you were.")),
    KeyEntry(
        "page.next",
        ("right",),
        "step(1)",
        N_("Next"),
        N_("Read the next line of the list."),
        condition="step",
    ),
    KeyEntry(
        "page.previous",
        ("left",),
        "step(-1)",
        N_("Previous"),
        N_("Read the previous line of the list."),
        condition="step",
    ),
)
