"""Keys of one entry of the working list: a field in its place, the form, its conditions."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

WORKLIST_ENTRY: tuple[KeyEntry, ...] = (
    KeyEntry("cell.save", ("enter",), "save_cell", N_("Save"), N_("Save the field.")),
    KeyEntry("cell.next", ("tab",), "next_cell", N_("Next field"), N_("Go to the next field of the line.")),
    KeyEntry("cell.propose", ("f4",), "propose", N_("Propose"), N_("Propose the next free code.")),
    KeyEntry(
        "cell.leave", ("escape",), "give_back", N_("Give back"), N_("Leave the field as it was."), line=False
    ),
    KeyEntry(
        "worklist_entry.conditions",
        ("f3",),
        "conditions",
        N_("Filing conditions"),
        N_("Change the filing conditions: limit, text, closing condition, evidence."),
        condition="form",
    ),
    KeyEntry(
        "worklist_entry.propose",
        ("f4",),
        "propose",
        N_("Propose"),
        N_("Propose the next free code of the class, counting down from 99."),
        condition="form",
        spare=True,
    ),
    KeyEntry(
        "worklist_entry.compare",
        ("f5",),
        "compare",
        N_("Compare"),
        N_("Read what is different from the edition in force, as it is saved now."),
        condition="compare",
        spare=True,
    ),
    KeyEntry(
        "conditions.open",
        ("enter",),
        "accept",
        N_("Edit"),
        N_("Change the condition under the cursor, or add one on the last line."),
    ),
    KeyEntry("conditions.done", ("f2",), "done", N_("Take them"), N_("Take these conditions into the form.")),
    KeyEntry(
        "conditions.delete", ("f4",), "delete", N_("Delete"), N_("Take the condition under the cursor out.")
    ),
    KeyEntry("conditions.up", ("left",), "move(-1)", N_("Up"), N_("Move it up."), line=False),
    KeyEntry("conditions.down", ("right",), "move(1)", N_("Down"), N_("Move it down."), line=False),
    KeyEntry(
        "conditions.cancel", ("escape",), "cancel", N_("Back"), N_("Leave the conditions as they were.")
    ),
    KeyEntry("condition.take", ("f2",), "accept", N_("Take it"), N_("Take what was entered.")),
    KeyEntry("condition.cancel", ("escape",), "cancel", N_("Back"), N_("Leave the condition as it was.")),
)
