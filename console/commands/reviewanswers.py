"""How the commands of the rounds answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from console.i18n import _

if TYPE_CHECKING:
    from console.commands.context import Context
    from models.catalogue.review.views import OpinionLine, OpinionView


def line_document(line: OpinionLine) -> dict[str, Any]:
    """Return an opinion of a listing as ``--json`` gives it."""
    return {
        "id": line.id,
        "round": line.round_number,
        "department": line.department,
        "matter": line.matter_id,
        "code": line.code,
        "name": line.name,
        "kind": None if line.kind is None else line.kind.value,
        "field": line.field,
        "proposed": line.proposed,
        "state": None if line.state is None else line.state.value,
        "undone": line.undone,
        "at": line.at,
    }


def show_opinion(context: Context, view: OpinionView, *, as_json: bool, dry_run: bool = False) -> None:
    """Answer with one opinion."""
    if as_json:
        context.document({"dry_run": dry_run, **opinion_document(view)})
        return
    from console.reviewwords import opinion_kind, opinion_state, taken_words

    line = view.line
    number = "" if line.id is None else f"#{line.id}"
    words = (
        number,
        line.code,
        line.name,
        line.department,
        opinion_kind(line),
        line.proposed,
        opinion_state(line),
    )
    context.echo("  ".join(filter(None, words)))
    for text in taken_words(view.taken):
        context.echo(f"  {text}")
    if dry_run:
        context.say(_("Nothing was written."))


def opinion_document(view: OpinionView) -> dict[str, Any]:
    """Return an opinion with everything about it as ``--json`` gives it."""
    return {
        **line_document(view.line),
        "part": view.part.value,
        "reason": view.reason,
        "basis": view.basis,
        "belongs_to": view.belongs_to,
        "by": view.by,
        "source": {"file": view.source, "sheet": view.sheet, "row": view.row} if view.source else None,
        "reworded": {name: {"sent": was, "now": now} for name, (was, now) in view.changed.items()},
        "settled_at": view.settled_at,
        "settled_by": view.settled_by,
        "settled_reason": view.settled_reason,
        "taken": {name: {"from": was, "to": now} for name, (was, now) in view.taken.items()},
        "history": view.history,
        "version": view.version,
    }
