"""How the commands of the working list name entries and answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from console.commands.context import Context
    from models.catalogue.drafting.views import DraftView, EntryLine, EntryView, FieldChange

SHOWN = 30
"""Lines of a long answer that people are shown; ``--json`` gives all."""


def entry_of(context: Context, text: str, *, option: str = "ENTRY") -> EntryLine:
    """Return the entry meant by a code, a name or ``#matter_id``.

    Raises:
        click.BadParameter: none or several are meant; the sentence names them.
    """
    found = context.services().drafting.find(context.actor(), text)
    fitting = [line for line in found if text in {line.code, line.name}] or found
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise click.BadParameter(
            _("No entry of the list is called “%(text)s”.", text=text), param_hint=option
        )
    names = ", ".join(f"#{line.matter_id} {line.code} {line.name}".replace("  ", " ") for line in fitting)
    raise click.BadParameter(
        _("“%(text)s” may be any of these: %(names)s", text=text, names=names), param_hint=option
    )


def entries_of(context: Context, texts: Iterable[str], *, option: str = "ENTRY") -> list[EntryLine]:
    """Return the entries meant by several texts, in their order, each once."""
    found = {line.matter_id: line for line in (entry_of(context, text, option=option) for text in texts)}
    return list(found.values())


def fields_of(entries: Sequence[str]) -> dict[str, Any]:
    """Read ``field=value`` arguments."""
    from console.draftwords import read_fields

    return read_fields(entries)


def line_document(line: EntryLine) -> dict[str, Any]:
    """Return an entry of a listing as ``--json`` gives it."""
    return {
        "id": line.matter_id,
        "code": line.code,
        "name": line.name,
        "scheme": line.class_scheme,
        "class": line.class_code,
        "list": line.duty_list or None,
        "department": line.department,
        "state": line.state.value,
        "looked_at": line.settled,
        "new": line.is_new,
        "items": line.items,
        "conditions": line.conditions,
        "version": line.version,
    }


def view_document(view: EntryView) -> dict[str, Any]:
    """Return an entry with everything as ``--json`` gives it."""
    from models.catalogue.rules import draft_document

    return {
        "id": view.matter_id,
        "code": view.draft.code,
        "name": view.draft.name,
        "state": view.state.value,
        "into": view.into,
        "split_from": view.split_from,
        "looked_at": view.settled,
        "version": view.version,
        "items": list(view.item_ids),
        "absorbed": [line_document(line) for line in view.absorbed],
        "draft": draft_document(view.draft),
    }


def draft_document_of(draft: DraftView) -> dict[str, Any]:
    """Return the working list as a whole as ``--json`` gives it."""
    from console.draftwords import step_words

    return {
        "name": draft.name,
        "note": draft.note,
        "begun_at": draft.begun_at,
        "version": draft.version,
        "funnel": draft.funnel,
        "undo": None if draft.undoable is None else step_words(draft.undoable),
        "redo": None if draft.redoable is None else step_words(draft.redoable),
    }


def show_draft(context: Context, draft: DraftView, *, as_json: bool) -> None:
    """Answer with the working list as a whole."""
    from console.commands.caselines import times
    from console.draftwords import draft_lines

    if as_json:
        context.document(draft_document_of(draft))
        return
    for line in draft_lines(draft, times(context)):
        context.echo(line)


def show_entry(context: Context, view: EntryView, *, as_json: bool) -> None:
    """Answer with one entry, in a line or as data."""
    if as_json:
        context.document(view_document(view))
        return
    name = f"{view.draft.code or f'#{view.matter_id}'}  {view.draft.name}"
    context.echo(_("%(entry)s  (version %(version)s)", entry=name, version=view.version))


def show_changes(context: Context, changes: Sequence[FieldChange], *, as_json: bool, dry_run: bool) -> None:
    """Answer with what a bulk edit does, or would do."""
    if as_json:
        rows = [
            {
                "id": each.matter_id,
                "code": each.code,
                "name": each.name,
                "fields": {name: {"from": was, "to": now} for name, (was, now) in each.fields.items()},
            }
            for each in changes
        ]
        context.document({"changed": len(rows), "dry_run": dry_run, "entries": rows})
        return
    from console.draftwords import fields_words

    for each in changes[:SHOWN]:
        name = f"{each.code or f'#{each.matter_id}'}  {each.name}"
        context.echo(f"{name}  {'; '.join(fields_words(each.fields))}")
    if len(changes) > SHOWN:
        context.say(_("… and %(count)s more; --json lists all.", count=len(changes) - SHOWN))
    if dry_run:
        context.echo(_("%(count)s entries would change. Nothing was written.", count=len(changes)))
    else:
        context.echo(_("%(count)s entries changed.", count=len(changes)))
