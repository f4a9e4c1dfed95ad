"""``yiwang catalogue sources``: source books, their items, imports and changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from console.commands.catalogue_sourcing import acknowledge, edit, import_file, restore, retire
from console.commands.frame import framed_group, json_option, pass_context
from console.commands.sourcetext import change_line
from console.i18n import N_, _
from models.catalogue.sources.views import ItemState, SourceKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.commands.context import Context
    from models.catalogue.sources.views import BookView, ChangeView, ItemLine
    from models.kernel.paging import Page

_PAGE = 500
_KINDS = click.Choice([each.value for each in SourceKind])


@framed_group(
    "sources",
    help=N_("Collect source books: matters of departments, grid matters, duty lists."),
    epilog=N_(
        "Examples:\n"
        "  yiwang catalogue sources import mzj.xlsx --book MZJ --dry-run\n"
        "  yiwang catalogue sources items --book MZJ --changed\n"
        "  yiwang catalogue sources changes MZJ"
    ),
)
def sources() -> None:
    """Hold the commands of the source books."""


@sources.command("list", help=N_("List source books with their counts."))
@click.option(
    "--kind",
    type=_KINDS,
    metavar="KIND",
    help=N_(
        "Only books of this kind: department, grid, duty_basic, duty_cooperative, "
        "duty_recalled, hotline, power."
    ),
)
@click.option("--retired", is_flag=True, help=N_("Show retired books too."))
@json_option
@pass_context
def list_books(context: Context, *, kind: str | None, retired: bool, as_json: bool) -> None:
    """Show every book."""
    from console.commands.context import Column
    from console.labels import label

    service, actor = context.services().sources, context.actor()
    found = service.books(actor, SourceKind(kind) if kind else None, retired=retired)
    columns: list[Column[BookView]] = [
        Column("code", N_("Code"), lambda row: row.code),
        Column("title", N_("Title"), lambda row: row.title),
        Column("kind", N_("Kind"), lambda row: row.kind.value, text=lambda row: label(row.kind)),
        Column("department", N_("Department"), lambda row: row.department),
        Column("level", N_("Level"), lambda row: row.level.value, text=lambda row: label(row.level)),
        Column("imports", N_("Imports"), lambda row: row.imports, right=True),
        Column("present", N_("Items"), lambda row: row.present, right=True),
        Column("gone", N_("Gone"), lambda row: row.gone, right=True),
        Column("changed", N_("To look at"), lambda row: row.changed, right=True),
        Column("state", N_("Status"), lambda row: row.state.value, text=lambda row: label(row.state)),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("There is no source book yet."))


@sources.command("show", help=N_("Show a source book and its imports."))
@click.argument("book", metavar="BOOK")
@json_option
@pass_context
def show(context: Context, *, book: str, as_json: bool) -> None:
    """Show one book."""
    from console.labels import label

    service, actor = context.services().sources, context.actor()
    found, imports = service.book(actor, book), service.imports(actor, book)
    if as_json:
        context.document({"book": found, "imports": imports})
        return
    context.echo(f"{found.code}  {found.title}")
    facts = [
        (_("Kind"), label(found.kind)),
        (_("Department"), found.department),
        (_("Level"), label(found.level)),
        (_("Received"), found.received.isoformat() if found.received else ""),
        (_("Status"), label(found.state)),
        (_("Note"), found.note),
        (_("Items"), str(found.present)),
        (_("Gone"), str(found.gone)),
        (_("To look at"), str(found.changed)),
    ]
    for title, value in facts:
        if value:
            context.echo(f"{title}: {value}")
    for each in imports:
        context.echo(
            _(
                "Import %(number)s from %(file)s: new %(created)s, changed %(changed)s, same %(same)s, "
                "gone %(gone)s.",
                number=each.number,
                file=f"{each.file} {each.sheet}".strip(),
                created=each.created,
                changed=each.changed,
                same=each.same,
                gone=each.gone,
            )
        )


@sources.command("items", help=N_("List source items."))
@click.option("--book", metavar="BOOK", help=N_("Only this book."))
@click.option("--text", default="", metavar="TEXT", help=N_("Words of the name, a code, or pinyin initials."))
@click.option(
    "--kind",
    type=_KINDS,
    metavar="KIND",
    help=N_(
        "Only books of this kind: department, grid, duty_basic, duty_cooperative, "
        "duty_recalled, hotline, power."
    ),
)
@click.option(
    "--state", type=click.Choice([each.value for each in ItemState]), help=N_("Only items in this state.")
)
@click.option("--changed", is_flag=True, help=N_("Only items with a change nobody has looked at."))
@json_option
@pass_context
def items(
    context: Context,
    *,
    book: str | None,
    text: str,
    kind: str | None,
    state: str | None,
    changed: bool,
    as_json: bool,
) -> None:
    """Show every item that fits, by book and place."""
    from console.commands.context import Column
    from console.labels import label

    service, actor = context.services().sources, context.actor()

    def page(after: Any) -> Page[ItemLine]:
        return service.items(
            actor,
            book,
            text,
            after,
            _PAGE,
            kind=SourceKind(kind) if kind else None,
            state=ItemState(state) if state else None,
            changed=changed,
        )

    columns: list[Column[ItemLine]] = [
        Column("id", "ID", lambda row: row.id, right=True),
        Column("book", N_("Book"), lambda row: row.book),
        Column("position", N_("Place"), lambda row: row.position, right=True),
        Column("code", N_("Code"), lambda row: row.code),
        Column("name", N_("Item"), lambda row: row.name),
        Column("department", N_("Department"), lambda row: row.department),
        Column("category", N_("Category"), lambda row: row.category),
        Column("state", N_("Status"), lambda row: row.state.value, text=lambda row: label(row.state)),
        Column(
            "changed", N_("Changed"), lambda row: row.changed, text=lambda row: "*" if row.changed else ""
        ),
    ]
    context.listing(_all(page), columns, as_json=as_json, empty=N_("No source item fits."))


@sources.command("item", help=N_("Show one source item with what imports did to it."))
@click.argument("item_id", metavar="ID", type=int)
@json_option
@pass_context
def item(context: Context, *, item_id: int, as_json: bool) -> None:
    """Show one item."""
    from console.sourcelabels import field_name

    found = context.services().sources.item(context.actor(), item_id)
    if as_json:
        context.document(found)
        return
    context.echo(f"{found.book}  {found.code}  {found.name}".replace("    ", "  "))
    shown = ("department", "category", "matter_type", "object", "legal_basis")
    facts = [(field_name(name), getattr(found, name)) for name in shown] + list(found.other)
    place = f"{found.file} {found.sheet}".strip()
    facts.append((_("File"), _("%(file)s, row %(row)s", file=place, row=found.row)))
    for title, value in facts:
        if value:
            context.echo(f"{title}: {value}")
    for change in found.changes:
        context.echo(change_line(change))


@sources.command("changes", help=N_("List what imports changed, newest first."))
@click.argument("book", metavar="[BOOK]", required=False)
@click.option(
    "--import", "number", type=int, metavar="NUMBER", help=N_("Only the book's import with this number.")
)
@click.option("--unseen", is_flag=True, help=N_("Only changes nobody has looked at."))
@json_option
@pass_context
def changes(context: Context, *, book: str | None, number: int | None, unseen: bool, as_json: bool) -> None:
    """Show changes with their fields, before and after."""
    service, actor = context.services().sources, context.actor()

    def page(after: Any) -> Page[ChangeView]:
        return service.changes(actor, book, after, _PAGE, import_number=number, unseen=unseen)

    if book is not None:
        service.book(actor, book)
    found = list(_all(page))
    if as_json:
        context.document(found)
        return
    if not found:
        context.say(_("Nothing to show."))
    for change in found:
        context.echo(change_line(change))


for _command in (import_file, acknowledge, edit, retire, restore):
    sources.add_command(_command)


def _all(page: Callable[[Any], Page[Any]]) -> Iterator[Any]:
    after = None
    while True:
        found = page(after)
        yield from found.rows
        after = found.next_key
        if after is None:
            return
