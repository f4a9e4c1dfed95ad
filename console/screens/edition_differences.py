"""How a difference between two lists is written: columns, the lines below the list, a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.edition_words import action_word, field_title, lineage_words, value_lines, was_words
from console.i18n import N_, _
from console.widgets.line_list import Column
from console.widgets.preview import Fact
from models.catalogue.editions.views import ChangeAction, Difference

if TYPE_CHECKING:
    from console.widgets.lines import Piece

SIDES_FROM = 120
"""Columns from which on both sides stand side by side."""
_STYLES = {ChangeAction.CREATE: "green", ChangeAction.CHANGE: "", ChangeAction.RETIRE: "dim"}
_INDENT = "   "


def change_columns() -> list[Column[Difference]]:
    """Return the columns of the list of differences."""
    return [
        Column("", 7, _action_of),
        Column(N_("Code"), 8, _code_of, best=12),
        Column(N_("Matter"), 16, _name_of, grow=True),
        Column(N_("Before"), 30, _before_of, best=44, since=SIDES_FROM - 10),
        Column(N_("What happened"), 14, _lineage_of, best=26),
    ]


def _action_of(row: Difference) -> Piece:
    return action_word(row.action.value), _STYLES[row.action]


def _code_of(row: Difference) -> Piece:
    return row.code, ""


def _name_of(row: Difference) -> Piece:
    return row.name, _STYLES[row.action] if row.action is ChangeAction.RETIRE else ""


def _before_of(row: Difference) -> Piece:
    if row.action is not ChangeAction.CHANGE:
        return "", ""
    return f"{row.old_code} {row.old_name}", "dim" if was_words(row) == "" else ""


def _lineage_of(row: Difference) -> Piece:
    return lineage_words(row) or ", ".join(field_title(name) for name in row.fields), ""


def change_facts(row: Difference) -> list[Fact]:
    """Return what two lines below the list say of a difference."""
    facts = [Fact("", was_words(row)), Fact("", lineage_words(row))]
    for name, (before, after) in row.fields.items():
        if name not in {"code", "name"}:
            old, new = (_(", ").join(value_lines(name, value)) for value in (before, after))
            facts.append(Fact(field_title(name), f"{old} → {new}"))
    return facts


def change_page(row: Difference) -> tuple[str, list[Piece]]:
    """Return the title and the text of a page about one difference, before and after by field."""
    title = f"{row.code} {row.name}"
    paragraphs: list[Piece] = [
        (title, "bold"),
        (" ".join(part for part in (action_word(row.action.value), lineage_words(row)) if part), "dim"),
    ]
    for name, sides in row.fields.items():
        paragraphs += [("", ""), (field_title(name), "bold underline")]
        for heading, value in zip((_("Before"), _("After")), sides, strict=True):
            first, *more = value_lines(name, value)
            paragraphs.append((f"{_INDENT}{heading}  {first}", ""))
            paragraphs += [(f"{_INDENT * 2}{line}", "") for line in more]
    if not row.fields:
        only = {
            ChangeAction.CREATE: _("It is not in the earlier list."),
            ChangeAction.RETIRE: _("It is not in the later list."),
        }
        paragraphs += [("", ""), (only.get(row.action, ""), "")]
    return title, paragraphs
