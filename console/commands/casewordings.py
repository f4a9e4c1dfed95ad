"""``yiwang case wordings``: the templates of wording for opinions and replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from console.commands.caseactions import command_name
from console.commands.casetext import said
from console.commands.frame import framed_group, json_option, pass_context
from console.i18n import N_, _
from models.cases.rules import TRANSITIONS

if TYPE_CHECKING:
    from console.commands.context import Column, Context
    from models.cases.wordings import WordingView

_ACTIONS = {command_name(row.action): row.action for row in TRANSITIONS if row.roles}


@framed_group(
    "wordings",
    help=N_("List the templates of wording for reasons and notes; keep the office's own."),
    epilog=N_(
        "Examples:\n"
        "  yiwang case wordings list return\n"
        "  yiwang case wordings add return 经核实，{number}不属{unit}职责，请改派。\n"
        "  yiwang case wordings remove 3"
    ),
)
def wordings() -> None:
    """Hold the commands of templates."""


@wordings.command("list", help=N_("List templates: the office's own have a number."))
@click.argument("action", required=False, type=click.Choice(list(_ACTIONS)), metavar="[ACTION]")
@json_option
@pass_context
def list_wordings(context: Context, *, action: str | None, as_json: bool) -> None:
    """List the templates of one action, or all."""
    from console.commands.context import Column
    from console.labels import label

    found = context.services().wordings.wordings(
        context.actor(), None if action is None else _ACTIONS[action]
    )
    columns: list[Column[WordingView]] = [
        Column("id", N_("Number"), lambda row: row.id, right=True),
        Column("action", N_("Action"), lambda row: row.action, text=lambda row: label(row.action)),
        Column("text", N_("Templates"), lambda row: row.text),
    ]
    context.listing(found, columns, as_json=as_json, empty=N_("There is no template for this step."))


@wordings.command(
    "add",
    help=N_(
        "Keep a template of the office's own; {number} {title} {matter} {unit} {due} {place} are filled in."
    ),
)
@click.argument("action", type=click.Choice(list(_ACTIONS)), metavar="ACTION")
@click.argument("text", metavar="TEXT")
@json_option
@pass_context
def add(context: Context, *, action: str, text: str, as_json: bool) -> None:
    """Add one and say its number."""
    made = context.services().wordings.add(context.actor(), _ACTIONS[action], said(text))
    if as_json:
        context.document(made)
    else:
        context.echo(str(made.id))


@wordings.command("remove", help=N_("Drop a template of the office's own."))
@click.argument("number", type=int, metavar="NUMBER")
@pass_context
def remove(context: Context, *, number: int) -> None:
    """Drop one."""
    context.services().wordings.remove(context.actor(), number)
    context.say(_("Template %(number)s was dropped.", number=number))
