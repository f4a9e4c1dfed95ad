"""Keys of the duty lists: on their sheets, with a department's eyes, of findings, of one item."""

from __future__ import annotations

from console.i18n import N_
from console.keytable.shape import KeyEntry

DUTIES: tuple[KeyEntry, ...] = (
    KeyEntry(
        "catalogue.edit_duty",
        ("f2",),
        "edit_duty",
        N_("Edit"),
        N_("Change the duty item under the cursor; on the title row of a category, enter a new one."),
        ("e",),
        condition="edit_duty",
    ),
    KeyEntry(
        "catalogue.departments",
        ("f3",),
        "departments",
        N_("By department"),
        N_("Choose a department and see the duty lists with its eyes."),
        ("b",),
        condition="duties",
        spare=True,
    ),
    KeyEntry(
        "catalogue.findings",
        ("f4",),
        "findings",
        N_("Gaps"),
        N_("List what is missing or overlaps on the duty lists."),
        ("g",),
        condition="duties",
    ),
    KeyEntry(
        "catalogue.print",
        ("f8",),
        "print",
        N_("Print"),
        N_("Print a book of the duty lists into a file."),
        ("p",),
        condition="duties",
        spare=True,
    ),
    KeyEntry(
        "duty_mirror.open",
        ("enter",),
        "open",
        N_("Open"),
        N_("Read everything about the line under the cursor."),
        condition="item",
    ),
    KeyEntry(
        "duty_mirror.departments",
        ("f3",),
        "departments",
        N_("Another"),
        N_("See the lists with the eyes of another department."),
        ("b",),
    ),
    KeyEntry(
        "duty_mirror.print",
        ("f8",),
        "print",
        N_("Print"),
        N_("Print the department's book into a file."),
        ("p",),
    ),
    KeyEntry(
        "duty_findings.go_to",
        ("enter",),
        "go_to",
        N_("Go there"),
        N_("Go to the item or matter the line is about."),
        condition="row",
    ),
    KeyEntry(
        "duty_form.retire",
        ("f4",),
        "retire",
        N_("Take off"),
        N_("Take the item off its list; it is kept and can come back."),
        condition="retire",
    ),
)
