"""``yiwang import mapping``: which heading stands for which field, saved under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.frame import framed_command, framed_group, json_option, pass_context, yes_option
from console.i18n import N_, _
from models.exchange.names import NAMES

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.exchange.savedmaps import MappingView


@framed_group(
    "mapping",
    help=N_("Keep mappings of headings under names; a table with these headings finds its own."),
    epilog=N_(
        "Examples:\n"
        "  yiwang import mapping save 月报 grids --map 网格号=code --map 网格叫法=name\n"
        "  yiwang import mapping show 月报"
    ),
)
def command() -> None:
    """Hold the commands about saved mappings."""


@framed_command(
    "save",
    help=N_("Save a mapping of headings for one kind of table."),
    epilog=N_("Example:\n  yiwang import mapping save 月报 grids --map 网格号=code --map 网格叫法=name"),
)
@click.argument("name", metavar="NAME")
@click.argument("kind", metavar="KIND", type=click.Choice(NAMES))
@click.option(
    "--map",
    "mapping",
    multiple=True,
    required=True,
    metavar="HEADING=FIELD",
    help=N_("Say which column is meant; may be repeated, or several separated by commas."),
)
@click.option("--replace", is_flag=True, help=N_("Change the mapping of this name."))
@json_option
@pass_context
def save(
    context: Context, *, name: str, kind: str, mapping: tuple[str, ...], replace: bool, as_json: bool
) -> None:
    """Save one."""
    made = context.services().mappings.save(context.actor(), name, kind, mapping, replace=replace)
    if as_json:
        context.document(_document(made))
    else:
        context.say(_("“%(name)s” is saved.", name=made.name))


@framed_command(
    "list",
    help=N_("List the saved mappings of headings."),
    epilog=N_("Example:\n  yiwang import mapping list --json"),
)
@json_option
@pass_context
def listing(context: Context, *, as_json: bool) -> None:
    """List them."""
    from console.commands.context import Column
    from console.commands.import_batches import kind_title

    columns: list[Column[MappingView]] = [
        Column("name", N_("Name"), lambda row: row.name),
        Column("kind", N_("Kind"), lambda row: row.kind, text=kind_title),
        Column("pairs", N_("Mapping"), lambda row: list(row.told()), text=lambda row: ", ".join(row.told())),
        Column("by", N_("By"), lambda row: row.by_name),
    ]
    found = context.services().mappings.mappings(context.actor())
    context.listing(found, columns, as_json=as_json, empty=N_("No mapping is saved."))


@framed_command(
    "show",
    help=N_("Show a saved mapping as --map takes it."),
    epilog=N_("Example:\n  yiwang import mapping show 月报"),
)
@click.argument("name", metavar="NAME")
@json_option
@pass_context
def show(context: Context, *, name: str, as_json: bool) -> None:
    """Show one."""
    found = context.services().mappings.one(context.actor(), name)
    if as_json:
        context.document(_document(found))
        return
    for pair in found.told():
        context.echo(pair)


@framed_command(
    "drop",
    help=N_("Drop a saved mapping of headings."),
    epilog=N_("Example:\n  yiwang import mapping drop 月报 --yes"),
)
@click.argument("name", metavar="NAME")
@yes_option
@pass_context
def drop(context: Context, *, name: str) -> None:
    """Drop one after a question."""
    service, actor = context.services().mappings, context.actor()
    found = service.one(actor, name)
    context.confirm(_("Drop the mapping “%(name)s”?", name=found.name))
    service.drop(actor, found.name)
    context.say(_("The mapping “%(name)s” was dropped.", name=found.name))


def _document(mapping: MappingView) -> dict[str, object]:
    return {"name": mapping.name, "kind": mapping.kind, "pairs": list(mapping.told())}


for _each in (save, listing, show, drop):
    command.add_command(_each)
