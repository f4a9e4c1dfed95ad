"""One entry of the working list in words: its faults, two lines about it, everything it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.draftwords import condition_words, field_title, value_words
from console.i18n import _, ngettext
from console.labels import label
from console.text import limit_words
from console.widgets.preview import Fact
from models.catalogue.drafting.views import EntryState

if TYPE_CHECKING:
    from console.widgets.lines import Piece
    from models.catalogue.drafting.faults import Fault
    from models.catalogue.drafting.listviews import ListRow
    from models.catalogue.drafting.views import EntryView
    from models.catalogue.rules import ConditionDraft, MatterDraft


def fault_words(fault: Fault) -> str:
    """Return what is wrong, in a sentence."""
    return _(fault.sentence, **fault.params)


def row_facts(row: ListRow | None) -> list[Fact]:
    """Return what two lines below the list say of an entry."""
    if row is None:
        return []
    state = "" if row.state is EntryState.LIVE else label(row.state)
    faults = _("; ").join(fault_words(fault) for fault in row.faults)
    return [
        Fact("", state, "bold"),
        Fact("", _("not in force yet") if row.is_new else ""),
        Fact(_("Fields changed"), _(", ").join(map(field_title, row.changed))),
        Fact(_("To mend"), faults),
        Fact(_("Class"), f"{row.class_code} {row.class_name}".rstrip()),
        Fact(_("Department"), row.department or row.unit),
    ]


def entry_paragraphs(view: EntryView) -> list[Piece]:
    """Return everything an entry says, for the pane beside the list."""
    draft = view.draft
    found: list[Piece] = [(f"{draft.code or f'#{view.matter_id}'} {draft.name}", "bold")]
    if view.state is not EntryState.LIVE:
        found.append((label(view.state), "bold"))
    found += [
        (f"{field_title(name)}\t  {value_words(name, getattr(draft, name))}", "")
        for name in (
            "class_code", "class_name", "parent", "duty_list", "department", "assisting", "kind",
            "settle_level", "urgency", "severity", "privacy", "patrol", "grid_duty", "lead_unit",
            "duty_item", "flow", "legal_basis", "keywords", "in_force_to",
        )
        if getattr(draft, name)
    ]  # fmt: skip
    found += condition_paragraphs(draft)
    if view.absorbed:
        found += [("", ""), (_("Merged into it"), "bold underline")]
        found += [(f"   {line.code or f'#{line.matter_id}'} {line.name}", "") for line in view.absorbed]
    return found


def condition_paragraphs(draft: MatterDraft) -> list[Piece]:
    """Return the filing conditions, each with limit, closing condition and evidence."""
    count = len(draft.conditions)
    title = ngettext("%(count)s filing condition", "%(count)s filing conditions", count, count=count)
    found: list[Piece] = [("", ""), (title, "bold underline")]
    for number, condition in enumerate(draft.conditions, start=1):
        found.append((f"{number}. {condition_words(condition)}", ""))
        found += [
            (f"   {name}\t  {text}", "")
            for name, text in (
                (_("Closing condition"), condition.closing_condition),
                (_("Evidence"), condition.evidence),
            )
            if text
        ]
    return found


def condition_line(number: int, condition: ConditionDraft) -> str:
    """Return a condition in one line: number, limit, text."""
    limit = limit_words(condition.limit) if condition.limit else _("no limit")
    return f"{number}. {limit}  {condition.text}".rstrip()
