"""Classification rules in a list: columns, what is said of a row, what would move, line by line."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.i18n import N_, _
from console.rulewords import (
    entry_name,
    fault_word,
    finding_words,
    move_words,
    preview_words,
    then_words,
    when_words,
)
from console.terminal.filter import clean_text
from console.widgets.line_list import Column
from console.widgets.pages import FixedRows
from console.widgets.preview import Fact
from models.catalogue.drafting.views import StepKind
from models.kernel.text import fold, initials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from console.widgets.line_list import PageLike, Source
    from console.widgets.lines import Piece
    from models.accounts.views import Actor
    from models.api import Services
    from models.catalogue.classing.views import RuleFinding, RulePreview, RuleView

_SHOWN = 500
"""Moves a dialog lists; nobody reads more before deciding"""


@dataclass(frozen=True, slots=True)
class Row:
    """A rule with what it would move, and what is wrong with it."""

    view: RuleView
    moves: int
    findings: tuple[RuleFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """What the screen read: the plan of carrying the rules out, and its rows."""

    plan: RulePreview
    rows: tuple[Row, ...] = ()
    undoable: bool = False
    """Whether carrying rules out was the last step of the list"""


def read_rules(services: Services, actor: Actor) -> Shown:
    """Read the rules, what they would move, and whether the last step of the list was theirs."""
    plan = services.classing.plan(actor)
    draft = services.drafting.draft(actor)
    last = None if draft is None else draft.undoable
    return Shown(plan, _rows(plan), last is not None and last.kind is StepKind.CLASSIFY)


def _rows(plan: RulePreview) -> tuple[Row, ...]:
    moves = Counter(move.rule for move in plan.moves)
    return tuple(
        Row(
            each,
            moves[each.draft.name],
            tuple(found for found in plan.findings if found.number == each.number),
        )
        for each in plan.rules
    )


def rule_columns() -> list[Column[Row]]:
    """Return the columns of the list."""
    return [
        Column(N_("No."), 4, lambda row: (str(row.view.number), ""), right=True),
        Column(N_("Rule"), 14, _name_of, best=20),
        Column(N_("When"), 16, lambda row: (clean_text(when_words(row.view.draft)), ""), grow=True),
        Column(N_("Sets"), 20, lambda row: (clean_text(then_words(row.view.draft)), ""), best=34),
        Column(N_("Moves"), 6, lambda row: (str(row.moves) if row.moves else "", ""), right=True),
        Column("", 4, _mark_of),
    ]


def _name_of(row: Row) -> Piece:
    return clean_text(row.view.draft.name), ("bold" if row.view.draft.active else "dim")


def _mark_of(row: Row) -> Piece:
    if not row.view.draft.active:
        return _("off"), "dim"
    return ("!", "yellow") if row.findings else ("", "")


def rule_facts(row: Row) -> list[Fact]:
    """Return what two lines below the list say of a rule; what is wrong comes first."""
    draft = row.view.draft
    found = [Fact(fault_word(each), clean_text(finding_words(each))) for each in row.findings]
    return [
        *found,
        Fact(_("When"), clean_text(when_words(draft))),
        Fact(_("Sets"), clean_text(then_words(draft))),
        Fact(_("Note"), clean_text(draft.note)),
    ]


def source_of(rows: Sequence[Row]) -> Source[Row]:
    """Return what gives the rows that a search finds, page by page."""
    searched = [(row, _searched(row)) for row in rows]

    def source(text: str, after: tuple[Any, ...] | None, limit: int) -> PageLike[Row]:
        words = [fold(word) for word in text.split()]
        fitting = [row for row, said in searched if all(word in said for word in words)]
        start = 0 if after is None else int(after[0])
        more = start + limit < len(fitting)
        return FixedRows(tuple(fitting[start : start + limit]), (start + limit,) if more else None)

    return source


def _searched(row: Row) -> str:
    draft = row.view.draft
    return " ".join(
        (fold(draft.name), initials(draft.name), fold(when_words(draft)), fold(then_words(draft)))
    )


def preview_pieces(plan: RulePreview) -> list[Piece]:
    """Return what would move, entry by entry, and what is wrong among the rules."""
    return [(clean_text(preview_words(plan)), "bold"), *_moves(plan), *_findings(plan)]


def _moves(plan: RulePreview) -> Iterator[Piece]:
    last = 0
    for move in plan.moves[:_SHOWN]:
        if move.matter_id != last:
            yield clean_text(entry_name(move)), ""
            last = move.matter_id
        yield f"   {clean_text(move_words(move, plan.classes))}", "dim" if not move.rule else ""
    if len(plan.moves) > _SHOWN:
        yield _("... and %(count)s more.", count=len(plan.moves) - _SHOWN), "dim"


def _findings(plan: RulePreview) -> Iterator[Piece]:
    if plan.findings:
        yield "", ""
        yield _("What is wrong among the rules"), "bold underline"
    for each in plan.findings:
        yield clean_text(f"{each.number} {each.rule}  {fault_word(each)}"), ""
        yield f"   {clean_text(finding_words(each))}", ""
