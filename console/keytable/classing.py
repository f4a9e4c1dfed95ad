"""Keys of the classification rules: their list, and one rule in its form."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

CLASSING: tuple[KeyEntry, ...] = (
    KeyEntry(
        "catalogue.rules",
        ("8",),
        "rules",
        N_("Rules"),
        N_("Look at the rules by which a list is classified, change them, carry them out."),
        condition="matters",
        line=False,
    ),
    KeyEntry(
        "classing.open",
        ("enter",),
        "open",
        N_("Edit"),
        N_("Change the rule under the cursor; what that moves is shown before it is saved."),
        condition="edit",
    ),
    KeyEntry(
        "classing.new",
        ("f2",),
        "new",
        N_("New rule"),
        N_("Write a new rule, placed before the one under the cursor."),
        ("n",),
        condition="write",
    ),
    KeyEntry(
        "classing.preview",
        ("f3",),
        "preview",
        N_("Preview"),
        N_("Read what the rules would change on the list, entry by entry, and what is wrong among them."),
        ("p",),
        spare=True,
    ),
    KeyEntry(
        "classing.move",
        ("f4",),
        "move",
        N_("Move"),
        N_("Give the rule under the cursor another place: of several that apply the first decides."),
        condition="edit",
        spare=True,
    ),
    KeyEntry(
        "classing.apply",
        ("f6",),
        "apply",
        N_("Carry out"),
        N_("Carry the rules out on the list being prepared, after a look; one step that can be undone."),
        condition="apply",
    ),
    KeyEntry(
        "classing.filter",
        ("f7", "slash"),
        "filter",
        N_("Find"),
        N_("Search as you type: by words, code or pinyin initials. Enter keeps the search, Esc drops it."),
        spare=True,
    ),
    KeyEntry(
        "classing.remove",
        ("f8",),
        "remove",
        N_("Remove"),
        N_("Remove the rule under the cursor, after a look at what that moves."),
        condition="edit",
        spare=True,
    ),
    KeyEntry(
        "classing.defaults",
        ("0",),
        "defaults",
        N_("Shipped rules"),
        N_("Load the rules that are shipped, behind your own."),
        condition="write",
        line=False,
    ),
    KeyEntry(
        "classing.overrule",
        ("8",),
        "overrule",
        N_("Overrule hands"),
        N_("Carry the rules out also where a person set the value by hand, after a look."),
        condition="overrule",
        line=False,
    ),
    KeyEntry(
        "classing.undo",
        ("7",),
        "undo",
        N_("Undo"),
        N_("Undo the carrying out of the rules, if it was the last step of the list."),
        condition="undo",
        line=False,
    ),
    KeyEntry(
        "classing.write",
        ("9",),
        "write",
        N_("Write"),
        N_("Write the rules into a workbook, which can be read in again at the shell."),
        condition="rules",
        line=False,
    ),
    KeyEntry(
        "classing.refresh", ("f5",), "refresh", N_("Reload"), N_("Read the list again."), ("r",), line=False
    ),
)
